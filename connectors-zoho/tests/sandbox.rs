//! Whole flows over real HTTP against the simulated platform.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

mod support;

use std::collections::BTreeSet;
use std::time::Duration;

use chrono::{DateTime, Utc};
use connectors_core::auth::OAuthApp;
use connectors_core::catalog::Shape;
use connectors_core::limits::Unit;
use connectors_core::{Client, Connector, Delivery, ErrorKind, Outcome, RetryPolicy};
use connectors_sandbox::{Fault, Sandbox, zoho as simulated};
use connectors_zoho::records::{Change, Changed, SortBy, SortOrder, WriteAction};
use connectors_zoho::{
    Contact, Criteria, Deal, Lead, LineItem, Module, Product, Quote, Record, Zoho, contacts, coql, deals,
    leads, organization, products, quotes, records, related, users,
};
use serde::{Deserialize, Serialize};
use support::{actions, client, connector, empty};

fn person(n: usize) -> Contact {
    Contact::new().last_name(format!("Person {n:04}")).email(format!("person{n}@example.com"))
}

async fn people(zoho: &Client<Zoho>, count: usize) -> Vec<String> {
    let outcomes = zoho.batch(contacts::CreateMany::new((0..count).map(person))).await;
    outcomes.into_iter().map(|outcome| outcome.into_result().unwrap().id).collect()
}

#[tokio::test]
async fn every_sample_runs_by_its_id() {
    for (id, sample) in actions() {
        let output = support::run(&empty().await, &id, &sample).await;
        let is_batch = Zoho::catalog().get(&id).unwrap().shape() == Shape::Batch;
        for outcome in output.as_array().into_iter().flatten().filter(|_| is_batch) {
            assert_eq!(outcome["status"], "done", "{id}: {outcome}");
        }
    }
}

#[tokio::test]
async fn a_client_says_who_we_are_and_what_the_organisation_pays_for() {
    let sandbox = empty().await;
    let zoho = client(&sandbox);
    let identity = zoho.check().await.unwrap();
    let organization = zoho.call(organization::Get::new()).await.unwrap();
    assert_eq!(
        (&identity.id, Some(&identity.name)),
        (&organization.zgid, organization.company_name.as_ref())
    );
    assert_eq!(organization.edition(), Some(connectors_zoho::Edition::Enterprise));
    let me = zoho.call(users::GetCurrent::new()).await.unwrap();
    assert_eq!(zoho.call(users::Get::new(&me.id)).await.unwrap(), me);
    assert!(zoho.items(users::List::new()).collect().await.unwrap().contains(&me));
}

#[tokio::test]
async fn a_list_goes_beyond_two_thousand_records_without_a_gap() {
    let sandbox = empty().await;
    let zoho = client(&sandbox);
    let made: BTreeSet<_> = people(&zoho, 2_150).await.into_iter().collect();
    let listed = zoho.items(contacts::List::new().fields(["Email"])).collect().await.unwrap();
    let listed: Vec<_> = listed.into_iter().filter_map(|contact| contact.id).collect();
    assert_eq!(listed.len(), 2_150);
    assert_eq!(listed.into_iter().collect::<BTreeSet<_>>(), made);
}

#[tokio::test]
async fn a_list_can_be_left_and_taken_up_again() {
    let sandbox = empty().await;
    let zoho = client(&sandbox);
    people(&zoho, 90).await;
    let list = || contacts::List::new().fields(["Email"]).per_page(40).sort(SortBy::Id, SortOrder::Asc);
    let mut pages = zoho.pages(list());
    let first = pages.next().await.unwrap().unwrap();
    let kept = serde_json::to_string(pages.cursor().unwrap()).unwrap();
    let rest = zoho.items(list().cursor(serde_json::from_str::<connectors_core::Cursor>(&kept).unwrap()));
    let rest = rest.collect().await.unwrap();
    let ids: BTreeSet<_> = first.items.into_iter().chain(rest).filter_map(|contact| contact.id).collect();
    assert_eq!(ids.len(), 90);
}

/// A user's own type, with one of the sandbox's custom fields and lines in a sub-form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Sale {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    #[serde(rename = "Deal_Name")]
    name: String,
    #[serde(rename = "Stage")]
    stage: String,
    #[serde(rename = "Invoice_Number", skip_serializing_if = "Option::is_none")]
    invoice_number: Option<String>,
    #[serde(rename = "Products_Sold", default, skip_serializing_if = "Vec::is_empty")]
    lines: Vec<Line>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Line {
    #[serde(rename = "Description")]
    description: String,
    #[serde(rename = "Quantity")]
    quantity: f64,
}

