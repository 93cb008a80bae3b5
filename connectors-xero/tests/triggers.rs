//! What the triggers give of the sandbox's books, over real HTTP, every exchange held against Xero's description.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use std::collections::BTreeSet;
use std::time::Duration;

use connectors_core::transport::Reply;
use connectors_core::triggers::{Event, PollCursor, PollingTrigger};
use connectors_core::{Client, ErrorKind};
use connectors_sandbox::xero::PayWhat;
use connectors_xero::accounts::AccountRef;
use connectors_xero::contacts::{self, ContactInput, ContactStatus};
use connectors_xero::history;
use connectors_xero::invoices::{self, Invoice, InvoiceInput, InvoiceRef, InvoiceStatus, InvoiceType};
use connectors_xero::payments::{self, PaymentInput};
use connectors_xero::{
    LineItem, Parent, ParentKind, Xero, bank_transfers, bills, journals, quotes, sales_invoices,
};
use serde_json::{Value, json};

mod support;
#[path = "support/world.rs"]
mod world;
use support::{ID, client, xero};
use world::{World, sale};

/// Polls a trigger, with a cursor that is kept as JSON in between.
struct Follower<'a, T> {
    world: &'a World,
    trigger: T,
    cursor: String,
}

impl<'a, T: PollingTrigger<Connector = Xero> + Clone> Follower<'a, T> {
    /// From now on.
    fn new(world: &'a World, trigger: T) -> Self {
        let cursor = serde_json::to_string(&now(world)).unwrap();
        Self { world, trigger, cursor }
    }

    /// What is new.
    async fn news(&mut self) -> Vec<Event<T::Event>> {
        let mut news = Vec::new();
        loop {
            let cursor: PollCursor = serde_json::from_str(&self.cursor).unwrap();
            let batch = self.world.xero.poll(self.trigger.clone(), &cursor).await.unwrap();
            self.cursor = serde_json::to_string(&batch.cursor).unwrap();
            news.extend(batch.events);
            pass(self.world, 5);
            if !batch.more {
                return news;
            }
        }
    }

    async fn ids(&mut self) -> Vec<String> {
        self.news().await.into_iter().map(|event| event.id).collect()
    }
}

fn pass(world: &World, seconds: u64) {
    world.sandbox.advance(Duration::from_secs(seconds));
}

fn now(world: &World) -> PollCursor {
    pass(world, 2);
    PollCursor::since(world.xero.shared().clock().now())
}

async fn invoice(world: &World, input: InvoiceInput) -> String {
    world.xero.call(invoices::Create::new(input)).await.unwrap().invoice_id.unwrap()
}

async fn refer(xero: &Client<Xero>, invoice: &str, reference: &str) {
    let input = InvoiceInput::default().reference(reference);
    xero.call(invoices::Update::new(invoice, input)).await.unwrap();
}

#[tokio::test]
async fn a_contact_is_given_when_it_is_made_changed_and_archived_and_no_more() {
    let world = World::new().await;
    world.contact("CRM-0").await;
    let mut changes = Follower::new(&world, contacts::CreatedOrUpdated::new());
    assert_eq!(changes.ids().await.len(), 0, "what was there is of no interest");
    let made = world.xero.call(contacts::Create::new(ContactInput::new("Ada Example"))).await.unwrap();
    let id = made.contact_id.unwrap();
    let news = changes.news().await;
    assert_eq!(news.len(), 1);
    assert_eq!((&*news[0].account, &*news[0].id, news[0].at), ("demo", &*id, made.updated_date_utc));
    assert_eq!(news[0].data.name.as_deref(), Some("Ada Example"));
    assert_eq!(changes.ids().await.len(), 0);
    for first_name in ["Ada", "Augusta"] {
        let input = ContactInput::default().first_name(first_name);
        world.xero.call(contacts::Update::new(&id, input)).await.unwrap();
    }
    let news = changes.news().await;
    assert_eq!(news.len(), 1, "the last state");
    assert_eq!(news[0].data.first_name.as_deref(), Some("Augusta"));
    world.xero.call(contacts::Archive::new(&id)).await.unwrap();
    let news = changes.news().await;
    assert_eq!(news[0].data.contact_status.as_ref().unwrap(), &ContactStatus::Archived);
    pass(&world, 600);
    assert_eq!(changes.ids().await.len(), 0);
    world.judged();
}

