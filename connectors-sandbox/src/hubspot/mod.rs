//! HubSpot: one account in one data centre; API, authorization server and form submissions stand on one address.
//!
//! Every resource has an old path (`/crm/v3/objects/contacts`) and one with the date of a version
//! (`/crm/objects/2026-03/contacts`, `2026-09`); both are answered.
//!
//! | what | calls |
//! |---|---|
//! | contacts, companies, deals, tickets, products, line items, quotes, leads, invoices, orders, carts, calls, e-mails, meetings, notes, tasks, communications, postal mail, types of the account's own | list, get, create, update, archive, `search`, `merge`, `gdpr-delete` (contacts), `batch/{read,create,update,upsert,archive}` |
//! | associations | version 4: one, default, batches, labels, limits; version 3: one, batches, types |
//! | properties | properties, groups, batches, `limits/custom-properties`, rules for values; schemas |
//! | pipelines, people | pipelines with stages and audits; owners; users with roles and teams |
//! | deal splits | batches |
//! | lists | manual, dynamic, snapshot; members; search (folders are not there) |
//! | subscriptions | `/communication-preferences/v3` and `v4` |
//! | imports, exports | jobs of 15 seconds, CSV, one object type each |
//! | files | upload, get, change, replace, delete, search, signed URLs; folders |
//! | forms | `/marketing/v3/forms`, submissions with and without a token, and what was sent |
//! | marketing e-mails | list, get, create, update, copy, publish, archive; nothing is sent |
//! | events | custom events that programs report, and reading them |
//! | webhooks | settings and subscriptions of the app; deliveries |
//! | tokens | code, refresh, information, introspection, revocation, a private app's token, an app's own (client credentials) |
//!
//! Not simulated: folders of lists, drafts and revisions of marketing e-mails, marketing events, transactional e-mails, the
//! API of conversations, timeline events, the webhooks journal.
//!
//! # Writing
//!
//! Values are text: numbers and Booleans are taken and become it, times become ISO 8601 with milliseconds. What is wrong
//! is told property by property (`PROPERTY_DOESNT_EXIST`, `READ_ONLY_VALUE`, `INVALID_OPTION` …). A contact's `email` and properties with
//! `hasUniqueValue` are unique; a company's `domain` is not. Every value has a history.
//!
//! A batch with an input that is wrong fails as a whole, unless it makes records and each input has an `objectWriteTraceId` of
//! its own. Ids that are not there are a 207, and so are records without links in a batch that reads links. Results come in another order
//! than the inputs. Since version 2026-09 values are held against the rules of administrators.
//!
//! Merged contacts and companies are a new record, which the ids and addresses of both stand for.
//!
//! # Searching
//!
//! A search sees records as they were [some seconds](HubSpot::indexed_after) ago: new ones are not found yet, changed ones
//! by their old values. Lists and reads see them as they are.
//!
//! # Webhooks
//!
//! The developer sets the app's webhook up (`/webhooks/v3/{appId}`, with `?hapikey=`, the `developer_api_key` of the
//! sandbox's description, or with a token of the app's own), or a test does: [`HubSpot::webhook`], [`HubSpot::set_webhook`]. What one call does is one
//! delivery of at most a hundred events. Each of the eleven tries in a day has its `attemptNumber` and is signed anew
//! by the client secret, in the headers of the first and the third version. An answer of 4xx other than 429 ends
//! it. People at the screen: [`HubSpot::write`], [`HubSpot::archive`], [`HubSpot::restore`], [`HubSpot::message`],
//! [`HubSpot::unsubscribe`], [`HubSpot::subscribe`], [`HubSpot::engage`]; their
//! changes come from `CRM_UI`.
//!
//! # Client libraries
//!
//! HubSpot's own work against it (`@hubspot/api-client` 13.5.0 for Node, `hubspot-api-client` 12.0.0 for Python, whose
//! `Configuration` has the host): give the first the sandbox's address as `basePath` and the
//! `developer_api_key` as `developerApiKey`.
//!
//! # Where the sandbox took a choice
//!
//! None of this was verified live:
//!
//! - Codes of property errors, required properties, page sizes other than 100 of batches, and which properties an answer has
//!   that asks for none. The token endpoint says what is wrong in the words of the first version.
//! - A program cannot subscribe whoever unsubscribed in the third version, and can in the fourth. A contact shows opt-outs in
//!   `hs_email_optout` and `hs_email_optout_{id}`, [at once](HubSpot::opt_outs_shown_after), which changes webhooks tell of. The
//!   fourth version's answers follow HubSpot's guides; there is no description at hand. It takes a [repeated
//!   opt-out of all](HubSpot::refuses_repeated_opt_outs).
//! - A record that is made tells of its properties, too. A merge makes a new record of contacts and companies alone; the webhook
//!   tells of its creation and of the merge.
//! - Deliveries are made one after the other, whatever `maxConcurrentRequests` allows.
//! - `Retry-After` stands on refusals of ten seconds, not on those of searches and of the day. The day ends at
//!   midnight in UTC.
//! - A search without `sorts` has the order of ids. Texts are compared without regard to case, but for the values of `IN`,
//!   which have to be in lower case.
//! - An archived record loses its associations. The first company of a contact does not become its primary one by itself.
//! - A lifecycle stage goes back as well as forth.
//! - Ids of kinds of association with leads, invoices, orders and carts, and of most object types.
//! - Optional scopes are not granted. Whoever names no scopes may do all.

