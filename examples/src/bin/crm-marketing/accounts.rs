//! The two accounts, wherever they are: simulated in this process, in a sandbox that is up, or real.
//!
//! `--live` reads what [`live`] names, and
//!
//! | variable | what it is |
//! |---|---|
//! | `HUBSPOT_PORTAL` | the account's number |
//! | `HUBSPOT_TOKEN` | the access token of a private app |
//! | `HUBSPOT_CLIENT_SECRET` | with `--watch`: the app's secret, which signs its webhooks |
//! | `HUBSPOT_API_URL` | only for a stand-in for HubSpot, such as a sandbox |

use std::sync::Arc;

use connectors_core::{Client, Error, Result, Shared};
use connectors_examples::live::{self, optional, variable};
use connectors_examples::sandbox::{self, Control, PATIENCE, ZohoPlace};
use connectors_hubspot::{HubSpot, Plan};
use connectors_sandbox::{Sandbox, hubspot, zoho};
use connectors_zoho::Zoho;
use serde::Deserialize;
use tokio::task::JoinSet;

use crate::people;

/// What HubSpot tells of: who comes and goes, and the properties that are looked at.
const EVENTS: [&str; 10] = [
    "contact.creation",
    "contact.deletion",
    "contact.privacyDeletion",
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
        let builder = sandbox::builder(faults).platform(crm.clone()).platform(hub.clone());
        let (sandbox, places, shared) = sandbox::start(builder).await?;
        people::seed(&crm, &hub, people).map_err(Error::config)?;
        let simulated = Simulated { crm, hub, _sandbox: sandbox };
        Self::connect(places, shared, Platforms::Here(Box::new(simulated)))
    }

    /// A sandbox that is up.
    pub(crate) async fn at(url: &str, faults: bool) -> Result<Self> {
        let (control, places, shared) = Control::reach(url, faults).await?;
        Self::connect(places, shared, Platforms::There(control))
    }

    fn connect(places: Places, shared: Shared, platforms: Platforms) -> Result<Self> {
        let zoho = places.zoho.connect(&shared)?;
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
        let shared = live::shared()?;
        let zoho = live::zoho(&shared)?;
        let mut hubspot = HubSpot::new().portal(variable("HUBSPOT_PORTAL")?);
        if let Some(api) = optional("HUBSPOT_API_URL") {
            hubspot = hubspot.base_url(api);
        }
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
                control.act("hubspot/webhook", &wanted).await?;
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
