//! `/crm/v3/imports`: files of records, written by a job.
//!
//! A row changes the record that its id or a unique property names, and makes one otherwise. A row with an error is passed over.
//! Files of several object types, associations between them, and spreadsheets are not simulated.

use chrono::{DateTime, Utc};
use http::{Method, StatusCode};
use serde_json::{Map, Value, json};

use super::Cx;
use super::errors::{Answer, Problem};
use super::exports::JOB_TIME;
use super::store::{Source, iso};
use super::write::{self, Claims};
use crate::csv;
use crate::http::Reply;

const USUAL_PAGE: usize = 100;
const LARGEST_PAGE: usize = 1_000;

#[derive(Clone, Debug)]
pub(super) struct Import {
    id: String,
    request: Value,
    kind: usize,
    /// The properties of the columns; none for those that are passed over.
    columns: Vec<Option<String>>,
    rows: Vec<Vec<String>>,
    made: DateTime<Utc>,
    due: DateTime<Utc>,
    state: &'static str,
    counters: Map<String, Value>,
    errors: Vec<Value>,
}

pub(super) fn route(cx: &mut Cx<'_>, method: &Method, rest: &[&str]) -> Answer {
    let place = |cx: &Cx<'_>, id: &str| {
        let place = cx.state.imports.iter().position(|import| import.id == id);
        place.ok_or_else(|| Problem::not_found(format!("no import {id}")))
    };
    match (method, rest) {
        (&Method::POST, []) => start(cx),
        (&Method::GET, []) => {
            let imports = cx.state.imports.iter().map(|import| import.json(cx)).collect();
            Ok(Reply::json(StatusCode::OK, &cx.page(imports, None)))
        }
        (&Method::GET, [id]) => Ok(Reply::json(StatusCode::OK, &cx.state.imports[place(cx, id)?].json(cx))),
        (&Method::GET, [id, "errors"]) => {
            let (import, limit) =
                (&cx.state.imports[place(cx, id)?], cx.page_size(USUAL_PAGE, LARGEST_PAGE)?);
            let after: usize = cx.param("after").and_then(|after| after.parse().ok()).unwrap_or_default();
            let results = import.errors.iter().skip(after).take(limit).cloned().collect();
            let next = (after + limit < import.errors.len()).then(|| (after + limit).to_string());
            Ok(Reply::json(StatusCode::OK, &cx.page(results, next)))
        }
        (&Method::POST, [id, "cancel"]) => {
            let place = place(cx, id)?;
            let now = iso(cx.now);
            let import = &mut cx.state.imports[place];
            if import.state != "STARTED" {
                return Err(Problem::invalid(format!("import {id} is {}", import.state)));
            }
            import.state = "CANCELED";
            let done = json!({ "status": "CANCELED", "startedAt": now, "completedAt": now });
            Ok(Reply::json(StatusCode::OK, &done))
        }
        _ => Err(Problem::path()),
    }
}

impl Import {
    fn json(&self, cx: &Cx<'_>) -> Value {
        let began = self.state == "STARTED" && self.made + JOB_TIME / 3 <= cx.now;
        json!({
            "id": self.id, "state": if began { "PROCESSING" } else { self.state }, "importName": self.request["name"],
            "importRequestJson": self.request, "importSource": "API", "optOutImport": false,
            "mappedObjectTypeIds": [cx.state.kind(self.kind).type_id], "createdAt": iso(self.made),
            "updatedAt": iso(self.due.min(cx.now)),
            "metadata": { "counters": self.counters, "fileIds": [], "objectLists": [] },
        })
    }
}

