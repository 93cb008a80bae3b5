//! Associations, version 4: of one record, in batches, the labels of an account, and how many links a record may have.

use http::{Method, StatusCode};
use serde_json::{Value, json};

use super::Cx;
use super::batch;
use super::errors::{Answer, Problem};
use super::events::What;
use super::links::{End, LinkId, LinkType};
use super::write::number;
use crate::http::Reply;

/// The largest batches (not verified live).
const MOST_CREATED: usize = 2_000;
const MOST_READ: usize = 1_000;
/// The largest page.
const LARGEST_PAGE: usize = 500;

const DEFINED: &str = "HUBSPOT_DEFINED";
const OWN: &str = "USER_DEFINED";

/// Links two records. A link with a label is one without a label, too.
pub(super) fn link(cx: &mut Cx<'_>, from: &End, to: &End, link: &LinkType) {
    let plain = cx.state.links.unlabelled(&link.from, &link.to).cloned();
    for link in plain.iter().chain([link]) {
        if cx.state.links.add(from, to, link) {
            tell(cx, from, to, (link.category, link.id), false);
        }
    }
}

pub(super) fn unlink(cx: &mut Cx<'_>, from: &End, to: &End, link: Option<&LinkType>) {
    for gone in cx.state.links.remove(from, to, link) {
        tell(cx, from, to, gone, true);
    }
}

fn tell(cx: &mut Cx<'_>, from: &End, to: &End, (category, id): LinkId, removed: bool) {
    let index = |end: &End| cx.state.kinds.iter().position(|kind| kind.type_id == end.0);
    let (Some(one), Some(other)) = (index(from), index(to)) else { return };
    let inverse = cx.state.links.named(&from.0, &to.0, category, id).map_or(id, |link| link.inverse);
    cx.event(one, from.1, What::Linked { to: (other, to.1), link: id, removed });
    cx.event(other, to.1, What::Linked { to: (one, from.1), link: inverse, removed });
}

/// `/crm/v4/objects/{type}/{id}/associations/…`.
pub(super) fn of_record(cx: &mut Cx<'_>, method: &Method, rest: &[&str]) -> Answer {
    match (method, rest) {
        (&Method::GET, [from, id, "associations", to]) => list(cx, from, id, to),
        (&Method::PUT, [from, id, "associations", "default", to, other]) => {
            let (from, to) = (end(cx, from, &json!(id))?, end(cx, to, &json!(other))?);
            let links = defaults(cx, &from, &to)?;
            Ok(batch::answer(cx, StatusCode::OK, links, Vec::new()))
        }
        (&Method::PUT, [from, id, "associations", to, other]) => {
            let (from, to) = (end(cx, from, &json!(id))?, end(cx, to, &json!(other))?);
            let specs = cx.json()?;
            let links = specified(cx, &from, &to, &specs)?;
            let pair = labelled(cx, &from, &to, &links)?;
            Ok(Reply::json(StatusCode::CREATED, &pair))
        }
        (&Method::DELETE, [from, id, "associations", to, other]) => {
            let (from, to) = (end(cx, from, &json!(id))?, end(cx, to, &json!(other))?);
            unlink(cx, &from, &to, None);
            Ok(gone(cx))
        }
        (_, [_, _, "associations", ..]) => Err(Problem::method()),
        _ => Err(Problem::path()),
    }
}

/// `/crm/v4/associations/{from}/{to}/…`.
pub(super) fn of_types(cx: &mut Cx<'_>, method: &Method, rest: &[&str]) -> Answer {
    let post = *method == Method::POST;
    match rest {
        ["definitions", "configurations", rest @ ..] => limits(cx, method, rest),
        [from, to, "labels", rest @ ..] => labels(cx, method, from, to, rest),
        [from, to, "batch", "read"] if post => read(cx, from, to),
        [from, to, "batch", "create"] if post => create(cx, from, to),
        [from, to, "batch", "associate", "default"] if post => {
            let body = cx.body()?;
            let mut results = Vec::new();
            for input in batch::inputs(&body, MOST_CREATED)? {
                let (from, to) = (end(cx, from, &input["from"]["id"])?, end(cx, to, &input["to"]["id"])?);
                results.extend(defaults(cx, &from, &to)?);
            }
            Ok(batch::answer(cx, StatusCode::OK, results, Vec::new()))
        }
        [from, to, "batch", "archive"] if post => {
            let body = cx.body()?;
            for input in batch::inputs(&body, MOST_CREATED)? {
                let from = end(cx, from, &input["from"]["id"])?;
                for other in input["to"].as_array().into_iter().flatten() {
                    let to = end(cx, to, &other["id"])?;
                    unlink(cx, &from, &to, None);
                }
            }
            Ok(gone(cx))
        }
        [from, to, "batch", "labels", "archive"] if post => {
            let body = cx.body()?;
            for input in batch::inputs(&body, MOST_CREATED)? {
                let (from, to) = (end(cx, from, &input["from"]["id"])?, end(cx, to, &input["to"]["id"])?);
                for link in specified(cx, &from, &to, &input["types"])? {
                    unlink(cx, &from, &to, Some(&link));
                }
            }
            Ok(gone(cx))
        }
        _ => Err(Problem::path()),
    }
}

