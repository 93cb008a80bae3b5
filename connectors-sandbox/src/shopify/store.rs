//! The shop's records: one table for each type, found by their global ids, with what was changed since a step began.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::tables;
use crate::store::{Record, Table};

/// Where numbers of ids begin.
const FIRST_ID: u64 = 7_400_000_000_000;

#[derive(Debug, Default)]
pub(super) struct Store {
    tables: BTreeMap<String, Table>,
    numbers: u64,
    /// The last number of each kind of name: orders, drafts.
    serials: BTreeMap<&'static str, u64>,
    watched: bool,
}

/// What happened to a record.
#[derive(Debug)]
pub(super) struct Change {
    pub(super) id: String,
    /// As it was; none if it is new.
    pub(super) before: Option<Record>,
}

/// The type in `gid://shopify/Product/1`.
pub(super) fn kind_of(id: &str) -> Option<&str> {
    id.strip_prefix("gid://shopify/")?.split('/').next()
}

/// The number in `gid://shopify/Product/1`; 0 if there is none.
pub(super) fn number_of(id: &str) -> u64 {
    let last = id.rsplit('/').next().unwrap_or_default();
    last.split('?').next().and_then(|digits| digits.parse().ok()).unwrap_or_default()
}

impl Store {
    /// A number that no other record has.
    pub(super) fn number(&mut self) -> u64 {
        self.numbers += 1;
        FIRST_ID + self.numbers * 32_769
    }

    /// The next number in the names of a kind, from 1 on; what is deleted does not give its number back.
    pub(super) fn serial(&mut self, kind: &'static str) -> u64 {
        let last = self.serials.entry(kind).or_default();
        *last += 1;
        *last
    }

    /// A new id of this type.
    pub(super) fn id(&mut self, kind: &str) -> String {
        format!("gid://shopify/{kind}/{}", self.number())
    }

    pub(super) fn get(&self, id: &str) -> Option<&Record> {
        self.tables.get(kind_of(id)?)?.get(id)
    }

    /// A field of a record; null if there is none.
    pub(super) fn value(&self, id: &str, field: &str) -> Value {
        self.get(id).and_then(|record| record.get(field)).cloned().unwrap_or_default()
    }

    pub(super) fn text(&self, id: &str, field: &str) -> String {
        self.value(id, field).as_str().unwrap_or_default().to_owned()
    }

    /// All records of a type, oldest first.
    pub(super) fn all<'s>(&'s self, kind: &str) -> impl Iterator<Item = &'s Record> + use<'s> {
        self.tables.get(kind).into_iter().flat_map(Table::iter)
    }

    pub(super) fn count(&self, kind: &str) -> usize {
        self.tables.get(kind).map_or(0, Table::len)
    }

    /// The records of a type whose `field` is `value`.
    pub(super) fn find<'s>(
        &'s self,
        kind: &str,
        field: &'s str,
        value: &str,
    ) -> impl Iterator<Item = &'s Record> + use<'s> {
        let value = value.to_owned();
        self.tables.get(kind).into_iter().flat_map(move |table| table.find(field, &value))
    }

    /// The ids of the same.
    pub(super) fn ids(&self, kind: &str, field: &str, value: &str) -> Vec<String> {
        self.find(kind, field, value)
            .filter_map(|record| Some(record.get("id")?.as_str()?.to_owned()))
            .collect()
    }

    fn table(&mut self, kind: &str) -> &mut Table {
        let watched = self.watched;
        self.tables.entry(kind.to_owned()).or_insert_with(|| {
            let mut table = Table::new("id", tables::indexed(kind));
            if watched {
                table.begin();
            }
            table
        })
    }

    /// Puts a record in by its `id`; an object that is none is dropped.
    pub(super) fn put(&mut self, record: Value) -> String {
        let Value::Object(record) = record else { return String::new() };
        let id = record.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
        if let Some(kind) = kind_of(&id).map(str::to_owned) {
            self.table(&kind).put(record);
        }
        id
    }

    /// Sets fields of a record; false if there is none.
    pub(super) fn set(&mut self, id: &str, fields: Value) -> bool {
        let (Some(kind), Value::Object(fields)) = (kind_of(id).map(str::to_owned), fields) else {
            return false;
        };
        self.table(&kind).update(id, |record| record.extend(fields))
    }

    pub(super) fn remove(&mut self, id: &str) -> Option<Record> {
        let kind = kind_of(id)?.to_owned();
        self.table(&kind).remove(id)
    }

    /// From here on changes are remembered.
    pub(super) fn begin(&mut self) {
        self.watched = true;
        self.tables.values_mut().for_each(Table::begin);
    }

    /// What was changed since [`begin`](Self::begin).
    pub(super) fn changes(&self) -> Vec<Change> {
        let of = |table: &Table| -> Vec<Change> {
            let change =
                |(id, before): (&str, Option<&Record>)| Change { id: id.to_owned(), before: before.cloned() };
            table.changes().map(change).collect()
        };
        self.tables.values().flat_map(of).collect()
    }

    pub(super) fn keep(&mut self) {
        self.watched = false;
        self.tables.values_mut().for_each(Table::keep);
    }

    /// Undoes what was changed since [`begin`](Self::begin).
    pub(super) fn undo(&mut self) {
        self.watched = false;
        self.tables.values_mut().for_each(Table::undo);
    }

    /// How many records of which type there are.
    pub(super) fn summary(&self) -> Value {
        let counts = self.tables.iter().filter(|(_, table)| !table.is_empty());
        counts.map(|(kind, table)| (kind.clone(), json!(table.len()))).collect()
    }
}
