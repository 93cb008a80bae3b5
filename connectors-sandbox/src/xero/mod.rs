//! Xero: the Accounting API 2.0, connections, and the identity server, on one listener.
//!
//! | path | what |
//! |---|---|
//! | `/.well-known/openid-configuration` and its key set | OpenID Connect discovery |
//! | `/identity/connect/authorize`, `/connect/token`, `/connect/revocation` | the authorization server |
//! | `/connections` | which organisations the token is good for |
//! | `/api.xro/2.0/…` | the Accounting API |
//!
//! Of the Accounting API are there:
//!
//! - Organisation (actions, CIS settings), Users, Currencies, Accounts, TaxRates, TrackingCategories with their options,
//!   BrandingThemes, PaymentServices, InvoiceReminders, Budgets
//! - Contacts, ContactGroups, Items
//! - Invoices (e-mail, online address), CreditNotes, Quotes, PurchaseOrders, RepeatingInvoices, from which invoices are made
//!   as time passes, LinkedTransactions, Receipts, ExpenseClaims
//! - Payments, BatchPayments, Overpayments, Prepayments, allocations, refunds, BankTransactions, BankTransfers
//! - ManualJournals, Journals, Reports
//! - attachments, history and notes, and PDFs, of all records that have them
//!
//! Bodies are read as JSON or XML. Answers are JSON: the real API answers XML to who does not ask for JSON; here such a
//! request gets 406, so that a forgotten `Accept` shows. A body that calls itself a form is refused.
//!
//! # Webhooks
//!
//! [`Xero::webhook`] sets the app's webhook up, as the developer portal does; [`Xero::set_webhook`] and the control endpoint
//! do so while the sandbox runs. The receiver first gets the intent to receive: bodies without events, two signed right
//! and two wrong, which it answers with 200 and 401, each within five seconds, without a body and without cookies. Then the
//! webhook is active ([`Xero::webhook_state`]), and whatever changes contacts, invoices and credit notes of a connected
//! organisation is posted, all of a call in one delivery: payments, allocations, voiding and the bookkeeper's doings, too.
//! An answer that is not good is followed by further tries for 24 hours, less and less often; then the webhook is disabled
//! until it is set up again. Events of the meantime are lost.
//!
//! ```
//! use connectors_sandbox::{Sandbox, xero::{WebhookStatus, Xero}};
//! # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let nobody = "http://127.0.0.1:9/hook"; // a receiver of yours
//! let xero = Xero::new().webhook(nobody, "the key that signs");
//! let sandbox = Sandbox::builder().platform(xero.clone()).start().await?;
//! sandbox.settled().await;
//! assert_eq!(xero.webhook_state().status, WebhookStatus::Disabled, "nobody answered");
//! assert_eq!(sandbox.deliveries()[0].url, nobody);
//! # Ok(()) }
//! ```
//!
//! By Xero's documentation: the categories, the bodies, the signature, the intent to receive and its answers, the five
//! seconds, the 24 hours. Not verified live: that the key is used as text though it looks like base64, the pauses between
//! tries (from one minute to eight hours), that later deliveries do not wait for a failed one, that events of a call come
//! together, credit notes apart, and how many bodies the intent to receive has. There are no events of the category
//! `SUBSCRIPTION`: they are about Xero's app store. An invoice that names its contact in words writes that contact, and is
//! an event of it.
//!
//! # What differs from Xero
//!
//! - Not there: Setup, tracked inventory, the British construction scheme (its settings are read, and off), and the
//!   files, assets, projects and payroll APIs. Expense claims are approved, but not paid. The organisation's time zone is
//!   UTC.
//! - The books are kept in double entry, and reports are computed from them. Foreign amounts are booked at the rate that was
//!   sent with the document or the payment (there are no rates of the day), and what the two differ by as a realised gain;
//!   nothing is revalued, so that there are no unrealised gains. There are no tax returns, no bank statements and no
//!   depreciation. Of the organisation's own accounts, receivables and payables take no lines; the others do.
//! - Not verified live are: the layout of the profit and loss, that reports leave accounts without figures out, that
//!   aged reports show credit notes and overpayments but no prepayments, what a balance sheet of one tracking option sets
//!   against it, that a prepayment stays in its accounts until it is allocated, that the journal which takes another back
//!   has its date, that overpayments and prepayments are not changed, that a reconciled transfer is not deleted and a
//!   payment of a batch is not deleted alone, what the figures of the executive summary count, the names of the scopes of
//!   single reports.
//! - An attachment comes back whatever type the request's `contentType` header asks for, and in the type it was sent with.
//!   Its file name may be anything but a path.
//! - What is not verified against the live service is chosen so that a program that is careful here is careful there: the
//!   life of an idempotency key, the message for one that is used again, 413 for a body over 3.5 MB or a file over 10 MB, 405
//!   for other methods, which contact a name stands for, when an invoice number is free again; which status a quote or an
//!   expense claim may go to; that a changed attachment keeps its id and does not touch its record's time of change, that
//!   quotes and linked transactions come a hundred at a time unless asked for pages, that a template makes no invoices for
//!   days before it was made, that a deleted contact group is not found.
//!
//! # Client libraries
//!
//! Tested with `xero-node` 20, `xero-python` 15 and `pyxero` 0.9. They have Xero's hosts built in; with `sandbox` as what
//! `--json` printed under `"xero"`:
//!
//! ```js
//! // xero-node: the API has a base path; tokens, discovery and connections go through axios and openid-client.
//! xero.accountingApi.basePath = sandbox.api + '/api.xro/2.0';
//! const here = (url) => url.replace('https://identity.xero.com', sandbox.identity).replace('https://api.xero.com', sandbox.api);
//! require('axios').interceptors.request.use((config) => ({ ...config, url: here(config.url) }));
//! const { Issuer } = require('openid-client');
//! const discover = Issuer.discover.bind(Issuer);
//! Issuer.discover = (url) => discover(here(url));
//! ```
//!
//! ```python
//! # xero-python
//! TokenApi.refresh_token_url = TokenApi.client_credentials_token_url = sandbox["identity"] + "/connect/token"
//! TokenApi.revoke_token_url = sandbox["identity"] + "/connect/revocation"
//! accounting = AccountingApi(api_client, base_url=sandbox["api"] + "/api.xro/2.0")
//! identity = IdentityApi(api_client, base_url=sandbox["api"])
//! # pyxero: with OAUTHLIB_INSECURE_TRANSPORT=1 in the environment, as there is no TLS here
//! xero.auth.XERO_BASE_URL = sandbox["api"]
//! xero.auth.XERO_OAUTH2_AUTHORIZE_URL = sandbox["identity"] + "/identity/connect/authorize"
//! xero.auth.XERO_OAUTH2_TOKEN_URL = sandbox["identity"] + "/connect/token"
//! ```
//!
//! Tokens are signed with RS256 by a key of the process, which the key set shows. An `id_token` is dated by the machine's
//! clock, as libraries check it against that, and an access token ends by the sandbox's. Libraries that wait out a 429 by
//! themselves (`xero-python` does, through `urllib3`) do so in real seconds: give them `--time-scale 1`.

