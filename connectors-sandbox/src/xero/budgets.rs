//! Budgets, which are made at the screen only: a list without lines, and one with its amounts by month.

use chrono::{DateTime, Datelike as _, Months, NaiveDate, Utc};
use http::Method;
use serde_json::{Value, json};

use super::books::Books;
use super::errors::No;
use super::list::{ListRules, Selected, select};
use super::wire::{amount, ms_date, number, parse_time, text};
use super::{Answer, Desk};
use crate::store::Record;

const RULES: ListRules = ListRules {
    plural: "Budgets",
    id: "BudgetID",
    paged: false,
    fields: &["BudgetID", "Type", "Description", "UpdatedDateUTC"],
};

/// Account and amount of each month of the demo organisation's budget.
const MONTHLY: [(&str, u32); 5] =
    [("200", 12_000), ("260", 500), ("310", 3_000), ("400", 800), ("429", 1_500)];

pub(super) fn route(desk: &mut Desk<'_>, path: &[&str]) -> Answer {
    let within = within(desk)?;
    match (desk.method(), path) {
        (&Method::GET, []) => {
            let lookup = |budget: &Record, path: &str| budget.get(path).cloned().unwrap_or_default();
            let budgets = desk.books.budgets.iter();
            let Selected { records, .. } = select(desk.request(), &RULES, budgets, &lookup)?;
            let views = records.into_iter().map(|budget| {
                let mut view = budget.clone();
                view.insert("BudgetLines".to_owned(), json!([]));
                Value::Object(view)
            });
            Ok(desk.many("Budgets", views.collect(), None))
        }
        (&Method::GET, [id]) => {
            let mut view = desk.books.budgets.get(&id.to_lowercase()).ok_or(No::NotFound)?.clone();
            let lines = view.get_mut("BudgetLines").and_then(Value::as_array_mut);
            for line in lines.into_iter().flatten() {
                if let Some(balances) = line["BudgetBalances"].as_array_mut() {
                    balances.retain(|balance| within(balance["Period"].as_str().unwrap_or_default()));
                }
            }
            Ok(desk.one("Budgets", view))
        }
        _ => Err(No::NotFound),
    }
}

/// Whether a month is from that of `DateFrom` to that of `DateTo`.
fn within(desk: &Desk<'_>) -> Result<impl Fn(&str) -> bool + use<>, No> {
    let month = |name: &str| {
        let given = desk.request().query.get_ignore_case(name).filter(|given| !given.is_empty());
        let read = |given: &str| {
            let date = parse_time(given).map(|time| time.date_naive().format("%Y-%m").to_string());
            date.ok_or_else(|| No::BadQuery(format!("Budgets: {name} is not a date")))
        };
        given.map(read).transpose()
    };
    let (from, to) = (month("DateFrom")?, month("DateTo")?);
    Ok(move |period: &str| {
        from.as_ref().is_none_or(|from| period >= from.as_str())
            && to.as_ref().is_none_or(|to| period <= to.as_str())
    })
}

impl Books {
    /// The demo organisation's budget: each month of its financial year the same.
    pub(super) fn seed_budget(&mut self, now: DateTime<Utc>) {
        let last = amount(&self.organisation, "FinancialYearEndMonth").try_into().unwrap_or(12_u32);
        let first = NaiveDate::from_ymd_opt(now.year(), last % 12 + 1, 1).unwrap_or_default();
        let first = if first > now.date_naive() { first - Months::new(12) } else { first };
        let line = |(code, monthly): (&str, u32)| {
            let account = self.accounts.find("Code", code).next()?;
            let balance = |month: u32| {
                let period = (first + Months::new(month)).format("%Y-%m").to_string();
                json!({ "Period": period, "Amount": number(monthly.into()), "Notes": "" })
            };
            let balances: Vec<Value> = (0..12).map(balance).collect();
            Some(
                json!({ "AccountID": text(account, "AccountID"), "AccountCode": code, "BudgetBalances": balances }),
            )
        };
        let lines: Vec<Value> = MONTHLY.into_iter().filter_map(line).collect();
        let mut budget = Record::new();
        for (field, value) in [
            ("BudgetID", json!(self.ids.uuid())),
            ("Type", json!("OVERALL")),
            ("Description", json!("Overall Budget")),
            ("UpdatedDateUTC", ms_date(now)),
            ("BudgetLines", json!(lines)),
            ("Tracking", json!([])),
        ] {
            budget.insert(field.to_owned(), value);
        }
        self.budgets.put(budget);
    }
}
