//! Articles as they are read.

use chrono::{DateTime, Utc};
use connectors_core::setters;
use serde::{Deserialize, Serialize};

use crate::{Gid, Ref};

/// An article.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Article {
    /// Its id.
    pub id: Gid,
    /// What it is called.
    pub title: String,
    /// Its name in addresses.
    pub handle: String,
    /// What is written (HTML).
    pub body: String,
    /// What it is about (HTML).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// Its tags.
    pub tags: Vec<String>,
    /// Whether it is seen.
    pub is_published: bool,
    /// Since when, or from when on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published_at: Option<DateTime<Utc>>,
    /// Which template of the theme shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub template_suffix: Option<String>,
    /// Who wrote it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author: Option<Author>,
    /// The blog that it is in.
    pub blog: Ref,
    /// Its image.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<Image>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<DateTime<Utc>>,
}

impl Article {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(title: String, handle: String, body: String, summary: Option<String>, tags: Vec<String>, is_published: bool, published_at: Option<DateTime<Utc>>, template_suffix: Option<String>, author: Option<Author>, blog: Ref, image: Option<Image>, created_at: DateTime<Utc>, updated_at: Option<DateTime<Utc>>);
}

/// Who wrote an article.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct Author {
    /// The name.
    pub name: String,
}

impl Author {
    /// As tests need it.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into() }
    }
}

/// An image.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Image {
    /// Its id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Gid>,
    /// Where it is.
    pub url: String,
    /// What it shows, for those who do not see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alt_text: Option<String>,
    /// Its width.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub width: Option<i64>,
    /// Its height.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub height: Option<i64>,
}

impl Image {
    /// As tests need it.
    #[must_use]
    pub fn new(url: impl Into<String>) -> Self {
        Self { url: url.into(), ..Self::default() }
    }

    setters!(id: Option<Gid>, alt_text: Option<String>, width: Option<i64>, height: Option<i64>);
}
