//! Stages of pipelines.

use std::collections::BTreeMap;

use connectors_core::{Action, Cx, Idempotency, Meta, Page, PagedAction, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};
use serde_json::{Map, json};

use crate::HubSpot;
use crate::config::Api;
use crate::objects::word;
use crate::paging::whole;
use crate::pipelines::{NewStage, Stage, object_type};

const TO_READ: &[&str] = &["crm.objects.deals.read", "tickets"];
const TO_WRITE: &[&str] = &["crm.objects.deals.write", "tickets"];

/// `pipeline_stage.list`: the stages of a pipeline.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct List {
    /// The object type: `contacts`, `deals`, `2-1234567`.
    pub object: String,
    /// The id of the pipeline.
    pub pipeline: String,
}

impl List {
    /// Of this pipeline of an object type.
    #[must_use]
    pub fn new(object: impl Into<String>, pipeline: impl Into<String>) -> Self {
        Self { object: object.into(), pipeline: pipeline.into() }
    }
}

impl Action for List {
    type Connector = HubSpot;
    type Output = Page<Stage>;
    const META: Meta = Meta::read("pipeline_stage", "list")
        .title("List the stages of a pipeline")
        .scopes(TO_READ)
        .docs("https://developers.hubspot.com/docs/guides/api/crm/pipelines");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        Ok(Request::get(cx.connector().path(
            Api::PIPELINES,
            [object_type("object", &self.object, cx)?, word("pipeline", &self.pipeline)?, "stages"],
        )))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        whole(&response)
    }
}

impl PagedAction for List {
    type Item = Stage;
}

/// `pipeline_stage.get`: one stage.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Get {
    /// The object type: `contacts`, `deals`, `2-1234567`.
    pub object: String,
    /// The id of the pipeline.
    pub pipeline: String,
    /// The id of the stage.
    pub id: String,
}

impl Get {
    /// The stage of this pipeline with this id.
    #[must_use]
    pub fn new(object: impl Into<String>, pipeline: impl Into<String>, id: impl Into<String>) -> Self {
        Self { object: object.into(), pipeline: pipeline.into(), id: id.into() }
    }
}

impl Action for Get {
    type Connector = HubSpot;
    type Output = Stage;
    const META: Meta = Meta::read("pipeline_stage", "get")
        .title("Get a stage")
        .scopes(TO_READ)
        .docs("https://developers.hubspot.com/docs/guides/api/crm/pipelines");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        Ok(Request::get(cx.connector().path(
            Api::PIPELINES,
            [
                object_type("object", &self.object, cx)?,
                word("pipeline", &self.pipeline)?,
                "stages",
                word("id", &self.id)?,
            ],
        )))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        response.json()
    }
}

/// `pipeline_stage.create`: makes a stage.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Create {
    /// The object type: `contacts`, `deals`, `2-1234567`.
    pub object: String,
    /// The id of the pipeline.
    pub pipeline: String,
    /// The stage.
    pub stage: NewStage,
}

impl Create {
    /// Makes this stage.
    #[must_use]
    pub fn new(object: impl Into<String>, pipeline: impl Into<String>, stage: NewStage) -> Self {
        Self { object: object.into(), pipeline: pipeline.into(), stage }
    }
}

impl Action for Create {
    type Connector = HubSpot;
    type Output = Stage;
    const META: Meta = Meta::write("pipeline_stage", "create")
        .title("Create a stage")
        .scopes(TO_WRITE)
        .docs("https://developers.hubspot.com/docs/guides/api/crm/pipelines");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        Ok(Request::post(cx.connector().path(
            Api::PIPELINES,
            [object_type("object", &self.object, cx)?, word("pipeline", &self.pipeline)?, "stages"],
        ))
        .json(&self.stage.wire()))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        response.json()
    }
}

/// `pipeline_stage.update`: changes a stage.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Update {
    /// The object type: `contacts`, `deals`, `2-1234567`.
    pub object: String,
    /// The id of the pipeline.
    pub pipeline: String,
    /// The id of the stage.
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
    /// What is known of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metadata: Option<BTreeMap<String, String>>,
}

impl Update {
    /// The stage of this pipeline with this id.
    #[must_use]
    pub fn new(object: impl Into<String>, pipeline: impl Into<String>, id: impl Into<String>) -> Self {
        Self {
            object: object.into(),
            pipeline: pipeline.into(),
            id: id.into(),
            label: None,
            display_order: None,
            archived: None,
            metadata: None,
        }
    }

    setters!(label: Option<String>, display_order: Option<i64>, archived: Option<bool>, metadata: Option<BTreeMap<String, String>>);
}

impl Action for Update {
    type Connector = HubSpot;
    type Output = Stage;
    const META: Meta = Meta::write("pipeline_stage", "update")
        .title("Update a stage")
        .scopes(TO_WRITE)
        .docs("https://developers.hubspot.com/docs/guides/api/crm/pipelines");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        let mut body = Map::new();
        body.extend(self.label.as_ref().map(|label| ("label".to_owned(), label.as_str().into())));
        body.extend(self.display_order.map(|order| ("displayOrder".to_owned(), order.into())));
        body.extend(self.archived.map(|archived| ("archived".to_owned(), archived.into())));
        body.extend(self.metadata.as_ref().map(|metadata| ("metadata".to_owned(), json!(metadata))));
        let request = Request::patch(cx.connector().path(
            Api::PIPELINES,
            [
                object_type("object", &self.object, cx)?,
                word("pipeline", &self.pipeline)?,
                "stages",
                word("id", &self.id)?,
            ],
        ))
        .json(&body);
        Ok(request.idempotency(Idempotency::Idempotent))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        response.json()
    }
}

/// `pipeline_stage.delete`: deletes a stage.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Delete {
    /// The object type: `contacts`, `deals`, `2-1234567`.
    pub object: String,
    /// The id of the pipeline.
    pub pipeline: String,
    /// The id of the stage.
    pub id: String,
}

impl Delete {
    /// The stage of this pipeline with this id.
    #[must_use]
    pub fn new(object: impl Into<String>, pipeline: impl Into<String>, id: impl Into<String>) -> Self {
        Self { object: object.into(), pipeline: pipeline.into(), id: id.into() }
    }
}

impl Action for Delete {
    type Connector = HubSpot;
    type Output = ();
    const META: Meta = Meta::destructive("pipeline_stage", "delete")
        .title("Delete a stage")
        .scopes(TO_WRITE)
        .docs("https://developers.hubspot.com/docs/guides/api/crm/pipelines");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        Ok(Request::delete(cx.connector().path(
            Api::PIPELINES,
            [
                object_type("object", &self.object, cx)?,
                word("pipeline", &self.pipeline)?,
                "stages",
                word("id", &self.id)?,
            ],
        )))
    }

    #[inline]
    fn response(&self, _: Response) -> Result<Self::Output> {
        Ok(())
    }
}