fn start(cx: &mut Cx<'_>) -> Answer {
    let parts =
        cx.call.request.parts().ok_or_else(|| Problem::invalid("the body is not multipart/form-data"))?;
    let part = |name: &str| parts.iter().find(|part| part.name == name);
    let request = part("importRequest").ok_or_else(|| Problem::field("importRequest", "is missing"))?;
    let request: Value = serde_json::from_slice(&request.body)
        .map_err(|error| Problem::invalid(format!("importRequest is no JSON: {error}")))?;
    let file = &request["files"][0];
    let text = |value: &Value| {
        String::from_utf8(part("files").map(|part| part.body.to_vec()).unwrap_or_default())
            .ok()
            .filter(|_| value["fileFormat"] != "SPREADSHEET")
    };
    let rows = text(file).and_then(|text| csv::parse(&text)).filter(|rows| !rows.is_empty());
    let mut rows = rows.ok_or_else(|| Problem::field("files", "is missing or not CSV in UTF-8"))?;
    let mappings = file["fileImportPage"]["columnMappings"].as_array().filter(|columns| !columns.is_empty());
    let mappings = mappings.ok_or_else(|| Problem::field("columnMappings", "is missing or empty"))?;
    let first = mappings[0]["columnObjectTypeId"].as_str().unwrap_or_default();
    let kind = cx.kind(first)?;
    if mappings.iter().any(|column| column["columnObjectTypeId"] != first) {
        return Err(Problem::field(
            "columnMappings",
            "has several object types, which the sandbox does not import",
        ));
    }
    let head = if file["fileImportPage"]["hasHeader"] == false { Vec::new() } else { rows.remove(0) };
    let property = |column: &Value| match column["columnType"].as_str() {
        Some("HUBSPOT_OBJECT_ID") => Some("hs_object_id".to_owned()),
        _ => column["propertyName"].as_str().map(str::to_owned),
    };
    // With a head, columns go by their names.
    let columns = if head.is_empty() {
        mappings.iter().map(property).collect()
    } else {
        let named =
            |name: &String| mappings.iter().find(|column| column["columnName"] == *name).and_then(property);
        head.iter().map(named).collect()
    };
    let import = Import {
        id: cx.state.next_id().to_string(),
        kind,
        columns,
        rows,
        made: cx.now,
        due: cx.now + JOB_TIME,
        state: "STARTED",
        counters: Map::new(),
        errors: Vec::new(),
        request,
    };
    let shown = import.json(cx);
    cx.state.imports.push(import);
    Ok(Reply::json(StatusCode::OK, &shown))
}

/// Does what came due, in its order.
pub(super) fn run_due(cx: &mut Cx<'_>) {
    for at in 0..cx.state.imports.len() {
        let import = &mut cx.state.imports[at];
        if import.state != "STARTED" || import.due > cx.now {
            continue;
        }
        import.state = "DONE";
        let (now, source) = (cx.now, cx.source);
        let rows = std::mem::take(&mut import.rows);
        (cx.now, cx.source) = (import.due, Source::Import);
        let (mut created, mut updated) = (0, 0);
        for (row, line) in rows.iter().zip(1..) {
            match write_row(cx, at, row) {
                Ok(true) => created += 1,
                Ok(false) => updated += 1,
                Err(problem) => {
                    let (id, time) = (cx.state.next_id().to_string(), cx.now.timestamp_millis());
                    let data = json!({ "lineNumber": line, "rowData": row, "fileId": 1, "containsEncryptedProperties": false });
                    let error = json!({
                        "id": id, "createdAt": time, "errorType": problem.import_error(), "sourceData": data,
                        "errorMessage": problem.message(),
                    });
                    cx.state.imports[at].errors.push(error);
                }
            }
        }
        (cx.now, cx.source) = (now, source);
        let import = &mut cx.state.imports[at];
        let errors = import.errors.len();
        let counters = [
            ("TOTAL_ROWS", rows.len()),
            ("CREATED_OBJECTS", created),
            ("UPDATED_OBJECTS", updated),
            ("ERRORS", errors),
        ];
        import.counters = counters.into_iter().map(|(name, count)| (name.to_owned(), json!(count))).collect();
    }
}

/// Whether the row made a record.
fn write_row(cx: &mut Cx<'_>, at: usize, row: &[String]) -> Result<bool, Problem> {
    let import = &cx.state.imports[at];
    let (kind, columns) = (import.kind, import.columns.clone());
    let cells = columns.into_iter().zip(row).filter_map(|(name, cell)| Some((name?, cell)));
    let mut values: Map<String, Value> =
        cells.filter(|(_, cell)| !cell.is_empty()).map(|(name, cell)| (name, json!(cell))).collect();
    let definition = cx.state.kind(kind);
    let named = match values.remove("hs_object_id").as_ref().and_then(Value::as_str) {
        Some(id) => Some(cx.find(kind, id, None, false)?),
        None => values.iter().find_map(|(name, value)| {
            definition.with_unique(name, value.as_str().filter(|_| definition.is_unique(name))?)
        }),
    };
    let properties = Value::Object(values);
    match named {
        Some(id) => {
            let values = write::checked(cx, kind, Some(id), &properties, &mut Claims::new())?;
            write::update(cx, kind, id, values, None);
        }
        None => {
            let draft = write::draft(cx, kind, &json!({ "properties": properties }), &mut Claims::new())?;
            write::create(cx, kind, draft);
        }
    }
    Ok(named.is_none())
}
