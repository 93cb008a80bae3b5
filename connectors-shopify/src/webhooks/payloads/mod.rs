//! What deliveries hold, as types.
//!
//! A payload is the record in the form of the REST API, at the moment of the event: deliveries come late, doubled and out of order.
//! Each type has the id ([`Order::gid`]) by which the record is asked for as it is now.
//!
//! ```
//! use connectors_shopify::webhooks::Notification;
//! use connectors_shopify::webhooks::payloads::Payload;
//!
//! # fn run(notification: &Notification) -> connectors_core::Result<()> {
//! match notification.typed()? {
//!     Payload::Order(order) => println!("{:?} costs {:?}", order.name, order.total_price),
//!     Payload::Deleted(id) => println!("{id} is gone"),
//!     other => println!("something happened to {:?}", other.gid()),
//! }
//! # Ok(()) }
//! ```
//!
//! They are read with leniency, since what an event says cannot be asked for again: nothing has to be there, what is not known here
//! is kept (`rest`), and words that may become more are texts. Numbers are exact, but programs that hold them as floating
//! point numbers round those of ids: the ids (`admin_graphql_api_id`) go before.

mod customers;
mod drafts;
mod fulfillments;
mod inventory;
mod orders;
mod parts;
mod products;
mod refunds;
mod shop;

use connectors_core::Result;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

pub use self::customers::{Customer, CustomerAddress, CustomerMerge};
pub use self::drafts::{Checkout, CheckoutLine, DraftOrder};
pub use self::fulfillments::Fulfillment;
pub use self::inventory::{InventoryItem, InventoryLevel};
pub use self::orders::Order;
pub use self::parts::{
    Address, DiscountAllocation, DiscountCode, LineItem, MoneySet, Price, Property, ShippingLine, TaxLine,
};
pub use self::products::{Image, Product, ProductOption, Variant, VariantRef};
pub use self::refunds::{OrderAdjustment, Refund, RefundLineItem, Transaction};
pub use self::shop::{BulkOperation, Shop};
use super::{Notification, Topic};
use crate::Gid;

/// What a delivery holds.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum Payload {
    /// An order.
    Order(Box<Order>),
    /// What was paid back.
    Refund(Box<Refund>),
    /// A payment, or one that went back.
    Transaction(Box<Transaction>),
    /// A delivery.
    Fulfillment(Box<Fulfillment>),
    /// A product.
    Product(Box<Product>),
    /// A variant.
    Variant(Box<Variant>),
    /// A thing that is kept in stock.
    InventoryItem(Box<InventoryItem>),
    /// How much of it there is at a location. Of one that was disconnected, only which it is.
    InventoryLevel(Box<InventoryLevel>),
    /// A customer.
    Customer(Box<Customer>),
    /// Two customers who became one.
    CustomerMerge(Box<CustomerMerge>),
    /// A draft order.
    DraftOrder(Box<DraftOrder>),
    /// A checkout; of one that was deleted, its number and amounts.
    Checkout(Box<Checkout>),
    /// The shop: it was changed, or removed the application ([`Topic::AppUninstalled`]).
    Shop(Box<Shop>),
    /// A bulk operation that has ended.
    BulkOperation(Box<BulkOperation>),
    /// A record that is no more.
    Deleted(Gid),
    /// Of another topic, as it came.
    Other(Map<String, Value>),
}

