//! What answers teach.

use connectors_core::limits::{Reading, Scope, Unit};

use super::*;

const MINUTE: Window = Window::fixed("minute", 60, secs(60));

fn says(reading: Reading) -> Feedback {
    Feedback::none().reading(reading)
}

#[tokio::test(start_paused = true)]
async fn a_lower_remaining_takes_what_others_have_spent() {
    let rig = Rig::new();
    rig.call(ask(&MINUTE, 1), &says(Reading::of("minute").remaining(10))).await;
    assert_eq!(rig.remaining(&MINUTE).await, 10);
    rig.sleep(61_000).await;
    assert_eq!(rig.remaining(&MINUTE).await, 60);
}

#[tokio::test(start_paused = true)]
async fn a_higher_remaining_frees_what_the_platform_no_longer_counts() {
    let rig = Rig::new();
    for _ in 0..30 {
        rig.call(ask(&MINUTE, 1), &Feedback::none()).await;
    }
    rig.sleep(20_000).await;
    rig.call(ask(&MINUTE, 1), &says(Reading::of("minute").remaining(59))).await;
    assert_eq!(rig.remaining(&MINUTE).await, 59);
}

#[tokio::test(start_paused = true)]
async fn calls_under_way_are_not_given_away_by_a_higher_remaining() {
    let rig = Rig::new();
    rig.call(ask(&MINUTE, 30), &Feedback::none()).await;
    let mut under_way = rig.permit(ask(&MINUTE, 20)).await;
    under_way.sent().await;
    // Our own 30 are forgotten there; the 20 may not have arrived yet.
    rig.call(ask(&MINUTE, 1), &says(Reading::of("minute").remaining(59))).await;
    assert_eq!(rig.remaining(&MINUTE).await, 39);
}

#[tokio::test(start_paused = true)]
async fn a_late_answer_with_an_older_higher_remaining_changes_nothing() {
    let rig = Rig::new();
    let mut slow = rig.permit(ask(&MINUTE, 1)).await;
    slow.sent().await;
    rig.call(ask(&MINUTE, 1), &says(Reading::of("minute").remaining(5))).await;
    let known = rig.remaining(&MINUTE).await;
    assert!(known <= 5);
    slow.settle(&says(Reading::of("minute").remaining(59))).await;
    assert_eq!(rig.remaining(&MINUTE).await, known);
    // One that was sent after the news is believed.
    rig.call(ask(&MINUTE, 1), &says(Reading::of("minute").remaining(50))).await;
    assert_eq!(rig.remaining(&MINUTE).await, 50);
}

