//! Whole flows over real HTTP against the simulated platform: tags, timelines, users, jobs, composite calls, channels.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

mod support;

use std::collections::BTreeSet;
use std::time::Duration;

use chrono::TimeDelta;
use connectors_core::catalog::plain;
use connectors_core::{Client, Connector, Delivery, ErrorKind, Outcome};
use connectors_sandbox::{Fault, Sandbox};
use connectors_zoho::notifications::{self, Channel, Renewal};
use connectors_zoho::{
    Account, Contact, Criteria, EmailDraft, Invoice, LineItem, Module, Product, PurchaseOrder, Record,
    SalesOrder, User, Vendor, Zoho, accounts, composite, contacts, coql, email_drafts, invoices, layouts,
    module_fields, pick_list_values, pipelines, products, profiles, purchase_orders, record_locks, records,
    recycle_bin, related, related_lists, roles, sales_orders, tags, timelines, users, vendors,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use support::{client, connector, empty};

fn person(n: usize) -> Contact {
    Contact::new().last_name(format!("Person {n:04}")).email(format!("person{n}@example.com"))
}

async fn people(zoho: &Client<Zoho>, people: impl IntoIterator<Item = Contact>) -> Vec<String> {
    let outcomes = zoho.batch(contacts::CreateMany::new(people)).await;
    outcomes.into_iter().map(|outcome| outcome.into_result().unwrap().id).collect()
}

#[tokio::test]
async fn changes_and_related_records_are_listed_beyond_two_thousand_without_a_gap() {
    let sandbox = empty().await;
    let zoho = client(&sandbox);
    let account = zoho.call(accounts::Create::new(Account::new().account_name("Large"))).await.unwrap().id;
    let start = sandbox.clock().now() - TimeDelta::minutes(1);
    let made: BTreeSet<_> = people(&zoho, (0..2_350).map(|n| person(n).account_name(account.as_str())))
        .await
        .into_iter()
        .collect();

    let changed = zoho.items(contacts::ListChanged::since(start).fields(["Email"])).collect().await.unwrap();
    assert_eq!(changed.into_iter().map(|change| change.id).collect::<BTreeSet<_>>(), made);

    let list = related::List::<Contact>::new("Accounts", &account, "Contacts").fields(["Email"]);
    let mut related = zoho.items(list);
    let mut seen = BTreeSet::new();
    while let Some(contact) = related.next().await {
        assert!(seen.insert(contact.unwrap().id.unwrap()));
    }
    assert_eq!(seen, made);
}

#[tokio::test]
async fn a_query_misses_no_row_when_others_are_deleted_meanwhile() {
    let sandbox = empty().await;
    let zoho = client(&sandbox);
    let ids = people(&zoho, (0..60).map(person)).await;
    let select =
        coql::Select::new("Contacts", ["Last_Name"]).criteria(Criteria::starts_with("Last_Name", "Person"));
    let mut pages = zoho.pages(coql::Query::<Record>::new(select).per_page(20));
    let mut seen = BTreeSet::new();
    while let Some(page) = pages.next().await {
        let page = page.unwrap();
        let read: Vec<_> = page.items.iter().map(|row| row.id().unwrap().to_owned()).collect();
        // What was read goes: by number the next page would begin twenty rows too late.
        zoho.batch(contacts::DeleteMany::new(&read)).await;
        seen.extend(read);
    }
    assert_eq!(seen, ids.into_iter().collect());
}

/// A user's own type for a module of its own, whose API name differs between organisations.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Subscription {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    #[serde(rename = "Vendor_Name")]
    name: String,
}

impl Module for Subscription {
    const API_NAME: &'static str = "Subscriptions";
    const RESOURCE: &'static str = "subscription";
    const FIELDS: &'static [&'static str] = &["Vendor_Name"];
}

#[tokio::test]
async fn a_users_own_module_is_used_by_type_and_by_name() {
    let sandbox = empty().await;
    let credentials = sandbox.credentials("zoho").unwrap();
    let app = connectors_core::auth::OAuthApp::new(credentials.client_id).secret(credentials.client_secret);
    let catalog = Zoho::catalog()
        .add(plain::list::<records::List<Subscription>>())
        .add(plain::action::<records::Create<Subscription>>());
    let zoho = connector(&sandbox)
        .module("Subscriptions", "Vendors")
        .oauth(app)
        .refresh_token(credentials.refresh_token)
        .catalog(catalog)
        .connect()
        .unwrap();
    let made =
        zoho.run("subscription.create", json!({ "record": { "Vendor_Name": "Monthly" } })).await.unwrap();
    let read = zoho.call(records::Get::<Subscription>::new(made["id"].as_str().unwrap())).await.unwrap();
    assert_eq!(read.name, "Monthly");
    let listed = zoho.run("subscription.list", json!({})).await.unwrap();
    assert_eq!(listed["items"][0]["Vendor_Name"], "Monthly");
    let any = zoho.run("record.get", json!({ "module": "Subscriptions", "id": made["id"] })).await.unwrap();
    assert_eq!(any["Vendor_Name"], "Monthly");
}

