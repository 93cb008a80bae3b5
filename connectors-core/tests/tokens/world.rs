//! A platform's token endpoint, a store that can fail, and sources between them.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use connectors_core::auth::{
    ConsentLost, Credential, Flow, Lock, MemoryTokenStore, OAuth, OAuthApp, Rotation, Saved, Stored,
    TokenKey, TokenSet, TokenSource, TokenSourceConfig, TokenStore, Version,
};
use connectors_core::clock::{Clock, TestClock};
use connectors_core::transport::{Reply, ScriptedTransport, Seen};
use connectors_core::{
    Action, Catalog, Connector, Cx, Error, ErrorKind, Facts, Fault, Head, Identity, Meta, Request, Response,
    Result, Root, Shared,
};
use serde::{Deserialize, Serialize};
use serde_json::json;

pub const HOUR: Duration = Duration::from_secs(3600);
pub const MINUTE: Duration = Duration::from_secs(60);

/// A platform whose token endpoint replaces refresh tokens, or does not.
#[derive(Clone)]
pub struct World {
    pub clock: TestClock,
    pub oauth: OAuth,
    pub transport: ScriptedTransport,
    pub store: FlakyStore,
    pub platform: Arc<Platform>,
}

/// What the platform knows.
pub struct Platform {
    rotation: Rotation,
    state: Mutex<Given>,
    /// What it answers instead of a token, first come first; used up.
    pub odd: Mutex<Vec<Odd>>,
    /// How long it thinks.
    pub delay: Mutex<Duration>,
    /// It does not say who we are.
    pub silent: Mutex<bool>,
}

/// The platform to the core: where it is, how it does OAuth, and who we are there.
#[derive(Clone, Debug)]
pub struct Toy(pub OAuth);

impl Connector for Toy {
    const ID: &'static str = "toy";

    fn base(&self, root: Root, _: &Facts) -> Result<url::Url> {
        let host = if root == Root::ACCOUNTS { "accounts" } else { "api" };
        Ok(format!("https://{host}.example.com").parse().unwrap())
    }

    fn fault(&self, head: &Head, _: &[u8]) -> Option<Fault> {
        Fault::from_status(head)
    }

    fn oauth(&self) -> Option<OAuth> {
        Some(self.0.clone())
    }

    fn realm(&self) -> Option<&str> {
        self.0.callback_realm.is_some().then_some("toy-1")
    }

    fn catalog() -> Catalog<Self> {
        Catalog::new([]).check::<Who>()
    }
}

/// `who.get`: who we are.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Who {}

impl Action for Who {
    type Connector = Toy;
    type Output = Identity;
    const META: Meta = Meta::read("who", "get");

    fn request(&self, _: &Cx<'_, Toy>) -> Result<Request> {
        Ok(Request::get(["who"]))
    }

    fn response(&self, response: Response) -> Result<Identity> {
        response.json()
    }
}

/// What it gave out.
#[derive(Default)]
struct Given {
    /// Codes that were exchanged: each works once.
    codes: Vec<String>,
    refresh: String,
    /// The one that `refresh` replaced.
    replaced: Option<String>,
    count: u32,
}

/// What an answer can be instead of a token.
#[derive(Clone)]
pub enum Odd {
    /// This, and nothing is done.
    Instead(Reply),
    /// The token is made, and the answer is this.
    Lost(Reply),
}

impl World {
    pub fn new(rotation: Rotation) -> Self {
        let mut oauth = OAuth::new(&["oauth", "authorize"], &["oauth", "token"]);
        oauth.revoke = Some(&["oauth", "revoke"]);
        oauth.rotation = rotation;
        Self::with(oauth)
    }

    pub fn with(oauth: OAuth) -> Self {
        let clock = TestClock::at("2026-01-01T00:00:00Z".parse().unwrap());
        let platform = Arc::new(Platform {
            rotation: oauth.rotation,
            state: Mutex::new(Given { refresh: "refresh-0".to_owned(), ..Given::default() }),
            odd: Mutex::default(),
            delay: Mutex::new(Duration::from_millis(100)),
            silent: Mutex::new(false),
        });
        let shared = Arc::clone(&platform);
        let transport = ScriptedTransport::new(Arc::new(clock.clone()), move |seen| shared.answer(seen));
        let store = FlakyStore::new(clock.clone());
        Self { clock, oauth, transport, store, platform }
    }

