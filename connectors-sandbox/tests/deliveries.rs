//! What the engine does with every platform's webhooks.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "tests in real time")]

#[allow(dead_code, reason = "each test file uses its part")]
mod receiver;
#[allow(dead_code, reason = "each test file uses its part")]
mod toy;
mod waiting;

use std::sync::Arc;
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::Duration;

use connectors_sandbox::{Fault, Sandbox};
use reqwest::Client;
use serde_json::{Value, json};

use crate::receiver::{Answer, Receiver};
use crate::toy::{MINUTE, Toy};
use crate::waiting::until;

fn texts(receiver: &Receiver) -> Vec<String> {
    receiver.all().iter().map(|it| it.body["text"].as_str().unwrap().to_owned()).collect()
}

/// A sandbox in which `a` to `d` were posted under `faults`.
async fn four(receiver: &Receiver, faults: impl IntoIterator<Item = Fault>) -> (Toy, Sandbox) {
    let toy = Toy::new();
    let sandbox = toy.start().await;
    for fault in faults {
        sandbox.fault(fault);
    }
    for text in ["a", "b", "c", "d"] {
        toy.deliver(&receiver.url("/hook"), text);
    }
    sandbox.settled().await;
    (toy, sandbox)
}

/// A receiver that answers with the status of the moment, or not at all while that is 0.
async fn moody(mood: &Arc<AtomicU16>) -> Receiver {
    let mood = Arc::clone(mood);
    Receiver::answering(move |_| match mood.load(Ordering::SeqCst) {
        0 => Answer::Never,
        status => Answer::Status(status),
    })
    .await
}

#[tokio::test]
async fn deliveries_to_a_url_come_in_the_order_of_events_and_are_logged_without_secrets() {
    let receiver = Receiver::saying(200).await;
    let toy = Toy::new();
    let sandbox = toy.start().await;
    let wanted: Vec<String> = (0..50).map(|number| number.to_string()).collect();
    for text in &wanted {
        toy.deliver(&receiver.url("/hook?from=toy&token=hidden"), text);
    }
    sandbox.settled().await;
    assert_eq!(texts(&receiver), wanted);
    assert_eq!(receiver.all()[0].uri, "/hook?from=toy&token=hidden", "the query is kept");
    assert_eq!(receiver.all()[0].body["token"], "hidden");
    let log = sandbox.deliveries();
    assert!(log.iter().map(|it| it.number).eq(1..=50));
    let first = &log[0];
    assert_eq!((first.platform, first.attempt, first.status), ("toy", 1, Some(200)));
    assert!(first.problem.is_none() && first.retry_at.is_none());
    assert!(!format!("{log:?}").contains("hidden"), "{first:?}");
    assert!(first.url.ends_with("/hook?from=toy&token=***"));
    assert_eq!((sandbox.counters("toy").deliveries, sandbox.counters("toy").undelivered), (50, 0));
    assert_eq!(sandbox.counters("toy").calls, 0, "they are no calls");
    let ask = async |query: &str| -> Value {
        let url = format!("{}/_sandbox/deliveries{query}", sandbox.url("toy"));
        Client::new().get(url).send().await.unwrap().json().await.unwrap()
    };
    assert_eq!(ask("?after=10&last=2").await["deliveries"][0]["number"], 49);
    assert_eq!(ask("?platform=other").await, json!({ "deliveries": [] }));
    assert_eq!(sandbox.state()["deliveries"], json!({ "logged": 50, "due": 0, "waiting": 0 }));
}

#[tokio::test]
async fn what_is_not_answered_well_is_tried_again_when_its_time_comes_and_then_given_up() {
    let mood = Arc::new(AtomicU16::new(500));
    let receiver = moody(&mood).await;
    let (_toy, sandbox) = four(&receiver, []).await;
    assert_eq!(texts(&receiver), ["a", "b", "c", "d"]);
    assert_eq!(sandbox.state()["deliveries"], json!({ "logged": 4, "due": 0, "waiting": 4 }));
    sandbox.advance(MINUTE);
    sandbox.settled().await;
    assert_eq!(texts(&receiver)[4..], ["a", "b", "c", "d"]);
    mood.store(200, Ordering::SeqCst);
    sandbox.advance(MINUTE);
    sandbox.settled().await;
    sandbox.advance(MINUTE * 60);
    sandbox.settled().await;
    assert_eq!(receiver.count(), 12);
    let (fresh, _) = sandbox.deliveries().into_iter().partition::<Vec<_>, _>(|it| it.attempt == 3);
    assert!(fresh.iter().all(|it| it.status == Some(200)) && fresh.len() == 4);
    assert_eq!(sandbox.counters("toy").undelivered, 8);
}

