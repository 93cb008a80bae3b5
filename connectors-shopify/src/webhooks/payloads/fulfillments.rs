//! Deliveries.

use chrono::{DateTime, FixedOffset};
use connectors_core::setters;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::or_default;
use super::parts::{Address, LineItem, gid};
use crate::Gid;

/// A delivery, as `fulfillments/*` tell it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Fulfillment {
    /// Its number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<u64>,
    /// Its id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub admin_graphql_api_id: Option<Gid>,
    /// The order's number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order_id: Option<u64>,
    /// What it is called, `#1001.1`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// How far it is: `success`, `cancelled`, …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// How far the parcel is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shipment_status: Option<String>,
    /// Who delivers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    /// The number of the location that it leaves.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location_id: Option<u64>,
    /// The customer's e-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Who carries it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tracking_company: Option<String>,
    /// The parcel's number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tracking_number: Option<String>,
    /// The numbers of all parcels.
    #[serde(deserialize_with = "or_default", skip_serializing_if = "Vec::is_empty")]
    pub tracking_numbers: Vec<String>,
    /// Where the parcel can be followed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tracking_url: Option<String>,
    /// Where all parcels can be followed.
    #[serde(deserialize_with = "or_default", skip_serializing_if = "Vec::is_empty")]
    pub tracking_urls: Vec<String>,
    /// Where it goes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub destination: Option<Address>,
    /// What is in it.
    #[serde(deserialize_with = "or_default", skip_serializing_if = "Vec::is_empty")]
    pub line_items: Vec<LineItem>,
    /// When it was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<DateTime<FixedOffset>>,
    /// When it was changed last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<DateTime<FixedOffset>>,
    /// What else was said of it.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

impl Fulfillment {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(id: Option<u64>, admin_graphql_api_id: Option<Gid>, order_id: Option<u64>, name: Option<String>, status: Option<String>, shipment_status: Option<String>, service: Option<String>, location_id: Option<u64>, email: Option<String>, tracking_company: Option<String>, tracking_number: Option<String>, tracking_numbers: Vec<String>, tracking_url: Option<String>, tracking_urls: Vec<String>, destination: Option<Address>, line_items: Vec<LineItem>, created_at: Option<DateTime<FixedOffset>>, updated_at: Option<DateTime<FixedOffset>>, rest: Map<String, Value>);
}

impl Fulfillment {
    /// Its id: what it is asked for by.
    #[must_use]
    pub fn gid(&self) -> Option<Gid> {
        gid(self.admin_graphql_api_id.as_ref(), "Fulfillment", self.id)
    }
}

impl Fulfillment {
    /// The order's id.
    #[must_use]
    pub fn order_gid(&self) -> Option<Gid> {
        self.order_id.map(|number| Gid::of("Order", number))
    }
}
