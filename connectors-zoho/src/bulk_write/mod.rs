//! Imports of many records: a file for Zoho, a job on its side, and a file back that tells of every row.
//!
//! `bulk_write::write` does all of it: makes the files (25,000 rows or 25 MB each), sends them, waits, and tells what
//! became of each row, in memory that does not grow with their number. The actions are there for those who want the
//! parts.
//!
//! A job costs 500 credits, so it pays from 5,000 rows on: below that
//! [`UpsertMany`](crate::records::UpsertMany) and its like cost less and answer at once. The file is checked by Zoho
//! only after the job was taken. Attachments, notes, events and calls cannot be imported, nor files and images in
//! fields. The scopes are those of bulk jobs, of the module, and `ZohoFiles.files.ALL` for the file.
//!
//! Sources: Zoho CRM API v8, `bulk_write.json`; the vendor's "Bulk Write" (upload file, create job, download result,
//! limitations); "API Limits".
#![cfg_attr(
    feature = "bulk",
    doc = r#"
```
# use std::time::Duration;
# use connectors_core::Client;
# use connectors_sandbox::{Sandbox, zoho as simulated};
use connectors_core::Outcome;
use connectors_zoho::{Contact, bulk_write};
# use connectors_zoho::{DataCenter, Zoho};

# #[tokio::main(flavor = "current_thread")]
# async fn main() -> Result<(), Box<dyn std::error::Error>> {
# let platform = simulated::Zoho::new().deals(0).job_time(Duration::ZERO);
# let sandbox = Sandbox::builder().platform(platform).start().await?;
# let url = sandbox.url("zoho");
# let token = sandbox.access_token("zoho").ok_or("a token")?;
# let zoho: Client<Zoho> = Zoho::new(DataCenter::Us).base_urls(url, url).access_token(token).connect()?;
// What tells rows apart stands among the first three columns: Zoho's answer repeats those.
let import = bulk_write::Write::upsert("Contacts", ["Email", "Last_Name", "Phone"], "Email");
let people = (0..6_000)
    .map(|n| Contact::new().last_name(format!("Guest {n}")).email(format!("guest{n}@example.com")));
# let people = people.take(60);
let mut told = bulk_write::write(&zoho, import, people);
# let mut count = 0;
while let Some(row) = told.next().await {
    match row.outcome {
        Outcome::Done(written) => println!("row {}: {} {:?}", row.row, written.id, written.action),
        Outcome::Failed(error) => println!("row {}: refused: {error}", row.row),
        Outcome::Unknown(error) => println!("row {}: read back before writing it again: {error}", row.row),
        Outcome::NotSent(error) => println!("row {}: not sent: {error}", row.row),
    }
#     count += 1;
}
# assert_eq!(count, 60);
# Ok(()) }
```
"#
)]

#[cfg(feature = "bulk")]
mod answers;
#[cfg(feature = "bulk")]
mod file;
mod job;
#[cfg(feature = "bulk")]
mod matching;
#[cfg(feature = "bulk")]
mod results;

use connectors_core::{
    Action, Cx, Error, Idempotency, Meta, Multipart, Request, Response, Result, Root, setters,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

pub use self::job::{Counts, Create, Download, Finished, Get, Resource};
#[cfg(feature = "bulk")]
pub use self::results::{Results, RowResult, Write, write, write_stream};

use crate::Zoho;
pub use crate::bulk_read::Started;
use crate::bulk_read::unreadable;
use crate::records::{api_name, record_id};

/// The largest file (25 MB).
const MOST_BYTES: u64 = 25 << 20;

/// `bulk_write.upload`: sends the file of an import, a ZIP archive with a CSV file in it, for
/// [`Client::upload`](connectors_core::Client::upload). At most 25,000 rows and 25 MB.
///
/// A file that is sent twice is there twice, and writes nothing by itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Upload {
    /// The organisation's id (`zgid`); that of the configuration ([`Zoho::organization`]) unless said otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization: Option<String>,
}