/// What was taken away: the old version says nothing, the dated one 200 (its body is not described in files at hand).
fn gone(cx: &Cx<'_>) -> Reply {
    if cx.version.is_some() {
        batch::answer(cx, StatusCode::OK, Vec::new(), Vec::new())
    } else {
        Reply::empty(StatusCode::NO_CONTENT)
    }
}

pub(super) fn type_id(cx: &Cx<'_>, name: &str) -> Result<String, Problem> {
    let kind = cx.kind(name)?;
    Ok(cx.state.kind(kind).type_id.clone())
}

/// A record that is there.
pub(super) fn end(cx: &Cx<'_>, name: &str, id: &Value) -> Result<End, Problem> {
    let kind = cx.kind(name)?;
    let text = number(id).map(|id| id.to_string()).ok_or_else(|| Problem::field("id", "is not an id"))?;
    let id = cx.find(kind, &text, None, false)?;
    Ok((cx.state.kind(kind).type_id.clone(), id))
}

/// The kinds that a request names.
fn specified(cx: &Cx<'_>, from: &End, to: &End, specs: &Value) -> Result<Vec<LinkType>, Problem> {
    let specs = specs.as_array().filter(|specs| !specs.is_empty());
    let specs = specs.ok_or_else(|| Problem::field("types", "is missing or empty"))?;
    let links = specs.iter().map(|spec| {
        let category = spec["associationCategory"].as_str().unwrap_or_default();
        let id = spec["associationTypeId"].as_u64().and_then(|id| u32::try_from(id).ok()).unwrap_or_default();
        let link = cx.state.links.named(&from.0, &to.0, category, id).cloned();
        link.ok_or_else(|| {
            let message = format!("No association type exists between {} and {}: {spec}", from.0, to.0);
            Problem::invalid(message)
        })
    });
    links.collect()
}

fn check_limit(cx: &Cx<'_>, from: &End, to: &End, link: &LinkType) -> Result<(), Problem> {
    let Some(most) = link.most else { return Ok(()) };
    let others = cx.state.links.of(from, &to.0);
    let others = others.filter(|(id, kinds)| *id != to.1 && kinds.contains(&(link.category, link.id)));
    if others.count() < most {
        return Ok(());
    }
    let message =
        format!("{} {} would have more than {most} associations of type {}", from.0, from.1, link.id);
    Err(Problem::invalid(message).with("LIMIT_EXCEEDED", &most.to_string()))
}

/// Links two records without a label, both ways, as the answer shows it.
fn defaults(cx: &mut Cx<'_>, from: &End, to: &End) -> Result<Vec<Value>, Problem> {
    let plain = cx.state.links.unlabelled(&from.0, &to.0).cloned();
    let plain = plain.ok_or_else(|| {
        Problem::invalid(format!("No default association type exists between {} and {}", from.0, to.0))
    })?;
    check_limit(cx, from, to, &plain)?;
    link(cx, from, to, &plain);
    let shown = |from: &End, to: &End, id: u32| {
        json!({
            "from": { "id": from.1.to_string() }, "to": { "id": to.1.to_string() },
            "associationSpec": { "associationCategory": plain.category, "associationTypeId": id },
        })
    };
    Ok(vec![shown(from, to, plain.id), shown(to, from, plain.inverse)])
}

fn labelled(cx: &mut Cx<'_>, from: &End, to: &End, links: &[LinkType]) -> Result<Value, Problem> {
    for one in links {
        check_limit(cx, from, to, one)?;
    }
    for one in links {
        link(cx, from, to, one);
    }
    let labels: Vec<&str> = links.iter().filter_map(|link| link.label.as_deref()).collect();
    Ok(json!({
        "fromObjectTypeId": from.0, "fromObjectId": from.1.to_string(),
        "toObjectTypeId": to.0, "toObjectId": to.1.to_string(), "labels": labels,
    }))
}

