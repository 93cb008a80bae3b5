//! Notifications that the simulated platform sends for real, to a route of axum's, with polls beside them.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

mod support;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use chrono::TimeDelta;
use connectors_core::Client;
use connectors_core::clock::{self, Clock, SystemClock};
use connectors_core::triggers::{Event, Events, Hints, Life, PollCursor, Renewal, Renewals};
use connectors_core::webhooks::{Deliveries, Route};
use connectors_sandbox::{Fault, Sandbox, zoho as simulated};
use connectors_zoho::notifications::{self, Channel, ChannelToken, Watch};
use connectors_zoho::webhooks::{self, DerivedTokens, Notification};
use connectors_zoho::{Contact, Zoho, contacts};
use secrecy::SecretString;
use serde_json::{Value, json};
use support::{client_in_time, connector};
use tokio::net::TcpListener;
use tokio::sync::mpsc;

const CHANNEL: &str = "1000000068001";
const HOUR: Duration = Duration::from_secs(3600);

type Changed = contacts::CreatedOrUpdated;

/// An organisation, its users' screen, and an application that is told what happens.
struct World {
    sandbox: Sandbox,
    screen: simulated::Zoho,
    zoho: Client<Zoho>,
    /// Where the application is.
    address: SocketAddr,
    deliveries: Option<Deliveries<Notification>>,
}

impl World {
    async fn new() -> Self {
        let screen = support::simulated();
        let sandbox = Sandbox::builder().platform(screen.clone()).start().await.unwrap();
        let zoho = client_in_time(&sandbox, connector(&sandbox));
        let (route, deliveries) = Route::<Zoho>::new(webhooks::verifier(DerivedTokens::new(secret())), 100);
        let app = Router::new().route("/hooks/{account}", route.into_method_router());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self { sandbox, screen, zoho, address, deliveries: Some(deliveries) }
    }

    fn url(&self) -> String {
        format!("http://{}/hooks/customer-7", self.address)
    }

    fn watch(&self) -> Watch {
        let channel = Channel::new(CHANNEL, ["Contacts.all"], self.url(), self.sandbox.clock().now());
        Watch::new(self.zoho.clone(), channel.token(ChannelToken::derive(&secret(), CHANNEL)))
    }

    fn now(&self) -> PollCursor {
        PollCursor::since(self.sandbox.clock().now())
    }

    fn contact(&self, name: &str) -> String {
        self.screen.write("Contacts", json!({ "Last_Name": name }).as_object().unwrap()).unwrap()
    }

    fn rename(&self, id: &str, name: &str) {
        self.screen.write("Contacts", json!({ "id": id, "Last_Name": name }).as_object().unwrap()).unwrap();
    }

    /// From now on what is delivered becomes a hint.
    fn tell(&mut self, hints: Hints<Changed>) {
        let mut deliveries = self.deliveries.take().unwrap();
        tokio::spawn(async move {
            while let Some(delivery) = deliveries.next().await {
                for event in &delivery.events {
                    assert_eq!(event.account, "customer-7");
                    hints.tell(event);
                }
                delivery.confirm().await.unwrap();
            }
        });
    }

    /// Follows the contacts, and is told; polls by itself every `every`. It has polled once when this returns.
    async fn follow(&mut self, every: Duration) -> (Hints<Changed>, mpsc::UnboundedReceiver<Event<Contact>>) {
        let events =
            self.zoho.events(Changed::new(), self.now()).every(every).spacing(Duration::from_millis(20));
        let hints = events.hints();
        self.tell(hints.clone());
        let (sender, receiver) = mpsc::unbounded_channel();
        tokio::spawn(forward(events, sender));
        let polled = || self.sandbox.calls().iter().any(|call| call.path.ends_with("/Contacts"));
        while !polled() {
            SystemClock::new().sleep(Duration::from_millis(2)).await;
        }
        (hints, receiver)
    }
}

async fn forward(mut events: Events<Changed>, to: mpsc::UnboundedSender<Event<Contact>>) {
    while let Some(event) = events.next().await {
        if to.send(event.unwrap()).is_err() {
            return;
        }
    }
}

