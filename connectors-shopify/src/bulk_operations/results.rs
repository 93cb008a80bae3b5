//! What a bulk operation gave: rows, records with their children, outcomes of mutations.

use std::fmt;

use bytes::Bytes;
use connectors_core::{
    Action, Client, Cx, Delivery, Error, ErrorKind, Fault, Head, Meta, Outcome, Request, Response, Result,
};
use futures_util::stream;
use http::{HeaderMap, Method, StatusCode};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use url::Url;

use super::BulkOperation;
use super::lines::Lines;
use super::records::{Assembly, Children};
use crate::{Elements, Shopify, errors};

/// The file of a bulk operation as it comes, a JSON object in each line: for
/// [`Client::download`](connectors_core::Client::download). Not in the catalog, since its address is a secret.
#[derive(Clone)]
#[non_exhaustive]
pub struct Download {
    url: String,
}

impl Download {
    /// What is at the address that an operation gave: its [`url`](BulkOperation::url), or its
    /// [`partial_data_url`](BulkOperation::partial_data_url).
    #[must_use]
    pub fn new(url: impl Into<String>) -> Self {
        Self { url: url.into() }
    }
}

impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download").finish_non_exhaustive()
    }
}

impl Action for Download {
    type Connector = Shopify;
    type Output = Bytes;
    const META: Meta = Meta::read("bulk_operation", "download").title("Download what a bulk operation gave");

    fn request(&self, _: &Cx<'_, Shopify>) -> Result<Request> {
        let url = Url::parse(&self.url).map_err(|_| Error::validation("url", "is no address"))?;
        Ok(Request::signed(Method::GET, url))
    }

    fn fault(&self, _: &Shopify, head: &Head, _: &[u8]) -> Option<Fault> {
        // It is another host's answer.
        Fault::from_status(head)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Bytes> {
        Ok(response.body)
    }
}

impl BulkOperation {
    /// Each row of its result as a `T`, in the order of the file; a row within another has its parent's id as `__parentId`.
    ///
    /// If the download breaks off that is an error, and the next poll downloads again and goes on behind the last row. Where the
    /// operation failed or was cancelled its part of a result comes, and then an error; so does one that is not done yet.
    pub fn rows<T: DeserializeOwned + Send + 'static>(&self, client: &Client<Shopify>) -> Elements<T> {
        Elements::new(stream::unfold(Reader::new(self, client), async |mut reader| {
            let row = reader.next().await.and_then(|line| line.map(|line| decode(&line)).transpose());
            row.transpose().map(|row| (row, reader))
        }))
    }

    /// Each record of its result as a `T`, with its children in their connections, as
    /// [`Connection`](crate::graphql::Connection)s. One record with its children is in memory at a time.
    ///
    /// The query has to be started with `group_objects`, which is what [`bulk_queries`](crate::bulk_queries) do. An operation that
    /// failed, or is not done, gives an error as in [`rows`](Self::rows); the last record of its part may lack children.
    pub fn records<T: DeserializeOwned + Send + 'static>(
        &self,
        client: &Client<Shopify>,
        children: Children,
    ) -> Elements<T> {
        let state = (Reader::new(self, client), Assembly::default(), children);
        Elements::new(stream::unfold(state, async |(mut reader, mut assembly, children)| {
            let whole = loop {
                match reader.next().await {
                    Ok(Some(line)) => match assembly.take(&children, &line) {
                        Ok(None) => {}
                        Ok(Some(whole)) => break Ok(whole),
                        Err(error) => break Err(error),
                    },
                    Ok(None) => break Ok(assembly.finish()?),
                    Err(error) => break Err(error),
                }
            };
            let record = whole.and_then(|whole| decode(whole.to_string().as_bytes()));
            Some((record, (reader, assembly, children)))
        }))
    }

    /// What became of each line of a mutation: `T` is its payload's one member besides `userErrors`. An operation that failed, or
    /// is not done, gives an error as in [`rows`](Self::rows): lines that are not told of may have been done.
    pub fn outcomes<T: DeserializeOwned + Send + 'static>(
        &self,
        client: &Client<Shopify>,
    ) -> Elements<LineOutcome<T>> {
        Elements::new(stream::unfold(Reader::new(self, client), async |mut reader| {
            let row = reader.next().await.and_then(|line| line.map(|line| outcome(&line)).transpose());
            row.transpose().map(|row| (row, reader))
        }))
    }
}

/// What became of one line of a bulk mutation.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct LineOutcome<T> {
    /// Which line of the file that was given, from 0.
    pub line: u64,
    /// What became of it.
    pub outcome: Outcome<T>,
}

/// Reads the lines of a result, and goes on where it was if the download breaks off.
struct Reader {
    client: Client<Shopify>,
    /// None, if there is nothing in it.
    url: Option<String>,
    lines: Option<Lines<connectors_core::Download>>,
    given: u64,
    /// What is to be said at the end, if this is not all.
    lacking: Option<Error>,
}

impl Reader {
    fn new(operation: &BulkOperation, client: &Client<Shopify>) -> Self {
        let url = operation.url.clone().or_else(|| operation.partial_data_url.clone());
        Self { client: client.clone(), url, lines: None, given: 0, lacking: operation.lacking() }
    }

    async fn next(&mut self) -> Result<Option<Bytes>> {
        let Some(url) = &self.url else { return self.lacking.take().map_or(Ok(None), Err) };
        if self.lines.is_none() {
            let mut lines = Lines::new(self.client.download(Download::new(url)).await?);
            for _ in 0..self.given {
                lines.next().await?;
            }
            self.lines = Some(lines);
        }
        let line = match &mut self.lines {
            Some(lines) => lines.next().await,
            None => Ok(None),
        };
        match &line {
            Ok(Some(_)) => self.given += 1,
            Ok(None) => {
                self.url = None;
                return self.lacking.take().map_or(Ok(None), Err);
            }
            Err(_) => self.lines = None,
        }
        line
    }
}

/// Read as answers are: what does not fit is told by its place, without what stands there.
fn decode<T: DeserializeOwned>(json: &[u8]) -> Result<T> {
    let head = Head::new(StatusCode::OK, HeaderMap::new());
    Response::new(head, json.to_vec()).json()
}

/// A line of a mutation's result: an answer, and which line it is for.
#[derive(Deserialize)]
struct Line {
    #[serde(rename = "__lineNumber")]
    line: u64,
}

fn outcome<T: DeserializeOwned>(json: &[u8]) -> Result<LineOutcome<T>> {
    let Line { line } = decode(json)?;
    let head = Head::new(StatusCode::OK, HeaderMap::new());
    let outcome = match errors::fault(&head, json, false) {
        Some(fault) => {
            let broken = matches!(fault.kind, ErrorKind::Server | ErrorKind::Timeout);
            let otherwise = if broken { Delivery::Unknown } else { Delivery::Rejected };
            let error = Error::new(fault.kind, fault.message).with_fields(fault.fields);
            let error = error.with_delivery(fault.delivery.unwrap_or(otherwise));
            Outcome::of_failed_call(fault.code.into_iter().fold(error, Error::with_vendor_code))
        }
        None => match crate::graphql::written::<T>(&Response::new(head, json.to_vec())) {
            Ok(done) => Outcome::Done(done),
            Err(error) => Outcome::of_failed_call(error),
        },
    };
    Ok(LineOutcome { line, outcome })
}
