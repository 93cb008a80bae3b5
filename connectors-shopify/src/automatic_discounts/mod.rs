//! Discounts that come by themselves.

pub mod basic;
pub mod bxgy;
pub mod free_shipping;

use connectors_core::{Action, Cx, Meta, Request, Response, Result};
use serde::{Deserialize, Serialize};

use crate::discounts::{AUTOMATIC_DISCOUNT, Discount};
use crate::graphql::{self, Document};
use crate::records::Record;
use crate::{Gid, Shopify};

const ACTIVATE: Document = Document::mutation(
    "mutation AutomaticActivate($id: ID!) { discountAutomaticActivate(id: $id) { \
     automaticDiscountNode { ...Discount } userErrors { field message code } } }",
)
.with(AUTOMATIC_DISCOUNT)
.repeatable();

const DEACTIVATE: Document = Document::mutation(
    "mutation AutomaticDeactivate($id: ID!) { discountAutomaticDeactivate(id: $id) { \
     automaticDiscountNode { ...Discount } userErrors { field message code } } }",
)
.with(AUTOMATIC_DISCOUNT)
.repeatable();

pub(crate) const DELETE: Document = Document::mutation(
    "mutation AutomaticDelete($id: ID!) { discountAutomaticDelete(id: $id) { deletedAutomaticDiscountId userErrors { field message code } } }",
)
.repeatable();

/// `automatic_discount.activate`: makes a discount that comes by itself usable from now on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Activate {
    /// The discount.
    pub id: Gid,
}

impl Activate {
    /// This discount.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into() }
    }
}

impl Action for Activate {
    type Connector = Shopify;
    type Output = Discount;
    const META: Meta = Meta::write("automatic_discount", "activate")
        .title("Make a discount that comes by itself usable")
        .scopes(Discount::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/discountAutomaticActivate");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        ACTIVATE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Discount> {
        graphql::written(&response)
    }
}

/// `automatic_discount.deactivate`: ends a discount that comes by itself now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Deactivate {
    /// The discount.
    pub id: Gid,
}

impl Deactivate {
    /// This discount.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into() }
    }
}

impl Action for Deactivate {
    type Connector = Shopify;
    type Output = Discount;
    const META: Meta = Meta::destructive("automatic_discount", "deactivate")
        .title("End a discount that comes by itself")
        .scopes(Discount::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/discountAutomaticDeactivate");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        DEACTIVATE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Discount> {
        graphql::written(&response)
    }
}

/// `automatic_discount.delete`: removes a discount that comes by itself. Gives its id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Delete {
    /// The discount.
    pub id: Gid,
}

impl Delete {
    /// This discount.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into() }
    }
}

impl Action for Delete {
    type Connector = Shopify;
    type Output = Gid;
    const META: Meta = Meta::destructive("automatic_discount", "delete")
        .title("Delete a discount that comes by itself")
        .scopes(Discount::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/discountAutomaticDelete");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        DELETE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Gid> {
        graphql::written(&response)
    }
}
