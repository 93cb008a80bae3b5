//! Subscriptions: who gets which kinds of e-mails. The law depends on them, so what is done here is exact: an address that is
//! none is refused, a status that is not known does not count as subscribed, and a refusal of HubSpot's is an error.

mod model;

use connectors_core::{
    Action, Connector, Cx, Error, Fault, Head, Idempotency, Meta, Page, PagedAction, Request, Response,
    Result, setters,
};
use http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

pub use self::model::{Definition, LegalBasis, Source, Status, Subscription};
use crate::HubSpot;
use crate::config::Api;
use crate::objects::id;

const TO_READ: &[&str] = &["communication_preferences.read"];
const TO_WRITE: &[&str] = &["communication_preferences.read_write", "communication_preferences.write"];

/// `email_subscription.list`: the kinds of e-mails that people can subscribe to.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct List {}

impl List {
    /// All.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

impl Action for List {
    type Connector = HubSpot;
    type Output = Page<Definition>;
    const META: Meta = Meta::read("email_subscription", "list")
        .title("List subscriptions")
        .scopes(TO_READ)
        .docs("https://developers.hubspot.com/docs/guides/api/marketing/subscriptions");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        Ok(Request::get(cx.connector().path(Api::PREFERENCES, ["definitions"])))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Definitions {
            subscription_definitions: Vec<Definition>,
        }
        Ok(Page::last(response.json::<Definitions>()?.subscription_definitions))
    }
}

impl PagedAction for List {
    type Item = Definition;
}

/// `email_subscription.get_status`: which kinds of e-mails an address gets, and which not.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct GetStatus {
    /// The address.
    pub email: String,
}

impl GetStatus {
    /// Of this address.
    #[must_use]
    pub fn new(email: impl Into<String>) -> Self {
        Self { email: email.into() }
    }
}

impl Action for GetStatus {
    type Connector = HubSpot;
    type Output = Vec<Subscription>;
    const META: Meta = Meta::read("email_subscription", "get_status")
        .title("Get the subscriptions of an address")
        .scopes(TO_READ)
        .docs("https://developers.hubspot.com/docs/guides/api/marketing/subscriptions");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        Ok(Request::get(cx.connector().path(Api::PREFERENCES, ["status", "email", address(&self.email)?])))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Statuses {
            subscription_statuses: Vec<Subscription>,
        }
        Ok(response.json::<Statuses>()?.subscription_statuses)
    }
}

/// `email_subscription.subscribe`: subscribes an address to a kind of e-mails. It needs a reason that the law accepts.
///
/// Whoever unsubscribed once cannot be subscribed again by this (not verified): HubSpot refuses it, and that is told. Whoever is
/// subscribed already is; the answer has the id and the status then, and nothing else.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Subscribe {
    /// The address.
    pub email: String,
    /// The id of the subscription.
    pub subscription_id: String,
    /// Why they may be written to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub legal_basis: Option<LegalBasis>,
    /// The same in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub legal_basis_explanation: Option<String>,
}

impl Subscribe {
    /// Subscribes this address.
    #[must_use]
    pub fn new(email: impl Into<String>, subscription_id: impl Into<String>) -> Self {
        Self {
            email: email.into(),
            subscription_id: subscription_id.into(),
            legal_basis: None,
            legal_basis_explanation: None,
        }
    }

    setters!(legal_basis: Option<LegalBasis>, legal_basis_explanation: Option<String>);
}

impl Action for Subscribe {
    type Connector = HubSpot;
    type Output = Subscription;
    const META: Meta = Meta::write("email_subscription", "subscribe")
        .title("Subscribe an address")
        .scopes(TO_WRITE)
        .docs("https://developers.hubspot.com/docs/guides/api/marketing/subscriptions");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        let body = update(
            &self.email,
            &self.subscription_id,
            self.legal_basis,
            self.legal_basis_explanation.as_deref(),
        )?;
        let request = Request::post(cx.connector().path(Api::PREFERENCES, ["subscribe"])).json(&body);
        Ok(request.idempotency(Idempotency::Idempotent))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        match response.status().is_success() {
            true => response.json(),
            false => Ok(Subscription::new(self.subscription_id.trim(), "").status(Status::Subscribed)),
        }
    }

    fn fault(&self, hubspot: &HubSpot, head: &Head, body: &[u8]) -> Option<Fault> {
        unless_already(ALREADY_IN, hubspot, head, body)
    }
}

/// `email_subscription.unsubscribe`: unsubscribes an address from a kind of e-mails. It can be repeated, and is when its answer is
/// lost: HubSpot refuses what is so already, which counts as done here; the answer has the id and the status then, and nothing
/// else. Who sends many gives it [`Priority`](connectors_core::Priority): opt-outs first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Unsubscribe {
    /// The address.
    pub email: String,
    /// The id of the subscription.
    pub subscription_id: String,
    /// Why they may be written to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub legal_basis: Option<LegalBasis>,
    /// The same in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub legal_basis_explanation: Option<String>,
}

