//! Tickets: customers' requests.

use chrono::{DateTime, Utc};

use crate::crm_object::{crm_object, object_actions};

crm_object! {
    /// A customer's request.
    Ticket = "tickets", "0-5", "ticket", ["tickets"], ["tickets"], "hs_lastmodifieddate" {
        subject: String,
        content: String,
        hs_pipeline: String,
        hs_pipeline_stage: String,
        hs_ticket_priority: String,
        hs_ticket_category: String,
        source_type: String,
        closed_date: DateTime<Utc>,
        hubspot_owner_id: String,
        hs_object_id: String,
        createdate: DateTime<Utc>,
        hs_lastmodifieddate: DateTime<Utc>,
    }
}

object_actions!(Ticket);
object_actions!(Ticket: Merge, ListHistory, ListPipelines, ListWebAnalytics, StageChanged);

impl crate::objects::Staged for Ticket {
    const STAGE: &'static str = "hs_pipeline_stage";
}
