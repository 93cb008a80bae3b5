//! Xero in tables: limits, lifetimes, scopes, lengths, fields. Sources: Xero's developer site ("OAuth 2.0 API limits",
//! "FAQ: OAuth 2.0", "Granular scopes") and its description of the Accounting API, version 16.1.0.

use std::time::Duration;

use super::list::ListRules;
use crate::idempotency::IdempotencyRules;
use crate::limits::{Limit, LimitKind};
use crate::oauth::{OAuthRules, Rotation};

const fn minutes(minutes: u64) -> Duration {
    Duration::from_secs(minutes * 60)
}

const fn days(days: u64) -> Duration {
    Duration::from_secs(days * 86_400)
}

/// Path of the token endpoint.
pub(super) const TOKEN: &str = "/connect/token";

/// Path of the revocation endpoint.
pub(super) const REVOKE: &str = "/connect/revocation";

pub(super) const OAUTH: OAuthRules = OAuthRules {
    authorize: "/identity/connect/authorize",
    token: &[TOKEN],
    revoke: &[REVOKE],
    about: &[],
    private_app: None,
    response_type_optional: false,
    scheme: "Bearer",
    access_life: minutes(30),
    refresh_life: Some(days(60)),
    rotation: Rotation::Grace(minutes(30)),
    issue_limit: None,
    max_living: None,
    offline: Some(("scope", "offline_access")),
    client_credentials: true,
};

/// The names are those in `X-Rate-Limit-Problem`.
pub(super) const CONCURRENT: &str = "Concurrent";
pub(super) const MINUTE: &str = "Minute";
pub(super) const DAY: &str = "Daily";
pub(super) const APP_MINUTE: &str = "AppMinute";

pub(super) const LIMITS: [Limit; 4] = [
    Limit { name: CONCURRENT, kind: LimitKind::Concurrency(5) },
    Limit { name: MINUTE, kind: LimitKind::Fixed { limit: 60, window: minutes(1) } },
    Limit { name: DAY, kind: LimitKind::Fixed { limit: 5000, window: days(1) } },
    Limit { name: APP_MINUTE, kind: LimitKind::Fixed { limit: 10_000, window: minutes(1) } },
];

/// Which header says what is left of which limit.
pub(super) const REMAINING: [(&str, &str); 3] = [
    (DAY, "X-DayLimit-Remaining"),
    (MINUTE, "X-MinLimit-Remaining"),
    (APP_MINUTE, "X-AppMinLimit-Remaining"),
];

/// The life of a key and that a key for other content is refused are not in the material at hand (not verified live).
pub(super) const IDEMPOTENCY: IdempotencyRules =
    IdempotencyRules { header: "Idempotency-Key", life: minutes(6), max_length: 128 };

/// The largest body, but for files.
pub(super) const MAX_BODY: usize = 3_500_000;

/// The largest file that can be attached, and how many to one record. Xero's page on attachments; the size as makers of
/// integrations have it since 2026 (not verified live).
pub(super) const MAX_FILE: usize = 10 * 1024 * 1024;
pub(super) const MOST_FILES: usize = 10;

/// The scopes that the seeded consent covers.
pub(super) const ALL_SCOPES: &[&str] = &[
    "openid",
    "profile",
    "email",
    "accounting.transactions",
    "accounting.invoices",
    "accounting.payments",
    "accounting.banktransactions",
    "accounting.manualjournals",
    "accounting.classicexpenses",
    "accounting.contacts",
    "accounting.settings",
    "accounting.attachments",
    "accounting.budgets.read",
    "accounting.journals.read",
    "accounting.reports.read",
    "paymentservices",
    "offline_access",
];

/// Those of them that an app can have without a user.
pub(super) const API_SCOPES: &[&str] = &[
    "accounting.transactions",
    "accounting.invoices",
    "accounting.payments",
    "accounting.banktransactions",
    "accounting.manualjournals",
    "accounting.classicexpenses",
    "accounting.contacts",
    "accounting.settings",
    "accounting.attachments",
    "accounting.budgets.read",
    "accounting.journals.read",
    "accounting.reports.read",
    "paymentservices",
];

