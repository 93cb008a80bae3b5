//! The two-way job as its users run it: a program of its own, against sandboxes that stay up.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "tests, against programs in real time"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use connectors_core::Client;
use connectors_core::clock::ScaledClock;
use connectors_hubspot::contacts;
use connectors_sandbox::hubspot::{Engagement, HubSpot};
use connectors_sandbox::zoho::Zoho;
use connectors_sandbox::{Fault, Sandbox};
use connectors_zoho::{DataCenter, Module, leads, records};
use serde::Deserialize;
use serde_json::{Value, json};

/// What is looked at of a record of the CRM.
#[derive(Clone, Debug, Deserialize)]
struct CrmRecord {
    #[serde(rename = "Email_Opt_Out")]
    email_opt_out: Option<bool>,
    #[serde(rename = "Lead_Status")]
    lead_status: Option<String>,
    #[serde(rename = "Last_Engagement")]
    last_engagement: Option<String>,
}

impl Module for CrmRecord {
    const API_NAME: &'static str = "Contacts";
    const RESOURCE: &'static str = "person";
    const FIELDS: &'static [&'static str] = &[];
}

/// Both platforms, and people at their screens.
struct World {
    sandbox: Sandbox,
    crm: Zoho,
    hub: HubSpot,
}

/// What a side knows of somebody: names, phone, whether they are out.
type Known = (String, String, String, bool);

impl World {
    /// With people whom the CRM, HubSpot or both know; the sandbox's time runs so many times as fast as ours.
    async fn new(scale: f64) -> Self {
        let (crm, hub) = (Zoho::new().deals(0), HubSpot::new());
        let builder = Sandbox::builder()
            .clock(Arc::new(ScaledClock::new(scale)))
            .service_time(Duration::from_millis(if scale > 1.0 { 500 } else { 10 }))
            .platform(crm.clone().job_time(Duration::from_secs(1)))
            .platform(hub.clone());
        let world = Self { sandbox: builder.start().await.unwrap(), crm, hub };
        for n in 0..12 {
            let contact = json!({ "Email": format!("contact{n}@example.com"), "First_Name": "Con",
                "Last_Name": format!("Tact {n}"), "Phone": format!("1{n}"), "Email_Opt_Out": n == 0 });
            world.crm("Contacts", contact);
            world.crm(
                "Leads",
                json!({ "Email": format!("lead{n}@example.com"), "Last_Name": "Lead", "Company": "Example" }),
            );
            world.hub(None, json!({ "email": format!("hub{n}@example.com"), "lastname": "Hub" }));
        }
        for n in 0..4 {
            world.hub(
                None,
                json!({ "email": format!("contact{n}@example.com"), "firstname": "Other", "phone": "" }),
            );
        }
        world.hub.unsubscribe("hub0@example.com", None).unwrap();
        world
    }

    fn crm(&self, module: &str, record: Value) -> String {
        self.crm.write(module, record.as_object().unwrap()).unwrap()
    }

    fn hub(&self, id: Option<&str>, properties: Value) -> String {
        self.hub.write("contacts", id, properties.as_object().unwrap()).unwrap()
    }