/// Trigger, action that makes a record, its input, the member with its id.
fn makers(invoice: &str, accounts: [&str; 2]) -> Vec<(&'static str, &'static str, Value, &'static str)> {
    let contact = json!({ "ContactNumber": "CRM-1" });
    let line = json!([{ "Description": "x", "Quantity": 1, "UnitAmount": 10, "AccountCode": "200" }]);
    let document = |rest: Value| {
        let mut record = json!({ "Contact": contact, "LineItems": line });
        record.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
        json!({ "record": record })
    };
    let spent = |rest: Value| {
        let mut input = document(rest);
        input["record"]["LineItems"][0]["AccountCode"] = json!("429");
        input
    };
    let bank = json!({ "Code": "090" });
    let received = |kind: &str, account: &str| {
        let line = json!([{ "Description": "x", "UnitAmount": 50, "AccountCode": account }]);
        document(json!({ "Type": kind, "BankAccount": bank, "LineAmountTypes": "NoTax", "LineItems": line }))
    };
    let receive = || document(json!({ "Type": "RECEIVE", "BankAccount": bank }));
    let pay = json!({ "record": { "Invoice": { "InvoiceID": invoice }, "Account": bank, "Amount": 1 } });
    let journal = json!({ "record": { "Narration": "x", "Status": "POSTED", "JournalLines": [
        { "LineAmount": 5, "AccountCode": "200" }, { "LineAmount": -5, "AccountCode": "429" }] } });
    let transfer = json!({ "record": { "Amount": 7, "FromBankAccount": { "AccountID": accounts[0] },
        "ToBankAccount": { "AccountID": accounts[1] } } });
    vec![
        (
            "account.created_or_updated",
            "account.create",
            json!({ "record": { "Code": "4711", "Name": "x", "Type": "EXPENSE" } }),
            "AccountID",
        ),
        ("bank_transaction.created_or_updated", "bank_transaction.create", receive(), "BankTransactionID"),
        ("bank_transaction.created", "bank_transaction.create", receive(), "BankTransactionID"),
        ("bank_transfer.created", "bank_transfer.create", transfer, "BankTransferID"),
        ("bill.created", "invoice.create", spent(json!({ "Type": "ACCPAY" })), "InvoiceID"),
        ("contact.created", "contact.create", json!({ "record": { "Name": "Ada Example" } }), "ContactID"),
        (
            "credit_note.created_or_updated",
            "credit_note.create",
            document(json!({ "Type": "ACCRECCREDIT" })),
            "CreditNoteID",
        ),
        (
            "credit_note.created",
            "credit_note.create",
            spent(json!({ "Type": "ACCPAYCREDIT" })),
            "CreditNoteID",
        ),
        ("invoice.created_or_updated", "invoice.create", document(json!({ "Type": "ACCREC" })), "InvoiceID"),
        ("sales_invoice.created", "invoice.create", document(json!({ "Type": "ACCREC" })), "InvoiceID"),
        ("item.created_or_updated", "item.create", json!({ "record": { "Code": "NEW" } }), "ItemID"),
        ("manual_journal.created_or_updated", "manual_journal.create", journal, "ManualJournalID"),
        (
            "overpayment.created_or_updated",
            "bank_transaction.create",
            received("RECEIVE-OVERPAYMENT", "610"),
            "OverpaymentID",
        ),
        (
            "prepayment.created_or_updated",
            "bank_transaction.create",
            received("RECEIVE-PREPAYMENT", "620"),
            "PrepaymentID",
        ),
        ("payment.created_or_updated", "payment.create", pay.clone(), "PaymentID"),
        ("payment.created", "payment.create", pay, "PaymentID"),
        ("purchase_order.created_or_updated", "purchase_order.create", spent(json!({})), "PurchaseOrderID"),
        ("purchase_order.created", "purchase_order.create", spent(json!({})), "PurchaseOrderID"),
        ("quote.created_or_updated", "quote.create", document(json!({ "Date": "2026-01-15" })), "QuoteID"),
        ("quote.created", "quote.create", document(json!({ "Date": "2026-01-15" })), "QuoteID"),
    ]
}

