//! Kinds of windows, leases, errors.

use std::io::Write;
use std::sync::Mutex;

use chrono::TimeDelta;
use connectors_core::error::{Delivery, ErrorKind};
use connectors_core::limits::{Decision, LimitStore, Unit};

use super::*;

const MINUTE: Window = Window::fixed("minute", 60, secs(60));

#[tokio::test(start_paused = true)]
async fn a_window_is_used_to_the_last_call_and_opens_again_when_its_time_is_over() {
    let rig = Rig::new();
    for _ in 0..60 {
        rig.call(ask(&MINUTE, 1), &Feedback::none()).await;
    }
    assert_eq!(rig.now(), Duration::ZERO);
    for _ in 0..60 {
        rig.call(ask(&MINUTE, 1), &Feedback::none()).await;
    }
    assert!(rig.now() >= secs(60) && rig.now() <= ms(60_700), "{:?}", rig.now());
}

#[tokio::test(start_paused = true)]
async fn a_window_slides_call_by_call() {
    let rig = Rig::new();
    let window = Window::sliding("second", 2, secs(1));
    rig.call(ask(&window, 1), &Feedback::none()).await;
    rig.sleep(600).await;
    rig.call(ask(&window, 1), &Feedback::none()).await;
    rig.call(ask(&window, 1), &Feedback::none()).await;
    assert!(rig.now() >= secs(1) && rig.now() < ms(1_100), "{:?}", rig.now());
    assert!(rig.permit_now(ask(&window, 1)).await.is_none());
}

#[tokio::test(start_paused = true)]
async fn all_demands_are_granted_or_none() {
    let rig = Rig::new();
    let (wide, narrow) = (Window::sliding("wide", 10, secs(60)), Window::sliding("narrow", 1, secs(60)));
    let both = || vec![of("account-1", &wide, 3), of("account-1", &narrow, 1)];
    rig.call(both(), &Feedback::none()).await;
    assert!(rig.permit_now(both()).await.is_none());
    assert_eq!(rig.remaining(&wide).await, 7);
}

#[tokio::test(start_paused = true)]
async fn two_demands_of_one_counter_add_up() {
    let rig = Rig::new();
    let twice = || vec![of("account-1", &MINUTE, 40), of("account-1", &MINUTE, 10)];
    let permit = rig.permit(twice()).await;
    assert_eq!(rig.remaining(&MINUTE).await, 10);
    drop(permit);
    assert_eq!(rig.remaining(&MINUTE).await, 60);
}

#[tokio::test(start_paused = true)]
async fn a_permit_dropped_before_sending_gives_everything_back() {
    let rig = Rig::new();
    let (slots, bucket) = (Window::concurrency("slots", 2), Window::bucket_of("points", 10, 1.0));
    let pace = Window::pace("pace", 10, secs(1), 1);
    let all = || [&MINUTE, &slots, &bucket, &pace].map(|window| of("account-1", window, 1)).to_vec();
    drop(rig.permit(all()).await);
    for window in [&MINUTE, &slots, &bucket, &pace] {
        let usage = rig.usage(window).await;
        assert_eq!(usage.remaining, usage.limit, "{}", window.name);
    }
}

#[tokio::test(start_paused = true)]
async fn a_permit_dropped_after_sending_frees_only_the_slot() {
    let rig = Rig::new();
    let (slots, bucket) = (Window::concurrency("slots", 2), Window::bucket_of("points", 10, 1.0));
    let mut permit =
        rig.permit([&MINUTE, &slots, &bucket].map(|window| of("account-1", window, 1)).to_vec()).await;
    permit.sent().await;
    drop(permit);
    assert_eq!(rig.remaining(&MINUTE).await, 59);
    assert_eq!(rig.remaining(&bucket).await, 9);
    assert_eq!(rig.remaining(&slots).await, 2);
}

#[tokio::test(start_paused = true)]
async fn a_settled_call_keeps_its_slot_until_its_answer_has_been_read() {
    let rig = Rig::new();
    let slots = Window::concurrency("slots", 1);
    let mut permit = rig.permit(ask(&slots, 1)).await;
    permit.sent().await;
    permit.settle(&Feedback::none()).await;
    assert!(rig.permit_now(ask(&slots, 1)).await.is_none());
    drop(permit);
    assert!(rig.permit_now(ask(&slots, 1)).await.is_some());
}

#[tokio::test(start_paused = true)]
async fn a_window_counts_from_sending_not_from_granting() {
    let rig = Rig::new();
    let window = Window::sliding("second", 1, secs(1));
    let mut permit = rig.permit(ask(&window, 1)).await;
    rig.sleep(5_000).await;
    permit.sent().await;
    drop(permit);
    rig.permit(ask(&window, 1)).await.sent().await;
    assert!(rig.now() >= secs(6), "{:?}", rig.now());
}

#[tokio::test(start_paused = true)]
async fn a_bucket_waits_until_it_has_restored_what_a_call_costs() {
    let rig = Rig::new();
    let points = Window::bucket_of("points", 1_000, 50.0).unit(Unit::Points);
    rig.call(ask(&points, 1_000), &Feedback::none()).await;
    rig.call(ask(&points, 100), &Feedback::none()).await;
    assert!(rig.now() >= secs(2) && rig.now() <= ms(2_060), "{:?}", rig.now());
}

