//! Prints one contact of Xero.

use connectors_xero::{Xero, contacts};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let env = |name| std::env::var(name);
    let xero = Xero::new().tenant(env("TENANT")?).access_token(env("TOKEN")?).connect()?;
    let contact = xero.call(contacts::Get::new(env("CONTACT")?)).await?;
    println!("{:?}", contact.name);
    Ok(())
}
