//! All actions and triggers of this crate.

use connectors_core::Catalog;
#[cfg(feature = "schema")]
use connectors_core::catalog::described as entry;
#[cfg(not(feature = "schema"))]
use connectors_core::catalog::plain as entry;

use crate::{
    Shopify, bulk_mutations, bulk_operations, bulk_queries, customer_addresses, customers, graphql,
    inventory_quantities, orders, products, shop, staged_uploads, webhook_subscriptions,
};

#[cfg_attr(not(debug_assertions), inline)]
pub(crate) fn all() -> Catalog<Shopify> {
    let entries = [
        entry::job::<bulk_mutations::Start>(),
        entry::action::<bulk_operations::Ask>(),
        entry::action::<bulk_operations::Cancel>(),
        entry::action::<bulk_operations::Get>(),
        entry::list::<bulk_operations::List>(),
        entry::job::<bulk_queries::Start>(),
        entry::action::<customer_addresses::Create>(),
        entry::action::<customer_addresses::Delete>(),
        entry::list::<customer_addresses::List>(),
        entry::action::<customer_addresses::SetDefault>(),
        entry::action::<customer_addresses::Update>(),
        entry::action::<customers::Count>(),
        entry::action::<customers::Create>(),
        entry::action::<customers::Delete>(),
        entry::action::<customers::GenerateActivationUrl>(),
        entry::action::<customers::Get>(),
        entry::action::<customers::GetByIdentifier>(),
        entry::list::<customers::List>(),
        entry::action::<customers::Merge>(),
        entry::list::<customers::Search>(),
        entry::action::<customers::SendInvite>(),
        entry::action::<customers::SendPaymentMethodUpdateEmail>(),
        entry::action::<customers::Set>(),
        entry::action::<customers::SetEmailMarketingConsent>(),
        entry::action::<customers::SetSmsMarketingConsent>(),
        entry::action::<customers::Update>(),
        entry::action::<graphql::Mutation>(),
        entry::action::<graphql::Query>(),
        entry::action::<inventory_quantities::Adjust>(),
        entry::action::<inventory_quantities::Set>(),
        entry::action::<orders::Close>(),
        entry::action::<orders::Count>(),
        entry::action::<orders::Get>(),
        entry::list::<orders::List>(),
        entry::list::<orders::ListLineItems>(),
        entry::action::<orders::MarkPaid>(),
        entry::action::<orders::Reopen>(),
        entry::list::<orders::Search>(),
        entry::action::<products::Count>(),
        entry::action::<products::Create>(),
        entry::action::<products::Delete>(),
        entry::action::<products::Get>(),
        entry::action::<products::GetByIdentifier>(),
        entry::list::<products::List>(),
        entry::list::<products::Search>(),
        entry::action::<products::Set>(),
        entry::action::<products::Update>(),
        entry::action::<shop::Get>(),
        entry::action::<staged_uploads::Create>(),
        entry::action::<webhook_subscriptions::Count>(),
        entry::action::<webhook_subscriptions::Create>(),
        entry::action::<webhook_subscriptions::Delete>(),
        entry::action::<webhook_subscriptions::Get>(),
        entry::list::<webhook_subscriptions::List>(),
        entry::action::<webhook_subscriptions::Update>(),
        entry::trigger::<customers::Created>(),
        entry::trigger::<customers::CreatedOrUpdated>(),
        entry::trigger::<customers::Updated>(),
        entry::trigger::<orders::Created>(),
        entry::trigger::<orders::CreatedOrUpdated>(),
        entry::trigger::<orders::Updated>(),
        entry::trigger::<products::Created>(),
        entry::trigger::<products::CreatedOrUpdated>(),
        entry::trigger::<products::Updated>(),
    ];
    Catalog::new(entries).check::<shop::Get>()
}
