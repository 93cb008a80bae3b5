//! How much of a platform's limits a sync uses, and whether it is ever throttled: the sandbox enforces the limits on a
//! clock that runs faster than the wall's, and counts.
//!
//! `cargo run --release -p connectors-benches --bin limits`, with a platform's name for that one alone
#![allow(clippy::unwrap_used, reason = "a measuring program")]

mod shopify;

use std::sync::Arc;
use std::time::Duration;

use connectors_core::clock::{Clock, ScaledClock};
use connectors_core::{Action, CallOptions, Client, Connector, Shared};
use connectors_sandbox::{Sandbox, xero as sim_xero, zoho as sim_zoho};
use connectors_xero::contacts::{self, ContactInput};
use connectors_xero::{Xero, tenants};
use connectors_zoho::{DataCenter, Edition, Zoho, leads};
use futures_util::StreamExt;
use futures_util::future::join_all;
use futures_util::stream;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);
const MINUTE: Duration = Duration::from_secs(60);

#[tokio::main]
async fn main() {
    println!(
        "{:<44} {:>7} {:>13} {:>13} {:>7} {:>9}",
        "", "calls", "allowed in", "done in", "used", "throttles"
    );
    let only = std::env::args().nth(1);
    let wanted = |platform: &str| only.as_deref().is_none_or(|only| only == platform);
    if wanted("xero") {
        xero_minute().await;
        xero_day().await;
    }
    if wanted("zoho") {
        zoho_concurrency().await;
        zoho_credits().await;
    }
    if wanted("shopify") {
        shopify::by_paging().await;
        shopify::by_bulk_operation().await;
    }
}

/// What is written down of a run.
struct Run<'a> {
    what: &'a str,
    calls: usize,
    /// The least time in which the limit allows as many.
    least: Duration,
    took: Duration,
    throttles: u64,
}

impl Run<'_> {
    fn say(&self) {
        let Self { what, calls, least, took, throttles } = self;
        let used = 100.0 * least.as_secs_f64() / took.as_secs_f64();
        let (least, took) = (least.as_secs_f64(), took.as_secs_f64());
        println!("{what:<44} {calls:>7} {least:>11.0} s {took:>11.0} s {used:>5.1} % {throttles:>9}");
    }
}

/// Makes `calls` calls, so many at once, and says how long after the first the last was sent.
async fn sync<A: Action>(
    client: &Client<A::Connector>,
    at_once: usize,
    calls: usize,
    action: impl Fn(usize) -> A,
) -> Duration
where
    A::Connector: Connector,
{
    let clock = Arc::clone(client.shared().clock());
    let began = clock.elapsed();
    let options = CallOptions::new().deadline(30 * DAY);
    let ends = stream::iter(0..calls)
        .map(|n| {
            let call = client.call(action(n)).options(options.clone());
            let clock = Arc::clone(&clock);
            async move {
                let answered = call.with_meta().await.unwrap();
                clock.elapsed().saturating_sub(answered.meta.spent) + answered.meta.waited
            }
        })
        .buffer_unordered(at_once)
        .fold(Duration::ZERO, |last, sent| async move { last.max(sent) })
        .await;
    ends.saturating_sub(began)
}

fn shared(sandbox: &Sandbox) -> Shared {
    Shared::builder().clock(sandbox.clock()).build().unwrap()
}

async fn xero(organisations: usize, scale: f64) -> (Sandbox, Vec<Client<Xero>>) {
    let clock: Arc<dyn Clock> = Arc::new(ScaledClock::new(scale));
    let platform = sim_xero::Xero::new().organisations(organisations);
    let sandbox = Sandbox::builder().clock(clock).platform(platform).start().await.unwrap();
    let shared = shared(&sandbox);
    let url = sandbox.url("xero");
    let credentials = sandbox.credentials("xero").unwrap();
    let client = |tenant: Option<String>| {
        let app = connectors_core::auth::OAuthApp::new(&credentials.client_id)
            .secret(credentials.client_secret.clone());
        let xero = tenant.into_iter().fold(Xero::new().base_urls(url, url), Xero::tenant);
        let builder = xero.oauth(app).refresh_token(credentials.refresh_token.clone());
        builder.connection("bench").shared(&shared).connect().unwrap()
    };
    let tenants = client(None).call(tenants::List::new()).await.unwrap();
    let clients = tenants.items.into_iter().map(|tenant| client(Some(tenant.tenant_id))).collect();
    (sandbox, clients)
}

