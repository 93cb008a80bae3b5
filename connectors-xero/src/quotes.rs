//! Quotes: what customers were offered.
//!
//! A quote is known by its `quote_number` too, which is unique: [`Create`] refuses one that is taken, [`Upsert`]
//! **overwrites** the quote that has it. Neither is verified. Xero's own example of a change names contact and date
//! besides what changes; whether a change must is not verified either.
//!
//! Xero's description knows no four decimals of unit prices here, and no conditions on fields: [`List`] has those that
//! there are.

use chrono::{DateTime, NaiveDate, Utc};
use connectors_core::types::{Open, Patch, money};
use connectors_core::{Action, Cursor, Cx, Meta, Page, PagedAction, Request, Response, Result, setters};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::auth::scopes::{FOR_INVOICES, TO_READ_INVOICES};
use crate::contacts::{Contact, ContactRef};
use crate::filter::Order;
use crate::line_items::LineItem;
use crate::listing::{self, Paging};
use crate::parents::ParentKind;
use crate::records::changes::by_change;
use crate::records::{self, Changeable, ChangedSince, Dated, Entity, Followed, Made, Record};
use crate::wire::{at_most, clearable, null_is_empty};
use crate::{Xero, dates};

/// A quote, as Xero answers it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", default)]
#[non_exhaustive]
pub struct Quote {
    /// Xero's id.
    #[serde(rename = "QuoteID")]
    pub quote_id: Option<String>,
    /// Number; unique.
    pub quote_number: Option<String>,
    /// Who it goes to: a few fields only.
    pub contact: Option<Box<Contact>>,
    /// Date.
    #[serde(with = "dates::date")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<NaiveDate>"))]
    pub date: Option<NaiveDate>,
    /// When it expires.
    #[serde(with = "dates::date")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<NaiveDate>"))]
    pub expiry_date: Option<NaiveDate>,
    /// Status.
    pub status: Option<Open<QuoteStatus>>,
    /// Title.
    pub title: Option<String>,
    /// Summary.
    pub summary: Option<String>,
    /// Terms.
    pub terms: Option<String>,
    /// Reference.
    pub reference: Option<String>,
    /// Whether line amounts include tax.
    pub line_amount_types: Option<Open<QuoteLineAmountTypes>>,
    /// Lines.
    #[serde(deserialize_with = "null_is_empty")]
    pub line_items: Vec<LineItem>,
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
    /// When it was last changed.
    #[serde(rename = "UpdatedDateUTC", with = "dates::timestamp")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<DateTime<Utc>>"))]
    pub updated_date_utc: Option<DateTime<Utc>>,
}

impl Quote {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(
        quote_id: Option<String>,
        quote_number: Option<String>,
        contact: Option<Box<Contact>>,
        date: Option<NaiveDate>,
        expiry_date: Option<NaiveDate>,
        status: Option<Open<QuoteStatus>>,
        title: Option<String>,
        summary: Option<String>,
        terms: Option<String>,
        reference: Option<String>,
        line_amount_types: Option<Open<QuoteLineAmountTypes>>,
        line_items: Vec<LineItem>,
        branding_theme_id: Option<String>,
        currency_code: Option<String>,
        currency_rate: Option<Decimal>,
        sub_total: Option<Decimal>,
        total_tax: Option<Decimal>,
        total: Option<Decimal>,
        total_discount: Option<Decimal>,
        updated_date_utc: Option<DateTime<Utc>>,
    );
}

