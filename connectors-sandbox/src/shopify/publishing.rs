//! Where products and collections are published. What nobody published or took back is where everything new goes.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::Cx;
use super::json::{flag, given, object, objects, text};
use super::mutations::{Done, Mutation, UserError, wrong};
use super::seed::ONLINE_STORE;
use super::store::kind_of;
use crate::store::Record;

pub(super) const MUTATIONS: &[(&str, Mutation)] = &[
    ("publishablePublish", publish),
    ("publishableUnpublish", unpublish),
    ("publishablePublishToCurrentChannel", publish_here),
    ("publishableUnpublishToCurrentChannel", unpublish_here),
    ("publicationCreate", create),
    ("publicationUpdate", update),
    ("publicationDelete", delete),
];

/// When a record is or becomes published, by the publication.
fn dates(cx: &Cx<'_>, record: &Record) -> Record {
    if let Some(stated) = object(record, "publishedTo") {
        return stated.clone();
    }
    let since =
        given(record, "publishedAt").or(given(record, "createdAt")).unwrap_or(text(record, "updatedAt"));
    let all = cx.store.all("Publication").filter(|one| flag(one, "autoPublish"));
    all.map(|one| (text(one, "id").to_owned(), json!(since))).collect()
}

/// Whether it can be seen there now.
fn is_out(cx: &Cx<'_>, record: &Record, date: &Value) -> bool {
    let due =
        |date: &str| DateTime::parse_from_rfc3339(date).is_ok_and(|date| date.with_timezone(&Utc) <= cx.now);
    let active = given(record, "status").is_none_or(|status| status == "ACTIVE" || status == "UNLISTED");
    active && date.as_str().is_some_and(due)
}

fn publishable(cx: &Cx<'_>, id: &str) -> Result<Record, UserError> {
    let fits = ["Product", "Collection"].map(Some).contains(&kind_of(id));
    let found = cx.store.get(id).filter(|_| fits).cloned();
    found.ok_or_else(|| wrong("id", "Resource does not exist"))
}

fn set(cx: &mut Cx<'_>, id: &str, dates: Record) {
    // The date that a product shows is that of the shop's own pages.
    if kind_of(id) == Some("Product") {
        let online = dates.get(ONLINE_STORE).cloned();
        cx.store.set(id, json!({ "publishedAt": online }));
    }
    cx.store.set(id, json!({ "publishedTo": dates }));
}

/// The publications that an input names.
fn named(cx: &Cx<'_>, args: &Record) -> Result<Vec<(String, Option<String>)>, UserError> {
    let one = |(at, input): (usize, &Record)| {
        let id = given(input, "publicationId").unwrap_or(ONLINE_STORE);
        if kind_of(id) != Some("Publication") || cx.store.get(id).is_none() {
            let error = wrong("publicationId", "Publication does not exist");
            return Err(error.under(&format!("input.{at}")));
        }
        Ok((id.to_owned(), given(input, "publishDate").map(str::to_owned)))
    };
    objects(args, "input").enumerate().map(one).collect()
}

fn publish(cx: &mut Cx<'_>, args: &Record) -> Done {
    let id = text(args, "id");
    let record = publishable(cx, id)?;
    let mut dates = dates(cx, &record);
    for (publication, date) in named(cx, args)? {
        let now = cx.stamp();
        match date {
            Some(date) => drop(dates.insert(publication, json!(date))),
            None => drop(dates.entry(publication).or_insert(json!(now))),
        }
    }
    set(cx, id, dates);
    Ok(json!({ "publishable": id }))
}

fn unpublish(cx: &mut Cx<'_>, args: &Record) -> Done {
    let id = text(args, "id");
    let record = publishable(cx, id)?;
    let mut dates = dates(cx, &record);
    for (publication, _) in named(cx, args)? {
        dates.remove(&publication);
    }
    set(cx, id, dates);
    Ok(json!({ "publishable": id }))
}

/// The same arguments with the app's own channel.
fn here(args: &Record) -> Record {
    let mut args = args.clone();
    args.insert("input".to_owned(), json!([{ "publicationId": ONLINE_STORE }]));
    args
}

fn publish_here(cx: &mut Cx<'_>, args: &Record) -> Done {
    publish(cx, &here(args))
}

fn unpublish_here(cx: &mut Cx<'_>, args: &Record) -> Done {
    unpublish(cx, &here(args))
}

