//! Deal splits: whom a deal is credited to.

use chrono::{DateTime, Utc};
use connectors_core::{Action, Cx, Idempotency, Meta, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::HubSpot;
use crate::Properties;
use crate::objects::{id, many};

const TO_READ: &[&str] = &["crm.objects.deals.read"];

/// A part of a deal that an owner is credited with.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Split {
    /// Its id.
    pub id: String,
    /// Its properties: `hs_deal_split_percentage`, `hubspot_owner_id`, …
    pub properties: Properties,
    /// When it was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<DateTime<Utc>>,
    /// When it was changed last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<DateTime<Utc>>,
}

impl Split {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<String>, properties: Properties) -> Self {
        Self { id: id.into(), properties, ..Self::default() }
    }

    setters!(created_at: Option<DateTime<Utc>>, updated_at: Option<DateTime<Utc>>);
}

/// The parts of a deal.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Splits {
    /// The id of the deal.
    pub id: String,
    /// Its parts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub splits: Vec<Split>,
}

impl Splits {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(splits: Vec<Split>);
}

/// `deal_split.list`: the parts of deals, 100 deals in a call.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct List {
    /// The ids of the deals.
    pub deal_ids: Vec<String>,
}

impl List {
    /// Of these deals.
    #[must_use]
    pub fn new<S: Into<String>>(deal_ids: impl IntoIterator<Item = S>) -> Self {
        Self { deal_ids: deal_ids.into_iter().map(Into::into).collect() }
    }
}

impl Action for List {
    type Connector = HubSpot;
    type Output = Vec<Splits>;
    const META: Meta = Meta::read("deal_split", "list")
        .title("List the splits of deals")
        .scopes(TO_READ)
        .docs("https://developers.hubspot.com/docs/guides/api/crm/objects/deal-splits");

    fn request(&self, _: &Cx<'_, HubSpot>) -> Result<Request> {
        let inputs = many("deal_ids", &self.deal_ids, |place, deal| Ok(json!({ "id": id(place, deal)? })))?;
        let path = ["crm", "v3", "objects", "deals", "splits", "batch", "read"];
        Ok(Request::post(path).json(&json!({ "inputs": inputs })).idempotency(Idempotency::Safe))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        #[derive(Deserialize)]
        struct Answer {
            results: Vec<Splits>,
        }
        Ok(response.json::<Answer>()?.results)
    }
}
