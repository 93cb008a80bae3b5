//! Discounts. A record of a node holds its discount; the codes of it are records of their own.

mod codes;
mod input;
mod states;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::Cx;
use super::json::{given, list, map, object, text};
use super::mutations::{Done, Mutation, UserError, wrong};
use super::store::kind_of;
use crate::store::Record;

pub(super) const MUTATIONS: &[(&str, Mutation)] = &[
    ("discountCodeBasicCreate", |cx, args| create(cx, args, &CODE_BASIC)),
    ("discountCodeBasicUpdate", |cx, args| update(cx, args, &CODE_BASIC)),
    ("discountCodeBxgyCreate", |cx, args| create(cx, args, &CODE_BXGY)),
    ("discountCodeBxgyUpdate", |cx, args| update(cx, args, &CODE_BXGY)),
    ("discountCodeFreeShippingCreate", |cx, args| create(cx, args, &CODE_SHIPPING)),
    ("discountCodeFreeShippingUpdate", |cx, args| update(cx, args, &CODE_SHIPPING)),
    ("discountAutomaticBasicCreate", |cx, args| create(cx, args, &AUTOMATIC_BASIC)),
    ("discountAutomaticBasicUpdate", |cx, args| update(cx, args, &AUTOMATIC_BASIC)),
    ("discountAutomaticBxgyCreate", |cx, args| create(cx, args, &AUTOMATIC_BXGY)),
    ("discountAutomaticBxgyUpdate", |cx, args| update(cx, args, &AUTOMATIC_BXGY)),
    ("discountAutomaticFreeShippingCreate", |cx, args| create(cx, args, &AUTOMATIC_SHIPPING)),
    ("discountAutomaticFreeShippingUpdate", |cx, args| update(cx, args, &AUTOMATIC_SHIPPING)),
    ("discountCodeActivate", |cx, args| states::activate(cx, args, &CODE)),
    ("discountCodeDeactivate", |cx, args| states::deactivate(cx, args, &CODE)),
    ("discountCodeDelete", |cx, args| states::delete(cx, args, &CODE)),
    ("discountCodeBulkActivate", |cx, args| states::activate_all(cx, args, &CODE)),
    ("discountCodeBulkDeactivate", |cx, args| states::deactivate_all(cx, args, &CODE)),
    ("discountCodeBulkDelete", |cx, args| states::delete_all(cx, args, &CODE)),
    ("discountAutomaticActivate", |cx, args| states::activate(cx, args, &AUTOMATIC)),
    ("discountAutomaticDeactivate", |cx, args| states::deactivate(cx, args, &AUTOMATIC)),
    ("discountAutomaticDelete", |cx, args| states::delete(cx, args, &AUTOMATIC)),
    ("discountAutomaticBulkDelete", |cx, args| states::delete_all(cx, args, &AUTOMATIC)),
    ("discountRedeemCodeBulkAdd", codes::add),
    ("discountCodeRedeemCodeBulkDelete", codes::delete),
];

/// How a discount comes to be applied: what its node, the node's discount, and the members of payloads are called.
struct Method {
    node: &'static str,
    discount: &'static str,
    payload: &'static str,
    deleted: &'static str,
}

const CODE: Method = Method {
    node: "DiscountCodeNode",
    discount: "codeDiscount",
    payload: "codeDiscountNode",
    deleted: "deletedCodeDiscountId",
};
const AUTOMATIC: Method = Method {
    node: "DiscountAutomaticNode",
    discount: "automaticDiscount",
    payload: "automaticDiscountNode",
    deleted: "deletedAutomaticDiscountId",
};
const METHODS: [&Method; 2] = [&CODE, &AUTOMATIC];

/// A type of discounts.
struct Kind {
    method: &'static Method,
    name: &'static str,
    /// The argument that states it.
    argument: &'static str,
}

const CODE_BASIC: Kind = Kind { method: &CODE, name: "DiscountCodeBasic", argument: "basicCodeDiscount" };
const CODE_BXGY: Kind = Kind { method: &CODE, name: "DiscountCodeBxgy", argument: "bxgyCodeDiscount" };
const CODE_SHIPPING: Kind =
    Kind { method: &CODE, name: "DiscountCodeFreeShipping", argument: "freeShippingCodeDiscount" };
const AUTOMATIC_BASIC: Kind =
    Kind { method: &AUTOMATIC, name: "DiscountAutomaticBasic", argument: "automaticBasicDiscount" };
const AUTOMATIC_BXGY: Kind =
    Kind { method: &AUTOMATIC, name: "DiscountAutomaticBxgy", argument: "automaticBxgyDiscount" };
const AUTOMATIC_SHIPPING: Kind = Kind {
    method: &AUTOMATIC,
    name: "DiscountAutomaticFreeShipping",
    argument: "freeShippingAutomaticDiscount",
};

/// The node of a discount, whatever its id calls it.
fn known(cx: &Cx<'_>, id: &str, method: &Method) -> Option<String> {
    let id = id.replace("/DiscountNode/", &format!("/{}/", method.node));
    (kind_of(&id) == Some(method.node) && cx.store.get(&id).is_some()).then_some(id)
}

