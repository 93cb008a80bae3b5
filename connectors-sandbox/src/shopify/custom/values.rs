//! The types of values in metafields and metaobjects: what each may be, and what a definition may want of it.

use std::str::FromStr;

use chrono::{DateTime, NaiveDate, NaiveDateTime};
use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::shopify::Cx;
use crate::shopify::json::{decimal, objects, text};
use crate::shopify::store::kind_of;
use crate::store::Record;

/// The types, with what kind of thing each is about, and the rules that a definition may have for it.
const TYPES: &[(&str, &str, &[&str])] = &[
    ("boolean", "TRUE_FALSE", &[]),
    ("color", "COLOR", &[]),
    ("date", "DATE_TIME", RANGE),
    ("date_time", "DATE_TIME", RANGE),
    ("dimension", "MEASUREMENT", RANGE),
    ("id", "ID", TEXT),
    ("json", "OTHER", &["schema"]),
    ("language", "TEXT", &[]),
    ("link", "URL", &["allowed_domains"]),
    ("money", "MONEY", &[]),
    ("multi_line_text_field", "TEXT", TEXT),
    ("number_decimal", "NUMBER", NUMBER),
    ("number_integer", "NUMBER", RANGE),
    ("rating", "RATING", &["scale_min", "scale_max"]),
    ("rich_text_field", "TEXT", &[]),
    ("single_line_text_field", "TEXT", TEXT),
    ("url", "URL", &["allowed_domains"]),
    ("volume", "MEASUREMENT", RANGE),
    ("weight", "MEASUREMENT", RANGE),
    ("article_reference", "REFERENCE", &[]),
    ("collection_reference", "REFERENCE", &[]),
    ("company_reference", "REFERENCE", &[]),
    ("customer_reference", "REFERENCE", &[]),
    ("file_reference", "REFERENCE", &["file_type_options"]),
    ("metaobject_reference", "REFERENCE", &["metaobject_definition_id"]),
    ("mixed_reference", "REFERENCE", &["metaobject_definition_ids"]),
    ("order_reference", "REFERENCE", &[]),
    ("page_reference", "REFERENCE", &[]),
    ("product_reference", "REFERENCE", &[]),
    ("product_taxonomy_value_reference", "REFERENCE", &["product_taxonomy_attribute_handle"]),
    ("variant_reference", "REFERENCE", &[]),
];
const RANGE: &[&str] = &["min", "max"];
const NUMBER: &[&str] = &["min", "max", "max_precision"];
const TEXT: &[&str] = &["min", "max", "regex", "choices"];

/// Types that have no form for several values.
const SINGLE: &[&str] = &["boolean", "id", "json", "money", "multi_line_text_field", "rich_text_field"];

/// The type of the elements, if `name` is a list.
fn element(name: &str) -> (&str, bool) {
    name.strip_prefix("list.").map_or((name, false), |element| (element, true))
}

/// A type as its name states it; none if there is no such.
pub(super) fn described(name: &str) -> Option<Value> {
    let (element, listed) = element(name);
    let (_, category, rules) = TYPES.iter().find(|(known, ..)| *known == element)?;
    if listed && SINGLE.contains(&element) {
        return None;
    }
    let of_list: &[&str] = if listed { &["list.min", "list.max"] } else { &[] };
    let rules =
        rules.iter().chain(of_list).map(|rule| json!({ "name": rule, "type": rule_type(element, rule) }));
    Some(json!({
        "name": name, "category": category, "supportedValidations": rules.collect::<Vec<_>>(),
        "supportsDefinitionMigrations": !listed,
    }))
}

pub(super) fn all() -> Value {
    let listed =
        TYPES.iter().filter(|(name, ..)| !SINGLE.contains(name)).map(|(name, ..)| format!("list.{name}"));
    let names = TYPES.iter().map(|(name, ..)| (*name).to_owned()).chain(listed);
    names.filter_map(|name| described(&name)).collect()
}

