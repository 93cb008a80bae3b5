//! `/crm/v3/pipelines/{type}`: pipelines and their stages.

use chrono::{DateTime, Utc};
use http::{Method, StatusCode};
use serde_json::{Map, Value, json};

use super::errors::{Answer, Problem};
use super::store::iso;
use super::{Cx, PORTAL};
use crate::http::Reply;

/// A stage, or what a pipeline is besides its stages.
#[derive(Clone, Debug)]
pub(super) struct Stage {
    pub(super) id: String,
    pub(super) label: String,
    pub(super) order: i64,
    /// All values are texts.
    pub(super) metadata: Map<String, Value>,
    pub(super) made: DateTime<Utc>,
    pub(super) changed: DateTime<Utc>,
}

#[derive(Clone, Debug)]
pub(super) struct Pipeline {
    pub(super) id: String,
    pub(super) label: String,
    pub(super) order: i64,
    pub(super) stages: Vec<Stage>,
    pub(super) made: DateTime<Utc>,
    pub(super) changed: DateTime<Utc>,
}

/// Object type, id, label, the key of the stages' metadata, and the stages with its values.
type Seed = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str, &'static str)],
);

const SEEDS: &[Seed] = &[
    (
        "deals",
        "default",
        "Sales Pipeline",
        "probability",
        &[
            ("appointmentscheduled", "Appointment Scheduled", "0.2"),
            ("qualifiedtobuy", "Qualified To Buy", "0.4"),
            ("presentationscheduled", "Presentation Scheduled", "0.6"),
            ("decisionmakerboughtin", "Decision Maker Bought-In", "0.8"),
            ("contractsent", "Contract Sent", "0.9"),
            ("closedwon", "Closed Won", "1.0"),
            ("closedlost", "Closed Lost", "0.0"),
        ],
    ),
    (
        "tickets",
        "0",
        "Support Pipeline",
        "ticketState",
        &[
            ("1", "New", "OPEN"),
            ("2", "Waiting on contact", "OPEN"),
            ("3", "Waiting on us", "OPEN"),
            ("4", "Closed", "CLOSED"),
        ],
    ),
    (
        "leads",
        "lead-pipeline-id",
        "Lead pipeline",
        "leadState",
        &[
            ("new-stage-id", "New", "NEW"),
            ("attempting-stage-id", "Attempting", "IN_PROGRESS"),
            ("connected-stage-id", "Connected", "IN_PROGRESS"),
            ("qualified-stage-id", "Qualified", "QUALIFIED"),
            ("unqualified-stage-id", "Unqualified", "UNQUALIFIED"),
        ],
    ),
];

/// The pipelines that an object type has from the start.
pub(super) fn seeded(name: &str, now: DateTime<Utc>) -> Vec<Pipeline> {
    let seeds = SEEDS.iter().filter(|(kind, ..)| *kind == name);
    let pipelines = seeds.map(|(_, id, label, key, stages)| {
        let stages = stages.iter().zip(0..).map(|((id, label, word), order)| {
            let mut metadata = Map::from_iter([((*key).to_owned(), json!(word))]);
            if *key == "probability" {
                metadata.insert("isClosed".to_owned(), json!(id.starts_with("closed").to_string()));
            }
            Stage {
                id: (*id).to_owned(),
                label: (*label).to_owned(),
                order,
                metadata,
                made: now,
                changed: now,
            }
        });
        let (id, label, stages) = ((*id).to_owned(), (*label).to_owned(), stages.collect());
        Pipeline { id, label, order: 0, stages, made: now, changed: now }
    });
    pipelines.collect()
}

impl Stage {
    fn json(&self) -> Value {
        json!({
            "id": self.id, "label": self.label, "displayOrder": self.order, "metadata": self.metadata,
            "createdAt": iso(self.made), "updatedAt": iso(self.changed), "archived": false,
            "writePermissions": "CRM_PERMISSIONS_ENFORCEMENT",
        })
    }

    fn of(cx: &mut Cx<'_>, input: &Value) -> Result<Self, Problem> {
        let (label, order) = named(input)?;
        let metadata = input["metadata"].as_object().cloned().unwrap_or_default();
        if let Some((name, _)) = metadata.iter().find(|(_, value)| !value.is_string()) {
            return Err(Problem::field(&format!("metadata.{name}"), "is not a text"));
        }
        let id = cx.state.next_id().to_string();
        Ok(Self { id, label, order, metadata, made: cx.now, changed: cx.now })
    }
}

