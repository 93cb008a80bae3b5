//! Discounts of an order that is edited.

use connectors_core::{Action, Cx, Meta, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

use super::{Edit, USED, WRITE};
use crate::graphql::{self, Document};
use crate::{Gid, Money, Shopify};

const ADD: Document = Document::mutation(
    "mutation OrderEditAddDiscount($id: ID!, $line_item_id: ID!, $discount: \
     OrderEditAppliedDiscountInput!) { orderEditAddLineItemDiscount(id: $id, lineItemId: \
     $line_item_id, discount: $discount) { calculatedOrder { ...Edit } userErrors { field message } \
     } }",
)
.with(USED);

const UPDATE: Document = Document::mutation(
    "mutation OrderEditUpdateDiscount($id: ID!, $discount_id: ID!, $discount: \
     OrderEditAppliedDiscountInput!) { orderEditUpdateDiscount(id: $id, discountApplicationId: \
     $discount_id, discount: $discount) { calculatedOrder { ...Edit } userErrors { field message \
     code } } }",
)
.with(USED)
.repeatable();

const REMOVE: Document = Document::mutation(
    "mutation OrderEditRemoveDiscount($id: ID!, $discount_id: ID!) { orderEditRemoveDiscount(id: \
     $id, discountApplicationId: $discount_id) { calculatedOrder { ...Edit } userErrors { field \
     message code } } }",
)
.with(USED)
.repeatable();

/// A discount on a line: a part, or an amount.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct DiscountInput {
    /// A part, in percent.
    #[serde(rename = "percentValue", skip_serializing_if = "Option::is_none")]
    pub percent: Option<f64>,
    /// An amount off the price of one.
    #[serde(rename = "fixedValue", skip_serializing_if = "Option::is_none")]
    pub amount: Option<Money>,
    /// Why it is given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

impl DiscountInput {
    /// Nothing, so far.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(percent: Option<f64>, amount: Option<Money>, description: Option<String>);
}

/// `order_edit.add_discount`: a discount on a line that the edit added.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct AddDiscount {
    /// The edit.
    pub id: Gid,
    /// The line: [`EditLine::id`](super::EditLine::id).
    pub line_item_id: Gid,
    /// The discount.
    pub discount: DiscountInput,
}

impl AddDiscount {
    /// This, on this line.
    #[must_use]
    pub fn new(id: impl Into<Gid>, line_item_id: impl Into<Gid>, discount: DiscountInput) -> Self {
        Self { id: id.into(), line_item_id: line_item_id.into(), discount }
    }
}

impl Action for AddDiscount {
    type Connector = Shopify;
    type Output = Edit;
    const META: Meta = Meta::write("order_edit", "add_discount")
        .title("Discount a line of an edited order")
        .scopes(WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/orderEditAddLineItemDiscount");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        ADD.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Edit> {
        graphql::written(&response)
    }
}

/// `order_edit.update_discount`: changes a discount that the edit gave.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct UpdateDiscount {
    /// The edit.
    pub id: Gid,
    /// The discount: [`EditDiscount::id`](super::EditDiscount::id).
    pub discount_id: Gid,
    /// As it is to be.
    pub discount: DiscountInput,
}

impl UpdateDiscount {
    /// This, of this discount.
    #[must_use]
    pub fn new(id: impl Into<Gid>, discount_id: impl Into<Gid>, discount: DiscountInput) -> Self {
        Self { id: id.into(), discount_id: discount_id.into(), discount }
    }
}

impl Action for UpdateDiscount {
    type Connector = Shopify;
    type Output = Edit;
    const META: Meta = Meta::write("order_edit", "update_discount")
        .title("Change a discount of an edited order")
        .scopes(WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/orderEditUpdateDiscount");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        UPDATE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Edit> {
        graphql::written(&response)
    }
}

/// `order_edit.remove_discount`: takes back a discount.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct RemoveDiscount {
    /// The edit.
    pub id: Gid,
    /// The discount: [`EditDiscount::id`](super::EditDiscount::id).
    pub discount_id: Gid,
}

impl RemoveDiscount {
    /// This discount.
    #[must_use]
    pub fn new(id: impl Into<Gid>, discount_id: impl Into<Gid>) -> Self {
        Self { id: id.into(), discount_id: discount_id.into() }
    }
}

impl Action for RemoveDiscount {
    type Connector = Shopify;
    type Output = Edit;
    const META: Meta = Meta::destructive("order_edit", "remove_discount")
        .title("Remove a discount from an edited order")
        .scopes(WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/orderEditRemoveDiscount");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        REMOVE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Edit> {
        graphql::written(&response)
    }
}
