//! Discounts with codes.

pub mod basic;
pub mod bxgy;
pub mod free_shipping;

use connectors_core::types::Open;
use connectors_core::{Action, Cursor, Cx, Meta, Page, PagedAction, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

use crate::changes::and;
use crate::discounts::{CODE_DISCOUNT, Discount, SortKey};
use crate::graphql::{self, Document};
use crate::records::Record;
use crate::{Gid, Shopify};

const ACTIVATE: Document = Document::mutation(
    "mutation CodeActivate($id: ID!) { discountCodeActivate(id: $id) { \
     codeDiscountNode { ...Discount } userErrors { field message code } } }",
)
.with(CODE_DISCOUNT)
.repeatable();

const DEACTIVATE: Document = Document::mutation(
    "mutation CodeDeactivate($id: ID!) { discountCodeDeactivate(id: $id) { \
     codeDiscountNode { ...Discount } userErrors { field message code } } }",
)
.with(CODE_DISCOUNT)
.repeatable();

pub(crate) const DELETE: Document = Document::mutation(
    "mutation CodeDelete($id: ID!) { discountCodeDelete(id: $id) { deletedCodeDiscountId userErrors { field message code } } }",
)
.repeatable();

const COUNT: Document = Document::query(
    "query DiscountCodeCount($query: String) { discountCodesCount(query: $query, limit: null) { count precision } }",
);

/// `discount_code.list`: all discounts that have codes, or those that a query finds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct List {
    /// Which ones, in the search syntax of Shopify.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
    /// In which order: by id, unless said otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort_key: Option<Open<SortKey>>,
    /// Whether the order is turned round.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub reverse: bool,
    /// How many on a page: at most 250; unless said otherwise as many as a call can pay for with ease.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first: Option<u32>,
    /// Where to start.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
}

impl List {
    /// All of them.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(query: Option<String>, sort_key: Option<Open<SortKey>>, reverse: bool, first: Option<u32>, cursor: Option<Cursor>);
}

impl Action for List {
    type Connector = Shopify;
    type Output = Page<Discount>;
    const META: Meta = Meta::read("discount_code", "list")
        .title("List discounts with codes")
        .scopes(Discount::READ)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/queries/discountNodes");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        let query = and("method:code", self.query.as_deref());
        let list = crate::discounts::List {
            sort_key: self.sort_key.clone(),
            reverse: self.reverse,
            first: self.first,
            cursor: self.cursor.clone(),
            ..crate::discounts::List::new().query(query)
        };
        list.request(cx)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Page<Discount>> {
        graphql::page(&response)
    }
}

impl PagedAction for List {
    type Item = Discount;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}

/// `discount_code.count`: how many codes there are, of all discounts, or how many a query finds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Count {
    /// Which ones, in the search syntax of Shopify.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
}

impl Count {
    /// Of all of them.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(query: Option<String>);
}

impl Action for Count {
    type Connector = Shopify;
    type Output = crate::Count;
    const META: Meta = Meta::read("discount_code", "count")
        .title("Count discount codes")
        .scopes(Discount::READ)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/queries/discountCodesCount");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        COUNT.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<crate::Count> {
        graphql::one(&response)
    }
}

/// `discount_code.activate`: makes a discount with a code usable from now on.
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
    const META: Meta = Meta::write("discount_code", "activate")
        .title("Make a discount with a code usable")
        .scopes(Discount::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/discountCodeActivate");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        ACTIVATE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Discount> {
        graphql::written(&response)
    }
}

/// `discount_code.deactivate`: ends a discount with a code now.
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
    const META: Meta = Meta::destructive("discount_code", "deactivate")
        .title("End a discount with a code")
        .scopes(Discount::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/discountCodeDeactivate");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        DEACTIVATE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Discount> {
        graphql::written(&response)
    }
}

/// `discount_code.delete`: removes a discount with a code. Gives its id.
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
    const META: Meta = Meta::destructive("discount_code", "delete")
        .title("Delete a discount with a code")
        .scopes(Discount::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/discountCodeDelete");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        DELETE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Gid> {
        graphql::written(&response)
    }
}