/// For each resource, the scopes of which one is needed: the broad ones, and the granular ones since March 2026.
/// With `.read` appended they allow reading.
pub(super) const SCOPES: &[(&str, &[&str])] = &[
    ("contacts", &["accounting.contacts"]),
    ("contactgroups", &["accounting.contacts"]),
    ("invoices", &["accounting.transactions", "accounting.invoices"]),
    ("payments", &["accounting.transactions", "accounting.payments"]),
    ("batchpayments", &["accounting.transactions", "accounting.payments"]),
    ("overpayments", &["accounting.transactions", "accounting.payments"]),
    ("prepayments", &["accounting.transactions", "accounting.payments"]),
    ("creditnotes", &["accounting.transactions", "accounting.invoices"]),
    ("purchaseorders", &["accounting.transactions", "accounting.invoices"]),
    ("quotes", &["accounting.transactions", "accounting.invoices"]),
    ("repeatinginvoices", &["accounting.transactions", "accounting.invoices"]),
    ("linkedtransactions", &["accounting.transactions", "accounting.invoices"]),
    ("receipts", &["accounting.transactions", "accounting.classicexpenses"]),
    ("expenseclaims", &["accounting.transactions", "accounting.classicexpenses"]),
    ("banktransactions", &["accounting.transactions", "accounting.banktransactions"]),
    ("banktransfers", &["accounting.transactions", "accounting.banktransactions"]),
    ("manualjournals", &["accounting.transactions", "accounting.manualjournals"]),
    ("journals", &["accounting.journals"]),
    ("reports", &["accounting.reports"]),
    ("items", &["accounting.settings", "accounting.transactions", "accounting.invoices"]),
    ("accounts", &["accounting.settings"]),
    ("taxrates", &["accounting.settings"]),
    ("trackingcategories", &["accounting.settings"]),
    ("currencies", &["accounting.settings"]),
    ("brandingthemes", &["accounting.settings"]),
    ("invoicereminders", &["accounting.settings"]),
    ("users", &["accounting.settings"]),
    ("organisation", &["accounting.settings"]),
    ("budgets", &["accounting.budgets"]),
    ("paymentservices", &["paymentservices"]),
    // What hangs on a record, whatever the record.
    ("attachments", &["accounting.attachments"]),
];

/// For single reports, the granular scopes that do instead of that of all. Xero's own page on them was not at hand: the
/// names are those of public programs (not verified live).
pub(super) const REPORT_SCOPES: &[(&str, &str)] = &[
    ("AgedPayablesByContact", "accounting.reports.aged"),
    ("AgedReceivablesByContact", "accounting.reports.aged"),
    ("BalanceSheet", "accounting.reports.balancesheet"),
    ("BankSummary", "accounting.reports.banksummary"),
    ("BudgetSummary", "accounting.reports.budgetsummary"),
    ("ExecutiveSummary", "accounting.reports.executivesummary"),
    ("ProfitAndLoss", "accounting.reports.profitandloss"),
    ("TenNinetyNine", "accounting.reports.tenninetynine"),
    ("TrialBalance", "accounting.reports.trialbalance"),
];

/// A contact's text fields and the most characters in them.
pub(super) const CONTACT_TEXTS: [(&str, usize); 16] = [
    ("ContactNumber", 50),
    ("AccountNumber", 50),
    ("Name", 255),
    ("FirstName", 255),
    ("LastName", 255),
    ("CompanyNumber", 50),
    ("EmailAddress", 255),
    ("BankAccountDetails", usize::MAX),
    ("TaxNumber", 50),
    ("AccountsReceivableTaxType", usize::MAX),
    ("AccountsPayableTaxType", usize::MAX),
    ("XeroNetworkKey", usize::MAX),
    ("SalesDefaultAccountCode", usize::MAX),
    ("PurchasesDefaultAccountCode", usize::MAX),
    ("TrackingCategoryName", usize::MAX),
    ("TrackingCategoryOption", usize::MAX),
];

/// A contact's fields that take one of a few words.
pub(super) const CONTACT_WORDS: [(&str, &[&str]); 4] = [
    ("ContactStatus", &["ACTIVE", "ARCHIVED", "GDPRREQUEST"]),
    ("TaxNumberType", &["SSN", "EIN", "ITIN", "ATIN"]),
    ("SalesDefaultLineAmountType", &["INCLUSIVE", "EXCLUSIVE", "NONE"]),
    ("PurchasesDefaultLineAmountType", &["INCLUSIVE", "EXCLUSIVE", "NONE"]),
];

pub(super) const ADDRESS_TEXTS: [(&str, usize); 9] = [
    ("AddressLine1", 500),
    ("AddressLine2", 500),
    ("AddressLine3", 500),
    ("AddressLine4", 500),
    ("City", 255),
    ("Region", 255),
    ("PostalCode", 50),
    ("Country", 50),
    ("AttentionTo", 255),
];

pub(super) const PHONE_TEXTS: [(&str, usize); 3] =
    [("PhoneNumber", 50), ("PhoneAreaCode", 10), ("PhoneCountryCode", 20)];

pub(super) const PAYMENT_TERMS: [&str; 4] =
    ["DAYSAFTERBILLDATE", "DAYSAFTERBILLMONTH", "OFCURRENTMONTH", "OFFOLLOWINGMONTH"];

/// An account's type and the class that follows from it.
pub(super) const ACCOUNT_TYPES: [(&str, &str); 18] = [
    ("BANK", "ASSET"),
    ("CURRENT", "ASSET"),
    ("CURRLIAB", "LIABILITY"),
    ("DEPRECIATN", "EXPENSE"),
    ("DIRECTCOSTS", "EXPENSE"),
    ("EQUITY", "EQUITY"),
    ("EXPENSE", "EXPENSE"),
    ("FIXED", "ASSET"),
    ("INVENTORY", "ASSET"),
    ("LIABILITY", "LIABILITY"),
    ("NONCURRENT", "ASSET"),
    ("OTHERINCOME", "REVENUE"),
    ("OVERHEADS", "EXPENSE"),
    ("PAYG", "LIABILITY"),
    ("PREPAYMENT", "ASSET"),
    ("REVENUE", "REVENUE"),
    ("SALES", "REVENUE"),
    ("TERMLIAB", "LIABILITY"),
];

