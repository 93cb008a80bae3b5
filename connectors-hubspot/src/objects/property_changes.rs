//! Values of properties that change, as events: each value that a property got, also where several came between two polls.
//!
//! HubSpot's search tells which objects changed, but not what of them. Their earlier values do, which another call reads: the
//! list behind these triggers makes the two calls in turns.

use std::time::Duration;

use chrono::{DateTime, Utc};
use connectors_core::triggers::{
    Batch, Change, Event, Feed, Hint, PollCursor, PollingTrigger, Trigger, WebhookTrigger,
};
use connectors_core::{
    Action, Client, Cursor, Cx, Error, Idempotency, Meta, Page, PagedAction, Request, Response, Result,
    setters,
};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::history::MOST_WITH_HISTORY;
use super::triggers::{Asked, LATE, look, typed};
use super::verb::{self, Verb};
use super::{HistoryEntry, ListChanged, Object, at, word};
use crate::crm_object::{CrmObject, Of};
use crate::webhooks::{EventKind, Notification};
use crate::{HubSpot, Record};

/// `<resource>.property_changed`: each value that one of some properties got, once. Values that objects are made with are
/// among them.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, bound = "")]
#[non_exhaustive]
pub struct PropertyChanged<O> {
    /// The properties whose values are told.
    pub watched: Vec<String>,
    /// The object type, where it is not that of the Rust type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object: Option<String>,
    /// The properties to read of the object; empty for those of the type.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub properties: Vec<String>,
    /// How late a change may show up in the search: [`LATE`] unless said otherwise. In JSON whole seconds, `late_seconds`.
    #[serde(rename = "late_seconds", with = "connectors_core::types::seconds", default = "late")]
    #[cfg_attr(feature = "schema", schemars(with = "u64"))]
    pub late: Duration,
    #[serde(skip)]
    of: Of<O>,
}

fn late() -> Duration {
    LATE
}

impl<O> PropertyChanged<O> {
    /// Values of these properties.
    #[must_use]
    pub fn new<S: Into<String>>(watched: impl IntoIterator<Item = S>) -> Self {
        let watched = watched.into_iter().map(Into::into).collect();
        Self { watched, object: None, properties: Vec::new(), late: LATE, of: Of::default() }
    }

    setters!(object: Option<String>, properties: Vec<String>);

    /// Sets `late`.
    #[must_use]
    pub fn late(mut self, late: Duration) -> Self {
        self.late = late;
        self
    }
}

/// An object type that goes through the stages of a pipeline.
pub trait Staged: CrmObject {
    /// The property with the id of the stage.
    const STAGE: &'static str;
}

/// `<resource>.stage_changed`: objects that came into another stage of their pipeline, each stage once: [`PropertyChanged`] of
/// the stage. The stage that an object is made in is told, too: [`PropertyChange::previous`] is `None` then.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, bound = "")]
#[non_exhaustive]
pub struct StageChanged<O> {
    /// The properties to read of the object; empty for those of the type.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub properties: Vec<String>,
    /// How late a change may show up in the search: [`LATE`] unless said otherwise. In JSON whole seconds, `late_seconds`.
    #[serde(rename = "late_seconds", with = "connectors_core::types::seconds")]
    #[cfg_attr(feature = "schema", schemars(with = "u64"))]
    pub late: Duration,
    #[serde(skip)]
    of: Of<O>,
}

impl<O> Default for StageChanged<O> {
    fn default() -> Self {
        Self { properties: Vec::new(), late: LATE, of: Of::default() }
    }
}

impl<O> StageChanged<O> {
    /// With all properties that the type reads.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(properties: Vec<String>);

    /// Sets `late`.
    #[must_use]
    pub fn late(mut self, late: Duration) -> Self {
        self.late = late;
        self
    }
}

/// A value that a property got.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(bound(deserialize = "O: DeserializeOwned"))]
#[non_exhaustive]
pub struct PropertyChange<O> {
    /// The property.
    pub property: String,
    /// The value, since when, and what wrote it.
    pub entry: HistoryEntry,
    /// The value before it, if there was one and HubSpot still knows it.
    pub previous: Option<String>,
    /// The object as it is when the change is found.
    pub object: Object<O>,
}

impl<O> PropertyChange<O> {
    /// As tests need it.
    #[must_use]
    pub fn new(property: impl Into<String>, entry: HistoryEntry, object: Object<O>) -> Self {
        Self { property: property.into(), entry, previous: None, object }
    }

