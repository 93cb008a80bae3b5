//! The core of the connectors family: what every platform crate is built on, and what applications use of all of them.
//!
//! A platform is a [`Connector`]; what can be done there is an [`Action`]: a plain struct that says everything about one
//! call. Describing and reading a call is pure, so it can be tested without a client:
//!
//! ```
//! use connectors_core::catalog::plain as entry;
//! use connectors_core::{Action, Catalog, Connector, Cx, Facts, Fault, Head, Meta, Request, Response, Result, Root};
//! use serde::{Deserialize, Serialize};
//!
//! #[derive(Debug)]
//! struct Library;
//!
//! impl Connector for Library {
//!     const ID: &'static str = "library";
//!
//!     fn base(&self, _: Root, _: &Facts) -> Result<url::Url> {
//!         url::Url::parse("https://api.library.example/v1").map_err(|e| connectors_core::Error::config(e.to_string()))
//!     }
//!
//!     fn fault(&self, head: &Head, _: &[u8]) -> Option<Fault> {
//!         Fault::from_status(head)
//!     }
//!
//!     fn catalog() -> Catalog<Self> {
//!         Catalog::new([entry::action::<GetBook>()])
//!     }
//! }
//!
//! #[derive(Debug, Serialize, Deserialize)]
//! struct GetBook {
//!     isbn: String,
//! }
//!
//! #[derive(Debug, Serialize, Deserialize)]
//! struct Book {
//!     title: String,
//! }
//!
//! impl Action for GetBook {
//!     type Connector = Library;
//!     type Output = Book;
//!     const META: Meta = Meta::read("book", "get").title("Get a book");
//!
//!     fn request(&self, _: &Cx<'_, Library>) -> Result<Request> {
//!         Ok(Request::get(["books", &self.isbn]))
//!     }
//!
//!     fn response(&self, response: Response) -> Result<Book> {
//!         response.json()
//!     }
//! }
//!
//! let input = serde_json::json!({ "isbn": "978/0" });
//! let request = Library::catalog().request("book.get", &Library, input)?;
//! assert_eq!(request.uri(), "https://api.library.example/v1/books/978%2F0");
//! # Ok::<(), connectors_core::Error>(())
//! ```
//!
//! A [`Client`] sends it, with everything that has to be taken care of on the way: limits to the last call
//! ([`limits`]), retries that never write twice ([`Idempotency`], [`Delivery`]), tokens that survive races and crashes
//! ([`auth`]), paging ([`Items`], [`Pages`]), batches ([`Batch`], [`Outcome`]), streams ([`Content`], [`Download`]) and
//! long jobs ([`Job`]). [`Shared`] holds what the accounts of a process share.
//!
//! What happens on a platform comes as events: [`triggers`] are asked, [`webhooks`] are received, and
//! [`Client::events`] joins both.
//!
//! # Features
//!
//! | feature | what it adds |
//! |---|---|
//! | `reqwest` (default) | the HTTP transport; without it, bring a [`transport::Transport`] |
//! | `schema` | JSON schemas of inputs and outputs in the [`catalog`] |
//! | `file-store` | the encrypted token store in files |
//! | `axum` | a route and an extractor for [`webhooks`] |
//! | `jwt` | [`webhooks`] that carry signed tokens or encrypted content |
//! | `test-util` | a scripted transport for tests on paused time |

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
mod multipart;
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
pub mod triggers;
pub mod types;
pub mod webhooks;
mod work;

pub use action::{Action, ActionId, BatchAction, Cx, Effect, JobAction, JobState, Meta, PagedAction};
pub use any::AnyClient;
pub use body::Content;
pub use catalog::{Catalog, Identity};
pub use client::{
    Answered, Batch, Call, CallMeta, CallOptions, Client, ClientBuilder, Download, Items, Job, Pages, Start,
    TOKEN_BUCKET,
};
pub use connector::{Connector, Facts, Fault};
pub use error::{Delivery, Error, ErrorKind, FieldError, Result, SentKey};
pub use limits::Priority;
pub use multipart::Multipart;
pub use outcome::Outcome;
pub use page::{Cursor, Page};
pub use pipeline::RetryPolicy;
pub use request::{Idempotency, Request, Root, Target};
pub use response::{Head, Response};
pub use shared::{Shared, SharedBuilder};
pub use stats::Stats;
pub use work::Work;
