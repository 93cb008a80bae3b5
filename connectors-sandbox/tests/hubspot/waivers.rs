//! Where HubSpot's description is wrong or silent, and how one knows.

use connectors_contract::Waiver;

/// Method, template, place, reason.
type Row = (&'static str, &'static str, &'static str, &'static str);

const KEY: &str =
    "the developer's key; the SDK has it as a way of authentication, which the description leaves out";
const NAMED: &str = "users have names since the SDK that the description comes from: \"User provisioning\"";
const NO_LABEL: &str = "null where a kind of association has no label: \"Associations v4\"";

const SETTINGS: &str = "/webhooks/v3/{app}/settings";
const SUBSCRIPTIONS: &str = "/webhooks/v3/{app}/subscriptions";
const SUBSCRIPTION: &str = "/webhooks/v3/{app}/subscriptions/{id}";
const LINKS: &str = "/crm/v4/objects/{type}/{id}/associations/{to}";
const LABELS: &str = "/crm/v4/associations/{from}/{to}/labels";
const USERS: &str = "/settings/v3/users";
const LIMITS: &str = "/crm/v4/associations/definitions/configurations/{from}/{to}";

const REQUESTS: &[Row] = &[
    ("GET", SETTINGS, "query hapikey", KEY),
    ("PUT", SETTINGS, "query hapikey", KEY),
    ("DELETE", SETTINGS, "query hapikey", KEY),
    ("GET", SUBSCRIPTIONS, "query hapikey", KEY),
    ("POST", SUBSCRIPTIONS, "query hapikey", KEY),
    ("GET", SUBSCRIPTION, "query hapikey", KEY),
    ("PATCH", SUBSCRIPTION, "query hapikey", KEY),
    ("DELETE", SUBSCRIPTION, "query hapikey", KEY),
    ("POST", "/webhooks/v3/{app}/subscriptions/batch/update", "query hapikey", KEY),
];

const RESPONSES: &[Row] = &[
    ("GET", LINKS, "body /results/*/associationTypes/*/label", NO_LABEL),
    (
        "POST",
        "/crm/v4/associations/{from}/{to}/batch/read",
        "body /results/*/to/*/associationTypes/*/label",
        NO_LABEL,
    ),
    ("GET", LABELS, "body /results/*/label", NO_LABEL),
    ("GET", USERS, "body /results/*/firstName", NAMED),
    ("GET", USERS, "body /results/*/lastName", NAMED),
    ("GET", LIMITS, "body /results/*/label", NO_LABEL),
    (
        "POST",
        "/crm/v4/associations/definitions/configurations/{from}/{to}/batch/create",
        "body /results/*/label",
        NO_LABEL,
    ),
];

pub(crate) fn waivers() -> Vec<Waiver> {
    let requests = REQUESTS
        .iter()
        .map(|(method, template, place, reason)| Waiver::request(method, template, place, reason));
    let responses = RESPONSES
        .iter()
        .map(|(method, template, place, reason)| Waiver::response(method, template, place, reason));
    requests.chain(responses).collect()
}
