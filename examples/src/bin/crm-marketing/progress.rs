//! How far the job is.

use connectors_examples::progress::bars;
use indicatif::ProgressBar;

/// One bar for each stage.
pub(crate) struct Progress {
    pub(crate) read: ProgressBar,
    pub(crate) opt_outs: ProgressBar,
    pub(crate) written: ProgressBar,
}

impl Progress {
    pub(crate) fn new(quiet: bool) -> Self {
        let [read, opt_outs, written] = bars(["read", "opt-outs", "written"], quiet);
        Self { read, opt_outs, written }
    }

    pub(crate) fn finish(&self) {
        for bar in [&self.read, &self.opt_outs, &self.written] {
            bar.finish();
        }
    }
}
