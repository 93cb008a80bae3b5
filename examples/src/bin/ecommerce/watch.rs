//! The job as it keeps running: what happens now is done now.
//!
//! Both platforms tell by webhooks that something happened. A webhook is taken as a hint only: what is done follows from the records
//! as they are read then, so that deliveries that are doubled or out of order change nothing. For those that are lost, all is
//! looked at once an hour.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::Router;
use connectors_core::Error;
use connectors_core::triggers::{Hints, Renewal, Renewals};
use connectors_core::webhooks::{Deliveries, Route};
use connectors_examples::watching::{Place, Stop};
use connectors_shopify::webhook_subscriptions::{self, Subscription};
use connectors_shopify::webhooks::{self as shopify_webhooks, Notification, Topic};
use connectors_shopify::{Gid, Shopify};
use connectors_zoho::notifications::{Channel, Disable, Watch};
use connectors_zoho::{Zoho, webhooks as zoho_webhooks};
use secrecy::SecretString;
use serde_json::Value;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use crate::accounts::World;
use crate::report::Report;
use crate::shop;
use crate::streams::{CrmTrigger, CustomerTrigger, EVERY, OrderTrigger, ShopTrigger, StreamHints, Streams};
use crate::sync::{Changed, Sync};

/// The number of our channel at Zoho: the same in each run, so that there is one.
const CHANNEL: &str = "7300100200302";
/// What Zoho tells of.
const EVENTS: [&str; 2] = ["Products.create", "Products.edit"];
/// How many changes of stock may wait to be looked at.
const WAITING: usize = 1_000;
const ZOHO: &str = "/hooks/zoho";
const SHOPIFY: &str = "/hooks/shopify";

/// What the job works with.
pub(crate) struct Job<'a> {
    pub(crate) world: &'a World,
    pub(crate) sync: Sync<'a>,
    /// Where lines about what happens go.
    pub(crate) say: fn(&str),
    /// Becomes true when it is to end.
    pub(crate) stop: Stop,
}

