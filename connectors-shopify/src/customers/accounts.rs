//! Accounts of customers: invitations, and the emails about them.

use connectors_core::{Action, Cx, Meta, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

use super::{CUSTOMER, Customer};
use crate::emails::EmailInput;
use crate::graphql::{self, Document};
use crate::records::Record;
use crate::{Gid, Shopify};

const INVITE: Document = Document::mutation(
    "mutation CustomerSendInvite($id: ID!, $email: EmailInput) { \
     customerSendAccountInviteEmail(customerId: $id, email: $email) { \
     customer { ...Customer } userErrors { field message code } } }",
)
.with(CUSTOMER);

const ACTIVATION_URL: Document = Document::mutation(
    "mutation CustomerGenerateActivationUrl($id: ID!) { \
     customerGenerateAccountActivationUrl(customerId: $id) { accountActivationUrl userErrors { field message } } }",
);

const PAYMENT_EMAIL: Document = Document::mutation(
    "mutation CustomerSendPaymentMethodUpdateEmail($payment_method_id: ID!, $email: EmailInput) { \
     customerPaymentMethodSendUpdateEmail(customerPaymentMethodId: $payment_method_id, email: $email) { \
     customer { ...Customer } userErrors { field message } } }",
)
.with(CUSTOMER);

/// `customer.send_invite`: invites a customer to make an account, where the shop has legacy accounts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct SendInvite {
    /// The customer.
    pub id: Gid,
    /// What the email says, where it differs from the shop's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<EmailInput>,
}

impl SendInvite {
    /// This customer.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), email: None }
    }

    setters!(email: Option<EmailInput>);
}

impl Action for SendInvite {
    type Connector = Shopify;
    type Output = Customer;
    const META: Meta = Meta::destructive("customer", "send_invite")
        .title("Invite a customer to make an account")
        .scopes(Customer::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/customerSendAccountInviteEmail");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        INVITE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Customer> {
        graphql::written(&response)
    }
}

/// `customer.generate_activation_url`: a link with which a customer activates its legacy account, once and within 30 days. It ends the link before. Whoever has the link has the account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct GenerateActivationUrl {
    /// The customer.
    pub id: Gid,
}

impl GenerateActivationUrl {
    /// For this customer.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into() }
    }
}

impl Action for GenerateActivationUrl {
    type Connector = Shopify;
    type Output = String;
    const META: Meta = Meta::write("customer", "generate_activation_url")
        .title("Make a link that activates an account")
        .scopes(Customer::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/customerGenerateAccountActivationUrl");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        ACTIVATION_URL.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<String> {
        graphql::written(&response)
    }
}

/// `customer.send_payment_method_update_email`: asks a customer to renew a payment method.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct SendPaymentMethodUpdateEmail {
    /// The payment method.
    pub payment_method_id: Gid,
    /// What the email says, where it differs from the shop's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<EmailInput>,
}

impl SendPaymentMethodUpdateEmail {
    /// This payment method.
    #[must_use]
    pub fn new(payment_method_id: impl Into<Gid>) -> Self {
        Self { payment_method_id: payment_method_id.into(), email: None }
    }

    setters!(email: Option<EmailInput>);
}

impl Action for SendPaymentMethodUpdateEmail {
    type Connector = Shopify;
    type Output = Customer;
    const META: Meta = Meta::destructive("customer", "send_payment_method_update_email")
        .title("Ask a customer to renew a payment method")
        .scopes(&["write_customer_payment_methods"])
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/customerPaymentMethodSendUpdateEmail");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        PAYMENT_EMAIL.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Customer> {
        graphql::written(&response)
    }
}
