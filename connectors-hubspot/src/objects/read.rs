//! Objects by id or unique property, and lists of all.

use std::ops::Range;

use connectors_core::{
    Action, BatchAction, Cursor, Cx, Delivery, Error, Idempotency, Meta, Outcome, Page, PagedAction, Request,
    Response, Result, setters,
};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, json};

use super::batch::{ADDRESSES, MERGED};
use super::history::MOST_WITH_HISTORY;
use super::verb::{self, Verb};
use super::{Input, MOST, Object, ask, at, key, many, object, outcomes, properties, word};
use crate::HubSpot;
use crate::crm_object::{CrmObject, Of};
use crate::paging::{page, paged};

/// `<resource>.get`: one object, by its id or a unique property. One that others were merged into is found by all ids that it
/// had; its own is another one.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, bound = "")]
#[non_exhaustive]
pub struct Get<O> {
    /// The object type, where it is not that of the Rust type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object: Option<String>,
    /// The object's id, or the value of `id_property`.
    pub id: String,
    /// A unique property by which it is found: `email` of contacts, or one of your own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id_property: Option<String>,
    /// The properties to read; empty for those of the type.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub properties: Vec<String>,
    /// The properties whose earlier values are read, too.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub history: Vec<String>,
    /// The object types whose associated objects are told, too.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub associations: Vec<String>,
    /// Whether it is looked for among the deleted ones.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub archived: bool,
    #[serde(skip)]
    of: Of<O>,
}

impl<O> Get<O> {
    /// The object with this id.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self {
            object: None,
            id: id.into(),
            id_property: None,
            properties: Vec::new(),
            history: Vec::new(),
            associations: Vec::new(),
            archived: false,
            of: Of::default(),
        }
    }

    /// The object whose unique property has this value.
    #[must_use]
    pub fn by(property: impl Into<String>, value: impl Into<String>) -> Self {
        Self { id_property: Some(property.into()), ..Self::new(value) }
    }

    setters!(object: Option<String>, id_property: Option<String>, properties: Vec<String>, history: Vec<String>,
        associations: Vec<String>, archived: bool);
}

impl<O: CrmObject + DeserializeOwned> Action for Get<O> {
    type Connector = HubSpot;
    type Output = Object<O>;
    const META: Meta = Verb::<O, { verb::GET }>::META;

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        let object = object::<O>(self.object.as_deref(), cx)?;
        let key = key("id", &self.id, self.id_property.as_deref())?;
        let request = Request::get(at(cx, object, &[key]))
            .query_opt("idProperty", self.id_property.as_ref())
            .query_opt("archived", self.archived.then_some(true));
        let properties = properties::<O>(&self.properties);
        ask(request, [&properties, &refs(&self.history), &refs(&self.associations)])
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Object<O>> {
        response.json()
    }
}

fn refs(names: &[String]) -> Vec<&str> {
    names.iter().map(String::as_str).collect()
}

/// `<resource>.list`: all objects of a type, in the order of their ids, or all that were deleted.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, bound = "")]
#[non_exhaustive]
pub struct List<O> {
    /// The object type, where it is not that of the Rust type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub object: Option<String>,
    /// The properties to read; empty for those of the type.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub properties: Vec<String>,
    /// The properties whose earlier values are read, too. A page has at most 50 objects then (not verified).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub history: Vec<String>,
    /// The object types whose associated objects are told, too.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub associations: Vec<String>,
    /// Whether the deleted ones are listed instead.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub archived: bool,
    /// How many on a page: 100 unless said otherwise, or 50 with history, which is the most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u16>,
    /// Where to start.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
    #[serde(skip)]
    of: Of<O>,
}

impl<O> Default for List<O> {
    fn default() -> Self {
        Self {
            object: None,
            properties: Vec::new(),
            history: Vec::new(),
            associations: Vec::new(),
            archived: false,
            limit: None,
            cursor: None,
            of: Of::default(),
        }
    }
}

impl<O> List<O> {
    /// All that are not deleted.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(object: Option<String>, properties: Vec<String>, history: Vec<String>, associations: Vec<String>,
        archived: bool, limit: Option<u16>, cursor: Option<Cursor>);
}

