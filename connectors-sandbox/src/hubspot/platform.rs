//! HubSpot as the engine of the sandbox knows it.

use chrono::{DateTime, Utc};
use connectors_core::clock::Clock as _;
use http::StatusCode;
use serde_json::{Map, Value, json};

use super::errors::Problem;
use super::routes::{self, Path};
use super::store::Source;
use super::{APP_ID, HubSpot, Inner, PORTAL, auth, exports, files, forms, hook_settings, limits, screen};
use crate::http::{Reply, Request};
use crate::limits::{Demand, Limit, Standing};
use crate::lock;
use crate::oauth::{Caller, Issued, Known, OAuthRules};
use crate::platform::{AuthProblem, Call, Choices, Credentials, Platform, Refusal, Setup};

impl Platform for HubSpot {
    fn name(&self) -> &'static str {
        "hubspot"
    }

    fn title(&self) -> &'static str {
        "HubSpot"
    }

    fn oauth(&self) -> OAuthRules {
        auth::rules(self.token_life)
    }

    fn choices(&self) -> Choices {
        Choices { accounts: vec![(PORTAL.to_string(), "Demo account".to_owned())], several: false }
    }

    fn limits(&self) -> Vec<Limit> {
        limits::limits(self.plan, self.daily)
    }

    fn reset(&self, setup: &Setup<'_>) {
        let now = setup.clock.now();
        let mut inner = lock(&self.inner);
        *inner = Inner {
            base: setup.base.to_owned(),
            clock: Some(setup.clock.clone()),
            outbox: Some(setup.outbox.clone()),
            secret: setup.credentials.client_secret.clone(),
            ..Inner::new(setup.seed, now)
        };
        drop(inner);
        if let Some((url, events)) = &self.webhook {
            let events = events.iter().map(String::as_str).filter(|event| screen::event(event).is_ok());
            // All that could be wrong was left out.
            let _ = self.set_webhook(url, &events.collect::<Vec<_>>());
        }
    }

    fn max_body(&self) -> usize {
        64 * 1024 * 1024
    }

    /// Files need no token, nor do visitors who send forms. Neither does the app's webhook if the developer's key is shown; an app may also use a token of its
    /// own (client credentials).
    fn open(&self, request: &Request, base: &str) -> Option<Reply> {
        let file = {
            let inner = lock(&self.inner);
            let (state, now) = (&inner.state, inner.now());
            exports::file(state, &request.path, now)
                .or_else(|| files::content(state, &request.path, request.query.get("key"), now))
        };
        if file.is_some() {
            return file;
        }
        let path = Path::of(request)?;
        let now = lock(&self.inner).now();
        if path.area == "visitors" {
            return Some(self.without_token(request, base, now, Source::Form, |cx| {
                let answer = forms::submit(cx, &request.method, &path.rest);
                answer.unwrap_or_else(|problem| problem.reply(&cx.ids.uuid()))
            }));
        }
        if path.area != "webhooks" {
            return None;
        }
        let key = request.query.get("hapikey");
        if key.is_none() && request.header("authorization").is_some() {
            return None;
        }
        if key != Some(&lock(&self.inner).developer_key) {
            return Some(self.refuse(&Refusal::Unauthorized(AuthProblem::Unknown)));
        }
        Some(self.without_token(request, base, now, Source::Api, |cx| {
            let answer = hook_settings::route(cx, &request.method, &path.rest);
            answer.unwrap_or_else(|problem| problem.reply(&cx.ids.uuid()))
        }))
    }

    fn demands(&self, request: &Request, caller: &Caller) -> Vec<Demand> {
        limits::demands(request, caller, lock(&self.inner).now())
    }

    fn handle(&self, call: &Call<'_>) -> Reply {
        self.work(call, Source::Api, |cx| {
            let answer = Path::of(call.request).ok_or_else(Problem::path).and_then(|path| {
                cx.version = path.version;
                routes::route(cx, &path)
            });
            answer.unwrap_or_else(|problem| problem.reply(&cx.ids.uuid()))
        })
    }

    fn refuse(&self, refusal: &Refusal) -> Reply {
        let correlation = self.correlation();
        let problem = match refusal {
            Refusal::Unauthorized(AuthProblem::Expired) => Problem::new(
                StatusCode::UNAUTHORIZED,
                "EXPIRED_AUTHENTICATION",
                "The OAuth token used to make this call expired.",
            ),
            Refusal::Unauthorized(_) => Problem::new(
                StatusCode::UNAUTHORIZED,
                "INVALID_AUTHENTICATION",
                "Authentication credentials not found or not valid.",
            ),
            Refusal::Throttled(throttle) => return limits::refusal(throttle, &correlation),
            Refusal::Token(problem) => return auth::refusal(*problem, &correlation),
            Refusal::Server(status) => Problem::new(*status, "SERVER_ERROR", "internal error"),
            Refusal::TooLarge | Refusal::Key(_) => {
                Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "VALIDATION_ERROR", "the request is too large")
            }
        };
        problem.reply(&correlation)
    }

    fn finish(&self, standings: &[Standing], reply: &mut Reply) {
        limits::finish(standings, reply);
    }

    fn token_answer(&self, issued: &Issued) -> Value {
        auth::token_answer(issued)
    }

    fn about_token(&self, path: &str, token: &str, known: Option<&Known>) -> Reply {
        auth::about(path, token, known, &self.correlation())
    }

    fn default_scopes(&self, machine: bool) -> &'static [&'static str] {
        if machine { auth::DEVELOPER } else { &[] }
    }

    fn default_account(&self) -> String {
        PORTAL.to_string()
    }

    /// What people do at the screen.
    fn control(&self, action: &str, input: &Value, _: DateTime<Utc>) -> Option<Result<Value, String>> {
        self.screen_action(action, input)
    }

    fn summary(&self) -> Value {
        let inner = lock(&self.inner);
        let used = inner.state.kinds.iter().filter(|kind| !kind.objects.is_empty());
        Value::Object(
            used.map(|kind| (kind.name.clone(), json!(kind.living().count()))).collect::<Map<_, _>>(),
        )
    }

    fn describe(&self, base: &str, credentials: &Credentials) -> Value {
        json!({
            "api": base,
            "client_id": credentials.client_id,
            "client_secret": credentials.client_secret,
            "refresh_token": credentials.refresh_token,
            "private_app_token": credentials.private_app,
            "portal_id": PORTAL,
            "app_id": APP_ID,
            "developer_api_key": lock(&self.inner).developer_key,
        })
    }
}
