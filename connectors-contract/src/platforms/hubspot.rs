//! HubSpot's description and what is peculiar to it.

use std::path::Path;

use serde_json::{Value, json};

use crate::openapi::{
    Change::{Rename, Set},
    Correction, LoadError, OpenApi, Options, StatusJudge, StatusRule,
};

/// HubSpot: all APIs whose description there is, in their versions v1, v3 and v4. It is derived from HubSpot's own SDK for
/// Python, of May 2025: error bodies, texts and most formats are not in it.
///
/// # Errors
/// As [`OpenApi::load`].
pub fn hubspot(specs: &Path) -> Result<OpenApi, LoadError> {
    let options = Options {
        formats: vec!["date-time"],
        ignore_patterns: false,
        overlapping_responses: false,
        silent_defaults: true,
        corrections: corrections(),
        statuses: statuses(),
        envelope: Vec::new(),
    };
    OpenApi::load("hubspot", &specs.join("hubspot"), &[], options)
}

fn statuses() -> Vec<StatusRule> {
    let errors = [400, 401, 403, 404, 405, 409, 415, 423, 429, 477, 500, 502, 503, 504].map(|status| {
        let judge = StatusJudge::Schema("crm.objects.json#/components/schemas/Error");
        StatusRule { status, judge, reason: "one error format for all calls: \"Error handling\"" }
    });
    errors.into()
}

fn corrections() -> Vec<Correction> {
    let null = "a property that was asked for and has no value is null: \"Retrieve records\"";
    let nullable = |files: &'static [&'static str], pointer| {
        files.iter().map(move |&file| of(file, pointer, json!(true), null))
    };
    let sorts = SEARCHES.iter().map(|&file| {
        let sort = json!({
            "type": "object",
            "required": ["propertyName", "direction"],
            "properties": {
                "propertyName": { "type": "string" },
                "direction": { "type": "string", "enum": ["ASCENDING", "DESCENDING"] },
            },
        });
        let pointer = "/components/schemas/PublicObjectSearchRequest/properties/sorts/items";
        of(file, pointer, sort, "the SDK says texts; on the wire they are objects: \"Search the CRM\"")
    });
    let slashes = SLASHES.iter().map(|&(file, pointer, name)| {
        let reason = "HubSpot takes the path with and without the slash at its end; its guides write none";
        Correction { file, pointer, change: Rename(name), reason }
    });
    let errors = ["status", "errorType", "policyName", "requestId"].map(|name| {
        let pointer = match name {
            "status" => "/components/schemas/Error/properties/status",
            "errorType" => "/components/schemas/Error/properties/errorType",
            "policyName" => "/components/schemas/Error/properties/policyName",
            _ => "/components/schemas/Error/properties/requestId",
        };
        let reason =
            "part of the error format, the last three of throttles: \"API usage guidelines and limits\"";
        of("crm.objects.json", pointer, json!({ "type": "string" }), reason)
    });
    let required = of(
        "crm.objects.json",
        "/components/schemas/Error/required",
        json!(["message"]),
        "throttles have no category, and what stands before the APIs no correlationId",
    );
    nullable(OBJECTS, "/components/schemas/SimplePublicObject/properties/properties/additionalProperties/nullable")
        .chain(nullable(
            &OBJECTS[..LISTED],
            "/components/schemas/SimplePublicObjectWithAssociations/properties/properties/additionalProperties/nullable",
        ))
        .chain(nullable(
            &OBJECTS[..UPSERTED],
            "/components/schemas/SimplePublicUpsertObject/properties/properties/additionalProperties/nullable",
        ))
        .chain(sorts)
        .chain(slashes)
        .chain(errors)
        .chain([required])
        .chain(UNIONS.iter().map(|&(pointer, names)| {
            let any = names.iter().map(|name| json!({ "$ref": format!("#/components/schemas/{name}") }));
            let value = json!({ "oneOf": any.collect::<Vec<_>>() });
            of("marketing.forms.json", pointer, value, "the SDK has one class for all kinds, with what any of them has")
        }))
        .collect()
}

