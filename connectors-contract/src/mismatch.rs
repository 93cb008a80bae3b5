//! What differs between a message and its description, and where.

use std::fmt;

use http::Method;

/// An operation of a description.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Operation {
    /// The HTTP method.
    pub method: String,
    /// The path template as the description writes it, with the base path of its server.
    pub template: String,
    /// The file of the description; empty when the call is not described.
    pub file: String,
}

impl Operation {
    /// A call that no operation describes, named by its own path.
    pub(crate) fn unknown(method: &Method, path: &str) -> Self {
        Self { method: method.to_string(), template: path.to_owned(), file: String::new() }
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.template)
    }
}

/// Which message of a call is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// What the client sent.
    Request,
    /// What the server answered.
    Response,
}

impl fmt::Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Request => "request",
            Self::Response => "response",
        })
    }
}

/// Where in a message something differs. Waivers name places as they are displayed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// The call itself: `operation`.
    Operation,
    /// A parameter in the path: `path id`.
    Path(String),
    /// A parameter in the query: `query page`.
    Query(String),
    /// A header: `header If-Modified-Since`.
    Header(String),
    /// The media type of the body: `content-type`.
    ContentType,
    /// The status of a response: `status 204`.
    Status(u16),
    /// A place in the body as a JSON pointer: `body /data/0/id`; the whole body: `body`.
    Body(String),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Operation => f.write_str("operation"),
            Self::Path(name) => write!(f, "path {name}"),
            Self::Query(name) => write!(f, "query {name}"),
            Self::Header(name) => write!(f, "header {name}"),
            Self::ContentType => f.write_str("content-type"),
            Self::Status(status) => write!(f, "status {status}"),
            Self::Body(pointer) if pointer.is_empty() => f.write_str("body"),
            Self::Body(pointer) => write!(f, "body {pointer}"),
        }
    }
}

/// One difference between a message and its description. It never shows the value of a header.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mismatch {
    /// The operation that the message belongs to.
    pub operation: Operation,
    /// Request or response.
    pub side: Side,
    /// Where.
    pub place: Place,
    /// What differs.
    pub what: String,
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { operation, side, place, what } = self;
        write!(f, "{operation}: {side}: {place}: {what}")?;
        if operation.file.is_empty() { Ok(()) } else { write!(f, " [{}]", operation.file) }
    }
}

impl std::error::Error for Mismatch {}
