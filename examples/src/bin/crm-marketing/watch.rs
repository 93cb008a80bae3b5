//! The job as it keeps running: what is changed on one side now is changed on the other now.
//!
//! Both platforms tell by webhooks that something happened; both are asked twice a minute as well, so that deliveries that are
//! lost, late or doubled change nothing but the time it takes, and an opt-out goes over within a minute. A webhook is taken as
//! a hint only: what is done follows from the records as they are read then.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use connectors_core::triggers::{Event, Events, Hints, PollingTrigger, Renewal, Renewals, WebhookTrigger};
use connectors_core::webhooks::{Deliveries, Route, Webhook};
use connectors_core::{Error, ErrorKind, clock};
use connectors_hubspot::{HubSpot, webhooks as hubspot_webhooks};
use connectors_zoho::notifications::{Channel, Disable, Watch};
use connectors_zoho::{Zoho, webhooks as zoho_webhooks};
use secrecy::SecretString;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::accounts::World;
use crate::person::Kind;
use crate::report::Report;
use crate::state::Cursors;
use crate::sync::{Changed, CrmTrigger, HubTrigger, Sync, crm_trigger};

/// How often both are asked when nobody tells anything.
const EVERY: Duration = Duration::from_secs(30);
/// How long to wait before work that failed is tried again.
const PAUSE: Duration = Duration::from_secs(10);
/// What is worked on at once, when there is much.
const CHUNK: usize = 500;
/// The number of our channel at Zoho: the same in each run, so that there is one.
const CHANNEL: &str = "7300100200301";
/// What Zoho tells of.
const EVENTS: [&str; 4] = ["Contacts.create", "Contacts.edit", "Leads.create", "Leads.edit"];
const ZOHO: &str = "/hooks/zoho";
const HUBSPOT: &str = "/hooks/hubspot";

/// Where deliveries are received.
pub(crate) struct Place {
    pub(crate) listen: SocketAddr,
    /// The address that the platforms call, if it is not the one that is listened on.
    pub(crate) public_url: Option<String>,
}

/// What the job works with.
pub(crate) struct Job<'a> {
    pub(crate) world: &'a World,
    pub(crate) sync: Sync<'a>,
    /// Where lines about what happens go.
    pub(crate) say: fn(&str),
    /// Becomes true when it is to end.
    pub(crate) stop: watch::Receiver<bool>,
}

/// What happens on both sides.
struct Streams {
    contacts: Events<CrmTrigger>,
    leads: Events<CrmTrigger>,
    hub: Events<HubTrigger>,
}

impl Streams {
    fn cursors(&self) -> Cursors {
        Cursors {
            contacts: self.contacts.cursor().clone(),
            leads: self.leads.cursor().clone(),
            hub: self.hub.cursor().clone(),
        }
    }
}

