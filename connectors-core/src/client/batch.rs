//! Many records in as few calls as the platform allows.

use std::collections::VecDeque;
use std::fmt;
use std::future::IntoFuture;
use std::ops::Range;
use std::pin::Pin;

use futures_util::stream::{FuturesUnordered, StreamExt};

use super::{CallOptions, Client};
use crate::action::{BatchAction, Cx};
use crate::connector::Connector;
use crate::error::{Delivery, Error, ErrorKind};
use crate::outcome::Outcome;
use crate::pipeline::Trail;

/// A batch, not yet sent: await it. It gives the outcome of every element, in the order of the input.
#[must_use = "a batch does nothing until it is awaited"]
pub struct Batch<A: BatchAction> {
    client: Client<A::Connector>,
    action: A,
    options: CallOptions,
    concurrency: usize,
}

impl<A: BatchAction> Batch<A> {
    pub(crate) fn new(client: Client<A::Connector>, action: A) -> Self {
        Self { client, action, options: CallOptions::new(), concurrency: 1 }
    }

    /// Options for each call. An idempotency key is the whole batch's: each call gets a key made from it and from the
    /// place of its first element, so that the same batch run again sends the same keys.
    pub fn options(mut self, options: CallOptions) -> Self {
        self.options = options;
        self
    }

    /// How many calls may be under way at once: one unless said otherwise.
    pub fn concurrency(mut self, calls: usize) -> Self {
        self.concurrency = calls.max(1);
        self
    }

    async fn run(self) -> Vec<Outcome<A::Item>> {
        let len = self.action.len();
        let mut outcomes: Vec<Option<Outcome<A::Item>>> = std::iter::repeat_with(|| None).take(len).collect();
        let mut parts: VecDeque<_> = self.parts(len).into();
        let mut refusals = Refusals::default();
        let mut running = FuturesUnordered::new();
        let mut stop: Option<Error> = None;
        loop {
            while stop.is_none() && running.len() < self.concurrency {
                let Some(range) = parts.pop_front() else { break };
                running.push(self.part(range));
            }
            let Some((range, result)) = running.next().await else { break };
            if A::REFUSED_WHOLE && refusals.halve(&range, &result) {
                let middle = range.start + range.len() / 2;
                parts.push_front(middle..range.end);
                parts.push_front(range.start..middle);
                continue;
            }
            if let Err(error) = &result
                && is_hopeless(error.kind())
            {
                stop.get_or_insert_with(|| error.clone().of_unsent());
            }
            let about = |error: Error| error.counted_from(range.start).with_action(A::META.id);
            place(&mut outcomes[range.clone()], result, about);
        }
        let left = stop.unwrap_or_else(|| Error::new(ErrorKind::Transport, "not sent"));
        outcomes.into_iter().map(|o| o.unwrap_or_else(|| Outcome::NotSent(left.clone()))).collect()
    }

    /// Splits by the platform's largest number of elements and by its largest body, and around elements that cannot be
    /// sent as they are: they must not keep their neighbours from being sent.
    fn parts(&self, len: usize) -> Vec<Range<usize>> {
        let most = A::MAX.max(1);
        let mut parts = Vec::with_capacity(len.div_ceil(most));
        for start in (0..len).step_by(most) {
            self.fit(start..len.min(start + most), &mut parts);
        }
        parts
    }

    fn fit(&self, range: Range<usize>, parts: &mut Vec<Range<usize>>) {
        if range.len() < 2 {
            return parts.push(range);
        }
        match self.size(range.clone()) {
            Some(size) if self.client.connector().max_body().is_some_and(|most| size > most as u64) => {
                let middle = range.start + range.len() / 2;
                self.fit(range.start..middle, parts);
                self.fit(middle..range.end, parts);
            }
            Some(_) => parts.push(range),
            None => {
                let mut start = range.start;
                let bad = range.clone().filter(|&at| self.size(at..at + 1).is_none());
                for at in bad {
                    if start < at {
                        self.fit(start..at, parts);
                    }
                    parts.push(at..at + 1);
                    start = at + 1;
                }
                // Where no element is bad by itself the call as a whole is, and will say so.
                if start == range.start {
                    parts.push(range);
                } else if start < range.end {
                    self.fit(start..range.end, parts);
                }
            }
        }
    }

