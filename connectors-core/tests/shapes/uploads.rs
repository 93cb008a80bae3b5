use bytes::Bytes;
use connectors_core::catalog::plain as entry;
use connectors_core::transport::Reply;
use connectors_core::{
    Action, Catalog, Connector, Content, Cx, ErrorKind, Facts, Fault, Head, Idempotency, Meta, Request,
    Response, Result, Root,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use url::Url;

/// A platform that hands out a signed URL for the bytes.
#[derive(Debug)]
struct Files;

impl Connector for Files {
    const ID: &'static str = "files";

    fn base(&self, root: Root, _: &Facts) -> Result<Url> {
        let host =
            if root == Root::UPLOAD { "https://up.files.example" } else { "https://api.files.example" };
        Ok(Url::parse(host).unwrap())
    }

    fn prepare(&self, request: &mut Request) -> Result<()> {
        request.set_header("x-tenant", "t-1");
        Ok(())
    }

    fn signed_hosts(&self) -> &'static [&'static str] {
        &["*.storage.example"]
    }

    fn fault(&self, head: &Head, _: &[u8]) -> Option<Fault> {
        Fault::from_status(head)
    }

    fn catalog() -> Catalog<Self> {
        Catalog::new([entry::action::<Begin>(), entry::upload::<Send>(), entry::download::<Get>()])
    }
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Begin {
    name: String,
}

#[derive(Debug, Serialize, Deserialize)]
struct Ticket {
    id: String,
    url: Url,
}

impl Action for Begin {
    type Connector = Files;
    type Output = Ticket;
    const META: Meta = Meta::write("upload", "begin").title("Begin an upload");

    fn request(&self, _: &Cx<'_, Files>) -> Result<Request> {
        Ok(Request::post(["uploads"]).root(Root::UPLOAD).json(self))
    }

    fn response(&self, response: Response) -> Result<Ticket> {
        response.json()
    }
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Send {
    url: Url,
}

impl Action for Send {
    type Connector = Files;
    type Output = ();
    const META: Meta = Meta::write("upload", "send").title("Send the bytes");

    fn request(&self, _: &Cx<'_, Files>) -> Result<Request> {
        let request = Request::signed(http::Method::PUT, self.url.clone()).upload_slot();
        Ok(request.idempotency(Idempotency::Idempotent))
    }

    fn response(&self, _: Response) -> Result<()> {
        Ok(())
    }
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Get {
    id: String,
}

impl Action for Get {
    type Connector = Files;
    type Output = Bytes;
    const META: Meta = Meta::read("file", "get").title("Get a file");

    fn request(&self, _: &Cx<'_, Files>) -> Result<Request> {
        Ok(Request::get(["files", &self.id]).header("Accept", "*/*"))
    }

    fn response(&self, response: Response) -> Result<Bytes> {
        Ok(response.body)
    }
}

#[tokio::test(start_paused = true)]
async fn bytes_go_to_the_signed_host_without_credentials() {
    let (client, transport) = super::client(Files, |seen| match seen.uri.host() {
        Some("up.files.example") => {
            Reply::json(200, &json!({ "id": "1", "url": "https://eu.storage.example/b/1?X-Signature=abc" }))
        }
        _ => Reply::status(200),
    });
    let ticket = client.call(Begin { name: "a.png".into() }).await.unwrap();
    let content = Content::bytes("picture").media_type("image/png");
    client.upload(Send { url: ticket.url }, content).await.unwrap();
    let seen = transport.seen();
    assert_eq!(seen[0].header("authorization"), "Bearer toy-secret");
    assert_eq!(seen[0].header("x-tenant"), "t-1");
    assert_eq!((seen[1].header("authorization"), seen[1].header("x-tenant")), ("", ""));
    assert_eq!((seen[1].header("content-type"), seen[1].header("content-length")), ("image/png", "7"));
    assert_eq!(seen[1].uri.to_string(), "https://eu.storage.example/b/1?X-Signature=abc");
    assert_eq!(&seen[1].body[..], b"picture");
}

#[tokio::test(start_paused = true)]
async fn a_signed_url_to_an_unlisted_host_gets_nothing() {
    let (client, transport) = super::client(Files, |_| Reply::status(200));
    let url = Url::parse("https://storage.example.evil/b/1").unwrap();
    let error = client.upload(Send { url }, Content::bytes("picture")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Vendor);
    assert!(transport.seen().is_empty());
}

#[tokio::test(start_paused = true)]
async fn an_upload_without_content_and_content_without_an_upload_are_refused() {
    let (client, transport) = super::client(Files, |_| Reply::status(200));
    let url = Url::parse("https://eu.storage.example/b/1").unwrap();
    let missing = client.call(Send { url }).await.unwrap_err();
    let surplus = client.upload(Begin { name: "a".into() }, Content::bytes("x")).await.unwrap_err();
    for error in [missing, surplus] {
        assert_eq!(error.field_errors()[0].field, "content");
    }
    assert!(transport.seen().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_download_follows_one_redirect_without_credentials() {
    let (client, transport) = super::client(Files, |seen| match seen.uri.host() {
        Some("api.files.example") => Reply::status(302).header("location", "https://cdn.example/f/1?sig=x"),
        _ => Reply::status(200).body("pic").body("ture"),
    });
    let download = client.download(Get { id: "1".into() }).await.unwrap();
    assert_eq!(&download.bytes(100).await.unwrap()[..], b"picture");
    let seen = transport.seen();
    assert_eq!((seen[0].header("authorization"), seen[1].header("authorization")), ("Bearer toy-secret", ""));
}
