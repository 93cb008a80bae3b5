//! Custom views: the ones that each module has from the start, and what they let through.

use http::StatusCode;
use serde_json::{Value, json};

use super::Cx;
use super::criteria;
use super::errors::{Answer, Problem};
use super::filter::Expr;
use super::modules::{Module, module};
use super::paging;
use super::settings::{SINCE, field_id, ok};
use super::store::{ADMIN, State};
use super::tables::WON;
use crate::http::Reply;

/// A view of a module.
struct View {
    id: String,
    name: String,
    system_name: String,
    criteria: Value,
}

/// The views of a module: all, one's own, and the won deals.
fn views(module: &'static Module) -> Vec<View> {
    let plural = module.name.replace('_', " ");
    let test = |field: &str, value: Value| {
        json!({
            "comparator": "equal", "field": { "api_name": field, "id": field_id(module, field) }, "value": value,
            "group_operator": null, "group": [],
        })
    };
    let mut views = vec![
        (format!("All {plural}"), "ALLVIEWS", Value::Null),
        (format!("My {plural}"), "MYVIEWS", test("Owner", json!({ "id": ADMIN }))),
    ];
    if module.name == "Deals" {
        views.push(("Closed Won Deals".to_owned(), "CLOSEDWON", test("Stage", json!({ "name": WON }))));
    }
    let numbered = views.into_iter().enumerate();
    let view = |(index, (name, system_name, criteria)): (usize, (String, &str, Value))| View {
        id: format!("555000000000060{:03}{index}", module.number()),
        name,
        system_name: system_name.to_owned(),
        criteria,
    };
    numbered.map(view).collect()
}

/// What the view with this id lets through: nothing to test if it is all.
pub(super) fn test(module: &'static Module, id: &str) -> Option<Option<Expr>> {
    let view = views(module).into_iter().find(|view| view.id == id)?;
    Some(criteria::from_json(&view.criteria))
}

/// The test of the request's `cvid`, if it names one.
pub(super) fn wanted(cx: &Cx<'_>, module: &'static Module) -> Result<Option<Expr>, Problem> {
    match cx.param("cvid") {
        None => Ok(None),
        Some(id) => test(module, id).ok_or_else(|| Problem::param("cvid")),
    }
}

/// `GET /crm/v8/settings/custom_views?module=` and `…/{id}?module=`.
pub(super) fn list(cx: &Cx<'_>, id: Option<&str>) -> Answer {
    let name = cx.param("module").ok_or_else(|| Problem::param_missing("module"))?;
    let module = module(name).ok_or_else(|| Problem::metadata_module(json!({})))?;
    let paging = paging::numbers(cx)?;
    let all = views(module);
    let default = all.first().map(|view| view.id.clone());
    let chosen: Vec<Value> = all
        .iter()
        .filter(|view| id.is_none_or(|id| view.id == id))
        .map(|view| details(cx.state, module, view))
        .collect();
    if chosen.is_empty() {
        return Ok(Reply::empty(StatusCode::NO_CONTENT));
    }
    let mut info = paging::short_info(&paging, chosen.len(), false);
    info["default"] = json!(default);
    info["translation"] = json!({
        "public_views": "Public Views", "other_users_views": "Other Users' Views",
        "shared_with_me": "Shared With Me", "created_by_me": "Created By Me",
    });
    ok(&json!({ "custom_views": chosen, "info": info }))
}

fn details(state: &State, module: &'static Module, view: &View) -> Value {
    let fields =
        module.fields.iter().take(5).map(
            |field| json!({ "id": field_id(module, field.name), "api_name": field.name, "_pin": false }),
        );
    json!({
        "id": view.id, "name": view.name, "display_value": view.name, "system_name": view.system_name,
        "category": "public_views", "created_time": SINCE, "modified_time": SINCE, "last_accessed_time": null,
        "created_by": state.user(ADMIN), "modified_by": state.user(ADMIN),
        "module": { "name": module.name, "id": module.id() }, "shared_to": [],
        "criteria": view.criteria, "default": view.system_name == "ALLVIEWS", "system_defined": true,
        "locked": false, "favorite": null, "offline": true, "access_type": "public",
        "fields": fields.collect::<Vec<_>>(),
        "sort_by": { "id": field_id(module, "Modified_Time"), "api_name": "Modified_Time" }, "sort_order": "desc",
    })
}