#[tokio::test]
async fn what_is_made_of_every_kind_is_given_by_name_once() {
    let world = World::new().await;
    let ada = world.contact("CRM-1").await;
    let sold = invoice(&world, sale(&ada, "INV-1")).await;
    let accounts = world.xero.run("account.list", json!({})).await.unwrap();
    let account = |code: &str| {
        let accounts = accounts["items"].as_array().unwrap();
        let found = accounts.iter().find(|account| account["Code"] == code);
        found.unwrap()["AccountID"].as_str().unwrap()
    };
    let accounts = [account("090"), account("091")];
    for (trigger, action, input, member) in makers(&sold, accounts) {
        let since = now(&world);
        let before = world.xero.run_poll(trigger, json!({}), &since).await.unwrap();
        assert_eq!(before.events.len(), 0, "{trigger}");
        let made = world.xero.run(action, input).await.unwrap_or_else(|e| panic!("{action}: {e:?}"));
        let batch = world.xero.run_poll(trigger, json!({}), &before.cursor).await.unwrap();
        let ids: Vec<_> = batch.events.iter().map(|event| json!(event.id)).collect();
        assert_eq!(ids, [made[member].clone()], "{trigger}");
        assert_eq!(batch.events[0].data[member], made[member], "{trigger}");
        let after = world.xero.run_poll(trigger, json!({}), &batch.cursor).await.unwrap();
        assert_eq!(after.events.len(), 0, "{trigger}");
        pass(&world, 20);
    }
    world.judged();
}

#[tokio::test]
async fn of_more_than_a_page_with_many_of_one_moment_each_is_given_once() {
    let world = World::new().await;
    let mut changes = Follower::new(&world, contacts::CreatedOrUpdated::new());
    let mut made = BTreeSet::new();
    // Each call's contacts have one moment, so that the border of the first page lies within one.
    for (call, count) in [30, 50, 50, 50, 50].into_iter().enumerate() {
        let records = (0..count).map(|n| ContactInput::new(format!("Example {call}.{n}")));
        for outcome in world.xero.batch(contacts::CreateMany::new(records)).await {
            made.insert(outcome.into_result().unwrap().contact_id.unwrap());
        }
    }
    let ids = changes.ids().await;
    assert_eq!(ids.len(), 230);
    assert_eq!(ids.into_iter().collect::<BTreeSet<_>>(), made);
    assert_eq!(changes.ids().await.len(), 0);
    world.judged();
}

