//! Pipelines: the stages that deals, tickets and others go through.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use connectors_core::{Action, Cx, Idempotency, Meta, Page, PagedAction, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::HubSpot;
use crate::config::Api;
use crate::objects::word;
use crate::paging::whole;

const TO_READ: &[&str] = &["crm.objects.deals.read", "tickets"];
const TO_WRITE: &[&str] = &["crm.objects.deals.write", "tickets"];

/// A pipeline: the stages that records of a type go through.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Pipeline {
    /// Its id, which records have.
    pub id: String,
    /// What people call it.
    pub label: String,
    /// Its place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_order: Option<i64>,
    /// Its stages.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub stages: Vec<Stage>,
    /// Whether it was deleted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub archived: Option<bool>,
    /// When it was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<DateTime<Utc>>,
    /// When it was changed last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<DateTime<Utc>>,
}

impl Pipeline {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<String>, label: impl Into<String>) -> Self {
        Self { id: id.into(), label: label.into(), ..Self::default() }
    }

    setters!(display_order: Option<i64>, stages: Vec<Stage>, archived: Option<bool>, created_at: Option<DateTime<Utc>>, updated_at: Option<DateTime<Utc>>);
}

/// A stage of a pipeline.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Stage {
    /// Its id, which records have.
    pub id: String,
    /// What people call it.
    pub label: String,
    /// Its place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_order: Option<i64>,
    /// What is known of it, as texts: `probability` from 0 to 1 and `isClosed` of deals, `ticketState` of tickets.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub metadata: BTreeMap<String, String>,
    /// Whether it was deleted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub archived: Option<bool>,
    /// When it was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<DateTime<Utc>>,
    /// When it was changed last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<DateTime<Utc>>,
}

impl Stage {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<String>, label: impl Into<String>) -> Self {
        Self { id: id.into(), label: label.into(), ..Self::default() }
    }

    setters!(display_order: Option<i64>, metadata: BTreeMap<String, String>, archived: Option<bool>, created_at: Option<DateTime<Utc>>, updated_at: Option<DateTime<Utc>>);
}

/// A stage to be made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct NewStage {
    /// What people call it.
    pub label: String,
    /// Its place.
    pub display_order: i64,
    /// What is known of it, as texts: deals want `probability`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub metadata: BTreeMap<String, String>,
}

impl NewStage {
    /// A stage with this name at this place.
    #[must_use]
    pub fn new(label: impl Into<String>, display_order: i64) -> Self {
        Self { label: label.into(), display_order, metadata: BTreeMap::new() }
    }

    setters!(metadata: BTreeMap<String, String>);
}

impl NewStage {
    pub(crate) fn wire(&self) -> Value {
        json!({ "label": self.label, "displayOrder": self.display_order, "metadata": self.metadata })
    }
}

/// `pipeline.list`: the pipelines of an object type, with their stages.
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
    type Output = Page<Pipeline>;
    const META: Meta = Meta::read("pipeline", "list")
        .title("List pipelines")
        .scopes(TO_READ)
        .docs("https://developers.hubspot.com/docs/guides/api/crm/pipelines");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        Ok(Request::get(cx.connector().path(Api::PIPELINES, [object_type("object", &self.object, cx)?])))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        whole(&response)
    }
}

impl PagedAction for List {
    type Item = Pipeline;
}

/// `pipeline.get`: one pipeline.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Get {
    /// The object type: `contacts`, `deals`, `2-1234567`.
    pub object: String,
    /// The id of the pipeline.
    pub id: String,
}

impl Get {
    /// The pipeline of an object type with this id.
    #[must_use]
    pub fn new(object: impl Into<String>, id: impl Into<String>) -> Self {
        Self { object: object.into(), id: id.into() }
    }
}

impl Action for Get {
    type Connector = HubSpot;
    type Output = Pipeline;
    const META: Meta = Meta::read("pipeline", "get")
        .title("Get a pipeline")
        .scopes(TO_READ)
        .docs("https://developers.hubspot.com/docs/guides/api/crm/pipelines");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        Ok(Request::get(
            cx.connector()
                .path(Api::PIPELINES, [object_type("object", &self.object, cx)?, word("id", &self.id)?]),
        ))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        response.json()
    }
}

