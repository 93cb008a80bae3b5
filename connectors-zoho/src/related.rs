//! Records that are related to a record: the contacts of an account, the products of a deal.
//!
//! A record has related lists with API names of their own (`Contacts`, `Products`, `Notes`). Which of them can be
//! linked and unlinked is the module's affair.

use std::ops::Range;

use connectors_core::{
    Action, BatchAction, Cursor, Cx, Error, Fault, Head, Meta, Outcome, Page, PagedAction, Request, Response,
    Result, setters,
};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::module::{Module, Of};
use crate::records::{
    Found, MOST_PER_PAGE, MOST_RECORDS, Written, api_name, checked_ids, many, outcomes, per_page, record_id,
    required_fields,
};
use crate::{Zoho, errors, limits};

const SCOPES: &[&str] = &["ZohoCRM.modules.ALL"];

/// The page that no list has.
const BEYOND: u64 = u64::MAX;

fn path<'a>(cx: &Cx<'a, Zoho>, module: &'a str, id: &'a str, list: &'a str) -> Result<[&'a str; 3]> {
    let module = api_name("module", cx.connector().module_name(module))?;
    Ok([module, record_id("id", id)?, api_name("list", list)?])
}

/// `related_record.list`: the records in a related list of a record, read as `M`.
///
/// It goes on by page token wherever Zoho gives one, else by page number, which Zoho refuses where it goes no further:
/// that is an error, not the end.
///
/// ```
/// use connectors_zoho::{Contact, related};
///
/// let people = related::List::<Contact>::new("Accounts", "4876876000000333142", "Contacts");
/// ```
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, bound = "")]
#[non_exhaustive]
pub struct List<M> {
    /// The API name of the record's module.
    pub module: String,
    /// The record's id.
    pub id: String,
    /// The API name of the related list.
    pub list: String,
    /// The fields to read, at most 50; empty for those of the record type.
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

impl<M> List<M> {
    /// What is in this list of the record.
    #[must_use]
    pub fn new(module: impl Into<String>, id: impl Into<String>, list: impl Into<String>) -> Self {
        Self {
            module: module.into(),
            id: id.into(),
            list: list.into(),
            fields: Vec::new(),
            per_page: None,
            cursor: None,
            of: Of::default(),
        }
    }

    setters!(fields: Vec<String>, cursor: Option<Cursor>);

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
    const META: Meta = Meta::read("related_record", "list")
        .title("List related records")
        .scopes(SCOPES)
        .docs("https://www.zoho.com/crm/developer/docs/api/v8/get-related-records.html");

    fn request(&self, cx: &Cx<'_, Zoho>) -> Result<Request> {
        let request = Request::get(path(cx, &self.module, &self.id, &self.list)?)
            .query_list("fields", required_fields::<M>(&self.fields)?);
        let request = match &self.cursor {
            Some(Cursor::Token(token)) => request.query("page_token", token),
            Some(Cursor::Page(BEYOND)) => {
                let text = "Zoho goes no further in this list, and it is not at its end: read less at once";
                return Err(Error::validation("cursor", text));
            }
            cursor => request.query("page", Cursor::page(cursor.as_ref(), 1)?),
        };
        per_page(request, self.per_page)
    }

    fn response(&self, response: Response) -> Result<Page<M>> {
        let Found { data, info } = response.json_opt()?.unwrap_or_default();
        // Some lists do not say whether there is more: then a full page means that there may be.
        let full = data.len() >= self.per_page.unwrap_or(MOST_PER_PAGE).into();
        if !info.more_records.unwrap_or(full) {
            return Ok(Page::last(data));
        }
        let next = match (info.next_page_token, &self.cursor) {
            (Some(token), _) => Cursor::Token(token),
            // The list is not at its end, but Zoho is: the next call says so.
            (None, Some(Cursor::Token(_))) => Cursor::Page(BEYOND),
            (None, cursor) => Cursor::Page(Cursor::page(cursor.as_ref(), 1)? + 1),
        };
        Ok(Page::new(data, Some(next)))
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

/// A record to relate, and what the relation says about it: a price, a role.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Relation {
    /// The related record's id.
    pub id: String,
    /// Fields of the relation.
    #[serde(flatten)]
    pub fields: Map<String, Value>,
}

impl Relation {
    /// To the record with this id.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into(), fields: Map::new() }
    }

