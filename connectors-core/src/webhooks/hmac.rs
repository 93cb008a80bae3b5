//! Deliveries that are signed.

use std::borrow::Cow;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Utc};
use hmac::{KeyInit, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;
use subtle::ConstantTimeEq;

use super::{Inbound, Place, Proof, Timestamp, refused};
use crate::error::Result;

/// A signature over parts of the delivery, made with a secret that both sides know.
///
/// Nothing is said about it that could not be a `const`:
///
/// ```
/// use connectors_core::webhooks::{Hmac, Part, Place, Scheme, Timestamp};
///
/// const SIGNATURE: Scheme = Scheme::Hmac(
///     Hmac::base64(Place::Header("x-acme-signature"))
///         .timestamp(Timestamp::seconds(Place::Header("x-acme-time")))
///         .parts(&[Part::Timestamp, Part::Literal("."), Part::Body]),
/// );
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hmac {
    pub(super) signature: Place,
    pub(super) encoding: Encoding,
    pub(super) prefix: &'static str,
    pub(super) secret_first: bool,
    pub(super) parts: &'static [Part],
    pub(super) timestamp: Option<Timestamp>,
    pub(super) when: Option<(Place, &'static str)>,
    pub(super) hint: Option<Place>,
    pub(super) empty_body: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    Base64,
    Hex,
}

/// A part of what is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Part {
    /// The raw body.
    Body,
    /// The method in capital letters.
    Method,
    /// The URL as the caller used it, [`Inbound::url`].
    Url,
    /// The URL, but these characters are decoded if they are percent-encoded, and no others.
    UrlDecoding(&'static str),
    /// A header's value. Without the header there is no signature.
    Header(&'static str),
    /// The text of the timestamp as it came.
    Timestamp,
    /// The query's parameters, sorted by name, as `name=value`.
    Query {
        /// Parameters that are left out; the signature, if it stands in the query, is among them.
        without: &'static [&'static str],
        /// What stands between two of them.
        between: &'static str,
        /// How they are written.
        form: QueryForm,
    },
    /// This text.
    Literal(&'static str),
}

/// How the parameters of a signed query are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum QueryForm {
    /// Decoded; the values of a repeated name are one, joined by commas. Where one ends and the next begins is signed only
    /// if something stands in between that no value can hold.
    Decoded,
    /// Percent-encoded, with `%20` for a space; a repeated name stays repeated.
    Encoded,
}

impl Hmac {
    const fn new(signature: Place, encoding: Encoding) -> Self {
        Self {
            signature,
            encoding,
            prefix: "",
            secret_first: false,
            parts: &[Part::Body],
            timestamp: None,
            when: None,
            hint: None,
            empty_body: false,
        }
    }

    /// HMAC-SHA256 over the body, in base64 (RFC 4648, section 4, with padding).
    #[must_use]
    pub const fn base64(signature: Place) -> Self {
        Self::new(signature, Encoding::Base64)
    }

    /// HMAC-SHA256 over the body, in hexadecimal digits. They must be lower-case, as all platforms at hand write them:
    /// so there is one text for each signature, and not two.
    #[must_use]
    pub const fn hex(signature: Place) -> Self {
        Self::new(signature, Encoding::Hex)
    }

    /// What stands before the signature's digits, such as `sha256=`.
    #[must_use]
    pub const fn prefix(mut self, prefix: &'static str) -> Self {
        self.prefix = prefix;
        self
    }

    /// What is signed, in this order, with nothing in between.
    #[must_use]
    pub const fn parts(mut self, parts: &'static [Part]) -> Self {
        self.parts = parts;
        self
    }

    /// The digest is not an HMAC but the plain SHA-256 of the secret followed by the message.
    ///
    /// That is weaker: from a signed message and its signature anybody can make the signature of the same message with
    /// certain bytes after it. Zero bytes are among them, so that JSON with such a tail cannot be parsed.
    #[must_use]
    pub const fn secret_first(mut self) -> Self {
        self.secret_first = true;
        self
    }

    /// When it was signed. Without it a recorded delivery stays good for ever. Name it among the
    /// [`parts`](Self::parts) too, or it proves nothing.
    #[must_use]
    pub const fn timestamp(mut self, timestamp: Timestamp) -> Self {
        self.timestamp = Some(timestamp);
        self
    }

    /// The signature is of this kind only if this text stands there: for platforms that put the version of a signature
    /// beside it.
    #[must_use]
    pub const fn when(mut self, place: Place, text: &'static str) -> Self {
        self.when = Some((place, text));
        self
    }

    /// Where it stands whose secret to look up.
    #[must_use]
    pub const fn hint(mut self, place: Place) -> Self {
        self.hint = Some(place);
        self
    }

    /// An empty body is good too. Otherwise it is refused if the body is signed.
    #[must_use]
    pub const fn allow_empty_body(mut self) -> Self {
        self.empty_body = true;
        self
    }

    /// What a good signature proves.
    pub(super) fn proof(&self) -> Proof {
        let signs = |wanted: fn(&Part) -> bool| self.parts.iter().any(wanted);
        if signs(|part| matches!(part, Part::Body)) {
            Proof::Body
        } else if signs(|part| matches!(part, Part::Query { .. } | Part::Url | Part::UrlDecoding(_))) {
            Proof::Query
        } else {
            Proof::Sender
        }
    }

    /// One of the secrets made the signature of this.
    ///
    /// # Errors
    /// `Webhook` if none did.
    pub(crate) fn proves(
        &self,
        inbound: &Inbound,
        now: DateTime<Utc>,
        secrets: &[SecretString],
    ) -> Result<()> {
        if self.claim(inbound, now, None)?.is_good(self, secrets) {
            return Ok(());
        }
        Err(refused("the signature is not good"))
    }

    /// A signature of this kind is there, be it good or bad.
    pub(super) fn is_there(&self, inbound: &Inbound) -> Result<bool> {
        Ok(self.is_meant(inbound)? && self.signature.read(inbound, inbound.body())?.is_some())
    }

    fn is_meant(&self, inbound: &Inbound) -> Result<bool> {
        let Some((place, text)) = self.when else { return Ok(true) };
        Ok(place.read(inbound, inbound.body())?.as_deref() == Some(text.as_bytes()))
    }

    /// All that can be judged without the secret.
    pub(super) fn claim<'a>(
        &'a self,
        inbound: &'a Inbound,
        now: DateTime<Utc>,
        tolerance: Option<Duration>,
    ) -> Result<Signed<'a>> {
        let missing = |place: Place| refused(format!("{place} is missing"));
        if !self.is_meant(inbound)? {
            return Err(refused(format!("{} is of another kind", self.signature)));
        }
        let signature =
            self.signature.read(inbound, inbound.body())?.ok_or_else(|| missing(self.signature))?;
        let signature = self
            .decode(&signature)
            .ok_or_else(|| refused(format!("{} is not a signature", self.signature)))?;
        if !self.empty_body && inbound.body().is_empty() && self.proof() == Proof::Body {
            return Err(refused("the body is empty"));
        }
        let (mut time_text, mut time) = (Cow::Borrowed(&b""[..]), None);
        if let Some(timestamp) = self.timestamp {
            time_text = timestamp.at.read(inbound, inbound.body())?.ok_or_else(|| missing(timestamp.at))?;
            time = Some(timestamp.check(&time_text, now, tolerance)?);
        }
        Ok(Signed { signature, time, message: self.message(inbound, time_text)? })
    }

    fn decode(&self, text: &[u8]) -> Option<[u8; 32]> {
        let text = text.strip_prefix(self.prefix.as_bytes())?;
        let mut signature = [0; 32];
        match self.encoding {
            Encoding::Hex => {
                let lower = text.iter().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
                hex::decode_to_slice(text, &mut signature).ok().filter(|()| lower)?;
            }
            // 33 bytes are the most that 44 digits may stand for.
            Encoding::Base64 => {
                let mut bytes = [0; 33];
                let length = STANDARD.decode_slice(text, &mut bytes).ok().filter(|&length| length == 32)?;
                signature.copy_from_slice(&bytes[..length]);
            }
        }
        Some(signature)
    }

    #[cfg(feature = "test-util")]
    pub(super) fn encode(&self, signature: [u8; 32]) -> String {
        let text = match self.encoding {
            Encoding::Base64 => STANDARD.encode(signature),
            Encoding::Hex => hex::encode(signature),
        };
        format!("{}{text}", self.prefix)
    }

    /// What is signed. The body is borrowed.
    pub(super) fn message<'a>(
        &self,
        inbound: &'a Inbound,
        timestamp: Cow<'a, [u8]>,
    ) -> Result<Vec<Cow<'a, [u8]>>> {
        let part = |part: &Part| {
            Ok(match *part {
                Part::Body => Cow::Borrowed(&inbound.body()[..]),
                Part::Method => Cow::Borrowed(inbound.method().as_str().as_bytes()),
                Part::Url => Cow::Borrowed(inbound.url().as_bytes()),
                Part::UrlDecoding(characters) => Cow::Owned(decoding(inbound.url(), characters)),
                Part::Header(name) => {
                    let header = Place::Header(name);
                    header.read(inbound, b"")?.ok_or_else(|| refused(format!("{header} is missing")))?
                }
                Part::Timestamp => timestamp.clone(),
                Part::Query { without, between, form } => {
                    Cow::Owned(query(inbound, without, between, form).into_bytes())
                }
                Part::Literal(text) => Cow::Borrowed(text.as_bytes()),
            })
        };
        self.parts.iter().map(part).collect()
    }

    /// The signature of `message`. An HMAC takes keys of any length: that there is none does not happen.
    pub(super) fn digest(&self, secret: &SecretString, message: &[Cow<'_, [u8]>]) -> Option<[u8; 32]> {
        let secret = secret.expose_secret().as_bytes();
        if self.secret_first {
            let mut digest = <Sha256 as sha2::Digest>::new_with_prefix(secret);
            message.iter().for_each(|part| sha2::Digest::update(&mut digest, part));
            return Some(sha2::Digest::finalize(digest).into());
        }
        let mut mac = hmac::Hmac::<Sha256>::new_from_slice(secret).ok()?;
        message.iter().for_each(|part| mac.update(part));
        Some(mac.finalize().into_bytes().into())
    }
}

