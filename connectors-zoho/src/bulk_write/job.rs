//! The job of an import: start, state, and the file that tells of its rows.

use bytes::Bytes;
use chrono::{DateTime, Utc};
use connectors_core::limits::Unit;
use connectors_core::{
    Action, Cx, Delivery, Error, JobAction, JobState, Meta, Request, Response, Result, setters,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use url::Url;

use super::{FieldMapping, Operation, Started};
use crate::bulk_read::{callback, failed};
use crate::config::{BULK, download_root};
use crate::records::{api_name, record_id};
use crate::{ModuleRef, Zoho};

const SCOPES: &[&str] = &["ZohoCRM.bulk.ALL", "ZohoCRM.bulk.CREATE"];
const CREATE: &str = "https://www.zoho.com/crm/developer/docs/api/v8/bulk-write/create-job.html";
/// What a job costs.
const CREDITS: u64 = 500;
const MOST_COLUMNS: usize = 200;

/// `bulk_write.create`: starts the import of a file that was sent.
///
/// It is never sent twice by itself: two jobs that insert the same rows insert them twice, and two that upsert them at
/// the same time may, too.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Create {
    /// The module's API name.
    pub module: String,
    /// What is done with the rows.
    pub operation: Operation,
    /// The file's id.
    pub file_id: String,
    /// Which column is for which field, at most 200.
    pub field_mappings: Vec<FieldMapping>,
    /// The field that finds the record to change: `id`, or a unique field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub find_by: Option<String>,
    /// Whether an empty cell leaves the field alone instead of clearing it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ignore_empty: Option<bool>,
    /// Where Zoho posts a message when the job is done or has failed: an https address. Nothing proves that such a
    /// message is Zoho's: ask for the state then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub callback: Option<String>,
}

impl Create {
    /// Imports the file with this id.
    #[must_use]
    pub fn new<C: Into<FieldMapping>>(
        module: impl Into<String>,
        operation: Operation,
        file_id: impl Into<String>,
        field_mappings: impl IntoIterator<Item = C>,
    ) -> Self {
        Self {
            module: module.into(),
            operation,
            file_id: file_id.into(),
            field_mappings: field_mappings.into_iter().map(Into::into).collect(),
            find_by: None,
            ignore_empty: None,
            callback: None,
        }
    }

    setters!(find_by: Option<String>, ignore_empty: Option<bool>, callback: Option<String>);

    fn mappings(&self) -> Result<Vec<Value>> {
        let count = self.field_mappings.len();
        if count == 0 || count > MOST_COLUMNS {
            let text = format!("are {count}; an import takes from 1 to {MOST_COLUMNS}");
            return Err(Error::validation("field_mappings", text));
        }
        self.field_mappings.iter().enumerate().map(|(place, mapping)| mapping.to_json(place)).collect()
    }
}

impl Action for Create {
    type Connector = Zoho;
    type Output = Started;
    const META: Meta =
        Meta::write("bulk_write", "create").title("Import records").scopes(SCOPES).docs(CREATE);

    fn request(&self, cx: &Cx<'_, Zoho>) -> Result<Request> {
        let module = api_name("module", cx.connector().module_name(&self.module))?;
        let mut resource = json!({
            "type": "data",
            "module": { "api_name": module },
            "file_id": record_id("file_id", &self.file_id)?,
            "field_mappings": self.mappings()?,
        });
        match (&self.find_by, self.operation) {
            (Some(field), Operation::Update | Operation::Upsert) => {
                resource["find_by"] = api_name("find_by", field)?.into();
            }
            (None, Operation::Insert) => {}
            (Some(_), Operation::Insert) => {
                return Err(Error::validation(
                    "find_by",
                    "has no meaning where every row becomes a new record",
                ));
            }
            (None, _) => {
                return Err(Error::validation("find_by", "is missing: the field that finds the record"));
            }
        }
        let mut body = json!({ "operation": self.operation, "resource": [resource] });
        if let Some(ignore) = self.ignore_empty {
            body["ignore_empty"] = ignore.into();
        }
        if let Some(url) = &self.callback {
            body["callback"] = callback(url)?;
        }
        Ok(Request::post(["write"]).root(BULK).json(&body).costs(Unit::Credits, CREDITS))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Started> {
        #[derive(Deserialize)]
        struct Answer {
            details: Started,
        }
        Ok(response.json::<Answer>()?.details)
    }
}

impl JobAction for Create {
    type Status = Get;
    type Result = Finished;

    fn status(&self, started: Started) -> Get {
        Get::new(started.id)
    }
}

/// What an import did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct Finished {
    /// The job's id.
    pub id: String,
    /// Where the file is that tells of each row, for [`Download`]. Zoho keeps it for some days.
    pub download_url: Option<String>,
    /// What it did in each module.
    pub resource: Vec<Resource>,
    /// When it was started.
    pub created_time: Option<DateTime<Utc>>,
}

/// What an import did in a module.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct Resource {
    /// `COMPLETED`, `FAILED`, `SKIPPED`, …
    pub status: Option<String>,
    /// The module.
    pub module: Option<ModuleRef>,
    /// Why it failed.
    pub code: Option<String>,
    /// How many rows went which way.
    pub file: Option<Counts>,
}

