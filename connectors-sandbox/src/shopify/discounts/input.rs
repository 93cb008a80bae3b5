//! What an input says of a discount.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::{Kind, time};
use crate::shopify::Cx;
use crate::shopify::json::{amount, copy, decimal, flag, given, list, object, text, texts};
use crate::shopify::mutations::{UserError, wrong};
use crate::store::Record;

const PLAIN: &[&str] = &[
    "title",
    "startsAt",
    "endsAt",
    "usageLimit",
    "appliesOncePerCustomer",
    "recurringCycleLimit",
    "appliesOnOneTimePurchase",
    "appliesOnSubscription",
    "maximumShippingPrice",
    "tags",
];

pub(super) fn fill(cx: &Cx<'_>, discount: &mut Record, input: &Record, kind: &Kind) -> Result<(), UserError> {
    if input.contains_key("title") && given(input, "title").is_none() {
        return Err(wrong("title", "Title can't be blank").code("BLANK"));
    }
    copy(input, discount, PLAIN);
    if !discount.contains_key("title") {
        // Without a title a discount has the name of its code.
        discount.insert("title".to_owned(), json!(text(input, "code")));
    }
    if let Some(limit) = input.get("usesPerOrderLimit") {
        let limit = limit.as_str().and_then(|text| text.parse::<i64>().ok()).or_else(|| limit.as_i64());
        discount.insert("usesPerOrderLimit".to_owned(), json!(limit));
    }
    if time(discount, "endsAt")
        .is_some_and(|end| time(discount, "startsAt").is_some_and(|start| end <= start))
    {
        return Err(wrong("endsAt", "Ends at needs to be after starts_at").code("END_DATE_BEFORE_START_DATE"));
    }
    if let Some(stated) = object(input, "combinesWith") {
        let mut combines = object(discount, "combinesWith").cloned().unwrap_or_default();
        copy(stated, &mut combines, &["orderDiscounts", "productDiscounts", "shippingDiscounts"]);
        if let Some(step) = object(stated, "productDiscountsWithTagsOnSameCartLine") {
            let tags = changed(&combines, "productDiscountsWithTagsOnSameCartLine", step, ("add", "remove"));
            combines.insert("productDiscountsWithTagsOnSameCartLine".to_owned(), json!(tags));
        }
        discount.insert("combinesWith".to_owned(), Value::Object(combines));
    }
    let context = context(cx, object(discount, "context"), object(input, "context"))?;
    discount.insert("context".to_owned(), context);
    if let Some(stated) = input.get("minimumRequirement") {
        let minimum = stated.as_object().map(minimum).transpose()?.unwrap_or_default();
        discount.insert("minimumRequirement".to_owned(), minimum);
    }
    if kind.name.ends_with("FreeShipping") {
        if let Some(stated) = object(input, "destination") {
            let place = destination(object(discount, "destinationSelection"), stated);
            discount.insert("destinationSelection".to_owned(), place);
        }
        if !discount.contains_key("destinationSelection") {
            return Err(wrong("destination", "Destination can't be blank").code("BLANK"));
        }
        discount.entry("appliesOnOneTimePurchase").or_insert(json!(true));
        discount.insert("discountClasses".to_owned(), json!(["SHIPPING"]));
        return Ok(());
    }
    let gets = gets(cx, object(discount, "customerGets"), object(input, "customerGets"))
        .map_err(|error| error.under("customerGets"))?;
    let of_order = gets["items"]["__typename"] == "AllDiscountItems" && !kind.name.ends_with("Bxgy");
    discount.insert("discountClasses".to_owned(), json!([if of_order { "ORDER" } else { "PRODUCT" }]));
    discount.insert("customerGets".to_owned(), gets);
    if kind.name.ends_with("Bxgy") {
        let buys = buys(cx, object(discount, "customerBuys"), object(input, "customerBuys"))
            .map_err(|error| error.under("customerBuys"))?;
        discount.insert("customerBuys".to_owned(), buys);
    }
    Ok(())
}

/// A list after what was added to it and taken out of it.
fn changed(before: &Record, field: &str, step: &Record, (add, remove): (&str, &str)) -> Vec<String> {
    let mut all = texts(before, field);
    let gone = texts(step, remove);
    all.retain(|one| !gone.contains(one));
    for one in texts(step, add) {
        if !all.contains(&one) {
            all.push(one);
        }
    }
    all
}

fn all_known(cx: &Cx<'_>, ids: &[String], field: &str, what: &str) -> Result<(), UserError> {
    match ids.iter().find(|id| cx.store.get(id).is_none()) {
        Some(id) => {
            let number = crate::shopify::store::number_of(id);
            Err(wrong(field, format!("{what} with id: {number} is invalid")).code("INVALID"))
        }
        None => Ok(()),
    }
}

