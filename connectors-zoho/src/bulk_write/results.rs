//! An import from rows to what became of each.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use connectors_core::{Action, Client, Content, Cx, Delivery, Error, ErrorKind, Outcome, Result, setters};
use futures_core::Stream;
use serde::{Deserialize, Serialize};

use super::answers::{self, Unread};
use super::file::{File, Line, MOST_ROWS, Packed};
use super::matching::Matching;
use super::{Create, FieldMapping, Get, Operation, Upload};
use crate::records::Written;
use crate::{Zoho, organization};

/// How long a file may take: Zoho names no limit.
const WITHIN: Duration = Duration::from_secs(60 * 60);
/// How many rows are packed without letting others have a turn.
const TURN: usize = 256;

/// What to do with rows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Write {
    /// The module's API name.
    pub module: String,
    /// What is done with the rows.
    pub operation: Operation,
    /// The columns. Zoho's answer repeats the first three and has nothing else to know a row by: begin with those that
    /// tell rows apart.
    pub columns: Vec<FieldMapping>,
    /// The field that finds the record to change: `id`, or a unique field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub find_by: Option<String>,
    /// Whether an empty cell leaves the field alone instead of clearing it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ignore_empty: Option<bool>,
}

impl Write {
    fn new<C: Into<FieldMapping>>(
        operation: Operation,
        module: impl Into<String>,
        columns: impl IntoIterator<Item = C>,
        find_by: Option<String>,
    ) -> Self {
        let columns = columns.into_iter().map(Into::into).collect();
        Self { module: module.into(), operation, columns, find_by, ignore_empty: None }
    }

    /// Makes a record of each row.
    #[must_use]
    pub fn insert<C: Into<FieldMapping>>(
        module: impl Into<String>,
        columns: impl IntoIterator<Item = C>,
    ) -> Self {
        Self::new(Operation::Insert, module, columns, None)
    }

    /// Changes the record that `find_by` (`id`, or a unique field) finds.
    #[must_use]
    pub fn update<C: Into<FieldMapping>>(
        module: impl Into<String>,
        columns: impl IntoIterator<Item = C>,
        find_by: impl Into<String>,
    ) -> Self {
        Self::new(Operation::Update, module, columns, Some(find_by.into()))
    }

    /// Changes the record that `find_by` (`id`, or a unique field) finds, or makes one.
    #[must_use]
    pub fn upsert<C: Into<FieldMapping>>(
        module: impl Into<String>,
        columns: impl IntoIterator<Item = C>,
        find_by: impl Into<String>,
    ) -> Self {
        Self::new(Operation::Upsert, module, columns, Some(find_by.into()))
    }

    setters!(ignore_empty: Option<bool>);

    fn job(&self, file_id: impl Into<String>) -> Create {
        let columns = self.columns.iter().cloned().enumerate();
        // Their places are those of the file, whatever was said.
        let columns = columns.map(|(place, column)| FieldMapping { index: Some(place as u32), ..column });
        Create {
            find_by: self.find_by.clone(),
            ignore_empty: self.ignore_empty,
            ..Create::new(&self.module, self.operation, file_id, columns)
        }
    }
}

/// What became of a row.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RowResult {
    /// Which row: its place in the input, from 0.
    pub row: u64,
    /// What became of it.
    pub outcome: Outcome<Written>,
}

impl RowResult {
    /// What became of the row at this place.
    #[must_use]
    pub fn new(row: u64, outcome: Outcome<Written>) -> Self {
        Self { row, outcome }
    }
}

/// Writes rows, and tells what became of each. See [`write_stream`] for rows that come asynchronously.
///
/// A row is whatever serde makes an object of: your own type, or one of this crate. Its members are the columns; what
/// has no column is refused, because it would be lost. A [`Lookup`](crate::Lookup) wants a column with `find_by("id")`;
/// a list becomes `a;b` (that Zoho takes the values of a multi-select field so is not described).
pub fn write<I>(client: &Client<Zoho>, import: Write, rows: I) -> Results<I::Item>
where
    I: IntoIterator<IntoIter: Send + 'static>,
    I::Item: Serialize + Send + 'static,
{
    write_stream(client, import, Ready(rows.into_iter()))
}