/// 60 calls a minute for each organisation.
async fn xero_minute() {
    const MINUTES: u32 = 30;
    let (sandbox, clients) = xero(3, 12.0).await;
    let calls = 60 * MINUTES as usize;
    let create = |n: usize| contacts::Create::new(ContactInput::new(format!("Contact {n}")));
    let took = join_all(clients.iter().map(|client| sync(client, 5, calls, create))).await;
    Run {
        what: "Xero, 60 calls a minute, 3 organisations",
        calls: calls * clients.len(),
        least: MINUTE * (MINUTES - 1),
        took: took.into_iter().max().unwrap(),
        throttles: sandbox.counters("xero").throttled,
    }
    .say();
}

/// 5,000 calls a day.
async fn xero_day() {
    let (sandbox, clients) = xero(1, 3600.0).await;
    let calls = 10_060;
    let took = sync(&clients[0], 5, calls, |_| contacts::List::new()).await;
    Run {
        what: "Xero, 5,000 calls a day",
        calls,
        least: 2 * DAY,
        took,
        throttles: sandbox.counters("xero").throttled,
    }
    .say();
}

async fn zoho(
    platform: sim_zoho::Zoho,
    edition: Edition,
    scale: f64,
    work: Duration,
) -> (Sandbox, Client<Zoho>) {
    let clock: Arc<dyn Clock> = Arc::new(ScaledClock::new(scale));
    let builder = Sandbox::builder().clock(clock).service_time(work);
    let sandbox = builder.platform(platform.deals(0)).start().await.unwrap();
    let shared = shared(&sandbox);
    let credentials = sandbox.credentials("zoho").unwrap();
    let app = connectors_core::auth::OAuthApp::new(&credentials.client_id)
        .secret(credentials.client_secret.clone());
    let url = sandbox.url("zoho");
    let zoho = Zoho::new(DataCenter::Us).base_urls(url, url).edition(edition);
    let builder = zoho.oauth(app).refresh_token(credentials.refresh_token.clone());
    let client = builder.account("bench").shared(&shared).connect().unwrap();
    (sandbox, client)
}

fn lead(n: usize) -> leads::Create {
    leads::Create::new(leads::Lead::new().last_name(format!("Lead {n}")).company("Example Trading"))
}

/// 20 calls at once, each of which takes two seconds.
async fn zoho_concurrency() {
    let work = Duration::from_secs(2);
    let (sandbox, client) = zoho(sim_zoho::Zoho::new(), Edition::Enterprise, 12.0, work).await;
    let calls = 4_000;
    let took = sync(&client, 64, calls, lead).await;
    Run {
        what: "Zoho CRM Enterprise, 20 calls at once of 2 s",
        calls,
        // The last 20 are sent when those before them are answered.
        least: work * (calls as u32 / 20 - 1),
        took,
        throttles: sandbox.counters("zoho").throttled,
    }
    .say();
}

/// 5,000 credits in 24 hours.
async fn zoho_credits() {
    let platform = sim_zoho::Zoho::new().edition(sim_zoho::Edition::Free);
    let (sandbox, client) = zoho(platform, Edition::Free, 3600.0, Duration::ZERO).await;
    let calls = 10_060;
    let took = sync(&client, 5, calls, lead).await;
    Run {
        what: "Zoho CRM Free, 5,000 credits in 24 hours",
        calls,
        least: 2 * DAY,
        took,
        throttles: sandbox.counters("zoho").throttled,
    }
    .say();
}
