//! Invoices.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;

use crate::crm_object::{crm_object, object_actions};

crm_object! {
    /// What a customer owes.
    Invoice = "invoices", "0-53", "invoice", ["crm.objects.invoices.read"], ["crm.objects.invoices.write"], "hs_lastmodifieddate" {
        hs_title: String,
        hs_number: String,
        hs_invoice_status: String,
        hs_currency: String,
        hs_amount_billed: Decimal,
        hs_balance_due: Decimal,
        hs_due_date: DateTime<Utc>,
        hs_invoice_date: DateTime<Utc>,
        hs_object_id: String,
        hs_createdate: DateTime<Utc>,
        hs_lastmodifieddate: DateTime<Utc>,
    }
}

object_actions!(Invoice);
