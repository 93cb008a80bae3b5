//! The filters of lists: branches of AND and OR over properties. What a filter of another kind, or another operator, would
//! say is not simulated: nothing fits it.

use serde_json::Value;

use super::property::moment;
use super::store::{Kind, Object};

/// Whether a record fits a branch.
pub(super) fn fits(kind: &Kind, object: &Object, branch: &Value) -> bool {
    let any = branch["filterBranchType"] == "OR";
    let branches =
        branch["filterBranches"].as_array().into_iter().flatten().map(|branch| fits(kind, object, branch));
    let filters =
        branch["filters"].as_array().into_iter().flatten().map(|filter| passes(kind, object, filter));
    let mut all = branches.chain(filters).peekable();
    if any && all.peek().is_some() { all.any(|fits| fits) } else { all.all(|fits| fits) }
}

fn passes(kind: &Kind, object: &Object, filter: &Value) -> bool {
    let Some(name) = filter["property"].as_str().filter(|_| filter["filterType"] == "PROPERTY") else {
        return false;
    };
    let operation = &filter["operation"];
    let value = kind.value_at(object, name, object.updated).map(|value| value.to_lowercase());
    let operator = operation["operator"].as_str().unwrap_or_default();
    let Some(value) = value else {
        return operator == "IS_UNKNOWN" || operator == "IS_NONE_OF" || operator == "IS_NOT_EQUAL_TO";
    };
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned).to_lowercase();
    let other = text(&operation["value"]);
    let among = || operation["values"].as_array().into_iter().flatten().any(|other| text(other) == value);
    let number = |text: &str| {
        let time = || moment(text).map(|time| time.timestamp_millis() as f64);
        text.parse::<f64>().ok().or_else(time)
    };
    let ordered = |less: bool| {
        number(&value).zip(number(&other)).is_some_and(|(a, b)| if less { a < b } else { a > b })
    };
    match operator {
        "IS_KNOWN" => true,
        "IS_EQUAL_TO" | "IS" => {
            value == other || number(&value).is_some_and(|value| number(&other) == Some(value))
        }
        "IS_NOT_EQUAL_TO" | "IS_NOT" => value != other,
        "IS_ANY_OF" => among(),
        "IS_NONE_OF" => !among(),
        "CONTAINS" => value.contains(&other),
        "DOES_NOT_CONTAIN" => !value.contains(&other),
        "STARTS_WITH" => value.starts_with(&other),
        "ENDS_WITH" => value.ends_with(&other),
        "IS_GREATER_THAN" => ordered(false),
        "IS_LESS_THAN" => ordered(true),
        _ => false,
    }
}
