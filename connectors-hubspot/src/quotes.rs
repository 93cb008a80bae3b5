//! Quotes: offers to customers.

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;

use crate::crm_object::{crm_object, object_actions};

crm_object! {
    /// An offer.
    Quote = "quotes", "0-14", "quote", ["crm.objects.quotes.read"], ["crm.objects.quotes.write"], "hs_lastmodifieddate" {
        hs_title: String,
        hs_status: String,
        hs_expiration_date: NaiveDate,
        hs_quote_amount: Decimal,
        hs_currency: String,
        hs_language: String,
        hs_quote_link: String,
        hubspot_owner_id: String,
        hs_object_id: String,
        hs_createdate: DateTime<Utc>,
        hs_lastmodifieddate: DateTime<Utc>,
    }
}

object_actions!(Quote);
