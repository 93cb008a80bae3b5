//! GraphQL: how an action becomes a document with variables, and an answer becomes its output.
//!
//! The actions of this crate have their documents beside them. What they leave open takes a document of your own, with types
//! of your own, through the same pipeline:
//!
//! ```no_run
//! use connectors_shopify::graphql::Query;
//! use serde::Deserialize;
//!
//! #[derive(Debug, Deserialize)]
//! struct Data {
//!     product: Option<Product>,
//! }
//!
//! #[derive(Debug, Deserialize)]
//! struct Product {
//!     title: String,
//! }
//!
//! # async fn run(shop: connectors_core::Client<connectors_shopify::Shopify>) -> connectors_core::Result<()> {
//! let text = "query ($id: ID!) { product(id: $id) { title } }";
//! let query = Query::<Data>::new(text).variable("id", "gid://shopify/Product/1")?;
//! println!("{:?}", shop.call(query).await?.product);
//! # Ok(()) }
//! ```

mod answer;
mod connection;
mod cost;
mod document;
mod own;

pub(crate) use self::answer::{done, one, page, payload, within, written, written_within};
pub use self::connection::{Connection, PageInfo};
pub use self::document::Document;
pub(crate) use self::document::MOST;
pub use self::own::{Mutation, Query};
