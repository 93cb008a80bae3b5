//! How far the job is.

use connectors_examples::progress::bars;
use indicatif::ProgressBar;

/// One bar for each stage.
pub(crate) struct Progress {
    pub(crate) deals: ProgressBar,
    pub(crate) invoices: ProgressBar,
    pub(crate) payments: ProgressBar,
}

impl Progress {
    pub(crate) fn new(quiet: bool) -> Self {
        let [deals, invoices, payments] = bars(["deals", "invoices", "payments"], quiet);
        Self { deals, invoices, payments }
    }

    pub(crate) fn finish(&self) {
        for bar in [&self.deals, &self.invoices, &self.payments] {
            bar.finish();
        }
    }
}
