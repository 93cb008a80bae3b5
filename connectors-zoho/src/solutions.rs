//! Solutions: answers to what is often asked.

use chrono::{DateTime, Utc};

use crate::model::{Lookup, Tag};
use crate::record_type::{record_actions, record_type};

record_type! {
    /// An answer. Zoho gives the number itself.
    Solution = "Solutions", "solution" {
        solution_title: String = "Solution_Title",
        solution_number: String = "Solution_Number",
        status: String = "Status",
        product_name: Lookup = "Product_Name",
        published: bool = "Published",
        question: String = "Question",
        answer: String = "Answer",
        owner: Lookup = "Owner",
        tag: Vec<Tag> = "Tag",
        created_by: Lookup = "Created_By",
        created_time: DateTime<Utc> = "Created_Time",
        modified_by: Lookup = "Modified_By",
        modified_time: DateTime<Utc> = "Modified_Time",
    }
}

record_actions!(Solution);
