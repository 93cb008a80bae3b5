//! Companies that buy, with their contacts and places.

use serde_json::{Value, json};

use super::json::{copy, given, map, object, text};
use super::mutations::{Done, Mutation, UserError, wrong};
use super::store::kind_of;
use super::{Cx, customers};
use crate::store::Record;

pub(super) const MUTATIONS: &[(&str, Mutation)] =
    &[("companyCreate", create), ("companyUpdate", update), ("companyDelete", delete)];

fn known(cx: &Cx<'_>, id: &str, path: &str) -> Result<Record, UserError> {
    let found = cx.store.get(id).filter(|_| kind_of(id) == Some("Company")).cloned();
    found.ok_or_else(|| wrong(path, "The company doesn't exist.").code("RESOURCE_NOT_FOUND"))
}

fn fill(cx: &Cx<'_>, record: &mut Record, input: &Record) -> Result<(), UserError> {
    copy(input, record, &["name", "externalId", "note", "customerSince"]);
    if given(record, "name").is_none() {
        return Err(wrong("name", "Name can't be blank").code("BLANK"));
    }
    if let Some(number) = given(record, "externalId") {
        let other = cx.store.all("Company").find(|one| text(one, "externalId") == number);
        if other.is_some_and(|other| text(other, "id") != text(record, "id")) {
            return Err(wrong("externalId", "External id has already been taken.").code("TAKEN"));
        }
    }
    Ok(())
}

fn create(cx: &mut Cx<'_>, args: &Record) -> Done {
    let none = Record::new();
    let input = object(args, "input").unwrap_or(&none);
    let company = object(input, "company").unwrap_or(&none);
    let id = cx.store.id("Company");
    let now = cx.stamp();
    let mut record = map(json!({ "id": id, "customerSince": now, "createdAt": now, "updatedAt": now }));
    fill(cx, &mut record, company).map_err(|error| error.under("input.company"))?;
    if let Some(contact) = object(input, "companyContact") {
        let contact = contact_of(cx, &id, contact).map_err(|errors| {
            errors.into_iter().map(|error| error.under("input.companyContact")).collect::<Vec<_>>()
        })?;
        record.insert("mainContact".to_owned(), json!(contact));
    }
    // A company has a place from the start.
    let place = object(input, "companyLocation").unwrap_or(&none);
    place_of(cx, &id, text(&record, "name"), place);
    Ok(json!({ "company": cx.store.put(Value::Object(record)) }))
}

/// A new contact, and the customer that it is: one who is known by the address, or a new one.
fn contact_of(cx: &mut Cx<'_>, company: &str, input: &Record) -> Result<String, Vec<UserError>> {
    if given(input, "email").is_none() {
        return Err(wrong("email", "Email can't be blank").code("BLANK").into());
    }
    let mut person = Record::new();
    copy(input, &mut person, &["firstName", "lastName", "email", "phone", "locale"]);
    let customer = customers::upsert(cx, &person)?;
    let now = cx.stamp();
    let id = cx.store.id("CompanyContact");
    let record = json!({
        "id": id, "company": company, "customer": customer, "title": input.get("title"), "locale": input.get("locale"),
        "isMainContact": true, "createdAt": now, "updatedAt": now,
    });
    Ok(cx.store.put(record))
}

fn place_of(cx: &mut Cx<'_>, company: &str, name: &str, input: &Record) {
    let now = cx.stamp();
    let currency = cx.currency();
    let id = cx.store.id("CompanyLocation");
    let mut record = map(json!({
        "id": id, "company": company, "name": name, "currency": currency, "createdAt": now, "updatedAt": now,
    }));
    copy(input, &mut record, &["name", "externalId", "note", "phone", "locale"]);
    cx.store.put(Value::Object(record));
}

fn update(cx: &mut Cx<'_>, args: &Record) -> Done {
    let none = Record::new();
    let mut record = known(cx, text(args, "companyId"), "companyId")?;
    fill(cx, &mut record, object(args, "input").unwrap_or(&none)).map_err(|error| error.under("input"))?;
    Ok(json!({ "company": cx.store.put(Value::Object(record)) }))
}

fn delete(cx: &mut Cx<'_>, args: &Record) -> Done {
    let record = known(cx, text(args, "id"), "id")?;
    let id = text(&record, "id");
    for kind in ["CompanyContact", "CompanyLocation"] {
        for child in cx.store.ids(kind, "company", id) {
            cx.forget(&child);
        }
    }
    cx.forget(id);
    Ok(json!({ "deletedCompanyId": id }))
}

pub(super) fn field(cx: &Cx<'_>, field: &str, record: &Record) -> Option<Value> {
    let id = text(record, "id");
    Some(match field {
        "contactsCount" => json!(cx.store.find("CompanyContact", "company", id).count()),
        "locationsCount" => json!(cx.store.find("CompanyLocation", "company", id).count()),
        "lifetimeDuration" => json!("less than a minute"),
        _ => return None,
    })
}
