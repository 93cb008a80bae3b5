//! Articles of blogs.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::{fill_dates, fill_names, input, known, new, redirect};
use crate::shopify::Cx;
use crate::shopify::json::{copy, given, list, object, text, texts};
use crate::shopify::mutations::{Done, UserError, wrong};
use crate::store::Record;

/// The blog that an article is to stand in, which may have to be made first.
fn blog(cx: &mut Cx<'_>, args: &Record, input: &Record) -> Result<Option<String>, UserError> {
    let made = object(args, "blog").filter(|blog| given(blog, "title").is_some());
    match (given(input, "blogId"), made) {
        (Some(_), Some(_)) => {
            Err(wrong("article", "Can't create a blog from input if a blog ID is supplied.").code("INVALID"))
        }
        (Some(id), None) => match known(cx, id, "Blog") {
            Ok(id) => Ok(Some(id)),
            Err(_) => Err(wrong("article.blogId", "Blog does not exist").code("NOT_FOUND")),
        },
        (None, Some(made)) => {
            let mut record = new(cx, "Blog");
            record.insert("commentPolicy".to_owned(), json!("CLOSED"));
            fill_names(cx, "Blog", &mut record, made).map_err(|error| error.under("blog"))?;
            Ok(Some(cx.store.put(Value::Object(record))))
        }
        (None, None) => Ok(None),
    }
}

fn fill(cx: &Cx<'_>, record: &mut Record, input: &Record) -> Result<(), UserError> {
    fill_names(cx, "Article", record, input).map_err(|error| error.under("article"))?;
    fill_dates(cx, record, input).map_err(|error| error.under("article"))?;
    copy(input, record, &["body", "summary", "templateSuffix"]);
    if input.contains_key("tags") {
        record.insert("tags".to_owned(), json!(crate::shopify::json::tags(&texts(input, "tags"))));
    }
    if let Some(author) = object(input, "author") {
        let name = given(author, "name").unwrap_or("Example Owner");
        record.insert("author".to_owned(), json!({ "name": name }));
    }
    if let Some(image) = input.get("image") {
        let id = text(record, "id").replace("Article", "ArticleImage");
        let image = image.as_object().map(|image| {
            let url = image.get("url");
            json!({ "id": id, "url": url, "src": url, "originalSrc": url, "altText": image.get("altText") })
        });
        record.insert("image".to_owned(), json!(image));
    }
    Ok(())
}

pub(super) fn create(cx: &mut Cx<'_>, args: &Record) -> Done {
    let none = Record::new();
    let input = input(args, "article", &none);
    let Some(blog) = blog(cx, args, input)? else {
        let message = "Must reference or create a blog when creating an article.";
        return Err(wrong("article", message).code("BLOG_REFERENCE_REQUIRED").into());
    };
    let mut record = new(cx, "Article");
    record.insert("blog".to_owned(), json!(blog));
    fill(cx, &mut record, input)?;
    let id = cx.store.put(Value::Object(record));
    cx.set_metafields(&id, list(input, "metafields"))?;
    Ok(json!({ "article": id }))
}

pub(super) fn update(cx: &mut Cx<'_>, args: &Record) -> Done {
    let none = Record::new();
    let input = input(args, "article", &none);
    let id = known(cx, text(args, "id"), "Article")?;
    let blog = blog(cx, args, input)?;
    let mut record = cx.store.get(&id).cloned().unwrap_or_default();
    let old = text(&record, "handle").to_owned();
    if let Some(blog) = blog {
        record.insert("blog".to_owned(), json!(blog));
    }
    fill(cx, &mut record, input)?;
    let place = format!("/blogs/{}", cx.store.text(text(&record, "blog"), "handle"));
    redirect(cx, input, &place, &old, text(&record, "handle"));
    cx.store.put(Value::Object(record));
    cx.set_metafields(&id, list(input, "metafields"))?;
    Ok(json!({ "article": id }))
}

pub(super) fn delete(cx: &mut Cx<'_>, args: &Record) -> Done {
    let id = known(cx, text(args, "id"), "Article")?;
    remove(cx, &id);
    Ok(json!({ "deletedArticleId": id }))
}

/// Takes an article out, with its comments.
pub(super) fn remove(cx: &mut Cx<'_>, id: &str) {
    for comment in cx.store.ids("Comment", "article", id) {
        cx.forget(&comment);
    }
    cx.forget(id);
}

pub(super) fn authors(cx: &Cx<'_>) -> Value {
    let names = cx.store.all("Article").filter_map(|article| given(object(article, "author")?, "name"));
    let names: BTreeSet<&str> = names.collect();
    names.into_iter().map(|name| json!({ "name": name })).collect()
}

/// The tags of all articles, by the alphabet or by how often they are used.
pub(super) fn tags(cx: &Cx<'_>, args: &Record) -> Value {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for tag in cx.store.all("Article").flat_map(|article| texts(article, "tags")) {
        *counts.entry(tag).or_default() += 1;
    }
    let mut tags: Vec<(String, usize)> = counts.into_iter().collect();
    if text(args, "sort") == "POPULAR" {
        tags.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    }
    let most = args.get("limit").and_then(Value::as_u64).unwrap_or_default();
    tags.into_iter().take(usize::try_from(most).unwrap_or(usize::MAX)).map(|(tag, _)| json!(tag)).collect()
}
