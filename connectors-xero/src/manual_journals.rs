//! Manual journals: bookings between accounts that no other document makes.
//!
//! Amounts of its lines are positive for a debit and negative for a credit; together they must make nothing. A manual
//! journal has no number of its own: an upsert finds it by Xero's id only, and outcomes of a batch come by order. Its
//! description says that every write names the narration, a change too.

use chrono::{DateTime, NaiveDate, Utc};
use connectors_core::types::{Open, Patch, money};
use connectors_core::{Error, Result, setters};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::auth::scopes::{FOR_MANUAL_JOURNALS, TO_READ_MANUAL_JOURNALS};
use crate::dates;
use crate::invoices::LineAmountTypes;
use crate::line_items::Tracking;
use crate::records::{self, Changeable, Entity, Followed, Paged, Record};
use crate::wire::{Message, clearable, null_is_empty};

/// A manual journal, as Xero answers it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", default)]
#[non_exhaustive]
pub struct ManualJournal {
    /// Xero's id.
    #[serde(rename = "ManualJournalID")]
    pub manual_journal_id: Option<String>,
    /// What it is for.
    pub narration: Option<String>,
    /// Date.
    #[serde(with = "dates::date")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<NaiveDate>"))]
    pub date: Option<NaiveDate>,
    /// Status.
    pub status: Option<Open<ManualJournalStatus>>,
    /// Whether line amounts include tax.
    pub line_amount_types: Option<Open<LineAmountTypes>>,
    /// Lines.
    #[serde(deserialize_with = "null_is_empty")]
    pub journal_lines: Vec<ManualJournalLine>,
    /// Link to the source of the document.
    pub url: Option<String>,
    /// Whether reports on a cash basis show it.
    pub show_on_cash_basis_reports: Option<bool>,
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

impl ManualJournal {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(
        manual_journal_id: Option<String>,
        narration: Option<String>,
        date: Option<NaiveDate>,
        status: Option<Open<ManualJournalStatus>>,
        line_amount_types: Option<Open<LineAmountTypes>>,
        journal_lines: Vec<ManualJournalLine>,
        url: Option<String>,
        show_on_cash_basis_reports: Option<bool>,
        has_attachments: Option<bool>,
        warnings: Vec<Message>,
        updated_date_utc: Option<DateTime<Utc>>,
    );
}

/// What may be written of a manual journal. What is not set stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct ManualJournalInput {
    /// Xero's id; says which manual journal is meant.
    #[serde(rename = "ManualJournalID", skip_serializing_if = "Option::is_none")]
    pub manual_journal_id: Option<String>,
    /// What it is for.
    pub narration: String,
    /// Date: today in the organisation's zone unless set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<NaiveDate>,
    /// Status: a draft unless set. Drafts are deleted and posted ones voided by it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Open<ManualJournalStatus>>,
    /// Whether line amounts include tax: no tax unless set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line_amount_types: Option<Open<LineAmountTypes>>,
    /// Lines, at least two. They replace those that are stored; empty leaves them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub journal_lines: Vec<ManualJournalLine>,
    /// Link to the source of the document.
    #[serde(with = "clearable", skip_serializing_if = "Patch::is_leave")]
    #[cfg_attr(feature = "schema", schemars(with = "Patch<String>"))]
    pub url: Patch<String>,
    /// Whether reports on a cash basis show it: they do unless set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub show_on_cash_basis_reports: Option<bool>,
}

impl ManualJournalInput {
    /// A manual journal for this.
    pub fn new(narration: impl Into<String>) -> Self {
        Self { narration: narration.into(), ..Self::default() }
    }

    setters!(
        manual_journal_id: Option<String>,
        narration: String,
        date: Option<NaiveDate>,
        status: Option<Open<ManualJournalStatus>>,
        line_amount_types: Option<Open<LineAmountTypes>>,
        journal_lines: Vec<ManualJournalLine>,
        url: Patch<String>,
        show_on_cash_basis_reports: Option<bool>,
    );
}

