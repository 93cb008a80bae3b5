//! Judges deliveries.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::RETRY_AFTER;
use http::{HeaderValue, Response, StatusCode};
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::verified::Evidence;
use super::{
    Handshake, Hmac, Inbound, Place, Proof, Scheme, Secrets, SharedValue, Unverified, Verdict, Verified,
    handshake, pointer, refused,
};
use crate::clock::{Clock, SystemClock};
use crate::error::{Error, ErrorKind, Result};

/// So many elements of one delivery are judged one by one.
const MOST_ELEMENTS: usize = 10_000;
/// So many accounts are looked up for one delivery.
const MOST_ACCOUNTS: usize = 1_000;
/// No account is called by a longer name.
const LONGEST_HINT: usize = 512;

/// Judges deliveries by a [`Scheme`], and answers handshakes. Cheap to clone.
///
/// ```
/// use connectors_core::webhooks::{Hmac, Inbound, Place, Proof, Scheme, Verdict, Verifier};
/// use secrecy::SecretString;
///
/// const SIGNATURE: Scheme = Scheme::Hmac(Hmac::base64(Place::Header("x-acme-signature")));
///
/// # async fn receive(inbound: Inbound) -> http::Response<bytes::Bytes> {
/// let verifier = Verifier::new(SIGNATURE, SecretString::from("acme's secret"));
/// match verifier.verify(inbound).await {
///     Ok(Verdict::Delivery(verified)) => {
///         assert_eq!(verified.proof(), Proof::Body);
///         http::Response::default()
///     }
///     Ok(Verdict::Answer(answer)) => answer,
///     Err(error) => Verifier::refusal(&error),
/// }
/// # }
/// ```
#[derive(Clone)]
pub struct Verifier {
    schemes: Vec<Scheme>,
    secrets: Arc<dyn Secrets>,
    handshake: Option<Handshake>,
    verify_token: Option<Arc<dyn Secrets>>,
    #[cfg(feature = "jwt")]
    tokens: Option<super::jwt::Expected>,
    tolerance: Option<Duration>,
    refuse_with: StatusCode,
    clock: Arc<dyn Clock>,
}

impl Verifier {
    /// A verifier for deliveries of this scheme.
    pub fn new(scheme: Scheme, secrets: impl Secrets) -> Self {
        Self {
            schemes: vec![scheme],
            secrets: Arc::new(secrets),
            handshake: None,
            verify_token: None,
            #[cfg(feature = "jwt")]
            tokens: None,
            tolerance: None,
            refuse_with: StatusCode::UNAUTHORIZED,
            clock: Arc::new(SystemClock::new()),
        }
    }

    /// Takes deliveries of this scheme too, if they carry nothing of the schemes before it: name the strongest first. What
    /// carries the proof of a stronger one and fails there is refused, whatever else it carries.
    ///
    /// Whoever holds a recorded delivery can take the stronger proof off it. All together they are as weak as the weakest:
    /// with a scheme that has no timestamp among them, recorded deliveries stay good for ever.
    #[must_use]
    pub fn or(mut self, scheme: Scheme) -> Self {
        self.schemes.push(scheme);
        self
    }

    /// The platform's handshake.
    #[must_use]
    pub fn handshake(mut self, handshake: Handshake) -> Self {
        self.handshake = Some(handshake);
        self
    }

    /// The token of [`Handshake::Challenge`]. The hint is what the route says ([`Inbound::with_route`]).
    #[must_use]
    pub fn verify_token(mut self, token: impl Secrets) -> Self {
        self.verify_token = Some(Arc::new(token));
        self
    }

    /// For schemes with tokens: who they must be meant for, and the keys that they are signed with.
    #[cfg(feature = "jwt")]
    #[must_use]
    pub fn tokens(mut self, audience: impl Into<String>, keys: impl super::Keys) -> Self {
        self.tokens = Some(super::jwt::Expected { audience: audience.into(), keys: Arc::new(keys) });
        self
    }

