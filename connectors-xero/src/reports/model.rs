//! What a report consists of.

use chrono::{DateTime, NaiveDate, Utc};
use connectors_core::setters;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::dates;
use crate::wire::null_is_empty;

/// A report: a header, and sections of lines.
///
/// What belongs to what can be read from the rows, or looked up: [`value`](Self::value) by the label of a line,
/// [`line_of_account`](Self::line_of_account) by account. Labels are words for people; where there is an account, its
/// id is what to go by.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", default)]
#[non_exhaustive]
pub struct Report {
    /// Xero's id, or the name of its kind.
    #[serde(rename = "ReportID")]
    pub report_id: Option<String>,
    /// Name.
    pub report_name: Option<String>,
    /// Kind.
    pub report_type: Option<String>,
    /// Title.
    pub report_title: Option<String>,
    /// Lines of its title: name, organisation, time.
    #[serde(deserialize_with = "null_is_empty")]
    pub report_titles: Vec<String>,
    /// When it was made, in words: `12 April 2026`.
    pub report_date: Option<String>,
    /// What else there is to say.
    #[serde(deserialize_with = "null_is_empty")]
    pub fields: Vec<ReportField>,
    /// Rows.
    #[serde(deserialize_with = "null_is_empty")]
    pub rows: Vec<Row>,
    /// When it was made.
    #[serde(rename = "UpdatedDateUTC", with = "dates::timestamp")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<DateTime<Utc>>"))]
    pub updated_date_utc: Option<DateTime<Utc>>,
}

impl Report {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(
        report_id: Option<String>,
        report_name: Option<String>,
        report_type: Option<String>,
        report_title: Option<String>,
        report_titles: Vec<String>,
        report_date: Option<String>,
        fields: Vec<ReportField>,
        rows: Vec<Row>,
        updated_date_utc: Option<DateTime<Utc>>,
    );

    /// What the columns are called; the first is that of the labels and mostly has no name.
    #[must_use]
    pub fn columns(&self) -> Vec<&str> {
        let header = self.rows.iter().find_map(|row| match row {
            Row::Header(line) => Some(line),
            _ => None,
        });
        header.map_or_else(Vec::new, |line| line.cells.iter().map(Cell::text).collect())
    }

    /// The place of the column of this name; 0 is that of the labels.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns().iter().position(|column| *column == name)
    }

    /// All sections, those inside others too, in order.
    #[must_use]
    pub fn sections(&self) -> Vec<&Section> {
        let mut found = Vec::new();
        sections(&self.rows, &mut found);
        found
    }

    /// The first section of this title. It may be a mere heading, without lines.
    #[must_use]
    pub fn section(&self, title: &str) -> Option<&Section> {
        self.sections().into_iter().find(|section| section.title == title)
    }

    /// All lines but the header, in order: sums too.
    #[must_use]
    pub fn lines(&self) -> Vec<&Line> {
        let mut found = Vec::new();
        lines(&self.rows, &mut found);
        found
    }

    /// The first line of this label.
    #[must_use]
    pub fn line(&self, label: &str) -> Option<&Line> {
        self.lines().into_iter().find(|line| line.label() == label)
    }

    /// The line of the account with this id.
    #[must_use]
    pub fn line_of_account(&self, account_id: &str) -> Option<&Line> {
        let is_it = |line: &&Line| line.account_id().is_some_and(|id| id.eq_ignore_ascii_case(account_id));
        self.lines().into_iter().find(is_it)
    }

    /// The amount in this column of the first line of this label: `report.value("Total Assets", 1)`.
    #[must_use]
    pub fn value(&self, label: &str, column: usize) -> Option<Decimal> {
        self.line(label)?.value(column)
    }
}

fn sections<'a>(rows: &'a [Row], found: &mut Vec<&'a Section>) {
    for row in rows {
        if let Row::Section(section) = row {
            found.push(section);
        }
        sections(row.rows(), found);
    }
}

fn lines<'a>(rows: &'a [Row], found: &mut Vec<&'a Line>) {
    for row in rows {
        if let Row::Row(line) | Row::SummaryRow(line) = row {
            found.push(line);
        }
        lines(row.rows(), found);
    }
}

