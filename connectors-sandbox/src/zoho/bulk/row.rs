//! A row of a bulk write: from texts to the values of a record.

use chrono::{NaiveDate, NaiveDateTime};
use serde_json::{Value, json};

use super::super::Cx;
use super::super::errors::Problem;
use super::super::modules::{Field, Kind, Module, module};
use super::super::store::{State, is_converted, text};
use super::super::write;
use crate::store::Record;

/// What becomes of the rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operation {
    Insert,
    Update,
    Upsert,
}

/// What became of a row.
pub(super) enum Row {
    Added(String),
    Updated(String),
    /// The code, and the field that it is about.
    Skipped(String, String),
}

/// Which column is which field.
#[derive(Clone)]
pub(super) struct Columns {
    columns: Vec<Column>,
    /// The field by which records are found.
    find_by: Option<&'static str>,
    ignore_empty: bool,
}

#[derive(Clone)]
struct Column {
    field: &'static Field,
    /// Where it stands in a row; a field without a column has its default.
    index: Option<usize>,
    /// For a lookup: the other module's field that is in the file.
    find_by: Option<String>,
    /// For a date: how it is written, in the letters of Java's `SimpleDateFormat`.
    format: Option<String>,
    default: Option<Value>,
}

impl Columns {
    /// The mappings of a resource, which stands at `path`; without any, there is none.
    pub(super) fn new(
        module: &'static Module,
        operation: Operation,
        resource: &Value,
        path: &str,
        ignore_empty: bool,
    ) -> Result<Self, Problem> {
        let mappings = resource["field_mappings"].as_array().filter(|mappings| !mappings.is_empty());
        let missing = || Problem::mandatory("field_mappings", &format!("{path}.field_mappings"));
        let mut columns = Vec::new();
        for mapping in mappings.ok_or_else(missing)? {
            let name = mapping["api_name"].as_str().unwrap_or_default();
            let field =
                module.field(name).filter(|field| super::write::is_column(field)).ok_or_else(|| {
                    let message = "invalid mapping: the field is not known";
                    Problem::bad("INVALID_FIELD_NAME", message, json!({ "api_name": name }))
                })?;
            let index = mapping["index"].as_u64().and_then(|index| usize::try_from(index).ok());
            let default = Some(mapping["default_value"]["value"].clone()).filter(|value| !value.is_null());
            if index.is_none() && default.is_none() {
                let message = "a mapping has no index";
                return Err(Problem::bad("COLUMN_INDEX_NOT_FOUND", message, json!({ "api_name": name })));
            }
            let text = |key: &str| mapping[key].as_str().map(str::to_owned);
            columns.push(Column { field, index, find_by: text("find_by"), format: text("format"), default });
        }
        let find_by = match resource["find_by"].as_str() {
            Some(name) => {
                let mapped = columns.iter().find(|column| column.field.name == name);
                let mapped = mapped.ok_or_else(|| Problem::invalid("find_by", &format!("{path}.find_by")))?;
                Some(mapped.field.name)
            }
            None if operation == Operation::Insert => None,
            None => return Err(Problem::mandatory("find_by", &format!("{path}.find_by"))),
        };
        let unmapped = module.all_fields().find(|field| {
            field.mandatory
                && super::write::is_column(field)
                && !columns.iter().any(|column| column.field.name == field.name)
        });
        match unmapped.filter(|_| operation != Operation::Update) {
            Some(field) => {
                let message = "All mandatory fields are not mapped for the layout";
                Err(Problem::bad("MANDATORY_FIELDS_NOT_MAPPED", message, json!({ "api_name": field.name })))
            }
            None => Ok(Self { columns, find_by, ignore_empty }),
        }
    }

    /// The columns of the file that are mapped, in the order of the mappings.
    pub(super) fn indexes(&self) -> impl Iterator<Item = usize> {
        self.columns.iter().filter_map(|column| column.index)
    }

    /// Where a field stands in the file.
    pub(super) fn column_of(&self, field: &str) -> Option<usize> {
        self.columns.iter().find(|column| column.field.name == field)?.index
    }

