//! Engagements of any kind. Actions say which they mean: `.object("calls")`, `emails`, `meetings`, `notes`, `tasks`,
//! `communications`. Each kind has a module of its own, with its own properties.

use chrono::{DateTime, Utc};

use crate::crm_object::{crm_object, object_actions};

crm_object! {
    /// A call, e-mail, meeting, note, task or message.
    Engagement = "", "", "engagement", ["crm.objects.contacts.read"], ["crm.objects.contacts.write"], "hs_lastmodifieddate" {
        hs_timestamp: DateTime<Utc>,
        hubspot_owner_id: String,
        hs_object_id: String,
        hs_createdate: DateTime<Utc>,
        hs_lastmodifieddate: DateTime<Utc>,
    }
}

object_actions!(Engagement);
