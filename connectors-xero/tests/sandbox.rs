//! Whole flows over real HTTP against the sandbox, every exchange held against Xero's description.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use std::time::Duration;

use connectors_core::auth::OAuthApp;
use connectors_core::{Delivery, ErrorKind, Outcome};
use connectors_sandbox::Fault;
use connectors_xero::accounts::{self, AccountRef, AccountType};
use connectors_xero::allocations::AllocationInput;
use connectors_xero::bank_transactions::{self, BankTransactionInput};
use connectors_xero::contacts::{self, ContactInput, ContactRef, ContactStatus};
use connectors_xero::credit_notes::{self, CreditNoteInput};
use connectors_xero::filter::{Order, field, guid};
use connectors_xero::invoices::{self, InvoiceInput, InvoiceRef, InvoiceStatus};
use connectors_xero::items::{self, ItemDetails, ItemInput};
use connectors_xero::payments::{self, PaymentInput, PaymentStatus};
use connectors_xero::purchase_orders::{self, PurchaseOrderInput, PurchaseOrderStatus};
use connectors_xero::{LineItem, Tracking, Xero, organisations, tax_rates, tenants, tracking_categories};
use rust_decimal::Decimal;
use serde_json::json;

mod support;
#[path = "support/world.rs"]
mod world;
use world::{World, connect, sale};

#[tokio::test]
async fn who_we_are_and_which_organisations_there_are() {
    let world = World::new().await;
    let tenants = connect(&world.sandbox, None).call(tenants::List::new()).await.unwrap().items;
    assert_eq!(tenants.len(), 1);
    assert_eq!(tenants[0].tenant_id, world.platform.tenants()[0]);
    assert!(tenants[0].created_date_utc.is_some());
    let identity = world.xero.check().await.unwrap();
    assert_eq!(Some(identity.name), tenants[0].tenant_name);
    let organisation = world.xero.call(organisations::Get::new()).await.unwrap();
    assert_eq!(organisation.is_demo_company, Some(true));
    world.xero.call(tenants::Disconnect::new(&tenants[0].id)).await.unwrap();
    let error = world.xero.call(organisations::Get::new()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Permission);
    world.judged();
}

