//! What is remembered from run to run: what went over as what, what was begun, and where the polls are.
//!
//! Nothing of it is needed to keep orders, customers and products from being there twice: the platforms see to that. What both sides
//! agreed on of stock stands in the CRM. But a change of stock that was under way when the program ended is known from here alone.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::PathBuf;

use chrono::{DateTime, Utc};
use connectors_core::triggers::PollCursor;
use connectors_core::{Error, Result};
use connectors_examples::journal::Journal;
use connectors_examples::settle::Problem;
use serde::{Deserialize, Serialize};

use crate::details::Details;
use crate::import::Import;
use crate::stock::{Begun, Keeper};

/// Where the polls are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Cursors {
    pub(crate) orders: PollCursor,
    pub(crate) customers: PollCursor,
    /// Products of the shop.
    pub(crate) shop: PollCursor,
    /// Products of the CRM.
    pub(crate) crm: PollCursor,
}

impl Cursors {
    /// All from this moment on.
    pub(crate) fn since(moment: DateTime<Utc>) -> Self {
        let cursor = PollCursor::since(moment);
        Self { orders: cursor.clone(), customers: cursor.clone(), shop: cursor.clone(), crm: cursor }
    }
}

/// What became so.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Entry {
    /// An order or a customer of the shop went over, and what as.
    Went(String, String),
    /// What both sides agree on of a product, by SKU.
    Agreed(String, Box<Details>),
    /// What was begun with the stock of a product of the CRM; nothing any more, if there is nothing.
    Begun(String, Option<Box<Begun>>),
    /// How far an import is.
    Import(Box<Import>),
    /// What a person has to put right with a record; nothing any more if there is no problem.
    Problem(String, Option<Problem>),
    Cursors(Box<Cursors>),
}

/// The state, and the file that it is kept in.
#[derive(Debug, Default)]
pub(crate) struct State {
    went: BTreeMap<String, String>,
    agreed: BTreeMap<String, Details>,
    begun: BTreeMap<String, Begun>,
    import: Option<Import>,
    problems: BTreeMap<String, Problem>,
    cursors: Option<Cursors>,
    /// Problems that are new since they were told last.
    news: Vec<String>,
    file: Option<(PathBuf, Journal)>,
}

impl State {
    /// What was kept in this file, which is made if it is not there; nothing if there is none.
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
            Entry::Went(id, what) => drop(self.went.insert(id, what)),
            Entry::Agreed(sku, details) => drop(self.agreed.insert(sku, *details)),
            Entry::Begun(product, Some(begun)) => drop(self.begun.insert(product, *begun)),
            Entry::Begun(product, None) => drop(self.begun.remove(&product)),
            Entry::Import(import) => self.import = Some(*import),
            Entry::Problem(record, Some(problem)) => drop(self.problems.insert(record, problem)),
            Entry::Problem(record, None) => drop(self.problems.remove(&record)),
            Entry::Cursors(cursors) => self.cursors = Some(*cursors),
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
        let went = self.went.iter().map(|(id, what)| Entry::Went(id.clone(), what.clone()));
        let agreed =
            self.agreed.iter().map(|(sku, details)| Entry::Agreed(sku.clone(), Box::new(details.clone())));
        let begun = self
            .begun
            .iter()
            .map(|(product, begun)| Entry::Begun(product.clone(), Some(Box::new(begun.clone()))));
        let problems = self
            .problems
            .iter()
            .map(|(record, problem)| Entry::Problem(record.clone(), Some(problem.clone())));
        let import = self.import.clone().map(Box::new).map(Entry::Import);
        let cursors = self.cursors.clone().map(Box::new).map(Entry::Cursors);
        went.chain(agreed).chain(begun).chain(problems).chain(import).chain(cursors)
    }

    /// What an order or a customer went over as.
    pub(crate) fn went(&self, id: &str) -> Option<&str> {
        self.went.get(id).map(String::as_str)
    }

    pub(crate) fn go(&mut self, id: &str, what: &str) -> Result<()> {
        if self.went(id) == Some(what) {
            return Ok(());
        }
        self.enter(Entry::Went(id.to_owned(), what.to_owned()))
    }

    /// What both sides agreed on of the product with this SKU.
    pub(crate) fn agreed(&self, sku: &str) -> Option<&Details> {
        self.agreed.get(sku)
    }

    pub(crate) fn agree(&mut self, sku: &str, details: &Details) -> Result<()> {
        if self.agreed(sku) == Some(details) {
            return Ok(());
        }
        self.enter(Entry::Agreed(sku.to_owned(), Box::new(details.clone())))
    }

    pub(crate) fn import(&self) -> Option<&Import> {
        self.import.as_ref()
    }

    /// Notes how far an import is, at once.
    pub(crate) fn imports(&mut self, import: Import) -> Result<()> {
        self.enter(Entry::Import(Box::new(import)))?;
        self.save()
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

    /// Notes what a person has to put right with a record, or that there is nothing.
    pub(crate) fn judge(&mut self, record: &str, problem: Option<Problem>) -> Result<()> {
        if self.problems.get(record) == problem.as_ref() {
            return Ok(());
        }
        if let Some(problem) = &problem {
            self.news.push(format!("{record}: {}: {}", problem.field, problem.message));
        }
        self.enter(Entry::Problem(record.to_owned(), problem))
    }

    /// Problems that are new since this was asked last, in words.
    pub(crate) fn news(&mut self) -> Vec<String> {
        std::mem::take(&mut self.news)
    }

    pub(crate) fn problems(&self) -> impl Iterator<Item = (&String, &Problem)> {
        self.problems.iter()
    }
}

impl Keeper for RefCell<State> {
    fn begun(&self, product: &str) -> Option<Begun> {
        self.borrow().begun.get(product).cloned()
    }

    fn begin(&self, product: &str, begun: Option<Begun>) -> Result<()> {
        let mut state = self.borrow_mut();
        state.enter(Entry::Begun(product.to_owned(), begun.map(Box::new)))?;
        state.save()
    }
}
