//! Bank summary, executive summary, budget summary.

use std::collections::HashMap;

use chrono::{Days, Months, NaiveDate};
use rust_decimal::Decimal;
use serde_json::Value;

use super::figures::{
    BANK, COST_OF_SALES, CURRENT_ASSETS, CURRENT_LIABILITIES, Column, EXPENSES, FIXED_ASSETS, Figures,
    INCOME, OTHER_ASSETS, OTHER_INCOME, Sums, TERM_LIABILITIES, add, minus, plus,
};
use super::rows::{cell, cell_of, figures, fixed, money, row, section, texts};
use super::{Parameters, Report, back, long, month_end, month_start};
use crate::xero::books::Books;
use crate::xero::errors::No;
use crate::xero::ledger::Basis;
use crate::xero::wire::{amount, date_of, text, to_base};

pub(super) fn bank_summary(books: &Books, parameters: &Parameters<'_>) -> Result<Report, No> {
    let (from, to) = parameters.range()?;
    let sums = Sums::new(books, Basis::Accrual);
    let opening = column(None, from - Days::new(1));
    let opening = sums.of(&opening);
    let header = ["Bank Accounts", "Opening Balance", "Cash Received", "Cash Spent", "Closing Balance"];
    let mut totals = [Decimal::ZERO; 4];
    let mut rows = Vec::new();
    for account in books.accounts.iter().filter(|account| BANK.contains(&text(account, "Type"))) {
        let id = text(account, "AccountID");
        let before = opening.get(id).copied().unwrap_or_default();
        let (received, spent) = sums.turnover(&[id], from, to);
        let amounts = [before, received, spent, before + received - spent];
        for (total, amount) in totals.iter_mut().zip(amounts) {
            *total += amount;
        }
        let [before, received, spent, after] = amounts.map(money);
        let cells = vec![
            cell_of(text(account, "Name"), "accountID", id),
            cell(before),
            cell_of(received, "account", id),
            cell_of(spent, "account", id),
            cell(after),
        ];
        rows.push(row("Row", cells));
    }
    rows.push(figures("SummaryRow", "Total", &totals));
    let rows = vec![texts("Header", header.map(str::to_owned)), section("", rows)];
    let titles =
        vec!["Bank Summary".to_owned(), books.name(), format!("From {} to {}", long(from), long(to))];
    Ok(Report { id: "BankSummary", name: "Bank Summary", titles, rows })
}

fn column(from: Option<NaiveDate>, to: NaiveDate) -> Column {
    Column { title: String::new(), from, to, under: Vec::new() }
}

/// The figures of one month.
struct Month {
    received: Decimal,
    spent: Decimal,
    at_bank: Decimal,
    income: Decimal,
    direct: Decimal,
    other: Decimal,
    expenses: Decimal,
    debtors: Decimal,
    creditors: Decimal,
    current_assets: Decimal,
    current_liabilities: Decimal,
    term_assets: Decimal,
    term_liabilities: Decimal,
    invoices: u32,
    invoiced: Decimal,
    days: u32,
}

impl Month {
    fn of(books: &Books, sums: &Sums<'_>, end: NaiveDate) -> Self {
        let from = month_start(end);
        let (moved, standing) = (column(Some(from), end), column(None, end));
        let (moved, standing) = (sums.of(&moved), sums.of(&standing));
        let banks = books.accounts.iter().filter(|account| BANK.contains(&text(account, "Type")));
        let banks: Vec<&str> = banks.map(|bank| text(bank, "AccountID")).collect();
        let (received, spent) = sums.turnover(&banks, from, end);
        let system = |name: &str| {
            let account = books.system_account(name).map(|account| text(account, "AccountID"));
            account.and_then(|id| standing.get(id)).copied().unwrap_or_default()
        };
        let issued = books.invoices.iter().filter(|invoice| {
            text(invoice, "Type") == "ACCREC"
                && matches!(text(invoice, "Status"), "AUTHORISED" | "PAID")
                && date_of(invoice, "Date").is_some_and(|date| (from..=end).contains(&date))
        });
        let issued = issued.map(|invoice| to_base(amount(invoice, "Total"), amount(invoice, "CurrencyRate")));
        let (invoices, invoiced) =
            issued.fold((0, Decimal::ZERO), |(count, sum), total| (count + 1, sum + total));
        let total = |of: &HashMap<&str, Decimal>, types: &[&[&str]]| {
            types.iter().map(|types| sums.total(of, types)).sum::<Decimal>()
        };
        Self {
            received,
            spent,
            at_bank: total(&standing, &[BANK]),
            income: -total(&moved, &[INCOME]),
            direct: total(&moved, &[COST_OF_SALES]),
            other: -total(&moved, &[OTHER_INCOME]),
            expenses: total(&moved, &[EXPENSES]),
            debtors: system("DEBTORS"),
            creditors: -system("CREDITORS"),
            current_assets: total(&standing, &[BANK, CURRENT_ASSETS]),
            current_liabilities: -total(&standing, &[CURRENT_LIABILITIES]),
            term_assets: total(&standing, &[FIXED_ASSETS, OTHER_ASSETS]),
            term_liabilities: -total(&standing, &[TERM_LIABILITIES]),
            invoices,
            invoiced,
            days: end.signed_duration_since(from).num_days().try_into().map_or(30, |days: u32| days + 1),
        }
    }

