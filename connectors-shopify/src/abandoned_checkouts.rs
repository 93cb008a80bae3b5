//! Checkouts that customers left before they paid.
//!
//! Those that were paid later are among them too: [`completed_at`](AbandonedCheckout::completed_at).

use chrono::{DateTime, Utc};
use connectors_core::types::Open;
use connectors_core::{Action, Cursor, Cx, Meta, Page, PagedAction, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

use crate::addresses::{ADDRESS, Address};
use crate::changes::{self, Followed};
use crate::graphql::{self, Connection, Document};
use crate::orders::{Order, OrderCustomer, TAX_LINE, TaxLine};
use crate::records::{self, Countable, Record, Spec};
use crate::types::MONEY_BAG;
use crate::webhooks::Topic;
use crate::{Attribute, Gid, MoneyBag, Ref, Shopify};

const LIST: Document = Document::query(
    "query AbandonedCheckoutList($first: Int!, $after: String, $query: String, $sort_key: \
     AbandonedCheckoutSortKeys, $reverse: Boolean, $line_items: Int, $with_lines: Boolean!) { \
     abandonedCheckouts(first: $first, after: $after, query: $query, sortKey: $sort_key, reverse: \
     $reverse) { nodes { ...AbandonedCheckout lineItems(first: $line_items) @include(if: \
     $with_lines) { nodes { id title variantTitle sku quantity product { id } variant { id } \
     customAttributes { key value } originalUnitPriceSet { ...MoneyBag } discountedTotalPriceSet { \
     ...MoneyBag } } pageInfo { hasNextPage endCursor } } } pageInfo { hasNextPage endCursor } } }",
)
.with(&[CHECKOUT, ADDRESS, TAX_LINE, MONEY_BAG]);

impl Record for AbandonedCheckout {
    const RESOURCE: &'static str = "abandoned_checkout";
    const READ: &'static [&'static str] = Order::READ;
    const WRITE: &'static [&'static str] = Order::WRITE;
}

impl Countable for AbandonedCheckout {
    const COUNT: Spec = Spec::new(
        Document::query(
            "query AbandonedCheckoutCount($query: String) { \
             abandonedCheckoutsCount(query: $query, limit: null) { count precision } }",
        ),
        "Count abandoned checkouts",
        "https://shopify.dev/docs/api/admin-graphql/2026-10/queries/abandonedCheckoutsCount",
    );
}

impl Followed for AbandonedCheckout {
    const A: &'static str = "an abandoned checkout";
    // Topics of checkouts tell of all of them, and nearly none is left.
    const CREATED: &'static [Topic] = &[];

    const UPDATED: &'static [Topic] = &[];
    // There is no such order.
    const ORDERED: bool = false;
    type List = List;

    fn list(query: String) -> List {
        List::new().query(query)
    }

    fn moments(&self) -> (&Gid, DateTime<Utc>, DateTime<Utc>) {
        (&self.id, self.created_at, self.updated_at)
    }
}

/// `abandoned_checkout.created`: checkouts that were left, without their lines. Shopify lists them some time after they were left:
/// those that it lists later than [`late`](changes::Changes::late) after their last change are missed.
pub type Created = changes::Created<AbandonedCheckout>;
/// `abandoned_checkout.updated`: checkouts that were left, and changed or paid later; without their lines.
pub type Updated = changes::Updated<AbandonedCheckout>;
/// `abandoned_checkout.created_or_updated`: both, without their lines.
pub type CreatedOrUpdated = changes::CreatedOrUpdated<AbandonedCheckout>;

/// `abandoned_checkout.count`: how many checkouts were left, or how many of these a query finds.
pub type Count = records::Count<AbandonedCheckout>;

/// The selection of [`AbandonedCheckout`]. It uses those of addresses, taxes and money.
const CHECKOUT: &str = "fragment AbandonedCheckout on AbandonedCheckout { \
    id name abandonedCheckoutUrl createdAt updatedAt completedAt note taxesIncluded discountCodes \
    customAttributes { key value } customer { id legacyResourceId displayName firstName lastName \
    locale taxExempt } shippingAddress { ...Address } billingAddress { ...Address } taxLines { \
    ...TaxLine } totalLineItemsPriceSet { ...MoneyBag } subtotalPriceSet { ...MoneyBag } \
    totalDiscountSet { ...MoneyBag } totalTaxSet { ...MoneyBag } totalDutiesSet { ...MoneyBag } \
    totalPriceSet { ...MoneyBag } }";

