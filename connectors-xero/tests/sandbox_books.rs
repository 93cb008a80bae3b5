//! Flows of files, settings, expenses, the ledger and reports, over real HTTP against the sandbox.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use chrono::NaiveDate;
use connectors_contract::Waiver;
use connectors_core::body::Content;
use connectors_core::{Delivery, ErrorKind};
use connectors_xero::accounts::{self, AccountInput, AccountRef, AccountStatus, AccountType};
use connectors_xero::contact_groups::{self, ContactGroupInput, ContactGroupStatus};
use connectors_xero::currencies::{self, CurrencyInput};
use connectors_xero::expense_claims::{self, ExpenseClaimInput, ExpenseClaimStatus};
use connectors_xero::filter::field;
use connectors_xero::invoices::{self, InvoiceInput, InvoiceRef};
use connectors_xero::journals::{self, Journal, SourceType};
use connectors_xero::payments::{self, PaymentInput};
use connectors_xero::receipts::{self, ReceiptInput, ReceiptRef, ReceiptStatus};
use connectors_xero::tax_rates::{self, TaxComponent, TaxRateInput, TaxRateStatus};
use connectors_xero::tracking_categories::{self, TrackingCategoryInput, TrackingStatus};
use connectors_xero::users::{self, UserRef};
use connectors_xero::{LineItem, Parent, ParentKind, attachments, history, reports, tracking_options};
use rust_decimal::Decimal;

mod support;
#[path = "support/world.rs"]
mod world;
use world::{World, sale};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn amount(text: &str) -> Option<Decimal> {
    text.parse().ok()
}

/// Files go and come by their own media type; the description knows one for all.
const FILES: [Waiver; 3] = [
    Waiver::request(
        "PUT",
        "/api.xro/2.0/Invoices/{InvoiceID}/Attachments/{FileName}",
        "content-type",
        "a file goes by its own media type",
    ),
    Waiver::request(
        "POST",
        "/api.xro/2.0/Invoices/{InvoiceID}/Attachments/{FileName}",
        "content-type",
        "a file goes by its own media type",
    ),
    Waiver::response(
        "GET",
        "/api.xro/2.0/Invoices/{InvoiceID}/Attachments/{AttachmentID}",
        "content-type",
        "a file comes with its own media type",
    ),
];

#[tokio::test]
async fn a_file_is_attached_replaced_and_read_back() {
    let world = World::waiving(FILES).await;
    let xero = &world.xero;
    let contact = world.contact("CRM-1").await;
    let invoice = xero.call(invoices::Create::new(sale(&contact, "CRM-5001"))).await.unwrap();
    let id = invoice.invoice_id.unwrap();
    let parent = Parent::new(ParentKind::Invoice, &id);
    assert!(xero.items(attachments::List::new(parent.clone())).collect().await.unwrap().is_empty());

    let name = "Delivery note #7 [1] & 100%.png";
    let upload = attachments::Upload::new(parent.clone(), name).include_online(true);
    let content = Content::bytes(vec![7; 100_000]).media_type("image/png");
    let file = xero.upload(upload, content).await.unwrap();
    assert_eq!((file.file_name.as_deref(), file.content_length), (Some(name), Some(100_000)));
    assert_eq!((file.mime_type.as_deref(), file.include_online), (Some("image/png"), Some(true)));

    let over = attachments::Upload::new(parent.clone(), name).overwrite(true);
    let again = xero.upload(over, Content::bytes("new").media_type("image/png")).await.unwrap();
    assert_eq!(again.attachment_id, file.attachment_id);
    let listed = xero.items(attachments::List::new(parent.clone())).collect().await.unwrap();
    assert_eq!(listed, [again]);

    for download in [
        attachments::Download::of(parent.clone(), &listed[0]),
        attachments::Download::new(parent.clone(), name).mime_type("image/png"),
    ] {
        let stream = xero.download(download).await.unwrap();
        assert_eq!(stream.media_type(), Some("image/png"));
        assert_eq!(stream.bytes(100).await.unwrap(), "new");
    }
    let missing = xero.call(attachments::Download::new(parent, "none.png")).await.unwrap_err();
    assert_eq!(missing.kind(), ErrorKind::NotFound);
    let invoice = xero.call(invoices::Get::new(&id)).await.unwrap();
    assert_eq!(invoice.has_attachments, Some(true));
    world.judged();
}