#[tokio::test]
async fn a_consent_wants_a_tenant_chosen_from_those_that_it_is_for() {
    let world = World::new().await;
    let nobodys = connect(&world.sandbox, None);
    let error = nobodys.check().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Validation, 0));
    assert_eq!(error.field_errors()[0].field, "tenant");
    assert_eq!(nobodys.items(tenants::List::new()).collect().await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_custom_connection_needs_no_tenant() {
    let world = World::new().await;
    let credentials = world.sandbox.credentials("xero").unwrap();
    let url = world.sandbox.url("xero");
    let app = OAuthApp::new(credentials.client_id).secret(credentials.client_secret);
    let xero =
        Xero::new().base_urls(url, url).custom_connection(app, ["accounting.settings"]).connect().unwrap();
    assert_eq!(xero.check().await.unwrap().name, "Demo Company 1");
    // Not judged: the description knows no call without a tenant.
}

#[tokio::test]
async fn contacts_are_made_changed_found_and_archived() {
    let world = World::new().await;
    let xero = &world.xero;
    let ada = ContactInput::new("Ada Example").contact_number("CRM-1").email_address("ada@example.com");
    let made = xero.call(contacts::Create::new(ada.clone())).await.unwrap();
    let id = made.contact_id.clone().unwrap();
    assert!(made.updated_date_utc.is_some());

    let again = xero.call(contacts::Create::new(ada.clone())).await.unwrap_err();
    assert_eq!((again.kind(), again.delivery()), (ErrorKind::Duplicate, Delivery::Rejected));

    let same = xero.call(contacts::Upsert::new(ada.first_name("Ada"))).await.unwrap();
    assert_eq!(same.contact_id.as_ref(), Some(&id));
    let changed = ContactInput::default().email_address("new@example.com");
    let changed = xero.call(contacts::Update::new(&id, changed)).await.unwrap();
    assert_eq!(
        (changed.email_address.as_deref(), changed.first_name.as_deref()),
        (Some("new@example.com"), Some("Ada"))
    );

    for key in [id.as_str(), "CRM-1"] {
        assert_eq!(xero.call(contacts::Get::new(key)).await.unwrap().name.as_deref(), Some("Ada Example"));
    }
    let missing = xero.call(contacts::Get::new("CRM-404")).await.unwrap_err();
    assert_eq!(missing.kind(), ErrorKind::NotFound);

    let archived = xero.call(contacts::Archive::new(&id)).await.unwrap();
    assert_eq!(archived.contact_status.unwrap(), ContactStatus::Archived);
    let active = xero.items(contacts::List::new().ids([&*id])).collect().await.unwrap();
    assert!(active.is_empty());
    let all = xero.items(contacts::List::new().ids([&*id]).include_archived(true)).collect().await.unwrap();
    assert_eq!(all.len(), 1);
    world.judged();
}

#[tokio::test]
async fn a_duplicate_invoice_can_be_read_back_by_its_number() {
    let world = World::new().await;
    let ada = world.contact("CRM-1").await;
    let made = world.xero.call(invoices::Create::new(sale(&ada, "CRM-5001"))).await.unwrap();
    assert_eq!(made.line_items[0].unit_amount, Some(Decimal::new(500_005, 4)), "four decimals");
    assert_eq!(made.date, "2026-01-15".parse().ok());
    assert_eq!(made.due_date, "2026-02-20".parse().ok());

    let error = world.xero.call(invoices::Create::new(sale(&ada, "CRM-5001"))).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Duplicate);
    assert_eq!(error.field_errors()[0].field, "InvoiceNumber");

    let there = world.xero.items(invoices::List::new().numbers(["CRM-5001"])).collect().await.unwrap();
    assert_eq!(there.len(), 1);
    assert_eq!(there[0].invoice_id, made.invoice_id);
    assert_eq!(there[0].total, made.total);
    let id = made.invoice_id.unwrap();
    assert_eq!(world.xero.call(invoices::Get::new(&id)).await.unwrap().amount_due, made.total);

    let changed =
        world.xero.call(invoices::Upsert::new(sale(&ada, "CRM-5001").reference("Order 7"))).await.unwrap();
    assert_eq!((changed.invoice_id.as_deref(), changed.reference.as_deref()), (Some(&*id), Some("Order 7")));
    assert_eq!(world.platform.invoices().len(), 1);
    world.judged();
}

