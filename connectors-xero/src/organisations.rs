//! The organisation whose books these are: one per tenant.

use chrono::{DateTime, NaiveDate, Utc};
use connectors_core::types::{Open, money};
use connectors_core::{Action, Cx, Identity, Meta, Page, PagedAction, Request, Response, Result, setters};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::auth::scopes::TO_READ_SETTINGS;
use crate::contacts::{Address, PaymentTerms, Phone};
use crate::records::{self, Entity};
use crate::wire::null_is_empty;
use crate::{Xero, dates, envelope, listing};

/// The only path that is singular.
const ORGANISATION: &str = "Organisation";

/// The organisation whose books these are.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", default)]
#[non_exhaustive]
pub struct Organisation {
    /// Xero's id.
    #[serde(rename = "OrganisationID")]
    pub organisation_id: Option<String>,
    /// Name.
    pub name: Option<String>,
    /// Legal name.
    pub legal_name: Option<String>,
    /// Code for links into Xero's screens.
    pub short_code: Option<String>,
    /// Edition by country: `AU`, `NZ`, `UK`, `US`, `GLOBAL`, …
    pub version: Option<String>,
    /// Legal form.
    pub organisation_type: Option<String>,
    /// Base currency.
    pub base_currency: Option<String>,
    /// Country.
    pub country_code: Option<String>,
    /// Zone, by Xero's name for it. A document without a date gets today in it.
    pub timezone: Option<String>,
    /// Whether it is a demo company.
    pub is_demo_company: Option<bool>,
    /// Status.
    pub organisation_status: Option<String>,
    /// Plan.
    pub class: Option<String>,
    /// Business or partner.
    pub edition: Option<String>,
    /// Whether it is registered for tax.
    pub pays_tax: Option<bool>,
    /// Tax number.
    pub tax_number: Option<String>,
    /// Registration number.
    pub registration_number: Option<String>,
    /// Day of the end of the financial year.
    pub financial_year_end_day: Option<u32>,
    /// Month of the end of the financial year.
    pub financial_year_end_month: Option<u32>,
    /// How tax is reported.
    pub sales_tax_basis: Option<String>,
    /// How often tax is reported.
    pub sales_tax_period: Option<String>,
    /// Nothing may be changed up to here, advisers excepted.
    #[serde(with = "dates::date")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<NaiveDate>"))]
    pub period_lock_date: Option<NaiveDate>,
    /// Nothing may be changed up to here.
    #[serde(with = "dates::date")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<NaiveDate>"))]
    pub end_of_year_lock_date: Option<NaiveDate>,
    /// Addresses.
    #[serde(deserialize_with = "null_is_empty")]
    pub addresses: Vec<Address>,
    /// Numbers.
    #[serde(deserialize_with = "null_is_empty")]
    pub phones: Vec<Phone>,
    /// Default payment terms.
    pub payment_terms: Option<PaymentTerms>,
    /// When it was made.
    #[serde(rename = "CreatedDateUTC", with = "dates::timestamp")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<DateTime<Utc>>"))]
    pub created_date_utc: Option<DateTime<Utc>>,
}

impl Organisation {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(
        organisation_id: Option<String>,
        name: Option<String>,
        legal_name: Option<String>,
        short_code: Option<String>,
        version: Option<String>,
        organisation_type: Option<String>,
        base_currency: Option<String>,
        country_code: Option<String>,
        timezone: Option<String>,
        is_demo_company: Option<bool>,
        organisation_status: Option<String>,
        class: Option<String>,
        edition: Option<String>,
        pays_tax: Option<bool>,
        tax_number: Option<String>,
        registration_number: Option<String>,
        financial_year_end_day: Option<u32>,
        financial_year_end_month: Option<u32>,
        sales_tax_basis: Option<String>,
        sales_tax_period: Option<String>,
        period_lock_date: Option<NaiveDate>,
        end_of_year_lock_date: Option<NaiveDate>,
        addresses: Vec<Address>,
        phones: Vec<Phone>,
        payment_terms: Option<PaymentTerms>,
        created_date_utc: Option<DateTime<Utc>>,
    );
}

impl Entity for Organisation {
    type Lists = ();
    const RESOURCE: &'static str = "organisation";
    const ONE: &'static str = "the organisation";
    const MANY: &'static str = "organisations";
    const PLURAL: &'static str = "Organisations";
    const ID: &'static str = "OrganisationID";
    const TO_READ: &'static [&'static str] = TO_READ_SETTINGS;
    const DOCS: &'static str = "https://developer.xero.com/documentation/api/accounting/organisation";
}

impl From<Organisation> for Identity {
    fn from(organisation: Organisation) -> Self {
        Self::new(organisation.organisation_id.unwrap_or_default(), organisation.name.unwrap_or_default())
    }
}

