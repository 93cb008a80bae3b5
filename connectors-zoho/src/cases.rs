//! Cases: what customers ask or complain about.

use chrono::{DateTime, Utc};

use crate::model::{Lookup, Tag};
use crate::record_type::{record_actions, record_type};

record_type! {
    /// A question or complaint. Zoho gives the number itself.
    Case = "Cases", "case" {
        subject: String = "Subject",
        case_number: String = "Case_Number",
        status: String = "Status",
        priority: String = "Priority",
        kind: String = "Type",
        case_origin: String = "Case_Origin",
        case_reason: String = "Case_Reason",
        reported_by: String = "Reported_By",
        email: String = "Email",
        phone: String = "Phone",
        account_name: Lookup = "Account_Name",
        related_to: Lookup = "Related_To",
        deal_name: Lookup = "Deal_Name",
        product_name: Lookup = "Product_Name",
        internal_comments: String = "Internal_Comments",
        solution: String = "Solution",
        description: String = "Description",
        owner: Lookup = "Owner",
        tag: Vec<Tag> = "Tag",
        created_by: Lookup = "Created_By",
        created_time: DateTime<Utc> = "Created_Time",
        modified_by: Lookup = "Modified_By",
        modified_time: DateTime<Utc> = "Modified_Time",
    }
}

record_actions!(Case);
