//! Every action's sample, and what the sandbox answers, held against Xero's own descriptions.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use bytes::Bytes;
use connectors_contract::{Checker, locate, platforms};
use connectors_core::Connector;
use connectors_xero::Xero;

mod support;
use support::{sample, xero};

#[test]
fn every_request_fits_the_description() {
    let located = locate().unwrap_or_else(|missing| panic!("{missing}"));
    let Some(specs) = located.or_say_skipped("xero") else { return };
    let checker = Checker::new(platforms::xero(&specs).unwrap());
    let catalog = Xero::catalog();
    for entry in catalog.iter() {
        let id = entry.id();
        let request = catalog.request(&id, &xero(), sample(&id)).unwrap();
        checker.request(&request.map(|body| body.as_bytes().cloned().unwrap_or_else(Bytes::new)));
    }
    let summary = checker.finish().unwrap_or_else(|failures| panic!("{failures}"));
    summary.say();
}
