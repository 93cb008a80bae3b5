//! Shopify for Rust: products, stock, orders, refunds, deliveries, customers, discounts, content and, with queries of your own, all else
//! of the GraphQL Admin API.
//!
//! A [`Client`](connectors_core::Client) keeps Shopify's bucket of points (it learns what each document costs, and waits no longer
//! than it must), sends `@idempotent` keys so that no try of a call counts stock or pays back twice, goes through lists page by page, and tells errors
//! by kind and field, `userErrors` among them.
//!
//! ```no_run
//! use connectors_shopify::inventory_quantities::{self, Quantity};
//! use connectors_shopify::products::{self, ProductInput};
//! use connectors_shopify::{Plan, Shopify};
//! use secrecy::SecretString;
//!
//! # async fn run(token: SecretString) -> connectors_core::Result<()> {
//! // Connect: the admin token of a custom app.
//! let shop = Shopify::new("acme.myshopify.com")?.plan(Plan::Advanced).access_token(token).connect()?;
//! println!("connected to {}", shop.check().await?.name);
//!
//! // A product.
//! let made = shop.call(products::Create::new(ProductInput::new("Espresso cup").tags(["cup"]))).await?;
//! println!("{} {}", made.id, made.handle);
//!
//! // All products, however many there are.
//! let mut products = shop.items(products::List::new().query("status:active"));
//! while let Some(product) = products.next().await {
//!     println!("{}", product?.title);
//! }
//!
//! // Stock: 12 where there were 10. If somebody sold one meanwhile it is refused, and nothing is done.
//! let count = Quantity::new("gid://shopify/InventoryItem/1", "gid://shopify/Location/2", 12).change_from_quantity(10);
//! shop.call(inventory_quantities::Set::available("cycle_count_available", [count])).await?;
//! # Ok(()) }
//! ```
//!
//! # Actions
//!
//! | id | action |
//! |---|---|
//! | `abandoned_checkout.count` | [`abandoned_checkouts::Count`] |
//! | `abandoned_checkout.list` | [`abandoned_checkouts::List`] |
//! | `article.create` | [`articles::Create`] |
//! | `article.delete` | [`articles::Delete`] |
//! | `article.get` | [`articles::Get`] |
//! | `article.list` | [`articles::List`] |
//! | `article.update` | [`articles::Update`] |
//! | `article_author.list` | [`articles::ListAuthors`] |
//! | `article_tag.list` | [`articles::ListTags`] |
//! | `automatic_discount.activate` | [`automatic_discounts::Activate`] |
//! | `automatic_discount.create` | [`automatic_discounts::basic::Create`] |
//! | `automatic_discount.deactivate` | [`automatic_discounts::Deactivate`] |
//! | `automatic_discount.delete` | [`automatic_discounts::Delete`] |
//! | `automatic_discount.update` | [`automatic_discounts::basic::Update`] |
//! | `automatic_discount_bxgy.create` | [`automatic_discounts::bxgy::Create`] |
//! | `automatic_discount_bxgy.update` | [`automatic_discounts::bxgy::Update`] |
//! | `automatic_discount_free_shipping.create` | [`automatic_discounts::free_shipping::Create`] |
//! | `automatic_discount_free_shipping.update` | [`automatic_discounts::free_shipping::Update`] |
//! | `balance_transaction.list` | [`balance_transactions::List`] |
//! | `blog.count` | [`blogs::Count`] |
//! | `blog.create` | [`blogs::Create`] |
//! | `blog.delete` | [`blogs::Delete`] |
//! | `blog.get` | [`blogs::Get`] |
//! | `blog.list` | [`blogs::List`] |
//! | `blog.update` | [`blogs::Update`] |
//! | `bulk_mutation.start` | [`bulk_mutations::Start`] |
//! | `bulk_operation.cancel` | [`bulk_operations::Cancel`] |
//! | `bulk_operation.get` | [`bulk_operations::Get`] |
//! | `bulk_operation.list` | [`bulk_operations::List`] |
//! | `bulk_operation.status` | [`bulk_operations::Ask`] |
//! | `bulk_query.start` | [`bulk_queries::Start`] |
//! | `collection.add_products` | [`collections::AddProducts`] |
//! | `collection.count` | [`collections::Count`] |
//! | `collection.create` | [`collections::Create`] |
//! | `collection.delete` | [`collections::Delete`] |
//! | `collection.get` | [`collections::Get`] |
//! | `collection.get_by_handle` | [`collections::GetByHandle`] |
//! | `collection.list` | [`collections::List`] |
//! | `collection.remove_products` | [`collections::RemoveProducts`] |
//! | `collection.search` | [`collections::Search`] |
//! | `collection.update` | [`collections::Update`] |
//! | `collection_product.list` | [`collection_products::List`] |
//! | `collection_product.reorder` | [`collection_products::Reorder`] |
//! | `comment.approve` | [`comments::Approve`] |
//! | `comment.delete` | [`comments::Delete`] |
//! | `comment.get` | [`comments::Get`] |
//! | `comment.list` | [`comments::List`] |
//! | `comment.mark_not_spam` | [`comments::MarkNotSpam`] |
//! | `comment.mark_spam` | [`comments::MarkSpam`] |
//! | `company.count` | [`companies::Count`] |
//! | `company.create` | [`companies::Create`] |
//! | `company.delete` | [`companies::Delete`] |
//! | `company.get` | [`companies::Get`] |
//! | `company.list` | [`companies::List`] |
//! | `company.update` | [`companies::Update`] |
//! | `customer.count` | [`customers::Count`] |
//! | `customer.create` | [`customers::Create`] |
//! | `customer.delete` | [`customers::Delete`] |
//! | `customer.generate_activation_url` | [`customers::GenerateActivationUrl`] |
//! | `customer.get` | [`customers::Get`] |
//! | `customer.get_by_identifier` | [`customers::GetByIdentifier`] |
//! | `customer.list` | [`customers::List`] |
//! | `customer.merge` | [`customers::Merge`] |
//! | `customer.search` | [`customers::Search`] |
//! | `customer.send_invite` | [`customers::SendInvite`] |
//! | `customer.send_payment_method_update_email` | [`customers::SendPaymentMethodUpdateEmail`] |
//! | `customer.set` | [`customers::Set`] |
//! | `customer.set_email_marketing_consent` | [`customers::SetEmailMarketingConsent`] |
//! | `customer.set_sms_marketing_consent` | [`customers::SetSmsMarketingConsent`] |
//! | `customer.update` | [`customers::Update`] |
//! | `customer_address.create` | [`customer_addresses::Create`] |
//! | `customer_address.delete` | [`customer_addresses::Delete`] |
//! | `customer_address.list` | [`customer_addresses::List`] |
//! | `customer_address.set_default` | [`customer_addresses::SetDefault`] |
//! | `customer_address.update` | [`customer_addresses::Update`] |
//! | `customer_segment.count` | [`customer_segments::Count`] |
//! | `customer_segment.get` | [`customer_segments::Get`] |
//! | `customer_segment.list` | [`customer_segments::List`] |
//! | `discount.count` | [`discounts::Count`] |
//! | `discount.delete` | [`discounts::Delete`] |
//! | `discount.get` | [`discounts::Get`] |
//! | `discount.get_by_code` | [`discounts::GetByCode`] |
//! | `discount.list` | [`discounts::List`] |
//! | `discount_code.activate` | [`discount_codes::Activate`] |
//! | `discount_code.count` | [`discount_codes::Count`] |
//! | `discount_code.deactivate` | [`discount_codes::Deactivate`] |
//! | `discount_code.delete` | [`discount_codes::Delete`] |
//! | `discount_code.list` | [`discount_codes::List`] |
//! | `discount_code_basic.create` | [`discount_codes::basic::Create`] |
//! | `discount_code_basic.update` | [`discount_codes::basic::Update`] |
//! | `discount_code_bxgy.create` | [`discount_codes::bxgy::Create`] |
//! | `discount_code_bxgy.update` | [`discount_codes::bxgy::Update`] |
//! | `discount_code_free_shipping.create` | [`discount_codes::free_shipping::Create`] |
//! | `discount_code_free_shipping.update` | [`discount_codes::free_shipping::Update`] |
//! | `discount_redeem_code.add` | [`discount_redeem_codes::Add`] |
//! | `discount_redeem_code.delete` | [`discount_redeem_codes::Delete`] |
//! | `discount_redeem_code.get_bulk_creation` | [`discount_redeem_codes::GetBulkCreation`] |
//! | `discount_redeem_code.list` | [`discount_redeem_codes::List`] |
//! | `dispute.get` | [`disputes::Get`] |
//! | `dispute.list` | [`disputes::List`] |
//! | `domain.get` | [`domains::Get`] |
//! | `draft_order.calculate` | [`draft_orders::Calculate`] |
//! | `draft_order.complete` | [`draft_orders::Complete`] |
//! | `draft_order.count` | [`draft_orders::Count`] |
//! | `draft_order.create` | [`draft_orders::Create`] |
//! | `draft_order.delete` | [`draft_orders::Delete`] |
//! | `draft_order.get` | [`draft_orders::Get`] |
//! | `draft_order.list` | [`draft_orders::List`] |
//! | `draft_order.list_line_items` | [`draft_orders::ListLineItems`] |
//! | `draft_order.send_invoice` | [`draft_orders::SendInvoice`] |
//! | `draft_order.update` | [`draft_orders::Update`] |
//! | `enabled_currency.list` | [`currencies::List`] |
//! | `event.count` | [`events::Count`] |
//! | `event.get` | [`events::Get`] |
//! | `event.list` | [`events::List`] |
//! | `file.create` | [`files::Create`] |
//! | `file.delete` | [`files::Delete`] |
//! | `file.get` | [`files::Get`] |
//! | `file.list` | [`files::List`] |
//! | `file.update` | [`files::Update`] |
//! | `fulfillment.cancel` | [`fulfillments::Cancel`] |
//! | `fulfillment.create` | [`fulfillments::Create`] |
//! | `fulfillment.get` | [`fulfillments::Get`] |
//! | `fulfillment.list` | [`fulfillments::List`] |
//! | `fulfillment.list_line_items` | [`fulfillments::ListLineItems`] |
//! | `fulfillment.update_tracking` | [`fulfillments::UpdateTracking`] |
//! | `fulfillment_event.create` | [`fulfillment_events::Create`] |
//! | `fulfillment_event.list` | [`fulfillment_events::List`] |
//! | `fulfillment_order.cancel` | [`fulfillment_orders::Cancel`] |
//! | `fulfillment_order.get` | [`fulfillment_orders::Get`] |
//! | `fulfillment_order.hold` | [`fulfillment_orders::PutOnHold`] |
//! | `fulfillment_order.list` | [`fulfillment_orders::List`] |
//! | `fulfillment_order.list_assigned` | [`fulfillment_orders::ListAssigned`] |
//! | `fulfillment_order.list_by_order` | [`fulfillment_orders::ListByOrder`] |
//! | `fulfillment_order.list_line_items` | [`fulfillment_orders::ListLineItems`] |
//! | `fulfillment_order.list_move_locations` | [`fulfillment_orders::ListMoveLocations`] |
//! | `fulfillment_order.move` | [`fulfillment_orders::Move`] |
//! | `fulfillment_order.release_hold` | [`fulfillment_orders::ReleaseHold`] |
//! | `fulfillment_order.set_deadline` | [`fulfillment_orders::SetDeadline`] |
//! | `fulfillment_request.accept` | [`fulfillment_requests::Accept`] |
//! | `fulfillment_request.accept_cancellation` | [`fulfillment_requests::AcceptCancellation`] |
//! | `fulfillment_request.cancel` | [`fulfillment_requests::Cancel`] |
//! | `fulfillment_request.reject` | [`fulfillment_requests::Reject`] |
//! | `fulfillment_request.reject_cancellation` | [`fulfillment_requests::RejectCancellation`] |
//! | `fulfillment_request.submit` | [`fulfillment_requests::Submit`] |
//! | `gift_card.count` | [`gift_cards::Count`] |
//! | `gift_card.create` | [`gift_cards::Create`] |
//! | `gift_card.deactivate` | [`gift_cards::Deactivate`] |
//! | `gift_card.get` | [`gift_cards::Get`] |
//! | `gift_card.list` | [`gift_cards::List`] |
//! | `gift_card.search` | [`gift_cards::Search`] |
//! | `gift_card.update` | [`gift_cards::Update`] |
//! | `granted_access_scope.list` | [`access_scopes::List`] |
//! | `graphql.mutate` | [`graphql::Mutation`] |
//! | `graphql.query` | [`graphql::Query`] |
//! | `inventory_item.activate_at_location` | [`inventory_items::ActivateAtLocation`] |
//! | `inventory_item.deactivate_at_location` | [`inventory_items::DeactivateAtLocation`] |
//! | `inventory_item.get` | [`inventory_items::Get`] |
//! | `inventory_item.list` | [`inventory_items::List`] |
//! | `inventory_item.update` | [`inventory_items::Update`] |
//! | `inventory_level.get` | [`inventory_levels::Get`] |
//! | `inventory_level.list` | [`inventory_levels::List`] |
//! | `inventory_quantity.adjust` | [`inventory_quantities::Adjust`] |
//! | `inventory_quantity.move` | [`inventory_quantities::Move`] |
//! | `inventory_quantity.set` | [`inventory_quantities::Set`] |
//! | `job.get` | [`jobs::Get`] |
//! | `location.count` | [`locations::Count`] |
//! | `location.get` | [`locations::Get`] |
//! | `location.list` | [`locations::List`] |
//! | `market.create` | [`markets::Create`] |
//! | `market.delete` | [`markets::Delete`] |
//! | `market.get` | [`markets::Get`] |
//! | `market.list` | [`markets::List`] |
//! | `market.update` | [`markets::Update`] |
//! | `metafield.delete` | [`metafields::Delete`] |
//! | `metafield.get` | [`metafields::Get`] |
//! | `metafield.list` | [`metafields::List`] |
//! | `metafield.set` | [`metafields::Set`] |
//! | `metafield_article.list` | [`metafields::ListOfArticle`] |
//! | `metafield_blog.list` | [`metafields::ListOfBlog`] |
//! | `metafield_collection.list` | [`metafields::ListOfCollection`] |
//! | `metafield_customer.list` | [`metafields::ListOfCustomer`] |
//! | `metafield_definition.create` | [`metafield_definitions::Create`] |
//! | `metafield_definition.delete` | [`metafield_definitions::Delete`] |
//! | `metafield_definition.get` | [`metafield_definitions::Get`] |
//! | `metafield_definition.list` | [`metafield_definitions::List`] |
//! | `metafield_definition.pin` | [`metafield_definitions::Pin`] |
//! | `metafield_definition.unpin` | [`metafield_definitions::Unpin`] |
//! | `metafield_definition.update` | [`metafield_definitions::Update`] |
//! | `metafield_definition_type.list` | [`metafield_definitions::ListTypes`] |
//! | `metafield_draft_order.list` | [`metafields::ListOfDraftOrder`] |
//! | `metafield_location.list` | [`metafields::ListOfLocation`] |
//! | `metafield_order.list` | [`metafields::ListOfOrder`] |
//! | `metafield_page.list` | [`metafields::ListOfPage`] |
//! | `metafield_product.list` | [`metafields::ListOfProduct`] |
//! | `metafield_product_variant.list` | [`metafields::ListOfProductVariant`] |
//! | `metafield_shop.list` | [`metafields::ListOfShop`] |
//! | `metaobject.bulk_delete` | [`metaobjects::BulkDelete`] |
//! | `metaobject.create` | [`metaobjects::Create`] |
//! | `metaobject.delete` | [`metaobjects::Delete`] |
//! | `metaobject.get` | [`metaobjects::Get`] |
//! | `metaobject.get_by_handle` | [`metaobjects::GetByHandle`] |
//! | `metaobject.list` | [`metaobjects::List`] |
//! | `metaobject.update` | [`metaobjects::Update`] |
//! | `metaobject.upsert` | [`metaobjects::Upsert`] |
//! | `metaobject_definition.create` | [`metaobject_definitions::Create`] |
//! | `metaobject_definition.delete` | [`metaobject_definitions::Delete`] |
//! | `metaobject_definition.get` | [`metaobject_definitions::Get`] |
//! | `metaobject_definition.get_by_type` | [`metaobject_definitions::GetByType`] |
//! | `metaobject_definition.list` | [`metaobject_definitions::List`] |
//! | `metaobject_definition.update` | [`metaobject_definitions::Update`] |
//! | `order.archive` | [`orders::Close`] |
//! | `order.cancel` | [`orders::Cancel`] |
//! | `order.close` | [`orders::Close`] |
//! | `order.count` | [`orders::Count`] |
//! | `order.create` | [`orders::Create`] |
//! | `order.delete` | [`orders::Delete`] |
//! | `order.get` | [`orders::Get`] |
//! | `order.get_by_identifier` | [`orders::GetByIdentifier`] |
//! | `order.list` | [`orders::List`] |
//! | `order.list_by_customer` | [`orders::ListByCustomer`] |
//! | `order.list_line_items` | [`orders::ListLineItems`] |
//! | `order.mark_paid` | [`orders::MarkPaid`] |
//! | `order.open` | [`orders::Reopen`] |
//! | `order.search` | [`orders::Search`] |
//! | `order.unarchive` | [`orders::Reopen`] |
//! | `order.update` | [`orders::Update`] |
//! | `order_agreement.list` | [`order_agreements::List`] |
//! | `order_edit.add_custom_item` | [`order_edits::AddCustomItem`] |
//! | `order_edit.add_discount` | [`order_edits::AddDiscount`] |
//! | `order_edit.add_shipping_line` | [`order_edits::AddShippingLine`] |
//! | `order_edit.add_variant` | [`order_edits::AddVariant`] |
//! | `order_edit.begin` | [`order_edits::Begin`] |
//! | `order_edit.commit` | [`order_edits::Commit`] |
//! | `order_edit.list_line_items` | [`order_edits::ListLineItems`] |
//! | `order_edit.remove_discount` | [`order_edits::RemoveDiscount`] |
//! | `order_edit.remove_shipping_line` | [`order_edits::RemoveShippingLine`] |
//! | `order_edit.set_quantity` | [`order_edits::SetQuantity`] |
//! | `order_edit.update_discount` | [`order_edits::UpdateDiscount`] |
//! | `order_edit.update_shipping_line` | [`order_edits::UpdateShippingLine`] |
//! | `order_risk.create` | [`order_risks::Create`] |
//! | `order_risk.list` | [`order_risks::List`] |
//! | `page.create` | [`pages::Create`] |
//! | `page.delete` | [`pages::Delete`] |
//! | `page.get` | [`pages::Get`] |
//! | `page.list` | [`pages::List`] |
//! | `page.update` | [`pages::Update`] |
//! | `payment_terms_template.list` | [`payment_terms_templates::List`] |
//! | `product.count` | [`products::Count`] |
//! | `product.create` | [`products::Create`] |
//! | `product.delete` | [`products::Delete`] |
//! | `product.duplicate` | [`products::Duplicate`] |
//! | `product.get` | [`products::Get`] |
//! | `product.get_by_identifier` | [`products::GetByIdentifier`] |
//! | `product.list` | [`products::List`] |
//! | `product.search` | [`products::Search`] |
//! | `product.set` | [`products::Set`] |
//! | `product.update` | [`products::Update`] |
//! | `product_media.add` | [`product_media::Add`] |
//! | `product_media.delete` | [`product_media::Delete`] |
//! | `product_media.list` | [`product_media::List`] |
//! | `product_media.reorder` | [`product_media::Reorder`] |
//! | `product_media.update` | [`product_media::Update`] |
//! | `product_option.create` | [`product_options::Create`] |
//! | `product_option.delete` | [`product_options::Delete`] |
//! | `product_option.reorder` | [`product_options::Reorder`] |
//! | `product_option.update` | [`product_options::Update`] |
//! | `product_taxonomy.search` | [`product_taxonomy::Search`] |
//! | `product_variant.attach_media` | [`product_variants::AttachMedia`] |
//! | `product_variant.count` | [`product_variants::Count`] |
//! | `product_variant.create` | [`product_variants::Create`] |
//! | `product_variant.delete` | [`product_variants::Delete`] |
//! | `product_variant.detach_media` | [`product_variants::DetachMedia`] |
//! | `product_variant.get` | [`product_variants::Get`] |
//! | `product_variant.list` | [`product_variants::List`] |
//! | `product_variant.reorder` | [`product_variants::Reorder`] |
//! | `product_variant.search` | [`product_variants::Search`] |
//! | `product_variant.update` | [`product_variants::Update`] |
//! | `publication.get` | [`publications::Get`] |
//! | `publication.list` | [`publications::List`] |
//! | `refund.calculate` | [`refunds::Calculate`] |
//! | `refund.create` | [`refunds::Create`] |
//! | `refund.get` | [`refunds::Get`] |
//! | `refund.list` | [`refunds::List`] |
//! | `refund.list_line_items` | [`refunds::ListLineItems`] |
//! | `resource.publish` | [`publications::Publish`] |
//! | `resource.unpublish` | [`publications::Unpublish`] |
//! | `return.approve` | [`returns::Approve`] |
//! | `return.cancel` | [`returns::Cancel`] |
//! | `return.close` | [`returns::Close`] |
//! | `return.create` | [`returns::Create`] |
//! | `return.decline` | [`returns::Decline`] |
//! | `return.get` | [`returns::Get`] |
//! | `return.list` | [`returns::List`] |
//! | `return.list_line_items` | [`returns::ListLineItems`] |
//! | `return.list_returnable` | [`returns::ListReturnable`] |
//! | `return.reopen` | [`returns::Reopen`] |
//! | `return.request` | [`returns::Request`] |
//! | `sales_channel.list` | [`publications::ListChannels`] |
//! | `saved_search.delete` | [`saved_searches::Delete`] |
//! | `saved_search.list` | [`saved_searches::List`] |
//! | `script_tag.create` | [`script_tags::Create`] |
//! | `script_tag.delete` | [`script_tags::Delete`] |
//! | `script_tag.get` | [`script_tags::Get`] |
//! | `script_tag.list` | [`script_tags::List`] |
//! | `script_tag.update` | [`script_tags::Update`] |
//! | `shop.get` | [`shop::Get`] |
//! | `shop_policy.list` | [`shop_policies::List`] |
//! | `staged_upload.create` | [`staged_uploads::Create`] |
//! | `tag.add` | [`tags::Add`] |
//! | `tag.remove` | [`tags::Remove`] |
//! | `tender_transaction.list` | [`tender_transactions::List`] |
//! | `theme.create` | [`themes::Create`] |
//! | `theme.delete` | [`themes::Delete`] |
//! | `theme.get` | [`themes::Get`] |
//! | `theme.list` | [`themes::List`] |
//! | `theme.publish` | [`themes::Publish`] |
//! | `theme.update` | [`themes::Update`] |
//! | `theme_file.delete` | [`theme_files::Delete`] |
//! | `theme_file.get` | [`theme_files::Get`] |
//! | `theme_file.list` | [`theme_files::List`] |
//! | `theme_file.upsert` | [`theme_files::Upsert`] |
//! | `transaction.capture` | [`transactions::Capture`] |
//! | `transaction.create` | [`transactions::Create`] |
//! | `transaction.list` | [`transactions::List`] |
//! | `transaction.void` | [`transactions::Void`] |
//! | `url_redirect.count` | [`url_redirects::Count`] |
//! | `url_redirect.create` | [`url_redirects::Create`] |
//! | `url_redirect.delete` | [`url_redirects::Delete`] |
//! | `url_redirect.get` | [`url_redirects::Get`] |
//! | `url_redirect.list` | [`url_redirects::List`] |
//! | `url_redirect.update` | [`url_redirects::Update`] |
//! | `webhook_subscription.count` | [`webhook_subscriptions::Count`] |
//! | `webhook_subscription.create` | [`webhook_subscriptions::Create`] |
//! | `webhook_subscription.delete` | [`webhook_subscriptions::Delete`] |
//! | `webhook_subscription.get` | [`webhook_subscriptions::Get`] |
//! | `webhook_subscription.list` | [`webhook_subscriptions::List`] |
//! | `webhook_subscription.update` | [`webhook_subscriptions::Update`] |
//!
//! # Triggers and webhooks
//! A trigger tells what happens, each event once. It asks Shopify for what changed since a cursor that you keep
//! ([`Client::poll`](connectors_core::Client::poll), [`Client::events`](connectors_core::Client::events)). [`webhooks`] make it ask at
//! once; deliveries that are lost, late, doubled or forged change nothing in what comes.
//!
//! What is deleted is told by webhooks alone: their [`Topic`](webhooks::Topic) names all that Shopify reports.
//!
//! ## Index
//!
//! | id | trigger |
//! |---|---|
//! | `abandoned_checkout.created` | [`abandoned_checkouts::Created`] |
//! | `abandoned_checkout.created_or_updated` | [`abandoned_checkouts::CreatedOrUpdated`] |
//! | `abandoned_checkout.updated` | [`abandoned_checkouts::Updated`] |
//! | `article.created` | [`articles::Created`] |
//! | `article.created_or_updated` | [`articles::CreatedOrUpdated`] |
//! | `article.updated` | [`articles::Updated`] |
//! | `blog.created` | [`blogs::Created`] |
//! | `blog.created_or_updated` | [`blogs::CreatedOrUpdated`] |
//! | `blog.updated` | [`blogs::Updated`] |
//! | `collection.created_or_updated` | [`collections::CreatedOrUpdated`] |
//! | `company.created` | [`companies::Created`] |
//! | `company.created_or_updated` | [`companies::CreatedOrUpdated`] |
//! | `company.updated` | [`companies::Updated`] |
//! | `customer.created` | [`customers::Created`] |
//! | `customer.created_or_updated` | [`customers::CreatedOrUpdated`] |
//! | `customer.updated` | [`customers::Updated`] |
//! | `discount.created` | [`discounts::Created`] |
//! | `discount.created_or_updated` | [`discounts::CreatedOrUpdated`] |
//! | `discount.updated` | [`discounts::Updated`] |
//! | `draft_order.created` | [`draft_orders::Created`] |
//! | `draft_order.created_or_updated` | [`draft_orders::CreatedOrUpdated`] |
//! | `draft_order.updated` | [`draft_orders::Updated`] |
//! | `file.created` | [`files::Created`] |
//! | `file.created_or_updated` | [`files::CreatedOrUpdated`] |
//! | `file.updated` | [`files::Updated`] |
//! | `fulfillment_order.created` | [`fulfillment_orders::Created`] |
//! | `fulfillment_order.created_or_updated` | [`fulfillment_orders::CreatedOrUpdated`] |
//! | `fulfillment_order.updated` | [`fulfillment_orders::Updated`] |
//! | `inventory_item.created` | [`inventory_items::Created`] |
//! | `inventory_item.created_or_updated` | [`inventory_items::CreatedOrUpdated`] |
//! | `inventory_item.updated` | [`inventory_items::Updated`] |
//! | `inventory_level.updated` | [`inventory_levels::Updated`] |
//! | `metaobject.created` | [`metaobject_changes::Created`] |
//! | `metaobject.created_or_updated` | [`metaobject_changes::CreatedOrUpdated`] |
//! | `metaobject.updated` | [`metaobject_changes::Updated`] |
//! | `order.created` | [`orders::Created`] |
//! | `order.created_or_updated` | [`orders::CreatedOrUpdated`] |
//! | `order.updated` | [`orders::Updated`] |
//! | `page.created` | [`pages::Created`] |
//! | `page.created_or_updated` | [`pages::CreatedOrUpdated`] |
//! | `page.updated` | [`pages::Updated`] |
//! | `product.created` | [`products::Created`] |
//! | `product.created_or_updated` | [`products::CreatedOrUpdated`] |
//! | `product.updated` | [`products::Updated`] |
//! | `product_variant.created` | [`product_variants::Created`] |
//! | `product_variant.created_or_updated` | [`product_variants::CreatedOrUpdated`] |
//! | `product_variant.updated` | [`product_variants::Updated`] |
//!
//! # What to know about Shopify
//! - **Version:** all documents are written and checked for [`VERSION`].
//! - **Ids** are global ([`Gid`]); webhooks and the REST API have their numbers.
//! - **Lists within records** come with their first elements. A [`Connection`](graphql::Connection) says whether there are more, and
//!   [`all`](graphql::Connection::all) has them, where there is a list of them; plain lists say in their docs how many they have at most.
//! - **Keys** are made for each call. Two calls are two refunds: a program that may be stopped in between gives a key of its own
//!   ([`refunds`]).
//! - **Done later:** what names a job goes on after the answer ([`jobs`]), and what moves money has a status of its own
//!   ([`transactions`]).
//! - **Searches** lag, and take values from elsewhere in quotes ([`search`]).
//! - **Points:** a call may ask for a thousand, and lists choose their pages so that they ask for half. What `first` and `details` make
//!   dearer than that Shopify refuses (`MAX_COST_EXCEEDED`), and nothing was done.
//! - **Old orders**, of more than 60 days ago, are given to applications with `read_all_orders` only; of customers some fields need
//!   approval. What is denied in a part of an answer is an error ([`Shopify::accept_partial`]).
//! - **Not verified:** how Shopify reckons the cost of a list, the sizes of buckets, how long it remembers a key, the scopes of
//!   tags, files, gift cards, companies and fulfillments. Answers correct the first two; of scopes a refusal names what is missing.
//! - **Not here:** marketing, analytics, consent policies, delivery profiles, catalogs of markets, web presences, business entities,
//!   fulfillment services, templates of definitions: [`graphql::Query`] and [`graphql::Mutation`] do them. What the REST API
//!   alone had (custom and smart collections, price rules, assets, images of products) is reached by what took its place.

