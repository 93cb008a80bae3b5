//! Connections, the discovery document and its key set, and tokens that look like Xero's: signed JSON with the claims
//! that its own client libraries read and check.

use chrono::{DateTime, Utc};
use connectors_core::clock::{Clock as _, SystemClock};
use http::{Method, StatusCode};
use serde_json::{Value, json};

use super::errors::No;
use super::facts::{self, OAUTH, REVOKE, TOKEN};
use super::{Answer, Organisation};
use crate::http::{Reply, Request};
use crate::ids::Ids;
use crate::jwt;
use crate::oauth::Issued;
use crate::platform::{Call, Choices};

const DISCOVERY: &str = "/.well-known/openid-configuration";
const KEY_SET: &str = "/.well-known/openid-configuration/jwks";

/// The id of the user who consents.
pub(super) const USER: &str = "5a6b3c1e-7f0d-4d52-9c1b-2f6a0e8d4b17";

/// `/connections`: which organisations the caller is connected to.
pub(super) fn connections(call: &Call<'_>, path: &[&str], organisations: &mut [Organisation]) -> Answer {
    match (call.method(), path) {
        (&Method::GET, []) => {
            // Those of the seeded account were connected by whoever asks.
            let event = |organisation: &Organisation| {
                event(organisation.grant.as_ref().unwrap_or(&call.caller.grant)).to_owned()
            };
            let wanted = call.request.query.get_ignore_case("authEventId");
            let list = organisations
                .iter()
                .filter(|organisation| {
                    organisation.connected && wanted.is_none_or(|wanted| wanted == event(organisation))
                })
                .map(|organisation| {
                    json!({
                        "id": organisation.connection,
                        "authEventId": event(organisation),
                        "tenantId": organisation.tenant,
                        "tenantType": "ORGANISATION",
                        "tenantName": organisation.name,
                        "createdDateUtc": zoneless(organisation.connected_at),
                        "updatedDateUtc": zoneless(organisation.updated_at),
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

/// What a person can connect.
pub(super) fn choices(organisations: &[Organisation]) -> Choices {
    let account = |organisation: &Organisation| (organisation.tenant.clone(), organisation.name.clone());
    Choices { accounts: organisations.iter().map(account).collect(), several: true }
}

/// A person connects the organisations that they chose; the others stay as they are.
pub(super) fn consented(
    organisations: &mut [Organisation],
    chosen: &[String],
    grant: &str,
    now: DateTime<Utc>,
) {
    for organisation in organisations {
        if chosen.is_empty() || chosen.contains(&organisation.tenant) {
            if !organisation.connected {
                organisation.connected_at = now;
            }
            (organisation.connected, organisation.updated_at) = (true, now);
            organisation.grant = Some(grant.to_owned());
        }
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

/// The documents that a client of OpenID Connect reads first, as Xero's own libraries do.
pub(super) fn discovery(request: &Request, base: &str) -> Option<Reply> {
    if request.method != Method::GET {
        return None;
    }
    let at = |path: &str| format!("{base}{path}");
    let document = match request.path.as_str() {
        DISCOVERY => json!({
            "issuer": base,
            "jwks_uri": at(KEY_SET),
            "authorization_endpoint": at(OAUTH.authorize),
            "token_endpoint": at(TOKEN),
            "revocation_endpoint": at(REVOKE),
            "scopes_supported": facts::ALL_SCOPES,
            "response_types_supported": ["code"],
            "grant_types_supported": ["authorization_code", "client_credentials", "refresh_token"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
            "code_challenge_methods_supported": ["S256"],
        }),
        KEY_SET => jwt::key_set(),
        _ => return None,
    };
    Some(Reply::json(StatusCode::OK, &document))
}

/// What a token says about its beginning is by the machine's clock: libraries hold it against that one, and cannot be
/// given the sandbox's, which may be hours ahead.
fn machine_time() -> i64 {
    SystemClock::new().now().timestamp()
}

pub(super) fn access_token(issued: &Issued, ids: &Ids) -> String {
    let caller = &issued.caller;
    let lifetime = i64::try_from(issued.expires_in.as_secs()).unwrap_or_default();
    let mut claims = json!({
        "nbf": machine_time(),
        "exp": issued.at.timestamp().saturating_add(lifetime),
        "iss": issued.base,
        "aud": format!("{}/resources", issued.base),
        "client_id": caller.client_id,
        "jti": ids.hex(32),
        "authentication_event_id": event(&caller.grant),
        "scope": caller.scopes,
    });
    if let Some(claims) = claims.as_object_mut().filter(|_| !caller.machine) {
        claims.insert("sub".to_owned(), json!(USER));
        claims.insert("xero_userid".to_owned(), json!(USER));
        claims.insert("global_session_id".to_owned(), json!(ids.hex(32)));
    }
    jwt::sign(&claims)
}

pub(super) fn token_answer(issued: &Issued) -> Value {
    let mut answer = issued.standard();
    let caller = &issued.caller;
    let wants_id = !caller.machine && caller.scopes.iter().any(|scope| scope == "openid");
    if let (true, Some(answer)) = (wants_id, answer.as_object_mut()) {
        let from = machine_time();
        let mut claims = json!({
            "nbf": from,
            "iat": from,
            "exp": from + 300,
            "iss": issued.base,
            "aud": caller.client_id,
            "at_hash": jwt::half_hash(&issued.access_token),
            "sub": USER,
            "xero_userid": USER,
            "email": "user@example.com",
            "given_name": "Demo",
            "family_name": "User",
        });
        if let (Some(nonce), Some(claims)) = (&issued.nonce, claims.as_object_mut()) {
            claims.insert("nonce".to_owned(), json!(nonce));
        }
        answer.insert("id_token".to_owned(), json!(jwt::sign(&claims)));
    }
    answer
}
