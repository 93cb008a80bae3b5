//! `/crm/v3/objects/{type}/merge`: two records become one.
//!
//! Contacts and companies become a new record, with an id of its own; of other types the primary one goes on. It has the
//! primary record's values and those of the other one that it lacks, and the links and lists of both. All ids stand for it
//! from then on, and so do all addresses of contacts: that of the other one is in `hs_additional_emails`.

use http::StatusCode;

use super::Cx;
use super::errors::{Answer, Problem};
use super::events::What;
use super::links::End;
use super::store::{ADDRESSES, Object};
use super::write::{self, Values};
use crate::http::Reply;

const MERGED: &str = "hs_merged_object_ids";

/// The object types whose merged records are new ones.
const RENEWED: &[&str] = &["contacts", "companies"];

pub(super) fn merge(cx: &mut Cx<'_>, kind: usize) -> Answer {
    let body = cx.body()?;
    let named = |name: &str| {
        let id = body[name].as_str().ok_or_else(|| Problem::field(name, "is missing or not a text"))?;
        cx.find(kind, id, None, false)
    };
    let (primary, other) = (named("primaryObjectId")?, named("objectIdToMerge")?);
    if primary == other {
        return Err(Problem::invalid("a record cannot be merged with itself"));
    }
    let values = gained(cx, kind, primary, other);
    let moved = values.keys().filter(|name| ![ADDRESSES, MERGED].contains(&name.as_str())).count();
    let renewed = RENEWED.contains(&cx.state.kind(kind).name.as_str());
    let into = if renewed { cx.state.next_id() } else { primary };
    let gone = if renewed { vec![primary, other] } else { vec![other] };
    if renewed {
        let (now, source) = (cx.now, cx.source);
        let definition = cx.state.kind_mut(kind);
        let copy = definition.objects.get(&primary).cloned();
        definition.objects.extend(copy.map(|copy| (into, Object { id: into, ..copy })));
        definition.set(into, "hs_object_id", &into.to_string(), now, source);
        cx.event(kind, into, What::Created);
    }
    for id in gone {
        hand_over(cx, kind, id, into);
    }
    cx.state.kind_mut(kind).set_archived(into, None);
    write::set_all(cx, kind, into, values);
    cx.event(kind, into, What::Merged { primary, merged: other, moved });
    Ok(Reply::json(StatusCode::OK, &cx.written(kind, into, &[])))
}

/// What the record has that the primary one had not.
fn gained(cx: &Cx<'_>, kind: usize, primary: u64, other: u64) -> Values {
    let definition = cx.state.kind(kind);
    let value = |id: u64, name: &str| {
        definition.objects.get(&id).and_then(|object| object.value(name)).map(str::to_owned)
    };
    let lacking = definition
        .properties
        .values()
        .filter(|property| !property.read_only && value(primary, &property.name).is_none());
    let mut values: Values =
        lacking.filter_map(|property| Some((property.name.clone(), value(other, &property.name)?))).collect();
    let joined = |parts: &[Option<String>]| parts.iter().flatten().cloned().collect::<Vec<_>>().join(";");
    let mine = value(primary, MERGED);
    let ids = if RENEWED.contains(&definition.name.as_str()) {
        joined(&[mine, value(other, MERGED), Some(format!("{primary};{other}"))])
    } else {
        joined(&[mine, Some(other.to_string())])
    };
    values.insert(MERGED.to_owned(), ids);
    let second = value(other, "email").filter(|_| value(primary, "email").is_some());
    let addresses = joined(&[value(primary, ADDRESSES), value(other, ADDRESSES), second]);
    if !addresses.is_empty() {
        values.insert(ADDRESSES.to_owned(), addresses);
    }
    values
}

/// The record `id` is gone, and `into` has its links and its places in lists.
fn hand_over(cx: &mut Cx<'_>, kind: usize, id: u64, into: u64) {
    let (now, type_id) = (cx.now, cx.state.kind(kind).type_id.clone());
    let (from, to): (End, End) = ((type_id.clone(), id), (type_id, into));
    for partner in cx.state.links.partners(&from).into_iter().filter(|partner| *partner != to) {
        for (category, link) in cx.state.links.remove(&from, &partner, None) {
            let link = cx.state.links.named(&from.0, &partner.0, category, link).cloned();
            if let Some(link) = link {
                cx.state.links.add(&to, &partner, &link);
            }
        }
    }
    for list in &mut cx.state.lists {
        list.hand_over(id, into);
    }
    let definition = cx.state.kind_mut(kind);
    definition.set_archived(id, Some(now));
    definition.objects.remove(&id);
    cx.state.merged.insert(id, into);
}
