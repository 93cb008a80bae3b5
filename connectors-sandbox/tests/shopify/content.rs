//! Blogs, articles, pages and redirects.

use serde_json::{Value, json};

use crate::harness::World;

#[tokio::test]
async fn an_article_stands_in_a_blog_and_leaves_with_it() {
    let world = World::new().await;
    let create = "mutation($article: ArticleCreateInput!, $blog: ArticleBlogInput) { articleCreate(article: $article, blog: $blog) {
        article { id handle isPublished author { name } blog { id title articlesCount { count } tags } } userErrors { code field } } }";
    let article = json!({ "title": "Hello", "author": { "name": "Ada" }, "body": "<p>B</p>", "tags": ["x"] });
    let alone = world.payload(create, json!({ "article": article })).await;
    assert_eq!(alone["userErrors"][0]["code"], "BLOG_REFERENCE_REQUIRED");
    let made = world.done(create, json!({ "article": article, "blog": { "title": "News" } })).await;
    let blog = &made["article"]["blog"];
    assert_eq!(
        (&blog["title"], &blog["articlesCount"]["count"], &blog["tags"]),
        (&json!("News"), &json!(1), &json!(["x"]))
    );
    assert_eq!(
        (&made["article"]["handle"], &made["article"]["isPublished"]),
        (&json!("hello"), &json!(true))
    );
    let update = "mutation($id: ID!, $article: ArticleUpdateInput!) { articleUpdate(id: $id, article: $article) { article { handle isPublished publishedAt } userErrors { code field } } }";
    let moved = json!({ "handle": "moved", "redirectNewHandle": true, "isPublished": false });
    let moved = world.done(update, json!({ "id": made["article"]["id"], "article": moved })).await;
    assert_eq!(moved["article"], json!({ "handle": "moved", "isPublished": false, "publishedAt": null }));
    let redirects = world.data("{ urlRedirects(first: 2) { nodes { path target } } }", json!({})).await;
    assert_eq!(
        redirects["urlRedirects"]["nodes"],
        json!([{ "path": "/blogs/news/hello", "target": "/blogs/news/moved" }])
    );
    world
        .done(
            "mutation($id: ID!) { blogDelete(id: $id) { deletedBlogId userErrors { code } } }",
            json!({ "id": blog["id"] }),
        )
        .await;
    let left = world
        .data("query($id: ID!) { article(id: $id) { id } }", json!({ "id": made["article"]["id"] }))
        .await;
    assert!(left["article"].is_null());
}

#[tokio::test]
async fn a_page_is_shown_when_its_time_has_come() {
    let world = World::new().await;
    let create = "mutation($page: PageCreateInput!) { pageCreate(page: $page) { page { id isPublished bodySummary } userErrors { code field message } } }";
    let page =
        json!({ "title": "Terms", "body": "<p>Be <b>kind</b>.</p>", "publishDate": "2999-01-01T00:00:00Z" });
    let made = world.done(create, json!({ "page": page })).await["page"].clone();
    assert_eq!((&made["isPublished"], &made["bodySummary"]), (&json!(false), &json!("Be kind.")));
    let both = json!({ "title": "T", "isPublished": true, "publishDate": "2999-01-01T00:00:00Z" });
    let refused = world.payload(create, json!({ "page": both })).await;
    assert_eq!(refused["userErrors"][0]["code"], "INVALID");
    let taken = world.payload(create, json!({ "page": { "title": "T", "handle": "terms" } })).await;
    assert_eq!(taken["userErrors"][0]["code"], "TAKEN");
    assert_eq!(taken["userErrors"][0]["field"], json!(["page", "handle"]));
    let update = "mutation($id: ID!) { pageUpdate(id: $id, page: { isPublished: true }) { page { isPublished publishedAt } userErrors { code } } }";
    let shown = world.done(update, json!({ "id": made["id"] })).await;
    assert_eq!(shown["page"]["isPublished"], json!(false), "its date is still to come");
}

#[tokio::test]
async fn a_path_has_one_redirect() {
    let world = World::new().await;
    let create = "mutation($redirect: UrlRedirectInput!) { urlRedirectCreate(urlRedirect: $redirect) { urlRedirect { id path } userErrors { code field } } }";
    let make = |path: &str, target: &str| {
        world.payload(create, json!({ "redirect": { "path": path, "target": target } }))
    };
    let made = make("old", "/new").await;
    assert_eq!(made["urlRedirect"]["path"], "/old");
    assert_eq!(make("/old", "/other").await["userErrors"][0]["field"], json!(["urlRedirect", "path"]));
    assert_eq!(make("/same", "/same").await["userErrors"][0]["code"], "CREATE_FAILED");
    let delete =
        "mutation($id: ID!) { urlRedirectDelete(id: $id) { deletedUrlRedirectId userErrors { code } } }";
    world.done(delete, json!({ "id": made["urlRedirect"]["id"] })).await;
    let again = world.payload(delete, json!({ "id": made["urlRedirect"]["id"] })).await;
    assert_eq!(again["userErrors"][0]["code"], "DOES_NOT_EXIST");
    assert_eq!(again["deletedUrlRedirectId"], Value::Null);
}
