//! Flows of documents over real HTTP against the sandbox, every exchange held against Xero's description.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use std::time::Duration;

use chrono::{Days, NaiveDate};
use connectors_contract::Waiver;
use connectors_core::types::Patch;
use connectors_core::{Delivery, ErrorKind, Outcome};
use connectors_sandbox::Fault;
use connectors_xero::accounts::AccountRef;
use connectors_xero::allocations::AllocationInput;
use connectors_xero::bank_transactions::{self, BankTransactionInput, BankTransactionType};
use connectors_xero::bank_transfers::{self, BankTransferInput};
use connectors_xero::batch_payments::{self, BatchPaymentInput, BatchPaymentType, BatchedPayment};
use connectors_xero::contacts::ContactRef;
use connectors_xero::credit_notes::{self, CreditNoteInput, CreditNoteRef};
use connectors_xero::filter::field;
use connectors_xero::invoices::{self, Invoice, InvoiceInput, InvoiceRef, InvoiceStatus, LineAmountTypes};
use connectors_xero::linked_transactions::{self, LinkedTransactionInput, LinkedTransactionStatus};
use connectors_xero::manual_journals::{self, ManualJournalInput, ManualJournalLine, ManualJournalStatus};
use connectors_xero::overpayments::{self, OverpaymentRef, OverpaymentType};
use connectors_xero::payments::{self, PaymentInput, PaymentStatus};
use connectors_xero::prepayments;
use connectors_xero::quotes::{self, QuoteInput, QuoteLineAmountTypes, QuoteStatus};
use connectors_xero::repeating_invoices::{self, DueDateType, RepeatingInvoiceInput, Schedule, ScheduleUnit};
use connectors_xero::{LineItem, purchase_orders};
use rust_decimal::Decimal;

mod support;
#[path = "support/world.rs"]
mod world;
use world::{World, sale};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn bank() -> AccountRef {
    AccountRef::with_code("090")
}

/// An approved sales invoice of 115, tax included.
async fn invoice(world: &World, contact: &ContactRef, number: &str) -> Invoice {
    world.xero.call(invoices::Create::new(sale(contact, number))).await.unwrap()
}

async fn due(world: &World, invoice: &Invoice) -> Decimal {
    let id = invoice.invoice_id.clone().unwrap();
    world.xero.call(invoices::Get::new(id)).await.unwrap().amount_due.unwrap()
}

fn reference_to(invoice: &Invoice) -> InvoiceRef {
    InvoiceRef::id(invoice.invoice_id.clone().unwrap())
}

/// Money received that makes an overpayment or prepayment, without tax.
fn received(kind: BankTransactionType, contact: &ContactRef, account: &str) -> BankTransactionInput {
    let line = LineItem::new("Received").unit_amount(50).account_code(account);
    BankTransactionInput::new(kind, contact.clone(), bank())
        .line_amount_types(LineAmountTypes::NoTax)
        .line_items([line])
        .reference("Twice 1")
}

