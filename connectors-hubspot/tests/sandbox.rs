//! Flows over real HTTP against the simulated platform.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use std::sync::Arc;
use std::time::Duration;

use connectors_core::auth::OAuthApp;
use connectors_core::clock::ScaledClock;
use connectors_core::triggers::{Batch, Event, PollCursor, PollingTrigger};
use connectors_core::webhooks::Route;
use connectors_core::{Client, ErrorKind, Outcome, Shared};
use connectors_hubspot::auth::Introspect;
use connectors_hubspot::email_subscriptions::{self, LegalBasis};
use connectors_hubspot::objects::{Change, Filter, Keyed};
use connectors_hubspot::{
    Company, Contact, HubSpot, Plan, Version, associations, companies, contacts, existing_id, owners,
    pipelines, properties, webhooks,
};
use connectors_sandbox::{Sandbox, hubspot as simulated};
use secrecy::SecretString;
use serde_json::json;

/// An account, people at its screen, and an application. Time stands all but still: it passes when it is moved.
struct World {
    sandbox: Sandbox,
    screen: simulated::HubSpot,
    hubspot: Client<HubSpot>,
}

impl World {
    async fn new() -> Self {
        Self::of(Version::Legacy).await
    }

    async fn of(version: Version) -> Self {
        let screen = simulated::HubSpot::new();
        let clock = Arc::new(ScaledClock::new(1e-6));
        let sandbox = Sandbox::builder().clock(clock).platform(screen.clone()).start().await.unwrap();
        let token = sandbox.credentials("hubspot").unwrap().private_app.unwrap();
        let shared = Shared::builder().clock(sandbox.clock()).build().unwrap();
        let hubspot =
            HubSpot::new().plan(Plan::Professional).version(version).base_url(sandbox.url("hubspot"));
        let hubspot = hubspot.private_app(token).account("customer-7").shared(&shared).connect().unwrap();
        Self { sandbox, screen, hubspot }
    }

    fn pass(&self, seconds: u64) {
        self.sandbox.advance(Duration::from_secs(seconds));
    }

    fn now(&self) -> PollCursor {
        PollCursor::since(self.sandbox.clock().now())
    }

    async fn poll<T>(&self, trigger: T, cursor: &mut PollCursor) -> Vec<Event<T::Event>>
    where
        T: PollingTrigger<Connector = HubSpot> + Clone,
    {
        let mut events = Vec::new();
        loop {
            let Batch { events: some, cursor: next, more, .. } =
                self.hubspot.poll(trigger.clone(), cursor).await.unwrap();
            events.extend(some);
            *cursor = next;
            if !more {
                return events;
            }
        }
    }
}

#[tokio::test]
async fn a_delivery_signed_over_its_url_goes_through_the_route() {
    let world = World::new().await;
    let secret = world.sandbox.credentials("hubspot").unwrap().client_secret;
    let (route, mut deliveries) = Route::<HubSpot>::new(webhooks::verifier(SecretString::from(secret)), 10);
    let app = axum::Router::new().route("/hooks", route.clock(world.sandbox.clock()).into_method_router());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/hooks", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, app).await });
    world.screen.set_webhook(&url, &["contact.creation"]).unwrap();
    let properties = json!({ "email": "ada@example.com" }).as_object().unwrap().clone();
    let id = world.screen.write("contacts", None, &properties).unwrap();
    world.pass(60);
    world.sandbox.settled().await;
    let statuses: Vec<_> = world.sandbox.deliveries().iter().map(|delivery| delivery.status).collect();
    assert_eq!(statuses, [Some(200)]);
    let delivery = deliveries.next().await.unwrap();
    assert_eq!(delivery.events[0].id, id);
    delivery.confirm().await.unwrap();
}

fn person(n: usize) -> Keyed<Contact> {
    Keyed::new(format!("person{n}@example.com"), Contact::new().firstname(format!("Person {n}")))
}

