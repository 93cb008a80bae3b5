//! A toy platform, and the rig that tests of client and pipeline run on: paused time, a transport in memory.

#![allow(dead_code, clippy::unwrap_used, reason = "each test binary uses a part of it")]

pub(crate) mod server;

use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use connectors_core::auth::{ApiKey, OAuth};
use connectors_core::catalog::plain as entry;
use connectors_core::clock::{Clock, TestClock};
use connectors_core::limits::{Feedback, Reading, Unit, Window};
use connectors_core::transport::{Reply, ScriptedTransport, Seen};
use connectors_core::{
    Action, BatchAction, Catalog, Client, ClientBuilder, Connector, Cursor, Cx, Delivery, Error, ErrorKind,
    Facts, Fault, FieldError, Head, Identity, JobAction, JobState, Meta, Outcome, Page, PagedAction, Request,
    Response, Result, RetryPolicy, Root, Shared,
};
use http::Method;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use url::Url;

/// The secret of [`Rig::client`].
pub(crate) const SECRET: &str = "toy-secret-5c1f";
/// How long the toy platform honours an idempotency key.
pub(crate) const KEY_LIFE: Duration = Duration::from_secs(600);

/// The toy platform. Errors are `{"error": {code, message, field}}`, inside HTTP 200 too.
#[derive(Clone, Debug)]
pub(crate) struct Toy {
    pub(crate) base: Url,
    pub(crate) realm: Option<&'static str>,
    pub(crate) windows: Vec<Window>,
    pub(crate) max_body: Option<usize>,
}

impl Toy {
    pub(crate) fn new() -> Self {
        Self::at("https://api.toy.example")
    }

    pub(crate) fn at(base: &str) -> Self {
        Self { base: Url::parse(base).unwrap(), realm: None, windows: Vec::new(), max_body: None }
    }

    pub(crate) fn realm(self, realm: &'static str) -> Self {
        Self { realm: Some(realm), ..self }
    }

    pub(crate) fn windows(self, windows: impl Into<Vec<Window>>) -> Self {
        Self { windows: windows.into(), ..self }
    }

    pub(crate) fn max_body(self, bytes: usize) -> Self {
        Self { max_body: Some(bytes), ..self }
    }
}

#[derive(Deserialize)]
struct Refusal {
    error: RefusalBody,
}

#[derive(Deserialize)]
struct RefusalBody {
    code: String,
    #[serde(default)]
    message: String,
    field: Option<String>,
}

impl Connector for Toy {
    const ID: &'static str = "toy";

    fn base(&self, root: Root, _: &Facts) -> Result<Url> {
        let mut base = self.base.clone();
        if root == Root::UPLOAD {
            base.set_host(Some("up.toy.example")).unwrap();
        }
        Ok(base)
    }

    fn limits(&self) -> Vec<Window> {
        self.windows.clone()
    }

    /// `x-remaining` and `x-reset` speak of the window `calls`; `cost` and `left` in the body of the window `points`.
    fn feedback(&self, head: &Head, body: &[u8]) -> Feedback {
        let mut feedback = Feedback::none();
        if let Some(remaining) = head.number("x-remaining") {
            let reset = Duration::from_secs(head.number("x-reset").unwrap_or(60));
            feedback = feedback.reading(Reading::of("calls").remaining(remaining).resets_in(reset));
        }
        let body: Value = serde_json::from_slice(body).unwrap_or_default();
        if let Some(cost) = body["cost"].as_u64() {
            feedback = feedback.cost(Unit::Points, cost);
        }
        if let Some(left) = body["left"].as_u64() {
            feedback = feedback.reading(Reading::of("points").remaining(left));
        }
        feedback
    }

    fn fault(&self, head: &Head, body: &[u8]) -> Option<Fault> {
        let Ok(Refusal { error }) = serde_json::from_slice::<Refusal>(body) else {
            return Fault::from_status(head);
        };
        let kind = match error.code.as_str() {
            "BUSY" => ErrorKind::Server,
            "THROTTLED" => ErrorKind::RateLimited,
            "DUPLICATE" => ErrorKind::Duplicate,
            _ => Fault::from_status(head).map_or(ErrorKind::Vendor, |fault| fault.kind),
        };
        let fault = Fault::new(kind, error.message.clone()).code(error.code);
        Some(match error.field {
            Some(field) => fault.field(FieldError::new(field, error.message)),
            None => fault,
        })
    }

