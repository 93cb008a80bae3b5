//! How far the job is.

use connectors_examples::progress::bars;
use indicatif::ProgressBar;

/// One bar for each stage.
pub(crate) struct Progress {
    pub(crate) articles: ProgressBar,
    pub(crate) stock: ProgressBar,
    pub(crate) orders: ProgressBar,
}

impl Progress {
    pub(crate) fn new(quiet: bool) -> Self {
        let [articles, stock, orders] = bars(["articles", "stock", "orders"], quiet);
        Self { articles, stock, orders }
    }

    pub(crate) fn finish(&self) {
        for bar in [&self.articles, &self.stock, &self.orders] {
            bar.finish();
        }
    }
}
