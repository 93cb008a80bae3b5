use std::time::Duration;

use connectors_core::catalog::plain as entry;
use connectors_core::limits::{Feedback, Reading, Unit, Window};
use connectors_core::transport::Reply;
use connectors_core::{
    Action, Catalog, Connector, Cursor, Cx, ErrorKind, Facts, Fault, Head, Idempotency, Meta, Page,
    PagedAction, Request, Response, Result, Root,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use url::Url;

#[derive(Debug)]
struct Shop;

impl Connector for Shop {
    const ID: &'static str = "shop";

    fn base(&self, _: Root, _: &Facts) -> Result<Url> {
        Ok(Url::parse("https://demo.shop.example/admin").unwrap())
    }

    fn limits(&self) -> Vec<Window> {
        vec![Window::bucket_of("points", 1_000, 50.0).unit(Unit::Points)]
    }

    fn feedback(&self, _: &Head, body: &[u8]) -> Feedback {
        #[derive(Deserialize)]
        struct Answer {
            extensions: Extensions,
        }
        #[derive(Deserialize)]
        struct Extensions {
            cost: Cost,
        }
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Cost {
            requested_query_cost: Option<u64>,
            actual_query_cost: Option<u64>,
            throttle_status: Status,
        }
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Status {
            maximum_available: f64,
            currently_available: f64,
            restore_rate: f64,
        }
        let Ok(Answer { extensions: Extensions { cost } }) = serde_json::from_slice(body) else {
            return Feedback::none();
        };
        let status = cost.throttle_status;
        let reading = Reading::of("points")
            .remaining(status.currently_available as u64)
            .limit(status.maximum_available as u64)
            .restore(status.restore_rate);
        let feedback = Feedback::none().reading(reading);
        let asked = cost.requested_query_cost.into_iter();
        let feedback = asked.fold(feedback, |f, asked| f.asked(Unit::Points, asked));
        cost.actual_query_cost.into_iter().fold(feedback, |f, actual| f.cost(Unit::Points, actual))
    }

    fn fault(&self, head: &Head, body: &[u8]) -> Option<Fault> {
        #[derive(Deserialize)]
        struct Answer {
            #[serde(default)]
            errors: Vec<GraphError>,
        }
        #[derive(Deserialize)]
        struct GraphError {
            message: String,
            #[serde(default)]
            extensions: Value,
        }
        if let Some(fault) = Fault::from_status(head) {
            return Some(fault);
        }
        let error = serde_json::from_slice::<Answer>(body).ok()?.errors.into_iter().next()?;
        let code = error.extensions["code"].as_str().unwrap_or_default().to_owned();
        let kind = if code == "THROTTLED" { ErrorKind::RateLimited } else { ErrorKind::Validation };
        Some(Fault::new(kind, error.message).code(code))
    }

    fn catalog() -> Catalog<Self> {
        Catalog::new([entry::list::<Products>()])
    }
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Products {
    cursor: Option<Cursor>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Product {
    title: String,
}

impl Action for Products {
    type Connector = Shop;
    type Output = Page<Product>;
    const META: Meta = Meta::read("product", "list").title("List products");

    fn request(&self, _: &Cx<'_, Shop>) -> Result<Request> {
        let body = json!({
            "query": "query($after: String) { products(first: 2, after: $after) { nodes { title } pageInfo { endCursor } } }",
            "variables": { "after": Cursor::token(self.cursor.as_ref())? },
        });
        // A query by POST changes nothing; its cost is an estimate that the answer corrects.
        Ok(Request::post(["graphql.json"])
            .json(&body)
            .idempotency(Idempotency::Safe)
            .costs(Unit::Points, 400)
            .costs_like(7))
    }

    fn response(&self, response: Response) -> Result<Self::Output> {
        #[derive(Deserialize)]
        struct Answer {
            data: Data,
        }
        #[derive(Deserialize)]
        struct Data {
            products: Connection,
        }
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Connection {
            nodes: Vec<Product>,
            page_info: PageInfo,
        }
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct PageInfo {
            end_cursor: Option<String>,
        }
        let Connection { nodes, page_info } = response.json::<Answer>()?.data.products;
        Ok(Page::new(nodes, page_info.end_cursor.map(Cursor::Token)))
    }
}

impl PagedAction for Products {
    type Item = Product;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}

fn page(title: &str, end: Option<&str>, actual: u64, available: u64) -> Reply {
    Reply::json(
        200,
        &json!({
            "data": { "products": { "nodes": [{ "title": title }], "pageInfo": { "endCursor": end } } },
            "extensions": { "cost": { "actualQueryCost": actual, "throttleStatus": {
                "maximumAvailable": 1000.0, "currentlyAvailable": available, "restoreRate": 50.0 } } },
        }),
    )
}

#[tokio::test(start_paused = true)]
async fn the_cost_in_the_body_corrects_the_bucket() {
    let (client, transport) = super::client(Shop, |seen| match seen.json()["variables"]["after"].as_str() {
        None => page("a", Some("1"), 12, 988),
        Some("1") => page("b", Some("2"), 12, 976),
        _ => page("c", None, 12, 964),
    });
    let titles: Vec<_> = client.items(Products::default()).collect().await.unwrap();
    assert_eq!(titles.len(), 3);
    // Three estimates of 400 do not fit into 1,000 points; three true costs of 12 do.
    let last = transport.seen().last().unwrap().at;
    assert!(last < Duration::from_secs(1), "waited {last:?} for points that were not used");
    let usage = client.usage().await.unwrap();
    assert_eq!(usage[0].remaining, 964);
}

#[tokio::test(start_paused = true)]
async fn a_smaller_bucket_that_the_body_tells_of_is_respected() {
    // The platform says that hardly anything is left: the second page waits for 400 points at 50 a second.
    let (client, transport) = super::client(Shop, |seen| match seen.number {
        0 => page("a", Some("1"), 400, 100),
        _ => page("b", None, 400, 100),
    });
    client.items(Products::default()).collect().await.unwrap();
    let seen = transport.seen();
    assert!(seen[1].at - seen[0].at >= Duration::from_secs(6), "{:?}", seen[1].at - seen[0].at);
}

#[tokio::test(start_paused = true)]
async fn what_one_call_was_charged_the_next_one_asks_for() {
    // 100 points are left, and the platform charges 90 where 400 were guessed: nothing has to wait.
    let (client, transport) = super::client(Shop, |seen| {
        let next = (seen.number < 2).then_some("1").map(|n| format!("{n}{}", seen.number));
        let mut body = json!({
            "data": { "products": { "nodes": [{ "title": "a" }], "pageInfo": { "endCursor": next } } },
            "extensions": { "cost": { "requestedQueryCost": 90, "actualQueryCost": 2, "throttleStatus": {
                "maximumAvailable": 1000.0, "currentlyAvailable": 100.0, "restoreRate": 50.0 } } },
        });
        if seen.number > 0 {
            body["extensions"]["cost"]["throttleStatus"]["currentlyAvailable"] = json!(98.0);
        }
        Reply::json(200, &body)
    });
    assert_eq!(client.items(Products::default()).collect().await.unwrap().len(), 3);
    let last = transport.seen().last().unwrap().at;
    assert!(last < Duration::from_secs(1), "waited {last:?} for points that are not charged");
}

#[tokio::test(start_paused = true)]
async fn a_throttle_inside_200_is_waited_out() {
    let (client, transport) = super::client(Shop, |seen| match seen.number {
        0 => Reply::json(
            200,
            &json!({
                "errors": [{ "message": "Throttled", "extensions": { "code": "THROTTLED" } }],
                "extensions": { "cost": { "actualQueryCost": null, "throttleStatus": {
                    "maximumAvailable": 1000.0, "currentlyAvailable": 0.0, "restoreRate": 50.0 } } },
            }),
        ),
        _ => page("a", None, 12, 500),
    });
    let page = client.call(Products::default()).await.unwrap();
    assert_eq!(page.items, [Product { title: "a".into() }]);
    let seen = transport.seen();
    assert_eq!(seen.len(), 2);
    assert!(seen[1].at >= Duration::from_secs(8), "400 points at 50 a second: {:?}", seen[1].at);
    assert_eq!(client.stats().throttled, 1);
}

#[tokio::test(start_paused = true)]
async fn an_error_inside_200_is_an_error() {
    let (client, _) = super::client(Shop, |_| {
        Reply::json(
            200,
            &json!({ "errors": [{ "message": "Field 'x' does not exist", "extensions": { "code": "undefinedField" } }] }),
        )
    });
    let error = client.call(Products::default()).await.unwrap_err();
    assert_eq!((error.kind(), error.vendor_code()), (ErrorKind::Validation, Some("undefinedField")));
}

#[tokio::test(start_paused = true)]
async fn a_list_pages_by_json_too() {
    let (client, _) = super::client(Shop, |seen| match seen.json()["variables"]["after"].as_str() {
        None => page("a", Some("1"), 12, 988),
        _ => page("b", None, 12, 976),
    });
    let first = client.run("product.list", json!({})).await.unwrap();
    assert_eq!(first["items"][0]["title"], "a");
    let second = client.run("product.list", json!({ "cursor": first["next"] })).await.unwrap();
    assert_eq!(second, json!({ "items": [{ "title": "b" }], "next": null }));
}
