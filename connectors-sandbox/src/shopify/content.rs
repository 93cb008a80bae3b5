//! The shop's own pages: blogs with their articles and comments, pages, and redirects.

mod articles;
mod comments;
mod redirects;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::Cx;
use super::json::{copy, given, list, map, object, plain, slug, text, texts};
use super::mutations::{Done, Mutation, UserError, wrong};
use super::store::kind_of;
use crate::store::Record;

pub(super) const MUTATIONS: &[(&str, Mutation)] = &[
    ("blogCreate", create_blog),
    ("blogUpdate", update_blog),
    ("blogDelete", delete_blog),
    ("articleCreate", articles::create),
    ("articleUpdate", articles::update),
    ("articleDelete", articles::delete),
    ("commentApprove", comments::approve),
    ("commentDelete", comments::delete),
    ("commentNotSpam", comments::not_spam),
    ("commentSpam", comments::spam),
    ("pageCreate", create_page),
    ("pageUpdate", update_page),
    ("pageDelete", delete_page),
    ("urlRedirectCreate", redirects::create),
    ("urlRedirectUpdate", redirects::update),
    ("urlRedirectDelete", redirects::delete),
    ("urlRedirectBulkDeleteByIds", redirects::delete_all),
];

/// Longer titles are refused.
const LONGEST: usize = 255;

fn known(cx: &Cx<'_>, id: &str, kind: &str) -> Result<String, UserError> {
    match cx.store.get(id) {
        Some(_) if kind_of(id) == Some(kind) => Ok(id.to_owned()),
        _ => Err(wrong("id", format!("{kind} does not exist")).code("NOT_FOUND")),
    }
}

/// The part of the arguments that states a record.
fn input<'a>(args: &'a Record, name: &str, none: &'a Record) -> &'a Record {
    object(args, name).unwrap_or(none)
}

/// Sets the title and the handle; one that is taken is refused, one that follows from the title is made free.
fn fill_names(cx: &Cx<'_>, kind: &str, record: &mut Record, input: &Record) -> Result<(), UserError> {
    if let Some(title) = input.get("title").and_then(Value::as_str) {
        if title.trim().is_empty() {
            return Err(wrong("title", "Title can't be blank").code("BLANK"));
        }
        if title.chars().count() > LONGEST {
            let message = format!("Title is too long (maximum is {LONGEST} characters)");
            return Err(wrong("title", message).code("TOO_LONG"));
        }
        record.insert("title".to_owned(), json!(title));
    }
    if let Some(stated) = given(input, "handle") {
        let handle = slug(stated);
        let id = text(record, "id");
        if cx.store.ids(kind, "handle", &handle).iter().any(|other| other != id) {
            return Err(wrong("handle", "Handle has already been taken").code("TAKEN"));
        }
        record.insert("handle".to_owned(), json!(handle));
    } else if !record.contains_key("handle") {
        let handle = cx.free(kind, &slug(text(record, "title")));
        record.insert("handle".to_owned(), json!(handle));
    }
    Ok(())
}

/// Sets when something is shown: at once, at a time, or not.
fn fill_dates(cx: &Cx<'_>, record: &mut Record, input: &Record) -> Result<(), UserError> {
    let shown = input.get("isPublished").and_then(Value::as_bool);
    let date = given(input, "publishDate");
    let due =
        |date: &str| DateTime::parse_from_rfc3339(date).is_ok_and(|date| date.with_timezone(&Utc) > cx.now);
    if shown == Some(true) && date.is_some_and(due) {
        let message = "Can't set isPublished to true and also set a future publish date";
        return Err(wrong("", message).code("INVALID"));
    }
    let published = match (shown, date) {
        (Some(false), None) => Value::Null,
        (_, Some(date)) => json!(date),
        (Some(true), None) if given(record, "publishedAt").is_some() => return Ok(()),
        (Some(true), None) => json!(cx.stamp()),
        (None, None) if record.contains_key("publishedAt") => return Ok(()),
        (None, None) => json!(cx.stamp()),
    };
    record.insert("publishedAt".to_owned(), published);
    Ok(())
}

/// Sends visitors from the old address of a record to the new one, if the input asks for it.
fn redirect(cx: &mut Cx<'_>, input: &Record, place: &str, old: &str, new: &str) {
    if old != new && input.get("redirectNewHandle") == Some(&json!(true)) {
        cx.redirect(&format!("{place}/{old}"), &format!("{place}/{new}"));
    }
}

fn new(cx: &mut Cx<'_>, kind: &str) -> Record {
    let id = cx.store.id(kind);
    let now = cx.stamp();
    map(json!({ "id": id, "templateSuffix": null, "createdAt": now, "updatedAt": now }))
}

