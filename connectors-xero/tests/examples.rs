//! The answers that Xero's own description gives as examples are read by the actions that they are of.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use connectors_contract::locate;
use connectors_core::body::Body;
use connectors_core::transport::Reply;
use connectors_core::{Connector, Delivery};
use connectors_xero::Xero;
use serde_json::Value;

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
    for entry in catalog.iter() {
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
            Ok(_) => {}
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    println!("{read} examples read");
    assert!(read > 100);
}
