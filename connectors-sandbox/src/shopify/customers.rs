//! Customers, their addresses, and what they agreed to be told.

mod accounts;
mod book;
mod consent;
mod fields;
mod merge;

use serde_json::{Value, json};

pub(super) use self::fields::{display_name, field, query};
use super::Cx;
use super::json::{copy, given, list, map, object, tags, text, texts};
use super::mutations::{Done, Mutation, UserError, wrong};
use crate::store::Record;

pub(super) const MUTATIONS: &[(&str, Mutation)] = &[
    ("customerCreate", create),
    ("customerUpdate", update),
    ("customerSet", set),
    ("customerDelete", delete),
    ("customerMerge", merge::merge),
    ("customerAddressCreate", book::create),
    ("customerAddressUpdate", book::update),
    ("customerAddressDelete", book::delete),
    ("customerUpdateDefaultAddress", book::set_default),
    ("customerEmailMarketingConsentUpdate", consent::update_email),
    ("customerSmsMarketingConsentUpdate", consent::update_sms),
    ("customerGenerateAccountActivationUrl", accounts::activation_url),
    ("customerSendAccountInviteEmail", accounts::invite),
];

const PLAIN: &[&str] =
    &["firstName", "lastName", "note", "locale", "taxExempt", "taxExemptions", "multipassIdentifier"];

/// The longest name, and the longest note.
const LONGEST: &[(&str, &str, usize)] =
    &[("firstName", "First name", 255), ("lastName", "Last name", 255), ("note", "Note", 5000)];

/// The customer that a mutation is about.
fn wanted(cx: &Cx<'_>, id: &str, path: &str) -> Result<String, UserError> {
    let known = id.contains("/Customer/") && cx.store.get(id).is_some();
    if known { Ok(id.to_owned()) } else { Err(wrong(path, "Customer does not exist").code("NOT_FOUND")) }
}

/// The customer that an identifier means, whichever words it uses for an address.
fn identified(cx: &Cx<'_>, identifier: &Record) -> Option<String> {
    if let Some(id) = given(identifier, "id") {
        return wanted(cx, id, "").ok();
    }
    for (name, field) in
        [("email", "email"), ("emailAddress", "email"), ("phone", "phone"), ("phoneNumber", "phone")]
    {
        if let Some(address) = given(identifier, name) {
            let address = if field == "phone" { phone(address)? } else { address.trim().to_owned() };
            return cx.store.ids("Customer", field, &address).into_iter().next();
        }
    }
    cx.by_custom_id("Customer", object(identifier, "customId")?)
}

/// A mail address without blanks around it, if it can be one.
pub(super) fn mail(stated: &str) -> Option<String> {
    let stated = stated.trim().to_lowercase();
    let (name, host) = stated.split_once('@')?;
    let odd = |char: char| char.is_whitespace() || char == '@' || char == ',';
    let good = !name.is_empty() && !name.contains(odd) && !host.contains(odd) && host.contains('.');
    let good = good && !host.starts_with('.') && !host.ends_with('.');
    good.then_some(stated)
}

/// A phone number as E.164 writes it, if it can be one.
pub(super) fn phone(stated: &str) -> Option<String> {
    let digits: String = stated.chars().filter(char::is_ascii_digit).collect();
    let odd = |char: char| !(char.is_ascii_digit() || " +-().".contains(char));
    let good = stated.trim().starts_with('+') && !stated.contains(odd) && (8..=15).contains(&digits.len());
    good.then(|| format!("+{digits}"))
}

/// Sets an address by which a customer is known; nobody else may have it.
fn set_address(
    cx: &Cx<'_>,
    record: &mut Record,
    input: &Record,
    field: &'static str,
    read: fn(&str) -> Option<String>,
) -> Result<(), UserError> {
    if !input.contains_key(field) {
        return Ok(());
    }
    let name = if field == "email" { "Email" } else { "Phone" };
    let Some(stated) = given(input, field) else {
        record.insert(field.to_owned(), Value::Null);
        return Ok(());
    };
    let address = read(stated).ok_or_else(|| wrong(field, format!("{name} is invalid")).code("INVALID"))?;
    let id = text(record, "id");
    if cx.store.ids("Customer", field, &address).iter().any(|other| other != id) {
        return Err(wrong(field, format!("{name} has already been taken")).code("TAKEN"));
    }
    record.insert(field.to_owned(), json!(address));
    Ok(())
}

/// Fills `record` with what an input says.
fn fill(cx: &Cx<'_>, record: &mut Record, input: &Record) -> Result<(), Vec<UserError>> {
    let mut errors = Vec::new();
    for (field, name, most) in LONGEST {
        if text(input, field).chars().count() > *most {
            let message = format!("{name} is too long (maximum is {most} characters)");
            errors.push(wrong(field, message).code("TOO_LONG"));
        }
    }
    copy(input, record, PLAIN);
    errors.extend(set_address(cx, record, input, "email", mail).err());
    errors.extend(set_address(cx, record, input, "phone", phone).err());
    if input.contains_key("tags") {
        let tags = tags(&texts(input, "tags"));
        if tags.len() > 250 {
            errors.push(wrong("tags", "Tags cannot be more than 250").code("INVALID"));
        }
        record.insert("tags".to_owned(), json!(tags));
    }
    let named =
        ["firstName", "lastName", "email", "phone"].iter().any(|field| given(record, field).is_some());
    if errors.is_empty() && !named {
        errors.push(wrong("", "A name, phone number, or email address must be present").code("BLANK"));
    }
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}

