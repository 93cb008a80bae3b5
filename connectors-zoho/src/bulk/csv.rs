//! The records of a CSV file, read as it arrives.

use connectors_core::Error;
use csv_core::{ReadRecordResult, Reader};

use super::unreadable;

/// No row is larger: 200 fields of 64,000 characters, some of which take several bytes.
const MOST_TEXT: usize = 32 << 20;
const MOST_CELLS: usize = 10_000;

/// The record that was read last, and the way to the next.
pub(super) struct Csv {
    reader: Reader,
    text: Vec<u8>,
    ends: Vec<usize>,
    /// How much of both is used.
    texts: usize,
    cells: usize,
    whole: bool,
}

impl Csv {
    pub(super) fn new() -> Self {
        Self {
            reader: Reader::new(),
            text: vec![0; 1024],
            ends: vec![0; 64],
            texts: 0,
            cells: 0,
            whole: false,
        }
    }

    /// Reads from `input`: until it is used up, or a record is whole, which is told. Empty input ends the file.
    pub(super) fn read(&mut self, input: &mut &[u8]) -> Result<bool, Error> {
        if std::mem::take(&mut self.whole) {
            (self.texts, self.cells) = (0, 0);
        }
        loop {
            let (text, ends) = (&mut self.text[self.texts..], &mut self.ends[self.cells..]);
            let (result, read, texts, cells) = self.reader.read_record(input, text, ends);
            *input = &input[read..];
            self.texts += texts;
            self.cells += cells;
            match result {
                ReadRecordResult::InputEmpty | ReadRecordResult::End => return Ok(false),
                ReadRecordResult::OutputFull => grow(&mut self.text, MOST_TEXT)?,
                ReadRecordResult::OutputEndsFull => grow(&mut self.ends, MOST_CELLS)?,
                ReadRecordResult::Record => {
                    self.whole = true;
                    return Ok(true);
                }
            }
        }
    }

    /// How many cells the record has.
    pub(super) fn len(&self) -> usize {
        self.cells
    }

    /// A cell of the record.
    pub(super) fn cell(&self, place: usize) -> &[u8] {
        let end = |place: usize| self.ends.get(place).copied().unwrap_or_default();
        let start = place.checked_sub(1).map_or(0, end);
        self.text.get(start..end(place)).unwrap_or_default()
    }
}

#[cfg(test)]
impl Csv {
    pub(super) fn kept(&self) -> usize {
        self.text.capacity() + self.ends.capacity() * size_of::<usize>()
    }
}

fn grow<T: Clone + Default>(buffer: &mut Vec<T>, most: usize) -> Result<(), Error> {
    if buffer.len() >= most {
        return Err(unreadable("a row of the file is too large"));
    }
    buffer.resize((buffer.len() * 2).min(most), T::default());
    Ok(())
}
