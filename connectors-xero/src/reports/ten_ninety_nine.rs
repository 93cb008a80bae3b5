//! The 1099 report, of organisations of the United States: what was paid to contacts in a year, by box of the form.

use connectors_core::types::{Open, money};
use connectors_core::{Action, Cx, Meta, Request, Response, Result, setters};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{DOCS, Report, ask};
use crate::Xero;
use crate::auth::scopes::{REPORTS_1099_READ, broad};
use crate::envelope::Envelope;
use crate::records::{self, Entity};
use crate::wire::null_is_empty;

/// One form of a year: 1099-NEC or 1099-MISC.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", default)]
#[non_exhaustive]
pub struct TenNinetyNineReport {
    /// Name of the form.
    pub report_name: Option<String>,
    /// The year, in words: `1 Jan 2026 to 31 Dec 2026`.
    pub report_date: Option<String>,
    /// What was paid to whom.
    #[serde(deserialize_with = "null_is_empty")]
    pub contacts: Vec<TenNinetyNineContact>,
}

impl TenNinetyNineReport {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(
        report_name: Option<String>,
        report_date: Option<String>,
        contacts: Vec<TenNinetyNineContact>,
    );
}

/// What was paid to a contact.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", default)]
#[non_exhaustive]
pub struct TenNinetyNineContact {
    /// Xero's id.
    pub contact_id: Option<String>,
    /// Name.
    pub name: Option<String>,
    /// Legal name.
    pub legal_name: Option<String>,
    /// Name of the business.
    pub business_name: Option<String>,
    /// What kind of tax number: `SSN`, `EIN`, …
    #[serde(rename = "FederalTaxIDType")]
    pub federal_tax_id_type: Option<String>,
    /// Tax number.
    #[serde(rename = "TaxID")]
    pub tax_id: Option<String>,
    /// Address for e-mail.
    pub email: Option<String>,
    /// Street.
    pub street_address: Option<String>,
    /// City.
    pub city: Option<String>,
    /// State.
    pub state: Option<String>,
    /// Code of the city.
    pub zip: Option<String>,
    /// Class in federal tax.
    pub federal_tax_classification: Option<Open<FederalTaxClassification>>,
    /// Box 1 of the form.
    #[serde(with = "money::option")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
    pub box1: Option<Decimal>,
    /// Box 2 of the form.
    #[serde(with = "money::option")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
    pub box2: Option<Decimal>,
    /// Box 3 of the form.
    #[serde(with = "money::option")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
    pub box3: Option<Decimal>,
    /// Box 4 of the form.
    #[serde(with = "money::option")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
    pub box4: Option<Decimal>,
    /// Box 5 of the form.
    #[serde(with = "money::option")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
    pub box5: Option<Decimal>,
    /// Box 6 of the form.
    #[serde(with = "money::option")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
    pub box6: Option<Decimal>,
    /// Box 7 of the form.
    #[serde(with = "money::option")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
    pub box7: Option<Decimal>,
    /// Box 8 of the form.
    #[serde(with = "money::option")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
    pub box8: Option<Decimal>,
    /// Box 9 of the form.
    #[serde(with = "money::option")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
    pub box9: Option<Decimal>,
    /// Box 10 of the form.
    #[serde(with = "money::option")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
    pub box10: Option<Decimal>,
    /// Box 11 of the form.
    #[serde(with = "money::option")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
    pub box11: Option<Decimal>,
    /// Box 13 of the form.
    #[serde(with = "money::option")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
    pub box13: Option<Decimal>,
    /// Box 14 of the form.
    #[serde(with = "money::option")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
    pub box14: Option<Decimal>,
}

impl TenNinetyNineContact {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(
        contact_id: Option<String>,
        name: Option<String>,
        legal_name: Option<String>,
        business_name: Option<String>,
        federal_tax_id_type: Option<String>,
        tax_id: Option<String>,
        email: Option<String>,
        street_address: Option<String>,
        city: Option<String>,
        state: Option<String>,
        zip: Option<String>,
        federal_tax_classification: Option<Open<FederalTaxClassification>>,
        box1: Option<Decimal>,
        box2: Option<Decimal>,
        box3: Option<Decimal>,
        box4: Option<Decimal>,
        box5: Option<Decimal>,
        box6: Option<Decimal>,
        box7: Option<Decimal>,
        box8: Option<Decimal>,
        box9: Option<Decimal>,
        box10: Option<Decimal>,
        box11: Option<Decimal>,
        box13: Option<Decimal>,
        box14: Option<Decimal>,
    );
}

/// The class of a contact in federal tax.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum FederalTaxClassification {
    /// Sole proprietor.
    SoleProprietor,
    /// Partnership.
    Partnership,
    /// Trust or estate.
    TrustOrEstate,
    /// Not for profit.
    Nonprofit,
    /// C corporation.
    CCorp,
    /// S corporation.
    SCorp,
    /// Something else.
    Other,
}

impl Entity for TenNinetyNineReport {
    type Lists = ();
    const RESOURCE: &'static str = Report::RESOURCE;
    const ONE: &'static str = "a 1099 form";
    const MANY: &'static str = "1099 forms";
    const PLURAL: &'static str = Report::PLURAL;
    const ID: &'static str = "ReportName";
    const TO_READ: &'static [&'static str] = &[REPORTS_1099_READ, broad::REPORTS_READ];
    const DOCS: &'static str = DOCS;
}

/// `report.ten_ninety_nine`: the 1099 forms of a year, as a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct TenNinetyNine {
    /// The year.
    pub year: Option<u16>,
}

impl TenNinetyNine {
    /// Those of the last year that is over.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(year: Option<u16>);
}

impl Action for TenNinetyNine {
    type Connector = Xero;
    type Output = Vec<TenNinetyNineReport>;
    const META: Meta =
        records::read::<TenNinetyNineReport>("ten_ninety_nine").title("Get the 1099 forms of a year");

    fn request(&self, _: &Cx<'_, Xero>) -> Result<Request> {
        Ok(ask("TenNinetyNine").query_opt("reportYear", self.year))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        Ok(response.json::<Envelope<TenNinetyNineReport, TenNinetyNineReport>>()?.records)
    }
}
