//! A sandbox for flows over real HTTP, every exchange held against HubSpot's description.
#![allow(dead_code, reason = "each test file uses a part of it")]

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use connectors_contract::{Checker, Undescribed, Waiver, locate, platforms};
use connectors_core::auth::OAuthApp;
use connectors_core::clock::ScaledClock;
use connectors_core::{Client, Shared};
use connectors_hubspot::{HubSpot, Plan, Version};
use connectors_sandbox::{Exchange, Sandbox, hubspot as simulated};

/// A sandbox, a client of its account, and one of the application itself. Time stands all but still: it passes when it is
/// moved.
pub(crate) struct World {
    pub(crate) sandbox: Sandbox,
    pub(crate) screen: simulated::HubSpot,
    pub(crate) hubspot: Client<HubSpot>,
    pub(crate) application: Client<HubSpot>,
    checker: Option<Arc<Checker>>,
}

impl World {
    /// A sandbox of its own, with these known mistakes of the description and calls that it does not have.
    pub(crate) async fn new(
        waivers: impl IntoIterator<Item = Waiver>,
        undescribed: impl IntoIterator<Item = Undescribed>,
    ) -> Self {
        let located = locate().unwrap_or_else(|missing| panic!("{missing}"));
        let checker = located.or_say_skipped("hubspot").map(|specs| {
            let checker = Checker::new(platforms::hubspot(&specs).unwrap());
            Arc::new(checker.waive(waivers).undescribed(undescribed))
        });
        let screen = simulated::HubSpot::new();
        let watched = checker.clone();
        let sandbox = Sandbox::builder()
            .clock(Arc::new(ScaledClock::new(1e-6)))
            .platform(screen.clone())
            .observer(move |exchange| watched.iter().for_each(|checker| check(checker, exchange)))
            .start()
            .await
            .unwrap();
        let credentials = sandbox.credentials("hubspot").unwrap();
        let shared = Shared::builder().clock(sandbox.clock()).build().unwrap();
        let connector = HubSpot::new().portal(&credentials.account).plan(Plan::Professional);
        let connector = connector.base_url(sandbox.url("hubspot"));
        let app = OAuthApp::new(&credentials.client_id).secret(credentials.client_secret);
        // The legacy paths want a developer key, which is not sent.
        let application = connector.clone().version(Version::V2026_03);
        let application = application.application(app, ["developers-read", "developers-write"]);
        let application = application.shared(&shared).connect().unwrap();
        let hubspot = connector.private_app(credentials.private_app.unwrap());
        let hubspot = hubspot.account("customer-7").shared(&shared).connect().unwrap();
        Self { sandbox, screen, hubspot, application, checker }
    }

    pub(crate) fn pass(&self, seconds: u64) {
        self.sandbox.advance(Duration::from_secs(seconds));
    }

    /// The judgement over all exchanges.
    pub(crate) fn judged(self) {
        if let Some(checker) = self.checker {
            checker.finish().unwrap_or_else(|failures| panic!("{failures}")).say();
        }
    }
}

fn check(checker: &Checker, exchange: &Exchange) {
    let mut request = http::Request::new(exchange.request_body.clone());
    *request.method_mut() = exchange.method.clone();
    *request.uri_mut() = exchange.uri.parse().unwrap();
    *request.headers_mut() = exchange.request_headers.clone();
    let path = request.uri().path().to_owned();
    checker.request(&request);
    let mut response: http::Response<Bytes> = http::Response::new(exchange.body.clone());
    *response.status_mut() = exchange.status;
    *response.headers_mut() = exchange.headers.clone();
    checker.response(&exchange.method, &path, &response);
}
