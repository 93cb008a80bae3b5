//! Expense claims: receipts that somebody wants paid back. It is the old kind of expenses, which is deprecated
//! (apideck.com, "Xero scopes").

use chrono::{DateTime, NaiveDate, Utc};
use connectors_core::setters;
use connectors_core::types::{Open, money};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::auth::scopes::{FOR_EXPENSES, TO_READ_EXPENSES};
use crate::dates;
use crate::payments::Payment;
use crate::receipts::{Receipt, ReceiptRef};
use crate::records::{self, Changeable, Entity, Followed, Record, Whole};
use crate::users::{User, UserRef};
use crate::wire::null_is_empty;

/// An expense claim, as Xero answers it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", default)]
#[non_exhaustive]
pub struct ExpenseClaim {
    /// Xero's id.
    #[serde(rename = "ExpenseClaimID")]
    pub expense_claim_id: Option<String>,
    /// Status.
    pub status: Option<Open<ExpenseClaimStatus>>,
    /// Whose it is.
    pub user: Option<User>,
    /// Receipts; only where one claim was asked for.
    #[serde(deserialize_with = "null_is_empty")]
    pub receipts: Vec<Receipt>,
    /// Payments of it; only where one claim was asked for.
    #[serde(deserialize_with = "null_is_empty")]
    pub payments: Vec<Payment>,
    /// Sum.
    #[serde(with = "money::option")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
    pub total: Option<Decimal>,
    /// What is left to pay.
    #[serde(with = "money::option")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
    pub amount_due: Option<Decimal>,
    /// What was paid.
    #[serde(with = "money::option")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
    pub amount_paid: Option<Decimal>,
    /// When it is to be paid.
    #[serde(with = "dates::date")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<NaiveDate>"))]
    pub payment_due_date: Option<NaiveDate>,
    /// The day that it counts for.
    #[serde(with = "dates::date")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<NaiveDate>"))]
    pub reporting_date: Option<NaiveDate>,
    /// When it was last changed.
    #[serde(rename = "UpdatedDateUTC", with = "dates::timestamp")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<DateTime<Utc>>"))]
    pub updated_date_utc: Option<DateTime<Utc>>,
}

impl ExpenseClaim {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(
        expense_claim_id: Option<String>,
        status: Option<Open<ExpenseClaimStatus>>,
        user: Option<User>,
        receipts: Vec<Receipt>,
        payments: Vec<Payment>,
        total: Option<Decimal>,
        amount_due: Option<Decimal>,
        amount_paid: Option<Decimal>,
        payment_due_date: Option<NaiveDate>,
        reporting_date: Option<NaiveDate>,
        updated_date_utc: Option<DateTime<Utc>>,
    );
}

/// What may be written of an expense claim. What is not set stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct ExpenseClaimInput {
    /// Whose it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<UserRef>,
    /// Receipts: of that user, and drafts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub receipts: Vec<ReceiptRef>,
    /// Status.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Open<ExpenseClaimStatus>>,
}

impl ExpenseClaimInput {
    /// A claim of this user for these receipts.
    pub fn new(user: UserRef, receipts: impl IntoIterator<Item = ReceiptRef>) -> Self {
        Self { user: Some(user), receipts: receipts.into_iter().collect(), status: None }
    }

    setters!(
        user: Option<UserRef>,
        receipts: Vec<ReceiptRef>,
        status: Option<Open<ExpenseClaimStatus>>,
    );
}

/// How far an expense claim is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[non_exhaustive]
pub enum ExpenseClaimStatus {
    /// Handed in.
    Submitted,
    /// Approved.
    Authorised,
    /// Paid.
    Paid,
    /// Taken back after it was approved.
    Voided,
    /// Taken back before it was approved.
    Deleted,
}

impl Entity for ExpenseClaim {
    type Lists = Whole;
    const RESOURCE: &'static str = "expense_claim";
    const ONE: &'static str = "an expense claim";
    const MANY: &'static str = "expense claims";
    const PLURAL: &'static str = "ExpenseClaims";
    const ID: &'static str = "ExpenseClaimID";
    const TO_READ: &'static [&'static str] = TO_READ_EXPENSES;
    const TO_WRITE: &'static [&'static str] = FOR_EXPENSES;
    const DOCS: &'static str = "https://developer.xero.com/documentation/api/accounting/expenseclaims";
}

impl Followed for ExpenseClaim {
    type Record = Self;
    type List = List;

    fn id(record: &Self) -> Option<&str> {
        record.expense_claim_id.as_deref()
    }

    fn changed(record: &Self) -> Option<DateTime<Utc>> {
        record.updated_date_utc
    }
}

impl Record for ExpenseClaimInput {
    type Entity = ExpenseClaim;
}

impl Changeable for ExpenseClaimInput {}

/// `expense_claim.list`: expense claims that meet all that is set, all in one page.
pub type List = records::ListWhole<ExpenseClaim>;
/// `expense_claim.get`: one expense claim, with its receipts.
pub type Get = records::Get<ExpenseClaim>;
/// `expense_claim.create`: hands in receipts.
pub type Create = records::Create<ExpenseClaimInput>;
/// `expense_claim.update`: approves a claim or takes it back, by status.
pub type Update = records::Update<ExpenseClaimInput>;

/// `expense_claim.created_or_updated`
pub type CreatedOrUpdated = records::CreatedOrUpdated<ExpenseClaim>;
