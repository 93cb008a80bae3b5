//! Addresses of customers.

use connectors_core::{Action, Cursor, Cx, Meta, Page, PagedAction, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

use crate::addresses::{ADDRESS, Address, AddressInput};
use crate::customers::Customer;
use crate::graphql::{self, Connection, Document};
use crate::records::Record;
use crate::{Gid, Shopify};

const LIST: Document = Document::query(
    "query CustomerAddressList($customer_id: ID!, $first: Int!, $after: String) { customer(id: $customer_id) { \
     addressesV2(first: $first, after: $after) { nodes { ...Address } pageInfo { hasNextPage endCursor } } } }",
)
.with(&[ADDRESS]);

const CREATE: Document = Document::mutation(
    "mutation CustomerAddressCreate($customer_id: ID!, $address: MailingAddressInput!, $set_as_default: Boolean) { \
     customerAddressCreate(customerId: $customer_id, address: $address, setAsDefault: $set_as_default) { \
     address { ...Address } userErrors { field message } } }",
)
.with(&[ADDRESS]);

const UPDATE: Document = Document::mutation(
    "mutation CustomerAddressUpdate($customer_id: ID!, $id: ID!, $address: MailingAddressInput!, $set_as_default: Boolean) { \
     customerAddressUpdate(customerId: $customer_id, addressId: $id, address: $address, setAsDefault: $set_as_default) { \
     address { ...Address } userErrors { field message } } }",
)
.with(&[ADDRESS])
.repeatable();

const DELETE: Document = Document::mutation(
    "mutation CustomerAddressDelete($customer_id: ID!, $id: ID!) { \
     customerAddressDelete(customerId: $customer_id, addressId: $id) { deletedAddressId userErrors { field message } } }",
)
.repeatable();

const SET_DEFAULT: Document = Document::mutation(
    "mutation CustomerAddressSetDefault($customer_id: ID!, $id: ID!) { \
     customerUpdateDefaultAddress(customerId: $customer_id, addressId: $id) { \
     customer { id defaultAddress { ...Address } } userErrors { field message } } }",
)
.with(&[ADDRESS])
.repeatable();

/// `customer_address.list`: the addresses of a customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct List {
    /// The customer.
    pub customer_id: Gid,
    /// How many on a page: at most 250; unless said otherwise as many as a call can pay for with ease.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<u32>,
    /// Where to start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
}

impl List {
    /// Of this customer.
    #[must_use]
    pub fn new(customer_id: impl Into<Gid>) -> Self {
        Self { customer_id: customer_id.into(), first: None, cursor: None }
    }

    setters!(first: Option<u32>, cursor: Option<Cursor>);
}

impl Action for List {
    type Connector = Shopify;
    type Output = Page<Address>;
    const META: Meta = Meta::read("customer_address", "list")
        .title("List the addresses of a customer")
        .scopes(Customer::READ)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/objects/Customer");

    fn request(&self, _: &Cx<'_, Shopify>) -> Result<Request> {
        LIST.list(self, self.cursor.as_ref())
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Page<Address>> {
        graphql::within::<Connection<Address>>(&response).map(Page::from)
    }
}

impl PagedAction for List {
    type Item = Address;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}

/// `customer_address.create`: a new address of a customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Create {
    /// The customer.
    pub customer_id: Gid,
    /// The address.
    pub address: AddressInput,
    /// Whether it becomes the address of the customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub set_as_default: Option<bool>,
}

impl Create {
    /// This address, of this customer.
    #[must_use]
    pub fn new(customer_id: impl Into<Gid>, address: AddressInput) -> Self {
        Self { customer_id: customer_id.into(), address, set_as_default: None }
    }

    setters!(set_as_default: Option<bool>);
}

impl Action for Create {
    type Connector = Shopify;
    type Output = Address;
    const META: Meta = Meta::write("customer_address", "create")
        .title("Add an address to a customer")
        .scopes(Customer::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/customerAddressCreate");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        CREATE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Address> {
        graphql::written(&response)
    }
}

/// `customer_address.update`: changes an address of a customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Update {
    /// The customer.
    pub customer_id: Gid,
    /// The address.
    pub id: Gid,
    /// What changes.
    pub address: AddressInput,
    /// Whether it becomes the address of the customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub set_as_default: Option<bool>,
}

impl Update {
    /// This, of this address of this customer.
    #[must_use]
    pub fn new(customer_id: impl Into<Gid>, id: impl Into<Gid>, address: AddressInput) -> Self {
        Self { customer_id: customer_id.into(), id: id.into(), address, set_as_default: None }
    }

    setters!(set_as_default: Option<bool>);
}

impl Action for Update {
    type Connector = Shopify;
    type Output = Address;
    const META: Meta = Meta::write("customer_address", "update")
        .title("Update an address of a customer")
        .scopes(Customer::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/customerAddressUpdate");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        UPDATE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Address> {
        graphql::written(&response)
    }
}

/// `customer_address.delete`: removes an address of a customer. Gives its id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Delete {
    /// The customer.
    pub customer_id: Gid,
    /// The address.
    pub id: Gid,
}

impl Delete {
    /// This address of this customer.
    #[must_use]
    pub fn new(customer_id: impl Into<Gid>, id: impl Into<Gid>) -> Self {
        Self { customer_id: customer_id.into(), id: id.into() }
    }
}

impl Action for Delete {
    type Connector = Shopify;
    type Output = Gid;
    const META: Meta = Meta::destructive("customer_address", "delete")
        .title("Delete an address of a customer")
        .scopes(Customer::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/customerAddressDelete");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        DELETE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Gid> {
        graphql::written(&response)
    }
}

/// `customer_address.set_default`: makes one of its addresses the address of a customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct SetDefault {
    /// The customer.
    pub customer_id: Gid,
    /// The address.
    pub id: Gid,
}

impl SetDefault {
    /// This address of this customer.
    #[must_use]
    pub fn new(customer_id: impl Into<Gid>, id: impl Into<Gid>) -> Self {
        Self { customer_id: customer_id.into(), id: id.into() }
    }
}

impl Action for SetDefault {
    type Connector = Shopify;
    type Output = DefaultAddress;
    const META: Meta = Meta::write("customer_address", "set_default")
        .title("Choose the address of a customer")
        .scopes(Customer::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/customerUpdateDefaultAddress");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        SET_DEFAULT.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<DefaultAddress> {
        graphql::written(&response)
    }
}

/// The address of a customer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct DefaultAddress {
    /// The customer.
    pub id: Gid,
    /// The address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_address: Option<Address>,
}

impl DefaultAddress {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(default_address: Option<Address>);
}
