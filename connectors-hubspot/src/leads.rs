//! Leads: contacts and companies that may buy. A lead belongs to one by an association.

use chrono::{DateTime, Utc};

use crate::crm_object::{crm_object, object_actions};

crm_object! {
    /// A contact or company that may buy.
    Lead = "leads", "0-136", "lead", ["crm.objects.leads.read"], ["crm.objects.leads.write"], "hs_lastmodifieddate" {
        hs_lead_name: String,
        hs_lead_type: String,
        hs_lead_label: String,
        hs_pipeline: String,
        hs_pipeline_stage: String,
        hubspot_owner_id: String,
        hs_object_id: String,
        hs_createdate: DateTime<Utc>,
        hs_lastmodifieddate: DateTime<Utc>,
    }
}

object_actions!(Lead);
