//! A request as an action describes it: relative to the account, without credentials, pure data.

use std::fmt::{self, Display};
use std::time::Duration;

use http::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use http::{HeaderMap, Method};
use serde::Serialize;
use url::Url;

use crate::body::Body;
use crate::error::{Error, Result};
use crate::limits::Unit;
use crate::multipart::Multipart;

/// One of a platform's base URLs: its API, its accounts server, its upload host.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Root(pub &'static str);

impl Root {
    /// The API; what a request goes to unless it says otherwise.
    pub const API: Self = Self("api");
    /// The OAuth server.
    pub const ACCOUNTS: Self = Self("accounts");
    /// Where files go.
    pub const UPLOAD: Self = Self("upload");
}

/// Where a request goes.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Target {
    /// A path below one of the platform's roots. Each segment stays one segment, whatever it contains.
    Path {
        /// Which root.
        root: Root,
        /// The segments, not encoded.
        segments: Vec<String>,
    },
    /// A link from an answer, followed only if it has the scheme, host and port of the API root.
    NextLink(String),
    /// A signed URL that the platform handed out for an upload or a download: sent without credentials, and only to
    /// hosts that the connector lists.
    Signed(Url),
}

impl fmt::Debug for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Path { root, segments } => write!(f, "{}:/{}", root.0, segments.join("/")),
            Self::NextLink(_) => f.write_str("NextLink"),
            // The query of a signed URL is a credential.
            Self::Signed(url) => write!(f, "Signed({})", url.host_str().unwrap_or_default()),
        }
    }
}

/// Whether a request may be sent again when nobody knows what became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Idempotency {
    /// It changes nothing.
    Safe,
    /// Done twice, it leaves the same state as done once.
    Idempotent,
    /// It carries an idempotency key, which the platform honours for this long.
    Key {
        /// How long after the first sending.
        valid_for: Duration,
    },
    /// Done twice, it is done twice.
    None,
}

/// What a request asks of the platform's limits, beyond one call.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Asks {
    /// Sub-limits it falls under, with the detail that is counted apart.
    pub(crate) buckets: Vec<(&'static str, Option<String>)>,
    /// It counts against its buckets alone, not against the general windows.
    pub(crate) only_buckets: bool,
    /// What it costs, where that is not one.
    pub(crate) costs: Vec<(Unit, u64)>,
    /// Which calls cost as much as it does.
    pub(crate) alike: Option<u64>,
}

/// One HTTP request, described relative to the account: no host, no credentials, no tenant.
///
/// ```
/// use connectors_core::Request;
///
/// let id = "a/../b";
/// let request = Request::get(["Contacts", id]).query("summaryOnly", true).query_opt("page", None::<u32>);
/// ```
#[derive(Clone)]
#[must_use]
pub struct Request {
    pub(crate) method: Method,
    pub(crate) target: Target,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Body,
    pub(crate) idempotency: Idempotency,
    pub(crate) asks: Asks,
    /// A mistake made while building; told when the request is used, so that building needs no `?`.
    pub(crate) flaw: Option<Error>,
}

impl Request {
    /// A request with this method below the API root. Its idempotency follows the method (GET and HEAD safe, PUT and
    /// DELETE idempotent, the rest none); say otherwise with [`idempotency`](Self::idempotency) where it is not so.
    pub fn new<S: Into<String>>(method: Method, segments: impl IntoIterator<Item = S>) -> Self {
        let idempotency = match method {
            Method::GET | Method::HEAD | Method::OPTIONS => Idempotency::Safe,
            Method::PUT | Method::DELETE => Idempotency::Idempotent,
            _ => Idempotency::None,
        };
        let segments = segments.into_iter().map(Into::into).collect();
        Self {
            method,
            target: Target::Path { root: Root::API, segments },
            query: Vec::new(),
            headers: HeaderMap::new(),
            body: Body::Empty,
            idempotency,
            asks: Asks::default(),
            flaw: None,
        }
    }

    /// GET of a path, given as segments.
    pub fn get<S: Into<String>>(segments: impl IntoIterator<Item = S>) -> Self {
        Self::new(Method::GET, segments)
    }

