//! Notes on records.

use chrono::{DateTime, Utc};

use crate::crm_object::{crm_object, object_actions};

crm_object! {
    /// A note on a record.
    Note = "notes", "0-46", "note", ["crm.objects.contacts.read"], ["crm.objects.contacts.write"], "hs_lastmodifieddate" {
        hs_timestamp: DateTime<Utc>,
        hs_note_body: String,
        hs_attachment_ids: Vec<String>,
        hubspot_owner_id: String,
        hs_object_id: String,
        hs_createdate: DateTime<Utc>,
        hs_lastmodifieddate: DateTime<Utc>,
    }
}

object_actions!(Note);
object_actions!(Note: ListWebAnalytics);
