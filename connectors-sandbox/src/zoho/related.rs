//! Related lists: records that belong to a record, by a lookup or by a link.

use http::StatusCode;
use serde_json::{Value, json};

use super::Cx;
use super::errors::{Answer, Problem};
use super::modules::{Module, module};
use super::paging;
use super::records;
use super::store::{Link, id as id_of, text};
use super::validate::Checked;
use super::write::{amend, elements, summary};
use crate::http::Reply;
use crate::store::Record;

/// A related list.
pub(super) struct Related {
    pub(super) parent: &'static str,
    pub(super) list: &'static str,
    pub(super) module: &'static str,
    by: By,
}

#[derive(Clone, Copy)]
enum By {
    /// The related records' lookup.
    Lookup(&'static str),
    /// A lookup that is written with the related record only.
    Fixed(&'static str),
    /// A table of links, which may say more about each relation.
    Link,
}

const fn related(parent: &'static str, list: &'static str, module: &'static str, by: By) -> Related {
    Related { parent, list, module, by }
}

pub(super) static LISTS: &[Related] = &[
    related("Leads", "Products", "Products", By::Link),
    related("Leads", "Notes", "Notes", By::Fixed("Parent_Id")),
    related("Accounts", "Contacts", "Contacts", By::Lookup("Account_Name")),
    related("Accounts", "Deals", "Deals", By::Lookup("Account_Name")),
    related("Accounts", "Child_Accounts", "Accounts", By::Lookup("Parent_Account")),
    related("Accounts", "Products", "Products", By::Link),
    related("Accounts", "Tasks", "Tasks", By::Fixed("What_Id")),
    related("Accounts", "Notes", "Notes", By::Fixed("Parent_Id")),
    related("Contacts", "Deals", "Deals", By::Lookup("Contact_Name")),
    related("Contacts", "Products", "Products", By::Link),
    related("Contacts", "Tasks", "Tasks", By::Fixed("Who_Id")),
    related("Contacts", "Notes", "Notes", By::Fixed("Parent_Id")),
    related("Deals", "Products", "Products", By::Link),
    related("Deals", "Contact_Roles", "Contacts", By::Link),
    related("Deals", "Quotes", "Quotes", By::Lookup("Deal_Name")),
    related("Deals", "Tasks", "Tasks", By::Fixed("What_Id")),
    related("Deals", "Notes", "Notes", By::Fixed("Parent_Id")),
    related("Products", "Price_Books", "Price_Books", By::Link),
    related("Vendors", "Products", "Products", By::Lookup("Vendor_Name")),
    related("Campaigns", "Leads", "Leads", By::Link),
    related("Campaigns", "Contacts", "Contacts", By::Link),
];

fn find(
    cx: &Cx<'_>,
    parent: &Module,
    id: &str,
    list: &str,
) -> Result<(&'static Related, &'static Module), Problem> {
    let found = LISTS.iter().find(|related| related.parent == parent.name && related.list == list);
    let found = found.ok_or_else(Problem::relation)?;
    let target = module(found.module).ok_or_else(Problem::relation)?;
    cx.state.get(parent.name, id).map(|_| (found, target)).ok_or_else(Problem::inner_path_id)
}

/// The related records with what the list says about each relation.
fn members<'a>(
    cx: &'a Cx<'_>,
    related: &'static Related,
    parent: &'a str,
) -> Vec<(&'a Record, Option<&'a Record>)> {
    match related.by {
        By::Lookup(field) | By::Fixed(field) => match module(related.module) {
            Some(module) => {
                let records = cx.state.records(module).filter(|record| text(record, field) == parent);
                records.map(|record| (record, None)).collect()
            }
            None => Vec::new(),
        },
        By::Link => {
            let links =
                cx.state.links.iter().filter(|link| link.list == related.list && link.parent == parent);
            links
                .filter_map(|link| Some((cx.state.get(related.module, &link.child)?, Some(&link.extra))))
                .collect()
        }
    }
}

/// `GET /crm/v8/{module}/{id}/{list}`.
pub(super) fn list(cx: &Cx<'_>, parent: &Module, id: &str, list: &str) -> Answer {
    let (related, module) = find(cx, parent, id, list)?;
    let fields = records::fields(cx)?;
    let wanted = paging::numbers(cx)?;
    let since = records::since(cx)?;
    let mut members = members(cx, related, id);
    members.retain(|(record, _)| records::changed_since(record, since));
    let rest = members.get(wanted.skip()..).unwrap_or_default();
    let page = rest.get(..wanted.per_page).unwrap_or(rest);
    if page.is_empty() {
        return Ok(records::nothing(since));
    }
    let data = page.iter().map(|(record, extra)| with(cx.state.chosen(module, record, &fields), *extra));
    let data: Vec<Value> = data.collect();
    let info = paging::short_info(&wanted, data.len(), rest.len() > page.len());
    Ok(Reply::json(StatusCode::OK, &json!({ "data": data, "info": info })))
}

/// `GET /crm/v8/{module}/{id}/{list}/{related id}`.
pub(super) fn get(cx: &Cx<'_>, parent: &Module, id: &str, list: &str, child: &str) -> Answer {
    let (related, module) = find(cx, parent, id, list)?;
    let members = members(cx, related, id);
    let found = members.iter().find(|(record, _)| text(record, "id") == child);
    let (record, extra) = found.ok_or_else(Problem::related_id)?;
    let value = match records::chosen_fields(cx)? {
        Some(fields) => cx.state.chosen(module, record, &fields),
        None => cx.state.full(module, record),
    };
    Ok(Reply::json(StatusCode::OK, &json!({ "data": [with(value, *extra)] })))
}

fn with(mut value: Value, extra: Option<&Record>) -> Value {
    if let (Some(map), Some(extra)) = (value.as_object_mut(), extra) {
        map.extend(extra.clone());
    }
    value
}

/// `PUT /crm/v8/{module}/{id}/{list}`.
pub(super) fn link(cx: &mut Cx<'_>, parent: &Module, id: &str, list: &str) -> Answer {
    let (related, module) = find(cx, parent, id, list)?;
    let (_, data) = elements(cx)?;
    let results: Vec<_> = data
        .iter()
        .map(|element| {
            let child = element.get("id").and_then(id_of).unwrap_or_default();
            put(cx, related, module, id, &child, element)?.map_err(|_| Problem::not_related(&child))
        })
        .collect();
    Ok(summary(&results, StatusCode::OK))
}

/// `PUT /crm/v8/{module}/{id}/{list}/{related id}`.
pub(super) fn link_one(cx: &mut Cx<'_>, parent: &Module, id: &str, list: &str, child: &str) -> Answer {
    let (related, module) = find(cx, parent, id, list)?;
    let (_, data) = elements(cx)?;
    let element = data.first().cloned().unwrap_or_default();
    let done = put(cx, related, module, id, child, &element)?.map_err(|_| Problem::related_id())?;
    Ok(Reply::json(StatusCode::OK, &json!({ "data": [done] })))
}

/// There is no such record.
struct NoRecord;

fn put(
    cx: &mut Cx<'_>,
    related: &'static Related,
    module: &'static Module,
    parent: &str,
    child: &str,
    element: &Value,
) -> Result<Result<Value, NoRecord>, Problem> {
    if cx.state.get(module.name, child).is_none() {
        return Ok(Err(NoRecord));
    }
    match related.by {
        By::Fixed(_) => return Err(Problem::fixed_relation()),
        By::Lookup(field) => set(cx, module, child, field, json!(parent)),
        By::Link => {
            cut(cx, related, parent, child);
            let mut extra = element.as_object().cloned().unwrap_or_default();
            extra.remove("id");
            let (parent, child) = (parent.to_owned(), child.to_owned());
            cx.state.links.push(Link { list: related.list, parent, child, extra });
        }
    }
    Ok(Ok(done(child, "relation added")))
}

/// `DELETE /crm/v8/{module}/{id}/{list}?ids=`.
pub(super) fn unlink(cx: &mut Cx<'_>, parent: &Module, id: &str, list: &str) -> Answer {
    let (related, module) = find(cx, parent, id, list)?;
    let ids = records::ids(cx)?.ok_or_else(|| Problem::param_missing("ids"))?;
    let results: Vec<_> = ids
        .iter()
        .map(|child| {
            if remove(cx, related, module, id, child)? {
                Ok(done(child, "relation removed"))
            } else {
                Err(Problem::not_related(child))
            }
        })
        .collect();
    Ok(summary(&results, StatusCode::OK))
}

/// `DELETE /crm/v8/{module}/{id}/{list}/{related id}`.
pub(super) fn unlink_one(cx: &mut Cx<'_>, parent: &Module, id: &str, list: &str, child: &str) -> Answer {
    let (related, module) = find(cx, parent, id, list)?;
    if !remove(cx, related, module, id, child)? {
        return Err(Problem::related_id());
    }
    Ok(Reply::json(StatusCode::OK, &json!({ "data": [done(child, "relation removed")] })))
}

fn remove(
    cx: &mut Cx<'_>,
    related: &'static Related,
    module: &'static Module,
    parent: &str,
    child: &str,
) -> Result<bool, Problem> {
    match related.by {
        By::Fixed(_) => Err(Problem::fixed_relation()),
        By::Link => Ok(cut(cx, related, parent, child)),
        By::Lookup(field) => {
            let linked = cx.state.get(module.name, child).is_some_and(|record| text(record, field) == parent);
            if linked {
                set(cx, module, child, field, Value::Null);
            }
            Ok(linked)
        }
    }
}

fn cut(cx: &mut Cx<'_>, related: &Related, parent: &str, child: &str) -> bool {
    let before = cx.state.links.len();
    cx.state
        .links
        .retain(|link| !(link.list == related.list && link.parent == parent && link.child == child));
    cx.state.links.len() < before
}

fn set(cx: &mut Cx<'_>, module: &'static Module, id: &str, field: &str, value: Value) {
    let values = Record::from_iter([(field.to_owned(), value)]);
    amend(cx, module, id, Checked { values, rows: Vec::new() });
}

fn done(id: &str, message: &str) -> Value {
    json!({ "code": "SUCCESS", "details": { "id": id }, "message": message, "status": "success" })
}
