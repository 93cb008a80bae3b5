//! Draft orders: what a merchant prepares for a customer, who pays later.

mod sums;

use serde_json::{Value, json};

use self::sums::Sums;
use super::json::{flag, given, list, map, object, objects, tags, text, texts};
use super::mutations::{Done, Mutation, UserError, wrong};
use super::{Cx, customers, orders, terms};
use crate::store::Record;

pub(super) const MUTATIONS: &[(&str, Mutation)] = &[
    ("draftOrderCreate", create),
    ("draftOrderUpdate", update),
    ("draftOrderCalculate", calculate),
    ("draftOrderComplete", complete),
    ("draftOrderDelete", delete),
    ("draftOrderDuplicate", duplicate),
    ("draftOrderInvoiceSend", send_invoice),
    ("draftOrderInvoicePreview", preview_invoice),
    ("draftOrderBulkAddTags", add_tags),
    ("draftOrderBulkRemoveTags", remove_tags),
    ("draftOrderBulkDelete", delete_all),
];

/// The draft that a mutation is about.
fn wanted(cx: &Cx<'_>, id: &str, path: &str) -> Result<Record, UserError> {
    let known = cx.store.get(id).filter(|_| id.contains("/DraftOrder/")).cloned();
    known.ok_or_else(|| wrong(path, "Draft order does not exist").code("NOT_FOUND"))
}

/// A draft that can still be changed.
fn open(cx: &Cx<'_>, id: &str) -> Result<Record, UserError> {
    let draft = wanted(cx, id, "id")?;
    if text(&draft, "status") == "COMPLETED" {
        return Err(wrong("id", "Draft order has already been completed"));
    }
    Ok(draft)
}

/// Who the draft is for.
fn customer(cx: &Cx<'_>, stated: &Record) -> Result<Option<String>, UserError> {
    let named = object(stated, "purchasingEntity").and_then(|entity| given(entity, "customerId"));
    let Some(id) = named.or_else(|| given(stated, "customerId")) else { return Ok(None) };
    let known = id.contains("/Customer/") && cx.store.get(id).is_some();
    if known { Ok(Some(id.to_owned())) } else { Err(wrong("customerId", "Customer does not exist")) }
}

fn check(cx: &Cx<'_>, stated: &Record) -> Result<(), Vec<UserError>> {
    let mut errors = Vec::new();
    if list(stated, "lineItems").is_empty() {
        errors.push(wrong("lineItems", "Add at least 1 product"));
    }
    if given(stated, "email").is_some_and(|mail| customers::mail(mail).is_none()) {
        errors.push(wrong("email", "Email is invalid"));
    }
    if given(stated, "presentmentCurrencyCode").is_some_and(|code| code != cx.currency()) {
        errors.push(wrong("presentmentCurrencyCode", "Currency is not enabled for the shop"));
    }
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}

/// What is stored of a draft that is stated so, and its lines.
fn reckon(cx: &mut Cx<'_>, stated: &Record) -> Result<(Record, Vec<Record>), Vec<UserError>> {
    check(cx, stated)?;
    terms::check(stated, "paymentTerms")?;
    let customer = customer(cx, stated)?;
    let sums = Sums::of(cx, stated)?;
    let known = customer.as_deref().and_then(|id| cx.store.get(id)).cloned().unwrap_or_default();
    let own = || given(&known, "defaultAddress").and_then(|id| cx.store.get(id)).cloned();
    let address = |field: &str| match object(stated, field) {
        Some(stated) => super::addresses::address("gid://shopify/MailingAddress/1", stated, None),
        None if flag(stated, "useCustomerDefaultAddress") => own().map_or(Value::Null, Value::Object),
        None => Value::Null,
    };
    let email = given(stated, "email").or_else(|| given(&known, "email")).and_then(customers::mail);
    let currency = cx.currency();
    let mut draft = map(json!({
        "stated": stated, "customer": customer, "email": email, "phone": given(stated, "phone").or_else(|| given(&known, "phone")),
        "note2": stated.get("note"), "tags": tags(&texts(stated, "tags")), "poNumber": stated.get("poNumber"),
        "customAttributes": list(stated, "customAttributes"), "taxExempt": flag(stated, "taxExempt") || flag(&known, "taxExempt"),
        "taxesIncluded": false, "currencyCode": currency, "presentmentCurrencyCode": currency,
        "discountCodes": texts(stated, "discountCodes"), "acceptAutomaticDiscounts": flag(stated, "acceptAutomaticDiscounts"),
        "allowDiscountCodesInCheckout": flag(stated, "allowDiscountCodesInCheckout"),
        "shippingAddress": address("shippingAddress"), "billingAddress": address("billingAddress"),
        "visibleToCustomer": flag(stated, "visibleToCustomer"), "reserveInventoryUntil": stated.get("reserveInventoryUntil"),
        "ready": true,
    }));
    draft.extend(sums.told(cx));
    Ok((draft, sums.lines))
}

