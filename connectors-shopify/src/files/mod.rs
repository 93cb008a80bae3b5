//! Files of a shop: images, videos, models, and any others.
//!
//! Shopify reads them after it answered: a file that is not [`Ready`](FileStatus::Ready) yet has no address. A file that failed tells
//! why in `file_errors`.

mod model;

use chrono::{DateTime, Utc};
use connectors_core::types::Open;
use connectors_core::{Action, Cx, Delivery, Error, ErrorKind, Meta, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

pub(crate) use self::model::FILE;
pub use self::model::{File, FileError, FileKind, FileStatus, Picture, Preview, Source, VideoHost};
use crate::changes::{self, Followed};
use crate::graphql::{self, Document};
use crate::records::{self, Listable, Record, Spec};
use crate::webhooks::Topic;
use crate::{Gid, Shopify};

const GET: Document = Document::query("query FileGet($id: ID!) { node(id: $id) { ...File } }").with(FILE);

const CREATE: Document = Document::mutation(
    "mutation FileCreate($files: [FileCreateInput!]!) { \
     fileCreate(files: $files) { files { ...File } userErrors { field message code } } }",
)
.with(FILE);

/// Also of the media of products, which are files.
pub(crate) const UPDATE: Document = Document::mutation(
    "mutation FileUpdate($files: [FileUpdateInput!]!) { \
     fileUpdate(files: $files) { files { ...File } userErrors { field message code } } }",
)
.with(FILE)
.repeatable();

const DELETE: Document = Document::mutation(
    "mutation FileDelete($ids: [ID!]!) { \
     fileDelete(fileIds: $ids) { deletedFileIds userErrors { field message code } } }",
)
.repeatable();

impl Record for File {
    const RESOURCE: &'static str = "file";
    const READ: &'static [&'static str] = &["read_files", "read_products"];
    const WRITE: &'static [&'static str] = &["write_files", "write_products"];
}

impl Listable for File {
    const LIST: Spec = Spec::new(
        Document::query(
            "query FileList($first: Int!, $after: String, $query: String, $sort_key: FileSortKeys, \
             $reverse: Boolean) { files(first: $first, after: $after, query: $query, sortKey: $sort_key, \
             reverse: $reverse) { nodes { ...File } pageInfo { hasNextPage endCursor } } }",
        )
        .with(FILE),
        "List files",
        "https://shopify.dev/docs/api/admin-graphql/2026-10/queries/files",
    );
    type SortKey = SortKey;
}

impl Followed for File {
    const A: &'static str = "a file";
    const CREATED: &'static [Topic] = &[];
    const UPDATED: &'static [Topic] = &[];
    type List = List;

    fn list(query: String) -> List {
        List::new().query(query).sort_key(SortKey::UpdatedAt)
    }

    fn moments(&self) -> (&Gid, DateTime<Utc>, DateTime<Utc>) {
        (&self.id, self.created_at, self.updated_at)
    }
}

/// `file.created`: new files.
pub type Created = changes::Created<File>;
/// `file.updated`: files that were changed, or that Shopify has come further with.
pub type Updated = changes::Updated<File>;
/// `file.created_or_updated`: files that were made or changed.
pub type CreatedOrUpdated = changes::CreatedOrUpdated<File>;

/// `file.list`: all files, or those that a query finds: `media_type:IMAGE`, `used_in:none`.
pub type List = records::List<File>;

/// What lists of files are ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum SortKey {
    /// When it was made.
    CreatedAt,
    /// What it is called.
    Filename,
    /// Its id.
    Id,
    /// Its size.
    OriginalUploadSize,
    /// How well it fits the query.
    Relevance,
    /// When it was changed last.
    UpdatedAt,
}

/// `file.get`: one file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Get {
    /// The file.
    pub id: Gid,
}

impl Get {
    /// The one with this id.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into() }
    }
}

impl Action for Get {
    type Connector = Shopify;
    type Output = File;
    const META: Meta = Meta::read("file", "get")
        .title("Get a file")
        .scopes(File::READ)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/queries/node");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        GET.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<File> {
        let file: File = graphql::one(&response)?;
        if file.id == Gid::default() {
            let error = Error::new(ErrorKind::NotFound, "the record with this id is no file");
            return Err(error.with_delivery(Delivery::Accepted));
        }
        Ok(file)
    }
}

