//! Tasks: what somebody has to do.

use chrono::{DateTime, NaiveDate, Utc};

use crate::model::{Lookup, Tag};
use crate::record_type::{record_actions, record_type};

record_type! {
    /// Something to do. `Who_Id` is the contact or lead, `What_Id` a record of another module, whose
    /// API name stands in `$se_module`.
    Task = "Tasks", "task" {
        subject: String = "Subject",
        status: String = "Status",
        priority: String = "Priority",
        due_date: NaiveDate = "Due_Date",
        closed_time: DateTime<Utc> = "Closed_Time",
        send_notification_email: bool = "Send_Notification_Email",
        who_id: Lookup = "Who_Id",
        what_id: Lookup = "What_Id",
        se_module: String = "$se_module",
        description: String = "Description",
        owner: Lookup = "Owner",
        tag: Vec<Tag> = "Tag",
        created_by: Lookup = "Created_By",
        created_time: DateTime<Utc> = "Created_Time",
        modified_by: Lookup = "Modified_By",
        modified_time: DateTime<Utc> = "Modified_Time",
    }
}

record_actions!(Task);
