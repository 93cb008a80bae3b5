//! Lists and single records.

use chrono::{DateTime, SecondsFormat, Utc};
use connectors_core::{
    Action, Cursor, Cx, Delivery, Error, ErrorKind, Fault, Head, Meta, Page, PagedAction, Request, Response,
    Result, setters,
};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::verb::{self, Verb};
use super::{
    Found, Info, MOST_FIELDS, MOST_PER_PAGE, Which, fields, module, per_page, record_id, required_fields,
};
use crate::module::{Module, Of};
use crate::{Zoho, errors, limits};

/// How far page numbers go; further on Zoho wants page tokens.
const BY_NUMBER: u64 = 2_000;

/// `<resource>.list`: the records of a module, page by page.
///
/// One list goes as far as Zoho gives page tokens: 100,000 records. What is beyond is an error, not the end.
/// A list may leave sub-forms out: [`Get`] reads them.
///
/// More than 50 fields are refused, not put together from several lists: between two lists records change, come and go,
/// and their pages need not hold the same ones. Read the fields that tell you which records you want, and those with
/// [`Get`], which has no such limit; or read them all in a file with a bulk read.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, bound = "")]
#[non_exhaustive]
pub struct List<M> {
    /// The module's API name, where it is not the record type's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub module: Option<String>,
    /// The fields to read, at most 50; empty for those of the record type.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<String>,
    /// Only these records.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ids: Vec<String>,
    /// Only records that were changed at this moment or later; Zoho compares seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub modified_since: Option<DateTime<Utc>>,
    /// What they are ordered by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort_by: Option<SortBy>,
    /// In which direction.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort_order: Option<SortOrder>,
    /// Only the records of this custom view, by its id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cvid: Option<String>,
    /// Whether converted leads are among them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub converted: Option<Which>,
    /// Whether unapproved records are among them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub approved: Option<Which>,
    /// How many on a page: 200 unless said otherwise, which is the most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per_page: Option<u16>,
    /// Where to start.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
    #[serde(skip)]
    of: Of<M>,
}

/// What a list can be ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum SortBy {
    /// The id.
    #[serde(rename = "id")]
    Id,
    /// When it was made.
    #[serde(rename = "Created_Time")]
    CreatedTime,
    /// When it was changed last.
    #[serde(rename = "Modified_Time")]
    ModifiedTime,
}

/// In which direction a list is ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum SortOrder {
    /// Smallest first.
    Asc,
    /// Largest first.
    Desc,
}

impl SortBy {
    fn as_str(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::CreatedTime => "Created_Time",
            Self::ModifiedTime => "Modified_Time",
        }
    }
}

impl SortOrder {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Asc => "asc",
            Self::Desc => "desc",
        }
    }
}

impl<M> Default for List<M> {
    fn default() -> Self {
        Self {
            module: None,
            fields: Vec::new(),
            ids: Vec::new(),
            modified_since: None,
            sort_by: None,
            sort_order: None,
            cvid: None,
            converted: None,
            approved: None,
            per_page: None,
            cursor: None,
            of: Of::default(),
        }
    }
}

impl<M> List<M> {
    /// All records.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(module: Option<String>, fields: Vec<String>, ids: Vec<String>, modified_since: Option<DateTime<Utc>>,
        cvid: Option<String>, converted: Option<Which>, approved: Option<Which>, cursor: Option<Cursor>);

    /// Sets `sort_by` and `sort_order`.
    #[must_use]
    pub fn sort(mut self, by: SortBy, order: SortOrder) -> Self {
        self.sort_by = Some(by);
        self.sort_order = Some(order);
        self
    }

    /// Sets `per_page`.
    #[must_use]
    pub fn per_page(mut self, records: u16) -> Self {
        self.per_page = Some(records);
        self
    }
}

impl<M: Module + DeserializeOwned> Action for List<M> {
    type Connector = Zoho;
    type Output = Page<M>;
    const META: Meta = Verb::<M, { verb::LIST }>::META;

    fn request(&self, cx: &Cx<'_, Zoho>) -> Result<Request> {
        let ids = self.ids.iter().map(|id| record_id("ids", id)).collect::<Result<Vec<_>>>()?;
        let request = Request::get([module::<M>(self.module.as_deref(), cx)?])
            .query_list("fields", required_fields::<M>(&self.fields)?)
            .query_list("ids", ids)
            .query_opt("cvid", self.cvid.as_ref())
            .query_opt("converted", self.converted)
            .query_opt("approved", self.approved)
            .query_opt("sort_by", self.sort_by.map(SortBy::as_str))
            .query_opt("sort_order", self.sort_order.map(SortOrder::as_str))
            .header_opt("if-modified-since", self.modified_since.map(seconds));
        let request = page(per_page(request, self.per_page)?, self.cursor.as_ref(), self.per_page)?;
        let heavy = self.cvid.is_some() || self.sort_by.is_some();
        Ok(if heavy { limits::heavy(request, 1) } else { request })
    }

