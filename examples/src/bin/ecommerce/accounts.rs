//! The two accounts, wherever they are: simulated in this process, in a sandbox that is up, or real.
//!
//! `--live` reads what [`live`] names, and
//!
//! | variable | what it is |
//! |---|---|
//! | `SHOPIFY_SHOP` | the shop: `acme.myshopify.com` |
//! | `SHOPIFY_TOKEN` | the admin token of a custom app |
//! | `SHOPIFY_CLIENT_SECRET` | with `--watch`: the app's secret, which signs its webhooks |
//! | `SHOPIFY_API_URL` | only for a stand-in for Shopify, such as a sandbox |

use std::sync::Arc;

use connectors_core::auth::OAuthApp;
use connectors_core::{Client, Error, Result, Shared};
use connectors_examples::live::{self, optional, variable};
use connectors_examples::sandbox::{self, Control, PATIENCE, ZohoPlace};
use connectors_sandbox::{Sandbox, shopify, zoho};
use connectors_shopify::Shopify;
use connectors_zoho::Zoho;
use serde::Deserialize;
use tokio::task::JoinSet;

use crate::people;

/// Both accounts, and what they share.
pub(crate) struct World {
    pub(crate) shared: Shared,
    pub(crate) shop: Client<Shopify>,
    pub(crate) zoho: Client<Zoho>,
    /// What Shopify signs deliveries with.
    secret: String,
    platforms: Platforms,
}

/// Where the platforms are.
enum Platforms {
    /// In this process, with people at their screens.
    Here(Box<Simulated>),
    /// In a sandbox that is up.
    There,
    Real,
}

struct Simulated {
    shop: shopify::Shopify,
    crm: zoho::Zoho,
    /// They are up as long as it is there.
    _sandbox: Sandbox,
}

/// How much there is in the simulation.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Size {
    pub(crate) products: usize,
    pub(crate) orders: usize,
    /// Products that only the CRM has.
    pub(crate) imported: usize,
}

/// What a sandbox says about itself.
#[derive(Deserialize)]
struct Places {
    zoho: ZohoPlace,
    shopify: ShopifyPlace,
}

#[derive(Deserialize)]
struct ShopifyPlace {
    api: String,
    shop: String,
    client_id: String,
    client_secret: String,
    refresh_token: String,
}

impl World {
    /// Simulated platforms in this process, on the same clock as the clients.
    pub(crate) async fn in_process(size: Size, faults: bool) -> Result<Self> {
        let crm = zoho::Zoho::new().deals(0);
        let shop = shopify::Shopify::new().plan(shopify::Plan::Plus).products(size.products, 1);
        let shop = shop.customers(size.orders / 3).orders(size.orders);
        let builder = sandbox::builder(faults).platform(crm.clone()).platform(shop.clone());
        let (sandbox, places, shared) = sandbox::start(builder).await?;
        people::seed(&crm, size).map_err(Error::config)?;
        let simulated = Simulated { shop, crm, _sandbox: sandbox };
        Self::connect(places, shared, Platforms::Here(Box::new(simulated)))
    }

    /// A sandbox that is up.
    pub(crate) async fn at(url: &str, faults: bool) -> Result<Self> {
        let (_, places, shared) = Control::reach(url, faults).await?;
        Self::connect(places, shared, Platforms::There)
    }

    fn connect(places: Places, shared: Shared, platforms: Platforms) -> Result<Self> {
        let zoho = places.zoho.connect(&shared)?;
        let place = places.shopify;
        let shop = Shopify::new(place.shop)?
            .base_url(&place.api)
            .oauth(OAuthApp::new(&place.client_id).secret(place.client_secret.as_str()))
            .refresh_token(place.refresh_token.as_str())
            .retry(PATIENCE)
            .shared(&shared)
            .connect()?;
        Ok(Self { shared, shop, zoho, secret: place.client_secret, platforms })
    }

    /// The real platforms.
    pub(crate) fn live(watch: bool) -> Result<Self> {
        let shared = live::shared()?;
        let zoho = live::zoho(&shared)?;
        let mut shop = Shopify::new(variable("SHOPIFY_SHOP")?)?;
        if let Some(api) = optional("SHOPIFY_API_URL") {
            shop = shop.base_url(api);
        }
        let shop = shop.access_token(variable("SHOPIFY_TOKEN")?).retry(PATIENCE).shared(&shared).connect()?;
        let secret = if watch { variable("SHOPIFY_CLIENT_SECRET")? } else { String::new() };
        Ok(Self { shared, shop, zoho, secret, platforms: Platforms::Real })
    }

    /// What Shopify signs deliveries with.
    pub(crate) fn secret(&self) -> &str {
        &self.secret
    }

    /// In the simulation people go on working at both screens, until this is dropped.
    pub(crate) fn people(&self) -> JoinSet<()> {
        let mut people = JoinSet::new();
        if let Platforms::Here(simulated) = &self.platforms {
            let Simulated { shop, crm, .. } = &**simulated;
            let (shop, crm, clock) = (shop.clone(), crm.clone(), Arc::clone(self.shared.clock()));
            people.spawn(people::work(shop, crm, self.zoho.clone(), clock));
        }
        people
    }
}
