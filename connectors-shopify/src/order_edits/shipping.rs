//! Shipping of an order that is edited.

use connectors_core::{Action, Cx, Meta, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

use super::{Edit, USED, WRITE};
use crate::graphql::{self, Document};
use crate::{Gid, Money, Shopify};

const ADD: Document = Document::mutation(
    "mutation OrderEditAddShippingLine($id: ID!, $shipping_line: OrderEditAddShippingLineInput!) { \
     orderEditAddShippingLine(id: $id, shippingLine: $shipping_line) { calculatedOrder { ...Edit } \
     userErrors { field message code } } }",
)
.with(USED);

const UPDATE: Document = Document::mutation(
    "mutation OrderEditUpdateShippingLine($id: ID!, $shipping_line_id: ID!, $shipping_line: \
     OrderEditUpdateShippingLineInput!) { orderEditUpdateShippingLine(id: $id, shippingLineId: \
     $shipping_line_id, shippingLine: $shipping_line) { calculatedOrder { ...Edit } userErrors { \
     field message code } } }",
)
.with(USED)
.repeatable();

const REMOVE: Document = Document::mutation(
    "mutation OrderEditRemoveShippingLine($id: ID!, $shipping_line_id: ID!) { \
     orderEditRemoveShippingLine(id: $id, shippingLineId: $shipping_line_id) { calculatedOrder { \
     ...Edit } userErrors { field message code } } }",
)
.with(USED)
.repeatable();

/// A shipping line that is added.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct ShippingLineInput {
    /// What it is called.
    pub title: String,
    /// What it costs.
    pub price: Money,
}

impl ShippingLineInput {
    /// This, at this price.
    #[must_use]
    pub fn new(title: impl Into<String>, price: Money) -> Self {
        Self { title: title.into(), price }
    }
}

/// What changes of a shipping line that the edit added.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct ShippingLineUpdateInput {
    /// What it is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What it costs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price: Option<Money>,
}

impl ShippingLineUpdateInput {
    /// Nothing, so far.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(title: Option<String>, price: Option<Money>);
}

/// `order_edit.add_shipping_line`: adds a shipping line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct AddShippingLine {
    /// The edit.
    pub id: Gid,
    /// The shipping line.
    pub shipping_line: ShippingLineInput,
}

impl AddShippingLine {
    /// This.
    #[must_use]
    pub fn new(id: impl Into<Gid>, shipping_line: ShippingLineInput) -> Self {
        Self { id: id.into(), shipping_line }
    }
}

impl Action for AddShippingLine {
    type Connector = Shopify;
    type Output = Edit;
    const META: Meta = Meta::write("order_edit", "add_shipping_line")
        .title("Add shipping to an edited order")
        .scopes(WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/orderEditAddShippingLine");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        ADD.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Edit> {
        graphql::written(&response)
    }
}

/// `order_edit.update_shipping_line`: changes a shipping line that the edit added.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct UpdateShippingLine {
    /// The edit.
    pub id: Gid,
    /// The shipping line.
    pub shipping_line_id: Gid,
    /// What changes.
    pub shipping_line: ShippingLineUpdateInput,
}

impl UpdateShippingLine {
    /// This, of this shipping line.
    #[must_use]
    pub fn new(
        id: impl Into<Gid>,
        shipping_line_id: impl Into<Gid>,
        shipping_line: ShippingLineUpdateInput,
    ) -> Self {
        Self { id: id.into(), shipping_line_id: shipping_line_id.into(), shipping_line }
    }
}

impl Action for UpdateShippingLine {
    type Connector = Shopify;
    type Output = Edit;
    const META: Meta = Meta::write("order_edit", "update_shipping_line")
        .title("Change shipping of an edited order")
        .scopes(WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/orderEditUpdateShippingLine");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        UPDATE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Edit> {
        graphql::written(&response)
    }
}

/// `order_edit.remove_shipping_line`: takes a shipping line away.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct RemoveShippingLine {
    /// The edit.
    pub id: Gid,
    /// The shipping line.
    pub shipping_line_id: Gid,
}

impl RemoveShippingLine {
    /// This shipping line.
    #[must_use]
    pub fn new(id: impl Into<Gid>, shipping_line_id: impl Into<Gid>) -> Self {
        Self { id: id.into(), shipping_line_id: shipping_line_id.into() }
    }
}

impl Action for RemoveShippingLine {
    type Connector = Shopify;
    type Output = Edit;
    const META: Meta = Meta::destructive("order_edit", "remove_shipping_line")
        .title("Remove shipping from an edited order")
        .scopes(WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/orderEditRemoveShippingLine");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        REMOVE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Edit> {
        graphql::written(&response)
    }
}
