//! Attachments, photos, files.

use http::Method;
use serde_json::{Value, json};

use crate::harness::{World, form};

const ALL: &str = "fields=id,Owner,Modified_By,Created_By,Parent_Id,Modified_Time,Created_Time,File_Name,Size,\
                   $editable,$file_id,$type,$se_module,$state,$link_url,$sharing_permission,$attachment_type";

async fn lead(world: &World) -> String {
    world.make("Leads", json!({ "Last_Name": "A", "Company": "C" })).await
}

#[tokio::test]
async fn a_file_is_attached_listed_downloaded_and_deleted() {
    let world = World::empty().await;
    let list = format!("/Leads/{}/Attachments", lead(&world).await);
    assert_eq!(world.get(&format!("{list}?{ALL}")).await.status, 204);
    let content: Vec<u8> = (0..=255).cycle().take(70_000).collect();
    let added = world.upload(&list, "a b.bin", &content).await;
    assert_eq!((added.status, added.code()), (200, "SUCCESS"));
    assert_eq!(added.data()[0]["message"], "attachment uploaded successfully");
    let id = added.id();

    let listed = world.get(&format!("{list}?{ALL}")).await;
    let attachment = &listed.data()[0];
    assert_eq!((&attachment["id"], &attachment["File_Name"]), (&json!(id), &json!("a b.bin")));
    assert_eq!((&attachment["Size"], &attachment["$type"]), (&json!("70000"), &json!("Attachment")));
    assert_eq!(listed.body["info"]["more_records"], false);
    let few = world.get(&format!("{list}?fields=File_Name")).await;
    assert_eq!(few.data()[0], json!({ "id": id, "File_Name": "a b.bin" }), "only what is asked for");

    let file = world.get(&format!("{list}/{id}")).await;
    assert_eq!((file.status, &file.bytes[..]), (200, &content[..]));
    assert_eq!(file.headers["content-disposition"], "attachment; filename*=UTF-8''a%20b.bin");
    let file_id = attachment["$file_id"].as_str().unwrap();
    assert_eq!(world.get(&format!("/files?id={file_id}")).await.bytes, content);

    let deleted = world.delete(&format!("{list}/{id}")).await;
    assert_eq!((deleted.status, deleted.details()), (200, &json!({ "id": id })));
    assert_eq!(world.get(&format!("{list}?{ALL}")).await.status, 204);
}

#[tokio::test]
async fn attachments_are_paged_and_deleted_by_their_ids() {
    let world = World::empty().await;
    let list = format!("/Leads/{}/Attachments", lead(&world).await);
    let mut ids = Vec::new();
    for name in ["1", "2", "3"] {
        ids.push(world.upload(&list, name, b"x").await.id());
    }
    let page = world.get(&format!("{list}?{ALL}&per_page=2")).await;
    assert_eq!((page.all("File_Name"), &page.body["info"]["more_records"]), (vec!["1", "2"], &json!(true)));
    let page = world.get(&format!("{list}?{ALL}&per_page=2&page=2")).await;
    assert_eq!((page.all("File_Name"), &page.body["info"]["more_records"]), (vec!["3"], &json!(false)));
    let gone = world.delete(&format!("{list}?ids={},{}", ids[0], ids[2])).await;
    assert_eq!((gone.status, gone.data().len()), (200, 2));
    assert_eq!(world.get(&format!("{list}?{ALL}")).await.all("File_Name"), ["2"]);
}

#[tokio::test]
async fn a_link_is_attached_without_a_file() {
    let world = World::empty().await;
    let list = format!("/Leads/{}/Attachments", lead(&world).await);
    let query = [("attachmentUrl", "https://example.com/a?b=c"), ("title", "A page")];
    let added = world.send(world.request(Method::POST, &list).query(&query)).await;
    assert_eq!(added.status, 200);
    let listed = world.get(&format!("{list}?{ALL}")).await;
    let link = &listed.data()[0];
    assert_eq!((&link["File_Name"], &link["$type"]), (&json!("A page"), &json!("Link URL")));
    assert_eq!(link["$link_url"], "https://example.com/a?b=c");
    let nothing = world.get(&format!("{list}/{}", added.id())).await;
    assert_eq!((nothing.status, nothing.code()), (400, "INVALID_DATA"), "there is no file to download");
}

