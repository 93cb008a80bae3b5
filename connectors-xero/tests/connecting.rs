//! Connecting organisations: consent, which there are to choose from, disconnecting one and all.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::collections::HashMap;
use std::time::Duration;

use connectors_core::auth::{Begun, ConnectedAccount, Flow, OAuthApp, TokenKey};
use connectors_core::{Client, ErrorKind, Shared};
use connectors_sandbox::{Sandbox, xero as simulated};
use connectors_xero::auth::scopes;
use connectors_xero::contacts::{self, ContactInput};
use connectors_xero::{Xero, tenants};

const SCOPES: [&str; 3] = [scopes::OFFLINE, scopes::SETTINGS_READ, scopes::CONTACTS_READ];

struct World {
    sandbox: Sandbox,
    platform: simulated::Xero,
    shared: Shared,
    flow: Flow<Xero>,
}

impl World {
    /// So many organisations that a person can connect.
    async fn new(organisations: usize) -> Self {
        let platform = simulated::Xero::new().organisations(organisations).unconnected();
        let sandbox = Sandbox::builder().platform(platform.clone()).start().await.unwrap();
        let shared = Shared::builder().clock(sandbox.clock()).build().unwrap();
        let url = sandbox.url("xero");
        let flow = Flow::new(Xero::new().base_urls(url, url), app(&sandbox), &shared).unwrap();
        Self { sandbox, platform, shared, flow }
    }

    /// The person allows it for these of the organisations; what they come back with.
    async fn agree(&self, begun: &Begun, organisations: &[usize]) -> String {
        let tenants = self.platform.tenants();
        let chosen = organisations.iter().map(|number| ("account", tenants[*number].as_str()));
        let form: Vec<_> = [("decision", "allow")].into_iter().chain(chosen).collect();
        let form = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
        let browser = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        let answer = browser.post(begun.url.clone()).body(form).send().await.unwrap();
        answer.headers()["location"].to_str().unwrap().to_owned()
    }

    /// What a program is sent back with that shows the person no page.
    async fn agree_at_once(&self, begun: &Begun) -> String {
        let browser = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        let answer = browser.get(begun.url.clone()).send().await.unwrap();
        answer.headers()["location"].to_str().unwrap().to_owned()
    }

    async fn connect(&self, organisations: &[usize]) -> Vec<ConnectedAccount<Xero>> {
        let begun = self.flow.begin("customer-7", SCOPES).unwrap();
        let callback = self.agree(&begun, organisations).await;
        self.flow.finish(&begun.pending, &callback).await.unwrap().accounts
    }

    fn client(&self, account: &ConnectedAccount<Xero>) -> Client<Xero> {
        let builder = account.connector.clone().oauth(app(&self.sandbox));
        builder.connection("customer-7").shared(&self.shared).connect().unwrap()
    }
}

fn app(sandbox: &Sandbox) -> OAuthApp {
    let known = sandbox.credentials("xero").unwrap();
    OAuthApp::new(known.client_id).secret(known.client_secret).redirect_uri("http://127.0.0.1:9/back")
}

#[tokio::test]
async fn a_consent_is_asked_for_with_pkce_and_allows_what_was_granted() {
    let world = World::new(1).await;
    let begun = world.flow.begin("customer-7", SCOPES).unwrap();
    let asked: HashMap<_, _> = begun.url.query_pairs().into_owned().collect();
    assert_eq!(asked["code_challenge_method"], "S256");
    assert_eq!(asked["scope"], "offline_access accounting.settings.read accounting.contacts.read");

    let callback = world.agree(&begun, &[0]).await;
    let connected = world.flow.finish(&begun.pending, &callback).await.unwrap();
    assert_eq!(connected.scopes, SCOPES);
    let key = TokenKey::new("xero", "customer-7");
    let tokens = world.shared.tokens().load(&key).await.unwrap().unwrap().tokens;
    assert!(tokens.refresh.is_some());
    assert_eq!(tokens.lifetime(), Some(Duration::from_secs(30 * 60)));

    let xero = world.client(&connected.accounts[0]);
    assert_eq!(xero.check().await.unwrap().name, "Demo Company 1");
    let error = xero.call(contacts::Create::new(ContactInput::new("Example"))).await.unwrap_err();
    assert_eq!((error.kind(), error.vendor_code()), (ErrorKind::Permission, Some("insufficient_scope")));
}

