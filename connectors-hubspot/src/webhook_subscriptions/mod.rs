//! What an application is told of by [`webhooks`](crate::webhooks), and where: for all accounts at once. Project apps and private
//! apps state it in their settings instead. Subscriptions do not end by themselves.
//!
//! These calls are the application's own, of no account's: [`HubSpot::developer`](crate::HubSpot::developer) makes a client for
//! the legacy paths, which want a developer key, and [`HubSpot::application`](crate::HubSpot::application) one for the dated.

mod settings;

use chrono::{DateTime, Utc};
use connectors_core::{Action, Cx, Idempotency, Meta, Page, PagedAction, Request, Response, Result, setters};
use http::Method;
use serde::{Deserialize, Serialize};
use serde_json::json;

pub use self::settings::{DeleteSettings, GetSettings, Settings, Throttling, UpdateSettings};
use crate::HubSpot;
use crate::config::Api;
use crate::objects::id;
use crate::paging::whole;

const DOCS: &str = "https://developers.hubspot.com/docs/guides/api/app-management/webhooks";
const TO_READ: &[&str] = &["developers-read"];
const TO_WRITE: &[&str] = &["developers-write"];

/// What an application is told of.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Subscription {
    /// Its id.
    #[serde(deserialize_with = "crate::text::id")]
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

/// A request of an application's own.
fn own(cx: &Cx<'_, HubSpot>, method: Method, app_id: &str, rest: &[&str]) -> Result<Request> {
    let rest = [id("app_id", app_id)?].into_iter().chain(rest.iter().copied());
    cx.connector().own(Request::new(method, cx.connector().path(Api::WEBHOOKS, rest)))
}

/// A request about one subscription.
fn one(cx: &Cx<'_, HubSpot>, method: Method, app_id: &str, subscription: &str) -> Result<Request> {
    own(cx, method, app_id, &["subscriptions", id("id", subscription)?])
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
        .docs(DOCS);

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        own(cx, Method::GET, &self.app_id, &["subscriptions"])
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
        .docs(DOCS);

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        one(cx, Method::GET, &self.app_id, &self.id)
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
        .docs(DOCS);

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        let mut body = json!({ "eventType": self.event_type, "active": !self.paused });
        if let Some(property) = &self.property_name {
            body["propertyName"] = property.as_str().into();
        }
        if let Some(object) = &self.object_type_id {
            body["objectTypeId"] = object.as_str().into();
        }
        Ok(own(cx, Method::POST, &self.app_id, &["subscriptions"])?.json(&body))
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
        .docs(DOCS);

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        let request = one(cx, Method::PATCH, &self.app_id, &self.id)?;
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
        .docs(DOCS);

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        one(cx, Method::DELETE, &self.app_id, &self.id)
    }

    #[inline]
    fn response(&self, _: Response) -> Result<Self::Output> {
        Ok(())
    }
}
