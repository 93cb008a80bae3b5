//! The participants of a meeting: contacts, leads and users by their ids, and anybody by an e-mail address.

use serde_json::{Value, json};

use super::errors::Problem;
use super::store::{State, id as id_of, text};

/// Types and the modules in which their ids are; users and addresses are in none.
const TYPES: [(&str, Option<&str>); 4] =
    [("contact", Some("Contacts")), ("lead", Some("Leads")), ("user", None), ("email", None)];

/// Participants as they are kept: type and id or address.
pub(super) fn checked(state: &State, value: &Value, path: &str) -> Result<Value, Problem> {
    let name = "Participants";
    let given = value.as_array().ok_or_else(|| Problem::wrong_type(name, path, "jsonarray"))?;
    let kept = given.iter().enumerate().map(|(index, one)| {
        let at = |key: &str| format!("{path}[{index}].{key}");
        let kind = one["type"].as_str().ok_or_else(|| Problem::mandatory("type", &at("type")))?;
        let (_, module) = TYPES
            .iter()
            .find(|(known, _)| *known == kind)
            .ok_or_else(|| Problem::invalid("type", &at("type")))?;
        let who = one.get("participant").and_then(id_of);
        let who = who.ok_or_else(|| Problem::mandatory("participant", &at("participant")))?;
        let known = match module {
            Some(module) => state.get(module, &who).is_some(),
            None if kind == "user" => !state.user(&who).is_null(),
            None => who.contains('@'),
        };
        if !known {
            return Err(Problem::body_id("participant", &at("participant")));
        }
        Ok(json!({ "type": kind, "participant": who, "invited": one["invited"] == true }))
    });
    kept.collect::<Result<Vec<_>, _>>().map(Value::Array)
}

/// Participants as they are shown, with their names and addresses.
pub(super) fn shown(state: &State, kept: &Value) -> Value {
    let shown = kept.as_array().into_iter().flatten().map(|one| {
        let who = one["participant"].as_str().unwrap_or_default();
        let kind = one["type"].as_str().unwrap_or_default();
        let module = TYPES.iter().find(|(known, _)| *known == kind).and_then(|(_, module)| *module);
        let (name, email) = match module.and_then(|module| state.get(module, who)) {
            Some(record) => {
                (json!(text(record, "Full_Name")), record.get("Email").cloned().unwrap_or_default())
            }
            None if kind == "user" => {
                let user = state.user(who);
                (user["name"].clone(), user["email"].clone())
            }
            None => (Value::Null, json!(who)),
        };
        json!({
            "participant": who, "type": kind, "name": name, "Email": email, "invited": one["invited"],
            "status": "not_known",
        })
    });
    shown.collect()
}
