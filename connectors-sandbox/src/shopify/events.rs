//! What happened in the shop, as its records tell it.

use serde_json::{Value, json};

use super::Cx;
use super::json::{given, text};
use super::store::{Change, kind_of};
use crate::store::Record;

/// The types of records of which there are events, and what events call them.
const SUBJECTS: &[(&str, &str, &str)] = &[
    ("Article", "ARTICLE", "the article"),
    ("Blog", "BLOG", "the blog"),
    ("Collection", "COLLECTION", "the collection"),
    ("Comment", "COMMENT", "the comment"),
    ("Company", "COMPANY", "the company"),
    ("Customer", "CUSTOMER", "the customer"),
    ("DiscountAutomaticNode", "DISCOUNT_AUTOMATIC_NODE", "the discount"),
    ("DiscountCodeNode", "DISCOUNT_CODE_NODE", "the discount"),
    ("DraftOrder", "DRAFT_ORDER", "the draft order"),
    ("Order", "ORDER", "the order"),
    ("Page", "PAGE", "the page"),
    ("Product", "PRODUCT", "the product"),
    ("ProductVariant", "PRODUCT_VARIANT", "the variant"),
];

impl Cx<'_> {
    /// Tells of changes: that records were made, changed or taken out.
    pub(super) fn note_events(&mut self, changes: &[Change]) {
        for change in changes {
            let Some(kind) = kind_of(&change.id) else { continue };
            let Some((_, subject, thing)) = SUBJECTS.iter().find(|(known, ..)| *known == kind) else {
                continue;
            };
            let now = self.store.get(&change.id);
            let (action, word) = match (&change.before, now) {
                (None, Some(_)) => ("create", "created"),
                (Some(_), None) => ("destroy", "deleted"),
                (Some(before), Some(now)) if before != now => ("update", "updated"),
                _ => continue,
            };
            let name = now.or(change.before.as_ref()).map_or("", named).to_owned();
            let app = "Sandbox App";
            let id = self.store.id("BasicEvent");
            let at = self.stamp();
            self.store.put(json!({
                "id": id, "action": action, "message": format!("{app} {word} {thing}: {name}.").replace(": .", "."),
                "appTitle": app, "attributeToApp": true, "attributeToUser": false, "author": app, "criticalAlert": false,
                "hasAdditionalContent": false, "subjectId": change.id, "subjectType": subject, "subject": change.id,
                "createdAt": at,
            }));
        }
    }
}

/// What people call a record.
fn named(record: &Record) -> &str {
    ["title", "name", "displayName"].iter().find_map(|field| given(record, field)).unwrap_or_default()
}

pub(super) fn field(cx: &Cx<'_>, field: &str, record: &Record) -> Option<Value> {
    // What happened to a record is known when it is gone, but it is gone.
    (field == "subject").then(|| {
        let subject = text(record, "subject");
        json!(cx.store.get(subject).map(|_| subject))
    })
}
