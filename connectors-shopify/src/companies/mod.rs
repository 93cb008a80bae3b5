//! Companies: customers that are businesses (B2B), where a shop has them.

mod input;

use chrono::{DateTime, Utc};
use connectors_core::{Action, Cx, Meta, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

pub use self::input::{CompanyAddressInput, CompanyInput, ContactInput, LocationInput};
use crate::changes::{self, Followed};
use crate::graphql::{self, Document};
use crate::records::{self, Deletable, Gettable, Listable, Record, Spec};
use crate::webhooks::Topic;
use crate::{Gid, Money, Ref, Shopify};

/// The selection of [`Company`].
const COMPANY: &[&str] =
    &["fragment Company on Company { id name externalId note customerSince createdAt updatedAt \
    totalSpent { amount currencyCode } contactsCount { count precision } locationsCount { count precision } \
    ordersCount { count precision } mainContact { id title locale customer { id } } }"];

const COUNT: Document =
    Document::query("query CompanyCount { companiesCount(limit: null) { count precision } }");

const CREATE: Document = Document::mutation(
    "mutation CompanyCreate($company: CompanyInput!, $contact: CompanyContactInput, $location: CompanyLocationInput) { \
     companyCreate(input: { company: $company, companyContact: $contact, companyLocation: $location }) { \
     company { ...Company } userErrors { field message code } } }",
)
.with(COMPANY);

const UPDATE: Document = Document::mutation(
    "mutation CompanyUpdate($id: ID!, $company: CompanyInput!) { companyUpdate(companyId: $id, input: $company) { \
     company { ...Company } userErrors { field message code } } }",
)
.with(COMPANY)
.repeatable();

impl Record for Company {
    const RESOURCE: &'static str = "company";
    const READ: &'static [&'static str] = &["read_companies", "read_customers"];
    const WRITE: &'static [&'static str] = &["write_companies", "write_customers"];
}

impl Gettable for Company {
    const GET: Spec = Spec::new(
        Document::query("query CompanyGet($id: ID!) { company(id: $id) { ...Company } }").with(COMPANY),
        "Get a company",
        "https://shopify.dev/docs/api/admin-graphql/2026-10/queries/company",
    );
}

impl Listable for Company {
    const LIST: Spec = Spec::new(
        Document::query(
            "query CompanyList($first: Int!, $after: String, $query: String, $sort_key: CompanySortKeys, $reverse: Boolean) { \
             companies(first: $first, after: $after, query: $query, sortKey: $sort_key, reverse: $reverse) { \
             nodes { ...Company } pageInfo { hasNextPage endCursor } } }",
        )
        .with(COMPANY),
        "List companies",
        "https://shopify.dev/docs/api/admin-graphql/2026-10/queries/companies",
    );
    type SortKey = SortKey;
}

impl Deletable for Company {
    const DELETE: Spec = Spec::new(
        Document::mutation(
            "mutation CompanyDelete($id: ID!) { companyDelete(id: $id) { deletedCompanyId userErrors { field message code } } }",
        ),
        "Delete a company",
        "https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/companyDelete",
    );
}

impl Followed for Company {
    const A: &'static str = "a company";
    const CREATED: &'static [Topic] = &[Topic::CompaniesCreate];
    const UPDATED: &'static [Topic] = &[
        Topic::CompaniesUpdate,
        Topic::CompanyContactsCreate,
        Topic::CompanyContactsUpdate,
        Topic::CompanyContactsDelete,
        Topic::CompanyLocationsCreate,
        Topic::CompanyLocationsUpdate,
        Topic::CompanyLocationsDelete,
    ];
    type List = List;

    fn list(query: String) -> List {
        List::new().query(query).sort_key(SortKey::UpdatedAt)
    }

    fn moments(&self) -> (&Gid, DateTime<Utc>, DateTime<Utc>) {
        (&self.id, self.created_at, self.updated_at)
    }
}

/// `company.created`: new companies.
pub type Created = changes::Created<Company>;
/// `company.updated`: companies that were changed.
pub type Updated = changes::Updated<Company>;
/// `company.created_or_updated`: companies that were made or changed.
pub type CreatedOrUpdated = changes::CreatedOrUpdated<Company>;

/// `company.get`: one company.
pub type Get = records::Get<Company>;
/// `company.list`: all companies, or those that a query finds.
pub type List = records::List<Company>;
/// `company.delete`: removes a company.
pub type Delete = records::Delete<Company>;

/// `company.count`: how many companies there are.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Count {}

impl Count {
    /// Of all of them.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

impl Action for Count {
    type Connector = Shopify;
    type Output = crate::Count;
    const META: Meta = Meta::read("company", "count")
        .title("Count companies")
        .scopes(Company::READ)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/queries/companiesCount");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        COUNT.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<crate::Count> {
        graphql::one(&response)
    }
}

/// A company.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Company {
    /// Its id.
    pub id: Gid,
    /// What it is called.
    pub name: String,
    /// Its number in another system.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    /// What the shop notes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Since when it is a customer.
    pub customer_since: DateTime<Utc>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
    /// What it paid for all its orders.
    pub total_spent: Money,
    /// How many people buy for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contacts_count: Option<crate::Count>,
    /// How many places it has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locations_count: Option<crate::Count>,
    /// How many orders it placed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub orders_count: Option<crate::Count>,
    /// Who buys for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub main_contact: Option<Contact>,
}

impl Company {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(name: String, external_id: Option<String>, note: Option<String>, customer_since: DateTime<Utc>, created_at: DateTime<Utc>, updated_at: DateTime<Utc>, total_spent: Money, contacts_count: Option<crate::Count>, locations_count: Option<crate::Count>, orders_count: Option<crate::Count>, main_contact: Option<Contact>);
}

/// Who buys for a company.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Contact {
    /// Its id.
    pub id: Gid,
    /// What they do there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Their language, `en`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
    /// The customer.
    pub customer: Ref,
}

impl Contact {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(title: Option<String>, locale: Option<String>, customer: Ref);
}

/// What lists of companies are ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum SortKey {
    /// When it was made.
    CreatedAt,
    /// Its id.
    Id,
    /// Its name.
    Name,
    /// How many orders it placed.
    OrderCount,
    /// Since when it is a customer.
    SinceDate,
    /// What it paid.
    TotalSpent,
    /// When it was changed last.
    UpdatedAt,
}

/// `company.create`: a new company, with who buys for it and a place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Create {
    /// The company.
    pub company: CompanyInput,
    /// Who buys for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<ContactInput>,
    /// Its first place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<LocationInput>,
}

impl Create {
    /// This company.
    #[must_use]
    pub fn new(company: CompanyInput) -> Self {
        Self { company, contact: None, location: None }
    }

    setters!(contact: Option<ContactInput>, location: Option<LocationInput>);
}

impl Action for Create {
    type Connector = Shopify;
    type Output = Company;
    const META: Meta = Meta::write("company", "create")
        .title("Create a company")
        .scopes(Company::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/companyCreate");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        CREATE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Company> {
        graphql::written(&response)
    }
}

/// `company.update`: changes a company.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Update {
    /// The company.
    pub id: Gid,
    /// What changes.
    pub company: CompanyInput,
}

impl Update {
    /// This, of this company.
    #[must_use]
    pub fn new(id: impl Into<Gid>, company: CompanyInput) -> Self {
        Self { id: id.into(), company }
    }
}

impl Action for Update {
    type Connector = Shopify;
    type Output = Company;
    const META: Meta = Meta::write("company", "update")
        .title("Update a company")
        .scopes(Company::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/companyUpdate");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        UPDATE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Company> {
        graphql::written(&response)
    }
}
