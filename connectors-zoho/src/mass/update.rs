//! One change for many records.

use connectors_core::{
    Action, Cx, Fault, Head, JobAction, JobState, Meta, Request, Response, Result, setters,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{MassResult, ask, job_id, path, state};
use crate::module::Module;
use crate::records::{api_name, fields_of, record_id};
use crate::{Zoho, errors};

const DOCS: &str = "https://www.zoho.com/crm/developer/docs/api/v8/mass-update-records.html";
const ACTION: &str = "mass_update";

/// `record.mass_update`: writes the same to all records of a custom view. Await its [`Job`](connectors_core::Job).
///
/// Zoho takes one field at a time, three of deals, and not every kind of field. For chosen records there is
/// [`UpdateMany`](crate::records::UpdateMany), which tells what became of each.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Update<M> {
    /// The module's API name, where it is not the record type's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub module: Option<String>,
    /// The custom view's id; [`custom_views`](crate::custom_views) tells it.
    pub cvid: String,
    /// What to write.
    pub record: M,
    /// API names of fields to make empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub clear: Vec<String>,
    /// Only records of this territory.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub territory: Option<Territory>,
    /// Whether the values of a field that holds several are replaced; else they are added.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub over_write: Option<bool>,
}

/// A territory, and whether those below it are meant too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Territory {
    /// The territory's id.
    pub id: String,
    /// Whether those below it are meant too.
    #[serde(default)]
    pub include_child: bool,
}

impl Territory {
    /// The territory with this id.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into(), include_child: false }
    }

    setters!(include_child: bool);
}

impl<M> Update<M> {
    /// Writes what is set in `record` to all records of the view with this id.
    #[must_use]
    pub fn new(cvid: impl Into<String>, record: M) -> Self {
        Self { module: None, cvid: cvid.into(), record, clear: Vec::new(), territory: None, over_write: None }
    }

    setters!(module: Option<String>, clear: Vec<String>, territory: Option<Territory>, over_write: Option<bool>);
}

impl<M: Module> Update<M> {
    fn module_name(&self) -> &str {
        self.module.as_deref().unwrap_or(M::API_NAME)
    }
}

impl<M: Module + Serialize> Action for Update<M> {
    type Connector = Zoho;
    type Output = UpdateStatus;
    const META: Meta = Meta::write("record", "mass_update")
        .title("Update the records of a custom view")
        .scopes(&["ZohoCRM.mass_update.UPDATE", "ZohoCRM.modules.ALL"])
        .docs(DOCS);

    fn request(&self, cx: &Cx<'_, Zoho>) -> Result<Request> {
        let mut fields = fields_of("record", &self.record)?;
        fields.remove("id");
        for name in &self.clear {
            fields.insert(api_name("clear", name)?.to_owned(), Value::Null);
        }
        let mut body = json!({ "data": [fields], "cvid": record_id("cvid", &self.cvid)? });
        if let Some(territory) = &self.territory {
            record_id("territory.id", &territory.id)?;
            body["territory"] = json!(territory);
        }
        if let Some(over_write) = self.over_write {
            body["over_write"] = over_write.into();
        }
        Ok(Request::post(path(self.module_name(), ACTION, cx)?).json(&body))
    }

    fn response(&self, response: Response) -> Result<UpdateStatus> {
        Ok(UpdateStatus::new(self.module_name(), job_id(&response)?))
    }

    fn fault(&self, _: &Zoho, head: &Head, body: &[u8]) -> Option<Fault> {
        errors::fault_of_one(head, body)
    }
}

impl<M: Module + Serialize> JobAction for Update<M> {
    type Status = UpdateStatus;
    type Result = MassResult;

    fn status(&self, started: UpdateStatus) -> UpdateStatus {
        started
    }
}

/// `record.mass_update_status`: how far a mass update is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct UpdateStatus {
    /// The module's API name.
    pub module: String,
    /// The job's id.
    pub job_id: String,
}

impl UpdateStatus {
    /// The job with this id, on the records of this module.
    #[must_use]
    pub fn new(module: impl Into<String>, job_id: impl Into<String>) -> Self {
        Self { module: module.into(), job_id: job_id.into() }
    }
}

impl Action for UpdateStatus {
    type Connector = Zoho;
    type Output = JobState<MassResult>;
    const META: Meta = Meta::read("record", "mass_update_status")
        .title("Ask how far a mass update is")
        .scopes(&["ZohoCRM.mass_update.READ", "ZohoCRM.modules.ALL"])
        .docs("https://www.zoho.com/crm/developer/docs/api/v8/mass-update-status.html");

    fn request(&self, cx: &Cx<'_, Zoho>) -> Result<Request> {
        ask(&self.module, ACTION, &self.job_id, cx)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<JobState<MassResult>> {
        state(&response)
    }
}
