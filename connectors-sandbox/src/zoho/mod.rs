//! Zoho CRM, API v8: one organisation in one data centre; accounts server, API, uploads and downloads stand on one address.
//!
//! | what | calls |
//! |---|---|
//! | records of any module | list, get, insert, update, upsert, delete, deleted, search, count, clone, `fetch_full_data`, `change_owner`, locks, timeline; lead conversion |
//! | queries | COQL with lookups, aggregates and `group by` |
//! | what belongs to a record | related lists, notes, tags, attachments (files and links), photo, drafts of e-mails |
//! | many records | `mass_update`, `mass_delete`, `mass_change_owner`: at once by ids, as a job by view |
//! | bulk read, bulk write | `/crm/bulk/v8/read`, `/crm/bulk/v8/write`, `/crm/v8/upload`, results as ZIP files |
//! | composite requests | up to five calls, with references, all or nothing if wished |
//! | files | `POST` and `GET /crm/v8/files` |
//! | notifications | `/crm/v8/actions/watch`: channels and their ends, and what they are told |
//! | settings | modules, fields, layouts, values of picklists, related lists, custom views, pipelines, tags, roles, profiles, users (written, too), the organisation, the recycle bin |
//!
//! Not simulated: sent e-mails, blueprints, approvals, territories, writing of metadata other than tags, `X-EXTERNAL`, files of the Events module as ICS, callbacks of jobs.
//!
//! # Jobs
//!
//! A job is added, in progress from a third of its time on, and done after [`Zoho::job_time`] of the sandbox's time. What it
//! does happens at the moment when it comes due: a bulk read or a change of a view is about the records of then.
//!
//! # Notifications
//!
//! Each living channel is told of what it watches, whoever did it: a call, a job, a person at the screen
//! ([`Zoho::write`], [`Zoho::delete`], [`Zoho::win`]). A call is one notification per module and operation, with the ids of
//! all its records, posted to the `notify_url` as it stands. A condition (`field_selection`) picks edits by their fields;
//! `notify_on_related_action: false` leaves out what a lead's conversion does to other modules.
//!
//! There is no signature: the body repeats the channel's `token`. Zoho's description has no notifications, and its documents
//! say little. Not verified live: the body's keys but for `channel_id` and `token`, the words `insert`, `update`, `delete`, which
//! fields an insert names, that a write that changes nothing tells nobody, that conditions are about edits only, that
//! any 2xx is a good answer and ten seconds are the time for it, and the five further tries in ten hours.
//!
//! # Where the sandbox took a choice
//!
//! - Writes answer 201 if all records are new, 200 if all succeeded, 207 if some did, 400 if none did; an id that is not
//!   there is a 400 with its place in the path.
//! - Picklists other than a deal's stage take any text.
//! - Lists do not show subforms, whose rows are listed as `GET /crm/v8/{subform}` and queried like any module.
//! - Of a list, a note's or an attachment's keys that start with a dollar sign are there if `fields` names them.
//! - The totals of quotes, orders and invoices are always reckoned; `Tax` is what the request says.
//! - A file has 20 MB at most, a photo 10 MB, a file of a bulk write 25 MB; requests have 64 MB at most and are kept in
//!   memory. Too large a file of a record is a 413, one of an upload a 415.
//! - A bulk write of more than 25,000 rows is taken and fails as a job (`LIMIT_EXCEEDED`). The limit of ten downloads of
//!   results in a minute is not enforced.
//! - The upload of a bulk write is answered with a `file_id` that is a string, as all ids are.
//! - A composite request costs one credit. Calls in it are made in their order, also where they could run in parallel;
//!   they read 25 records at most and write one.
//! - Nobody writes a locked record through the API.
//! - The text of a record is never cut short, so `fetch_full_data` shows what a get shows.
//!
//! Zoho's own client libraries work against it (`@zohocrm/nodejs-sdk-8.0` 2.0.0, `zohocrmsdk8-0` 7.0.0): give them an
//! `Environment` with the sandbox's address, `/oauth/v2/token` behind it as the accounts URL, and the address again for
//! uploads.

mod actions;
mod attachments;
mod auth;
mod bulk;
mod composite;
mod convert;
mod coql;
mod criteria;
mod drafts;
mod errors;
mod files;
mod filter;
mod inventory;
mod jobs;
mod limits;
mod locks;
mod mass;
mod meta;
mod metadata;
mod modules;
mod paging;
mod participants;
mod records;
mod recycle;
mod related;
mod routes;
mod screen;
mod search;
mod seed;
mod settings;
mod store;
mod tables;
mod tags;
mod timeline;
mod users;
mod validate;
mod views;
mod watch;
mod write;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::{DateTime, Utc};
use connectors_core::clock::Clock as _;
use http::StatusCode;
use serde_json::{Map, Value, json};

