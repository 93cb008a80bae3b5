//! The addresses of a customer. One of them is the default, if there is any.

use serde_json::{Value, json};

use super::wanted;
use crate::shopify::json::{flag, object, text};
use crate::shopify::mutations::{Done, UserError, wrong};
use crate::shopify::{Cx, addresses};
use crate::store::Record;

fn add(cx: &mut Cx<'_>, customer: &str, input: &Record) -> String {
    let number = cx.store.number();
    let id = format!("gid://shopify/MailingAddress/{number}?model_name=CustomerAddress");
    let mut address = addresses::address(&id, input, None);
    // The customer's own name stands for one that is not stated.
    for field in ["firstName", "lastName"] {
        if address.get(field).is_none() {
            address[field] = cx.store.value(customer, field);
        }
    }
    address["customer"] = json!(customer);
    cx.store.put(address)
}

/// Gives a customer these addresses instead of those that were there; the first is the default.
pub(super) fn replace(cx: &mut Cx<'_>, customer: &str, inputs: &[Value]) -> Result<(), Vec<UserError>> {
    clear(cx, customer);
    let mut first = Value::Null;
    for input in inputs.iter().filter_map(Value::as_object) {
        let id = add(cx, customer, input);
        if first.is_null() {
            first = json!(id);
        }
    }
    cx.store.set(customer, json!({ "defaultAddress": first }));
    Ok(())
}

pub(super) fn clear(cx: &mut Cx<'_>, customer: &str) {
    for id in cx.store.ids("MailingAddress", "customer", customer) {
        cx.store.remove(&id);
    }
}

/// The address that a mutation is about, which has to be the customer's.
fn own(cx: &Cx<'_>, customer: &str, args: &Record) -> Result<String, UserError> {
    let id = text(args, "addressId");
    let known = cx.store.get(id).is_some_and(|address| text(address, "customer") == customer);
    if known { Ok(id.to_owned()) } else { Err(wrong("addressId", "Address does not exist")) }
}

fn no_twin(cx: &Cx<'_>, customer: &str, id: &str) -> Result<(), UserError> {
    let Some(address) = cx.store.get(id) else { return Ok(()) };
    let mut others = cx.store.find("MailingAddress", "customer", customer);
    if others.any(|other| text(other, "id") != id && addresses::plain(other) == addresses::plain(address)) {
        return Err(wrong("address", "Address already exists"));
    }
    Ok(())
}

fn prefer(cx: &mut Cx<'_>, customer: &str, id: &str, args: &Record) {
    if flag(args, "setAsDefault") || cx.store.text(customer, "defaultAddress").is_empty() {
        cx.store.set(customer, json!({ "defaultAddress": id }));
    }
}

/// A customer is changed with its addresses.
fn touch(cx: &mut Cx<'_>, customer: &str) {
    let now = cx.stamp();
    cx.store.set(customer, json!({ "updatedAt": now }));
}

pub(super) fn create(cx: &mut Cx<'_>, args: &Record) -> Done {
    let customer = wanted(cx, text(args, "customerId"), "customerId")?;
    let none = Record::new();
    let id = add(cx, &customer, object(args, "address").unwrap_or(&none));
    no_twin(cx, &customer, &id)?;
    prefer(cx, &customer, &id, args);
    touch(cx, &customer);
    Ok(json!({ "address": id }))
}

pub(super) fn update(cx: &mut Cx<'_>, args: &Record) -> Done {
    let customer = wanted(cx, text(args, "customerId"), "customerId")?;
    let id = own(cx, &customer, args)?;
    let none = Record::new();
    let address = addresses::address(&id, object(args, "address").unwrap_or(&none), cx.store.get(&id));
    cx.store.put(address);
    no_twin(cx, &customer, &id)?;
    prefer(cx, &customer, &id, args);
    touch(cx, &customer);
    Ok(json!({ "address": id }))
}

pub(super) fn delete(cx: &mut Cx<'_>, args: &Record) -> Done {
    let customer = wanted(cx, text(args, "customerId"), "customerId")?;
    let id = own(cx, &customer, args)?;
    cx.store.remove(&id);
    if cx.store.text(&customer, "defaultAddress") == id {
        let next = cx.store.ids("MailingAddress", "customer", &customer).into_iter().next();
        cx.store.set(&customer, json!({ "defaultAddress": next }));
    }
    touch(cx, &customer);
    Ok(json!({ "deletedAddressId": id }))
}

pub(super) fn set_default(cx: &mut Cx<'_>, args: &Record) -> Done {
    let customer = wanted(cx, text(args, "customerId"), "customerId")?;
    let id = own(cx, &customer, args)?;
    cx.store.set(&customer, json!({ "defaultAddress": id }));
    Ok(json!({ "customer": customer }))
}
