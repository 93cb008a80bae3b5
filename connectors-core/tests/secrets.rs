//! No secret in any log line, error, `Debug` or `Display`: over the real output of a run at TRACE, other crates' lines
//! included. One test, since a process has one log.

#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use std::io::Write;
use std::sync::{Arc, Mutex};

use connectors_core::auth::{ApiKey, Basic, OAuthApp, TokenKey, TokenSet};
use connectors_core::{
    AnyClient, Client, ClientBuilder, Connector, Content, ErrorKind, Request, Response, RetryPolicy, Shared,
};
use http::{HeaderMap, StatusCode};
use serde_json::json;
use support::server::{Server, answer, text};
use support::{List, SignedUpload, Toy, create, create_keyed, create_many, download, get, upload};
use tracing_subscriber::fmt::MakeWriter;

const API_KEY: &str = "key-8a1d77c0";
const PASSWORD: &str = "pass-41b6e2f9";
const REFRESH: &str = "refresh-5f09c3aa";
const NEXT_REFRESH: &str = "refresh-d2e81b76";
const CLIENT_SECRET: &str = "app-secret-93e0";
const ACCESS: &str = "access-7c55d01e";
const NEXT_ACCESS: &str = "access-b8f2460d";
const SIGNATURE: &str = "sig-e6a4179b";
const SECRETS: [&str; 8] =
    [API_KEY, PASSWORD, REFRESH, NEXT_REFRESH, CLIENT_SECRET, ACCESS, NEXT_ACCESS, SIGNATURE];

/// All that was logged or shown.
#[derive(Clone, Default)]
struct Output(Arc<Mutex<Vec<u8>>>);

