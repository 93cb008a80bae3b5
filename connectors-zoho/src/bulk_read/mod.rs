//! Exports of many records: a job on Zoho's side, whose result is a file.
//!
//! `bulk_read::read` does all of it: asks for the export, waits for it, and gives the records one by one as the file
//! arrives, page after page (200,000 records each), in constant memory. The actions are there for those who want the
//! parts.
//!
//! An export costs 50 credits whatever its size, and ten files may be downloaded in a minute; the result is kept for a
//! day. Notes, attachments and e-mails cannot be exported, and there is no order to ask for.
//!
//! Sources: Zoho CRM API v8, `bulk_read.json`; the vendor's "Bulk Read" (overview, limitations). The 50 credits are
//! second-hand; that more is counted than spent does no harm.
#![cfg_attr(
    feature = "bulk",
    doc = r#"
```
# use std::time::Duration;
# use connectors_core::Client;
# use connectors_sandbox::{Sandbox, zoho as simulated};
use chrono::NaiveDate;
use connectors_zoho::{Criteria, bulk_read};
# use connectors_zoho::{DataCenter, Zoho};
use serde::Deserialize;

#[derive(Deserialize)]
struct Won {
    id: String,
    #[serde(rename = "Deal_Name")]
    name: String,
    #[serde(rename = "Amount")]
    amount: Option<f64>,
    #[serde(rename = "Closing_Date")]
    closed: Option<NaiveDate>,
}

# #[tokio::main(flavor = "current_thread")]
# async fn main() -> Result<(), Box<dyn std::error::Error>> {
# let platform = simulated::Zoho::new().deals(30).job_time(Duration::ZERO);
# let sandbox = Sandbox::builder().platform(platform).start().await?;
# let url = sandbox.url("zoho");
# let token = sandbox.access_token("zoho").ok_or("a token")?;
# let zoho: Client<Zoho> = Zoho::new(DataCenter::Us).base_urls(url, url).access_token(token).connect()?;
let query = bulk_read::Query::new("Deals")
    .fields(["Deal_Name", "Amount", "Closing_Date"])
    .criteria(Criteria::equals("Stage", "Closed Won"));
let mut rows = bulk_read::read::<Won>(&zoho, query);
# let mut count = 0;
while let Some(deal) = rows.next().await {
    let deal = deal?;
    println!("{}: {} for {:?}, closed {:?}", deal.id, deal.name, deal.amount, deal.closed);
#     count += 1;
}
# assert_eq!(count, 30);
# Ok(()) }
```
"#
)]

mod criteria;
#[cfg(feature = "bulk")]
mod rows;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use connectors_core::limits::Unit;
use connectors_core::{
    Action, Cursor, Cx, Delivery, Error, ErrorKind, Idempotency, JobAction, JobState, Meta, Request,
    Response, Result, setters,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

#[cfg(feature = "bulk")]
pub use self::rows::{Place, Row, Rows, read};

use crate::config::BULK;
use crate::errors::{Element, refusal};
use crate::records::{api_name, record_id};
use crate::{Criteria, Zoho, limits};

const SCOPES: &[&str] = &["ZohoCRM.bulk.ALL", "ZohoCRM.bulk.READ"];
/// What an export costs.
const CREDITS: u64 = 50;
const MOST_FIELDS: usize = 200;

/// What to export.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Query {
    /// The module's API name.
    pub module: String,
    /// The fields, at most 200; empty for all. `Account_Name.Phone` is the field of a record that is pointed to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<String>,
    /// Only records for which this holds: at most 25 comparisons.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub criteria: Option<Criteria>,
    /// Only records of this custom view, by its id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cvid: Option<String>,
    /// Which page of 200,000 records: the first unless said otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
}

impl Query {
    /// All fields of all records of a module.
    #[must_use]
    pub fn new(module: impl Into<String>) -> Self {
        Self { module: module.into(), ..Self::default() }
    }

    setters!(fields: Vec<String>, criteria: Option<Criteria>, cvid: Option<String>, cursor: Option<Cursor>);

    fn to_json(&self, cx: &Cx<'_, Zoho>) -> Result<Value> {
        let module = cx.connector().module_name(&self.module);
        let mut query = json!({ "module": { "api_name": api_name("module", module)? } });
        if self.fields.len() > MOST_FIELDS {
            let text = format!("are {}; an export takes at most {MOST_FIELDS}", self.fields.len());
            return Err(Error::validation("fields", text));
        }
        if !self.fields.is_empty() {
            let fields = self.fields.iter().map(|field| api_name("fields", field));
            query["fields"] = fields.collect::<Result<Vec<_>>>()?.into();
        }
        if let Some(criteria) = &self.criteria {
            query["criteria"] = criteria::to_json(criteria)?;
        }
        if let Some(view) = &self.cvid {
            query["cvid"] = record_id("cvid", view)?.into();
        }
        match &self.cursor {
            Some(Cursor::Token(token)) => query["page_token"] = token.as_str().into(),
            cursor => query["page"] = Cursor::page(cursor.as_ref(), 1)?.into(),
        }
        Ok(query)
    }
}

/// `bulk_read.create`: asks for an export of one page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Create {
    /// What to export.
    pub query: Query,
    /// Where Zoho posts a message when the job is done or has failed: an https address. Nothing proves that such a
    /// message is Zoho's: ask for the state then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub callback: Option<String>,
}

impl Create {
    /// Asks for this.
    #[must_use]
    pub fn new(query: Query) -> Self {
        Self { query, callback: None }
    }

    setters!(callback: Option<String>);
}

/// A job that was started.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Started {
    /// The job's id.
    pub id: String,
}

impl Started {
    /// The job with this id.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into() }
    }
}

