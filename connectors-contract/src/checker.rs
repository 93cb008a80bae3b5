//! Collects what was checked, with the reviewed lists of exceptions, and says in the end whether it holds.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    sync::{Mutex, MutexGuard, PoisonError},
};

use bytes::Bytes;
use http::{Method, Request, Response};

use crate::{BodyCheck, Checked, Description, Mismatch, Operation, Side, Template};

/// A known mistake of a description: this one difference is right. A waiver that nothing needs is a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiver {
    /// Which message.
    pub side: Side,
    /// The method.
    pub method: &'static str,
    /// The path template of the operation, with the base path; the names of parameters do not matter.
    pub template: &'static str,
    /// The place as [`crate::Place`] displays it; `*` stands for one segment of a JSON pointer: `body /data/*/id`.
    pub place: &'static str,
    /// How one knows that the description is wrong here.
    pub reason: &'static str,
}

impl Waiver {
    /// A difference in what is sent.
    pub const fn request(
        method: &'static str,
        template: &'static str,
        place: &'static str,
        reason: &'static str,
    ) -> Self {
        Self { side: Side::Request, method, template, place, reason }
    }

    /// A difference in what is answered.
    pub const fn response(
        method: &'static str,
        template: &'static str,
        place: &'static str,
        reason: &'static str,
    ) -> Self {
        Self { side: Side::Response, method, template, place, reason }
    }

    fn covers(&self, mismatch: &Mismatch) -> bool {
        let place = mismatch.place.to_string();
        let (wanted, found): (Vec<_>, Vec<_>) = (self.place.split('/').collect(), place.split('/').collect());
        self.side == mismatch.side
            && self.method == mismatch.operation.method
            && Template::new(self.template) == Template::new(&mismatch.operation.template)
            && wanted.len() == found.len()
            && wanted.iter().zip(found).all(|(wanted, found)| *wanted == "*" || *wanted == found)
    }
}

impl fmt::Display for Waiver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { side, method, template, place, reason } = self;
        write!(f, "{method} {template}: {side}: {place} ({reason})")
    }
}

/// A call that the description does not have. One that nothing makes, or that the description has, is a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Undescribed {
    /// The method.
    pub method: &'static str,
    /// The path template.
    pub template: &'static str,
    /// Why there is no description.
    pub reason: &'static str,
}

impl Undescribed {
    /// A call without description.
    pub const fn new(method: &'static str, template: &'static str, reason: &'static str) -> Self {
        Self { method, template, reason }
    }
}

impl fmt::Display for Undescribed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} ({})", self.method, self.template, self.reason)
    }
}

/// Holds traffic against a description and remembers the outcome. Can be shared by threads.
#[must_use = "a checker says nothing until `finish`"]
pub struct Checker {
    description: Box<dyn Description>,
    waivers: Vec<Waiver>,
    undescribed: Vec<Undescribed>,
    seen: Mutex<Seen>,
}

#[derive(Default)]
struct Seen {
    /// Messages checked, by operation: requests and responses.
    checked: BTreeMap<Operation, [usize; 2]>,
    unchecked_bodies: BTreeMap<(Operation, Side, BodyCheck), usize>,
    mismatches: BTreeMap<Mismatch, usize>,
    waived: BTreeMap<usize, usize>,
    undescribed: BTreeMap<usize, usize>,
}

impl Checker {
    /// A checker without exceptions.
    pub fn new(description: impl Description + 'static) -> Self {
        Self {
            description: Box::new(description),
            waivers: Vec::new(),
            undescribed: Vec::new(),
            seen: Mutex::default(),
        }
    }

    /// Adds known mistakes of the description.
    pub fn waive(mut self, waivers: impl IntoIterator<Item = Waiver>) -> Self {
        self.waivers.extend(waivers);
        self
    }

    /// Adds calls that the description does not have.
    pub fn undescribed(mut self, calls: impl IntoIterator<Item = Undescribed>) -> Self {
        self.undescribed.extend(calls);
        self
    }

    /// Checks a request.
    pub fn request(&self, request: &Request<Bytes>) {
        let (method, path) = (request.method(), request.uri().path());
        self.record(Side::Request, method, path, || self.description.check_request(request));
    }

    /// Checks the response to `method path`.
    pub fn response(&self, method: &Method, path: &str, response: &Response<Bytes>) {
        let path = path.split(['?', '#']).next().unwrap_or_default();
        self.record(Side::Response, method, path, || self.description.check_response(method, path, response));
    }

    fn record(
        &self,
        side: Side,
        method: &Method,
        path: &str,
        check: impl FnOnce() -> Result<Checked, Vec<Mismatch>>,
    ) {
        if let Some(index) = self.undescribed_call(method, path) {
            *self.seen().undescribed.entry(index).or_default() += usize::from(side == Side::Request);
            return;
        }
        let outcome = check();
        let mut seen = self.seen();
        match outcome {
            Ok(Checked { operation, body }) => {
                if matches!(body, BodyCheck::Opaque | BodyCheck::Unspecified) {
                    *seen.unchecked_bodies.entry((operation.clone(), side, body)).or_default() += 1;
                }
                seen.count(operation, side);
            }
            Err(mismatches) => {
                if let Some(first) = mismatches.first().filter(|first| !first.operation.file.is_empty()) {
                    seen.count(first.operation.clone(), side);
                }
                for mismatch in mismatches {
                    match self.waivers.iter().position(|waiver| waiver.covers(&mismatch)) {
                        Some(index) => *seen.waived.entry(index).or_default() += 1,
                        None => *seen.mismatches.entry(mismatch).or_default() += 1,
                    }
                }
            }
        }
    }

