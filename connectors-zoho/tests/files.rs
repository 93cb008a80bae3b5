//! Attachments, photos and files, on the wire and against the simulated platform, over real HTTP.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

mod support;

use connectors_core::{
    Action, Connector, Content, Cx, Delivery, ErrorKind, Head, Idempotency, Outcome, Response,
};
use connectors_sandbox::Fault;
use connectors_zoho::{Contact, DataCenter, Zoho, attachments, contacts, files, photos};
use futures_util::stream;
use http::{HeaderMap, StatusCode};
use serde_json::{Value, json};
use support::{client, empty};

// On the wire.

fn target(id: &str, input: Value) -> String {
    let request =
        Zoho::catalog().request(id, &Zoho::new(DataCenter::Us).module("Plans", "Plans_7"), input).unwrap();
    format!(
        "{} {}",
        request.method(),
        request.uri().path_and_query().unwrap().as_str().strip_prefix("/crm/v8").unwrap()
    )
}

#[test]
fn attachments_are_below_their_record() {
    let record = |more: Value| {
        let mut input = json!({ "module": "Plans", "record_id": "1" });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        input
    };
    let rows = [
        (
            "attachment.list",
            json!({ "fields": ["File_Name", "$file_id"], "per_page": 5, "cursor": { "page": 2 } }),
            "GET /Plans_7/1/Attachments?fields=File_Name%2C%24file_id&per_page=5&page=2",
        ),
        (
            "attachment.list",
            json!({ "fields": ["Size"], "ids": ["7", "8"], "cursor": { "token": "t/=" } }),
            "GET /Plans_7/1/Attachments?fields=Size&ids=7%2C8&page_token=t%2F%3D",
        ),
        ("attachment.upload", json!({ "file_name": "a.pdf" }), "POST /Plans_7/1/Attachments"),
        (
            "attachment.link",
            json!({ "url": "https://example.com/a?b=c&d", "title": "A & B" }),
            "POST /Plans_7/1/Attachments?attachmentUrl=https%3A%2F%2Fexample.com%2Fa%3Fb%3Dc%26d&title=A+%26+B",
        ),
        ("attachment.download", json!({ "id": "7" }), "GET /Plans_7/1/Attachments/7"),
        ("attachment.delete", json!({ "id": "7" }), "DELETE /Plans_7/1/Attachments/7"),
        ("attachment.delete_many", json!({ "ids": ["7", "8"] }), "DELETE /Plans_7/1/Attachments?ids=7%2C8"),
        ("photo.upload", json!({ "file_name": "a.png" }), "POST /Plans_7/1/photo"),
        ("photo.download", json!({}), "GET /Plans_7/1/photo"),
        ("photo.delete", json!({}), "DELETE /Plans_7/1/photo"),
    ];
    for (id, more, wanted) in rows {
        assert_eq!(target(id, record(more)), wanted);
    }
    let email =
        json!({ "module": "Leads", "record_id": "1", "user_id": "2", "message_id": "m/1", "id": "a" });
    assert_eq!(
        target("email_inline_image.download", email.clone()),
        "GET /Leads/1/Emails/actions/download_inline_images?user_id=2&message_id=m%2F1&id=a"
    );
    let mut named = email;
    named["name"] = "a b.pdf".into();
    assert_eq!(
        target("email_attachment.download", named),
        "GET /Leads/1/Emails/actions/download_attachments?user_id=2&message_id=m%2F1&id=a&name=a+b.pdf"
    );
    let field = json!({ "module": "Leads", "record_id": "1", "fields_attachment_id": "7" });
    assert_eq!(
        target("field_attachment.download", field),
        "GET /Leads/1/actions/download_fields_attachment?fields_attachment_id=7"
    );
    assert_eq!(
        target("file.upload", json!({ "file_name": "a.png", "inline": true })),
        "POST /files?type=inline"
    );
    assert_eq!(target("file.download", json!({ "id": "a/b&c" })), "GET /files?id=a%2Fb%26c");
}

