//! Inventory items: what is kept in stock of a variant. Each has a level at every location that stocks it
//! ([`inventory_levels`](crate::inventory_levels)).

mod input;

use chrono::{DateTime, Utc};
use connectors_core::{Action, Cursor, Cx, Meta, Page, PagedAction, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

pub use self::input::{InventoryItemInput, Measurement, Weight, WeightUnit};
use crate::changes::{self, Followed};
use crate::graphql::{self, Connection, Document};
use crate::inventory_levels::{InventoryLevel, LEVEL};
use crate::records::{self, Gettable, Record, Spec};
use crate::types::{Count, Money};
use crate::webhooks::Topic;
use crate::{Gid, Ref, Shopify};

/// The selection of [`InventoryItem`].
const ITEM: &[&str] = &["fragment Item on InventoryItem { \
    id legacyResourceId sku tracked requiresShipping countryCodeOfOrigin provinceCodeOfOrigin harmonizedSystemCode \
    duplicateSkuCount createdAt updatedAt unitCost { amount currencyCode } \
    measurement { weight { value unit } } locationsCount { count precision } \
    variants(first: 1) { nodes { id } pageInfo { hasNextPage endCursor } } }"];

const LIST: Document = Document::query(
    "query InventoryItemList($first: Int!, $after: String, $query: String, $reverse: Boolean) { \
     inventoryItems(first: $first, after: $after, query: $query, reverse: $reverse) { \
     nodes { ...Item } pageInfo { hasNextPage endCursor } } }",
)
.with(ITEM);

const UPDATE: Document = Document::mutation(
    "mutation InventoryItemUpdate($id: ID!, $input: InventoryItemInput!) { \
     inventoryItemUpdate(id: $id, input: $input) { inventoryItem { ...Item } userErrors { field message } } }",
)
.with(ITEM)
.repeatable();

const ACTIVATE: Document = Document::keyed(
    "mutation InventoryActivate($inventory_item_id: ID!, $location_id: ID!, $available: Int, $on_hand: Int, \
     $key: String!) { inventoryActivate(inventoryItemId: $inventory_item_id, locationId: $location_id, \
     available: $available, onHand: $on_hand) @idempotent(key: $key) { \
     inventoryLevel { ...Level } userErrors { field message } } }",
)
.with(LEVEL);

const DEACTIVATE: Document = Document::mutation(
    "mutation InventoryDeactivate($inventory_level_id: ID!) { \
     inventoryDeactivate(inventoryLevelId: $inventory_level_id) { userErrors { field message } } }",
)
.repeatable();

impl Record for InventoryItem {
    const RESOURCE: &'static str = "inventory_item";
    const READ: &'static [&'static str] = &["read_inventory"];
    const WRITE: &'static [&'static str] = &["write_inventory"];
}

impl Gettable for InventoryItem {
    const GET: Spec = Spec::new(
        Document::query("query InventoryItemGet($id: ID!) { inventoryItem(id: $id) { ...Item } }").with(ITEM),
        "Get an inventory item",
        "https://shopify.dev/docs/api/admin-graphql/2026-10/queries/inventoryItem",
    );
}

impl Followed for InventoryItem {
    const A: &'static str = "an inventory item";
    const CREATED: &'static [Topic] = &[Topic::InventoryItemsCreate];
    const UPDATED: &'static [Topic] = &[Topic::InventoryItemsUpdate];
    // The list has no sort keys.
    const ORDERED: bool = false;
    type List = List;

    fn list(query: String) -> List {
        List::new().query(query)
    }

    fn moments(&self) -> (&Gid, DateTime<Utc>, DateTime<Utc>) {
        (&self.id, self.created_at, self.updated_at)
    }
}

/// `inventory_item.created`: new items.
pub type Created = changes::Created<InventoryItem>;
/// `inventory_item.updated`: items that were changed. Quantities are no part of them.
pub type Updated = changes::Updated<InventoryItem>;
/// `inventory_item.created_or_updated`: items that were made or changed.
pub type CreatedOrUpdated = changes::CreatedOrUpdated<InventoryItem>;

/// `inventory_item.get`: one item.
pub type Get = records::Get<InventoryItem>;

/// What is kept in stock of a variant.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct InventoryItem {
    /// Its id.
    pub id: Gid,
    /// Its number in the REST API and in webhooks.
    pub legacy_resource_id: String,
    /// Its number in the shop.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sku: Option<String>,
    /// Whether stock is counted.
    pub tracked: bool,
    /// Whether it is shipped.
    pub requires_shipping: bool,
    /// Where it was made, two letters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country_code_of_origin: Option<String>,
    /// In which part of that country.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub province_code_of_origin: Option<String>,
    /// Its code for customs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub harmonized_system_code: Option<String>,
    /// How many others have the same number in the shop.
    pub duplicate_sku_count: i64,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
    /// What one costs the shop.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit_cost: Option<Money>,
    /// What it weighs.
    pub measurement: Measurement,
    /// At how many locations it is stocked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locations_count: Option<Count>,
    /// The first of the variants that it is stock of: nearly always there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub variants: Option<Connection<Ref>>,
}

