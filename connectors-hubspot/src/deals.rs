//! Deals: what a company hopes to sell, or has sold.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;

use crate::crm_object::{crm_object, object_actions};

crm_object! {
    /// A sale, hoped for or made.
    Deal = "deals", "0-3", "deal", ["crm.objects.deals.read"], ["crm.objects.deals.write"], "hs_lastmodifieddate" {
        dealname: String,
        amount: Decimal,
        deal_currency_code: String,
        dealstage: String,
        pipeline: String,
        dealtype: String,
        closedate: DateTime<Utc>,
        description: String,
        hs_priority: String,
        hs_is_closed: bool,
        hs_is_closed_won: bool,
        hubspot_owner_id: String,
        hs_object_id: String,
        createdate: DateTime<Utc>,
        hs_lastmodifieddate: DateTime<Utc>,
    }
}

object_actions!(Deal);
object_actions!(Deal: Merge, ListArchived, ListHistory, ListPipelines, ListWebAnalytics, StageChanged);

impl crate::objects::Staged for Deal {
    const STAGE: &'static str = "dealstage";
}
