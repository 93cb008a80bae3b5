//! Lists of changes, one behaviour at a time.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use chrono::TimeDelta;
use connectors_core::clock::Clock;
use connectors_core::triggers::{Batch, Change, Feed, News, PollCursor};
use connectors_core::{Client, ErrorKind};
use serde_json::json;

use crate::board::{Births, Board, Row, Watch, row, time, undated};
use crate::support::{List, Rig, Toy, page, refusal, secs};

/// Polls until there is no more. The keys, in order.
async fn drain(client: &Client<Toy>, watch: &Watch, cursor: &mut PollCursor) -> Vec<String> {
    let mut keys = Vec::new();
    for round in 0.. {
        assert!(round < 500, "it never comes to an end");
        let Batch { events, cursor: next, more, .. } = client.poll(watch.clone(), cursor).await.unwrap();
        keys.extend(events.into_iter().map(|event| event.key));
        *cursor = next;
        if !more {
            break;
        }
    }
    keys
}

/// What another process reads.
fn reloaded(cursor: &PollCursor) -> PollCursor {
    serde_json::from_str(&serde_json::to_string(cursor).unwrap()).unwrap()
}

fn key(row: &Row) -> String {
    format!("{}@{}", row.id, row.at.unwrap().timestamp_millis())
}

fn keys(rows: &[Row]) -> Vec<String> {
    rows.iter().map(key).collect()
}

/// A page takes ten seconds, and a record changes every nine: the list grows nearly as fast as it is read. One record of
/// the beginning shows when the reading is past its place.
fn hurried() -> (Row, Vec<Row>) {
    let mut rows: Vec<_> = (0..30).map(|n| row(format!("r{n}"), 9 * (n - 4)).shows(9 * (n - 4))).collect();
    let late = row("late", 19).shows(77);
    rows.push(late.clone());
    (late, rows)
}

#[tokio::test(start_paused = true)]
async fn a_round_that_lasts_longer_than_records_may_be_late_misses_none_of_them() {
    let (late, rows) = hurried();
    let (rig, _, client) = Board::new(2, rows.clone()).delay(secs(10)).open();
    // Our wall clock is ahead, and no help.
    rig.clock.jump(TimeDelta::hours(2));
    let mut cursor = PollCursor::since(time(-60));
    let mut given = drain(&client, &Watch::new(), &mut cursor).await;
    assert!(rig.now() > 60 && !given.contains(&key(&late)), "it is the next round's: {given:?}");
    given.extend(drain(&client, &Watch::new(), &mut cursor).await);
    given.sort();
    let mut wanted = keys(&rows);
    wanted.sort();
    assert_eq!(given, wanted);
}

#[tokio::test(start_paused = true)]
async fn a_clock_that_goes_back_and_a_new_process_in_the_middle_of_a_round_lose_nothing() {
    for jump in [-TimeDelta::hours(2), TimeDelta::zero(), TimeDelta::hours(2)] {
        let (_, rows) = hurried();
        let (rig, _, client) = Board::new(2, rows.clone()).delay(secs(10)).open();
        rig.clock.jump(TimeDelta::hours(2));
        let mut cursor = PollCursor::since(time(-60));
        let mut given = Vec::new();
        for n in 0..80 {
            let batch = client.poll(Watch::new(), &cursor).await.unwrap();
            given.extend(batch.events.into_iter().map(|event| event.key));
            cursor = reloaded(&batch.cursor);
            if n == 5 {
                rig.clock.jump(jump);
            }
        }
        given.sort();
        let mut wanted = keys(&rows);
        wanted.sort();
        assert_eq!(given, wanted, "{jump}");
    }
}

