//! The chart of accounts.

use chrono::{DateTime, Utc};
use connectors_core::setters;
use connectors_core::types::Open;
use serde::{Deserialize, Serialize};

use crate::auth::scopes::TO_READ_SETTINGS;
use crate::dates;
use crate::records::{self, Entity, Whole};

/// An account of the chart of accounts.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", default)]
#[non_exhaustive]
pub struct Account {
    /// Xero's id.
    #[serde(rename = "AccountID")]
    pub account_id: Option<String>,
    /// Code.
    pub code: Option<String>,
    /// Name.
    pub name: Option<String>,
    /// Type: `BANK`, `REVENUE`, `EXPENSE`, …
    #[serde(rename = "Type")]
    pub account_type: Option<String>,
    /// Class.
    pub class: Option<Open<AccountClass>>,
    /// Whether it is in use.
    pub status: Option<Open<AccountStatus>>,
    /// Description.
    pub description: Option<String>,
    /// Tax type of its lines.
    pub tax_type: Option<String>,
    /// Number of a bank account.
    pub bank_account_number: Option<String>,
    /// Kind of a bank account; may be empty.
    pub bank_account_type: Option<String>,
    /// Currency of a bank account.
    pub currency_code: Option<String>,
    /// Whether payments may go to it.
    pub enable_payments_to_account: Option<bool>,
    /// Whether it may be used in expense claims.
    pub show_in_expense_claims: Option<bool>,
    /// What Xero uses it for, if it is one of its own; may be empty.
    pub system_account: Option<String>,
    /// Reporting code.
    pub reporting_code: Option<String>,
    /// Name of the reporting code.
    pub reporting_code_name: Option<String>,
    /// Whether files are attached.
    pub has_attachments: Option<bool>,
    /// When it was last changed.
    #[serde(rename = "UpdatedDateUTC", with = "dates::timestamp")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<DateTime<Utc>>"))]
    pub updated_date_utc: Option<DateTime<Utc>>,
}

impl Account {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(
        account_id: Option<String>,
        code: Option<String>,
        name: Option<String>,
        account_type: Option<String>,
        class: Option<Open<AccountClass>>,
        status: Option<Open<AccountStatus>>,
        description: Option<String>,
        tax_type: Option<String>,
        bank_account_number: Option<String>,
        bank_account_type: Option<String>,
        currency_code: Option<String>,
        enable_payments_to_account: Option<bool>,
        show_in_expense_claims: Option<bool>,
        system_account: Option<String>,
        reporting_code: Option<String>,
        reporting_code_name: Option<String>,
        has_attachments: Option<bool>,
        updated_date_utc: Option<DateTime<Utc>>,
    );
}

/// Says which account is meant.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct AccountRef {
    /// Xero's id.
    #[serde(rename = "AccountID", skip_serializing_if = "Option::is_none")]
    pub account_id: Option<String>,
    /// Code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
}

impl AccountRef {
    /// By Xero's id.
    pub fn id(id: impl Into<String>) -> Self {
        Self { account_id: Some(id.into()), ..Self::default() }
    }

    /// By code.
    pub fn with_code(code: impl Into<String>) -> Self {
        Self { code: Some(code.into()), ..Self::default() }
    }

    setters!(
        account_id: Option<String>,
        code: Option<String>,
    );
}

/// The class of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[non_exhaustive]
pub enum AccountClass {
    /// Assets.
    Asset,
    /// Equity.
    Equity,
    /// Expenses.
    Expense,
    /// Liabilities.
    Liability,
    /// Revenue.
    Revenue,
}

/// Whether an account is in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[non_exhaustive]
pub enum AccountStatus {
    /// In use.
    Active,
    /// Put away.
    Archived,
    /// Deleted.
    Deleted,
}

impl Entity for Account {
    type Lists = Whole;
    const RESOURCE: &'static str = "account";
    const ONE: &'static str = "an account";
    const MANY: &'static str = "accounts";
    const PLURAL: &'static str = "Accounts";
    const ID: &'static str = "AccountID";
    const NUMBER: Option<&'static str> = Some("Code");
    const TO_READ: &'static [&'static str] = TO_READ_SETTINGS;
    const DOCS: &'static str = "https://developer.xero.com/documentation/api/accounting/accounts";
}

/// `account.list`: accounts that meet all that is set, all in one page.
pub type List = records::ListWhole<Account>;

/// `account.get`: one account.
pub type Get = records::Get<Account>;
