//! Small things of the shop: segments of customers, saved searches, script tags, the taxonomy.

use serde_json::{Value, json};

use super::json::{copy, given, object, text};
use super::mutations::{Done, Mutation, UserError, wrong};
use super::store::kind_of;
use super::{Cx, SHOP_ID, search};
use crate::store::Record;

pub(super) const MUTATIONS: &[(&str, Mutation)] = &[
    ("segmentCreate", create_segment),
    ("segmentUpdate", update_segment),
    ("segmentDelete", |cx, args| delete(cx, text(args, "id"), "Segment", "deletedSegmentId")),
    ("savedSearchCreate", create_search),
    ("savedSearchUpdate", update_search),
    ("savedSearchDelete", |cx, args| delete(cx, input_id(args), "SavedSearch", "deletedSavedSearchId")),
    ("scriptTagCreate", create_script),
    ("scriptTagUpdate", update_script),
    ("scriptTagDelete", |cx, args| delete(cx, text(args, "id"), "ScriptTag", "deletedScriptTagId")),
];

pub(super) fn known(cx: &Cx<'_>, id: &str, kind: &str) -> Result<Record, UserError> {
    let found = cx.store.get(id).filter(|_| kind_of(id) == Some(kind)).cloned();
    found.ok_or_else(|| wrong("id", format!("{kind} does not exist")))
}

fn input_id(args: &Record) -> &str {
    object(args, "input").map_or("", |input| text(input, "id"))
}

fn delete(cx: &mut Cx<'_>, id: &str, kind: &str, named: &str) -> Done {
    known(cx, id, kind)?;
    cx.forget(id);
    Ok(json!({ named: id }))
}

/// Refuses fields that have to be there and are blank.
pub(super) fn filled(record: &Record, fields: &[(&str, &str)]) -> Result<(), UserError> {
    match fields.iter().find(|(field, _)| given(record, field).is_none()) {
        Some((field, name)) => Err(wrong(field, format!("{name} can't be blank")).code("BLANK")),
        None => Ok(()),
    }
}

/// Refuses a name that another record of the type has.
pub(super) fn unique(cx: &Cx<'_>, record: &Record, kind: &str, field: &str) -> Result<(), UserError> {
    let same =
        |one: &&Record| text(one, field) == text(record, field) && text(one, "id") != text(record, "id");
    match cx.store.all(kind).any(|one| same(&one)) {
        true => Err(wrong(field, "Name has already been taken").code("TAKEN")),
        false => Ok(()),
    }
}

const SEGMENT: &[(&str, &str)] = &[("name", "Name"), ("query", "Query")];

fn create_segment(cx: &mut Cx<'_>, args: &Record) -> Done {
    let now = cx.stamp();
    let mut record = args.clone();
    filled(&record, SEGMENT)?;
    record.insert("id".to_owned(), json!(cx.store.id("Segment")));
    record.extend([("creationDate".to_owned(), json!(now)), ("lastEditDate".to_owned(), json!(now))]);
    unique(cx, &record, "Segment", "name")?;
    Ok(json!({ "segment": cx.store.put(Value::Object(record)) }))
}

fn update_segment(cx: &mut Cx<'_>, args: &Record) -> Done {
    let mut record = known(cx, text(args, "id"), "Segment")?;
    for field in ["name", "query"].into_iter().filter(|field| given(args, field).is_some()) {
        copy(args, &mut record, &[field]);
    }
    unique(cx, &record, "Segment", "name")?;
    record.insert("lastEditDate".to_owned(), json!(cx.stamp()));
    Ok(json!({ "segment": cx.store.put(Value::Object(record)) }))
}

/// The terms of a search that name a field, and the rest of it.
fn split(query: &str) -> (Vec<Value>, String) {
    let words = query.split_whitespace();
    let (named, free): (Vec<&str>, Vec<&str>) = words.partition(|word| word.contains(':'));
    let filters = named.iter().filter_map(|word| word.split_once(':'));
    let filters = filters.map(|(key, value)| json!({ "key": key, "value": value.trim_matches(['"', '\'']) }));
    (filters.collect(), free.join(" "))
}

