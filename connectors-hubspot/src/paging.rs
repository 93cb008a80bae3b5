//! How HubSpot's lists go on: by a token, `paging.next.after`.

use chrono::{DateTime, SecondsFormat, Utc};
use connectors_core::{Cursor, Page, Request, Response, Result};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// Where the next page is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct Paging {
    /// The next page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<Next>,
}

/// The next page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Next {
    /// Its token.
    pub after: String,
}

/// What stands around the elements of a list.
#[derive(Deserialize)]
pub(crate) struct Listed<T> {
    pub(crate) results: Vec<T>,
    pub(crate) paging: Option<Paging>,
    pub(crate) total: Option<u64>,
}

impl<T> Listed<T> {
    pub(crate) fn next(&self) -> Option<&str> {
        Some(&self.paging.as_ref()?.next.as_ref()?.after)
    }
}

/// A page of a list that goes on by `after`.
pub(crate) fn page<T: DeserializeOwned>(response: &Response) -> Result<Page<T>> {
    let listed: Listed<T> = response.json()?;
    let next = listed.next().map(|after| Cursor::Token(after.to_owned()));
    Ok(Page::new(listed.results, next).with_total(listed.total))
}

/// A list that comes in one page.
pub(crate) fn whole<T: DeserializeOwned>(response: &Response) -> Result<Page<T>> {
    let listed: Listed<T> = response.json()?;
    Ok(Page::last(listed.results))
}

/// A request of such a list: how many on a page, and where to start.
pub(crate) fn paged(request: Request, limit: Option<u16>, cursor: Option<&Cursor>) -> Result<Request> {
    Ok(request.query_opt("limit", limit).query_opt("after", Cursor::token(cursor)?))
}

/// A moment in a query.
pub(crate) fn moment(moment: DateTime<Utc>) -> String {
    moment.to_rfc3339_opts(SecondsFormat::Millis, true)
}
