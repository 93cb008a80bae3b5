//! One counter: how much of one window is spent, set aside, and known from answers.

mod correct;

use std::sync::Arc;
use std::time::Duration;

use super::jitter::Jitter;
use super::leaky::{Leaky, seconds};
use super::log::Log;
use super::{Kind, LimitKey, Usage, Window};
use crate::error::{Error, ErrorKind, Result};

/// How long a counter remembers a limit that answers corrected, when nobody calls.
const REMEMBER: Duration = Duration::from_secs(60 * 60);

/// The state of one window of one owner.
///
/// Amounts go from *held* (granted, not sent) to the meter (spent). Only the meter knows time: what is held does not
/// age, so a permit that waits for a token refresh still counts in full when its call goes out.
#[derive(Debug)]
pub(super) struct Counter {
    window: Arc<Window>,
    meter: Meter,
    /// The true limit, where answers named another than the window states.
    limit: Option<u64>,
    /// The true rate of a bucket, likewise.
    restore: Option<f64>,
    held: u128,
    /// All that was ever sent, and all of it that was ever answered: their difference is in flight.
    sent: u128,
    answered: u128,
    /// Like `sent`, never corrected downwards.
    charged: u128,
    leases: u64,
    /// How often answers raised and lowered what we thought is spent.
    raises: u64,
    drops: u64,
    paused_until: Duration,
    touched: Duration,
    warned: bool,
}

#[derive(Debug)]
enum Meter {
    Log(Log),
    Leaky(Leaky),
    /// Concurrency: what is held is all.
    Slots,
}

/// Why a counter denies.
#[derive(Debug, PartialEq)]
pub(super) enum Blocked {
    /// Only time helps: this much.
    For(Duration),
    /// Others must be done first.
    Busy,
}

/// What one lease has of one counter.
#[derive(Debug)]
pub(super) struct Hold {
    pub(super) key: LimitKey,
    amount: u64,
    /// The counter as it was when the call was sent.
    answered: u128,
    charged: u128,
    raises: u64,
    drops: u64,
}

impl Hold {
    pub(super) fn new(key: LimitKey, amount: u64) -> Self {
        Self { key, amount, answered: 0, charged: 0, raises: 0, drops: 0 }
    }
}

impl Counter {
    pub(super) fn new(window: &Arc<Window>) -> Self {
        Self {
            meter: Meter::of(window),
            window: Arc::clone(window),
            limit: None,
            restore: None,
            held: 0,
            sent: 0,
            answered: 0,
            charged: 0,
            leases: 0,
            raises: 0,
            drops: 0,
            paused_until: Duration::ZERO,
            touched: Duration::ZERO,
            warned: false,
        }
    }

    /// Takes over the rule that the caller states, should it be another than before (a changed plan).
    pub(super) fn follow(&mut self, window: &Arc<Window>) {
        if Arc::ptr_eq(&self.window, window) || self.window == *window {
            return;
        }
        let meter = Meter::of(window);
        if std::mem::discriminant(&meter) != std::mem::discriminant(&self.meter) {
            self.meter = meter;
        }
        (self.limit, self.restore) = (None, None);
        self.window = Arc::clone(window);
    }

    fn limit(&self) -> u64 {
        self.limit.unwrap_or(self.window.limit)
    }

    /// The most that can be granted at once.
    fn capacity(&self) -> u64 {
        match self.window.kind {
            Kind::Pace { burst, .. } if self.limit() > 0 => u64::from(burst),
            _ => self.limit(),
        }
    }

    fn rate(&self) -> f64 {
        match self.window.kind {
            Kind::Bucket { restore } => self.restore.unwrap_or(restore),
            Kind::Pace { per, .. } => self.limit() as f64 / per.as_secs_f64(),
            _ => 0.0,
        }
    }

    fn span(&self) -> Duration {
        self.window.span().unwrap_or_default()
    }

