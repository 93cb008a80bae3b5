//! What is done to customers.

use connectors_core::{Action, Cx, Meta, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

use super::{
    CUSTOMER, Customer, CustomerInput, CustomerSetInput, CustomerUpdateInput, MergeInput, SetIdentifier,
};
use crate::graphql::{self, Document};
use crate::records::Record;
use crate::{Gid, Ref, Shopify};

const CREATE: Document = Document::mutation(
    "mutation CustomerCreate($customer: CustomerInput!) { \
     customerCreate(input: $customer) { customer { ...Customer } userErrors { field message } } }",
)
.with(CUSTOMER);

const UPDATE: Document = Document::mutation(
    "mutation CustomerUpdate($customer: CustomerInput!) { \
     customerUpdate(input: $customer) { customer { ...Customer } userErrors { field message } } }",
)
.with(CUSTOMER)
.repeatable();

const SET: Document = Document::mutation(
    "mutation CustomerSet($identifier: CustomerSetIdentifiers, $customer: CustomerSetInput!) { \
     customerSet(identifier: $identifier, input: $customer) { \
     customer { ...Customer } userErrors { field message code } } }",
)
.with(CUSTOMER);

const MERGE: Document = Document::mutation(
    "mutation CustomerMerge($customer_one_id: ID!, $customer_two_id: ID!, $override_fields: CustomerMergeOverrideFields) { \
     customerMerge(customerOneId: $customer_one_id, customerTwoId: $customer_two_id, overrideFields: $override_fields) { \
     resultingCustomerId job { id } userErrors { field message code } } }",
);

/// `customer.create`: a new customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Create {
    /// The customer.
    pub customer: CustomerInput,
}

impl Create {
    /// This customer.
    #[must_use]
    pub fn new(customer: CustomerInput) -> Self {
        Self { customer }
    }
}

impl Action for Create {
    type Connector = Shopify;
    type Output = Customer;
    const META: Meta = Meta::write("customer", "create")
        .title("Create a customer")
        .scopes(Customer::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/customerCreate");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        CREATE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Customer> {
        graphql::written(&response)
    }
}

/// `customer.update`: changes a customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Update {
    /// The customer, and what changes.
    pub customer: CustomerUpdateInput,
}

impl Update {
    /// This.
    #[must_use]
    pub fn new(customer: CustomerUpdateInput) -> Self {
        Self { customer }
    }
}

impl Action for Update {
    type Connector = Shopify;
    type Output = Customer;
    const META: Meta = Meta::write("customer", "update")
        .title("Update a customer")
        .scopes(Customer::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/customerUpdate");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        UPDATE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Customer> {
        graphql::written(&response)
    }
}

/// `customer.set`: a customer as it is to be: made, or changed if it is there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Set {
    /// Which customer; a new one if nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identifier: Option<SetIdentifier>,
    /// As it is to be.
    pub customer: CustomerSetInput,
}

impl Set {
    /// A customer like this.
    #[must_use]
    pub fn new(customer: CustomerSetInput) -> Self {
        Self { customer, identifier: None }
    }

    setters!(identifier: Option<SetIdentifier>);
}

impl Action for Set {
    type Connector = Shopify;
    type Output = Customer;
    const META: Meta = Meta::write("customer", "set")
        .title("Create or update a customer")
        .scopes(Customer::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/customerSet");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        let document = if self.identifier.is_some() { SET.repeatable() } else { SET };
        document.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Customer> {
        graphql::written(&response)
    }
}

/// `customer.merge`: makes one customer of two. It goes on when this is done: [`Merged`] has the job.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Merge {
    /// One.
    pub customer_one_id: Gid,
    /// The other. Which of them stays is for Shopify to choose, unless `override_fields` says whose email is kept.
    pub customer_two_id: Gid,
    /// Which of them gives what.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub override_fields: Option<MergeInput>,
}

impl Merge {
    /// These two.
    #[must_use]
    pub fn new(customer_one_id: impl Into<Gid>, customer_two_id: impl Into<Gid>) -> Self {
        Self {
            customer_one_id: customer_one_id.into(),
            customer_two_id: customer_two_id.into(),
            override_fields: None,
        }
    }

    setters!(override_fields: Option<MergeInput>);
}

impl Action for Merge {
    type Connector = Shopify;
    type Output = Merged;
    const META: Meta = Meta::destructive("customer", "merge")
        .title("Merge two customers into one")
        .scopes(Customer::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/customerMerge");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        MERGE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Merged> {
        graphql::payload(&response)
    }
}

/// A merge that was begun.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Merged {
    /// The customer that stays.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resulting_customer_id: Option<Gid>,
    /// What does it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub job: Option<Ref>,
}

impl Merged {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(resulting_customer_id: Option<Gid>, job: Option<Ref>);
}
