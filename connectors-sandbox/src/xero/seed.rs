//! The demo organisation: a chart of accounts, tax rates and a few items, as a new user finds them.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::books::{Books, Mode, Moment};
use super::facts::CURRENCIES;
use super::identity::USER;
use super::reports::Publish;
use super::tax_rates::compute_rates;
use super::wire::ms_date;
use crate::ids::Ids;
use crate::store::Record;

/// Code, name, type, tax type, whether payments can be made to it, system account.
const ACCOUNTS: [(&str, &str, &str, &str, bool, &str); 30] = [
    ("090", "Business Bank Account", "BANK", "NONE", false, ""),
    ("091", "Business Savings Account", "BANK", "NONE", false, ""),
    ("200", "Sales", "REVENUE", "OUTPUT2", false, ""),
    ("260", "Other Revenue", "REVENUE", "OUTPUT2", false, ""),
    ("270", "Interest Income", "REVENUE", "NONE", false, ""),
    ("310", "Cost of Goods Sold", "DIRECTCOSTS", "INPUT2", false, ""),
    ("400", "Advertising", "EXPENSE", "INPUT2", false, ""),
    ("404", "Bank Fees", "EXPENSE", "NONE", false, ""),
    ("429", "General Expenses", "EXPENSE", "INPUT2", false, ""),
    ("469", "Rent", "EXPENSE", "INPUT2", false, ""),
    ("478", "Salaries", "EXPENSE", "NONE", false, ""),
    ("497", "Bank Revaluations", "EXPENSE", "NONE", false, "BANKCURRENCYGAIN"),
    ("498", "Unrealised Currency Gains", "EXPENSE", "NONE", false, "UNREALISEDCURRENCYGAIN"),
    ("499", "Realised Currency Gains", "EXPENSE", "NONE", false, "REALISEDCURRENCYGAIN"),
    ("610", "Accounts Receivable", "CURRENT", "NONE", false, "DEBTORS"),
    ("620", "Prepayments", "CURRENT", "NONE", false, ""),
    ("630", "Inventory", "INVENTORY", "NONE", false, ""),
    ("710", "Office Equipment", "FIXED", "INPUT2", false, ""),
    ("800", "Accounts Payable", "CURRLIAB", "NONE", false, "CREDITORS"),
    ("801", "Unpaid Expense Claims", "CURRLIAB", "NONE", false, "UNPAIDEXPCLM"),
    ("814", "Wages Payable", "CURRLIAB", "NONE", false, "WAGEPAYABLES"),
    ("820", "GST", "CURRLIAB", "NONE", false, "GST"),
    ("835", "Revenue Received in Advance", "CURRLIAB", "OUTPUT2", false, ""),
    ("840", "Historical Adjustment", "CURRLIAB", "NONE", false, "HISTORICAL"),
    ("860", "Rounding", "CURRLIAB", "NONE", false, "ROUNDING"),
    ("877", "Tracking Transfers", "CURRLIAB", "NONE", false, "TRACKINGTRANSFERS"),
    ("880", "Owner Drawings", "EQUITY", "NONE", true, ""),
    ("900", "Loan", "TERMLIAB", "NONE", false, ""),
    ("960", "Retained Earnings", "EQUITY", "NONE", false, "RETAINEDEARNINGS"),
    ("970", "Owner Funds Introduced", "EQUITY", "NONE", true, ""),
];

/// Name, tax type, report type, rate, and where it applies: assets, equity, expenses, liabilities, revenue.
const TAX_RATES: [(&str, &str, &str, u32, [bool; 5]); 5] = [
    ("15% GST on Expenses", "INPUT2", "INPUT", 15, [true, true, true, true, false]),
    ("15% GST on Income", "OUTPUT2", "OUTPUT", 15, [true, true, false, true, true]),
    ("GST on Imports", "GSTONIMPORTS", "GSTONIMPORTS", 0, [false, false, true, true, false]),
    ("No GST", "NONE", "NONE", 0, [true, true, true, true, true]),
    ("Zero Rated", "ZERORATED", "OUTPUT", 0, [false, false, false, true, true]),
];

/// Code, name, sales price, purchase price.
const ITEMS: [(&str, &str, f64, f64); 4] = [
    ("HOURS", "Consulting per hour", 120.0, 0.0),
    ("LICENCE", "Yearly licence", 480.0, 0.0),
    ("TRAINING", "Training day", 900.0, 450.0),
    ("DEVICE", "Card reader", 89.5, 61.25),
];

/// A tracking category and its options.
const TRACKING: (&str, [&str; 4]) = ("Region", ["Eastside", "North", "South", "West Coast"]);