/// A new customer, as far as the plain fields go.
fn new(cx: &mut Cx<'_>, input: &Record) -> Result<String, Vec<UserError>> {
    let id = cx.store.id("Customer");
    let now = cx.stamp();
    let mut record = map(json!({
        "id": id, "firstName": null, "lastName": null, "email": null, "phone": null, "note": null, "locale": "en", "tags": [],
        "taxExempt": false, "taxExemptions": [], "state": "DISABLED", "verifiedEmail": true, "dataSaleOptOut": false,
        "defaultAddress": null, "productSubscriberStatus": "NEVER_SUBSCRIBED", "createdAt": now, "updatedAt": now,
    }));
    fill(cx, &mut record, input)?;
    Ok(cx.store.put(Value::Object(record)))
}

/// What an input says beside the plain fields.
fn related(cx: &mut Cx<'_>, id: &str, input: &Record) -> Result<(), Vec<UserError>> {
    if input.contains_key("addresses") {
        book::replace(cx, id, list(input, "addresses"))?;
    }
    consent::of_input(cx, id, input)?;
    cx.set_metafields(id, list(input, "metafields"))
}

fn change(cx: &mut Cx<'_>, id: &str, input: &Record) -> Result<(), Vec<UserError>> {
    let mut record = cx.store.get(id).cloned().unwrap_or_default();
    fill(cx, &mut record, input)?;
    cx.store.put(Value::Object(record));
    related(cx, id, input)
}

fn create(cx: &mut Cx<'_>, args: &Record) -> Done {
    let none = Record::new();
    let input = object(args, "input").unwrap_or(&none);
    if given(input, "id").is_some() {
        return Err(wrong("id", "Cannot specify ID on creation").code("INVALID").into());
    }
    let id = new(cx, input)?;
    related(cx, &id, input)?;
    Ok(json!({ "customer": id }))
}

fn update(cx: &mut Cx<'_>, args: &Record) -> Done {
    let none = Record::new();
    let input = object(args, "input").unwrap_or(&none);
    let id = wanted(cx, text(input, "id"), "id")?;
    change(cx, &id, input)?;
    Ok(json!({ "customer": id }))
}

/// Makes the customer that an identifier names, or changes it.
fn set(cx: &mut Cx<'_>, args: &Record) -> Done {
    let none = Record::new();
    let input = object(args, "input").unwrap_or(&none);
    let identifier = object(args, "identifier");
    let known = identifier.and_then(|identifier| identified(cx, identifier));
    let mut input = input.clone();
    if let Some(identifier) = identifier {
        if given(identifier, "id").is_some() && known.is_none() {
            return Err(wrong("identifier.id", "Resource matching the identifier was not found.")
                .code("NOT_FOUND")
                .into());
        }
        for (field, read) in [("email", mail as fn(&str) -> Option<String>), ("phone", phone)] {
            let Some(by) = given(identifier, field) else { continue };
            let Some(stated) = given(&input, field) else {
                let message = format!("The input field {field} must be present when it is the identifier.");
                return Err(wrong(&format!("input.{field}"), message).code("MISSING_FIELD_REQUIRED").into());
            };
            if read(by) != read(stated) {
                let message = format!("The {field} of the input is not that of the identifier.");
                return Err(wrong(&format!("input.{field}"), message).code("INPUT_MISMATCH").into());
            }
        }
    } else if given(&input, "id").is_some() {
        let message = "The id field is not allowed if the identifier is not given.";
        return Err(wrong("input.id", message).code("ID_NOT_ALLOWED").into());
    }
    input.remove("id");
    let under =
        |errors: Vec<UserError>| errors.into_iter().map(|error| error.under("input")).collect::<Vec<_>>();
    let id = match known {
        Some(id) => id,
        None => new(cx, &input).map_err(under)?,
    };
    change(cx, &id, &input).map_err(under)?;
    if let Some(custom) = identifier.and_then(|identifier| object(identifier, "customId")) {
        cx.set_custom_id(&id, custom)?;
    }
    Ok(json!({ "customer": id }))
}

/// A customer by mail address or phone number, made if there is none: who buys, and comes with an order.
pub(super) fn upsert(cx: &mut Cx<'_>, input: &Record) -> Result<String, Vec<UserError>> {
    let known = ["id", "email", "phone"].iter().find_map(|field| {
        let mut identifier = Record::new();
        identifier.insert((*field).to_owned(), json!(given(input, field)?));
        identified(cx, &identifier)
    });
    let mut input = input.clone();
    input.remove("id");
    match known {
        Some(id) => {
            change(cx, &id, &input)?;
            Ok(id)
        }
        None => {
            let id = new(cx, &input)?;
            related(cx, &id, &input)?;
            Ok(id)
        }
    }
}

fn delete(cx: &mut Cx<'_>, args: &Record) -> Done {
    let id = wanted(cx, object(args, "input").map_or("", |input| text(input, "id")), "id")?;
    if cx.store.find("Order", "customer", &id).next().is_some() {
        let message = "Customer can’t be deleted because they have associated orders";
        return Err(wrong("id", message).code("INVALID").into());
    }
    book::clear(cx, &id);
    cx.forget(&id);
    Ok(json!({ "deletedCustomerId": id }))
}

#[cfg(test)]
mod tests {
    use super::{mail, phone};

    #[test]
    fn addresses_are_kept_in_one_spelling_and_odd_ones_are_not() {
        assert_eq!(mail(" Ada@Example.COM ").as_deref(), Some("ada@example.com"));
        assert_eq!(phone("+1 (202) 555-0143").as_deref(), Some("+12025550143"));
        for odd in ["ada", "@example.com", "a b@example.com", "a@b", "a@@b.c"] {
            assert_eq!(mail(odd), None, "{odd}");
        }
        for odd in ["202 555 0143", "+12", "+1 202 555 call"] {
            assert_eq!(phone(odd), None, "{odd}");
        }
    }
}