#[tokio::test(start_paused = true)]
async fn after_a_bulk_import_a_quiet_platform_does_not_tell_of_it_for_ever() {
    let import: Vec<_> = (0..50).map(|n| row(format!("r{n}"), -3_600 + n / 25)).collect();
    let (rig, _, client) = Board::new(10, import.clone()).open();
    let mut cursor = PollCursor::since(time(-7_200));
    assert_eq!(drain(&client, &Watch::new(), &mut cursor).await.len(), 50);
    rig.sleep(600).await;
    assert!(drain(&client, &Watch::new(), &mut cursor).await.is_empty());
    let before = rig.seen().len();
    for _ in 0..10 {
        rig.sleep(60).await;
        assert!(drain(&client, &Watch::new(), &mut cursor).await.is_empty());
    }
    assert_eq!(rig.seen().len() - before, 10, "one call a poll: nothing of the import is read");
    assert!(serde_json::to_string(&cursor).unwrap().len() < 300, "nor remembered: {cursor:?}");
}

#[tokio::test(start_paused = true)]
async fn a_wall_clock_that_is_wrong_or_jumps_makes_no_gap_and_nothing_comes_twice() {
    let hours = TimeDelta::hours;
    for (wrong, jumps) in [
        (hours(1), vec![]),
        (hours(-1), vec![]),
        (hours(0), vec![hours(5), hours(-9), hours(4)]),
        (hours(0), vec![hours(-5)]),
        (hours(30), vec![hours(-30)]),
    ] {
        for reload in [false, true] {
            // Every third record is late, by almost as much as is allowed.
            let rows: Vec<_> = (1..60)
                .map(|n| row(format!("r{n}"), 20 * n).shows(20 * n + if n % 3 == 0 { 58 } else { 0 }))
                .collect();
            let (rig, _, client) = Board::new(3, rows.clone()).open();
            rig.clock.jump(wrong);
            let mut cursor = PollCursor::since(time(0));
            let mut given = Vec::new();
            for n in 0..40 {
                rig.clock.sleep(secs(37)).await;
                given.extend(drain(&client, &Watch::new(), &mut cursor).await);
                if let Some(jump) = jumps.get(n / 10).filter(|_| n % 10 == 4) {
                    rig.clock.jump(*jump);
                }
                if reload {
                    cursor = reloaded(&cursor);
                }
            }
            given.sort();
            let mut wanted = keys(&rows);
            wanted.sort();
            assert_eq!(given, wanted, "{wrong} {jumps:?} {reload}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_record_of_the_future_hides_none_that_come_later() {
    for watch in [Watch::new(), Watch::new().unordered()] {
        let mut rows = vec![row("old", -5), row("future", 86_400)];
        rows.extend((1..40).map(|n| row(format!("r{n}"), 30 * n).shows(30 * n + 50)));
        let (rig, _, client) = Board::new(2, rows.clone()).open();
        let mut cursor = PollCursor::since(time(-10));
        let mut given = Vec::new();
        for _ in 0..50 {
            given.extend(drain(&client, &watch, &mut cursor).await);
            rig.clock.sleep(secs(33)).await;
        }
        given.sort();
        let mut wanted = keys(&rows);
        wanted.sort();
        assert_eq!(given, wanted);
    }
}

#[tokio::test(start_paused = true)]
async fn more_records_of_one_moment_than_a_page_holds_are_all_given() {
    let rows: Vec<_> = (0..10).map(|n| row(format!("r{n}"), 5)).chain([row("after", 6)]).collect();
    let (_, _, client) = Board::new(3, rows.clone()).open();
    let mut cursor = PollCursor::since(time(0));
    assert_eq!(drain(&client, &Watch::new(), &mut cursor).await, keys(&rows));
    assert!(drain(&client, &Watch::new(), &mut cursor).await.is_empty());
}

#[tokio::test(start_paused = true)]
async fn records_that_go_or_change_while_ties_are_read_take_none_out_of_sight() {
    // In the middle of the first reading one goes, or changes, and those behind it move to pages that were read.
    for changed in [false, true] {
        let rows: Vec<_> = (0..10).map(|n| row(format!("r{n}"), 5)).collect();
        let board = Board::new(3, rows.clone()).hook(move |call, rows| {
            if call == 2 {
                let gone = rows.iter().position(|row| row.id == "r0").unwrap();
                match changed {
                    true => rows[gone] = row("r0", 9),
                    false => drop(rows.remove(gone)),
                }
            }
            None
        });
        let (_, _, client) = board.open();
        let mut cursor = PollCursor::since(time(0));
        let given = drain(&client, &Watch::new(), &mut cursor).await;
        for row in &rows[1..] {
            assert_eq!(given.iter().filter(|given| **given == key(row)).count(), 1, "{} {given:?}", row.id);
        }
        assert_eq!(given.contains(&key(&row("r0", 9))), changed, "{given:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_cap_on_how_far_a_list_goes_is_not_reached_by_a_list_in_order() {
    let rows: Vec<_> = (0..100).map(|n| row(format!("r{n:02}"), n)).collect();
    let board = || Board::new(5, rows.clone()).cap(3);
    let (_, _, client) = board().open();
    let mut cursor = PollCursor::since(time(0));
    assert_eq!(drain(&client, &Watch::new(), &mut cursor).await, keys(&rows));

    let (_, _, client) = board().open();
    let error = client.poll(Watch::new().unordered(), &PollCursor::since(time(0))).await.unwrap_err();
    assert_eq!(error.vendor_code(), Some("TOO_FAR"), "without an order it must be read to its end");
}

#[tokio::test(start_paused = true)]
async fn a_list_that_never_holds_still_is_not_asked_for_ever() {
    // With each call a record comes to the front, and the last one goes.
    let rows: Vec<_> = (0..12).map(|n| row(format!("r{n}"), n)).collect();
    let board = Board::new(5, rows).unsorted().hook(|call, rows| {
        rows.insert(0, row(format!("n{call}"), call as i64));
        rows.pop();
        None
    });
    let (rig, _, client) = board.open();
    let mut cursor = PollCursor::since(time(0));
    for _ in 0..3 {
        let calls = rig.seen().len();
        drain(&client, &Watch::new().unordered(), &mut cursor).await;
        assert_eq!(
            rig.seen().len() - calls,
            15,
            "five readings of three pages, and no more until the next poll"
        );
        assert_eq!(cursor.reached(), time(0), "what may have slipped through is read again");
        rig.sleep(60).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_record_without_a_moment_is_given_once() {
    let rows = vec![undated("a"), undated("b"), row("c", 5), row("d", 900).shows(900)];
    for watch in [Watch::new(), Watch::new().unordered()] {
        let (rig, board, client) = Board::new(2, rows.clone()).open();
        let mut cursor = PollCursor::since(time(0));
        let mut given = Vec::new();
        for n in 0..30 {
            if n == 20 {
                board.lock().unwrap().rows.push(undated("e"));
            }
            given.extend(drain(&client, &watch, &mut cursor).await);
            if n % 3 == 0 {
                cursor = reloaded(&cursor);
            }
            rig.sleep(60).await;
        }
        let c = key(&row("c", 5));
        assert_eq!(given, ["a", "b", &c, &key(&row("d", 900)), "e"]);
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_passed_over_moves_the_feed_on_and_gives_nothing() {
    let mut rows: Vec<_> = (0..20).map(|n| row(format!("p{n:02}"), n).pass()).collect();
    rows.push(row("wanted", 30));
    let (rig, _, client) = Board::new(5, rows).open();
    let mut cursor = PollCursor::since(time(0));
    let first = client.poll(Watch::new(), &cursor).await.unwrap();
    assert!(first.events.is_empty() && first.more, "{first:?}");
    assert_eq!(drain(&client, &Watch::new(), &mut cursor).await, [key(&row("wanted", 30))]);
    let pages: Vec<_> = rig.seen().iter().map(|seen| seen.uri.query().unwrap().contains("page=1")).collect();
    assert!(pages.iter().all(|first| *first), "every page starts at a moment");
}

#[tokio::test(start_paused = true)]
async fn a_new_record_comes_once_however_often_it_changes_and_an_old_one_never() {
    let mut rows = vec![row("new", 5).born(5), row("old", 6).born(-1_000)];
    rows.extend((1..20).map(|n| row("new", 5 + 60 * n).born(5).shows(5 + 60 * n)));
    // Each state takes the place of the one before.
    let rows: Vec<_> = rows
        .into_iter()
        .map(|row| {
            if row.id == "new" {
                let ends = row.at.unwrap().timestamp() - crate::board::T0 + 60;
                row.ends(ends)
            } else {
                row
            }
        })
        .collect();
    let (rig, _, client) = Board::new(2, rows).open();
    let mut cursor = PollCursor::since(time(0));
    let mut given = Vec::new();
    for _ in 0..30 {
        given.extend(drain(&client, &Watch::new().news(News::Created), &mut cursor).await);
        cursor = reloaded(&cursor);
        rig.sleep(40).await;
    }
    assert_eq!(given, ["new"]);
}

#[tokio::test(start_paused = true)]
async fn when_a_record_was_made_is_asked_once_for_each_that_was_not_seen() {
    let births = Arc::new(Mutex::new(Births::default()));
    births.lock().unwrap().known = BTreeMap::from([
        ("new".to_owned(), time(5)),
        ("old".to_owned(), time(-1_000)),
        ("late".to_owned(), time(200)),
    ]);
    let rows = [
        row("new", 5).ends(40),
        row("new", 40).shows(40),
        row("old", 6),
        row("passed", 7).pass(),
        row("late", 200).shows(250),
    ];
    let (rig, _, client) = Board::new(2, rows).open();
    let watch = Watch::new().news(News::Created).born_by(Arc::clone(&births));
    let mut cursor = PollCursor::since(time(0));
    let mut given = Vec::new();
    for _ in 0..40 {
        given.extend(drain(&client, &watch, &mut cursor).await);
        rig.sleep(15).await;
    }
    assert_eq!(given, ["new", "late"]);
    let mut asked = births.lock().unwrap().asked.clone();
    asked.sort();
    assert_eq!(asked, ["late", "new", "old"]);
}

#[tokio::test(start_paused = true)]
async fn what_was_only_made_is_no_change_whether_the_list_tells_it_or_is_asked() {
    let changed =
        [row("new", 5), row("soon", 7), row("old", 8), row("unknown", 9), row("new", 100).shows(100)];
    let made =
        BTreeMap::from([("new", 5), ("soon", 6), ("old", -1_000)].map(|(id, at)| (id.to_owned(), time(at))));
    let mut told = changed.to_vec();
    told.iter_mut().for_each(|row| row.born = made.get(&row.id).copied());
    for asks in [true, false] {
        let births = Arc::new(Mutex::new(Births { known: made.clone(), ..Births::default() }));
        let watch = Watch::new().news(News::Updated);
        let (watch, rows) = match asks {
            true => (watch.born_by(Arc::clone(&births)), changed.to_vec()),
            false => (watch, told.clone()),
        };
        let (rig, _, client) = Board::new(2, rows).open();
        let (mut cursor, mut given) = (PollCursor::since(time(0)), Vec::new());
        for _ in 0..10 {
            given.extend(drain(&client, &watch, &mut cursor).await);
            cursor = reloaded(&cursor);
            rig.sleep(30).await;
        }
        assert_eq!(given, [&changed[2], &changed[3], &changed[4]].map(key), "asks: {asks}");
        let asked = births.lock().unwrap().asked.len();
        assert_eq!(asked, if asks { 5 } else { 0 }, "each change once");
    }
}

#[tokio::test(start_paused = true)]
async fn of_a_page_of_answers_one_that_fails_takes_only_those_after_it_along() {
    for (news, ascending) in [News::Created, News::Updated].into_iter().zip([true, false]) {
        // Far apart: what lies behind the latest would soon be taken for given.
        let rows: Vec<_> = (0..9).map(|n| row(format!("r{n}"), 100 * n - 3_600)).collect();
        let born = |row: &Row| if news == News::Created { row.at.unwrap() } else { time(-9_000) };
        let known: BTreeMap<_, _> = rows.iter().map(|row| (row.id.clone(), born(row))).collect();
        let refused = Some("r4".to_owned());
        let births = Arc::new(Mutex::new(Births { known, refused, ..Births::default() }));
        let watch = Watch::new().news(news).born_by(Arc::clone(&births));
        let (watch, board) = match ascending {
            true => (watch, Board::new(20, rows.clone())),
            false => (watch.unordered(), Board::new(20, rows.clone()).unsorted()),
        };
        let (_rig, _, client) = board.open();
        let first = client.poll(watch.clone(), &PollCursor::since(time(-7_200))).await.unwrap();
        assert!(!first.events.is_empty() && first.more, "what was read before is given: {first:?}");
        let mut cursor = reloaded(&first.cursor);
        let error = client.poll(watch.clone(), &cursor).await.unwrap_err();
        assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::Server, true));
        births.lock().unwrap().refused = None;
        let mut given: Vec<_> = first.events.into_iter().map(|event| event.id).collect();
        while given.len() < 9 {
            let batch = client.poll(watch.clone(), &cursor).await.unwrap();
            assert!(!batch.events.is_empty());
            given.extend(batch.events.into_iter().map(|event| event.id));
            cursor = batch.cursor;
        }
        given.sort();
        assert_eq!(given, rows.iter().map(|row| row.id.clone()).collect::<Vec<_>>());
    }
}

#[tokio::test(start_paused = true)]
async fn a_record_that_does_not_fit_is_told_apart_and_takes_none_along() {
    let rows: Vec<_> = (0..4).map(|n| row(format!("r{n}"), 10 + n)).collect();
    let (_rig, _, client) = Board::new(10, rows.clone()).open();
    let watch = Watch::new().misfit("r1");
    let batch = client.poll(watch.clone(), &PollCursor::since(time(0))).await.unwrap();
    let ids: Vec<_> = batch.events.iter().map(|event| event.id.as_str()).collect();
    assert_eq!(ids, ["r0", "r2", "r3"]);
    let [unread] = &batch.unread[..] else { panic!("{:?}", batch.unread) };
    assert_eq!(
        (unread.id.as_str(), unread.at, unread.data.kind()),
        ("r1", Some(time(11)), ErrorKind::Decode)
    );
    assert_eq!(unread.data.to_string(), "row.posted: record r1: it does not fit");
    let next = client.poll(watch, &batch.cursor).await.unwrap();
    assert!(next.events.is_empty() && next.unread.is_empty(), "the cursor is past it: {next:?}");
}

#[tokio::test(start_paused = true)]
async fn an_error_in_the_middle_of_a_round_leaves_the_cursor_and_loses_nothing() {
    let rows: Vec<_> = (0..12).map(|n| row(format!("r{n:02}"), n / 6)).collect();
    let board = Board::new(2, rows.clone()).hook(|call, _| (call == 5).then(|| refusal(403, "NO")));
    let (_, _, client) = board.open();
    let (mut cursor, mut given, mut errors) = (PollCursor::since(time(0)), Vec::new(), 0);
    loop {
        match client.poll(Watch::new(), &cursor).await {
            Ok(batch) => {
                given.extend(batch.events.into_iter().map(|event| event.key));
                cursor = batch.cursor;
                if !batch.more {
                    break;
                }
            }
            Err(error) => {
                errors += 1;
                assert_eq!(error.kind(), ErrorKind::Permission);
                assert_eq!(error.action().unwrap().to_string(), "row.posted", "whatever it called: {error}");
            }
        }
    }
    assert_eq!((errors, given), (1, keys(&rows)));
}

#[tokio::test(start_paused = true)]
async fn a_cursor_that_is_not_this_triggers_is_refused() {
    let (rig, _, client) = Board::new(2, [row("a", 1)]).open();
    let mut used = PollCursor::since(time(0));
    drain(&client, &Watch::new(), &mut used).await;
    let calls = rig.seen().len();
    let token = PollCursor::since(time(0)).at_token("t");
    let watch = Watch::new();
    for (watch, cursor, text) in [
        (watch.clone().name("row.removed"), &used, "is one of `row.posted`, not of `row.removed`"),
        (watch.clone(), &reloaded(&token), "is a platform's token"),
    ] {
        let error = client.poll(watch, cursor).await.unwrap_err();
        let fields: Vec<_> = error.field_errors().iter().map(|field| field.field.as_str()).collect();
        assert_eq!((error.kind(), fields), (ErrorKind::Validation, vec!["cursor"]), "{error}");
        assert!(error.to_string().starts_with("row.posted: ") && error.to_string().contains(text), "{error}");
    }
    assert_eq!(used.token().unwrap_err().field_errors()[0].field, "cursor");
    assert_eq!(rig.seen().len(), calls, "nothing was asked");
}

#[tokio::test(start_paused = true)]
async fn a_cursor_of_another_account_is_refused() {
    let (rig, _, _) = Board::new(2, [row("a", 1)]).open();
    let named = |name: &str| rig.builder(Toy::new()).account(name).connect().unwrap();
    let (ada, eve) = (named("ada"), named("eve"));
    let mut cursor = PollCursor::since(time(0));
    assert_eq!(drain(&ada, &Watch::new(), &mut cursor).await.len(), 1);
    let error = eve.poll(Watch::new(), &reloaded(&cursor)).await.unwrap_err();
    assert!(error.to_string().contains("is one of `ada`, not of `eve`"), "{error}");
    assert!(drain(&ada, &Watch::new(), &mut cursor).await.is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_cursors_json_is_small_and_stays_the_same() {
    let fresh = PollCursor::since(time(0));
    let start = "2026-01-01T00:00:00Z";
    assert_eq!(serde_json::to_value(&fresh).unwrap(), json!({ "version": 1, "start": start }));
    let token = fresh.clone().of("x").unwrap().at_token("t");
    let wanted = json!({ "version": 1, "trigger": "x", "start": start, "place": { "token": "t" } });
    assert_eq!(serde_json::to_value(&token).unwrap(), wanted);

    let rows: Vec<_> = (0..4).map(|n| row(format!("r{n}"), 10 + n)).collect();
    let (_, _, client) = Board::new(2, rows).open();
    let batch = client.poll(Watch::new(), &fresh).await.unwrap();
    let wanted = json!({ "version": 1, "trigger": "row.posted", "start": start, "place": { "time": {
        "floor": start,
        "high": "2026-01-01T00:00:11Z",
        "round": { "position": "2026-01-01T00:00:11Z", "began": start, "high": start } } },
        "given": { "r0@1767225610000": "2026-01-01T00:00:10Z", "r1@1767225611000": "2026-01-01T00:00:11Z" } });
    assert_eq!(serde_json::to_value(&batch.cursor).unwrap(), wanted);
    for cursor in [&fresh, &token, &batch.cursor] {
        assert_eq!(&reloaded(cursor), cursor);
    }
    let other = serde_json::to_string(&batch.cursor).unwrap().replace(r#""version":1"#, r#""version":2"#);
    let error = serde_json::from_str::<PollCursor>(&other).unwrap_err().to_string();
    assert!(error.contains("version 2") && error.contains("version 1"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_platform_that_gives_the_same_page_for_ever_is_an_error() {
    let rig = Rig::replies([page(&["1"], Some("b"))]);
    let client = rig.client();
    let cursor = PollCursor::since(rig.clock.now());
    let feed = Feed::unordered("thing.seen", |_| List::default());
    let error = feed.poll(&client, &cursor, |thing| Ok(Change::new(thing.id.clone(), None, thing))).await;
    assert!(error.unwrap_err().to_string().contains("never end"));
    assert_eq!(rig.seen().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_first_reading_of_any_length_keeps_its_cursor_small() {
    let rows: Vec<_> = (-3_000..0).map(|n| row(format!("r{n}"), 30 * n)).collect();
    let (_, _, client) = Board::new(50, rows.clone()).open();
    let mut cursor = PollCursor::since(time(-100_000));
    let mut given = Vec::new();
    for round in 0.. {
        let batch = client.poll(Watch::new(), &cursor).await.unwrap();
        given.extend(batch.events.into_iter().map(|event| event.key));
        cursor = batch.cursor;
        let size = serde_json::to_string(&cursor).unwrap().len();
        assert!(size < 6_000, "after {} records the cursor has {size} bytes", given.len());
        // A process that goes on with what the first one forgot gives nothing again.
        if round == 40 {
            cursor = reloaded(&cursor);
            break;
        }
    }
    given.extend(drain(&client, &Watch::new(), &mut cursor).await);
    given.extend(drain(&client, &Watch::new(), &mut cursor).await);
    assert_eq!(given, keys(&rows));
}