/// A delivery that says it is signed.
pub(super) struct Signed<'a> {
    signature: [u8; 32],
    pub(super) time: Option<DateTime<Utc>>,
    message: Vec<Cow<'a, [u8]>>,
}

impl Signed<'_> {
    /// One of the secrets made the signature.
    pub(super) fn is_good(&self, scheme: &Hmac, secrets: &[SecretString]) -> bool {
        let is_its = |digest: [u8; 32]| digest.ct_eq(&self.signature).into();
        secrets.iter().any(|secret| scheme.digest(secret, &self.message).is_some_and(is_its))
    }
}

/// `url` with these characters decoded where they are percent-encoded.
fn decoding(url: &str, characters: &str) -> Vec<u8> {
    let (mut rest, mut out) = (url.as_bytes(), Vec::with_capacity(url.len()));
    while let Some((&first, tail)) = rest.split_first() {
        let code = (first == b'%').then(|| tail.first_chunk::<2>()).flatten().and_then(|code| {
            let mut byte = [0];
            hex::decode_to_slice(code, &mut byte).ok().map(|()| byte[0])
        });
        match code.filter(|byte| characters.as_bytes().contains(byte)) {
            Some(byte) => (out.push(byte), rest = &tail[2..]).1,
            None => (out.push(first), rest = tail).1,
        }
    }
    out
}

fn query(inbound: &Inbound, without: &[&str], between: &str, form: QueryForm) -> String {
    let mut pairs: Vec<_> = inbound.pairs().filter(|(name, _)| !without.contains(&&**name)).collect();
    pairs.sort_by(|(one, _), (other, _)| one.cmp(other));
    let mut out = String::new();
    let mut last: Option<&str> = None;
    for (name, value) in &pairs {
        match form {
            QueryForm::Decoded if last == Some(name) => out.extend([",", value]),
            _ => {
                out.push_str(if last.is_some() { between } else { "" });
                match form {
                    QueryForm::Decoded => out.extend([name, "=", value]),
                    QueryForm::Encoded => out.extend([&*encoded(name), "=", &*encoded(value)]),
                }
            }
        }
        last = Some(name);
    }
    out
}

fn encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes())
        .map(|piece| if piece == "+" { "%20" } else { piece })
        .collect()
}