/// The type of a rule's value.
pub(super) fn rule_type(element: &str, rule: &str) -> &'static str {
    match rule {
        "choices" | "allowed_domains" | "file_type_options" | "metaobject_definition_ids" => {
            "list.single_line_text_field"
        }
        "schema" => "json",
        "max_precision" | "list.min" | "list.max" => "number_integer",
        "min" | "max" if element == "date" => "date",
        "min" | "max" if element == "date_time" => "date_time",
        "min" | "max" if element == "number_decimal" => "number_decimal",
        "min" | "max" if ["dimension", "weight", "volume"].contains(&element) => "json",
        "min" | "max" => "number_integer",
        "scale_min" | "scale_max" => "number_decimal",
        "metaobject_definition_id" => "metaobject_definition_reference",
        _ => "single_line_text_field",
    }
}

/// Whether a definition of this type may have the rule.
pub(super) fn may_have(name: &str, rule: &str) -> bool {
    let described = described(name).unwrap_or_default();
    let rules = described["supportedValidations"].as_array().map_or(&[] as &[Value], Vec::as_slice);
    rules.iter().any(|known| known["name"] == rule)
}

/// What is wrong with a value of this type under these rules, if anything is.
pub(super) fn problem(cx: &Cx<'_>, name: &str, value: &str, rules: &Record) -> Option<String> {
    let (element, listed) = element(name);
    if !listed {
        return one(cx, element, &json!(value), rules);
    }
    let Ok(Value::Array(items)) = serde_json::from_str(value) else {
        return Some(format!("Value must be an array for {name}."));
    };
    let bound = |rule: &str| wanted(rules, rule).and_then(|bound| bound.parse::<usize>().ok());
    if bound("list.min").is_some_and(|least| items.len() < least) {
        return Some("Value has too few elements.".to_owned());
    }
    if bound("list.max").is_some_and(|most| items.len() > most) {
        return Some("Value has too many elements.".to_owned());
    }
    items.iter().find_map(|item| one(cx, element, item, rules))
}

/// The value of a rule.
fn wanted<'r>(rules: &'r Record, rule: &str) -> Option<&'r str> {
    objects(rules, "validations").find(|known| text(known, "name") == rule).map(|known| text(known, "value"))
}

fn one(cx: &Cx<'_>, element: &str, item: &Value, rules: &Record) -> Option<String> {
    let stated = item.as_str().map_or_else(|| item.to_string(), str::to_owned);
    let value = stated.as_str();
    let parsed = || match item {
        Value::String(text) => serde_json::from_str::<Value>(text).unwrap_or_default(),
        other => other.clone(),
    };
    let good = match element {
        "number_integer" => {
            value.parse::<i64>().is_ok_and(|number| number.unsigned_abs() <= 9_007_199_254_740_991)
        }
        "number_decimal" => Decimal::from_str(value).is_ok(),
        "boolean" => ["true", "false"].contains(&value),
        "date" => NaiveDate::from_str(value).is_ok(),
        "date_time" => DateTime::parse_from_rfc3339(value).is_ok() || NaiveDateTime::from_str(value).is_ok(),
        "color" => {
            let digits = value.strip_prefix('#').unwrap_or_default();
            digits.len() == 6 && digits.bytes().all(|digit| digit.is_ascii_hexdigit())
        }
        "url" => is_address(value),
        "link" => is_address(parsed()["url"].as_str().unwrap_or_default()),
        "money" => decimal(&parsed()["amount"]).is_some() && parsed()["currency_code"].is_string(),
        "weight" | "volume" | "dimension" => {
            decimal(&parsed()["value"]).is_some() && parsed()["unit"].is_string()
        }
        "rating" => {
            ["value", "scale_min", "scale_max"].iter().all(|part| decimal(&parsed()[*part]).is_some())
        }
        "json" => serde_json::from_str::<Value>(value).is_ok(),
        "rich_text_field" => parsed()["type"] == "root",
        "single_line_text_field" | "id" => !value.is_empty() && !value.contains('\n'),
        reference if reference.ends_with("_reference") => {
            return (!refers(cx, reference, value, rules))
                .then(|| format!("Value references non-existent resource {value}."));
        }
        _ => !value.is_empty(),
    };
    if !good {
        return Some(format!("Value must be a valid {element}."));
    }
    broken(element, value, &parsed, rules)
}

