//! Orders and their lines.

use serde_json::{Value, json};

use super::As::{Address, Always, Bag, By, Each, Flag, Joined, Number, One, Plain, Sum, Text, Time, Word};
use super::Shape;
use super::customers::BUYER;
use super::outcomes::{FULFILLMENT, REFUND};
use crate::shopify::Cx;
use crate::shopify::json::{given, list, objects, text, whole};
use crate::shopify::resolve;
use crate::shopify::store::number_of;
use crate::shopify::webhooks::payloads;
use crate::store::Record;

pub(super) const ORDER: Shape = &[
    ("id", "id", Number),
    ("admin_graphql_api_id", "id", Plain),
    ("app_id", "", Always("null")),
    ("browser_ip", "clientIp", Plain),
    ("buyer_accepts_marketing", "customerAcceptsMarketing", Flag),
    ("cancel_reason", "cancelReason", Word),
    ("cancelled_at", "cancelledAt", Time),
    ("cart_token", "", Always("null")),
    ("checkout_token", "", Always("null")),
    ("client_details", "", Always("null")),
    ("closed_at", "closedAt", Time),
    ("confirmation_number", "confirmationNumber", Plain),
    ("confirmed", "confirmed", Flag),
    ("contact_email", "email", Plain),
    ("created_at", "createdAt", Time),
    ("currency", "", By(|cx, _| json!(cx.currency()))),
    ("current_shipping_price_set", "currentShippingPriceSet", Bag),
    ("current_subtotal_price", "currentSubtotalPriceSet", Sum),
    ("current_subtotal_price_set", "currentSubtotalPriceSet", Bag),
    ("current_total_additional_fees_set", "", Always("null")),
    ("current_total_discounts", "currentTotalDiscountsSet", Sum),
    ("current_total_discounts_set", "currentTotalDiscountsSet", Bag),
    ("current_total_duties_set", "", Always("null")),
    ("current_total_price", "currentTotalPriceSet", Sum),
    ("current_total_price_set", "currentTotalPriceSet", Bag),
    ("current_total_tax", "currentTotalTaxSet", Sum),
    ("current_total_tax_set", "currentTotalTaxSet", Bag),
    ("customer_locale", "customerLocale", Plain),
    ("device_id", "", Always("null")),
    ("discount_codes", "", By(discount_codes)),
    ("duties_included", "dutiesIncluded", Flag),
    ("email", "email", Text),
    ("estimated_taxes", "estimatedTaxes", Flag),
    ("financial_status", "displayFinancialStatus", Word),
    ("fulfillment_status", "", By(fulfillment_status)),
    ("landing_site", "", Always("null")),
    ("landing_site_ref", "", Always("null")),
    ("location_id", "", Always("null")),
    ("merchant_business_entity_id", "", Always("\"MTYwMTEyMzQ1Njc4\"")),
    ("merchant_of_record_app_id", "", Always("null")),
    ("name", "name", Plain),
    ("note", "note", Plain),
    ("note_attributes", "", By(attributes)),
    ("number", "", By(|cx, record| json!(order_number(cx, record) - 1000))),
    ("order_number", "", By(|cx, record| json!(order_number(cx, record)))),
    (
        "order_status_url",
        "",
        By(|cx, record| json!(format!("{}/orders/{}", cx.base, number_of(text(record, "id"))))),
    ),
    ("original_total_additional_fees_set", "", Always("null")),
    ("original_total_duties_set", "", Always("null")),
    ("payment_gateway_names", "paymentGatewayNames", By(gateways)),
    ("phone", "phone", Plain),
    ("po_number", "poNumber", Plain),
    (
        "presentment_currency",
        "",
        By(|cx, record| {
            json!(given(record, "presentmentCurrencyCode").map_or_else(|| cx.currency(), str::to_owned))
        }),
    ),
    ("processed_at", "processedAt", Time),
    ("reference", "", Always("null")),
    ("referring_site", "", Always("null")),
    ("source_identifier", "sourceIdentifier", Plain),
    ("source_name", "", By(|_, record| json!(given(record, "sourceName").unwrap_or("web")))),
    ("source_url", "", Always("null")),
    ("subtotal_price", "subtotalPriceSet", Sum),
    ("subtotal_price_set", "subtotalPriceSet", Bag),
    ("tags", "tags", Joined),
    ("tax_exempt", "taxExempt", Flag),
    ("tax_lines", "taxLines", Each("TaxLine", TAX_LINE)),
    ("taxes_included", "taxesIncluded", Flag),
    ("test", "test", Flag),
    ("token", "", By(|_, record| json!(format!("{:x}", number_of(text(record, "id")))))),
    ("total_cash_rounding_payment_adjustment_set", "", By(no_money)),
    ("total_cash_rounding_refund_adjustment_set", "", By(no_money)),
    ("total_discounts", "totalDiscountsSet", Sum),
    ("total_discounts_set", "totalDiscountsSet", Bag),
    ("total_line_items_price", "subtotalPriceSet", Sum),
    ("total_line_items_price_set", "subtotalPriceSet", Bag),
    ("total_outstanding", "totalOutstandingSet", Sum),
    ("total_price", "totalPriceSet", Sum),
    ("total_price_set", "totalPriceSet", Bag),
    ("total_shipping_price_set", "totalShippingPriceSet", Bag),
    ("total_tax", "totalTaxSet", Sum),
    ("total_tax_set", "totalTaxSet", Bag),
    ("total_tip_received", "totalTipReceivedSet", Sum),
    (
        "total_weight",
        "",
        By(|_, record| json!(text(record, "totalWeight").parse::<u64>().unwrap_or_default())),
    ),
    ("updated_at", "updatedAt", Time),
    ("user_id", "", Always("null")),
    ("billing_address", "billingAddress", Address),
    ("customer", "customer", One("Customer", BUYER)),
    ("discount_applications", "", Always("[]")),
    ("fulfillments", "fulfillments", Each("Fulfillment", FULFILLMENT)),
    ("line_items", "lineItems", Each("LineItem", LINE_ITEM)),
    ("payment_terms", "", Always("null")),
    ("refunds", "refunds", Each("Refund", REFUND)),
    ("shipping_address", "shippingAddress", Address),
    ("shipping_lines", "shippingLines", Each("ShippingLine", SHIPPING_LINE)),
    ("returns", "", Always("[]")),
    ("line_item_groups", "", Always("[]")),
];

