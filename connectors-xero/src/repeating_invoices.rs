//! Repeating invoices and bills: templates of which Xero makes documents by itself.
//!
//! A template has no number: outcomes of [`CreateMany`] come by order. Xero's description knows how templates are
//! created and deleted, not how they are changed: delete one and create another. What was changed since some time cannot
//! be asked for, and there are no four decimals of unit prices.

use chrono::NaiveDate;
use connectors_core::types::{Open, money};
use connectors_core::{Action, Cx, Meta, Request, Response, Result, setters};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::auth::scopes::{FOR_INVOICES, TO_READ_INVOICES};
use crate::contacts::{Contact, ContactRef};
use crate::invoices::{InvoiceStatus, InvoiceType, LineAmountTypes};
use crate::line_items::LineItem;
use crate::records::{self, Entity, Record, Undated};
use crate::wire::null_is_empty;
use crate::{Xero, dates, envelope};

/// A template of invoices or bills, as Xero answers it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", default)]
#[non_exhaustive]
pub struct RepeatingInvoice {
    /// Xero's id.
    #[serde(rename = "RepeatingInvoiceID")]
    pub repeating_invoice_id: Option<String>,
    /// Of sales invoices or of bills.
    #[serde(rename = "Type")]
    pub invoice_type: Option<Open<InvoiceType>>,
    /// Who they go to or come from: a few fields only.
    pub contact: Option<Box<Contact>>,
    /// When they are made.
    pub schedule: Option<Schedule>,
    /// Status: whether they are made as drafts or approved at once.
    pub status: Option<Open<InvoiceStatus>>,
    /// Whether line amounts include tax.
    pub line_amount_types: Option<Open<LineAmountTypes>>,
    /// Lines.
    #[serde(deserialize_with = "null_is_empty")]
    pub line_items: Vec<LineItem>,
    /// Reference; sales invoices only.
    pub reference: Option<String>,
    /// Branding theme.
    #[serde(rename = "BrandingThemeID")]
    pub branding_theme_id: Option<String>,
    /// Currency.
    pub currency_code: Option<String>,
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
    /// Whether they are sent by e-mail.
    pub approved_for_sending: Option<bool>,
    /// Whether the sender gets a copy.
    pub send_copy: Option<bool>,
    /// Whether they are marked as sent.
    pub mark_as_sent: Option<bool>,
    /// Whether the e-mail has the PDF.
    #[serde(rename = "IncludePDF")]
    pub include_pdf: Option<bool>,
    /// Whether files are attached.
    pub has_attachments: Option<bool>,
}

impl RepeatingInvoice {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(
        repeating_invoice_id: Option<String>,
        invoice_type: Option<Open<InvoiceType>>,
        contact: Option<Box<Contact>>,
        schedule: Option<Schedule>,
        status: Option<Open<InvoiceStatus>>,
        line_amount_types: Option<Open<LineAmountTypes>>,
        line_items: Vec<LineItem>,
        reference: Option<String>,
        branding_theme_id: Option<String>,
        currency_code: Option<String>,
        sub_total: Option<Decimal>,
        total_tax: Option<Decimal>,
        total: Option<Decimal>,
        approved_for_sending: Option<bool>,
        send_copy: Option<bool>,
        mark_as_sent: Option<bool>,
        include_pdf: Option<bool>,
        has_attachments: Option<bool>,
    );
}

/// What may be written of a template.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct RepeatingInvoiceInput {
    /// Of sales invoices or of bills. A new one needs it.
    #[serde(rename = "Type", skip_serializing_if = "Option::is_none")]
    pub invoice_type: Option<Open<InvoiceType>>,
    /// Who they go to or come from. A new one needs it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<ContactRef>,
    /// When they are made. A new one needs it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schedule: Option<Schedule>,
    /// Whether they are made as drafts or approved at once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Open<InvoiceStatus>>,
    /// Whether line amounts include tax: exclusive unless set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line_amount_types: Option<Open<LineAmountTypes>>,
    /// Lines.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub line_items: Vec<LineItem>,
    /// Reference; sales invoices only. The example in Xero's description has the placeholder `[Week]` in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// Branding theme.
    #[serde(rename = "BrandingThemeID", skip_serializing_if = "Option::is_none")]
    pub branding_theme_id: Option<String>,
    /// Currency: the base currency unless set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency_code: Option<String>,
    /// Sends them by e-mail.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub approved_for_sending: Option<bool>,
    /// Sends a copy to the sender.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub send_copy: Option<bool>,
    /// Marks them as sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mark_as_sent: Option<bool>,
    /// Adds the PDF to the e-mail.
    #[serde(rename = "IncludePDF", skip_serializing_if = "Option::is_none")]
    pub include_pdf: Option<bool>,
}

impl RepeatingInvoiceInput {
    /// Documents of this type for this contact, by this schedule.
    pub fn new(invoice_type: InvoiceType, contact: ContactRef, schedule: Schedule) -> Self {
        let (invoice_type, contact, schedule) = (Some(invoice_type.into()), Some(contact), Some(schedule));
        Self { invoice_type, contact, schedule, ..Self::default() }
    }

    /// Sales invoices for this contact, by this schedule.
    pub fn sale(contact: ContactRef, schedule: Schedule) -> Self {
        Self::new(InvoiceType::AccRec, contact, schedule)
    }

