//! No window is ever exceeded, whatever happens: random calls against a brute-force judge, and against a platform with
//! fixed windows that answers with readings.

use std::future::Future;
use std::sync::Mutex;

use connectors_core::clock;
use connectors_core::limits::{Kind, Reading};
use proptest::prelude::*;

use super::*;

/// One caller of a random run, all times in milliseconds.
#[derive(Clone, Debug)]
struct Caller {
    arrives: u64,
    amount: u64,
    high: bool,
    /// Gives up waiting after this.
    patience: Option<u64>,
    /// Between the permit and sending (a token refresh, say).
    prepares: u64,
    /// Drops the permit instead of sending.
    changes_its_mind: bool,
    /// Between sending and reaching the platform: within the margin.
    travels: u64,
    /// Until it is answered.
    takes: u64,
    /// Learns the cost only then, and may be cancelled before it does.
    answered: bool,
}

fn caller() -> impl Strategy<Value = Caller> {
    let patience = prop_oneof![3 => Just(None), 1 => (0..3_000_u64).prop_map(Some)];
    let times = (0..4_000_u64, patience, prop_oneof![3 => Just(0), 1 => 0..800_u64], 0..=50_u64, 0..700_u64);
    (times, 1..=4_u64, any::<bool>(), prop::bool::weighted(0.1), any::<bool>()).prop_map(
        |((arrives, patience, prepares, travels, takes), amount, high, changes_its_mind, answered)| Caller {
            arrives,
            amount,
            high,
            patience,
            prepares,
            changes_its_mind,
            travels,
            takes,
            answered,
        },
    )
}

fn windows() -> impl Strategy<Value = Vec<Window>> {
    let any_window = |name: &'static str| {
        prop_oneof![
            (4..12_u64, 200..3_000_u64).prop_map(move |(limit, span)| Window::sliding(name, limit, ms(span))),
            (4..12_u64, 200..3_000_u64).prop_map(move |(limit, span)| Window::fixed(name, limit, ms(span))),
            // Coarse enough to be counted in slots.
            (129..140_u64, 1_000..60_000_u64).prop_map(move |(limit, span)| Window::sliding(
                name,
                limit,
                ms(span)
            )),
            (4..12_u64, 2..20_u32).prop_map(move |(size, rate)| Window::bucket_of(name, size, rate.into())),
            (4..9_u64).prop_map(move |limit| Window::concurrency(name, limit)),
        ]
    };
    (any_window("a"), any_window("b"), any_window("c")).prop_map(|(a, b, c)| vec![a, b, c])
}

/// What reached the platform: when, until when, how much.
type Arrivals = Vec<(Duration, Duration, u64)>;

async fn run(windows: &[Window], callers: Vec<Caller>) -> (Arrivals, Vec<Usage>) {
    let rig = Rig::new();
    let arrivals = Arc::new(Mutex::new(Arrivals::new()));
    let tasks = callers.into_iter().map(|caller| {
        let (limiter, clock, arrivals) = (rig.limiter.clone(), rig.clock.clone(), arrivals.clone());
        let demands = windows.iter().map(|window| of("account-1", window, caller.amount)).collect();
        tokio::spawn(async move {
            clock.sleep(ms(caller.arrives)).await;
            let priority = if caller.high { Priority::High } else { Priority::Normal };
            let permit = limiter.acquire(demands, priority, None);
            let permit = match caller.patience {
                Some(patience) => clock::timeout(&*clock, ms(patience), permit).await,
                None => Some(permit.await),
            };
            let Some(permit) = permit else { return };
            let mut permit = permit.unwrap();
            clock.sleep(ms(caller.prepares)).await;
            if caller.changes_its_mind {
                return;
            }
            permit.sent().await;
            let sent = clock.elapsed();
            let reached = sent + ms(caller.travels);
            let over = sent + ms(caller.travels + caller.takes);
            arrivals.lock().unwrap().push((reached, over, caller.amount));
            clock.sleep(over - sent).await;
            if caller.answered {
                permit.settle(&Feedback::none()).await;
            }
        })
    });
    for task in tasks.collect::<Vec<_>>() {
        task.await.unwrap();
    }
    rig.sleep(120_000).await;
    let mut left = Vec::new();
    for window in windows {
        left.push(rig.usage(window).await);
    }
    let mut arrivals = std::mem::take(&mut *arrivals.lock().unwrap());
    arrivals.sort();
    (arrivals, left)
}

