//! Converting a lead into an account, a contact and, where asked for, a deal.
//!
//! Records that are there already, by the account's name and the contact's e-mail address, are linked and not made
//! again.

use http::StatusCode;
use serde_json::{Value, json};

use super::Cx;
use super::errors::{Answer, Problem};
use super::modules::{Module, module};
use super::store::{ADMIN, id as id_of, is_converted, stamp, text};
use super::validate::{Checked, check};
use super::watch::notify;
use super::write::{amend, create, elements};
use crate::http::Reply;
use crate::store::Record;

/// From a lead's fields to those of the account and of the contact.
const TO_ACCOUNT: &[(&str, &str)] = &[
    ("Company", "Account_Name"),
    ("Phone", "Phone"),
    ("Website", "Website"),
    ("Industry", "Industry"),
    ("Annual_Revenue", "Annual_Revenue"),
    ("No_of_Employees", "Employees"),
    ("Street", "Billing_Street"),
    ("City", "Billing_City"),
    ("State", "Billing_State"),
    ("Zip_Code", "Billing_Code"),
    ("Country", "Billing_Country"),
];
const TO_CONTACT: &[(&str, &str)] = &[
    ("First_Name", "First_Name"),
    ("Last_Name", "Last_Name"),
    ("Designation", "Title"),
    ("Email", "Email"),
    ("Phone", "Phone"),
    ("Mobile", "Mobile"),
    ("Lead_Source", "Lead_Source"),
    ("Street", "Mailing_Street"),
    ("City", "Mailing_City"),
    ("State", "Mailing_State"),
    ("Zip_Code", "Mailing_Zip"),
    ("Country", "Mailing_Country"),
];

/// `POST /crm/v8/Leads/{id}/actions/convert`.
pub(super) fn convert(cx: &mut Cx<'_>, id: &str) -> Answer {
    let lead = cx.state.get("Leads", id).ok_or_else(Problem::inner_path_id)?.clone();
    if is_converted(&lead) {
        return Err(Problem::already_converted());
    }
    let (_, data) = elements(cx)?;
    let wanted = data.first().cloned().unwrap_or_default();
    match run(cx, &lead, &wanted) {
        Ok(details) => {
            let message = "The record has been converted successfully";
            let element =
                json!({ "code": "SUCCESS", "details": details, "message": message, "status": "success" });
            Ok(Reply::json(StatusCode::OK, &json!({ "data": [element] })))
        }
        Err(problem) => Ok(problem.wrapped()),
    }
}

fn run(cx: &mut Cx<'_>, lead: &Record, wanted: &Value) -> Result<Value, Problem> {
    let (Some(leads), Some(accounts), Some(contacts), Some(deals)) =
        (module("Leads"), module("Accounts"), module("Contacts"), module("Deals"))
    else {
        return Err(Problem::module());
    };
    // All that can be wrong is found before anything is made.
    let given_account = given(cx, accounts, wanted)?;
    let given_contact = given(cx, contacts, wanted)?;
    let owner = match wanted.pointer("/assign_to/id").and_then(id_of) {
        None => text(lead, "Owner").to_owned(),
        Some(id) if cx.state.user(&id).is_null() => {
            return Err(Problem::invalid("assign_to", "$.data[0].assign_to"));
        }
        Some(id) => id,
    };
    let deal = deal(cx, deals, wanted)?;

    let overwrite = wanted.get("overwrite").and_then(Value::as_bool).unwrap_or(false);
    let company = text(lead, "Company");
    let known = cx.state.find("Accounts", "Account_Name", company).next();
    let known = given_account.or_else(|| known.map(|account| text(account, "id").to_owned()));
    let account = match known {
        Some(id) => Some(id),
        None if company.is_empty() => None,
        None => Some(create(cx, accounts, mapped(lead, TO_ACCOUNT, &owner))),
    };

    let email = text(lead, "Email");
    let known = cx.state.find("Contacts", "Email", email).next().filter(|_| !email.is_empty());
    let known = given_contact.or_else(|| known.map(|contact| text(contact, "id").to_owned()));
    let mut values = mapped(lead, TO_CONTACT, &owner);
    values.values.insert("Account_Name".to_owned(), json!(account));
    let contact = match known {
        Some(id) => {
            let alone = cx.state.get("Contacts", &id).is_some_and(|c| text(c, "Account_Name").is_empty());
            if overwrite || alone {
                let only = Record::from_iter([("Account_Name".to_owned(), json!(account))]);
                amend(cx, contacts, &id, Checked { values: only, rows: Vec::new() });
            }
            id
        }
        None => create(cx, contacts, values),
    };

    let deal = deal.map(|mut deal| {
        deal.values.entry("Owner").or_insert_with(|| json!(owner));
        deal.values.insert("Account_Name".to_owned(), json!(account));
        deal.values.insert("Contact_Name".to_owned(), json!(contact));
        create(cx, deals, deal)
    });
    let made = [(accounts, account.as_ref()), (contacts, Some(&contact)), (deals, deal.as_ref())];
    for (module, id) in made {
        if let Some(id) = id {
            carry_over(cx, lead, module, id, wanted);
        }
    }
    let detail = json!({
        "deal": deal, "contact": contact, "account": account,
        "convert_date": stamp(cx.now()), "converted_by": ADMIN,
    });
    let converted = Record::from_iter([("$converted_detail".to_owned(), detail)]);
    amend(cx, leads, text(lead, "id"), Checked { values: converted, rows: Vec::new() });
    notify::mark_related(cx.state, leads);
    let reference = |target: &str, id: Option<&String>| match id {
        Some(id) => cx.state.reference(target, id),
        None => Value::Null,
    };
    Ok(json!({
        "Contacts": reference("Contacts", Some(&contact)),
        "Accounts": reference("Accounts", account.as_ref()),
        "Deals": reference("Deals", deal.as_ref()),
    }))
}