#[tokio::test]
async fn what_happened_is_in_the_history_and_so_are_notes() {
    let world = World::new().await;
    let contact = world.contact("CRM-1").await;
    let invoice = world.xero.call(invoices::Create::new(sale(&contact, "CRM-5001"))).await.unwrap();
    let parent = Parent::new(ParentKind::Invoice, invoice.invoice_id.unwrap());
    let before = world.xero.items(history::List::new(parent.clone())).collect().await.unwrap();
    assert!(!before.is_empty());
    let note = world.xero.call(history::Add::new(parent.clone(), "Sent by courier")).await.unwrap();
    assert_eq!(note.details.as_deref(), Some("Sent by courier"));
    let after = world.xero.items(history::List::new(parent)).collect().await.unwrap();
    assert_eq!(after.len(), before.len() + 1);
    assert!(after.iter().any(|record| record.details.as_deref() == Some("Sent by courier")));
    assert!(after.iter().all(|record| record.date_utc.is_some()));
    let nothing = Parent::new(ParentKind::Contact, support::ID);
    let error = world.xero.items(history::List::new(nothing)).collect().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
    world.judged();
}

#[tokio::test]
async fn a_group_is_filled_emptied_and_deleted() {
    let world = World::new().await;
    let xero = &world.xero;
    let mut ids = Vec::new();
    for number in ["CRM-1", "CRM-2", "CRM-3"] {
        ids.push(world.contact(number).await.contact_id.unwrap());
    }
    let group = xero.call(contact_groups::Create::new(ContactGroupInput::new("Wholesale"))).await.unwrap();
    let id = group.contact_group_id.unwrap();
    xero.call(contact_groups::AddContacts::new(&id, &ids)).await.unwrap();
    let members = async || {
        let group = xero.call(contact_groups::Get::new(&id)).await.unwrap();
        group.contacts.into_iter().filter_map(|contact| contact.contact_id).collect::<Vec<_>>()
    };
    assert_eq!(members().await.len(), 3);
    xero.call(contact_groups::RemoveContact::new(&id, &ids[0])).await.unwrap();
    assert!(!members().await.contains(&ids[0]));
    xero.call(contact_groups::RemoveAllContacts::new(&id)).await.unwrap();
    assert!(members().await.is_empty());
    let rename = contact_groups::Update::new(&id, ContactGroupInput::new("Retail"));
    assert_eq!(xero.call(rename).await.unwrap().name.as_deref(), Some("Retail"));
    let deleted = xero.call(contact_groups::Delete::new(&id)).await.unwrap();
    assert_eq!(deleted.status.unwrap(), ContactGroupStatus::Deleted);
    world.judged();
}

#[tokio::test]
async fn an_account_is_made_used_and_put_away() {
    let world = World::new().await;
    let xero = &world.xero;
    let input = AccountInput::new("415", "Courier", AccountType::Expense).tax_type("NONE");
    let account = xero.call(accounts::Create::new(input.clone())).await.unwrap();
    let id = account.account_id.clone().unwrap();
    let twice = xero.call(accounts::Create::new(input)).await.unwrap_err();
    assert_eq!((twice.kind(), twice.delivery()), (ErrorKind::Duplicate, Delivery::Rejected));
    let update = accounts::Update::new(&id, AccountInput::default().name("Post").description("Stamps"));
    let changed = xero.call(update).await.unwrap();
    assert_eq!((changed.code, changed.name.as_deref()), (account.code, Some("Post")));

    let line = LineItem::new("Stamps").quantity(1).unit_amount(20).account_code("415");
    let bill = InvoiceInput::bill(world.contact("CRM-1").await)
        .date(day("2026-01-15"))
        .due_date(day("2026-02-20"))
        .status(invoices::InvoiceStatus::Authorised)
        .line_items([line]);
    xero.call(invoices::Create::new(bill)).await.unwrap();
    let used = xero.call(accounts::Delete::new(&id)).await.unwrap_err();
    assert_eq!(used.kind(), ErrorKind::Validation);
    let archived = xero.call(accounts::Archive::new(&id)).await.unwrap();
    assert_eq!(archived.status.unwrap(), AccountStatus::Archived);
    world.judged();
}

