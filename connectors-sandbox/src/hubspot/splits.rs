//! `/crm/v3/objects/deals/splits/batch/…`: whom a deal is credited to.

use http::{Method, StatusCode};
use serde_json::{Value, json};

use super::Cx;
use super::batch;
use super::errors::{Answer, Problem};
use super::store::iso;
use super::write::number;

/// The largest batch.
const MOST: usize = 100;

pub(super) fn route(cx: &mut Cx<'_>, method: &Method, rest: &[&str]) -> Answer {
    let what = match rest {
        ["batch", what @ ("read" | "upsert")] => *what,
        _ => return Err(Problem::path()),
    };
    if *method != Method::POST {
        return Err(Problem::method());
    }
    let body = cx.body()?;
    let (mut results, mut errors) = (Vec::new(), Vec::new());
    for input in batch::inputs(&body, MOST)? {
        let done = if what == "read" { deal(cx, input) } else { replace(cx, input) };
        match done {
            Ok(deal) => {
                let splits = cx.state.splits.get(&deal).cloned().unwrap_or_default();
                results.push(json!({ "id": deal.to_string(), "splits": splits }));
            }
            Err(problem) if problem.is_not_found() => errors.push(problem.in_batch()),
            Err(problem) => return Err(problem),
        }
    }
    Ok(batch::answer(cx, StatusCode::OK, results, errors))
}

/// The deal that an input names.
fn deal(cx: &Cx<'_>, input: &Value) -> Result<u64, Problem> {
    let id = number(&input["id"]).ok_or_else(|| Problem::field("id", "is missing or not an id"))?;
    cx.find(cx.kind("deals")?, &id.to_string(), None, false)
}

/// The parts of a deal are those of the input. Together they are the whole: their `percentage`s add up to 1.
fn replace(cx: &mut Cx<'_>, input: &Value) -> Result<u64, Problem> {
    let deal = deal(cx, input)?;
    let parts = input["splits"].as_array().ok_or_else(|| Problem::field("splits", "is missing"))?;
    let (mut splits, mut whole) = (Vec::new(), 0.0);
    for part in parts {
        let owner = number(&part["ownerId"]).map(|id| id.to_string()).unwrap_or_default();
        if !cx.state.owners.iter().any(|one| one.id == owner) {
            return Err(Problem::field("splits.ownerId", "is no owner"));
        }
        let share = part["percentage"].as_f64().filter(|share| *share > 0.0);
        let share = share.ok_or_else(|| Problem::field("splits.percentage", "is missing or not above 0"))?;
        whole += share;
        let (id, now) = (cx.state.next_id().to_string(), iso(cx.now));
        let properties = json!({
            "hs_object_id": id, "hs_createdate": now, "hs_lastmodifieddate": now, "hubspot_owner_id": owner,
            "hs_deal_split_percentage": share.to_string(),
        });
        splits.push(json!({
            "id": id, "properties": properties, "createdAt": now, "updatedAt": now, "archived": false,
        }));
    }
    if !splits.is_empty() && (whole - 1.0).abs() > 1e-6 {
        return Err(Problem::invalid(format!("the splits of a deal add up to 1, not to {whole}")));
    }
    cx.state.splits.insert(deal, splits);
    Ok(deal)
}
