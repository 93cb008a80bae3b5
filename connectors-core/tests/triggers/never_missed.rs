//! The promise itself: over any course of events nothing is missed and nothing that was kept comes again.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use connectors_core::clock::Clock;
use connectors_core::triggers::PollCursor;
use proptest::prelude::*;

use crate::world::{self, Changed, Deed, World, millis, moment};

/// How late a change may show, in milliseconds.
const LATE: i64 = 8_000;

#[derive(Clone, Debug)]
struct Course {
    tick: i64,
    page: usize,
    skew: i64,
    ascending: bool,
    created: bool,
    /// Gap to the one before, what happens, how late it shows.
    deeds: Vec<(i64, Deed, i64)>,
    visits: Vec<Visit>,
}

#[derive(Clone, Debug)]
struct Visit {
    wait: u64,
    /// The process ends before the cursor is kept.
    crash: bool,
    /// Another process goes on with the cursor.
    reload: bool,
    /// Our wall clock jumps.
    jump: i64,
}

fn course() -> impl Strategy<Value = Course> {
    let deed = prop_oneof![
        4 => Just(Deed::Make),
        4 => any::<u16>().prop_map(|n| Deed::Touch(n.into())),
        1 => any::<u16>().prop_map(|n| Deed::Delete(n.into())),
    ];
    let gap = prop_oneof![3 => Just(0), 2 => 1_i64..400, 2 => 400_i64..5_000, 1 => 5_000_i64..30_000];
    let late = prop_oneof![3 => Just(0), 2 => 0..=LATE];
    let visit = (
        prop_oneof![1 => 0_u64..2_000, 1 => 2_000_u64..60_000],
        prop::bool::weighted(0.15),
        prop::bool::weighted(0.3),
        prop_oneof![8 => Just(0), 1 => -7_200_000_i64..7_200_000],
    )
        .prop_map(|(wait, crash, reload, jump)| Visit { wait, crash, reload, jump });
    (
        prop::sample::select(vec![1_i64, 1_000, 60_000]),
        1_usize..6,
        prop::sample::select(vec![0_i64, 3_600_000, -3_600_000, 700]),
        any::<bool>(),
        any::<bool>(),
        prop::collection::vec((gap, deed, late), 1..60),
        prop::collection::vec(visit, 1..12),
    )
        .prop_map(|(tick, page, skew, ascending, created, deeds, visits)| Course {
            tick,
            page,
            skew,
            ascending,
            created,
            deeds,
            visits,
        })
}

async fn run(course: &Course) -> Result<(), TestCaseError> {
    let mut world = World::new(course.tick, course.page, course.skew, course.ascending);
    let start = 1_767_225_600_000 + course.skew;
    let mut at = start;
    for (gap, deed, late) in &course.deeds {
        at += gap;
        world.plan(at, *deed, *late);
    }
    let last = world.last();
    let (rig, world, client) = world::rig(world);
    let trigger = Changed {
        ascending: course.ascending,
        created: course.created,
        late: LATE as u64,
        tick: course.tick as u64,
    };
    let mut cursor = PollCursor::since(moment(start));
    let mut kept: BTreeSet<String> = BTreeSet::new();
    let mut given: BTreeMap<String, u64> = BTreeMap::new();
    let quiet = Visit { wait: 0, crash: false, reload: false, jump: 0 };
    // In the end all has shown, and the platform is quiet.
    let rest = Visit { wait: (last - start) as u64 + LATE as u64 + 120_000, ..quiet.clone() };
    for visit in course.visits.iter().chain([&rest, &quiet]) {
        rig.clock.sleep(Duration::from_millis(visit.wait)).await;
        rig.clock.jump(millis(visit.jump));
        for round in 0.. {
            prop_assert!(round < 500, "it never comes to an end");
            let batch = client.poll(trigger.clone(), &cursor).await.unwrap();
            for event in &batch.events {
                let newest = given.entry(event.id.clone()).or_default();
                *newest = event.data.number.max(*newest);
            }
            if visit.crash && round == 0 {
                continue;
            }
            for event in &batch.events {
                prop_assert!(kept.insert(event.key.clone()), "{} came again", event.key);
            }
            cursor = batch.cursor;
            if visit.reload {
                cursor = serde_json::from_str(&serde_json::to_string(&cursor).unwrap()).unwrap();
            }
            if !batch.more {
                break;
            }
        }
    }
    let mut world = world.lock().unwrap();
    let now = world.now(&*rig.clock);
    for (id, row) in world.end(now) {
        let number = given.get(&id).copied();
        prop_assert!(number.is_some(), "{id} was never given");
        if !course.created {
            prop_assert_eq!(number, Some(row.number), "of {} an old version was given last", id);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_poll_misses_nothing_and_repeats_nothing_whatever_the_list_does_meanwhile(course in course()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
        runtime.block_on(run(&course))?;
    }
}
