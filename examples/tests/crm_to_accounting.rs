//! The main job as its users run it: a program of its own, against sandboxes that stay up.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "tests, against programs in real time"
)]

use std::collections::BTreeSet;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use connectors_core::clock::ScaledClock;
use connectors_sandbox::xero::{PayWhat, Xero};
use connectors_sandbox::zoho::{SeededDeals, Zoho, seeded_deals};
use connectors_sandbox::{Fault, Sandbox};
use serde_json::Value;

/// A sandbox with so many won deals, and the books behind its Xero.
async fn sandbox(deals: usize) -> (Sandbox, Xero) {
    let (sandbox, _, books) = both(deals, 60.0).await;
    (sandbox, books)
}

/// The same, and the CRM behind its Zoho; its time runs so many times as fast as ours.
async fn both(deals: usize, scale: f64) -> (Sandbox, Zoho, Xero) {
    let (crm, books) = (Zoho::new().deals(deals), Xero::new());
    let builder = Sandbox::builder()
        .clock(Arc::new(ScaledClock::new(scale)))
        .service_time(Duration::from_millis(500))
        .platform(crm.clone())
        .platform(books.clone());
    (builder.start().await.unwrap(), crm, books)
}

fn start(sandbox: &Sandbox, arguments: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_crm-to-accounting"))
        .args(["--sandbox", sandbox.url("xero"), "--json"])
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Runs it to its end; standard output holds one JSON object and nothing else.
async fn run(sandbox: &Sandbox, arguments: &[&str]) -> Value {
    let child = start(sandbox, arguments);
    let output = tokio::task::spawn_blocking(move || child.wait_with_output()).await.unwrap().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(output.stderr.is_empty(), "no bars in a pipe: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Every good deal has one invoice over its amount, no other deal has any, and no customer is there twice.
fn assert_books(sandbox: &Sandbox, books: &Xero, deals: &SeededDeals) {
    let numbers: Vec<String> = books
        .invoices()
        .iter()
        .map(|invoice| invoice["InvoiceNumber"].as_str().unwrap().to_owned())
        .collect();
    let distinct: BTreeSet<_> = numbers.iter().cloned().collect();
    assert_eq!(numbers.len(), distinct.len(), "an invoice is there twice");
    let wanted: BTreeSet<_> = deals.good.iter().map(|id| format!("ZOHO-{id}")).collect();
    assert_eq!(distinct, wanted);
    let customers = sandbox.state()["platforms"]["xero"]["records"]["contacts"].as_u64().unwrap();
    let accounts = sandbox.state()["platforms"]["zoho"]["records"]["Accounts"].as_u64().unwrap();
    assert!(customers <= accounts, "{customers} contacts for {accounts} accounts");
}

fn calls(sandbox: &Sandbox) -> u64 {
    sandbox.counters("zoho").calls + sandbox.counters("xero").calls
}

#[tokio::test(flavor = "multi_thread")]
async fn every_good_deal_gets_its_invoice_and_every_bad_one_a_reason() {
    let (sandbox, books) = sandbox(100).await;
    let deals = seeded_deals(100);
    let report = run(&sandbox, &[]).await;
    assert_eq!(report["deals"], 100);
    assert_eq!(report["invoices_created"], deals.good.len());
    assert_eq!(report["throttled"], 0);
    let rejected: BTreeSet<_> = report["rejected"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| r["deal"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(rejected, deals.bad.iter().map(|bad| bad.id.clone()).collect());
    for rejection in report["rejected"].as_array().unwrap() {
        assert_ne!(rejection["field"], "", "{rejection}");
        assert_ne!(rejection["message"], "", "{rejection}");
    }
    assert_books(&sandbox, &books, &deals);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_run_creates_nothing_and_writes_back_what_was_paid_meanwhile_once() {
    let (sandbox, books) = sandbox(60).await;
    let deals = seeded_deals(60);
    run(&sandbox, &[]).await;
    let paid = books.pay(&PayWhat::Fraction(0.5)).unwrap().len();
    let second = run(&sandbox, &[]).await;
    assert_eq!(second["invoices_created"], 0);
    assert_eq!(second["invoices_existing"], deals.good.len());
    assert_eq!(second["payments_written_back"], paid);
    let third = run(&sandbox, &[]).await;
    assert_eq!(
        (&third["invoices_created"], &third["payments_written_back"]),
        (&Value::from(0), &Value::from(0))
    );
    assert_books(&sandbox, &books, &deals);
}

#[tokio::test(flavor = "multi_thread")]
async fn with_faults_the_books_are_right_and_a_second_run_creates_nothing() {
    let (sandbox, books) = sandbox(100).await;
    let deals = seeded_deals(100);
    let report = run(&sandbox, &["--faults"]).await;
    assert!(report["retries"].as_u64().unwrap() > 0, "nothing went wrong: {report}");
    assert_books(&sandbox, &books, &deals);
    let second = run(&sandbox, &[]).await;
    assert_eq!(second["invoices_created"], 0);
    assert_books(&sandbox, &books, &deals);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_to_a_write_may_be_lost() {
    let (sandbox, books) = sandbox(60).await;
    // Each first answer to a write of invoices and contacts, and the first two retries of it.
    for path in ["*/Invoices*", "*/Contacts*"] {
        for method in ["PUT", "POST"] {
            sandbox.fault(Fault::cut_after_write().on(method, path).times(3));
        }
    }
    run(&sandbox, &[]).await;
    assert_books(&sandbox, &books, &seeded_deals(60));
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_at_twenty_random_moments_and_run_again_the_books_are_right() {
    const DEALS: usize = 60;
    let deals = seeded_deals(DEALS);
    let (whole, _) = sandbox(DEALS).await;
    run(&whole, &[]).await;
    let all = calls(&whole);
    for _ in 0..20 {
        let (sandbox, books) = sandbox(DEALS).await;
        // At a random call, and not always right after it was answered.
        let (after, and) = (fastrand::u64(1..all), Duration::from_micros(fastrand::u64(0..3_000)));
        let mut child = start(&sandbox, &[]);
        while calls(&sandbox) < after && child.try_wait().unwrap().is_none() {
            tokio::time::sleep(Duration::from_micros(200)).await;
        }
        tokio::time::sleep(and).await;
        child.kill().unwrap();
        child.wait().unwrap();
        let before = books.invoices().len();
        let report = run(&sandbox, &[]).await;
        assert_eq!(
            report["invoices_created"].as_u64().unwrap() + report["invoices_existing"].as_u64().unwrap(),
            deals.good.len() as u64,
            "killed after {after} calls with {before} invoices"
        );
        assert_books(&sandbox, &books, &deals);
    }
}

/// Waits in real time, far longer than it takes.
async fn until(what: &str, mut holds: impl AsyncFnMut() -> bool) {
    for _ in 0..400 {
        if holds().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("it never came to pass that {what}");
}

async fn until_invoiced(books: &Xero, deals: &BTreeSet<String>) {
    let numbers = || -> BTreeSet<String> {
        books.invoices().iter().map(|invoice| invoice["InvoiceNumber"].as_str().unwrap().to_owned()).collect()
    };
    let wanted: BTreeSet<String> = deals.iter().map(|deal| format!("ZOHO-{deal}")).collect();
    until("each won deal has its invoice", async || numbers() == wanted).await;
    assert_eq!(books.invoices().len(), wanted.len(), "an invoice is there twice");
}

/// What the CRM knows about the payments of these deals agrees with the books.
async fn until_told(sandbox: &Sandbox, books: &Xero, deals: &BTreeSet<String>) {
    let http = reqwest::Client::new();
    let token = format!("Zoho-oauthtoken {}", sandbox.access_token("zoho").unwrap());
    let deals: Vec<&str> = deals.iter().map(String::as_str).collect();
    let fields = "Amount_Paid,Invoice_Status";
    let url = format!("{}/crm/v8/Deals?fields={fields}&ids={}", sandbox.url("zoho"), deals.join(","));
    until("each deal is told what was paid", async || {
        let answer = http.get(&url).header("authorization", &token).send().await.unwrap();
        let answer: Value = serde_json::from_str(&answer.text().await.unwrap()).unwrap();
        let invoices = books.invoices();
        let deals = answer["data"].as_array().unwrap_or_else(|| panic!("{answer}"));
        deals.iter().all(|deal| {
            let number = format!("ZOHO-{}", deal["id"].as_str().unwrap());
            let invoice =
                invoices.iter().find(|invoice| invoice["InvoiceNumber"] == number.as_str()).unwrap();
            let (told, paid) = (deal["Amount_Paid"].as_f64(), invoice["AmountPaid"].as_f64());
            told.unwrap_or_default() == paid.unwrap_or_default()
        })
    })
    .await;
}

/// As Ctrl-C does. Gives what it reports in the end.
async fn interrupt(child: Child) -> Value {
    let pid = rustix::process::Pid::from_child(&child);
    rustix::process::kill_process(pid, rustix::process::Signal::INT).unwrap();
    let output = tokio::task::spawn_blocking(move || child.wait_with_output()).await.unwrap().unwrap();
    assert!(output.status.success(), "{:?}: {}", output.status, String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

async fn until_watched(sandbox: &Sandbox, books: &Xero) {
    until("Xero's webhook is active", async || {
        let state = serde_json::to_value(books.webhook_state()).unwrap();
        state["status"] == "active"
            && sandbox.calls().iter().any(|call| call.path.ends_with("/actions/watch"))
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn while_it_watches_deals_that_are_won_and_payments_go_over_at_once_and_ctrl_c_ends_it_cleanly() {
    // In real time: what is not told by a webhook is found after a minute, longer than anything is waited for here.
    let (sandbox, crm, books) = both(20, 1.0).await;
    let mut deals: BTreeSet<String> = seeded_deals(20).good.into_iter().collect();
    let child = start(&sandbox, &["--watch"]);
    until_invoiced(&books, &deals).await;
    until_watched(&sandbox, &books).await;
    for _ in 0..3 {
        deals.extend(crm.win(1).unwrap());
        until_invoiced(&books, &deals).await;
        books.pay(&PayWhat::Fraction(0.3)).unwrap();
        until_told(&sandbox, &books, &deals).await;
    }
    let told = sandbox.deliveries().iter().filter(|delivery| delivery.status == Some(200)).count();
    assert!(told > 0, "nothing was told by webhooks");
    let report = interrupt(child).await;
    assert_eq!((&report["deals"], &report["throttled"]), (&Value::from(23), &Value::from(0)));
    let last = sandbox.calls().into_iter().rfind(|call| call.path.ends_with("/actions/watch")).unwrap();
    assert_eq!((last.method.as_str(), last.status), ("DELETE", Some(200)), "its channel is ended");
}

#[tokio::test(flavor = "multi_thread")]
async fn while_deliveries_are_lost_doubled_late_and_out_of_order_the_books_are_right() {
    let (sandbox, crm, books) = both(20, 60.0).await;
    let mut deals: BTreeSet<String> = seeded_deals(20).good.into_iter().collect();
    let child = start(&sandbox, &["--watch"]);
    until_invoiced(&books, &deals).await;
    until_watched(&sandbox, &books).await;
    sandbox.fault(Fault::lose_delivery().probability(0.3));
    sandbox.fault(Fault::repeat_delivery().probability(0.3));
    sandbox.fault(Fault::delay_delivery(Duration::from_secs(90)).probability(0.3));
    sandbox.fault(Fault::reorder_delivery().probability(0.3));
    for _ in 0..8 {
        deals.extend(crm.win(2).unwrap());
        books.pay(&PayWhat::Fraction(0.1)).unwrap();
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
    until_invoiced(&books, &deals).await;
    until_told(&sandbox, &books, &deals).await;
    assert!(sandbox.counters("zoho").undelivered + sandbox.counters("xero").undelivered > 0, "none was lost");
    interrupt(child).await;
    until_invoiced(&books, &deals).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_while_it_watches_and_started_again_the_books_are_right() {
    let (sandbox, crm, books) = both(20, 60.0).await;
    let mut deals: BTreeSet<String> = seeded_deals(20).good.into_iter().collect();
    for _ in 0..5 {
        let mut child = start(&sandbox, &["--watch"]);
        until_invoiced(&books, &deals).await;
        deals.extend(crm.win(2).unwrap());
        books.pay(&PayWhat::Fraction(0.2)).unwrap();
        tokio::time::sleep(Duration::from_millis(fastrand::u64(0..1_500))).await;
        child.kill().unwrap();
        child.wait().unwrap();
        deals.extend(crm.win(1).unwrap());
    }
    let child = start(&sandbox, &["--watch"]);
    until_invoiced(&books, &deals).await;
    until_told(&sandbox, &books, &deals).await;
    interrupt(child).await;
}

#[test]
fn bad_arguments_are_told_in_a_line() {
    let fails = |arguments: &[&str], variables: &[(&str, &str)]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_crm-to-accounting"));
        let output = command.args(arguments).env_clear().envs(variables.iter().copied()).output().unwrap();
        assert!(!output.status.success());
        assert!(output.stdout.is_empty());
        String::from_utf8(output.stderr).unwrap()
    };
    assert!(
        fails(&["--sandbox", "http://127.0.0.1:1"], &[]).contains("no sandbox answers at http://127.0.0.1:1")
    );
    assert!(fails(&["--live"], &[]).contains("CONNECTORS_TOKENS_KEY"));
    let short = [("CONNECTORS_TOKENS_KEY", "c2hvcnQ=")];
    assert!(fails(&["--live"], &short).contains("32 bytes"));
    assert!(fails(&["--live", "--faults"], &[]).contains("cannot be used with"));
}
