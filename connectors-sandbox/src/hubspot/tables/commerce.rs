//! The object types of what is sold and paid.

use super::{KindDef, NEW_TIMES, choice, day, fixed, long, moment, number, plain, recent, text};

pub(in super::super) const COMMERCE: &[KindDef] = &[
    KindDef {
        defaults: &["name", "description", "price"],
        ..plain(
            "0-7",
            "products",
            "product",
            &[
                text("name"),
                long("description"),
                number("price"),
                text("hs_sku"),
                number("hs_cost_of_goods_sold"),
                choice("recurringbillingfrequency", &["monthly", "quarterly", "annually"]),
                text("hs_recurring_billing_period"),
            ],
        )
    },
    KindDef {
        defaults: &["name", "quantity", "amount"],
        ..plain(
            "0-8",
            "line_items",
            "line_item",
            &[
                text("name"),
                long("description"),
                number("price"),
                number("quantity"),
                number("amount"),
                number("discount"),
                number("hs_discount_percentage"),
                text("hs_product_id"),
                text("hs_sku"),
                choice("hs_line_item_currency_code", &["USD", "EUR", "GBP"]),
                choice("recurringbillingfrequency", &["monthly", "quarterly", "annually"]),
            ],
        )
    },
    KindDef {
        times: NEW_TIMES,
        defaults: &["hs_title", "hs_expiration_date", "hs_status"],
        ..plain(
            "0-14",
            "quotes",
            "quote",
            &[
                text("hs_title"),
                day("hs_expiration_date"),
                choice(
                    "hs_status",
                    &["DRAFT", "APPROVAL_NOT_NEEDED", "PENDING_APPROVAL", "APPROVED", "REJECTED"],
                ),
                number("hs_quote_amount"),
                choice("hs_currency", &["USD", "EUR", "GBP"]),
                choice("hs_language", &["en", "de", "fr", "es"]),
                text("hs_sender_firstname"),
                text("hs_sender_email"),
                long("hs_terms"),
                fixed(text("hs_quote_link")),
            ],
        )
    },
    recent(
        "0-53",
        "invoices",
        "invoice",
        &[
            text("hs_title"),
            text("hs_number"),
            moment("hs_invoice_date"),
            moment("hs_due_date"),
            choice("hs_invoice_status", &["draft", "open", "paid", "voided"]),
            choice("hs_currency", &["USD", "EUR", "GBP"]),
            number("hs_amount_billed"),
            fixed(number("hs_balance_due")),
        ],
    ),
    recent(
        "0-123",
        "orders",
        "order",
        &[
            text("hs_order_name"),
            number("hs_total_price"),
            text("hs_external_order_id"),
            text("hs_external_order_status"),
            text("hs_fulfillment_status"),
            text("hs_source_store"),
            choice("hs_currency_code", &["USD", "EUR", "GBP"]),
        ],
    ),
    recent(
        "0-142",
        "carts",
        "cart",
        &[
            text("hs_cart_name"),
            number("hs_total_price"),
            text("hs_external_cart_id"),
            text("hs_external_status"),
            text("hs_source_store"),
            choice("hs_currency_code", &["USD", "EUR", "GBP"]),
        ],
    ),
];