#[tokio::test]
async fn twenty_megabytes_are_taken_and_not_a_byte_more() {
    let world = World::empty().await;
    let list = format!("/Leads/{}/Attachments", lead(&world).await);
    let mut content = vec![b'x'; 20 * 1024 * 1024];
    assert_eq!(world.upload(&list, "large", &content).await.status, 200);
    content.push(b'x');
    let large = world.upload(&list, "larger", &content).await;
    assert_eq!((large.status, large.code()), (413, "FILE_SIZE_MORE_THAN_ALLOWED_SIZE"));
    let files: [(&str, &[u8]); 2] = [("small", b"x"), ("large", &content)];
    let both = world.send(form(world.request(Method::POST, "/files"), &files)).await;
    assert_eq!((both.status, both.code()), (415, "FILE_SIZE_MORE_THAN_ALLOWED_SIZE"));
}

#[tokio::test]
async fn what_cannot_be_attached_says_why() {
    let world = World::empty().await;
    let list = format!("/Leads/{}/Attachments", lead(&world).await);
    let missing = world.get(&list).await;
    assert_eq!((missing.status, missing.code()), (400, "REQUIRED_PARAM_MISSING"));
    let body = world.post(&list, json!({})).await;
    assert_eq!((body.status, body.code()), (400, "INVALID_REQUEST"));
    let none = world.send(form(world.request(Method::POST, &list), &[])).await;
    assert_eq!((none.status, none.code()), (400, "REQUIRED_PARAM_MISSING"));
    let nobody = world.upload("/Leads/1/Attachments", "a", b"x").await;
    assert_eq!((nobody.status, nobody.details()), (400, &json!({ "resource_path_index": 1 })));
    let unknown = world.get(&format!("{list}/1")).await;
    let details = json!({ "related_status": "invalid", "resource_path_index": 3 });
    assert_eq!((unknown.status, unknown.details()), (400, &details));
}

#[tokio::test]
async fn the_attachments_of_a_deleted_record_are_gone_with_it() {
    let world = World::empty().await;
    let lead = lead(&world).await;
    let list = format!("/Leads/{lead}/Attachments?{ALL}");
    assert_eq!(world.upload(&format!("/Leads/{lead}/Attachments"), "a", b"x").await.status, 200);
    world.delete(&format!("/Leads/{lead}")).await;
    assert_eq!(world.get(&list).await.status, 400);
}

#[tokio::test]
async fn a_record_has_one_photo() {
    let world = World::empty().await;
    let lead = lead(&world).await;
    let photo = format!("/Leads/{lead}/photo");
    assert_eq!(world.get(&photo).await.status, 204);
    for content in [b"first".as_slice(), b"second"] {
        let set = world.upload(&photo, "a.png", content).await;
        assert_eq!((set.status, &set.body["code"]), (200, &json!("SUCCESS")));
        assert_eq!(world.get(&photo).await.bytes, content);
    }
    assert_eq!(world.upload(&photo, "a.txt", b"x").await.code(), "INVALID_DATA");
    assert_eq!(world.delete(&photo).await.status, 200);
    assert_eq!(world.get(&photo).await.status, 204);
    let deal = world.make("Deals", json!({ "Deal_Name": "D", "Stage": "Qualification" })).await;
    assert_eq!(world.get(&format!("/Deals/{deal}/photo")).await.code(), "INVALID_MODULE");
}

#[tokio::test]
async fn files_are_uploaded_and_had_again_by_their_ids() {
    let world = World::empty().await;
    let files: [(&str, &[u8]); 2] = [("one.txt", b"1"), ("two.txt", b"22")];
    let uploaded = world.send(form(world.request(Method::POST, "/files"), &files)).await;
    assert_eq!((uploaded.status, uploaded.data().len()), (200, 2));
    for (element, (name, content)) in uploaded.data().iter().zip(files) {
        assert_eq!(element["details"]["name"], name);
        let id = element["details"]["id"].as_str().unwrap();
        assert_eq!(world.get(&format!("/files?id={id}")).await.bytes, content);
    }
    assert_eq!(world.get("/files?id=1").await.code(), "INVALID_DATA");
    assert_eq!(world.get("/files").await.code(), "INVALID_DATA");
    let none: Value = world.send(form(world.request(Method::POST, "/files"), &[])).await.body;
    assert_eq!(none["code"], "INVALID_DATA");
}