#[tokio::test]
async fn the_lines_of_orders_and_invoices_are_changed_one_by_one() {
    let sandbox = empty().await;
    let zoho = client(&sandbox);
    let product = zoho.call(products::Create::new(Product::new().product_name("Plank"))).await.unwrap().id;
    let vendor = zoho.call(vendors::Create::new(Vendor::new().vendor_name("Mill"))).await.unwrap().id;
    let line = |n: i64| LineItem::product(&product).quantity(n).list_price(7);
    let quantities = |lines: Option<Vec<LineItem>>| -> BTreeSet<String> {
        lines.unwrap().into_iter().map(|line| line.quantity.unwrap().normalize().to_string()).collect()
    };
    let change = |lines: &[LineItem]| {
        let id = |n: usize| lines[n].id.clone().unwrap();
        [LineItem::new().id(id(0)).quantity(5), LineItem::removed(id(1)), line(4)]
    };
    let after = BTreeSet::from(["5", "3", "4"].map(str::to_owned));

    let order = SalesOrder::new().subject("Floor").ordered_items([line(1), line(2), line(3)]);
    let id = zoho.call(sales_orders::Create::new(order)).await.unwrap().id;
    let read = zoho.call(sales_orders::Get::new(&id)).await.unwrap().ordered_items.unwrap();
    zoho.call(sales_orders::Update::new(&id, SalesOrder::new().ordered_items(change(&read)))).await.unwrap();
    assert_eq!(quantities(zoho.call(sales_orders::Get::new(&id)).await.unwrap().ordered_items), after);

    let order =
        PurchaseOrder::new().subject("Wood").vendor_name(vendor).purchase_items([line(1), line(2), line(3)]);
    let id = zoho.call(purchase_orders::Create::new(order)).await.unwrap().id;
    let read = zoho.call(purchase_orders::Get::new(&id)).await.unwrap().purchase_items.unwrap();
    zoho.call(purchase_orders::Update::new(&id, PurchaseOrder::new().purchase_items(change(&read))))
        .await
        .unwrap();
    assert_eq!(quantities(zoho.call(purchase_orders::Get::new(&id)).await.unwrap().purchase_items), after);

    let invoice = Invoice::new().subject("Floor").invoiced_items([line(1), line(2), line(3)]);
    let id = zoho.call(invoices::Create::new(invoice)).await.unwrap().id;
    let read = zoho.call(invoices::Get::new(&id)).await.unwrap().invoiced_items.unwrap();
    zoho.call(invoices::Update::new(&id, Invoice::new().invoiced_items(change(&read)))).await.unwrap();
    assert_eq!(quantities(zoho.call(invoices::Get::new(&id)).await.unwrap().invoiced_items), after);
}

#[tokio::test]
async fn tags_go_on_records_and_off_again_and_are_counted() {
    let sandbox = empty().await;
    let zoho = client(&sandbox);
    let ids = people(&zoho, (0..130).map(person)).await;
    let added = zoho.batch(tags::Add::new("Contacts", &ids, ["Webinar", "Priority"])).await;
    assert!(added.len() == 130 && added.iter().all(|outcome| outcome.done().is_some()));
    let of_module = zoho.call(tags::List::new("Contacts")).await.unwrap();
    let webinar = of_module.iter().find(|tag| tag.name == "Webinar").unwrap().id.clone().unwrap();
    let count = async || zoho.call(tags::Count::new("Contacts", &webinar)).await.unwrap();
    assert_eq!(count().await, 130);
    let removed = zoho.batch(tags::Remove::new("Contacts", &ids[..30], ["Webinar"])).await;
    assert!(removed.iter().all(|outcome| outcome.done().is_some()));
    assert_eq!(count().await, 100);
    let twice = zoho.call(tags::Create::new("Contacts", "Webinar")).await.unwrap_err();
    assert_eq!(twice.kind(), ErrorKind::Duplicate, "{twice}");
    let read = zoho.call(contacts::Get::new(&ids[0])).await.unwrap();
    assert_eq!(read.tag.unwrap().iter().map(|tag| tag.name.as_str()).collect::<Vec<_>>(), ["Priority"]);
}

