//! Progress bars on a terminal, nothing in a pipe.

use std::time::Duration;

use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};

/// One bar for each stage, on standard error; indicatif draws nothing where that is not a terminal.
#[must_use]
pub fn bars<const N: usize>(names: [&'static str; N], quiet: bool) -> [ProgressBar; N] {
    let target = if quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
    let all = MultiProgress::with_draw_target(target);
    names.map(|name| {
        let style = ProgressStyle::with_template("{prefix:<10} {spinner} {pos} {msg}")
            .unwrap_or_else(|_| ProgressStyle::default_spinner());
        let bar = all.add(ProgressBar::no_length().with_style(style).with_prefix(name));
        bar.enable_steady_tick(Duration::from_millis(100));
        bar
    })
}
