//! The simulation's people: what is there from the start, and what they do later.

use std::sync::Arc;
use std::time::Duration;

use connectors_core::Client;
use connectors_core::clock::Clock;
use connectors_sandbox::shopify::{Item, Purchase, Restock, TakenBack};
use connectors_sandbox::{shopify, zoho};
use connectors_zoho::Zoho;
use rust_decimal::prelude::ToPrimitive as _;
use serde_json::{Value, json};

use crate::accounts::Size;
use crate::crm::{self, Product, Unique as _};

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

/// What people do while the job watches: shoppers buy and bring back, shelves are filled, and in the CRM somebody counts and sets prices.
pub(crate) async fn work(shop: shopify::Shopify, crm: zoho::Zoho, zoho: Client<Zoho>, clock: Arc<dyn Clock>) {
    let mut bought = String::new();
    for n in 0_u32.. {
        clock.sleep(BETWEEN_DEEDS).await;
        let sku = format!("SKU-{:05}-1", n / 5 % 100 + 1);
        let done = match n % 5 {
            0 => shop
                .buy(&Purchase::new([Item::new(sku, 2)]).email(format!("shopper{n}@example.com")))
                .map(|receipt| bought = receipt.name)
                .map_err(|e| e.to_string()),
            1 => shop
                .take_back(&TakenBack::new(&*bought).items([Item::new(sku, 1)]))
                .map(drop)
                .map_err(|e| e.to_string()),
            2 => shop.restock(&Restock::new(sku, 10)).map(drop).map_err(|e| e.to_string()),
            _ => in_the_crm(&crm, &zoho, &sku, n % 5 == 3).await,
        };
        if let Err(error) = done {
            eprintln!("somebody could not do what they wanted: {error}");
        }
    }
}

/// Somebody counts an article in the CRM, or makes it dearer.
async fn in_the_crm(crm: &zoho::Zoho, zoho: &Client<Zoho>, sku: &str, count: bool) -> Result<(), String> {
    let found = crm::find::<Product>(zoho, Product::FIELD, &[sku.to_owned()]).await;
    let Some(product) = found.map_err(|e| e.to_string())?.pop() else { return Ok(()) };
    let id = product.id();
    let change = if count {
        let stock = product.books().map_or(0, |books| books.stock);
        json!({ "id": id, "Qty_in_Stock": stock + 3 })
    } else {
        json!({ "id": id, "Unit_Price": product.details().price.to_f64().unwrap_or_default() + 1.0 })
    };
    write(crm, change).map(drop)
}

fn write(crm: &zoho::Zoho, record: Value) -> Result<String, String> {
    let fields = record.as_object().cloned().unwrap_or_default();
    crm.write("Products", &fields).map_err(|e| format!("{e}: {record}"))
}
