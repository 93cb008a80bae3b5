//! A list whose rows a test puts up itself, and a trigger that watches it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::{DateTime, Utc};
use connectors_core::clock::Clock;
use connectors_core::transport::Reply;
use connectors_core::triggers::{Batch, Change, Feed, News, PollCursor, PollingTrigger, Trigger};
use connectors_core::{
    Action, Client, Cursor, Cx, Error, ErrorKind, Meta, Page, PagedAction, Request, Response, Result,
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::support::{Rig, refusal, secs};

/// When the rig's clock begins, in the platform's seconds.
pub(crate) const T0: i64 = 1_767_225_600;

/// One row. Times are seconds from [`T0`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Row {
    pub(crate) id: String,
    pub(crate) at: Option<DateTime<Utc>>,
    pub(crate) born: Option<DateTime<Utc>>,
    /// It is nothing to the trigger.
    pub(crate) pass: bool,
    /// From when on it shows, and until when.
    #[serde(skip)]
    shows: i64,
    #[serde(skip)]
    ends: Option<i64>,
}

pub(crate) fn time(at: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(T0 + at, 0).unwrap()
}

pub(crate) fn row(id: impl Into<String>, at: i64) -> Row {
    Row { at: Some(time(at)), ..undated(id) }
}

pub(crate) fn undated(id: impl Into<String>) -> Row {
    Row { id: id.into(), at: None, born: None, pass: false, shows: i64::MIN, ends: None }
}

impl Row {
    pub(crate) fn shows(self, at: i64) -> Self {
        Self { shows: at, ..self }
    }

    pub(crate) fn ends(self, at: i64) -> Self {
        Self { ends: Some(at), ..self }
    }

    pub(crate) fn born(self, at: i64) -> Self {
        Self { born: Some(time(at)), ..self }
    }

    pub(crate) fn pass(self) -> Self {
        Self { pass: true, ..self }
    }
}

type Hook = Box<dyn FnMut(usize, &mut Vec<Row>) -> Option<Reply> + Send>;

pub(crate) struct Board {
    pub(crate) rows: Vec<Row>,
    page: usize,
    sorted: bool,
    cap: usize,
    delay: Duration,
    /// Called with the number of each call before it is answered.
    hook: Hook,
}

pub(crate) type Shared = Arc<Mutex<Board>>;

impl Board {
    pub(crate) fn new(page: usize, rows: impl IntoIterator<Item = Row>) -> Self {
        let rows = rows.into_iter().collect();
        let hook: Hook = Box::new(|_, _| None);
        Self { rows, page, sorted: true, cap: usize::MAX, delay: Duration::from_millis(300), hook }
    }

    pub(crate) fn unsorted(self) -> Self {
        Self { sorted: false, ..self }
    }

    /// Pages after this one are refused.
    pub(crate) fn cap(self, cap: usize) -> Self {
        Self { cap, ..self }
    }

    pub(crate) fn delay(self, delay: Duration) -> Self {
        Self { delay, ..self }
    }

    pub(crate) fn hook(
        self,
        hook: impl FnMut(usize, &mut Vec<Row>) -> Option<Reply> + Send + 'static,
    ) -> Self {
        Self { hook: Box::new(hook), ..self }
    }

    fn answer(&mut self, call: usize, query: &str, now: i64) -> Reply {
        if let Some(reply) = (self.hook)(call, &mut self.rows) {
            return reply;
        }
        let number = |name: &str| -> i64 {
            let mut pairs = url::form_urlencoded::parse(query.as_bytes());
            pairs.find(|(key, _)| key == name).and_then(|(_, value)| value.parse().ok()).unwrap_or_default()
        };
        let (since, page) = (number("since"), number("page").max(1) as usize);
        if page > self.cap {
            return refusal(400, "TOO_FAR");
        }
        let shown = |row: &&Row| row.shows <= now && row.ends.is_none_or(|ends| now < ends);
        let asked = |row: &&Row| row.at.is_none_or(|at| at.timestamp_millis() >= since);
        let mut rows: Vec<_> = self.rows.iter().filter(shown).filter(asked).collect();
        if self.sorted {
            rows.sort_by_key(|row| (row.at, row.id.clone()));
        }
        let start = (page - 1) * self.page;
        let items: Vec<_> = rows.iter().skip(start).take(self.page).collect();
        Reply::json(200, &json!({ "items": items, "more": rows.len() > start + self.page })).after(self.delay)
    }

    /// The platform, and a client of it.
    pub(crate) fn open(self) -> (Rig, Shared, Client<crate::support::Toy>) {
        let board: Shared = Arc::new(Mutex::new(self));
        let served = Arc::clone(&board);
        let clock: Arc<Mutex<Option<Arc<dyn Clock>>>> = Arc::default();
        let slot = Arc::clone(&clock);
        let rig = Rig::new(move |seen| {
            let now = slot.lock().unwrap().as_ref().unwrap().elapsed().as_secs() as i64;
            served.lock().unwrap().answer(seen.number, seen.uri.query().unwrap_or_default(), now)
        });
        *clock.lock().unwrap() = Some(rig.clock.clone());
        let client = rig.client();
        (rig, board, client)
    }
}

