//! Leads: people who may become customers, and how they do.

mod convert;

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;

pub use self::convert::{CarryOverTags, Convert, Converted, MoveAttachments};
use crate::model::{Lookup, Tag};
use crate::record_type::{record_actions, record_type};

record_type! {
    /// A person who may become a customer. Zoho puts `Full_Name` together itself.
    Lead = "Leads", "lead" {
        salutation: String = "Salutation",
        first_name: String = "First_Name",
        last_name: String = "Last_Name",
        full_name: String = "Full_Name",
        company: String = "Company",
        designation: String = "Designation",
        email: String = "Email",
        secondary_email: String = "Secondary_Email",
        email_opt_out: bool = "Email_Opt_Out",
        phone: String = "Phone",
        mobile: String = "Mobile",
        fax: String = "Fax",
        website: String = "Website",
        lead_source: String = "Lead_Source",
        lead_status: String = "Lead_Status",
        rating: String = "Rating",
        industry: String = "Industry",
        no_of_employees: i64 = "No_of_Employees",
        annual_revenue: Decimal = "Annual_Revenue",
        street: String = "Street",
        city: String = "City",
        state: String = "State",
        zip_code: String = "Zip_Code",
        country: String = "Country",
        description: String = "Description",
        owner: Lookup = "Owner",
        tag: Vec<Tag> = "Tag",
        created_by: Lookup = "Created_By",
        created_time: DateTime<Utc> = "Created_Time",
        modified_by: Lookup = "Modified_By",
        modified_time: DateTime<Utc> = "Modified_Time",
    }
}

record_actions!(Lead);
