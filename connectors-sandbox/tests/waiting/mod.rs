//! Waiting for what happens in other tasks.

use std::time::Duration;

use connectors_core::clock::{Clock as _, SystemClock};

/// Waits until `condition` holds; fails if that takes ten seconds.
pub(crate) async fn until(condition: impl Fn() -> bool) {
    let clock = SystemClock::new();
    while !condition() {
        assert!(clock.elapsed() < Duration::from_secs(10), "waited for something that does not happen");
        clock.sleep(Duration::from_millis(2)).await;
    }
}
