//! What an idle account holds in memory, and what a long list holds while it is read.
//!
//! `cargo run --release -p connectors-benches --bin memory`
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a measuring program")]

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use chrono::Utc;
use connectors_benches::{On, TOKEN, Unlimited, answers};
use connectors_core::auth::{OAuthApp, TokenSet};
use connectors_core::body::{Body, ByteStream};
use connectors_core::clock::ScaledClock;
use connectors_core::transport::{Transport, TransportError};
use connectors_core::{Client, Shared};
use connectors_xero::{Xero, contacts};
use futures_util::{StreamExt, stream};
use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

const ACCOUNTS: usize = 10_000;
const YEARS: Duration = Duration::from_secs(10 * 365 * 24 * 60 * 60);
const PAGES: u64 = 10_000;

/// Answers every call with the same list, out of memory.
#[derive(Debug)]
struct Canned {
    body: Bytes,
    /// How many answers are left until an empty one.
    left: AtomicU64,
}

impl Canned {
    fn new(body: Bytes, answers: u64) -> Self {
        Self { body, left: AtomicU64::new(answers) }
    }
}

#[async_trait]
impl Transport for Canned {
    async fn send(&self, _: http::Request<Body>) -> Result<http::Response<ByteStream>, TransportError> {
        let left = self.left.fetch_sub(1, Ordering::Relaxed);
        let body = if left == 0 { Bytes::from_static(br#"{"Contacts":[]}"#) } else { self.body.clone() };
        let stream: ByteStream = stream::once(std::future::ready(Ok(body))).boxed();
        let mut answer = http::Response::new(stream);
        answer.headers_mut().insert("content-type", http::HeaderValue::from_static("application/json"));
        Ok(answer)
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    accounts().await;
    stream_of_records().await;
}

async fn accounts() {
    let transport = Canned::new(answers::xero_one(), u64::MAX);
    // A day passes in a tenth of a second.
    let shared =
        Shared::builder().transport(transport).clock(Arc::new(ScaledClock::new(1e6))).build().unwrap();
    let app = OAuthApp::new("0123456789ABCDEF0123456789ABCDEF").secret("0123456789abcdef".repeat(3));
    // A token of Xero has about 1,300 characters.
    let access = TOKEN.repeat(18);
    let tokens = 2 * (access.len() + TOKEN.len());
    for n in 0..ACCOUNTS {
        let tokens = TokenSet::new(access.clone(), Utc::now()).refresh(TOKEN.to_owned()).lives(YEARS);
        shared.save_tokens::<Unlimited<Xero>>(&format!("customer-{n}"), tokens).await.unwrap();
    }
    let before = MEMORY.current_usage();
    let mut clients: Vec<Client<Unlimited<Xero>>> = Vec::with_capacity(ACCOUNTS);
    for n in 0..ACCOUNTS {
        let xero = Xero::new().tenant(uuid_of(n));
        let builder = connectors_core::ClientBuilder::with_oauth(Unlimited(xero), app.clone());
        let builder = builder.account(format!("customer-{n}")).shared(&shared).deadline(YEARS);
        clients.push(builder.connect().unwrap());
    }
    let connected = MEMORY.current_usage() - before;
    println!("{:<52} {:>8} bytes", "an account that was connected and not yet used", connected / ACCOUNTS);
    for client in &clients {
        client.call(On(contacts::Get::new(uuid_of(0)))).await.unwrap();
    }
    let used = (MEMORY.current_usage() - before) / ACCOUNTS;
    println!("{:<52} {:>8} bytes", "after a call, beyond its tokens", used.saturating_sub(tokens));
    tokio::time::sleep(Duration::from_millis(300)).await;
    // Counters that are empty are looked for as calls are made.
    for _ in 0..ACCOUNTS {
        clients[0].call(On(contacts::Get::new(uuid_of(0)))).await.unwrap();
    }
    let idle = (MEMORY.current_usage() - before) / ACCOUNTS;
    println!(
        "{:<52} {:>8} bytes",
        "after two days without a call, beyond its tokens",
        idle.saturating_sub(tokens)
    );
    println!("{:<52} {:>8} bytes", "its tokens, as text and as header", tokens);
}

fn uuid_of(n: usize) -> String {
    format!("0b1c9a5e-4f4e-4a3c-9a9e-{n:012}")
}

/// A hundred records that do not say how many pages there are: the list ends with an empty one.
fn many_pages() -> Bytes {
    let text = String::from_utf8(answers::xero_many().to_vec()).unwrap();
    text.replace("\"pageCount\":1", "\"pageCount\":1000000").into()
}

async fn stream_of_records() {
    let transport = Canned::new(many_pages(), PAGES);
    let shared = Shared::builder().transport(transport).build().unwrap();
    let tokens = TokenSet::new(TOKEN.to_owned(), Utc::now()).lives(Duration::from_secs(36_000));
    let builder = connectors_core::ClientBuilder::with_oauth(
        Unlimited(Xero::new().tenant(uuid_of(0))),
        OAuthApp::new("id").secret("secret".to_owned()),
    );
    let client = builder.tokens(tokens).account("a").shared(&shared).connect().unwrap();
    let mut all = client.items(On(contacts::List::new().page_size(100)));
    let mut records = 0_u64;
    let before = MEMORY.current_usage();
    while let Some(contact) = all.next().await {
        contact.unwrap();
        records += 1;
        if records.is_power_of_two() && records > 1000 {
            // The largest since the last line.
            let peak = MEMORY.peak_usage().saturating_sub(before) / 1024;
            println!("after {records:>8} records of a list: at most {peak:>6} KiB more than before it");
            MEMORY.reset_peak_usage();
        }
        if records == 100 {
            MEMORY.reset_peak_usage();
        }
    }
    let peak = MEMORY.peak_usage().saturating_sub(before) / 1024;
    println!("after {records:>8} records of a list: at most {peak:>6} KiB more than before it");
}
