//! What is remembered from run to run: who is whom, what both sides were when they last agreed, and where the polls are.
//!
//! Losing it does no harm to the people: all of both sides is compared anew, by the rule for the first time.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

use connectors_core::triggers::PollCursor;
use connectors_core::{Error, Result};
use serde::{Deserialize, Serialize};

use crate::merge::Base;
use crate::person::{Kind, Person};
use crate::report::Problem;

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
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Cursors {
    pub(crate) contacts: PollCursor,
    pub(crate) leads: PollCursor,
    pub(crate) hub: PollCursor,
}

#[derive(Debug, Default, Serialize, Deserialize)]
struct Kept {
    /// By the id of HubSpot's contact.
    pairs: BTreeMap<String, Pair>,
    /// What a person has to put right, by the record.
    problems: BTreeMap<String, Problem>,
    cursors: Option<Cursors>,
}

/// The state, and the file that it is kept in.
#[derive(Debug, Default)]
pub(crate) struct State {
    kept: Kept,
    by_crm: HashMap<String, String>,
    by_email: HashMap<String, String>,
    file: Option<PathBuf>,
}

impl State {
    /// What is in the file; nothing, if there is none yet.
    pub(crate) fn open(file: Option<PathBuf>) -> Result<Self> {
        let mut state = Self { file, ..Self::default() };
        let Some(path) = &state.file else { return Ok(state) };
        let wrong = |error: String| Error::config(format!("the state in {}: {error}", path.display()));
        match std::fs::read(path) {
            Ok(text) => state.kept = serde_json::from_slice(&text).map_err(|e| wrong(e.to_string()))?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(wrong(error.to_string())),
        }
        for (hub, pair) in &state.kept.pairs {
            state.by_crm.insert(pair.crm_id.1.clone(), hub.clone());
            state.by_email.insert(pair.crm.email().to_owned(), hub.clone());
        }
        Ok(state)
    }

    /// Writes the file anew; whoever kills us meanwhile finds the old one.
    pub(crate) fn save(&self) -> Result<()> {
        let Some(path) = &self.file else { return Ok(()) };
        let wrong = |error: String| Error::config(format!("the state in {}: {error}", path.display()));
        let text = serde_json::to_vec(&self.kept).map_err(|e| wrong(e.to_string()))?;
        let new = path.with_extension("new");
        std::fs::write(&new, text)
            .and_then(|()| std::fs::rename(&new, path))
            .map_err(|e| wrong(e.to_string()))
    }

    pub(crate) fn of_hub(&self, hub: &str) -> Option<&Pair> {
        self.kept.pairs.get(hub)
    }

    /// The pair of a record of the CRM, with the id of HubSpot's contact.
    pub(crate) fn of_crm(&self, id: &str) -> Option<(&str, &Pair)> {
        self.by_crm.get(id).and_then(|hub| self.found(hub))
    }

    pub(crate) fn of_email(&self, email: &str) -> Option<(&str, &Pair)> {
        self.by_email.get(email).and_then(|hub| self.found(hub))
    }

    fn found(&self, hub: &str) -> Option<(&str, &Pair)> {
        self.kept.pairs.get_key_value(hub).map(|(hub, pair)| (hub.as_str(), pair))
    }

    /// Both agree.
    pub(crate) fn agree(&mut self, hub: String, pair: Pair) {
        if let Some(old) = self.kept.pairs.get(&hub) {
            self.by_crm.remove(&old.crm_id.1);
            self.by_email.remove(old.crm.email());
        }
        self.by_crm.insert(pair.crm_id.1.clone(), hub.clone());
        self.by_email.insert(pair.crm.email().to_owned(), hub.clone());
        self.kept.pairs.insert(hub, pair);
    }

    pub(crate) fn cursors(&self) -> Option<Cursors> {
        self.kept.cursors.clone()
    }

    pub(crate) fn cursors_mut(&mut self) -> &mut Option<Cursors> {
        &mut self.kept.cursors
    }

    pub(crate) fn problem(&mut self, record: String, problem: Problem) {
        self.kept.problems.insert(record, problem);
    }

    pub(crate) fn no_problem(&mut self, record: &str) {
        self.kept.problems.remove(record);
    }

    pub(crate) fn problems(&self) -> impl Iterator<Item = (&String, &Problem)> {
        self.kept.problems.iter()
    }
}
