//! The job as it keeps running: what happens now is done now.
//!
//! Both platforms tell by webhooks that something happened; both are asked once a minute as well, so that deliveries that are
//! lost, late or doubled change nothing but the time it takes. A webhook is taken as a hint only: what is done follows from
//! the record as it is read then.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use chrono::{DateTime, Utc};
use connectors_core::Error;
use connectors_core::triggers::{
    Event, Events, Hints, PollCursor, PollingTrigger, Renewal, Renewals, WebhookTrigger,
};
use connectors_core::webhooks::{Deliveries, Route, Webhook};
use connectors_examples::events::{Next, gather};
use connectors_examples::watching::{Place, Stop};
use connectors_xero::Xero;
use connectors_xero::payments::{self, Payment};
use connectors_xero::webhooks::{self as xero_webhooks, Sequence};
use connectors_zoho::notifications::{Channel, Watch};
use connectors_zoho::{Zoho, records, webhooks as zoho_webhooks};
use secrecy::SecretString;
use tokio::task::JoinSet;

use crate::accounts::World;
use crate::deals::{self, Deal};
use crate::progress::Progress;
use crate::report::Report;
use crate::sync::{self, Contacts, Known};

/// How often both are asked when nobody tells anything.
const EVERY: Duration = Duration::from_secs(60);
/// What is worked on at once, when there is much.
const CHUNK: usize = 50;
/// The number of our channel at Zoho: the same in each run, so that there is one.
const CHANNEL: &str = "7300100200300";
const ZOHO: &str = "/hooks/zoho";
const XERO: &str = "/hooks/xero";

type Deals = Events<records::CreatedOrUpdated<Deal>>;
type Payments = Events<payments::CreatedOrUpdated>;

/// What the job works with.
pub(crate) struct Job<'a> {
    pub(crate) world: &'a World,
    pub(crate) known: Known,
    pub(crate) report: Report,
    pub(crate) progress: &'a Progress,
    /// Where lines about what happens go.
    pub(crate) say: fn(&str),
    /// Becomes true when it is to end.
    pub(crate) stop: Stop,
}