#[tokio::test]
async fn of_a_batch_the_good_ones_are_done_and_the_bad_ones_told() {
    let world = World::new().await;
    let ada = world.contact("CRM-1").await;
    let mut invoices: Vec<_> = (0..60).map(|n| sale(&ada, &format!("B-{n}"))).collect();
    invoices[7] =
        sale(&ada, "B-7").line_items([LineItem::new("x").quantity(1).unit_amount(1).account_code("999")]);
    invoices[8] = sale(&ada, "B-6");
    invoices[55] = InvoiceInput::default().invoice_number("B-55").invoice_type(invoices::InvoiceType::AccRec);
    let outcomes = world.xero.batch(invoices::CreateMany::new(invoices)).await;
    for (n, outcome) in outcomes.iter().enumerate() {
        match (n, outcome) {
            (7 | 8 | 55, Outcome::Failed(error)) => {
                assert_eq!(error.delivery(), Delivery::Rejected);
                assert!(!error.field_errors().is_empty(), "{n}: {error}");
            }
            (_, Outcome::Done(invoice)) => assert_eq!(invoice.invoice_number, Some(format!("B-{n}"))),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(outcomes[7].error().unwrap().field_errors()[0].field, "AccountCode");
    assert_eq!(outcomes[8].error().unwrap().kind(), ErrorKind::Duplicate);
    assert_eq!(outcomes[55].error().unwrap().field_errors()[0].field, "Contact");
    assert_eq!(world.platform.invoices().len(), 57);
    world.judged();
}

#[tokio::test]
async fn lists_page_filter_order_and_tell_what_changed() {
    let world = World::new().await;
    let ada = world.contact("CRM-1").await;
    let many = (0..25).map(|n| sale(&ada, &format!("L-{n:02}")));
    assert!(world.xero.batch(invoices::CreateMany::new(many)).await.iter().all(|o| o.done().is_some()));

    let list = invoices::List::new().page_size(10_u16).order(Order::ascending("InvoiceNumber"));
    let mut pages = world.xero.pages(list.clone());
    let mut numbers = Vec::new();
    while let Some(page) = pages.next().await {
        let page = page.unwrap();
        assert_eq!(page.total, Some(25));
        numbers.extend(page.items.into_iter().map(|invoice| invoice.invoice_number.unwrap()));
    }
    assert_eq!(numbers, (0..25).map(|n| format!("L-{n:02}")).collect::<Vec<_>>());

    let contact = ada.contact_id.clone().unwrap();
    let filter = field("Type")
        .eq("ACCREC")
        .and(field("Contact.ContactID").eq(guid(&contact)))
        .and(field("InvoiceNumber").starts_with("L-0").or(field("InvoiceNumber").eq("L-24")))
        .and(field("Date").ge("2026-01-01".parse::<chrono::NaiveDate>().unwrap()));
    let found = world.xero.items(invoices::List::new().filter(filter)).collect().await.unwrap();
    assert_eq!(found.len(), 11);
    let by_contact = invoices::List::new().contact_ids([&*contact]).statuses([InvoiceStatus::Draft]);
    assert!(world.xero.items(by_contact).collect().await.unwrap().is_empty());

    world.sandbox.advance(Duration::from_secs(60));
    let since = world.sandbox.clock().now();
    world.sandbox.advance(Duration::from_secs(60));
    world.xero.call(invoices::Upsert::new(sale(&ada, "L-03").reference("changed"))).await.unwrap();
    let changed = world.xero.items(invoices::List::new().modified_since(since)).collect().await.unwrap();
    assert_eq!(changed.iter().map(|i| i.invoice_number.clone().unwrap()).collect::<Vec<_>>(), ["L-03"]);
    world.judged();
}

#[tokio::test]
async fn many_ids_are_found_over_several_calls() {
    let world = World::new().await;
    let contacts = (0..120).map(|n| ContactInput::new(format!("Example {n}")));
    let outcomes = world.xero.batch(contacts::CreateMany::new(contacts)).await;
    let mut ids: Vec<_> = outcomes.iter().map(|o| o.done().unwrap().contact_id.clone().unwrap()).collect();
    let found = world.xero.items(contacts::List::new().ids(ids.clone())).collect().await.unwrap();
    let mut found: Vec<_> = found.into_iter().map(|contact| contact.contact_id.unwrap()).collect();
    found.sort_unstable();
    ids.sort_unstable();
    assert_eq!(found, ids);
    world.judged();
}

#[tokio::test]
async fn payments_are_made_listed_and_taken_back() {
    let world = World::new().await;
    let xero = &world.xero;
    let ada = world.contact("CRM-1").await;
    let invoice = xero.call(invoices::Create::new(sale(&ada, "P-1"))).await.unwrap();
    let id = invoice.invoice_id.unwrap();
    let pay = |amount: Decimal| {
        PaymentInput::new(InvoiceRef::id(&id), AccountRef::with_code("090"), amount)
            .date("2026-02-01".parse::<chrono::NaiveDate>().unwrap())
    };
    let first = xero.call(payments::Create::new(pay(Decimal::TEN).reference("First"))).await.unwrap();
    assert_eq!(first.amount, Some(Decimal::TEN));
    let outcomes =
        xero.batch(payments::CreateMany::new([pay(Decimal::ONE), pay(Decimal::from(1_000_000))])).await;
    assert!(outcomes[0].done().is_some());
    assert_eq!(outcomes[1].error().unwrap().field_errors()[0].field, "Amount");

    let paid = xero.call(invoices::Get::new(&id)).await.unwrap();
    assert_eq!((paid.amount_paid, paid.payments.len()), (Some(Decimal::from(11)), 2));
    let refused = xero.call(invoices::Void::new(&id)).await.unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::Validation);

    let filter = field("Status").eq("AUTHORISED");
    for payment in xero.items(payments::List::new().filter(filter)).collect().await.unwrap() {
        let id = payment.payment_id.unwrap();
        assert_eq!(
            xero.call(payments::Delete::new(&id)).await.unwrap().status.unwrap(),
            PaymentStatus::Deleted
        );
        assert_eq!(xero.call(payments::Get::new(&id)).await.unwrap().status.unwrap(), PaymentStatus::Deleted);
    }
    let voided = xero.call(invoices::Void::new(&id)).await.unwrap();
    assert_eq!(voided.status.unwrap(), InvoiceStatus::Voided);
    world.judged();
}

#[tokio::test]
async fn drafts_are_deleted_and_approved_invoices_sent_and_printed() {
    let world = World::new().await;
    let xero = &world.xero;
    let ada = ContactInput::new("Ada Example").email_address("ada@example.com");
    let ada = ContactRef::id(xero.call(contacts::Create::new(ada)).await.unwrap().contact_id.unwrap());
    let draft =
        xero.call(invoices::Create::new(sale(&ada, "D-1").status(InvoiceStatus::Draft))).await.unwrap();
    let deleted = xero.call(invoices::Delete::new(draft.invoice_id.unwrap())).await.unwrap();
    assert_eq!(deleted.status.unwrap(), InvoiceStatus::Deleted);

    let id = xero.call(invoices::Create::new(sale(&ada, "D-2"))).await.unwrap().invoice_id.unwrap();
    xero.call(invoices::Email::new(&id)).await.unwrap();
    assert_eq!(xero.call(invoices::Get::new(&id)).await.unwrap().sent_to_contact, Some(true));
    let download = xero.download(invoices::DownloadPdf::new(&id)).await.unwrap();
    assert_eq!(download.media_type(), Some("application/pdf"));
    let pdf = download.bytes(1 << 20).await.unwrap();
    assert!(pdf.starts_with(b"%PDF-"));
    let run = xero.run("invoice.download_pdf", json!({ "id": id })).await.unwrap();
    assert!(run["base64"].as_str().is_some_and(|text| text.starts_with("JVBERi0")));
    let missing = xero.download(invoices::DownloadPdf::new(support::ID)).await.unwrap_err();
    assert_eq!(missing.kind(), ErrorKind::NotFound);
    world.judged();
}

#[tokio::test]
async fn items_accounts_and_tax_rates() {
    let world = World::new().await;
    let xero = &world.xero;
    let price = |price: i64| ItemDetails::new().unit_price(Decimal::new(price, 4)).account_code("200");
    let setup = ItemInput::new("SETUP").name("Setup").sales_details(price(999_999));
    let item = xero.call(items::Create::new(setup.clone())).await.unwrap();
    assert_eq!(item.sales_details.unwrap().unit_price, Some(Decimal::new(999_999, 4)));
    let error = xero.call(items::Create::new(setup.clone())).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Duplicate);
    let id = item.item_id.unwrap();
    let changed = xero.call(items::Update::new(&id, setup.clone().name("Setting up"))).await.unwrap();
    assert_eq!(changed.name.as_deref(), Some("Setting up"));
    let outcomes = xero.batch(items::UpsertMany::new([setup, ItemInput::new("SETUP-2")])).await;
    assert!(outcomes.iter().all(|outcome| outcome.done().is_some()));
    assert_eq!(outcomes[0].done().unwrap().item_id.as_ref(), Some(&id));
    let found =
        xero.items(items::List::new().filter(field("Code").starts_with("SETUP"))).collect().await.unwrap();
    assert_eq!(found.len(), 2);
    xero.call(items::Delete::new(&id)).await.unwrap();
    assert_eq!(xero.call(items::Get::new(&id)).await.unwrap_err().kind(), ErrorKind::NotFound);

    let banks = accounts::List::new().filter(field("Type").eq("BANK")).order(Order::descending("Code"));
    let banks = xero.items(banks).collect().await.unwrap();
    assert!(
        banks.len() > 1 && banks.iter().all(|account| account.account_type == Some(AccountType::Bank.into()))
    );
    let one = xero.call(accounts::Get::new(banks[0].account_id.clone().unwrap())).await.unwrap();
    assert_eq!(one, banks[0]);
    let rates = xero.items(tax_rates::List::new()).collect().await.unwrap();
    assert!(rates.iter().any(|rate| rate.effective_rate == Some(Decimal::from(15))));
    world.judged();
}

