//! What platforms ask before they send anything.

use bytes::Bytes;
use http::header::{CACHE_CONTROL, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use http::{HeaderValue, Method, Response};

use super::Inbound;

/// How a platform finds out that an endpoint wants its deliveries, as data. The [`Verifier`](super::Verifier) answers it.
///
/// A platform that only sends trial deliveries with good and bad signatures needs none: the verifier accepts the good and
/// refuses the bad.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Handshake {
    /// A GET whose query holds a token that was agreed on ([`Verifier::verify_token`](super::Verifier::verify_token)) and
    /// a text to send back. A wrong token is answered with 403.
    Challenge {
        /// The parameter that says what is asked, and its value.
        mode: (&'static str, &'static str),
        /// The parameter with the token.
        token: &'static str,
        /// The parameter with the text to send back.
        challenge: &'static str,
    },
    /// A POST with this query parameter, which is sent back as plain text. It proves nothing about who asks: whoever does
    /// only gets back what they sent.
    Echo {
        /// The parameter with the text to send back.
        text: &'static str,
    },
}

impl Handshake {
    /// What to send back, and the token to check before.
    pub(super) fn asked(self, inbound: &Inbound) -> Option<Asked> {
        let query = |name| inbound.query(name).map(String::from);
        match self {
            Self::Challenge { mode: (name, value), token, challenge } if inbound.method() == Method::GET => {
                let mode = query(name)?;
                let challenge = query(challenge).filter(|_| mode == value);
                Some(Asked { text: challenge, token: Some(token) })
            }
            Self::Echo { text } if inbound.method() == Method::POST => {
                Some(Asked { text: Some(query(text)?), token: None })
            }
            _ => None,
        }
    }
}

/// A handshake that somebody asks for.
pub(super) struct Asked {
    /// What to send back; `None` if the question makes no sense.
    pub(super) text: Option<String>,
    /// The query parameter with the token to check.
    pub(super) token: Option<&'static str>,
}

/// `text` as plain text that no browser takes for anything else.
pub(super) fn answer(text: String) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from(text));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
