//! Actions by name: the same calls as the typed ones, from JSON; and accounts of several platforms side by side.

#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use std::collections::HashMap;

use connectors_core::auth::ApiKey;
use connectors_core::catalog::{Kind, Shape, described, plain as entry};
use connectors_core::transport::{Reply, Seen};
use connectors_core::{
    Action, AnyClient, BatchAction, CallOptions, Catalog, ClientBuilder, Connector, Content, Cursor, Cx,
    Effect, ErrorKind, Facts, Fault, Head, Identity, Meta, Outcome, Page, PagedAction, Request, Response,
    Result, Root,
};
use http::Method;
use proptest::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use support::{
    Export, List, Rig, SECRET, Toy, all_done, create, create_many, get, page, refusal, thing, upload,
};
use url::Url;

/// All that a request says, but for the headers that every call has anew.
fn said(seen: &Seen) -> (Method, String, Vec<(String, String)>, String) {
    let headers = seen.headers.iter().filter(|(name, _)| *name != "idempotency-key");
    let mut headers: Vec<_> =
        headers.map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned())).collect();
    headers.sort();
    (seen.method.clone(), seen.uri.to_string(), headers, seen.text())
}

#[tokio::test(start_paused = true)]
async fn a_run_by_id_is_the_typed_call() {
    let rig = Rig::new(|seen| match (seen.method.clone(), seen.path()) {
        (Method::GET, "/things") => page(&["1", "2"], Some("b")),
        (_, "/things/batch") => all_done(seen),
        _ => thing("1"),
    });
    let client = rig.client();
    let typed = [
        serde_json::to_value(client.call(get("a/b")).await.unwrap()).unwrap(),
        serde_json::to_value(client.call(create("x")).await.unwrap()).unwrap(),
        serde_json::to_value(client.call(List::default()).await.unwrap()).unwrap(),
        serde_json::to_value(client.call(create_many(2)).await.unwrap()).unwrap(),
        serde_json::to_value(client.call(Export {}).await.unwrap()).unwrap(),
    ];
    let dynamic = [
        client.run("thing.get", json!({ "id": "a/b" })).await.unwrap(),
        client.run("thing.create", json!({ "name": "x" })).await.unwrap(),
        client.run("thing.list", json!({})).await.unwrap(),
        client.run("thing.create_many", json!({ "names": ["n0", "n1"] })).await.unwrap(),
        client.run("export.start", Value::Null).await.unwrap(),
    ];
    assert_eq!(typed, dynamic);
    let seen: Vec<_> = rig.seen().iter().map(said).collect();
    assert_eq!(seen[..5], seen[5..]);
    assert!(seen[0].2.contains(&("authorization".into(), format!("Bearer {SECRET}"))));
}

#[tokio::test(start_paused = true)]
async fn a_run_by_id_has_the_care_that_calls_have() {
    let rig = Rig::replies([Reply::cut(), thing("1")]);
    let client = rig.client();
    let call = client.run("thing.create_keyed", json!({ "name": "x" })).idempotency_key("order-17");
    let answered = call.with_meta().await.unwrap();
    assert_eq!((answered.output, answered.meta.attempts), (json!({ "id": "1" }), 2));
    assert!(rig.seen().iter().all(|seen| seen.header("idempotency-key") == "order-17"));
}

#[tokio::test(start_paused = true)]
async fn an_unknown_action_is_bad_input() {
    let rig = Rig::replies([thing("1")]);
    let error = rig.client().run("thing.gte", json!({})).await.unwrap_err();
    assert_eq!((error.kind(), error.field_errors()[0].field.as_str()), (ErrorKind::Validation, "action"));
    assert!(error.to_string().contains("toy has no action `thing.gte`"), "{error}");
    assert!(rig.seen().is_empty());
}