#[tokio::test]
async fn an_overpayment_is_allocated_taken_back_and_refunded() {
    let world = World::new().await;
    let xero = &world.xero;
    let contact = world.contact("C-1").await;
    let open = invoice(&world, &contact, "O-1").await;
    let total = open.total.unwrap();
    let money = received(BankTransactionType::ReceiveOverpayment, &contact, "610");
    let money = xero.call(bank_transactions::Create::new(money)).await.unwrap();
    let id = money.overpayment_id.unwrap();
    let made = xero.call(overpayments::Get::new(&id)).await.unwrap();
    assert_eq!(made.remaining_credit, Some(Decimal::from(50)));
    assert_eq!(made.overpayment_type.unwrap(), OverpaymentType::ReceiveOverpayment);

    let allocate = |amount: i64| {
        let allocation = AllocationInput::new(reference_to(&open), amount, day("2026-02-01"));
        overpayments::Allocate::new(&id, allocation)
    };
    let error = xero.call(allocate(51)).await.unwrap_err();
    assert_eq!((error.kind(), error.delivery()), (ErrorKind::Validation, Delivery::Rejected), "{error}");
    assert_eq!(error.field_errors()[0].field, "Amount", "{error}");
    let allocation = xero.call(allocate(20)).await.unwrap();
    assert_eq!(due(&world, &open).await, total - Decimal::from(20));
    let shown = xero.call(invoices::Get::new(open.invoice_id.clone().unwrap())).await.unwrap();
    assert_eq!(shown.overpayments[0].overpayment_id.as_ref(), Some(&id));
    assert_eq!(shown.overpayments[0].applied_amount, Some(Decimal::from(20)));
    let found = xero.items(overpayments::List::new().references(["Twice 1"])).collect().await.unwrap();
    assert_eq!(found[0].remaining_credit, Some(Decimal::from(30)));
    assert_eq!(found[0].allocations.len(), 1);

    let taken = overpayments::Unallocate::new(&id, allocation.allocation_id.unwrap());
    xero.call(taken.clone()).await.unwrap();
    assert_eq!(due(&world, &open).await, total);
    assert_eq!(xero.call(taken).await.unwrap_err().kind(), ErrorKind::NotFound);

    let refund =
        PaymentInput::refund(bank(), 50).overpayment(OverpaymentRef::id(&id)).date(day("2026-02-02"));
    let refund = xero.call(payments::Create::new(refund)).await.unwrap();
    assert_eq!(refund.overpayment.unwrap().overpayment_id.as_ref(), Some(&id));
    let used = xero.call(overpayments::Get::new(&id)).await.unwrap();
    assert_eq!((used.remaining_credit, used.payments.len()), (Some(Decimal::ZERO), 1));
    assert_eq!(used.status.unwrap(), InvoiceStatus::Paid);
    world.judged();
}

#[tokio::test]
async fn a_prepayment_is_found_by_its_number_and_allocated() {
    let world = World::new().await;
    let xero = &world.xero;
    let contact = world.contact("C-1").await;
    let money = received(BankTransactionType::ReceivePrepayment, &contact, "620");
    let money = xero.call(bank_transactions::Create::new(money)).await.unwrap();
    let id = money.prepayment_id.unwrap();
    let made = xero.call(prepayments::Get::new(&id)).await.unwrap();
    let number = made.invoice_number.unwrap();
    let found = xero.items(prepayments::List::new().invoice_numbers([&*number])).collect().await.unwrap();
    assert_eq!(found.len(), 1);
    let open = invoice(&world, &contact, "P-1").await;
    let allocation = AllocationInput::new(reference_to(&open), 50, day("2026-02-01"));
    xero.call(prepayments::Allocate::new(&id, allocation)).await.unwrap();
    let used = xero.call(prepayments::Get::new(&id)).await.unwrap();
    assert_eq!((used.remaining_credit, used.allocations.len()), (Some(Decimal::ZERO), 1));
    let paid = xero.call(invoices::Get::new(open.invoice_id.unwrap())).await.unwrap();
    assert_eq!(paid.prepayments.len(), 1);
    world.judged();
}