#[test]
fn what_may_be_sent_again_is_what_replaces() {
    let zoho = Zoho::new(DataCenter::Us);
    let cx = Cx::new(&zoho, "key");
    let of = |request: connectors_core::Result<connectors_core::Request>| request.unwrap().idempotency_ref();
    assert_eq!(of(photos::Upload::new("Leads", "1", "a.png").request(&cx)), Idempotency::Idempotent);
    assert_eq!(of(attachments::Upload::new("Leads", "1", "a.png").request(&cx)), Idempotency::None);
    assert_eq!(
        of(attachments::Link::new("Leads", "1", "https://example.com").request(&cx)),
        Idempotency::None
    );
    assert_eq!(of(files::Upload::new("a.png").request(&cx)), Idempotency::None);
}

#[test]
fn an_attachments_size_is_a_text_or_a_number() {
    for (size, wanted) in
        [(json!("1024"), Some(1024)), (json!(1024), Some(1024)), (json!(null), None), (json!("many"), None)]
    {
        let body = json!({ "data": [{ "id": "1", "File_Name": null, "Size": size }], "info": { "more_records": false } });
        let head = Head::new(StatusCode::OK, HeaderMap::new());
        let page =
            attachments::List::new("Leads", "1").response(Response::new(head, body.to_string())).unwrap();
        assert_eq!((page.items[0].size, page.next), (wanted, None));
    }
    let nothing = Response::new(Head::new(StatusCode::NO_CONTENT, HeaderMap::new()), "");
    assert!(attachments::List::new("Leads", "1").response(nothing).unwrap().items.is_empty());
}

// Over HTTP.

/// Content that comes in pieces, once.
fn pieces(count: usize) -> (Content, Vec<u8>) {
    let piece = |n: usize| format!("piece {n}\r\n--boundary--\r\n").into_bytes();
    let all = (0..count).flat_map(piece).collect();
    (Content::once(stream::iter((0..count).map(move |n| Ok(piece(n).into())))), all)
}

#[tokio::test]
async fn a_file_is_attached_listed_downloaded_and_taken_away() {
    let sandbox = empty().await;
    let zoho = client(&sandbox);
    let record = zoho.call(contacts::Create::new(Contact::new().last_name("Ada"))).await.unwrap().id;
    let (content, sent) = pieces(5_000);
    let upload = attachments::Upload::new("Contacts", &record, "offer \"new\".txt");
    let attached = zoho.upload(upload, content).await.unwrap();
    let link = attachments::Link::new("Contacts", &record, "https://example.com/offer").title("Offer");
    let linked = zoho.call(link).await.unwrap();

    let listed = zoho.items(attachments::List::new("Contacts", &record)).collect().await.unwrap();
    assert_eq!(listed.iter().map(|found| &found.id).collect::<Vec<_>>(), [&attached.id, &linked.id]);
    assert_eq!(listed[0].size, Some(sent.len() as u64));
    assert_eq!(listed[0].parent.as_ref().unwrap().id, record);
    assert_eq!(listed[1].file_name.as_deref(), Some("Offer"));
    let more = attachments::List::new("Contacts", &record).fields(["$file_id", "$link_url"]);
    let more = zoho.items(more).collect().await.unwrap();
    assert_eq!(more[1].link_url.as_deref(), Some("https://example.com/offer"));

    let download = attachments::Download::new("Contacts", &record, &attached.id);
    let received = zoho.download(download).await.unwrap();
    assert!(received.head().header("content-disposition").unwrap().contains("offer"));
    assert_eq!(received.bytes(1 << 20).await.unwrap(), sent);
    // The same file by its id in Zoho's file system.
    let file = files::Download::new(more[0].file_id.clone().unwrap());
    assert_eq!(zoho.download(file).await.unwrap().bytes(1 << 20).await.unwrap(), sent);

    zoho.call(attachments::Delete::new("Contacts", &record, &linked.id)).await.unwrap();
    let gone = attachments::DeleteMany::new("Contacts", &record, [&attached.id, &linked.id]);
    let outcomes = zoho.batch(gone).await;
    assert!(
        matches!(&outcomes[0], Outcome::Done(_)) && matches!(&outcomes[1], Outcome::Failed(_)),
        "{outcomes:?}"
    );
    assert!(zoho.items(attachments::List::new("Contacts", &record)).collect().await.unwrap().is_empty());
    let error =
        zoho.download(attachments::Download::new("Contacts", &record, &attached.id)).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::NotFound | ErrorKind::Validation), "{error}");
}

