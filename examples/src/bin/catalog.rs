//! All actions and triggers of all connectors, as a table or as JSON.

use clap::Parser;
use connectors_core::catalog::{Kind, Summary};
use connectors_core::{Connector, Error};
use connectors_hubspot::HubSpot;
use connectors_shopify::Shopify;
use connectors_xero::Xero;
use connectors_zoho::Zoho;

/// Lists the actions and triggers of all connectors.
#[derive(Parser)]
struct Options {
    /// One JSON array instead of a table.
    #[arg(long)]
    json: bool,
}

fn main() -> Result<(), Error> {
    let options = Options::parse();
    let entries: Vec<Summary> = [
        HubSpot::catalog().summary(),
        Shopify::catalog().summary(),
        Xero::catalog().summary(),
        Zoho::catalog().summary(),
    ]
    .concat();
    if options.json {
        let json = serde_json::to_string(&entries).map_err(|e| Error::config(e.to_string()))?;
        println!("{json}");
        return Ok(());
    }
    let width = entries.iter().map(|entry| entry.id.len()).max().unwrap_or_default();
    for Summary { connector, id, kind, effect, title } in &entries {
        let what = match kind {
            Kind::Trigger => "trigger".to_owned(),
            _ => format!("{effect:?}").to_lowercase(),
        };
        println!("{connector:<8}  {id:<width$}  {what:<11}  {title}");
    }
    let triggers = entries.iter().filter(|entry| entry.kind == Kind::Trigger).count();
    println!("{} actions, {triggers} triggers", entries.len() - triggers);
    Ok(())
}
