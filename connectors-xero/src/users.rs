//! People who use the organisation's books.
//!
//! These are the users of Xero, not employees: the Accounting API has no employees any more (`xero_accounting.yaml`
//! 16.1.0), they are a part of the payroll APIs.

use chrono::{DateTime, Utc};
use connectors_core::setters;
use connectors_core::types::Open;
use serde::{Deserialize, Serialize};

use crate::auth::scopes::TO_READ_SETTINGS;
use crate::dates;
use crate::records::{self, Entity, Followed, Whole};

/// A person who uses the organisation's books.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", default)]
#[non_exhaustive]
pub struct User {
    /// Xero's id.
    #[serde(rename = "UserID")]
    pub user_id: Option<String>,
    /// Address.
    pub email_address: Option<String>,
    /// First name.
    pub first_name: Option<String>,
    /// Last name.
    pub last_name: Option<String>,
    /// Whether they pay for the organisation.
    pub is_subscriber: Option<bool>,
    /// What they may do.
    pub organisation_role: Option<Open<OrganisationRole>>,
    /// When it was last changed.
    #[serde(rename = "UpdatedDateUTC", with = "dates::timestamp")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<DateTime<Utc>>"))]
    pub updated_date_utc: Option<DateTime<Utc>>,
}

impl User {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(
        user_id: Option<String>,
        email_address: Option<String>,
        first_name: Option<String>,
        last_name: Option<String>,
        is_subscriber: Option<bool>,
        organisation_role: Option<Open<OrganisationRole>>,
        updated_date_utc: Option<DateTime<Utc>>,
    );
}

/// What a user may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[non_exhaustive]
pub enum OrganisationRole {
    /// Read.
    ReadOnly,
    /// Work with invoices only.
    InvoiceOnly,
    /// Everything but advisers' tasks.
    Standard,
    /// Adviser.
    FinancialAdviser,
    /// Client of an adviser who keeps the books.
    ManagedClient,
    /// Client with a cash book.
    CashbookClient,
    /// Xero does not tell.
    Unknown,
    /// Nothing any more.
    Removed,
}

/// Says which user is meant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct UserRef {
    /// Xero's id.
    #[serde(rename = "UserID")]
    pub user_id: String,
}

impl UserRef {
    /// By Xero's id.
    pub fn id(id: impl Into<String>) -> Self {
        Self { user_id: id.into() }
    }

    setters!(user_id: String);
}

impl Entity for User {
    type Lists = Whole;
    const RESOURCE: &'static str = "user";
    const ONE: &'static str = "a user";
    const MANY: &'static str = "users";
    const PLURAL: &'static str = "Users";
    const ID: &'static str = "UserID";
    const TO_READ: &'static [&'static str] = TO_READ_SETTINGS;
    const DOCS: &'static str = "https://developer.xero.com/documentation/api/accounting/users";
}

impl Followed for User {
    type Record = Self;
    type List = List;

    fn id(record: &Self) -> Option<&str> {
        record.user_id.as_deref()
    }

    fn changed(record: &Self) -> Option<DateTime<Utc>> {
        record.updated_date_utc
    }
}

/// `user.list`: users that meet all that is set, all in one page.
pub type List = records::ListWhole<User>;
/// `user.get`: one user.
pub type Get = records::Get<User>;

/// `user.created_or_updated`
pub type CreatedOrUpdated = records::CreatedOrUpdated<User>;