use self::errors::Problem;
pub use self::limits::Edition;
use self::modules::Module;
use self::routes::route;
pub use self::screen::ScreenError;
pub use self::seed::{BadDeal, Flaw, SeededDeals, seeded_deals};
use self::store::State;
use crate::clock::SandboxClock;
use crate::deliveries::Outbox;
use crate::http::{Reply, Request};
use crate::ids::Ids;
use crate::limits::{Demand, Limit, Standing};
use crate::lock;
use crate::oauth::{Caller, Issued, OAuthRules};
use crate::platform::{AuthProblem, Call, Choices, Credentials, Platform, Refusal, Setup};

const HOUR: Duration = Duration::from_secs(3600);

/// A simulated Zoho CRM organisation. Clones share their records: keep one to act as a person at the screen does.
///
/// ```
/// use std::time::Duration;
/// use connectors_sandbox::Sandbox;
/// use connectors_sandbox::zoho::{Edition, Zoho};
///
/// # #[tokio::main]
/// # async fn main() -> Result<(), connectors_sandbox::StartError> {
/// let zoho = Zoho::new().edition(Edition::Professional).deals(20).token_life(Duration::from_secs(600));
/// let sandbox = Sandbox::builder().platform(zoho).start().await?;
/// println!("{}/crm/v8/Deals?fields=Deal_Name", sandbox.url("zoho"));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Zoho {
    edition: Edition,
    users: u64,
    credits: Option<u64>,
    token_life: Duration,
    deals: usize,
    job_time: Duration,
    bulk_page: usize,
    inner: Arc<Mutex<Inner>>,
}

struct Inner {
    state: State,
    ids: Ids,
    base: String,
    clock: Option<SandboxClock>,
    outbox: Option<Outbox>,
}

impl Inner {
    fn new(seed: u64) -> Self {
        let ids = Ids::new(seed, "zoho/pages");
        Self { state: State::new(), ids, base: String::new(), clock: None, outbox: None }
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

impl Default for Zoho {
    fn default() -> Self {
        Self::new()
    }
}

impl Zoho {
    /// An organisation of the Enterprise edition with the records of [`seeded_deals`] for 500 won deals.
    pub fn new() -> Self {
        Self {
            edition: Edition::Enterprise,
            users: 1,
            credits: None,
            token_life: HOUR,
            deals: 500,
            job_time: Duration::from_secs(15),
            bulk_page: 200_000,
            inner: Arc::new(Mutex::new(Inner::new(0))),
        }
    }

    /// The edition, and with it the limits.
    pub fn edition(mut self, edition: Edition) -> Self {
        self.edition = edition;
        self
    }

    /// How many licences were bought; each adds credits.
    pub fn licences(mut self, users: u64) -> Self {
        self.users = users;
        self
    }

    /// So many credits in 24 hours, whatever the edition says.
    pub fn credits(mut self, credits: u64) -> Self {
        self.credits = Some(credits);
        self
    }

    /// How long access tokens live, if not an hour.
    pub fn token_life(mut self, life: Duration) -> Self {
        self.token_life = life;
        self
    }

    /// How long jobs take (bulk reads and writes, mass updates and deletions), if not 15 seconds. A job waits for a third
    /// of it.
    pub fn job_time(mut self, time: Duration) -> Self {
        self.job_time = time;
        self
    }

    /// How many rows a page of a bulk read has, if not 200,000.
    pub fn bulk_page(mut self, rows: usize) -> Self {
        self.bulk_page = rows.max(1);
        self
    }

    /// How many won deals there are at the start; 0 for an organisation without any records.
    pub fn deals(mut self, won: usize) -> Self {
        self.deals = won;
        self
    }
}

impl Zoho {
    /// Does the jobs that are due and then `work`, and tells the channels of both.
    fn work<T>(&self, call: &Call<'_>, work: impl FnOnce(&mut Cx<'_>) -> T) -> T {
        let mut inner = lock(&self.inner);
        let Inner { state, ids, base, outbox, .. } = &mut *inner;
        let mut cx = Cx { state, call, ids, zoho: self, now: call.now };
        let outbox = outbox.as_ref();
        let tell = |cx: &mut Cx<'_>| {
            if let Some(outbox) = outbox {
                watch::notify::tell(cx.state, outbox, base, call.now);
            }
        };
        jobs::run_due(&mut cx);
        tell(&mut cx);
        let done = work(&mut cx);
        tell(&mut cx);
        done
    }
}

