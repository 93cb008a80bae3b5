//! The organisation's records in memory, and how they look from outside.
//!
//! Inside, a lookup is the other record's id, a user is their id, and the rows of a subform are records of their own.

use std::collections::HashMap;

use bytes::Bytes;
use chrono::{DateTime, FixedOffset, Utc};
use serde_json::{Map, Value, json};

use super::attachments::Attachment;
use super::bulk::read::NextPage;
use super::drafts::Draft;
use super::files::File;
use super::jobs::Job;
use super::locks::Lock;
use super::meta;
use super::modules::{Field, Kind, Module, module};
use super::paging::PageToken;
use super::participants;
use super::tables::MODULES;
use super::tags::Tag;
use super::timeline::Event;
use super::users::{self, User};
use super::watch::Channel;
use super::watch::notify::Changes;
use crate::store::{Record, Table};

/// Fields whose values are found fast: the unique ones, and those by which records belong to each other.
const INDEXED: [&str; 8] = [
    "Email",
    "Account_Name",
    "Contact_Name",
    "Deal_Name",
    "Product_Code",
    "Product_Name",
    "Parent_Id",
    "External_Deal_ID",
];

/// The first digits of every id here.
const IDS: u64 = 5_550_000_000_000_000_000;
const FIRST_RECORD: u64 = 100_001;

/// The organisation's time zone.
const ZONE_SECONDS: i32 = 5 * 3600 + 1800;

pub(super) const ADMIN: &str = "5550000000000020001";

/// A record in the recycle bin, or gone from there.
#[derive(Clone)]
pub(super) struct Deleted {
    pub(super) module: &'static str,
    pub(super) id: String,
    pub(super) name: String,
    pub(super) created_by: String,
    pub(super) owner: String,
    pub(super) time: DateTime<Utc>,
    pub(super) permanent: bool,
}

/// Two records that belong to each other, by a related list that is not a lookup.
#[derive(Clone)]
pub(super) struct Link {
    pub(super) list: &'static str,
    pub(super) parent: String,
    pub(super) child: String,
    /// What the list says about the relation besides.
    pub(super) extra: Record,
}

/// All that changes.
#[derive(Clone)]
pub(super) struct State {
    tables: HashMap<&'static str, Table>,
    pub(super) deleted: Vec<Deleted>,
    pub(super) links: Vec<Link>,
    pub(super) tokens: HashMap<String, PageToken>,
    pub(super) users: Vec<User>,
    pub(super) tags: Vec<Tag>,
    pub(super) attachments: Vec<Attachment>,
    /// By the id that the upload was answered with.
    pub(super) files: HashMap<String, File>,
    /// By the record's id.
    pub(super) photos: HashMap<String, File>,
    pub(super) channels: Vec<Channel>,
    pub(super) locks: Vec<Lock>,
    pub(super) drafts: Vec<Draft>,
    /// What happened to records, oldest first.
    pub(super) events: Vec<Event>,
    /// What the channels were not told of yet.
    pub(super) changes: Changes,
    pub(super) jobs: Vec<Job>,
    /// By the id that the upload was answered with.
    pub(super) bulk_files: HashMap<String, Bytes>,
    pub(super) bulk_pages: HashMap<String, NextPage>,
    next: u64,
}

impl State {
    pub(super) fn new() -> Self {
        let tables = MODULES.iter().map(|module| (module.name, Table::new("id", &INDEXED))).collect();
        Self {
            tables,
            deleted: Vec::new(),
            links: Vec::new(),
            tokens: HashMap::new(),
            users: users::seeded(),
            tags: Vec::new(),
            attachments: Vec::new(),
            files: HashMap::new(),
            photos: HashMap::new(),
            channels: Vec::new(),
            locks: Vec::new(),
            drafts: Vec::new(),
            events: Vec::new(),
            changes: Changes::default(),
            jobs: Vec::new(),
            bulk_files: HashMap::new(),
            bulk_pages: HashMap::new(),
            next: FIRST_RECORD,
        }
    }

    pub(super) fn new_id(&mut self) -> String {
        self.next += 1;
        (IDS + self.next).to_string()
    }

    pub(super) fn records(&self, module: &Module) -> impl DoubleEndedIterator<Item = &Record> {
        self.tables.get(module.name).into_iter().flat_map(Table::iter)
    }

    pub(super) fn count(&self, module: &Module) -> usize {
        self.tables.get(module.name).map_or(0, Table::len)
    }

    pub(super) fn get(&self, module: &str, id: &str) -> Option<&Record> {
        self.tables.get(module)?.get(id)
    }

