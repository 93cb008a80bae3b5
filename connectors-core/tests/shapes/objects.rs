use std::collections::BTreeMap;
use std::fmt::Debug;
use std::marker::PhantomData;

use connectors_core::catalog::plain as entry;
use connectors_core::transport::Reply;
use connectors_core::types::Patch;
use connectors_core::{
    Action, Catalog, Connector, Cx, Error, ErrorKind, Facts, Fault, Head, Idempotency, Meta, Request,
    Response, Result, Root,
};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::json;
use url::Url;

/// A platform whose custom objects have another id in every account.
#[derive(Debug, Default)]
struct Portal {
    aliases: BTreeMap<&'static str, String>,
}

impl Portal {
    fn object(mut self, alias: &'static str, id: &str) -> Self {
        self.aliases.insert(alias, id.to_owned());
        self
    }
}

impl Connector for Portal {
    const ID: &'static str = "portal";

    fn base(&self, _: Root, _: &Facts) -> Result<Url> {
        Ok(Url::parse("https://api.portal.example").unwrap())
    }

    fn fault(&self, head: &Head, _: &[u8]) -> Option<Fault> {
        Fault::from_status(head)
    }

    fn catalog() -> Catalog<Self> {
        Catalog::new([entry::action::<contacts::Upsert>(), entry::action::<contacts::Get>()])
    }
}

/// A record type: a standard object, or the user's own.
trait Object: Serialize + DeserializeOwned + Clone + Debug + Send + Sync + 'static {
    /// What ids of actions begin with.
    const RESOURCE: &'static str;
    /// The platform's name for it, or an alias that the account's configuration resolves.
    const OBJECT: ObjectName;
}

