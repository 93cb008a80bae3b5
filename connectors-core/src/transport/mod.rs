//! Where bytes leave the process: one small trait, so that the HTTP client underneath is nobody's API.

use std::fmt::Debug;

use async_trait::async_trait;
use futures_util::StreamExt;

use crate::body::{Body, ByteStream};
use crate::error::{Delivery, Error, ErrorKind};

#[cfg(feature = "reqwest")]
mod reqwest;
#[cfg(any(test, feature = "test-util"))]
mod scripted;

#[cfg(feature = "reqwest")]
pub use self::reqwest::ReqwestTransport;
#[cfg(any(test, feature = "test-util"))]
pub use self::scripted::{Reply, ScriptedTransport, Seen};

/// Sends one HTTP request. It must not follow redirects, retry, or log header values.
///
/// The pipeline puts the request's [`url::Url`] among its extensions, for clients that want one.
#[async_trait]
pub trait Transport: Debug + Send + Sync + 'static {
    /// Sends `request` and returns when the head of the answer is there; its body streams.
    async fn send(&self, request: http::Request<Body>) -> Result<http::Response<ByteStream>, TransportError>;
}

/// Why no answer came.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{message}")]
pub struct TransportError {
    /// `NotSent` only when no byte of the request can have reached the platform.
    pub delivery: Delivery,
    /// Whether it was time that ran out.
    pub timeout: bool,
    /// What happened, without addresses, headers or bodies.
    pub message: String,
}

impl TransportError {
    /// The connection could not be made: nothing was sent.
    pub fn not_sent(message: impl Into<String>) -> Self {
        Self { delivery: Delivery::NotSent, timeout: false, message: message.into() }
    }

    /// The connection broke after sending began: the platform may have acted.
    pub fn interrupted(message: impl Into<String>) -> Self {
        Self { delivery: Delivery::Unknown, timeout: false, message: message.into() }
    }
}

impl From<TransportError> for Error {
    fn from(error: TransportError) -> Self {
        let kind = if error.timeout { ErrorKind::Timeout } else { ErrorKind::Transport };
        Self::new(kind, error.message).with_delivery(error.delivery)
    }
}

/// Reads `stream` into memory, but never more than `limit` bytes.
pub(crate) async fn read_all(mut stream: ByteStream, limit: usize) -> Result<bytes::Bytes, ReadError> {
    let mut first = match stream.next().await {
        None => return Ok(bytes::Bytes::new()),
        Some(chunk) => chunk.map_err(ReadError::Broken)?,
    };
    let mut all: Option<bytes::BytesMut> = None;
    while let Some(chunk) = stream.next().await {
        let chunk = chunk.map_err(ReadError::Broken)?;
        let buffer = all.get_or_insert_with(|| bytes::BytesMut::from(std::mem::take(&mut first).as_ref()));
        if buffer.len() + chunk.len() > limit {
            return Err(ReadError::TooLarge);
        }
        buffer.extend_from_slice(&chunk);
    }
    match all {
        Some(buffer) => Ok(buffer.freeze()),
        None if first.len() > limit => Err(ReadError::TooLarge),
        None => Ok(first),
    }
}

#[derive(Debug)]
pub(crate) enum ReadError {
    TooLarge,
    Broken(std::io::Error),
}