impl InventoryItem {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(legacy_resource_id: String, sku: Option<String>, tracked: bool, requires_shipping: bool, country_code_of_origin: Option<String>, province_code_of_origin: Option<String>, harmonized_system_code: Option<String>, duplicate_sku_count: i64, created_at: DateTime<Utc>, updated_at: DateTime<Utc>, unit_cost: Option<Money>, measurement: Measurement, locations_count: Option<Count>, variants: Option<Connection<Ref>>);
}

/// `inventory_item.list`: all items, or those that a query finds: `sku:CUP-RED`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct List {
    /// Which ones, in Shopify's search syntax: `id`, `sku`, `created_at` and `updated_at` can be asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
    /// Whether the order is turned round.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub reverse: bool,
    /// How many on a page: at most 250; unless said otherwise as many as a call can pay for with ease.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first: Option<u32>,
    /// Where to start.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
}

impl List {
    /// All of them.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(query: Option<String>, reverse: bool, first: Option<u32>, cursor: Option<Cursor>);
}

impl Action for List {
    type Connector = Shopify;
    type Output = Page<InventoryItem>;
    const META: Meta = Meta::read("inventory_item", "list")
        .title("List inventory items")
        .scopes(InventoryItem::READ)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/queries/inventoryItems");

    fn request(&self, _: &Cx<'_, Shopify>) -> Result<Request> {
        LIST.list(self, self.cursor.as_ref())
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Page<InventoryItem>> {
        graphql::page(&response)
    }
}

impl PagedAction for List {
    type Item = InventoryItem;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}

/// `inventory_item.update`: changes an item.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Update {
    /// The item.
    pub id: Gid,
    /// What changes. What is not said stays as it is.
    pub input: InventoryItemInput,
}

impl Update {
    /// This, of this item.
    #[must_use]
    pub fn new(id: impl Into<Gid>, input: InventoryItemInput) -> Self {
        Self { id: id.into(), input }
    }
}

impl Action for Update {
    type Connector = Shopify;
    type Output = InventoryItem;
    const META: Meta = Meta::write("inventory_item", "update")
        .title("Update an inventory item")
        .scopes(InventoryItem::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/inventoryItemUpdate");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        UPDATE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<InventoryItem> {
        graphql::written(&response)
    }
}

/// `inventory_item.activate_at_location`: stocks an item at a location. Gives its level there. It is done once, however often it is sent (`@idempotent`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ActivateAtLocation {
    /// The item.
    pub inventory_item_id: Gid,
    /// The location.
    pub location_id: Gid,
    /// How many are available there: none unless said otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub available: Option<i64>,
    /// How many there are: none unless said otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_hand: Option<i64>,
}

impl ActivateAtLocation {
    /// This item at this location.
    #[must_use]
    pub fn new(inventory_item_id: impl Into<Gid>, location_id: impl Into<Gid>) -> Self {
        Self {
            inventory_item_id: inventory_item_id.into(),
            location_id: location_id.into(),
            available: None,
            on_hand: None,
        }
    }

    setters!(available: Option<i64>, on_hand: Option<i64>);
}

impl Action for ActivateAtLocation {
    type Connector = Shopify;
    type Output = InventoryLevel;
    const META: Meta = Meta::write("inventory_item", "activate_at_location")
        .title("Stock an item at a location")
        .scopes(InventoryItem::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/inventoryActivate");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        ACTIVATE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<InventoryLevel> {
        graphql::written(&response)
    }
}

/// `inventory_item.deactivate_at_location`: stocks an item at a location no longer. What there was is no longer counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct DeactivateAtLocation {
    /// The item's level at the location.
    pub inventory_level_id: Gid,
}

impl DeactivateAtLocation {
    /// The item of this level, at its location.
    #[must_use]
    pub fn new(inventory_level_id: impl Into<Gid>) -> Self {
        Self { inventory_level_id: inventory_level_id.into() }
    }
}

impl Action for DeactivateAtLocation {
    type Connector = Shopify;
    type Output = ();
    const META: Meta = Meta::destructive("inventory_item", "deactivate_at_location")
        .title("Stock an item at a location no longer")
        .scopes(InventoryItem::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/inventoryDeactivate");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        DEACTIVATE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<()> {
        graphql::done(&response)
    }
}
