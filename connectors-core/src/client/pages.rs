//! Lists, page by page and element by element.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;
use futures_util::StreamExt;
use tokio::task::JoinHandle;
use tracing::Instrument;

use super::visited::Visited;
use super::{CallOptions, Client};
use crate::action::PagedAction;
use crate::error::{Delivery, Error, ErrorKind, Result};
use crate::page::{Cursor, Page};

type Fetching<T> = Pin<Box<dyn Future<Output = Result<Page<T>>> + Send>>;

/// A list, page by page. Also a `Stream`.
///
/// After an error that is worth another try ([`Error::is_retryable`]) the next poll asks for the same page again; after any
/// other the list is over. [`cursor`](Self::cursor) says where that was.
#[must_use = "a list is fetched only as it is read"]
pub struct Pages<A: PagedAction> {
    client: Client<A::Connector>,
    action: A,
    options: CallOptions,
    read_ahead: bool,
    /// Where the next page is; `None` at the beginning.
    cursor: Option<Cursor>,
    fetching: Option<Fetching<A::Item>>,
    finished: bool,
    /// Told after the page that was good.
    ending: Option<Error>,
    /// A list that comes back to a cursor would never end.
    visited: Visited,
}

// Nothing in it is pinned in place; what is polled is boxed.
impl<A: PagedAction> Unpin for Pages<A> {}

impl<A: PagedAction> Pages<A> {
    pub(crate) fn new(client: Client<A::Connector>, mut action: A) -> Self {
        let cursor = action.cursor_mut().and_then(Option::take);
        Self {
            client,
            action,
            options: CallOptions::new(),
            read_ahead: false,
            cursor,
            fetching: None,
            finished: false,
            ending: None,
            visited: Visited::default(),
        }
    }

    /// Options for the call of each page. An idempotency key makes no sense here and is ignored.
    pub fn options(mut self, options: CallOptions) -> Self {
        self.options = CallOptions { idempotency_key: None, first_sent: None, ..options };
        self
    }

    /// Fetches the next page in a task of its own while the present one is worked on.
    pub fn read_ahead(mut self) -> Self {
        self.read_ahead = true;
        self
    }

    /// The next page.
    pub async fn next(&mut self) -> Option<Result<Page<A::Item>>> {
        StreamExt::next(self).await
    }

    /// Where the next page is: keep it when you are done with the pages so far, and give it to the action to go on.
    /// `None` at the beginning and at the end; [`is_finished`](Self::is_finished) tells them apart.
    #[must_use]
    pub fn cursor(&self) -> Option<&Cursor> {
        self.cursor.as_ref()
    }

    /// Whether the last page was given.
    #[must_use]
    pub fn is_finished(&self) -> bool {
        self.finished
    }

    fn fetch(&self) -> Fetching<A::Item> {
        let action = match &self.cursor {
            Some(cursor) => self.action.clone().at(cursor.clone()),
            None => self.action.clone(),
        };
        self.client.call(action).options(self.options.clone()).into_future()
    }

    /// Moves on to the page at `next`.
    fn advance(&mut self, next: Option<&Cursor>) {
        if next.is_some() && self.action.cursor_mut().is_none() {
            let text = "the list has a next page but nowhere to put its cursor: `cursor_mut` is missing";
            self.ending = Some(Error::config(text).with_delivery(Delivery::Accepted).with_action(A::META.id));
            return;
        }
        if let Some(cursor) = &self.cursor {
            self.visited.add(cursor);
        }
        if next.is_some_and(|next| self.visited.contains(next)) {
            let text = "the list came back to a page that it gave before: it would never end";
            let error = Error::new(ErrorKind::Vendor, text).with_delivery(Delivery::Accepted);
            self.ending = Some(error.with_action(A::META.id));
            return;
        }
        self.cursor = next.cloned();
        self.finished = next.is_none();
        if self.read_ahead && !self.finished {
            self.fetching = Some(Box::pin(InTask(tokio::spawn(self.fetch().in_current_span()))));
        }
    }
}

impl<A: PagedAction> Stream for Pages<A> {
    type Item = Result<Page<A::Item>>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Some(error) = self.ending.take() {
            self.finished = true;
            return Poll::Ready(Some(Err(error)));
        }
        if self.finished {
            return Poll::Ready(None);
        }
        let mut fetching = self.fetching.take().unwrap_or_else(|| self.fetch());
        let Poll::Ready(result) = fetching.as_mut().poll(cx) else {
            self.fetching = Some(fetching);
            return Poll::Pending;
        };
        match &result {
            Ok(page) => self.advance(page.next.as_ref()),
            // Asked again it would say the same, and each time cost a call: of a loop that only logs, all of a day's.
            Err(error) if !error.is_retryable() => self.finished = true,
            Err(_) => {}
        }
        Poll::Ready(Some(result))
    }
}

/// The result of a task; the task ends when this is dropped.
struct InTask<T>(JoinHandle<Result<T>>);

impl<T> Future for InTask<T> {
    type Output = Result<T>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<T>> {
        let joined = std::task::ready!(Pin::new(&mut self.0).poll(cx));
        Poll::Ready(
            joined.unwrap_or_else(|_| Err(Error::new(ErrorKind::Transport, "the read-ahead was ended"))),
        )
    }
}

impl<T> Drop for InTask<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// A list, element by element. Also a `Stream`.
///
/// Empty pages are passed over. After an error that is worth another try ([`Error::is_retryable`]) the next poll asks for
/// the same page again; after any other the list is over.
#[must_use = "a list is fetched only as it is read"]
pub struct Items<A: PagedAction> {
    pages: Pages<A>,
    page: std::vec::IntoIter<A::Item>,
    /// Where the page that is being given began.
    here: Option<Cursor>,
}

impl<A: PagedAction> Unpin for Items<A> {}

impl<A: PagedAction> Items<A> {
    pub(crate) fn new(pages: Pages<A>) -> Self {
        let here = pages.cursor().cloned();
        Self { pages, page: Vec::new().into_iter(), here }
    }

    /// Options for the call of each page.
    pub fn options(mut self, options: CallOptions) -> Self {
        self.pages = self.pages.options(options);
        self
    }

    /// Fetches the next page in a task of its own while the present one is worked on.
    pub fn read_ahead(mut self) -> Self {
        self.pages = self.pages.read_ahead();
        self
    }

    /// The next element.
    pub async fn next(&mut self) -> Option<Result<A::Item>> {
        StreamExt::next(self).await
    }

    /// Where the page began that the last element came from. Going on from here repeats the elements of that page and
    /// misses none.
    #[must_use]
    pub fn cursor(&self) -> Option<&Cursor> {
        self.here.as_ref()
    }

    /// All elements in memory.
    pub async fn collect(mut self) -> Result<Vec<A::Item>> {
        let mut all = Vec::new();
        while let Some(item) = self.next().await {
            all.push(item?);
        }
        Ok(all)
    }
}

impl<A: PagedAction> Stream for Items<A> {
    type Item = Result<A::Item>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(item) = self.page.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            let here = self.pages.cursor().cloned();
            match std::task::ready!(self.pages.poll_next_unpin(cx)) {
                None => return Poll::Ready(None),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                Some(Ok(page)) => {
                    self.here = here;
                    self.page = page.items.into_iter();
                }
            }
        }
    }
}

impl<A: PagedAction> fmt::Debug for Pages<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("action", &self.action)
            .field("cursor", &self.cursor)
            .finish_non_exhaustive()
    }
}

impl<A: PagedAction> fmt::Debug for Items<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").field("pages", &self.pages).finish_non_exhaustive()
    }
}
