//! Records that are made and changed, as events.

use std::fmt::{self, Debug};
use std::marker::PhantomData;
use std::time::Duration;

use chrono::{DateTime, SecondsFormat, Utc};
use connectors_core::triggers::{
    Batch, Change, Event, Feed, Hint, News, PollCursor, PollingTrigger, Trigger, WebhookTrigger,
};
use connectors_core::types::ConstText;
use connectors_core::{Client, Meta, PagedAction, Result};
use serde::{Deserialize, Serialize};

use crate::records::Record;
use crate::webhooks::{Notification, Topic};
use crate::{Gid, Shopify};

/// How late a change may show up in Shopify's search, which the triggers ask. It lags, and nothing is promised: five minutes cost some
/// records that are read again.
pub const LATE: Duration = Duration::from_secs(5 * 60);

/// What finds the records that were changed at a moment or later, in Shopify's search syntax.
pub(crate) fn changed_since(moment: DateTime<Utc>) -> String {
    format!("updated_at:>='{}'", moment.to_rfc3339_opts(SecondsFormat::Secs, true))
}

/// What fits this, and a query of the user's if there is one: one of nothing but blanks would find nothing, or all.
pub(crate) fn and(this: &str, query: Option<&str>) -> String {
    match query.filter(|query| !query.trim().is_empty()) {
        Some(query) => format!("{this} AND ({query})"),
        None => this.to_owned(),
    }
}

/// The id of the record that a delivery is about, where it may be about another one that belongs to it: a refund names its
/// `order_id`, an edit of an order has it within, and some have the record itself under its name.
fn told_of(resource: &str, event: &Event<Notification>) -> Option<String> {
    let (payload, name) = (&event.data.payload, format!("{resource}_id"));
    let itself = payload.get(resource).and_then(|record| record.get("id")?.as_str());
    let itself = itself.filter(|id| id.starts_with("gid://"));
    let within = || payload.values().find_map(|part| part.get(&name));
    let number = || payload.get(&name).or_else(within)?.as_u64();
    let kind = || {
        resource
            .split('_')
            .flat_map(|word| [word[..1].to_uppercase(), word[1..].to_owned()])
            .collect::<String>()
    };
    let other = || number().map(|number| Gid::of(&kind(), number).to_string());
    itself.map(str::to_owned).or_else(other).or_else(|| Some(event.id.clone()).filter(|id| !id.is_empty()))
}

/// Records whose changes are followed.
pub trait Followed: Record {
    /// What one is called in a sentence: `a product`.
    const A: &'static str;
    /// The topics that tell that one was made.
    const CREATED: &'static [Topic];
    /// The topics that tell that one was changed.
    const UPDATED: &'static [Topic];
    /// Whether the list can be ordered by the moment of change. Where it cannot, every poll reads all that it finds.
    const ORDERED: bool = true;
    /// Whether a record tells when it was made. Where it does not, only [`CreatedOrUpdated`] can be told: the others do not compile.
    const TELLS_CREATION: bool = true;
    /// The list that they are found in.
    type List: PagedAction<Connector = Shopify, Item = Self>;

    /// Those that a query finds; if they are [`ORDERED`](Self::ORDERED), the one that was changed last at the end.
    fn list(query: String) -> Self::List;

    /// Its id, and when it was made and changed last.
    fn moments(&self) -> (&Gid, DateTime<Utc>, DateTime<Utc>);
}

/// `<resource>.created`: new records, each once, whatever changes later. Each comes as it is when it is found.
pub type Created<R> = Changes<R, true, false>;

/// `<resource>.updated`: records that were changed after they were made. Each comes as it is when it is found: of several changes
/// between two polls, the last.
pub type Updated<R> = Changes<R, false, true>;

/// `<resource>.created_or_updated`: records that were made or changed. Each comes as it is when it is found.
pub type CreatedOrUpdated<R> = Changes<R, true, true>;

/// Records that were made (`CREATED`) or changed (`UPDATED`); use it by its names [`Created`], [`Updated`] and [`CreatedOrUpdated`],
/// or those of a resource, such as [`products::Created`](crate::products::Created).
///
/// It is asked with [`Client::poll`] or [`Client::events`], and told by [`webhooks`](crate::webhooks).
#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(bound = "", rename = "Changes"))]
#[serde(default, deny_unknown_fields, bound = "")]
#[non_exhaustive]
pub struct Changes<R, const CREATED: bool, const UPDATED: bool> {
    /// Only those that fit this too, in Shopify's search syntax.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
    /// How late a change may show up in the search: [`LATE`] unless said otherwise. In JSON whole seconds, `late_seconds`.
    #[serde(rename = "late_seconds", with = "connectors_core::types::seconds")]
    #[cfg_attr(feature = "schema", schemars(with = "u64"))]
    pub late: Duration,
    #[serde(skip)]
    record: PhantomData<fn() -> R>,
}

