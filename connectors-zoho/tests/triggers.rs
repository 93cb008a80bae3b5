//! Polling triggers over real HTTP against the simulated platform.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

mod support;

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use connectors_core::clock::{ScaledClock, SystemClock};
use connectors_core::transport::{Reply, ScriptedTransport};
use connectors_core::triggers::{Batch, Event, PollCursor, PollingTrigger};
use connectors_core::{Client, Connector, ErrorKind, Shared};
use connectors_sandbox::{Sandbox, zoho as simulated};
use connectors_zoho::{Contact, DataCenter, Module, Record, Zoho, contacts, deals, notes, records, users};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use support::{client_in_time, connector, triggers};

const SECOND: Duration = Duration::from_secs(1);

/// An organisation, its users' screen, and an application that watches it.
struct World {
    sandbox: Sandbox,
    screen: simulated::Zoho,
    zoho: Client<Zoho>,
}

impl World {
    /// Time stands all but still: it passes when it is moved.
    async fn new() -> Self {
        let screen = support::simulated();
        let clock = Arc::new(ScaledClock::new(1e-6));
        let sandbox = Sandbox::builder().clock(clock).platform(screen.clone()).start().await.unwrap();
        let zoho = client_in_time(&sandbox, connector(&sandbox));
        Self { sandbox, screen, zoho }
    }

    fn now(&self) -> PollCursor {
        PollCursor::since(self.sandbox.clock().now())
    }

    fn pass(&self, time: Duration) {
        self.sandbox.advance(time);
    }

    fn write(&self, module: &str, record: Value) -> String {
        self.screen.write(module, record.as_object().unwrap()).unwrap()
    }

    fn contact(&self, name: &str) -> String {
        self.write("Contacts", json!({ "Last_Name": name }))
    }

    /// All that is new, and where it stands then. The cursor is kept as text between any two polls.
    async fn poll<T>(&self, trigger: T, cursor: &mut PollCursor) -> Vec<Event<T::Event>>
    where
        T: PollingTrigger<Connector = Zoho> + Clone,
    {
        let mut events = Vec::new();
        loop {
            let Batch { events: some, cursor: next, more, .. } =
                self.zoho.poll(trigger.clone(), cursor).await.unwrap();
            events.extend(some);
            *cursor = serde_json::from_str(&serde_json::to_string(&next).unwrap()).unwrap();
            if !more {
                return events;
            }
        }
    }
}

fn ids<T>(events: &[Event<T>]) -> Vec<&str> {
    events.iter().map(|event| event.id.as_str()).collect()
}

#[tokio::test]
async fn what_is_made_changed_and_deleted_comes_once_from_the_triggers_that_it_is_for() {
    let world = World::new().await;
    let old = world.contact("Old");
    world.pass(SECOND);
    let (mut created, mut updated, mut either, mut deleted) =
        (world.now(), world.now(), world.now(), world.now());
    let new = world.contact("New");
    world.pass(SECOND);
    world.write("Contacts", json!({ "id": old, "Phone": "1" }));

    let events = world.poll(contacts::Created::new(), &mut created).await;
    assert_eq!(ids(&events), [&new]);
    assert_eq!((events[0].data.last_name.as_deref(), events[0].data.id.as_ref()), (Some("New"), Some(&new)));
    assert_eq!(events[0].at, events[0].data.created_time);
    let events = world.poll(contacts::Updated::new(), &mut updated).await;
    assert_eq!(ids(&events), [&old]);
    assert_eq!((events[0].data.phone.as_deref(), events[0].at), (Some("1"), events[0].data.modified_time));
    assert_eq!(ids(&world.poll(contacts::CreatedOrUpdated::new(), &mut either).await), [&new, &old]);
    assert_eq!(world.poll(contacts::Deleted::new(), &mut deleted).await, []);

    world.pass(SECOND);
    world.write("Contacts", json!({ "id": new, "Phone": "2" }));
    world.screen.delete("Contacts", &old).unwrap();
    assert_eq!(world.poll(contacts::Created::new(), &mut created).await, [], "it is no longer new");
    assert_eq!(ids(&world.poll(contacts::Updated::new(), &mut updated).await), [&new]);
    assert_eq!(ids(&world.poll(contacts::CreatedOrUpdated::new(), &mut either).await), [&new]);
    let gone = world.poll(contacts::Deleted::new(), &mut deleted).await;
    assert_eq!((ids(&gone), gone[0].data.display_name.as_deref()), (vec![old.as_str()], Some("Old")));

    world.pass(Duration::from_secs(3600));
    assert_eq!(world.poll(contacts::Created::new(), &mut created).await, []);
    assert_eq!(world.poll(contacts::Updated::new(), &mut updated).await, []);
    assert_eq!(world.poll(contacts::CreatedOrUpdated::new(), &mut either).await, []);
    assert_eq!(world.poll(contacts::Deleted::new(), &mut deleted).await, []);
}

