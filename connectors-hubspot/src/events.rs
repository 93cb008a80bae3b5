//! What happened on records: pages that were seen, links that were followed, and custom events; and custom events that an
//! application reports. HubSpot has this in its Enterprise plans. Events of marketing e-mails are not among them.
//!
//! `event.list` is of any object type; each type has it under an id of its own, too
//! ([`objects::ListWebAnalytics`](crate::objects::ListWebAnalytics)).

use std::ops::Range;

use chrono::{DateTime, Utc};
use connectors_core::{
    Action, BatchAction, Cursor, Cx, Error, Meta, Outcome, Page, PagedAction, Request, Response, Result,
    setters,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::HubSpot;
use crate::config::Api;
use crate::objects::{id, up_to, word};
use crate::paging::{moment, page, paged};

const TO_READ: &[&str] = &["crm.objects.contacts.read"];
const TO_READ_TYPES: &[&str] = &["behavioral_events.event_definitions.read_write"];
const TO_SEND: &[&str] = &["analytics.behavioral_events.send"];
const READ_DOCS: &str = "https://developers.hubspot.com/docs/guides/api/analytics-and-events/event-analytics";
const SEND_DOCS: &str = "https://developers.hubspot.com/docs/guides/api/analytics-and-events/custom-events/custom-event-completions";

/// The most events that are reported in a call (not verified).
const MOST: usize = 500;

/// Something that happened on a record.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Event {
    /// Its id.
    pub id: String,
    /// What happened: `e_visited_page`, or a custom event's name.
    pub event_type: String,
    /// The object type of the record.
    pub object_type: String,
    /// The id of the record.
    pub object_id: String,
    /// When.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub occurred_at: Option<DateTime<Utc>>,
    /// What else is known of it.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub properties: Map<String, Value>,
}

impl Event {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<String>, event_type: impl Into<String>) -> Self {
        Self { id: id.into(), event_type: event_type.into(), ..Self::default() }
    }

    setters!(object_type: String, object_id: String, occurred_at: Option<DateTime<Utc>>, properties: Map<String, Value>);
}

/// `event.list`: events on the records of an object type, or on one record.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct List {
    /// The object type, singular: `contact`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub object_type: Option<String>,
    /// Only on the record with this id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub object_id: Option<String>,
    /// Only events of this kind: `e_visited_page`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event_type: Option<String>,
    /// Only those after this moment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub occurred_after: Option<DateTime<Utc>>,
    /// Only those before this moment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub occurred_before: Option<DateTime<Utc>>,
    /// How many on a page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u16>,
    /// Where to start.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
}

impl List {
    /// On all records of an object type.
    #[must_use]
    pub fn new(object_type: impl Into<String>) -> Self {
        Self { object_type: Some(object_type.into()), ..Self::default() }
    }

    setters!(object_type: Option<String>, object_id: Option<String>, event_type: Option<String>,
        occurred_after: Option<DateTime<Utc>>, occurred_before: Option<DateTime<Utc>>, limit: Option<u16>,
        cursor: Option<Cursor>);
}

impl Action for List {
    type Connector = HubSpot;
    type Output = Page<Event>;
    const META: Meta = Meta::read("event", "list").title("List events").scopes(TO_READ).docs(READ_DOCS);

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        if self.object_id.is_some() && self.object_type.is_none() {
            return Err(Error::validation("object_type", "is missing: that of `object_id`"));
        }
        let object = self.object_type.as_deref().map(|name| word("object_type", name)).transpose()?;
        let record = self.object_id.as_deref().map(|of| id("object_id", of)).transpose()?;
        let request = Request::get(cx.connector().path(Api::EVENTS, [""; 0]))
            .query_opt("objectType", object)
            .query_opt("objectId", record)
            .query_opt("eventType", self.event_type.as_ref())
            .query_opt("occurredAfter", self.occurred_after.map(moment))
            .query_opt("occurredBefore", self.occurred_before.map(moment));
        paged(request, self.limit, self.cursor.as_ref())
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        page(&response)
    }
}

impl PagedAction for List {
    type Item = Event;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}

/// `event_type.list`: the names of all kinds of events, custom ones among them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct ListTypes {}

impl ListTypes {
    /// All.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

impl Action for ListTypes {
    type Connector = HubSpot;
    type Output = Page<String>;
    const META: Meta =
        Meta::read("event_type", "list").title("List kinds of events").scopes(TO_READ_TYPES).docs(READ_DOCS);

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        Ok(Request::get(cx.connector().path(Api::EVENTS, ["event-types"])))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Types {
            event_types: Vec<String>,
        }
        Ok(Page::last(response.json::<Types>()?.event_types))
    }
}

