//! Requests to fulfillment services: to send something, or not to send it after all; and what they answer.

use chrono::{DateTime, Utc};
use connectors_core::types::Open;
use connectors_core::{Action, Cx, Meta, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

use crate::fulfillment_orders::{FULFILLMENT_ORDER, FulfillmentOrder, LineInput};
use crate::graphql::{self, Document};
use crate::records::Record;
use crate::{Gid, Shopify};

const SUBMIT: Document = Document::mutation(
    "mutation FulfillmentRequestSubmit($id: ID!, $lines: [FulfillmentOrderLineItemInput!], $message: String, $notify_customer: Boolean) { \
     fulfillmentOrderSubmitFulfillmentRequest(id: $id, fulfillmentOrderLineItems: $lines, message: $message, notifyCustomer: $notify_customer) { \
     originalFulfillmentOrder { ...FulfillmentOrder } submittedFulfillmentOrder { ...FulfillmentOrder } \
     unsubmittedFulfillmentOrder { ...FulfillmentOrder } \
     userErrors { field message } } }",
)
.with(FULFILLMENT_ORDER);

const ACCEPT: Document = Document::mutation(
    "mutation FulfillmentRequestAccept($id: ID!, $message: String, $estimated_shipped_at: DateTime) { \
     fulfillmentOrderAcceptFulfillmentRequest(id: $id, message: $message, estimatedShippedAt: $estimated_shipped_at) { \
     fulfillmentOrder { ...FulfillmentOrder } userErrors { field message } } }",
)
.with(FULFILLMENT_ORDER);

const REJECT: Document = Document::mutation(
    "mutation FulfillmentRequestReject($id: ID!, $message: String, $reason: FulfillmentOrderRejectionReason, $lines: [IncomingRequestLineItemInput!]) { \
     fulfillmentOrderRejectFulfillmentRequest(id: $id, message: $message, reason: $reason, lineItems: $lines) { \
     fulfillmentOrder { ...FulfillmentOrder } userErrors { field message } } }",
)
.with(FULFILLMENT_ORDER);

const CANCEL: Document = Document::mutation(
    "mutation FulfillmentRequestCancel($id: ID!, $message: String) { \
     fulfillmentOrderSubmitCancellationRequest(id: $id, message: $message) { \
     fulfillmentOrder { ...FulfillmentOrder } userErrors { field message } } }",
)
.with(FULFILLMENT_ORDER);

const ACCEPT_CANCELLATION: Document = Document::mutation(
    "mutation FulfillmentRequestAcceptCancellation($id: ID!, $message: String) { \
     fulfillmentOrderAcceptCancellationRequest(id: $id, message: $message) { \
     fulfillmentOrder { ...FulfillmentOrder } userErrors { field message } } }",
)
.with(FULFILLMENT_ORDER);

const REJECT_CANCELLATION: Document = Document::mutation(
    "mutation FulfillmentRequestRejectCancellation($id: ID!, $message: String) { \
     fulfillmentOrderRejectCancellationRequest(id: $id, message: $message) { \
     fulfillmentOrder { ...FulfillmentOrder } userErrors { field message } } }",
)
.with(FULFILLMENT_ORDER);

/// `fulfillment_request.submit`: asks the fulfillment service of its location to send a fulfillment order, or some of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Submit {
    /// The fulfillment order.
    pub id: Gid,
    /// Which lines, and how many of them: all, if nothing is said.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<LineInput>,
    /// What is said to the other side.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// Whether the customer is told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notify_customer: Option<bool>,
}

impl Submit {
    /// All of this one.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), lines: Vec::new(), message: None, notify_customer: None }
    }

    setters!(lines: Vec<LineInput>, message: Option<String>, notify_customer: Option<bool>);
}

impl Action for Submit {
    type Connector = Shopify;
    type Output = Submitted;
    const META: Meta = Meta::write("fulfillment_request", "submit")
        .title("Ask a fulfillment service to send something")
        .scopes(FulfillmentOrder::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/fulfillmentOrderSubmitFulfillmentRequest");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        SUBMIT.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Submitted> {
        graphql::payload(&response)
    }
}

/// What a fulfillment service was asked for.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Submitted {
    /// The fulfillment order that it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub original_fulfillment_order: Option<FulfillmentOrder>,
    /// What it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub submitted_fulfillment_order: Option<FulfillmentOrder>,
    /// What it was not asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unsubmitted_fulfillment_order: Option<FulfillmentOrder>,
}

impl Submitted {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(original_fulfillment_order: Option<FulfillmentOrder>, submitted_fulfillment_order: Option<FulfillmentOrder>, unsubmitted_fulfillment_order: Option<FulfillmentOrder>);
}

/// `fulfillment_request.accept`: a fulfillment service will send it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Accept {
    /// The fulfillment order.
    pub id: Gid,
    /// What is said to the other side.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// When it should be sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub estimated_shipped_at: Option<DateTime<Utc>>,
}

