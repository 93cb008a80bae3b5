//! Properties: what records have, as it is defined. Groups of them are [`property_groups`](crate::property_groups), rules for
//! their values [`property_validations`](crate::property_validations).

mod model;

mod limits;

use connectors_core::{Action, Cx, Idempotency, Meta, Page, PagedAction, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

pub use self::limits::{Limits, Usage, UsageOfType};
pub use self::model::{Choice, DataType, FieldType, Modifiable, Property};
use crate::HubSpot;
use crate::config::Api;
use crate::objects::word;
use crate::paging::whole;
use crate::pipelines::object_type;

/// Those of other object types are called alike.
const OF_SCHEMAS: &[&str] = &["crm.schemas.contacts.write"];
/// Those of other object types are called alike.
const TO_READ: &[&str] = &["crm.objects.contacts.read", "crm.schemas.contacts.read"];

/// `property.list`: the properties of an object type, as they are defined.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct List {
    /// The object type: `contacts`, `deals`, `2-1234567`.
    pub object: String,
    /// Whether the deleted ones are listed instead.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub archived: bool,
}

impl List {
    /// Of this object type.
    #[must_use]
    pub fn new(object: impl Into<String>) -> Self {
        Self { object: object.into(), archived: false }
    }

    setters!(archived: bool);
}

impl Action for List {
    type Connector = HubSpot;
    type Output = Page<Property>;
    const META: Meta = Meta::read("property", "list")
        .title("List properties")
        .scopes(TO_READ)
        .docs("https://developers.hubspot.com/docs/guides/api/crm/properties");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        Ok(Request::get(cx.connector().path(Api::PROPERTIES, [object_type("object", &self.object, cx)?]))
            .query_opt("archived", self.archived.then_some(true)))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        whole(&response)
    }
}

impl PagedAction for List {
    type Item = Property;
}

/// `property.get`: one property, as it is defined.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Get {
    /// The object type: `contacts`, `deals`, `2-1234567`.
    pub object: String,
    /// The name of the property.
    pub name: String,
}

impl Get {
    /// The property of an object type with this name.
    #[must_use]
    pub fn new(object: impl Into<String>, name: impl Into<String>) -> Self {
        Self { object: object.into(), name: name.into() }
    }
}

impl Action for Get {
    type Connector = HubSpot;
    type Output = Property;
    const META: Meta = Meta::read("property", "get")
        .title("Get a property")
        .scopes(TO_READ)
        .docs("https://developers.hubspot.com/docs/guides/api/crm/properties");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        Ok(Request::get(
            cx.connector()
                .path(Api::PROPERTIES, [object_type("object", &self.object, cx)?, word("name", &self.name)?]),
        ))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        response.json()
    }
}

/// A property to be made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct NewProperty {
    /// Its name: small letters, digits, `_`.
    pub name: String,
    /// What people call it.
    pub label: String,
    /// What it holds.
    #[serde(rename = "type")]
    pub data_type: DataType,
    /// How people fill it in.
    pub field_type: FieldType,
    /// The group that it is shown in.
    pub group_name: String,
    /// What it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The values of an enumeration.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<Choice>,
    /// Its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display_order: Option<i64>,
    /// Whether two records cannot have the same value. It cannot be changed later.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub has_unique_value: bool,
    /// Whether people do not see it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub hidden: bool,
    /// Whether forms may have it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub form_field: bool,
}

impl NewProperty {
    /// A property of this name and kind.
    #[must_use]
    pub fn new(
        name: impl Into<String>,
        label: impl Into<String>,
        data_type: DataType,
        field_type: FieldType,
        group_name: impl Into<String>,
    ) -> Self {
        Self {
            name: name.into(),
            label: label.into(),
            data_type,
            field_type,
            group_name: group_name.into(),
            description: None,
            options: Vec::new(),
            display_order: None,
            has_unique_value: false,
            hidden: false,
            form_field: false,
        }
    }

    setters!(description: Option<String>, options: Vec<Choice>, display_order: Option<i64>, has_unique_value: bool, hidden: bool, form_field: bool);
}

