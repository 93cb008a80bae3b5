//! A platform's answer.

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;

use crate::error::{Delivery, Error, ErrorKind, Result};

/// Status and headers of an answer.
#[derive(Clone)]
#[non_exhaustive]
pub struct Head {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
}

impl Head {
    /// A head, as tests need it.
    #[must_use]
    pub fn new(status: StatusCode, headers: HeaderMap) -> Self {
        Self { status, headers }
    }

    /// A header as text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// A header as a number.
    #[must_use]
    pub fn number(&self, name: &str) -> Option<u64> {
        self.header(name)?.trim().parse().ok()
    }
}

impl std::fmt::Debug for Head {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Head").field("status", &self.status.as_u16()).finish_non_exhaustive()
    }
}

/// An answer with its body in memory. `Debug` shows the size, never what is in it.
#[derive(Clone)]
#[non_exhaustive]
pub struct Response {
    /// Status and headers.
    pub head: Head,
    /// The body.
    pub body: Bytes,
}

impl Response {
    /// An answer, as tests need it.
    #[must_use]
    pub fn new(head: Head, body: impl Into<Bytes>) -> Self {
        Self { head, body: body.into() }
    }

    /// The status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.head.status
    }

    /// Whether there is no body but white space: 204, 304, and what some platforms answer instead.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.body.iter().all(u8::is_ascii_whitespace)
    }

    /// The body as JSON. The error of a body that does not fit names the path in it, never its content.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T> {
        decode(&self.body).map_err(|error| match self.head.header("content-type") {
            Some(kind) if error.delivery() == Delivery::Unknown && !kind.contains("json") => {
                let kind: String = kind.chars().take(60).collect();
                let text = format!("{} (it says that it is {kind})", error.message());
                error.with_message(text)
            }
            _ => error,
        })
    }

    /// The body as JSON, or `None` if the status says that there is none (204, 205, 304). An empty body with another
    /// status is an error: something on the way lost it.
    pub fn json_opt<T: DeserializeOwned>(&self) -> Result<Option<T>> {
        if matches!(self.status().as_u16(), 204 | 205 | 304) { Ok(None) } else { self.json().map(Some) }
    }
}

impl std::fmt::Debug for Response {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.head.status.as_u16())
            .field("len", &self.body.len())
            .finish()
    }
}

/// Decodes `body`; only when that fails is it done again to find the path, which would cost every call otherwise.
pub(crate) fn decode<T: DeserializeOwned>(body: &[u8]) -> Result<T> {
    serde_json::from_slice(body).map_err(|plain| {
        let mut json = serde_json::Deserializer::from_slice(body);
        let error = match serde_path_to_error::deserialize::<_, T>(&mut json) {
            Err(e) => format!("the answer does not fit at `{}`: {}", e.path(), Category(e.inner())),
            Ok(_) => format!("the answer does not fit: {}", Category(&plain)),
        };
        // JSON of another shape is the platform's; no JSON may be a proxy's or a login page's word for it.
        let delivery = if plain.is_data() { Delivery::Accepted } else { Delivery::Unknown };
        Error::new(ErrorKind::Decode, error).with_delivery(delivery)
    })
}

/// What is wrong, without the offending value: serde quotes it, and it may be personal data.
struct Category<'a>(&'a serde_json::Error);

impl std::fmt::Display for Category<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let text = self.0.to_string();
        let what = match self.0.classify() {
            serde_json::error::Category::Eof => "it ends too early",
            serde_json::error::Category::Syntax => "it is not JSON",
            serde_json::error::Category::Io => "it could not be read",
            // "missing field `x`" and "unknown variant" name the schema's side; "invalid type: string "…"" the value's.
            serde_json::error::Category::Data if text.starts_with("missing field") => {
                return f.write_str(text.split(" at line").next().unwrap_or("missing field"));
            }
            serde_json::error::Category::Data => match text.rsplit_once("expected ") {
                Some((_, expected)) => return write!(f, "expected {expected}"),
                None => "a value has an unexpected form",
            },
        };
        write!(f, "{what} at line {}, column {}", self.0.line(), self.0.column())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, serde::Deserialize)]
    struct Deal {
        #[allow(dead_code)]
        lines: Vec<Line>,
    }

    #[derive(Debug, serde::Deserialize)]
    struct Line {
        #[allow(dead_code)]
        amount: u32,
    }

    #[test]
    fn a_body_that_does_not_fit_is_told_by_path_and_not_by_content() {
        let error = decode::<Deal>(br#"{"lines":[{"amount":1},{"amount":"ada@example.com"}]}"#).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert_eq!(error.delivery(), Delivery::Accepted);
        assert!(error.to_string().contains("lines[1].amount"), "{error}");
        assert!(!format!("{error} {error:?}").contains("ada@"), "{error}");
    }

    fn answer(status: u16, kind: &'static str, body: &'static str) -> Response {
        let headers =
            HeaderMap::from_iter([(http::header::CONTENT_TYPE, http::HeaderValue::from_static(kind))]);
        Response::new(Head::new(StatusCode::from_u16(status).unwrap(), headers), body)
    }

    #[test]
    fn a_page_instead_of_json_proves_nothing_about_what_was_done() {
        let error = answer(200, "text/html; charset=utf-8", "<html>oops</html>").json::<Deal>().unwrap_err();
        assert_eq!((error.kind(), error.delivery()), (ErrorKind::Decode, Delivery::Unknown));
        assert!(error.to_string().contains("not JSON") && error.to_string().contains("text/html"), "{error}");
    }

    #[test]
    fn an_empty_body_is_none_only_where_the_status_says_so() {
        for status in [204, 205, 304] {
            assert!(answer(status, "application/json", "").json_opt::<Deal>().unwrap().is_none());
        }
        let error = answer(200, "application/json", "").json_opt::<Deal>().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
    }
}
