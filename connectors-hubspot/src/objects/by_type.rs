//! Lists that there are for any type, under ids of each type's own: what other systems call them.

use chrono::{DateTime, Utc};
use connectors_core::{Action, Cursor, Cx, Meta, Page, PagedAction, Request, Response, Result, setters};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::verb::{self, Verb};
use super::{List, Object};
use crate::crm_object::{CrmObject, Of};
use crate::paging::{page, whole};
use crate::{HubSpot, events, pipelines};

/// `<resource>_archived.list`: all deleted objects of a type, as long as they can be restored: [`List`] with `archived`, under
/// an id of its own.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, bound = "")]
#[non_exhaustive]
pub struct ListArchived<O> {
    /// The properties to read; empty for those of the type.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub properties: Vec<String>,
    /// How many on a page: 100 unless said otherwise, which is the most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u16>,
    /// Where to start.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
    #[serde(skip)]
    of: Of<O>,
}

impl<O> Default for ListArchived<O> {
    fn default() -> Self {
        Self { properties: Vec::new(), limit: None, cursor: None, of: Of::default() }
    }
}

impl<O> ListArchived<O> {
    /// All that were deleted.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(properties: Vec<String>, limit: Option<u16>, cursor: Option<Cursor>);
}

impl<O: CrmObject + DeserializeOwned> Action for ListArchived<O> {
    type Connector = HubSpot;
    type Output = Page<Object<O>>;
    const META: Meta = Verb::<O, { verb::LIST_ARCHIVED }>::META;

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        let Self { properties, limit, cursor, .. } = self.clone();
        let mut list = List::<O>::new().archived(true);
        (list.properties, list.limit, list.cursor) = (properties, limit, cursor);
        list.request(cx)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        page(&response)
    }
}

impl<O: CrmObject + DeserializeOwned> PagedAction for ListArchived<O> {
    type Item = Object<O>;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}

/// `<resource>_web_analytics.list`: events on the records of a type: [`events::List`] of it, under an id of its own. Names of object
/// types but `contact` are not verified here.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, bound = "")]
#[non_exhaustive]
pub struct ListWebAnalytics<O> {
    /// Only on the record with this id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub object_id: Option<String>,
    /// Only events of this kind.
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
    #[serde(skip)]
    of: Of<O>,
}

impl<O> Default for ListWebAnalytics<O> {
    fn default() -> Self {
        Self {
            object_id: None,
            event_type: None,
            occurred_after: None,
            occurred_before: None,
            limit: None,
            cursor: None,
            of: Of::default(),
        }
    }
}

impl<O> ListWebAnalytics<O> {
    /// On all records of the type.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(object_id: Option<String>, event_type: Option<String>, occurred_after: Option<DateTime<Utc>>,
        occurred_before: Option<DateTime<Utc>>, limit: Option<u16>, cursor: Option<Cursor>);
}

impl<O: CrmObject> Action for ListWebAnalytics<O> {
    type Connector = HubSpot;
    type Output = Page<events::Event>;
    const META: Meta = Verb::<O, { verb::LIST_WEB_ANALYTICS }>::META;

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        let Self { object_id, event_type, occurred_after, occurred_before, limit, cursor, .. } = self.clone();
        // One of the `goal_targets` is no `goal` for HubSpot.
        let name = if O::TYPE == "goal_targets" { "goal_target" } else { O::RESOURCE };
        let object_type = Some(name.to_owned());
        let list = events::List {
            object_type,
            object_id,
            event_type,
            occurred_after,
            occurred_before,
            limit,
            cursor,
        };
        list.request(cx)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        page(&response)
    }
}

impl<O: CrmObject> PagedAction for ListWebAnalytics<O> {
    type Item = events::Event;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}

/// `<resource>_pipeline.list`: the pipelines of a type: [`pipelines::List`] of it, under an id of its own.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, bound = "")]
#[non_exhaustive]
pub struct ListPipelines<O> {
    #[serde(skip)]
    of: Of<O>,
}

impl<O> Default for ListPipelines<O> {
    fn default() -> Self {
        Self { of: Of::default() }
    }
}

impl<O> ListPipelines<O> {
    /// All.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

impl<O: CrmObject> Action for ListPipelines<O> {
    type Connector = HubSpot;
    type Output = Page<pipelines::Pipeline>;
    const META: Meta = Verb::<O, { verb::LIST_PIPELINES }>::META;

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        pipelines::List::new(O::TYPE).request(cx)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        whole(&response)
    }
}

impl<O: CrmObject> PagedAction for ListPipelines<O> {
    type Item = pipelines::Pipeline;
}