/// What a handler works with.
struct Cx<'a> {
    state: &'a mut State,
    call: &'a Call<'a>,
    ids: &'a Ids,
    zoho: &'a Zoho,
    /// The time of the call, or when the job that is being done came due.
    now: DateTime<Utc>,
}

impl<'a> Cx<'a> {
    fn now(&self) -> DateTime<Utc> {
        self.now
    }

    fn param(&self, name: &str) -> Option<&'a str> {
        let call: &'a Call<'a> = self.call;
        call.request.query.get(name)
    }

    /// The record goes to the recycle bin.
    fn delete(&mut self, module: &'static Module, id: &str) -> Result<(), Problem> {
        locks::check(self, id)?;
        let now = self.now();
        if !self.state.delete(module, id, now) {
            return Err(Problem::not_deleted(id));
        }
        watch::notify::note_deletion(self.state, module, id);
        Ok(())
    }
}

impl Platform for Zoho {
    fn name(&self) -> &'static str {
        "zoho"
    }

    fn title(&self) -> &'static str {
        "Zoho CRM"
    }

    fn oauth(&self) -> OAuthRules {
        auth::rules(self.token_life)
    }

    fn choices(&self) -> Choices {
        Choices { accounts: vec![(settings::ORG.to_owned(), settings::ORG_NAME.to_owned())], several: false }
    }

    fn limits(&self) -> Vec<Limit> {
        limits::limits(self.edition, self.users, self.credits)
    }

    fn reset(&self, setup: &Setup<'_>) {
        let mut inner = lock(&self.inner);
        *inner = Inner {
            base: setup.base.to_owned(),
            clock: Some(setup.clock.clone()),
            outbox: Some(setup.outbox.clone()),
            ..Inner::new(setup.seed)
        };
        seed::seed(&mut inner.state, self.deals, setup.clock.now());
    }

    /// Ten uploads of the largest size do not fit into one request here; three do.
    fn max_body(&self) -> usize {
        64 * 1024 * 1024
    }

    fn demands(&self, request: &Request, caller: &Caller) -> Vec<Demand> {
        limits::demands(request, caller)
    }

    fn handle(&self, call: &Call<'_>) -> Reply {
        self.work(call, |cx| route(cx).unwrap_or_else(|problem| problem.reply()))
    }

    fn refuse(&self, refusal: &Refusal) -> Reply {
        match refusal {
            Refusal::Unauthorized(AuthProblem::Missing) => Problem::no_token().reply(),
            Refusal::Unauthorized(_) => Problem::bad_token().reply(),
            Refusal::Throttled(_) => Problem::too_many_requests().reply(),
            Refusal::Token(problem) => auth::refusal(*problem),
            Refusal::Server(status) => Problem::server(*status).reply(),
            Refusal::TooLarge | Refusal::Key(_) => Problem::too_large().reply(),
        }
    }

    fn finish(&self, standings: &[Standing], reply: &mut Reply) {
        limits::finish(standings, reply);
    }

    /// Zoho's own look: `1000.` and two groups of hexadecimal digits.
    fn access_token(&self, _: &Issued, ids: &Ids) -> String {
        format!("1000.{}.{}", ids.hex(32), ids.hex(32))
    }

    fn token_answer(&self, issued: &Issued) -> Value {
        auth::token_answer(issued)
    }

    fn revoked(&self) -> Reply {
        Reply::json(StatusCode::OK, &json!({ "status": "success" }))
    }

    fn redirect_extra(&self, base: &str) -> Vec<(&'static str, String)> {
        vec![("location", "us".to_owned()), ("accounts-server", base.to_owned())]
    }

    fn default_account(&self) -> String {
        settings::ORG.to_owned()
    }

    /// What a person does at the screen. `empty_recycle_bin` makes all deletions permanent.
    fn control(&self, action: &str, input: &Value, _: DateTime<Utc>) -> Option<Result<Value, String>> {
        if action != "empty_recycle_bin" {
            return self.screen_action(action, input);
        }
        let state = &mut lock(&self.inner).state;
        for at in 0..state.deleted.len() {
            let Some(deleted) = state.deleted.get_mut(at) else { break };
            deleted.permanent = true;
            let id = deleted.id.clone();
            state.forget_files(&id);
        }
        Some(Ok(json!({})))
    }

    fn summary(&self) -> Value {
        let inner = lock(&self.inner);
        let counts =
            tables::MODULES.iter().map(|module| (module.name.to_owned(), json!(inner.state.count(module))));
        Value::Object(counts.collect::<Map<_, _>>())
    }

    fn describe(&self, base: &str, credentials: &Credentials) -> Value {
        json!({
            "api": base,
            "accounts": base,
            "client_id": credentials.client_id,
            "client_secret": credentials.client_secret,
            "refresh_token": credentials.refresh_token,
        })
    }
}