impl Payload {
    pub(super) fn of(notification: &Notification) -> Result<Self> {
        use Topic as T;
        let Some(topic) = notification.topic.known() else {
            return Ok(Self::Other(notification.payload.clone()));
        };
        Ok(match topic {
            T::OrdersCreate
            | T::OrdersUpdated
            | T::OrdersPaid
            | T::OrdersCancelled
            | T::OrdersFulfilled
            | T::OrdersPartiallyFulfilled => Self::Order(notification.read()?),
            T::RefundsCreate => Self::Refund(notification.read()?),
            T::OrderTransactionsCreate => Self::Transaction(notification.read()?),
            T::FulfillmentsCreate | T::FulfillmentsUpdate => Self::Fulfillment(notification.read()?),
            T::ProductsCreate | T::ProductsUpdate => Self::Product(notification.read()?),
            T::VariantsInStock | T::VariantsOutOfStock => Self::Variant(notification.read()?),
            T::InventoryItemsCreate | T::InventoryItemsUpdate => Self::InventoryItem(notification.read()?),
            T::InventoryLevelsConnect | T::InventoryLevelsUpdate | T::InventoryLevelsDisconnect => {
                Self::InventoryLevel(notification.read()?)
            }
            T::CustomersCreate | T::CustomersUpdate | T::CustomersEnable | T::CustomersDisable => {
                Self::Customer(notification.read()?)
            }
            T::CustomersMerge => Self::CustomerMerge(notification.read()?),
            T::DraftOrdersCreate | T::DraftOrdersUpdate => Self::DraftOrder(notification.read()?),
            T::CheckoutsCreate | T::CheckoutsUpdate | T::CheckoutsDelete => {
                Self::Checkout(notification.read()?)
            }
            T::AppUninstalled | T::ShopUpdate => Self::Shop(notification.read()?),
            T::BulkOperationsFinish => Self::BulkOperation(notification.read()?),
            other => match notification.gid() {
                Some(gid) if other.as_str().ends_with("/delete") => Self::Deleted(gid),
                _ => Self::Other(notification.payload.clone()),
            },
        })
    }

    /// The id of the record: what it is asked for by. Checkouts have none.
    #[must_use]
    pub fn gid(&self) -> Option<Gid> {
        match self {
            Self::Order(order) => order.gid(),
            Self::Refund(refund) => refund.gid(),
            Self::Transaction(transaction) => transaction.gid(),
            Self::Fulfillment(fulfillment) => fulfillment.gid(),
            Self::Product(product) => product.gid(),
            Self::Variant(variant) => variant.gid(),
            Self::InventoryItem(item) => item.gid(),
            Self::InventoryLevel(level) => level.gid(),
            Self::Customer(customer) => customer.gid(),
            Self::CustomerMerge(merge) => merge.admin_graphql_api_customer_kept_id.clone(),
            Self::DraftOrder(draft) => draft.gid(),
            Self::Checkout(_) => None,
            Self::Shop(shop) => shop.gid(),
            Self::BulkOperation(operation) => operation.admin_graphql_api_id.clone(),
            Self::Deleted(gid) => Some(gid.clone()),
            Self::Other(payload) => payload.get("admin_graphql_api_id")?.as_str().map(Gid::from),
        }
    }
}

/// Reads `null` as nothing.
fn or_default<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(
    deserializer: D,
) -> Result<T, D::Error> {
    Option::deserialize(deserializer).map(Option::unwrap_or_default)
}

/// Reads a number that may be a text, and is an empty one if there is none.
fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Number {
        Number(u64),
        Text(String),
    }
    Ok(Option::deserialize(deserializer)?.and_then(|number| match number {
        Number::Number(number) => Some(number),
        Number::Text(text) => text.parse().ok(),
    }))
}

/// Reads names and values, which are a list of both or a map.
fn properties<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Property>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Properties {
        List(Vec<Property>),
        Map(Map<String, Value>),
    }
    Ok(match Option::deserialize(deserializer)? {
        Some(Properties::List(list)) => list,
        Some(Properties::Map(map)) => {
            map.into_iter().map(|(name, value)| Property::new().name(name).value(value)).collect()
        }
        None => Vec::new(),
    })
}

/// Tags, which stand in one text.
mod tags {
    use super::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(tags: &[String], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&tags.join(", "))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
        let text: Option<String> = Option::deserialize(deserializer)?;
        let tags = text.as_deref().unwrap_or_default().split(',').map(str::trim);
        Ok(tags.filter(|tag| !tag.is_empty()).map(str::to_owned).collect())
    }
}
