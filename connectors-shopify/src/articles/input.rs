//! Articles as they are written.

use chrono::{DateTime, Utc};
use connectors_core::setters;
use connectors_core::types::Patch;
use serde::{Deserialize, Serialize};

use crate::Gid;
use crate::metafields::MetafieldInput;

/// Who wrote an article: a name, or somebody of the staff.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct AuthorInput {
    /// The name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Somebody of the staff.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<Gid>,
}

impl AuthorInput {
    /// Nobody so far.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(name: Option<String>, user_id: Option<Gid>);
}

/// An image of an article.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct ImageInput {
    /// Where it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// What it shows, for those who do not see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alt_text: Option<String>,
}

impl ImageInput {
    /// Nothing so far.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(url: Option<String>, alt_text: Option<String>);
}

/// A new article.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct ArticleInput {
    /// What it is called.
    pub title: String,
    /// Who wrote it.
    pub author: AuthorInput,
    /// The blog that it is in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub blog_id: Option<Gid>,
    /// Its name in addresses; made of the title if nothing is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handle: Option<String>,
    /// What is written (HTML).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// What it is about (HTML).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// Its image.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<ImageInput>,
    /// Whether it is seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_published: Option<bool>,
    /// From when on it is seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publish_date: Option<DateTime<Utc>>,
    /// Its tags.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Which template of the theme shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub template_suffix: Option<String>,
    /// Its metafields.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub metafields: Vec<MetafieldInput>,
}

impl ArticleInput {
    /// With this title, by this author.
    #[must_use]
    pub fn new(title: impl Into<String>, author: AuthorInput) -> Self {
        Self { title: title.into(), author, ..Self::default() }
    }

    setters!(blog_id: Option<Gid>, handle: Option<String>, body: Option<String>, summary: Option<String>, image: Option<ImageInput>, is_published: Option<bool>, publish_date: Option<DateTime<Utc>>, tags: Vec<String>, template_suffix: Option<String>, metafields: Vec<MetafieldInput>);
}

/// What changes of an article. What is not said stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct ArticleUpdateInput {
    /// What it is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Who wrote it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author: Option<AuthorInput>,
    /// The blog that it is in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub blog_id: Option<Gid>,
    /// Its name in addresses.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handle: Option<String>,
    /// Whether the old address leads to the new one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub redirect_new_handle: Option<bool>,
    /// What is written (HTML).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// What it is about (HTML).
    #[serde(skip_serializing_if = "Patch::is_leave")]
    pub summary: Patch<String>,
    /// Its image.
    #[serde(skip_serializing_if = "Patch::is_leave")]
    pub image: Patch<ImageInput>,
    /// Whether it is seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_published: Option<bool>,
    /// From when on it is seen.
    #[serde(skip_serializing_if = "Patch::is_leave")]
    pub publish_date: Patch<DateTime<Utc>>,
    /// All its tags.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<String>>,
    /// Which template of the theme shows it.
    #[serde(skip_serializing_if = "Patch::is_leave")]
    pub template_suffix: Patch<String>,
    /// Metafields that are set.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub metafields: Vec<MetafieldInput>,
}

impl ArticleUpdateInput {
    /// Nothing so far.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(title: Option<String>, author: Option<AuthorInput>, blog_id: Option<Gid>, handle: Option<String>, redirect_new_handle: Option<bool>, body: Option<String>, summary: Patch<String>, image: Patch<ImageInput>, is_published: Option<bool>, publish_date: Patch<DateTime<Utc>>, tags: Option<Vec<String>>, template_suffix: Patch<String>, metafields: Vec<MetafieldInput>);
}
