//! Discounts that come by themselves: free shipping.

use chrono::{DateTime, Utc};
use connectors_core::types::{Patch, money};
use connectors_core::{Action, Cx, Meta, Request, Response, Result, setters};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::discounts::{
    AUTOMATIC_DISCOUNT, CombinesWithInput, DestinationInput, Discount, MinimumInput, WhoInput,
};
use crate::graphql::{self, Document};
use crate::records::Record;
use crate::{Gid, Shopify};

const CREATE: Document = Document::mutation(
    "mutation FreeShippingCreate($discount: DiscountAutomaticFreeShippingInput!) { discountAutomaticFreeShippingCreate(freeShippingAutomaticDiscount: $discount) { \
     automaticDiscountNode { ...Discount } userErrors { field message code } } }",
)
.with(AUTOMATIC_DISCOUNT);

const UPDATE: Document = Document::mutation(
    "mutation FreeShippingUpdate($id: ID!, $discount: DiscountAutomaticFreeShippingInput!) { discountAutomaticFreeShippingUpdate(id: $id, freeShippingAutomaticDiscount: $discount) { \
     automaticDiscountNode { ...Discount } userErrors { field message code } } }",
)
.with(AUTOMATIC_DISCOUNT)
.repeatable();

/// `automatic_discount_free_shipping.create`: a new discount that comes by itself: free shipping.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Create {
    /// The discount.
    pub discount: FreeShippingInput,
}

impl Create {
    /// This discount.
    #[must_use]
    pub fn new(discount: FreeShippingInput) -> Self {
        Self { discount }
    }
}

impl Action for Create {
    type Connector = Shopify;
    type Output = Discount;
    const META: Meta = Meta::write("automatic_discount_free_shipping", "create")
        .title("Create a discount that comes by itself: free shipping")
        .scopes(Discount::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/discountAutomaticFreeShippingCreate");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        CREATE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Discount> {
        graphql::written(&response)
    }
}

/// `automatic_discount_free_shipping.update`: changes such a discount.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Update {
    /// The discount.
    pub id: Gid,
    /// What changes.
    pub discount: FreeShippingInput,
}

impl Update {
    /// This, of this discount.
    #[must_use]
    pub fn new(id: impl Into<Gid>, discount: FreeShippingInput) -> Self {
        Self { id: id.into(), discount }
    }
}

impl Action for Update {
    type Connector = Shopify;
    type Output = Discount;
    const META: Meta = Meta::write("automatic_discount_free_shipping", "update")
        .title("Update a discount that comes by itself: free shipping")
        .scopes(Discount::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/discountAutomaticFreeShippingUpdate");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        UPDATE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Discount> {
        graphql::written(&response)
    }
}

/// Such a discount as it is written. In an update, what is not said stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct FreeShippingInput {
    /// What it is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// From when it can be used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub starts_at: Option<DateTime<Utc>>,
    /// Until when.
    #[serde(skip_serializing_if = "Patch::is_leave")]
    pub ends_at: Patch<DateTime<Utc>>,
    /// Who may use it.
    #[serde(rename = "context", skip_serializing_if = "Option::is_none")]
    pub who: Option<WhoInput>,
    /// Which other discounts can be used with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub combines_with: Option<CombinesWithInput>,
    /// All its tags.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<String>>,
    /// Where shipping is free.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub destination: Option<DestinationInput>,
    /// Up to which price shipping is free, in the currency of the shop.
    #[serde(with = "money::text::option", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub maximum_shipping_price: Option<Decimal>,
    /// What has to be bought.
    #[serde(skip_serializing_if = "Patch::is_leave")]
    pub minimum_requirement: Patch<MinimumInput>,
    /// Whether for things that are bought once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub applies_on_one_time_purchase: Option<bool>,
    /// Whether for subscriptions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub applies_on_subscription: Option<bool>,
    /// How often it holds for a subscription; 0 is for ever.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recurring_cycle_limit: Option<u32>,
}

impl FreeShippingInput {
    /// Nothing, so far.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets `tags`.
    #[must_use]
    pub fn tags<S: Into<String>>(mut self, values: impl IntoIterator<Item = S>) -> Self {
        self.tags = Some(values.into_iter().map(Into::into).collect());
        self
    }

    setters!(title: Option<String>, starts_at: Option<DateTime<Utc>>, ends_at: Patch<DateTime<Utc>>, who: Option<WhoInput>, combines_with: Option<CombinesWithInput>, destination: Option<DestinationInput>, maximum_shipping_price: Option<Decimal>, minimum_requirement: Patch<MinimumInput>, applies_on_one_time_purchase: Option<bool>, applies_on_subscription: Option<bool>, recurring_cycle_limit: Option<u32>);
}
