//! The risk of an order.

use connectors_core::setters;
use connectors_core::types::Open;
use serde::{Deserialize, Serialize};

use crate::Ref;

/// The selection of [`Risk`].
pub(crate) const RISK: &str = "fragment Risk on OrderRiskSummary { \
    recommendation assessments { riskLevel provider { id } facts { description sentiment } } }";

/// The risk of an order.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Risk {
    /// What is to be done with it.
    pub recommendation: Open<RiskRecommendation>,
    /// What each says who looked at it.
    pub assessments: Vec<RiskAssessment>,
}

impl Risk {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(recommendation: Open<RiskRecommendation>, assessments: Vec<RiskAssessment>);
}

/// What somebody thinks of the risk of an order.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct RiskAssessment {
    /// How likely it is a fraud.
    pub risk_level: Open<RiskLevel>,
    /// The application that says so; Shopify if there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider: Option<Ref>,
    /// Why.
    pub facts: Vec<RiskFact>,
}

impl RiskAssessment {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(risk_level: Open<RiskLevel>, provider: Option<Ref>, facts: Vec<RiskFact>);
}

/// A reason why an order is thought a fraud, or not.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct RiskFact {
    /// What it is.
    pub description: String,
    /// What it says.
    pub sentiment: Open<Sentiment>,
}

impl RiskFact {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(description: String, sentiment: Open<Sentiment>);
}

/// How likely an order is a fraud.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum RiskLevel {
    /// Likely.
    High,
    /// Hardly.
    Low,
    /// Perhaps.
    Medium,
    /// Nothing is known.
    None,
    /// It is looked at.
    Pending,
}

/// What a fact says for an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum Sentiment {
    /// It speaks against it.
    Negative,
    /// Nothing.
    Neutral,
    /// It speaks for it.
    Positive,
}

/// What is to be done with an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum RiskRecommendation {
    /// It is to be delivered.
    Accept,
    /// It is to be cancelled.
    Cancel,
    /// It is to be looked at.
    Investigate,
    /// Nothing is said.
    None,
}
