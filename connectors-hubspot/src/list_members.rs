//! Who is in a list. Only manual lists and snapshots can be written; dynamic ones refuse.

use std::time::Duration;

use chrono::{DateTime, Utc};
use connectors_core::triggers::{self, Batch, Feed, PollCursor, PollingTrigger, Trigger};
use connectors_core::{
    Action, Client, Cursor, Cx, Error, Meta, Page, PagedAction, Request, Response, Result, setters,
};
use serde::{Deserialize, Serialize};

use crate::HubSpot;
use crate::config::Api;
use crate::objects::{LATE, id, word};
use crate::paging::{page, paged, whole};

const TO_READ: &[&str] = &["crm.lists.read"];
const TO_WRITE: &[&str] = &["crm.lists.write"];

/// What became of records that were put into a list or taken out.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Change {
    /// The ids of those that were put in.
    #[serde(rename = "recordsIdsAdded", alias = "recordIdsAdded")]
    pub added: Vec<String>,
    /// The ids of those that were taken out.
    #[serde(rename = "recordIdsRemoved")]
    pub removed: Vec<String>,
    /// The ids of those that there are not.
    #[serde(rename = "recordIdsMissing")]
    pub missing: Vec<String>,
}

impl Change {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(added: Vec<String>, removed: Vec<String>, missing: Vec<String>);
}

/// A member of a list.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Member {
    /// The id of the record.
    pub record_id: String,
    /// Since when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub membership_timestamp: Option<DateTime<Utc>>,
}

impl Member {
    /// As tests need it.
    #[must_use]
    pub fn new(record_id: impl Into<String>) -> Self {
        Self { record_id: record_id.into(), ..Self::default() }
    }

    setters!(membership_timestamp: Option<DateTime<Utc>>);
}

/// A list that a record is in.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Membership {
    /// The id of the list.
    pub list_id: String,
    /// Its version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub list_version: Option<i64>,
    /// Since when for the first time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_added_timestamp: Option<DateTime<Utc>>,
    /// Since when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_added_timestamp: Option<DateTime<Utc>>,
}

impl Membership {
    /// As tests need it.
    #[must_use]
    pub fn new(list_id: impl Into<String>) -> Self {
        Self { list_id: list_id.into(), ..Self::default() }
    }

    setters!(list_version: Option<i64>, first_added_timestamp: Option<DateTime<Utc>>, last_added_timestamp: Option<DateTime<Utc>>);
}

/// `contact_list.add`: puts records into a manual list. It can be repeated.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Add {
    /// The id of the list.
    pub id: String,
    /// The ids of the records.
    pub record_ids: Vec<String>,
}

impl Add {
    /// These records.
    #[must_use]
    pub fn new<S: Into<String>>(id: impl Into<String>, record_ids: impl IntoIterator<Item = S>) -> Self {
        Self { id: id.into(), record_ids: record_ids.into_iter().map(Into::into).collect() }
    }
}

impl Action for Add {
    type Connector = HubSpot;
    type Output = Change;
    const META: Meta = Meta::write("contact_list", "add")
        .title("Add records to a list")
        .scopes(TO_WRITE)
        .docs("https://developers.hubspot.com/docs/guides/api/crm/lists/overview");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        Ok(Request::put(cx.connector().path(Api::LISTS, [id("id", &self.id)?, "memberships", "add"]))
            .json(&checked("record_ids", &self.record_ids)?))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        response.json()
    }
}

/// `contact_list.remove`: takes records out of a manual list. It can be repeated.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Remove {
    /// The id of the list.
    pub id: String,
    /// The ids of the records.
    pub record_ids: Vec<String>,
}

impl Remove {
    /// These records.
    #[must_use]
    pub fn new<S: Into<String>>(id: impl Into<String>, record_ids: impl IntoIterator<Item = S>) -> Self {
        Self { id: id.into(), record_ids: record_ids.into_iter().map(Into::into).collect() }
    }
}

impl Action for Remove {
    type Connector = HubSpot;
    type Output = Change;
    const META: Meta = Meta::write("contact_list", "remove")
        .title("Remove records from a list")
        .scopes(TO_WRITE)
        .docs("https://developers.hubspot.com/docs/guides/api/crm/lists/overview");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        Ok(Request::put(cx.connector().path(Api::LISTS, [id("id", &self.id)?, "memberships", "remove"]))
            .json(&checked("record_ids", &self.record_ids)?))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        response.json()
    }
}

