//! Bulk operations: queries and mutations that Shopify works off by itself, and what they give.
//!
//! A query without limits on its connections is run over all records; the result is a file. A mutation is run for each line of a
//! file. Up to five of each go at once for an application in a shop; each has ten days. Reading by bulk costs no points but
//! those of the start. Source: shopify.dev, "Perform bulk operations with the GraphQL Admin API".
//!
//! ```no_run
//! use std::time::Duration;
//!
//! use connectors_shopify::bulk_operations::Children;
//! use connectors_shopify::bulk_queries;
//! use serde::Deserialize;
//!
//! #[derive(Deserialize)]
//! struct Product {
//!     id: String,
//!     variants: connectors_shopify::graphql::Connection<Variant>,
//! }
//!
//! #[derive(Deserialize)]
//! struct Variant {
//!     sku: Option<String>,
//! }
//!
//! # async fn run(shop: connectors_core::Client<connectors_shopify::Shopify>) -> connectors_core::Result<()> {
//! let query = "{ products { edges { node { id variants { edges { node { id sku } } } } } } }";
//! let job = shop.start(bulk_queries::Start::new(query)).await?;
//! // `job.status()` is plain data: keep it, and `Client::job` goes on after a restart.
//! let done = job.wait(Duration::from_secs(3_600)).await?;
//! // Products with their variants, one by one, however many there are.
//! let mut products = done.records::<Product>(&shop, Children::new().of("ProductVariant", "variants"));
//! while let Some(product) = products.next().await {
//!     let product = product?;
//!     println!("{} has {} variants", product.id, product.variants.nodes.len());
//! }
//! # Ok(()) }
//! ```

mod lines;
mod records;
mod results;

use std::fmt;

use chrono::{DateTime, Utc};
use connectors_core::types::Open;
use connectors_core::{
    Action, Cx, Delivery, Error, ErrorKind, JobState, Meta, Request, Response, Result, setters,
};
use serde::{Deserialize, Serialize};

pub use self::records::Children;
pub use self::results::{Download, LineOutcome};
use crate::graphql::{self, Document};
use crate::records::{Gettable, List as RecordList, Listable, Record, Spec};
use crate::{Gid, Shopify};

/// The selection of [`BulkOperation`].
pub(crate) const BULK_OPERATION: &[&str] = &["fragment BulkOperation on BulkOperation { \
    id type status errorCode query objectCount rootObjectCount fileSize url partialDataUrl createdAt completedAt }"];

/// What there is to say where Shopify says no more.
const FAILED: &str = "the bulk operation failed";

const CANCEL: Document = Document::mutation(
    "mutation BulkOperationCancel($id: ID!) { bulkOperationCancel(id: $id) { \
     bulkOperation { ...BulkOperation } userErrors { field message } } }",
)
.with(BULK_OPERATION)
.repeatable();

/// A bulk operation. `Debug` does not show where its result is: whoever knows that can read it.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct BulkOperation {
    /// Its id.
    pub id: Gid,
    /// What it runs.
    #[serde(rename = "type")]
    pub kind: Open<OperationKind>,
    /// How far it is.
    pub status: Open<Status>,
    /// Why it failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_code: Option<Open<ErrorCode>>,
    /// What it runs, as a document.
    pub query: String,
    /// How many objects it has read or written so far.
    pub object_count: String,
    /// How many of these are not within others.
    pub root_object_count: String,
    /// How large its result is, in bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file_size: Option<String>,
    /// Where its result is, for seven days; none if there is nothing in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Where the result of one that failed is, as far as it came.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub partial_data_url: Option<String>,
    /// When it was started.
    pub created_at: DateTime<Utc>,
    /// When it ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub completed_at: Option<DateTime<Utc>>,
}

impl BulkOperation {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(kind: Open<OperationKind>, status: Open<Status>, error_code: Option<Open<ErrorCode>>, query: String, object_count: String, root_object_count: String, file_size: Option<String>, url: Option<String>, partial_data_url: Option<String>, created_at: DateTime<Utc>, completed_at: Option<DateTime<Utc>>);
}

impl fmt::Debug for BulkOperation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BulkOperation")
            .field("id", &self.id)
            .field("kind", &self.kind)
            .field("status", &self.status)
            .field("error_code", &self.error_code)
            .field("object_count", &self.object_count)
            .finish_non_exhaustive()
    }
}

/// What a bulk operation runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum OperationKind {
    /// A mutation.
    Mutation,
    /// A query.
    Query,
}

/// How far a bulk operation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum Status {
    /// It was cancelled.
    Canceled,
    /// It is being cancelled.
    Canceling,
    /// It is done.
    Completed,
    /// It was started.
    Created,
    /// It was not done in time.
    Expired,
    /// It failed.
    Failed,
    /// It is under way.
    Running,
}

