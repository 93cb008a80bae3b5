//! Deliveries that carry signed tokens.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use jsonwebtoken::crypto::{CryptoProvider, aws_lc};
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use serde_json::{Map, Value};

use super::{Inbound, pointer, refused};
use crate::error::{Error, Result};

/// More tokens than there are applications and tenants in one delivery.
const MOST_TOKENS: usize = 100;
/// No key is called by a longer name.
const LONGEST_KID: usize = 256;

/// Tokens (RFC 7519, signed by RS256) in a list in the JSON body, all of which must be good. They prove that the platform
/// sent the delivery to this application; the body is not covered.
///
/// Whom they are meant for and the keys are given to [`Verifier::tokens`](super::Verifier::tokens).
#[derive(Clone, Copy, Debug)]
pub struct Jwt {
    pub(super) at: &'static str,
    issuers: &'static [&'static str],
    caller: Option<(&'static [&'static str], &'static str)>,
}

impl Jwt {
    /// The tokens stand in the list at this pointer, and come from one of these issuers. An asterisk in an issuer stands
    /// for letters, digits and hyphens: the tenant.
    #[must_use]
    pub const fn rs256(list: &'static str, issuers: &'static [&'static str]) -> Self {
        Self { at: list, issuers, caller: None }
    }

    /// One of these claims must have this value, and none of them another: who asked for the token.
    #[must_use]
    pub const fn caller(mut self, claims: &'static [&'static str], value: &'static str) -> Self {
        self.caller = Some((claims, value));
        self
    }

    pub(super) async fn check(
        &self,
        inbound: &Inbound,
        expected: &Expected,
        now: DateTime<Utc>,
        tolerance: Option<Duration>,
    ) -> Result<()> {
        let tokens = pointer::list(inbound.body(), self.at, MOST_TOKENS)?.unwrap_or_default();
        if tokens.is_empty() {
            return Err(refused(format!("there is no token at `{}` in the body", self.at)));
        }
        let seconds = tolerance.unwrap_or(Duration::from_secs(300)).as_secs_f64();
        for (index, token) in tokens.into_iter().enumerate() {
            let bad = |why: &str| refused(format!("token {index} at `{}` in the body {why}", self.at));
            let token = pointer::scalar(token).ok_or_else(|| bad("is no text"))?;
            let header = jsonwebtoken::decode_header(&*token).map_err(|_| bad("cannot be read"))?;
            let kid = header
                .kid
                .filter(|kid| kid.len() <= LONGEST_KID)
                .ok_or_else(|| bad("does not name its key"))?;
            let key = expected
                .keys
                .key(&kid)
                .await?
                .ok_or_else(|| bad("is signed with a key that is not known"))?;
            let claims = verify(&token, &key.0, &expected.audience).map_err(bad)?;
            self.judge(&claims, now, seconds).map_err(bad)?;
        }
        Ok(())
    }

    fn judge(
        &self,
        claims: &Map<String, Value>,
        now: DateTime<Utc>,
        tolerance: f64,
    ) -> Result<(), &'static str> {
        let text = |name: &str| claims.get(name).and_then(Value::as_str);
        #[allow(clippy::cast_precision_loss, reason = "milliseconds of this age are exact")]
        let now = now.timestamp_millis() as f64 / 1000.0;
        let ends = claims.get("exp").and_then(Value::as_f64).ok_or("does not say when it ends")?;
        if now > ends + tolerance {
            return Err("has expired");
        }
        if let Some(starts) = claims.get("nbf")
            && !starts.as_f64().is_some_and(|starts| now >= starts - tolerance)
        {
            return Err("is not good yet");
        }
        let issuer = text("iss").unwrap_or_default();
        if !self.issuers.iter().any(|pattern| fits(issuer, pattern)) {
            return Err("comes from another issuer");
        }
        if let Some((names, value)) = self.caller {
            let mut named = names.iter().filter_map(|name| claims.get(*name)).peekable();
            if named.peek().is_none() || !named.all(|caller| caller.as_str() == Some(value)) {
                return Err("was made for another caller");
            }
        }
        Ok(())
    }
}

/// What tokens are held against.
#[derive(Clone)]
pub(super) struct Expected {
    pub(super) audience: String,
    pub(super) keys: Arc<dyn Keys>,
}

/// Where the keys of signed tokens come from: the platform's published key set, read and kept by you. Read it again from
/// time to time, and when a key is asked for that is not in it; not more often than every few minutes, since anybody can
/// ask for a key.
#[async_trait]
pub trait Keys: Send + Sync + 'static {
    /// The key of this id. `None` says that there is no such key, and the delivery is refused. An error says that the keys
    /// cannot be read now; make it retryable, and the platform is asked to send the delivery again.
    async fn key(&self, id: &str) -> Result<Option<PublicKey>>;
}

/// A public key.
#[derive(Clone, Debug)]
pub struct PublicKey(DecodingKey);

impl PublicKey {
    /// The RSA key of this modulus and exponent, in base64url as key sets have them (`n` and `e`, RFC 7518, section 6.3).
    pub fn rsa(modulus: &str, exponent: &str) -> Result<Self> {
        let key = DecodingKey::from_rsa_components(modulus, exponent);
        key.map(Self).map_err(|_| Error::config("the key's modulus or exponent is not base64url"))
    }
}

/// The claims of a token that is signed with `key` and meant for `audience`.
fn verify(token: &str, key: &DecodingKey, audience: &str) -> Result<Map<String, Value>, &'static str> {
    // Where another crate turned on the other crypto of `jsonwebtoken` too, it cannot choose, and would panic.
    if CryptoProvider::try_get_default().is_none() {
        let _ = aws_lc::DEFAULT_PROVIDER.install_default();
    }
    let mut wanted = Validation::new(Algorithm::RS256);
    wanted.set_audience(&[audience]);
    wanted.set_required_spec_claims(&["aud"]);
    // It would ask the system for the time. We ask the clock.
    wanted.validate_exp = false;
    wanted.validate_nbf = false;
    jsonwebtoken::decode(token, key, &wanted).map(|token| token.claims).map_err(|error| match error.kind() {
        jsonwebtoken::errors::ErrorKind::InvalidAudience => "is meant for another application",
        jsonwebtoken::errors::ErrorKind::InvalidAlgorithm => "is not signed by RS256",
        _ => "is not signed as it says",
    })
}

/// `issuer` is `pattern`, whose asterisk stands for letters, digits and hyphens.
fn fits(issuer: &str, pattern: &str) -> bool {
    let Some((before, after)) = pattern.split_once('*') else { return issuer == pattern };
    let tenant = issuer.strip_prefix(before).and_then(|rest| rest.strip_suffix(after));
    tenant.is_some_and(|id| {
        !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    })
}
