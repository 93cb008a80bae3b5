//! Tags of whatever has them.

use serde_json::json;

use super::Cx;
use super::json::{tags, text, texts};
use super::mutations::{Done, Mutation, UserError, wrong};
use super::store::kind_of;
use crate::store::Record;

pub(super) const MUTATIONS: &[(&str, Mutation)] = &[("tagsAdd", add), ("tagsRemove", remove)];

/// What can be tagged.
const TAGGED: &[&str] = &["Article", "Customer", "DraftOrder", "Order", "Product"];

/// A tag has at most so many characters.
const LONGEST: usize = 255;

fn tagged(cx: &Cx<'_>, id: &str) -> Result<Record, UserError> {
    let fits = kind_of(id).is_some_and(|kind| TAGGED.contains(&kind));
    cx.store.get(id).filter(|_| fits).cloned().ok_or_else(|| wrong("id", "Resource does not exist"))
}

/// Tags as they are stated: in one text with commas, too.
fn stated(args: &Record) -> Result<Vec<String>, UserError> {
    let all: Vec<String> =
        texts(args, "tags").iter().flat_map(|text| text.split(',')).map(str::to_owned).collect();
    if all.iter().any(|tag| tag.chars().count() > LONGEST) {
        return Err(wrong("tags", format!("Tag is too long (maximum is {LONGEST} characters)")));
    }
    Ok(all)
}

fn add(cx: &mut Cx<'_>, args: &Record) -> Done {
    let id = text(args, "id");
    let mut all = texts(&tagged(cx, id)?, "tags");
    all.extend(stated(args)?);
    cx.store.set(id, json!({ "tags": tags(&all) }));
    Ok(json!({ "node": id }))
}

fn remove(cx: &mut Cx<'_>, args: &Record) -> Done {
    let id = text(args, "id");
    let mut all = texts(&tagged(cx, id)?, "tags");
    let gone = tags(&stated(args)?);
    all.retain(|tag| !gone.iter().any(|one| one.eq_ignore_ascii_case(tag)));
    cx.store.set(id, json!({ "tags": all }));
    Ok(json!({ "node": id }))
}
