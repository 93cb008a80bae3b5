//! What happens to bills: the invoices that suppliers send.
//!
//! What can be done with them is in [`invoices`](crate::invoices), as for [sales invoices](crate::sales_invoices).

use chrono::{DateTime, Utc};

use crate::invoices::{Invoice, InvoiceType, List};
use crate::parents::ParentKind;
use crate::records::{self, Announced, Dated, Followed, Made};
use crate::webhooks::Category;

/// Stands for bills in triggers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Bill {}

impl Followed for Bill {
    type Record = Invoice;
    type List = List;
    const ABOUT: &'static str = "bill";
    const ABOUT_ONE: &'static str = "a bill";

    fn changed_since(moment: DateTime<Utc>) -> List {
        Invoice::changed_since(moment)
    }

    fn id(record: &Invoice) -> Option<&str> {
        Invoice::id(record)
    }

    fn changed(record: &Invoice) -> Option<DateTime<Utc>> {
        Invoice::changed(record)
    }

    fn is_meant(record: &Invoice) -> bool {
        record.invoice_type.as_ref().is_some_and(|kind| *kind == InvoiceType::AccPay)
    }
}

impl Dated for Bill {
    const MADE: Made<Invoice> = Made::History(ParentKind::Invoice);
}

impl Announced for Bill {
    const CATEGORIES: &'static [Category] = Invoice::CATEGORIES;
}

/// `bill.created`
pub type Created = records::Created<Bill>;
/// `bill.updated`
pub type Updated = records::Updated<Bill>;
