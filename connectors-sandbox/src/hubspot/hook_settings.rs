//! `/webhooks/v3/{appId}/…`: the app's webhook set up by its developer, who shows the developer key (`?hapikey=`).

use http::{Method, StatusCode};
use serde_json::{Value, json};

use super::batch;
use super::errors::{Answer, Problem};
use super::store::iso;
use super::webhooks::{Subscription, Target};
use super::{APP_ID, Cx};
use crate::http::Reply;

/// The object types that have events of their own name.
const NAMED: &[&str] = &["contact", "company", "deal", "ticket", "product", "line_item"];
const WORDS: &[&str] = &["creation", "deletion", "propertyChange", "associationChange", "merge", "restore"];

/// Whether there is an event of this name.
pub(super) fn is_event(event: &str) -> bool {
    let Some((whose, what)) = event.split_once('.') else { return false };
    let named = NAMED.contains(&whose) || whose == "object";
    let linked = !(whose == "product" && what == "associationChange");
    (named && WORDS.contains(&what) && linked)
        || event == "contact.privacyDeletion"
        || (whose == "conversation"
            && ["creation", "deletion", "newMessage", "privacyDeletion", "propertyChange"].contains(&what))
}

pub(super) fn route(cx: &mut Cx<'_>, method: &Method, rest: &[&str]) -> Answer {
    let [app, rest @ ..] = rest else { return Err(Problem::path()) };
    if *app != APP_ID.to_string() {
        return Err(Problem::not_found(format!("no app {app}")));
    }
    match (method, rest) {
        (&Method::GET, ["settings"]) => {
            let target = cx.state.hooks.target.as_ref();
            let target = target.ok_or_else(|| Problem::not_found("the app has no webhook settings"))?;
            Ok(Reply::json(StatusCode::OK, &target.json()))
        }
        (&Method::PUT, ["settings"]) => settings(cx),
        (&Method::DELETE, ["settings"]) => {
            cx.state.hooks.set_target(None, 0, cx.now);
            Ok(Reply::empty(StatusCode::NO_CONTENT))
        }
        (&Method::GET, ["subscriptions"]) => {
            let subscriptions: Vec<Value> =
                cx.state.hooks.subscriptions.iter().map(Subscription::json).collect();
            Ok(Reply::json(StatusCode::OK, &json!({ "results": subscriptions })))
        }
        (&Method::POST, ["subscriptions"]) => subscribe(cx),
        (&Method::POST, ["subscriptions", "batch", "update"]) => update(cx),
        (_, ["subscriptions", id]) => one(cx, method, id),
        _ => Err(Problem::path()),
    }
}

impl Target {
    fn json(&self) -> Value {
        json!({
            "targetUrl": self.url, "throttling": { "maxConcurrentRequests": self.concurrent },
            "createdAt": iso(self.made), "updatedAt": iso(self.changed),
        })
    }
}

impl Subscription {
    fn json(&self) -> Value {
        let mut shown = json!({
            "id": self.id.to_string(), "eventType": self.event, "active": self.active,
            "createdAt": iso(self.made), "updatedAt": iso(self.changed),
        });
        for (name, value) in [("propertyName", &self.property), ("objectTypeId", &self.object_type)] {
            if let Some(value) = value {
                shown[name] = json!(value);
            }
        }
        shown
    }
}

fn settings(cx: &mut Cx<'_>) -> Answer {
    let body = cx.body()?;
    let url = body["targetUrl"].as_str().filter(|url| url::Url::parse(url).is_ok());
    let url = url.ok_or_else(|| Problem::field("targetUrl", "is missing or not a URL"))?;
    let concurrent = body["throttling"]["maxConcurrentRequests"].as_u64().filter(|most| *most > 0);
    let concurrent =
        concurrent.ok_or_else(|| Problem::field("throttling.maxConcurrentRequests", "is missing or 0"))?;
    cx.state.hooks.set_target(Some(url), concurrent, cx.now);
    let target = cx.state.hooks.target.as_ref().map(Target::json);
    Ok(Reply::json(StatusCode::OK, &json!(target)))
}

fn subscribe(cx: &mut Cx<'_>) -> Answer {
    let body = cx.body()?;
    let event = body["eventType"].as_str().filter(|event| is_event(event));
    let event = event.ok_or_else(|| Problem::field("eventType", "is missing or not known"))?;
    let (property, object_type) = (body["propertyName"].as_str(), body["objectTypeId"].as_str());
    if event.ends_with(".propertyChange") && property.is_none() {
        return Err(Problem::field("propertyName", "is missing"));
    }
    if event.starts_with("object.") && object_type.is_none_or(|name| cx.state.kind_named(name).is_none()) {
        return Err(Problem::field("objectTypeId", "is missing or not known"));
    }
    let same = |one: &&Subscription| {
        one.event == event && one.property.as_deref() == property && one.object_type.as_deref() == object_type
    };
    if cx.state.hooks.subscriptions.iter().any(|one| same(&one)) {
        return Err(Problem::conflict("there is such a subscription already"));
    }
    let active = body["active"].as_bool().unwrap_or(false);
    cx.state.hooks.subscribe(event, property, object_type, active, cx.now);
    let made = cx.state.hooks.subscriptions.last().map(Subscription::json);
    Ok(Reply::json(StatusCode::CREATED, &json!(made)))
}

fn activate(cx: &mut Cx<'_>, id: u64, active: Option<bool>) -> Result<Value, Problem> {
    let active = active.ok_or_else(|| Problem::field("active", "is missing"))?;
    let now = cx.now;
    let one = cx.state.hooks.subscriptions.iter_mut().find(|one| one.id == id);
    let one = one.ok_or_else(|| Problem::not_found(format!("no subscription {id}")))?;
    (one.active, one.changed) = (active, now);
    Ok(one.json())
}

fn update(cx: &mut Cx<'_>) -> Answer {
    let body = cx.body()?;
    let (mut results, mut errors) = (Vec::new(), Vec::new());
    for input in batch::inputs(&body, 100)? {
        match activate(cx, input["id"].as_u64().unwrap_or_default(), input["active"].as_bool()) {
            Ok(shown) => results.push(shown),
            Err(problem) => errors.push(problem.in_batch()),
        }
    }
    Ok(batch::answer(cx, StatusCode::OK, results, errors))
}

fn one(cx: &mut Cx<'_>, method: &Method, id: &str) -> Answer {
    let number = id.parse().unwrap_or_default();
    let found = cx.state.hooks.subscriptions.iter().find(|one| one.id == number);
    let shown = found.ok_or_else(|| Problem::not_found(format!("no subscription {id}")))?.json();
    match *method {
        Method::GET => Ok(Reply::json(StatusCode::OK, &shown)),
        Method::PATCH => {
            let active = cx.body()?["active"].as_bool();
            Ok(Reply::json(StatusCode::OK, &activate(cx, number, active)?))
        }
        Method::DELETE => {
            cx.state.hooks.subscriptions.retain(|one| one.id != number);
            Ok(Reply::empty(StatusCode::NO_CONTENT))
        }
        _ => Err(Problem::method()),
    }
}
