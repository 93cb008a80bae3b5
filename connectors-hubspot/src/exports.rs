//! Exports: records as a file.
//!
//! The file has an address that HubSpot signed; on which hosts such addresses are is not known to us, so it is given as it is and
//! not downloaded here.

use std::fmt;

use chrono::{DateTime, Utc};
use connectors_core::{
    Action, Cx, Delivery, Error, ErrorKind, JobAction, JobState, Meta, Request, Response, Result, setters,
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::HubSpot;
use crate::config::Api;
use crate::objects::{id, word};
use crate::pipelines::object_type;

const TO_READ: &[&str] = &["crm.export"];

/// What an export is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "UPPERCASE")]
#[non_exhaustive]
pub enum Format {
    /// Text with commas.
    Csv,
    /// Excel, old.
    Xls,
    /// Excel.
    Xlsx,
}

/// `export.create`: exports the records of an object type, or those in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Create {
    /// The object type: `contacts`, `deals`, `2-1234567`.
    pub object: String,
    /// What it is called.
    pub name: String,
    /// The properties that are written.
    pub properties: Vec<String>,
    /// Only those in the list with this id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub list: Option<String>,
    /// CSV unless said otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<Format>,
    /// The ids of associated objects of this type are written, too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub associated_object_type: Option<String>,
}

impl Create {
    /// These properties of all records of an object type.
    #[must_use]
    pub fn new<S: Into<String>>(
        object: impl Into<String>,
        name: impl Into<String>,
        properties: impl IntoIterator<Item = S>,
    ) -> Self {
        Self {
            object: object.into(),
            name: name.into(),
            properties: properties.into_iter().map(Into::into).collect(),
            list: None,
            format: None,
            associated_object_type: None,
        }
    }

    setters!(list: Option<String>, format: Option<Format>, associated_object_type: Option<String>);
}

impl Action for Create {
    type Connector = HubSpot;
    type Output = Started;
    const META: Meta = Meta::read("export", "create")
        .title("Export records")
        .scopes(TO_READ)
        .docs("https://developers.hubspot.com/docs/guides/api/crm/exports");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        let object = object_type("object", &self.object, cx)?;
        let mut body = json!({
            "exportType": if self.list.is_some() { "LIST" } else { "VIEW" },
            "format": self.format.unwrap_or(Format::Csv),
            "exportName": self.name,
            "objectProperties": self.properties,
            "objectType": object,
            "language": "EN",
            "exportInternalValuesOptions": ["NAMES", "VALUES"],
            "overrideAssociatedObjectsPerDefinitionPerRowLimit": false,
        });
        if let Some(list) = &self.list {
            body["listId"] = id("list", list)?.into();
        }
        if let Some(associated) = &self.associated_object_type {
            body["associatedObjectType"] = associated.as_str().into();
        }
        // Asked for twice, it is there twice, and of exports an account has few: it is not sent again.
        Ok(Request::post(cx.connector().path(Api::EXPORTS, [""; 0])).json(&body))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        response.json()
    }
}

/// An export that was started.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Started {
    /// Its id.
    pub id: String,
}

impl Started {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into() }
    }
}

/// An export that is done.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Export {
    /// Where its file is, for some minutes: whoever has the address can read it.
    #[serde(rename = "result", skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// How many things went wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub num_errors: Option<i64>,
    /// When it was done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub completed_at: Option<DateTime<Utc>>,
}

/// Without the address: whoever has it can read the file.
impl fmt::Debug for Export {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Export")
            .field("num_errors", &self.num_errors)
            .field("completed_at", &self.completed_at)
            .finish_non_exhaustive()
    }
}

impl Export {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(url: Option<String>, num_errors: Option<i64>, completed_at: Option<DateTime<Utc>>);
}

impl JobAction for Create {
    type Status = Get;
    type Result = Export;

    fn status(&self, started: Started) -> Get {
        Get::new(started.id)
    }
}

/// `export.get`: how far an export is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Get {
    /// The id of the export.
    pub id: String,
}

impl Get {
    /// The export with this id.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into() }
    }
}

impl Action for Get {
    type Connector = HubSpot;
    type Output = JobState<Export>;
    const META: Meta = Meta::read("export", "get")
        .title("Ask how far an export is")
        .scopes(TO_READ)
        .docs("https://developers.hubspot.com/docs/guides/api/crm/exports");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        Ok(Request::get(cx.connector().path(Api::EXPORTS, ["tasks", word("id", &self.id)?, "status"])))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        #[derive(Deserialize)]
        struct Task {
            status: String,
            #[serde(flatten)]
            export: Export,
        }
        let task: Task = response.json()?;
        Ok(match task.status.as_str() {
            "COMPLETE" => JobState::Done(task.export),
            "CANCELED" => {
                let error = Error::new(ErrorKind::Vendor, "the export was stopped");
                JobState::Failed(error.with_delivery(Delivery::Accepted))
            }
            // PENDING, PROCESSING, and what may come.
            _ => JobState::Running { progress: None, check_after: None },
        })
    }
}
