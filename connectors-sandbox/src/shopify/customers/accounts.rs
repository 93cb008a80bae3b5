//! Accounts with which customers log in to the shop.

use serde_json::json;

use super::wanted;
use crate::shopify::Cx;
use crate::shopify::json::text;
use crate::shopify::mutations::{Done, wrong};
use crate::shopify::store::number_of;
use crate::store::Record;

pub(super) fn activation_url(cx: &mut Cx<'_>, args: &Record) -> Done {
    let id = wanted(cx, text(args, "customerId"), "customerId")?;
    if cx.store.text(&id, "state") == "ENABLED" {
        return Err(wrong("customerId", "Account already enabled").into());
    }
    if cx.store.text(&id, "email").is_empty() {
        return Err(wrong("customerId", "Customer must have an email address").into());
    }
    let token = cx.store.number();
    let url = format!("{}/account/activate/{}/{token}", cx.base, number_of(&id));
    Ok(json!({ "accountActivationUrl": url }))
}

pub(super) fn invite(cx: &mut Cx<'_>, args: &Record) -> Done {
    let id = wanted(cx, text(args, "customerId"), "customerId")?;
    if cx.store.text(&id, "email").is_empty() {
        return Err(wrong("customerId", "Customer must have an email address").code("INVALID").into());
    }
    if cx.store.text(&id, "state") == "ENABLED" {
        return Err(wrong("customerId", "Account already enabled").code("INVALID").into());
    }
    cx.store.set(&id, json!({ "state": "INVITED" }));
    Ok(json!({ "customer": id }))
}
