//! Contacts: customers and suppliers.
//!
//! A contact is known by Xero's id, by its `contact_number` (an id of another system, which people do not see), or by
//! its name, which is unique. [`Create`] and [`CreateMany`] only create; [`Upsert`] and [`UpsertMany`] change the
//! contact that has the same id or number, and create it if there is none.

mod model;
mod parts;

use chrono::{DateTime, Utc};
use connectors_core::{Action, Cursor, Cx, Meta, Page, PagedAction, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

pub use self::model::{Contact, ContactInput, ContactRef, ContactStatus};
pub use self::parts::{
    Address, AddressType, Balance, Balances, ContactCisSettings, ContactPerson, PaymentTerm, PaymentTermType,
    PaymentTerms, Phone, PhoneType,
};
use crate::auth::scopes::{FOR_CONTACTS, TO_READ_CONTACTS, TO_READ_SETTINGS};
use crate::filter::{Filter, Order};
use crate::listing::{self, Paging};
use crate::parents::ParentKind;
use crate::records::changes::by_change;
use crate::records::{
    self, Announced, Changeable, ChangedSince, Dated, Entity, Followed, Made, Paged, Record,
};
use crate::webhooks::Category;
use crate::{Xero, envelope};

impl Entity for Contact {
    type Lists = Paged;
    const RESOURCE: &'static str = "contact";
    const ONE: &'static str = "a contact";
    const MANY: &'static str = "contacts";
    const PLURAL: &'static str = "Contacts";
    const ID: &'static str = "ContactID";
    const NUMBER: Option<&'static str> = Some("ContactNumber");
    const TO_READ: &'static [&'static str] = TO_READ_CONTACTS;
    const TO_WRITE: &'static [&'static str] = FOR_CONTACTS;
    const DOCS: &'static str = "https://developer.xero.com/documentation/api/accounting/contacts";
}

impl Followed for Contact {
    type Record = Self;
    type List = List;

    fn id(record: &Self) -> Option<&str> {
        record.contact_id.as_deref()
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

impl Dated for Contact {
    const MADE: Made<Self> = Made::History(ParentKind::Contact);
}

impl Announced for Contact {
    const CATEGORIES: &'static [Category] = &[Category::Contact];
}

impl Record for ContactInput {
    type Entity = Contact;

    fn id(&self) -> Option<&str> {
        self.contact_id.as_deref()
    }

    fn number(&self) -> Option<&str> {
        self.contact_number.as_deref()
    }
}

impl Changeable for ContactInput {}

/// `contact.get`: one contact, by Xero's id or by its number.
pub type Get = records::Get<Contact>;
/// `contact.create`
pub type Create = records::Create<ContactInput>;
/// `contact.create_many`
pub type CreateMany = records::CreateMany<ContactInput>;
/// `contact.update`
pub type Update = records::Update<ContactInput>;
/// `contact.upsert`
pub type Upsert = records::Upsert<ContactInput>;
/// `contact.upsert_many`
pub type UpsertMany = records::UpsertMany<ContactInput>;

/// `contact.created_or_updated`
pub type CreatedOrUpdated = records::CreatedOrUpdated<Contact>;
/// `contact.created`
pub type Created = records::Created<Contact>;
/// `contact.updated`
pub type Updated = records::Updated<Contact>;

/// `contact.list`: contacts that meet all that is set.
///
/// Pages are numbered: a contact that starts or ceases to meet the conditions while the list is read shifts those
/// after it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct List {
    /// Conditions on fields.
    pub filter: Option<Filter>,
    /// What to order by.
    pub order: Option<Order>,
    /// Ids; any number, split over several calls.
    pub ids: Vec<String>,
    /// A text in name, person, number, company number or address.
    pub search: Option<String>,
    /// Archived ones too.
    pub include_archived: bool,
    /// Without the lists inside: faster.
    pub summary_only: bool,
    /// Only what was made or changed since then.
    pub modified_since: Option<DateTime<Utc>>,
    /// Contacts per call, 1 to 1000: 100 unless set.
    pub page_size: Option<u16>,
    /// Where to go on.
    pub cursor: Option<Cursor>,
}

impl List {
    /// All contacts that are not archived.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(
        filter: Option<Filter>,
        order: Option<Order>,
        ids: Vec<String>,
        search: Option<String>,
        include_archived: bool,
        summary_only: bool,
        modified_since: Option<DateTime<Utc>>,
        page_size: Option<u16>,
        cursor: Option<Cursor>,
    );

    fn paging(&self) -> Result<Paging<'_>> {
        Paging::new(self.page_size, self.cursor.as_ref(), &[("ids", "IDs", &self.ids)])
    }
}

impl Action for List {
    type Connector = Xero;
    type Output = Page<Contact>;
    const META: Meta = records::read::<Contact>("list").title("List contacts");

    fn request(&self, _: &Cx<'_, Xero>) -> Result<Request> {
        let request = self.paging()?.ask(Request::get([Contact::PLURAL]));
        let request =
            listing::conditions(request, self.filter.as_ref(), self.order.as_ref(), self.modified_since)?;
        Ok(request
            .query_opt("searchTerm", self.search.as_ref())
            .query_opt("includeArchived", self.include_archived.then_some(true))
            .query_opt("summaryOnly", self.summary_only.then_some(true)))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        self.paging()?.read(&response)
    }
}

impl PagedAction for List {
    type Item = Contact;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}

/// `contact.archive`: puts a contact away. It can be restored in Xero only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Archive {
    /// The contact's id.
    pub id: String,
}

impl Archive {
    /// Archives the contact with this id.
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into() }
    }

    setters!(id: String);
}

impl Action for Archive {
    type Connector = Xero;
    type Output = Contact;
    const META: Meta = records::destructive::<Contact>("archive").title("Archive a contact");

    fn request(&self, cx: &Cx<'_, Xero>) -> Result<Request> {
        let archived = ContactInput::default().contact_id(&self.id).contact_status(ContactStatus::Archived);
        envelope::write::<Contact>(Request::post([Contact::PLURAL, &self.id]), &[archived], cx)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        envelope::written(&response)
    }
}

impl Entity for ContactCisSettings {
    type Lists = ();
    const RESOURCE: &'static str = Contact::RESOURCE;
    const ONE: &'static str = "a contact's CIS settings";
    const MANY: &'static str = "CIS settings";
    const PLURAL: &'static str = "CISSettings";
    // They have none.
    const ID: &'static str = "";
    const TO_READ: &'static [&'static str] = TO_READ_SETTINGS;
    const DOCS: &'static str = Contact::DOCS;
}

/// `contact.get_cis_settings`: a contact's part in the Construction Industry Scheme; in organisations of the United
/// Kingdom only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct GetCisSettings {
    /// The contact's id.
    pub id: String,
}

impl GetCisSettings {
    /// Those of the contact with this id.
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into() }
    }

    setters!(id: String);
}

impl Action for GetCisSettings {
    type Connector = Xero;
    type Output = ContactCisSettings;
    const META: Meta =
        records::read::<ContactCisSettings>("get_cis_settings").title("Get a contact's CIS settings");

    fn request(&self, _: &Cx<'_, Xero>) -> Result<Request> {
        Ok(Request::get([Contact::PLURAL, &self.id, ContactCisSettings::PLURAL]))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        envelope::one(&response)
    }
}
