//! Postal addresses.

use serde_json::{Value, json};

use super::json::{copy, given, text};
use crate::store::Record;

/// Names of countries that are met often; the others are called by their code.
const COUNTRIES: &[(&str, &str)] = &[
    ("AT", "Austria"),
    ("AU", "Australia"),
    ("BE", "Belgium"),
    ("CA", "Canada"),
    ("CH", "Switzerland"),
    ("DE", "Germany"),
    ("DK", "Denmark"),
    ("ES", "Spain"),
    ("FI", "Finland"),
    ("FR", "France"),
    ("GB", "United Kingdom"),
    ("IE", "Ireland"),
    ("IT", "Italy"),
    ("JP", "Japan"),
    ("MX", "Mexico"),
    ("NL", "Netherlands"),
    ("NO", "Norway"),
    ("NZ", "New Zealand"),
    ("PL", "Poland"),
    ("PT", "Portugal"),
    ("SE", "Sweden"),
    ("US", "United States"),
];

pub(super) fn country(code: &str) -> &str {
    COUNTRIES.iter().find(|(known, _)| *known == code).map_or(code, |(_, name)| name)
}

/// An address that names its country, and perhaps its province, in words or by a code.
pub(super) fn coded(input: &Record) -> Record {
    let mut address = input.clone();
    let country = text(input, "country");
    let known = COUNTRIES.iter().find(|(code, name)| *code == country || *name == country);
    let code = known.map(|(code, _)| *code).or(Some(country).filter(|country| country.len() == 2));
    address.insert("countryCode".to_owned(), json!(code));
    if given(input, "province").is_some_and(|province| province.len() <= 3) {
        address.insert("provinceCode".to_owned(), json!(text(input, "province")));
    }
    address
}

const PLAIN: &[&str] =
    &["firstName", "lastName", "company", "address1", "address2", "city", "provinceCode", "zip", "phone"];

/// An address as an input states it, over what it was before.
pub(super) fn address(id: &str, input: &Record, before: Option<&Record>) -> Value {
    let mut address = before.cloned().unwrap_or_default();
    copy(input, &mut address, PLAIN);
    address.insert("id".to_owned(), json!(id));
    if let Some(code) = given(input, "countryCode") {
        address.insert("countryCodeV2".to_owned(), json!(code));
        address.insert("country".to_owned(), json!(country(code)));
    }
    if let Some(code) = given(input, "provinceCode") {
        address.insert("province".to_owned(), json!(code));
    }
    let name = [text(&address, "firstName"), text(&address, "lastName")].join(" ").trim().to_owned();
    let formatted: Vec<String> = ["company", "address1", "address2", "city", "zip", "country"]
        .iter()
        .filter_map(|field| given(&address, field).map(str::to_owned))
        .collect();
    let area: Vec<&str> =
        ["city", "provinceCode", "country"].iter().filter_map(|field| given(&address, field)).collect();
    let area = area.join(", ");
    address.insert("name".to_owned(), if name.is_empty() { Value::Null } else { json!(name) });
    address.insert("formatted".to_owned(), json!(formatted));
    address.insert("formattedArea".to_owned(), json!(area));
    Value::Object(address)
}

/// What an address says, apart from what it is called by.
pub(super) fn plain(address: &Record) -> [Option<&Value>; 3] {
    ["name", "formatted", "phone"].map(|field| address.get(field))
}
