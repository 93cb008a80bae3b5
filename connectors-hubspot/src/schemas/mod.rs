//! Schemas: custom object types, as they are defined.

mod model;

use connectors_core::{Action, Cx, Idempotency, Meta, Page, PagedAction, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

pub use self::model::{Association, Labels, Schema};
use crate::HubSpot;
use crate::config::Api;
use crate::objects::word;
use crate::paging::whole;
use crate::pipelines::object_type;
use crate::properties::{Choice, DataType, FieldType};

const TO_READ: &[&str] = &["crm.schemas.custom.read"];
const TO_WRITE: &[&str] = &["crm.schemas.custom.write"];

/// `schema.list`: the custom object types, with their properties.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct List {
    /// Whether the deleted ones are listed instead.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub archived: bool,
}

impl List {
    /// All that are not deleted.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(archived: bool);
}

impl Action for List {
    type Connector = HubSpot;
    type Output = Page<Schema>;
    const META: Meta = Meta::read("schema", "list")
        .title("List custom object types")
        .scopes(TO_READ)
        .docs("https://developers.hubspot.com/docs/guides/api/crm/crm-custom-objects");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        Ok(Request::get(cx.connector().path(Api::SCHEMAS, [""; 0]))
            .query_opt("archived", self.archived.then_some(true)))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        whole(&response)
    }
}

impl PagedAction for List {
    type Item = Schema;
}

/// `schema.get`: one object type.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Get {
    /// The object type: `contacts`, `deals`, `2-1234567`.
    pub object: String,
}

impl Get {
    /// This object type.
    #[must_use]
    pub fn new(object: impl Into<String>) -> Self {
        Self { object: object.into() }
    }
}

impl Action for Get {
    type Connector = HubSpot;
    type Output = Schema;
    const META: Meta = Meta::read("schema", "get")
        .title("Get an object type")
        .scopes(TO_READ)
        .docs("https://developers.hubspot.com/docs/guides/api/crm/crm-custom-objects");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        Ok(Request::get(cx.connector().path(Api::SCHEMAS, [object_type("object", &self.object, cx)?])))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        response.json()
    }
}

/// A property of a new object type.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct NewProperty {
    /// Its name.
    pub name: String,
    /// What people call it.
    pub label: String,
    /// What it holds.
    #[serde(rename = "type")]
    pub data_type: DataType,
    /// How people fill it in.
    pub field_type: FieldType,
    /// The values of an enumeration.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<Choice>,
    /// Whether two records cannot have the same value.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub has_unique_value: bool,
}

impl NewProperty {
    /// A property of this name and kind.
    #[must_use]
    pub fn new(
        name: impl Into<String>,
        label: impl Into<String>,
        data_type: DataType,
        field_type: FieldType,
    ) -> Self {
        Self {
            name: name.into(),
            label: label.into(),
            data_type,
            field_type,
            options: Vec::new(),
            has_unique_value: false,
        }
    }

    setters!(options: Vec<Choice>, has_unique_value: bool);
}

/// `schema.create`: makes a custom object type.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Create {
    /// Its name.
    pub name: String,
    /// What people call it.
    pub labels: Labels,
    /// The property by which people know a record.
    pub primary_display_property: String,
    /// Its properties.
    pub properties: Vec<NewProperty>,
    /// The properties that every record must have.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub required_properties: Vec<String>,
    /// The properties that searches look at by default.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub searchable_properties: Vec<String>,
    /// Further properties that people see.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub secondary_display_properties: Vec<String>,
    /// What it may be associated with: `CONTACT`, …
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub associated_objects: Vec<String>,
    /// What it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

impl Create {
    /// An object type with these properties.
    #[must_use]
    pub fn new(
        name: impl Into<String>,
        labels: Labels,
        primary_display_property: impl Into<String>,
        properties: impl IntoIterator<Item = NewProperty>,
    ) -> Self {
        Self {
            name: name.into(),
            labels,
            primary_display_property: primary_display_property.into(),
            properties: properties.into_iter().collect(),
            required_properties: Vec::new(),
            searchable_properties: Vec::new(),
            secondary_display_properties: Vec::new(),
            associated_objects: Vec::new(),
            description: None,
        }
    }

    setters!(required_properties: Vec<String>, searchable_properties: Vec<String>, secondary_display_properties: Vec<String>, associated_objects: Vec<String>, description: Option<String>);
}

