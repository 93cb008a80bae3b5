//! Payments by card: what the card was, what the payment cost the shop, and the balance that the shop is paid out of.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::shopify::Cx;
use crate::shopify::json::{amount, dec, text};
use crate::shopify::resolve::legacy;
use crate::shopify::store::number_of;
use crate::store::Record;

/// The gateways by which cards are charged.
const GATEWAYS: &[&str] = &["bogus", "shopify_payments"];

/// The card that everybody pays with.
const COMPANY: &str = "Visa";
const NUMBER: &str = "•••• •••• •••• 4242";

fn is_card(gateway: &str) -> bool {
    GATEWAYS.contains(&gateway)
}

/// What a payment of this sum costs: 2.9 % and 0.30.
fn fee(sum: Decimal) -> Decimal {
    (sum * Decimal::new(29, 3)).round_dp(2) + Decimal::new(30, 2)
}

/// Whether a payment by card took money, or gave it back.
fn moved(payment: &Record) -> Option<bool> {
    if !is_card(text(payment, "gateway")) || text(payment, "status") != "SUCCESS" {
        return None;
    }
    match text(payment, "kind") {
        "SALE" | "CAPTURE" => Some(true),
        "REFUND" => Some(false),
        _ => None,
    }
}

/// Fields of a transaction.
pub(in crate::shopify) fn of_payment(cx: &Cx<'_>, field: &str, payment: &Record) -> Option<Value> {
    let card = is_card(text(payment, "gateway"));
    Some(match field {
        "paymentDetails" if card => json!({
            "__typename": "CardPaymentDetails", "paymentMethodName": "card", "company": COMPANY, "number": NUMBER, "name": null,
            "bin": "424242", "expirationMonth": 12, "expirationYear": 2030, "wallet": null, "avsResultCode": "Y", "cvvResultCode": "M",
        }),
        "settlementCurrency" if card => json!(cx.currency()),
        "settlementCurrencyRate" if card => json!("1.0"),
        "fees" if moved(payment) == Some(true) => {
            let sum = amount(payment, "amountSet");
            let number = number_of(text(payment, "id"));
            json!([{
                "id": format!("gid://shopify/TransactionFee/{number}"), "type": "processing_fee", "amount": dec(fee(sum)), "flatFee": "0.3",
                "flatFeeName": "card flat fee", "rate": "0.029", "rateName": "card rate", "taxAmount": "0.0",
            }])
        }
        _ => return None,
    })
}

/// The card of a tender.
pub(in crate::shopify) fn of_tender(field: &str, tender: &Record) -> Option<Value> {
    (field == "transactionDetails" && is_card(text(tender, "paymentMethod"))).then(|| {
        json!({
            "__typename": "TenderTransactionCreditCardDetails", "creditCardCompany": COMPANY, "creditCardNumber": NUMBER,
        })
    })
}

/// What came into the balance, and what went out of it.
pub(in crate::shopify) fn balance(cx: &Cx<'_>) -> Value {
    let told = |payment: &Record| {
        let taken = moved(payment)?;
        let sum = amount(payment, "amountSet");
        let (sum, fee) = if taken { (sum, fee(sum)) } else { (-sum, Decimal::ZERO) };
        let id = text(payment, "id");
        let order = text(payment, "order");
        let word = if taken { "CHARGE" } else { "REFUND" };
        Some(json!({
            "id": format!("gid://shopify/ShopifyPaymentsBalanceTransaction/{}", number_of(id)), "type": word, "sourceType": word,
            "sourceId": legacy(id), "sourceOrderTransactionId": legacy(id), "transactionDate": payment.get("processedAt"),
            "amount": dec(sum), "fee": dec(fee), "net": dec(sum - fee), "test": payment.get("test"), "adjustmentReason": null,
            "associatedOrder": { "id": order, "name": cx.store.text(order, "name") }, "adjustmentsOrders": [],
            "associatedPayout": { "id": null, "status": "PENDING" },
        }))
    };
    cx.store.all("OrderTransaction").filter_map(told).collect()
}
