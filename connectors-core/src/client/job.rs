//! Work that the platform does in its own time.

use std::fmt;
use std::future::IntoFuture;
use std::pin::Pin;
use std::time::Duration;

use super::{CallOptions, Client};
use crate::action::{Action, JobAction, JobState};
use crate::error::{Delivery, Error, ErrorKind, Result};

/// The first pause between two questions; each is half as long again as the one before.
const FIRST: Duration = Duration::from_secs(1);
const LONGEST: Duration = Duration::from_secs(30);

/// The start of a job: await it to get the [`Job`].
#[must_use = "nothing is started until this is awaited"]
pub struct Start<A: JobAction> {
    client: Client<A::Connector>,
    action: A,
    options: CallOptions,
}

impl<A: JobAction> Start<A> {
    pub(crate) fn new(client: Client<A::Connector>, action: A) -> Self {
        Self { client, action, options: CallOptions::new() }
    }

    /// Options for the starting call.
    pub fn options(mut self, options: CallOptions) -> Self {
        self.options = options;
        self
    }
}

impl<A: JobAction> IntoFuture for Start<A> {
    type Output = Result<Job<A::Status>>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let started = self.client.call(self.action.clone()).options(self.options).await?;
            Ok(Job::new(self.client, self.action.status(started)))
        })
    }
}

/// Work under way on the platform's side.
///
/// Its [`status`](Self::status) action is plain data: keep it, and [`Client::job`] takes the work up again after a
/// restart.
pub struct Job<S: Action> {
    client: Client<S::Connector>,
    status: S,
    options: CallOptions,
}

impl<S, T> Job<S>
where
    S: Action<Output = JobState<T>> + Clone,
    T: Send + 'static,
{
    pub(crate) fn new(client: Client<S::Connector>, status: S) -> Self {
        Self { client, status, options: CallOptions::new() }
    }

    /// The call that asks how far it is.
    #[must_use]
    pub fn status(&self) -> &S {
        &self.status
    }

    /// Options for each question.
    #[must_use]
    pub fn options(mut self, options: CallOptions) -> Self {
        self.options = options;
        self
    }

    /// Asks once.
    pub async fn poll(&self) -> Result<JobState<T>> {
        self.client.call(self.status.clone()).options(self.options.clone()).await
    }

    /// Asks until it is done, for at most `limit`; further and further apart unless the platform says when.
    pub async fn wait(&self, limit: Duration) -> Result<T> {
        self.wait_with(limit, |_| {}).await
    }

    /// As [`wait`](Self::wait), and tells each answer's progress (from 0 to 1, if the platform tells it).
    pub async fn wait_with(&self, limit: Duration, mut progress: impl FnMut(Option<f64>)) -> Result<T> {
        let clock = self.client.shared().clock();
        let end = clock.elapsed().saturating_add(limit);
        let mut pause = FIRST;
        loop {
            match self.poll().await? {
                JobState::Done(result) => return Ok(result),
                JobState::Failed(error) => return Err(error.with_action(S::META.id)),
                JobState::Running { progress: part, check_after } => {
                    progress(part);
                    let wait = check_after.filter(|wait| !wait.is_zero()).unwrap_or(pause);
                    if clock.elapsed().saturating_add(wait) > end {
                        let text =
                            format!("the job was not done within {:.0} s; it goes on", limit.as_secs_f64());
                        return Err(Error::new(ErrorKind::Timeout, text)
                            .with_delivery(Delivery::Accepted)
                            .with_action(S::META.id)
                            .with_retry_after(wait)
                            .with_retryable(true));
                    }
                    clock.sleep(wait).await;
                    pause = pause.mul_f64(1.5).min(LONGEST);
                }
            }
        }
    }
}

impl<A: JobAction> fmt::Debug for Start<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Start").field("action", &self.action).finish_non_exhaustive()
    }
}

impl<S: Action> fmt::Debug for Job<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Job").field("status", &self.status).finish_non_exhaustive()
    }
}