#[tokio::test(start_paused = true)]
async fn bad_json_names_the_field_and_nothing_is_sent() {
    let rig = Rig::replies([thing("1")]);
    let client = rig.client();
    for (id, input, field, text) in [
        ("thing.create_many", json!({ "names": ["a", 5] }), "names[1]", "expected a string"),
        ("thing.create", json!({}), "name", "missing field `name`"),
        ("thing.create", Value::Null, "name", "missing field `name`"),
        ("thing.create", json!("x"), "", "expected struct Create"),
        ("thing.get", json!({ "id": "1", "fields": "a" }), "fields", "expected a sequence"),
        ("thing.get", json!({ "id": "1", "feilds": [] }), "feilds", "unknown field `feilds`"),
        ("thing.list", json!({ "cursor": { "page": "x" } }), "cursor.page", "expected u64"),
    ] {
        let error = client.run(id, input).await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Validation, 0), "{error}");
        assert_eq!(error.field_errors()[0].field, field, "{error}");
        assert!(
            error.to_string().starts_with(&format!("{id}: ")) && error.to_string().contains(text),
            "{error}"
        );
    }
    assert!(rig.seen().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_list_pages_by_json_with_its_cursor() {
    let rig = Rig::new(|seen| match seen.uri.query() {
        None => page(&["1"], Some("b")),
        _ => page(&["2"], None),
    });
    let client = rig.client();
    let first = client.run("thing.list", json!({})).await.unwrap();
    assert_eq!(first, json!({ "items": [{ "id": "1" }], "next": { "token": "b" } }));
    let second = client.run("thing.list", json!({ "cursor": first["next"] })).await.unwrap();
    assert_eq!(second, json!({ "items": [{ "id": "2" }], "next": null }));
}

#[tokio::test(start_paused = true)]
async fn a_batch_by_json_tells_the_outcome_of_each_element() {
    let rig = Rig::replies([Reply::json(200, &json!([{ "id": "1" }, { "code": "BAD", "message": "no" }]))]);
    let outcomes = rig.client().run("thing.create_many", json!({ "names": ["a", "b"] })).await.unwrap();
    assert_eq!(outcomes[0], json!({ "status": "done", "value": { "id": "1" } }));
    assert_eq!(outcomes[1]["status"], "failed");
    assert_eq!(outcomes[1]["error"]["vendor_code"], "BAD");
}

#[tokio::test(start_paused = true)]
async fn a_job_by_json_is_started_and_asked_for() {
    let rig = Rig::new(|seen| match seen.path() {
        "/exports" => thing("x1"),
        _ => Reply::json(200, &json!({ "state": "done", "file": "a.csv" })),
    });
    let client = rig.client();
    let started = client.run("export.start", json!({})).await.unwrap();
    assert_eq!(client.run("export.status", started).await.unwrap(), json!({ "done": "a.csv" }));
}

#[tokio::test(start_paused = true)]
async fn files_by_json_go_down_as_base64_and_up_as_content() {
    let rig = Rig::replies([Reply::status(200).body("picture")]);
    let client = rig.client();
    assert_eq!(
        client.run("file.download", json!({ "name": "a" })).await.unwrap(),
        json!({ "base64": "cGljdHVyZQ==" })
    );
    let missing = client.run("file.upload", json!({ "name": "a" })).await.unwrap_err();
    assert_eq!(
        (missing.kind(), missing.field_errors()[0].field.as_str()),
        (ErrorKind::Validation, "content")
    );
    client.run("file.upload", json!({ "name": "a" })).content(Content::bytes("picture")).await.unwrap();
    client.upload(upload("a"), Content::bytes("picture")).await.unwrap();
    let seen = rig.seen();
    assert_eq!(said(&seen[1]), said(&seen[2]));
}

/// An action of the application's own.
#[derive(Clone, Debug, Deserialize)]
struct Archive {
    id: String,
}

impl Action for Archive {
    type Connector = Toy;
    type Output = ();
    const META: Meta = Meta::destructive("thing", "archive").title("Archive a thing");

    fn request(&self, _: &Cx<'_, Toy>) -> Result<Request> {
        Ok(Request::delete(["things", self.id.as_str()]))
    }

    fn response(&self, _: Response) -> Result<()> {
        Ok(())
    }
}

#[tokio::test(start_paused = true)]
async fn an_application_adds_actions_of_its_own() {
    let rig = Rig::replies([Reply::status(204)]);
    let catalog = Toy::catalog().add(entry::action::<Archive>());
    let client = rig.builder(Toy::new()).catalog(catalog).connect().unwrap();
    assert_eq!(client.run("thing.archive", json!({ "id": "1" })).await.unwrap(), Value::Null);
    assert_eq!((rig.seen()[0].method.as_str(), rig.seen()[0].path()), ("DELETE", "/things/1"));
    let meta = *client.catalog().get("thing.archive").unwrap().meta();
    assert_eq!((meta.effect, meta.title), (Effect::Destructive, "Archive a thing"));
    assert!(
        rig.client().run("thing.archive", json!({ "id": "1" })).await.is_err(),
        "other clients do not have it"
    );
}

#[test]
fn a_catalog_is_a_table_ordered_by_id() {
    let summary = Toy::catalog().summary();
    let ids: Vec<_> = summary.iter().map(|line| line.id.as_str()).collect();
    assert!(ids.is_sorted() && ids.contains(&"thing.create_many"), "{ids:?}");
    let line = serde_json::to_value(&summary[ids.iter().position(|id| *id == "thing.get").unwrap()]).unwrap();
    let wanted = json!({ "connector": "toy", "id": "thing.get", "kind": "action", "effect": "read", "title": "Get a thing" });
    assert_eq!(line, wanted);
    let catalog = Toy::catalog();
    let shape = |id: &str| catalog.get(id).unwrap().shape();
    assert_eq!(
        [shape("thing.get"), shape("thing.list"), shape("thing.create_many"), shape("file.upload")],
        [Shape::Call, Shape::List, Shape::Batch, Shape::Upload]
    );
    assert_eq!([shape("file.download"), shape("export.start")], [Shape::Download, Shape::Job]);
    assert!(catalog.iter().all(|entry| entry.kind() == Kind::Action));
}

/// Another platform, without a check.
#[derive(Debug)]
struct Other;

impl Connector for Other {
    const ID: &'static str = "other";

    fn base(&self, _: Root, _: &Facts) -> Result<Url> {
        Ok(Url::parse("https://other.example/v1").unwrap())
    }

    fn fault(&self, head: &Head, _: &[u8]) -> Option<Fault> {
        Fault::from_status(head)
    }

    fn catalog() -> Catalog<Self> {
        Catalog::new([entry::action::<Ping>()])
    }
}

#[derive(Debug, Default, Deserialize)]
struct Ping {}

impl Action for Ping {
    type Connector = Other;
    type Output = String;
    const META: Meta = Meta::read("ping", "send");

    fn request(&self, _: &Cx<'_, Other>) -> Result<Request> {
        Ok(Request::get(["ping"]))
    }

    fn response(&self, _: Response) -> Result<String> {
        Ok("pong".into())
    }
}

#[test]
fn an_action_can_stand_in_a_catalog_under_a_second_name() {
    let both = Catalog::new([entry::action::<Ping>(), entry::action::<Ping>().named("echo", "ask")]);
    let ids: Vec<_> = both.iter().map(|entry| entry.id()).collect();
    assert_eq!(ids, ["echo.ask", "ping.send"]);
    let request = both.request("echo.ask", &Other, json!({})).unwrap();
    assert_eq!(request.uri(), &both.request("ping.send", &Other, json!({})).unwrap().uri().clone());
}

#[tokio::test(start_paused = true)]
async fn a_check_proves_that_the_credentials_work_and_says_who_we_are() {
    let rig = Rig::replies([Reply::json(200, &json!({ "id": "7", "name": "Ada" })), refusal(401, "NO")]);
    let client = rig.client();
    assert_eq!(client.check().await.unwrap(), Identity::new("7", "Ada"));
    assert_eq!(rig.seen()[0].path(), "/me");
    let error = client.check().await.unwrap_err();
    assert_eq!((error.kind(), error.action().unwrap().to_string()), (ErrorKind::Auth, "user.me".into()));

    let other =
        ClientBuilder::with_credential(Other, ApiKey::bearer(SECRET)).shared(&rig.shared).connect().unwrap();
    assert_eq!(other.check().await.unwrap_err().kind(), ErrorKind::Config);
}

#[tokio::test(start_paused = true)]
async fn accounts_of_different_platforms_live_in_one_map() {
    let rig = Rig::new(|seen| match seen.path() {
        "/me" => Reply::json(200, &json!({ "id": "7", "name": "Ada" })),
        _ => thing("1"),
    });
    let toy = rig.builder(Toy::new()).account("ada").connect().unwrap();
    let other =
        ClientBuilder::with_credential(Other, ApiKey::bearer(SECRET)).account("bob").shared(&rig.shared);
    let mut accounts: HashMap<&str, Box<dyn AnyClient>> = HashMap::new();
    accounts.insert("ada", Box::new(toy));
    accounts.insert("bob", Box::new(other.connect().unwrap()));

    let (ada, bob) = (&accounts["ada"], &accounts["bob"]);
    assert_eq!(
        (ada.connector(), ada.account(), bob.connector(), bob.account()),
        ("toy", "ada", "other", "bob")
    );
    let options = CallOptions::new;
    assert_eq!(ada.run("thing.get", json!({ "id": "1" }), options()).await.unwrap(), json!({ "id": "1" }));
    assert_eq!(bob.run("ping.send", json!({}), options()).await.unwrap(), json!("pong"));
    assert_eq!(bob.run("thing.get", json!({}), options()).await.unwrap_err().kind(), ErrorKind::Validation);
    assert_eq!(ada.check().await.unwrap().name, "Ada");
    assert_eq!(bob.actions().iter().map(|line| line.id.as_str()).collect::<Vec<_>>(), ["ping.send"]);
    assert_eq!((ada.stats().calls, bob.stats().calls, rig.shared.stats().calls), (2, 1, 3));
    assert!(ada.usage().await.unwrap().is_empty());
    assert_eq!(rig.seen().last().unwrap().path(), "/me");
}

/// `<resource>.search`: what [`Place`] tells of them.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
struct Search {
    text: String,
    near: Option<Place>,
    cursor: Option<Cursor>,
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
struct Place {
    city: String,
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
struct Found {
    id: String,
    place: Place,
}

impl Action for Search {
    type Connector = Toy;
    type Output = Page<Found>;
    const META: Meta = Meta::read("place", "search").title("Find places");

    fn request(&self, _: &Cx<'_, Toy>) -> Result<Request> {
        Ok(Request::get(["places"]).query("q", &self.text))
    }

    fn response(&self, _: Response) -> Result<Self::Output> {
        let found = Found { id: "1".into(), place: Place { city: "x".into() } };
        Ok(Page::new(vec![found], Some(Cursor::Page(2))).with_total(Some(1)))
    }
}

impl PagedAction for Search {
    type Item = Found;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}

/// A batch whose elements are described.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
struct Move {
    places: Vec<Place>,
}

impl Action for Move {
    type Connector = Toy;
    type Output = Vec<Outcome<Found>>;
    const META: Meta = Meta::write("place", "move");

    fn request(&self, _: &Cx<'_, Toy>) -> Result<Request> {
        Ok(Request::post(["places"]))
    }

    fn response(&self, _: Response) -> Result<Self::Output> {
        let found = Found { id: "1".into(), place: self.places[0].clone() };
        Ok(vec![
            Outcome::Done(found),
            Outcome::Failed(connectors_core::Error::validation("city", "is unknown")),
        ])
    }
}

impl BatchAction for Move {
    type Item = Found;
    const MAX: usize = 2;

    fn len(&self) -> usize {
        self.places.len()
    }

    fn part(&self, range: std::ops::Range<usize>) -> Self {
        Self { places: self.places[range].to_vec() }
    }
}

#[tokio::test(start_paused = true)]
async fn schemas_describe_what_goes_in_and_what_comes_out() {
    let catalog = Toy::catalog().add(described::list::<Search>()).add(described::batch::<Move>());
    let rig = Rig::replies([Reply::status(200)]);
    let client = rig.builder(Toy::new()).catalog(catalog).connect().unwrap();
    let place = json!({ "city": "x" });
    for (id, good, bad) in [
        (
            "place.search",
            json!({ "text": "a", "near": place, "cursor": { "page": 3 } }),
            json!({ "text": 5 }),
        ),
        ("place.move", json!({ "places": [place, place] }), json!({ "places": [{ "city": null }] })),
    ] {
        let schemas = client.catalog().get(id).unwrap().schemas().unwrap();
        let input = jsonschema::validator_for(&schemas.input).unwrap();
        let output = jsonschema::validator_for(&schemas.output).unwrap();
        assert!(input.is_valid(&good) && !input.is_valid(&bad), "{id}");
        assert!(client.run(id, bad).await.is_err(), "{id}");
        let answered = client.run(id, good).await.unwrap();
        let wrong: Vec<_> = output.iter_errors(&answered).map(|error| error.to_string()).collect();
        assert!(wrong.is_empty(), "{id}: {answered} is not what the schema says: {wrong:?}");
        let spoilt = answered.to_string().replace(r#""city":"x""#, r#""city":5"#);
        assert!(
            !output.is_valid(&serde_json::from_str(&spoilt).unwrap()),
            "{id}: elements are described too"
        );
    }
    let search = client.catalog().get("place.search").unwrap().schemas().unwrap().input;
    assert_eq!(
        (&search["title"], &search["description"]),
        (&json!("Find places"), &json!("`place.search`: what `Place` tells of them."))
    );
    assert!(client.catalog().get("thing.get").unwrap().schemas().is_none(), "it was added without");
}

#[test]
fn a_catalog_gives_the_whole_request_without_credentials_and_without_sending_it() {
    let request = Toy::catalog().request("thing.create", &Toy::new(), json!({ "name": "x" })).unwrap();
    assert_eq!(
        (request.method(), request.uri().to_string()),
        (&Method::POST, "https://api.toy.example/things".into())
    );
    assert_eq!(&request.body().as_bytes().unwrap()[..], br#"{"name":"x"}"#);
    assert!(!request.headers().contains_key("authorization"));
}

proptest! {
    #[test]
    fn what_goes_into_a_url_comes_out_of_it_unchanged(id in any::<String>(), fields in proptest::collection::vec(any::<String>(), 0..4)) {
        let input = json!({ "id": id, "fields": fields });
        let request = Toy::catalog().request("thing.get", &Toy::new(), input);
        if matches!(id.as_str(), "" | "." | "..") {
            prop_assert_eq!(request.unwrap_err().kind(), ErrorKind::Validation);
            return Ok(());
        }
        let url = Url::parse(&request.unwrap().uri().to_string()).unwrap();
        prop_assert_eq!(url.origin().ascii_serialization(), "https://api.toy.example");
        let decoded = |segment: &str| percent_encoding::percent_decode_str(segment).decode_utf8().unwrap().into_owned();
        let segments: Vec<_> = url.path_segments().unwrap().map(decoded).collect();
        prop_assert_eq!(segments, ["things", &id]);
        let query: Vec<_> = url.query_pairs().into_owned().collect();
        let joined = fields.join(",");
        let wanted = if joined.is_empty() { vec![] } else { vec![("fields".to_owned(), joined)] };
        prop_assert_eq!(query, wanted);
        prop_assert_eq!(url.fragment(), None);
    }
}
