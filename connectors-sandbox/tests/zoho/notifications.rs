//! What channels are told, and when.

use std::time::Duration;

use connectors_sandbox::Sandbox;
use connectors_sandbox::zoho::Zoho;
use serde_json::{Value, json};

use crate::harness::World;
use crate::receiver::Receiver;

struct Watched {
    world: World,
    zoho: Zoho,
    receiver: Receiver,
}

impl Watched {
    /// An organisation with a channel for these events; `more` is said about it besides.
    async fn new(zoho: Zoho, events: &[&str], more: Value) -> Self {
        let receiver = Receiver::saying(200).await;
        let world = World::of(zoho.clone()).await;
        let mut channel = json!({
            "channel_id": 1_000_000_068_001_u64, "events": events, "token": "shared",
            "notify_url": receiver.url("/zoho?secret=s"),
        });
        channel.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let answer = world.post("/actions/watch", json!({ "watch": [channel] })).await;
        assert_eq!(answer.status, 201, "{answer:?}");
        Self { world, zoho, receiver }
    }

    async fn empty(events: &[&str]) -> Self {
        Self::new(Zoho::new().deals(0), events, json!({})).await
    }

    /// What arrived since the last time.
    async fn news(&self) -> Vec<Value> {
        self.world.sandbox.settled().await;
        self.receiver.take().into_iter().map(|received| received.body).collect()
    }

    /// Module, operation and how many ids of what arrived since.
    async fn told(&self) -> Vec<(String, String, usize)> {
        let text = |body: &Value, field: &str| body[field].as_str().unwrap().to_owned();
        let news = self.news().await;
        let told = news.iter().map(|body| {
            (text(body, "module"), text(body, "operation"), body["ids"].as_array().unwrap().len())
        });
        told.collect()
    }
}

fn told(module: &str, operation: &str, ids: usize) -> (String, String, usize) {
    (module.to_owned(), operation.to_owned(), ids)
}

#[tokio::test]
async fn a_call_is_one_notification_for_all_its_records() {
    let watched = Watched::empty(&["Leads.all"]).await;
    let leads = json!([
        { "Last_Name": "One", "Company": "Example" }, { "Last_Name": "Two", "Company": "Example" }, { "Company": "No name" },
    ]);
    let made = watched.world.post("/Leads", json!({ "data": leads })).await;
    let ids = [0, 1].map(|at| made.body["data"][at]["details"]["id"].as_str().unwrap().to_owned());
    watched.world.sandbox.settled().await;
    let all = watched.receiver.take();
    assert_eq!((all.len(), all[0].uri.as_str()), (1, "/zoho?secret=s"), "the query is kept");
    let body = &all[0].body;
    assert!(body["server_time"].is_i64());
    assert_eq!(body["ids"], json!(ids));
    assert_eq!(body["resource_uri"], watched.world.url("/crm/v8/Leads"));
    for (name, value) in
        [("module", "Leads"), ("operation", "insert"), ("channel_id", "1000000068001"), ("token", "shared")]
    {
        assert_eq!(body[name], value, "{name}");
    }
    let fields = &body["affected_fields"][0][&ids[0]];
    assert_eq!(fields, &json!(["Owner", "Last_Name", "Full_Name", "Company"]));
    assert!(body.get("affected_values").is_none() && body["query_params"].is_object());

    let upserted =
        json!([{ "id": ids[0], "City": "Example City" }, { "Last_Name": "Four", "Company": "Example" }]);
    watched.world.post("/Leads/upsert", json!({ "data": upserted })).await;
    assert_eq!(watched.told().await, [told("Leads", "update", 1), told("Leads", "insert", 1)]);
    watched.world.put(&format!("/Leads/{}", ids[0]), json!({ "data": [{ "City": "Example City" }] })).await;
    assert!(watched.told().await.is_empty(), "nothing is otherwise than it was");
    watched.world.post("/Leads/actions/mass_update", json!({ "ids": ids, "data": [{ "City": "B" }] })).await;
    assert_eq!(watched.told().await, [told("Leads", "update", 2)]);
    watched.world.delete(&format!("/Leads?ids={}", ids.join(","))).await;
    let news = watched.news().await;
    assert_eq!((&news[0]["operation"], &news[0]["ids"]), (&json!("delete"), &json!(ids)));
    watched.world.make("Contacts", json!({ "Last_Name": "Not watched" })).await;
    watched.world.get("/Leads?fields=Last_Name").await;
    assert!(watched.told().await.is_empty());
}