    fn advance(&mut self, now: Duration, jitter: Jitter) {
        let keep = jitter.keep(self.span());
        if let Meter::Log(log) = &mut self.meter {
            log.advance(now, keep);
        }
        if self.warned && self.spent(now) < part(self.limit(), 70) {
            self.warned = false;
        }
    }

    /// What counts as spent, without what is held.
    fn spent(&self, now: Duration) -> u128 {
        match &self.meter {
            Meter::Log(log) => log.total(),
            Meter::Leaky(leaky) => leaky.backlog(now, self.rate()).ceil() as u128,
            Meter::Slots => 0,
        }
    }

    /// Whether `amount` may go now.
    ///
    /// # Errors
    /// It never may.
    pub(super) fn check(&mut self, now: Duration, amount: u128, jitter: Jitter) -> Result<Option<Blocked>> {
        self.advance(now, jitter);
        self.touched = now;
        self.possible(amount)?;
        let paused = self.paused_until.saturating_sub(now);
        let blocked = self.blocked(now, amount, jitter);
        Ok(match blocked {
            Some(Blocked::For(wait)) => Some(Blocked::For(wait.max(paused).max(Duration::from_millis(1)))),
            _ if !paused.is_zero() => Some(Blocked::For(paused)),
            other => other,
        })
    }

    fn blocked(&self, now: Duration, amount: u128, jitter: Jitter) -> Option<Blocked> {
        let asked = self.held.saturating_add(amount);
        match &self.meter {
            Meter::Slots => (asked > u128::from(self.limit())).then_some(Blocked::Busy),
            Meter::Log(log) => {
                let excess = log.total().saturating_add(asked).saturating_sub(self.limit().into());
                if excess == 0 {
                    return None;
                }
                let wait = log.wait_for(excess, now, jitter.keep(self.span()));
                Some(wait.map_or(Blocked::Busy, Blocked::For))
            }
            Meter::Leaky(leaky) => {
                let (capacity, rate) = (self.capacity() as f64, self.rate());
                let excess = leaky.backlog(now, rate) + asked as f64 - capacity;
                if excess <= 0.0 {
                    None
                } else if asked as f64 > capacity {
                    Some(Blocked::Busy)
                } else {
                    Some(Blocked::For(seconds(excess / rate)))
                }
            }
        }
    }

    fn possible(&self, amount: u128) -> Result<()> {
        let (name, capacity) = (self.window.name, self.capacity());
        if matches!(self.meter, Meter::Leaky(_))
            && capacity > 0
            && !(self.rate().is_finite() && self.rate() > 0.0)
        {
            return Err(Error::config(format!("limit {name}: its rate must be above zero and finite")));
        }
        if amount <= u128::from(capacity) {
            return Ok(());
        }
        Err(if capacity == 0 {
            Error::new(ErrorKind::QuotaExhausted, format!("limit {name} allows nothing at all"))
        } else {
            let text = format!("limit {name} never has more than {capacity}, this call asks for {amount}");
            Error::new(ErrorKind::Validation, text)
        })
    }

    /// Sets `amount` aside.
    pub(super) fn hold(&mut self, amount: u64) {
        self.held = self.held.saturating_add(amount.into());
        self.leases += 1;
    }

    /// What is held goes out now.
    pub(super) fn send(&mut self, now: Duration, hold: &mut Hold, jitter: Jitter) -> Option<Warning> {
        if matches!(self.meter, Meter::Slots) {
            return None;
        }
        self.advance(now, jitter);
        self.held = self.held.saturating_sub(hold.amount.into());
        self.spend(now, hold.amount, jitter);
        (hold.answered, hold.charged) = (self.answered, self.charged);
        (hold.raises, hold.drops) = (self.raises, self.drops);
        self.warning(now)
    }

