//! The two accounts, wherever they are: simulated in this process, in a sandbox that is up, or real.
//!
//! `--live` reads `ZOHO_DATA_CENTER` (`US`, `EU`, …), `ZOHO_CLIENT_ID`, `ZOHO_CLIENT_SECRET`, `ZOHO_REFRESH_TOKEN`,
//! `XERO_CLIENT_ID`, `XERO_CLIENT_SECRET`, `XERO_REFRESH_TOKEN`, `XERO_TENANT_ID`, and for the store that keeps the
//! tokens from run to run `CONNECTORS_TOKENS` (a folder) and `CONNECTORS_TOKENS_KEY` (32 bytes in Base64). Xero replaces
//! its refresh token with every use: without that store the second run would not get in. With `--watch` also
//! `XERO_WEBHOOK_KEY`, the signing key that Xero's developer portal shows for the webhook.

use std::sync::Arc;
use std::time::Duration;

use connectors_core::auth::{FileTokenStore, OAuthApp, StoreKey};
use connectors_core::clock::{Clock, ScaledClock};
use connectors_core::{Client, Error, Result, RetryPolicy, Shared};
use connectors_sandbox::xero::PayWhat;
use connectors_sandbox::{Fault, Sandbox, xero, zoho};
use connectors_xero::Xero;
use connectors_zoho::{DataCenter, Edition, Zoho};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::task::JoinSet;

/// An hour of the platforms' time is a minute of ours.
const SCALE: f64 = 60.0;
/// How long a simulated platform works on a call, in its own time.
const SERVICE_TIME: Duration = Duration::from_millis(250);

/// How long people do nothing, in the platforms' time.
const BETWEEN_DEEDS: Duration = Duration::from_secs(60);

/// Nobody waits for the job: it may try longer than an interactive call would.
const PATIENCE: RetryPolicy = RetryPolicy::standard().retries(7);

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
struct ZohoPlace {
    api: String,
    accounts: String,
    client_id: String,
    client_secret: String,
    refresh_token: String,
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
        let builder = Sandbox::builder()
            .clock(Arc::new(ScaledClock::new(SCALE)))
            .service_time(SERVICE_TIME)
            .platform(crm.clone())
            .platform(books.clone());
        let trouble = if faults { trouble() } else { Vec::new() };
        let builder = trouble.into_iter().fold(builder, |builder, fault| builder.fault(fault));
        let sandbox = builder.start().await.map_err(|e| Error::config(e.to_string()))?;
        let places = read(sandbox.describe())?;
        let shared = Shared::builder().clock(sandbox.clock()).build()?;
        Self::connect(&places, shared, Platforms::Here { sandbox, crm, books })
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
        Self::connect(&places, Shared::builder().clock(clock).build()?, Platforms::There(control))
    }

    fn connect(places: &Places, shared: Shared, platforms: Platforms) -> Result<Self> {
        let place = &places.zoho;
        let zoho = Zoho::new(DataCenter::Us)
            .edition(Edition::Enterprise)
            .base_urls(&place.api, &place.accounts)
            .oauth(OAuthApp::new(&place.client_id).secret(place.client_secret.as_str()))
            .refresh_token(place.refresh_token.as_str())
            .account("zoho")
            .retry(PATIENCE)
            .shared(&shared)
            .connect()?;
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
        let key = StoreKey::from_base64(&variable("CONNECTORS_TOKENS_KEY")?)?;
        let store = FileTokenStore::open(variable("CONNECTORS_TOKENS")?, &key)?;
        let shared = Shared::builder().token_store(store).build()?;
        let center: DataCenter = read(Value::String(variable("ZOHO_DATA_CENTER")?))?;
        let app = OAuthApp::new(variable("ZOHO_CLIENT_ID")?).secret(variable("ZOHO_CLIENT_SECRET")?);
        let zoho = Zoho::new(center).oauth(app).refresh_token(variable("ZOHO_REFRESH_TOKEN")?);
        let zoho = zoho.account("zoho").retry(PATIENCE).shared(&shared).connect()?;
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
}

impl World {
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
                let wanted = serde_json::json!({ "url": url, "key": key });
                let _: Value = control.ask(reqwest::Method::POST, "xero/webhook", &wanted).await?;
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
