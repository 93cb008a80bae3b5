//! What changed, and what was deleted, since a moment.

use chrono::{DateTime, SecondsFormat, Timelike, Utc};
use connectors_core::types::Open;
use connectors_core::{
    Action, Cursor, Cx, Delivery, Error, ErrorKind, Fault, Head, Meta, Page, PagedAction, Request, Response,
    Result, setters,
};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::list::{next, page, seconds};
use super::verb::{self, Verb};
use super::{Found, module, per_page, required_fields};
use crate::model::Lookup;
use crate::module::{Module, Of};
use crate::{Zoho, errors, limits};

const MODIFIED: &str = "Modified_Time";

/// `<resource>.list_changed`: records that were made or changed since a moment, oldest change first.
///
/// To follow a module there are triggers: [`CreatedOrUpdated`](super::CreatedOrUpdated), [`Created`](super::Created) and
/// [`Updated`](super::Updated). Zoho counts seconds and includes the first. A record may show up late: a view of the past is
/// not promised.
///
/// Within one list no change slips through between pages: the next page starts at the moment where this one ended,
/// not at a number, and repeats the records of that second. Only where more than a page of records has the very same
/// second are page tokens used; a record of these that is changed again meanwhile comes at the end of the list.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, bound = "")]
#[non_exhaustive]
pub struct ListChanged<M> {
    /// The module's API name, where it is not the record type's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub module: Option<String>,
    /// Changes at this moment or later.
    pub since: DateTime<Utc>,
    /// The fields to read, at most 49 besides `Modified_Time`; empty for those of the record type.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<String>,
    /// How many on a page: 200 unless said otherwise, which is the most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per_page: Option<u16>,
    /// Where to start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
    #[serde(skip)]
    of: Of<M>,
}

/// A record that was made or changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Changed<M> {
    /// The record's id.
    pub id: String,
    /// When it was changed last. With the id it tells one change from another.
    pub modified_time: DateTime<Utc>,
    /// The record as it is now.
    pub record: M,
}

impl<M> Changed<M> {
    /// A change, as tests need it.
    #[must_use]
    pub fn new(id: impl Into<String>, modified_time: DateTime<Utc>, record: M) -> Self {
        Self { id: id.into(), modified_time, record }
    }
}

impl<M> ListChanged<M> {
    /// Changes at this moment or later.
    #[must_use]
    pub fn since(moment: DateTime<Utc>) -> Self {
        Self {
            module: None,
            since: moment,
            fields: Vec::new(),
            per_page: None,
            cursor: None,
            of: Of::default(),
        }
    }

    setters!(module: Option<String>, fields: Vec<String>, cursor: Option<Cursor>);

    /// Sets `per_page`.
    #[must_use]
    pub fn per_page(mut self, records: u16) -> Self {
        self.per_page = Some(records);
        self
    }

    fn place(&self) -> Result<Place> {
        match Cursor::token(self.cursor.as_ref())? {
            None => Ok(Place { since: whole(self.since), inner: None }),
            Some(text) => {
                Place::read(text).ok_or_else(|| Error::validation("cursor", "is not one of this list"))
            }
        }
    }
}

/// Where the list stands: the second to go on from, and the page within the records of that second.
struct Place {
    since: DateTime<Utc>,
    inner: Option<Cursor>,
}

impl Place {
    /// `2026-01-31T10:00:00Z`, `2026-01-31T10:00:00Z page 2`, `2026-01-31T10:00:00Z token abc`.
    fn read(text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, ' ');
        let since = parts.next()?.parse().ok()?;
        let inner = match (parts.next(), parts.next()) {
            (None, None) => None,
            (Some("page"), Some(number)) => Some(Cursor::Page(number.parse().ok()?)),
            (Some("token"), Some(token)) => Some(Cursor::Token(token.to_owned())),
            _ => return None,
        };
        Some(Self { since, inner })
    }

    fn cursor(&self) -> Cursor {
        let since = self.since.to_rfc3339_opts(SecondsFormat::Secs, true);
        Cursor::Token(match &self.inner {
            Some(Cursor::Page(number)) => format!("{since} page {number}"),
            Some(Cursor::Token(token)) => format!("{since} token {token}"),
            _ => since,
        })
    }
}

/// The second that a moment lies in.
fn whole(moment: DateTime<Utc>) -> DateTime<Utc> {
    moment.with_nanosecond(0).unwrap_or(moment)
}

/// What every record says of itself, whatever type it is read into.
#[derive(Deserialize)]
struct Stamp {
    id: String,
    #[serde(rename = "Modified_Time")]
    modified_time: DateTime<Utc>,
}

fn changed<M: DeserializeOwned>(raw: &RawValue) -> Result<Changed<M>> {
    let Stamp { id, modified_time } = read(raw)?;
    Ok(Changed { id, modified_time, record: read(raw)? })
}

/// A changed record, or a part of it.
pub(super) fn read<'a, T: Deserialize<'a>>(raw: &'a RawValue) -> Result<T> {
    serde_json::from_str(raw.get()).map_err(|e| {
        // The path, never the value: it may be personal.
        let text = format!("a changed record does not fit at line {}, column {} of it", e.line(), e.column());
        Error::new(ErrorKind::Decode, text).with_delivery(Delivery::Accepted)
    })
}

impl<M: Module + DeserializeOwned> Action for ListChanged<M> {
    type Connector = Zoho;
    type Output = Page<Changed<M>>;
    const META: Meta = Verb::<M, { verb::LIST_CHANGED }>::META;

