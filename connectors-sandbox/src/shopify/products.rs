//! Products and their variants.

mod media;
mod options;
mod set;
mod variants;

use rust_decimal::Decimal;
use serde_json::{Value, json};

pub(super) use self::variants::{Wish, add_variant};
use super::json::{amount, copy, dec, flag, given, list, map, object, slug, tags, text, texts};
use super::mutations::{Done, Mutation, UserError, wrong};
use super::{Cx, inventory};
use crate::store::Record;

pub(super) const MUTATIONS: &[(&str, Mutation)] = &[
    ("productCreate", create),
    ("productUpdate", update),
    ("productDelete", delete),
    ("productDuplicate", set::duplicate),
    ("productSet", set::set),
    ("productVariantsBulkCreate", variants::create),
    ("productVariantsBulkUpdate", variants::update),
    ("productVariantsBulkDelete", variants::delete),
    ("productVariantsBulkReorder", variants::reorder),
    ("productVariantAppendMedia", media::append),
    ("productVariantDetachMedia", media::detach),
    ("productOptionsCreate", options::create),
    ("productOptionUpdate", options::update),
    ("productOptionsDelete", options::delete),
    ("productOptionsReorder", options::reorder),
    ("productCreateMedia", media::create),
    ("productUpdateMedia", media::update),
    ("productDeleteMedia", media::delete),
    ("productReorderMedia", media::reorder),
    ("fileCreate", media::create_files),
    ("fileUpdate", media::update_files),
    ("fileDelete", media::delete_files),
];

/// What an input says of a product as it is stored.
const PLAIN: &[&str] = &[
    "title",
    "descriptionHtml",
    "vendor",
    "productType",
    "status",
    "templateSuffix",
    "giftCardTemplateSuffix",
    "requiresSellingPlan",
];

/// The product that an identifier means.
fn identified(cx: &Cx<'_>, identifier: &Record) -> Option<String> {
    let product = |id: &str| cx.store.get(id).map(|_| id.to_owned()).filter(|id| id.contains("/Product/"));
    if let Some(id) = given(identifier, "id") {
        return product(id);
    }
    if let Some(handle) = given(identifier, "handle") {
        return cx.store.ids("Product", "handle", handle).into_iter().next();
    }
    cx.by_custom_id("Product", object(identifier, "customId")?)
}

/// The product that a mutation is about.
fn wanted(cx: &Cx<'_>, id: &str, path: &str) -> Result<String, UserError> {
    let known = id.contains("/Product/") && cx.store.get(id).is_some();
    if known {
        Ok(id.to_owned())
    } else {
        Err(wrong(path, "Product does not exist").code("PRODUCT_DOES_NOT_EXIST"))
    }
}

/// Fills `record` with what an input says.
fn fill(cx: &Cx<'_>, record: &mut Record, input: &Record) -> Result<(), UserError> {
    if input.get("title").is_some_and(|_| given(input, "title").is_none()) {
        return Err(wrong("title", "Title can't be blank").code("INVALID_INPUT"));
    }
    if given(input, "title").is_some_and(|title| title.chars().count() > 255) {
        return Err(wrong("title", "Title is too long (maximum is 255 characters)").code("INVALID_INPUT"));
    }
    copy(input, record, PLAIN);
    if input.contains_key("tags") {
        record.insert("tags".to_owned(), json!(tags(&texts(input, "tags"))));
    }
    if let Some(seo) = object(input, "seo") {
        let mut known = object(record, "seo").cloned().unwrap_or_default();
        copy(seo, &mut known, &["title", "description"]);
        record.insert("seo".to_owned(), Value::Object(known));
    }
    if flag(input, "giftCard") {
        record.insert("isGiftCard".to_owned(), json!(true));
    }
    if let Some(category) = given(input, "category") {
        let name = category.rsplit('/').next().unwrap_or_default();
        let other = || json!({ "id": category, "name": name, "fullName": name, "level": 1 });
        let category = super::settings::category_of(category).unwrap_or_else(other);
        record.insert("category".to_owned(), category);
    }
    if let Some(handle) = given(input, "handle") {
        let handle = slug(handle);
        let id = text(record, "id");
        if cx.store.ids("Product", "handle", &handle).iter().any(|other| other != id) {
            let message = format!("Handle '{handle}' already in use. Please provide a new handle.");
            return Err(wrong("handle", message).code("HANDLE_NOT_UNIQUE"));
        }
        record.insert("handle".to_owned(), json!(handle));
    }
    Ok(())
}

