//! Objects that are made, changed and deleted, as events.

use std::time::Duration;

use chrono::{DateTime, Utc};
use connectors_core::triggers::{
    Batch, Change, Event, Feed, Hint, News, PollCursor, PollingTrigger, Trigger, WebhookTrigger,
};
use connectors_core::{Client, Delivery, Error, ErrorKind, Meta, Result, setters};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::changes::modified_of;
use super::verb::{self, Verb};
use super::{Changed, List, ListChanged, Object, properties, word};
use crate::crm_object::{CrmObject, Of};
use crate::webhooks::{EventKind, Notification};
use crate::{HubSpot, Record, text};

/// How late a change may show up in HubSpot's search, which the triggers ask. It lags by "moments", and nothing is promised:
/// five minutes cost some objects that are read again.
pub const LATE: Duration = Duration::from_secs(5 * 60);

/// `<resource>.created`: new objects of a type, each once, whatever changes later. Each comes as it is when it is found.
pub type Created<O> = Changes<O, true, false>;

/// `<resource>.updated`: objects that were changed after they were made. Each comes as it is when it is found: of several
/// changes between two polls, the last. HubSpot writes computed properties right after an object was made: that is a change.
pub type Updated<O> = Changes<O, false, true>;

/// `<resource>.created_or_updated`: objects that were made or changed. Each comes as it is when it is found.
pub type CreatedOrUpdated<O> = Changes<O, true, true>;

/// Objects of a type that were made (`CREATED`) or changed (`UPDATED`); use it by its names [`Created`], [`Updated`] and
/// [`CreatedOrUpdated`], or those of a type, such as [`contacts::Created`](crate::contacts::Created).
///
/// It is asked with [`Client::poll`] or [`Client::events`], and told by [`webhooks`](crate::webhooks).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(description = "Which objects, and what is read of them."))]
#[serde(default, deny_unknown_fields, bound = "")]
#[non_exhaustive]
pub struct Changes<O, const CREATED: bool, const UPDATED: bool> {
    /// The object type, where it is not that of the Rust type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub object: Option<String>,
    /// The properties to read; empty for those of the type.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub properties: Vec<String>,
    /// How late a change may show up in the search: [`LATE`] unless said otherwise. In JSON whole seconds, `late_seconds`.
    #[serde(rename = "late_seconds", with = "connectors_core::types::seconds")]
    #[cfg_attr(feature = "schema", schemars(with = "u64"))]
    pub late: Duration,
    #[serde(skip)]
    of: Of<O>,
}

/// `<resource>.deleted`: objects that were moved to the recycle bin. One that is restored and deleted again comes again.
///
/// HubSpot's list of these has no moment to begin at: each poll reads it to its end, 100 objects in a call. What is deleted
/// for good is not in it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, bound = "")]
#[non_exhaustive]
pub struct Deleted<O> {
    /// The object type, where it is not that of the Rust type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub object: Option<String>,
    /// The properties to read; empty for those of the type.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub properties: Vec<String>,
    /// How late a deletion may show up in the list: [`LATE`] unless said otherwise. In JSON whole seconds, `late_seconds`.
    #[serde(rename = "late_seconds", with = "connectors_core::types::seconds")]
    #[cfg_attr(feature = "schema", schemars(with = "u64"))]
    pub late: Duration,
    #[serde(skip)]
    of: Of<O>,
}

impl<O, const CREATED: bool, const UPDATED: bool> Default for Changes<O, CREATED, UPDATED> {
    fn default() -> Self {
        Self { object: None, properties: Vec::new(), late: LATE, of: Of::default() }
    }
}

impl<O, const CREATED: bool, const UPDATED: bool> Changes<O, CREATED, UPDATED> {
    /// With all properties that the type reads.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(object: Option<String>, properties: Vec<String>);

    /// Sets `late`.
    #[must_use]
    pub fn late(mut self, late: Duration) -> Self {
        self.late = late;
        self
    }
}

impl<O> Default for Deleted<O> {
    fn default() -> Self {
        Self { object: None, properties: Vec::new(), late: LATE, of: Of::default() }
    }
}