#[tokio::test]
async fn what_is_new_is_given_once_whatever_changes_later_and_what_is_old_never() {
    let world = World::new().await;
    let ada = world.contact("CRM-1").await;
    let old = invoice(&world, sale(&ada, "INV-1")).await;
    let mut created = Follower::new(&world, sales_invoices::Created::new());
    let mut updated = Follower::new(&world, sales_invoices::Updated::new());
    let mut new_bills = Follower::new(&world, bills::Created::new());
    let mut changed_bills = Follower::new(&world, bills::Updated::new());
    refer(&world.xero, &old, "Order 7").await;
    assert_eq!(created.ids().await.len(), 0, "it was only changed");
    assert_eq!(updated.ids().await, [&*old]);

    let new = invoice(&world, sale(&ada, "INV-2")).await;
    let line = LineItem::new("Paper").quantity(1).unit_amount(10).account_code("429");
    let bill = sale(&ada, "BILL-1").invoice_type(InvoiceType::AccPay).line_items([line]);
    let bill = invoice(&world, bill).await;
    let news = created.news().await;
    assert_eq!(news.iter().map(|event| &*event.id).collect::<Vec<_>>(), [&*new]);
    assert_eq!(
        (&*news[0].key, news[0].at),
        (&*new, news[0].data.updated_date_utc),
        "its making is the event"
    );
    assert_eq!(updated.ids().await.len(), 0, "it was only made");
    assert_eq!(new_bills.ids().await, [&*bill]);

    pass(&world, 30);
    refer(&world.xero, &new, "Order 8").await;
    refer(&world.xero, &bill, "Order 9").await;
    assert_eq!(created.ids().await.len(), 0, "it was given");
    assert_eq!(updated.ids().await, [&*new]);
    pass(&world, 3600);
    refer(&world.xero, &new, "Order 10").await;
    assert_eq!(created.ids().await.len(), 0, "it is old by now");
    assert_eq!(updated.ids().await, [&*new]);
    assert_eq!((new_bills.ids().await.len(), changed_bills.ids().await), (0, vec![bill]));

    // Made and changed between two polls, it is both.
    let both = invoice(&world, sale(&ada, "INV-3")).await;
    pass(&world, 30);
    refer(&world.xero, &both, "Order 11").await;
    let news = created.news().await;
    assert_eq!(news[0].data.reference.as_deref(), Some("Order 11"));
    assert!(news[0].at < news[0].data.updated_date_utc);
    assert_eq!(updated.ids().await, [&*both]);
    world.judged();
}

#[tokio::test]
async fn a_note_makes_no_record_new() {
    let world = World::new().await;
    let ada = world.contact("CRM-1").await;
    let old = invoice(&world, sale(&ada, "INV-1")).await;
    let mut created = Follower::new(&world, sales_invoices::Created::new());
    let parent = Parent::new(ParentKind::Invoice, &old);
    world.xero.call(history::Add::new(parent, "Sent by courier")).await.unwrap();
    refer(&world.xero, &old, "Order 7").await;
    assert_eq!(created.ids().await.len(), 0);
}

/// What a trigger gives of one contact that changed on the second day, by what its history says; and what it asked.
async fn by_history<T>(trigger: T, history: &[(&str, u8)]) -> (Vec<String>, Vec<String>)
where
    T: PollingTrigger<Connector = Xero>,
{
    let day = |day: u8| format!("2026-01-0{day}T10:00:00");
    let entries = history.iter().map(|(changes, on)| json!({ "Changes": changes, "DateUTC": day(*on) }));
    let history = json!({ "HistoryRecords": entries.collect::<Vec<_>>() });
    let contacts = json!({ "Contacts": [{ "ContactID": ID, "UpdatedDateUTC": day(2) }] });
    let (client, transport) = client(xero(), move |seen| {
        Reply::json(200, if seen.path().ends_with("/History") { &history } else { &contacts })
    });
    let since = PollCursor::since("2026-01-02T00:00:00Z".parse().unwrap());
    let batch = client.poll(trigger, &since).await.unwrap();
    let seen = transport.seen();
    let asked = seen.iter().map(|seen| seen.path().rsplit('/').next().unwrap().to_owned());
    (batch.events.into_iter().map(|event| event.id).collect(), asked.collect())
}

