//! Earlier values of properties, as a list of their own.

use std::collections::BTreeMap;

use connectors_core::{Action, Cursor, Cx, Meta, Page, PagedAction, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

use super::verb::{self, Verb};
use super::{HistoryEntry, ask, at, object};
use crate::HubSpot;
use crate::crm_object::{CrmObject, Of};
use crate::paging::{page, paged};

/// The most objects on a page with earlier values (not verified).
pub(super) const MOST_WITH_HISTORY: u16 = 50;

/// `<resource>_property_history.list`: all values that properties of all objects have and had, the latest of each first.
/// A page has the values of 50 objects.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, bound = "")]
#[non_exhaustive]
pub struct ListHistory<O> {
    /// The properties; empty for those of the type.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub properties: Vec<String>,
    /// Whether it is the deleted objects' instead.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub archived: bool,
    /// Where to start.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
    #[serde(skip)]
    of: Of<O>,
}

/// A value that a property has or had.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Past {
    /// The object's id.
    pub id: String,
    /// The property.
    pub property: String,
    /// The value, since when, and what wrote it.
    pub entry: HistoryEntry,
}

impl Past {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<String>, property: impl Into<String>, entry: HistoryEntry) -> Self {
        Self { id: id.into(), property: property.into(), entry }
    }
}

impl<O> Default for ListHistory<O> {
    fn default() -> Self {
        Self { properties: Vec::new(), archived: false, cursor: None, of: Of::default() }
    }
}

impl<O> ListHistory<O> {
    /// Of all properties that the type reads.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(properties: Vec<String>, archived: bool, cursor: Option<Cursor>);
}

/// An object as far as its earlier values go.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Historic {
    pub(super) id: String,
    #[serde(default)]
    properties_with_history: BTreeMap<String, Vec<HistoryEntry>>,
}

impl Historic {
    /// All its values, the latest of each property first.
    pub(super) fn values(self) -> impl Iterator<Item = Past> {
        let Self { id, properties_with_history } = self;
        properties_with_history.into_iter().flat_map(move |(property, entries)| {
            let id = id.clone();
            entries.into_iter().map(move |entry| Past::new(id.clone(), property.clone(), entry))
        })
    }
}

impl<O: CrmObject> Action for ListHistory<O> {
    type Connector = HubSpot;
    type Output = Page<Past>;
    const META: Meta = Verb::<O, { verb::LIST_HISTORY }>::META;

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        let request = Request::get(at(cx, object::<O>(None, cx)?, &[]))
            .query_opt("archived", self.archived.then_some(true));
        let request = paged(request, Some(MOST_WITH_HISTORY), self.cursor.as_ref())?;
        ask(request, [&[], &super::properties::<O>(&self.properties), &[]])
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        let objects: Page<Historic> = page(&response)?;
        Ok(Page::new(objects.items.into_iter().flat_map(Historic::values).collect(), objects.next))
    }
}

impl<O: CrmObject> PagedAction for ListHistory<O> {
    type Item = Past;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}
