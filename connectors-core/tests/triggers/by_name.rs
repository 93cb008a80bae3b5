//! Triggers in the catalog: the same polls as the typed ones, from JSON.

use connectors_core::catalog::{Kind, Shape, described, plain};
use connectors_core::triggers::PollCursor;
use connectors_core::{AnyClient, CallOptions, Catalog, Client, Connector, ErrorKind};
use serde_json::{Value, json};

use crate::support::{Rig, Toy};
use crate::world::{self, Changed, Deed, World, moment};

const START: i64 = 1_767_225_600_000;

fn with(catalog: Catalog<Toy>) -> (Rig, Client<Toy>) {
    let mut world = World::new(1_000, 3, 0, true);
    for n in 0..7 {
        world.plan(START - 10_000 + 1_000 * n, Deed::Make, 0);
    }
    let (rig, _, _) = world::rig(world);
    let client = rig.builder(Toy::new()).catalog(catalog).connect().unwrap();
    (rig, client)
}

fn rig() -> (Rig, Client<Toy>) {
    with(Toy::catalog().add(plain::trigger::<Changed>()))
}

fn since() -> PollCursor {
    PollCursor::since(moment(START - 60_000))
}

fn input() -> Value {
    serde_json::to_value(Changed::new()).unwrap()
}

#[tokio::test(start_paused = true)]
async fn a_poll_by_id_is_the_typed_poll() {
    let (rig, client) = rig();
    let any: &dyn AnyClient = &client;
    let (mut cursor, mut events) = (since(), 0);
    loop {
        let typed = client.poll(Changed::new(), &cursor).await.unwrap();
        let wanted = serde_json::to_value(&typed).unwrap();
        for dynamic in [
            client.run_poll("thing.changed", input(), &cursor).await.unwrap(),
            any.poll("thing.changed", input(), &cursor).await.unwrap(),
        ] {
            let mut got = serde_json::to_value(&dynamic).unwrap();
            // A round began when it was asked for.
            let began = |batch: &Value| batch.pointer("/cursor/place/time/round/began").cloned();
            if let (Some(began), Some(place)) =
                (began(&wanted), got.pointer_mut("/cursor/place/time/round/began"))
            {
                *place = began;
            }
            assert_eq!(got, wanted);
        }
        events += typed.events.len();
        cursor = typed.cursor;
        if !typed.more {
            break;
        }
    }
    assert_eq!(events, 7);
    let asked: Vec<_> = rig.seen().iter().map(|seen| seen.uri.to_string()).collect();
    assert!(asked.chunks(3).all(|three| three[0] == three[1] && three[1] == three[2]), "{asked:?}");
}

#[tokio::test(start_paused = true)]
async fn bad_json_names_the_member_and_nothing_is_asked() {
    let (rig, client) = rig();
    let mut unknown = input();
    unknown["ascendig"] = json!(true);
    let mut wrong = input();
    wrong["late"] = json!("long");
    for (id, input, field, text) in [
        ("thing.changed", json!({}), "ascending", "missing field `ascending`"),
        ("thing.changed", wrong, "late", "expected u64"),
        ("thing.changed", unknown, "ascendig", "no such member"),
        ("thing.chnged", json!({}), "trigger", "toy has no trigger `thing.chnged`"),
        ("thing.get", json!({ "id": "1" }), "trigger", "toy has no trigger `thing.get`"),
    ] {
        let error = client.run_poll(id, input, &since()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Validation, "{error}");
        assert_eq!(error.field_errors()[0].field, field, "{error}");
        assert!(error.to_string().contains(text), "{error}");
    }
    let foreign = since().of("other").unwrap();
    let error = client.run_poll("thing.changed", input(), &foreign).await.unwrap_err();
    assert_eq!(error.field_errors()[0].field, "cursor");
    assert!(error.to_string().starts_with("thing.changed: "), "{error}");
    assert!(rig.seen().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_trigger_that_is_run_says_that_it_is_to_be_polled() {
    let (rig, client) = rig();
    let any: &dyn AnyClient = &client;
    for error in [
        client.run("thing.changed", input()).await.unwrap_err(),
        any.run("thing.changed", input(), CallOptions::new()).await.unwrap_err(),
    ] {
        assert_eq!(error.kind(), ErrorKind::Validation);
        assert!(error.to_string().contains("`thing.changed` is a trigger: poll it"), "{error}");
    }
    assert!(rig.seen().is_empty());
    let line = any.actions().into_iter().find(|line| line.id == "thing.changed").unwrap();
    assert_eq!((line.kind, line.title), (Kind::Trigger, "A thing was made or changed"));
    let entry_shape = client.catalog().get("thing.changed").unwrap().shape();
    assert_eq!(entry_shape, Shape::Poll);
}

#[tokio::test(start_paused = true)]
async fn schemas_describe_what_a_trigger_takes_and_gives() {
    let (_, client) = with(Toy::catalog().add(described::trigger::<Changed>()));
    let schemas = client.catalog().get("thing.changed").unwrap().schemas().unwrap();
    let takes = jsonschema::validator_for(&schemas.input).unwrap();
    let gives = jsonschema::validator_for(&schemas.output).unwrap();
    assert!(takes.is_valid(&input()) && !takes.is_valid(&json!({ "ascending": 5 })));
    let (mut cursor, mut events, mut midway) = (since(), 0, 0);
    loop {
        let batch = client.run_poll("thing.changed", input(), &cursor).await.unwrap();
        let given = serde_json::to_value(&batch).unwrap();
        let wrong: Vec<_> = gives.iter_errors(&given).map(|error| error.to_string()).collect();
        assert!(wrong.is_empty(), "{given} is not what the schema says: {wrong:?}");
        for (place, spoilt) in
            [("/events/0/data/number", json!("x")), ("/events/0/key", json!(1)), ("/cursor/start", json!(1))]
        {
            let mut bad = given.clone();
            let Some(member) = bad.pointer_mut(place) else { continue };
            *member = spoilt;
            assert!(!gives.is_valid(&bad), "{place} is described too");
            midway += 1;
        }
        events += batch.events.len();
        cursor = batch.cursor;
        if !batch.more {
            break;
        }
    }
    assert!(events == 7 && midway > 6);
}
