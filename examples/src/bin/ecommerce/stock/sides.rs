//! Both platforms, as stock is brought over.

use chrono::{DateTime, Utc};
use connectors_core::{Client, Error, ErrorKind, Result, RetryPolicy};
use connectors_shopify::inventory_quantities::{self, Adjust};
use connectors_shopify::{Gid, Shopify};
use connectors_zoho::Zoho;
use connectors_zoho::records::{Get, SortOrder, Update};
use connectors_zoho::timelines::{self, FieldChange};
use serde_json::Value;

use super::{Agreed, Booking, Books, Change, Level, Sides};
use crate::crm::Product;
use crate::shop;

/// How many entries of a record's history are looked at. Ours is among the last.
const HISTORY: u16 = 50;

/// The shop and the CRM.
pub(crate) struct Both<'a> {
    pub(crate) shop: &'a Client<Shopify>,
    pub(crate) zoho: &'a Client<Zoho>,
}

impl Both<'_> {
    async fn product(&self, id: &str) -> Result<Product> {
        self.zoho.call(Get::<Product>::new(id)).await
    }
}

impl Sides for Both<'_> {
    async fn levels(&self, item: &Gid) -> Result<Vec<Level>> {
        shop::levels(self.shop, item).await
    }

    async fn books(&self, product: &str) -> Result<Books> {
        let product = self.product(product).await?;
        product.books().ok_or_else(|| Error::validation("Qty_in_Stock", "is not a whole number"))
    }

    async fn adjust(&self, key: &str, item: &Gid, changes: &[Change]) -> Result<()> {
        let changes = changes.iter().map(|change| {
            inventory_quantities::Change::new(item, &change.location, change.delta)
                .change_from_quantity(change.from)
        });
        self.shop.call(Adjust::available("correction", changes)).idempotency_key(key).await.map(drop)
    }

    async fn agree(&self, product: &str, agreed: Agreed) -> Result<()> {
        let change = Update::new(product, Product::default().agreeing(agreed));
        self.zoho.call(change).await.map(drop)
    }

    async fn book(&self, product: &str, booking: &Booking) -> Result<()> {
        let change = Product {
            stock: Some(booking.stock.into()),
            booking: Some(booking.mark.clone()),
            ..Product::default()
        };
        let change = match booking.agreed {
            Some(agreed) => change.agreeing(agreed),
            None => change,
        };
        // A second sending could write over what somebody changed after the first, and the history would not tell it from the first.
        self.zoho.call(Update::new(product, change)).retry(RetryPolicy::never()).await.map(drop)
    }

    async fn replaced(&self, product: &str, booking: &Booking) -> Result<Option<i64>> {
        if self.product(product).await?.booking.as_ref() != Some(&booking.mark) {
            return Ok(None);
        }
        let newest = timelines::List::new("Products", product).sort_order(SortOrder::Desc).per_page(HISTORY);
        let entries = self.zoho.call(newest).await?.items;
        let made = |change: &FieldChange| {
            is(change, "Stock_Booking") && change.value.new == Some(booking.mark.as_str().into())
        };
        let Some(entry) = entries.iter().find(|entry| entry.field_history.iter().any(made)) else {
            let text = "the CRM's history does not show yet what a change of stock replaced";
            return Err(Error::new(ErrorKind::Server, text).with_retryable(true));
        };
        match entry.field_history.iter().find(|change| is(change, "Qty_in_Stock")) {
            Some(change) => number(change.value.old.as_ref()).map(Some),
            // It was that number already.
            None => Ok(Some(booking.stock)),
        }
    }

    fn now(&self) -> DateTime<Utc> {
        self.shop.shared().clock().now()
    }
}

fn is(change: &FieldChange, field: &str) -> bool {
    change.api_name.as_deref() == Some(field)
}

/// A number as the history shows it; nothing is nought.
fn number(value: Option<&Value>) -> Result<i64> {
    let text = match value {
        None | Some(Value::Null) => return Ok(0),
        Some(Value::String(text)) => text.replace(',', ""),
        Some(other) => other.to_string(),
    };
    let number = text.trim().parse::<f64>().ok().filter(|number| number.fract() == 0.0);
    // Whole numbers of stock fit.
    number.map(|number| number as i64).ok_or_else(|| {
        Error::validation("Qty_in_Stock", format!("was `{text}` before: that is not a whole number"))
    })
}