/// The most that `window` had to bear, as the platform would count.
fn worst(window: &Window, arrivals: &Arrivals) -> f64 {
    let sum = |from: Duration, to: Duration| {
        let within = arrivals.iter().filter(|(at, ..)| *at >= from && *at < to);
        within.map(|(.., amount)| *amount).sum::<u64>() as f64
    };
    let starts = || arrivals.iter().map(|(at, ..)| *at);
    match window.kind {
        Kind::Sliding(span) | Kind::Fixed(span) => starts().map(|at| sum(at, at + span)).fold(0.0, f64::max),
        Kind::Bucket { restore } => {
            let (mut missing, mut last, mut worst) = (0.0_f64, Duration::ZERO, 0.0_f64);
            for (at, _, amount) in arrivals {
                missing = (missing - (*at - last).as_secs_f64() * restore).max(0.0) + *amount as f64;
                (last, worst) = (*at, worst.max(missing));
            }
            worst
        }
        Kind::Concurrency => {
            let busy = |at: Duration| {
                let running = arrivals.iter().filter(move |(from, to, _)| *from <= at && at < *to);
                running.map(|(.., amount)| *amount).sum::<u64>() as f64
            };
            starts().map(busy).fold(0.0, f64::max)
        }
        _ => 0.0,
    }
}

fn on_paused_time<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build();
    runtime.unwrap().block_on(future)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_window_of_any_length_is_ever_exceeded(
        windows in windows(),
        callers in prop::collection::vec(caller(), 1..60),
    ) {
        let patient = callers.iter().filter(|c| c.patience.is_none() && !c.changes_its_mind).count();
        let (arrivals, left) = on_paused_time(run(&windows, callers));
        prop_assert!(arrivals.len() >= patient, "{} of {patient} served", arrivals.len());
        for (window, usage) in windows.iter().zip(left) {
            let worst = worst(window, &arrivals);
            prop_assert!(worst <= window.limit as f64 + 1e-6, "{window:?} had to bear {worst}");
            prop_assert_eq!(usage.remaining, usage.limit, "{:?} is free again in the end", window);
        }
    }

    #[test]
    fn a_platform_with_fixed_windows_that_answers_with_readings_never_has_to_throttle(
        limit in 3..20_u64,
        phase in 0..20_000_u64,
        round_up in any::<bool>(),
        tells in (any::<bool>(), any::<bool>()),
        callers in prop::collection::vec(caller(), 1..80),
    ) {
        let (throttled, took) = on_paused_time(against_fixed_windows(limit, phase, round_up, tells, callers.clone()));
        prop_assert_eq!(throttled, 0);
        // Not timid either: a full window's worth goes out in each window's time.
        let windows = callers.len() as u64 / limit + 1;
        prop_assert!(took <= secs(4 + windows * 24), "{took:?} for {windows} windows");
    }
}

/// A platform that counts in windows of 20 s.
struct Platform {
    limit: u64,
    phase: u64,
    window: u64,
    used: u64,
    throttled: u64,
}

impl Platform {
    const SPAN: u64 = 20_000;

    /// Counts a call; how much remains, and in how many milliseconds the window ends.
    fn count(&mut self, now: Duration) -> (u64, u64) {
        let now = now.as_millis() as u64 + self.phase;
        if now / Self::SPAN != self.window {
            (self.window, self.used) = (now / Self::SPAN, 0);
        }
        self.used += 1;
        if self.used > self.limit {
            self.throttled += 1;
        }
        (self.limit.saturating_sub(self.used), Self::SPAN - now % Self::SPAN)
    }
}

async fn against_fixed_windows(
    limit: u64,
    phase: u64,
    round_up: bool,
    (tells_remaining, tells_reset): (bool, bool),
    callers: Vec<Caller>,
) -> (u64, Duration) {
    let rig = Rig::new();
    let window = Window::fixed("window", limit, ms(Platform::SPAN));
    let platform = Arc::new(Mutex::new(Platform { limit, phase, window: 0, used: 0, throttled: 0 }));
    let tasks = callers.into_iter().map(|caller| {
        let (limiter, clock, platform) = (rig.limiter.clone(), rig.clock.clone(), platform.clone());
        let demands = ask(&window, 1);
        tokio::spawn(async move {
            clock.sleep(ms(caller.arrives * 10)).await;
            let mut permit = limiter.acquire(demands, Priority::Normal, None).await.unwrap();
            clock.sleep(ms(caller.prepares)).await;
            permit.sent().await;
            clock.sleep(ms(caller.travels)).await;
            let (remaining, resets_in) = platform.lock().unwrap().count(clock.elapsed());
            clock.sleep(ms(caller.takes)).await;
            let mut reading = Reading::of("window");
            if tells_remaining {
                reading = reading.remaining(remaining);
            }
            if tells_reset {
                reading = reading.resets_in(secs(resets_in / 1_000 + u64::from(round_up)));
            }
            if caller.answered {
                permit.settle(&Feedback::none().reading(reading)).await;
            }
        })
    });
    for task in tasks.collect::<Vec<_>>() {
        task.await.unwrap();
    }
    (platform.lock().unwrap().throttled, rig.now().saturating_sub(secs(40)))
}