/// A handle that no other product has.
fn free_handle(cx: &Cx<'_>, title: &str) -> String {
    let plain = slug(title);
    let taken = |handle: &str| cx.store.find("Product", "handle", handle).next().is_some();
    if !taken(&plain) {
        return plain;
    }
    (1..).map(|number| format!("{plain}-{number}")).find(|handle| !taken(handle)).unwrap_or(plain)
}

/// A new product without variants.
fn new(cx: &mut Cx<'_>, input: &Record) -> Result<String, UserError> {
    if given(input, "title").is_none() {
        return Err(wrong("title", "Title can't be blank").code("INVALID_INPUT"));
    }
    let id = cx.store.id("Product");
    let now = cx.stamp();
    let mut record = map(json!({
        "id": id, "vendor": cx.shop_name(), "productType": "", "status": "ACTIVE", "tags": [], "descriptionHtml": "",
        "templateSuffix": null, "isGiftCard": false, "requiresSellingPlan": false, "seo": {}, "options": [], "media": [],
        "createdAt": now, "updatedAt": now, "publishedAt": now,
    }));
    fill(cx, &mut record, input)?;
    if !record.contains_key("handle") {
        record.insert("handle".to_owned(), json!(free_handle(cx, text(input, "title"))));
    }
    Ok(cx.store.put(Value::Object(record)))
}

fn create(cx: &mut Cx<'_>, args: &Record) -> Done {
    let input = object(args, "product").or(object(args, "input"));
    let Some(input) = input else { return Err(wrong("product", "A product is needed").into()) };
    let id = new(cx, input)?;
    options::state(cx, &id, input.get("productOptions"))?;
    let first = options::first_values(cx, &id);
    add_variant(cx, &id, Wish { options: first, ..Wish::default() })?;
    related(cx, &id, input)?;
    media::attach(cx, &id, list(args, "media"))?;
    Ok(json!({ "product": id }))
}

/// What an input says about other records: collections and metafields.
fn related(cx: &mut Cx<'_>, id: &str, input: &Record) -> Result<(), Vec<UserError>> {
    for collection in texts(input, "collectionsToJoin").into_iter().chain(texts(input, "collections")) {
        cx.join(&collection, id);
    }
    for collection in texts(input, "collectionsToLeave") {
        cx.leave(&collection, id);
    }
    cx.set_metafields(id, list(input, "metafields"))
}

fn update(cx: &mut Cx<'_>, args: &Record) -> Done {
    let input = object(args, "product").or(object(args, "input"));
    let none = Record::new();
    let input = input.unwrap_or(&none);
    let found = object(args, "identifier").and_then(|identifier| identified(cx, identifier));
    let id = match found {
        Some(id) => id,
        None => wanted(cx, text(input, "id"), "id")?,
    };
    let Some(mut record) = cx.store.get(&id).cloned() else {
        return Err(wrong("id", "Product does not exist").into());
    };
    fill(cx, &mut record, input)?;
    cx.store.put(Value::Object(record));
    related(cx, &id, input)?;
    media::attach(cx, &id, list(args, "media"))?;
    Ok(json!({ "product": id }))
}

fn delete(cx: &mut Cx<'_>, args: &Record) -> Done {
    let id = wanted(cx, object(args, "input").map_or("", |input| text(input, "id")), "id")?;
    for variant in cx.store.ids("ProductVariant", "product", &id) {
        variants::remove(cx, &variant);
    }
    cx.forget(&id);
    Ok(json!({ "deletedProductId": id }))
}

/// The variants of a product, in the order of their positions.
fn variants_of<'c>(cx: &'c Cx<'_>, id: &str) -> Vec<&'c Record> {
    let mut variants: Vec<&Record> = cx.store.find("ProductVariant", "product", id).collect();
    variants.sort_by_key(|variant| super::json::whole(variant, "position"));
    variants
}

pub(super) fn query(cx: &Cx<'_>, field: &str, args: &Record) -> Option<Value> {
    let words = |field: &str| {
        let all = cx.store.all("Product").flat_map(|product| match product.get(field) {
            Some(Value::Array(_)) => texts(product, field),
            _ => vec![text(product, field).to_owned()],
        });
        let all: std::collections::BTreeSet<String> = all.filter(|word| !word.is_empty()).collect();
        json!(all)
    };
    Some(match field {
        "productByIdentifier" => json!(identified(cx, object(args, "identifier")?)),
        "productVariantByIdentifier" => {
            let identifier = object(args, "identifier")?;
            match given(identifier, "id") {
                Some(id) => json!(id),
                None => json!(cx.by_custom_id("ProductVariant", object(identifier, "customId")?)),
            }
        }
        "productTags" => words("tags"),
        "productTypes" => words("productType"),
        "productVendors" => words("vendor"),
        _ => return None,
    })
}