fn set_query(record: &mut Record) {
    let (filters, terms) = split(text(record, "query"));
    record.extend([("filters".to_owned(), json!(filters)), ("searchTerms".to_owned(), json!(terms))]);
}

const SEARCH: &[(&str, &str)] = &[("name", "Name"), ("query", "Query")];

fn create_search(cx: &mut Cx<'_>, args: &Record) -> Done {
    let mut record = object(args, "input").cloned().unwrap_or_default();
    filled(&record, SEARCH).map_err(|error| error.under("input"))?;
    record.insert("id".to_owned(), json!(cx.store.id("SavedSearch")));
    unique(cx, &record, "SavedSearch", "name").map_err(|error| error.under("input"))?;
    set_query(&mut record);
    Ok(json!({ "savedSearch": cx.store.put(Value::Object(record)) }))
}

fn update_search(cx: &mut Cx<'_>, args: &Record) -> Done {
    let none = Record::new();
    let input = object(args, "input").unwrap_or(&none);
    let mut record = known(cx, text(input, "id"), "SavedSearch").map_err(|error| error.under("input"))?;
    copy(input, &mut record, &["name", "query"]);
    filled(&record, SEARCH).map_err(|error| error.under("input"))?;
    set_query(&mut record);
    Ok(json!({ "savedSearch": cx.store.put(Value::Object(record)) }))
}

fn fill_script(record: &mut Record, input: &Record) -> Result<(), UserError> {
    copy(input, record, &["src", "cache", "displayScope"]);
    if !text(record, "src").starts_with("https://") {
        return Err(wrong("src", "Source must be a secure URL"));
    }
    Ok(())
}

fn create_script(cx: &mut Cx<'_>, args: &Record) -> Done {
    let none = Record::new();
    let now = cx.stamp();
    let id = cx.store.id("ScriptTag");
    let mut record = super::json::map(
        json!({ "id": id, "displayScope": "ONLINE_STORE", "cache": false, "createdAt": now, "updatedAt": now }),
    );
    fill_script(&mut record, object(args, "input").unwrap_or(&none))?;
    Ok(json!({ "scriptTag": cx.store.put(Value::Object(record)) }))
}

fn update_script(cx: &mut Cx<'_>, args: &Record) -> Done {
    let none = Record::new();
    let mut record = known(cx, text(args, "id"), "ScriptTag")?;
    fill_script(&mut record, object(args, "input").unwrap_or(&none))?;
    Ok(json!({ "scriptTag": cx.store.put(Value::Object(record)) }))
}

/// Categories of goods: a few of those that there are.
const CATEGORIES: &[(&str, &str, i64)] = &[
    ("aa", "Apparel & Accessories", 1),
    ("aa-1", "Apparel & Accessories > Clothing", 2),
    ("aa-1-13", "Apparel & Accessories > Clothing > Clothing Tops", 3),
    ("aa-1-13-8", "Apparel & Accessories > Clothing > Clothing Tops > T-Shirts", 4),
    ("aa-8", "Apparel & Accessories > Shoes", 2),
    ("el", "Electronics", 1),
    ("hg", "Home & Garden", 1),
    ("hg-11", "Home & Garden > Kitchen & Dining", 2),
    ("sg", "Sporting Goods", 1),
];

fn category(code: &str) -> String {
    format!("gid://shopify/TaxonomyCategory/{code}")
}

