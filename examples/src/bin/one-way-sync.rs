//! The smallest useful program: new and changed contacts of Zoho CRM, appended to `contacts.csv`, one line per change.
//!
//! ```text
//! cargo run --bin one-way-sync
//! ```
//!
//! Run it again, by hand or every minute: it goes on where it was. It uses a simulated Zoho CRM in its own process, unless
//! `ZOHO_DATA_CENTER`, `ZOHO_CLIENT_ID`, `ZOHO_CLIENT_SECRET` and `ZOHO_REFRESH_TOKEN` name a real one.

use std::error::Error;
use std::fs::{self, OpenOptions};
use std::io::ErrorKind;

use connectors_core::auth::OAuthApp;
use connectors_core::triggers::PollCursor;
use connectors_core::{Client, Shared};
use connectors_sandbox::Sandbox;
use connectors_zoho::{DataCenter, Zoho, contacts};

const LINES: &str = "contacts.csv";
const CURSOR: &str = "contacts.cursor.json";

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let sandbox = Sandbox::start().await?;
    let zoho = connect(&sandbox)?;

    // Where we were; the first time, from the beginning.
    let mut cursor = match fs::read_to_string(CURSOR) {
        Ok(text) => serde_json::from_str(&text)?,
        Err(none) if none.kind() == ErrorKind::NotFound => PollCursor::since("2000-01-01T00:00:00Z".parse()?),
        Err(error) => return Err(error.into()),
    };
    let mut count = 0;
    loop {
        let batch = zoho.poll(contacts::CreatedOrUpdated::new(), &cursor).await?;

        let mut lines = csv::Writer::from_writer(OpenOptions::new().create(true).append(true).open(LINES)?);
        for event in &batch.events {
            let contact = &event.data;
            let text = |field: &Option<String>| field.clone().unwrap_or_default();
            let at = event.at.map(|at| at.to_rfc3339()).unwrap_or_default();
            lines.write_record([&at, &event.id, &text(&contact.full_name), &text(&contact.email)])?;
        }
        lines.flush()?;
        count += batch.events.len();

        // Only now: had the program ended before, the same lines would be written again, and none would be missing.
        fs::write(format!("{CURSOR}.new"), serde_json::to_string(&batch.cursor)?)?;
        fs::rename(format!("{CURSOR}.new"), CURSOR)?;
        cursor = batch.cursor;
        if !batch.more {
            break;
        }
    }
    println!("{count} lines appended to {LINES}");
    Ok(())
}

fn connect(sandbox: &Sandbox) -> Result<Client<Zoho>, Box<dyn Error>> {
    if let Ok(center) = std::env::var("ZOHO_DATA_CENTER") {
        let app =
            OAuthApp::new(std::env::var("ZOHO_CLIENT_ID")?).secret(std::env::var("ZOHO_CLIENT_SECRET")?);
        let zoho = Zoho::new(serde_json::from_value(center.into())?).oauth(app);
        return Ok(zoho.refresh_token(std::env::var("ZOHO_REFRESH_TOKEN")?).account("zoho").connect()?);
    }
    let known = sandbox.credentials("zoho").ok_or("the sandbox has no Zoho CRM")?;
    let zoho = Zoho::new(DataCenter::Us)
        .base_urls(sandbox.url("zoho"), sandbox.url("zoho"))
        .oauth(OAuthApp::new(known.client_id).secret(known.client_secret))
        .refresh_token(known.refresh_token)
        .account("zoho")
        .shared(&Shared::builder().clock(sandbox.clock()).build()?);
    Ok(zoho.connect()?)
}
