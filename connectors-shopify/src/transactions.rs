//! Transactions of orders: money that is set aside, taken and paid back.

use chrono::{DateTime, Utc};
use connectors_core::types::{Open, money};
use connectors_core::{Action, Connector, Cx, Fault, Head, Meta, Request, Response, Result, setters};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::graphql::{self, Document};
use crate::orders::Order;
use crate::records::Record;
use crate::types::MONEY_BAG;
use crate::{Gid, Money, MoneyBag, Ref, Shopify, errors};

const LIST: Document = Document::query(
    "query TransactionList($order_id: ID!, $capturable: Boolean) { order(id: $order_id) { \
     transactions(capturable: $capturable) { ...Transaction } } }",
)
.with(&[TRANSACTION, MONEY_BAG]);

const CAPTURE: Document = Document::mutation(
    "mutation TransactionCapture($input: OrderCaptureInput!) { orderCapture(input: $input) { \
     transaction { ...Transaction } userErrors { field message } } }",
)
.with(&[TRANSACTION, MONEY_BAG]);

const VOID: Document = Document::mutation(
    "mutation TransactionVoid($id: ID!) { transactionVoid(parentTransactionId: $id) { transaction { \
     ...Transaction } userErrors { field message code } } }",
)
.with(&[TRANSACTION, MONEY_BAG]);

const CREATE: Document = Document::mutation(
    "mutation TransactionCreate($order_id: ID!, $amount: MoneyInput, $payment_method_name: String, \
     $processed_at: DateTime) { orderCreateManualPayment(id: $order_id, amount: $amount, \
     paymentMethodName: $payment_method_name, processedAt: $processed_at) { order { transactions { \
     ...Transaction } } userErrors { field message code } } }",
)
.with(&[TRANSACTION, MONEY_BAG]);

/// The selection of [`Transaction`]. It uses that of money.
pub(crate) const TRANSACTION: &str = "fragment Transaction on OrderTransaction { \
    id kind status test createdAt processedAt gateway formattedGateway manualPaymentGateway paymentId \
    authorizationExpiresAt accountNumber errorCode settlementCurrency settlementCurrencyRate \
    manuallyCapturable multiCapturable receiptJson amountSet { ...MoneyBag } amountRoundingSet { \
    ...MoneyBag } totalUnsettledSet { ...MoneyBag } maximumRefundableV2 { amount currencyCode } \
    parentTransaction { id } order { id } fees { id type amount { amount currencyCode } flatFee { \
    amount currencyCode } flatFeeName rate rateName taxAmount { amount currencyCode } } \
    paymentDetails { ... on CardPaymentDetails { paymentMethodName company number name bin \
    expirationMonth expirationYear wallet avsResultCode cvvResultCode } \
    ... on LocalPaymentMethodsPaymentDetails { paymentMethodName paymentDescriptor } \
    ... on PaypalWalletPaymentDetails { paymentMethodName } ... on ShopPayInstallmentsPaymentDetails { \
    paymentMethodName } } }";

/// A transaction: money that was set aside, taken or paid back, or an attempt at it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Transaction {
    /// Its id.
    pub id: Gid,
    /// What it does.
    pub kind: Open<TransactionKind>,
    /// How it went.
    pub status: Open<TransactionStatus>,
    /// Whether it is only a test.
    pub test: bool,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub processed_at: Option<DateTime<Utc>>,
    /// Who did it: `shopify_payments`, `manual`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gateway: Option<String>,
    /// The same for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub formatted_gateway: Option<String>,
    /// Whether people did it: cash, a transfer.
    pub manual_payment_gateway: bool,
    /// What it is called there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_id: Option<String>,
    /// When what is set aside is given free.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authorization_expires_at: Option<DateTime<Utc>>,
    /// The account or card, all but the last digits hidden.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_number: Option<String>,
    /// Why it failed: `CARD_DECLINED`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_code: Option<String>,
    /// The currency that the shop is paid in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settlement_currency: Option<String>,
    /// What one unit of the shop's currency is in that.
    #[serde(with = "money::text::option", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub settlement_currency_rate: Option<Decimal>,
    /// Whether what it set aside can be taken.
    pub manually_capturable: bool,
    /// Whether that can be taken in parts.
    pub multi_capturable: bool,
    /// What the gateway said, as JSON in a text or not: gateways differ.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub receipt_json: Option<serde_json::Value>,
    /// How much it is.
    #[serde(rename = "amountSet")]
    pub amount: MoneyBag,
    /// What was rounded, of cash.
    #[serde(rename = "amountRoundingSet", skip_serializing_if = "Option::is_none")]
    pub amount_rounding: Option<MoneyBag>,
    /// What is set aside and not taken yet.
    #[serde(rename = "totalUnsettledSet", skip_serializing_if = "Option::is_none")]
    pub total_unsettled: Option<MoneyBag>,
    /// What of it can be paid back at most.
    #[serde(rename = "maximumRefundableV2", skip_serializing_if = "Option::is_none")]
    pub maximum_refundable: Option<Money>,
    /// The one that it goes on with: what was set aside, of what takes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent_transaction: Option<Ref>,
    /// The order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order: Option<Ref>,
    /// What the shop pays for it, with Shopify Payments.
    pub fees: Vec<Fee>,
    /// How the customer paid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_details: Option<PaymentDetails>,
}