#[tokio::test]
async fn records_are_counted() {
    let sandbox = empty().await;
    let zoho = client(&sandbox);
    people(&zoho, (0..12).map(person)).await;
    assert_eq!(zoho.call(records::Count::<Contact>::new()).await.unwrap(), 12);
    let some = records::Count::<Contact>::new().criteria(Criteria::starts_with("Last_Name", "Person 001"));
    assert_eq!(zoho.call(some).await.unwrap(), 2);
}

async fn watched(zoho: &Client<Zoho>) -> usize {
    zoho.items(notifications::List::new()).collect().await.unwrap().len()
}

#[tokio::test]
async fn channels_are_enabled_renewed_changed_and_ended() {
    let sandbox = empty().await;
    let zoho = client(&sandbox);
    let now = sandbox.clock().now();
    let channel = |number: &str| {
        let events = ["Leads.create", "Contacts.all"];
        Channel::new(number, events, "https://app.example.com/hooks/zoho", now + notifications::LONGEST)
    };
    let enabled =
        zoho.batch(notifications::Enable::new([channel("1001").token("one"), channel("1002")])).await;
    let first = enabled[0].done().unwrap();
    assert_eq!((first.channel_id.as_str(), first.events.len()), ("1001", 2));
    assert!(enabled[1].done().is_some());
    let all = watched(&zoho).await;
    assert!(all >= 2, "{all}");

    let later = now + TimeDelta::days(6);
    sandbox.advance(Duration::from_secs(24 * 60 * 60));
    let renewed = zoho
        .batch(notifications::Renew::new([Renewal::new("1001", ["Leads.create", "Contacts.all"], later)]))
        .await;
    let until = renewed[0].done().unwrap().events[0].channel_expiry.unwrap();
    assert_eq!(until.timestamp(), later.timestamp());

    let too_long = Channel::new("1003", ["Leads.all"], "https://app.example.com", now + TimeDelta::days(30));
    let refused = zoho.batch(notifications::Enable::new([too_long])).await;
    let error = refused[0].error().unwrap();
    assert_eq!(
        (error.field_errors()[0].field.as_str(), error.delivery()),
        ("channel_expiry", Delivery::Accepted)
    );

    zoho.call(notifications::DisableEvents::new("1002", ["Leads.create"])).await.unwrap();
    let ended = zoho.batch(notifications::Disable::new(["1001", "4004", "1002", "1003"])).await;
    assert!(ended[0].done().is_some() && ended[2].done().is_some() && ended[3].done().is_some(), "{ended:?}");
    assert!(ended[1].error().is_some());
    assert_eq!(watched(&zoho).await, 0);
}

#[tokio::test]
async fn a_composite_call_makes_what_belongs_together_or_nothing() {
    let sandbox = empty().await;
    let zoho = client(&sandbox);
    let parts = |last_name: Option<&str>| {
        let contact = Contact::new().account_name(composite::made_by(1)).email("ada@example.com");
        let contact = match last_name {
            Some(name) => contact.last_name(name),
            None => contact,
        };
        (
            accounts::Create::new(Account::new().account_name("Analytical Engines")),
            contacts::Create::new(contact),
            accounts::List::new().fields(["Account_Name"]),
        )
    };
    let all_or_nothing = |parts| composite::Send::new(parts).rollback_on_fail(true);
    let (account, contact, list) = zoho.call(all_or_nothing(parts(None))).await.unwrap();
    assert!(account.done().is_none() && list.done().is_none(), "{account:?} {list:?}");
    assert_eq!(contact.error().unwrap().vendor_code(), Some("MANDATORY_NOT_FOUND"));
    assert!(zoho.items(accounts::List::new()).collect().await.unwrap().is_empty(), "nothing is left of it");

    let (account, contact, list) = zoho.call(all_or_nothing(parts(Some("Lovelace")))).await.unwrap();
    let read = zoho.call(contacts::Get::new(&contact.done().unwrap().id)).await.unwrap();
    assert_eq!(read.account_name.unwrap().id, account.done().unwrap().id);
    assert_eq!(list.done().unwrap().items.len(), 1);
}

