//! Gift cards, their balances, and what is booked on them.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::Cx;
use super::json::{amount, copy, dec, decimal, flag, given, map, object, text};
use super::mutations::{Done, Mutation, UserError, wrong};
use crate::store::Record;

pub(super) const MUTATIONS: &[(&str, Mutation)] = &[
    ("giftCardCreate", create),
    ("giftCardUpdate", update),
    ("giftCardDeactivate", deactivate),
    ("giftCardCredit", credit),
    ("giftCardDebit", debit),
    ("giftCardSendNotificationToCustomer", notify),
    ("giftCardSendNotificationToRecipient", notify),
];

/// The shortest and the longest code.
const CODE: (usize, usize) = (8, 20);

fn wanted(cx: &Cx<'_>, id: &str) -> Result<Record, UserError> {
    let known = cx.store.get(id).filter(|_| id.contains("/GiftCard/")).cloned();
    known.ok_or_else(|| wrong("id", "The gift card does not exist.").code("GIFT_CARD_NOT_FOUND"))
}

/// Fills what an input says of a card besides its value.
fn fill(cx: &Cx<'_>, card: &mut Record, input: &Record) -> Result<(), UserError> {
    let customer = |id: &str| id.contains("/Customer/") && cx.store.get(id).is_some();
    if let Some(id) = given(input, "customerId") {
        if !customer(id) {
            let message = "The customer could not be found.";
            return Err(wrong("input.customerId", message).code("CUSTOMER_NOT_FOUND"));
        }
        card.insert("customer".to_owned(), json!(id));
    }
    if let Some(stated) = object(input, "recipientAttributes") {
        if !customer(text(stated, "id")) {
            let message = "The recipient could not be found.";
            return Err(wrong("input.recipientAttributes.id", message).code("RECIPIENT_NOT_FOUND"));
        }
        let mut recipient = stated.clone();
        recipient.insert("recipient".to_owned(), json!(text(stated, "id")));
        card.insert("recipientAttributes".to_owned(), Value::Object(recipient));
    }
    copy(input, card, &["note", "expiresOn", "templateSuffix"]);
    Ok(())
}

/// A code as customers type it, without blanks and dashes.
fn code(cx: &mut Cx<'_>, stated: Option<&str>) -> Result<String, UserError> {
    let Some(stated) = stated else {
        let number = cx.store.number();
        return Ok(format!("{:016}", number % 10_000_000_000_000_000));
    };
    let code: String = stated.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase();
    let problem = |message: &str, code: &'static str| Err(wrong("input.code", message).code(code));
    if code.len() < CODE.0 {
        return problem("Code is too short (minimum is 8 characters)", "TOO_SHORT");
    }
    if code.len() > CODE.1 {
        return problem("Code is too long (maximum is 20 characters)", "TOO_LONG");
    }
    if cx.store.find("GiftCard", "code", &code).next().is_some() {
        return problem("Code has already been taken", "TAKEN");
    }
    Ok(code)
}

fn create(cx: &mut Cx<'_>, args: &Record) -> Done {
    let none = Record::new();
    let input = object(args, "input").unwrap_or(&none);
    let value = object(input, "initialAmount").or_else(|| object(input, "initialValue"));
    let value =
        value.and_then(|money| money.get("amount")).or_else(|| input.get("initialValue")).and_then(decimal);
    let Some(value) = value else {
        let message = "The input initialAmount is missing.";
        return Err(wrong("input.initialAmount", message).code("MISSING_ARGUMENT").into());
    };
    if value <= Decimal::ZERO {
        let message = "The initial value must be greater than 0";
        return Err(wrong("input.initialAmount", message).code("GREATER_THAN").into());
    }
    let code = code(cx, given(input, "code"))?;
    let id = cx.store.id("GiftCard");
    let now = cx.stamp();
    let last = code.get(code.len() - 4..).unwrap_or_default();
    let mut card = map(json!({
        "id": id, "enabled": true, "code": code, "lastCharacters": last, "maskedCode": format!("•••• •••• •••• {last}"),
        "balance": dec(value), "initialValue": dec(value), "customer": null, "order": null, "note": null, "expiresOn": null,
        "deactivatedAt": null, "createdAt": now, "updatedAt": now,
    }));
    fill(cx, &mut card, input)?;
    cx.store.put(Value::Object(card));
    Ok(json!({ "giftCard": id, "giftCardCode": code }))
}

