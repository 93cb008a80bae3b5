//! A delivery that is verified, and read, against the bare HMAC over its body.

#![allow(missing_docs, clippy::unwrap_used, reason = "a bench")]

use std::hint::black_box;

use connectors_benches::{deliveries, report};
use connectors_core::webhooks::{Verdict, Verified, Verifier, Webhook};
use connectors_xero::Xero;
use criterion::{BatchSize, Criterion};
use futures_util::FutureExt;
use http::HeaderValue;

/// Nothing is waited for: the secret is at hand.
fn verify(verifier: &Verifier, inbound: connectors_core::webhooks::Inbound) -> Verified {
    match verifier.verify(inbound).now_or_never().unwrap().unwrap() {
        Verdict::Delivery(verified) => verified,
        Verdict::Answer(_) => unreachable!("it is no handshake"),
    }
}

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    let verifier = connectors_xero::webhooks::verifier(deliveries::key());
    for (size, events) in [("1 KB", 3), ("10 KB", 27), ("100 KB", 270)] {
        let inbound = deliveries::inbound(0, events);
        let (body, signature) = (inbound.body().clone(), inbound.headers()[deliveries::SIGNATURE].clone());
        let by_hand = |body: &[u8], signature: &HeaderValue| deliveries::is_good_by_hand(body, signature);

        let mut group = criterion.benchmark_group(format!("webhooks/{size} verified"));
        group.bench_function("pipeline", |b| {
            b.iter_batched(
                || inbound.clone(),
                |inbound| black_box(verify(&verifier, inbound)),
                BatchSize::SmallInput,
            );
        });
        group.bench_function("by_hand", |b| b.iter(|| assert!(by_hand(black_box(&body), &signature))));
        group.finish();

        let mut group = criterion.benchmark_group(format!("webhooks/{size} verified and read"));
        group.bench_function("pipeline", |b| {
            b.iter_batched(
                || inbound.clone(),
                |inbound| black_box(Xero::events(&verify(&verifier, inbound)).unwrap()),
                BatchSize::SmallInput,
            );
        });
        group.bench_function("by_hand", |b| b.iter(|| assert!(by_hand(black_box(&body), &signature))));
        group.finish();
    }
    report::ratios(&["webhooks"]);
}
