//! Messages by WhatsApp, LinkedIn and SMS, as they are logged.

use chrono::{DateTime, Utc};

use crate::crm_object::{crm_object, object_actions};

crm_object! {
    /// A message by WhatsApp, LinkedIn or SMS, as it is logged.
    Communication = "communications", "0-18", "communication", ["crm.objects.contacts.read"], ["crm.objects.contacts.write"], "hs_lastmodifieddate" {
        hs_timestamp: DateTime<Utc>,
        hs_communication_channel_type: String,
        hs_communication_logged_from: String,
        hs_communication_body: String,
        hubspot_owner_id: String,
        hs_object_id: String,
        hs_createdate: DateTime<Utc>,
        hs_lastmodifieddate: DateTime<Utc>,
    }
}

object_actions!(Communication);
