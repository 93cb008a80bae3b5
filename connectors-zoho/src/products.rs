//! Products: what an organisation sells.

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;

use crate::model::{Lookup, Tag};
use crate::record_type::{record_actions, record_type};

record_type! {
    /// Something that is sold.
    Product = "Products", "product" {
        product_name: String = "Product_Name",
        product_code: String = "Product_Code",
        product_category: String = "Product_Category",
        product_active: bool = "Product_Active",
        manufacturer: String = "Manufacturer",
        vendor_name: Lookup = "Vendor_Name",
        unit_price: Decimal = "Unit_Price",
        commission_rate: Decimal = "Commission_Rate",
        taxable: bool = "Taxable",
        usage_unit: String = "Usage_Unit",
        qty_in_stock: Decimal = "Qty_in_Stock",
        sales_start_date: NaiveDate = "Sales_Start_Date",
        sales_end_date: NaiveDate = "Sales_End_Date",
        description: String = "Description",
        owner: Lookup = "Owner",
        tag: Vec<Tag> = "Tag",
        created_by: Lookup = "Created_By",
        created_time: DateTime<Utc> = "Created_Time",
        modified_by: Lookup = "Modified_By",
        modified_time: DateTime<Utc> = "Modified_Time",
    }
}

record_actions!(Product);
