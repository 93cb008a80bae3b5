//! `/marketing/v3/forms`, and what visitors send by them: a contact is made or changed, and consents are kept.

use chrono::{DateTime, Utc};
use http::{Method, StatusCode};
use serde_json::{Map, Value, json};

use super::errors::{Answer, Detail, Problem};
use super::store::{Source, iso};
use super::write::{self, Claims};
use super::{Cx, PORTAL, subscriptions};
use crate::http::Reply;

const USUAL_PAGE: usize = 20;
const LARGEST_PAGE: usize = 500;
/// Of submissions.
const LARGEST_PAGE_SENT: usize = 50;

#[derive(Clone, Debug)]
pub(super) struct Form {
    /// As it is shown.
    shown: Value,
    archived: bool,
    sent: Vec<Sent>,
}

#[derive(Clone, Debug)]
struct Sent {
    at: DateTime<Utc>,
    fields: Value,
    page: Value,
}

/// The form that there is from the start.
const FIRST: &str = "5f6b1a0e-9d2c-4b7e-8a31-0c4d5e6f7a81";

pub(super) fn seeded(now: DateTime<Utc>) -> Vec<Form> {
    let field = |name: &str, kind: &str, required: bool| {
        let mut field = json!({
            "objectTypeId": "0-1", "name": name, "label": super::store::title(name), "required": required, "hidden": false,
            "fieldType": kind, "dependentFields": [],
        });
        if kind == "email" {
            field["validation"] = json!({ "blockedEmailDomains": [], "useDefaultBlockList": false });
        }
        field
    };
    let groups = json!([{
        "groupType": "default_group", "richTextType": "text",
        "fields": [field("email", "email", true), field("firstname", "single_line_text", false)],
    }]);
    let shown = json!({
        "id": FIRST, "name": "Newsletter", "formType": "hubspot", "archived": false, "createdAt": iso(now),
        "updatedAt": iso(now), "fieldGroups": groups,
    });
    vec![Form::new(shown)]
}

impl Form {
    /// With the usual settings where `shown` says nothing.
    fn new(mut shown: Value) -> Self {
        for (name, usual) in usual() {
            match shown[name].as_object_mut() {
                Some(said) => *said = usual.into_iter().chain(std::mem::take(said)).collect(),
                None => shown[name] = usual.into(),
            }
        }
        Self { shown, archived: false, sent: Vec::new() }
    }
}

