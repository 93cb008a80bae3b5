//! Transactions: money that is promised, taken, and given back.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::lines::bag;
use super::wanted;
use crate::shopify::Cx;
use crate::shopify::json::{amount, dec, decimal, flag, given, object, text};
use crate::shopify::mutations::{Done, UserError, wrong};
use crate::store::Record;

/// Where money is entered by hand.
pub(super) const MANUAL: &str = "manual";

/// How long an authorization lasts.
const AUTHORIZED_DAYS: i64 = 7;

/// A transaction to be put down.
#[derive(Clone, Copy)]
pub(in crate::shopify) struct Payment<'p> {
    pub(in crate::shopify) kind: &'p str,
    pub(in crate::shopify) gateway: &'p str,
    pub(in crate::shopify) amount: Decimal,
    pub(in crate::shopify) parent: Option<&'p str>,
    pub(in crate::shopify) refund: Option<&'p str>,
    pub(in crate::shopify) at: Option<&'p str>,
    pub(in crate::shopify) status: &'p str,
}

impl<'p> Payment<'p> {
    /// A transaction that worked.
    pub(in crate::shopify) fn new(kind: &'p str, gateway: &'p str, amount: Decimal) -> Self {
        Self { kind, gateway, amount, parent: None, refund: None, at: None, status: "SUCCESS" }
    }

    /// One that follows another one.
    pub(in crate::shopify) fn after(self, parent: &'p str) -> Self {
        Self { parent: Some(parent), ..self }
    }

    pub(in crate::shopify) fn enter(&self, cx: &mut Cx<'_>, order: &str) -> String {
        let id = cx.store.id("OrderTransaction");
        let now = cx.stamp();
        let expires = (self.kind == "AUTHORIZATION")
            .then(|| crate::shopify::cx::stamp(cx.now + chrono::Duration::days(AUTHORIZED_DAYS)));
        // A status that was stated holds until money moves.
        if self.refund.is_some() || cx.store.get(order).is_some_and(|order| order.contains_key("done")) {
            cx.store.set(order, json!({ "statedFinancialStatus": null }));
        }
        self.tender(cx, order);
        cx.store.put(json!({
            "id": id, "order": order, "kind": self.kind, "status": self.status, "gateway": self.gateway,
            "formattedGateway": formatted(self.gateway), "amountSet": dec(self.amount), "parentTransaction": self.parent,
            "refund": self.refund, "manualPaymentGateway": self.gateway == MANUAL, "manuallyCapturable": false,
            "multiCapturable": false, "test": cx.store.value(order, "test"), "authorizationExpiresAt": expires,
            "processedAt": self.at.unwrap_or(&now), "createdAt": now,
        }))
    }

    /// Money that moved is told to who keeps the books.
    fn tender(&self, cx: &mut Cx<'_>, order: &str) {
        let amount = match self.kind {
            "SALE" | "CAPTURE" => self.amount,
            "REFUND" => -self.amount,
            _ => return,
        };
        if self.status != "SUCCESS" {
            return;
        }
        let id = cx.store.id("TenderTransaction");
        let now = cx.stamp();
        let reference = format!("{}/{}", self.gateway, crate::shopify::store::number_of(&id));
        cx.store.put(json!({
            "id": id, "order": order, "amount": dec(amount), "paymentMethod": self.gateway, "remoteReference": reference,
            "processedAt": self.at.unwrap_or(&now), "test": cx.store.value(order, "test"),
        }));
    }
}

/// A gateway's name for people.
pub(in crate::shopify) fn formatted(gateway: &str) -> String {
    let words = gateway.split('_').filter(|word| !word.is_empty());
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters
            .next()
            .map(|first| first.to_uppercase().chain(letters).collect::<String>())
            .unwrap_or_default()
    };
    words.map(capital).collect::<Vec<_>>().join(" ")
}

/// A transaction that comes with a new order.
pub(super) fn stated(cx: &mut Cx<'_>, order: &str, input: &Record) -> Result<(), UserError> {
    let amount = bag(input, "amountSet").unwrap_or_default();
    if amount < Decimal::ZERO {
        return Err(wrong("amountSet", "Amount must be greater than or equal to 0").code("INVALID"));
    }
    let kind = given(input, "kind").unwrap_or("SALE");
    let gateway = given(input, "gateway").unwrap_or(MANUAL);
    let (at, status) = (given(input, "processedAt"), given(input, "status").unwrap_or("SUCCESS"));
    let id = Payment { at, status, ..Payment::new(kind, gateway, amount) }.enter(cx, order);
    let more = json!({ "receiptJson": input.get("receiptJson"), "test": flag(input, "test"), "location": input.get("locationId") });
    cx.store.set(&id, more);
    Ok(())
}

/// The transactions of an order that something can still be given back of, each with how much.
pub(in crate::shopify) fn refundable(cx: &Cx<'_>, order: &str) -> Vec<(String, Decimal)> {
    let good = |one: &&Record| text(one, "status") == "SUCCESS";
    let all = || cx.store.find("OrderTransaction", "order", order).filter(good);
    let taken = all().filter(|one| ["SALE", "CAPTURE"].contains(&text(one, "kind")));
    let refunds = || all().filter(|one| text(one, "kind") == "REFUND");
    let back = |id: &str| -> Decimal {
        refunds().filter(|one| text(one, "parentTransaction") == id).map(|one| amount(one, "amountSet")).sum()
    };
    // What was given back of no particular payment is taken off the first ones.
    let mut loose: Decimal = refunds()
        .filter(|one| given(one, "parentTransaction").is_none())
        .map(|one| amount(one, "amountSet"))
        .sum();
    let mut left: Vec<(String, Decimal)> = taken
        .map(|one| (text(one, "id").to_owned(), amount(one, "amountSet") - back(text(one, "id"))))
        .collect();
    for (_, left) in &mut left {
        let part = loose.min(*left).max(Decimal::ZERO);
        *left -= part;
        loose -= part;
    }
    left.retain(|(_, left)| *left > Decimal::ZERO);
    left
}