    fn request(&self, cx: &Cx<'_, Zoho>) -> Result<Request> {
        let Place { since, inner } = self.place()?;
        let mut fields = required_fields::<M>(&self.fields)?;
        if !fields.contains(&MODIFIED) {
            fields.push(MODIFIED);
        }
        if fields.len() > super::MOST_FIELDS {
            let text = "are too many: Zoho gives at most 50 in one list, `Modified_Time` among them";
            return Err(Error::validation("fields", text));
        }
        let request = Request::get([module::<M>(self.module.as_deref(), cx)?])
            .query_list("fields", fields)
            .query("sort_by", MODIFIED)
            .query("sort_order", "asc")
            .header("if-modified-since", seconds(since));
        let request = page(per_page(request, self.per_page)?, inner.as_ref(), self.per_page)?;
        Ok(limits::heavy(request, 1))
    }

    fn response(&self, response: Response) -> Result<Page<Changed<M>>> {
        let Found { data, info } = response.json_opt::<Found<Box<RawValue>>>()?.unwrap_or_default();
        let changes = data.iter().map(|raw| changed(raw)).collect::<Result<Vec<Changed<M>>>>()?;
        let here = self.place()?;
        let more = next(info, here.inner.as_ref());
        // From the moment on where this page ended; if it never left the moment where it began, by page.
        let end = changes.last().map(|change| whole(change.modified_time)).filter(|end| *end > here.since);
        let next = more.map(|inner| match end {
            Some(since) => Place { since, inner: None },
            None => Place { since: here.since, inner: Some(inner) },
        });
        Ok(Page::new(changes, next.map(|place| place.cursor())))
    }

    fn fault(&self, _: &Zoho, head: &Head, body: &[u8]) -> Option<Fault> {
        errors::fault_of_list(head, body)
    }
}

impl<M: Module + DeserializeOwned> PagedAction for ListChanged<M> {
    type Item = Changed<M>;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}

/// `<resource>.list_deleted`: records that were deleted, with a moment since when if you like.
///
/// Zoho counts seconds and includes the first. Records that are deleted meanwhile can push others to the next page,
/// where they come again: drop what you have had by id. A record that was restored is no longer among them. To follow a
/// module there is a trigger: [`Deleted`](super::Deleted).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, bound = "")]
#[non_exhaustive]
pub struct ListDeleted<M> {
    /// The module's API name, where it is not the record type's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub module: Option<String>,
    /// Deleted at this moment or later.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<DateTime<Utc>>,
    /// Only those in the recycle bin, or only those gone for good.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<DeletedKind>,
    /// How many on a page: 200 unless said otherwise, which is the most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per_page: Option<u16>,
    /// Where to start.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
    #[serde(skip)]
    of: Of<M>,
}

/// Where a deleted record is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum DeletedKind {
    /// In the recycle bin: it can be restored.
    Recycle,
    /// Gone for good.
    Permanent,
}

/// A record that was deleted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct DeletedRecord {
    /// The record's id.
    pub id: String,
    /// Where it is.
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<Open<DeletedKind>>,
    /// What it was called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// When it was deleted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deleted_time: Option<DateTime<Utc>>,
    /// Who deleted it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deleted_by: Option<Lookup>,
    /// Who had made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_by: Option<Lookup>,
}

impl DeletedRecord {
    /// The record with this id.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            kind: None,
            display_name: None,
            deleted_time: None,
            deleted_by: None,
            created_by: None,
        }
    }

    setters!(kind: Option<Open<DeletedKind>>, display_name: Option<String>, deleted_time: Option<DateTime<Utc>>,
        deleted_by: Option<Lookup>, created_by: Option<Lookup>);
}

impl<M> Default for ListDeleted<M> {
    fn default() -> Self {
        Self { module: None, since: None, kind: None, per_page: None, cursor: None, of: Of::default() }
    }
}

impl<M> ListDeleted<M> {
    /// All that Zoho still knows of.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Deleted at this moment or later.
    #[must_use]
    pub fn since(moment: DateTime<Utc>) -> Self {
        Self { since: Some(moment), ..Self::default() }
    }

    setters!(module: Option<String>, kind: Option<DeletedKind>, cursor: Option<Cursor>);

    /// Sets `per_page`.
    #[must_use]
    pub fn per_page(mut self, records: u16) -> Self {
        self.per_page = Some(records);
        self
    }
}

impl<M: Module> Action for ListDeleted<M> {
    type Connector = Zoho;
    type Output = Page<DeletedRecord>;
    const META: Meta = Verb::<M, { verb::LIST_DELETED }>::META;

    fn request(&self, cx: &Cx<'_, Zoho>) -> Result<Request> {
        let kind = match self.kind {
            None => "all",
            Some(DeletedKind::Recycle) => "recycle",
            Some(DeletedKind::Permanent) => "permanent",
        };
        let request = Request::get([module::<M>(self.module.as_deref(), cx)?, "deleted"])
            .query("type", kind)
            .query("page", Cursor::page(self.cursor.as_ref(), 1)?)
            .header_opt("if-modified-since", self.since.map(seconds));
        per_page(request, self.per_page)
    }

    fn response(&self, response: Response) -> Result<Page<DeletedRecord>> {
        let Found { data, info } = response.json_opt()?.unwrap_or_default();
        let page = Cursor::page(self.cursor.as_ref(), 1)?;
        Ok(Page::new(data, (info.more_records == Some(true)).then_some(Cursor::Page(page + 1))))
    }

    fn fault(&self, _: &Zoho, head: &Head, body: &[u8]) -> Option<Fault> {
        errors::fault_of_list(head, body)
    }
}

impl<M: Module> PagedAction for ListDeleted<M> {
    type Item = DeletedRecord;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}
