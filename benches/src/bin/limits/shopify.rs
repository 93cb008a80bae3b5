//! Shopify's bucket of points: 10,000 products by paging, and by a bulk operation.

use std::sync::Arc;
use std::time::Duration;

use connectors_core::Client;
use connectors_core::clock::{Clock, ScaledClock};
use connectors_sandbox::{Sandbox, shopify as sim_shopify};
use connectors_shopify::bulk_operations::Children;
use connectors_shopify::products::{self, Product};
use connectors_shopify::{Shopify, bulk_queries};

use super::{DAY, Run, shared};

const PRODUCTS: usize = 10_000;
/// Of the plan "Standard", which is what both sides take if nothing is said.
const POINTS_A_SECOND: u64 = 100;

/// What `products::List` asks for, as a bulk operation.
const ALL: &str = "{ products { edges { node { id title handle status vendor productType tags updatedAt \
                   variants { edges { node { id sku price inventoryQuantity } } } } } } }";

struct Bench {
    sandbox: Sandbox,
    shop: Client<Shopify>,
    began: Duration,
}

impl Bench {
    async fn begin() -> Self {
        let clock: Arc<dyn Clock> = Arc::new(ScaledClock::new(12.0));
        let platform = sim_shopify::Shopify::new().products(PRODUCTS, 1);
        let sandbox = Sandbox::builder().clock(clock).platform(platform).start().await.unwrap();
        let shared = shared(&sandbox);
        let token = sandbox.credentials("shopify").unwrap().private_app.unwrap();
        let shopify = Shopify::new("acme.myshopify.com").unwrap().base_url(sandbox.url("shopify"));
        let shop = shopify.access_token(token).shared(&shared).connect().unwrap();
        let began = shared.clock().elapsed();
        Self { sandbox, shop, began }
    }

    /// The points that were spent: those that were there and came back, without those that are left.
    async fn spent(&self) -> (u64, u64, Duration) {
        let took = self.shop.shared().clock().elapsed().saturating_sub(self.began);
        let usage = self.shop.usage().await.unwrap();
        let bucket = usage.first().unwrap();
        let came = bucket.limit + (took.as_millis() as u64) * POINTS_A_SECOND / 1000;
        (came.saturating_sub(bucket.remaining), bucket.limit, took)
    }

    async fn say(&self, what: &str) {
        let (spent, size, took) = self.spent().await;
        let least = Duration::from_secs_f64(spent.saturating_sub(size) as f64 / POINTS_A_SECOND as f64);
        let calls = self.shop.stats().attempts as usize;
        let throttles = self.sandbox.counters("shopify").throttled;
        Run { what, calls, least, took, throttles }.say();
    }
}

pub(super) async fn by_paging() {
    let bench = Bench::begin().await;
    let options = connectors_core::CallOptions::new().deadline(DAY);
    let mut products = bench.shop.items(products::List::new()).options(options);
    let mut read = 0;
    while let Some(product) = products.next().await {
        product.unwrap();
        read += 1;
    }
    assert_eq!(read, PRODUCTS, "a list is read whole");
    bench.say("Shopify, 10,000 products by paging").await;
}

pub(super) async fn by_bulk_operation() {
    let bench = Bench::begin().await;
    let job = bench.shop.start(bulk_queries::Start::new(ALL)).await.unwrap();
    let done = job.wait(DAY).await.unwrap();
    let children = Children::new().of("ProductVariant", "variants");
    let mut products = done.records::<Product>(&bench.shop, children);
    let mut read = 0;
    while let Some(product) = products.next().await {
        product.unwrap();
        read += 1;
    }
    assert_eq!(read, PRODUCTS, "a list is read whole");
    bench.say("Shopify, 10,000 products by a bulk operation").await;
}
