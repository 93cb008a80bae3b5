//! Overpayments: more money than was due, and how it is allocated to invoices and bills.
//!
//! An overpayment is made by a [bank transaction](crate::bank_transactions) of the type
//! [`ReceiveOverpayment`](crate::bank_transactions::BankTransactionType::ReceiveOverpayment) or
//! [`SpendOverpayment`](crate::bank_transactions::BankTransactionType::SpendOverpayment), which then names
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

/// An overpayment, as Xero answers it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", default)]
#[non_exhaustive]
pub struct Overpayment {
    /// Xero's id.
    #[serde(rename = "OverpaymentID")]
    pub overpayment_id: Option<String>,
    /// By a customer or to a supplier.
    #[serde(rename = "Type")]
    pub overpayment_type: Option<Open<OverpaymentType>>,
    /// Reference.
    pub reference: Option<String>,
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

impl Overpayment {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(
        overpayment_id: Option<String>,
        overpayment_type: Option<Open<OverpaymentType>>,
        reference: Option<String>,
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

/// Says which overpayment is meant.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct OverpaymentRef {
    /// Xero's id.
    #[serde(rename = "OverpaymentID", skip_serializing_if = "Option::is_none")]
    pub overpayment_id: Option<String>,
}

impl OverpaymentRef {
    /// By Xero's id.
    pub fn id(id: impl Into<String>) -> Self {
        Self { overpayment_id: Some(id.into()) }
    }

    setters!(
        overpayment_id: Option<String>,
    );
}

/// How an overpayment came to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING-KEBAB-CASE")]
#[non_exhaustive]
pub enum OverpaymentType {
    /// By a customer: money received.
    ReceiveOverpayment,
    /// To a supplier: money spent.
    SpendOverpayment,
    /// By a customer.
    #[serde(rename = "AROVERPAYMENT")]
    ArOverpayment,
}

impl Entity for Overpayment {
    type Lists = ();
    const RESOURCE: &'static str = "overpayment";
    const ONE: &'static str = "an overpayment";
    const MANY: &'static str = "overpayments";
    const PLURAL: &'static str = "Overpayments";
    const ID: &'static str = "OverpaymentID";
    const TO_READ: &'static [&'static str] = TO_READ_PAYMENTS;
    const TO_WRITE: &'static [&'static str] = FOR_PAYMENTS;
    const DOCS: &'static str = "https://developer.xero.com/documentation/api/accounting/overpayments";
}

impl Followed for Overpayment {
    type Record = Self;
    type List = List;

    fn id(record: &Self) -> Option<&str> {
        record.overpayment_id.as_deref()
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

/// `overpayment.get`: one overpayment, by Xero's id.
pub type Get = records::Get<Overpayment>;
/// `overpayment.allocate`: applies a part of an overpayment to an invoice or bill of the same contact.
pub type Allocate = allocations::Allocate<Overpayment>;
/// `overpayment.unallocate`: takes an allocation back.
pub type Unallocate = allocations::Unallocate<Overpayment>;

/// `overpayment.created_or_updated`
pub type CreatedOrUpdated = records::CreatedOrUpdated<Overpayment>;

/// `overpayment.list`: overpayments that meet all that is set. Voided ones are listed, with their status.
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
    /// References; any number, split over several calls.
    pub references: Vec<String>,
    /// Only what was made or changed since then.
    pub modified_since: Option<DateTime<Utc>>,
    /// Overpayments per call, 1 to 1000: 100 unless set.
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
        references: Vec<String>,
        modified_since: Option<DateTime<Utc>>,
        page_size: Option<u16>,
        cursor: Option<Cursor>,
    );

    fn paging(&self) -> Result<Paging<'_>> {
        let lists = [("references", "References", &*self.references)];
        Paging::new(self.page_size, self.cursor.as_ref(), &lists)
    }
}

impl Action for List {
    type Connector = Xero;
    type Output = Page<Overpayment>;
    const META: Meta = records::read::<Overpayment>("list").title("List overpayments");

    fn request(&self, _: &Cx<'_, Xero>) -> Result<Request> {
        // Lists know it, a single one does not.
        let request = self.paging()?.ask(Request::get([Overpayment::PLURAL])).query("unitdp", 4);
        listing::conditions(request, self.filter.as_ref(), self.order.as_ref(), self.modified_since)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        self.paging()?.read(&response)
    }
}

impl PagedAction for List {
    type Item = Overpayment;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}
