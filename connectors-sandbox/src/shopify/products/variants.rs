//! Variants of products.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::{options, variants_of, wanted};
use crate::shopify::json::{copy, decimal, flag, given, list, money, object, objects, text, texts, whole};
use crate::shopify::mutations::{Done, UserError, wrong};
use crate::shopify::{Cx, inventory};
use crate::store::Record;

/// The most variants of a product.
const MOST: usize = 2048;

/// What a new variant is to be like.
#[derive(Default)]
pub(in crate::shopify) struct Wish<'w> {
    pub(in crate::shopify) options: Vec<(String, String)>,
    pub(in crate::shopify) input: Option<&'w Record>,
}

const PLAIN: &[&str] = &[
    "barcode",
    "inventoryPolicy",
    "taxable",
    "taxCode",
    "requiresComponents",
    "showUnitPrice",
    "unitPriceMeasurement",
];

/// Sets what an input says of a variant and of its inventory item.
fn fill(cx: &mut Cx<'_>, id: &str, input: &Record) -> Result<(), UserError> {
    let Some(mut record) = cx.store.get(id).cloned() else { return Ok(()) };
    copy(input, &mut record, PLAIN);
    for field in ["price", "compareAtPrice"] {
        match input.get(field) {
            None => {}
            Some(Value::Null) if field == "compareAtPrice" => {
                drop(record.insert(field.to_owned(), Value::Null))
            }
            Some(value) => {
                let Some(amount) = decimal(value).filter(|amount| *amount >= Decimal::ZERO) else {
                    let message = "Price must be greater than or equal to 0";
                    return Err(wrong(field, message).code("GREATER_THAN_OR_EQUAL_TO"));
                };
                record.insert(field.to_owned(), money(amount));
            }
        }
    }
    let mut media: Vec<Value> = list(&record, "media").to_vec();
    media.extend(given(input, "mediaId").map(|id| json!(id)));
    record.insert("media".to_owned(), Value::Array(media));
    let item = text(&record, "inventoryItem").to_owned();
    cx.store.put(Value::Object(record));
    let mut stock = object(input, "inventoryItem").cloned().unwrap_or_default();
    // `productSet` has it beside the others.
    copy(input, &mut stock, &["sku"]);
    inventory::fill_item(cx, &item, &stock);
    Ok(())
}

/// The stock that an input states for places.
fn stock(cx: &mut Cx<'_>, item: &str, input: &Record) -> Result<(), UserError> {
    for level in objects(input, "inventoryQuantities") {
        let quantity = level
            .get("availableQuantity")
            .or(level.get("quantity"))
            .and_then(Value::as_i64)
            .unwrap_or_default();
        let location = text(level, "locationId");
        if cx.store.get(location).is_none() {
            return Err(wrong("inventoryQuantities", "Location does not exist")
                .code("TRACKED_VARIANT_LOCATION_NOT_FOUND"));
        }
        inventory::set_available(cx, item, location, quantity);
    }
    Ok(())
}

/// Adds a variant to a product.
pub(in crate::shopify) fn add_variant(
    cx: &mut Cx<'_>,
    product: &str,
    wish: Wish<'_>,
) -> Result<String, UserError> {
    let siblings = variants_of(cx, product);
    if siblings.len() >= MOST {
        return Err(wrong("variants", format!("A product has at most {MOST} variants")).code("INVALID_INPUT"));
    }
    let title = wish.options.iter().map(|(_, value)| value.as_str()).collect::<Vec<_>>().join(" / ");
    if siblings.iter().any(|variant| text(variant, "title") == title) {
        return Err(wrong("variants", format!("The variant '{title}' already exists."))
            .code("VARIANT_ALREADY_EXISTS"));
    }
    let position = siblings.last().map_or(1, |last| whole(last, "position") + 1);
    let item = inventory::new_item(cx);
    let id = cx.store.id("ProductVariant");
    let now = cx.stamp();
    cx.store.put(json!({
        "id": id, "product": product, "position": position, "title": title, "price": "0.00", "compareAtPrice": null,
        "barcode": null, "inventoryPolicy": "DENY", "taxable": true, "inventoryItem": item, "media": [],
        "createdAt": now, "updatedAt": now,
    }));
    choose(cx, product, &id, &wish.options);
    if let Some(input) = wish.input {
        fill(cx, &id, input)?;
        stock(cx, &item, input)?;
    }
    inventory::stock_somewhere(cx, &item);
    Ok(id)
}