    fn spend(&mut self, now: Duration, amount: u64, jitter: Jitter) {
        self.sent = self.sent.saturating_add(amount.into());
        self.charged = self.charged.saturating_add(amount.into());
        let (span, limit, rate) = (self.span(), self.limit(), self.rate());
        // A pace smooths what we send; with a margin for every gap it would be a slower pace.
        let paced = matches!(self.window.kind, Kind::Pace { .. });
        let margin = if paced { Duration::ZERO } else { jitter.floor };
        match &mut self.meter {
            Meter::Log(log) => log.spend(now, amount, span, limit),
            Meter::Leaky(leaky) => leaky.spend(now, amount as f64, rate, margin),
            Meter::Slots => {}
        }
    }

    /// The call is answered, or given up.
    pub(super) fn answered(&mut self, hold: &Hold) {
        self.answered = self.answered.saturating_add(hold.amount.into());
    }

    /// Nobody calls for `wait`; a longer pause that is on already stays.
    pub(super) fn pause(&mut self, now: Duration, wait: Duration) {
        self.paused_until = self.paused_until.max(now.saturating_add(wait));
    }

    /// A lease ends.
    pub(super) fn release(&mut self, hold: &Hold, sent: bool) {
        self.leases = self.leases.saturating_sub(1);
        if !sent || matches!(self.meter, Meter::Slots) {
            self.held = self.held.saturating_sub(hold.amount.into());
        }
    }

    /// When it may be forgotten, as far as can be foreseen: now, if not later.
    pub(super) fn idle_at(&mut self, now: Duration, jitter: Jitter) -> Duration {
        self.advance(now, jitter);
        let empty = self.empty_at(now, jitter).unwrap_or(now);
        let known = if self.limit.is_some() || self.restore.is_some() {
            self.touched.saturating_add(REMEMBER)
        } else {
            now
        };
        let busy = if self.leases > 0 { now.saturating_add(Duration::from_secs(60)) } else { now };
        empty.max(known).max(busy).max(self.paused_until)
    }

    fn empty_at(&self, now: Duration, jitter: Jitter) -> Option<Duration> {
        match &self.meter {
            Meter::Log(log) => log.empty_at(jitter.keep(self.span())),
            Meter::Leaky(leaky) => leaky.full_at(now, self.rate()),
            Meter::Slots => None,
        }
    }

    /// How much of it is used.
    pub(super) fn usage(&mut self, now: Duration, jitter: Jitter) -> Usage {
        self.advance(now, jitter);
        let used = self.spent(now).saturating_add(self.held);
        let paused = self.paused_until.saturating_sub(now);
        Usage {
            window: Window::clone(&self.window),
            limit: self.capacity(),
            remaining: u64::try_from(u128::from(self.capacity()).saturating_sub(used)).unwrap_or(u64::MAX),
            resets_in: self.empty_at(now, jitter).map(|at| at.saturating_sub(now)),
            paused_for: (!paused.is_zero()).then_some(paused),
        }
    }

    /// Once each time a quota passes 80 %.
    fn warning(&mut self, now: Duration) -> Option<Warning> {
        let (used, limit) = (self.spent(now), self.limit());
        if self.warned || !self.window.is_quota() || used < part(limit, 80) {
            return None;
        }
        self.warned = true;
        Some(Warning { window: self.window.name, used, limit })
    }
}

impl Meter {
    fn of(window: &Window) -> Self {
        match window.kind {
            Kind::Fixed(_) | Kind::Sliding(_) | Kind::Daily => Self::Log(Log::default()),
            Kind::Bucket { .. } | Kind::Pace { .. } => Self::Leaky(Leaky::default()),
            Kind::Concurrency => Self::Slots,
        }
    }
}

fn part(limit: u64, percent: u128) -> u128 {
    (u128::from(limit) * percent).div_ceil(100)
}

/// A quota is nearly used up; to be logged outside of locks.
#[derive(Debug)]
pub(super) struct Warning {
    window: &'static str,
    used: u128,
    limit: u64,
}

impl Warning {
    pub(super) fn log(&self, key: &LimitKey) {
        let Self { window, used, limit } = self;
        tracing::warn!(counter = %key, window, used, limit, "more than 80 % of a quota is used");
    }
}
