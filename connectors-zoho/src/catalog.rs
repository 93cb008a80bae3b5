//! All actions of this crate.

use connectors_core::Catalog;
#[cfg(feature = "schema")]
use connectors_core::catalog::described as entry;
#[cfg(not(feature = "schema"))]
use connectors_core::catalog::plain as entry;

use crate::{Zoho, accounts, contacts, deals, leads, products};

pub(crate) fn all() -> Catalog<Zoho> {
    Catalog::new([
        entry::list::<accounts::List>(),
        entry::list::<contacts::List>(),
        entry::list::<deals::List>(),
        entry::list::<products::List>(),
        entry::list::<leads::List>(),
        entry::action::<leads::Convert>(),
    ])
}
