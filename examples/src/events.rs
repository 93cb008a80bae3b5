//! Events, as many as there are at once.

use connectors_core::triggers::{Event, Events, PollCursor, PollingTrigger};
use connectors_core::{Client, Error, ErrorKind, Result};

/// What a stream of events gives.
pub type Next<T> = Option<Result<Event<T>>>;

/// The first event and what else is there at once, at most so many. Errors that may pass are told; the events ask again by themselves.
///
/// # Errors
/// One that does not pass.
pub fn gather<T: PollingTrigger + Clone>(
    events: &mut Events<T>,
    first: Next<T::Event>,
    most: usize,
) -> Result<Vec<Event<T::Event>>> {
    let mut all = match first {
        Some(Ok(event)) => vec![event],
        Some(Err(error)) if error.is_retryable() => {
            eprintln!("asked again: {error}");
            Vec::new()
        }
        Some(Err(error)) => return Err(error),
        None => return Err(Error::new(ErrorKind::Config, "the events have ended")),
    };
    while all.len() < most
        && let Some(event) = events.try_next()
    {
        all.push(event);
    }
    Ok(all)
}

/// All events since a cursor, which is moved behind them.
///
/// # Errors
/// What a poll fails with.
pub async fn all_since<T>(
    client: &Client<T::Connector>,
    trigger: &T,
    cursor: &mut PollCursor,
) -> Result<Vec<Event<T::Event>>>
where
    T: PollingTrigger + Clone,
{
    let mut events = Vec::new();
    loop {
        let batch = client.poll(trigger.clone(), cursor).await?;
        events.extend(batch.events);
        *cursor = batch.cursor;
        if !batch.more {
            return Ok(events);
        }
    }
}
