//! Reading alone: our models against structs by hand, and against the same struct where both are one.

#![allow(missing_docs, clippy::unwrap_used, reason = "a bench")]

use std::hint::black_box;

use connectors_benches::by_hand::{XeroContacts, ZohoContacts};
use connectors_benches::{answers, by_hand, report};
use connectors_core::{Action, Head, Response};
use criterion::Criterion;
use http::{HeaderMap, HeaderValue, StatusCode};

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    let head = Head::new(
        StatusCode::OK,
        HeaderMap::from_iter([(http::header::CONTENT_TYPE, HeaderValue::from_static("application/json"))]),
    );
    let answer = |body: &bytes::Bytes| Response::new(head.clone(), body.clone());

    let body = answers::xero_many();
    let mut group = criterion.benchmark_group("decode/xero list of 100");
    let list = connectors_xero::contacts::List::new();
    group.bench_function("pipeline", |b| b.iter(|| black_box(list.response(answer(&body)).unwrap())));
    group.bench_function("by_hand", |b| b.iter(|| black_box(by_hand::decode::<XeroContacts>(&body))));
    group.finish();

    let body = answers::zoho_many();
    let mut group = criterion.benchmark_group("decode/zoho list of 100");
    let list = connectors_zoho::contacts::List::new();
    group.bench_function("pipeline", |b| b.iter(|| black_box(list.response(answer(&body)).unwrap())));
    group.bench_function("by_hand", |b| b.iter(|| black_box(by_hand::decode::<ZohoContacts>(&body))));
    group.finish();
    report::ratios(&["decode"]);
}