/// A row of a report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(with = "OtherRow"))]
#[serde(from = "OtherRow", into = "OtherRow")]
#[non_exhaustive]
pub enum Row {
    /// What the columns are called.
    Header(Line),
    /// Rows under a title.
    Section(Section),
    /// A line.
    Row(Line),
    /// A line that sums up others.
    SummaryRow(Line),
    /// A kind that this release does not know.
    Other(OtherRow),
}

impl Row {
    /// The rows inside.
    #[must_use]
    pub fn rows(&self) -> &[Self] {
        match self {
            Self::Section(section) => &section.rows,
            Self::Other(other) => &other.rows,
            _ => &[],
        }
    }
}

/// A row of any kind, as it comes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", default)]
#[non_exhaustive]
pub struct OtherRow {
    /// What kind of row it is.
    pub row_type: String,
    /// Title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Cells.
    #[serde(deserialize_with = "null_is_empty", skip_serializing_if = "Vec::is_empty")]
    pub cells: Vec<Cell>,
    /// Rows inside.
    #[serde(deserialize_with = "null_is_empty", skip_serializing_if = "Vec::is_empty")]
    pub rows: Vec<Row>,
}

impl OtherRow {
    /// An empty one of this kind.
    pub fn new(row_type: impl Into<String>) -> Self {
        Self { row_type: row_type.into(), ..Self::default() }
    }

    setters!(row_type: String, title: Option<String>, cells: Vec<Cell>, rows: Vec<Row>);
}

impl From<OtherRow> for Row {
    fn from(row: OtherRow) -> Self {
        match row.row_type.as_str() {
            "Header" => Self::Header(Line { cells: row.cells }),
            "Section" => Self::Section(Section { title: row.title.unwrap_or_default(), rows: row.rows }),
            "Row" => Self::Row(Line { cells: row.cells }),
            "SummaryRow" => Self::SummaryRow(Line { cells: row.cells }),
            _ => Self::Other(row),
        }
    }
}

impl From<Row> for OtherRow {
    fn from(row: Row) -> Self {
        let line = |row_type: &str, line: Line| Self::new(row_type).cells(line.cells);
        match row {
            Row::Header(cells) => line("Header", cells),
            Row::Row(cells) => line("Row", cells),
            Row::SummaryRow(cells) => line("SummaryRow", cells),
            Row::Section(section) => Self::new("Section").title(section.title).rows(section.rows),
            Row::Other(other) => other,
        }
    }
}

/// Rows under a title.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Section {
    /// Title; may be empty.
    pub title: String,
    /// Rows; none if it is a mere heading.
    pub rows: Vec<Row>,
}

impl Section {
    /// An empty one of this title.
    pub fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), rows: Vec::new() }
    }

    setters!(title: String, rows: Vec<Row>);

    /// All its lines, in order: sums too.
    #[must_use]
    pub fn lines(&self) -> Vec<&Line> {
        let mut found = Vec::new();
        lines(&self.rows, &mut found);
        found
    }

    /// The first line of this label.
    #[must_use]
    pub fn line(&self, label: &str) -> Option<&Line> {
        self.lines().into_iter().find(|line| line.label() == label)
    }

    /// The line that sums it up, if it has one.
    #[must_use]
    pub fn summary(&self) -> Option<&Line> {
        self.rows.iter().rev().find_map(|row| match row {
            Row::SummaryRow(line) => Some(line),
            _ => None,
        })
    }

    /// The amount in this column of the first line of this label.
    #[must_use]
    pub fn value(&self, label: &str, column: usize) -> Option<Decimal> {
        self.line(label)?.value(column)
    }
}

/// A line of a report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Line {
    /// Cells, the label first.
    pub cells: Vec<Cell>,
}

impl Line {
    /// A line of these cells.
    pub fn new(cells: impl IntoIterator<Item = Cell>) -> Self {
        Self { cells: cells.into_iter().collect() }
    }

    setters!(cells: Vec<Cell>);

