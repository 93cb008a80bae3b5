//! Searches: what is asked, and how they go past HubSpot's cap.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use chrono::{DateTime, Utc};
use connectors_core::transport::{Reply, Seen};
use connectors_core::triggers::PollCursor;
use connectors_core::{Action, Cursor, ErrorKind};
use connectors_hubspot::objects::{Filter, Sort};
use connectors_hubspot::{contacts, deals};
use serde_json::{Value, json};

mod support;
use support::{answer, body, client, object, refused, request};

#[test]
fn conditions_are_sent_as_hubspot_wants_them() {
    let moment: DateTime<Utc> = "2026-01-31T10:00:00.123Z".parse().unwrap();
    let search = deals::Search::new()
        .filter(Filter::gte("createdate", moment))
        .filter(Filter::between("amount", 10, 20))
        .or([Filter::one_of("dealstage", ["won", "lost"]), Filter::has("dealname")]);
    let sent = body(&request(&search));
    assert_eq!(
        sent["filterGroups"],
        json!([
            { "filters": [
                { "propertyName": "createdate", "operator": "GTE", "value": "1769853600123" },
                { "propertyName": "amount", "operator": "BETWEEN", "value": "10", "highValue": "20" },
            ] },
            { "filters": [
                { "propertyName": "dealstage", "operator": "IN", "values": ["won", "lost"] },
                { "propertyName": "dealname", "operator": "HAS_PROPERTY" },
            ] },
        ])
    );
    assert_eq!(sent["sorts"], json!([{ "propertyName": "hs_object_id", "direction": "ASCENDING" }]));
    assert_eq!(sent["limit"], 200);
    assert!(sent["properties"].as_array().unwrap().contains(&"dealname".into()));
    assert_eq!(request(&search).buckets().collect::<Vec<_>>(), ["search"]);
}

/// Answers a search over ids from 1 to `count`, as HubSpot does: in the order of ids, and never past its cap.
fn searched(seen: &Seen, count: u64) -> Reply {
    let sent = seen.json();
    let from: u64 = sent["after"].as_str().map_or(0, |after| after.parse().unwrap());
    let limit = sent["limit"].as_u64().unwrap();
    if from + limit > 10_000 {
        return Reply::json(400, &json!({ "category": "VALIDATION_ERROR", "message": "past the cap" }));
    }
    let filters = sent["filterGroups"][0]["filters"].as_array();
    let above = filters.and_then(|filters| filters.iter().find(|f| f["propertyName"] == "hs_object_id"));
    let above: u64 = above.map_or(0, |filter| filter["value"].as_str().unwrap().parse().unwrap());
    let all = count.saturating_sub(above);
    let last = (from + limit).min(all);
    let results: Vec<_> = (from..last).map(|n| object(&(above + n + 1).to_string(), json!({}))).collect();
    let mut answer = json!({ "total": all, "results": results });
    if last < all {
        answer["paging"] = json!({ "next": { "after": last.to_string() } });
    }
    Reply::json(200, &answer)
}

#[tokio::test]
async fn without_an_order_of_its_own_a_search_goes_past_the_cap() {
    // Not through a client: it would wait for its five searches a second.
    let (mut search, mut found, mut calls) =
        (contacts::Search::new().filter(Filter::has("email")), Vec::new(), 0);
    let (client, _) = client(|seen| searched(seen, 10_450));
    loop {
        let page = client.send(request(&search)).await.unwrap();
        let page = search.response(page).unwrap();
        assert_eq!(page.total, (calls == 0).then_some(10_450));
        found.extend(page.items.into_iter().map(|object| object.id.parse::<u64>().unwrap()));
        calls += 1;
        match page.next {
            Some(next) => search = search.cursor(next),
            None => break,
        }
        if calls == 3 {
            // The rest is as the beginning: near the end.
            search = search.cursor(Cursor::Token("10000".to_owned()));
            found.retain(|id| *id <= 600);
        }
    }
    let expected: Vec<u64> = (1..=600).chain(10_001..=10_450).collect();
    assert_eq!(found, expected);
}

#[test]
fn a_search_in_another_order_ends_with_an_error_at_the_cap_and_not_in_silence() {
    let search = |after: &str| {
        contacts::Search::new().sort(Sort::descending("createdate")).cursor(Cursor::Token(after.to_owned()))
    };
    assert_eq!(body(&request(&search("9800")))["after"], "9800");
    let error = refused(&search("10000"));
    assert_eq!(error.kind(), ErrorKind::Validation);
    assert_eq!(error.field_errors()[0].field, "cursor");
    assert!(error.to_string().contains("10000"), "{error}");
}