#[tokio::test]
async fn a_dead_or_slow_receiver_holds_up_neither_calls_nor_other_receivers() {
    let slow = Receiver::answering(|_| Answer::Never).await;
    let good = Receiver::saying(200).await;
    let gone = Receiver::saying(200).await;
    let dead = gone.url("/");
    drop(gone);
    let toy = Toy::new();
    let sandbox = toy.start().await;
    for number in 0..100 {
        for url in [&slow.url("/"), &dead, &good.url("/")] {
            toy.deliver(url, &number.to_string());
        }
    }
    until(|| good.count() == 100 && slow.count() == 1).await;
    let token = format!("Toy-Token {}", sandbox.access_token("toy").unwrap());
    let notes = Client::new().get(format!("{}/notes", sandbox.url("toy"))).header("authorization", token);
    assert_eq!(notes.send().await.unwrap().status(), 200);
    until(|| sandbox.deliveries().iter().filter(|it| it.url == dead).count() == 100).await;
    let refused = sandbox.deliveries().into_iter().find(|it| it.url == dead).unwrap();
    assert!(refused.status.is_none() && refused.retry_at.is_some(), "{refused:?}");
    assert_eq!(slow.count(), 1, "one at a time");
    sandbox.advance(Duration::from_secs(5));
    until(|| slow.count() == 2).await;
}

#[tokio::test]
async fn nothing_leaves_the_machine() {
    let toy = Toy::new();
    let sandbox = toy.start().await;
    for url in ["http://example.com/hook", "https://127.0.0.1:9/", "nowhere"] {
        toy.deliver(url, "a");
    }
    sandbox.settled().await;
    let problems: Vec<_> =
        sandbox.deliveries().into_iter().map(|it| (it.retry_at, it.problem.unwrap())).collect();
    assert_eq!(problems.len(), 3);
    assert!(problems.iter().all(|(retry_at, _)| retry_at.is_none()), "trying again does not help");
    assert!(problems.iter().any(|(_, problem)| problem.contains("example.com is not on loopback")));
}

#[tokio::test]
async fn a_lost_delivery_never_comes_and_is_taken_for_delivered() {
    let receiver = Receiver::saying(200).await;
    let (_toy, sandbox) = four(&receiver, [Fault::lose_delivery().skip(1).times(1)]).await;
    sandbox.advance(MINUTE * 10);
    sandbox.settled().await;
    assert_eq!(texts(&receiver), ["a", "c", "d"]);
    assert_eq!(sandbox.deliveries()[1].faults, ["lose_delivery"]);
    assert_eq!(sandbox.counters("toy").undelivered, 1);
}

#[tokio::test]
async fn a_repeated_delivery_comes_twice() {
    let receiver = Receiver::saying(200).await;
    let (_toy, sandbox) = four(&receiver, [Fault::repeat_delivery().skip(1).times(1)]).await;
    assert_eq!(texts(&receiver), ["a", "b", "b", "c", "d"]);
    assert_eq!(sandbox.deliveries().len(), 5);
}

#[tokio::test]
async fn a_delayed_delivery_comes_later_and_a_reordered_one_after_the_next() {
    let receiver = Receiver::saying(200).await;
    let (_toy, sandbox) = four(&receiver, [Fault::delay_delivery(MINUTE).times(1)]).await;
    assert_eq!(texts(&receiver), ["b", "c", "d"]);
    sandbox.advance(MINUTE);
    sandbox.settled().await;
    assert_eq!(texts(&receiver), ["b", "c", "d", "a"]);

    let receiver = Receiver::saying(200).await;
    let (toy, sandbox) = four(&receiver, [Fault::reorder_delivery().times(1)]).await;
    assert_eq!(texts(&receiver), ["b", "a", "c", "d"]);
    sandbox.fault(Fault::reorder_delivery());
    toy.deliver(&receiver.url("/hook"), "e");
    sandbox.settled().await;
    assert_eq!(receiver.count(), 4);
    sandbox.advance(Duration::from_secs(30));
    sandbox.settled().await;
    assert_eq!(texts(&receiver).pop().unwrap(), "e", "there is no next one, so time has to pass");
}

