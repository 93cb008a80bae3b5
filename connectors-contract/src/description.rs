//! What every format of description offers.

use bytes::Bytes;
use http::{Method, Request, Response};

use crate::{Mismatch, Operation, Template};

/// A vendor's description of its API, in whatever format it is written.
pub trait Description: Send + Sync {
    /// What the description is called in reports.
    fn name(&self) -> &str;

    /// The path template that describes a call, if there is one for this method.
    fn template(&self, method: &Method, path: &str) -> Option<Template>;

    /// Holds a request against the description.
    ///
    /// # Errors
    /// Everything in which the request differs from the description.
    fn check_request(&self, request: &Request<Bytes>) -> Result<Checked, Vec<Mismatch>>;

    /// Holds the response to `method path` against the description.
    ///
    /// # Errors
    /// Everything in which the response differs from the description.
    fn check_response(
        &self,
        method: &Method,
        path: &str,
        response: &Response<Bytes>,
    ) -> Result<Checked, Vec<Mismatch>>;
}

/// What a message was held against.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// The operation that describes the call.
    pub operation: Operation,
    /// How far the body could be checked.
    pub body: BodyCheck,
}

/// How far a body could be checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum BodyCheck {
    /// The body was held against its schema.
    Schema,
    /// There is no body, and none is described.
    Empty,
    /// The media type is described and is not JSON: the content was not looked at.
    Opaque,
    /// The description says nothing about the shape of this body.
    Unspecified,
}