pub(super) fn field(cx: &Cx<'_>, kind: &str, field: &str, record: &Record, args: &Record) -> Option<Value> {
    match kind {
        "Product" => product_field(cx, field, record, args),
        "ProductVariant" => variant_field(cx, field, record),
        "ProductOption" => (field == "values").then(|| {
            super::json::objects(record, "optionValues").map(|value| json!(text(value, "name"))).collect()
        }),
        _ => None,
    }
}

fn product_field(cx: &Cx<'_>, field: &str, record: &Record, args: &Record) -> Option<Value> {
    let id = text(record, "id");
    let variants = || cx.store.find("ProductVariant", "product", id);
    let items = || variants().filter_map(|variant| cx.store.get(text(variant, "inventoryItem")));
    let prices = |field: &'static str| {
        let mut all: Vec<Decimal> =
            variants().filter(|one| given(one, field).is_some()).map(|one| amount(one, field)).collect();
        all.sort();
        all.first().copied().zip(all.last().copied())
    };
    let handle = text(record, "handle");
    Some(match field {
        "bodyHtml" => record.get("descriptionHtml")?.clone(),
        "description" => {
            let plain = super::json::plain(text(record, "descriptionHtml"));
            let most =
                args.get("truncateAt").and_then(Value::as_u64).map_or(usize::MAX, |most| most as usize);
            json!(plain.chars().take(most).collect::<String>())
        }
        // Collections are sorted by it.
        "leastPrice" => dec(prices("price").unwrap_or_default().0),
        "variantsCount" | "totalVariants" => json!(variants().count()),
        "hasOnlyDefaultVariant" => {
            json!(variants().count() == 1 && variants().all(|one| text(one, "title") == DEFAULT))
        }
        "hasOutOfStockVariants" => {
            json!(variants().any(|variant| inventory::available(cx, text(variant, "inventoryItem")) <= 0))
        }
        "totalInventory" => {
            let tracked = items().filter(|item| flag(item, "tracked"));
            json!(tracked.map(|item| inventory::available(cx, text(item, "id"))).sum::<i64>())
        }
        "tracksInventory" => json!(items().any(|item| flag(item, "tracked"))),
        "priceRangeV2" => {
            let (least, most) = prices("price").unwrap_or_default();
            json!({ "minVariantPrice": dec(least), "maxVariantPrice": dec(most) })
        }
        "compareAtPriceRange" => match prices("compareAtPrice") {
            Some((least, most)) => {
                json!({ "minVariantCompareAtPrice": dec(least), "maxVariantCompareAtPrice": dec(most) })
            }
            None => Value::Null,
        },
        "featuredMedia" => list(record, "media").first().cloned().unwrap_or_default(),
        "featuredImage" => {
            let first = list(record, "media").first().and_then(Value::as_str);
            first.map(|id| cx.store.value(id, "image")).unwrap_or_default()
        }
        "mediaCount" => json!(list(record, "media").len()),
        "images" => {
            let images =
                list(record, "media").iter().filter_map(Value::as_str).map(|id| cx.store.value(id, "image"));
            images.filter(|image| !image.is_null()).collect()
        }
        "onlineStoreUrl" if text(record, "status") == "ACTIVE" => {
            json!(format!("{}/products/{handle}", cx.base))
        }
        "onlineStoreUrl" => Value::Null,
        "onlineStorePreviewUrl" => json!(format!("{}/products/{handle}", cx.base)),
        _ => return None,
    })
}

/// The title of the only variant of a product without options.
const DEFAULT: &str = "Default Title";

fn variant_field(cx: &Cx<'_>, field: &str, record: &Record) -> Option<Value> {
    let item = text(record, "inventoryItem");
    let tracked = || cx.store.get(item).is_some_and(|item| flag(item, "tracked"));
    let available = || inventory::available(cx, item);
    Some(match field {
        "sku" => cx.store.value(item, "sku"),
        "displayName" => {
            json!(format!("{} - {}", cx.store.text(text(record, "product"), "title"), text(record, "title")))
        }
        "inventoryQuantity" => json!(available()),
        "sellableOnlineQuantity" => json!(available()),
        "availableForSale" => {
            json!(!tracked() || text(record, "inventoryPolicy") == "CONTINUE" || available() > 0)
        }
        "image" => {
            let first = list(record, "media").first().and_then(Value::as_str);
            first.map(|id| cx.store.value(id, "image")).unwrap_or_default()
        }
        _ => return None,
    })
}
