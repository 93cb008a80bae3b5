//! Where the secrets come from.

use std::collections::HashMap;
use std::fmt;
use std::future::Future;
use std::sync::Arc;

use async_trait::async_trait;
use secrecy::SecretString;

use crate::error::Result;

/// What a delivery says about whose it is, before anything is proven: good for looking up a secret, for nothing else.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Unverified<'a>(&'a str);

impl<'a> Unverified<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self(text)
    }

    /// What is claimed. Anybody could have written it.
    #[must_use]
    pub fn claimed(self) -> &'a str {
        self.0
    }
}

impl fmt::Debug for Unverified<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Unverified(..)")
    }
}

/// Where a [`Verifier`](super::Verifier) gets its secrets. Ready are: one [`SecretString`], a `Vec` of them (while a
/// secret is being replaced, the old and the new one), a map by hint, and [`by_hint`] for everything else.
#[async_trait]
pub trait Secrets: Send + Sync + 'static {
    /// The secrets that a delivery with this hint may be signed with; each of them is accepted. None at all means that
    /// the account is not known, and the delivery is refused.
    ///
    /// `hint` is what stands where the scheme says ([`Hmac::hint`](super::Hmac::hint),
    /// [`SharedValue::hint`](super::SharedValue::hint)); `None` if it names no place or nothing stands there.
    ///
    /// An error means that the secrets cannot be read now: the delivery is not refused, and the platform is asked to
    /// send it again.
    async fn for_hint(&self, hint: Option<Unverified<'_>>) -> Result<Vec<SecretString>>;
}

#[async_trait]
impl Secrets for SecretString {
    async fn for_hint(&self, _: Option<Unverified<'_>>) -> Result<Vec<SecretString>> {
        Ok(vec![self.clone()])
    }
}

#[async_trait]
impl Secrets for Vec<SecretString> {
    async fn for_hint(&self, _: Option<Unverified<'_>>) -> Result<Vec<SecretString>> {
        Ok(self.clone())
    }
}

#[async_trait]
impl Secrets for HashMap<String, Vec<SecretString>> {
    async fn for_hint(&self, hint: Option<Unverified<'_>>) -> Result<Vec<SecretString>> {
        Ok(hint.and_then(|hint| self.get(hint.claimed())).cloned().unwrap_or_default())
    }
}

#[async_trait]
impl<S: Secrets + ?Sized> Secrets for Arc<S> {
    async fn for_hint(&self, hint: Option<Unverified<'_>>) -> Result<Vec<SecretString>> {
        (**self).for_hint(hint).await
    }
}

/// Secrets that a function looks up by the hint, in a database for instance. Without a hint nothing is looked up.
///
/// ```
/// use connectors_core::webhooks;
///
/// let secrets = webhooks::by_hint(|shop: String| async move {
///     Ok(if shop == "acme" { vec!["acme's secret".into()] } else { vec![] })
/// });
/// # let _: &dyn webhooks::Secrets = &secrets;
/// ```
pub fn by_hint<F, Fut>(lookup: F) -> ByHint<F>
where
    F: Fn(String) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<Vec<SecretString>>> + Send,
{
    ByHint(lookup)
}

/// What [`by_hint`] gives.
pub struct ByHint<F>(F);

impl<F> fmt::Debug for ByHint<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ByHint(..)")
    }
}

#[async_trait]
impl<F, Fut> Secrets for ByHint<F>
where
    F: Fn(String) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<Vec<SecretString>>> + Send,
{
    async fn for_hint(&self, hint: Option<Unverified<'_>>) -> Result<Vec<SecretString>> {
        match hint {
            Some(hint) => (self.0)(hint.claimed().to_owned()).await,
            None => Ok(Vec::new()),
        }
    }
}
