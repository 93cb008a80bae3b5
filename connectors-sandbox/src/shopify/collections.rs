//! Collections: products named one by one, or all that fit rules.

mod rules;

use serde_json::{Value, json};

use super::Cx;
use super::json::{copy, given, list, map, object, plain, slug, text, texts};
use super::mutations::{Done, Mutation, UserError, wrong};
use super::store::{kind_of, number_of};
use crate::store::Record;

pub(super) const MUTATIONS: &[(&str, Mutation)] = &[
    ("collectionCreate", create),
    ("collectionUpdate", update),
    ("collectionDelete", delete),
    ("collectionAddProducts", add_now),
    ("collectionAddProductsV2", add_later),
    ("collectionRemoveProducts", remove),
    ("collectionReorderProducts", reorder),
    ("collectionDuplicate", duplicate),
];

const PLAIN: &[&str] = &["title", "descriptionHtml", "sortOrder", "templateSuffix"];

fn known(cx: &Cx<'_>, id: &str, path: &str) -> Result<String, UserError> {
    match cx.store.get(id) {
        Some(_) if kind_of(id) == Some("Collection") => Ok(id.to_owned()),
        _ => Err(wrong(path, "Collection does not exist")),
    }
}

fn is_smart(cx: &Cx<'_>, id: &str) -> bool {
    cx.store.value(id, "ruleSet").is_object()
}

/// Fills `record` with what an input says.
fn fill(cx: &Cx<'_>, record: &mut Record, input: &Record) -> Result<(), UserError> {
    if input.contains_key("title") && given(input, "title").is_none() {
        return Err(wrong("title", "Title can't be blank"));
    }
    copy(input, record, PLAIN);
    if let Some(image) = input.get("image") {
        let image = image.as_object().map(|image| {
            let id = format!("gid://shopify/CollectionImage/{}", number_of(text(record, "id")));
            json!({ "id": id, "url": image.get("src"), "src": image.get("src"), "originalSrc": image.get("src"), "altText": image.get("altText") })
        });
        record.insert("image".to_owned(), json!(image));
    }
    if let Some(seo) = object(input, "seo") {
        record.insert("seo".to_owned(), json!(seo));
    }
    if let Some(stated) = input.get("ruleSet") {
        let rules = stated.as_object().map(rules::stated).transpose()?;
        record.insert("ruleSet".to_owned(), json!(rules));
    }
    if let Some(stated) = given(input, "handle") {
        let handle = slug(stated);
        let id = text(record, "id");
        if cx.store.ids("Collection", "handle", &handle).iter().any(|other| other != id) {
            return Err(wrong("handle", "Handle has already been taken"));
        }
        record.insert("handle".to_owned(), json!(handle));
    }
    Ok(())
}

/// What a mutation states of a collection, and under which name.
fn input(args: &Record) -> Result<(&Record, &'static str), UserError> {
    let named = ["collection", "input"].into_iter().find_map(|name| Some((object(args, name)?, name)));
    named.ok_or_else(|| wrong("collection", "Collection can't be blank"))
}

fn create(cx: &mut Cx<'_>, args: &Record) -> Done {
    let (input, _) = input(args)?;
    if given(input, "title").is_none() {
        return Err(wrong("title", "Title can't be blank").into());
    }
    let id = cx.store.id("Collection");
    let handle = cx.free("Collection", &slug(text(input, "title")));
    let mut record = map(json!({
        "id": id, "handle": handle, "descriptionHtml": "", "sortOrder": "BEST_SELLING", "templateSuffix": null, "seo": {},
        "ruleSet": null, "image": null, "manual": [], "updatedAt": cx.stamp(),
    }));
    fill(cx, &mut record, input)?;
    cx.store.put(Value::Object(record));
    named_products(cx, &id, input)?;
    cx.set_metafields(&id, list(input, "metafields"))?;
    Ok(json!({ "collection": id }))
}

/// The products that an input names one by one.
fn named_products(cx: &mut Cx<'_>, id: &str, input: &Record) -> Result<(), UserError> {
    if !input.contains_key("products") {
        return Ok(());
    }
    if is_smart(cx, id) {
        return Err(wrong("products", "Products can't be added to a smart collection"));
    }
    let products = texts(input, "products");
    if products.iter().any(|product| cx.store.get(product).is_none()) {
        return Err(wrong("products", "Product does not exist"));
    }
    cx.store.set(id, json!({ "manual": products }));
    Ok(())
}

