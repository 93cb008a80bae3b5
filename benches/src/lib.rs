//! What the benches have in common: answers of two sizes, a server for them, and the same calls twice: through the
//! pipeline, and as a program without it would make them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::disallowed_methods, reason = "measuring programs")]

pub mod answers;
pub mod by_hand;
pub mod deliveries;
pub mod report;
pub mod server;
mod unlimited;

pub use self::unlimited::{On, Unlimited};

use std::time::Duration;

use chrono::Utc;
use connectors_core::auth::{OAuthApp, TokenSet};
use connectors_core::{Client, ClientBuilder, Connector};
use connectors_xero::Xero;
use connectors_zoho::{DataCenter, Zoho};
use url::Url;

/// The access token that both sides show.
pub const TOKEN: &str = "1000.0123456789abcdef0123456789abcdef.0123456789abcdef0123456789abcdef";
/// The Xero tenant that both sides name.
pub const TENANT: &str = "0b1c9a5e-4f4e-4a3c-9a9e-3d5d9f3f1a10";

/// As long as no bench lasts: nothing is refreshed.
const HOURS: Duration = Duration::from_secs(10 * 60 * 60);

fn client<C: Connector>(connector: C) -> Client<Unlimited<C>> {
    let tokens = TokenSet::new(TOKEN.to_owned(), Utc::now()).refresh("refresh".to_owned()).lives(HOURS);
    ClientBuilder::with_oauth(Unlimited(connector), OAuthApp::new("id").secret("secret".to_owned()))
        .tokens(tokens)
        .connect()
        .unwrap()
}

/// A client of Xero at `base`.
#[must_use]
pub fn xero(base: &Url) -> Client<Unlimited<Xero>> {
    client(Xero::new().tenant(TENANT).base_urls(base.as_str(), base.as_str()))
}

/// A client of Zoho CRM at `base`.
#[must_use]
pub fn zoho(base: &Url) -> Client<Unlimited<Zoho>> {
    client(Zoho::new(DataCenter::Us).base_urls(base.as_str(), base.as_str()))
}
