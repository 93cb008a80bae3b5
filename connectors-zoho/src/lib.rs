//! Zoho CRM for Rust, as typed actions: records of any module, with the lines of quotes, orders and invoices; search,
//! COQL, counts, lead conversion; related records, notes, tags, attachments, photos, files; bulk reads and writes, mass
//! jobs, composite calls; triggers, notification channels and what they report; drafts and e-mails; users, roles, profiles,
//! modules with their fields, layouts, views, pipelines and pick lists.
//!
//! A [`Client`](connectors_core::Client) keeps the token fresh (Zoho makes ten of them in ten minutes), keeps the
//! organisation's limits (calls at once, credits in 24 hours), pages without gaps, and tells errors by kind and field.
//! It speaks version 8 of the API.
//!
//! ```no_run
//! use connectors_core::Outcome;
//! use connectors_core::auth::OAuthApp;
//! use connectors_zoho::{Contact, Criteria, DataCenter, Edition, Module, Zoho, contacts, records};
//! use rust_decimal::Decimal;
//! use serde::{Deserialize, Serialize};
//!
//! // Your own type, with the fields that you use: here a custom one among those of Zoho.
//! #[derive(Clone, Debug, Serialize, Deserialize)]
//! struct WonDeal {
//!     id: String,
//!     #[serde(rename = "Deal_Name")]
//!     name: String,
//!     #[serde(rename = "Amount")]
//!     amount: Option<f64>,
//!     #[serde(rename = "Invoice_Number")]
//!     invoice_number: Option<String>,
//! }
//!
//! impl Module for WonDeal {
//!     const API_NAME: &'static str = "Deals";
//!     const RESOURCE: &'static str = "won_deal";
//!     const FIELDS: &'static [&'static str] = &["Deal_Name", "Amount", "Invoice_Number"];
//! }
//!
//! # async fn run(refresh_token: String) -> connectors_core::Result<()> {
//! // Connect: a refresh token from a person's consent, and what the organisation pays for.
//! let app = OAuthApp::new("client-id").secret("client-secret".to_owned());
//! let zoho = Zoho::new(DataCenter::Eu)
//!     .edition(Edition::Enterprise)
//!     .users(25)
//!     .oauth(app)
//!     .refresh_token(refresh_token)
//!     .account("customer-1") // what you call this account
//!     .connect()?;
//! println!("connected to {}", zoho.check().await?.name);
//!
//! // Read: every page, in order, as they are needed.
//! let won = Criteria::equals("Stage", "Closed Won").and(Criteria::greater_than("Amount", 1000));
//! let mut deals = zoho.items(records::Search::<WonDeal>::criteria(won));
//! while let Some(deal) = deals.next().await {
//!     let deal = deal?;
//!     println!("{} over {:?}: {:?}", deal.name, deal.amount, deal.invoice_number);
//! }
//!
//! // Write many: 100 in a call, each with an outcome of its own. With fields to find duplicates by, the call is safe
//! // to repeat, and is repeated when its answer is lost.
//! let people = (0..250).map(|n| Contact::new().last_name(format!("Guest {n}")).email(format!("guest{n}@example.com")));
//! let upsert = contacts::UpsertMany::new(people).duplicate_check_fields(["Email"]);
//! for outcome in zoho.batch(upsert).await {
//!     match outcome {
//!         Outcome::Done(written) => println!("{} {:?}", written.id, written.action),
//!         Outcome::Failed(error) => println!("refused: {:?}", error.field_errors()),
//!         Outcome::Unknown(error) => println!("read back before writing it again: {error}"),
//!         Outcome::NotSent(error) => println!("not sent: {error}"),
//!     }
//! }
//!
//! // The types of this crate have the usual fields; other fields are there by name.
//! let deal = zoho.call(connectors_zoho::deals::Get::new("4876876000000376008")).await?;
//! let amount: Option<Decimal> = deal.amount;
//! let number: Option<String> = deal.custom.get("Invoice_Number")?;
//! # let _ = (amount, number);
//! # Ok(()) }
//! ```
//!
//! From some thousand records on there are bulk jobs, with rows in and rows out: [`bulk_read`] and [`bulk_write`]. Files go
//! up and down as streams: [`attachments`], [`photos`], [`files`].
//!
//! # Triggers and webhooks
//! What happens in a module comes as events, neither lost nor given twice: new records ([`records::Created`]), changed ones
//! ([`records::Updated`]), both ([`records::CreatedOrUpdated`]), deleted ones ([`records::Deleted`]), in each module under
//! these names. Poll now and then, or follow the events and let Zoho's notifications tell when to look. Zoho signs nothing
//! and may lose what it sends: a notification is a reason to look, and what comes is what was read.
//!
//! ```
//! use axum::Router;
//! use connectors_core::triggers::{PollCursor, Renewals};
//! use connectors_core::webhooks::Route;
//! use connectors_zoho::notifications::{Channel, ChannelToken, Watch};
//! use connectors_zoho::webhooks::{self, DerivedTokens};
//! use connectors_zoho::{Zoho, contacts};
//! use secrecy::SecretString;
//! # use connectors_sandbox::Sandbox;
//! # #[tokio::main] async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let simulated = connectors_sandbox::zoho::Zoho::new().deals(0);
//! # let sandbox = Sandbox::builder().platform(simulated.clone()).start().await?;
//! # let url = sandbox.url("zoho");
//! # let connector = Zoho::new(connectors_zoho::DataCenter::Us).base_urls(url, url);
//! # let zoho = connector.access_token(sandbox.access_token("zoho").unwrap_or_default()).connect()?;
//!
//! // Poll: what is new since a cursor, which is plain data, and yours to keep.
//! let start = PollCursor::since(zoho.shared().clock().now());
//! let batch = zoho.poll(contacts::Created::new(), &start).await?;
//! for event in batch.events {
//!     println!("{:?} was made at {:?}", event.data.full_name, event.at);
//! }
//! println!("the next time from here: {}", serde_json::to_string(&batch.cursor)?);
//!
//! // Follow: it polls every five minutes, and at once when it is told.
//! let mut events = zoho.events(contacts::CreatedOrUpdated::new(), start);
//!
//! // Be told: a route of your application, one for all accounts.
//! let secret = SecretString::from("long, random, and known to this application only");
//! let verifier = webhooks::verifier(DerivedTokens::new(secret.clone()));
//! let (route, mut deliveries) = Route::<Zoho>::new(verifier, 1_000);
//! let app = Router::new().route("/hooks/{account}", route.into_method_router());
//! let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
//! let url = format!("http://{}/hooks/customer-7", listener.local_addr()?); // where Zoho finds it from outside
//! tokio::spawn(async move { axum::serve(listener, app).await });
//! let hints = events.hints();
//! tokio::spawn(async move {
//!     while let Some(delivery) = deliveries.next().await {
//!         delivery.tell(&hints); // its events are of the account `customer-7`
//!         if let Err(error) = delivery.confirm().await {
//!             eprintln!("it may come again: {error}");
//!         }
//!     }
//! });
//!
//! // A channel by which Zoho reports to that route, kept alive: it ends within a week otherwise.
//! let channel = Channel::new("1000000068001", ["Contacts.all"], url, zoho.shared().clock().now())
//!     .token(ChannelToken::derive(&secret, "1000000068001"));
//! let watch = Watch::new(zoho.clone(), channel);
//! let life = watch.begin().await?;
//! let renewals = Renewals::new(zoho.shared().clock().clone());
//! renewals.add("customer-7", watch, life);
//! tokio::spawn(async move {
//!     loop {
//!         println!("{:?}", renewals.next().await); // after `Renewal::Missed` tell `Hints::look`
//!     }
//! });
//!
//! // Somebody writes a contact, …
//! # let mut ada = serde_json::Map::new();
//! # ada.insert("Last_Name".into(), "Lovelace".into());
//! # simulated.write("Contacts", &ada)?;
//! if let Some(event) = events.next().await {
//!     assert_eq!(event?.data.last_name.as_deref(), Some("Lovelace")); // … and here it is.
//! }
//! # Ok(()) }
//! ```
//!
//! What is promised: [`connectors_core::triggers`]. What a notification proves, and how one is read without a trigger:
//! [`webhooks`]. Which changes Zoho reports, where, and until when: [`notifications`].
//!
//! # Features
//! - `bulk` (default): bulk jobs from rows to rows; without it there are their actions, and files as they are
//! - `schema`: JSON schemas of inputs and outputs in the catalog
//!
//! # Actions
//! | id | action |
//! |---|---|
//! | `account.create` | [`accounts::Create`] |
//! | `account.create_many` | [`accounts::CreateMany`] |
//! | `account.delete` | [`accounts::Delete`] |
//! | `account.delete_many` | [`accounts::DeleteMany`] |
//! | `account.get` | [`accounts::Get`] |
//! | `account.list` | [`accounts::List`] |
//! | `account.list_changed` | [`accounts::ListChanged`] |
//! | `account.list_deleted` | [`accounts::ListDeleted`] |
//! | `account.search` | [`accounts::Search`] |
//! | `account.update` | [`accounts::Update`] |
//! | `account.update_many` | [`accounts::UpdateMany`] |
//! | `account.upsert` | [`accounts::Upsert`] |
//! | `account.upsert_many` | [`accounts::UpsertMany`] |
//! | `attachment.delete` | [`attachments::Delete`] |
//! | `attachment.delete_many` | [`attachments::DeleteMany`] |
//! | `attachment.download` | [`attachments::Download`] |
//! | `attachment.link` | [`attachments::Link`] |
//! | `attachment.list` | [`attachments::List`] |
//! | `attachment.upload` | [`attachments::Upload`] |
//! | `bulk_read.create` | [`bulk_read::Create`] |
//! | `bulk_read.download` | [`bulk_read::Download`] |
//! | `bulk_read.get` | [`bulk_read::Get`] |
//! | `bulk_write.create` | [`bulk_write::Create`] |
//! | `bulk_write.download` | [`bulk_write::Download`] |
//! | `bulk_write.get` | [`bulk_write::Get`] |
//! | `bulk_write.upload` | [`bulk_write::Upload`] |
//! | `call.create` | [`calls::Create`] |
//! | `call.create_many` | [`calls::CreateMany`] |
//! | `call.delete` | [`calls::Delete`] |
//! | `call.delete_many` | [`calls::DeleteMany`] |
//! | `call.get` | [`calls::Get`] |
//! | `call.list` | [`calls::List`] |
//! | `call.list_changed` | [`calls::ListChanged`] |
//! | `call.list_deleted` | [`calls::ListDeleted`] |
//! | `call.search` | [`calls::Search`] |
//! | `call.update` | [`calls::Update`] |
//! | `call.update_many` | [`calls::UpdateMany`] |
//! | `call.upsert` | [`calls::Upsert`] |
//! | `call.upsert_many` | [`calls::UpsertMany`] |
//! | `campaign.create` | [`campaigns::Create`] |
//! | `campaign.create_many` | [`campaigns::CreateMany`] |
//! | `campaign.delete` | [`campaigns::Delete`] |
//! | `campaign.delete_many` | [`campaigns::DeleteMany`] |
//! | `campaign.get` | [`campaigns::Get`] |
//! | `campaign.list` | [`campaigns::List`] |
//! | `campaign.list_changed` | [`campaigns::ListChanged`] |
//! | `campaign.list_deleted` | [`campaigns::ListDeleted`] |
//! | `campaign.search` | [`campaigns::Search`] |
//! | `campaign.update` | [`campaigns::Update`] |
//! | `campaign.update_many` | [`campaigns::UpdateMany`] |
//! | `campaign.upsert` | [`campaigns::Upsert`] |
//! | `campaign.upsert_many` | [`campaigns::UpsertMany`] |
//! | `case.create` | [`cases::Create`] |
//! | `case.create_many` | [`cases::CreateMany`] |
//! | `case.delete` | [`cases::Delete`] |
//! | `case.delete_many` | [`cases::DeleteMany`] |
//! | `case.get` | [`cases::Get`] |
//! | `case.list` | [`cases::List`] |
//! | `case.list_changed` | [`cases::ListChanged`] |
//! | `case.list_deleted` | [`cases::ListDeleted`] |
//! | `case.search` | [`cases::Search`] |
//! | `case.update` | [`cases::Update`] |
//! | `case.update_many` | [`cases::UpdateMany`] |
//! | `case.upsert` | [`cases::Upsert`] |
//! | `case.upsert_many` | [`cases::UpsertMany`] |
//! | `composite.send` | [`composite::Send`] |
//! | `contact.create` | [`contacts::Create`] |
//! | `contact.create_many` | [`contacts::CreateMany`] |
//! | `contact.delete` | [`contacts::Delete`] |
//! | `contact.delete_many` | [`contacts::DeleteMany`] |
//! | `contact.get` | [`contacts::Get`] |
//! | `contact.list` | [`contacts::List`] |
//! | `contact.list_changed` | [`contacts::ListChanged`] |
//! | `contact.list_deleted` | [`contacts::ListDeleted`] |
//! | `contact.search` | [`contacts::Search`] |
//! | `contact.update` | [`contacts::Update`] |
//! | `contact.update_many` | [`contacts::UpdateMany`] |
//! | `contact.upsert` | [`contacts::Upsert`] |
//! | `contact.upsert_many` | [`contacts::UpsertMany`] |
//! | `coql.query` | [`coql::Query`] |
//! | `custom_view.get` | [`custom_views::Get`] |
//! | `custom_view.list` | [`custom_views::List`] |
//! | `deal.create` | [`deals::Create`] |
//! | `deal.create_many` | [`deals::CreateMany`] |
//! | `deal.delete` | [`deals::Delete`] |
//! | `deal.delete_many` | [`deals::DeleteMany`] |
//! | `deal.get` | [`deals::Get`] |
//! | `deal.list` | [`deals::List`] |
//! | `deal.list_changed` | [`deals::ListChanged`] |
//! | `deal.list_deleted` | [`deals::ListDeleted`] |
//! | `deal.search` | [`deals::Search`] |
//! | `deal.update` | [`deals::Update`] |
//! | `deal.update_many` | [`deals::UpdateMany`] |
//! | `deal.upsert` | [`deals::Upsert`] |
//! | `deal.upsert_many` | [`deals::UpsertMany`] |
//! | `email.send` | [`emails::Send`] |
//! | `email_attachment.download` | [`attachments::DownloadFromEmail`] |
//! | `email_draft.create` | [`email_drafts::Create`] |
//! | `email_draft.delete` | [`email_drafts::Delete`] |
//! | `email_draft.get` | [`email_drafts::Get`] |
//! | `email_draft.list` | [`email_drafts::List`] |
//! | `email_draft.update` | [`email_drafts::Update`] |
//! | `email_inline_image.download` | [`attachments::DownloadInlineImage`] |
//! | `event.create` | [`events::Create`] |
//! | `event.create_many` | [`events::CreateMany`] |
//! | `event.delete` | [`events::Delete`] |
//! | `event.delete_many` | [`events::DeleteMany`] |
//! | `event.get` | [`events::Get`] |
//! | `event.list` | [`events::List`] |
//! | `event.list_changed` | [`events::ListChanged`] |
//! | `event.list_deleted` | [`events::ListDeleted`] |
//! | `event.search` | [`events::Search`] |
//! | `event.update` | [`events::Update`] |
//! | `event.update_many` | [`events::UpdateMany`] |
//! | `event.upsert` | [`events::Upsert`] |
//! | `event.upsert_many` | [`events::UpsertMany`] |
//! | `field_attachment.download` | [`attachments::DownloadFromField`] |
//! | `file.download` | [`files::Download`] |
//! | `file.upload` | [`files::Upload`] |
//! | `from_address.list` | [`from_addresses::List`] |
//! | `global_picklist.get` | [`global_picklists::Get`] |
//! | `global_picklist.list` | [`global_picklists::List`] |
//! | `invoice.create` | [`invoices::Create`] |
//! | `invoice.create_many` | [`invoices::CreateMany`] |
//! | `invoice.delete` | [`invoices::Delete`] |
//! | `invoice.delete_many` | [`invoices::DeleteMany`] |
//! | `invoice.get` | [`invoices::Get`] |
//! | `invoice.list` | [`invoices::List`] |
//! | `invoice.list_changed` | [`invoices::ListChanged`] |
//! | `invoice.list_deleted` | [`invoices::ListDeleted`] |
//! | `invoice.search` | [`invoices::Search`] |
//! | `invoice.update` | [`invoices::Update`] |
//! | `invoice.update_many` | [`invoices::UpdateMany`] |
//! | `invoice.upsert` | [`invoices::Upsert`] |
//! | `invoice.upsert_many` | [`invoices::UpsertMany`] |
//! | `layout.get` | [`layouts::Get`] |
//! | `layout.list` | [`layouts::List`] |
//! | `lead.convert` | [`leads::Convert`] |
//! | `lead.create` | [`leads::Create`] |
//! | `lead.create_many` | [`leads::CreateMany`] |
//! | `lead.delete` | [`leads::Delete`] |
//! | `lead.delete_many` | [`leads::DeleteMany`] |
//! | `lead.get` | [`leads::Get`] |
//! | `lead.list` | [`leads::List`] |
//! | `lead.list_changed` | [`leads::ListChanged`] |
//! | `lead.list_deleted` | [`leads::ListDeleted`] |
//! | `lead.search` | [`leads::Search`] |
//! | `lead.update` | [`leads::Update`] |
//! | `lead.update_many` | [`leads::UpdateMany`] |
//! | `lead.upsert` | [`leads::Upsert`] |
//! | `lead.upsert_many` | [`leads::UpsertMany`] |
//! | `module.get` | [`modules::Get`] |
//! | `module.list` | [`modules::List`] |
//! | `module_field.get` | [`module_fields::Get`] |
//! | `module_field.list` | [`module_fields::List`] |
//! | `note.create` | [`notes::Create`] |
//! | `note.create_many` | [`notes::CreateMany`] |
//! | `note.delete` | [`notes::Delete`] |
//! | `note.delete_many` | [`notes::DeleteMany`] |
//! | `note.get` | [`notes::Get`] |
//! | `note.list` | [`notes::List`] |
//! | `note.list_changed` | [`notes::ListChanged`] |
//! | `note.update` | [`notes::Update`] |
//! | `note.update_many` | [`notes::UpdateMany`] |
//! | `notification.disable` | [`notifications::Disable`] |
//! | `notification.disable_events` | [`notifications::DisableEvents`] |
//! | `notification.enable` | [`notifications::Enable`] |
//! | `notification.list` | [`notifications::List`] |
//! | `notification.renew` | [`notifications::Renew`] |
//! | `notification.update` | [`notifications::Update`] |
//! | `organization.get` | [`organization::Get`] |
//! | `photo.delete` | [`photos::Delete`] |
//! | `photo.download` | [`photos::Download`] |
//! | `photo.upload` | [`photos::Upload`] |
//! | `pick_list_value.list` | [`pick_list_values::List`] |
//! | `pipeline.get` | [`pipelines::Get`] |
//! | `pipeline.list` | [`pipelines::List`] |
//! | `price_book.create` | [`price_books::Create`] |
//! | `price_book.create_many` | [`price_books::CreateMany`] |
//! | `price_book.delete` | [`price_books::Delete`] |
//! | `price_book.delete_many` | [`price_books::DeleteMany`] |
//! | `price_book.get` | [`price_books::Get`] |
//! | `price_book.list` | [`price_books::List`] |
//! | `price_book.list_changed` | [`price_books::ListChanged`] |
//! | `price_book.list_deleted` | [`price_books::ListDeleted`] |
//! | `price_book.search` | [`price_books::Search`] |
//! | `price_book.update` | [`price_books::Update`] |
//! | `price_book.update_many` | [`price_books::UpdateMany`] |
//! | `price_book.upsert` | [`price_books::Upsert`] |
//! | `price_book.upsert_many` | [`price_books::UpsertMany`] |
//! | `product.create` | [`products::Create`] |
//! | `product.create_many` | [`products::CreateMany`] |
//! | `product.delete` | [`products::Delete`] |
//! | `product.delete_many` | [`products::DeleteMany`] |
//! | `product.get` | [`products::Get`] |
//! | `product.list` | [`products::List`] |
//! | `product.list_changed` | [`products::ListChanged`] |
//! | `product.list_deleted` | [`products::ListDeleted`] |
//! | `product.search` | [`products::Search`] |
//! | `product.update` | [`products::Update`] |
//! | `product.update_many` | [`products::UpdateMany`] |
//! | `product.upsert` | [`products::Upsert`] |
//! | `product.upsert_many` | [`products::UpsertMany`] |
//! | `profile.get` | [`profiles::Get`] |
//! | `profile.list` | [`profiles::List`] |
//! | `purchase_order.create` | [`purchase_orders::Create`] |
//! | `purchase_order.create_many` | [`purchase_orders::CreateMany`] |
//! | `purchase_order.delete` | [`purchase_orders::Delete`] |
//! | `purchase_order.delete_many` | [`purchase_orders::DeleteMany`] |
//! | `purchase_order.get` | [`purchase_orders::Get`] |
//! | `purchase_order.list` | [`purchase_orders::List`] |
//! | `purchase_order.list_changed` | [`purchase_orders::ListChanged`] |
//! | `purchase_order.list_deleted` | [`purchase_orders::ListDeleted`] |
//! | `purchase_order.search` | [`purchase_orders::Search`] |
//! | `purchase_order.update` | [`purchase_orders::Update`] |
//! | `purchase_order.update_many` | [`purchase_orders::UpdateMany`] |
//! | `purchase_order.upsert` | [`purchase_orders::Upsert`] |
//! | `purchase_order.upsert_many` | [`purchase_orders::UpsertMany`] |
//! | `quote.create` | [`quotes::Create`] |
//! | `quote.create_many` | [`quotes::CreateMany`] |
//! | `quote.delete` | [`quotes::Delete`] |
//! | `quote.delete_many` | [`quotes::DeleteMany`] |
//! | `quote.get` | [`quotes::Get`] |
//! | `quote.list` | [`quotes::List`] |
//! | `quote.list_changed` | [`quotes::ListChanged`] |
//! | `quote.list_deleted` | [`quotes::ListDeleted`] |
//! | `quote.search` | [`quotes::Search`] |
//! | `quote.update` | [`quotes::Update`] |
//! | `quote.update_many` | [`quotes::UpdateMany`] |
//! | `quote.upsert` | [`quotes::Upsert`] |
//! | `quote.upsert_many` | [`quotes::UpsertMany`] |
//! | `record.change_owner` | [`records::ChangeOwner`] |
//! | `record.clone` | [`records::CloneRecord`] |
//! | `record.count` | [`records::Count`] |
//! | `record.create` | [`records::Create`] |
//! | `record.create_many` | [`records::CreateMany`] |
//! | `record.delete` | [`records::Delete`] |
//! | `record.delete_many` | [`records::DeleteMany`] |
//! | `record.fetch_full_data` | [`records::FetchFullData`] |
//! | `record.get` | [`records::Get`] |
//! | `record.list` | [`records::List`] |
//! | `record.list_changed` | [`records::ListChanged`] |
//! | `record.list_deleted` | [`records::ListDeleted`] |
//! | `record.mass_change_owner` | [`mass::ChangeOwner`] |
//! | `record.mass_change_owner_status` | [`mass::ChangeOwnerStatus`] |
//! | `record.mass_delete` | [`mass::Delete`] |
//! | `record.mass_delete_status` | [`mass::DeleteStatus`] |
//! | `record.mass_update` | [`mass::Update`] |
//! | `record.mass_update_status` | [`mass::UpdateStatus`] |
//! | `record.search` | [`records::Search`] |
//! | `record.update` | [`records::Update`] |
//! | `record.update_many` | [`records::UpdateMany`] |
//! | `record.upsert` | [`records::Upsert`] |
//! | `record.upsert_many` | [`records::UpsertMany`] |
//! | `record_lock.create` | [`record_locks::Create`] |
//! | `record_lock.delete` | [`record_locks::Delete`] |
//! | `record_lock.list` | [`record_locks::List`] |
//! | `recycle_bin.list` | [`recycle_bin::List`] |
//! | `recycle_bin.purge` | [`recycle_bin::Purge`] |
//! | `related_list.get` | [`related_lists::Get`] |
//! | `related_list.list` | [`related_lists::List`] |
//! | `related_record.link` | [`related::Link`] |
//! | `related_record.list` | [`related::List`] |
//! | `related_record.unlink` | [`related::Unlink`] |
//! | `role.get` | [`roles::Get`] |
//! | `role.list` | [`roles::List`] |
//! | `sales_order.create` | [`sales_orders::Create`] |
//! | `sales_order.create_many` | [`sales_orders::CreateMany`] |
//! | `sales_order.delete` | [`sales_orders::Delete`] |
//! | `sales_order.delete_many` | [`sales_orders::DeleteMany`] |
//! | `sales_order.get` | [`sales_orders::Get`] |
//! | `sales_order.list` | [`sales_orders::List`] |
//! | `sales_order.list_changed` | [`sales_orders::ListChanged`] |
//! | `sales_order.list_deleted` | [`sales_orders::ListDeleted`] |
//! | `sales_order.search` | [`sales_orders::Search`] |
//! | `sales_order.update` | [`sales_orders::Update`] |
//! | `sales_order.update_many` | [`sales_orders::UpdateMany`] |
//! | `sales_order.upsert` | [`sales_orders::Upsert`] |
//! | `sales_order.upsert_many` | [`sales_orders::UpsertMany`] |
//! | `solution.create` | [`solutions::Create`] |
//! | `solution.create_many` | [`solutions::CreateMany`] |
//! | `solution.delete` | [`solutions::Delete`] |
//! | `solution.delete_many` | [`solutions::DeleteMany`] |
//! | `solution.get` | [`solutions::Get`] |
//! | `solution.list` | [`solutions::List`] |
//! | `solution.list_changed` | [`solutions::ListChanged`] |
//! | `solution.list_deleted` | [`solutions::ListDeleted`] |
//! | `solution.search` | [`solutions::Search`] |
//! | `solution.update` | [`solutions::Update`] |
//! | `solution.update_many` | [`solutions::UpdateMany`] |
//! | `solution.upsert` | [`solutions::Upsert`] |
//! | `solution.upsert_many` | [`solutions::UpsertMany`] |
//! | `tag.add` | [`tags::Add`] |
//! | `tag.count` | [`tags::Count`] |
//! | `tag.create` | [`tags::Create`] |
//! | `tag.create_many` | [`tags::CreateMany`] |
//! | `tag.delete` | [`tags::Delete`] |
//! | `tag.list` | [`tags::List`] |
//! | `tag.merge` | [`tags::Merge`] |
//! | `tag.remove` | [`tags::Remove`] |
//! | `tag.update` | [`tags::Update`] |
//! | `task.create` | [`tasks::Create`] |
//! | `task.create_many` | [`tasks::CreateMany`] |
//! | `task.delete` | [`tasks::Delete`] |
//! | `task.delete_many` | [`tasks::DeleteMany`] |
//! | `task.get` | [`tasks::Get`] |
//! | `task.list` | [`tasks::List`] |
//! | `task.list_changed` | [`tasks::ListChanged`] |
//! | `task.list_deleted` | [`tasks::ListDeleted`] |
//! | `task.search` | [`tasks::Search`] |
//! | `task.update` | [`tasks::Update`] |
//! | `task.update_many` | [`tasks::UpdateMany`] |
//! | `task.upsert` | [`tasks::Upsert`] |
//! | `task.upsert_many` | [`tasks::UpsertMany`] |
//! | `timeline.list` | [`timelines::List`] |
//! | `user.create` | [`users::Create`] |
//! | `user.delete` | [`users::Delete`] |
//! | `user.get` | [`users::Get`] |
//! | `user.get_current` | [`users::GetCurrent`] |
//! | `user.list` | [`users::List`] |
//! | `user.update` | [`users::Update`] |
//! | `vendor.create` | [`vendors::Create`] |
//! | `vendor.create_many` | [`vendors::CreateMany`] |
//! | `vendor.delete` | [`vendors::Delete`] |
//! | `vendor.delete_many` | [`vendors::DeleteMany`] |
//! | `vendor.get` | [`vendors::Get`] |
//! | `vendor.list` | [`vendors::List`] |
//! | `vendor.list_changed` | [`vendors::ListChanged`] |
//! | `vendor.list_deleted` | [`vendors::ListDeleted`] |
//! | `vendor.search` | [`vendors::Search`] |
//! | `vendor.update` | [`vendors::Update`] |
//! | `vendor.update_many` | [`vendors::UpdateMany`] |
//! | `vendor.upsert` | [`vendors::Upsert`] |
//! | `vendor.upsert_many` | [`vendors::UpsertMany`] |
//!
//! # Triggers
//! | id | trigger |
//! |---|---|
//! | `account.created` | [`accounts::Created`] |
//! | `account.created_or_updated` | [`accounts::CreatedOrUpdated`] |
//! | `account.deleted` | [`accounts::Deleted`] |
//! | `account.updated` | [`accounts::Updated`] |
//! | `call.created` | [`calls::Created`] |
//! | `call.created_or_updated` | [`calls::CreatedOrUpdated`] |
//! | `call.deleted` | [`calls::Deleted`] |
//! | `call.updated` | [`calls::Updated`] |
//! | `campaign.created` | [`campaigns::Created`] |
//! | `campaign.created_or_updated` | [`campaigns::CreatedOrUpdated`] |
//! | `campaign.deleted` | [`campaigns::Deleted`] |
//! | `campaign.updated` | [`campaigns::Updated`] |
//! | `case.created` | [`cases::Created`] |
//! | `case.created_or_updated` | [`cases::CreatedOrUpdated`] |
//! | `case.deleted` | [`cases::Deleted`] |
//! | `case.updated` | [`cases::Updated`] |
//! | `contact.created` | [`contacts::Created`] |
//! | `contact.created_or_updated` | [`contacts::CreatedOrUpdated`] |
//! | `contact.deleted` | [`contacts::Deleted`] |
//! | `contact.updated` | [`contacts::Updated`] |
//! | `deal.created` | [`deals::Created`] |
//! | `deal.created_or_updated` | [`deals::CreatedOrUpdated`] |
//! | `deal.deleted` | [`deals::Deleted`] |
//! | `deal.updated` | [`deals::Updated`] |
//! | `event.created` | [`events::Created`] |
//! | `event.created_or_updated` | [`events::CreatedOrUpdated`] |
//! | `event.deleted` | [`events::Deleted`] |
//! | `event.updated` | [`events::Updated`] |
//! | `invoice.created` | [`invoices::Created`] |
//! | `invoice.created_or_updated` | [`invoices::CreatedOrUpdated`] |
//! | `invoice.deleted` | [`invoices::Deleted`] |
//! | `invoice.updated` | [`invoices::Updated`] |
//! | `lead.created` | [`leads::Created`] |
//! | `lead.created_or_updated` | [`leads::CreatedOrUpdated`] |
//! | `lead.deleted` | [`leads::Deleted`] |
//! | `lead.updated` | [`leads::Updated`] |
//! | `note.created` | [`notes::Created`] |
//! | `note.created_or_updated` | [`notes::CreatedOrUpdated`] |
//! | `note.updated` | [`notes::Updated`] |
//! | `price_book.created` | [`price_books::Created`] |
//! | `price_book.created_or_updated` | [`price_books::CreatedOrUpdated`] |
//! | `price_book.deleted` | [`price_books::Deleted`] |
//! | `price_book.updated` | [`price_books::Updated`] |
//! | `product.created` | [`products::Created`] |
//! | `product.created_or_updated` | [`products::CreatedOrUpdated`] |
//! | `product.deleted` | [`products::Deleted`] |
//! | `product.updated` | [`products::Updated`] |
//! | `purchase_order.created` | [`purchase_orders::Created`] |
//! | `purchase_order.created_or_updated` | [`purchase_orders::CreatedOrUpdated`] |
//! | `purchase_order.deleted` | [`purchase_orders::Deleted`] |
//! | `purchase_order.updated` | [`purchase_orders::Updated`] |
//! | `quote.created` | [`quotes::Created`] |
//! | `quote.created_or_updated` | [`quotes::CreatedOrUpdated`] |
//! | `quote.deleted` | [`quotes::Deleted`] |
//! | `quote.updated` | [`quotes::Updated`] |
//! | `record.created` | [`records::Created`] |
//! | `record.created_or_updated` | [`records::CreatedOrUpdated`] |
//! | `record.deleted` | [`records::Deleted`] |
//! | `record.updated` | [`records::Updated`] |
//! | `sales_order.created` | [`sales_orders::Created`] |
//! | `sales_order.created_or_updated` | [`sales_orders::CreatedOrUpdated`] |
//! | `sales_order.deleted` | [`sales_orders::Deleted`] |
//! | `sales_order.updated` | [`sales_orders::Updated`] |
//! | `solution.created` | [`solutions::Created`] |
//! | `solution.created_or_updated` | [`solutions::CreatedOrUpdated`] |
//! | `solution.deleted` | [`solutions::Deleted`] |
//! | `solution.updated` | [`solutions::Updated`] |
//! | `task.created` | [`tasks::Created`] |
//! | `task.created_or_updated` | [`tasks::CreatedOrUpdated`] |
//! | `task.deleted` | [`tasks::Deleted`] |
//! | `task.updated` | [`tasks::Updated`] |
//! | `user.created_or_updated` | [`users::CreatedOrUpdated`] |
//! | `vendor.created` | [`vendors::Created`] |
//! | `vendor.created_or_updated` | [`vendors::CreatedOrUpdated`] |
//! | `vendor.deleted` | [`vendors::Deleted`] |
//! | `vendor.updated` | [`vendors::Updated`] |

