//! What an application is told of by [`webhooks`](crate::webhooks), and where: for all accounts at once. Project apps and private
//! apps state it in their settings instead. Subscriptions do not end by themselves.
//!
//! These calls are the application's own: [`HubSpot::application`](crate::HubSpot::application). The legacy paths want a developer
//! key in the query, which this crate does not send.

use chrono::{DateTime, Utc};
use connectors_core::{
    Action, Cx, Error, Idempotency, Meta, Page, PagedAction, Request, Response, Result, setters,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::HubSpot;
use crate::config::Api;
use crate::objects::id;
use crate::paging::whole;

const TO_READ: &[&str] = &["developers-read"];
const TO_WRITE: &[&str] = &["developers-write"];

/// What an application is told of.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Subscription {
    /// Its id.
    #[serde(deserialize_with = "id_text")]
    pub id: String,
    /// The kind of event: `contact.propertyChange`, `object.creation`, …
    pub event_type: String,
    /// Of which object type, where the kind is of any: `0-1`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub object_type_id: Option<String>,
    /// Of which property, where it is a change of one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub property_name: Option<String>,
    /// Whether it is told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub active: Option<bool>,
    /// When it was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<DateTime<Utc>>,
    /// When it was changed last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<DateTime<Utc>>,
}

impl Subscription {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<String>, event_type: impl Into<String>) -> Self {
        Self { id: id.into(), event_type: event_type.into(), ..Self::default() }
    }

    setters!(object_type_id: Option<String>, property_name: Option<String>, active: Option<bool>, created_at: Option<DateTime<Utc>>, updated_at: Option<DateTime<Utc>>);
}

/// An id, as text or as a number.
fn id_text<'de, D: serde::Deserializer<'de>>(deserializer: D) -> std::result::Result<String, D::Error> {
    let value = Value::deserialize(deserializer)?;
    let text = crate::errors::texts(&value).into_iter().next();
    text.ok_or_else(|| serde::de::Error::custom("expected an id"))
}

/// `webhook_subscription.list`: all that an application is told of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct List {
    /// The id of the application.
    pub app_id: String,
}

impl List {
    /// Of this application.
    #[must_use]
    pub fn new(app_id: impl Into<String>) -> Self {
        Self { app_id: app_id.into() }
    }
}

impl Action for List {
    type Connector = HubSpot;
    type Output = Page<Subscription>;
    const META: Meta = Meta::read("webhook_subscription", "list")
        .title("List webhook subscriptions")
        .scopes(TO_READ)
        .docs("https://developers.hubspot.com/docs/guides/api/app-management/webhooks");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        Ok(Request::get(cx.connector().path(Api::WEBHOOKS, [id("app_id", &self.app_id)?, "subscriptions"])))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        whole(&response)
    }
}

impl PagedAction for List {
    type Item = Subscription;
}

/// `webhook_subscription.get`: one subscription.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Get {
    /// The id of the application.
    pub app_id: String,
    /// The id of the subscription.
    pub id: String,
}

impl Get {
    /// The subscription of an application with this id.
    #[must_use]
    pub fn new(app_id: impl Into<String>, id: impl Into<String>) -> Self {
        Self { app_id: app_id.into(), id: id.into() }
    }
}

impl Action for Get {
    type Connector = HubSpot;
    type Output = Subscription;
    const META: Meta = Meta::read("webhook_subscription", "get")
        .title("Get a webhook subscription")
        .scopes(TO_READ)
        .docs("https://developers.hubspot.com/docs/guides/api/app-management/webhooks");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        Ok(Request::get(
            cx.connector()
                .path(Api::WEBHOOKS, [id("app_id", &self.app_id)?, "subscriptions", id("id", &self.id)?]),
        ))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        response.json()
    }
}

/// `webhook_subscription.create`: has an application told of a kind of event, in all accounts that it is installed in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Create {
    /// The id of the application.
    pub app_id: String,
    /// The kind: `contact.creation`, `contact.propertyChange`, `object.deletion`, …
    pub event_type: String,
    /// Of which property, where it is a change of one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub property_name: Option<String>,
    /// Of which object type, where the kind is of any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object_type_id: Option<String>,
    /// Whether it is made without being told yet.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub paused: bool,
}

impl Create {
    /// Of this kind of event.
    #[must_use]
    pub fn new(app_id: impl Into<String>, event_type: impl Into<String>) -> Self {
        Self {
            app_id: app_id.into(),
            event_type: event_type.into(),
            property_name: None,
            object_type_id: None,
            paused: false,
        }
    }

