//! Credit notes to customers and from suppliers, and how they are allocated to invoices and bills.
//!
//! A credit note to a customer is known by its `credit_note_number` too, which is unique: [`Create`] refuses one that is
//! taken, [`Upsert`] **overwrites** the credit note that has it. That both is so as it is for invoices is not verified.

use chrono::{DateTime, NaiveDate, Utc};
use connectors_core::setters;
use connectors_core::types::{Open, Patch, money};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::allocations::{self, Allocation};
use crate::auth::scopes::{FOR_INVOICES, TO_READ_INVOICES};
use crate::contacts::{Contact, ContactRef};
use crate::dates;
use crate::invoices::{InvoiceStatus, LineAmountTypes};
use crate::line_items::LineItem;
use crate::parents::ParentKind;
use crate::payments::Payment;
use crate::records::{self, Announced, Changeable, Dated, Entity, Followed, Made, Paged, Record};
use crate::webhooks::Category;
use crate::wire::{Message, clearable, null_is_empty};

/// A credit note, as Xero answers it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", default)]
#[non_exhaustive]
pub struct CreditNote {
    /// Xero's id.
    #[serde(rename = "CreditNoteID")]
    pub credit_note_id: Option<String>,
    /// Number; unique among those to customers.
    pub credit_note_number: Option<String>,
    /// To a customer or from a supplier.
    #[serde(rename = "Type")]
    pub credit_note_type: Option<Open<CreditNoteType>>,
    /// Who it goes to or comes from: a few fields only.
    pub contact: Option<Box<Contact>>,
    /// Date.
    #[serde(with = "dates::date")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<NaiveDate>"))]
    pub date: Option<NaiveDate>,
    /// Due date.
    #[serde(with = "dates::date")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<NaiveDate>"))]
    pub due_date: Option<NaiveDate>,
    /// Status: paid once all of it is allocated or refunded.
    pub status: Option<Open<InvoiceStatus>>,
    /// Whether line amounts include tax.
    pub line_amount_types: Option<Open<LineAmountTypes>>,
    /// Lines.
    #[serde(deserialize_with = "null_is_empty")]
    pub line_items: Vec<LineItem>,
    /// Reference.
    pub reference: Option<String>,
    /// Branding theme.
    #[serde(rename = "BrandingThemeID")]
    pub branding_theme_id: Option<String>,
    /// Currency.
    pub currency_code: Option<String>,
    /// Rate to the base currency.
    #[serde(with = "money::option")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
    pub currency_rate: Option<Decimal>,
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
    /// What is allocated or refunded.
    #[serde(with = "money::option")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
    pub applied_amount: Option<Decimal>,
    /// What is left to allocate.
    #[serde(with = "money::option")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
    pub remaining_credit: Option<Decimal>,
    /// What it was allocated to.
    #[serde(deserialize_with = "null_is_empty")]
    pub allocations: Vec<Allocation>,
    /// Refunds: a few fields only.
    #[serde(deserialize_with = "null_is_empty")]
    pub payments: Vec<Payment>,
    /// Deduction under the Construction Industry Scheme.
    #[serde(rename = "CISDeduction", with = "money::option")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
    pub cis_deduction: Option<Decimal>,
    /// Whether it is marked as sent.
    pub sent_to_contact: Option<bool>,
    /// When it was used up.
    #[serde(with = "dates::date")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<NaiveDate>"))]
    pub fully_paid_on_date: Option<NaiveDate>,
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

impl CreditNote {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(
        credit_note_id: Option<String>,
        credit_note_number: Option<String>,
        credit_note_type: Option<Open<CreditNoteType>>,
        contact: Option<Box<Contact>>,
        date: Option<NaiveDate>,
        due_date: Option<NaiveDate>,
        status: Option<Open<InvoiceStatus>>,
        line_amount_types: Option<Open<LineAmountTypes>>,
        line_items: Vec<LineItem>,
        reference: Option<String>,
        branding_theme_id: Option<String>,
        currency_code: Option<String>,
        currency_rate: Option<Decimal>,
        sub_total: Option<Decimal>,
        total_tax: Option<Decimal>,
        total: Option<Decimal>,
        applied_amount: Option<Decimal>,
        remaining_credit: Option<Decimal>,
        allocations: Vec<Allocation>,
        payments: Vec<Payment>,
        cis_deduction: Option<Decimal>,
        sent_to_contact: Option<bool>,
        fully_paid_on_date: Option<NaiveDate>,
        has_attachments: Option<bool>,
        warnings: Vec<Message>,
        updated_date_utc: Option<DateTime<Utc>>,
    );
}

/// What may be written of a credit note. What is not set stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct CreditNoteInput {
    /// Xero's id; says which credit note is meant.
    #[serde(rename = "CreditNoteID", skip_serializing_if = "Option::is_none")]
    pub credit_note_id: Option<String>,
    /// Number; says which one is meant where there is no id. Xero numbers by itself if there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credit_note_number: Option<String>,
    /// To a customer or from a supplier. A new one needs it.
    #[serde(rename = "Type", skip_serializing_if = "Option::is_none")]
    pub credit_note_type: Option<Open<CreditNoteType>>,
    /// Who it goes to or comes from. A new one needs it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<ContactRef>,
    /// Date: today in the organisation's zone unless set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<NaiveDate>,
    /// Status: a draft unless set. Drafts are deleted and approved ones voided by it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Open<InvoiceStatus>>,
    /// Whether line amounts include tax: exclusive unless set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line_amount_types: Option<Open<LineAmountTypes>>,
    /// Lines. They replace those that are stored; empty leaves them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub line_items: Vec<LineItem>,
    /// Reference; those to customers only.
    #[serde(with = "clearable", skip_serializing_if = "Patch::is_leave")]
    #[cfg_attr(feature = "schema", schemars(with = "Patch<String>"))]
    pub reference: Patch<String>,
    /// Branding theme.
    #[serde(rename = "BrandingThemeID", skip_serializing_if = "Option::is_none")]
    pub branding_theme_id: Option<String>,
    /// Currency: the base currency unless set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency_code: Option<String>,
    /// Rate to the base currency: that of the day unless set.
    #[serde(with = "money::option", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
    pub currency_rate: Option<Decimal>,
}