#[tokio::test]
async fn tracking_tax_rates_and_currencies_are_made_and_put_away() {
    let world = World::new().await;
    let xero = &world.xero;
    let department = TrackingCategoryInput::new("Department");
    let category = xero.call(tracking_categories::Create::new(department)).await.unwrap();
    let id = category.tracking_category_id.unwrap();
    let option = xero.call(tracking_options::Create::new(&id, "Sales")).await.unwrap();
    let option_id = option.tracking_option_id.unwrap();
    xero.call(tracking_options::Update::new(&id, &option_id, "Service")).await.unwrap();
    let read = xero.call(tracking_categories::Get::new(&id)).await.unwrap();
    assert_eq!(read.options.len(), 1);
    assert_eq!(read.options[0].name.as_deref(), Some("Service"));
    let archived = xero.call(tracking_categories::Archive::new(&id)).await.unwrap();
    assert_eq!(archived.status.unwrap(), TrackingStatus::Archived);

    let vat = TaxRateInput::new("Reduced", [TaxComponent::of("VAT", Decimal::new(55, 1))]);
    let rate = xero.call(tax_rates::Create::new(vat.report_tax_type("OUTPUT"))).await.unwrap();
    let tax_type = rate.tax_type.unwrap();
    assert_eq!(rate.effective_rate, amount("5.5"));
    let change = TaxRateInput::new("Reduced", [TaxComponent::of("VAT", 6)]).tax_type(&tax_type);
    let changed = xero.call(tax_rates::Update::new(change)).await.unwrap();
    assert_eq!(changed.effective_rate, amount("6"));
    let deleted = xero.call(tax_rates::Delete::new(&tax_type, "Reduced")).await.unwrap();
    assert_eq!(deleted.status.unwrap(), TaxRateStatus::Deleted);

    xero.call(currencies::Create::new(CurrencyInput::new("SEK"))).await.unwrap();
    let named = currencies::List::new().filter(field("Code").eq("SEK"));
    assert_eq!(xero.items(named).collect().await.unwrap().len(), 1);
    world.judged();
}

#[tokio::test]
async fn receipts_are_handed_in_and_approved() {
    let world = World::new().await;
    let xero = &world.xero;
    let user = xero.items(users::List::new()).collect().await.unwrap().remove(0).user_id.unwrap();
    let line = LineItem::new("Train").quantity(1).unit_amount(Decimal::new(425, 1)).account_code("429");
    let receipt = ReceiptInput::new(UserRef::id(&user), world.contact("CRM-1").await)
        .date(day("2026-01-20"))
        .line_items([line]);
    let receipt = xero.call(receipts::Create::new(receipt)).await.unwrap();
    assert_eq!(receipt.status.unwrap(), ReceiptStatus::Draft);
    assert!(receipt.receipt_number.is_some());
    let id = receipt.receipt_id.unwrap();
    let claim = ExpenseClaimInput::new(UserRef::id(&user), [ReceiptRef::id(&id)]);
    let claim = xero.call(expense_claims::Create::new(claim)).await.unwrap();
    assert_eq!((claim.status.unwrap(), claim.total), (ExpenseClaimStatus::Submitted.into(), receipt.total));
    let claim_id = claim.expense_claim_id.unwrap();
    let approve = ExpenseClaimInput::default().status(ExpenseClaimStatus::Authorised);
    let approved = xero.call(expense_claims::Update::new(&claim_id, approve)).await.unwrap();
    assert_eq!(approved.status.unwrap(), ExpenseClaimStatus::Authorised);
    let read = xero.call(expense_claims::Get::new(&claim_id)).await.unwrap();
    assert_eq!(read.receipts[0].receipt_id.as_deref(), Some(&*id));
    world.judged();
}

/// A sales invoice of 100 and tax, of which 50 are paid, and a bill.
async fn trade(world: &World) -> (String, String) {
    let contact = world.contact("CRM-1").await;
    let invoice = world.xero.call(invoices::Create::new(sale(&contact, "CRM-5001"))).await.unwrap();
    let id = invoice.invoice_id.unwrap();
    let paid = PaymentInput::new(InvoiceRef::id(&id), AccountRef::with_code("090"), Decimal::from(50));
    world.xero.call(payments::Create::new(paid.date(day("2026-01-20")))).await.unwrap();
    let line = LineItem::new("Rent").quantity(1).unit_amount(30).account_code("469").tax_type("NONE");
    let bill = InvoiceInput::bill(contact.clone())
        .date(day("2026-01-15"))
        .due_date(day("2026-02-20"))
        .status(invoices::InvoiceStatus::Authorised)
        .line_items([line]);
    world.xero.call(invoices::Create::new(bill)).await.unwrap();
    (contact.contact_id.unwrap(), id)
}

