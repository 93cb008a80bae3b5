//! Lists, and lists within records.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use connectors_shopify::{orders, products};
use serde_json::{Value, json};

mod support;
use support::{body, client, data, request};

fn connection(names: &[&str], end: Option<&str>) -> Value {
    let nodes: Vec<_> =
        names.iter().map(|name| json!({ "id": format!("gid://shopify/X/{name}"), "name": name })).collect();
    json!({ "nodes": nodes, "pageInfo": { "hasNextPage": end.is_some(), "endCursor": end } })
}

#[tokio::test(start_paused = true)]
async fn all_lines_of_an_order_come_however_many_came_with_it() {
    let (client, transport) = client(|seen| match seen.number {
        0 => data(
            &json!({ "order": { "id": "gid://shopify/Order/1", "lineItems": connection(&["a", "b"], Some("after b")) } }),
        ),
        1 => data(&json!({ "order": { "lineItems": connection(&["c"], Some("after c")) } })),
        _ => data(&json!({ "order": { "lineItems": connection(&["d"], None) } })),
    });
    let order = client.call(orders::Get::new("gid://shopify/Order/1").line_items(2_u32)).await.unwrap();
    let lines = order.line_items.unwrap().all(&client, orders::ListLineItems::new(&order.id));
    let names: Vec<_> = lines.collect().await.unwrap().into_iter().map(|line| line.name).collect();
    assert_eq!(names, ["a", "b", "c", "d"]);
    let asked = |number: usize| transport.seen()[number].json()["variables"].clone();
    assert_eq!(
        (&asked(1)["order_id"], &asked(1)["after"]),
        (&json!("gid://shopify/Order/1"), &json!("after b"))
    );
    assert_eq!(asked(2)["after"], "after c");
    assert_eq!(transport.seen().len(), 3);
}

#[tokio::test(start_paused = true)]
async fn lines_that_all_came_with_their_order_cost_no_further_call() {
    let (client, transport) = client(|_| {
        data(&json!({ "order": { "id": "gid://shopify/Order/1", "lineItems": connection(&["a"], None) } }))
    });
    let order = client.call(orders::Get::new("gid://shopify/Order/1")).await.unwrap();
    let lines = order.line_items.unwrap().all(&client, orders::ListLineItems::new(&order.id));
    assert_eq!(lines.collect().await.unwrap().len(), 1);
    assert_eq!(transport.seen().len(), 1);
}

#[test]
fn a_page_is_so_large_that_a_call_may_ask_for_twice_as_much() {
    let first = |request: connectors_core::Request| {
        let points = request.cost_of(connectors_core::limits::Unit::Points).unwrap();
        (body(&request)["variables"]["first"].as_u64().unwrap(), points)
    };
    let (without, points) = first(request(&orders::List::new()));
    assert!(without > 10 && points > 400 && points <= 500, "{without} orders for {points} points");
    let (with, points) = first(request(&orders::List::new().line_items(10)));
    assert!(with < without && points <= 500, "{with} orders for {points} points");
    let (said, points) = first(request(&products::List::new().first(3)));
    assert!(said == 3 && points < 50, "{said} products for {points} points");
}

#[test]
fn lines_are_left_out_unless_they_are_asked_for() {
    let variables = |list: orders::List| body(&request(&list))["variables"].clone();
    assert_eq!(variables(orders::List::new())["with_lines"], false);
    let with = variables(orders::List::new().line_items(5));
    assert_eq!((&with["with_lines"], &with["line_items"]), (&json!(true), &json!(5)));
    assert!(with.get("cursor").is_none());
}
