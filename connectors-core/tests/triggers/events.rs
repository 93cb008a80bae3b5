//! Deliveries and polls, joined.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use connectors_core::clock::{self, Clock};
use connectors_core::transport::Reply;
use connectors_core::triggers::{Event, Events, Hint, News, PollCursor};
use connectors_core::{Client, ErrorKind};
use futures_util::StreamExt;
use proptest::prelude::*;
use serde_json::json;

use crate::board::{Board, Counted, Row, Watch, row, time};
use crate::support::{Rig, Toy, refusal, secs};
use crate::world::{self, Changed, Deed, World, moment};

fn key(row: &Row) -> String {
    format!("{}@{}", row.id, row.at.unwrap().timestamp_millis())
}

/// The hint that holds the event itself.
fn event(row: &Row) -> Event<Row> {
    Event::new("toy", &row.id, key(row), row.clone()).at(row.at)
}

fn told(row: &Row) -> Hint<Row> {
    Hint::Event(event(row))
}

fn look(id: &str, at: i64) -> Hint<Row> {
    Hint::Look { id: Some(id.into()), at: Some(time(at)) }
}

fn watch(client: &Client<Toy>) -> Events<Watch> {
    client.events(Watch::new(), PollCursor::since(time(0))).every(secs(300))
}

/// What comes within this time.
async fn within(rig: &Rig, events: &mut Events<Watch>, time: Duration) -> Vec<String> {
    let mut keys = Vec::new();
    let until = rig.clock.elapsed() + time;
    loop {
        let left = until.saturating_sub(rig.clock.elapsed());
        match clock::timeout(&*rig.clock, left, events.next()).await {
            Some(Some(event)) => keys.push(event.unwrap().key),
            Some(None) | None => return keys,
        }
    }
}

fn reloaded(cursor: &PollCursor) -> PollCursor {
    serde_json::from_str(&serde_json::to_string(cursor).unwrap()).unwrap()
}

#[tokio::test(start_paused = true)]
async fn events_come_in_order_and_after_a_crash_at_any_place_go_on_exactly_there() {
    let rows: Vec<_> = (0..11).map(|n| row(format!("r{n:02}"), n / 2)).collect();
    for crash in 0..=rows.len() {
        let (rig, _, client) = Board::new(3, rows.clone()).open();
        let mut given = Vec::new();
        let mut events = watch(&client);
        for _ in 0..crash {
            given.push(events.next().await.unwrap().unwrap().key);
        }
        let kept = reloaded(events.cursor());
        drop(events);
        given.extend(within(&rig, &mut client.events(Watch::new(), kept), secs(1_000)).await);
        assert_eq!(given, rows.iter().map(key).collect::<Vec<_>>(), "after {crash}");
    }
}

