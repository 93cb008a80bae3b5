//! How many properties of one's own there may be.

use connectors_core::{Action, Cx, Meta, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

use super::TO_READ;
use crate::HubSpot;
use crate::config::Api;

/// How many custom properties there are, and may be.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Usage {
    /// By object type.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub by_object_type: Vec<UsageOfType>,
    /// How many there may be in all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overall_limit: Option<i64>,
    /// How many there are in all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overall_usage: Option<i64>,
}

impl Usage {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(by_object_type: Vec<UsageOfType>, overall_limit: Option<i64>, overall_usage: Option<i64>);
}

/// How many custom properties an object type has, and may have.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct UsageOfType {
    /// The object type.
    pub object_type_id: String,
    /// How many there may be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<i64>,
    /// How many there are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usage: Option<i64>,
    /// How much of it that is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub percentage: Option<f64>,
}

impl UsageOfType {
    /// As tests need it.
    #[must_use]
    pub fn new(object_type_id: impl Into<String>) -> Self {
        Self { object_type_id: object_type_id.into(), ..Self::default() }
    }

    setters!(limit: Option<i64>, usage: Option<i64>, percentage: Option<f64>);
}

/// `property.get_limits`: how many custom properties there are, and may be.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Limits {}

impl Limits {
    /// Of all object types.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

impl Action for Limits {
    type Connector = HubSpot;
    type Output = Usage;
    const META: Meta = Meta::read("property", "get_limits")
        .title("Get the limits of custom properties")
        .scopes(TO_READ)
        .docs("https://developers.hubspot.com/docs/guides/api/crm/properties");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        Ok(Request::get(cx.connector().path(Api::LIMITS, ["custom-properties"])))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        response.json()
    }
}
