//! Attachments that are taken away.

use std::ops::Range;

use connectors_core::{Action, BatchAction, Cx, Fault, Head, Meta, Outcome, Request, Response, Result};
use serde::{Deserialize, Serialize};

use super::{SCOPES, one_path, path};
use crate::records::{MOST_RECORDS, Written, checked_ids, one, outcomes};
use crate::{Zoho, errors};

const DELETE: &str = "https://www.zoho.com/crm/developer/docs/api/v8/delete-attachments.html";

/// `attachment.delete`: takes one attachment away. The record stays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Delete {
    /// The API name of the record's module.
    pub module: String,
    /// The record's id.
    pub record_id: String,
    /// The attachment's id.
    pub id: String,
}

impl Delete {
    /// Takes this attachment away.
    #[must_use]
    pub fn new(module: impl Into<String>, record_id: impl Into<String>, id: impl Into<String>) -> Self {
        Self { module: module.into(), record_id: record_id.into(), id: id.into() }
    }
}

impl Action for Delete {
    type Connector = Zoho;
    type Output = Written;
    const META: Meta =
        Meta::destructive("attachment", "delete").title("Delete an attachment").scopes(SCOPES).docs(DELETE);

    fn request(&self, cx: &Cx<'_, Zoho>) -> Result<Request> {
        Ok(Request::delete(one_path(cx, &self.module, &self.record_id, &self.id)?))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Written> {
        one(&response)
    }

    fn fault(&self, _: &Zoho, head: &Head, body: &[u8]) -> Option<Fault> {
        errors::fault_of_one(head, body)
    }
}

/// `attachment.delete_many`: takes attachments of a record away, 100 in a call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct DeleteMany {
    /// The API name of the record's module.
    pub module: String,
    /// The record's id.
    pub record_id: String,
    /// The attachments' ids.
    pub ids: Vec<String>,
}

impl DeleteMany {
    /// Takes these attachments of the record away.
    #[must_use]
    pub fn new<S: Into<String>>(
        module: impl Into<String>,
        record_id: impl Into<String>,
        ids: impl IntoIterator<Item = S>,
    ) -> Self {
        let ids = ids.into_iter().map(Into::into).collect();
        Self { module: module.into(), record_id: record_id.into(), ids }
    }
}

impl Action for DeleteMany {
    type Connector = Zoho;
    type Output = Vec<Outcome<Written>>;
    const META: Meta = Meta::destructive("attachment", "delete_many")
        .title("Delete attachments")
        .scopes(SCOPES)
        .docs(DELETE);

    fn request(&self, cx: &Cx<'_, Zoho>) -> Result<Request> {
        let ids = checked_ids(&self.ids)?;
        Ok(Request::delete(path(cx, &self.module, &self.record_id)?).query_list("ids", ids))
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

impl BatchAction for DeleteMany {
    type Item = Written;
    const MAX: usize = MOST_RECORDS;

    fn len(&self) -> usize {
        self.ids.len()
    }

    fn part(&self, range: Range<usize>) -> Self {
        Self { ids: self.ids.get(range).unwrap_or_default().to_vec(), ..self.clone() }
    }
}
