//! Another owner for many records.

use connectors_core::{
    Action, Cx, Fault, Head, JobAction, JobState, Meta, Request, Response, Result, setters,
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{MassResult, Territory, ask, job_id, path, state};
use crate::records::record_id;
use crate::{Zoho, errors};

const ACTION: &str = "mass_change_owner";

/// `record.mass_change_owner`: gives all records of a custom view to another user. Await its
/// [`Job`](connectors_core::Job).
///
/// For chosen records there is [`records::ChangeOwner`](crate::records::ChangeOwner).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ChangeOwner {
    /// The module's API name.
    pub module: String,
    /// The custom view's id; [`custom_views`](crate::custom_views) tells it.
    pub cvid: String,
    /// The id of the user who owns them from now on.
    pub owner: String,
    /// Only records of this territory.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub territory: Option<Territory>,
}

impl ChangeOwner {
    /// Gives all records of this view, of this module, to the user with this id.
    #[must_use]
    pub fn new(module: impl Into<String>, cvid: impl Into<String>, owner: impl Into<String>) -> Self {
        Self { module: module.into(), cvid: cvid.into(), owner: owner.into(), territory: None }
    }

    setters!(territory: Option<Territory>);
}

impl Action for ChangeOwner {
    type Connector = Zoho;
    type Output = ChangeOwnerStatus;
    const META: Meta = Meta::write("record", "mass_change_owner")
        .title("Give the records of a custom view to another user")
        .scopes(&["ZohoCRM.mass_change_owner.WRITE", "ZohoCRM.modules.ALL"])
        .docs("https://www.zoho.com/crm/developer/docs/api/v8/mass-change-owner.html");

    fn request(&self, cx: &Cx<'_, Zoho>) -> Result<Request> {
        let owner = record_id("owner", &self.owner)?;
        let mut body = json!({ "cvid": record_id("cvid", &self.cvid)?, "owner": { "id": owner } });
        if let Some(territory) = &self.territory {
            record_id("territory.id", &territory.id)?;
            body["territory"] = json!(territory);
        }
        Ok(Request::post(path(&self.module, ACTION, cx)?).json(&body))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<ChangeOwnerStatus> {
        Ok(ChangeOwnerStatus::new(&self.module, job_id(&response)?))
    }

    fn fault(&self, _: &Zoho, head: &Head, body: &[u8]) -> Option<Fault> {
        errors::fault_of_one(head, body)
    }
}

impl JobAction for ChangeOwner {
    type Status = ChangeOwnerStatus;
    type Result = MassResult;

    fn status(&self, started: ChangeOwnerStatus) -> ChangeOwnerStatus {
        started
    }
}

/// `record.mass_change_owner_status`: how far a mass change of owners is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ChangeOwnerStatus {
    /// The module's API name.
    pub module: String,
    /// The job's id.
    pub job_id: String,
}

impl ChangeOwnerStatus {
    /// The job with this id, on the records of this module.
    #[must_use]
    pub fn new(module: impl Into<String>, job_id: impl Into<String>) -> Self {
        Self { module: module.into(), job_id: job_id.into() }
    }
}

impl Action for ChangeOwnerStatus {
    type Connector = Zoho;
    type Output = JobState<MassResult>;
    const META: Meta = Meta::read("record", "mass_change_owner_status")
        .title("Ask how far a mass change of owners is")
        .scopes(&["ZohoCRM.mass_change_owner.READ", "ZohoCRM.modules.ALL"])
        .docs("https://www.zoho.com/crm/developer/docs/api/v8/mass-change-owner-status.html");

    fn request(&self, cx: &Cx<'_, Zoho>) -> Result<Request> {
        ask(&self.module, ACTION, &self.job_id, cx)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<JobState<MassResult>> {
        state(&response)
    }
}
