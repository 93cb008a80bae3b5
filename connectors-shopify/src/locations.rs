//! Locations: where a shop keeps stock, sells or delivers from.

use chrono::{DateTime, Utc};
use connectors_core::types::Open;
use connectors_core::{Action, Cursor, Cx, Meta, Page, PagedAction, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

use crate::graphql::{self, Document};
use crate::records::{self, Countable, Gettable, Record, Spec};
use crate::{Gid, Shopify};

/// The selection of [`Location`].
const LOCATION: &[&str] = &["fragment Location on Location { \
    id legacyResourceId name isActive activatable deactivatable deletable fulfillsOnlineOrders shipsInventory \
    isFulfillmentService hasActiveInventory hasUnfulfilledOrders addressVerified createdAt updatedAt deactivatedAt \
    address { address1 address2 zip city province provinceCode country countryCode phone latitude longitude } }"];

const LIST: Document = Document::query(
    "query LocationList($first: Int!, $after: String, $query: String, $sort_key: LocationSortKeys, \
     $reverse: Boolean, $include_inactive: Boolean, $include_legacy: Boolean) { locations(first: $first, \
     after: $after, query: $query, sortKey: $sort_key, reverse: $reverse, includeInactive: $include_inactive, \
     includeLegacy: $include_legacy) { nodes { ...Location } pageInfo { hasNextPage endCursor } } }",
)
.with(LOCATION);

impl Record for Location {
    const RESOURCE: &'static str = "location";
    const READ: &'static [&'static str] = &["read_locations", "read_inventory"];
    const WRITE: &'static [&'static str] = &["write_locations"];
}

impl Gettable for Location {
    const GET: Spec = Spec::new(
        Document::query("query LocationGet($id: ID!) { location(id: $id) { ...Location } }").with(LOCATION),
        "Get a location",
        "https://shopify.dev/docs/api/admin-graphql/2026-10/queries/location",
    );
}

impl Countable for Location {
    const COUNT: Spec = Spec::new(
        Document::query(
            "query LocationCount($query: String) { locationsCount(query: $query, limit: null) { count precision } }",
        ),
        "Count locations",
        "https://shopify.dev/docs/api/admin-graphql/2026-10/queries/locationsCount",
    );
}

/// `location.get`: one location.
pub type Get = records::Get<Location>;
/// `location.count`: how many locations there are.
pub type Count = records::Count<Location>;

/// A location.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Location {
    /// Its id.
    pub id: Gid,
    /// Its number in the REST API and in webhooks.
    pub legacy_resource_id: String,
    /// What it is called.
    pub name: String,
    /// Whether it is in use.
    pub is_active: bool,
    /// Whether it can be taken into use again.
    pub activatable: bool,
    /// Whether it can be taken out of use.
    pub deactivatable: bool,
    /// Whether it can be removed.
    pub deletable: bool,
    /// Whether orders of the online shop are delivered from it.
    pub fulfills_online_orders: bool,
    /// Whether it ships.
    pub ships_inventory: bool,
    /// Whether it is that of a service that delivers.
    pub is_fulfillment_service: bool,
    /// Whether something is stocked there.
    pub has_active_inventory: bool,
    /// Whether it has orders to deliver.
    pub has_unfulfilled_orders: bool,
    /// Whether its address was checked.
    pub address_verified: bool,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
    /// When it was taken out of use.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deactivated_at: Option<String>,
    /// Where it is.
    pub address: LocationAddress,
}

impl Location {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(legacy_resource_id: String, name: String, is_active: bool, activatable: bool, deactivatable: bool, deletable: bool, fulfills_online_orders: bool, ships_inventory: bool, is_fulfillment_service: bool, has_active_inventory: bool, has_unfulfilled_orders: bool, address_verified: bool, created_at: DateTime<Utc>, updated_at: DateTime<Utc>, deactivated_at: Option<String>, address: LocationAddress);
}

/// Where a location is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct LocationAddress {
    /// Street and number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address1: Option<String>,
    /// What else belongs to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address2: Option<String>,
    /// The postal code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zip: Option<String>,
    /// The city.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// The state or province.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub province: Option<String>,
    /// Its code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub province_code: Option<String>,
    /// The country.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// Its code, two letters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country_code: Option<String>,
    /// The phone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// How far north it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latitude: Option<f64>,
    /// How far east it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub longitude: Option<f64>,
}

impl LocationAddress {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(address1: Option<String>, address2: Option<String>, zip: Option<String>, city: Option<String>, province: Option<String>, province_code: Option<String>, country: Option<String>, country_code: Option<String>, phone: Option<String>, latitude: Option<f64>, longitude: Option<f64>);
}

/// `location.list`: the locations that are in use, or all.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct List {
    /// Which ones, in Shopify's search syntax: `city:Berlin`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
    /// In which order: by name, unless said otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort_key: Option<Open<SortKey>>,
    /// Whether the order is turned round.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub reverse: bool,
    /// Whether those that are not in use come too.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub include_inactive: bool,
    /// Whether those of old services that deliver come too.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub include_legacy: bool,
    /// How many on a page: at most 250; unless said otherwise as many as a call can pay for with ease.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first: Option<u32>,
    /// Where to start.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
}

impl List {
    /// Those that are in use.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(query: Option<String>, sort_key: Option<Open<SortKey>>, reverse: bool, include_inactive: bool, include_legacy: bool, first: Option<u32>, cursor: Option<Cursor>);
}

impl Action for List {
    type Connector = Shopify;
    type Output = Page<Location>;
    const META: Meta = Meta::read("location", "list")
        .title("List locations")
        .scopes(Location::READ)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/queries/locations");

    fn request(&self, _: &Cx<'_, Shopify>) -> Result<Request> {
        LIST.list(self, self.cursor.as_ref())
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Page<Location>> {
        graphql::page(&response)
    }
}

impl PagedAction for List {
    type Item = Location;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}

/// What lists of locations are ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum SortKey {
    /// Its id.
    Id,
    /// Its name.
    Name,
    /// How well it fits the query.
    Relevance,
}
