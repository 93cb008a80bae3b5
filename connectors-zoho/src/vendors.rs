//! Vendors: whom an organisation buys from.

use chrono::{DateTime, Utc};

use crate::model::{Lookup, Tag};
use crate::record_type::{record_actions, record_type};

record_type! {
    /// A company or person that sells to the organisation.
    Vendor = "Vendors", "vendor" {
        vendor_name: String = "Vendor_Name",
        email: String = "Email",
        email_opt_out: bool = "Email_Opt_Out",
        phone: String = "Phone",
        website: String = "Website",
        category: String = "Category",
        gl_account: String = "GL_Account",
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

record_actions!(Vendor);