    /// The records whose `field` is `value`, whatever the letters' case, oldest first.
    pub(super) fn find<'a>(
        &'a self,
        module: &str,
        field: &'a str,
        value: &str,
    ) -> impl Iterator<Item = &'a Record> + use<'a> {
        self.tables
            .get(module)
            .into_iter()
            .flat_map(move |table| table.find(field, value))
            .collect::<Vec<_>>()
            .into_iter()
    }

    pub(super) fn put(&mut self, module: &Module, record: Record) {
        if let Some(table) = self.tables.get_mut(module.name) {
            table.put(record);
        }
    }

    /// The record goes to the recycle bin, with the rows of its subforms.
    pub(super) fn delete(&mut self, module: &'static Module, id: &str, now: DateTime<Utc>) -> bool {
        let Some(record) = self.tables.get_mut(module.name).and_then(|table| table.remove(id)) else {
            return false;
        };
        for field in module.fields {
            if let Kind::Subform(rows) = field.kind {
                let ids: Vec<_> =
                    self.find(rows, "Parent_Id", id).map(|row| text(row, "id").to_owned()).collect();
                for row in ids {
                    self.remove_row(rows, &row);
                }
            }
        }
        self.locks.retain(|lock| !lock.is_of(id));
        self.drafts.retain(|draft| !draft.is_of(id));
        self.links.retain(|link| link.parent != id && link.child != id);
        self.deleted.push(Deleted {
            module: module.name,
            id: id.to_owned(),
            name: text(&record, module.title).to_owned(),
            created_by: text(&record, "Created_By").to_owned(),
            owner: text(&record, "Owner").to_owned(),
            time: now,
            permanent: false,
        });
        true
    }

    /// The files of a record that is gone for good.
    pub(super) fn forget_files(&mut self, id: &str) {
        self.attachments.retain(|attachment| attachment.parent != id);
        self.photos.remove(id);
    }

    /// A row of a subform does not go to the recycle bin.
    pub(super) fn remove_row(&mut self, rows: &str, id: &str) {
        if let Some(table) = self.tables.get_mut(rows) {
            table.remove(id);
        }
    }

    /// The module in which a record with this id is.
    pub(super) fn module_of(&self, id: &str) -> Option<&'static Module> {
        MODULES.iter().find(|module| self.get(module.name, id).is_some())
    }

    /// What a record is called.
    pub(super) fn name(&self, module: &Module, id: &str) -> Option<String> {
        self.get(module.name, id).map(|record| text(record, module.title).to_owned())
    }

    pub(super) fn is_locked(&self, record: &str) -> bool {
        self.locks.iter().any(|lock| lock.is_of(record))
    }

    /// A user as `{name, id, email}`.
    pub(super) fn user(&self, id: &str) -> Value {
        self.users.iter().find(|user| user.id == id).map_or(Value::Null, User::minified)
    }

    /// A record as `{name, id}`.
    pub(super) fn reference(&self, target: &str, id: &str) -> Value {
        match module(target).and_then(|module| self.name(module, id)) {
            Some(name) => json!({ "name": name, "id": id }),
            None => Value::Null,
        }
    }

    /// The value of a field from outside.
    pub(super) fn value(&self, record: &Record, field: &Field) -> Value {
        let stored = record.get(field.name).unwrap_or(&Value::Null);
        let id = stored.as_str();
        match (field.kind, id) {
            (Kind::Lookup(target), Some(id)) => self.reference(target, id),
            (Kind::Participants, _) => participants::shown(self, stored),
            (Kind::AnyLookup, Some(id)) => match self.module_of(id) {
                Some(module) => json!({
                    "module": { "api_name": module.name, "id": module.id() },
                    "name": self.name(module, id),
                    "id": id,
                }),
                None => Value::Null,
            },
            (Kind::User, Some(id)) => self.user(id),
            (Kind::Tags, _) => self.tag_values(stored),
            (Kind::Subform(rows), _) => {
                let Some(rows) = module(rows) else { return Value::Null };
                let rows =
                    self.find(rows.name, "Parent_Id", text(record, "id")).map(|row| self.full(rows, row));
                Value::Array(rows.collect())
            }
            _ => stored.clone(),
        }
    }

    /// These fields of a record, and its id. Fields that do not exist are left out, and so are subforms: lists do not
    /// show them.
    pub(super) fn chosen(&self, module: &'static Module, record: &Record, fields: &[String]) -> Value {
        let known = fields.iter().filter_map(|name| module.field(name));
        let shown = known.filter(|field| !matches!(field.kind, Kind::Subform(_)));
        let mut value: Map<String, Value> =
            shown.map(|field| (field.name.to_owned(), self.value(record, field))).collect();
        if fields.iter().any(|name| name.starts_with('$')) {
            let meta = meta::of(self, module, record);
            value.extend(meta.into_iter().filter(|(name, _)| fields.contains(name)));
        }
        value.insert("id".to_owned(), json!(text(record, "id")));
        Value::Object(value)
    }

    /// All of a record.
    pub(super) fn full(&self, module: &'static Module, record: &Record) -> Value {
        let fields = module.all_fields();
        let mut value: Map<String, Value> =
            fields.map(|field| (field.name.to_owned(), self.value(record, field))).collect();
        value.extend(meta::of(self, module, record));
        Value::Object(value)
    }
}

/// Whether a lead was converted.
pub(super) fn is_converted(record: &Record) -> bool {
    record.contains_key("$converted_detail")
}

/// A field's text, empty if there is none.
pub(super) fn text<'a>(record: &'a Record, field: &str) -> &'a str {
    record.get(field).and_then(Value::as_str).unwrap_or_default()
}

/// An id in a body: text, or a number, as Zoho's own client libraries write it.
pub(super) fn id(value: &Value) -> Option<String> {
    match value {
        Value::String(id) => Some(id.clone()),
        Value::Number(id) => Some(id.to_string()),
        _ => None,
    }
}

/// A moment as the API writes it: to the second, in the organisation's zone.
pub(super) fn stamp(time: DateTime<Utc>) -> String {
    let local = FixedOffset::east_opt(ZONE_SECONDS).map(|zone| time.with_timezone(&zone));
    local.map(|local| local.format("%Y-%m-%dT%H:%M:%S%:z").to_string()).unwrap_or_default()
}

/// A moment in ISO 8601 with an offset.
pub(super) fn moment(text: &str) -> Option<DateTime<Utc>> {
    DateTime::parse_from_rfc3339(text).ok().map(|time| time.with_timezone(&Utc))
}
