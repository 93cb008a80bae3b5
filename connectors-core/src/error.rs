//! The one error type of the family: what went wrong, whether the platform may have acted, and what to do next.

mod edit;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use http::StatusCode;
use serde::{Deserialize, Serialize};

use crate::action::ActionId;

/// `Result` with [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What kind of failure it is; match on this to decide what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ErrorKind {
    /// The connector, client or store is configured wrongly. Nothing was sent.
    Config,
    /// The input is wrong, here or in the platform's opinion; see [`Error::field_errors`].
    Validation,
    /// The credentials were refused, and refreshing did not help.
    Auth,
    /// The account's consent is gone (revoked or expired): a person must connect it again.
    ConsentNeeded,
    /// The credentials are good but do not allow this (scope, role, plan).
    Permission,
    /// The record, or the endpoint, does not exist.
    NotFound,
    /// The record's present state does not allow this, or somebody else changed it.
    Conflict,
    /// A record with the same unique value exists already.
    Duplicate,
    /// Too many calls for the moment; see [`Error::retry_after`].
    RateLimited,
    /// A long-term quota (a day's credits, a plan's records) is used up.
    QuotaExhausted,
    /// The platform failed (5xx).
    Server,
    /// No answer in time.
    Timeout,
    /// The network failed.
    Transport,
    /// Too many failures in a row: the call was not tried. See [`Error::retry_after`].
    CircuitOpen,
    /// The answer could not be understood; the message names the place in it.
    Decode,
    /// An inbound webhook is not what it claims to be.
    Webhook,
    /// A store failed: of tokens, limits, webhook secrets or replays.
    Storage,
    /// The platform refused for a reason of its own; see [`Error::vendor_code`].
    Vendor,
}

/// What is known about whether the platform acted on the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Delivery {
    /// The request did not reach the platform.
    NotSent,
    /// The platform refused it: nothing was done.
    Rejected,
    /// It may have been done. Read back before you write again.
    Unknown,
    /// It was done; what failed is reading the answer.
    Accepted,
}

/// One wrong field, in the platform's spelling.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FieldError {
    /// The field: a name or a path such as `data[0].Email`. Empty if the platform does not say.
    pub field: String,
    /// The platform's code, if it gives one for each field.
    pub code: Option<String>,
    /// What is wrong with it.
    pub message: String,
}

impl FieldError {
    /// A wrong field and what is wrong with it.
    pub fn new(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self { field: field.into(), code: None, message: message.into() }
    }

    /// With the platform's code.
    #[must_use]
    pub fn with_code(mut self, code: impl Into<String>) -> Self {
        self.code = Some(code.into());
        self
    }
}

/// The idempotency key that a failed call was sent with, to be kept with work that is queued for later.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentKey {
    /// The key.
    pub key: String,
    /// When it was first sent: platforms honour a key only for so long.
    pub first_sent: DateTime<Utc>,
}

/// A failure. One pointer wide and cheap to clone: callers who waited for the same refresh share its failure.
///
/// `Display` gives one line without bodies or secrets.
#[derive(Clone)]
pub struct Error(Arc<Inner>);

#[derive(Clone)]
struct Inner {
    kind: ErrorKind,
    delivery: Delivery,
    message: String,
    status: Option<StatusCode>,
    vendor_code: Option<String>,
    request_id: Option<String>,
    retry_after: Option<Duration>,
    attempts: u32,
    action: Option<ActionId>,
    fields: Vec<FieldError>,
    retryable: bool,
    exhausted: bool,
    /// The call changes nothing: whether it was carried out is of no interest.
    harmless: bool,
    sent_key: Option<SentKey>,
    source: Option<Arc<dyn std::error::Error + Send + Sync>>,
}

const _: () = assert!(size_of::<Error>() == size_of::<usize>());

