//! The lines of an order.

use connectors_core::{Action, Cursor, Cx, Meta, Page, PagedAction, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

use super::{DiscountAllocation, Order};
use crate::graphql::{Connection, Document};
use crate::records::Record;
use crate::types::{MONEY_BAG, MoneyBag};
use crate::{Attribute, Gid, Ref, Shopify, graphql};

/// The selection of [`TaxLine`]. It uses that of money.
pub(crate) const TAX_LINE: &str =
    "fragment TaxLine on TaxLine { title rate source channelLiable priceSet { ...MoneyBag } }";

/// The selection of [`LineItem`]. It uses those of taxes and money.
pub(crate) const LINE_ITEM: &str = "fragment LineItem on LineItem { \
    id name title variantTitle sku vendor quantity currentQuantity unfulfilledQuantity refundableQuantity \
    requiresShipping taxable isGiftCard product { id } variant { id } customAttributes { key value } \
    originalUnitPriceSet { ...MoneyBag } discountedUnitPriceAfterAllDiscountsSet { ...MoneyBag } \
    originalTotalSet { ...MoneyBag } totalDiscountSet { ...MoneyBag } \
    discountAllocations { allocatedAmountSet { ...MoneyBag } discountApplication { index } } \
    taxLines { ...TaxLine } }";

const LIST: Document = Document::query(
    "query OrderLineItems($order_id: ID!, $first: Int!, $after: String) { order(id: $order_id) { \
     lineItems(first: $first, after: $after) { nodes { ...LineItem } pageInfo { hasNextPage endCursor } } } }",
)
.with(&[LINE_ITEM, TAX_LINE, MONEY_BAG]);

/// A line of an order.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct LineItem {
    /// Its id.
    pub id: Gid,
    /// The titles of the product and of its variant.
    pub name: String,
    /// The product's title when it was ordered.
    pub title: String,
    /// The variant's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub variant_title: Option<String>,
    /// Its number in the shop.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sku: Option<String>,
    /// Who makes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vendor: Option<String>,
    /// How many were ordered.
    pub quantity: i64,
    /// How many are left of these, after changes and refunds.
    pub current_quantity: i64,
    /// How many are to be delivered yet.
    pub unfulfilled_quantity: i64,
    /// How many can be paid back.
    pub refundable_quantity: i64,
    /// Whether it is shipped.
    pub requires_shipping: bool,
    /// Whether it is taxed.
    pub taxable: bool,
    /// Whether it is a gift card.
    pub is_gift_card: bool,
    /// The product, unless it was deleted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product: Option<Ref>,
    /// The variant, unless it was deleted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub variant: Option<Ref>,
    /// What applications noted.
    pub custom_attributes: Vec<Attribute>,
    /// What one cost.
    #[serde(rename = "originalUnitPriceSet")]
    pub original_unit_price: MoneyBag,
    /// What one costs less its part of all discounts.
    #[serde(rename = "discountedUnitPriceAfterAllDiscountsSet")]
    pub discounted_unit_price: MoneyBag,
    /// What all cost.
    #[serde(rename = "originalTotalSet")]
    pub original_total: MoneyBag,
    /// The discount of all.
    #[serde(rename = "totalDiscountSet")]
    pub total_discount: MoneyBag,
    /// Its part of each discount.
    pub discount_allocations: Vec<DiscountAllocation>,
    /// Its taxes.
    pub tax_lines: Vec<TaxLine>,
}

impl LineItem {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(name: String, title: String, variant_title: Option<String>, sku: Option<String>, vendor: Option<String>, quantity: i64, current_quantity: i64, unfulfilled_quantity: i64, refundable_quantity: i64, requires_shipping: bool, taxable: bool, is_gift_card: bool, product: Option<Ref>, variant: Option<Ref>, custom_attributes: Vec<Attribute>, original_unit_price: MoneyBag, discounted_unit_price: MoneyBag, original_total: MoneyBag, total_discount: MoneyBag, discount_allocations: Vec<DiscountAllocation>, tax_lines: Vec<TaxLine>);
}

/// A tax.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct TaxLine {
    /// What it is called.
    pub title: String,
    /// Its part of the price: 0.19.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate: Option<f64>,
    /// Who says so: `Shopify`, an application.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Whether the sales channel pays it to the state, and not the shop.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel_liable: Option<bool>,
    /// How much it is.
    #[serde(rename = "priceSet")]
    pub price: MoneyBag,
}

impl TaxLine {
    /// As tests need it.
    #[must_use]
    pub fn new(title: impl Into<String>, price: MoneyBag) -> Self {
        Self { title: title.into(), price, ..Self::default() }
    }

    setters!(rate: Option<f64>, source: Option<String>, channel_liable: Option<bool>);
}

/// `order.list_line_items`: the lines of an order. It goes on where the lines that came with the order end
/// ([`Connection::all`]).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ListLineItems {
    /// The order.
    pub order_id: Gid,
    /// How many on a page: at most 250; unless said otherwise as many as a call can pay for with ease.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<u32>,
    /// Where to start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
}

impl ListLineItems {
    /// Of this order.
    #[must_use]
    pub fn new(order_id: impl Into<Gid>) -> Self {
        Self { order_id: order_id.into(), first: None, cursor: None }
    }

    setters!(first: Option<u32>, cursor: Option<Cursor>);
}

impl Action for ListLineItems {
    type Connector = Shopify;
    type Output = Page<LineItem>;
    const META: Meta = Meta::read("order", "list_line_items")
        .title("List the lines of an order")
        .scopes(Order::READ)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/objects/Order");

    fn request(&self, _: &Cx<'_, Shopify>) -> Result<Request> {
        LIST.list(self, self.cursor.as_ref())
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Page<LineItem>> {
        graphql::within::<Connection<LineItem>>(&response).map(Page::from)
    }
}

impl PagedAction for ListLineItems {
    type Item = LineItem;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}
