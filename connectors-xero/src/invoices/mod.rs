//! Invoices and bills.
//!
//! An invoice is known by Xero's id, and a sales invoice by its `invoice_number` too, which is unique; several bills
//! may have one number. [`Create`] and [`CreateMany`] only create: a sales invoice whose number is taken is refused
//! with [`ErrorKind::Duplicate`]. [`Upsert`] and [`UpsertMany`] **overwrite**
//! the invoice that has the number. So to write an invoice exactly once, choose its number and create it; read a
//! duplicate back by [`List::numbers`] or [`Get`].
//!
//! Invoices are taken back by status: [`Delete`] for drafts, [`Void`] for approved ones without payments.
//!
//! # Lines added
//! Lines that are written replace those that are stored; Xero has no call that adds one. So read them all, add, and
//! write them all:
//!
//! ```no_run
//! use connectors_xero::LineItem;
//! use connectors_xero::invoices::{self, InvoiceInput};
//! # async fn run(xero: connectors_core::Client<connectors_xero::Xero>, id: &str) -> connectors_core::Result<()> {
//! let mut lines = xero.call(invoices::Get::new(id)).await?.line_items;
//! lines.push(LineItem::new("One more hour").quantity(1).unit_amount(120).account_code("200"));
//! xero.call(invoices::Update::new(id, InvoiceInput::default().line_items(lines))).await?;
//! # Ok(()) }
//! ```
//!
//! Lines keep their ids so. What anybody else writes between the two calls is lost: Xero has no version to compare. It
//! is for the same reason that this is two actions and not one, which would hide it. What [`LineItem`](crate::LineItem)
//! does not have is not written back: what a line has of automatic sales tax (`Taxability`, `SalesTaxCodeId`,
//! `TaxBreakdown`); whether Xero keeps it is not verified.

mod kinds;
mod model;

use chrono::{DateTime, Utc};
use connectors_core::types::Open;
use connectors_core::{
    Action, Cursor, Cx, Delivery, Error, ErrorKind, Meta, Page, PagedAction, Request, Response, Result,
    setters,
};
use serde::{Deserialize, Serialize};

pub(crate) use self::kinds::Kind;
pub use self::model::{Invoice, InvoiceInput, InvoiceRef, InvoiceStatus, InvoiceType, LineAmountTypes};
use crate::auth::scopes::{FOR_INVOICES, TO_READ_INVOICES};
use crate::filter::{Filter, Order};
use crate::listing::{self, Paging};
use crate::records::changes::by_change;
use crate::records::{self, Announced, Changeable, ChangedSince, Entity, Followed, Paged, Record};
use crate::webhooks::Category;
use crate::{Xero, envelope};

impl Entity for Invoice {
    type Lists = Paged;
    const RESOURCE: &'static str = "invoice";
    const ONE: &'static str = "an invoice";
    const MANY: &'static str = "invoices";
    const PLURAL: &'static str = "Invoices";
    const ID: &'static str = "InvoiceID";
    const NUMBER: Option<&'static str> = Some("InvoiceNumber");
    const PRICED: bool = true;
    const TO_READ: &'static [&'static str] = TO_READ_INVOICES;
    const TO_WRITE: &'static [&'static str] = FOR_INVOICES;
    const DOCS: &'static str = "https://developer.xero.com/documentation/api/accounting/invoices";
}

impl Followed for Invoice {
    type Record = Self;
    type List = List;

    fn id(record: &Self) -> Option<&str> {
        record.invoice_id.as_deref()
    }

    fn changed(record: &Self) -> Option<DateTime<Utc>> {
        record.updated_date_utc
    }
}

impl ChangedSince for List {
    fn changed_since(moment: DateTime<Utc>) -> Self {
        Self::new().include_archived(true).order(by_change()).modified_since(moment)
    }
}

impl Announced for Invoice {
    const CATEGORIES: &'static [Category] = &[Category::Invoice];
}

impl Record for InvoiceInput {
    type Entity = Invoice;

