//! Rates of tax. A rate is known by its tax type: what lines name.

use connectors_core::types::{Open, money};
use connectors_core::{Action, Cx, Error, Meta, Request, Response, Result, setters};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::auth::scopes::{FOR_SETTINGS, TO_READ_SETTINGS};
use crate::records::{self, Entity, Record, Undated};
use crate::wire::null_is_empty;
use crate::{Xero, envelope};

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

/// What may be written of a rate.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct TaxRateInput {
    /// Tax type; says which rate is meant. Xero chooses that of a new one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax_type: Option<String>,
    /// Name, unique; says which rate is meant where there is no tax type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What it consists of: at least one part. An update replaces all that are stored.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tax_components: Vec<TaxComponent>,
    /// Where it goes in tax reports: `INPUT`, `OUTPUT`, `ECINPUT`, … It depends on the country; some have none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub report_tax_type: Option<String>,
    /// Whether it is in use.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Open<TaxRateStatus>>,
}

impl TaxRateInput {
    /// A rate of this name that consists of these parts.
    pub fn new(name: impl Into<String>, components: impl IntoIterator<Item = TaxComponent>) -> Self {
        let tax_components = components.into_iter().collect();
        Self { name: Some(name.into()), tax_components, ..Self::default() }
    }

    setters!(
        tax_type: Option<String>,
        name: Option<String>,
        tax_components: Vec<TaxComponent>,
        report_tax_type: Option<String>,
        status: Option<Open<TaxRateStatus>>,
    );
}

/// A part of a rate.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", default)]
#[non_exhaustive]
pub struct TaxComponent {
    /// Name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Rate in percent, up to four decimals.
    #[serde(with = "money::option", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
    pub rate: Option<Decimal>,
    /// Whether it is on top of the others.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_compound: Option<bool>,
    /// Whether it cannot be claimed back; for organisations of Canada.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_non_recoverable: Option<bool>,
}

impl TaxComponent {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// This part with this rate in percent.
    pub fn of(name: impl Into<String>, rate: impl Into<Decimal>) -> Self {
        Self { name: Some(name.into()), rate: Some(rate.into()), ..Self::default() }
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
    const TO_WRITE: &'static [&'static str] = FOR_SETTINGS;
    const DOCS: &'static str = "https://developer.xero.com/documentation/api/accounting/taxrates";
}

impl Record for TaxRateInput {
    type Entity = TaxRate;

    fn id(&self) -> Option<&str> {
        self.tax_type.as_deref()
    }
}

/// `tax_rate.list`: rates that meet all that is set, all in one page.
pub type List = records::ListUndated<TaxRate>;
/// `tax_rate.get`: one rate, by its tax type.
pub type Get = records::Get<TaxRate>;
/// `tax_rate.create`: creates a rate. Xero chooses its tax type.
pub type Create = records::Create<TaxRateInput>;

/// Rates are changed at the path of all of them: which one is meant stands inside.
fn change(record: &TaxRateInput, cx: &Cx<'_, Xero>) -> Result<Request> {
    envelope::write::<TaxRate>(Request::post([TaxRate::PLURAL]), std::slice::from_ref(record), cx)
}

/// `tax_rate.update`: changes a rate, which its tax type or its name says. Xero's own rates cannot be changed.
///
/// Which of the two decides where both are given is not verified: a rate is renamed best in Xero.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Update {
    /// What changes, and of which rate.
    pub record: TaxRateInput,
}

impl Update {
    /// Changes this rate.
    #[must_use]
    pub fn new(record: TaxRateInput) -> Self {
        Self { record }
    }

    setters!(record: TaxRateInput);
}

impl Action for Update {
    type Connector = Xero;
    type Output = TaxRate;
    const META: Meta = records::write::<TaxRate>("update").title("Update a tax rate");

    fn request(&self, cx: &Cx<'_, Xero>) -> Result<Request> {
        if self.record.tax_type.is_none() && self.record.name.is_none() {
            return Err(Error::validation(
                "record",
                "says neither by tax type nor by name which rate is meant",
            ));
        }
        change(&self.record, cx)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        envelope::written(&response)
    }
}

/// `tax_rate.delete`: deletes a rate, by status: it stays listed. Xero's own rates cannot be deleted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Delete {
    /// The rate's tax type.
    pub tax_type: String,
    /// Its name.
    pub name: String,
}

impl Delete {
    /// Deletes the rate of this tax type and name. It takes both because it is not verified which of them Xero goes
    /// by.
    pub fn new(tax_type: impl Into<String>, name: impl Into<String>) -> Self {
        Self { tax_type: tax_type.into(), name: name.into() }
    }

    setters!(tax_type: String, name: String);
}

impl Action for Delete {
    type Connector = Xero;
    type Output = TaxRate;
    const META: Meta = records::destructive::<TaxRate>("delete").title("Delete a tax rate");

    fn request(&self, cx: &Cx<'_, Xero>) -> Result<Request> {
        let rate = TaxRateInput::default().tax_type(&self.tax_type).name(&self.name);
        change(&rate.status(TaxRateStatus::Deleted), cx)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        envelope::written(&response)
    }
}
