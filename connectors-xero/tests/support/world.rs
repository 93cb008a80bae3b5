//! A sandbox for flows over real HTTP, every exchange held against Xero's description.
#![allow(dead_code, reason = "each test file uses a part of it")]

use std::sync::Arc;

use bytes::Bytes;
use connectors_contract::{Checker, Undescribed, Waiver, locate, platforms};
use connectors_core::auth::OAuthApp;
use connectors_core::{Client, Shared};
use connectors_sandbox::{Exchange, Sandbox, xero as simulated};
use connectors_xero::contacts::{self, ContactInput, ContactRef};
use connectors_xero::invoices::{InvoiceInput, InvoiceStatus};
use connectors_xero::{LineItem, Xero};
use rust_decimal::Decimal;

/// A sandbox, and a client of its organisation.
pub(crate) struct World {
    pub(crate) sandbox: Sandbox,
    pub(crate) platform: simulated::Xero,
    pub(crate) xero: Client<Xero>,
    checker: Option<Arc<Checker>>,
}

impl World {
    /// A sandbox of its own, connected.
    pub(crate) async fn new() -> Self {
        Self::waiving([]).await
    }

    /// The same, with these known mistakes of the description.
    pub(crate) async fn waiving(waivers: impl IntoIterator<Item = Waiver>) -> Self {
        let located = locate().unwrap_or_else(|missing| panic!("{missing}"));
        let checker = located.or_say_skipped("xero").map(|specs| {
            let reason = "the description has no operations of the identity server";
            let checker = Checker::new(platforms::xero(&specs).unwrap())
                .waive(waivers)
                .undescribed([Undescribed::new("POST", "/connect/token", reason)]);
            Arc::new(checker)
        });
        let platform = simulated::Xero::new();
        let watched = checker.clone();
        let sandbox = Sandbox::builder()
            .platform(platform.clone())
            .observer(move |exchange| watched.iter().for_each(|checker| check(checker, exchange)))
            .start()
            .await
            .unwrap();
        let xero = connect(&sandbox, Some(&platform.tenants()[0]));
        Self { sandbox, platform, xero, checker }
    }

    /// The judgement over all exchanges.
    pub(crate) fn judged(self) {
        if let Some(checker) = self.checker {
            let summary = checker.finish().unwrap_or_else(|failures| panic!("{failures}"));
            println!("{summary}");
        }
    }

    /// A new contact.
    pub(crate) async fn contact(&self, number: &str) -> ContactRef {
        let contact = ContactInput::new(format!("Example {number}")).contact_number(number);
        let made = self.xero.call(contacts::Create::new(contact)).await.unwrap();
        ContactRef::id(made.contact_id.unwrap())
    }
}

fn check(checker: &Checker, exchange: &Exchange) {
    let mut request = http::Request::new(exchange.request_body.clone());
    *request.method_mut() = exchange.method.clone();
    *request.uri_mut() = exchange.uri.parse().unwrap();
    *request.headers_mut() = exchange.request_headers.clone();
    let path = request.uri().path().to_owned();
    checker.request(&request);
    let mut response: http::Response<Bytes> = http::Response::new(exchange.body.clone());
    *response.status_mut() = exchange.status;
    *response.headers_mut() = exchange.headers.clone();
    checker.response(&exchange.method, &path, &response);
}

/// A client whose time is the sandbox's.
pub(crate) fn connect(sandbox: &Sandbox, tenant: Option<&str>) -> Client<Xero> {
    let credentials = sandbox.credentials("xero").unwrap();
    let url = sandbox.url("xero");
    let mut xero = Xero::new().base_urls(url, url);
    if let Some(tenant) = tenant {
        xero = xero.tenant(tenant);
    }
    let shared = Shared::builder().clock(sandbox.clock()).build().unwrap();
    let app = OAuthApp::new(credentials.client_id).secret(credentials.client_secret);
    let client = xero.oauth(app).refresh_token(credentials.refresh_token).account("demo");
    client.shared(&shared).connect().unwrap()
}

/// An approved sales invoice of one line.
pub(crate) fn sale(contact: &ContactRef, number: &str) -> InvoiceInput {
    let line =
        LineItem::new("Consulting").quantity(2).unit_amount(Decimal::new(500_005, 4)).account_code("200");
    InvoiceInput::sale(contact.clone())
        .invoice_number(number)
        .line_items([line])
        .status(InvoiceStatus::Authorised)
        .date("2026-01-15".parse::<chrono::NaiveDate>().unwrap())
        .due_date("2026-02-20".parse::<chrono::NaiveDate>().unwrap())
}