    fn gross(&self) -> Decimal {
        self.income - self.direct
    }

    fn profit(&self) -> Decimal {
        self.gross() + self.other - self.expenses
    }

    fn net_assets(&self) -> Decimal {
        self.current_assets + self.term_assets - self.current_liabilities - self.term_liabilities
    }
}

/// How a figure is written: what it is of a month, if it can be said.
#[derive(Clone, Copy)]
enum Shown {
    Money(fn(&Month) -> Decimal),
    Count(fn(&Month) -> Decimal),
    Percent(fn(&Month) -> Option<Decimal>),
    Ratio(fn(&Month) -> Option<Decimal>),
}

const EXECUTIVE: [(&str, &[(&str, Shown)]); 6] = [
    (
        "Cash",
        &[
            ("Cash received", Shown::Money(|it| it.received)),
            ("Cash spent", Shown::Money(|it| it.spent)),
            ("Cash surplus (deficit)", Shown::Money(|it| it.received - it.spent)),
            ("Closing bank balance", Shown::Money(|it| it.at_bank)),
        ],
    ),
    (
        "Profitability",
        &[
            ("Income", Shown::Money(|it| it.income)),
            ("Direct costs", Shown::Money(|it| it.direct)),
            ("Gross profit (loss)", Shown::Money(Month::gross)),
            ("Other Income", Shown::Money(|it| it.other)),
            ("Expenses", Shown::Money(|it| it.expenses)),
            ("Profit (loss)", Shown::Money(Month::profit)),
        ],
    ),
    (
        "Balance Sheet",
        &[
            ("Debtors", Shown::Money(|it| it.debtors)),
            ("Creditors", Shown::Money(|it| it.creditors)),
            ("Net assets", Shown::Money(Month::net_assets)),
        ],
    ),
    (
        "Income",
        &[
            ("Number of invoices issued", Shown::Count(|it| it.invoices.into())),
            (
                "Average value of invoices",
                Shown::Money(|it| ratio(it.invoiced, it.invoices.into()).unwrap_or_default()),
            ),
        ],
    ),
    (
        "Performance",
        &[
            ("Gross profit margin", Shown::Percent(|it| ratio(it.gross(), it.income))),
            ("Net profit margin", Shown::Percent(|it| ratio(it.profit(), it.income))),
            ("Return on investment (p.a.)", Shown::Percent(yearly)),
        ],
    ),
    (
        "Position",
        &[
            ("Average debtors days", Shown::Ratio(|it| in_days(it, it.debtors, it.income))),
            ("Average creditors days", Shown::Ratio(|it| in_days(it, it.creditors, it.direct + it.expenses))),
            ("Short term cash forecast", Shown::Money(|it| it.debtors - it.creditors)),
            (
                "Current assets to liabilities",
                Shown::Ratio(|it| ratio(it.current_assets, it.current_liabilities)),
            ),
            ("Term assets to liabilities", Shown::Ratio(|it| ratio(it.term_assets, it.term_liabilities))),
        ],
    ),
];

fn ratio(part: Decimal, whole: Decimal) -> Option<Decimal> {
    part.checked_div(whole)
}

/// How many days of the month's turnover stand open.
fn in_days(month: &Month, open: Decimal, turnover: Decimal) -> Option<Decimal> {
    open.checked_mul(month.days.into())?.checked_div(turnover)
}

/// What a year of such profits is of the net assets.
fn yearly(month: &Month) -> Option<Decimal> {
    month.profit().checked_mul(Decimal::from(12))?.checked_div(month.net_assets())
}

impl Shown {
    fn of(self, month: &Month) -> (Option<Decimal>, String) {
        let value = match self {
            Self::Money(of) | Self::Count(of) => Some(of(month)),
            Self::Percent(of) | Self::Ratio(of) => of(month),
        };
        let written = value.map(|value| match self {
            Self::Money(_) => money(value),
            Self::Count(_) => value.to_string(),
            Self::Percent(_) => percent(value),
            Self::Ratio(_) => value.round_dp(10).normalize().to_string(),
        });
        (value, written.unwrap_or_default())
    }
}

fn percent(value: Decimal) -> String {
    format!("{}%", fixed(value * Decimal::ONE_HUNDRED, 1))
}

