//! Xero: the Accounting API 2.0, connections, and the identity server, on one listener.
//!
//! | path | what |
//! |---|---|
//! | `/.well-known/openid-configuration` and its key set | OpenID Connect discovery |
//! | `/identity/connect/authorize`, `/connect/token`, `/connect/revocation` | the authorization server |
//! | `/connections` | which organisations the token is good for |
//! | `/api.xro/2.0/…` | Organisation, Accounts, TaxRates, TrackingCategories (read), Items, Contacts, Invoices (PDF, e-mail, online address), Payments, CreditNotes (allocations), PurchaseOrders, BankTransactions |
//!
//! Bodies are read as JSON or XML. Answers are JSON: the real API answers XML to who does not ask for JSON; here such a
//! request gets 406, so that a forgotten `Accept` shows. A body that calls itself a form is refused.
//!
//! Not simulated: quotes, journals, overpayments, prepayments and transfers, refunds of credit notes,
//! attachments, history, reports, webhooks; foreign currencies keep the rate that was sent. The organisation's time zone is UTC. What is not verified against the
//! live service (the life of an idempotency key, the message for one that is used again, 413 for a body over 3.5 MB, 405
//! for other methods, which contact a name stands for, when an invoice number is free again) is chosen so that a program
//! that is careful here is careful there.
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
//! # pyxero
//! xero.auth.XERO_BASE_URL = sandbox["api"]
//! xero.auth.XERO_OAUTH2_AUTHORIZE_URL = sandbox["identity"] + "/identity/connect/authorize"
//! xero.auth.XERO_OAUTH2_TOKEN_URL = sandbox["identity"] + "/connect/token"
//! ```
//!
//! Tokens are signed with RS256 by a key of the process, which the key set shows. An `id_token` is dated by the machine's
//! clock, as libraries check it against that, and an access token ends by the sandbox's. Libraries that wait out a 429 by
//! themselves (`xero-python` does, through `urllib3`) do so in real seconds: give them `--time-scale 1`.

mod accounts;
mod attachments;
mod allocations;
mod bank_transactions;
mod bank_transfers;
mod batch_payments;
mod books;
mod branding;
mod budgets;
mod contact_groups;
mod contacts;
mod credit_notes;
mod documents;
mod errors;
mod expenses;
mod facts;
mod history;
mod identity;
mod invoices;
mod items;
mod journals;
mod ledger;
mod lines;
mod linked;
mod list;
mod organisation;
mod parents;
mod manual_journals;
mod overpayments;
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
mod wire;
mod write;
mod xml;

use std::sync::{Arc, Mutex};

use chrono::{DateTime, Utc};
use connectors_core::clock::Clock as _;
use http::{Method, StatusCode};
use serde_json::{Value, json};