#[tokio::test]
async fn a_cut_delivery_has_arrived_and_comes_again() {
    let receiver = Receiver::saying(200).await;
    let (_toy, sandbox) = four(&receiver, [Fault::cut_delivery().times(1)]).await;
    assert_eq!(texts(&receiver), ["a", "b", "c", "d"]);
    assert_eq!(
        (sandbox.deliveries()[0].status, &sandbox.deliveries()[0].faults[..]),
        (None, &["cut_delivery"][..])
    );
    sandbox.advance(MINUTE);
    sandbox.settled().await;
    assert_eq!(texts(&receiver), ["a", "b", "c", "d", "a"]);
}

#[tokio::test]
async fn faults_of_calls_and_of_deliveries_do_not_mix_and_find_a_receiver_by_its_path() {
    let receiver = Receiver::saying(200).await;
    let fault: Fault = serde_json::from_value(
        json!({ "fault": "lose_delivery", "method": "POST", "path": "/hoo*", "platform": "toy" }),
    )
    .unwrap();
    let elsewhere = Fault::lose_delivery().on("POST", "/other");
    let (_toy, sandbox) = four(&receiver, [Fault::status(503), Fault::cut_before(), elsewhere]).await;
    assert_eq!(receiver.count(), 4, "faults of calls are none of deliveries");
    drop(sandbox);
    let (_toy, sandbox) = four(&receiver, [fault]).await;
    assert_eq!(receiver.count(), 4, "all lost");
    let token = format!("Toy-Token {}", sandbox.access_token("toy").unwrap());
    let hook = Client::new().post(format!("{}/hook", sandbox.url("toy"))).header("authorization", token);
    assert_eq!(hook.send().await.unwrap().status(), 404, "and not hit by what is for deliveries");
    assert_eq!(sandbox.counters("toy").faults, 0);
}

#[tokio::test]
async fn unreliable_deliveries_lose_some_and_double_some_but_deliver_most() {
    let receiver = Receiver::saying(200).await;
    let toy = Toy::new();
    let sandbox = toy.start().await;
    for fault in Fault::unreliable_deliveries() {
        sandbox.fault(fault);
    }
    let wanted: Vec<_> = (100..400).map(|number| number.to_string()).collect();
    for text in &wanted {
        toy.deliver(&receiver.url("/"), text);
    }
    sandbox.settled().await;
    sandbox.advance(MINUTE * 5);
    sandbox.settled().await;
    let mut got = texts(&receiver);
    assert!(!got.is_sorted(), "some overtake others");
    got.sort();
    let all = got.len();
    got.dedup();
    assert!(all > got.len(), "some come twice");
    assert!(got.len() < 300 && got.len() > 240, "some are lost: {}", got.len());
}

#[tokio::test]
async fn a_reset_drops_what_is_pending_and_a_dropped_sandbox_sends_no_more() {
    let mood = Arc::new(AtomicU16::new(0));
    let receiver = moody(&mood).await;
    let toy = Toy::new();
    let sandbox = toy.start().await;
    toy.deliver(&receiver.url("/"), "a");
    toy.deliver(&receiver.url("/"), "b");
    until(|| receiver.count() == 1).await;
    sandbox.reset();
    sandbox.settled().await;
    mood.store(200, Ordering::SeqCst);
    toy.deliver(&receiver.url("/"), "c");
    sandbox.settled().await;
    assert_eq!(texts(&receiver), ["a", "c"]);
    assert_eq!(sandbox.deliveries().len(), 1);
    drop(sandbox);
    toy.deliver(&receiver.url("/"), "d");
    let other = Toy::new();
    let sandbox = other.start().await;
    other.deliver(&receiver.url("/"), "e");
    sandbox.settled().await;
    assert_eq!(texts(&receiver), ["a", "c", "e"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn time_that_is_moved_at_any_moment_makes_due_what_it_should() {
    let receiver = Receiver::saying(500).await;
    let toy = Toy::new();
    let sandbox = toy.start().await;
    for round in 0..400 {
        let before = receiver.count();
        toy.deliver(&receiver.url("/hook"), "a");
        while receiver.count() == before {
            tokio::task::yield_now().await;
        }
        // Somewhere between the answer and the sleep until the next try.
        for _ in 0..fastrand::u32(0..40_000) {
            std::hint::spin_loop();
        }
        sandbox.advance(MINUTE);
        let settled = tokio::time::timeout(Duration::from_secs(5), sandbox.settled()).await;
        assert!(settled.is_ok(), "in round {round}: {:?}", sandbox.state()["deliveries"]);
        sandbox.reset();
    }
}