pub mod accounts;
pub mod attachments;
mod auth;
#[cfg(feature = "bulk")]
mod bulk;
pub mod bulk_read;
pub mod bulk_write;
pub mod calls;
pub mod campaigns;
pub mod cases;
mod catalog;
pub mod composite;
mod config;
mod connector;
pub mod contacts;
pub mod coql;
mod criteria;
pub mod custom_views;
pub mod deals;
pub mod email_drafts;
pub mod emails;
mod errors;
pub mod events;
pub mod files;
pub mod from_addresses;
pub mod global_picklists;
pub mod invoices;
pub mod layouts;
pub mod leads;
pub mod limits;
pub mod line_items;
pub mod mass;
mod model;
mod module;
pub mod module_fields;
pub mod modules;
pub mod notes;
pub mod notifications;
pub mod organization;
pub mod photos;
pub mod pick_list_values;
pub mod pipelines;
pub mod price_books;
pub mod products;
pub mod profiles;
pub mod purchase_orders;
pub mod quotes;
pub mod record_locks;
mod record_type;
pub mod records;
pub mod recycle_bin;
pub mod related;
pub mod related_lists;
pub mod roles;
pub mod sales_orders;
pub mod solutions;
pub mod tags;
pub mod tasks;
pub mod timelines;
pub mod users;
pub mod vendors;
pub mod webhooks;

