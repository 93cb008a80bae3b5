//! Who goes first.

use std::future::{Future, poll_fn};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::Poll;

use async_trait::async_trait;
use connectors_core::Result;
use connectors_core::limits::{Decision, LeaseId, LimitStore, Scope};
use tokio::task::JoinHandle;

use super::*;

const SLOT: Window = Window::concurrency("slot", 1);

type Served = Arc<Mutex<Vec<String>>>;

/// A caller who notes when it is served, keeps its permit for 10 ms, and is in line before this returns.
async fn caller(
    rig: &Rig,
    served: &Served,
    name: &str,
    priority: Priority,
    demands: Vec<Demand>,
) -> JoinHandle<()> {
    let (limiter, clock, served, name) =
        (rig.limiter.clone(), rig.clock.clone(), served.clone(), name.to_owned());
    let task = tokio::spawn(async move {
        let mut permit = limiter.acquire(demands, priority, None).await.unwrap();
        permit.sent().await;
        served.lock().unwrap().push(name);
        clock.sleep(ms(10)).await;
    });
    settle_tasks().await;
    task
}

async fn settle_tasks() {
    for _ in 0..20 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test(start_paused = true)]
async fn first_come_first_served_with_a_lane_for_what_cannot_wait() {
    let (rig, served) = (Rig::new(), Served::default());
    let held = rig.permit(ask(&SLOT, 1)).await;
    let mut tasks = Vec::new();
    for (name, priority) in [
        ("normal 1", Priority::Normal),
        ("normal 2", Priority::Normal),
        ("high 1", Priority::High),
        ("normal 3", Priority::Normal),
        ("high 2", Priority::High),
    ] {
        tasks.push(caller(&rig, &served, name, priority, ask(&SLOT, 1)).await);
    }
    drop(held);
    for task in tasks {
        task.await.unwrap();
    }
    assert_eq!(*served.lock().unwrap(), ["high 1", "high 2", "normal 1", "normal 2", "normal 3"]);
}

#[tokio::test(start_paused = true)]
async fn a_small_call_does_not_overtake_a_big_one_that_waits() {
    let (rig, served) = (Rig::new(), Served::default());
    let bucket = Window::bucket_of("points", 100, 10.0);
    rig.call(ask(&bucket, 60), &Feedback::none()).await;
    let big = caller(&rig, &served, "big", Priority::Normal, ask(&bucket, 90)).await;
    let small = caller(&rig, &served, "small", Priority::Normal, ask(&bucket, 1)).await;
    big.await.unwrap();
    small.await.unwrap();
    assert_eq!(*served.lock().unwrap(), ["big", "small"]);
}

#[tokio::test(start_paused = true)]
async fn a_newcomer_does_not_overtake_waiters_at_any_of_its_counters() {
    let (rig, served) = (Rig::new(), Served::default());
    let other = Window::concurrency("other", 5);
    let held = rig.permit(ask(&SLOT, 1)).await;
    let first = caller(&rig, &served, "first", Priority::Normal, ask(&SLOT, 1)).await;
    let both = vec![of("account-1", &other, 1), of("account-1", &SLOT, 1)];
    let second = caller(&rig, &served, "second", Priority::Normal, both).await;
    let third = caller(&rig, &served, "third", Priority::Normal, ask(&other, 1)).await;
    drop(held);
    for task in [first, second, third] {
        task.await.unwrap();
    }
    // The third needs nothing that anybody waits for.
    assert_eq!(*served.lock().unwrap(), ["third", "first", "second"]);
}