impl Module for Sale {
    const API_NAME: &'static str = "Deals";
    const RESOURCE: &'static str = "sale";
    const FIELDS: &'static [&'static str] = &["Deal_Name", "Stage", "Invoice_Number"];
}

#[tokio::test]
async fn a_users_own_type_is_written_and_read_with_its_custom_fields() {
    let sandbox = empty().await;
    let zoho = client(&sandbox);
    let line = Line { description: "Work".into(), quantity: 2.5 };
    let sale = Sale {
        id: None,
        name: "Own".into(),
        stage: "Closed Won".into(),
        invoice_number: Some("INV-1".into()),
        lines: vec![line],
    };
    let made = zoho.call(records::Create::new(sale.clone())).await.unwrap();
    let read = zoho.call(records::Get::<Sale>::new(&made.id)).await.unwrap();
    assert_eq!(read, Sale { id: Some(made.id.clone()), ..sale });

    let deal = zoho.call(deals::Get::new(&made.id)).await.unwrap();
    assert_eq!(deal.custom.get::<String>("Invoice_Number").unwrap().as_deref(), Some("INV-1"));
    assert_eq!(deal.custom.get::<Vec<Line>>("Products_Sold").unwrap().unwrap()[0].description, "Work");
    let error = deal.custom.get::<u8>("Invoice_Number").unwrap_err();
    assert!(error.to_string().contains("Invoice_Number") && !error.to_string().contains("INV-1"), "{error}");
}

#[tokio::test]
async fn an_update_sets_leaves_and_clears() {
    let sandbox = empty().await;
    let zoho = client(&sandbox);
    let grace = Contact::new().last_name("Hopper").phone("555-0100").title("Admiral");
    let id = zoho.call(contacts::Create::new(grace)).await.unwrap().id;
    let change = contacts::Update::new(&id, Contact::new().title("Rear Admiral")).clear(["Phone"]);
    zoho.call(change).await.unwrap();
    let read = zoho.call(contacts::Get::new(&id)).await.unwrap();
    assert_eq!(read.title.as_deref(), Some("Rear Admiral"));
    assert_eq!((read.phone, read.last_name.as_deref()), (None, Some("Hopper")));
    // What was read can be written back as it is.
    let again = zoho.call(contacts::Get::new(&id)).await.unwrap();
    zoho.call(contacts::Update::new(&id, again)).await.unwrap();
}

#[tokio::test]
async fn the_lines_of_a_quote_are_written_read_and_changed_one_by_one() {
    let sandbox = empty().await;
    let zoho = client(&sandbox);
    let product = zoho.call(products::Create::new(Product::new().product_name("Plank"))).await.unwrap().id;
    let line = |text: &str| LineItem::product(&product).quantity(2).list_price(7).description(text);
    let quote = Quote::new().subject("Floor").quoted_items([line("one"), line("two"), line("three")]);
    let id = zoho.call(quotes::Create::new(quote)).await.unwrap().id;
    let lines = async || zoho.call(quotes::Get::new(&id)).await.unwrap().quoted_items.unwrap();
    let before = lines().await;
    assert_eq!(before[0].product_name.as_ref().unwrap().id, product);

    let [one, two] = [0, 1].map(|n: usize| before[n].id.clone().unwrap());
    let change = Quote::new().quoted_items([
        LineItem::new().id(one.as_str()).quantity(5),
        LineItem::removed(two),
        line("four"),
    ]);
    zoho.call(quotes::Update::new(&id, change)).await.unwrap();
    let after = lines().await.into_iter().map(|line| (line.description.unwrap(), line.quantity.unwrap()));
    let expected = [("one", 5), ("three", 2), ("four", 2)].map(|(text, n)| (text.to_owned(), n.into()));
    assert_eq!(after.collect::<BTreeSet<_>>(), BTreeSet::from(expected));
    // What was read can be written back as it is.
    let read = zoho.call(quotes::Get::new(&id)).await.unwrap();
    zoho.call(quotes::Update::new(&id, read)).await.unwrap();
    assert_eq!(lines().await.len(), 3);
}

