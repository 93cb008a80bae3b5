//! How far a feed is: what was given, what is read again, what is certain.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use super::cursor::{Moment, Place, PollCursor, Round, Watermark};
use crate::clock::Clock;
use crate::error::{Error, Result};

/// What was read of a list.
pub(super) struct Reading<C> {
    pub(super) changes: Vec<C>,
    pub(super) pages: usize,
    /// The latest change in it.
    pub(super) latest: Option<DateTime<Utc>>,
    /// The list has no more.
    pub(super) at_end: bool,
}

/// One poll's work on a cursor.
///
/// A round reads from the floor to the end of the list, in as many polls as it takes. All that happened up to `late`
/// before it began is in its pages, so that is where the next floor is. When it began by the *platform's* clock nobody
/// tells; but a change that was met cannot be of the future, and since then as much time has passed there as here.
/// So neither a wrong wall clock nor one that jumps makes a gap; one that is behind only makes polls read more again.
pub(super) struct Walk {
    cursor: PollCursor,
    mark: Watermark,
    floor: DateTime<Utc>,
    round: Round,
    late: TimeDelta,
    tick: TimeDelta,
    /// The keys without a moment that this poll met: they are known for as long as the list shows them.
    undated: HashSet<String>,
}

impl Walk {
    pub(super) fn begin(
        mut cursor: PollCursor,
        late: Duration,
        tick: Duration,
        clock: &Arc<dyn Clock>,
    ) -> Result<Self> {
        let delta = |span: Duration| TimeDelta::from_std(span).unwrap_or(TimeDelta::MAX);
        let (late, tick) = (delta(late), delta(tick));
        let start = cursor.start();
        let mut mark = match cursor.place.take() {
            None => Watermark::at(start),
            Some(Place::Time(mark)) => mark,
            Some(Place::Token(_)) => {
                return Err(Error::validation("cursor", "is a platform's token, not a place in time"));
            }
        };
        // What happens within the first tick carries the moment when that began.
        let floor = *mark.floor.get_or_insert_with(|| floored(start, tick));
        let high = mark.high;
        let begin = || Round {
            position: floor,
            high,
            floor: None,
            births: false,
            began: clock.now(),
            began_at: Moment::of(clock),
        };
        let round = mark.round.take().unwrap_or_else(begin);
        Ok(Self { cursor, mark, floor, round, late, tick, undated: HashSet::new() })
    }

    pub(super) fn position(&self) -> DateTime<Utc> {
        self.round.position
    }

    /// Whether `moment` lies in a later tick than `position`.
    pub(super) fn is_past(&self, moment: DateTime<Utc>, position: DateTime<Utc>) -> bool {
        floored(moment, self.tick) > floored(position, self.tick)
    }

    pub(super) fn knows(&self, key: &str) -> bool {
        self.cursor.given.contains_key(key)
    }

    /// The round gives new records.
    pub(super) fn gives_births(&mut self) {
        self.round.births = true;
    }

    /// Whether the event was not given, and is not of the time before all this.
    pub(super) fn is_new(&self, key: &str, at: Option<DateTime<Utc>>) -> bool {
        at.is_none_or(|at| at >= self.floor) && !self.knows(key)
    }

    /// Whether the event is to be given. It is noted for as long as its record, which changed at `changed`, is read again.
    pub(super) fn give(
        &mut self,
        key: &str,
        at: Option<DateTime<Utc>>,
        changed: Option<DateTime<Utc>>,
    ) -> bool {
        let new = self.is_new(key, at);
        if changed.is_none() {
            self.undated.insert(key.to_owned());
        }
        let changed = at.max(changed).unwrap_or(self.mark.high);
        let noted = self.cursor.given.entry(key.to_owned()).or_insert(changed);
        *noted = changed.max(*noted);
        new
    }

    /// The cursor after this poll, and whether there is more to read at once. `latest` is the latest change of the last
    /// reading, which was the end of the list or not, and agreed with the one before it or not.
    pub(super) fn end(
        mut self,
        latest: Option<DateTime<Utc>>,
        at_end: bool,
        settled: bool,
        clock: &Arc<dyn Clock>,
    ) -> (PollCursor, bool) {
        if let Some(latest) = latest.filter(|latest| *latest > self.mark.high) {
            (self.mark.high, self.mark.high_met) = (latest, Moment::of(clock));
        }
        let risen = self.round.floor.unwrap_or(self.floor);
        if at_end && settled {
            let floor = risen.max(self.certain());
            self.forget_before(floor);
            self.mark.floor = Some(floor);
        } else {
            if settled && let Some(latest) = latest {
                self.round.position = self.round.position.max(latest);
            }
            // A first reading may take hours: what lies far behind is met neither in this round again nor in the next. A record
            // that was given for being new may be, with a later change.
            let floor = self.before(self.round.position).min(self.certain());
            if !self.round.births && floor > risen {
                self.forget_before(floor);
                self.round.floor = Some(floor);
            }
            self.mark.round = Some(self.round);
        }
        self.cursor.place = Some(Place::Time(self.mark));
        // A list that does not hold still is read again, but not at once.
        (self.cursor, settled && !at_end)
    }

    fn forget_before(&mut self, moment: DateTime<Utc>) {
        self.cursor.given.retain(|key, at| *at >= moment || self.undated.contains(key));
    }

    /// The moment before which this round, once at its end, has met everything.
    fn certain(&self) -> DateTime<Utc> {
        let high = self.mark.high;
        let began = match self.mark.high_met.until(self.round.began_at) {
            // How much of the platform's time lies between the latest change and the beginning of the round.
            Some(since) => high.checked_add_signed(since).unwrap_or(high),
            // Another process began it or met that change: no clock tells, but what was known of then was past.
            None => self.round.high,
        };
        // A record of the future is a mistake of somebody's, and says nothing about now.
        self.before(began.min(self.round.began))
    }

    /// What has shown up for sure when it was this moment.
    fn before(&self, moment: DateTime<Utc>) -> DateTime<Utc> {
        let margin = self.late.checked_add(&self.tick).unwrap_or(TimeDelta::MAX);
        moment.checked_sub_signed(margin).unwrap_or(DateTime::<Utc>::MIN_UTC)
    }
}

/// The beginning of the tick that a moment lies in.
fn floored(moment: DateTime<Utc>, tick: TimeDelta) -> DateTime<Utc> {
    let (millis, tick) = (moment.timestamp_millis(), tick.num_milliseconds().max(1));
    DateTime::from_timestamp_millis(millis - millis.rem_euclid(tick)).unwrap_or(moment)
}
