//! HubSpot for Rust: contacts, companies, deals, tickets and all other CRM objects, lists, forms, marketing e-mails,
//! subscriptions and files, as typed actions, and what happens to them as triggers.
//!
//! A [`Client`] refreshes tokens, keeps HubSpot's limits (calls in ten seconds and a day by plan, five searches a second),
//! goes through HubSpot's cap on searches, matches answers of batches to what was sent, and tells errors by kind and field.
//!
//! ```no_run
//! use connectors_core::Outcome;
//! use connectors_hubspot::objects::{Filter, Keyed};
//! use connectors_hubspot::{Contact, HubSpot, Plan, contacts, email_subscriptions};
//! use secrecy::SecretString;
//!
//! # async fn run(token: SecretString) -> connectors_core::Result<()> {
//! // Connect: the token of a private app. With OAuth: `HubSpot::oauth`.
//! let hubspot = HubSpot::new().portal("33000001").plan(Plan::Professional).private_app(token).connect()?;
//! println!("connected to {}", hubspot.check().await?.id);
//!
//! // One contact, by the e-mail address: made, or changed if it is there. However often this runs there is one.
//! let ada = Contact::new().firstname("Ada").property("loyalty_points", 120)?;
//! let ada = hubspot.call(contacts::Upsert::by_email("ada@example.com", ada)).await?;
//! println!("{} of {:?}", ada.id, ada.properties.email);
//!
//! // Many: 100 in a call, each with an outcome of its own.
//! let many = (0..500).map(|n| Keyed::new(format!("person{n}@example.com"), Contact::new().lifecyclestage("lead")));
//! for outcome in hubspot.batch(contacts::UpsertMany::new("email", many)).await {
//!     match outcome {
//!         Outcome::Done(contact) => println!("{}: new is {:?}", contact.id, contact.made),
//!         Outcome::Failed(error) => println!("refused: {:?}", error.field_errors()),
//!         other => println!("read this one back: {:?}", other.error()),
//!     }
//! }
//!
//! // All that fit, however many there are.
//! let customers = contacts::Search::new().filter(Filter::eq("lifecyclestage", "customer"));
//! let mut customers = hubspot.items(customers);
//! while let Some(contact) = customers.next().await {
//!     println!("{:?}", contact?.properties.email);
//! }
//!
//! // An opt-out, before everything else that waits.
//! let opt_out = email_subscriptions::Unsubscribe::new("ada@example.com", "7");
//! hubspot.call(opt_out).priority(connectors_core::Priority::High).await?;
//! # Ok(()) }
//! ```
//!
//! By name everything takes and gives JSON:
//!
//! ```no_run
//! # async fn run(hubspot: connectors_core::Client<connectors_hubspot::HubSpot>) -> connectors_core::Result<()> {
//! use serde_json::json;
//!
//! let made = hubspot.run("contact.create", json!({ "record": { "email": "ada@example.com" } })).await?;
//! println!("{}", made["id"]);
//! # Ok(()) }
//! ```
//!
//! # Actions
//! Every object type has the same actions ([`objects`]); your own types have them too ([`CrmObject`]).
//!
//! | id | action |
//! |---|---|
//! | `account.get` | [`account::Get`] |
//! | `account.get_current` | [`account::Get`] |
//! | `association.create` | [`associations::Create`] |
//! | `association.create_many` | [`associations::CreateMany`] |
//! | `association.list` | [`associations::List`] |
//! | `association.remove` | [`associations::Remove`] |
//! | `association_type.create` | [`association_types::Create`] |
//! | `association_type.delete` | [`association_types::Delete`] |
//! | `association_type.list` | [`association_types::List`] |
//! | `association_type.update` | [`association_types::Update`] |
//! | `call.create` | [`calls::Create`] |
//! | `call.create_many` | [`calls::CreateMany`] |
//! | `call.delete` | [`calls::Delete`] |
//! | `call.delete_many` | [`calls::DeleteMany`] |
//! | `call.get` | [`calls::Get`] |
//! | `call.get_many` | [`calls::GetMany`] |
//! | `call.list` | [`calls::List`] |
//! | `call.list_changed` | [`calls::ListChanged`] |
//! | `call.search` | [`calls::Search`] |
//! | `call.update` | [`calls::Update`] |
//! | `call.update_many` | [`calls::UpdateMany`] |
//! | `call.upsert` | [`calls::Upsert`] |
//! | `call.upsert_many` | [`calls::UpsertMany`] |
//! | `call_web_analytics.list` | [`calls::ListWebAnalytics`] |
//! | `cart.create` | [`carts::Create`] |
//! | `cart.create_many` | [`carts::CreateMany`] |
//! | `cart.delete` | [`carts::Delete`] |
//! | `cart.delete_many` | [`carts::DeleteMany`] |
//! | `cart.get` | [`carts::Get`] |
//! | `cart.get_many` | [`carts::GetMany`] |
//! | `cart.list` | [`carts::List`] |
//! | `cart.list_changed` | [`carts::ListChanged`] |
//! | `cart.search` | [`carts::Search`] |
//! | `cart.update` | [`carts::Update`] |
//! | `cart.update_many` | [`carts::UpdateMany`] |
//! | `cart.upsert` | [`carts::Upsert`] |
//! | `cart.upsert_many` | [`carts::UpsertMany`] |
//! | `communication.create` | [`communications::Create`] |
//! | `communication.create_many` | [`communications::CreateMany`] |
//! | `communication.delete` | [`communications::Delete`] |
//! | `communication.delete_many` | [`communications::DeleteMany`] |
//! | `communication.get` | [`communications::Get`] |
//! | `communication.get_many` | [`communications::GetMany`] |
//! | `communication.list` | [`communications::List`] |
//! | `communication.list_changed` | [`communications::ListChanged`] |
//! | `communication.search` | [`communications::Search`] |
//! | `communication.update` | [`communications::Update`] |
//! | `communication.update_many` | [`communications::UpdateMany`] |
//! | `communication.upsert` | [`communications::Upsert`] |
//! | `communication.upsert_many` | [`communications::UpsertMany`] |
//! | `company.batch_create` | [`companies::CreateMany`] |
//! | `company.batch_update` | [`companies::UpdateMany`] |
//! | `company.create` | [`companies::Create`] |
//! | `company.create_many` | [`companies::CreateMany`] |
//! | `company.delete` | [`companies::Delete`] |
//! | `company.delete_many` | [`companies::DeleteMany`] |
//! | `company.get` | [`companies::Get`] |
//! | `company.get_many` | [`companies::GetMany`] |
//! | `company.list` | [`companies::List`] |
//! | `company.list_changed` | [`companies::ListChanged`] |
//! | `company.merge` | [`companies::Merge`] |
//! | `company.search` | [`companies::Search`] |
//! | `company.search_by_domain` | [`companies::SearchByDomain`] |
//! | `company.update` | [`companies::Update`] |
//! | `company.update_many` | [`companies::UpdateMany`] |
//! | `company.upsert` | [`companies::Upsert`] |
//! | `company.upsert_many` | [`companies::UpsertMany`] |
//! | `company_property_history.list` | [`companies::ListHistory`] |
//! | `company_web_analytics.list` | [`companies::ListWebAnalytics`] |
//! | `contact.create` | [`contacts::Create`] |
//! | `contact.create_many` | [`contacts::CreateMany`] |
//! | `contact.delete` | [`contacts::Delete`] |
//! | `contact.delete_many` | [`contacts::DeleteMany`] |
//! | `contact.gdpr_delete` | [`contacts::GdprDelete`] |
//! | `contact.get` | [`contacts::Get`] |
//! | `contact.get_many` | [`contacts::GetMany`] |
//! | `contact.list` | [`contacts::List`] |
//! | `contact.list_changed` | [`contacts::ListChanged`] |
//! | `contact.merge` | [`contacts::Merge`] |
//! | `contact.search` | [`contacts::Search`] |
//! | `contact.update` | [`contacts::Update`] |
//! | `contact.update_many` | [`contacts::UpdateMany`] |
//! | `contact.upsert` | [`contacts::Upsert`] |
//! | `contact.upsert_many` | [`contacts::UpsertMany`] |
//! | `contact_list.add` | [`list_members::Add`] |
//! | `contact_list.create` | [`contact_lists::Create`] |
//! | `contact_list.delete` | [`contact_lists::Delete`] |
//! | `contact_list.get` | [`contact_lists::Get`] |
//! | `contact_list.get_by_name` | [`contact_lists::GetByName`] |
//! | `contact_list.list` | [`contact_lists::List`] |
//! | `contact_list.list_members` | [`list_members::List`] |
//! | `contact_list.list_of_record` | [`list_members::OfRecord`] |
//! | `contact_list.remove` | [`list_members::Remove`] |
//! | `contact_list.rename` | [`contact_lists::Rename`] |
//! | `contact_list.restore` | [`contact_lists::Restore`] |
//! | `contact_property_history.list` | [`contacts::ListHistory`] |
//! | `contact_web_analytics.list` | [`contacts::ListWebAnalytics`] |
//! | `custom_object.create` | [`custom_objects::Create`] |
//! | `custom_object.create_many` | [`custom_objects::CreateMany`] |
//! | `custom_object.delete` | [`custom_objects::Delete`] |
//! | `custom_object.delete_many` | [`custom_objects::DeleteMany`] |
//! | `custom_object.get` | [`custom_objects::Get`] |
//! | `custom_object.get_many` | [`custom_objects::GetMany`] |
//! | `custom_object.list` | [`custom_objects::List`] |
//! | `custom_object.list_changed` | [`custom_objects::ListChanged`] |
//! | `custom_object.search` | [`custom_objects::Search`] |
//! | `custom_object.update` | [`custom_objects::Update`] |
//! | `custom_object.update_many` | [`custom_objects::UpdateMany`] |
//! | `custom_object.upsert` | [`custom_objects::Upsert`] |
//! | `custom_object.upsert_many` | [`custom_objects::UpsertMany`] |
//! | `deal.create` | [`deals::Create`] |
//! | `deal.create_many` | [`deals::CreateMany`] |
//! | `deal.delete` | [`deals::Delete`] |
//! | `deal.delete_many` | [`deals::DeleteMany`] |
//! | `deal.get` | [`deals::Get`] |
//! | `deal.get_many` | [`deals::GetMany`] |
//! | `deal.list` | [`deals::List`] |
//! | `deal.list_changed` | [`deals::ListChanged`] |
//! | `deal.merge` | [`deals::Merge`] |
//! | `deal.search` | [`deals::Search`] |
//! | `deal.update` | [`deals::Update`] |
//! | `deal.update_many` | [`deals::UpdateMany`] |
//! | `deal.upsert` | [`deals::Upsert`] |
//! | `deal.upsert_many` | [`deals::UpsertMany`] |
//! | `deal_archived.list` | [`deals::ListArchived`] |
//! | `deal_pipeline.list` | [`deals::ListPipelines`] |
//! | `deal_property_history.list` | [`deals::ListHistory`] |
//! | `deal_split.list` | [`deal_splits::List`] |
//! | `deal_web_analytics.list` | [`deals::ListWebAnalytics`] |
//! | `email.create` | [`emails::Create`] |
//! | `email.create_many` | [`emails::CreateMany`] |
//! | `email.delete` | [`emails::Delete`] |
//! | `email.delete_many` | [`emails::DeleteMany`] |
//! | `email.get` | [`emails::Get`] |
//! | `email.get_many` | [`emails::GetMany`] |
//! | `email.list` | [`emails::List`] |
//! | `email.list_changed` | [`emails::ListChanged`] |
//! | `email.search` | [`emails::Search`] |
//! | `email.update` | [`emails::Update`] |
//! | `email.update_many` | [`emails::UpdateMany`] |
//! | `email.upsert` | [`emails::Upsert`] |
//! | `email.upsert_many` | [`emails::UpsertMany`] |
//! | `email_subscription.get_status` | [`email_subscriptions::GetStatus`] |
//! | `email_subscription.list` | [`email_subscriptions::List`] |
//! | `email_subscription.subscribe` | [`email_subscriptions::Subscribe`] |
//! | `email_subscription.unsubscribe` | [`email_subscriptions::Unsubscribe`] |
//! | `email_subscription.unsubscribe_all` | [`email_subscriptions::UnsubscribeAll`] |
//! | `email_web_analytics.list` | [`emails::ListWebAnalytics`] |
//! | `engagement.create` | [`engagements::Create`] |
//! | `engagement.create_many` | [`engagements::CreateMany`] |
//! | `engagement.delete` | [`engagements::Delete`] |
//! | `engagement.delete_many` | [`engagements::DeleteMany`] |
//! | `engagement.get` | [`engagements::Get`] |
//! | `engagement.get_many` | [`engagements::GetMany`] |
//! | `engagement.list` | [`engagements::List`] |
//! | `engagement.list_changed` | [`engagements::ListChanged`] |
//! | `engagement.search` | [`engagements::Search`] |
//! | `engagement.update` | [`engagements::Update`] |
//! | `engagement.update_many` | [`engagements::UpdateMany`] |
//! | `engagement.upsert` | [`engagements::Upsert`] |
//! | `engagement.upsert_many` | [`engagements::UpsertMany`] |
//! | `event.list` | [`events::List`] |
//! | `event.send` | [`events::Send`] |
//! | `event.send_many` | [`events::SendMany`] |
//! | `event_type.list` | [`events::ListTypes`] |
//! | `export.create` | [`exports::Create`] |
//! | `export.get` | [`exports::Get`] |
//! | `file.delete` | [`files::Delete`] |
//! | `file.get` | [`files::Get`] |
//! | `file.list` | [`files::List`] |
//! | `file.sign` | [`files::Sign`] |
//! | `file.upload` | [`files::Upload`] |
//! | `form.delete` | [`forms::Delete`] |
//! | `form.get` | [`forms::Get`] |
//! | `form.get_fields` | [`forms::GetFields`] |
//! | `form.list` | [`forms::List`] |
//! | `form.rename` | [`forms::Rename`] |
//! | `form.submit` | [`forms::Submit`] |
//! | `form_submission.list` | [`form_submissions::List`] |
//! | `goal.create` | [`goals::Create`] |
//! | `goal.create_many` | [`goals::CreateMany`] |
//! | `goal.delete` | [`goals::Delete`] |
//! | `goal.delete_many` | [`goals::DeleteMany`] |
//! | `goal.get` | [`goals::Get`] |
//! | `goal.get_many` | [`goals::GetMany`] |
//! | `goal.list` | [`goals::List`] |
//! | `goal.list_changed` | [`goals::ListChanged`] |
//! | `goal.search` | [`goals::Search`] |
//! | `goal.update` | [`goals::Update`] |
//! | `goal.update_many` | [`goals::UpdateMany`] |
//! | `goal.upsert` | [`goals::Upsert`] |
//! | `goal.upsert_many` | [`goals::UpsertMany`] |
//! | `goal_web_analytics.list` | [`goals::ListWebAnalytics`] |
//! | `import.cancel` | [`imports::Cancel`] |
//! | `import.create` | [`imports::Create`] |
//! | `import.get` | [`imports::Get`] |
//! | `import.list` | [`imports::List`] |
//! | `import.list_errors` | [`imports::Errors`] |
//! | `invoice.create` | [`invoices::Create`] |
//! | `invoice.create_many` | [`invoices::CreateMany`] |
//! | `invoice.delete` | [`invoices::Delete`] |
//! | `invoice.delete_many` | [`invoices::DeleteMany`] |
//! | `invoice.get` | [`invoices::Get`] |
//! | `invoice.get_many` | [`invoices::GetMany`] |
//! | `invoice.list` | [`invoices::List`] |
//! | `invoice.list_changed` | [`invoices::ListChanged`] |
//! | `invoice.search` | [`invoices::Search`] |
//! | `invoice.update` | [`invoices::Update`] |
//! | `invoice.update_many` | [`invoices::UpdateMany`] |
//! | `invoice.upsert` | [`invoices::Upsert`] |
//! | `invoice.upsert_many` | [`invoices::UpsertMany`] |
//! | `lead.create` | [`leads::Create`] |
//! | `lead.create_many` | [`leads::CreateMany`] |
//! | `lead.delete` | [`leads::Delete`] |
//! | `lead.delete_many` | [`leads::DeleteMany`] |
//! | `lead.get` | [`leads::Get`] |
//! | `lead.get_many` | [`leads::GetMany`] |
//! | `lead.list` | [`leads::List`] |
//! | `lead.list_changed` | [`leads::ListChanged`] |
//! | `lead.search` | [`leads::Search`] |
//! | `lead.update` | [`leads::Update`] |
//! | `lead.update_many` | [`leads::UpdateMany`] |
//! | `lead.upsert` | [`leads::Upsert`] |
//! | `lead.upsert_many` | [`leads::UpsertMany`] |
//! | `line_item.create` | [`line_items::Create`] |
//! | `line_item.create_many` | [`line_items::CreateMany`] |
//! | `line_item.delete` | [`line_items::Delete`] |
//! | `line_item.delete_many` | [`line_items::DeleteMany`] |
//! | `line_item.get` | [`line_items::Get`] |
//! | `line_item.get_many` | [`line_items::GetMany`] |
//! | `line_item.list` | [`line_items::List`] |
//! | `line_item.list_changed` | [`line_items::ListChanged`] |
//! | `line_item.search` | [`line_items::Search`] |
//! | `line_item.update` | [`line_items::Update`] |
//! | `line_item.update_many` | [`line_items::UpdateMany`] |
//! | `line_item.upsert` | [`line_items::Upsert`] |
//! | `line_item.upsert_many` | [`line_items::UpsertMany`] |
//! | `line_item_web_analytics.list` | [`line_items::ListWebAnalytics`] |
//! | `marketing_email.clone` | [`marketing_emails::CloneEmail`] |
//! | `marketing_email.create` | [`marketing_emails::Create`] |
//! | `marketing_email.delete` | [`marketing_emails::Delete`] |
//! | `marketing_email.get` | [`marketing_emails::Get`] |
//! | `marketing_email.list` | [`marketing_emails::List`] |
//! | `marketing_email.update` | [`marketing_emails::Update`] |
//! | `meeting.create` | [`meetings::Create`] |
//! | `meeting.create_many` | [`meetings::CreateMany`] |
//! | `meeting.delete` | [`meetings::Delete`] |
//! | `meeting.delete_many` | [`meetings::DeleteMany`] |
//! | `meeting.get` | [`meetings::Get`] |
//! | `meeting.get_many` | [`meetings::GetMany`] |
//! | `meeting.list` | [`meetings::List`] |
//! | `meeting.list_changed` | [`meetings::ListChanged`] |
//! | `meeting.search` | [`meetings::Search`] |
//! | `meeting.update` | [`meetings::Update`] |
//! | `meeting.update_many` | [`meetings::UpdateMany`] |
//! | `meeting.upsert` | [`meetings::Upsert`] |
//! | `meeting.upsert_many` | [`meetings::UpsertMany`] |
//! | `meeting_web_analytics.list` | [`meetings::ListWebAnalytics`] |
//! | `note.create` | [`notes::Create`] |
//! | `note.create_many` | [`notes::CreateMany`] |
//! | `note.delete` | [`notes::Delete`] |
//! | `note.delete_many` | [`notes::DeleteMany`] |
//! | `note.get` | [`notes::Get`] |
//! | `note.get_many` | [`notes::GetMany`] |
//! | `note.list` | [`notes::List`] |
//! | `note.list_changed` | [`notes::ListChanged`] |
//! | `note.search` | [`notes::Search`] |
//! | `note.update` | [`notes::Update`] |
//! | `note.update_many` | [`notes::UpdateMany`] |
//! | `note.upsert` | [`notes::Upsert`] |
//! | `note.upsert_many` | [`notes::UpsertMany`] |
//! | `note_web_analytics.list` | [`notes::ListWebAnalytics`] |
//! | `order.create` | [`orders::Create`] |
//! | `order.create_many` | [`orders::CreateMany`] |
//! | `order.delete` | [`orders::Delete`] |
//! | `order.delete_many` | [`orders::DeleteMany`] |
//! | `order.get` | [`orders::Get`] |
//! | `order.get_many` | [`orders::GetMany`] |
//! | `order.list` | [`orders::List`] |
//! | `order.list_changed` | [`orders::ListChanged`] |
//! | `order.search` | [`orders::Search`] |
//! | `order.update` | [`orders::Update`] |
//! | `order.update_many` | [`orders::UpdateMany`] |
//! | `order.upsert` | [`orders::Upsert`] |
//! | `order.upsert_many` | [`orders::UpsertMany`] |
//! | `owner.get` | [`owners::Get`] |
//! | `owner.get_by_email` | [`owners::GetByEmail`] |
//! | `owner.list` | [`owners::List`] |
//! | `owner_archived.list` | [`owners::ListArchived`] |
//! | `pipeline.create` | [`pipelines::Create`] |
//! | `pipeline.delete` | [`pipelines::Delete`] |
//! | `pipeline.get` | [`pipelines::Get`] |
//! | `pipeline.list` | [`pipelines::List`] |
//! | `pipeline.update` | [`pipelines::Update`] |
//! | `pipeline_stage.create` | [`pipeline_stages::Create`] |
//! | `pipeline_stage.delete` | [`pipeline_stages::Delete`] |
//! | `pipeline_stage.get` | [`pipeline_stages::Get`] |
//! | `pipeline_stage.list` | [`pipeline_stages::List`] |
//! | `pipeline_stage.update` | [`pipeline_stages::Update`] |
//! | `postal_mail.create` | [`postal_mail::Create`] |
//! | `postal_mail.create_many` | [`postal_mail::CreateMany`] |
//! | `postal_mail.delete` | [`postal_mail::Delete`] |
//! | `postal_mail.delete_many` | [`postal_mail::DeleteMany`] |
//! | `postal_mail.get` | [`postal_mail::Get`] |
//! | `postal_mail.get_many` | [`postal_mail::GetMany`] |
//! | `postal_mail.list` | [`postal_mail::List`] |
//! | `postal_mail.list_changed` | [`postal_mail::ListChanged`] |
//! | `postal_mail.search` | [`postal_mail::Search`] |
//! | `postal_mail.update` | [`postal_mail::Update`] |
//! | `postal_mail.update_many` | [`postal_mail::UpdateMany`] |
//! | `postal_mail.upsert` | [`postal_mail::Upsert`] |
//! | `postal_mail.upsert_many` | [`postal_mail::UpsertMany`] |
//! | `product.create` | [`products::Create`] |
//! | `product.create_many` | [`products::CreateMany`] |
//! | `product.delete` | [`products::Delete`] |
//! | `product.delete_many` | [`products::DeleteMany`] |
//! | `product.get` | [`products::Get`] |
//! | `product.get_many` | [`products::GetMany`] |
//! | `product.list` | [`products::List`] |
//! | `product.list_changed` | [`products::ListChanged`] |
//! | `product.search` | [`products::Search`] |
//! | `product.update` | [`products::Update`] |
//! | `product.update_many` | [`products::UpdateMany`] |
//! | `product.upsert` | [`products::Upsert`] |
//! | `product.upsert_many` | [`products::UpsertMany`] |
//! | `product_web_analytics.list` | [`products::ListWebAnalytics`] |
//! | `property.create` | [`properties::Create`] |
//! | `property.delete` | [`properties::Delete`] |
//! | `property.get` | [`properties::Get`] |
//! | `property.get_limits` | [`properties::Limits`] |
//! | `property.list` | [`properties::List`] |
//! | `property.update` | [`properties::Update`] |
//! | `property_group.create` | [`property_groups::Create`] |
//! | `property_group.delete` | [`property_groups::Delete`] |
//! | `property_group.get` | [`property_groups::Get`] |
//! | `property_group.list` | [`property_groups::List`] |
//! | `property_group.update` | [`property_groups::Update`] |
//! | `property_validation.list` | [`property_validations::List`] |
//! | `quote.create` | [`quotes::Create`] |
//! | `quote.create_many` | [`quotes::CreateMany`] |
//! | `quote.delete` | [`quotes::Delete`] |
//! | `quote.delete_many` | [`quotes::DeleteMany`] |
//! | `quote.get` | [`quotes::Get`] |
//! | `quote.get_many` | [`quotes::GetMany`] |
//! | `quote.list` | [`quotes::List`] |
//! | `quote.list_changed` | [`quotes::ListChanged`] |
//! | `quote.search` | [`quotes::Search`] |
//! | `quote.update` | [`quotes::Update`] |
//! | `quote.update_many` | [`quotes::UpdateMany`] |
//! | `quote.upsert` | [`quotes::Upsert`] |
//! | `quote.upsert_many` | [`quotes::UpsertMany`] |
//! | `record.create` | [`records::Create`] |
//! | `record.create_many` | [`records::CreateMany`] |
//! | `record.delete` | [`records::Delete`] |
//! | `record.delete_many` | [`records::DeleteMany`] |
//! | `record.get` | [`records::Get`] |
//! | `record.get_many` | [`records::GetMany`] |
//! | `record.list` | [`records::List`] |
//! | `record.list_changed` | [`records::ListChanged`] |
//! | `record.search` | [`records::Search`] |
//! | `record.update` | [`records::Update`] |
//! | `record.update_many` | [`records::UpdateMany`] |
//! | `record.upsert` | [`records::Upsert`] |
//! | `record.upsert_many` | [`records::UpsertMany`] |
//! | `role.list` | [`users::ListRoles`] |
//! | `schema.associate` | [`schemas::Associate`] |
//! | `schema.create` | [`schemas::Create`] |
//! | `schema.delete` | [`schemas::Delete`] |
//! | `schema.get` | [`schemas::Get`] |
//! | `schema.list` | [`schemas::List`] |
//! | `schema.update` | [`schemas::Update`] |
//! | `task.create` | [`tasks::Create`] |
//! | `task.create_many` | [`tasks::CreateMany`] |
//! | `task.delete` | [`tasks::Delete`] |
//! | `task.delete_many` | [`tasks::DeleteMany`] |
//! | `task.get` | [`tasks::Get`] |
//! | `task.get_many` | [`tasks::GetMany`] |
//! | `task.list` | [`tasks::List`] |
//! | `task.list_changed` | [`tasks::ListChanged`] |
//! | `task.search` | [`tasks::Search`] |
//! | `task.update` | [`tasks::Update`] |
//! | `task.update_many` | [`tasks::UpdateMany`] |
//! | `task.upsert` | [`tasks::Upsert`] |
//! | `task.upsert_many` | [`tasks::UpsertMany`] |
//! | `task_web_analytics.list` | [`tasks::ListWebAnalytics`] |
//! | `ticket.create` | [`tickets::Create`] |
//! | `ticket.create_many` | [`tickets::CreateMany`] |
//! | `ticket.delete` | [`tickets::Delete`] |
//! | `ticket.delete_many` | [`tickets::DeleteMany`] |
//! | `ticket.get` | [`tickets::Get`] |
//! | `ticket.get_many` | [`tickets::GetMany`] |
//! | `ticket.list` | [`tickets::List`] |
//! | `ticket.list_changed` | [`tickets::ListChanged`] |
//! | `ticket.merge` | [`tickets::Merge`] |
//! | `ticket.search` | [`tickets::Search`] |
//! | `ticket.update` | [`tickets::Update`] |
//! | `ticket.update_many` | [`tickets::UpdateMany`] |
//! | `ticket.upsert` | [`tickets::Upsert`] |
//! | `ticket.upsert_many` | [`tickets::UpsertMany`] |
//! | `ticket_pipeline.list` | [`tickets::ListPipelines`] |
//! | `ticket_property_history.list` | [`tickets::ListHistory`] |
//! | `ticket_web_analytics.list` | [`tickets::ListWebAnalytics`] |
//! | `user.change_role` | [`users::ChangeRole`] |
//! | `user.create` | [`users::Create`] |
//! | `user.delete` | [`users::Delete`] |
//! | `user.get` | [`users::Get`] |
//! | `user.list` | [`users::List`] |
//! | `webhook_settings.delete` | [`webhook_subscriptions::DeleteSettings`] |
//! | `webhook_settings.get` | [`webhook_subscriptions::GetSettings`] |
//! | `webhook_settings.update` | [`webhook_subscriptions::UpdateSettings`] |
//! | `webhook_subscription.create` | [`webhook_subscriptions::Create`] |
//! | `webhook_subscription.delete` | [`webhook_subscriptions::Delete`] |
//! | `webhook_subscription.get` | [`webhook_subscriptions::Get`] |
//! | `webhook_subscription.list` | [`webhook_subscriptions::List`] |
//! | `webhook_subscription.update` | [`webhook_subscriptions::Update`] |
//!
//! # Triggers and webhooks
//! A trigger tells what happens, each event once. It asks HubSpot for what changed since a cursor that you keep
//! ([`Client::poll`], [`Client::events`]). HubSpot's [`webhooks`] make it ask at once; deliveries that are lost, late,
//! doubled or forged change nothing in what comes.
//!
//! - **What triggers cost:** a poll in which nothing happened is one search. `Deleted` and [`list_members::Added`] read a list
//!   that has no moment to begin at: one call for each page of it, and of more than one page at least twice. `PropertyChanged`
//!   and `StageChanged` read the values of what a search found, 50 objects in a call.
//! - **What is told by deliveries alone:** contacts deleted for good ([`contacts::PrivacyDeleted`]), [`conversations`], merges, and
//!   who changed what ([`webhooks::Notification`]). Polls of these triggers find nothing.
//! - **Changes of your own come back.** A notification says whether an application made a change
//!   ([`is_by`](webhooks::Notification::is_by)); polls do not.
//!
//! ## Index
//! | id | trigger |
//! |---|---|
//! | `call.created` | [`calls::Created`] |
//! | `call.created_or_updated` | [`calls::CreatedOrUpdated`] |
//! | `call.deleted` | [`calls::Deleted`] |
//! | `call.property_changed` | [`calls::PropertyChanged`] |
//! | `call.updated` | [`calls::Updated`] |
//! | `cart.created` | [`carts::Created`] |
//! | `cart.created_or_updated` | [`carts::CreatedOrUpdated`] |
//! | `cart.deleted` | [`carts::Deleted`] |
//! | `cart.property_changed` | [`carts::PropertyChanged`] |
//! | `cart.updated` | [`carts::Updated`] |
//! | `communication.created` | [`communications::Created`] |
//! | `communication.created_or_updated` | [`communications::CreatedOrUpdated`] |
//! | `communication.deleted` | [`communications::Deleted`] |
//! | `communication.property_changed` | [`communications::PropertyChanged`] |
//! | `communication.updated` | [`communications::Updated`] |
//! | `company.created` | [`companies::Created`] |
//! | `company.created_or_updated` | [`companies::CreatedOrUpdated`] |
//! | `company.deleted` | [`companies::Deleted`] |
//! | `company.property_changed` | [`companies::PropertyChanged`] |
//! | `company.updated` | [`companies::Updated`] |
//! | `contact.added_to_list` | [`list_members::Added`] |
//! | `contact.created` | [`contacts::Created`] |
//! | `contact.created_or_updated` | [`contacts::CreatedOrUpdated`] |
//! | `contact.deleted` | [`contacts::Deleted`] |
//! | `contact.privacy_deleted` | [`contacts::PrivacyDeleted`] |
//! | `contact.property_changed` | [`contacts::PropertyChanged`] |
//! | `contact.updated` | [`contacts::Updated`] |
//! | `conversation.created` | [`conversations::Created`] |
//! | `conversation.deleted` | [`conversations::Deleted`] |
//! | `conversation.new_message` | [`conversations::NewMessage`] |
//! | `conversation.privacy_deleted` | [`conversations::PrivacyDeleted`] |
//! | `conversation.property_changed` | [`conversations::PropertyChanged`] |
//! | `custom_object.created` | [`custom_objects::Created`] |
//! | `custom_object.created_or_updated` | [`custom_objects::CreatedOrUpdated`] |
//! | `custom_object.deleted` | [`custom_objects::Deleted`] |
//! | `custom_object.property_changed` | [`custom_objects::PropertyChanged`] |
//! | `custom_object.updated` | [`custom_objects::Updated`] |
//! | `deal.created` | [`deals::Created`] |
//! | `deal.created_or_updated` | [`deals::CreatedOrUpdated`] |
//! | `deal.deleted` | [`deals::Deleted`] |
//! | `deal.property_changed` | [`deals::PropertyChanged`] |
//! | `deal.stage_changed` | [`deals::StageChanged`] |
//! | `deal.updated` | [`deals::Updated`] |
//! | `email.created` | [`emails::Created`] |
//! | `email.created_or_updated` | [`emails::CreatedOrUpdated`] |
//! | `email.deleted` | [`emails::Deleted`] |
//! | `email.property_changed` | [`emails::PropertyChanged`] |
//! | `email.updated` | [`emails::Updated`] |
//! | `engagement.created` | [`engagements::Created`] |
//! | `engagement.created_or_updated` | [`engagements::CreatedOrUpdated`] |
//! | `engagement.deleted` | [`engagements::Deleted`] |
//! | `engagement.property_changed` | [`engagements::PropertyChanged`] |
//! | `engagement.updated` | [`engagements::Updated`] |
//! | `form.submitted` | [`form_submissions::Submitted`] |
//! | `goal.created` | [`goals::Created`] |
//! | `goal.created_or_updated` | [`goals::CreatedOrUpdated`] |
//! | `goal.deleted` | [`goals::Deleted`] |
//! | `goal.property_changed` | [`goals::PropertyChanged`] |
//! | `goal.updated` | [`goals::Updated`] |
//! | `invoice.created` | [`invoices::Created`] |
//! | `invoice.created_or_updated` | [`invoices::CreatedOrUpdated`] |
//! | `invoice.deleted` | [`invoices::Deleted`] |
//! | `invoice.property_changed` | [`invoices::PropertyChanged`] |
//! | `invoice.updated` | [`invoices::Updated`] |
//! | `lead.created` | [`leads::Created`] |
//! | `lead.created_or_updated` | [`leads::CreatedOrUpdated`] |
//! | `lead.deleted` | [`leads::Deleted`] |
//! | `lead.property_changed` | [`leads::PropertyChanged`] |
//! | `lead.updated` | [`leads::Updated`] |
//! | `line_item.created` | [`line_items::Created`] |
//! | `line_item.created_or_updated` | [`line_items::CreatedOrUpdated`] |
//! | `line_item.deleted` | [`line_items::Deleted`] |
//! | `line_item.property_changed` | [`line_items::PropertyChanged`] |
//! | `line_item.updated` | [`line_items::Updated`] |
//! | `meeting.created` | [`meetings::Created`] |
//! | `meeting.created_or_updated` | [`meetings::CreatedOrUpdated`] |
//! | `meeting.deleted` | [`meetings::Deleted`] |
//! | `meeting.property_changed` | [`meetings::PropertyChanged`] |
//! | `meeting.updated` | [`meetings::Updated`] |
//! | `note.created` | [`notes::Created`] |
//! | `note.created_or_updated` | [`notes::CreatedOrUpdated`] |
//! | `note.deleted` | [`notes::Deleted`] |
//! | `note.property_changed` | [`notes::PropertyChanged`] |
//! | `note.updated` | [`notes::Updated`] |
//! | `order.created` | [`orders::Created`] |
//! | `order.created_or_updated` | [`orders::CreatedOrUpdated`] |
//! | `order.deleted` | [`orders::Deleted`] |
//! | `order.property_changed` | [`orders::PropertyChanged`] |
//! | `order.updated` | [`orders::Updated`] |
//! | `postal_mail.created` | [`postal_mail::Created`] |
//! | `postal_mail.created_or_updated` | [`postal_mail::CreatedOrUpdated`] |
//! | `postal_mail.deleted` | [`postal_mail::Deleted`] |
//! | `postal_mail.property_changed` | [`postal_mail::PropertyChanged`] |
//! | `postal_mail.updated` | [`postal_mail::Updated`] |
//! | `product.created` | [`products::Created`] |
//! | `product.created_or_updated` | [`products::CreatedOrUpdated`] |
//! | `product.deleted` | [`products::Deleted`] |
//! | `product.property_changed` | [`products::PropertyChanged`] |
//! | `product.updated` | [`products::Updated`] |
//! | `quote.created` | [`quotes::Created`] |
//! | `quote.created_or_updated` | [`quotes::CreatedOrUpdated`] |
//! | `quote.deleted` | [`quotes::Deleted`] |
//! | `quote.property_changed` | [`quotes::PropertyChanged`] |
//! | `quote.updated` | [`quotes::Updated`] |
//! | `record.created` | [`records::Created`] |
//! | `record.created_or_updated` | [`records::CreatedOrUpdated`] |
//! | `record.deleted` | [`records::Deleted`] |
//! | `record.property_changed` | [`records::PropertyChanged`] |
//! | `record.updated` | [`records::Updated`] |
//! | `task.created` | [`tasks::Created`] |
//! | `task.created_or_updated` | [`tasks::CreatedOrUpdated`] |
//! | `task.deleted` | [`tasks::Deleted`] |
//! | `task.property_changed` | [`tasks::PropertyChanged`] |
//! | `task.updated` | [`tasks::Updated`] |
//! | `ticket.created` | [`tickets::Created`] |
//! | `ticket.created_or_updated` | [`tickets::CreatedOrUpdated`] |
//! | `ticket.deleted` | [`tickets::Deleted`] |
//! | `ticket.property_changed` | [`tickets::PropertyChanged`] |
//! | `ticket.stage_changed` | [`tickets::StageChanged`] |
//! | `ticket.updated` | [`tickets::Updated`] |
//!
//! # What to know about HubSpot
//! - **Versions:** requests are made for v3 and v4, or for a dated version: [`Version`] has the dates when each ends.
//! - **Values are texts.** Types are made of them, and back; what is `None` is left alone when it is written, what is in `clear`
//!   is made empty.
//! - **The search lags:** what was just written may not be found for some seconds. [`contacts::Get::by_email`] does not lag.
//! - **Unique:** contacts by `email`; all else by properties of your own that are made to be unique. Domains of companies are
//!   not.
//! - **Limits** depend on the account's [`Plan`] and on how the application is distributed ([`Distribution`]). Headers correct
//!   them.
//! - **Opt-outs** are subscriptions ([`email_subscriptions`]): the property `hs_email_optout` only shows them.
//!
//! # Called otherwise elsewhere
//! - `batch_create`, `batch_update`: `create_many`, `update_many` of each type. Companies have both names.
//! - Deleted objects of any type: `archived` of its `List`; for deals also [`deals::ListArchived`].
//! - The history of properties: `history` of `Get` and `List` of each type, [`objects::ListHistory`] as a list of values.
//! - Web analytics: [`events`], of each type [`objects::ListWebAnalytics`].
//! - Pipelines of any type: [`pipelines::List`]; of deals and tickets also [`objects::ListPipelines`].
//! - Form fields: [`forms::GetFields`]. Roles of users: [`users::ListRoles`].
//!
//! # Not covered
//! - **No description is at hand** of campaigns, workflows, events of marketing e-mails (opened, bounced), the timeline of
//!   subscriptions (who changed them when), website pages and blog posts; so there are no actions for them, and no triggers for
//!   e-mail events, changes of subscriptions and new blog posts. [`email_subscriptions::GetStatus`] tells how things are now.
//! - **Not made yet:** marketing events, single transactional e-mails, an application's own events on timelines, tokens that
//!   identify visitors, folders of files and lists.
//! - **Feedback submissions, taxes and other object types** need no more than a type of your own ([`CrmObject`]) or
//!   [`records`] with their name.
//!
//! What HubSpot has besides needs few lines of your own: see [`Client::send`].
//!
//! [`Client`]: connectors_core::Client
//! [`Client::poll`]: connectors_core::Client::poll
//! [`Client::events`]: connectors_core::Client::events
//! [`Client::send`]: connectors_core::Client::send

