//! Markets: the countries that the shop sells to, and in which currency.

use serde_json::{Value, json};

use super::json::{copy, flag, given, list, map, object, slug, text, texts};
use super::mutations::{Done, Mutation, UserError, wrong};
use super::settings::{filled, known, unique};
use super::{Cx, addresses};
use crate::store::Record;

pub(super) const MUTATIONS: &[(&str, Mutation)] =
    &[("marketCreate", create), ("marketUpdate", update), ("marketDelete", delete)];

fn market(cx: &Cx<'_>, args: &Record) -> Result<Record, UserError> {
    known(cx, text(args, "id"), "Market").map_err(|error| error.code("MARKET_NOT_FOUND"))
}

/// The regions of a market, after some came and some went.
fn regions(
    cx: &mut Cx<'_>,
    market: &Record,
    add: &[Value],
    gone: &[String],
) -> Result<Vec<String>, UserError> {
    let own = text(market, "id").to_owned();
    let mut kept = texts(market, "regions");
    for id in gone {
        kept.retain(|one| one != id);
        cx.store.remove(id);
    }
    for stated in add.iter().filter_map(Value::as_object) {
        let code = text(stated, "countryCode");
        let taken = cx.store.all("MarketRegionCountry").find(|one| text(one, "code") == code);
        if let Some(taken) = taken {
            if text(taken, "market") == own {
                continue;
            }
            let message = "This region is in another market.";
            return Err(wrong("conditions.regionsCondition.regions", message).code("TAKEN"));
        }
        let id = cx.store.id("MarketRegionCountry");
        let currency = cx.currency();
        kept.push(cx.store.put(json!({
            "id": id, "code": code, "name": addresses::country(code), "market": own, "currency": setting(&currency),
        })));
    }
    Ok(kept)
}

fn setting(code: &str) -> Value {
    json!({ "currencyCode": code, "currencyName": code, "enabled": true })
}

fn fill(cx: &mut Cx<'_>, record: &mut Record, input: &Record) -> Result<(), UserError> {
    copy(input, record, &["name", "status"]);
    filled(record, &[("name", "Name")])?;
    if text(record, "name").chars().count() < 2 {
        return Err(wrong("name", "Name is too short (minimum is 2 characters)").code("TOO_SHORT"));
    }
    unique(cx, record, "Market", "name")?;
    if let Some(handle) = given(input, "handle") {
        record.insert("handle".to_owned(), json!(slug(handle)));
    }
    if let Some(stated) = object(input, "currencySettings") {
        let mut settings = object(record, "currencySettings").cloned().unwrap_or_default();
        copy(stated, &mut settings, &["localCurrencies", "roundingEnabled"]);
        if let Some(code) = given(stated, "baseCurrency") {
            let mut currency = setting(code);
            currency["manualRate"] = stated.get("baseCurrencyManualRate").cloned().unwrap_or_default();
            settings.insert("baseCurrency".to_owned(), currency);
        }
        let own = cx.currency();
        settings.entry("baseCurrency").or_insert_with(|| setting(&own));
        record.insert("currencySettings".to_owned(), Value::Object(settings));
    }
    if flag(input, "removeCurrencySettings") {
        record.insert("currencySettings".to_owned(), Value::Null);
    }
    let none = Record::new();
    let conditions = object(input, "conditions").unwrap_or(&none);
    let part = |name: &str| {
        object(object(conditions, name).unwrap_or(&none), "regionsCondition").unwrap_or(&none).clone()
    };
    let stated = object(conditions, "regionsCondition").cloned().unwrap_or_else(|| part("conditionsToAdd"));
    let gone = texts(&part("conditionsToDelete"), "regionIds");
    let regions = regions(cx, record, list(&stated, "regions"), &gone)?;
    record.insert("regions".to_owned(), json!(regions));
    Ok(())
}

fn create(cx: &mut Cx<'_>, args: &Record) -> Done {
    let none = Record::new();
    let input = object(args, "input").unwrap_or(&none);
    let id = cx.store.id("Market");
    let handle = cx.free("Market", &slug(text(input, "name")));
    let now = cx.stamp();
    let mut record = map(json!({
        "id": id, "handle": handle, "status": "DRAFT", "type": "REGION", "createdAt": now, "updatedAt": now,
    }));
    fill(cx, &mut record, input).map_err(|error| error.under("input"))?;
    Ok(json!({ "market": cx.store.put(Value::Object(record)) }))
}

fn update(cx: &mut Cx<'_>, args: &Record) -> Done {
    let none = Record::new();
    let mut record = market(cx, args)?;
    fill(cx, &mut record, object(args, "input").unwrap_or(&none)).map_err(|error| error.under("input"))?;
    Ok(json!({ "market": cx.store.put(Value::Object(record)) }))
}

fn delete(cx: &mut Cx<'_>, args: &Record) -> Done {
    let record = market(cx, args)?;
    if cx.store.all("Market").next().is_some_and(|first| first == &record) {
        return Err(wrong("id", "Can't delete the primary market")
            .code("CANNOT_DELETE_PRIMARY_MARKET")
            .into());
    }
    for region in texts(&record, "regions") {
        cx.store.remove(&region);
    }
    let id = text(&record, "id").to_owned();
    cx.forget(&id);
    Ok(json!({ "deletedId": id }))
}

pub(super) fn field(field: &str, record: &Record) -> Option<Value> {
    (field == "conditions" && !list(record, "regions").is_empty()).then(|| {
        let regions = json!({ "applicationLevel": "SPECIFIED", "regions": list(record, "regions") });
        json!({ "conditionTypes": ["REGION"], "regionsCondition": regions })
    })
}