fn secret() -> SecretString {
    "the application's".into()
}

/// What comes, unless it does not.
async fn come<T>(what: impl Future<Output = T>) -> T {
    let clock = SystemClock::new();
    clock::timeout(&clock, Duration::from_secs(30), what).await.unwrap_or_else(|| panic!("it does not come"))
}

/// Waits until the last state of each of these contacts was given, and fails if anything comes twice.
async fn all_come(receiver: &mut mpsc::UnboundedReceiver<Event<Contact>>, wanted: &BTreeMap<String, String>) {
    let (mut last, mut keys) = (BTreeMap::new(), Vec::new());
    while last != *wanted {
        let event = come(receiver.recv()).await.unwrap();
        assert!(!keys.contains(&event.key), "{} comes twice", event.key);
        keys.push(event.key);
        last.insert(event.id, event.data.last_name.unwrap());
    }
}

#[tokio::test]
async fn what_a_person_does_arrives_because_zoho_tells_it() {
    let mut world = World::new().await;
    world.watch().begin().await.unwrap();
    let (_, mut arrives) = world.follow(HOUR).await; // longer than anybody waits here
    let id = world.contact("Byron");
    let event = come(arrives.recv()).await.unwrap();
    assert_eq!((&event.id, event.data.last_name.as_deref()), (&id, Some("Byron")));
    world.rename(&id, "Lovelace");
    let event = come(arrives.recv()).await.unwrap();
    assert_eq!((&event.id, event.data.last_name.as_deref()), (&id, Some("Lovelace")));
}

#[tokio::test]
async fn what_zoho_tells_to_nobody_arrives_by_itself() {
    let mut world = World::new().await;
    world.sandbox.fault(Fault::lose_delivery());
    world.watch().begin().await.unwrap();
    let (_, mut arrives) = world.follow(Duration::from_millis(100)).await;
    let id = world.contact("Byron");
    assert_eq!(come(arrives.recv()).await.unwrap().id, id);
    world.sandbox.settled().await;
    assert!(world.sandbox.deliveries().iter().all(|it| it.faults == ["lose_delivery"]));
}

#[tokio::test]
async fn deliveries_that_are_lost_doubled_late_and_out_of_order_change_nothing_in_what_comes_out() {
    let mut world = World::new().await;
    for fault in Fault::unreliable_deliveries() {
        world.sandbox.fault(fault);
    }
    world.watch().begin().await.unwrap();
    let (_, mut arrives) = world.follow(Duration::from_millis(500)).await;
    let mut wanted = BTreeMap::new();
    for n in 0..30 {
        let id = world.contact(&format!("Guest {n}"));
        if n % 3 == 0 {
            world.rename(&id, &format!("Guest {n} of honour"));
        }
        wanted.insert(id, format!("Guest {n}{}", if n % 3 == 0 { " of honour" } else { "" }));
        SystemClock::new().sleep(Duration::from_millis(20)).await;
    }
    all_come(&mut arrives, &wanted).await;
    assert!(world.sandbox.deliveries().iter().any(|it| !it.faults.is_empty()), "nothing went wrong");
}

/// A notification as Zoho would send it.
fn notification(channel: &str, token: &str) -> Value {
    json!({ "channel_id": channel, "token": token, "module": "Contacts", "operation": "insert", "ids": ["11"] })
}

#[tokio::test]
async fn what_is_forged_altered_or_repeated_is_not_put_in_line() {
    let mut world = World::new().await;
    let mut deliveries = world.deliveries.take().unwrap();
    let post = async |body: &Value| {
        let post = reqwest::Client::new().post(world.url()).body(body.to_string());
        post.send().await.unwrap().status().as_u16()
    };
    let token = ChannelToken::derive(&secret(), CHANNEL);
    let good = notification(CHANNEL, token.expose());
    assert_eq!(post(&notification(CHANNEL, "guessed")).await, 401);
    assert_eq!(post(&notification("1000000068002", token.expose())).await, 401, "another channel's token");
    assert_eq!(post(&good).await, 200);
    let delivery = come(deliveries.next()).await.unwrap();
    assert_eq!(
        (delivery.events.len(), delivery.events[0].id.as_str()),
        (1, "11"),
        "the good one is the first"
    );
    delivery.confirm().await.unwrap();
    assert_eq!(post(&good).await, 200, "as if it had been worked on now");
    let mut other = good.clone();
    other["ids"] = json!(["12"]);
    assert_eq!(post(&other).await, 200);
    let delivery = come(deliveries.next()).await.unwrap();
    assert_eq!(delivery.events[0].id, "12", "what was repeated is not in line");
}

