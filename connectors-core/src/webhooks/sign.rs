//! Makes deliveries that verify, for tests.

use std::borrow::Cow;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Utc};
use http::header::AUTHORIZATION;
use http::{HeaderName, HeaderValue};
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;

use super::{Hmac, Inbound, Place, Scheme};
use crate::error::{Error, Result};

impl Scheme {
    /// `inbound` with the proof that the platform would give it at this time, in the place of any it has: for tests of
    /// receivers.
    ///
    /// Fails if something cannot stand where the scheme wants it, such as a value in a body that is not JSON; and for
    /// tokens, which only the platform can sign.
    pub fn sign(&self, inbound: Inbound, secret: &SecretString, at: DateTime<Utc>) -> Result<Inbound> {
        match self {
            Self::Hmac(hmac) => sign(hmac, inbound, secret, at),
            Self::SharedValue(shared) => {
                let value = secret.expose_secret();
                let Some(list) = shared.each else { return put(shared.at, inbound, value) };
                let Place::Body(path) = shared.at else { return put(shared.at, inbound, value) };
                edit(inbound, |json| {
                    let elements = json.pointer_mut(list).and_then(Value::as_array_mut)?;
                    elements.iter_mut().try_for_each(|element| set(element, path, value))
                })
            }
            #[cfg(feature = "jwt")]
            Self::Jwt(_) => Err(Error::config("tokens are signed by the platform")),
            Self::All(schemes) => {
                // Signatures last: they may cover what the others put in.
                let (last, first): (Vec<&Self>, Vec<_>) =
                    schemes.iter().partition(|s| matches!(s, Self::Hmac(_)));
                first
                    .into_iter()
                    .chain(last)
                    .try_fold(inbound, |inbound, scheme| scheme.sign(inbound, secret, at))
            }
            Self::None => Ok(inbound),
        }
    }
}

fn sign(hmac: &Hmac, mut inbound: Inbound, secret: &SecretString, at: DateTime<Utc>) -> Result<Inbound> {
    if let Some((place, text)) = hmac.when {
        inbound = put(place, inbound, text)?;
    }
    let time = hmac.timestamp.map(|timestamp| (timestamp.at, timestamp.write(at)));
    if let Some((place, text)) = &time {
        inbound = put(*place, inbound, text)?;
    }
    let time = time.map(|(_, text)| text).unwrap_or_default();
    let signature = hmac.digest(secret, &hmac.message(&inbound, Cow::Borrowed(time.as_bytes()))?);
    let signature = signature.ok_or_else(|| Error::config("the secret is no key"))?;
    put(hmac.signature, inbound, &hmac.encode(signature))
}

/// `inbound` with `text` at `place`.
fn put(place: Place, mut inbound: Inbound, text: &str) -> Result<Inbound> {
    match place {
        Place::Header(name) => set_header(&mut inbound, name, text)?,
        Place::AnyHeader(names) => {
            let name = names.iter().find(|name| inbound.headers().contains_key(**name)).or(names.first());
            set_header(&mut inbound, name.copied().unwrap_or_default(), text)?;
        }
        Place::Query(name) => set_query(&mut inbound, name, text),
        Place::Body(path) => return edit(inbound, |json| set(json, path, text)),
        Place::Basic => {
            set_header(&mut inbound, AUTHORIZATION.as_str(), &format!("Basic {}", STANDARD.encode(text)))?
        }
        Place::BasicUser => return Err(Error::config("a user alone is no proof")),
        Place::Route => inbound = inbound.with_route(text),
    }
    Ok(inbound)
}

fn set_header(inbound: &mut Inbound, name: &str, text: &str) -> Result<()> {
    let name: HeaderName =
        name.parse().map_err(|_| Error::config(format!("`{name}` is not a header name")))?;
    let value =
        HeaderValue::from_str(text).map_err(|_| Error::config("the value cannot stand in a header"))?;
    inbound.headers_mut().insert(name, value);
    Ok(())
}

/// Leaves the other parameters as they are written.
fn set_query(inbound: &mut Inbound, name: &str, text: &str) {
    let (url, query) = inbound.url().split_once('?').unwrap_or((inbound.url(), ""));
    let is_it = |pair: &&str| url::form_urlencoded::parse(pair.as_bytes()).any(|(key, _)| key == name);
    let mut pairs: Vec<&str> = query.split('&').filter(|pair| !pair.is_empty() && !is_it(pair)).collect();
    let ours = url::form_urlencoded::Serializer::new(String::new()).append_pair(name, text).finish();
    pairs.push(&ours);
    let url = format!("{url}?{}", pairs.join("&"));
    inbound.set_url(url);
}

fn edit(inbound: Inbound, change: impl FnOnce(&mut Value) -> Option<()>) -> Result<Inbound> {
    let no_place = || Error::config("the body has no place for the value");
    let mut json: Value = serde_json::from_slice(inbound.body()).map_err(|_| no_place())?;
    change(&mut json).ok_or_else(no_place)?;
    Ok(inbound.with_body(json.to_string()))
}

/// Sets a member of an object that is there.
fn set(json: &mut Value, path: &str, text: &str) -> Option<()> {
    let (parent, name) = path.rsplit_once('/')?;
    let parent = json.pointer_mut(parent)?.as_object_mut()?;
    parent.insert(name.replace("~1", "/").replace("~0", "~"), text.into());
    Some(())
}
