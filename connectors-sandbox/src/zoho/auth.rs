//! Zoho's authorization server: its paths and lifetimes, its answers, and the scopes that calls need.

use std::time::Duration;

use http::{Method, StatusCode};
use serde_json::{Value, json};

use super::errors::Problem;
use crate::http::{Reply, Request};
use crate::oauth::{Caller, Issued, OAuthRules, Rotation, TokenProblem};

/// What a caller may do who was seeded, or who named no scopes.
const ALL_SCOPES: &str = "ZohoCRM.modules.ALL ZohoCRM.settings.ALL ZohoCRM.users.ALL ZohoCRM.org.ALL \
                          ZohoCRM.coql.READ ZohoCRM.bulk.ALL ZohoCRM.notifications.ALL ZohoCRM.Files.ALL \
                          ZohoSearch.securesearch.READ";

/// Ten access tokens per refresh token in ten minutes; thirty of them live at a time.
pub(super) fn rules(access_life: Duration) -> OAuthRules {
    OAuthRules {
        authorize: "/oauth/v2/auth",
        token: &["/oauth/v2/token"],
        revoke: &["/oauth/v2/token/revoke"],
        about: &[],
        private_app: None,
        response_type_optional: false,
        scheme: "Zoho-oauthtoken",
        access_life,
        refresh_life: None,
        rotation: Rotation::None,
        issue_limit: Some((10, Duration::from_secs(600))),
        max_living: Some(30),
        offline: Some(("access_type", "offline")),
        client_credentials: true,
    }
}

/// `token_type` says Bearer, which the API does not take: that is how Zoho answers.
pub(super) fn token_answer(issued: &Issued) -> Value {
    let mut answer = issued.standard();
    answer["api_domain"] = json!(issued.base);
    if issued.caller.scopes.is_empty() {
        answer["scope"] = json!(ALL_SCOPES);
    }
    answer
}

/// An error with the status 200, but for too many tokens.
pub(super) fn refusal(problem: TokenProblem) -> Reply {
    let code = match problem {
        TokenProblem::InvalidClient => "invalid_client",
        TokenProblem::InvalidCode | TokenProblem::InvalidRefreshToken => "invalid_code",
        TokenProblem::InvalidRequest => "invalid_request",
        TokenProblem::UnsupportedGrant => "unsupported_grant_type",
        TokenProblem::TooMany => {
            let description = "too many requests in a short time; try again later";
            let body =
                json!({ "error": "Access Denied", "error_description": description, "status": "failure" });
            return Reply::json(StatusCode::BAD_REQUEST, &body);
        }
    };
    Reply::json(StatusCode::OK, &json!({ "error": code }))
}

/// Refuses a call that none of the caller's scopes covers. `rest` is the path behind the version.
pub(super) fn check_scope(request: &Request, rest: &[&str], caller: &Caller) -> Result<(), Problem> {
    if caller.scopes.is_empty() {
        return Ok(());
    }
    // Reading by a bulk job asks for a file to be made, and needs no more than reading does.
    let verbs: &[&str] = match (&request.method, rest) {
        (_, ["bulk"]) if request.path.contains("/read") => &["ALL", "READ", "CREATE"],
        (_, ["__composite_requests"]) => &["CUSTOM"],
        (_, ["bulk"]) => &["ALL", "CREATE"],
        (&Method::GET, _) | (_, ["coql"]) => &["ALL", "READ"],
        (&Method::POST, [_, "upsert"]) => &["ALL", "WRITE", "CREATE", "UPDATE"],
        (&Method::POST, _) => &["ALL", "WRITE", "CREATE"],
        (&Method::DELETE, _) => &["ALL", "DELETE"],
        _ => &["ALL", "WRITE", "UPDATE"],
    };
    let areas: Vec<String> = match rest {
        ["org", ..] => vec!["org".to_owned()],
        ["users", ..] => vec!["users".to_owned()],
        ["__composite_requests"] => vec!["composite_requests".to_owned()],
        ["coql"] => vec!["coql".to_owned()],
        ["bulk" | "upload"] => vec!["bulk".to_owned()],
        ["actions", "watch"] => vec!["notifications".to_owned()],
        ["files"] => vec!["Files".to_owned()],
        ["settings", what, ..] => vec!["settings".to_owned(), format!("settings.{what}")],
        [module, ..] => {
            let module = module.to_lowercase();
            vec![
                "modules".to_owned(),
                format!("modules.{}", module.replace('_', "")),
                format!("modules.{module}"),
            ]
        }
        [] => return Ok(()),
    };
    let granted = |wanted: &str| caller.scopes.iter().any(|scope| scope.eq_ignore_ascii_case(wanted));
    let covered =
        areas.iter().any(|area| verbs.iter().any(|verb| granted(&format!("ZohoCRM.{area}.{verb}"))));
    let search = matches!(rest, [_, "search"]) && !granted("ZohoSearch.securesearch.READ");
    if covered && !search { Ok(()) } else { Err(Problem::scope()) }
}
