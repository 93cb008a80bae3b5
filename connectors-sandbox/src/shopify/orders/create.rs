//! Making orders.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::lines::{Discount, allocate, bag, line, spread, tax_lines, worth};
use super::{payments, stock, totals};
use crate::shopify::json::{
    amount, dec, decimal, flag, given, list, map, object, objects, tags, text, texts, whole,
};
use crate::shopify::mutations::{Done, UserError, wrong};
use crate::shopify::{Cx, addresses, customers, fulfilling};
use crate::store::Record;

/// The number before the first order's.
const FIRST_NUMBER: u64 = 1000;

pub(super) fn create(cx: &mut Cx<'_>, args: &Record) -> Done {
    let none = Record::new();
    let order = object(args, "order").unwrap_or(&none);
    let options = object(args, "options").unwrap_or(&none);
    let claim = given(options, "inventoryBehaviour").unwrap_or("BYPASS");
    let under =
        |errors: Vec<UserError>| errors.into_iter().map(|error| error.under("order")).collect::<Vec<_>>();
    let id = place(cx, order, claim).map_err(under)?;
    Ok(json!({ "order": id }))
}

/// Makes an order of an `OrderCreateOrderInput`. `claim` is what is done with the stock: a word of
/// `OrderCreateInputsInventoryBehavior`. A line may have `discount`, as a draft's lines have.
pub(in crate::shopify) fn place(
    cx: &mut Cx<'_>,
    input: &Record,
    claim: &str,
) -> Result<String, Vec<UserError>> {
    check(cx, input)?;
    let included = flag(input, "taxesIncluded");
    let mut lines = Vec::new();
    for (at, stated) in objects(input, "lineItems").enumerate() {
        lines.push(line(cx, stated, &format!("lineItems.{at}"))?);
    }
    if lines.is_empty() {
        return Err(wrong("lineItems", "Line items must have at least one line item").code("INVALID").into());
    }
    let discounted = discount(cx, input, &mut lines);
    for (line, stated) in lines.iter_mut().zip(objects(input, "lineItems")) {
        let taxed = tax_lines(stated, worth(line).1, included);
        line.insert("taxLines".to_owned(), taxed);
    }
    let customer = buyer(cx, input)?;
    let id = cx.store.id("Order");
    let subtotal = lines.iter().map(|line| worth(line).1).sum();
    put_order(cx, &id, input, customer, &discounted, subtotal);
    for line in lines {
        let mut line = line;
        line.insert("id".to_owned(), json!(cx.store.id("LineItem")));
        line.insert("order".to_owned(), json!(id));
        cx.store.put(Value::Object(line));
    }
    for stated in objects(input, "shippingLines") {
        ship(cx, &id, stated, included, discounted.free_shipping.as_ref());
    }
    for (at, stated) in objects(input, "transactions").enumerate() {
        payments::stated(cx, &id, stated).map_err(|error| error.under(&format!("transactions.{at}")))?;
    }
    fulfilling::open(cx, &id);
    stock::claim(cx, &id, claim)?;
    totals::reckon(cx, &id);
    fulfil(cx, &id, input)?;
    cx.set_metafields(&id, list(input, "metafields"))?;
    Ok(id)
}

fn check(cx: &Cx<'_>, input: &Record) -> Result<(), Vec<UserError>> {
    let mut errors = Vec::new();
    for field in ["currency", "presentmentCurrency"] {
        if given(input, field).is_some_and(|currency| currency != cx.currency()) {
            errors.push(wrong(field, "Currency is not enabled for the shop").code("INVALID"));
        }
    }
    if given(input, "email").is_some_and(|stated| customers::mail(stated).is_none()) {
        errors.push(wrong("email", "Email is invalid").code("INVALID"));
    }
    if given(input, "phone").is_some_and(|stated| customers::phone(stated).is_none()) {
        errors.push(wrong("phone", "Phone is invalid").code("INVALID"));
    }
    if given(input, "processedAt").is_some_and(|at| at > cx.stamp().as_str()) {
        errors.push(
            wrong("processedAt", "Processed at must not be in the future").code("PROCESSED_AT_INVALID"),
        );
    }
    let shipping = objects(input, "shippingLines");
    let taxed = [input].into_iter().chain(objects(input, "lineItems")).chain(shipping);
    if taxed.flat_map(|one| objects(one, "taxLines")).any(|line| line.get("rate").is_none_or(Value::is_null))
    {
        errors.push(wrong("taxLines", "Tax lines must have a rate").code("TAX_LINE_RATE_MISSING"));
    }
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}

