//! Calls.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;

use crate::crm_object::{crm_object, object_actions};

crm_object! {
    /// A call.
    Call = "calls", "0-48", "call", ["crm.objects.contacts.read"], ["crm.objects.contacts.write"], "hs_lastmodifieddate" {
        hs_timestamp: DateTime<Utc>,
        hs_call_title: String,
        hs_call_body: String,
        hs_call_direction: String,
        hs_call_disposition: String,
        hs_call_status: String,
        hs_call_duration: Decimal,
        hs_call_from_number: String,
        hs_call_to_number: String,
        hs_call_recording_url: String,
        hubspot_owner_id: String,
        hs_object_id: String,
        hs_createdate: DateTime<Utc>,
        hs_lastmodifieddate: DateTime<Utc>,
    }
}

object_actions!(Call);
object_actions!(Call: ListWebAnalytics);
