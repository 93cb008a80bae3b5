//! Quantities in stock: how many of an item there are at a location.
//!
//! All actions are done once for each call, however often that is sent (`@idempotent`), and can be told what the quantity has to be before:
//! if somebody else changed it meanwhile they are refused as [`Conflict`](connectors_core::ErrorKind::Conflict), with
//! `CHANGE_FROM_QUANTITY_STALE`, and nothing is done.

mod moves;

use chrono::{DateTime, Utc};
use connectors_core::{Action, Cx, Meta, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

pub use self::moves::{Move, MoveInput, QuantityMove, Terminal};
use crate::graphql::{self, Document};
use crate::{Gid, Shopify};

const WRITE: &[&str] = &["write_inventory"];

/// The selection of [`Adjustment`].
const ADJUSTMENT: &str = "fragment Adjustment on InventoryAdjustmentGroup { id reason referenceDocumentUri createdAt \
    changes { name delta quantityAfterChange ledgerDocumentUri item { id sku } location { id name } } }";

const ADJUST: Document = Document::keyed(
    "mutation InventoryAdjust($input: InventoryAdjustQuantitiesInput!, $key: String!) { \
     inventoryAdjustQuantities(input: $input) @idempotent(key: $key) { \
     inventoryAdjustmentGroup { ...Adjustment } userErrors { field message code } } }",
)
.with(&[ADJUSTMENT]);

const SET: Document = Document::keyed(
    "mutation InventorySet($input: InventorySetQuantitiesInput!, $key: String!) { \
     inventorySetQuantities(input: $input) @idempotent(key: $key) { \
     inventoryAdjustmentGroup { ...Adjustment } userErrors { field message code } } }",
)
.with(&[ADJUSTMENT]);

/// `inventory_quantity.adjust`: adds to quantities, or takes from them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Adjust {
    /// What is done.
    pub input: AdjustInput,
}

impl Adjust {
    /// Changes what is available, for this reason.
    #[must_use]
    pub fn available(reason: impl Into<String>, changes: impl IntoIterator<Item = Change>) -> Self {
        Self::new(AdjustInput::new("available", reason, changes))
    }

    /// This.
    #[must_use]
    pub fn new(input: AdjustInput) -> Self {
        Self { input }
    }
}

/// What is added to quantities.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct AdjustInput {
    /// Which quantity: `available`, `on_hand`, `damaged`, `quality_control`, `reserved`, `safety_stock`.
    pub name: String,
    /// Why: `correction`, `received`, `damaged`, `cycle_count_available`, …
    pub reason: String,
    /// What it goes back to, as an address of your own: `gid://my-app/Count/7`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference_document_uri: Option<String>,
    /// What changes where; at most 250.
    pub changes: Vec<Change>,
}

impl AdjustInput {
    /// Changes this quantity, for this reason.
    #[must_use]
    pub fn new(
        name: impl Into<String>,
        reason: impl Into<String>,
        changes: impl IntoIterator<Item = Change>,
    ) -> Self {
        let (name, reason) = (name.into(), reason.into());
        Self { name, reason, reference_document_uri: None, changes: changes.into_iter().collect() }
    }

    setters!(reference_document_uri: Option<String>);
}

/// What is added to the quantity of an item at a location.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct Change {
    /// The item.
    pub inventory_item_id: Gid,
    /// The location.
    pub location_id: Gid,
    /// How many are added; below nought: taken.
    pub delta: i64,
    /// What there has to be before; anything, if nothing is said.
    #[serde(default)]
    pub change_from_quantity: Option<i64>,
    /// What it is booked under; needed for all quantities but `available`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ledger_document_uri: Option<String>,
}

impl Change {
    /// Adds so many of this item at this location.
    #[must_use]
    pub fn new(inventory_item_id: impl Into<Gid>, location_id: impl Into<Gid>, delta: i64) -> Self {
        Self {
            inventory_item_id: inventory_item_id.into(),
            location_id: location_id.into(),
            delta,
            change_from_quantity: None,
            ledger_document_uri: None,
        }
    }

    setters!(change_from_quantity: Option<i64>, ledger_document_uri: Option<String>);
}

impl Action for Adjust {
    type Connector = Shopify;
    type Output = Adjustment;
    const META: Meta = Meta::write("inventory_quantity", "adjust")
        .title("Adjust quantities in stock")
        .scopes(WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/inventoryAdjustQuantities");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        ADJUST.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Adjustment> {
        graphql::written(&response)
    }
}

