//! Purchase orders: what was ordered of suppliers.
//!
//! A purchase order is known by Xero's id and by its `purchase_order_number`. [`Create`] refuses a number that is taken,
//! [`Upsert`] **overwrites** the order that has it; neither is verified. Xero's description knows no four decimals of
//! unit prices here, and no conditions on fields: [`List`] has those that there are.

use chrono::{DateTime, NaiveDate, Utc};
use connectors_core::types::{Open, Patch, money};
use connectors_core::{Action, Cursor, Cx, Meta, Page, PagedAction, Request, Response, Result, setters};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::auth::scopes::{FOR_INVOICES, TO_READ_INVOICES};
use crate::contacts::{Contact, ContactRef};
use crate::filter::Order;
use crate::invoices::LineAmountTypes;
use crate::line_items::LineItem;
use crate::listing::{self, Paging};
use crate::parents::ParentKind;
use crate::records::changes::by_change;
use crate::records::{self, Changeable, ChangedSince, Dated, Entity, Followed, Made, Record};
use crate::wire::{Message, clearable, null_is_empty};
use crate::{Xero, dates};

/// A purchase order, as Xero answers it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", default)]
#[non_exhaustive]
pub struct PurchaseOrder {
    /// Xero's id.
    #[serde(rename = "PurchaseOrderID")]
    pub purchase_order_id: Option<String>,
    /// Number; unique.
    pub purchase_order_number: Option<String>,
    /// Who it goes to: a few fields only.
    pub contact: Option<Box<Contact>>,
    /// Date.
    #[serde(with = "dates::date")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<NaiveDate>"))]
    pub date: Option<NaiveDate>,
    /// When it is to be delivered.
    #[serde(with = "dates::date")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<NaiveDate>"))]
    pub delivery_date: Option<NaiveDate>,
    /// When it is expected.
    #[serde(with = "dates::date")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<NaiveDate>"))]
    pub expected_arrival_date: Option<NaiveDate>,
    /// Status.
    pub status: Option<Open<PurchaseOrderStatus>>,
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
    /// Discounts.
    #[serde(with = "money::option")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
    pub total_discount: Option<Decimal>,
    /// Where to deliver.
    pub delivery_address: Option<String>,
    /// Who takes delivery.
    pub attention_to: Option<String>,
    /// Their telephone number.
    pub telephone: Option<String>,
    /// How to deliver.
    pub delivery_instructions: Option<String>,
    /// Whether it is marked as sent.
    pub sent_to_contact: Option<bool>,
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

impl PurchaseOrder {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(
        purchase_order_id: Option<String>,
        purchase_order_number: Option<String>,
        contact: Option<Box<Contact>>,
        date: Option<NaiveDate>,
        delivery_date: Option<NaiveDate>,
        expected_arrival_date: Option<NaiveDate>,
        status: Option<Open<PurchaseOrderStatus>>,
        line_amount_types: Option<Open<LineAmountTypes>>,
        line_items: Vec<LineItem>,
        reference: Option<String>,
        branding_theme_id: Option<String>,
        currency_code: Option<String>,
        currency_rate: Option<Decimal>,
        sub_total: Option<Decimal>,
        total_tax: Option<Decimal>,
        total: Option<Decimal>,
        total_discount: Option<Decimal>,
        delivery_address: Option<String>,
        attention_to: Option<String>,
        telephone: Option<String>,
        delivery_instructions: Option<String>,
        sent_to_contact: Option<bool>,
        has_attachments: Option<bool>,
        warnings: Vec<Message>,
        updated_date_utc: Option<DateTime<Utc>>,
    );
}

/// What may be written of a purchase order. What is not set stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct PurchaseOrderInput {
    /// Xero's id; says which purchase order is meant.
    #[serde(rename = "PurchaseOrderID", skip_serializing_if = "Option::is_none")]
    pub purchase_order_id: Option<String>,
    /// Number; says which one is meant where there is no id. Xero numbers by itself if there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub purchase_order_number: Option<String>,
    /// Who it goes to. A new one needs it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<ContactRef>,
    /// Date: today in the organisation's zone unless set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<NaiveDate>,
    /// When it is to be delivered.
    #[serde(skip_serializing_if = "Patch::is_leave")]
    pub delivery_date: Patch<NaiveDate>,
    /// When it is expected.
    #[serde(skip_serializing_if = "Patch::is_leave")]
    pub expected_arrival_date: Patch<NaiveDate>,
    /// Status: a draft unless set; deletes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Open<PurchaseOrderStatus>>,
    /// Whether line amounts include tax: exclusive unless set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line_amount_types: Option<Open<LineAmountTypes>>,
    /// Lines. They replace those that are stored; empty leaves them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub line_items: Vec<LineItem>,
    /// Reference.
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
    /// Where to deliver.
    #[serde(with = "clearable", skip_serializing_if = "Patch::is_leave")]
    #[cfg_attr(feature = "schema", schemars(with = "Patch<String>"))]
    pub delivery_address: Patch<String>,
    /// Who takes delivery.
    #[serde(with = "clearable", skip_serializing_if = "Patch::is_leave")]
    #[cfg_attr(feature = "schema", schemars(with = "Patch<String>"))]
    pub attention_to: Patch<String>,
    /// Their telephone number.
    #[serde(with = "clearable", skip_serializing_if = "Patch::is_leave")]
    #[cfg_attr(feature = "schema", schemars(with = "Patch<String>"))]
    pub telephone: Patch<String>,
    /// How to deliver.
    #[serde(with = "clearable", skip_serializing_if = "Patch::is_leave")]
    #[cfg_attr(feature = "schema", schemars(with = "Patch<String>"))]
    pub delivery_instructions: Patch<String>,
    /// Marks it as sent; approved ones only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sent_to_contact: Option<bool>,
}

