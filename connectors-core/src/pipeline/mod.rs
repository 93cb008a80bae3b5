//! The one path that every call takes.
//!
//! ```text
//! span ─ deadline ─ idempotency key ─┐
//!   ┌────────────── retry ◄──────────┘ ◄── pause (outside the attempt timeout)
//!   │  breaker ─ permit ─ authorize ─ URL ─ [ attempt timeout: transport ─ body ] ─ feedback ─ fault
//!   └──────────────────────────────────────────────────────────────────────────────────────────► answer
//! ```
//!
//! It is not generic over actions: they are read and written outside of it.

mod attempt;
mod breaker;
mod budget;
mod retry;

use std::time::Duration;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use tracing::Instrument;

pub(crate) use self::breaker::Breakers;
pub(crate) use self::budget::Budget;
pub use self::retry::RetryPolicy;
pub(crate) use self::retry::retry_after;

use crate::account::Account;
use crate::action::{ActionId, CallKey};
use crate::body::{Body, ByteStream};
use crate::clock;
use crate::connector::Fault;
use crate::error::{Delivery, Error, ErrorKind, Result, SentKey};
use crate::limits::{Permit, Priority};
use crate::request::{Idempotency, Request};
use crate::response::Head;

/// What the caller of one call may choose.
#[derive(Debug)]
pub(crate) struct Options {
    /// For each attempt; `None` is the client's default.
    pub(crate) timeout: Option<Duration>,
    /// For the whole call with its waits.
    pub(crate) deadline: Option<Duration>,
    pub(crate) retry: Option<RetryPolicy>,
    pub(crate) priority: Priority,
    pub(crate) key: CallKey,
    pub(crate) first_sent: Option<DateTime<Utc>>,
}

/// One call on its way.
pub(crate) struct Plan<'a> {
    pub(crate) id: ActionId,
    pub(crate) request: Request,
    pub(crate) fault: &'a (dyn Fn(&Head, &[u8]) -> Option<Fault> + Send + Sync),
    pub(crate) options: &'a Options,
    /// The body is handed out as a stream.
    pub(crate) streamed: bool,
}

/// A good answer.
pub(crate) struct Answer {
    pub(crate) head: Head,
    pub(crate) payload: Payload,
    pub(crate) trail: Trail,
}

pub(crate) enum Payload {
    Bytes(Bytes),
    /// The permit keeps the concurrency slot until the stream is read or dropped.
    Stream(ByteStream, Permit),
}

/// What happened on the way.
#[derive(Clone, Debug, Default)]
pub(crate) struct Trail {
    pub(crate) attempts: u32,
    pub(crate) waited: Duration,
    pub(crate) spent: Duration,
    pub(crate) request_id: Option<String>,
    pub(crate) sent_key: Option<SentKey>,
    /// An attempt ended without anybody knowing whether it was carried out.
    pub(crate) doubtful: bool,
}

/// Runs one call to its end.
pub(crate) fn run<'a>(
    account: &'a Account,
    job: Plan<'a>,
) -> impl Future<Output = Result<Answer>> + Send + 'a {
    // Outside of the future: what an `async fn` is given it holds twice.
    let mut call = Call::new(account, job);
    async move { call.traced().await }
}

struct Call<'a> {
    account: &'a Account,
    job: Plan<'a>,
    /// On the clock's `elapsed`.
    started: Duration,
    deadline: Duration,
    /// When the key was first sent: by the wall clock, and when at the latest on the clock's `elapsed`.
    first_sent: Option<(DateTime<Utc>, Duration)>,
    trail: Trail,
}

impl<'a> Call<'a> {
    fn new(account: &'a Account, job: Plan<'a>) -> Self {
        let started = account.clock().elapsed();
        let deadline = started.saturating_add(job.options.deadline.unwrap_or(account.defaults.deadline));
        let first_sent = job.options.first_sent.map(|at| (at, started));
        Self { account, job, started, deadline, first_sent, trail: Trail::default() }
    }

    /// Runs it in a span, and counts how it ended.
    async fn traced(&mut self) -> Result<Answer> {
        let id = self.job.id;
        let span = tracing::info_span!(
            "call",
            connector = self.account.connector.id(),
            action = %id,
            account = self.account.name,
            attempts = tracing::field::Empty,
            error = tracing::field::Empty,
        );
        let result = self.run().instrument(span.clone()).await;
        match &result {
            Ok(answer) => {
                span.record("attempts", answer.trail.attempts);
            }
            Err(error) => {
                span.record("attempts", error.attempts())
                    .record("error", tracing::field::debug(error.kind()));
                self.account.count(|c| c.failed(error.kind()));
            }
        }
        result.map_err(|error| {
            // A new call has a new key, which would do it a second time.
            let needs_its_key = error.delivery() == Delivery::Unknown && error.sent_key().is_some();
            let error = if needs_its_key { error.with_retryable(false) } else { error };
            error.with_action(id)
        })
    }