fn update(cx: &mut Cx<'_>, args: &Record) -> Done {
    let (input, _) = input(args)?;
    let id = known(cx, text(input, "id"), "id")?;
    let Some(before) = cx.store.get(&id).cloned() else { return Err(Vec::new()) };
    let mut record = before.clone();
    fill(cx, &mut record, input)?;
    let smart = |record: &Record| record.get("ruleSet").is_some_and(Value::is_object);
    if smart(&before) != smart(&record) {
        return Err(wrong("ruleSet", "A collection can't change between manual and smart").into());
    }
    let (old, new) = (text(&before, "handle"), text(&record, "handle"));
    if old != new && input.get("redirectNewHandle") == Some(&json!(true)) {
        cx.redirect(&format!("/collections/{old}"), &format!("/collections/{new}"));
    }
    let ruled = before.get("ruleSet") != record.get("ruleSet");
    cx.store.put(Value::Object(record));
    named_products(cx, &id, input)?;
    cx.set_metafields(&id, list(input, "metafields"))?;
    let job = if ruled { cx.job() } else { Value::Null };
    Ok(json!({ "collection": id, "job": job }))
}

fn delete(cx: &mut Cx<'_>, args: &Record) -> Done {
    let id = known(cx, object(args, "input").map_or("", |input| text(input, "id")), "id")?;
    cx.forget(&id);
    Ok(json!({ "deletedCollectionId": id }))
}

fn add(cx: &mut Cx<'_>, args: &Record) -> Result<String, UserError> {
    let id = known(cx, text(args, "id"), "id").map_err(|error| error.code("COLLECTION_DOES_NOT_EXIST"))?;
    if is_smart(cx, &id) {
        let message = "Can't manually add products to a smart collection";
        return Err(wrong("id", message).code("CANT_ADD_TO_SMART_COLLECTION"));
    }
    for product in texts(args, "productIds").iter().filter(|id| kind_of(id) == Some("Product")) {
        if cx.store.get(product).is_some() {
            cx.join(&id, product);
        }
    }
    Ok(id)
}

fn add_now(cx: &mut Cx<'_>, args: &Record) -> Done {
    let taken = texts(args, "productIds");
    let id = text(args, "id");
    if taken.iter().any(|product| cx.collections_with(product).iter().any(|one| one == id)) {
        return Err(
            wrong("productIds", "Error adding a product that already exists in the collection").into()
        );
    }
    Ok(json!({ "collection": add(cx, args)? }))
}

fn add_later(cx: &mut Cx<'_>, args: &Record) -> Done {
    add(cx, args)?;
    Ok(json!({ "job": cx.job() }))
}

fn remove(cx: &mut Cx<'_>, args: &Record) -> Done {
    let id = known(cx, text(args, "id"), "id")?;
    if is_smart(cx, &id) {
        return Err(wrong("id", "Can't manually remove products from a smart collection").into());
    }
    for product in texts(args, "productIds") {
        cx.leave(&id, &product);
    }
    Ok(json!({ "job": cx.job() }))
}

fn reorder(cx: &mut Cx<'_>, args: &Record) -> Done {
    let id = known(cx, text(args, "id"), "id").map_err(|error| error.code("COLLECTION_NOT_FOUND"))?;
    if cx.store.text(&id, "sortOrder") != "MANUAL" {
        let message = "Can't reorder products unless collection is manually sorted";
        return Err(wrong("id", message).code("MANUALLY_SORTED_COLLECTION").into());
    }
    let record = cx.store.get(&id).cloned().unwrap_or_default();
    let mut products: Vec<String> = products(cx, &record);
    for (at, step) in super::json::objects(args, "moves").enumerate() {
        let product = text(step, "id");
        let Some(from) = products.iter().position(|one| one == product) else {
            let error = wrong("id", "The product is not in the collection").code("INVALID_MOVE");
            return Err(error.under(&format!("moves.{at}")).into());
        };
        let moved = products.remove(from);
        let to: usize = text(step, "newPosition").parse().unwrap_or_default();
        products.insert(to.min(products.len()), moved);
    }
    cx.store.set(&id, json!({ "manual": products }));
    Ok(json!({ "job": cx.job() }))
}