#[test]
fn ids_out_of_order_are_an_error_and_not_a_gap() {
    let found = |ids: [&str; 3]| {
        let results = ids.map(|id| object(id, json!({})));
        let more = json!({ "total": 9, "results": results, "paging": { "next": { "after": "3" } } });
        contacts::Search::new().response(answer(200, &more))
    };
    assert_eq!(found(["9", "10", "11"]).unwrap().next, Some(Cursor::Token("11".to_owned())));
    assert_eq!(found(["10", "11", "9"]).unwrap_err().kind(), ErrorKind::Decode);
}

fn changed(at: &str, ids: &[&str], more: Option<&str>) -> Value {
    let results: Vec<_> = ids.iter().map(|id| object(id, json!({ "lastmodifieddate": at }))).collect();
    let mut answer = json!({ "total": 1_000, "results": results });
    if let Some(after) = more {
        answer["paging"] = json!({ "next": { "after": after } });
    }
    answer
}

#[test]
fn changes_go_on_by_date_and_within_one_moment_by_number() {
    let since = "2026-01-31T10:00:00.000Z".parse().unwrap();
    let mut list = contacts::ListChanged::since(since);
    let sent = body(&request(&list));
    assert_eq!(sent["filterGroups"][0]["filters"][0]["value"], "1769853600000");
    assert_eq!(sent["sorts"][0]["propertyName"], "lastmodifieddate");
    assert_eq!(sent.get("after"), None);

    let page =
        list.response(answer(200, &changed("2026-01-31T10:00:00.500Z", &["1", "2"], Some("2")))).unwrap();
    assert_eq!(page.items[0].modified.timestamp_subsec_millis(), 500);
    list = list.cursor(page.next.unwrap());
    let sent = body(&request(&list));
    assert_eq!(
        (&sent["filterGroups"][0]["filters"][0]["value"], sent.get("after")),
        (&json!("1769853600500"), None)
    );

    let page =
        list.response(answer(200, &changed("2026-01-31T10:00:00.500Z", &["1", "2"], Some("2")))).unwrap();
    list = list.cursor(page.next.unwrap());
    let sent = body(&request(&list));
    assert_eq!(
        (&sent["filterGroups"][0]["filters"][0]["value"], &sent["after"]),
        (&json!("1769853600500"), &json!("2"))
    );
    assert_eq!(
        list.response(answer(200, &changed("2026-01-31T10:00:00.500Z", &["3"], None))).unwrap().next,
        None
    );
    let beyond = list.cursor(Cursor::Token("1769853600500 9900".to_owned()));
    assert_eq!(refused(&beyond).field_errors()[0].field, "cursor");
}

#[test]
fn other_types_have_another_property_for_the_moment_of_change() {
    let list = deals::ListChanged::since(DateTime::UNIX_EPOCH);
    assert_eq!(body(&request(&list))["sorts"][0]["propertyName"], "hs_lastmodifieddate");
}

#[tokio::test]
async fn records_that_are_contacts_are_followed_by_the_property_that_contacts_have() {
    for (object, property) in
        [("contacts", "lastmodifieddate"), ("0-1", "lastmodifieddate"), ("deals", "hs_lastmodifieddate")]
    {
        let (client, transport) = client(|_| Reply::json(200, &json!({ "total": 0, "results": [] })));
        let input = json!({ "object": object, "since": "2026-01-31T09:00:00Z" });
        client.run("record.list_changed", input).await.unwrap();
        let since = PollCursor::since("2026-01-31T09:00:00Z".parse().unwrap());
        client.run_poll("record.created_or_updated", json!({ "object": object }), &since).await.unwrap();
        for seen in transport.seen() {
            let body: Value = serde_json::from_slice(&seen.body).unwrap();
            assert_eq!(body["filterGroups"][0]["filters"][0]["propertyName"], property, "{object}");
            assert_eq!(body["sorts"][0]["propertyName"], property, "{object}");
        }
        assert_eq!(transport.seen().len(), 2);
    }
}

#[tokio::test]
async fn an_empty_page_that_says_there_is_more_does_not_end_a_search_in_silence() {
    let page = json!({ "total": 7, "results": [], "paging": { "next": { "after": "200" } } });
    let (client, _) = client(move |_| Reply::json(200, &page));
    let error = client.items(contacts::Search::new()).collect().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
}
