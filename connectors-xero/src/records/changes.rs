//! What is made and what is changed, as events.

use std::fmt::Debug;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use connectors_core::triggers::{
    Batch, Change, Event, Feed, Hint, News, PollCursor, PollingTrigger, Trigger, WebhookTrigger,
};
use connectors_core::types::ConstText;
use connectors_core::{Client, Delivery, Error, ErrorKind, Meta, PagedAction, Result};
use serde::{Deserialize, Serialize};

use super::{Entity, Get, List, ListWhole, Of, Paged, Whole};
use crate::Xero;
use crate::filter::Order;
use crate::history::{self, HistoryRecord};
use crate::parents::{Parent, ParentKind};
use crate::webhooks::{Category, EventType, Notification};

/// What Xero's clock counts: every moment of a change in the examples of `xero_accounting.yaml` has milliseconds.
const TICK: Duration = Duration::from_millis(1);
/// How long after its moment a change may show up in a list. Xero says nothing about it; five minutes are far more than it
/// takes to write a record, and what is read twice is given once.
const LATE: Duration = Duration::from_secs(5 * 60);
/// `If-Modified-Since` counts whole seconds, and whether it includes its own is not said.
const EARLIER: TimeDelta = TimeDelta::seconds(1);
/// What Xero does to a record within this time after it was made is a part of making it.
const MAKING: Duration = Duration::from_secs(1);
/// What a record's history calls its beginning, and what it calls notes, which anybody adds at any time (Xero's
/// documentation, "History and Notes").
const CREATED: &str = "Created";
const NOTE: &str = "Note";

/// A kind of record whose changes can be followed, by [`CreatedOrUpdated`].
///
/// Most are the record itself. One that is only some of the records of a list, such as bills, is a type of its own.
pub trait Followed: Clone + Debug + 'static {
    /// The record.
    type Record: Entity;
    /// The list that it is found in.
    type List: ChangedSince<Item = Self::Record>;
    /// The first half of the ids of its triggers.
    const ABOUT: &'static str = Self::Record::RESOURCE;
    /// One of them, in titles.
    const ABOUT_ONE: &'static str = Self::Record::ONE;

    /// Xero's id.
    fn id(record: &Self::Record) -> Option<&str>;

    /// When it was last changed; of what is never changed, when it was made.
    fn changed(record: &Self::Record) -> Option<DateTime<Utc>>;

    /// Whether the record is one of these.
    fn is_meant(_: &Self::Record) -> bool {
        true
    }
}

/// A list that can be asked for what changed.
pub trait ChangedSince: PagedAction<Connector = Xero> {
    /// Whether it comes in the order of change then, oldest first. What is listed all at once need not.
    const ORDERED: bool = true;

    /// What changed after this moment, with what is archived, voided or deleted.
    fn changed_since(moment: DateTime<Utc>) -> Self;
}

impl<E: Entity<Lists = Paged>> ChangedSince for List<E> {
    fn changed_since(moment: DateTime<Utc>) -> Self {
        Self::new().order(by_change()).modified_since(moment)
    }
}

impl<E: Entity<Lists = Whole>> ChangedSince for ListWhole<E> {
    const ORDERED: bool = false;

    fn changed_since(moment: DateTime<Utc>) -> Self {
        Self::new().modified_since(moment)
    }
}

/// A kind of record of which can be found out when it was made: for [`Created`] and [`Updated`].
pub trait Dated: Followed {
    /// Where.
    const MADE: Made<Self::Record>;
}

/// Where it stands when a record was made.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Made<R> {
    /// In the record.
    Record(fn(&R) -> Option<DateTime<Utc>>),
    /// In its history, which costs a call.
    History(ParentKind),
}

/// A kind of record that Xero's webhooks tell of.
pub trait Announced: Followed {
    /// The categories of events that are about it.
    const CATEGORIES: &'static [Category];
    /// Whether these carry its id. Payments are told by the documents that they pay, when these change.
    const BY_ID: bool = true;
}

/// The order that lists of changes are read in.
pub(crate) fn by_change() -> Order {
    Order::ascending("UpdatedDateUTC")
}

/// `<resource>.created_or_updated`: records as they are after each change that a poll meets. Of what changes several times
/// between two polls the last state is given.
///
/// What is archived, voided or deleted by its status comes like any other change. Xero may change the moment of a record
/// without anything that is to be seen in it: a contact's, for instance, when its documents change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, bound = "")]
#[non_exhaustive]
pub struct CreatedOrUpdated<K> {
    #[serde(skip)]
    of: Of<K>,
}