#[tokio::test]
async fn a_composite_call_whose_answer_is_lost_is_repeated_only_if_all_its_parts_may_be() {
    let sandbox = empty().await;
    let zoho = client(&sandbox);
    let id = people(&zoho, [person(1)]).await.remove(0);
    let cut = || Fault::cut_after_write().on("POST", "/crm/v8/__composite_requests").times(1);
    let quick = connectors_core::RetryPolicy::standard().first(Duration::from_millis(1));
    sandbox.fault(cut());
    let safe = (contacts::Update::new(&id, Contact::new().title("X")), contacts::Get::new(&id));
    let (updated, read) = zoho.call(composite::Send::new(safe)).retry(quick).await.unwrap();
    assert!(updated.done().is_some());
    assert_eq!(read.done().unwrap().title.as_deref(), Some("X"));
    sandbox.fault(cut());
    let unsafe_ = (contacts::Create::new(person(2)), contacts::Get::new(&id));
    let error = zoho.call(composite::Send::new(unsafe_)).retry(quick).await.unwrap_err();
    assert_eq!(error.delivery(), Delivery::Unknown);
}

#[tokio::test]
async fn by_name_a_list_of_parts_is_as_long_as_you_like() {
    let sandbox = empty().await;
    let zoho = client(&sandbox);
    let ids = people(&zoho, (0..7).map(person)).await;
    let parts =
        ids.iter().map(|id| json!({ "action": "record.get", "input": { "module": "Contacts", "id": id } }));
    let input = json!({ "parts": parts.collect::<Vec<_>>() });
    let send: composite::Send<Vec<composite::Part>> = serde_json::from_value(input).unwrap();
    let outcomes = zoho.batch(send).await;
    let read: Vec<_> = outcomes
        .into_iter()
        .map(|outcome: Outcome<_>| outcome.into_result().unwrap()["id"].clone())
        .collect();
    assert_eq!(read, ids);
}

#[tokio::test]
async fn a_mass_update_is_waited_for_and_changes_every_record_of_the_view() {
    use connectors_zoho::{custom_views, mass};
    let sandbox = empty().await;
    let zoho = client(&sandbox);
    people(&zoho, (0..25).map(person)).await;
    let views = zoho.items(custom_views::List::new("Contacts")).collect().await.unwrap();
    let all = views.into_iter().find(|view| view.system_defined == Some(true)).unwrap();
    let job = zoho.start(mass::Update::new(&all.id, Contact::new().title("Guest"))).await.unwrap();
    let kept = serde_json::to_string(job.status()).unwrap();
    let again = zoho.job(serde_json::from_str::<mass::UpdateStatus>(&kept).unwrap());
    let result = again.wait(Duration::from_secs(60)).await.unwrap();
    assert_eq!((result.total, result.succeeded, result.failed), (25, 25, 0));
    let read = zoho.items(contacts::List::new().fields(["Title"])).collect().await.unwrap();
    assert!(read.iter().all(|contact| contact.title.as_deref() == Some("Guest")));

    let job = zoho.start(mass::Delete::new("Contacts", &all.id)).await.unwrap();
    assert_eq!(job.wait(Duration::from_secs(60)).await.unwrap().succeeded, 25);
    assert_eq!(zoho.call(records::Count::<Contact>::new()).await.unwrap(), 0);
}

#[tokio::test]
async fn a_job_that_takes_time_is_asked_for_until_it_is_done() {
    use connectors_core::JobState;
    use connectors_zoho::{custom_views, mass};
    let simulated = connectors_sandbox::zoho::Zoho::new().deals(0).job_time(Duration::from_secs(60));
    let sandbox = Sandbox::builder().platform(simulated).start().await.unwrap();
    let zoho = client(&sandbox);
    people(&zoho, (0..10).map(person)).await;
    let view = zoho.items(custom_views::List::new("Contacts")).collect().await.unwrap().remove(0);
    let job = zoho.start(mass::Update::new(&view.id, Contact::new().title("Guest"))).await.unwrap();
    assert!(matches!(job.poll().await.unwrap(), JobState::Running { .. }));
    sandbox.advance(Duration::from_secs(120));
    let JobState::Done(result) = job.poll().await.unwrap() else { panic!("not done") };
    assert_eq!(result.total, 10);
}