/// What may be written of a quote. What is not set stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct QuoteInput {
    /// Xero's id; says which quote is meant.
    #[serde(rename = "QuoteID", skip_serializing_if = "Option::is_none")]
    pub quote_id: Option<String>,
    /// Number, at most 255 characters; says which one is meant where there is no id. Xero numbers by itself if there is
    /// none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quote_number: Option<String>,
    /// Who it goes to. A new one needs it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<ContactRef>,
    /// Date: today in the organisation's zone unless set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<NaiveDate>,
    /// When it expires.
    #[serde(skip_serializing_if = "Patch::is_leave")]
    pub expiry_date: Patch<NaiveDate>,
    /// Status: a draft unless set; deletes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Open<QuoteStatus>>,
    /// Title, at most 100 characters.
    #[serde(with = "clearable", skip_serializing_if = "Patch::is_leave")]
    #[cfg_attr(feature = "schema", schemars(with = "Patch<String>"))]
    pub title: Patch<String>,
    /// Summary, at most 3000 characters.
    #[serde(with = "clearable", skip_serializing_if = "Patch::is_leave")]
    #[cfg_attr(feature = "schema", schemars(with = "Patch<String>"))]
    pub summary: Patch<String>,
    /// Terms, at most 4000 characters.
    #[serde(with = "clearable", skip_serializing_if = "Patch::is_leave")]
    #[cfg_attr(feature = "schema", schemars(with = "Patch<String>"))]
    pub terms: Patch<String>,
    /// Reference, at most 4000 characters.
    #[serde(with = "clearable", skip_serializing_if = "Patch::is_leave")]
    #[cfg_attr(feature = "schema", schemars(with = "Patch<String>"))]
    pub reference: Patch<String>,
    /// Whether line amounts include tax: exclusive unless set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line_amount_types: Option<Open<QuoteLineAmountTypes>>,
    /// Lines. They replace those that are stored; empty leaves them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub line_items: Vec<LineItem>,
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

impl QuoteInput {
    /// A quote for this contact.
    pub fn new(contact: ContactRef) -> Self {
        Self { contact: Some(contact), ..Self::default() }
    }

    setters!(
        quote_id: Option<String>,
        quote_number: Option<String>,
        contact: Option<ContactRef>,
        date: Option<NaiveDate>,
        expiry_date: Patch<NaiveDate>,
        status: Option<Open<QuoteStatus>>,
        title: Patch<String>,
        summary: Patch<String>,
        terms: Patch<String>,
        reference: Patch<String>,
        line_amount_types: Option<Open<QuoteLineAmountTypes>>,
        line_items: Vec<LineItem>,
        branding_theme_id: Option<String>,
        currency_code: Option<String>,
        currency_rate: Option<Decimal>,
    );
}

/// How far a quote is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[non_exhaustive]
pub enum QuoteStatus {
    /// Being written.
    Draft,
    /// Sent.
    Sent,
    /// The customer wants it.
    Accepted,
    /// The customer does not want it.
    Declined,
    /// An invoice was made of it.
    Invoiced,
    /// Deleted.
    Deleted,
}

/// Whether line amounts of a quote include tax; spelled unlike those of other documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[non_exhaustive]
pub enum QuoteLineAmountTypes {
    /// Tax is added.
    Exclusive,
    /// Tax is in them.
    Inclusive,
    /// There is no tax.
    NoTax,
}

impl Entity for Quote {
    type Lists = ();
    const RESOURCE: &'static str = "quote";
    const ONE: &'static str = "a quote";
    const MANY: &'static str = "quotes";
    const PLURAL: &'static str = "Quotes";
    const ID: &'static str = "QuoteID";
    const NUMBER: Option<&'static str> = Some("QuoteNumber");
    const TO_READ: &'static [&'static str] = TO_READ_INVOICES;
    const TO_WRITE: &'static [&'static str] = FOR_INVOICES;
    const DOCS: &'static str = "https://developer.xero.com/documentation/api/accounting/quotes";
}

impl Followed for Quote {
    type Record = Self;
    type List = List;

