//! Shopify's search syntax, in which lists and triggers take their queries.
//!
//! A query is made of terms, `name:value`, which all have to fit unless `OR` stands between them. Source: shopify.dev, "Shopify API search
//! syntax".

/// A value as it is, whatever stands in it: without quotes a blank ends a value, and a colon or a bracket means something.
///
/// ```
/// use connectors_shopify::orders;
/// use connectors_shopify::search::quoted;
///
/// let ours = "till 3: \"A\"";
/// let list = orders::List::new().query(format!("source_identifier:{}", quoted(ours)));
/// assert_eq!(list.query.as_deref(), Some(r#"source_identifier:"till 3: \"A\"""#));
/// ```
///
/// That a quote within a value may be written like this was not verified.
#[must_use]
pub fn quoted(value: &str) -> String {
    format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
}
