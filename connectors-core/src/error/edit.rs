//! Errors with more said of them.

use std::sync::Arc;
use std::time::Duration;

use http::StatusCode;

use super::{Delivery, Error, FieldError, Inner, SentKey};
use crate::action::ActionId;

impl Error {
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

/// `records[1].id` as `records[101].id`, for a part that began at 100.
fn shifted(field: &str, by: usize) -> Option<String> {
    let (list, rest) = field.split_once('[')?;
    let (index, rest) = rest.split_once(']')?;
    Some(format!("{list}[{}]{rest}", index.parse::<usize>().ok()?.saturating_add(by)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_counted_from_the_beginning_of_the_batch() {
        let error = Error::validation("records[1].id", "is empty").counted_from(100);
        assert_eq!(error.to_string(), "records[101].id: is empty");
        assert_eq!(error.field_errors()[0].field, "records[101].id");
        let whole = Error::validation("records", "is empty").counted_from(100);
        assert_eq!(whole.to_string(), "records: is empty");
    }

    #[test]
    fn changing_a_clone_leaves_the_original_alone() {
        let original = Error::config("x");
        let changed = original.clone().with_vendor_code("C");
        assert_eq!(original.vendor_code(), None);
        assert_eq!(changed.vendor_code(), Some("C"));
    }
}