#[tokio::test]
async fn an_allocation_whose_answer_was_lost_is_made_once_and_a_credit_note_refunded() {
    let world = World::new().await;
    let xero = &world.xero;
    let contact = world.contact("C-1").await;
    let open = invoice(&world, &contact, "A-1").await;
    let note =
        CreditNoteInput::sale(contact)
            .status(InvoiceStatus::Authorised)
            .line_items([LineItem::new("Back").quantity(1).unit_amount(40).account_code("270")]);
    let id = xero.call(credit_notes::Create::new(note)).await.unwrap().credit_note_id.unwrap();
    world.sandbox.fault(Fault::cut_after_write().times(1));
    let allocation = AllocationInput::new(reference_to(&open), 30, day("2026-02-01"));
    let made = xero.call(credit_notes::Allocate::new(&id, allocation)).await.unwrap();
    assert_eq!(world.sandbox.counters("xero").replayed, 1);
    assert_eq!(due(&world, &open).await, open.total.unwrap() - Decimal::from(30));

    world.sandbox.fault(Fault::cut_after_write().times(1));
    let error = xero
        .call(credit_notes::Unallocate::new(&id, made.allocation_id.unwrap()))
        .await
        .expect_err("a call without a key finds nothing when it is repeated");
    assert_eq!((error.kind(), error.delivery()), (ErrorKind::NotFound, Delivery::Unknown));
    assert_eq!(due(&world, &open).await, open.total.unwrap());

    let refund = PaymentInput::refund(bank(), 40).credit_note(CreditNoteRef::id(&id)).date(day("2026-02-02"));
    let error = xero.call(payments::Create::new(refund.clone().amount(1000))).await.unwrap_err();
    assert_eq!((error.kind(), &*error.field_errors()[0].field), (ErrorKind::Validation, "Amount"), "{error}");
    let refund = xero.call(payments::Create::new(refund)).await.unwrap();
    assert_eq!(refund.credit_note.unwrap().credit_note_id.as_ref(), Some(&id));
    assert_eq!(xero.call(credit_notes::Get::new(&id)).await.unwrap().payments.len(), 1);
    let pdf = xero.download(credit_notes::DownloadPdf::new(&id)).await.unwrap().bytes(1 << 20).await.unwrap();
    assert!(pdf.starts_with(b"%PDF-"));
    world.judged();
}

#[tokio::test]
async fn a_batch_pays_several_invoices_and_is_taken_back_whole() {
    let world = World::new().await;
    let xero = &world.xero;
    let contact = world.contact("C-1").await;
    let (one, other) = (invoice(&world, &contact, "B-1").await, invoice(&world, &contact, "B-2").await);
    let pay = |amounts: [Decimal; 2]| {
        let payments = [&one, &other].map(reference_to).into_iter().zip(amounts);
        let payments = payments.map(|(invoice, amount)| BatchedPayment::new(invoice, amount));
        BatchPaymentInput::new(bank(), day("2026-02-01"), payments)
    };
    let whole = one.total.unwrap();
    let batches = [pay([whole, Decimal::ONE]), pay([Decimal::ONE, Decimal::ONE])];
    let outcomes = xero.batch(batch_payments::CreateMany::new(batches)).await;
    let [Outcome::Done(batch), Outcome::Failed(error)] = &outcomes[..] else { panic!("{outcomes:?}") };
    assert_eq!(error.kind(), ErrorKind::Validation, "the first invoice is paid: {error}");
    assert_eq!(batch.batch_payment_type.clone().unwrap(), BatchPaymentType::RecBatch);
    assert_eq!((batch.total_amount, batch.payments.len()), (Some(whole + Decimal::ONE), 2));
    assert_eq!(due(&world, &other).await, whole - Decimal::ONE);

    let id = batch.batch_payment_id.clone().unwrap();
    let filter = field("Status").eq("AUTHORISED");
    assert_eq!(xero.items(batch_payments::List::new().filter(filter)).collect().await.unwrap().len(), 1);
    let deleted = xero.call(batch_payments::Delete::new(&id)).await.unwrap();
    assert_eq!(deleted.status.unwrap(), PaymentStatus::Deleted);
    assert_eq!((due(&world, &one).await, due(&world, &other).await), (whole, whole));
    let read = xero.call(batch_payments::Get::new(&id)).await.unwrap();
    assert_eq!(read.status.unwrap(), PaymentStatus::Deleted);
    world.judged();
}

const REFUSED_TRANSFER: [Waiver; 3] = [
    refused_transfer("body /BankTransfers/*/Amount"),
    refused_transfer("body /BankTransfers/*/FromBankAccount"),
    refused_transfer("body /BankTransfers/*/ToBankAccount"),
];

