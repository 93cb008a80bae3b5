//! A sandbox with Xero alone, and a few words to talk to it.

pub(crate) mod contract;

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use connectors_sandbox::xero::Xero;
use connectors_sandbox::{Builder, Exchange, Sandbox};
use reqwest::{Client, Method, RequestBuilder, Response};
use serde_json::{Value, json};

pub(crate) struct Books {
    pub(crate) sandbox: Sandbox,
    pub(crate) xero: Xero,
    token: Mutex<String>,
    calls: AtomicU64,
}

impl Books {
    pub(crate) async fn open() -> Self {
        Self::observed(|_| {}).await
    }

    pub(crate) async fn observed(observer: impl Fn(&Exchange) + Send + Sync + 'static) -> Self {
        Self::built(Xero::new(), Sandbox::builder().observer(observer)).await
    }

    pub(crate) async fn of(xero: Xero) -> Self {
        Self::built(xero, Sandbox::builder()).await
    }

    async fn built(xero: Xero, builder: Builder) -> Self {
        let sandbox = builder.platform(xero.clone()).start().await.unwrap();
        let token = sandbox.access_token("xero").unwrap();
        Self { sandbox, xero, token: Mutex::new(token), calls: AtomicU64::new(0) }
    }

    /// Days later, with a token of that day.
    pub(crate) fn later(&self, days: u64) {
        self.sandbox.advance(Duration::from_secs(days * 86_400));
        *self.token.lock().unwrap() = self.sandbox.access_token("xero").unwrap();
    }

    pub(crate) fn tenant(&self) -> String {
        self.xero.tenants()[0].clone()
    }

    /// A request as a well-behaved client sends it. The minute's limit does not get in the way.
    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        if self.calls.fetch_add(1, Ordering::SeqCst) % 50 == 49 {
            self.sandbox.advance(Duration::from_secs(60));
        }
        self.raw(method, path).header("accept", "application/json").header("xero-tenant-id", self.tenant())
    }

    /// A request with nothing but a token.
    pub(crate) fn raw(&self, method: Method, path: &str) -> RequestBuilder {
        Client::new()
            .request(method, format!("{}{path}", self.sandbox.url("xero")))
            .bearer_auth(self.token.lock().unwrap().as_str())
    }

    pub(crate) async fn call(&self, method: Method, path: &str, body: &Value) -> (u16, Value) {
        let mut request = self.request(method, &format!("/api.xro/2.0/{path}"));
        if !body.is_null() {
            request = request.json(body);
        }
        answer(request.send().await.unwrap()).await
    }

    pub(crate) async fn get(&self, path: &str) -> Value {
        let (status, body) = self.call(Method::GET, path, &Value::Null).await;
        assert_eq!(status, 200, "{path}: {body}");
        body
    }

    /// The elements of a good answer to a PUT.
    pub(crate) async fn put(&self, plural: &str, elements: Value) -> Vec<Value> {
        self.write(Method::PUT, plural, plural, elements).await
    }

    /// The elements of a good answer to a POST.
    pub(crate) async fn post(&self, path: &str, plural: &str, elements: Value) -> Vec<Value> {
        self.write(Method::POST, path, plural, elements).await
    }

    async fn write(&self, method: Method, path: &str, plural: &str, elements: Value) -> Vec<Value> {
        let (status, body) = self.call(method, path, &json!({ plural: elements })).await;
        assert_eq!(status, 200, "{body}");
        body[plural].as_array().unwrap().clone()
    }

    /// The messages of an answer that must be a validation exception.
    pub(crate) async fn refused(&self, method: Method, path: &str, body: Value) -> Vec<String> {
        let (status, body) = self.call(method, path, &body).await;
        assert_eq!((status, &body["Type"]), (400, &json!("ValidationException")), "{body}");
        messages(&body["Elements"][0])
    }

    /// An approved sales invoice of one line over `amount`, without tax.
    pub(crate) async fn approved(&self, number: &str, amount: f64) -> Value {
        self.put("Invoices", json!([invoice(number, amount)])).await.remove(0)
    }
}

pub(crate) fn invoice(number: &str, amount: f64) -> Value {
    json!({
        "Type": "ACCREC",
        "InvoiceNumber": number,
        "Status": "AUTHORISED",
        "Date": "2024-03-01",
        "DueDate": "2024-03-15",
        "LineAmountTypes": "NoTax",
        "Contact": { "Name": "Example Ltd" },
        "LineItems": [{ "Description": "Work", "Quantity": 1, "UnitAmount": amount, "AccountCode": "200" }],
    })
}

/// An approved bill of one line, without tax.
pub(crate) fn bill(amount: f64) -> Value {
    json!({
        "Type": "ACCPAY",
        "Status": "AUTHORISED",
        "Date": "2024-03-01",
        "DueDate": "2024-03-15",
        "LineAmountTypes": "NoTax",
        "Contact": { "Name": "Example Supplies" },
        "LineItems": [{ "Description": "Goods", "Quantity": 1, "UnitAmount": amount, "AccountCode": "310" }],
    })
}

pub(crate) fn messages(element: &Value) -> Vec<String> {
    let errors = element["ValidationErrors"].as_array().unwrap();
    errors.iter().map(|error| error["Message"].as_str().unwrap().to_owned()).collect()
}

pub(crate) async fn answer(response: Response) -> (u16, Value) {
    let status = response.status().as_u16();
    let text = response.text().await.unwrap();
    (status, serde_json::from_str(&text).unwrap_or(Value::String(text)))
}

pub(crate) fn strings(list: &Value, field: &str) -> Vec<String> {
    list.as_array().unwrap().iter().map(|element| element[field].as_str().unwrap().to_owned()).collect()
}