/// The lead's tags and attachments that the request wants at this record.
fn carry_over(cx: &mut Cx<'_>, lead: &Record, module: &'static Module, id: &str, wanted: &Value) {
    let listed =
        wanted.get("carry_over_tags").and_then(|tags| tags.get(module.name)).and_then(Value::as_array);
    let own = cx.state.tag_names(lead.get("Tag").unwrap_or(&Value::Null));
    let tags = listed.into_iter().flatten().filter(|name| own.iter().any(|own| *name == own));
    let mut names: Vec<Value> = tags.cloned().collect();
    if !names.is_empty() {
        let has = cx.state.get(module.name, id).and_then(|record| record.get("Tag"));
        names.extend(has.map(|ids| cx.state.tag_names(ids)).unwrap_or_default().into_iter().map(Value::from));
        let values = Record::from_iter([("Tag".to_owned(), json!(names))]);
        amend(cx, module, id, Checked { values, rows: Vec::new() });
    }
    let target = wanted.get("move_attachments_to");
    let here =
        |key: &str, name: &str| target.and_then(|target| target.get(key)).is_some_and(|value| value == name);
    if here("api_name", module.name) || here("id", &module.id()) {
        let lead = text(lead, "id");
        for attachment in cx.state.attachments.iter_mut().filter(|attachment| attachment.parent == lead) {
            attachment.parent = id.to_owned();
            attachment.module = module.name;
        }
    }
}

/// The record that the request says the lead belongs to.
fn given(cx: &Cx<'_>, module: &Module, wanted: &Value) -> Result<Option<String>, Problem> {
    let Some(id) = wanted.get(module.name).and_then(|record| record.get("id")).and_then(id_of) else {
        return Ok(None);
    };
    let path = format!("$.data[0].{}.id", module.name);
    cx.state.get(module.name, &id).map(|_| Some(id)).ok_or_else(|| Problem::invalid("id", &path))
}

/// The deal that the request wants; unlike elsewhere, it needs a closing date.
fn deal(cx: &Cx<'_>, deals: &'static Module, wanted: &Value) -> Result<Option<Checked>, Problem> {
    let path = "$.data[0].Deals";
    let input = match wanted.get("Deals") {
        None | Some(Value::Null) => return Ok(None),
        Some(Value::Object(input)) if input.is_empty() => return Ok(None),
        Some(Value::Object(input)) => input,
        Some(_) => return Err(Problem::wrong_type("Deals", path, "jsonobject")),
    };
    if input.get("Closing_Date").is_none_or(Value::is_null) {
        return Err(Problem::mandatory("Closing_Date", &format!("{path}.Closing_Date")));
    }
    check(cx.state, deals, input, path, None).map(Some).map_err(Problem::conversion_stage)
}

fn mapped(lead: &Record, fields: &[(&str, &str)], owner: &str) -> Checked {
    let values = fields.iter().filter_map(|(from, to)| Some(((*to).to_owned(), lead.get(*from)?.clone())));
    let mut values: Record = values.collect();
    values.insert("Owner".to_owned(), json!(owner));
    Checked { values, rows: Vec::new() }
}
