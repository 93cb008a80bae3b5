//! Where something stands in a delivery.

use std::borrow::Cow;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::header::AUTHORIZATION;

use super::{Inbound, pointer, refused};
use crate::error::Result;

const BASIC: &[u8] = b"basic ";

/// Where something stands in a delivery.
///
/// What stands there several times must be the same each time; otherwise the delivery is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Place {
    /// In a header.
    Header(&'static str),
    /// In a header that has more than one name; also in several of them, if they agree.
    AnyHeader(&'static [&'static str]),
    /// In a parameter of the query, decoded.
    Query(&'static str),
    /// In the JSON body at this pointer (RFC 6901): a string, or a whole number as it is written. No name on the way may
    /// occur twice. Under [`SharedValue::each`](super::SharedValue::each) the pointer starts at the element.
    Body(&'static str),
    /// In the credentials of HTTP Basic, decoded: `user:password`.
    Basic,
    /// The user of HTTP Basic: what stands before the first colon.
    BasicUser,
    /// What the route says, such as a segment of the path: [`Inbound::with_route`].
    Route,
}

impl Place {
    /// What stands there in `inbound`, with `json` for the body.
    pub(super) fn read<'a>(self, inbound: &'a Inbound, json: &'a [u8]) -> Result<Option<Cow<'a, [u8]>>> {
        match self {
            Self::Header(name) => self.one(headers(inbound, name)),
            Self::AnyHeader(names) => self.one(names.iter().flat_map(|name| headers(inbound, name))),
            Self::Query(name) => {
                let values = inbound.pairs().filter(|(key, _)| key == name);
                self.one(values.map(|(_, value)| bytes(value)))
            }
            Self::Body(path) => Ok(pointer::find(json, path)?.and_then(pointer::scalar).map(bytes)),
            Self::Basic => self.basic(inbound),
            Self::BasicUser => Ok(self.basic(inbound)?.and_then(|pair| {
                let colon = pair.iter().position(|&byte| byte == b':')?;
                Some(Cow::Owned(pair[..colon].to_vec()))
            })),
            Self::Route => Ok(inbound.route().map(|route| Cow::Borrowed(route.as_bytes()))),
        }
    }

    fn one<'a>(self, mut values: impl Iterator<Item = Cow<'a, [u8]>>) -> Result<Option<Cow<'a, [u8]>>> {
        let first = values.next();
        if values.all(|value| Some(value) == first) {
            Ok(first)
        } else {
            Err(refused(format!("{self} says two things")))
        }
    }

    fn basic<'a>(self, inbound: &'a Inbound) -> Result<Option<Cow<'a, [u8]>>> {
        let Some(header) = Self::Header(AUTHORIZATION.as_str()).read(inbound, b"")? else { return Ok(None) };
        // RFC 9110, section 11.1: the word's case is of no importance.
        let word_and_rest = header.split_at_checked(BASIC.len());
        let Some((_, credentials)) = word_and_rest.filter(|(word, _)| word.eq_ignore_ascii_case(BASIC))
        else {
            return Ok(None);
        };
        let pair = STANDARD
            .decode(credentials.trim_ascii())
            .map_err(|_| refused(format!("{self} is not base64")))?;
        Ok(Some(Cow::Owned(pair)))
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Header(name) => write!(f, "the header `{name}`"),
            Self::AnyHeader(names) => write!(f, "the header `{}`", names.join("` or `")),
            Self::Query(name) => write!(f, "the query parameter `{name}`"),
            Self::Body(path) => write!(f, "`{path}` in the body"),
            Self::Basic | Self::BasicUser => f.write_str("the header `authorization` with HTTP Basic"),
            Self::Route => f.write_str("the route"),
        }
    }
}

fn headers<'a>(inbound: &'a Inbound, name: &str) -> impl Iterator<Item = Cow<'a, [u8]>> {
    inbound.headers().get_all(name).iter().map(|value| Cow::Borrowed(value.as_bytes()))
}

fn bytes(text: Cow<'_, str>) -> Cow<'_, [u8]> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.as_bytes()),
        Cow::Owned(text) => Cow::Owned(text.into_bytes()),
    }
}
