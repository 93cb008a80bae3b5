//! Files in Zoho's own file system: what file and image fields of records hold.
//!
//! A file has at most 20 MB; one that is known to be larger is not sent. Zoho takes ten in a call; here it is one, so
//! that each streams and is told of by itself. Sources: Zoho CRM API v8, `files.json`, "Upload Files to Zoho File
//! System".

use bytes::Bytes;
use connectors_core::{Action, Cx, Error, Fault, Head, Meta, Multipart, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

use crate::attachments::file_name;
use crate::records::unreadable;
use crate::{Zoho, errors};

const DOCS: &str = "https://www.zoho.com/crm/developer/docs/api/v8/upload-files-to-zfs.html";

/// The largest file.
pub const MOST_BYTES: u64 = 20 << 20;

/// `file.upload`: puts a file into Zoho's file system, for [`Client::upload`](connectors_core::Client::upload). The id
/// that it gets goes into a record's file field.
///
/// A file that is sent twice is there twice, so a lost answer is not followed by a second try.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Upload {
    /// What the file is called.
    pub file_name: String,
    /// Whether it is an image within a text.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub inline: bool,
}

impl Upload {
    /// A file with this name.
    #[must_use]
    pub fn new(file_name: impl Into<String>) -> Self {
        Self { file_name: file_name.into(), inline: false }
    }

    setters!(inline: bool);
}

/// A file in Zoho's file system.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct File {
    /// Its id.
    pub id: String,
    /// What it is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

impl File {
    /// The file with this id.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into(), name: None }
    }

    setters!(name: Option<String>);
}

impl Action for Upload {
    type Connector = Zoho;
    type Output = File;
    const META: Meta =
        Meta::write("file", "upload").title("Upload a file").scopes(&["ZohoCRM.files.CREATE"]).docs(DOCS);

    fn request(&self, _: &Cx<'_, Zoho>) -> Result<Request> {
        let form = Multipart::file("file", file_name(&self.file_name)?).at_most(MOST_BYTES);
        Ok(Request::post(["files"]).query_opt("type", self.inline.then_some("inline")).multipart(form))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<File> {
        #[derive(Deserialize)]
        struct Answer {
            data: Vec<Uploaded>,
        }
        #[derive(Deserialize)]
        struct Uploaded {
            details: File,
        }
        let answer: Answer = response.json()?;
        answer.data.into_iter().next().map(|file| file.details).ok_or_else(unreadable)
    }

    fn fault(&self, _: &Zoho, head: &Head, body: &[u8]) -> Option<Fault> {
        errors::fault_of_one(head, body)
    }
}

/// `file.download`: a file of Zoho's file system, for [`Client::download`](connectors_core::Client::download).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Download {
    /// The file's id: that of an upload, or the `file_id` of an attachment or of a record's file field.
    pub id: String,
}

impl Download {
    /// The file with this id.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into() }
    }
}

impl Action for Download {
    type Connector = Zoho;
    type Output = Bytes;
    const META: Meta =
        Meta::read("file", "download").title("Download a file").scopes(&["ZohoCRM.files.READ"]).docs(DOCS);

    fn request(&self, _: &Cx<'_, Zoho>) -> Result<Request> {
        if self.id.is_empty() {
            return Err(Error::validation("id", "is empty"));
        }
        Ok(Request::get(["files"]).query("id", &self.id))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Bytes> {
        Ok(response.body)
    }

    fn fault(&self, _: &Zoho, head: &Head, body: &[u8]) -> Option<Fault> {
        errors::fault_of_file(head, body)
    }
}
