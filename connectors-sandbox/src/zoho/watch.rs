//! Notifications: the channels that an app watches modules by, with their ends.
//!
//! Zoho CRM API v8, Notification APIs: a channel lives a week at most; one that is asked for longer, or for no time, lives
//! an hour.

pub(super) mod notify;

use chrono::{DateTime, TimeDelta, Utc};
use http::StatusCode;
use serde_json::{Map, Value, json};

use super::Cx;
use super::errors::{Answer, Problem};
use super::modules::{Module, module};
use super::paging;
use super::settings::ok;
use super::store::{id as id_of, moment, stamp};
use crate::http::Reply;

const LIFE: TimeDelta = TimeDelta::hours(1);
const LONGEST: TimeDelta = TimeDelta::weeks(1);
const MOST_TOKEN: usize = 50;
const OPERATIONS: [&str; 4] = ["create", "edit", "delete", "all"];

const SUBSCRIBED: &str = "Successfully subscribed for actions-watch of the given module";
const UPDATED: &str = "Successfully updated the subscribe details";
const REMOVED: &str = "Successfully removed the subscribe details";
const UNSUBSCRIBED: &str = "Successfully un-subscribed from actions-watch";

/// A channel.
#[derive(Clone)]
pub(super) struct Channel {
    id: String,
    /// `Leads.create`, in the order in which they were asked for.
    events: Vec<String>,
    expires: DateTime<Utc>,
    /// `notify_url`, `token` and what else was asked for.
    wishes: Map<String, Value>,
}

impl Channel {
    /// The modules that it watches, each once.
    fn modules(&self) -> Vec<&'static Module> {
        let mut modules: Vec<&'static Module> = Vec::new();
        for module in self.events.iter().filter_map(|event| watched(event)) {
            if !modules.iter().any(|known| known.name == module.name) {
                modules.push(module);
            }
        }
        modules
    }

    /// What stands for a module of it in all answers.
    fn resource(&self, cx: &Cx<'_>, module: &Module) -> Value {
        json!({
            "resource_uri": format!("{}/crm/v8/{}", cx.call.base, module.name), "resource_id": module.id(),
            "resource_name": module.name, "channel_id": self.id, "channel_expiry": stamp(self.expires),
        })
    }

    fn conditions(&self) -> Value {
        self.wishes.get("notification_condition").cloned().unwrap_or_else(|| json!([]))
    }
}

/// The module of an event.
fn watched(event: &str) -> Option<&'static Module> {
    let (name, operation) = event.split_once('.')?;
    module(name).filter(|module| module.parent.is_none() && OPERATIONS.contains(&operation))
}

/// The living channels.
fn living<'a>(cx: &'a Cx<'_>) -> impl Iterator<Item = &'a Channel> {
    let now = cx.now();
    cx.state.channels.iter().filter(move |channel| channel.expires > now)
}

/// `GET /crm/v8/actions/watch`: each module of each channel.
pub(super) fn list(cx: &Cx<'_>) -> Answer {
    let wanted = paging::numbers(cx)?;
    let (id, name) = (cx.param("channel_id"), cx.param("module"));
    let mut all = Vec::new();
    for channel in living(cx).filter(|channel| id.is_none_or(|id| channel.id == id)) {
        for module in
            channel.modules().into_iter().filter(|module| name.is_none_or(|name| module.name == name))
        {
            let own = |event: &&String| watched(event).is_some_and(|other| other.name == module.name);
            let events: Vec<_> = channel.events.iter().filter(own).collect();
            let mut element = channel.resource(cx, module);
            element["events"] = json!(events);
            element["token"] = Value::Null;
            if let Some(element) = element.as_object_mut() {
                element.extend(channel.wishes.clone());
            }
            all.push(element);
        }
    }
    let rest = all.get(wanted.skip()..).unwrap_or_default();
    let page = rest.get(..wanted.per_page).unwrap_or(rest);
    if page.is_empty() {
        return Ok(Reply::empty(StatusCode::NO_CONTENT));
    }
    let info = paging::short_info(&wanted, page.len(), rest.len() > page.len());
    ok(&json!({ "watch": page, "info": info }))
}

