//! Goals: what users are to reach.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;

use crate::crm_object::{crm_object, object_actions};

crm_object! {
    /// What somebody is to reach.
    Goal = "goal_targets", "0-74", "goal", ["crm.objects.goals.read"], ["crm.objects.goals.write"], "hs_lastmodifieddate" {
        hs_goal_name: String,
        hs_target_amount: Decimal,
        hs_start_datetime: DateTime<Utc>,
        hs_end_datetime: DateTime<Utc>,
        hs_created_by_user_id: String,
        hs_object_id: String,
        hs_createdate: DateTime<Utc>,
        hs_lastmodifieddate: DateTime<Utc>,
    }
}

object_actions!(Goal);
object_actions!(Goal: ListWebAnalytics);
