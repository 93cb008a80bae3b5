//! Searches, and the way through their cap.

use std::fmt;

use connectors_core::{
    Action, Cursor, Cx, Delivery, Error, ErrorKind, Idempotency, Meta, Page, PagedAction, Request, Response,
    Result, setters,
};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::filter::{Filter, Group, Sort};
use super::verb::{self, Verb};
use super::{Object, at, object, properties};
use crate::crm_object::{CrmObject, Of};
use crate::paging::Listed;
use crate::{HubSpot, limits};

/// The most objects on a page, and the most that one search gives in all.
pub(super) const MOST_PER_PAGE: u16 = 200;
pub(super) const CAP: u64 = 10_000;
/// Groups, filters in one, filters in all: the bounds that all of HubSpot's sources agree on.
const MOST_GROUPS: usize = 5;
const MOST_FILTERS: usize = 6;
const MOST_IN_ALL: usize = 18;
const MOST_QUERY: usize = 3_000;

const ID: &str = "hs_object_id";

/// `<resource>.search`: objects that fit.
///
/// ```
/// use connectors_hubspot::contacts;
/// use connectors_hubspot::objects::Filter;
///
/// // Customers of the last year, or whoever has an address there.
/// let since = "2026-01-01".parse::<chrono::NaiveDate>()?;
/// let search = contacts::Search::new()
///     .filter(Filter::eq("lifecyclestage", "customer"))
///     .filter(Filter::gte("createdate", since))
///     .or([Filter::contains("email", "*@example.com")]);
/// # Ok::<(), chrono::ParseError>(())
/// ```
///
/// **The cap:** HubSpot gives 10,000 objects for one search. Without a `sort` objects come in the order of their ids, and each
/// page asks for those after the last one: so there is no cap, and nothing is passed over when objects leave the result
/// meanwhile. With a sort of your own the list ends with an error where HubSpot's cap is reached. What changed since a moment:
/// [`ListChanged`](super::ListChanged), which goes on by date.
///
/// **The lag:** what was just written may not be found for some seconds. Do not search for duplicates before you write:
/// [`Upsert`](super::Upsert).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, bound = "")]
#[non_exhaustive]
pub struct Search<O> {
    /// The object type, where it is not that of the Rust type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub object: Option<String>,
    /// Groups of conditions; one group must fit. At most 5, of at most 6 conditions, 18 in all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<Group>,
    /// Words that are looked for in the properties that HubSpot searches by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
    /// Another order than that of the ids.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort: Option<Sort>,
    /// The properties to read; empty for those of the type.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub properties: Vec<String>,
    /// How many on a page: 200 unless said otherwise, which is the most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u16>,
    /// Where to start.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
    #[serde(skip)]
    of: Of<O>,
}

impl<O> Default for Search<O> {
    fn default() -> Self {
        Self {
            object: None,
            groups: Vec::new(),
            query: None,
            sort: None,
            properties: Vec::new(),
            limit: None,
            cursor: None,
            of: Of::default(),
        }
    }
}

impl<O> Search<O> {
    /// Whatever there is.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// This must hold, with all others of the last group.
    #[must_use]
    pub fn filter(mut self, filter: Filter) -> Self {
        match self.groups.last_mut() {
            Some(Group(filters)) => filters.push(filter),
            None => self.groups.push(Group(vec![filter])),
        }
        self
    }

    /// Or else all of these.
    #[must_use]
    pub fn or(mut self, filters: impl IntoIterator<Item = Filter>) -> Self {
        self.groups.push(Group(filters.into_iter().collect()));
        self
    }

    setters!(object: Option<String>, groups: Vec<Group>, query: Option<String>, sort: Option<Sort>,
        properties: Vec<String>, limit: Option<u16>, cursor: Option<Cursor>);

    fn per_page(&self) -> Result<u16> {
        per_page(self.limit)
    }
}

pub(super) fn per_page(limit: Option<u16>) -> Result<u16> {
    match limit.unwrap_or(MOST_PER_PAGE) {
        limit @ 1..=MOST_PER_PAGE => Ok(limit),
        _ => Err(Error::validation("limit", format!("is from 1 to {MOST_PER_PAGE}"))),
    }
}

