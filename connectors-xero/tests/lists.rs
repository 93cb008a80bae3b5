//! Lists: what is asked for, and where they end.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use connectors_core::response::Head;
use connectors_core::{Action, Cursor, Cx, PagedAction, Response};
use connectors_xero::invoices::{self, InvoiceStatus};
use connectors_xero::{Xero, accounts, contacts};
use http::{HeaderMap, StatusCode};
use serde_json::{Value, json};

mod support;
use support::{query, request_of};

fn ok(body: &Value) -> Response {
    Response::new(Head::new(StatusCode::OK, HeaderMap::new()), body.to_string())
}

fn invoices(count: usize) -> Vec<Value> {
    (0..count).map(|n| json!({ "InvoiceNumber": format!("N-{n}") })).collect()
}

/// The cursor that follows when page `list` was answered so.
fn next(list: &invoices::List, body: &Value) -> Option<Cursor> {
    list.response(ok(body)).unwrap().next
}

#[test]
fn a_list_asks_for_its_first_page_with_a_size() {
    let query = query(&request_of(&invoices::List::new()));
    assert_eq!(
        query,
        [("page", "1"), ("pageSize", "100"), ("unitdp", "4")].map(|(n, v)| (n.into(), v.into()))
    );
}

#[test]
fn pagination_decides_where_a_list_ends() {
    let list = invoices::List::new();
    let body = |page: u64, pages: u64, count: usize| json!({ "Invoices": invoices(count), "pagination": { "page": page, "pageSize": 100, "pageCount": pages, "itemCount": 250 } });
    assert_eq!(next(&list, &body(1, 3, 100)), Some(Cursor::Page(2)));
    assert_eq!(next(&list.clone().at(Cursor::Page(2)), &body(2, 3, 100)), Some(Cursor::Page(3)));
    assert_eq!(next(&list.clone().at(Cursor::Page(3)), &body(3, 3, 50)), None);
    // An empty page in the middle ends nothing.
    assert_eq!(next(&list, &body(1, 3, 0)), Some(Cursor::Page(2)));
    assert_eq!(list.response(ok(&body(1, 3, 100))).unwrap().total, Some(250));
}

#[test]
fn without_pagination_only_a_page_that_is_short_for_any_endpoint_is_the_last() {
    let body = |count: usize| json!({ "Invoices": invoices(count) });
    let thousand = invoices::List::new().page_size(1000_u16);
    // 100 of 1000 may be an endpoint that does not know the size that was asked for.
    assert_eq!(next(&thousand, &body(100)), Some(Cursor::Page(2)));
    assert_eq!(next(&thousand, &body(99)), None);
    let ten = invoices::List::new().page_size(10_u16);
    assert_eq!(next(&ten, &body(10)), Some(Cursor::Page(2)));
    assert_eq!(next(&ten, &body(9)), None);
    assert_eq!(next(&ten, &body(0)), None);
}

#[test]
fn many_ids_are_split_over_several_calls_that_are_each_read_to_their_end() {
    let ids: Vec<String> = (0..120).map(|n| format!("00000000-0000-4000-8000-{n:012}")).collect();
    let list = invoices::List::new().ids(ids.clone());
    let body =
        |page: u64, pages: u64| json!({ "Invoices": [], "pagination": { "page": page, "pageCount": pages } });
    let asked = |list: &invoices::List| -> Vec<String> {
        let request = request_of(list);
        assert!(request.uri().to_string().len() < 2_100, "{}", request.uri());
        let query = query(&request);
        let ids = &query.iter().find(|(name, _)| name == "IDs").unwrap().1;
        ids.split(',').map(str::to_owned).collect()
    };
    let mut seen = asked(&list);
    let second = next(&list, &body(1, 2)).unwrap();
    assert_eq!(asked(&list.clone().at(second.clone())), seen, "the second page of the same ids");
    let mut cursor = next(&list.clone().at(second), &body(2, 2));
    while let Some(at) = cursor {
        let list = list.clone().at(at);
        seen.extend(asked(&list));
        cursor = next(&list, &body(1, 1));
    }
    assert_eq!(seen, ids);
}

#[test]
fn long_numbers_make_shorter_parts() {
    let numbers: Vec<String> = (0..20).map(|n| format!("{n:0>250}")).collect();
    let list = invoices::List::new().numbers(numbers);
    assert!(request_of(&list).uri().to_string().len() < 2_200);
    assert!(matches!(next(&list, &json!({ "Invoices": [] })), Some(Cursor::Token(_))));
}

#[test]
fn ids_that_cannot_be_sent_and_lists_that_exclude_each_other_are_refused_by_name() {
    let cx_of = |list: &invoices::List| {
        let xero = Xero::new();
        let error = list.request(&Cx::new(&xero, "key")).unwrap_err();
        error.field_errors()[0].field.clone()
    };
    assert_eq!(cx_of(&invoices::List::new().numbers(["A", "B,C"])), "numbers[1]");
    assert_eq!(cx_of(&invoices::List::new().ids([""])), "ids[0]");
    assert_eq!(cx_of(&invoices::List::new().ids(["a"]).numbers(["b"])), "numbers");
    assert_eq!(cx_of(&invoices::List::new().page_size(0_u16)), "page_size");
    assert_eq!(cx_of(&invoices::List::new().page_size(1001_u16)), "page_size");
    assert_eq!(cx_of(&invoices::List::new().cursor(Cursor::Link("x".into()))), "cursor");
    let ids: Vec<_> = (0..51).map(|n| n.to_string()).collect();
    let split = invoices::List::new().ids(ids);
    for bad in ["", "1", "9.1", "x.y", "-1.1"] {
        assert_eq!(cx_of(&split.clone().at(Cursor::Token(bad.into()))), "cursor", "{bad}");
    }
}

#[test]
fn a_list_that_was_not_modified_is_empty() {
    let since = "2026-02-06T12:17:43.9Z".parse::<chrono::DateTime<chrono::Utc>>().unwrap();
    let list = contacts::List::new().modified_since(since);
    assert_eq!(request_of(&list).headers()["if-modified-since"], "2026-02-06T12:17:43");
    let page =
        list.response(Response::new(Head::new(StatusCode::NOT_MODIFIED, HeaderMap::new()), "")).unwrap();
    assert_eq!((page.items.len(), page.next), (0, None));
}

#[test]
fn statuses_are_joined() {
    let list = invoices::List::new().statuses([InvoiceStatus::Draft, InvoiceStatus::Paid]);
    assert!(query(&request_of(&list)).contains(&("Statuses".to_owned(), "DRAFT,PAID".to_owned())));
}

#[test]
fn lists_that_do_not_page_are_whole() {
    let page = accounts::List::new().response(ok(&json!({ "Accounts": [{ "Code": "200" }] }))).unwrap();
    assert_eq!((page.items.len(), page.next, page.total), (1, None, Some(1)));
}

#[test]
fn an_answer_without_its_records_is_no_empty_list() {
    for body in [json!({ "Status": "OK" }), json!([])] {
        let error = invoices::List::new().response(ok(&body)).unwrap_err();
        assert_eq!(error.kind(), connectors_core::ErrorKind::Decode, "{body}");
    }
}

#[test]
fn an_answer_that_does_not_fit_is_told_by_its_place() {
    let error =
        invoices::List::new().response(ok(&json!({ "Invoices": [{ "Total": "much" }] }))).unwrap_err();
    assert!(error.to_string().contains("Invoices[0].Total"), "{error}");
}
