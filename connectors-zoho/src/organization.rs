//! The organisation itself.

use chrono::{DateTime, Utc};
use connectors_core::types::Open;
use connectors_core::{Action, Cx, Identity, Meta, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

use crate::records::missing;
use crate::{Edition, Zoho};

/// `organization.get`: the organisation that the token belongs to. [`Client::check`](connectors_core::Client::check)
/// asks this.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Get {}

impl Get {
    /// The organisation.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

/// An organisation.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct Organization {
    /// The id of its record.
    pub id: String,
    /// Its id as Zoho's services know it; what [`Zoho::organization`] wants.
    pub zgid: String,
    /// The company's name.
    pub company_name: Option<String>,
    /// What it is called otherwise.
    pub alias: Option<String>,
    /// Its domain within Zoho, `org7654321`.
    pub domain_name: Option<String>,
    /// Its e-mail address.
    pub primary_email: Option<String>,
    /// Its phone number.
    pub phone: Option<String>,
    /// Its web site.
    pub website: Option<String>,
    /// Its country, in words.
    pub country: Option<String>,
    /// Its country, `DE`.
    pub country_code: Option<String>,
    /// Its home currency, in words.
    pub currency: Option<String>,
    /// The same, `EUR`.
    pub iso_code: Option<String>,
    /// Its time zone, `Europe/Berlin`.
    pub time_zone: Option<String>,
    /// What it pays for.
    pub license_details: Option<LicenseDetails>,
    /// Which environment it is.
    #[serde(rename = "type")]
    pub kind: Option<Open<OrganizationKind>>,
    /// When it was made.
    pub created_time: Option<DateTime<Utc>>,
}

/// What an organisation pays for.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct LicenseDetails {
    /// Whether it pays.
    pub paid: Option<bool>,
    /// The edition, as Zoho spells it: see [`Organization::edition`].
    pub paid_type: Option<String>,
    /// How many user licences it has.
    pub users_license_purchased: Option<u32>,
    /// Until when it is paid for.
    pub paid_expiry: Option<DateTime<Utc>>,
    /// The edition that is tried.
    pub trial_type: Option<String>,
    /// Until when.
    pub trial_expiry: Option<String>,
}

/// Which environment an organisation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum OrganizationKind {
    /// The real data.
    Production,
    /// A sandbox.
    Sandbox,
    /// A developer edition.
    Developer,
    /// Bigin, the small CRM.
    Bigin,
}

impl LicenseDetails {
    /// Nothing known.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(paid: Option<bool>, paid_type: Option<String>, users_license_purchased: Option<u32>,
        paid_expiry: Option<DateTime<Utc>>, trial_type: Option<String>, trial_expiry: Option<String>);
}

impl Organization {
    /// An organisation with this `zgid`.
    #[must_use]
    pub fn new(zgid: impl Into<String>) -> Self {
        Self { zgid: zgid.into(), ..Self::default() }
    }

    setters!(id: String, company_name: Option<String>, alias: Option<String>, domain_name: Option<String>,
        primary_email: Option<String>, phone: Option<String>, website: Option<String>, country: Option<String>,
        country_code: Option<String>, currency: Option<String>, iso_code: Option<String>, time_zone: Option<String>,
        license_details: Option<LicenseDetails>, kind: Option<Open<OrganizationKind>>,
        created_time: Option<DateTime<Utc>>);

    /// Its edition, for [`Zoho::edition`]; `None` if Zoho calls it something that this crate does not know.
    #[must_use]
    pub fn edition(&self) -> Option<Edition> {
        let licence = self.license_details.as_ref()?;
        if licence.paid == Some(false) {
            return Some(Edition::Free);
        }
        // Editions have years in their names now and then, and bundles have names of their own.
        let name = licence.paid_type.as_deref()?.to_ascii_lowercase().replace([' ', '_', '-'], "");
        let known = [
            ("free", Edition::Free),
            ("standard", Edition::Standard),
            ("professional", Edition::Professional),
            ("enterprise", Edition::Enterprise),
            ("zohoone", Edition::Enterprise),
            ("ultimate", Edition::Ultimate),
            ("crmplus", Edition::Ultimate),
        ];
        known.into_iter().find(|(part, _)| name.contains(part)).map(|(_, edition)| edition)
    }
}

impl From<Organization> for Identity {
    fn from(organization: Organization) -> Self {
        let id = if organization.zgid.is_empty() { organization.id } else { organization.zgid };
        Self::new(id, organization.company_name.unwrap_or_default())
    }
}

#[derive(Deserialize)]
struct Answer {
    #[serde(default)]
    org: Vec<Organization>,
}

impl Action for Get {
    type Connector = Zoho;
    type Output = Organization;
    const META: Meta = Meta::read("organization", "get")
        .title("Get the organisation")
        .scopes(&["ZohoCRM.org.ALL", "ZohoCRM.org.READ"])
        .docs("https://www.zoho.com/crm/developer/docs/api/v8/get-org-data.html");

    fn request(&self, _: &Cx<'_, Zoho>) -> Result<Request> {
        Ok(Request::get(["org"]))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Organization> {
        let answer: Option<Answer> = response.json_opt()?;
        answer.and_then(|answer| answer.org.into_iter().next()).ok_or_else(missing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_edition_is_known_by_the_licence() {
        let of = |paid_type: &str| {
            Organization::new("1")
                .license_details(LicenseDetails::new().paid(true).paid_type(paid_type))
                .edition()
        };
        let rows = [
            ("standard", Some(Edition::Standard)),
            ("Professional", Some(Edition::Professional)),
            ("enterprise", Some(Edition::Enterprise)),
            ("Zoho One", Some(Edition::Enterprise)),
            ("ultimate", Some(Edition::Ultimate)),
            ("crm_plus", Some(Edition::Ultimate)),
            ("galactic", None),
        ];
        for (name, edition) in rows {
            assert_eq!(of(name), edition, "{name}");
        }
        let unpaid =
            Organization::new("1").license_details(LicenseDetails::new().paid(false).paid_type("trial"));
        assert_eq!(unpaid.edition(), Some(Edition::Free));
        assert_eq!(Organization::new("1").edition(), None);
    }
}