/// The rule that a value of the right type breaks.
fn broken(element: &str, value: &str, parsed: &dyn Fn() -> Value, rules: &Record) -> Option<String> {
    let order = |bound: &str| match element {
        "number_integer" | "number_decimal" => {
            Decimal::from_str(value).ok()?.partial_cmp(&Decimal::from_str(bound).ok()?)
        }
        "date" => NaiveDate::from_str(value).ok()?.partial_cmp(&NaiveDate::from_str(bound).ok()?),
        "date_time" => {
            DateTime::parse_from_rfc3339(value).ok()?.partial_cmp(&DateTime::parse_from_rfc3339(bound).ok()?)
        }
        "single_line_text_field" | "multi_line_text_field" | "id" => {
            value.chars().count().partial_cmp(&bound.parse::<usize>().ok()?)
        }
        _ => None,
    };
    if wanted(rules, "min").and_then(order).is_some_and(std::cmp::Ordering::is_lt) {
        return Some("Value is less than the minimum.".to_owned());
    }
    if wanted(rules, "max").and_then(order).is_some_and(std::cmp::Ordering::is_gt) {
        return Some("Value is more than the maximum.".to_owned());
    }
    let choices = wanted(rules, "choices").and_then(|list| serde_json::from_str::<Vec<String>>(list).ok());
    if choices.is_some_and(|choices| !choices.iter().any(|choice| choice == value)) {
        return Some("Value does not exist in provided choices.".to_owned());
    }
    let scale = wanted(rules, "max_precision").and_then(|most| most.parse::<u32>().ok());
    if scale
        .zip(Decimal::from_str(value).ok())
        .is_some_and(|(most, number)| number.normalize().scale() > most)
    {
        return Some("Value has too many decimal places.".to_owned());
    }
    for (rule, part) in [("scale_min", "scale_min"), ("scale_max", "scale_max")] {
        let stated = wanted(rules, rule).and_then(|bound| Decimal::from_str(bound).ok());
        if element == "rating" && stated.is_some() && stated != decimal(&parsed()[part]) {
            return Some(format!("Value must have the {part} of the definition."));
        }
    }
    if element == "rating" {
        let [value, least, most] = ["value", "scale_min", "scale_max"].map(|part| decimal(&parsed()[part]));
        return (value < least || value > most).then(|| "Value is outside of its scale.".to_owned());
    }
    let domains =
        wanted(rules, "allowed_domains").and_then(|list| serde_json::from_str::<Vec<String>>(list).ok());
    let address = || parsed()["url"].as_str().unwrap_or(value).to_owned();
    let host = || url::Url::parse(&address()).ok().and_then(|url| Some(url.host_str()?.to_owned()));
    domains
        .is_some_and(|domains| !host().is_some_and(|host| domains.contains(&host)))
        .then(|| "Value has a domain that is not allowed.".to_owned())
}

fn is_address(value: &str) -> bool {
    url::Url::parse(value).is_ok_and(|url| ["http", "https", "mailto", "sms", "tel"].contains(&url.scheme()))
}

/// Whether the record that a value names is there and of the right type.
fn refers(cx: &Cx<'_>, reference: &str, value: &str, rules: &Record) -> bool {
    let kinds: &[&str] = match reference {
        "variant_reference" => &["ProductVariant"],
        "file_reference" => &["GenericFile", "MediaImage", "Video", "Model3d"],
        "product_reference" => &["Product"],
        "collection_reference" => &["Collection"],
        "company_reference" => &["Company"],
        "customer_reference" => &["Customer"],
        "order_reference" => &["Order"],
        "page_reference" => &["Page"],
        "article_reference" => &["Article"],
        "metaobject_reference" | "mixed_reference" => &["Metaobject"],
        // The taxonomy is not kept.
        _ => return value.starts_with("gid://"),
    };
    let known = kind_of(value).is_some_and(|kind| kinds.contains(&kind)) && cx.store.get(value).is_some();
    let definition = wanted(rules, "metaobject_definition_id");
    known && definition.is_none_or(|definition| cx.store.text(value, "definition") == definition)
}

/// A value as JSON.
pub(super) fn parsed(name: &str, value: &str) -> Value {
    match name {
        "number_integer" | "boolean" | "json" | "money" | "weight" | "volume" | "dimension" | "rating"
        | "link" | "rich_text_field" => serde_json::from_str(value).unwrap_or_default(),
        listed if listed.starts_with("list.") => serde_json::from_str(value).unwrap_or_default(),
        _ => json!(value),
    }
}
