//! Calls: by telephone, made or planned.

use chrono::{DateTime, Utc};

use crate::model::{Lookup, Tag};
use crate::record_type::{record_actions, record_type};

record_type! {
    /// A call. `Who_Id` is the contact or lead, `What_Id` a record of another module, whose
    /// API name stands in `$se_module`.
    Call = "Calls", "call" {
        subject: String = "Subject",
        call_type: String = "Call_Type",
        call_purpose: String = "Call_Purpose",
        call_agenda: String = "Call_Agenda",
        call_start_time: DateTime<Utc> = "Call_Start_Time",
        call_duration: String = "Call_Duration",
        call_duration_in_seconds: i64 = "Call_Duration_in_seconds",
        call_result: String = "Call_Result",
        outgoing_call_status: String = "Outgoing_Call_Status",
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

record_actions!(Call);
