//! Contract checks: HTTP requests and responses held against the vendors' own API descriptions.
//!
//! The descriptions are not part of this repository. [`locate`] finds their folder; when there is none the
//! checks say that they were skipped, or fail where [`REQUIRE_SPECS`] is set.
//!
//! ```no_run
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use connectors_contract::{Checker, Undescribed, Waiver, locate, platforms};
//!
//! let Some(specs) = locate()?.or_say_skipped("xero") else { return Ok(()) };
//! let checker = Checker::new(platforms::xero(&specs)?)
//!     .waive([Waiver::response("GET", "/api.xro/2.0/Users", "body /Users/*/Phone", "sent, but not declared")])
//!     .undescribed([Undescribed::new("POST", "/connect/token", "the description has no token endpoint")]);
//! # let (request, response) = (http::Request::new(bytes::Bytes::new()), http::Response::new(bytes::Bytes::new()));
//! checker.request(&request);
//! checker.response(request.method(), request.uri().path(), &response);
//! println!("{}", checker.finish()?);
//! # Ok(())
//! # }
//! ```
//!
//! # Layout
//! [`Checker`], waivers, the report and [`Mismatch`] know no format. A format is one module with a type that
//! implements [`Description`]; [`openapi`] is the first. GraphQL has no paths to be described: its documents have a module of their
//! own, with the feature `graphql`. What is peculiar to a platform is data: the
//! [`openapi::Options`] in [`platforms`].

mod checker;
mod description;
#[cfg(feature = "graphql")]
pub mod graphql;
mod locate;
mod mismatch;
pub mod openapi;
pub mod platforms;
mod template;

pub use checker::{Checker, Failures, Summary, Undescribed, Waiver};
pub use description::{BodyCheck, Checked, Description};
pub use locate::{Located, MissingSpecs, REQUIRE_SPECS, SPECS, locate};
pub use mismatch::{Mismatch, Operation, Place, Side};
pub use template::Template;