const fn refused_transfer(place: &'static str) -> Waiver {
    let reason = "a transfer that is not deleted is answered as it was sent";
    Waiver::response("POST", "/api.xro/2.0/BankTransfers", place, reason)
}

#[tokio::test]
async fn money_moves_between_bank_accounts_by_two_transactions() {
    let world = World::waiving(REFUSED_TRANSFER).await;
    let xero = &world.xero;
    let transfer = BankTransferInput::new(bank(), AccountRef::with_code("091"), Decimal::new(5025, 2))
        .date(day("2026-02-01"))
        .reference("Savings");
    let made = xero.call(bank_transfers::Create::new(transfer)).await.unwrap();
    let id = made.bank_transfer_id.unwrap();
    let listed = xero.items(bank_transfers::List::new()).collect().await.unwrap();
    assert_eq!((listed[0].amount, listed[0].date), (Some(Decimal::new(5025, 2)), Some(day("2026-02-01"))));
    let read = xero.call(bank_transfers::Get::new(&id)).await.unwrap();
    assert_eq!(read.to_bank_account.unwrap().code.as_deref(), Some("091"));
    for (transaction, kind) in [
        (read.from_bank_transaction_id, BankTransactionType::SpendTransfer),
        (read.to_bank_transaction_id, BankTransactionType::ReceiveTransfer),
    ] {
        let half = xero.call(bank_transactions::Get::new(transaction.unwrap())).await.unwrap();
        assert_eq!((half.transaction_type.unwrap(), half.total), (kind.into(), Some(Decimal::new(5025, 2))));
    }
    let outcomes = xero.batch(bank_transfers::DeleteMany::new([&*id, support::ID])).await;
    let [Outcome::Done(deleted), Outcome::Failed(_)] = &outcomes[..] else { panic!("{outcomes:?}") };
    assert_eq!(deleted.status.clone().unwrap(), PaymentStatus::Deleted);
    assert!(xero.items(bank_transfers::List::new()).collect().await.unwrap().is_empty());
    let all = bank_transfers::List::new().include_deleted(true);
    assert_eq!(xero.items(all).collect().await.unwrap().len(), 1);
    let same = BankTransferInput::new(bank(), bank(), 1);
    let error = xero.call(bank_transfers::Create::new(same)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Validation);
    world.judged();
}

#[tokio::test]
async fn a_manual_journal_that_does_not_balance_is_refused_and_a_posted_one_voided() {
    let world = World::new().await;
    let xero = &world.xero;
    let lines =
        |credit: i64| [ManualJournalLine::debit("404", 100), ManualJournalLine::credit("478", credit)];
    let journal =
        |credit: i64| ManualJournalInput::new("Fees").date(day("2026-01-31")).journal_lines(lines(credit));
    let error = xero.call(manual_journals::Create::new(journal(10))).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Validation);
    assert_eq!(error.field_errors()[0].field, "JournalLines", "{error}");

    let both = [journal(100), journal(99)];
    let outcomes = xero.batch(manual_journals::CreateMany::new(both)).await;
    let [Outcome::Done(made), Outcome::Failed(_)] = &outcomes[..] else { panic!("{outcomes:?}") };
    assert_eq!(made.status.clone().unwrap(), ManualJournalStatus::Draft);
    let id = made.manual_journal_id.clone().unwrap();
    for status in [ManualJournalStatus::Posted, ManualJournalStatus::Voided] {
        let change = ManualJournalInput::new("Fees of January").status(status);
        let changed = xero.call(manual_journals::Update::new(&id, change)).await.unwrap();
        assert_eq!(changed.status.unwrap(), status);
        assert_eq!(changed.journal_lines.len(), 2, "lines that are not sent stay");
    }
    let voided = manual_journals::List::new().filter(field("Status").eq("VOIDED"));
    let voided = xero.items(voided).collect().await.unwrap();
    assert_eq!(voided[0].narration.as_deref(), Some("Fees of January"));
    assert_eq!(voided[0].journal_lines[1].line_amount, Some(Decimal::from(-100)));
    world.judged();
}

