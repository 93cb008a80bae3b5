//! Options of products: what variants differ in.

use serde_json::{Value, json};

use super::{DEFAULT, variants_of, wanted};
use crate::shopify::Cx;
use crate::shopify::json::{given, list, objects, text};
use crate::shopify::mutations::{Done, UserError, wrong};
use crate::store::Record;

/// The most options of a product.
const MOST: usize = 3;

/// States the options of a product; without any it has the one that every product has.
pub(super) fn state(cx: &mut Cx<'_>, product: &str, options: Option<&Value>) -> Result<(), UserError> {
    let stated: Vec<Record> = options
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(|one| one.as_object().cloned())
        .collect();
    if stated.is_empty() {
        let option = option(cx, "Title", 1, &[DEFAULT.to_owned()]);
        cx.store.set(product, json!({ "options": [option] }));
        return Ok(());
    }
    let mut made = Vec::new();
    for (at, stated) in stated.iter().enumerate() {
        made.push(stated_option(cx, stated, at + 1, &made)?);
    }
    if made.len() > MOST {
        return Err(wrong("options", format!("Can only specify a maximum of {MOST} options"))
            .code("OPTIONS_OVER_LIMIT"));
    }
    cx.store.set(product, json!({ "options": made }));
    Ok(())
}

fn stated_option(
    cx: &mut Cx<'_>,
    stated: &Record,
    position: usize,
    known: &[Value],
) -> Result<Value, UserError> {
    let Some(name) = given(stated, "name") else {
        return Err(wrong("options.name", "The name of the option is missing").code("OPTION_NAME_MISSING"));
    };
    if known
        .iter()
        .any(|option| option["name"].as_str().is_some_and(|known| known.eq_ignore_ascii_case(name)))
    {
        return Err(
            wrong("options", format!("Option '{name}' already exists.")).code("OPTION_ALREADY_EXISTS")
        );
    }
    let values: Vec<String> =
        objects(stated, "values").filter_map(|value| given(value, "name").map(str::to_owned)).collect();
    if values.is_empty() {
        return Err(wrong("options", format!("Option '{name}' has no values")).code("OPTION_VALUES_MISSING"));
    }
    Ok(option(cx, name, position, &values))
}

fn option(cx: &mut Cx<'_>, name: &str, position: usize, values: &[String]) -> Value {
    let id = cx.store.id("ProductOption");
    let values: Vec<Value> = values.iter().map(|name| value(cx, name)).collect();
    json!({ "id": id, "name": name, "position": position, "optionValues": values })
}

fn value(cx: &mut Cx<'_>, name: &str) -> Value {
    json!({ "id": cx.store.id("ProductOptionValue"), "name": name, "hasVariants": true })
}

/// The first value of each option: what the first variant has.
pub(super) fn first_values(cx: &Cx<'_>, product: &str) -> Vec<(String, String)> {
    let Some(record) = cx.store.get(product) else { return Vec::new() };
    let first = |option: &Record| {
        let value = objects(option, "optionValues").next()?;
        Some((text(option, "name").to_owned(), text(value, "name").to_owned()))
    };
    objects(record, "options").filter_map(first).collect()
}

/// Makes sure that an option has a value, and tells it with its id; none if there is no such option.
pub(super) fn ensure(cx: &mut Cx<'_>, product: &str, name: &str, wanted: &str) -> Option<Value> {
    let mut options = list(cx.store.get(product)?, "options").to_vec();
    let option = options
        .iter_mut()
        .find(|option| option["name"].as_str().is_some_and(|known| known.eq_ignore_ascii_case(name)))?;
    let known = option["optionValues"]
        .as_array()
        .into_iter()
        .flatten()
        .find(|value| value["name"] == wanted)
        .cloned();
    if known.is_some() {
        return known;
    }
    let made = value(cx, wanted);
    option["optionValues"].as_array_mut()?.push(made.clone());
    cx.store.set(product, json!({ "options": options }));
    Some(made)
}

/// The name of an option by its id.
pub(super) fn name_of(cx: &Cx<'_>, product: &str, id: &str) -> Option<String> {
    let record = cx.store.get(product)?;
    objects(record, "options")
        .find(|option| text(option, "id") == id)
        .map(|option| text(option, "name").to_owned())
}

/// The name of an option's value by its id.
pub(super) fn value_name(cx: &Cx<'_>, product: &str, id: &str) -> Option<(String, String)> {
    let record = cx.store.get(product)?;
    objects(record, "options").find_map(|option| {
        let value = objects(option, "optionValues").find(|value| text(value, "id") == id)?;
        Some((text(option, "name").to_owned(), text(value, "name").to_owned()))
    })
}

pub(super) fn create(cx: &mut Cx<'_>, args: &Record) -> Done {
    let id = wanted(cx, text(args, "productId"), "productId")?;
    let mut options = list(cx.store.get(&id).unwrap_or(args), "options").to_vec();
    // A product without options of its own gets rid of the one that stands for none.
    options.retain(|option| option["optionValues"][0]["name"] != DEFAULT);
    for stated in objects(args, "options") {
        let option = stated_option(cx, stated, options.len() + 1, &options)?;
        options.push(option);
    }
    if options.len() > MOST {
        return Err(wrong("options", format!("Can only specify a maximum of {MOST} options"))
            .code("OPTIONS_OVER_LIMIT")
            .into());
    }
    cx.store.set(&id, json!({ "options": options }));
    restate(cx, &id);
    Ok(json!({ "product": id }))
}

