//! Xero for Rust: contacts, invoices and all other documents, payments, settings and reports of the Accounting API 2.0,
//! as typed actions, and what happens to them as triggers.
//!
//! A [`Client`] refreshes tokens, keeps Xero's limits (5 calls at once, 60 a minute and 5,000 a
//! day for each organisation), sends an `Idempotency-Key` with every PUT and POST, and tells errors by kind and field.
//!
//! ```no_run
//! use connectors_core::auth::OAuthApp;
//! use connectors_core::{ErrorKind, Outcome};
//! use connectors_xero::filter::{Order, field};
//! use connectors_xero::invoices::{self, InvoiceInput, InvoiceStatus};
//! use connectors_xero::{LineItem, Xero, contacts::ContactRef};
//! use rust_decimal::Decimal;
//!
//! # async fn run(refresh_token: String) -> connectors_core::Result<()> {
//! // Connect: a refresh token from a person's consent, and the organisation that it is about.
//! let app = OAuthApp::new("client-id").secret("client-secret".to_owned());
//! let xero = Xero::new()
//!     .tenant("0b1c9a5e-4f4e-4a3c-9a9e-3d5d9f3f1a10")
//!     .oauth(app)
//!     .refresh_token(refresh_token)
//!     .account("customer-1") // what you call this account
//!     .connect()?;
//! println!("connected to {}", xero.check().await?.name);
//!
//! // Create an invoice. With a number of your own it is created once, however often this runs.
//! let ada = ContactRef::number("CRM-1001");
//! let line = LineItem::new("Consulting").quantity(Decimal::from(3)).unit_amount(Decimal::from(120)).account_code("200");
//! let draft = InvoiceInput::sale(ada.clone()).invoice_number("CRM-5001").line_items([line.clone()]);
//! match xero.call(invoices::Create::new(draft)).await {
//!     Ok(invoice) => println!("created, total {:?}", invoice.total),
//!     Err(error) if error.kind() == ErrorKind::Duplicate => {
//!         let there = xero.call(invoices::Get::new("CRM-5001")).await?;
//!         println!("there already: {:?}", there.status);
//!     }
//!     Err(error) => return Err(error),
//! }
//!
//! // Many: 50 in a call, each with an outcome of its own.
//! let many = (0..200).map(|n| InvoiceInput::sale(ada.clone()).invoice_number(format!("B-{n}")).line_items([line.clone()]));
//! for outcome in xero.batch(invoices::CreateMany::new(many)).await {
//!     match outcome {
//!         Outcome::Done(invoice) => println!("{:?}", invoice.invoice_number),
//!         Outcome::Failed(error) => println!("refused: {:?}", error.field_errors()),
//!         Outcome::Unknown(error) => println!("read back before writing it again: {error}"),
//!         Outcome::NotSent(error) => println!("not sent: {error}"),
//!     }
//! }
//!
//! // Read: every page, in order, as they are needed.
//! let open = field("Type").eq("ACCREC").and(field("AmountDue").gt(0));
//! let mut all = xero.items(
//!     invoices::List::new().filter(open).statuses([InvoiceStatus::Authorised]).order(Order::ascending("DueDate")),
//! );
//! while let Some(invoice) = all.next().await {
//!     let invoice = invoice?;
//!     println!("{:?} is due on {:?}", invoice.invoice_number, invoice.due_date);
//! }
//! # Ok(()) }
//! ```
//!
//! # Features
//! - `schema`: JSON schemas of inputs and outputs in the catalog
//!
//! # Actions
//! | id | action |
//! |---|---|
//! | `account.archive` | [`accounts::Archive`] |
//! | `account.create` | [`accounts::Create`] |
//! | `account.delete` | [`accounts::Delete`] |
//! | `account.get` | [`accounts::Get`] |
//! | `account.list` | [`accounts::List`] |
//! | `account.update` | [`accounts::Update`] |
//! | `attachment.download` | [`attachments::Download`] |
//! | `attachment.list` | [`attachments::List`] |
//! | `attachment.upload` | [`attachments::Upload`] |
//! | `bank_transaction.create_many` | [`bank_transactions::CreateMany`] |
//! | `bank_transaction.create` | [`bank_transactions::Create`] |
//! | `bank_transaction.get` | [`bank_transactions::Get`] |
//! | `bank_transaction.list` | [`bank_transactions::List`] |
//! | `bank_transaction.update` | [`bank_transactions::Update`] |
//! | `bank_transaction.upsert_many` | [`bank_transactions::UpsertMany`] |
//! | `bank_transaction.upsert` | [`bank_transactions::Upsert`] |
//! | `bank_transfer.create` | [`bank_transfers::Create`] |
//! | `bank_transfer.delete_many` | [`bank_transfers::DeleteMany`] |
//! | `bank_transfer.delete` | [`bank_transfers::Delete`] |
//! | `bank_transfer.get` | [`bank_transfers::Get`] |
//! | `bank_transfer.list` | [`bank_transfers::List`] |
//! | `batch_payment.create_many` | [`batch_payments::CreateMany`] |
//! | `batch_payment.create` | [`batch_payments::Create`] |
//! | `batch_payment.delete` | [`batch_payments::Delete`] |
//! | `batch_payment.get` | [`batch_payments::Get`] |
//! | `batch_payment.list` | [`batch_payments::List`] |
//! | `branding_theme.add_payment_service` | [`branding_themes::AddPaymentService`] |
//! | `branding_theme.get` | [`branding_themes::Get`] |
//! | `branding_theme.list_payment_services` | [`branding_themes::ListPaymentServices`] |
//! | `branding_theme.list` | [`branding_themes::List`] |
//! | `budget.get` | [`budgets::Get`] |
//! | `budget.list` | [`budgets::List`] |
//! | `contact.archive` | [`contacts::Archive`] |
//! | `contact.create_many` | [`contacts::CreateMany`] |
//! | `contact.create` | [`contacts::Create`] |
//! | `contact.get_cis_settings` | [`contacts::GetCisSettings`] |
//! | `contact.get` | [`contacts::Get`] |
//! | `contact.list` | [`contacts::List`] |
//! | `contact.update` | [`contacts::Update`] |
//! | `contact.upsert_many` | [`contacts::UpsertMany`] |
//! | `contact.upsert` | [`contacts::Upsert`] |
//! | `contact_group.add_contacts` | [`contact_groups::AddContacts`] |
//! | `contact_group.create` | [`contact_groups::Create`] |
//! | `contact_group.delete` | [`contact_groups::Delete`] |
//! | `contact_group.get` | [`contact_groups::Get`] |
//! | `contact_group.list` | [`contact_groups::List`] |
//! | `contact_group.remove_all_contacts` | [`contact_groups::RemoveAllContacts`] |
//! | `contact_group.remove_contact` | [`contact_groups::RemoveContact`] |
//! | `contact_group.update` | [`contact_groups::Update`] |
//! | `credit_note.allocate` | [`credit_notes::Allocate`] |
//! | `credit_note.create_many` | [`credit_notes::CreateMany`] |
//! | `credit_note.create` | [`credit_notes::Create`] |
//! | `credit_note.download_pdf` | [`credit_notes::DownloadPdf`] |
//! | `credit_note.get` | [`credit_notes::Get`] |
//! | `credit_note.list` | [`credit_notes::List`] |
//! | `credit_note.unallocate` | [`credit_notes::Unallocate`] |
//! | `credit_note.update` | [`credit_notes::Update`] |
//! | `credit_note.upsert_many` | [`credit_notes::UpsertMany`] |
//! | `credit_note.upsert` | [`credit_notes::Upsert`] |
//! | `currency.create` | [`currencies::Create`] |
//! | `currency.list` | [`currencies::List`] |
//! | `expense_claim.create` | [`expense_claims::Create`] |
//! | `expense_claim.get` | [`expense_claims::Get`] |
//! | `expense_claim.list` | [`expense_claims::List`] |
//! | `expense_claim.update` | [`expense_claims::Update`] |
//! | `general_ledger.get` | [`journals::Get`] |
//! | `general_ledger.list` | [`journals::List`] |
//! | `history.add` | [`history::Add`] |
//! | `history.list` | [`history::List`] |
//! | `invoice.create_many` | [`invoices::CreateMany`] |
//! | `invoice.create` | [`invoices::Create`] |
//! | `invoice.delete` | [`invoices::Delete`] |
//! | `invoice.download_pdf` | [`invoices::DownloadPdf`] |
//! | `invoice.email` | [`invoices::Email`] |
//! | `invoice.get_online_url` | [`invoices::GetOnlineUrl`] |
//! | `invoice.get` | [`invoices::Get`] |
//! | `invoice.list` | [`invoices::List`] |
//! | `invoice.update` | [`invoices::Update`] |
//! | `invoice.upsert_many` | [`invoices::UpsertMany`] |
//! | `invoice.upsert` | [`invoices::Upsert`] |
//! | `invoice.void` | [`invoices::Void`] |
//! | `invoice_reminder.get` | [`invoice_reminders::Get`] |
//! | `item.create_many` | [`items::CreateMany`] |
//! | `item.create` | [`items::Create`] |
//! | `item.delete` | [`items::Delete`] |
//! | `item.get` | [`items::Get`] |
//! | `item.list` | [`items::List`] |
//! | `item.update` | [`items::Update`] |
//! | `item.upsert_many` | [`items::UpsertMany`] |
//! | `item.upsert` | [`items::Upsert`] |
//! | `linked_transaction.create` | [`linked_transactions::Create`] |
//! | `linked_transaction.delete` | [`linked_transactions::Delete`] |
//! | `linked_transaction.get` | [`linked_transactions::Get`] |
//! | `linked_transaction.list` | [`linked_transactions::List`] |
//! | `linked_transaction.update` | [`linked_transactions::Update`] |
//! | `manual_journal.create_many` | [`manual_journals::CreateMany`] |
//! | `manual_journal.create` | [`manual_journals::Create`] |
//! | `manual_journal.get` | [`manual_journals::Get`] |
//! | `manual_journal.list` | [`manual_journals::List`] |
//! | `manual_journal.update` | [`manual_journals::Update`] |
//! | `manual_journal.upsert_many` | [`manual_journals::UpsertMany`] |
//! | `manual_journal.upsert` | [`manual_journals::Upsert`] |
//! | `organisation.get_cis_settings` | [`organisations::GetCisSettings`] |
//! | `organisation.get` | [`organisations::Get`] |
//! | `organisation.list_actions` | [`organisations::ListActions`] |
//! | `organisation.list` | [`organisations::List`] |
//! | `overpayment.allocate` | [`overpayments::Allocate`] |
//! | `overpayment.get` | [`overpayments::Get`] |
//! | `overpayment.list` | [`overpayments::List`] |
//! | `overpayment.unallocate` | [`overpayments::Unallocate`] |
//! | `payment.create_many` | [`payments::CreateMany`] |
//! | `payment.create` | [`payments::Create`] |
//! | `payment.delete` | [`payments::Delete`] |
//! | `payment.get` | [`payments::Get`] |
//! | `payment.list` | [`payments::List`] |
//! | `payment_service.create` | [`payment_services::Create`] |
//! | `payment_service.list` | [`payment_services::List`] |
//! | `prepayment.allocate` | [`prepayments::Allocate`] |
//! | `prepayment.get` | [`prepayments::Get`] |
//! | `prepayment.list` | [`prepayments::List`] |
//! | `prepayment.unallocate` | [`prepayments::Unallocate`] |
//! | `purchase_order.create_many` | [`purchase_orders::CreateMany`] |
//! | `purchase_order.create` | [`purchase_orders::Create`] |
//! | `purchase_order.download_pdf` | [`purchase_orders::DownloadPdf`] |
//! | `purchase_order.get` | [`purchase_orders::Get`] |
//! | `purchase_order.list` | [`purchase_orders::List`] |
//! | `purchase_order.update` | [`purchase_orders::Update`] |
//! | `purchase_order.upsert_many` | [`purchase_orders::UpsertMany`] |
//! | `purchase_order.upsert` | [`purchase_orders::Upsert`] |
//! | `quote.create_many` | [`quotes::CreateMany`] |
//! | `quote.create` | [`quotes::Create`] |
//! | `quote.download_pdf` | [`quotes::DownloadPdf`] |
//! | `quote.get` | [`quotes::Get`] |
//! | `quote.list` | [`quotes::List`] |
//! | `quote.update` | [`quotes::Update`] |
//! | `quote.upsert_many` | [`quotes::UpsertMany`] |
//! | `quote.upsert` | [`quotes::Upsert`] |
//! | `receipt.create` | [`receipts::Create`] |
//! | `receipt.get` | [`receipts::Get`] |
//! | `receipt.list` | [`receipts::List`] |
//! | `receipt.update` | [`receipts::Update`] |
//! | `repeating_invoice.create_many` | [`repeating_invoices::CreateMany`] |
//! | `repeating_invoice.create` | [`repeating_invoices::Create`] |
//! | `repeating_invoice.delete` | [`repeating_invoices::Delete`] |
//! | `repeating_invoice.get` | [`repeating_invoices::Get`] |
//! | `repeating_invoice.list` | [`repeating_invoices::List`] |
//! | `report.aged_payables` | [`reports::AgedPayables`] |
//! | `report.aged_receivables` | [`reports::AgedReceivables`] |
//! | `report.balance_sheet` | [`reports::BalanceSheet`] |
//! | `report.bank_summary` | [`reports::BankSummary`] |
//! | `report.budget_summary` | [`reports::BudgetSummary`] |
//! | `report.executive_summary` | [`reports::ExecutiveSummary`] |
//! | `report.get` | [`reports::Get`] |
//! | `report.list` | [`reports::List`] |
//! | `report.profit_and_loss` | [`reports::ProfitAndLoss`] |
//! | `report.ten_ninety_nine` | [`reports::TenNinetyNine`] |
//! | `report.trial_balance` | [`reports::TrialBalance`] |
//! | `tax_rate.create` | [`tax_rates::Create`] |
//! | `tax_rate.delete` | [`tax_rates::Delete`] |
//! | `tax_rate.get` | [`tax_rates::Get`] |
//! | `tax_rate.list` | [`tax_rates::List`] |
//! | `tax_rate.update` | [`tax_rates::Update`] |
//! | `tenant.disconnect` | [`tenants::Disconnect`] |
//! | `tenant.list` | [`tenants::List`] |
//! | `tracking_category.archive` | [`tracking_categories::Archive`] |
//! | `tracking_category.create` | [`tracking_categories::Create`] |
//! | `tracking_category.delete` | [`tracking_categories::Delete`] |
//! | `tracking_category.get` | [`tracking_categories::Get`] |
//! | `tracking_category.list` | [`tracking_categories::List`] |
//! | `tracking_category.update` | [`tracking_categories::Update`] |
//! | `tracking_option.archive` | [`tracking_options::Archive`] |
//! | `tracking_option.create` | [`tracking_options::Create`] |
//! | `tracking_option.delete` | [`tracking_options::Delete`] |
//! | `tracking_option.update` | [`tracking_options::Update`] |
//! | `user.get` | [`users::Get`] |
//! | `user.list` | [`users::List`] |
//!
//! # Triggers and webhooks
//! A trigger tells what happens, each event once. It asks Xero for what changed since a cursor that you keep
//! ([`Client::poll`], [`Client::events`]). Where Xero's webhooks tell of it too, a delivery makes it ask at once; deliveries
//! that are lost, late, doubled or forged change nothing in what comes. This runs against a simulated Xero:
//!
//! ```
//! use std::time::Duration;
//!
//! use connectors_core::triggers::PollCursor;
//! use connectors_core::webhooks::Route;
//! use connectors_xero::{Xero, payments, webhooks};
//! use secrecy::SecretString;
//! # use connectors_core::auth::OAuthApp;
//! # use connectors_sandbox::{Sandbox, xero as simulated};
//! # use connectors_xero::{LineItem, contacts::ContactRef, invoices::{self, InvoiceInput, InvoiceStatus}};
//!
//! # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let platform = simulated::Xero::new();
//! # let sandbox = Sandbox::builder().platform(platform.clone()).start().await?;
//! # let credentials = sandbox.credentials("xero").ok_or("no credentials")?;
//! # let url = sandbox.url("xero");
//! # let app = OAuthApp::new(credentials.client_id).secret(credentials.client_secret);
//! # let xero = Xero::new().base_urls(url, url).tenant(&platform.tenants()[0]).oauth(app).refresh_token(credentials.refresh_token);
//! # let xero = xero.connect()?;
//! # let line = LineItem::new("Consulting").unit_amount(120).account_code("200");
//! # let sale = InvoiceInput::sale(ContactRef::named("Ada Example")).invoice_number("INV-1").line_items([line]);
//! # let due = "2026-02-20".parse::<chrono::NaiveDate>()?;
//! # xero.call(invoices::Create::new(sale.status(InvoiceStatus::Authorised).due_date(due))).await?;
//! // From now on, or from the cursor that was kept.
//! let cursor = PollCursor::since(xero.shared().clock().now());
//! let mut paid = xero.events(payments::Created::new(), cursor).every(Duration::from_secs(600));
//!
//! // Where Xero's deliveries arrive: by itself it answers as Xero wants, the intent to receive among that.
//! let signing_key = SecretString::from("the key that Xero's developer portal shows");
//! let (route, mut deliveries) = Route::<Xero>::new(webhooks::verifier(signing_key), 1_000);
//! let app: axum::Router = axum::Router::new().route("/hooks/xero", route.into_method_router());
//! let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
//! # let here = format!("http://{}/hooks/xero", listener.local_addr()?);
//! tokio::spawn(async move { axum::serve(listener, app).await });
//! let hints = paid.hints();
//! tokio::spawn(async move {
//!     while let Some(delivery) = deliveries.next().await {
//!         delivery.tell(&hints);
//!         let _ = delivery.confirm().await; // if it fails they come again, and do no harm
//!     }
//! });
//! # platform.set_webhook(&here, Some("the key that Xero's developer portal shows"));
//! # sandbox.settled().await;
//! # platform.pay(&simulated::PayWhat::Fraction(1.0))?;
//!
//! while let Some(payment) = paid.next().await {
//!     let payment = payment?;
//!     println!("{:?} of {:?}", payment.data.amount, payment.data.invoice);
//!     let _row = serde_json::to_string(paid.cursor())?; // keep it when you are done with the payment
//! #   break;
//! }
//! # Ok(()) }
//! ```
//!
//! - **What triggers cost:** a poll in which nothing happened is one call. `Created` and `Updated` read the
//!   [history](records::Created) of each changed record besides, since Xero's lists do not tell when records were made.
//! - **What comes:** the record as it is when it is read. What is archived, voided or deleted by its status comes with
//!   that; what is gone from Xero's list (items) is not told of.
//! - **What webhooks tell of:** contacts, invoices and bills, credit notes, and by these their payments. All else is polled
//!   alone. What is proven, and what Xero wants of an address: [`webhooks`].
//! - **Not told by this API:** projects and employees have APIs of their own. Currencies, tax rates, tracking categories and
//!   repeating invoices tell no moment of a change. Of [bank transfers](bank_transfers::Created) and
//!   [journals](journals::Created) only the making is told: they are never changed.
//! - **Not verified:** how late a change may show up in a list. Five minutes are assumed; so much is read again each time.
//!
//! ## Index
//! | id | trigger |
//! |---|---|
//! | `account.created_or_updated` | [`accounts::CreatedOrUpdated`] |
//! | `bank_transaction.created` | [`bank_transactions::Created`] |
//! | `bank_transaction.created_or_updated` | [`bank_transactions::CreatedOrUpdated`] |
//! | `bank_transaction.updated` | [`bank_transactions::Updated`] |
//! | `bank_transfer.created` | [`bank_transfers::Created`] |
//! | `batch_payment.created_or_updated` | [`batch_payments::CreatedOrUpdated`] |
//! | `bill.created` | [`bills::Created`] |
//! | `bill.updated` | [`bills::Updated`] |
//! | `contact.created` | [`contacts::Created`] |
//! | `contact.created_or_updated` | [`contacts::CreatedOrUpdated`] |
//! | `contact.updated` | [`contacts::Updated`] |
//! | `credit_note.created` | [`credit_notes::Created`] |
//! | `credit_note.created_or_updated` | [`credit_notes::CreatedOrUpdated`] |
//! | `credit_note.updated` | [`credit_notes::Updated`] |
//! | `expense_claim.created_or_updated` | [`expense_claims::CreatedOrUpdated`] |
//! | `general_ledger.created` | [`journals::Created`] |
//! | `invoice.created_or_updated` | [`invoices::CreatedOrUpdated`] |
//! | `item.created_or_updated` | [`items::CreatedOrUpdated`] |
//! | `manual_journal.created_or_updated` | [`manual_journals::CreatedOrUpdated`] |
//! | `overpayment.created_or_updated` | [`overpayments::CreatedOrUpdated`] |
//! | `payment.created` | [`payments::Created`] |
//! | `payment.created_or_updated` | [`payments::CreatedOrUpdated`] |
//! | `payment.reconciled` | [`payments::Reconciled`] |
//! | `prepayment.created_or_updated` | [`prepayments::CreatedOrUpdated`] |
//! | `purchase_order.created` | [`purchase_orders::Created`] |
//! | `purchase_order.created_or_updated` | [`purchase_orders::CreatedOrUpdated`] |
//! | `purchase_order.updated` | [`purchase_orders::Updated`] |
//! | `quote.created` | [`quotes::Created`] |
//! | `quote.created_or_updated` | [`quotes::CreatedOrUpdated`] |
//! | `quote.updated` | [`quotes::Updated`] |
//! | `receipt.created_or_updated` | [`receipts::CreatedOrUpdated`] |
//! | `sales_invoice.created` | [`sales_invoices::Created`] |
//! | `sales_invoice.updated` | [`sales_invoices::Updated`] |
//! | `user.created_or_updated` | [`users::CreatedOrUpdated`] |
//!
//! # What to know about Xero
//! - **Which organisation:** one consent may cover several. [`tenants::List`] names them; see [`Xero`].
//! - **Creating and overwriting:** `Create` refuses what is there, `Upsert` overwrites it by id or number.
//! - **Lines:** an update that has lines replaces all that are stored.
//! - **Files and notes** belong to records of many kinds: [`attachments`] and [`history`] take a [`Parent`].
//! - **Rounding:** unit prices are read and written with four decimals; Xero rounds sums to two. Purchase orders,
//!   quotes and repeating invoices are the exception: their calls have no parameter for it, so Xero may round their
//!   prices to two. Of overpayments and prepayments only lists have it.
//! - **Deleting** documents changes their status. They stay listed.
//! - **Version:** the Accounting API is at 2.0, the only one there is; Xero adds to it without notice. Members that
//!   this release does not know are passed over, and enumerations are open.
//!
//! # Called otherwise elsewhere
//! - Searching contacts and invoices: `search` of [`contacts::List`] and [`invoices::List`]; searching anything else:
//!   `filter` of its list.
//! - Finding or creating a contact: [`contacts::Upsert`], with a number.
//! - Creating a bill: [`invoices::Create`] of an [`InvoiceInput::bill`](invoices::InvoiceInput::bill).
//! - Adding lines to an invoice: [`invoices::Update`] with the lines that are there, by their ids, and the new ones; see
//!   [`invoices`].
//! - The history of an invoice: [`history::List`], as that of every other record.
//!
//! # Not covered
//! - **Employees:** the Accounting API has them no more (`xero_accounting.yaml` 16.1.0); they belong to the payroll
//!   APIs. People who work with the books are [`users`], old expense claims are [`expense_claims`].
//! - **Other APIs of Xero:** projects, payroll, fixed assets, files, bank feeds.
//! - **Setting up** an organisation with opening balances (`POST /Setup`).
//!
//! What the Accounting API has besides needs few lines of your own: see [`records`].