    pub fn key() -> TokenKey {
        TokenKey::new("toy", "first")
    }

    pub fn app() -> OAuthApp {
        OAuthApp::new("client-id")
            .secret("client-secret".to_owned())
            .redirect_uri("https://app.example.com/back")
    }

    pub fn config(&self) -> TokenSourceConfig {
        TokenSourceConfig::new(
            Self::key(),
            self.oauth.clone(),
            "https://accounts.example.com".parse().unwrap(),
            Self::app(),
            Arc::new(self.transport.clone()),
            Arc::new(self.clock.clone()),
            Arc::new(self.store.clone()),
        )
    }

    pub fn source(&self) -> TokenSource {
        TokenSource::new(self.config())
    }

    /// What the accounts of one process share; another call is another process over the same store.
    pub fn shared(&self) -> Shared {
        Shared::builder()
            .transport(self.transport.clone())
            .clock(Arc::new(self.clock.clone()))
            .token_store(self.store.clone())
            .build()
            .unwrap()
    }

    pub fn flow(&self) -> Flow<Toy> {
        Flow::new(Toy(self.oauth.clone()), Self::app(), &self.shared()).unwrap()
    }

    /// A source whose store holds `access-0`, good for an hour, and `refresh-0`.
    pub async fn connected(rotation: Rotation) -> (Self, TokenSource) {
        let world = Self::new(rotation);
        world.save("access-0", "refresh-0", HOUR).await;
        let source = world.source();
        (world, source)
    }

    pub async fn save(&self, access: &str, refresh: &str, lives: Duration) {
        let tokens =
            TokenSet::new(access.to_owned(), self.clock.now()).lives(lives).refresh(refresh.to_owned());
        self.store.inner.replace(&Self::key(), &tokens).await.unwrap();
    }

    pub async fn stored(&self) -> Stored {
        self.store.inner.load(&Self::key()).await.unwrap().unwrap()
    }

    /// How often the token endpoint was asked.
    pub fn asked(&self) -> usize {
        self.transport.seen().iter().filter(|seen| seen.path() != "/who").count()
    }

    pub async fn sleep(&self, time: Duration) {
        self.clock.sleep(time).await;
    }

    pub fn next_answers(&self, odd: impl IntoIterator<Item = Odd>) {
        self.platform.odd.lock().unwrap().extend(odd);
    }
}

impl Platform {
    fn answer(&self, seen: &Seen) -> Reply {
        if seen.path() == "/who" {
            return match *self.silent.lock().unwrap() {
                true => Reply::status(500),
                false => Reply::json(200, &json!({ "id": "o-1", "name": "Example" })),
            };
        }
        let delay = *self.delay.lock().unwrap();
        let odd = {
            let mut odd = self.odd.lock().unwrap();
            if odd.is_empty() { None } else { Some(odd.remove(0)) }
        };
        match odd {
            Some(Odd::Instead(reply)) => reply,
            Some(Odd::Lost(reply)) => {
                drop(self.token(seen));
                reply
            }
            None => self.token(seen).after(delay),
        }
    }

    fn token(&self, seen: &Seen) -> Reply {
        let form = form(seen);
        let mut given = self.state.lock().unwrap();
        let rotates = match form["grant_type"].as_str() {
            "refresh_token" => {
                let shown = &form["refresh_token"];
                let forgiven =
                    matches!(self.rotation, Rotation::Grace(_)) && given.replaced.as_ref() == Some(shown);
                if given.refresh != *shown && !forgiven {
                    return Reply::json(400, &json!({"error": "invalid_grant"}));
                }
                self.rotation != Rotation::None
            }
            "authorization_code" => {
                if given.codes.contains(&form["code"]) {
                    return Reply::json(400, &json!({"error": "invalid_grant"}));
                }
                given.codes.push(form["code"].clone());
                self.rotation != Rotation::None
            }
            _ => false,
        };
        given.count += 1;
        let mut body = json!({
            "access_token": format!("access-{}", given.count),
            "expires_in": 3600,
            "token_type": "Bearer",
        });
        if rotates {
            let refresh = format!("refresh-{}", given.count);
            body["refresh_token"] = json!(refresh);
            given.replaced = form.get("refresh_token").cloned();
            given.refresh = refresh;
        }
        Reply::json(200, &body)
    }