/// Who buys: a known customer, or one that is made; nobody if nobody is named.
fn buyer(cx: &mut Cx<'_>, input: &Record) -> Result<Option<String>, Vec<UserError>> {
    let Some(customer) = object(input, "customer") else { return Ok(None) };
    if let Some(known) = object(customer, "toAssociate") {
        let found = match given(known, "id") {
            Some(id) => cx.store.get(id).filter(|_| id.contains("/Customer/")).map(|_| id.to_owned()),
            None => cx.store.ids("Customer", "email", text(known, "email").trim()).into_iter().next(),
        };
        let missing = wrong("customer.toAssociate", "Customer does not exist").code("INVALID");
        return found.map(Some).ok_or_else(|| missing.into());
    }
    let Some(mut stated) = object(customer, "toUpsert").cloned() else { return Ok(None) };
    if stated.contains_key("addresses") {
        let addresses = objects(&stated, "addresses").map(addresses::coded).collect::<Vec<_>>();
        stated.insert("addresses".to_owned(), json!(addresses));
    }
    // An order has not all the codes that customers have.
    let told = |error: UserError| error.code("INVALID").under("customer.toUpsert");
    let under = |errors: Vec<UserError>| errors.into_iter().map(told).collect();
    customers::upsert(cx, &stated).map(Some).map_err(under)
}

/// What the discounts of an order are, and which of them makes its delivery free.
#[derive(Default)]
struct Discounted {
    applications: Vec<Value>,
    codes: Vec<String>,
    free_shipping: Option<Value>,
}

fn discount(cx: &Cx<'_>, input: &Record, lines: &mut [Record]) -> Discounted {
    let mut done = Discounted::default();
    for (line, stated) in lines.iter_mut().zip(objects(input, "lineItems")) {
        if let Some(discount) = object(stated, "discount") {
            let discount = of_draft(discount, "EXPLICIT").times(whole(line, "quantity"));
            let application = discount.application(cx, done.applications.len());
            allocate(line, discount.of(worth(line).0), &application);
            done.applications.push(application);
        }
    }
    if let Some(discount) = object(input, "discount") {
        let discount = of_draft(discount, "ALL");
        let application = discount.application(cx, done.applications.len());
        spread(lines, discount.of(lines.iter().map(|line| worth(line).1).sum()), &application);
        done.applications.push(application);
    }
    let Some(stated) = object(input, "discountCode") else { return done };
    for (name, target) in [
        ("itemPercentageDiscountCode", "LINE_ITEM"),
        ("itemFixedDiscountCode", "LINE_ITEM"),
        ("freeShippingDiscountCode", "SHIPPING_LINE"),
    ] {
        let Some(coded) = object(stated, name) else { continue };
        let percentage = match name {
            "itemPercentageDiscountCode" => coded.get("percentage").and_then(decimal),
            "freeShippingDiscountCode" => Some(Decimal::ONE_HUNDRED),
            _ => None,
        };
        let fixed = bag(coded, "amountSet").unwrap_or_default();
        let code = Some(text(coded, "code"));
        let discount =
            Discount { code, title: text(coded, "code"), percentage, fixed, selection: "ALL", target };
        let application = discount.application(cx, done.applications.len());
        done.codes.push(text(coded, "code").to_owned());
        if target == "LINE_ITEM" {
            spread(lines, discount.of(lines.iter().map(|line| worth(line).1).sum()), &application);
        } else {
            done.free_shipping = Some(application.clone());
        }
        done.applications.push(application);
    }
    done
}

/// A discount as drafts state it.
pub(in crate::shopify) fn of_draft<'d>(input: &'d Record, selection: &'static str) -> Discount<'d> {
    let value = amount(input, "value");
    let percentage = (text(input, "valueType") == "PERCENTAGE").then_some(value);
    let title = given(input, "title").unwrap_or("Custom discount");
    Discount { code: None, title, percentage, fixed: value, selection, target: "LINE_ITEM" }
}