    /// The entry for a call, unless the description has a more specific template for it.
    fn undescribed_call(&self, method: &Method, path: &str) -> Option<usize> {
        let matching = |call: &&Undescribed| call.method == method.as_str();
        let index = self
            .undescribed
            .iter()
            .position(|call| matching(&call) && Template::new(call.template).matches(path).is_some())?;
        let described = self.description.template(method, path);
        described
            .is_none_or(|described| described > Template::new(self.undescribed[index].template))
            .then_some(index)
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What was checked, or everything that is wrong: differences, and exceptions that are not needed.
    ///
    /// # Errors
    /// When anything is wrong, or nothing was checked.
    pub fn finish(&self) -> Result<Summary, Box<Failures>> {
        let seen = self.seen();
        let mut failures: Vec<String> =
            seen.mismatches.iter().map(|(m, count)| format!("{m}{}", times(*count))).collect();
        for (index, waiver) in self.waivers.iter().enumerate() {
            if !seen.waived.contains_key(&index) {
                failures.push(format!("unused waiver: {waiver}"));
            }
        }
        for (index, call) in self.undescribed.iter().enumerate() {
            let template = Template::new(call.template);
            let method = Method::from_bytes(call.method.as_bytes());
            let described = method.ok().and_then(|method| self.description.template(&method, call.template));
            if described.is_some_and(|described| described == template) {
                failures.push(format!("listed as undescribed, but the description has it: {call}"));
            } else if !seen.undescribed.contains_key(&index) {
                failures.push(format!("listed as undescribed, but never called: {call}"));
            }
        }
        if seen.checked.is_empty() && seen.undescribed.is_empty() {
            failures.push("nothing was checked".to_owned());
        }
        let summary = self.summary(&seen);
        if failures.is_empty() { Ok(summary) } else { Err(Box::new(Failures { summary, failures })) }
    }

    fn summary(&self, seen: &Seen) -> Summary {
        let mut files = BTreeMap::<String, [usize; 2]>::new();
        for (operation, counts) in &seen.checked {
            let file = files.entry(operation.file.clone()).or_default();
            file.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
        }
        let unchecked = seen.unchecked_bodies.iter().map(|((operation, side, body), count)| {
            let why = if *body == BodyCheck::Opaque { "not JSON" } else { "no schema in the description" };
            format!("{operation}: {side} body not checked: {why}{}", times(*count))
        });
        let named = |map: &BTreeMap<usize, usize>, name: &dyn Fn(usize) -> String| -> Vec<String> {
            map.iter().map(|(index, count)| format!("{}{}", name(*index), times(*count))).collect()
        };
        Summary {
            description: self.description.name().to_owned(),
            operations: seen.checked.keys().cloned().collect(),
            files,
            unchecked_bodies: unchecked.collect(),
            waived: named(&seen.waived, &|index| self.waivers[index].to_string()),
            undescribed: named(&seen.undescribed, &|index| self.undescribed[index].to_string()),
        }
    }
}

impl Seen {
    fn count(&mut self, operation: Operation, side: Side) {
        let [requests, responses] = self.checked.entry(operation).or_default();
        *match side {
            Side::Request => requests,
            Side::Response => responses,
        } += 1;
    }
}

fn times(count: usize) -> String {
    if count > 1 { format!(" ({count} times)") } else { String::new() }
}

/// What was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Summary {
    /// The name of the description.
    pub description: String,
    /// The operations that were met.
    pub operations: BTreeSet<Operation>,
    /// Requests and responses checked, by file of the description.
    pub files: BTreeMap<String, [usize; 2]>,
    /// Bodies that could not be looked into, with the reason.
    pub unchecked_bodies: Vec<String>,
    /// The waivers that were needed.
    pub waived: Vec<String>,
    /// The calls without description.
    pub undescribed: Vec<String>,
}

impl Summary {
    /// Writes it to standard error, past the test harness: what was not checked is to be seen when all is well, too.
    pub fn say(&self) {
        crate::locate::say(&self.to_string());
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}: {} operations met", self.description, self.operations.len())?;
        for (file, [requests, responses]) in &self.files {
            writeln!(f, "  {requests} requests, {responses} responses checked against {file}")?;
        }
        let lists = [
            ("", &self.unchecked_bodies),
            ("waived: ", &self.waived),
            ("not described: ", &self.undescribed),
        ];
        for (label, list) in lists {
            list.iter().try_for_each(|line| writeln!(f, "  {label}{line}"))?;
        }
        Ok(())
    }
}

/// What is wrong, together with what was checked. `Debug` prints the same text, so that `unwrap` in a test is readable.
#[derive(Clone, PartialEq, Eq)]
pub struct Failures {
    summary: Summary,
    failures: Vec<String>,
}

impl Failures {
    /// What was checked.
    pub fn summary(&self) -> &Summary {
        &self.summary
    }

    /// One line for each thing that is wrong.
    pub fn lines(&self) -> &[String] {
        &self.failures
    }
}

impl fmt::Display for Failures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.summary)?;
        write!(f, "{} contract failures:", self.failures.len())?;
        self.failures.iter().try_for_each(|line| write!(f, "\n  - {line}"))
    }
}

impl fmt::Debug for Failures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Failures {}

#[cfg(test)]
mod tests;
