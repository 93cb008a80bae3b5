//! The recycle bin: what was deleted, until it is gone for good.

use http::StatusCode;
use serde_json::{Value, json};

use super::Cx;
use super::errors::{Answer, Problem};
use super::modules::{Module, module};
use super::paging;
use super::records;
use super::store::{ADMIN, stamp};
use crate::http::Reply;

/// `GET /crm/v8/settings/recycle_bin` and `…/{record}`.
pub(super) fn list(cx: &Cx<'_>, id: Option<&str>) -> Answer {
    let wanted = paging::numbers(cx)?;
    let ids = match id {
        Some(id) => Some(vec![id.to_owned()]),
        None => records::ids(cx)?,
    };
    let bin = cx.state.deleted.iter().filter(|deleted| !deleted.permanent);
    let all: Vec<_> =
        bin.filter(|deleted| ids.as_ref().is_none_or(|ids| ids.contains(&deleted.id))).collect();
    let rest = all.get(wanted.skip()..).unwrap_or_default();
    let page = rest.get(..wanted.per_page).unwrap_or(rest);
    if page.is_empty() {
        return Ok(Reply::empty(StatusCode::NO_CONTENT));
    }
    let data = page.iter().map(|deleted| {
        let module = module(deleted.module).map(Module::id);
        json!({
            "id": deleted.id, "display_name": deleted.name, "deleted_time": stamp(deleted.time),
            "owner": cx.state.user(&deleted.owner), "deleted_by": cx.state.user(ADMIN),
            "module": { "api_name": deleted.module, "id": module },
        })
    });
    let data: Vec<Value> = data.collect();
    let info = paging::short_info(&wanted, data.len(), rest.len() > page.len());
    Ok(Reply::json(StatusCode::OK, &json!({ "recycle_bin": data, "info": info })))
}

/// `DELETE /crm/v8/settings/recycle_bin?ids=` and `…/{record}`: gone for good, with all files.
pub(super) fn purge(cx: &mut Cx<'_>, id: Option<&str>) -> Answer {
    let ids = match id {
        Some(id) => vec![id.to_owned()],
        None => records::ids(cx)?.ok_or_else(|| Problem::tag_param_missing("ids"))?,
    };
    let mut results = Vec::new();
    for id in &ids {
        let found = cx.state.deleted.iter_mut().find(|deleted| deleted.id == *id && !deleted.permanent);
        results.push(match found {
            Some(deleted) => {
                deleted.permanent = true;
                Ok(json!({
                    "code": "SUCCESS", "details": { "id": id }, "message": "record deleted", "status": "success",
                }))
            }
            None => Err(Problem::bad("INVALID_DATA", "the id given seems to be invalid", json!({ "id": id }))),
        });
        cx.state.forget_files(id);
    }
    let failed = results.iter().filter(|result| result.is_err()).count();
    let status = match failed {
        0 => StatusCode::OK,
        failed if failed == results.len() => StatusCode::BAD_REQUEST,
        _ => StatusCode::MULTI_STATUS,
    };
    let elements = results.into_iter().map(|result| result.unwrap_or_else(|problem| problem.element()));
    Ok(Reply::json(status, &json!({ "recycle_bin": elements.collect::<Vec<_>>() })))
}
