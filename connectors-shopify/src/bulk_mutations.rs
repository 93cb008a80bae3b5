//! A mutation for each line of a file, as [bulk operations](crate::bulk_operations).
//!
//! ```no_run
//! use std::time::Duration;
//!
//! use connectors_core::Outcome;
//! use connectors_shopify::{Ref, bulk_mutations};
//! use serde_json::json;
//!
//! # async fn run(shop: connectors_core::Client<connectors_shopify::Shopify>) -> connectors_core::Result<()> {
//! let mutation = "mutation ($product: ProductSetInput!) { \
//!     productSet(input: $product) { product { id } userErrors { field message code } } }";
//! let lines = (0..10_000).map(|n| json!({ "product": { "title": format!("Product {n}") } }));
//! let job = bulk_mutations::start(&shop, mutation, lines).await?;
//! let done = job.wait(Duration::from_secs(3_600)).await?;
//! let mut outcomes = done.outcomes::<Ref>(&shop);
//! while let Some(one) = outcomes.next().await {
//!     let one = one?;
//!     match one.outcome {
//!         Outcome::Done(product) => println!("line {}: {}", one.line, product.id),
//!         other => println!("line {}: {:?}", one.line, other.error()),
//!     }
//! }
//! # Ok(()) }
//! ```

use connectors_core::{
    Action, Client, Cx, Error, ErrorKind, Job, JobAction, Meta, Request, Response, Result, setters,
};
use serde::{Deserialize, Serialize};

use crate::Shopify;
use crate::bulk_operations::{Ask, BULK_OPERATION, BulkOperation};
use crate::graphql::{self, Document};
use crate::staged_uploads::{self, Purpose, StagedUpload};

/// The largest file. Source: shopify.dev, "Bulk import data with the GraphQL Admin API".
const MOST: usize = 100 << 20;

const START: Document = Document::mutation(
    "mutation BulkMutationStart($mutation: String!, $staged_upload_path: String!, $client_identifier: String) { \
     bulkOperationRunMutation(mutation: $mutation, stagedUploadPath: $staged_upload_path, \
     clientIdentifier: $client_identifier) { bulkOperation { ...BulkOperation } userErrors { field message code } } }",
)
.with(BULK_OPERATION);

/// `bulk_mutation.start`: starts a mutation for each line of a file, which was uploaded before
/// ([`staged_uploads`]). [`start`] does both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Start {
    /// The document: one mutation, whose variables are in the lines.
    pub mutation: String,
    /// Where the file is: the `key` of its staged upload.
    pub staged_upload_path: String,
    /// A name of your own for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_identifier: Option<String>,
}

impl Start {
    /// This mutation, for the lines of this file.
    #[must_use]
    pub fn new(mutation: impl Into<String>, staged_upload_path: impl Into<String>) -> Self {
        let (mutation, staged_upload_path) = (mutation.into(), staged_upload_path.into());
        Self { mutation, staged_upload_path, client_identifier: None }
    }

    setters!(client_identifier: Option<String>);
}

impl Action for Start {
    type Connector = Shopify;
    type Output = BulkOperation;
    const META: Meta = Meta::destructive("bulk_mutation", "start")
        .title("Start a mutation for each line of a file")
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/bulkOperationRunMutation");

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

/// Starts a mutation for each of these: puts their variables into a file, uploads it, and starts.
///
/// # Errors
/// `Validation` if they are too many for one file (100 MB) or cannot be written as JSON; what the calls' failures are.
pub async fn start<V: Serialize>(
    client: &Client<Shopify>,
    mutation: impl Into<String>,
    variables: impl IntoIterator<Item = V>,
) -> Result<Job<Ask>> {
    let mut file = Vec::new();
    for (line, variables) in variables.into_iter().enumerate() {
        serde_json::to_writer(&mut file, &variables).map_err(|error| {
            Error::validation(format!("variables[{line}]"), format!("cannot be written as JSON: {error}"))
        })?;
        file.push(b'\n');
        if file.len() > MOST {
            let text = format!("are more than fit in a file of {MOST} bytes");
            return Err(Error::validation(format!("variables[{line}]"), text));
        }
    }
    let upload = StagedUpload::new("variables.jsonl", "text/jsonl", Purpose::BulkMutationVariables);
    let mut targets = client.call(staged_uploads::Create::new([upload])).await?.into_iter();
    let target =
        targets.next().ok_or_else(|| Error::new(ErrorKind::Decode, "no place to upload to was given"))?;
    let path = target.parameter("key").map(str::to_owned);
    let path = path.ok_or_else(|| Error::new(ErrorKind::Decode, "the place to upload to has no `key`"))?;
    client.upload(staged_uploads::Upload::new(target, "variables.jsonl"), file).await?;
    client.start(Start::new(mutation, path)).await
}
