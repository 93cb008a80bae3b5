//! Customers: who buys, or may.
//!
//! Names, addresses, emails and phone numbers are protected: an application that was not approved for them gets nothing of them, or
//! an error (not verified).

mod accounts;
mod consent;
mod input;
mod model;
mod write;

use chrono::{DateTime, Utc};
use connectors_core::{Action, Cx, Meta, Request, Response, Result};
use serde::{Deserialize, Serialize};

pub use self::accounts::{GenerateActivationUrl, SendInvite, SendPaymentMethodUpdateEmail};
pub use self::consent::{SetEmailMarketingConsent, SetSmsMarketingConsent};
pub use self::input::{
    CustomerInput, CustomerSetInput, CustomerUpdateInput, EmailConsentInput, Identifier, MergeInput,
    SetIdentifier, SmsConsentInput,
};
use self::model::CUSTOMER;
pub use self::model::{
    ConsentState, Customer, CustomerState, EmailAddress, EmailMarketingState, OptInLevel, PhoneNumber,
    SmsConsent, SmsMarketingState,
};
pub use self::write::{Create, Merge, Merged, Set, Update};
use crate::changes::{self, Followed};
use crate::graphql::{self, Document};
use crate::records::{self, Countable, Deletable, Gettable, Listable, Record, Searchable, Spec};
use crate::webhooks::Topic;
use crate::{Gid, Shopify};

const GET_BY: Document = Document::query(
    "query CustomerGetByIdentifier($identifier: CustomerIdentifierInput!) { \
     customerByIdentifier(identifier: $identifier) { ...Customer } }",
)
.with(CUSTOMER);

impl Record for Customer {
    const RESOURCE: &'static str = "customer";
    const READ: &'static [&'static str] = &["read_customers"];
    const WRITE: &'static [&'static str] = &["write_customers"];
}

impl Gettable for Customer {
    const GET: Spec = Spec::new(
        Document::query("query CustomerGet($id: ID!) { customer(id: $id) { ...Customer } }").with(CUSTOMER),
        "Get a customer",
        "https://shopify.dev/docs/api/admin-graphql/2026-10/queries/customer",
    );
}

impl Listable for Customer {
    const LIST: Spec = Spec::new(
        Document::query(
            "query CustomerList($first: Int!, $after: String, $query: String, $sort_key: CustomerSortKeys, $reverse: Boolean) { \
             customers(first: $first, after: $after, query: $query, sortKey: $sort_key, reverse: $reverse) { \
             nodes { ...Customer } pageInfo { hasNextPage endCursor } } }",
        )
        .with(CUSTOMER),
        "List customers",
        "https://shopify.dev/docs/api/admin-graphql/2026-10/queries/customers",
    );
    type SortKey = SortKey;
}

impl Searchable for Customer {
    const SEARCH: &'static str = "Search customers";
}

impl Countable for Customer {
    const COUNT: Spec = Spec::new(
        Document::query(
            "query CustomerCount($query: String) { customersCount(query: $query, limit: null) { count precision } }",
        ),
        "Count customers",
        "https://shopify.dev/docs/api/admin-graphql/2026-10/queries/customersCount",
    );
}

impl Deletable for Customer {
    const DELETE: Spec = Spec::new(
        Document::mutation(
            "mutation CustomerDelete($id: ID!) { \
             customerDelete(input: { id: $id }) { deletedCustomerId userErrors { field message } } }",
        ),
        "Delete a customer that placed no orders",
        "https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/customerDelete",
    );
}

impl Followed for Customer {
    const A: &'static str = "a customer";
    const CREATED: &'static [Topic] = &[Topic::CustomersCreate];
    const UPDATED: &'static [Topic] = &[
        Topic::CustomersUpdate,
        Topic::CustomersEnable,
        Topic::CustomersDisable,
        Topic::CustomersMerge,
        Topic::CustomersEmailMarketingConsentUpdate,
        Topic::CustomersMarketingConsentUpdate,
    ];
    type List = List;

    fn list(query: String) -> List {
        List::new().query(query).sort_key(SortKey::UpdatedAt)
    }

    fn moments(&self) -> (&Gid, DateTime<Utc>, DateTime<Utc>) {
        (&self.id, self.created_at, self.updated_at)
    }
}

/// `customer.created`: new customers.
pub type Created = changes::Created<Customer>;
/// `customer.updated`: customers that were changed, by their orders too.
pub type Updated = changes::Updated<Customer>;
/// `customer.created_or_updated`: customers that were made or changed.
pub type CreatedOrUpdated = changes::CreatedOrUpdated<Customer>;

/// `customer.get`: one customer.
pub type Get = records::Get<Customer>;
/// `customer.list`: all customers, or those that a query finds.
pub type List = records::List<Customer>;
/// `customer.search`: customers that fit a text, the best first.
pub type Search = records::Search<Customer>;
/// `customer.count`: how many customers there are, or how many a query finds.
pub type Count = records::Count<Customer>;
/// `customer.delete`: removes a customer. One that placed orders is not removed.
pub type Delete = records::Delete<Customer>;

/// `customer.get_by_identifier`: one customer, by its email address, its phone number, or a metafield of your own that is unique.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct GetByIdentifier {
    /// Which customer.
    pub identifier: Identifier,
}

impl GetByIdentifier {
    /// This customer.
    #[must_use]
    pub fn new(identifier: Identifier) -> Self {
        Self { identifier }
    }

    /// The customer with this email address.
    #[must_use]
    pub fn email(address: impl Into<String>) -> Self {
        Self::new(Identifier::EmailAddress(address.into()))
    }
}

impl Action for GetByIdentifier {
    type Connector = Shopify;
    type Output = Customer;
    const META: Meta = Meta::read("customer", "get_by_identifier")
        .title("Get a customer by email, phone or your own id")
        .scopes(Customer::READ)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/queries/customerByIdentifier");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        GET_BY.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Customer> {
        graphql::one(&response)
    }
}

/// What lists of customers are ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum SortKey {
    /// When it was made.
    CreatedAt,
    /// Its id.
    Id,
    /// Where it lives.
    Location,
    /// Its name.
    Name,
    /// How well it fits the query.
    Relevance,
    /// When it was changed last.
    UpdatedAt,
}
