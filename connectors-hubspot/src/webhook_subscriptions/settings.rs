//! Where an application is told.

use chrono::{DateTime, Utc};
use connectors_core::{Action, Cx, Error, Meta, Request, Response, Result, setters};
use http::Method;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{DOCS, TO_READ, TO_WRITE, own};
use crate::HubSpot;

/// Where an application is told.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Settings {
    /// The address.
    pub target_url: String,
    /// How fast.
    pub throttling: Throttling,
    /// When it was set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<DateTime<Utc>>,
    /// When it was changed last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<DateTime<Utc>>,
}

impl Settings {
    /// As tests need it.
    #[must_use]
    pub fn new(target_url: impl Into<String>, throttling: Throttling) -> Self {
        Self { target_url: target_url.into(), throttling, ..Self::default() }
    }

    setters!(created_at: Option<DateTime<Utc>>, updated_at: Option<DateTime<Utc>>);
}

/// How fast an application is told.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Throttling {
    /// How many deliveries at once.
    pub max_concurrent_requests: u32,
}

impl Throttling {
    /// As tests need it.
    #[must_use]
    pub fn new(max_concurrent_requests: u32) -> Self {
        Self { max_concurrent_requests }
    }
}

/// `webhook_settings.get`: where an application is told.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct GetSettings {
    /// The id of the application.
    pub app_id: String,
}

impl GetSettings {
    /// Of this application.
    #[must_use]
    pub fn new(app_id: impl Into<String>) -> Self {
        Self { app_id: app_id.into() }
    }
}

impl Action for GetSettings {
    type Connector = HubSpot;
    type Output = Settings;
    const META: Meta =
        Meta::read("webhook_settings", "get").title("Get the webhook settings").scopes(TO_READ).docs(DOCS);

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        own(cx, Method::GET, &self.app_id, &["settings"])
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        response.json()
    }
}

/// `webhook_settings.update`: sets where an application is told, in all accounts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct UpdateSettings {
    /// The id of the application.
    pub app_id: String,
    /// The address: https.
    pub target_url: String,
    /// How many deliveries at once.
    pub max_concurrent_requests: u32,
}

impl UpdateSettings {
    /// This address for an application.
    #[must_use]
    pub fn new(
        app_id: impl Into<String>,
        target_url: impl Into<String>,
        max_concurrent_requests: u32,
    ) -> Self {
        Self { app_id: app_id.into(), target_url: target_url.into(), max_concurrent_requests }
    }
}

impl Action for UpdateSettings {
    type Connector = HubSpot;
    type Output = Settings;
    const META: Meta =
        Meta::write("webhook_settings", "update").title("Set where webhooks go").scopes(TO_WRITE).docs(DOCS);

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        if !self.target_url.starts_with("https://") {
            return Err(Error::validation("target_url", "is not an https address"));
        }
        let throttling = json!({ "maxConcurrentRequests": self.max_concurrent_requests });
        let body = json!({ "targetUrl": self.target_url, "throttling": throttling });
        Ok(own(cx, Method::PUT, &self.app_id, &["settings"])?.json(&body))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        response.json()
    }
}

/// `webhook_settings.delete`: has an application told nowhere.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct DeleteSettings {
    /// The id of the application.
    pub app_id: String,
}

impl DeleteSettings {
    /// Of this application.
    #[must_use]
    pub fn new(app_id: impl Into<String>) -> Self {
        Self { app_id: app_id.into() }
    }
}

impl Action for DeleteSettings {
    type Connector = HubSpot;
    type Output = ();
    const META: Meta = Meta::destructive("webhook_settings", "delete")
        .title("Delete the webhook settings")
        .scopes(TO_WRITE)
        .docs(DOCS);

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        own(cx, Method::DELETE, &self.app_id, &["settings"])
    }

    #[inline]
    fn response(&self, _: Response) -> Result<Self::Output> {
        Ok(())
    }
}
