//! A platform whose records are made, changed and deleted while its lists are read.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use connectors_core::clock::Clock;
use connectors_core::transport::Reply;
use connectors_core::triggers::{Batch, Change, Feed, News, PollCursor, PollingTrigger, Trigger};
use connectors_core::{Action, Client, Cursor, Cx, Meta, Page, PagedAction, Request, Response, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::support::{Rig, Toy};

/// What happens to the records of a [`World`].
#[derive(Clone, Copy, Debug)]
pub(crate) enum Deed {
    Make,
    /// Of the record that has this number modulo how many there are.
    Touch(usize),
    Delete(usize),
}

#[derive(Clone, Debug)]
struct Version {
    number: u64,
    stamp: i64,
    visible: i64,
}

#[derive(Clone, Debug, Default)]
struct Thing {
    versions: Vec<Version>,
    born: i64,
    gone: Option<i64>,
}

#[derive(Debug)]
pub(crate) struct World {
    /// What its clock counts, in milliseconds.
    pub(crate) tick: i64,
    pub(crate) page: usize,
    /// By how much its clock is ahead of ours.
    pub(crate) skew: i64,
    pub(crate) sorted: bool,
    things: BTreeMap<String, Thing>,
    /// What is to happen, by the moment of the platform's time when it does, and how much later it shows.
    plan: Vec<(i64, Deed, i64)>,
    number: u64,
}

/// One row of the list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Row {
    pub(crate) id: String,
    /// Which version of the record it is.
    pub(crate) number: u64,
    pub(crate) modified: DateTime<Utc>,
    pub(crate) created: DateTime<Utc>,
}

pub(crate) type Shared = Arc<Mutex<World>>;

impl World {
    pub(crate) fn new(tick: i64, page: usize, skew: i64, sorted: bool) -> Self {
        Self { tick, page, skew, sorted, things: BTreeMap::new(), plan: Vec::new(), number: 0 }
    }

    /// Its own time.
    pub(crate) fn now(&self, clock: &dyn Clock) -> i64 {
        1_767_225_600_000 + self.skew + clock.elapsed().as_millis() as i64
    }

    pub(crate) fn plan(&mut self, at: i64, deed: Deed, late: i64) {
        self.plan.push((at, deed, late));
    }

    /// When the last of what is planned shows.
    pub(crate) fn last(&self) -> i64 {
        self.plan.iter().map(|(at, _, late)| at + late).max().unwrap_or_default()
    }

    fn settle(&mut self, now: i64) {
        let due: Vec<_> = self.plan.iter().filter(|(at, ..)| *at <= now).copied().collect();
        self.plan.retain(|(at, ..)| *at > now);
        for (at, deed, late) in due {
            let stamp = at - at.rem_euclid(self.tick);
            let living: Vec<String> = self
                .things
                .iter()
                .filter(|(_, thing)| thing.gone.is_none())
                .map(|(id, _)| id.clone())
                .collect();
            let pick = |n: usize| living.get(n % living.len().max(1)).cloned();
            match deed {
                Deed::Make => {
                    self.number += 1;
                    // Ids that are in no order.
                    let id = format!("{:03}-{}", (self.number * 7919) % 1000, self.number);
                    let version = Version { number: self.number, stamp, visible: at + late };
                    self.things.insert(id, Thing { versions: vec![version], born: stamp, gone: None });
                }
                Deed::Touch(n) => {
                    let Some(id) = pick(n) else { continue };
                    self.number += 1;
                    let version = Version { number: self.number, stamp, visible: at + late };
                    self.things.get_mut(&id).unwrap().versions.push(version);
                }
                Deed::Delete(n) => {
                    let Some(id) = pick(n) else { continue };
                    self.things.get_mut(&id).unwrap().gone = Some(at);
                }
            }
        }
    }

    /// What the list says at `now`.
    fn rows(&self, now: i64, since: i64) -> Vec<Row> {
        let moment = |millis| DateTime::from_timestamp_millis(millis).unwrap();
        let visible = self.things.iter().filter(|(_, thing)| thing.gone.is_none_or(|gone| gone > now));
        let mut rows: Vec<Row> = visible
            .filter_map(|(id, thing)| {
                let version = thing.versions.iter().rev().find(|version| version.visible <= now)?;
                Some(Row {
                    id: id.clone(),
                    number: version.number,
                    modified: moment(version.stamp),
                    created: moment(thing.born),
                })
            })
            .filter(|row| row.modified >= moment(since))
            .collect();
        if self.sorted {
            rows.sort_by_key(|row| (row.modified, row.id.clone()));
        }
        rows
    }

