//! Files as Shopify sends them.

use chrono::{DateTime, Utc};
use connectors_core::setters;
use connectors_core::types::Open;
use serde::{Deserialize, Serialize};

use crate::Gid;

/// The selection of [`File`], which media of products are too.
pub(crate) const FILE: &[&str] =
    &["fragment File on File { __typename id alt createdAt updatedAt fileStatus \
    fileErrors { code message details } preview { status image { url width height } } \
    ... on MediaImage { mimeType image { url width height } } \
    ... on Video { filename duration sources { url format mimeType } } \
    ... on Model3d { filename sources { url format mimeType } } \
    ... on ExternalVideo { embedUrl originUrl host } ... on GenericFile { url mimeType originalFileSize } }"];

/// A file of the shop: an image, video, model, or anything else. Media of products are such files.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct File {
    /// What it is.
    #[serde(rename = "__typename")]
    pub kind: Open<FileKind>,
    /// Its id.
    pub id: Gid,
    /// What it shows, for those who cannot see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alt: Option<String>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
    /// How far Shopify has come with it.
    pub file_status: Open<FileStatus>,
    /// Why it failed.
    pub file_errors: Vec<FileError>,
    /// A picture of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preview: Option<Preview>,
    /// Its media type, of images and of files of any kind.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mime_type: Option<String>,
    /// The image, once it is ready.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<Picture>,
    /// What it is called, of videos and models.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filename: Option<String>,
    /// How long a video is, in milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duration: Option<i64>,
    /// Where videos and models are, in each format.
    pub sources: Vec<Source>,
    /// Where a video of another site is shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub embed_url: Option<String>,
    /// Where it comes from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin_url: Option<String>,
    /// The other site.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host: Option<Open<VideoHost>>,
    /// Where a file of any kind is, once it is ready.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Its size in bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub original_file_size: Option<i64>,
}

impl File {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(kind: Open<FileKind>, alt: Option<String>, created_at: DateTime<Utc>, updated_at: DateTime<Utc>, file_status: Open<FileStatus>, file_errors: Vec<FileError>, preview: Option<Preview>, mime_type: Option<String>, image: Option<Picture>, filename: Option<String>, duration: Option<i64>, sources: Vec<Source>, embed_url: Option<String>, origin_url: Option<String>, host: Option<Open<VideoHost>>, url: Option<String>, original_file_size: Option<i64>);
}

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub enum FileKind {
    /// A video on YouTube or Vimeo.
    ExternalVideo,
    /// A file of any kind.
    GenericFile,
    /// An image.
    MediaImage,
    /// A model in three dimensions.
    Model3d,
    /// A video.
    Video,
}

/// How far Shopify has come with a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum FileStatus {
    /// It could not be read.
    Failed,
    /// It is being worked on.
    Processing,
    /// It can be shown.
    Ready,
    /// It is here, and will be worked on.
    Uploaded,
}

/// Why a file failed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct FileError {
    /// Its code: `IMAGE_DOWNLOAD_FAILURE`.
    pub code: String,
    /// What happened.
    pub message: String,
    /// More of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub details: Option<String>,
}

impl FileError {
    /// As tests need it.
    #[must_use]
    pub fn new(code: impl Into<String>, message: impl Into<String>) -> Self {
        Self { code: code.into(), message: message.into(), ..Self::default() }
    }

    setters!(details: Option<String>);
}

/// A picture of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Preview {
    /// How far Shopify has come with it.
    pub status: Open<FileStatus>,
    /// The picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<Picture>,
}

impl Preview {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(status: Open<FileStatus>, image: Option<Picture>);
}

/// An image, and where it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Picture {
    /// Where it is.
    pub url: String,
    /// How wide it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub width: Option<i64>,
    /// How high it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub height: Option<i64>,
}

impl Picture {
    /// As tests need it.
    #[must_use]
    pub fn new(url: impl Into<String>) -> Self {
        Self { url: url.into(), ..Self::default() }
    }

    setters!(width: Option<i64>, height: Option<i64>);
}

/// Where a video or model is, in one format.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Source {
    /// Where it is.
    pub url: String,
    /// The format: `mp4`.
    pub format: String,
    /// Its media type.
    pub mime_type: String,
}

impl Source {
    /// As tests need it.
    #[must_use]
    pub fn new(url: impl Into<String>, format: impl Into<String>, mime_type: impl Into<String>) -> Self {
        Self { url: url.into(), format: format.into(), mime_type: mime_type.into() }
    }
}

/// A site that shows videos.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum VideoHost {
    /// Vimeo.
    Vimeo,
    /// YouTube.
    Youtube,
}
