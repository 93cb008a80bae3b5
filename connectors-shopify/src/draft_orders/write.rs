//! What is done to draft orders.

use connectors_core::{Action, Cx, Meta, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

use super::model::{CalculatedDraft, DRAFT, DraftOrder};
use super::{ADDRESS, DraftInput, MONEY_BAG, SHIPPING_LINE, TAX_LINE};
use crate::graphql::{self, Document};
use crate::records::{self, Deletable, Record, Spec};
use crate::{Gid, Shopify};

const USED: &[&str] = &[DRAFT, SHIPPING_LINE, TAX_LINE, ADDRESS, MONEY_BAG];

const CREATE: Document = Document::mutation(
    "mutation DraftOrderCreate($input: DraftOrderInput!) { draftOrderCreate(input: $input) { \
     draftOrder { ...DraftOrder } userErrors { field message } } }",
)
.with(USED);

const UPDATE: Document = Document::mutation(
    "mutation DraftOrderUpdate($id: ID!, $input: DraftOrderInput!) { draftOrderUpdate(id: $id, \
     input: $input) { draftOrder { ...DraftOrder } userErrors { field message } } }",
)
.with(USED)
.repeatable();

const COMPLETE: Document = Document::mutation(
    "mutation DraftOrderComplete($id: ID!, $payment_gateway_id: ID, $source_name: String) { \
     draftOrderComplete(id: $id, paymentGatewayId: $payment_gateway_id, sourceName: $source_name) { \
     draftOrder { ...DraftOrder } userErrors { field message } } }",
)
.with(USED);

const SEND_INVOICE: Document = Document::mutation(
    "mutation DraftOrderSendInvoice($id: ID!, $email: EmailInput) { draftOrderInvoiceSend(id: $id, \
     email: $email) { draftOrder { ...DraftOrder } userErrors { field message } } }",
)
.with(USED);

const CALCULATE: Document = Document::mutation(
    "mutation DraftOrderCalculate($input: DraftOrderInput!) { draftOrderCalculate(input: $input) { \
     calculatedDraftOrder { currencyCode presentmentCurrencyCode taxesIncluded \
     totalQuantityOfLineItems discountCodes appliedDiscount { title description value valueType \
     amountSet { ...MoneyBag } } availableShippingRates { handle title price { amount currencyCode \
     } } shippingLine { ...ShippingLine } taxLines { ...TaxLine } subtotalPriceSet { ...MoneyBag } \
     totalDiscountsSet { ...MoneyBag } totalShippingPriceSet { ...MoneyBag } totalTaxSet { \
     ...MoneyBag } totalPriceSet { ...MoneyBag } lineItems { uuid name title sku quantity custom \
     variant { id } appliedDiscount { title description value valueType amountSet { ...MoneyBag } } \
     originalUnitPriceSet { ...MoneyBag } approximateDiscountedUnitPriceSet { ...MoneyBag } \
     originalTotalSet { ...MoneyBag } discountedTotalSet { ...MoneyBag } totalDiscountSet { \
     ...MoneyBag } } warnings { errorCode field message } } userErrors { field message } } }",
)
.with(&[SHIPPING_LINE, TAX_LINE, MONEY_BAG])
.repeatable();

impl Deletable for DraftOrder {
    const DELETE: Spec = Spec::new(
        Document::mutation(
            "mutation DraftOrderDelete($id: ID!) { \
             draftOrderDelete(input: { id: $id }) { deletedId userErrors { field message } } }",
        ),
        "Delete a draft order",
        "https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/draftOrderDelete",
    );
}

/// `draft_order.delete`: removes a draft order.
pub type Delete = records::Delete<DraftOrder>;

/// `draft_order.create`: a new draft order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Create {
    /// The draft order.
    pub input: DraftInput,
}

impl Create {
    /// This.
    #[must_use]
    pub fn new(input: DraftInput) -> Self {
        Self { input }
    }
}

impl Action for Create {
    type Connector = Shopify;
    type Output = DraftOrder;
    const META: Meta = Meta::write("draft_order", "create")
        .title("Create a draft order")
        .scopes(DraftOrder::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/draftOrderCreate");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        CREATE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<DraftOrder> {
        graphql::written(&response)
    }
}

/// `draft_order.update`: changes a draft order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Update {
    /// The draft order.
    pub id: Gid,
    /// What changes.
    pub input: DraftInput,
}

impl Update {
    /// This, of this draft order.
    #[must_use]
    pub fn new(id: impl Into<Gid>, input: DraftInput) -> Self {
        Self { id: id.into(), input }
    }
}

impl Action for Update {
    type Connector = Shopify;
    type Output = DraftOrder;
    const META: Meta = Meta::write("draft_order", "update")
        .title("Update a draft order")
        .scopes(DraftOrder::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/draftOrderUpdate");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        UPDATE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<DraftOrder> {
        graphql::written(&response)
    }
}

/// `draft_order.complete`: makes an order of a draft order. It is paid, unless its payment terms say when it is to be. Gives the draft
/// order, which names the order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Complete {
    /// The draft order.
    pub id: Gid,
    /// By what it was paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment_gateway_id: Option<Gid>,
    /// Where it came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_name: Option<String>,
}

impl Complete {
    /// Of this draft order.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), payment_gateway_id: None, source_name: None }
    }

    setters!(payment_gateway_id: Option<Gid>, source_name: Option<String>);
}

impl Action for Complete {
    type Connector = Shopify;
    type Output = DraftOrder;
    const META: Meta = Meta::write("draft_order", "complete")
        .title("Complete a draft order")
        .scopes(DraftOrder::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/draftOrderComplete");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        COMPLETE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<DraftOrder> {
        graphql::written(&response)
    }
}

/// `draft_order.send_invoice`: asks the customer to pay, by e-mail.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct SendInvoice {
    /// The draft order.
    pub id: Gid,
    /// The e-mail; as the shop has it, unless said otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<Email>,
}

impl SendInvoice {
    /// Of this draft order.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), email: None }
    }

    setters!(email: Option<Email>);
}

impl Action for SendInvoice {
    type Connector = Shopify;
    type Output = DraftOrder;
    const META: Meta = Meta::destructive("draft_order", "send_invoice")
        .title("Send the invoice of a draft order")
        .scopes(DraftOrder::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/draftOrderInvoiceSend");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        SEND_INVOICE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<DraftOrder> {
        graphql::written(&response)
    }
}

/// `draft_order.calculate`: what a draft order would cost, and how it could be shipped. Nothing is made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Calculate {
    /// The draft order.
    pub input: DraftInput,
}

impl Calculate {
    /// This.
    #[must_use]
    pub fn new(input: DraftInput) -> Self {
        Self { input }
    }
}

impl Action for Calculate {
    type Connector = Shopify;
    type Output = CalculatedDraft;
    const META: Meta = Meta::write("draft_order", "calculate")
        .title("Calculate a draft order")
        .scopes(DraftOrder::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/draftOrderCalculate");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        CALCULATE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<CalculatedDraft> {
        graphql::written(&response)
    }
}

/// An e-mail to a customer.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Email {
    /// To whom.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// From whom.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Who gets it too.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub bcc: Vec<String>,
    /// Its subject.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// What it says to the customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_message: Option<String>,
    /// Its whole text, instead of the shop's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
}

impl Email {
    /// As the shop has it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(to: Option<String>, from: Option<String>, bcc: Vec<String>, subject: Option<String>, custom_message: Option<String>, body: Option<String>);
}
