//! The account's records: object types with their properties, and objects with the history of every value.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::analytics::Occurrence;
use super::emails::Email;
use super::events::Event;
use super::exports::Export;
use super::files::{File, Folder};
use super::forms::{self, Form};
use super::imports::Import;
use super::links::Links;
use super::lists::List;
use super::owners::{self, Owner};
use super::pipelines::{self, Pipeline};
use super::properties::Group;
use super::property::Property;
use super::schemas::Schema;
use super::subscriptions::{self, Recipients};
use super::tables::{COMMERCE, COMMON, ENGAGEMENTS, KINDS, LINKS, LinkDef};
use super::webhooks::Hooks;
use super::{APP_ID, USER};

/// Where a change comes from, in HubSpot's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    Api,
    Screen,
    Form,
    Import,
}

impl Source {
    /// In histories and in webhooks.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Api => "INTEGRATION",
            Self::Screen => "CRM_UI",
            Self::Form => "FORM",
            Self::Import => "IMPORT",
        }
    }

    /// Which app or which user it was.
    pub(super) fn id(self) -> Option<String> {
        match self {
            Self::Api => Some(APP_ID.to_string()),
            Self::Screen => Some(format!("userId:{USER}")),
            Self::Form | Self::Import => None,
        }
    }
}

/// A value from some time on.
#[derive(Clone, Debug)]
pub(super) struct Version {
    pub(super) value: String,
    pub(super) at: DateTime<Utc>,
    pub(super) source: Source,
}

/// One record. Values are text; an empty one is none.
#[derive(Clone, Debug)]
pub(super) struct Object {
    pub(super) id: u64,
    pub(super) created: DateTime<Utc>,
    pub(super) updated: DateTime<Utc>,
    pub(super) archived: Option<DateTime<Utc>>,
    /// What each property was, oldest first.
    pub(super) values: BTreeMap<String, Vec<Version>>,
    /// What the last write wanted to know it by.
    pub(super) trace: Option<String>,
}

impl Object {
    /// A property's value now.
    pub(super) fn value(&self, name: &str) -> Option<&str> {
        let last = self.values.get(name)?.last()?;
        Some(last.value.as_str()).filter(|value| !value.is_empty())
    }
}

/// A contact's addresses besides that in `email`, which it got by merges.
pub(super) const ADDRESSES: &str = "hs_additional_emails";

/// An object type and its records.
#[derive(Clone, Debug)]
pub(super) struct Kind {
    pub(super) type_id: String,
    pub(super) name: String,
    pub(super) singular: String,
    pub(super) labels: (String, String),
    pub(super) times: (&'static str, &'static str),
    pub(super) defaults: Vec<String>,
    pub(super) required: Vec<String>,
    pub(super) pipeline: Option<(&'static str, &'static str)>,
    pub(super) properties: BTreeMap<String, Property>,
    pub(super) groups: Vec<Group>,
    pub(super) pipelines: Vec<Pipeline>,
    pub(super) objects: BTreeMap<u64, Object>,
    /// The living objects by the values of unique properties, in lower case.
    unique: HashMap<(String, String), u64>,
    /// Whether the account made it, and when.
    pub(super) made: Option<DateTime<Utc>>,
    pub(super) schema: Option<Schema>,
}

impl Kind {
    /// An object type that the account makes.
    pub(super) fn custom(
        type_id: String,
        name: String,
        labels: (String, String),
        now: DateTime<Utc>,
    ) -> Self {
        let properties = COMMON.iter().map(|def| (def.name.to_owned(), Property::seeded(def))).collect();
        let mut kind = Self {
            type_id,
            singular: name.clone(),
            name,
            labels,
            times: ("hs_createdate", "hs_lastmodifieddate"),
            defaults: Vec::new(),
            required: Vec::new(),
            pipeline: None,
            properties,
            pipelines: Vec::new(),
            objects: BTreeMap::new(),
            unique: HashMap::new(),
            made: Some(now),
            schema: None,
            groups: Vec::new(),
        };
        kind.complete();
        kind
    }

    /// Adds what every object type has, and puts all properties into one group.
    fn complete(&mut self) {
        for name in [self.times.0, self.times.1] {
            self.properties.insert(name.to_owned(), Property::time(name));
        }
        let name = format!("{}information", self.singular.replace('_', ""));
        for property in self.properties.values_mut() {
            property.group.clone_from(&name);
        }
        let label = format!("{} information", title(&self.singular));
        self.groups.push(Group { name, label, order: 0 });
    }

