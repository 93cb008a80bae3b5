//! Changes of what is in an order: [`Begin`], then as many steps as there are to be, then [`Commit`]. Until then the order stays as
//! it is; an edit that is not committed is forgotten by Shopify.
//!
//! Only what was not delivered yet can be changed. Every step gives the order as it would be.
//!
//! ```no_run
//! # async fn run(shop: connectors_core::Client<connectors_shopify::Shopify>) -> connectors_core::Result<()> {
//! use connectors_shopify::order_edits;
//!
//! let edit = shop.call(order_edits::Begin::new("gid://shopify/Order/1")).await?;
//! let edit = shop.call(order_edits::AddVariant::new(&edit.id, "gid://shopify/ProductVariant/1", 2)).await?;
//! println!("it would cost {}", edit.total_price.shop_money.amount);
//! shop.call(order_edits::Commit::new(&edit.id).notify_customer(true)).await?;
//! # Ok(()) }
//! ```

mod discounts;
mod lines;
mod model;
mod shipping;

use connectors_core::{Action, Cx, Meta, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

pub use self::discounts::{AddDiscount, DiscountInput, RemoveDiscount, UpdateDiscount};
pub use self::lines::ListLineItems;
pub use self::model::{Allocation, AppliedTo, Edit, EditDiscount, EditLine, EditShippingLine, StagedStatus};
use self::model::{EDIT, EDIT_LINE};
pub use self::shipping::{
    AddShippingLine, RemoveShippingLine, ShippingLineInput, ShippingLineUpdateInput, UpdateShippingLine,
};
use crate::addresses::ADDRESS;
use crate::graphql::{self, Document};
use crate::orders::{ORDER, Order, TAX_LINE};
use crate::types::MONEY_BAG;
use crate::{Gid, Money, Shopify};

const WRITE: &[&str] = &["write_order_edits"];
const USED: &[&str] = &[EDIT, EDIT_LINE, TAX_LINE, MONEY_BAG];

const BEGIN: Document = Document::mutation(
    "mutation OrderEditBegin($id: ID!) { orderEditBegin(id: $id) { calculatedOrder { ...Edit } \
     userErrors { field message } } }",
)
.with(USED);

const ADD_VARIANT: Document = Document::mutation(
    "mutation OrderEditAddVariant($id: ID!, $variant_id: ID!, $quantity: Int!, $location_id: ID, \
     $allow_duplicates: Boolean) { orderEditAddVariant(id: $id, variantId: $variant_id, quantity: \
     $quantity, locationId: $location_id, allowDuplicates: $allow_duplicates) { calculatedOrder { \
     ...Edit } userErrors { field message } } }",
)
.with(USED);

const ADD_CUSTOM_ITEM: Document = Document::mutation(
    "mutation OrderEditAddCustomItem($id: ID!, $title: String!, $price: MoneyInput!, $quantity: \
     Int!, $taxable: Boolean, $requires_shipping: Boolean, $location_id: ID) { \
     orderEditAddCustomItem(id: $id, title: $title, price: $price, quantity: $quantity, taxable: \
     $taxable, requiresShipping: $requires_shipping, locationId: $location_id) { calculatedOrder { \
     ...Edit } userErrors { field message } } }",
)
.with(USED);

const SET_QUANTITY: Document = Document::mutation(
    "mutation OrderEditSetQuantity($id: ID!, $line_item_id: ID!, $quantity: Int!, $restock: \
     Boolean) { orderEditSetQuantity(id: $id, lineItemId: $line_item_id, quantity: $quantity, \
     restock: $restock) { calculatedOrder { ...Edit } userErrors { field message } } }",
)
.with(USED)
.repeatable();

const COMMIT: Document = Document::mutation(
    "mutation OrderEditCommit($id: ID!, $notify_customer: Boolean, $staff_note: String) { \
     orderEditCommit(id: $id, notifyCustomer: $notify_customer, staffNote: $staff_note) { order { \
     ...Order } userErrors { field message } } }",
)
.with(&[ORDER, ADDRESS, MONEY_BAG]);

/// `order_edit.begin`: an edit of an order. Nothing is done to the order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Begin {
    /// The order.
    pub id: Gid,
}

impl Begin {
    /// Of this order.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into() }
    }
}

