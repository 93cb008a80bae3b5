//! Discounts with a code: buy some, get some.

use chrono::{DateTime, Utc};
use connectors_core::types::Patch;
use connectors_core::{Action, Cx, Meta, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

use crate::discounts::{BuysInput, CODE_DISCOUNT, CombinesWithInput, Discount, GetsInput, WhoInput};
use crate::graphql::{self, Document};
use crate::records::Record;
use crate::{Gid, Shopify};

const CREATE: Document = Document::mutation(
    "mutation BxgyCreate($discount: DiscountCodeBxgyInput!) { discountCodeBxgyCreate(bxgyCodeDiscount: $discount) { \
     codeDiscountNode { ...Discount } userErrors { field message code } } }",
)
.with(CODE_DISCOUNT);

const UPDATE: Document = Document::mutation(
    "mutation BxgyUpdate($id: ID!, $discount: DiscountCodeBxgyInput!) { discountCodeBxgyUpdate(id: $id, bxgyCodeDiscount: $discount) { \
     codeDiscountNode { ...Discount } userErrors { field message code } } }",
)
.with(CODE_DISCOUNT)
.repeatable();

/// `discount_code_bxgy.create`: a new discount with a code: buy some, get some.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Create {
    /// The discount.
    pub discount: BxgyInput,
}

impl Create {
    /// This discount.
    #[must_use]
    pub fn new(discount: BxgyInput) -> Self {
        Self { discount }
    }
}

impl Action for Create {
    type Connector = Shopify;
    type Output = Discount;
    const META: Meta = Meta::write("discount_code_bxgy", "create")
        .title("Create a discount with a code: buy some, get some")
        .scopes(Discount::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/discountCodeBxgyCreate");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        CREATE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Discount> {
        graphql::written(&response)
    }
}

/// `discount_code_bxgy.update`: changes such a discount.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Update {
    /// The discount.
    pub id: Gid,
    /// What changes.
    pub discount: BxgyInput,
}

impl Update {
    /// This, of this discount.
    #[must_use]
    pub fn new(id: impl Into<Gid>, discount: BxgyInput) -> Self {
        Self { id: id.into(), discount }
    }
}

impl Action for Update {
    type Connector = Shopify;
    type Output = Discount;
    const META: Meta = Meta::write("discount_code_bxgy", "update")
        .title("Update a discount with a code: buy some, get some")
        .scopes(Discount::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/discountCodeBxgyUpdate");

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
pub struct BxgyInput {
    /// What it is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The code that customers type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
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
    /// How often it can be used.
    #[serde(skip_serializing_if = "Patch::is_leave")]
    pub usage_limit: Patch<u32>,
    /// Whether each customer can use it once only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub applies_once_per_customer: Option<bool>,
    /// What the customer buys.
    #[serde(rename = "customerBuys", skip_serializing_if = "Option::is_none")]
    pub buys: Option<BuysInput>,
    /// What the customer gets for it.
    #[serde(rename = "customerGets", skip_serializing_if = "Option::is_none")]
    pub gets: Option<GetsInput>,
    /// How often it can be used in an order.
    #[serde(skip_serializing_if = "Patch::is_leave")]
    pub uses_per_order_limit: Patch<u32>,
}

impl BxgyInput {
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

    setters!(title: Option<String>, code: Option<String>, starts_at: Option<DateTime<Utc>>, ends_at: Patch<DateTime<Utc>>, who: Option<WhoInput>, combines_with: Option<CombinesWithInput>, usage_limit: Patch<u32>, applies_once_per_customer: Option<bool>, buys: Option<BuysInput>, gets: Option<GetsInput>, uses_per_order_limit: Patch<u32>);
}