impl<O> Deleted<O> {
    /// Of the Rust type's object type.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(object: Option<String>, properties: Vec<String>);

    /// Sets `late`.
    #[must_use]
    pub fn late(mut self, late: Duration) -> Self {
        self.late = late;
        self
    }
}

impl<O: CrmObject, const CREATED: bool, const UPDATED: bool> Trigger for Changes<O, CREATED, UPDATED> {
    type Connector = HubSpot;
    type Event = Object<O>;
    const META: Meta = match News::of(CREATED, UPDATED) {
        News::Created => Verb::<O, { verb::CREATED }>::META,
        News::Updated => Verb::<O, { verb::UPDATED }>::META,
        News::CreatedOrUpdated => Verb::<O, { verb::CREATED_OR_UPDATED }>::META,
    };
}

impl<O: CrmObject> Trigger for Deleted<O> {
    type Connector = HubSpot;
    type Event = Object<O>;
    const META: Meta = Verb::<O, { verb::DELETED }>::META;
}

impl<O, const CREATED: bool, const UPDATED: bool> PollingTrigger for Changes<O, CREATED, UPDATED>
where
    O: CrmObject + DeserializeOwned,
{
    async fn poll(&self, client: &Client<HubSpot>, cursor: &PollCursor) -> Result<Batch<Object<O>>> {
        let asked = Asked::of::<Self, O>(self.object.as_deref(), &self.properties, client, self.late)?;
        Ok(changes(client, cursor, asked, News::of(CREATED, UPDATED)).await?.read(typed))
    }
}

impl<O: CrmObject + DeserializeOwned> PollingTrigger for Deleted<O> {
    async fn poll(&self, client: &Client<HubSpot>, cursor: &PollCursor) -> Result<Batch<Object<O>>> {
        let asked = Asked::of::<Self, O>(self.object.as_deref(), &self.properties, client, self.late)?;
        Ok(deletions(client, cursor, asked).await?.read(typed))
    }
}

impl<O, const CREATED: bool, const UPDATED: bool> WebhookTrigger for Changes<O, CREATED, UPDATED>
where
    O: CrmObject,
{
    fn hint(&self, hubspot: &HubSpot, event: &Event<Notification>) -> Option<Hint<Object<O>>> {
        look::<O, _>(self.object.as_deref(), hubspot, event, |kind| match kind {
            EventKind::Creation => CREATED,
            EventKind::PropertyChange | EventKind::AssociationChange | EventKind::Merge => UPDATED,
            // What is restored was made long ago, and its moment of change may be old.
            EventKind::Restore => UPDATED,
            EventKind::Deletion | EventKind::PrivacyDeletion | EventKind::NewMessage => false,
        })
    }
}

impl<O: CrmObject> WebhookTrigger for Deleted<O> {
    fn hint(&self, hubspot: &HubSpot, event: &Event<Notification>) -> Option<Hint<Object<O>>> {
        look::<O, _>(self.object.as_deref(), hubspot, event, |kind| kind == EventKind::Deletion)
    }
}

/// What subscriptions call the object types that they know by name, and what these are called elsewhere. A Rust type for one
/// of them may have any name of its own.
const STANDARD: [[&str; 3]; 6] = [
    ["contact", "contacts", "0-1"],
    ["company", "companies", "0-2"],
    ["deal", "deals", "0-3"],
    ["ticket", "tickets", "0-5"],
    ["product", "products", "0-7"],
    ["line_item", "line_items", "0-8"],
];

/// A reason to look, if the event is of this account and type, and of a wanted kind. What is not known is a reason, too.
pub(super) fn look<O: CrmObject, T>(
    named: Option<&str>,
    hubspot: &HubSpot,
    event: &Event<Notification>,
    wanted: impl Fn(EventKind) -> bool,
) -> Option<Hint<T>> {
    let told = &event.data;
    let here = hubspot.portal.as_deref().is_none_or(|portal| portal == event.account);
    let named = hubspot.object_name(named.unwrap_or(O::TYPE));
    let by_name = told.object.as_deref().is_some_and(|name| {
        let of_standard = STANDARD.iter().any(|known| known[0] == name && known.contains(&named));
        of_standard || (name == O::RESOURCE && named == O::TYPE)
    });
    let by_id = |id: &str| id == named || (!O::TYPE_ID.is_empty() && id == O::TYPE_ID && named == O::TYPE);
    let this = by_name || told.object_type_id.as_deref().is_some_and(by_id);
    let kind = told.kind.known().copied();
    let fits = here && this && kind.is_none_or(wanted);
    let id = Some(event.id.clone()).filter(|id| !id.is_empty());
    fits.then_some(Hint::Look { id, at: event.at })
}

