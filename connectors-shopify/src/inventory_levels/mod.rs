//! Inventory levels: an item at a location, and how many there are.

mod updated;

use chrono::{DateTime, Utc};
use connectors_core::{Action, Cursor, Cx, Meta, Page, PagedAction, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

pub use self::updated::Updated;
use crate::graphql::{self, Connection, Document};
use crate::inventory_quantities::{ItemRef, LocationRef};
use crate::records::{self, Gettable, Record, Spec};
use crate::{Gid, Shopify};

/// The selection of [`InventoryLevel`], with all quantities that Shopify knows.
pub(crate) const LEVEL: &[&str] = &["fragment Level on InventoryLevel { \
    id isActive canDeactivate deactivationAlert createdAt updatedAt item { id sku } location { id name } \
    quantities(names: [\"available\", \"committed\", \"damaged\", \"incoming\", \"on_hand\", \"quality_control\", \
    \"reserved\", \"safety_stock\"]) { name quantity updatedAt } }"];

const OF_ITEM: Document = Document::query(
    "query InventoryLevelsOfItem($id: ID!, $first: Int!, $after: String, $query: String, \
     $include_inactive: Boolean) { inventoryItem(id: $id) { inventoryLevels(first: $first, after: $after, \
     query: $query, includeInactive: $include_inactive) { \
     nodes { ...Level } pageInfo { hasNextPage endCursor } } } }",
)
.with(LEVEL);

const AT_LOCATION: Document = Document::query(
    "query InventoryLevelsAtLocation($id: ID!, $first: Int!, $after: String, $query: String, \
     $include_inactive: Boolean) { location(id: $id) { inventoryLevels(first: $first, after: $after, \
     query: $query, includeInactive: $include_inactive) { \
     nodes { ...Level } pageInfo { hasNextPage endCursor } } } }",
)
.with(LEVEL);

impl Record for InventoryLevel {
    const RESOURCE: &'static str = "inventory_level";
    const READ: &'static [&'static str] = &["read_inventory"];
    const WRITE: &'static [&'static str] = &["write_inventory"];
}

impl Gettable for InventoryLevel {
    const GET: Spec = Spec::new(
        Document::query("query InventoryLevelGet($id: ID!) { inventoryLevel(id: $id) { ...Level } }")
            .with(LEVEL),
        "Get an inventory level",
        "https://shopify.dev/docs/api/admin-graphql/2026-10/queries/inventoryLevel",
    );
}

/// `inventory_level.get`: one level.
pub type Get = records::Get<InventoryLevel>;

/// An item at a location.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct InventoryLevel {
    /// Its id.
    pub id: Gid,
    /// Whether the item is stocked there.
    pub is_active: bool,
    /// Whether that can be ended.
    pub can_deactivate: bool,
    /// Why it cannot, or what will happen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deactivation_alert: Option<String>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
    /// The item.
    pub item: ItemRef,
    /// The location.
    pub location: LocationRef,
    /// How many there are.
    pub quantities: Vec<StockQuantity>,
}

impl InventoryLevel {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    /// How many there are of a quantity: `available`, `on_hand`.
    #[must_use]
    pub fn quantity(&self, name: &str) -> Option<i64> {
        self.quantities.iter().find(|quantity| quantity.name == name).map(|quantity| quantity.quantity)
    }

    setters!(is_active: bool, can_deactivate: bool, deactivation_alert: Option<String>, created_at: DateTime<Utc>, updated_at: DateTime<Utc>, item: ItemRef, location: LocationRef, quantities: Vec<StockQuantity>);
}

/// How many there are, in one of the ways to count them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct StockQuantity {
    /// In which: `available`, `committed`, `damaged`, `incoming`, `on_hand`, `quality_control`, `reserved`, `safety_stock`.
    pub name: String,
    /// How many.
    pub quantity: i64,
    /// When it was changed last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<DateTime<Utc>>,
}

impl StockQuantity {
    /// As tests need it.
    #[must_use]
    pub fn new(name: impl Into<String>, quantity: i64) -> Self {
        Self { name: name.into(), quantity, ..Self::default() }
    }

    setters!(updated_at: Option<DateTime<Utc>>);
}

/// Whose levels are listed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Of {
    /// Those of an item, at all locations.
    InventoryItem(Gid),
    /// Those at a location, of all items.
    Location(Gid),
}

/// `inventory_level.list`: the levels of an item or at a location.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct List {
    /// Whose.
    pub of: Of,
    /// Which ones, in Shopify's search syntax: `updated_at:>'2026-01-31T10:00:00Z'`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
    /// Whether those of items that are no longer stocked come too.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub include_inactive: bool,
    /// How many on a page: at most 250; unless said otherwise as many as a call can pay for with ease.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<u32>,
    /// Where to start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
}

impl List {
    /// Those of this item, or at this location.
    #[must_use]
    pub fn new(of: Of) -> Self {
        Self { of, query: None, include_inactive: false, first: None, cursor: None }
    }

    setters!(query: Option<String>, include_inactive: bool, first: Option<u32>, cursor: Option<Cursor>);
}

impl Action for List {
    type Connector = Shopify;
    type Output = Page<InventoryLevel>;
    const META: Meta = Meta::read("inventory_level", "list")
        .title("List inventory levels")
        .scopes(InventoryLevel::READ)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/objects/InventoryLevel");

    fn request(&self, _: &Cx<'_, Shopify>) -> Result<Request> {
        let (document, id) = match &self.of {
            Of::InventoryItem(id) => (OF_ITEM, id),
            Of::Location(id) => (AT_LOCATION, id),
        };
        let Self { query, include_inactive, first, .. } = self;
        let variables =
            Variables { id, query: query.as_deref(), include_inactive: *include_inactive, first: *first };
        document.list(&variables, self.cursor.as_ref())
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Page<InventoryLevel>> {
        graphql::within::<Connection<InventoryLevel>>(&response).map(Page::from)
    }
}

impl PagedAction for List {
    type Item = InventoryLevel;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}

/// What the documents of [`List`] take.
#[derive(Serialize)]
struct Variables<'a> {
    id: &'a Gid,
    query: Option<&'a str>,
    include_inactive: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    first: Option<u32>,
}