#[tokio::test]
async fn many_attachments_are_listed_page_by_page() {
    let sandbox = empty().await;
    let zoho = client(&sandbox);
    let record = zoho.call(contacts::Create::new(Contact::new().last_name("Ada"))).await.unwrap().id;
    for n in 0..25 {
        let link = attachments::Link::new("Contacts", &record, format!("https://example.com/{n}"));
        zoho.call(link).await.unwrap();
    }
    let list = attachments::List::new("Contacts", &record).per_page(10);
    assert_eq!(zoho.items(list).collect().await.unwrap().len(), 25);
}

#[tokio::test]
async fn a_photo_is_set_replaced_and_taken_away() {
    let sandbox = empty().await;
    let zoho = client(&sandbox);
    let record = zoho.call(contacts::Create::new(Contact::new().last_name("Ada"))).await.unwrap().id;
    let photo = async || zoho.download(photos::Download::new("Contacts", &record)).await;
    assert_eq!(photo().await.unwrap_err().kind(), ErrorKind::NotFound);
    // The answer to the first is lost; a photo can be sent again.
    sandbox.fault(Fault::cut_after_write().on("POST", "/crm/v8/Contacts/*/photo").times(1));
    for picture in ["first", "second"] {
        zoho.upload(photos::Upload::new("Contacts", &record, "ada.png"), Content::bytes(picture))
            .await
            .unwrap();
        assert_eq!(photo().await.unwrap().bytes(100).await.unwrap(), picture);
    }
    zoho.call(photos::Delete::new("Contacts", &record)).await.unwrap();
    assert_eq!(photo().await.unwrap_err().kind(), ErrorKind::NotFound);
    let text = zoho.upload(photos::Upload::new("Contacts", &record, "ada.txt"), Content::bytes("x")).await;
    assert_eq!(text.unwrap_err().kind(), ErrorKind::Validation);
}

#[tokio::test]
async fn a_file_goes_into_zohos_file_system_and_comes_back() {
    let sandbox = empty().await;
    let zoho = client(&sandbox);
    let (content, sent) = pieces(100);
    let file = zoho.upload(files::Upload::new("terms.txt"), content).await.unwrap();
    assert_eq!(file.name.as_deref(), Some("terms.txt"));
    assert_eq!(
        zoho.download(files::Download::new(file.id)).await.unwrap().bytes(1 << 20).await.unwrap(),
        sent
    );
}

#[tokio::test]
async fn a_lost_answer_to_an_attachment_is_not_followed_by_a_second_one() {
    let sandbox = empty().await;
    let zoho = client(&sandbox);
    let record = zoho.call(contacts::Create::new(Contact::new().last_name("Ada"))).await.unwrap().id;
    sandbox.fault(Fault::cut_after_write().on("POST", "/crm/v8/*").times(1));
    let upload = attachments::Upload::new("Contacts", &record, "a.txt");
    let error = zoho.upload(upload, Content::bytes("text")).await.unwrap_err();
    assert_eq!(error.delivery(), Delivery::Unknown);
    assert_eq!(zoho.items(attachments::List::new("Contacts", &record)).collect().await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_file_that_is_too_large_is_refused() {
    let sandbox = empty().await;
    let zoho = client(&sandbox);
    let large = vec![0; files::MOST_BYTES as usize + 1];
    let error = zoho.upload(files::Upload::new("a.bin"), Content::bytes(large.clone())).await.unwrap_err();
    assert_eq!((error.kind(), error.delivery()), (ErrorKind::Validation, Delivery::NotSent));
    assert!(sandbox.calls().is_empty());
    // Where its length is not known before, Zoho refuses it.
    let unknown = Content::once(stream::iter(
        large.chunks(1 << 20).map(|chunk| Ok(chunk.to_vec().into())).collect::<Vec<_>>(),
    ));
    let error = zoho.upload(files::Upload::new("a.bin"), unknown).await.unwrap_err();
    assert_eq!((error.kind(), error.delivery()), (ErrorKind::Validation, Delivery::Rejected));
}
