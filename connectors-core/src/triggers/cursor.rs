//! Where a polling trigger stands.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::Event;
use crate::client::UNNAMED;
use crate::clock::Clock;
use crate::error::{Error, Result};

/// The form of cursors that this release writes.
const VERSION: u32 = 1;

/// Where a polling trigger stands: plain data, to be kept in a file or a table.
///
/// It belongs to the trigger and to the account that it was used for first; others refuse it. Its size follows from how much
/// changes: some 80 bytes for each event of the last minutes, which the next poll reads again. Its form has a version; a release that cannot
/// read an older one says so instead of starting from the beginning or from now.
///
/// ```
/// use connectors_core::triggers::PollCursor;
///
/// let cursor = PollCursor::since("2026-01-31T10:00:00Z".parse().expect("a time"));
/// let row = serde_json::to_string(&cursor)?;
/// assert_eq!(serde_json::from_str::<PollCursor>(&row)?, cursor);
/// let newer = row.replace(r#""version":1"#, r#""version":9"#);
/// assert!(serde_json::from_str::<PollCursor>(&newer).is_err());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PollCursor {
    version: Version,
    /// The account that it was used for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    account: Option<String>,
    /// The trigger that it was used for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    trigger: Option<String>,
    /// What happened before this is of no interest.
    start: DateTime<Utc>,
    /// `None` until the first poll.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) place: Option<Place>,
    /// The keys of what was given and may be met again, with the times that they count for.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) given: BTreeMap<String, DateTime<Utc>>,
}

/// The version of a cursor's form: the one that this release knows, or reading fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "u32", into = "u32")]
struct Version;

impl TryFrom<u32> for Version {
    type Error = String;

    fn try_from(version: u32) -> Result<Self, String> {
        match version {
            VERSION => Ok(Self),
            other => Err(format!("the cursor has version {other}; this release reads version {VERSION}")),
        }
    }
}

impl From<Version> for u32 {
    fn from(_: Version) -> Self {
        VERSION
    }
}

/// Where a trigger stands in what it follows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub(super) enum Place {
    /// In time: lists of what changed since a moment.
    Time(Watermark),
    /// Where the platform's own token says.
    Token(String),
}

/// A place in time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(super) struct Watermark {
    /// All changes before this were given. Never moves back. `None` until the first poll.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) floor: Option<DateTime<Utc>>,
    /// The latest change that was met.
    pub(super) high: DateTime<Utc>,
    /// When that was. A process that starts anew does not know.
    #[serde(skip)]
    #[cfg_attr(feature = "schema", schemars(skip))]
    pub(super) high_met: Moment,
    /// The reading that is under way, from `floor` to the end of the list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) round: Option<Round>,
}

/// A reading of the list, page by page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(super) struct Round {
    /// How far it is.
    pub(super) position: DateTime<Utc>,
    /// The latest change that had been met when it began.
    pub(super) high: DateTime<Utc>,
    /// The floor as far as it is known to have risen: what lies before it is met no more, and forgotten.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) floor: Option<DateTime<Utc>>,
    /// It gave new records, whose keys stand for all their later changes.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) births: bool,
    /// When it began, by our wall clock …
    pub(super) began: DateTime<Utc>,
    /// … and by the one that does not jump.
    #[serde(skip)]
    #[cfg_attr(feature = "schema", schemars(skip))]
    pub(super) began_at: Moment,
}

/// A moment of a clock's monotonic time, which is good in its own process only. It is no part of what a cursor says.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Moment(Option<(usize, Duration)>);

impl PartialEq for Moment {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Moment {}

impl Moment {
    pub(super) fn of(clock: &Arc<dyn Clock>) -> Self {
        Self(Some((Arc::as_ptr(clock).cast::<()>() as usize, clock.elapsed())))
    }

    /// How much later `other` is, if both are of the same clock.
    pub(super) fn until(self, other: Self) -> Option<TimeDelta> {
        let ((clock, from), (other_clock, to)) = (self.0?, other.0?);
        let seconds = |time: Duration| TimeDelta::from_std(time).ok();
        if clock == other_clock { Some(seconds(to)? - seconds(from)?) } else { None }
    }
}

impl PollCursor {
    /// What happens at this moment of the platform's clock or later.
    #[must_use]
    pub fn since(start: DateTime<Utc>) -> Self {
        Self { version: Version, account: None, trigger: None, start, place: None, given: BTreeMap::new() }
    }

    /// The moment that it began with.
    #[must_use]
    pub fn start(&self) -> DateTime<Utc> {
        self.start
    }

    /// The moment before which everything was given.
    #[must_use]
    pub fn reached(&self) -> DateTime<Utc> {
        match &self.place {
            Some(Place::Time(mark)) => {
                let risen = mark.round.and_then(|round| round.floor);
                risen.or(mark.floor).unwrap_or(self.start)
            }
            _ => self.start,
        }
    }

    /// The platform's own token, for triggers that follow one (a sync token, a delta link). `None` at the beginning.
    ///
    /// # Errors
    /// `Validation` if the cursor is of another kind.
    pub fn token(&self) -> Result<Option<&str>> {
        match &self.place {
            None => Ok(None),
            Some(Place::Token(token)) => Ok(Some(token)),
            Some(Place::Time(_)) => {
                Err(Error::validation("cursor", "is a place in time, not a platform's token"))
            }
        }
    }

    /// The same cursor at this token of the platform's.
    #[must_use]
    pub fn at_token(mut self, token: impl Into<String>) -> Self {
        self.place = Some(Place::Token(token.into()));
        self
    }

    /// The cursor for the trigger of this name (its id, and what else tells it from others of the id).
    ///
    /// # Errors
    /// `Validation` if it was used for another.
    pub fn of(mut self, trigger: &str) -> Result<Self> {
        self.trigger = Some(the_same(self.trigger, trigger)?);
        Ok(self)
    }

    /// The cursor for the account of this name; accounts without one are not told apart.
    pub(super) fn of_account(mut self, account: &str) -> Result<Self> {
        if account != UNNAMED {
            self.account = Some(the_same(self.account, account)?);
        }
        Ok(self)
    }

    /// Whether the event with this key was given, as far as the cursor remembers; `at` is when it happened.
    pub(super) fn has_given(&self, key: &str, at: Option<DateTime<Utc>>) -> bool {
        self.given.contains_key(key) || at.is_some_and(|at| at < self.reached())
    }

    /// Notes that an event was given that a poll may find: of the next batch, or of a delivery.
    pub(super) fn note(&mut self, event: &Event<impl Sized>, now: DateTime<Utc>) {
        self.given.insert(event.key.clone(), event.at.map_or(now, |at| at.max(now)));
    }

    /// Notes the events of a poll, and forgets what was noted before `moment`, where no place in time does both.
    pub(super) fn note_all(
        &mut self,
        events: &[Event<impl Sized>],
        now: DateTime<Utc>,
        moment: DateTime<Utc>,
    ) {
        if !matches!(self.place, Some(Place::Time(_))) {
            self.given.retain(|_, noted| *noted >= moment);
            events.iter().for_each(|event| self.note(event, now));
        }
    }
}

/// What a cursor is of, if it is of this.
fn the_same(known: Option<String>, this: &str) -> Result<String> {
    match known {
        Some(known) if known != this => {
            Err(Error::validation("cursor", format!("is one of `{known}`, not of `{this}`")))
        }
        _ => Ok(this.to_owned()),
    }
}

impl Watermark {
    pub(super) fn at(start: DateTime<Utc>) -> Self {
        Self { floor: None, high: start, high_met: Moment::default(), round: None }
    }
}
