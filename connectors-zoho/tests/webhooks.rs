//! Notifications: what they prove, how they are read, and what they are to triggers.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use connectors_core::ErrorKind;
use connectors_core::triggers::{Event, Hint, WebhookTrigger};
use connectors_core::webhooks::{Inbound, Proof, Verdict, Verified, Webhook};
use connectors_zoho::notifications::ChannelToken;
use connectors_zoho::webhooks::{self, DerivedTokens, Notification, Operation};
use connectors_zoho::{Contact, DataCenter, Record, Zoho, contacts, records};
use secrecy::SecretString;
use serde_json::{Value, json};

const CHANNEL: &str = "1000000068001";

fn secret(text: &str) -> SecretString {
    text.into()
}

fn token(channel: &str) -> String {
    ChannelToken::derive(&secret("secret"), channel).expose().to_owned()
}

async fn verified(tokens: DerivedTokens, body: impl Into<String>) -> connectors_core::Result<Verified> {
    let inbound = Inbound::post("https://app.example.com/hooks", body.into());
    match webhooks::verifier(tokens).verify(inbound).await? {
        Verdict::Delivery(verified) => Ok(verified),
        Verdict::Answer(_) => panic!("Zoho has no handshake"),
    }
}

/// What a good notification with these members besides tells.
async fn events(members: Value) -> Vec<Event<Notification>> {
    let mut body = json!({ "channel_id": CHANNEL, "token": token(CHANNEL) });
    body.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
    let verified = verified(DerivedTokens::new("secret"), body.to_string()).await.unwrap();
    assert_eq!((verified.proof(), verified.hint()), (Proof::Sender, Some(CHANNEL)));
    Zoho::events(&verified).unwrap()
}

#[tokio::test]
async fn a_notification_is_one_event_for_each_record_with_its_own_fields_and_values() {
    let events = events(json!({
        "server_time": 1_762_000_000_123_i64, "module": "Leads", "operation": "update", "query_params": {},
        "resource_uri": "https://www.zohoapis.com/crm/v8/Leads", "ids": ["11", "12"],
        "affected_fields": [{ "11": ["Email", "Phone"] }, { "12": ["Company"] }],
        "affected_values": [{ "record_id": "12", "values": { "Company": "Analytical Engines" } }],
    }))
    .await;
    let at = "2025-11-01T12:26:40.123Z".parse().unwrap();
    let wanted = Notification::new(CHANNEL).module("Leads").operation(Operation::Update).server_time(at);
    let values = json!({ "Company": "Analytical Engines" }).as_object().unwrap().clone();
    assert_eq!(events[0].data, wanted.clone().fields(["Email", "Phone"]));
    assert_eq!(events[1].data, wanted.fields(["Company"]).values(values));
    assert_eq!((events[0].id.as_str(), events[1].id.as_str(), events.len()), ("11", "12", 2));
    assert_eq!((events[0].at, events[0].account.as_str()), (Some(at), CHANNEL));
    assert_ne!(events[0].key, events[1].key);
}

#[tokio::test]
async fn whatever_is_missing_or_otherwise_is_left_out() {
    let nothing = Notification::new(CHANNEL);
    let told = events(json!({})).await;
    assert_eq!((told.len(), told[0].id.as_str(), &told[0].data), (1, "", &nothing));
    let told = events(json!({
        "channel_id": 1_000_000_068_001_u64, "server_time": "soon", "module": 7, "operation": "restore", "ids": [11, null, {}],
        "affected_fields": { "11": ["Email"] }, "affected_values": [7, { "record_id": 11, "values": { "Email": null } }],
    }))
    .await;
    let values = json!({ "Email": null }).as_object().unwrap().clone();
    let open = connectors_core::types::Open::from_wire("restore");
    assert_eq!((told.len(), told[0].id.as_str()), (1, "11"));
    assert_eq!(told[0].data, nothing.operation(open).values(values), "what is not known is kept");
}

#[tokio::test]
async fn the_account_is_what_the_route_says() {
    let body = json!({ "channel_id": CHANNEL, "token": token(CHANNEL) }).to_string();
    let inbound = Inbound::post("https://app.example.com/hooks/customer-7", body).with_route("customer-7");
    let verdict = webhooks::verifier(DerivedTokens::new("secret")).verify(inbound).await.unwrap();
    let Verdict::Delivery(verified) = verdict else { panic!("Zoho has no handshake") };
    assert_eq!(Zoho::events(&verified).unwrap()[0].account, "customer-7");
}