fn create_blog(cx: &mut Cx<'_>, args: &Record) -> Done {
    let none = Record::new();
    let input = input(args, "blog", &none);
    let mut record = new(cx, "Blog");
    record.insert("commentPolicy".to_owned(), json!("CLOSED"));
    fill_names(cx, "Blog", &mut record, input).map_err(|error| error.code("INVALID").under("blog"))?;
    copy(input, &mut record, &["commentPolicy", "templateSuffix"]);
    let id = cx.store.put(Value::Object(record));
    cx.set_metafields(&id, list(input, "metafields"))?;
    Ok(json!({ "blog": id }))
}

fn update_blog(cx: &mut Cx<'_>, args: &Record) -> Done {
    let none = Record::new();
    let input = input(args, "blog", &none);
    let id = known(cx, text(args, "id"), "Blog")?;
    let mut record = cx.store.get(&id).cloned().unwrap_or_default();
    let old = text(&record, "handle").to_owned();
    fill_names(cx, "Blog", &mut record, input).map_err(|error| error.under("blog"))?;
    copy(input, &mut record, &["commentPolicy", "templateSuffix"]);
    redirect(cx, input, "/blogs", &old, text(&record, "handle"));
    cx.store.put(Value::Object(record));
    cx.set_metafields(&id, list(input, "metafields"))?;
    Ok(json!({ "blog": id }))
}

fn delete_blog(cx: &mut Cx<'_>, args: &Record) -> Done {
    let id = known(cx, text(args, "id"), "Blog")?;
    for article in cx.store.ids("Article", "blog", &id) {
        articles::remove(cx, &article);
    }
    cx.forget(&id);
    Ok(json!({ "deletedBlogId": id }))
}

fn fill_page(cx: &Cx<'_>, record: &mut Record, input: &Record) -> Result<(), UserError> {
    fill_names(cx, "Page", record, input).map_err(|error| error.under("page"))?;
    fill_dates(cx, record, input).map_err(|error| error.under("page"))?;
    copy(input, record, &["body", "templateSuffix"]);
    Ok(())
}

fn create_page(cx: &mut Cx<'_>, args: &Record) -> Done {
    let none = Record::new();
    let input = input(args, "page", &none);
    let mut record = new(cx, "Page");
    fill_page(cx, &mut record, input)?;
    let id = cx.store.put(Value::Object(record));
    cx.set_metafields(&id, list(input, "metafields"))?;
    Ok(json!({ "page": id }))
}

fn update_page(cx: &mut Cx<'_>, args: &Record) -> Done {
    let none = Record::new();
    let input = input(args, "page", &none);
    let id = known(cx, text(args, "id"), "Page")?;
    let mut record = cx.store.get(&id).cloned().unwrap_or_default();
    let old = text(&record, "handle").to_owned();
    fill_page(cx, &mut record, input)?;
    redirect(cx, input, "/pages", &old, text(&record, "handle"));
    cx.store.put(Value::Object(record));
    cx.set_metafields(&id, list(input, "metafields"))?;
    Ok(json!({ "page": id }))
}

fn delete_page(cx: &mut Cx<'_>, args: &Record) -> Done {
    let id = known(cx, text(args, "id"), "Page")?;
    cx.forget(&id);
    Ok(json!({ "deletedPageId": id }))
}

pub(super) fn query(cx: &Cx<'_>, field: &str, args: &Record) -> Option<Value> {
    Some(match field {
        "articleAuthors" => articles::authors(cx),
        "articleTags" => articles::tags(cx, args),
        _ => return None,
    })
}

pub(super) fn field(cx: &Cx<'_>, kind: &str, field: &str, record: &Record) -> Option<Value> {
    let id = text(record, "id");
    Some(match (kind, field) {
        (_, "isPublished") => {
            let date = DateTime::parse_from_rfc3339(text(record, "publishedAt"));
            json!(date.is_ok_and(|date| date.with_timezone(&Utc) <= cx.now))
        }
        ("Page", "bodySummary") => json!(plain(text(record, "body")).chars().take(150).collect::<String>()),
        ("Blog", "articlesCount") => json!(cx.store.find("Article", "blog", id).count()),
        ("Blog", "tags") => {
            let all: Vec<String> =
                cx.store.find("Article", "blog", id).flat_map(|article| texts(article, "tags")).collect();
            json!(super::json::tags(&all))
        }
        ("Article", "commentsCount") => json!(cx.store.find("Comment", "article", id).count()),
        // Articles are sorted and searched by it.
        ("Article", "blogTitle") => json!(cx.store.text(text(record, "blog"), "title")),
        ("Comment", "bodyHtml") => json!(format!("<p>{}</p>", text(record, "body"))),
        _ => return None,
    })
}
