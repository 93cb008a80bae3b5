//! The one error type of the family: what went wrong, whether the platform may have acted, and what to do next.

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

    fn edit(mut self, change: impl FnOnce(&mut Inner)) -> Self {
        change(Arc::make_mut(&mut self.0));
        self
    }

    /// With what is known about delivery.
    #[must_use]
    pub fn with_delivery(self, delivery: Delivery) -> Self {
        self.edit(|e| e.delivery = delivery)
    }

    /// With the status of the answer.
    #[must_use]
    pub fn with_status(self, status: StatusCode) -> Self {
        self.edit(|e| e.status = Some(status))
    }

    /// With the platform's code.
    #[must_use]
    pub fn with_vendor_code(self, code: impl Into<String>) -> Self {
        self.edit(|e| e.vendor_code = Some(code.into()))
    }

    /// With the platform's request id.
    #[must_use]
    pub fn with_request_id(self, id: impl Into<String>) -> Self {
        self.edit(|e| e.request_id = Some(id.into()))
    }

    /// With the time to wait.
    #[must_use]
    pub fn with_retry_after(self, wait: Duration) -> Self {
        self.edit(|e| e.retry_after = Some(wait))
    }

    /// With the wrong fields.
    #[must_use]
    pub fn with_fields(self, fields: Vec<FieldError>) -> Self {
        self.edit(|e| e.fields = fields)
    }

    /// Says that sending the same call again is safe and may help.
    #[must_use]
    pub fn with_retryable(self, retryable: bool) -> Self {
        self.edit(|e| e.retryable = retryable)
    }

    /// With the error below it. It must not show secrets: its text reaches logs.
    #[must_use]
    pub fn with_source(self, source: impl std::error::Error + Send + Sync + 'static) -> Self {
        self.edit(|e| e.source = Some(Arc::new(source)))
    }

    /// With the action that failed, if none is named yet.
    #[must_use]
    pub fn with_action(self, action: ActionId) -> Self {
        if self.0.action.is_some() { self } else { self.edit(|e| e.action = Some(action)) }
    }

    /// As a failure of this action, whichever call failed.
    pub(crate) fn of_action(self, action: ActionId) -> Self {
        self.edit(|e| e.action = Some(action))
    }

    /// With how many attempts were made.
    #[must_use]
    pub fn with_attempts(self, attempts: u32) -> Self {
        self.edit(|e| e.attempts = attempts)
    }

    /// Says that all retries were used up.
    #[must_use]
    pub fn with_exhausted(self) -> Self {
        self.edit(|e| e.exhausted = true)
    }

    /// With the idempotency key that was sent.
    #[must_use]
    pub fn with_sent_key(self, key: SentKey) -> Self {
        self.edit(|e| e.sent_key = Some(key))
    }

    /// The call changes nothing.
    pub(crate) fn with_harmless(self) -> Self {
        self.edit(|e| e.harmless = true)
    }

    /// Counts elements from the beginning of the batch instead of from the beginning of the part.
    pub(crate) fn counted_from(self, start: usize) -> Self {
        if start == 0 {
            return self;
        }
        self.edit(|e| {
            for wrong in &mut e.fields {
                let Some(field) = shifted(&wrong.field, start) else { continue };
                if let Some(rest) = e.message.strip_prefix(&wrong.field) {
                    e.message = format!("{field}{rest}");
                }
                wrong.field = field;
            }
        })
    }

    /// The same failure, for a call that was not made because of it: the key that another call sent is not its own.
    pub(crate) fn of_unsent(self) -> Self {
        self.edit(|e| (e.delivery, e.attempts, e.sent_key) = (Delivery::NotSent, 0, None))
    }

    /// With every text that may be the platform's changed.
    pub(crate) fn with_texts(self, change: impl Fn(&str) -> String) -> Self {
        self.edit(|e| {
            let fields =
                e.fields.iter_mut().flat_map(|f| [Some(&mut f.field), f.code.as_mut(), Some(&mut f.message)]);
            for text in fields.chain([Some(&mut e.message), e.vendor_code.as_mut()]).flatten() {
                *text = change(text);
            }
        })
    }

    pub(crate) fn with_message(self, message: String) -> Self {
        self.edit(|e| e.message = message)
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

/// `records[1].id` as `records[101].id`, for a part that began at 100.
fn shifted(field: &str, by: usize) -> Option<String> {
    let (list, rest) = field.split_once('[')?;
    let (index, rest) = rest.split_once(']')?;
    Some(format!("{list}[{}]{rest}", index.parse::<usize>().ok()?.saturating_add(by)))
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
    fn elements_are_counted_from_the_beginning_of_the_batch() {
        let error = Error::validation("records[1].id", "is empty").counted_from(100);
        assert_eq!(error.to_string(), "records[101].id: is empty");
        assert_eq!(error.field_errors()[0].field, "records[101].id");
        let whole = Error::validation("records", "is empty").counted_from(100);
        assert_eq!(whole.to_string(), "records: is empty");
    }

    #[test]
    fn display_says_when_a_write_may_have_been_done() {
        let error = Error::new(ErrorKind::Timeout, "no answer").with_delivery(Delivery::Unknown);
        assert!(error.to_string().ends_with("it may have been done"));
    }

    #[test]
    fn changing_a_clone_leaves_the_original_alone() {
        let original = Error::config("x");
        let changed = original.clone().with_vendor_code("C");
        assert_eq!(original.vendor_code(), None);
        assert_eq!(changed.vendor_code(), Some("C"));
    }
}
