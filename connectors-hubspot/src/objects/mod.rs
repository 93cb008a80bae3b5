//! CRM objects of any type: what can be done with them is the same everywhere.
//!
//! Every action is generic over the type of the properties; the modules of this crate have aliases
//! ([`contacts::List`](crate::contacts::List) is `List<Contact>`), your own types are used by name (`List::<Subscription>`),
//! and [`Record`](crate::Record) is any object with texts (`List::<Record>::new().object("2-1234567")`).
//!
//! - **Properties:** those of the type are asked for unless others are said. A name that HubSpot does not know is passed over
//!   when it is read, and refused when it is written.
//! - **Batches** take 100 elements in a call. Where HubSpot refuses a whole call for one element (it tells them apart in
//!   `CreateMany` alone) [`Client::batch`](connectors_core::Client::batch) makes it again by halves, so that the others are
//!   written; a call by name does not, and fails as a whole. Elements are told apart by id, unique property or a mark of their own
//!   (`objectWriteTraceId`), never by their place: HubSpot answers in whichever order.
//! - **Sent twice?** HubSpot has no idempotency keys. Updates, upserts and deletions can be repeated and are; a `Create` whose
//!   answer was lost is not sent again and says [`Delivery::Unknown`](connectors_core::Delivery).

mod batch;
mod by_type;
mod changes;
mod create;
mod delete;
mod filter;
mod history;
mod merge;
mod property_changes;
mod read;
mod search;
mod triggers;
mod update;
mod upsert;
pub(crate) mod verb;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use connectors_core::{Cx, Error, Request, Result, setters};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

pub use self::by_type::{ListArchived, ListPipelines, ListWebAnalytics};
pub use self::changes::{Changed, ListChanged};
pub use self::create::{Associate, Create, CreateMany, NewObject};
pub use self::delete::{Delete, DeleteMany};
pub use self::filter::{Filter, Group, Operator, Sort, SortOrder, Term};
pub use self::history::{ListHistory, Past};
pub use self::merge::{GdprDelete, Merge};
pub use self::property_changes::{PropertyChange, PropertyChanged, StageChanged, Staged};
pub use self::read::{Get, GetMany, List};
pub use self::search::Search;
pub use self::triggers::{Changes, Created, CreatedOrUpdated, Deleted, LATE, Updated};
pub use self::update::{Change, Update, UpdateMany};
pub use self::upsert::{Keyed, Upsert, UpsertMany};

pub(crate) use self::batch::{Input, outcomes};
pub use crate::paging::{Next, Paging};

use crate::config::Api;
use crate::crm_object::CrmObject;
use crate::{HubSpot, text};

/// The most elements of a batch.
pub(crate) const MOST: usize = 100;
/// The most bytes of property names in a URL.
const MOST_IN_URL: usize = 6_000;

/// An object with its properties.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[serde(bound(deserialize = "P: DeserializeOwned"))]
#[non_exhaustive]
pub struct Object<P> {
    /// Its id.
    pub id: String,
    /// Its properties, as far as they were asked for and are not empty.
    #[serde(deserialize_with = "text::read")]
    pub properties: P,
    /// When it was made.
    pub created_at: Option<DateTime<Utc>>,
    /// When it was changed last.
    pub updated_at: Option<DateTime<Utc>>,
    /// Whether it was deleted ("archived"): for a while it can be restored.
    #[serde(default)]
    pub archived: bool,
    /// When it was deleted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub archived_at: Option<DateTime<Utc>>,
    /// Earlier values of the properties whose history was asked for, by their names.
    #[serde(default, rename = "propertiesWithHistory", skip_serializing_if = "BTreeMap::is_empty")]
    pub history: BTreeMap<String, Vec<HistoryEntry>>,
    /// What it is associated with, by the names of the object types that were asked for.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub associations: BTreeMap<String, Associated>,
    /// Whether an upsert made it.
    #[serde(default, rename = "new", skip_serializing_if = "Option::is_none")]
    pub made: Option<bool>,
    /// Where people see it in HubSpot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

impl<P> Object<P> {
    /// An object, as tests need it.
    #[must_use]
    pub fn new(id: impl Into<String>, properties: P) -> Self {
        Self {
            id: id.into(),
            properties,
            created_at: None,
            updated_at: None,
            archived: false,
            archived_at: None,
            history: BTreeMap::new(),
            associations: BTreeMap::new(),
            made: None,
            url: None,
        }
    }

