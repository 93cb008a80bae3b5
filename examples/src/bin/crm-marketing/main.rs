//! Contacts and leads of Zoho CRM and contacts of HubSpot, kept equal both ways.
//!
//! Run it without arguments to see it work against simulated platforms in its own process:
//!
//! ```text
//! cargo run --bin crm-marketing
//! ```
//!
//! The rule it follows is printed, and stands in `merge.rs`. Opt-outs come before everything else. With `--watch` it keeps
//! running: what is changed on one side now is changed on the other within seconds; Ctrl-C ends it.
//!
//! It may be killed at any moment and run again: all that it writes can be written twice (opt-outs, changes by id, upserts by
//! address), and what both sides agree on is kept only when it is so. What we wrote comes back as a change; that it is ours is
//! told by its being what both agreed on, which is kept with `--state`.

mod accounts;
mod couples;
mod merge;
mod opt_outs;
mod people;
mod person;
mod progress;
mod read;
mod report;
mod state;
mod streams;
mod sync;
mod watch;
mod write;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use connectors_core::{Error, Priority};
use connectors_examples::watching::{Place, Stop};

use self::accounts::World;
use self::opt_outs::OptOuts;
use self::progress::Progress;
use self::read::Reader;
use self::report::Report;
use self::state::{Cursors, State};
use self::streams::Streams;
use self::sync::Sync;
use self::watch::Job;

/// By how much the platforms' clocks may differ from ours.
const CLOCKS_DIFFER: Duration = Duration::from_secs(10 * 60);

/// Keeps people in Zoho CRM and HubSpot equal.
///
/// Without `--sandbox` or `--live` it starts a sandbox with people in its own process.
#[derive(Debug, Parser)]
struct Options {
    /// Uses the sandbox that is up at this URL (any of its addresses).
    #[arg(long, value_name = "URL", conflicts_with = "live", group = "elsewhere")]
    sandbox: Option<String>,
    /// Uses the real platforms, with credentials from the environment: what is missing there is named one by one. Needs
    /// `--state`, without which nobody knows who was deleted.
    #[arg(long, conflicts_with = "faults", group = "elsewhere", requires = "state")]
    live: bool,
    /// Adds what goes wrong in a bad week: throttles, server errors, cut connections, slow answers.
    #[arg(long, conflicts_with = "live")]
    faults: bool,
    /// Remembers here, from run to run, what both sides agreed on and where the polls are. Without it each run compares all.
    #[arg(long, value_name = "FILE", requires = "elsewhere")]
    state: Option<PathBuf>,
    /// Keeps running until Ctrl-C: what happens is told by webhooks, and asked for three times a minute. In its own process it
    /// simulates people who work on both sides meanwhile.
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
    /// How many people there are in its own process.
    #[arg(long, value_name = "PEOPLE", default_value_t = 2_000, conflicts_with = "elsewhere")]
    people: usize,
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
            eprintln!("crm-marketing: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(options: &Options) -> Result<Report, Error> {
    if !options.json {
        println!("{}", merge::RULES);
    }
    let state = State::open(options.state.clone())?;
    let world = if options.live {
        World::live(options.watch)?
    } else if let Some(url) = &options.sandbox {
        World::at(url, options.faults).await?
    } else {
        World::in_process(options.people, options.faults).await?
    };
    let progress = Progress::new(options.json || options.watch);
    let (zoho, hubspot) = (&world.zoho, &world.hubspot);
    let reader = Reader { zoho, hubspot, progress: &progress, priority: Priority::default() };
    let known = state.out().map(str::to_owned).collect::<Vec<_>>();
    let opt_outs = OptOuts::new(reader, known);
    // What happens from here on is found later; the platforms' clocks may be behind ours.
    let since = Cursors::since(world.shared.clock().now() - CLOCKS_DIFFER);
    let now = Streams::new(zoho, hubspot, state.cursors().unwrap_or_else(|| since.clone()));
    let hints = now.hints();
    let work = async {
        let report = Report::default();
        let mut sync = Sync { reader, opt_outs: &opt_outs, state, report, progress: &progress };
        sync.catch_up(since).await?;
        progress.finish();
        let Some(cursors) = sync.state.cursors().filter(|_| options.watch) else {
            let mut report = sync.into_report();
            report.count(&world.shared);
            return Ok(report);
        };
        let say = if options.json { |_: &str| {} } else { |line: &str| println!("{line}") };
        let job = Job { world: &world, sync, say, stop: Stop::by_ctrl_c() };
        let place = Place { listen: options.listen, public_url: options.public_url.clone() };
        job.watch(Streams::new(zoho, hubspot, cursors), &hints, &place).await
    };
    tokio::select! {
        report = work => report,
        never = opt_outs.overtake(now) => match never {},
    }
}
