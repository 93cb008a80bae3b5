//! Faults: what can go wrong between a program and a platform, on demand.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::ids::Ids;
use crate::limits::LimitKind;

/// A fault to inject. Built in Rust or sent as JSON to `/_sandbox/faults`:
///
/// ```
/// use connectors_sandbox::Fault;
/// let fault = Fault::status(503).on("POST", "/api.xro/2.0/Invoices*").times(3);
/// let same: Fault = serde_json::from_str(
///     r#"{"fault":"status","status":503,"method":"POST","path":"/api.xro/2.0/Invoices*","times":3}"#,
/// )?;
/// assert_eq!(fault, same);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fault {
    #[serde(flatten)]
    pub(crate) effect: Effect,
    /// After the platform has done the work, where the effect leaves a choice.
    #[serde(default)]
    pub(crate) after_write: bool,
    #[serde(default)]
    platform: Option<String>,
    #[serde(default)]
    method: Option<String>,
    #[serde(default)]
    path: Option<String>,
    #[serde(default)]
    times: Option<u32>,
    #[serde(default)]
    skip: u32,
    #[serde(default)]
    probability: Option<f64>,
}

/// What a fault does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "fault", rename_all = "snake_case")]
pub(crate) enum Effect {
    Status { status: u16 },
    Delay { seconds: f64 },
    Cut,
    MalformedBody,
    Truncated,
    Throttle { retry_after: Option<f64> },
    HugeBody { bytes: u64 },
    LoseDelivery,
    RepeatDelivery,
    DelayDelivery { seconds: f64 },
    ReorderDelivery,
    CutDelivery,
}

impl Effect {
    /// What it can hit.
    fn on(&self) -> Struck {
        match self {
            Self::LoseDelivery
            | Self::RepeatDelivery
            | Self::DelayDelivery { .. }
            | Self::ReorderDelivery
            | Self::CutDelivery => Struck::Delivery,
            _ => Struck::Call,
        }
    }
}

/// What a fault can hit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Struck {
    /// A program's call of a platform.
    Call,
    /// A platform's webhook to a program.
    Delivery,
}

impl Fault {
    fn new(effect: Effect) -> Self {
        Self {
            effect,
            after_write: false,
            platform: None,
            method: None,
            path: None,
            times: None,
            skip: 0,
            probability: None,
        }
    }

    /// Answers with this status, in the vendor's format, without doing the work.
    #[must_use]
    pub fn status(status: u16) -> Self {
        Self::new(Effect::Status { status })
    }

    /// Waits, in the sandbox's time, before the work.
    #[must_use]
    pub fn delay(by: Duration) -> Self {
        Self::new(Effect::Delay { seconds: by.as_secs_f64() })
    }

    /// Closes the connection without doing the work and without an answer.
    #[must_use]
    pub fn cut_before() -> Self {
        Self::new(Effect::Cut)
    }

    /// Does the work, then closes the connection without an answer.
    #[must_use]
    pub fn cut_after_write() -> Self {
        Self::new(Effect::Cut).after_write()
    }

    /// Does the work and answers with the right head and a body that is not what it says it is.
    #[must_use]
    pub fn malformed_body() -> Self {
        Self::new(Effect::MalformedBody)
    }

    /// Does the work, sends half of the answer's body and closes the connection.
    #[must_use]
    pub fn truncated() -> Self {
        Self::new(Effect::Truncated)
    }

    /// Answers as the platform does when a limit is reached: a windowed one with `retry_after`, the one on calls in
    /// progress without.
    #[must_use]
    pub fn throttle(retry_after: Option<Duration>) -> Self {
        Self::new(Effect::Throttle { retry_after: retry_after.map(|wait| wait.as_secs_f64()) })
    }

    /// Does the work and answers with a body of this many bytes.
    #[must_use]
    pub fn huge_body(bytes: u64) -> Self {
        Self::new(Effect::HugeBody { bytes })
    }

    /// A webhook never arrives, and the vendor takes it for delivered.
    #[must_use]
    pub fn lose_delivery() -> Self {
        Self::new(Effect::LoseDelivery)
    }

    /// A webhook arrives twice.
    #[must_use]
    pub fn repeat_delivery() -> Self {
        Self::new(Effect::RepeatDelivery)
    }

    /// A webhook comes so much later, in the sandbox's time; those after it do not wait.
    #[must_use]
    pub fn delay_delivery(by: Duration) -> Self {
        Self::new(Effect::DelayDelivery { seconds: by.as_secs_f64() })
    }

    /// A webhook comes after the next one to the same URL, or after 30 seconds of the sandbox's time if there is none.
    #[must_use]
    pub fn reorder_delivery() -> Self {
        Self::new(Effect::ReorderDelivery)
    }

    /// A webhook arrives, but its answer is not read: the vendor tries again.
    #[must_use]
    pub fn cut_delivery() -> Self {
        Self::new(Effect::CutDelivery)
    }

    /// What vendors say that webhooks may be: lost, doubled, late and out of order, now and then.
    #[must_use]
    pub fn unreliable_deliveries() -> Vec<Self> {
        vec![
            Self::delay_delivery(Duration::from_secs(90)).probability(0.05),
            Self::lose_delivery().probability(0.05),
            Self::repeat_delivery().probability(0.05),
            Self::reorder_delivery().probability(0.05),
        ]
    }