/// Sets the values of a variant's options.
pub(super) fn choose(cx: &mut Cx<'_>, product: &str, id: &str, chosen: &[(String, String)]) {
    let mut selected = Vec::new();
    for (name, value) in chosen {
        let known = options::ensure(cx, product, name, value);
        selected.push(json!({ "name": name, "value": value, "optionValue": known }));
    }
    let title = chosen.iter().map(|(_, value)| value.as_str()).collect::<Vec<_>>().join(" / ");
    cx.store.set(id, json!({ "selectedOptions": selected, "title": title }));
}

/// The options that an input chooses, all of those that the product has.
pub(super) fn chosen(
    cx: &Cx<'_>,
    product: &str,
    input: &Record,
    before: &[(String, String)],
) -> Result<Vec<(String, String)>, UserError> {
    let mut named = Vec::new();
    for stated in objects(input, "optionValues") {
        let known = given(stated, "id").and_then(|id| options::value_name(cx, product, id));
        let name = given(stated, "optionName").map(str::to_owned);
        let name =
            name.or_else(|| given(stated, "optionId").and_then(|id| options::name_of(cx, product, id)));
        let value = given(stated, "name").map(str::to_owned);
        match (known, name, value) {
            (Some(pair), ..) => named.push(pair),
            (None, Some(name), Some(value)) => named.push((name, value)),
            _ => {
                return Err(
                    wrong("optionValues", "An option's name and value are needed").code("INVALID_INPUT")
                );
            }
        }
    }
    let all = options::first_values(cx, product);
    if let Some((name, _)) =
        named.iter().find(|(name, _)| !all.iter().any(|(known, _)| known.eq_ignore_ascii_case(name)))
    {
        let message = format!("Option '{name}' does not exist");
        return Err(wrong("optionValues", message).code("OPTION_VALUES_FOR_NUMBER_OF_UNKNOWN_OPTIONS"));
    }
    let mut chosen = Vec::new();
    for (name, default) in &all {
        let of = |pairs: &[(String, String)]| {
            pairs.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.clone())
        };
        let Some(value) = of(&named)
            .or_else(|| of(before))
            .or_else(|| (all.len() == 1 && named.is_empty()).then(|| default.clone()))
        else {
            return Err(wrong("optionValues", format!("You need to add option values for {name}"))
                .code("NEED_TO_ADD_OPTION_VALUES"));
        };
        chosen.push((name.clone(), value));
    }
    Ok(chosen)
}

pub(super) fn create(cx: &mut Cx<'_>, args: &Record) -> Done {
    let product = wanted(cx, text(args, "productId"), "productId")?;
    let existing = variants_of(cx, &product);
    let standalone = existing.len() == 1 && existing.iter().all(|one| text(one, "title") == super::DEFAULT);
    let first = existing.first().map(|one| text(one, "id").to_owned());
    let replace = match text(args, "strategy") {
        "REMOVE_STANDALONE_VARIANT" => existing.len() == 1,
        "PRESERVE_STANDALONE_VARIANT" => false,
        _ => standalone,
    };
    if let (true, Some(first)) = (replace, first) {
        remove(cx, &first);
    }
    super::media::attach(cx, &product, list(args, "media"))?;
    let mut made = Vec::new();
    for (at, input) in objects(args, "variants").enumerate() {
        let place = |error: UserError| error.under(&format!("variants.{at}")).index(at);
        let options = chosen(cx, &product, input, &[]).map_err(place)?;
        let id = add_variant(cx, &product, Wish { options, input: Some(input) }).map_err(place)?;
        cx.set_metafields(&id, list(input, "metafields"))?;
        made.push(id);
    }
    Ok(json!({ "product": product, "productVariants": made }))
}

pub(super) fn update(cx: &mut Cx<'_>, args: &Record) -> Done {
    let product = wanted(cx, text(args, "productId"), "productId")?;
    let partial = flag(args, "allowPartialUpdates");
    let (mut changed, mut errors) = (Vec::new(), Vec::new());
    for (at, input) in objects(args, "variants").enumerate() {
        match update_one(cx, &product, input) {
            Ok(id) => changed.push(id),
            Err(error) => errors.push(error.under(&format!("variants.{at}")).index(at)),
        }
    }
    if !errors.is_empty() && !partial {
        return Err(errors);
    }
    let errors: Vec<Value> = errors.iter().map(UserError::json).collect();
    Ok(json!({ "product": product, "productVariants": changed, "userErrors": errors }))
}

