//! Credentials that do not change: keys, fixed tokens, user and password.

use async_trait::async_trait;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::header::AUTHORIZATION;
use http::{HeaderName, HeaderValue};
use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;

use super::{Authorization, Credential};
use crate::error::{Error, Result};

/// No credential: requests go as they are.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoCredential;

#[async_trait]
impl Credential for NoCredential {
    async fn authorize(&self) -> Result<Authorization> {
        Ok(Authorization::default())
    }

    async fn refused(&self, _generation: u64) -> Result<bool> {
        Ok(false)
    }
}

/// A key or token that does not change, sent in a header: API keys, private-app tokens, personal access tokens.
///
/// ```
/// use connectors_core::auth::ApiKey;
///
/// let private_app = ApiKey::bearer("pat-123".to_owned());
/// let shop = ApiKey::header("X-Shop-Access-Token", "abc".to_owned());
/// let odd = ApiKey::header("Authorization", "abc".to_owned()).word("Token");
/// assert!(!format!("{private_app:?} {shop:?} {odd:?}").contains("abc"));
/// ```
#[derive(Clone, Debug)]
pub struct ApiKey {
    header: &'static str,
    word: Option<&'static str>,
    secret: SecretString,
}

impl ApiKey {
    /// Sent as `Authorization: Bearer …`.
    pub fn bearer(secret: impl Into<SecretString>) -> Self {
        Self { header: "authorization", word: Some("Bearer"), secret: secret.into() }
    }

    /// Sent alone in this header.
    pub fn header(header: &'static str, secret: impl Into<SecretString>) -> Self {
        Self { header, word: None, secret: secret.into() }
    }

    /// With a word and a space before the secret.
    #[must_use]
    pub fn word(mut self, word: &'static str) -> Self {
        self.word = Some(word);
        self
    }
}

#[async_trait]
impl Credential for ApiKey {
    async fn authorize(&self) -> Result<Authorization> {
        let secret = self.secret.expose_secret();
        let header = match self.word {
            Some(word) => (header_name(self.header)?, secret_header(word, secret)?),
            None => named_header(self.header, secret)?,
        };
        Ok(Authorization::new([header]))
    }

    async fn refused(&self, _generation: u64) -> Result<bool> {
        Ok(false)
    }
}

/// User and password, sent as HTTP Basic.
#[derive(Clone, Debug)]
pub struct Basic {
    user: String,
    password: SecretString,
}

impl Basic {
    /// This user and password. Some platforms put an API key in one of the two and a fixed word in the other.
    pub fn new(user: impl Into<String>, password: impl Into<SecretString>) -> Self {
        Self { user: user.into(), password: password.into() }
    }
}

#[async_trait]
impl Credential for Basic {
    async fn authorize(&self) -> Result<Authorization> {
        if self.user.contains(':') {
            return Err(Error::validation("user", "must not contain a colon"));
        }
        Ok(Authorization::new([(AUTHORIZATION, basic_header(&self.user, self.password.expose_secret())?)]))
    }

    async fn refused(&self, _generation: u64) -> Result<bool> {
        Ok(false)
    }
}

/// `Basic …` for this user and password.
pub(crate) fn basic_header(user: &str, password: &str) -> Result<HeaderValue> {
    let pair = Zeroizing::new(format!("{user}:{password}"));
    secret_header("Basic", &Zeroizing::new(STANDARD.encode(pair.as_bytes())))
}

/// `word secret` as a header value that is marked sensitive.
pub(crate) fn secret_header(word: &str, secret: &str) -> Result<HeaderValue> {
    header_value(&Zeroizing::new(format!("{word} {secret}")))
}

/// `secret` alone in the header of this name.
pub(crate) fn named_header(name: &str, secret: &str) -> Result<(HeaderName, HeaderValue)> {
    Ok((header_name(name)?, header_value(secret)?))
}

fn header_name(name: &str) -> Result<HeaderName> {
    HeaderName::from_bytes(name.as_bytes())
        .map_err(|_| Error::config(format!("`{name}` is not a header name")))
}

fn header_value(text: &str) -> Result<HeaderValue> {
    let mut value = HeaderValue::from_str(text)
        .map_err(|_| Error::config("the credential holds a line break or a control character"))?;
    value.set_sensitive(true);
    Ok(value)
}
