//! Things that come one by one.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use connectors_core::Result;
use futures_core::Stream;
use futures_util::StreamExt;

/// Things that come one by one, as they are asked for. Also a `Stream`.
#[must_use = "nothing is fetched unless it is asked for"]
pub struct Elements<T>(Pin<Box<dyn Stream<Item = Result<T>> + Send>>);

impl<T> Elements<T> {
    pub(crate) fn new(stream: impl Stream<Item = Result<T>> + Send + 'static) -> Self {
        Self(Box::pin(stream))
    }

    /// The next one.
    pub async fn next(&mut self) -> Option<Result<T>> {
        self.0.next().await
    }

    /// All of them.
    ///
    /// # Errors
    /// The first one.
    pub async fn collect(mut self) -> Result<Vec<T>> {
        let mut all = Vec::new();
        while let Some(one) = self.next().await {
            all.push(one?);
        }
        Ok(all)
    }
}

impl<T> Stream for Elements<T> {
    type Item = Result<T>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.as_mut().poll_next(cx)
    }
}

impl<T> fmt::Debug for Elements<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Elements")
    }
}
