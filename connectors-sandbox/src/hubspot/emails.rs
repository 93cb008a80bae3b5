//! `/marketing/v3/emails`: marketing e-mails, which are kept and never sent. Drafts beside a published e-mail, revisions,
//! A/B tests and statistics over time are not there.

use chrono::{DateTime, Utc};
use http::{Method, StatusCode};
use serde_json::{Value, json};

use super::Cx;
use super::errors::{Answer, Problem};
use super::property::moment;
use super::store::iso;
use crate::http::Reply;

const USUAL_PAGE: usize = 10;
/// The largest page (not verified live).
const LARGEST_PAGE: usize = 100;

/// What a request cannot set.
const FIXED: &[&str] = &["id", "createdAt", "updatedAt", "publishedAt", "isPublished", "stats", "archived"];

#[derive(Clone, Debug)]
pub(super) struct Email {
    /// As it is shown.
    shown: Value,
    made: DateTime<Utc>,
    changed: DateTime<Utc>,
    archived: bool,
}

impl Email {
    fn new(cx: &mut Cx<'_>, name: &str) -> Self {
        let shown = json!({
            "id": cx.state.next_id().to_string(), "name": name, "subject": "", "state": "DRAFT", "type": "BATCH_EMAIL",
            "subcategory": "batch", "language": "en", "sendOnPublish": true, "isTransactional": false,
            "isPublished": false, "archived": false, "content": {}, "from": {}, "to": {}, "subscriptionDetails": {},
            "createdAt": iso(cx.now), "updatedAt": iso(cx.now),
        });
        Self { shown, made: cx.now, changed: cx.now, archived: false }
    }

    fn write(&mut self, body: &Value, now: DateTime<Utc>) {
        let members = body.as_object().into_iter().flatten();
        for (name, value) in members.filter(|(name, _)| !FIXED.contains(&name.as_str())) {
            self.shown[name] = value.clone();
        }
        self.touch(now);
    }

    fn touch(&mut self, now: DateTime<Utc>) {
        (self.changed, self.shown["updatedAt"]) = (now, json!(iso(now)));
    }

    fn publish(&mut self, published: bool, now: DateTime<Utc>) {
        self.shown["isPublished"] = json!(published);
        self.shown["state"] = json!(if published { "PUBLISHED" } else { "DRAFT" });
        if published {
            self.shown["publishedAt"] = json!(iso(now));
        }
        self.touch(now);
    }

    /// Nobody has got it.
    fn json(&self, stats: bool) -> Value {
        let mut shown = self.shown.clone();
        if stats {
            let counters =
                json!({ "sent": 0, "delivered": 0, "open": 0, "click": 0, "bounce": 0, "unsubscribed": 0 });
            shown["stats"] =
                json!({ "counters": counters, "deviceBreakdown": {}, "qualifierStats": {}, "ratios": {} });
        }
        shown
    }
}

pub(super) fn route(cx: &mut Cx<'_>, method: &Method, rest: &[&str]) -> Answer {
    let now = cx.now;
    match (method, rest) {
        (&Method::GET, []) => list(cx),
        (&Method::POST, []) => {
            let body = cx.body()?;
            let mut email = Email::new(cx, name(&body, "name")?);
            email.write(&body, now);
            Ok(keep(cx, email, StatusCode::CREATED))
        }
        (&Method::POST, ["clone"]) => {
            let body = cx.body()?;
            let original = found(cx, name(&body, "id")?)?.shown.clone();
            let usual = format!("{} (clone)", original["name"].as_str().unwrap_or_default());
            let mut email = Email::new(cx, "");
            email.write(&original, now);
            (email.shown["name"], email.shown["state"]) =
                (json!(body["cloneName"].as_str().unwrap_or(&usual)), json!("DRAFT"));
            Ok(keep(cx, email, StatusCode::OK))
        }
        (&Method::POST, [id, what @ ("publish" | "unpublish")]) => {
            found(cx, id)?.publish(*what == "publish", now);
            Ok(Reply::empty(StatusCode::NO_CONTENT))
        }
        (&Method::GET, [id]) => {
            let stats = cx.flag("includeStats");
            Ok(Reply::json(StatusCode::OK, &found(cx, id)?.json(stats)))
        }
        (&Method::PATCH, [id]) => {
            let body = cx.body()?;
            let email = found(cx, id)?;
            email.write(&body, now);
            Ok(Reply::json(StatusCode::OK, &email.json(false)))
        }
        (&Method::DELETE, [id]) => {
            let email = found(cx, id)?;
            (email.archived, email.shown["archived"]) = (true, json!(true));
            email.touch(now);
            Ok(Reply::empty(StatusCode::NO_CONTENT))
        }
        (_, [] | [_]) => Err(Problem::method()),
        _ => Err(Problem::path()),
    }
}

