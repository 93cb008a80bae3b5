//! Contacts: the people at accounts.

use chrono::{DateTime, NaiveDate, Utc};

use crate::model::{Lookup, Tag};
use crate::record_type::{record_actions, record_type};

record_type! {
    /// A person. Zoho puts `Full_Name` together itself.
    Contact = "Contacts", "contact" {
        salutation: String = "Salutation",
        first_name: String = "First_Name",
        last_name: String = "Last_Name",
        full_name: String = "Full_Name",
        account_name: Lookup = "Account_Name",
        reporting_to: Lookup = "Reporting_To",
        title: String = "Title",
        department: String = "Department",
        email: String = "Email",
        secondary_email: String = "Secondary_Email",
        email_opt_out: bool = "Email_Opt_Out",
        phone: String = "Phone",
        mobile: String = "Mobile",
        fax: String = "Fax",
        lead_source: String = "Lead_Source",
        date_of_birth: NaiveDate = "Date_of_Birth",
        mailing_street: String = "Mailing_Street",
        mailing_city: String = "Mailing_City",
        mailing_state: String = "Mailing_State",
        mailing_zip: String = "Mailing_Zip",
        mailing_country: String = "Mailing_Country",
        description: String = "Description",
        owner: Lookup = "Owner",
        tag: Vec<Tag> = "Tag",
        created_by: Lookup = "Created_By",
        created_time: DateTime<Utc> = "Created_Time",
        modified_by: Lookup = "Modified_By",
        modified_time: DateTime<Utc> = "Modified_Time",
    }
}

record_actions!(Contact);