    /// Whether every record may be named by this property's value.
    pub(super) fn is_unique(&self, property: &str) -> bool {
        self.properties.get(property).is_some_and(|property| property.unique)
    }

    /// The living object that has this value of a unique property.
    pub(super) fn with_unique(&self, property: &str, value: &str) -> Option<u64> {
        self.unique.get(&(property.to_owned(), value.to_lowercase())).copied()
    }

    pub(super) fn living(&self) -> impl Iterator<Item = &Object> {
        self.objects.values().filter(|object| object.archived.is_none())
    }

    /// The value at this time; the time of the last change is that of the last value.
    pub(super) fn value_at<'a>(
        &self,
        object: &'a Object,
        name: &str,
        at: DateTime<Utc>,
    ) -> Option<Cow<'a, str>> {
        if name == self.times.1 {
            let touched =
                object.values.values().flatten().map(|version| version.at).filter(|then| *then <= at);
            let last = if object.updated <= at { Some(object.updated) } else { touched.max() };
            return last.map(|last| Cow::Owned(iso(last)));
        }
        let version = object.values.get(name)?.iter().rev().find(|version| version.at <= at)?;
        Some(Cow::Borrowed(version.value.as_str())).filter(|value| !value.is_empty())
    }

    /// Puts a value in; whether it is another one than before.
    pub(super) fn set(
        &mut self,
        id: u64,
        name: &str,
        value: &str,
        at: DateTime<Utc>,
        source: Source,
    ) -> bool {
        let Some(object) = self.objects.get_mut(&id) else { return false };
        let before = object.value(name).unwrap_or_default().to_owned();
        if before == value {
            return false;
        }
        let version = Version { value: value.to_owned(), at, source };
        object.values.entry(name.to_owned()).or_default().push(version);
        object.updated = at;
        if name == ADDRESSES {
            // They name the record as its own address does, and stay with it.
            let addresses = value.split(';').filter(|address| !address.is_empty());
            self.unique.extend(addresses.map(|address| (("email".to_owned(), address.to_lowercase()), id)));
        }
        if self.is_unique(name) {
            self.unique.remove(&(name.to_owned(), before.to_lowercase()));
            if !value.is_empty() {
                self.unique.insert((name.to_owned(), value.to_lowercase()), id);
            }
        }
        true
    }

    /// The object is no more among the living, or is again.
    pub(super) fn set_archived(&mut self, id: u64, at: Option<DateTime<Utc>>) {
        let Some(object) = self.objects.get_mut(&id) else { return };
        object.archived = at;
        let names =
            self.properties.values().filter(|property| property.unique).map(|property| &property.name);
        let values = names.filter_map(|name| Some((name.clone(), object.value(name)?.to_lowercase())));
        let further = object.value(ADDRESSES).into_iter().flat_map(|addresses| addresses.split(';'));
        let further = further.map(|address| ("email".to_owned(), address.to_lowercase()));
        for key in values.chain(further) {
            match at {
                Some(_) => drop(self.unique.remove(&key)),
                None => drop(self.unique.insert(key, id)),
            }
        }
    }
}

/// All that an account has.
#[derive(Clone, Debug)]
pub(super) struct State {
    pub(super) kinds: Vec<Kind>,
    next: u64,
    pub(super) links: Links,
    /// Ids that stand for another object since a merge.
    pub(super) merged: HashMap<u64, u64>,
    /// E-mail addresses that were forgotten for good.
    pub(super) forgotten: Vec<String>,
    pub(super) owners: Vec<Owner>,
    pub(super) recipients: Recipients,
    /// Addresses whose contacts show from some time on what the recipient wants.
    pub(super) unshown: Vec<(DateTime<Utc>, String)>,
    pub(super) hooks: Hooks,
    pub(super) lists: Vec<List>,
    pub(super) forms: Vec<Form>,
    pub(super) emails: Vec<Email>,
    pub(super) occurrences: Vec<Occurrence>,
    /// What was done to pipelines and stages.
    pub(super) audits: Vec<Value>,
    /// The parts of deals.
    pub(super) splits: HashMap<u64, Vec<Value>>,
    pub(super) imports: Vec<Import>,
    pub(super) exports: Vec<Export>,
    pub(super) files: Vec<File>,
    pub(super) folders: Vec<Folder>,
    /// What happened and was not told yet.
    pub(super) events: Vec<Event>,
}

