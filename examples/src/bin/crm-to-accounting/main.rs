//! Won deals of Zoho CRM become invoices in Xero; what is paid there is told to the deals.
//!
//! Run it without arguments to see it work against simulated platforms in its own process:
//!
//! ```text
//! cargo run --bin crm-to-accounting
//! ```
//!
//! With `--watch` it keeps running: a deal won now is an invoice within seconds, and so is what is paid told to the deal;
//! Ctrl-C ends it.
//!
//! It may be killed at any moment and run again. Nothing is made twice, because the platform itself refuses it: an
//! invoice's number is derived from the deal's id and sent by PUT, which only creates; a contact carries the account's
//! id as its number, by which Xero finds it again.

mod accounts;
mod deals;
mod progress;
mod report;
mod sync;
mod watch;

use std::net::SocketAddr;
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use connectors_core::{Client, Error};
use connectors_examples::watching::{Place, Stop};
use connectors_xero::Xero;
use connectors_zoho::Zoho;

use self::accounts::World;
use self::progress::Progress;
use self::report::Report;
use self::watch::Job;

/// By how much the platforms' clocks may differ from ours.
const CLOCKS_DIFFER: Duration = Duration::from_secs(10 * 60);

/// Turns won Zoho deals into Xero invoices and writes payments back.
///
/// Without `--sandbox` or `--live` it starts a sandbox with 500 won deals in its own process.
#[derive(Debug, Parser)]
struct Options {
    /// Uses the sandbox that is up at this URL (any of its addresses).
    #[arg(long, value_name = "URL", conflicts_with = "live")]
    sandbox: Option<String>,
    /// Uses the real platforms, with credentials from the environment; see `accounts.rs` for the names.
    #[arg(long, conflicts_with = "faults")]
    live: bool,
    /// Adds what goes wrong in a bad week: throttles, server errors, cut connections, slow answers.
    #[arg(long, conflicts_with = "live")]
    faults: bool,
    /// Keeps running until Ctrl-C: what happens is told by webhooks, and asked for once a minute. In its own process it
    /// simulates people who win deals and pay invoices meanwhile.
    #[arg(long)]
    watch: bool,
    /// With `--watch`: where deliveries of webhooks are received.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:0")]
    listen: SocketAddr,
    /// With `--watch`: the address that the platforms call, where a proxy stands before `--listen`.
    #[arg(long, value_name = "URL")]
    public_url: Option<String>,
    /// Prints one JSON object and nothing else on standard output.
    #[arg(long)]
    json: bool,
    /// Lines of the reconciliation table that agree; those that do not are always shown.
    #[arg(long, value_name = "LINES", default_value_t = 10)]
    show: usize,
}

#[tokio::main]
async fn main() -> ExitCode {
    let options = Options::parse();
    match run(&options).await {
        Ok(report) => {
            if options.json {
                // A report is strings and numbers: it can be written.
                println!("{}", serde_json::to_string(&report).unwrap_or_default());
            } else {
                print!("{}\n{}", report.table(options.show), report.summary());
            }
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("crm-to-accounting: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(options: &Options) -> Result<Report, Error> {
    let world = if options.live {
        World::live()?
    } else if let Some(url) = &options.sandbox {
        World::at(url, options.faults).await?
    } else {
        World::in_process(options.faults).await?
    };
    let progress = Progress::new(options.json || options.watch);
    let (zoho, xero): (&Client<Zoho>, &Client<Xero>) = (&world.zoho, &world.xero);
    // What happens from here on is watched; the platforms' clocks may be behind ours.
    let since = world.shared.clock().now() - CLOCKS_DIFFER;
    let mut report = Report::default();
    let mut known = sync::invoice(zoho, xero, &mut report, &progress).await?;
    world.time_passes();
    sync::write_back(zoho, xero, &mut known, &mut report, &progress).await?;
    progress.finish();
    report.count(&world.shared.stats());
    if !options.watch {
        return Ok(report);
    }
    let say = if options.json { |_: &str| {} } else { |line: &str| println!("{line}") };
    say(&report.summary());
    let job = Job { world: &world, known, report, progress: &progress, say, stop: Stop::by_ctrl_c() };
    job.watch(since, &Place { listen: options.listen, public_url: options.public_url.clone() }).await
}
