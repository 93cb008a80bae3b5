//! Lists: order, empty pages, loops, going on after an error, read-ahead, and links that lead astray.

#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use connectors_core::limits::Window;
use connectors_core::transport::{Reply, Seen};
use connectors_core::{CallOptions, Cursor, Delivery, ErrorKind, Items, RetryPolicy};
use futures_util::{StreamExt, TryStreamExt};
use support::{List, Rig, Toy, page, refusal, secs};

fn list() -> List {
    List::default()
}

fn links() -> List {
    List { links: true, ..list() }
}

fn cursor_of(seen: &Seen) -> Option<&str> {
    seen.uri.query()?.strip_prefix("cursor=")
}

/// Three pages, the second one empty.
fn three_pages(seen: &Seen) -> Reply {
    match cursor_of(seen) {
        None => page(&["1", "2"], Some("b")),
        Some("b") => page(&[], Some("c")),
        _ => page(&["3"], None),
    }
}

/// The next `count` ids.
async fn take(items: &mut Items<List>, count: usize) -> Vec<String> {
    let mut ids = Vec::new();
    for _ in 0..count {
        ids.push(items.next().await.unwrap().unwrap().id);
    }
    ids
}

#[tokio::test(start_paused = true)]
async fn elements_come_in_order_and_an_empty_page_in_the_middle_does_not_end_the_list() {
    let rig = Rig::new(three_pages);
    let mut items = rig.client().items(list());
    assert_eq!(take(&mut items, 3).await, ["1", "2", "3"]);
    assert!(items.next().await.is_none());
    assert!(items.next().await.is_none(), "the end stays the end");
    assert_eq!(rig.seen().len(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_list_is_a_stream() {
    let rig = Rig::new(three_pages);
    let client = rig.client();
    let things: Vec<_> = client.items(list()).try_collect().await.unwrap();
    let pages: Vec<_> = client.pages(list()).map(|page| page.unwrap().items.len()).collect().await;
    assert_eq!((things.len(), pages), (3, vec![2, 0, 1]));
    assert_eq!(client.items(list()).collect().await.unwrap(), things);
}

#[tokio::test(start_paused = true)]
async fn pages_are_fetched_as_they_are_needed() {
    let rig = Rig::new(three_pages);
    let mut items = rig.client().items(list());
    assert!(rig.seen().is_empty());
    take(&mut items, 2).await;
    rig.sleep(60).await;
    assert_eq!(rig.seen().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_repeated_cursor_is_an_error_after_the_good_pages_were_given() {
    for (loops_to, pages) in [("b", 2), ("c", 3)] {
        let rig = Rig::new(move |seen| match cursor_of(seen) {
            None => page(&["1"], Some("b")),
            Some("b") => page(&["2"], Some(if loops_to == "b" { "b" } else { "c" })),
            _ => page(&["3"], Some("b")),
        });
        let mut items = rig.client().items(list());
        assert_eq!(take(&mut items, pages).await.len(), pages);
        let error = items.next().await.unwrap().unwrap_err();
        assert_eq!((error.kind(), error.delivery()), (ErrorKind::Vendor, Delivery::Accepted));
        assert_eq!(error.action().unwrap().to_string(), "thing.list");
        assert!(items.next().await.is_none(), "it does not go round and round");
        assert_eq!(rig.seen().len(), pages);
    }
}

#[tokio::test(start_paused = true)]
async fn after_an_error_the_same_page_is_asked_for_again() {
    for read_ahead in [false, true] {
        let rig = Rig::new(|seen| if seen.number == 1 { Reply::status(503) } else { three_pages(seen) });
        let items = rig.client().items(list()).options(CallOptions::new().retry(RetryPolicy::never()));
        let mut items = if read_ahead { items.read_ahead() } else { items };
        assert_eq!(take(&mut items, 2).await, ["1", "2"]);
        assert_eq!(items.next().await.unwrap().unwrap_err().kind(), ErrorKind::Server);
        assert_eq!(take(&mut items, 1).await, ["3"]);
        assert!(items.next().await.is_none());
        let asked: Vec<_> = rig.seen().iter().map(|seen| cursor_of(seen).map(str::to_owned)).collect();
        assert_eq!(asked, [None, Some("b".into()), Some("b".into()), Some("c".into())]);
    }
}

#[tokio::test(start_paused = true)]
async fn an_error_leaves_the_cursor_where_one_can_go_on_after_a_restart() {
    let rig = Rig::new(|seen| match cursor_of(seen) {
        Some("c") if seen.at < secs(60) => Reply::status(500),
        _ => three_pages(seen),
    });
    let mut pages = rig.client().pages(list());
    assert_eq!((pages.cursor(), pages.is_finished()), (None, false));
    pages.next().await.unwrap().unwrap();
    pages.next().await.unwrap().unwrap();
    let error = pages.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Server);
    let kept = serde_json::to_string(pages.cursor().unwrap()).unwrap();
    assert!(!pages.is_finished());

    rig.sleep(60).await;
    let cursor = Some(serde_json::from_str(&kept).unwrap());
    let mut pages = rig.client().pages(List { cursor, ..list() });
    assert_eq!(pages.next().await.unwrap().unwrap().items[0].id, "3");
    assert_eq!((pages.cursor(), pages.is_finished()), (None, true));
}

#[tokio::test(start_paused = true)]
async fn going_on_from_the_cursor_of_the_elements_misses_none() {
    let all = ["1", "2", "3", "4", "5"];
    for read_ahead in [false, true] {
        for stop in 0..=all.len() {
            let rig = Rig::new(|seen| match cursor_of(seen) {
                None => page(&["1", "2"], Some("b")),
                Some("b") => page(&[], Some("c")),
                Some("c") => page(&["3", "4"], Some("d")),
                _ => page(&["5"], None),
            });
            let client = rig.client();
            let items = client.items(list());
            let mut items = if read_ahead { items.read_ahead() } else { items };
            let before = take(&mut items, stop).await;
            rig.sleep(1).await;
            let cursor = items.cursor().cloned();
            drop(items);
            let after = client.items(List { cursor, ..list() }).collect().await.unwrap();
            let first: usize = after[0].id.parse().unwrap();
            assert!(first <= before.len() + 1, "{} were given, it goes on with {first}", before.len());
            assert!(before.len() < first + 2, "and repeats one page at the most");
            assert_eq!(after.last().unwrap().id, "5");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_throttle_in_the_middle_does_not_start_the_list_over() {
    let rig = Rig::new(|seen| match seen.number {
        1 => Reply::status(429).header("retry-after", "10"),
        _ => three_pages(seen),
    });
    let things = rig.client().items(list()).collect().await.unwrap();
    assert_eq!((things.len(), rig.times()), (3, vec![0, 0, 10, 10]));
}

#[tokio::test(start_paused = true)]
async fn options_hold_for_every_page() {
    let rig = Rig::new(|seen| if seen.number == 1 { Reply::status(500) } else { three_pages(seen) });
    let mut items = rig.client().items(list()).options(CallOptions::new().retry(RetryPolicy::never()));
    take(&mut items, 2).await;
    assert_eq!(items.next().await.unwrap().unwrap_err().attempts(), 1);
}

#[tokio::test(start_paused = true)]
async fn read_ahead_fetches_one_page_while_the_present_one_is_worked_on() {
    let rig = Rig::new(|seen| three_pages(seen).after(secs(10)));
    let mut pages = rig.client().pages(list()).read_ahead();
    assert_eq!(pages.next().await.unwrap().unwrap().items.len(), 2);
    rig.sleep(60).await;
    assert_eq!(rig.times(), [0, 10], "one page ahead and no further");
    assert_eq!(pages.next().await.unwrap().unwrap().items.len(), 0);
    assert_eq!(rig.now(), 70, "it was there already");
    assert_eq!(pages.next().await.unwrap().unwrap().items.len(), 1);
    assert!(pages.next().await.is_none());
    assert_eq!(rig.times(), [0, 10, 70]);
}

#[tokio::test(start_paused = true)]
async fn a_dropped_list_stops_reading_ahead() {
    let rig = Rig::new(|seen| three_pages(seen).after(secs(if seen.number == 1 { 100 } else { 1 })));
    let client = rig.client_of(Toy::new().windows([Window::concurrency("slots", 1)]));
    let mut items = client.items(list()).read_ahead();
    take(&mut items, 1).await;
    rig.sleep(1).await;
    assert_eq!(rig.seen().len(), 2, "the second page is on its way");
    drop(items);
    rig.sleep(1).await;
    client.call(list()).await.unwrap();
    assert_eq!(rig.now(), 4, "its slot is free");
}

#[tokio::test(start_paused = true)]
async fn a_next_link_at_home_is_followed_with_credentials() {
    for link in [
        "https://api.toy.example/things?page=2",
        "/things?page=2",
        "https://api.toy.example:443/things?page=2",
    ] {
        let rig = Rig::new(
            move |seen| if seen.number == 0 { page(&["1"], Some(link)) } else { page(&["2"], None) },
        );
        let things = rig.client().items(links()).collect().await.unwrap();
        assert_eq!(things.len(), 2);
        let seen = rig.seen();
        assert_eq!(seen[1].uri, "https://api.toy.example/things?page=2");
        assert!(!seen[1].header("authorization").is_empty());
    }
}

#[tokio::test(start_paused = true)]
async fn a_next_link_to_another_host_port_or_scheme_is_refused_and_nothing_is_sent_there() {
    for link in [
        "https://evil.example/things",
        "https://api.toy.example.evil.example/things",
        "https://api.toy.example:8443/things",
        "http://api.toy.example/things",
        "//evil.example/things",
        "https://api.toy.example@evil.example/things",
        "https://user:password@api.toy.example/things",
        "file:///etc/passwd",
        "https://",
    ] {
        let rig = Rig::new(move |_| page(&["1"], Some(link)));
        let mut items = rig.client().items(links());
        assert_eq!(take(&mut items, 1).await, ["1"], "the good page is given");
        let error = items.next().await.unwrap().unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Vendor, 0), "{link}");
        assert_eq!(rig.seen().len(), 1, "{link}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_cursor_of_another_list_is_refused() {
    let rig = Rig::new(three_pages);
    let error =
        rig.client().items(List { cursor: Some(Cursor::Page(2)), ..list() }).collect().await.unwrap_err();
    assert_eq!((error.kind(), error.field_errors()[0].field.as_str()), (ErrorKind::Validation, "cursor"));
    assert!(rig.seen().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_list_is_over_after_an_error_that_no_other_try_can_mend() {
    let rig = Rig::new(|_| refusal(400, "WRONG"));
    let mut items = rig.client().items(list());
    assert!(items.next().await.unwrap().is_err());
    assert!(items.next().await.is_none());
    assert_eq!(rig.seen().len(), 1, "it is not asked for again and again");
}
