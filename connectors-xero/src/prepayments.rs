//! Prepayments: money before there is an invoice, and how it is allocated to invoices and bills.
//!
//! A prepayment is made by a [bank transaction](crate::bank_transactions) of the type
//! [`ReceivePrepayment`](crate::bank_transactions::BankTransactionType::ReceivePrepayment) or
//! [`SpendPrepayment`](crate::bank_transactions::BankTransactionType::SpendPrepayment), which then names
//! its id. What is left of it is paid back by a [refund](crate::payments::PaymentInput::refund).
//!
//! Xero's description knows four decimals of unit prices in lists only: [`Get`] may answer prices rounded to two.

use chrono::{DateTime, NaiveDate, Utc};
use connectors_core::types::{Open, money};
use connectors_core::{Action, Cursor, Cx, Meta, Page, PagedAction, Request, Response, Result, setters};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::allocations::{self, Allocation};
use crate::auth::scopes::{FOR_PAYMENTS, TO_READ_PAYMENTS};
use crate::contacts::Contact;
use crate::filter::{Filter, Order};
use crate::invoices::{InvoiceStatus, LineAmountTypes};
use crate::line_items::LineItem;
use crate::listing::{self, Paging};
use crate::payments::Payment;
use crate::records::changes::by_change;
use crate::records::{self, ChangedSince, Entity, Followed};
use crate::wire::null_is_empty;
use crate::{Xero, dates};

/// A prepayment, as Xero answers it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", default)]
#[non_exhaustive]
pub struct Prepayment {
    /// Xero's id.
    #[serde(rename = "PrepaymentID")]
    pub prepayment_id: Option<String>,
    /// By a customer or to a supplier.
    #[serde(rename = "Type")]
    pub prepayment_type: Option<Open<PrepaymentType>>,
    /// Number; those by customers only.
    pub invoice_number: Option<String>,
    /// The number again.
    pub reference: Option<String>,
    /// Branding theme; those by customers only.
    #[serde(rename = "BrandingThemeID")]
    pub branding_theme_id: Option<String>,
    /// Who it is from or to: a few fields only.
    pub contact: Option<Box<Contact>>,
    /// Date.
    #[serde(with = "dates::date")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<NaiveDate>"))]
    pub date: Option<NaiveDate>,
    /// Status: paid once all of it is allocated or refunded.
    pub status: Option<Open<InvoiceStatus>>,
    /// Whether line amounts include tax.
    pub line_amount_types: Option<Open<LineAmountTypes>>,
    /// Lines.
    #[serde(deserialize_with = "null_is_empty")]
    pub line_items: Vec<LineItem>,
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
    /// Whether files are attached.
    pub has_attachments: Option<bool>,
    /// When it was last changed.
    #[serde(rename = "UpdatedDateUTC", with = "dates::timestamp")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<DateTime<Utc>>"))]
    pub updated_date_utc: Option<DateTime<Utc>>,
}

impl Prepayment {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(
        prepayment_id: Option<String>,
        prepayment_type: Option<Open<PrepaymentType>>,
        invoice_number: Option<String>,
        reference: Option<String>,
        branding_theme_id: Option<String>,
        contact: Option<Box<Contact>>,
        date: Option<NaiveDate>,
        status: Option<Open<InvoiceStatus>>,
        line_amount_types: Option<Open<LineAmountTypes>>,
        line_items: Vec<LineItem>,
        currency_code: Option<String>,
        currency_rate: Option<Decimal>,
        sub_total: Option<Decimal>,
        total_tax: Option<Decimal>,
        total: Option<Decimal>,
        applied_amount: Option<Decimal>,
        remaining_credit: Option<Decimal>,
        allocations: Vec<Allocation>,
        payments: Vec<Payment>,
        has_attachments: Option<bool>,
        updated_date_utc: Option<DateTime<Utc>>,
    );
}

/// Says which prepayment is meant.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct PrepaymentRef {
    /// Xero's id.
    #[serde(rename = "PrepaymentID", skip_serializing_if = "Option::is_none")]
    pub prepayment_id: Option<String>,
}

