//! The two accounts, wherever they are: simulated in this process, in a sandbox that is up, or real.
//!
//! `--live` reads `ZOHO_DATA_CENTER` (`US`, `EU`, …), `ZOHO_CLIENT_ID`, `ZOHO_CLIENT_SECRET`, `ZOHO_REFRESH_TOKEN`,
//! `HUBSPOT_PORTAL` and `HUBSPOT_TOKEN` (of a private app). With `--watch` also `HUBSPOT_CLIENT_SECRET`, which signs the
//! webhooks of that app.

use std::sync::Arc;
use std::time::Duration;

use connectors_core::auth::OAuthApp;
use connectors_core::clock::{Clock, ScaledClock};
use connectors_core::{Client, Error, Result, RetryPolicy, Shared};
use connectors_hubspot::{HubSpot, Plan};
use connectors_sandbox::{Fault, Sandbox, hubspot, zoho};
use connectors_zoho::{DataCenter, Edition, Zoho};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::task::JoinSet;

use crate::people;

/// An hour of the platforms' time is a minute of ours.
const SCALE: f64 = 60.0;
/// How long a simulated platform works on a call, in its own time.
const SERVICE_TIME: Duration = Duration::from_millis(250);
/// Nobody waits for the job: it may try longer than an interactive call would.
const PATIENCE: RetryPolicy = RetryPolicy::standard().retries(7);

/// What HubSpot tells of: the properties that are looked at.
const EVENTS: [&str; 8] = [
    "contact.creation",
    "contact.propertyChange:email",
    "contact.propertyChange:firstname",
    "contact.propertyChange:lastname",
    "contact.propertyChange:phone",
    "contact.propertyChange:lifecyclestage",
    "contact.propertyChange:hs_email_optout",
    "contact.propertyChange:notes_last_contacted",
];

/// Both accounts, and what they share.
pub(crate) struct World {
    pub(crate) shared: Shared,
    pub(crate) zoho: Client<Zoho>,
    pub(crate) hubspot: Client<HubSpot>,
    /// What HubSpot signs deliveries with.
    secret: String,
    platforms: Platforms,
}

/// Where the platforms are.
enum Platforms {
    /// In this process, with people at their screens.
    Here(Box<Simulated>),
    /// In a sandbox that is up.
    There(Control),
    Real,
}

struct Simulated {
    crm: zoho::Zoho,
    hub: hubspot::HubSpot,
    /// They are up as long as it is there.
    _sandbox: Sandbox,
}

/// What a sandbox says about itself.
#[derive(Deserialize)]
struct Places {
    zoho: ZohoPlace,
    hubspot: HubSpotPlace,
}

#[derive(Deserialize)]
struct ZohoPlace {
    api: String,
    accounts: String,
    client_id: String,
    client_secret: String,
    refresh_token: String,
}

#[derive(Deserialize)]
struct HubSpotPlace {
    api: String,
    client_secret: String,
    private_app_token: String,
    portal_id: u64,
}

impl World {
    /// Simulated platforms in this process, with so many people, on the same clock as the clients.
    pub(crate) async fn in_process(people: usize, faults: bool) -> Result<Self> {
        let (crm, hub) = (zoho::Zoho::new().deals(0), hubspot::HubSpot::new());
        let builder = Sandbox::builder()
            .clock(Arc::new(ScaledClock::new(SCALE)))
            .service_time(SERVICE_TIME)
            .platform(crm.clone())
            .platform(hub.clone());
        let trouble = if faults { trouble() } else { Vec::new() };
        let builder = trouble.into_iter().fold(builder, |builder, fault| builder.fault(fault));
        let sandbox = builder.start().await.map_err(|e| Error::config(e.to_string()))?;
        people::seed(&crm, &hub, people).map_err(Error::config)?;
        let places = read(sandbox.describe())?;
        let shared = Shared::builder().clock(sandbox.clock()).build()?;
        let simulated = Simulated { crm, hub, _sandbox: sandbox };
        Self::connect(places, shared, Platforms::Here(Box::new(simulated)))
    }

    /// A sandbox that is up.
    pub(crate) async fn at(url: &str, faults: bool) -> Result<Self> {
        #[derive(Deserialize)]
        struct Time {
            scale: f64,
        }
        let control = Control { base: url.trim_end_matches('/').to_owned() };
        let time: Time = control.ask(reqwest::Method::GET, "time", &()).await?;
        let places: Places = control.ask(reqwest::Method::POST, "connect", &()).await?;
        if faults {
            for fault in trouble() {
                let _: Value = control.ask(reqwest::Method::POST, "faults", &fault).await?;
            }
        }
        let clock: Arc<dyn Clock> = Arc::new(ScaledClock::new(time.scale));
        Self::connect(places, Shared::builder().clock(clock).build()?, Platforms::There(control))
    }