fn context(cx: &Cx<'_>, before: Option<&Record>, input: Option<&Record>) -> Result<Value, UserError> {
    let none = Record::new();
    let before = before.unwrap_or(&none);
    let Some(input) = input else {
        let known = (!before.is_empty()).then(|| json!(before));
        return Ok(
            known.unwrap_or_else(|| json!({ "__typename": "DiscountBuyerSelectionAll", "all": "ALL" }))
        );
    };
    if let Some(step) = object(input, "customers") {
        let ids = changed(before, "customers", step, ("add", "remove"));
        all_known(cx, &ids, "context.customers.add", "Customer")?;
        return Ok(json!({ "__typename": "DiscountCustomers", "customers": ids }));
    }
    if let Some(step) = object(input, "customerSegments") {
        let ids = changed(before, "segments", step, ("add", "remove"));
        all_known(cx, &ids, "context.customerSegments.add", "Segment")?;
        return Ok(json!({ "__typename": "DiscountCustomerSegments", "segments": ids }));
    }
    Ok(json!({ "__typename": "DiscountBuyerSelectionAll", "all": "ALL" }))
}

fn minimum(input: &Record) -> Result<Value, UserError> {
    let quantity = object(input, "quantity").and_then(|one| one.get("greaterThanOrEqualToQuantity"));
    let subtotal = object(input, "subtotal").and_then(|one| one.get("greaterThanOrEqualToSubtotal"));
    match (quantity.filter(|one| !one.is_null()), subtotal.filter(|one| !one.is_null())) {
        (Some(_), Some(_)) => {
            let message = "Minimum subtotal and quantity can't both be set.";
            let error = wrong("minimumRequirement.subtotal.greaterThanOrEqualToSubtotal", message);
            Err(error.code("MINIMUM_SUBTOTAL_AND_QUANTITY_RANGE_BOTH_PRESENT"))
        }
        (Some(quantity), None) => {
            Ok(json!({ "__typename": "DiscountMinimumQuantity", "greaterThanOrEqualToQuantity": quantity }))
        }
        (None, Some(subtotal)) => {
            Ok(json!({ "__typename": "DiscountMinimumSubtotal", "greaterThanOrEqualToSubtotal": subtotal }))
        }
        (None, None) => Ok(Value::Null),
    }
}

fn destination(before: Option<&Record>, input: &Record) -> Value {
    let none = Record::new();
    match object(input, "countries") {
        Some(step) => json!({
            "__typename": "DiscountCountries", "countries": changed(before.unwrap_or(&none), "countries", step, ("add", "remove")),
            "includeRestOfWorld": flag(step, "includeRestOfWorld"),
        }),
        None => json!({ "__typename": "DiscountCountryAll", "allCountries": true }),
    }
}

fn items(cx: &Cx<'_>, before: Option<&Record>, input: Option<&Record>) -> Result<Value, UserError> {
    let none = Record::new();
    let known = before.and_then(|before| object(before, "items"));
    let Some(input) = input.and_then(|input| object(input, "items")) else {
        let all = json!({ "__typename": "AllDiscountItems", "allItems": true });
        return Ok(known.map_or(all, |known| json!(known)));
    };
    let known = known.unwrap_or(&none);
    let parts = (flag(input, "all"), object(input, "products"), object(input, "collections"));
    match parts {
        (true, None, None) => Ok(json!({ "__typename": "AllDiscountItems", "allItems": true })),
        (false, Some(step), None) => {
            let products = changed(known, "products", step, ("productsToAdd", "productsToRemove"));
            let variants =
                changed(known, "productVariants", step, ("productVariantsToAdd", "productVariantsToRemove"));
            all_known(cx, &products, "items.products.productsToAdd", "Product")?;
            all_known(cx, &variants, "items.products.productVariantsToAdd", "Product variant")?;
            Ok(json!({ "__typename": "DiscountProducts", "products": products, "productVariants": variants }))
        }
        (false, None, Some(step)) => {
            let collections = changed(known, "collections", step, ("add", "remove"));
            all_known(cx, &collections, "items.collections.add", "Collection")?;
            Ok(json!({ "__typename": "DiscountCollections", "collections": collections }))
        }
        (false, None, None) => Err(wrong("items", "Items in 'customer get' can't be blank").code("BLANK")),
        _ => Err(wrong("items", "Cannot entitle all items together with products or collections.")
            .code("CONFLICT")),
    }
}

