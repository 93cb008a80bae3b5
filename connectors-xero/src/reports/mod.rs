//! Reports, computed by Xero from the books.
//!
//! All but the 1099 report come as a [`Report`]: a header, sections, lines and cells.
//!
//! ```no_run
//! use connectors_xero::{Xero, reports};
//!
//! # async fn run(xero: connectors_core::Client<Xero>) -> connectors_core::Result<()> {
//! let year_end = "2026-03-31".parse::<chrono::NaiveDate>().expect("a day");
//! let sheet = xero.call(reports::BalanceSheet::new().date(year_end)).await?;
//! println!("net assets: {:?}", sheet.value("Net Assets", 1));
//! for section in sheet.sections() {
//!     for line in section.lines() {
//!         println!("{} {}: {:?} ({:?})", section.title, line.label(), line.value(1), line.account_id());
//!     }
//! }
//! # Ok(()) }
//! ```
//!
//! - **Scopes:** each has a granular scope of its own; of the broad ones `accounting.reports.read` is for all.
//! - **Not verified:** the granular scopes are as public programs of 2026 ask for them; how many days a period may have;
//!   what is taken where a date is not given (mostly the end of this month, or this month).

mod accounts;
mod model;
mod statements;
mod ten_ninety_nine;

use connectors_core::{Action, Cx, Error, Meta, Page, PagedAction, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

pub use self::accounts::{AgedPayables, AgedReceivables, BankSummary};
pub use self::model::{Cell, CellAttribute, Line, OtherRow, Report, ReportField, Row, Section};
pub use self::statements::{BalanceSheet, BudgetSummary, ExecutiveSummary, ProfitAndLoss, TrialBalance};
pub use self::ten_ninety_nine::{
    FederalTaxClassification, TenNinetyNine, TenNinetyNineContact, TenNinetyNineReport,
};
use crate::auth::scopes::{broad, granular};
use crate::records::{self, Entity};
use crate::{Xero, envelope, listing};

const DOCS: &str = "https://developer.xero.com/documentation/api/accounting/reports";

impl Entity for Report {
    type Lists = ();
    const RESOURCE: &'static str = "report";
    const ONE: &'static str = "a report";
    const MANY: &'static str = "reports";
    const PLURAL: &'static str = "Reports";
    const ID: &'static str = "ReportID";
    const TO_READ: &'static [&'static str] = &[granular::REPORTS_TAX_READ, broad::REPORTS_READ];
    const DOCS: &'static str = DOCS;
}

/// The report of this name in paths.
fn ask(name: &str) -> Request {
    Request::get([Report::PLURAL, name])
}

/// How long the periods are that a report compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "UPPERCASE")]
#[non_exhaustive]
pub enum Timeframe {
    /// A month.
    Month,
    /// Three months.
    Quarter,
    /// A year.
    Year,
}

impl Timeframe {
    const fn name(self) -> &'static str {
        match self {
            Self::Month => "MONTH",
            Self::Quarter => "QUARTER",
            Self::Year => "YEAR",
        }
    }

    const fn months(self) -> u8 {
        match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::Year => 12,
        }
    }
}

/// How many periods are compared: 1 to 12 (`xero_accounting.yaml`, `getReportProfitAndLoss`).
fn checked(periods: Option<u32>) -> Result<Option<u32>> {
    match periods {
        Some(number) if !(1..=12).contains(&number) => {
            Err(Error::validation("periods", format!("is {number}, not between 1 and 12")))
        }
        periods => Ok(periods),
    }
}

/// `report.list`: the tax reports that were published in Xero, without their rows; in Australia and New Zealand only,
/// which is not verified.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct List {}

impl List {
    /// All.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

impl Action for List {
    type Connector = Xero;
    type Output = Page<Report>;
    const META: Meta = records::read::<Report>("list").title("List published reports");

    fn request(&self, _: &Cx<'_, Xero>) -> Result<Request> {
        Ok(Request::get([Report::PLURAL]))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        listing::whole(&response)
    }
}

impl PagedAction for List {
    type Item = Report;
}

/// `report.get`: a report that was published in Xero.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Get {
    /// The report's id.
    pub id: String,
}

impl Get {
    /// The report with this id.
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into() }
    }

    setters!(id: String);
}

impl Action for Get {
    type Connector = Xero;
    type Output = Report;
    const META: Meta = records::read::<Report>("get").title("Get a published report");

    fn request(&self, _: &Cx<'_, Xero>) -> Result<Request> {
        Ok(ask(&self.id))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        envelope::one(&response)
    }
}