#[tokio::test]
async fn a_record_is_new_by_the_first_entry_of_its_history_that_is_no_note() {
    for (history, is_new, is_changed) in [
        (&[("Updated", 2), ("Created", 1)][..], false, true),
        (&[("Updated", 1), ("Created", 2)], true, false),
        (&[("Approved", 2), ("Note", 1)], true, false),
        (&[("Edited", 2), ("Approved", 1)], false, true),
    ] {
        let (new, asked) = by_history(contacts::Created::new(), history).await;
        assert_eq!(
            (new.len(), &*asked),
            (usize::from(is_new), &["Contacts", "History"].map(String::from)[..])
        );
        let (changed, _) = by_history(contacts::Updated::new(), history).await;
        assert_eq!(changed.len(), usize::from(is_changed), "{history:?}");
    }
    for history in [&[][..], &[("Note", 1)]] {
        let (new, asked) = by_history(contacts::Created::new(), history).await;
        assert_eq!(new, [ID], "nobody knows better: {history:?}");
        assert_eq!(asked, ["Contacts", "History", ID]);
        assert_eq!(by_history(contacts::Updated::new(), history).await.0, [ID]);
    }
}

#[tokio::test]
async fn a_history_that_cannot_be_read_keeps_back_no_record_before_it_and_none_is_read_again() {
    let at = |second: u8| format!("2026-01-02T10:00:0{second}");
    let other = ID.replace('0', "1");
    let contacts = json!({ "Contacts": [
        { "ContactID": ID, "UpdatedDateUTC": at(1) }, { "ContactID": other, "UpdatedDateUTC": at(2) } ] });
    let history = json!({ "HistoryRecords": [{ "Changes": "Created", "DateUTC": at(1) }] });
    let (client, transport) = client(xero(), move |seen| match seen.path().rsplit('/').nth(1) {
        Some(id) if id == ID => Reply::json(200, &history),
        Some(_) if seen.path().ends_with("/History") => Reply::status(403),
        _ => Reply::json(200, &contacts),
    });
    let since = PollCursor::since("2026-01-02T00:00:00Z".parse().unwrap());
    let batch = client.poll(contacts::Created::new(), &since).await.unwrap();
    let ids: Vec<_> = batch.events.iter().map(|event| event.id.as_str()).collect();
    assert_eq!((ids, batch.more), (vec![ID], true));
    let error = client.poll(contacts::Created::new(), &batch.cursor).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.action().unwrap().to_string()),
        (ErrorKind::Permission, "contact.created".into())
    );
    let asked =
        transport.seen().iter().filter(|seen| seen.path().ends_with(&format!("{ID}/History"))).count();
    assert_eq!(asked, 1);
}

#[tokio::test]
async fn a_record_that_goes_away_meanwhile_is_not_new() {
    let contacts = json!({ "Contacts": [{ "ContactID": ID, "UpdatedDateUTC": "2026-01-02T10:00:00" }] });
    let (client, _) = client(xero(), move |seen| {
        if seen.path().ends_with("/Contacts") { Reply::json(200, &contacts) } else { Reply::status(404) }
    });
    let since = PollCursor::since("2026-01-02T00:00:00Z".parse().unwrap());
    assert_eq!(client.poll(contacts::Created::new(), &since).await.unwrap().events, []);
}

#[tokio::test]
async fn a_record_without_an_id_is_an_error_and_no_event() {
    let (client, _) =
        client(xero(), |_| Reply::json(200, &json!({ "Contacts": [{ "Name": "Ada Example" }] })));
    let since = PollCursor::since("2026-01-02T00:00:00Z".parse().unwrap());
    let error = client.poll(contacts::CreatedOrUpdated::new(), &since).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.to_string().contains("ContactID"), "{error}");
}

#[tokio::test]
async fn what_is_voided_or_deleted_comes_with_its_status() {
    let world = World::new().await;
    let ada = world.contact("CRM-1").await;
    let voided = invoice(&world, sale(&ada, "INV-1")).await;
    let deleted = invoice(&world, sale(&ada, "INV-2").status(InvoiceStatus::Draft)).await;
    let mut changes = Follower::new(&world, invoices::CreatedOrUpdated::new());
    world.xero.call(invoices::Void::new(&voided)).await.unwrap();
    world.xero.call(invoices::Delete::new(&deleted)).await.unwrap();
    let statuses = |news: Vec<Event<Invoice>>| -> BTreeSet<_> {
        news.into_iter().map(|event| (event.id, event.data.status.unwrap().as_str().to_owned())).collect()
    };
    let wanted = [(voided, "VOIDED".to_owned()), (deleted, "DELETED".to_owned())];
    assert_eq!(statuses(changes.news().await), BTreeSet::from(wanted));
    world.judged();
}