impl Error {
    /// An error of this kind. It counts as not sent until something else is said.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self(Arc::new(Inner {
            kind,
            delivery: Delivery::NotSent,
            message: message.into(),
            status: None,
            vendor_code: None,
            request_id: None,
            retry_after: None,
            attempts: 0,
            action: None,
            fields: Vec::new(),
            retryable: false,
            exhausted: false,
            harmless: false,
            sent_key: None,
            source: None,
        }))
    }

    /// A configuration error.
    pub fn config(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Config, message)
    }

    /// Bad input: names the field.
    pub fn validation(field: impl Into<String>, message: impl Into<String>) -> Self {
        let (field, message) = (shorten(field.into()), shorten(message.into()));
        let text = if field.is_empty() { message.clone() } else { format!("{field}: {message}") };
        Self::new(ErrorKind::Validation, text).with_fields(vec![FieldError::new(field, message)])
    }

    /// What kind of failure it is.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Whether the platform may have acted.
    #[must_use]
    pub fn delivery(&self) -> Delivery {
        self.0.delivery
    }

    /// The message alone, without the context that `Display` adds.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The HTTP status of the last answer. Of a refused webhook: the status to refuse it with.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.0.status
    }

    /// The platform's own code for it.
    #[must_use]
    pub fn vendor_code(&self) -> Option<&str> {
        self.0.vendor_code.as_deref()
    }

    /// The platform's id of the request, for its support.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// How long to wait before trying again, if known.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// How many attempts were made; 0 if nothing was sent.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// The action that failed.
    #[must_use]
    pub fn action(&self) -> Option<ActionId> {
        self.0.action
    }

    /// The fields that are wrong.
    #[must_use]
    pub fn field_errors(&self) -> &[FieldError] {
        &self.0.fields
    }

    /// Making the same call again, as a new one, is safe and may help.
    ///
    /// `false` for a write that may have been done and is safe to repeat only with the idempotency key that it was sent
    /// with: there hand [`sent_key`](Self::sent_key) to [`Call::sent_key`](crate::Call::sent_key).
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        self.0.retryable
    }

    /// All retries were used up: an outer loop should not start again at once.
    #[must_use]
    pub fn is_exhausted(&self) -> bool {
        self.0.exhausted
    }

    /// The idempotency key that was sent, and when: keep it with the work if you queue it for later.
    #[must_use]
    pub fn sent_key(&self) -> Option<&SentKey> {
        self.0.sent_key.as_ref()
    }
}

/// Messages reach logs; some platforms put half a page of HTML into them, and some input is a megabyte.
pub(crate) fn shorten(mut message: String) -> String {
    const MOST: usize = 500;
    if message.len() > MOST {
        let end = (0..=MOST).rev().find(|&i| message.is_char_boundary(i)).unwrap_or(0);
        message.truncate(end);
        message.push('…');
    }
    message
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let e = &*self.0;
        if let Some(action) = e.action {
            write!(f, "{action}: ")?;
        }
        write!(f, "{}", e.message)?;
        if let Some(code) = &e.vendor_code {
            write!(f, " [{code}]")?;
        }
        if let Some(status) = e.status {
            write!(f, " (HTTP {})", status.as_u16())?;
        }
        if let Some(wait) = e.retry_after {
            write!(f, "; try again in {:.1} s", wait.as_secs_f64())?;
        }
        if e.delivery == Delivery::Unknown && !e.harmless {
            write!(f, "; it may have been done")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let e = &*self.0;
        f.debug_struct("Error")
            .field("kind", &e.kind)
            .field("delivery", &e.delivery)
            .field("message", &e.message)
            .field("status", &e.status.map(|s| s.as_u16()))
            .field("vendor_code", &e.vendor_code)
            .field("request_id", &e.request_id)
            .field("retry_after", &e.retry_after)
            .field("attempts", &e.attempts)
            .field("action", &e.action.map(|a| a.to_string()))
            .field("fields", &e.fields)
            .field("retryable", &e.retryable)
            .field("exhausted", &e.exhausted)
            .finish_non_exhaustive()
    }
}

impl Serialize for Error {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let e = &*self.0;
        let mut out = serializer.serialize_struct("Error", 9)?;
        out.serialize_field("kind", &e.kind)?;
        out.serialize_field("delivery", &e.delivery)?;
        out.serialize_field("message", &e.message)?;
        out.serialize_field("status", &e.status.map(|s| s.as_u16()))?;
        out.serialize_field("vendor_code", &e.vendor_code)?;
        out.serialize_field("request_id", &e.request_id)?;
        out.serialize_field("retry_after_seconds", &e.retry_after.map(|d| d.as_secs_f64()))?;
        out.serialize_field("fields", &e.fields)?;
        out.serialize_field("retryable", &e.retryable)?;
        out.end()
    }
}

impl PartialEq for Error {
    /// Same kind, delivery, code, fields and message.
    fn eq(&self, other: &Self) -> bool {
        let key = |e: &Self| {
            (e.0.kind, e.0.delivery, e.0.vendor_code.clone(), e.0.fields.clone(), e.0.message.clone())
        };
        key(self) == key(other)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_deref().map(|s| s as _)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bad_input_names_the_field() {
        let error = Error::validation("email", "is empty");
        assert_eq!(error.to_string(), "email: is empty");
        assert_eq!(error.field_errors(), [FieldError::new("email", "is empty")]);
        assert_eq!(error.delivery(), Delivery::NotSent);
    }

    #[test]
    fn bad_input_is_quoted_in_part_only() {
        let error = Error::validation("id", "x".repeat(1 << 20));
        assert!(error.to_string().len() < 600 && error.field_errors()[0].message.len() < 600);
    }

    #[test]
    fn display_says_when_a_write_may_have_been_done() {
        let error = Error::new(ErrorKind::Timeout, "no answer").with_delivery(Delivery::Unknown);
        assert!(error.to_string().ends_with("it may have been done"));
    }
}
