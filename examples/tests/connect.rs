//! The page on which accounts are connected, walked as a browser walks it: cookies, forms, redirects.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;

use reqwest::{Client, Method, Response, Url, redirect};

/// The program, with simulated platforms in its process.
struct Program {
    child: Child,
    url: Url,
    /// Where the simulated platforms are, in the program's words.
    platforms: String,
}

impl Program {
    fn start() -> Self {
        Self::run(Command::new(env!("CARGO_BIN_EXE_connect")).args(["--port", "0"]))
    }

    fn run(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
        let [address, _, platforms] = [(); 3].map(|()| lines.next().unwrap());
        let address = address.strip_prefix("Listening on ").unwrap();
        Self { child, url: format!("http://{address}").parse().unwrap(), platforms }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A person's browser: it keeps a cookie, and shows a page after following where it is sent.
struct Browser {
    program: Url,
    http: Client,
    cookie: Mutex<Option<String>>,
}

/// A page that a browser shows.
struct Page {
    url: Url,
    status: u16,
    html: String,
}

impl Browser {
    fn new(program: &Program) -> Self {
        let http = Client::builder().redirect(redirect::Policy::none()).build().unwrap();
        Self { program: program.url.clone(), http, cookie: Mutex::default() }
    }

    async fn once(&self, method: Method, url: &Url, form: Option<&[(&str, &str)]>) -> Response {
        let mut request = self.http.request(method, url.clone()).header("accept", "text/html");
        // The platforms are elsewhere: they get no cookie of the program's.
        let home = url.port() == self.program.port();
        if let Some(cookie) = self.cookie.lock().unwrap().clone().filter(|_| home) {
            request = request.header("cookie", cookie);
        }
        if let Some(form) = form {
            let mut body = Url::parse("http://form").unwrap();
            body.query_pairs_mut().extend_pairs(form);
            request = request
                .header("content-type", "application/x-www-form-urlencoded")
                .body(body.query().unwrap_or_default().to_owned());
        }
        let answer = request.send().await.unwrap();
        if let Some(set) = answer.headers().get("set-cookie") {
            let set = set.to_str().unwrap();
            assert!(set.contains("HttpOnly") && set.contains("SameSite=Lax"), "{set}");
            *self.cookie.lock().unwrap() = Some(set.split(';').next().unwrap().to_owned());
        }
        answer
    }

    /// Follows redirects to the page that they end at.
    async fn go(&self, mut method: Method, mut url: Url, mut form: Option<&[(&str, &str)]>) -> Page {
        for _ in 0..5 {
            let answer = self.once(method, &url, form).await;
            let Some(next) = answer.headers().get("location") else {
                let status = answer.status().as_u16();
                return Page { url, status, html: answer.text().await.unwrap() };
            };
            let next = url.join(next.to_str().unwrap()).unwrap();
            url = self.home(next);
            (method, form) = (Method::GET, None);
        }
        panic!("redirects without an end, at {url}");
    }

    /// The program calls itself `localhost`.
    fn home(&self, mut url: Url) -> Url {
        if url.host_str() == Some("localhost") {
            url.set_host(Some("127.0.0.1")).unwrap();
        }
        url
    }

    async fn open(&self, path: &str) -> Page {
        self.go(Method::GET, self.program.join(path).unwrap(), None).await
    }

    /// Presses the button with this text on a page; `more` is what the person chose beside it.
    async fn press(&self, page: &Page, button: &str, more: &[(&str, &str)]) -> Page {
        let form = page.form(button);
        let mut fields: Vec<(&str, &str)> =
            form.hidden.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        fields.extend(more);
        self.go(Method::POST, page.url.join(&form.action).unwrap(), Some(&fields)).await
    }

    /// To the platform's page, where it asks.
    async fn ask(&self, platform: &str) -> Page {
        let list = self.open("/").await;
        let page = self.press(&list, &format!("Connect {platform}"), &[]).await;
        assert!(page.html.contains(&format!("Connect {platform}?")), "{}", page.html);
        page
    }

    async fn connect_zoho(&self) -> Page {
        let page = self.ask("Zoho CRM").await;
        self.press(&page, "Allow", &[("decision", "allow"), ("account", &page.accounts()[0])]).await
    }
}

struct Form {
    action: String,
    hidden: BTreeMap<String, String>,
}

impl Page {
    /// The form that has this button.
    fn form(&self, button: &str) -> Form {
        let forms = self.html.split("<form ").skip(1).map(|form| form.split("</form>").next().unwrap());
        let form = forms.into_iter().find(|form| form.contains(&format!(">{button}</button>")));
        let form = form.unwrap_or_else(|| panic!("no button {button}: {}", self.html));
        let hidden = form.split("type=\"hidden\"").skip(1);
        let hidden = hidden.map(|field| (attribute(field, "name"), attribute(field, "value"))).collect();
        let tag = form.split('>').next().unwrap();
        let action = if tag.contains("action=") { attribute(tag, "action") } else { self.url.to_string() };
        Form { action, hidden }
    }

    /// The values that there are to choose from.
    fn accounts(&self) -> Vec<String> {
        self.html.split("name=\"account\"").skip(1).map(|field| attribute(field, "value")).collect()
    }

    fn says(&self, text: &str) {
        assert!(self.html.contains(text), "`{text}` is not on the page: {}", self.html);
    }
}

fn attribute(text: &str, name: &str) -> String {
    let value = text.split_once(&format!("{name}=\"")).unwrap().1;
    value.split('"').next().unwrap().to_owned()
}

/// The addresses of the accounts' pages on the list.
fn accounts(list: &Page) -> Vec<String> {
    list.html.split("href=\"/accounts/").skip(1).map(|rest| format!("/accounts/{}", &rest[..36])).collect()
}

#[tokio::test]
async fn an_organisation_is_connected_checked_and_disconnected() {
    let program = Program::start();
    let browser = Browser::new(&program);
    let list = browser.open("/").await;
    list.says("None yet.");
    let list = browser.connect_zoho().await;
    list.says("Connected: Sandbox.");
    let [account] = &accounts(&list)[..] else { panic!("{}", list.html) };

    let page = browser.open(account).await;
    page.says("Zoho CRM answers: this is <b>Sandbox</b>");
    page.says("credits");

    let list = browser.press(&list, "Disconnect", &[]).await;
    list.says("Disconnected: Sandbox.");
    list.says("None yet.");
    assert_eq!(browser.open(account).await.status, 404);
}

#[tokio::test]
async fn a_person_who_does_not_allow_it_is_told_that_nothing_was_connected() {
    let program = Program::start();
    let browser = Browser::new(&program);
    let page = browser.ask("Xero").await;
    let list = browser.press(&page, "Deny", &[("decision", "deny")]).await;
    list.says("Xero was not connected: you did not allow it.");
    list.says("None yet.");
}

#[tokio::test]
async fn an_answer_counts_once_and_only_for_the_person_who_was_asked() {
    let program = Program::start();
    let (browser, stranger) = (Browser::new(&program), Browser::new(&program));
    let page = browser.ask("Zoho CRM").await;
    let decision = [("decision", "allow"), ("account", &*page.accounts()[0])];
    let answer = browser.once(Method::POST, &page.url, Some(&decision)).await;
    let callback = browser.home(answer.headers()["location"].to_str().unwrap().parse().unwrap());

    // Another person with the link: without a session, and with one of their own.
    assert_eq!(stranger.go(Method::GET, callback.clone(), None).await.status, 403);
    stranger.open("/").await;
    let list = stranger.go(Method::GET, callback.clone(), None).await;
    list.says("No consent of Zoho CRM is being waited for.");
    stranger.ask("Zoho CRM").await;
    let list = stranger.go(Method::GET, callback.clone(), None).await;
    list.says("state is not that of the consent");
    list.says("None yet.");

    browser.go(Method::GET, callback.clone(), None).await.says("Connected: Sandbox.");
    let list = browser.go(Method::GET, callback, None).await;
    list.says("No consent of Zoho CRM is being waited for.");
    assert_eq!(accounts(&list).len(), 1);
}

#[tokio::test]
async fn several_organisations_are_chosen_from_and_disconnected_one_by_one() {
    let program = Program::start();
    let browser = Browser::new(&program);
    let page = browser.ask("Xero").await;
    let tenants = page.accounts();
    assert_eq!(tenants.len(), 3);
    let two = [("decision", "allow"), ("account", &*tenants[0]), ("account", &*tenants[1])];
    let choose = browser.press(&page, "Allow", &two).await;
    assert_eq!(choose.accounts(), tenants[..2]);
    let list = browser.press(&choose, "Go on", &[("account", &tenants[0]), ("account", &tenants[1])]).await;
    list.says("Connected: Demo Company 1, Demo Company 2.");
    let [one, two] = &accounts(&list)[..] else { panic!("{}", list.html) };
    browser.open(one).await.says("this is <b>Demo Company 1</b>");

    // The first is taken out of the consent, the second goes on with it.
    let list = browser.press(&list, "Disconnect", &[]).await;
    list.says("Disconnected: Demo Company 1.");
    browser.open(two).await.says("this is <b>Demo Company 2</b>");
    let list = browser.press(&list, "Disconnect", &[]).await;
    list.says("None yet.");
}

#[tokio::test]
async fn what_ends_at_xero_does_not_end_what_the_same_person_connected_otherwise() {
    let program = Program::start();
    let browser = Browser::new(&program);
    let tenants = browser.ask("Xero").await.accounts();
    let allow = async |tenant: &str| {
        let page = browser.ask("Xero").await;
        browser.press(&page, "Allow", &[("decision", "allow"), ("account", tenant)]).await
    };
    let sandbox = program.platforms.split_whitespace().last().unwrap();
    let calls = async || {
        let answer = browser.http.get(format!("{sandbox}/_sandbox/calls?platform=xero")).send().await;
        answer.unwrap().text().await.unwrap()
    };
    allow(&tenants[0]).await;
    let choose = allow(&tenants[1]).await;
    let list = browser.press(&choose, "Go on", &[("account", &tenants[1])]).await;
    assert_eq!(accounts(&list).len(), 2);

    // A third consent that nothing is chosen of, and the end of the first: nothing is revoked, which would end all.
    let choose = allow(&tenants[2]).await;
    browser.press(&choose, "Go on", &[]).await.says("Nothing was chosen.");
    let list = browser.press(&browser.open("/").await, "Disconnect", &[]).await;
    list.says("Disconnected: Demo Company 1.");
    assert!(!calls().await.contains("/connect/revocation"));
    let [left] = &accounts(&list)[..] else { panic!("{}", list.html) };
    browser.open(left).await.says("this is <b>Demo Company 2</b>");

    // The last one may be.
    browser.press(&list, "Disconnect", &[]).await.says("None yet.");
    assert!(calls().await.contains("/connect/revocation"));
}

#[tokio::test]
async fn a_form_from_elsewhere_does_nothing() {
    let program = Program::start();
    let browser = Browser::new(&program);
    let list = browser.connect_zoho().await;
    let account = accounts(&list).remove(0);
    for path in [format!("{account}/disconnect"), "/connect/zoho".to_owned(), "/choose".to_owned()] {
        let url = program.url.join(&path).unwrap();
        let page = browser.go(Method::POST, url.clone(), Some(&[("form_token", "guessed")])).await;
        assert_eq!(page.status, 403, "{path}");
        let page = browser.go(Method::POST, url, Some(&[])).await;
        assert!(page.status >= 400, "{path}");
    }
    browser.open(&account).await.says("Zoho CRM answers");
    // No page runs scripts, or shows itself inside another.
    let answer = browser.once(Method::GET, &program.url, None).await;
    let policy = answer.headers()["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{policy}");
}

#[tokio::test]
async fn an_account_whose_consent_is_gone_is_connected_again_in_its_place() {
    let program = Program::start();
    let browser = Browser::new(&program);
    let list = browser.connect_zoho().await;
    let account = accounts(&list).remove(0);
    // The platform forgets all that it gave out.
    let sandbox = program.platforms.split_whitespace().last().unwrap();
    let reset = browser.http.post(format!("{sandbox}/_sandbox/reset")).send().await.unwrap();
    assert_eq!(reset.status(), 200);

    let page = browser.open(&account).await;
    page.says("connect the account again");
    let ask = browser.press(&page, "Connect it again", &[]).await;
    let list = browser.press(&ask, "Allow", &[("decision", "allow"), ("account", &ask.accounts()[0])]).await;
    assert_eq!(accounts(&list), std::slice::from_ref(&account));
    browser.open(&account).await.says("this is <b>Sandbox</b>");
}

#[tokio::test]
async fn who_agrees_for_another_account_does_not_connect_the_one_that_was_to_be_connected_again() {
    let program = Program::start();
    let browser = Browser::new(&program);
    let page = browser.ask("Xero").await;
    let allow = [("decision", "allow"), ("account", &*page.accounts()[0])];
    let account = accounts(&browser.press(&page, "Allow", &allow).await).remove(0);
    let sandbox = program.platforms.split_whitespace().last().unwrap();
    browser.http.post(format!("{sandbox}/_sandbox/reset")).send().await.unwrap();

    let ask = browser.press(&browser.open(&account).await, "Connect it again", &[]).await;
    let allow = [("decision", "allow"), ("account", &*ask.accounts()[1])];
    let list = browser.press(&ask, "Allow", &allow).await;
    list.says("Connected: Demo Company 2.");
    let [first, second] = &accounts(&list)[..] else { panic!("{}", list.html) };
    assert_eq!(*first, account);
    browser.open(first).await.says("Connect it again");
    browser.open(second).await.says("this is <b>Demo Company 2</b>");
}

#[tokio::test]
async fn who_chooses_nothing_has_connected_nothing() {
    let program = Program::start();
    let browser = Browser::new(&program);
    let page = browser.ask("Xero").await;
    let tenants = page.accounts();
    let two = [("decision", "allow"), ("account", &*tenants[0]), ("account", &*tenants[1])];
    let choose = browser.press(&page, "Allow", &two).await;
    let list = browser.press(&choose, "Go on", &[]).await;
    list.says("Nothing was chosen.");
    list.says("None yet.");
}

#[tokio::test]
async fn with_the_real_platforms_a_person_is_sent_to_their_pages() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::run(
        Command::new(env!("CARGO_BIN_EXE_connect"))
            .args(["--port", "0", "--live", "--url", "https://app.example.com/"])
            .env("ZOHO_DATA_CENTER", "EU")
            .env("ZOHO_CLIENT_ID", "zoho-id")
            .env("ZOHO_CLIENT_SECRET", "zoho-secret")
            .env("XERO_CLIENT_ID", "xero-id")
            .env("XERO_CLIENT_SECRET", "xero-secret")
            .env("CONNECTORS_TOKENS", folder.path())
            .env("CONNECTORS_TOKENS_KEY", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="),
    );
    let browser = Browser::new(&program);
    let list = browser.open("/").await;
    assert!(browser.cookie.lock().unwrap().is_some());
    for (platform, page, id) in [
        ("Zoho CRM", "https://accounts.zoho.eu/oauth/v2/auth", "zoho-id"),
        ("Xero", "https://login.xero.com/identity/connect/authorize", "xero-id"),
    ] {
        let form = list.form(&format!("Connect {platform}"));
        let fields: Vec<(&str, &str)> = form.hidden.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        let answer =
            browser.once(Method::POST, &program.url.join(&form.action).unwrap(), Some(&fields)).await;
        let sent: Url = answer.headers()["location"].to_str().unwrap().parse().unwrap();
        let asked: BTreeMap<String, String> = sent.query_pairs().into_owned().collect();
        assert_eq!(sent.as_str().split('?').next(), Some(page));
        assert_eq!(asked["client_id"], id);
        assert!(asked["redirect_uri"].starts_with("https://app.example.com/callback/"), "{sent}");
        assert!(!sent.as_str().contains("secret"));
    }
}