#[tokio::test]
async fn a_quote_is_offered_accepted_and_found() {
    let world = World::new().await;
    let xero = &world.xero;
    let contact = world.contact("C-1").await;
    let quote = |number: &str| {
        QuoteInput::new(contact.clone())
            .quote_number(number)
            .date(day("2026-01-15"))
            .expiry_date(day("2026-02-15"))
            .title("Offer")
            .line_amount_types(QuoteLineAmountTypes::Exclusive)
            .line_items([LineItem::new("Consulting").quantity(2).unit_amount(100).account_code("200")])
    };
    let made = xero.call(quotes::Create::new(quote("Q-1"))).await.unwrap();
    assert_eq!((made.sub_total, made.status.unwrap()), (Some(Decimal::from(200)), QuoteStatus::Draft.into()));
    assert_eq!(made.line_amount_types.unwrap(), QuoteLineAmountTypes::Exclusive);
    let taken = xero.call(quotes::Create::new(quote("Q-1"))).await.unwrap_err();
    assert_eq!(taken.kind(), ErrorKind::Duplicate, "{taken}");
    let outcomes = xero.batch(quotes::UpsertMany::new([quote("Q-1").terms("Now"), quote("Q-2")])).await;
    assert_eq!(outcomes[0].done().unwrap().quote_id, made.quote_id);
    let id = made.quote_id.unwrap();
    for status in [QuoteStatus::Sent, QuoteStatus::Accepted] {
        let change = QuoteInput::new(contact.clone()).date(day("2026-01-15")).status(status);
        assert_eq!(xero.call(quotes::Update::new(&id, change)).await.unwrap().status.unwrap(), status);
    }
    let accepted = quotes::List::new()
        .status(QuoteStatus::Accepted)
        .contact_id(contact.contact_id.clone().unwrap())
        .date_to(day("2026-01-15"))
        .expiry_date_from(day("2026-02-15"));
    let accepted = xero.items(accepted).collect().await.unwrap();
    assert_eq!(accepted.len(), 1);
    assert_eq!(accepted[0].terms.as_deref(), Some("Now"));
    assert_eq!(accepted[0].expiry_date, Some(day("2026-02-15")));
    let late = quotes::List::new().date_from(day("2026-01-16"));
    assert!(xero.items(late).collect().await.unwrap().is_empty());
    let pdf = xero.download(quotes::DownloadPdf::new(&id)).await.unwrap().bytes(1 << 20).await.unwrap();
    assert!(pdf.starts_with(b"%PDF-"));
    let missing = xero.download(purchase_orders::DownloadPdf::new(id)).await.unwrap_err();
    assert_eq!(missing.kind(), ErrorKind::NotFound);
    world.judged();
}

#[tokio::test]
async fn a_template_makes_invoices_as_time_goes_by_until_it_is_deleted() {
    let world = World::new().await;
    let xero = &world.xero;
    let contact = world.contact("C-1").await;
    let today = world.sandbox.clock().now().date_naive();
    let schedule = Schedule::new(1, ScheduleUnit::Weekly, today + Days::new(3))
        .due_date(14)
        .due_date_type(DueDateType::DaysAfterInvoiceDate);
    let template = RepeatingInvoiceInput::sale(contact, schedule)
        .status(InvoiceStatus::Authorised)
        .reference("Support")
        .line_items([LineItem::new("Support").quantity(1).unit_amount(100).account_code("200")]);
    let made = xero.call(repeating_invoices::Create::new(template)).await.unwrap();
    assert_eq!(made.total, Some(Decimal::from(115)));
    let id = made.repeating_invoice_id.unwrap();
    let count = async || {
        let filter = field("Reference").eq("Support");
        xero.items(invoices::List::new().filter(filter)).collect().await.unwrap()
    };
    assert!(count().await.is_empty());
    world.sandbox.advance(Duration::from_secs(86_400 * 11));
    let two = count().await;
    assert_eq!(two.len(), 2);
    assert!(two.iter().all(|invoice| invoice.repeating_invoice_id.as_ref() == Some(&id)));
    let of_type = repeating_invoices::List::new().filter(field("Status").eq("AUTHORISED"));
    assert_eq!(xero.items(of_type).collect().await.unwrap().len(), 1);
    let deleted = xero.call(repeating_invoices::Delete::new(&id)).await.unwrap();
    assert_eq!(deleted.status.unwrap(), InvoiceStatus::Deleted);
    world.sandbox.advance(Duration::from_secs(86_400 * 14));
    assert_eq!(count().await.len(), 2);
    world.judged();
}

