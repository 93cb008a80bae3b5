//! A shop at Shopify and the CRM at Zoho, kept together: orders, customers, refunds and stock go to the CRM; what the CRM changes of
//! products and stock goes back, by SKU.
//!
//! Run it without arguments to see it work against simulated platforms in its own process:
//!
//! ```text
//! cargo run --bin ecommerce
//! ```
//!
//! - An order is one sales order, however often it is told: the CRM refuses a second one with the order's number. Refunds, whole or
//!   partial, and cancellations are read from the order as it is.
//! - Stock is never copied. What is carried over is by how much a side changed, so that nothing is lost when both change at once
//!   (`stock/mod.rs`). The CRM's number is the sum over all locations; what it adds goes to one of them.
//! - Of names, prices and descriptions that both sides changed, the CRM's hold, and that is told (`details.rs`).
//!
//! With `--watch` it keeps running: webhooks tell what happened, and once an hour everything is looked at in case one was lost. It may be
//! killed at any moment and run again.

mod accounts;
mod crm;
mod customers;
mod details;
mod goods;
mod import;
mod order;
mod orders;
mod people;
mod progress;
mod report;
mod shop;
mod state;
mod stock;
mod streams;
mod sync;
mod watch;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use connectors_core::Error;
use connectors_examples::watching::{Place, Stop};

use self::accounts::{Size, World};
use self::progress::Progress;
use self::report::Report;
use self::state::{Cursors, State};
use self::streams::Streams;
use self::sync::Sync;
use self::watch::Job;

/// By how much the platforms' clocks may differ from ours.
const CLOCKS_DIFFER: Duration = Duration::from_secs(10 * 60);

/// Keeps a Shopify shop and Zoho CRM together.
///
/// Without `--sandbox` or `--live` it starts a sandbox with a shop and a CRM in its own process.
#[derive(Debug, Parser)]
struct Options {
    /// Uses the sandbox that is up at this URL (any of its addresses).
    #[arg(long, value_name = "URL", conflicts_with = "live", group = "elsewhere")]
    sandbox: Option<String>,
    /// Uses the real platforms, with credentials from the environment: what is missing there is named one by one. Needs
    /// `--state`, without which nobody knows what was under way when it was killed.
    #[arg(long, conflicts_with = "faults", group = "elsewhere", requires = "state")]
    live: bool,
    /// Adds what goes wrong in a bad week: throttles, server errors, cut connections, slow answers.
    #[arg(long, conflicts_with = "live")]
    faults: bool,
    /// Remembers here, from run to run, what went over, what was under way and where the polls are.
    #[arg(long, value_name = "FILE", requires = "elsewhere")]
    state: Option<PathBuf>,
    /// Keeps running until Ctrl-C: what happens is told by webhooks, and looked for once an hour. In its own process it simulates
    /// people who work on both sides meanwhile.
    #[arg(long)]
    watch: bool,
    /// With `--watch`: where deliveries of webhooks are received.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:0")]
    listen: SocketAddr,
    /// With `--watch`: the address that the platforms call, where a proxy stands before `--listen`.
    #[arg(long, value_name = "URL")]
    public_url: Option<String>,
    /// The location of the shop, by name or id, where stock that the CRM adds is put, and from which it is taken first, if an article
    /// is kept there; otherwise where most of it is.
    #[arg(long, value_name = "LOCATION")]
    location: Option<String>,
    /// First sends products that only the CRM has to the shop, so many at most, as a bulk operation. In its own process so many are
    /// made.
    #[arg(long, value_name = "PRODUCTS", num_args = 0..=1, default_missing_value = "10000")]
    import: Option<usize>,
    /// Prints one JSON object and nothing else on standard output.
    #[arg(long)]
    json: bool,
    /// How many products there are in its own process.
    #[arg(long, value_name = "PRODUCTS", default_value_t = 200, conflicts_with = "elsewhere")]
    products: usize,
    /// How many orders there are in its own process.
    #[arg(long, value_name = "ORDERS", default_value_t = 300, conflicts_with = "elsewhere")]
    orders: usize,
    /// How many of each kind of what needs a look are shown.
    #[arg(long, value_name = "LINES", default_value_t = 10)]
    show: usize,
}

#[tokio::main]
async fn main() -> ExitCode {
    let options = Options::parse();
    match Box::pin(run(&options)).await {
        Ok(report) => {
            if options.json {
                // A report is strings and numbers: it can be written.
                println!("{}", serde_json::to_string(&report).unwrap_or_default());
            } else {
                print!("{}", report.summary(options.show));
            }
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("ecommerce: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(options: &Options) -> Result<Report, Error> {
    let state = RefCell::new(State::open(options.state.clone())?);
    let world = if options.live {
        World::live(options.watch)?
    } else if let Some(url) = &options.sandbox {
        World::at(url, options.faults).await?
    } else {
        let (products, orders, imported) =
            (options.products, options.orders, options.import.unwrap_or_default());
        World::in_process(Size { products, orders, imported }, options.faults).await?
    };
    let progress = Progress::new(options.json || options.watch);
    let (shop, zoho) = (&world.shop, &world.zoho);
    let location = match &options.location {
        Some(location) => Some(shop::location(shop, location).await?),
        None => None,
    };
    // What happens from here on is found later; the platforms' clocks may be behind ours.
    let since = Cursors::since(world.shared.clock().now() - CLOCKS_DIFFER);
    let (products, contacts) = (BTreeMap::new(), BTreeMap::new());
    let (state, progress) = (&state, &progress);
    let report = Report::default();
    let mut sync = Sync { shop, zoho, state, report, progress, location, products, contacts };
    if let Some(most) = options.import {
        sync.import(most).await?;
    }
    sync.catch_up(since).await?;
    progress.finish();
    let cursors = state.borrow().cursors();
    let Some(cursors) = cursors.filter(|_| options.watch) else {
        let mut report = sync.into_report();
        report.count(&world.shared);
        return Ok(report);
    };
    let say = if options.json { |_: &str| {} } else { |line: &str| println!("{line}") };
    let job = Job { world: &world, sync, say, stop: Stop::by_ctrl_c() };
    let place = Place { listen: options.listen, public_url: options.public_url.clone() };
    job.watch(Streams::new(shop, zoho, cursors), &place).await
}
