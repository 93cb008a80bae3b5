//! The rules of smart collections.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::shopify::json::{amount, flag, given, object, objects, text, texts};
use crate::shopify::mutations::{UserError, wrong};
use crate::shopify::{Cx, inventory};
use crate::store::Record;

/// The relations that a column may have; a column that is not named takes all.
const RELATIONS: &[(&str, &[&str])] = &[
    ("TAG", &["EQUALS"]),
    ("TITLE", WORDS),
    ("TYPE", WORDS),
    ("VENDOR", WORDS),
    ("VARIANT_TITLE", WORDS),
    ("VARIANT_PRICE", NUMBERS),
    (
        "VARIANT_COMPARE_AT_PRICE",
        &["EQUALS", "NOT_EQUALS", "GREATER_THAN", "LESS_THAN", "IS_SET", "IS_NOT_SET"],
    ),
    ("VARIANT_WEIGHT", NUMBERS),
    ("VARIANT_INVENTORY", &["EQUALS", "GREATER_THAN", "LESS_THAN"]),
    ("IS_PRICE_REDUCED", &["IS_SET", "IS_NOT_SET"]),
];
const WORDS: &[&str] = &["EQUALS", "NOT_EQUALS", "STARTS_WITH", "ENDS_WITH", "CONTAINS", "NOT_CONTAINS"];
const NUMBERS: &[&str] = &["EQUALS", "NOT_EQUALS", "GREATER_THAN", "LESS_THAN"];

/// The rules of an input as they are kept.
pub(super) fn stated(input: &Record) -> Result<Value, UserError> {
    for (at, rule) in objects(input, "rules").enumerate() {
        let place = |error: UserError| error.under(&format!("ruleSet.rules.{at}"));
        let (column, relation) = (text(rule, "column"), text(rule, "relation"));
        let allowed = RELATIONS.iter().find(|(known, _)| *known == column);
        if allowed.is_some_and(|(_, allowed)| !allowed.contains(&relation)) {
            let message = format!("The relation {relation} can't be used with the column {column}");
            return Err(place(wrong("relation", message)));
        }
        let without = ["IS_SET", "IS_NOT_SET"].contains(&relation);
        if given(rule, "condition").is_none() && !without {
            return Err(place(wrong("condition", "Condition can't be blank")));
        }
        let numeric = ["VARIANT_PRICE", "VARIANT_INVENTORY", "VARIANT_WEIGHT"].contains(&column);
        if numeric && text(rule, "condition").parse::<Decimal>().is_err() {
            return Err(place(wrong("condition", "Condition must be a number")));
        }
    }
    let rules: Vec<&Record> = objects(input, "rules").collect();
    Ok(json!({ "appliedDisjunctively": flag(input, "appliedDisjunctively"), "rules": rules }))
}

/// Whether a product fits the rules, all of them or one.
pub(super) fn fit(cx: &Cx<'_>, rules: &Record, product: &Record) -> bool {
    let mut all = objects(rules, "rules");
    if flag(rules, "appliedDisjunctively") {
        all.any(|rule| fits(cx, rule, product))
    } else {
        all.all(|rule| fits(cx, rule, product))
    }
}

fn fits(cx: &Cx<'_>, rule: &Record, product: &Record) -> bool {
    let (column, relation, wanted) = (text(rule, "column"), text(rule, "relation"), text(rule, "condition"));
    let id = text(product, "id");
    let variants = || cx.store.find("ProductVariant", "product", id);
    let amounts = |field: &'static str| {
        variants().filter(|one| given(one, field).is_some()).map(move |one| amount(one, field))
    };
    let number = |mut has: Box<dyn Iterator<Item = Decimal> + '_>| {
        let wanted = wanted.parse::<Decimal>().unwrap_or_default();
        match relation {
            "GREATER_THAN" => has.any(|one| one > wanted),
            "LESS_THAN" => has.any(|one| one < wanted),
            "NOT_EQUALS" => has.all(|one| one != wanted),
            "IS_SET" => has.next().is_some(),
            "IS_NOT_SET" => has.next().is_none(),
            _ => has.any(|one| one == wanted),
        }
    };
    let word = |has: &str| {
        let (has, wanted) = (has.to_lowercase(), wanted.to_lowercase());
        match relation {
            "NOT_EQUALS" => has != wanted,
            "STARTS_WITH" => has.starts_with(&wanted),
            "ENDS_WITH" => has.ends_with(&wanted),
            "CONTAINS" => has.contains(&wanted),
            "NOT_CONTAINS" => !has.contains(&wanted),
            _ => has == wanted,
        }
    };
    match column {
        "TAG" => texts(product, "tags").iter().any(|tag| word(tag)),
        "TITLE" => word(text(product, "title")),
        "TYPE" => word(text(product, "productType")),
        "VENDOR" => word(text(product, "vendor")),
        "VARIANT_TITLE" => variants().any(|one| word(text(one, "title"))),
        "VARIANT_PRICE" => number(Box::new(amounts("price"))),
        "VARIANT_COMPARE_AT_PRICE" => number(Box::new(amounts("compareAtPrice"))),
        "VARIANT_INVENTORY" => {
            let items = variants().map(|one| inventory::available(cx, text(one, "inventoryItem")));
            number(Box::new(items.map(Decimal::from)))
        }
        "VARIANT_WEIGHT" => number(Box::new(variants().map(|one| weight(cx, one)))),
        "IS_PRICE_REDUCED" => {
            let reduced = variants().any(|one| amount(one, "compareAtPrice") > amount(one, "price"));
            reduced == (relation == "IS_SET")
        }
        "PRODUCT_CATEGORY_ID" | "PRODUCT_CATEGORY_ID_WITH_DESCENDANTS" | "PRODUCT_TAXONOMY_NODE_ID" => {
            object(product, "category").is_some_and(|category| text(category, "id") == wanted)
        }
        "PRODUCT_METAFIELD_DEFINITION" => {
            let mut fields = cx.store.find("Metafield", "owner", id);
            fields.any(|one| {
                text(one, "definition") == text(rule, "conditionObjectId") && word(text(one, "value"))
            })
        }
        _ => false,
    }
}

fn weight(cx: &Cx<'_>, variant: &Record) -> Decimal {
    let measurement = cx.store.value(text(variant, "inventoryItem"), "measurement");
    measurement["weight"]["value"]
        .as_f64()
        .and_then(|value| Decimal::try_from(value).ok())
        .unwrap_or_default()
}

/// The least price of a product's variants.
pub(super) fn least_price(cx: &Cx<'_>, product: &str) -> Decimal {
    let prices = cx.store.find("ProductVariant", "product", product).map(|one| amount(one, "price"));
    prices.min().unwrap_or_default()
}