#[tokio::test]
async fn a_write_whose_answer_was_lost_is_done_once() {
    let world = World::new().await;
    let ada = world.contact("CRM-1").await;
    world.sandbox.fault(Fault::cut_after_write().times(1));
    let made = world.xero.call(invoices::Create::new(sale(&ada, "ONCE-1"))).await.unwrap();
    assert_eq!(made.invoice_number.as_deref(), Some("ONCE-1"));
    assert_eq!(world.platform.invoices().len(), 1);
    assert_eq!(world.sandbox.counters("xero").replayed, 1);
    world.judged();
}

#[tokio::test]
async fn tokens_that_expire_are_refreshed_without_a_word() {
    let world = World::new().await;
    world.xero.check().await.unwrap();
    world.sandbox.expire_tokens();
    world.xero.check().await.unwrap();
    world.sandbox.advance(Duration::from_secs(29 * 60));
    world.xero.check().await.unwrap();
    assert!(world.sandbox.counters("xero").refreshes >= 2);
    world.judged();
}

#[tokio::test]
async fn calls_keep_within_the_minute_by_themselves() {
    let world = World::new().await;
    let calls: Vec<_> =
        (0..60).map(|_| tokio::spawn(world.xero.call(organisations::Get::new()).into_future())).collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!(world.sandbox.counters("xero").throttled, 0);
    let soon = world.xero.call(organisations::Get::new()).deadline(Duration::from_secs(1)).await.unwrap_err();
    assert!(matches!(soon.kind(), ErrorKind::RateLimited | ErrorKind::Timeout), "{soon}");
    assert!(soon.retry_after().is_some(), "{soon}");
    assert_eq!(world.sandbox.counters("xero").throttled, 0);
    world.judged();
}