mod analytics;
mod associations;
mod associations_v3;
mod auth;
mod batch;
mod emails;
mod errors;
mod events;
mod exports;
mod files;
mod forms;
mod hook_settings;
mod imports;
mod limits;
mod links;
mod list_filters;
mod lists;
mod merge;
mod objects;
mod owners;
mod pipelines;
mod platform;
mod properties;
mod property;
mod routes;
mod rules;
mod schemas;
mod screen;
mod search;
mod show;
mod splits;
mod store;
mod subscriptions;
mod tables;
mod webhooks;
mod write;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::{DateTime, Utc};
use connectors_core::clock::Clock as _;

pub use self::limits::Plan;
pub use self::screen::{Engagement, ScreenError};
use self::store::{Source, State};
use crate::clock::SandboxClock;
use crate::deliveries::Outbox;
use crate::ids::Ids;
use crate::lock;
use crate::platform::Call;

/// The account, also called hub or portal.
const PORTAL: u64 = 44_001_234;
const DOMAIN: &str = "app.hubspot.com";
/// The app whose credentials the sandbox hands out.
const APP_ID: u64 = 1_160_452;
/// The user who consents.
const USER: u64 = 9_005_001;

/// A simulated HubSpot account. Clones share their records: keep one to act as a person at the screen does.
///
/// ```
/// use std::time::Duration;
/// use connectors_sandbox::Sandbox;
/// use connectors_sandbox::hubspot::{HubSpot, Plan};
///
/// # #[tokio::main]
/// # async fn main() -> Result<(), connectors_sandbox::StartError> {
/// let hubspot = HubSpot::new().plan(Plan::Free).indexed_after(Duration::from_secs(10));
/// let sandbox = Sandbox::builder().platform(hubspot).start().await?;
/// println!("{}/crm/v3/objects/contacts", sandbox.url("hubspot"));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct HubSpot {
    plan: Plan,
    daily: Option<u64>,
    token_life: Duration,
    index_lag: Duration,
    /// When contacts show opt-outs.
    shown_after: Duration,
    /// Whether an opt-out of all is refused to whoever has opted out.
    once_out: bool,
    /// Where the app's webhook goes from the start on, and its events.
    webhook: Option<(String, Vec<String>)>,
    inner: Arc<Mutex<Inner>>,
}

struct Inner {
    state: State,
    ids: Ids,
    base: String,
    clock: Option<SandboxClock>,
    outbox: Option<Outbox>,
    /// The app's secret, which signs webhooks.
    secret: String,
    /// The developer's key, which sets them up.
    developer_key: String,
}