    setters!(created_at: Option<DateTime<Utc>>, updated_at: Option<DateTime<Utc>>, archived: bool,
        archived_at: Option<DateTime<Utc>>, made: Option<bool>, url: Option<String>);
}

/// A value that a property had.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct HistoryEntry {
    /// The value, as text.
    #[serde(default)]
    pub value: Option<String>,
    /// Since when.
    #[serde(default)]
    pub timestamp: Option<DateTime<Utc>>,
    /// What wrote it: `CRM_UI`, `API`, `IMPORT`, …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_type: Option<String>,
    /// Which of these.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_id: Option<String>,
    /// The same for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_label: Option<String>,
    /// The user who wrote it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated_by_user_id: Option<i64>,
}

impl HistoryEntry {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(value: Option<String>, timestamp: Option<DateTime<Utc>>, source_type: Option<String>,
        source_id: Option<String>, source_label: Option<String>, updated_by_user_id: Option<i64>);
}

/// What an object is associated with, as far as it fits into the answer: [`associations::List`](crate::associations::List)
/// gives all.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct Associated {
    /// The objects.
    pub results: Vec<AssociatedId>,
    /// Whether there are more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paging: Option<Paging>,
}

/// An associated object.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct AssociatedId {
    /// Its id.
    pub id: String,
    /// How it is associated: `deal_to_contact`.
    #[serde(rename = "type", default)]
    pub kind: String,
}

/// What the object type of `O` is called in this account.
pub(crate) fn object<'a, O: CrmObject>(named: Option<&'a str>, cx: &Cx<'a, HubSpot>) -> Result<&'a str> {
    let name = named.unwrap_or(O::TYPE);
    if name.is_empty() {
        let text = "is missing: an object type, such as `contacts` or `2-1234567`";
        return Err(Error::validation("object", text));
    }
    word("object", cx.connector().object_name(name))
}

/// A name in a path: an object type, a property, a group.
pub(crate) fn word<'a>(field: &str, name: &'a str) -> Result<&'a str> {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    if name.is_empty() || !name.bytes().all(fits) || name.bytes().all(|byte| byte == b'.') {
        return Err(Error::validation(field, format!("`{name}` is not a name: letters, digits, `_`, `-`")));
    }
    Ok(name)
}

/// An id of HubSpot's: digits. In a path anything else might be one of its own words (`batch`, `search`).
pub(crate) fn id<'a>(field: &str, id: &'a str) -> Result<&'a str> {
    if id.is_empty() || !id.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Error::validation(field, format!("`{id}` is not an id: digits")));
    }
    Ok(id)
}

/// An id, or the value of a unique property.
pub(crate) fn key<'a>(field: &str, key: &'a str, property: Option<&str>) -> Result<&'a str> {
    match property {
        None => id(field, key),
        Some(property) => {
            word("id_property", property)?;
            let key = key.trim();
            if key.is_empty() { Err(Error::validation(field, "is empty")) } else { Ok(key) }
        }
    }
}

/// The properties to ask for.
pub(crate) fn properties<O: CrmObject>(chosen: &[String]) -> Vec<&str> {
    if chosen.is_empty() { O::PROPERTIES.to_vec() } else { chosen.iter().map(String::as_str).collect() }
}

/// What a request in the query asks for: properties, those with their earlier values, and object types associated.
fn ask(request: Request, asked: [&[&str]; 3]) -> Result<Request> {
    const NAMES: [&str; 3] = ["properties", "propertiesWithHistory", "associations"];
    let bytes: usize = asked.iter().flat_map(|names| names.iter()).map(|name| name.len() + 1).sum();
    if bytes > MOST_IN_URL {
        let text = "are too many for a URL: use `GetMany` or `Search`, which have them in the body";
        return Err(Error::validation("properties", text));
    }
    let asked = NAMES.into_iter().zip(asked);
    Ok(asked.fold(request, |request, (name, values)| request.query_list(name, values)))
}

/// The elements of one call, each with its place for errors.
pub(crate) fn many<T, U>(
    field: &str,
    elements: &[T],
    write: impl Fn(&str, &T) -> Result<U>,
) -> Result<Vec<U>> {
    up_to(MOST, field, elements, write)
}

/// The same where a call takes more or fewer.
pub(crate) fn up_to<T, U>(
    most: usize,
    field: &str,
    elements: &[T],
    write: impl Fn(&str, &T) -> Result<U>,
) -> Result<Vec<U>> {
    if elements.is_empty() || elements.len() > most {
        let text = format!("are {}; one call takes from 1 to {most}: use `batch`", elements.len());
        return Err(Error::validation(field, text));
    }
    elements.iter().enumerate().map(|(i, element)| write(&format!("{field}[{i}]"), element)).collect()
}

/// A path of an object type.
fn at(cx: &Cx<'_, HubSpot>, object: &str, rest: &[&str]) -> Vec<String> {
    cx.connector().path(Api::OBJECTS, [object].into_iter().chain(rest.iter().copied()))
}