/// The currencies that the demo organisation trades in; the first is its own.
pub(super) const CURRENCIES: [(&str, &str); 5] = [
    ("NZD", "New Zealand Dollar"),
    ("AUD", "Australian Dollar"),
    ("EUR", "Euro"),
    ("GBP", "British Pound"),
    ("USD", "United States Dollar"),
];

/// The codes of ISO 4217 that the description lists, old ones among them.
pub(super) const ISO_CURRENCIES: &str = "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD \
    BTN BWP BYN BYR BZD CAD CDF CHF CLF CLP CNY COP CRC CUC CUP CVE CZK DJF DKK DOP DZD EEK EGP ERN ETB EUR FJD FKP GBP \
    GEL GHS GIP GMD GNF GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD \
    KZT LAK LBP LKR LRD LSL LTL LVL LYD MAD MDL MGA MKD MMK MNT MOP MRO MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK \
    NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SKK SLE SLL SOS SRD STD STN \
    SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VEF VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW \
    ZMK ZWD";

/// What an app is told that it may do, and the resource that it then writes.
pub(super) const ACTIONS: [(&str, &str); 13] = [
    ("CreateApprovedInvoice", "invoices"),
    ("CreateDraftPurchaseOrder", "purchaseorders"),
    ("CreateApprovedBill", "invoices"),
    ("AttachFilesIntoInvoice", "attachments"),
    ("UseMulticurrency", "currencies"),
    ("CreateDraftInvoice", "invoices"),
    ("CreateRepeatingInvoice", "repeatinginvoices"),
    ("CreateRepeatingBill", "repeatinginvoices"),
    ("CreateSentQuote", "quotes"),
    ("CreateInvoicePayment", "payments"),
    ("CreateApprovedPurchaseOrder", "purchaseorders"),
    ("CreateDraftQuote", "quotes"),
    ("CreateDraftBill", "invoices"),
];

pub(super) const CONTACTS: ListRules = ListRules {
    plural: "Contacts",
    id: "ContactID",
    paged: true,
    fields: &[
        "ContactID",
        "ContactNumber",
        "AccountNumber",
        "ContactStatus",
        "Name",
        "FirstName",
        "LastName",
        "CompanyNumber",
        "EmailAddress",
        "TaxNumber",
        "IsSupplier",
        "IsCustomer",
        "DefaultCurrency",
        "UpdatedDateUTC",
        "HasAttachments",
    ],
};

pub(super) const INVOICES: ListRules = ListRules {
    plural: "Invoices",
    id: "InvoiceID",
    paged: true,
    fields: &[
        "InvoiceID",
        "InvoiceNumber",
        "Type",
        "Status",
        "Reference",
        "Date",
        "DueDate",
        "ExpectedPaymentDate",
        "PlannedPaymentDate",
        "FullyPaidOnDate",
        "UpdatedDateUTC",
        "SubTotal",
        "TotalTax",
        "Total",
        "AmountDue",
        "AmountPaid",
        "AmountCredited",
        "CurrencyCode",
        "CurrencyRate",
        "LineAmountTypes",
        "BrandingThemeID",
        "SentToContact",
        "HasAttachments",
        "Contact.ContactID",
        "Contact.Name",
        "Contact.ContactNumber",
        "Contact.EmailAddress",
    ],
};

pub(super) const PAYMENTS: ListRules = ListRules {
    plural: "Payments",
    id: "PaymentID",
    paged: true,
    fields: &[
        "PaymentID",
        "Status",
        "PaymentType",
        "Date",
        "Amount",
        "BankAmount",
        "Reference",
        "IsReconciled",
        "CurrencyRate",
        "UpdatedDateUTC",
        "Invoice.InvoiceID",
        "Invoice.InvoiceNumber",
        "Invoice.Type",
        "Invoice.Contact.ContactID",
        "Invoice.Contact.Name",
        "Account.AccountID",
        "Account.Code",
    ],
};

pub(super) const ITEMS: ListRules = ListRules {
    plural: "Items",
    id: "ItemID",
    paged: false,
    fields: &[
        "ItemID",
        "Code",
        "Name",
        "Description",
        "PurchaseDescription",
        "IsSold",
        "IsPurchased",
        "IsTrackedAsInventory",
        "UpdatedDateUTC",
        "SalesDetails.UnitPrice",
        "SalesDetails.AccountCode",
        "SalesDetails.TaxType",
        "PurchaseDetails.UnitPrice",
        "PurchaseDetails.AccountCode",
        "PurchaseDetails.TaxType",
    ],
};
