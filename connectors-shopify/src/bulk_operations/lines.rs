//! Lines of a stream of bytes.

use bytes::{Bytes, BytesMut};
use connectors_core::{Delivery, Error, ErrorKind, Result};
use futures_core::Stream;
use futures_util::StreamExt;

/// No record is as long; a file without line breaks is none of ours.
const LONGEST: usize = 64 << 20;

/// Cuts a stream into its lines, without what ends them. Empty ones are left out.
#[derive(Debug)]
pub(super) struct Lines<S> {
    stream: S,
    buffer: BytesMut,
    /// How much of the buffer has no line break in it.
    searched: usize,
    ended: bool,
}

impl<S: Stream<Item = Result<Bytes>> + Unpin> Lines<S> {
    pub(super) fn new(stream: S) -> Self {
        Self { stream, buffer: BytesMut::new(), searched: 0, ended: false }
    }

    /// The next line; `None` at the end.
    pub(super) async fn next(&mut self) -> Result<Option<Bytes>> {
        loop {
            if let Some(at) = self.buffer[self.searched..].iter().position(|byte| *byte == b'\n') {
                let line = self.buffer.split_to(self.searched + at + 1);
                self.searched = 0;
                match line.freeze().trimmed() {
                    line if line.is_empty() => continue,
                    line => return Ok(Some(line)),
                }
            }
            self.searched = self.buffer.len();
            if self.searched > LONGEST {
                let text = format!("a line of the result is longer than {LONGEST} bytes");
                return Err(Error::new(ErrorKind::Decode, text).with_delivery(Delivery::Accepted));
            }
            if self.ended {
                let rest = self.buffer.split().freeze().trimmed();
                self.searched = 0;
                return Ok(Some(rest).filter(|rest| !rest.is_empty()));
            }
            match self.stream.next().await {
                Some(chunk) => self.buffer.extend_from_slice(&chunk?),
                None => self.ended = true,
            }
        }
    }
}

/// A line without white space around it.
trait Trimmed {
    fn trimmed(self) -> Self;
}

impl Trimmed for Bytes {
    fn trimmed(self) -> Self {
        let inner = self.trim_ascii();
        self.slice_ref(inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::stream;

    fn lines(text: &str, size: usize) -> Vec<String> {
        let chunks: Vec<_> =
            text.as_bytes().chunks(size).map(|chunk| Ok(Bytes::copy_from_slice(chunk))).collect();
        let mut lines = Lines::new(stream::iter(chunks));
        let mut out = Vec::new();
        while let Some(line) = futures_util::FutureExt::now_or_never(lines.next()).unwrap().unwrap() {
            out.push(String::from_utf8(line.to_vec()).unwrap());
        }
        out
    }

    #[test]
    fn lines_are_the_same_however_the_stream_is_cut() {
        for text in ["a\nbc\n\nd", "a\r\nbc\n d \n\n", "\n\na\nbc\nd\n"] {
            for size in 1..8 {
                assert_eq!(lines(text, size), ["a", "bc", "d"], "{text:?} by {size}");
            }
        }
        assert!(lines("", 1).is_empty());
    }
}
