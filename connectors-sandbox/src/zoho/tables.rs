//! The modules and their fields, as data: the standard ones of Zoho CRM with the fields that matter here, and the
//! custom fields of the sandbox's organisation.
//!
//! A field's length is Zoho's default, but for the account's name: it is longer here, so that names exist which an
//! accounting system does not take.

mod inventory;

use self::inventory::{
    INVOICED_ITEMS, INVOICES, ORDERED_ITEMS, PURCHASE_ITEMS, PURCHASE_ORDERS, QUOTED_ITEMS, QUOTES,
    SALES_ORDERS,
};
use super::modules::{Field, Kind, Module};

const fn text(name: &'static str, length: usize) -> Field {
    Field::new(name, Kind::Text, length)
}
const fn area(name: &'static str) -> Field {
    Field::new(name, Kind::TextArea, 32_000)
}
const fn email(name: &'static str) -> Field {
    Field::new(name, Kind::Email, 100)
}
const fn phone(name: &'static str) -> Field {
    Field::new(name, Kind::Phone, 30)
}
const fn website(name: &'static str) -> Field {
    Field::new(name, Kind::Website, 255)
}
const fn integer(name: &'static str) -> Field {
    Field::new(name, Kind::Integer, 9)
}
const fn double(name: &'static str) -> Field {
    Field::new(name, Kind::Double, 16)
}
const fn currency(name: &'static str) -> Field {
    Field::new(name, Kind::Currency, 16)
}
const fn boolean(name: &'static str) -> Field {
    Field::new(name, Kind::Boolean, 5)
}
const fn date(name: &'static str) -> Field {
    Field::new(name, Kind::Date, 20)
}
const fn datetime(name: &'static str) -> Field {
    Field::new(name, Kind::DateTime, 120)
}
const fn picklist(name: &'static str, values: &'static [&'static str]) -> Field {
    Field::new(name, Kind::Picklist(values), 120)
}
const fn lookup(name: &'static str, module: &'static str) -> Field {
    Field::new(name, Kind::Lookup(module), 120)
}
const fn any(name: &'static str) -> Field {
    Field::new(name, Kind::AnyLookup, 120)
}
const fn rows(name: &'static str, module: &'static str) -> Field {
    Field::new(name, Kind::Subform(module), 200)
}

/// The fields of every module.
pub(super) static SYSTEM: &[Field] = &[
    Field::new("id", Kind::Id, 19).read_only(),
    Field::new("Owner", Kind::User, 120),
    Field::new("Created_By", Kind::User, 120).read_only(),
    datetime("Created_Time").read_only(),
    Field::new("Modified_By", Kind::User, 120).read_only(),
    datetime("Modified_Time").read_only(),
    Field::new("Tag", Kind::Tags, 2_000),
];

pub(super) const WON: &str = "Closed Won";

/// The stages of the one pipeline, with their probabilities.
pub(super) const STAGES: &[&str] = &[
    "Qualification",
    "Needs Analysis",
    "Value Proposition",
    "Identify Decision Makers",
    "Proposal/Price Quote",
    "Negotiation/Review",
    WON,
    "Closed Lost",
    "Closed Lost to Competition",
];

pub(super) const PIPELINE: &str = "Standard (Standard)";

/// The tax codes of a line; what they mean is the accounting system's affair.
pub(super) const TAX_CODES: &[&str] = &["Standard", "Reduced", "Zero"];

const SOURCES: &[&str] =
    &["Advertisement", "Cold Call", "Employee Referral", "Partner", "Web Download", "Chat"];
pub(super) const INDUSTRIES: &[&str] =
    &["Communications", "Education", "Manufacturing", "Retail", "Services", "Technology"];
const LEAD_STATUSES: &[&str] = &[
    "Attempted to Contact",
    "Contact in Future",
    "Contacted",
    "Junk Lead",
    "Not Contacted",
    "Pre-Qualified",
];
const LANGUAGES: &[&str] = &["English", "French", "German", "Hebrew", "Spanish"];

const fn module(
    name: &'static str,
    singular: &'static str,
    title: &'static str,
    system_unique: &'static [&'static str],
    fields: &'static [Field],
) -> Module {
    Module { name, singular, title, system_unique, fields, parent: None }
}

const fn subform(
    name: &'static str,
    parent: &'static str,
    title: &'static str,
    fields: &'static [Field],
) -> Module {
    Module { name, singular: name, title, system_unique: &[], fields, parent: Some(parent) }
}