fn name<'b>(body: &'b Value, member: &str) -> Result<&'b str, Problem> {
    let name = body[member].as_str().filter(|name| !name.is_empty());
    name.ok_or_else(|| Problem::field(member, "is missing"))
}

fn keep(cx: &mut Cx<'_>, email: Email, status: StatusCode) -> Reply {
    let reply = Reply::json(status, &email.json(false));
    cx.state.emails.push(email);
    reply
}

fn found<'s>(cx: &'s mut Cx<'_>, id: &str) -> Result<&'s mut Email, Problem> {
    let archived = cx.flag("archived");
    let email =
        cx.state.emails.iter_mut().find(|email| email.shown["id"] == id && email.archived == archived);
    email.ok_or_else(|| Problem::not_found(format!("no e-mail {id}")))
}

fn list(cx: &Cx<'_>) -> Answer {
    let limit = cx.page_size(USUAL_PAGE, LARGEST_PAGE)?;
    let (archived, stats) = (cx.flag("archived"), cx.flag("includeStats"));
    let after: usize = cx.param("after").and_then(|after| after.parse().ok()).unwrap_or_default();
    let time = |name: &str| match cx.param(name) {
        Some(text) => moment(text)
            .map(|time| Some(time.timestamp_millis()))
            .ok_or_else(|| Problem::invalid(format!("{name} is not a time"))),
        None => Ok(None),
    };
    let (made, made_after, made_before) = (time("createdAt")?, time("createdAfter")?, time("createdBefore")?);
    let (changed, changed_after, changed_before) =
        (time("updatedAt")?, time("updatedAfter")?, time("updatedBefore")?);
    let published = cx.param("isPublished").map(|text| text == "true");
    let kind = cx.param("type");
    let mut emails: Vec<&Email> = cx
        .state
        .emails
        .iter()
        .filter(|email| {
            email.archived == archived
                && made.is_none_or(|time| email.made.timestamp_millis() == time)
                && made_after.is_none_or(|time| email.made.timestamp_millis() > time)
                && made_before.is_none_or(|time| email.made.timestamp_millis() < time)
                && changed.is_none_or(|time| email.changed.timestamp_millis() == time)
                && changed_after.is_none_or(|time| email.changed.timestamp_millis() > time)
                && changed_before.is_none_or(|time| email.changed.timestamp_millis() < time)
                && published.is_none_or(|published| email.shown["isPublished"] == published)
                && kind.is_none_or(|kind| email.shown["type"] == kind)
        })
        .collect();
    if let Some(sort) = cx.param("sort") {
        let (name, falling) = sort.strip_prefix('-').map_or((sort, false), |name| (name, true));
        if !["name", "createdAt", "updatedAt"].contains(&name) {
            return Err(Problem::invalid(format!("cannot sort by {name}")));
        }
        emails.sort_by_key(|email| email.shown[name].to_string());
        if falling {
            emails.reverse();
        }
    }
    let results = emails.iter().skip(after).take(limit).map(|email| email.json(stats)).collect();
    let next = (after + limit < emails.len()).then(|| (after + limit).to_string());
    let mut page = cx.page(results, next);
    page["total"] = json!(emails.len());
    Ok(Reply::json(StatusCode::OK, &page))
}
