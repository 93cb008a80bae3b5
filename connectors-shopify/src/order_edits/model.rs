//! An order as it would be.

use connectors_core::setters;
use connectors_core::types::Open;
use serde::{Deserialize, Serialize};

use crate::graphql::Connection;
use crate::orders::{AllocationMethod, DiscountValue, TaxLine};
use crate::{Attribute, Gid, MoneyBag, Ref};

/// The selection of [`Edit`]. It uses those of lines, taxes and money.
pub(super) const EDIT: &str = "fragment Edit on CalculatedOrder { \
    id originalOrder { id } subtotalLineItemsQuantity cartDiscountAmountSet { ...MoneyBag } \
    subtotalPriceSet { ...MoneyBag } totalPriceSet { ...MoneyBag } totalOutstandingSet { ...MoneyBag } \
    taxLines { ...TaxLine } shippingLines { id title price { ...MoneyBag } stagedStatus } \
    lineItems(first: 20) { nodes { ...EditLine } pageInfo { hasNextPage endCursor } } \
    addedLineItems(first: 10) { nodes { ...EditLine } pageInfo { hasNextPage endCursor } } }";

/// An order as it would be. Its id is that of the edit, not of the order.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Edit {
    /// The id of the edit.
    pub id: Gid,
    /// The order.
    #[serde(rename = "originalOrder")]
    pub order: Ref,
    /// How many things would be in it.
    #[serde(rename = "subtotalLineItemsQuantity")]
    pub total_quantity: i64,
    /// The discount of the whole order.
    #[serde(rename = "cartDiscountAmountSet", skip_serializing_if = "Option::is_none")]
    pub cart_discount: Option<MoneyBag>,
    /// What its lines would cost, less discounts.
    #[serde(rename = "subtotalPriceSet", skip_serializing_if = "Option::is_none")]
    pub subtotal_price: Option<MoneyBag>,
    /// What it would cost.
    #[serde(rename = "totalPriceSet")]
    pub total_price: MoneyBag,
    /// What would be to be paid: below nought, to be paid back.
    #[serde(rename = "totalOutstandingSet")]
    pub total_outstanding: MoneyBag,
    /// Its taxes.
    pub tax_lines: Vec<TaxLine>,
    /// How it would be shipped.
    pub shipping_lines: Vec<EditShippingLine>,
    /// The lines that were there before, as they would be, the first 20 ([`ListLineItems`](super::ListLineItems) has all).
    pub line_items: Connection<EditLine>,
    /// Those that the edit adds, the first ten ([`ListLineItems`](super::ListLineItems) has all).
    pub added_line_items: Connection<EditLine>,
}

impl Edit {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(order: Ref, total_quantity: i64, cart_discount: Option<MoneyBag>, subtotal_price: Option<MoneyBag>, total_price: MoneyBag, total_outstanding: MoneyBag, tax_lines: Vec<TaxLine>, shipping_lines: Vec<EditShippingLine>, line_items: Connection<EditLine>, added_line_items: Connection<EditLine>);
}

/// The selection of [`EditLine`]. It uses that of money.
pub(super) const EDIT_LINE: &str = "fragment EditLine on CalculatedLineItem { \
    id title variantTitle sku variant { id } quantity editableQuantity editableQuantityBeforeChanges \
    restockable restocking hasStagedLineItemDiscount originalUnitPriceSet { ...MoneyBag } \
    discountedUnitPriceSet { ...MoneyBag } editableSubtotalSet { ...MoneyBag } uneditableSubtotalSet { \
    ...MoneyBag } customAttributes { key value } calculatedDiscountAllocations { allocatedAmountSet { \
    ...MoneyBag } discountApplication { id description appliedTo allocationMethod value { \
    ... on MoneyV2 { amount currencyCode } ... on PricingPercentageValue { percentage } } } } }";

/// A line of an order that is edited.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct EditLine {
    /// Its id, by which steps name it.
    pub id: Gid,
    /// What it is called.
    pub title: String,
    /// What the variant is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub variant_title: Option<String>,
    /// Its number in the shop.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sku: Option<String>,
    /// The variant, unless it was deleted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub variant: Option<Ref>,
    /// How many there would be.
    pub quantity: i64,
    /// How many of them can be changed.
    pub editable_quantity: i64,
    /// How many could before.
    pub editable_quantity_before_changes: i64,
    /// Whether it can go back into stock.
    pub restockable: bool,
    /// Whether it would.
    pub restocking: bool,
    /// Whether the edit gives a discount on it.
    #[serde(rename = "hasStagedLineItemDiscount")]
    pub has_new_discount: bool,
    /// What one costs.
    #[serde(rename = "originalUnitPriceSet")]
    pub original_unit_price: MoneyBag,
    /// What one costs less discounts.
    #[serde(rename = "discountedUnitPriceSet")]
    pub discounted_unit_price: MoneyBag,
    /// What those cost that can be changed.
    #[serde(rename = "editableSubtotalSet")]
    pub editable_subtotal: MoneyBag,
    /// What the others cost.
    #[serde(rename = "uneditableSubtotalSet")]
    pub uneditable_subtotal: MoneyBag,
    /// What applications noted.
    pub custom_attributes: Vec<Attribute>,
    /// Its part of each discount.
    #[serde(rename = "calculatedDiscountAllocations")]
    pub discount_allocations: Vec<Allocation>,
}

impl EditLine {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(title: String, variant_title: Option<String>, sku: Option<String>, variant: Option<Ref>, quantity: i64, editable_quantity: i64, editable_quantity_before_changes: i64, restockable: bool, restocking: bool, has_new_discount: bool, original_unit_price: MoneyBag, discounted_unit_price: MoneyBag, editable_subtotal: MoneyBag, uneditable_subtotal: MoneyBag, custom_attributes: Vec<Attribute>, discount_allocations: Vec<Allocation>);
}

/// The part of a discount that a line has.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Allocation {
    /// How much.
    #[serde(rename = "allocatedAmountSet")]
    pub allocated_amount: MoneyBag,
    /// Of which.
    #[serde(rename = "discountApplication")]
    pub discount: EditDiscount,
}

impl Allocation {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(allocated_amount: MoneyBag, discount: EditDiscount);
}

/// A discount of an order that is edited.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct EditDiscount {
    /// Its id, by which it is changed and removed.
    pub id: Gid,
    /// Why it is given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// What it is given on.
    pub applied_to: Open<AppliedTo>,
    /// How it is spread.
    pub allocation_method: Open<AllocationMethod>,
    /// How much it is.
    pub value: DiscountValue,
}

impl EditDiscount {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(description: Option<String>, applied_to: Open<AppliedTo>, allocation_method: Open<AllocationMethod>, value: DiscountValue);
}

/// A shipping line of an order that is edited.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct EditShippingLine {
    /// Its id, by which steps name it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Gid>,
    /// What it is called.
    pub title: String,
    /// What it costs.
    pub price: MoneyBag,
    /// What the edit does to it.
    pub staged_status: Open<StagedStatus>,
}

impl EditShippingLine {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(id: Option<Gid>, title: String, price: MoneyBag, staged_status: Open<StagedStatus>);
}

/// What an edit does to a shipping line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum StagedStatus {
    /// It is added.
    Added,
    /// Nothing.
    None,
    /// It is taken away.
    Removed,
}

/// What a discount is given on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum AppliedTo {
    /// A line.
    Line,
    /// The order.
    Order,
}