#[tokio::test(start_paused = true)]
async fn events_of_a_platforms_tokens_go_on_after_a_crash_in_the_middle_of_a_batch_too() {
    let counts = |seen: &connectors_core::transport::Seen| {
        let after: u64 = seen.uri.query().unwrap().trim_start_matches("after=").parse().unwrap();
        let items: Vec<_> = (after + 1..=(after + 4).min(10)).collect();
        Reply::json(200, &json!({ "items": items, "more": after + 4 < 10 }))
    };
    for crash in 0..10 {
        let rig = Rig::new(counts);
        let client = rig.client();
        let mut events = client.events(Counted, PollCursor::since(time(0)));
        // A delivery tells of the sixth first.
        events.hints().hint(Hint::Event(Event::new("toy", "6", "6", 6)));
        let mut given = Vec::new();
        for _ in 0..crash {
            given.push(events.next().await.unwrap().unwrap().data);
        }
        let kept = reloaded(events.cursor());
        let mut events = client.events(Counted, kept);
        while given.len() < 10 {
            given.push(events.next().await.unwrap().unwrap().data);
        }
        let wanted = if crash == 0 {
            vec![1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
        } else {
            vec![6, 1, 2, 3, 4, 5, 7, 8, 9, 10]
        };
        assert_eq!(given, wanted, "after {crash}");
        assert!(clock::timeout(&*rig.clock, secs(1_000), events.next()).await.is_none());
    }
}

#[tokio::test(start_paused = true)]
async fn a_future_that_is_dropped_at_any_moment_loses_nothing() {
    let rows: Vec<_> = (0..60).map(|n| row(format!("r{n:02}"), 5 * n).shows(5 * n + n % 7)).collect();
    let (rig, _, client) = Board::new(2, rows.clone()).open();
    let mut events = watch(&client).every(secs(4));
    let hints = events.hints();
    let mut given = Vec::new();
    for n in 0_u64..6_000 {
        // Pauses of every length, all of them shorter than a call.
        let pause = Duration::from_millis(1 + n * 37 % 170);
        if let Some(event) = clock::timeout(&*rig.clock, pause, events.next()).await {
            given.push(event.unwrap().unwrap().key);
        }
        if n % 50 == 0 {
            hints.look();
        }
    }
    given.sort();
    assert_eq!(given, rows.iter().map(key).collect::<Vec<_>>());
}

#[tokio::test(start_paused = true)]
async fn a_hint_is_asked_for_at_once_and_not_when_the_next_poll_is_due() {
    let (rig, _, client) = Board::new(5, [row("a", 90).shows(90)]).open();
    let mut events = watch(&client);
    assert!(within(&rig, &mut events, secs(100)).await.is_empty());
    events.hints().hint(look("a", 90));
    let event = events.next().await.unwrap().unwrap();
    assert_eq!((event.id.as_str(), rig.seen()[1].at.as_secs()), ("a", 100));
}

#[tokio::test(start_paused = true)]
async fn a_hint_that_comes_while_somebody_waits_wakes_him() {
    let (rig, _, client) = Board::new(5, [row("a", 90).shows(90)]).open();
    let mut events = watch(&client);
    let hints = events.hints();
    let tell = async {
        rig.sleep(100).await;
        hints.clone().look();
    };
    let (event, ()) = tokio::join!(events.next(), tell);
    assert_eq!((event.unwrap().unwrap().id.as_str(), rig.clock.elapsed().as_secs()), ("a", 100));
}

#[tokio::test(start_paused = true)]
async fn a_burst_of_hints_is_a_handful_of_polls() {
    let rows: Vec<_> = (0..1_000).map(|n| row(format!("r{n:03}"), n / 100)).collect();
    let (rig, _, client) = Board::new(2_000, rows.clone()).open();
    let mut events = watch(&client);
    let hints = events.hints();
    for row in &rows {
        hints.hint(look(&row.id, row.at.unwrap().timestamp() - crate::board::T0));
    }
    assert_eq!(within(&rig, &mut events, secs(10)).await.len(), 1_000);
    assert_eq!(rig.seen().len(), 1);
    // And one by one, a tenth of a second apart: a poll every two seconds.
    for n in 0..100 {
        hints.hint(look(&format!("x{n}"), 100));
        within(&rig, &mut events, Duration::from_millis(100)).await;
    }
    assert!(rig.seen().len() <= 8, "{} polls in ten seconds", rig.seen().len());
}

#[tokio::test(start_paused = true)]
async fn a_record_that_does_not_show_yet_is_looked_for_again_and_given_up_at_last() {
    let (rig, _, client) = Board::new(5, [row("b", 200).shows(209)]).delay(Duration::ZERO).open();
    let mut events = watch(&client).every(secs(3_600));
    within(&rig, &mut events, secs(100)).await;
    events.hints().hint(look("never", 100));
    assert!(within(&rig, &mut events, secs(100)).await.is_empty());
    assert_eq!(rig.times(), [0, 100, 102, 107, 122, 162]);
    events.hints().hint(look("b", 200));
    assert_eq!(within(&rig, &mut events, secs(1_000)).await, [key(&row("b", 200))]);
    assert_eq!(rig.times()[6..], [200, 202, 207, 222]);
}

#[tokio::test(start_paused = true)]
async fn a_state_that_was_there_before_does_not_pass_for_the_one_that_was_told() {
    let rows = [row("a", 95).ends(205), row("a", 195).shows(205)];
    let (rig, _, client) = Board::new(5, rows.clone()).delay(Duration::ZERO).open();
    let mut events = watch(&client).every(secs(3_600));
    assert_eq!(within(&rig, &mut events, secs(200)).await, [key(&rows[0])]);
    let hints = events.hints();
    hints.hint(look("a", 195));
    // Told again by somebody who knows less.
    hints.hint(Hint::Look { id: Some("a".into()), at: None });
    assert_eq!(within(&rig, &mut events, secs(20)).await, [key(&rows[1])]);
}

#[tokio::test(start_paused = true)]
async fn a_hint_about_a_time_that_is_over_costs_no_call() {
    let (rig, _, client) = Board::new(5, [row("a", 1), row("b", 1_000).shows(1_000)]).open();
    let mut events = watch(&client);
    within(&rig, &mut events, secs(2_000)).await;
    let calls = rig.seen().len();
    assert!(events.cursor().reached() > time(500));
    events.hints().hint(look("a", 1));
    events.hints().hint(told(&row("a", 1)));
    assert!(within(&rig, &mut events, secs(50)).await.is_empty());
    assert_eq!(rig.seen().len(), calls);
}

#[tokio::test(start_paused = true)]
async fn an_event_that_is_told_and_found_is_given_once_whichever_comes_first() {
    let rows = [row("a", 10), row("b", 11).shows(40)];
    for reload in [false, true] {
        let (rig, _, client) = Board::new(5, rows.clone()).open();
        let mut events = watch(&client).every(secs(20));
        let mut given = Vec::new();
        // Before anything was asked, and doubled.
        events.hints().hint(told(&rows[1]));
        events.hints().hint(told(&rows[1]));
        given.push(events.next().await.unwrap().unwrap().key);
        assert!(rig.seen().is_empty(), "it is there: nothing is asked");
        if reload {
            events = client.events(Watch::new(), reloaded(events.cursor())).every(secs(20));
        }
        given.extend(within(&rig, &mut events, secs(30)).await);
        // After it was found.
        events.hints().hint(told(&rows[0]));
        if reload {
            events = client.events(Watch::new(), reloaded(events.cursor())).every(secs(20));
            events.hints().hint(told(&rows[0]));
        }
        given.extend(within(&rig, &mut events, secs(1_000)).await);
        assert_eq!(given, [key(&rows[1]), key(&rows[0])]);
    }
}

#[tokio::test(start_paused = true)]
async fn an_event_without_a_moment_that_is_told_is_given_once_too() {
    // The platform was quiet for long, and the record shows late.
    let rows = [row("a", 1), row("b", 2_000).shows(2_050).born(2_000)];
    let (rig, _, client) = Board::new(5, rows.clone()).open();
    let watch = Watch::new().news(News::Created);
    let mut events = client.events(watch, PollCursor::since(time(0))).every(secs(20));
    within(&rig, &mut events, secs(2_005)).await;
    events.hints().hint(Hint::Event(Event::new("toy", "b", "b", rows[1].clone())));
    assert_eq!(within(&rig, &mut events, secs(1_000)).await, ["b"]);
}

#[tokio::test(start_paused = true)]
async fn an_event_of_a_platforms_tokens_that_is_told_after_it_was_found_is_given_once() {
    for reload in [false, true] {
        let rig = Rig::new(|seen: &connectors_core::transport::Seen| {
            let first = seen.uri.query() == Some("after=0");
            Reply::json(200, &json!({ "items": if first { vec![1, 2, 3] } else { vec![] }, "more": false }))
        });
        let client = rig.client();
        let mut events = client.events(Counted, PollCursor::since(time(0)));
        for number in 1..=3 {
            assert_eq!(events.next().await.unwrap().unwrap().data, number);
        }
        if reload {
            events = client.events(Counted, reloaded(events.cursor()));
        }
        events.hints().hint(Hint::Event(Event::new("toy", "2", "2", 2)));
        assert!(clock::timeout(&*rig.clock, secs(1_000), events.next()).await.is_none());
        // No cursor carries all that ever was.
        rig.sleep(7_200).await;
        let _ = clock::timeout(&*rig.clock, secs(1_000), events.next()).await;
        let kept = serde_json::to_value(events.cursor()).unwrap();
        assert_eq!(kept.get("given"), None, "{kept}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_event_that_is_told_is_of_the_account_that_the_application_knows() {
    let (_rig, _, client) = Board::new(5, [row("a", 1)]).open();
    let mut events = watch(&client);
    let mut told = event(&row("b", 1));
    told.account = "the platform's id of it".into();
    events.hints().hint(Hint::Event(told));
    for id in ["b", "a"] {
        let event = events.next().await.unwrap().unwrap();
        assert_eq!((event.id.as_str(), event.account.as_str()), (id, client.account()));
    }
}

#[tokio::test(start_paused = true)]
async fn an_event_that_is_told_while_a_poll_is_under_way_is_given_once_too() {
    let late = row("b", 10).shows(40);
    let (rig, _, client) = Board::new(5, [late.clone()]).open();
    let mut events = watch(&client).every(secs(20));
    assert!(within(&rig, &mut events, Duration::from_millis(100)).await.is_empty());
    events.hints().hint(told(&late));
    assert_eq!(within(&rig, &mut events, secs(1_000)).await, [key(&late)]);
}

#[tokio::test(start_paused = true)]
async fn more_hints_than_are_kept_lose_nothing() {
    let rows: Vec<_> = (0..1_500).map(|n| row(format!("r{n:04}"), 100).shows(100)).collect();
    let (rig, _, client) = Board::new(2_000, rows.clone()).open();
    let mut events = watch(&client).every(secs(100_000));
    within(&rig, &mut events, secs(100)).await;
    for row in &rows {
        events.hints().hint(told(row));
    }
    let given: BTreeSet<_> = within(&rig, &mut events, secs(60)).await.into_iter().collect();
    assert_eq!(given, rows.iter().map(key).collect());
}

#[tokio::test(start_paused = true)]
async fn a_failure_that_may_pass_is_told_and_asked_again_after_a_pause() {
    let board = Board::new(5, [row("a", 1)]).hook(|call, _| (call < 12).then(|| refusal(503, "DOWN")));
    let (rig, _, client) = board.open();
    let mut events = watch(&client);
    let mut errors = Vec::new();
    let event = loop {
        match events.next().await.unwrap() {
            Ok(event) => break event,
            Err(error) => errors.push((error.kind(), rig.clock.elapsed().as_secs())),
        }
    };
    assert_eq!(event.id, "a");
    assert!(
        !errors.is_empty() && errors.iter().all(|(kind, _)| *kind != ErrorKind::Validation),
        "{errors:?}"
    );
    let pauses: Vec<_> = errors.windows(2).map(|two| two[1].1 - two[0].1).collect();
    assert!(pauses.iter().all(|pause| *pause >= 2), "{errors:?}");
}

#[tokio::test(start_paused = true)]
async fn a_time_that_the_platform_asks_for_is_obeyed_whatever_is_told_meanwhile() {
    let board = Board::new(5, [row("a", 1)])
        .hook(|call, _| (call == 0).then(|| refusal(429, "THROTTLED").header("retry-after", "7200")));
    let (rig, _, client) = board.open();
    let mut events = watch(&client).every(secs(20));
    let error = events.next().await.unwrap().unwrap_err();
    assert_eq!((error.kind(), error.retry_after()), (ErrorKind::RateLimited, Some(secs(7_200))));
    let hints = events.hints();
    let mut failures = 0;
    for _ in 0..18 {
        hints.look();
        if let Some(event) = clock::timeout(&*rig.clock, secs(10), events.next()).await {
            failures += usize::from(event.unwrap().is_err());
        }
    }
    assert_eq!((failures, rig.seen().len()), (0, 1));
    assert_eq!(events.next().await.unwrap().unwrap().id, "a");
}

#[tokio::test(start_paused = true)]
async fn an_error_that_no_other_try_helps_is_told_and_ends_it() {
    let board = Board::new(5, [row("a", 1)]).hook(|_, _| Some(refusal(403, "NO")));
    let (rig, _, client) = board.open();
    let mut events = watch(&client);
    assert_eq!(events.next().await.unwrap().unwrap_err().kind(), ErrorKind::Permission);
    events.hints().look();
    for _ in 0..3 {
        assert!(events.next().await.is_none());
    }
    assert_eq!(rig.seen().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_record_that_does_not_fit_is_told_once_and_what_follows_is_given() {
    let rows = [row("a", 1), row("bad", 2), row("c", 3), row("d", 1_000).shows(1_000)];
    for reload in [false, true] {
        let (rig, _, client) = Board::new(5, rows.clone()).open();
        let watch = Watch::new().misfit("bad");
        let mut events = client.events(watch.clone(), PollCursor::since(time(0)));
        let (mut given, mut errors) = (Vec::new(), Vec::new());
        while given.len() < 3 {
            match events.next().await.unwrap() {
                Ok(event) => given.push(event.id),
                Err(error) => errors.push(error),
            }
            if reload {
                events = client.events(watch.clone(), reloaded(events.cursor()));
            }
        }
        assert_eq!(given, ["a", "c", "d"]);
        let [error] = &errors[..] else { panic!("{errors:?}") };
        assert_eq!((error.kind(), error.message()), (ErrorKind::Decode, "record bad: it does not fit"));
        assert!(clock::timeout(&*rig.clock, secs(1_000), events.next()).await.is_none());
    }
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_cannot_be_read_is_told_at_each_try_and_does_not_end_it() {
    let board = Board::new(5, [row("a", 1)])
        .hook(|call, _| (call < 9).then(|| Reply::json(200, &json!({ "items": "none" }))));
    let (rig, _, client) = board.open();
    let mut events = watch(&client).every(secs(60));
    let mut errors = Vec::new();
    let event = loop {
        match events.next().await.unwrap() {
            Ok(event) => break event,
            Err(error) => errors.push((error.kind(), rig.clock.elapsed().as_secs())),
        }
    };
    assert_eq!(event.id, "a");
    assert!(errors.iter().all(|(kind, _)| *kind == ErrorKind::Decode), "{errors:?}");
    let pauses: Vec<_> = errors.windows(2).map(|two| two[1].1 - two[0].1).collect();
    assert_eq!(pauses, [2, 4, 8, 16, 32, 60, 60, 60]);
}

#[tokio::test(start_paused = true)]
async fn a_stream_gives_each_event_with_the_cursor_after_it() {
    let rows: Vec<_> = (0..5).map(|n| row(format!("r{n}"), n)).collect();
    let (rig, _, client) = Board::new(3, rows.clone()).open();
    let pairs: Vec<_> = watch(&client).into_stream().take(5).collect().await;
    for (n, pair) in pairs.into_iter().enumerate() {
        let (event, cursor) = pair.unwrap();
        assert_eq!(event.key, key(&rows[n]));
        let rest = within(&rig, &mut client.events(Watch::new(), reloaded(&cursor)), secs(10)).await;
        assert_eq!(rest, rows[n + 1..].iter().map(key).collect::<Vec<_>>());
    }
}

#[derive(Clone, Debug)]
struct Told {
    /// After which of the deeds, how much later, and whether the event itself is sent.
    deed: usize,
    wait: u64,
    whole: bool,
}

async fn joined(
    deeds: Vec<(i64, Deed, i64)>,
    told: Vec<Told>,
    reloads: Vec<bool>,
) -> Result<(), TestCaseError> {
    let mut world = World::new(1, 3, 0, true);
    let start = 1_767_225_600_000;
    let (mut at, mut ends) = (start, Vec::new());
    for (gap, deed, late) in &deeds {
        at += gap;
        world.plan(at, *deed, *late);
        ends.push((at - start) as u64);
    }
    // What the deeds make, by their moments.
    let mut rows = BTreeMap::new();
    for end in &ends {
        for row in world.end(start + *end as i64 + 20_000).into_values() {
            rows.insert(row.number, row);
        }
    }
    let rows: Vec<_> = rows.into_values().collect();
    let mut world = World::new(1, 3, 0, true);
    let mut at = start;
    for (gap, deed, late) in &deeds {
        at += gap;
        world.plan(at, *deed, *late);
    }
    let (rig, world, client) = world::rig(world);
    let changed = Changed { late: 8_000, tick: 1, ..Changed::new() };
    let every = secs(30);
    let mut events = client.events(changed.clone(), PollCursor::since(moment(start))).every(every);
    let mut deliveries: Vec<_> = told
        .iter()
        .filter(|_| !rows.is_empty())
        .map(|told| {
            let row = &rows[told.deed % rows.len()];
            ((row.modified.timestamp_millis() - start) as u64 + told.wait, row.clone(), told.whole)
        })
        .collect();
    deliveries.sort_by_key(|(at, ..)| *at);
    let (mut given, mut newest) = (BTreeSet::new(), BTreeMap::<String, u64>::new());
    let end = ends.last().copied().unwrap_or_default() + 200_000;
    let (mut deliveries, mut reloads) = (deliveries.into_iter().peekable(), reloads.into_iter());
    for step in 0.. {
        prop_assert!(step < 5_000, "it spins");
        let now = rig.clock.elapsed().as_millis() as u64;
        if now >= end {
            break;
        }
        while let Some((_, row, whole)) = deliveries.next_if(|(at, ..)| *at <= now) {
            let (id, at) = (row.id.clone(), row.modified);
            events.hints().hint(match whole {
                true => Hint::Event(Event::new("toy", &id, world::key(&row), row).at(at)),
                false => Hint::Look { id: Some(id), at: Some(at) },
            });
        }
        let next = deliveries.peek().map_or(end, |(at, ..)| (*at).min(end)).max(now + 1);
        if let Some(event) =
            clock::timeout(&*rig.clock, Duration::from_millis(next - now), events.next()).await
        {
            let event = event.unwrap().unwrap();
            prop_assert!(given.insert(event.key.clone()), "{} came again", event.key);
            let last = newest.entry(event.id).or_default();
            *last = event.data.number.max(*last);
            if reloads.next().unwrap_or_default() {
                events = client.events(changed.clone(), reloaded(events.cursor())).every(every);
            }
        }
    }
    let now = world.lock().unwrap().now(&*rig.clock);
    for (id, row) in world.lock().unwrap().end(now) {
        prop_assert_eq!(newest.get(&id).copied(), Some(row.number), "{} is missing or old", id);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn deliveries_that_are_lost_doubled_late_or_out_of_order_change_nothing_in_what_comes_out(
        deeds in proptest::collection::vec((
            prop_oneof![1 => 1_i64..400, 2 => 400_i64..9_000],
            prop_oneof![2 => Just(Deed::Make), 2 => any::<u16>().prop_map(|n| Deed::Touch(n.into())),
                1 => any::<u16>().prop_map(|n| Deed::Delete(n.into()))],
            prop_oneof![2 => Just(0), 1 => 0_i64..8_000],
        ), 1..40),
        told in proptest::collection::vec((any::<u16>(), 0_u64..40_000, any::<bool>())
            .prop_map(|(deed, wait, whole)| Told { deed: deed.into(), wait, whole }), 0..60),
        reloads in proptest::collection::vec(prop::bool::weighted(0.2), 0..60),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
        runtime.block_on(joined(deeds, told, reloads))?;
    }
}
