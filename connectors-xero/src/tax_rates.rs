//! Rates of tax.

use connectors_core::setters;
use connectors_core::types::{Open, money};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::auth::scopes::TO_READ_SETTINGS;
use crate::records::{self, Entity, Undated};
use crate::wire::null_is_empty;

/// A rate of tax.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", default)]
#[non_exhaustive]
pub struct TaxRate {
    /// Name.
    pub name: Option<String>,
    /// Tax type: what lines name.
    pub tax_type: Option<String>,
    /// Whether it is in use.
    pub status: Option<Open<TaxRateStatus>>,
    /// What it consists of.
    #[serde(deserialize_with = "null_is_empty")]
    pub tax_components: Vec<TaxComponent>,
    /// Where it goes in tax reports.
    pub report_tax_type: Option<String>,
    /// Whether asset accounts may use it.
    pub can_apply_to_assets: Option<bool>,
    /// Whether equity accounts may use it.
    pub can_apply_to_equity: Option<bool>,
    /// Whether expense accounts may use it.
    pub can_apply_to_expenses: Option<bool>,
    /// Whether liability accounts may use it.
    pub can_apply_to_liabilities: Option<bool>,
    /// Whether revenue accounts may use it.
    pub can_apply_to_revenue: Option<bool>,
    /// Rate in percent, as shown.
    #[serde(with = "money::option")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
    pub display_tax_rate: Option<Decimal>,
    /// Rate in percent, with compound components.
    #[serde(with = "money::option")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
    pub effective_rate: Option<Decimal>,
}

impl TaxRate {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(
        name: Option<String>,
        tax_type: Option<String>,
        status: Option<Open<TaxRateStatus>>,
        tax_components: Vec<TaxComponent>,
        report_tax_type: Option<String>,
        can_apply_to_assets: Option<bool>,
        can_apply_to_equity: Option<bool>,
        can_apply_to_expenses: Option<bool>,
        can_apply_to_liabilities: Option<bool>,
        can_apply_to_revenue: Option<bool>,
        display_tax_rate: Option<Decimal>,
        effective_rate: Option<Decimal>,
    );
}

/// A part of a rate.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", default)]
#[non_exhaustive]
pub struct TaxComponent {
    /// Name.
    pub name: Option<String>,
    /// Rate in percent.
    #[serde(with = "money::option")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
    pub rate: Option<Decimal>,
    /// Whether it is on top of the others.
    pub is_compound: Option<bool>,
    /// Whether it cannot be claimed back.
    pub is_non_recoverable: Option<bool>,
}

impl TaxComponent {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(
        name: Option<String>,
        rate: Option<Decimal>,
        is_compound: Option<bool>,
        is_non_recoverable: Option<bool>,
    );
}

/// Whether a rate is in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[non_exhaustive]
pub enum TaxRateStatus {
    /// In use.
    Active,
    /// Deleted.
    Deleted,
    /// Put away.
    Archived,
    /// Not yet in use.
    Pending,
}

impl Entity for TaxRate {
    type Lists = Undated;
    const RESOURCE: &'static str = "tax_rate";
    const ONE: &'static str = "a tax rate";
    const MANY: &'static str = "tax rates";
    const PLURAL: &'static str = "TaxRates";
    const ID: &'static str = "TaxType";
    const TO_READ: &'static [&'static str] = TO_READ_SETTINGS;
    const DOCS: &'static str = "https://developer.xero.com/documentation/api/accounting/taxrates";
}

/// `tax_rate.list`: rates that meet all that is set, all in one page.
pub type List = records::ListUndated<TaxRate>;