pub mod abandoned_checkouts;
pub mod access_scopes;
pub mod addresses;
pub mod articles;
pub mod auth;
pub mod automatic_discounts;
pub mod balance_transactions;
pub mod blogs;
pub mod bulk_mutations;
pub mod bulk_operations;
pub mod bulk_queries;
mod catalog;
pub mod changes;
pub mod collection_products;
pub mod collections;
pub mod comments;
pub mod companies;
mod config;
pub mod currencies;
pub mod customer_addresses;
pub mod customer_segments;
pub mod customers;
pub mod discount_codes;
pub mod discount_redeem_codes;
pub mod discounts;
pub mod disputes;
pub mod domains;
pub mod draft_orders;
mod elements;
pub mod emails;
mod errors;
pub mod events;
pub mod files;
pub mod fulfillment_events;
pub mod fulfillment_orders;
pub mod fulfillment_requests;
pub mod fulfillments;
pub mod gift_cards;
pub mod graphql;
pub mod inventory_items;
pub mod inventory_levels;
pub mod inventory_quantities;
pub mod jobs;
mod limits;
pub mod locations;
pub mod markets;
pub mod media;
pub mod metafield_definitions;
pub mod metafields;
pub mod metaobject_changes;
pub mod metaobject_definitions;
pub mod metaobjects;
pub mod order_agreements;
pub mod order_edits;
pub mod order_risks;
pub mod orders;
pub mod pages;
pub mod payment_terms_templates;
pub mod product_media;
pub mod product_options;
pub mod product_taxonomy;
pub mod product_variants;
pub mod products;
pub mod publications;
pub mod records;
pub mod refunds;
pub mod returns;
pub mod saved_searches;
pub mod script_tags;
pub mod search;
pub mod shop;
pub mod shop_policies;
pub mod staged_uploads;
pub mod tags;
pub mod tender_transactions;
pub mod theme_files;
pub mod themes;
pub mod transactions;
mod types;
pub mod url_redirects;
pub mod webhook_subscriptions;
pub mod webhooks;