#[tokio::test]
async fn a_batch_tells_of_each_record_what_became_of_it() {
    let sandbox = empty().await;
    let zoho = client(&sandbox);
    people(&zoho, 3).await;
    let mut batch: Vec<_> = (0..150).map(person).collect();
    batch[7] = Contact::new().email("nobody@example.com");
    batch[120] = person(120).phone("5".repeat(31));
    let outcomes = zoho.batch(contacts::UpsertMany::new(batch).duplicate_check_fields(["Email"])).await;
    assert_eq!(outcomes.len(), 150);
    for (n, outcome) in outcomes.iter().enumerate() {
        match (n, outcome) {
            (0..3, Outcome::Done(written)) => {
                assert_eq!(written.action.as_ref().unwrap(), &WriteAction::Update)
            }
            (7, Outcome::Failed(error)) => {
                assert_eq!(
                    (error.kind(), error.vendor_code()),
                    (ErrorKind::Validation, Some("MANDATORY_NOT_FOUND"))
                );
                assert_eq!(error.field_errors()[0].field, "Last_Name");
            }
            (120, Outcome::Failed(error)) => {
                assert_eq!(error.field_errors()[0].field, "Phone");
                assert!(error.to_string().contains("maximum length: 30"), "{error}");
            }
            (_, Outcome::Done(written)) => assert_eq!(written.action.as_ref().unwrap(), &WriteAction::Insert),
            (_, other) => panic!("{n}: {other:?}"),
        }
    }
}

#[tokio::test]
async fn updates_and_deletions_of_records_that_are_not_there_fail_alone() {
    let sandbox = empty().await;
    let zoho = client(&sandbox);
    let ids = people(&zoho, 2).await;
    let nobody = "4876876000009999999".to_owned();
    let wanted = [ids[0].clone(), nobody.clone(), ids[1].clone()];
    let changes = wanted.clone().map(|id| Change::new(id, Contact::new().title("X")));
    let updated = zoho.batch(contacts::UpdateMany::new(changes)).await;
    let deleted = zoho.batch(contacts::DeleteMany::new(wanted)).await;
    for outcomes in [updated, deleted] {
        assert_eq!(outcomes[0].done().unwrap().id, ids[0]);
        assert_eq!(outcomes[1].error().unwrap().kind(), ErrorKind::NotFound);
        assert_eq!(outcomes[2].done().unwrap().id, ids[1]);
    }
    for error in [
        zoho.call(contacts::Get::new(&nobody)).await.unwrap_err(),
        zoho.call(contacts::Delete::new(&nobody)).await.unwrap_err(),
        zoho.call(records::Get::<Record>::new("1").module("Nonsense")).await.unwrap_err(),
    ] {
        assert_eq!(error.kind(), ErrorKind::NotFound, "{error}");
    }
}

#[tokio::test]
async fn a_duplicate_is_told_with_its_field_and_the_record_that_is_there() {
    let sandbox = empty().await;
    let zoho = client(&sandbox);
    let there = zoho.call(contacts::Create::new(person(1))).await.unwrap();
    let error = zoho.call(contacts::Create::new(person(1))).await.unwrap_err();
    assert_eq!((error.kind(), error.delivery()), (ErrorKind::Duplicate, Delivery::Rejected));
    assert_eq!(error.field_errors()[0].field, "Email");
    assert!(error.field_errors()[0].message.contains(&there.id), "{error}");
}

async fn changes(zoho: &Client<Zoho>, since: DateTime<Utc>) -> Vec<Changed<Contact>> {
    let list = contacts::ListChanged::since(since).fields(["Last_Name"]).per_page(30);
    zoho.items(list).collect().await.unwrap()
}

#[tokio::test]
async fn changes_since_a_moment_are_all_found_also_where_many_have_the_same_second() {
    let sandbox = empty().await;
    let zoho = client(&sandbox);
    let ids = people(&zoho, 100).await;
    let start = sandbox.clock().now() - chrono::TimeDelta::minutes(5);
    let first = changes(&zoho, start).await;
    assert_eq!(first.iter().map(|change| &change.id).collect::<BTreeSet<_>>().len(), 100);
    assert!(first.is_sorted_by_key(|change| change.modified_time));

    sandbox.advance(Duration::from_secs(10));
    zoho.call(contacts::Update::new(&ids[5], Contact::new().title("New"))).await.unwrap();
    let last = first.last().unwrap().modified_time;
    let had: BTreeSet<_> = first.iter().map(|change| (change.id.clone(), change.modified_time)).collect();
    let next = changes(&zoho, last).await;
    let new: Vec<_> = next.iter().filter(|c| !had.contains(&(c.id.clone(), c.modified_time))).collect();
    assert_eq!(new.len(), 1);
    assert_eq!(new[0].id, ids[5]);
    assert!(changes(&zoho, new[0].modified_time + chrono::TimeDelta::seconds(1)).await.is_empty());
}