/// The books of a new organisation.
pub(super) fn books(ids: Ids, tenant: &str, name: &str, now: DateTime<Utc>) -> Books {
    let organisation = organisation(&ids, tenant, name, now);
    let mut books = Books::new(ids, organisation);
    for (code, description) in CURRENCIES {
        books.currencies.put(object(json!({ "Code": code, "Description": description })));
    }
    users(&mut books, now);
    for (order, name) in ["Standard", "Special Projects"].into_iter().enumerate() {
        let theme = json!({ "BrandingThemeID": books.ids.uuid(), "Name": name, "SortOrder": order, "CreatedDateUTC": ms_date(now) });
        books.branding_themes.put(object(theme));
    }
    for (name, tax_type, report, rate, [assets, equity, expenses, liabilities, revenue]) in TAX_RATES {
        let mut record = object(json!({
            "Name": name,
            "TaxType": tax_type,
            "ReportTaxType": report,
            "Status": "ACTIVE",
            "CanApplyToAssets": assets,
            "CanApplyToEquity": equity,
            "CanApplyToExpenses": expenses,
            "CanApplyToLiabilities": liabilities,
            "CanApplyToRevenue": revenue,
            "TaxComponents": [
                { "Name": "GST", "Rate": f64::from(rate), "IsCompound": false, "IsNonRecoverable": false },
            ],
        }));
        compute_rates(&mut record);
        books.tax_rates.put(record);
    }
    let at = Moment { now, unit_places: 2 };
    for (number, (code, name, kind, tax_type, payments, system)) in ACCOUNTS.into_iter().enumerate() {
        let mut sent = object(json!({
            "Code": code,
            "Name": name,
            "Type": kind,
            "TaxType": tax_type,
            "EnablePaymentsToAccount": payments,
        }));
        if kind == "BANK" {
            sent.insert("BankAccountNumber".to_owned(), json!(format!("02090876543210{number:02}")));
            sent.insert("CurrencyCode".to_owned(), json!(CURRENCIES[0].0));
        }
        let written = books.write_account(&sent, &Mode::Create, at);
        if let (Ok(mut account), false) = (written, system.is_empty()) {
            account.insert("SystemAccount".to_owned(), json!(system));
            books.accounts.put(account);
        }
    }
    books.seed_budget(now);
    let (name, options) = TRACKING;
    let option = |name| json!({ "TrackingOptionID": books.ids.uuid(), "Name": name, "Status": "ACTIVE" });
    let options: Vec<Value> = options.into_iter().map(option).collect();
    let id = books.ids.uuid();
    books.tracking.put(object(
        json!({ "TrackingCategoryID": id, "Name": name, "Status": "ACTIVE", "Options": options }),
    ));
    for (code, name, sales, purchase) in ITEMS {
        let mut item = object(json!({
            "Code": code,
            "Name": name,
            "Description": name,
            "SalesDetails": { "UnitPrice": sales, "AccountCode": "200", "TaxType": "OUTPUT2" },
        }));
        if purchase > 0.0 {
            let details = json!({ "UnitPrice": purchase, "AccountCode": "310", "TaxType": "INPUT2" });
            item.insert("PurchaseDetails".to_owned(), details);
            item.insert("PurchaseDescription".to_owned(), json!(name));
        }
        // The seed is sound, as a test shows.
        let _ = books.write_item(&item, &Mode::Create, at);
    }
    let _ = books.publish(&Publish::report("BalanceSheet"), now);
    books
}

/// Id, first name, last name, address, role.
const USERS: [(&str, &str, &str, &str, &str); 2] = [
    (USER, "Demo", "User", "user@example.com", "FINANCIALADVISER"),
    ("c1d2a5de-3f0b-4b0e-8b57-1a4f6f4f1e02", "Second", "User", "second@example.com", "STANDARD"),
];

fn users(books: &mut Books, now: DateTime<Utc>) {
    for (id, first, last, address, role) in USERS {
        books.users.put(object(json!({
            "UserID": id,
            "EmailAddress": address,
            "FirstName": first,
            "LastName": last,
            "UpdatedDateUTC": ms_date(now),
            "IsSubscriber": id == USER,
            "OrganisationRole": role,
        })));
    }
}

fn organisation(ids: &Ids, tenant: &str, name: &str, now: DateTime<Utc>) -> Record {
    let mut organisation = object(json!({
        "OrganisationID": tenant,
        "APIKey": ids.token(30).to_uppercase(),
        "Name": name,
        "LegalName": name,
        "PaysTax": true,
        "Version": "NZ",
        "OrganisationType": "COMPANY",
        "OrganisationEntityType": "COMPANY",
        "BaseCurrency": CURRENCIES[0].0,
        "CountryCode": "NZ",
        "IsDemoCompany": true,
        "OrganisationStatus": "ACTIVE",
        "FinancialYearEndDay": 31,
        "FinancialYearEndMonth": 3,
        "SalesTaxBasis": "PAYMENTS",
        "SalesTaxPeriod": "TWOMONTHS",
        "DefaultSalesTax": "Tax Exclusive",
        "DefaultPurchasesTax": "Tax Exclusive",
        "Timezone": "UTC",
        "ShortCode": format!("!{}", ids.token(5)),
        "Edition": "BUSINESS",
        "Class": "DEMO",
        "Addresses": [],
        "Phones": [],
        "ExternalLinks": [],
        "PaymentTerms": {},
    }));
    organisation.insert("CreatedDateUTC".to_owned(), ms_date(now));
    organisation
}

fn object(value: Value) -> Record {
    match value {
        Value::Object(map) => map,
        _ => Record::new(),
    }
}
