//! Whether customers may be sent advertising.

use connectors_core::{Action, Cx, Meta, Request, Response, Result};
use serde::{Deserialize, Serialize};

use super::{CUSTOMER, Customer, EmailConsentInput, SmsConsentInput};
use crate::graphql::{self, Document};
use crate::records::Record;
use crate::{Gid, Shopify};

const EMAIL: Document = Document::mutation(
    "mutation CustomerSetEmailConsent($id: ID!, $consent: CustomerEmailMarketingConsentInput!) { \
     customerEmailMarketingConsentUpdate(input: { customerId: $id, emailMarketingConsent: $consent }) { \
     customer { ...Customer } userErrors { field message code } } }",
)
.with(CUSTOMER)
.repeatable();

const SMS: Document = Document::mutation(
    "mutation CustomerSetSmsConsent($id: ID!, $consent: CustomerSmsMarketingConsentInput!) { \
     customerSmsMarketingConsentUpdate(input: { customerId: $id, smsMarketingConsent: $consent }) { \
     customer { ...Customer } userErrors { field message code } } }",
)
.with(CUSTOMER)
.repeatable();

/// `customer.set_email_marketing_consent`: sets whether advertising may be sent to a customer's email address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct SetEmailMarketingConsent {
    /// The customer.
    pub id: Gid,
    /// Whether it may be sent.
    pub consent: EmailConsentInput,
}

impl SetEmailMarketingConsent {
    /// So, of this customer.
    #[must_use]
    pub fn new(id: impl Into<Gid>, consent: EmailConsentInput) -> Self {
        Self { id: id.into(), consent }
    }
}

impl Action for SetEmailMarketingConsent {
    type Connector = Shopify;
    type Output = Customer;
    const META: Meta = Meta::write("customer", "set_email_marketing_consent")
        .title("Set whether a customer gets advertising by email")
        .scopes(Customer::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/customerEmailMarketingConsentUpdate");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        EMAIL.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Customer> {
        graphql::written(&response)
    }
}

/// `customer.set_sms_marketing_consent`: sets whether advertising may be sent to a customer's phone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct SetSmsMarketingConsent {
    /// The customer.
    pub id: Gid,
    /// Whether it may be sent.
    pub consent: SmsConsentInput,
}

impl SetSmsMarketingConsent {
    /// So, of this customer.
    #[must_use]
    pub fn new(id: impl Into<Gid>, consent: SmsConsentInput) -> Self {
        Self { id: id.into(), consent }
    }
}

impl Action for SetSmsMarketingConsent {
    type Connector = Shopify;
    type Output = Customer;
    const META: Meta = Meta::write("customer", "set_sms_marketing_consent")
        .title("Set whether a customer gets advertising by text message")
        .scopes(Customer::WRITE)
        .docs(
            "https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/customerSmsMarketingConsentUpdate",
        );

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        SMS.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Customer> {
        graphql::written(&response)
    }
}
