//! One call, and what may be chosen for it.

use std::fmt;
use std::future::IntoFuture;
use std::pin::Pin;
use std::time::Duration;

use chrono::{DateTime, Utc};
use http::StatusCode;

use super::Client;
use crate::action::CallKey;
use crate::body::Content;
use crate::connector::Connector;
use crate::error::{Delivery, Error, Result, SentKey};
use crate::limits::Priority;
use crate::operation::{BoxOperation, describe};
use crate::pipeline::{self, Answer, Options, Plan, RetryPolicy, Trail};
use crate::response::Head;

/// What may be chosen for a call. Everything has a default.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
#[must_use]
pub struct CallOptions {
    /// How long each attempt may take: 30 seconds unless said otherwise, 15 minutes for uploads.
    pub timeout: Option<Duration>,
    /// How long the whole call may take with its waits and retries: 5 minutes unless said otherwise.
    pub deadline: Option<Duration>,
    /// How often it is tried again.
    pub retry: Option<RetryPolicy>,
    /// The idempotency key: one is made up unless given.
    pub idempotency_key: Option<String>,
    /// When that key was first sent, if it was.
    pub first_sent: Option<DateTime<Utc>>,
    /// Which lane it waits in when a limit is reached.
    pub priority: Priority,
}

impl CallOptions {
    /// All defaults.
    pub fn new() -> Self {
        Self::default()
    }

    /// How long each attempt may take, without the waits before it.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.timeout = Some(limit);
        self
    }

    /// How long the whole call may take.
    pub fn deadline(mut self, limit: Duration) -> Self {
        self.deadline = Some(limit);
        self
    }

    /// How often it is tried again.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = Some(policy);
        self
    }

    /// The idempotency key to send.
    pub fn idempotency_key(mut self, key: impl Into<String>) -> Self {
        self.idempotency_key = Some(key.into());
        self
    }

    /// Goes on with a key that was sent before; fails if the platform no longer honours it.
    pub fn sent_key(mut self, sent: SentKey) -> Self {
        self.first_sent = Some(sent.first_sent);
        self.idempotency_key(sent.key)
    }

    /// Which lane it waits in.
    pub fn priority(mut self, priority: Priority) -> Self {
        self.priority = priority;
        self
    }
}

/// One call, not yet made: await it.
#[must_use = "a call does nothing until it is awaited"]
pub struct Call<C: Connector, T> {
    client: Client<C>,
    operation: Result<BoxOperation<C, T>>,
    options: CallOptions,
    content: Option<Content>,
}

/// What a call gave, and how it went.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Answered<T> {
    /// What it gave.
    pub output: T,
    /// How it went.
    pub meta: CallMeta,
}

/// How a call went.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct CallMeta {
    /// The status of the answer.
    pub status: StatusCode,
    /// The headers of the answer.
    pub head: Head,
    /// The platform's id of the request.
    pub request_id: Option<String>,
    /// How many attempts were made.
    pub attempts: u32,
    /// How long it waited for permits and between attempts.
    pub waited: Duration,
    /// How long it took altogether.
    pub spent: Duration,
    /// The idempotency key, if one was sent.
    pub sent_key: Option<SentKey>,
}

impl<T> Answered<T> {
    /// What a call gave and how it went, as tests need it.
    #[must_use]
    pub fn new(output: T, meta: CallMeta) -> Self {
        Self { output, meta }
    }
}

impl CallMeta {
    /// That of one attempt, answered at once with this, as tests need it.
    #[must_use]
    pub fn new(head: Head) -> Self {
        Self::of(head, Trail { attempts: 1, ..Trail::default() })
    }

    fn of(head: Head, trail: Trail) -> Self {
        Self {
            status: head.status,
            head,
            request_id: trail.request_id,
            attempts: trail.attempts,
            waited: trail.waited,
            spent: trail.spent,
            sent_key: trail.sent_key,
        }
    }
}