/// `pipeline.create`: makes a pipeline.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Create {
    /// The object type: `contacts`, `deals`, `2-1234567`.
    pub object: String,
    /// What people call it.
    pub label: String,
    /// Its place.
    pub display_order: i64,
    /// Its stages.
    pub stages: Vec<NewStage>,
}

impl Create {
    /// A pipeline with these stages.
    #[must_use]
    pub fn new(
        object: impl Into<String>,
        label: impl Into<String>,
        display_order: i64,
        stages: impl IntoIterator<Item = NewStage>,
    ) -> Self {
        Self {
            object: object.into(),
            label: label.into(),
            display_order,
            stages: stages.into_iter().collect(),
        }
    }
}

impl Action for Create {
    type Connector = HubSpot;
    type Output = Pipeline;
    const META: Meta = Meta::write("pipeline", "create")
        .title("Create a pipeline")
        .scopes(TO_WRITE)
        .docs("https://developers.hubspot.com/docs/guides/api/crm/pipelines");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        let stages: Vec<_> = self.stages.iter().map(NewStage::wire).collect();
        let body = json!({ "label": self.label, "displayOrder": self.display_order, "stages": stages });
        Ok(Request::post(cx.connector().path(Api::PIPELINES, [object_type("object", &self.object, cx)?]))
            .json(&body))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        response.json()
    }
}

/// `pipeline.update`: changes a pipeline, but not its stages.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Update {
    /// The object type: `contacts`, `deals`, `2-1234567`.
    pub object: String,
    /// The id of the pipeline.
    pub id: String,
    /// What people call it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display_order: Option<i64>,
    /// `false` restores one that was deleted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub archived: Option<bool>,
}

impl Update {
    /// The pipeline of an object type with this id.
    #[must_use]
    pub fn new(object: impl Into<String>, id: impl Into<String>) -> Self {
        Self { object: object.into(), id: id.into(), label: None, display_order: None, archived: None }
    }

    setters!(label: Option<String>, display_order: Option<i64>, archived: Option<bool>);
}

impl Action for Update {
    type Connector = HubSpot;
    type Output = Pipeline;
    const META: Meta = Meta::write("pipeline", "update")
        .title("Update a pipeline")
        .scopes(TO_WRITE)
        .docs("https://developers.hubspot.com/docs/guides/api/crm/pipelines");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        let mut body = Map::new();
        body.extend(self.label.as_ref().map(|label| ("label".to_owned(), label.as_str().into())));
        body.extend(self.display_order.map(|order| ("displayOrder".to_owned(), order.into())));
        body.extend(self.archived.map(|archived| ("archived".to_owned(), archived.into())));
        let request = Request::patch(
            cx.connector()
                .path(Api::PIPELINES, [object_type("object", &self.object, cx)?, word("id", &self.id)?]),
        )
        .json(&body);
        Ok(request.idempotency(Idempotency::Idempotent))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        response.json()
    }
}

/// `pipeline.delete`: deletes a pipeline, if no record is in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Delete {
    /// The object type: `contacts`, `deals`, `2-1234567`.
    pub object: String,
    /// The id of the pipeline.
    pub id: String,
}

impl Delete {
    /// The pipeline of an object type with this id.
    #[must_use]
    pub fn new(object: impl Into<String>, id: impl Into<String>) -> Self {
        Self { object: object.into(), id: id.into() }
    }
}

impl Action for Delete {
    type Connector = HubSpot;
    type Output = ();
    const META: Meta = Meta::destructive("pipeline", "delete")
        .title("Delete a pipeline")
        .scopes(TO_WRITE)
        .docs("https://developers.hubspot.com/docs/guides/api/crm/pipelines");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        let request = Request::delete(
            cx.connector()
                .path(Api::PIPELINES, [object_type("object", &self.object, cx)?, word("id", &self.id)?]),
        );
        Ok(request.query("validateReferencesBeforeDelete", true))
    }

    #[inline]
    fn response(&self, _: Response) -> Result<Self::Output> {
        Ok(())
    }
}

pub(crate) fn object_type<'a>(field: &str, name: &'a str, cx: &Cx<'a, HubSpot>) -> Result<&'a str> {
    word(field, cx.connector().object_name(name))
}