impl Job<'_> {
    /// Works on what happens from `since` on, until Ctrl-C; then it finishes what it is at.
    pub(crate) async fn watch(mut self, since: DateTime<Utc>, place: &Place) -> Result<Report, Error> {
        let World { zoho, xero, shared, .. } = self.world;
        let cursor = PollCursor::since(since);
        let mut deals = zoho.events(records::CreatedOrUpdated::<Deal>::new(), cursor.clone()).every(EVERY);
        let mut payments = xero.events(payments::CreatedOrUpdated::new(), cursor).every(EVERY);

        let mut tasks = JoinSet::new();
        let (base, key) = self.receive(place, deals.hints(), payments.hints(), &mut tasks).await?;
        self.world.tell_xero(&format!("{base}{XERO}"), &key).await?;
        let people = self.world.people();

        let mut stop = self.stop.clone();
        let mut contacts = Contacts::default();
        (self.say)("watching; Ctrl-C ends it");
        let ended = loop {
            let worked = tokio::select! {
                () = stop.wanted() => break Ok(()),
                deal = deals.next() => self.deals(&mut deals, deal, &mut contacts).await,
                payment = payments.next() => self.payments(&mut payments, payment).await,
            };
            if let Err(error) = worked {
                break Err(error);
            }
        };
        drop(people);
        tasks.shutdown().await;
        // Zoho would go on telling somebody who is not there, for a week.
        for outcome in zoho.batch(connectors_zoho::notifications::Disable::new([CHANNEL])).await {
            if let Err(error) = outcome.into_result() {
                eprintln!("the channel at Zoho is left to end by itself: {error}");
            }
        }
        self.progress.finish();
        self.report.count(&shared.stats());
        ended.map(|()| self.report)
    }

    /// A deal was made or changed, and perhaps others.
    async fn deals(
        &mut self,
        events: &mut Deals,
        first: Next<Deal>,
        contacts: &mut Contacts,
    ) -> Result<(), Error> {
        let deals: Vec<Deal> = gather(events, first, CHUNK)?.into_iter().map(|event| event.data).collect();
        let (zoho, xero) = (&self.world.zoho, &self.world.xero);
        let invoiced = loop {
            match sync::invoice_some(zoho, xero, deals.clone(), contacts, &mut self.report).await {
                Ok(invoiced) => break invoiced,
                Err(error) if self.stop.again_after(&error, &**self.world.shared.clock()).await => {}
                Err(error) => return self.stop.excuses(error),
            }
        };
        for deal in invoiced {
            if let Some((number, total, _)) = self.report.lines.get(&deal.id).and_then(|l| l.invoice.as_ref())
            {
                (self.say)(&format!("{} is won: invoice {number} over {total:.2}", deal.name));
            }
        }
        Ok(())
    }

    /// A payment was entered or deleted, and perhaps others.
    async fn payments(&mut self, events: &mut Payments, first: Next<Payment>) -> Result<(), Error> {
        let payments = gather(events, first, CHUNK)?.into_iter().map(|event| event.data);
        let numbers = payments.filter_map(|payment| payment.invoice?.invoice_number);
        let numbers: BTreeSet<String> = numbers.filter(|number| deals::deal_of(number).is_some()).collect();
        let (zoho, xero) = (&self.world.zoho, &self.world.xero);
        let before = self.report.payments_written_back;
        while let Err(error) =
            sync::write_back_some(zoho, xero, &numbers, &mut self.known, &mut self.report, self.progress)
                .await
        {
            if !self.stop.again_after(&error, &**self.world.shared.clock()).await {
                return self.stop.excuses(error);
            }
        }
        match self.report.payments_written_back - before {
            0 => {}
            told => (self.say)(&format!("{told} deals are told what was paid")),
        }
        Ok(())
    }

    /// Listens for deliveries, keeps the channel at Zoho alive, and passes on what is told. Gives the address that the
    /// platforms call, and the key that Xero signs with.
    async fn receive(
        &self,
        place: &Place,
        deals: Hints<records::CreatedOrUpdated<Deal>>,
        payments: Hints<payments::CreatedOrUpdated>,
        tasks: &mut JoinSet<()>,
    ) -> Result<(String, String), Error> {
        let clock = self.world.shared.clock();
        let (listener, base) = place.open().await?;

        let token = uuid::Uuid::new_v4().simple().to_string();
        let verifier = zoho_webhooks::verifier(SecretString::from(token.as_str()));
        let (zoho, zoho_deliveries) = Route::<Zoho>::new(verifier, 1_000);
        let key = self.world.xero_key()?;
        let verifier = xero_webhooks::verifier(SecretString::from(key.as_str()));
        let (xero, xero_deliveries) = Route::<Xero>::new(verifier, 1_000);
        let app = Router::new()
            .route(ZOHO, zoho.clock(Arc::clone(clock)).into_method_router())
            .route(XERO, xero.clock(Arc::clone(clock)).into_method_router());
        tasks.spawn(async move {
            if let Err(error) = axum::serve(listener, app).await {
                eprintln!("deliveries are not received any more: {error}");
            }
        });
        tasks.spawn(pass_on(zoho_deliveries, deals.clone(), |_| false));
        // Xero counts its events: what is missing between two of them was lost, or comes later.
        let mut sequence = Sequence::new();
        tasks.spawn(pass_on(xero_deliveries, payments, move |event| sequence.note(&event.data).is_some()));

        let channel =
            Channel::new(CHANNEL, ["Deals.create", "Deals.edit"], format!("{base}{ZOHO}"), clock.now());
        let channel = Watch::new(self.world.zoho.clone(), channel.token(token));
        let life = channel.begin().await?;
        let renewals = Renewals::new(Arc::clone(clock));
        renewals.add(CHANNEL, channel, life);
        tasks.spawn(async move {
            loop {
                match renewals.next().await {
                    Renewal::Missed { .. } => deals.look(),
                    Renewal::Failed { error, .. } => eprintln!("Zoho's channel is not renewed: {error}"),
                    _ => {}
                }
            }
        });
        Ok((base, key))
    }
}

/// Tells `hints` what comes, and to look if something did not. There is no work to do before a delivery is confirmed: what it
/// hints at is found by asking.
async fn pass_on<C, T>(
    mut deliveries: Deliveries<C::Event>,
    hints: Hints<T>,
    mut some_are_missing: impl FnMut(&Event<C::Event>) -> bool,
) where
    C: Webhook,
    T: PollingTrigger + WebhookTrigger<Connector = C>,
{
    while let Some(delivery) = deliveries.next().await {
        delivery.tell(&hints);
        if delivery.events.iter().any(&mut some_are_missing) {
            hints.look();
        }
        if let Err(error) = delivery.confirm().await {
            eprintln!("a delivery may come again: {error}");
        }
    }
}
