//! All actions of this crate, by name.

use connectors_core::Catalog;
#[cfg(feature = "schema")]
use connectors_core::catalog::described as entry;
#[cfg(not(feature = "schema"))]
use connectors_core::catalog::plain as entry;

use crate::{
    Xero, accounts, bank_transactions, contacts, credit_notes, invoices, items, organisations, payments,
    purchase_orders, tax_rates, tenants, tracking_categories,
};

pub(crate) fn catalog() -> Catalog<Xero> {
    Catalog::new([
        entry::list::<accounts::List>(),
        entry::action::<accounts::Get>(),
        entry::list::<bank_transactions::List>(),
        entry::action::<bank_transactions::Get>(),
        entry::action::<bank_transactions::Create>(),
        entry::batch::<bank_transactions::CreateMany>(),
        entry::action::<bank_transactions::Update>(),
        entry::action::<bank_transactions::Upsert>(),
        entry::batch::<bank_transactions::UpsertMany>(),
        entry::list::<contacts::List>(),
        entry::action::<contacts::Get>(),
        entry::action::<contacts::Create>(),
        entry::batch::<contacts::CreateMany>(),
        entry::action::<contacts::Update>(),
        entry::action::<contacts::Upsert>(),
        entry::batch::<contacts::UpsertMany>(),
        entry::action::<contacts::Archive>(),
        entry::list::<credit_notes::List>(),
        entry::action::<credit_notes::Get>(),
        entry::action::<credit_notes::Create>(),
        entry::batch::<credit_notes::CreateMany>(),
        entry::action::<credit_notes::Update>(),
        entry::action::<credit_notes::Upsert>(),
        entry::batch::<credit_notes::UpsertMany>(),
        entry::action::<credit_notes::Allocate>(),
        entry::list::<invoices::List>(),
        entry::action::<invoices::Get>(),
        entry::action::<invoices::Create>(),
        entry::batch::<invoices::CreateMany>(),
        entry::action::<invoices::Update>(),
        entry::action::<invoices::Upsert>(),
        entry::batch::<invoices::UpsertMany>(),
        entry::action::<invoices::Void>(),
        entry::action::<invoices::Delete>(),
        entry::action::<invoices::Email>(),
        entry::download::<invoices::DownloadPdf>(),
        entry::list::<items::List>(),
        entry::action::<items::Get>(),
        entry::action::<items::Create>(),
        entry::batch::<items::CreateMany>(),
        entry::action::<items::Update>(),
        entry::action::<items::Upsert>(),
        entry::batch::<items::UpsertMany>(),
        entry::action::<items::Delete>(),
        entry::list::<organisations::List>(),
        entry::action::<organisations::Get>(),
        entry::list::<payments::List>(),
        entry::action::<payments::Get>(),
        entry::action::<payments::Create>(),
        entry::batch::<payments::CreateMany>(),
        entry::action::<payments::Delete>(),
        entry::list::<purchase_orders::List>(),
        entry::action::<purchase_orders::Get>(),
        entry::action::<purchase_orders::Create>(),
        entry::batch::<purchase_orders::CreateMany>(),
        entry::action::<purchase_orders::Update>(),
        entry::action::<purchase_orders::Upsert>(),
        entry::batch::<purchase_orders::UpsertMany>(),
        entry::list::<tax_rates::List>(),
        entry::list::<tenants::List>(),
        entry::action::<tenants::Disconnect>(),
        entry::list::<tracking_categories::List>(),
        entry::action::<tracking_categories::Get>(),
    ])
    .check::<organisations::Get>()
}
