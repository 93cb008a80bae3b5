//! Many records that go to the recycle bin.

use connectors_core::{
    Action, Cx, Fault, Head, JobAction, JobState, Meta, Request, Response, Result, setters,
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{MassResult, Territory, ask, job_id, path, state};
use crate::records::record_id;
use crate::{Zoho, errors};

const ACTION: &str = "mass_delete";

/// `record.mass_delete`: moves all records of a custom view to the recycle bin. Await its
/// [`Job`](connectors_core::Job).
///
/// For chosen records there is [`DeleteMany`](crate::records::DeleteMany), which tells what became of each.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Delete {
    /// The module's API name.
    pub module: String,
    /// The custom view's id; [`custom_views`](crate::custom_views) tells it.
    pub cvid: String,
    /// Only records of this territory.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub territory: Option<Territory>,
}

impl Delete {
    /// Deletes all records of the view with this id, of this module.
    #[must_use]
    pub fn new(module: impl Into<String>, cvid: impl Into<String>) -> Self {
        Self { module: module.into(), cvid: cvid.into(), territory: None }
    }

    setters!(territory: Option<Territory>);
}

impl Action for Delete {
    type Connector = Zoho;
    type Output = DeleteStatus;
    const META: Meta = Meta::destructive("record", "mass_delete")
        .title("Delete the records of a custom view")
        .scopes(&["ZohoCRM.mass_delete.DELETE", "ZohoCRM.modules.ALL"])
        .docs("https://www.zoho.com/crm/developer/docs/api/v8/mass-delete.html");

    fn request(&self, cx: &Cx<'_, Zoho>) -> Result<Request> {
        let mut body = json!({ "cvid": record_id("cvid", &self.cvid)? });
        if let Some(territory) = &self.territory {
            record_id("territory.id", &territory.id)?;
            body["territory"] = json!(territory);
        }
        Ok(Request::post(path(&self.module, ACTION, cx)?).json(&body))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<DeleteStatus> {
        Ok(DeleteStatus::new(&self.module, job_id(&response)?))
    }

    fn fault(&self, _: &Zoho, head: &Head, body: &[u8]) -> Option<Fault> {
        errors::fault_of_one(head, body)
    }
}

impl JobAction for Delete {
    type Status = DeleteStatus;
    type Result = MassResult;

    fn status(&self, started: DeleteStatus) -> DeleteStatus {
        started
    }
}

/// `record.mass_delete_status`: how far a mass deletion is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct DeleteStatus {
    /// The module's API name.
    pub module: String,
    /// The job's id.
    pub job_id: String,
}

impl DeleteStatus {
    /// The job with this id, on the records of this module.
    #[must_use]
    pub fn new(module: impl Into<String>, job_id: impl Into<String>) -> Self {
        Self { module: module.into(), job_id: job_id.into() }
    }
}

impl Action for DeleteStatus {
    type Connector = Zoho;
    type Output = JobState<MassResult>;
    const META: Meta = Meta::read("record", "mass_delete_status")
        .title("Ask how far a mass deletion is")
        .scopes(&["ZohoCRM.mass_delete.READ", "ZohoCRM.modules.ALL"])
        .docs("https://www.zoho.com/crm/developer/docs/api/v8/mass-delete-status.html");

    fn request(&self, cx: &Cx<'_, Zoho>) -> Result<Request> {
        ask(&self.module, ACTION, &self.job_id, cx)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<JobState<MassResult>> {
        state(&response)
    }
}
