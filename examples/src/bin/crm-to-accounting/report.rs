//! What the job did: the numbers, and the reconciliation table.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use connectors_core::Stats;
use rust_decimal::Decimal;
use serde::Serialize;

/// What the job did. Serialised, it is what `--json` prints.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Report {
    /// Won deals that were looked at.
    pub(crate) deals: usize,
    /// Invoices that this run made.
    pub(crate) invoices_created: usize,
    /// Invoices that were there already.
    pub(crate) invoices_existing: usize,
    /// Deals that cannot become invoices as they are.
    pub(crate) rejected: Vec<Rejection>,
    /// Deals that were told what has been paid.
    pub(crate) payments_written_back: usize,
    pub(crate) calls: u64,
    pub(crate) throttled: u64,
    pub(crate) retries: u64,
    pub(crate) refreshes: u64,
    /// One line per deal, by its id.
    #[serde(skip)]
    pub(crate) lines: BTreeMap<String, Line>,
}

/// Why a deal became no invoice.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Rejection {
    pub(crate) deal: String,
    pub(crate) field: String,
    pub(crate) message: String,
}

/// One deal in the reconciliation.
#[derive(Debug)]
pub(crate) struct Line {
    pub(crate) deal: String,
    pub(crate) amount: Decimal,
    /// The invoice's number, total and status, if there is one.
    pub(crate) invoice: Option<(String, Decimal, String)>,
}

impl Report {
    pub(crate) fn reject(&mut self, deal: &str, field: impl Into<String>, message: impl Into<String>) {
        self.rejected.push(Rejection { deal: deal.to_owned(), field: field.into(), message: message.into() });
    }

    pub(crate) fn count(&mut self, stats: &Stats) {
        self.calls = stats.attempts;
        self.throttled = stats.throttled;
        self.retries = stats.retries;
        self.refreshes = stats.refreshes;
    }

    /// The reconciliation: per deal the amount, the invoice, its status and the difference. Lines that need a look
    /// come first; of those that agree, `shown` are shown.
    pub(crate) fn table(&self, shown: usize) -> String {
        let mut out = format!(
            "{:<22} {:>14}  {:<26} {:<11} {:>12}\n",
            "deal", "amount", "invoice", "status", "difference"
        );
        let (good, bad): (Vec<_>, Vec<_>) = self.lines.values().partition(|line| line.difference().is_zero());
        for line in bad.iter().chain(good.iter().take(shown)) {
            let (number, _, status) =
                line.invoice.clone().unwrap_or(("none".into(), Decimal::ZERO, "rejected".into()));
            let difference = line.difference();
            let _ = writeln!(
                out,
                "{:<22} {:>14.2}  {number:<26} {status:<11} {difference:>12.2}",
                line.deal, line.amount
            );
        }
        if good.len() > shown {
            let _ = writeln!(out, "… and {} more that agree", good.len() - shown);
        }
        let invoiced: Decimal =
            self.lines.values().filter_map(|l| l.invoice.as_ref()).map(|(_, total, _)| *total).sum();
        let won: Decimal = self.lines.values().map(|line| line.amount).sum();
        let _ = writeln!(out, "won {won:.2}, invoiced {invoiced:.2}, difference {:.2}", won - invoiced);
        out
    }

    pub(crate) fn summary(&self) -> String {
        let mut out = format!(
            "{} deals: {} invoices created, {} existing, {} rejected; {} payments written back\n\
             {} calls, {} throttled, {} retries, {} token refreshes\n",
            self.deals,
            self.invoices_created,
            self.invoices_existing,
            self.rejected.len(),
            self.payments_written_back,
            self.calls,
            self.throttled,
            self.retries,
            self.refreshes,
        );
        for Rejection { deal, field, message } in &self.rejected {
            let _ = writeln!(out, "  rejected {deal}: {field}: {message}");
        }
        out
    }
}

impl Line {
    fn difference(&self) -> Decimal {
        self.amount - self.invoice.as_ref().map_or(Decimal::ZERO, |(_, total, _)| *total)
    }
}
