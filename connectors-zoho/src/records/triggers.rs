//! Records that are made, changed and deleted, as events.

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::{DateTime, Utc};
use connectors_core::triggers::{
    Batch, Change, Event, Feed, Hint, News, PollCursor, PollingTrigger, Trigger, WebhookTrigger,
};
use connectors_core::{Client, Meta, Result, setters};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::changes::{self, Changed, DeletedRecord, ListChanged, ListDeleted};
use super::required_fields;
use super::verb::{self, Verb};
use crate::Zoho;
use crate::module::{Module, Of};
use crate::webhooks::{Notification, Operation};

/// How late a change may show up in Zoho's lists. Zoho promises nothing: its lists seem to show a change at once, but they
/// are answered by many servers. Five minutes cost some records that are read again, and are more than has been heard of.
pub const LATE: Duration = Duration::from_secs(5 * 60);

const CREATED: &str = "Created_Time";

/// `<resource>.created`: new records of a module, each once, whatever changes later. Each comes as it is when it is found.
pub type Created<M> = Changes<M, true, false>;

/// `<resource>.updated`: records that were changed after they were made. Each comes as it is when it is found: of several
/// changes between two polls, the last. Zoho counts seconds: what is changed in the second in which it was made looks new,
/// and only [`CreatedOrUpdated`] finds it.
pub type Updated<M> = Changes<M, false, true>;

/// `<resource>.created_or_updated`: records that were made or changed. Each comes as it is when it is found.
pub type CreatedOrUpdated<M> = Changes<M, true, true>;

/// Records of a module that were made (`CREATED`) or changed (`UPDATED`); use it by its names [`Created`], [`Updated`] and
/// [`CreatedOrUpdated`], or those of a module, such as [`contacts::Created`](crate::contacts::Created).
///
/// It is asked with [`Client::poll`] or [`Client::events`], and told by [`webhooks`](crate::webhooks).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(description = "Which records, and what is read of them."))]
#[serde(default, deny_unknown_fields, bound = "")]
#[non_exhaustive]
pub struct Changes<M, const CREATED: bool, const UPDATED: bool> {
    /// The module's API name, where it is not the record type's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub module: Option<String>,
    /// The fields to read, at most 48 besides `Created_Time` and `Modified_Time`; empty for those of the record type.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<String>,
    /// How late a change may show up in the list: [`LATE`] unless said otherwise. In JSON whole seconds, `late_seconds`.
    #[serde(rename = "late_seconds", with = "connectors_core::types::seconds")]
    #[cfg_attr(feature = "schema", schemars(with = "u64"))]
    pub late: Duration,
    #[serde(skip)]
    of: Of<M>,
}

/// `<resource>.deleted`: records that were deleted. One that is restored and deleted again comes again.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, bound = "")]
#[non_exhaustive]
pub struct Deleted<M> {
    /// The module's API name, where it is not the record type's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub module: Option<String>,
    /// How late a deletion may show up in the list: [`LATE`] unless said otherwise. In JSON whole seconds, `late_seconds`.
    #[serde(rename = "late_seconds", with = "connectors_core::types::seconds")]
    #[cfg_attr(feature = "schema", schemars(with = "u64"))]
    pub late: Duration,
    #[serde(skip)]
    of: Of<M>,
}

impl<M, const CREATED: bool, const UPDATED: bool> Default for Changes<M, CREATED, UPDATED> {
    fn default() -> Self {
        Self { module: None, fields: Vec::new(), late: LATE, of: Of::default() }
    }
}

impl<M, const CREATED: bool, const UPDATED: bool> Changes<M, CREATED, UPDATED> {
    /// With all fields that the record type reads.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(module: Option<String>, fields: Vec<String>);

    /// Sets `late`.
    #[must_use]
    pub fn late(mut self, late: Duration) -> Self {
        self.late = late;
        self
    }
}

impl<M> Default for Deleted<M> {
    fn default() -> Self {
        Self { module: None, late: LATE, of: Of::default() }
    }
}

impl<M> Deleted<M> {
    /// Of the record type's module.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(module: Option<String>);

    /// Sets `late`.
    #[must_use]
    pub fn late(mut self, late: Duration) -> Self {
        self.late = late;
        self
    }
}

impl<M: Module, const CREATED: bool, const UPDATED: bool> Trigger for Changes<M, CREATED, UPDATED> {
    type Connector = Zoho;
    type Event = M;
    const META: Meta = match News::of(CREATED, UPDATED) {
        News::Created => Verb::<M, { verb::CREATED }>::META,
        News::Updated => Verb::<M, { verb::UPDATED }>::META,
        News::CreatedOrUpdated => Verb::<M, { verb::CREATED_OR_UPDATED }>::META,
    };
}

