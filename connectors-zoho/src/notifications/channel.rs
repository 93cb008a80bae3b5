//! A channel as it is asked for.

use std::fmt;

use chrono::{DateTime, Utc};
use connectors_core::{Error, Result, setters};
use hmac::{Hmac, KeyInit as _, Mac as _};
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use sha2::Sha256;
use url::Url;

use crate::Zoho;
use crate::records::{api_name, seconds};

/// The longest token (Zoho CRM API, "Enable Notifications").
const LONGEST_TOKEN: usize = 50;
/// The most fields of a condition (the same).
const MOST_FIELDS: usize = 10;
/// What can happen to a record.
const OPERATIONS: [&str; 4] = ["create", "edit", "delete", "all"];

/// A channel: what it watches, where it reports to, until when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Channel {
    /// The channel's number, which you choose.
    pub channel_id: String,
    /// The events, `Leads.create`: a module's API name, or what [`Zoho::module`] knows it by, and one of `create`, `edit`,
    /// `delete`, `all`.
    pub events: Vec<String>,
    /// Where they are reported to, by POST. A query is kept.
    pub notify_url: String,
    /// Until when: at most a week ahead. It is always said, because Zoho's default is one hour.
    pub channel_expiry: DateTime<Utc>,
    /// What Zoho sends back with every report, at most 50 characters: the only proof that a report is Zoho's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<ChannelToken>,
    /// Whether what happens to related records is reported too: Zoho's default is that it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notify_on_related_action: Option<bool>,
    /// Whether reports have the values of the fields that changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub return_affected_field_values: Option<bool>,
    /// Changes of other fields than these are not reported, by module.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conditions: Vec<Condition>,
}

/// Which fields of a module must change for a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Condition {
    /// The module's API name.
    pub module: String,
    /// The fields' API names, at most ten.
    pub fields: Vec<String>,
    /// Whether all of them must change; else one is enough.
    #[serde(default)]
    pub all: bool,
}

/// A channel's token: a secret, which `Debug` does not show.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct ChannelToken(String);

impl ChannelToken {
    /// The token that follows from a secret of the application's for the channel of this number: the first 50 digits of
    /// the HMAC-SHA256 of the number, in hexadecimal. So each channel has a token of its own and none is stored:
    /// [`DerivedTokens`](crate::webhooks::DerivedTokens) knows them again.
    ///
    /// ```
    /// # use connectors_zoho::notifications::ChannelToken;
    /// let token = ChannelToken::derive(&"zoho_channel_secret_0001".into(), "1000000068001");
    /// assert_eq!(token.expose(), "aa315da2d5584e97151661e187076a073069f58fd4af4d928f");
    /// ```
    #[must_use]
    #[inline]
    pub fn derive(secret: &SecretString, channel_id: &str) -> Self {
        // A key may have any length.
        let mac = Hmac::<Sha256>::new_from_slice(secret.expose_secret().as_bytes());
        let mac = mac.map(|mac| hex::encode(mac.chain_update(channel_id).finalize().into_bytes()));
        Self(mac.unwrap_or_default().chars().take(LONGEST_TOKEN).collect())
    }

    /// The token itself.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl<S: Into<String>> From<S> for ChannelToken {
    fn from(token: S) -> Self {
        Self(token.into())
    }
}

impl fmt::Debug for ChannelToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ChannelToken(…)")
    }
}

impl Condition {
    /// One of these fields of this module.
    #[must_use]
    pub fn any_of<S: Into<String>>(module: impl Into<String>, fields: impl IntoIterator<Item = S>) -> Self {
        let fields = fields.into_iter().map(Into::into).collect();
        Self { module: module.into(), fields, all: false }
    }

    /// All of these fields of this module.
    #[must_use]
    pub fn all_of<S: Into<String>>(module: impl Into<String>, fields: impl IntoIterator<Item = S>) -> Self {
        Self { all: true, ..Self::any_of(module, fields) }
    }