    /// POST to a path.
    pub fn post<S: Into<String>>(segments: impl IntoIterator<Item = S>) -> Self {
        Self::new(Method::POST, segments)
    }

    /// PUT to a path.
    pub fn put<S: Into<String>>(segments: impl IntoIterator<Item = S>) -> Self {
        Self::new(Method::PUT, segments)
    }

    /// PATCH of a path.
    pub fn patch<S: Into<String>>(segments: impl IntoIterator<Item = S>) -> Self {
        Self::new(Method::PATCH, segments)
    }

    /// DELETE of a path.
    pub fn delete<S: Into<String>>(segments: impl IntoIterator<Item = S>) -> Self {
        Self::new(Method::DELETE, segments)
    }

    /// GET of a link that an answer gave. It carries its own query.
    pub fn next_link(link: impl Into<String>) -> Self {
        Self { target: Target::NextLink(link.into()), ..Self::get([""; 0]) }
    }

    /// A request to a signed URL that an answer gave: without credentials, to listed hosts only.
    pub fn signed(method: Method, url: Url) -> Self {
        Self { target: Target::Signed(url), ..Self::new(method, [""; 0]) }
    }

    /// Sends it to another root than the API.
    pub fn root(mut self, new: Root) -> Self {
        if let Target::Path { root, .. } = &mut self.target {
            *root = new;
        }
        self
    }

    /// Puts these segments before its path: for a version or realm that depends on the account
    /// (see [`Connector::prepare`](crate::Connector::prepare)).
    pub fn prefix<S: Into<String>>(&mut self, before: impl IntoIterator<Item = S>) {
        if let Target::Path { segments, .. } = &mut self.target {
            segments.splice(0..0, before.into_iter().map(Into::into));
        }
    }

    /// Adds a query parameter.
    pub fn query(mut self, name: impl Into<String>, value: impl Display) -> Self {
        self.set_query(name, value);
        self
    }

    /// Adds a query parameter in place; what [`Connector::prepare`](crate::Connector::prepare) uses.
    pub fn set_query(&mut self, name: impl Into<String>, value: impl Display) {
        self.query.push((name.into(), value.to_string()));
    }

    /// Adds a query parameter if there is a value.
    pub fn query_opt(self, name: impl Into<String>, value: Option<impl Display>) -> Self {
        match value {
            Some(value) => self.query(name, value),
            None => self,
        }
    }

    /// Adds a query parameter that joins the values with commas, if there are any.
    pub fn query_list<T: Display>(
        self,
        name: impl Into<String>,
        values: impl IntoIterator<Item = T>,
    ) -> Self {
        let joined = values.into_iter().map(|v| v.to_string()).collect::<Vec<_>>().join(",");
        if joined.is_empty() { self } else { self.query(name, joined) }
    }

    /// Sets a header.
    pub fn header(mut self, name: &'static str, value: impl Display) -> Self {
        self.set_header(name, value);
        self
    }

    /// Sets a header if there is a value.
    pub fn header_opt(self, name: &'static str, value: Option<impl Display>) -> Self {
        match value {
            Some(value) => self.header(name, value),
            None => self,
        }
    }

    /// Sets a header in place; what [`Connector::prepare`](crate::Connector::prepare) uses.
    pub fn set_header(&mut self, name: &'static str, value: impl Display) {
        let text = value.to_string();
        match (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_str(&text)) {
            (Ok(name), Ok(value)) => {
                self.headers.insert(name, value);
            }
            _ => self.spoil(Error::validation(
                name,
                "cannot be a header: it holds a line break or a control character",
            )),
        }
    }

    /// Sets the body to `value` as JSON.
    pub fn json(mut self, value: &(impl Serialize + ?Sized)) -> Self {
        match encode(value) {
            Ok(bytes) => {
                self.body = Body::Bytes(bytes.into());
                self.headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
            }
            Err(error) => self.spoil(error),
        }
        self
    }

