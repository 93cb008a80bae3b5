//! Notification channels: what goes over the wire, and what became of each.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

#[path = "support/offline.rs"]
mod offline;

use chrono::{DateTime, TimeDelta, Utc};
use connectors_core::{Action, Connector, Delivery, ErrorKind, Idempotency, Outcome};
use connectors_zoho::Zoho;
use connectors_zoho::notifications::{
    self, Channel, Condition, Disable, DisableEvents, Enable, List, Renew, Renewal, Update,
};
use offline::{answer, body, refused_field, request, wire};
use serde_json::{Value, json};

fn until() -> DateTime<Utc> {
    "2026-06-08T09:00:00Z".parse().unwrap()
}

fn channel(number: &str) -> Channel {
    Channel::new(number, ["Leads.create", "Deals.all"], "https://app.example.com/hooks?x=1", until())
}

#[test]
fn a_channel_says_everything_and_its_number_is_a_number() {
    let channel = channel("1000000068001")
        .token("hard to guess")
        .notify_on_related_action(false)
        .return_affected_field_values(true)
        .conditions([
            Condition::any_of("Deals", ["Stage", "Amount"]),
            Condition::all_of("Leads", ["Email", "Phone"]),
            Condition::any_of("Leads", ["Company"]),
        ]);
    let enable = request(&Enable::new([channel.clone()]));
    let field = |name: &str| json!({ "field": { "api_name": name } });
    let condition = |module: &str, selection: Value| json!({ "type": "field_selection", "module": { "api_name": module }, "field_selection": selection });
    assert_eq!(
        body(&enable),
        json!({ "watch": [{
            "channel_id": 1_000_000_068_001_i64, "events": ["Leads.create", "Deals.all"],
            "notify_url": "https://app.example.com/hooks?x=1", "channel_expiry": "2026-06-08T09:00:00+00:00",
            "token": "hard to guess", "notify_on_related_action": false, "return_affected_field_values": true,
            "notification_condition": [
                condition("Deals", json!({ "group_operator": "or", "group": [field("Stage"), field("Amount")] })),
                condition("Leads", json!({ "group_operator": "and", "group": [field("Email"), field("Phone")] })),
                condition("Leads", field("Company")),
            ],
        }] })
    );
    assert_eq!(enable.idempotency_ref(), Idempotency::Idempotent, "the same number gets the same settings");
    assert!(!format!("{channel:?}").contains("guess"), "a token is a secret");
    let update = request(&Update::new([channel]));
    assert_eq!((update.method().as_str(), body(&update)), ("PUT", body(&enable)));
}

#[test]
fn modules_of_channels_go_by_the_names_that_the_organisation_has_for_them() {
    let zoho = offline::zoho().module("Visits", "CustomModule7");
    let body = |id: &str, input: Value| {
        let request = Zoho::catalog().request(id, &zoho, input).unwrap();
        serde_json::from_slice::<Value>(request.body().as_bytes().unwrap()).unwrap()["watch"][0].clone()
    };
    let channel = Channel::new("1", ["Visits.create", "Leads.all"], "https://app.example.com/hooks", until())
        .conditions([Condition::any_of("Visits", ["Email"])]);
    let enable = body("notification.enable", json!({ "channels": [channel] }));
    assert_eq!(enable["events"], json!(["CustomModule7.create", "Leads.all"]));
    assert_eq!(enable["notification_condition"][0]["module"]["api_name"], "CustomModule7");
    let renew = body("notification.renew", json!({ "channels": [Renewal::from(&channel)] }));
    assert_eq!(renew["events"], enable["events"]);
    let disable =
        body("notification.disable_events", json!({ "channel_id": "1", "events": ["Visits.create"] }));
    assert_eq!(disable["events"], json!(["CustomModule7.create"]));
}

#[test]
fn a_channel_that_cannot_be_is_refused_by_the_field() {
    let of = |channel: Channel| refused_field(&Enable::new([channel]));
    let named = |place: &str| format!("channels[0].{place}");
    for number in ["", "x", "-1", "0", "01", "99999999999999999999"] {
        assert_eq!(of(channel(number)), named("channel_id"), "{number}");
    }
    let with = |change: fn(&mut Channel)| {
        let mut channel = channel("1");
        change(&mut channel);
        of(channel)
    };
    assert_eq!(with(|c| c.events.clear()), named("events"));
    assert_eq!(with(|c| c.events = vec!["Leads".into()]), named("events"));
    assert_eq!(with(|c| c.events = vec!["Leads.created".into()]), named("events"));
    assert_eq!(with(|c| c.notify_url = "app.example.com".into()), named("notify_url"));
    assert_eq!(with(|c| c.token = Some("x".repeat(51).into())), named("token"));
    assert_eq!(with(|c| c.token = Some("".into())), named("token"));
    assert_eq!(
        with(|c| c.conditions = vec![Condition::any_of("Deals", [""; 0])]),
        named("conditions[0].fields")
    );
    assert_eq!(
        with(|c| c.conditions = vec![Condition::any_of("Deals", ["Stage"; 11])]),
        named("conditions[0].fields")
    );
    let exact = Channel::new("1", ["Leads.all"], "https://app.example.com", until()).token("x".repeat(50));
    assert!(body(&request(&Enable::new([exact])))["watch"][0]["token"].is_string());
    assert_eq!(refused_field(&Enable::new([])), "channels");
    assert_eq!(refused_field(&Disable::new([""; 0])), "channel_ids");
    assert_eq!(refused_field(&Disable::new(["1,2"])), "channel_ids");
}