#[tokio::test(start_paused = true)]
async fn readings_of_concurrent_calls_in_any_order_leave_the_true_number() {
    for order in [[0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1]] {
        let rig = Rig::new();
        let mut permits = Vec::new();
        for _ in 0..4 {
            let mut permit = rig.permit(ask(&MINUTE, 1)).await;
            permit.sent().await;
            permits.push(permit);
        }
        for arrival in order {
            permits[arrival].settle(&says(Reading::of("minute").remaining(59 - arrival as u64))).await;
        }
        assert_eq!(rig.remaining(&MINUTE).await, 56, "{order:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_known_reset_opens_the_window_early() {
    let rig = Rig::new();
    for _ in 0..60 {
        rig.call(ask(&MINUTE, 1), &Feedback::none()).await;
    }
    rig.sleep(60_700).await;
    let reading = Reading::of("minute").remaining(0).resets_in(secs(12));
    rig.call(ask(&MINUTE, 1), &says(reading)).await;
    let blocked_at = rig.now();
    rig.call(ask(&MINUTE, 1), &Feedback::none()).await;
    let waited = rig.now() - blocked_at;
    assert!(waited >= secs(12) && waited <= secs(14), "{waited:?}");
    assert_eq!(rig.remaining(&MINUTE).await, 59);
}

#[tokio::test(start_paused = true)]
async fn a_reset_that_is_near_opens_the_window_too() {
    let rig = Rig::new();
    let reading = Reading::of("minute").remaining(0).resets_in(ms(500));
    rig.call(ask(&MINUTE, 1), &says(reading)).await;
    rig.call(ask(&MINUTE, 1), &Feedback::none()).await;
    assert!(rig.now() >= ms(500) && rig.now() <= ms(1_200), "{:?}", rig.now());
}

#[tokio::test(start_paused = true)]
async fn a_day_ends_when_the_platform_says_so() {
    let rig = Rig::new();
    let day = Window::daily("day", 1_000);
    rig.call(ask(&day, 1), &says(Reading::of("day").remaining(0).resets_in(secs(3_600)))).await;
    rig.call(ask(&day, 1), &Feedback::none()).await;
    assert!(rig.now() >= secs(3_600) && rig.now() <= secs(3_603), "{:?}", rig.now());
}

#[tokio::test(start_paused = true)]
async fn a_limit_grows_and_shrinks_with_what_answers_say() {
    let rig = Rig::new();
    let slots = Window::concurrency("slots", 5);
    rig.call(ask(&MINUTE, 1), &says(Reading::of("minute").limit(100))).await;
    assert_eq!((rig.usage(&MINUTE).await.limit, rig.remaining(&MINUTE).await), (100, 99));
    rig.call(ask(&MINUTE, 1), &says(Reading::of("minute").limit(10))).await;
    assert_eq!((rig.usage(&MINUTE).await.limit, rig.remaining(&MINUTE).await), (10, 8));
    rig.call(ask(&slots, 1), &says(Reading::of("slots").limit(2))).await;
    assert_eq!(rig.remaining(&slots).await, 2);
}

#[tokio::test(start_paused = true)]
async fn a_limit_of_nought_is_not_believed() {
    let rig = Rig::new();
    rig.call(ask(&MINUTE, 1), &says(Reading::of("minute").limit(0))).await;
    assert_eq!(rig.remaining(&MINUTE).await, 59);
}

#[tokio::test(start_paused = true)]
async fn a_corrected_limit_survives_a_quiet_while() {
    let rig = Rig::new();
    rig.call(ask(&MINUTE, 1), &says(Reading::of("minute").limit(10))).await;
    rig.sleep(600_000).await;
    for _ in 0..10 {
        rig.call(vec![of("other", &MINUTE, 1)], &Feedback::none()).await;
    }
    assert_eq!(rig.usage(&MINUTE).await.limit, 10);
}

#[tokio::test(start_paused = true)]
async fn a_bucket_learns_level_size_and_rate() {
    let rig = Rig::new();
    let points = Window::bucket_of("points", 1_000, 50.0).unit(Unit::Points);
    let reading = Reading::of("points").remaining(100).limit(2_000).restore(100.0);
    rig.call(ask(&points, 10), &says(reading)).await;
    assert_eq!((rig.usage(&points).await.limit, rig.remaining(&points).await), (2_000, 100));
    rig.sleep(1_000).await;
    assert_eq!(rig.remaining(&points).await, 200);
}

#[tokio::test(start_paused = true)]
async fn a_bucket_is_not_raised_by_an_answer_that_did_not_count_calls_under_way() {
    let rig = Rig::new();
    let points = Window::bucket_of("points", 1_000, 1.0);
    let mut under_way = rig.permit(ask(&points, 400)).await;
    under_way.sent().await;
    rig.call(ask(&points, 100), &says(Reading::of("points").remaining(900))).await;
    assert!(rig.remaining(&points).await <= 500);
}

#[tokio::test(start_paused = true)]
async fn a_cost_known_only_afterwards_is_settled() {
    let rig = Rig::new();
    let points = Window::bucket_of("points", 1_000, 50.0).unit(Unit::Points);
    let credits = Window::daily("credits", 1_000).unit(Unit::Credits);
    let both = || vec![of("account-1", &points, 100), of("account-1", &credits, 1)];
    rig.call(both(), &Feedback::none().cost(Unit::Points, 40).cost(Unit::Credits, 5)).await;
    assert_eq!((rig.remaining(&points).await, rig.remaining(&credits).await), (960, 995));
}

#[tokio::test(start_paused = true)]
async fn a_cost_beyond_the_bucket_is_a_debt_that_must_be_restored_first() {
    let rig = Rig::new();
    let points = Window::bucket_of("points", 100, 10.0).unit(Unit::Points);
    rig.call(ask(&points, 1), &Feedback::none().cost(Unit::Points, 150)).await;
    rig.call(ask(&points, 10), &Feedback::none()).await;
    assert!(rig.now() >= secs(6) && rig.now() <= ms(6_100), "{:?}", rig.now());
}

#[tokio::test(start_paused = true)]
async fn a_refund_never_takes_what_later_calls_have_spent() {
    let rig = Rig::new();
    let points = Window::bucket_of("points", 100, 10.0).unit(Unit::Points);
    let mut dear = rig.permit(ask(&points, 100)).await;
    dear.sent().await;
    rig.sleep(10_200).await;
    rig.call(ask(&points, 50), &Feedback::none()).await;
    dear.settle(&Feedback::none().cost(Unit::Points, 1)).await;
    assert_eq!(rig.remaining(&points).await, 50);
}

#[tokio::test(start_paused = true)]
async fn a_throttle_pauses_all_who_share_the_counter_and_nobody_else() {
    let rig = Rig::new();
    let app = Window::sliding("app", 100, secs(60)).scope(Scope::Application);
    let both = |account: &str| vec![of("application", &app, 1), of(account, &MINUTE, 1)];
    let throttled = Feedback::none().pause(Some("minute"), secs(10));
    rig.call(both("account-1"), &throttled).await;
    assert!(rig.permit_now(both("account-1")).await.is_none());
    assert!(rig.permit_now(both("account-2")).await.is_some());
    rig.call(both("account-2"), &Feedback::none().pause(Some("app"), secs(5))).await;
    assert!(rig.permit_now(both("account-3")).await.is_none());
    rig.sleep(5_000).await;
    assert!(rig.permit_now(both("account-3")).await.is_some());
    assert!(rig.permit_now(both("account-1")).await.is_none());
    rig.sleep(5_000).await;
    assert!(rig.permit_now(both("account-1")).await.is_some());
}

#[tokio::test(start_paused = true)]
async fn a_throttle_without_a_name_pauses_the_account_not_the_application() {
    let rig = Rig::new();
    let app = Window::sliding("app", 100, secs(60)).scope(Scope::Application);
    let both = |account: &str| vec![of("application", &app, 1), of(account, &MINUTE, 1)];
    rig.call(both("account-1"), &Feedback::none().pause(None, secs(10))).await;
    assert!(rig.permit_now(both("account-1")).await.is_none());
    assert!(rig.permit_now(both("account-2")).await.is_some());
    // With nothing of the account's, it is the application that was meant.
    rig.call(vec![of("application", &app, 1)], &Feedback::none().pause(None, secs(10))).await;
    assert!(rig.permit_now(both("account-2")).await.is_none());
}

#[tokio::test(start_paused = true)]
async fn a_repeated_shorter_pause_does_not_change_the_longer_one() {
    let rig = Rig::new();
    rig.call(ask(&MINUTE, 1), &Feedback::none()).await;
    let (mut first, mut second) = (rig.permit(ask(&MINUTE, 1)).await, rig.permit(ask(&MINUTE, 1)).await);
    first.settle(&Feedback::none().pause(None, secs(10))).await;
    rig.sleep(2_000).await;
    second.settle(&Feedback::none().pause(None, secs(1))).await;
    assert_eq!(rig.usage(&MINUTE).await.paused_for, Some(secs(8)));
    rig.call(ask(&MINUTE, 1), &Feedback::none()).await;
    assert_eq!(rig.now(), secs(10));
    assert_eq!(rig.usage(&MINUTE).await.paused_for, None);
}

#[tokio::test(start_paused = true)]
async fn calls_under_way_count_beyond_a_reset_that_is_near() {
    let rig = Rig::new();
    let mut under_way = rig.permit(ask(&MINUTE, 20)).await;
    under_way.sent().await;
    let reading = Reading::of("minute").remaining(39).resets_in(ms(10));
    rig.call(ask(&MINUTE, 1), &says(reading)).await;
    rig.sleep(2_000).await;
    // They may have arrived in the new window.
    assert_eq!(rig.remaining(&MINUTE).await, 40);
}
