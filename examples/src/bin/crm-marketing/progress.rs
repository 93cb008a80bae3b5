//! Progress bars on a terminal, nothing in a pipe.

use std::time::Duration;

use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};

/// One bar for each stage.
pub(crate) struct Progress {
    pub(crate) read: ProgressBar,
    pub(crate) opt_outs: ProgressBar,
    pub(crate) written: ProgressBar,
}

impl Progress {
    /// Bars on standard error; indicatif draws nothing where that is not a terminal.
    pub(crate) fn new(quiet: bool) -> Self {
        let target = if quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
        let all = MultiProgress::with_draw_target(target);
        let bar = |name: &'static str| {
            let style = ProgressStyle::with_template("{prefix:<10} {spinner} {pos}")
                .unwrap_or_else(|_| ProgressStyle::default_spinner());
            let bar = all.add(ProgressBar::no_length().with_style(style).with_prefix(name));
            bar.enable_steady_tick(Duration::from_millis(100));
            bar
        };
        Self { read: bar("read"), opt_outs: bar("opt-outs"), written: bar("written") }
    }

    pub(crate) fn finish(&self) {
        for bar in [&self.read, &self.opt_outs, &self.written] {
            bar.finish();
        }
    }
}