    /// The text of the first cell.
    #[must_use]
    pub fn label(&self) -> &str {
        self.cells.first().map_or("", Cell::text)
    }

    /// The cell in this column.
    #[must_use]
    pub fn cell(&self, column: usize) -> Option<&Cell> {
        self.cells.get(column)
    }

    /// The amount in this column.
    #[must_use]
    pub fn value(&self, column: usize) -> Option<Decimal> {
        self.cell(column)?.decimal()
    }

    /// What this id says of the first cell that has it, without regard to case.
    #[must_use]
    pub fn attribute(&self, id: &str) -> Option<&str> {
        self.cells.iter().find_map(|cell| cell.attribute(id))
    }

    /// The account that it is about, by Xero's id.
    #[must_use]
    pub fn account_id(&self) -> Option<&str> {
        // The bank summary calls it so in its first cells.
        self.attribute("account").or_else(|| self.attribute("accountID"))
    }

    /// The invoice that it is about, by Xero's id: in aged reports.
    #[must_use]
    pub fn invoice_id(&self) -> Option<&str> {
        self.attribute("invoiceID")
    }
}

/// A cell of a report.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", default)]
#[non_exhaustive]
pub struct Cell {
    /// What stands in it: always a text.
    pub value: Option<String>,
    /// What it is about.
    #[serde(deserialize_with = "null_is_empty", skip_serializing_if = "Vec::is_empty")]
    pub attributes: Vec<CellAttribute>,
}

impl Cell {
    /// A cell with this text.
    pub fn new(value: impl Into<String>) -> Self {
        Self { value: Some(value.into()), attributes: Vec::new() }
    }

    setters!(value: Option<String>, attributes: Vec<CellAttribute>);

    /// The text; empty if there is none.
    #[must_use]
    pub fn text(&self) -> &str {
        self.value.as_deref().unwrap_or_default()
    }

    /// The amount, if it is one. A percentage is none: see [`percent`](Self::percent).
    #[must_use]
    pub fn decimal(&self) -> Option<Decimal> {
        self.text().trim().parse().ok()
    }

    /// The percentage, if it is one: 7.3 of `7.3%`.
    #[must_use]
    pub fn percent(&self) -> Option<Decimal> {
        self.text().trim().strip_suffix('%')?.trim_end().parse().ok()
    }

    /// The date, if it is one: in aged reports, and in the header of those by period (`30 Apr 2026`).
    #[must_use]
    pub fn date(&self) -> Option<NaiveDate> {
        let text = self.text();
        dates::date_of(text).or_else(|| NaiveDate::parse_from_str(text.trim(), "%d %B %Y").ok())
    }

    /// What this id says of it, without regard to case.
    #[must_use]
    pub fn attribute(&self, id: &str) -> Option<&str> {
        let has = |attribute: &&CellAttribute| {
            attribute.id.as_ref().is_some_and(|name| name.eq_ignore_ascii_case(id))
        };
        self.attributes.iter().find(has)?.value.as_deref()
    }
}

/// What a cell is about.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", default)]
#[non_exhaustive]
pub struct CellAttribute {
    /// What kind of thing: `account`, `invoiceID`, …
    pub id: Option<String>,
    /// Which: Xero's id of it.
    pub value: Option<String>,
}

impl CellAttribute {
    /// This thing of this kind.
    pub fn new(id: impl Into<String>, value: impl Into<String>) -> Self {
        Self { id: Some(id.into()), value: Some(value.into()) }
    }

    setters!(id: Option<String>, value: Option<String>);
}

/// Something that is said about a report.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", default)]
#[non_exhaustive]
pub struct ReportField {
    /// Name.
    #[serde(rename = "FieldID")]
    pub field_id: Option<String>,
    /// What it means.
    pub description: Option<String>,
    /// What it is.
    pub value: Option<String>,
}