enum ObjectName {
    Standard(&'static str),
    Alias(&'static str),
}

fn path<O: Object>(portal: &Portal) -> Result<&str> {
    match O::OBJECT {
        ObjectName::Standard(name) => Ok(name),
        ObjectName::Alias(alias) => portal.aliases.get(alias).map(String::as_str).ok_or_else(|| {
            Error::config(format!("the account has no object `{alias}`: name it with `.object(..)`"))
        }),
    }
}

mod objects {
    use super::*;

    #[derive(Clone, Debug, Serialize, Deserialize)]
    pub(super) struct Upsert<O> {
        pub(super) by: String,
        pub(super) properties: O,
    }

    impl<O: Object> Action for Upsert<O> {
        type Connector = Portal;
        type Output = Record<O>;
        const META: Meta = Meta::write(O::RESOURCE, "upsert").title("Create or update");

        fn request(&self, cx: &Cx<'_, Portal>) -> Result<Request> {
            let object = path::<O>(cx.connector())?;
            let body = json!({ "idProperty": self.by, "properties": self.properties });
            Ok(Request::post(["objects", object, "upsert"]).json(&body).idempotency(Idempotency::Idempotent))
        }

        fn response(&self, response: Response) -> Result<Self::Output> {
            response.json()
        }
    }

    /// Its own fault: here a 404 is an answer.
    #[derive(Clone, Debug, Serialize, Deserialize)]
    pub(super) struct Get<O> {
        pub(super) id: String,
        #[serde(skip)]
        pub(super) object: PhantomData<fn() -> O>,
    }

    impl<O: Object> Action for Get<O> {
        type Connector = Portal;
        type Output = Option<Record<O>>;
        const META: Meta = Meta::read(O::RESOURCE, "get").title("Get");

        fn request(&self, cx: &Cx<'_, Portal>) -> Result<Request> {
            Ok(Request::get(["objects", path::<O>(cx.connector())?, &self.id]))
        }

        fn response(&self, response: Response) -> Result<Self::Output> {
            if response.status() == 404 { Ok(None) } else { response.json().map(Some) }
        }

        fn fault(&self, c: &Portal, head: &Head, body: &[u8]) -> Option<Fault> {
            if head.status == 404 { None } else { c.fault(head, body) }
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Record<O> {
    id: String,
    properties: O,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
struct Contact {
    email: String,
    #[serde(skip_serializing_if = "Patch::is_leave")]
    phone: Patch<String>,
    #[serde(skip_serializing_if = "Patch::is_leave")]
    city: Patch<String>,
}

impl Object for Contact {
    const RESOURCE: &'static str = "contact";
    const OBJECT: ObjectName = ObjectName::Standard("contacts");
}

mod contacts {
    pub(super) type Upsert = super::objects::Upsert<super::Contact>;
    pub(super) type Get = super::objects::Get<super::Contact>;
}

/// The user's own object.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Boat {
    name: String,
}

impl Object for Boat {
    const RESOURCE: &'static str = "boat";
    const OBJECT: ObjectName = ObjectName::Alias("boat");
}

#[tokio::test(start_paused = true)]
async fn one_definition_serves_standard_and_custom_objects() {
    let echo = |seen: &connectors_core::transport::Seen| {
        Reply::json(200, &json!({ "id": "7", "properties": seen.json()["properties"] }))
    };
    let (ours, transport) = super::client(Portal::default().object("boat", "2-1001"), echo);
    let contact = Contact { email: "ada@example.com".into(), city: Patch::Clear, ..Contact::default() };
    let saved = ours.call(contacts::Upsert { by: "email".into(), properties: contact }).await.unwrap();
    assert_eq!(saved.id, "7");
    let boat = Boat { name: "Argo".into() };
    ours.call(objects::Upsert { by: "name".into(), properties: boat.clone() }).await.unwrap();

    let (theirs, other) = super::client(Portal::default().object("boat", "2-2002"), echo);
    theirs.call(objects::Upsert { by: "name".into(), properties: boat }).await.unwrap();

    let paths = |t: &connectors_core::transport::ScriptedTransport| {
        t.seen().iter().map(|s| s.path().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(paths(&transport), ["/objects/contacts/upsert", "/objects/2-1001/upsert"]);
    assert_eq!(paths(&other), ["/objects/2-2002/upsert"]);
    // Left alone, cleared and set are three things.
    assert_eq!(transport.seen()[0].json()["properties"], json!({ "email": "ada@example.com", "city": null }));
}

#[tokio::test(start_paused = true)]
async fn an_alias_that_the_account_does_not_have_is_a_clear_error() {
    let (client, transport) = super::client(Portal::default(), |_| Reply::status(500));
    let error = client
        .call(objects::Upsert { by: "name".into(), properties: Boat { name: "x".into() } })
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    assert!(error.to_string().contains("`boat`"), "{error}");
    assert!(transport.seen().is_empty());
}

#[tokio::test(start_paused = true)]
async fn an_action_may_take_404_for_none() {
    let (client, _) = super::client(Portal::default(), |_| Reply::status(404));
    let get = contacts::Get { id: "1".into(), object: PhantomData };
    assert_eq!(client.call(get).await.unwrap(), None);
}

#[tokio::test(start_paused = true)]
async fn typed_and_dynamic_use_send_the_same() {
    let (client, transport) = super::client(Portal::default(), |seen| {
        Reply::json(200, &json!({ "id": "7", "properties": seen.json()["properties"] }))
    });
    let contact =
        Contact { email: "ada@example.com".into(), phone: Patch::Set("1".into()), city: Patch::Clear };
    let typed = client.call(contacts::Upsert { by: "email".into(), properties: contact }).await.unwrap();
    let input =
        json!({ "by": "email", "properties": { "email": "ada@example.com", "phone": "1", "city": null } });
    let dynamic = client.run("contact.upsert", input).await.unwrap();
    assert_eq!(serde_json::to_value(typed).unwrap(), dynamic);
    let seen = transport.seen();
    assert_eq!((seen[0].path(), seen[0].json()), (seen[1].path(), seen[1].json()));
}

#[tokio::test(start_paused = true)]
async fn json_that_does_not_fit_names_the_field() {
    let (client, transport) = super::client(Portal::default(), |_| Reply::status(500));
    let error = client
        .run("contact.upsert", json!({ "by": "email", "properties": { "email": 7 } }))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Validation);
    assert_eq!(error.field_errors()[0].field, "properties.email");
    assert!(transport.seen().is_empty());
}