impl Upload {
    /// A file for the configured organisation.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(organization: Option<String>);
}

/// A file that was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Uploaded {
    /// What [`Create`] knows it by.
    pub file_id: String,
}

impl Uploaded {
    /// The file with this id.
    #[must_use]
    pub fn new(file_id: impl Into<String>) -> Self {
        Self { file_id: file_id.into() }
    }
}

impl Action for Upload {
    type Connector = Zoho;
    type Output = Uploaded;
    const META: Meta = Meta::write("bulk_write", "upload")
        .title("Upload the file of an import")
        .scopes(&["ZohoFiles.files.ALL"])
        .docs("https://www.zoho.com/crm/developer/docs/api/v8/bulk-write/upload-file.html");

    fn request(&self, cx: &Cx<'_, Zoho>) -> Result<Request> {
        let organization = self.organization.as_deref().or(cx.connector().organization.as_deref());
        let organization = organization.ok_or_else(|| {
            Error::validation("organization", "is missing: `organization.get` tells it, as `zgid`")
        })?;
        let request = Request::post(["upload"])
            .root(Root::UPLOAD)
            .header("feature", "bulk-write")
            .header("x-crm-org", record_id("organization", organization)?)
            .multipart(Multipart::file("file", "rows.zip").at_most(MOST_BYTES));
        Ok(request.idempotency(Idempotency::Idempotent))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Uploaded> {
        #[derive(Deserialize)]
        struct Answer {
            details: Details,
        }
        #[derive(Deserialize)]
        struct Details {
            file_id: Value,
        }
        let answer: Answer = response.json()?;
        match answer.details.file_id {
            // A number in the description, a text in the vendor's examples.
            Value::Number(id) => Ok(Uploaded::new(id.to_string())),
            Value::String(id) => Ok(Uploaded::new(id)),
            _ => Err(unreadable()),
        }
    }
}

/// What is done with the rows of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Operation {
    /// Each becomes a record.
    Insert,
    /// Each changes the record that `find_by` finds.
    Update,
    /// The one or the other.
    Upsert,
}

/// Which field a column is for.
///
/// ```
/// use connectors_zoho::bulk_write::FieldMapping;
///
/// let email = FieldMapping::new("Email");
/// let account = FieldMapping::new("Account_Name").find_by("id"); // a record that is pointed to, by its id
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct FieldMapping {
    /// The field's API name.
    pub api_name: String,
    /// Which column: its place, from 0. `bulk_write::write` counts by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub index: Option<u32>,
    /// By which field the record that is pointed to is found: `id`, or a unique field of its module.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub find_by: Option<String>,
    /// How days and moments are written, `yyyy-MM-dd'T'HH:mm:ss'Z'`, where that is not as Zoho writes them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<String>,
    /// What stands in for an empty cell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_value: Option<String>,
}

impl FieldMapping {
    /// For this field.
    #[must_use]
    pub fn new(api_name: impl Into<String>) -> Self {
        Self { api_name: api_name.into(), ..Self::default() }
    }

    setters!(index: Option<u32>, find_by: Option<String>, format: Option<String>, default_value: Option<String>);

    fn to_json(&self, place: usize) -> Result<Value> {
        let mut json = json!({
            "api_name": api_name("field_mappings", &self.api_name)?,
            "index": self.index.map_or(place, |index| index as usize),
        });
        if let Some(field) = &self.find_by {
            json["find_by"] = api_name("field_mappings", field)?.into();
        }
        if let Some(format) = &self.format {
            json["format"] = format.as_str().into();
        }
        if let Some(value) = &self.default_value {
            json["default_value"] = json!({ "value": value });
        }
        Ok(json)
    }
}

impl<S: Into<String>> From<S> for FieldMapping {
    fn from(api_name: S) -> Self {
        Self::new(api_name)
    }
}
