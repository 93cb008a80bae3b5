//! Ways of being associated, and their labels.

use connectors_core::{Action, Cx, Meta, Page, PagedAction, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::HubSpot;
use crate::associations::Label;
use crate::config::Api;
use crate::paging::whole;
use crate::pipelines::object_type;

const TO_READ: &[&str] = &["crm.objects.contacts.read", "crm.objects.custom.read"];
const TO_WRITE: &[&str] = &["crm.objects.contacts.write", "crm.objects.custom.write"];

/// `association_type.list`: the ways in which objects of two types may be associated.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct List {
    /// The object type on one side: `contacts`.
    pub from: String,
    /// The object type on the other side: `companies`.
    pub to: String,
}

impl List {
    /// From one object type to another.
    #[must_use]
    pub fn new(from: impl Into<String>, to: impl Into<String>) -> Self {
        Self { from: from.into(), to: to.into() }
    }
}

impl Action for List {
    type Connector = HubSpot;
    type Output = Page<Label>;
    const META: Meta = Meta::read("association_type", "list")
        .title("List ways of being associated")
        .scopes(TO_READ)
        .docs("https://developers.hubspot.com/docs/guides/api/crm/associations/associations-v4/guide");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        Ok(Request::get(cx.connector().path(
            Api::LABELS,
            [object_type("from", &self.from, cx)?, object_type("to", &self.to, cx)?, "labels"],
        )))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        whole(&response)
    }
}

impl PagedAction for List {
    type Item = Label;
}

/// `association_type.create`: makes a label for associations; it gives one number for each direction.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Create {
    /// The object type on one side: `contacts`.
    pub from: String,
    /// The object type on the other side: `companies`.
    pub to: String,
    /// Its name: small letters, digits, `_`.
    pub name: String,
    /// What people call it.
    pub label: String,
    /// What people call it in the other direction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inverse_label: Option<String>,
}

impl Create {
    /// A label with this name.
    #[must_use]
    pub fn new(
        from: impl Into<String>,
        to: impl Into<String>,
        name: impl Into<String>,
        label: impl Into<String>,
    ) -> Self {
        Self { from: from.into(), to: to.into(), name: name.into(), label: label.into(), inverse_label: None }
    }

    setters!(inverse_label: Option<String>);
}

impl Action for Create {
    type Connector = HubSpot;
    type Output = Vec<Label>;
    const META: Meta = Meta::write("association_type", "create")
        .title("Create a label of associations")
        .scopes(TO_WRITE)
        .docs("https://developers.hubspot.com/docs/guides/api/crm/associations/associations-v4/guide");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        let mut body = json!({ "name": self.name, "label": self.label });
        if let Some(label) = &self.inverse_label {
            body["inverseLabel"] = label.as_str().into();
        }
        Ok(Request::post(cx.connector().path(
            Api::LABELS,
            [object_type("from", &self.from, cx)?, object_type("to", &self.to, cx)?, "labels"],
        ))
        .json(&body))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        Ok(whole(&response)?.items)
    }
}

/// `association_type.update`: changes what people call a label.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Update {
    /// The object type on one side: `contacts`.
    pub from: String,
    /// The object type on the other side: `companies`.
    pub to: String,
    /// Its number.
    pub type_id: u32,
    /// What people call it.
    pub label: String,
    /// What people call it in the other direction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inverse_label: Option<String>,
}

impl Update {
    /// The label with this number.
    #[must_use]
    pub fn new(
        from: impl Into<String>,
        to: impl Into<String>,
        type_id: u32,
        label: impl Into<String>,
    ) -> Self {
        Self { from: from.into(), to: to.into(), type_id, label: label.into(), inverse_label: None }
    }

    setters!(inverse_label: Option<String>);
}

impl Action for Update {
    type Connector = HubSpot;
    type Output = ();
    const META: Meta = Meta::write("association_type", "update")
        .title("Update a label of associations")
        .scopes(TO_WRITE)
        .docs("https://developers.hubspot.com/docs/guides/api/crm/associations/associations-v4/guide");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        let mut body = json!({ "associationTypeId": self.type_id, "label": self.label });
        if let Some(label) = &self.inverse_label {
            body["inverseLabel"] = label.as_str().into();
        }
        Ok(Request::put(cx.connector().path(
            Api::LABELS,
            [object_type("from", &self.from, cx)?, object_type("to", &self.to, cx)?, "labels"],
        ))
        .json(&body))
    }

    #[inline]
    fn response(&self, _: Response) -> Result<Self::Output> {
        Ok(())
    }
}

/// `association_type.delete`: deletes a label.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Delete {
    /// The object type on one side: `contacts`.
    pub from: String,
    /// The object type on the other side: `companies`.
    pub to: String,
    /// Its number.
    pub type_id: u32,
}

impl Delete {
    /// The label with this number.
    #[must_use]
    pub fn new(from: impl Into<String>, to: impl Into<String>, type_id: u32) -> Self {
        Self { from: from.into(), to: to.into(), type_id }
    }
}

impl Action for Delete {
    type Connector = HubSpot;
    type Output = ();
    const META: Meta = Meta::destructive("association_type", "delete")
        .title("Delete a label of associations")
        .scopes(TO_WRITE)
        .docs("https://developers.hubspot.com/docs/guides/api/crm/associations/associations-v4/guide");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        let number = self.type_id.to_string();
        Ok(Request::delete(cx.connector().path(
            Api::LABELS,
            [object_type("from", &self.from, cx)?, object_type("to", &self.to, cx)?, "labels", &number],
        )))
    }

    #[inline]
    fn response(&self, _: Response) -> Result<Self::Output> {
        Ok(())
    }
}