    /// How far from now a signed time may be, before or after, instead of what the scheme says.
    #[must_use]
    pub fn tolerance(mut self, tolerance: Duration) -> Self {
        self.tolerance = Some(tolerance);
        self
    }

    /// The status that refused deliveries are answered with; 401 if nothing is said. Some platforms want a success even
    /// then, lest they hold back good deliveries.
    #[must_use]
    pub fn refuse_with(mut self, status: StatusCode) -> Self {
        self.refuse_with = status;
        self
    }

    /// The time.
    #[must_use]
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = clock;
        self
    }

    /// Judges a delivery.
    ///
    /// A refusal is an error of kind [`ErrorKind::Webhook`]: its message says what is wrong, its
    /// [`status`](Error::status) what to answer. When secrets or keys cannot be read, nothing is refused: that error is
    /// retryable, of kind [`ErrorKind::Storage`] for secrets. [`refusal`](Self::refusal) makes an answer of either.
    pub async fn verify(&self, inbound: Inbound) -> Result<Verdict> {
        let judged = match self.answer(&inbound).await {
            Ok(Some(answer)) => return Ok(Verdict::Answer(answer)),
            Ok(None) => self.judge(&inbound).await,
            Err(error) => Err(error),
        };
        match judged {
            Ok(evidence) => Ok(Verdict::Delivery(Verified { inbound, evidence })),
            Err(error) if error.kind() == ErrorKind::Webhook && error.status().is_none() => {
                Err(error.with_status(self.refuse_with))
            }
            Err(error) => Err(error),
        }
    }

    /// What to answer when [`verify`](Self::verify) failed: the status of a refusal; 503 with `Retry-After` if it may go
    /// well later; 500 otherwise. There is no body: why a delivery was refused is not the sender's business.
    #[must_use]
    pub fn refusal(error: &Error) -> Response<Bytes> {
        let mut answer = Response::new(Bytes::new());
        *answer.status_mut() = match error.kind() {
            ErrorKind::Webhook => error.status().unwrap_or(StatusCode::UNAUTHORIZED),
            _ if error.is_retryable() => {
                let wait = error.retry_after().unwrap_or(Duration::from_secs(5));
                answer.headers_mut().insert(RETRY_AFTER, whole_seconds(wait));
                StatusCode::SERVICE_UNAVAILABLE
            }
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        };
        answer
    }

    async fn answer(&self, inbound: &Inbound) -> Result<Option<Response<Bytes>>> {
        let Some(asked) = self.handshake.and_then(|handshake| handshake.asked(inbound)) else {
            return Ok(None);
        };
        let forbidden = |message: &str| refused(message).with_status(StatusCode::FORBIDDEN);
        if let Some(name) = asked.token {
            let token = self.verify_token.as_ref().ok_or_else(|| {
                Error::config(
                    "the platform's handshake needs a token: `Verifier::verify_token` was not called",
                )
            })?;
            let expected = read_secrets(&**token, inbound.route()).await?;
            let given =
                Place::Query(name).read(inbound, b"").map_err(|e| e.with_status(StatusCode::FORBIDDEN))?;
            if !given.is_some_and(|given| is_one_of(&given, &expected)) {
                return Err(forbidden("the token of the handshake is missing or wrong"));
            }
        }
        let text = asked.text.ok_or_else(|| forbidden("the handshake is none that we know"))?;
        Ok(Some(handshake::answer(text)))
    }

    async fn judge(&self, inbound: &Inbound) -> Result<Evidence> {
        // One alone says itself what is missing, and the body is walked through once less.
        if let [only] = &self.schemes[..] {
            return self.prove(only, inbound).await;
        }
        for scheme in &self.schemes {
            if is_there(scheme, inbound)? {
                return self.prove(scheme, inbound).await;
            }
        }
        let places: Vec<String> = self.schemes.iter().filter_map(place).collect();
        Err(refused(format!("{} is missing", places.join(", or "))))
    }

    async fn prove(&self, scheme: &Scheme, inbound: &Inbound) -> Result<Evidence> {
        match scheme {
            Scheme::Hmac(hmac) => self.signature(hmac, inbound).await,
            Scheme::SharedValue(shared) => match shared.each {
                Some(list) => self.each(shared, list, inbound).await,
                None => self.value(shared, inbound).await,
            },
            #[cfg(feature = "jwt")]
            Scheme::Jwt(jwt) => {
                let expected = self.tokens.as_ref().ok_or_else(|| {
                    Error::config("the scheme needs keys for tokens: `Verifier::tokens` was not called")
                })?;
                jwt.check(inbound, expected, self.clock.now(), self.tolerance).await?;
                Ok(Evidence::of(Proof::Sender))
            }
            Scheme::All(schemes) => {
                let mut evidence = Evidence::of(Proof::Nothing);
                for scheme in *schemes {
                    evidence = evidence.and(Box::pin(self.prove(scheme, inbound)).await?);
                }
                Ok(evidence)
            }
            Scheme::None => Ok(Evidence::of(Proof::Nothing)),
        }
    }

    async fn signature(&self, hmac: &Hmac, inbound: &Inbound) -> Result<Evidence> {
        let signed = hmac.claim(inbound, self.clock.now(), self.tolerance)?;
        let hint = hint(hmac.hint, inbound, inbound.body())?;
        let secrets = self.known_secrets(hint.as_deref()).await?;
        if !signed.is_good(hmac, &secrets) {
            return Err(refused("the signature is wrong"));
        }
        Ok(Evidence { hint, signed_at: signed.time, ..Evidence::of(hmac.proof()) })
    }

    async fn value(&self, shared: &SharedValue, inbound: &Inbound) -> Result<Evidence> {
        let value = shared.at.read(inbound, inbound.body())?;
        let value = value.ok_or_else(|| refused(format!("{} is missing", shared.at)))?;
        let hint = hint(shared.hint, inbound, inbound.body())?;
        let secrets = self.known_secrets(hint.as_deref()).await?;
        if !is_one_of(&value, &secrets) {
            return Err(refused(format!("{} is not the secret", shared.at)));
        }
        Ok(Evidence { hint, ..Evidence::of(Proof::Sender) })
    }

    async fn each(&self, shared: &SharedValue, list: &str, inbound: &Inbound) -> Result<Evidence> {
        let elements = pointer::list(inbound.body(), list, MOST_ELEMENTS)?;
        let elements = elements.ok_or_else(|| refused(format!("`{list}` in the body is missing")))?;
        let mut known: HashMap<Option<String>, Vec<SecretString>> = HashMap::new();
        let mut proven = Vec::with_capacity(elements.len());
        for element in elements {
            let json = element.get().as_bytes();
            // What is wrong with one element does not touch the others.
            let read = || Ok::<_, Error>((shared.at.read(inbound, json)?, hint(shared.hint, inbound, json)?));
            let Ok((Some(value), hint)) = read() else {
                proven.push(false);
                continue;
            };
            if !known.contains_key(&hint) {
                if known.len() == MOST_ACCOUNTS {
                    return Err(refused(format!("the delivery names more than {MOST_ACCOUNTS} accounts")));
                }
                let secrets = read_secrets(&*self.secrets, hint.as_deref()).await?;
                known.insert(hint.clone(), secrets);
            }
            proven.push(known.get(&hint).is_some_and(|secrets| is_one_of(&value, secrets)));
        }
        let good = proven.iter().filter(|proven| **proven).count();
        if good == 0 {
            return Err(refused(format!("no element of `{list}` in the body is proven by {}", shared.at)));
        }
        if good < proven.len() {
            tracing::warn!(
                refused = proven.len() - good,
                proven = good,
                "some elements of a delivery are not proven"
            );
        }
        Ok(Evidence { elements: Some(proven), ..Evidence::of(Proof::Sender) })
    }

    async fn known_secrets(&self, hint: Option<&str>) -> Result<Vec<SecretString>> {
        let secrets = read_secrets(&*self.secrets, hint).await?;
        if secrets.is_empty() {
            Err(refused("no secret is known for the account that it names"))
        } else {
            Ok(secrets)
        }
    }
}

