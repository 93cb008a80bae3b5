//! Companies.

use chrono::{DateTime, Utc};
use connectors_core::{
    Action, Cursor, Cx, Error, Meta, Page, PagedAction, Request, Response, Result, setters,
};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::crm_object::{crm_object, object_actions};
use crate::objects::{Filter, Object};
use crate::{CrmObject, HubSpot};

crm_object! {
    /// A company.
    Company = "companies", "0-2", "company", ["crm.objects.companies.read"], ["crm.objects.companies.write"], "hs_lastmodifieddate" {
        name: String,
        domain: String,
        website: String,
        phone: String,
        industry: String,
        description: String,
        address: String,
        city: String,
        state: String,
        zip: String,
        country: String,
        numberofemployees: Decimal,
        annualrevenue: Decimal,
        lifecyclestage: String,
        hubspot_owner_id: String,
        hs_object_id: String,
        createdate: DateTime<Utc>,
        hs_lastmodifieddate: DateTime<Utc>,
    }
}

object_actions!(Company);
object_actions!(Company: Merge, ListHistory, ListWebAnalytics);

/// `company.search_by_domain`: companies with a domain. Domains are not unique: there may be several.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct SearchByDomain {
    /// The domain: `example.com`.
    pub domain: String,
    /// The properties to read; empty for those of the type.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub properties: Vec<String>,
    /// Where to start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
}

impl SearchByDomain {
    /// With this domain.
    #[must_use]
    pub fn new(domain: impl Into<String>) -> Self {
        Self { domain: domain.into(), properties: Vec::new(), cursor: None }
    }

    setters!(properties: Vec<String>, cursor: Option<Cursor>);
}

impl Action for SearchByDomain {
    type Connector = HubSpot;
    type Output = Page<Object<Company>>;
    const META: Meta = Meta::read("company", "search_by_domain")
        .title("Search companies by domain")
        .scopes(Company::TO_READ)
        .docs("https://developers.hubspot.com/docs/guides/api/crm/search");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        self.search()?.request(cx)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        self.search()?.response(response)
    }
}

impl PagedAction for SearchByDomain {
    type Item = Object<Company>;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}

impl SearchByDomain {
    fn search(&self) -> Result<Search> {
        let domain = self.domain.trim().to_lowercase();
        if domain.is_empty() {
            return Err(Error::validation("domain", "is empty"));
        }
        let mut search =
            Search::new().filter(Filter::eq("domain", domain)).properties(self.properties.clone());
        search.cursor = self.cursor.clone();
        Ok(search)
    }
}
