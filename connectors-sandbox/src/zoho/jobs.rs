//! Work that takes time: a job is added, is in progress for a while, and is done when its time has come, in the order in
//! which jobs come due.

use chrono::{DateTime, TimeDelta, Utc};

use super::Cx;
use super::bulk::read::Read;
use super::bulk::write::Write;
use super::mass::Mass;

/// A job of the organisation.
#[derive(Clone)]
pub(super) struct Job {
    pub(super) id: String,
    pub(super) created: DateTime<Utc>,
    due: DateTime<Utc>,
    done: bool,
    pub(super) work: Work,
}

/// What a job does, and what came of it.
#[derive(Clone)]
pub(super) enum Work {
    Read(Read),
    Write(Write),
    Mass(Mass),
}

/// How far a job is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    Added,
    InProgress,
    Done,
}

impl Phase {
    /// What bulk jobs call it, but for how it ended.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Added => "ADDED",
            Self::InProgress => "IN PROGRESS",
            Self::Done => "COMPLETED",
        }
    }
}

impl Job {
    /// The first third of its time a job waits.
    pub(super) fn phase(&self, now: DateTime<Utc>) -> Phase {
        if self.done {
            Phase::Done
        } else if now - self.created < (self.due - self.created) / 3 {
            Phase::Added
        } else {
            Phase::InProgress
        }
    }
}

/// Adds a job; its id.
pub(super) fn add(cx: &mut Cx<'_>, work: Work) -> String {
    let id = cx.state.new_id();
    let created = cx.now();
    let life = TimeDelta::from_std(cx.zoho.job_time).unwrap_or_default();
    cx.state.jobs.push(Job { id: id.clone(), created, due: created + life, done: false, work });
    // Where jobs take no time, this one is done already.
    run_due(cx);
    id
}

/// The job with this id.
pub(super) fn find<'a>(cx: &'a Cx<'_>, id: &str) -> Option<&'a Job> {
    cx.state.jobs.iter().find(|job| job.id == id)
}

/// Does what has come due since the last call, each at its time.
pub(super) fn run_due(cx: &mut Cx<'_>) {
    let now = cx.now();
    loop {
        let due = cx.state.jobs.iter().enumerate().filter(|(_, job)| !job.done && job.due <= now);
        let Some((at, job)) = due.min_by_key(|(_, job)| job.due) else { break };
        let work = job.work.clone();
        cx.now = job.due;
        let work = match work {
            Work::Read(read) => Work::Read(read.run(cx)),
            Work::Write(write) => Work::Write(write.run(cx)),
            Work::Mass(mass) => Work::Mass(mass.run(cx)),
        };
        if let Some(job) = cx.state.jobs.get_mut(at) {
            (job.work, job.done) = (work, true);
        }
    }
    cx.now = now;
}