pub(super) const LINE_ITEM: Shape = &[
    ("id", "id", Number),
    ("admin_graphql_api_id", "id", Plain),
    ("attributed_staffs", "", Always("[]")),
    ("current_quantity", "currentQuantity", Plain),
    ("fulfillable_quantity", "unfulfilledQuantity", Plain),
    ("fulfillment_service", "", Always("\"manual\"")),
    ("fulfillment_status", "", By(line_status)),
    ("gift_card", "isGiftCard", Flag),
    ("grams", "", Always("0")),
    ("name", "name", Plain),
    ("price", "originalUnitPriceSet", Sum),
    ("price_set", "originalUnitPriceSet", Bag),
    ("product_exists", "", By(|cx, record| json!(cx.store.get(text(record, "product")).is_some()))),
    ("product_id", "product", Number),
    ("properties", "", By(attributes)),
    ("quantity", "quantity", Plain),
    ("requires_shipping", "requiresShipping", Flag),
    ("sales_line_item_group_id", "", Always("null")),
    ("sku", "sku", Plain),
    ("taxable", "taxable", Flag),
    ("title", "title", Plain),
    ("total_discount", "totalDiscountSet", Sum),
    ("total_discount_set", "totalDiscountSet", Bag),
    ("variant_id", "variant", Number),
    ("variant_inventory_management", "", Always("\"shopify\"")),
    ("variant_title", "variantTitle", Plain),
    ("vendor", "vendor", Plain),
    ("tax_lines", "taxLines", Each("TaxLine", TAX_LINE)),
    ("duties", "", Always("[]")),
    ("discount_allocations", "", Always("[]")),
];

pub(super) const SHIPPING_LINE: Shape = &[
    ("id", "id", Number),
    ("carrier_identifier", "carrierIdentifier", Plain),
    ("code", "code", Plain),
    ("current_discounted_price_set", "currentDiscountedPriceSet", Bag),
    ("discounted_price", "discountedPriceSet", Sum),
    ("discounted_price_set", "discountedPriceSet", Bag),
    ("is_removed", "isRemoved", Flag),
    ("phone", "phone", Plain),
    ("price", "originalPriceSet", Sum),
    ("price_set", "originalPriceSet", Bag),
    ("requested_fulfillment_service_id", "", Always("null")),
    ("source", "source", Plain),
    ("title", "title", Plain),
    ("tax_lines", "taxLines", Each("TaxLine", TAX_LINE)),
    ("discount_allocations", "", Always("[]")),
];

pub(super) const TAX_LINE: Shape = &[
    ("rate", "", By(rate)),
    ("title", "title", Plain),
    ("price", "priceSet", Sum),
    ("channel_liable", "", Always("false")),
    ("price_set", "priceSet", Bag),
];

/// What a person or app has written beside an order or a line.
pub(super) fn attributes(_: &Cx<'_>, record: &Record) -> Value {
    let one = |pair: &Record| json!({ "name": pair.get("key"), "value": pair.get("value") });
    objects(record, "customAttributes").map(one).collect()
}

fn discount_codes(_: &Cx<'_>, order: &Record) -> Value {
    let code = |code: &Value| json!({ "code": code, "amount": "0.00", "type": "fixed_amount" });
    list(order, "discountCodes").iter().map(code).collect()
}

fn gateways(_: &Cx<'_>, order: &Record) -> Value {
    json!(list(order, "paymentGatewayNames"))
}

fn order_number(cx: &Cx<'_>, order: &Record) -> i64 {
    resolve::value(cx, "Order", order, "number").as_i64().unwrap_or_default()
}

/// The words of the REST API: what is not begun has none.
fn fulfillment_status(cx: &Cx<'_>, order: &Record) -> Value {
    match resolve::value(cx, "Order", order, "displayFulfillmentStatus").as_str() {
        Some("FULFILLED") => json!("fulfilled"),
        Some("PARTIALLY_FULFILLED") => json!("partial"),
        Some("RESTOCKED") => json!("restocked"),
        _ => Value::Null,
    }
}

fn line_status(cx: &Cx<'_>, line: &Record) -> Value {
    let left = resolve::value(cx, "LineItem", line, "unfulfilledQuantity").as_i64().unwrap_or_default();
    match left {
        0 if whole(line, "quantity") > 0 => json!("fulfilled"),
        left if left < whole(line, "quantity") => json!("partial"),
        _ => Value::Null,
    }
}

pub(super) fn no_money(cx: &Cx<'_>, _: &Record) -> Value {
    payloads::bag(cx, &Value::Null)
}

fn rate(_: &Cx<'_>, line: &Record) -> Value {
    let stated = line.get("rate").cloned().unwrap_or_default();
    json!(stated.as_f64().or_else(|| stated.as_str()?.parse().ok()))
}
