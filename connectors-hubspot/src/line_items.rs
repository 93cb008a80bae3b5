//! Line items: products in deals, quotes and invoices. They belong to one by an association.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;

use crate::crm_object::{crm_object, object_actions};

crm_object! {
    /// A product in a deal, quote or invoice.
    LineItem = "line_items", "0-8", "line_item", ["crm.objects.line_items.read", "e-commerce"], ["crm.objects.line_items.write", "e-commerce"], "hs_lastmodifieddate" {
        name: String,
        description: String,
        hs_product_id: String,
        hs_sku: String,
        quantity: Decimal,
        price: Decimal,
        amount: Decimal,
        discount: Decimal,
        hs_discount_percentage: Decimal,
        recurringbillingfrequency: String,
        hs_object_id: String,
        createdate: DateTime<Utc>,
        hs_lastmodifieddate: DateTime<Utc>,
    }
}

object_actions!(LineItem);
object_actions!(LineItem: ListWebAnalytics);