#[tokio::test]
async fn a_user_is_added_changed_and_taken_out() {
    let sandbox = empty().await;
    let zoho = client(&sandbox);
    let me = zoho.call(users::GetCurrent::new()).await.unwrap();
    let ada = User::default()
        .last_name("Lovelace")
        .email("ada@example.com")
        .role(me.role.clone().unwrap())
        .profile(me.profile.clone().unwrap());
    let id = zoho.call(users::Create::new(ada.clone())).await.unwrap().id;
    let twice = zoho.call(users::Create::new(ada)).await.unwrap_err();
    assert_eq!(twice.kind(), ErrorKind::Duplicate, "{twice}");
    zoho.call(users::Update::new(&id, User::default().phone("555-0100"))).await.unwrap();
    let read = zoho.call(users::Get::new(&id)).await.unwrap();
    assert_eq!((read.phone.as_deref(), read.last_name.as_deref()), (Some("555-0100"), Some("Lovelace")));
    // What was read can be written back as it is.
    zoho.call(users::Update::new(&id, read)).await.unwrap();
    zoho.call(users::Delete::new(&id)).await.unwrap();
    let active = zoho.items(users::List::new().kind(users::UserType::ActiveUsers)).collect().await.unwrap();
    assert!(active.iter().all(|user| user.id != id));
}

#[tokio::test]
async fn a_locked_record_is_not_changed_until_it_is_unlocked() {
    let sandbox = empty().await;
    let zoho = client(&sandbox);
    let id = people(&zoho, [person(1)]).await.remove(0);
    zoho.call(record_locks::Create::new("Contacts", &id, "Under audit")).await.unwrap();
    let change = || contacts::Update::new(&id, Contact::new().title("X"));
    let error = zoho.call(change()).await.unwrap_err();
    assert_eq!((error.kind(), error.vendor_code()), (ErrorKind::Conflict, Some("RECORD_LOCKED")));
    let locks = zoho.call(record_locks::List::new("Contacts", &id)).await.unwrap();
    assert_eq!(locks[0].locked_reason.as_deref(), Some("Under audit"));
    zoho.call(record_locks::Delete::new("Contacts", &id, &locks[0].id)).await.unwrap();
    zoho.call(change()).await.unwrap();
}

#[tokio::test]
async fn what_is_purged_is_gone_for_good() {
    let sandbox = empty().await;
    let zoho = client(&sandbox);
    let ids = people(&zoho, (0..3).map(person)).await;
    zoho.batch(contacts::DeleteMany::new(&ids)).await;
    let bin = async || -> BTreeSet<String> {
        let all = zoho.items(recycle_bin::List::new().per_page(2)).collect().await.unwrap();
        all.into_iter().map(|record| record.id).collect()
    };
    assert_eq!(bin().await, ids.iter().cloned().collect());
    let purged = zoho.batch(recycle_bin::Purge::new([&ids[0], &ids[1]])).await;
    assert!(purged.iter().all(|outcome| outcome.done().is_some()));
    assert_eq!(bin().await, BTreeSet::from([ids[2].clone()]));
    let gone = zoho
        .items(contacts::ListDeleted::new().kind(records::DeletedKind::Permanent))
        .collect()
        .await
        .unwrap();
    assert_eq!(gone.len(), 2);
}

#[tokio::test]
async fn a_draft_is_made_changed_and_thrown_away() {
    let sandbox = empty().await;
    let zoho = client(&sandbox);
    let id = people(&zoho, [person(1)]).await.remove(0);
    let draft = || EmailDraft::new("sales@example.com").to(["ada@example.org"]).content("<p>Hi</p>");
    let made =
        zoho.call(email_drafts::Create::new("Contacts", &id, draft().subject("One"))).await.unwrap().id;
    zoho.call(email_drafts::Update::new("Contacts", &id, &made, draft().subject("Two"))).await.unwrap();
    let all = async || zoho.call(email_drafts::List::new("Contacts", &id)).await.unwrap();
    assert_eq!(all().await[0].subject.as_deref(), Some("Two"));
    let one = zoho.call(email_drafts::Get::new("Contacts", &id, &made)).await.unwrap();
    assert_eq!(one.to[0].email, "ada@example.org");
    zoho.call(email_drafts::Delete::new("Contacts", &id, &made)).await.unwrap();
    assert!(all().await.is_empty());
}

