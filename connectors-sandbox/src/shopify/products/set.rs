//! Whole products at once: made or changed as stated, and copied.

use serde_json::{Value, json};

use super::variants::{self, Wish, add_variant, chosen, same_options};
use super::{fill, identified, media, new, options, related, variants_of, wanted};
use crate::shopify::Cx;
use crate::shopify::json::{flag, given, list, object, objects, text};
use crate::shopify::mutations::{Done, UserError, wrong};
use crate::store::Record;

/// `productSet`: what is stated is so afterwards; variants that are not stated any more are gone.
pub(super) fn set(cx: &mut Cx<'_>, args: &Record) -> Done {
    let none = Record::new();
    let input = object(args, "input").unwrap_or(&none);
    let id = match object(args, "identifier") {
        Some(identifier) => match (identified(cx, identifier), given(identifier, "handle")) {
            (Some(id), _) => Some(id),
            (None, Some(_)) => None,
            (None, None) if identifier.contains_key("customId") => None,
            (None, None) => {
                return Err(wrong("identifier", "Product does not exist")
                    .code("PRODUCT_DOES_NOT_EXIST")
                    .into());
            }
        },
        None => None,
    };
    let id = match id {
        Some(id) => {
            let Some(mut record) = cx.store.get(&id).cloned() else { return Err(Vec::new()) };
            fill(cx, &mut record, input)?;
            cx.store.put(Value::Object(record));
            if input.contains_key("productOptions") {
                options::state(cx, &id, input.get("productOptions"))?;
            }
            id
        }
        None => {
            let mut input = input.clone();
            if let Some(handle) =
                object(args, "identifier").and_then(|identifier| given(identifier, "handle"))
            {
                input.entry("handle").or_insert(json!(handle));
            }
            let id = new(cx, &input)?;
            options::state(cx, &id, input.get("productOptions"))?;
            id
        }
    };
    set_variants(cx, &id, input)?;
    related(cx, &id, input)?;
    media::attach_files(cx, &id, list(input, "files"))?;
    if let Some(custom) = object(args, "identifier").and_then(|one| object(one, "customId")) {
        cx.set_custom_id(&id, custom)?;
    }
    let operation = if flag(args, "synchronous") {
        Value::Null
    } else {
        let operation = cx.store.id("ProductSetOperation");
        cx.store.put(json!({ "id": operation, "product": id, "status": "COMPLETE" }));
        json!(operation)
    };
    let shown = if operation.is_null() { json!(id) } else { Value::Null };
    Ok(json!({ "product": shown, "productSetOperation": operation }))
}

fn set_variants(cx: &mut Cx<'_>, id: &str, input: &Record) -> Result<(), Vec<UserError>> {
    let before: Vec<Record> = variants_of(cx, id).into_iter().cloned().collect();
    if !input.contains_key("variants") {
        if before.is_empty() {
            let first = options::first_values(cx, id);
            add_variant(cx, id, Wish { options: first, ..Wish::default() })?;
        }
        return Ok(());
    }
    let mut kept = Vec::new();
    for (at, stated) in objects(input, "variants").enumerate() {
        let place = |error: UserError| error.under(&format!("input.variants.{at}")).index(at);
        let values = chosen(cx, id, stated, &[]).map_err(place)?;
        let known = before.iter().find(|one| match given(stated, "id") {
            Some(id) => text(one, "id") == id,
            None => same_options(one, &values),
        });
        let variant = match known {
            Some(known) => {
                let mut stated = stated.clone();
                stated.insert("id".to_owned(), json!(text(known, "id")));
                variants::update_one(cx, id, &stated).map_err(place)?
            }
            None => add_variant(cx, id, Wish { options: values, input: Some(stated) }).map_err(place)?,
        };
        cx.set_metafields(&variant, list(stated, "metafields"))?;
        cx.store.set(&variant, json!({ "position": at + 1 }));
        kept.push(variant);
    }
    for gone in before.iter().map(|one| text(one, "id")).filter(|one| !kept.iter().any(|kept| kept == one)) {
        variants::remove(cx, gone);
    }
    Ok(())
}

pub(super) fn duplicate(cx: &mut Cx<'_>, args: &Record) -> Done {
    let id = wanted(cx, text(args, "productId"), "productId")?;
    let Some(mut record) = cx.store.get(&id).cloned() else { return Err(Vec::new()) };
    let copy = cx.store.id("Product");
    let title = text(args, "newTitle").to_owned();
    let handle = super::free_handle(cx, &title);
    let now = cx.stamp();
    let status = given(args, "newStatus").unwrap_or("DRAFT").to_owned();
    record.extend(super::map(json!({
        "id": copy, "title": title, "handle": handle, "status": status, "createdAt": now, "updatedAt": now,
    })));
    if !flag(args, "includeImages") {
        record.insert("media".to_owned(), json!([]));
    }
    cx.store.put(Value::Object(record));
    let variants: Vec<Record> = variants_of(cx, &id).into_iter().cloned().collect();
    for variant in variants {
        let options = objects(&variant, "selectedOptions")
            .map(|one| (text(one, "name").to_owned(), text(one, "value").to_owned()));
        let options = options.collect();
        let mut stated = variant.clone();
        stated.remove("inventoryItem");
        add_variant(cx, &copy, Wish { options, input: Some(&stated) })?;
    }
    Ok(json!({ "newProduct": copy }))
}
