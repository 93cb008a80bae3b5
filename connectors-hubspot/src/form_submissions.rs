//! What people submitted to forms.

use std::time::Duration;

use chrono::{DateTime, Utc};
use connectors_core::triggers::{Batch, Change, Feed, PollCursor, PollingTrigger, Trigger};
use connectors_core::{
    Action, Client, Cursor, Cx, Meta, Page, PagedAction, Request, Response, Result, setters,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::HubSpot;
use crate::config::Api;
use crate::objects::{LATE, word};
use crate::paging::{page, paged};

const TO_READ: &[&str] = &["forms"];

/// A form that somebody filled in.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Submission {
    /// When, in milliseconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub submitted_at: Option<i64>,
    /// What they filled in.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<Filled>,
    /// Where the form was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page_url: Option<String>,
    /// Its id, if it is told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conversion_id: Option<String>,
}

impl Submission {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(submitted_at: Option<i64>, values: Vec<Filled>, page_url: Option<String>, conversion_id: Option<String>);

    fn at(&self) -> Option<DateTime<Utc>> {
        self.submitted_at.and_then(DateTime::from_timestamp_millis)
    }
}

/// A field that somebody filled in.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Filled {
    /// The property.
    pub name: String,
    /// The value.
    pub value: Value,
    /// Of which object type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub object_type_id: Option<String>,
}

impl Filled {
    /// As tests need it.
    #[must_use]
    pub fn new(name: impl Into<String>, value: Value) -> Self {
        Self { name: name.into(), value, ..Self::default() }
    }

    setters!(object_type_id: Option<String>);
}

/// `form_submission.list`: what people submitted to a form, the latest first. The path is not verified.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct List {
    /// The id of the form.
    pub form: String,
    /// How many on a page: 50 unless said otherwise, which is the most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u16>,
    /// Where to start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
}

impl List {
    /// Of the form with this id.
    #[must_use]
    pub fn new(form: impl Into<String>) -> Self {
        Self { form: form.into(), limit: None, cursor: None }
    }

    setters!(limit: Option<u16>, cursor: Option<Cursor>);
}

impl Action for List {
    type Connector = HubSpot;
    type Output = Page<Submission>;
    const META: Meta = Meta::read("form_submission", "list")
        .title("List submissions of a form")
        .scopes(TO_READ)
        .docs("https://developers.hubspot.com/docs/guides/api/marketing/forms");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        let request = Request::get(cx.connector().path(Api::SUBMISSIONS, [word("form", &self.form)?]));
        paged(request, Some(self.limit.unwrap_or(50).min(50)), self.cursor.as_ref())
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        page(&response)
    }
}

impl PagedAction for List {
    type Item = Submission;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}

/// `form.submitted`: what people submit to a form, each submission once. The list that is asked is not verified, and its ids may
/// be missing: submissions are told apart by all that they say then.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Submitted {
    /// The id of the form.
    pub form: String,
    /// How late a submission may show up in the list: [`LATE`] unless said otherwise. In JSON whole seconds, `late_seconds`.
    #[serde(rename = "late_seconds", with = "connectors_core::types::seconds", default = "late")]
    #[cfg_attr(feature = "schema", schemars(with = "u64"))]
    pub late: Duration,
}

fn late() -> Duration {
    LATE
}

impl Submitted {
    /// To the form with this id.
    #[must_use]
    pub fn new(form: impl Into<String>) -> Self {
        Self { form: form.into(), late: LATE }
    }

    /// Sets `late`.
    #[must_use]
    pub fn late(mut self, late: Duration) -> Self {
        self.late = late;
        self
    }
}

impl Trigger for Submitted {
    type Connector = HubSpot;
    type Event = Submission;
    const META: Meta = Meta::read("form", "submitted")
        .title("When a form is submitted")
        .scopes(TO_READ)
        .docs("https://developers.hubspot.com/docs/guides/api/marketing/forms");
}

impl PollingTrigger for Submitted {
    async fn poll(&self, client: &Client<HubSpot>, cursor: &PollCursor) -> Result<Batch<Submission>> {
        let list = |since: DateTime<Utc>| Since { list: List::new(&self.form), since };
        let read = |submission: Submission| {
            let id = submission.conversion_id.clone().unwrap_or_default();
            let change = Change::new(id, submission.at(), submission.clone());
            Ok(change.print(&submission))
        };
        let name = format!("{} of {}", Self::META.id, self.form);
        Feed::unordered(name, list).late(self.late).poll(client, cursor, read).await
    }
}

/// The submissions since a moment. The latest come first: what is older ends the list.
#[derive(Clone, Debug)]
struct Since {
    list: List,
    since: DateTime<Utc>,
}

impl Action for Since {
    type Connector = HubSpot;
    type Output = Page<Submission>;
    const META: Meta = List::META;

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        self.list.request(cx)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        let mut page = self.list.response(response)?;
        let all = page.items.len();
        page.items.retain(|submission| submission.at().is_none_or(|at| at >= self.since));
        if page.items.len() < all {
            page.next = None;
        }
        Ok(page)
    }
}

impl PagedAction for Since {
    type Item = Submission;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        self.list.cursor_mut()
    }
}