/// `organisation.list`: the tenant's organisation, as a list of one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct List {}

impl List {
    /// The tenant's organisation.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

impl Action for List {
    type Connector = Xero;
    type Output = Page<Organisation>;
    const META: Meta = records::read::<Organisation>("list").title("List the organisation");

    fn request(&self, _: &Cx<'_, Xero>) -> Result<Request> {
        Ok(Request::get([ORGANISATION]))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        listing::whole(&response)
    }
}

impl PagedAction for List {
    type Item = Organisation;
}

/// `organisation.get`: the tenant's organisation. [`Client::check`](connectors_core::Client::check) is this call.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Get {}

impl Get {
    /// The tenant's organisation.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

impl Action for Get {
    type Connector = Xero;
    type Output = Organisation;
    const META: Meta = records::read::<Organisation>("get").title("Get the organisation");

    fn request(&self, _: &Cx<'_, Xero>) -> Result<Request> {
        Ok(Request::get([ORGANISATION]))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        envelope::one(&response)
    }
}

/// Something that may or may not be done in an organisation, by its plan and by whom the consent is from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", default)]
#[non_exhaustive]
pub struct OrganisationAction {
    /// What: `CreateApprovedInvoice`, `AttachFilesIntoInvoice`, `UseMulticurrency`, …
    pub name: Option<String>,
    /// Whether it may be done.
    pub status: Option<Open<ActionStatus>>,
}

impl OrganisationAction {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(name: Option<String>, status: Option<Open<ActionStatus>>);
}

/// Whether something may be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING-KEBAB-CASE")]
#[non_exhaustive]
pub enum ActionStatus {
    /// It may.
    Allowed,
    /// It may not.
    NotAllowed,
}

impl Entity for OrganisationAction {
    type Lists = ();
    const RESOURCE: &'static str = "organisation";
    const ONE: &'static str = "an action of the organisation";
    const MANY: &'static str = "actions of the organisation";
    const PLURAL: &'static str = "Actions";
    const ID: &'static str = "Name";
    const TO_READ: &'static [&'static str] = TO_READ_SETTINGS;
    const DOCS: &'static str = Organisation::DOCS;
}

/// `organisation.list_actions`: what may be done in the organisation, all in one page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ListActions {}

impl ListActions {
    /// All.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

impl Action for ListActions {
    type Connector = Xero;
    type Output = Page<OrganisationAction>;
    const META: Meta = records::read::<OrganisationAction>("list_actions")
        .title("List what may be done in the organisation");

    fn request(&self, _: &Cx<'_, Xero>) -> Result<Request> {
        Ok(Request::get([ORGANISATION, OrganisationAction::PLURAL]))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        listing::whole(&response)
    }
}

impl PagedAction for ListActions {
    type Item = OrganisationAction;
}

/// Part of the Construction Industry Scheme (CIS), of the United Kingdom, that the organisation takes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", default)]
#[non_exhaustive]
pub struct CisSettings {
    /// Whether it is a contractor.
    #[serde(rename = "CISContractorEnabled")]
    pub cis_contractor_enabled: Option<bool>,
    /// Whether it is a subcontractor.
    #[serde(rename = "CISSubContractorEnabled")]
    pub cis_sub_contractor_enabled: Option<bool>,
    /// Deduction in percent.
    #[serde(with = "money::option")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
    pub rate: Option<Decimal>,
}

impl CisSettings {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(
        cis_contractor_enabled: Option<bool>,
        cis_sub_contractor_enabled: Option<bool>,
        rate: Option<Decimal>,
    );
}

impl Entity for CisSettings {
    type Lists = ();
    const RESOURCE: &'static str = "organisation";
    const ONE: &'static str = "the organisation's CIS settings";
    const MANY: &'static str = "CIS settings";
    const PLURAL: &'static str = "CISSettings";
    // They have none.
    const ID: &'static str = "";
    const TO_READ: &'static [&'static str] = TO_READ_SETTINGS;
    const DOCS: &'static str = Organisation::DOCS;
}

/// `organisation.get_cis_settings`: its part in the Construction Industry Scheme; of organisations of the United
/// Kingdom only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct GetCisSettings {
    /// The organisation's id.
    pub id: String,
}

impl GetCisSettings {
    /// Those of the organisation with this id.
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into() }
    }

    setters!(id: String);
}

impl Action for GetCisSettings {
    type Connector = Xero;
    type Output = CisSettings;
    const META: Meta =
        records::read::<CisSettings>("get_cis_settings").title("Get the organisation's CIS settings");

    fn request(&self, _: &Cx<'_, Xero>) -> Result<Request> {
        Ok(Request::get([ORGANISATION, &*self.id, CisSettings::PLURAL]))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        envelope::one(&response)
    }
}
