//! A sandbox with Zoho CRM, and short ways to call it.

use std::sync::{Arc, Mutex, OnceLock};

use bytes::Bytes;
use connectors_contract::openapi::OpenApi;
use connectors_contract::{Checked, Checker, Description, Mismatch, Template, locate, platforms};
use connectors_sandbox::zoho::Zoho;
use connectors_sandbox::{Exchange, Sandbox};
use http::{Method, Request, Response};
use reqwest::Client;
use reqwest::header::HeaderMap;
use serde_json::{Value, json};

use crate::waivers::waivers;

/// Calls for which the description has one schema for requests and answers, so that a request would have to carry all that
/// an answer does.
const ONE_SCHEMA: &[&str] = &[
    "/crm/bulk/",
    "/crm/v8/Notes",
    "/settings/tags",
    "_tags",
    "/actions/watch",
    "/actions/mass_",
    "/actions/change_owner",
    "/actions/count",
    "__email_drafts",
    "/__composite_requests",
    "Locking_Information__s",
    "/recycle_bin",
];

pub(crate) struct World {
    pub(crate) sandbox: Sandbox,
    pub(crate) client: Client,
    pub(crate) token: String,
    /// Whether requests, too, have to fit the description. Those of Zoho's own client libraries do not always.
    pub(crate) strict: bool,
    seen: Arc<Mutex<Vec<Exchange>>>,
}

/// An answer, read to its end; the body is null if it is empty.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Value,
    pub(crate) bytes: Bytes,
}

impl Answer {
    /// The elements of `data`.
    pub(crate) fn data(&self) -> &Vec<Value> {
        self.body["data"].as_array().unwrap_or_else(|| panic!("no data: {self:?}"))
    }

    /// The id of the only record.
    pub(crate) fn id(&self) -> String {
        let id = self.body["data"][0]["details"]["id"].as_str();
        id.unwrap_or_else(|| panic!("no id: {self:?}")).to_owned()
    }

    /// The code, whether it stands for the whole call or for its first record.
    pub(crate) fn code(&self) -> &str {
        let code = self.body["code"].as_str().or_else(|| self.body["data"][0]["code"].as_str());
        code.unwrap_or_else(|| panic!("no code: {self:?}"))
    }

    /// The details of that code.
    pub(crate) fn details(&self) -> &Value {
        if self.body["code"].is_string() { &self.body["details"] } else { &self.body["data"][0]["details"] }
    }

    /// A field of every record.
    pub(crate) fn all(&self, field: &str) -> Vec<&str> {
        self.data().iter().map(|record| record[field].as_str().unwrap_or_default()).collect()
    }
}

impl World {
    /// An organisation without records.
    pub(crate) async fn empty() -> Self {
        Self::of(Zoho::new().deals(0)).await
    }

