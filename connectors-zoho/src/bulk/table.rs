//! The rows of a file, as the archive that holds it arrives.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use connectors_core::Result;
use futures_core::Stream;

use super::csv::Csv;
use super::unreadable;
use super::unzip::Unzip;

/// How much is unpacked at once.
const BUFFER: usize = 32 * 1024;

/// A CSV file with a header, inside an archive that arrives in chunks.
pub(crate) struct Table<S> {
    source: S,
    /// The chunk that is being unpacked, and whether it was the last.
    packed: Bytes,
    ended: bool,
    unzip: Unzip,
    /// What was unpacked, and which part of it is still to be read.
    plain: Vec<u8>,
    from: usize,
    to: usize,
    csv: Csv,
    /// The names of the columns, once they are known.
    header: Vec<String>,
    /// How many rows were read.
    rows: u64,
}

impl<S: Stream<Item = Result<Bytes>> + Unpin> Table<S> {
    pub(crate) fn new(source: S) -> Self {
        Self {
            source,
            packed: Bytes::new(),
            ended: false,
            unzip: Unzip::new(),
            plain: vec![0; BUFFER],
            from: 0,
            to: 0,
            csv: Csv::new(),
            header: Vec::new(),
            rows: 0,
        }
    }

    /// Reads the next row; whether there is one.
    pub(crate) fn poll_row(&mut self, cx: &mut Context<'_>) -> Poll<Result<bool>> {
        loop {
            if !ready!(self.poll_record(cx))? {
                return Poll::Ready(Ok(false));
            }
            if self.header.is_empty() {
                self.read_header()?;
                continue;
            }
            self.rows += 1;
            let (has, wanted) = (self.csv.len(), self.header.len());
            if has != wanted {
                let text = format!("row {} has {has} cells, the header {wanted}", self.rows);
                return Poll::Ready(Err(unreadable(text)));
            }
            return Poll::Ready(Ok(true));
        }
    }

    /// The names of the columns; none before the first row.
    pub(crate) fn header(&self) -> &[String] {
        &self.header
    }

    /// A cell of the row.
    pub(crate) fn cell(&self, place: usize) -> Result<&str> {
        std::str::from_utf8(self.csv.cell(place)).map_err(|_| {
            let column = self.header.get(place).map(String::as_str).unwrap_or_default();
            unreadable(format!("row {}, column `{column}`: is not UTF-8", self.rows))
        })
    }

    /// How many rows were read.
    pub(crate) fn rows(&self) -> u64 {
        self.rows
    }

    fn poll_record(&mut self, cx: &mut Context<'_>) -> Poll<Result<bool>> {
        loop {
            let mut input = &self.plain[self.from..self.to];
            let at_end = input.is_empty() && self.ended && self.packed.is_empty();
            if !input.is_empty() || at_end {
                let whole = self.csv.read(&mut input)?;
                self.from = self.to - input.len();
                if whole || at_end {
                    return Poll::Ready(Ok(whole));
                }
            }
            ready!(self.poll_unpacked(cx))?;
        }
    }

    /// Unpacks some more, or notes that there is no more.
    fn poll_unpacked(&mut self, cx: &mut Context<'_>) -> Poll<Result<()>> {
        loop {
            let mut packed = &self.packed[..];
            // Also without input: the last chunk may hold more than fitted.
            let filled = self.unzip.read(&mut packed, &mut self.plain)?;
            let left = packed.len();
            let read = self.packed.len() - left;
            let _ = self.packed.split_to(read);
            (self.from, self.to) = (0, filled);
            if filled > 0 {
                return Poll::Ready(Ok(()));
            }
            match ready!(Pin::new(&mut self.source).poll_next(cx)) {
                Some(chunk) => self.packed = chunk?,
                None => {
                    self.unzip.finish()?;
                    self.ended = true;
                    return Poll::Ready(Ok(()));
                }
            }
        }
    }

    fn read_header(&mut self) -> Result<()> {
        self.header =
            (0..self.csv.len()).map(|place| self.cell(place).map(str::to_owned)).collect::<Result<_>>()?;
        // The mark with which some writers begin UTF-8.
        if let Some(first) = self.header.first_mut().filter(|first| first.starts_with('\u{feff}')) {
            first.remove(0);
        }
        // Zoho writes it otherwise here than everywhere else.
        for name in self.header.iter_mut().filter(|name| *name == "Id") {
            *name = "id".to_owned();
        }
        Ok(())
    }
}

impl<S> std::fmt::Debug for Table<S> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Table")
            .field("header", &self.header)
            .field("rows", &self.rows)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