impl Pipeline {
    fn json(&self) -> Value {
        json!({
            "id": self.id, "label": self.label, "displayOrder": self.order,
            "stages": self.stages.iter().map(Stage::json).collect::<Vec<_>>(),
            "createdAt": iso(self.made), "updatedAt": iso(self.changed), "archived": false,
        })
    }
}

fn named(input: &Value) -> Result<(String, i64), Problem> {
    let label = input["label"].as_str().filter(|label| !label.is_empty());
    let label = label.ok_or_else(|| Problem::field("label", "is missing"))?;
    let order = input["displayOrder"].as_i64().ok_or_else(|| Problem::field("displayOrder", "is missing"))?;
    Ok((label.to_owned(), order))
}

/// What was done to a pipeline or a stage, for whoever asks later.
fn keep(cx: &mut Cx<'_>, id: &str, action: &str, shown: &Value) {
    let user = super::USER;
    cx.state.audits.push(json!({
        "portalId": PORTAL, "identifier": id, "action": action, "timestamp": iso(cx.now), "fromUserId": user,
        "message": format!("{} {action}", shown["label"]), "rawObject": shown,
    }));
}

/// The newest first.
fn audits(cx: &Cx<'_>, id: &str) -> Reply {
    let audits: Vec<&Value> =
        cx.state.audits.iter().rev().filter(|audit| audit["identifier"] == id).collect();
    Reply::json(StatusCode::OK, &json!({ "results": audits }))
}

pub(super) fn route(cx: &mut Cx<'_>, method: &Method, rest: &[&str]) -> Answer {
    let [name, rest @ ..] = rest else { return Err(Problem::path()) };
    let kind = cx.kind(name)?;
    let reply = |value: &Value| Ok(Reply::json(StatusCode::OK, value));
    if let [id, more @ ..] = rest {
        let at = cx.state.kind(kind).pipelines.iter().position(|pipeline| pipeline.id == *id);
        let at = at.ok_or_else(|| Problem::not_found(format!("no pipeline {id}")))?;
        return one(cx, method, kind, at, more);
    }
    match *method {
        Method::GET => {
            let pipelines: Vec<Value> = cx.state.kind(kind).pipelines.iter().map(Pipeline::json).collect();
            reply(&json!({ "results": pipelines }))
        }
        Method::POST => {
            let body = cx.body()?;
            let made = written(cx, &body, None)?;
            let shown = made.json();
            keep(cx, &made.id, "CREATE", &shown);
            cx.state.kind_mut(kind).pipelines.push(made);
            Ok(Reply::json(StatusCode::CREATED, &shown))
        }
        _ => Err(Problem::method()),
    }
}

/// A pipeline as the request has it. Stages that are replaced are other stages, with other ids.
fn written(cx: &mut Cx<'_>, body: &Value, id: Option<String>) -> Result<Pipeline, Problem> {
    let (label, order) = named(body)?;
    let stages = body["stages"].as_array().ok_or_else(|| Problem::field("stages", "is missing"))?;
    let stages = stages.iter().map(|stage| Stage::of(cx, stage)).collect::<Result<_, _>>()?;
    let id = id.unwrap_or_else(|| cx.state.next_id().to_string());
    Ok(Pipeline { id, label, order, stages, made: cx.now, changed: cx.now })
}

