//! Comments on articles. Visitors write them, so no mutation makes one.

use serde_json::json;

use super::known;
use crate::shopify::Cx;
use crate::shopify::json::text;
use crate::shopify::mutations::Done;
use crate::store::Record;

fn set(cx: &mut Cx<'_>, args: &Record, status: &str) -> Done {
    let id = known(cx, text(args, "id"), "Comment")?;
    let published = (status == "PUBLISHED").then(|| cx.stamp());
    cx.store.set(&id, json!({ "status": status, "publishedAt": published }));
    Ok(json!({ "comment": id }))
}

pub(super) fn approve(cx: &mut Cx<'_>, args: &Record) -> Done {
    set(cx, args, "PUBLISHED")
}

pub(super) fn spam(cx: &mut Cx<'_>, args: &Record) -> Done {
    set(cx, args, "SPAM")
}

pub(super) fn not_spam(cx: &mut Cx<'_>, args: &Record) -> Done {
    set(cx, args, "UNAPPROVED")
}

pub(super) fn delete(cx: &mut Cx<'_>, args: &Record) -> Done {
    let id = known(cx, text(args, "id"), "Comment")?;
    cx.forget(&id);
    Ok(json!({ "deletedCommentId": id }))
}
