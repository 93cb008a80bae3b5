//! Requests and replies as platform modules see them: whole bodies, decoded paths, ordered parameters.

use std::fmt::Display;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use http::{HeaderMap, Method, StatusCode};
use percent_encoding::percent_decode_str;
use serde_json::Value;

use crate::multipart::{self, Part};

/// Ordered parameters of a query or a form; a name may occur more than once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Params(Vec<(String, String)>);

impl Params {
    /// Parses `application/x-www-form-urlencoded` text.
    #[must_use]
    pub fn parse(text: &[u8]) -> Self {
        Self(url::form_urlencoded::parse(text).into_owned().collect())
    }

    /// The first value of `name`.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The first value of `name`, whatever the letters' case: for vendors that do not mind it.
    #[must_use]
    pub fn get_ignore_case(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// All pairs in their order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(key, value)| (key.as_str(), value.as_str()))
    }

    /// The members of a JSON object: texts, numbers and Booleans.
    #[must_use]
    pub fn of_json(object: &Value) -> Self {
        let pair = |(name, value): (&String, &Value)| {
            let text = match value {
                Value::String(text) => text.clone(),
                Value::Number(_) | Value::Bool(_) => value.to_string(),
                _ => return None,
            };
            Some((name.clone(), text))
        };
        Self(object.as_object().into_iter().flatten().filter_map(pair).collect())
    }

    /// With this pair, if there is none of the name yet.
    #[must_use]
    pub fn or(mut self, name: &str, value: &str) -> Self {
        if self.get(name).is_none() {
            self.0.push((name.to_owned(), value.to_owned()));
        }
        self
    }

    fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }
}

/// One request, read to its end.
#[derive(Clone, Debug)]
pub struct Request {
    /// The method.
    pub method: Method,
    /// The path as it came, still encoded, without the query.
    pub path: String,
    /// The path's segments, decoded, without empty ones.
    pub segments: Vec<String>,
    /// The query as it came.
    pub raw_query: String,
    /// The query's parameters.
    pub query: Params,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
}

impl Request {
    pub(crate) fn new(head: &http::request::Parts, body: Bytes) -> Self {
        let path = head.uri.path().to_owned();
        let segments = path
            .split('/')
            .filter(|segment| !segment.is_empty())
            .map(|segment| percent_decode_str(segment).decode_utf8_lossy().into_owned())
            .collect();
        let raw_query = head.uri.query().unwrap_or_default().to_owned();
        let query = Params::parse(raw_query.as_bytes());
        Self {
            method: head.method.clone(),
            path,
            segments,
            raw_query,
            query,
            headers: head.headers.clone(),
            body,
        }
    }

    /// A header's value, if it is there and is text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// The decoded path segments, for matching: `match request.path() { ["Invoices", id] => … }`.
    #[must_use]
    pub fn path(&self) -> Vec<&str> {
        self.segments.iter().map(String::as_str).collect()
    }

    /// The body as JSON, or what is wrong with it.
    ///
    /// # Errors
    /// The parser's message.
    pub fn json(&self) -> Result<Value, String> {
        serde_json::from_slice(&self.body).map_err(|error| error.to_string())
    }

    /// The parameters of the query and of a form body, URL-encoded or multipart (text parts only).
    #[must_use]
    pub fn params(&self) -> Params {
        let mut params = self.query.clone();
        if let Some(parts) = self.parts() {
            let texts = parts.into_iter().filter(|part| part.file_name.is_none());
            let pair = |part: Part| (part.name, String::from_utf8_lossy(&part.body).into_owned());
            params.extend(Params(texts.map(pair).collect()));
        } else if !self.content_type().contains("json") {
            params.extend(Params::parse(&self.body));
        }
        params
    }

    /// The parts of a multipart form; nothing if the body is none.
    #[must_use]
    pub fn parts(&self) -> Option<Vec<Part>> {
        Some(multipart::parse(&self.body, &multipart::boundary(self.content_type())?))
    }

    fn content_type(&self) -> &str {
        self.header(CONTENT_TYPE.as_str()).unwrap_or_default()
    }
}

/// One answer.
#[derive(Clone, Debug)]
pub struct Reply {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
}

impl Reply {
    /// An answer without a body.
    #[must_use]
    pub fn empty(status: StatusCode) -> Self {
        Self { status, headers: HeaderMap::new(), body: Bytes::new() }
    }

    /// A JSON answer, `application/json; charset=utf-8`.
    #[must_use]
    pub fn json(status: StatusCode, value: &Value) -> Self {
        Self::bytes(status, "application/json; charset=utf-8", value.to_string())
    }

    /// An answer of any type.
    #[must_use]
    pub fn bytes(status: StatusCode, content_type: &'static str, body: impl Into<Bytes>) -> Self {
        let mut reply = Self { body: body.into(), ..Self::empty(status) };
        reply.headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
        reply
    }

    /// With this header. A value that no header can carry is left out.
    #[must_use]
    pub fn header(mut self, name: &str, value: impl Display) -> Self {
        self.set(name, value);
        self
    }

    /// Sets a header. A value that no header can carry is left out.
    pub fn set(&mut self, name: &str, value: impl Display) {
        let name = HeaderName::from_bytes(name.as_bytes());
        let value = HeaderValue::from_str(&value.to_string());
        if let (Ok(name), Ok(value)) = (name, value) {
            self.headers.insert(name, value);
        }
    }
}
