//! The addresses that e-mails may be sent from: see [`emails::Send`](crate::emails::Send).

use connectors_core::{Action, Cx, Meta, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

use crate::Zoho;
use crate::records::record_id;

/// An address that e-mails may be sent from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct FromAddress {
    /// The address.
    pub email: String,
    /// The name that goes with it.
    pub user_name: Option<String>,
    /// Whose it is: `primary`, `org_email`, …
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// Its id.
    pub id: Option<String>,
    /// Whether it is taken unless said otherwise.
    #[serde(rename = "default")]
    pub is_default: Option<bool>,
}

impl FromAddress {
    /// This address.
    #[must_use]
    pub fn new(email: impl Into<String>) -> Self {
        Self { email: email.into(), ..Self::default() }
    }

    setters!(user_name: Option<String>, kind: Option<String>, id: Option<String>, is_default: Option<bool>);
}

/// `from_address.list`: the addresses that a user may send e-mails from, all in one answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct List {
    /// The user's id; the one who gave the consent unless said otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
}

impl List {
    /// The addresses of the user who gave the consent.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(user_id: Option<String>);
}

#[derive(Deserialize)]
struct Answer {
    from_addresses: Vec<FromAddress>,
}

impl Action for List {
    type Connector = Zoho;
    type Output = Vec<FromAddress>;
    const META: Meta = Meta::read("from_address", "list")
        .title("List the addresses to send from")
        .scopes(&["ZohoCRM.settings.ALL", "ZohoCRM.settings.emails.READ"])
        .docs("https://www.zoho.com/crm/developer/docs/api/v8/get-from-addresses-list.html");

    fn request(&self, _: &Cx<'_, Zoho>) -> Result<Request> {
        let user = self.user_id.as_deref().map(|id| record_id("user_id", id)).transpose()?;
        let path = ["settings", "emails", "actions", "from_addresses"];
        Ok(Request::get(path).query_opt("user_id", user))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Vec<FromAddress>> {
        let answer: Option<Answer> = response.json_opt()?;
        Ok(answer.map(|answer| answer.from_addresses).unwrap_or_default())
    }
}