fn wanted(cx: &Cx<'_>, id: &str, method: &Method) -> Result<String, UserError> {
    let message =
        if method.node == CODE.node { "Code discount does not exist." } else { "Discount does not exist." };
    known(cx, id, method).ok_or_else(|| wrong("id", message).code("INVALID"))
}

fn create(cx: &mut Cx<'_>, args: &Record, kind: &Kind) -> Done {
    let id = cx.store.id(kind.method.node);
    let now = cx.stamp();
    let none = Record::new();
    let input = object(args, kind.argument).unwrap_or(&none);
    for (field, message) in [("title", "Title can't be blank"), ("startsAt", "Starts at can't be blank")] {
        let named = given(input, field).or_else(|| given(input, "code").filter(|_| field == "title"));
        if named.is_none() {
            return Err(wrong(&format!("{}.{field}", kind.argument), message).code("BLANK").into());
        }
    }
    let discount = map(json!({ "__typename": kind.name, "createdAt": now, "updatedAt": now }));
    cx.store.put(json!({ "id": id, "createdAt": now }));
    set(cx, &id, discount, input, kind)
}

fn update(cx: &mut Cx<'_>, args: &Record, kind: &Kind) -> Done {
    let id = wanted(cx, text(args, "id"), kind.method)?;
    let none = Record::new();
    let input = object(args, kind.argument).unwrap_or(&none);
    let discount = map(cx.store.value(&id, kind.method.discount));
    if text(&discount, "__typename") != kind.name {
        return Err(wrong("id", "Discount is of another type.").code("INVALID").into());
    }
    set(cx, &id, discount, input, kind)
}

fn set(cx: &mut Cx<'_>, id: &str, mut discount: Record, input: &Record, kind: &Kind) -> Done {
    input::fill(cx, &mut discount, input, kind).map_err(|error| error.under(kind.argument))?;
    discount.insert("updatedAt".to_owned(), json!(cx.stamp()));
    if kind.method.node == CODE.node {
        codes::state(cx, id, given(input, "code")).map_err(|error| error.under(kind.argument))?;
    }
    cx.store.set(id, json!({ kind.method.discount: discount }));
    Ok(json!({ kind.method.payload: id }))
}

/// The discount of a node, with what follows from the time and its codes.
fn discount(cx: &Cx<'_>, record: &Record) -> Option<Record> {
    let mut discount = METHODS.iter().find_map(|method| object(record, method.discount)).cloned()?;
    let codes = cx.store.ids("DiscountRedeemCode", "discount", text(record, "id"));
    discount.insert("status".to_owned(), json!(states::status(cx, &discount)));
    discount.insert("codesCount".to_owned(), json!(codes.len()));
    discount.insert("codes".to_owned(), json!(codes));
    discount.insert("summary".to_owned(), json!(input::summary(&discount)));
    discount.insert("shortSummary".to_owned(), json!(input::summary(&discount)));
    Some(discount)
}

pub(super) fn query(cx: &Cx<'_>, field: &str, args: &Record) -> Option<Value> {
    let one = |methods: &[&Method]| {
        let id = text(args, "id");
        json!(methods.iter().find_map(|method| known(cx, id, method)))
    };
    let all = |methods: &[&Method]| {
        let nodes = methods.iter().flat_map(|method| cx.store.all(method.node));
        nodes.map(|node| json!(text(node, "id"))).collect()
    };
    Some(match field {
        "discountNode" => one(&METHODS),
        "codeDiscountNode" => one(&[&CODE]),
        "automaticDiscountNode" => one(&[&AUTOMATIC]),
        "codeDiscountNodeByCode" => json!(codes::by_code(cx, text(args, "code"))),
        "discountNodes" => all(&METHODS),
        _ => return None,
    })
}

pub(super) fn field(cx: &Cx<'_>, field: &str, record: &Record) -> Option<Value> {
    let discount = || discount(cx, record);
    Some(match field {
        "discount" | "codeDiscount" | "automaticDiscount" => json!(discount()?),
        // The rest is what searches and orders ask for.
        "method" => json!(if record.contains_key(CODE.discount) { "code" } else { "automatic" }),
        "type" => match text(&discount()?, "__typename") {
            name if name.ends_with("Bxgy") => json!("bxgy"),
            name if name.ends_with("FreeShipping") => json!("free_shipping"),
            _ => json!(if input::percentage(&discount()?).is_some() { "percentage" } else { "fixed_amount" }),
        },
        "code" => {
            let codes = discount()?;
            let codes = list(&codes, "codes").iter().filter_map(Value::as_str);
            codes.map(|id| cx.store.value(id, "code")).collect()
        }
        "title" | "status" | "startsAt" | "endsAt" | "updatedAt" | "asyncUsageCount" | "discountClasses" => {
            discount()?.get(field).cloned().unwrap_or_default()
        }
        _ => return None,
    })
}

fn time(record: &Record, field: &str) -> Option<DateTime<Utc>> {
    let stated = DateTime::parse_from_rfc3339(given(record, field)?).ok()?;
    Some(stated.with_timezone(&Utc))
}