/// What a form is that is told nothing: who is asked for consent, what follows, how it looks.
fn usual() -> [(&'static str, Map<String, Value>); 3] {
    let configuration = json!({
        "language": "en", "archivable": true, "cloneable": true, "editable": true, "notifyContactOwner": false,
        "notifyRecipients": [], "recaptchaEnabled": false, "createNewContactForNewEmail": false,
        "prePopulateKnownValues": true, "allowLinkToResetKnownValues": false, "lifecycleStages": [],
        "postSubmitAction": { "type": "thank_you", "value": "Thanks for submitting the form." },
    });
    let display = json!({
        "theme": "default_style", "renderRawHtml": false, "submitButtonText": "Submit",
        "style": {
            "backgroundWidth": "100%", "fontFamily": "arial", "helpTextColor": "#7c98b6", "helpTextSize": "11px",
            "labelTextColor": "#33475b", "labelTextSize": "14px", "legalConsentTextColor": "#33475b",
            "legalConsentTextSize": "14px", "submitAlignment": "left", "submitColor": "#ff7a59",
            "submitFontColor": "#ffffff", "submitSize": "12px",
        },
    });
    let settings = [
        ("legalConsentOptions", json!({ "type": "none" })),
        ("configuration", configuration),
        ("displayOptions", display),
    ];
    settings.map(|(name, value)| (name, value.as_object().cloned().unwrap_or_default()))
}

pub(super) fn route(cx: &mut Cx<'_>, method: &Method, rest: &[&str]) -> Answer {
    match (method, rest) {
        (&Method::GET, []) => list(cx),
        (&Method::POST, []) => {
            let mut shown = cx.body()?;
            for name in ["name", "formType"] {
                shown[name].as_str().ok_or_else(|| Problem::field(name, "is missing"))?;
            }
            let now = json!(iso(cx.now));
            (shown["id"], shown["createdAt"], shown["updatedAt"]) = (json!(cx.ids.uuid()), now.clone(), now);
            shown["archived"] = json!(false);
            shown["fieldGroups"].as_array().ok_or_else(|| Problem::field("fieldGroups", "is missing"))?;
            let form = Form::new(shown);
            let reply = Reply::json(StatusCode::CREATED, &form.shown);
            cx.state.forms.push(form);
            Ok(reply)
        }
        (_, [id]) => {
            let archived = cx.flag("archived");
            let now = json!(iso(cx.now));
            let change = match *method {
                Method::PUT | Method::PATCH => Some(cx.body()?),
                _ => None,
            };
            let form =
                cx.state.forms.iter_mut().find(|form| form.shown["id"] == *id && form.archived == archived);
            let form = form.ok_or_else(|| Problem::not_found(format!("no form {id}")))?;
            if *method == Method::DELETE {
                (form.archived, form.shown["archived"], form.shown["archivedAt"]) = (true, json!(true), now);
                return Ok(Reply::empty(StatusCode::NO_CONTENT));
            }
            let fixed = ["id", "createdAt", "archived", "formType"];
            let change = change.as_ref().and_then(Value::as_object).into_iter().flatten();
            for (name, value) in change.filter(|(name, _)| !fixed.contains(&name.as_str())) {
                form.shown[name] = value.clone();
                form.shown["updatedAt"] = now.clone();
            }
            Ok(Reply::json(StatusCode::OK, &form.shown))
        }
        _ => Err(Problem::path()),
    }
}

fn list(cx: &Cx<'_>) -> Answer {
    let (limit, archived) = (cx.page_size(USUAL_PAGE, LARGEST_PAGE)?, cx.flag("archived"));
    let after: usize = cx.param("after").and_then(|after| after.parse().ok()).unwrap_or_default();
    let forms: Vec<&Form> = cx.state.forms.iter().filter(|form| form.archived == archived).collect();
    let results = forms.iter().skip(after).take(limit).map(|form| form.shown.clone()).collect();
    let next = (after + limit < forms.len()).then(|| (after + limit).to_string());
    Ok(Reply::json(StatusCode::OK, &cx.page(results, next)))
}

/// `/submissions/v3/integration/…/{portal}/{form}`: what a visitor sent. Its refusals have a format of their own.
pub(super) fn submit(cx: &mut Cx<'_>, method: &Method, rest: &[&str]) -> Answer {
    let (&Method::POST, [portal, form]) = (method, rest) else { return Err(Problem::path()) };
    Ok(submitted(cx, portal, form).unwrap_or_else(|problem| problem.of_form(&cx.ids.uuid())))
}

/// Fields that are no properties of contacts are kept and change nothing.
fn submitted(cx: &mut Cx<'_>, portal: &str, form: &str) -> Answer {
    let place = cx.state.forms.iter().position(|one| one.shown["id"] == form && !one.archived);
    let place = place.filter(|_| portal == PORTAL.to_string());
    let place = place.ok_or_else(|| Problem::not_found(format!("no form {form}")))?;
    let body = cx.body()?;
    let fields = body["fields"].as_array().filter(|fields| !fields.is_empty());
    let fields = fields.ok_or_else(|| Problem::field("fields", "is missing or empty"))?;
    let values =
        fields.iter().filter_map(|field| Some((field["name"].as_str()?.to_owned(), field["value"].clone())));
    let mut values: Map<String, Value> = values.collect();
    let groups = cx.state.forms[place].shown["fieldGroups"].as_array().into_iter().flatten();
    let wanted = groups.flat_map(|group| group["fields"].as_array().into_iter().flatten());
    let mut required =
        wanted.filter(|field| field["required"] == true).filter_map(|field| field["name"].as_str());
    if let Some(missing) = required.find(|name| values.get(*name).is_none_or(|value| value == "")) {
        let message = format!("Required field '{missing}' is missing");
        let detail = Detail { code: "REQUIRED_FIELD", message, property: missing.to_owned() };
        return Err(Problem::properties(vec![detail]));
    }
    cx.source = Source::Form;
    let contacts = cx.kind("contacts")?;
    values.retain(|name, _| cx.state.kind(contacts).properties.contains_key(&name.to_lowercase()));
    let email = values.get("email").and_then(Value::as_str).map(str::to_lowercase);
    let known = email.as_deref().and_then(|email| cx.state.kind(contacts).with_unique("email", email));
    match known {
        Some(id) => {
            let values = write::checked(cx, contacts, Some(id), &Value::Object(values), &mut Claims::new())?;
            write::update(cx, contacts, id, values, None);
        }
        None => {
            let draft = write::draft(cx, contacts, &json!({ "properties": values }), &mut Claims::new())?;
            write::create(cx, contacts, draft);
        }
    }
    // The visitor decides, also after an opt-out.
    let consents = body["legalConsentOptions"]["consent"]["communications"].as_array().into_iter().flatten();
    for consent in consents.filter(|consent| consent["value"] == true) {
        let id = write::number(&consent["subscriptionTypeId"]).map(|id| id.to_string()).unwrap_or_default();
        if let Some(email) = &email {
            subscriptions::set(cx, email, &id, true, &Value::Null)?;
        }
    }
    let said = body["submittedAt"].as_i64().or_else(|| body["submittedAt"].as_str()?.parse().ok());
    let at = said.and_then(DateTime::from_timestamp_millis).unwrap_or(cx.now);
    let page = body["context"]["pageUri"].clone();
    cx.state.forms[place].sent.push(Sent { at, fields: json!(fields), page });
    Ok(Reply::json(StatusCode::OK, &json!({ "inlineMessage": "Thanks for submitting the form." })))
}

/// `/form-integrations/v1/submissions/forms/{form}`: what was sent, the newest first.
pub(super) fn sent(cx: &Cx<'_>, method: &Method, rest: &[&str]) -> Answer {
    let (&Method::GET, ["forms", form]) = (method, rest) else { return Err(Problem::path()) };
    let found = cx.state.forms.iter().find(|one| one.shown["id"] == *form);
    let found = found.ok_or_else(|| Problem::not_found(format!("no form {form}")))?;
    let limit = cx.page_size(USUAL_PAGE, LARGEST_PAGE_SENT)?;
    let after: usize = cx.param("after").and_then(|after| after.parse().ok()).unwrap_or_default();
    let page = found.sent.iter().rev().skip(after).take(limit);
    let results = page.map(|sent| {
        json!({ "submittedAt": sent.at.timestamp_millis(), "values": sent.fields, "pageUrl": sent.page })
    });
    let next = (after + limit < found.sent.len()).then(|| (after + limit).to_string());
    Ok(Reply::json(StatusCode::OK, &cx.page(results.collect(), next)))
}
