//! Limits: calls in progress and credits by edition, and what each call costs.
//!
//! Figures: Zoho CRM API v8, "API Limits" and "Query API". Which calls count as heavy is not published as a list;
//! here: lists with `cvid` or `sort_by`, search, lead conversion, and queries for more than 200 rows.

use std::time::Duration;

use http::Method;

use super::coql;
use crate::http::{Reply, Request};
use crate::limits::{Demand, Limit, LimitKind, Standing};
use crate::oauth::Caller;

const PARALLEL: &str = "parallel";
const HEAVY: &str = "heavy";
const CREDITS: &str = "credits";
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// Calls in progress per organisation and app that count as heavy, in every edition.
const HEAVY_CALLS: u64 = 10;

/// An edition of Zoho CRM; it decides on the limits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Edition {
    /// 5 calls at once, 5,000 credits a day.
    Free,
    /// 10 calls at once, 50,000 credits a day and 250 per user, 100,000 at most.
    Standard,
    /// 15 calls at once, 50,000 credits a day and 500 per user, 3,000,000 at most.
    Professional,
    /// 20 calls at once, 50,000 credits a day and 1,000 per user, 5,000,000 at most.
    #[default]
    Enterprise,
    /// 25 calls at once, 50,000 credits a day and 2,000 per user.
    Ultimate,
}

impl Edition {
    /// What `GET /crm/v8/org` calls it.
    pub(super) fn paid_type(self) -> &'static str {
        match self {
            Self::Free => "free",
            Self::Standard => "standard",
            Self::Professional => "professional",
            Self::Enterprise => "enterprise",
            Self::Ultimate => "ultimate",
        }
    }

    fn calls(self) -> u64 {
        match self {
            Self::Free => 5,
            Self::Standard => 10,
            Self::Professional => 15,
            Self::Enterprise => 20,
            Self::Ultimate => 25,
        }
    }

    fn credits(self, users: u64) -> u64 {
        let (base, per_user, most) = match self {
            Self::Free => (5_000, 0, 5_000),
            Self::Standard => (50_000, 250, 100_000),
            Self::Professional => (50_000, 500, 3_000_000),
            Self::Enterprise => (50_000, 1_000, 5_000_000),
            Self::Ultimate => (50_000, 2_000, u64::MAX),
        };
        (base + per_user * users).min(most)
    }
}

pub(super) fn limits(edition: Edition, users: u64, credits: Option<u64>) -> Vec<Limit> {
    let credits = credits.unwrap_or_else(|| edition.credits(users));
    vec![
        Limit { name: PARALLEL, kind: LimitKind::Concurrency(edition.calls()) },
        Limit { name: HEAVY, kind: LimitKind::Concurrency(HEAVY_CALLS) },
        Limit { name: CREDITS, kind: LimitKind::Rolling { limit: credits, window: DAY } },
    ]
}

pub(super) fn demands(request: &Request, caller: &Caller) -> Vec<Demand> {
    let app = format!("{}/{}", caller.account, caller.client_id);
    let (credits, heavy) = cost(request);
    let mut demands = vec![Demand::new(PARALLEL, &app), Demand::new(CREDITS, &caller.account).cost(credits)];
    if heavy {
        demands.push(Demand::new(HEAVY, app));
    }
    demands
}

/// The credits that a call costs, and whether it is heavy.
fn cost(request: &Request) -> (u64, bool) {
    let path = request.path();
    if let ["crm", "bulk", _, "write"] = path[..] {
        return (500, false);
    }
    let rest = path.get(2..).unwrap_or_default();
    let (get, post) = (request.method == Method::GET, request.method == Method::POST);
    match rest {
        ["coql"] if post => match coql::wanted_rows(&request.body) {
            0..=200 => (1, false),
            201..=1000 => (2, true),
            _ => (3, true),
        },
        ["Leads", _, "actions", "convert"] if post => (5, true),
        [_, "search"] if get => (1, true),
        [_] if get => {
            let sorted = ["cvid", "sort_by"].iter().any(|name| request.query.get(name).is_some());
            (1, sorted)
        }
        [_] | [_, "upsert"] if post || request.method == Method::PUT => {
            let body = request.json().unwrap_or_default();
            let records = body["data"].as_array().map_or(1, Vec::len) as u64;
            (records.div_ceil(10).max(1), false)
        }
        _ => (1, false),
    }
}

/// `X-API-CREDITS-REMAINING`, once half of the credits is used.
pub(super) fn finish(standings: &[Standing], reply: &mut Reply) {
    let credits = standings.iter().find(|standing| standing.limit == CREDITS);
    if let Some(credits) = credits.filter(|credits| credits.remaining <= credits.size / 2) {
        reply.set("X-API-CREDITS-REMAINING", credits.remaining);
    }
}