    setters!(property_name: Option<String>, object_type_id: Option<String>, paused: bool);
}

impl Action for Create {
    type Connector = HubSpot;
    type Output = Subscription;
    const META: Meta = Meta::write("webhook_subscription", "create")
        .title("Create a webhook subscription")
        .scopes(TO_WRITE)
        .docs("https://developers.hubspot.com/docs/guides/api/app-management/webhooks");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        let mut body = json!({ "eventType": self.event_type, "active": !self.paused });
        if let Some(property) = &self.property_name {
            body["propertyName"] = property.as_str().into();
        }
        if let Some(object) = &self.object_type_id {
            body["objectTypeId"] = object.as_str().into();
        }
        Ok(Request::post(cx.connector().path(Api::WEBHOOKS, [id("app_id", &self.app_id)?, "subscriptions"]))
            .json(&body))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        response.json()
    }
}

/// `webhook_subscription.update`: pauses a subscription, or goes on with it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Update {
    /// The id of the application.
    pub app_id: String,
    /// The id of the subscription.
    pub id: String,
    /// Whether it is told.
    pub active: bool,
}

impl Update {
    /// The subscription of an application with this id.
    #[must_use]
    pub fn new(app_id: impl Into<String>, id: impl Into<String>, active: bool) -> Self {
        Self { app_id: app_id.into(), id: id.into(), active }
    }
}

impl Action for Update {
    type Connector = HubSpot;
    type Output = Subscription;
    const META: Meta = Meta::write("webhook_subscription", "update")
        .title("Pause or resume a webhook subscription")
        .scopes(TO_WRITE)
        .docs("https://developers.hubspot.com/docs/guides/api/app-management/webhooks");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        let request = Request::patch(
            cx.connector()
                .path(Api::WEBHOOKS, [id("app_id", &self.app_id)?, "subscriptions", id("id", &self.id)?]),
        );
        Ok(request.json(&json!({ "active": self.active })).idempotency(Idempotency::Idempotent))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        response.json()
    }
}

/// `webhook_subscription.delete`: ends a subscription.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Delete {
    /// The id of the application.
    pub app_id: String,
    /// The id of the subscription.
    pub id: String,
}

impl Delete {
    /// The subscription of an application with this id.
    #[must_use]
    pub fn new(app_id: impl Into<String>, id: impl Into<String>) -> Self {
        Self { app_id: app_id.into(), id: id.into() }
    }
}

impl Action for Delete {
    type Connector = HubSpot;
    type Output = ();
    const META: Meta = Meta::destructive("webhook_subscription", "delete")
        .title("Delete a webhook subscription")
        .scopes(TO_WRITE)
        .docs("https://developers.hubspot.com/docs/guides/api/app-management/webhooks");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        Ok(Request::delete(
            cx.connector()
                .path(Api::WEBHOOKS, [id("app_id", &self.app_id)?, "subscriptions", id("id", &self.id)?]),
        ))
    }

    #[inline]
    fn response(&self, _: Response) -> Result<Self::Output> {
        Ok(())
    }
}

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
    const META: Meta = Meta::read("webhook_settings", "get")
        .title("Get the webhook settings")
        .scopes(TO_READ)
        .docs("https://developers.hubspot.com/docs/guides/api/app-management/webhooks");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        Ok(Request::get(cx.connector().path(Api::WEBHOOKS, [id("app_id", &self.app_id)?, "settings"])))
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
    const META: Meta = Meta::write("webhook_settings", "update")
        .title("Set where webhooks go")
        .scopes(TO_WRITE)
        .docs("https://developers.hubspot.com/docs/guides/api/app-management/webhooks");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        if !self.target_url.starts_with("https://") {
            return Err(Error::validation("target_url", "is not an https address"));
        }
        let throttling = json!({ "maxConcurrentRequests": self.max_concurrent_requests });
        let body = json!({ "targetUrl": self.target_url, "throttling": throttling });
        Ok(Request::put(cx.connector().path(Api::WEBHOOKS, [id("app_id", &self.app_id)?, "settings"]))
            .json(&body))
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
        .docs("https://developers.hubspot.com/docs/guides/api/app-management/webhooks");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        Ok(Request::delete(cx.connector().path(Api::WEBHOOKS, [id("app_id", &self.app_id)?, "settings"])))
    }

    #[inline]
    fn response(&self, _: Response) -> Result<Self::Output> {
        Ok(())
    }
}
