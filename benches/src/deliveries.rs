//! Xero's deliveries, made and checked by hand.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use connectors_core::webhooks::Inbound;
use hmac::{Hmac, KeyInit, Mac};
use http::{HeaderName, HeaderValue};
use secrecy::SecretString;
use sha2::Sha256;

/// Where Xero's signature stands.
pub const SIGNATURE: HeaderName = HeaderName::from_static("x-xero-signature");

const KEY: &str = "a signing key of a made-up application";

/// The key.
pub fn key() -> SecretString {
    SecretString::from(KEY)
}

fn mac(body: &[u8]) -> Option<Hmac<Sha256>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(KEY.as_bytes()).ok()?;
    mac.update(body);
    Some(mac)
}

/// A delivery of so many events, about 370 bytes each, all of them other than those of other numbers.
pub fn inbound(number: usize, events: usize) -> Inbound {
    let event = |event: usize| {
        let id = format!("{number:08x}-0000-4000-8000-{event:012x}");
        serde_json::json!({
            "resourceUrl": format!("https://api.xero.com/api.xro/2.0/Invoices/{id}"), "resourceId": id,
            "tenantId": "c2cc9b6e-9458-4c7d-93cc-f02b81b0594f", "tenantType": "ORGANISATION",
            "eventCategory": "INVOICE", "eventType": "UPDATE", "eventDateUtc": "2026-06-21T01:15:39.902",
        })
    };
    let events: Vec<_> = (0..events).map(event).collect();
    let body = serde_json::json!({
        "events": events, "firstEventSequence": 1, "lastEventSequence": events.len(), "entropy": "MNBVCXZLKJHGFDSAPOIU",
    });
    let body = body.to_string();
    let signature =
        mac(body.as_bytes()).map(|mac| STANDARD.encode(mac.finalize().into_bytes())).unwrap_or_default();
    let inbound = Inbound::post("https://app.example.com/hooks/xero", body);
    match HeaderValue::from_str(&signature) {
        Ok(signature) => inbound.with_header(SIGNATURE, signature),
        Err(_) => inbound,
    }
}

/// What a program without these crates would do.
pub fn is_good_by_hand(body: &[u8], signature: &HeaderValue) -> bool {
    let Ok(signature) = STANDARD.decode(signature) else { return false };
    mac(body).is_some_and(|mac| mac.verify_slice(&signature).is_ok())
}