/// The groups on the wire, each with this condition more.
fn groups(groups: &[Group], also: Option<Filter>) -> Result<Vec<Value>> {
    let mut all = groups.to_vec();
    if let Some(filter) = also {
        if all.is_empty() {
            all.push(Group::default());
        }
        all.iter_mut().for_each(|Group(filters)| filters.push(filter.clone()));
    }
    let too_many = |what: fmt::Arguments<'_>| {
        Err(Error::validation("groups", format!("are too many: HubSpot takes at most {what}")))
    };
    if all.len() > MOST_GROUPS {
        return too_many(format_args!("{MOST_GROUPS}"));
    }
    // The condition that leads to the next page counts from the beginning.
    let spare = usize::from(!groups.is_empty());
    if groups.iter().any(|Group(filters)| filters.len() + spare > MOST_FILTERS) {
        return too_many(format_args!("{MOST_FILTERS} conditions in one, of which paging needs one"));
    }
    let count: usize = groups.iter().map(|Group(filters)| filters.len() + spare).sum();
    if count > MOST_IN_ALL {
        return too_many(format_args!("{MOST_IN_ALL} conditions in all, of which paging needs one in each"));
    }
    let wire = |(g, Group(filters)): (usize, &Group)| {
        let filters = filters.iter().enumerate();
        let filters: Result<Vec<_>> =
            filters.map(|(f, filter)| filter.wire(&format!("groups[{g}][{f}]"))).collect();
        Ok(json!({ "filters": filters? }))
    };
    all.iter().enumerate().map(wire).collect()
}

/// A search as a request.
pub(super) fn request(cx: &Cx<'_, HubSpot>, object: &str, body: &Map<String, Value>) -> Request {
    let request = Request::post(at(cx, object, &["search"])).json(body);
    request.idempotency(Idempotency::Safe).bucket(limits::SEARCH)
}

/// The error of a list that HubSpot ends before its end.
pub(super) fn capped(field: &str, advice: &str) -> Error {
    Error::validation(
        field,
        format!("is beyond the {CAP} objects that HubSpot gives for one search: {advice}"),
    )
}

impl<O: CrmObject + DeserializeOwned> Action for Search<O> {
    type Connector = HubSpot;
    type Output = Page<Object<O>>;
    const META: Meta = Verb::<O, { verb::SEARCH }>::META;

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        let limit = self.per_page()?;
        let cursor = Cursor::token(self.cursor.as_ref())?;
        let mut body = Map::new();
        let mut also = None;
        let sort = match (&self.sort, cursor) {
            (Some(sort), after) => {
                let from: u64 = after.map_or(Ok(0), str::parse).map_err(|_| foreign())?;
                if from + u64::from(limit) > CAP {
                    return Err(capped("cursor", "search without `sort`, or narrow it by a date"));
                }
                body.extend(after.map(|after| ("after".to_owned(), after.into())));
                sort.wire()?
            }
            (None, after) => {
                also =
                    after.map(|id| Ok::<_, Error>(Filter::gt(ID, super::id("cursor", id)?))).transpose()?;
                Sort::ascending(ID).wire()?
            }
        };
        if let Some(query) = &self.query {
            if query.len() > MOST_QUERY {
                return Err(Error::validation("query", format!("is longer than {MOST_QUERY} bytes")));
            }
            body.insert("query".to_owned(), query.as_str().into());
        }
        body.insert("filterGroups".to_owned(), groups(&self.groups, also)?.into());
        body.insert("sorts".to_owned(), json!([sort]));
        body.insert("properties".to_owned(), properties::<O>(&self.properties).into());
        body.insert("limit".to_owned(), limit.into());
        Ok(request(cx, object::<O>(self.object.as_deref(), cx)?, &body))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        let found: Listed<Object<O>> = response.json()?;
        let next = match (found.next(), &self.sort) {
            (None, _) => None,
            (Some(after), Some(_)) => Some(after.to_owned()),
            (Some(_), None) if found.results.is_empty() => {
                let text =
                    "HubSpot's answer is empty and says that there is more: where that is cannot be told";
                return Err(Error::new(ErrorKind::Decode, text).with_delivery(Delivery::Accepted));
            }
            (Some(_), None) => after_ids(found.results.iter().map(|object| object.id.as_str()))?,
        };
        // Of a later page the total is that of the rest.
        let total = found.total.filter(|_| self.cursor.is_none());
        Ok(Page::new(found.results, next.map(Cursor::Token)).with_total(total))
    }
}

impl<O: CrmObject + DeserializeOwned> PagedAction for Search<O> {
    type Item = Object<O>;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}

fn foreign() -> Error {
    Error::validation("cursor", "is not of this list")
}

/// The greatest of these ids, after which the next page begins. That HubSpot orders them as numbers is what this stands on,
/// so it is looked at.
fn after_ids<'a>(ids: impl Iterator<Item = &'a str>) -> Result<Option<String>> {
    let ids: Option<Vec<u64>> = ids.map(|id| id.parse().ok()).collect();
    match ids {
        Some(ids) if ids.is_sorted() => Ok(ids.last().map(u64::to_string)),
        _ => {
            let text = "HubSpot's answer is not in the order of ids: what comes after it cannot be asked for";
            Err(Error::new(ErrorKind::Decode, text).with_delivery(Delivery::Accepted))
        }
    }
}
