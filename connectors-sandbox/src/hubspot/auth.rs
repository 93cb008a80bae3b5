//! HubSpot's authorization server: its paths and lifetimes, its answers, and the scopes that calls need.

use std::time::Duration;

use http::{Method, StatusCode};
use serde_json::{Value, json};

use super::errors::Problem;
use super::{APP_ID, DOMAIN, PORTAL, USER};
use crate::http::Reply;
use crate::oauth::{Caller, Issued, Known, OAuthRules, Rotation, TokenProblem};

pub(super) fn rules(access_life: Duration) -> OAuthRules {
    OAuthRules {
        authorize: "/oauth/authorize",
        token: &["/oauth/v1/token", "/oauth/v3/token", "/oauth/2026-03/token", "/oauth/2026-09/token"],
        revoke: &["/oauth/2026-03/token/revoke", "/oauth/2026-09/token/revoke"],
        about: &[
            "/oauth/v1/access-tokens/",
            "/oauth/v1/refresh-tokens/",
            "/oauth/2026-03/token/introspect",
            "/oauth/2026-09/token/introspect",
        ],
        private_app: Some("pat-na1-"),
        response_type_optional: true,
        scheme: "Bearer",
        access_life,
        refresh_life: None,
        rotation: Rotation::Repeated,
        issue_limit: None,
        max_living: None,
        offline: None,
        client_credentials: true,
    }
}

/// Since the third version the answer has the account in it. `scopes` is an array, where others have a text.
pub(super) fn token_answer(issued: &Issued) -> Value {
    let mut answer = json!({
        "access_token": issued.access_token,
        "refresh_token": issued.refresh_token,
        "expires_in": issued.expires_in.as_secs(),
        "token_type": "bearer",
    });
    if !issued.path.starts_with(V1) {
        answer["token_use"] = json!("access_token");
        answer["hub_id"] = json!(PORTAL);
        answer["user_id"] = json!(USER);
        answer["scopes"] = json!(issued.caller.scopes);
    }
    answer
}

const V1: &str = "/oauth/v1/";

/// What a token is for: the answer of the first version's two resources, and of introspection, which is not described
/// in files that are at hand.
pub(super) fn about(path: &str, token: &str, known: Option<&Known>, correlation: &str) -> Reply {
    let Some(Known { caller, refresh, left }) = known else {
        return Problem::not_found("No token found.").reply(correlation);
    };
    let mut about = json!({
        "token": token, "token_type": if *refresh { "refresh" } else { "access" },
        "hub_id": PORTAL, "user_id": USER, "hub_domain": DOMAIN, "user": "ada@example.com", "scopes": caller.scopes,
    });
    if !path.starts_with(V1) {
        about["active"] = json!(true);
    }
    if *refresh || !path.starts_with(V1) {
        about["client_id"] = json!(caller.client_id);
    }
    if !refresh {
        about["app_id"] = json!(APP_ID);
        about["expires_in"] = json!(left.unwrap_or_default().as_secs());
    }
    Reply::json(StatusCode::OK, &about)
}

/// The first version's words; the others are not documented.
pub(super) fn refusal(problem: TokenProblem, correlation: &str) -> Reply {
    let (status, message) = match problem {
        TokenProblem::InvalidClient => ("BAD_CLIENT_ID", "missing or unknown client id, or wrong secret"),
        TokenProblem::InvalidCode => ("BAD_AUTH_CODE", "missing or unknown auth code"),
        TokenProblem::InvalidRefreshToken => ("BAD_REFRESH_TOKEN", "missing or invalid refresh token"),
        TokenProblem::InvalidRequest => ("BAD_REQUEST", "a parameter is missing or wrong"),
        TokenProblem::UnsupportedGrant => ("BAD_GRANT_TYPE", "missing or unknown grant type"),
        TokenProblem::TooMany => ("RATE_LIMIT", "too many tokens"),
    };
    let body = json!({
        "status": status, "message": message, "category": "VALIDATION_ERROR", "correlationId": correlation,
    });
    Reply::json(StatusCode::BAD_REQUEST, &body)
}

/// What a token of the app itself is for: its own settings, and no account's records.
pub(super) const DEVELOPER: &[&str] = &["developers-read", "developers-write"];

/// What calls of an area need, for reading and for writing. `{}` is the object type's name.
const SCOPES: &[(&str, &str, &str)] = &[
    ("objects", "crm.objects.{}.read", "crm.objects.{}.write"),
    ("links", "crm.objects.{}.read", "crm.objects.{}.write"),
    ("associations", "crm.objects.{}.read", "crm.objects.{}.write"),
    ("properties", "crm.schemas.{}.read", "crm.schemas.{}.write"),
    ("pipelines", "crm.schemas.{}.read", "crm.schemas.{}.write"),
    ("owners", "crm.objects.owners.read", "crm.objects.owners.read"),
    ("schemas", "crm.schemas.custom.read", "crm.schemas.custom.write"),
    ("lists", "crm.lists.read", "crm.lists.write"),
    ("imports", "crm.import", "crm.import"),
    ("exports", "crm.export", "crm.export"),
    ("preferences", "communication_preferences.read", "communication_preferences.read_write"),
    ("emails", "content", "content"),
    ("webhooks", DEVELOPER[0], DEVELOPER[1]),
    ("users", "settings.users.read", "settings.users.write"),
    ("validations", "crm.schemas.{}.read", "crm.schemas.{}.write"),
    ("forms", "forms", "forms"),
    ("submissions", "forms", "forms"),
    ("sent", "forms", "forms"),
    ("files", "files", "files"),
];

/// Object types that stand under the scope of another word.
const SCOPE_NAMES: &[(&str, &str)] = &[
    ("notes", "contacts"),
    ("calls", "contacts"),
    ("emails", "contacts"),
    ("meetings", "contacts"),
    ("tasks", "contacts"),
    ("communications", "contacts"),
    ("postal_mail", "contacts"),
    ("goal_targets", "goals"),
];

/// Refuses a call that none of the caller's scopes covers. Who was seeded, or named no scopes, may do all.
pub(super) fn check_scope(
    caller: &Caller,
    area: &str,
    method: &Method,
    rest: &[&str],
    object_type: &str,
) -> Result<(), Problem> {
    let Some((_, read, write)) = SCOPES.iter().find(|(name, ..)| *name == area) else { return Ok(()) };
    if caller.scopes.is_empty() && area != "webhooks" {
        return Ok(());
    }
    let reads = *method == Method::GET || matches!(rest, [.., "search"] | [.., "batch", "read"]);
    let name =
        SCOPE_NAMES.iter().find(|(name, _)| *name == object_type).map_or(object_type, |(_, scope)| *scope);
    let wanted = if reads { read } else { write }.replace("{}", name);
    // Tickets had one scope for all before they had those of their own. Whoever may write preferences may read them.
    let also = [("tickets", "tickets"), ("", "communication_preferences.read_write")];
    let granted = |scope: &str| caller.scopes.iter().any(|granted| granted == scope);
    let covered = granted(&wanted)
        || (name == also[0].0 && granted(also[0].1))
        || (wanted == "communication_preferences.read" && granted(also[1].1));
    if covered { Ok(()) } else { Err(Problem::scope(&wanted)) }
}