impl<C: Connector, T: Send + 'static> Call<C, T> {
    pub(crate) fn new(client: Client<C>, operation: Result<BoxOperation<C, T>>) -> Self {
        Self { client, operation, options: CallOptions::new(), content: None }
    }

    /// Sends this as the body that the action leaves open: for uploads by name. See
    /// [`Client::upload`](crate::Client::upload).
    pub fn content(mut self, content: impl Into<Content>) -> Self {
        self.content = Some(content.into());
        self
    }

    /// Takes all options from a value.
    pub fn options(mut self, options: CallOptions) -> Self {
        self.options = options;
        self
    }

    /// How long each attempt may take, without the waits before it.
    pub fn timeout(self, limit: Duration) -> Self {
        self.with(|o| o.timeout(limit))
    }

    /// How long the whole call may take. A wait that would pass it fails at once and says how long it would have been.
    pub fn deadline(self, limit: Duration) -> Self {
        self.with(|o| o.deadline(limit))
    }

    /// How often it is tried again.
    pub fn retry(self, policy: RetryPolicy) -> Self {
        self.with(|o| o.retry(policy))
    }

    /// The idempotency key to send, for platforms that take one.
    pub fn idempotency_key(self, key: impl Into<String>) -> Self {
        self.with(|o| o.idempotency_key(key))
    }

    /// Goes on with a key that was sent before (see [`Error::sent_key`]); fails if the platform no longer honours it.
    pub fn sent_key(self, sent: SentKey) -> Self {
        self.with(|o| o.sent_key(sent))
    }

    /// Which lane it waits in when a limit is reached.
    pub fn priority(self, priority: Priority) -> Self {
        self.with(|o| o.priority(priority))
    }

    fn with(mut self, change: impl FnOnce(CallOptions) -> CallOptions) -> Self {
        self.options = change(self.options);
        self
    }

    /// Makes the call, and tells how it went besides what it gave.
    pub async fn with_meta(self) -> Result<Answered<T>> {
        let (output, head, trail) = self.make(Head::clone).await?;
        Ok(Answered { output, meta: CallMeta::of(head, trail) })
    }

    /// Makes the call. `keep` takes what its caller needs of the answer's head.
    pub(super) async fn make<H>(self, keep: fn(&Head) -> H) -> Result<(T, H, Trail)> {
        let operation = self.operation?;
        let client = &self.client;
        let id = operation.id();
        let options = Options {
            timeout: self.options.timeout,
            deadline: self.options.deadline,
            retry: self.options.retry,
            priority: self.options.priority,
            key: CallKey::new(self.options.idempotency_key),
            first_sent: self.options.first_sent,
        };
        let whole = || {
            let mut request = describe(&*operation, &*client.connector, &options.key)?;
            if let Some(content) = self.content {
                request.body.fill(content)?;
            }
            Ok(request)
        };
        let request = whole().map_err(|e: Error| e.with_action(id))?;
        let connector = &*client.connector;
        let fault = |head: &Head, body: &[u8]| operation.fault(connector, head, body);
        let plan = Plan { id, request, fault: &fault, options: &options, streamed: operation.streamed() };
        let Answer { head, payload, trail } = Box::pin(pipeline::run(&client.account, plan)).await?;
        let (status, kept) = (head.status, keep(&head));
        match operation.finish(head, payload) {
            Ok(output) => Ok((output, kept, trail)),
            Err(error) => {
                client.account.count(|c| c.failed(error.kind()));
                // It was answered: whatever reading says, the call was made.
                let unsaid = error.delivery() == Delivery::NotSent;
                let error = if unsaid { error.with_delivery(Delivery::Accepted) } else { error };
                let error = error.with_action(id).with_status(status).with_attempts(trail.attempts);
                let error = trail.request_id.into_iter().fold(error, Error::with_request_id);
                Err(trail.sent_key.into_iter().fold(error, Error::with_sent_key))
            }
        }
    }
}

impl<C: Connector, T: Send + 'static> IntoFuture for Call<C, T> {
    type Output = Result<T>;
    type IntoFuture = Pin<Box<dyn Future<Output = Result<T>> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move { Ok(self.make(|_| ()).await?.0) })
    }
}

impl<C: Connector, T> fmt::Debug for Call<C, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("client", &self.client)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}
