//! Subscriptions over simulated weeks.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use connectors_core::clock::{self, Clock, TestClock};
use connectors_core::triggers::{Life, Renewal, Renewals, Subscription};
use connectors_core::{Error, ErrorKind, Result};

use crate::support::secs;

const HOUR: u64 = 3_600;
const DAY: u64 = 24 * HOUR;

#[derive(Clone, Debug)]
enum Answer {
    Refuse(Error),
    Hang,
    Until(Option<DateTime<Utc>>),
}

/// A platform's side of a subscription. Its own time is monotonic.
#[derive(Debug)]
struct Channel {
    clock: Arc<TestClock>,
    /// How long it lives; `None`: for ever.
    lives: Option<Duration>,
    /// What comes instead, for as long as there is something.
    instead: Mutex<VecDeque<Answer>>,
    /// When it was renewed, and whether it was made anew.
    seen: Mutex<Vec<(u64, bool)>>,
    takes: Duration,
}

#[derive(Clone, Debug)]
struct Handle(Arc<Channel>);

impl Handle {
    fn new(clock: &Arc<TestClock>, lives: Option<u64>) -> Self {
        Self::answering(clock, lives, [])
    }

    fn answering(
        clock: &Arc<TestClock>,
        lives: Option<u64>,
        instead: impl IntoIterator<Item = Answer>,
    ) -> Self {
        Self(Arc::new(Channel {
            clock: Arc::clone(clock),
            lives: lives.map(secs),
            instead: Mutex::new(instead.into_iter().collect()),
            seen: Mutex::default(),
            takes: Duration::from_millis(500),
        }))
    }

    fn seen(&self) -> Vec<(u64, bool)> {
        self.0.seen.lock().unwrap().clone()
    }

    fn times(&self) -> Vec<u64> {
        self.seen().iter().map(|(at, _)| *at).collect()
    }

    async fn answer(&self, now: DateTime<Utc>, anew: bool) -> Result<Option<DateTime<Utc>>> {
        self.0.seen.lock().unwrap().push((self.0.clock.elapsed().as_secs(), anew));
        let instead = self.0.instead.lock().unwrap().pop_front();
        self.0.clock.sleep(self.0.takes).await;
        match instead {
            Some(Answer::Refuse(error)) => Err(error),
            Some(Answer::Hang) => std::future::pending().await,
            Some(Answer::Until(until)) => Ok(until),
            None => Ok(self.0.lives.map(|lives| clock::add(now, lives))),
        }
    }
}

