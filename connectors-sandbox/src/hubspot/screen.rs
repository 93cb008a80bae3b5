//! What people do at HubSpot's own screen, and what recipients do with an e-mail: without a call, by the same rules.

use chrono::{DateTime, Utc};
use http::{Method, Request as HttpRequest};
use serde::Deserialize;
use serde_json::{Value, json};

use super::errors::Problem;
use super::events::What;
use super::store::{Source, iso};
use super::tables::CONVERSATIONS;
use super::write::{self, Claims, Values};
use super::{APP_ID, Cx, HubSpot, PORTAL, hook_settings, subscriptions};
use crate::http::Request;
use crate::lock;
use crate::oauth::Caller;
use crate::platform::Call;
use crate::store::Record;

/// Why the account does not do what a person wants.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{0}")]
pub struct ScreenError(String);

impl From<Problem> for ScreenError {
    fn from(problem: Problem) -> Self {
        Self(problem.message().to_owned())
    }
}

/// What the control endpoints take.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    object: String,
    id: Option<String>,
    properties: Record,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Archived {
    object: String,
    id: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Said {
    conversation: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Recipient {
    email: String,
    subscription: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Engaged {
    email: String,
    what: Engagement,
}

/// What a recipient does with a marketing e-mail, or what becomes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Engagement {
    /// It is opened.
    Open,
    /// A link in it is followed.
    Click,
    /// It cannot be delivered.
    Bounce,
}

impl Engagement {
    /// The property that counts it, and the one that has its last time.
    fn properties(self) -> (&'static str, Option<&'static str>) {
        match self {
            Self::Open => ("hs_email_open", Some("hs_email_last_open_date")),
            Self::Click => ("hs_email_click", Some("hs_email_last_click_date")),
            Self::Bounce => ("hs_email_bounce", None),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    url: Option<String>,
    #[serde(default)]
    events: Vec<String>,
}

impl HubSpot {
    /// Changes the record with this id, or makes one if there is none; the id. `object` names the type: `contacts`.
    ///
    /// # Errors
    /// If the type or the record is not there, or a property is not as the API wants it.
    pub fn write(&self, object: &str, id: Option<&str>, properties: &Record) -> Result<String, ScreenError> {
        self.at_the_screen(|cx| {
            let kind = cx.kind(object)?;
            let properties = Value::Object(properties.clone());
            let Some(id) = id else {
                let draft = write::draft(cx, kind, &json!({ "properties": properties }), &mut Claims::new())?;
                return Ok(write::create(cx, kind, draft).to_string());
            };
            let found = cx.find(kind, id, None, false)?;
            let values = write::checked(cx, kind, Some(found), &properties, &mut Claims::new())?;
            write::update(cx, kind, found, values, None);
            Ok(found.to_string())
        })
    }

    /// Archives a record.
    ///
    /// # Errors
    /// If it is not there.
    pub fn archive(&self, object: &str, id: &str) -> Result<(), ScreenError> {
        self.at_the_screen(|cx| {
            let kind = cx.kind(object)?;
            let found = cx.find(kind, id, None, false)?;
            write::archive(cx, kind, found);
            Ok(())
        })
    }

    /// Takes an archived record back.
    ///
    /// # Errors
    /// If it is not there or not archived, or another one has a value of a unique property of it.
    pub fn restore(&self, object: &str, id: &str) -> Result<(), ScreenError> {
        self.at_the_screen(|cx| {
            let kind = cx.kind(object)?;
            let found = cx.find(kind, id, None, true)?;
            write::restore(cx, kind, found)
        })
    }

    /// Somebody writes in a conversation, which [`write`](Self::write) made as one of the `conversations`; the message's id.
    ///
    /// # Errors
    /// If it is not there.
    pub fn message(&self, conversation: &str) -> Result<String, ScreenError> {
        self.at_the_screen(|cx| {
            let kind = cx.kind(CONVERSATIONS)?;
            let found = cx.find(kind, conversation, None, false)?;
            let number = cx.state.next_id();
            cx.event(kind, found, What::Message { number });
            Ok(number.to_string())
        })
    }

    /// The recipient of an e-mail unsubscribes from this type of e-mails (its id), or from all.
    ///
    /// # Errors
    /// If there is no such type.
    pub fn unsubscribe(&self, email: &str, subscription: Option<&str>) -> Result<(), ScreenError> {
        self.at_the_screen(|cx| match subscription {
            Some(id) => subscriptions::set(cx, email, id, false, &Value::Null),
            None => {
                subscriptions::set_all_out(cx, email, true);
                Ok(())
            }
        })
    }

    /// The recipient subscribes anew, which programs cannot do for those who unsubscribed.
    ///
    /// # Errors
    /// If there is no such type.
    pub fn subscribe(&self, email: &str, subscription: &str) -> Result<(), ScreenError> {
        self.at_the_screen(|cx| {
            subscriptions::set_all_out(cx, email, false);
            subscriptions::set(cx, email, subscription, true, &Value::Null)
        })
    }

    /// The contact with this address does something with a marketing e-mail; it is counted in a property.
    ///
    /// # Errors
    /// If there is no such contact.
    pub fn engage(&self, email: &str, what: Engagement) -> Result<(), ScreenError> {
        self.at_the_screen(|cx| {
            let kind = cx.kind("contacts")?;
            let id = cx.find(kind, email, Some("email"), false)?;
            let (count, time) = what.properties();
            let before =
                cx.state.kind(kind).objects.get(&id).and_then(|contact| contact.value(count)?.parse().ok());
            let now = iso(cx.now);
            let mut values = Values::from([(count.to_owned(), (before.unwrap_or(0_u64) + 1).to_string())]);
            values.extend(time.map(|time| (time.to_owned(), now)));
            write::set_all(cx, kind, id, values);
            Ok(())
        })
    }

    /// The app's webhook goes to `url` and has these events instead of those before; the property of a
    /// `propertyChange` stands behind a colon: `contact.propertyChange:email`.
    ///
    /// # Errors
    /// If an event is not known.
    pub fn set_webhook(&self, url: &str, events: &[&str]) -> Result<(), ScreenError> {
        self.at_the_screen(|cx| set_up(cx, Some(url), events.iter().copied()))
    }

    pub(super) fn screen_action(&self, action: &str, input: &Value) -> Option<Result<Value, String>> {
        let text = |error: ScreenError| error.to_string();
        let nothing = |()| json!({});
        Some(match action {
            "write" => read(input).and_then(|it: Written| {
                let id = self.write(&it.object, it.id.as_deref(), &it.properties).map_err(text)?;
                Ok(json!({ "id": id }))
            }),
            "archive" => read(input)
                .and_then(|it: Archived| self.archive(&it.object, &it.id).map(nothing).map_err(text)),
            "restore" => read(input)
                .and_then(|it: Archived| self.restore(&it.object, &it.id).map(nothing).map_err(text)),
            "message" => read(input)
                .and_then(|it: Said| Ok(json!({ "id": self.message(&it.conversation).map_err(text)? }))),
            "unsubscribe" => read(input).and_then(|it: Recipient| {
                self.unsubscribe(&it.email, it.subscription.as_deref()).map(nothing).map_err(text)
            }),
            "subscribe" => read(input).and_then(|it: Recipient| {
                let subscription = it.subscription.unwrap_or_default();
                self.subscribe(&it.email, &subscription).map(nothing).map_err(text)
            }),
            "engage" => {
                read(input).and_then(|it: Engaged| self.engage(&it.email, it.what).map(nothing).map_err(text))
            }
            "webhook" => read(input).and_then(|it: Wanted| self.webhook_action(it).map_err(text)),
            _ => return None,
        })
    }

    fn webhook_action(&self, wanted: Wanted) -> Result<Value, ScreenError> {
        self.at_the_screen(|cx| {
            if wanted.url.is_some() {
                set_up(cx, wanted.url.as_deref(), wanted.events.iter().map(String::as_str))?;
            }
            let hooks = &cx.state.hooks;
            let events = hooks.subscriptions.iter().map(|one| match &one.property {
                Some(property) => format!("{}:{property}", one.event),
                None => one.event.clone(),
            });
            let url = hooks.target.as_ref().map(|target| target.url.clone());
            Ok(json!({ "url": url, "events": events.collect::<Vec<_>>(), "app_id": APP_ID }))
        })
    }

    fn at_the_screen<T>(
        &self,
        work: impl FnOnce(&mut Cx<'_>) -> Result<T, Problem>,
    ) -> Result<T, ScreenError> {
        let (now, base) = {
            let inner = lock(&self.inner);
            (inner.now(), inner.base.clone())
        };
        let request = HttpRequest::builder().method(Method::POST).uri("/").body(());
        let (head, ()) = request.map_err(|error| ScreenError(error.to_string()))?.into_parts();
        let request = Request::new(&head, bytes::Bytes::new());
        self.without_token(&request, &base, now, Source::Screen, work).map_err(ScreenError::from)
    }

    /// Work that no token stands behind.
    pub(super) fn without_token<T>(
        &self,
        request: &Request,
        base: &str,
        now: DateTime<Utc>,
        source: Source,
        work: impl FnOnce(&mut Cx<'_>) -> T,
    ) -> T {
        let (client_id, grant, account) = (String::new(), String::new(), PORTAL.to_string());
        let caller = Caller { client_id, account, scopes: Vec::new(), grant, machine: true };
        let call = Call { request, caller: &caller, now, base };
        self.work(&call, source, work)
    }
}

/// An event, and the property behind its colon.
pub(super) fn event(text: &str) -> Result<(&str, Option<&str>), Problem> {
    let (event, property) =
        text.split_once(':').map_or((text, None), |(event, property)| (event, Some(property)));
    let good = hook_settings::is_event(event) && event.ends_with(".propertyChange") == property.is_some();
    let wrong = || Problem::field("events", &format!("has {text}, which is not known or names no property"));
    good.then_some((event, property)).ok_or_else(wrong)
}

/// Sets the webhook up as its developer would.
fn set_up<'e>(
    cx: &mut Cx<'_>,
    url: Option<&str>,
    events: impl Iterator<Item = &'e str>,
) -> Result<(), Problem> {
    let events = events.map(event).collect::<Result<Vec<_>, _>>()?;
    let now = cx.now;
    cx.state.hooks.set_target(url, 10, now);
    cx.state.hooks.subscriptions.clear();
    for (event, property) in events {
        cx.state.hooks.subscribe(event, property, None, true, now);
    }
    Ok(())
}

fn read<T: serde::de::DeserializeOwned>(input: &Value) -> Result<T, String> {
    serde_json::from_value(input.clone()).map_err(|error| error.to_string())
}