#[tokio::test(start_paused = true)]
async fn a_pace_spaces_calls_evenly_after_its_burst() {
    let rig = Rig::new();
    let pace = Window::pace("pace", 10, secs(1), 2);
    let mut sent = Vec::new();
    for _ in 0..6 {
        rig.call(ask(&pace, 1), &Feedback::none()).await;
        sent.push(rig.now());
    }
    assert_eq!(sent[..2], [Duration::ZERO; 2]);
    assert!(sent.windows(2).skip(1).all(|pair| pair[1] - pair[0] >= ms(100)), "{sent:?}");
    assert!(sent[5] <= ms(460), "{sent:?}");
}

#[tokio::test(start_paused = true)]
async fn a_day_of_many_calls_takes_little_memory_and_is_not_exceeded() {
    let rig = Rig::new();
    let day = Window::daily("day", 5_000);
    for _ in 0..5_000 {
        rig.call(ask(&day, 1), &Feedback::none()).await;
        rig.sleep(10_000).await;
    }
    let first_day_ends = rig.now();
    assert!(first_day_ends < secs(24 * 3600));
    rig.call(ask(&day, 1), &Feedback::none()).await;
    assert!(rig.now() >= secs(24 * 3600), "{:?}", rig.now());
    assert!(rig.now() <= secs(24 * 3600 + 24 * 3600 / 128 + 2), "{:?}", rig.now());
}

#[tokio::test(start_paused = true)]
async fn a_call_that_can_never_go_fails_at_once() {
    let rig = Rig::new();
    let bucket = Window::bucket_of("points", 100, 1.0);
    let error = rig.limiter.acquire(ask(&bucket, 101), Priority::Normal, None).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Validation);
    assert!(error.message().contains("points") && error.message().contains("100"), "{error}");
    for nothing in [
        Window::fixed("none", 0, secs(1)),
        Window::daily("none", 0),
        Window::concurrency("none", 0),
        Window::bucket_of("none", 0, 1.0),
        Window::pace("none", 0, secs(1), 1),
        Window::pace("none", 1, secs(1), 0),
    ] {
        let error = rig.limiter.acquire(ask(&nothing, 1), Priority::Normal, None).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::QuotaExhausted, "{nothing:?}");
    }
    for wrong in [
        Window::bucket_of("bad", 1, 0.0),
        Window::bucket_of("bad", 1, f64::NAN),
        Window::pace("bad", 1, ms(0), 1),
    ] {
        let error = rig.limiter.acquire(ask(&wrong, 1), Priority::Normal, None).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config, "{wrong:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_wait_beyond_the_deadline_fails_at_once_and_says_how_long_it_would_have_been() {
    let rig = Rig::new();
    rig.call(ask(&MINUTE, 60), &Feedback::none()).await;
    let error = rig.limiter.acquire(ask(&MINUTE, 1), Priority::Normal, Some(secs(30))).await.unwrap_err();
    assert_eq!(rig.now(), Duration::ZERO);
    assert_eq!((error.kind(), error.delivery()), (ErrorKind::RateLimited, Delivery::NotSent));
    assert_eq!(error.retry_after(), Some(ms(60_600)));
    assert!(error.message().contains("minute"), "{error}");

    let day = Window::daily("day", 1);
    rig.call(ask(&day, 1), &Feedback::none()).await;
    let error = rig.limiter.acquire(ask(&day, 1), Priority::Normal, Some(secs(30))).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::QuotaExhausted);
}

#[tokio::test(start_paused = true)]
async fn a_slot_is_waited_for_until_the_deadline() {
    let rig = Rig::new();
    let slots = Window::concurrency("slots", 1);
    let held = rig.permit(ask(&slots, 1)).await;
    let error = rig.limiter.acquire(ask(&slots, 1), Priority::Normal, Some(secs(30))).await.unwrap_err();
    assert_eq!(rig.now(), secs(30));
    assert_eq!((error.kind(), error.retry_after()), (ErrorKind::RateLimited, None));
    let (permit, ()) =
        tokio::join!(rig.limiter.acquire(ask(&slots, 1), Priority::Normal, Some(secs(60))), async {
            rig.sleep(1_000).await;
            drop(held);
        });
    assert_eq!(permit.unwrap().waited(), secs(1));
}

#[tokio::test(start_paused = true)]
async fn a_lease_that_nobody_ends_frees_its_slot_but_stays_spent() {
    let rig = Rig::new();
    let slots = Window::concurrency("slots", 1);
    let demands = vec![of("account-1", &slots, 1), of("account-1", &MINUTE, 1)];
    let Decision::Granted(lease) = rig.store.try_acquire(&demands, secs(10)).await.unwrap() else {
        panic!("not granted")
    };
    let permit = rig.permit(demands.clone()).await;
    assert_eq!(permit.waited(), secs(10));
    assert_eq!(rig.remaining(&MINUTE).await, 58);
    // The dead come back: nothing is counted or freed twice.
    rig.store.mark_sent(lease).await.unwrap();
    rig.store.release(lease);
    assert_eq!(rig.remaining(&MINUTE).await, 58);
    assert_eq!(rig.remaining(&slots).await, 0);
}

