//! Orders in shops.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;

use crate::crm_object::{crm_object, object_actions};

crm_object! {
    /// What somebody bought in a shop.
    Order = "orders", "0-123", "order", ["crm.objects.orders.read"], ["crm.objects.orders.write"], "hs_lastmodifieddate" {
        hs_order_name: String,
        hs_external_order_id: String,
        hs_external_order_status: String,
        hs_fulfillment_status: String,
        hs_source_store: String,
        hs_total_price: Decimal,
        hs_currency_code: String,
        hs_object_id: String,
        hs_createdate: DateTime<Utc>,
        hs_lastmodifieddate: DateTime<Utc>,
    }
}

object_actions!(Order);