impl Unsubscribe {
    /// Unsubscribes this address.
    #[must_use]
    pub fn new(email: impl Into<String>, subscription_id: impl Into<String>) -> Self {
        Self {
            email: email.into(),
            subscription_id: subscription_id.into(),
            legal_basis: None,
            legal_basis_explanation: None,
        }
    }

    setters!(legal_basis: Option<LegalBasis>, legal_basis_explanation: Option<String>);
}

impl Action for Unsubscribe {
    type Connector = HubSpot;
    type Output = Subscription;
    const META: Meta = Meta::write("email_subscription", "unsubscribe")
        .title("Unsubscribe an address")
        .scopes(TO_WRITE)
        .docs("https://developers.hubspot.com/docs/guides/api/marketing/subscriptions");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        let body = update(
            &self.email,
            &self.subscription_id,
            self.legal_basis,
            self.legal_basis_explanation.as_deref(),
        )?;
        let request = Request::post(cx.connector().path(Api::PREFERENCES, ["unsubscribe"])).json(&body);
        Ok(request.idempotency(Idempotency::Idempotent))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        match response.status().is_success() {
            true => response.json(),
            false => Ok(Subscription::new(self.subscription_id.trim(), "").status(Status::NotSubscribed)),
        }
    }

    fn fault(&self, hubspot: &HubSpot, head: &Head, body: &[u8]) -> Option<Fault> {
        unless_already(ALREADY_OUT, hubspot, head, body)
    }
}

/// `email_subscription.unsubscribe_all`: unsubscribes an address from all e-mails of the account (v4). It can be repeated.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct UnsubscribeAll {
    /// The address.
    pub email: String,
    /// Only from those of this brand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub business_unit_id: Option<i64>,
}

impl UnsubscribeAll {
    /// Unsubscribes this address.
    #[must_use]
    pub fn new(email: impl Into<String>) -> Self {
        Self { email: email.into(), business_unit_id: None }
    }

    setters!(business_unit_id: Option<i64>);
}

impl Action for UnsubscribeAll {
    type Connector = HubSpot;
    type Output = ();
    const META: Meta = Meta::write("email_subscription", "unsubscribe_all")
        .title("Unsubscribe an address from everything")
        .scopes(TO_WRITE)
        .docs("https://developers.hubspot.com/docs/guides/api/marketing/subscriptions");

    fn request(&self, _: &Cx<'_, HubSpot>) -> Result<Request> {
        let path = ["communication-preferences", "v4", "statuses", address(&self.email)?, "unsubscribe-all"];
        let request = Request::post(path).query("channel", "EMAIL");
        let request = request.query_opt("businessUnitId", self.business_unit_id);
        Ok(request.idempotency(Idempotency::Idempotent))
    }

    #[inline]
    fn response(&self, _: Response) -> Result<Self::Output> {
        Ok(())
    }

    fn fault(&self, hubspot: &HubSpot, head: &Head, body: &[u8]) -> Option<Fault> {
        unless_already(ALREADY_OUT, hubspot, head, body)
    }
}

/// How HubSpot refuses to do what is done already: a 400 with this in its message (second-hand, from captured answers; of v4 not
/// verified).
const ALREADY_IN: &str = "already subscribed";
const ALREADY_OUT: &str = "already unsubscribed";

/// What is so already is what was asked for: the same call may have come before, and its answer been lost.
fn unless_already(already: &str, hubspot: &HubSpot, head: &Head, body: &[u8]) -> Option<Fault> {
    let fault = hubspot.fault(head, body)?;
    let so = head.status == StatusCode::BAD_REQUEST && fault.message.to_lowercase().contains(already);
    (!so).then_some(fault)
}

/// An address, which stands in a path or a body as it is. A wrong one would unsubscribe nobody.
fn address(email: &str) -> Result<&str> {
    let email = email.trim();
    let parts = email.split_once('@').filter(|(name, host)| !name.is_empty() && !host.is_empty());
    if parts.is_none() || email.contains(char::is_whitespace) {
        return Err(Error::validation("email", "is not an e-mail address"));
    }
    Ok(email)
}

fn update(
    email: &str,
    subscription: &str,
    basis: Option<LegalBasis>,
    explanation: Option<&str>,
) -> Result<Value> {
    let mut body = json!({
        "emailAddress": address(email)?,
        "subscriptionId": id("subscription_id", subscription)?,
    });
    if let Some(basis) = basis {
        body["legalBasis"] = json!(basis);
    }
    if let Some(explanation) = explanation {
        body["legalBasisExplanation"] = explanation.into();
    }
    Ok(body)
}