#[tokio::test(start_paused = true)]
async fn a_permit_without_demands_is_free() {
    let rig = Rig::new();
    let mut permit = rig.permit(Vec::new()).await;
    permit.sent().await;
    permit.settle(&Feedback::none()).await;
    assert_eq!(rig.store.counters(), 0);
}

#[tokio::test(start_paused = true)]
async fn idle_counters_take_no_memory() {
    let rig = Rig::new();
    let slots = Window::concurrency("slots", 5);
    for account in 0..1_000 {
        let owner = format!("account-{account}");
        rig.call(vec![of(&owner, &MINUTE, 1), of(&owner, &slots, 1)], &Feedback::none()).await;
    }
    assert!(rig.store.counters() >= 1_000);
    rig.sleep(120_000).await;
    for _ in 0..2_000 {
        rig.call(vec![of("last", &slots, 1)], &Feedback::none()).await;
    }
    assert!(rig.store.counters() <= 1, "{}", rig.store.counters());
}

#[tokio::test(start_paused = true)]
async fn a_counter_in_use_is_not_forgotten() {
    let rig = Rig::new();
    let slots = Window::concurrency("slots", 1);
    let held = rig.permit(ask(&slots, 1)).await;
    for _ in 0..20 {
        rig.sleep(30_000).await;
        rig.call(vec![of("other", &MINUTE, 1)], &Feedback::none()).await;
    }
    assert!(rig.permit_now(ask(&slots, 1)).await.is_none());
    drop(held);
}

#[tokio::test(start_paused = true)]
async fn a_jump_of_wall_time_changes_nothing() {
    let rig = Rig::new();
    rig.call(ask(&MINUTE, 60), &Feedback::none()).await;
    rig.clock.jump(TimeDelta::days(2));
    assert!(rig.permit_now(ask(&MINUTE, 1)).await.is_none());
    rig.clock.jump(TimeDelta::days(-4));
    rig.permit(ask(&MINUTE, 1)).await.sent().await;
    assert!(rig.now() <= secs(61));
}

#[tokio::test(start_paused = true)]
async fn the_largest_numbers_do_not_overflow() {
    let rig = Rig::new();
    for window in [
        Window::sliding("w", u64::MAX, Duration::MAX),
        Window::fixed("f", u64::MAX, Duration::MAX),
        Window::bucket_of("b", u64::MAX, f64::MIN_POSITIVE),
        Window::pace("p", u64::MAX, Duration::MAX, u32::MAX),
        Window::concurrency("c", u64::MAX),
    ] {
        let amount = if window.name == "p" { u64::from(u32::MAX) } else { u64::MAX };
        let reading = connectors_core::limits::Reading::of(window.name).remaining(0).resets_in(Duration::MAX);
        let feedback = Feedback::none()
            .cost(Unit::Calls, u64::MAX)
            .reading(reading)
            .pause(Some(window.name), Duration::MAX);
        let mut permit = rig.permit(ask(&window, amount)).await;
        permit.sent().await;
        permit.settle(&feedback).await;
        permit.settle(&feedback).await;
        drop(permit);
        assert!(rig.permit_now(ask(&window, 1)).await.is_none(), "{window:?}");
        assert!(rig.usage(&window).await.paused_for.is_some());
    }
}

#[derive(Clone, Default)]
struct Captured(Arc<Mutex<Vec<u8>>>);

impl Write for Captured {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test(start_paused = true)]
async fn a_quota_that_passes_80_percent_is_reported_once_each_time() {
    let captured = Captured::default();
    let writer = captured.clone();
    let subscriber = tracing_subscriber::fmt().with_writer(move || writer.clone()).with_ansi(false).finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    let reports = || String::from_utf8(captured.0.lock().unwrap().clone()).unwrap().matches("80 %").count();

    let rig = Rig::new();
    let day = Window::daily("day", 10);
    for expected in [0, 0, 0, 0, 0, 0, 0, 1, 1, 1] {
        rig.call(vec![of("account-1", &day, 1), of("account-1", &MINUTE, 6)], &Feedback::none()).await;
        assert_eq!(reports(), expected);
    }
    rig.sleep(25 * 3600 * 1000).await;
    for _ in 0..10 {
        rig.call(ask(&day, 1), &Feedback::none()).await;
    }
    assert_eq!(reports(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_short_throttle_of_the_whole_account_is_no_exhausted_quota() {
    let rig = Rig::new();
    let day = Window::daily("day", 1_000);
    for windows in [[&day, &MINUTE], [&MINUTE, &day]] {
        let demands = || windows.map(|window| of("account-1", window, 1)).to_vec();
        rig.call(demands(), &Feedback::none().pause(None, secs(10))).await;
        let error = rig.limiter.acquire(demands(), Priority::Normal, Some(rig.now())).await.unwrap_err();
        assert_eq!((error.kind(), error.retry_after()), (ErrorKind::RateLimited, Some(secs(10))));
    }
}