/// All modules; a subform's rows are records of a module too.
pub(super) static MODULES: &[Module] = &[
    module("Leads", "Lead", "Full_Name", &["Email"], LEADS),
    module("Accounts", "Account", "Account_Name", &["Account_Name"], ACCOUNTS),
    module("Contacts", "Contact", "Full_Name", &["Email"], CONTACTS),
    module("Deals", "Deal", "Deal_Name", &["Deal_Name"], DEALS),
    module("Products", "Product", "Product_Name", &["Product_Code", "Product_Name"], PRODUCTS),
    module("Notes", "Note", "Note_Title", &[], NOTES),
    module("Tasks", "Task", "Subject", &[], TASKS),
    module("Events", "Meeting", "Event_Title", &[], EVENTS),
    module("Calls", "Call", "Subject", &[], CALLS),
    module("Cases", "Case", "Subject", &["Subject"], CASES),
    module("Vendors", "Vendor", "Vendor_Name", &["Vendor_Name"], VENDORS),
    module("Quotes", "Quote", "Subject", &["Subject"], QUOTES),
    module("Sales_Orders", "Sales Order", "Subject", &["Subject"], SALES_ORDERS),
    module("Purchase_Orders", "Purchase Order", "Subject", &["Subject"], PURCHASE_ORDERS),
    module("Invoices", "Invoice", "Subject", &["Subject"], INVOICES),
    module("Campaigns", "Campaign", "Campaign_Name", &["Campaign_Name"], CAMPAIGNS),
    module("Price_Books", "Price Book", "Price_Book_Name", &["Price_Book_Name"], PRICE_BOOKS),
    module("Solutions", "Solution", "Solution_Title", &["Solution_Title"], SOLUTIONS),
    subform("Products_Sold", "Deals", "Description", PRODUCTS_SOLD),
    subform("Quoted_Items", "Quotes", "Description", QUOTED_ITEMS),
    subform("Ordered_Items", "Sales_Orders", "Description", ORDERED_ITEMS),
    subform("Purchase_Items", "Purchase_Orders", "Description", PURCHASE_ITEMS),
    subform("Invoiced_Items", "Invoices", "Description", INVOICED_ITEMS),
];

const LEADS: &[Field] = &[
    text("First_Name", 40),
    text("Last_Name", 80).mandatory(),
    text("Full_Name", 120).read_only(),
    text("Company", 200).mandatory(),
    text("Designation", 100),
    email("Email").unique(),
    email("Secondary_Email"),
    phone("Phone"),
    phone("Mobile"),
    website("Website"),
    picklist("Lead_Source", SOURCES),
    picklist("Lead_Status", LEAD_STATUSES),
    picklist("Industry", INDUSTRIES),
    integer("No_of_Employees"),
    currency("Annual_Revenue"),
    boolean("Email_Opt_Out"),
    Field::new("Languages", Kind::MultiPicklist(LANGUAGES), 120).custom(),
    text("Street", 250),
    text("City", 100),
    text("State", 100),
    text("Zip_Code", 30),
    text("Country", 100),
    area("Description"),
    datetime("Last_Engagement").custom(),
];

const ACCOUNTS: &[Field] = &[
    text("Account_Name", 300).mandatory().unique(),
    text("Account_Number", 40),
    lookup("Parent_Account", "Accounts"),
    picklist("Account_Type", &["Analyst", "Competitor", "Customer", "Partner", "Reseller"]),
    picklist("Industry", INDUSTRIES),
    currency("Annual_Revenue"),
    integer("Employees"),
    phone("Phone"),
    website("Website"),
    text("Billing_Street", 250),
    text("Billing_City", 100),
    text("Billing_State", 100),
    text("Billing_Code", 30),
    text("Billing_Country", 100),
    email("Invoice_Email").custom(),
    area("Description"),
];

const CONTACTS: &[Field] = &[
    text("First_Name", 40),
    text("Last_Name", 80).mandatory(),
    text("Full_Name", 120).read_only(),
    email("Email").unique(),
    email("Secondary_Email"),
    phone("Phone"),
    phone("Mobile"),
    lookup("Account_Name", "Accounts"),
    lookup("Reporting_To", "Contacts"),
    text("Title", 100),
    text("Department", 50),
    picklist("Lead_Source", SOURCES),
    date("Date_of_Birth"),
    boolean("Email_Opt_Out"),
    text("Mailing_Street", 250),
    text("Mailing_City", 100),
    text("Mailing_State", 100),
    text("Mailing_Zip", 30),
    text("Mailing_Country", 100),
    area("Description"),
    datetime("Last_Engagement").custom(),
    text("Shopify_Customer_ID", 50).unique().custom(),
];