fn create(cx: &mut Cx<'_>, args: &Record) -> Done {
    let automatic = object(args, "input").is_some_and(|input| flag(input, "autoPublish"));
    let id = cx.store.id("Publication");
    cx.store.put(
        json!({ "id": id, "name": "Catalog", "autoPublish": automatic, "supportsFuturePublishing": true }),
    );
    Ok(json!({ "publication": id }))
}

fn known(cx: &Cx<'_>, args: &Record) -> Result<String, UserError> {
    let id = text(args, "id");
    match cx.store.get(id) {
        Some(_) if kind_of(id) == Some("Publication") => Ok(id.to_owned()),
        _ => Err(wrong("id", "Publication does not exist").code("PUBLICATION_NOT_FOUND")),
    }
}

fn update(cx: &mut Cx<'_>, args: &Record) -> Done {
    let id = known(cx, args)?;
    let none = Record::new();
    let input = object(args, "input").unwrap_or(&none);
    if let Some(automatic) = input.get("autoPublish").filter(|value| value.is_boolean()) {
        cx.store.set(&id, json!({ "autoPublish": automatic }));
    }
    let now = cx.stamp();
    for (field, add) in [("publishablesToAdd", true), ("publishablesToRemove", false)] {
        for publishable_id in super::json::texts(input, field) {
            let record = publishable(cx, &publishable_id)
                .map_err(|error| error.under(&format!("input.{field}")).code("INVALID_PUBLISHABLE_ID"))?;
            let mut dates = dates(cx, &record);
            if add {
                dates.entry(id.clone()).or_insert(json!(now));
            } else {
                dates.remove(&id);
            }
            set(cx, &publishable_id, dates);
        }
    }
    Ok(json!({ "publication": id }))
}

fn delete(cx: &mut Cx<'_>, args: &Record) -> Done {
    let id = known(cx, args)?;
    cx.forget(&id);
    Ok(json!({ "deletedId": id }))
}

/// What a product or a collection says of its publications.
pub(super) fn field(cx: &Cx<'_>, field: &str, record: &Record, args: &Record) -> Option<Value> {
    let listed = |only: bool| -> Vec<Value> {
        let dates = dates(cx, record);
        let all = dates.iter().filter(|(_, date)| !only || is_out(cx, record, date));
        let one = |(publication, date): (&String, &Value)| {
            json!({
                "publication": publication, "publishable": text(record, "id"), "publishDate": date,
                "isPublished": is_out(cx, record, date),
            })
        };
        all.map(one).collect()
    };
    let only = || args.get("onlyPublished").is_none_or(|only| only == &json!(true));
    Some(match field {
        "publishedOnPublication" => {
            json!(
                dates(cx, record)
                    .get(text(args, "publicationId"))
                    .is_some_and(|date| is_out(cx, record, date))
            )
        }
        "publishedOnCurrentPublication" => {
            json!(dates(cx, record).get(ONLINE_STORE).is_some_and(|date| is_out(cx, record, date)))
        }
        "resourcePublications" | "resourcePublicationsV2" => json!(listed(only())),
        "resourcePublicationsCount" => json!(listed(only()).len()),
        "availablePublicationsCount" => json!(listed(true).len()),
        "unpublishedPublications" => {
            let dates = dates(cx, record);
            let all = cx.store.all("Publication").map(|one| text(one, "id"));
            all.filter(|id| !dates.get(*id).is_some_and(|date| is_out(cx, record, date)))
                .map(|id| json!(id))
                .collect()
        }
        _ => return None,
    })
}

/// What a publication has.
pub(super) fn of_publication(cx: &Cx<'_>, field: &str, record: &Record, args: &Record) -> Option<Value> {
    let id = text(record, "id");
    let has = |one: &&Record| dates(cx, one).get(id).is_some_and(|date| is_out(cx, one, date));
    let all = |kind: &str| -> Vec<Value> {
        cx.store.all(kind).filter(has).map(|one| json!(text(one, "id"))).collect()
    };
    Some(match field {
        "products" | "includedProducts" => json!(all("Product")),
        "includedProductsCount" => json!(all("Product").len()),
        "collections" => json!(all("Collection")),
        "hasCollection" => json!(cx.store.get(text(args, "id")).is_some_and(|one| has(&one))),
        _ => return None,
    })
}