#[tokio::test]
async fn a_channel_is_kept_alive_for_weeks() {
    let mut world = World::new().await;
    let mut deliveries = world.deliveries.take().unwrap();
    let watch = world.watch();
    let life = watch.begin().await.unwrap();
    let renewals = Renewals::new(world.sandbox.clock());
    renewals.add("customer-7", watch, life);
    let mut until = life.until.unwrap();
    for week in 0..5 {
        let (told, ()) = tokio::join!(come(renewals.next()), async { world.sandbox.advance(6 * 24 * HOUR) });
        let Renewal::Renewed { name, life, .. } = told else { panic!("{told:?}") };
        assert_eq!((name.as_str(), renewals.lives()["customer-7"]), ("customer-7", life));
        assert!(life.until.unwrap() > until, "week {week}");
        until = life.until.unwrap();
        let id = world.contact(&format!("Guest {week}"));
        let delivery = come(deliveries.next()).await.unwrap();
        assert_eq!(delivery.events[0].id, id);
        delivery.confirm().await.unwrap();
    }
    assert!(until - life.since > TimeDelta::days(30));
}

#[tokio::test]
async fn what_happens_while_the_channel_is_gone_is_found_when_it_is_back() {
    let mut world = World::new().await;
    let watch = world.watch();
    let life = watch.begin().await.unwrap();
    let (hints, mut arrives) = world.follow(52 * 7 * 24 * HOUR).await;
    let renewals = Renewals::new(world.sandbox.clock());
    // Nobody renews for longer than it lives: the process was away.
    world.sandbox.advance(8 * 24 * HOUR);
    let id = world.contact("Unseen");
    world.sandbox.settled().await;
    assert!(world.sandbox.deliveries().is_empty());
    renewals.add("customer-7", watch, life);
    let told = come(renewals.next()).await;
    let Renewal::Missed { ended, life: new, .. } = told else { panic!("{told:?}") };
    assert_eq!(Some(ended), life.until);
    assert!(new.until > life.until);
    hints.look();
    assert_eq!(come(arrives.recv()).await.unwrap().id, id);
    let next = world.contact("Seen");
    assert_eq!(come(arrives.recv()).await.unwrap().id, next, "from now on Zoho tells again");
}

#[tokio::test]
async fn a_channel_that_somebody_ended_is_made_anew_and_told_as_missed() {
    let world = World::new().await;
    let watch = world.watch();
    let life = watch.begin().await.unwrap();
    let ended = world.zoho.batch(notifications::Disable::new([CHANNEL])).await;
    ended.into_iter().for_each(|outcome| drop(outcome.into_result().unwrap()));
    let renewals = Renewals::new(world.sandbox.clock());
    renewals.add("customer-7", watch, life);
    let (told, ()) = tokio::join!(come(renewals.next()), async { world.sandbox.advance(6 * 24 * HOUR) });
    let Renewal::Missed { ended, life: new, .. } = told else { panic!("{told:?}") };
    assert_eq!(ended, life.since);
    let channels = world.zoho.items(notifications::List::new()).collect().await.unwrap();
    assert_eq!(
        channels[0].channel_expiry.map(|expiry| expiry.timestamp()),
        new.until.map(|until| until.timestamp())
    );
}

#[tokio::test]
async fn of_a_channel_that_zoho_lets_live_shorter_the_life_is_told_as_it_is() {
    let world = World::new().await;
    let Life { since, until, .. } = world.watch().life(TimeDelta::days(30)).begin().await.unwrap();
    let lives = until.unwrap() - since;
    assert!(lives > TimeDelta::minutes(58) && lives < TimeDelta::minutes(62), "{lives}");
}
