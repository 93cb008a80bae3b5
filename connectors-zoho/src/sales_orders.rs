//! Sales orders: what a customer has ordered.
//!
//! Its lines are a sub-form of it, [`LineItem`]s, which [`Get`] reads; a list may leave them out.

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;

use crate::line_items::{Discount, LineItem};
use crate::model::{Lookup, Tag};
use crate::record_type::{record_actions, record_type};

record_type! {
    /// An order of a customer. Zoho computes the sums itself.
    SalesOrder = "Sales_Orders", "sales_order" {
        subject: String = "Subject",
        so_number: String = "SO_Number",
        customer_no: String = "Customer_No",
        status: String = "Status",
        due_date: NaiveDate = "Due_Date",
        quote_name: Lookup = "Quote_Name",
        deal_name: Lookup = "Deal_Name",
        contact_name: Lookup = "Contact_Name",
        account_name: Lookup = "Account_Name",
        carrier: String = "Carrier",
        pending: String = "Pending",
        excise_duty: Decimal = "Excise_Duty",
        sales_commission: Decimal = "Sales_Commission",
        ordered_items: Vec<LineItem> = "Ordered_Items",
        sub_total: Decimal = "Sub_Total",
        discount: Discount = "Discount",
        tax: Decimal = "Tax",
        adjustment: Decimal = "Adjustment",
        grand_total: Decimal = "Grand_Total",
        terms_and_conditions: String = "Terms_and_Conditions",
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

record_actions!(SalesOrder);
