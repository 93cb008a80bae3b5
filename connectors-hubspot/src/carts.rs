//! Carts of shops.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;

use crate::crm_object::{crm_object, object_actions};

crm_object! {
    /// What somebody is about to buy in a shop.
    Cart = "carts", "0-142", "cart", ["crm.objects.carts.read"], ["crm.objects.carts.write"], "hs_lastmodifieddate" {
        hs_cart_name: String,
        hs_external_cart_id: String,
        hs_external_status: String,
        hs_source_store: String,
        hs_total_price: Decimal,
        hs_currency_code: String,
        hs_object_id: String,
        hs_createdate: DateTime<Utc>,
        hs_lastmodifieddate: DateTime<Utc>,
    }
}

object_actions!(Cart);
