//! What Zoho reports: notifications of [channels](crate::notifications), proven and read.
//!
//! Zoho signs nothing. A notification carries the [token](crate::notifications::Channel::token) that the channel was enabled
//! with, so it proves that its sender knows the token, and no more
//! ([`Proof::Sender`](connectors_core::webhooks::Proof::Sender)): whoever saw one notification of a channel can say anything
//! in that channel's name, and say it again; also at the address of another account, since no channel is bound to one. Give each channel a token of its own ([`DerivedTokens`]), have notifications
//! sent to an https address, and act on what you read from Zoho, not on what a notification says: the triggers of this crate
//! take it as a reason to look, and for nothing else.
//!
//! That notifications get lost or come twice is to be expected: Zoho documents neither how often it tries nor for how long.
//! Not documented either is the body but for the channel and the token. Whatever else is not there, or is otherwise, is left
//! out of the [`Notification`], whose delivery then says less and is good nevertheless.
//!
//! ```
//! use connectors_core::webhooks::{Inbound, Verdict, Webhook};
//! use connectors_zoho::notifications::ChannelToken;
//! use connectors_zoho::webhooks::{self, DerivedTokens, Operation};
//! use connectors_zoho::Zoho;
//! use secrecy::SecretString;
//!
//! # #[tokio::main(flavor = "current_thread")] async fn main() -> connectors_core::Result<()> {
//! // One secret; each channel has a token that follows from it, and nobody stores those.
//! let secret = SecretString::from("long, random, and known to this application only");
//! let token = ChannelToken::derive(&secret, "1000000068001"); // for `Channel::token`
//! let verifier = webhooks::verifier(DerivedTokens::new(secret));
//!
//! let body = format!(
//!     r#"{{"channel_id":"1000000068001","token":"{}","module":"Leads","operation":"update","ids":["4876876000000376008"]}}"#,
//!     token.expose(),
//! );
//! // With `connectors_core::webhooks::Route` axum does the rest; here it is done by hand.
//! let inbound = Inbound::post("https://app.example.com/hooks/customer-7", body).with_route("customer-7");
//! let Verdict::Delivery(verified) = verifier.verify(inbound).await? else { return Ok(()) };
//! for event in Zoho::events(&verified)? {
//!     assert_eq!((event.account.as_str(), event.id.as_str()), ("customer-7", "4876876000000376008"));
//!     assert_eq!(event.data.operation, Some(Operation::Update.into()));
//! }
//! # Ok(()) }
//! ```
//!
//! Sources: Zoho CRM API, "Enable Notifications" (the token and that it is sent back); no more is documented.

use std::collections::HashMap;
use std::fmt;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use connectors_core::triggers::{Event, Hint};
use connectors_core::types::Open;
use connectors_core::webhooks::{
    Place, Scheme, Secrets, SharedValue, Unverified, Verified, Verifier, Webhook,
};
use connectors_core::{Error, ErrorKind, Result};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use crate::Zoho;
use crate::notifications::ChannelToken;

/// How a notification proves itself: by the channel's token. The channel's number is the hint by which the token is found.
pub const SCHEME: Scheme =
    Scheme::SharedValue(SharedValue::at(Place::Body("/token")).hint(Place::Body("/channel_id")));

/// A verifier of notifications. The secrets are the channels' tokens, by the channel's number: [`DerivedTokens`], or what you
/// keep.
pub fn verifier(tokens: impl Secrets) -> Verifier {
    Verifier::new(SCHEME, tokens)
}

/// The tokens of all channels, from one secret: see [`ChannelToken::derive`].
#[derive(Clone)]
pub struct DerivedTokens(Vec<SecretString>);

impl DerivedTokens {
    /// From this secret.
    #[must_use]
    pub fn new(secret: impl Into<SecretString>) -> Self {
        Self(vec![secret.into()])
    }

    /// From this one, too: while channels have tokens of a secret that was replaced. Enable them anew.
    #[must_use]
    pub fn former(mut self, secret: impl Into<SecretString>) -> Self {
        self.0.push(secret.into());
        self
    }
}

#[async_trait]
impl Secrets for DerivedTokens {
    async fn for_hint(&self, hint: Option<Unverified<'_>>) -> Result<Vec<SecretString>> {
        let Some(channel) = hint else { return Ok(Vec::new()) };
        // With an empty secret anybody can derive.
        if self.0.iter().any(|secret| secret.expose_secret().is_empty()) {
            return Err(Error::config("the secret that channels' tokens are derived from is empty"));
        }
        let token = |secret| SecretString::from(ChannelToken::derive(secret, channel.claimed()).expose());
        Ok(self.0.iter().map(token).collect())
    }
}

impl fmt::Debug for DerivedTokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DerivedTokens(…)")
    }
}