mod accounts;
mod allocations;
mod attachments;
mod bank_transactions;
mod bank_transfers;
mod batch_payments;
mod books;
mod branding;
mod budgets;
mod contact_groups;
mod contacts;
mod credit_notes;
mod desk;
mod documents;
mod errors;
mod expenses;
mod facts;
mod history;
mod identity;
#[cfg(test)]
mod in_process;
mod invoices;
mod items;
mod journals;
mod ledger;
mod lines;
mod linked;
mod list;
mod manual_journals;
mod organisation;
mod overpayments;
mod parents;
mod payments;
mod pdf;
mod purchase_orders;
mod query;
mod quotes;
mod repeating;
mod reports;
mod seed;
mod tax_rates;
mod till;
mod tracking;
mod usage;
mod webhooks;
mod wire;
mod write;
mod xml;

use std::fmt;
use std::sync::{Arc, Mutex};

use chrono::{DateTime, Utc};
use connectors_core::clock::Clock as _;
use http::StatusCode;
use serde_json::{Value, json};

use self::books::Books;
use self::desk::Desk;
use self::errors::No;
use self::ledger::Basis;
pub use self::till::{Paid, PayError, PayWhat};
use self::webhooks::Webhooks;
pub use self::webhooks::{Webhook, WebhookStatus};
use crate::clock::SandboxClock;
use crate::http::{Reply, Request};
use crate::idempotency::IdempotencyRules;
use crate::ids::Ids;
use crate::limits::{Demand, Limit, Standing};
use crate::lock;
use crate::oauth::{Caller, Issued, OAuthRules};
use crate::platform::{Call, Choices, Credentials, Platform, Refusal, Setup};
use crate::store::Record;

