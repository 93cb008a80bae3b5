//! The account itself. Its path is not verified.

use connectors_core::{Action, Cx, Identity, Meta, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

use crate::HubSpot;
use crate::config::Api;

const TO_READ: &[&str] = &["oauth"];

/// The account.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Account {
    /// Its id.
    pub portal_id: u64,
    /// What it is: `STANDARD`, `DEVELOPER_TEST`, `SANDBOX`, …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_type: Option<String>,
    /// Its time zone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
    /// The same as an offset.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub utc_offset: Option<String>,
    /// Its currency.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub company_currency: Option<String>,
    /// Further ones.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub additional_currencies: Vec<String>,
    /// Where people use it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ui_domain: Option<String>,
    /// Where its data are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data_hosting_location: Option<String>,
}

impl Account {
    /// As tests need it.
    #[must_use]
    pub fn new(portal_id: u64) -> Self {
        Self { portal_id, ..Self::default() }
    }

    setters!(account_type: Option<String>, time_zone: Option<String>, utc_offset: Option<String>, company_currency: Option<String>, additional_currencies: Vec<String>, ui_domain: Option<String>, data_hosting_location: Option<String>);
}

impl From<Account> for Identity {
    /// HubSpot tells no name: the portal's id stands for it.
    fn from(account: Account) -> Self {
        let id = account.portal_id.to_string();
        Self::new(&id, &id)
    }
}

/// `account.get`: which account it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Get {}

impl Get {
    /// Of the credentials.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

impl Action for Get {
    type Connector = HubSpot;
    type Output = Account;
    const META: Meta = Meta::read("account", "get")
        .title("Get the account")
        .scopes(TO_READ)
        .docs("https://developers.hubspot.com/docs/guides/api/settings/account-information-api");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        Ok(Request::get(cx.connector().path(Api::ACCOUNT, [""; 0])))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        response.json()
    }
}