#[tokio::test]
async fn the_same_notification_has_the_same_keys_and_no_other_has() {
    let one = json!({ "module": "Leads", "ids": ["11"], "server_time": 1 });
    let other = json!({ "module": "Leads", "ids": ["11"], "server_time": 2 });
    let keys =
        [events(one.clone()).await, events(one).await, events(other).await].map(|told| told[0].key.clone());
    assert_eq!(keys[0], keys[1]);
    assert_ne!(keys[0], keys[2]);
}

#[tokio::test]
async fn without_the_channels_token_nothing_is_taken() {
    let mine = token(CHANNEL);
    for body in [
        json!({ "channel_id": CHANNEL }).to_string(),
        json!({ "channel_id": CHANNEL, "token": "guessed" }).to_string(),
        json!({ "channel_id": CHANNEL, "token": "" }).to_string(),
        json!({ "channel_id": CHANNEL, "token": null }).to_string(),
        json!({ "channel_id": "1000000068002", "token": mine }).to_string(),
        json!({ "token": mine }).to_string(),
        format!(r#"{{"channel_id":"{CHANNEL}","token":"x","token":"{mine}"}}"#),
        format!(r#"{{"channel_id":"{CHANNEL}","channel_id":"1000000068002","token":"{mine}"}}"#),
        "[]".to_owned(),
        "no JSON".to_owned(),
    ] {
        let error = verified(DerivedTokens::new("secret"), body.clone()).await.expect_err(&body);
        assert_eq!(
            (error.kind(), error.status().map(|s| s.as_u16())),
            (ErrorKind::Webhook, Some(401)),
            "{body}"
        );
        assert!(!format!("{error:?}").contains(&mine), "{error:?}");
    }
}

#[tokio::test]
async fn a_former_secret_is_good_while_it_is_named_and_an_empty_one_never_is() {
    let body = json!({ "channel_id": CHANNEL, "token": token(CHANNEL) }).to_string();
    assert!(verified(DerivedTokens::new("new").former("secret"), body.clone()).await.is_ok());
    assert!(verified(DerivedTokens::new("new"), body).await.is_err());
    let derived = ChannelToken::derive(&secret(""), CHANNEL);
    let body = json!({ "channel_id": CHANNEL, "token": derived.expose() }).to_string();
    assert!(verified(DerivedTokens::new("secret").former(""), body).await.is_err());
    assert!(!format!("{:?} {derived:?}", DerivedTokens::new("secret")).contains("secret"));
}

#[tokio::test]
async fn a_notification_is_a_reason_to_look_for_the_triggers_that_it_may_be_about() {
    let zoho = Zoho::new(DataCenter::Eu).module("Contacts", "People");
    let told = async |module: &str, operation: &str| {
        events(json!({ "module": module, "operation": operation, "ids": ["11"], "server_time": 1000 }))
            .await
            .remove(0)
    };
    /// Which of created, updated, either and deleted look.
    fn look(zoho: &Zoho, event: &Event<Notification>) -> [bool; 4] {
        let wanted = Some(Hint::<Contact>::Look { id: Some("11".into()), at: event.at });
        let hints = [
            contacts::Created::new().hint(zoho, event),
            contacts::Updated::new().hint(zoho, event),
            contacts::CreatedOrUpdated::new().hint(zoho, event),
        ];
        let deleted = contacts::Deleted::new().hint(zoho, event);
        assert!(hints.iter().flatten().all(|hint| Some(hint) == wanted.as_ref()));
        let [created, updated, either] = hints.map(|hint| hint.is_some());
        [created, updated, either, deleted.is_some()]
    }
    for (module, operation, wanted) in [
        ("People", "insert", [true, false, true, false]),
        ("People", "update", [false, true, true, false]),
        ("People", "delete", [false, false, false, true]),
        ("People", "restore", [true; 4]),
        ("Contacts", "insert", [false; 4]),
        ("Leads", "restore", [false; 4]),
    ] {
        assert_eq!(look(&zoho, &told(module, operation).await), wanted, "{module} {operation}");
    }
    let named = records::Created::<Record>::new().module("Leads");
    assert!(named.hint(&zoho, &told("Leads", "insert").await).is_some());
    assert!(named.hint(&zoho, &told("People", "insert").await).is_none());
    let nothing = events(json!({})).await.remove(0);
    assert_eq!(contacts::Deleted::new().hint(&zoho, &nothing), Some(Hint::Look { id: None, at: None }));
}