#[tokio::test]
async fn a_channel_hears_of_the_events_that_it_names() {
    let watched = Watched::empty(&["Leads.edit", "Contacts.create"]).await;
    let lead = watched.world.make("Leads", json!({ "Last_Name": "One", "Company": "Example" })).await;
    watched.world.put(&format!("/Leads/{lead}"), json!({ "data": [{ "City": "A" }] })).await;
    watched.world.delete(&format!("/Leads/{lead}")).await;
    watched.world.make("Contacts", json!({ "Last_Name": "One" })).await;
    assert_eq!(watched.told().await, [told("Leads", "update", 1), told("Contacts", "insert", 1)]);
}

#[tokio::test]
async fn values_come_with_their_fields_if_asked_for() {
    let more = json!({ "return_affected_field_values": true });
    let watched = Watched::new(Zoho::new().deals(0), &["Contacts.edit"], more).await;
    let id = watched.world.make("Contacts", json!({ "Last_Name": "One" })).await;
    watched.world.put(&format!("/Contacts/{id}"), json!({ "data": [{ "Email": "a@example.org" }] })).await;
    let news = watched.news().await;
    assert_eq!(news[0]["affected_fields"], json!([{ &id: ["Email"] }]));
    assert_eq!(
        news[0]["affected_values"],
        json!([{ "record_id": id, "values": { "Email": "a@example.org" } }])
    );
}

#[tokio::test]
async fn a_condition_selects_edits_by_their_fields() {
    // With all keys that the description has, used or not.
    let field = |name: &str| {
        json!({
            "field": { "api_name": name, "id": "1" }, "comparator": null, "value": null, "group_operator": null, "group": [],
        })
    };
    let selection = |operator: &str| {
        json!({
            "group_operator": operator, "group": [field("Email"), field("Phone")],
            "field": { "api_name": null, "id": null }, "comparator": null, "value": null,
        })
    };
    for (operator, wanted) in [("or", vec!["Email", "Email, Phone"]), ("and", vec!["Email, Phone"])] {
        let condition = json!([{
            "type": "field_selection", "module": { "api_name": "Contacts", "id": "1" },
            "field_selection": selection(operator),
        }]);
        let more = json!({ "notification_condition": condition });
        let watched = Watched::new(Zoho::new().deals(0), &["Contacts.all"], more).await;
        let id = watched.world.make("Contacts", json!({ "Last_Name": "One" })).await;
        assert_eq!(watched.told().await, [told("Contacts", "insert", 1)], "it is about edits alone");
        for changes in [
            json!({ "Department": "A" }),
            json!({ "Email": "a@example.org" }),
            json!({ "Email": "b@example.org", "Phone": "1" }),
        ] {
            watched.world.put(&format!("/Contacts/{id}"), json!({ "data": [changes] })).await;
        }
        let news = watched.news().await;
        let fields: Vec<String> = news
            .iter()
            .map(|body| {
                let fields = body["affected_fields"][0][&id].as_array().unwrap();
                let mut fields: Vec<_> = fields.iter().map(|name| name.as_str().unwrap()).collect();
                fields.sort_unstable();
                fields.join(", ")
            })
            .collect();
        assert_eq!(fields, wanted, "{operator}");
    }
}

#[tokio::test]
async fn a_conversion_tells_of_all_that_it_makes_unless_related_records_are_not_wanted() {
    let events = ["Leads.edit", "Accounts.all", "Contacts.all", "Deals.all"];
    for related in [true, false] {
        let more = json!({ "notify_on_related_action": related });
        let watched = Watched::new(Zoho::new().deals(0), &events, more).await;
        let id = watched.world.make("Leads", json!({ "Last_Name": "One", "Company": "Example" })).await;
        let converted =
            watched.world.post(&format!("/Leads/{id}/actions/convert"), json!({ "data": [{}] })).await;
        assert_eq!(converted.status, 200, "{converted:?}");
        let made = [told("Accounts", "insert", 1), told("Contacts", "insert", 1)];
        let mut wanted = if related { made.to_vec() } else { Vec::new() };
        wanted.push(told("Leads", "update", 1));
        assert_eq!(watched.told().await, wanted);
    }
}

#[tokio::test]
async fn a_channel_that_has_expired_or_is_disabled_is_told_nothing() {
    let mut watched = Watched::empty(&["Leads.all"]).await;
    let lead = json!({ "Last_Name": "One", "Company": "Example" });
    watched.world.make("Leads", lead.clone()).await;
    assert_eq!(watched.told().await.len(), 1);
    watched.world.sandbox.advance(Duration::from_secs(3601));
    watched.world.token = watched.world.sandbox.access_token("zoho").unwrap();
    watched.world.make("Leads", lead.clone()).await;
    assert!(watched.told().await.is_empty());

    let watched = Watched::empty(&["Leads.all"]).await;
    watched.world.delete("/actions/watch?channel_ids=1000000068001").await;
    watched.world.make("Leads", lead).await;
    assert!(watched.told().await.is_empty());
}

