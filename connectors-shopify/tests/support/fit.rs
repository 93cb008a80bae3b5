//! What samples need to run in the sandbox's shop.

use serde_json::{Value, json};

use crate::Runner;

/// The codes of errors by which the sandbox says that it does not simulate what is asked for.
pub(crate) const MISSING: &[&str] =
    &["NOT_SIMULATED", "undefinedField", "argumentNotAccepted", "invalidDocument", "INVALID_VARIABLE"];

/// What the sandbox does not simulate, or what needs a record that only such an action makes. Once it is simulated, the test
/// says so.
pub(crate) const NOT_SIMULATED: &[&str] = &[
    "collection.add_products",
    "collection.remove_products",
    "collection.update",
    "comment.approve",
    "comment.delete",
    "comment.get",
    "comment.mark_not_spam",
    "comment.mark_spam",
    "customer.send_payment_method_update_email",
    "event.get",
    "saved_search.delete",
    "theme.create",
    "theme.delete",
    "theme.get",
    "theme.publish",
    "theme.update",
    "theme_file.delete",
    "theme_file.get",
    "theme_file.list",
    "theme_file.upsert",
];

/// Samples whose values do not fit what is in the sandbox's shop, which refuses them as Shopify would.
pub(crate) const REFUSED: &[&str] = &[
    "automatic_discount_free_shipping.update",
    "bulk_mutation.start",
    "collection.get_by_handle",
    "discount.get_by_code",
    "fulfillment_order.move",
    "inventory_item.activate_at_location",
    "inventory_item.deactivate_at_location",
    "metafield_definition.pin",
    "metaobject.delete",
    "metaobject_definition.update",
    "order.get_by_identifier",
    "product_option.delete",
    "product_variant.delete",
    "product_variant.update",
];

/// Triggers of which nothing happened in the sandbox's shop.
pub(crate) const SILENT: &[&str] =
    &["abandoned_checkout.updated", "fulfillment_order.updated", "metaobject.updated", "order.updated"];

/// Types of which the shop has no record: what names one is left out.
const ABSENT: &[&str] = &[
    "Duty",
    "MarketCatalog",
    "MarketWebPresence",
    "PaymentGateway",
    "PointOfSaleDevice",
    "ReturnReasonDefinition",
    "StaffMember",
];

/// Types that samples call otherwise than the records that they need.
const KINDS: &[(&str, &str)] = &[("DiscountNode", "DiscountCodeNode")];

/// What has to be done before, so that there is something fresh to do it with.
const BEFORE: &[(&str, &[&str])] = &[
    ("automatic_discount.update", &["automatic_discount.create"]),
    ("automatic_discount_bxgy.update", &["automatic_discount_bxgy.create"]),
    ("discount_code_basic.update", &["discount_code_basic.create"]),
    ("discount_code_bxgy.update", &["discount_code_bxgy.create"]),
    ("discount_code_free_shipping.update", &["discount_code_free_shipping.create"]),
    ("bulk_operation.cancel", &["bulk_query.start"]),
    ("customer.delete", &["customer.create"]),
    ("customer_address.delete", &["customer_address.create"]),
    ("customer_address.set_default", &["customer_address.create"]),
    ("customer_address.update", &["customer_address.create"]),
    ("fulfillment_order.hold", &["fulfillment_order.list"]),
    ("fulfillment_order.release_hold", &["order.create", "fulfillment_order.list", "fulfillment_order.hold"]),
    ("fulfillment_request.accept", &["order.create", "fulfillment_order.list", "fulfillment_request.submit"]),
    ("fulfillment_request.accept_cancellation", WITHDRAWN),
    (
        "fulfillment_request.cancel",
        &[
            "order.create",
            "fulfillment_order.list",
            "fulfillment_request.submit",
            "fulfillment_request.accept",
        ],
    ),
    ("fulfillment_request.reject", &["order.create", "fulfillment_order.list", "fulfillment_request.submit"]),
    ("fulfillment_request.reject_cancellation", WITHDRAWN),
    ("fulfillment_request.submit", &["order.create", "fulfillment_order.list"]),
    ("draft_order.send_invoice", &["draft_order.create"]),
    ("draft_order.update", &["draft_order.create"]),
    ("fulfillment.create", &["order.create", "fulfillment_order.list"]),
    ("order.cancel", &["order.create"]),
    ("order.delete", &["order.create"]),
    ("order.mark_paid", &["order.create"]),
    ("order_edit.add_custom_item", EDIT),
    ("order_edit.add_discount", &["order_edit.begin", "order_edit.add_custom_item"]),
    ("order_edit.add_shipping_line", EDIT),
    ("order_edit.add_variant", EDIT),
    ("order_edit.commit", EDIT),
    ("order_edit.list_line_items", EDIT),
    ("order_edit.remove_discount", DISCOUNTED),
    (
        "order_edit.remove_shipping_line",
        &["order.create", "order_edit.begin", "order_edit.add_shipping_line"],
    ),
    ("order_edit.set_quantity", EDIT),
    ("order_edit.update_discount", DISCOUNTED),
    ("order_edit.update_shipping_line", &["order_edit.begin", "order_edit.add_shipping_line"]),
    ("order_risk.create", &["order.create"]),
    ("product_option.create", &["product.create"]),
    ("product_variant.attach_media", TWO_VARIANTS),
    ("product_variant.create", &["product.create"]),
    ("product_variant.delete", TWO_VARIANTS),
    (
        "product_variant.detach_media",
        &["product.create", "product_variant.create", "product_variant.attach_media"],
    ),
    ("product_variant.reorder", TWO_VARIANTS),
    ("product_variant.update", TWO_VARIANTS),
    ("refund.create", &["order.create", "order.list_line_items", "transaction.list"]),
    ("return.approve", REQUESTED),
    ("return.cancel", RETURNED),
    ("return.close", RETURNED),
    ("return.create", &["order.create", "return.list_returnable"]),
    ("return.decline", REQUESTED),
    ("return.list_returnable", &["order.create"]),
    ("return.reopen", &["order.create", "return.list_returnable", "return.create", "return.close"]),
    ("return.request", &["order.create", "return.list_returnable"]),
    ("transaction.capture", &["order.create", "transaction.list"]),
    ("transaction.create", &["order.create"]),
    ("transaction.void", &["order.create", "transaction.list"]),
    // One whose deliveries fail is ended.
    ("webhook_subscription.delete", &["webhook_subscription.create"]),
];
const REQUESTED: &[&str] = &["order.create", "return.list_returnable", "return.request"];
const RETURNED: &[&str] = &["order.create", "return.list_returnable", "return.create"];
const DISCOUNTED: &[&str] =
    &["order.create", "order_edit.begin", "order_edit.add_custom_item", "order_edit.add_discount"];
