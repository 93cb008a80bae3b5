//! Balance sheet, profit and loss, trial balance.

use std::collections::HashMap;

use chrono::{Days, NaiveDate};
use rust_decimal::Decimal;
use serde_json::Value;

use super::figures::{
    BANK, COST_OF_SALES, CURRENT_ASSETS, CURRENT_LIABILITIES, Column, EQUITY, EXPENSES, FIXED_ASSETS,
    Figures, INCOME, OTHER_ASSETS, OTHER_INCOME, Sums, TERM_LIABILITIES, Under, add, minus, plus,
};
use super::rows::{cell, cell_between, cell_of, figures, money, row, section, texts};
use super::{Parameters, Report, back, long, month_end, month_start, short};
use crate::store::Record;
use crate::xero::books::Books;
use crate::xero::errors::{NO_ID, No};
use crate::xero::wire::text;

/// A section of accounts with its total, and the total.
fn of_accounts(
    sums: &Sums<'_>,
    by_column: &[HashMap<&str, Decimal>],
    (title, total, types): (&str, &str, &[&str]),
    sign: Decimal,
) -> (Vec<Value>, Figures) {
    let accounts = sums.accounts(by_column, types, sign);
    let whole = add(accounts.iter().map(|(_, figures)| figures), by_column.len());
    let mut rows: Vec<Value> =
        accounts.iter().map(|(account, figures)| account_row(account, figures)).collect();
    if rows.is_empty() {
        return (Vec::new(), whole);
    }
    rows.push(figures("SummaryRow", total, &whole));
    (vec![section(title, rows)], whole)
}

fn account_row(account: &Record, figures: &Figures) -> Value {
    let id = text(account, "AccountID");
    let cells = figures.iter().map(|figure| cell_of(money(*figure), "account", id));
    row("Row", std::iter::once(cell_of(text(account, "Name"), "account", id)).chain(cells).collect())
}

fn header(first: &str, columns: &[Column]) -> Value {
    let titles = columns.iter().map(|column| column.title.clone());
    texts("Header", std::iter::once(first.to_owned()).chain(titles))
}

pub(super) fn balance_sheet(books: &Books, parameters: &Parameters<'_>) -> Result<Report, No> {
    let date = month_end(parameters.date("date")?.unwrap_or(parameters.today));
    let (count, months) = parameters.periods()?;
    let option = |name: &str| {
        let option = parameters.text(name).map(str::to_owned);
        option.map(|option| Under { category: None, option: Some(option) })
    };
    let under: Vec<Under> =
        ["trackingOptionID1", "trackingOptionID2"].into_iter().filter_map(option).collect();
    let column = |before: u32| {
        let to = back(date, before * months);
        Column { title: short(to), from: None, to, under: under.clone() }
    };
    let columns: Vec<Column> = (0..=count).map(column).collect();
    let sums = Sums::new(books, parameters.basis());
    let by_column: Vec<_> = columns.iter().map(|column| sums.of(column)).collect();
    let section_of = |names, sign| of_accounts(&sums, &by_column, names, sign);
    let mut rows = vec![header("", &columns), section("Assets", Vec::new())];
    let mut assets = vec![Decimal::ZERO; columns.len()];
    for names in [
        ("Bank", "Total Bank", BANK),
        ("Current Assets", "Total Current Assets", CURRENT_ASSETS),
        ("Fixed Assets", "Total Fixed Assets", FIXED_ASSETS),
        ("Non-current Assets", "Total Non-current Assets", OTHER_ASSETS),
    ] {
        let (section, total) = section_of(names, Decimal::ONE);
        rows.extend(section);
        assets = plus(&assets, &total);
    }
    rows.push(section("", vec![figures("SummaryRow", "Total Assets", &assets)]));
    rows.push(section("Liabilities", Vec::new()));
    let mut liabilities = vec![Decimal::ZERO; columns.len()];
    for names in [
        ("Current Liabilities", "Total Current Liabilities", CURRENT_LIABILITIES),
        ("Non-current Liabilities", "Total Non-current Liabilities", TERM_LIABILITIES),
    ] {
        let (section, total) = section_of(names, -Decimal::ONE);
        rows.extend(section);
        liabilities = plus(&liabilities, &total);
    }
    rows.push(section("", vec![figures("SummaryRow", "Total Liabilities", &liabilities)]));
    rows.push(section("", vec![figures("Row", "Net Assets", &minus(&assets, &liabilities))]));
    rows.push(section("Equity", equity(books, &sums, &columns, &by_column)));
    let titles = vec!["Balance Sheet".to_owned(), books.name(), format!("As at {}", long(date))];
    Ok(Report { id: "BalanceSheet", name: "Balance Sheet", titles, rows })
}

