//! The job as it keeps running: what is changed on one side now is changed on the other now.
//!
//! Both platforms tell by webhooks that something happened; both are asked three times a minute as well, so that deliveries that are
//! lost, late or doubled change nothing but the time it takes, and an opt-out goes over within a minute. A webhook is taken as
//! a hint only: what is done follows from the records as they are read then.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use connectors_core::Error;
use connectors_core::triggers::{Event, Hints, PollingTrigger, Renewal, Renewals, WebhookTrigger};
use connectors_core::webhooks::{Deliveries, Route, Webhook};
use connectors_examples::watching::{Place, Stop};
use connectors_hubspot::HubSpot;
use connectors_hubspot::webhooks::{self as hubspot_webhooks, EventKind};
use connectors_zoho::Zoho;
use connectors_zoho::notifications::{Channel, Disable, Watch};
use connectors_zoho::webhooks::{self as zoho_webhooks, Operation};
use secrecy::SecretString;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use crate::accounts::World;
use crate::person::Kind;
use crate::read::Changed;
use crate::report::Report;
use crate::streams::{News, StreamHints, Streams};
use crate::sync::Sync;

/// The number of our channel at Zoho: the same in each run, so that there is one.
const CHANNEL: &str = "7300100200301";
/// What Zoho tells of.
const EVENTS: [&str; 6] =
    ["Contacts.create", "Contacts.edit", "Contacts.delete", "Leads.create", "Leads.edit", "Leads.delete"];
/// How long to wait before an opt-out that was refused is tried again.
const AGAIN: Duration = Duration::from_secs(60);
/// How many deletions may wait to be looked at.
const DELETIONS: usize = 1_000;
const ZOHO: &str = "/hooks/zoho";
const HUBSPOT: &str = "/hooks/hubspot";

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
    /// Works on what happens from the cursors on, until Ctrl-C; then it finishes what it is at. The others are told, too.
    pub(crate) async fn watch(
        mut self,
        mut streams: Streams,
        others: &StreamHints,
        place: &Place,
    ) -> Result<Report, Error> {
        let World { zoho, shared, .. } = self.world;
        let mut tasks = JoinSet::new();
        let all = [streams.hints(), others.clone()];
        let mut deletions = self.receive(place, &all, &mut tasks).await?;
        let people = self.world.people();

        let mut stop = self.stop.clone();
        match self.sync.state.news().len() {
            0 => {}
            some => (self.say)(&format!("{some} records need a look: they are listed in the end")),
        }
        (self.say)("watching; Ctrl-C ends it");
        let ended = loop {
            let mut changed = Changed::default();
            let news = tokio::select! {
                () = stop.wanted() => break Ok(()),
                news = streams.next() => news.map(Some),
                Some(deleted) = deletions.recv() => {
                    changed = deleted;
                    Ok(None)
                }
                () = shared.clock().sleep(AGAIN), if !self.sync.state.owed().is_empty() => {
                    changed.emails.extend(self.sync.state.owed().iter().cloned());
                    Ok(None)
                }
            };
            match news {
                Ok(Some(News::Crm(kind, records))) => {
                    records.iter().for_each(|record| self.sync.crm_changed(kind, record, &mut changed));
                }
                Ok(Some(News::Hub(contacts))) => {
                    contacts.into_iter().for_each(|contact| self.sync.hub_changed(contact, &mut changed));
                }
                Ok(None) => {}
                Err(error) => break Err(error),
            }
            if let Err(error) = self.work_on(&changed, &streams).await {
                break Err(error);
            }
        };
        drop(people);
        tasks.shutdown().await;
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

    /// Brings over what changed, and keeps where we are: what is left undone is found by the next start.
    async fn work_on(&mut self, changed: &Changed, streams: &Streams) -> Result<(), Error> {
        let (before, conflicts) = (self.sync.report.written(), self.sync.report.conflicts.len());
        while let Err(error) = self.sync.work_on(changed).await {
            if !self.stop.again_after(&error, &**self.world.shared.clock()).await {
                return self.stop.excuses(error);
            }
        }
        if !changed.is_empty() {
            self.sync.state.reach(streams.cursors())?;
            self.sync.state.save()?;
        }
        match self.sync.report.written() - before {
            0 => {}
            written => (self.say)(&format!("{written} changes went over")),
        }
        for conflict in self.sync.report.conflicts.iter().skip(conflicts) {
            (self.say)(&conflict.to_string());
        }
        for problem in self.sync.state.news() {
            (self.say)(&format!("needs a look: {problem}"));
        }
        Ok(())
    }

    /// Listens for deliveries, keeps the channel at Zoho alive, and passes on what is told. Gives what was deleted.
    async fn receive(
        &self,
        place: &Place,
        hints: &[StreamHints],
        tasks: &mut JoinSet<()>,
    ) -> Result<mpsc::Receiver<Changed>, Error> {
        let clock = self.world.shared.clock();
        let (listener, base) = place.open().await?;

        let token = uuid::Uuid::new_v4().simple().to_string();
        let verifier = zoho_webhooks::verifier(SecretString::from(token.as_str()));
        let (zoho, zoho_deliveries) = Route::<Zoho>::new(verifier, 1_000);
        let verifier = hubspot_webhooks::verifier(SecretString::from(self.world.secret()));
        let (hubspot, hubspot_deliveries) = Route::<HubSpot>::new(verifier, 1_000);
        let hubspot = hubspot.public_url(base.as_str()).clock(Arc::clone(clock));
        let app = Router::new()
            .route(ZOHO, zoho.clock(Arc::clone(clock)).into_method_router())
            .route(HUBSPOT, hubspot.into_method_router());
        tasks.spawn(async move {
            if let Err(error) = axum::serve(listener, app).await {
                eprintln!("deliveries are not received any more: {error}");
            }
        });
        let crm: Vec<_> =
            hints.iter().flat_map(|hints| [hints.contacts.clone(), hints.leads.clone()]).collect();
        let hub = hints.iter().map(|hints| hints.hub.clone()).collect();
        let (deleted, deletions) = mpsc::channel(DELETIONS);
        tasks.spawn(pass_on(zoho_deliveries, crm.clone(), deleted.clone(), deleted_in_crm));
        tasks.spawn(pass_on(hubspot_deliveries, hub, deleted, deleted_in_hub));
        self.world.tell_hubspot(&format!("{base}{HUBSPOT}")).await?;

        let channel = Channel::new(CHANNEL, EVENTS, format!("{base}{ZOHO}"), clock.now());
        let channel = Watch::new(self.world.zoho.clone(), channel.token(token));
        let life = channel.begin().await?;
        let renewals = Renewals::new(Arc::clone(clock));
        renewals.add(CHANNEL, channel, life);
        tasks.spawn(async move {
            loop {
                match renewals.next().await {
                    Renewal::Missed { .. } => crm.iter().for_each(Hints::look),
                    Renewal::Failed { error, .. } => eprintln!("Zoho's channel is not renewed: {error}"),
                    _ => {}
                }
            }
        });
        Ok(deletions)
    }
}

