//! Currencies that the organisation works with.

use connectors_core::setters;
use serde::{Deserialize, Serialize};

use crate::auth::scopes::{FOR_SETTINGS, TO_READ_SETTINGS};
use crate::records::{self, Entity, Record, Undated};

/// A currency of the organisation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", default)]
#[non_exhaustive]
pub struct Currency {
    /// Code of ISO 4217.
    pub code: Option<String>,
    /// Name.
    pub description: Option<String>,
}

impl Currency {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(code: Option<String>, description: Option<String>);
}

/// A currency to add. It cannot be taken away again by the API.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct CurrencyInput {
    /// Code of ISO 4217.
    pub code: String,
}

impl CurrencyInput {
    /// The currency of this code.
    pub fn new(code: impl Into<String>) -> Self {
        Self { code: code.into() }
    }

    setters!(code: String);
}

impl Entity for Currency {
    type Lists = Undated;
    const RESOURCE: &'static str = "currency";
    const ONE: &'static str = "a currency";
    const MANY: &'static str = "currencies";
    const PLURAL: &'static str = "Currencies";
    const ID: &'static str = "Code";
    const TO_READ: &'static [&'static str] = TO_READ_SETTINGS;
    const TO_WRITE: &'static [&'static str] = FOR_SETTINGS;
    const DOCS: &'static str = "https://developer.xero.com/documentation/api/accounting/currencies";
}

impl Record for CurrencyInput {
    type Entity = Currency;
    const BARE: bool = true;

    fn id(&self) -> Option<&str> {
        Some(&self.code)
    }
}

/// `currency.list`: currencies that meet all that is set, all in one page.
pub type List = records::ListUndated<Currency>;
/// `currency.create`: adds a currency. Plans with one currency refuse it.
pub type Create = records::Create<CurrencyInput>;
