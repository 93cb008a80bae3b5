//! Quotes, orders and invoices, with their lines.

use super::super::modules::{Field, Kind};
use super::{area, currency, date, double, lookup, picklist, rows, text};

pub(super) const QUOTES: &[Field] = &[
    text("Subject", 120).mandatory(),
    picklist("Quote_Stage", &["Draft", "Negotiation", "Delivered", "On Hold", "Confirmed"]),
    lookup("Deal_Name", "Deals"),
    lookup("Contact_Name", "Contacts"),
    lookup("Account_Name", "Accounts"),
    date("Valid_Till"),
    currency("Sub_Total").read_only(),
    currency("Discount"),
    currency("Tax"),
    currency("Adjustment"),
    currency("Grand_Total").read_only(),
    rows("Quoted_Items", "Quoted_Items").mandatory(),
    area("Description"),
];

pub(super) const SALES_ORDERS: &[Field] = &[
    text("Subject", 120).mandatory(),
    text("SO_Number", 100).read_only(),
    picklist("Status", &["Created", "Approved", "Delivered", "Cancelled"]),
    lookup("Deal_Name", "Deals"),
    lookup("Contact_Name", "Contacts"),
    lookup("Account_Name", "Accounts"),
    lookup("Quote_Name", "Quotes"),
    date("Due_Date"),
    currency("Sub_Total").read_only(),
    currency("Discount"),
    currency("Tax"),
    currency("Adjustment"),
    currency("Grand_Total").read_only(),
    rows("Ordered_Items", "Ordered_Items").mandatory(),
    area("Description"),
    text("Shopify_Order_ID", 50).unique().custom(),
    text("Shopify_Status", 80).custom(),
    currency("Refunded").custom(),
    picklist("Refund_Status", &["None", "Partial", "Whole"]).custom(),
];

pub(super) const PURCHASE_ORDERS: &[Field] = &[
    text("Subject", 120).mandatory(),
    lookup("Vendor_Name", "Vendors").mandatory(),
    picklist("Status", &["Created", "Approved", "Delivered", "Cancelled"]),
    lookup("Contact_Name", "Contacts"),
    date("PO_Date"),
    date("Due_Date"),
    currency("Sub_Total").read_only(),
    currency("Discount"),
    currency("Tax"),
    currency("Adjustment"),
    currency("Grand_Total").read_only(),
    rows("Purchase_Items", "Purchase_Items").mandatory(),
    area("Description"),
];

pub(super) const INVOICES: &[Field] = &[
    text("Subject", 120).mandatory(),
    picklist("Status", &["Created", "Approved", "Delivered", "Cancelled"]),
    lookup("Contact_Name", "Contacts"),
    lookup("Account_Name", "Accounts"),
    lookup("Deal_Name", "Deals"),
    lookup("Sales_Order", "Sales_Orders"),
    date("Invoice_Date"),
    date("Due_Date"),
    currency("Sub_Total").read_only(),
    currency("Discount"),
    currency("Tax"),
    currency("Adjustment"),
    currency("Grand_Total").read_only(),
    rows("Invoiced_Items", "Invoiced_Items").mandatory(),
    area("Description"),
];

pub(super) const QUOTED_ITEMS: &[Field] = &items("Quotes");
pub(super) const ORDERED_ITEMS: &[Field] = &items("Sales_Orders");
pub(super) const PURCHASE_ITEMS: &[Field] = &items("Purchase_Orders");
pub(super) const INVOICED_ITEMS: &[Field] = &items("Invoices");

/// A line of an inventory module.
const fn items(parent: &'static str) -> [Field; 10] {
    [
        lookup("Parent_Id", parent).read_only(),
        lookup("Product_Name", "Products").mandatory(),
        double("Quantity").mandatory(),
        currency("List_Price"),
        currency("Discount"),
        currency("Tax"),
        Field::new("Line_Tax", Kind::Objects, 2_000),
        currency("Total").read_only(),
        currency("Net_Total").read_only(),
        text("Description", 2_000),
    ]
}
