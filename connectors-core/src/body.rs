//! Bodies: bytes in memory, or content that streams in constant memory.

use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use futures_core::Stream;
use futures_util::StreamExt;
use futures_util::stream;

/// A stream of chunks.
pub type ByteStream = Pin<Box<dyn Stream<Item = std::io::Result<Bytes>> + Send + 'static>>;

/// What an upload sends: bytes, a stream that can be read once, or one that can be opened again for a retry.
#[derive(Clone)]
pub struct Content {
    source: Source,
    length: Option<u64>,
    media_type: Option<String>,
}

#[derive(Clone)]
enum Source {
    Bytes(Bytes),
    Once(Arc<Mutex<Option<ByteStream>>>),
    Again(Arc<dyn Fn() -> ByteStream + Send + Sync>),
}

impl Content {
    /// Content that is in memory.
    pub fn bytes(bytes: impl Into<Bytes>) -> Self {
        let bytes = bytes.into();
        Self { length: Some(bytes.len() as u64), source: Source::Bytes(bytes), media_type: None }
    }

    /// A stream that can be read once. A call that carries it is not retried after sending began.
    pub fn once(stream: impl Stream<Item = std::io::Result<Bytes>> + Send + 'static) -> Self {
        Self {
            source: Source::Once(Arc::new(Mutex::new(Some(Box::pin(stream))))),
            length: None,
            media_type: None,
        }
    }

    /// A stream that `open` can start again from its beginning, so that the call can be retried.
    pub fn reopening(open: impl Fn() -> ByteStream + Send + Sync + 'static) -> Self {
        Self { source: Source::Again(Arc::new(open)), length: None, media_type: None }
    }

    /// States the length in bytes. Several platforms refuse uploads of unknown length.
    #[must_use]
    pub fn length(mut self, bytes: u64) -> Self {
        self.length = Some(bytes);
        self
    }

    /// States the media type, for example `image/png`.
    #[must_use]
    pub fn media_type(mut self, media_type: impl Into<String>) -> Self {
        self.media_type = Some(media_type.into());
        self
    }

    pub(crate) fn known_length(&self) -> Option<u64> {
        self.length
    }

    pub(crate) fn known_media_type(&self) -> Option<&str> {
        self.media_type.as_deref()
    }

    /// The stream from its beginning, or `None` if it was read already and cannot be opened again.
    pub(crate) fn open(&self) -> Option<ByteStream> {
        match &self.source {
            Source::Bytes(bytes) => {
                let bytes = bytes.clone();
                Some(stream::once(std::future::ready(Ok(bytes))).boxed())
            }
            Source::Once(slot) if self.is_fresh() => {
                // Taken when it is first read and not before: where no connection is made it stays fresh.
                let slot = Arc::clone(slot);
                let take = async move { slot.lock().unwrap_or_else(PoisonError::into_inner).take() };
                Some(stream::once(take).map(|taken| taken.unwrap_or_else(read_already)).flatten().boxed())
            }
            Source::Once(_) => None,
            Source::Again(open) => Some(open()),
        }
    }

    /// Whether it can be sent (again).
    pub(crate) fn is_fresh(&self) -> bool {
        match &self.source {
            Source::Bytes(_) | Source::Again(_) => true,
            Source::Once(slot) => slot.lock().unwrap_or_else(PoisonError::into_inner).is_some(),
        }
    }
}

fn read_already() -> ByteStream {
    stream::once(std::future::ready(Err(std::io::Error::other("the content was read already")))).boxed()
}

impl From<Bytes> for Content {
    fn from(bytes: Bytes) -> Self {
        Self::bytes(bytes)
    }
}

impl From<Vec<u8>> for Content {
    fn from(bytes: Vec<u8>) -> Self {
        Self::bytes(bytes)
    }
}

impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Content").field("length", &self.length).field("media_type", &self.media_type).finish()
    }
}

/// The body of a request. `Debug` shows its size, never what is in it.
#[derive(Clone, Default)]
pub enum Body {
    /// None.
    #[default]
    Empty,
    /// In memory.
    Bytes(Bytes),
    /// A place that [`Client::upload`](crate::Client::upload) fills with the content it was given.
    Slot,
    /// Streamed.
    Content(Content),
}

impl Body {
    /// The bytes, if they are in memory.
    #[must_use]
    pub fn as_bytes(&self) -> Option<&Bytes> {
        match self {
            Self::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// The length, if it is known.
    #[must_use]
    pub fn len(&self) -> Option<u64> {
        match self {
            Self::Empty => Some(0),
            Self::Bytes(bytes) => Some(bytes.len() as u64),
            Self::Slot => None,
            Self::Content(content) => content.known_length(),
        }
    }

    /// Whether there is no body.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Empty)
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("Empty"),
            Self::Bytes(bytes) => write!(f, "Bytes({})", bytes.len()),
            Self::Slot => f.write_str("Slot"),
            Self::Content(content) => content.fmt(f),
        }
    }
}
