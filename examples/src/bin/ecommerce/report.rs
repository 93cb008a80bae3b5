//! What the job did.

use std::fmt::Write as _;

use connectors_core::Shared;
use connectors_examples::settle::Problem;
use serde::Serialize;

/// What the job did. Serialised, it is what `--json` prints.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Report {
    /// Orders of the shop that were looked at, and what became of them in the CRM.
    pub(crate) orders: usize,
    pub(crate) orders_created: usize,
    pub(crate) orders_updated: usize,
    /// Orders that are only tests, and those that somebody deleted in the CRM.
    pub(crate) orders_skipped: usize,
    /// Sales orders that show a refund, whole or in part.
    pub(crate) refunds: usize,
    pub(crate) contacts_created: usize,
    pub(crate) contacts_updated: usize,
    /// Articles that both sides have.
    pub(crate) articles: usize,
    pub(crate) products_created: usize,
    /// Names, prices and descriptions that went over.
    pub(crate) products_to_crm: usize,
    pub(crate) products_to_shop: usize,
    /// Changes of stock that went over, and those that had been written over and were made again.
    pub(crate) stock_to_crm: usize,
    pub(crate) stock_to_shop: usize,
    pub(crate) stock_repaired: usize,
    /// Products that were sent to the shop by `--import`.
    pub(crate) imported: usize,
    /// Changes that were our own.
    pub(crate) echoes: usize,
    /// Where both sides changed the same: the CRM's holds.
    pub(crate) conflicts: Vec<String>,
    /// What cannot go over as it is, until a person puts it right.
    pub(crate) rejected: Vec<Rejection>,
    /// How long it took, in the platforms' time.
    pub(crate) seconds: u64,
    pub(crate) calls: u64,
    pub(crate) throttled: u64,
    pub(crate) retries: u64,
    pub(crate) refreshes: u64,
}

/// What cannot go over, and why.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Rejection {
    pub(crate) record: String,
    #[serde(flatten)]
    pub(crate) problem: Problem,
}

impl Report {
    pub(crate) fn count(&mut self, shared: &Shared) {
        let stats = shared.stats();
        self.seconds = shared.clock().elapsed().as_secs();
        self.calls = stats.attempts;
        self.throttled = stats.throttled;
        self.retries = stats.retries;
        self.refreshes = stats.refreshes;
    }

    /// How much was written.
    pub(crate) fn written(&self) -> usize {
        self.orders_created
            + self.orders_updated
            + self.contacts_created
            + self.contacts_updated
            + self.products_created
            + self.products_to_crm
            + self.products_to_shop
            + self.stock_to_crm
            + self.stock_to_shop
            + self.imported
    }

    pub(crate) fn summary(&self, shown: usize) -> String {
        let mut out = format!(
            "{} orders: {} created, {} updated, {} skipped, {} with refunds\n\
             contacts: {} created, {} updated\n\
             {} articles: {} created in the CRM, {} changed there, {} changed in the shop, {} imported\n\
             stock: {} changes to the CRM, {} to the shop, {} made again\n\
             {} echoes, {} conflicts, {} rejected\n\
             {} calls in {} seconds of the platforms' time, {} throttled, {} retries, {} token refreshes\n",
            self.orders,
            self.orders_created,
            self.orders_updated,
            self.orders_skipped,
            self.refunds,
            self.contacts_created,
            self.contacts_updated,
            self.articles,
            self.products_created,
            self.products_to_crm,
            self.products_to_shop,
            self.imported,
            self.stock_to_crm,
            self.stock_to_shop,
            self.stock_repaired,
            self.echoes,
            self.conflicts.len(),
            self.rejected.len(),
            self.calls,
            self.seconds,
            self.throttled,
            self.retries,
            self.refreshes,
        );
        for Rejection { record, problem } in self.rejected.iter().take(shown) {
            let _ = writeln!(out, "  rejected {record}: {}: {}", problem.field, problem.message);
        }
        for conflict in self.conflicts.iter().take(shown) {
            let _ = writeln!(out, "  {conflict}");
        }
        out
    }
}