    /// Sets the body to a form.
    pub fn form<'a>(mut self, pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let form = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
        self.body = Body::Bytes(form.into());
        self.headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"));
        self
    }

    /// Sets the body.
    pub fn body(mut self, body: Body) -> Self {
        self.body = body;
        self
    }

    /// Leaves the body to [`Client::upload`](crate::Client::upload).
    pub fn upload_slot(self) -> Self {
        self.body(Body::Slot)
    }

    /// Sends a form, and leaves its file to [`Client::upload`](crate::Client::upload).
    pub fn multipart(self, form: Multipart) -> Self {
        self.body(Body::Form(form))
    }

    /// States its idempotency, where it is not what the method says.
    pub fn idempotency(mut self, idempotency: Idempotency) -> Self {
        self.idempotency = idempotency;
        self
    }

    /// Sends the call's idempotency key (from [`Cx::idempotency_key`](crate::Cx::idempotency_key)) in this header;
    /// the platform honours it for `valid_for` after the first sending.
    pub fn keyed(self, header: &'static str, key: &str, valid_for: Duration) -> Self {
        self.header(header, key).idempotency(Idempotency::Key { valid_for })
    }

    /// It falls under this sub-limit too.
    pub fn bucket(mut self, bucket: &'static str) -> Self {
        self.asks.buckets.push((bucket, None));
        self
    }

    /// It falls under this sub-limit, which is counted apart for each `detail` (a mailbox, a pair of numbers).
    pub fn bucket_for(mut self, bucket: &'static str, detail: impl Into<String>) -> Self {
        self.asks.buckets.push((bucket, Some(detail.into())));
        self
    }

    /// It falls under its sub-limits only and does not count against the general windows.
    pub fn only_buckets(mut self) -> Self {
        self.asks.only_buckets = true;
        self
    }

    /// It costs this much of a unit, where that is not one.
    pub fn costs(mut self, unit: Unit, amount: u64) -> Self {
        self.asks.costs.retain(|(known, _)| *known != unit);
        self.asks.costs.push((unit, amount));
        self
    }

    /// All requests with this key cost the same: once an answer told what one of them was charged at the start
    /// ([`Feedback::asked`](crate::limits::Feedback::asked)), that counts instead of what is stated.
    pub fn costs_like(mut self, key: u64) -> Self {
        self.asks.alike = Some(key);
        self
    }

    /// The method.
    #[must_use]
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// Where it goes.
    #[must_use]
    pub fn target(&self) -> &Target {
        &self.target
    }

    /// Its query parameters, not encoded.
    #[must_use]
    pub fn query_ref(&self) -> &[(String, String)] {
        &self.query
    }

    /// Its headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Its body.
    #[must_use]
    pub fn body_ref(&self) -> &Body {
        &self.body
    }

    /// Whether it may be sent again.
    #[must_use]
    pub fn idempotency_ref(&self) -> Idempotency {
        self.idempotency
    }

    /// What it costs of a unit, if it says so.
    #[must_use]
    pub fn cost_of(&self, unit: Unit) -> Option<u64> {
        self.asks.costs.iter().find(|(u, _)| *u == unit).map(|(_, amount)| *amount)
    }

    /// The sub-limits that it falls under.
    pub fn buckets(&self) -> impl Iterator<Item = &'static str> {
        self.asks.buckets.iter().map(|(bucket, _)| *bucket)
    }

    /// The mistake that was made while it was built, if one was: building needs no `?`, and the client tells it when the
    /// request is used. For what takes requests apart without sending them.
    #[must_use]
    pub fn flaw(&self) -> Option<&Error> {
        self.flaw.as_ref()
    }

    fn spoil(&mut self, error: Error) {
        self.flaw.get_or_insert(error);
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.query.iter().map(|(name, _)| name).collect();
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("target", &self.target)
            .field("query", &names)
            .field("body", &self.body)
            .field("idempotency", &self.idempotency)
            .finish_non_exhaustive()
    }
}

/// Encodes `value`; only when that fails is it done again to find the path.
fn encode(value: &(impl Serialize + ?Sized)) -> Result<Vec<u8>> {
    serde_json::to_vec(value).map_err(|plain| {
        let mut json = serde_json::Serializer::new(std::io::sink());
        match serde_path_to_error::serialize(value, &mut json) {
            Err(e) => {
                Error::validation(e.path().to_string(), format!("cannot be written as JSON: {}", e.inner()))
            }
            Ok(()) => Error::validation("", format!("cannot be written as JSON: {plain}")),
        }
    })
}