/// Tells `hints` what comes, and `deleted` what is not there any more. There is no work to do before a delivery is confirmed:
/// what it hints at is found by asking, and a deletion when the other side changes.
async fn pass_on<C, T>(
    mut deliveries: Deliveries<C::Event>,
    hints: Vec<Hints<T>>,
    deleted: mpsc::Sender<Changed>,
    what: fn(&Event<C::Event>) -> Option<Changed>,
) where
    C: Webhook,
    T: PollingTrigger + WebhookTrigger<Connector = C>,
{
    while let Some(delivery) = deliveries.next().await {
        hints.iter().for_each(|hints| delivery.tell(hints));
        for gone in delivery.events.iter().filter_map(what) {
            // Whoever would hear it is at the end.
            let _ = deleted.send(gone).await;
        }
        if let Err(error) = delivery.confirm().await {
            eprintln!("a delivery may come again: {error}");
        }
    }
}

fn deleted_in_crm(event: &Event<zoho_webhooks::Notification>) -> Option<Changed> {
    let kind = Kind::ALL.into_iter().find(|kind| Some(kind.name()) == event.data.module.as_deref())?;
    let operation = event.data.operation.as_ref()?.known();
    let gone = || Changed { crm: [(kind, event.id.clone())].into(), ..Changed::default() };
    (operation == Some(&Operation::Delete)).then(gone)
}

fn deleted_in_hub(event: &Event<hubspot_webhooks::Notification>) -> Option<Changed> {
    let kind = event.data.kind.known()?;
    let gone = || Changed { hub: [event.id.clone()].into(), ..Changed::default() };
    matches!(kind, EventKind::Deletion | EventKind::PrivacyDeletion).then(gone)
}
