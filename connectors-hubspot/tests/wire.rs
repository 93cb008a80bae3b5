//! What single actions send and how they read answers.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use connectors_core::transport::Reply;
use connectors_core::triggers::{Event, PollCursor};
use connectors_core::{Action, Connector, ErrorKind, JobState};
use connectors_hubspot::email_subscriptions::{self, LegalBasis};
use connectors_hubspot::objects::{Associate, Object};
use connectors_hubspot::{
    Contact, CrmObject, HubSpot, Version, associations, contacts, events, exports, files, forms, imports,
    list_members, objects, owners,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

mod support;
use support::{answer, body, client, client_of, hubspot, object, request, sample};

/// Method, path and query of a request by its id.
fn target(hubspot: &HubSpot, id: &str, input: Value) -> String {
    let request = HubSpot::catalog().request(id, hubspot, input).unwrap();
    format!("{} {}", request.method(), request.uri().path_and_query().unwrap())
}

#[test]
fn types_become_texts_and_what_is_not_set_is_not_sent() {
    let contact =
        Contact::new().email("ada@example.com").hs_email_optout(false).property("points", 120).unwrap();
    let create = contacts::Create::new(contact)
        .associations([Associate::new("7", [associations::AssociationType::hubspot(279)])]);
    assert_eq!(
        body(&request(&create)),
        json!({
            "properties": { "email": "ada@example.com", "hs_email_optout": "false", "points": "120" },
            "associations": [{
                "to": { "id": "7" },
                "types": [{ "associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 279 }],
            }],
        })
    );
    let update = contacts::Update::new("1", Contact::new().phone("1")).clear(["city"]);
    assert_eq!(body(&request(&update)), json!({ "properties": { "phone": "1", "city": "" } }));
}

#[test]
fn texts_become_types_and_what_is_not_named_is_kept() {
    let mut wire = object(
        "1",
        json!({ "email": "ada@example.com", "hs_email_optout": "true", "phone": null, "city": "",
        "createdate": "2026-01-31T10:00:00.123Z", "points": "120" }),
    );
    wire["propertiesWithHistory"] = json!({ "email": [
        { "value": "ada@example.com", "timestamp": "2026-01-31T10:00:00Z", "sourceType": "API", "sourceId": "7" },
        { "value": "old@example.com", "timestamp": "2026-01-30T10:00:00Z", "sourceType": "CRM_UI" },
    ] });
    wire["associations"] =
        json!({ "companies": { "results": [{ "id": "9", "type": "contact_to_company" }] } });
    wire["newerMember"] = json!(1);
    let contact: Object<Contact> = contacts::Get::new("1").response(answer(200, &wire)).unwrap();
    assert_eq!((contact.properties.hs_email_optout, &contact.properties.phone), (Some(true), &None));
    assert_eq!(contact.properties.city, None);
    assert_eq!(contact.properties.other.get::<u8>("points").unwrap(), Some(120));
    assert_eq!(contact.history["email"][1].value.as_deref(), Some("old@example.com"));
    assert_eq!(contact.associations["companies"].results[0].id, "9");
    let again: Object<Contact> = serde_json::from_value(serde_json::to_value(&contact).unwrap()).unwrap();
    assert_eq!(again, contact);
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Engine {
    name: String,
    horsepower: Option<u32>,
    colours: Vec<String>,
}

impl CrmObject for Engine {
    const TYPE: &'static str = "engines";
    const RESOURCE: &'static str = "engine";
    const PROPERTIES: &'static [&'static str] = &["name", "horsepower", "colours"];
}

#[tokio::test]
async fn an_object_of_ones_own_has_the_same_actions_and_triggers() {
    let (client, transport) = client(|seen| match seen.path().rsplit('/').next().unwrap() {
        "search" => Reply::json(
            200,
            &json!({ "total": 1, "results": [object("1", json!({ "name": "No. 1",
            "horsepower": "12", "colours": "red;blue", "hs_lastmodifieddate": "2026-01-31T10:00:00.123Z" }))] }),
        ),
        _ => Reply::json(201, &object("1", json!({ "name": "No. 1", "horsepower": null, "colours": null }))),
    });
    let engine =
        Engine { name: "No. 1".into(), horsepower: Some(12), colours: vec!["red".into(), "blue".into()] };
    let error = client.call(objects::Create::new(engine.clone())).await.unwrap_err();
    // A list has no "none": an own type says `#[serde(default)]` where a property may be empty.
    assert!(error.to_string().contains("colours"), "{error}");
    assert_eq!(transport.seen()[0].path(), "/crm/v3/objects/engines");
    assert_eq!(transport.seen()[0].json()["properties"]["colours"], "red;blue");

    let start = PollCursor::since("2026-01-31T09:00:00Z".parse().unwrap());
    let batch = client.poll(objects::Created::<Engine>::new(), &start).await.unwrap();
    let events: Vec<&Event<Object<Engine>>> = batch.events.iter().collect();
    assert_eq!((events.len(), &events[0].data.properties), (1, &engine));
    let again = client.poll(objects::Created::<Engine>::new(), &batch.cursor).await.unwrap();
    assert!(again.events.is_empty());
}

#[tokio::test]
async fn deleted_objects_come_once_and_only_those_since() {
    let gone = |id: &str, at: &str| {
        let mut gone = object(id, json!({ "email": "x@example.com" }));
        (gone["archived"], gone["archivedAt"]) = (true.into(), at.into());
        gone
    };
    let (client, transport) = client(move |_| {
        let results = [gone("1", "2026-01-30T10:00:00Z"), gone("2", "2026-01-31T10:00:00Z")];
        Reply::json(200, &json!({ "results": results }))
    });
    let start = PollCursor::since("2026-01-31T09:00:00Z".parse().unwrap());
    let batch = client.poll(contacts::Deleted::new(), &start).await.unwrap();
    assert_eq!(batch.events.iter().map(|event| event.id.as_str()).collect::<Vec<_>>(), ["2"]);
    assert!(transport.seen()[0].uri.query().unwrap().contains("archived=true"));
    assert!(client.poll(contacts::Deleted::new(), &batch.cursor).await.unwrap().events.is_empty());
}

#[test]
fn versions_change_paths_and_nothing_else() {
    let dated = hubspot().version(Version::V2026_09);
    for (id, input, legacy, new) in [
        (
            "contact.delete",
            json!({ "id": "1" }),
            "DELETE /crm/v3/objects/contacts/1",
            "DELETE /crm/objects/2026-09/contacts/1",
        ),
        (
            "association.remove",
            json!({ "from": "contacts", "from_id": "1", "to": "deals", "to_id": "2" }),
            "DELETE /crm/v4/objects/contacts/1/associations/deals/2",
            "DELETE /crm/objects/2026-09/contacts/1/associations/deals/2",
        ),
        (
            "schema.get",
            json!({ "object": "2-1" }),
            "GET /crm-object-schemas/v3/schemas/2-1",
            "GET /crm-object-schemas/2026-09/schemas/2-1",
        ),
        ("owner.list", json!({}), "GET /crm/v3/owners", "GET /crm/owners/2026-09"),
        ("contact_list.get", json!({ "id": "1" }), "GET /crm/v3/lists/1", "GET /crm/v3/lists/1"),
    ] {
        assert_eq!(target(&hubspot(), id, input.clone()), legacy);
        assert_eq!(target(&dated, id, input), new);
    }
}

#[test]
fn an_address_is_one_segment_of_the_path_whatever_is_in_it() {
    let get = json!({ "id": "a/b@example.com", "id_property": "email", "properties": ["email"] });
    assert_eq!(
        target(&hubspot(), "contact.get", get),
        "GET /crm/v3/objects/contacts/a%2Fb%40example.com?idProperty=email&properties=email"
    );
}

#[test]
fn objects_are_associated_in_the_usual_way_unless_ways_are_named() {
    let create = associations::Create::new("contacts", "1", "companies", "2");
    assert_eq!(
        format!("{:?}", request(&create).target()),
        "api:/crm/v4/objects/contacts/1/associations/default/companies/2"
    );
    let create = create.types([associations::AssociationType::user(301)]);
    let request = request(&create);
    assert_eq!(format!("{:?}", request.target()), "api:/crm/v4/objects/contacts/1/associations/companies/2");
    assert_eq!(body(&request), json!([{ "associationCategory": "USER_DEFINED", "associationTypeId": 301 }]));
    let old = json!({ "results": [{ "toObjectId": 7, "associationTypes": [{ "category": "HUBSPOT_DEFINED", "typeId": 279, "label": null }] }] });
    let page = associations::List::new("contacts", "1", "companies").response(answer(200, &old)).unwrap();
    assert_eq!(
        (page.items[0].to_object_id.as_str(), page.items[0].association_types[0].type_id),
        ("7", Some(279))
    );
}

#[test]
fn an_opt_out_is_exact_and_an_unknown_status_is_not_subscribed() {
    let unsubscribe = email_subscriptions::Unsubscribe::new(" ada@example.com ", "7");
    assert_eq!(
        body(&request(&unsubscribe)),
        json!({ "emailAddress": "ada@example.com", "subscriptionId": "7" })
    );
    let subscribe = email_subscriptions::Subscribe::new("ada@example.com", "7")
        .legal_basis(LegalBasis::ConsentWithNotice);
    assert_eq!(body(&request(&subscribe))["legalBasis"], "CONSENT_WITH_NOTICE");
    let status = |status: Value| {
        let subscription =
            json!({ "id": "7", "name": "News", "status": status, "sourceOfStatus": "SUBSCRIPTION_STATUS" });
        let answered =
            answer(200, &json!({ "recipient": "ada@example.com", "subscriptionStatuses": [subscription] }));
        let list = email_subscriptions::GetStatus::new("ada@example.com").response(answered).unwrap();
        list[0].is_subscribed()
    };
    assert!(status(json!("SUBSCRIBED")));
    for other in [json!("NOT_SUBSCRIBED"), json!("PENDING"), json!(null)] {
        assert!(!status(other));
    }
}

#[test]
fn jobs_say_how_far_they_are() {
    let export = |status: &str| {
        let answered = json!({ "status": status, "result": "https://example.com/x", "numErrors": 0 });
        exports::Get::new("1").response(answer(200, &answered)).unwrap()
    };
    assert!(matches!(export("PROCESSING"), JobState::Running { .. }));
    let JobState::Done(done) = export("COMPLETE") else { panic!("it is done") };
    assert_eq!(done.url.as_deref(), Some("https://example.com/x"));
    assert!(matches!(export("CANCELED"), JobState::Failed(_)));
    let import = |state: &str| {
        imports::Get::new("1").response(answer(200, &json!({ "id": "1", "state": state }))).unwrap()
    };
    assert!(matches!(import("DEFERRED"), JobState::Running { .. }));
    assert!(matches!(import("DONE"), JobState::Done(_)));
    assert!(matches!(import("FAILED"), JobState::Failed(_)));
}

#[test]
fn fields_of_a_form_come_in_their_order_over_all_groups() {
    let form = json!({ "id": "f", "name": "Sign up", "fieldGroups": [
        { "fields": [{ "name": "email", "objectTypeId": "0-1", "required": true }, { "name": "city", "objectTypeId": "0-1" }] },
        { "fields": [{ "name": "domain", "objectTypeId": "0-2" }] },
    ] });
    let fields = forms::GetFields::new("f").response(answer(200, &form)).unwrap();
    assert_eq!(
        fields.iter().map(|field| field.name.as_str()).collect::<Vec<_>>(),
        ["email", "city", "domain"]
    );
    let submit = forms::Submit::new("f", [forms::SubmittedField::contact("email", "ada@example.com")])
        .page_name("Home");
    let sent = request(&submit);
    assert_eq!(format!("{:?}", sent.target()), "forms:/submissions/v3/integration/secure/submit/33/f");
    assert_eq!(body(&sent)["context"], json!({ "pageName": "Home" }));
}

#[test]
fn memberships_are_bare_lists_of_ids() {
    let add = list_members::Add::new("31", ["1", "2"]);
    assert_eq!(body(&request(&add)), json!(["1", "2"]));
    let change = json!({ "recordsIdsAdded": ["1"], "recordIdsRemoved": [], "recordIdsMissing": ["2"] });
    let change = add.response(answer(200, &change)).unwrap();
    assert_eq!((change.added, change.missing), (vec!["1".to_owned()], vec!["2".to_owned()]));
}

#[tokio::test]
async fn a_list_goes_on_to_its_last_page() {
    let (client, transport) = client(|seen| match seen.uri.query().unwrap_or_default().contains("after=x") {
        false => {
            Reply::json(200, &json!({ "results": [{ "id": "1" }], "paging": { "next": { "after": "x" } } }))
        }
        true => Reply::json(200, &json!({ "results": [{ "id": "2", "userId": null, "type": "QUEUE" }] })),
    });
    let owners = client.items(owners::List::new()).collect().await.unwrap();
    assert_eq!(owners.iter().map(|owner| owner.id.as_str()).collect::<Vec<_>>(), ["1", "2"]);
    assert_eq!(transport.seen().len(), 2);
    let check = HubSpot::catalog().get("account.get").is_some();
    assert!(check);
}

#[tokio::test]
async fn a_developer_key_goes_with_the_calls_of_the_application_and_is_shown_by_nothing() {
    const KEY: &str = "developer-key-0815";
    let (client, transport) = client_of(HubSpot::new().developer(KEY), |seen| {
        // One that is not sent again: what the transport says of it is in the error.
        if seen.method == "POST" { Reply::cut() } else { Reply::status(404) }
    });
    let mut shown = vec![format!("{client:?} {:?}", client.connector())];
    shown.push(serde_json::to_string(client.connector()).unwrap());
    for id in ["webhook_subscription.create", "webhook_settings.delete", "contact.get"] {
        let error = client.run(id, sample(id)).await.unwrap_err();
        shown.push(format!("{error} {error:?}"));
    }
    assert!(shown.iter().all(|text| !text.contains(KEY)), "{shown:?}");
    for seen in transport.seen() {
        let wanted = seen.uri.path().starts_with("/webhooks/").then_some("hapikey=developer-key-0815");
        assert_eq!(seen.uri.query().filter(|query| query.contains("hapikey")), wanted, "{}", seen.uri);
        assert!(!seen.headers.contains_key("authorization"));
    }
    let (private, transport) = support::client(|_| Reply::status(404));
    private.run("webhook_subscription.get", sample("webhook_subscription.get")).await.unwrap_err();
    assert_eq!(transport.seen()[0].uri.query(), None);
}

#[tokio::test]
async fn a_developer_key_is_refused_for_a_dated_version() {
    let dated = HubSpot::new().version(Version::V2026_03).developer("developer-key-0815");
    let (client, transport) = client_of(dated, |_| Reply::status(500));
    let error = client.run("webhook_subscription.get", sample("webhook_subscription.get")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    assert!(transport.seen().is_empty());
}

#[test]
fn what_others_call_otherwise_asks_the_same() {
    let target = |id: &str| target(&hubspot(), id, sample(id));
    assert_eq!(target("account.get_current"), target("account.get"));
    assert_eq!(target("company.batch_create"), target("company.create_many"));
    assert_eq!(
        target("deal_archived.list"),
        "GET /crm/v3/objects/deals?archived=true&limit=50&properties=dealname"
    );
    assert_eq!(target("deal_pipeline.list"), "GET /crm/v3/pipelines/deals");
    assert_eq!(target("owner_archived.list"), "GET /crm/v3/owners?archived=true&limit=100");
    assert_eq!(
        target("contact_property_history.list"),
        "GET /crm/v3/objects/contacts?limit=50&propertiesWithHistory=hubspot_owner_id"
    );
    assert_eq!(
        target("line_item_web_analytics.list"),
        "GET /events/v3/events?objectType=line_item&objectId=9001&occurredAfter=2026-01-01T00%3A00%3A00.000Z"
    );
}

#[test]
fn earlier_values_come_one_by_one() {
    let entry = |value: &str| json!({ "value": value, "timestamp": "2026-01-31T10:00:00Z" });
    let answered = json!({ "results": [
        { "id": "1", "properties": {}, "propertiesWithHistory": { "city": [entry("Bath"), entry("York")] } },
        { "id": "2", "properties": {} },
    ], "paging": { "next": { "after": "2" } } });
    let page = contacts::ListHistory::new().response(answer(200, &answered)).unwrap();
    let values: Vec<_> =
        page.items.iter().map(|past| (past.id.as_str(), past.entry.value.as_deref())).collect();
    assert_eq!(values, [("1", Some("Bath")), ("1", Some("York"))]);
    assert!(page.next.is_some());
}

#[test]
fn a_custom_event_says_on_whom_it_happened() {
    let send = |event: Value| HubSpot::catalog().request("event.send", &hubspot(), json!({ "event": event }));
    let error = send(json!({ "event_name": "pe33_watched" })).unwrap_err();
    assert_eq!(error.field_errors()[0].field, "event.email");
    let error = events::SendMany::new([events::Occurrence::new(" ").email("a@example.com")]);
    assert_eq!(support::refused(&error).field_errors()[0].field, "events[0].event_name");
    let sent = body(&request(&events::Send::new(events::Occurrence::new("pe33_watched").object_id("7"))));
    assert_eq!(sent, json!({ "eventName": "pe33_watched", "objectId": "7" }));
}

#[tokio::test]
async fn an_opt_out_that_is_done_already_is_done_and_every_other_refusal_is_told() {
    let refused = |text: &str| {
        let body = json!({ "status": "error", "message": text, "category": "VALIDATION_ERROR" });
        Reply::json(400, &body)
    };
    let already = "ada@example.com is already unsubscribed from subscription 7";
    let (opted_out, _) = client(move |_| refused(already));
    let unsubscribe = email_subscriptions::Unsubscribe::new("ada@example.com", "7");
    let done = opted_out.call(unsubscribe.clone()).await.unwrap();
    assert_eq!((done.id.as_str(), done.is_subscribed()), ("7", false));
    opted_out.call(email_subscriptions::UnsubscribeAll::new("ada@example.com")).await.unwrap();
    let subscribe = email_subscriptions::Subscribe::new("ada@example.com", "7");
    // That somebody is out is no reason to take them for being in.
    assert_eq!(opted_out.call(subscribe.clone()).await.unwrap_err().kind(), ErrorKind::Validation);
    let (subscribed, _) = client(move |_| refused("ada@example.com is already subscribed to subscription 7"));
    assert!(subscribed.call(subscribe).await.unwrap().is_subscribed());
    assert_eq!(subscribed.call(unsubscribe.clone()).await.unwrap_err().kind(), ErrorKind::Validation);
    let (unknown, _) = client(move |_| refused("There is no subscription 7"));
    assert_eq!(unknown.call(unsubscribe).await.unwrap_err().kind(), ErrorKind::Validation);
}

#[test]
fn addresses_that_open_a_file_are_not_in_debug() {
    const ADDRESS: &str = "https://files.example.com/signed?key=0815";
    let sign = files::Sign::new("1").response(answer(200, &json!({ "url": ADDRESS, "name": "a" }))).unwrap();
    let answered = json!({ "status": "COMPLETE", "result": ADDRESS });
    let export = exports::Get::new("1").response(answer(200, &answered)).unwrap();
    let JobState::Done(export) = export else { panic!("it is done") };
    assert_eq!((sign.url.as_str(), export.url.as_deref()), (ADDRESS, Some(ADDRESS)));
    assert!(!format!("{sign:?} {export:?}").contains("0815"));
}
