//! Customers and orders to begin with, the same for every start.

use chrono::Duration;
use serde_json::{Value, json};

use crate::shopify::json::{amount, map, text};
use crate::shopify::{Cx, checkouts, customers, fulfilling, orders};

const FIRST: &[&str] = &["Ada", "Bea", "Carl", "Dora", "Emil", "Fay", "Gus"];
const LAST: &[&str] = &["Archer", "Baker", "Carter", "Dyer", "Fisher", "Gardener", "Hunter", "Mason"];
const CITIES: &[(&str, &str, &str, &str)] = &[
    ("New York", "NY", "10001", "US"),
    ("Buffalo", "NY", "14201", "US"),
    ("Toronto", "ON", "M5V 2T6", "CA"),
    ("London", "ENG", "SW1A 1AA", "GB"),
    ("Berlin", "BE", "10115", "DE"),
];

fn of<T: Copy>(all: &[T], number: usize) -> Option<T> {
    all.get(number % all.len().max(1)).copied()
}

fn address(number: usize) -> Value {
    let (city, province, zip, country) = of(CITIES, number).unwrap_or_default();
    json!({
        "firstName": of(FIRST, number), "lastName": of(LAST, number), "address1": format!("{number} Example Street"), "city": city,
        "provinceCode": province, "zip": zip, "countryCode": country,
    })
}

/// Customers, each with an address: `customer-00001@example.com` and so on. Every third wants to be told news.
pub(in crate::shopify) fn customers(cx: &mut Cx<'_>, count: usize) {
    for number in 1..=count {
        let state = if number.is_multiple_of(3) { "SUBSCRIBED" } else { "NOT_SUBSCRIBED" };
        let input = json!({
            "firstName": of(FIRST, number), "lastName": of(LAST, number), "email": format!("customer-{number:05}@example.com"),
            "phone": format!("+1415{:07}", 5_550_000 + number), "tags": ["seeded"], "addresses": [address(number)],
            "emailMarketingConsent": { "marketingState": state },
        });
        // Nothing in it can be wrong.
        drop(customers::upsert(cx, &map(input)));
    }
}

/// Orders, a minute apart, the last one now: most are paid, one in ten is not, one only authorized; half are delivered; each
/// fourth is a guest's.
pub(in crate::shopify) fn orders(cx: &mut Cx<'_>, count: usize) {
    let variants: Vec<String> =
        cx.store.all("ProductVariant").map(|one| text(one, "id").to_owned()).collect();
    let people: Vec<String> = cx.store.all("Customer").map(|one| text(one, "id").to_owned()).collect();
    let now = cx.now;
    for number in 1..=count {
        let minutes = i64::try_from(count - number).unwrap_or_default();
        cx.now = now - Duration::minutes(minutes);
        let input = map(order(cx, number, &variants, &people));
        if let Ok(id) = orders::place(cx, &input, "DECREMENT_IGNORING_POLICY") {
            pay(cx, &id, number);
            if number.is_multiple_of(2) {
                drop(fulfilling::ship_all(cx, &id, None, false));
            }
            orders::reckon(cx, &id);
            judge(cx, &id, number);
        }
    }
    cx.now = now;
}

/// Each fifth order is looked into, and each twentieth is disputed.
fn judge(cx: &mut Cx<'_>, order: &str, number: usize) {
    if number.is_multiple_of(5) {
        let high = number.is_multiple_of(25);
        let fact = if high { "The card was declined several times" } else { "The addresses are the same" };
        let sentiment = if high { "NEGATIVE" } else { "POSITIVE" };
        let level = if high { "HIGH" } else { "LOW" };
        orders::assess(cx, order, level, &[json!({ "description": fact, "sentiment": sentiment })]);
    }
    if number.is_multiple_of(20) {
        let id = cx.store.id("ShopifyPaymentsDispute");
        let now = cx.stamp();
        let due = crate::shopify::cx::stamp(cx.now + Duration::days(10));
        cx.store.put(json!({
            "id": id, "order": order, "amount": cx.store.value(order, "totalReceivedSet"), "status": "NEEDS_RESPONSE",
            "type": "CHARGEBACK", "reasonDetails": { "reason": "PRODUCT_NOT_RECEIVED", "networkReasonCode": "4855" },
            "initiatedAt": now, "evidenceDueBy": due,
        }));
    }
}

/// Checkouts that were begun and left, one for each ten orders: with an address to write to.
pub(in crate::shopify) fn checkouts(cx: &mut Cx<'_>, orders: usize) {
    let people: Vec<String> = cx.store.all("Customer").map(|one| text(one, "id").to_owned()).collect();
    let variants: Vec<String> =
        cx.store.all("ProductVariant").map(|one| text(one, "id").to_owned()).collect();
    let now = cx.now;
    for number in 1..=orders / 10 {
        cx.now = now - Duration::hours(i64::try_from(orders / 10 - number).unwrap_or_default() + 1);
        let input = order(cx, number, &variants, &people);
        let customer = people.get(number % people.len().max(1)).map(String::as_str);
        drop(checkouts::abandon(cx, &map(input), customer));
    }
    cx.now = now;
}

fn order(cx: &Cx<'_>, number: usize, variants: &[String], people: &[String]) -> Value {
    let currency = cx.currency();
    let bag = |amount: &str| json!({ "shopMoney": { "amount": amount, "currencyCode": currency } });
    let tax = json!([{ "title": "State tax", "rate": "0.08" }]);
    let line = |at: usize| match variants.get((number * 7 + at * 3) % variants.len().max(1)) {
        Some(variant) => json!({ "variantId": variant, "quantity": at % 2 + 1, "taxLines": tax }),
        None => {
            json!({ "title": format!("Item {at}"), "quantity": at % 2 + 1, "priceSet": bag("12.50"), "requiresShipping": true, "taxLines": tax })
        }
    };
    let guest = number.is_multiple_of(4) || people.is_empty();
    let customer =
        (!guest).then(|| json!({ "toAssociate": { "id": people.get(number % people.len().max(1)) } }));
    let email = guest.then(|| format!("guest-{number:05}@example.com"));
    json!({
        "lineItems": (0..number % 3 + 1).map(line).collect::<Vec<_>>(), "customer": customer, "email": email, "tags": ["seeded"],
        "shippingAddress": address(number), "billingAddress": address(number), "sourceName": "web",
        "shippingLines": [{ "title": "Standard", "priceSet": bag("4.90"), "taxLines": tax }],
    })
}

fn pay(cx: &mut Cx<'_>, order: &str, number: usize) {
    let total = cx.store.get(order).map(|order| amount(order, "totalPriceSet")).unwrap_or_default();
    let kind = match number % 10 {
        3 => return,
        7 => "AUTHORIZATION",
        _ => "SALE",
    };
    orders::Payment::new(kind, "bogus", total).enter(cx, order);
}
