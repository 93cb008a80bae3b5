//! One delivery, as it came.

use std::borrow::Cow;
use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method};

/// One delivery, as it came. Nothing in it is to be believed before [`Verifier::verify`](super::Verifier::verify).
///
/// The URL is the one that the *caller* used: scheme, public host, path and query with its percent-encodings, which some
/// platforms sign. Behind a proxy, put it together from the public address that you know, not from a header.
///
/// `Debug` shows names only: no header value, no query value, no body.
#[derive(Clone)]
pub struct Inbound {
    method: Method,
    url: String,
    headers: HeaderMap,
    body: Bytes,
    route: Option<String>,
}

impl Inbound {
    /// A delivery to this URL; without headers and body so far.
    #[must_use]
    pub fn new(method: Method, url: impl Into<String>) -> Self {
        Self { method, url: url.into(), headers: HeaderMap::new(), body: Bytes::new(), route: None }
    }

    /// A POST of this body.
    #[must_use]
    pub fn post(url: impl Into<String>, body: impl Into<Bytes>) -> Self {
        Self::new(Method::POST, url).with_body(body)
    }

    /// With these headers instead of those it has.
    #[must_use]
    pub fn with_headers(mut self, headers: HeaderMap) -> Self {
        self.headers = headers;
        self
    }

    /// With this header; a former one of the name stays beside it.
    #[must_use]
    pub fn with_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.append(name, value);
        self
    }

    /// With this body: the raw bytes, since signatures are made over them.
    #[must_use]
    pub fn with_body(mut self, body: impl Into<Bytes>) -> Self {
        self.body = body.into();
        self
    }

    /// With what the route says about whose delivery it is, such as a segment of the path: [`Place::Route`].
    ///
    /// [`Place::Route`]: super::Place::Route
    #[must_use]
    pub fn with_route(mut self, value: impl Into<String>) -> Self {
        self.route = Some(value.into());
        self
    }

    /// The method.
    #[must_use]
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// The URL as the caller used it.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The raw body.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// What the route says about whose delivery it is.
    #[must_use]
    pub fn route(&self) -> Option<&str> {
        self.route.as_deref()
    }

    /// The first query parameter of this name, decoded.
    #[must_use]
    pub fn query(&self, name: &str) -> Option<Cow<'_, str>> {
        self.pairs().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    /// All query parameters, decoded, in order.
    pub(super) fn pairs(&self) -> url::form_urlencoded::Parse<'_> {
        let url = self.url.split_once('#').map_or(self.url.as_str(), |(url, _)| url);
        let query = url.split_once('?').map_or("", |(_, query)| query);
        url::form_urlencoded::parse(query.as_bytes())
    }

    #[cfg(feature = "test-util")]
    pub(super) fn set_url(&mut self, url: String) {
        self.url = url;
    }

    #[cfg(feature = "test-util")]
    pub(super) fn headers_mut(&mut self) -> &mut HeaderMap {
        &mut self.headers
    }
}

impl fmt::Debug for Inbound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = self.url.split(['?', '#']).next().unwrap_or_default();
        f.debug_struct("Inbound")
            .field("method", &self.method)
            .field("url", &place)
            .field("query", &self.pairs().map(|(name, _)| name).collect::<Vec<_>>())
            .field("headers", &self.headers.keys().map(HeaderName::as_str).collect::<Vec<_>>())
            .field("body_bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}