#[tokio::test]
async fn what_was_rolled_back_did_not_happen() {
    let watched = Watched::empty(&["Leads.all"]).await;
    let call = |id: &str, name: &str| {
        json!({
            "sub_request_id": id, "method": "POST", "uri": "/crm/v8/Leads",
            "body": { "data": [{ name: "One", "Company": "Example" }] },
        })
    };
    let both = |second: &str| json!({ "rollback_on_fail": true, "__composite_requests": [call("1", "Last_Name"), call("2", second)] });
    assert_eq!(watched.world.post("/__composite_requests", both("Nothing")).await.status, 400);
    assert!(watched.told().await.is_empty());
    assert_eq!(watched.world.post("/__composite_requests", both("Last_Name")).await.status, 200);
    assert_eq!(watched.told().await, [told("Leads", "insert", 2)]);
}

#[tokio::test]
async fn a_failed_notification_is_tried_again() {
    let receiver = Receiver::saying(503).await;
    let world = World::empty().await;
    let channel = json!({ "channel_id": 1, "events": ["Leads.all"], "notify_url": receiver.url("/") });
    world.post("/actions/watch", json!({ "watch": [channel] })).await;
    world.make("Leads", json!({ "Last_Name": "One", "Company": "Example" })).await;
    world.sandbox.settled().await;
    for _ in 0..8 {
        world.sandbox.advance(Duration::from_secs(5 * 3600));
        world.sandbox.settled().await;
    }
    assert_eq!(receiver.take().len(), 6, "five further tries");
}

#[tokio::test]
async fn a_person_at_the_screen_writes_wins_and_deletes() {
    let watched = Watched::new(Zoho::new().deals(20), &["Deals.all", "Contacts.all"], json!({})).await;
    let zoho = &watched.zoho;
    let record = |value: Value| value.as_object().unwrap().clone();
    let id = zoho.write("Contacts", &record(json!({ "Last_Name": "One" }))).unwrap();
    assert_eq!(zoho.write("Contacts", &record(json!({ "id": id, "Phone": "1" }))).unwrap(), id);
    assert_eq!(watched.world.read("Contacts", &id).await["Phone"], "1");
    zoho.delete("Contacts", &id).unwrap();
    let three = ["insert", "update", "delete"].map(|operation| told("Contacts", operation, 1));
    assert_eq!(watched.told().await, three);
    assert!(zoho.delete("Contacts", &id).is_err());
    assert!(
        zoho.write("Contacts", &record(json!({ "First_Name": "No last name" })))
            .unwrap_err()
            .to_string()
            .contains("Last_Name")
    );
    assert!(zoho.write("Products_Sold", &record(json!({}))).is_err());

    // Two of the seeded deals are open; the third one is a copy.
    let won = zoho.win(3).unwrap();
    assert_eq!(watched.told().await, [told("Deals", "update", 2), told("Deals", "insert", 1)]);
    for id in &won {
        let deal = watched.world.read("Deals", id).await;
        assert_eq!(deal["Stage"], "Closed Won");
        assert!(
            deal["Account_Name"]["name"].is_string() && !deal["Products_Sold"].as_array().unwrap().is_empty()
        );
    }
    assert!(Zoho::new().deals(0).win(1).is_err(), "there is nothing to win");
}

#[tokio::test]
async fn a_person_acts_over_the_control_endpoints_too() {
    let sandbox = Sandbox::builder().platform(Zoho::new().deals(20)).start().await.unwrap();
    let client = reqwest::Client::new();
    let control = async |action: &str, body: Value| -> (u16, Value) {
        let url = format!("{}/_sandbox/zoho/{action}", sandbox.url("zoho"));
        let answer = client.post(url).json(&body).send().await.unwrap();
        (answer.status().as_u16(), answer.json().await.unwrap())
    };
    let contact = json!({ "module": "Contacts", "record": { "Last_Name": "One" } });
    let (status, made) = control("write", contact).await;
    assert_eq!(status, 200, "{made}");
    let (status, _) = control("delete", json!({ "module": "Contacts", "id": made["id"] })).await;
    assert_eq!(status, 200);
    let (_, won) = control("win", json!({ "deals": 1 })).await;
    assert_eq!(won["ids"].as_array().unwrap().len(), 1);
    assert_eq!(control("write", json!({ "module": "Nothing", "record": {} })).await.0, 400);
    assert_eq!(control("win", json!({ "deal": 1 })).await.0, 400);
    assert_eq!(control("lose", json!({})).await.0, 404);
}
