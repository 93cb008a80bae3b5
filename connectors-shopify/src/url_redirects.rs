//! Redirects: addresses of the online shop that lead elsewhere.

use connectors_core::{Action, Cx, Meta, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

use crate::graphql::{self, Document};
use crate::records::{self, Countable, Deletable, Gettable, Listable, Record, Spec};
use crate::{Gid, Shopify};

/// The selection of [`Redirect`].
const REDIRECT: &str = "fragment UrlRedirect on UrlRedirect { id path target }";

const CREATE: Document = Document::mutation(
    "mutation UrlRedirectCreate($redirect: UrlRedirectInput!) { urlRedirectCreate(urlRedirect: $redirect) \
     { urlRedirect { ...UrlRedirect } userErrors { field message code } } }",
)
.with(&[REDIRECT]);

const UPDATE: Document = Document::mutation(
    "mutation UrlRedirectUpdate($id: ID!, $redirect: UrlRedirectInput!) { urlRedirectUpdate(id: $id, \
     urlRedirect: $redirect) { urlRedirect { ...UrlRedirect } userErrors { field message code } } }",
)
.with(&[REDIRECT])
.repeatable();

/// A redirect.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct Redirect {
    /// Its id.
    pub id: Gid,
    /// The old address, without the domain: `/cups`.
    pub path: String,
    /// Where it leads: `/products/cup`, or a whole address.
    pub target: String,
}

impl Redirect {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(path: String, target: String);
}

/// A redirect as it is to be. What is not said of one that exists stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct RedirectInput {
    /// The old address, without the domain: `/cups`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// Where it leads: `/products/cup`, or a whole address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
}

impl RedirectInput {
    /// Nothing so far.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(path: Option<String>, target: Option<String>);
}

impl Record for Redirect {
    const RESOURCE: &'static str = "url_redirect";
    const READ: &'static [&'static str] = &["read_online_store_navigation"];
    const WRITE: &'static [&'static str] = &["write_online_store_navigation"];
}

impl Gettable for Redirect {
    const GET: Spec = Spec::new(
        Document::query("query UrlRedirectGet($id: ID!) { urlRedirect(id: $id) { ...UrlRedirect } }")
            .with(&[REDIRECT]),
        "Get a redirect",
        "https://shopify.dev/docs/api/admin-graphql/2026-10/queries/urlRedirect",
    );
}

impl Listable for Redirect {
    const LIST: Spec = Spec::new(
        Document::query(
            "query UrlRedirectList($first: Int!, $after: String, $query: String, $sort_key: UrlRedirectSortKeys, \
             $reverse: Boolean) { urlRedirects(first: $first, after: $after, query: $query, sortKey: $sort_key, \
             reverse: $reverse) { nodes { ...UrlRedirect } pageInfo { hasNextPage endCursor } } }",
        ).with(&[REDIRECT]),
        "List redirects",
        "https://shopify.dev/docs/api/admin-graphql/2026-10/queries/urlRedirects",
    );
    type SortKey = SortKey;
}

impl Countable for Redirect {
    const COUNT: Spec = Spec::new(
        Document::query(
            "query UrlRedirectCount($query: String) { urlRedirectsCount(query: $query, limit: null) { count \
             precision } }",
        ),
        "Count redirects",
        "https://shopify.dev/docs/api/admin-graphql/2026-10/queries/urlRedirectsCount",
    );
}

impl Deletable for Redirect {
    const DELETE: Spec = Spec::new(
        Document::mutation(
            "mutation UrlRedirectDelete($id: ID!) { urlRedirectDelete(id: $id) { deletedUrlRedirectId userErrors \
             { field message code } } }",
        ),
        "Delete a redirect",
        "https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/urlRedirectDelete",
    );
}

/// `url_redirect.get`: one redirect.
pub type Get = records::Get<Redirect>;

/// `url_redirect.list`: all redirects, or those that a query finds.
pub type List = records::List<Redirect>;

/// `url_redirect.count`: how many redirects there are.
pub type Count = records::Count<Redirect>;

/// `url_redirect.delete`: removes a redirect.
pub type Delete = records::Delete<Redirect>;

/// What redirects are ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum SortKey {
    /// Its id.
    Id,
    /// The old address.
    Path,
    /// How well it fits the query.
    Relevance,
}

/// `url_redirect.create`: a new redirect.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Create {
    /// The redirect.
    pub redirect: RedirectInput,
}

impl Create {
    /// This redirect.
    #[must_use]
    pub fn new(redirect: RedirectInput) -> Self {
        Self { redirect }
    }
}

impl Action for Create {
    type Connector = Shopify;
    type Output = Redirect;
    const META: Meta = Meta::write("url_redirect", "create")
        .title("Create a redirect")
        .scopes(Redirect::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/urlRedirectCreate");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        CREATE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Redirect> {
        graphql::written(&response)
    }
}

/// `url_redirect.update`: changes a redirect.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Update {
    /// The redirect.
    pub id: Gid,
    /// What changes.
    pub redirect: RedirectInput,
}

impl Update {
    /// This, of this redirect.
    #[must_use]
    pub fn new(id: impl Into<Gid>, redirect: RedirectInput) -> Self {
        Self { id: id.into(), redirect }
    }
}

impl Action for Update {
    type Connector = Shopify;
    type Output = Redirect;
    const META: Meta = Meta::write("url_redirect", "update")
        .title("Update a redirect")
        .scopes(Redirect::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/urlRedirectUpdate");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        UPDATE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Redirect> {
        graphql::written(&response)
    }
}
