//! Tenants: the organisations that a person's consent covers. These calls need no tenant.

use chrono::{DateTime, Utc};
use connectors_core::types::Open;
use connectors_core::{Action, Cx, Meta, Page, PagedAction, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

use crate::config::CONNECTIONS;
use crate::{Xero, dates};

const DOCS: &str = "https://developer.xero.com/documentation/guides/oauth2/auth-flow";

/// A tenant that the application is connected to.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Tenant {
    /// The connection's id: what [`Disconnect`] takes.
    pub id: String,
    /// The tenant's id: what [`Xero::tenant`] takes.
    pub tenant_id: String,
    /// What kind it is.
    pub tenant_type: Option<Open<TenantType>>,
    /// Its name.
    pub tenant_name: Option<String>,
    /// The consent that connected it last.
    pub auth_event_id: Option<String>,
    /// When it was connected first.
    #[serde(with = "dates::timestamp")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<DateTime<Utc>>"))]
    pub created_date_utc: Option<DateTime<Utc>>,
    /// When it was connected last.
    #[serde(with = "dates::timestamp")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<DateTime<Utc>>"))]
    pub updated_date_utc: Option<DateTime<Utc>>,
}

impl Tenant {
    /// A tenant with this id.
    pub fn new(tenant_id: impl Into<String>) -> Self {
        Self { tenant_id: tenant_id.into(), ..Self::default() }
    }

    setters!(
        id: String,
        tenant_id: String,
        tenant_type: Option<Open<TenantType>>,
        tenant_name: Option<String>,
        auth_event_id: Option<String>,
        created_date_utc: Option<DateTime<Utc>>,
        updated_date_utc: Option<DateTime<Utc>>,
    );
}

/// What kind a tenant is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[non_exhaustive]
pub enum TenantType {
    /// An organisation with books.
    Organisation,
    /// An accountant's practice, which has none.
    Practice,
}

/// `tenant.list`: the tenants of the consent, all in one page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct List {
    /// Only those that this consent connected: the access token's `authentication_event_id`.
    pub auth_event_id: Option<String>,
}

impl List {
    /// All tenants.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(auth_event_id: Option<String>);
}

impl Action for List {
    type Connector = Xero;
    type Output = Page<Tenant>;
    const META: Meta = Meta::read("tenant", "list").title("List connected tenants").docs(DOCS);

    fn request(&self, _: &Cx<'_, Xero>) -> Result<Request> {
        let request = Request::get(["connections"]).root(CONNECTIONS).only_buckets();
        Ok(request.query_opt("authEventId", self.auth_event_id.as_ref()))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        let tenants: Vec<Tenant> = response.json()?;
        let total = tenants.len() as u64;
        Ok(Page::last(tenants).with_total(Some(total)))
    }
}

impl PagedAction for List {
    type Item = Tenant;
}

/// `tenant.disconnect`: takes one tenant out of the consent; the others stay connected.
///
/// Xero takes no key here. A `NotFound` whose [`delivery`](connectors_core::Error::delivery) is `Unknown` comes after
/// an answer that was lost: the tenant is disconnected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Disconnect {
    /// The connection's id ([`Tenant::id`]), which is not the tenant's.
    pub id: String,
}

impl Disconnect {
    /// Ends the connection with this id.
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into() }
    }

    setters!(id: String);
}

impl Action for Disconnect {
    type Connector = Xero;
    type Output = ();
    const META: Meta = Meta::destructive("tenant", "disconnect").title("Disconnect a tenant").docs(DOCS);

    fn request(&self, _: &Cx<'_, Xero>) -> Result<Request> {
        Ok(Request::delete(["connections", &self.id]).root(CONNECTIONS).only_buckets())
    }

    #[inline]
    fn response(&self, _: Response) -> Result<Self::Output> {
        Ok(())
    }
}