#[tokio::test]
async fn a_consent_is_used_refreshed_and_asked_about() {
    let sandbox = Sandbox::builder().platform(simulated::HubSpot::new()).start().await.unwrap();
    let credentials = sandbox.credentials("hubspot").unwrap();
    let app = OAuthApp::new(&credentials.client_id).secret(credentials.client_secret);
    let connector = HubSpot::new().base_url(sandbox.url("hubspot"));
    let hubspot =
        connector.oauth(app.clone()).refresh_token(credentials.refresh_token.clone()).connect().unwrap();
    assert_eq!(hubspot.check().await.unwrap().id, credentials.account);
    let info = hubspot.call(Introspect::new(app, credentials.refresh_token)).await.unwrap();
    assert_eq!(info.hub_id.map(|id| id.to_string()), Some(credentials.account));
    sandbox.advance(Duration::from_secs(3_600));
    assert!(hubspot.call(owners::List::new()).await.is_ok());
}

#[tokio::test]
async fn contacts_are_made_once_by_their_address_and_found_past_the_border_of_a_page() {
    let world = World::new().await;
    let outcomes = world.hubspot.batch(contacts::UpsertMany::new("email", (0..250).map(person))).await;
    assert!(outcomes.iter().all(|outcome| outcome.done().is_some_and(|contact| contact.made == Some(true))));
    let again = world.hubspot.batch(contacts::UpsertMany::new("email", (200..251).map(person))).await;
    let made = again.iter().filter(|outcome| outcome.done().unwrap().made == Some(true)).count();
    assert_eq!(made, 1);
    assert_eq!(world.hubspot.items(contacts::List::new()).collect().await.unwrap().len(), 251);

    let found = world.hubspot.call(contacts::Get::by_email("person7@example.com")).await.unwrap();
    assert_eq!(found.properties.firstname.as_deref(), Some("Person 7"));
    let error = world.hubspot.call(contacts::Create::new(Contact::new().email("person7@example.com"))).await;
    let error = error.unwrap_err();
    assert_eq!((error.kind(), existing_id(&error)), (ErrorKind::Duplicate, Some(found.id.as_str())));

    world.pass(60);
    let all = contacts::Search::new().filter(Filter::has("email")).limit(100);
    let all = world.hubspot.items(all).collect().await.unwrap();
    assert_eq!(all.len(), 251);
    let ids: Vec<u64> = all.iter().map(|contact| contact.id.parse().unwrap()).collect();
    assert!(ids.is_sorted());
}

#[tokio::test]
async fn what_is_wrong_in_a_batch_is_told_for_its_element_and_the_others_are_done() {
    let world = World::new().await;
    let create = contacts::CreateMany::new([
        Contact::new().email("ada@example.com"),
        Contact::new().email("bob@example.com").property("no_such_property", "x").unwrap(),
        Contact::new().email("eve@example.com"),
    ]);
    let outcomes = world.hubspot.batch(create).await;
    let done = |at: usize| outcomes[at].done().and_then(|contact| contact.properties.email.as_deref());
    assert_eq!((done(0), done(2)), (Some("ada@example.com"), Some("eve@example.com")));
    assert!(
        matches!(&outcomes[1], Outcome::Failed(error) if error.kind() == ErrorKind::Validation),
        "{outcomes:?}"
    );

    let ada = outcomes[0].done().unwrap().id.clone();
    let changes =
        [Change::new(&ada, Contact::new().city("Turin")), Change::new("999999999", Contact::new().city("x"))];
    let outcomes = world.hubspot.batch(contacts::UpdateMany::new(changes)).await;
    assert_eq!(outcomes[0].done().unwrap().properties.city.as_deref(), Some("Turin"));
    assert_eq!(outcomes[1].error().unwrap().kind(), ErrorKind::NotFound);
    let cleared = contacts::Update::new(&ada, Contact::new()).clear(["city"]);
    assert_eq!(world.hubspot.call(cleared).await.unwrap().properties.city, None);
}

