//! Associations in the third version, which knows kinds by names: `contact_to_company`.

use http::{Method, StatusCode};
use serde_json::{Value, json};

use super::Cx;
use super::associations::{self, end, nothing_linked, type_id};
use super::batch;
use super::errors::{Answer, Problem};
use super::links::{End, LinkType};
use super::show::link_name;
use crate::http::Reply;

/// The largest batch.
const MOST: usize = 2_000;
const USUAL_PAGE: usize = 500;

/// `/crm/v3/associations/{from}/{to}/…`.
pub(super) fn of_types(cx: &mut Cx<'_>, method: &Method, rest: &[&str]) -> Answer {
    match (method, rest) {
        (&Method::GET, [from, to, "types"]) => {
            let (from, to) = (type_id(cx, from)?, type_id(cx, to)?);
            let types: Vec<Value> = cx
                .state
                .links
                .types(&from, &to)
                .map(|link| json!({ "id": link.id.to_string(), "name": name(cx, link) }))
                .collect();
            Ok(Reply::json(StatusCode::OK, &json!({ "results": types })))
        }
        (&Method::POST, [from, to, "batch", "read"]) => read(cx, from, to),
        (&Method::POST, [from, to, "batch", what @ ("create" | "archive")]) => write(cx, from, to, what),
        (_, [_, _, "types"] | [_, _, "batch", _]) => Err(Problem::method()),
        _ => Err(Problem::path()),
    }
}

/// `/crm/v3/objects/{type}/{id}/associations/…`.
pub(super) fn of_record(cx: &mut Cx<'_>, method: &Method, rest: &[&str]) -> Answer {
    match (method, rest) {
        (&Method::GET, [from, id, "associations", to]) => {
            let (from, to) = (end(cx, from, &json!(id))?, type_id(cx, to)?);
            let limit = cx.page_size(USUAL_PAGE, USUAL_PAGE)?;
            let after: usize = cx.param("after").and_then(|after| after.parse().ok()).unwrap_or_default();
            let links = linked(cx, &from, &to);
            let next = (after + limit < links.len()).then(|| (after + limit).to_string());
            let page = links.into_iter().skip(after).take(limit).collect();
            Ok(Reply::json(StatusCode::OK, &cx.page(page, next)))
        }
        (&Method::PUT, [from, id, "associations", to, other, kind]) => {
            let (from_end, to_end) = (end(cx, from, &json!(id))?, end(cx, to, &json!(other))?);
            let link = named(cx, &from_end, &to_end, kind)?;
            associations::link(cx, &from_end, &to_end, &link);
            Ok(Reply::json(StatusCode::OK, &cx.written(cx.kind(from)?, from_end.1, &[])))
        }
        (&Method::DELETE, [from, id, "associations", to, other, kind]) => {
            let (from, to) = (end(cx, from, &json!(id))?, end(cx, to, &json!(other))?);
            let link = named(cx, &from, &to, kind)?;
            associations::unlink(cx, &from, &to, Some(&link));
            Ok(Reply::empty(StatusCode::NO_CONTENT))
        }
        (_, [_, _, "associations", ..]) => Err(Problem::method()),
        _ => Err(Problem::path()),
    }
}

fn name(cx: &Cx<'_>, link: &LinkType) -> String {
    let kind = |id: &str| cx.state.kinds.iter().find(|kind| kind.type_id == id);
    let (Some(from), Some(to)) = (kind(&link.from), kind(&link.to)) else { return String::new() };
    link_name(from, to, link.label.as_deref())
}

/// The kind that a request names, or says the number of.
fn named(cx: &Cx<'_>, from: &End, to: &End, wanted: &str) -> Result<LinkType, Problem> {
    let mut links = cx.state.links.types(&from.0, &to.0);
    let link = links.find(|link| link.id.to_string() == wanted || name(cx, link) == wanted);
    link.cloned().ok_or_else(|| Problem::invalid(format!("{wanted} is not a valid association type")))
}

fn linked(cx: &Cx<'_>, from: &End, to: &str) -> Vec<Value> {
    let all = cx.state.links.of(from, to).flat_map(|(id, kinds)| {
        let links =
            kinds.iter().filter_map(|(category, link)| cx.state.links.named(&from.0, to, category, *link));
        links.map(move |link| json!({ "id": id.to_string(), "type": name(cx, link) }))
    });
    all.collect()
}

fn read(cx: &mut Cx<'_>, from: &str, to: &str) -> Answer {
    let body = cx.body()?;
    let (mut results, mut errors) = (Vec::new(), Vec::new());
    let type_id = type_id(cx, to)?;
    for input in batch::inputs(&body, MOST)? {
        let links = end(cx, from, &input["id"]).map(|from| (linked(cx, &from, &type_id), from));
        match links {
            Ok((links, one)) if links.is_empty() => errors.push(nothing_linked(cx, from, one.1, to)?),
            Ok((links, from)) => results.push(json!({ "from": { "id": from.1.to_string() }, "to": links })),
            Err(problem) => errors.push(problem.in_batch()),
        }
    }
    Ok(batch::answer(cx, StatusCode::OK, results, errors))
}

fn write(cx: &mut Cx<'_>, from: &str, to: &str, what: &str) -> Answer {
    let body = cx.body()?;
    let (mut results, mut errors) = (Vec::new(), Vec::new());
    for input in batch::inputs(&body, MOST)? {
        let kind = input["type"].as_str().ok_or_else(|| Problem::field("type", "is missing"))?;
        let done = (|| {
            let (from, to) = (end(cx, from, &input["from"]["id"])?, end(cx, to, &input["to"]["id"])?);
            let link = named(cx, &from, &to, kind)?;
            match what {
                "create" => associations::link(cx, &from, &to, &link),
                _ => associations::unlink(cx, &from, &to, Some(&link)),
            }
            Ok(json!({
                "from": { "id": from.1.to_string() }, "to": { "id": to.1.to_string() }, "type": name(cx, &link),
            }))
        })();
        match done {
            Ok(link) => results.push(link),
            Err(problem) if what == "create" => errors.push(Problem::in_batch(&problem)),
            Err(_) => {}
        }
    }
    if what == "archive" {
        return Ok(Reply::empty(StatusCode::NO_CONTENT));
    }
    Ok(batch::answer(cx, StatusCode::CREATED, results, errors))
}