pub(super) fn update_one(cx: &mut Cx<'_>, product: &str, input: &Record) -> Result<String, UserError> {
    let Some(id) = given(input, "id").map(str::to_owned) else {
        return Err(wrong("id", "Variant ID is missing").code("PRODUCT_VARIANT_ID_MISSING"));
    };
    if cx.store.get(&id).is_none_or(|variant| text(variant, "product") != product) {
        return Err(wrong("id", "Product variant does not exist").code("PRODUCT_VARIANT_DOES_NOT_EXIST"));
    }
    if !objects(input, "inventoryQuantities").all(|level| level.contains_key("quantity")) {
        let message = "Inventory quantities can only be provided during create. To update them, use inventorySetQuantities.";
        return Err(wrong("inventoryQuantities", message).code("INVALID_INPUT"));
    }
    if !list(input, "optionValues").is_empty() {
        let before: Vec<(String, String)> = objects(cx.store.get(&id).unwrap_or(input), "selectedOptions")
            .map(|one| (text(one, "name").to_owned(), text(one, "value").to_owned()))
            .collect();
        let options = chosen(cx, product, input, &before)?;
        let title = options.iter().map(|(_, value)| value.as_str()).collect::<Vec<_>>().join(" / ");
        if variants_of(cx, product)
            .iter()
            .any(|other| text(other, "id") != id && text(other, "title") == title)
        {
            return Err(wrong("optionValues", format!("The variant '{title}' already exists."))
                .code("VARIANT_ALREADY_EXISTS"));
        }
        choose(cx, product, &id, &options);
    }
    fill(cx, &id, input)?;
    let item = cx.store.text(&id, "inventoryItem");
    stock(cx, &item, input)?;
    let problems = cx.set_metafields(&id, list(input, "metafields"));
    problems.map_err(|mut errors| errors.remove(0))?;
    Ok(id)
}

/// Takes a variant out with its inventory item.
pub(super) fn remove(cx: &mut Cx<'_>, id: &str) {
    let item = cx.store.text(id, "inventoryItem");
    for level in cx.store.ids("InventoryLevel", "item", &item) {
        cx.store.remove(&level);
    }
    cx.forget(&item);
    cx.forget(id);
}

pub(super) fn delete(cx: &mut Cx<'_>, args: &Record) -> Done {
    let product = wanted(cx, text(args, "productId"), "productId")?;
    let gone = texts(args, "variantsIds");
    let own = cx.store.ids("ProductVariant", "product", &product);
    if gone.iter().any(|id| !own.contains(id)) {
        let message = "At least one variant does not belong to the product";
        return Err(wrong("variantsIds", message)
            .code("AT_LEAST_ONE_VARIANT_DOES_NOT_BELONG_TO_THE_PRODUCT")
            .into());
    }
    if gone.len() >= own.len() {
        return Err(wrong("variantsIds", "Cannot delete the last variant")
            .code("CANNOT_DELETE_LAST_VARIANT")
            .into());
    }
    for id in &gone {
        remove(cx, id);
    }
    Ok(json!({ "product": product }))
}

pub(super) fn reorder(cx: &mut Cx<'_>, args: &Record) -> Done {
    let product = wanted(cx, text(args, "productId"), "productId")?;
    let mut order: Vec<String> =
        variants_of(cx, &product).iter().map(|one| text(one, "id").to_owned()).collect();
    for wish in objects(args, "positions") {
        let (id, position) = (text(wish, "id"), whole(wish, "position"));
        let Some(at) = order.iter().position(|known| known == id) else {
            return Err(wrong("positions", "Variant does not exist").code("MISSING_VARIANT").into());
        };
        let id = order.remove(at);
        let to = usize::try_from(position - 1).unwrap_or_default().min(order.len());
        order.insert(to, id);
    }
    for (at, id) in order.iter().enumerate() {
        cx.store.set(id, json!({ "position": at + 1 }));
    }
    Ok(json!({ "product": product }))
}

/// Whether a variant has these values: `productSet` knows variants by them.
pub(super) fn same_options(variant: &Record, options: &[(String, String)]) -> bool {
    let has = |(name, value): &(String, String)| {
        objects(variant, "selectedOptions")
            .any(|one| text(one, "name").eq_ignore_ascii_case(name) && text(one, "value") == value)
    };
    options.iter().all(has)
}