#[tokio::test]
async fn two_tenants_of_one_consent_share_its_token_and_each_is_called_as_itself() {
    let world = World::new(3).await;
    let accounts = world.connect(&[0, 2]).await;
    let names: Vec<_> =
        accounts.iter().map(|account| (account.identity.name.as_str(), account.added)).collect();
    assert_eq!(names, [("Demo Company 1", true), ("Demo Company 3", true)]);
    for account in &accounts {
        let xero = world.client(account);
        assert_eq!(xero.account(), account.identity.id);
        assert_eq!(xero.check().await.unwrap().name, account.identity.name);
    }
    assert_eq!((world.sandbox.counters("xero").tokens, world.shared.stats().refreshes), (1, 0));
}

#[tokio::test]
async fn a_later_consent_tells_which_organisations_it_added() {
    let world = World::new(3).await;
    world.connect(&[0]).await;
    let accounts = world.connect(&[1]).await;
    let names: Vec<_> =
        accounts.iter().map(|account| (account.identity.name.as_str(), account.added)).collect();
    assert_eq!(names, [("Demo Company 1", false), ("Demo Company 2", true)]);
    // They are told the same way later, and after the token was refreshed.
    world.sandbox.advance(Duration::from_secs(3600));
    world.client(&accounts[0]).check().await.unwrap();
    let later = world.flow.accounts("customer-7").await.unwrap();
    assert_eq!(later.iter().map(|account| account.added).collect::<Vec<_>>(), [false, true]);
}

#[tokio::test]
async fn one_tenant_is_disconnected_and_the_others_stay() {
    let world = World::new(2).await;
    let accounts = world.connect(&[0, 1]).await;
    let (one, two) = (world.client(&accounts[0]), world.client(&accounts[1]));
    let tenants = one.items(tenants::List::new()).collect().await.unwrap();
    let gone = tenants.iter().find(|tenant| tenant.tenant_id == accounts[0].identity.id).unwrap();
    one.call(tenants::Disconnect::new(&gone.id)).await.unwrap();
    assert_eq!(one.check().await.unwrap_err().kind(), ErrorKind::Permission);
    two.check().await.unwrap();
    let left = world.flow.accounts("customer-7").await.unwrap();
    assert_eq!(left.len(), 1);

    // All of it: the consent is ended at Xero, and the tokens are forgotten.
    world.flow.disconnect("customer-7").await.unwrap();
    for client in [one, two] {
        assert_eq!(client.check().await.unwrap_err().kind(), ErrorKind::ConsentNeeded);
    }
    assert_eq!(world.flow.accounts("customer-7").await.unwrap_err().kind(), ErrorKind::ConsentNeeded);
}

#[tokio::test]
async fn who_refuses_is_told_apart_and_may_be_asked_again() {
    let world = World::new(1).await;
    let begun = world.flow.begin("customer-7", SCOPES).unwrap();
    let mut denied = begun.clone();
    denied.url.query_pairs_mut().append_pair("deny", "true");
    let callback = world.agree_at_once(&denied).await;
    let error = world.flow.finish(&begun.pending, &callback).await.unwrap_err();
    assert_eq!((error.kind(), error.vendor_code()), (ErrorKind::ConsentNeeded, Some("access_denied")));
    assert_eq!(world.connect(&[0]).await.len(), 1);
}

#[tokio::test]
async fn what_is_kept_of_an_organisation_is_read_back() {
    let world = World::new(1).await;
    let account = world.connect(&[0]).await.remove(0);
    let kept = serde_json::to_string(&account.connector).unwrap();
    assert_eq!(kept, format!(r#"{{"tenant":"{}","tier":"core"}}"#, account.identity.id));
    let url = world.sandbox.url("xero");
    let connector = serde_json::from_str::<Xero>(&kept).unwrap().base_urls(url, url);
    let xero = connector.oauth(app(&world.sandbox)).connection("customer-7").shared(&world.shared);
    assert_eq!(xero.connect().unwrap().check().await.unwrap().name, "Demo Company 1");
}
