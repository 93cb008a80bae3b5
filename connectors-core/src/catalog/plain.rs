//! Entries without schemas.

use bytes::Bytes;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Entry, Kind, Shape, entry, read};
use crate::action::{Action, BatchAction, JobAction, PagedAction};
use crate::error::Error;
use crate::operation::{bytes_to_json, mapped, to_json};
use crate::triggers::PollingTrigger;
use crate::triggers::erased::Polled;

/// An action for [`Client::call`](crate::Client::call).
#[must_use]
pub fn action<A>() -> Entry<A::Connector>
where
    A: Action + DeserializeOwned,
    A::Output: Serialize,
{
    entry::<A>(Shape::Call, |input| Ok(mapped(read::<A>(input)?, to_json)))
}

/// An action for [`Client::items`](crate::Client::items). By JSON it gives one page with `items` and `next`; hand `next` back
/// as the input's `cursor`.
#[must_use]
pub fn list<A>() -> Entry<A::Connector>
where
    A: PagedAction + DeserializeOwned,
    A::Item: Serialize,
{
    entry::<A>(Shape::List, |input| Ok(mapped(read::<A>(input)?, to_json)))
}

/// An action for [`Client::batch`](crate::Client::batch). By JSON it is one call and gives the outcome of each element.
#[must_use]
pub fn batch<A>() -> Entry<A::Connector>
where
    A: BatchAction + DeserializeOwned,
    A::Item: Serialize,
{
    entry::<A>(Shape::Batch, |input| Ok(mapped(read::<A>(input)?, to_json)))
}

/// An action for [`Client::upload`](crate::Client::upload).
#[must_use]
pub fn upload<A>() -> Entry<A::Connector>
where
    A: Action + DeserializeOwned,
    A::Output: Serialize,
{
    entry::<A>(Shape::Upload, |input| Ok(mapped(read::<A>(input)?, to_json)))
}

/// An action for [`Client::download`](crate::Client::download). By JSON it gives `base64`, within the body limit.
#[must_use]
pub fn download<A>() -> Entry<A::Connector>
where
    A: Action<Output = Bytes> + DeserializeOwned,
{
    entry::<A>(Shape::Download, |input| Ok(mapped(read::<A>(input)?, bytes_to_json)))
}

/// An action for [`Client::start`](crate::Client::start). By JSON it gives the input of its status action.
#[must_use]
pub fn job<A>() -> Entry<A::Connector>
where
    A: JobAction + DeserializeOwned,
    A::Output: Serialize,
{
    entry::<A>(Shape::Job, |input| Ok(mapped(read::<A>(input)?, to_json)))
}

/// A trigger for [`Client::poll`](crate::Client::poll). By JSON see [`Client::run_poll`](crate::Client::run_poll).
#[must_use]
pub fn trigger<T>() -> Entry<T::Connector>
where
    T: PollingTrigger + DeserializeOwned,
    T::Event: Serialize,
{
    Entry {
        meta: T::META,
        kind: Kind::Trigger,
        shape: Shape::Poll,
        bind: |_| Err(Error::validation("action", format!("`{}` is a trigger: poll it", T::META.id))),
        poll: Some(|input| Ok(Box::new(Polled(read::<T>(input)?)))),
        schemas: None,
    }
}
