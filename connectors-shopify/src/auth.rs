//! How Shopify knows who calls.

/// The header that carries the access token.
pub(crate) const TOKEN_HEADER: &str = "x-shopify-access-token";