    /// What the CRM knows, by address: the record's module and id, and the rest.
    async fn in_crm(&self) -> BTreeMap<String, ((&'static str, String), Known)> {
        let zoho = self.zoho();
        let mut all = BTreeMap::new();
        for module in ["Leads", "Contacts"] {
            let fields = ["Email", "First_Name", "Last_Name", "Phone", "Email_Opt_Out"];
            let mut people = zoho.items(leads::List::new().module(module.to_owned()).fields(fields));
            while let Some(one) = people.next().await {
                let one = one.unwrap();
                let Some(email) = one.email else { continue };
                let text = Option::unwrap_or_default;
                let known = (text(one.first_name), text(one.last_name), text(one.phone));
                let known = (known.0, known.1, known.2, one.email_opt_out == Some(true));
                all.insert(email, ((module, one.id.unwrap()), known));
            }
        }
        all
    }

    /// What HubSpot knows, by address.
    async fn in_hub(&self) -> BTreeMap<String, (String, Known)> {
        let hubspot = self.hubspot();
        let mut all = BTreeMap::new();
        let mut people = hubspot.items(contacts::List::new());
        while let Some(one) = people.next().await {
            let one = one.unwrap();
            let text = Option::unwrap_or_default;
            let it = one.properties;
            let out = it.hs_email_optout == Some(true);
            let known = (text(it.firstname), text(it.lastname), text(it.phone), out);
            assert!(all.insert(it.email.unwrap(), (one.id, known)).is_none(), "somebody is there twice");
        }
        all
    }

    async fn are_equal(&self) -> bool {
        let crm: BTreeMap<_, _> =
            self.in_crm().await.into_iter().map(|(email, (_, it))| (email, it)).collect();
        let hub: BTreeMap<_, _> =
            self.in_hub().await.into_iter().map(|(email, (_, it))| (email, it)).collect();
        crm == hub
    }

    async fn assert_equal(&self) {
        let crm: BTreeMap<_, _> =
            self.in_crm().await.into_iter().map(|(email, (_, it))| (email, it)).collect();
        let hub: BTreeMap<_, _> =
            self.in_hub().await.into_iter().map(|(email, (_, it))| (email, it)).collect();
        assert_eq!(crm, hub);
    }

    async fn known(&self, email: &str) -> (Known, Known) {
        let (crm, hub) = (self.in_crm().await, self.in_hub().await);
        (crm[email].1.clone(), hub[email].1.clone())
    }

    fn hubspot(&self) -> Client<connectors_hubspot::HubSpot> {
        let token = self.sandbox.access_token("hubspot").unwrap();
        let hubspot = connectors_hubspot::HubSpot::new().base_url(self.sandbox.url("hubspot"));
        hubspot.access_token(token).connect().unwrap()
    }

    fn zoho(&self) -> Client<connectors_zoho::Zoho> {
        let url = self.sandbox.url("zoho");
        let token = self.sandbox.access_token("zoho").unwrap();
        let zoho = connectors_zoho::Zoho::new(DataCenter::Us).base_urls(url, url).access_token(token);
        zoho.connect().unwrap()
    }

    async fn crm_record(&self, module: &str, id: &str) -> CrmRecord {
        self.zoho().call(records::Get::<CrmRecord>::new(id).module(module.to_owned())).await.unwrap()
    }

    /// A privacy deletion.
    async fn forget(&self, email: &str) {
        let forget = contacts::GdprDelete::new(email).id_property("email".to_owned());
        self.hubspot().call(forget).await.unwrap();
    }

    fn calls(&self) -> u64 {
        self.sandbox.counters("zoho").calls + self.sandbox.counters("hubspot").calls
    }

    fn start(&self, arguments: &[&str]) -> Child {
        Command::new(env!("CARGO_BIN_EXE_crm-marketing"))
            .args(["--sandbox", self.sandbox.url("zoho"), "--json"])
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    }

    /// Runs it to its end; standard output holds one JSON object and nothing else.
    async fn run(&self, arguments: &[&str]) -> Value {
        report(self.start(arguments)).await
    }
}

async fn report(child: Child) -> Value {
    let output = tokio::task::spawn_blocking(move || child.wait_with_output()).await.unwrap().unwrap();
    assert!(output.status.success(), "{:?}: {}", output.status, String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// As Ctrl-C does. Gives what it reports in the end.
async fn interrupt(child: Child) -> Value {
    let pid = rustix::process::Pid::from_child(&child);
    rustix::process::kill_process(pid, rustix::process::Signal::INT).unwrap();
    report(child).await
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

/// A place for the state of one test.
fn state(folder: &Path) -> String {
    folder.join("state.json").to_str().unwrap().to_owned()
}

fn assert_nothing_written(report: &Value) {
    for count in
        ["hub_created", "hub_updated", "crm_created", "crm_updated", "opt_outs_to_hub", "opt_outs_to_crm"]
    {
        assert_eq!(report[count], 0, "{count} in {report}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_run_makes_both_sides_equal_and_a_second_does_nothing() {
    let world = World::new(60.0).await;
    let report = world.run(&[]).await;
    world.assert_equal().await;
    assert_eq!((&report["hub_created"], &report["crm_created"]), (&Value::from(20), &Value::from(12)));
    assert_eq!((&report["opt_outs_to_hub"], &report["opt_outs_to_crm"]), (&Value::from(1), &Value::from(1)));
    assert_eq!(report["conflicts"].as_array().unwrap().len(), 4, "{report}");
    assert_nothing_written(&world.run(&[]).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_it_wrote_does_not_come_back_as_a_change() {
    let (world, folder) = (World::new(60.0).await, tempfile::tempdir().unwrap());
    let file = state(folder.path());
    world.run(&["--state", &file]).await;
    let second = world.run(&["--state", &file]).await;
    assert_nothing_written(&second);
    assert!(second["echoes"].as_u64().unwrap() > 0, "{second}");
    assert_eq!(second["crm_people"], 0, "an echo was read again");
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_go_over_in_both_directions_and_conflicts_are_told() {
    let (world, folder) = (World::new(60.0).await, tempfile::tempdir().unwrap());
    let file = state(folder.path());
    world.run(&["--state", &file]).await;
    let (crm, hub) = (world.in_crm().await, world.in_hub().await);
    let id = |email: &str| crm[email].0.1.clone();
    world.crm("Contacts", json!({ "id": id("contact1@example.com"), "Phone": "crm" }));
    world.hub(Some(&hub["contact2@example.com"].0), json!({ "phone": "hub" }));
    world.crm("Contacts", json!({ "id": id("contact3@example.com"), "Phone": "crm" }));
    world.hub(Some(&hub["contact3@example.com"].0), json!({ "phone": "hub" }));
    world.hub(Some(&hub["contact4@example.com"].0), json!({ "phone": "" }));
    world.crm("Leads", json!({ "id": id("lead5@example.com"), "Email": "moved@example.com" }));
    let second = world.run(&["--state", &file]).await;
    world.assert_equal().await;
    let phone = |email: &'static str| {
        let world = &world;
        async move { world.known(email).await.0.2 }
    };
    assert_eq!(phone("contact1@example.com").await, "crm");
    assert_eq!(phone("contact2@example.com").await, "hub");
    assert_eq!(phone("contact3@example.com").await, "crm");
    assert_eq!(phone("contact4@example.com").await, "");
    assert!(
        !world.in_hub().await.contains_key("lead5@example.com"),
        "a person with a new address is there twice"
    );
    let told = json!([{ "email": "contact3@example.com", "field": "phone", "kept": "crm" }]);
    assert_eq!(second["conflicts"], told);
}

#[tokio::test(flavor = "multi_thread")]
async fn opt_outs_go_over_before_anything_else_and_an_older_record_does_not_undo_them() {
    let (world, folder) = (World::new(60.0).await, tempfile::tempdir().unwrap());
    let file = state(folder.path());
    world.run(&["--state", &file]).await;
    let calls = world.sandbox.calls();
    let out = calls.iter().position(|call| call.path.ends_with("/unsubscribe-all")).unwrap();
    let first = calls.iter().position(|call| call.path.contains("/batch/u")).unwrap();
    assert!(out < first, "something was written before an opt-out");

    let crm = world.in_crm().await;
    world.hub.unsubscribe("contact5@example.com", None).unwrap();
    world.crm("Leads", json!({ "id": crm["lead5@example.com"].0.1, "Email_Opt_Out": true }));
    world.run(&["--state", &file]).await;
    for email in ["contact5@example.com", "lead5@example.com"] {
        let (crm, hub) = world.known(email).await;
        assert!(crm.3 && hub.3, "{email} is not out");
    }
    // Somebody imports an old file.
    for (module, email) in [("Contacts", "contact5@example.com"), ("Leads", "lead5@example.com")] {
        world.crm(module, json!({ "id": crm[email].0.1, "Email_Opt_Out": false, "Phone": "old" }));
    }
    world.run(&["--state", &file]).await;
    world.assert_equal().await;
    for email in ["contact5@example.com", "lead5@example.com"] {
        let (crm, hub) = world.known(email).await;
        assert!(crm.3 && hub.3, "the opt-out of {email} was undone");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_subscribes_anew_is_left_so_and_reported() {
    let (world, folder) = (World::new(60.0).await, tempfile::tempdir().unwrap());
    let file = state(folder.path());
    world.run(&["--state", &file]).await;
    world.hub.subscribe("hub0@example.com", "1001").unwrap();
    let hub = world.in_hub().await["hub0@example.com"].0.clone();
    for phone in ["1", "2"] {
        let report = world.run(&["--state", &file]).await;
        assert_eq!((&report["opt_outs_to_hub"], &report["opt_outs_to_crm"]), (&json!(0), &json!(0)));
        assert_eq!(report["resubscribed"], json!(["hub0@example.com"]));
        let (crm, at_hub) = world.known("hub0@example.com").await;
        assert_eq!((crm.3, at_hub.3), (true, false));
        world.hub(Some(&hub), json!({ "phone": phone }));
    }
    world.crm("Leads", json!({ "id": world.in_crm().await["hub0@example.com"].0.1, "Email_Opt_Out": false }));
    world.run(&["--state", &file]).await;
    world.assert_equal().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_addresses_and_duplicates_are_reported_and_stay() {
    let world = World::new(60.0).await;
    let without = world.crm("Contacts", json!({ "Last_Name": "Without" }));
    let bad = world.crm("Contacts", json!({ "Last_Name": "Bad", "Email": "bad@example.com." }));
    let twice = json!({ "Last_Name": "Twice", "Email": "contact1@example.com", "Company": "Example" });
    let twice = world.crm("Leads", twice);
    let nameless = world.hub(None, json!({ "email": "nameless@example.com" }));
    let expected: BTreeSet<String> = [
        format!("Contacts/{without}"),
        format!("Contacts/{bad}"),
        format!("Leads/{twice}"),
        format!("hubspot/{nameless}"),
    ]
    .into();
    for _ in 0..2 {
        let report = world.run(&[]).await;
        let rejected = report["rejected"].as_array().unwrap();
        let records = rejected.iter().map(|one| one["record"].as_str().unwrap().to_owned());
        assert_eq!(records.collect::<BTreeSet<_>>(), expected, "{report}");
        for one in rejected {
            assert!(one["field"] != "" && one["message"] != "", "{one}");
        }
    }
}

/// What is rejected, by record.
fn rejected(report: &Value) -> BTreeMap<String, String> {
    let all = report["rejected"].as_array().unwrap().iter();
    let text = |one: &Value, member: &str| one[member].as_str().unwrap().to_owned();
    all.map(|one| (text(one, "record"), text(one, "message"))).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_deleted_on_one_side_is_reported_and_not_made_there_again() {
    let (world, folder) = (World::new(60.0).await, tempfile::tempdir().unwrap());
    let file = state(folder.path());
    world.run(&["--state", &file]).await;
    let (crm, hub) = (world.in_crm().await, world.in_hub().await);
    let (lead, contact) = (&crm["lead1@example.com"].0.1, &crm["contact1@example.com"].0.1);
    world.hub.archive("contacts", &hub["lead1@example.com"].0).unwrap();
    world.forget("contact1@example.com").await;
    world.crm.delete("Leads", &crm["hub1@example.com"].0.1).unwrap();
    for phone in ["1", "2"] {
        world.crm("Leads", json!({ "id": lead, "Phone": phone }));
        world.crm("Contacts", json!({ "id": contact, "Phone": phone }));
        world.hub(Some(&hub["hub1@example.com"].0), json!({ "phone": phone }));
        let report = world.run(&["--state", &file]).await;
        assert_nothing_written(&report);
        let rejected = rejected(&report);
        let records = [
            format!("Contacts/{contact}"),
            format!("Leads/{lead}"),
            format!("hubspot/{}", hub["hub1@example.com"].0),
        ];
        assert_eq!(rejected.keys().cloned().collect::<Vec<_>>(), records);
        assert!(rejected.values().all(|message| message.contains("is gone from")), "{report}");
    }
    // Another record with the address does not bring them back either.
    world.crm.delete("Leads", lead).unwrap();
    let again = world.crm("Contacts", json!({ "Email": "lead1@example.com", "Last_Name": "Again" }));
    let report = world.run(&["--state", &file]).await;
    assert_nothing_written(&report);
    assert!(rejected(&report).contains_key(&format!("Contacts/{again}")), "{report}");
    let kept = std::fs::read_to_string(&file).unwrap();
    assert!(kept.contains(r#"{"gone":["#), "{kept}");
    // Whoever made it there by hand wanted it there.
    world.hub(None, json!({ "email": "lead1@example.com", "lastname": "Again" }));
    world.run(&["--state", &file]).await;
    assert_eq!(world.known("lead1@example.com").await.1.1, "Again");
    assert!(!world.in_hub().await.contains_key("contact1@example.com"), "the forgotten is there again");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_opt_out_of_whoever_is_gone_from_hubspot_is_told_by_address() {
    let (world, folder) = (World::new(60.0).await, tempfile::tempdir().unwrap());
    let file = state(folder.path());
    world.run(&["--state", &file]).await;
    world.hub.archive("contacts", &world.in_hub().await["lead1@example.com"].0).unwrap();
    let lead = world.in_crm().await["lead1@example.com"].0.1.clone();
    world.crm("Leads", json!({ "id": lead, "Email_Opt_Out": true }));
    world.run(&["--state", &file]).await;
    let back = world.hub(None, json!({ "email": "lead1@example.com", "lastname": "Back" }));
    world.run(&["--state", &file]).await;
    assert_eq!(world.in_hub().await["lead1@example.com"].0, back);
    assert!(world.known("lead1@example.com").await.1.3, "who came back gets e-mails");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_opt_out_is_that_of_all_records_with_the_address() {
    let (world, folder) = (World::new(60.0).await, tempfile::tempdir().unwrap());
    let file = state(folder.path());
    let twice =
        |n: u32| json!({ "Last_Name": "Twice", "Email": format!("contact{n}@example.com"), "Company": "C" });
    let (one, two) = (world.crm("Leads", twice(5)), world.crm("Leads", twice(6)));
    world.run(&["--state", &file]).await;
    world.crm("Leads", json!({ "id": one, "Email_Opt_Out": true }));
    world.hub.unsubscribe("contact6@example.com", None).unwrap();
    world.run(&["--state", &file]).await;
    for n in [5, 6] {
        let (crm, hub) = world.known(&format!("contact{n}@example.com")).await;
        assert!(crm.3 && hub.3, "contact{n} is not out");
    }
    assert!(world.crm_record("Leads", &two).await.email_opt_out.unwrap(), "the lead is not out");
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_merge_at_hubspot_changes_and_opt_outs_still_go_over() {
    let (world, folder) = (World::new(60.0).await, tempfile::tempdir().unwrap());
    let file = state(folder.path());
    world.run(&["--state", &file]).await;
    let (crm, hub) = (world.in_crm().await, world.in_hub().await);
    let [stays, goes] = ["contact7@example.com", "contact8@example.com"].map(|email| hub[email].0.clone());
    world.hubspot().call(contacts::Merge::new(stays, goes)).await.unwrap();
    world.run(&["--state", &file]).await;
    let id = &crm["contact7@example.com"].0.1;
    world.crm("Contacts", json!({ "id": id, "Phone": "new", "Email_Opt_Out": true }));
    world.run(&["--state", &file]).await;
    let merged = world.in_hub().await["contact7@example.com"].1.clone();
    assert_eq!((merged.2.as_str(), merged.3), ("new", true));
}

#[tokio::test(flavor = "multi_thread")]
async fn stages_and_engagement_go_over() {
    let (world, folder) = (World::new(60.0).await, tempfile::tempdir().unwrap());
    let file = state(folder.path());
    world.run(&["--state", &file]).await;
    let stage = async |email: &str| {
        let found = world.hubspot().call(contacts::Get::by("email", email)).await.unwrap();
        found.properties.lifecyclestage.unwrap().to_string()
    };
    assert_eq!(stage("contact9@example.com").await, "opportunity");
    assert_eq!(stage("lead9@example.com").await, "lead");
    let hub = world.in_hub().await["lead9@example.com"].0.clone();
    world.hub(Some(&hub), json!({ "lifecyclestage": "marketingqualifiedlead" }));
    world.hub.engage("contact9@example.com", Engagement::Click).unwrap();
    let report = world.run(&["--state", &file]).await;
    assert_eq!(report["engagements"], 1, "{report}");
    let crm = world.in_crm().await;
    let record = |email: &str| crm[email].0.clone();
    let (_, lead) = record("lead9@example.com");
    assert_eq!(world.crm_record("Leads", &lead).await.lead_status.as_deref(), Some("Pre-Qualified"));
    let (_, contact) = record("contact9@example.com");
    assert!(world.crm_record("Contacts", &contact).await.last_engagement.is_some(), "it was not told");
    assert_nothing_written(&world.run(&["--state", &file]).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_leaves_one_kind_of_e_mails_only_is_not_out() {
    let (world, folder) = (World::new(60.0).await, tempfile::tempdir().unwrap());
    let file = state(folder.path());
    world.run(&["--state", &file]).await;
    world.hub.unsubscribe("contact9@example.com", Some("1001")).unwrap();
    let report = world.run(&["--state", &file]).await;
    assert_nothing_written(&report);
    assert!(!world.known("contact9@example.com").await.0.3, "the CRM knows all or none");
}

/// When a call came that was answered well, in the sandbox's time.
fn when(world: &World, method: &str, path: &str, body: &str) -> Option<DateTime<Utc>> {
    let calls = world.sandbox.calls();
    let this = calls.iter().find(|call| {
        let well = call.status.is_some_and(|status| status < 300);
        well && call.method == method && call.path.contains(path) && call.request_body.contains(body)
    });
    this.map(|call| call.at)
}

#[tokio::test(flavor = "multi_thread")]
async fn during_the_first_import_an_opt_out_gets_through_within_a_minute_whatever_the_limits() {
    let world = World::new(20.0).await;
    for n in 0..1_500 {
        world.crm("Contacts", json!({ "Email": format!("many{n}@example.com"), "Last_Name": "Many" }));
    }
    let id = |world: BTreeMap<String, ((&str, String), Known)>, email: &str| world[email].0.1.clone();
    let crm = id(world.in_crm().await, "contact2@example.com");
    let told = id(world.in_crm().await, "contact3@example.com");
    // No call for a long time but what is let through for ten seconds at a time.
    let throttle = Fault::throttle(Some(Duration::from_secs(10)));
    world.sandbox.fault(throttle.clone().on("POST", "*/batch/upsert").times(120));
    let mut child = world.start(&[]);
    until("the import writes", async || {
        world.sandbox.calls().iter().any(|call| call.path.ends_with("/batch/upsert"))
    })
    .await;
    let begin = world.sandbox.clock().now();
    world.crm("Contacts", json!({ "id": crm, "Email_Opt_Out": true }));
    world.hub.unsubscribe("contact3@example.com", None).unwrap();
    let at_hub = || {
        when(&world, "POST", "contact2%40example.com/unsubscribe-all", "")
            .or_else(|| when(&world, "POST", "contact2@example.com/unsubscribe-all", ""))
    };
    let at_crm = || when(&world, "PUT", "/Contacts", &told);
    until("both opt-outs went over", async || at_hub().is_some() && at_crm().is_some()).await;
    assert!(child.try_wait().unwrap().is_none(), "the import was over");
    for (what, at) in [("HubSpot", at_hub()), ("the CRM", at_crm())] {
        let after = at.unwrap() - begin;
        assert!(after < TimeDelta::seconds(60), "{what} was told after {after}");
    }
    world.sandbox.clear_faults();
    let last = report(child).await;
    assert!(last["throttled"].as_u64().unwrap() > 0, "{last}");
    world.assert_equal().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_thousand_contacts_are_imported_in_bulk_and_without_a_throttle() {
    let (world, folder) = (World::new(60.0).await, tempfile::tempdir().unwrap());
    let file = state(folder.path());
    for n in 0..20_000 {
        let email = format!("many{n}@example.com");
        match n % 4 {
            0 => drop(world.hub(None, json!({ "email": email, "lastname": "Many" }))),
            1 => drop(world.crm("Leads", json!({ "Email": email, "Last_Name": "Many", "Company": "C" }))),
            _ => drop(world.crm("Contacts", json!({ "Email": email, "Last_Name": "Many" }))),
        }
    }
    let before = world.calls();
    let report = world.run(&["--state", &file]).await;
    assert_eq!((&report["hub_created"], &report["crm_created"]), (&json!(15_020), &json!(5_012)));
    assert_eq!(report["throttled"], 0, "{report}");
    let calls = world.calls() - before;
    assert!(calls < 1_000, "{calls} calls for 20,000 people");
    world.assert_equal().await;
    assert_nothing_written(&world.run(&["--state", &file]).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn live_it_signs_in_keeps_its_tokens_receives_webhooks_and_passes_opt_outs_on() {
    let (world, folder) = (World::new(1.0).await, tempfile::tempdir().unwrap());
    let file = state(folder.path());
    let tokens = folder.path().join("tokens");
    let (places, zoho) = (world.sandbox.describe(), world.sandbox.credentials("zoho").unwrap());
    let text = |place: &str, member: &str| match &places[place][member] {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let live = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_crm-marketing"));
        command.args(["--live", "--json", "--state", &file]).args(arguments);
        command.env("CONNECTORS_TOKENS", &tokens);
        command.env("CONNECTORS_TOKENS_KEY", "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=");
        command.env("ZOHO_DATA_CENTER", "US").env("ZOHO_CLIENT_ID", &zoho.client_id);
        command.env("ZOHO_CLIENT_SECRET", &zoho.client_secret).env("ZOHO_REFRESH_TOKEN", &zoho.refresh_token);
        command.env("ZOHO_API_URL", text("zoho", "api")).env("ZOHO_ACCOUNTS_URL", text("zoho", "accounts"));
        command.env("HUBSPOT_PORTAL", text("hubspot", "portal_id"));
        command.env("HUBSPOT_TOKEN", text("hubspot", "private_app_token"));
        command.env("HUBSPOT_CLIENT_SECRET", text("hubspot", "client_secret"));
        command.env("HUBSPOT_API_URL", text("hubspot", "api"));
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    };
    let refreshes = || world.sandbox.calls().iter().filter(|call| call.path.ends_with("/token")).count();
    let first = report(live(&[])).await;
    assert_eq!((&first["hub_created"], refreshes()), (&json!(20), 1), "{first}");
    world.assert_equal().await;

    let mut child = live(&["--watch"]);
    // What is entered in the private app's settings by hand.
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    let told = tokio::task::spawn_blocking(move || {
        let told = lines.by_ref().map(Result::unwrap).find(|line| line.contains("must send")).unwrap();
        std::thread::spawn(move || lines.for_each(drop));
        told
    });
    let told = told.await.unwrap();
    let (events, url) = told.split_once("must send ").unwrap().1.split_once(" to ").unwrap();
    world.hub.set_webhook(url, &events.split(", ").collect::<Vec<_>>()).unwrap();
    until_watched(&world).await;
    let crm = world.in_crm().await;
    world.hub.unsubscribe("lead3@example.com", None).unwrap();
    world.crm("Contacts", json!({ "id": crm["contact3@example.com"].0.1, "Email_Opt_Out": true }));
    until("both know the opt-outs", async || {
        let (crm, hub) = (world.in_crm().await, world.in_hub().await);
        crm["lead3@example.com"].1.3 && hub["contact3@example.com"].1.3
    })
    .await;
    for platform in ["zoho", "hubspot"] {
        let deliveries = world.sandbox.deliveries();
        let heard = deliveries.iter().any(|one| one.platform == platform && one.status == Some(200));
        assert!(heard, "{platform} told nothing");
    }
    interrupt(child).await;
    assert_eq!(refreshes(), 1, "the tokens were not kept");
}

#[tokio::test(flavor = "multi_thread")]
async fn with_faults_both_sides_end_equal_and_a_second_run_does_nothing() {
    let world = World::new(60.0).await;
    for method in ["PUT", "POST"] {
        world.sandbox.fault(Fault::cut_after_write().on(method, "*/crm/*").times(3));
    }
    let report = world.run(&["--faults"]).await;
    assert!(report["retries"].as_u64().unwrap() > 0, "nothing went wrong: {report}");
    world.sandbox.clear_faults();
    world.assert_equal().await;
    assert_nothing_written(&world.run(&[]).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_at_random_moments_and_run_again_both_sides_end_equal() {
    let whole = World::new(60.0).await;
    whole.run(&[]).await;
    let all = whole.calls();
    for round in 0..12 {
        let (world, folder) = (World::new(60.0).await, tempfile::tempdir().unwrap());
        let file = state(folder.path());
        let arguments: &[&str] = if round % 2 == 0 { &["--state", &file] } else { &[] };
        for _ in 0..2 {
            let before = world.calls();
            // At a random call, and not always right after it was answered.
            let (after, and) = (fastrand::u64(1..all), Duration::from_micros(fastrand::u64(0..3_000)));
            let mut child = world.start(arguments);
            while world.calls() < before + after && child.try_wait().unwrap().is_none() {
                tokio::time::sleep(Duration::from_micros(200)).await;
            }
            tokio::time::sleep(and).await;
            child.kill().unwrap();
            child.wait().unwrap();
        }
        world.run(arguments).await;
        world.assert_equal().await;
        assert_nothing_written(&world.run(arguments).await);
    }
}

async fn until_watched(world: &World) {
    until("Zoho's channel is made", async || {
        world.sandbox.calls().iter().any(|call| call.path.ends_with("/actions/watch"))
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn while_it_watches_changes_and_opt_outs_go_over_at_once_and_ctrl_c_ends_it_cleanly() {
    // In real time: what is not told by a webhook is found after half a minute.
    let world = World::new(1.0).await;
    let child = world.start(&["--watch"]);
    until_watched(&world).await;
    world.assert_equal().await;
    let (crm, hub) = (world.in_crm().await, world.in_hub().await);
    world.crm("Contacts", json!({ "Email": "new@example.com", "Last_Name": "New" }));
    world.crm("Contacts", json!({ "id": crm["contact6@example.com"].0.1, "Email_Opt_Out": true }));
    until("both know the new one", async || world.are_equal().await).await;
    world.hub.unsubscribe("contact7@example.com", None).unwrap();
    world.hub(Some(&hub["hub3@example.com"].0), json!({ "phone": "3" }));
    until("both know the opt-out", async || world.are_equal().await).await;
    for email in ["contact6@example.com", "contact7@example.com"] {
        let (crm, hub) = world.known(email).await;
        assert!(crm.3 && hub.3, "{email} is not out");
    }
    for platform in ["zoho", "hubspot"] {
        let deliveries = world.sandbox.deliveries();
        let mut told = deliveries.iter().filter(|one| one.platform == platform && one.status == Some(200));
        assert!(told.next().is_some(), "{platform} told nothing");
    }
    interrupt(child).await;
    let last = world.sandbox.calls().into_iter().rfind(|call| call.path.ends_with("/actions/watch")).unwrap();
    assert_eq!((last.method.as_str(), last.status), ("DELETE", Some(200)), "its channel is ended");
}

#[tokio::test(flavor = "multi_thread")]
async fn while_deliveries_are_lost_doubled_late_and_out_of_order_both_sides_end_equal() {
    let world = World::new(60.0).await;
    let child = world.start(&["--watch"]);
    until_watched(&world).await;
    world.sandbox.fault(Fault::lose_delivery().probability(0.3));
    world.sandbox.fault(Fault::repeat_delivery().probability(0.3));
    world.sandbox.fault(Fault::delay_delivery(Duration::from_secs(90)).probability(0.3));
    world.sandbox.fault(Fault::reorder_delivery().probability(0.3));
    let (crm, hub) = (world.in_crm().await, world.in_hub().await);
    for n in 0..8 {
        let email = format!("contact{n}@example.com");
        world.crm("Contacts", json!({ "id": crm[&email].0.1, "Phone": format!("9{n}") }));
        world.hub(Some(&hub[&format!("hub{n}@example.com")].0), json!({ "phone": format!("8{n}") }));
        world.hub.unsubscribe(&email, None).unwrap();
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    until("both are equal", async || world.are_equal().await).await;
    assert_eq!(
        world.known("contact7@example.com").await.1,
        ("Con".into(), "Tact 7".into(), "97".into(), true)
    );
    interrupt(child).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_while_it_watches_and_started_again_both_sides_end_equal() {
    let (world, folder) = (World::new(60.0).await, tempfile::tempdir().unwrap());
    let file = state(folder.path());
    world.run(&["--state", &file]).await;
    for n in 0..5 {
        let mut child = world.start(&["--watch", "--state", &file]);
        world.crm("Contacts", json!({ "Email": format!("new{n}@example.com"), "Last_Name": "New" }));
        world.hub.unsubscribe(&format!("lead{n}@example.com"), None).unwrap();
        tokio::time::sleep(Duration::from_millis(fastrand::u64(0..1_500))).await;
        child.kill().unwrap();
        child.wait().unwrap();
        world.hub(None, json!({ "email": format!("late{n}@example.com"), "lastname": "Late" }));
    }
    let child = world.start(&["--watch", "--state", &file]);
    until("both are equal", async || world.are_equal().await).await;
    interrupt(child).await;
    assert!(world.known("lead4@example.com").await.0.3, "an opt-out was lost");
}

#[test]
fn bad_arguments_are_told_in_a_line() {
    let fails = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_crm-marketing"));
        let output = command.args(arguments).env_clear().output().unwrap();
        assert!(!output.status.success());
        String::from_utf8(output.stderr).unwrap()
    };
    let nobody = ["--json", "--sandbox", "http://127.0.0.1:1"];
    assert!(fails(&nobody).contains("no sandbox answers at http://127.0.0.1:1"));
    let folder = tempfile::tempdir().unwrap();
    let file = state(folder.path());
    assert!(fails(&["--json", "--live", "--state", &file]).contains("CONNECTORS_TOKENS_KEY"));
    assert!(fails(&["--json", "--live"]).contains("--state"));
    assert!(fails(&["--live", "--faults"]).contains("cannot be used with"));
    assert!(fails(&["--state", "x.json"]).contains("required"));
}