    /// What there is in the end: the last version of each record that is left.
    pub(crate) fn end(&mut self, now: i64) -> BTreeMap<String, Row> {
        self.settle(now);
        self.rows(now, i64::MIN / 1_000_000).into_iter().map(|row| (row.id.clone(), row)).collect()
    }

    fn answer(&mut self, query: &str, now: i64) -> Reply {
        self.settle(now);
        let number = |name: &str| -> i64 {
            let mut pairs = url::form_urlencoded::parse(query.as_bytes());
            pairs.find(|(key, _)| key == name).and_then(|(_, value)| value.parse().ok()).unwrap_or_default()
        };
        let rows = self.rows(now, number("since"));
        let start = (number("page").max(1) as usize - 1) * self.page;
        let items: Vec<_> = rows.iter().skip(start).take(self.page).collect();
        Reply::json(200, &json!({ "items": items, "more": rows.len() > start + self.page }))
            .after(Duration::from_millis(300))
    }
}

/// The platform, and a client of it, in one process on paused time.
pub(crate) fn rig(world: World) -> (Rig, Shared, Client<Toy>) {
    let world: Shared = Arc::new(Mutex::new(world));
    let served = Arc::clone(&world);
    let clock: Arc<Mutex<Option<Arc<dyn Clock>>>> = Arc::default();
    let slot = Arc::clone(&clock);
    let rig = Rig::new(move |seen| {
        let clock = slot.lock().unwrap().clone().unwrap();
        let mut world = served.lock().unwrap();
        let now = world.now(&*clock);
        world.answer(seen.uri.query().unwrap_or_default(), now)
    });
    *clock.lock().unwrap() = Some(rig.clock.clone());
    let client = rig.client();
    (rig, world, client)
}

/// GET changes: what changed since a moment, by page number.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct List {
    since: DateTime<Utc>,
    cursor: Option<Cursor>,
}

#[derive(Deserialize)]
struct Answer {
    items: Vec<Row>,
    more: bool,
}

impl Action for List {
    type Connector = Toy;
    type Output = Page<Row>;
    const META: Meta = Meta::read("thing", "list_changed");

    fn request(&self, _: &Cx<'_, Toy>) -> Result<Request> {
        let page = Cursor::page(self.cursor.as_ref(), 1)?;
        Ok(Request::get(["changes"]).query("since", self.since.timestamp_millis()).query("page", page))
    }

    fn response(&self, response: Response) -> Result<Page<Row>> {
        let Answer { items, more } = response.json()?;
        let page = Cursor::page(self.cursor.as_ref(), 1)?;
        Ok(Page::new(items, more.then_some(Cursor::Page(page + 1))))
    }
}

impl PagedAction for List {
    type Item = Row;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}

/// `thing.changed`, or with `created` only what is new.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Changed {
    pub(crate) ascending: bool,
    pub(crate) created: bool,
    pub(crate) late: u64,
    pub(crate) tick: u64,
}

impl Changed {
    pub(crate) fn new() -> Self {
        Self { ascending: true, created: false, late: 60_000, tick: 1_000 }
    }
}

impl Trigger for Changed {
    type Connector = Toy;
    type Event = Row;
    const META: Meta = Meta::read("thing", "changed").title("A thing was made or changed");
}

impl PollingTrigger for Changed {
    async fn poll(&self, client: &Client<Toy>, cursor: &PollCursor) -> Result<Batch<Row>> {
        let list = |since| List { since, cursor: None };
        let feed = match self.ascending {
            true => Feed::ascending("thing.changed", list),
            false => Feed::unordered("thing.changed", list),
        };
        let feed = feed.late(Duration::from_millis(self.late)).tick(Duration::from_millis(self.tick));
        let feed = feed.news(News::of(true, !self.created));
        feed.poll(client, cursor, |row: Row| {
            Ok(Change::new(&row.id, row.modified, row.clone()).print(&row.number).born(row.created))
        })
        .await
    }
}

/// The key of a row's event.
pub(crate) fn key(row: &Row) -> String {
    Change::new(&row.id, row.modified, ()).print(&row.number).key()
}

pub(crate) fn moment(millis: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(millis).unwrap()
}

pub(crate) fn millis(by: i64) -> TimeDelta {
    TimeDelta::milliseconds(by)
}
