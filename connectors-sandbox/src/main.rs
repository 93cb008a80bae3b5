//! Serves the simulated platforms on loopback ports to any program, until killed.

use std::io::{self, Write as _};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use clap::Parser;
use connectors_core::clock::ScaledClock;
use connectors_sandbox::hubspot::HubSpot;
use connectors_sandbox::shopify::Shopify;
use connectors_sandbox::xero::Xero;
use connectors_sandbox::zoho::Zoho;
use connectors_sandbox::{Fault, Sandbox};
use serde_json::{Map, Value};

const EXAMPLES: &str = "\
Examples:
  connectors-sandbox                               all platforms on their usual ports
  connectors-sandbox --json > sandbox.json &       for programs: one line of JSON, complete when it is there
  connectors-sandbox --zoho-port 0 --xero-port 0 --hubspot-port 0 --shopify-port 0
                                                   any free ports, for tests side by side
  connectors-sandbox --time-scale 60 --faults      a minute's limit passes in a second, and things go wrong

While it runs, open any of its addresses in a browser for the status page: calls, limits, records, faults.
Programs ask over any port, without a token:
  curl http://127.0.0.1:4220/_sandbox/state        counters, records, time
  curl http://127.0.0.1:4220/_sandbox/calls        the log of calls
  curl http://127.0.0.1:4220/_sandbox/deliveries   the log of webhooks
  curl http://127.0.0.1:4220/_sandbox/advance -d '{\"seconds\": 1800}'
  curl http://127.0.0.1:4220/_sandbox/faults -d '{\"fault\": \"status\", \"status\": 503, \"times\": 1}'

`cargo doc -p connectors-sandbox --open` lists all control endpoints and what differs from the real services.";

/// Serves simulated business platforms (Zoho CRM, Xero, HubSpot, Shopify) on loopback ports, until stopped.
///
/// Real HTTP with the vendors' paths, payloads, limits and token lifetimes. Records are kept in memory; they, ids and
/// credentials are the same after each start with the same seed. Base URLs and credentials are printed when all ports are open.
#[derive(Debug, Parser)]
#[command(name = "connectors-sandbox", version, after_long_help = EXAMPLES)]
struct Args {
    /// Port of Zoho CRM; 0 for any free one.
    #[arg(long, default_value_t = 4210)]
    zoho_port: u16,
    /// Port of Xero; 0 for any free one.
    #[arg(long, default_value_t = 4220)]
    xero_port: u16,
    /// Port of HubSpot; 0 for any free one.
    #[arg(long, default_value_t = 4230)]
    hubspot_port: u16,
    /// Port of Shopify; 0 for any free one.
    #[arg(long, default_value_t = 4240)]
    shopify_port: u16,
    /// How many of the sandbox's seconds pass in a real one: tokens expire and windows pass that much sooner.
    #[arg(long, default_value_t = 1.0, value_parser = positive)]
    time_scale: f64,
    /// Seed of ids, tokens, records and chances.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many won deals Zoho CRM holds.
    #[arg(long, default_value_t = 500)]
    deals: usize,
    /// How many products Shopify's shop has, of two variants each.
    #[arg(long, default_value_t = 50)]
    products: usize,
    /// How many orders Shopify's shop has, and half as many customers.
    #[arg(long, default_value_t = 40)]
    orders: usize,
    /// How long the work of each call takes, in milliseconds of the sandbox's time.
    #[arg(long, default_value_t = 0)]
    latency_ms: u64,
    /// Throttles, errors, cut connections and slow answers now and then.
    #[arg(long)]
    faults: bool,
    /// Print base URLs and credentials as one line of JSON.
    #[arg(long)]
    json: bool,
}

fn positive(text: &str) -> Result<f64, String> {
    let number: f64 = text.parse().map_err(|_| "not a number".to_owned())?;
    if number.is_finite() && number > 0.0 { Ok(number) } else { Err("must be above 0".to_owned()) }
}

#[tokio::main]
async fn main() -> ExitCode {
    let args = Args::parse();
    match serve(&args).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn serve(args: &Args) -> Result<(), Box<dyn std::error::Error>> {
    let shopify =
        Shopify::new().products(args.products, 2).customers(args.orders.div_ceil(2)).orders(args.orders);
    let mut builder = Sandbox::builder()
        .clock(Arc::new(ScaledClock::new(args.time_scale)))
        .seed(args.seed)
        .service_time(Duration::from_millis(args.latency_ms))
        .platform_on(args.zoho_port, Zoho::new().deals(args.deals))
        .platform_on(args.xero_port, Xero::new())
        .platform_on(args.hubspot_port, HubSpot::new())
        .platform_on(args.shopify_port, shopify);
    if args.faults {
        for fault in Fault::trouble() {
            builder = builder.fault(fault);
        }
    }
    let sandbox = builder.start().await?;
    let description = sandbox.describe();
    let text = if args.json { format!("{description}\n") } else { readable(&description) };
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    drop(out);
    std::future::pending().await
}

fn readable(description: &Value) -> String {
    let none = Map::new();
    let mut text = String::new();
    for (platform, fields) in description.as_object().unwrap_or(&none) {
        text.push_str(platform);
        text.push('\n');
        for (name, value) in fields.as_object().unwrap_or(&none) {
            let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            text.push_str(&format!("  {name:<14} {value}\n"));
        }
    }
    text.push_str("Open any of these addresses in a browser to watch. Control: GET {api}/_sandbox/state, /calls, /faults.\n");
    text.push_str("Stop with Ctrl-C.\n");
    text
}
