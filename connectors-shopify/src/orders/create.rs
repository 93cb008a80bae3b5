//! Orders that are made, or brought from elsewhere.

use chrono::{DateTime, Utc};
use connectors_core::types::Open;
use connectors_core::{Action, Connector, Cx, Fault, Head, Meta, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

use super::create_lines::{DiscountCodeInput, LineItemInput, ShippingLineInput, TaxLineInput};
use super::create_parts::{CustomerInput, FulfillmentInput, TransactionInput};
use super::{ADDRESS, FinancialStatus, MONEY_BAG, ORDER, Order};
use crate::addresses::AddressInput;
use crate::graphql::{self, Document};
use crate::metafields::MetafieldInput;
use crate::records::Record;
use crate::{Attribute, Gid, Shopify, errors};

const CREATE: Document = Document::mutation(
    "mutation OrderCreate($order: OrderCreateOrderInput!, $options: OrderCreateOptionsInput) { \
     orderCreate(order: $order, options: $options) { order { ...Order } userErrors { field message \
     code } } }",
)
.with(&[ORDER, ADDRESS, MONEY_BAG]);

/// `order.create`: a new order, without its lines in the answer. Sent twice it is made twice, so it is not sent again by itself: after
/// [`Delivery::Unknown`](connectors_core::Delivery::Unknown) look whether it is there. It is found by a
/// [`source_identifier`](OrderInput::source_identifier) of your own (`source_identifier:"…"`), a moment later, since the search lags.
///
/// ```no_run
/// # async fn run(shop: connectors_core::Client<connectors_shopify::Shopify>) -> connectors_core::Result<()> {
/// use connectors_shopify::orders::{self, LineItemInput, OrderInput};
///
/// let line = LineItemInput::new(2).variant_id("gid://shopify/ProductVariant/1");
/// let order = shop.call(orders::Create::new(OrderInput::new().line_items([line]).email("ada@example.org"))).await?;
/// println!("{}", order.name);
/// # Ok(()) }
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Create {
    /// The order.
    pub order: OrderInput,
    /// What making it does besides.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub options: Option<CreateOptions>,
}

impl Create {
    /// This order.
    #[must_use]
    pub fn new(order: OrderInput) -> Self {
        Self { order, options: None }
    }

    setters!(options: Option<CreateOptions>);
}

impl Action for Create {
    type Connector = Shopify;
    type Output = Order;
    const META: Meta = Meta::write("order", "create")
        .title("Create an order")
        .scopes(Order::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/orderCreate");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        CREATE.request(cx, self)
    }

    fn fault(&self, shopify: &Shopify, head: &Head, body: &[u8]) -> Option<Fault> {
        errors::of_making(shopify.fault(head, body), body)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Order> {
        graphql::written(&response)
    }
}

/// An order that is made.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct OrderInput {
    /// Its lines.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub line_items: Vec<LineItemInput>,
    /// The customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer: Option<CustomerInput>,
    /// The customer's e-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The customer's phone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Where it goes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shipping_address: Option<AddressInput>,
    /// Who pays.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing_address: Option<AddressInput>,
    /// How it is shipped.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub shipping_lines: Vec<ShippingLineInput>,
    /// Its taxes, which are spread over its lines; not where these have some.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tax_lines: Vec<TaxLineInput>,
    /// Whether its prices hold the tax.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub taxes_included: Option<bool>,
    /// The discount code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discount_code: Option<DiscountCodeInput>,
    /// Payments.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub transactions: Vec<TransactionInput>,
    /// How far it is paid; what the payments make of it, unless said otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub financial_status: Option<Open<FinancialStatus>>,
    /// How far it is delivered: not at all, unless said otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fulfillment_status: Option<Open<ImportedFulfillment>>,
    /// Its delivery.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fulfillment: Option<FulfillmentInput>,
    /// The shop's currency.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// The customer's currency; needed where it is not the shop's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub presentment_currency: Option<String>,
    /// What it is called; the next number, unless said otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The customer's number of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub po_number: Option<String>,
    /// What the shop notes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Its tags.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// What applications note.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub custom_attributes: Vec<Attribute>,
    /// Its metafields.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub metafields: Vec<MetafieldInput>,
    /// When it was placed; now, unless said otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub processed_at: Option<DateTime<Utc>>,
    /// When it was closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<DateTime<Utc>>,
    /// Where it came from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_name: Option<String>,
    /// What it is called there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_identifier: Option<String>,
    /// Its page there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_url: Option<String>,
    /// The page that sent the customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub referring_site: Option<String>,
    /// The branch of the company that bought it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub company_location_id: Option<Gid>,
    /// Whether the customer wants news.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub buyer_accepts_marketing: Option<bool>,
    /// Who took it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<Gid>,
    /// Whether it is only a test.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub test: Option<bool>,
}

impl OrderInput {
    /// Nothing, so far; it needs lines.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(line_items: Vec<LineItemInput>, customer: Option<CustomerInput>, email: Option<String>, phone: Option<String>, shipping_address: Option<AddressInput>, billing_address: Option<AddressInput>, shipping_lines: Vec<ShippingLineInput>, tax_lines: Vec<TaxLineInput>, taxes_included: Option<bool>, discount_code: Option<DiscountCodeInput>, transactions: Vec<TransactionInput>, financial_status: Option<Open<FinancialStatus>>, fulfillment_status: Option<Open<ImportedFulfillment>>, fulfillment: Option<FulfillmentInput>, currency: Option<String>, presentment_currency: Option<String>, name: Option<String>, po_number: Option<String>, note: Option<String>, tags: Vec<String>, custom_attributes: Vec<Attribute>, metafields: Vec<MetafieldInput>, processed_at: Option<DateTime<Utc>>, closed_at: Option<DateTime<Utc>>, source_name: Option<String>, source_identifier: Option<String>, source_url: Option<String>, referring_site: Option<String>, company_location_id: Option<Gid>, buyer_accepts_marketing: Option<bool>, user_id: Option<Gid>, test: Option<bool>);
}

/// What making an order does besides.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct CreateOptions {
    /// What it takes from stock: nothing, unless said otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inventory_behaviour: Option<Open<InventoryBehavior>>,
    /// Whether the customer is told of the order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub send_receipt: Option<bool>,
    /// Whether the customer is told of the delivery.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub send_fulfillment_receipt: Option<bool>,
}

impl CreateOptions {
    /// Nothing, so far.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(inventory_behaviour: Option<Open<InventoryBehavior>>, send_receipt: Option<bool>, send_fulfillment_receipt: Option<bool>);
}

/// How far an order that is brought is delivered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum ImportedFulfillment {
    /// All.
    Fulfilled,
    /// A part.
    Partial,
    /// It was taken back into stock.
    Restocked,
}

/// What an order that is made takes from stock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum InventoryBehavior {
    /// Nothing.
    Bypass,
    /// Its items, even if there are too few.
    DecrementIgnoringPolicy,
    /// Its items; if there are too few, as the product says.
    DecrementObeyingPolicy,
}
