//! Tasks: what is to do.

use chrono::{DateTime, Utc};

use crate::crm_object::{crm_object, object_actions};

crm_object! {
    /// Something to do.
    Task = "tasks", "0-27", "task", ["crm.objects.contacts.read"], ["crm.objects.contacts.write"], "hs_lastmodifieddate" {
        hs_timestamp: DateTime<Utc>,
        hs_task_subject: String,
        hs_task_body: String,
        hs_task_status: String,
        hs_task_priority: String,
        hs_task_type: String,
        hubspot_owner_id: String,
        hs_object_id: String,
        hs_createdate: DateTime<Utc>,
        hs_lastmodifieddate: DateTime<Utc>,
    }
}

object_actions!(Task);
object_actions!(Task: ListWebAnalytics);