/// Writes the values of all variants anew: each option that they do not have yet gets its first value.
fn restate(cx: &mut Cx<'_>, product: &str) {
    let first = first_values(cx, product);
    let variants: Vec<(String, Vec<(String, String)>)> = variants_of(cx, product)
        .into_iter()
        .map(|variant| {
            let value = |name: &str| {
                let mut chosen = objects(variant, "selectedOptions");
                chosen.find(|one| text(one, "name") == name).map(|one| text(one, "value").to_owned())
            };
            let chosen = first
                .iter()
                .map(|(name, default)| (name.clone(), value(name).unwrap_or_else(|| default.clone())));
            (text(variant, "id").to_owned(), chosen.collect())
        })
        .collect();
    for (id, chosen) in variants {
        super::variants::choose(cx, product, &id, &chosen);
    }
}

pub(super) fn update(cx: &mut Cx<'_>, args: &Record) -> Done {
    let id = wanted(cx, text(args, "productId"), "productId")?;
    let none = Record::new();
    let stated = args.get("option").and_then(Value::as_object).unwrap_or(&none);
    let mut options = list(cx.store.get(&id).unwrap_or(args), "options").to_vec();
    let found = options.iter_mut().find(|option| option["id"] == text(stated, "id"));
    let Some(option) = found else {
        return Err(wrong("option", "Option does not exist").code("OPTION_DOES_NOT_EXIST").into());
    };
    let before = option["name"].as_str().unwrap_or_default().to_owned();
    if let Some(name) = given(stated, "name") {
        option["name"] = json!(name);
    }
    let mut renamed = Vec::new();
    for change in objects(args, "optionValuesToUpdate") {
        let values = option["optionValues"].as_array_mut();
        let Some(value) = values.into_iter().flatten().find(|value| value["id"] == text(change, "id")) else {
            return Err(wrong("optionValuesToUpdate", "Option value does not exist")
                .code("OPTION_VALUE_DOES_NOT_EXIST")
                .into());
        };
        if let Some(name) = given(change, "name") {
            renamed.push((value["name"].as_str().unwrap_or_default().to_owned(), name.to_owned()));
            value["name"] = json!(name);
        }
    }
    for added in objects(args, "optionValuesToAdd").filter_map(|value| given(value, "name")) {
        let made = value(cx, added);
        option["optionValues"].as_array_mut().into_iter().for_each(|values| values.push(made.clone()));
    }
    let gone = super::texts(args, "optionValuesToDelete");
    if let Some(values) = option["optionValues"].as_array_mut() {
        values.retain(|value| !gone.iter().any(|id| value["id"] == **id));
    }
    let name = option["name"].as_str().unwrap_or_default().to_owned();
    cx.store.set(&id, json!({ "options": options }));
    for variant in cx.store.ids("ProductVariant", "product", &id) {
        let mut chosen = list(cx.store.get(&variant).unwrap_or(args), "selectedOptions").to_vec();
        for one in chosen.iter_mut().filter(|one| one["name"] == *before) {
            one["name"] = json!(name);
            if let Some((_, new)) = renamed.iter().find(|(old, _)| one["value"] == **old) {
                one["value"] = json!(new);
            }
        }
        let chosen: Vec<(String, String)> = chosen.iter().map(pair).collect();
        super::variants::choose(cx, &id, &variant, &chosen);
    }
    Ok(json!({ "product": id }))
}

fn pair(chosen: &Value) -> (String, String) {
    let part = |name: &str| chosen[name].as_str().unwrap_or_default().to_owned();
    (part("name"), part("value"))
}

pub(super) fn delete(cx: &mut Cx<'_>, args: &Record) -> Done {
    let id = wanted(cx, text(args, "productId"), "productId")?;
    let mut options = list(cx.store.get(&id).unwrap_or(args), "options").to_vec();
    let gone = super::texts(args, "options");
    for option in &gone {
        if !options.iter().any(|known| known["id"] == **option) {
            return Err(wrong("options", "Option does not exist").code("OPTION_DOES_NOT_EXIST").into());
        }
    }
    options.retain(|option| !gone.iter().any(|id| option["id"] == **id));
    cx.store.set(&id, json!({ "options": options }));
    if options.is_empty() {
        state(cx, &id, None)?;
    }
    restate(cx, &id);
    Ok(json!({ "product": id, "deletedOptionsIds": gone }))
}

pub(super) fn reorder(cx: &mut Cx<'_>, args: &Record) -> Done {
    let id = wanted(cx, text(args, "productId"), "productId")?;
    let mut options = list(cx.store.get(&id).unwrap_or(args), "options").to_vec();
    let wanted: Vec<&Record> = objects(args, "options").collect();
    let place = |option: &Value| {
        let same = |one: &&Record| option["id"] == text(one, "id") || option["name"] == text(one, "name");
        wanted.iter().position(same).unwrap_or(usize::MAX)
    };
    options.sort_by_key(place);
    for (at, option) in options.iter_mut().enumerate() {
        option["position"] = json!(at + 1);
    }
    cx.store.set(&id, json!({ "options": options }));
    restate(cx, &id);
    Ok(json!({ "product": id }))
}
