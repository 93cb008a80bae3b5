//! Domains of the shop.

use connectors_core::setters;
use serde::{Deserialize, Serialize};

use crate::Gid;
use crate::graphql::Document;
use crate::records::{self, Gettable, Record, Spec};

/// The selection of [`Domain`].
const DOMAIN: &str = "fragment Domain on Domain { id host url sslEnabled }";

/// A domain of the shop.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Domain {
    /// Its id.
    pub id: Gid,
    /// The host.
    pub host: String,
    /// The whole address.
    pub url: String,
    /// Whether it is reached by `https`.
    pub ssl_enabled: bool,
}

impl Domain {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(host: String, url: String, ssl_enabled: bool);
}

impl Record for Domain {
    const RESOURCE: &'static str = "domain";
    const READ: &'static [&'static str] = &[];
    const WRITE: &'static [&'static str] = &[];
}

impl Gettable for Domain {
    const GET: Spec = Spec::new(
        Document::query("query DomainGet($id: ID!) { domain(id: $id) { ...Domain } }").with(&[DOMAIN]),
        "Get a domain",
        "https://shopify.dev/docs/api/admin-graphql/2026-10/queries/domain",
    );
}

/// `domain.get`: one domain.
pub type Get = records::Get<Domain>;
