//! Fields of customers that are more than what was said of them.

use chrono::DateTime;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::{consent, identified};
use crate::shopify::Cx;
use crate::shopify::json::{amount, dec, given, object, text};
use crate::store::Record;

pub(in crate::shopify) fn query(cx: &Cx<'_>, field: &str, args: &Record) -> Option<Value> {
    match field {
        "customerByIdentifier" => Some(json!(identified(cx, object(args, "identifier")?))),
        _ => None,
    }
}

pub(in crate::shopify) fn field(cx: &Cx<'_>, field: &str, record: &Record) -> Option<Value> {
    let id = text(record, "id");
    let orders = || cx.store.find("Order", "customer", id);
    Some(match field {
        "displayName" => json!(display_name(record)),
        "addresses" | "addressesV2" => addresses(cx, record),
        "numberOfOrders" => json!(orders().count().to_string()),
        "amountSpent" => dec(orders().map(|order| amount(order, "netPaymentSet")).sum::<Decimal>()),
        "lastOrder" => json!(orders().last().map(|order| text(order, "id"))),
        "lastOrderDate" => json!(orders().last().map(|order| text(order, "processedAt"))),
        "canDelete" => json!(orders().next().is_none()),
        "validEmailAddress" => json!(given(record, "email").is_some()),
        "lifetimeDuration" => json!(lifetime(cx, text(record, "createdAt"))),
        "mergeable" => json!({ "isMergeable": true, "errorFields": [] }),
        "statistics" => json!({}),
        _ => return consent::field(cx, field, record),
    })
}

/// What a customer is called: by name, or by what there is.
pub(in crate::shopify) fn display_name(record: &Record) -> String {
    let name = [text(record, "firstName"), text(record, "lastName")].join(" ").trim().to_owned();
    let address = || given(record, "email").or(given(record, "phone")).unwrap_or_default().to_owned();
    if name.is_empty() { address() } else { name }
}

/// The ids of a customer's addresses, the default one first.
fn addresses(cx: &Cx<'_>, record: &Record) -> Value {
    let mut ids = cx.store.ids("MailingAddress", "customer", text(record, "id"));
    ids.sort_by_key(|id| id != text(record, "defaultAddress"));
    json!(ids)
}

fn lifetime(cx: &Cx<'_>, since: &str) -> String {
    let days = DateTime::parse_from_rfc3339(since).map_or(0, |since| (cx.now - since.to_utc()).num_days());
    match days {
        0 => "less than a day".to_owned(),
        1 => "1 day".to_owned(),
        days if days < 31 => format!("{days} days"),
        days if days < 365 => format!("about {} months", days / 30),
        days => format!("over {} years", days / 365),
    }
}