/// What comes of a call.
type Answer = Result<Reply, No>;

const API: [&str; 2] = ["api.xro", "2.0"];

/// Simulated Xero. Clones share their books: keep one to look and act behind the API's back.
///
/// ```
/// use connectors_sandbox::{Sandbox, xero::Xero};
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let xero = Xero::new();
/// let sandbox = Sandbox::builder().platform(xero.clone()).start().await?;
/// assert!(sandbox.url("xero").starts_with("http://127.0.0.1:"));
/// assert_eq!(xero.tenants().len(), 1);
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct Xero {
    organisations: usize,
    connected: bool,
    /// URL and key.
    webhook: Option<(String, String)>,
    webhooks: Webhooks,
    state: Arc<Mutex<State>>,
}

impl fmt::Debug for Xero {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Xero").field("organisations", &self.organisations).finish_non_exhaustive()
    }
}

#[derive(Debug)]
struct State {
    organisations: Vec<Organisation>,
    /// For ids that belong to no organisation: those of answers.
    ids: Ids,
    clock: Option<SandboxClock>,
}

/// One organisation (a tenant) and the app's connection to it.
#[derive(Debug)]
struct Organisation {
    tenant: String,
    connection: String,
    name: String,
    connected: bool,
    connected_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
    /// The consent that connected it last; none for the seeded account's.
    grant: Option<String>,
    books: Books,
}

impl Default for Xero {
    fn default() -> Self {
        Self::new()
    }
}

impl Xero {
    /// One demo organisation, empty but for its settings.
    #[must_use]
    pub fn new() -> Self {
        let state = State { organisations: Vec::new(), ids: Ids::new(0, "xero"), clock: None };
        let (webhooks, state) = (Webhooks::default(), Arc::new(Mutex::new(state)));
        Self { organisations: 1, connected: true, webhook: None, webhooks, state }
    }

    /// So many organisations, all connected by one consent.
    #[must_use]
    pub fn organisations(mut self, count: usize) -> Self {
        self.organisations = count;
        self
    }

    /// At the start no organisation is connected: each becomes so when a person agrees.
    #[must_use]
    pub fn unconnected(mut self) -> Self {
        self.connected = false;
        self
    }

    /// The tenant ids, once the sandbox has started.
    #[must_use]
    pub fn tenants(&self) -> Vec<String> {
        lock(&self.state).organisations.iter().map(|organisation| organisation.tenant.clone()).collect()
    }

    /// All invoices of all organisations as they are kept, for assertions.
    #[must_use]
    pub fn invoices(&self) -> Vec<Record> {
        let state = lock(&self.state);
        let books = state.organisations.iter().map(|organisation| &organisation.books);
        books.flat_map(|books| books.invoices.iter().map(books::shown)).collect()
    }

    /// Enters payments as the bookkeeper does at the screen: into the bank account, dated today.
    ///
    /// # Errors
    /// If an invoice is not there or does not take the payment. Payments before it stay.
    pub fn pay(&self, what: &PayWhat) -> Result<Vec<Paid>, PayError> {
        let mut state = lock(&self.state);
        let now = state.clock.as_ref().map(|clock| clock.now()).unwrap_or_default();
        let paid =
            till::pay(state.organisations.iter_mut().map(|organisation| &mut organisation.books), what, now);
        self.tell(&mut state, now);
        paid
    }
}