/// `inventory_quantity.set`: sets quantities.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Set {
    /// What is done.
    pub input: SetInput,
}

impl Set {
    /// Sets what is available, for this reason.
    #[must_use]
    pub fn available(reason: impl Into<String>, quantities: impl IntoIterator<Item = Quantity>) -> Self {
        Self::new(SetInput::new("available", reason, quantities))
    }

    /// This.
    #[must_use]
    pub fn new(input: SetInput) -> Self {
        Self { input }
    }
}

/// What quantities are set to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct SetInput {
    /// Which quantity: `available` or `on_hand`.
    pub name: String,
    /// Why: `correction`, `cycle_count_available`, …
    pub reason: String,
    /// What it goes back to, as an address of your own: `gid://my-app/Count/7`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference_document_uri: Option<String>,
    /// What is where; at most 250.
    pub quantities: Vec<Quantity>,
}

impl SetInput {
    /// Sets this quantity, for this reason.
    #[must_use]
    pub fn new(
        name: impl Into<String>,
        reason: impl Into<String>,
        quantities: impl IntoIterator<Item = Quantity>,
    ) -> Self {
        let (name, reason) = (name.into(), reason.into());
        Self { name, reason, reference_document_uri: None, quantities: quantities.into_iter().collect() }
    }

    setters!(reference_document_uri: Option<String>);
}

/// What the quantity of an item at a location is set to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct Quantity {
    /// The item.
    pub inventory_item_id: Gid,
    /// The location.
    pub location_id: Gid,
    /// How many there are.
    pub quantity: i64,
    /// What there has to be before; anything, if nothing is said.
    #[serde(default)]
    pub change_from_quantity: Option<i64>,
}

impl Quantity {
    /// So many of this item at this location.
    #[must_use]
    pub fn new(inventory_item_id: impl Into<Gid>, location_id: impl Into<Gid>, quantity: i64) -> Self {
        let (inventory_item_id, location_id) = (inventory_item_id.into(), location_id.into());
        Self { inventory_item_id, location_id, quantity, change_from_quantity: None }
    }

    setters!(change_from_quantity: Option<i64>);
}

impl Action for Set {
    type Connector = Shopify;
    type Output = Adjustment;
    const META: Meta = Meta::write("inventory_quantity", "set")
        .title("Set quantities in stock")
        .scopes(WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/inventorySetQuantities");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        SET.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Adjustment> {
        graphql::written(&response)
    }
}

/// What was done to quantities.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Adjustment {
    /// Its id.
    pub id: Gid,
    /// Why it was done.
    pub reason: String,
    /// What it goes back to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference_document_uri: Option<String>,
    /// When it was done.
    pub created_at: DateTime<Utc>,
    /// What changed: more than was asked for, since quantities depend on each other.
    pub changes: Vec<Changed>,
}

impl Adjustment {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(reason: String, reference_document_uri: Option<String>, created_at: DateTime<Utc>, changes: Vec<Changed>);
}

/// A quantity that changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Changed {
    /// Which quantity.
    pub name: String,
    /// By how much.
    pub delta: i64,
    /// What it is now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quantity_after_change: Option<i64>,
    /// What it is booked under.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ledger_document_uri: Option<String>,
    /// Of which item.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item: Option<ItemRef>,
    /// At which location.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<LocationRef>,
}

impl Changed {
    /// As tests need it.
    #[must_use]
    pub fn new(name: impl Into<String>, delta: i64) -> Self {
        Self { name: name.into(), delta, ..Self::default() }
    }

    setters!(quantity_after_change: Option<i64>, ledger_document_uri: Option<String>, item: Option<ItemRef>, location: Option<LocationRef>);
}

/// An item that is kept in stock.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct ItemRef {
    /// Its id.
    pub id: Gid,
    /// Its number in the shop.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sku: Option<String>,
}

/// A location.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct LocationRef {
    /// Its id.
    pub id: Gid,
    /// What it is called.
    pub name: String,
}

impl ItemRef {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), sku: None }
    }

    setters!(sku: Option<String>);
}

impl LocationRef {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>, name: impl Into<String>) -> Self {
        Self { id: id.into(), name: name.into() }
    }
}