pub(super) fn executive_summary(books: &Books, parameters: &Parameters<'_>) -> Result<Report, No> {
    let end = month_end(parameters.date("date")?.unwrap_or(parameters.today));
    let before = back(end, 1);
    let sums = Sums::new(books, Basis::Accrual);
    let (this, last) = (Month::of(books, &sums, end), Month::of(books, &sums, before));
    let month = |date: NaiveDate| date.format("%b %Y").to_string();
    let mut rows = vec![texts("Header", [String::new(), month(end), month(before), "Variance".to_owned()])];
    for (title, lines) in EXECUTIVE {
        let line = |(name, shown): &(&str, Shown)| {
            let ((now, written), (then, written_then)) = (shown.of(&this), shown.of(&last));
            let variance =
                now.zip(then).and_then(|(now, then)| ratio(now - then, then.abs())).unwrap_or_default();
            texts("Row", [(*name).to_owned(), written, written_then, percent(variance)])
        };
        rows.push(section(title, lines.iter().map(line).collect()));
    }
    let titles = vec![
        "Executive Summary".to_owned(),
        books.name(),
        format!("For the month of {}", end.format("%B %Y")),
    ];
    Ok(Report { id: "ExecutiveSummary", name: "Executive Summary", titles, rows })
}

/// The overall budget by periods from the month of `date` on. Here `timeframe` is a number of months.
pub(super) fn budget_summary(books: &Books, parameters: &Parameters<'_>) -> Result<Report, No> {
    let first = month_start(parameters.date("date")?.unwrap_or(parameters.today));
    let count = parameters.whole("periods", 1..=12)?.unwrap_or(12);
    let months = match parameters.text("timeframe") {
        None => 1,
        Some("1") => 1,
        Some("3") => 3,
        Some("12") => 12,
        Some(other) => {
            return Err(No::BadQuery(format!("Reports: timeframe cannot be {other}: 1, 3 or 12 can")));
        }
    };
    let starts: Vec<NaiveDate> = (0..count).map(|period: u32| first + Months::new(period * months)).collect();
    let titles = starts.iter().map(|start| start.format("%b-%y").to_string());
    let mut rows = vec![texts("Header", std::iter::once("Account".to_owned()).chain(titles))];
    let of = |types: &[&str]| -> (Vec<Value>, Figures) {
        let budgeted = budgeted(books, types, &starts, months);
        let total = add(budgeted.iter().map(|(_, _, figures)| figures), starts.len());
        let rows = budgeted.iter().map(|(name, id, figures)| {
            let cells = figures.iter().map(|figure| cell_of(money(*figure), "account", id));
            row("Row", std::iter::once(cell_of(name.as_str(), "account", id)).chain(cells).collect())
        });
        (rows.collect(), total)
    };
    let (income_rows, income) = of(INCOME);
    let (cost_rows, costs) = of(COST_OF_SALES);
    let (other_rows, other) = of(OTHER_INCOME);
    let (expense_rows, expenses) = of(EXPENSES);
    let gross = minus(&income, &costs);
    for (title, of_section) in [("Income", income_rows), ("Less Cost of Sales", cost_rows)] {
        rows.extend((!of_section.is_empty()).then(|| section(title, of_section)));
    }
    rows.push(section("", vec![figures("SummaryRow", "Gross Profit", &gross)]));
    for (title, of_section) in [("Plus Other Income", other_rows), ("Less Operating Expenses", expense_rows)]
    {
        rows.extend((!of_section.is_empty()).then(|| section(title, of_section)));
    }
    rows.push(section("", vec![figures("SummaryRow", "Total Expenses", &expenses)]));
    let net = minus(&plus(&gross, &other), &expenses);
    rows.push(section("", vec![figures("SummaryRow", "Net Profit", &net)]));
    let last = first + Months::new(count * months) - Days::new(1);
    let titles = vec![
        "Overall Budget".to_owned(),
        "Budget Summary".to_owned(),
        books.name(),
        format!("{} to {}", first.format("%B %Y"), last.format("%B %Y")),
    ];
    Ok(Report { id: "BudgetSummary", name: "Budget Summary", titles, rows })
}

/// Name, id and budgeted amounts by period of the accounts of these types.
fn budgeted(
    books: &Books,
    types: &[&str],
    starts: &[NaiveDate],
    months: u32,
) -> Vec<(String, String, Figures)> {
    let overall = books.budgets.iter().find(|budget| text(budget, "Type") == "OVERALL");
    let lines = overall.and_then(|budget| budget.get("BudgetLines")?.as_array());
    let line = |line: &Value| {
        let account = books.accounts.get(line["AccountID"].as_str()?)?;
        let balances = line["BudgetBalances"].as_array()?;
        let of_period = |start: &NaiveDate| {
            let months: Vec<String> =
                (0..months).map(|month| (*start + Months::new(month)).format("%Y-%m").to_string()).collect();
            let within = balances.iter().filter_map(Value::as_object);
            let within = within.filter(|balance| months.iter().any(|month| month == text(balance, "Period")));
            within.map(|balance| amount(balance, "Amount")).sum::<Decimal>()
        };
        let of_types = types.contains(&text(account, "Type"));
        let name = text(account, "Name").to_owned();
        of_types
            .then(|| (name, text(account, "AccountID").to_owned(), starts.iter().map(of_period).collect()))
    };
    lines.into_iter().flatten().filter_map(line).collect()
}
