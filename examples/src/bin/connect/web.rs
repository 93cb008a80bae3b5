//! The requests, in the order in which a person makes them.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Form, Path, RawQuery, State};
use axum::http::header::{CONTENT_TYPE, SET_COOKIE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use connectors_core::{AnyClient, CallOptions, Error, ErrorKind};
use connectors_sandbox::Sandbox;
use connectors_xero::Xero;
use connectors_zoho::Zoho;
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

use crate::accounts::{Account, Accounts};
use crate::pages;
use crate::platforms::{Door, Found, Platform, PlatformDoor};
use crate::sessions::Sessions;

/// The application.
pub(crate) struct App {
    zoho: PlatformDoor<Zoho>,
    xero: PlatformDoor<Xero>,
    accounts: Accounts,
    sessions: Sessions,
    /// The simulated platforms: they stop when this goes.
    _sandbox: Option<Sandbox>,
}

impl App {
    pub(crate) fn new(
        zoho: PlatformDoor<Zoho>,
        xero: PlatformDoor<Xero>,
        accounts: Accounts,
        sessions: Sessions,
        sandbox: Option<Sandbox>,
    ) -> Self {
        Self { zoho, xero, accounts, sessions, _sandbox: sandbox }
    }

    fn door(&self, platform: Platform) -> &dyn Door {
        match platform {
            Platform::Zoho => &self.zoho,
            Platform::Xero => &self.xero,
        }
    }

    /// Ends a connection that no account on the list has its tokens from.
    async fn end_unused(&self, platform: Platform, connection: &str) -> Result<(), Error> {
        let used = |row: &Account| row.platform == platform && row.connection == connection;
        if self.accounts.all().iter().any(used) {
            return Ok(());
        }
        if self.must_not_revoke(platform, connection) {
            return self.door(platform).forget(connection).await;
        }
        self.door(platform).disconnect(connection).await
    }

    /// Whether revoking this connection could end others on the list.
    fn must_not_revoke(&self, platform: Platform, connection: &str) -> bool {
        platform.revokes_all() && self.accounts.has_others(platform, connection)
    }

    /// Back to the list, with something to say.
    fn tell(&self, session: &str, message: impl Into<String>) -> Redirect {
        self.sessions.with(session, |session| session.message = Some(message.into()));
        Redirect::to("/")
    }
}

pub(crate) fn router(app: Arc<App>) -> Router {
    Router::new()
        .route("/", get(list))
        .route("/connect/{platform}", post(connect))
        .route("/callback/{platform}", get(callback))
        .route("/choose", get(choose).post(chosen))
        .route("/accounts/{id}", get(account))
        .route("/accounts/{id}/disconnect", post(disconnect))
        .route("/style.css", get(async || ([(CONTENT_TYPE, "text/css")], pages::STYLE)))
        .with_state(app)
}

/// A request that is not answered as asked.
struct Refused(StatusCode, &'static str);

const NO_SESSION: Refused =
    Refused(StatusCode::FORBIDDEN, "This page is too old, or not from here. Start again.");
const NO_ACCOUNT: Refused = Refused(StatusCode::NOT_FOUND, "There is no such account.");

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        (self.0, pages::refused(self.1)).into_response()
    }
}

/// `GET /`: the buttons, and what is connected.
async fn list(State(app): State<Arc<App>>, headers: HeaderMap) -> Response {
    let (session, cookie) = match app.sessions.of(&headers) {
        Some(session) => (session, None),
        None => {
            let (session, cookie) = app.sessions.start();
            (session, Some([(SET_COOKIE, cookie)]))
        }
    };
    let known = app.sessions.with(&session, |session| (session.form_token.clone(), session.message.take()));
    let (form_token, message) = known.unwrap_or_default();
    (cookie, pages::list(&app.accounts.all(), &form_token, message.as_deref())).into_response()
}

#[derive(Deserialize)]
struct Connect {
    form_token: String,
    /// An account to be connected again, under the name that its tokens have.
    again: Option<Uuid>,
}

/// `POST /connect/zoho`: the person is sent to the platform; what will tell them when they are back stays here.
async fn connect(
    State(app): State<Arc<App>>,
    Path(platform): Path<Platform>,
    headers: HeaderMap,
    Form(form): Form<Connect>,
) -> Result<Redirect, Refused> {
    let session = app.sessions.of_form(&headers, &form.form_token).ok_or(NO_SESSION)?;
    let again = form.again.and_then(|id| app.accounts.get(id)).filter(|account| account.platform == platform);
    let connection = again.map_or_else(|| Uuid::new_v4().to_string(), |account| account.connection);
    Ok(match app.door(platform).begin(&connection) {
        Ok(begun) => {
            app.sessions.with(&session, |session| session.pending.insert(platform, begun.pending));
            Redirect::to(begun.url.as_str())
        }
        Err(error) => app.tell(&session, format!("{platform} cannot be asked: {error}")),
    })
}

