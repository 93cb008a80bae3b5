//! Xero's four ways of saying no: a validation exception, a problem document, plain text, an OAuth error.

use std::time::Duration;

use http::StatusCode;
use serde_json::{Value, json};

use crate::http::Reply;
use crate::idempotency::KeyProblem;
use crate::limits::Throttle;
use crate::oauth::TokenProblem;
use crate::platform::{AuthProblem, Refusal};
use crate::store::Record;

/// The id of something that does not exist yet.
pub(super) const NO_ID: &str = "00000000-0000-0000-0000-000000000000";

/// Everything that is wrong with one element.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Invalid(pub(super) Vec<String>);

impl Invalid {
    pub(super) fn one(message: impl Into<String>) -> Self {
        Self(vec![message.into()])
    }

    pub(super) fn add(&mut self, message: impl Into<String>) {
        self.0.push(message.into());
    }

    /// `Ok` if nothing is wrong.
    pub(super) fn check(self) -> Result<(), Self> {
        if self.0.is_empty() { Ok(()) } else { Err(self) }
    }

    pub(super) fn messages(&self) -> Value {
        self.0.iter().map(|message| json!({ "Message": message })).collect()
    }
}

/// Why a resource does not do what was asked.
#[derive(Debug)]
pub(super) enum No {
    /// 404, in words, whatever was asked for.
    NotFound,
    /// 400 with the elements that were sent, each with what is wrong with it.
    Invalid(Vec<Record>),
    /// 400 for a body that cannot be read.
    Unreadable(String),
    /// 400 for a query that cannot be understood.
    BadQuery(String),
    /// Not for this caller; the gateway's format.
    Problem { status: StatusCode, detail: &'static str, instance: String },
}

impl No {
    pub(super) fn reply(self) -> Reply {
        match self {
            Self::NotFound => {
                let text = "The resource you're looking for cannot be found";
                Reply::bytes(StatusCode::NOT_FOUND, "text/html; charset=utf-8", text)
            }
            Self::Invalid(elements) => {
                let body = json!({
                    "ErrorNumber": 10,
                    "Type": "ValidationException",
                    "Message": "A validation exception occurred",
                    "Elements": elements,
                });
                Reply::json(StatusCode::BAD_REQUEST, &body)
            }
            Self::Unreadable(message) => exception(14, "PostDataInvalidException", &message),
            Self::BadQuery(message) => exception(16, "QueryParseException", &message),
            Self::Problem { status, detail, instance } => problem(status, detail, &instance),
        }
    }
}

fn exception(number: u32, kind: &str, message: &str) -> Reply {
    let body = json!({ "ErrorNumber": number, "Type": kind, "Message": message });
    Reply::json(StatusCode::BAD_REQUEST, &body)
}

/// The gateway's format.
fn problem(status: StatusCode, detail: &str, instance: &str) -> Reply {
    let body = json!({
        "Type": null,
        "Title": status.canonical_reason().unwrap_or_default(),
        "Status": status.as_u16(),
        "Detail": detail,
        "Instance": instance,
        "Extensions": {},
    });
    Reply::json(status, &body)
}

pub(super) fn refuse(refusal: &Refusal, instance: &str) -> Reply {
    match refusal {
        Refusal::Unauthorized(why) => {
            let detail = match why {
                AuthProblem::Expired => "TokenExpired: token expired",
                AuthProblem::Missing | AuthProblem::Scheme => "AuthenticationUnsuccessful",
                AuthProblem::Unknown => "TokenInvalid: token is not valid",
            };
            problem(StatusCode::UNAUTHORIZED, detail, instance)
        }
        Refusal::Throttled(throttle) => throttled(throttle),
        Refusal::Key(KeyProblem::Reused) => {
            validation_message("The idempotency key was used for a different request before.")
        }
        Refusal::Key(KeyProblem::TooLong) => {
            validation_message("The idempotency key is longer than 128 characters.")
        }
        Refusal::TooLarge => problem(StatusCode::PAYLOAD_TOO_LARGE, "The request is too large", instance),
        Refusal::Token(why) => {
            let status = if *why == TokenProblem::TooMany {
                StatusCode::TOO_MANY_REQUESTS
            } else {
                StatusCode::BAD_REQUEST
            };
            Reply::json(status, &json!({ "error": why.code() }))
        }
        Refusal::Server(status) => problem(*status, "An error occurred in the sandbox on purpose", instance),
    }
}

fn validation_message(message: &str) -> Reply {
    exception(10, "ValidationException", message)
}

fn throttled(throttle: &Throttle) -> Reply {
    let reply = Reply::empty(StatusCode::TOO_MANY_REQUESTS).header("X-Rate-Limit-Problem", throttle.limit);
    match throttle.retry_after {
        Some(wait) => reply.header("Retry-After", whole_seconds(wait)),
        None => reply,
    }
}

/// Rounded up: who comes back after this long finds the window open.
fn whole_seconds(wait: Duration) -> u64 {
    wait.as_secs() + u64::from(wait.subsec_nanos() > 0)
}
