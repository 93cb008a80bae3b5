//! Shopify: one shop with its GraphQL Admin API and its authorization server, on one address.
//!
//! | what | calls |
//! |---|---|
//! | products | products, variants, options, media and files: all mutations of the schema; searches, pages, counts |
//! | stock | items, levels, quantities (adjust, set, move, with a comparison and a key), places |
//! | customers | by address or identifier, with addresses, consents, invitations; merged |
//! | orders | created, updated, paid, captured, cancelled, closed, deleted; all sums and states; stock is committed and comes back |
//! | refunds | of lines, delivery and money, with what would be suggested |
//! | metafields | set and delete, by which records are known, too |
//! | the shop | the shop, its channel and market |
//! | tokens | code, refresh, token exchange, client credentials, a token without an end |
//!
//! [`sdl`] is the whole schema. It states more than is simulated: other mutations answer with the error `NOT_SIMULATED`, and other
//! connections are empty. There are no webhooks and no bulk operations yet.
//!
//! # Where the sandbox took a choice
//!
//! None of this was verified live:
//!
//! - A connection costs two points and what its nodes cost, a mutation ten; nothing else is added. Points of 20 seconds
//!   fit into the bucket. A refused document costs nothing.
//! - A search by a name that the type does not have is not filtered by it; a warning says so.
//! - A call without `@idempotent` that needs it, from 2026-04 on, is a top-level error of the code `BAD_REQUEST`. Keys do not end.
//! - The migration of a token without an end does not revoke it.
//! - Scopes are not checked.

mod addresses;
mod auth;
mod connection;
mod cost;
mod custom;
mod customers;
mod cx;
mod fields;
mod fulfilling;
mod graphql;
mod inventory;
mod json;
mod limits;
mod mutations;
mod orders;
mod products;
mod resolve;
mod schema;
mod search;
mod seed;
mod store;
mod tables;
mod versions;

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::{DateTime, Utc};
use connectors_core::clock::Clock as _;
use http::{Method, StatusCode};
use serde_json::{Value, json};
use url::Url;

use self::cost::Bucket;
use self::cx::{Cx, Keys};
pub use self::limits::Plan;
pub use self::schema::sdl;
use self::store::Store;
use crate::clock::SandboxClock;
use crate::http::{Params, Reply, Request};
use crate::ids::Ids;
use crate::limits::{Demand, Limit};
use crate::lock;
use crate::oauth::{Caller, Issued, Known, OAuthRules, TokenProblem, TokenTerms};
use crate::platform::{AuthProblem, Call, Choices, Credentials, Platform, Refusal, Setup};

/// The shop's address at the vendor.
const DOMAIN: &str = "sandbox-store.myshopify.com";
const SHOP_ID: &str = "gid://shopify/Shop/60112345678";
/// What the seeded app may do.
const SCOPES: &[&str] = &[
    "read_all_orders",
    "write_assigned_fulfillment_orders",
    "write_content",
    "write_customers",
    "write_discounts",
    "write_draft_orders",
    "write_files",
    "write_fulfillments",
    "write_gift_cards",
    "write_inventory",
    "write_locations",
    "write_markets",
    "write_merchant_managed_fulfillment_orders",
    "write_metaobjects",
    "write_online_store_navigation",
    "write_orders",
    "write_products",
    "write_publications",
    "write_returns",
];

/// A simulated shop. Clones share their records.
///
/// ```
/// use connectors_sandbox::Sandbox;
/// use connectors_sandbox::shopify::{Plan, Shopify};
///
/// # #[tokio::main]
/// # async fn main() -> Result<(), connectors_sandbox::StartError> {
/// let shop = Shopify::new().plan(Plan::Plus).products(20, 3);
/// let sandbox = Sandbox::builder().platform(shop).start().await?;
/// println!("{}/admin/api/2026-10/graphql.json", sandbox.url("shopify"));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Shopify {
    plan: Plan,
    products: usize,
    variants: usize,
    customers: usize,
    orders: usize,
    currency: String,
    token_life: Duration,
    inner: Arc<Mutex<Inner>>,
}

struct Inner {
    store: Store,
    keys: Keys,
    buckets: HashMap<String, Bucket>,
    ids: Ids,
    clock: Option<SandboxClock>,
    base: String,
    client_id: String,
    /// The app's secret, which signs callbacks.
    secret: String,
}

impl Inner {
    fn new(seed: u64) -> Self {
        Self {
            store: Store::default(),
            keys: Keys::default(),
            buckets: HashMap::new(),
            ids: Ids::new(seed, "shopify/answers"),
            clock: None,
            base: String::new(),
            client_id: String::new(),
            secret: String::new(),
        }
    }
}