impl Action for Begin {
    type Connector = Shopify;
    type Output = Edit;
    const META: Meta = Meta::write("order_edit", "begin")
        .title("Begin to edit an order")
        .scopes(WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/orderEditBegin");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        BEGIN.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Edit> {
        graphql::written(&response)
    }
}

/// `order_edit.add_variant`: adds a variant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct AddVariant {
    /// The edit.
    pub id: Gid,
    /// The variant.
    pub variant_id: Gid,
    /// How many.
    pub quantity: i64,
    /// The place whose prices and stock count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location_id: Option<Gid>,
    /// Whether it may be in the order twice.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub allow_duplicates: bool,
}

impl AddVariant {
    /// So many of this variant.
    #[must_use]
    pub fn new(id: impl Into<Gid>, variant_id: impl Into<Gid>, quantity: i64) -> Self {
        Self {
            id: id.into(),
            variant_id: variant_id.into(),
            quantity,
            location_id: None,
            allow_duplicates: false,
        }
    }

    setters!(location_id: Option<Gid>, allow_duplicates: bool);
}

impl Action for AddVariant {
    type Connector = Shopify;
    type Output = Edit;
    const META: Meta = Meta::write("order_edit", "add_variant")
        .title("Add a variant to an edited order")
        .scopes(WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/orderEditAddVariant");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        ADD_VARIANT.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Edit> {
        graphql::written(&response)
    }
}

/// `order_edit.add_custom_item`: adds anything with a title and a price.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct AddCustomItem {
    /// The edit.
    pub id: Gid,
    /// What it is called.
    pub title: String,
    /// What one costs.
    pub price: Money,
    /// How many.
    pub quantity: i64,
    /// Whether it is taxed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taxable: Option<bool>,
    /// Whether it is shipped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requires_shipping: Option<bool>,
    /// The place that sells it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location_id: Option<Gid>,
}

impl AddCustomItem {
    /// So many of this, at this price.
    #[must_use]
    pub fn new(id: impl Into<Gid>, title: impl Into<String>, price: Money, quantity: i64) -> Self {
        Self {
            id: id.into(),
            title: title.into(),
            price,
            quantity,
            taxable: None,
            requires_shipping: None,
            location_id: None,
        }
    }

    setters!(taxable: Option<bool>, requires_shipping: Option<bool>, location_id: Option<Gid>);
}

impl Action for AddCustomItem {
    type Connector = Shopify;
    type Output = Edit;
    const META: Meta = Meta::write("order_edit", "add_custom_item")
        .title("Add a custom item to an edited order")
        .scopes(WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/orderEditAddCustomItem");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        ADD_CUSTOM_ITEM.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Edit> {
        graphql::written(&response)
    }
}

/// `order_edit.set_quantity`: sets how many of a line there are; none removes it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct SetQuantity {
    /// The edit.
    pub id: Gid,
    /// The line: [`EditLine::id`].
    pub line_item_id: Gid,
    /// How many there are to be.
    pub quantity: i64,
    /// Whether those that are taken away go back into stock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub restock: Option<bool>,
}

impl SetQuantity {
    /// So many of this line.
    #[must_use]
    pub fn new(id: impl Into<Gid>, line_item_id: impl Into<Gid>, quantity: i64) -> Self {
        Self { id: id.into(), line_item_id: line_item_id.into(), quantity, restock: None }
    }

    setters!(restock: Option<bool>);
}

impl Action for SetQuantity {
    type Connector = Shopify;
    type Output = Edit;
    const META: Meta = Meta::write("order_edit", "set_quantity")
        .title("Set a quantity in an edited order")
        .scopes(WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/orderEditSetQuantity");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        SET_QUANTITY.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Edit> {
        graphql::written(&response)
    }
}

/// `order_edit.commit`: does all steps of an edit to its order. Gives the order, without its lines.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Commit {
    /// The edit.
    pub id: Gid,
    /// Whether the customer is told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notify_customer: Option<bool>,
    /// What the shop notes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub staff_note: Option<String>,
}

impl Commit {
    /// This edit.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), notify_customer: None, staff_note: None }
    }

    setters!(notify_customer: Option<bool>, staff_note: Option<String>);
}

impl Action for Commit {
    type Connector = Shopify;
    type Output = Order;
    const META: Meta = Meta::write("order_edit", "commit")
        .title("Commit an edit of an order")
        .scopes(WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/orderEditCommit");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        COMMIT.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Order> {
        graphql::written(&response)
    }
}