#[tokio::test]
async fn a_record_is_copied_and_given_away() {
    let sandbox = empty().await;
    let zoho = client(&sandbox);
    let made = Contact::new().last_name("Hopper").title("Admiral");
    let id = zoho.call(contacts::Create::new(made)).await.unwrap().id;
    let copy = zoho.call(records::CloneRecord::<Contact>::new(&id)).await.unwrap().id;
    assert_ne!(copy, id);
    let read = zoho.call(contacts::Get::new(&copy)).await.unwrap();
    assert_eq!((read.last_name.as_deref(), read.title.as_deref()), (Some("Hopper"), Some("Admiral")));
    let owner = async || zoho.call(contacts::Get::new(&id)).await.unwrap().owner.unwrap().id;
    let before = owner().await;
    let all = zoho.items(users::List::new()).collect().await.unwrap();
    let other = all.into_iter().map(|user| user.id).find(|id| *id != before).unwrap();
    let given = zoho.batch(records::ChangeOwner::new("Contacts", [&id, &copy], &other)).await;
    assert!(given.iter().all(|outcome| outcome.done().is_some()), "{given:?}");
    assert_eq!(owner().await, other);
}

#[tokio::test]
async fn settings_lead_from_one_to_the_other() {
    let sandbox = empty().await;
    let zoho = client(&sandbox);
    let layout = zoho.call(layouts::List::new("Deals")).await.unwrap().remove(0);
    let read = zoho.call(layouts::Get::new("Deals", layout.id.clone().unwrap())).await.unwrap();
    assert_eq!(read, layout);
    let fields = layout.sections.iter().flat_map(|section| &section.fields);
    let names: BTreeSet<_> = fields.map(|field| field.api_name.as_str()).collect();
    assert!(names.contains("Stage") && names.contains("Amount"), "{names:?}");

    let fields = zoho.call(module_fields::List::new("Deals")).await.unwrap();
    let stage = fields.iter().find(|field| field.api_name == "Stage").unwrap();
    assert_eq!(&zoho.call(module_fields::Get::new("Deals", &stage.id)).await.unwrap(), stage);
    let values = zoho.call(pick_list_values::List::new("Deals", &stage.id)).await.unwrap();
    assert!(values.iter().any(|value| value.actual_value == "Closed Won"), "{values:?}");

    let lists = zoho.call(related_lists::List::new("Deals")).await.unwrap();
    let products = lists.iter().find(|list| list.api_name.as_deref() == Some("Products")).unwrap();
    assert_eq!(products.module.as_ref().unwrap().api_name.as_deref(), Some("Products"));

    let me = zoho.call(users::GetCurrent::new()).await.unwrap();
    let roles = zoho.call(roles::List::new()).await.unwrap();
    assert!(roles.iter().any(|role| role.id == me.role.as_ref().unwrap().id));
    let profiles = zoho.call(profiles::List::new()).await.unwrap();
    assert!(profiles.iter().any(|profile| profile.id == me.profile.as_ref().unwrap().id));
}

#[tokio::test]
async fn a_timeline_tells_what_happened_to_a_record() {
    let sandbox = empty().await;
    let zoho = client(&sandbox);
    let id = people(&zoho, [person(1).title("Guest")]).await.remove(0);
    sandbox.advance(Duration::from_secs(60));
    zoho.call(contacts::Update::new(&id, Contact::new().title("Captain"))).await.unwrap();
    let list = timelines::List::new("Contacts", &id).sort_order(records::SortOrder::Asc).per_page(1);
    let told = zoho.items(list).collect().await.unwrap();
    let actions: Vec<_> = told.iter().filter_map(|entry| entry.action.as_deref()).collect();
    assert_eq!(actions, ["added", "updated"]);
    let title =
        told[1].field_history.iter().find(|field| field.api_name.as_deref() == Some("Title")).unwrap();
    assert_eq!(
        (title.value.old.clone(), title.value.new.clone()),
        (Some(json!("Guest")), Some(json!("Captain")))
    );
}

#[tokio::test]
async fn the_stages_of_deals_stand_in_the_pipelines_of_a_layout() {
    let sandbox = empty().await;
    let zoho = client(&sandbox);
    let layout = zoho.call(layouts::List::new("Deals")).await.unwrap().remove(0).id.unwrap();
    let pipelines = zoho.call(pipelines::List::new(&layout)).await.unwrap();
    let won = pipelines[0].maps.iter().find(|stage| stage.actual_value == "Closed Won").unwrap();
    assert!(won.forecast_type.is_some());
    let id = pipelines[0].id.clone().unwrap();
    assert_eq!(zoho.call(pipelines::Get::new(&layout, id)).await.unwrap(), pipelines[0]);
}