impl Transaction {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(kind: Open<TransactionKind>, status: Open<TransactionStatus>, test: bool, created_at: DateTime<Utc>, processed_at: Option<DateTime<Utc>>, gateway: Option<String>, formatted_gateway: Option<String>, manual_payment_gateway: bool, payment_id: Option<String>, authorization_expires_at: Option<DateTime<Utc>>, account_number: Option<String>, error_code: Option<String>, settlement_currency: Option<String>, settlement_currency_rate: Option<Decimal>, manually_capturable: bool, multi_capturable: bool, receipt_json: Option<serde_json::Value>, amount: MoneyBag, amount_rounding: Option<MoneyBag>, total_unsettled: Option<MoneyBag>, maximum_refundable: Option<Money>, parent_transaction: Option<Ref>, order: Option<Ref>, fees: Vec<Fee>, payment_details: Option<PaymentDetails>);
}

/// How somebody paid. Of a card all; of other ways what they are called.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct PaymentDetails {
    /// What the way to pay is called: `card`, `paypal`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_method_name: Option<String>,
    /// Who issued the card: `Visa`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub company: Option<String>,
    /// Its number, all but the last digits hidden.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The name on it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its first digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bin: Option<String>,
    /// The month in which it ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expiration_month: Option<i64>,
    /// The year in which it ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expiration_year: Option<i64>,
    /// The wallet that it is in: `APPLE_PAY`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wallet: Option<String>,
    /// What the issuer says to the address, one letter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub avs_result_code: Option<String>,
    /// What the issuer says to the code on the card, one letter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cvv_result_code: Option<String>,
    /// What the bank calls it, of local ways to pay.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_descriptor: Option<String>,
}

impl PaymentDetails {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(payment_method_name: Option<String>, company: Option<String>, number: Option<String>, name: Option<String>, bin: Option<String>, expiration_month: Option<i64>, expiration_year: Option<i64>, wallet: Option<String>, avs_result_code: Option<String>, cvv_result_code: Option<String>, payment_descriptor: Option<String>);
}

/// What the shop pays for a transaction.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Fee {
    /// Its id.
    pub id: Gid,
    /// What it is for: `processing_fee`.
    #[serde(rename = "type")]
    pub kind: String,
    /// How much it is.
    pub amount: Money,
    /// The part that is the same for all amounts.
    pub flat_fee: Money,
    /// What that is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flat_fee_name: Option<String>,
    /// The part of the amount that is taken: 0.029.
    #[serde(with = "money::text")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub rate: Decimal,
    /// What that is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate_name: Option<String>,
    /// The tax on it.
    pub tax_amount: Money,
}

impl Fee {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(kind: String, amount: Money, flat_fee: Money, flat_fee_name: Option<String>, rate: Decimal, rate_name: Option<String>, tax_amount: Money);
}

/// What a transaction does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum TransactionKind {
    /// Sets money aside.
    Authorization,
    /// Takes what was set aside.
    Capture,
    /// Gives change, for cash.
    Change,
    /// Sets money aside, at a card reader.
    EmvAuthorization,
    /// Pays back.
    Refund,
    /// Sets aside and takes at once.
    Sale,
    /// What a refund might be.
    SuggestedRefund,
    /// Gives free what was set aside.
    Void,
}

/// How a transaction went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum TransactionStatus {
    /// The answer is awaited.
    AwaitingResponse,
    /// It broke down.
    Error,
    /// It was refused.
    Failure,
    /// It is under way.
    Pending,
    /// Done.
    Success,
    /// Nobody knows.
    Unknown,
}