fn done(number: &str, expiry: &str) -> Value {
    json!({ "code": "SUCCESS", "status": "success", "message": "", "details": { "events": [{
        "channel_expiry": expiry, "resource_uri": "https://www.zohoapis.com/crm/v8/Leads", "resource_id": "42",
        "resource_name": "Leads", "channel_id": number }] } })
}

fn failed(field: &str) -> Value {
    json!({ "code": "INVALID_DATA", "status": "error", "message": "invalid data",
        "details": { "api_name": field, "json_path": format!("$.watch[1].{field}") } })
}

#[test]
fn each_channel_has_an_outcome_of_its_own_also_inside_a_202() {
    let enable = Enable::new(["1", "2", "3"].map(channel));
    let on_time = "2026-06-08T14:30:00+05:30";
    let watch = json!({ "watch": [done("1", on_time), failed("notify_url"), done("3", on_time)] });
    let answer_of = |watch: &Value| answer(202, watch);
    let response = answer_of(&watch);
    assert_eq!(enable.fault(&offline::zoho(), &response.head, &response.body), None);
    let outcomes = enable.response(response).unwrap();
    let first = outcomes[0].done().unwrap();
    assert_eq!((first.channel_id.as_str(), first.events[0].channel_expiry), ("1", Some(until())));
    let error = outcomes[1].error().unwrap();
    assert_eq!((error.kind(), error.delivery()), (ErrorKind::Validation, Delivery::Rejected));
    assert!(error.field_errors()[0].field.contains("notify_url"), "{error:?}");
    assert_eq!(outcomes[2].done().unwrap().channel_id, "3");

    let mixed = json!({ "watch": [done("3", on_time), done("1", on_time)] });
    let outcomes = enable.response(answer_of(&mixed)).unwrap();
    assert_eq!(outcomes[0].done().unwrap().channel_id, "1");
    assert!(matches!(outcomes[1], Outcome::Unknown(_)));
    assert_eq!(outcomes[2].done().unwrap().channel_id, "3");
}

#[test]
fn a_channel_that_zoho_lets_live_for_an_hour_only_is_an_error_that_names_the_expiry() {
    let asked = until() + TimeDelta::days(30);
    let long = Channel::new("1", ["Leads.all"], "https://app.example.com", asked);
    let watch = json!({ "watch": [done("1", "2026-06-08T10:00:00+00:00")] });
    let outcomes = Enable::new([long]).response(answer(201, &watch)).unwrap();
    let error = outcomes[0].error().unwrap();
    assert_eq!(error.field_errors()[0].field, "channel_expiry");
    assert_eq!(error.delivery(), Delivery::Accepted, "the channel is there");
    assert!(error.to_string().contains("2026-06-08T10:00:00"), "{error}");
    assert_eq!(notifications::LONGEST, TimeDelta::days(7));
}

#[test]
fn a_renewal_says_the_number_the_events_and_until_when() {
    let renew = request(&Renew::new([Renewal::from(&channel("7"))]));
    assert_eq!(renew.method(), "PATCH");
    assert_eq!(renew.idempotency_ref(), Idempotency::Idempotent);
    assert_eq!(
        body(&renew),
        json!({ "watch": [{ "channel_id": 7, "events": ["Leads.create", "Deals.all"],
            "channel_expiry": "2026-06-08T09:00:00+00:00" }] })
    );
}

#[test]
fn events_and_channels_are_ended() {
    let stop = request(&DisableEvents::new("7", ["Leads.edit"]));
    assert_eq!(stop.method(), "PATCH");
    assert_eq!(
        body(&stop),
        json!({ "watch": [{ "channel_id": 7, "events": ["Leads.edit"], "_delete_events": true }] })
    );
    let (target, _, _) = wire("notification.disable", json!({ "channel_ids": ["7", "8"] }));
    assert_eq!(target, "DELETE /actions/watch?channel_ids=7%2C8");
    let removed = json!({ "code": "SUCCESS", "status": "success", "message": "",
        "details": { "resource_uri": "u", "resource_id": "42", "channel_id": 8 } });
    let unknown = json!({ "code": "NOT_SUBSCRIBED", "status": "error", "message": "no", "details": {} });
    let watch = json!({ "watch": [unknown, removed] });
    let outcomes = Disable::new(["7", "8"]).response(answer(202, &watch)).unwrap();
    assert_eq!(outcomes[0].error().unwrap().kind(), ErrorKind::NotFound);
    assert_eq!(outcomes[1].done().unwrap().channel_id, "8", "a number in an answer is read too");
}

#[test]
fn channels_are_listed_by_module() {
    let (target, _, _) =
        wire("notification.list", json!({ "channel_id": "7", "module": "Leads", "per_page": 10 }));
    assert_eq!(target, "GET /actions/watch?page=1&channel_id=7&module=Leads&per_page=10");
    let watch = json!({ "watch": [{ "channel_id": "7", "resource_name": "Leads", "events": ["Leads.create"],
        "token": "hard to guess", "channel_expiry": null, "notify_url": "https://app.example.com" }],
        "info": { "more_records": true } });
    let page = List::new().response(answer(200, &watch)).unwrap();
    assert_eq!(page.items[0].token.as_ref().unwrap().expose(), "hard to guess");
    assert!(!format!("{:?}", page.items[0]).contains("guess"));
    assert!(page.next.is_some());
    assert!(List::new().response(answer(204, &Value::Null)).unwrap().items.is_empty());
}