fn duplicate(cx: &mut Cx<'_>, args: &Record) -> Done {
    let none = Record::new();
    let input = object(args, "input").unwrap_or(&none);
    let id = known(cx, text(input, "collectionId"), "input.collectionId")?;
    let mut record = cx.store.get(&id).cloned().unwrap_or_default();
    let copied = cx.store.id("Collection");
    let title = text(input, "newTitle");
    let handle = cx.free("Collection", &slug(title));
    record.extend(map(json!({ "id": copied, "title": title, "handle": handle, "updatedAt": cx.stamp() })));
    cx.store.put(Value::Object(record));
    Ok(json!({ "collection": copied, "job": cx.job() }))
}

/// The products of a collection, in its order.
fn products(cx: &Cx<'_>, collection: &Record) -> Vec<String> {
    let named = texts(collection, "manual");
    let mut products: Vec<&Record> = match object(collection, "ruleSet") {
        Some(rules) => {
            let mut all: Vec<&Record> =
                cx.store.all("Product").filter(|product| rules::fit(cx, rules, product)).collect();
            // Those that were put in an order are in it.
            all.sort_by_key(|one| named.iter().position(|id| id == text(one, "id")).unwrap_or(usize::MAX));
            all
        }
        None => named.iter().filter_map(|id| cx.store.get(id)).collect(),
    };
    let created = |product: &&Record| text(product, "createdAt").to_owned();
    let title = |product: &&Record| text(product, "title").to_lowercase();
    let price = |product: &&Record| rules::least_price(cx, text(product, "id"));
    match text(collection, "sortOrder") {
        "ALPHA_ASC" => products.sort_by_key(title),
        "ALPHA_DESC" => products.sort_by_key(|one| std::cmp::Reverse(title(one))),
        "CREATED" => products.sort_by_key(created),
        "CREATED_DESC" => products.sort_by_key(|one| std::cmp::Reverse(created(one))),
        "PRICE_ASC" => products.sort_by_key(price),
        "PRICE_DESC" => products.sort_by_key(|one| std::cmp::Reverse(price(one))),
        _ => {}
    }
    products.into_iter().map(|product| text(product, "id").to_owned()).collect()
}

fn has(cx: &Cx<'_>, collection: &Record, product: &Record) -> bool {
    match object(collection, "ruleSet") {
        Some(rules) => rules::fit(cx, rules, product),
        None => texts(collection, "manual").iter().any(|id| id == text(product, "id")),
    }
}

/// The collections that a product is in.
pub(super) fn of_product(cx: &Cx<'_>, field: &str, product: &Record, args: &Record) -> Option<Value> {
    Some(match field {
        "collections" => {
            let with = cx.store.all("Collection").filter(|one| has(cx, one, product));
            with.map(|one| json!(text(one, "id"))).collect()
        }
        "inCollection" => {
            json!(cx.store.get(text(args, "id")).is_some_and(|collection| has(cx, collection, product)))
        }
        _ => return None,
    })
}

pub(super) fn query(cx: &Cx<'_>, field: &str, args: &Record) -> Option<Value> {
    if field != "collectionByIdentifier" {
        return None;
    }
    let identifier = object(args, "identifier")?;
    let found = match (given(identifier, "id"), given(identifier, "handle")) {
        (Some(id), _) => known(cx, id, "").ok(),
        (None, Some(handle)) => cx.store.ids("Collection", "handle", handle).into_iter().next(),
        (None, None) => cx.by_custom_id("Collection", object(identifier, "customId")?),
    };
    Some(json!(found))
}

pub(super) fn field(cx: &Cx<'_>, field: &str, record: &Record, args: &Record) -> Option<Value> {
    Some(match field {
        "description" => {
            let most = args.get("truncateAt").and_then(Value::as_u64).unwrap_or(u64::MAX);
            let most = usize::try_from(most).unwrap_or(usize::MAX);
            json!(plain(text(record, "descriptionHtml")).chars().take(most).collect::<String>())
        }
        // Searches ask for it.
        "collectionType" => json!(if object(record, "ruleSet").is_some() { "smart" } else { "custom" }),
        "products" => json!(products(cx, record)),
        "productsCount" => json!(products(cx, record).len()),
        "hasProduct" => json!(cx.store.get(text(args, "id")).is_some_and(|product| has(cx, record, product))),
        _ => return None,
    })
}
