//! What clients, calls and futures are to the compiler.

#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use std::future::IntoFuture;

use connectors_core::{Call, Client, Content, Download, Error, Job, Outcome, Request, Shared};
use serde_json::json;
use support::{
    Export, ExportStatus, List, Rig, Thing, Toy, create_many, download, get, page, secs, thing, upload,
};

#[test]
fn a_client_is_a_few_pointers_and_an_error_is_one() {
    let pointer = size_of::<usize>();
    assert!(size_of::<Client<Toy>>() <= 4 * pointer);
    assert_eq!(size_of::<Shared>(), pointer);
    assert_eq!(size_of::<Error>(), pointer);
    assert_eq!(size_of::<Result<(), Error>>(), pointer);
}

#[test]
fn everything_can_be_shared_between_threads_and_sent_to_tasks() {
    fn shared<T: Send + Sync + 'static>() {}
    fn sent<T: Send + 'static>() {}
    shared::<Client<Toy>>();
    shared::<Shared>();
    shared::<Error>();
    shared::<Request>();
    shared::<Outcome<Thing>>();
    shared::<Job<ExportStatus>>();
    sent::<Call<Toy, Thing>>();
    sent::<Download>();
    sent::<connectors_core::Items<List>>();
}

#[tokio::test(start_paused = true)]
async fn every_verb_runs_in_a_task() {
    let rig = Rig::new(|seen| match seen.path() {
        "/things" => page(&["1"], None),
        "/exports/x" => {
            connectors_core::transport::Reply::json(200, &json!({ "state": "done", "file": "f" }))
        }
        _ => thing("x"),
    });
    let client = rig.client();
    tokio::spawn(client.call(get("1")).into_future()).await.unwrap().unwrap();
    tokio::spawn(client.call(get("1")).with_meta()).await.unwrap().unwrap();
    tokio::spawn(client.items(List::default()).collect()).await.unwrap().unwrap();
    tokio::spawn(client.batch(create_many(1)).into_future()).await.unwrap();
    tokio::spawn(client.upload(upload("a"), Content::bytes("x")).into_future()).await.unwrap().unwrap();
    tokio::spawn(client.download(download("a")).into_future()).await.unwrap().unwrap();
    tokio::spawn(client.run("thing.get", json!({ "id": "1" })).into_future()).await.unwrap().unwrap();
    tokio::spawn(client.send(Request::get(["x"])).into_future()).await.unwrap().unwrap();
    let job = tokio::spawn(client.start(Export {}).into_future()).await.unwrap().unwrap();
    tokio::spawn(async move { job.wait(secs(60)).await }).await.unwrap().unwrap();
    let usage = client.clone();
    tokio::spawn(async move { usage.usage().await }).await.unwrap().unwrap();
    tokio::spawn(async move { client.pages(List::default()).read_ahead().next().await })
        .await
        .unwrap()
        .unwrap()
        .unwrap();
}

#[tokio::test]
async fn the_future_of_a_call_is_small() {
    let client = Rig::replies([thing("1")]).client();
    assert_eq!(size_of_val(&client.call(get("1")).into_future()), 2 * size_of::<usize>());
    let with_meta = client.call(get("1")).with_meta();
    assert!(size_of_val(&with_meta) <= 2_048, "{}", size_of_val(&with_meta));
}

#[tokio::test(start_paused = true)]
async fn a_call_that_is_not_awaited_sends_nothing() {
    let rig = Rig::replies([thing("1")]);
    let client = rig.client();
    drop(client.call(get("1")));
    drop(client.batch(create_many(1)));
    drop(client.start(Export {}));
    drop(client.items(List::default()));
    rig.sleep(60).await;
    assert!(rig.seen().is_empty());
    assert_eq!(client.stats().calls, 0);
}