#[tokio::test]
async fn a_change_between_two_pages_makes_no_other_record_slip_through() {
    let sandbox = empty().await;
    let zoho = client(&sandbox);
    let mut ids = BTreeSet::new();
    for n in 0..30 {
        ids.insert(zoho.call(contacts::Create::new(person(n))).await.unwrap().id);
        sandbox.advance(Duration::from_secs(2));
    }
    let start = sandbox.clock().now() - chrono::TimeDelta::hours(1);
    let mut pages = zoho.pages(contacts::ListChanged::since(start).fields(["Last_Name"]).per_page(10));
    let mut seen = BTreeSet::new();
    while let Some(page) = pages.next().await {
        let page = page.unwrap();
        // Everything on this page is changed again and so moves to the end of the list.
        if seen.is_empty() {
            for change in &page.items {
                zoho.call(contacts::Update::new(&change.id, Contact::new().title("Again"))).await.unwrap();
            }
        }
        seen.extend(page.items.into_iter().map(|change| change.id));
    }
    assert_eq!(seen, ids);
}

#[tokio::test]
async fn deleted_records_are_listed() {
    let sandbox = empty().await;
    let zoho = client(&sandbox);
    let ids = people(&zoho, 5).await;
    let start = sandbox.clock().now();
    sandbox.advance(Duration::from_secs(60));
    zoho.batch(contacts::DeleteMany::new(&ids[..3])).await;
    let list = contacts::ListDeleted::since(start).per_page(2);
    let deleted = zoho.items(list).collect().await.unwrap();
    let found: BTreeSet<_> = deleted.iter().map(|record| record.id.clone()).collect();
    assert_eq!(found, ids[..3].iter().cloned().collect());
    assert!(deleted.iter().all(|record| record.deleted_time.is_some_and(|time| time > start)));
}

#[tokio::test]
async fn a_search_finds_and_a_value_cannot_break_out() {
    let sandbox = empty().await;
    let zoho = client(&sandbox);
    people(&zoho, 5).await;
    let odd = r"Smith, (Sons) \ Co)or(Email:starts_with:p";
    zoho.call(contacts::Create::new(Contact::new().last_name(odd))).await.unwrap();
    let find =
        |criteria: Criteria| zoho.items(contacts::Search::criteria(criteria).fields(["Last_Name"])).collect();
    let found = find(Criteria::equals("Last_Name", odd)).await.unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].last_name.as_deref(), Some(odd));
    let some = Criteria::starts_with("Last_Name", "Person")
        .and(Criteria::one_of("Email", ["person1@example.com", "person3@example.com"]));
    assert_eq!(find(some).await.unwrap().len(), 2);
    let by_email = zoho.items(contacts::Search::email("person4@example.com")).collect().await.unwrap();
    assert_eq!(by_email.len(), 1);
    assert!(zoho.items(contacts::Search::word("nowhere")).collect().await.unwrap().is_empty());
}

#[tokio::test]
async fn more_results_than_a_search_gives_are_an_error_after_the_last() {
    let sandbox = empty().await;
    let zoho = client(&sandbox);
    people(&zoho, 2_100).await;
    let mut found = zoho.items(contacts::Search::word("Person").fields(["Email"]));
    let mut count = 0;
    let error = loop {
        match found.next().await.expect("an end without an error") {
            Ok(_) => count += 1,
            Err(error) => break error,
        }
    };
    assert_eq!((count, error.kind()), (2_000, ErrorKind::Validation), "{error}");
}

