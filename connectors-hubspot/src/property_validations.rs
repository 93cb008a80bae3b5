//! Rules that administrators set for values of properties. From [`Version::V2026_09`](crate::Version::V2026_09) on HubSpot
//! holds all writes against them; a write that breaks one is an error of kind `Validation`.

use connectors_core::{Action, Cx, Meta, Page, PagedAction, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

use crate::HubSpot;
use crate::paging::whole;
use crate::pipelines::object_type;

const TO_READ: &[&str] = &["crm.schemas.contacts.read"];

/// The rules for the values of a property.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Rules {
    /// The property.
    pub property_name: String,
    /// Its rules.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub property_validation_rules: Vec<Rule>,
}

impl Rules {
    /// As tests need it.
    #[must_use]
    pub fn new(property_name: impl Into<String>) -> Self {
        Self { property_name: property_name.into(), ..Self::default() }
    }

    setters!(property_validation_rules: Vec<Rule>);
}

/// A rule for values.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Rule {
    /// What it looks at: `MIN_LENGTH`, `REGEX`, …
    pub rule_type: String,
    /// What it is held against.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rule_arguments: Vec<String>,
}

impl Rule {
    /// As tests need it.
    #[must_use]
    pub fn new(rule_type: impl Into<String>) -> Self {
        Self { rule_type: rule_type.into(), ..Self::default() }
    }

    setters!(rule_arguments: Vec<String>);
}

/// `property_validation.list`: the rules for the values of properties of an object type. The path is not verified.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct List {
    /// The object type: `contacts`, `deals`, `2-1234567`.
    pub object: String,
}

impl List {
    /// Of this object type.
    #[must_use]
    pub fn new(object: impl Into<String>) -> Self {
        Self { object: object.into() }
    }
}

impl Action for List {
    type Connector = HubSpot;
    type Output = Page<Rules>;
    const META: Meta = Meta::read("property_validation", "list")
        .title("List rules for values")
        .scopes(TO_READ)
        .docs("https://developers.hubspot.com/docs/guides/api/crm/properties");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        Ok(Request::get(["crm", "v3", "property-validations", object_type("object", &self.object, cx)?]))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        whole(&response)
    }
}

impl PagedAction for List {
    type Item = Rules;
}
