//! An answer as a stream.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use futures_util::StreamExt;

use crate::action::ActionId;
use crate::body::ByteStream;
use crate::error::{Delivery, Error, ErrorKind, Result};
use crate::limits::Permit;
use crate::response::Head;

/// An answer that arrives as a stream. It keeps its concurrency slot until it is read to its end or dropped.
pub struct Download {
    action: ActionId,
    head: Head,
    stream: Option<ByteStream>,
    permit: Option<Permit>,
}

impl Download {
    pub(crate) fn new(
        action: ActionId,
        head: Head,
        stream: Option<ByteStream>,
        permit: Option<Permit>,
    ) -> Self {
        Self { action, head, stream, permit }
    }

    /// Status and headers.
    #[must_use]
    pub fn head(&self) -> &Head {
        &self.head
    }

    /// The media type.
    #[must_use]
    pub fn media_type(&self) -> Option<&str> {
        self.head.header("content-type")
    }

    /// The length in bytes, if the platform tells.
    #[must_use]
    pub fn length(&self) -> Option<u64> {
        self.head.number("content-length")
    }

    /// The next chunk.
    pub async fn next(&mut self) -> Option<Result<Bytes>> {
        StreamExt::next(self).await
    }

    /// All of it in memory, but never more than `most` bytes.
    pub async fn bytes(mut self, most: usize) -> Result<Bytes> {
        let mut all = bytes::BytesMut::new();
        while let Some(chunk) = self.next().await {
            let chunk = chunk?;
            if all.len() + chunk.len() > most {
                return Err(Error::new(
                    ErrorKind::Decode,
                    format!("the content is larger than {most} bytes"),
                )
                .with_delivery(Delivery::Accepted));
            }
            all.extend_from_slice(&chunk);
        }
        Ok(all.freeze())
    }

    fn end(&mut self) {
        self.stream = None;
        self.permit = None;
    }
}

impl Stream for Download {
    type Item = Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some(stream) = &mut self.stream else { return Poll::Ready(None) };
        let item = std::task::ready!(stream.as_mut().poll_next(cx));
        Poll::Ready(match item {
            Some(Ok(chunk)) => Some(Ok(chunk)),
            None => {
                self.end();
                None
            }
            Some(Err(error)) => {
                self.end();
                let timed_out = error.kind() == std::io::ErrorKind::TimedOut;
                let kind = if timed_out { ErrorKind::Timeout } else { ErrorKind::Transport };
                let what = if timed_out { "nothing came for too long" } else { "the connection broke" };
                let error = Error::new(kind, format!("the download broke off: {what}"));
                let error = error.with_delivery(Delivery::Accepted).with_retryable(true);
                Some(Err(error.with_action(self.action).with_attempts(1)))
            }
        })
    }
}

impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download").field("head", &self.head).finish_non_exhaustive()
    }
}
