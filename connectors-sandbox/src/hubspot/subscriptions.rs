//! `/communication-preferences/v3` and `v4`: which types of e-mails a recipient wants.
//!
//! In the third version no program subscribes whoever unsubscribed, and what is so already is refused. The fourth one does
//! both. A contact with the address shows it in `hs_email_optout` (from all) and `hs_email_optout_{id}`, whose changes webhooks
//! tell of. Of the fourth version there is no description at hand: its answers follow HubSpot's guides.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use http::{Method, StatusCode};
use serde_json::{Value, json};

use super::errors::{Answer, Problem};
use super::store::{State, iso};
use super::write::{self, Values};
use super::{Cx, batch};
use crate::http::Reply;

/// A type of e-mails: id, name, what it is.
pub(super) const TYPES: &[(&str, &str, &str)] = &[
    ("1001", "Marketing Information", "Offers and updates"),
    ("1002", "Newsletter", "What is new, once a month"),
    ("1003", "One to One", "E-mails of sales"),
];

/// The largest batch (not verified live).
const MOST: usize = 100;

/// What a recipient wants of one type.
#[derive(Clone, Debug)]
struct Choice {
    yes: bool,
    basis: Option<String>,
    explanation: Option<String>,
    at: DateTime<Utc>,
}

/// What a recipient wants.
#[derive(Clone, Debug, Default)]
pub(super) struct Recipient {
    /// Unsubscribed from all, and when.
    all_out: Option<DateTime<Utc>>,
    choices: BTreeMap<&'static str, Choice>,
}

impl Recipient {
    fn wants(&self, id: &str) -> Option<bool> {
        if self.all_out.is_some() { Some(false) } else { self.choices.get(id).map(|choice| choice.yes) }
    }
}

/// By address, in lower case.
pub(super) type Recipients = BTreeMap<String, Recipient>;

fn known(id: &str) -> Result<&'static (&'static str, &'static str, &'static str), Problem> {
    let found = TYPES.iter().find(|(known, ..)| *known == id);
    found.ok_or_else(|| Problem::invalid(format!("no subscription type {id}")).with("subscriptionId", id))
}

/// Sets what a recipient wants of one type. The person who decides may do more than a program: see [`subscribe`].
pub(super) fn set(cx: &mut Cx<'_>, email: &str, id: &str, yes: bool, body: &Value) -> Result<(), Problem> {
    let (id, ..) = known(id)?;
    let text = |name: &str| body[name].as_str().map(str::to_owned);
    let (basis, explanation) = (text("legalBasis"), text("legalBasisExplanation"));
    let recipient = cx.state.recipients.entry(email.to_lowercase()).or_default();
    recipient.choices.insert(id, Choice { yes, basis, explanation, at: cx.now });
    mark_later(cx, email);
    Ok(())
}

/// Unsubscribes a recipient from all, or takes that back.
pub(super) fn set_all_out(cx: &mut Cx<'_>, email: &str, out: bool) {
    let now = cx.now;
    let recipient = cx.state.recipients.entry(email.to_lowercase()).or_default();
    recipient.all_out = if out { recipient.all_out.or(Some(now)) } else { None };
    mark_later(cx, email);
}

/// A program unsubscribes a recipient from all.
fn unsubscribe_all(cx: &mut Cx<'_>, email: &str) -> Result<(), Problem> {
    let out =
        cx.state.recipients.get(&email.to_lowercase()).is_some_and(|recipient| recipient.all_out.is_some());
    if out && cx.hub.once_out {
        return Err(Problem::invalid(format!("{email} is already unsubscribed from all")));
    }
    set_all_out(cx, email, true);
    Ok(())
}

/// The contact shows it when its time has come.
fn mark_later(cx: &mut Cx<'_>, email: &str) {
    cx.state.unshown.push((cx.now + cx.hub.shown_after, email.to_owned()));
    show_due(cx);
}

/// Contacts show what they have to by now.
pub(super) fn show_due(cx: &mut Cx<'_>) {
    let now = cx.now;
    let (due, later) = std::mem::take(&mut cx.state.unshown).into_iter().partition(|(at, _)| *at <= now);
    cx.state.unshown = later;
    let due: Vec<(DateTime<Utc>, String)> = due;
    due.iter().for_each(|(_, email)| mark(cx, email));
}

/// What the contact with this address shows of it.
pub(super) fn mark(cx: &mut Cx<'_>, email: &str) {
    let Some(recipient) = cx.state.recipients.get(&email.to_lowercase()) else { return };
    let mut values = Values::from([("hs_email_optout".to_owned(), recipient.all_out.is_some().to_string())]);
    for (id, choice) in &recipient.choices {
        values.insert(format!("hs_email_optout_{id}"), (!choice.yes).to_string());
    }
    let contacts = cx.state.kind_named("contacts");
    let contact = contacts.and_then(|kind| Some((kind, cx.state.kind(kind).with_unique("email", email)?)));
    if let Some((kind, id)) = contact {
        // What was never otherwise is not worth an event.
        let object = cx.state.kind(kind).objects.get(&id);
        values.retain(|name, value| {
            value == "true" || object.is_some_and(|object| object.value(name).is_some())
        });
        write::set_all(cx, kind, id, values);
    }
}

