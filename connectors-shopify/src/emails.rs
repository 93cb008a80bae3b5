//! Emails that Shopify sends: to whom, and what they say.

use connectors_core::setters;
use serde::{Deserialize, Serialize};

/// What an email says. What is left out is as the shop has it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct EmailInput {
    /// To whom.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// By whom.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Who gets it besides, unseen.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub bcc: Vec<String>,
    /// Its subject.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// Its text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// A text of your own in the shop's email.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_message: Option<String>,
}

impl EmailInput {
    /// As the shop has it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(to: Option<String>, from: Option<String>, bcc: Vec<String>, subject: Option<String>, body: Option<String>, custom_message: Option<String>);
}