/// A wait for `Retry-After`: rounded up, or whoever obeys it comes too early.
pub(super) fn whole_seconds(wait: Duration) -> HeaderValue {
    HeaderValue::from(wait.as_secs().saturating_add(u64::from(wait.subsec_nanos() > 0)).max(1))
}

impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verifier")
            .field("schemes", &self.schemes)
            .field("handshake", &self.handshake)
            .field("tolerance", &self.tolerance)
            .field("refuse_with", &self.refuse_with)
            .finish_non_exhaustive()
    }
}

/// The delivery carries this kind of proof, be it good or bad.
fn is_there(scheme: &Scheme, inbound: &Inbound) -> Result<bool> {
    match scheme {
        Scheme::Hmac(hmac) => hmac.is_there(inbound),
        Scheme::SharedValue(SharedValue { each: Some(list), .. }) => {
            Ok(pointer::find(inbound.body(), list)?.is_some())
        }
        Scheme::SharedValue(shared) => Ok(shared.at.read(inbound, inbound.body())?.is_some()),
        #[cfg(feature = "jwt")]
        Scheme::Jwt(jwt) => Ok(pointer::find(inbound.body(), jwt.at)?.is_some()),
        Scheme::All(schemes) => schemes.first().map_or(Ok(true), |first| is_there(first, inbound)),
        Scheme::None => Ok(true),
    }
}

