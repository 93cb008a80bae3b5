//! Reports, computed from the ledger at the moment of the call.
//!
//! The layouts are those of the examples in Xero's description of the Accounting API; that of the profit and loss, which
//! has none there, follows Xero's page on it (not verified live). A balance sheet is as at the end of the month of its
//! date, a trial balance as at the day. Accounts without a figure in any column are left out.

mod aged;
mod figures;
mod published;
mod rows;
mod statements;
mod summaries;
#[cfg(test)]
mod tests;

pub(super) use self::published::Publish;
use chrono::{Datelike as _, Days, Months, NaiveDate};
use http::Method;
use serde_json::{Value, json};

use super::books::Books;
use super::errors::No;
use super::ledger::Basis;
use super::wire::{ms_date, parse_time, text};
use super::{Answer, Desk};

/// One report: what it is called, and what it says.
struct Report {
    id: &'static str,
    name: &'static str,
    titles: Vec<String>,
    rows: Vec<Value>,
}

/// Computes a report from the books, by the parameters of the request.
type Compute = fn(&Books, &Parameters<'_>) -> Result<Report, No>;

const REPORTS: [(&str, Compute); 8] = [
    ("BalanceSheet", statements::balance_sheet),
    ("ProfitAndLoss", statements::profit_and_loss),
    ("TrialBalance", statements::trial_balance),
    ("AgedReceivablesByContact", aged::receivables),
    ("AgedPayablesByContact", aged::payables),
    ("BankSummary", summaries::bank_summary),
    ("BudgetSummary", summaries::budget_summary),
    ("ExecutiveSummary", summaries::executive_summary),
];

pub(super) fn route(desk: &mut Desk<'_>, path: &[&str]) -> Answer {
    let parameters = Parameters { query: &desk.request().query, today: desk.moment().today() };
    match (desk.method(), path) {
        (&Method::GET, []) => Ok(desk.many("Reports", desk.books.published_list(), None)),
        (&Method::GET, ["TenNinetyNine"]) => {
            let year = parameters.whole("reportYear", 1900..=2999)?;
            Ok(desk.many("Reports", ten_ninety_nine(year.unwrap_or(parameters.today.year() - 1)), None))
        }
        (&Method::GET, [name]) => {
            if let Some(report) = desk.books.published(name) {
                return Ok(desk.many("Reports", vec![report], None));
            }
            let (_, compute) = REPORTS.iter().find(|(known, _)| known == name).ok_or(No::NotFound)?;
            let report = compute(desk.books, &parameters)?;
            let report = report.view(parameters.today, ms_date(desk.call.now));
            Ok(desk.many("Reports", vec![report], None))
        }
        _ => Err(No::NotFound),
    }
}

/// The two forms that the United States' suppliers get. The demo organisation is not there, and has none.
fn ten_ninety_nine(year: i32) -> Vec<Value> {
    let form = |form: &str| {
        json!({
            "ReportName": format!("1099-{form} report"),
            "ReportDate": format!("1 Jan {year} to 31 Dec {year}"),
            "Contacts": [],
        })
    };
    ["NEC", "MISC"].map(form).into()
}

impl Report {
    fn view(self, today: NaiveDate, now: Value) -> Value {
        json!({
            "ReportID": self.id,
            "ReportName": self.name,
            "ReportType": self.id,
            "ReportTitles": self.titles,
            "ReportDate": long(today),
            "UpdatedDateUTC": now,
            "Fields": [],
            "Rows": self.rows,
        })
    }
}

/// The parameters of one request.
struct Parameters<'a> {
    query: &'a crate::http::Params,
    today: NaiveDate,
}

impl Parameters<'_> {
    fn text(&self, name: &str) -> Option<&str> {
        self.query.get_ignore_case(name).filter(|text| !text.is_empty())
    }

    fn date(&self, name: &str) -> Result<Option<NaiveDate>, No> {
        let read = |text: &str| {
            let date = parse_time(text).map(|time| time.date_naive());
            date.ok_or_else(|| No::BadQuery(format!("Reports: {name} is not a date: {text}")))
        };
        self.text(name).map(read).transpose()
    }

    /// A whole number within limits.
    fn whole<T>(&self, name: &str, within: std::ops::RangeInclusive<T>) -> Result<Option<T>, No>
    where
        T: std::str::FromStr + PartialOrd + std::fmt::Display,
    {
        let read = |text: &str| {
            let number = text.parse::<T>().ok().filter(|number| within.contains(number));
            let (from, to) = (within.start(), within.end());
            number.ok_or_else(|| {
                No::BadQuery(format!("Reports: {name} must be a whole number from {from} to {to}"))
            })
        };
        self.text(name).map(read).transpose()
    }

    /// How many periods there are to compare with, and the months of one.
    fn periods(&self) -> Result<(u32, u32), No> {
        let count = self.whole("periods", 1..=12)?.unwrap_or(0);
        let months = match self.text("timeframe").map(str::to_ascii_uppercase).as_deref() {
            None | Some("MONTH") => 1,
            Some("QUARTER") => 3,
            Some("YEAR") => 12,
            Some(other) => return Err(No::BadQuery(format!("Reports: timeframe cannot be {other}"))),
        };
        Ok((count, months))
    }

    fn basis(&self) -> Basis {
        let cash = self.text("paymentsOnly").is_some_and(|value| value.eq_ignore_ascii_case("true"));
        if cash { Basis::Cash } else { Basis::Accrual }
    }

    /// From `fromDate` to `toDate`: this month, unless told.
    fn range(&self) -> Result<(NaiveDate, NaiveDate), No> {
        let (from, to) = (self.date("fromDate")?, self.date("toDate")?);
        let to = to.unwrap_or_else(|| month_end(from.unwrap_or(self.today)));
        let from = from.unwrap_or_else(|| month_start(to));
        if from > to {
            return Err(No::BadQuery("Reports: fromDate is after toDate".to_owned()));
        }
        Ok((from, to))
    }
}

impl Books {
    fn name(&self) -> String {
        text(&self.organisation, "Name").to_owned()
    }

    /// The first day of the financial year that `date` is in.
    fn year_start(&self, date: NaiveDate) -> NaiveDate {
        let whole = |field: &str, default: u32| {
            self.organisation
                .get(field)
                .and_then(Value::as_u64)
                .and_then(|it| it.try_into().ok())
                .unwrap_or(default)
        };
        let (month, day) = (whole("FinancialYearEndMonth", 12), whole("FinancialYearEndDay", 31));
        let end = |year: i32| {
            let last = NaiveDate::from_ymd_opt(year, month, 1).map(month_end).unwrap_or_default();
            last.with_day(day).unwrap_or(last)
        };
        let end = if end(date.year()) < date { end(date.year()) } else { end(date.year() - 1) };
        end + Days::new(1)
    }
}

fn month_start(date: NaiveDate) -> NaiveDate {
    date.with_day(1).unwrap_or(date)
}

fn month_end(date: NaiveDate) -> NaiveDate {
    month_start(date) + Months::new(1) - Days::new(1)
}

/// The same day so many months before; the last of a month stays the last.
fn back(date: NaiveDate, months: u32) -> NaiveDate {
    let before = date - Months::new(months);
    if date == month_end(date) { month_end(before) } else { before }
}

/// `30 April 2019`
fn long(date: NaiveDate) -> String {
    date.format("%-d %B %Y").to_string()
}

/// `30 Apr 2019`
fn short(date: NaiveDate) -> String {
    date.format("%-d %b %Y").to_string()
}
