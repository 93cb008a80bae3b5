use connectors_core::catalog::plain as entry;
use connectors_core::transport::Reply;
use connectors_core::{
    Action, Catalog, Connector, Cursor, Cx, ErrorKind, Facts, Fault, Head, Meta, Page, PagedAction, Request,
    Response, Result, Root,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use url::Url;

#[derive(Debug)]
struct Mail;

impl Connector for Mail {
    const ID: &'static str = "mail";

    fn base(&self, _: Root, _: &Facts) -> Result<Url> {
        Ok(Url::parse("https://mail.example/v1.0").unwrap())
    }

    fn fault(&self, head: &Head, _: &[u8]) -> Option<Fault> {
        Fault::from_status(head)
    }

    fn catalog() -> Catalog<Self> {
        Catalog::new([entry::list::<Messages>()])
    }
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Messages {
    user: String,
    cursor: Option<Cursor>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Message {
    id: u32,
}

impl Action for Messages {
    type Connector = Mail;
    type Output = Page<Message>;
    const META: Meta = Meta::read("message", "list").title("List messages");

    fn request(&self, _: &Cx<'_, Mail>) -> Result<Request> {
        Ok(match Cursor::link(self.cursor.as_ref())? {
            // The link carries the query; only headers are put on again.
            Some(link) => Request::next_link(link),
            None => Request::get(["users", &self.user, "messages"]).query("$top", 2),
        }
        .header("Prefer", "outlook.body-content-type=\"text\""))
    }

    fn response(&self, response: Response) -> Result<Self::Output> {
        #[derive(Deserialize)]
        struct Answer {
            value: Vec<Message>,
            #[serde(rename = "@odata.nextLink")]
            next: Option<String>,
        }
        let answer: Answer = response.json()?;
        Ok(Page::new(answer.value, answer.next.map(Cursor::Link)))
    }
}

impl PagedAction for Messages {
    type Item = Message;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}

fn mine() -> Messages {
    Messages { user: "a/b@example.com".into(), ..Messages::default() }
}

#[tokio::test(start_paused = true)]
async fn links_are_followed_with_their_own_query_past_an_empty_page() {
    let (client, transport) = super::client(Mail, |seen| {
        let next = |skip: &str| format!("https://mail.example/v1.0/users/x/messages?%24skiptoken={skip}");
        Reply::json(
            200,
            &match seen.uri.query() {
                Some("%24top=2") => json!({ "value": [{ "id": 1 }], "@odata.nextLink": next("A") }),
                Some("%24skiptoken=A") => json!({ "value": [], "@odata.nextLink": next("B") }),
                _ => json!({ "value": [{ "id": 2 }] }),
            },
        )
    });
    let all: Vec<_> = client.items(mine()).collect().await.unwrap();
    assert_eq!(all, [Message { id: 1 }, Message { id: 2 }]);
    let seen = transport.seen();
    assert_eq!(seen[0].path(), "/v1.0/users/a%2Fb%40example.com/messages");
    assert!(
        seen.iter()
            .all(|s| s.header("prefer").contains("text") && s.header("authorization") == "Bearer toy-secret")
    );
}

#[tokio::test(start_paused = true)]
async fn a_link_to_another_host_is_not_followed() {
    let (client, transport) = super::client(Mail, |_| {
        Reply::json(
            200,
            &json!({ "value": [{ "id": 1 }], "@odata.nextLink": "https://mail.example.evil/v1.0/x" }),
        )
    });
    let mut items = client.items(mine());
    assert_eq!(items.next().await.unwrap().unwrap(), Message { id: 1 });
    let error = items.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Vendor);
    assert_eq!(transport.seen().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_cursor_of_another_kind_is_refused() {
    let (client, _) = super::client(Mail, |_| Reply::status(500));
    let error = client.call(mine().at(Cursor::Page(2))).await.unwrap_err();
    assert_eq!((error.kind(), error.field_errors()[0].field.as_str()), (ErrorKind::Validation, "cursor"));
}