    fn id(&self) -> Option<&str> {
        self.invoice_id.as_deref()
    }

    fn number(&self) -> Option<&str> {
        self.invoice_number.as_deref()
    }
}

impl Changeable for InvoiceInput {
    // Lines that are there are replaced.
    const UPSERT: &'static str = "Create or overwrite";
}

/// `invoice.get`: one invoice, by Xero's id or by its number. A number that several bills have is a
/// [`Conflict`](connectors_core::ErrorKind::Conflict).
pub type Get = records::Get<Invoice>;
/// `invoice.create`
pub type Create = records::Create<InvoiceInput>;
/// `invoice.create_many`
pub type CreateMany = records::CreateMany<InvoiceInput>;
/// `invoice.update`
pub type Update = records::Update<InvoiceInput>;
/// `invoice.upsert`
pub type Upsert = records::Upsert<InvoiceInput>;
/// `invoice.upsert_many`
pub type UpsertMany = records::UpsertMany<InvoiceInput>;
/// `invoice.download_pdf`: the invoice as it is printed.
pub type DownloadPdf = records::DownloadPdf<Invoice>;

/// `invoice.created_or_updated`: sales invoices and bills; those of one kind that are new or changed are told by
/// [`sales_invoices`](crate::sales_invoices) and [`bills`](crate::bills).
pub type CreatedOrUpdated = records::CreatedOrUpdated<Invoice>;

/// `invoice.list`: sales invoices and bills that meet all that is set, with their lines.
///
/// Pages are numbered: an invoice that starts or ceases to meet the conditions while the list is read shifts those
/// after it. Deleted and voided ones are listed, with their status.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct List {
    /// Conditions on fields.
    pub filter: Option<Filter>,
    /// What to order by.
    pub order: Option<Order>,
    /// Ids; any number, split over several calls. Not together with `numbers` or `contact_ids`.
    pub ids: Vec<String>,
    /// Invoice numbers; any number of them, split over several calls.
    pub numbers: Vec<String>,
    /// Ids of their contacts; any number, split over several calls.
    pub contact_ids: Vec<String>,
    /// Statuses.
    pub statuses: Vec<Open<InvoiceStatus>>,
    /// A text in number or reference.
    pub search: Option<String>,
    /// Those of archived contacts too.
    pub include_archived: bool,
    /// Only what this application made.
    pub created_by_my_app: bool,
    /// Without lines and payments: faster.
    pub summary_only: bool,
    /// Only what was made or changed since then.
    pub modified_since: Option<DateTime<Utc>>,
    /// Invoices per call, 1 to 1000: 100 unless set.
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
        ids: Vec<String>,
        numbers: Vec<String>,
        contact_ids: Vec<String>,
        statuses: Vec<Open<InvoiceStatus>>,
        search: Option<String>,
        include_archived: bool,
        created_by_my_app: bool,
        summary_only: bool,
        modified_since: Option<DateTime<Utc>>,
        page_size: Option<u16>,
        cursor: Option<Cursor>,
    );

    fn paging(&self) -> Result<Paging<'_>> {
        let lists = [
            ("ids", "IDs", &*self.ids),
            ("numbers", "InvoiceNumbers", &*self.numbers),
            ("contact_ids", "ContactIDs", &*self.contact_ids),
        ];
        Paging::new(self.page_size, self.cursor.as_ref(), &lists)
    }
}

impl Action for List {
    type Connector = Xero;
    type Output = Page<Invoice>;
    const META: Meta = records::read::<Invoice>("list").title("List invoices");

    fn request(&self, _: &Cx<'_, Xero>) -> Result<Request> {
        let request = self.paging()?.ask(Request::get([Invoice::PLURAL]));
        let request =
            listing::conditions(request, self.filter.as_ref(), self.order.as_ref(), self.modified_since)?;
        Ok(records::priced::<Invoice>(request)
            .query_list("Statuses", &self.statuses)
            .query_opt("searchTerm", self.search.as_ref())
            .query_opt("includeArchived", self.include_archived.then_some(true))
            .query_opt("createdByMyApp", self.created_by_my_app.then_some(true))
            .query_opt("summaryOnly", self.summary_only.then_some(true)))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        self.paging()?.read(&response)
    }
}

