//! Records in memory: JSON objects in the order in which they were made, found by id or by an indexed field.

use std::collections::{BTreeSet, HashMap, HashSet};

use serde_json::{Map, Value};

/// A record: the vendor's field names and JSON values.
pub type Record = Map<String, Value>;

/// One table of records.
#[derive(Clone, Debug, Default)]
pub struct Table {
    id: &'static str,
    rows: Vec<Option<Record>>,
    by_id: HashMap<String, usize>,
    indexes: Vec<(&'static str, HashMap<String, BTreeSet<usize>>)>,
    /// While a change can still be undone: the records as they were before each step of it.
    journal: Option<Vec<(String, Option<Record>)>>,
}

impl Table {
    /// An empty table. `id` names the field with the record's id; values of the `indexed` fields are found fast, and
    /// without regard to the letters' case.
    #[must_use]
    pub fn new(id: &'static str, indexed: &[&'static str]) -> Self {
        let indexes = indexed.iter().map(|field| (*field, HashMap::new())).collect();
        Self { id, indexes, ..Self::default() }
    }

    /// How many records there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.by_id.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_id.is_empty()
    }

    /// All records, oldest first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Record> {
        self.rows.iter().flatten()
    }

    /// The record with this id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Record> {
        self.rows.get(*self.by_id.get(id)?)?.as_ref()
    }

    /// The records whose `field` is `value`, without regard to the letters' case, oldest first. Fast if the field is indexed.
    pub fn find<'a>(&'a self, field: &'a str, value: &str) -> impl Iterator<Item = &'a Record> + use<'a> {
        let wanted = value.to_lowercase();
        let index = self.indexes.iter().find(|(name, _)| *name == field).map(|(_, index)| index);
        let rows: Vec<usize> = match index {
            Some(index) => index.get(&wanted).into_iter().flatten().copied().collect(),
            None => (0..self.rows.len()).collect(),
        };
        rows.into_iter()
            .filter_map(|row| self.rows.get(row)?.as_ref())
            .filter(move |record| record.get(field).and_then(key).is_some_and(|key| key == wanted))
    }

    /// Puts a record in, instead of the one with the same id if there is one. A record without an id is dropped.
    pub fn put(&mut self, record: Record) {
        let Some(id) = record.get(self.id).and_then(Value::as_str).map(str::to_owned) else { return };
        let row = match self.by_id.get(&id) {
            Some(row) => *row,
            None => {
                self.rows.push(None);
                self.rows.len() - 1
            }
        };
        self.remember(&id);
        let old = self.rows.get(row).and_then(Option::as_ref);
        for (field, index) in &mut self.indexes {
            let (old, new) = (old.and_then(|old| old.get(*field)), record.get(*field));
            if old != new {
                unindex(index, old, row);
                if let Some(key) = new.and_then(key) {
                    index.entry(key).or_default().insert(row);
                }
            }
        }
        self.by_id.insert(id, row);
        if let Some(slot) = self.rows.get_mut(row) {
            *slot = Some(record);
        }
    }

    /// Changes the record with this id; false if there is none.
    pub fn update(&mut self, id: &str, change: impl FnOnce(&mut Record)) -> bool {
        let Some(mut record) = self.get(id).cloned() else { return false };
        change(&mut record);
        self.put(record);
        true
    }

    /// Takes the record with this id out.
    pub fn remove(&mut self, id: &str) -> Option<Record> {
        self.remember(id);
        let row = self.by_id.remove(id)?;
        let old = self.rows.get_mut(row)?.take()?;
        for (field, index) in &mut self.indexes {
            unindex(index, old.get(*field), row);
        }
        Some(old)
    }

    /// From here on changes can be undone, until [`keep`](Self::keep) or [`undo`](Self::undo).
    pub fn begin(&mut self) {
        self.journal = Some(Vec::new());
    }

    /// The ids of the records that were changed since [`begin`](Self::begin), in the order of their first change.
    #[must_use]
    pub fn changed(&self) -> Vec<String> {
        self.changes().map(|(id, _)| id.to_owned()).collect()
    }

    /// The same, each with the record as it was before; none if it is new.
    pub fn changes(&self) -> impl Iterator<Item = (&str, Option<&Record>)> {
        let mut seen = HashSet::new();
        let changes = self.journal.iter().flatten().map(|(id, before)| (id.as_str(), before.as_ref()));
        changes.filter(move |(id, _)| seen.insert(*id))
    }

    /// The field with the records' ids.
    #[must_use]
    pub fn id_field(&self) -> &'static str {
        self.id
    }

    /// Keeps what was changed since [`begin`](Self::begin).
    pub fn keep(&mut self) {
        self.journal = None;
    }

    /// Undoes what was changed since [`begin`](Self::begin).
    pub fn undo(&mut self) {
        for (id, before) in self.journal.take().unwrap_or_default().into_iter().rev() {
            match before {
                Some(record) => self.put(record),
                None => drop(self.remove(&id)),
            }
        }
    }

    fn remember(&mut self, id: &str) {
        if self.journal.is_some() {
            let before = (id.to_owned(), self.get(id).cloned());
            self.journal.get_or_insert_default().push(before);
        }
    }
}

fn unindex(index: &mut HashMap<String, BTreeSet<usize>>, value: Option<&Value>, row: usize) {
    if let Some(rows) = value.and_then(key).and_then(|key| index.get_mut(&key)) {
        rows.remove(&row);
    }
}

fn key(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.to_lowercase()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Record, Table};

    fn record(id: &str, name: &str) -> Record {
        let Value::Object(map) = json!({ "id": id, "name": name }) else { unreachable!() };
        map
    }

    fn found(table: &Table, name: &str) -> Vec<String> {
        table.find("name", name).map(|record| record["id"].as_str().unwrap().to_owned()).collect()
    }

    #[test]
    fn an_index_follows_every_change() {
        let mut table = Table::new("id", &["name"]);
        table.put(record("1", "Ada"));
        table.put(record("2", "ADA"));
        assert_eq!(found(&table, "ada"), ["1", "2"]);
        table.put(record("1", "ada"));
        assert_eq!(found(&table, "ada"), ["1", "2"], "oldest first, whichever was changed last");
        assert!(table.update("1", |record| drop(record.insert("name".to_owned(), json!("Eve")))));
        assert_eq!(
            (found(&table, "ada"), found(&table, "eve")),
            (vec!["2".to_owned()], vec!["1".to_owned()])
        );
        table.remove("2");
        assert_eq!((found(&table, "ada").len(), table.len()), (0, 1));
    }

    #[test]
    fn an_undone_change_leaves_no_trace() {
        let mut table = Table::new("id", &["name"]);
        table.put(record("1", "Ada"));
        table.put(record("2", "Bea"));
        table.begin();
        table.put(record("3", "Cee"));
        table.put(record("1", "Eve"));
        table.put(record("1", "Eva"));
        table.remove("2");
        assert_eq!(table.changed(), ["3", "1", "2"], "each once, in the order of their first change");
        table.undo();
        assert!(table.changed().is_empty());
        let ids: Vec<_> = table.iter().map(|record| record["id"].as_str().unwrap()).collect();
        assert_eq!(
            (ids.len(), found(&table, "ada"), found(&table, "bea")),
            (2, vec!["1".to_owned()], vec!["2".to_owned()])
        );
        assert!(found(&table, "eva").is_empty() && found(&table, "cee").is_empty());
        table.put(record("4", "Dee"));
        assert_eq!(table.len(), 3);
    }
}