    fn realm(&self) -> Option<&str> {
        self.realm
    }

    fn signed_hosts(&self) -> &'static [&'static str] {
        &["*.storage.example"]
    }

    fn oauth(&self) -> Option<OAuth> {
        Some(OAuth::new(&["authorize"], &["token"]))
    }

    fn max_body(&self) -> Option<usize> {
        self.max_body
    }

    fn catalog() -> Catalog<Self> {
        Catalog::new([
            entry::action::<Get>(),
            entry::action::<Create>(),
            entry::action::<CreateKeyed>(),
            entry::action::<Replace>(),
            entry::list::<List>(),
            entry::batch::<CreateMany>(),
            entry::upload::<Upload>(),
            entry::upload::<SignedUpload>(),
            entry::download::<Download>(),
            entry::job::<Export>(),
            entry::action::<ExportStatus>(),
            entry::action::<WhoAmI>(),
        ])
        .check::<WhoAmI>()
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Thing {
    pub(crate) id: String,
}

/// An answer with this thing.
pub(crate) fn thing(id: impl Into<String>) -> Reply {
    Reply::json(200, &json!({ "id": id.into() }))
}

/// A refusal in the toy's format.
pub(crate) fn refusal(status: u16, code: &str) -> Reply {
    Reply::json(status, &json!({ "error": { "code": code, "message": "no" } }))
}

/// GET things/{id}: safe.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Get {
    pub(crate) id: String,
    #[serde(default)]
    pub(crate) fields: Vec<String>,
}

pub(crate) fn get(id: impl Into<String>) -> Get {
    Get { id: id.into(), fields: Vec::new() }
}

impl Action for Get {
    type Connector = Toy;
    type Output = Thing;
    const META: Meta = Meta::read("thing", "get").title("Get a thing");

    fn request(&self, _: &Cx<'_, Toy>) -> Result<Request> {
        Ok(Request::get(["things", self.id.as_str()]).query_list("fields", &self.fields))
    }

    fn response(&self, response: Response) -> Result<Thing> {
        response.json()
    }
}

/// POST things: done twice, it is done twice.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Create {
    pub(crate) name: String,
}

pub(crate) fn create(name: &str) -> Create {
    Create { name: name.into() }
}

impl Action for Create {
    type Connector = Toy;
    type Output = Thing;
    const META: Meta = Meta::write("thing", "create").title("Create a thing");

    fn request(&self, _: &Cx<'_, Toy>) -> Result<Request> {
        Ok(Request::post(["things"]).json(self))
    }

    fn response(&self, response: Response) -> Result<Thing> {
        response.json()
    }
}

/// POST things with an idempotency key.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct CreateKeyed {
    pub(crate) name: String,
}

pub(crate) fn create_keyed(name: &str) -> CreateKeyed {
    CreateKeyed { name: name.into() }
}

impl Action for CreateKeyed {
    type Connector = Toy;
    type Output = Thing;
    const META: Meta = Meta::write("thing", "create_keyed").title("Create a thing once");

    fn request(&self, cx: &Cx<'_, Toy>) -> Result<Request> {
        Ok(Request::post(["things"]).json(self).keyed("idempotency-key", cx.idempotency_key(), KEY_LIFE))
    }

    fn response(&self, response: Response) -> Result<Thing> {
        response.json()
    }
}

/// PUT things/{id}: idempotent.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Replace {
    pub(crate) id: String,
}

impl Action for Replace {
    type Connector = Toy;
    type Output = Thing;
    const META: Meta = Meta::write("thing", "replace").title("Replace a thing");

    fn request(&self, _: &Cx<'_, Toy>) -> Result<Request> {
        Ok(Request::put(["things", self.id.as_str()]).json(self))
    }

    fn response(&self, response: Response) -> Result<Thing> {
        response.json()
    }
}

/// GET things?cursor=…
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct List {
    pub(crate) cursor: Option<Cursor>,
    /// The cursors are links.
    pub(crate) links: bool,
}

impl Action for List {
    type Connector = Toy;
    type Output = Page<Thing>;
    const META: Meta = Meta::read("thing", "list").title("List things");

    fn request(&self, _: &Cx<'_, Toy>) -> Result<Request> {
        match &self.cursor {
            Some(Cursor::Link(link)) => Ok(Request::next_link(link)),
            cursor => Ok(Request::get(["things"]).query_opt("cursor", Cursor::token(cursor.as_ref())?)),
        }
    }

