//! Draft orders.

use serde_json::{Value, json};

use super::As::{Address, Always, By, Each, Flag, Joined, Number, One, Plain, Sum, Text, Time, Word};
use super::Shape;
use super::customers::BUYER;
use super::orders::{TAX_LINE, attributes};
use crate::shopify::Cx;
use crate::shopify::webhooks::payloads;
use crate::store::Record;

pub(super) const DRAFT_ORDER: Shape = &[
    ("id", "id", Number),
    ("note", "note2", Plain),
    ("email", "email", Plain),
    ("taxes_included", "taxesIncluded", Flag),
    ("currency", "", By(|cx, _| json!(cx.currency()))),
    ("invoice_sent_at", "invoiceSentAt", Time),
    ("created_at", "createdAt", Time),
    ("updated_at", "updatedAt", Time),
    ("tax_exempt", "taxExempt", Flag),
    ("completed_at", "completedAt", Time),
    ("name", "name", Plain),
    ("allow_discount_codes_in_checkout?", "allowDiscountCodesInCheckout", Flag),
    ("b2b?", "", Always("false")),
    ("status", "status", Word),
    ("line_items", "lineItems", Each("DraftOrderLineItem", DRAFT_LINE)),
    ("api_client_id", "", Always("null")),
    ("shipping_address", "shippingAddress", Address),
    ("billing_address", "billingAddress", Address),
    ("invoice_url", "invoiceUrl", Text),
    ("created_on_api_version_handle", "", Always("null")),
    ("applied_discount", "", By(applied_discount)),
    ("order_id", "order", Number),
    ("shipping_line", "shippingLine", One("ShippingLine", DRAFT_SHIPPING)),
    ("tax_lines", "taxLines", Each("TaxLine", TAX_LINE)),
    ("tags", "tags", Joined),
    ("note_attributes", "", By(attributes)),
    ("total_price", "totalPriceSet", Sum),
    ("subtotal_price", "subtotalPriceSet", Sum),
    ("total_tax", "totalTaxSet", Sum),
    ("payment_terms", "", Always("null")),
    ("customer", "customer", One("Customer", BUYER)),
    ("admin_graphql_api_id", "id", Plain),
];

pub(super) const DRAFT_LINE: Shape = &[
    ("id", "id", Number),
    ("variant_id", "variant", Number),
    ("product_id", "product", Number),
    ("title", "title", Plain),
    ("variant_title", "variantTitle", Plain),
    ("sku", "sku", Plain),
    ("vendor", "vendor", Plain),
    ("quantity", "quantity", Plain),
    ("requires_shipping", "requiresShipping", Flag),
    ("taxable", "taxable", Flag),
    ("gift_card", "isGiftCard", Flag),
    ("fulfillment_service", "", Always("\"manual\"")),
    ("grams", "", Always("0")),
    ("tax_lines", "taxLines", Each("TaxLine", TAX_LINE)),
    ("applied_discount", "", By(applied_discount)),
    ("name", "name", Plain),
    ("properties", "", By(attributes)),
    ("custom", "custom", Flag),
    ("price", "originalUnitPriceSet", Sum),
    ("admin_graphql_api_id", "id", Plain),
];

pub(super) const DRAFT_SHIPPING: Shape = &[
    ("custom", "custom", Flag),
    ("handle", "shippingRateHandle", Plain),
    ("title", "title", Plain),
    ("price", "originalPriceSet", Sum),
];

fn applied_discount(_: &Cx<'_>, record: &Record) -> Value {
    let Some(discount) = record.get("appliedDiscount").filter(|one| one.is_object()) else {
        return Value::Null;
    };
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    json!({
        "description": discount["description"], "title": discount["title"], "value": text(&discount["value"]),
        "amount": payloads::price(&discount["amountSet"]),
        "value_type": discount["valueType"].as_str().unwrap_or_default().to_lowercase(),
    })
}