impl PagedAction for ListTypes {
    type Item = String;
}

/// A custom event that happened on a record.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Occurrence {
    /// The event's full name: `pe33_watched_film`.
    pub event_name: String,
    /// The e-mail address of the contact on whom it happened …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// … or the id of the record …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub object_id: Option<String>,
    /// … or the token of a visitor, from the cookie `hubspotutk`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub utk: Option<String>,
    /// When: now unless said otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub occurred_at: Option<DateTime<Utc>>,
    /// What else is known of it.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub properties: Map<String, Value>,
    /// An id of your own for it. That HubSpot tells by it what was sent twice is not documented.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uuid: Option<String>,
}

impl Occurrence {
    /// An event; say on whom by `email`, `object_id` or `utk`.
    #[must_use]
    pub fn new(event_name: impl Into<String>) -> Self {
        Self { event_name: event_name.into(), ..Self::default() }
    }

    setters!(email: Option<String>, object_id: Option<String>, utk: Option<String>, occurred_at: Option<DateTime<Utc>>,
        properties: Map<String, Value>, uuid: Option<String>);

    fn wire(&self, place: &str) -> Result<Value> {
        if self.event_name.trim().is_empty() {
            return Err(Error::validation(format!("{place}.event_name"), "is empty"));
        }
        if self.email.is_none() && self.object_id.is_none() && self.utk.is_none() {
            let text = "is missing: say on whom by `email`, `object_id` or `utk`";
            return Err(Error::validation(format!("{place}.email"), text));
        }
        let mut body = Map::new();
        body.insert("eventName".to_owned(), self.event_name.as_str().into());
        let texts = [
            ("email", self.email.clone()),
            ("objectId", self.object_id.clone()),
            ("utk", self.utk.clone()),
            ("occurredAt", self.occurred_at.map(moment)),
            ("uuid", self.uuid.clone()),
        ];
        body.extend(texts.into_iter().filter_map(|(name, text)| Some((name.to_owned(), text?.into()))));
        if !self.properties.is_empty() {
            body.insert("properties".to_owned(), self.properties.clone().into());
        }
        Ok(body.into())
    }
}

/// `event.send`: reports a custom event. Sent twice, it happened twice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Send {
    /// The event.
    pub event: Occurrence,
}

impl Send {
    /// This event.
    #[must_use]
    pub fn new(event: Occurrence) -> Self {
        Self { event }
    }
}

impl Action for Send {
    type Connector = HubSpot;
    type Output = ();
    const META: Meta =
        Meta::write("event", "send").title("Report a custom event").scopes(TO_SEND).docs(SEND_DOCS);

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        Ok(Request::post(cx.connector().path(Api::SEND, [""; 0])).json(&self.event.wire("event")?))
    }

    #[inline]
    fn response(&self, _: Response) -> Result<()> {
        Ok(())
    }
}

/// `event.send_many`: reports custom events, 500 in a call: all of them, or none.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct SendMany {
    /// The events.
    pub events: Vec<Occurrence>,
}

impl SendMany {
    /// These events.
    #[must_use]
    pub fn new(events: impl IntoIterator<Item = Occurrence>) -> Self {
        Self { events: events.into_iter().collect() }
    }
}

impl Action for SendMany {
    type Connector = HubSpot;
    type Output = Vec<Outcome<()>>;
    const META: Meta =
        Meta::write("event", "send_many").title("Report custom events").scopes(TO_SEND).docs(SEND_DOCS);

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        let inputs = up_to(MOST, "events", &self.events, |place, event| event.wire(place))?;
        Ok(Request::post(cx.connector().path(Api::SEND, ["batch"])).json(&json!({ "inputs": inputs })))
    }

    #[inline]
    fn response(&self, _: Response) -> Result<Self::Output> {
        Ok(self.events.iter().map(|_| Outcome::Done(())).collect())
    }
}

impl BatchAction for SendMany {
    type Item = ();
    const MAX: usize = MOST;
    const REFUSED_WHOLE: bool = true;

    fn len(&self) -> usize {
        self.events.len()
    }

    fn part(&self, range: Range<usize>) -> Self {
        Self { events: self.events.get(range).unwrap_or_default().to_vec() }
    }
}