/// GET board
#[derive(Clone, Debug)]
struct List {
    since: DateTime<Utc>,
    cursor: Option<Cursor>,
}

#[derive(Deserialize)]
struct Answer {
    items: Vec<Row>,
    more: bool,
}

impl Action for List {
    type Connector = crate::support::Toy;
    type Output = Page<Row>;
    const META: Meta = Meta::read("board", "list");

    fn request(&self, _: &Cx<'_, Self::Connector>) -> Result<Request> {
        let page = Cursor::page(self.cursor.as_ref(), 1)?;
        Ok(Request::get(["board"]).query("since", self.since.timestamp_millis()).query("page", page))
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

/// When records were made, for those who ask, and who asked.
#[derive(Debug, Default)]
pub(crate) struct Births {
    pub(crate) known: BTreeMap<String, DateTime<Utc>>,
    pub(crate) asked: Vec<String>,
    /// About which record nothing is told.
    pub(crate) refused: Option<String>,
}

/// `row.posted`
#[derive(Clone, Debug)]
pub(crate) struct Watch {
    name: &'static str,
    ascending: bool,
    late: Duration,
    news: News,
    births: Option<Arc<Mutex<Births>>>,
    misfit: Option<&'static str>,
}

impl Watch {
    pub(crate) fn new() -> Self {
        let news = News::CreatedOrUpdated;
        Self { name: "row.posted", ascending: true, late: secs(60), news, births: None, misfit: None }
    }

    pub(crate) fn name(self, name: &'static str) -> Self {
        Self { name, ..self }
    }

    pub(crate) fn unordered(self) -> Self {
        Self { ascending: false, ..self }
    }

    pub(crate) fn news(self, news: News) -> Self {
        Self { news, ..self }
    }

    /// The row with this id does not fit.
    pub(crate) fn misfit(self, id: &'static str) -> Self {
        Self { misfit: Some(id), ..self }
    }

    pub(crate) fn born_by(self, births: Arc<Mutex<Births>>) -> Self {
        Self { births: Some(births), ..self }
    }
}

impl Trigger for Watch {
    type Connector = crate::support::Toy;
    type Event = Row;
    const META: Meta = Meta::read("row", "posted");
}

impl PollingTrigger for Watch {
    async fn poll(&self, client: &Client<Self::Connector>, cursor: &PollCursor) -> Result<Batch<Row>> {
        let list = |since| List { since, cursor: None };
        let feed = match self.ascending {
            true => Feed::ascending(self.name, list),
            false => Feed::unordered(self.name, list),
        };
        let mut feed = feed.late(self.late).news(self.news).making(secs(1));
        if let Some(births) = &self.births {
            feed = feed.born_by(move |id| async move {
                let mut births = births.lock().unwrap();
                births.asked.push(id.clone());
                if births.refused.as_ref() == Some(&id) {
                    return Err(Error::new(ErrorKind::Server, "no answer").with_retryable(true));
                }
                Ok(births.known.get(&id).copied())
            });
        }
        let read = |row: Row| match self.misfit == Some(row.id.as_str()) {
            true => Err(Error::new(ErrorKind::Decode, "it does not fit")),
            false => Ok(row),
        };
        let batch = feed.poll(client, cursor, |row: Row| {
            let change = match row.pass {
                true => Change::passed_over(&row.id, row.at),
                false => Change::new(&row.id, row.at, row.clone()),
            };
            Ok(match row.born {
                Some(born) => change.born(born),
                None => change,
            })
        });
        Ok(batch.await?.read(read))
    }
}

/// Follows the platform's own tokens: which numbers were counted since.
#[derive(Clone, Debug)]
pub(crate) struct Counted;

#[derive(Clone, Debug, Deserialize)]
struct Count {
    after: u64,
}

#[derive(Clone, Debug, Deserialize)]
struct Counts {
    items: Vec<u64>,
    more: bool,
}

impl Action for Count {
    type Connector = crate::support::Toy;
    type Output = Counts;
    const META: Meta = Meta::read("count", "list");

    fn request(&self, _: &Cx<'_, Self::Connector>) -> Result<Request> {
        Ok(Request::get(["counts"]).query("after", self.after))
    }

    fn response(&self, response: Response) -> Result<Counts> {
        response.json()
    }
}

impl Trigger for Counted {
    type Connector = crate::support::Toy;
    type Event = u64;
    const META: Meta = Meta::read("number", "counted");
}

impl PollingTrigger for Counted {
    async fn poll(&self, client: &Client<Self::Connector>, cursor: &PollCursor) -> Result<Batch<u64>> {
        use connectors_core::triggers::Event;
        let cursor = cursor.clone().of("number.counted")?;
        let wrong = |_| connectors_core::Error::new(ErrorKind::Decode, "no number");
        let after = cursor.token()?.unwrap_or("0").parse().map_err(wrong)?;
        let Counts { items, more } = client.call(Count { after }).await?;
        let last = items.last().copied().unwrap_or(after);
        let event = |number: &u64| Event::new("toy", number.to_string(), number.to_string(), *number);
        Ok(Batch::new(items.iter().map(event).collect(), cursor.at_token(last.to_string()), more))
    }
}
