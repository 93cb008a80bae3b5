//! Further things to do with one record: a copy, and its rich texts whole.

use connectors_core::{Action, Cx, Fault, Head, Meta, Request, Response, Result, setters};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::verb::{self, Verb};
use super::{Found, Written, fields, missing, module, one, record_id};
use crate::module::{Module, Of};
use crate::{Zoho, errors, limits};

/// `record.clone`: makes a copy of a record. When the answer is lost, nothing is sent again: there might be two.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, bound = "")]
#[non_exhaustive]
pub struct CloneRecord<M> {
    /// The module's API name, where it is not the record type's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub module: Option<String>,
    /// The record's id.
    pub id: String,
    #[serde(skip)]
    of: Of<M>,
}

impl<M> CloneRecord<M> {
    /// Copies the record with this id.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { module: None, id: id.into(), of: Of::default() }
    }

    setters!(module: Option<String>);
}

impl<M: Module> Action for CloneRecord<M> {
    type Connector = Zoho;
    /// The copy.
    type Output = Written;
    const META: Meta = Verb::<M, { verb::CLONE }>::META;

    fn request(&self, cx: &Cx<'_, Zoho>) -> Result<Request> {
        let path = [module::<M>(self.module.as_deref(), cx)?, record_id("id", &self.id)?, "actions", "clone"];
        Ok(limits::write(Request::post(path), 1))
    }

    fn response(&self, response: Response) -> Result<Written> {
        one(&response)
    }

    fn fault(&self, _: &Zoho, head: &Head, body: &[u8]) -> Option<Fault> {
        errors::fault_of_one(head, body)
    }
}

/// `record.fetch_full_data`: one record with its rich texts whole. [`Get`](super::Get) and lists cut them off.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, bound = "")]
#[non_exhaustive]
pub struct FetchFullData<M> {
    /// The module's API name, where it is not the record type's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub module: Option<String>,
    /// The record's id.
    pub id: String,
    /// The rich texts to read; empty for all that the record has.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<String>,
    #[serde(skip)]
    of: Of<M>,
}

impl<M> FetchFullData<M> {
    /// The record with this id.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { module: None, id: id.into(), fields: Vec::new(), of: Of::default() }
    }

    setters!(module: Option<String>, fields: Vec<String>);
}

impl<M: Module + DeserializeOwned> Action for FetchFullData<M> {
    type Connector = Zoho;
    type Output = M;
    const META: Meta = Verb::<M, { verb::FETCH_FULL_DATA }>::META;

    fn request(&self, cx: &Cx<'_, Zoho>) -> Result<Request> {
        let module = module::<M>(self.module.as_deref(), cx)?;
        let path = [module, record_id("id", &self.id)?, "actions", "fetch_full_data"];
        let chosen = if self.fields.is_empty() { Vec::new() } else { fields::<M>(&self.fields)? };
        Ok(Request::get(path).query_list("fields", chosen))
    }

    fn response(&self, response: Response) -> Result<M> {
        let found: Found<M> = response.json_opt()?.unwrap_or_default();
        found.data.into_iter().next().ok_or_else(missing)
    }
}