    fn wire(&self, place: &str, zoho: &Zoho) -> Result<Value> {
        let module = api_name(&format!("{place}.module"), zoho.module_name(&self.module))?;
        let place = format!("{place}.fields");
        if self.fields.is_empty() || self.fields.len() > MOST_FIELDS {
            let text = format!("are {}; from 1 to {MOST_FIELDS}", self.fields.len());
            return Err(Error::validation(place, text));
        }
        let fields =
            self.fields.iter().map(|name| Ok(json!({ "field": { "api_name": api_name(&place, name)? } })));
        let mut fields = fields.collect::<Result<Vec<Value>>>()?;
        let selection = match fields.len() {
            1 => fields.remove(0),
            _ => json!({ "group_operator": if self.all { "and" } else { "or" }, "group": fields }),
        };
        Ok(
            json!({ "type": "field_selection", "module": { "api_name": module }, "field_selection": selection }),
        )
    }
}

impl Channel {
    /// A channel of this number that reports these events to this URL until this moment.
    #[must_use]
    pub fn new<S: Into<String>>(
        channel_id: impl Into<String>,
        events: impl IntoIterator<Item = S>,
        notify_url: impl Into<String>,
        channel_expiry: DateTime<Utc>,
    ) -> Self {
        Self {
            channel_id: channel_id.into(),
            events: events.into_iter().map(Into::into).collect(),
            notify_url: notify_url.into(),
            channel_expiry,
            token: None,
            notify_on_related_action: None,
            return_affected_field_values: None,
            conditions: Vec::new(),
        }
    }

    setters!(token: Option<ChannelToken>, notify_on_related_action: Option<bool>,
        return_affected_field_values: Option<bool>, conditions: Vec<Condition>);

    /// As it goes over the wire.
    pub(super) fn wire(&self, place: &str, zoho: &Zoho) -> Result<Map<String, Value>> {
        let mut wire = Map::new();
        let mut put = |name: &str, value: Value| wire.insert(name.to_owned(), value);
        put("channel_id", number(&format!("{place}.channel_id"), &self.channel_id)?.into());
        put("events", events(&format!("{place}.events"), &self.events, zoho)?);
        let url = Url::parse(&self.notify_url).ok().filter(|url| url.has_host());
        if url.is_none() {
            return Err(Error::validation(format!("{place}.notify_url"), "is not a URL"));
        }
        put("notify_url", self.notify_url.as_str().into());
        put("channel_expiry", seconds(self.channel_expiry).into());
        if let Some(token) = &self.token {
            let length = token.0.chars().count();
            if length == 0 || length > LONGEST_TOKEN {
                let text = format!("has {length} characters: from 1 to {LONGEST_TOKEN}");
                return Err(Error::validation(format!("{place}.token"), text));
            }
            put("token", token.0.as_str().into());
        }
        if let Some(related) = self.notify_on_related_action {
            put("notify_on_related_action", related.into());
        }
        if let Some(values) = self.return_affected_field_values {
            put("return_affected_field_values", values.into());
        }
        if !self.conditions.is_empty() {
            let conditions = self.conditions.iter().enumerate();
            let conditions = conditions.map(|(i, it)| it.wire(&format!("{place}.conditions[{i}]"), zoho));
            put("notification_condition", conditions.collect::<Result<Vec<_>>>()?.into());
        }
        Ok(wire)
    }
}

/// A channel's number: text here, because what comes back is text, and a number on its way to Zoho. So what comes back has
/// no zeros before it.
pub(super) fn number(field: &str, channel_id: &str) -> Result<i64> {
    let digits = channel_id.bytes().all(|byte| byte.is_ascii_digit()) && !channel_id.starts_with('0');
    let number = channel_id.parse().ok().filter(|_| digits);
    number
        .ok_or_else(|| Error::validation(field, format!("`{channel_id}` is not a channel's number: digits")))
}

/// Events, each a module's name and an operation. Modules go by the names that they have in the organisation.
pub(super) fn events(place: &str, events: &[String], zoho: &Zoho) -> Result<Value> {
    if events.is_empty() {
        return Err(Error::validation(place, "are missing: such as `Leads.create`"));
    }
    let events = events.iter().map(|event| {
        let parts = event.rsplit_once('.').filter(|(_, operation)| OPERATIONS.contains(operation));
        let module = parts.and_then(|(module, _)| api_name(place, zoho.module_name(module)).ok());
        match (parts, module) {
            (Some((_, operation)), Some(module)) => Ok(format!("{module}.{operation}")),
            _ => {
                let text =
                    format!("`{event}` is not an event: a module's API name and one of {OPERATIONS:?}");
                Err(Error::validation(place, text))
            }
        }
    });
    Ok(json!(events.collect::<Result<Vec<_>>>()?))
}
