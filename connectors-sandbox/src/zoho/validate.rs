//! What a written record has to be: the fields of its module, with values of their types.

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::errors::Problem;
use super::modules::{Field, Kind, Module, module};
use super::participants;
use super::store::{State, id as id_of, is_converted, moment, stamp, text};
use super::tags;
use crate::store::Record;

/// A record that may be written: its values as they are stored, and what becomes of the rows of its subforms.
#[derive(Debug, Default)]
pub(super) struct Checked {
    pub(super) values: Record,
    pub(super) rows: Vec<(&'static Module, RowChange)>,
}

#[derive(Debug)]
pub(super) enum RowChange {
    Insert(Record),
    Update(String, Record),
    Remove(String),
}

/// Checks `input`, which stands at `path` of the body. With `existing`, it changes that record: what it does not name
/// stays. Keys that are no fields, and fields that can only be read, are passed over.
pub(super) fn check(
    state: &State,
    of: &'static Module,
    input: &Record,
    path: &str,
    existing: Option<&str>,
) -> Result<Checked, Problem> {
    let writable = || of.all_fields().filter(|field| !field.read_only);
    let absent =
        |value: &Value| value.is_null() || value == "" || value.as_array().is_some_and(Vec::is_empty);
    for field in writable().filter(|field| field.mandatory) {
        let missing = match input.get(field.name) {
            Some(value) => absent(value),
            None => existing.is_none(),
        };
        if missing {
            return Err(Problem::mandatory(field.name, &format!("{path}.{}", field.name)));
        }
    }
    let mut checked = Checked::default();
    for field in writable() {
        let Some(value) = input.get(field.name) else { continue };
        let path = format!("{path}.{}", field.name);
        match field.kind {
            Kind::Subform(name) => {
                let Some(rows) = module(name) else { continue };
                checked.rows.extend(subform(state, field, rows, value, &path, existing)?);
            }
            _ if value.is_null() || value == "" => {
                checked.values.insert(field.name.to_owned(), Value::Null);
            }
            _ => {
                let value = stored(state, of, field, value, &path)?;
                checked.values.insert(field.name.to_owned(), value);
            }
        }
    }
    check_target(state, input, &checked.values, path)?;
    for field in of.fields.iter().filter(|field| field.unique) {
        let path = format!("{path}.{}", field.name);
        if let Some(other) = taken(state, of, field, &checked.values, existing) {
            let record = json!({
                "Owner": state.user(text(other, "Owner")),
                "module": { "api_name": of.name, "id": of.id() },
                "id": text(other, "id"),
            });
            return Err(Problem::duplicate(field.name, &path, text(other, "id"), record));
        }
    }
    Ok(checked)
}

/// `$se_module`, where it is given, has to be the module of the record that an activity is about.
fn check_target(state: &State, input: &Record, values: &Record, path: &str) -> Result<(), Problem> {
    let (Some(named), Some(id)) = (input.get("$se_module"), values.get("What_Id").and_then(Value::as_str))
    else {
        return Ok(());
    };
    if named.is_null() || state.module_of(id).is_some_and(|module| named == module.name) {
        return Ok(());
    }
    Err(Problem::body_id("What_Id", &format!("{path}.What_Id.id")))
}

fn taken<'a>(
    state: &'a State,
    of: &Module,
    field: &'static Field,
    values: &Record,
    existing: Option<&str>,
) -> Option<&'a Record> {
    let value = values.get(field.name)?.as_str()?;
    let others = state.find(of.name, field.name, value).filter(|other| Some(text(other, "id")) != existing);
    // A converted lead does not stand in the way of a new one.
    others.into_iter().find(|other| !is_converted(other))
}

/// A field's value as it is stored.
fn stored(state: &State, of: &Module, field: &Field, value: &Value, path: &str) -> Result<Value, Problem> {
    let wrong = || Problem::wrong_type(field.name, path, field.kind.data_type());
    let long = || Problem::too_long(field.name, path, field.length);
    let string = || value.as_str().ok_or_else(wrong);
    match field.kind {
        Kind::Text | Kind::TextArea | Kind::Email | Kind::Phone | Kind::Website | Kind::Picklist(_) => {
            let text = string()?;
            if text.chars().count() > field.length {
                return Err(long());
            }
            if matches!(field.kind, Kind::Email) && !is_email(text) {
                return Err(wrong());
            }
            if let (Kind::Picklist(values), "Deals", "Stage") = (field.kind, of.name, field.name) {
                // Other picklists take new values.
                if !values.contains(&text) {
                    return Err(Problem::stage(path));
                }
            }
        }
        Kind::Integer => {
            let number = value.as_i64().ok_or_else(wrong)?;
            if number.unsigned_abs().to_string().len() > field.length {
                return Err(long());
            }
        }
        Kind::Double | Kind::Currency => {
            let number = value.as_f64().ok_or_else(wrong)?;
            if number.abs() >= 1e16 {
                return Err(long());
            }
        }
        Kind::Boolean => {
            value.as_bool().ok_or_else(wrong)?;
        }
        Kind::Date => {
            NaiveDate::parse_from_str(string()?, "%Y-%m-%d").map_err(|_| wrong())?;
        }
        Kind::DateTime => return moment(string()?).map(|time| json!(stamp(time))).ok_or_else(wrong),
        Kind::MultiPicklist(_) => {
            let values = value.as_array().ok_or_else(wrong)?;
            if !values.iter().all(Value::is_string) {
                return Err(wrong());
            }
        }
        Kind::Lookup(target) => return lookup(state, Some(target), field, value, path),
        Kind::AnyLookup => return lookup(state, None, field, value, path),
        Kind::User => return user(state, field, value, path),
        Kind::Tags => return tags::written(state, value).ok_or_else(wrong),
        Kind::Participants => return participants::checked(state, value, path),
        Kind::Objects => {
            if !value.as_array().is_some_and(|items| items.iter().all(Value::is_object)) {
                return Err(wrong());
            }
        }
        Kind::Id | Kind::Subform(_) => {}
    }
    Ok(value.clone())
}