#[tokio::test]
async fn a_credit_note_is_made_allocated_and_read_back() {
    let world = World::new().await;
    let contact = world.contact("C-1").await;
    let invoice = world.xero.call(invoices::Create::new(sale(&contact, "A-1"))).await.unwrap();
    let lines = sale(&contact, "").line_items;
    let note = CreditNoteInput::sale(contact).credit_note_number("CN-1").status(InvoiceStatus::Authorised);
    let note = world.xero.call(credit_notes::Create::new(note.line_items(lines.clone()))).await.unwrap();
    assert_eq!(note.remaining_credit, invoice.total);
    let (id, total) = (note.credit_note_id.unwrap(), note.total.unwrap());
    let day = "2026-02-01".parse::<chrono::NaiveDate>().unwrap();
    let allocate = |amount| {
        let invoice = InvoiceRef::id(invoice.invoice_id.clone().unwrap());
        credit_notes::Allocate::new(&id, AllocationInput::new(invoice, amount, day))
    };
    let done = world.xero.call(allocate(Decimal::ONE)).await.unwrap();
    assert_eq!((done.amount, done.date), (Some(Decimal::ONE), Some(day)));
    let error = world.xero.call(allocate(total)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Validation, "{error}");
    world.xero.call(allocate(total - Decimal::ONE)).await.unwrap();
    let note = world.xero.call(credit_notes::Get::new(&id)).await.unwrap();
    assert_eq!((note.remaining_credit, note.allocations.len()), (Some(Decimal::ZERO), 2));
    let of_first = note.allocations[0].invoice.as_ref().unwrap();
    assert_eq!(of_first.invoice_number.as_deref(), Some("A-1"));
    let paid = world.xero.call(invoices::Get::new(invoice.invoice_id.unwrap())).await.unwrap();
    assert_eq!((paid.amount_credited, paid.status), (Some(total), Some(InvoiceStatus::Paid.into())));
    let taken = CreditNoteInput::sale(ContactRef::number("C-1")).credit_note_number("CN-1").line_items(lines);
    let error = world.xero.call(credit_notes::Create::new(taken)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Duplicate, "{error}");
    world.judged();
}

