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

const UNDESCRIBED: [Undescribed; 6] = [
    Undescribed::new("GET", "/account-info/v3/details", OLD),
    Undescribed::new("GET", "/crm/v3/limits/custom-properties", OLD),
    Undescribed::new("GET", "/crm/v3/property-validations/{objectType}", OLD),
    Undescribed::new("POST", "/communication-preferences/v4/statuses/{email}/unsubscribe-all", OLD),
    Undescribed::new("GET", "/form-integrations/v1/submissions/forms/{form}", "a legacy path"),
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
    let since = PollCursor::since("2026-01-31T08:59:59.5Z".parse().unwrap());
    for id in ids(Kind::Trigger) {
        let (client, transport) = client(|_| Reply::json(200, &json!({ "total": 0, "results": [] })));
        let batch = client.run_poll(&id, sample(&id), &since).await.unwrap_or_else(|e| panic!("{id}: {e}"));
        assert!(batch.events.is_empty(), "{id}");
        let seen = transport.seen();
        assert_eq!(seen.len(), 1, "{id}");
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
