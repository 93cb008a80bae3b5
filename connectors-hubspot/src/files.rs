//! Files.

use std::fmt;

use chrono::{DateTime, Utc};
use connectors_core::types::Open;
use connectors_core::{
    Action, Cursor, Cx, Meta, Multipart, Page, PagedAction, Request, Response, Result, setters,
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::HubSpot;
use crate::config::Api;
use crate::objects::id;
use crate::paging::{moment, page, paged};

const TO_READ: &[&str] = &["files"];
const TO_WRITE: &[&str] = &["files"];

/// Who can see a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum Access {
    /// Everybody, search engines among them.
    PublicIndexable,
    /// Everybody who has its address.
    PublicNotIndexable,
    /// The same, hidden in HubSpot.
    HiddenIndexable,
    /// The same, hidden in HubSpot.
    HiddenNotIndexable,
    /// Nobody without a signed address; hidden in HubSpot.
    HiddenPrivate,
    /// Nobody without a signed address.
    Private,
}

/// A file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct File {
    /// Its id.
    pub id: String,
    /// What it is called, without the extension.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its extension.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extension: Option<String>,
    /// What kind it is: `IMG`, `DOCUMENT`, …
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Where it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// In which folder.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent_folder_id: Option<String>,
    /// Who can see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub access: Option<Open<Access>>,
    /// How many bytes it has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<u64>,
    /// Its address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Its address at HubSpot.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_hosting_url: Option<String>,
    /// How it is encoded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
    /// The MD5 of its content.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file_md5: Option<String>,
    /// How wide an image is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub width: Option<i64>,
    /// How high an image is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub height: Option<i64>,
    /// Whether pages may have it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_usable_in_content: Option<bool>,
    /// Whether it was deleted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub archived: Option<bool>,
    /// When it was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<DateTime<Utc>>,
    /// When it was changed last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<DateTime<Utc>>,
}

impl File {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(name: Option<String>, extension: Option<String>, kind: Option<String>, path: Option<String>, parent_folder_id: Option<String>, access: Option<Open<Access>>, size: Option<u64>, url: Option<String>, default_hosting_url: Option<String>, encoding: Option<String>, file_md5: Option<String>, width: Option<i64>, height: Option<i64>, is_usable_in_content: Option<bool>, archived: Option<bool>, created_at: Option<DateTime<Utc>>, updated_at: Option<DateTime<Utc>>);
}

/// `file.upload`: puts a file into HubSpot, for [`Client::upload`](connectors_core::Client::upload). Sent twice, it is there twice: when the
/// answer is lost nothing is sent again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Upload {
    /// What it is called.
    pub file_name: String,
    /// In which folder: `/invoices`. It is made if there is none.
    pub folder_path: String,
    /// Who can see it.
    pub access: Access,
    /// Whether it takes the place of one that is called alike.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub overwrite: bool,
}

impl Upload {
    /// A file with this name.
    #[must_use]
    pub fn new(file_name: impl Into<String>, folder_path: impl Into<String>, access: Access) -> Self {
        Self { file_name: file_name.into(), folder_path: folder_path.into(), access, overwrite: false }
    }

    setters!(overwrite: bool);
}

impl Action for Upload {
    type Connector = HubSpot;
    type Output = File;
    const META: Meta = Meta::write("file", "upload")
        .title("Upload a file")
        .scopes(TO_WRITE)
        .docs("https://developers.hubspot.com/docs/guides/api/library/files");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        let access = json!({ "access": self.access, "overwrite": self.overwrite });
        let form = Multipart::file("file", &self.file_name)
            .text("fileName", &self.file_name)
            .text("folderPath", &self.folder_path)
            .text("options", access.to_string());
        Ok(Request::post(cx.connector().path(Api::FILES, [""; 0])).multipart(form))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        response.json()
    }
}