/// An authorization with the sum that is still open of it.
pub(super) fn open_authorizations(cx: &Cx<'_>, order: &str) -> Vec<(String, Decimal)> {
    let all = cx.store.find("OrderTransaction", "order", order);
    let open = all.filter(|one| text(one, "kind") == "AUTHORIZATION" && text(one, "status") == "SUCCESS");
    open.map(|one| (text(one, "id").to_owned(), amount(one, "totalUnsettledSet")))
        .filter(|(_, left)| *left > Decimal::ZERO)
        .collect()
}

/// Takes what is due of an order: by an authorization if there is one, by hand otherwise.
pub(in crate::shopify) fn take_due(cx: &mut Cx<'_>, order: &str) {
    let mut due = cx.store.get(order).map_or(Decimal::ZERO, |order| amount(order, "totalOutstandingSet"));
    for (parent, left) in open_authorizations(cx, order) {
        let amount = left.min(due);
        let gateway = cx.store.text(&parent, "gateway");
        if amount > Decimal::ZERO {
            Payment::new("CAPTURE", &gateway, amount).after(&parent).enter(cx, order);
            due -= amount;
        }
    }
    if due > Decimal::ZERO {
        Payment::new("SALE", MANUAL, due).enter(cx, order);
    }
}

pub(super) fn mark_as_paid(cx: &mut Cx<'_>, args: &Record) -> Done {
    let none = Record::new();
    let id = wanted(cx, text(object(args, "input").unwrap_or(&none), "id"), "id")?;
    if !cx.store.get(&id).is_some_and(|order| flag(order, "canMarkAsPaid")) {
        return Err(wrong("id", "Order cannot be marked as paid.").into());
    }
    take_due(cx, &id);
    Ok(json!({ "order": id }))
}

pub(super) fn manual(cx: &mut Cx<'_>, args: &Record) -> Done {
    let id = wanted(cx, text(args, "id"), "id")?;
    let due = cx.store.get(&id).map_or(Decimal::ZERO, |order| amount(order, "totalOutstandingSet"));
    let paid = object(args, "amount").and_then(|money| money.get("amount")).and_then(decimal).unwrap_or(due);
    if paid <= Decimal::ZERO {
        return Err(wrong("amount", "Amount must be positive").code("AMOUNT_NOT_POSITIVE").into());
    }
    if paid > due {
        let message = "Amount exceeds the balance of the order";
        return Err(wrong("amount", message).code("AMOUNT_EXCEEDS_BALANCE").into());
    }
    let gateway = given(args, "paymentMethodName").unwrap_or(MANUAL).to_owned();
    let at = given(args, "processedAt");
    let entered = Payment { at, ..Payment::new("SALE", &gateway, paid) };
    let entered = entered.enter(cx, &id);
    cx.store.set(&entered, json!({ "manualPaymentGateway": true }));
    Ok(json!({ "order": id }))
}

pub(super) fn capture(cx: &mut Cx<'_>, args: &Record) -> Done {
    let none = Record::new();
    let input = object(args, "input").unwrap_or(&none);
    let id = wanted(cx, text(input, "id"), "id")?;
    let parent = text(input, "parentTransactionId");
    let open = open_authorizations(cx, &id);
    let Some((_, left)) = open.iter().find(|(open, _)| open == parent) else {
        return Err(wrong("parentTransactionId", "Transaction cannot be captured").into());
    };
    let sum = input.get("amount").and_then(decimal).unwrap_or_default();
    if sum <= Decimal::ZERO {
        return Err(wrong("amount", "Amount must be greater than zero").into());
    }
    if sum > *left {
        return Err(
            wrong("amount", format!("Cannot capture more than the authorized amount ({left})")).into()
        );
    }
    let gateway = cx.store.text(parent, "gateway");
    let captured = Payment::new("CAPTURE", &gateway, sum).after(parent);
    Ok(json!({ "transaction": captured.enter(cx, &id) }))
}

pub(super) fn void(cx: &mut Cx<'_>, args: &Record) -> Done {
    let parent = text(args, "parentTransactionId");
    let path = "parentTransactionId";
    let Some(authorization) = cx.store.get(parent).cloned() else {
        return Err(wrong(path, "Transaction does not exist").code("TRANSACTION_NOT_FOUND").into());
    };
    let order = text(&authorization, "order").to_owned();
    if text(&authorization, "status") != "SUCCESS" {
        return Err(wrong(path, "Authorization was not successful").code("AUTH_NOT_SUCCESSFUL").into());
    }
    let open = open_authorizations(cx, &order);
    // What was captured in part cannot be called back.
    let whole = open.iter().any(|(id, left)| id == parent && *left == amount(&authorization, "amountSet"));
    if !whole {
        return Err(wrong(path, "Authorization cannot be voided").code("AUTH_NOT_VOIDABLE").into());
    }
    Ok(json!({ "transaction": call_back(cx, &order, parent) }))
}

/// Voids an authorization.
pub(super) fn call_back(cx: &mut Cx<'_>, order: &str, parent: &str) -> Value {
    let (gateway, amount) = match cx.store.get(parent) {
        Some(one) => (text(one, "gateway").to_owned(), amount(one, "amountSet")),
        None => return Value::Null,
    };
    json!(Payment::new("VOID", &gateway, amount).after(parent).enter(cx, order))
}