pub use accounts::Account;
pub use attachments::Attachment;
pub use calls::Call;
pub use campaigns::Campaign;
pub use cases::Case;
pub use config::{DataCenter, Edition, Environment, VERSION, Zoho};
pub use contacts::Contact;
pub use criteria::{Comparator, Criteria, Operand};
pub use custom_views::CustomView;
pub use deals::Deal;
pub use email_drafts::EmailDraft;
pub use events::Event;
pub use from_addresses::FromAddress;
pub use global_picklists::GlobalPicklist;
pub use invoices::Invoice;
pub use layouts::Layout;
pub use leads::Lead;
pub use line_items::LineItem;
pub use model::{Custom, Lookup, ModuleRef, Tag};
pub use module::{Module, Record};
pub use module_fields::ModuleField;
pub use modules::ModuleInfo;
pub use notes::Note;
pub use organization::Organization;
pub use pipelines::Pipeline;
pub use price_books::PriceBook;
pub use products::Product;
pub use profiles::Profile;
pub use purchase_orders::PurchaseOrder;
pub use quotes::Quote;
pub use record_locks::RecordLock;
pub use related_lists::RelatedList;
pub use roles::Role;
pub use sales_orders::SalesOrder;
pub use solutions::Solution;
pub use tasks::Task;
pub use users::User;
pub use vendors::Vendor;
