//! Meetings.

use chrono::{DateTime, Utc};

use crate::crm_object::{crm_object, object_actions};

crm_object! {
    /// A meeting.
    Meeting = "meetings", "0-47", "meeting", ["crm.objects.contacts.read"], ["crm.objects.contacts.write"], "hs_lastmodifieddate" {
        hs_timestamp: DateTime<Utc>,
        hs_meeting_title: String,
        hs_meeting_body: String,
        hs_internal_meeting_notes: String,
        hs_meeting_location: String,
        hs_meeting_start_time: DateTime<Utc>,
        hs_meeting_end_time: DateTime<Utc>,
        hs_meeting_outcome: String,
        hubspot_owner_id: String,
        hs_object_id: String,
        hs_createdate: DateTime<Utc>,
        hs_lastmodifieddate: DateTime<Utc>,
    }
}

object_actions!(Meeting);
object_actions!(Meeting: ListWebAnalytics);
