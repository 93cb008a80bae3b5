//! What is remembered from run to run: who is whom, what both sides were when they last agreed, who was deleted, and where the
//! polls are.
//!
//! Without it all of both sides is compared anew, by the rule for the first time, which knows of no deletion.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::PathBuf;

use chrono::{DateTime, Utc};
use connectors_core::triggers::PollCursor;
use connectors_core::{Error, Result};
use connectors_examples::journal::Journal;
use connectors_examples::settle::Problem;
use serde::{Deserialize, Serialize};

use crate::merge::Base;
use crate::person::{Kind, Person};

/// A record of the CRM.
pub(crate) type CrmId = (Kind, String);

/// Two records that are the same person.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Pair {
    pub(crate) crm_id: CrmId,
    pub(crate) crm: Person,
    pub(crate) hub: Person,
}

impl Pair {
    pub(crate) fn base(&self) -> Base<'_> {
        Base { crm: &self.crm, hub: &self.hub }
    }
}

/// Where the polls are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Cursors {
    pub(crate) contacts: PollCursor,
    pub(crate) leads: PollCursor,
    pub(crate) hub: PollCursor,
}

impl Cursors {
    /// All from this moment on.
    pub(crate) fn since(moment: DateTime<Utc>) -> Self {
        let cursor = PollCursor::since(moment);
        Self { contacts: cursor.clone(), leads: cursor.clone(), hub: cursor }
    }
}

/// One of both platforms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Side {
    Crm,
    Hub,
}

/// What became so.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Entry {
    /// A pair agrees; with the id of HubSpot's contact.
    Agreed(String, Box<Pair>),
    /// The pair with this contact is none any more: one side deleted who had this address.
    Gone(String, String, Side),
    /// What a person has to put right with a record; nothing any more if there is no problem.
    Problem(String, Option<Problem>),
    /// Whether an address has to be looked at again: its opt-out was refused.
    Owed(String, bool),
    /// Whether an address subscribed anew at HubSpot, and is out in the CRM.
    Resubscribed(String, bool),
    Cursors(Box<Cursors>),
}

/// The state, and the file that it is kept in.
#[derive(Debug, Default)]
pub(crate) struct State {
    /// By the id of HubSpot's contact.
    pairs: BTreeMap<String, Pair>,
    by_crm: HashMap<String, String>,
    by_email: HashMap<String, String>,
    /// Where an address was deleted. No more is kept of whoever had it: they may have asked to be forgotten.
    gone: BTreeMap<String, Side>,
    /// By the record.
    problems: BTreeMap<String, Problem>,
    owed: BTreeSet<String>,
    resubscribed: BTreeSet<String>,
    cursors: Option<Cursors>,
    /// Problems that nobody was told of yet.
    news: Vec<String>,
    file: Option<(PathBuf, Journal)>,
}

impl State {
    /// What is in the file; nothing, if there is none yet.
    pub(crate) fn open(file: Option<PathBuf>) -> Result<Self> {
        let mut state = Self::default();
        if let Some(path) = file {
            let journal = Journal::open(&path, |entry| state.apply(entry));
            let journal =
                journal.map_err(|e| Error::config(format!("the state in {}: {e}", path.display())))?;
            state.file = Some((path, journal));
        }
        Ok(state)
    }

    fn apply(&mut self, entry: Entry) {
        match entry {
            Entry::Agreed(hub, pair) => {
                // The record may have been another contact's.
                if let Some(other) = self.by_crm.get(&pair.crm_id.1).cloned() {
                    self.part(&other);
                }
                self.part(&hub);
                self.gone.remove(pair.crm.email());
                self.by_crm.insert(pair.crm_id.1.clone(), hub.clone());
                self.by_email.insert(pair.crm.email().to_owned(), hub.clone());
                self.pairs.insert(hub, *pair);
            }
            Entry::Gone(hub, email, side) => {
                self.part(&hub);
                self.gone.insert(email, side);
            }
            Entry::Problem(record, Some(problem)) => drop(self.problems.insert(record, problem)),
            Entry::Problem(record, None) => drop(self.problems.remove(&record)),
            Entry::Owed(email, true) => drop(self.owed.insert(email)),
            Entry::Owed(email, false) => drop(self.owed.remove(&email)),
            Entry::Resubscribed(email, true) => drop(self.resubscribed.insert(email)),
            Entry::Resubscribed(email, false) => drop(self.resubscribed.remove(&email)),
            Entry::Cursors(cursors) => self.cursors = Some(*cursors),
        }
    }

    fn part(&mut self, hub: &str) {
        if let Some(old) = self.pairs.remove(hub) {
            self.by_crm.remove(&old.crm_id.1);
            self.by_email.remove(old.crm.email());
        }
    }

    fn enter(&mut self, entry: Entry) -> Result<()> {
        if let Some((path, journal)) = &mut self.file {
            journal
                .note(&entry)
                .map_err(|e| Error::config(format!("the state in {}: {e}", path.display())))?;
        }
        self.apply(entry);
        Ok(())
    }