pub mod accounts;
pub mod allocations;
pub mod attachments;
pub mod auth;
pub mod bank_transactions;
pub mod bank_transfers;
mod batch;
pub mod batch_payments;
pub mod bills;
pub mod branding_themes;
pub mod budgets;
mod catalog;
mod config;
pub mod contact_groups;
pub mod contacts;
pub mod credit_notes;
pub mod currencies;
pub mod dates;
mod envelope;
mod errors;
pub mod expense_claims;
pub mod filter;
pub mod history;
pub mod invoice_reminders;
pub mod invoices;
pub mod items;
pub mod journals;
mod limits;
mod line_items;
pub mod linked_transactions;
mod listing;
pub mod manual_journals;
pub mod organisations;
pub mod overpayments;
mod parents;
pub mod payment_services;
pub mod payments;
pub mod prepayments;
pub mod purchase_orders;
pub mod quotes;
pub mod receipts;
pub mod records;
pub mod repeating_invoices;
pub mod reports;
pub mod sales_invoices;
pub mod tax_rates;
pub mod tenants;
pub mod tracking_categories;
pub mod tracking_options;
pub mod users;
pub mod webhooks;
mod wire;

use connectors_core::auth::{ConnectedAccount, OAuth, TokenSet};
use connectors_core::limits::{Feedback, Window};
use connectors_core::{Catalog, Client, Connector, Facts, Fault, Head, Request, Result, Root, Target};
use url::Url;