/// `contact_list.list_members`: the members of a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct List {
    /// The id of the list.
    pub id: String,
    /// How many on a page: 250 unless said otherwise, which is the most (not verified).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u16>,
    /// Where to start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
}

impl List {
    /// Of the list with this id.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into(), limit: None, cursor: None }
    }

    setters!(limit: Option<u16>, cursor: Option<Cursor>);
}

impl Action for List {
    type Connector = HubSpot;
    type Output = Page<Member>;
    const META: Meta = Meta::read("contact_list", "list_members")
        .title("List the members of a list")
        .scopes(TO_READ)
        .docs("https://developers.hubspot.com/docs/guides/api/crm/lists/overview");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        let request = Request::get(cx.connector().path(Api::LISTS, [id("id", &self.id)?, "memberships"]));
        paged(request, self.limit, self.cursor.as_ref())
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        page(&response)
    }
}

impl PagedAction for List {
    type Item = Member;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}

/// `contact_list.list_of_record`: the lists that a record is in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct OfRecord {
    /// The object type, by its number: `0-1`.
    pub object_type_id: String,
    /// The id of the record.
    pub record_id: String,
}

impl OfRecord {
    /// Of this record.
    #[must_use]
    pub fn new(object_type_id: impl Into<String>, record_id: impl Into<String>) -> Self {
        Self { object_type_id: object_type_id.into(), record_id: record_id.into() }
    }
}

impl Action for OfRecord {
    type Connector = HubSpot;
    type Output = Page<Membership>;
    const META: Meta = Meta::read("contact_list", "list_of_record")
        .title("List the lists of a record")
        .scopes(TO_READ)
        .docs("https://developers.hubspot.com/docs/guides/api/crm/lists/overview");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        Ok(Request::get(cx.connector().path(
            Api::LISTS,
            [
                "records",
                word("object_type_id", &self.object_type_id)?,
                id("record_id", &self.record_id)?,
                "memberships",
            ],
        )))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        whole(&response)
    }
}

impl PagedAction for OfRecord {
    type Item = Membership;
}

/// `contact.added_to_list`: records that came into a list, dynamic ones too. One that leaves it and comes back comes again.
///
/// HubSpot's list of members has no moment to begin at: each poll reads it to its end, 250 members in a call, and again if it
/// has more than one page, until it holds still. For long lists say [`Events::every`](connectors_core::triggers::Events::every).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Added {
    /// The id of the list.
    pub id: String,
    /// How late a member may show up in the list: [`LATE`] unless said otherwise. In JSON whole seconds, `late_seconds`.
    #[serde(rename = "late_seconds", with = "connectors_core::types::seconds", default = "late")]
    #[cfg_attr(feature = "schema", schemars(with = "u64"))]
    pub late: Duration,
}

fn late() -> Duration {
    LATE
}

impl Added {
    /// Into the list with this id.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into(), late: LATE }
    }

    /// Sets `late`.
    #[must_use]
    pub fn late(mut self, late: Duration) -> Self {
        self.late = late;
        self
    }
}

impl Trigger for Added {
    type Connector = HubSpot;
    type Event = Member;
    const META: Meta = Meta::read("contact", "added_to_list")
        .title("When a record is added to a list")
        .scopes(TO_READ)
        .docs("https://developers.hubspot.com/docs/guides/api/crm/lists/overview");
}

impl PollingTrigger for Added {
    async fn poll(&self, client: &Client<HubSpot>, cursor: &PollCursor) -> Result<Batch<Member>> {
        let list = |_: DateTime<Utc>| List::new(&self.id);
        let read = |member: Member| {
            Ok(triggers::Change::new(member.record_id.clone(), member.membership_timestamp, member))
        };
        let name = format!("{} of {}", Self::META.id, self.id);
        Feed::unordered(name, list).late(self.late).poll(client, cursor, read).await
    }
}

/// The most records that one call takes (not verified).
const MOST: usize = 100_000;

fn checked<'a>(field: &str, ids: &'a [String]) -> Result<Vec<&'a str>> {
    if ids.is_empty() || ids.len() > MOST {
        return Err(Error::validation(field, format!("are {}; one call takes from 1 to {MOST}", ids.len())));
    }
    ids.iter().enumerate().map(|(i, one)| id(&format!("{field}[{i}]"), one)).collect()
}