fn update(cx: &mut Cx<'_>, args: &Record) -> Done {
    let mut card = wanted(cx, text(args, "id"))?;
    let none = Record::new();
    let input = object(args, "input").unwrap_or(&none);
    let other = given(input, "customerId").is_some_and(|id| !["", id].contains(&text(&card, "customer")));
    if other {
        return Err(wrong("input.customerId", "The gift card belongs to another customer")
            .code("INVALID")
            .into());
    }
    fill(cx, &mut card, input)?;
    let id = cx.store.put(Value::Object(card));
    Ok(json!({ "giftCard": id }))
}

fn deactivate(cx: &mut Cx<'_>, args: &Record) -> Done {
    let card = wanted(cx, text(args, "id"))?;
    let now = cx.stamp();
    if flag(&card, "enabled") {
        cx.store.set(text(&card, "id"), json!({ "enabled": false, "deactivatedAt": now }));
    }
    Ok(json!({ "giftCard": text(&card, "id") }))
}

/// Books an amount on a card; what stands in the input is named `name`.
fn book(
    cx: &mut Cx<'_>,
    args: &Record,
    input: &str,
    name: &str,
    kind: &str,
    sign: Decimal,
) -> Result<String, UserError> {
    let card = wanted(cx, text(args, "id"))?;
    let none = Record::new();
    let stated = object(args, input).unwrap_or(&none);
    let money = object(stated, name).unwrap_or(&none);
    let path = |field: &str| format!("{input}.{name}.{field}");
    if text(money, "currencyCode") != cx.currency() {
        let message = "The currency provided does not match the currency of the gift card.";
        return Err(wrong(&path("currencyCode"), message).code("MISMATCHING_CURRENCY"));
    }
    let sum = amount(money, "amount");
    if sum <= Decimal::ZERO {
        let message = "A positive amount must be used.";
        return Err(wrong(&path("amount"), message).code("NEGATIVE_OR_ZERO_AMOUNT"));
    }
    if !flag(&card, "enabled") {
        return Err(wrong("id", "The gift card is deactivated.").code("INVALID"));
    }
    let balance = amount(&card, "balance") + sign * sum;
    if balance < Decimal::ZERO {
        let message = "The gift card does not have sufficient funds to satisfy the request.";
        return Err(wrong(&path("amount"), message).code("INSUFFICIENT_FUNDS"));
    }
    let id = cx.store.id(kind);
    let now = cx.stamp();
    cx.store.set(text(&card, "id"), json!({ "balance": dec(balance) }));
    Ok(cx.store.put(json!({
        "id": id, "giftCard": text(&card, "id"), "amount": dec(sign * sum), "note": stated.get("note"),
        "processedAt": given(stated, "processedAt").unwrap_or(&now),
    })))
}

fn credit(cx: &mut Cx<'_>, args: &Record) -> Done {
    let id = book(cx, args, "creditInput", "creditAmount", "GiftCardCreditTransaction", Decimal::ONE)?;
    Ok(json!({ "giftCardCreditTransaction": id }))
}

fn debit(cx: &mut Cx<'_>, args: &Record) -> Done {
    let id = book(cx, args, "debitInput", "debitAmount", "GiftCardDebitTransaction", Decimal::NEGATIVE_ONE)?;
    Ok(json!({ "giftCardDebitTransaction": id }))
}

fn notify(cx: &mut Cx<'_>, args: &Record) -> Done {
    let card = wanted(cx, text(args, "id"))?;
    if given(&card, "customer").is_none() && object(&card, "recipientAttributes").is_none() {
        return Err(wrong("id", "The gift card has nobody to be told of it.")
            .code("CUSTOMER_NOT_FOUND")
            .into());
    }
    Ok(json!({ "giftCard": text(&card, "id") }))
}

pub(super) fn field(cx: &Cx<'_>, field: &str, record: &Record) -> Option<Value> {
    let id = text(record, "id");
    let balance = amount(record, "balance");
    Some(match field {
        // Whoever was to get it may be gone.
        "recipientAttributes" => {
            let stated = object(record, field)?;
            let there = cx.store.get(text(stated, "recipient")).is_some();
            if there { json!(stated) } else { Value::Null }
        }
        "transactions" => {
            let of = |kind: &'static str| cx.store.ids(kind, "giftCard", id);
            json!([of("GiftCardCreditTransaction"), of("GiftCardDebitTransaction")].concat())
        }
        "amountSpent" => dec(amount(record, "initialValue") - balance),
        "disabledAt" => record.get("deactivatedAt").cloned().unwrap_or_default(),
        "isRedeemable" => json!(flag(record, "enabled") && balance > Decimal::ZERO),
        "status" => json!(if flag(record, "enabled") { "enabled" } else { "disabled" }),
        "balanceStatus" => json!(match () {
            () if balance.is_zero() => "empty",
            () if balance == amount(record, "initialValue") => "full",
            () => "partial",
        }),
        _ => return None,
    })
}
