//! Shopify's schema.

use std::path::Path;

use serde_json::{Value, json};

use crate::graphql::{GraphQl, SchemaError};

/// Shopify's GraphQL Admin API, 2026-10.
///
/// # Errors
/// As [`GraphQl::load`].
pub fn shopify(specs: &Path) -> Result<GraphQl, SchemaError> {
    // Lists of errors are called differently; documents call them all `userErrors`.
    GraphQl::load(&specs.join("shopify/admin-2026-10.graphql.gz"), scalar, |name| name == "userErrors")
}

/// Scalars that are not any text, as models write them again.
fn scalar(name: &str, number: u64) -> Option<Value> {
    let second = (number / 60 % 60, number % 60);
    Some(match name {
        "DateTime" => json!(format!("2026-01-31T10:{:02}:{:02}Z", second.0, second.1)),
        "Date" => json!(format!("2026-{:02}-{:02}", number / 28 % 12 + 1, number % 28 + 1)),
        "Decimal" | "Money" => json!(format!("{number}.25")),
        "UnsignedInt64" | "BigInt" => json!((9_000_000_000 + number).to_string()),
        "ID" => json!(format!("gid://shopify/Thing/{number}")),
        "URL" => json!(format!("https://acme.example.com/{number}")),
        "JSON" => json!({ "number": number }),
        _ => return None,
    })
}