/// The elements of `watch`.
fn elements(cx: &Cx<'_>) -> Result<Vec<Value>, Problem> {
    let body = cx.call.request.json().map_err(|_| Problem::body())?;
    match body.get("watch") {
        Some(Value::Array(elements)) if !elements.is_empty() => Ok(elements.clone()),
        Some(Value::Array(_)) | None => Err(Problem::mandatory("watch", "$.watch")),
        Some(_) => Err(Problem::wrong_type("watch", "$.watch", "jsonarray")),
    }
}

/// One answer for all channels: 202 if one of them failed.
fn answer(results: Vec<Result<Value, Problem>>, success: StatusCode) -> Answer {
    let status = if results.iter().any(Result::is_err) { StatusCode::ACCEPTED } else { success };
    let elements = results.into_iter().map(|result| result.unwrap_or_else(|problem| problem.element()));
    Ok(Reply::json(status, &json!({ "watch": elements.collect::<Vec<_>>() })))
}

fn done(message: &str, details: &Value) -> Value {
    json!({ "status": "success", "code": "SUCCESS", "message": message, "details": details })
}

fn subscribed(cx: &Cx<'_>, channel: &Channel, message: &str) -> Value {
    let events = channel.modules().into_iter().map(|module| {
        let mut event = channel.resource(cx, module);
        event["notification_condition"] = channel.conditions();
        event
    });
    done(message, &json!({ "events": events.collect::<Vec<_>>() }))
}

fn not_subscribed(id: &str) -> Problem {
    Problem::bad("NOT_SUBSCRIBED", "not subscribed to actions-watch", json!({ "channel_id": id }))
}

/// `POST /crm/v8/actions/watch`: new channels, or the same ones anew.
pub(super) fn enable(cx: &mut Cx<'_>) -> Answer {
    each(cx, StatusCode::CREATED, |cx, id, input, path| {
        let channel = written(cx, id, None, input, path)?;
        Ok((channel, SUBSCRIBED))
    })
}

/// `PUT /crm/v8/actions/watch`: what is said now holds, the rest is removed.
pub(super) fn replace(cx: &mut Cx<'_>) -> Answer {
    each(cx, StatusCode::OK, |cx, id, input, path| {
        known(cx, id)?;
        Ok((written(cx, id, None, input, path)?, UPDATED))
    })
}

/// `PATCH /crm/v8/actions/watch`: what is said is changed, or the events named are removed; the rest stays.
pub(super) fn change(cx: &mut Cx<'_>) -> Answer {
    each(cx, StatusCode::OK, |cx, id, input, path| {
        let mut channel = known(cx, id)?;
        if input.get("_delete_events") != Some(&json!(true)) {
            return Ok((written(cx, id, Some(channel), input, path)?, UPDATED));
        }
        let gone = events(input, path)?;
        channel.events.retain(|event| !gone.contains(event));
        Ok((channel, REMOVED))
    })
}

fn each(
    cx: &mut Cx<'_>,
    success: StatusCode,
    write: impl Fn(&Cx<'_>, &str, &Value, &str) -> Result<(Channel, &'static str), Problem>,
) -> Answer {
    let mut results = Vec::new();
    for (index, input) in elements(cx)?.iter().enumerate() {
        let path = format!("$.watch[{index}]");
        let id = input.get("channel_id").and_then(id_of).filter(|id| !id.is_empty());
        let id = id.ok_or_else(|| Problem::mandatory("channel_id", &format!("{path}.channel_id")));
        let written = id.and_then(|id| write(cx, &id, input, &path));
        results.push(written.map(|(channel, message)| {
            let answer = subscribed(cx, &channel, message);
            cx.state.channels.retain(|other| other.id != channel.id);
            // A channel that watches nothing is none.
            if !channel.events.is_empty() {
                cx.state.channels.push(channel);
            }
            answer
        }));
    }
    answer(results, success)
}