const EDIT: &[&str] = &["order_edit.begin"];
const TWO_VARIANTS: &[&str] = &["product.create", "product_variant.create"];
const WITHDRAWN: &[&str] = &[
    "order.create",
    "fulfillment_order.list",
    "fulfillment_request.submit",
    "fulfillment_request.accept",
    "fulfillment_request.cancel",
];

pub(crate) fn kind(named: &str) -> &str {
    KINDS.iter().find(|(known, _)| *known == named).map_or(named, |(_, kind)| kind)
}

pub(crate) fn before(id: &str) -> &'static [&'static str] {
    BEFORE.iter().find(|(known, _)| *known == id).map_or(&[], |(_, before)| before)
}

/// What of a sample fits the shop but for its ids.
pub(crate) fn sample(id: &str) -> Value {
    let mut input = crate::support::sample(id);
    if id == "collection.create" {
        // The last source is one that an app shares.
        drop(input["collection"]["sources"].as_array_mut().and_then(Vec::pop));
    }
    match id {
        // A company's locations and contacts are nobody's to list.
        "order.create" => {
            drop(input["order"].as_object_mut().and_then(|order| order.remove("companyLocationId")))
        }
        "draft_order.create" => {
            input["input"]["purchasingEntity"] = json!({ "customerId": "gid://shopify/Customer/1" })
        }
        _ => {}
    }
    without_absent(&mut input);
    each_object(&mut input, &mut |members| {
        // A place in a list that no list has, and a quantity that the shop's stock does not have.
        members.remove("cursor");
        members.remove("changeFromQuantity");
        members.remove("compareDigest");
        // What no definition tells.
        let is_metafield =
            members.contains_key("key") && members.contains_key("value") && !members.contains_key("handle");
        if let Some(fields) =
            members.get_mut("metafields").and_then(Value::as_array_mut).filter(|_| !is_metafield)
        {
            for field in
                fields.iter_mut().filter_map(Value::as_object_mut).filter(|one| one.contains_key("value"))
            {
                field.entry("type").or_insert(json!("single_line_text_field"));
            }
        }
    });
    input
}

fn each_object(value: &mut Value, change: &mut impl FnMut(&mut serde_json::Map<String, Value>)) {
    match value {
        Value::Object(members) => {
            change(members);
            members.values_mut().for_each(|member| each_object(member, change));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| each_object(item, change)),
        _ => {}
    }
}