    fn response(&self, response: Response) -> Result<Page<M>> {
        let Found { data, info } = response.json_opt()?.unwrap_or_default();
        Ok(Page::new(data, next(info, self.cursor.as_ref())))
    }

    fn fault(&self, _: &Zoho, head: &Head, body: &[u8]) -> Option<Fault> {
        errors::fault_of_list(head, body)
    }
}

impl<M: Module + DeserializeOwned> PagedAction for List<M> {
    type Item = M;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}

/// A moment as Zoho's headers want it. Fractions are cut off, never rounded up: no change is missed.
pub(crate) fn seconds(moment: DateTime<Utc>) -> String {
    moment.to_rfc3339_opts(SecondsFormat::Secs, false)
}

/// Adds the page: by number at first, then by the token that the page before gave.
pub(crate) fn page(request: Request, cursor: Option<&Cursor>, per_page: Option<u16>) -> Result<Request> {
    match cursor {
        None => Ok(request),
        Some(Cursor::Token(token)) => Ok(request.query("page_token", token)),
        Some(Cursor::Page(number)) => {
            let records = number.saturating_mul(per_page.unwrap_or(MOST_PER_PAGE).into());
            if *number == 0 || records > BY_NUMBER {
                let text = "Zoho goes no further in this list (2,000 records by page number, 100,000 by page token): \
                            read less at once, or with a bulk read";
                return Err(Error::validation("cursor", text));
            }
            Ok(request.query("page", number))
        }
        Some(other) => Err(other.foreign("a page number or a token")),
    }
}

/// Where the next page is. The token is taken wherever there is one: unlike a page number it goes beyond 2,000
/// records, and does not slip when records come or go meanwhile.
pub(crate) fn next(info: Info, here: Option<&Cursor>) -> Option<Cursor> {
    if info.more_records != Some(true) {
        return None;
    }
    if let Some(token) = info.next_page_token {
        return Some(Cursor::Token(token));
    }
    let number = match here {
        None => 1,
        Some(Cursor::Page(number)) => *number,
        // After a token comes a token. Without one the list is not at its end, but Zoho is: the next call says so.
        Some(_) => u64::MAX - 1,
    };
    Some(Cursor::Page(number + 1))
}

/// The module of which Zoho has no default for a single record either (`notes.json`: `fields` is required).
const NOTES: &str = "Notes";

/// `<resource>.get`: one record with all its fields, sub-forms included.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, bound = "")]
#[non_exhaustive]
pub struct Get<M> {
    /// The module's API name, where it is not the record type's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub module: Option<String>,
    /// The record's id.
    pub id: String,
    /// The fields to read; empty for all, of a note for those of the record type. More than 50 read all, too.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<String>,
    #[serde(skip)]
    of: Of<M>,
}

impl<M> Get<M> {
    /// The record with this id.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { module: None, id: id.into(), fields: Vec::new(), of: Of::default() }
    }

    setters!(module: Option<String>, fields: Vec<String>);
}

impl<M: Module + DeserializeOwned> Action for Get<M> {
    type Connector = Zoho;
    type Output = M;
    const META: Meta = Verb::<M, { verb::GET }>::META;

    fn request(&self, cx: &Cx<'_, Zoho>) -> Result<Request> {
        let path = [module::<M>(self.module.as_deref(), cx)?, record_id("id", &self.id)?];
        // Zoho takes at most 50 by name, and gives all where none is named.
        let all = (self.fields.is_empty() || self.fields.len() > MOST_FIELDS) && path[0] != NOTES;
        let chosen = if all { Vec::new() } else { fields::<M>(&self.fields)? };
        Ok(Request::get(path).query_list("fields", chosen))
    }

    fn response(&self, response: Response) -> Result<M> {
        let found: Found<M> = response.json_opt()?.unwrap_or_default();
        found.data.into_iter().next().ok_or_else(missing)
    }
}

/// Some of Zoho's answers say by silence that there is no such record.
pub(crate) fn missing() -> Error {
    Error::new(ErrorKind::NotFound, "there is no such record").with_delivery(Delivery::Rejected)
}