/// `file.create`: new files, from addresses that Shopify can read or from staged uploads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Create {
    /// The files; at most 250.
    pub files: Vec<FileInput>,
}

impl Create {
    /// These.
    #[must_use]
    pub fn new(files: impl IntoIterator<Item = FileInput>) -> Self {
        Self { files: files.into_iter().collect() }
    }
}

impl Action for Create {
    type Connector = Shopify;
    type Output = Vec<File>;
    const META: Meta = Meta::write("file", "create")
        .title("Create files")
        .scopes(File::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/fileCreate");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        CREATE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Vec<File>> {
        graphql::written(&response)
    }
}

/// A new file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct FileInput {
    /// Where it is: an address that Shopify can read, or what a staged upload gave.
    pub original_source: String,
    /// What it is; found out if nothing is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_type: Option<Open<FileContentType>>,
    /// What it is called, with the same ending as its source.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filename: Option<String>,
    /// What it shows, for those who cannot see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alt: Option<String>,
    /// What happens if there is one with this name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duplicate_resolution_mode: Option<Open<Duplicates>>,
}

impl FileInput {
    /// The file at this address.
    #[must_use]
    pub fn new(original_source: impl Into<String>) -> Self {
        Self { original_source: original_source.into(), ..Self::default() }
    }

    setters!(content_type: Option<Open<FileContentType>>, filename: Option<String>, alt: Option<String>, duplicate_resolution_mode: Option<Open<Duplicates>>);
}

/// What a new file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum FileContentType {
    /// A video on YouTube or Vimeo.
    ExternalVideo,
    /// A file of any kind.
    File,
    /// An image.
    Image,
    /// A model in three dimensions.
    #[serde(rename = "MODEL_3D")]
    Model3d,
    /// A video.
    Video,
}

/// What happens to a new file if there is one with its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum Duplicates {
    /// It gets another name.
    AppendUuid,
    /// It is refused.
    RaiseError,
    /// It takes the place of the other, if both are images or both are files of any kind.
    Replace,
}

/// `file.update`: changes files that are ready.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Update {
    /// What changes of which files.
    pub files: Vec<FileUpdateInput>,
}

impl Update {
    /// This.
    #[must_use]
    pub fn new(files: impl IntoIterator<Item = FileUpdateInput>) -> Self {
        Self { files: files.into_iter().collect() }
    }
}

impl Action for Update {
    type Connector = Shopify;
    type Output = Vec<File>;
    const META: Meta = Meta::write("file", "update")
        .title("Update files")
        .scopes(File::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/fileUpdate");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        UPDATE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Vec<File>> {
        graphql::written(&response)
    }
}

/// What changes of a file. What is not said stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct FileUpdateInput {
    /// The file.
    pub id: Gid,
    /// What it shows, for those who cannot see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alt: Option<String>,
    /// What it is called, with the same ending as before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filename: Option<String>,
    /// Where its new content is; of images and files of any kind.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub original_source: Option<String>,
    /// Where the new picture of it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preview_image_source: Option<String>,
    /// Products that show it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub references_to_add: Vec<Gid>,
    /// Products that show it no longer.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub references_to_remove: Vec<Gid>,
}

impl FileUpdateInput {
    /// Nothing of this file, so far.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(alt: Option<String>, filename: Option<String>, original_source: Option<String>, preview_image_source: Option<String>, references_to_add: Vec<Gid>, references_to_remove: Vec<Gid>);
}

/// `file.delete`: removes files, from all that shows them too. Gives their ids.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Delete {
    /// The files.
    pub ids: Vec<Gid>,
}

impl Delete {
    /// These.
    #[must_use]
    pub fn new<I: Into<Gid>>(ids: impl IntoIterator<Item = I>) -> Self {
        Self { ids: ids.into_iter().map(Into::into).collect() }
    }
}

impl Action for Delete {
    type Connector = Shopify;
    type Output = Vec<Gid>;
    const META: Meta = Meta::destructive("file", "delete")
        .title("Delete files")
        .scopes(File::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/fileDelete");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        DELETE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Vec<Gid>> {
        graphql::written(&response)
    }
}
