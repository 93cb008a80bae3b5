//! Simulated business platforms on loopback ports: the vendors' real paths, payloads, paging, error bodies, limits and
//! token lifetimes, webhooks to programs on this machine, with faults on demand and a log of every call and delivery.
//!
//! ```
//! use connectors_sandbox::{Fault, Sandbox};
//! # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let sandbox = Sandbox::start().await?; // real HTTP on free ports, until it is dropped
//! let items = async || {
//!     let request = reqwest::Client::new()
//!         .get(format!("{}/api.xro/2.0/Items", sandbox.url("xero")))
//!         .bearer_auth(sandbox.access_token("xero").unwrap_or_default())
//!         .header("xero-tenant-id", sandbox.describe()["xero"]["tenant_id"].as_str().unwrap_or_default())
//!         .header("accept", "application/json");
//!     request.send().await
//! };
//! let answer: serde_json::Value = items().await?.json().await?;
//! assert_eq!(answer["Items"][0]["Code"], "HOURS");
//!
//! sandbox.fault(Fault::status(503).on("GET", "/api.xro/2.0/*").times(1));
//! assert_eq!(items().await?.status(), 503);
//! assert_eq!(sandbox.counters("xero").calls, 2);
//! # Ok(()) }
//! ```
//!
//! # From other languages
//!
//! `cargo run -p connectors-sandbox` serves all platforms on fixed ports (4210, 4220, 4230 and 4240; flags choose others) until it
//! is stopped. With `--json` it prints one line, and nothing else, on standard output: base URLs and credentials by platform.
//!
//! ```text
//! {"hubspot":{"api":"http://127.0.0.1:4230","client_id":"…","client_secret":"…","refresh_token":"…","private_app_token":"…",
//!  "portal_id":…,"app_id":…,"developer_api_key":"…"},
//!  "shopify":{"api":"http://127.0.0.1:4240","shop":"…","client_id":"…","client_secret":"…","refresh_token":"…","admin_token":"…"},
//!  "xero":{"api":"http://127.0.0.1:4220","identity":"http://127.0.0.1:4220","client_id":"…","client_secret":"…",
//!  "refresh_token":"…","tenant_id":"…","webhook_key":"…"},"zoho":{"api":"…","accounts":"…","client_id":"…","client_secret":"…",
//!  "refresh_token":"…"}}
//! ```
//!
//! A program starts with the refresh token, or walks through the authorization code flow: the authorization endpoint is a
//! user who consents at once and redirects back (`deny=true` in the query makes them refuse); a browser is shown a page
//! to choose on. A browser at the root of any port finds the status page: calls, limits left, records, faults in force,
//! the last calls. Tests drive the rest over control endpoints, which are on every port, need no token and are not
//! counted as calls:
//!
//! | request | does |
//! |---|---|
//! | `GET /_sandbox/` | the status page, whatever the root is |
//! | `GET /_sandbox/state` | counters, limits left, records, faults and time of all platforms |
//! | `GET /_sandbox/calls` | the log; `?platform=`, `?after=` (a number) and `?last=` choose |
//! | `GET /_sandbox/deliveries` | the log of webhooks, each try of them; chosen as calls are |
//! | `GET /_sandbox/time` | the sandbox's time, and how many of its seconds pass in a real one |
//! | `POST /_sandbox/advance` `{"seconds": 60}` | moves the sandbox's time forward: tokens age, windows pass |
//! | `GET`, `POST`, `DELETE /_sandbox/faults` | lists, adds (one [`Fault`] as JSON), clears |
//! | `POST /_sandbox/connect` | connects the seeded accounts anew: base URLs and credentials as `--json` prints them |
//! | `POST /_sandbox/expire-tokens` | ends the life of all access tokens |
//! | `POST /_sandbox/revoke` `{"token": "…"}` | revokes what a refresh or access token stands for |
//! | `POST /_sandbox/reset` | back to the seeded state; time goes on |
//! | `POST /_sandbox/hubspot/write` `{"object": "contacts", "id": "…", "properties": {"phone": "1"}}` | a person changes a record, or makes one if there is no `id`, which is in the answer |
//! | `POST /_sandbox/hubspot/archive` `{"object": "contacts", "id": "…"}` | a person archives a record |
//! | `POST /_sandbox/hubspot/unsubscribe` `{"email": "…", "subscription": "1001"}` | a recipient unsubscribes from a type of e-mails; from all without `subscription` |
//! | `POST /_sandbox/hubspot/subscribe` `{"email": "…", "subscription": "1001"}` | a recipient subscribes, which a program cannot do for whoever unsubscribed |
//! | `POST /_sandbox/hubspot/engage` `{"email": "…", "what": "open"}` | a contact opens a marketing e-mail; also `click` and `bounce` |
//! | `POST /_sandbox/hubspot/webhook` `{"url": "http://127.0.0.1:9000/hubspot", "events": ["contact.creation", "contact.propertyChange:email"]}` | sets the app's webhook up, or tells how it stands if there is no `url` |
//! | `POST /_sandbox/shopify/buy` `{"items": [{"sku": "SKU-00001-1", "quantity": 2}], "email": "…"}` | a shopper buys: a paid order, with its goods committed; also `first_name`, `last_name`, `"unpaid": true`. The answer has the order's `id`, `name` and `amount` |
//! | `POST /_sandbox/shopify/take_back` `{"order": "#1001", "items": [{"sku": "…", "quantity": 1}]}` | a shopper brings something back for the money, all of it without `items`; `"damaged": true` keeps it out of the stock |
//! | `POST /_sandbox/shopify/restock` `{"sku": "…", "by": 5, "location": "Second warehouse"}` | a shelf is filled, or emptied by less than nothing; the answer has what is `available` |
//! | `POST /_sandbox/xero/pay` `{"fraction": 0.5}` | a bookkeeper enters payments; also `{"invoices": ["INV-1"]}` and `{"part": {"invoice": "INV-1", "amount": 10}}` |
//! | `POST /_sandbox/xero/publish` `{"report": "BalanceSheet", "query": "date=2024-03-31"}` | a bookkeeper publishes a report: it stays as it is, under an id of its own |
//! | `POST /_sandbox/xero/webhook` `{"url": "http://127.0.0.1:9000/xero"}` | sets the app's webhook up, or tells how it stands if there is no `url`; also `"key"`, which signs in place of the sandbox's own. The answer has `url`, `key`, `status` (`none`, `pending`, `active`, `disabled`), `reason` |
//! | `POST /_sandbox/zoho/write` `{"module": "Contacts", "record": {"id": "…", "Phone": "1"}}` | a person changes a record, or makes one if there is no `id`, which is in the answer |
//! | `POST /_sandbox/zoho/delete` `{"module": "Contacts", "id": "…"}` | a person deletes a record |
//! | `POST /_sandbox/zoho/win` `{"deals": 1}` | a person wins deals that can be invoiced: open ones first, then copies; the answer has their `ids` |
//! | `POST /_sandbox/zoho/empty_recycle_bin` | what was deleted is gone for good |
//!
//! The vendors' own libraries have their hosts built in; [`xero`](xero#client-libraries) and [`hubspot`](hubspot#client-libraries)
//! say how to point some of them here.
//!
//! # What is enforced
//!
//! - **Tokens**: codes that are good once, PKCE, redirect addresses, client secrets, scopes, lifetimes, rotation with
//!   Xero's grace, HubSpot's tokens of private apps, Zoho's limits on tokens per refresh token, revocation.
//! - **Limits**, with the vendors' headers and bodies: calls in progress, windows of a second, ten seconds, a minute and a day,
//!   credits.
//! - **Rules of the data**: required fields, lengths, words of enumerations, uniqueness, statuses and what may follow them,
//!   amounts to the cent, paging with its caps, queries parsed and checked against the fields there are.
//! - **Idempotency keys**, with their life, where the vendor has them.
//!
//! # Webhooks
//!
//! Platforms send webhooks ([`xero`](xero#webhooks), [`zoho`](zoho#notifications), [`hubspot`](hubspot#webhooks)) over real HTTP to receivers on this
//! machine: `http`, and a loopback address or `localhost`. Nothing is sent to others, which the log says. Deliveries to one
//! URL go one after the other in the order of events; one that fails waits for its next try beside them, so that it comes
//! out of order. No call waits for a delivery, and no receiver for another one. Pauses between tries pass in the sandbox's
//! time: [`Sandbox::advance`] brings the next try about, and [`Sandbox::settled`] waits until all that is due is done.
//! [`Sandbox::deliveries`] is the log. There are faults of their own, which leave calls alone as those of calls leave
//! deliveries alone:
//!
//! | fault | the webhook |
//! |---|---|
//! | [`Fault::lose_delivery`] | never arrives |
//! | [`Fault::repeat_delivery`] | arrives twice |
//! | [`Fault::delay_delivery`] | arrives later |
//! | [`Fault::reorder_delivery`] | arrives after the next one |
//! | [`Fault::cut_delivery`] | arrives, its answer is not read, and it is sent again |
//! | [`Fault::unreliable_deliveries`] | some of it, now and then |
//!
//! # What differs from the real services
//!
//! - Only the resources that [`xero`], [`zoho`] and [`hubspot`] name are there; other paths are not found. The modules also say where a
//!   vendor's documents leave a choice and the sandbox took one.
//! - Error messages are in the sandbox's words; statuses, codes and shapes are the vendor's.
//! - There is no login, no TLS, no HTTP/2 and no compression. All hosts of a platform are one address.
//! - Answers come at once. [`Builder::service_time`] makes each call take a while, which is what limits on calls in progress
//!   are about.
//! - A refused call uses no limit up.
//! - Requests and answers are kept in memory; a request has 64 MB at most, or less where the platform takes less.
//!
//! # A platform of your own
//!
//! The engine knows no platform. A module implements [`Platform`]: tables of facts, formats, resources. The engine does
//! the authorization server ([`OAuthRules`]), the [limits](Limit), [idempotency keys](IdempotencyRules), [faults](Fault),
//! [webhooks](Outbox), [time](SandboxClock) and the [log](LoggedCall).