impl std::fmt::Debug for Inner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Inner").finish_non_exhaustive()
    }
}

impl Default for Shopify {
    fn default() -> Self {
        Self::new()
    }
}

impl Shopify {
    /// A shop of the standard plan without products.
    pub fn new() -> Self {
        Self {
            plan: Plan::default(),
            products: 0,
            variants: 1,
            customers: 0,
            orders: 0,
            currency: "USD".to_owned(),
            token_life: Duration::from_secs(60 * 60),
            inner: Arc::new(Mutex::new(Inner::new(0))),
        }
    }

    /// What the merchant pays for, and with it the points that calls may cost.
    pub fn plan(mut self, plan: Plan) -> Self {
        self.plan = plan;
        self
    }

    /// So many products from the start, each with so many variants (1 at least), 100 of each in stock at the first place.
    /// Their SKUs are `SKU-00001-1` and so on.
    pub fn products(mut self, products: usize, variants: usize) -> Self {
        self.products = products;
        self.variants = variants.max(1);
        self
    }

    /// So many customers from the start: `customer-00001@example.com` and so on, each with an address.
    pub fn customers(mut self, customers: usize) -> Self {
        self.customers = customers;
        self
    }

    /// So many orders from the start, `#1001` and so on, a minute apart, of the products and customers that there are: most are
    /// paid, half are delivered, each fourth is a guest's. What they hold is committed or has left the stock.
    pub fn orders(mut self, orders: usize) -> Self {
        self.orders = orders;
        self
    }

    /// The shop's currency, if not `USD`.
    pub fn currency(mut self, code: &str) -> Self {
        code.clone_into(&mut self.currency);
        self
    }

    /// How long access tokens that end live, if not an hour.
    pub fn token_life(mut self, life: Duration) -> Self {
        self.token_life = life;
        self
    }

    /// A token as the shop's screen gives to an app that is shown in it, good for a minute: for token exchange.
    #[must_use]
    pub fn session_token(&self) -> String {
        let inner = lock(&self.inner);
        let now = inner.clock.as_ref().map(|clock| clock.now()).unwrap_or_default();
        auth::session_token(&inner.client_id, &inner.secret, now)
    }

