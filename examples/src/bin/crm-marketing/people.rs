//! The simulation's people: those whom both sides know from the start, and what is done with them later.

use std::sync::Arc;
use std::time::Duration;

use connectors_core::clock::Clock;
use connectors_sandbox::{hubspot, zoho};
use serde_json::{Value, json};

/// How long people do nothing, in the platforms' time.
const BETWEEN_DEEDS: Duration = Duration::from_secs(60);

/// People whom one side or both know: of ten, three are contacts and four leads of the CRM, two of these HubSpot knows too,
/// and three HubSpot alone. Some have flaws: no address, one that HubSpot refuses, one that a contact has as well.
pub(crate) fn seed(crm: &zoho::Zoho, hub: &hubspot::HubSpot, people: usize) -> Result<(), String> {
    for n in 0..people {
        let (email, name) = (format!("person{n}@example.com"), format!("Person {n}"));
        let phone = format!("+1 555 {n:06}");
        match n % 10 {
            at @ 0..3 => {
                let out = n % 50 == 0;
                let contact = json!({
                    "Email": email, "First_Name": "Pat", "Last_Name": name, "Phone": phone, "Email_Opt_Out": out,
                });
                write(crm, "Contacts", contact)?;
                if at == 2 {
                    let known = json!({ "email": email, "firstname": "Patricia", "lastname": name });
                    put(hub, None, known)?;
                }
            }
            at @ 3..7 => {
                let status = if at == 5 { "Pre-Qualified" } else { "Not Contacted" };
                let lead = json!({
                    "Email": email, "Last_Name": name, "Company": "Example", "Lead_Status": status,
                });
                write(crm, "Leads", lead)?;
                if at == 6 {
                    let known = json!({ "email": email, "lastname": name, "phone": phone });
                    put(hub, None, known)?;
                }
            }
            _ => {
                let contact = json!({
                    "email": email, "firstname": "Sam", "lastname": name, "phone": phone, "lifecyclestage": "lead",
                    "notes_last_contacted": "2026-01-31T10:00:00Z",
                });
                put(hub, None, contact)?;
                if n % 50 == 7 {
                    hub.unsubscribe(&email, None).map_err(|e| e.to_string())?;
                }
            }
        }
    }
    for n in 0..people / 100 {
        write(crm, "Contacts", json!({ "Last_Name": format!("Without address {n}") }))?;
        let refused = format!("person{n}@example.com.");
        write(crm, "Contacts", json!({ "Email": refused, "Last_Name": format!("Refused {n}") }))?;
        let twice = json!({
            "Email": format!("person{}@example.com", n * 10), "Last_Name": "Twice", "Company": "Example",
        });
        write(crm, "Leads", twice)?;
    }
    Ok(())
}

/// What people do while the job watches: at both screens somebody is changed, and somebody has enough.
pub(crate) async fn work(crm: zoho::Zoho, hub: hubspot::HubSpot, clock: Arc<dyn Clock>) {
    for n in 0.. {
        clock.sleep(BETWEEN_DEEDS).await;
        let (email, name) = (format!("new{n}@example.com"), format!("New {n}"));
        let done = match n % 3 {
            0 => write(&crm, "Contacts", json!({ "Email": email, "Last_Name": name })).map(drop),
            1 => put(&hub, None, json!({ "email": email, "lastname": name })).map(drop),
            _ => hub.unsubscribe(&format!("new{}@example.com", n - 2), None).map_err(|e| e.to_string()),
        };
        if let Err(error) = done {
            eprintln!("somebody could not do what they wanted: {error}");
        }
    }
}

fn write(crm: &zoho::Zoho, module: &str, record: Value) -> Result<String, String> {
    let fields = record.as_object().cloned().unwrap_or_default();
    crm.write(module, &fields).map_err(|e| format!("{e}: {record}"))
}

fn put(hub: &hubspot::HubSpot, id: Option<&str>, properties: Value) -> Result<String, String> {
    let texts = properties.as_object().cloned().unwrap_or_default();
    hub.write("contacts", id, &texts).map_err(|e| format!("{e}: {properties}"))
}
