//! Receipts of expense claims: the old kind of expenses, which is deprecated (apideck.com, "Xero scopes").

use chrono::{DateTime, NaiveDate, Utc};
use connectors_core::setters;
use connectors_core::types::{Open, Patch, money};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::auth::scopes::{FOR_EXPENSES, TO_READ_EXPENSES};
use crate::contacts::{Contact, ContactRef};
use crate::dates;
use crate::invoices::LineAmountTypes;
use crate::line_items::LineItem;
use crate::records::{self, Changeable, Entity, Followed, Record, Whole};
use crate::users::{User, UserRef};
use crate::wire::{Message, clearable, null_is_empty, text_or_number};

/// A receipt, as Xero answers it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", default)]
#[non_exhaustive]
pub struct Receipt {
    /// Xero's id.
    #[serde(rename = "ReceiptID")]
    pub receipt_id: Option<String>,
    /// Its number in the claim.
    #[serde(deserialize_with = "text_or_number")]
    pub receipt_number: Option<String>,
    /// Status.
    pub status: Option<Open<ReceiptStatus>>,
    /// Who paid.
    pub user: Option<User>,
    /// From whom it is.
    pub contact: Option<Contact>,
    /// Date.
    #[serde(with = "dates::date")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<NaiveDate>"))]
    pub date: Option<NaiveDate>,
    /// Reference.
    pub reference: Option<String>,
    /// Whether amounts of lines contain tax.
    pub line_amount_types: Option<Open<LineAmountTypes>>,
    /// Lines.
    #[serde(deserialize_with = "null_is_empty")]
    pub line_items: Vec<LineItem>,
    /// Sum without tax.
    #[serde(with = "money::option")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
    pub sub_total: Option<Decimal>,
    /// Tax.
    #[serde(with = "money::option")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
    pub total_tax: Option<Decimal>,
    /// Sum with tax.
    #[serde(with = "money::option")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
    pub total: Option<Decimal>,
    /// Link to where it comes from.
    pub url: Option<String>,
    /// Whether files are attached.
    pub has_attachments: Option<bool>,
    /// What Xero found odd when it was written.
    #[serde(deserialize_with = "null_is_empty")]
    pub warnings: Vec<Message>,
    /// When it was last changed.
    #[serde(rename = "UpdatedDateUTC", with = "dates::timestamp")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<DateTime<Utc>>"))]
    pub updated_date_utc: Option<DateTime<Utc>>,
}

impl Receipt {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(
        receipt_id: Option<String>,
        receipt_number: Option<String>,
        status: Option<Open<ReceiptStatus>>,
        user: Option<User>,
        contact: Option<Contact>,
        date: Option<NaiveDate>,
        reference: Option<String>,
        line_amount_types: Option<Open<LineAmountTypes>>,
        line_items: Vec<LineItem>,
        sub_total: Option<Decimal>,
        total_tax: Option<Decimal>,
        total: Option<Decimal>,
        url: Option<String>,
        has_attachments: Option<bool>,
        warnings: Vec<Message>,
        updated_date_utc: Option<DateTime<Utc>>,
    );
}

/// What may be written of a receipt. What is not set stays as it is; lines replace all that are stored.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct ReceiptInput {
    /// Who paid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<UserRef>,
    /// From whom it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<ContactRef>,
    /// Date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<NaiveDate>,
    /// Reference.
    #[serde(with = "clearable", skip_serializing_if = "Patch::is_leave")]
    #[cfg_attr(feature = "schema", schemars(with = "Patch<String>"))]
    pub reference: Patch<String>,
    /// Whether amounts of lines contain tax.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line_amount_types: Option<Open<LineAmountTypes>>,
    /// Lines.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub line_items: Vec<LineItem>,
    /// Status.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Open<ReceiptStatus>>,
}

impl ReceiptInput {
    /// A receipt from this contact, paid by this user.
    pub fn new(user: UserRef, contact: ContactRef) -> Self {
        Self { user: Some(user), contact: Some(contact), ..Self::default() }
    }

    setters!(
        user: Option<UserRef>,
        contact: Option<ContactRef>,
        date: Option<NaiveDate>,
        reference: Patch<String>,
        line_amount_types: Option<Open<LineAmountTypes>>,
        line_items: Vec<LineItem>,
        status: Option<Open<ReceiptStatus>>,
    );
}

/// Says which receipt is meant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct ReceiptRef {
    /// Xero's id.
    #[serde(rename = "ReceiptID")]
    pub receipt_id: String,
}

impl ReceiptRef {
    /// By Xero's id.
    pub fn id(id: impl Into<String>) -> Self {
        Self { receipt_id: id.into() }
    }

    setters!(receipt_id: String);
}

/// How far a receipt is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[non_exhaustive]
pub enum ReceiptStatus {
    /// Not handed in.
    Draft,
    /// Handed in with a claim.
    Submitted,
    /// Approved.
    Authorised,
    /// Declined.
    Declined,
    /// Taken back.
    Voided,
}

impl Entity for Receipt {
    type Lists = Whole;
    const RESOURCE: &'static str = "receipt";
    const ONE: &'static str = "a receipt";
    const MANY: &'static str = "receipts";
    const PLURAL: &'static str = "Receipts";
    const ID: &'static str = "ReceiptID";
    const PRICED: bool = true;
    const TO_READ: &'static [&'static str] = TO_READ_EXPENSES;
    const TO_WRITE: &'static [&'static str] = FOR_EXPENSES;
    const DOCS: &'static str = "https://developer.xero.com/documentation/api/accounting/receipts";
}

impl Followed for Receipt {
    type Record = Self;
    type List = List;

    fn id(record: &Self) -> Option<&str> {
        record.receipt_id.as_deref()
    }

    fn changed(record: &Self) -> Option<DateTime<Utc>> {
        record.updated_date_utc
    }
}

impl Record for ReceiptInput {
    type Entity = Receipt;
}

impl Changeable for ReceiptInput {}

/// `receipt.list`: receipts that meet all that is set, all in one page.
pub type List = records::ListWhole<Receipt>;
/// `receipt.get`: one receipt.
pub type Get = records::Get<Receipt>;
/// `receipt.create`
pub type Create = records::Create<ReceiptInput>;
/// `receipt.update`
pub type Update = records::Update<ReceiptInput>;

/// `receipt.created_or_updated`: drafts only. Xero's list has no others.
pub type CreatedOrUpdated = records::CreatedOrUpdated<Receipt>;
