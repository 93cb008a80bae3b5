//! What is done to all records of a custom view at once: jobs that Zoho carries out in its own time.
//!
//! A job takes at most 50,000 records, and one job at a time runs on a view (`ALREADY_SCHEDULED`, a
//! [`Conflict`](connectors_core::ErrorKind::Conflict)). Starting is not repeated when its answer is lost.
//!
//! ```no_run
//! # async fn show(zoho: connectors_core::Client<connectors_zoho::Zoho>) -> connectors_core::Result<()> {
//! use std::time::Duration;
//! use connectors_zoho::{Lead, mass};
//!
//! let update = mass::Update::new("4876876000000087501", Lead::new().lead_status("Lost Lead"));
//! let job = zoho.start(update).await?;
//! let kept = serde_json::to_string(job.status()).unwrap_or_default(); // to take it up again after a restart
//! let done = job.wait(Duration::from_secs(600)).await?;
//! println!("{} of {} changed", done.succeeded, done.total);
//! # drop(kept);
//! # Ok(()) }
//! ```
//!
//! Source: Zoho CRM API v8, "Mass Update Records", "Mass Delete Records", "Mass Change Owner".

mod change_owner;
mod delete;
mod update;

use connectors_core::types::Open;
use connectors_core::{Cx, Delivery, Error, ErrorKind, JobState, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use self::change_owner::{ChangeOwner, ChangeOwnerStatus};
pub use self::delete::{Delete, DeleteStatus};
pub use self::update::{Territory, Update, UpdateStatus};
use crate::Zoho;
use crate::errors::Element;
use crate::module::Record;
use crate::records::{missing, module, record_id};

/// What became of the records of a job.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct MassResult {
    /// How many records the job had.
    pub total: u64,
    /// With how many it was done.
    pub succeeded: u64,
    /// With how many it was tried in vain.
    pub failed: u64,
    /// How many it left alone.
    pub skipped: u64,
}

impl MassResult {
    /// A result, as tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(total: u64, succeeded: u64, failed: u64, skipped: u64);
}

/// How far a job is, as Zoho says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
enum Status {
    Completed,
    Failed,
    Running,
    Scheduled,
}

#[derive(Deserialize)]
struct Answer {
    data: Vec<Job>,
}

#[derive(Deserialize)]
struct Job {
    #[serde(rename = "Status")]
    status: Open<Status>,
    #[serde(default, rename = "Total_Count")]
    total: u64,
    #[serde(default, rename = "Failed_Count")]
    failed: u64,
    #[serde(default, rename = "Updated_Count", alias = "Deleted_Count")]
    succeeded: u64,
    #[serde(default, rename = "Not_Updated_Count")]
    skipped: u64,
}

/// The path of a mass action.
fn path<'a>(named: &'a str, action: &'a str, cx: &Cx<'a, Zoho>) -> Result<[&'a str; 3]> {
    Ok([module::<Record>(Some(named), cx)?, "actions", action])
}

/// The question how far a job is.
fn ask(named: &str, action: &str, job_id: &str, cx: &Cx<'_, Zoho>) -> Result<Request> {
    Ok(Request::get(path(named, action, cx)?).query("job_id", record_id("job_id", job_id)?))
}

/// The answer to it.
fn state(response: &Response) -> Result<JobState<MassResult>> {
    let answer: Option<Answer> = response.json_opt()?;
    let job = answer.and_then(|answer| answer.data.into_iter().next()).ok_or_else(missing)?;
    let done = job.succeeded.saturating_add(job.failed).saturating_add(job.skipped);
    Ok(match job.status.known() {
        Some(Status::Completed) => JobState::Done(MassResult {
            total: job.total,
            succeeded: job.succeeded,
            failed: job.failed,
            skipped: job.skipped,
        }),
        Some(Status::Failed) => {
            let text = format!("the job failed: done with {} of {} records", job.succeeded, job.total);
            JobState::Failed(Error::new(ErrorKind::Vendor, text).with_delivery(Delivery::Unknown))
        }
        // A state that Zoho adds one day is one on the way, until it says that it is the end.
        Some(Status::Running | Status::Scheduled) | None => {
            let progress = (job.total > 0).then(|| (done as f64 / job.total as f64).min(1.0));
            JobState::Running { progress, check_after: None }
        }
    })
}

/// The id of the job that was started.
fn job_id(response: &Response) -> Result<String> {
    #[derive(Deserialize)]
    struct Started {
        data: Vec<Element>,
    }

    let started: Started = response.json()?;
    let id = started.data.first().and_then(|element| match element.details.get("job_id")? {
        Value::String(id) => Some(id.clone()),
        Value::Number(id) => Some(id.to_string()),
        _ => None,
    });
    id.ok_or_else(|| {
        let text = "the answer does not name the job";
        Error::new(ErrorKind::Decode, text).with_delivery(Delivery::Accepted)
    })
}