    fn id(record: &Self) -> Option<&str> {
        record.quote_id.as_deref()
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

impl Dated for Quote {
    const MADE: Made<Self> = Made::History(ParentKind::Quote);
}

impl Record for QuoteInput {
    type Entity = Quote;

    fn id(&self) -> Option<&str> {
        self.quote_id.as_deref()
    }

    fn number(&self) -> Option<&str> {
        self.quote_number.as_deref()
    }

    fn check(&self) -> Result<()> {
        at_most("QuoteNumber", self.quote_number.as_deref(), 255)?;
        at_most("Title", self.title.set().map(String::as_str), 100)?;
        at_most("Summary", self.summary.set().map(String::as_str), 3000)?;
        at_most("Terms", self.terms.set().map(String::as_str), 4000)?;
        at_most("Reference", self.reference.set().map(String::as_str), 4000)
    }
}

impl Changeable for QuoteInput {
    // Lines that are there are replaced.
    const UPSERT: &'static str = "Create or overwrite";
}

/// `quote.get`: one quote, by Xero's id.
pub type Get = records::Get<Quote>;
/// `quote.create`
pub type Create = records::Create<QuoteInput>;
/// `quote.create_many`
pub type CreateMany = records::CreateMany<QuoteInput>;
/// `quote.update`
pub type Update = records::Update<QuoteInput>;
/// `quote.upsert`
pub type Upsert = records::Upsert<QuoteInput>;
/// `quote.upsert_many`
pub type UpsertMany = records::UpsertMany<QuoteInput>;
/// `quote.download_pdf`: the quote as it is printed.
pub type DownloadPdf = records::DownloadPdf<Quote>;

/// `quote.created_or_updated`
pub type CreatedOrUpdated = records::CreatedOrUpdated<Quote>;
/// `quote.created`
pub type Created = records::Created<Quote>;
/// `quote.updated`
pub type Updated = records::Updated<Quote>;

/// `quote.list`: quotes that meet all that is set, 100 per call. That deleted ones are listed, with their status, is not
/// verified.
///
/// Pages are numbered: a quote that starts or ceases to meet the conditions while the list is read shifts those after
/// it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct List {
    /// Status.
    pub status: Option<Open<QuoteStatus>>,
    /// Xero's id of the contact.
    pub contact_id: Option<String>,
    /// Number.
    pub quote_number: Option<String>,
    /// Only those of this day or later.
    pub date_from: Option<NaiveDate>,
    /// Only those of this day or earlier.
    pub date_to: Option<NaiveDate>,
    /// Only those that expire on this day or later.
    pub expiry_date_from: Option<NaiveDate>,
    /// Only those that expire on this day or earlier.
    pub expiry_date_to: Option<NaiveDate>,
    /// What to order by.
    pub order: Option<Order>,
    /// Only what was made or changed since then.
    pub modified_since: Option<DateTime<Utc>>,
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
        status: Option<Open<QuoteStatus>>,
        contact_id: Option<String>,
        quote_number: Option<String>,
        date_from: Option<NaiveDate>,
        date_to: Option<NaiveDate>,
        expiry_date_from: Option<NaiveDate>,
        expiry_date_to: Option<NaiveDate>,
        order: Option<Order>,
        modified_since: Option<DateTime<Utc>>,
        cursor: Option<Cursor>,
    );

    fn paging(&self) -> Result<Paging<'_>> {
        Paging::by_page(self.cursor.as_ref())
    }
}

impl Action for List {
    type Connector = Xero;
    type Output = Page<Quote>;
    const META: Meta = records::read::<Quote>("list").title("List quotes");

    fn request(&self, _: &Cx<'_, Xero>) -> Result<Request> {
        let request = self.paging()?.ask(Request::get([Quote::PLURAL]));
        let request = listing::conditions(request, None, self.order.as_ref(), self.modified_since)?;
        Ok(request
            .query_opt("Status", self.status.as_ref())
            .query_opt("ContactID", self.contact_id.as_ref())
            .query_opt("QuoteNumber", self.quote_number.as_ref())
            .query_opt("DateFrom", self.date_from)
            .query_opt("DateTo", self.date_to)
            .query_opt("ExpiryDateFrom", self.expiry_date_from)
            .query_opt("ExpiryDateTo", self.expiry_date_to))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        self.paging()?.read(&response)
    }
}

impl PagedAction for List {
    type Item = Quote;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}