impl Job<'_> {
    /// Works on what happens from the cursors on, until Ctrl-C; then it finishes what it is at.
    pub(crate) async fn watch(mut self, mut streams: Streams, place: &Place) -> Result<Report, Error> {
        let World { zoho, shared, .. } = self.world;
        let mut tasks = JoinSet::new();
        let (mut items, subscriptions) = self.receive(place, streams.hints(), &mut tasks).await?;
        let people = self.world.people();

        let mut stop = self.stop.clone();
        match self.sync.state.borrow_mut().news().len() {
            0 => {}
            some => (self.say)(&format!("{some} records need a look: they are listed in the end")),
        }
        (self.say)("watching; Ctrl-C ends it");
        let mut swept = shared.clock().elapsed();
        let ended = loop {
            let until_sweep = (swept + EVERY).saturating_sub(shared.clock().elapsed());
            let changed = tokio::select! {
                () = stop.wanted() => break Ok(()),
                changed = streams.next() => changed,
                Some(item) = items.recv() => self.of_items(item, &mut items).await,
                () = shared.clock().sleep(until_sweep) => {
                    swept = shared.clock().elapsed();
                    Ok(Changed { everything: true, ..Changed::default() })
                }
            };
            let worked = match changed {
                Ok(changed) => self.work_on(&changed, &streams).await,
                Err(error) => Err(error),
            };
            if let Err(error) = worked {
                break Err(error);
            }
        };
        drop(people);
        tasks.shutdown().await;
        self.be_told_no_more(subscriptions).await;
        // Zoho would go on telling somebody who is not there, for a week.
        for outcome in zoho.batch(Disable::new([CHANNEL])).await {
            if let Err(error) = outcome.into_result() {
                eprintln!("the channel at Zoho is left to end by itself: {error}");
            }
        }
        let mut report = self.sync.into_report();
        report.count(shared);
        ended.map(|()| report)
    }

    /// The articles whose stock changed: this item, and those that wait.
    async fn of_items(&self, first: Gid, items: &mut mpsc::Receiver<Gid>) -> Result<Changed, Error> {
        let mut all = BTreeSet::from([first]);
        while let Ok(item) = items.try_recv() {
            all.insert(item);
        }
        let mut changed = Changed::default();
        for item in all {
            let sku = loop {
                match shop::sku_of(&self.world.shop, &item).await {
                    Ok(sku) => break sku,
                    Err(error) if self.stop.again_after(&error, &**self.world.shared.clock()).await => {}
                    Err(error) => return self.stop.excuses(error).map(|()| changed),
                }
            };
            changed.goods.skus.extend(sku);
        }
        Ok(changed)
    }

    /// Brings over what changed, and keeps where we are: what is left undone is found by the next start.
    async fn work_on(&mut self, changed: &Changed, streams: &Streams) -> Result<(), Error> {
        let before = self.sync.report.written();
        while let Err(error) = self.sync.work_on(changed).await {
            if !self.stop.again_after(&error, &**self.world.shared.clock()).await {
                return self.stop.excuses(error);
            }
        }
        if !changed.is_empty() {
            let mut state = self.sync.state.borrow_mut();
            state.reach(streams.cursors())?;
            state.save()?;
        }
        match self.sync.report.written() - before {
            0 => {}
            written => (self.say)(&format!("{written} changes went over")),
        }
        for problem in self.sync.state.borrow_mut().news() {
            (self.say)(&format!("needs a look: {problem}"));
        }
        Ok(())
    }

    /// Listens for deliveries, keeps the channel at Zoho alive, and passes on what is told. Gives items whose stock changed, and our
    /// subscriptions at Shopify.
    async fn receive(
        &self,
        place: &Place,
        hints: StreamHints,
        tasks: &mut JoinSet<()>,
    ) -> Result<(mpsc::Receiver<Gid>, Vec<Subscription>), Error> {
        let clock = self.world.shared.clock();
        let (listener, base) = place.open().await?;

        let token = uuid::Uuid::new_v4().simple().to_string();
        let verifier = zoho_webhooks::verifier(SecretString::from(token.as_str()));
        let (zoho, zoho_deliveries) = Route::<Zoho>::new(verifier, WAITING);
        let verifier = shopify_webhooks::verifier(SecretString::from(self.world.secret()));
        let (shopify, shopify_deliveries) = Route::<Shopify>::new(verifier, WAITING);
        let app = Router::new()
            .route(ZOHO, zoho.clock(Arc::clone(clock)).into_method_router())
            .route(SHOPIFY, shopify.clock(Arc::clone(clock)).into_method_router());
        tasks.spawn(async move {
            if let Err(error) = axum::serve(listener, app).await {
                eprintln!("deliveries are not received any more: {error}");
            }
        });
        let (tell, items) = mpsc::channel(WAITING);
        let crm = hints.crm.clone();
        tasks.spawn(pass_on_crm(zoho_deliveries, crm.clone()));
        tasks.spawn(pass_on_shop(shopify_deliveries, hints, tell));
        let subscriptions = self.be_told(&format!("{base}{SHOPIFY}")).await?;

        let channel = Channel::new(CHANNEL, EVENTS, format!("{base}{ZOHO}"), clock.now());
        let channel = Watch::new(self.world.zoho.clone(), channel.token(token));
        let life = channel.begin().await?;
        let renewals = Renewals::new(Arc::clone(clock));
        renewals.add(CHANNEL, channel, life);
        tasks.spawn(async move {
            loop {
                match renewals.next().await {
                    Renewal::Missed { .. } => crm.look(),
                    Renewal::Failed { error, .. } => eprintln!("Zoho's channel is not renewed: {error}"),
                    _ => {}
                }
            }
        });
        Ok((items, subscriptions))
    }

    /// Subscribes at Shopify. What an earlier run subscribed to at the same address is used.
    async fn be_told(&self, url: &str) -> Result<Vec<Subscription>, Error> {
        let topics = OrderTrigger::new().topics().chain(CustomerTrigger::new().topics());
        let topics = topics.chain(ShopTrigger::new().topics()).chain([Topic::InventoryLevelsUpdate]);
        webhook_subscriptions::ensure(&self.world.shop, url, topics).await
    }

    async fn be_told_no_more(&self, subscriptions: Vec<Subscription>) {
        for subscription in subscriptions {
            if let Err(error) =
                self.world.shop.call(webhook_subscriptions::Delete::new(subscription.id)).await
            {
                eprintln!("a subscription at Shopify is left: {error}");
            }
        }
    }
}

/// There is no work to do before a delivery is confirmed: what it hints at is found by asking.
async fn pass_on_crm(mut deliveries: Deliveries<zoho_webhooks::Notification>, hints: Hints<CrmTrigger>) {
    while let Some(delivery) = deliveries.next().await {
        delivery.tell(&hints);
        if let Err(error) = delivery.confirm().await {
            eprintln!("a delivery may come again: {error}");
        }
    }
}

async fn pass_on_shop(
    mut deliveries: Deliveries<Notification>,
    hints: StreamHints,
    items: mpsc::Sender<Gid>,
) {
    while let Some(delivery) = deliveries.next().await {
        delivery.tell(&hints.orders);
        delivery.tell(&hints.customers);
        delivery.tell(&hints.shop);
        for event in &delivery.events {
            if event.data.topic == Topic::InventoryLevelsUpdate
                && let Some(item) = event.data.payload.get("inventory_item_id").and_then(Value::as_u64)
            {
                // Whoever would hear it is at the end.
                let _ = items.send(Gid::of("InventoryItem", item)).await;
            }
        }
        if let Err(error) = delivery.confirm().await {
            eprintln!("a delivery may come again: {error}");
        }
    }
}