    /// The length of the body with these elements; `None` if it cannot be made.
    fn size(&self, range: Range<usize>) -> Option<u64> {
        let request = self.action.part(range).request(&Cx::new(self.client.connector(), "")).ok()?;
        if request.flaw.is_some() { None } else { Some(request.body.len().unwrap_or_default()) }
    }

    async fn part(&self, range: Range<usize>) -> (Range<usize>, Result<Vec<Outcome<A::Item>>, Error>) {
        let mut options = self.options.clone();
        let place = |key| match A::REFUSED_WHOLE {
            // A half begins where the whole began.
            true => format!("{key}-{}-{}", range.start, range.end),
            false => format!("{key}-{}", range.start),
        };
        options.idempotency_key = options.idempotency_key.map(place);
        let made = self.client.call(self.action.part(range.clone())).options(options).make(|_| ()).await;
        let result = made.map(|(outcomes, (), trail)| match trail {
            // With a key the platform answers as it did the first time.
            Trail { doubtful: true, sent_key: None, .. } => outcomes.into_iter().map(doubted).collect(),
            _ => outcomes,
        });
        (range, result)
    }
}

/// How many elements may be refused alone, while nothing of the batch was taken, before the fault is taken to be the whole
/// batch's: a name that is wrong in all elements must not cost two calls for each.
const ALL_ALIKE: usize = 8;

/// What platforms refused that refuse calls as a whole.
#[derive(Default)]
struct Refusals {
    taken: bool,
    alone: usize,
}

impl Refusals {
    /// Notes what became of a call, and says whether its halves are to be tried.
    fn halve<T>(&mut self, range: &Range<usize>, result: &Result<T, Error>) -> bool {
        let Err(error) = result else {
            self.taken = true;
            return false;
        };
        let of_an_element = matches!(
            error.kind(),
            ErrorKind::Validation | ErrorKind::Duplicate | ErrorKind::Conflict | ErrorKind::NotFound
        );
        if !of_an_element || error.delivery() != Delivery::Rejected {
            return false;
        }
        self.alone += usize::from(range.len() == 1);
        range.len() > 1 && (self.taken || self.alone < ALL_ALIKE)
    }
}

/// An outcome of a call whose earlier attempt may have been carried out: that something is gone, or is there, may be that
/// attempt's doing.
fn doubted<T>(outcome: Outcome<T>) -> Outcome<T> {
    match outcome {
        Outcome::Failed(error)
            if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::Duplicate | ErrorKind::Conflict) =>
        {
            Outcome::Unknown(error.with_delivery(Delivery::Unknown))
        }
        outcome => outcome,
    }
}

/// Failures that every further call of the batch would meet too.
fn is_hopeless(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::Config
            | ErrorKind::Auth
            | ErrorKind::ConsentNeeded
            | ErrorKind::Permission
            | ErrorKind::CircuitOpen
            | ErrorKind::QuotaExhausted
            | ErrorKind::Storage
    )
}

/// Puts the outcomes of a part into their places; `about` makes its errors those of the batch.
fn place<T>(
    slots: &mut [Option<Outcome<T>>],
    result: Result<Vec<Outcome<T>>, Error>,
    about: impl Fn(Error) -> Error,
) {
    match result {
        Ok(outcomes) => {
            let mut outcomes = outcomes.into_iter();
            for slot in slots {
                let missing = || Outcome::Unknown(unanswered());
                *slot = Some(outcomes.next().unwrap_or_else(missing).map_error(&about));
            }
        }
        Err(error) => {
            let error = about(error);
            slots.iter_mut().for_each(|slot| *slot = Some(Outcome::of_failed_call(error.clone())));
        }
    }
}

fn unanswered() -> Error {
    Error::new(ErrorKind::Decode, "the answer has too few elements").with_delivery(Delivery::Unknown)
}

impl<A: BatchAction> IntoFuture for Batch<A> {
    type Output = Vec<Outcome<A::Item>>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

impl<A: BatchAction> fmt::Debug for Batch<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Batch")
            .field("client", &self.client)
            .field("len", &self.action.len())
            .finish_non_exhaustive()
    }
}
