//! Records that get another owner.

use std::ops::Range;

use connectors_core::{
    Action, BatchAction, Cx, Fault, Head, Idempotency, Meta, Outcome, Request, Response, Result, setters,
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{MOST_RECORDS, Written, checked_ids, module, outcomes, record_id};
use crate::module::Record;
use crate::{Zoho, errors};

/// `record.change_owner`: gives records to another user, 100 in a call, and tells what became of each.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ChangeOwner {
    /// The module's API name.
    pub module: String,
    /// The records' ids.
    pub ids: Vec<String>,
    /// The id of the user who owns them from now on.
    pub owner: String,
    /// Whether the new owner is told by e-mail.
    #[serde(default)]
    pub notify: bool,
}

impl ChangeOwner {
    /// Gives the records with these ids to the user with this id, who is not told.
    #[must_use]
    pub fn new<S: Into<String>>(
        module: impl Into<String>,
        ids: impl IntoIterator<Item = S>,
        owner: impl Into<String>,
    ) -> Self {
        let ids = ids.into_iter().map(Into::into).collect();
        Self { module: module.into(), ids, owner: owner.into(), notify: false }
    }

    setters!(notify: bool);
}

impl Action for ChangeOwner {
    type Connector = Zoho;
    type Output = Vec<Outcome<Written>>;
    const META: Meta = Meta::write("record", "change_owner")
        .title("Give records to another user")
        .scopes(&["ZohoCRM.change_owner.CREATE", "ZohoCRM.modules.ALL"])
        .docs("https://www.zoho.com/crm/developer/docs/api/v8/change-owner.html");

    fn request(&self, cx: &Cx<'_, Zoho>) -> Result<Request> {
        let owner = record_id("owner", &self.owner)?;
        let body = json!({ "ids": checked_ids(&self.ids)?, "owner": { "id": owner }, "notify": self.notify });
        let path = [module::<Record>(Some(&self.module), cx)?, "actions", "change_owner"];
        // A second time changes nothing, but would tell the owner again.
        let idempotency = if self.notify { Idempotency::None } else { Idempotency::Idempotent };
        Ok(Request::post(path).json(&body).idempotency(idempotency))
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

impl BatchAction for ChangeOwner {
    type Item = Written;
    const MAX: usize = MOST_RECORDS;

    fn len(&self) -> usize {
        self.ids.len()
    }

    fn part(&self, range: Range<usize>) -> Self {
        Self { ids: self.ids.get(range).unwrap_or_default().to_vec(), ..self.clone() }
    }
}
