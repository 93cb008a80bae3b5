//! Shopify: one shop with its GraphQL Admin API and its authorization server, on one address.
//!
//! | what | calls |
//! |---|---|
//! | products | products, variants, options, media and files: all mutations of the schema; searches, pages, counts |
//! | stock | items, levels, quantities (adjust, set, move, with a comparison and a key), places |
//! | customers | by address or identifier, with addresses, consents, invitations; merged |
//! | orders | created, updated, paid, captured, cancelled, closed, deleted; all sums and states; stock is committed and comes back |
//! | refunds | of lines, delivery and money, with what would be suggested |
//! | deliveries | fulfillment orders and their holds, moves, splits, requests; fulfillments, tracking, events |
//! | drafts, returns, edits | drafts to their completion, on terms, too; returns to their processing, with fees and exchanges; edits from begin to commit |
//! | agreements | what was sold and taken back by the order, its edits and refunds, which adds up to what it costs |
//! | other money | gift cards; tenders, fees and the balance of cards, disputes, risks and checkouts that were left, to be read |
//! | collections | by hand and by rules, their products in order; publications, tags; events of what was written |
//! | discounts | codes and automatic ones, of an amount, of what is bought, of delivery; codes added and taken away |
//! | custom data | metafields by which records are known, too; metaobjects; definitions of both, which values must fit |
//! | content | blogs, articles, comments, pages, redirects |
//! | the shop | the shop, its channels, markets, companies, segments, saved searches, script tags, taxonomy |
//! | bulk operations | queries and mutations, by states over the sandbox's time; cancelled and failed ones; staged uploads |
//! | webhooks | subscriptions with filters and parts, signed deliveries of what changes, tries, the app's removal |
//! | tokens | code, refresh, token exchange, client credentials, a token without an end |
//!
//! [`sdl`] is the whole schema. It states more than is simulated: other mutations answer with the error `NOT_SIMULATED`, and other
//! connections are empty.
//!
//! # Where the sandbox took a choice
//!
//! None of this was verified live:
//!
//! - A connection costs two points and what its nodes cost, a mutation ten; nothing else is added. Points of 20 seconds
//!   fit into the bucket. A refused document costs nothing.
//! - A search by a name that the type does not have is not filtered by it; a warning says so.
//! - A call without `@idempotent` that needs it, from 2026-04 on, is a top-level error of the code `BAD_REQUEST`. Keys
//!   are good for a day.
//! - A delivery that failed nine times ends its subscription. Addresses of queues are taken, but nothing is sent there.
//! - A bulk operation does its work when its time is over, a cancelled mutation as much as its time allowed. Its query selects records
//!   by `edges { node }`, since others may be refused.
//! - An order is of the shop's currency. Taxes are those that are stated; drafts have none.
//! - A refund that gives back more or less than what it takes back is worth is balanced by an adjustment, so that nothing is due.
//! - A payment by card (of the gateways `bogus` and `shopify_payments`) costs 2.9 % and 0.30, and is not paid out.
//! - An edit changes the discounts and deliveries that it adds, not those that were there.
//! - What a return costs the customer is told, and taken off nothing. What is given in exchange comes into the order when it is processed.
//! - An order that is paid and delivered is closed. One that was paid through a gateway is deleted only once it is cancelled.
//! - Of two merged customers the first one stays.
//! - A product or collection that nobody published is where everything new goes: in the online store.
//! - Jobs are done at once. The discount of an order is what the order says; discounts are not applied by themselves.
//! - The taxonomy has a few categories; another that a product names is taken as it is.
//! - What is in stock does not change a product; its metafields and variants do.
//! - The migration of a token without an end does not revoke it.
//! - Scopes are checked by the types that are read and by the names of mutations; metafields and tags by nothing.

