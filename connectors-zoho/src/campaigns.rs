//! Campaigns: what an organisation does to be known.

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;

use crate::model::{Lookup, Tag};
use crate::record_type::{record_actions, record_type};

record_type! {
    /// A campaign.
    Campaign = "Campaigns", "campaign" {
        campaign_name: String = "Campaign_Name",
        kind: String = "Type",
        status: String = "Status",
        start_date: NaiveDate = "Start_Date",
        end_date: NaiveDate = "End_Date",
        parent_campaign: Lookup = "Parent_Campaign",
        expected_revenue: Decimal = "Expected_Revenue",
        budgeted_cost: Decimal = "Budgeted_Cost",
        actual_cost: Decimal = "Actual_Cost",
        description: String = "Description",
        owner: Lookup = "Owner",
        tag: Vec<Tag> = "Tag",
        created_by: Lookup = "Created_By",
        created_time: DateTime<Utc> = "Created_Time",
        modified_by: Lookup = "Modified_By",
        modified_time: DateTime<Utc> = "Modified_Time",
    }
}

record_actions!(Campaign);