/// How many rows of an import went which way.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct Counts {
    /// The file's name.
    pub name: Option<String>,
    /// Those that became records.
    pub added_count: Option<u64>,
    /// Those that changed records.
    pub updated_count: Option<u64>,
    /// Those that were refused.
    pub skipped_count: Option<u64>,
    /// All.
    pub total_count: Option<u64>,
}

impl Finished {
    /// What this job did.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(download_url: Option<String>, resource: Vec<Resource>, created_time: Option<DateTime<Utc>>);
}

impl Resource {
    /// Nothing known.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(status: Option<String>, module: Option<ModuleRef>, code: Option<String>, file: Option<Counts>);
}

impl Counts {
    /// Nothing known.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(name: Option<String>, added_count: Option<u64>, updated_count: Option<u64>,
        skipped_count: Option<u64>, total_count: Option<u64>);

    /// Which part of the rows has been dealt with, from 0 to 1.
    fn progress(&self) -> Option<f64> {
        let total = self.total_count.filter(|total| *total > 0)?;
        let done =
            [self.added_count, self.updated_count, self.skipped_count].into_iter().flatten().sum::<u64>();
        Some((done as f64 / total as f64).min(1.0))
    }

    /// Whether it is known that no row was written.
    fn nothing(&self) -> bool {
        self.added_count == Some(0) && self.updated_count.unwrap_or_default() == 0
    }
}

/// `bulk_write.get`: asks how far an import is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Get {
    /// The job's id.
    pub id: String,
}

impl Get {
    /// The job with this id.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into() }
    }
}

#[derive(Deserialize)]
struct Job {
    status: String,
    #[serde(default)]
    created_time: Option<DateTime<Utc>>,
    #[serde(default)]
    resource: Vec<Resource>,
    #[serde(default)]
    result: Option<Value>,
}

impl Action for Get {
    type Connector = Zoho;
    type Output = JobState<Finished>;
    const META: Meta = Meta::read("bulk_write", "get")
        .title("Ask how far an import is")
        .scopes(SCOPES)
        .docs("https://www.zoho.com/crm/developer/docs/api/v8/bulk-write/job-details.html");

    fn request(&self, _: &Cx<'_, Zoho>) -> Result<Request> {
        Ok(Request::get(["write", record_id("id", &self.id)?]).root(BULK))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<JobState<Finished>> {
        let job: Job = response.json()?;
        let url = job.result.as_ref().and_then(|result| result.get("download_url")?.as_str());
        let counts = job.resource.iter().find_map(|resource| resource.file.as_ref());
        Ok(match (job.status.as_str(), url) {
            // What has a file tells of each row what became of it.
            ("COMPLETED", url) | ("FAILED" | "FAILURE" | "SKIPPED", url @ Some(_)) => {
                JobState::Done(Finished {
                    id: self.id.clone(),
                    download_url: url.map(str::to_owned),
                    resource: job.resource,
                    created_time: job.created_time,
                })
            }
            ("FAILED" | "FAILURE" | "SKIPPED", None) => {
                let mut error = failed(&response, "import", job.result.as_ref());
                if let Some(code) = job.resource.iter().find_map(|resource| resource.code.as_ref()) {
                    error = error.with_vendor_code(code);
                }
                let none = counts.is_some_and(Counts::nothing);
                JobState::Failed(error.with_delivery(if none {
                    Delivery::Rejected
                } else {
                    Delivery::Unknown
                }))
            }
            _ => JobState::Running { progress: counts.and_then(Counts::progress), check_after: None },
        })
    }
}

/// `bulk_write.download`: the file that tells what became of each row, a ZIP archive with a CSV file in it, as it
/// comes.
///
/// It is on the API's host or on Zoho's host for downloads (`download-accl.zoho.com` and its like in the other data
/// centres; that of Europe and India was seen, the others follow the pattern). A URL to any other host is refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Download {
    /// The URL that [`Finished`] gave.
    pub url: String,
}

impl Download {
    /// The file at this URL.
    #[must_use]
    pub fn new(url: impl Into<String>) -> Self {
        Self { url: url.into() }
    }
}

impl Action for Download {
    type Connector = Zoho;
    type Output = Bytes;
    const META: Meta = Meta::read("bulk_write", "download")
        .title("Download what became of an import")
        .scopes(SCOPES)
        .docs("https://www.zoho.com/crm/developer/docs/api/v8/bulk-write/download-result.html");

    fn request(&self, _: &Cx<'_, Zoho>) -> Result<Request> {
        if self.url.is_empty() {
            return Err(Error::validation("url", "is empty"));
        }
        let known = Url::parse(&self.url).ok().and_then(|url| Some((download_root(&url)?, url)));
        let Some((root, url)) = known else { return Ok(Request::next_link(&self.url)) };
        let request = Request::get(url.path_segments().into_iter().flatten()).root(root);
        Ok(url.query_pairs().fold(request, |request, (name, value)| request.query(name, value)))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Bytes> {
        Ok(response.body)
    }
}