impl<O: CrmObject + DeserializeOwned> Action for List<O> {
    type Connector = HubSpot;
    type Output = Page<Object<O>>;
    const META: Meta = Verb::<O, { verb::LIST }>::META;

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        let most = if self.history.is_empty() { 100 } else { MOST_WITH_HISTORY };
        let limit = self.limit.unwrap_or(most);
        if limit == 0 || limit > most {
            return Err(Error::validation("limit", format!("is from 1 to {most}")));
        }
        let request = Request::get(at(cx, object::<O>(self.object.as_deref(), cx)?, &[]))
            .query_opt("archived", self.archived.then_some(true));
        let request = paged(request, Some(limit), self.cursor.as_ref())?;
        let properties = properties::<O>(&self.properties);
        ask(request, [&properties, &refs(&self.history), &refs(&self.associations)])
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        page(&response)
    }
}

impl<O: CrmObject + DeserializeOwned> PagedAction for List<O> {
    type Item = Object<O>;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}

/// `<resource>.get_many`: objects by their ids or by a unique property, 100 in a call. One that is not there is an
/// [`Outcome::Failed`] of kind `NotFound`, or [`Outcome::Unknown`] if HubSpot does not say so. One that is there but does not
/// fit the Rust type is an [`Outcome::Failed`] of kind `Decode`.
///
/// An object that others were merged into has a new id and is found by all that it had: its [`id`](Object::id) may be another
/// than was asked for. What it is known by (`hs_merged_object_ids`, or `hs_additional_emails`) is read with it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, bound = "")]
#[non_exhaustive]
pub struct GetMany<O> {
    /// The object type, where it is not that of the Rust type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object: Option<String>,
    /// The objects' ids, or the values of `id_property`.
    pub ids: Vec<String>,
    /// A unique property by which they are found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id_property: Option<String>,
    /// The properties to read; empty for those of the type.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub properties: Vec<String>,
    #[serde(skip)]
    of: Of<O>,
}

impl<O> GetMany<O> {
    /// The objects with these ids.
    #[must_use]
    pub fn new<S: Into<String>>(ids: impl IntoIterator<Item = S>) -> Self {
        let ids = ids.into_iter().map(Into::into).collect();
        Self { object: None, ids, id_property: None, properties: Vec::new(), of: Of::default() }
    }

    /// The objects whose unique property has one of these values.
    #[must_use]
    pub fn by<S: Into<String>>(property: impl Into<String>, values: impl IntoIterator<Item = S>) -> Self {
        Self { id_property: Some(property.into()), ..Self::new(values) }
    }

    setters!(object: Option<String>, id_property: Option<String>, properties: Vec<String>);
}

impl<O: CrmObject + DeserializeOwned> Action for GetMany<O> {
    type Connector = HubSpot;
    type Output = Vec<Outcome<Object<O>>>;
    const META: Meta = Verb::<O, { verb::GET_MANY }>::META;

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        let by = self.id_property.as_deref();
        let inputs = many("ids", &self.ids, |place, id| Ok(json!({ "id": key(place, id, by)? })))?;
        let mut properties = properties::<O>(&self.properties);
        let mut body = Map::new();
        // What it is found by tells whose answer is whose.
        let known_by = match by {
            None => vec![MERGED],
            Some("email") => vec!["email", ADDRESSES],
            Some(property) => vec![word("id_property", property)?],
        };
        let known_by: Vec<_> = known_by.into_iter().filter(|name| !properties.contains(name)).collect();
        properties.extend(known_by);
        body.extend(by.map(|property| ("idProperty".to_owned(), property.into())));
        body.insert("inputs".to_owned(), inputs.into());
        body.insert("properties".to_owned(), properties.into());
        body.insert("propertiesWithHistory".to_owned(), json!([]));
        let object = object::<O>(self.object.as_deref(), cx)?;
        let request = Request::post(at(cx, object, &["batch", "read"])).json(&body);
        Ok(request.idempotency(Idempotency::Safe))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        let input = |id: &String| match &self.id_property {
            None => Input { id: Some(id.clone()), ..Input::default() },
            Some(property) => Input { unique: Some((property.clone(), id.clone())), ..Input::default() },
        };
        let outcomes = outcomes(&response, &self.ids.iter().map(input).collect::<Vec<_>>())?;
        // What is there but cannot be read was not changed by the asking: it is known what became of it.
        Ok(outcomes
            .into_iter()
            .map(|outcome| match outcome {
                Outcome::Unknown(error) if error.delivery() == Delivery::Accepted => Outcome::Failed(error),
                outcome => outcome,
            })
            .collect())
    }
}

impl<O: CrmObject + DeserializeOwned> BatchAction for GetMany<O> {
    type Item = Object<O>;
    const MAX: usize = MOST;

    fn len(&self) -> usize {
        self.ids.len()
    }

    fn part(&self, range: Range<usize>) -> Self {
        Self { ids: self.ids.get(range).unwrap_or_default().to_vec(), ..self.clone() }
    }
}
