//! Statements of the whole organisation.

use chrono::NaiveDate;
use connectors_core::{Action, Cx, Meta, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

use super::{Report, Timeframe, ask, checked};
use crate::auth::scopes::{broad, granular};
use crate::{Xero, dates, envelope, records};

/// `report.balance_sheet`: what the organisation owns and owes on a day, by account.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct BalanceSheet {
    /// The day. Xero may answer as at the end of its month, which is not verified: the header of the column says it.
    pub date: Option<NaiveDate>,
    /// How many earlier periods to compare with, 1 to 12.
    pub periods: Option<u32>,
    /// How long those are.
    pub timeframe: Option<Timeframe>,
    /// Only what counts under this tracking option.
    pub tracking_option_id1: Option<String>,
    /// And under this one, of the other category.
    pub tracking_option_id2: Option<String>,
    /// Xero's own layout instead of the organisation's.
    pub standard_layout: bool,
    /// On a cash basis: what was paid only.
    pub payments_only: bool,
}

impl BalanceSheet {
    /// That of now.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(
        date: Option<NaiveDate>,
        periods: Option<u32>,
        timeframe: Option<Timeframe>,
        tracking_option_id1: Option<String>,
        tracking_option_id2: Option<String>,
        standard_layout: bool,
        payments_only: bool,
    );
}

impl Action for BalanceSheet {
    type Connector = Xero;
    type Output = Report;
    const META: Meta = records::read::<Report>("balance_sheet")
        .title("Get the balance sheet")
        .scopes(&[granular::REPORTS_BALANCE_SHEET_READ, broad::REPORTS_READ]);

    fn request(&self, _: &Cx<'_, Xero>) -> Result<Request> {
        Ok(ask("BalanceSheet")
            .query_opt("date", self.date)
            .query_opt("periods", checked(self.periods)?)
            .query_opt("timeframe", self.timeframe.map(Timeframe::name))
            .query_opt("trackingOptionID1", self.tracking_option_id1.as_ref())
            .query_opt("trackingOptionID2", self.tracking_option_id2.as_ref())
            .query_opt("standardLayout", self.standard_layout.then_some(true))
            .query_opt("paymentsOnly", self.payments_only.then_some(true)))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        envelope::one(&response)
    }
}

/// `report.profit_and_loss`: income and expenses of a period, by account.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct ProfitAndLoss {
    /// First day.
    pub from_date: Option<NaiveDate>,
    /// Last day.
    pub to_date: Option<NaiveDate>,
    /// How many earlier periods to compare with, 1 to 12.
    pub periods: Option<u32>,
    /// How long those are.
    pub timeframe: Option<Timeframe>,
    /// A column for each option of this tracking category.
    pub tracking_category_id: Option<String>,
    /// Only this option of it.
    pub tracking_option_id: Option<String>,
    /// And by this category.
    pub tracking_category_id2: Option<String>,
    /// Only this option of it.
    pub tracking_option_id2: Option<String>,
    /// Xero's own layout instead of the organisation's.
    pub standard_layout: bool,
    /// On a cash basis: what was paid only.
    pub payments_only: bool,
}

impl ProfitAndLoss {
    /// That of this month.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(
        from_date: Option<NaiveDate>,
        to_date: Option<NaiveDate>,
        periods: Option<u32>,
        timeframe: Option<Timeframe>,
        tracking_category_id: Option<String>,
        tracking_option_id: Option<String>,
        tracking_category_id2: Option<String>,
        tracking_option_id2: Option<String>,
        standard_layout: bool,
        payments_only: bool,
    );
}

impl Action for ProfitAndLoss {
    type Connector = Xero;
    type Output = Report;
    const META: Meta = records::read::<Report>("profit_and_loss")
        .title("Get profit and loss")
        .scopes(&[granular::REPORTS_PROFIT_AND_LOSS_READ, broad::REPORTS_READ]);

    fn request(&self, _: &Cx<'_, Xero>) -> Result<Request> {
        dates::in_order("to_date", self.from_date, self.to_date)?;
        Ok(ask("ProfitAndLoss")
            .query_opt("fromDate", self.from_date)
            .query_opt("toDate", self.to_date)
            .query_opt("periods", checked(self.periods)?)
            .query_opt("timeframe", self.timeframe.map(Timeframe::name))
            .query_opt("trackingCategoryID", self.tracking_category_id.as_ref())
            .query_opt("trackingOptionID", self.tracking_option_id.as_ref())
            .query_opt("trackingCategoryID2", self.tracking_category_id2.as_ref())
            .query_opt("trackingOptionID2", self.tracking_option_id2.as_ref())
            .query_opt("standardLayout", self.standard_layout.then_some(true))
            .query_opt("paymentsOnly", self.payments_only.then_some(true)))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        envelope::one(&response)
    }
}

/// `report.trial_balance`: debit and credit of every account, for the month up to a day and for the year.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct TrialBalance {
    /// The day.
    pub date: Option<NaiveDate>,
    /// On a cash basis: what was paid only.
    pub payments_only: bool,
}

impl TrialBalance {
    /// That of now.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(date: Option<NaiveDate>, payments_only: bool);
}

impl Action for TrialBalance {
    type Connector = Xero;
    type Output = Report;
    const META: Meta = records::read::<Report>("trial_balance")
        .title("Get the trial balance")
        .scopes(&[granular::REPORTS_TRIAL_BALANCE_READ, broad::REPORTS_READ]);

    fn request(&self, _: &Cx<'_, Xero>) -> Result<Request> {
        Ok(ask("TrialBalance")
            .query_opt("date", self.date)
            .query_opt("paymentsOnly", self.payments_only.then_some(true)))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        envelope::one(&response)
    }
}

/// `report.executive_summary`: figures of a month beside those of the month before.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct ExecutiveSummary {
    /// A day of the month.
    pub date: Option<NaiveDate>,
}

impl ExecutiveSummary {
    /// That of this month.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(date: Option<NaiveDate>);
}

impl Action for ExecutiveSummary {
    type Connector = Xero;
    type Output = Report;
    const META: Meta = records::read::<Report>("executive_summary")
        .title("Get the executive summary")
        .scopes(&[granular::REPORTS_EXECUTIVE_SUMMARY_READ, broad::REPORTS_READ]);

    fn request(&self, _: &Cx<'_, Xero>) -> Result<Request> {
        Ok(ask("ExecutiveSummary").query_opt("date", self.date))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        envelope::one(&response)
    }
}

/// `report.budget_summary`: the overall budget, by account and period.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct BudgetSummary {
    /// A day of the first period.
    pub date: Option<NaiveDate>,
    /// How many periods, 1 to 12.
    pub periods: Option<u32>,
    /// How long those are.
    pub timeframe: Option<Timeframe>,
}

impl BudgetSummary {
    /// From this month on.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(date: Option<NaiveDate>, periods: Option<u32>, timeframe: Option<Timeframe>);
}

impl Action for BudgetSummary {
    type Connector = Xero;
    type Output = Report;
    const META: Meta = records::read::<Report>("budget_summary")
        .title("Get the budget summary")
        .scopes(&[granular::REPORTS_BUDGET_SUMMARY_READ, broad::REPORTS_READ]);

    fn request(&self, _: &Cx<'_, Xero>) -> Result<Request> {
        Ok(ask("BudgetSummary")
            .query_opt("date", self.date)
            .query_opt("periods", checked(self.periods)?)
            // By its number of months here, by name elsewhere.
            .query_opt("timeframe", self.timeframe.map(Timeframe::months)))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        envelope::one(&response)
    }
}
