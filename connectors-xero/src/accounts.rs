//! The chart of accounts. An account is known by Xero's id, and on documents by its code.

use chrono::{DateTime, Utc};
use connectors_core::types::{Open, Patch};
use connectors_core::{Action, Cx, Error, Meta, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::auth::scopes::{FOR_SETTINGS, TO_READ_SETTINGS};
use crate::records::{self, Changeable, Entity, Followed, Record, Whole};
use crate::wire::clearable;
use crate::{Xero, dates, envelope};

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
    /// Type.
    #[serde(rename = "Type")]
    pub account_type: Option<Open<AccountType>>,
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
    /// Whether it is on the dashboard's watch list.
    pub add_to_watchlist: Option<bool>,
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
        account_type: Option<Open<AccountType>>,
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
        add_to_watchlist: Option<bool>,
        has_attachments: Option<bool>,
        updated_date_utc: Option<DateTime<Utc>>,
    );
}

/// What may be written of an account. What is not set stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct AccountInput {
    /// Code, unique, at most 10 characters. Only bank accounts may do without.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Name, unique, at most 150 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Type.
    #[serde(rename = "Type", skip_serializing_if = "Option::is_none")]
    pub account_type: Option<Open<AccountType>>,
    /// Description, at most 4000 characters; not for bank accounts.
    #[serde(with = "clearable", skip_serializing_if = "Patch::is_leave")]
    #[cfg_attr(feature = "schema", schemars(with = "Patch<String>"))]
    pub description: Patch<String>,
    /// Tax type of its lines.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax_type: Option<String>,
    /// Number of a bank account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bank_account_number: Option<String>,
    /// Kind of a bank account: `BANK`, `CREDITCARD` or `PAYPAL`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bank_account_type: Option<String>,
    /// Currency of a bank account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency_code: Option<String>,
    /// Whether payments may go to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enable_payments_to_account: Option<bool>,
    /// Whether it may be used in expense claims.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub show_in_expense_claims: Option<bool>,
    /// Reporting code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reporting_code: Option<String>,
    /// Whether it is on the dashboard's watch list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub add_to_watchlist: Option<bool>,
}

impl AccountInput {
    /// An account of this code, name and type.
    pub fn new(
        code: impl Into<String>,
        name: impl Into<String>,
        account_type: impl Into<Open<AccountType>>,
    ) -> Self {
        Self {
            code: Some(code.into()),
            name: Some(name.into()),
            account_type: Some(account_type.into()),
            ..Self::default()
        }
    }

    /// A bank account of this name and number.
    pub fn bank(name: impl Into<String>, number: impl Into<String>) -> Self {
        Self {
            name: Some(name.into()),
            account_type: Some(AccountType::Bank.into()),
            bank_account_number: Some(number.into()),
            ..Self::default()
        }
    }

    setters!(
        code: Option<String>,
        name: Option<String>,
        account_type: Option<Open<AccountType>>,
        description: Patch<String>,
        tax_type: Option<String>,
        bank_account_number: Option<String>,
        bank_account_type: Option<String>,
        currency_code: Option<String>,
        enable_payments_to_account: Option<bool>,
        show_in_expense_claims: Option<bool>,
        reporting_code: Option<String>,
        add_to_watchlist: Option<bool>,
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

/// The type of an account. Source: `xero_accounting.yaml`, `AccountType`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[non_exhaustive]
pub enum AccountType {
    /// Bank account.
    Bank,
    /// Current asset.
    Current,
    /// Current liability.
    CurrLiab,
    /// Depreciation.
    Depreciatn,
    /// Direct costs.
    DirectCosts,
    /// Equity.
    Equity,
    /// Expense.
    Expense,
    /// Fixed asset.
    Fixed,
    /// Inventory.
    Inventory,
    /// Liability.
    Liability,
    /// Asset that is not current.
    NonCurrent,
    /// Other income.
    OtherIncome,
    /// Overhead.
    Overheads,
    /// Prepayment.
    Prepayment,
    /// Revenue.
    Revenue,
    /// Sales.
    Sales,
    /// Liability that is not current.
    TermLiab,
    /// PAYG liability, of Australia.
    Payg,
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
    const TO_WRITE: &'static [&'static str] = FOR_SETTINGS;
    const DOCS: &'static str = "https://developer.xero.com/documentation/api/accounting/accounts";
}

impl Followed for Account {
    type Record = Self;
    type List = List;

    fn id(record: &Self) -> Option<&str> {
        record.account_id.as_deref()
    }

    fn changed(record: &Self) -> Option<DateTime<Utc>> {
        record.updated_date_utc
    }
}

/// As many characters as Xero takes (`xero_accounting.yaml`, `Account`).
fn at_most(field: &str, text: Option<&str>, most: usize) -> Result<()> {
    match text.map(|text| text.chars().count()).filter(|length| *length > most) {
        Some(length) => Err(Error::validation(field, format!("has {length} characters, {most} are allowed"))),
        None => Ok(()),
    }
}

impl Record for AccountInput {
    type Entity = Account;
    const BARE: bool = true;

    fn number(&self) -> Option<&str> {
        self.code.as_deref()
    }

    fn check(&self) -> Result<()> {
        at_most("Code", self.code.as_deref(), 10)?;
        at_most("Name", self.name.as_deref(), 150)?;
        at_most("Description", self.description.set().map(String::as_str), 4000)
    }
}

impl Changeable for AccountInput {}

/// `account.list`: accounts that meet all that is set, all in one page.
pub type List = records::ListWhole<Account>;
/// `account.get`: one account.
pub type Get = records::Get<Account>;
/// `account.create`
pub type Create = records::Create<AccountInput>;
/// `account.update`
pub type Update = records::Update<AccountInput>;

/// `account.created_or_updated`
pub type CreatedOrUpdated = records::CreatedOrUpdated<Account>;

/// `account.archive`: puts an account away, which Xero allows for those in use. It can be restored in Xero only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Archive {
    /// The account's id.
    pub id: String,
}

impl Archive {
    /// Archives the account with this id.
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into() }
    }

    setters!(id: String);
}

impl Action for Archive {
    type Connector = Xero;
    type Output = Account;
    const META: Meta = records::destructive::<Account>("archive").title("Archive an account");

    fn request(&self, cx: &Cx<'_, Xero>) -> Result<Request> {
        let archived = json!({ "AccountID": self.id, "Status": AccountStatus::Archived });
        envelope::write::<Account>(Request::post([Account::PLURAL, &self.id]), &[archived], cx)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        envelope::written(&response)
    }
}

/// `account.delete`: deletes an account that nothing uses and that is not one of Xero's own.
///
/// Xero takes no key here: what is answered to a second deletion, after an answer that was lost, is not verified.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Delete {
    /// The account's id.
    pub id: String,
}

impl Delete {
    /// Deletes the account with this id.
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into() }
    }

    setters!(id: String);
}

impl Action for Delete {
    type Connector = Xero;
    type Output = Account;
    const META: Meta = records::destructive::<Account>("delete").title("Delete an account");

    fn request(&self, _: &Cx<'_, Xero>) -> Result<Request> {
        Ok(Request::delete([Account::PLURAL, &self.id]))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        envelope::written(&response)
    }
}