    /// With this field of the relation.
    #[must_use]
    pub fn with(mut self, field: impl Into<String>, value: impl Into<Value>) -> Self {
        self.fields.insert(field.into(), value.into());
        self
    }
}

/// `related_record.link`: relates records to a record, or changes what the relation says, 100 in a call.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Link {
    /// The API name of the record's module.
    pub module: String,
    /// The record's id.
    pub id: String,
    /// The API name of the related list.
    pub list: String,
    /// What to relate to it.
    pub records: Vec<Relation>,
}

impl Link {
    /// Puts these into the list of the record.
    #[must_use]
    pub fn new(
        module: impl Into<String>,
        id: impl Into<String>,
        list: impl Into<String>,
        records: impl IntoIterator<Item = Relation>,
    ) -> Self {
        Self {
            module: module.into(),
            id: id.into(),
            list: list.into(),
            records: records.into_iter().collect(),
        }
    }
}

impl Action for Link {
    type Connector = Zoho;
    type Output = Vec<Outcome<Written>>;
    const META: Meta = Meta::write("related_record", "link")
        .title("Link related records")
        .scopes(SCOPES)
        .docs("https://www.zoho.com/crm/developer/docs/api/v8/update-related-records.html");

    fn request(&self, cx: &Cx<'_, Zoho>) -> Result<Request> {
        many(&self.records, |place, relation| record_id(&format!("{place}.id"), &relation.id).map(|_| ()))?;
        let request = Request::put(path(cx, &self.module, &self.id, &self.list)?);
        Ok(limits::write(request.json(&json!({ "data": self.records })), self.records.len()))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        let ids: Vec<_> = self.records.iter().map(|relation| relation.id.as_str()).collect();
        outcomes(&response, ids.len(), Some(&ids))
    }

    fn fault(&self, _: &Zoho, head: &Head, body: &[u8]) -> Option<Fault> {
        errors::fault_of_many(head, body)
    }
}

impl BatchAction for Link {
    type Item = Written;
    const MAX: usize = MOST_RECORDS;

    fn len(&self) -> usize {
        self.records.len()
    }

    fn part(&self, range: Range<usize>) -> Self {
        Self { records: self.records.get(range).unwrap_or_default().to_vec(), ..self.clone() }
    }
}

/// `related_record.unlink`: ends relations; the records stay. 100 in a call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Unlink {
    /// The API name of the record's module.
    pub module: String,
    /// The record's id.
    pub id: String,
    /// The API name of the related list.
    pub list: String,
    /// The related records' ids.
    pub ids: Vec<String>,
}

impl Unlink {
    /// Takes these out of the list of the record.
    #[must_use]
    pub fn new<S: Into<String>>(
        module: impl Into<String>,
        id: impl Into<String>,
        list: impl Into<String>,
        ids: impl IntoIterator<Item = S>,
    ) -> Self {
        let ids = ids.into_iter().map(Into::into).collect();
        Self { module: module.into(), id: id.into(), list: list.into(), ids }
    }
}

impl Action for Unlink {
    type Connector = Zoho;
    type Output = Vec<Outcome<Written>>;
    const META: Meta = Meta::destructive("related_record", "unlink")
        .title("Unlink related records")
        .scopes(SCOPES)
        .docs("https://www.zoho.com/crm/developer/docs/api/v8/delink-related-records.html");

    fn request(&self, cx: &Cx<'_, Zoho>) -> Result<Request> {
        let ids = checked_ids(&self.ids)?;
        Ok(Request::delete(path(cx, &self.module, &self.id, &self.list)?).query_list("ids", ids))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        let ids: Vec<_> = self.ids.iter().map(String::as_str).collect();
        outcomes(&response, ids.len(), Some(&ids))
    }

    fn fault(&self, _: &Zoho, head: &Head, body: &[u8]) -> Option<Fault> {
        errors::fault_of_many(head, body)
    }
}

impl BatchAction for Unlink {
    type Item = Written;
    const MAX: usize = MOST_RECORDS;

    fn len(&self) -> usize {
        self.ids.len()
    }

    fn part(&self, range: Range<usize>) -> Self {
        Self { ids: self.ids.get(range).unwrap_or_default().to_vec(), ..self.clone() }
    }
}