fn known(cx: &Cx<'_>, id: &str) -> Result<Channel, Problem> {
    living(cx).find(|channel| channel.id == id).cloned().ok_or_else(|| not_subscribed(id))
}

fn events(input: &Value, path: &str) -> Result<Vec<String>, Problem> {
    let path = format!("{path}.events");
    let events = match input.get("events") {
        Some(Value::Array(events)) if !events.is_empty() => events,
        None | Some(Value::Null | Value::Array(_)) => return Err(Problem::mandatory("events", &path)),
        Some(_) => return Err(Problem::wrong_type("events", &path, "jsonarray")),
    };
    let checked = events.iter().enumerate().map(|(index, event)| {
        let known = event.as_str().filter(|event| watched(event).is_some());
        known.map(str::to_owned).ok_or_else(|| Problem::invalid("events", &format!("{path}[{index}]")))
    });
    checked.collect()
}

/// A channel as the request wants it; with `before`, what it does not name stays.
fn written(
    cx: &Cx<'_>,
    id: &str,
    before: Option<Channel>,
    input: &Value,
    path: &str,
) -> Result<Channel, Problem> {
    let at = |name: &str| format!("{path}.{name}");
    let merged = before.is_some();
    let named = |name: &str| input.get(name).filter(|value| !value.is_null());
    let mut channel = match before {
        Some(mut channel) => {
            if named("events").is_some() {
                channel.events = events(input, path)?;
            }
            channel
        }
        None => {
            let events = events(input, path)?;
            Channel { id: id.to_owned(), events, expires: cx.now() + LIFE, wishes: Map::new() }
        }
    };
    match named("notify_url").map(|url| url.as_str().and_then(|url| url::Url::parse(url).ok())) {
        None if merged => {}
        None => return Err(Problem::mandatory("notify_url", &at("notify_url"))),
        Some(None) => return Err(Problem::invalid("notify_url", &at("notify_url"))),
        Some(Some(_)) => {}
    }
    let too_long = |token: &Value| token.as_str().is_none_or(|token| token.chars().count() > MOST_TOKEN);
    if named("token").is_some_and(too_long) {
        return Err(Problem::invalid("token", &at("token")));
    }
    if let Some(expiry) = named("channel_expiry") {
        let wrong = || Problem::wrong_type("channel_expiry", &at("channel_expiry"), "datetime");
        let wanted = expiry.as_str().and_then(moment).ok_or_else(wrong)?;
        if wanted <= cx.now() {
            return Err(Problem::invalid("channel_expiry", &at("channel_expiry")));
        }
        channel.expires = if wanted > cx.now() + LONGEST { cx.now() + LIFE } else { wanted };
    }
    const WISHES: [&str; 6] = [
        "notify_url",
        "token",
        "fields",
        "notify_on_related_action",
        "return_affected_field_values",
        "notification_condition",
    ];
    for name in WISHES {
        if let Some(value) = input.get(name) {
            channel.wishes.insert(name.to_owned(), value.clone());
        }
    }
    Ok(channel)
}

/// `DELETE /crm/v8/actions/watch?channel_ids=`.
pub(super) fn disable(cx: &mut Cx<'_>) -> Answer {
    let ids = cx.param("channel_ids").ok_or_else(|| Problem::metadata_param_missing("channel_ids"))?;
    let mut results = Vec::new();
    for id in ids.split(',').map(str::trim) {
        results.push(known(cx, id).map(|channel| {
            let first = channel.modules().first().copied();
            let resource = first.map(|module| channel.resource(cx, module)).unwrap_or_default();
            let details = json!({
                "resource_uri": resource["resource_uri"], "resource_id": resource["resource_id"], "channel_id": id,
            });
            cx.state.channels.retain(|other| other.id != id);
            done(UNSUBSCRIBED, &details)
        }));
    }
    answer(results, StatusCode::OK)
}
