//! Access scopes: what the application may do in the shop.

use connectors_core::{Action, Cx, Meta, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

use crate::Shopify;
use crate::graphql::{self, Document};

const LIST: Document = Document::query(
    "query GrantedAccessScopeList { currentAppInstallation { accessScopes { handle description } } }",
);

/// Something that the application may do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct AccessScope {
    /// Its name, `read_products`.
    pub handle: String,
    /// What it lets the application do.
    pub description: String,
}

impl AccessScope {
    /// As tests need it.
    #[must_use]
    pub fn new(handle: impl Into<String>) -> Self {
        Self { handle: handle.into(), ..Self::default() }
    }

    setters!(description: String);
}

/// `granted_access_scope.list`: what the application may do in the shop, by the token that it asks with.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct List {}

impl List {
    /// All of them.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

impl Action for List {
    type Connector = Shopify;
    type Output = Vec<AccessScope>;
    const META: Meta = Meta::read("granted_access_scope", "list")
        .title("List granted access scopes")
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/queries/currentAppInstallation");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        LIST.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Vec<AccessScope>> {
        graphql::within(&response)
    }
}
