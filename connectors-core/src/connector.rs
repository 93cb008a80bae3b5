//! What a platform is to the core: a value that holds one account's configuration, and a few pure functions.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::future::Future;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use url::Url;

use crate::auth::{ConnectedAccount, OAuth, TokenSet};
use crate::catalog::Catalog;
use crate::client::Client;
use crate::error::{Delivery, ErrorKind, FieldError, Result};
use crate::limits::{Feedback, Window};
use crate::request::{Request, Root};
use crate::response::Head;

/// A platform. The value is one account's configuration: region, tenant, plan, version.
pub trait Connector: Debug + Send + Sync + 'static {
    /// The platform's short name: `zoho`, `xero`.
    const ID: &'static str;

    /// The base URL of a root, without a trailing slash. `facts` is what the token answer said; check it against the
    /// platform's table before you believe it. Must be https, loopback excepted.
    fn base(&self, root: Root, facts: &Facts) -> Result<Url>;

    /// Puts in what depends on the account: a tenant header, a version. Called once per call, but not for signed URLs,
    /// which are nobody's business but their host's.
    fn prepare(&self, _request: &mut Request) -> Result<()> {
        Ok(())
    }

    /// The account's limits. Called once, when the client is made.
    fn limits(&self) -> Vec<Window> {
        Vec::new()
    }

    /// What an answer says about limits.
    fn feedback(&self, _head: &Head, _body: &[u8]) -> Feedback {
        Feedback::none()
    }

    /// The platform's error in an answer, also inside HTTP 200; `None` if it is none.
    fn fault(&self, head: &Head, body: &[u8]) -> Option<Fault>;

    /// The platform's own name of the account (tenant, realm, shop), if the configuration knows it. Clients with the
    /// same realm share their limits, whatever the application calls them.
    fn realm(&self) -> Option<&str> {
        None
    }

    /// Headers that carry the platform's id of a request.
    fn request_id_headers(&self) -> &'static [&'static str] {
        &["x-request-id"]
    }

    /// Hosts that signed URLs may point to: `files.example.com`, or `*.example.com` for any host below it.
    fn signed_hosts(&self) -> &'static [&'static str] {
        &[]
    }

    /// How this platform does OAuth 2.0, if it does.
    fn oauth(&self) -> Option<OAuth> {
        None
    }

    /// The largest request body, if the platform has a limit; batches are split by it.
    fn max_body(&self) -> Option<usize> {
        None
    }

    /// The accounts that a consent covers, asked with a client that has its tokens: what
    /// [`Flow::finish`](crate::auth::Flow::finish) tells. Unless a platform says otherwise there is one, the one that
    /// the check names.
    fn connected(
        client: &Client<Self>,
        tokens: &TokenSet,
    ) -> impl Future<Output = Result<Vec<ConnectedAccount<Self>>>> + Send
    where
        Self: Clone,
    {
        let _ = tokens;
        async {
            let identity = client.check().await?;
            Ok(vec![ConnectedAccount::new(identity, client.connector().clone())])
        }
    }

    /// All actions.
    fn catalog() -> Catalog<Self>
    where
        Self: Sized;
}

/// What a token answer said besides the token: an API domain, an instance URL. Untrusted until checked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Facts(BTreeMap<String, String>);

impl Facts {
    /// None.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a fact.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.0.insert(name.into(), value.into());
        self
    }

    /// A fact by name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }
}

/// A platform's refusal, as data. The pipeline makes the [`Error`](crate::Error) and knows what to do about it.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Fault {
    /// What kind of failure it is. `Auth` means that the token was refused and a new one might help.
    pub kind: ErrorKind,
    /// The platform's code.
    pub code: Option<String>,
    /// The platform's message.
    pub message: String,
    /// The wrong fields.
    pub fields: Vec<FieldError>,
    /// How long the platform asks us to wait, where it says so in the body; the pipeline reads `Retry-After` itself.
    pub retry_after: Option<Duration>,
    /// Whether the platform acted all the same, where kind and status do not tell.
    pub delivery: Option<Delivery>,
}

impl Fault {
    /// A refusal of this kind.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            code: None,
            message: message.into(),
            fields: Vec::new(),
            retry_after: None,
            delivery: None,
        }
    }

    /// With the platform's code.
    #[must_use]
    pub fn code(mut self, code: impl Into<String>) -> Self {
        self.code = Some(code.into());
        self
    }

    /// With a wrong field.
    #[must_use]
    pub fn field(mut self, field: FieldError) -> Self {
        self.fields.push(field);
        self
    }

    /// With the time to wait.
    #[must_use]
    pub fn retry_after(mut self, wait: Duration) -> Self {
        self.retry_after = Some(wait);
        self
    }

    /// With what is known of whether the platform acted: an error in one part of an answer is no refusal of the rest.
    #[must_use]
    pub fn delivery(mut self, delivery: Delivery) -> Self {
        self.delivery = Some(delivery);
        self
    }

    /// A refusal told from the status alone: what a connector falls back to when the body says nothing it knows.
    /// `None` for 1xx, 2xx and 304.
    #[must_use]
    pub fn from_status(head: &Head) -> Option<Self> {
        let status = head.status.as_u16();
        let kind = match status {
            100..=299 | 304 => return None,
            400 | 405 | 406 | 411 | 413..=415 | 422 => ErrorKind::Validation,
            401 => ErrorKind::Auth,
            402 | 403 => ErrorKind::Permission,
            404 | 410 => ErrorKind::NotFound,
            408 => ErrorKind::Timeout,
            409 | 412 | 423 | 428 => ErrorKind::Conflict,
            429 => ErrorKind::RateLimited,
            500..=599 => ErrorKind::Server,
            _ => ErrorKind::Vendor,
        };
        let reason = head.status.canonical_reason().unwrap_or("refused");
        Some(Self::new(kind, reason))
    }
}
