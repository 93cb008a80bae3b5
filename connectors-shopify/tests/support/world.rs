//! A sandbox for samples over real HTTP, every exchange held against Shopify's schema.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use connectors_contract::graphql::GraphQl;
use connectors_contract::{locate, platforms};
use connectors_core::clock::ScaledClock;
use connectors_core::{Client, Shared};
use connectors_sandbox::{Exchange, Sandbox, shopify as simulated};
use connectors_shopify::Shopify;
use serde_json::Value;

/// A sandbox and a client of its shop. Time stands all but still: it passes when it is moved.
pub(crate) struct World {
    pub(crate) sandbox: Sandbox,
    pub(crate) client: Client<Shopify>,
    judge: Arc<Mutex<Judge>>,
}

/// Holds exchanges against the schema.
struct Judge {
    schema: Option<GraphQl>,
    /// The sample that runs.
    now: String,
    wrong: Vec<String>,
    held: usize,
}

impl World {
    pub(crate) async fn new() -> Self {
        let located = locate().unwrap_or_else(|missing| panic!("{missing}"));
        let schema = located.or_say_skipped("shopify").map(|specs| platforms::shopify(&specs).unwrap());
        let judge = Judge { schema, now: String::new(), wrong: Vec::new(), held: 0 };
        let judge = Arc::new(Mutex::new(judge));
        let watching = Arc::clone(&judge);
        let shop = simulated::Shopify::new().plan(simulated::Plan::Enterprise);
        let sandbox = Sandbox::builder()
            .clock(Arc::new(ScaledClock::new(1e-6)))
            .platform(shop.products(3, 2).customers(3).orders(20).currency("EUR"))
            .observer(move |exchange| watching.lock().unwrap().hold(exchange))
            .start()
            .await
            .unwrap();
        let credentials = sandbox.credentials("shopify").unwrap();
        let shared = Shared::builder().clock(sandbox.clock()).build().unwrap();
        let shopify = Shopify::new("sandbox-store.myshopify.com").unwrap().base_url(sandbox.url("shopify"));
        let client =
            shopify.access_token(credentials.private_app.unwrap()).shared(&shared).connect().unwrap();
        Self { sandbox, client, judge }
    }

    pub(crate) fn pass(&self, seconds: u64) {
        self.sandbox.advance(Duration::from_secs(seconds));
    }

    /// From here on exchanges are of this sample.
    pub(crate) fn now_runs(&self, id: &str) {
        id.clone_into(&mut self.judge.lock().unwrap().now);
    }

    /// The judgement over all exchanges.
    pub(crate) fn judged(self) {
        let judge = self.judge.lock().unwrap();
        assert!(judge.wrong.is_empty(), "{} wrong:\n{}", judge.wrong.len(), judge.wrong.join("\n"));
        assert!(judge.schema.is_none() || judge.held > 0, "nothing was held against the schema");
    }
}

impl Judge {
    fn hold(&mut self, exchange: &Exchange) {
        let Some(schema) = self.schema.as_ref().filter(|_| exchange.uri.ends_with("/graphql.json")) else {
            return;
        };
        let Ok(answer) = serde_json::from_slice::<Value>(&exchange.body) else { return };
        let wrong = match schema.request(&exchange.request_body) {
            Err(told) => told,
            // An answer that was cut short by an error is the sample's failure.
            Ok(_) if !answer["errors"].is_null() => Vec::new(),
            Ok(asked) => asked.answered(&answer["data"]),
        };
        self.held += 1;
        self.wrong.extend(wrong.into_iter().map(|told| format!("{}: {told}", self.now)));
    }
}
