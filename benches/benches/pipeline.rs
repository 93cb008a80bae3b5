//! One call through the whole pipeline (limits, token, retries, spans that nobody listens to) against the same call by
//! hand, over loopback HTTP to a server in another process: the client's CPU time, and how long it takes.

#![allow(missing_docs, clippy::unwrap_used, clippy::disallowed_methods, reason = "a bench")]

use std::hint::black_box;
use std::time::Duration;

use connectors_benches::by_hand::{self, XeroContacts, ZohoContacts};
use connectors_benches::server::{self, Server};
use connectors_benches::{On, Unlimited, report};
use connectors_core::{Action, Client, Connector};
use connectors_xero::contacts as xero;
use connectors_zoho::contacts as zoho;
use criterion::measurement::{Measurement, ValueFormatter, WallTime};
use criterion::{BenchmarkGroup, Criterion, Throughput};
use futures_util::future::join_all;
use rustix::time::{ClockId, clock_gettime};
use serde::de::DeserializeOwned;
use tokio::runtime::Runtime;
use url::Url;

/// The CPU time of this process.
struct CpuTime;

impl Measurement for CpuTime {
    type Intermediate = Duration;
    type Value = Duration;

    fn start(&self) -> Duration {
        let now = clock_gettime(ClockId::ProcessCPUTime);
        Duration::new(now.tv_sec.unsigned_abs(), u32::try_from(now.tv_nsec).unwrap())
    }

    fn end(&self, start: Duration) -> Duration {
        self.start() - start
    }

    fn add(&self, one: &Duration, other: &Duration) -> Duration {
        *one + *other
    }

    fn zero(&self) -> Duration {
        Duration::ZERO
    }

    fn to_f64(&self, value: &Duration) -> f64 {
        WallTime.to_f64(value)
    }

    fn formatter(&self) -> &dyn ValueFormatter {
        WallTime.formatter()
    }
}

/// Measures `action` through the pipeline, and the same request by hand, read as `T`.
fn pair<M, C, A, T>(
    group: &mut BenchmarkGroup<'_, M>,
    runtime: &Runtime,
    client: &Client<Unlimited<C>>,
    action: &A,
    (base, path): (&Url, &str),
    at_once: usize,
) where
    M: Measurement,
    C: Connector,
    A: Action<Connector = C> + Clone,
    T: DeserializeOwned,
{
    group.throughput(Throughput::Elements(at_once as u64));
    group.bench_function("pipeline", |b| {
        b.to_async(runtime).iter(|| async {
            let call = || async { client.call(On(action.clone())).await.unwrap() };
            black_box(join_all((0..at_once).map(|_| call())).await)
        });
    });
    let http = by_hand::http();
    group.bench_function("by_hand", |b| {
        b.to_async(runtime).iter(|| async {
            let call = || by_hand::get::<T>(&http, base.as_str(), path);
            black_box(join_all((0..at_once).map(|_| call())).await)
        });
    });
}

fn all<M: Measurement>(criterion: &mut Criterion<M>, what: &str, runtime: &Runtime, base: &Url) {
    let _inside = runtime.enter();
    let (xero_client, zoho_client) = (connectors_benches::xero(base), connectors_benches::zoho(base));
    for at_once in [1, 64] {
        let name = |record: &str| format!("{what}/{record}/{at_once}");
        let id = "5b96e86b-418e-48e8-8949-000000000000";
        let mut group = criterion.benchmark_group(name("xero record"));
        let (get, path) = (xero::Get::new(id), format!("api.xro/2.0/Contacts/{id}"));
        pair::<_, _, _, XeroContacts>(&mut group, runtime, &xero_client, &get, (base, &path), at_once);
        group.finish();
        let mut group = criterion.benchmark_group(name("xero list of 100"));
        let (list, path) = (xero::List::new(), "api.xro/2.0/Contacts?page=1&pageSize=100");
        pair::<_, _, _, XeroContacts>(&mut group, runtime, &xero_client, &list, (base, path), at_once);
        group.finish();
        let mut group = criterion.benchmark_group(name("zoho record"));
        let (get, path) = (zoho::Get::new("4876876000000000000"), "crm/v8/Contacts/4876876000000000000");
        pair::<_, _, _, ZohoContacts>(&mut group, runtime, &zoho_client, &get, (base, path), at_once);
        group.finish();
        let mut group = criterion.benchmark_group(name("zoho list of 100"));
        let (list, path) = (zoho::List::new(), "crm/v8/Contacts?fields=Last_Name&per_page=100");
        pair::<_, _, _, ZohoContacts>(&mut group, runtime, &zoho_client, &list, (base, path), at_once);
        group.finish();
    }
}

fn main() {
    server::serve_if_asked();
    let server = Server::start();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let criterion = || Criterion::default().warm_up_time(Duration::from_secs(1)).configure_from_args();
    all(&mut criterion().with_measurement(CpuTime), "cpu", &runtime, &server.base);
    all(&mut criterion(), "time", &runtime, &server.base);
    report::ratios(&["cpu", "time"]);
}
