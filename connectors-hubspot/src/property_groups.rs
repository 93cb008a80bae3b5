//! Groups that properties are shown in.

use connectors_core::{Action, Cx, Idempotency, Meta, Page, PagedAction, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};
use serde_json::{Map, json};

use crate::HubSpot;
use crate::config::Api;
use crate::objects::word;
use crate::paging::whole;
use crate::pipelines::object_type;

const TO_READ: &[&str] = &["crm.schemas.contacts.read"];
const TO_WRITE: &[&str] = &["crm.schemas.contacts.write"];

/// A group of properties.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct PropertyGroup {
    /// Its name.
    pub name: String,
    /// What people call it.
    pub label: String,
    /// Its place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_order: Option<i64>,
    /// Whether it was deleted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub archived: Option<bool>,
}

impl PropertyGroup {
    /// As tests need it.
    #[must_use]
    pub fn new(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self { name: name.into(), label: label.into(), ..Self::default() }
    }

    setters!(display_order: Option<i64>, archived: Option<bool>);
}

/// `property_group.list`: the groups of properties of an object type.
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
    type Output = Page<PropertyGroup>;
    const META: Meta = Meta::read("property_group", "list")
        .title("List groups of properties")
        .scopes(TO_READ)
        .docs("https://developers.hubspot.com/docs/guides/api/crm/properties");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        Ok(Request::get(
            cx.connector().path(Api::PROPERTIES, [object_type("object", &self.object, cx)?, "groups"]),
        ))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        whole(&response)
    }
}

impl PagedAction for List {
    type Item = PropertyGroup;
}

/// `property_group.get`: one group.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Get {
    /// The object type: `contacts`, `deals`, `2-1234567`.
    pub object: String,
    /// The name of the group.
    pub name: String,
}

impl Get {
    /// The group of an object type with this name.
    #[must_use]
    pub fn new(object: impl Into<String>, name: impl Into<String>) -> Self {
        Self { object: object.into(), name: name.into() }
    }
}

impl Action for Get {
    type Connector = HubSpot;
    type Output = PropertyGroup;
    const META: Meta = Meta::read("property_group", "get")
        .title("Get a group of properties")
        .scopes(TO_READ)
        .docs("https://developers.hubspot.com/docs/guides/api/crm/properties");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        Ok(Request::get(cx.connector().path(
            Api::PROPERTIES,
            [object_type("object", &self.object, cx)?, "groups", word("name", &self.name)?],
        )))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        response.json()
    }
}

/// `property_group.create`: makes a group.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Create {
    /// The object type: `contacts`, `deals`, `2-1234567`.
    pub object: String,
    /// The name of the group.
    pub name: String,
    /// What people call it.
    pub label: String,
    /// Its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display_order: Option<i64>,
}

impl Create {
    /// Makes a group of an object type.
    #[must_use]
    pub fn new(object: impl Into<String>, name: impl Into<String>, label: impl Into<String>) -> Self {
        Self { object: object.into(), name: name.into(), label: label.into(), display_order: None }
    }

    setters!(display_order: Option<i64>);
}

impl Action for Create {
    type Connector = HubSpot;
    type Output = PropertyGroup;
    const META: Meta = Meta::write("property_group", "create")
        .title("Create a group of properties")
        .scopes(TO_WRITE)
        .docs("https://developers.hubspot.com/docs/guides/api/crm/properties");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        let mut body = json!({ "name": word("name", &self.name)?, "label": self.label });
        if let Some(order) = self.display_order {
            body["displayOrder"] = order.into();
        }
        Ok(Request::post(
            cx.connector().path(Api::PROPERTIES, [object_type("object", &self.object, cx)?, "groups"]),
        )
        .json(&body))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        response.json()
    }
}

/// `property_group.update`: changes a group.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Update {
    /// The object type: `contacts`, `deals`, `2-1234567`.
    pub object: String,
    /// The name of the group.
    pub name: String,
    /// What people call it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display_order: Option<i64>,
}

impl Update {
    /// The group of an object type with this name.
    #[must_use]
    pub fn new(object: impl Into<String>, name: impl Into<String>) -> Self {
        Self { object: object.into(), name: name.into(), label: None, display_order: None }
    }

    setters!(label: Option<String>, display_order: Option<i64>);
}

impl Action for Update {
    type Connector = HubSpot;
    type Output = PropertyGroup;
    const META: Meta = Meta::write("property_group", "update")
        .title("Update a group of properties")
        .scopes(TO_WRITE)
        .docs("https://developers.hubspot.com/docs/guides/api/crm/properties");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        let mut body = Map::new();
        body.extend(self.label.as_ref().map(|label| ("label".to_owned(), label.as_str().into())));
        body.extend(self.display_order.map(|order| ("displayOrder".to_owned(), order.into())));
        let request = Request::patch(cx.connector().path(
            Api::PROPERTIES,
            [object_type("object", &self.object, cx)?, "groups", word("name", &self.name)?],
        ))
        .json(&body);
        Ok(request.idempotency(Idempotency::Idempotent))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        response.json()
    }
}

/// `property_group.delete`: deletes a group.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Delete {
    /// The object type: `contacts`, `deals`, `2-1234567`.
    pub object: String,
    /// The name of the group.
    pub name: String,
}

impl Delete {
    /// The group of an object type with this name.
    #[must_use]
    pub fn new(object: impl Into<String>, name: impl Into<String>) -> Self {
        Self { object: object.into(), name: name.into() }
    }
}

impl Action for Delete {
    type Connector = HubSpot;
    type Output = ();
    const META: Meta = Meta::destructive("property_group", "delete")
        .title("Delete a group of properties")
        .scopes(TO_WRITE)
        .docs("https://developers.hubspot.com/docs/guides/api/crm/properties");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        Ok(Request::delete(cx.connector().path(
            Api::PROPERTIES,
            [object_type("object", &self.object, cx)?, "groups", word("name", &self.name)?],
        )))
    }

    #[inline]
    fn response(&self, _: Response) -> Result<Self::Output> {
        Ok(())
    }
}