/// Something before the one `@`, a dot inside what comes behind it.
fn is_email(text: &str) -> bool {
    let parts = text.split_once('@').filter(|(name, domain)| !name.is_empty() && !domain.contains('@'));
    let domain = parts.map(|(_, domain)| domain.trim_matches('.').contains('.'));
    domain.unwrap_or(false) && !text.contains(char::is_whitespace)
}

/// `{"id": "…"}`, the id alone, or `{"name": "…"}`.
fn lookup(
    state: &State,
    target: Option<&str>,
    field: &Field,
    value: &Value,
    path: &str,
) -> Result<Value, Problem> {
    let wrong = || Problem::wrong_type(field.name, path, "jsonobject");
    let id = match value {
        Value::String(id) => id.clone(),
        Value::Object(object) => match (object.get("id"), object.get("name").and_then(Value::as_str)) {
            (Some(id), _) => id_of(id).ok_or_else(wrong)?,
            (None, Some(name)) => {
                let target = target.and_then(module).ok_or_else(wrong)?;
                let found = state.find(target.name, target.title, name).next();
                found.map(|record| text(record, "id").to_owned()).unwrap_or_default()
            }
            (None, None) => return Err(wrong()),
        },
        _ => return Err(wrong()),
    };
    let known = match target {
        Some(target) => state.get(target, &id).is_some(),
        None => state.module_of(&id).is_some(),
    };
    if known { Ok(json!(id)) } else { Err(Problem::body_id(field.name, &format!("{path}.id"))) }
}

fn user(state: &State, field: &Field, value: &Value, path: &str) -> Result<Value, Problem> {
    let wanted = value.get("id").or(value.get("email")).unwrap_or(value);
    let wanted = id_of(wanted).ok_or_else(|| Problem::wrong_type(field.name, path, "jsonobject"))?;
    let found = state.users.iter().find(|user| user.active && (user.id == wanted || user.email == wanted));
    found.map(|user| json!(user.id)).ok_or_else(|| Problem::body_id(field.name, &format!("{path}.id")))
}

/// Rows with an id change that row, or end it where they say `_delete`; rows without are new; others stay.
fn subform(
    state: &State,
    field: &Field,
    rows: &'static Module,
    value: &Value,
    path: &str,
    parent: Option<&str>,
) -> Result<Vec<(&'static Module, RowChange)>, Problem> {
    let given = match value {
        Value::Null => return Ok(Vec::new()),
        Value::Array(given) => given,
        _ => return Err(Problem::wrong_type(field.name, path, "jsonarray")),
    };
    let mut changes = Vec::new();
    for (index, row) in given.iter().enumerate() {
        let path = format!("{path}[{index}]");
        let input = row.as_object().ok_or_else(|| Problem::wrong_type(field.name, &path, "jsonobject"))?;
        let id = input.get("id").and_then(id_of);
        if let Some(id) = &id {
            let own = state.get(rows.name, id).filter(|row| Some(text(row, "Parent_Id")) == parent);
            if own.is_none() {
                return Err(Problem::body_id("id", &format!("{path}.id")));
            }
        }
        let change = match id {
            Some(id) if input.contains_key("_delete") => RowChange::Remove(id),
            _ => {
                let values = check(state, rows, input, &path, id.as_deref())?.values;
                match id {
                    Some(id) => RowChange::Update(id, values),
                    None => RowChange::Insert(values),
                }
            }
        };
        changes.push((rows, change));
    }
    Ok(changes)
}

#[cfg(test)]
mod tests {
    use super::is_email;

    #[test]
    fn an_email_address_has_a_name_and_a_domain() {
        assert!(is_email("a.b+c@example.co.uk"));
        for text in ["", "a", "@example.com", "a@example", "a@b@example.com", "a b@example.com", "a@.com"] {
            assert!(!is_email(text), "{text}");
        }
    }
}