impl CreditNoteInput {
    /// A credit note of this type for this contact.
    pub fn new(credit_note_type: CreditNoteType, contact: ContactRef) -> Self {
        Self { credit_note_type: Some(credit_note_type.into()), contact: Some(contact), ..Self::default() }
    }

    /// A credit note to this customer.
    pub fn sale(contact: ContactRef) -> Self {
        Self::new(CreditNoteType::AccRecCredit, contact)
    }

    /// A credit note from this supplier.
    pub fn bill(contact: ContactRef) -> Self {
        Self::new(CreditNoteType::AccPayCredit, contact)
    }

    setters!(
        credit_note_id: Option<String>,
        credit_note_number: Option<String>,
        credit_note_type: Option<Open<CreditNoteType>>,
        contact: Option<ContactRef>,
        date: Option<NaiveDate>,
        status: Option<Open<InvoiceStatus>>,
        line_amount_types: Option<Open<LineAmountTypes>>,
        line_items: Vec<LineItem>,
        reference: Patch<String>,
        branding_theme_id: Option<String>,
        currency_code: Option<String>,
        currency_rate: Option<Decimal>,
    );
}

/// Says which credit note is meant.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct CreditNoteRef {
    /// Xero's id.
    #[serde(rename = "CreditNoteID", skip_serializing_if = "Option::is_none")]
    pub credit_note_id: Option<String>,
    /// Number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credit_note_number: Option<String>,
}

impl CreditNoteRef {
    /// By Xero's id.
    pub fn id(id: impl Into<String>) -> Self {
        Self { credit_note_id: Some(id.into()), ..Self::default() }
    }

    /// By number.
    pub fn number(number: impl Into<String>) -> Self {
        Self { credit_note_number: Some(number.into()), ..Self::default() }
    }

    setters!(
        credit_note_id: Option<String>,
        credit_note_number: Option<String>,
    );
}

/// To whom it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[non_exhaustive]
pub enum CreditNoteType {
    /// To a customer.
    AccRecCredit,
    /// From a supplier.
    AccPayCredit,
}

impl Entity for CreditNote {
    type Lists = Paged;
    const RESOURCE: &'static str = "credit_note";
    const ONE: &'static str = "a credit note";
    const MANY: &'static str = "credit notes";
    const PLURAL: &'static str = "CreditNotes";
    const ID: &'static str = "CreditNoteID";
    const NUMBER: Option<&'static str> = Some("CreditNoteNumber");
    const PRICED: bool = true;
    const TO_READ: &'static [&'static str] = TO_READ_INVOICES;
    const TO_WRITE: &'static [&'static str] = FOR_INVOICES;
    const DOCS: &'static str = "https://developer.xero.com/documentation/api/accounting/creditnotes";
}

impl Followed for CreditNote {
    type Record = Self;
    type List = List;

    fn id(record: &Self) -> Option<&str> {
        record.credit_note_id.as_deref()
    }

    fn changed(record: &Self) -> Option<DateTime<Utc>> {
        record.updated_date_utc
    }
}

impl Dated for CreditNote {
    const MADE: Made<Self> = Made::History(ParentKind::CreditNote);
}

impl Announced for CreditNote {
    const CATEGORIES: &'static [Category] = &[Category::CreditNote];
}

impl Record for CreditNoteInput {
    type Entity = CreditNote;

    fn id(&self) -> Option<&str> {
        self.credit_note_id.as_deref()
    }

    fn number(&self) -> Option<&str> {
        self.credit_note_number.as_deref()
    }
}

impl Changeable for CreditNoteInput {
    // Lines that are there are replaced.
    const UPSERT: &'static str = "Create or overwrite";
}

/// `credit_note.list`: credit notes that meet all that is set.
pub type List = records::List<CreditNote>;
/// `credit_note.get`: one credit note, by Xero's id.
pub type Get = records::Get<CreditNote>;
/// `credit_note.create`
pub type Create = records::Create<CreditNoteInput>;
/// `credit_note.create_many`
pub type CreateMany = records::CreateMany<CreditNoteInput>;
/// `credit_note.update`
pub type Update = records::Update<CreditNoteInput>;
/// `credit_note.upsert`
pub type Upsert = records::Upsert<CreditNoteInput>;
/// `credit_note.upsert_many`
pub type UpsertMany = records::UpsertMany<CreditNoteInput>;
/// `credit_note.allocate`: applies a part of a credit note to an invoice or bill of the same contact.
pub type Allocate = allocations::Allocate<CreditNote>;
/// `credit_note.unallocate`: takes an allocation back.
pub type Unallocate = allocations::Unallocate<CreditNote>;
/// `credit_note.download_pdf`: the credit note as it is printed.
pub type DownloadPdf = records::DownloadPdf<CreditNote>;

/// `credit_note.created_or_updated`
pub type CreatedOrUpdated = records::CreatedOrUpdated<CreditNote>;
/// `credit_note.created`
pub type Created = records::Created<CreditNote>;
/// `credit_note.updated`
pub type Updated = records::Updated<CreditNote>;