#[tokio::test]
async fn purchase_orders_and_bank_transactions_are_made_changed_and_found() {
    let world = World::new().await;
    let contact = world.contact("C-1").await;
    let line = LineItem::of_item("DEVICE", 4);
    let order = |number: &str| {
        PurchaseOrderInput::new(contact.clone()).purchase_order_number(number).line_items([line.clone()])
    };
    let made =
        world.xero.batch(purchase_orders::CreateMany::new([order("P-1"), order("P-2"), order("P-1")])).await;
    assert!(matches!(made[..], [Outcome::Done(_), Outcome::Done(_), Outcome::Failed(_)]), "{made:?}");
    let approve = PurchaseOrderInput::default().status(PurchaseOrderStatus::Authorised);
    let id = made[1].done().unwrap().purchase_order_id.clone().unwrap();
    world.xero.call(purchase_orders::Update::new(id, approve)).await.unwrap();
    let approved = purchase_orders::List::new().status(PurchaseOrderStatus::Authorised).page_size(1);
    let found = world.xero.items(approved).collect().await.unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].purchase_order_number.as_deref(), Some("P-2"));
    assert_eq!(found[0].sub_total, Some(Decimal::from(245)));

    let bank = || AccountRef::with_code("090");
    let fee = LineItem::new("Fee").unit_amount(Decimal::from(20)).account_code("404");
    let spent = BankTransactionInput::spent(contact.clone(), bank()).line_items([fee.clone()]);
    let spent = world.xero.call(bank_transactions::Create::new(spent)).await.unwrap();
    assert_eq!(spent.bank_account.unwrap().code.as_deref(), Some("090"));
    let received = BankTransactionInput::received(contact, bank()).line_items([fee.account_code("270")]);
    world.xero.call(bank_transactions::Create::new(received)).await.unwrap();
    let of_bank = field("BankAccount.Code").eq("090").and(field("Type").eq("SPEND"));
    let found = world.xero.items(bank_transactions::List::new().filter(of_bank)).collect().await.unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].bank_transaction_id, spent.bank_transaction_id);
    world.judged();
}

#[tokio::test]
async fn lines_count_under_options_of_tracking_categories() {
    let world = World::new().await;
    let contact = world.contact("C-1").await;
    let categories = world.xero.items(tracking_categories::List::new()).collect().await.unwrap();
    let (region, north) =
        (categories[0].name.clone().unwrap(), categories[0].options[1].name.clone().unwrap());
    let lines = |option: &str| {
        let line = sale(&contact, "").line_items.remove(0);
        sale(&contact, "").line_items([line.tracking([Tracking::new(&region, option)])])
    };
    let made = world.xero.call(invoices::Create::new(lines(&north).invoice_number("T-1"))).await.unwrap();
    let tracking = &made.line_items[0].tracking[0];
    assert_eq!(tracking.tracking_category_id, categories[0].tracking_category_id);
    assert_eq!(tracking.option, Some(north));
    let error =
        world.xero.call(invoices::Create::new(lines("Nowhere").invoice_number("T-2"))).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Validation, "{error}");
    world.judged();
}