/// Puts a draft down with its lines, which come in the place of those that were there.
fn put(cx: &mut Cx<'_>, mut draft: Record, lines: Vec<Record>) -> String {
    let id = text(&draft, "id").to_owned();
    for line in cx.store.ids("DraftOrderLineItem", "draftOrder", &id) {
        cx.store.remove(&line);
    }
    for field in ["shippingAddress", "billingAddress"] {
        if let Some(Value::Object(address)) = draft.get_mut(field) {
            let own = cx.store.id("MailingAddress");
            address.insert("id".to_owned(), json!(own));
        }
    }
    cx.store.put(Value::Object(draft));
    for mut line in lines {
        let own = cx.store.id("DraftOrderLineItem");
        line.insert("uuid".to_owned(), json!(given(&line, "uuid").unwrap_or(&own)));
        line.insert("id".to_owned(), json!(own));
        line.insert("draftOrder".to_owned(), json!(id));
        cx.store.put(Value::Object(line));
    }
    id
}

fn new(cx: &mut Cx<'_>, stated: &Record) -> Result<String, Vec<UserError>> {
    let (mut draft, lines) = reckon(cx, stated)?;
    let id = cx.store.id("DraftOrder");
    let number = cx.store.serial("DraftOrder");
    let name = format!("#D{number}");
    let now = cx.stamp();
    let subject = format!("Complete your purchase of draft order {name}");
    draft.extend(map(json!({
        "id": id, "name": name, "status": "OPEN", "invoiceUrl": format!("{}/invoices/{number}", cx.base), "invoiceSentAt": null,
        "invoiceEmailTemplateSubject": subject, "completedAt": null, "order": null, "createdAt": now, "updatedAt": now,
    })));
    put(cx, draft, lines);
    cx.set_metafields(&id, list(stated, "metafields"))?;
    Ok(id)
}

fn create(cx: &mut Cx<'_>, args: &Record) -> Done {
    let none = Record::new();
    let id = new(cx, object(args, "input").unwrap_or(&none))?;
    Ok(json!({ "draftOrder": id }))
}

fn update(cx: &mut Cx<'_>, args: &Record) -> Done {
    let known = open(cx, text(args, "id"))?;
    let none = Record::new();
    let input = object(args, "input").unwrap_or(&none);
    let mut stated = object(&known, "stated").cloned().unwrap_or_default();
    stated.extend(input.clone());
    let (changes, lines) = reckon(cx, &stated)?;
    let mut draft = known;
    draft.extend(changes);
    let id = put(cx, draft, lines);
    cx.set_metafields(&id, list(input, "metafields"))?;
    Ok(json!({ "draftOrder": id }))
}

fn calculate(cx: &mut Cx<'_>, args: &Record) -> Done {
    let none = Record::new();
    let (mut draft, lines) = reckon(cx, object(args, "input").unwrap_or(&none))?;
    let mut told = Vec::new();
    for mut line in lines {
        let own = cx.store.id("CalculatedDraftOrderLineItem");
        line.insert("uuid".to_owned(), json!(given(&line, "uuid").unwrap_or(&own)));
        told.push(Value::Object(line));
    }
    draft.insert("lineItems".to_owned(), Value::Array(told));
    draft.remove("stated");
    Ok(json!({ "calculatedDraftOrder": draft }))
}

fn complete(cx: &mut Cx<'_>, args: &Record) -> Done {
    let draft = open(cx, text(args, "id"))?;
    let id = text(&draft, "id");
    let none = Record::new();
    let stated = object(&draft, "stated").unwrap_or(&none);
    let source = given(args, "sourceName").or_else(|| given(stated, "sourceName"));
    let mut order = map(json!({
        "email": draft.get("email"), "phone": draft.get("phone"), "note": draft.get("note2"), "tags": draft.get("tags"),
        "poNumber": draft.get("poNumber"), "customAttributes": draft.get("customAttributes"),
        "lineItems": objects(stated, "lineItems").map(sums::bought).collect::<Vec<_>>(), "discount": stated.get("appliedDiscount"),
        "sourceName": source.unwrap_or("shopify_draft_order"),
    }));
    if let Some(customer) = given(&draft, "customer") {
        order.insert("customer".to_owned(), json!({ "toAssociate": { "id": customer } }));
    }
    for field in ["shippingAddress", "billingAddress"] {
        if let Some(address) = object(&draft, field) {
            let mut address = address.clone();
            address
                .insert("countryCode".to_owned(), address.get("countryCodeV2").cloned().unwrap_or_default());
            order.insert(field.to_owned(), Value::Object(address));
        }
    }
    if let Some(line) = object(&draft, "shippingLine") {
        let price = json!({ "shopMoney": { "amount": line.get("discountedPriceSet") } });
        order
            .insert("shippingLines".to_owned(), json!([{ "title": text(line, "title"), "priceSet": price }]));
    }
    let order = orders::place(cx, &order, "DECREMENT_IGNORING_POLICY")?;
    let terms = object(stated, "paymentTerms");
    cx.store.set(&order, json!({ "terms": terms }));
    // What is to be paid later is not paid now.
    if terms.is_none() && !flag(args, "paymentPending") {
        orders::take_due(cx, &order);
    }
    let now = cx.stamp();
    cx.store.set(id, json!({ "status": "COMPLETED", "completedAt": now, "order": order }));
    Ok(json!({ "draftOrder": id }))
}