#[tokio::test]
async fn payments_are_given_when_they_are_entered_and_when_they_are_matched() {
    let world = World::new().await;
    let ada = world.contact("CRM-1").await;
    let id = invoice(&world, sale(&ada, "INV-1")).await;
    let mut created = Follower::new(&world, payments::Created::new());
    let mut reconciled = Follower::new(&world, payments::Reconciled::new());
    let pay = |amount: i64| PaymentInput::new(InvoiceRef::id(&id), AccountRef::with_code("090"), amount);
    let plain = world.xero.call(payments::Create::new(pay(1))).await.unwrap().payment_id.unwrap();
    assert_eq!(created.ids().await, [&*plain]);
    assert_eq!(reconciled.ids().await.len(), 0);
    let matched = pay(2).is_reconciled(true);
    let matched = world.xero.call(payments::Create::new(matched)).await.unwrap().payment_id.unwrap();
    assert_eq!(created.ids().await, [&*matched]);
    assert_eq!(reconciled.ids().await, [&*matched]);
    world.xero.call(payments::Delete::new(&plain)).await.unwrap();
    assert_eq!(created.ids().await.len(), 0, "an old one was deleted");

    // The bookkeeper's have no history.
    world.platform.pay(&PayWhat::Invoices(vec!["INV-1".to_owned()])).unwrap();
    let news = created.news().await;
    assert_eq!(news.len(), 1);
    assert_eq!(news[0].data.invoice.as_ref().unwrap().invoice_id.as_deref(), Some(&*id));
    assert_eq!((created.ids().await.len(), reconciled.ids().await.len()), (0, 0));
    world.judged();
}

#[tokio::test]
async fn journals_are_given_in_the_order_of_their_numbers() {
    let world = World::new().await;
    let ada = world.contact("CRM-1").await;
    let mut created = Follower::new(&world, journals::Created::new());
    let many = (0..130).map(|n| sale(&ada, &format!("INV-{n}")));
    for outcome in world.xero.batch(invoices::CreateMany::new(many)).await {
        outcome.into_result().unwrap();
    }
    let news = created.news().await;
    let numbers: Vec<_> = news.iter().map(|event| event.data.journal_number.unwrap()).collect();
    assert!(numbers.len() == 130 && numbers.is_sorted(), "{numbers:?}");
    assert_eq!(created.ids().await.len(), 0);
    world.judged();
}

#[tokio::test]
async fn a_transfer_that_is_deleted_later_is_not_given_again() {
    let world = World::new().await;
    let mut created = Follower::new(&world, bank_transfers::Created::new());
    let (from, to) = (AccountRef::with_code("090"), AccountRef::with_code("091"));
    let transfer = bank_transfers::BankTransferInput::new(from, to, 7);
    let made = world.xero.call(bank_transfers::Create::new(transfer)).await.unwrap();
    let id = made.bank_transfer_id.unwrap();
    assert_eq!(created.ids().await, [&*id]);
    world.xero.call(bank_transfers::Delete::new(&id)).await.unwrap();
    assert_eq!(created.ids().await.len(), 0);
    world.judged();
}

#[tokio::test]
async fn a_cursor_of_another_trigger_is_refused() {
    let world = World::new().await;
    let batch = world.xero.poll(quotes::Created::new(), &now(&world)).await.unwrap();
    let error = world.xero.poll(quotes::Updated::new(), &batch.cursor).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Validation);
    assert!(error.to_string().contains("quote.created"), "{error}");
}
