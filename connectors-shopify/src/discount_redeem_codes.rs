//! The codes of a discount.

use chrono::{DateTime, Utc};
use connectors_core::{Action, Cursor, Cx, Meta, Page, PagedAction, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

use crate::discounts::Discount;
use crate::graphql::{self, Connection, Document};
use crate::records::Record;
use crate::{Gid, Ref, Shopify};

const LIST: Document = Document::query(
    "query DiscountRedeemCodeList($discount_id: ID!, $first: Int!, $after: String, $query: String) { \
     discountNode(id: $discount_id) { discount { \
     ... on DiscountCodeBasic { codes(first: $first, after: $after, query: $query) { nodes { id code \
     asyncUsageCount } pageInfo { hasNextPage endCursor } } } \
     ... on DiscountCodeBxgy { codes(first: $first, after: $after, query: $query) { nodes { id code \
     asyncUsageCount } pageInfo { hasNextPage endCursor } } } \
     ... on DiscountCodeFreeShipping { codes(first: $first, after: $after, query: $query) { nodes { id code \
     asyncUsageCount } pageInfo { hasNextPage endCursor } } } \
     ... on DiscountCodeApp { codes(first: $first, after: $after, query: $query) { nodes { id code \
     asyncUsageCount } pageInfo { hasNextPage endCursor } } } } } }",
);

const BULK: &[&str] = &["fragment Bulk on DiscountRedeemCodeBulkCreation { \
    id done codesCount importedCount failedCount createdAt discountCode { id } }"];

const ADD: Document = Document::mutation(
    "mutation DiscountRedeemCodeAdd($discount_id: ID!, $codes: [DiscountRedeemCodeInput!]!) { \
     discountRedeemCodeBulkAdd(discountId: $discount_id, codes: $codes) { \
     bulkCreation { ...Bulk } userErrors { field message code } } }",
)
.with(BULK);

const GET_BULK: Document = Document::query(
    "query DiscountRedeemCodeGetBulkCreation($id: ID!) { discountRedeemCodeBulkCreation(id: $id) { ...Bulk } }",
)
.with(BULK);

const DELETE: Document = Document::mutation(
    "mutation DiscountRedeemCodeDelete($discount_id: ID!, $ids: [ID!]!) { \
     discountCodeRedeemCodeBulkDelete(discountId: $discount_id, ids: $ids) { \
     job { id } userErrors { field message code } } }",
)
.repeatable();

/// A code of a discount.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct RedeemCode {
    /// Its id.
    pub id: Gid,
    /// What customers type.
    pub code: String,
    /// How often it was used. It lags a little.
    #[serde(rename = "asyncUsageCount")]
    pub usage_count: i64,
}

impl RedeemCode {
    /// As tests need it.
    #[must_use]
    pub fn new(code: impl Into<String>) -> Self {
        Self { code: code.into(), ..Self::default() }
    }

    setters!(id: Gid, usage_count: i64);
}

/// `discount_redeem_code.list`: the codes of a discount.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct List {
    /// The discount.
    pub discount_id: Gid,
    /// Which codes, in the search syntax of Shopify.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
    /// How many on a page: at most 250; unless said otherwise as many as a call can pay for with ease.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<u32>,
    /// Where to start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
}

impl List {
    /// Of this discount.
    #[must_use]
    pub fn new(discount_id: impl Into<Gid>) -> Self {
        Self { discount_id: discount_id.into(), query: None, first: None, cursor: None }
    }

    setters!(query: Option<String>, first: Option<u32>, cursor: Option<Cursor>);
}

impl Action for List {
    type Connector = Shopify;
    type Output = Page<RedeemCode>;
    const META: Meta = Meta::read("discount_redeem_code", "list")
        .title("List the codes of a discount")
        .scopes(Discount::READ)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/objects/DiscountRedeemCode");

    fn request(&self, _: &Cx<'_, Shopify>) -> Result<Request> {
        LIST.list(self, self.cursor.as_ref())
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Page<RedeemCode>> {
        // A discount that comes by itself has none.
        #[derive(Deserialize)]
        struct Terms {
            #[serde(default)]
            codes: Connection<RedeemCode>,
        }
        graphql::within::<Terms>(&response).map(|terms| Page::from(terms.codes))
    }
}

impl PagedAction for List {
    type Item = RedeemCode;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}

/// `discount_redeem_code.add`: gives a discount more codes. This goes on after the call: [`GetBulkCreation`] tells how far it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Add {
    /// The discount.
    pub discount_id: Gid,
    /// The codes, at most 250.
    pub codes: Vec<CodeInput>,
}

impl Add {
    /// These codes, to this discount.
    #[must_use]
    pub fn new(discount_id: impl Into<Gid>, codes: impl IntoIterator<Item = CodeInput>) -> Self {
        Self { discount_id: discount_id.into(), codes: codes.into_iter().collect() }
    }
}

impl Action for Add {
    type Connector = Shopify;
    type Output = BulkCreation;
    const META: Meta = Meta::write("discount_redeem_code", "add")
        .title("Add codes to a discount")
        .scopes(Discount::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/discountRedeemCodeBulkAdd");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        ADD.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<BulkCreation> {
        graphql::written(&response)
    }
}

/// A code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct CodeInput {
    /// What customers type.
    pub code: String,
}

impl CodeInput {
    /// This one.
    #[must_use]
    pub fn new(code: impl Into<String>) -> Self {
        Self { code: code.into() }
    }
}

/// `discount_redeem_code.get_bulk_creation`: how far codes are added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct GetBulkCreation {
    /// The bulk creation.
    pub id: Gid,
}

impl GetBulkCreation {
    /// Of this bulk creation.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into() }
    }
}

impl Action for GetBulkCreation {
    type Connector = Shopify;
    type Output = BulkCreation;
    const META: Meta = Meta::read("discount_redeem_code", "get_bulk_creation")
        .title("Get how far codes are added")
        .scopes(Discount::READ)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/queries/discountRedeemCodeBulkCreation");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        GET_BULK.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<BulkCreation> {
        graphql::one(&response)
    }
}

/// Codes that are added.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct BulkCreation {
    /// Its id.
    pub id: Gid,
    /// Whether it is over.
    pub done: bool,
    /// How many are to be added.
    pub codes_count: i64,
    /// How many were.
    pub imported_count: i64,
    /// How many cannot be.
    pub failed_count: i64,
    /// When it was begun.
    pub created_at: DateTime<Utc>,
    /// The discount.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discount_code: Option<Ref>,
}

impl BulkCreation {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(done: bool, codes_count: i64, imported_count: i64, failed_count: i64, created_at: DateTime<Utc>, discount_code: Option<Ref>);
}

/// `discount_redeem_code.delete`: takes codes from a discount. Gives the job that does it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Delete {
    /// The discount.
    pub discount_id: Gid,
    /// The codes.
    pub ids: Vec<Gid>,
}

impl Delete {
    /// These, of this discount.
    #[must_use]
    pub fn new<I: Into<Gid>>(discount_id: impl Into<Gid>, ids: impl IntoIterator<Item = I>) -> Self {
        Self { discount_id: discount_id.into(), ids: ids.into_iter().map(Into::into).collect() }
    }
}

impl Action for Delete {
    type Connector = Shopify;
    type Output = Ref;
    const META: Meta = Meta::destructive("discount_redeem_code", "delete")
        .title("Delete codes of a discount")
        .scopes(Discount::WRITE)
        .docs(
            "https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/discountCodeRedeemCodeBulkDelete",
        );

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        DELETE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Ref> {
        graphql::written(&response)
    }
}
