use std::ops::Range;
use std::time::Duration;

use connectors_core::catalog::plain as entry;
use connectors_core::outcome::match_by_key;
use connectors_core::transport::Reply;
use connectors_core::{
    Action, BatchAction, Catalog, Connector, Cx, Delivery, Error, ErrorKind, Facts, Fault, FieldError, Head,
    Idempotency, Meta, Outcome, Request, Response, Result, RetryPolicy, Root,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use url::Url;

/// A platform with the company in every path, and a batch endpoint whose elements carry ids of the caller's.
#[derive(Debug)]
struct Books {
    realm: String,
    minor: u16,
}

impl Connector for Books {
    const ID: &'static str = "books";

    fn base(&self, _: Root, _: &Facts) -> Result<Url> {
        Ok(Url::parse("https://books.example/v3").unwrap())
    }

    fn prepare(&self, request: &mut Request) -> Result<()> {
        request.prefix(["company", self.realm.as_str()]);
        request.set_query("minorversion", self.minor);
        Ok(())
    }

    fn realm(&self) -> Option<&str> {
        Some(&self.realm)
    }

    fn fault(&self, head: &Head, _: &[u8]) -> Option<Fault> {
        Fault::from_status(head)
    }

    fn catalog() -> Catalog<Self> {
        Catalog::new([entry::batch::<CreateMany>()])
    }
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Item {
    name: String,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct CreateMany {
    items: Vec<Item>,
}

impl Action for CreateMany {
    type Connector = Books;
    type Output = Vec<Outcome<String>>;
    const META: Meta = Meta::write("item", "create_many").title("Create items");

    fn request(&self, cx: &Cx<'_, Books>) -> Result<Request> {
        if let Some(at) = self.items.iter().position(|item| item.name.is_empty()) {
            return Err(Error::validation(format!("items[{at}].name"), "is empty"));
        }
        let elements: Vec<_> = (0..)
            .zip(&self.items)
            .map(|(n, item): (usize, _)| json!({ "bId": n.to_string(), "operation": "create", "Item": { "Name": item.name } }))
            .collect();
        let key = cx.idempotency_key();
        let request =
            Request::post(["batch"]).query("requestid", key).json(&json!({ "BatchItemRequest": elements }));
        Ok(request.idempotency(Idempotency::Key { valid_for: Duration::from_secs(86_400) }))
    }

    fn response(&self, response: Response) -> Result<Self::Output> {
        #[derive(Deserialize)]
        #[serde(rename_all = "PascalCase")]
        struct Answer {
            batch_item_response: Vec<Element>,
        }
        #[derive(Deserialize)]
        struct Element {
            #[serde(rename = "bId")]
            number: String,
            #[serde(rename = "Item")]
            item: Option<Made>,
            #[serde(rename = "Fault")]
            fault: Option<Refusal>,
        }
        #[derive(Deserialize)]
        #[serde(rename_all = "PascalCase")]
        struct Made {
            id: String,
        }
        #[derive(Deserialize)]
        #[serde(rename_all = "PascalCase")]
        struct Refusal {
            message: String,
            element: String,
        }
        let answers = response.json::<Answer>()?.batch_item_response.into_iter().map(|element| {
            let outcome = match (element.item, element.fault) {
                (Some(made), _) => Outcome::Done(made.id),
                (None, fault) => {
                    let fault =
                        fault.unwrap_or(Refusal { message: "refused".into(), element: String::new() });
                    let error = Error::new(ErrorKind::Validation, fault.message.clone())
                        .with_delivery(Delivery::Rejected)
                        .with_fields(vec![FieldError::new(fault.element, fault.message)]);
                    Outcome::Failed(error)
                }
            };
            (element.number, outcome)
        });
        Ok(match_by_key((0..self.items.len()).map(|n| n.to_string()), answers))
    }
}

impl BatchAction for CreateMany {
    type Item = String;
    const MAX: usize = 3;

    fn len(&self) -> usize {
        self.items.len()
    }

    fn part(&self, range: Range<usize>) -> Self {
        Self { items: self.items[range].to_vec() }
    }
}

fn items(names: &[&str]) -> CreateMany {
    CreateMany { items: names.iter().map(|n| Item { name: (*n).into() }).collect() }
}

#[tokio::test(start_paused = true)]
async fn the_realm_is_in_every_path_and_elements_are_matched_by_their_ids() {
    let books = Books { realm: "91/30".into(), minor: 75 };
    let (client, transport) =
        super::client(books, |seen| {
            let body = seen.json();
            // Answered backwards; names of one letter are refused.
            let answers: Vec<_> = body["BatchItemRequest"].as_array().unwrap().iter().rev().map(|element| {
            let name = element["Item"]["Name"].as_str().unwrap();
            if name.len() == 1 {
                json!({ "bId": element["bId"], "Fault": { "Message": "too short", "Element": "Name" } })
            } else {
                json!({ "bId": element["bId"], "Item": { "Id": format!("id-{name}") } })
            }
        }).collect();
            Reply::json(200, &json!({ "BatchItemResponse": answers }))
        });
    let outcomes = client.batch(items(&["ab", "c", "de", "fg", "h"])).await;
    let ids: Vec<_> = outcomes.iter().map(|o| o.done().map(String::as_str)).collect();
    assert_eq!(ids, [Some("id-ab"), None, Some("id-de"), Some("id-fg"), None]);
    assert_eq!(outcomes[1].error().unwrap().field_errors()[0].field, "Name");
    let seen = transport.seen();
    assert_eq!(seen.len(), 2, "three elements a call");
    assert_eq!(seen[0].path(), "/v3/company/91%2F30/batch");
    assert!(seen.iter().all(|s| s.uri.query().unwrap().ends_with("&minorversion=75")));
    assert_ne!(seen[0].uri.query(), seen[1].uri.query(), "each call has a key of its own");
}

#[tokio::test(start_paused = true)]
async fn an_element_that_cannot_be_sent_does_not_keep_its_neighbours() {
    let books = Books { realm: "1".into(), minor: 75 };
    let (client, transport) = super::client(books, |seen| {
        let answers: Vec<_> = seen.json()["BatchItemRequest"]
            .as_array()
            .unwrap()
            .iter()
            .map(|element| json!({ "bId": element["bId"], "Item": { "Id": element["Item"]["Name"] } }))
            .collect();
        Reply::json(200, &json!({ "BatchItemResponse": answers }))
    });
    let outcomes = client.batch(items(&["ab", "", "cd", "ef", "gh"])).await;
    let ids: Vec<_> = outcomes.iter().map(|o| o.done().map(String::as_str)).collect();
    assert_eq!(ids, [Some("ab"), None, Some("cd"), Some("ef"), Some("gh")]);
    let error = outcomes[1].error().unwrap();
    assert_eq!((error.kind(), error.delivery()), (ErrorKind::Validation, Delivery::NotSent));
    assert_eq!(error.field_errors()[0].field, "items[1].name", "counted from the beginning of the batch");
    assert_eq!(error.action().map(|action| action.to_string()).as_deref(), Some("item.create_many"));
    assert_eq!(transport.seen().len(), 3, "the first, the third, and the other two");
}

#[tokio::test(start_paused = true)]
async fn a_lost_answer_is_asked_for_again_with_the_same_key() {
    let books = Books { realm: "1".into(), minor: 75 };
    let (client, transport) = super::client(books, |seen| match seen.number {
        0 => Reply::cut(),
        _ => Reply::json(200, &json!({ "BatchItemResponse": [{ "bId": "0", "Item": { "Id": "5" } }] })),
    });
    let outcomes = client.batch(items(&["ab"])).await;
    assert_eq!(outcomes[0].done().map(String::as_str), Some("5"));
    let seen = transport.seen();
    assert_eq!(seen[0].uri.query(), seen[1].uri.query());
}

#[tokio::test(start_paused = true)]
async fn a_write_that_is_safe_with_its_key_only_is_not_called_retryable() {
    let books = Books { realm: "1".into(), minor: 75 };
    let (client, transport) = super::client(books, |seen| match seen.number {
        0 => Reply::cut(),
        _ => Reply::json(200, &json!({ "BatchItemResponse": [{ "bId": "0", "Item": { "Id": "5" } }] })),
    });
    let lost = client.call(items(&["ab"])).retry(RetryPolicy::never()).await.unwrap_err();
    assert_eq!((lost.delivery(), lost.is_retryable()), (Delivery::Unknown, false));
    client.call(items(&["ab"])).sent_key(lost.sent_key().cloned().unwrap()).await.unwrap();
    let seen = transport.seen();
    assert_eq!(seen[0].uri.query(), seen[1].uri.query(), "the same key");
}

#[tokio::test(start_paused = true)]
async fn elements_that_the_answer_leaves_out_are_unknown() {
    let books = Books { realm: "1".into(), minor: 75 };
    let (client, _) = super::client(books, |_| {
        Reply::json(200, &json!({ "BatchItemResponse": [{ "bId": "1", "Item": { "Id": "5" } }] }))
    });
    let outcomes = client.batch(items(&["ab", "cd"])).await;
    assert!(matches!(outcomes[0], Outcome::Unknown(_)));
    assert_eq!(outcomes[1].done().map(String::as_str), Some("5"));
}