fn of(file: &'static str, pointer: &'static str, value: Value, reason: &'static str) -> Correction {
    Correction { file, pointer, change: Set(value), reason }
}

/// What is one of several kinds of things in forms.
const UNIONS: &[(&str, &[&str])] = &[
    (
        "/components/schemas/DependentFieldDependentField",
        &[
            "DatepickerField",
            "DropdownField",
            "EmailField",
            "FileField",
            "MobilePhoneField",
            "MultiLineTextField",
            "MultipleCheckboxesField",
            "NumberField",
            "PaymentLinkRadioField",
            "PhoneField",
            "RadioField",
            "SingleCheckboxField",
            "SingleLineTextField",
        ],
    ),
    (
        "/components/schemas/HubSpotFormDefinitionAllOfLegalConsentOptions",
        &[
            "LegalConsentOptionsExplicitConsentToProcess",
            "LegalConsentOptionsImplicitConsentToProcess",
            "LegalConsentOptionsLegitimateInterest",
            "LegalConsentOptionsNone",
        ],
    ),
];

/// The files that have objects: first those with upserts, then those with lists, then the others.
const OBJECTS: &[&str] = &[
    "crm.commerce.invoices.json",
    "crm.companies.json",
    "crm.contacts.json",
    "crm.deals.json",
    "crm.line_items.json",
    "crm.objects.calls.json",
    "crm.objects.communications.json",
    "crm.objects.emails.json",
    "crm.objects.goals.json",
    "crm.objects.json",
    "crm.objects.leads.json",
    "crm.objects.meetings.json",
    "crm.objects.notes.json",
    "crm.objects.postal_mail.json",
    "crm.objects.tasks.json",
    "crm.objects.taxes.json",
    "crm.products.json",
    "crm.quotes.json",
    "crm.tickets.json",
    "crm.objects.feedback_submissions.json",
    "crm.objects.deal_splits.json",
];

const UPSERTED: usize = 19;
const LISTED: usize = 20;

/// The files that have searches.
const SEARCHES: &[&str] = &[
    "crm.commerce.invoices.json",
    "crm.companies.json",
    "crm.contacts.json",
    "crm.deals.json",
    "crm.line_items.json",
    "crm.objects.calls.json",
    "crm.objects.communications.json",
    "crm.objects.emails.json",
    "crm.objects.feedback_submissions.json",
    "crm.objects.goals.json",
    "crm.objects.json",
    "crm.objects.leads.json",
    "crm.objects.meetings.json",
    "crm.objects.notes.json",
    "crm.objects.postal_mail.json",
    "crm.objects.tasks.json",
    "crm.objects.taxes.json",
    "crm.products.json",
    "crm.quotes.json",
    "crm.tickets.json",
];

/// Paths that end in a slash, and what they are without it.
const SLASHES: &[(&str, &str, &str)] = &[
    ("crm.imports.json", "/paths/~1crm~1v3~1imports~1", "/crm/v3/imports"),
    ("crm.lists.json", "/paths/~1crm~1v3~1lists~1", "/crm/v3/lists"),
    ("crm.owners.json", "/paths/~1crm~1v3~1owners~1", "/crm/v3/owners"),
    ("events.json", "/paths/~1events~1v3~1events~1", "/events/v3/events"),
    ("marketing.emails.json", "/paths/~1marketing~1v3~1emails~1", "/marketing/v3/emails"),
    ("marketing.events.json", "/paths/~1marketing~1v3~1marketing-events~1", "/marketing/v3/marketing-events"),
    ("marketing.forms.json", "/paths/~1marketing~1v3~1forms~1", "/marketing/v3/forms"),
    ("settings.users.json", "/paths/~1settings~1v3~1users~1", "/settings/v3/users"),
];