impl PurchaseOrderInput {
    /// A purchase order to this contact.
    pub fn new(contact: ContactRef) -> Self {
        Self { contact: Some(contact), ..Self::default() }
    }

    setters!(
        purchase_order_id: Option<String>,
        purchase_order_number: Option<String>,
        contact: Option<ContactRef>,
        date: Option<NaiveDate>,
        delivery_date: Patch<NaiveDate>,
        expected_arrival_date: Patch<NaiveDate>,
        status: Option<Open<PurchaseOrderStatus>>,
        line_amount_types: Option<Open<LineAmountTypes>>,
        line_items: Vec<LineItem>,
        reference: Patch<String>,
        branding_theme_id: Option<String>,
        currency_code: Option<String>,
        currency_rate: Option<Decimal>,
        delivery_address: Patch<String>,
        attention_to: Patch<String>,
        telephone: Patch<String>,
        delivery_instructions: Patch<String>,
        sent_to_contact: Option<bool>,
    );
}

/// How far an order is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[non_exhaustive]
pub enum PurchaseOrderStatus {
    /// Being written.
    Draft,
    /// Waiting for approval.
    Submitted,
    /// Approved.
    Authorised,
    /// A bill was made of it.
    Billed,
    /// Deleted.
    Deleted,
}

impl Entity for PurchaseOrder {
    type Lists = ();
    const RESOURCE: &'static str = "purchase_order";
    const ONE: &'static str = "a purchase order";
    const MANY: &'static str = "purchase orders";
    const PLURAL: &'static str = "PurchaseOrders";
    const ID: &'static str = "PurchaseOrderID";
    const NUMBER: Option<&'static str> = Some("PurchaseOrderNumber");
    const TO_READ: &'static [&'static str] = TO_READ_INVOICES;
    const TO_WRITE: &'static [&'static str] = FOR_INVOICES;
    const DOCS: &'static str = "https://developer.xero.com/documentation/api/accounting/purchaseorders";
}

impl Followed for PurchaseOrder {
    type Record = Self;
    type List = List;

    fn id(record: &Self) -> Option<&str> {
        record.purchase_order_id.as_deref()
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

impl Dated for PurchaseOrder {
    const MADE: Made<Self> = Made::History(ParentKind::PurchaseOrder);
}

impl Record for PurchaseOrderInput {
    type Entity = PurchaseOrder;

    fn id(&self) -> Option<&str> {
        self.purchase_order_id.as_deref()
    }

    fn number(&self) -> Option<&str> {
        self.purchase_order_number.as_deref()
    }
}

impl Changeable for PurchaseOrderInput {
    // Lines that are there are replaced.
    const UPSERT: &'static str = "Create or overwrite";
}

/// `purchase_order.get`: one purchase order, by Xero's id or by its number.
pub type Get = records::Get<PurchaseOrder>;
/// `purchase_order.create`
pub type Create = records::Create<PurchaseOrderInput>;
/// `purchase_order.create_many`
pub type CreateMany = records::CreateMany<PurchaseOrderInput>;
/// `purchase_order.update`
pub type Update = records::Update<PurchaseOrderInput>;
/// `purchase_order.upsert`
pub type Upsert = records::Upsert<PurchaseOrderInput>;
/// `purchase_order.upsert_many`
pub type UpsertMany = records::UpsertMany<PurchaseOrderInput>;
/// `purchase_order.download_pdf`: the purchase order as it is printed.
pub type DownloadPdf = records::DownloadPdf<PurchaseOrder>;

/// `purchase_order.created_or_updated`
pub type CreatedOrUpdated = records::CreatedOrUpdated<PurchaseOrder>;
/// `purchase_order.created`
pub type Created = records::Created<PurchaseOrder>;
/// `purchase_order.updated`
pub type Updated = records::Updated<PurchaseOrder>;

/// `purchase_order.list`: purchase orders that meet all that is set. Deleted ones are listed, with their status.
///
/// Pages are numbered: an order that starts or ceases to meet the conditions while the list is read shifts those after
/// it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct List {
    /// Status.
    pub status: Option<Open<PurchaseOrderStatus>>,
    /// Only those of this day or later.
    pub date_from: Option<NaiveDate>,
    /// Only those of this day or earlier.
    pub date_to: Option<NaiveDate>,
    /// What to order by.
    pub order: Option<Order>,
    /// Only what was made or changed since then.
    pub modified_since: Option<DateTime<Utc>>,
    /// Purchase orders per call, 1 to 1000: 100 unless set.
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
        status: Option<Open<PurchaseOrderStatus>>,
        date_from: Option<NaiveDate>,
        date_to: Option<NaiveDate>,
        order: Option<Order>,
        modified_since: Option<DateTime<Utc>>,
        page_size: Option<u16>,
        cursor: Option<Cursor>,
    );

    fn paging(&self) -> Result<Paging<'_>> {
        Paging::new(self.page_size, self.cursor.as_ref(), &[])
    }
}

impl Action for List {
    type Connector = Xero;
    type Output = Page<PurchaseOrder>;
    const META: Meta = records::read::<PurchaseOrder>("list").title("List purchase orders");

    fn request(&self, _: &Cx<'_, Xero>) -> Result<Request> {
        let request = self.paging()?.ask(Request::get([PurchaseOrder::PLURAL]));
        let request = listing::conditions(request, None, self.order.as_ref(), self.modified_since)?;
        Ok(request
            .query_list("Status", self.status.as_slice())
            .query_opt("DateFrom", self.date_from)
            .query_opt("DateTo", self.date_to))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        self.paging()?.read(&response)
    }
}

impl PagedAction for List {
    type Item = PurchaseOrder;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}
