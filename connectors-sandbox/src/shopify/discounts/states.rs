//! When discounts are in force.

use serde_json::{Value, json};

use super::{Method, codes, known, time, wanted};
use crate::shopify::Cx;
use crate::shopify::json::{given, map, text, texts};
use crate::shopify::mutations::{Done, UserError, wrong};
use crate::store::Record;

pub(super) fn status(cx: &Cx<'_>, discount: &Record) -> &'static str {
    if time(discount, "endsAt").is_some_and(|end| end <= cx.now) {
        "EXPIRED"
    } else if time(discount, "startsAt").is_some_and(|start| start > cx.now) {
        "SCHEDULED"
    } else {
        "ACTIVE"
    }
}

/// Puts the discount in force from now on, or out of it.
fn switch(cx: &mut Cx<'_>, id: &str, method: &Method, on: bool) {
    let mut discount = map(cx.store.value(id, method.discount));
    let now = cx.stamp();
    let state = status(cx, &discount);
    if on && state == "SCHEDULED" {
        discount.insert("startsAt".to_owned(), json!(now));
    }
    if on && state == "EXPIRED" {
        discount.insert("endsAt".to_owned(), Value::Null);
    }
    if !on {
        discount.insert("endsAt".to_owned(), json!(now));
        if state == "SCHEDULED" {
            discount.insert("startsAt".to_owned(), json!(now));
        }
    }
    discount.insert("updatedAt".to_owned(), json!(now));
    cx.store.set(id, json!({ method.discount: discount }));
}

pub(super) fn activate(cx: &mut Cx<'_>, args: &Record, method: &Method) -> Done {
    let id = wanted(cx, text(args, "id"), method)?;
    switch(cx, &id, method, true);
    Ok(json!({ method.payload: id }))
}

pub(super) fn deactivate(cx: &mut Cx<'_>, args: &Record, method: &Method) -> Done {
    let id = wanted(cx, text(args, "id"), method)?;
    switch(cx, &id, method, false);
    Ok(json!({ method.payload: id }))
}

fn remove(cx: &mut Cx<'_>, id: &str) {
    codes::forget(cx, id);
    cx.forget(id);
}

pub(super) fn delete(cx: &mut Cx<'_>, args: &Record, method: &Method) -> Done {
    let id = wanted(cx, text(args, "id"), method)?;
    remove(cx, &id);
    Ok(json!({ method.deleted: id }))
}

/// The discounts that a mutation of many means: by their ids, or those that a search finds.
fn many(cx: &Cx<'_>, args: &Record, method: &Method) -> Result<Vec<String>, UserError> {
    let search = given(args, "search");
    match (args.get("ids").is_some_and(Value::is_array), search) {
        (true, Some(_)) => Err(wrong("", "Only one of IDs, search argument or saved search ID is allowed.")
            .code("TOO_MANY_ARGUMENTS")),
        (true, None) => Ok(texts(args, "ids").iter().filter_map(|id| known(cx, id, method)).collect()),
        (false, Some(search)) => {
            let query = crate::shopify::search::parse(search);
            let found = cx.store.all(method.node).filter(|node| query.fits(cx, method.node, node));
            Ok(found.map(|node| text(node, "id").to_owned()).collect())
        }
        (false, None) => {
            Err(wrong("", "Missing expected argument key: 'ids', 'search' or 'saved_search_id'.")
                .code("MISSING_ARGUMENT"))
        }
    }
}

pub(super) fn activate_all(cx: &mut Cx<'_>, args: &Record, method: &Method) -> Done {
    many(cx, args, method)?.iter().for_each(|id| switch(cx, id, method, true));
    Ok(json!({ "job": cx.job() }))
}

pub(super) fn deactivate_all(cx: &mut Cx<'_>, args: &Record, method: &Method) -> Done {
    many(cx, args, method)?.iter().for_each(|id| switch(cx, id, method, false));
    Ok(json!({ "job": cx.job() }))
}

pub(super) fn delete_all(cx: &mut Cx<'_>, args: &Record, method: &Method) -> Done {
    many(cx, args, method)?.iter().for_each(|id| remove(cx, id));
    Ok(json!({ "job": cx.job() }))
}