/// A program subscribes a recipient, who must not have unsubscribed.
fn subscribe(cx: &mut Cx<'_>, email: &str, id: &str, body: &Value) -> Result<(), Problem> {
    let recipient = cx.state.recipients.get(&email.to_lowercase());
    if recipient.is_some_and(|recipient| recipient.wants(id) == Some(false)) {
        let message = format!(
            "{email} has unsubscribed from subscription {id} and cannot be subscribed through the API"
        );
        return Err(Problem::invalid(message));
    }
    set(cx, email, id, true, body)
}

/// The third version refuses what is so already.
fn check_new(state: &State, email: &str, id: &str, yes: bool) -> Result<(), Problem> {
    let recipient = state.recipients.get(&email.to_lowercase());
    let before = recipient.and_then(|recipient| Some(recipient.choices.get(id)?.yes));
    if before != Some(yes) || (yes && recipient.is_some_and(|recipient| recipient.all_out.is_some())) {
        return Ok(());
    }
    let state = if yes { "subscribed to" } else { "unsubscribed from" };
    Err(Problem::invalid(format!("{email} is already {state} subscription {id}")))
}

/// The fourth version subscribes whoever unsubscribed, too; whether it did. An opt-out of all becomes one of the others.
fn resubscribe(cx: &mut Cx<'_>, email: &str, id: &str, body: &Value) -> Result<bool, Problem> {
    let recipient = cx.state.recipients.get(&email.to_lowercase());
    let was_out = recipient.is_some_and(|recipient| recipient.wants(id) == Some(false));
    if recipient.is_some_and(|recipient| recipient.all_out.is_some()) {
        for (other, ..) in TYPES.iter().filter(|(other, ..)| *other != id) {
            set(cx, email, other, false, &Value::Null)?;
        }
        set_all_out(cx, email, false);
    }
    set(cx, email, id, true, body)?;
    Ok(was_out)
}

/// The third version.
pub(super) fn third(cx: &mut Cx<'_>, method: &Method, rest: &[&str]) -> Answer {
    match (method, rest) {
        (&Method::GET, ["definitions"]) => {
            Ok(Reply::json(StatusCode::OK, &definitions("subscriptionDefinitions")))
        }
        (&Method::GET, ["status", "email", email]) => {
            let statuses: Vec<Value> = TYPES.iter().map(|(id, ..)| status(cx.state, email, id)).collect();
            Ok(Reply::json(StatusCode::OK, &json!({ "recipient": email, "subscriptionStatuses": statuses })))
        }
        (&Method::POST, [what @ ("subscribe" | "unsubscribe")]) => {
            let body = cx.body()?;
            let text = |name: &str| body[name].as_str().ok_or_else(|| Problem::field(name, "is missing"));
            let (email, id) = (text("emailAddress")?, text("subscriptionId")?);
            known(id)?;
            check_new(cx.state, email, id, *what == "subscribe")?;
            match *what {
                "subscribe" => subscribe(cx, email, id, &body)?,
                _ => set(cx, email, id, false, &body)?,
            }
            Ok(Reply::json(StatusCode::OK, &status(cx.state, email, id)))
        }
        _ => Err(Problem::path()),
    }
}

fn definitions(key: &str) -> Value {
    let definitions = TYPES.iter().map(|(id, name, description)| {
        json!({
            "id": id, "name": name, "description": description, "isActive": true, "isDefault": false,
            "isInternal": false, "purpose": "Marketing", "communicationMethod": "Email",
            "createdAt": "2024-01-15T09:00:00.000Z", "updatedAt": "2024-01-15T09:00:00.000Z",
        })
    });
    json!({ key: definitions.collect::<Vec<_>>() })
}

fn status(state: &State, email: &str, id: &str) -> Value {
    let recipient = state.recipients.get(&email.to_lowercase()).cloned().unwrap_or_default();
    let (name, description) = known(id).map_or(("", ""), |(_, name, description)| (name, description));
    let wide = recipient.all_out.is_some();
    let mut shown = json!({
        "id": id, "name": name, "description": description,
        "status": if recipient.wants(id) == Some(true) { "SUBSCRIBED" } else { "NOT_SUBSCRIBED" },
        "sourceOfStatus": if wide { "PORTAL_WIDE_STATUS" } else { "SUBSCRIPTION_STATUS" },
    });
    if let Some(choice) = recipient.choices.get(id) {
        for (name, value) in [("legalBasis", &choice.basis), ("legalBasisExplanation", &choice.explanation)] {
            if let Some(value) = value {
                shown[name] = json!(value);
            }
        }
    }
    shown
}

