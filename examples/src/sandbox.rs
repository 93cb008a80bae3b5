//! Simulated platforms, in this process or in a sandbox that is up.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use connectors_core::auth::OAuthApp;
use connectors_core::clock::ScaledClock;
use connectors_core::{Client, Error, Result, RetryPolicy, Shared};
use connectors_sandbox::{Builder, Fault, Sandbox};
use connectors_zoho::{DataCenter, Edition, Zoho};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// An hour of the platforms' time is a minute of ours.
const SCALE: f64 = 60.0;
/// How long a simulated platform works on a call, in its own time.
const SERVICE_TIME: Duration = Duration::from_millis(250);

/// Nobody waits for a job: it may try longer than an interactive call would.
pub const PATIENCE: RetryPolicy = RetryPolicy::standard().retries(7);

/// A sandbox in this process, without platforms; with what goes wrong in a bad week, if that is wanted.
pub fn builder(faults: bool) -> Builder {
    let builder = Sandbox::builder().clock(Arc::new(ScaledClock::new(SCALE))).service_time(SERVICE_TIME);
    let trouble = if faults { trouble() } else { Vec::new() };
    trouble.into_iter().fold(builder, |builder, fault| builder.fault(fault))
}

/// What goes wrong in a bad week, with calls and with deliveries.
fn trouble() -> Vec<Fault> {
    Fault::trouble().into_iter().chain(Fault::unreliable_deliveries()).collect()
}

/// Starts it. Gives it with what it says about itself, and with what clients share on its clock.
///
/// # Errors
/// If no port is free, or `Places` is not what it says.
pub async fn start<Places: DeserializeOwned>(builder: Builder) -> Result<(Sandbox, Places, Shared)> {
    let sandbox = builder.start().await.map_err(|e| Error::config(e.to_string()))?;
    let places = read(sandbox.describe())?;
    let shared = Shared::builder().clock(sandbox.clock()).build()?;
    Ok((sandbox, places, shared))
}

/// Where a sandbox's Zoho CRM is, and who may use it.
#[derive(Debug, Deserialize)]
pub struct ZohoPlace {
    api: String,
    accounts: String,
    client_id: String,
    client_secret: String,
    refresh_token: String,
}

impl ZohoPlace {
    /// A client for it.
    ///
    /// # Errors
    /// If it is no place for a client.
    pub fn connect(&self, shared: &Shared) -> Result<Client<Zoho>> {
        Zoho::new(DataCenter::Us)
            .edition(Edition::Enterprise)
            .base_urls(&self.api, &self.accounts)
            .oauth(OAuthApp::new(&self.client_id).secret(self.client_secret.as_str()))
            .refresh_token(self.refresh_token.as_str())
            .account("zoho")
            .retry(PATIENCE)
            .shared(shared)
            .connect()
    }
}

/// The control endpoints of a sandbox that is up.
#[derive(Debug)]
pub struct Control {
    base: String,
}

impl Control {
    /// Of the sandbox at this URL, any of its addresses: it is told what is to go wrong. Gives it with what it says about
    /// itself, and with what clients share on a clock that shows its time. Should that be moved by hand later, signed
    /// deliveries look old or early, and are refused; polls find what they told.
    ///
    /// # Errors
    /// If there is no sandbox, or `Places` is not what it says.
    pub async fn reach<Places: DeserializeOwned>(url: &str, faults: bool) -> Result<(Self, Places, Shared)> {
        #[derive(Deserialize)]
        struct Time {
            now: DateTime<Utc>,
            scale: f64,
        }
        let control = Self { base: url.trim_end_matches('/').to_owned() };
        let time: Time = control.ask(reqwest::Method::GET, "time", &()).await?;
        let clock = ScaledClock::at(time.now, time.scale);
        let places = control.ask(reqwest::Method::POST, "connect", &()).await?;
        let trouble = if faults { trouble() } else { Vec::new() };
        for fault in trouble {
            let _: Value = control.ask(reqwest::Method::POST, "faults", &fault).await?;
        }
        Ok((control, places, Shared::builder().clock(Arc::new(clock)).build()?))
    }

    /// Does something at a platform's screen.
    ///
    /// # Errors
    /// If the platform does not.
    pub async fn act(&self, what: &str, body: &impl Serialize) -> Result<()> {
        self.ask::<Value>(reqwest::Method::POST, what, body).await.map(drop)
    }

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

fn read<T: DeserializeOwned>(value: Value) -> Result<T> {
    serde_json::from_value(value).map_err(|e| Error::config(e.to_string()))
}