pub use self::config::{Tier, Xero};
pub use self::line_items::{LineItem, Tracking};
pub use self::parents::{Parent, ParentKind};
pub use self::wire::Message;

impl Connector for Xero {
    const ID: &'static str = "xero";

    fn base(&self, root: Root, _: &Facts) -> Result<Url> {
        self.url_of(root)
    }

    fn prepare(&self, request: &mut Request) -> Result<()> {
        // The list of connections is asked for without a tenant.
        if matches!(request.target(), Target::Path { root: Root::API, .. })
            && let Some(tenant) = self.chosen_tenant()?
        {
            request.set_header("xero-tenant-id", tenant);
        }
        Ok(())
    }

    fn limits(&self) -> Vec<Window> {
        limits::windows(self.tier)
    }

    fn feedback(&self, head: &Head, _: &[u8]) -> Feedback {
        limits::feedback(self.tier, head)
    }

    fn fault(&self, head: &Head, body: &[u8]) -> Option<Fault> {
        errors::fault(head, body)
    }

    fn realm(&self) -> Option<&str> {
        self.tenant.as_deref()
    }

    fn request_id_headers(&self) -> &'static [&'static str] {
        // Not verified; without it errors name no request.
        &["xero-correlation-id"]
    }

    fn oauth(&self) -> Option<OAuth> {
        Some(auth::oauth(self))
    }

    fn max_body(&self) -> Option<usize> {
        Some(limits::MAX_BODY)
    }

    async fn connected(client: &Client<Self>, tokens: &TokenSet) -> Result<Vec<ConnectedAccount<Self>>> {
        auth::connected(client, tokens).await
    }

    // Made where it is used: who never calls by name does not wait for it to be compiled. Not so without optimisation: many
    // tests use it, and each would make it anew.
    #[cfg_attr(not(debug_assertions), inline)]
    fn catalog() -> Catalog<Self> {
        catalog::catalog()
    }
}
