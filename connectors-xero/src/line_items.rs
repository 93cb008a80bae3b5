//! Lines of documents.

use connectors_core::setters;
use connectors_core::types::money;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::wire::null_is_empty;

/// A line of a document, read and written.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", default)]
#[non_exhaustive]
pub struct LineItem {
    /// Xero's id. Lines without one are new.
    #[serde(rename = "LineItemID", skip_serializing_if = "Option::is_none")]
    pub line_item_id: Option<String>,
    /// Description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Quantity.
    #[serde(with = "money::option", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
    pub quantity: Option<Decimal>,
    /// Price of one, up to four decimals.
    #[serde(with = "money::option", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
    pub unit_amount: Option<Decimal>,
    /// Code of an item, which gives description, price and account where they are not set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item_code: Option<String>,
    /// Code of the account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_code: Option<String>,
    /// Id of the account.
    #[serde(rename = "AccountID", skip_serializing_if = "Option::is_none")]
    pub account_id: Option<String>,
    /// Tax type, as in `tax_rate.list`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax_type: Option<String>,
    /// Tax. Xero computes it unless it is set.
    #[serde(with = "money::option", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
    pub tax_amount: Option<Decimal>,
    /// Sum of the line. Xero computes it unless it is set.
    #[serde(with = "money::option", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
    pub line_amount: Option<Decimal>,
    /// Discount in percent.
    #[serde(with = "money::option", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
    pub discount_rate: Option<Decimal>,
    /// Discount as an amount.
    #[serde(with = "money::option", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
    pub discount_amount: Option<Decimal>,
    /// Tracking options, at most two.
    #[serde(skip_serializing_if = "Vec::is_empty", deserialize_with = "null_is_empty")]
    pub tracking: Vec<Tracking>,
}

impl LineItem {
    /// A line with a description only.
    pub fn new(description: impl Into<String>) -> Self {
        Self { description: Some(description.into()), ..Self::default() }
    }

    /// So many of an item.
    pub fn of_item(code: impl Into<String>, quantity: impl Into<Decimal>) -> Self {
        Self { item_code: Some(code.into()), quantity: Some(quantity.into()), ..Self::default() }
    }

    setters!(
        line_item_id: Option<String>,
        description: Option<String>,
        quantity: Option<Decimal>,
        unit_amount: Option<Decimal>,
        item_code: Option<String>,
        account_code: Option<String>,
        account_id: Option<String>,
        tax_type: Option<String>,
        tax_amount: Option<Decimal>,
        line_amount: Option<Decimal>,
        discount_rate: Option<Decimal>,
        discount_amount: Option<Decimal>,
        tracking: Vec<Tracking>,
    );
}

/// The option of a tracking category that a line counts under.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", default)]
#[non_exhaustive]
pub struct Tracking {
    /// Xero's id of the category.
    #[serde(rename = "TrackingCategoryID", skip_serializing_if = "Option::is_none")]
    pub tracking_category_id: Option<String>,
    /// Xero's id of the option.
    #[serde(rename = "TrackingOptionID", skip_serializing_if = "Option::is_none")]
    pub tracking_option_id: Option<String>,
    /// Name of the category.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Name of the option.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub option: Option<String>,
}

impl Tracking {
    /// By names.
    pub fn new(category: impl Into<String>, option: impl Into<String>) -> Self {
        Self { name: Some(category.into()), option: Some(option.into()), ..Self::default() }
    }

    setters!(
        tracking_category_id: Option<String>,
        tracking_option_id: Option<String>,
        name: Option<String>,
        option: Option<String>,
    );
}