#[tokio::test]
async fn a_query_pages_through_its_rows_and_a_value_cannot_break_out() {
    #[derive(Clone, Debug, Deserialize)]
    struct Row {
        #[serde(rename = "Last_Name")]
        name: String,
    }
    let sandbox = empty().await;
    let zoho = client(&sandbox);
    people(&zoho, 55).await;
    let odd = "O'Hara' or id is not null or 'a' = 'a";
    zoho.call(contacts::Create::new(Contact::new().last_name(odd))).await.unwrap();
    let select = |criteria| coql::Select::new("Contacts", ["Last_Name"]).criteria(criteria);
    let odd_only = coql::Query::<Row>::new(select(Criteria::equals("Last_Name", odd)));
    let rows = zoho.items(odd_only).collect().await.unwrap();
    assert_eq!(rows.iter().map(|row| row.name.as_str()).collect::<Vec<_>>(), [odd]);
    let query = coql::Query::<Record>::new(select(Criteria::starts_with("Last_Name", "Person"))).per_page(20);
    assert_eq!(zoho.items(query).collect().await.unwrap().len(), 55);
    let error =
        zoho.call(coql::Query::<Record>::new("select nonsense from Contacts where id is not null")).await;
    assert_eq!(error.unwrap_err().kind(), ErrorKind::Validation);
}

#[tokio::test]
async fn a_lead_is_converted_once() {
    let sandbox = empty().await;
    let zoho = client(&sandbox);
    let lead = Lead::new().last_name("Curie").company("Radium Works").email("marie@example.com");
    let id = zoho.call(leads::Create::new(lead)).await.unwrap().id;
    let closing = chrono::NaiveDate::from_ymd_opt(2026, 6, 30).unwrap();
    let deal = Deal::new().deal_name("First").stage("Qualification").closing_date(closing);
    let converted = zoho.call(leads::Convert::new(&id).deal(deal)).await.unwrap();
    let contact = zoho.call(contacts::Get::new(converted.contact.unwrap().id)).await.unwrap();
    assert_eq!(contact.last_name.as_deref(), Some("Curie"));
    let deal = zoho.call(deals::Get::new(converted.deal.unwrap().id)).await.unwrap();
    assert_eq!(deal.account_name.unwrap().id, converted.account.unwrap().id);
    let error = zoho.call(leads::Convert::new(&id)).await.unwrap_err();
    assert_eq!((error.kind(), error.vendor_code()), (ErrorKind::Conflict, Some("ID_ALREADY_CONVERTED")));
}