/// `GET /callback/zoho?code=…`: the person is back. Whatever comes of it, they go on to another address, so that to load
/// the page again does not repeat it.
async fn callback(
    State(app): State<Arc<App>>,
    Path(platform): Path<Platform>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Redirect, Refused> {
    let session = app.sessions.of(&headers).ok_or(NO_SESSION)?;
    // Out of the session before anything is done with it: an answer is taken once.
    let pending = app.sessions.with(&session, |session| session.pending.remove(&platform)).flatten();
    let Some(pending) = pending else {
        return Ok(app.tell(&session, format!("No consent of {platform} is being waited for.")));
    };
    let found = app.door(platform).finish(&pending, &query.unwrap_or_default()).await;
    // Whoever was asked again may have agreed for another account.
    let found =
        found.and_then(|found| app.accounts.part(platform, &pending.connection, &found).map(|()| found));
    Ok(match found {
        Ok(found) if found.len() > 1 => {
            app.sessions.with(&session, |session| session.found = found);
            Redirect::to("/choose")
        }
        Ok(found) if found.is_empty() => {
            app.tell(&session, format!("{platform} has nothing there to connect."))
        }
        Ok(found) => keep(&app, &session, found),
        Err(error) if error.vendor_code() == Some("access_denied") => {
            app.tell(&session, format!("{platform} was not connected: you did not allow it."))
        }
        Err(error) => {
            // If it failed after the exchange, there are tokens that nothing here would ever use.
            let _ = app.end_unused(platform, &pending.connection).await;
            app.tell(&session, format!("{platform} was not connected: {error}"))
        }
    })
}

/// `GET /choose`: one consent, several accounts. Which does the person mean?
async fn choose(State(app): State<Arc<App>>, headers: HeaderMap) -> Result<Response, Refused> {
    let session = app.sessions.of(&headers).ok_or(NO_SESSION)?;
    let known = app.sessions.with(&session, |session| (session.form_token.clone(), session.found.clone()));
    let (form_token, found) = known.ok_or(NO_SESSION)?;
    if found.is_empty() {
        return Ok(Redirect::to("/").into_response());
    }
    Ok(pages::choose(&found, &form_token).into_response())
}

/// `POST /choose`: those that have a tick. The others stay connected at the platform, unused.
async fn chosen(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Form(form): Form<Vec<(String, String)>>,
) -> Result<Redirect, Refused> {
    let sent = |name: &'static str| {
        form.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    };
    let token = sent("form_token").next().unwrap_or_default();
    let session = app.sessions.of_form(&headers, token).ok_or(NO_SESSION)?;
    let found = app.sessions.with(&session, |session| std::mem::take(&mut session.found)).unwrap_or_default();
    let connection = found.first().map(|found| (found.account.platform, found.account.connection.clone()));
    let ticked: Vec<&str> = sent("account").collect();
    let kept = found.into_iter().filter(|found| ticked.contains(&found.account.identity.id.as_str()));
    let answer = keep(&app, &session, kept.collect());
    if let Some((platform, connection)) = connection {
        let _ = app.end_unused(platform, &connection).await;
    }
    Ok(answer)
}

fn keep(app: &App, session: &str, found: Vec<Found>) -> Redirect {
    let names: Vec<String> = found.iter().map(|found| found.account.identity.name.clone()).collect();
    let kept: Result<(), Error> = found.into_iter().try_for_each(|found| app.accounts.keep(found.account));
    match kept {
        Ok(()) if names.is_empty() => app.tell(session, "Nothing was chosen."),
        Ok(()) => app.tell(session, format!("Connected: {}.", names.join(", "))),
        Err(error) => app.tell(session, error.to_string()),
    }
}

/// `GET /accounts/…`: do its credentials work, who is it, and what is left of its limits?
async fn account(
    State(app): State<Arc<App>>,
    Path(id): Path<Uuid>,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    let session = app.sessions.of(&headers).ok_or(NO_SESSION)?;
    let form_token = app.sessions.with(&session, |session| session.form_token.clone()).ok_or(NO_SESSION)?;
    let account = app.accounts.get(id).ok_or(NO_ACCOUNT)?;
    let (checked, usage) = match app.door(account.platform).client(&account) {
        Ok(client) => (client.check().await, client.usage().await.unwrap_or_default()),
        Err(error) => (Err(error), Vec::new()),
    };
    Ok(pages::account(&account, &checked, &usage, &form_token).into_response())
}

#[derive(Deserialize)]
struct Disconnect {
    form_token: String,
}

/// `POST /accounts/…/disconnect`: the platform is told, and what we have is forgotten.
async fn disconnect(
    State(app): State<Arc<App>>,
    Path(id): Path<Uuid>,
    headers: HeaderMap,
    Form(form): Form<Disconnect>,
) -> Result<Redirect, Refused> {
    let session = app.sessions.of_form(&headers, &form.form_token).ok_or(NO_SESSION)?;
    let account = app.accounts.get(id).ok_or(NO_ACCOUNT)?;
    let name = &account.identity.name;
    let (door, connection) = (app.door(account.platform), &account.connection);
    let ended = if app.accounts.shares_connection(&account) {
        leave(&app, &account).await
    } else if app.must_not_revoke(account.platform, connection) {
        match leave(&app, &account).await {
            Ok(()) => door.forget(connection).await,
            error => error,
        }
    } else {
        door.disconnect(connection).await
    };
    let removed = ended.and_then(|()| app.accounts.remove(id));
    Ok(match removed {
        Ok(()) => app.tell(&session, format!("Disconnected: {name}.")),
        Err(error) => app.tell(&session, format!("{name} is still connected: {error}")),
    })
}

/// Takes one account out of what a person agreed to, while others go on: a tenant of Xero, the one platform here that has such.
async fn leave(app: &App, account: &Account) -> Result<(), Error> {
    let client: Arc<dyn AnyClient> = app.door(account.platform).client(account)?;
    let tenants = match client.run("tenant.list", json!({}), CallOptions::default()).await {
        // The person has ended the consent at Xero: there is nothing to take the account out of.
        Err(error) if error.kind() == ErrorKind::ConsentNeeded => return Ok(()),
        tenants => tenants?,
    };
    let ours =
        tenants["items"].as_array().into_iter().flatten().find(|t| t["tenantId"] == account.identity.id);
    if let Some(tenant) = ours {
        client.run("tenant.disconnect", json!({ "id": tenant["id"] }), CallOptions::default()).await?;
    }
    Ok(())
}