/// `file.list`: all files, or those that fit.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct List {
    /// A part of the name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Only of this kind: `IMG`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Only those in the folder with this id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub folder: Option<String>,
    /// Only those made at this moment or later.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_after: Option<DateTime<Utc>>,
    /// Only those changed at this moment or later.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_after: Option<DateTime<Utc>>,
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

    setters!(name: Option<String>, kind: Option<String>, folder: Option<String>, created_after: Option<DateTime<Utc>>, updated_after: Option<DateTime<Utc>>, limit: Option<u16>, cursor: Option<Cursor>);
}

impl Action for List {
    type Connector = HubSpot;
    type Output = Page<File>;
    const META: Meta = Meta::read("file", "list")
        .title("List files")
        .scopes(TO_READ)
        .docs("https://developers.hubspot.com/docs/guides/api/library/files");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        let request = Request::get(cx.connector().path(Api::FILES, ["search"]))
            .query_opt("name", self.name.as_ref())
            .query_opt("type", self.kind.as_ref())
            .query_opt("parentFolderIds", self.folder.as_ref())
            .query_opt("createdAtGte", self.created_after.map(moment))
            .query_opt("updatedAtGte", self.updated_after.map(moment));
        paged(request, self.limit, self.cursor.as_ref())
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        page(&response)
    }
}

impl PagedAction for List {
    type Item = File;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}

/// `file.get`: what is known of a file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Get {
    /// The id of the file.
    pub id: String,
}

impl Get {
    /// The file with this id.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into() }
    }
}

impl Action for Get {
    type Connector = HubSpot;
    type Output = File;
    const META: Meta = Meta::read("file", "get")
        .title("Get a file")
        .scopes(TO_READ)
        .docs("https://developers.hubspot.com/docs/guides/api/library/files");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        Ok(Request::get(cx.connector().path(Api::FILES, [id("id", &self.id)?])))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        response.json()
    }
}

/// An address of a file that nobody else can see.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct SignedUrl {
    /// The address: whoever has it can read the file.
    pub url: String,
    /// How long it is good.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<DateTime<Utc>>,
    /// What the file is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its extension.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extension: Option<String>,
    /// How many bytes it has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<u64>,
}

/// Without the address: whoever has it can read the file.
impl fmt::Debug for SignedUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignedUrl")
            .field("expires_at", &self.expires_at)
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

impl SignedUrl {
    /// As tests need it.
    #[must_use]
    pub fn new(url: impl Into<String>) -> Self {
        Self { url: url.into(), ..Self::default() }
    }

    setters!(expires_at: Option<DateTime<Utc>>, name: Option<String>, extension: Option<String>, size: Option<u64>);
}

/// `file.sign`: an address by which a private file can be read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Sign {
    /// The id of the file.
    pub id: String,
    /// How long it is good.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seconds: Option<u32>,
}

impl Sign {
    /// The file with this id.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into(), seconds: None }
    }

    setters!(seconds: Option<u32>);
}

impl Action for Sign {
    type Connector = HubSpot;
    type Output = SignedUrl;
    const META: Meta = Meta::read("file", "sign")
        .title("Get a signed address of a file")
        .scopes(TO_READ)
        .docs("https://developers.hubspot.com/docs/guides/api/library/files");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        Ok(Request::get(cx.connector().path(Api::FILES, [id("id", &self.id)?, "signed-url"]))
            .query_opt("expirationSeconds", self.seconds))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        response.json()
    }
}

/// `file.delete`: deletes a file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Delete {
    /// The id of the file.
    pub id: String,
}

impl Delete {
    /// The file with this id.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into() }
    }
}

impl Action for Delete {
    type Connector = HubSpot;
    type Output = ();
    const META: Meta = Meta::destructive("file", "delete")
        .title("Delete a file")
        .scopes(TO_WRITE)
        .docs("https://developers.hubspot.com/docs/guides/api/library/files");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        Ok(Request::delete(cx.connector().path(Api::FILES, [id("id", &self.id)?])))
    }

    #[inline]
    fn response(&self, _: Response) -> Result<Self::Output> {
        Ok(())
    }
}
