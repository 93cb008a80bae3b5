//! Queries over all records, as [bulk operations](crate::bulk_operations).

use connectors_core::{Action, Cx, JobAction, Meta, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

use crate::Shopify;
use crate::bulk_operations::{Ask, BULK_OPERATION, BulkOperation};
use crate::graphql::{self, Document};

// What is started twice reads the same twice, and changes nothing.
const START: Document = Document::mutation(
    "mutation BulkQueryStart($query: String!, $group_objects: Boolean!) { \
     bulkOperationRunQuery(query: $query, groupObjects: $group_objects) { \
     bulkOperation { ...BulkOperation } userErrors { field message code } } }",
)
.with(BULK_OPERATION)
.repeatable();

/// `bulk_query.start`: starts a query over all records.
///
/// It has one to five connections, at most two of them within each other, without `first`; each with `edges { node { … } }`, and
/// the `id` of what is within others. Source: shopify.dev, "Perform bulk operations with the GraphQL Admin API".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Start {
    /// The document.
    pub query: String,
    /// Whether children follow their parent in the result, so that they can be put together; yes, unless said otherwise. Without
    /// it the operation may be faster.
    #[serde(default = "yes")]
    pub group_objects: bool,
}

fn yes() -> bool {
    true
}

impl Start {
    /// This query.
    #[must_use]
    pub fn new(query: impl Into<String>) -> Self {
        Self { query: query.into(), group_objects: true }
    }

    setters!(group_objects: bool);
}

impl Action for Start {
    type Connector = Shopify;
    type Output = BulkOperation;
    const META: Meta = Meta::write("bulk_query", "start")
        .title("Start a query over all records")
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/bulkOperationRunQuery");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        START.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<BulkOperation> {
        graphql::written(&response)
    }
}

impl JobAction for Start {
    type Status = Ask;
    type Result = BulkOperation;

    fn status(&self, started: BulkOperation) -> Ask {
        Ask::new(started.id)
    }
}