impl State {
    pub(super) fn new(now: DateTime<Utc>) -> Self {
        let kinds = KINDS.iter().chain(COMMERCE).chain(ENGAGEMENTS).map(|def| {
            let properties = COMMON.iter().chain(def.properties);
            let mut kind = Kind {
                type_id: def.type_id.to_owned(),
                name: def.name.to_owned(),
                singular: def.singular.to_owned(),
                labels: (title(def.singular), title(def.name)),
                times: def.times,
                defaults: def.defaults.iter().map(|name| (*name).to_owned()).collect(),
                required: def.required.iter().map(|name| (*name).to_owned()).collect(),
                pipeline: def.pipeline,
                properties: properties.map(|def| (def.name.to_owned(), Property::seeded(def))).collect(),
                pipelines: pipelines::seeded(def.name, now),
                objects: BTreeMap::new(),
                unique: HashMap::new(),
                made: None,
                schema: None,
                groups: Vec::new(),
            };
            kind.complete();
            kind
        });
        let mut kinds: Vec<Kind> = kinds.collect();
        if let Some(contacts) = kinds.iter_mut().find(|kind| kind.name == "contacts") {
            for (id, ..) in subscriptions::TYPES {
                let property = Property::opt_out(id);
                let group = contacts.groups.first().map(|group| group.name.clone()).unwrap_or_default();
                contacts.properties.insert(property.name.clone(), Property { group, ..property });
            }
        }
        let mut links = Links::default();
        for LinkDef(from, to, id, inverse, label) in LINKS {
            let type_id =
                |name: &str| kinds.iter().find(|kind| kind.name == name).map(|kind| kind.type_id.clone());
            if let (Some(from), Some(to)) = (type_id(from), type_id(to)) {
                links.define(&from, &to, "HUBSPOT_DEFINED", (*id, *inverse), (*label, *label));
            }
        }
        Self {
            kinds,
            next: FIRST_ID,
            links,
            merged: HashMap::new(),
            forgotten: Vec::new(),
            owners: owners::seeded(),
            recipients: Recipients::new(),
            unshown: Vec::new(),
            hooks: Hooks::default(),
            lists: Vec::new(),
            forms: forms::seeded(now),
            emails: Vec::new(),
            occurrences: Vec::new(),
            audits: Vec::new(),
            splits: HashMap::new(),
            imports: Vec::new(),
            exports: Vec::new(),
            files: Vec::new(),
            folders: Vec::new(),
            events: Vec::new(),
        }
    }

    /// The object type that a path names: by its name, in the singular or plural, or by its id.
    pub(super) fn kind_named(&self, name: &str) -> Option<usize> {
        let own =
            name.strip_prefix("p_").or_else(|| name.strip_prefix('p')?.split_once('_').map(|(_, name)| name));
        self.kinds.iter().position(|kind| {
            kind.type_id == name
                || kind.name.eq_ignore_ascii_case(name)
                || kind.singular.eq_ignore_ascii_case(name)
                || (kind.made.is_some() && own == Some(kind.name.as_str()))
        })
    }

    pub(super) fn kind(&self, kind: usize) -> &Kind {
        // Indexes come from `kind_named`, and object types are never taken out of the list.
        &self.kinds[kind]
    }

    pub(super) fn kind_mut(&mut self, kind: usize) -> &mut Kind {
        &mut self.kinds[kind]
    }

    /// The next id; they are longer than 32 bits allow.
    pub(super) fn next_id(&mut self) -> u64 {
        self.next += 1;
        self.next
    }

    /// The id that stands for `id` since the last merge.
    pub(super) fn resolve(&self, id: u64) -> u64 {
        let mut id = id;
        while let Some(into) = self.merged.get(&id) {
            id = *into;
        }
        id
    }
}

const FIRST_ID: u64 = 21_000_000_000;

/// As HubSpot writes times.
pub(super) fn iso(time: DateTime<Utc>) -> String {
    time.format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}

/// A label from a name: `line_item` is a "Line item".
pub(super) fn title(name: &str) -> String {
    let words = name.replace('_', " ");
    let mut chars = words.chars();
    chars.next().map(|first| first.to_uppercase().collect::<String>() + chars.as_str()).unwrap_or_default()
}