fn create(cx: &mut Cx<'_>, from: &str, to: &str) -> Answer {
    let body = cx.body()?;
    let (mut results, mut errors) = (Vec::new(), Vec::new());
    for input in batch::inputs(&body, MOST_CREATED)? {
        let done = (|| {
            let (from, to) = (end(cx, from, &input["from"]["id"])?, end(cx, to, &input["to"]["id"])?);
            let links = specified(cx, &from, &to, &input["types"])?;
            labelled(cx, &from, &to, &links)
        })();
        match done {
            Ok(pair) => results.push(pair),
            Err(problem) => errors.push(problem.in_batch()),
        }
    }
    Ok(batch::answer(cx, StatusCode::CREATED, results, errors))
}

fn shown(
    cx: &Cx<'_>,
    from: &str,
    to: &str,
    (id, kinds): (u64, &std::collections::BTreeSet<LinkId>),
) -> Value {
    let types = kinds.iter().map(|(category, link)| {
        let label = cx.state.links.named(from, to, category, *link).and_then(|link| link.label.clone());
        json!({ "category": category, "typeId": link, "label": label })
    });
    json!({ "toObjectId": id.to_string(), "associationTypes": types.collect::<Vec<_>>() })
}

fn list(cx: &mut Cx<'_>, from: &str, id: &str, to: &str) -> Answer {
    let (from, to) = (end(cx, from, &json!(id))?, type_id(cx, to)?);
    let limit = cx.page_size(LARGEST_PAGE, LARGEST_PAGE)?;
    let after: u64 = cx.param("after").and_then(|after| after.parse().ok()).unwrap_or_default();
    let mut rest = cx.state.links.of(&from, &to).filter(|(id, _)| *id >= after);
    let results = rest.by_ref().take(limit).map(|link| shown(cx, &from.0, &to, link)).collect();
    let next = rest.next().map(|(id, _)| id.to_string());
    Ok(Reply::json(StatusCode::OK, &cx.page(results, next)))
}

/// What a batch says of a record without links to the other type.
pub(super) fn nothing_linked(cx: &Cx<'_>, from: &str, id: u64, to: &str) -> Result<Value, Problem> {
    let singular = |name: &str| Ok(cx.state.kind(cx.kind(name)?).singular.clone());
    let (from, to) = (singular(from)?, singular(to)?);
    let problem = Problem::not_found(format!("No {to} is associated with {from} {id}."));
    let problem = problem.with("fromObjectId", &id.to_string());
    let mut error = problem.with("fromObjectType", &from).with("toObjectType", &to).in_batch();
    error["subCategory"] = json!("crm.associations.NO_ASSOCIATIONS_FOUND");
    Ok(error)
}

/// Records without links are errors of their own, and the answer is a 207.
fn read(cx: &mut Cx<'_>, from: &str, to: &str) -> Answer {
    let body = cx.body()?;
    let type_id = type_id(cx, to)?;
    let (mut results, mut errors) = (Vec::new(), Vec::new());
    for input in batch::inputs(&body, MOST_READ)? {
        match end(cx, from, &input["id"]) {
            Ok(one) => {
                let links = cx.state.links.of(&one, &type_id);
                let links: Vec<Value> = links.map(|link| shown(cx, &one.0, &type_id, link)).collect();
                if links.is_empty() {
                    errors.push(nothing_linked(cx, from, one.1, to)?);
                } else {
                    results.push(json!({ "from": { "id": one.1.to_string() }, "to": links }));
                }
            }
            Err(problem) => errors.push(problem.in_batch()),
        }
    }
    Ok(batch::answer(cx, StatusCode::OK, results, errors))
}

fn label_json(link: &LinkType) -> Value {
    json!({ "category": link.category, "typeId": link.id, "label": link.label })
}

