//! Budgets. They are made in Xero.

use chrono::{DateTime, NaiveDate, Utc};
use connectors_core::types::{Open, money};
use connectors_core::{Action, Cx, Error, Meta, Page, PagedAction, Request, Response, Result, setters};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::auth::scopes::TO_READ_BUDGETS;
use crate::line_items::Tracking;
use crate::records::{self, Entity};
use crate::wire::null_is_empty;
use crate::{Xero, dates, envelope, listing};

/// A budget.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", default)]
#[non_exhaustive]
pub struct Budget {
    /// Xero's id.
    #[serde(rename = "BudgetID")]
    pub budget_id: Option<String>,
    /// What it is for.
    #[serde(rename = "Type")]
    pub budget_type: Option<Open<BudgetType>>,
    /// Description.
    pub description: Option<String>,
    /// The tracking options that it is for.
    #[serde(deserialize_with = "null_is_empty")]
    pub tracking: Vec<Tracking>,
    /// What is planned for each account; only where one budget was asked for.
    #[serde(deserialize_with = "null_is_empty")]
    pub budget_lines: Vec<BudgetLine>,
    /// When it was last changed.
    #[serde(rename = "UpdatedDateUTC", with = "dates::timestamp")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<DateTime<Utc>>"))]
    pub updated_date_utc: Option<DateTime<Utc>>,
}

impl Budget {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(
        budget_id: Option<String>,
        budget_type: Option<Open<BudgetType>>,
        description: Option<String>,
        tracking: Vec<Tracking>,
        budget_lines: Vec<BudgetLine>,
        updated_date_utc: Option<DateTime<Utc>>,
    );
}

/// What is planned for an account.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", default)]
#[non_exhaustive]
pub struct BudgetLine {
    /// The account's id.
    #[serde(rename = "AccountID")]
    pub account_id: Option<String>,
    /// The account's code.
    pub account_code: Option<String>,
    /// How much, month by month.
    #[serde(deserialize_with = "null_is_empty")]
    pub budget_balances: Vec<BudgetBalance>,
}

impl BudgetLine {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(
        account_id: Option<String>,
        account_code: Option<String>,
        budget_balances: Vec<BudgetBalance>,
    );
}

/// What is planned for a month.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", default)]
#[non_exhaustive]
pub struct BudgetBalance {
    /// The month: `2026-08`.
    pub period: Option<String>,
    /// How much.
    #[serde(with = "money::option")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
    pub amount: Option<Decimal>,
    /// A note.
    pub notes: Option<String>,
}

impl BudgetBalance {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(period: Option<String>, amount: Option<Decimal>, notes: Option<String>);
}

/// What a budget is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[non_exhaustive]
pub enum BudgetType {
    /// The whole organisation.
    Overall,
    /// Tracking options.
    Tracking,
}

impl Entity for Budget {
    type Lists = ();
    const RESOURCE: &'static str = "budget";
    const ONE: &'static str = "a budget";
    const MANY: &'static str = "budgets";
    const PLURAL: &'static str = "Budgets";
    const ID: &'static str = "BudgetID";
    const TO_READ: &'static [&'static str] = TO_READ_BUDGETS;
    const DOCS: &'static str = "https://developer.xero.com/documentation/api/accounting/budgets";
}

/// Ids in one call, so that they fit into a URL.
const IDS: usize = 50;

/// `budget.list`: budgets, without their lines, all in one page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct List {
    /// Ids, at most 50.
    pub ids: Vec<String>,
    /// Months from this day on.
    pub date_from: Option<NaiveDate>,
    /// Months up to this day.
    pub date_to: Option<NaiveDate>,
}

impl List {
    /// All.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(ids: Vec<String>, date_from: Option<NaiveDate>, date_to: Option<NaiveDate>);
}

impl Action for List {
    type Connector = Xero;
    type Output = Page<Budget>;
    const META: Meta = records::read::<Budget>("list").title("List budgets");

    fn request(&self, _: &Cx<'_, Xero>) -> Result<Request> {
        if self.ids.len() > IDS {
            let text = format!("are {} ids, one call takes {IDS}", self.ids.len());
            return Err(Error::validation("ids", text));
        }
        let request = Request::get([Budget::PLURAL]).query_list("IDs", &self.ids);
        months(request, self.date_from, self.date_to)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        listing::whole(&response)
    }
}

impl PagedAction for List {
    type Item = Budget;
}

/// Months from and up to these days.
fn months(request: Request, from: Option<NaiveDate>, to: Option<NaiveDate>) -> Result<Request> {
    dates::in_order("date_to", from, to)?;
    Ok(request.query_opt("DateFrom", from).query_opt("DateTo", to))
}

/// `budget.get`: one budget, with its lines.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Get {
    /// The budget's id.
    pub id: String,
    /// Months from this day on.
    #[serde(default)]
    pub date_from: Option<NaiveDate>,
    /// Months up to this day.
    #[serde(default)]
    pub date_to: Option<NaiveDate>,
}

impl Get {
    /// The budget with this id.
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into(), date_from: None, date_to: None }
    }

    setters!(id: String, date_from: Option<NaiveDate>, date_to: Option<NaiveDate>);
}

impl Action for Get {
    type Connector = Xero;
    type Output = Budget;
    const META: Meta = records::read::<Budget>("get").title("Get a budget");

    fn request(&self, _: &Cx<'_, Xero>) -> Result<Request> {
        months(Request::get([Budget::PLURAL, &self.id]), self.date_from, self.date_to)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        /// The description's schema has a list here as everywhere, its example the budget itself.
        #[derive(Deserialize)]
        #[serde(rename_all = "PascalCase")]
        struct Answer {
            budgets: Box<RawValue>,
        }
        let answer: Answer = response.json()?;
        if answer.budgets.get().starts_with('{') {
            return envelope::decoded(&response, &answer.budgets);
        }
        envelope::one(&response)
    }
}
