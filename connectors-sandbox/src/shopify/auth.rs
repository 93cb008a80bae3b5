//! Tokens: of codes, of refresh tokens, of apps themselves, and of session tokens.

use std::time::Duration;

use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use http::StatusCode;
use serde_json::{Value, json};
use url::Url;

use super::{DOMAIN, SCOPES};
use crate::http::{Params, Reply, Request};
use crate::oauth::{Caller, Issued, Known, OAuthRules, Rotation, TokenProblem, TokenTerms};

const DAY: u64 = 24 * 60 * 60;
pub(super) const AUTHORIZE: &str = "/admin/oauth/authorize";
const TOKEN: &str = "/admin/oauth/access_token";
const EXCHANGE: &str = "urn:ietf:params:oauth:grant-type:token-exchange";
const SESSION: &str = "urn:ietf:params:oauth:token-type:id_token";
const OFFLINE: &str = "urn:shopify:params:oauth:token-type:offline-access-token";
const ONLINE: &str = "urn:shopify:params:oauth:token-type:online-access-token";
/// A token that an app has of itself lives a day; not verified.
const MACHINE_LIFE: Duration = Duration::from_secs(86_399);

pub(super) fn rules(access_life: Duration) -> OAuthRules {
    OAuthRules {
        authorize: AUTHORIZE,
        token: &[TOKEN],
        revoke: &[],
        about: &[],
        private_app: Some("shpat_"),
        response_type_optional: true,
        scheme: "Bearer",
        access_life,
        refresh_life: Some(Duration::from_secs(90 * DAY)),
        rotation: Rotation::UntilUsed(Duration::from_secs(30 * DAY)),
        issue_limit: None,
        max_living: None,
        offline: None,
        client_credentials: true,
    }
}

/// The parameters by their names in RFC 6749; the body is JSON or a form.
pub(super) fn params(request: &Request) -> Params {
    let params = match request.json() {
        Ok(body) if body.is_object() => Params::of_json(&body),
        _ => request.params(),
    };
    let grant = if params.get("code").is_some() { "authorization_code" } else { "" };
    params.or("grant_type", grant)
}

/// Tokens end only if they are asked to; those of an app itself, and of a person, always do.
pub(super) fn terms(params: &Params, access_life: Duration) -> TokenTerms {
    let expiring = params.get("expiring").is_some_and(|value| ["1", "true"].contains(&value));
    let online = params.get("requested_token_type") == Some(ONLINE);
    match params.get("grant_type") {
        Some("refresh_token") => TokenTerms { access_life: Some(access_life), refresh: true },
        Some("client_credentials") => TokenTerms { access_life: Some(MACHINE_LIFE), refresh: false },
        _ if online => TokenTerms { access_life: Some(Duration::from_secs(DAY)), refresh: false },
        _ => TokenTerms { access_life: expiring.then_some(access_life), refresh: expiring },
    }
}

/// Token exchange: a session token of the shop's screen, or an old token, for another one.
pub(super) fn exchange(
    params: &Params,
    secret: &str,
    known: &dyn Fn(&str) -> Option<Known>,
    now: DateTime<Utc>,
) -> Option<Result<Caller, TokenProblem>> {
    if params.get("grant_type") != Some(EXCHANGE) {
        return None;
    }
    let subject = params.get("subject_token").unwrap_or_default();
    Some(match (params.get("subject_token_type"), params.get("requested_token_type")) {
        (Some(SESSION), Some(OFFLINE | ONLINE)) => {
            let claims = session(subject, secret, now).ok_or(TokenProblem::InvalidRequest);
            claims.map(|claims| Caller {
                client_id: claims["aud"].as_str().unwrap_or_default().to_owned(),
                account: DOMAIN.to_owned(),
                scopes: SCOPES.iter().map(|scope| (*scope).to_owned()).collect(),
                grant: String::new(),
                machine: false,
            })
        }
        // One that has no end becomes one that has one.
        (Some(OFFLINE), Some(OFFLINE)) => {
            let old = known(subject).filter(|known| !known.refresh);
            old.map(|known| known.caller).ok_or(TokenProblem::InvalidRequest)
        }
        _ => Err(TokenProblem::InvalidRequest),
    })
}

