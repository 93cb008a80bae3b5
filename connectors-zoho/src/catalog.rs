//! All actions of this crate.

use connectors_core::Catalog;
use connectors_core::catalog::Entry;
#[cfg(feature = "schema")]
use connectors_core::catalog::described as entry;
#[cfg(not(feature = "schema"))]
use connectors_core::catalog::plain as entry;

use crate::module::Record;
use crate::{
    Zoho, accounts, calls, campaigns, cases, contacts, coql, deals, events, invoices, leads, module_fields,
    modules, notes, organization, price_books, products, purchase_orders, quotes, records, related,
    sales_orders, solutions, tasks, users, vendors,
};

/// The actions that every module has, for one record type.
macro_rules! module {
    ($record:ty) => {
        [
            entry::list::<records::List<$record>>(),
            entry::list::<records::ListChanged<$record>>(),
            entry::list::<records::ListDeleted<$record>>(),
            entry::list::<records::Search<$record>>(),
            entry::action::<records::Get<$record>>(),
            entry::action::<records::Create<$record>>(),
            entry::batch::<records::CreateMany<$record>>(),
            entry::action::<records::Update<$record>>(),
            entry::batch::<records::UpdateMany<$record>>(),
            entry::action::<records::Upsert<$record>>(),
            entry::batch::<records::UpsertMany<$record>>(),
            entry::action::<records::Delete<$record>>(),
            entry::batch::<records::DeleteMany<$record>>(),
        ]
    };
}

pub(crate) fn all() -> Catalog<Zoho> {
    let modules: [[Entry<Zoho>; 13]; 18] = [
        module!(Record),
        module!(accounts::Account),
        module!(calls::Call),
        module!(campaigns::Campaign),
        module!(cases::Case),
        module!(contacts::Contact),
        module!(deals::Deal),
        module!(events::Event),
        module!(invoices::Invoice),
        module!(leads::Lead),
        module!(price_books::PriceBook),
        module!(products::Product),
        module!(purchase_orders::PurchaseOrder),
        module!(quotes::Quote),
        module!(sales_orders::SalesOrder),
        module!(solutions::Solution),
        module!(tasks::Task),
        module!(vendors::Vendor),
    ];
    let others = [
        entry::action::<leads::Convert>(),
        entry::list::<notes::List>(),
        entry::list::<notes::ListChanged>(),
        entry::action::<notes::Get>(),
        entry::action::<notes::Create>(),
        entry::batch::<notes::CreateMany>(),
        entry::action::<notes::Update>(),
        entry::batch::<notes::UpdateMany>(),
        entry::action::<notes::Delete>(),
        entry::batch::<notes::DeleteMany>(),
        entry::list::<coql::Query<Record>>(),
        entry::list::<related::List<Record>>(),
        entry::batch::<related::Link>(),
        entry::batch::<related::Unlink>(),
        entry::action::<organization::Get>(),
        entry::action::<modules::List>(),
        entry::action::<modules::Get>(),
        entry::action::<module_fields::List>(),
        entry::list::<users::List>(),
        entry::action::<users::Get>(),
        entry::action::<users::GetCurrent>(),
    ];
    Catalog::new(modules.into_iter().flatten().chain(others)).check::<organization::Get>()
}
