//! Records that go to the recycle bin.

use std::ops::Range;

use connectors_core::{
    Action, BatchAction, Cx, Error, Fault, Head, Meta, Outcome, Request, Response, Result, setters,
};
use serde::{Deserialize, Serialize};

use super::verb::{self, Verb};
use super::written::{Written, one, outcomes};
use super::{MOST_RECORDS, module, record_id};
use crate::module::{Module, Of};
use crate::{Zoho, errors};

/// `<resource>.delete`: moves one record to the recycle bin.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, bound = "")]
#[non_exhaustive]
pub struct Delete<M> {
    /// The module's API name, where it is not the record type's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub module: Option<String>,
    /// The record's id.
    pub id: String,
    /// Whether workflows are started: Zoho's default unless said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wf_trigger: Option<bool>,
    #[serde(skip)]
    of: Of<M>,
}

impl<M> Delete<M> {
    /// Deletes the record with this id.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { module: None, id: id.into(), wf_trigger: None, of: Of::default() }
    }

    setters!(module: Option<String>, wf_trigger: Option<bool>);
}

impl<M: Module> Action for Delete<M> {
    type Connector = Zoho;
    type Output = Written;
    const META: Meta = Verb::<M, { verb::DELETE }>::META;

    fn request(&self, cx: &Cx<'_, Zoho>) -> Result<Request> {
        let path = [module::<M>(self.module.as_deref(), cx)?, record_id("id", &self.id)?];
        Ok(Request::delete(path).query_opt("wf_trigger", self.wf_trigger))
    }

    fn response(&self, response: Response) -> Result<Written> {
        one(&response)
    }

    fn fault(&self, _: &Zoho, head: &Head, body: &[u8]) -> Option<Fault> {
        errors::fault_of_one(head, body)
    }
}

/// `<resource>.delete_many`: moves records to the recycle bin, 100 in a call, and tells what became of each.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, bound = "")]
#[non_exhaustive]
pub struct DeleteMany<M> {
    /// The module's API name, where it is not the record type's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub module: Option<String>,
    /// The records' ids.
    pub ids: Vec<String>,
    /// Whether workflows are started: Zoho's default unless said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wf_trigger: Option<bool>,
    #[serde(skip)]
    of: Of<M>,
}

impl<M> DeleteMany<M> {
    /// Deletes the records with these ids.
    #[must_use]
    pub fn new<S: Into<String>>(ids: impl IntoIterator<Item = S>) -> Self {
        Self {
            module: None,
            ids: ids.into_iter().map(Into::into).collect(),
            wf_trigger: None,
            of: Of::default(),
        }
    }

    setters!(module: Option<String>, wf_trigger: Option<bool>);
}

impl<M: Module> Action for DeleteMany<M> {
    type Connector = Zoho;
    type Output = Vec<Outcome<Written>>;
    const META: Meta = Verb::<M, { verb::DELETE_MANY }>::META;

    fn request(&self, cx: &Cx<'_, Zoho>) -> Result<Request> {
        let ids = checked_ids(&self.ids)?;
        let request = Request::delete([module::<M>(self.module.as_deref(), cx)?]);
        Ok(request.query_list("ids", ids).query_opt("wf_trigger", self.wf_trigger))
    }

    fn response(&self, response: Response) -> Result<Self::Output> {
        let ids: Vec<_> = self.ids.iter().map(String::as_str).collect();
        outcomes(&response, ids.len(), Some(&ids))
    }

    fn fault(&self, _: &Zoho, head: &Head, body: &[u8]) -> Option<Fault> {
        errors::fault_of_many(head, body)
    }
}

impl<M: Module> BatchAction for DeleteMany<M> {
    type Item = Written;
    const MAX: usize = MOST_RECORDS;

    fn len(&self) -> usize {
        self.ids.len()
    }

    fn part(&self, range: Range<usize>) -> Self {
        Self { ids: self.ids.get(range).unwrap_or_default().to_vec(), ..self.clone() }
    }
}

/// The ids of one call, which Zoho wants joined by commas.
pub(crate) fn checked_ids(ids: &[String]) -> Result<Vec<&str>> {
    if ids.is_empty() || ids.len() > MOST_RECORDS {
        return Err(Error::validation(
            "ids",
            format!("are {}; one call takes from 1 to {MOST_RECORDS}", ids.len()),
        ));
    }
    ids.iter().map(|id| record_id("ids", id)).collect()
}
