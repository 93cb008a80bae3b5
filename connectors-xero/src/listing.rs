//! Lists: pages by number, and long lists of ids split over several calls.

use chrono::{DateTime, Utc};
use connectors_core::{Cursor, Error, Page, Request, Response, Result};
use http::StatusCode;

use crate::envelope::Envelope;
use crate::filter::{Filter, Order};
use crate::records::Entity;

/// Xero's own page size, and the smallest that an endpoint which knows no `pageSize` would use.
const DEFAULT_PAGE: u16 = 100;
/// The largest page size.
const LARGEST_PAGE: u16 = 1000;
/// Ids in one call: about 52 GUIDs fit into the longest URL that Xero takes (XeroAPI/Xero-Java, pull request 331).
const IDS: usize = 50;
/// Bytes of ids in one call, encoded: 50 GUIDs with their commas.
const ID_BYTES: usize = 50 * 39;

/// Puts what all lists have in common into a request.
pub(crate) fn conditions(
    request: Request,
    filter: Option<&Filter>,
    order: Option<&Order>,
    modified_since: Option<DateTime<Utc>>,
) -> Result<Request> {
    Ok(request
        .query_opt("where", filter.map(Filter::render).transpose()?)
        .query_opt("order", order.map(Order::render).transpose()?)
        // Without its fraction: a little more than was asked for, never less.
        .header_opt("If-Modified-Since", modified_since.map(|t| t.format("%Y-%m-%dT%H:%M:%S"))))
}

/// How a list pages: by number, and through the parts of a list of ids before that.
#[derive(Debug)]
pub(crate) struct Paging<'a> {
    /// `None` where Xero lets nobody choose.
    page_size: Option<u16>,
    page: u64,
    /// Which part of the ids, from 0, and how many there are.
    part: usize,
    parts: Vec<&'a [String]>,
    /// The query parameter that the ids go into.
    parameter: &'static str,
}

impl<'a> Paging<'a> {
    /// `lists` are the lists of ids: the action's field, the query parameter, the values.
    pub(crate) fn new(
        page_size: Option<u16>,
        cursor: Option<&Cursor>,
        lists: &[(&'static str, &'static str, &'a [String])],
    ) -> Result<Self> {
        let page_size = page_size.unwrap_or(DEFAULT_PAGE);
        if !(1..=LARGEST_PAGE).contains(&page_size) {
            return Err(Error::validation("page_size", format!("is not between 1 and {LARGEST_PAGE}")));
        }
        let mut given = lists.iter().filter(|(_, _, values)| !values.is_empty());
        let (parts, parameter) = match (given.next(), given.next()) {
            (Some((field, parameter, values)), None) => (split(field, values)?, *parameter),
            (None, _) => (Vec::new(), ""),
            (Some((one, ..)), Some((other, ..))) => {
                return Err(Error::validation(*other, format!("cannot be given together with {one}")));
            }
        };
        let (part, page) = place(cursor, parts.len())?;
        Ok(Self { page_size: Some(page_size), page, part, parts, parameter })
    }

    /// Of a list that knows page numbers and nothing else.
    pub(crate) fn by_page(cursor: Option<&Cursor>) -> Result<Self> {
        let page = Cursor::page(cursor, 1)?;
        Ok(Self { page_size: None, page, part: 0, parts: Vec::new(), parameter: "" })
    }

    pub(crate) fn ask(&self, request: Request) -> Request {
        let ids = self.parts.get(self.part).copied().unwrap_or_default();
        request.query_list(self.parameter, ids).query("page", self.page).query_opt("pageSize", self.page_size)
    }

    pub(crate) fn read<E: Entity>(&self, response: &Response) -> Result<Page<E>> {
        let Some(envelope) = unless_unmodified::<E>(response)? else { return Ok(Page::last(Vec::new())) };
        let pagination = envelope.pagination.unwrap_or_default();
        let more = match (pagination.page, pagination.page_count) {
            (page, Some(count)) => page.unwrap_or(self.page) < count,
            // Nothing is said: a page that is short even for an endpoint that knows no `pageSize` is the last.
            _ => {
                envelope.records.len()
                    >= usize::from(self.page_size.unwrap_or(DEFAULT_PAGE).min(DEFAULT_PAGE))
            }
        };
        let next = if more { Some((self.part, self.page + 1)) } else { Some((self.part + 1, 1)) };
        let next = next.filter(|(part, _)| *part < self.parts.len().max(1));
        let page = Page::new(envelope.records, next.map(|place| self.cursor(place)));
        // With several parts nobody knows the total before the end.
        Ok(if self.parts.len() > 1 { page } else { page.with_total(pagination.item_count) })
    }

    fn cursor(&self, (part, page): (usize, u64)) -> Cursor {
        if self.parts.len() > 1 { Cursor::Token(format!("{part}.{page}")) } else { Cursor::Page(page) }
    }
}

fn place(cursor: Option<&Cursor>, parts: usize) -> Result<(usize, u64)> {
    if parts <= 1 {
        return Ok((0, Cursor::page(cursor, 1)?));
    }
    let Some(token) = Cursor::token(cursor)? else { return Ok((0, 1)) };
    let place = token.split_once('.').and_then(|(part, page)| Some((part.parse().ok()?, page.parse().ok()?)));
    place.filter(|(part, _)| *part < parts).ok_or_else(|| Error::validation("cursor", "is not of this list"))
}

/// Splits ids so that each part fits into a URL.
fn split<'a>(field: &str, values: &'a [String]) -> Result<Vec<&'a [String]>> {
    let mut parts = Vec::new();
    let (mut start, mut bytes) = (0, 0);
    for (at, value) in values.iter().enumerate() {
        if value.is_empty() || value.contains(',') {
            let text = "is empty or holds a comma, which separates values: use a filter";
            return Err(Error::validation(format!("{field}[{at}]"), text));
        }
        let size = url::form_urlencoded::byte_serialize(value.as_bytes()).map(str::len).sum::<usize>() + 3;
        if at > start && (at - start == IDS || bytes + size > ID_BYTES) {
            parts.push(&values[start..at]);
            (start, bytes) = (at, 0);
        }
        bytes += size;
    }
    if start < values.len() {
        parts.push(&values[start..]);
    }
    Ok(parts)
}

/// The whole list of an endpoint that does not page.
pub(crate) fn whole<E: Entity>(response: &Response) -> Result<Page<E>> {
    let records = unless_unmodified::<E>(response)?.map_or_else(Vec::new, |envelope| envelope.records);
    let total = records.len() as u64;
    Ok(Page::last(records).with_total(Some(total)))
}

/// `If-Modified-Since` may be answered by 304 without a body.
fn unless_unmodified<E: Entity>(response: &Response) -> Result<Option<Envelope<E, E>>> {
    if response.status() == StatusCode::NOT_MODIFIED { Ok(None) } else { response.json().map(Some) }
}