    fn response(&self, response: Response) -> Result<Self::Output> {
        #[derive(Deserialize)]
        struct Answer {
            items: Vec<Thing>,
            next: Option<String>,
        }
        let Answer { items, next } = response.json()?;
        Ok(Page::new(items, next.map(if self.links { Cursor::Link } else { Cursor::Token })))
    }
}

impl PagedAction for List {
    type Item = Thing;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}

/// An answer with a page of things.
pub(crate) fn page(ids: &[&str], next: Option<&str>) -> Reply {
    let items: Vec<_> = ids.iter().map(|id| json!({ "id": id })).collect();
    Reply::json(200, &json!({ "items": items, "next": next }))
}

/// POST things/batch, five at once, with an idempotency key. The answers name their inputs by place.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct CreateMany {
    pub(crate) names: Vec<String>,
}

pub(crate) fn create_many(count: usize) -> CreateMany {
    CreateMany { names: (0..count).map(|n| format!("n{n}")).collect() }
}

impl Action for CreateMany {
    type Connector = Toy;
    type Output = Vec<Outcome<Thing>>;
    const META: Meta = Meta::write("thing", "create_many").title("Create things");

    fn request(&self, cx: &Cx<'_, Toy>) -> Result<Request> {
        let request = Request::post(["things", "batch"]).json(&self.names);
        Ok(request.keyed("idempotency-key", cx.idempotency_key(), KEY_LIFE))
    }

    fn response(&self, response: Response) -> Result<Self::Output> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Element {
            Done(Thing),
            Refused(RefusalBody),
        }
        let outcome = |element| match element {
            Element::Done(thing) => Outcome::Done(thing),
            Element::Refused(refusal) => Outcome::Failed(
                Error::new(ErrorKind::Validation, refusal.message)
                    .with_vendor_code(refusal.code)
                    .with_delivery(Delivery::Rejected),
            ),
        };
        Ok(response.json::<Vec<Element>>()?.into_iter().map(outcome).collect())
    }
}

impl BatchAction for CreateMany {
    type Item = Thing;
    const MAX: usize = 5;

    fn len(&self) -> usize {
        self.names.len()
    }

    fn part(&self, range: Range<usize>) -> Self {
        Self { names: self.names[range].to_vec() }
    }
}

/// What the platform answers when it takes the whole batch.
pub(crate) fn all_done(seen: &Seen) -> Reply {
    let names = seen.json();
    let things: Vec<_> = names.as_array().unwrap().iter().map(|name| json!({ "id": name })).collect();
    Reply::json(200, &json!(things))
}

/// PUT files/{name} with content.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Upload {
    pub(crate) name: String,
}

impl Action for Upload {
    type Connector = Toy;
    type Output = ();
    const META: Meta = Meta::write("file", "upload").title("Upload a file");

    fn request(&self, _: &Cx<'_, Toy>) -> Result<Request> {
        Ok(Request::put(["files", self.name.as_str()]).upload_slot())
    }

    fn response(&self, _: Response) -> Result<()> {
        Ok(())
    }
}

pub(crate) fn upload(name: &str) -> Upload {
    Upload { name: name.into() }
}

/// PUT to a URL that the platform signed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct SignedUpload {
    pub(crate) url: Url,
}

impl Action for SignedUpload {
    type Connector = Toy;
    type Output = ();
    const META: Meta = Meta::write("file", "signed_upload").title("Upload a file to storage");

    fn request(&self, _: &Cx<'_, Toy>) -> Result<Request> {
        Ok(Request::signed(Method::PUT, self.url.clone()).upload_slot())
    }

    fn response(&self, _: Response) -> Result<()> {
        Ok(())
    }
}

/// GET files/{name}
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Download {
    pub(crate) name: String,
}

pub(crate) fn download(name: &str) -> Download {
    Download { name: name.into() }
}

impl Action for Download {
    type Connector = Toy;
    type Output = Bytes;
    const META: Meta = Meta::read("file", "download").title("Download a file");

    fn request(&self, _: &Cx<'_, Toy>) -> Result<Request> {
        Ok(Request::get(["files", self.name.as_str()]))
    }

    fn response(&self, response: Response) -> Result<Bytes> {
        Ok(response.body)
    }
}

/// POST exports: work that takes time.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Export {}

impl Action for Export {
    type Connector = Toy;
    type Output = Thing;
    const META: Meta = Meta::write("export", "start").title("Start an export");