    /// Everything that goes wrong in a bad week, now and then: slow answers, throttles, errors of the server, and
    /// connections cut before the work and after it.
    #[must_use]
    pub fn trouble() -> Vec<Self> {
        let seconds = |seconds| Duration::from_secs(seconds);
        vec![
            Self::delay(seconds(3)).probability(0.04),
            Self::throttle(Some(seconds(5))).probability(0.01),
            Self::throttle(None).probability(0.02),
            Self::status(503).probability(0.02),
            Self::status(502).after_write().probability(0.01),
            Self::cut_after_write().on("POST", "*").probability(0.03),
            Self::cut_after_write().on("PUT", "*").probability(0.03),
            Self::cut_before().probability(0.01),
        ]
    }

    /// A status or a delay comes after the work was done, not before.
    #[must_use]
    pub fn after_write(mut self) -> Self {
        self.after_write = true;
        self
    }

    /// Only on requests with this method (`*` for any) and path. `*` in the path stands for any characters. A webhook
    /// is a `POST` to the path of the receiver's URL.
    #[must_use]
    pub fn on(mut self, method: &str, path: &str) -> Self {
        self.method = (method != "*").then(|| method.to_owned());
        self.path = Some(path.to_owned());
        self
    }

    /// Only on this platform.
    #[must_use]
    pub fn platform(mut self, name: &str) -> Self {
        self.platform = Some(name.to_owned());
        self
    }

    /// So many times at most; without this, until cleared.
    #[must_use]
    pub fn times(mut self, times: u32) -> Self {
        self.times = Some(times);
        self
    }

    /// Lets the first `skip` matching requests pass.
    #[must_use]
    pub fn skip(mut self, skip: u32) -> Self {
        self.skip = skip;
        self
    }

    /// Only with this probability, from the sandbox's seed.
    #[must_use]
    pub fn probability(mut self, p: f64) -> Self {
        self.probability = Some(p);
        self
    }

    /// Whether this request is hit; counts down `skip` and `times`.
    fn hits(&mut self, what: Struck, platform: &str, method: &str, path: &str, dice: &Ids) -> bool {
        let matches = self.effect.on() == what
            && self.platform.as_deref().is_none_or(|name| name == platform)
            && self.method.as_deref().is_none_or(|name| name.eq_ignore_ascii_case(method))
            && self.path.as_deref().is_none_or(|pattern| glob(pattern, path))
            && self.times != Some(0);
        if !matches || self.probability.is_some_and(|p| !dice.chance(p)) {
            return false;
        }
        if self.skip > 0 {
            self.skip -= 1;
            return false;
        }
        if let Some(times) = &mut self.times {
            *times -= 1;
        }
        true
    }

    /// A word for the log.
    pub(crate) fn label(&self) -> &'static str {
        match (&self.effect, self.after_write) {
            (Effect::Status { .. }, false) => "status",
            (Effect::Status { .. }, true) => "status_after_write",
            (Effect::Delay { .. }, false) => "delay",
            (Effect::Delay { .. }, true) => "delay_after_write",
            (Effect::Cut, false) => "cut_before",
            (Effect::Cut, true) => "cut_after_write",
            (Effect::MalformedBody, _) => "malformed_body",
            (Effect::Truncated, _) => "truncated",
            (Effect::Throttle { .. }, _) => "throttle",
            (Effect::HugeBody { .. }, _) => "huge_body",
            (Effect::LoseDelivery, _) => "lose_delivery",
            (Effect::RepeatDelivery, _) => "repeat_delivery",
            (Effect::DelayDelivery { .. }, _) => "delay_delivery",
            (Effect::ReorderDelivery, _) => "reorder_delivery",
            (Effect::CutDelivery, _) => "cut_delivery",
        }
    }
}

/// The faults of a sandbox, in the order in which they were set.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    active: Vec<Fault>,
}

impl Faults {
    pub(crate) fn add(&mut self, fault: Fault) {
        self.active.push(fault);
    }

    pub(crate) fn clear(&mut self) {
        self.active.clear();
    }

    pub(crate) fn list(&self) -> &[Fault] {
        &self.active
    }

    /// The faults that hit this request: all delays up to the first other one, which ends the search.
    pub(crate) fn strike(
        &mut self,
        what: Struck,
        platform: &str,
        method: &str,
        path: &str,
        dice: &Ids,
    ) -> Vec<Fault> {
        let mut struck = Vec::new();
        for fault in &mut self.active {
            if fault.hits(what, platform, method, path, dice) {
                struck.push(fault.clone());
                if !matches!(fault.effect, Effect::Delay { .. } | Effect::DelayDelivery { .. }) {
                    break;
                }
            }
        }
        self.active.retain(|fault| fault.times != Some(0));
        struck
    }
}

/// The limit that a made-up throttle names: a window if there is a time to wait, else the calls in progress.
pub(crate) fn throttled_limit(limits: &[crate::Limit], timed: bool) -> &'static str {
    let fits = |kind: LimitKind| matches!(kind, LimitKind::Concurrency(_)) != timed;
    limits.iter().find(|limit| fits(limit.kind)).or(limits.first()).map_or("", |limit| limit.name)
}

/// Whether `text` matches `pattern`, in which `*` stands for any characters.
fn glob(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else { return false };
    let mut parts = parts.peekable();
    if parts.peek().is_none() {
        return rest.is_empty();
    }
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return rest.ends_with(part);
        }
        match rest.find(part) {
            Some(at) => rest = rest.get(at + part.len()..).unwrap_or_default(),
            None => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::glob;

    #[test]
    fn a_star_stands_for_any_characters() {
        assert!(glob("/a/*", "/a/b/c"));
        assert!(glob("*/c", "/a/b/c"));
        assert!(glob("/a/*/c", "/a/b/c"));
        assert!(glob("/a", "/a"));
        assert!(!glob("/a", "/a/b"));
        assert!(!glob("/a/*/d", "/a/b/c"));
        assert!(!glob("/b*", "/a/b"));
    }
}