impl<M: Module> Trigger for Deleted<M> {
    type Connector = Zoho;
    type Event = DeletedRecord;
    const META: Meta = Verb::<M, { verb::DELETED }>::META;
}

impl<M, const CREATED: bool, const UPDATED: bool> PollingTrigger for Changes<M, CREATED, UPDATED>
where
    M: Module + DeserializeOwned,
{
    async fn poll(&self, client: &Client<Zoho>, cursor: &PollCursor) -> Result<Batch<M>> {
        let module = Asked::of::<Self, M>(self.module.as_deref(), client, self.late);
        let fields = required_fields::<M>(&self.fields)?.into_iter().map(str::to_owned).collect();
        let raw = changes(client, cursor, module, fields, News::of(CREATED, UPDATED)).await?;
        Ok(raw.read(|record| changes::read(&record)))
    }
}

impl<M: Module> PollingTrigger for Deleted<M> {
    async fn poll(&self, client: &Client<Zoho>, cursor: &PollCursor) -> Result<Batch<DeletedRecord>> {
        deletions(client, cursor, Asked::of::<Self, M>(self.module.as_deref(), client, self.late)).await
    }
}

impl<M: Module, const CREATED: bool, const UPDATED: bool> WebhookTrigger for Changes<M, CREATED, UPDATED> {
    fn hint(&self, zoho: &Zoho, event: &Event<Notification>) -> Option<Hint<M>> {
        let module = zoho.module_name(self.module.as_deref().unwrap_or(M::API_NAME));
        Notification::hint(event, module, |operation| match operation {
            Operation::Insert => CREATED,
            Operation::Update => UPDATED,
            Operation::Delete => false,
        })
    }
}

impl<M: Module> WebhookTrigger for Deleted<M> {
    fn hint(&self, zoho: &Zoho, event: &Event<Notification>) -> Option<Hint<DeletedRecord>> {
        let module = zoho.module_name(self.module.as_deref().unwrap_or(M::API_NAME));
        Notification::hint(event, module, |operation| operation == Operation::Delete)
    }
}

/// What is asked, whatever the record type.
struct Asked {
    /// Of the feed: the trigger and its module.
    name: String,
    module: String,
    late: Duration,
}

impl Asked {
    fn of<T: Trigger, M: Module>(module: Option<&str>, client: &Client<Zoho>, late: Duration) -> Self {
        let module = module.unwrap_or(M::API_NAME);
        let name = format!("{} of {}", T::META.id, client.connector().module_name(module));
        Self { name, module: module.to_owned(), late }
    }
}

/// A record as its text. The records of all types are read so first: the work of a feed is compiled once and not for each
/// type, and a record that was given before is not read into its type again.
#[derive(Clone, Debug, Deserialize)]
#[serde(transparent)]
struct Raw(Box<RawValue>);

impl Module for Raw {
    const API_NAME: &'static str = "";
    const RESOURCE: &'static str = "record";
    const FIELDS: &'static [&'static str] = &[];
}

#[inline]
async fn changes(
    client: &Client<Zoho>,
    cursor: &PollCursor,
    Asked { name, module, late }: Asked,
    mut fields: Vec<String>,
    news: News,
) -> Result<Batch<Box<RawValue>>> {
    if news != News::CreatedOrUpdated && !fields.iter().any(|field| field == CREATED) {
        fields.push(CREATED.to_owned());
    }
    let list = |since| ListChanged::<Raw>::since(since).module(module.clone()).fields(fields.clone());
    Feed::ascending(name, list)
        .late(late)
        .news(news)
        .poll(client, cursor, |changed| change(changed, news))
        .await
}

#[inline]
async fn deletions(
    client: &Client<Zoho>,
    cursor: &PollCursor,
    Asked { name, module, late }: Asked,
) -> Result<Batch<DeletedRecord>> {
    // In which order they come is not documented.
    let list = |since| ListDeleted::<Raw>::since(since).module(module.clone());
    let read = |gone: DeletedRecord| Ok(Change::new(gone.id.clone(), gone.deleted_time, gone));
    Feed::unordered(name, list).late(late).poll(client, cursor, read).await
}

#[derive(Deserialize)]
struct Born {
    #[serde(rename = "Created_Time")]
    created_time: DateTime<Utc>,
}

fn change(changed: Changed<Raw>, news: News) -> Result<Change<Box<RawValue>>> {
    let Changed { id, modified_time, record: Raw(record) } = changed;
    // Zoho counts seconds: two changes in one are told apart by what is there, in whichever order.
    let members = changes::read::<BTreeMap<String, &RawValue>>(&record)?;
    let change = Change::new(id, modified_time, record.clone()).print(&members);
    match news {
        News::CreatedOrUpdated => Ok(change),
        News::Created | News::Updated => Ok(change.born(changes::read::<Born>(&record)?.created_time)),
    }
}