    /// Does `work` with the shop's records.
    fn work<T>(
        &self,
        caller: &Caller,
        now: DateTime<Utc>,
        version: &str,
        work: impl FnOnce(Cx<'_>) -> T,
    ) -> (T, Vec<String>) {
        let mut inner = lock(&self.inner);
        let Inner { store, keys, base, .. } = &mut *inner;
        let warnings = RefCell::default();
        let keys_needed = version >= "2026-04";
        let cx = Cx { store, keys, now, base, caller, keys_needed, warnings: &warnings };
        let done = work(cx);
        (done, warnings.into_inner())
    }

    /// The address and the points of whoever calls.
    fn with_bucket<T>(&self, caller: &Caller, use_it: impl FnOnce(&mut Bucket, Duration) -> T) -> T {
        let mut inner = lock(&self.inner);
        let now = inner.clock.as_ref().map(|clock| clock.elapsed()).unwrap_or_default();
        let plan = self.plan;
        let key = format!("{}/{}", caller.client_id, caller.account);
        let bucket = inner.buckets.entry(key).or_insert_with(|| Bucket::new(plan.size(), plan.rate(), now));
        use_it(bucket, now)
    }

    fn graphql(&self, call: &Call<'_>, version: &str) -> Reply {
        let asked = match Asked::of(call.request) {
            Ok(asked) => asked,
            Err(message) => return string_error(StatusCode::BAD_REQUEST, &message),
        };
        let request = match graphql::Request::read(&asked) {
            Ok(request) => request,
            Err(errors) => return Reply::json(StatusCode::OK, &json!({ "errors": errors })),
        };
        let requested = match request.requested() {
            Ok(requested) => requested,
            Err(errors) => return Reply::json(StatusCode::OK, &json!({ "errors": errors })),
        };
        let enough = self.with_bucket(call.caller, |bucket, now| {
            bucket.has(requested, now).then_some(()).ok_or(bucket.status())
        });
        if let Err(status) = enough {
            return Reply::json(StatusCode::OK, &throttled(requested, &status));
        }
        let (mut answer, warnings) = self.work(call.caller, call.now, version, |cx| request.run(cx, false));
        let actual = request.actual(&answer["data"]);
        let status = self.with_bucket(call.caller, |bucket, _| {
            bucket.take(actual);
            bucket.status()
        });
        let mut cost =
            json!({ "requestedQueryCost": requested, "actualQueryCost": actual, "throttleStatus": status });
        if call.request.header("shopify-graphql-cost-debug").is_some() {
            cost["fields"] = json!(request.fields(&answer["data"]));
        }
        answer["extensions"] = json!({ "cost": cost });
        if !warnings.is_empty() {
            let warning = |name: &String| json!({ "field": name, "message": "Invalid search field for this query.", "code": "invalid_field" });
            let warnings: Vec<Value> = warnings.iter().map(warning).collect();
            answer["extensions"]["search"] =
                json!([{ "path": [], "query": "", "parsed": {}, "warnings": warnings }]);
        }
        Reply::json(StatusCode::OK, &answer)
    }

    fn request_id(&self) -> String {
        lock(&self.inner).ids.uuid()
    }
}

/// The answer to a call for which there are not enough points.
fn throttled(requested: u64, status: &Value) -> Value {
    json!({
        "errors": [{
            "message": "Throttled",
            "extensions": { "code": "THROTTLED", "documentation": "https://shopify.dev/api/usage/rate-limits" },
        }],
        "extensions": { "cost": { "requestedQueryCost": requested, "actualQueryCost": null, "throttleStatus": status } },
    })
}

/// A refusal before GraphQL: a text, not a list.
fn string_error(status: StatusCode, message: &str) -> Reply {
    Reply::json(status, &json!({ "errors": message }))
}

/// The body of a GraphQL request.
struct Asked {
    query: String,
    operation: Option<String>,
    variables: Value,
}

impl Asked {
    fn of(request: &Request) -> Result<Self, String> {
        let content = request.header("content-type").unwrap_or_default();
        if content.starts_with("application/graphql") {
            let query = String::from_utf8_lossy(&request.body).into_owned();
            return Ok(Self { query, operation: None, variables: json!({}) });
        }
        let body = request.json()?;
        let query = body["query"].as_str().ok_or("Required parameter missing or invalid: query")?.to_owned();
        let operation = body["operationName"].as_str().map(str::to_owned);
        let variables = if body["variables"].is_object() { body["variables"].clone() } else { json!({}) };
        Ok(Self { query, operation, variables })
    }
}

impl Platform for Shopify {
    fn name(&self) -> &'static str {
        "shopify"
    }

