//! A sandbox with Shopify, and short ways to call it.

use connectors_sandbox::Sandbox;
use connectors_sandbox::shopify::Shopify;
use reqwest::Client;
use reqwest::header::HeaderMap;
use serde_json::{Value, json};

use crate::contract;

pub(crate) const VERSION: &str = "2026-10";

pub(crate) struct World {
    pub(crate) sandbox: Sandbox,
    pub(crate) shop: Shopify,
    pub(crate) client: Client,
    pub(crate) token: String,
}

/// An answer, read to its end.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Value,
}

impl World {
    pub(crate) async fn new() -> Self {
        Self::of(Shopify::new()).await
    }

    pub(crate) async fn of(shop: Shopify) -> Self {
        let sandbox = Sandbox::builder().platform(shop.clone()).start().await.unwrap();
        let token = sandbox.access_token("shopify").unwrap();
        Self { sandbox, shop, client: Client::new(), token }
    }

    pub(crate) async fn send(&self, version: &str, body: Value) -> Answer {
        let url = format!("{}/admin/api/{version}/graphql.json", self.sandbox.url("shopify"));
        let request = self.client.post(url).header("x-shopify-access-token", &self.token).json(&body);
        let response = request.send().await.unwrap();
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let text = response.text().await.unwrap();
        // A long answer has what a short one has, but takes long to be looked at.
        let short = text.len() < 8_000;
        let answer = serde_json::from_str(&text).unwrap_or(Value::String(text));
        // An answer with errors may have nothing where there has to be something.
        if short && answer["data"].is_object() && answer["errors"].is_null() {
            assert_eq!(contract::misfits(&body, &answer), [""; 0], "{body:#}\n{answer:#}");
        }
        Answer { status, headers, body: answer }
    }

    /// The body of an answer, whatever is wrong.
    pub(crate) async fn ask(&self, query: &str, variables: Value) -> Value {
        let answer = self.send(VERSION, json!({ "query": query, "variables": variables })).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        answer.body
    }

    /// The data of a good answer.
    pub(crate) async fn data(&self, query: &str, variables: Value) -> Value {
        let body = self.ask(query, variables).await;
        assert!(body["errors"].is_null(), "{body:#}");
        body["data"].clone()
    }

    /// The payload of a mutation that worked.
    pub(crate) async fn done(&self, query: &str, variables: Value) -> Value {
        let payload = self.payload(query, variables).await;
        let errors = payload.as_object().unwrap().iter().filter(|(name, _)| name.ends_with("serErrors"));
        for (name, errors) in errors {
            assert_eq!(errors, &json!([]), "{name}: {payload:#}");
        }
        payload
    }

    /// The payload of the only field of a mutation.
    pub(crate) async fn payload(&self, query: &str, variables: Value) -> Value {
        let data = self.data(query, variables).await;
        data.as_object().unwrap().values().next().unwrap().clone()
    }
}
