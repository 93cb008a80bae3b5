//! Payment services: how people can pay an invoice online.
//!
//! Whether Xero gives every application their scope, `paymentservices`, is not verified.

use connectors_core::{Action, Cx, Error, Meta, Page, PagedAction, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

use crate::auth::scopes::FOR_PAYMENT_SERVICES;
use crate::records::{self, Entity, Record};
use crate::{Xero, listing};

/// A payment service.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", default)]
#[non_exhaustive]
pub struct PaymentService {
    /// Xero's id.
    #[serde(rename = "PaymentServiceID")]
    pub payment_service_id: Option<String>,
    /// Name.
    pub payment_service_name: Option<String>,
    /// Where one pays.
    pub payment_service_url: Option<String>,
    /// What the button says.
    pub pay_now_text: Option<String>,
    /// What kind it is; those made by the API are custom ones.
    pub payment_service_type: Option<String>,
}

impl PaymentService {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(
        payment_service_id: Option<String>,
        payment_service_name: Option<String>,
        payment_service_url: Option<String>,
        pay_now_text: Option<String>,
        payment_service_type: Option<String>,
    );
}

/// What may be written of a payment service. It cannot be changed afterwards by the API.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct PaymentServiceInput {
    /// Name.
    pub payment_service_name: String,
    /// Where one pays: https, with Xero's placeholders for what is paid.
    pub payment_service_url: String,
    /// What the button says: that one pays by credit card, unless set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pay_now_text: Option<String>,
}

impl PaymentServiceInput {
    /// A payment service of this name at this address.
    pub fn new(name: impl Into<String>, url: impl Into<String>) -> Self {
        Self { payment_service_name: name.into(), payment_service_url: url.into(), pay_now_text: None }
    }

    setters!(
        payment_service_name: String,
        payment_service_url: String,
        pay_now_text: Option<String>,
    );
}

impl Entity for PaymentService {
    type Lists = ();
    const RESOURCE: &'static str = "payment_service";
    const ONE: &'static str = "a payment service";
    const MANY: &'static str = "payment services";
    const PLURAL: &'static str = "PaymentServices";
    const ID: &'static str = "PaymentServiceID";
    const TO_READ: &'static [&'static str] = FOR_PAYMENT_SERVICES;
    const TO_WRITE: &'static [&'static str] = FOR_PAYMENT_SERVICES;
    const DOCS: &'static str = "https://developer.xero.com/documentation/api/accounting/paymentservices";
}

impl Record for PaymentServiceInput {
    type Entity = PaymentService;

    fn check(&self) -> Result<()> {
        if self.payment_service_name.is_empty() {
            return Err(Error::validation("PaymentServiceName", "is empty"));
        }
        match url::Url::parse(&self.payment_service_url) {
            Ok(_) => Ok(()),
            Err(_) => Err(Error::validation("PaymentServiceUrl", "is not a URL")),
        }
    }
}

/// `payment_service.create`
pub type Create = records::Create<PaymentServiceInput>;

/// `payment_service.list`: all payment services, in one page.
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
    type Output = Page<PaymentService>;
    const META: Meta = records::read::<PaymentService>("list").title("List payment services");

    fn request(&self, _: &Cx<'_, Xero>) -> Result<Request> {
        Ok(Request::get([PaymentService::PLURAL]))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        listing::whole(&response)
    }
}

impl PagedAction for List {
    type Item = PaymentService;
}
