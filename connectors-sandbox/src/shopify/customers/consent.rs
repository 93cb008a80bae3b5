//! What customers agreed to be told, by mail and by text message.

use serde_json::{Value, json};

use super::wanted;
use crate::shopify::Cx;
use crate::shopify::json::{given, object, text};
use crate::shopify::mutations::{Done, UserError, wrong};
use crate::store::Record;

/// A way to reach customers: its consent's field, the address that it needs, what stands in errors.
struct Way {
    field: &'static str,
    address: &'static str,
    name: &'static str,
    needed: &'static str,
}

const MAIL: Way = Way {
    field: "emailMarketingConsent",
    address: "email",
    name: "email",
    needed: "An email address is required to set email marketing consent.",
};
const SMS: Way = Way {
    field: "smsMarketingConsent",
    address: "phone",
    name: "phone",
    needed: "A phone number is required to set the SMS consent state.",
};

/// States that come about otherwise than by being set.
const NOT_SET: &[&str] = &["NOT_SUBSCRIBED", "INVALID", "REDACTED"];

fn set(cx: &mut Cx<'_>, way: &Way, customer: &str, input: &Record) -> Result<(), UserError> {
    if cx.store.text(customer, way.address).is_empty() {
        return Err(wrong(way.field, way.needed).code("MISSING_ARGUMENT"));
    }
    let state = text(input, "marketingState");
    if NOT_SET.contains(&state) && cx.store.value(customer, way.field) != Value::Null {
        let message = format!("Cannot specify {state} as a marketing state input");
        return Err(wrong(&format!("{}.marketingState", way.field), message).code("INVALID"));
    }
    let at = given(input, "consentUpdatedAt").map_or_else(|| cx.stamp(), str::to_owned);
    let place = given(input, "sourceLocationId");
    if place.is_some_and(|place| cx.store.get(place).is_none()) {
        let path = format!("{}.sourceLocationId", way.field);
        return Err(wrong(&path, "Location does not exist").code("INVALID"));
    }
    let level = given(input, "marketingOptInLevel").unwrap_or("SINGLE_OPT_IN");
    let consent = json!({
        "marketingState": state, "marketingOptInLevel": level, "consentUpdatedAt": at, "sourceLocation": place,
        "consentCollectedFrom": "OTHER",
    });
    cx.store.set(customer, json!({ (way.field): consent }));
    Ok(())
}

/// The consents that an input states beside other things.
pub(super) fn of_input(cx: &mut Cx<'_>, customer: &str, input: &Record) -> Result<(), UserError> {
    for way in [MAIL, SMS] {
        if let Some(consent) = object(input, way.field) {
            set(cx, &way, customer, consent)?;
        }
    }
    Ok(())
}

fn update(cx: &mut Cx<'_>, way: &Way, args: &Record) -> Done {
    let none = Record::new();
    let input = object(args, "input").unwrap_or(&none);
    let customer = wanted(cx, text(input, "customerId"), "input.customerId")?;
    let consent = object(input, way.field).unwrap_or(&none);
    set(cx, way, &customer, consent).map_err(|error| error.under("input"))?;
    Ok(json!({ "customer": customer }))
}

pub(super) fn update_email(cx: &mut Cx<'_>, args: &Record) -> Done {
    update(cx, &MAIL, args)
}

pub(super) fn update_sms(cx: &mut Cx<'_>, args: &Record) -> Done {
    update(cx, &SMS, args)
}

/// A customer's consent; who was never asked is not subscribed.
fn consent(record: &Record, way: &Way) -> Record {
    let never = || json!({ "marketingState": "NOT_SUBSCRIBED", "marketingOptInLevel": "SINGLE_OPT_IN" });
    object(record, way.field).cloned().unwrap_or_else(|| never().as_object().cloned().unwrap_or_default())
}

/// The fields of a customer that tell of it.
pub(super) fn field(cx: &Cx<'_>, field: &str, record: &Record) -> Option<Value> {
    let way = match field {
        "defaultEmailAddress" | "emailMarketingConsent" | "emailMarketing" => &MAIL,
        "defaultPhoneNumber" | "smsMarketingConsent" => &SMS,
        _ => return None,
    };
    let Some(address) = given(record, way.address) else { return Some(Value::Null) };
    let consent = consent(record, way);
    let state = text(&consent, "marketingState");
    let unsubscribe = format!("{}/account/unsubscribe?{}={address}", cx.base, way.name);
    Some(match field {
        "emailMarketing" => json!(state == "SUBSCRIBED"),
        "emailMarketingConsent" | "smsMarketingConsent" => Value::Object(consent),
        "defaultEmailAddress" => json!({
            "emailAddress": address, "marketingState": state, "marketingOptInLevel": consent.get("marketingOptInLevel"),
            "marketingUpdatedAt": consent.get("consentUpdatedAt"), "marketingUnsubscribeUrl": unsubscribe,
            "openTrackingLevel": "UNKNOWN", "openTrackingUrl": cx.base, "sourceLocation": consent.get("sourceLocation"),
            "validFormat": true,
        }),
        _ => json!({
            "phoneNumber": address, "marketingState": state, "marketingOptInLevel": consent.get("marketingOptInLevel"),
            "marketingCollectedFrom": consent.get("consentCollectedFrom"),
            "marketingUpdatedAt": consent.get("consentUpdatedAt"), "sourceLocation": consent.get("sourceLocation"),
            "smsMarketingConsent": {
                "state": if state == "NOT_SUBSCRIBED" { "NEVER_SUBSCRIBED" } else { state }, "optInLevel": consent.get("marketingOptInLevel"), "updatedAt": consent.get("consentUpdatedAt"),
                "collectedFrom": consent.get("consentCollectedFrom"), "sourceLocation": consent.get("sourceLocation"),
            },
        }),
    })
}
