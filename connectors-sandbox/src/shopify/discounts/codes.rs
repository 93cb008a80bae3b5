//! The codes by which discounts are redeemed. No two are the same, whatever their case.

use serde_json::{Value, json};

use super::{CODE, wanted};
use crate::shopify::Cx;
use crate::shopify::json::{given, objects, text, texts};
use crate::shopify::mutations::{Done, UserError, wrong};
use crate::store::Record;

/// Codes in one call, and the length of one.
const MOST: usize = 250;
const LONGEST: usize = 255;

fn found<'c>(cx: &'c Cx<'_>, code: &str) -> Option<&'c Record> {
    cx.store.find("DiscountRedeemCode", "lower", &code.to_lowercase()).next()
}

pub(super) fn by_code(cx: &Cx<'_>, code: &str) -> Option<String> {
    found(cx, code).map(|one| text(one, "discount").to_owned())
}

fn check(cx: &Cx<'_>, code: &str, own: Option<&str>) -> Result<(), UserError> {
    if code.trim().is_empty() {
        return Err(wrong("code", "Code can't be blank").code("BLANK"));
    }
    if code.chars().count() > LONGEST {
        return Err(
            wrong("code", format!("Code is too long (maximum is {LONGEST} characters)")).code("TOO_LONG")
        );
    }
    if found(cx, code).is_some_and(|other| own != Some(text(other, "id"))) {
        return Err(wrong("code", "Code must be unique. Please try a different code.").code("TAKEN"));
    }
    Ok(())
}

fn put(cx: &mut Cx<'_>, discount: &str, code: &str) -> String {
    let id = cx.store.id("DiscountRedeemCode");
    let now = cx.stamp();
    cx.store.put(json!({
        "id": id, "code": code, "lower": code.to_lowercase(), "discount": discount, "asyncUsageCount": 0, "createdAt": now,
    }))
}

/// Sets the first code of a discount.
pub(super) fn state(cx: &mut Cx<'_>, discount: &str, code: Option<&str>) -> Result<(), UserError> {
    let first = cx.store.ids("DiscountRedeemCode", "discount", discount).into_iter().next();
    match (code, first) {
        (Some(code), Some(first)) => {
            check(cx, code, Some(&first))?;
            cx.store.set(&first, json!({ "code": code, "lower": code.to_lowercase() }));
        }
        (Some(code), None) => {
            check(cx, code, None)?;
            put(cx, discount, code);
        }
        (None, Some(_)) => {}
        (None, None) => return Err(wrong("code", "Code can't be blank").code("BLANK")),
    }
    Ok(())
}

pub(super) fn forget(cx: &mut Cx<'_>, discount: &str) {
    for code in cx.store.ids("DiscountRedeemCode", "discount", discount) {
        cx.store.remove(&code);
    }
}

pub(super) fn add(cx: &mut Cx<'_>, args: &Record) -> Done {
    let missing = |error: UserError| error.code("INVALID");
    let discount = wanted(cx, text(args, "discountId"), &CODE).map_err(missing)?;
    let stated: Vec<String> = objects(args, "codes").map(|one| text(one, "code").to_owned()).collect();
    if stated.len() > MOST {
        let message = format!("The maximum number of codes is {MOST}.");
        return Err(wrong("codes", message).code("EXCEEDED_MAX").into());
    }
    let mut rows: Vec<Value> = Vec::new();
    for code in &stated {
        rows.push(match check(cx, code, None) {
            Ok(()) => json!({ "code": code, "discountRedeemCode": put(cx, &discount, code), "errors": [] }),
            Err(error) => json!({ "code": code, "discountRedeemCode": null, "errors": [error.json()] }),
        });
    }
    let failed = rows.iter().filter(|row| row["discountRedeemCode"].is_null()).count();
    let id = cx.store.id("DiscountRedeemCodeBulkCreation");
    let now = cx.stamp();
    cx.store.put(json!({
        "id": id, "codes": rows, "codesCount": stated.len(), "failedCount": failed, "importedCount": stated.len() - failed,
        "done": true, "discountCode": discount, "createdAt": now,
    }));
    Ok(json!({ "bulkCreation": id }))
}

pub(super) fn delete(cx: &mut Cx<'_>, args: &Record) -> Done {
    let discount = wanted(cx, text(args, "discountId"), &CODE)?;
    let own = cx.store.ids("DiscountRedeemCode", "discount", &discount);
    let wanted = texts(args, "ids");
    let gone: Vec<String> = match given(args, "search") {
        None if wanted.is_empty() => {
            let message = "Missing expected argument key: 'ids', 'search' or 'saved_search_id'.";
            return Err(wrong("", message).code("MISSING_ARGUMENT").into());
        }
        None => own.into_iter().filter(|id| wanted.contains(id)).collect(),
        Some(search) => {
            let query = crate::shopify::search::parse(search);
            let fits =
                |id: &String| cx.store.get(id).is_some_and(|code| query.fits(cx, "DiscountRedeemCode", code));
            own.into_iter().filter(fits).collect()
        }
    };
    for id in gone {
        cx.store.remove(&id);
    }
    Ok(json!({ "job": cx.job() }))
}
