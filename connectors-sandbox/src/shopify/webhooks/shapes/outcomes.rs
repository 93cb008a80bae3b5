//! What becomes of orders: payments, shipments, refunds.

use serde_json::{Value, json};

use super::As::{Address, Always, Bag, By, Each, Flag, Number, One, Plain, Sum, Time, Word};
use super::Shape;
use super::orders::{LINE_ITEM, no_money};
use crate::shopify::Cx;
use crate::shopify::json::{flag, given, objects, text};
use crate::shopify::webhooks::payloads;
use crate::store::Record;

pub(super) const FULFILLMENT: Shape = &[
    ("id", "id", Number),
    ("order_id", "order", Number),
    ("status", "status", Word),
    ("created_at", "createdAt", Time),
    ("service", "", Always("\"manual\"")),
    ("updated_at", "updatedAt", Time),
    ("tracking_company", "", By(|_, record| tracking(record, "company"))),
    ("shipment_status", "shipmentStatus", Word),
    ("location_id", "location", Number),
    ("origin_address", "", Always("null")),
    ("email", "order.email", Plain),
    ("destination", "order.shippingAddress", Address),
    ("line_items", "", By(fulfilled_lines)),
    ("tracking_number", "", By(|_, record| tracking(record, "number"))),
    ("tracking_numbers", "", By(|_, record| trackings(record, "number"))),
    ("tracking_url", "", By(|_, record| tracking(record, "url"))),
    ("tracking_urls", "", By(|_, record| trackings(record, "url"))),
    ("receipt", "", Always("{}")),
    ("name", "name", Plain),
    ("admin_graphql_api_id", "id", Plain),
];

pub(super) const TRANSACTION: Shape = &[
    ("id", "id", Number),
    ("order_id", "order", Number),
    ("kind", "kind", Word),
    ("gateway", "gateway", Plain),
    ("status", "status", Word),
    ("message", "", Always("null")),
    ("created_at", "createdAt", Time),
    ("test", "test", Flag),
    ("authorization", "authorizationCode", Plain),
    ("location_id", "location", Number),
    ("user_id", "", Always("null")),
    ("parent_id", "parentTransaction", Number),
    ("processed_at", "processedAt", Time),
    ("device_id", "", Always("null")),
    ("error_code", "errorCode", Word),
    ("source_name", "", Always("\"web\"")),
    ("payment_details", "", Always("null")),
    ("receipt", "", Always("{}")),
    ("amount", "amountSet", Sum),
    ("currency", "", By(|cx, _| json!(cx.currency()))),
    ("payment_id", "paymentId", Plain),
    ("total_unsettled_set", "", By(unsettled)),
    ("manual_payment_gateway", "manualPaymentGateway", Flag),
    ("amount_rounding", "", Always("null")),
    ("admin_graphql_api_id", "id", Plain),
];

pub(super) const REFUND: Shape = &[
    ("id", "id", Number),
    ("order_id", "order", Number),
    ("created_at", "createdAt", Time),
    ("note", "note", Plain),
    ("user_id", "", Always("null")),
    ("processed_at", "processedAt", Time),
    ("duties", "", Always("[]")),
    ("total_duties_set", "", By(no_money)),
    ("return", "return", One("Return", &[("id", "id", Number), ("admin_graphql_api_id", "id", Plain)])),
    ("refund_shipping_lines", "", Always("[]")),
    (
        "restock",
        "",
        By(|_, record| json!(objects(record, "refundLineItems").any(|line| flag(line, "restocked")))),
    ),
    ("admin_graphql_api_id", "id", Plain),
    ("order_adjustments", "", Always("[]")),
    ("refund_line_items", "refundLineItems", Each("RefundLineItem", REFUND_LINE)),
    ("transactions", "transactions", Each("OrderTransaction", TRANSACTION)),
];

pub(super) const REFUND_LINE: Shape = &[
    ("id", "id", Number),
    ("quantity", "quantity", Plain),
    ("line_item_id", "lineItem", Number),
    ("location_id", "location", Number),
    ("restock_type", "restockType", Word),
    ("subtotal", "subtotalSet", By(|_, record| amount_number(record, "subtotalSet"))),
    ("total_tax", "totalTaxSet", By(|_, record| amount_number(record, "totalTaxSet"))),
    ("subtotal_set", "subtotalSet", Bag),
    ("total_tax_set", "totalTaxSet", Bag),
    ("line_item", "lineItem", One("LineItem", LINE_ITEM)),
];

fn tracking(record: &Record, field: &str) -> Value {
    trackings(record, field).get(0).cloned().unwrap_or_default()
}

fn trackings(record: &Record, field: &str) -> Value {
    objects(record, "trackingInfo").filter_map(|one| given(one, field)).map(|text| json!(text)).collect()
}

/// The lines of an order that a fulfillment has, with as many as it has of them.
fn fulfilled_lines(cx: &Cx<'_>, fulfillment: &Record) -> Value {
    let lines = cx.store.find("FulfillmentLineItem", "fulfillment", text(fulfillment, "id"));
    let line = |one: &Record| {
        let mut line = payloads::shaped(cx, "LineItem", cx.store.get(text(one, "lineItem"))?, LINE_ITEM);
        line["quantity"] = one.get("quantity").cloned().unwrap_or_default();
        Some(line)
    };
    lines.filter_map(line).collect()
}

fn amount_number(record: &Record, field: &str) -> Value {
    let price = payloads::price(record.get(field).unwrap_or(&Value::Null));
    json!(price.as_str().and_then(|price| price.parse::<f64>().ok()).unwrap_or_default())
}

/// The one amount whose members are called otherwise.
fn unsettled(cx: &Cx<'_>, transaction: &Record) -> Value {
    let mut bag = payloads::bag(cx, transaction.get("totalUnsettledSet").unwrap_or(&Value::Null));
    for money in bag.as_object_mut().into_iter().flat_map(|bag| bag.values_mut()) {
        *money = json!({ "amount": money["amount"], "currency": money["currency_code"] });
    }
    bag
}
