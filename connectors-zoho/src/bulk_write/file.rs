//! The file of an import, made row by row.

use connectors_core::{Content, Error, Result};
use serde::Serialize;
use serde_json::{Map, Value};

use super::FieldMapping;
use super::matching::Inputs;
use crate::bulk::{Zip, write_row};

/// The most rows of a file (Zoho CRM API v8, "Bulk Write", limitations).
pub(super) const MOST_ROWS: usize = 25_000;
/// The most bytes of a file, unpacked; whether a megabyte is meant decimal is not said.
const MOST_BYTES: usize = 25_000_000;

/// A file under way, and what is needed to know its rows again.
pub(super) struct File {
    zip: Zip,
    inputs: Inputs,
}

/// A file ready to be sent.
pub(super) struct Packed {
    pub(super) archive: Content,
    pub(super) inputs: Inputs,
}

/// A row that did not fit into a file, ready for the next one.
pub(super) struct Line {
    csv: Vec<u8>,
    print: u64,
}

impl Line {
    /// A record as a row.
    pub(super) fn new(columns: &[FieldMapping], record: &impl Serialize) -> Result<Self> {
        let cells = cells(columns, record)?;
        let mut csv = Vec::new();
        write_row(&mut csv, cells.iter().map(String::as_str));
        if csv.len() > MOST_BYTES / 2 {
            return Err(Error::validation("", "the row is larger than half a file may be"));
        }
        Ok(Self { csv, print: Inputs::print(cells.iter().map(String::as_str)) })
    }
}

impl File {
    pub(super) fn new(columns: &[FieldMapping]) -> Self {
        let mut file = Self { zip: Zip::new("rows.csv"), inputs: Inputs::default() };
        let mut header = Vec::new();
        let names: Vec<_> = columns.iter().map(FieldMapping::header).collect();
        write_row(&mut header, names.iter().map(String::as_str));
        file.zip.write(&header);
        file
    }

    /// Adds the row that has this number in the whole input, unless the file is full: then the row comes back.
    pub(super) fn push(&mut self, line: Line, number: u64) -> Option<Line> {
        let full = self.inputs.len() >= MOST_ROWS || self.zip.unpacked() + line.csv.len() > MOST_BYTES;
        if full {
            return Some(line);
        }
        self.zip.write(&line.csv);
        self.inputs.push(line.print, number);
        None
    }

    /// The archive to send.
    pub(super) fn finish(self) -> Packed {
        let archive = Content::bytes(self.zip.finish()).media_type("application/zip");
        Packed { archive, inputs: self.inputs }
    }
}

impl FieldMapping {
    /// What the column is called: `Account_Name.id` where a record is found by its id.
    fn header(&self) -> String {
        match &self.find_by {
            Some(field) => format!("{}.{field}", self.api_name),
            None => self.api_name.clone(),
        }
    }
}

/// The cells of a record in the order of the columns. What has no column is refused: it would be lost.
fn cells(columns: &[FieldMapping], record: &impl Serialize) -> Result<Vec<String>> {
    let written = serde_path_to_error::serialize(record, serde_json::value::Serializer);
    let value = written.map_err(|e| Error::validation(e.path().to_string(), e.into_inner().to_string()))?;
    let Value::Object(mut fields) = value else {
        return Err(Error::validation("", "the row is not an object of fields"));
    };
    let cells = columns.iter().map(|column| cell(column, &mut fields)).collect::<Result<_>>()?;
    match fields.iter().find(|(_, value)| !value.is_null()) {
        Some((field, _)) => Err(Error::validation(field, "has no column among those of the import")),
        None => Ok(cells),
    }
}

fn cell(column: &FieldMapping, fields: &mut Map<String, Value>) -> Result<String> {
    let field = &column.api_name;
    match fields.remove(field) {
        None | Some(Value::Null) => Ok(String::new()),
        Some(Value::Array(values)) => {
            let values = values.iter().map(|value| match plain(value) {
                Some(text) if !text.contains(';') => Ok(text),
                _ => Err(Error::validation(
                    field,
                    "holds what a list in a cell cannot: `;`, or more than text",
                )),
            });
            Ok(values.collect::<Result<Vec<_>>>()?.join(";"))
        }
        // A record that is pointed to.
        Some(Value::Object(members)) => match (&column.find_by, members.get("id").and_then(plain)) {
            (Some(find_by), Some(id)) if find_by == "id" => Ok(id),
            _ => Err(Error::validation(
                field,
                "is more than a cell can hold; a record that is pointed to wants a column with `find_by(\"id\")`",
            )),
        },
        Some(value) => Ok(plain(&value).unwrap_or_default()),
    }
}

fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn row(columns: &[FieldMapping], record: Value) -> Result<Vec<String>> {
        cells(columns, &record)
    }

    #[test]
    fn a_record_becomes_the_cells_of_its_columns() {
        let columns = ["Last_Name", "Amount", "Active", "Tags", "Note"].map(FieldMapping::new);
        let record =
            json!({ "Active": true, "Last_Name": "Ada", "Tags": ["a", "b"], "Amount": 12.5, "Note": null });
        assert_eq!(row(&columns, record).unwrap(), ["Ada", "12.5", "true", "a;b", ""]);
        let account = [FieldMapping::new("Account_Name").find_by("id")];
        assert_eq!(row(&account, json!({ "Account_Name": { "id": "42", "name": "x" } })).unwrap(), ["42"]);
        assert_eq!(account[0].header(), "Account_Name.id");
    }

    #[test]
    fn what_would_be_lost_is_refused_with_the_field() {
        let columns = ["Last_Name", "Tags"].map(FieldMapping::new);
        let cases = [
            (json!({ "Last_Name": "Ada", "Email": "ada@example.com" }), "Email"),
            (json!({ "Last_Name": { "id": "1" } }), "Last_Name"),
            (json!({ "Tags": ["a;b"] }), "Tags"),
            (json!({ "Tags": [{ "id": "1" }] }), "Tags"),
            (json!("Ada"), ""),
        ];
        for (record, field) in cases {
            assert_eq!(row(&columns, record).unwrap_err().field_errors()[0].field, field);
        }
    }

    #[test]
    fn a_file_is_full_at_its_rows_and_at_its_bytes() {
        let columns = ["A"].map(FieldMapping::new);
        let line = |text: &str| Line::new(&columns, &json!({ "A": text })).unwrap();
        let mut file = File::new(&columns);
        for number in 0..MOST_ROWS {
            assert!(file.push(line("x"), number as u64).is_none());
        }
        assert!(file.push(line("x"), 0).is_some());
        let large = "x".repeat(10_000_000);
        let mut file = File::new(&columns);
        let taken = (0..4).filter(|n| file.push(line(&large), *n).is_none()).count();
        assert_eq!(taken, 2);
        assert!(Line::new(&columns, &json!({ "A": "x".repeat(13_000_000) })).is_err());
    }
}
