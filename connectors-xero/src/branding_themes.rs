//! Branding themes: what documents look like. They are made in Xero.

use chrono::{DateTime, Utc};
use connectors_core::types::Open;
use connectors_core::{Action, Cx, Meta, Page, PagedAction, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

use crate::auth::scopes::{FOR_PAYMENT_SERVICES, TO_READ_SETTINGS};
use crate::payment_services::PaymentService;
use crate::records::{self, Entity};
use crate::{Xero, dates, envelope, listing};

/// A branding theme.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", default)]
#[non_exhaustive]
pub struct BrandingTheme {
    /// Xero's id: what documents name.
    #[serde(rename = "BrandingThemeID")]
    pub branding_theme_id: Option<String>,
    /// Name.
    pub name: Option<String>,
    /// Where its logo is.
    pub logo_url: Option<String>,
    /// What it is for.
    #[serde(rename = "Type")]
    pub theme_type: Option<Open<BrandingThemeType>>,
    /// Its place in the list; the first, 0, is the default.
    pub sort_order: Option<i64>,
    /// When it was made.
    #[serde(rename = "CreatedDateUTC", with = "dates::timestamp")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<DateTime<Utc>>"))]
    pub created_date_utc: Option<DateTime<Utc>>,
}

impl BrandingTheme {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(
        branding_theme_id: Option<String>,
        name: Option<String>,
        logo_url: Option<String>,
        theme_type: Option<Open<BrandingThemeType>>,
        sort_order: Option<i64>,
        created_date_utc: Option<DateTime<Utc>>,
    );
}

/// What a branding theme is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[non_exhaustive]
pub enum BrandingThemeType {
    /// Invoices, and what looks like them.
    Invoice,
}

impl Entity for BrandingTheme {
    type Lists = ();
    const RESOURCE: &'static str = "branding_theme";
    const ONE: &'static str = "a branding theme";
    const MANY: &'static str = "branding themes";
    const PLURAL: &'static str = "BrandingThemes";
    const ID: &'static str = "BrandingThemeID";
    const TO_READ: &'static [&'static str] = TO_READ_SETTINGS;
    const TO_WRITE: &'static [&'static str] = FOR_PAYMENT_SERVICES;
    const DOCS: &'static str = "https://developer.xero.com/documentation/api/accounting/brandingthemes";
}

/// `branding_theme.get`: one branding theme.
pub type Get = records::Get<BrandingTheme>;

/// `branding_theme.list`: all branding themes, in one page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct List {}

impl List {
    /// All.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

impl Action for List {
    type Connector = Xero;
    type Output = Page<BrandingTheme>;
    const META: Meta = records::read::<BrandingTheme>("list").title("List branding themes");

    fn request(&self, _: &Cx<'_, Xero>) -> Result<Request> {
        Ok(Request::get([BrandingTheme::PLURAL]))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        listing::whole(&response)
    }
}

impl PagedAction for List {
    type Item = BrandingTheme;
}

/// `branding_theme.list_payment_services`: the payment services that invoices of a theme offer, all in one page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ListPaymentServices {
    /// The theme's id.
    pub id: String,
}

impl ListPaymentServices {
    /// Those of the theme with this id.
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into() }
    }

    setters!(id: String);
}

impl Action for ListPaymentServices {
    type Connector = Xero;
    type Output = Page<PaymentService>;
    const META: Meta = records::read::<BrandingTheme>("list_payment_services")
        .title("List the payment services of a branding theme")
        .scopes(FOR_PAYMENT_SERVICES);

    fn request(&self, _: &Cx<'_, Xero>) -> Result<Request> {
        Ok(Request::get([BrandingTheme::PLURAL, &self.id, PaymentService::PLURAL]))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        listing::whole(&response)
    }
}

impl PagedAction for ListPaymentServices {
    type Item = PaymentService;
}

/// `branding_theme.add_payment_service`: lets invoices of a theme offer a payment service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct AddPaymentService {
    /// The theme's id.
    pub id: String,
    /// The payment service's id.
    pub payment_service_id: String,
}

impl AddPaymentService {
    /// Adds this payment service to the theme with this id.
    pub fn new(id: impl Into<String>, payment_service_id: impl Into<String>) -> Self {
        Self { id: id.into(), payment_service_id: payment_service_id.into() }
    }

    setters!(id: String, payment_service_id: String);
}

impl Action for AddPaymentService {
    type Connector = Xero;
    type Output = PaymentService;
    const META: Meta = records::write::<BrandingTheme>("add_payment_service")
        .title("Add a payment service to a branding theme");

    fn request(&self, cx: &Cx<'_, Xero>) -> Result<Request> {
        let service = serde_json::json!({ "PaymentServiceID": self.payment_service_id });
        let path = [BrandingTheme::PLURAL, &self.id, PaymentService::PLURAL];
        envelope::write::<PaymentService>(Request::post(path), &[service], cx)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        envelope::written(&response)
    }
}