fn one(cx: &mut Cx<'_>, method: &Method, kind: usize, at: usize, rest: &[&str]) -> Answer {
    let now = cx.now;
    match (method, rest) {
        (&Method::GET, []) => Ok(Reply::json(StatusCode::OK, &cx.state.kind(kind).pipelines[at].json())),
        (&Method::GET, ["stages"]) => {
            let stages: Vec<Value> =
                cx.state.kind(kind).pipelines[at].stages.iter().map(Stage::json).collect();
            Ok(Reply::json(StatusCode::OK, &json!({ "results": stages })))
        }
        (&Method::PUT, []) => {
            let body = cx.body()?;
            let id = cx.state.kind(kind).pipelines[at].id.clone();
            let new = written(cx, &body, Some(id))?;
            let shown = new.json();
            keep(cx, &new.id, "UPDATE", &shown);
            cx.state.kind_mut(kind).pipelines[at] = new;
            Ok(Reply::json(StatusCode::OK, &shown))
        }
        (&Method::PATCH, []) => {
            let body = cx.body()?;
            let pipeline = &mut cx.state.kind_mut(kind).pipelines[at];
            change(&body, &mut pipeline.label, &mut pipeline.order);
            pipeline.changed = now;
            let (id, shown) = (pipeline.id.clone(), pipeline.json());
            keep(cx, &id, "UPDATE", &shown);
            Ok(Reply::json(StatusCode::OK, &shown))
        }
        (&Method::DELETE, []) => {
            let pipeline = &cx.state.kind(kind).pipelines[at];
            let wanted = ["validateReferencesBeforeDelete", "validateDealStageUsagesBeforeDelete"];
            if wanted.iter().any(|name| cx.flag(name)) && is_used(cx, kind, &pipeline.id, None) {
                return Err(Problem::invalid(format!("pipeline {} has records in it", pipeline.id)));
            }
            cx.state.kind_mut(kind).pipelines.remove(at);
            Ok(Reply::empty(StatusCode::NO_CONTENT))
        }
        (&Method::POST, ["stages"]) => {
            let body = cx.body()?;
            let stage = Stage::of(cx, &body)?;
            let shown = stage.json();
            keep(cx, &stage.id, "CREATE", &shown);
            cx.state.kind_mut(kind).pipelines[at].stages.push(stage);
            Ok(Reply::json(StatusCode::CREATED, &shown))
        }
        (&Method::GET, ["audit"]) => Ok(audits(cx, &cx.state.kind(kind).pipelines[at].id)),
        (&Method::GET, ["stages", id, "audit"]) => {
            place(cx, kind, at, id)?;
            Ok(audits(cx, id))
        }
        (_, [] | ["stages"] | ["audit"] | ["stages", _, "audit"]) => Err(Problem::method()),
        (_, ["stages", id]) => stage(cx, method, kind, at, id),
        _ => Err(Problem::path()),
    }
}

/// Where a stage stands in its pipeline.
fn place(cx: &Cx<'_>, kind: usize, at: usize, id: &str) -> Result<usize, Problem> {
    let place = cx.state.kind(kind).pipelines[at].stages.iter().position(|stage| stage.id == id);
    place.ok_or_else(|| Problem::not_found(format!("no stage {id}")))
}

fn stage(cx: &mut Cx<'_>, method: &Method, kind: usize, at: usize, id: &str) -> Answer {
    let now = cx.now;
    let place = place(cx, kind, at, id)?;
    match *method {
        Method::GET => {}
        Method::PUT | Method::PATCH => {
            let body = cx.body()?;
            if *method == Method::PUT {
                named(&body)?;
            }
            let stage = &mut cx.state.kind_mut(kind).pipelines[at].stages[place];
            change(&body, &mut stage.label, &mut stage.order);
            if let Some(metadata) = body["metadata"].as_object() {
                stage.metadata.extend(metadata.clone());
            }
            stage.changed = now;
            let shown = stage.json();
            keep(cx, id, "UPDATE", &shown);
        }
        Method::DELETE => {
            if is_used(cx, kind, &cx.state.kind(kind).pipelines[at].id, Some(id)) {
                return Err(Problem::invalid(format!("stage {id} has records in it")));
            }
            cx.state.kind_mut(kind).pipelines[at].stages.remove(place);
            return Ok(Reply::empty(StatusCode::NO_CONTENT));
        }
        _ => return Err(Problem::method()),
    }
    Ok(Reply::json(StatusCode::OK, &cx.state.kind(kind).pipelines[at].stages[place].json()))
}

fn change(body: &Value, label: &mut String, order: &mut i64) {
    if let Some(new) = body["label"].as_str() {
        new.clone_into(label);
    }
    if let Some(new) = body["displayOrder"].as_i64() {
        *order = new;
    }
}

fn is_used(cx: &Cx<'_>, kind: usize, pipeline: &str, stage: Option<&str>) -> bool {
    let kind = cx.state.kind(kind);
    let Some((in_pipeline, in_stage)) = kind.pipeline else { return false };
    kind.living().any(|object| {
        object.value(in_pipeline) == Some(pipeline)
            && stage.is_none_or(|stage| object.value(in_stage) == Some(stage))
    })
}
