//! Connections, the discovery document, and tokens that look like Xero's: signed JSON with the claims that its own
//! client libraries read.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit, Mac};
use http::{Method, StatusCode};
use serde_json::{Value, json};
use sha2::Sha256;

use super::errors::No;
use super::facts::OAUTH;
use super::{Answer, Organisation};
use crate::http::{Reply, Request};
use crate::ids::Ids;
use crate::oauth::Issued;
use crate::platform::Call;

/// `/connections`: which organisations the caller is connected to.
pub(super) fn connections(call: &Call<'_>, path: &[&str], organisations: &mut [Organisation]) -> Answer {
    match (call.method(), path) {
        (&Method::GET, []) => {
            let event = event(&call.caller.grant);
            let wanted = call.request.query.get_ignore_case("authEventId");
            let list = organisations
                .iter()
                .filter(|organisation| organisation.connected && wanted.is_none_or(|wanted| wanted == event))
                .map(|organisation| {
                    json!({
                        "id": organisation.connection,
                        "authEventId": event,
                        "tenantId": organisation.tenant,
                        "tenantType": "ORGANISATION",
                        "tenantName": organisation.name,
                        "createdDateUtc": zoneless(organisation.connected_at),
                        "updatedDateUtc": zoneless(organisation.connected_at),
                    })
                });
            Ok(Reply::json(StatusCode::OK, &Value::Array(list.collect())))
        }
        (&Method::DELETE, [id]) => {
            let found = organisations.iter_mut().find(|found| found.connected && found.connection == *id);
            found.ok_or(No::NotFound)?.connected = false;
            Ok(Reply::empty(StatusCode::NO_CONTENT))
        }
        _ => Err(No::NotFound),
    }
}

/// `2019-12-07T18:46:19.5165400`: no zone, seven digits.
fn zoneless(time: DateTime<Utc>) -> String {
    format!("{}.{:07}", time.format("%Y-%m-%dT%H:%M:%S"), time.timestamp_subsec_nanos() / 100)
}

/// The id of a consent, which connections and tokens share.
fn event(grant: &str) -> &str {
    grant
}

pub(super) fn discovery(request: &Request, base: &str) -> Option<Reply> {
    let known = ["/.well-known/openid-configuration", "/identity/.well-known/openid-configuration"];
    if request.method != Method::GET || !known.contains(&request.path.as_str()) {
        return None;
    }
    let at = |path: &str| format!("{base}{path}");
    let document = json!({
        "issuer": base,
        "authorization_endpoint": at(OAUTH.authorize),
        "token_endpoint": at(OAUTH.token),
        "revocation_endpoint": at(OAUTH.revoke),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["HS256"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        "code_challenge_methods_supported": ["S256"],
    });
    Some(Reply::json(StatusCode::OK, &document))
}

pub(super) fn access_token(issued: &Issued, ids: &Ids) -> String {
    let caller = &issued.caller;
    let from = issued.at.timestamp();
    let mut claims = json!({
        "nbf": from,
        "exp": from + i64::try_from(issued.expires_in.as_secs()).unwrap_or_default(),
        "iss": issued.base,
        "aud": format!("{}/resources", issued.base),
        "client_id": caller.client_id,
        "jti": ids.hex(32),
        "authentication_event_id": event(&caller.grant),
        "scope": caller.scopes,
    });
    if let Some(claims) = claims.as_object_mut().filter(|_| !caller.machine) {
        claims.insert("sub".to_owned(), json!("sandbox-user"));
        claims.insert("xero_userid".to_owned(), json!("sandbox-user"));
        claims.insert("global_session_id".to_owned(), json!(ids.hex(32)));
    }
    signed(&claims, &issued.client_secret)
}

pub(super) fn token_answer(issued: &Issued) -> Value {
    let mut answer = issued.standard();
    let wants_id = issued.caller.scopes.iter().any(|scope| scope == "openid");
    if let (true, Some(answer)) = (wants_id, answer.as_object_mut()) {
        let from = issued.at.timestamp();
        let claims = json!({
            "iss": issued.base,
            "aud": issued.caller.client_id,
            "sub": "sandbox-user",
            "iat": from,
            "exp": from + 300,
            "email": "user@example.com",
            "given_name": "Demo",
            "family_name": "User",
        });
        answer.insert("id_token".to_owned(), json!(signed(&claims, &issued.client_secret)));
    }
    answer
}

/// HS256 with the app's secret: Xero signs with a key of its own, which nobody here could check against.
fn signed(claims: &Value, secret: &str) -> String {
    let encode = |bytes: &[u8]| BASE64_URL_SAFE_NO_PAD.encode(bytes);
    let head = encode(br#"{"alg":"HS256","typ":"JWT"}"#);
    let text = format!("{head}.{}", encode(claims.to_string().as_bytes()));
    let signature = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).map(|mut mac| {
        mac.update(text.as_bytes());
        mac.finalize().into_bytes()
    });
    // An HMAC takes keys of any length, so there is always a signature.
    let signature = signature.map(|bytes| encode(&bytes)).unwrap_or_default();
    format!("{text}.{signature}")
}