#[tokio::test(start_paused = true)]
async fn a_waiting_account_does_not_hold_up_others_at_a_shared_window() {
    let rig = Rig::new();
    let app = Window::sliding("app", 100, secs(60)).scope(Scope::Application);
    let both = |account: &str| vec![of("application", &app, 1), of(account, &SLOT, 1)];
    let held = rig.permit(both("account-1")).await;
    let served = Served::default();
    let waiting = caller(&rig, &served, "waiting", Priority::Normal, both("account-1")).await;
    assert!(rig.permit_now(both("account-2")).await.is_some());
    assert!(served.lock().unwrap().is_empty());
    drop(held);
    waiting.await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_cancelled_head_wakes_the_next() {
    let (rig, served) = (Rig::new(), Served::default());
    let bucket = Window::bucket_of("points", 100, 1.0);
    rig.call(ask(&bucket, 90), &Feedback::none()).await;
    let big = caller(&rig, &served, "big", Priority::Normal, ask(&bucket, 100)).await;
    let small = caller(&rig, &served, "small", Priority::Normal, ask(&bucket, 5)).await;
    big.abort();
    small.await.unwrap();
    assert!(rig.now() < secs(1), "{:?}", rig.now());
}

#[tokio::test(start_paused = true)]
async fn cancelled_waiters_leave_no_trace() {
    let (rig, served) = (Rig::new(), Served::default());
    let held = rig.permit(ask(&SLOT, 1)).await;
    let mut tasks = Vec::new();
    for number in 0..100 {
        tasks.push(caller(&rig, &served, &number.to_string(), Priority::Normal, ask(&SLOT, 1)).await);
    }
    for task in &tasks {
        task.abort();
    }
    settle_tasks().await;
    drop(held);
    assert!(rig.permit_now(ask(&SLOT, 1)).await.is_some());
    assert!(served.lock().unwrap().is_empty());
    assert!(format!("{:?}", rig.limiter).contains("Lines { counters: 0 }"), "{:?}", rig.limiter);
}

#[tokio::test(start_paused = true)]
async fn a_short_deadline_fails_at_once_behind_a_head_that_must_wait_longer() {
    let (rig, served) = (Rig::new(), Served::default());
    let minute = Window::sliding("minute", 1, secs(60));
    rig.call(ask(&minute, 1), &Feedback::none()).await;
    let head = caller(&rig, &served, "head", Priority::Normal, ask(&minute, 1)).await;
    let error = rig.limiter.acquire(ask(&minute, 1), Priority::Normal, Some(secs(5))).await.unwrap_err();
    assert_eq!((rig.now(), error.retry_after()), (Duration::ZERO, Some(ms(60_600))));
    head.await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn what_is_given_back_wakes_a_waiter_before_its_time() {
    let rig = Rig::new();
    let minute = Window::sliding("minute", 1, secs(60));
    let unsent = rig.permit(ask(&minute, 1)).await;
    let (permit, ()) = tokio::join!(rig.permit(ask(&minute, 1)), async {
        rig.sleep(100).await;
        drop(unsent);
    });
    assert_eq!(permit.waited(), ms(100));
}

/// Counts how often the store is asked, and gives the runtime a chance to interleave.
#[derive(Debug)]
struct Counted {
    store: MemoryStore,
    asked: AtomicUsize,
}

#[async_trait]
impl LimitStore for Counted {
    async fn try_acquire(&self, demands: &[Demand], ttl: Duration) -> Result<Decision> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        let decision = self.store.try_acquire(demands, ttl).await;
        tokio::task::yield_now().await;
        decision
    }

    async fn mark_sent(&self, lease: LeaseId) -> Result<()> {
        self.store.mark_sent(lease).await
    }

    async fn settle(&self, lease: LeaseId, demands: &[Demand], feedback: &Feedback) -> Result<()> {
        self.store.settle(lease, demands, feedback).await
    }

    fn release(&self, lease: LeaseId) {
        self.store.release(lease);
    }

    async fn usage(&self, counters: &[(LimitKey, Arc<Window>)]) -> Result<Vec<Usage>> {
        self.store.usage(counters).await
    }
}

#[tokio::test(start_paused = true)]
async fn ten_thousand_waiters_ask_the_store_a_few_times_each_and_all_are_served() {
    let clock = Arc::new(TestClock::at(DateTime::UNIX_EPOCH));
    let store = Arc::new(Counted { store: MemoryStore::new(clock.clone()), asked: AtomicUsize::new(0) });
    let limiter = Limiter::new(store.clone(), clock.clone());
    let (slots, second) = (Window::concurrency("slots", 5), Window::sliding("second", 100, secs(1)));
    let tasks: Vec<_> = (0..10_000)
        .map(|_| {
            let (limiter, clock) = (limiter.clone(), clock.clone());
            let demands = vec![of("account-1", &slots, 1), of("account-1", &second, 1)];
            tokio::spawn(async move {
                let mut permit = limiter.acquire(demands, Priority::Normal, None).await.unwrap();
                permit.sent().await;
                clock.sleep(ms(20)).await;
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    let asked = store.asked.load(Ordering::Relaxed);
    assert!(asked <= 60_000, "{asked} looks at the store");
    assert!(clock.elapsed() >= secs(99) && clock.elapsed() <= secs(120), "{:?}", clock.elapsed());
}

/// Ends a call in the very moment between the store's denial and the caller's joining the line.
#[derive(Debug)]
struct Racing {
    store: MemoryStore,
    ends: Mutex<Option<Permit>>,
}

#[async_trait]
impl LimitStore for Racing {
    async fn try_acquire(&self, demands: &[Demand], ttl: Duration) -> Result<Decision> {
        let decision = self.store.try_acquire(demands, ttl).await?;
        if matches!(decision, Decision::Wait { .. }) {
            drop(self.ends.lock().unwrap().take());
        }
        Ok(decision)
    }

    async fn mark_sent(&self, lease: LeaseId) -> Result<()> {
        self.store.mark_sent(lease).await
    }

    async fn settle(&self, lease: LeaseId, demands: &[Demand], feedback: &Feedback) -> Result<()> {
        self.store.settle(lease, demands, feedback).await
    }

    fn release(&self, lease: LeaseId) {
        self.store.release(lease);
    }

    async fn usage(&self, counters: &[(LimitKey, Arc<Window>)]) -> Result<Vec<Usage>> {
        self.store.usage(counters).await
    }
}

#[tokio::test(start_paused = true)]
async fn a_slot_that_is_freed_while_a_caller_joins_the_line_is_not_missed() {
    let clock = Arc::new(TestClock::at(DateTime::UNIX_EPOCH));
    let store = Arc::new(Racing { store: MemoryStore::new(clock.clone()), ends: Mutex::default() });
    let limiter = Limiter::new(store.clone(), clock);
    let held = limiter.acquire(ask(&SLOT, 1), Priority::Normal, None).await.unwrap();
    *store.ends.lock().unwrap() = Some(held);
    let permit = limiter.acquire(ask(&SLOT, 1), Priority::Normal, None).await.unwrap();
    assert_eq!(permit.waited(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn the_wait_of_a_cancelled_head_does_not_fail_those_behind_it() {
    let (rig, served) = (Rig::new(), Served::default());
    let bucket = Window::bucket_of("points", 100, 1.0);
    rig.call(ask(&bucket, 90), &Feedback::none()).await;
    let mut big = Box::pin(rig.limiter.acquire(ask(&bucket, 100), Priority::Normal, None));
    let waits = poll_fn(|cx| Poll::Ready(big.as_mut().poll(cx).is_pending())).await;
    assert!(waits);
    let small = caller(&rig, &served, "small", Priority::Normal, ask(&bucket, 5)).await;
    drop(big);
    let deadline = Some(secs(5));
    rig.limiter.acquire(ask(&bucket, 5), Priority::Normal, deadline).await.unwrap().sent().await;
    assert_eq!(rig.now(), Duration::ZERO);
    small.await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn whoever_waits_for_a_call_to_be_sent_does_not_wait_for_its_answer() {
    let rig = Rig::new();
    let window = Window::sliding("window", 1, secs(10));
    let mut slow = rig.permit(ask(&window, 1)).await;
    let (second, ()) = tokio::join!(rig.permit(ask(&window, 1)), async {
        rig.sleep(100).await;
        slow.sent().await;
        rig.sleep(60_000).await;
        slow.settle(&Feedback::none()).await;
    });
    assert!(second.waited() <= secs(11), "{:?}", second.waited());
}

/// Real threads, so that wake-ups race. A lost one shows as a caller who is never served.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn on_real_threads_no_wake_up_is_lost() {
    let clock: Arc<dyn Clock> = Arc::new(connectors_core::clock::SystemClock::new());
    let limiter = Limiter::in_memory(Arc::clone(&clock));
    let (few, some) = (Window::concurrency("few", 3), Window::concurrency("some", 5));
    let tasks: Vec<_> = (0..4_000_u64)
        .map(|n| {
            let limiter = limiter.clone();
            let demands = match n % 3 {
                0 => vec![of("account-1", &few, 1)],
                1 => vec![of("account-1", &some, 1 + n % 2)],
                _ => vec![of("account-1", &few, 1), of("account-1", &some, 1)],
            };
            let priority = if n % 7 == 0 { Priority::High } else { Priority::Normal };
            tokio::spawn(async move {
                let acquire = limiter.acquire(demands, priority, None);
                let permit = match n % 5 {
                    // Some leave the line while they are being called.
                    0 => tokio::select! {
                        permit = acquire => Some(permit),
                        () = async { for _ in 0..n % 40 { tokio::task::yield_now().await } } => None,
                    },
                    _ => Some(acquire.await),
                };
                let Some(permit) = permit else { return };
                let mut permit = permit.unwrap();
                tokio::task::yield_now().await;
                if n % 4 != 0 {
                    permit.sent().await;
                    permit.settle(&Feedback::none()).await;
                }
            })
        })
        .collect();
    let all = futures_util::future::join_all(tasks);
    let all = connectors_core::clock::timeout(&*clock, secs(120), all).await.unwrap();
    assert!(all.into_iter().all(|served| served.is_ok()));
    for window in [few, some] {
        let counters = [(key("account-1", &window), Arc::new(window.clone()))];
        assert_eq!(limiter.usage(&counters).await.unwrap()[0].remaining, window.limit);
    }
}
