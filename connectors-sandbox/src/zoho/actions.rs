//! What else can be done with records: cloning one, reading all of its text, counting by criteria.

use http::StatusCode;
use serde_json::{Value, json};

use super::Cx;
use super::criteria;
use super::errors::{Answer, Problem};
use super::modules::{Kind, Module, module as module_named};
use super::records;
use super::store::is_converted;
use super::validate::{Checked, RowChange};
use super::write::{create, done, summary};
use crate::http::Reply;
use crate::store::Record;

/// `POST /crm/v8/{module}/{id}/actions/clone`: the record with its rows once more. Values that have to be unique stay
/// with the first.
pub(super) fn clone(cx: &mut Cx<'_>, module: &'static Module, id: &str) -> Answer {
    let id = copy(cx, module, id)?;
    Ok(summary(&[Ok(done(cx, module, &id, "record added"))], StatusCode::CREATED))
}

/// A new record like this one, with the rows of its subforms; its id.
pub(super) fn copy(cx: &mut Cx<'_>, module: &'static Module, id: &str) -> Result<String, Problem> {
    let record = cx.state.get(module.name, id).ok_or_else(Problem::path_id)?;
    if is_converted(record) {
        return Err(Problem::converted_record(id));
    }
    let kept = module.all_fields().filter(|field| !field.read_only && !field.unique);
    let values = kept.filter_map(|field| Some((field.name.to_owned(), record.get(field.name)?.clone())));
    let mut values: Record = values.collect();
    if let Some(tags) = values.get_mut("Tag") {
        *tags = json!(cx.state.tag_names(tags));
    }
    let mut rows = Vec::new();
    for field in module.fields {
        let Kind::Subform(name) = field.kind else { continue };
        let Some(of) = module_named(name) else { continue };
        for row in cx.state.find(of.name, "Parent_Id", id) {
            let own = of.fields.iter().filter(|field| !field.read_only);
            let values = own.filter_map(|field| Some((field.name.to_owned(), row.get(field.name)?.clone())));
            rows.push((of, RowChange::Insert(values.collect())));
        }
    }
    Ok(create(cx, module, Checked { values, rows }))
}

/// `GET /crm/v8/{module}/{id}/actions/fetch_full_data`, and `…/{module}/actions/fetch_full_data?ids=`: fields whose text
/// lists cut short. Here no text is cut short.
pub(super) fn full_data(cx: &Cx<'_>, module: &'static Module, id: Option<&str>) -> Answer {
    let ids = match id {
        Some(id) => vec![id.to_owned()],
        None => records::ids(cx)?.ok_or_else(|| Problem::tag_param_missing("ids"))?,
    };
    let fields = match (records::chosen_fields(cx)?, id) {
        (Some(fields), _) => fields,
        (None, None) => return Err(Problem::tag_param_missing("fields")),
        (None, Some(_)) => {
            let long = module.fields.iter().filter(|field| matches!(field.kind, Kind::TextArea));
            long.map(|field| field.name.to_owned()).collect()
        }
    };
    let found = ids.iter().filter_map(|id| cx.state.get(module.name, id));
    let data: Vec<Value> = found.map(|record| cx.state.chosen(module, record, &fields)).collect();
    if data.is_empty() {
        return Ok(Reply::empty(StatusCode::NO_CONTENT));
    }
    Ok(Reply::json(StatusCode::OK, &json!({ "data": data })))
}

/// `POST /crm/v8/{module}/actions/count`: the criteria stand in the body.
pub(super) fn count(cx: &Cx<'_>, module: &'static Module) -> Answer {
    let body = cx.call.request.json().unwrap_or_default();
    let test = match body.get("criteria").filter(|criteria| !criteria.is_null()) {
        Some(criteria) => {
            let expr = criteria::from_json(criteria);
            let known = expr.filter(|expr| expr.fields().iter().all(|path| module.path(path).is_some()));
            Some(known.ok_or_else(|| Problem::criteria("the criteria cannot be read", ""))?)
        }
        None => None,
    };
    let live = cx.state.records(module).filter(|record| !is_converted(record));
    let count =
        live.filter(|record| test.as_ref().is_none_or(|test| test.matches(cx.state, module, record))).count();
    Ok(Reply::json(StatusCode::OK, &json!({ "count": count })))
}