impl<R, const CREATED: bool, const UPDATED: bool> Changes<R, CREATED, UPDATED> {
    /// Of all of them.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    connectors_core::setters!(query: Option<String>);

    /// Sets `late`.
    #[must_use]
    pub fn late(mut self, late: Duration) -> Self {
        self.late = late;
        self
    }
}

impl<R, const CREATED: bool, const UPDATED: bool> Default for Changes<R, CREATED, UPDATED> {
    fn default() -> Self {
        Self { query: None, late: LATE, record: PhantomData }
    }
}

impl<R, const CREATED: bool, const UPDATED: bool> Clone for Changes<R, CREATED, UPDATED> {
    fn clone(&self) -> Self {
        Self { query: self.query.clone(), late: self.late, record: PhantomData }
    }
}

impl<R, const CREATED: bool, const UPDATED: bool> Debug for Changes<R, CREATED, UPDATED> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Changes").field("query", &self.query).field("late", &self.late).finish()
    }
}

impl<R: Followed, const CREATED: bool, const UPDATED: bool> Changes<R, CREATED, UPDATED> {
    /// The topics that make it look: what to subscribe to
    /// ([`webhook_subscriptions::ensure`](crate::webhook_subscriptions::ensure)).
    pub fn topics(&self) -> impl Iterator<Item = Topic> + use<R, CREATED, UPDATED> {
        let created = R::CREATED.iter().filter(|_| CREATED);
        created.chain(R::UPDATED.iter().filter(|_| UPDATED)).copied()
    }

    const TITLE: ConstText = ConstText::new("When ").add(R::A).add(match News::of(CREATED, UPDATED) {
        News::Created => " is created",
        News::Updated => " is updated",
        News::CreatedOrUpdated => " is created or updated",
    });
    const VERB: &'static str = match News::of(CREATED, UPDATED) {
        News::Created | News::Updated if !R::TELLS_CREATION => {
            // While it is compiled, never while it runs: such a trigger is refused by the compiler.
            panic!("what is new and what was changed cannot be told apart")
        }
        News::Created => "created",
        News::Updated => "updated",
        News::CreatedOrUpdated => "created_or_updated",
    };
}

impl<R: Followed, const CREATED: bool, const UPDATED: bool> Trigger for Changes<R, CREATED, UPDATED> {
    type Connector = Shopify;
    type Event = R;
    const META: Meta = Meta::read(R::RESOURCE, Self::VERB)
        .title(ConstText::as_str(&Self::TITLE))
        .scopes(R::READ)
        .docs("https://shopify.dev/docs/api/usage/search-syntax");
}

impl<R: Followed, const CREATED: bool, const UPDATED: bool> PollingTrigger for Changes<R, CREATED, UPDATED> {
    async fn poll(&self, client: &Client<Shopify>, cursor: &PollCursor) -> Result<Batch<R>> {
        let name = match &self.query {
            Some(query) => format!("{} of {query}", Self::META.id),
            None => Self::META.id.to_string(),
        };
        let list = |since: DateTime<Utc>| R::list(and(&changed_since(since), self.query.as_deref()));
        let read = |record: R| {
            let (id, born, at) = record.moments();
            let (id, born, at) = (id.to_string(), born, at);
            Ok(Change::new(id, at, record).born(born))
        };
        let feed = if R::ORDERED { Feed::ascending(name, list) } else { Feed::unordered(name, list) };
        feed.late(self.late).news(News::of(CREATED, UPDATED)).poll(client, cursor, read).await
    }
}

impl<R: Followed, const CREATED: bool, const UPDATED: bool> WebhookTrigger for Changes<R, CREATED, UPDATED> {
    fn hint(&self, shopify: &Shopify, event: &Event<Notification>) -> Option<Hint<R>> {
        let wanted = |topic: &Topic| {
            (CREATED && R::CREATED.contains(topic)) || (UPDATED && R::UPDATED.contains(topic))
        };
        let here = event.account == shopify.shop().as_str();
        let fits = here && event.data.topic.known().is_some_and(wanted);
        fits.then(|| Hint::Look { id: told_of(R::RESOURCE, event), at: event.at })
    }
}