impl PagedAction for List {
    type Item = Invoice;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}

/// `invoice.get_online_url`: the address at which the customer sees an approved sales invoice, and may pay it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct GetOnlineUrl {
    /// The invoice's id.
    pub id: String,
}

impl GetOnlineUrl {
    /// Of the invoice with this id.
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into() }
    }

    setters!(id: String);
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct OnlineInvoices {
    online_invoices: Vec<OnlineInvoice>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct OnlineInvoice {
    online_invoice_url: Option<String>,
}

impl Action for GetOnlineUrl {
    type Connector = Xero;
    type Output = String;
    const META: Meta =
        records::read::<Invoice>("get_online_url").title("Get the address of an invoice online");

    fn request(&self, _: &Cx<'_, Xero>) -> Result<Request> {
        Ok(Request::get([Invoice::PLURAL, &self.id, "OnlineInvoice"]))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        let found: OnlineInvoices = response.json()?;
        let url = found.online_invoices.into_iter().find_map(|one| one.online_invoice_url);
        url.filter(|url| !url.is_empty()).ok_or_else(|| {
            let text = "Xero has no address at which this invoice is seen";
            Error::new(ErrorKind::NotFound, text).with_delivery(Delivery::Accepted)
        })
    }
}

/// `invoice.email`: sends an approved invoice to the contact's address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Email {
    /// The invoice's id.
    pub id: String,
}

impl Email {
    /// Sends the invoice with this id.
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into() }
    }

    setters!(id: String);
}

impl Action for Email {
    type Connector = Xero;
    type Output = ();
    const META: Meta = records::destructive::<Invoice>("email").title("Send an invoice by e-mail");

    fn request(&self, cx: &Cx<'_, Xero>) -> Result<Request> {
        // Xero wants an object, and nothing in it.
        envelope::keyed(Request::post([Invoice::PLURAL, &self.id, "Email"]).json(&serde_json::json!({})), cx)
    }

    #[inline]
    fn response(&self, _: Response) -> Result<Self::Output> {
        Ok(())
    }
}

fn set_status(id: &str, status: InvoiceStatus, cx: &Cx<'_, Xero>) -> Result<Request> {
    let input = InvoiceInput::default().invoice_id(id).status(status);
    let request = records::priced::<Invoice>(Request::post([Invoice::PLURAL, id]));
    envelope::write::<Invoice>(request, &[input], cx)
}

/// `invoice.void`: takes an approved invoice back, for good. One with payments is refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Void {
    /// The invoice's id.
    pub id: String,
}

impl Void {
    /// Voids the invoice with this id.
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into() }
    }

    setters!(id: String);
}

impl Action for Void {
    type Connector = Xero;
    type Output = Invoice;
    const META: Meta = records::destructive::<Invoice>("void").title("Void an invoice");

    fn request(&self, cx: &Cx<'_, Xero>) -> Result<Request> {
        set_status(&self.id, InvoiceStatus::Voided, cx)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        envelope::written(&response)
    }
}

/// `invoice.delete`: deletes an invoice that is not approved yet. It stays listed, with its status.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Delete {
    /// The invoice's id.
    pub id: String,
}

impl Delete {
    /// Deletes the invoice with this id.
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into() }
    }

    setters!(id: String);
}

impl Action for Delete {
    type Connector = Xero;
    type Output = Invoice;
    const META: Meta = records::destructive::<Invoice>("delete").title("Delete an invoice");

    fn request(&self, cx: &Cx<'_, Xero>) -> Result<Request> {
        set_status(&self.id, InvoiceStatus::Deleted, cx)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        envelope::written(&response)
    }
}
