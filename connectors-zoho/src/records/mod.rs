//! The records of any module: what can be done with them is the same everywhere.
//!
//! Every action is generic over the record type; the modules of this crate have aliases
//! ([`contacts::List`](crate::contacts::List) is `List<Contact>`), your own types are used by name
//! (`List::<Subscription>`), and [`Record`](crate::Record) is JSON of any module
//! (`List::<Record>::new().module("Leads")`).

mod changes;
mod count;
mod create;
mod delete;
mod list;
mod owner;
mod search;
mod single;
mod triggers;
mod update;
mod upsert;
pub(crate) mod verb;
mod written;

use connectors_core::{Cx, Error, Request, Result};
use serde::{Deserialize, Serialize};

pub use self::changes::{Changed, DeletedKind, DeletedRecord, ListChanged, ListDeleted};
pub use self::count::Count;
pub(crate) use self::count::Counted;
pub(crate) use self::create::many;
pub use self::create::{Create, CreateMany};
pub(crate) use self::delete::checked_ids;
pub use self::delete::{Delete, DeleteMany};
pub use self::list::{Get, List, SortBy, SortOrder};
pub(crate) use self::list::{missing, next, page, seconds};
pub use self::owner::ChangeOwner;
pub use self::search::Search;
pub use self::single::{CloneRecord, FetchFullData};
pub use self::triggers::{Changes, Created, CreatedOrUpdated, Deleted, LATE, Updated};
pub use self::update::{Change, Update, UpdateMany};
pub use self::upsert::{Upsert, UpsertMany};
pub use self::written::{Trigger, WriteAction, Written};
pub(crate) use self::written::{fields_of, one, outcomes, unreadable};

use crate::Zoho;
use crate::module::Module;

/// The most fields that one list gives (Zoho CRM API v8, "Get Records").
const MOST_FIELDS: usize = 50;
/// The most records on a page.
pub(crate) const MOST_PER_PAGE: u16 = 200;
/// The most records that one write takes.
pub(crate) const MOST_RECORDS: usize = 100;

/// What stands around the records of a list.
#[derive(Deserialize)]
pub(crate) struct Found<T> {
    #[serde(default = "Vec::new")]
    pub(crate) data: Vec<T>,
    #[serde(default)]
    pub(crate) info: Info,
}

/// What an answer says about its page.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Info {
    /// Absent where everything is there, and from some related lists.
    pub(crate) more_records: Option<bool>,
    pub(crate) next_page_token: Option<String>,
}

impl<T> Default for Found<T> {
    fn default() -> Self {
        Self { data: Vec::new(), info: Info::default() }
    }
}

/// What the module of `M` is called in this account.
pub(crate) fn module<'a, M: Module>(named: Option<&'a str>, cx: &Cx<'a, Zoho>) -> Result<&'a str> {
    let name = named.unwrap_or(M::API_NAME);
    if name.is_empty() {
        return Err(Error::validation("module", "is missing: the API name of a module, such as `Leads`"));
    }
    api_name("module", cx.connector().module_name(name))
}

/// An API name: letters, digits, underscores. Anything else would end somewhere else in a path, query or criterion.
pub(crate) fn api_name<'a>(field: &str, name: &'a str) -> Result<&'a str> {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'$');
    if name.is_empty() || !name.bytes().all(fits) {
        return Err(Error::validation(field, format!("`{name}` is not an API name")));
    }
    Ok(name)
}

/// A record's id. Digits only: in a path anything else might be one of Zoho's own words (`deleted`, `upsert`).
pub(crate) fn record_id<'a>(field: &str, id: &'a str) -> Result<&'a str> {
    if id.is_empty() || !id.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Error::validation(field, format!("`{id}` is not a record's id: digits")));
    }
    Ok(id)
}

/// The fields to ask for, checked. Empty means all that the record type reads.
pub(crate) fn fields<M: Module>(chosen: &[String]) -> Result<Vec<&str>> {
    let fields = match chosen {
        [] => M::FIELDS.to_vec(),
        chosen => chosen.iter().map(String::as_str).collect(),
    };
    if fields.len() > MOST_FIELDS {
        let text = format!("are {}; Zoho gives at most {MOST_FIELDS} in one list", fields.len());
        return Err(Error::validation("fields", text));
    }
    fields.into_iter().map(|field| api_name("fields", field)).collect()
}

/// The same where Zoho wants them: it has no default.
pub(crate) fn required_fields<M: Module>(chosen: &[String]) -> Result<Vec<&str>> {
    let fields = fields::<M>(chosen)?;
    if fields.is_empty() {
        return Err(Error::validation("fields", "are missing: Zoho has no default for this list"));
    }
    Ok(fields)
}

/// Adds `per_page`, checked.
pub(crate) fn per_page(request: Request, wanted: Option<u16>) -> Result<Request> {
    match wanted {
        Some(0) | Some(201..) => Err(Error::validation("per_page", format!("is from 1 to {MOST_PER_PAGE}"))),
        wanted => Ok(request.query_opt("per_page", wanted)),
    }
}

/// Whether converted leads and their like are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Which {
    /// Only those that are.
    True,
    /// Only those that are not.
    False,
    /// All.
    Both,
}

impl std::fmt::Display for Which {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::True => "true",
            Self::False => "false",
            Self::Both => "both",
        })
    }
}