fn put_order(
    cx: &mut Cx<'_>,
    id: &str,
    input: &Record,
    customer: Option<String>,
    discounted: &Discounted,
    subtotal: Decimal,
) {
    let now = cx.stamp();
    let number = FIRST_NUMBER + cx.store.serial("Order");
    let known = customer.as_deref().and_then(|id| cx.store.get(id)).cloned().unwrap_or_default();
    let address = |cx: &mut Cx<'_>, field: &str| match object(input, field) {
        Some(stated) => {
            let id = cx.store.id("MailingAddress");
            addresses::address(&id, stated, None)
        }
        None => Value::Null,
    };
    let (shipping, billing) = (address(cx, "shippingAddress"), address(cx, "billingAddress"));
    let email = given(input, "email").or_else(|| given(&known, "email")).and_then(customers::mail);
    let phone = given(input, "phone").or_else(|| given(&known, "phone")).and_then(customers::phone);
    let included = flag(input, "taxesIncluded");
    let currency = cx.currency();
    let name = given(input, "name").map_or_else(|| format!("#{number}"), str::to_owned);
    let mut order = map(json!({
        "id": id, "name": name, "number": number, "confirmed": true, "confirmationNumber": format!("C{:08X}", number * 2_654_435),
        "email": email, "phone": phone, "note": input.get("note"), "tags": tags(&texts(input, "tags")), "test": flag(input, "test"),
        "poNumber": input.get("poNumber"), "customAttributes": list(input, "customAttributes"), "customer": customer,
        "customerAcceptsMarketing": flag(input, "buyerAcceptsMarketing"), "customerLocale": "en",
        "sourceName": given(input, "sourceName").unwrap_or("api"), "sourceIdentifier": input.get("sourceIdentifier"),
        "registeredSourceUrl": input.get("sourceUrl"), "app": { "id": "gid://shopify/App/1", "name": "Sandbox" },
        "currencyCode": currency, "presentmentCurrencyCode": currency, "taxesIncluded": included, "merchantEditable": true,
        "shippingAddress": shipping, "billingAddress": billing, "discountApplications": discounted.applications,
        "discountCodes": discounted.codes, "discountCode": discounted.codes.first(), "returnStatus": "NO_RETURN", "edited": false,
        "statedTaxLines": tax_lines(input, subtotal, included), "statedFinancialStatus": input.get("financialStatus"),
        "cancelledAt": null, "cancelReason": null, "closedAt": input.get("closedAt"),
        "processedAt": given(input, "processedAt").unwrap_or(&now), "createdAt": now, "updatedAt": now,
    }));
    order.insert("statusPageUrl".to_owned(), json!(format!("{}/orders/{number}/status", cx.base)));
    cx.store.put(Value::Object(order));
}

fn ship(cx: &mut Cx<'_>, order: &str, stated: &Record, included: bool, free: Option<&Value>) {
    let id = cx.store.id("ShippingLine");
    let price = bag(stated, "priceSet").unwrap_or_default();
    let after = if free.is_some() { Decimal::ZERO } else { price };
    let allocations: Vec<Value> = free
        .map(|by| json!({ "allocatedAmountSet": dec(price), "discountApplication": by }))
        .into_iter()
        .collect();
    cx.store.put(json!({
        "id": id, "order": order, "title": text(stated, "title"), "code": given(stated, "code").unwrap_or(text(stated, "title")),
        "source": given(stated, "source").unwrap_or("shopify"), "custom": true, "isRemoved": false,
        "originalPriceSet": dec(price), "discountedPriceSet": dec(after), "currentDiscountedPriceSet": dec(after),
        "discountAllocations": allocations, "taxLines": tax_lines(stated, after, included),
    }));
}

/// What an order that is taken over from elsewhere says of its delivery.
fn fulfil(cx: &mut Cx<'_>, id: &str, input: &Record) -> Result<(), Vec<UserError>> {
    let stated = object(input, "fulfillment");
    match text(input, "fulfillmentStatus") {
        "FULFILLED" => fulfilling::ship_all(cx, id, stated, false),
        "PARTIAL" => fulfilling::ship_all(cx, id, stated, true),
        _ if stated.is_some() => fulfilling::ship_all(cx, id, stated, false),
        _ => Ok(()),
    }
}
