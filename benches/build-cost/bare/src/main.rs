//! Prints one contact of Xero, by hand.

use serde::Deserialize;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Contacts {
    contacts: Vec<Contact>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Contact {
    #[allow(dead_code)]
    name: Option<String>,
    #[allow(dead_code)]
    email_address: Option<String>,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let env = |name| std::env::var(name);
    let url = format!("https://api.xero.com/api.xro/2.0/Contacts/{}", env("CONTACT")?);
    let http = reqwest::Client::new();
    let answer = http
        .get(url)
        .bearer_auth(env("TOKEN")?)
        .header("xero-tenant-id", env("TENANT")?)
        .header("accept", "application/json")
        .send()
        .await?
        .error_for_status()?;
    let found: Contacts = serde_json::from_slice(&answer.bytes().await?)?;
    println!("{:?}", found.contacts);
    Ok(())
}