/// Writes rows that come as a stream, and tells what became of each: see [`write`](fn@write).
pub fn write_stream<S>(client: &Client<Zoho>, import: Write, rows: S) -> Results<S::Item>
where
    S: Stream<Item: Serialize + Send + 'static> + Send + 'static,
{
    let job = Arc::default();
    let work = Work {
        client: client.clone(),
        organization: client.connector().organization.clone(),
        import,
        within: WITHIN,
        rows: Some(Box::pin(rows)),
        pulled: 0,
        held: None,
        job: Arc::clone(&job),
        stop: None,
    };
    Results { told: Vec::new().into_iter(), job, stage: Stage::Between(Box::new(work)) }
}

/// The rows of an iterator.
struct Ready<I>(I);

impl<I> Unpin for Ready<I> {}

impl<I: Iterator> Stream for Ready<I> {
    type Item = I::Item;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<I::Item>> {
        Poll::Ready(self.0.next())
    }
}

/// What becomes of the rows of an import. Also a `Stream`.
///
/// Rows are pulled and sent file by file, as this is read. A file is packed as its rows come and kept in memory,
/// packed, until it was sent: so sending it can be tried again though the rows came only once. Every row that was
/// pulled is told of exactly once, with its file: first those that could not be sent, then the others in the order of
/// Zoho's answer, which is mostly that of the rows.
#[must_use = "nothing is written until this is read"]
pub struct Results<T> {
    told: std::vec::IntoIter<RowResult>,
    job: Arc<Mutex<Option<String>>>,
    stage: Stage<T>,
}

/// A file under way: gives the work back with what became of its rows.
type Running<T> = Pin<Box<dyn Future<Output = (Box<Work<T>>, Vec<RowResult>)> + Send>>;

enum Stage<T> {
    Between(Box<Work<T>>),
    Running(Running<T>),
    Finished,
}

impl<T: Serialize + Send + 'static> Results<T> {
    /// How long the import of a file may take: an hour unless said otherwise. It goes on at Zoho's after that, but it
    /// is not known then what became of its rows.
    pub fn within(mut self, limit: Duration) -> Self {
        if let Stage::Between(work) = &mut self.stage {
            work.within = limit;
        }
        self
    }

    /// The job that was started last: by it [`Get`] and [`Download`](super::Download) find what became of its rows,
    /// should this program not live to read it.
    #[must_use]
    pub fn job(&self) -> Option<String> {
        self.job.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What became of the next row.
    pub async fn next(&mut self) -> Option<RowResult> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }
}

impl<T: Serialize + Send + 'static> Stream for Results<T> {
    type Item = RowResult;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<RowResult>> {
        loop {
            if let Some(told) = self.told.next() {
                return Poll::Ready(Some(told));
            }
            match std::mem::replace(&mut self.stage, Stage::Finished) {
                Stage::Finished => return Poll::Ready(None),
                Stage::Between(mut work) => {
                    self.stage = Stage::Running(Box::pin(async move {
                        let told = work.file().await;
                        (work, told)
                    }));
                }
                Stage::Running(mut running) => {
                    let Poll::Ready((work, told)) = running.as_mut().poll(cx) else {
                        self.stage = Stage::Running(running);
                        return Poll::Pending;
                    };
                    // Every file has rows; only the end has none.
                    if !told.is_empty() {
                        self.stage = Stage::Between(work);
                    }
                    self.told = told.into_iter();
                }
            }
        }
    }
}

impl<T> Unpin for Results<T> {}

impl<T> fmt::Debug for Results<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Results").field("job", &self.job).finish_non_exhaustive()
    }
}

/// All that is left to do.
struct Work<T> {
    client: Client<Zoho>,
    organization: Option<String>,
    import: Write,
    within: Duration,
    /// Gone once they have ended: a stream need not bear being asked again.
    rows: Option<Pin<Box<dyn Stream<Item = T> + Send>>>,
    /// How many rows were pulled.
    pulled: u64,
    /// The row that was one too many for the last file, and its number.
    held: Option<(Line, u64)>,
    job: Arc<Mutex<Option<String>>>,
    /// What every further file would meet too.
    stop: Option<Error>,
}