#[tokio::test]
async fn a_record_that_was_made_and_changed_between_two_polls_is_new_once_and_changed_once() {
    let world = World::new().await;
    let (mut created, mut updated) = (world.now(), world.now());
    let id = world.contact("Ada");
    world.pass(SECOND * 600);
    world.write("Contacts", json!({ "id": id, "Phone": "1" }));
    world.pass(SECOND * 600);
    let events = world.poll(contacts::Created::new(), &mut created).await;
    assert_eq!(
        (ids(&events), events[0].data.phone.as_deref()),
        (vec![id.as_str()], Some("1")),
        "as it is now"
    );
    assert_eq!(ids(&world.poll(contacts::Updated::new(), &mut updated).await), [&id]);
}

#[tokio::test]
async fn more_than_two_pages_of_one_second_come_whole_and_once() {
    let world = World::new().await;
    let (mut created, mut deleted) = (world.now(), world.now());
    let mut all: BTreeSet<String> = (0..450).map(|n| world.contact(&format!("Guest {n}"))).collect();
    world.pass(SECOND);
    all.insert(world.contact("Late"));
    let events = world.poll(contacts::Created::new(), &mut created).await;
    assert_eq!(
        (events.len(), events.into_iter().map(|event| event.id).collect::<BTreeSet<_>>()),
        (451, all.clone())
    );
    for id in &all {
        world.screen.delete("Contacts", id).unwrap();
    }
    let events = world.poll(contacts::Deleted::new(), &mut deleted).await;
    assert_eq!((events.len(), events.into_iter().map(|event| event.id).collect::<BTreeSet<_>>()), (451, all));
    assert_eq!(world.poll(contacts::Deleted::new(), &mut deleted).await, []);
}

#[tokio::test]
async fn two_changes_in_one_second_are_two_if_a_poll_lies_between() {
    let world = World::new().await;
    let mut cursor = world.now();
    let id = world.contact("Ada");
    let either = || contacts::CreatedOrUpdated::new().fields(["Last_Name", "Phone"]);
    let first = world.poll(either(), &mut cursor).await;
    assert_eq!(world.poll(either(), &mut cursor).await, []);
    world.write("Contacts", json!({ "id": id, "Phone": "1" }));
    let second = world.poll(either(), &mut cursor).await;
    assert_eq!(
        (ids(&first), ids(&second), second[0].data.phone.as_deref()),
        (vec![id.as_str()], vec![id.as_str()], Some("1"))
    );
    assert_eq!(first[0].at, second[0].at, "Zoho says the same second");
    assert_ne!(first[0].key, second[0].key);
    assert_eq!(world.poll(either(), &mut cursor).await, []);
}

#[tokio::test]
async fn a_cursor_is_good_for_its_trigger_and_module_only() {
    let world = World::new().await;
    let mut cursor = world.now();
    world.poll(contacts::Created::new(), &mut cursor).await;
    let any = |module: &str| records::Created::<Record>::new().module(module).fields(["Last_Name"]);
    let mut other = world.now();
    world.poll(any("Contacts"), &mut other).await;
    let errors = [
        world.zoho.poll(deals::Created::new(), &cursor).await.unwrap_err(),
        world.zoho.poll(contacts::Updated::new(), &cursor).await.unwrap_err(),
        world.zoho.poll(any("Leads"), &other).await.unwrap_err(),
    ];
    for error in errors {
        assert_eq!(
            (error.kind(), error.field_errors()[0].field.as_str()),
            (ErrorKind::Validation, "cursor"),
            "{error}"
        );
    }
}

/// A custom module: this organisation has it under another name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Answer {
    id: String,
    #[serde(rename = "Solution_Title")]
    title: String,
}

impl Module for Answer {
    const API_NAME: &'static str = "Answers";
    const RESOURCE: &'static str = "answer";
    const FIELDS: &'static [&'static str] = &["Solution_Title"];
}

#[tokio::test]
async fn a_type_of_ones_own_is_followed_in_the_module_that_the_organisation_has_it_in() {
    let mut world = World::new().await;
    world.zoho = client_in_time(&world.sandbox, connector(&world.sandbox).module("Answers", "Solutions"));
    let mut cursor = world.now();
    let id = world.write("Solutions", json!({ "Solution_Title": "Turn it off and on" }));
    let events = world.poll(records::Created::<Answer>::new(), &mut cursor).await;
    assert_eq!(events[0].data, Answer { id, title: "Turn it off and on".into() });
}

