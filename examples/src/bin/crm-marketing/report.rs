//! What the job did.

use std::fmt::Write as _;

use connectors_core::Shared;
use connectors_examples::settle::Problem;
use serde::Serialize;

use crate::merge::Conflict;

/// What the job did. Serialised, it is what `--json` prints.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Report {
    /// Records of the CRM and contacts of HubSpot that were looked at.
    pub(crate) crm_people: usize,
    pub(crate) hub_people: usize,
    pub(crate) hub_created: usize,
    pub(crate) hub_updated: usize,
    pub(crate) crm_created: usize,
    pub(crate) crm_updated: usize,
    pub(crate) opt_outs_to_hub: usize,
    pub(crate) opt_outs_to_crm: usize,
    /// Engagements that the CRM was told of.
    pub(crate) engagements: usize,
    /// Changes that were our own.
    pub(crate) echoes: usize,
    /// Who subscribed anew at HubSpot and is still out in the CRM.
    pub(crate) resubscribed: Vec<String>,
    pub(crate) conflicts: Vec<Conflict>,
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
        self.hub_created
            + self.hub_updated
            + self.crm_created
            + self.crm_updated
            + self.opt_outs_to_hub
            + self.opt_outs_to_crm
    }

    pub(crate) fn summary(&self, shown: usize) -> String {
        let mut out = format!(
            "{} people in the CRM, {} in HubSpot\n\
             HubSpot: {} created, {} updated, {} opted out\n\
             CRM: {} created, {} updated, {} opted out, {} told of engagement\n\
             {} echoes, {} conflicts, {} rejected, {} subscribed anew\n\
             {} calls in {} seconds of the platforms' time, {} throttled, {} retries, {} token refreshes\n",
            self.crm_people,
            self.hub_people,
            self.hub_created,
            self.hub_updated,
            self.opt_outs_to_hub,
            self.crm_created,
            self.crm_updated,
            self.opt_outs_to_crm,
            self.engagements,
            self.echoes,
            self.conflicts.len(),
            self.rejected.len(),
            self.resubscribed.len(),
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
        for email in self.resubscribed.iter().take(shown) {
            let _ = writeln!(out, "  {email} subscribed anew at HubSpot: take the opt-out in the CRM back");
        }
        out
    }
}
