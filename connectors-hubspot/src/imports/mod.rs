//! Imports: files of rows that become records.

mod errors;
mod model;

use connectors_core::{
    Action, Cursor, Cx, Delivery, Error, ErrorKind, Idempotency, JobState, Meta, Multipart, Page,
    PagedAction, Request, Response, Result, setters,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use self::errors::{Errors, RowError, SourceData};
pub use self::model::{Import, Metadata, State};
use crate::HubSpot;
use crate::config::Api;
use crate::objects::id;
use crate::paging::{page, paged};

const TO_READ: &[&str] = &["crm.import"];
const TO_WRITE: &[&str] = &["crm.import"];

/// `import.create`: imports a file of rows, for [`Client::upload`](connectors_core::Client::upload). It is done when [`Get`] says so. Sent
/// twice, it runs twice: when the answer is lost nothing is sent again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Create {
    /// What the file is called, as `request` calls it.
    pub file_name: String,
    /// What is in its columns: `importRequest`, as HubSpot describes it.
    pub request: Value,
}

impl Create {
    /// This file.
    #[must_use]
    pub fn new(file_name: impl Into<String>, request: Value) -> Self {
        Self { file_name: file_name.into(), request }
    }
}

impl Action for Create {
    type Connector = HubSpot;
    type Output = Import;
    const META: Meta = Meta::write("import", "create")
        .title("Import a file")
        .scopes(TO_WRITE)
        .docs("https://developers.hubspot.com/docs/guides/api/crm/imports");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        let request = self.request.to_string();
        let form = Multipart::file("files", &self.file_name).text("importRequest", request);
        Ok(Request::post(cx.connector().path(Api::IMPORTS, [""; 0])).multipart(form))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        response.json()
    }
}

/// `import.get`: how far an import is. [`Client::job`](connectors_core::Client::job) asks until it is done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Get {
    /// The id of the import.
    pub id: String,
}

impl Get {
    /// The import with this id.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into() }
    }
}

impl Action for Get {
    type Connector = HubSpot;
    type Output = JobState<Import>;
    const META: Meta = Meta::read("import", "get")
        .title("Ask how far an import is")
        .scopes(TO_READ)
        .docs("https://developers.hubspot.com/docs/guides/api/crm/imports");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        Ok(Request::get(cx.connector().path(Api::IMPORTS, [id("id", &self.id)?])))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        let import: Import = response.json()?;
        Ok(match import.state.as_ref().and_then(|state| state.known()) {
            Some(State::Done) => JobState::Done(import),
            Some(State::Failed | State::Canceled | State::Reverted) => {
                let text = "the import failed or was stopped: `imports::Errors` tells what is wrong";
                JobState::Failed(Error::new(ErrorKind::Vendor, text).with_delivery(Delivery::Accepted))
            }
            // Those under way, and what may come.
            _ => JobState::Running { progress: None, check_after: None },
        })
    }
}

/// `import.list`: all imports.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct List {
    /// How many on a page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u16>,
    /// Where to start.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
}

impl List {
    /// All.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(limit: Option<u16>, cursor: Option<Cursor>);
}

impl Action for List {
    type Connector = HubSpot;
    type Output = Page<Import>;
    const META: Meta = Meta::read("import", "list")
        .title("List imports")
        .scopes(TO_READ)
        .docs("https://developers.hubspot.com/docs/guides/api/crm/imports");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        let request = Request::get(cx.connector().path(Api::IMPORTS, [""; 0]));
        paged(request, self.limit, self.cursor.as_ref())
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        page(&response)
    }
}

impl PagedAction for List {
    type Item = Import;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}

/// `import.cancel`: stops an import. What it wrote stays.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Cancel {
    /// The id of the import.
    pub id: String,
}

impl Cancel {
    /// The import with this id.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into() }
    }
}

impl Action for Cancel {
    type Connector = HubSpot;
    type Output = ();
    const META: Meta = Meta::write("import", "cancel")
        .title("Cancel an import")
        .scopes(TO_WRITE)
        .docs("https://developers.hubspot.com/docs/guides/api/crm/imports");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        Ok(Request::post(cx.connector().path(Api::IMPORTS, [id("id", &self.id)?, "cancel"]))
            .idempotency(Idempotency::Idempotent))
    }

    #[inline]
    fn response(&self, _: Response) -> Result<Self::Output> {
        Ok(())
    }
}