/// A share of a price: from 0 to 1.
fn share(stated: &Value, field: &str) -> Result<Option<Value>, UserError> {
    match stated.as_f64() {
        None => Ok(None),
        Some(part) if (0.0..=1.0).contains(&part) => {
            Ok(Some(json!({ "__typename": "DiscountPercentage", "percentage": part })))
        }
        Some(_) => Err(wrong(field, "Percentage must be between 0.0 and 1.0").code("VALUE_OUTSIDE_RANGE")),
    }
}

fn sum(stated: &Value, each: bool) -> Option<Value> {
    decimal(stated).map(
        |sum| json!({ "__typename": "DiscountAmount", "amount": sum.to_string(), "appliesOnEachItem": each }),
    )
}

fn gets(cx: &Cx<'_>, before: Option<&Record>, input: Option<&Record>) -> Result<Value, UserError> {
    let items = items(cx, before, input)?;
    let stated = input.and_then(|input| object(input, "value"));
    let value = match stated {
        Some(stated) => {
            let part = |name: &str| stated.get(name).cloned().unwrap_or_default();
            let whole = part("discountAmount");
            let counted = part("discountOnQuantity");
            let each = whole["appliesOnEachItem"] == true;
            let simple =
                share(&part("percentage"), "value.percentage")?.or_else(|| sum(&whole["amount"], each));
            let effect =
                share(&counted["effect"]["percentage"], "value.discountOnQuantity.effect.percentage")?
                    .or_else(|| sum(&counted["effect"]["amount"], false));
            simple.or_else(|| {
                let quantity = json!({ "quantity": counted["quantity"] });
                Some(json!({ "__typename": "DiscountOnQuantity", "quantity": quantity, "effect": effect? }))
            })
        }
        None => before.and_then(|before| before.get("value").cloned()),
    };
    let Some(value) = value else { return Err(wrong("value", "Value can't be blank").code("BLANK")) };
    let on = |name: &str, default: bool| {
        let stated = [input, before].into_iter().flatten().find_map(|from| from.get(name)?.as_bool());
        stated.unwrap_or(default)
    };
    Ok(json!({
        "items": items, "value": value, "appliesOnOneTimePurchase": on("appliesOnOneTimePurchase", true),
        "appliesOnSubscription": on("appliesOnSubscription", false),
    }))
}

fn buys(cx: &Cx<'_>, before: Option<&Record>, input: Option<&Record>) -> Result<Value, UserError> {
    let items = items(cx, before, input)?;
    let stated = input.and_then(|input| object(input, "value"));
    let value = match stated {
        Some(stated) if stated.get("amount").is_some_and(|sum| !sum.is_null()) => {
            Some(json!({ "__typename": "DiscountPurchaseAmount", "amount": stated["amount"] }))
        }
        Some(stated) if stated.get("quantity").is_some_and(|count| !count.is_null()) => {
            Some(json!({ "__typename": "DiscountQuantity", "quantity": stated["quantity"] }))
        }
        Some(_) => None,
        None => before.and_then(|before| before.get("value").cloned()),
    };
    let Some(value) = value else { return Err(wrong("value", "Value can't be blank").code("BLANK")) };
    let on = |name: &str, default: bool| {
        let stated = [input, before].into_iter().flatten().find_map(|from| from.get(name)?.as_bool());
        stated.unwrap_or(default)
    };
    Ok(json!({
        "items": items, "value": value, "isOneTimePurchase": on("isOneTimePurchase", true),
        "isSubscription": on("isSubscription", false),
    }))
}

/// The share that a discount takes off, if it is one.
pub(super) fn percentage(discount: &Record) -> Option<f64> {
    discount.get("customerGets")?["value"]["percentage"].as_f64()
}

/// A discount in words.
pub(super) fn summary(discount: &Record) -> String {
    let what = match object(discount, "customerGets").and_then(|gets| object(gets, "items")) {
        None => return "Free shipping".to_owned(),
        Some(items) => match text(items, "__typename") {
            "DiscountProducts" => {
                let count = list(items, "products").len() + list(items, "productVariants").len();
                format!("{count} product{}", if count == 1 { "" } else { "s" })
            }
            "DiscountCollections" => {
                let count = list(items, "collections").len();
                format!("{count} collection{}", if count == 1 { "" } else { "s" })
            }
            _ => "entire order".to_owned(),
        },
    };
    let value = discount.get("customerGets").map(|gets| &gets["value"]).and_then(Value::as_object);
    let off = match (percentage(discount), value) {
        (Some(share), _) => {
            let share = Decimal::try_from(share * 100.0).unwrap_or_default().round_dp(2).normalize();
            format!("{share}% off")
        }
        (None, Some(value)) if text(value, "__typename") == "DiscountAmount" => {
            format!("{:.2} off", amount(value, "amount"))
        }
        _ => "Buy items, get items off".to_owned(),
    };
    format!("{off} {what}")
}
