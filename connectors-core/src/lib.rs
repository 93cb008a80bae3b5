//! The core of the connectors family: what every platform crate is built on, and what applications use of all of them.

mod account;
pub mod action;
mod any;
pub mod auth;
pub mod body;
pub mod catalog;
mod client;
pub mod clock;
pub mod connector;
pub mod error;
pub mod limits;
mod operation;
pub mod outcome;
pub mod page;
mod pipeline;
pub mod request;
mod resolve;
pub mod response;
mod shared;
mod stats;
pub mod transport;
pub mod types;
mod work;

pub use action::{Action, ActionId, BatchAction, Cx, Effect, JobAction, JobState, Meta, PagedAction};
pub use any::AnyClient;
pub use body::Content;
pub use catalog::{Catalog, Identity};
pub use client::{
    Answered, Batch, Call, CallMeta, CallOptions, Client, ClientBuilder, Download, Items, Job, Pages, Start, TOKEN_BUCKET,
};
pub use connector::{Connector, Facts, Fault};
pub use error::{Delivery, Error, ErrorKind, FieldError, Result, SentKey};
pub use limits::Priority;
pub use outcome::Outcome;
pub use page::{Cursor, Page};
pub use pipeline::RetryPolicy;
pub use request::{Idempotency, Request, Root, Target};
pub use response::{Head, Response};
pub use shared::{Shared, SharedBuilder};
pub use stats::Stats;
pub use work::Work;
