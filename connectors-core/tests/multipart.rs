//! Forms that carry a file.

#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use bytes::Bytes;
use connectors_core::body::Body;
use connectors_core::transport::{Reply, Seen};
use connectors_core::{Action, Content, Cx, Delivery, ErrorKind, Meta, Multipart, Request, Response, Result};
use futures_util::stream;
use support::{Rig, Toy};

/// POST of a form.
#[derive(Clone, Debug)]
struct Post(Multipart);

impl Action for Post {
    type Connector = Toy;
    type Output = ();
    const META: Meta = Meta::write("file", "post").title("Post a file");

    fn request(&self, _: &Cx<'_, Toy>) -> Result<Request> {
        Ok(Request::post(["files"]).multipart(self.0.clone()))
    }

    fn response(&self, _: Response) -> Result<()> {
        Ok(())
    }
}

fn boundary(seen: &Seen) -> String {
    let kind = seen.header("content-type");
    kind.strip_prefix("multipart/form-data; boundary=").unwrap().to_owned()
}

#[tokio::test(start_paused = true)]
async fn texts_and_the_file_arrive_as_parts_of_a_form() {
    let rig = Rig::replies([Reply::status(200)]);
    let form = Multipart::file("file", "a.png").text("folder", "Offers").text("notify", "no");
    rig.client().upload(Post(form), Content::bytes("picture").media_type("image/png")).await.unwrap();
    let seen = &rig.seen()[0];
    let b = boundary(seen);
    let expected = format!(
        "--{b}\r\nContent-Disposition: form-data; name=\"folder\"\r\n\r\nOffers\r\n\
         --{b}\r\nContent-Disposition: form-data; name=\"notify\"\r\n\r\nno\r\n\
         --{b}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n\
         picture\r\n--{b}--\r\n"
    );
    assert_eq!(seen.text(), expected);
    assert_eq!(seen.header("content-length"), expected.len().to_string());
}

#[tokio::test(start_paused = true)]
async fn a_stream_of_unknown_length_is_sent_without_one() {
    let rig = Rig::replies([Reply::status(200)]);
    let content = Content::once(stream::iter([Ok("pic".into()), Ok("ture".into())]));
    rig.client().upload(Post(Multipart::file("file", "a")), content).await.unwrap();
    let seen = &rig.seen()[0];
    assert_eq!(seen.header("content-length"), "");
    assert!(seen.text().contains("Content-Type: application/octet-stream\r\n\r\npicture\r\n--"));
}

#[tokio::test(start_paused = true)]
async fn names_cannot_break_out_of_their_part() {
    let rig = Rig::replies([Reply::status(200)]);
    let form = Multipart::file("fi\"le", "a\"; x=\"b\r\nX-Evil: 1").text("na\nme", "v");
    let content = Content::bytes("c").media_type("text/plain\r\nX-Evil: 2");
    rig.client().upload(Post(form), content).await.unwrap();
    let text = rig.seen()[0].text();
    assert!(!text.contains("\nX-Evil"), "{text}");
    assert!(text.contains("name=\"fi%22le\"; filename=\"a%22; x=%22b%0D%0AX-Evil: 1\"\r\n"), "{text}");
    assert!(text.contains("name=\"na%0Ame\"\r\n") && text.contains("application/octet-stream"), "{text}");
}

#[tokio::test(start_paused = true)]
async fn a_form_is_sent_again_only_before_its_content_was_read() {
    let rig = Rig::replies([Reply::not_sent(), Reply::status(429), Reply::status(200)]);
    let form = Post(Multipart::file("file", "a"));
    rig.client().upload(form.clone(), Bytes::from("picture")).await.unwrap();
    let seen = rig.seen();
    assert_eq!(seen.len(), 3);
    assert!(seen.iter().all(|seen| seen.text() == rig.seen()[0].text()), "the same bytes each time");

    let rig = Rig::replies([Reply::status(429), Reply::status(200)]);
    let once = Content::once(stream::iter([Ok("picture".into())]));
    let error = rig.client().upload(form, once).await.unwrap_err();
    assert_eq!((error.kind(), rig.seen().len()), (ErrorKind::RateLimited, 1));
}

#[tokio::test(start_paused = true)]
async fn a_form_without_its_content_is_not_sent() {
    let rig = Rig::replies([Reply::status(200)]);
    let error = rig.client().call(Post(Multipart::file("file", "a"))).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.delivery(), rig.seen().len()),
        (ErrorKind::Validation, Delivery::NotSent, 0)
    );
    assert_eq!(error.field_errors()[0].field, "content");
}

#[tokio::test]
async fn a_body_can_be_filled_and_read_without_a_client() {
    let mut body = Body::Form(Multipart::file("file", "a"));
    assert!(body.is_open());
    body.fill(Content::bytes("picture")).unwrap();
    let mut headers = http::HeaderMap::new();
    body.describe(&mut headers);
    let length: usize = headers["content-length"].to_str().unwrap().parse().unwrap();
    let bytes = body.clone().collect().await.unwrap();
    assert!(headers["content-type"].to_str().unwrap().starts_with("multipart/form-data; boundary="));
    assert_eq!(bytes.len(), length);
    assert_eq!(body.fill(Content::bytes("other")).unwrap_err().kind(), ErrorKind::Validation);
}

#[tokio::test(start_paused = true)]
async fn a_file_that_is_known_to_be_too_large_is_not_sent() {
    let rig = Rig::replies([Reply::status(200), Reply::status(200)]);
    let form = || Multipart::file("file", "a").at_most(4);
    let error = rig.client().upload(Post(form()), Content::bytes("large")).await.unwrap_err();
    assert_eq!((error.kind(), error.delivery()), (ErrorKind::Validation, Delivery::NotSent));
    assert_eq!(error.field_errors()[0].field, "content");
    assert!(rig.seen().is_empty());
    rig.client().upload(Post(form()), Content::bytes("four")).await.unwrap();
    // How long it is shows only as it is sent: that is left to the platform.
    let unknown = Content::once(stream::iter([Ok("large".into())]));
    rig.client().upload(Post(form()), unknown).await.unwrap();
}