/// `transaction.list`: all transactions of an order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct List {
    /// The order.
    pub order_id: Gid,
    /// Only those that set money aside which can be taken, or only others; all unless said otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capturable: Option<bool>,
}

impl List {
    /// Of this order.
    #[must_use]
    pub fn new(order_id: impl Into<Gid>) -> Self {
        Self { order_id: order_id.into(), capturable: None }
    }

    setters!(capturable: Option<bool>);
}

impl Action for List {
    type Connector = Shopify;
    type Output = Vec<Transaction>;
    const META: Meta = Meta::read("transaction", "list")
        .title("List the transactions of an order")
        .scopes(Order::READ)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/objects/OrderTransaction");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        LIST.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Vec<Transaction>> {
        graphql::within(&response)
    }
}

/// `transaction.capture`: takes money that was set aside. A gateway that refuses, or has not answered yet, is no error: look at the
/// [`status`](Transaction::status) (not verified).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Capture {
    /// What is taken.
    pub input: CaptureInput,
}

impl Capture {
    /// This.
    #[must_use]
    pub fn new(input: CaptureInput) -> Self {
        Self { input }
    }
}

impl Action for Capture {
    type Connector = Shopify;
    type Output = Transaction;
    const META: Meta = Meta::write("transaction", "capture")
        .title("Capture a payment")
        .scopes(Order::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/orderCapture");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        CAPTURE.request(cx, self)
    }

    fn fault(&self, shopify: &Shopify, head: &Head, body: &[u8]) -> Option<Fault> {
        errors::of_making(shopify.fault(head, body), body)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Transaction> {
        graphql::written(&response)
    }
}

/// What is taken of what was set aside.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct CaptureInput {
    /// The order.
    #[serde(rename = "id")]
    pub order_id: Gid,
    /// The transaction that set the money aside.
    #[serde(rename = "parentTransactionId")]
    pub transaction_id: Gid,
    /// How much.
    #[serde(with = "money::text")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub amount: Decimal,
    /// In which currency; needed where the customer's is not the shop's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// Whether the rest is given free, where it can be taken in parts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub final_capture: Option<bool>,
}

impl CaptureInput {
    /// Takes this much of what this transaction set aside for this order.
    #[must_use]
    pub fn new(order_id: impl Into<Gid>, transaction_id: impl Into<Gid>, amount: impl Into<Decimal>) -> Self {
        Self {
            order_id: order_id.into(),
            transaction_id: transaction_id.into(),
            amount: amount.into(),
            currency: None,
            final_capture: None,
        }
    }

    setters!(currency: Option<String>, final_capture: Option<bool>);
}

/// `transaction.void`: gives free what was set aside.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Void {
    /// The transaction that set it aside.
    pub id: Gid,
}

impl Void {
    /// What this transaction set aside.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into() }
    }
}

impl Action for Void {
    type Connector = Shopify;
    type Output = Transaction;
    const META: Meta = Meta::destructive("transaction", "void")
        .title("Void an authorization")
        .scopes(Order::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/transactionVoid");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        VOID.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Transaction> {
        graphql::written(&response)
    }
}

/// `transaction.create`: the customer paid by another way, all or a part. Gives all transactions of the order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Create {
    /// The order.
    pub order_id: Gid,
    /// How much; all that is outstanding, unless said otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Money>,
    /// How: `Bank transfer`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment_method_name: Option<String>,
    /// When; now, unless said otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub processed_at: Option<DateTime<Utc>>,
}

impl Create {
    /// For this order, all that is outstanding.
    #[must_use]
    pub fn new(order_id: impl Into<Gid>) -> Self {
        Self { order_id: order_id.into(), amount: None, payment_method_name: None, processed_at: None }
    }

    setters!(amount: Option<Money>, payment_method_name: Option<String>, processed_at: Option<DateTime<Utc>>);
}

impl Action for Create {
    type Connector = Shopify;
    type Output = Vec<Transaction>;
    const META: Meta = Meta::write("transaction", "create")
        .title("Record a payment by hand")
        .scopes(Order::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/orderCreateManualPayment");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        CREATE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Vec<Transaction>> {
        graphql::written::<OfOrder>(&response).map(|order| order.transactions)
    }
}

/// The order that a payment was recorded for.
#[derive(Deserialize)]
struct OfOrder {
    transactions: Vec<Transaction>,
}