impl<T: Serialize + Send> Work<T> {
    /// One file, from its rows to what became of each. Nothing where there are no more rows.
    async fn file(&mut self) -> Vec<RowResult> {
        let (file, mut told) = self.fill().await;
        let Some(file) = file else { return told };
        let mut matching = Matching::new(file.inputs);
        let left = match self.send(file.archive).await {
            Err(left) => left,
            Ok(job) => {
                let read =
                    answers::read(&self.client, Get::new(job), self.within, &mut matching, &mut told).await;
                match read {
                    Ok(()) => Outcome::Unknown(unmatched()),
                    // The job itself failed, and Zoho knows whether it had written anything.
                    Err(Unread::Job(error)) => Outcome::of_failed_call(error),
                    Err(Unread::Answer(error)) => Outcome::Unknown(error.with_delivery(Delivery::Unknown)),
                }
            }
        };
        told.extend(matching.unanswered().into_iter().map(|row| RowResult::new(row, left.clone())));
        told
    }

    /// Pulls rows until a file is full, or there are no more; tells of those that cannot be sent.
    async fn fill(&mut self) -> (Option<Packed>, Vec<RowResult>) {
        let (mut file, mut told) = (None::<File>, Vec::new());
        for turn in 1..=MOST_ROWS {
            let (line, number) = match self.held.take() {
                Some((line, number)) => (self.stop.clone().map_or(Ok(line), Err), number),
                None => {
                    let Some(row) = self.pull().await else { break };
                    let number = self.pulled;
                    self.pulled += 1;
                    (self.line(&row), number)
                }
            };
            match line {
                Err(error) => told.push(RowResult::new(number, Outcome::NotSent(error))),
                Ok(line) => {
                    let file = file.get_or_insert_with(|| File::new(&self.import.columns));
                    if let Some(line) = file.push(line, number) {
                        self.held = Some((line, number));
                        break;
                    }
                }
            }
            if turn % TURN == 0 {
                others_first().await;
            }
        }
        (file.map(File::finish), told)
    }

    async fn pull(&mut self) -> Option<T> {
        let rows = self.rows.as_mut()?;
        let row = poll_fn(|cx| rows.as_mut().poll_next(cx)).await;
        if row.is_none() {
            self.rows = None;
        }
        row
    }

    fn line(&self, row: &T) -> Result<Line> {
        match &self.stop {
            Some(error) => Err(error.clone()),
            None => Line::new(&self.import.columns, row),
        }
    }

    /// Sends a file and starts its job; its id, or what that means for every row.
    async fn send(&mut self, archive: Content) -> Result<String, Outcome<Written>> {
        let file = self.upload(archive).await;
        // Files write nothing by themselves.
        let file =
            file.map_err(|error| Outcome::NotSent(self.noted(error).with_delivery(Delivery::NotSent)))?;
        let started = self.client.call(self.import.job(file)).await;
        let job = started.map_err(|error| Outcome::of_failed_call(self.noted(error)))?.id;
        *self.job.lock().unwrap_or_else(PoisonError::into_inner) = Some(job.clone());
        Ok(job)
    }

    async fn upload(&mut self, archive: Content) -> Result<String> {
        // What is wrong with the job is better known before its file is sent.
        let _ = self.import.job("0").request(&Cx::new(self.client.connector(), ""))?;
        let organization = match &self.organization {
            Some(organization) => organization.clone(),
            None => self.client.call(organization::Get::new()).await?.zgid,
        };
        self.organization = Some(organization.clone());
        let upload = Upload::new().organization(organization);
        Ok(self.client.upload(upload, archive).await?.file_id)
    }

    /// Notes an error that every further file would meet too.
    fn noted(&mut self, error: Error) -> Error {
        use ErrorKind::{RateLimited, Server, Timeout, Transport};
        if !matches!(error.kind(), RateLimited | Server | Timeout | Transport) {
            self.stop = Some(error.clone().with_delivery(Delivery::NotSent));
        }
        error
    }
}

fn unmatched() -> Error {
    let text = "Zoho's answer does not say what became of this row";
    Error::new(ErrorKind::Decode, text).with_delivery(Delivery::Unknown)
}

/// There is more to do at once, but not before others.
async fn others_first() {
    let mut waited = false;
    poll_fn(|cx| {
        if std::mem::replace(&mut waited, true) {
            return Poll::Ready(());
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}