/// `property.create`: makes a property.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Create {
    /// The object type: `contacts`, `deals`, `2-1234567`.
    pub object: String,
    /// The property.
    pub property: NewProperty,
}

impl Create {
    /// Makes this property of an object type.
    #[must_use]
    pub fn new(object: impl Into<String>, property: NewProperty) -> Self {
        Self { object: object.into(), property }
    }
}

impl Action for Create {
    type Connector = HubSpot;
    type Output = Property;
    const META: Meta = Meta::write("property", "create")
        .title("Create a property")
        .scopes(OF_SCHEMAS)
        .docs("https://developers.hubspot.com/docs/guides/api/crm/properties");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        word("property.name", &self.property.name)?;
        Ok(Request::post(cx.connector().path(Api::PROPERTIES, [object_type("object", &self.object, cx)?]))
            .json(&self.property))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        response.json()
    }
}

/// `property.update`: changes a property.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Update {
    /// The object type: `contacts`, `deals`, `2-1234567`.
    pub object: String,
    /// The name of the property.
    pub name: String,
    /// What people call it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// What it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The group that it is shown in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group_name: Option<String>,
    /// All values of an enumeration: one that is left out is deleted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub options: Option<Vec<Choice>>,
    /// Its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display_order: Option<i64>,
    /// Whether people do not see it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hidden: Option<bool>,
    /// Whether forms may have it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form_field: Option<bool>,
}

impl Update {
    /// The property of an object type with this name.
    #[must_use]
    pub fn new(object: impl Into<String>, name: impl Into<String>) -> Self {
        Self {
            object: object.into(),
            name: name.into(),
            label: None,
            description: None,
            group_name: None,
            options: None,
            display_order: None,
            hidden: None,
            form_field: None,
        }
    }

    setters!(label: Option<String>, description: Option<String>, group_name: Option<String>, options: Option<Vec<Choice>>, display_order: Option<i64>, hidden: Option<bool>, form_field: Option<bool>);
}

impl Action for Update {
    type Connector = HubSpot;
    type Output = Property;
    const META: Meta = Meta::write("property", "update")
        .title("Update a property")
        .scopes(OF_SCHEMAS)
        .docs("https://developers.hubspot.com/docs/guides/api/crm/properties");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        let members = [
            ("label", self.label.as_ref().map(|text| json!(text))),
            ("description", self.description.as_ref().map(|text| json!(text))),
            ("groupName", self.group_name.as_ref().map(|text| json!(text))),
            ("options", self.options.as_ref().map(|options| json!(options))),
            ("displayOrder", self.display_order.map(|order| json!(order))),
            ("hidden", self.hidden.map(|hidden| json!(hidden))),
            ("formField", self.form_field.map(|form_field| json!(form_field))),
        ];
        let members = members.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
        let body: Map<String, Value> = members.collect();
        let request = Request::patch(
            cx.connector()
                .path(Api::PROPERTIES, [object_type("object", &self.object, cx)?, word("name", &self.name)?]),
        );
        Ok(request.json(&body).idempotency(Idempotency::Idempotent))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        response.json()
    }
}

/// `property.delete`: deletes a property, with its values.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Delete {
    /// The object type: `contacts`, `deals`, `2-1234567`.
    pub object: String,
    /// The name of the property.
    pub name: String,
}

impl Delete {
    /// The property of an object type with this name.
    #[must_use]
    pub fn new(object: impl Into<String>, name: impl Into<String>) -> Self {
        Self { object: object.into(), name: name.into() }
    }
}

impl Action for Delete {
    type Connector = HubSpot;
    type Output = ();
    const META: Meta = Meta::destructive("property", "delete")
        .title("Delete a property")
        .scopes(OF_SCHEMAS)
        .docs("https://developers.hubspot.com/docs/guides/api/crm/properties");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        Ok(Request::delete(
            cx.connector()
                .path(Api::PROPERTIES, [object_type("object", &self.object, cx)?, word("name", &self.name)?]),
        ))
    }

    #[inline]
    fn response(&self, _: Response) -> Result<Self::Output> {
        Ok(())
    }
}