pub mod account;
pub mod association_types;
pub mod associations;
pub mod auth;
pub mod calls;
pub mod carts;
mod catalog;
pub mod communications;
pub mod companies;
mod config;
mod connector;
pub mod contact_lists;
pub mod contacts;
pub mod conversations;
mod crm_object;
pub mod custom_objects;
pub mod deal_splits;
pub mod deals;
pub mod email_subscriptions;
pub mod emails;
pub mod engagements;
mod errors;
pub mod events;
pub mod exports;
pub mod files;
pub mod form_submissions;
pub mod forms;
pub mod goals;
pub mod imports;
pub mod invoices;
pub mod leads;
mod limits;
pub mod line_items;
pub mod list_members;
pub mod marketing_emails;
pub mod meetings;
pub mod notes;
pub mod objects;
pub mod orders;
pub mod owners;
mod paging;
pub mod pipeline_stages;
pub mod pipelines;
pub mod postal_mail;
pub mod products;
pub mod properties;
pub mod property_groups;
pub mod property_validations;
pub mod quotes;
pub mod records;
pub mod schemas;
pub mod tasks;
mod text;
pub mod tickets;
mod told;
pub mod users;
pub mod webhook_subscriptions;
pub mod webhooks;

pub use self::calls::Call;
pub use self::carts::Cart;
pub use self::communications::Communication;
pub use self::companies::Company;
pub use self::config::{Distribution, HubSpot, Plan, Version};
pub use self::contacts::Contact;
pub use self::crm_object::CrmObject;
pub use self::custom_objects::CustomObject;
pub use self::deals::Deal;
pub use self::emails::Email;
pub use self::engagements::Engagement;
pub use self::errors::existing_id;
pub use self::goals::Goal;
pub use self::invoices::Invoice;
pub use self::leads::Lead;
pub use self::line_items::LineItem;
pub use self::meetings::Meeting;
pub use self::notes::Note;
pub use self::orders::Order;
pub use self::postal_mail::PostalMail;
pub use self::products::Product;
pub use self::quotes::Quote;
pub use self::records::Record;
pub use self::tasks::Task;
pub use self::text::Properties;
pub use self::tickets::Ticket;
