//! The records of an export, one by one.

use std::collections::BTreeMap;
use std::fmt;
use std::future::{IntoFuture, poll_fn};
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use connectors_core::{Action, Client, Cursor, Delivery, Error, ErrorKind, Result, setters};
use futures_core::Stream;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::{Create, Download, Finished, Get, Query, Started};
use crate::Zoho;
use crate::bulk::{Table, read_row};

/// How long a page may take: Zoho names no limit.
const WITHIN: Duration = Duration::from_secs(60 * 60);

/// Exports what the query asks for, and gives its records one by one, page after page.
///
/// `T` is your own type, with a member for each column that you use, or [`Row`]. The record's id is always among them,
/// as `id` (in the file it is `Id`). Text that is empty is `None`; numbers,
/// booleans, days and moments are read from their text; a [`Lookup`](crate::Lookup) has the record's id; a list has
/// the chosen values of a multi-select field. What Zoho writes for look-ups and for multi-select fields (`a;b`) is not
/// described. The record types of this crate do not fit where they have more than that: tags, lines, custom fields.
pub fn read<T: DeserializeOwned>(client: &Client<Zoho>, query: Query) -> Rows<T> {
    let place = Place { cursor: query.cursor.clone(), ..Place::default() };
    Rows { client: client.clone(), query, within: WITHIN, place, stage: Stage::Between, of: PhantomData }
}

/// The records of an export. Also a `Stream`.
///
/// A row that does not fit its type is an error, and the next row follows it. After any other error the next poll goes
/// on where it was: the same job is waited for, or its file downloaded again up to the row.
#[must_use = "an export is asked for only as it is read"]
pub struct Rows<T> {
    client: Client<Zoho>,
    query: Query,
    within: Duration,
    place: Place,
    stage: Stage,
    of: PhantomData<fn() -> T>,
}

/// Where an export stands: keep it to go on later. The file of a job is kept for a day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Place {
    /// The page; `None` for the first.
    pub cursor: Option<Cursor>,
    /// The job that exports it, once it was started.
    pub job: Option<String>,
    /// How many rows of the page were given.
    pub row: u64,
}

impl Place {
    /// The beginning.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(cursor: Option<Cursor>, job: Option<String>, row: u64);
}

type Running<T> = Pin<Box<dyn Future<Output = Result<T>> + Send>>;

enum Stage {
    /// Nothing is under way.
    Between,
    Starting(Running<Started>),
    /// For the job, then for its file.
    Waiting(Running<Page>),
    Reading(Page),
    Finished,
}

struct Page {
    /// `None` where there is nothing in it.
    table: Option<Box<Table<connectors_core::Download>>>,
    next: Option<Cursor>,
}

/// A row of an export as text, by the names of its columns.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Row(pub BTreeMap<String, String>);

impl Row {
    /// What stands in a column; `None` if there is nothing in it, or no such column.
    #[must_use]
    pub fn get(&self, column: &str) -> Option<&str> {
        self.0.get(column).map(String::as_str).filter(|text| !text.is_empty())
    }
}

impl<T: DeserializeOwned> Rows<T> {
    /// How long the export of a page may take: an hour unless said otherwise.
    pub fn within(mut self, limit: Duration) -> Self {
        self.within = limit;
        self
    }

    /// Goes on at a place where an export of the same query stood.
    pub fn at(mut self, place: Place) -> Self {
        self.place = place;
        self
    }

    /// Where it stands: behind the row that was given last.
    #[must_use]
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// The next record.
    pub async fn next(&mut self) -> Option<Result<T>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    fn start(&self) -> Stage {
        if let Some(job) = &self.place.job {
            return Stage::Waiting(Box::pin(page(self.client.clone(), Get::new(job), self.within)));
        }
        let query = Query { cursor: self.place.cursor.clone(), ..self.query.clone() };
        Stage::Starting(self.client.call(Create::new(query)).into_future())
    }

    /// The next row of the page, those that were given before passed over; `None` at its end.
    fn poll_row(&mut self, cx: &mut Context<'_>) -> Poll<Result<Option<Result<T>>>> {
        let Stage::Reading(Page { table: Some(table), .. }) = &mut self.stage else {
            return Poll::Ready(Ok(None));
        };
        while ready!(table.poll_row(cx))? {
            if table.rows() > self.place.row {
                self.place.row = table.rows();
                return Poll::Ready(Ok(Some(read_row(table))));
            }
        }
        Poll::Ready(Ok(None))
    }

    /// Ends where no other try can help: the job failed, is forgotten, or left a file that is none. Another export that
    /// goes on at [`place`](Self::place) asks for the page anew, from its first row.
    fn give_up(&mut self) -> Stage {
        self.place = Place { cursor: self.place.cursor.take(), ..Place::default() };
        Stage::Finished
    }

    /// Moves on behind a page.
    fn advance(&mut self, next: Option<Cursor>) -> Result<Stage> {
        let Some(next) = next else { return Ok(Stage::Finished) };
        if self.place.cursor.as_ref() == Some(&next) {
            let text = "the export came back to a page that it gave before: it would never end";
            return Err(Error::new(ErrorKind::Vendor, text).with_delivery(Delivery::Accepted));
        }
        self.place = Place { cursor: Some(next), ..Place::default() };
        Ok(Stage::Between)
    }
}

/// Waits for a page and opens its file.
async fn page(client: Client<Zoho>, job: Get, within: Duration) -> Result<Page> {
    let finished: Finished = client.job(job).wait(within).await?;
    let table = match finished.count {
        // Whether there is a file then is not described.
        Some(0) => None,
        _ => Some(Box::new(Table::new(client.download(Download::new(&finished.id)).await?))),
    };
    Ok(Page { table, next: finished.next() })
}

impl<T: DeserializeOwned> Stream for Rows<T> {
    type Item = Result<T>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<T>>> {
        loop {
            let stage = match &mut self.stage {
                Stage::Finished => return Poll::Ready(None),
                Stage::Between => Ok(self.start()),
                Stage::Starting(running) => ready!(running.as_mut().poll(cx)).map(|started| {
                    self.place.job = Some(started.id);
                    Stage::Between
                }),
                Stage::Waiting(running) => ready!(running.as_mut().poll(cx)).map(Stage::Reading),
                Stage::Reading(Page { next, .. }) => {
                    let next = next.clone();
                    match ready!(self.poll_row(cx)) {
                        Ok(Some(row)) => return Poll::Ready(Some(row.map_err(of_export))),
                        Ok(None) => self.advance(next),
                        Err(error) => Err(error),
                    }
                }
            };
            match stage {
                Ok(stage) => self.stage = stage,
                Err(error) => {
                    self.stage = if error.is_retryable() { Stage::Between } else { self.give_up() };
                    return Poll::Ready(Some(Err(of_export(error))));
                }
            }
        }
    }
}

fn of_export(error: Error) -> Error {
    error.with_action(Create::META.id)
}

impl<T> fmt::Debug for Rows<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rows").field("query", &self.query).field("place", &self.place).finish_non_exhaustive()
    }
}
