//! Accounts: the companies that an organisation deals with.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;

use crate::model::{Lookup, Tag};
use crate::record_type::{record_actions, record_type};

record_type! {
    /// A company.
    Account = "Accounts", "account" {
        account_name: String = "Account_Name",
        account_number: String = "Account_Number",
        account_type: String = "Account_Type",
        parent_account: Lookup = "Parent_Account",
        industry: String = "Industry",
        annual_revenue: Decimal = "Annual_Revenue",
        employees: i64 = "Employees",
        phone: String = "Phone",
        fax: String = "Fax",
        website: String = "Website",
        billing_street: String = "Billing_Street",
        billing_city: String = "Billing_City",
        billing_state: String = "Billing_State",
        billing_code: String = "Billing_Code",
        billing_country: String = "Billing_Country",
        shipping_street: String = "Shipping_Street",
        shipping_city: String = "Shipping_City",
        shipping_state: String = "Shipping_State",
        shipping_code: String = "Shipping_Code",
        shipping_country: String = "Shipping_Country",
        description: String = "Description",
        owner: Lookup = "Owner",
        tag: Vec<Tag> = "Tag",
        created_by: Lookup = "Created_By",
        created_time: DateTime<Utc> = "Created_Time",
        modified_by: Lookup = "Modified_By",
        modified_time: DateTime<Utc> = "Modified_Time",
    }
}

record_actions!(Account);