/// A line of a manual journal, read and written.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", default)]
#[non_exhaustive]
pub struct ManualJournalLine {
    /// Amount: positive for a debit, negative for a credit.
    #[serde(with = "money::option", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
    pub line_amount: Option<Decimal>,
    /// Code of the account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_code: Option<String>,
    /// Id of the account.
    #[serde(rename = "AccountID", skip_serializing_if = "Option::is_none")]
    pub account_id: Option<String>,
    /// Description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Tax type, as in `tax_rate.list`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax_type: Option<String>,
    /// Tax. Xero computes it unless it is set.
    #[serde(with = "money::option", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
    pub tax_amount: Option<Decimal>,
    /// Tracking options, at most two.
    #[serde(skip_serializing_if = "Vec::is_empty", deserialize_with = "null_is_empty")]
    pub tracking: Vec<Tracking>,
    /// Whether nothing is on it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_blank: Option<bool>,
}

impl ManualJournalLine {
    /// So much debited to the account with this code.
    pub fn debit(account_code: impl Into<String>, amount: impl Into<Decimal>) -> Self {
        Self { line_amount: Some(amount.into()), account_code: Some(account_code.into()), ..Self::default() }
    }

    /// So much credited to the account with this code.
    pub fn credit(account_code: impl Into<String>, amount: impl Into<Decimal>) -> Self {
        Self::debit(account_code, -amount.into())
    }

    setters!(
        line_amount: Option<Decimal>,
        account_code: Option<String>,
        account_id: Option<String>,
        description: Option<String>,
        tax_type: Option<String>,
        tax_amount: Option<Decimal>,
        tracking: Vec<Tracking>,
        is_blank: Option<bool>,
    );
}

/// How far a manual journal is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[non_exhaustive]
pub enum ManualJournalStatus {
    /// Being written.
    Draft,
    /// It counts.
    Posted,
    /// Deleted before it counted.
    Deleted,
    /// Voided after it counted.
    Voided,
    /// Put away.
    Archived,
}

impl Entity for ManualJournal {
    type Lists = Paged;
    const RESOURCE: &'static str = "manual_journal";
    const ONE: &'static str = "a manual journal";
    const MANY: &'static str = "manual journals";
    const PLURAL: &'static str = "ManualJournals";
    const ID: &'static str = "ManualJournalID";
    const TO_READ: &'static [&'static str] = TO_READ_MANUAL_JOURNALS;
    const TO_WRITE: &'static [&'static str] = FOR_MANUAL_JOURNALS;
    const DOCS: &'static str = "https://developer.xero.com/documentation/api/accounting/manualjournals";
}

impl Followed for ManualJournal {
    type Record = Self;
    type List = List;

    fn id(record: &Self) -> Option<&str> {
        record.manual_journal_id.as_deref()
    }

    fn changed(record: &Self) -> Option<DateTime<Utc>> {
        record.updated_date_utc
    }
}

impl Record for ManualJournalInput {
    type Entity = ManualJournal;

    fn id(&self) -> Option<&str> {
        self.manual_journal_id.as_deref()
    }

    fn check(&self) -> Result<()> {
        if self.narration.is_empty() { Err(Error::validation("Narration", "is empty")) } else { Ok(()) }
    }
}

impl Changeable for ManualJournalInput {
    // Lines that are there are replaced.
    const UPSERT: &'static str = "Create or overwrite";
}

/// `manual_journal.list`: manual journals that meet all that is set.
pub type List = records::List<ManualJournal>;
/// `manual_journal.get`: one manual journal, by Xero's id.
pub type Get = records::Get<ManualJournal>;
/// `manual_journal.create`
pub type Create = records::Create<ManualJournalInput>;
/// `manual_journal.create_many`: outcomes come by order.
pub type CreateMany = records::CreateMany<ManualJournalInput>;
/// `manual_journal.update`
pub type Update = records::Update<ManualJournalInput>;
/// `manual_journal.upsert`
pub type Upsert = records::Upsert<ManualJournalInput>;
/// `manual_journal.upsert_many`
pub type UpsertMany = records::UpsertMany<ManualJournalInput>;

/// `manual_journal.created_or_updated`
pub type CreatedOrUpdated = records::CreatedOrUpdated<ManualJournal>;