fn remove(cx: &mut Cx<'_>, id: &str) {
    for line in cx.store.ids("DraftOrderLineItem", "draftOrder", id) {
        cx.store.remove(&line);
    }
    cx.forget(id);
}

fn delete(cx: &mut Cx<'_>, args: &Record) -> Done {
    let draft = wanted(cx, object(args, "input").map_or("", |input| text(input, "id")), "id")?;
    remove(cx, text(&draft, "id"));
    Ok(json!({ "deletedId": text(&draft, "id") }))
}

fn duplicate(cx: &mut Cx<'_>, args: &Record) -> Done {
    let draft = wanted(cx, text(args, "id"), "id")?;
    let stated = object(&draft, "stated").cloned().unwrap_or_default();
    let id = new(cx, &stated)?;
    Ok(json!({ "draftOrder": id }))
}

fn send_invoice(cx: &mut Cx<'_>, args: &Record) -> Done {
    let draft = open(cx, text(args, "id"))?;
    let id = text(&draft, "id");
    let none = Record::new();
    let letter = object(args, "email").unwrap_or(&none);
    let Some(to) = given(letter, "to").or_else(|| given(&draft, "email")) else {
        return Err(wrong("email.to", "To can't be blank").into());
    };
    if customers::mail(to).is_none() {
        return Err(wrong("email.to", "To is invalid").into());
    }
    let now = cx.stamp();
    cx.store.set(id, json!({ "status": "INVOICE_SENT", "invoiceSentAt": now }));
    Ok(json!({ "draftOrder": id }))
}

fn preview_invoice(cx: &mut Cx<'_>, args: &Record) -> Done {
    let draft = open(cx, text(args, "id"))?;
    let none = Record::new();
    let letter = object(args, "email").unwrap_or(&none);
    let subject = given(letter, "subject").unwrap_or(text(&draft, "invoiceEmailTemplateSubject"));
    let html = format!("<html><body><p>{}</p></body></html>", text(letter, "customMessage"));
    Ok(json!({ "previewSubject": subject, "previewHtml": html }))
}

/// The drafts that a mutation of many names, by id or by a search.
fn several(cx: &Cx<'_>, args: &Record) -> Vec<String> {
    let ids = texts(args, "ids");
    if !ids.is_empty() {
        return ids.into_iter().filter(|id| wanted(cx, id, "").is_ok()).collect();
    }
    let Some(search) = given(args, "search") else { return Vec::new() };
    let search = super::search::parse(search);
    let found = cx.store.all("DraftOrder").filter(|draft| search.fits(cx, "DraftOrder", draft));
    found.map(|draft| text(draft, "id").to_owned()).collect()
}

fn retag(cx: &mut Cx<'_>, args: &Record, change: fn(Vec<String>, &[String]) -> Vec<String>) -> Done {
    let named = texts(args, "tags");
    for id in several(cx, args) {
        let known = cx.store.get(&id).map(|draft| texts(draft, "tags")).unwrap_or_default();
        let tags = tags(&change(known, &named));
        let mut stated = cx.store.value(&id, "stated");
        stated["tags"] = json!(tags);
        cx.store.set(&id, json!({ "tags": tags, "stated": stated }));
    }
    Ok(json!({ "job": cx.job() }))
}

fn add_tags(cx: &mut Cx<'_>, args: &Record) -> Done {
    retag(cx, args, |known, named| [known, named.to_vec()].concat())
}

fn remove_tags(cx: &mut Cx<'_>, args: &Record) -> Done {
    retag(cx, args, |mut known, named| {
        known.retain(|tag| !named.iter().any(|named| named.eq_ignore_ascii_case(tag)));
        known
    })
}

fn delete_all(cx: &mut Cx<'_>, args: &Record) -> Done {
    for id in several(cx, args) {
        remove(cx, &id);
    }
    Ok(json!({ "job": cx.job() }))
}
