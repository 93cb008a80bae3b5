//! Two customers made one.

use serde_json::{Value, json};

use super::wanted;
use crate::shopify::Cx;
use crate::shopify::json::{given, object, tags, text, texts};
use crate::shopify::mutations::{Done, UserError, wrong};
use crate::store::Record;

/// Which records name a customer, and the field in which they do.
const NAMING: &[(&str, &str)] = &[
    ("Order", "customer"),
    ("DraftOrder", "customer"),
    ("AbandonedCheckout", "customer"),
    ("GiftCard", "customer"),
    ("MailingAddress", "customer"),
    ("Metafield", "owner"),
];

/// What an override may choose: its name, and the field that it is about.
const CHOICES: &[(&str, &str)] = &[
    ("customerIdOfFirstNameToKeep", "firstName"),
    ("customerIdOfLastNameToKeep", "lastName"),
    ("customerIdOfEmailToKeep", "email"),
    ("customerIdOfPhoneNumberToKeep", "phone"),
    ("customerIdOfDefaultAddressToKeep", "defaultAddress"),
];

/// The first of the two stays and gets what only the other one has.
pub(super) fn merge(cx: &mut Cx<'_>, args: &Record) -> Done {
    let known = |name: &str| {
        wanted(cx, text(args, name), name)
            .map_err(|_| wrong(name, "Customer does not exist").code("INVALID_CUSTOMER_ID"))
    };
    let (kept, gone) = (known("customerOneId")?, known("customerTwoId")?);
    if kept == gone {
        let message = "Customers cannot be merged with themselves";
        return Err(wrong("customerTwoId", message).code("INVALID_CUSTOMER").into());
    }
    if cx.store.find("GiftCard", "customer", &gone).next().is_some() {
        let message = "Customer has gift cards and cannot be merged.";
        return Err(wrong("customerTwoId", message).code("CUSTOMER_HAS_GIFT_CARDS").into());
    }
    let merged = joined(cx, &kept, &gone, object(args, "overrideFields"))?;
    for (kind, field) in NAMING {
        for id in cx.store.ids(kind, field, &gone) {
            let taken = *kind == "Metafield" && {
                let (namespace, key) = (cx.store.text(&id, "namespace"), cx.store.text(&id, "key"));
                cx.metafield(&kept, Some(&namespace), &key).is_some()
            };
            if !taken {
                cx.store.set(&id, json!({ (*field): kept }));
            }
        }
    }
    cx.forget(&gone);
    cx.store.put(Value::Object(merged));
    let job = cx.job();
    Ok(json!({ "resultingCustomerId": kept, "job": job }))
}

fn joined(cx: &Cx<'_>, kept: &str, gone: &str, chosen: Option<&Record>) -> Result<Record, UserError> {
    let (Some(one), Some(two)) = (cx.store.get(kept), cx.store.get(gone)) else { return Ok(Record::new()) };
    let none = Record::new();
    let chosen = chosen.unwrap_or(&none);
    let mut merged = one.clone();
    for (name, field) in CHOICES {
        let from = match given(chosen, name) {
            None => {
                if given(one, field).is_some() {
                    one
                } else {
                    two
                }
            }
            Some(id) if id == kept => one,
            Some(id) if id == gone => two,
            Some(_) => {
                let path = format!("overrideFields.{name}");
                let message = "The customer is none of those that are merged.";
                return Err(wrong(&path, message).code("OVERRIDE_ATTRIBUTE_INVALID"));
            }
        };
        merged.insert((*field).to_owned(), from.get(*field).cloned().unwrap_or_default());
    }
    let notes: Vec<&str> = [one, two].into_iter().filter_map(|customer| given(customer, "note")).collect();
    let note =
        given(chosen, "note").map(str::to_owned).or_else(|| (!notes.is_empty()).then(|| notes.join("\n")));
    merged.insert("note".to_owned(), json!(note));
    let all = match chosen.contains_key("tags") {
        true => texts(chosen, "tags"),
        false => [texts(one, "tags"), texts(two, "tags")].concat(),
    };
    merged.insert("tags".to_owned(), json!(tags(&all)));
    for consent in ["emailMarketingConsent", "smsMarketingConsent"] {
        if !merged.contains_key(consent) {
            merged.extend(two.get(consent).map(|value| (consent.to_owned(), value.clone())));
        }
    }
    Ok(merged)
}
