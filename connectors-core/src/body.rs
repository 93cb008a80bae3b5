//! Bodies: bytes in memory, or content that streams in constant memory.

use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use futures_util::StreamExt;
use futures_util::stream;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue};

use crate::error::{Error, Result};
use crate::multipart::Multipart;

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
    Between { before: Bytes, inner: Arc<Content>, after: Bytes },
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

    /// This content with something before and after it, as long as the three together.
    pub(crate) fn between(self, before: impl Into<Bytes>, after: impl Into<Bytes>) -> Self {
        let (before, after) = (before.into(), after.into());
        let length = self.length.map(|length| length + (before.len() + after.len()) as u64);
        let source = Source::Between { before, inner: Arc::new(self), after };
        Self { source, length, media_type: None }
    }

    /// The length in bytes, if it is known.
    #[must_use]
    pub fn known_length(&self) -> Option<u64> {
        self.length
    }

    /// The media type, if it is known.
    #[must_use]
    pub fn known_media_type(&self) -> Option<&str> {
        self.media_type.as_deref()
    }

    /// The stream from its beginning, or `None` if it was read already and cannot be opened again. What a
    /// [`Transport`](crate::transport::Transport) sends.
    #[must_use]
    pub fn open(&self) -> Option<ByteStream> {
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
            Source::Between { before, inner, after } => {
                let chunk = |bytes: &Bytes| stream::once(std::future::ready(Ok(bytes.clone())));
                Some(chunk(before).chain(inner.open()?).chain(chunk(after)).boxed())
            }
        }
    }

    /// Whether it can be sent (again).
    pub(crate) fn is_fresh(&self) -> bool {
        match &self.source {
            Source::Bytes(_) | Source::Again(_) => true,
            Source::Once(slot) => slot.lock().unwrap_or_else(PoisonError::into_inner).is_some(),
            Source::Between { inner, .. } => inner.is_fresh(),
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
#[non_exhaustive]
pub enum Body {
    /// None.
    #[default]
    Empty,
    /// In memory.
    Bytes(Bytes),
    /// A place that [`Client::upload`](crate::Client::upload) fills with the content it was given.
    Slot,
    /// A form, whose file [`Client::upload`](crate::Client::upload) fills with the content it was given.
    Form(Multipart),
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
            Self::Slot | Self::Form(_) => None,
            Self::Content(content) => content.known_length(),
        }
    }

    /// Whether it waits for the content of an upload.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(self, Self::Slot | Self::Form(_))
    }

    /// Puts `content` where the body leaves room for it, as [`Client::upload`](crate::Client::upload) does.
    ///
    /// # Errors
    /// `Validation` if the body leaves no room, or not enough.
    pub fn fill(&mut self, content: Content) -> Result<()> {
        let content = match self {
            Self::Slot => content,
            Self::Form(form) => form.around(content)?,
            _ => {
                return Err(Error::validation("content", "this action does not upload content: use `call`"));
            }
        };
        *self = Self::Content(content);
        Ok(())
    }

    /// States among `headers` what is known of the body: its length, and its media type if none is stated there.
    pub fn describe(&self, headers: &mut HeaderMap) {
        if let Self::Content(content) = self {
            if let Some(length) = content.known_length() {
                headers.insert(CONTENT_LENGTH, length.into());
            }
            if let Some(Ok(media_type)) = content.known_media_type().map(HeaderValue::from_str) {
                headers.entry(CONTENT_TYPE).or_insert(media_type);
            }
        }
    }

    /// All of it in memory, as tests need it; nothing of one that still waits for its content.
    pub async fn collect(self) -> std::io::Result<Bytes> {
        let content = match self {
            Self::Empty | Self::Slot | Self::Form(_) => return Ok(Bytes::new()),
            Self::Bytes(bytes) => return Ok(bytes),
            Self::Content(content) => content,
        };
        let mut stream = content.open().unwrap_or_else(read_already);
        let mut all = BytesMut::new();
        while let Some(chunk) = stream.next().await {
            all.extend_from_slice(&chunk?);
        }
        Ok(all.freeze())
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
            Self::Form(_) => f.write_str("Form"),
            Self::Content(content) => content.fmt(f),
        }
    }
}