/// Leaves out what names a record of a type of which there is none.
fn without_absent(value: &mut Value) {
    let absent = |value: &Value| {
        value
            .as_str()
            .is_some_and(|text| ABSENT.iter().any(|kind| text.starts_with(&format!("gid://shopify/{kind}/"))))
    };
    match value {
        Value::Object(members) => {
            members.retain(|_, member| !absent(member));
            members.values_mut().for_each(without_absent);
        }
        Value::Array(items) => {
            items.retain(|item| !absent(item) && !absent(&item["dutyId"]));
            items.iter_mut().for_each(without_absent);
        }
        _ => {}
    }
}

/// Makes a sample fit what there is in the shop.
pub(crate) fn fit(runner: &mut Runner, id: &str, input: &mut Value) {
    runner.put_ids(input);
    runner.made += 1;
    let number = runner.made;
    if let Some(discount) = input.get_mut("discount").and_then(Value::as_object_mut)
        && discount.contains_key("code")
    {
        discount.insert("code".to_owned(), json!(format!("CODE-{number}")));
    }
    if let Some(metaobject) = input.get_mut("metaobject").and_then(Value::as_object_mut) {
        // They say the same as its fields.
        metaobject.remove("values");
    }
    match id {
        // Of long records fewer fit into a call than the sample asks for.
        "order.list"
        | "order.list_by_customer"
        | "order.search"
        | "draft_order.list"
        | "order_agreement.list"
        | "return.list" => drop(input.as_object_mut().unwrap().remove("first")),
        "order.create" => {
            let customer = &mut input["order"]["customer"]["toUpsert"];
            customer["email"] = json!(format!("bea{number}@example.com"));
            customer["phone"] = json!(format!("+4915113{number:06}"));
            order(&runner.now, &mut input["order"]);
            if runner.now != id {
                // There is not enough of an item for all of them.
                input["options"]["inventoryBehaviour"] = json!("BYPASS");
            }
        }
        // The newest comes last.
        "fulfillment_order.list" if runner.now.starts_with("fulfillment") && runner.now != id => {
            input["reverse"] = json!(false)
        }
        "fulfillment.create" => {
            let whole = &mut input["fulfillment"]["lineItemsByFulfillmentOrder"][0];
            drop(whole.as_object_mut().unwrap().remove("fulfillmentOrderLineItems"));
        }
        "transaction.list" if runner.now == "refund.create" => input["capturable"] = json!(false),
        "refund.create" => input["input"]["shipping"]["amount"] = json!("4.90"),
        "fulfillment_order.hold" => {
            drop(input["hold"].as_object_mut().unwrap().remove("fulfillmentOrderLineItems"))
        }
        "fulfillment_request.submit" => drop(input.as_object_mut().unwrap().remove("lines")),
        "refund.list" => input["limit"] = json!(1),
        "order_edit.set_quantity" => input["quantity"] = json!(5),
        "product.create" => {
            input["product"]["handle"] = json!(format!("cup-{number}"));
            input["product"]["metafields"][0]["value"] = json!(format!("A-{number}"));
        }
        "collection.create" => input["collection"]["handle"] = json!(format!("cups-{number}")),
        "customer_address.create" => input["address"]["address1"] = json!(format!("Main Street {number}")),
        "product_option.create" => input["options"][0]["name"] = json!("Material"),
        "customer.create" => {
            input["customer"]["email"] = json!(format!("ada{number}@example.com"));
            input["customer"]["phone"] = json!(format!("+4915112{number:06}"));
        }
        _ => {}
    }
}

/// An order as a sample needs one to go on with: sent and paid by hand, or not.
fn order(wanted: &str, order: &mut Value) {
    order["presentmentCurrency"] = json!("EUR");
    let (sent, paid) = match wanted {
        "refund.create" => (true, Some("SALE")),
        "transaction.capture" | "transaction.void" => (false, Some("AUTHORIZATION")),
        _ if wanted.starts_with("fulfillment") || wanted.starts_with("order_edit.") => (false, None),
        "order.cancel" | "order.delete" | "order.mark_paid" | "order_risk.create" | "transaction.create" => {
            (false, None)
        }
        _ => return,
    };
    let order = order.as_object_mut().unwrap();
    order.remove("financialStatus");
    order.remove("transactions");
    if let Some(kind) = paid {
        let amount = json!({ "shopMoney": { "amount": "24.90", "currencyCode": "EUR" } });
        let payment = json!({ "kind": kind, "gateway": "shopify_payments", "amountSet": amount });
        order.insert("transactions".to_owned(), json!([payment]));
    }
    if !sent {
        order.remove("fulfillment");
        order.remove("fulfillmentStatus");
    }
}
