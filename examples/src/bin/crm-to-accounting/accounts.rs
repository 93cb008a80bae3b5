//! The two accounts, wherever they are: simulated in this process, in a sandbox that is up, or real.
//!
//! `--live` reads what [`live`] names, and `XERO_CLIENT_ID`, `XERO_CLIENT_SECRET`,
//! `XERO_REFRESH_TOKEN` and `XERO_TENANT_ID`. With `--watch` also `XERO_WEBHOOK_KEY`, the signing key that Xero's developer
//! portal shows for the webhook.

use std::sync::Arc;
use std::time::Duration;

use connectors_core::auth::OAuthApp;
use connectors_core::{Client, Result, Shared};
use connectors_examples::live::{self, variable};
use connectors_examples::sandbox::{self, Control, PATIENCE, ZohoPlace};
use connectors_sandbox::xero::PayWhat;
use connectors_sandbox::{Sandbox, xero, zoho};
use connectors_xero::Xero;
use connectors_zoho::Zoho;
use serde::Deserialize;
use tokio::task::JoinSet;

/// How long people do nothing, in the platforms' time.
const BETWEEN_DEEDS: Duration = Duration::from_secs(60);

/// Both accounts, and what they share.
pub(crate) struct World {
    pub(crate) shared: Shared,
    pub(crate) zoho: Client<Zoho>,
    pub(crate) xero: Client<Xero>,
    platforms: Platforms,
}

/// Where the platforms are.
enum Platforms {
    /// In this process, with people at their screens.
    Here {
        sandbox: Sandbox,
        crm: zoho::Zoho,
        books: xero::Xero,
    },
    /// In a sandbox that is up.
    There(Control),
    Real,
}

/// What a sandbox says about itself.
#[derive(Deserialize)]
struct Places {
    zoho: ZohoPlace,
    xero: XeroPlace,
}

#[derive(Deserialize)]
struct XeroPlace {
    api: String,
    identity: String,
    client_id: String,
    client_secret: String,
    refresh_token: String,
    tenant_id: String,
}

impl World {
    /// Simulated platforms in this process, on the same clock as the clients.
    pub(crate) async fn in_process(faults: bool) -> Result<Self> {
        let (crm, books) = (zoho::Zoho::new(), xero::Xero::new());
        let builder = sandbox::builder(faults).platform(crm.clone()).platform(books.clone());
        let (sandbox, places, shared) = sandbox::start(builder).await?;
        Self::connect(&places, shared, Platforms::Here { sandbox, crm, books })
    }

    /// A sandbox that is up.
    pub(crate) async fn at(url: &str, faults: bool) -> Result<Self> {
        let (control, places, shared) = Control::reach(url, faults).await?;
        Self::connect(&places, shared, Platforms::There(control))
    }

    fn connect(places: &Places, shared: Shared, platforms: Platforms) -> Result<Self> {
        let zoho = places.zoho.connect(&shared)?;
        let place = &places.xero;
        let xero = Xero::new()
            .tenant(&place.tenant_id)
            .base_urls(&place.api, &place.identity)
            .oauth(OAuthApp::new(&place.client_id).secret(place.client_secret.as_str()))
            .refresh_token(place.refresh_token.as_str())
            .retry(PATIENCE)
            .shared(&shared)
            .connect()?;
        Ok(Self { shared, zoho, xero, platforms })
    }

    /// The real platforms.
    pub(crate) fn live() -> Result<Self> {
        let shared = live::shared()?;
        let zoho = live::zoho(&shared)?;
        let app = OAuthApp::new(variable("XERO_CLIENT_ID")?).secret(variable("XERO_CLIENT_SECRET")?);
        let xero = Xero::new().tenant(variable("XERO_TENANT_ID")?).oauth(app);
        let xero = xero
            .refresh_token(variable("XERO_REFRESH_TOKEN")?)
            .connection("xero")
            .retry(PATIENCE)
            .shared(&shared)
            .connect()?;
        Ok(Self { shared, zoho, xero, platforms: Platforms::Real })
    }

    /// In the simulation two hours pass, and customers pay two invoices of five: access tokens end meanwhile.
    pub(crate) fn time_passes(&self) {
        if let Platforms::Here { sandbox, books, .. } = &self.platforms {
            sandbox.advance(Duration::from_secs(2 * 60 * 60));
            if let Err(error) = books.pay(&PayWhat::Fraction(0.4)) {
                eprintln!("the bookkeeper could not enter a payment: {error}");
            }
        }
    }

    /// The key that Xero signs deliveries with.
    pub(crate) fn xero_key(&self) -> Result<String> {
        match self.platforms {
            Platforms::Real => variable("XERO_WEBHOOK_KEY"),
            _ => Ok(uuid::Uuid::new_v4().to_string()),
        }
    }

    /// Does what is done at Xero's developer portal: deliveries go to this URL. Nothing can do that at the real one.
    pub(crate) async fn tell_xero(&self, url: &str, key: &str) -> Result<()> {
        match &self.platforms {
            Platforms::Here { books, .. } => drop(books.set_webhook(url, Some(key))),
            Platforms::There(control) => {
                control.act("xero/webhook", &serde_json::json!({ "url": url, "key": key })).await?;
            }
            Platforms::Real => eprintln!("Xero's developer portal must send webhooks to {url}"),
        }
        Ok(())
    }

    /// In the simulation people win deals and pay invoices, until this is dropped.
    pub(crate) fn people(&self) -> JoinSet<()> {
        let mut people = JoinSet::new();
        if let Platforms::Here { crm, books, .. } = &self.platforms {
            let (crm, books, clock) = (crm.clone(), books.clone(), Arc::clone(self.shared.clock()));
            people.spawn(async move {
                loop {
                    clock.sleep(BETWEEN_DEEDS).await;
                    let won = crm.win(1).map_err(|e| e.to_string());
                    clock.sleep(BETWEEN_DEEDS).await;
                    let paid = books.pay(&PayWhat::Fraction(0.02)).map_err(|e| e.to_string());
                    for error in [won.err(), paid.err()].into_iter().flatten() {
                        eprintln!("somebody could not do what they wanted: {error}");
                    }
                }
            });
        }
        people
    }
}