    setters!(previous: Option<String>);
}

impl<O: CrmObject> Trigger for PropertyChanged<O> {
    type Connector = HubSpot;
    type Event = PropertyChange<O>;
    const META: Meta = Verb::<O, { verb::PROPERTY_CHANGED }>::META;
}

impl<O: CrmObject + DeserializeOwned> PollingTrigger for PropertyChanged<O> {
    async fn poll(&self, client: &Client<HubSpot>, cursor: &PollCursor) -> Result<Batch<PropertyChange<O>>> {
        if self.watched.is_empty() {
            return Err(Error::validation("watched", "is empty: name the properties"));
        }
        let names = self.watched.iter().enumerate();
        let names = names.map(|(i, name)| word(&format!("watched[{i}]"), name).map(str::to_owned));
        let asked = Asked::of::<Self, O>(self.object.as_deref(), &self.properties, client, self.late)?;
        Ok(found(client, cursor, asked, names.collect::<Result<_>>()?).await?.read(typed_change))
    }
}

impl<O: CrmObject> WebhookTrigger for PropertyChanged<O> {
    fn hint(&self, hubspot: &HubSpot, event: &Event<Notification>) -> Option<Hint<PropertyChange<O>>> {
        told::<O>(self.object.as_deref(), hubspot, event, |name| {
            self.watched.iter().any(|known| known == name)
        })
    }
}

impl<O: Staged> Trigger for StageChanged<O> {
    type Connector = HubSpot;
    type Event = PropertyChange<O>;
    const META: Meta = Verb::<O, { verb::STAGE_CHANGED }>::META;
}

impl<O: Staged + DeserializeOwned> PollingTrigger for StageChanged<O> {
    async fn poll(&self, client: &Client<HubSpot>, cursor: &PollCursor) -> Result<Batch<PropertyChange<O>>> {
        let asked = Asked::of::<Self, O>(None, &self.properties, client, self.late)?;
        Ok(found(client, cursor, asked, vec![O::STAGE.to_owned()]).await?.read(typed_change))
    }
}

impl<O: Staged> WebhookTrigger for StageChanged<O> {
    fn hint(&self, hubspot: &HubSpot, event: &Event<Notification>) -> Option<Hint<PropertyChange<O>>> {
        told::<O>(None, hubspot, event, |name| name == O::STAGE)
    }
}

/// A reason to look, if what happened may have given a value to a property that is wanted.
fn told<O: CrmObject>(
    named: Option<&str>,
    hubspot: &HubSpot,
    event: &Event<Notification>,
    wanted: impl Fn(&str) -> bool,
) -> Option<Hint<PropertyChange<O>>> {
    let of_it = event.data.property_name.as_deref().is_none_or(wanted);
    look::<O, _>(named, hubspot, event, |kind| match kind {
        EventKind::PropertyChange => of_it,
        EventKind::Creation | EventKind::Merge => true,
        _ => false,
    })
}

#[inline]
async fn found(
    client: &Client<HubSpot>,
    cursor: &PollCursor,
    Asked { name, object, properties, modified, late }: Asked,
    watched: Vec<String>,
) -> Result<Batch<PropertyChange<Record>>> {
    let list = |since: DateTime<Utc>| ListValues {
        object: object.clone(),
        properties: properties.clone(),
        watched: watched.clone(),
        modified,
        since,
        cursor: None,
    };
    let read = |seen: Seen| {
        Ok(match seen {
            Seen::Value(change) => {
                let id = change.object.id.clone();
                let print = change.property.clone();
                Change::new(id, change.entry.timestamp, *change).print(&print)
            }
            Seen::Nothing { id, modified } => Change::passed_over(id, modified),
        })
    };
    // Values come by object, not by moment.
    Feed::unordered(name, list).late(late).poll(client, cursor, read).await
}

fn typed_change<O: DeserializeOwned>(change: PropertyChange<Record>) -> Result<PropertyChange<O>> {
    let PropertyChange { property, entry, previous, object } = change;
    Ok(PropertyChange { property, entry, previous, object: typed(object)? })
}

/// What properties got since a moment. Two calls in turns: which objects changed, then their values.
#[derive(Clone, Debug)]
struct ListValues {
    object: String,
    properties: Vec<String>,
    watched: Vec<String>,
    modified: &'static str,
    since: DateTime<Utc>,
    cursor: Option<Cursor>,
}

