//! What was deleted and is not gone yet.
//!
//! [`records::ListDeleted`](crate::records::ListDeleted) follows the deletions of one module, those for good among them.
//! The description of the API (`recycle_bin.json`) has no call that takes records out of the bin again.

use std::ops::Range;

use chrono::{DateTime, Utc};
use connectors_core::{
    Action, BatchAction, Cursor, Cx, Fault, Head, Meta, Outcome, Page, PagedAction, Request, Response,
    Result, setters,
};
use serde::{Deserialize, Serialize};

use crate::model::{Lookup, ModuleRef};
use crate::records::{Info, MOST_RECORDS, Written, checked_ids, outcomes, per_page, record_id};
use crate::{Zoho, errors};

/// A record in the recycle bin.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct Discarded {
    /// The record's id.
    pub id: String,
    /// What it was called.
    pub display_name: Option<String>,
    /// Its module.
    pub module: Option<ModuleRef>,
    /// Whose it was.
    pub owner: Option<Lookup>,
    /// Who deleted it.
    pub deleted_by: Option<Lookup>,
    /// When it was deleted.
    pub deleted_time: Option<DateTime<Utc>>,
}

impl Discarded {
    /// The record with this id.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(display_name: Option<String>, module: Option<ModuleRef>, owner: Option<Lookup>,
        deleted_by: Option<Lookup>, deleted_time: Option<DateTime<Utc>>);
}

#[derive(Deserialize)]
struct Answer {
    #[serde(default)]
    recycle_bin: Vec<Discarded>,
    #[serde(default)]
    info: Info,
}

/// `recycle_bin.list`: the records of all modules that are in the recycle bin, page by page.
///
/// Records that are deleted meanwhile can push others to the next page, where they come again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct List {
    /// Only these.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ids: Vec<String>,
    /// How many on a page: 200 unless said otherwise, which is the most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per_page: Option<u16>,
    /// Where to start.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
}

impl List {
    /// All that is in it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(ids: Vec<String>, per_page: Option<u16>, cursor: Option<Cursor>);
}

impl Action for List {
    type Connector = Zoho;
    type Output = Page<Discarded>;
    const META: Meta = Meta::read("recycle_bin", "list")
        .title("List the recycle bin")
        .scopes(&["ZohoCRM.settings.ALL", "ZohoCRM.settings.recycle_bin.READ"])
        .docs("https://www.zoho.com/crm/developer/docs/api/v8/get-recycle-bin.html");

    fn request(&self, _: &Cx<'_, Zoho>) -> Result<Request> {
        let ids = self.ids.iter().map(|id| record_id("ids", id)).collect::<Result<Vec<_>>>()?;
        let request = Request::get(["settings", "recycle_bin"])
            .query_list("ids", ids)
            .query("page", Cursor::page(self.cursor.as_ref(), 1)?);
        per_page(request, self.per_page)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Page<Discarded>> {
        let Some(Answer { recycle_bin, info }) = response.json_opt()? else {
            return Ok(Page::last(Vec::new()));
        };
        let page = Cursor::page(self.cursor.as_ref(), 1)?;
        Ok(Page::new(recycle_bin, (info.more_records == Some(true)).then_some(Cursor::Page(page + 1))))
    }

    fn fault(&self, _: &Zoho, head: &Head, body: &[u8]) -> Option<Fault> {
        errors::fault_of_list(head, body)
    }
}

impl PagedAction for List {
    type Item = Discarded;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}

/// `recycle_bin.purge`: makes deletions final, 100 in a call, and tells what became of each. There is no way back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Purge {
    /// The records' ids.
    pub ids: Vec<String>,
}

impl Purge {
    /// Makes the deletions of the records with these ids final.
    #[must_use]
    pub fn new<S: Into<String>>(ids: impl IntoIterator<Item = S>) -> Self {
        Self { ids: ids.into_iter().map(Into::into).collect() }
    }
}

impl Action for Purge {
    type Connector = Zoho;
    type Output = Vec<Outcome<Written>>;
    const META: Meta = Meta::destructive("recycle_bin", "purge")
        .title("Delete records for good")
        .scopes(&["ZohoCRM.settings.ALL", "ZohoCRM.settings.recycle_bin.DELETE"])
        .docs("https://www.zoho.com/crm/developer/docs/api/v8/del-recycle-bin-records.html");

    fn request(&self, _: &Cx<'_, Zoho>) -> Result<Request> {
        Ok(Request::delete(["settings", "recycle_bin"]).query_list("ids", checked_ids(&self.ids)?))
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

impl BatchAction for Purge {
    type Item = Written;
    const MAX: usize = MOST_RECORDS;

    fn len(&self) -> usize {
        self.ids.len()
    }

    fn part(&self, range: Range<usize>) -> Self {
        Self { ids: self.ids.get(range).unwrap_or_default().to_vec() }
    }
}