    fn request(&self, _: &Cx<'_, Toy>) -> Result<Request> {
        Ok(Request::post(["exports"]))
    }

    fn response(&self, response: Response) -> Result<Thing> {
        response.json()
    }
}

impl JobAction for Export {
    type Status = ExportStatus;
    type Result = String;

    fn status(&self, started: Thing) -> ExportStatus {
        ExportStatus { id: started.id }
    }
}

/// GET exports/{id}
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ExportStatus {
    pub(crate) id: String,
}

impl Action for ExportStatus {
    type Connector = Toy;
    type Output = JobState<String>;
    const META: Meta = Meta::read("export", "status").title("Ask how far an export is");

    fn request(&self, _: &Cx<'_, Toy>) -> Result<Request> {
        Ok(Request::get(["exports", self.id.as_str()]))
    }

    fn response(&self, response: Response) -> Result<Self::Output> {
        let answer: Value = response.json()?;
        Ok(match answer["state"].as_str() {
            Some("done") => JobState::Done(answer["file"].as_str().unwrap_or_default().into()),
            Some("failed") => JobState::Failed(
                Error::new(ErrorKind::Vendor, "the export failed").with_delivery(Delivery::Rejected),
            ),
            _ => JobState::Running {
                progress: answer["progress"].as_f64(),
                check_after: answer["check_after"].as_u64().map(Duration::from_secs),
            },
        })
    }
}

/// GET me
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct WhoAmI {}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Me {
    pub(crate) id: String,
    pub(crate) name: String,
}

impl From<Me> for Identity {
    fn from(me: Me) -> Self {
        Self::new(me.id, me.name)
    }
}

impl Action for WhoAmI {
    type Connector = Toy;
    type Output = Me;
    const META: Meta = Meta::read("user", "me").title("Who we are");

    fn request(&self, _: &Cx<'_, Toy>) -> Result<Request> {
        Ok(Request::get(["me"]))
    }

    fn response(&self, response: Response) -> Result<Me> {
        response.json()
    }
}

/// A scripted platform on tokio's paused time.
pub(crate) struct Rig {
    pub(crate) clock: Arc<TestClock>,
    pub(crate) shared: Shared,
    pub(crate) transport: ScriptedTransport,
}

impl Rig {
    pub(crate) fn new(script: impl Fn(&Seen) -> Reply + Send + Sync + 'static) -> Self {
        let clock = Arc::new(TestClock::at("2026-01-01T00:00:00Z".parse().unwrap()));
        let transport = ScriptedTransport::new(clock.clone(), script);
        let shared = Shared::builder().clock(clock.clone()).transport(transport.clone()).build().unwrap();
        Self { clock, shared, transport }
    }

    /// A platform that answers the replies one after the other, and the last one for ever.
    pub(crate) fn replies(replies: impl Into<Vec<Reply>>) -> Self {
        let replies = replies.into();
        Self::new(move |seen| replies[seen.number.min(replies.len() - 1)].clone())
    }

    /// For an account of its own; retries after exactly 1 s, 2 s and 4 s.
    pub(crate) fn builder(&self, toy: Toy) -> ClientBuilder<Toy> {
        self.prepared(ClientBuilder::with_credential(toy, ApiKey::bearer(SECRET)))
    }

    /// With this rig's parts.
    pub(crate) fn prepared(&self, builder: ClientBuilder<Toy>) -> ClientBuilder<Toy> {
        builder.shared(&self.shared).retry(RetryPolicy::standard().jitter(false))
    }

    pub(crate) fn client(&self) -> Client<Toy> {
        self.client_of(Toy::new())
    }

    pub(crate) fn client_of(&self, toy: Toy) -> Client<Toy> {
        self.builder(toy).connect().unwrap()
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.transport.seen()
    }

    /// When the requests came, in whole seconds: sleeping is exact to a few milliseconds only.
    pub(crate) fn times(&self) -> Vec<u64> {
        self.seen().iter().map(|seen| rounded(seen.at)).collect()
    }

    pub(crate) fn now(&self) -> u64 {
        rounded(self.clock.elapsed())
    }

    pub(crate) async fn sleep(&self, seconds: u64) {
        self.clock.sleep(secs(seconds)).await;
    }
}

fn rounded(time: Duration) -> u64 {
    let nearest = time.as_secs_f64().round();
    assert!((time.as_secs_f64() - nearest).abs() < 0.05, "{time:?} is not a whole second");
    nearest as u64
}

pub(crate) const fn secs(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}
