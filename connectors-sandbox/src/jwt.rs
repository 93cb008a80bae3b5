//! Tokens that are signed JSON, and the key set that client libraries check them with.

use std::sync::OnceLock;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_SHA256};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// One key for all sandboxes of the process, made when it is first needed: making one takes a while, and a key in the
/// source would look like a leaked one.
fn key() -> Option<&'static KeyPair> {
    static KEY: OnceLock<Option<KeyPair>> = OnceLock::new();
    KEY.get_or_init(|| KeyPair::generate(KeySize::Rsa2048).ok()).as_ref()
}

fn encode(bytes: &[u8]) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(bytes)
}

fn key_id(key: &KeyPair) -> String {
    encode(&Sha256::digest(key.public_key().as_ref()))
}

/// `claims` as a token, signed with RS256.
pub(crate) fn sign(claims: &Value) -> String {
    let head = json!({ "alg": "RS256", "kid": key().map(key_id), "typ": "JWT" });
    let text = format!("{}.{}", encode(head.to_string().as_bytes()), encode(claims.to_string().as_bytes()));
    let signature = key().and_then(|key| {
        let mut signature = vec![0; key.public_modulus_len()];
        key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), text.as_bytes(), &mut signature).ok()?;
        Some(encode(&signature))
    });
    // Without a source of randomness there is no key; who checks signatures will say so.
    format!("{text}.{}", signature.unwrap_or_default())
}

/// The public key, as a JSON Web Key Set.
pub(crate) fn key_set() -> Value {
    let keys = key().map(|key| {
        let public = key.public_key();
        json!({
            "kty": "RSA",
            "use": "sig",
            "alg": "RS256",
            "kid": key_id(key),
            "n": encode(public.modulus().big_endian_without_leading_zero()),
            "e": encode(public.exponent().big_endian_without_leading_zero()),
        })
    });
    json!({ "keys": keys.into_iter().collect::<Vec<_>>() })
}

/// The first half of a token's digest, by which an `id_token` names the access token beside it.
pub(crate) fn half_hash(token: &str) -> String {
    encode(Sha256::digest(token.as_bytes()).get(..16).unwrap_or_default())
}