impl ReportField {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(field_id: Option<String>, description: Option<String>, value: Option<String>);
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn report() -> Report {
        let line = |kind: &str, label: &str, amounts: [&str; 2], account: Option<&str>| {
            let about = account.map(|id| json!([{ "Id": "account", "Value": id }]));
            let cell = |text: &str| match &about {
                Some(about) => json!({ "Value": text, "Attributes": about }),
                None => json!({ "Value": text }),
            };
            json!({ "RowType": kind, "Cells": [cell(label), cell(amounts[0]), cell(amounts[1])] })
        };
        serde_json::from_value(json!({
            "ReportName": "Balance Sheet",
            "Rows": [
                { "RowType": "Header", "Cells": [{ "Value": "" }, { "Value": "30 Apr 2026" }, { "Value": "31 Mar 2026" }] },
                { "RowType": "Section", "Title": "Assets", "Rows": [] },
                { "RowType": "Section", "Title": "Bank", "Rows": [
                    line("Row", "Cheque Account", ["-1850.25", "0.00"], Some("acc-1")),
                    line("SummaryRow", "Total Bank", ["-1850.25", "0.00"], None),
                ] },
                { "RowType": "Section", "Title": "", "Rows": [
                    { "RowType": "Section", "Title": "Inside", "Rows": [line("Row", "Deep", ["1", ""], None)] },
                ] },
                { "RowType": "Section", "Title": "", "Rows": [line("SummaryRow", "Total Assets", ["-1849.25", "7.3%"], None)] },
                { "RowType": "Chart", "Title": "New", "Cells": [{ "Value": "x" }] },
            ],
        }))
        .unwrap()
    }

    #[test]
    fn lines_are_found_by_label_section_and_account() {
        let report = report();
        let amount = |text: &str| text.parse::<Decimal>().ok();
        assert_eq!(report.value("Total Assets", 1), amount("-1849.25"));
        assert_eq!(report.value("Deep", 1), amount("1"));
        assert_eq!(
            (report.value("Deep", 2), report.value("Deep", 9), report.value("None", 1)),
            (None, None, None)
        );
        let bank = report.section("Bank").unwrap();
        assert_eq!(bank.value("Cheque Account", 1), amount("-1850.25"));
        assert_eq!(bank.summary().unwrap().label(), "Total Bank");
        assert!(bank.line("Deep").is_none());
        assert_eq!(report.line_of_account("ACC-1").unwrap().label(), "Cheque Account");
        let titles: Vec<_> = report.sections().iter().map(|section| section.title.as_str()).collect();
        assert_eq!(titles, ["Assets", "Bank", "", "Inside", ""]);
        let labels: Vec<_> = report.lines().iter().map(|line| line.label()).collect();
        assert_eq!(labels, ["Cheque Account", "Total Bank", "Deep", "Total Assets"]);
    }

    #[test]
    fn columns_have_the_names_of_the_header() {
        let report = report();
        assert_eq!(report.columns(), ["", "30 Apr 2026", "31 Mar 2026"]);
        assert_eq!((report.column("31 Mar 2026"), report.column("May")), (Some(2), None));
        assert_eq!(Report::new().columns(), [""; 0]);
    }

    #[test]
    fn a_cell_is_read_as_what_it_is() {
        let decimal = |text: &str| Cell::new(text).decimal().map(|value| value.to_string());
        assert_eq!(decimal("-1850.25").as_deref(), Some("-1850.25"));
        assert_eq!((decimal(""), decimal("7.3%"), decimal("2026-04-30T00:00:00")), (None, None, None));
        assert_eq!(Cell::new("7.3%").percent(), "7.3".parse().ok());
        assert_eq!(Cell::new("7.3").percent(), None);
        for date in ["2026-04-30T00:00:00", "30 Apr 2026", "30 April 2026"] {
            assert_eq!(Cell::new(date).date(), "2026-04-30".parse().ok(), "{date}");
        }
        assert_eq!(Cell::new("181 days overdue").date(), None);
    }

    #[test]
    fn rows_survive_a_round_trip_those_of_unknown_kinds_too() {
        let report = report();
        let again: Report = serde_json::from_value(serde_json::to_value(&report).unwrap()).unwrap();
        assert_eq!(again, report);
        let Some(Row::Other(other)) = report.rows.last() else { panic!("{report:?}") };
        assert_eq!((other.row_type.as_str(), other.title.as_deref()), ("Chart", Some("New")));
    }
}