impl Accept {
    /// This one.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), message: None, estimated_shipped_at: None }
    }

    setters!(message: Option<String>, estimated_shipped_at: Option<DateTime<Utc>>);
}

impl Action for Accept {
    type Connector = Shopify;
    type Output = FulfillmentOrder;
    const META: Meta = Meta::write("fulfillment_request", "accept")
        .title("Accept to send something")
        .scopes(FulfillmentOrder::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/fulfillmentOrderAcceptFulfillmentRequest");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        ACCEPT.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<FulfillmentOrder> {
        graphql::written(&response)
    }
}

/// `fulfillment_request.reject`: a fulfillment service will not send it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Reject {
    /// The fulfillment order.
    pub id: Gid,
    /// What is said to the other side.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Open<RejectionReason>>,
    /// What is said of its lines.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<RejectedLine>,
}

impl Reject {
    /// This one.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), message: None, reason: None, lines: Vec::new() }
    }

    setters!(message: Option<String>, reason: Option<Open<RejectionReason>>, lines: Vec<RejectedLine>);
}

impl Action for Reject {
    type Connector = Shopify;
    type Output = FulfillmentOrder;
    const META: Meta = Meta::write("fulfillment_request", "reject")
        .title("Refuse to send something")
        .scopes(FulfillmentOrder::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/fulfillmentOrderRejectFulfillmentRequest");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        REJECT.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<FulfillmentOrder> {
        graphql::written(&response)
    }
}

/// What is said of a line that is not sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct RejectedLine {
    /// The line.
    #[serde(rename = "fulfillmentOrderLineItemId")]
    pub id: Gid,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

impl RejectedLine {
    /// This line.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), message: None }
    }

    setters!(message: Option<String>);
}

/// Why something is not sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum RejectionReason {
    /// The address is wrong.
    IncorrectAddress,
    /// What is known of the product is wrong.
    IncorrectProductInfo,
    /// Such products are not sent.
    IneligibleProduct,
    /// Nothing is sent there.
    InternationalShippingUnavailable,
    /// Nobody can be reached.
    InvalidContactInformation,
    /// There is no such product.
    InvalidSku,
    /// There is not enough in stock.
    InventoryOutOfStock,
    /// Nothing is sent for this shop.
    MerchantBlockedOrSuspended,
    /// Customs needs to know more.
    MissingCustomsInfo,
    /// It is too much.
    OrderTooLarge,
    /// Something else.
    Other,
    /// Nobody said how it is packed.
    PackagePreferenceNotSet,
    /// It was not paid.
    PaymentDeclined,
    /// Nobody delivers there.
    UndeliverableDestination,
}

/// `fulfillment_request.cancel`: asks a fulfillment service that accepted it not to send it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Cancel {
    /// The fulfillment order.
    pub id: Gid,
    /// What is said to the other side.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

impl Cancel {
    /// This one.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), message: None }
    }

    setters!(message: Option<String>);
}

impl Action for Cancel {
    type Connector = Shopify;
    type Output = FulfillmentOrder;
    const META: Meta = Meta::destructive("fulfillment_request", "cancel")
        .title("Ask a fulfillment service not to send something")
        .scopes(FulfillmentOrder::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/fulfillmentOrderSubmitCancellationRequest");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        CANCEL.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<FulfillmentOrder> {
        graphql::written(&response)
    }
}

/// `fulfillment_request.accept_cancellation`: a fulfillment service will not send it, as it was asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct AcceptCancellation {
    /// The fulfillment order.
    pub id: Gid,
    /// What is said to the other side.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

impl AcceptCancellation {
    /// This one.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), message: None }
    }

    setters!(message: Option<String>);
}

impl Action for AcceptCancellation {
    type Connector = Shopify;
    type Output = FulfillmentOrder;
    const META: Meta = Meta::write("fulfillment_request", "accept_cancellation")
        .title("Accept not to send something")
        .scopes(FulfillmentOrder::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/fulfillmentOrderAcceptCancellationRequest");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        ACCEPT_CANCELLATION.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<FulfillmentOrder> {
        graphql::written(&response)
    }
}

/// `fulfillment_request.reject_cancellation`: a fulfillment service will send it nevertheless.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct RejectCancellation {
    /// The fulfillment order.
    pub id: Gid,
    /// What is said to the other side.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

impl RejectCancellation {
    /// This one.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), message: None }
    }

    setters!(message: Option<String>);
}

impl Action for RejectCancellation {
    type Connector = Shopify;
    type Output = FulfillmentOrder;
    const META: Meta = Meta::write("fulfillment_request", "reject_cancellation")
        .title("Refuse not to send something")
        .scopes(FulfillmentOrder::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/fulfillmentOrderRejectCancellationRequest");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        REJECT_CANCELLATION.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<FulfillmentOrder> {
        graphql::written(&response)
    }
}
