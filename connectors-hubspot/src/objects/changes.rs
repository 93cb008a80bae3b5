//! What changed since a moment.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use connectors_core::{
    Action, Cursor, Cx, Delivery, Error, ErrorKind, Meta, Page, PagedAction, Request, Response, Result,
    setters,
};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use serde_json::{Map, json};

use super::filter::{Filter, Sort};
use super::search::{CAP, capped, per_page, request};
use super::verb::{self, Verb};
use super::{Object, object, properties};
use crate::crm_object::{CrmObject, Of};
use crate::paging::Listed;
use crate::{Contact, HubSpot, text};

/// `<resource>.list_changed`: objects that were made or changed since a moment, oldest change first.
///
/// To follow a type there are triggers: [`CreatedOrUpdated`](super::CreatedOrUpdated), [`Created`](super::Created) and
/// [`Updated`](super::Updated). An object may show up late: the search that is behind this lags.
///
/// The list goes on by date: the next page begins at the moment where this one ended, and repeats the objects of that
/// millisecond. So HubSpot's cap of 10,000 is never reached, but where more objects than that have the very same moment; that
/// is an error.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, bound = "")]
#[non_exhaustive]
pub struct ListChanged<O> {
    /// The object type, where it is not that of the Rust type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object: Option<String>,
    /// Changes at this moment or later.
    pub since: DateTime<Utc>,
    /// The properties to read; empty for those of the type.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub properties: Vec<String>,
    /// How many on a page: 200 unless said otherwise, which is the most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u16>,
    /// Where to start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
    /// The property with the moment of change, where it is not that of the Rust type.
    #[serde(skip)]
    pub(super) modified: Option<&'static str>,
    #[serde(skip)]
    of: Of<O>,
}

/// An object that was made or changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(bound(deserialize = "O: DeserializeOwned"))]
#[non_exhaustive]
pub struct Changed<O> {
    /// When it was changed last, by the property that the list is ordered by. With the id it tells one change from another.
    pub modified: DateTime<Utc>,
    /// The object as it is now.
    pub object: Object<O>,
}

impl<O> Changed<O> {
    /// A change, as tests need it.
    #[must_use]
    pub fn new(modified: DateTime<Utc>, object: Object<O>) -> Self {
        Self { modified, object }
    }
}

impl<O> ListChanged<O> {
    /// Changes at this moment or later.
    #[must_use]
    pub fn since(moment: DateTime<Utc>) -> Self {
        Self {
            object: None,
            since: moment,
            properties: Vec::new(),
            limit: None,
            cursor: None,
            modified: None,
            of: Of::default(),
        }
    }

    setters!(object: Option<String>, properties: Vec<String>, limit: Option<u16>, cursor: Option<Cursor>);

    fn place(&self) -> Result<Place> {
        let Some(text) = Cursor::token(self.cursor.as_ref())? else {
            return Ok(Place { since: self.since.timestamp_millis(), after: 0 });
        };
        let place = text.split_once(' ');
        let place = place.and_then(|(since, after)| Some((since.parse().ok()?, after.parse().ok()?)));
        let (since, after) = place.ok_or_else(|| Error::validation("cursor", "is not of this list"))?;
        Ok(Place { since, after })
    }
}

/// Where the list stands: the millisecond to go on from, and how many from there on were given.
#[derive(Clone, Copy)]
struct Place {
    since: i64,
    after: u64,
}

/// What an object says of its change, whatever type it is read into.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Stamp {
    #[serde(default)]
    updated_at: Option<DateTime<Utc>>,
    #[serde(deserialize_with = "text::values")]
    properties: BTreeMap<String, String>,
}

impl Stamp {
    fn modified(&self, property: &str) -> Option<DateTime<Utc>> {
        self.properties.get(property).and_then(|text| text.parse().ok()).or(self.updated_at)
    }
}

/// The property that says when an object was changed last. An object of any type may be a contact, which has one of its own.
pub(super) fn modified_of<O: CrmObject>(named: Option<&str>) -> &'static str {
    match named {
        Some("contacts" | "contact" | "0-1") => Contact::MODIFIED,
        _ => O::MODIFIED,
    }
}

impl<O: CrmObject + DeserializeOwned> ListChanged<O> {
    fn modified(&self) -> &'static str {
        self.modified.unwrap_or_else(|| modified_of::<O>(self.object.as_deref()))
    }

    fn changed(&self, response: &Response, raw: &RawValue) -> Result<Changed<O>> {
        let inside = Response::new(response.head.clone(), raw.get().as_bytes().to_vec());
        let modified = inside.json::<Stamp>()?.modified(self.modified()).ok_or_else(|| {
            let text = format!("an object does not say when it was changed: `{}`", self.modified());
            Error::new(ErrorKind::Decode, text).with_delivery(Delivery::Accepted)
        })?;
        Ok(Changed { modified, object: inside.json()? })
    }
}

impl<O: CrmObject + DeserializeOwned> Action for ListChanged<O> {
    type Connector = HubSpot;
    type Output = Page<Changed<O>>;
    const META: Meta = Verb::<O, { verb::LIST_CHANGED }>::META;

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        let (place, limit) = (self.place()?, per_page(self.limit)?);
        if place.after + u64::from(limit) > CAP {
            return Err(capped("cursor", "so many have one moment of change; list them all"));
        }
        let modified = self.modified();
        let mut properties = properties::<O>(&self.properties);
        if !properties.contains(&modified) {
            properties.push(modified);
        }
        let filter = Filter::gte(modified, place.since).wire("since")?;
        let mut body = Map::new();
        body.insert("filterGroups".to_owned(), json!([{ "filters": [filter] }]));
        body.insert("sorts".to_owned(), json!([Sort::ascending(modified).wire()?]));
        body.insert("properties".to_owned(), properties.into());
        body.insert("limit".to_owned(), limit.into());
        if place.after > 0 {
            body.insert("after".to_owned(), place.after.to_string().into());
        }
        Ok(request(cx, object::<O>(self.object.as_deref(), cx)?, &body))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        let listed: Listed<Box<RawValue>> = response.json()?;
        let changes = listed.results.iter().map(|raw| self.changed(&response, raw));
        let changes = changes.collect::<Result<Vec<Changed<O>>>>()?;
        let here = self.place()?;
        let in_order = changes.is_sorted_by_key(|change| change.modified);
        let end = changes.last().map(|change| change.modified.timestamp_millis());
        let next = listed.next().map(|after| match end {
            // From the moment on where this page ended; if it never left the moment where it began, by number.
            Some(end) if in_order && end > here.since => Ok(Place { since: end, after: 0 }),
            _ => {
                let after = after.parse().map_err(|_| {
                    let text = "the answer's `after` is no number";
                    Error::new(ErrorKind::Decode, text).with_delivery(Delivery::Accepted)
                });
                after.map(|after| Place { since: here.since, after })
            }
        });
        let next = next.transpose()?.map(|place| Cursor::Token(format!("{} {}", place.since, place.after)));
        Ok(Page::new(changes, next))
    }
}

impl<O: CrmObject + DeserializeOwned> PagedAction for ListChanged<O> {
    type Item = Changed<O>;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}