/// The profit of the year, the accounts, and what was earned before.
fn equity(
    books: &Books,
    sums: &Sums<'_>,
    columns: &[Column],
    by_column: &[HashMap<&str, Decimal>],
) -> Vec<Value> {
    let mut rows: Vec<(&str, Value, Figures)> = Vec::new();
    let profit = |column: &Column| {
        let from = books.year_start(column.to);
        sums.profit(Some(from), column.to, &column.under)
    };
    let current: Figures = columns.iter().map(profit).collect();
    let cells = columns.iter().zip(&current).map(|(column, figure)| {
        cell_between(money(*figure), NO_ID, Some(books.year_start(column.to)), column.to)
    });
    let name = cell_of("Current Year Earnings", "account", NO_ID);
    rows.push(("Current Year Earnings", row("Row", std::iter::once(name).chain(cells).collect()), current));
    let earlier =
        |column: &Column| sums.profit(None, books.year_start(column.to) - Days::new(1), &column.under);
    let earlier: Figures = columns.iter().map(earlier).collect();
    let retained = books.system_account("RETAINEDEARNINGS");
    let retained_id = retained.map(|account| text(account, "AccountID")).unwrap_or_default();
    let mut kept = earlier;
    for (account, figures) in sums.accounts(by_column, EQUITY, -Decimal::ONE) {
        if text(account, "AccountID") == retained_id {
            kept = plus(&kept, &figures);
        } else {
            rows.push((text(account, "Name"), account_row(account, &figures), figures));
        }
    }
    if kept.iter().any(|figure| !figure.is_zero()) {
        let name = retained.map_or("Retained Earnings", |account| text(account, "Name"));
        let cells = columns
            .iter()
            .zip(&kept)
            .map(|(column, figure)| cell_between(money(*figure), retained_id, None, column.to));
        let first = cell_of(name, "account", retained_id);
        rows.push((name, row("Row", std::iter::once(first).chain(cells).collect()), kept));
    }
    rows.sort_by_key(|(name, _, _)| *name);
    let total = add(rows.iter().map(|(_, _, figures)| figures), columns.len());
    let mut rows: Vec<Value> = rows.into_iter().map(|(_, row, _)| row).collect();
    rows.push(figures("SummaryRow", "Total Equity", &total));
    rows
}

pub(super) fn profit_and_loss(books: &Books, parameters: &Parameters<'_>) -> Result<Report, No> {
    let (from, to) = parameters.range()?;
    let columns = profit_columns(books, parameters, from, to)?;
    let sums = Sums::new(books, parameters.basis());
    let by_column: Vec<_> = columns.iter().map(|column| sums.of(column)).collect();
    let section_of = |names: (&str, &str, &[&str]), sign| {
        let (section_rows, total) = of_accounts(&sums, &by_column, names, sign);
        let always = names.2 == INCOME || names.2 == EXPENSES;
        let empty = || vec![section(names.0, vec![figures("SummaryRow", names.1, &total)])];
        (if section_rows.is_empty() && always { empty() } else { section_rows }, total)
    };
    let mut rows = vec![header("", &columns)];
    let (section_rows, income) = section_of(("Income", "Total Income", INCOME), -Decimal::ONE);
    rows.extend(section_rows);
    let names = ("Less Cost of Sales", "Total Cost of Sales", COST_OF_SALES);
    let (section_rows, costs) = section_of(names, Decimal::ONE);
    rows.extend(section_rows);
    let gross = minus(&income, &costs);
    rows.push(section("", vec![figures("Row", "Gross Profit", &gross)]));
    let names = ("Plus Other Income", "Total Other Income", OTHER_INCOME);
    let (section_rows, other) = section_of(names, -Decimal::ONE);
    rows.extend(section_rows);
    let names = ("Less Operating Expenses", "Total Operating Expenses", EXPENSES);
    let (section_rows, expenses) = section_of(names, Decimal::ONE);
    rows.extend(section_rows);
    rows.push(section("", vec![figures("Row", "Net Profit", &minus(&plus(&gross, &other), &expenses))]));
    let titles = vec!["Profit & Loss".to_owned(), books.name(), format!("{} to {}", long(from), long(to))];
    Ok(Report { id: "ProfitAndLoss", name: "Profit and Loss", titles, rows })
}

/// A column for each period; or, under a tracking category of which no option is chosen, one for each of its options.
fn profit_columns(
    books: &Books,
    parameters: &Parameters<'_>,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<Column>, No> {
    let (count, months) = parameters.periods()?;
    let chosen = |category: &str, option: &str| -> Result<Option<Under>, No> {
        let category = parameters.text(category).map(str::to_owned);
        let option = parameters.text(option).map(str::to_owned);
        let known = category.as_ref().is_none_or(|id| books.tracking.get(&id.to_lowercase()).is_some());
        if !known {
            return Err(No::BadQuery("Reports: there is no such tracking category".to_owned()));
        }
        Ok((category.is_some() || option.is_some()).then_some(Under { category, option }))
    };
    let chosen = [
        chosen("trackingCategoryID", "trackingOptionID")?,
        chosen("trackingCategoryID2", "trackingOptionID2")?,
    ];
    let (under, open): (Vec<Under>, Vec<Under>) =
        chosen.into_iter().flatten().partition(|under| under.option.is_some());
    let Some(category) = open.into_iter().next().and_then(|open| open.category) else {
        let column = |before: u32| {
            let (from, to) = (back_start(from, to, before * months), back(to, before * months));
            Column { title: short(to), from: Some(from), to, under: under.clone() }
        };
        return Ok((0..=count).map(column).collect());
    };
    let column = |title: &str, extra: Option<Under>| Column {
        title: title.to_owned(),
        from: Some(from),
        to,
        under: under.iter().cloned().chain(extra).collect(),
    };
    let record = books.tracking.get(&category.to_lowercase());
    let options = record.and_then(|record| record.get("Options")?.as_array()).into_iter().flatten();
    let mut columns: Vec<Column> = options
        .map(|option| {
            let id = option["TrackingOptionID"].as_str().map(str::to_owned);
            let under = Under { category: Some(category.clone()), option: id };
            column(option["Name"].as_str().unwrap_or_default(), Some(under))
        })
        .collect();
    columns.push(column("Unassigned", Some(Under { category: Some(category), option: None })));
    columns.push(column("Total", None));
    Ok(columns)
}