    pub(crate) async fn of(zoho: Zoho) -> Self {
        let seen = Arc::<Mutex<Vec<Exchange>>>::default();
        let keep = Arc::clone(&seen);
        let builder = Sandbox::builder().platform(zoho);
        let sandbox = builder.observer(move |e| keep.lock().unwrap().push(e.clone())).start().await.unwrap();
        let token = sandbox.access_token("zoho").unwrap();
        Self { sandbox, client: Client::new(), token, strict: true, seen }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.sandbox.url("zoho"))
    }

    pub(crate) async fn send(&self, request: reqwest::RequestBuilder) -> Answer {
        let response = request.send().await.unwrap();
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let kind = headers.get("content-type").map_or("", |kind| kind.to_str().unwrap());
        let json = kind.contains("json");
        let bytes = response.bytes().await.unwrap();
        let body =
            if json && !bytes.is_empty() { serde_json::from_slice(&bytes).unwrap() } else { Value::Null };
        Answer { status, headers, body, bytes }
    }

    pub(crate) fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        let token = format!("Zoho-oauthtoken {}", self.token);
        self.client.request(method, self.url(&format!("/crm/v8{path}"))).header("authorization", token)
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(self.request(Method::GET, path)).await
    }

    pub(crate) async fn get_with(&self, path: &str, query: &[(&str, &str)]) -> Answer {
        self.send(self.request(Method::GET, path).query(query)).await
    }

    pub(crate) async fn since(&self, path: &str, time: &str) -> Answer {
        self.send(self.request(Method::GET, path).header("if-modified-since", time)).await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(self.request(Method::POST, path).json(&body)).await
    }

    /// Sends a form with one file.
    pub(crate) async fn upload(&self, path: &str, name: &str, content: &[u8]) -> Answer {
        self.send(form(self.request(Method::POST, path), &[(name, content)])).await
    }

    pub(crate) async fn put(&self, path: &str, body: Value) -> Answer {
        self.send(self.request(Method::PUT, path).json(&body)).await
    }

    pub(crate) async fn delete(&self, path: &str) -> Answer {
        self.send(self.request(Method::DELETE, path)).await
    }

    /// Makes one record; its id.
    pub(crate) async fn make(&self, module: &str, record: Value) -> String {
        let answer = self.post(&format!("/{module}"), json!({ "data": [record] })).await;
        assert_eq!(answer.status, 201, "{answer:?}");
        answer.id()
    }

    /// One record, all of it.
    pub(crate) async fn read(&self, module: &str, id: &str) -> Value {
        let answer = self.get(&format!("/{module}/{id}")).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        answer.body["data"][0].clone()
    }

    /// Holds what was said so far against Zoho's description.
    pub(crate) fn checker(&self) -> Option<Checker> {
        let checker = checker()?;
        for exchange in self.seen.lock().unwrap().iter() {
            // The accounts server is not described, and neither are calls that do not exist.
            if !exchange.uri.starts_with("/crm/") || [404, 405].contains(&exchange.status.as_u16()) {
                continue;
            }
            // What was refused, as a whole or in part, was wrong on purpose.
            let meant = exchange.status.is_success() && exchange.status != 207 && !exchange.faulted;
            let one_schema = ONE_SCHEMA.iter().any(|part| exchange.uri.contains(part));
            if self.strict && meant && !one_schema {
                let mut request = Request::builder().method(&exchange.method).uri(&exchange.uri);
                request.headers_mut().unwrap().clone_from(&exchange.request_headers);
                checker.request(&request.body(exchange.request_body.clone()).unwrap());
            }
            let mut response = Response::builder().status(exchange.status);
            response.headers_mut().unwrap().clone_from(&exchange.headers);
            checker.response(&exchange.method, &exchange.uri, &response.body(exchange.body.clone()).unwrap());
        }
        Some(checker)
    }
}

/// With a form that carries files.
pub(crate) fn form(request: reqwest::RequestBuilder, files: &[(&str, &[u8])]) -> reqwest::RequestBuilder {
    let mut body = Vec::new();
    for (name, content) in files {
        let head = format!(
            "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--edge--\r\n");
    request.header("content-type", "multipart/form-data; boundary=edge").body(body)
}

/// Whatever a test does, its answers have to fit the description.
impl Drop for World {
    fn drop(&mut self) {
        if std::thread::panicking() {
            return;
        }
        let Some(Err(failures)) = self.checker().map(|checker| checker.finish()) else { return };
        // One test alone does not need all waivers; that they are needed at all is shown in `contract`.
        let wrong: Vec<_> =
            failures.lines().iter().filter(|line| !line.starts_with("unused waiver")).collect();
        let none = ["nothing was checked"];
        assert!(wrong.iter().all(|line| none.contains(&line.as_str())), "{wrong:#?}");
    }
}

/// Zoho's description is read once.
#[derive(Clone, Copy)]
struct Shared(&'static OpenApi);

impl Description for Shared {
    fn name(&self) -> &str {
        self.0.name()
    }
    fn template(&self, method: &Method, path: &str) -> Option<Template> {
        self.0.template(method, path)
    }
    fn check_request(&self, request: &Request<Bytes>) -> Result<Checked, Vec<Mismatch>> {
        self.0.check_request(request)
    }
    fn check_response(
        &self,
        method: &Method,
        path: &str,
        response: &Response<Bytes>,
    ) -> Result<Checked, Vec<Mismatch>> {
        self.0.check_response(method, path, response)
    }
}

fn checker() -> Option<Checker> {
    static API: OnceLock<Option<OpenApi>> = OnceLock::new();
    let api = API.get_or_init(|| {
        let specs = locate().unwrap_or_else(|missing| panic!("{missing}")).or_say_skipped("zoho-crm")?;
        Some(platforms::zoho_crm(&specs).unwrap())
    });
    api.as_ref().map(|api| Checker::new(Shared(api)).waive(waivers()))
}
