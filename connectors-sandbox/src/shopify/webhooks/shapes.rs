//! What deliveries hold of records of which type: the member's name, the field or path that it is made of, and how. The names are
//! those of the vendor's examples of the version 2026-07.

mod catalog;
mod customers;
mod drafts;
mod orders;
mod outcomes;

use serde_json::Value;

use self::As::{Always, Number, Plain, Time, Word};
use crate::shopify::Cx;
use crate::store::Record;

/// How a member is made of what a field holds.
#[derive(Clone, Copy)]
pub(super) enum As {
    /// As it is.
    Plain,
    /// The number of an id.
    Number,
    /// A time with the shop's offset.
    Time,
    /// A word in small letters.
    Word,
    /// A list of words as one text.
    Joined,
    /// A text; empty if there is none.
    Text,
    /// True or false.
    Flag,
    /// An amount, if there is one.
    Price,
    /// An amount; zero if there is none.
    Sum,
    /// An amount in the shop's currency and in the customer's.
    Bag,
    Address,
    /// A record of this type within.
    One(&'static str, Shape),
    /// A list of such.
    Each(&'static str, Shape),
    /// The same for all, in JSON.
    Always(&'static str),
    /// By a rule of its own.
    By(fn(&Cx<'_>, &Record) -> Value),
}

pub(super) type Shape = &'static [(&'static str, &'static str, As)];

/// Members of addresses, and the fields that they are made of.
pub(super) const ADDRESS: &[(&str, &str)] = &[
    ("first_name", "firstName"),
    ("address1", "address1"),
    ("phone", "phone"),
    ("city", "city"),
    ("zip", "zip"),
    ("province", "province"),
    ("country", "country"),
    ("last_name", "lastName"),
    ("address2", "address2"),
    ("company", "company"),
    ("latitude", "latitude"),
    ("longitude", "longitude"),
    ("name", "name"),
    ("country_code", "countryCodeV2"),
    ("province_code", "provinceCode"),
];

/// The shape of records of this type; none if they are told as they are stored.
pub(super) fn of(kind: &str) -> Option<Shape> {
    SHAPES.iter().find(|(known, _)| *known == kind).map(|(_, shape)| *shape)
}

/// The shape of what is gone.
pub(super) fn of_gone(kind: &str) -> Shape {
    match kind {
        "Customer" => &[
            ("id", "id", Number),
            ("tax_exemptions", "", Always("[]")),
            ("admin_graphql_api_id", "id", Plain),
        ],
        "InventoryItem" => &[
            ("id", "id", Number),
            ("country_code_of_origin", "countryCodeOfOrigin", Plain),
            ("province_code_of_origin", "provinceCodeOfOrigin", Plain),
            ("harmonized_system_code", "harmonizedSystemCode", Plain),
            ("country_harmonized_system_codes", "", Always("[]")),
            ("admin_graphql_api_id", "id", Plain),
        ],
        "InventoryLevel" => &[("inventory_item_id", "item", Number), ("location_id", "location", Number)],
        _ => &[("id", "id", Number)],
    }
}

const SHAPES: &[(&str, Shape)] = &[
    ("BulkOperation", BULK_OPERATION),
    ("Collection", catalog::COLLECTION),
    ("Customer", customers::CUSTOMER),
    ("DraftOrder", drafts::DRAFT_ORDER),
    ("Fulfillment", outcomes::FULFILLMENT),
    ("InventoryItem", catalog::INVENTORY_ITEM),
    ("InventoryLevel", catalog::INVENTORY_LEVEL),
    ("Location", catalog::LOCATION),
    ("Metafield", catalog::METAFIELD),
    ("Metaobject", catalog::METAOBJECT),
    ("Order", orders::ORDER),
    ("OrderTransaction", outcomes::TRANSACTION),
    ("Product", catalog::PRODUCT),
    ("ProductVariant", catalog::VARIANT),
    ("Refund", outcomes::REFUND),
    ("Shop", customers::SHOP),
];

const BULK_OPERATION: Shape = &[
    ("admin_graphql_api_id", "id", Plain),
    ("completed_at", "completedAt", Time),
    ("created_at", "createdAt", Time),
    ("error_code", "errorCode", Word),
    ("status", "status", Word),
    ("type", "type", Word),
];