use connectors_core::auth::OAuth;
use connectors_core::limits::{Feedback, Window};
use connectors_core::{Catalog, Connector, Facts, Fault, Head, Result, Root};
use url::Url;

pub use self::config::{Plan, Shop, Shopify, VERSION};
pub use self::elements::Elements;
pub use self::types::{Attribute, Count, CountPrecision, Gid, Money, MoneyBag, Ref, Seo};

impl Connector for Shopify {
    const ID: &'static str = "shopify";

    fn base(&self, root: Root, _: &Facts) -> Result<Url> {
        self.url_of(root)
    }

    fn limits(&self) -> Vec<Window> {
        limits::windows(self)
    }

    fn feedback(&self, head: &Head, body: &[u8]) -> Feedback {
        limits::feedback(head, body)
    }

    fn fault(&self, head: &Head, body: &[u8]) -> Option<Fault> {
        errors::fault(head, body, self.partial)
    }

    fn realm(&self) -> Option<&str> {
        Some(self.shop().as_str())
    }

    fn signed_hosts(&self) -> &'static [&'static str] {
        // Results of bulk operations and staged uploads lie at Google, models and videos too (not verified).
        &["storage.googleapis.com", "*.storage.googleapis.com"]
    }

    fn oauth(&self) -> Option<OAuth> {
        Some(auth::oauth())
    }

    // Made where it is used: who never calls by name does not wait for it to be compiled. Not so without optimisation: many
    // tests use it, and each would make it anew.
    #[cfg_attr(not(debug_assertions), inline)]
    fn catalog() -> Catalog<Self> {
        catalog::all()
    }
}