/// The claims of a session token that is signed and not over.
fn session(token: &str, secret: &str, now: DateTime<Utc>) -> Option<Value> {
    let (text, signature) = token.rsplit_once('.')?;
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    let signature = BASE64_URL_SAFE_NO_PAD.decode(signature).ok()?;
    hmac::verify(&key, text.as_bytes(), &signature).ok()?;
    let (_, claims) = text.split_once('.')?;
    let claims: Value = serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(claims).ok()?).ok()?;
    (claims["exp"].as_i64()? > now.timestamp()).then_some(claims)
}

/// A session token, as the shop's screen gives one to an app that is shown in it.
pub(super) fn session_token(client_id: &str, secret: &str, now: DateTime<Utc>) -> String {
    let encode = |value: Value| BASE64_URL_SAFE_NO_PAD.encode(value.to_string());
    let head = encode(json!({ "alg": "HS256", "typ": "JWT" }));
    let time = now.timestamp();
    let claims = encode(json!({
        "iss": format!("https://{DOMAIN}/admin"), "dest": format!("https://{DOMAIN}"), "aud": client_id, "sub": "42",
        "exp": time + 60, "nbf": time, "iat": time, "jti": time.to_string(), "sid": time.to_string(),
    }));
    let text = format!("{head}.{claims}");
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    format!("{text}.{}", BASE64_URL_SAFE_NO_PAD.encode(hmac::sign(&key, text.as_bytes())))
}

/// The token endpoint's answer.
pub(super) fn answer(issued: &Issued) -> Value {
    let mut answer = json!({ "access_token": issued.access_token, "scope": issued.caller.scopes.join(",") });
    if issued.expires_in < Duration::MAX {
        answer["expires_in"] = json!(issued.expires_in.as_secs());
    }
    if let Some(token) = &issued.refresh_token {
        answer["refresh_token"] = json!(token);
        answer["refresh_token_expires_in"] = json!(issued.refresh_life.map(|life| life.as_secs()));
    }
    answer
}

/// A refusal of the token endpoint, in the words of RFC 6749.
pub(super) fn refusal(problem: TokenProblem) -> Reply {
    let status = match problem {
        TokenProblem::InvalidClient => StatusCode::UNAUTHORIZED,
        TokenProblem::TooMany => StatusCode::TOO_MANY_REQUESTS,
        _ => StatusCode::BAD_REQUEST,
    };
    let description = match problem {
        TokenProblem::InvalidCode => "The authorization code was not found or was already used",
        TokenProblem::InvalidRefreshToken => "This request requires an active refresh_token",
        _ => "The request is not valid",
    };
    Reply::json(status, &json!({ "error": problem.code(), "error_description": description }))
}

/// Adds the shop and the time to the address that a person is sent back to, and signs it.
pub(super) fn sign(target: &mut Url, secret: &str, now: DateTime<Utc>) {
    let host = base64::prelude::BASE64_STANDARD_NO_PAD
        .encode(format!("admin.shopify.com/store/{}", DOMAIN.trim_end_matches(".myshopify.com")));
    target
        .query_pairs_mut()
        .append_pair("host", &host)
        .append_pair("shop", DOMAIN)
        .append_pair("timestamp", &now.timestamp().to_string());
    let mut pairs: Vec<(String, String)> = target.query_pairs().into_owned().collect();
    pairs.sort();
    // What the app's own address had in it is signed too.
    let text: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={}", percent(value))).collect();
    target.query_pairs_mut().append_pair("hmac", &hex(secret, &text.join("&")));
}

fn percent(value: &str) -> String {
    percent_encoding::utf8_percent_encode(value, UNSAFE).to_string()
}

/// What is written as it is: what `encodeURIComponent` leaves.
const UNSAFE: &percent_encoding::AsciiSet = &percent_encoding::NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'!')
    .remove(b'~')
    .remove(b'*')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')');

fn hex(secret: &str, text: &str) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    hmac::sign(&key, text.as_bytes()).as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::hex;

    /// Computed by other means than this crate's.
    #[test]
    fn the_callback_is_signed_as_by_other_implementations() {
        let text = "code=0907a61c0c8d55e99db179b68161bc00&host=YWRtaW4uc2hvcGlmeS5jb20vc3RvcmUvYWNtZQ&shop=acme-test.myshopify.com&state=0.6784241404160823&timestamp=1337178173";
        let wanted = "79c67481daa637d2a1e140c1962aec98d4a93d7c3de39c8b6d9220bbd75b3503";
        assert_eq!(hex("shpss_test_secret_0001", text), wanted);
    }
}