/// `<resource>.created`: new records, each once, whatever happens to them later; with the state in which a poll meets them.
///
/// Most of Xero's lists tell when a record was changed, and not when it was made. Then its history is read, one call for
/// each changed record, new or not; it is not read again while the same change is met again, nor when a call fails before all
/// are read. At Xero's 60 calls a minute a
/// poll that meets a page of a hundred records takes two minutes: in books where much changes [`CreatedOrUpdated`] is the
/// cheaper one. Of a record without a history (or that only has notes) the change that is met counts as its making.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, bound = "")]
#[non_exhaustive]
pub struct Created<K> {
    #[serde(skip)]
    of: Of<K>,
}

/// `<resource>.updated`: as [`CreatedOrUpdated`], without what was only made: what happens within a second of that is a
/// part of it. A record that was made and changed between two polls is among them.
///
/// Like [`Created`] it reads the history of each changed record, once. A record that has none is given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, bound = "")]
#[non_exhaustive]
pub struct Updated<K> {
    #[serde(skip)]
    of: Of<K>,
}

impl<K> CreatedOrUpdated<K> {
    /// All of them.
    #[must_use]
    pub fn new() -> Self {
        Self { of: Of::default() }
    }
}

impl<K> Created<K> {
    /// All of them.
    #[must_use]
    pub fn new() -> Self {
        Self { of: Of::default() }
    }
}

impl<K> Updated<K> {
    /// All of them.
    #[must_use]
    pub fn new() -> Self {
        Self { of: Of::default() }
    }
}

impl<K> Default for CreatedOrUpdated<K> {
    fn default() -> Self {
        Self::new()
    }
}

impl<K> Default for Created<K> {
    fn default() -> Self {
        Self::new()
    }
}

impl<K> Default for Updated<K> {
    fn default() -> Self {
        Self::new()
    }
}

impl<K: Followed> Trigger for CreatedOrUpdated<K> {
    type Connector = Xero;
    type Event = K::Record;
    const META: Meta =
        meta::<K>("created_or_updated").title(const { &when::<K>("created or updated") }.as_str());
}

impl<K: Dated> Trigger for Created<K> {
    type Connector = Xero;
    type Event = K::Record;
    const META: Meta = meta::<K>("created").title(const { &when::<K>("created") }.as_str());
}

impl<K: Dated> Trigger for Updated<K> {
    type Connector = Xero;
    type Event = K::Record;
    const META: Meta = meta::<K>("updated").title(const { &when::<K>("updated") }.as_str());
}

impl<K: Followed> PollingTrigger for CreatedOrUpdated<K> {
    async fn poll(&self, client: &Client<Xero>, cursor: &PollCursor) -> Result<Batch<K::Record>> {
        feed::<K>(&Self::META).poll(client, cursor, change::<K> as Read<K>).await
    }
}

impl<K: Dated> PollingTrigger for Created<K> {
    async fn poll(&self, client: &Client<Xero>, cursor: &PollCursor) -> Result<Batch<K::Record>> {
        let first = move |kind, id| first_met::<K>(client, kind, id);
        dated::<K, _>(&Self::META, News::Created, first).poll(client, cursor, birth::<K> as Read<K>).await
    }
}

impl<K: Dated> PollingTrigger for Updated<K> {
    async fn poll(&self, client: &Client<Xero>, cursor: &PollCursor) -> Result<Batch<K::Record>> {
        let first = move |kind, id| made_by_history(client, kind, id);
        dated::<K, _>(&Self::META, News::Updated, first).poll(client, cursor, birth::<K> as Read<K>).await
    }
}

impl<K: Announced> WebhookTrigger for CreatedOrUpdated<K> {
    fn hint(&self, xero: &Xero, event: &Event<Notification>) -> Option<Hint<K::Record>> {
        look::<K>(xero, event, None)
    }
}

impl<K: Announced + Dated> WebhookTrigger for Created<K> {
    fn hint(&self, xero: &Xero, event: &Event<Notification>) -> Option<Hint<K::Record>> {
        look::<K>(xero, event, Some(EventType::Update))
    }
}

impl<K: Announced + Dated> WebhookTrigger for Updated<K> {
    fn hint(&self, xero: &Xero, event: &Event<Notification>) -> Option<Hint<K::Record>> {
        look::<K>(xero, event, Some(EventType::Create))
    }
}

pub(crate) const fn meta<K: Followed>(verb: &'static str) -> Meta {
    Meta::read(K::ABOUT, verb).scopes(K::Record::TO_READ).docs(K::Record::DOCS)
}

const fn when<K: Followed>(what: &str) -> ConstText {
    ConstText::new("When ").add(K::ABOUT_ONE).add(" is ").add(what)
}

// Pointers, not closures: so the triggers of one list are compiled once.
type ListFrom<K> = fn(DateTime<Utc>) -> <K as Followed>::List;
pub(crate) type Read<K> = fn(<K as Followed>::Record) -> Result<Change<<K as Followed>::Record>>;