mod addresses;
mod auth;
mod bulk;
mod checkouts;
mod collections;
mod companies;
mod connection;
mod content;
mod cost;
mod custom;
mod customers;
mod cx;
mod discounts;
mod drafts;
mod endpoint;
mod events;
mod fields;
mod fulfilling;
mod gift_cards;
mod graphql;
mod inventory;
mod json;
mod limits;
mod markets;
mod mutations;
mod orders;
mod products;
mod publishing;
mod resolve;
mod returns;
mod schema;
mod scopes;
mod search;
mod seed;
mod settings;
mod state;
mod store;
mod tables;
mod tags;
mod terms;
mod till;
mod uploads;
mod versions;
mod webhooks;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::{DateTime, Utc};
use connectors_core::clock::Clock as _;
use http::{Method, StatusCode};
use serde_json::{Value, json};
use url::Url;

use self::cx::Cx;
use self::endpoint::{string_error, throttled};
pub use self::limits::Plan;
pub use self::schema::sdl;
use self::state::State;
pub use self::till::{Item, Purchase, Receipt, Restock, TakenBack, TillError};
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
    "write_companies",
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
    "write_script_tags",
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
    bulk_time: Duration,
    plain_headers: bool,
    inner: Arc<Mutex<State>>,
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
            bulk_time: Duration::from_secs(2),
            plain_headers: false,
            inner: Arc::new(Mutex::new(State::new(0))),
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
    /// paid, half are delivered, each fourth is a guest's; some have a risk, some a dispute. What they hold is committed or has
    /// left the stock. For each ten there is a checkout that was left.
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

    /// How long a bulk operation takes, if not two seconds.
    pub fn bulk_time(mut self, time: Duration) -> Self {
        self.bulk_time = time;
        self
    }

    /// Deliveries have the newer names of headers: `Shopify-Topic` instead of `X-Shopify-Topic`.
    pub fn plain_webhook_headers(mut self) -> Self {
        self.plain_headers = true;
        self
    }

    /// A token as the shop's screen gives to an app that is shown in it, good for a minute: for token exchange.
    #[must_use]
    pub fn session_token(&self) -> String {
        let inner = lock(&self.inner);
        let now = inner.clock.as_ref().map(|clock| clock.now()).unwrap_or_default();
        auth::session_token(&inner.client_id, &inner.secret, now)
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
        *lock(&self.inner) = State::of(setup, self.bulk_time);
        self.work(&state::nobody(), setup.clock.now(), "", |mut cx| {
            seed::shop(&mut cx, "Sandbox Store", &self.currency, self.plan.name(), self.plan.rate() >= 1000);
            seed::products(&mut cx, self.products, self.variants);
            seed::customers(&mut cx, self.customers);
            seed::orders(&mut cx, self.orders);
            seed::checkouts(&mut cx, self.orders);
        });
    }

    fn max_body(&self) -> usize {
        uploads::MOST_BODY
    }

    fn open(&self, request: &Request, _: &str) -> Option<Reply> {
        self.files(request)
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
        if !lock(&self.inner).installed {
            return self.refuse(&Refusal::Unauthorized(AuthProblem::Unknown));
        }
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
                self.uninstall();
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
            Refusal::Server(status) => endpoint::server_error(*status),
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

    fn consented(&self, _: &[String], _: &str, _: DateTime<Utc>) {
        lock(&self.inner).installed = true;
    }

    fn default_account(&self) -> String {
        DOMAIN.to_owned()
    }

    fn default_scopes(&self, _: bool) -> &'static [&'static str] {
        SCOPES
    }

    fn control(&self, action: &str, input: &Value, _: DateTime<Utc>) -> Option<Result<Value, String>> {
        match action {
            "fail_bulk_operation" => {
                let rows = input["rows"].as_u64().unwrap_or_default() as usize;
                self.fail_bulk_operation(input["code"].as_str().unwrap_or("INTERNAL_SERVER_ERROR"), rows);
                Some(Ok(json!({})))
            }
            "uninstall" => {
                self.uninstall();
                Some(Ok(json!({})))
            }
            "session_token" => Some(Ok(json!({ "session_token": self.session_token() }))),
            _ => self.at_the_till(action, input),
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