    /// The refresh token that works from now on: another consent.
    pub fn consent(&self, refresh: &str) {
        *self.state.lock().unwrap() = Given { refresh: refresh.to_owned(), ..Given::default() };
    }
}

/// The members of a token request.
pub fn form(seen: &Seen) -> HashMap<String, String> {
    match serde_json::from_slice(&seen.body) {
        Ok(json) => json,
        Err(_) => url::form_urlencoded::parse(&seen.body).into_owned().collect(),
    }
}

/// The token that a call would go out with.
pub async fn bearer(source: &impl Credential) -> Result<String> {
    source.authorize().await.map(|authorization| shown(&authorization))
}

pub fn shown(authorization: &connectors_core::auth::Authorization) -> String {
    let (_, value) = &authorization.headers[0];
    assert!(value.is_sensitive());
    value.to_str().unwrap().strip_prefix("Bearer ").unwrap().to_owned()
}

/// A store in memory that can be told to fail.
#[derive(Clone, Debug)]
pub struct FlakyStore {
    pub inner: MemoryTokenStore,
    pub clock: TestClock,
    pub failing_loads: Arc<AtomicBool>,
    pub failing_saves: Arc<AtomicU32>,
    pub hanging: Arc<AtomicBool>,
    pub panicking: Arc<AtomicBool>,
    /// It writes, but says that it did not.
    pub lying_saves: Arc<AtomicU32>,
    pub without_locks: Arc<AtomicBool>,
    pub saves: Arc<AtomicU32>,
    pub loads: Arc<AtomicU32>,
    /// How long each use takes.
    pub slow: Arc<Mutex<Duration>>,
}

impl FlakyStore {
    fn new(clock: TestClock) -> Self {
        Self {
            inner: MemoryTokenStore::new(),
            clock,
            failing_loads: Arc::default(),
            failing_saves: Arc::default(),
            hanging: Arc::default(),
            panicking: Arc::default(),
            lying_saves: Arc::default(),
            without_locks: Arc::default(),
            saves: Arc::default(),
            loads: Arc::default(),
            slow: Arc::default(),
        }
    }

    async fn work(&self) {
        assert!(!self.panicking.load(Ordering::SeqCst), "a bug in the store");
        if self.hanging.load(Ordering::SeqCst) {
            std::future::pending::<()>().await;
        }
        let slow = *self.slow.lock().unwrap();
        self.clock.sleep(slow).await;
    }
}

fn broken() -> Error {
    Error::new(ErrorKind::Storage, "the disk is full")
}

fn used_up(count: &AtomicU32) -> bool {
    count.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_err()
}

#[async_trait]
impl TokenStore for FlakyStore {
    async fn load(&self, key: &TokenKey) -> Result<Option<Stored>> {
        self.loads.fetch_add(1, Ordering::SeqCst);
        self.work().await;
        if self.failing_loads.load(Ordering::SeqCst) {
            return Err(broken());
        }
        self.inner.load(key).await
    }

    async fn save(&self, key: &TokenKey, expected: Option<Version>, tokens: &TokenSet) -> Result<Saved> {
        self.saves.fetch_add(1, Ordering::SeqCst);
        self.work().await;
        if !used_up(&self.failing_saves) {
            return Err(broken());
        }
        let saved = self.inner.save(key, expected, tokens).await?;
        if !used_up(&self.lying_saves) {
            return Err(broken());
        }
        Ok(saved)
    }

    async fn mark_lost(&self, key: &TokenKey, version: Version, lost: &ConsentLost) -> Result<()> {
        if self.failing_saves.load(Ordering::SeqCst) > 0 {
            return Err(broken());
        }
        self.inner.mark_lost(key, version, lost).await
    }

    async fn forget(&self, key: &TokenKey) -> Result<()> {
        self.inner.forget(key).await
    }

    async fn lock(&self, key: &TokenKey, ttl: Duration) -> Result<Lock> {
        if self.without_locks.load(Ordering::SeqCst) {
            return Ok(Lock::Unsupported);
        }
        self.inner.lock(key, ttl).await
    }
}
