//! The simulation's people: what is there from the start, and what they do later.

use std::sync::Arc;
use std::time::Duration;

use connectors_core::clock::Clock;
use connectors_sandbox::{shopify, zoho};
use serde_json::{Value, json};

use crate::accounts::Size;

/// How long people do nothing, in the platforms' time.
const BETWEEN_DEEDS: Duration = Duration::from_secs(60);

/// Products that the CRM has and the shop does not.
pub(crate) fn seed(crm: &zoho::Zoho, size: Size) -> Result<(), String> {
    for n in 0..size.imported {
        let product = json!({
            "Product_Name": format!("New product {n:05}"), "Product_Code": format!("NEW-{n:05}"), "Unit_Price": 10 + n % 90,
            "Description": "Made in the CRM.", "Qty_in_Stock": n % 20,
        });
        write(crm, product)?;
    }
    Ok(())
}

/// What people do while the job watches.
pub(crate) async fn work(_shop: shopify::Shopify, crm: zoho::Zoho, clock: Arc<dyn Clock>) {
    for n in 0.. {
        clock.sleep(BETWEEN_DEEDS).await;
        let product = json!({ "Product_Name": format!("Idea {n}"), "Unit_Price": n });
        if let Err(error) = write(&crm, product) {
            eprintln!("somebody could not do what they wanted: {error}");
        }
    }
}

fn write(crm: &zoho::Zoho, record: Value) -> Result<String, String> {
    let fields = record.as_object().cloned().unwrap_or_default();
    crm.write("Products", &fields).map_err(|e| format!("{e}: {record}"))
}