#[tokio::test]
async fn records_are_related_and_unrelated() {
    let sandbox = empty().await;
    let zoho = client(&sandbox);
    let deal =
        zoho.call(deals::Create::new(Deal::new().deal_name("D").stage("Qualification"))).await.unwrap().id;
    let product = zoho.call(products::Create::new(Product::new().product_name("P"))).await.unwrap().id;
    let link = related::Link::new("Deals", &deal, "Products", [related::Relation::new(&product)]);
    assert!(zoho.batch(link).await.iter().all(|outcome| outcome.done().is_some()));
    let list = || zoho.items(related::List::<Product>::new("Deals", &deal, "Products")).collect();
    assert_eq!(list().await.unwrap()[0].product_name.as_deref(), Some("P"));
    let unlink = related::Unlink::new("Deals", &deal, "Products", [&product]);
    assert!(zoho.batch(unlink).await.iter().all(|outcome| outcome.done().is_some()));
    assert!(list().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_write_whose_answer_is_lost_is_repeated_only_where_that_is_safe() {
    let sandbox = empty().await;
    let zoho = client(&sandbox);
    zoho.check().await.unwrap();
    let cut = || Fault::cut_after_write().on("POST", "/crm/v8/Contacts*").times(1);
    sandbox.fault(cut());
    let error = zoho.call(contacts::Create::new(person(1))).await.unwrap_err();
    assert_eq!(error.delivery(), Delivery::Unknown);
    let all = || zoho.items(contacts::List::new().fields(["Email"])).collect();
    assert_eq!(all().await.unwrap().len(), 1, "it was done, and not again");

    sandbox.fault(cut());
    let retry = RetryPolicy::standard().first(Duration::from_millis(1));
    let upsert = contacts::Upsert::new(person(2)).duplicate_check_fields(["Email"]);
    let written = zoho.call(upsert).retry(retry).await.unwrap();
    assert_eq!(
        written.action.unwrap(),
        WriteAction::Update,
        "the second sending found what the first had made"
    );
    assert_eq!(all().await.unwrap().len(), 2);
}

#[tokio::test]
async fn an_expired_token_is_refreshed() {
    let sandbox = empty().await;
    let zoho = client(&sandbox);
    zoho.check().await.unwrap();
    sandbox.expire_tokens();
    zoho.check().await.unwrap();
    assert_eq!(sandbox.counters("zoho").refreshes, 2);
}

#[tokio::test]
async fn a_revoked_consent_is_told() {
    let sandbox = empty().await;
    let zoho = client(&sandbox);
    zoho.check().await.unwrap();
    sandbox.revoke(&sandbox.credentials("zoho").unwrap().refresh_token);
    sandbox.expire_tokens();
    let error = zoho.check().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConsentNeeded, "{error:?}");
}

#[tokio::test]
async fn credits_that_are_used_up_are_not_mistaken_for_a_moments_throttle() {
    let sandbox =
        Sandbox::builder().platform(simulated::Zoho::new().deals(0).credits(3)).start().await.unwrap();
    let zoho = client(&sandbox);
    let retry = RetryPolicy::never();
    let error = loop {
        if let Err(error) = zoho.call(organization::Get::new()).retry(retry).await {
            break error;
        }
    };
    assert_eq!(error.kind(), ErrorKind::QuotaExhausted, "{error}");
}

#[tokio::test]
async fn many_calls_at_once_stay_within_the_editions_limit() {
    let sandbox = Sandbox::builder()
        .platform(simulated::Zoho::new().deals(0).edition(simulated::Edition::Free))
        .service_time(Duration::from_millis(5))
        .start()
        .await
        .unwrap();
    let url = sandbox.url("zoho");
    let credentials = sandbox.credentials("zoho").unwrap();
    let zoho = connector(&sandbox)
        .base_urls(url, url)
        .edition(connectors_zoho::Edition::Free)
        .oauth(OAuthApp::new(credentials.client_id).secret(credentials.client_secret))
        .refresh_token(credentials.refresh_token)
        .connect()
        .unwrap();
    let calls = (0..60).map(|n| {
        let zoho = zoho.clone();
        tokio::spawn(async move {
            if n % 2 == 0 {
                zoho.call(organization::Get::new()).await.map(|_| ())
            } else {
                zoho.call(contacts::Search::word("anything")).await.map(|_| ())
            }
        })
    });
    for call in calls.collect::<Vec<_>>() {
        call.await.unwrap().unwrap();
    }
    assert_eq!(sandbox.counters("zoho").throttled, 0);
}

#[tokio::test]
async fn calls_cost_what_zoho_charges() {
    let sandbox = empty().await;
    let zoho = client(&sandbox);
    let left = async || {
        let usage = zoho.usage().await.unwrap();
        usage.into_iter().find(|usage| usage.window.unit == Unit::Credits).unwrap().remaining
    };
    let mut before = left().await;
    let mut cost = async || {
        let after = left().await;
        std::mem::replace(&mut before, after) - after
    };
    people(&zoho, 100).await;
    assert_eq!(cost().await, 10);
    people_of_two(&zoho).await;
    assert_eq!(cost().await, 1);
    let all = coql::Query::<Record>::new(coql::Select::new("Contacts", ["id"]));
    for (rows, credits) in [(200, 1), (201, 2), (1_000, 2), (1_001, 3), (2_000, 3)] {
        zoho.call(all.clone().per_page(rows)).await.unwrap();
        assert_eq!(cost().await, credits, "{rows}");
    }
    let lead = Lead::new().last_name("Curie").company("Radium Works");
    let id = zoho.call(leads::Create::new(lead)).await.unwrap().id;
    cost().await;
    zoho.call(leads::Convert::new(id)).await.unwrap();
    assert_eq!(cost().await, 5);
}

async fn people_of_two(zoho: &Client<Zoho>) {
    let two = [Contact::new().last_name("A"), Contact::new().last_name("B")];
    assert_eq!(zoho.batch(contacts::CreateMany::new(two)).await.len(), 2);
}

#[tokio::test]
async fn a_scope_that_is_missing_is_a_permission_and_no_reason_to_refresh() {
    let sandbox = empty().await;
    let credentials = sandbox.credentials("zoho").unwrap();
    let app = OAuthApp::new(credentials.client_id).secret(credentials.client_secret);
    let zoho = connectors_core::ClientBuilder::with_client_credentials(
        connector(&sandbox),
        app,
        ["ZohoCRM.org.READ"],
    );
    let zoho = zoho.connect().unwrap();
    zoho.check().await.unwrap();
    let error = zoho.call(contacts::Get::new("1")).await.unwrap_err();
    assert_eq!((error.kind(), error.vendor_code()), (ErrorKind::Permission, Some("OAUTH_SCOPE_MISMATCH")));
    assert_eq!(sandbox.counters("zoho").tokens, 1);
}