/// A checkout that a customer left before it was paid.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct AbandonedCheckout {
    /// Its id.
    pub id: Gid,
    /// What it is called: `#C1`.
    pub name: String,
    /// Where the customer can go on with it.
    #[serde(rename = "abandonedCheckoutUrl")]
    pub url: String,
    /// When it began.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
    /// When it was paid after all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub completed_at: Option<DateTime<Utc>>,
    /// What the customer says.
    pub note: String,
    /// Whether its prices hold the tax.
    pub taxes_included: bool,
    /// The discount codes that were used.
    pub discount_codes: Vec<String>,
    /// What applications noted.
    pub custom_attributes: Vec<Attribute>,
    /// The customer, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer: Option<OrderCustomer>,
    /// Where it goes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shipping_address: Option<Address>,
    /// Who pays.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing_address: Option<Address>,
    /// Its taxes.
    pub tax_lines: Vec<TaxLine>,
    /// What its lines cost.
    #[serde(rename = "totalLineItemsPriceSet")]
    pub total_line_items_price: MoneyBag,
    /// What its lines cost, less discounts.
    #[serde(rename = "subtotalPriceSet")]
    pub subtotal_price: MoneyBag,
    /// All discounts.
    #[serde(rename = "totalDiscountSet")]
    pub total_discount: MoneyBag,
    /// Its tax.
    #[serde(rename = "totalTaxSet", skip_serializing_if = "Option::is_none")]
    pub total_tax: Option<MoneyBag>,
    /// Its duties.
    #[serde(rename = "totalDutiesSet", skip_serializing_if = "Option::is_none")]
    pub total_duties: Option<MoneyBag>,
    /// What it costs.
    #[serde(rename = "totalPriceSet")]
    pub total_price: MoneyBag,
    /// Its lines, if they were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line_items: Option<Connection<LineItem>>,
}

impl AbandonedCheckout {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(name: String, url: String, created_at: DateTime<Utc>, updated_at: DateTime<Utc>, completed_at: Option<DateTime<Utc>>, note: String, taxes_included: bool, discount_codes: Vec<String>, custom_attributes: Vec<Attribute>, customer: Option<OrderCustomer>, shipping_address: Option<Address>, billing_address: Option<Address>, tax_lines: Vec<TaxLine>, total_line_items_price: MoneyBag, subtotal_price: MoneyBag, total_discount: MoneyBag, total_tax: Option<MoneyBag>, total_duties: Option<MoneyBag>, total_price: MoneyBag, line_items: Option<Connection<LineItem>>);
}

/// A line of a checkout.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct LineItem {
    /// Its id.
    pub id: Gid,
    /// What it is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What the variant is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub variant_title: Option<String>,
    /// Its number in the shop.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sku: Option<String>,
    /// How many.
    pub quantity: i64,
    /// The product, unless it was deleted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product: Option<Ref>,
    /// The variant, unless it was deleted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub variant: Option<Ref>,
    /// What applications noted.
    pub custom_attributes: Vec<Attribute>,
    /// What one costs.
    #[serde(rename = "originalUnitPriceSet")]
    pub original_unit_price: MoneyBag,
    /// What all cost less discounts.
    #[serde(rename = "discountedTotalPriceSet")]
    pub discounted_total: MoneyBag,
}

impl LineItem {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(title: Option<String>, variant_title: Option<String>, sku: Option<String>, quantity: i64, product: Option<Ref>, variant: Option<Ref>, custom_attributes: Vec<Attribute>, original_unit_price: MoneyBag, discounted_total: MoneyBag);
}

/// `abandoned_checkout.list`: checkouts that were left, or those of them that a query finds; without their lines unless these are asked
/// for.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct List {
    /// Which ones, in Shopify's search syntax: `recovery_state:not_recovered`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
    /// In which order: by id unless said otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort_key: Option<Open<SortKey>>,
    /// Whether the order is turned round.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub reverse: bool,
    /// How many lines come with each; none unless said otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line_items: Option<u32>,
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

    setters!(query: Option<String>, sort_key: Option<Open<SortKey>>, reverse: bool, line_items: Option<u32>, first: Option<u32>, cursor: Option<Cursor>);
}

impl Action for List {
    type Connector = Shopify;
    type Output = Page<AbandonedCheckout>;
    const META: Meta = Meta::read("abandoned_checkout", "list")
        .title("List abandoned checkouts")
        .scopes(AbandonedCheckout::READ)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/queries/abandonedCheckouts");

    fn request(&self, _: &Cx<'_, Shopify>) -> Result<Request> {
        #[derive(Serialize)]
        struct Variables<'a> {
            #[serde(flatten)]
            list: &'a List,
            with_lines: bool,
        }
        let variables = Variables { list: self, with_lines: self.line_items.is_some() };
        LIST.list(&variables, self.cursor.as_ref())
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Page<AbandonedCheckout>> {
        graphql::page(&response)
    }
}

impl PagedAction for List {
    type Item = AbandonedCheckout;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}

/// What lists of checkouts are ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum SortKey {
    /// Its number.
    CheckoutId,
    /// When it began.
    CreatedAt,
    /// The customer's name.
    CustomerName,
    /// Its id.
    Id,
    /// How well it fits the query.
    Relevance,
    /// What it costs.
    TotalPrice,
}