impl Platform for Xero {
    fn name(&self) -> &'static str {
        "xero"
    }

    fn title(&self) -> &'static str {
        "Xero"
    }

    fn oauth(&self) -> OAuthRules {
        facts::OAUTH
    }

    fn choices(&self) -> Choices {
        identity::choices(&lock(&self.state).organisations)
    }

    fn consented(&self, chosen: &[String], grant: &str, now: DateTime<Utc>) {
        identity::consented(&mut lock(&self.state).organisations, chosen, grant, now);
    }

    fn limits(&self) -> Vec<Limit> {
        facts::LIMITS.to_vec()
    }

    fn idempotency(&self) -> Option<IdempotencyRules> {
        Some(facts::IDEMPOTENCY)
    }

    fn max_body(&self) -> usize {
        facts::MAX_FILE
    }

    fn reset(&self, setup: &Setup<'_>) {
        let now = setup.clock.now();
        let mut state = lock(&self.state);
        state.ids = Ids::new(setup.seed, "xero");
        state.clock = Some(setup.clock.clone());
        self.webhooks.reset(setup);
        state.organisations = (1..=self.organisations)
            .map(|number| {
                let ids = Ids::new(setup.seed, &format!("xero/{number}"));
                let (tenant, connection) = (ids.uuid(), ids.uuid());
                let name = format!("Demo Company {number}");
                let books = seed::books(ids, &tenant, &name, now);
                let (connected_at, updated_at) = (now, now);
                let (connected, grant) = (self.connected, None);
                Organisation { tenant, connection, name, connected, connected_at, updated_at, grant, books }
            })
            .collect();
        if let Some((url, key)) = &self.webhook {
            self.webhooks.set_up(url, Some(key));
        }
    }

    fn open(&self, request: &Request, base: &str) -> Option<Reply> {
        identity::discovery(request, base)
    }

    fn demands(&self, request: &Request, caller: &Caller) -> Vec<Demand> {
        let app = Demand::new(facts::APP_MINUTE, &caller.client_id);
        if !is_api(&request.path()) {
            return vec![app];
        }
        let tenant = self.tenant(request, caller).unwrap_or_default();
        let key = format!("{}/{tenant}", caller.client_id);
        let of_tenant =
            [facts::CONCURRENT, facts::MINUTE, facts::DAY].map(|limit| Demand::new(limit, key.as_str()));
        of_tenant.into_iter().chain([app]).collect()
    }

    fn handle(&self, call: &Call<'_>) -> Reply {
        let path = call.request.path();
        let is_file = path.iter().any(|part| part.eq_ignore_ascii_case("Attachments"));
        if call.request.body.len() > facts::MAX_BODY && !is_file {
            return self.refuse(&Refusal::TooLarge);
        }
        let answer = match path.as_slice() {
            [first, rest @ ..] if first.eq_ignore_ascii_case("connections") => {
                identity::connections(call, rest, &mut lock(&self.state).organisations)
            }
            [api, version, resource, rest @ ..] if [*api, *version] == API => self.api(call, resource, rest),
            _ => Err(No::NotFound),
        };
        answer.unwrap_or_else(No::reply)
    }

    fn refuse(&self, refusal: &Refusal) -> Reply {
        errors::refuse(refusal, &lock(&self.state).ids.uuid())
    }

    fn finish(&self, standings: &[Standing], reply: &mut Reply) {
        for (limit, header) in facts::REMAINING {
            if let Some(standing) = standings.iter().find(|standing| standing.limit == limit) {
                reply.set(header, standing.remaining);
            }
        }
    }

    fn default_scopes(&self, machine: bool) -> &'static [&'static str] {
        if machine { facts::API_SCOPES } else { facts::ALL_SCOPES }
    }

    fn access_token(&self, issued: &Issued, ids: &Ids) -> String {
        identity::access_token(issued, ids)
    }

    fn token_answer(&self, issued: &Issued) -> Value {
        identity::token_answer(issued)
    }

    fn control(&self, action: &str, input: &Value, now: DateTime<Utc>) -> Option<Result<Value, String>> {
        match action {
            "pay" => Some(read(input).and_then(|what| {
                let paid = self.pay(&what).map_err(|error| error.to_string())?;
                Ok(json!({ "paid": paid }))
            })),
            "webhook" => Some(read::<webhooks::Wanted>(input).map(|wanted| {
                let webhook = match &wanted.url {
                    Some(url) => self.set_webhook(url, wanted.key.as_deref()),
                    None => self.webhook_state(),
                };
                json!(webhook)
            })),
            "publish" => Some(read(input).and_then(|what| {
                let mut state = lock(&self.state);
                let books = state.organisations.first_mut().map(|organisation| &mut organisation.books);
                let books = books.ok_or_else(|| "there is no organisation".to_owned())?;
                let id = books.publish(&what, now).map_err(|error| error.to_string())?;
                Ok(json!({ "report_id": id }))
            })),
            _ => None,
        }
    }

    fn summary(&self) -> Value {
        let state = lock(&self.state);
        let count = |of: fn(&Books) -> usize| -> usize {
            state.organisations.iter().map(|organisation| of(&organisation.books)).sum()
        };
        json!({
            "organisations": state.organisations.len(),
            "contacts": count(|books| books.contacts.len()),
            "invoices": count(|books| books.invoices.len()),
            "payments": count(|books| books.payments.len()),
            "credit_notes": count(|books| books.credit_notes.len()),
            "bank_transactions": count(|books| books.bank_transactions.len()),
            "purchase_orders": count(|books| books.purchase_orders.len()),
            "journals": count(|books| books.ledgers.on(Basis::Accrual).entries().len()),
            "quotes": count(|books| books.quotes.len()),
            "repeating_invoices": count(|books| books.repeating_invoices.len()),
            "contact_groups": count(|books| books.contact_groups.len()),
            "attachments": count(|books| books.attachments.len()),
            "items": count(|books| books.items.len()),
        })
    }

    fn describe(&self, base: &str, credentials: &Credentials) -> Value {
        json!({
            "api": base,
            "identity": base,
            "client_id": credentials.client_id,
            "client_secret": credentials.client_secret,
            "refresh_token": credentials.refresh_token,
            "tenant_id": self.tenants().first(),
            "webhook_key": self.webhook_state().key,
        })
    }
}