    fn title(&self) -> &'static str {
        "Shopify"
    }

    fn oauth(&self) -> OAuthRules {
        auth::rules(self.token_life)
    }

    fn choices(&self) -> Choices {
        Choices { accounts: vec![(DOMAIN.to_owned(), "Sandbox Store".to_owned())], several: false }
    }

    /// Points are counted by the shop itself: they come back bit by bit, and what was not used is given back.
    fn limits(&self) -> Vec<Limit> {
        Vec::new()
    }

    fn reset(&self, setup: &Setup<'_>) {
        let mut inner = lock(&self.inner);
        *inner = Inner {
            base: setup.base.to_owned(),
            clock: Some(setup.clock.clone()),
            client_id: setup.credentials.client_id.clone(),
            secret: setup.credentials.client_secret.clone(),
            ..Inner::new(setup.seed)
        };
        drop(inner);
        let caller = Caller {
            client_id: String::new(),
            account: DOMAIN.to_owned(),
            scopes: Vec::new(),
            grant: String::new(),
            machine: true,
        };
        self.work(&caller, setup.clock.now(), "", |mut cx| {
            seed::shop(&mut cx, "Sandbox Store", &self.currency, self.plan.name(), self.plan.rate() >= 1000);
            seed::products(&mut cx, self.products, self.variants);
            seed::customers(&mut cx, self.customers);
            seed::orders(&mut cx, self.orders);
        });
    }

    fn max_body(&self) -> usize {
        64 * 1024 * 1024
    }

    fn authorization(&self, request: &Request) -> Option<String> {
        request.header("x-shopify-access-token").map(|token| format!("Bearer {token}"))
    }

    fn is_throttle(&self, reply: &Reply) -> bool {
        reply.status == StatusCode::TOO_MANY_REQUESTS
            || (reply.body.len() < 1024 && String::from_utf8_lossy(&reply.body).contains("\"THROTTLED\""))
    }

    fn demands(&self, _: &Request, _: &Caller) -> Vec<Demand> {
        Vec::new()
    }

    fn handle(&self, call: &Call<'_>) -> Reply {
        let request = call.request;
        let reply = match request.path().as_slice() {
            ["admin", "api", version, "graphql.json"] => match versions::served(version, call.now) {
                Some(served) if request.method == Method::POST => {
                    let reply = self.graphql(call, &served);
                    reply.header("x-shopify-api-version", served)
                }
                Some(_) => string_error(StatusCode::METHOD_NOT_ALLOWED, "Method Not Allowed"),
                None => string_error(StatusCode::NOT_FOUND, "Not Found"),
            },
            ["admin", "api_permissions", "current.json"] if request.method == Method::DELETE => {
                Reply::empty(StatusCode::OK)
            }
            _ => string_error(StatusCode::NOT_FOUND, "Not Found"),
        };
        reply.header("x-request-id", self.request_id())
    }

    fn refuse(&self, refusal: &Refusal) -> Reply {
        let unauthorized = "[API] Invalid API key or access token (unrecognized login or wrong password)";
        let reply = match refusal {
            Refusal::Unauthorized(
                AuthProblem::Missing | AuthProblem::Scheme | AuthProblem::Unknown | AuthProblem::Expired,
            ) => string_error(StatusCode::UNAUTHORIZED, unauthorized),
            Refusal::Throttled(throttle) => {
                // A fault made it up: the bucket is empty for so long.
                let rate = self.plan.rate() as f64;
                let wait = throttle.retry_after.unwrap_or(Duration::from_secs(1)).as_secs_f64();
                let requested = (wait * rate).ceil().max(1.0) as u64;
                let size = self.plan.size() as f64;
                let status =
                    json!({ "maximumAvailable": size, "currentlyAvailable": 0, "restoreRate": rate });
                Reply::json(StatusCode::OK, &throttled(requested, &status))
            }
            Refusal::Token(problem) => auth::refusal(*problem),
            Refusal::Server(status) => string_error(*status, server_message(*status)),
            Refusal::TooLarge | Refusal::Key(_) => {
                string_error(StatusCode::PAYLOAD_TOO_LARGE, "Payload Too Large")
            }
        };
        reply.header("x-request-id", self.request_id())
    }

    fn access_token(&self, issued: &Issued, ids: &Ids) -> String {
        let begin = if issued.expires_in == Duration::MAX { "shpca_" } else { "shpat_" };
        format!("{begin}{}", ids.hex(32))
    }

    fn token_params(&self, request: &Request) -> Params {
        auth::params(request)
    }

    fn token_terms(&self, params: &Params) -> Option<TokenTerms> {
        Some(auth::terms(params, self.token_life))
    }

    /// The address is not named again.
    fn is_code_for(&self, _: &Params, _: &str) -> bool {
        true
    }

    fn own_grant(
        &self,
        params: &Params,
        known: &dyn Fn(&str) -> Option<Known>,
        now: DateTime<Utc>,
    ) -> Option<Result<Caller, TokenProblem>> {
        let secret = lock(&self.inner).secret.clone();
        auth::exchange(params, &secret, known, now)
    }

    fn token_answer(&self, issued: &Issued) -> Value {
        auth::answer(issued)
    }

    fn finish_redirect(&self, target: &mut Url, now: DateTime<Utc>) {
        let secret = lock(&self.inner).secret.clone();
        auth::sign(target, &secret, now);
    }

    fn default_account(&self) -> String {
        DOMAIN.to_owned()
    }

    fn default_scopes(&self, _: bool) -> &'static [&'static str] {
        SCOPES
    }

    fn control(&self, action: &str, _: &Value, _: DateTime<Utc>) -> Option<Result<Value, String>> {
        match action {
            "session_token" => Some(Ok(json!({ "session_token": self.session_token() }))),
            _ => None,
        }
    }

    fn summary(&self) -> Value {
        lock(&self.inner).store.summary()
    }

    fn describe(&self, base: &str, credentials: &Credentials) -> Value {
        json!({
            "api": base, "shop": DOMAIN, "client_id": credentials.client_id, "client_secret": credentials.client_secret,
            "refresh_token": credentials.refresh_token, "admin_token": credentials.private_app,
        })
    }
}

/// What a shop says that cannot be used, or a server that has a problem.
fn server_message(status: StatusCode) -> &'static str {
    match status {
        StatusCode::FORBIDDEN => "[API] This action requires merchant approval for the necessary scope.",
        StatusCode::PAYMENT_REQUIRED => "Unavailable Shop",
        StatusCode::LOCKED => "Unavailable Shop",
        _ => "Internal Server Error",
    }
}
