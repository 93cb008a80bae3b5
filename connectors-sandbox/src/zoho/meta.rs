//! What a record says about itself besides its fields, in keys that start with a dollar sign.

use serde_json::{Map, Value, json};

use super::attachments;
use super::modules::Module;
use super::store::{State, is_converted, text};
use crate::store::Record;

/// All such keys of a record.
pub(super) fn of(state: &State, module: &Module, record: &Record) -> Map<String, Value> {
    let id = text(record, "id");
    let meta = match module.name {
        _ if module.parent.is_some() => json!({ "$in_merge": false }),
        "Notes" => {
            let files: Vec<_> = attachments::of(state, id).map(|file| file.details(state)).collect();
            let length = text(record, "Note_Content").len();
            json!({
                "$attachments": files, "$editable": true, "$is_shared_to_client": false, "$size": length.to_string(),
                "$state": "save", "$voice_note": false, "$sharing_permission": "full_access",
            })
        }
        _ => json!({
            "$approved": true,
            "$approval_state": "approved",
            "$editable": true,
            "$in_merge": false,
            "$locked_for_me": state.is_locked(id),
            "$process_flow": false,
            "$state": "save",
            "$currency_symbol": "$",
        }),
    };
    let mut meta = meta.as_object().cloned().unwrap_or_default();
    if module.name == "Leads" {
        meta.insert("$converted".to_owned(), json!(is_converted(record)));
        let detail = record.get("$converted_detail").cloned().unwrap_or_else(|| json!({}));
        meta.insert("$converted_detail".to_owned(), detail);
    }
    if module.fields.iter().any(|field| field.name == "What_Id") {
        let target = state.module_of(text(record, "What_Id"));
        meta.insert("$se_module".to_owned(), json!(target.map(|module| module.name)));
    }
    meta
}
