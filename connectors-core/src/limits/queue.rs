//! Who waits for what: one line per counter, in this process.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;

use super::window::KeyMap;
use super::{LimitKey, Priority};

/// A caller's place in every line: by lane, then by arrival.
type Order = (Priority, u64);

/// The lines of all counters that somebody waits for.
#[derive(Default)]
pub(super) struct Lines {
    tickets: AtomicU64,
    lines: Mutex<KeyMap<Line>>,
}

#[derive(Default)]
struct Line {
    waiters: BTreeMap<Order, Arc<Notify>>,
    /// When the head will try again, if that is known.
    retry_at: Option<Duration>,
}

impl Line {
    fn wake_head(&mut self) {
        self.retry_at = None;
        if let Some(head) = self.waiters.values().next() {
            head.notify_one();
        }
    }
}

impl Lines {
    /// A place for a new arrival, who stands in no line yet.
    pub(super) fn arrive(&self, priority: Priority) -> Place<'_> {
        let ticket = self.tickets.fetch_add(1, Ordering::Relaxed);
        Place { lines: self, order: (priority, ticket), at: None }
    }

    /// Something may have become free in these counters: their heads, and only they, look again.
    pub(super) fn wake<'k>(&self, keys: impl IntoIterator<Item = &'k LimitKey>) {
        self.wake_where(keys, |_| true);
    }

    /// The same where the head does not know when to try again.
    pub(super) fn wake_unsure<'k>(&self, keys: impl IntoIterator<Item = &'k LimitKey>) {
        self.wake_where(keys, |line| line.retry_at.is_none());
    }

    fn wake_where<'k>(&self, keys: impl IntoIterator<Item = &'k LimitKey>, which: fn(&Line) -> bool) {
        let mut lines = self.lock();
        if lines.is_empty() {
            return;
        }
        for key in keys {
            if let Some(line) = lines.get_mut(key).filter(|line| which(line)) {
                line.wake_head();
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, KeyMap<Line>> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Lines {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lines").field("counters", &self.lock().len()).finish()
    }
}

/// One caller's place. It stands in one line at a most, that of the counter which holds it up; so whoever waits for
/// one account's counter does not hold up other accounts at a counter that both share. Dropping it leaves the line.
#[derive(Debug)]
pub(super) struct Place<'a> {
    lines: &'a Lines,
    order: Order,
    at: Option<(LimitKey, Arc<Notify>)>,
}

/// Somebody stands before us.
#[derive(Debug)]
pub(super) struct Behind {
    pub(super) key: LimitKey,
    /// When the head of that line will try again, if that is known.
    pub(super) retry_at: Option<Duration>,
}

impl Place<'_> {
    /// Stands in the first of these lines in which somebody has a better place. One step under one lock: nobody can
    /// leave between the look and the joining without waking us.
    pub(super) fn queue_behind<'k>(
        &mut self,
        keys: impl IntoIterator<Item = &'k LimitKey>,
    ) -> Option<Behind> {
        let mut lines = self.lines.lock();
        if lines.is_empty() {
            return None;
        }
        let (key, retry_at) = keys.into_iter().find_map(|key| {
            let line = lines.get(key)?;
            let (first, _) = line.waiters.first_key_value()?;
            (*first < self.order).then(|| (key.clone(), line.retry_at))
        })?;
        self.move_to(&mut lines, &key);
        Some(Behind { key, retry_at })
    }

    /// Stands in this line. `false` if we stood there already.
    pub(super) fn queue_at(&mut self, key: &LimitKey) -> bool {
        let mut lines = self.lines.lock();
        self.move_to(&mut lines, key)
    }

    /// As the head of our line, says when we shall try again.
    pub(super) fn will_retry(&self, at: Option<Duration>) {
        let Some((key, _)) = &self.at else { return };
        if let Some(line) = self.lines.lock().get_mut(key)
            && line.waiters.first_key_value().is_some_and(|(first, _)| *first == self.order)
        {
            line.retry_at = at;
        }
    }

    /// Resolves when something may have changed at our line. A wake-up that came before is not lost.
    pub(super) async fn woken(&self) {
        match &self.at {
            Some((_, notify)) => notify.notified().await,
            None => std::future::pending().await,
        }
    }

    fn move_to(&mut self, lines: &mut KeyMap<Line>, key: &LimitKey) -> bool {
        if self.at.as_ref().is_some_and(|(at, _)| at == key) {
            return false;
        }
        self.leave(lines);
        let notify = Arc::new(Notify::new());
        lines.entry(key.clone()).or_default().waiters.insert(self.order, Arc::clone(&notify));
        self.at = Some((key.clone(), notify));
        true
    }

    fn leave(&mut self, lines: &mut KeyMap<Line>) {
        let Some((key, _)) = self.at.take() else { return };
        let Some(line) = lines.get_mut(&key) else { return };
        let was_head = line.waiters.first_key_value().is_some_and(|(first, _)| *first == self.order);
        line.waiters.remove(&self.order);
        if line.waiters.is_empty() {
            lines.remove(&key);
        } else if was_head {
            line.wake_head();
        }
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        if self.at.is_some() {
            let mut lines = self.lines.lock();
            self.leave(&mut lines);
        }
    }
}