    /// Does what a row says.
    pub(super) fn write(
        &self,
        cx: &mut Cx<'_>,
        module: &'static Module,
        operation: Operation,
        cells: &[String],
    ) -> Row {
        let mut input = Record::new();
        for column in &self.columns {
            let cell = column.index.and_then(|index| cells.get(index)).map_or("", |cell| cell.trim());
            let value = match (cell, &column.default) {
                ("", Some(default)) => default.clone(),
                ("", None) if self.ignore_empty => continue,
                ("", None) => Value::Null,
                (cell, _) => match column.value(cx.state, cell) {
                    Some(value) => value,
                    None => return Row::Skipped("INVALID_DATA".to_owned(), column.field.name.to_owned()),
                },
            };
            input.insert(column.field.name.to_owned(), value);
        }
        let found = self.find_by.and_then(|field| find(cx.state, module, field, input.get(field)?));
        let missing =
            || Row::Skipped("RESOURCE_NOT_FOUND".to_owned(), self.find_by.unwrap_or("id").to_owned());
        input.remove("id");
        let written = match (operation, found) {
            (Operation::Update, None) => return missing(),
            (Operation::Update | Operation::Upsert, Some(id)) => {
                write::change(cx, module, &id, &input, "$").map(|()| Row::Updated(id))
            }
            (Operation::Insert | Operation::Upsert, _) => write::add(cx, module, &input, "$").map(Row::Added),
        };
        written.unwrap_or_else(|problem| {
            let problem = problem.element();
            let code = problem["code"].as_str().unwrap_or_default().to_owned();
            let field = problem.pointer("/details/api_name").and_then(Value::as_str).unwrap_or_default();
            Row::Skipped(code, field.to_owned())
        })
    }
}

/// The record whose field has this value.
fn find(state: &State, module: &Module, field: &'static str, value: &Value) -> Option<String> {
    let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    if field == "id" {
        return state.get(module.name, &value).map(|_| value);
    }
    let mut found = state.find(module.name, field, &value).filter(|record| !is_converted(record));
    found.next().map(|record| text(record, "id").to_owned())
}

impl Column {
    /// A cell as the JSON API would have it. What is not even a number stays text, and is refused like there.
    fn value(&self, state: &State, cell: &str) -> Option<Value> {
        let text = || json!(cell);
        let format = self.format.as_deref();
        Some(match self.field.kind {
            Kind::Integer => cell.parse::<i64>().map_or_else(|_| text(), Value::from),
            Kind::Double | Kind::Currency => cell.parse::<f64>().map_or_else(|_| text(), Value::from),
            Kind::Boolean => cell.to_lowercase().parse::<bool>().map_or_else(|_| text(), Value::from),
            Kind::MultiPicklist(_) => cell.split(';').map(str::trim).collect::<Vec<_>>().into(),
            Kind::Tags => {
                cell.split(',').map(|name| json!({ "name": name.trim() })).collect::<Vec<_>>().into()
            }
            Kind::Date => match format.and_then(pattern) {
                Some(pattern) => NaiveDate::parse_from_str(cell, &pattern).ok()?.to_string().into(),
                None => text(),
            },
            // Without an offset a moment is meant in the organisation's zone.
            Kind::DateTime => match format.filter(|format| !format.contains('X')).and_then(pattern) {
                Some(pattern) => {
                    let moment = NaiveDateTime::parse_from_str(cell, &pattern).ok()?;
                    json!(format!("{}+05:30", moment.format("%Y-%m-%dT%H:%M:%S")))
                }
                None => text(),
            },
            Kind::Lookup(target) => match &self.find_by {
                Some(by) if by != "id" => {
                    let target = module(target)?;
                    let found = state.find(target.name, target.field(by)?.name, cell).next()?;
                    json!({ "id": found.get("id") })
                }
                _ => json!({ "id": cell }),
            },
            _ => text(),
        })
    }
}

/// `yyyy-MM-dd'T'HH:mm:ss` in the letters of `chrono`.
fn pattern(java: &str) -> Option<String> {
    const LETTERS: &[(&str, &str)] = &[
        ("yyyy", "%Y"),
        ("MMM", "%b"),
        ("MM", "%m"),
        ("dd", "%d"),
        ("HH", "%H"),
        ("mm", "%M"),
        ("ss", "%S"),
    ];
    let mut rest = java;
    let mut pattern = String::new();
    while let Some(first) = rest.chars().next() {
        if let Some((java, own)) = LETTERS.iter().find(|(java, _)| rest.starts_with(java)) {
            pattern.push_str(own);
            rest = rest.strip_prefix(java)?;
        } else if first.is_ascii_alphabetic() && first != 'T' {
            return None;
        } else {
            if first != '\'' {
                pattern.push(first);
            }
            rest = rest.get(first.len_utf8()..)?;
        }
    }
    Some(pattern)
}

#[cfg(test)]
mod tests {
    use super::pattern;

    #[test]
    fn java_names_dates_otherwise() {
        assert_eq!(pattern("MM/dd/yyyy").as_deref(), Some("%m/%d/%Y"));
        assert_eq!(pattern("yyyy-MM-dd'T'HH:mm:ss").as_deref(), Some("%Y-%m-%dT%H:%M:%S"));
        assert_eq!(pattern("EEEE"), None);
    }
}