    /// Puts on the disk what was entered.
    pub(crate) fn save(&mut self) -> Result<()> {
        let Some((path, mut journal)) = self.file.take() else { return Ok(()) };
        let kept = journal.keep();
        let kept =
            kept.and_then(|()| if journal.has_grown() { journal.rewrite(self.entries()) } else { Ok(()) });
        kept.map_err(|e| Error::config(format!("the state in {}: {e}", path.display())))?;
        self.file = Some((path, journal));
        Ok(())
    }

    /// All that is so, the cursors last: they say that everything before them was done.
    fn entries(&self) -> impl Iterator<Item = Entry> {
        let agreed = self.pairs.iter().map(|(hub, pair)| Entry::Agreed(hub.clone(), Box::new(pair.clone())));
        let gone = self.gone.iter().map(|(email, side)| Entry::Gone(String::new(), email.clone(), *side));
        let problems = self.problems.iter();
        let problems =
            problems.map(|(record, problem)| Entry::Problem(record.clone(), Some(problem.clone())));
        let owed = self.owed.iter().map(|email| Entry::Owed(email.clone(), true));
        let anew = self.resubscribed.iter().map(|email| Entry::Resubscribed(email.clone(), true));
        let said = problems.chain(owed).chain(anew);
        agreed.chain(gone).chain(said).chain(self.cursors.clone().map(Box::new).map(Entry::Cursors))
    }

    pub(crate) fn of_hub(&self, hub: &str) -> Option<&Pair> {
        self.pairs.get(hub)
    }

    /// The pair of a record of the CRM, with the id of HubSpot's contact.
    pub(crate) fn of_crm(&self, id: &str) -> Option<(&str, &Pair)> {
        self.by_crm.get(id).and_then(|hub| self.found(hub))
    }

    pub(crate) fn of_email(&self, email: &str) -> Option<(&str, &Pair)> {
        self.by_email.get(email).and_then(|hub| self.found(hub))
    }

    fn found(&self, hub: &str) -> Option<(&str, &Pair)> {
        self.pairs.get_key_value(hub).map(|(hub, pair)| (hub.as_str(), pair))
    }

    /// Both agree.
    pub(crate) fn agree(&mut self, hub: String, pair: Pair) -> Result<()> {
        self.enter(Entry::Agreed(hub, Box::new(pair)))
    }

    /// One side of the pair with this contact was deleted.
    pub(crate) fn lose(&mut self, hub: &str, side: Side) -> Result<()> {
        let Some(pair) = self.pairs.get(hub) else { return Ok(()) };
        self.enter(Entry::Gone(hub.to_owned(), pair.crm.email().to_owned(), side))
    }

    /// Whether this address was deleted on that side.
    pub(crate) fn is_gone(&self, email: &str, side: Side) -> bool {
        self.gone.get(email) == Some(&side)
    }

    /// The addresses that are out in the CRM, and were so when both sides agreed.
    pub(crate) fn out(&self) -> impl Iterator<Item = &str> {
        self.pairs.values().filter(|pair| pair.crm.out).map(|pair| pair.crm.email())
    }

    pub(crate) fn cursors(&self) -> Option<Cursors> {
        self.cursors.clone()
    }

    /// All that happened before these is done.
    pub(crate) fn reach(&mut self, cursors: Cursors) -> Result<()> {
        if self.cursors.as_ref() == Some(&cursors) {
            Ok(())
        } else {
            self.enter(Entry::Cursors(Box::new(cursors)))
        }
    }

    pub(crate) fn problem(&mut self, record: String, problem: Problem) -> Result<()> {
        if self.problems.get(&record) == Some(&problem) {
            return Ok(());
        }
        self.news.push(format!("{record}: {}: {}", problem.field, problem.message));
        self.enter(Entry::Problem(record, Some(problem)))
    }

    /// Problems that are new since this was asked last, in words.
    pub(crate) fn news(&mut self) -> Vec<String> {
        std::mem::take(&mut self.news)
    }

    pub(crate) fn no_problem(&mut self, record: &str) -> Result<()> {
        if !self.problems.contains_key(record) {
            return Ok(());
        }
        self.enter(Entry::Problem(record.to_owned(), None))
    }

    /// Notes whether the opt-out of an address has to be tried again.
    pub(crate) fn owe(&mut self, email: &str, owed: bool) -> Result<()> {
        if self.owed.contains(email) == owed {
            return Ok(());
        }
        self.enter(Entry::Owed(email.to_owned(), owed))
    }

    pub(crate) fn owed(&self) -> &BTreeSet<String> {
        &self.owed
    }

    /// Notes whether an address subscribed anew. Gives whether that is news.
    pub(crate) fn resubscribe(&mut self, email: &str, anew: bool) -> Result<bool> {
        if self.resubscribed.contains(email) == anew {
            return Ok(false);
        }
        self.enter(Entry::Resubscribed(email.to_owned(), anew)).map(|()| true)
    }

    pub(crate) fn resubscribed(&self) -> &BTreeSet<String> {
        &self.resubscribed
    }

    pub(crate) fn problems(&self) -> impl Iterator<Item = (&String, &Problem)> {
        self.problems.iter()
    }
}