/// What a control action is to do.
fn read<T: serde::de::DeserializeOwned>(input: &Value) -> Result<T, String> {
    serde_json::from_value(input.clone()).map_err(|error| error.to_string())
}

fn is_api(path: &[&str]) -> bool {
    path.get(..2) == Some(&API)
}

impl Xero {
    /// The tenant that a call is for. An app that acts for itself has one, and need not name it.
    fn tenant(&self, request: &Request, caller: &Caller) -> Option<String> {
        let state = lock(&self.state);
        // Client libraries that cannot leave the header out send it empty.
        let named = request.header("xero-tenant-id").filter(|named| !named.is_empty());
        let found = match named {
            Some(named) => state.organisations.iter().find(|o| o.tenant.eq_ignore_ascii_case(named)),
            None if caller.machine => state.organisations.first(),
            None => None,
        };
        found.filter(|organisation| organisation.connected).map(|organisation| organisation.tenant.clone())
    }

    fn api(&self, call: &Call<'_>, resource: &str, rest: &[&str]) -> Answer {
        let tenant = self.tenant(call.request, call.caller);
        let mut state = lock(&self.state);
        let id = state.ids.uuid();
        let found =
            state.organisations.iter_mut().find(|organisation| Some(&organisation.tenant) == tenant.as_ref());
        let Some(organisation) = found else {
            return Err(No::Problem {
                status: StatusCode::FORBIDDEN,
                detail: "AuthenticationUnsuccessful",
                instance: id,
            });
        };
        let resource = resource.to_ascii_lowercase();
        // Client libraries name it both ways.
        let resource = if resource == "organisations" { "organisation" } else { &resource };
        let answer = desk::serve(&mut Desk { call, books: &mut organisation.books, id }, resource, rest);
        self.tell(&mut state, call.now);
        answer
    }
}