/// Why a bulk operation failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum ErrorCode {
    /// Something in it may not be read or written.
    AccessDenied,
    /// Shopify failed.
    InternalServerError,
    /// A part of it took too long.
    Timeout,
}

/// What lists of bulk operations are ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum SortKey {
    /// When it ended.
    CompletedAt,
    /// When it was started.
    CreatedAt,
}

impl Record for BulkOperation {
    const RESOURCE: &'static str = "bulk_operation";
    const READ: &'static [&'static str] = &[];
    const WRITE: &'static [&'static str] = &[];
}

impl Gettable for BulkOperation {
    const GET: Spec = Spec::new(
        Document::query("query BulkOperationGet($id: ID!) { bulkOperation(id: $id) { ...BulkOperation } }")
            .with(BULK_OPERATION),
        "Get a bulk operation",
        "https://shopify.dev/docs/api/admin-graphql/2026-10/queries/bulkOperation",
    );
}

impl Listable for BulkOperation {
    const LIST: Spec = Spec::new(
        Document::query(
            "query BulkOperationList($first: Int!, $after: String, $query: String, $sort_key: BulkOperationsSortKeys, \
             $reverse: Boolean) { \
             bulkOperations(first: $first, after: $after, query: $query, sortKey: $sort_key, reverse: $reverse) { \
             nodes { ...BulkOperation } pageInfo { hasNextPage endCursor } } }",
        )
        .with(BULK_OPERATION),
        "List bulk operations",
        "https://shopify.dev/docs/api/admin-graphql/2026-10/queries/bulkOperations",
    );
    type SortKey = SortKey;
}

/// `bulk_operation.get`: one bulk operation.
pub type Get = crate::records::Get<BulkOperation>;
/// `bulk_operation.list`: bulk operations.
pub type List = RecordList<BulkOperation>;

/// `bulk_operation.status`: how far a bulk operation is, as a job. Its result is the operation, with the address of what it gave.
///
/// One that failed or was cancelled is an error; [`Get`] tells whether a part of it is to be had
/// ([`partial_data_url`](BulkOperation::partial_data_url)).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Ask {
    /// The operation.
    pub id: Gid,
}

impl Ask {
    /// About the operation with this id.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into() }
    }
}

impl Action for Ask {
    type Connector = Shopify;
    type Output = JobState<BulkOperation>;
    const META: Meta = Meta::read("bulk_operation", "status")
        .title("Ask how far a bulk operation is")
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/queries/bulkOperation");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        Get::new(&self.id).request(cx)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<JobState<BulkOperation>> {
        graphql::one(&response).map(BulkOperation::state)
    }
}

impl BulkOperation {
    /// How far it is, as a job.
    fn state(self) -> JobState<Self> {
        match self.status.known() {
            Some(Status::Completed) => JobState::Done(self),
            // What is new here is under way, until it is told otherwise.
            _ => self
                .failure()
                .map_or(JobState::Running { progress: None, check_after: None }, JobState::Failed),
        }
    }

    /// Why it is not done, if it ended so.
    fn failure(&self) -> Option<Error> {
        let (kind, text) = match (self.status.known()?, self.error_code.as_ref().and_then(Open::known)) {
            (Status::Canceled, _) => (ErrorKind::Conflict, "the bulk operation was cancelled"),
            (Status::Expired, _) => (ErrorKind::Timeout, "the bulk operation was not done in time"),
            (Status::Failed, Some(ErrorCode::AccessDenied)) => (ErrorKind::Permission, FAILED),
            (Status::Failed, Some(ErrorCode::Timeout)) => (ErrorKind::Timeout, FAILED),
            (Status::Failed, _) => (ErrorKind::Server, FAILED),
            _ => return None,
        };
        let code = self.error_code.as_ref().map_or(self.status.as_str(), Open::as_str);
        Some(Error::new(kind, text).with_delivery(Delivery::Unknown).with_vendor_code(code))
    }

    /// Why what it gave is not all, if it is not.
    fn lacking(&self) -> Option<Error> {
        let whole = self.status.known() == Some(&Status::Completed) || self.url.is_some();
        let not_done = || Error::new(ErrorKind::Conflict, "the bulk operation is not done yet");
        self.failure().or_else(|| (!whole).then(not_done))
    }
}

/// `bulk_operation.cancel`: ends a bulk operation. It takes a moment; what was done stays done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Cancel {
    /// The operation.
    pub id: Gid,
}

impl Cancel {
    /// The operation with this id.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into() }
    }
}

impl Action for Cancel {
    type Connector = Shopify;
    type Output = BulkOperation;
    const META: Meta = Meta::destructive("bulk_operation", "cancel")
        .title("Cancel a bulk operation")
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/bulkOperationCancel");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        CANCEL.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<BulkOperation> {
        graphql::written(&response)
    }
}