/// Where a scheme's proof stands.
fn place(scheme: &Scheme) -> Option<String> {
    match scheme {
        Scheme::Hmac(hmac) => Some(hmac.signature.to_string()),
        Scheme::SharedValue(shared) => Some(shared.each.map(Place::Body).unwrap_or(shared.at).to_string()),
        #[cfg(feature = "jwt")]
        Scheme::Jwt(jwt) => Some(Place::Body(jwt.at).to_string()),
        Scheme::All(schemes) => schemes.first().and_then(place),
        Scheme::None => None,
    }
}

fn hint(at: Option<Place>, inbound: &Inbound, json: &[u8]) -> Result<Option<String>> {
    let Some(at) = at else { return Ok(None) };
    let Some(text) = at.read(inbound, json)? else { return Ok(None) };
    let text = std::str::from_utf8(&text).ok().filter(|text| text.len() <= LONGEST_HINT);
    text.map(|text| Some(text.to_owned())).ok_or_else(|| refused(format!("{at} names no account")))
}

/// Reads secrets. A failure is the store's, and no refusal.
async fn read_secrets(secrets: &dyn Secrets, hint: Option<&str>) -> Result<Vec<SecretString>> {
    let secrets = secrets.for_hint(hint.map(Unverified::new)).await.map_err(|error| {
        Error::new(ErrorKind::Storage, format!("the webhook's secrets cannot be read: {}", error.message()))
            .with_retryable(true)
            .with_source(error)
    })?;
    // With an empty secret anybody can sign.
    if secrets.iter().any(|secret| secret.expose_secret().is_empty()) {
        return Err(Error::config("a webhook's secret is empty"));
    }
    Ok(secrets)
}

/// Compares digests, so that the time says nothing, not even how long the secret is.
fn is_one_of(value: &[u8], secrets: &[SecretString]) -> bool {
    let value = Sha256::digest(value);
    secrets.iter().any(|secret| Sha256::digest(secret.expose_secret()).ct_eq(&value).into())
}