#[tokio::test]
async fn every_journal_adds_up_to_zero_and_the_list_goes_on_where_it_was() {
    let world = World::new().await;
    let (_, invoice) = trade(&world).await;
    let all: Vec<Journal> = world.xero.items(journals::List::new()).collect().await.unwrap();
    assert!(all.len() >= 3);
    for journal in &all {
        let sum: Decimal = journal.journal_lines.iter().filter_map(|line| line.net_amount).sum();
        assert_eq!(sum, Decimal::ZERO, "{journal:?}");
    }
    let of_invoice = all.iter().find(|journal| journal.source_id.as_deref() == Some(&*invoice)).unwrap();
    assert_eq!(of_invoice.source_type, Some(SourceType::AccRec.into()));
    let number = of_invoice.journal_number.unwrap();
    for key in [of_invoice.journal_id.clone().unwrap(), number.to_string()] {
        assert_eq!(world.xero.call(journals::Get::new(key)).await.unwrap(), *of_invoice);
    }
    let later = world.xero.items(journals::List::after(number)).collect().await.unwrap();
    let expected: Vec<_> = all.into_iter().filter(|journal| journal.journal_number > Some(number)).collect();
    assert_eq!(later, expected);
    world.judged();
}

#[tokio::test]
async fn reports_say_what_was_traded_and_balance() {
    let world = World::new().await;
    let xero = &world.xero;
    let (contact, invoice) = trade(&world).await;
    let end = day("2026-01-31");

    let sheet = xero.call(reports::BalanceSheet::new().date(end)).await.unwrap();
    assert_eq!(sheet.value("Net Assets", 1), sheet.value("Total Equity", 1));
    // The invoice without tax, less the bill.
    assert_eq!(sheet.value("Net Assets", 1), amount("70.00"));

    let month = reports::ProfitAndLoss::new().from_date(day("2026-01-01")).to_date(end);
    let month = xero.call(month).await.unwrap();
    assert_eq!(month.value("Net Profit", 1), amount("70.00"));
    let sales = xero.items(accounts::List::new().filter(field("Code").eq("200"))).collect().await.unwrap();
    let sales = month.line_of_account(sales[0].account_id.as_deref().unwrap()).unwrap();
    assert_eq!(sales.value(1), amount("100.00"));

    let trial = xero.call(reports::TrialBalance::new().date(end)).await.unwrap();
    let total = trial.line("Total").unwrap();
    assert_eq!(total.value(1), total.value(2));
    assert_eq!(total.value(3), total.value(4));

    let banks = reports::BankSummary::new().from_date(day("2026-01-01")).to_date(end);
    let banks = xero.call(banks).await.unwrap();
    let closing = banks.column("Closing Balance").unwrap();
    assert_eq!(banks.value("Total", closing), amount("50.00"));

    let aged = xero.call(reports::AgedReceivables::new(&contact).date(day("2026-03-31"))).await.unwrap();
    let due = aged.column("Due").unwrap();
    let line = aged.lines().into_iter().find(|line| line.invoice_id() == Some(&*invoice)).unwrap();
    let read = xero.call(invoices::Get::new(&invoice)).await.unwrap();
    assert_eq!(line.value(due), read.amount_due);
    let owed = xero.call(reports::AgedPayables::new(&contact).date(day("2026-03-31"))).await.unwrap();
    assert_eq!(owed.lines().iter().filter(|line| line.invoice_id().is_some()).count(), 1);

    let summary = xero.call(reports::ExecutiveSummary::new().date(end)).await.unwrap();
    assert!(summary.section("Cash").is_some());
    let budget = xero.call(reports::BudgetSummary::new().date(end).periods(2)).await.unwrap();
    assert_eq!(budget.columns().len(), 3);
    world.judged();
}