#[tokio::test]
async fn notes_are_followed_too() {
    let world = World::new().await;
    let mut cursor = world.now();
    let contact = world.contact("Ada");
    let parent = json!({ "id": contact, "module": { "api_name": "Contacts" } });
    let note = world.write("Notes", json!({ "Note_Content": "Calls back", "Parent_Id": parent }));
    let events = world.poll(notes::Created::new(), &mut cursor).await;
    assert_eq!(
        (ids(&events), events[0].data.note_content.as_deref()),
        (vec![note.as_str()], Some("Calls back"))
    );
}

#[tokio::test]
async fn users_are_given_when_they_are_new_or_otherwise_and_then_no_more() {
    let user =
        |name: &str| json!({ "id": "1", "last_name": name, "Modified_Time": "2026-06-01T12:00:05+02:00" });
    let state = Arc::new(Mutex::new(user("Byron")));
    let told = Arc::clone(&state);
    let transport = ScriptedTransport::new(Arc::new(SystemClock::new()), move |seen| {
        assert_eq!(
            (seen.path(), seen.header("if-modified-since")),
            ("/crm/v8/users", "2026-06-01T10:00:00+00:00")
        );
        Reply::json(200, &json!({ "users": [*told.lock().unwrap()], "info": { "more_records": false } }))
    });
    let shared = Shared::builder().transport(transport).build().unwrap();
    let zoho = Zoho::new(DataCenter::Us).access_token("token").shared(&shared).connect().unwrap();
    let mut cursor = PollCursor::since("2026-06-01T10:00:00Z".parse().unwrap());
    let mut names = Vec::new();
    for name in ["Byron", "Byron", "Lovelace", "Lovelace"] {
        *state.lock().unwrap() = user(name); // the change is of the same second
        let batch = zoho.poll(users::CreatedOrUpdated::new(), &cursor).await.unwrap();
        names.push(batch.events.into_iter().map(|event| event.data.last_name.unwrap()).collect::<Vec<_>>());
        cursor = batch.cursor;
    }
    assert_eq!(names, [vec!["Byron"], vec![], vec!["Lovelace"], vec![]]);
}

#[tokio::test]
async fn every_trigger_runs_by_its_id_and_gives_its_events_as_json() {
    let world = World::new().await;
    let start = world.now();
    for (id, sample) in triggers() {
        world.zoho.run_poll(&id, sample, &start).await.unwrap_or_else(|e| panic!("{id}: {e}"));
    }
    let ada = world.contact("Ada");
    let batch = world.zoho.run_poll("contact.created", json!({}), &start).await.unwrap();
    assert_eq!(batch.events[0].data["Last_Name"], "Ada");
    let input = json!({ "module": "Contacts", "fields": ["Last_Name"] });
    let batch = world.zoho.run_poll("record.created", input, &start).await.unwrap();
    assert_eq!(
        (batch.events[0].id.as_str(), &batch.events[0].data["Last_Name"]),
        (ada.as_str(), &json!("Ada"))
    );
    for (id, input, field) in [
        ("record.created", json!({ "fields": ["Last_Name"] }), "module"),
        ("record.created", json!({ "module": "Contacts" }), "fields"),
        ("record.deleted", json!({}), "module"),
        ("contact.created", json!({ "late": 5 }), "late"),
        ("contact.created", json!({ "late_seconds": -5 }), "late_seconds"),
        ("contact.created", json!({ "fields": ["a b"] }), "fields"),
        ("contact.updated", json!({ "fields": vec!["Email"; 50] }), "fields"),
    ] {
        let error = world.zoho.run_poll(id, input, &start).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.field_errors()[0].field.as_str()),
            (ErrorKind::Validation, field),
            "{error}"
        );
    }
    assert!(Zoho::catalog().get("contact.created").is_some());
}

/// A type that nobody's name fits.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Numbered {
    #[serde(rename = "Last_Name")]
    name: u64,
}

impl Module for Numbered {
    const API_NAME: &'static str = "Contacts";
    const RESOURCE: &'static str = "numbered";
    const FIELDS: &'static [&'static str] = &["Last_Name"];
}

#[tokio::test]
async fn a_record_that_does_not_fit_its_type_is_told_by_its_id_and_not_by_its_content() {
    let world = World::new().await;
    let start = world.now();
    let hidden = world.contact("Hidden");
    let batch = world.zoho.poll(records::Created::<Numbered>::new(), &start).await.unwrap();
    let [unread] = &batch.unread[..] else { panic!("{batch:?}") };
    let error = &unread.data;
    assert_eq!((error.kind(), &unread.id, batch.events.len()), (ErrorKind::Decode, &hidden, 0));
    assert!(error.to_string().starts_with(&format!("numbered.created: record {hidden}: ")), "{error}");
    assert!(!format!("{error} {error:?}").contains("Hidden"), "{error:?}");
    let contact: Vec<Event<Contact>> = world.poll(contacts::Created::new(), &mut start.clone()).await;
    assert_eq!(contact.len(), 1);
}
