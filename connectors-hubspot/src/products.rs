//! Products: what can be sold.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;

use crate::crm_object::{crm_object, object_actions};

crm_object! {
    /// What can be sold.
    Product = "products", "0-7", "product", ["e-commerce"], ["e-commerce"], "hs_lastmodifieddate" {
        name: String,
        description: String,
        price: Decimal,
        hs_sku: String,
        hs_cost_of_goods_sold: Decimal,
        recurringbillingfrequency: String,
        hs_object_id: String,
        createdate: DateTime<Utc>,
        hs_lastmodifieddate: DateTime<Utc>,
    }
}

object_actions!(Product);
object_actions!(Product: ListWebAnalytics);