impl PrepaymentRef {
    /// By Xero's id.
    pub fn id(id: impl Into<String>) -> Self {
        Self { prepayment_id: Some(id.into()) }
    }

    setters!(
        prepayment_id: Option<String>,
    );
}

/// How a prepayment came to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING-KEBAB-CASE")]
#[non_exhaustive]
pub enum PrepaymentType {
    /// By a customer: money received.
    ReceivePrepayment,
    /// To a supplier: money spent.
    SpendPrepayment,
    /// By a customer.
    #[serde(rename = "ARPREPAYMENT")]
    ArPrepayment,
    /// To a supplier.
    #[serde(rename = "APPREPAYMENT")]
    ApPrepayment,
}

impl Entity for Prepayment {
    type Lists = ();
    const RESOURCE: &'static str = "prepayment";
    const ONE: &'static str = "a prepayment";
    const MANY: &'static str = "prepayments";
    const PLURAL: &'static str = "Prepayments";
    const ID: &'static str = "PrepaymentID";
    const TO_READ: &'static [&'static str] = TO_READ_PAYMENTS;
    const TO_WRITE: &'static [&'static str] = FOR_PAYMENTS;
    const DOCS: &'static str = "https://developer.xero.com/documentation/api/accounting/prepayments";
}

impl Followed for Prepayment {
    type Record = Self;
    type List = List;

    fn id(record: &Self) -> Option<&str> {
        record.prepayment_id.as_deref()
    }

    fn changed(record: &Self) -> Option<DateTime<Utc>> {
        record.updated_date_utc
    }
}

impl ChangedSince for List {
    fn changed_since(moment: DateTime<Utc>) -> Self {
        Self::new().order(by_change()).modified_since(moment)
    }
}

/// `prepayment.get`: one prepayment, by Xero's id.
pub type Get = records::Get<Prepayment>;
/// `prepayment.allocate`: applies a part of a prepayment to an invoice or bill of the same contact.
pub type Allocate = allocations::Allocate<Prepayment>;
/// `prepayment.unallocate`: takes an allocation back.
pub type Unallocate = allocations::Unallocate<Prepayment>;

/// `prepayment.created_or_updated`
pub type CreatedOrUpdated = records::CreatedOrUpdated<Prepayment>;

/// `prepayment.list`: prepayments that meet all that is set. Voided ones are listed, with their status.
///
/// Pages are numbered: one that starts or ceases to meet the conditions while the list is read shifts those after it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct List {
    /// Conditions on fields.
    pub filter: Option<Filter>,
    /// What to order by.
    pub order: Option<Order>,
    /// Numbers; any number of them, split over several calls.
    pub invoice_numbers: Vec<String>,
    /// Only what was made or changed since then.
    pub modified_since: Option<DateTime<Utc>>,
    /// Prepayments per call, 1 to 1000: 100 unless set.
    pub page_size: Option<u16>,
    /// Where to go on.
    pub cursor: Option<Cursor>,
}

impl List {
    /// All.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(
        filter: Option<Filter>,
        order: Option<Order>,
        invoice_numbers: Vec<String>,
        modified_since: Option<DateTime<Utc>>,
        page_size: Option<u16>,
        cursor: Option<Cursor>,
    );

    fn paging(&self) -> Result<Paging<'_>> {
        let lists = [("invoice_numbers", "InvoiceNumbers", &*self.invoice_numbers)];
        Paging::new(self.page_size, self.cursor.as_ref(), &lists)
    }
}

impl Action for List {
    type Connector = Xero;
    type Output = Page<Prepayment>;
    const META: Meta = records::read::<Prepayment>("list").title("List prepayments");

    fn request(&self, _: &Cx<'_, Xero>) -> Result<Request> {
        // Lists know it, a single one does not.
        let request = self.paging()?.ask(Request::get([Prepayment::PLURAL])).query("unitdp", 4);
        listing::conditions(request, self.filter.as_ref(), self.order.as_ref(), self.modified_since)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        self.paging()?.read(&response)
    }
}

impl PagedAction for List {
    type Item = Prepayment;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}