impl Action for Create {
    type Connector = HubSpot;
    type Output = Schema;
    const META: Meta = Meta::write("schema", "create")
        .title("Create a custom object type")
        .scopes(TO_WRITE)
        .docs("https://developers.hubspot.com/docs/guides/api/crm/crm-custom-objects");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        let mut body = json!({
            "name": word("name", &self.name)?,
            "labels": self.labels,
            "primaryDisplayProperty": self.primary_display_property,
            "properties": self.properties,
            "requiredProperties": self.required_properties,
            "searchableProperties": self.searchable_properties,
            "secondaryDisplayProperties": self.secondary_display_properties,
            "associatedObjects": self.associated_objects,
        });
        if let Some(description) = &self.description {
            body["description"] = description.as_str().into();
        }
        Ok(Request::post(cx.connector().path(Api::SCHEMAS, [""; 0])).json(&body))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        response.json()
    }
}

/// `schema.update`: changes a custom object type.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Update {
    /// The object type: `contacts`, `deals`, `2-1234567`.
    pub object: String,
    /// What people call it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub labels: Option<Labels>,
    /// What it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The property by which people know a record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub primary_display_property: Option<String>,
    /// The properties that every record must have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub required_properties: Option<Vec<String>>,
    /// The properties that searches look at by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub searchable_properties: Option<Vec<String>>,
}

impl Update {
    /// This object type.
    #[must_use]
    pub fn new(object: impl Into<String>) -> Self {
        Self {
            object: object.into(),
            labels: None,
            description: None,
            primary_display_property: None,
            required_properties: None,
            searchable_properties: None,
        }
    }

    setters!(labels: Option<Labels>, description: Option<String>, primary_display_property: Option<String>, required_properties: Option<Vec<String>>, searchable_properties: Option<Vec<String>>);
}

impl Action for Update {
    type Connector = HubSpot;
    type Output = Schema;
    const META: Meta = Meta::write("schema", "update")
        .title("Update a custom object type")
        .scopes(TO_WRITE)
        .docs("https://developers.hubspot.com/docs/guides/api/crm/crm-custom-objects");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        let members = [
            ("labels", self.labels.as_ref().map(|labels| json!(labels))),
            ("description", self.description.as_ref().map(|text| json!(text))),
            ("primaryDisplayProperty", self.primary_display_property.as_ref().map(|text| json!(text))),
            ("requiredProperties", self.required_properties.as_ref().map(|names| json!(names))),
            ("searchableProperties", self.searchable_properties.as_ref().map(|names| json!(names))),
        ];
        let members = members.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
        let body: Map<String, Value> = members.collect();
        let request =
            Request::patch(cx.connector().path(Api::SCHEMAS, [object_type("object", &self.object, cx)?]));
        Ok(request.json(&body).idempotency(Idempotency::Idempotent))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        response.json()
    }
}

/// `schema.delete`: deletes a custom object type that has no records.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Delete {
    /// The object type: `contacts`, `deals`, `2-1234567`.
    pub object: String,
}

impl Delete {
    /// This object type.
    #[must_use]
    pub fn new(object: impl Into<String>) -> Self {
        Self { object: object.into() }
    }
}

impl Action for Delete {
    type Connector = HubSpot;
    type Output = ();
    const META: Meta = Meta::destructive("schema", "delete")
        .title("Delete a custom object type")
        .scopes(TO_WRITE)
        .docs("https://developers.hubspot.com/docs/guides/api/crm/crm-custom-objects");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        Ok(Request::delete(cx.connector().path(Api::SCHEMAS, [object_type("object", &self.object, cx)?])))
    }

    #[inline]
    fn response(&self, _: Response) -> Result<Self::Output> {
        Ok(())
    }
}

/// `schema.associate`: allows records of two object types to be associated.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Associate {
    /// The object type: `contacts`, `deals`, `2-1234567`.
    pub object: String,
    /// From which, by its number: `2-1234567`.
    pub from: String,
    /// To which, by its number: `0-1`.
    pub to: String,
    /// What it is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

impl Associate {
    /// From one object type to another.
    #[must_use]
    pub fn new(object: impl Into<String>, from: impl Into<String>, to: impl Into<String>) -> Self {
        Self { object: object.into(), from: from.into(), to: to.into(), name: None }
    }

    setters!(name: Option<String>);
}

impl Action for Associate {
    type Connector = HubSpot;
    type Output = Association;
    const META: Meta = Meta::write("schema", "associate")
        .title("Allow an association")
        .scopes(TO_WRITE)
        .docs("https://developers.hubspot.com/docs/guides/api/crm/crm-custom-objects");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        let mut body = json!({ "fromObjectTypeId": self.from, "toObjectTypeId": self.to });
        if let Some(name) = &self.name {
            body["name"] = name.as_str().into();
        }
        Ok(Request::post(
            cx.connector().path(Api::SCHEMAS, [object_type("object", &self.object, cx)?, "associations"]),
        )
        .json(&body))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        response.json()
    }
}