impl Action for Create {
    type Connector = Zoho;
    type Output = Started;
    const META: Meta = Meta::read("bulk_read", "create")
        .title("Export records")
        .scopes(SCOPES)
        .docs("https://www.zoho.com/crm/developer/docs/api/v8/bulk-read/create-job.html");

    fn request(&self, cx: &Cx<'_, Zoho>) -> Result<Request> {
        let mut body = json!({ "query": self.query.to_json(cx)?, "file_type": "csv" });
        if let Some(url) = &self.callback {
            body["callback"] = callback(url)?;
        }
        // Asked for twice, it is there twice, and nothing is changed.
        let request = Request::post(["read"]).root(BULK).json(&body).idempotency(Idempotency::Idempotent);
        Ok(request.costs(Unit::Credits, CREDITS))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Started> {
        #[derive(Deserialize)]
        struct Answer {
            data: Vec<Job>,
        }
        #[derive(Deserialize)]
        struct Job {
            details: Started,
        }
        let answer: Answer = response.json()?;
        answer.data.into_iter().next().map(|job| job.details).ok_or_else(unreadable)
    }
}

impl JobAction for Create {
    type Status = Get;
    type Result = Finished;

    fn status(&self, started: Started) -> Get {
        Get::new(started.id)
    }
}

/// Where Zoho reports the end of a job.
pub(crate) fn callback(url: &str) -> Result<Value> {
    let fits = url::Url::parse(url).is_ok_and(|url| url.scheme() == "https");
    if !fits {
        return Err(Error::validation("callback", "is not an https address"));
    }
    Ok(json!({ "url": url, "method": "post" }))
}

/// What an export gave.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct Finished {
    /// The job's id, by which [`Download`] finds the file.
    pub id: String,
    /// The page's number.
    pub page: Option<u64>,
    /// How many records are in the file.
    pub count: Option<u64>,
    /// How many records a page has.
    pub per_page: Option<u64>,
    /// Whether there are more pages.
    pub more_records: bool,
    /// What leads to the next page.
    pub next_page_token: Option<String>,
    /// When the job was started.
    pub created_time: Option<DateTime<Utc>>,
}

impl Finished {
    /// The result of this job.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(page: Option<u64>, count: Option<u64>, per_page: Option<u64>, more_records: bool,
        next_page_token: Option<String>, created_time: Option<DateTime<Utc>>);

    /// Where the next page is; `None` on the last.
    #[must_use]
    pub fn next(&self) -> Option<Cursor> {
        match (&self.next_page_token, self.page) {
            _ if !self.more_records => None,
            (Some(token), _) if !token.is_empty() => Some(Cursor::Token(token.clone())),
            (_, page) => Some(Cursor::Page(page.unwrap_or(1) + 1)),
        }
    }
}

/// `bulk_read.get`: asks how far an export is.
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
struct Jobs {
    data: Vec<Job>,
}

#[derive(Deserialize)]
struct Job {
    state: String,
    #[serde(default)]
    created_time: Option<DateTime<Utc>>,
    #[serde(default)]
    result: Option<Value>,
}

impl Action for Get {
    type Connector = Zoho;
    type Output = JobState<Finished>;
    const META: Meta = Meta::read("bulk_read", "get")
        .title("Ask how far an export is")
        .scopes(SCOPES)
        .docs("https://www.zoho.com/crm/developer/docs/api/v8/bulk-read/job-details.html");

    fn request(&self, _: &Cx<'_, Zoho>) -> Result<Request> {
        Ok(Request::get(["read", record_id("id", &self.id)?]).root(BULK))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<JobState<Finished>> {
        let jobs: Jobs = response.json()?;
        let Job { state, created_time, result } = jobs.data.into_iter().next().ok_or_else(unreadable)?;
        Ok(match state.as_str() {
            "COMPLETED" => {
                let result = result.unwrap_or_default();
                let finished = Finished::deserialize(result).map_err(|_| unreadable())?;
                JobState::Done(Finished { id: self.id.clone(), created_time, ..finished })
            }
            "FAILURE" | "FAILED" => JobState::Failed(failed(&response, "export", result.as_ref())),
            // ADDED, QUEUED, IN PROGRESS, and what may come.
            _ => JobState::Running { progress: None, check_after: None },
        })
    }
}

pub(crate) fn unreadable() -> Error {
    Error::new(ErrorKind::Decode, "the answer does not say what became of the job")
        .with_delivery(Delivery::Accepted)
}

/// A job that failed. Whether Zoho says why is not described; where it does, it is an error like all others.
pub(crate) fn failed(response: &Response, what: &str, result: Option<&Value>) -> Error {
    let told = result.and_then(|result| Element::deserialize(result.get("error_message")?).ok());
    match told.filter(Element::is_error) {
        Some(element) => refusal(element.fault(&response.head), &response.head),
        None => Error::new(ErrorKind::Vendor, format!("the {what} failed")).with_delivery(Delivery::Rejected),
    }
}

/// `bulk_read.download`: the file of an export, a ZIP archive with a CSV file in it, as it comes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Download {
    /// The job's id.
    pub id: String,
}

impl Download {
    /// The file of the job with this id.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into() }
    }
}

impl Action for Download {
    type Connector = Zoho;
    type Output = Bytes;
    const META: Meta = Meta::read("bulk_read", "download")
        .title("Download an export")
        .scopes(SCOPES)
        .docs("https://www.zoho.com/crm/developer/docs/api/v8/bulk-read/download-result.html");

    fn request(&self, _: &Cx<'_, Zoho>) -> Result<Request> {
        let request = Request::get(["read", record_id("id", &self.id)?, "result"]).root(BULK);
        Ok(request.bucket(limits::EXPORTS))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Bytes> {
        Ok(response.body)
    }
}