#[tokio::test]
async fn triggers_give_each_thing_that_happens_once() {
    let world = World::new().await;
    let old = world
        .screen
        .write("contacts", None, json!({ "email": "old@example.com" }).as_object().unwrap())
        .unwrap();
    world.pass(600);
    let (mut created, mut updated, mut deleted) = (world.now(), world.now(), world.now());
    world.pass(5);
    let new = world
        .screen
        .write("contacts", None, json!({ "email": "new@example.com" }).as_object().unwrap())
        .unwrap();
    world
        .screen
        .write("contacts", Some(&old), json!({ "firstname": "Changed" }).as_object().unwrap())
        .unwrap();
    // Searches do not know it at once; when they do, it is not missed.
    let early = world.poll(contacts::Created::new(), &mut created).await;
    world.pass(10);
    let late = world.poll(contacts::Created::new(), &mut created).await;
    let ids =
        |events: &[Event<_>]| events.iter().map(|event: &Event<_>| event.id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&[early, late].concat()), [new.as_str()]);
    let events = world.poll(contacts::Updated::new(), &mut updated).await;
    assert!(ids(&events).contains(&old));
    assert_eq!(
        events.iter().find(|event| event.id == old).unwrap().data.properties.firstname.as_deref(),
        Some("Changed")
    );
    world.screen.archive("contacts", &new).unwrap();
    world.pass(10);
    assert_eq!(ids(&world.poll(contacts::Deleted::new(), &mut deleted).await), [new.as_str()]);
    for _ in 0..2 {
        world.pass(60);
        assert!(world.poll(contacts::Created::new(), &mut created).await.is_empty());
        assert!(world.poll(contacts::Updated::new(), &mut updated).await.is_empty());
        assert!(world.poll(contacts::Deleted::new(), &mut deleted).await.is_empty());
    }
}

#[tokio::test]
async fn objects_are_associated_and_settings_are_read_in_every_version() {
    for version in [Version::Legacy, Version::V2026_03, Version::V2026_09] {
        let world = World::of(version).await;
        let ada =
            world.hubspot.call(contacts::Create::new(Contact::new().email("ada@example.com"))).await.unwrap();
        let company = Company::new().name("Analytical Engines").domain("engines.example.com");
        let company = world.hubspot.call(companies::Create::new(company)).await.unwrap();
        let pair = associations::Create::new("contacts", &ada.id, "companies", &company.id);
        world.hubspot.call(pair).await.unwrap();
        let associated = world.hubspot.items(associations::List::new("contacts", &ada.id, "companies"));
        assert_eq!(associated.collect().await.unwrap()[0].to_object_id, company.id, "{version:?}");
        let pair = associations::Remove::new("contacts", &ada.id, "companies", &company.id);
        world.hubspot.call(pair).await.unwrap();
        let associated = world.hubspot.items(associations::List::new("contacts", &ada.id, "companies"));
        assert!(associated.collect().await.unwrap().is_empty());
        let pipelines = world.hubspot.items(pipelines::List::new("deals")).collect().await.unwrap();
        assert!(!pipelines[0].stages.is_empty());
        let properties = world.hubspot.items(properties::List::new("contacts")).collect().await.unwrap();
        assert!(properties.iter().any(|property| property.name == "email"));
        world.pass(60);
        let found = world.hubspot.call(companies::SearchByDomain::new("Engines.example.com")).await.unwrap();
        assert_eq!(found.items.len(), 1);
        world.hubspot.call(contacts::Delete::new(&ada.id)).await.unwrap();
        let error = world.hubspot.call(contacts::Get::new(&ada.id)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NotFound);
    }
}

#[tokio::test]
async fn who_opted_out_is_not_subscribed_again_by_a_program() {
    let world = World::new().await;
    let email = "ada@example.com";
    world.hubspot.call(contacts::Create::new(Contact::new().email(email))).await.unwrap();
    let list = world.hubspot.items(email_subscriptions::List::new()).collect().await.unwrap();
    let id = list[0].id.clone();
    let subscribed = async || {
        let statuses = world.hubspot.call(email_subscriptions::GetStatus::new(email)).await.unwrap();
        statuses.iter().find(|status| status.id == id).unwrap().is_subscribed()
    };
    let subscribe =
        email_subscriptions::Subscribe::new(email, &id).legal_basis(LegalBasis::ConsentWithNotice);
    world.hubspot.call(subscribe.clone()).await.unwrap();
    assert!(subscribed().await);
    for _ in 0..2 {
        world.hubspot.call(email_subscriptions::Unsubscribe::new(email, &id)).await.unwrap();
        assert!(!subscribed().await);
    }
    world.hubspot.call(subscribe).await.unwrap_err();
    assert!(!subscribed().await);
}