    async fn run(&mut self) -> Result<Answer> {
        if self.job.request.body.is_open() {
            return Err(Error::validation("content", "this action uploads content: use `upload`"));
        }
        if !self.can_send_again() {
            return Err(Error::validation("content", "it was read already, and can be read once"));
        }
        self.check_key()?;
        self.account.count(|c| c.call());
        self.account.budget.call(self.started);
        let policy = self.job.options.retry.unwrap_or(self.account.defaults.retry);
        let mut pauses = policy.pauses();
        let mut may_refresh = true;
        loop {
            let attempt = self.attempt().await;
            let (error, generation) = match attempt {
                Ok((head, payload)) => {
                    self.trail.spent = self.now().saturating_sub(self.started);
                    return Ok(Answer { head, payload, trail: std::mem::take(&mut self.trail) });
                }
                Err(failed) => (failed.error, failed.generation),
            };
            self.trail.doubtful |=
                error.delivery() == Delivery::Unknown && self.job.request.idempotency != Idempotency::Safe;
            // A refused token is refused before anything is done: the call may be repeated whatever it is.
            if error.kind() == ErrorKind::Auth
                && may_refresh
                && let Some(generation) = generation
                && self.can_send_again()
            {
                may_refresh = false;
                let newer = self.within_deadline(self.account.credential.refused(generation)).await;
                if newer.map_err(|e| self.give_up(e.with_delivery(Delivery::Rejected)))? {
                    continue;
                }
            }
            let pause = self.pause_before_retry(&error, &mut pauses)?;
            self.account.count(|c| c.retry());
            tracing::debug!(kind = ?error.kind(), pause_ms = pause.as_millis(), "trying again");
            self.trail.waited += pause;
            self.account.clock().sleep(pause).await;
        }
    }

    /// How long to wait before the next attempt, or the error that ends the call.
    fn pause_before_retry(&self, error: &Error, pauses: &mut retry::Pauses) -> Result<Duration> {
        let resend =
            retry::may_resend(error, self.job.request.idempotency, self.key_alive_in(Duration::ZERO));
        // Some failures are worth another call, though not another attempt: an open breaker, a used-up quota.
        let retryable = resend || (error.is_retryable() && self.is_harmless_in(Duration::ZERO));
        let error = self.give_up(error.clone()).with_retryable(retryable);
        if !resend {
            return Err(error);
        }
        if !self.can_send_again() {
            return Err(error.with_exhausted());
        }
        let Some(backoff) = pauses.next() else { return Err(error.with_exhausted()) };
        // What the platform asks for wins over our own idea.
        let pause = error.retry_after().unwrap_or(backoff);
        if !self.is_harmless_in(pause) {
            return Err(error.with_retryable(false));
        }
        let now = self.now();
        if now.saturating_add(pause) >= self.deadline {
            return Err(error.with_retry_after(pause).with_exhausted());
        }
        // The platform paces throttled calls itself; the budget is against storms of failures.
        let throttled = error.kind() == ErrorKind::RateLimited;
        if !throttled && !self.account.budget.retry(now) {
            return Err(error.with_exhausted());
        }
        Ok(pause)
    }

    fn can_send_again(&self) -> bool {
        match &self.job.request.body {
            Body::Content(content) => content.is_fresh(),
            _ => true,
        }
    }

    /// Whether the key will still be honoured after `wait`. One that was first sent too long ago is as good as none:
    /// the platform has forgotten it.
    fn key_alive_in(&self, wait: Duration) -> bool {
        let (Idempotency::Key { valid_for }, Some((at, since))) =
            (self.job.request.idempotency, self.first_sent)
        else {
            return true;
        };
        // The wall clock may have jumped back; what has passed since we know of the key has passed all the same.
        let by_wall = (clock::add(self.account.clock().now(), wait) - at).to_std().unwrap_or_default();
        let surely = self.now().saturating_sub(since).saturating_add(wait);
        by_wall.max(surely) < valid_for
    }

    /// Once an attempt, of this call or of the one that it goes on from, may have been carried out, another one after
    /// `wait` is harmless only while the key lives, whatever the last one met.
    fn is_harmless_in(&self, wait: Duration) -> bool {
        let may_be_done = self.trail.doubtful || self.job.options.first_sent.is_some();
        !may_be_done || self.key_alive_in(wait)
    }

    fn check_key(&self) -> Result<()> {
        if self.is_harmless_in(Duration::ZERO) {
            return Ok(());
        }
        let text = "the idempotency key was first sent too long ago: read back whether it was done before sending anew";
        Err(Error::new(ErrorKind::Conflict, text))
    }

    fn now(&self) -> Duration {
        self.account.clock().elapsed()
    }

    async fn within_deadline<T>(&self, work: impl Future<Output = Result<T>>) -> Result<T> {
        let left = self.deadline.saturating_sub(self.now());
        match clock::timeout(self.account.clock(), left, work).await {
            Some(result) => result,
            None => Err(self.too_late()),
        }
    }

    fn too_late(&self) -> Error {
        let after = self.now().saturating_sub(self.started).as_secs_f64();
        Error::new(ErrorKind::Timeout, format!("the deadline passed after {after:.1} s"))
    }

    /// Puts what the call knows into an error that ends it.
    fn give_up(&self, error: Error) -> Error {
        let error = error.with_attempts(self.trail.attempts);
        let error = match &self.trail.request_id {
            Some(id) if error.request_id().is_none() => error.with_request_id(id.as_str()),
            _ => error,
        };
        let error = match &self.trail.sent_key {
            Some(key) => error.with_sent_key(key.clone()),
            None => error,
        };
        let error =
            if self.job.request.idempotency == Idempotency::Safe { error.with_harmless() } else { error };
        // If any attempt may have been carried out, so may the call, whatever the last attempt met.
        if self.trail.doubtful { error.with_delivery(Delivery::Unknown) } else { error }
    }
}