/// What is asked, whatever the type.
pub(super) struct Asked {
    /// Of the feed: the trigger and its object type.
    pub(super) name: String,
    pub(super) object: String,
    pub(super) properties: Vec<String>,
    pub(super) modified: &'static str,
    pub(super) late: Duration,
}

impl Asked {
    pub(super) fn of<T: Trigger, O: CrmObject>(
        named: Option<&str>,
        chosen: &[String],
        client: &Client<HubSpot>,
        late: Duration,
    ) -> Result<Self> {
        let object = word("object", client.connector().object_name(named.unwrap_or(O::TYPE)))?.to_owned();
        let properties = properties::<O>(chosen).into_iter().map(str::to_owned).collect();
        Ok(Self {
            name: format!("{} of {object}", T::META.id),
            object,
            properties,
            modified: modified_of::<O>(named),
            late,
        })
    }
}

/// The objects of all types are read as texts first: the work of a feed is compiled once and not for each type.
#[inline]
async fn changes(
    client: &Client<HubSpot>,
    cursor: &PollCursor,
    Asked { name, object, properties, modified, late }: Asked,
    news: News,
) -> Result<Batch<Object<Record>>> {
    let list = |since: DateTime<Utc>| {
        let list = ListChanged::<Record>::since(since);
        let mut list = list.object(object.clone()).properties(properties.clone());
        list.modified = Some(modified);
        list
    };
    Feed::ascending(name, list)
        .tick(Duration::from_millis(1))
        .late(late)
        .news(news)
        .poll(client, cursor, |changed| change(changed, news))
        .await
}

#[inline]
async fn deletions(
    client: &Client<HubSpot>,
    cursor: &PollCursor,
    Asked { name, object, properties, late, .. }: Asked,
) -> Result<Batch<Object<Record>>> {
    let list = |_: DateTime<Utc>| {
        List::<Record>::new().object(object.clone()).properties(properties.clone()).archived(true)
    };
    let read =
        |gone: Object<Record>| Ok(Change::new(gone.id.clone(), gone.archived_at.or(gone.updated_at), gone));
    Feed::unordered(name, list).late(late).poll(client, cursor, read).await
}

fn change(changed: Changed<Record>, news: News) -> Result<Change<Object<Record>>> {
    let Changed { modified, object } = changed;
    let born = object.created_at;
    let change = Change::new(object.id.clone(), modified, object);
    match (news, born) {
        (News::CreatedOrUpdated, _) => Ok(change),
        (_, Some(born)) => Ok(change.born(born)),
        (_, None) => {
            let text = "an object does not say when it was made";
            Err(Error::new(ErrorKind::Decode, text).with_delivery(Delivery::Accepted))
        }
    }
}

/// The object with its properties read into the type.
pub(super) fn typed<O: DeserializeOwned>(object: Object<Record>) -> Result<Object<O>> {
    let properties = text::typed(object.properties.other.into_texts()).map_err(|e| {
        Error::new(ErrorKind::Decode, format!("an object's properties do not fit: {}", kind_of(&e)))
            .with_delivery(Delivery::Accepted)
    })?;
    let Object {
        id, created_at, updated_at, archived, archived_at, history, associations, made, url, ..
    } = object;
    Ok(Object {
        id,
        properties,
        created_at,
        updated_at,
        archived,
        archived_at,
        history,
        associations,
        made,
        url,
    })
}

/// What is wrong, without a value: the message of another library may quote it.
fn kind_of(error: &serde::de::value::Error) -> String {
    let text = error.to_string();
    if text.starts_with("the text of a property") || text.starts_with("missing field") {
        text
    } else {
        "a text is not of the type that it is read into".to_owned()
    }
}
