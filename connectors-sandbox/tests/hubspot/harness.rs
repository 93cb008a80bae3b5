//! A sandbox with HubSpot, and short ways to call it.

use std::sync::{Arc, Mutex, OnceLock};

use bytes::Bytes;
use connectors_contract::openapi::OpenApi;
use connectors_contract::{Checked, Checker, Description, Mismatch, Template, locate, platforms};
use connectors_sandbox::hubspot::HubSpot;
use connectors_sandbox::{Exchange, Sandbox};
use http::{Method, Request, Response};
use reqwest::Client;
use reqwest::header::HeaderMap;
use serde_json::{Value, json};

use crate::waivers::waivers;

/// What no file at hand describes.
const NOT_DESCRIBED: &[&str] = &[
    "/2026-0",
    "/communication-preferences/v4",
    "/account-info/",
    "/crm/v3/limits",
    "/crm/v3/schemas",
    "/crm/associations/v4",
    "/crm/v3/property-validations",
    "/submissions/",
    "/form-integrations/",
    "/oauth/authorize",
    "/crm/exports/files",
    "/hubfs/",
    "/oauth/v3/",
];

pub(crate) struct World {
    pub(crate) sandbox: Sandbox,
    pub(crate) hubspot: HubSpot,
    pub(crate) client: Client,
    pub(crate) token: String,
    /// Whether requests, too, have to fit the description.
    pub(crate) strict: bool,
    seen: Arc<Mutex<Vec<Exchange>>>,
}

/// An answer, read to its end; the body is null if it is empty.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Value,
}

impl Answer {
    pub(crate) fn results(&self) -> &Vec<Value> {
        self.body["results"].as_array().unwrap_or_else(|| panic!("no results: {self:?}"))
    }

    /// The ids of all results, in order.
    pub(crate) fn ids(&self) -> Vec<String> {
        let mut ids: Vec<String> =
            self.results().iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect();
        ids.sort();
        ids
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// The codes of what is wrong with properties.
    pub(crate) fn codes(&self) -> Vec<&str> {
        self.body["errors"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|error| error["code"].as_str().unwrap())
            .collect()
    }

    pub(crate) fn category(&self) -> &str {
        self.body["category"].as_str().unwrap_or_else(|| panic!("no category: {self:?}"))
    }

    /// The answer, which has to be of this status.
    pub(crate) fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{self:?}");
        self
    }
}

impl World {
    /// Searches know at once what was written.
    pub(crate) async fn new() -> Self {
        Self::of(HubSpot::new().indexed_after(std::time::Duration::ZERO)).await
    }

    pub(crate) async fn of(hubspot: HubSpot) -> Self {
        let seen = Arc::<Mutex<Vec<Exchange>>>::default();
        let keep = Arc::clone(&seen);
        let builder = Sandbox::builder().platform(hubspot.clone());
        let sandbox = builder.observer(move |e| keep.lock().unwrap().push(e.clone())).start().await.unwrap();
        let token = sandbox.credentials("hubspot").unwrap().private_app.unwrap();
        Self { sandbox, hubspot, client: Client::new(), token, strict: true, seen }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.sandbox.url("hubspot"))
    }

    pub(crate) async fn send(&self, request: reqwest::RequestBuilder) -> Answer {
        let response = request.send().await.unwrap();
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let bytes = response.bytes().await.unwrap();
        let body = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
        Answer { status, headers, body }
    }

    pub(crate) fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        self.client.request(method, self.url(path)).bearer_auth(&self.token)
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(self.request(Method::GET, path)).await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(self.request(Method::POST, path).json(&body)).await
    }

    pub(crate) async fn patch(&self, path: &str, body: Value) -> Answer {
        self.send(self.request(Method::PATCH, path).json(&body)).await
    }

    /// Null is no body.
    pub(crate) async fn put(&self, path: &str, body: Value) -> Answer {
        let request = self.request(Method::PUT, path);
        self.send(if body.is_null() { request } else { request.json(&body) }).await
    }

    pub(crate) async fn delete(&self, path: &str) -> Answer {
        self.send(self.request(Method::DELETE, path)).await
    }

    /// Makes one record; its id.
    pub(crate) async fn make(&self, name: &str, properties: Value) -> String {
        let path = format!("/crm/v3/objects/{name}");
        let made = self.post(&path, json!({ "properties": properties })).await.expect(201);
        made.body["id"].as_str().unwrap().to_owned()
    }

    /// One value of a record.
    pub(crate) async fn value(&self, name: &str, id: &str, property: &str) -> Value {
        let path = format!("/crm/v3/objects/{name}/{id}?properties={property}");
        self.get(&path).await.expect(200).body["properties"][property].clone()
    }

    pub(crate) async fn search(&self, name: &str, search: Value) -> Answer {
        self.post(&format!("/crm/v3/objects/{name}/search"), search).await
    }

    /// Holds what was said against HubSpot's description.
    pub(crate) fn checker(&self) -> Option<Checker> {
        let api = description()?;
        let checker = Checker::new(api).waive(waivers());
        for exchange in self.seen.lock().unwrap().iter() {
            let path = exchange.uri.split('?').next().unwrap();
            let unknown = [404, 405].contains(&exchange.status.as_u16());
            // Of one record the third version is in HubSpot's guides alone.
            let old = path.starts_with("/crm/v3/objects/") && path.contains("/associations/");
            if old
                || NOT_DESCRIBED.iter().any(|part| exchange.uri.contains(part))
                || (unknown && api.template(&exchange.method, path).is_none())
            {
                continue;
            }
            // What was refused, as a whole or in part, was wrong on purpose.
            if self.strict && exchange.status.is_success() && exchange.status != 207 && !exchange.faulted {
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

/// Whatever a test does, its answers have to fit the description.
impl Drop for World {
    fn drop(&mut self) {
        if std::thread::panicking() {
            return;
        }
        let Some(Err(failures)) = self.checker().map(|checker| checker.finish()) else { return };
        // One test alone does not need all waivers.
        let fine = |line: &str| line == "nothing was checked" || line.starts_with("unused waiver");
        let wrong: Vec<_> = failures.lines().iter().filter(|line| !fine(line)).collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}

/// The description is read once.
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

fn description() -> Option<Shared> {
    static API: OnceLock<Option<OpenApi>> = OnceLock::new();
    let api = API.get_or_init(|| {
        let specs = locate().unwrap_or_else(|missing| panic!("{missing}")).or_say_skipped("hubspot")?;
        Some(platforms::hubspot(&specs).unwrap())
    });
    api.as_ref().map(Shared)
}