#[tokio::test]
async fn an_expense_is_charged_on_to_a_customer() {
    let world = World::new().await;
    let xero = &world.xero;
    let (supplier, customer) = (world.contact("S-1").await, world.contact("C-1").await);
    let flight = LineItem::new("Flight").quantity(1).unit_amount(500).account_code("404");
    let bill = InvoiceInput::bill(supplier)
        .status(InvoiceStatus::Authorised)
        .due_date(day("2026-02-20"))
        .line_items([flight]);
    let bill = xero.call(invoices::Create::new(bill)).await.unwrap();
    let (source, line) = (bill.invoice_id.unwrap(), bill.line_items[0].line_item_id.clone().unwrap());
    let linked = LinkedTransactionInput::new(&source, &line);
    let linked = xero.call(linked_transactions::Create::new(linked)).await.unwrap();
    let id = linked.linked_transaction_id.unwrap();
    assert_eq!(linked.status.unwrap(), LinkedTransactionStatus::Approved);

    let sold = invoice(&world, &customer, "L-1").await;
    let customer = customer.contact_id.unwrap();
    let target = LinkedTransactionInput::default()
        .contact_id(&*customer)
        .target_transaction_id(sold.invoice_id.clone().unwrap())
        .target_line_item_id(sold.line_items[0].line_item_id.clone().unwrap());
    let billed = xero.call(linked_transactions::Update::new(&id, target)).await.unwrap();
    assert_eq!(billed.status.unwrap(), LinkedTransactionStatus::Billed);
    let list =
        linked_transactions::List::new().contact_id(&*customer).status(LinkedTransactionStatus::Billed);
    let found = xero.items(list).collect().await.unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].source_line_item_id, Some(line));
    let of_another = linked_transactions::List::new().target_transaction_id(&*source);
    assert!(xero.items(of_another).collect().await.unwrap().is_empty());
    world.judged();
}

#[tokio::test]
async fn lines_that_are_added_leave_the_others_as_they_were() {
    let world = World::new().await;
    let xero = &world.xero;
    let contact = world.contact("C-1").await;
    let draft = sale(&contact, "D-1").status(InvoiceStatus::Draft);
    let before = xero.call(invoices::Create::new(draft)).await.unwrap();
    let id = before.invoice_id.unwrap();
    let mut lines = xero.call(invoices::Get::new(&id)).await.unwrap().line_items;
    lines.push(LineItem::new("One more hour").quantity(1).unit_amount(120).account_code("200"));
    let change = InvoiceInput::default().line_items(lines).reference(Patch::Clear);
    let after = xero.call(invoices::Update::new(&id, change)).await.unwrap();
    assert_eq!(after.line_items.len(), 2);
    assert_eq!(after.line_items[0], before.line_items[0], "id, four decimals and all");
    assert_eq!(after.sub_total, before.sub_total.map(|sum| sum + Decimal::from(120)));
    world.judged();
}

#[tokio::test]
async fn an_approved_invoice_is_seen_online() {
    let world = World::new().await;
    let contact = world.contact("C-1").await;
    let seen = invoice(&world, &contact, "I-1").await.invoice_id.unwrap();
    let url = world.xero.call(invoices::GetOnlineUrl::new(&seen)).await.unwrap();
    assert!(url.starts_with("http"), "{url}");
    world.judged();
}