    /// Bills from this contact, by this schedule.
    pub fn bill(contact: ContactRef, schedule: Schedule) -> Self {
        Self::new(InvoiceType::AccPay, contact, schedule)
    }

    setters!(
        invoice_type: Option<Open<InvoiceType>>,
        contact: Option<ContactRef>,
        schedule: Option<Schedule>,
        status: Option<Open<InvoiceStatus>>,
        line_amount_types: Option<Open<LineAmountTypes>>,
        line_items: Vec<LineItem>,
        reference: Option<String>,
        branding_theme_id: Option<String>,
        currency_code: Option<String>,
        approved_for_sending: Option<bool>,
        send_copy: Option<bool>,
        mark_as_sent: Option<bool>,
        include_pdf: Option<bool>,
    );
}

/// When documents are made of a template, and when they are due. Read and written.
///
/// Xero's description has an example of a write with `/Date(…)/`; that dates are taken as `2026-01-31` here too, as
/// everywhere else, is not verified.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", default)]
#[non_exhaustive]
pub struct Schedule {
    /// Every how many weeks or months.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period: Option<u32>,
    /// Weeks or months.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<Open<ScheduleUnit>>,
    /// The day, or how many days, that `due_date_type` is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_date: Option<u32>,
    /// How they are due.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_date_type: Option<Open<DueDateType>>,
    /// Date of the first one.
    #[serde(with = "dates::date", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<NaiveDate>"))]
    pub start_date: Option<NaiveDate>,
    /// When the next one is made; Xero says it.
    #[serde(with = "dates::date", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<NaiveDate>"))]
    pub next_scheduled_date: Option<NaiveDate>,
    /// When it ends.
    #[serde(with = "dates::date", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<NaiveDate>"))]
    pub end_date: Option<NaiveDate>,
}

impl Schedule {
    /// Every so many weeks or months, from this day.
    #[must_use]
    pub fn new(period: u32, unit: ScheduleUnit, start_date: NaiveDate) -> Self {
        let (period, unit, start_date) = (Some(period), Some(unit.into()), Some(start_date));
        Self { period, unit, start_date, ..Self::default() }
    }

    setters!(
        period: Option<u32>,
        unit: Option<Open<ScheduleUnit>>,
        due_date: Option<u32>,
        due_date_type: Option<Open<DueDateType>>,
        start_date: Option<NaiveDate>,
        next_scheduled_date: Option<NaiveDate>,
        end_date: Option<NaiveDate>,
    );
}

/// What a schedule counts in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[non_exhaustive]
pub enum ScheduleUnit {
    /// Weeks.
    Weekly,
    /// Months.
    Monthly,
}

/// How documents are due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[non_exhaustive]
pub enum DueDateType {
    /// So many days after the date of the bill.
    DaysAfterBillDate,
    /// So many days after the end of the month of the bill.
    DaysAfterBillMonth,
    /// So many days after the date of the invoice.
    DaysAfterInvoiceDate,
    /// So many days after the end of the month of the invoice.
    DaysAfterInvoiceMonth,
    /// On this day of the same month.
    OfCurrentMonth,
    /// On this day of the month after.
    OfFollowingMonth,
}

impl Entity for RepeatingInvoice {
    type Lists = Undated;
    const RESOURCE: &'static str = "repeating_invoice";
    const ONE: &'static str = "a repeating invoice";
    const MANY: &'static str = "repeating invoices";
    const PLURAL: &'static str = "RepeatingInvoices";
    const ID: &'static str = "RepeatingInvoiceID";
    const TO_READ: &'static [&'static str] = TO_READ_INVOICES;
    const TO_WRITE: &'static [&'static str] = FOR_INVOICES;
    const DOCS: &'static str = "https://developer.xero.com/documentation/api/accounting/repeatinginvoices";
}

impl Record for RepeatingInvoiceInput {
    type Entity = RepeatingInvoice;
}

/// `repeating_invoice.list`: templates that meet all that is set, all in one page.
pub type List = records::ListUndated<RepeatingInvoice>;
/// `repeating_invoice.get`: one template, by Xero's id.
pub type Get = records::Get<RepeatingInvoice>;
/// `repeating_invoice.create`
pub type Create = records::Create<RepeatingInvoiceInput>;
/// `repeating_invoice.create_many`: outcomes come by order.
pub type CreateMany = records::CreateMany<RepeatingInvoiceInput>;

/// `repeating_invoice.delete`: deletes a template, by status. Documents that were made of it stay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Delete {
    /// The template's id.
    pub id: String,
}

impl Delete {
    /// Deletes the template with this id.
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into() }
    }

    setters!(id: String);
}

impl Action for Delete {
    type Connector = Xero;
    type Output = RepeatingInvoice;
    const META: Meta = records::destructive::<RepeatingInvoice>("delete").title("Delete a repeating invoice");

    fn request(&self, cx: &Cx<'_, Xero>) -> Result<Request> {
        let deleted = json!({ RepeatingInvoice::ID: self.id, "Status": InvoiceStatus::Deleted });
        let request = Request::post([RepeatingInvoice::PLURAL, &self.id]);
        envelope::write::<RepeatingInvoice>(request, &[deleted], cx)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        envelope::written(&response)
    }
}