fn labels(cx: &mut Cx<'_>, method: &Method, from: &str, to: &str, rest: &[&str]) -> Answer {
    let (from, to) = (type_id(cx, from)?, type_id(cx, to)?);
    let own = |cx: &Cx<'_>, id: Option<u64>| {
        let id = id.and_then(|id| u32::try_from(id).ok());
        let link = id.and_then(|id| cx.state.links.named(&from, &to, OWN, id).cloned());
        link.ok_or_else(|| Problem::not_found("no such label of the account's own"))
    };
    match (method, rest) {
        (&Method::GET, []) => {
            let results: Vec<Value> = cx.state.links.types(&from, &to).map(label_json).collect();
            Ok(Reply::json(StatusCode::OK, &json!({ "results": results })))
        }
        (&Method::POST, []) => {
            let body = cx.body()?;
            let label = body["label"].as_str().ok_or_else(|| Problem::field("label", "is missing"))?;
            if body["name"].as_str().is_none_or(str::is_empty) {
                return Err(Problem::field("name", "is missing"));
            }
            if cx.state.links.types(&from, &to).any(|link| link.label.as_deref() == Some(label)) {
                return Err(Problem::conflict(format!("the label {label} exists already")));
            }
            let id = cx.state.links.next_type();
            let back = body["inverseLabel"].as_str();
            let inverse = if back.is_some() || from != to { cx.state.links.next_type() } else { id };
            cx.state.links.define(&from, &to, OWN, (id, inverse), (Some(label), Some(back.unwrap_or(label))));
            let made = cx
                .state
                .links
                .types
                .iter()
                .filter(|link| link.category == OWN && [id, inverse].contains(&link.id));
            let results: Vec<Value> = made.map(label_json).collect();
            Ok(Reply::json(StatusCode::OK, &json!({ "results": results })))
        }
        (&Method::PUT, []) => {
            let body = cx.body()?;
            let link = own(cx, body["associationTypeId"].as_u64())?;
            let label = body["label"].as_str().ok_or_else(|| Problem::field("label", "is missing"))?;
            for one in cx.state.links.types.iter_mut().filter(|one| one.category == OWN) {
                if one.id == link.id {
                    one.label = Some(label.to_owned());
                } else if let Some(back) = body["inverseLabel"].as_str().filter(|_| one.id == link.inverse) {
                    one.label = Some(back.to_owned());
                }
            }
            Ok(Reply::empty(StatusCode::NO_CONTENT))
        }
        (&Method::DELETE, [id]) => {
            let link = own(cx, id.parse().ok())?;
            cx.state
                .links
                .types
                .retain(|one| one.category != OWN || ![link.id, link.inverse].contains(&one.id));
            Ok(Reply::empty(StatusCode::NO_CONTENT))
        }
        _ => Err(Problem::method()),
    }
}

/// `/crm/v4/associations/definitions/configurations/…`: to how many a record may be linked.
fn limits(cx: &mut Cx<'_>, method: &Method, rest: &[&str]) -> Answer {
    let shown = |link: &LinkType| {
        let mut shown = label_json(link);
        shown["userEnforcedMaxToObjectIds"] = json!(link.most);
        shown
    };
    let (from, to, action) = match (method, rest) {
        (&Method::GET, ["all"]) => {
            let results: Vec<Value> =
                cx.state.links.types.iter().filter(|link| link.most.is_some()).map(shown).collect();
            return Ok(Reply::json(StatusCode::OK, &json!({ "results": results })));
        }
        (&Method::GET, [from, to]) => {
            let (from, to) = (type_id(cx, from)?, type_id(cx, to)?);
            let results: Vec<Value> =
                cx.state.links.types(&from, &to).filter(|link| link.most.is_some()).map(shown).collect();
            return Ok(Reply::json(StatusCode::OK, &json!({ "results": results })));
        }
        (&Method::POST, [from, to, "batch", action @ ("create" | "update" | "purge")]) => {
            (type_id(cx, from)?, type_id(cx, to)?, *action)
        }
        _ => return Err(Problem::path()),
    };
    let body = cx.body()?;
    let (mut results, mut errors) = (Vec::new(), Vec::new());
    for input in batch::inputs(&body, MOST_CREATED)? {
        let id = input["typeId"].as_u64();
        let category = input["category"].as_str().unwrap_or(DEFINED);
        let most = input["maxToObjectIds"].as_u64().and_then(|most| usize::try_from(most).ok());
        let link = cx.state.links.types.iter_mut().find(|link| {
            link.from == from && link.to == to && link.category == category && Some(u64::from(link.id)) == id
        });
        match link {
            Some(link) if action == "purge" || most.is_some_and(|most| most > 0) => {
                link.most = most.filter(|_| action != "purge");
                results.push(shown(link));
            }
            Some(_) => errors.push(Problem::field("maxToObjectIds", "must be above 0").in_batch()),
            None => errors.push(Problem::not_found("no such association type").in_batch()),
        }
    }
    if action == "purge" {
        return Ok(Reply::empty(StatusCode::NO_CONTENT));
    }
    let success = if action == "create" { StatusCode::CREATED } else { StatusCode::OK };
    Ok(batch::answer(cx, success, results, errors))
}