/// The first day of a period so many months before one that begins with `from`.
fn back_start(from: NaiveDate, to: NaiveDate, months: u32) -> NaiveDate {
    let before = back(from, months);
    // Whole months stay whole: the last of February is not the last of January's days moved.
    if from == month_start(from) && to == month_end(to) {
        month_start(from - chrono::Months::new(months))
    } else {
        before
    }
}

pub(super) fn trial_balance(books: &Books, parameters: &Parameters<'_>) -> Result<Report, No> {
    let date = parameters.date("date")?.unwrap_or(parameters.today);
    let year = books.year_start(date);
    let sums = Sums::new(books, parameters.basis());
    let column = |from| Column { title: String::new(), from, to: date, under: Vec::new() };
    let of = |from| sums.of(&column(from));
    let (month, this_year, ever) = (of(Some(month_start(date).max(year))), of(Some(year)), of(None));
    let retained_from_before = -sums.profit(None, year - Days::new(1), &[]);
    let mut totals = [Decimal::ZERO; 4];
    let titles = ["Account", "Debit", "Credit", "YTD Debit", "YTD Credit"];
    let mut rows = vec![texts("Header", titles.map(str::to_owned))];
    for (title, types, debit) in [
        ("Revenue", &[INCOME, OTHER_INCOME][..], false),
        ("Expenses", &[COST_OF_SALES, EXPENSES][..], true),
        ("Assets", &[BANK, CURRENT_ASSETS, FIXED_ASSETS, OTHER_ASSETS][..], true),
        ("Liabilities", &[CURRENT_LIABILITIES, TERM_LIABILITIES][..], false),
        ("Equity", &[EQUITY][..], false),
    ] {
        let yearly = matches!(title, "Revenue" | "Expenses");
        let mut of_section: Vec<(&str, Value)> = Vec::new();
        for account in books.accounts.iter() {
            if !types.iter().any(|types| types.contains(&text(account, "Type"))) {
                continue;
            }
            let id = text(account, "AccountID");
            let retained = text(account, "SystemAccount") == "RETAINEDEARNINGS";
            let moved = month.get(id).copied().unwrap_or_default();
            let standing = if yearly { &this_year } else { &ever }.get(id).copied().unwrap_or_default();
            let standing = standing + if retained { retained_from_before } else { Decimal::ZERO };
            if moved.is_zero() && standing.is_zero() {
                continue;
            }
            let cells = [sides(moved, debit), sides(standing, debit)].concat();
            for (total, figure) in totals.iter_mut().zip(&cells) {
                *total += figure.unwrap_or_default();
            }
            let cells = cells.into_iter().map(|figure| {
                let value = figure.map(money).unwrap_or_default();
                if retained {
                    cell_between(value, id, None, year - Days::new(1))
                } else {
                    cell_of(value, "account", id)
                }
            });
            let name = format!("{} ({})", text(account, "Name"), text(account, "Code"));
            let cells = std::iter::once(cell_of(name, "account", id)).chain(cells).collect();
            of_section.push((text(account, "Name"), row("Row", cells)));
        }
        of_section.sort_by_key(|(name, _)| *name);
        if !of_section.is_empty() {
            rows.push(section(title, of_section.into_iter().map(|(_, row)| row).collect()));
        }
    }
    let totals = std::iter::once(cell("Total")).chain(totals.into_iter().map(|total| cell(money(total))));
    rows.push(section("", vec![row("SummaryRow", totals.collect())]));
    let titles = vec!["Trial Balance".to_owned(), books.name(), format!("As at {}", long(date))];
    Ok(Report { id: "TrialBalance", name: "Trial Balance", titles, rows })
}

/// An amount in its column, debit or credit; nothing stands in the account's own.
fn sides(amount: Decimal, debit: bool) -> [Option<Decimal>; 2] {
    let debit = if amount.is_zero() { debit } else { amount.is_sign_positive() };
    if debit { [Some(amount), None] } else { [None, Some(-amount)] }
}
