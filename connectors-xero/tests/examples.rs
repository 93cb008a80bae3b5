//! The answers that Xero's own description gives as examples are read by the actions that they are of, and nothing of
//! them is lost.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use std::collections::BTreeSet;

use connectors_contract::locate;
use connectors_core::body::Body;
use connectors_core::catalog::{Kind, Shape};
use connectors_core::transport::Reply;
use connectors_core::{Connector, Delivery};
use connectors_xero::Xero;
use serde_json::{Value, json};

mod support;
use support::{client, sample, xero};

/// Actions whose example is a refusal inside a good answer.
const REFUSED: [&str; 12] = [
    "bank_transaction.create",
    "bank_transaction.upsert",
    "item.create",
    "item.upsert",
    "linked_transaction.create",
    "manual_journal.create",
    "manual_journal.upsert",
    "payment.create",
    "payment_service.create",
    "purchase_order.create",
    "purchase_order.upsert",
    "receipt.create",
];

/// Members of examples that no model has: what others say too, and what is of the answer and not of the record.
const NOT_READ: &[&str] = &[
    // Once more as a text, or under another name.
    "CreatedDateUTCString",
    "DateString",
    "DeliveryDateString",
    "DueDateString",
    "ExpiryDateString",
    "ID",
    "UpdatedDateUTCString",
    // How the record was judged.
    "HasAccount",
    "HasErrors",
    "HasValidationErrors",
    "StatusAttributeString",
    "ValidationErrors",
    // Has actions of its own.
    "Attachments",
    "BatchPayment",
    "BatchPayments",
    "BrandingTheme",
    // What was allocated is known to who allocated it.
    "CreditNote",
    "Overpayment",
    "Prepayment",
    // The schemas of these records do not have them.
    "APIKey",
    "CISContractorEnabled",
    "CISEnambed",
    "CISSubContractorEnabled",
    "DefaultPurchasesTax",
    "DefaultSalesTax",
    "DiscountEnteredAsPercent",
    "OrganisationEntityType",
    "PurchasesDefaultLineAmountType",
    "SalesDefaultLineAmountType",
    "budget.list Status",
    "purchase_order.get IsDiscounted",
    "purchase_order.get Type",
    "purchase_order.list IsDiscounted",
    "purchase_order.list Type",
    "tracking_option.archive IsActive",
    "tracking_option.archive IsArchived",
    "tracking_option.archive IsDeleted",
    "tracking_option.create IsActive",
    "tracking_option.create IsArchived",
    "tracking_option.create IsDeleted",
    "tracking_option.delete IsActive",
    "tracking_option.delete IsArchived",
    "tracking_option.delete IsDeleted",
    "tracking_option.update IsActive",
    "tracking_option.update IsArchived",
    "tracking_option.update IsDeleted",
];

/// Adds the members of an example that say something and are not in what was read of it.
fn lost(example: &Value, read: &Value, names: &mut BTreeSet<String>) {
    match (example, read) {
        (Value::Object(members), _) => {
            let says = |value: &Value| !value.is_null() && value != "" && value != &json!([]);
            for (name, value) in members.iter().filter(|(_, value)| says(value)) {
                match read.get(name).filter(|read| !read.is_null()) {
                    Some(read) => lost(value, read, names),
                    None => drop(names.insert(name.clone())),
                }
            }
        }
        (Value::Array(example), Value::Array(read)) => {
            let example: Vec<_> = example.iter().filter(|element| !element.is_null()).collect();
            if example.len() != read.len() {
                names.insert(format!("{} of {} elements", read.len(), example.len()));
            }
            example.into_iter().zip(read).for_each(|(example, read)| lost(example, read, names));
        }
        // A number that counts receipts is read as the text that it is elsewhere.
        (Value::Number(number), read) if read.as_f64() != number.as_f64() && *read != number.to_string() => {
            names.insert(format!("{number}, but {read}"));
        }
        (Value::Bool(_), read) if read != example => drop(names.insert(format!("{example}, but {read}"))),
        _ => {}
    }
}

/// The example of a good answer to this request.
fn example<'a>(description: &'a Value, method: &str, path: &str) -> Option<&'a Value> {
    let path: Vec<_> = path.strip_prefix("/api.xro/2.0/")?.split('/').collect();
    let literal = |template: &str| template.split('/').filter(|segment| !segment.starts_with('{')).count();
    let fits = |template: &str| {
        let template: Vec<_> = template.trim_start_matches('/').split('/').collect();
        template.len() == path.len()
            && template.iter().zip(&path).all(|(wanted, found)| wanted.starts_with('{') || wanted == found)
    };
    let paths = description["paths"].as_object()?;
    let (_, operations) =
        paths.iter().filter(|(template, _)| fits(template)).max_by_key(|(template, _)| literal(template))?;
    operations[&*method.to_lowercase()].pointer("/responses/200/content/application~1json/example")
}

#[tokio::test]
async fn the_examples_of_the_description_are_read() {
    let located = locate().unwrap_or_else(|missing| panic!("{missing}"));
    let Some(specs) = located.or_say_skipped("xero") else { return };
    let text = std::fs::read(specs.join("xero/xero_accounting.openapi.json")).unwrap();
    let description: Value = serde_json::from_slice(&text).unwrap();
    let catalog = Xero::catalog();
    let (mut read, mut wrong) = (0, Vec::new());
    for entry in catalog.iter().filter(|entry| entry.kind() == Kind::Action) {
        let id = entry.id();
        let request = catalog.request(&id, &xero(), sample(&id)).unwrap();
        if matches!(request.body(), Body::Slot) {
            continue;
        }
        let Some(example) = example(&description, request.method().as_str(), request.uri().path()) else {
            continue;
        };
        let reply = example.clone();
        let (client, _) = client(xero(), move |_| Reply::json(200, &reply));
        let result = client.run(&id, sample(&id)).await;
        read += 1;
        match result {
            Ok(_) if REFUSED.contains(&&*id) => wrong.push(format!("{id}: is no refusal")),
            Err(error) if REFUSED.contains(&&*id) => assert_eq!(error.delivery(), Delivery::Rejected),
            Err(error) => wrong.push(format!("{id}: {error}")),
            // Of what a batch gives, each element is read as by the action for one; the examples have not as many.
            Ok(_) if entry.shape() == Shape::Batch => {}
            Ok(output) => {
                let records = example.as_object().into_iter().flatten().map(|(_, value)| value);
                let records = records.filter_map(Value::as_array).max_by_key(|records| records.len());
                let Some(records) = records.filter(|_| output.is_object()) else { continue };
                let output = output.get("items").cloned().unwrap_or_else(|| json!([output]));
                let mut names = BTreeSet::new();
                lost(&json!(records), &output, &mut names);
                names.retain(|name| {
                    ![name, &format!("{id} {name}")].iter().any(|name| NOT_READ.contains(&&***name))
                });
                wrong.extend(names.iter().map(|name| format!("{id}: {name} is not read")));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    println!("{read} examples read");
    assert!(read > 100);
}
