//! Images, videos and models.

use connectors_core::setters;
use connectors_core::types::Open;
use serde::{Deserialize, Serialize};

use crate::Gid;

/// An image, video or model that is added to a product.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct MediaInput {
    /// Where it is: an address that Shopify can read, or what a staged upload gave.
    pub original_source: String,
    /// What it is.
    pub media_content_type: Open<MediaContentType>,
    /// What it shows, for those who cannot see it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alt: Option<String>,
}

impl MediaInput {
    /// The image at this address.
    #[must_use]
    pub fn image(original_source: impl Into<String>) -> Self {
        Self::new(original_source, MediaContentType::Image)
    }

    /// What is at this address.
    #[must_use]
    pub fn new(original_source: impl Into<String>, kind: impl Into<Open<MediaContentType>>) -> Self {
        Self { original_source: original_source.into(), media_content_type: kind.into(), alt: None }
    }

    setters!(alt: Option<String>);
}

/// What kind of media it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum MediaContentType {
    /// A video on YouTube or Vimeo.
    ExternalVideo,
    /// An image.
    Image,
    /// A model in three dimensions.
    #[serde(rename = "MODEL_3D")]
    Model3d,
    /// A video.
    Video,
}

/// Something that gets another place: media of a product, a product in a collection.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Move {
    /// What moves.
    pub id: Gid,
    /// Its new place, from 0, as it is after the moves before this one.
    pub new_position: String,
}

impl Move {
    /// This to that place, from 0.
    #[must_use]
    pub fn new(id: impl Into<Gid>, new_position: u64) -> Self {
        Self { id: id.into(), new_position: new_position.to_string() }
    }
}