/// What was read of an object.
enum Seen {
    Value(Box<PropertyChange<Record>>),
    /// None of the properties got a value.
    Nothing {
        id: String,
        modified: Option<DateTime<Utc>>,
    },
}

/// What the next call asks; in the cursor a text, `search …` or `read <ids> …`, followed by where the search goes on.
enum Turn<'a> {
    Search(Option<&'a str>),
    Read { ids: Vec<&'a str>, then: Option<&'a str> },
}

impl ListValues {
    fn turn(&self) -> Result<Turn<'_>> {
        let Some(text) = Cursor::token(self.cursor.as_ref())? else { return Ok(Turn::Search(None)) };
        let foreign = || Error::validation("cursor", "is not of this list");
        match text.split_once(' ').ok_or_else(foreign)? {
            ("search", then) => Ok(Turn::Search(Some(then))),
            ("read", rest) => {
                let (ids, then) = rest.split_once(' ').map_or((rest, None), |(ids, then)| (ids, Some(then)));
                Ok(Turn::Read { ids: ids.split(',').collect(), then })
            }
            _ => Err(foreign()),
        }
    }

    fn search(&self, then: Option<&str>) -> ListChanged<Record> {
        let search = ListChanged::<Record>::since(self.since).object(&self.object).limit(MOST_WITH_HISTORY);
        let mut search = search.properties([self.modified]);
        search.cursor = then.map(|token| Cursor::Token(token.to_owned()));
        search.modified = Some(self.modified);
        search
    }

    /// The values that the properties of an object got since the moment, oldest first.
    fn values(&self, object: &Object<Record>) -> Vec<PropertyChange<Record>> {
        let mut bare = object.clone();
        let history = std::mem::take(&mut bare.history);
        let mut values = Vec::new();
        for (property, entries) in history {
            // The latest stands first.
            for (i, entry) in entries.iter().enumerate() {
                if entry.timestamp.is_none_or(|at| at >= self.since) {
                    let previous = entries.get(i + 1).and_then(|before| before.value.clone());
                    let (property, entry) = (property.clone(), entry.clone());
                    values.push(PropertyChange { property, entry, previous, object: bare.clone() });
                }
            }
        }
        values.sort_by_key(|change| change.entry.timestamp);
        values
    }
}

impl Action for ListValues {
    type Connector = HubSpot;
    type Output = Page<Seen>;
    const META: Meta = Verb::<Record, { verb::PROPERTY_CHANGED }>::META;

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        let ids = match self.turn()? {
            Turn::Search(then) => return self.search(then).request(cx),
            Turn::Read { ids, .. } => ids,
        };
        let inputs: Vec<_> = ids.iter().map(|id| json!({ "id": id })).collect();
        let body = json!({
            "inputs": inputs,
            "properties": self.properties,
            "propertiesWithHistory": self.watched,
        });
        let request = Request::post(at(cx, &self.object, &["batch", "read"])).json(&body);
        Ok(request.idempotency(Idempotency::Safe))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        match self.turn()? {
            Turn::Search(then) => {
                let changed = self.search(then).response(response)?;
                let then = changed.next.as_ref();
                let then = Cursor::token(then)?.map(|then| format!(" {then}")).unwrap_or_default();
                let ids: Vec<_> = changed.items.iter().map(|changed| changed.object.id.as_str()).collect();
                let next = match (ids.is_empty(), then.is_empty()) {
                    (false, _) => Some(format!("read {}{then}", ids.join(","))),
                    (true, false) => Some(format!("search{then}")),
                    (true, true) => None,
                };
                Ok(Page::new(Vec::new(), next.map(Cursor::Token)))
            }
            Turn::Read { then, .. } => {
                // An object that is gone meanwhile is not in it.
                let read: crate::paging::Listed<Object<Record>> = response.json()?;
                let seen = read.results.into_iter().flat_map(|object| {
                    let values = self.values(&object);
                    let nothing = Seen::Nothing { id: object.id, modified: object.updated_at };
                    let nothing = values.is_empty().then_some(nothing);
                    values.into_iter().map(|change| Seen::Value(Box::new(change))).chain(nothing)
                });
                let next = then.map(|then| Cursor::Token(format!("search {then}")));
                Ok(Page::new(seen.collect(), next))
            }
        }
    }
}

impl PagedAction for ListValues {
    type Item = Seen;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}
