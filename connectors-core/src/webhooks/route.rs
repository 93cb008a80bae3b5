//! A ready route for axum.

mod serve;

use std::convert::Infallible;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::Request;
use axum::routing::{MethodRouter, any};
use http::StatusCode;
use tokio::sync::Semaphore;

use super::inbox::{Deliveries, Inbox};
use super::{MemoryReplayGuard, PublicUrl, ReplayGuard, Verifier, Webhook};
use crate::clock::{Clock, SystemClock};
use crate::limits::{Limiter, Window};

/// The largest body that is read: platforms send some 100 KB at most.
const MAX_BODY: usize = 1 << 20;
/// How many bodies are read at once: this many times the largest is what strangers can fill memory with.
const READERS: usize = 256;
/// How many deliveries are taken from one sender: far more than a platform sends to one application.
const RATE: Window = Window::pace("webhook", 500, Duration::from_secs(1), 1_000);
/// How long work on a delivery may take before another delivery of the same is worked on.
const LEASE: Duration = Duration::from_secs(5 * 60);

/// When a delivery is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AnswerWhen {
    /// As soon as it waits in line: within milliseconds. What waits there when the process ends is lost to webhooks: for
    /// platforms whose events are polled too.
    Queued,
    /// When it is confirmed; if that takes longer than this, with 503, so that the platform sends it again. For platforms
    /// whose events nobody can ask for again. Confirm when the events are in a queue of your own, so that it is quick.
    Confirmed(Duration),
}

/// A route that receives a platform's deliveries: verifies them, drops what was worked on before, and puts the rest in line.
///
/// ```
/// # use connectors_core::webhooks::{Route, Verifier, Webhook};
/// # async fn show<C: Webhook>(verifier: Verifier) {
/// let (route, mut deliveries) = Route::<C>::new(verifier, 1_000);
/// let app: axum::Router = axum::Router::new().route("/hooks", route.into_method_router());
/// tokio::spawn(async move {
///     while let Some(delivery) = deliveries.next().await {
///         for event in &delivery.events {
///             println!("{} of {}", event.id, event.account);
///         }
///         if let Some(error) = &delivery.unread {
///             println!("something happened: {error}"); // look by other means; `Received::tell` does
///         }
///         if let Err(error) = delivery.confirm().await {
///             eprintln!("it may come again: {error}");
///         }
///     }
/// });
/// # }
/// ```
///
/// | it answers | when |
/// |---|---|
/// | 200 ([`success`](Self::success)) | the delivery is in line, or was worked on before |
/// | what the verifier says, 401 as a rule | it is refused |
/// | 408, 413 | the body does not come in time, or is too large; no more of it is read |
/// | 429 with `Retry-After` | the sender sends too much |
/// | 503 with `Retry-After` | there is no room in line, or too many bodies are being read; it is being worked on; a store does not answer |
///
/// With a parameter in its path (`/hooks/{account}`) that is the hint for whose secret it is.
pub struct Route<C: Webhook> {
    verifier: Verifier,
    inbox: Arc<Inbox<C::Event>>,
    guard: Arc<dyn ReplayGuard>,
    clock: Arc<dyn Clock>,
    rate: Arc<Window>,
    limiter: Limiter,
    public_url: Option<PublicUrl>,
    reading: Semaphore,
    max_body: usize,
    lease: Duration,
    answer: AnswerWhen,
    success: StatusCode,
}

impl<C: Webhook> Route<C> {
    /// A route, and where its deliveries arrive; so many wait in line at most, and one at least.
    #[must_use]
    pub fn new(verifier: Verifier, capacity: usize) -> (Self, Deliveries<C::Event>) {
        let (inbox, deliveries) = Deliveries::new(capacity);
        let clock: Arc<dyn Clock> = Arc::new(SystemClock::new());
        let route = Self {
            verifier,
            inbox,
            guard: Arc::new(MemoryReplayGuard::new(Arc::clone(&clock))),
            limiter: Limiter::in_memory(Arc::clone(&clock)),
            clock,
            rate: Arc::new(RATE),
            public_url: None,
            reading: Semaphore::new(READERS),
            max_body: MAX_BODY,
            lease: LEASE,
            answer: AnswerWhen::Queued,
            success: StatusCode::OK,
        };
        (route, deliveries)
    }

    /// Remembers here what was worked on: several processes that receive the same deliveries want one that they share. In
    /// memory unless said otherwise.
    #[must_use]
    pub fn guard(mut self, guard: impl ReplayGuard) -> Self {
        self.guard = Arc::new(guard);
        self
    }

    /// Tells time by this, its own memory of deliveries too; name it before [`guard`](Self::guard).
    #[must_use]
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.guard = Arc::new(MemoryReplayGuard::new(Arc::clone(&clock)));
        self.limiter = Limiter::in_memory(Arc::clone(&clock));
        self.verifier = self.verifier.clock(Arc::clone(&clock));
        self.clock = clock;
        self
    }

    /// The address that the platform calls, for platforms that sign it, without the path of the request itself:
    /// `https://app.example.com`. Unless said otherwise the request's `Host`, with https
    /// unless that is this machine itself.
    #[must_use]
    pub fn public_url(mut self, url: impl Into<String>) -> Self {
        self.public_url = Some(PublicUrl::new(url));
        self
    }

    /// The largest body that is read: one megabyte unless said otherwise.
    #[must_use]
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.max_body = bytes;
        self
    }

    /// How many requests are taken from one sender, good and bad ones: 500 a second unless said otherwise. Senders are told
    /// apart by their address (IPv6: by their network, the first 64 bits), if the server says it
    /// (`into_make_service_with_connect_info::<SocketAddr>()`); behind a proxy all are one.
    #[must_use]
    pub fn rate(mut self, rate: Window) -> Self {
        self.rate = Arc::new(rate);
        self
    }

    /// How long work on a delivery may take before another delivery of the same is worked on: five minutes unless said
    /// otherwise.
    #[must_use]
    pub fn lease(mut self, lease: Duration) -> Self {
        self.lease = lease;
        self
    }

    /// When a delivery is answered: when it waits in line, unless said otherwise.
    #[must_use]
    pub fn answer(mut self, when: AnswerWhen) -> Self {
        self.answer = when;
        self
    }

    /// The status of success: 200 unless said otherwise.
    #[must_use]
    pub fn success(mut self, status: StatusCode) -> Self {
        self.success = status;
        self
    }

    /// The route itself, for any method: handshakes may come by GET.
    pub fn into_method_router<S: Clone + Send + Sync + 'static>(self) -> MethodRouter<S, Infallible> {
        let route = Arc::new(self);
        any(move |request: Request| {
            let route = Arc::clone(&route);
            async move { route.serve(request).await }
        })
    }
}

impl<C: Webhook> fmt::Debug for Route<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Route")
            .field("platform", &C::ID)
            .field("verifier", &self.verifier)
            .finish_non_exhaustive()
    }
}