/// The fourth version.
pub(super) fn fourth(cx: &mut Cx<'_>, method: &Method, rest: &[&str]) -> Answer {
    let action = |cx: &Cx<'_>, results: Vec<Value>| {
        let now = iso(cx.now);
        let body = json!({ "status": "COMPLETE", "results": results, "startedAt": now, "completedAt": now });
        Ok(Reply::json(StatusCode::OK, &body))
    };
    match (method, rest) {
        (&Method::GET, ["definitions"]) => {
            let results = definitions("results")["results"].as_array().cloned().unwrap_or_default();
            action(cx, results)
        }
        (&Method::GET, ["statuses", email]) => {
            channel(cx.param("channel"))?;
            action(cx, states(cx.state, email))
        }
        (&Method::POST, ["statuses", "batch", "read"]) => {
            let results = emails(&cx.body()?)?;
            let results = results
                .iter()
                .map(|email| json!({ "subscriberIdString": email, "statuses": states(cx.state, email) }));
            action(cx, results.collect())
        }
        (&Method::POST, ["statuses", "batch", "write"]) => {
            let body = cx.body()?;
            let (mut results, mut errors) = (Vec::new(), Vec::new());
            for input in batch::inputs(&body, MOST)? {
                match write_one(cx, input["subscriberIdString"].as_str().unwrap_or_default(), input) {
                    Ok(state) => results.push(state),
                    Err(problem) => errors.push(problem.in_batch()),
                }
            }
            Ok(batch::answer(cx, StatusCode::OK, results, errors))
        }
        (&Method::POST, ["statuses", "batch", "unsubscribe-all", rest @ ..]) => {
            let emails = emails(&cx.body()?)?;
            if rest.is_empty() {
                emails.iter().try_for_each(|email| unsubscribe_all(cx, email))?;
            }
            action(cx, emails.iter().map(|email| wide(cx.state, email)).collect())
        }
        (&Method::GET, ["statuses", email, "unsubscribe-all"]) => {
            channel(cx.param("channel"))?;
            action(cx, vec![wide(cx.state, email)])
        }
        (&Method::POST, ["statuses", email, "unsubscribe-all"]) => {
            channel(cx.param("channel"))?;
            unsubscribe_all(cx, email)?;
            action(cx, vec![wide(cx.state, email)])
        }
        (&Method::POST, ["statuses", email]) => {
            let body = cx.body()?;
            Ok(Reply::json(StatusCode::OK, &write_one(cx, email, &body)?))
        }
        _ => Err(Problem::path()),
    }
}

fn channel(name: Option<&str>) -> Result<(), Problem> {
    if name == Some("EMAIL") { Ok(()) } else { Err(Problem::field("channel", "is missing or not EMAIL")) }
}

fn emails(body: &Value) -> Result<Vec<String>, Problem> {
    let emails = batch::inputs(body, MOST)?.iter().map(|email| email.as_str().map(str::to_owned));
    emails.collect::<Option<_>>().ok_or_else(|| Problem::field("inputs", "has something else than addresses"))
}

fn write_one(cx: &mut Cx<'_>, email: &str, body: &Value) -> Result<Value, Problem> {
    channel(body["channel"].as_str())?;
    if !email.contains('@') {
        return Err(Problem::field("subscriberIdString", "is not an address"));
    }
    let id = write::number(&body["subscriptionId"]).map(|id| id.to_string()).unwrap_or_default();
    known(&id)?;
    let again = match body["statusState"].as_str() {
        Some("SUBSCRIBED") => resubscribe(cx, email, &id, body)?,
        Some("UNSUBSCRIBED") => set(cx, email, &id, false, body).map(|()| false)?,
        _ => return Err(Problem::field("statusState", "is not SUBSCRIBED or UNSUBSCRIBED")),
    };
    let at = TYPES.iter().position(|(known, ..)| *known == id).unwrap_or_default();
    let mut state = states(cx.state, email).swap_remove(at);
    if again {
        state["setStatusSuccessReason"] = json!("RESUBSCRIBE_OCCURRED");
    }
    Ok(state)
}

fn states(state: &State, email: &str) -> Vec<Value> {
    let recipient = state.recipients.get(&email.to_lowercase()).cloned().unwrap_or_default();
    let shown = TYPES.iter().map(|(id, name, _)| {
        let word = match recipient.wants(id) {
            Some(true) => "SUBSCRIBED",
            Some(false) => "UNSUBSCRIBED",
            None => "NOT_SPECIFIED",
        };
        let choice = recipient.choices.get(id);
        let at = recipient.all_out.or(choice.map(|choice| choice.at)).map(iso);
        json!({
            "subscriberIdString": email, "channel": "EMAIL", "subscriptionId": id.parse::<u64>().unwrap_or_default(),
            "subscriptionName": name, "status": word, "timestamp": at, "source": "API", "businessUnitId": 0,
            "legalBasis": choice.and_then(|choice| choice.basis.as_deref()),
            "legalBasisExplanation": choice.and_then(|choice| choice.explanation.as_deref()),
        })
    });
    shown.collect()
}

fn wide(state: &State, email: &str) -> Value {
    let out = state.recipients.get(&email.to_lowercase()).and_then(|recipient| recipient.all_out);
    json!({
        "subscriberIdString": email, "channel": "EMAIL", "wideStatusType": "PORTAL_WIDE", "businessUnitId": 0,
        "status": if out.is_some() { "UNSUBSCRIBED" } else { "NOT_SPECIFIED" }, "timestamp": out.map(iso),
    })
}