#[async_trait]
impl Subscription for Handle {
    async fn renew(&self, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>> {
        self.answer(now, false).await
    }

    async fn create(&self, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>> {
        self.answer(now, true).await
    }
}

fn clock() -> Arc<TestClock> {
    Arc::new(TestClock::at("2026-01-01T00:00:00Z".parse().unwrap()))
}

fn life(clock: &TestClock, lives: u64) -> Life {
    Life::new(clock.now(), Some(clock::add(clock.now(), secs(lives))))
}

/// What is told within this time.
async fn within(clock: &TestClock, renewals: &Renewals, seconds: u64) -> Vec<Renewal> {
    let until = clock.elapsed() + secs(seconds);
    let mut told = Vec::new();
    while let Some(next) = clock::timeout(clock, until.saturating_sub(clock.elapsed()), renewals.next()).await
    {
        told.push(next);
        assert!(told.len() < 20_000, "it spins");
    }
    told
}

fn down() -> Answer {
    Answer::Refuse(Error::new(ErrorKind::Server, "down"))
}

/// What it is, in a word, of which subscription.
fn words(told: &[Renewal]) -> Vec<(&'static str, &str)> {
    told.iter()
        .map(|told| match told {
            Renewal::Renewed { name, .. } => ("renewed", name.as_str()),
            Renewal::Failed { name, .. } => ("failed", name.as_str()),
            Renewal::Missed { name, .. } => ("missed", name.as_str()),
            other => panic!("{other:?}"),
        })
        .collect()
}

#[tokio::test(start_paused = true)]
async fn each_is_renewed_when_four_fifths_of_its_life_are_over_for_weeks_and_never_ends() {
    for lives in [HOUR, DAY, 3 * DAY, 7 * DAY] {
        let clock = clock();
        let (renewals, channel) = (Renewals::new(clock.clone()), Handle::new(&clock, Some(lives)));
        renewals.add("a", channel.clone(), life(&clock, lives));
        let told = within(&clock, &renewals, 42 * DAY).await;
        assert!(told.iter().all(|told| matches!(told, Renewal::Renewed { .. })), "{lives}");
        let mut before = 0;
        for at in channel.times() {
            let age = at - before;
            assert!(
                (lives * 4 / 5..lives * 4 / 5 + 2).contains(&age),
                "{lives}: renewed at the age of {age}"
            );
            before = at;
        }
        let wanted = 42 * DAY / (lives * 4 / 5);
        assert!((wanted - 1..=wanted).contains(&(told.len() as u64)), "{lives}: {} of {wanted}", told.len());
        assert_eq!(renewals.lives()["a"].until, Some(clock::add(renewals.lives()["a"].since, secs(lives))));
    }
}

#[tokio::test(start_paused = true)]
async fn one_that_lives_for_ever_is_left_alone() {
    let clock = clock();
    let (renewals, channel) = (Renewals::new(clock.clone()), Handle::new(&clock, None));
    renewals.add("a", channel.clone(), Life::new(clock.now(), None));
    assert!(within(&clock, &renewals, 42 * DAY).await.is_empty());
    assert!(channel.seen().is_empty());
    // And one that is told to live for ever when it is renewed.
    renewals.add("a", channel.clone(), life(&clock, HOUR));
    assert_eq!(within(&clock, &renewals, 42 * DAY).await.len(), 1);
    assert_eq!(renewals.lives()["a"].until, None);
}

#[tokio::test(start_paused = true)]
async fn failures_are_told_and_tried_again_within_what_is_left_of_the_life() {
    for lives in [HOUR, DAY, 7 * DAY] {
        let clock = clock();
        let channel = Handle::answering(&clock, Some(lives), (0..5).map(|_| down()));
        let renewals = Renewals::new(clock.clone());
        renewals.add("a", channel.clone(), life(&clock, lives));
        let told = within(&clock, &renewals, lives).await;
        assert_eq!(words(&told)[..5], [("failed", "a"); 5]);
        assert_eq!(words(&told)[5], ("renewed", "a"), "{lives}");
        let times = channel.times();
        let pauses: Vec<_> = times[..6].windows(2).map(|two| two[1] - two[0]).collect();
        assert!(pauses[0] >= 30 && times[5] < lives, "{lives}: {pauses:?}");
        let Renewal::Failed { until, error, .. } = &told[0] else { panic!("{told:?}") };
        assert_eq!((*until, error.kind()), (clock::add(time0(), secs(lives)), ErrorKind::Server));
    }
}

fn time0() -> DateTime<Utc> {
    "2026-01-01T00:00:00Z".parse().unwrap()
}

#[tokio::test(start_paused = true)]
async fn one_that_failed_until_its_end_is_made_anew_and_told_as_missed() {
    let clock = clock();
    let channel = Handle::answering(&clock, Some(HOUR), (0..25).map(|_| down()));
    let renewals = Renewals::new(clock.clone());
    renewals.add("a", channel.clone(), life(&clock, HOUR));
    let told = within(&clock, &renewals, 30 * HOUR).await;
    let first = told.iter().position(|told| !matches!(told, Renewal::Failed { .. })).unwrap();
    assert_eq!(first, 25);
    let Renewal::Missed { ended, life, .. } = &told[first] else { panic!("{:?}", told[first]) };
    assert_eq!(*ended, clock::add(time0(), secs(HOUR)));
    assert_eq!(life.until, Some(clock::add(life.since, secs(HOUR))));
    for (at, anew) in channel.seen().iter().take(26) {
        assert_eq!(*anew, *at >= HOUR, "at {at}");
    }
    assert!(words(&told)[first + 1..].iter().all(|(what, _)| *what == "renewed"));
}

#[tokio::test(start_paused = true)]
async fn one_that_ended_while_no_process_ran_is_made_anew_at_once() {
    let clock = clock();
    let (renewals, channel) = (Renewals::new(clock.clone()), Handle::new(&clock, Some(DAY)));
    let ended = clock.now() - TimeDelta::hours(5);
    renewals.add("a", channel.clone(), Life::new(ended - TimeDelta::days(1), Some(ended)));
    let told = within(&clock, &renewals, 10).await;
    assert!(matches!(&told[..], [Renewal::Missed { ended: at, .. }] if *at == ended), "{told:?}");
    assert_eq!(channel.seen(), [(0, true)]);
}

#[tokio::test(start_paused = true)]
async fn a_platform_whose_answers_make_no_sense_is_not_asked_in_a_hot_loop() {
    let past = Answer::Until(Some(time0() - TimeDelta::days(1)));
    // Already over; hardly begun; never moved.
    for (answer, most, least) in [
        // In the last seconds of its life it is tried every second.
        (past, 100, 1),
        (Answer::Until(Some(time0() + TimeDelta::milliseconds(2_881_000))), 250, 29),
        (Answer::Until(Some(time0() + TimeDelta::hours(1))), 250, 29),
    ] {
        let clock = clock();
        let channel = Handle::answering(&clock, Some(HOUR), (0..10_000).map(|_| answer.clone()));
        let renewals = Renewals::new(clock.clone());
        renewals.add("a", channel.clone(), life(&clock, HOUR));
        within(&clock, &renewals, DAY).await;
        let seen = channel.seen().len();
        assert!(seen < most, "{answer:?}: asked {seen} times in a day");
        let closest = channel.times().windows(2).map(|two| two[1] - two[0]).min();
        assert!(closest >= Some(least), "{answer:?}: {closest:?}");
    }
    let clock = clock();
    let (renewals, channel) = (Renewals::new(clock.clone()), Handle::new(&clock, Some(1)));
    renewals.add("a", channel.clone(), life(&clock, HOUR));
    within(&clock, &renewals, HOUR).await;
    assert!(channel.seen().len() < 30, "lives of a second: asked {} times", channel.seen().len());
}

#[tokio::test(start_paused = true)]
async fn the_time_that_the_platform_asks_for_is_obeyed() {
    let clock = clock();
    let wait = Answer::Refuse(Error::new(ErrorKind::RateLimited, "slow down").with_retry_after(secs(900)));
    let channel = Handle::answering(&clock, Some(DAY), [wait]);
    let renewals = Renewals::new(clock.clone());
    renewals.add("a", channel.clone(), life(&clock, DAY));
    within(&clock, &renewals, DAY).await;
    let times = channel.times();
    assert_eq!(times.len(), 2);
    assert!((900..902).contains(&(times[1] - times[0])), "{times:?}");
}

#[tokio::test(start_paused = true)]
async fn a_wall_clock_that_jumps_lets_none_end() {
    for jump in [TimeDelta::hours(-30), TimeDelta::hours(-3), TimeDelta::hours(3)] {
        let clock = clock();
        let (renewals, channel) = (Renewals::new(clock.clone()), Handle::new(&clock, Some(DAY)));
        renewals.add("a", channel.clone(), life(&clock, DAY));
        let mut told = within(&clock, &renewals, 10 * HOUR).await;
        clock.jump(jump);
        told.extend(within(&clock, &renewals, 5 * DAY).await);
        assert!(words(&told).iter().all(|(what, _)| *what == "renewed"), "{jump}: {told:?}");
        let mut before = 0;
        for at in channel.times() {
            assert!(at - before < DAY, "{jump}: it had ended, at {at}");
            before = at;
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_wall_clock_that_was_stopped_with_the_machine_is_noticed_within_minutes() {
    let clock = clock();
    let (renewals, channel) = (Renewals::new(clock.clone()), Handle::new(&clock, Some(DAY)));
    renewals.add("a", channel.clone(), life(&clock, DAY));
    let sleep = async {
        clock.sleep(secs(HOUR)).await;
        clock.jump(TimeDelta::hours(20));
    };
    let (told, ()) = tokio::join!(renewals.next(), sleep);
    assert!(matches!(told, Renewal::Renewed { .. }), "{told:?}");
    assert!(channel.times()[0] <= HOUR + 300, "{:?}", channel.times());
}

#[tokio::test(start_paused = true)]
async fn two_who_wait_do_not_renew_the_same_twice() {
    let clock = clock();
    let (renewals, channel) = (Renewals::new(clock.clone()), Handle::new(&clock, Some(HOUR)));
    renewals.add("a", channel.clone(), life(&clock, HOUR));
    let other = renewals.clone();
    let (mut told, more) =
        tokio::join!(within(&clock, &renewals, DAY + 60), within(&clock, &other, DAY + 60));
    told.extend(more);
    assert_eq!(told.len(), channel.seen().len());
    assert!(channel.times().windows(2).all(|two| two[1] - two[0] >= HOUR * 4 / 5), "{:?}", channel.times());
}

#[tokio::test(start_paused = true)]
async fn what_is_added_replaced_or_let_go_counts_while_somebody_waits() {
    let clock = clock();
    let renewals = Renewals::new(clock.clone());
    let [a, b, c] = [(); 3].map(|()| Handle::new(&clock, Some(HOUR)));
    let change = async {
        clock.sleep(secs(10)).await;
        renewals.add("a", a.clone(), life(&clock, HOUR));
        renewals.add("b", b.clone(), life(&clock, HOUR));
        clock.sleep(secs(10)).await;
        renewals.add("a", c.clone(), life(&clock, 100));
        assert!(renewals.remove("b") && !renewals.remove("b"));
    };
    let (told, ()) = tokio::join!(within(&clock, &renewals, 200), change);
    assert_eq!(words(&told), [("renewed", "a")]);
    assert_eq!((a.seen(), b.seen(), c.times()), (vec![], vec![], vec![100]));
    assert_eq!(renewals.lives().keys().collect::<Vec<_>>(), ["a"]);
}

#[tokio::test(start_paused = true)]
async fn one_that_is_let_go_while_it_is_renewed_is_not_told_and_does_not_come_back() {
    let clock = clock();
    let (renewals, channel) = (Renewals::new(clock.clone()), Handle::new(&clock, Some(HOUR)));
    renewals.add("a", channel.clone(), life(&clock, 100));
    let let_go = async {
        clock.sleep(Duration::from_millis(80_200)).await;
        renewals.remove("a");
    };
    let (told, ()) = tokio::join!(within(&clock, &renewals, DAY), let_go);
    assert_eq!((told.len(), channel.times()), (0, vec![80]));
    assert!(renewals.lives().is_empty());
}

#[tokio::test(start_paused = true)]
async fn those_that_hang_do_not_keep_the_others_from_being_renewed() {
    let clock = clock();
    let renewals = Renewals::new(clock.clone());
    let hung: Vec<_> =
        (0..3).map(|_| Handle::answering(&clock, Some(HOUR), vec![Answer::Hang; 100_000])).collect();
    for (n, hung) in hung.iter().enumerate() {
        renewals.add(format!("a{n}"), hung.clone(), life(&clock, HOUR));
    }
    let good = Handle::new(&clock, Some(HOUR));
    renewals.add("z", good.clone(), life(&clock, HOUR));
    let told = within(&clock, &renewals, 2 * DAY).await;
    let failed = |told: &&Renewal| matches!(told, Renewal::Failed { name, error, .. } if name != "z" && error.kind() == ErrorKind::Timeout);
    let renewed = |told: &&Renewal| matches!(told, Renewal::Renewed { name, .. } if name == "z");
    assert!(told.iter().filter(failed).count() > 100);
    assert_eq!(told.iter().filter(failed).count() + told.iter().filter(renewed).count(), told.len());
    let mut before = 0;
    for at in good.times() {
        assert!(at - before < HOUR, "it ended: {:?}", good.times());
        before = at;
    }
    assert!(before > 47 * HOUR);
}

#[tokio::test(start_paused = true)]
async fn one_that_is_replaced_while_it_is_renewed_does_not_give_its_life_to_the_new_one() {
    let clock = clock();
    let renewals = Renewals::new(clock.clone());
    let (old, new) = (Handle::new(&clock, Some(DAY)), Handle::new(&clock, Some(DAY)));
    renewals.add("a", old.clone(), life(&clock, 100));
    let replace = async {
        clock.sleep(Duration::from_millis(80_200)).await;
        renewals.add("a", new.clone(), life(&clock, HOUR));
    };
    let (told, ()) = tokio::join!(within(&clock, &renewals, HOUR), replace);
    assert_eq!((told.len(), old.times()), (1, vec![80]));
    assert_eq!(new.times(), [80 + HOUR * 4 / 5], "by its own life");
}