use self::books::{Books, Moment};
use self::errors::No;
pub use self::till::{Paid, PayError, PayWhat};
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
#[derive(Clone, Debug)]
pub struct Xero {
    organisations: usize,
    connected: bool,
    state: Arc<Mutex<State>>,
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
        Self { organisations: 1, connected: true, state: Arc::new(Mutex::new(state)) }
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
        till::pay(state.organisations.iter_mut().map(|organisation| &mut organisation.books), what, now)
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
        let mut resource = resource.to_ascii_lowercase();
        if resource == "organisations" {
            resource.pop(); // client libraries name it both ways
        }
        if !may(call, &call.request.method, &resource, rest) {
            return Err(No::Problem {
                status: StatusCode::FORBIDDEN,
                detail: "insufficient_scope",
                instance: id,
            });
        }
        let mut desk = Desk { call, books: &mut organisation.books, id };
        if ![Method::GET, Method::PUT, Method::POST, Method::DELETE].contains(desk.method()) {
            let detail = "The Accounting API knows GET, PUT, POST and DELETE";
            return Err(No::Problem { status: StatusCode::METHOD_NOT_ALLOWED, detail, instance: desk.id });
        }
        let file = parents::is_file(&desk, &resource, rest);
        if desk.method() != Method::DELETE && !file && !desk.accepts("application/json") {
            let detail = "The sandbox answers in JSON only: send Accept: application/json";
            return Err(No::Problem { status: StatusCode::NOT_ACCEPTABLE, detail, instance: desk.id });
        }
        let moment = desk.moment();
        desk.books.run_schedules(moment);
        if let Some(answer) = parents::route(&mut desk, &resource, rest) {
            return answer;
        }
        match resource.as_str() {
            "organisation" => organisation::route(&mut desk, rest),
            "users" => organisation::users(&mut desk, rest),
            "currencies" => organisation::currencies(&mut desk, rest),
            "invoicereminders" => organisation::reminders(&mut desk, rest),
            "brandingthemes" => branding::themes(&mut desk, rest),
            "paymentservices" => branding::payment_services(&mut desk, rest),
            "budgets" => budgets::route(&mut desk, rest),
            "accounts" => accounts::route(&mut desk, rest),
            "taxrates" => tax_rates::route(&mut desk, rest),
            "trackingcategories" => tracking::route(&mut desk, rest),
            "items" => items::route(&mut desk, rest),
            "contacts" => contacts::route(&mut desk, rest),
            "contactgroups" => contact_groups::route(&mut desk, rest),
            "quotes" => quotes::route(&mut desk, rest),
            "repeatinginvoices" => repeating::route(&mut desk, rest),
            "linkedtransactions" => linked::route(&mut desk, rest),
            "receipts" => expenses::receipts(&mut desk, rest),
            "expenseclaims" => expenses::claims(&mut desk, rest),
            "invoices" => invoices::route(&mut desk, rest),
            "payments" => payments::route(&mut desk, rest),
            "batchpayments" => batch_payments::route(&mut desk, rest),
            "overpayments" => overpayments::overpayments(&mut desk, rest),
            "prepayments" => overpayments::prepayments(&mut desk, rest),
            "journals" => journals::route(&mut desk, rest),
            "reports" => reports::route(&mut desk, rest),
            "banktransfers" => bank_transfers::route(&mut desk, rest),
            "manualjournals" => manual_journals::route(&mut desk, rest),
            "creditnotes" => credit_notes::route(&mut desk, rest),
            "banktransactions" => bank_transactions::route(&mut desk, rest),
            "purchaseorders" => purchase_orders::route(&mut desk, rest),
            _ => Err(No::NotFound),
        }
    }
}

/// Whether the token's scopes allow the call.
fn may(call: &Call<'_>, method: &Method, resource: &str, path: &[&str]) -> bool {
    let scopes = &call.caller.scopes;
    let of = |name: &str| facts::SCOPES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
    // Attachments and payment services have scopes of their own, whatever they hang on.
    let Some((_, needed)) = path.get(1).and_then(|what| of(what)).or_else(|| of(resource)) else { return true };
    let reads = method == Method::GET;
    needed.iter().any(|needed| {
        scopes.iter().any(|scope| scope == needed || (reads && scope.strip_suffix(".read") == Some(*needed)))
    })
}

/// Where one call is worked on: the call and the books of its organisation.
struct Desk<'a> {
    call: &'a Call<'a>,
    books: &'a mut Books,
    /// The id of the answer.
    id: String,
}

impl<'a> Desk<'a> {
    fn request(&self) -> &'a Request {
        self.call.request
    }

    fn method(&self) -> &'a Method {
        &self.call.request.method
    }

    fn accepts(&self, kind: &str) -> bool {
        self.request().header("accept").is_some_and(|accept| accept.to_ascii_lowercase().contains(kind))
    }

    /// When it is, and how many decimals unit prices have: two, or four if asked for.
    fn moment(&self) -> Moment {
        let four = self.request().query.get_ignore_case("unitdp") == Some("4");
        Moment { now: self.call.now, unit_places: if four { 4 } else { 2 } }
    }

    fn many(&self, plural: &str, records: Vec<Value>, pagination: Option<Value>) -> Reply {
        let body = wire::envelope(self.id.clone(), self.call.now, plural, records, pagination);
        Reply::json(StatusCode::OK, &body)
    }

    fn one(&self, plural: &str, record: Record) -> Reply {
        self.many(plural, vec![Value::Object(record)], None)
    }
}