const DEALS: &[Field] = &[
    text("Deal_Name", 120).mandatory(),
    lookup("Account_Name", "Accounts"),
    lookup("Contact_Name", "Contacts"),
    currency("Amount"),
    date("Closing_Date"),
    picklist("Stage", STAGES).mandatory(),
    picklist("Pipeline", &[PIPELINE]),
    integer("Probability"),
    currency("Expected_Revenue").read_only(),
    picklist("Type", &["Existing Business", "New Business"]),
    text("Next_Step", 100),
    picklist("Lead_Source", SOURCES),
    lookup("Campaign_Source", "Campaigns"),
    area("Description"),
    text("External_Deal_ID", 255).unique().custom(),
    text("Invoice_Number", 50).custom(),
    picklist("Invoice_Status", &["Draft", "Submitted", "Authorised", "Paid", "Voided"]).custom(),
    currency("Amount_Paid").custom(),
    date("Paid_On").custom(),
    rows("Products_Sold", "Products_Sold").custom(),
];

/// A line of a deal.
const PRODUCTS_SOLD: &[Field] = &[
    lookup("Parent_Id", "Deals").read_only(),
    lookup("Product", "Products").custom(),
    text("Description", 255).custom(),
    double("Quantity").custom(),
    currency("Unit_Price").custom(),
    picklist("Tax_Code", TAX_CODES).custom(),
    currency("Line_Total").custom(),
];

const PRODUCTS: &[Field] = &[
    text("Product_Name", 200).mandatory(),
    text("Product_Code", 40).unique(),
    picklist("Product_Category", &["Hardware", "Software", "CRM Applications"]),
    boolean("Product_Active"),
    currency("Unit_Price"),
    double("Commission_Rate"),
    boolean("Taxable"),
    double("Qty_in_Stock"),
    lookup("Vendor_Name", "Vendors"),
    date("Sales_Start_Date"),
    date("Sales_End_Date"),
    area("Description"),
    integer("Shopify_Stock").custom(),
    integer("Agreed_Stock").custom(),
    text("Stock_Booking", 50).custom(),
];

const NOTES: &[Field] = &[text("Note_Title", 120), area("Note_Content"), any("Parent_Id").mandatory()];

const ACTIVITY_STATUSES: &[&str] =
    &["Not Started", "Deferred", "In Progress", "Completed", "Waiting for input"];

const TASKS: &[Field] = &[
    text("Subject", 255).mandatory(),
    date("Due_Date"),
    picklist("Status", ACTIVITY_STATUSES),
    picklist("Priority", &["High", "Highest", "Low", "Lowest", "Normal"]),
    lookup("Who_Id", "Contacts"),
    any("What_Id"),
    datetime("Closed_Time").read_only(),
    area("Description"),
];

const EVENTS: &[Field] = &[
    text("Event_Title", 255).mandatory(),
    datetime("Start_DateTime").mandatory(),
    datetime("End_DateTime").mandatory(),
    boolean("All_day"),
    text("Venue", 255),
    lookup("Who_Id", "Contacts"),
    any("What_Id"),
    Field::new("Participants", Kind::Participants, 1_000),
    area("Description"),
];

const CALLS: &[Field] = &[
    text("Subject", 255),
    picklist("Call_Type", &["Outbound", "Inbound", "Missed"]).mandatory(),
    datetime("Call_Start_Time").mandatory(),
    text("Call_Duration", 50),
    lookup("Who_Id", "Contacts"),
    any("What_Id"),
    area("Description"),
];

const CASES: &[Field] = &[
    text("Subject", 255).mandatory(),
    picklist("Status", &["New", "On Hold", "Escalated", "Closed"]).mandatory(),
    picklist("Case_Origin", &["Email", "Phone", "Web"]).mandatory(),
    lookup("Account_Name", "Accounts"),
    lookup("Related_To", "Contacts"),
    lookup("Deal_Name", "Deals"),
    lookup("Product_Name", "Products"),
    email("Email"),
    phone("Phone"),
    area("Description"),
];

const VENDORS: &[Field] = &[
    text("Vendor_Name", 120).mandatory(),
    email("Email"),
    phone("Phone"),
    website("Website"),
    text("Street", 250),
    text("City", 100),
    text("Country", 100),
    area("Description"),
];

const CAMPAIGNS: &[Field] = &[
    text("Campaign_Name", 200).mandatory(),
    picklist("Type", &["Conference", "Webinar", "Email", "Telemarketing"]),
    picklist("Status", &["Planning", "Active", "Inactive", "Complete"]),
    date("Start_Date"),
    date("End_Date"),
    currency("Budgeted_Cost"),
    currency("Actual_Cost"),
    area("Description"),
];

const PRICE_BOOKS: &[Field] = &[
    text("Price_Book_Name", 200).mandatory(),
    picklist("Pricing_Model", &["Flat", "Differential"]).mandatory(),
    Field::new("Pricing_Details", Kind::Objects, 2_000),
    boolean("Active"),
    area("Description"),
];

const SOLUTIONS: &[Field] = &[
    text("Solution_Title", 255).mandatory(),
    picklist("Status", &["Draft", "Reviewed", "Duplicate"]),
    lookup("Product_Name", "Products"),
    area("Question"),
    area("Answer"),
];