impl Output {
    fn show(&self, text: impl AsRef<str>) {
        self.clone().write_all(text.as_ref().as_bytes()).unwrap();
        self.clone().write_all(b"\n").unwrap();
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap()).into_owned()
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Output {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

impl log::Log for Output {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        self.show(format!("LOG {} {} {}", record.level(), record.target(), record.args()));
    }

    fn flush(&self) {}
}

/// A platform that knows no shame: it echoes every credential that it is shown, in every member of its errors.
async fn shameless() -> Server {
    Server::start(|request| async move {
        let shown = |name: &str| {
            request.headers().get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default()
        };
        let (authorization, path, query) =
            (shown("authorization"), request.uri().path().to_owned(), request.uri().query().unwrap_or("").to_owned());
        let secret = authorization.rsplit(' ').next().unwrap_or_default();
        let body = text(request.into_body()).await;
        let refusal = |status, word: &str| {
            let message = format!("no: {authorization} {secret} {query}");
            let error = json!({ "code": format!("{word}-{secret}"), "message": message, "field": format!("f-{secret}") });
            answer(status, json!({ "error": error }).to_string())
        };
        match path.as_str() {
            "/token" if body.contains("dead") => {
                let text = format!("{body} is {CLIENT_SECRET}");
                answer(400, json!({ "error": "invalid_grant", "error_description": text }).to_string())
            }
            "/token" => {
                let first = body.contains(REFRESH);
                let (access, refresh) = if first { (ACCESS, NEXT_REFRESH) } else { (NEXT_ACCESS, NEXT_REFRESH) };
                let answered = json!({ "access_token": access, "refresh_token": refresh, "expires_in": 3600 });
                answer(200, answered.to_string())
            }
            // The first token is refused, so that there is a refresh in mid-call.
            _ if secret == ACCESS => refusal(401, "OLD"),
            "/things/refused" | "/things/batch" => refusal(422, "BAD"),
            "/things/throttled" => refusal(429, "THROTTLED"),
            "/things/unreadable" => answer(200, format!(r#"{{"id":{{"token":"{secret}"}}}}"#)),
            "/signed" => refusal(403, "SIGNATURE"),
            "/things" => answer(200, r#"{"id":"1","items":[],"next":null}"#),
            _ => answer(200, r#"{"id":"1"}"#),
        }
    })
    .await
}

/// Shows what a user might print of a client.
fn show_client(output: &Output, client: &Client<Toy>) {
    output.show(format!("{client:?} {:#?} {:?} {:?}", client.shared(), client.connector(), client.catalog()));
    output.show(format!("{:?} {:?}", client.call(get("1")), client.items(List::default())));
    output.show(format!("{:?} {:?}", client.batch(create_many(1)), client.start(support::Export {})));
    let any: Arc<dyn AnyClient> = client.clone().into();
    output.show(format!("{any:?} {:?}", any.stats()));
}

/// Calls whatever there is to call, and shows what came of it.
async fn exercise(output: &Output, client: &Client<Toy>) {
    show_client(output, client);
    let show = |result: String| output.show(result);
    show(format!("{:?}", client.call(get("1")).with_meta().await));
    show(format!("{:?}", client.call(create("a")).await));
    show(format!("{:?}", client.call(create_keyed("a")).with_meta().await));
    show(format!("{:?}", client.items(List::default()).collect().await));
    show(format!("{:?}", client.upload(upload("a"), Content::bytes("x")).await));
    show(format!("{:?}", client.download(download("a")).await));
    show(format!("{:?}", client.send(Request::get(["raw"]).header("x-key", "plain")).await));
    show(format!("{:?}", client.run("thing.get", json!({ "id": "refused" })).await));
    for id in ["refused", "throttled", "unreadable"] {
        let error = client.call(get(id)).retry(RetryPolicy::never()).await.unwrap_err();
        let source = std::error::Error::source(&error).map(ToString::to_string);
        show(format!("{error} {error:?} {error:#?} {source:?} {}", serde_json::to_string(&error).unwrap()));
    }
    for outcome in client.batch(create_many(1)).await {
        show(format!("{outcome:?} {}", serde_json::to_string(&outcome).unwrap()));
    }
    let base = client.connector().base.clone();
    let mut url = base.join("signed").unwrap();
    url.set_query(Some(&format!("X-Signature={SIGNATURE}&X-Date=20260101")));
    let signed = SignedUpload { url: url.clone() };
    show(format!("{:?}", Request::signed(http::Method::PUT, url.clone())));
    let error = client.upload(signed, Content::bytes("x")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Permission);
    show(format!("{error} {error:?}"));
    // A signed URL whose host does not answer.
    url.set_port(Some(1)).unwrap();
    let error = client
        .upload(SignedUpload { url }, Content::bytes("x"))
        .retry(RetryPolicy::never())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
    show(format!("{error} {error:?}"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_secret_is_shown_by_a_run_at_trace() {
    let output = Output::default();
    log::set_boxed_logger(Box::new(output.clone())).unwrap();
    log::set_max_level(log::LevelFilter::Trace);
    tracing_subscriber::fmt()
        .with_max_level(tracing_subscriber::filter::LevelFilter::TRACE)
        .with_span_events(tracing_subscriber::fmt::format::FmtSpan::FULL)
        .with_ansi(false)
        .with_writer(output.clone())
        .init();

    let server = shameless().await;
    let shared = Shared::new().unwrap();
    let toy = || Toy::at(&server.base);

    let keyed =
        ClientBuilder::with_credential(toy(), ApiKey::bearer(API_KEY)).account("keyed").shared(&shared);
    output.show(format!("{keyed:?} {keyed:#?}"));
    exercise(&output, &keyed.connect().unwrap()).await;

    let basic =
        ClientBuilder::with_credential(toy(), Basic::new("ada", PASSWORD)).account("basic").shared(&shared);
    output.show(format!("{basic:?}"));
    exercise(&output, &basic.connect().unwrap()).await;

    let app = OAuthApp::new("app-1").secret(CLIENT_SECRET);
    let tokens = TokenSet::from_refresh_token(REFRESH);
    output.show(format!("{app:?} {tokens:?}"));
    let oauth = ClientBuilder::with_oauth(toy(), app.clone()).account("oauth").shared(&shared).tokens(tokens);
    output.show(format!("{oauth:#?}"));
    let oauth = oauth.connect().unwrap();
    exercise(&output, &oauth).await;
    assert_eq!(oauth.stats().refreshes, 2, "one for the first call, one in mid-call");
    output.show(format!("{:?}", shared.tokens().load(&TokenKey::new(Toy::ID, "oauth")).await));

    let dead = ClientBuilder::with_oauth(toy(), app).account("dead").shared(&shared);
    let dead = dead.refresh_token(format!("dead-{REFRESH}")).connect().unwrap();
    let error = dead.call(get("1")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConsentNeeded);
    output.show(format!("{error} {error:?} {dead:?}"));

    // An answer that is shown whole.
    let head = connectors_core::Head::new(
        StatusCode::OK,
        HeaderMap::from_iter([("x-token".parse().unwrap(), ACCESS.parse().unwrap())]),
    );
    output.show(format!(
        "{head:?} {:?}",
        Response::new(head.clone(), format!(r#"{{"access_token":"{ACCESS}"}}"#))
    ));

    let text = output.text();
    for proof in
        ["call{connector=\"toy\"", "attempt{number=1", "token refresh", "LOG DEBUG reqwest", "hyper_util"]
    {
        assert!(text.contains(proof), "the log lacks {proof}, so it proves nothing:\n{text}");
    }
    for secret in SECRETS {
        let shown: Vec<_> = text.lines().filter(|line| line.contains(secret)).collect();
        assert!(shown.is_empty(), "{secret} is shown:\n{}", shown.join("\n"));
        use base64::Engine;
        let encoded = base64::engine::general_purpose::STANDARD.encode(format!("ada:{secret}"));
        assert!(!text.contains(&encoded), "{secret} is shown in Base64");
    }
}
