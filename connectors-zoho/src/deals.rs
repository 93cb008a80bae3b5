//! Deals: what an organisation hopes to sell, or has sold.
//!
//! What is sold stands in no standard field of a deal. Organisations keep it in a sub-form of their own, which
//! [`Get`] reads (a list may leave it out): as a member of your own record type, or with
//! `deal.custom.get::<Vec<Line>>("Sub_Form_Name")`; or in the related list `Products`, which
//! [`related::List`](crate::related::List) reads.

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;

use crate::model::{Lookup, Tag};
use crate::record_type::{record_actions, record_type};

record_type! {
    /// A sale, hoped for or made. Zoho computes `Expected_Revenue` itself.
    Deal = "Deals", "deal" {
        deal_name: String = "Deal_Name",
        account_name: Lookup = "Account_Name",
        contact_name: Lookup = "Contact_Name",
        amount: Decimal = "Amount",
        closing_date: NaiveDate = "Closing_Date",
        stage: String = "Stage",
        pipeline: String = "Pipeline",
        probability: i64 = "Probability",
        expected_revenue: Decimal = "Expected_Revenue",
        kind: String = "Type",
        next_step: String = "Next_Step",
        lead_source: String = "Lead_Source",
        campaign_source: Lookup = "Campaign_Source",
        description: String = "Description",
        owner: Lookup = "Owner",
        tag: Vec<Tag> = "Tag",
        created_by: Lookup = "Created_By",
        created_time: DateTime<Utc> = "Created_Time",
        modified_by: Lookup = "Modified_By",
        modified_time: DateTime<Utc> = "Modified_Time",
    }
}

record_actions!(Deal);