/// The list as a stream of changes.
pub(crate) fn feed<'a, K: Followed>(meta: &Meta) -> Feed<'a, ListFrom<K>> {
    let list: ListFrom<K> =
        |moment| K::List::changed_since(moment.checked_sub_signed(EARLIER).unwrap_or(DateTime::UNIX_EPOCH));
    let name = meta.id.to_string();
    let feed = if K::List::ORDERED { Feed::ascending(name, list) } else { Feed::unordered(name, list) };
    feed.late(LATE).tick(TICK)
}

/// The feed of a trigger that must know when a record was made. `ask` is for those whose history is read for that.
fn dated<'a, K: Dated, F>(
    meta: &Meta,
    news: News,
    ask: impl Fn(ParentKind, String) -> F + Send + Sync + 'a,
) -> Feed<'a, ListFrom<K>>
where
    F: Future<Output = Result<Option<DateTime<Utc>>>> + Send + 'a,
{
    let feed = feed::<K>(meta).news(news).making(MAKING);
    match K::MADE {
        Made::Record(_) => feed,
        Made::History(kind) => feed.born_by(move |id| ask(kind, id)),
    }
}

/// A record of the list as a change.
pub(crate) fn change<K: Followed>(record: K::Record) -> Result<Change<K::Record>> {
    if !K::is_meant(&record) {
        return passed_over::<K>(&record);
    }
    let (id, at) = place::<K>(&record)?;
    Ok(Change::new(id, at, record))
}

/// A record of the list that is nothing to a trigger.
pub(crate) fn passed_over<K: Followed>(record: &K::Record) -> Result<Change<K::Record>> {
    let (id, at) = place::<K>(record)?;
    Ok(Change::passed_over(id, at))
}

fn place<K: Followed>(record: &K::Record) -> Result<(String, Option<DateTime<Utc>>)> {
    let nameless = || {
        let text = format!("a record in {} has no {}", K::Record::PLURAL, K::Record::ID);
        Error::new(ErrorKind::Decode, text).with_delivery(Delivery::Accepted)
    };
    Ok((K::id(record).ok_or_else(nameless)?.to_owned(), K::changed(record)))
}

/// A record of the list as a change, with the moment of its making where that stands in it.
fn birth<K: Dated>(record: K::Record) -> Result<Change<K::Record>> {
    let made = match K::MADE {
        Made::Record(read) => read(&record),
        Made::History(_) => None,
    };
    Ok(made.into_iter().fold(change::<K>(record)?, Change::born))
}

/// When a record was made; of one whose history does not tell, when it was changed, if it is still there.
async fn first_met<K: Dated>(
    client: &Client<Xero>,
    kind: ParentKind,
    id: String,
) -> Result<Option<DateTime<Utc>>> {
    match made_by_history(client, kind, id.clone()).await? {
        Some(made) => Ok(Some(made)),
        None => {
            let record = if_there(client.call(Get::<K::Record>::new(id)).await)?;
            Ok(record.and_then(|record| K::changed(&record)))
        }
    }
}

async fn made_by_history(
    client: &Client<Xero>,
    kind: ParentKind,
    id: String,
) -> Result<Option<DateTime<Utc>>> {
    let history = if_there(client.call(history::List::new(Parent::new(kind, id))).await)?;
    let entries = history.map_or_else(Vec::new, |page| page.items);
    let is = |entry: &HistoryRecord, word: &str| {
        entry.changes.as_deref().is_some_and(|changes| changes.eq_ignore_ascii_case(word))
    };
    let first = |wanted: &dyn Fn(&HistoryRecord) -> bool| {
        entries.iter().filter(|entry| wanted(entry)).filter_map(|entry| entry.date_utc).min()
    };
    Ok(first(&|entry| is(entry, CREATED)).or_else(|| first(&|entry| !is(entry, NOTE))))
}

/// What went away between the list and this question is no matter.
fn if_there<T>(answer: Result<T>) -> Result<Option<T>> {
    match answer {
        Ok(found) => Ok(Some(found)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// What an event of a delivery means for a trigger of this kind. `not` are the events that are another trigger's matter.
fn look<K: Announced>(
    xero: &Xero,
    event: &Event<Notification>,
    not: Option<EventType>,
) -> Option<Hint<K::Record>> {
    let told = &event.data;
    if xero.tenant.as_deref().is_some_and(|tenant| !tenant.eq_ignore_ascii_case(&event.account)) {
        return None;
    }
    if !told.category.known().is_some_and(|category| K::CATEGORIES.contains(category)) {
        return None;
    }
    // What pays a document, or takes the payment back, changes the document.
    let not = if K::BY_ID { not } else { Some(EventType::Create) };
    if not.is_some_and(|not| told.event_type == not) {
        return None;
    }
    Some(Hint::Look { id: K::BY_ID.then(|| event.id.clone()), at: event.at })
}
