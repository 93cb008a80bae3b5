//! Every action's and trigger's requests, held against HubSpot's description.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use connectors_contract::{Checker, Undescribed, Waiver, locate, platforms};
use connectors_core::catalog::Kind;
use connectors_core::transport::Reply;
use connectors_core::triggers::PollCursor;
use connectors_core::{Connector, Content};
use connectors_hubspot::HubSpot;
use serde_json::json;

mod support;
use support::{client, hubspot, ids, sample};

const OLD: &str = "the SDK that the description comes from does not have it";

const SUBMISSIONS: Undescribed =
    Undescribed::new("GET", "/form-integrations/v1/submissions/forms/{form}", "a legacy path");

const UNDESCRIBED: [Undescribed; 6] = [
    Undescribed::new("GET", "/account-info/v3/details", OLD),
    Undescribed::new("GET", "/crm/v3/limits/custom-properties", OLD),
    Undescribed::new("GET", "/crm/v3/property-validations/{objectType}", OLD),
    Undescribed::new("POST", "/communication-preferences/v4/statuses/{email}/unsubscribe-all", OLD),
    SUBMISSIONS,
    Undescribed::new(
        "POST",
        "/submissions/v3/integration/secure/submit/{portal}/{form}",
        "another host, which no SDK has",
    ),
];

fn checker() -> Option<Checker> {
    let located = locate().unwrap_or_else(|missing| panic!("{missing}"));
    let specs = located.or_say_skipped("hubspot")?;
    Some(Checker::new(platforms::hubspot(&specs).unwrap()))
}

#[tokio::test]
async fn every_request_fits_the_description() {
    let Some(checker) = checker() else { return };
    let checker = checker.undescribed(UNDESCRIBED).waive(WAIVED);
    for id in ids(Kind::Action) {
        let request = HubSpot::catalog().request(&id, &hubspot(), sample(&id));
        let (mut parts, mut body) = request.unwrap_or_else(|e| panic!("{id}: {e}")).into_parts();
        if body.is_open() {
            body.fill(Content::bytes("content")).unwrap();
            body.describe(&mut parts.headers);
        }
        checker.request(&http::Request::from_parts(parts, body.collect().await.unwrap()));
    }
    checker.finish().unwrap_or_else(|failures| panic!("{failures}")).say();
}

#[tokio::test]
async fn all_that_the_triggers_ask_fits_the_description() {
    let Some(checker) = checker() else { return };
    let checker = checker.undescribed([SUBMISSIONS]);
    let since = PollCursor::since("2026-01-31T08:59:59.5Z".parse().unwrap());
    for id in ids(Kind::Trigger) {
        // What is told by deliveries alone asks nothing; values are read of the objects that a search found.
        let told = id.starts_with("conversation.") || id == "contact.privacy_deleted";
        let values = ["property_changed", "stage_changed"].iter().any(|verb| id.ends_with(verb)) && !told;
        let object = json!({ "id": "9001", "properties": {}, "updatedAt": "2026-01-31T09:00:00Z" });
        let (client, transport) = client(move |seen| {
            let found = values && seen.uri.path().ends_with("/search");
            let results = if found { vec![object.clone()] } else { Vec::new() };
            Reply::json(200, &json!({ "total": results.len(), "results": results }))
        });
        let batch = client.run_poll(&id, sample(&id), &since).await.unwrap_or_else(|e| panic!("{id}: {e}"));
        assert!(batch.events.is_empty(), "{id}");
        let seen = transport.seen();
        // What comes in several pages is read twice.
        let calls = if values { 4 } else { usize::from(!told) };
        assert_eq!(seen.len(), calls, "{id}");
        for seen in seen {
            let mut request = http::Request::new(seen.body.clone());
            (*request.method_mut(), *request.uri_mut()) = (seen.method.clone(), seen.uri.clone());
            *request.headers_mut() = seen.headers.clone();
            checker.request(&request);
        }
    }
    checker.finish().unwrap_or_else(|failures| panic!("{failures}")).say();
}

const WAIVED: [Waiver; 0] = [];