    fn connect(places: Places, shared: Shared, platforms: Platforms) -> Result<Self> {
        let place = places.zoho;
        let zoho = Zoho::new(DataCenter::Us)
            .edition(Edition::Enterprise)
            .base_urls(&place.api, &place.accounts)
            .oauth(OAuthApp::new(&place.client_id).secret(place.client_secret.as_str()))
            .refresh_token(place.refresh_token.as_str())
            .account("zoho")
            .retry(PATIENCE)
            .shared(&shared)
            .connect()?;
        let place = places.hubspot;
        let hubspot = HubSpot::new()
            .portal(place.portal_id.to_string())
            .plan(Plan::Professional)
            .base_url(&place.api)
            .private_app(place.private_app_token.as_str())
            .retry(PATIENCE)
            .shared(&shared)
            .connect()?;
        Ok(Self { shared, zoho, hubspot, secret: place.client_secret, platforms })
    }

    /// The real platforms.
    pub(crate) fn live(watch: bool) -> Result<Self> {
        let shared = Shared::builder().build()?;
        let center: DataCenter = read(Value::String(variable("ZOHO_DATA_CENTER")?))?;
        let app = OAuthApp::new(variable("ZOHO_CLIENT_ID")?).secret(variable("ZOHO_CLIENT_SECRET")?);
        let zoho = Zoho::new(center).oauth(app).refresh_token(variable("ZOHO_REFRESH_TOKEN")?);
        let zoho = zoho.account("zoho").retry(PATIENCE).shared(&shared).connect()?;
        let hubspot = HubSpot::new().portal(variable("HUBSPOT_PORTAL")?);
        let hubspot = hubspot.private_app(variable("HUBSPOT_TOKEN")?);
        let hubspot = hubspot.retry(PATIENCE).shared(&shared).connect()?;
        let secret = if watch { variable("HUBSPOT_CLIENT_SECRET")? } else { String::new() };
        Ok(Self { shared, zoho, hubspot, secret, platforms: Platforms::Real })
    }

    /// What HubSpot signs deliveries with.
    pub(crate) fn secret(&self) -> &str {
        &self.secret
    }

    /// Does what is done in the settings of HubSpot's private app: deliveries go to this URL. Nothing can do that at the real
    /// one.
    pub(crate) async fn tell_hubspot(&self, url: &str) -> Result<()> {
        match &self.platforms {
            Platforms::Here(simulated) => {
                let hub = &simulated.hub;
                hub.set_webhook(url, &EVENTS).map_err(|e| Error::config(e.to_string()))?;
            }
            Platforms::There(control) => {
                let wanted = serde_json::json!({ "url": url, "events": EVENTS });
                let _: Value = control.ask(reqwest::Method::POST, "hubspot/webhook", &wanted).await?;
            }
            Platforms::Real => {
                eprintln!("the private app's settings at HubSpot must send {} to {url}", EVENTS.join(", "));
            }
        }
        Ok(())
    }

    /// In the simulation people go on working at both screens, until this is dropped.
    pub(crate) fn people(&self) -> JoinSet<()> {
        let mut people = JoinSet::new();
        if let Platforms::Here(simulated) = &self.platforms {
            let Simulated { crm, hub, .. } = &**simulated;
            people.spawn(people::work(crm.clone(), hub.clone(), Arc::clone(self.shared.clock())));
        }
        people
    }
}

/// What goes wrong in a bad week, with calls and with deliveries.
fn trouble() -> Vec<Fault> {
    Fault::trouble().into_iter().chain(Fault::unreliable_deliveries()).collect()
}

/// The control endpoints of a sandbox that is up.
struct Control {
    base: String,
}

impl Control {
    async fn ask<T: DeserializeOwned>(
        &self,
        method: reqwest::Method,
        what: &str,
        body: &impl Serialize,
    ) -> Result<T> {
        let body = serde_json::to_string(body).map_err(|e| Error::config(e.to_string()))?;
        let request =
            reqwest::Client::new().request(method, format!("{}/_sandbox/{what}", self.base)).body(body);
        let response = request.send().await.and_then(reqwest::Response::error_for_status);
        let text =
            response.map_err(|e| self.unreachable(&e))?.text().await.map_err(|e| self.unreachable(&e))?;
        serde_json::from_str(&text)
            .map_err(|e| Error::config(format!("{} is no sandbox of ours: {e}", self.base)))
    }

    fn unreachable(&self, error: &reqwest::Error) -> Error {
        Error::config(format!("no sandbox answers at {}: {error}", self.base))
    }
}

fn variable(name: &str) -> Result<String> {
    std::env::var(name).map_err(|_| Error::config(format!("--live needs {name} in the environment")))
}

fn read<T: DeserializeOwned>(value: Value) -> Result<T> {
    serde_json::from_value(value).map_err(|e| Error::config(e.to_string()))
}