/// The category that an id means, as products hold it.
pub(super) fn category_of(id: &str) -> Option<Value> {
    let code = id.strip_prefix("gid://shopify/TaxonomyCategory/")?;
    let (code, name, level) = CATEGORIES.iter().find(|(known, ..)| *known == code)?;
    let parents: Vec<String> = code.match_indices('-').map(|(at, _)| category(&code[..at])).collect();
    let inside = format!("{code}-");
    Some(json!({
        "id": category(code), "name": name.rsplit(" > ").next(), "fullName": name, "level": level,
        "isRoot": parents.is_empty(), "isArchived": false, "parentId": parents.last(), "ancestorIds": parents,
        "isLeaf": !CATEGORIES.iter().any(|(other, ..)| other.starts_with(&inside)),
        "childrenIds": CATEGORIES.iter().filter(|(other, _, deep)| other.starts_with(&inside) && *deep == level + 1).map(|(other, ..)| category(other)).collect::<Vec<_>>(),
    }))
}

fn categories(args: &Record) -> Value {
    let wanted = given(args, "search").map(str::to_lowercase);
    let below =
        |field: &str| given(args, field).map(|id| format!("{}-", id.rsplit('/').next().unwrap_or_default()));
    let (children, descendants) = (below("childrenOf"), below("descendantsOf"));
    let sibling = given(args, "siblingsOf").and_then(category_of);
    let fits = |code: &str, name: &str, level: i64| {
        wanted.as_ref().is_none_or(|wanted| name.to_lowercase().contains(wanted))
            && descendants.as_ref().is_none_or(|above| code.starts_with(above))
            && children
                .as_ref()
                .is_none_or(|above| code.starts_with(above) && !code[above.len()..].contains('-'))
            && sibling.as_ref().is_none_or(|sibling| {
                let other = category_of(&category(code)).unwrap_or_default();
                sibling["level"] == level && sibling["parentId"] == other["parentId"]
            })
    };
    let narrowed = wanted.is_some() || children.is_some() || descendants.is_some() || sibling.is_some();
    let all = CATEGORIES
        .iter()
        .filter(|(code, name, level)| if narrowed { fits(code, name, *level) } else { *level == 1 });
    all.filter_map(|(code, ..)| category_of(&category(code))).collect()
}

/// The app that calls, with what it may do.
fn installation(cx: &Cx<'_>) -> Value {
    let scopes = cx.caller.scopes.iter().map(|scope| {
        let words = scope.replace('_', " ");
        json!({ "handle": scope, "description": words })
    });
    json!({
        "id": "gid://shopify/AppInstallation/1", "accessScopes": scopes.collect::<Vec<_>>(), "launchUrl": cx.base,
        "app": {
            "id": "gid://shopify/App/1", "title": "Sandbox App", "handle": "sandbox-app", "apiKey": cx.caller.client_id,
            "developerName": "Example", "webhookApiVersion": "2026-10",
        },
    })
}

pub(super) fn query(cx: &Cx<'_>, field: &str, args: &Record) -> Option<Value> {
    let searches = |resource: &str| {
        let all = cx.store.all("SavedSearch").filter(|one| text(one, "resourceType") == resource);
        all.map(|one| json!(text(one, "id"))).collect::<Value>()
    };
    Some(match field {
        "domain" => {
            let domain = cx.store.value(SHOP_ID, "primaryDomain");
            if domain["id"] == text(args, "id") { domain } else { Value::Null }
        }
        "currentAppInstallation" => installation(cx),
        "taxonomy" => json!({}),
        "productSavedSearches" => searches("PRODUCT"),
        "orderSavedSearches" => searches("ORDER"),
        "customerSavedSearches" => searches("CUSTOMER"),
        "collectionSavedSearches" => searches("COLLECTION"),
        "draftOrderSavedSearches" => searches("DRAFT_ORDER"),
        "fileSavedSearches" => searches("FILE"),
        _ => return None,
    })
}

pub(super) fn field(kind: &str, field: &str, args: &Record) -> Option<Value> {
    (kind == "Taxonomy" && field == "categories").then(|| categories(args))
}

impl Cx<'_> {
    /// Whether a record fits a saved search; one that is not known finds nothing.
    pub(super) fn fits_saved(&self, saved: &str, kind: &str, record: &Record) -> bool {
        let Some(saved) = self.store.get(saved) else { return false };
        search::parse(text(saved, "query")).fits(self, kind, record)
    }
}