mod clock;
mod control;
mod csv;
mod deliveries;
mod engine;
mod faults;
mod http;
pub mod hubspot;
mod idempotency;
mod ids;
mod jwt;
mod limits;
mod log;
mod multipart;
mod oauth;
mod page;
mod platform;
mod sandbox;
mod server;
pub mod shopify;
mod status;
mod store;
pub mod xero;
pub mod zoho;

use std::sync::{Mutex, MutexGuard, PoisonError};

pub use self::clock::SandboxClock;
pub use self::deliveries::{Delivery, DeliveryRules, Ended, Outbox};
pub use self::faults::Fault;
pub use self::http::{Params, Reply, Request};
pub use self::idempotency::{IdempotencyRules, KeyProblem};
pub use self::ids::Ids;
pub use self::limits::{Demand, Limit, LimitKind, Standing, Throttle};
pub use self::log::{Counters, Exchange, LoggedCall, LoggedDelivery, Observer};
pub use self::multipart::Part;
pub use self::oauth::{Caller, Issued, Known, OAuthRules, Rotation, TokenProblem, TokenTerms};
pub use self::platform::{AuthProblem, Call, Choices, Credentials, Platform, Refusal, Setup};
pub use self::sandbox::{Builder, Sandbox, StartError};
pub use self::store::{Record, Table};

impl Sandbox {
    /// Starts all platforms with their usual contents on free ports.
    ///
    /// # Errors
    /// If no port can be listened on.
    pub async fn start() -> Result<Self, StartError> {
        let platforms = Self::builder().platform(zoho::Zoho::new()).platform(xero::Xero::new());
        platforms.platform(hubspot::HubSpot::new()).platform(shopify::Shopify::new()).start().await
    }
}

/// Locks `mutex`; a panic of another holder (an observer of a test, say) does not spread.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
