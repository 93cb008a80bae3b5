//! `/crm/v3/property-validations/{type}`: rules that administrators set for values. HubSpot holds all writes against them
//! since version 2026-09, and so does the sandbox: here those of length, of size and of letters and figures; the others are
//! kept.

use http::{Method, StatusCode};
use serde_json::{Value, json};

use super::Cx;
use super::errors::{Answer, Detail, Problem};
use super::property::Property;
use super::store::Kind;
use super::write::Values;
use crate::http::Reply;

/// A rule: its type and what it is held against.
#[derive(Clone, Debug)]
pub(super) struct Rule {
    kind: String,
    arguments: Vec<String>,
    normalize: bool,
}

/// From this version on writes are held against rules.
const SINCE: &str = "2026-09";

const KINDS: &[&str] = &[
    "AFTER_DATETIME_DURATION",
    "AFTER_DURATION",
    "ALPHANUMERIC",
    "BEFORE_DATETIME_DURATION",
    "BEFORE_DURATION",
    "DAYS_OF_WEEK",
    "DECIMAL",
    "DOMAIN",
    "EMAIL",
    "EMAIL_ALLOWED_DOMAINS",
    "EMAIL_BLOCKED_DOMAINS",
    "END_DATE",
    "END_DATETIME",
    "FORMAT",
    "MAX_LENGTH",
    "MAX_NUMBER",
    "MIN_LENGTH",
    "MIN_NUMBER",
    "PHONE_NUMBER_WITH_EXPLICIT_COUNTRY_CODE",
    "REGEX",
    "SPECIAL_CHARACTERS",
    "START_DATE",
    "START_DATETIME",
    "URL",
    "URL_ALLOWED_DOMAINS",
    "URL_BLOCKED_DOMAINS",
    "WHITESPACE",
];

impl Rule {
    fn json(&self) -> Value {
        json!({
            "ruleType": self.kind, "ruleArguments": self.arguments, "shouldApplyNormalization": self.normalize,
        })
    }

    /// Whether a value that is there fits.
    fn takes(&self, value: &str) -> bool {
        let bound = || self.arguments.first()?.parse::<f64>().ok();
        let length = value.chars().count() as f64;
        let number = || value.parse::<f64>().ok();
        match self.kind.as_str() {
            "MIN_LENGTH" => bound().is_none_or(|least| length >= least),
            "MAX_LENGTH" => bound().is_none_or(|most| length <= most),
            "MIN_NUMBER" => bound().zip(number()).is_none_or(|(least, number)| number >= least),
            "MAX_NUMBER" => bound().zip(number()).is_none_or(|(most, number)| number <= most),
            "ALPHANUMERIC" => match self.arguments.first().map(String::as_str) {
                Some("NUMERIC_ONLY") => value.chars().all(|char| char.is_ascii_digit()),
                Some("ALPHA_ONLY") => value.chars().all(char::is_alphabetic),
                _ => value.chars().all(char::is_alphanumeric),
            },
            _ => true,
        }
    }
}

/// What rules refuse.
pub(super) fn broken(cx: &Cx<'_>, kind: &Kind, values: &Values, details: &mut Vec<Detail>) {
    if cx.version.is_none_or(|version| version < SINCE) {
        return;
    }
    for (name, value) in values.iter().filter(|(_, value)| !value.is_empty()) {
        let rules = kind.properties.get(name).map(|property| property.rules.as_slice());
        for rule in rules.unwrap_or_default().iter().filter(|rule| !rule.takes(value)) {
            let message =
                format!("{value} does not fit the rule {} {:?} of {name}", rule.kind, rule.arguments);
            details.push(Detail { code: "FAILED_VALIDATION", message, property: name.clone() });
        }
    }
}

pub(super) fn route(cx: &mut Cx<'_>, method: &Method, rest: &[&str]) -> Answer {
    let [object, rest @ ..] = rest else { return Err(Problem::path()) };
    let kind = cx.kind(object)?;
    let results = |rules: &[Rule]| rules.iter().map(Rule::json).collect::<Value>();
    match (method, rest) {
        (&Method::GET, []) => {
            let ruled = cx.state.kind(kind).properties.values().filter(|property| !property.rules.is_empty());
            let all = ruled.map(|property| {
                json!({ "propertyName": property.name, "propertyValidationRules": results(&property.rules) })
            });
            Ok(Reply::json(StatusCode::OK, &json!({ "results": all.collect::<Vec<_>>() })))
        }
        (&Method::GET, [name]) => {
            let property = property(cx, kind, name)?;
            Ok(Reply::json(StatusCode::OK, &json!({ "results": results(&property.rules) })))
        }
        (&Method::GET, [name, "rule-type", rule]) => {
            let rule = property(cx, kind, name)?.rules.iter().find(|one| one.kind == *rule);
            let rule = rule.ok_or_else(|| Problem::not_found(format!("{name} has no such rule")))?;
            Ok(Reply::json(StatusCode::OK, &rule.json()))
        }
        (&Method::PUT, [name, "rule-type", rule]) => {
            let body = cx.body()?;
            if !KINDS.contains(rule) {
                return Err(Problem::invalid(format!("{rule} is no type of rule")));
            }
            let arguments = body["ruleArguments"].as_array();
            let arguments = arguments.ok_or_else(|| Problem::field("ruleArguments", "is missing"))?;
            let arguments = arguments.iter().filter_map(Value::as_str).map(str::to_owned).collect();
            let normalize = body["shouldApplyNormalization"] == true;
            let rules = &mut property(cx, kind, name)?.rules;
            rules.retain(|one| one.kind != *rule);
            rules.push(Rule { kind: (*rule).to_owned(), arguments, normalize });
            Ok(Reply::empty(StatusCode::NO_CONTENT))
        }
        (_, [] | [_] | [_, "rule-type", _]) => Err(Problem::method()),
        _ => Err(Problem::path()),
    }
}

fn property<'s>(cx: &'s mut Cx<'_>, kind: usize, name: &str) -> Result<&'s mut Property, Problem> {
    let property = cx.state.kind_mut(kind).properties.get_mut(name);
    property.ok_or_else(|| Problem::not_found(format!("Property {name} does not exist")))
}
