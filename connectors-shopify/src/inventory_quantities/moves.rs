//! Quantities that move from one way to count them to another.

use connectors_core::{Action, Cx, Meta, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

use super::{ADJUSTMENT, Adjustment, WRITE};
use crate::graphql::{self, Document};
use crate::{Gid, Shopify};

const MOVE: Document = Document::keyed(
    "mutation InventoryMove($input: InventoryMoveQuantitiesInput!, $key: String!) { \
     inventoryMoveQuantities(input: $input) @idempotent(key: $key) { \
     inventoryAdjustmentGroup { ...Adjustment } userErrors { field message code } } }",
)
.with(&[ADJUSTMENT]);

/// `inventory_quantity.move`: moves quantities of items from one way to count them to another, at a location: from `available` to `damaged`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Move {
    /// What is done.
    pub input: MoveInput,
}

impl Move {
    /// This.
    #[must_use]
    pub fn new(input: MoveInput) -> Self {
        Self { input }
    }
}

impl Action for Move {
    type Connector = Shopify;
    type Output = Adjustment;
    const META: Meta = Meta::write("inventory_quantity", "move")
        .title("Move quantities in stock")
        .scopes(WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/inventoryMoveQuantities");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        MOVE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Adjustment> {
        graphql::written(&response)
    }
}

/// What is moved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct MoveInput {
    /// Why: `damaged`, `quality_control`, …
    pub reason: String,
    /// What it goes back to, as an address of your own: `gid://my-app/Count/7`.
    pub reference_document_uri: String,
    /// What moves; at most 250.
    pub changes: Vec<QuantityMove>,
}

impl MoveInput {
    /// Moves these, for this reason.
    #[must_use]
    pub fn new(
        reason: impl Into<String>,
        reference_document_uri: impl Into<String>,
        changes: impl IntoIterator<Item = QuantityMove>,
    ) -> Self {
        let (reason, reference_document_uri) = (reason.into(), reference_document_uri.into());
        Self { reason, reference_document_uri, changes: changes.into_iter().collect() }
    }
}

/// How many of an item move.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct QuantityMove {
    /// The item.
    pub inventory_item_id: Gid,
    /// How many.
    pub quantity: i64,
    /// From where.
    pub from: Terminal,
    /// To where: at the same location.
    pub to: Terminal,
}

impl QuantityMove {
    /// So many of this item.
    #[must_use]
    pub fn new(inventory_item_id: impl Into<Gid>, quantity: i64, from: Terminal, to: Terminal) -> Self {
        Self { inventory_item_id: inventory_item_id.into(), quantity, from, to }
    }
}

/// Where a move starts or ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct Terminal {
    /// The location.
    pub location_id: Gid,
    /// Which quantity.
    pub name: String,
    /// What there has to be before; anything, if nothing is said.
    #[serde(default)]
    pub change_from_quantity: Option<i64>,
    /// What it is booked under; needed for all quantities but `available`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ledger_document_uri: Option<String>,
}

impl Terminal {
    /// This quantity at this location.
    #[must_use]
    pub fn new(location_id: impl Into<Gid>, name: impl Into<String>) -> Self {
        Self {
            location_id: location_id.into(),
            name: name.into(),
            change_from_quantity: None,
            ledger_document_uri: None,
        }
    }

    setters!(change_from_quantity: Option<i64>, ledger_document_uri: Option<String>);
}