/// What a notification says of one record.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct Notification {
    /// The channel's number.
    pub channel_id: String,
    /// The module's API name in this organisation.
    pub module: Option<String>,
    /// What was done to the record.
    pub operation: Option<Open<Operation>>,
    /// The API names of the fields that were written.
    pub fields: Vec<String>,
    /// Their values, if the channel wants them
    /// ([`return_affected_field_values`](crate::notifications::Channel::return_affected_field_values)).
    pub values: Map<String, Value>,
    /// When Zoho says that it was.
    pub server_time: Option<DateTime<Utc>>,
}

/// What is done to a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Operation {
    /// It is made.
    Insert,
    /// It is changed.
    Update,
    /// It is deleted.
    Delete,
}

impl Notification {
    /// What a channel says of a record.
    #[must_use]
    pub fn new(channel_id: impl Into<String>) -> Self {
        Self { channel_id: channel_id.into(), ..Self::default() }
    }

    connectors_core::setters!(module: Option<String>, operation: Option<Open<Operation>>, fields: Vec<String>,
        server_time: Option<DateTime<Utc>>);

    /// Sets `values`.
    #[must_use]
    pub fn values(mut self, values: Map<String, Value>) -> Self {
        self.values = values;
        self
    }

    /// A reason to look for a record, if it is of this module and of a wanted operation. What is not said, or not known, is
    /// a reason too.
    pub(crate) fn hint<T>(
        event: &Event<Self>,
        module: &str,
        wanted: impl Fn(Operation) -> bool,
    ) -> Option<Hint<T>> {
        let Self { module: told, operation, .. } = &event.data;
        let known = operation.as_ref().and_then(Open::known).copied();
        let fits = told.as_deref().is_none_or(|told| told == module) && known.is_none_or(wanted);
        let id = Some(event.id.clone()).filter(|id| !id.is_empty());
        fits.then_some(Hint::Look { id, at: event.at })
    }
}

/// One event for each record that a notification names, or one without an id if it names none.
///
/// The account is what the route says, such as the segment of `/hooks/{account}`: a channel's number tells nobody whose it
/// is. Without a route that says it, it is the channel's number. The key is the same whenever the same notification comes
/// again.
impl Webhook for Zoho {
    type Event = Notification;

    #[inline]
    fn events(delivery: &Verified) -> Result<Vec<Event<Notification>>> {
        let unread = |text: String| Error::new(ErrorKind::Decode, format!("the notification {text}"));
        // Where it is wrong, never what stands there.
        let body: Map<String, Value> = serde_json::from_slice(delivery.body())
            .map_err(|e| unread(format!("is no object (line {}, column {})", e.line(), e.column())))?;
        let channel = body.get("channel_id").and_then(id);
        let channel_id = channel.ok_or_else(|| unread("does not say its channel".to_owned()))?;
        let text = |name: &str| body.get(name).and_then(Value::as_str).map(str::to_owned);
        let notification = Notification {
            module: text("module"),
            operation: text("operation").map(Open::from_wire),
            server_time: body
                .get("server_time")
                .and_then(Value::as_i64)
                .and_then(DateTime::from_timestamp_millis),
            ..Notification::new(channel_id)
        };
        let account = delivery.inbound().route().unwrap_or(&notification.channel_id);
        // The same bytes are the same delivery; it has no number.
        let print = hex::encode(&Sha256::digest(delivery.body())[..12]);
        let mut ids: Vec<String> = list(&body, "ids").iter().filter_map(id).collect();
        if ids.is_empty() {
            ids.push(String::new());
        }
        let fields = list(&body, "affected_fields").iter().filter_map(Value::as_object).flatten();
        let fields: HashMap<_, _> =
            fields.filter_map(|(id, names)| Some((id.as_str(), names.as_array()?))).collect();
        let values = list(&body, "affected_values").iter();
        let values: HashMap<_, _> = values
            .filter_map(|of| Some((of.get("record_id").and_then(id)?, of.get("values")?.as_object()?)))
            .collect();
        let event = |id: String| {
            let names = fields.get(id.as_str()).into_iter().copied().flatten();
            let data = Notification {
                fields: names.filter_map(|name| name.as_str().map(str::to_owned)).collect(),
                values: values.get(&id).copied().cloned().unwrap_or_default(),
                ..notification.clone()
            };
            Event::new(account, &id, format!("{print}/{id}"), data).at(notification.server_time)
        };
        Ok(ids.into_iter().map(event).collect())
    }
}

/// A member that should be a list.
fn list<'a>(body: &'a Map<String, Value>, name: &str) -> &'a [Value] {
    body.get(name).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// An id, as text or as a whole number.
fn id(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => number.as_u64().map(|number| number.to_string()),
        _ => None,
    }
}