impl Inner {
    fn new(seed: u64, now: DateTime<Utc>) -> Self {
        let ids = Ids::new(seed, "hubspot/answers");
        let developer_key = Ids::new(seed, "hubspot/developer").uuid();
        let (base, secret) = (String::new(), String::new());
        Self { state: State::new(now), ids, base, clock: None, outbox: None, secret, developer_key }
    }

    fn now(&self) -> DateTime<Utc> {
        self.clock.as_ref().map(|clock| clock.now()).unwrap_or_default()
    }
}

impl std::fmt::Debug for Inner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Inner").finish_non_exhaustive()
    }
}

impl Default for HubSpot {
    fn default() -> Self {
        Self::new()
    }
}

impl HubSpot {
    /// An account of the Professional plan without any records.
    pub fn new() -> Self {
        Self {
            plan: Plan::default(),
            daily: None,
            token_life: Duration::from_secs(30 * 60),
            index_lag: Duration::from_secs(2),
            shown_after: Duration::ZERO,
            once_out: false,
            webhook: None,
            inner: Arc::new(Mutex::new(Inner::new(0, DateTime::default()))),
        }
    }

    /// What the account has bought, and with it the limits of private apps.
    pub fn plan(mut self, plan: Plan) -> Self {
        self.plan = plan;
        self
    }

    /// So many calls of private apps a day, whatever the plan says.
    pub fn daily_calls(mut self, calls: u64) -> Self {
        self.daily = Some(calls);
        self
    }

    /// How long access tokens live, if not 30 minutes.
    pub fn token_life(mut self, life: Duration) -> Self {
        self.token_life = life;
        self
    }

    /// How long it takes until searches know what was written, if not two seconds.
    pub fn indexed_after(mut self, lag: Duration) -> Self {
        self.index_lag = lag;
        self
    }

    /// How long it takes until a contact shows an opt-out in its properties, if it is not at once. The first call after that
    /// finds it, and webhooks tell of it.
    pub fn opt_outs_shown_after(mut self, lag: Duration) -> Self {
        self.shown_after = lag;
        self
    }

    /// Whether a program is refused that unsubscribes from all whoever is unsubscribed from all: public programs expect both.
    pub fn refuses_repeated_opt_outs(mut self, refuses: bool) -> Self {
        self.once_out = refuses;
        self
    }

    /// The app's webhook from the start on: it goes to `url` and has these events. The property of a `propertyChange`
    /// stands behind a colon: `contact.propertyChange:email`. An event that is not known is left out.
    pub fn webhook(mut self, url: &str, events: &[&str]) -> Self {
        self.webhook = Some((url.to_owned(), events.iter().map(|event| (*event).to_owned()).collect()));
        self
    }

    fn search_lag(&self) -> chrono::TimeDelta {
        chrono::TimeDelta::from_std(self.index_lag).unwrap_or_default()
    }

    fn correlation(&self) -> String {
        lock(&self.inner).ids.uuid()
    }
}

impl HubSpot {
    /// Does `work`, and tells the webhooks of it.
    fn work<T>(&self, call: &Call<'_>, source: Source, work: impl FnOnce(&mut Cx<'_>) -> T) -> T {
        let mut inner = lock(&self.inner);
        let Inner { state, ids, outbox, secret, .. } = &mut *inner;
        let mut cx = Cx { state, call, ids, hub: self, now: call.now, version: None, source };
        imports::run_due(&mut cx);
        subscriptions::show_due(&mut cx);
        let done = work(&mut cx);
        match outbox {
            Some(outbox) => webhooks::tell(state, outbox, secret),
            None => state.events.clear(),
        }
        done
    }
}

/// What a handler works with.
struct Cx<'a> {
    state: &'a mut State,
    call: &'a Call<'a>,
    ids: &'a Ids,
    hub: &'a HubSpot,
    now: DateTime<Utc>,
    /// The version in the path, if it is one with a date.
    version: Option<&'static str>,
    source: Source,
}