impl Job<'_> {
    /// Works on what happens from the cursors on, until Ctrl-C; then it finishes what it is at.
    pub(crate) async fn watch(mut self, cursors: Cursors, place: &Place) -> Result<Report, Error> {
        let World { zoho, hubspot, shared, .. } = self.world;
        let mut streams = Streams {
            contacts: zoho.events(crm_trigger(Kind::Contacts), cursors.contacts).every(EVERY),
            leads: zoho.events(crm_trigger(Kind::Leads), cursors.leads).every(EVERY),
            hub: hubspot.events(HubTrigger::new(), cursors.hub).every(EVERY),
        };
        let mut tasks = JoinSet::new();
        self.receive(place, &streams, &mut tasks).await?;
        let people = self.world.people();

        let mut stop = self.stop.clone();
        (self.say)("watching; Ctrl-C ends it");
        let ended = loop {
            let mut changed = Changed::default();
            let gathered = tokio::select! {
                _ = stop.wait_for(|stop| *stop) => break Ok(()),
                first = streams.contacts.next() => gather(&mut streams.contacts, first, |event| {
                    self.sync.crm_event(Kind::Contacts, event, &mut changed);
                }),
                first = streams.leads.next() => gather(&mut streams.leads, first, |event| {
                    self.sync.crm_event(Kind::Leads, event, &mut changed);
                }),
                first = streams.hub.next() => gather(&mut streams.hub, first, |event| {
                    self.sync.hub_event(event, &mut changed);
                }),
            };
            let worked = match gathered {
                Ok(()) => self.work_on(&changed, &streams).await,
                Err(error) => Err(error),
            };
            if let Err(error) = worked {
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
        report.count(&shared.stats());
        ended.map(|()| report)
    }

    /// Brings over what changed, and keeps where we are: what is left undone is found by the next start.
    async fn work_on(&mut self, changed: &Changed, streams: &Streams) -> Result<(), Error> {
        let before = self.sync.report.written();
        while let Err(error) = self.sync.work_on(changed).await {
            if !self.again_after(&error).await {
                return if *self.stop.borrow() && error.is_retryable() { Ok(()) } else { Err(error) };
            }
        }
        *self.sync.state.cursors_mut() = Some(streams.cursors());
        if !changed.is_empty() {
            self.sync.state.save()?;
        }
        match self.sync.report.written() - before {
            0 => {}
            written => (self.say)(&format!("{written} changes went over")),
        }
        Ok(())
    }

    /// After an error that may pass, a pause. False if no other try can help, or if it is to end meanwhile.
    async fn again_after(&self, error: &Error) -> bool {
        if !error.is_retryable() {
            return false;
        }
        eprintln!("tried again: {error}");
        let mut stop = self.stop.clone();
        let pause = error.retry_after().unwrap_or(PAUSE);
        let stopped = clock::timeout(&**self.world.shared.clock(), pause, stop.wait_for(|stop| *stop)).await;
        stopped.is_none()
    }

    /// Listens for deliveries, keeps the channel at Zoho alive, and passes on what is told.
    async fn receive(&self, place: &Place, streams: &Streams, tasks: &mut JoinSet<()>) -> Result<(), Error> {
        let clock = self.world.shared.clock();
        let unheard = |error: std::io::Error| Error::config(format!("{}: {error}", place.listen));
        let listener = TcpListener::bind(place.listen).await.map_err(unheard)?;
        let here = format!("http://{}", listener.local_addr().map_err(unheard)?);
        let base = place.public_url.clone().unwrap_or(here);

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
        let crm = [streams.contacts.hints(), streams.leads.hints()];
        tasks.spawn(pass_on(zoho_deliveries, crm.to_vec()));
        tasks.spawn(pass_on(hubspot_deliveries, vec![streams.hub.hints()]));
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
        Ok(())
    }
}

/// Notes the first event and what else is there at once. Errors that may pass are told; the events ask again by themselves.
fn gather<T: PollingTrigger + Clone>(
    events: &mut Events<T>,
    first: Option<Result<Event<T::Event>, Error>>,
    mut note: impl FnMut(Event<T::Event>),
) -> Result<(), Error> {
    match first {
        Some(Ok(event)) => note(event),
        Some(Err(error)) if error.is_retryable() => eprintln!("asked again: {error}"),
        Some(Err(error)) => return Err(error),
        None => return Err(Error::new(ErrorKind::Config, "the events have ended")),
    }
    for _ in 1..CHUNK {
        let Some(event) = events.try_next() else { break };
        note(event);
    }
    Ok(())
}

/// Tells `hints` what comes. There is no work to do before a delivery is confirmed: what it hints at is found by asking.
async fn pass_on<C, T>(mut deliveries: Deliveries<C::Event>, hints: Vec<Hints<T>>)
where
    C: Webhook,
    T: PollingTrigger + WebhookTrigger<Connector = C>,
{
    while let Some(delivery) = deliveries.next().await {
        hints.iter().for_each(|hints| delivery.tell(hints));
        if let Err(error) = delivery.confirm().await {
            eprintln!("a delivery may come again: {error}");
        }
    }
}
