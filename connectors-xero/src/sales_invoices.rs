//! What happens to sales invoices: those that customers get.
//!
//! What can be done with them is in [`invoices`](crate::invoices), as for [bills](crate::bills).

use chrono::{DateTime, Utc};

use crate::invoices::{Invoice, InvoiceType, List};
use crate::parents::ParentKind;
use crate::records::{self, Announced, Dated, Followed, Made};
use crate::webhooks::Category;

/// Stands for sales invoices in triggers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum SalesInvoice {}

impl Followed for SalesInvoice {
    type Record = Invoice;
    type List = List;
    const ABOUT: &'static str = "sales_invoice";
    const ABOUT_ONE: &'static str = "a sales invoice";

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
        record.invoice_type.as_ref().is_some_and(|kind| *kind == InvoiceType::AccRec)
    }
}

impl Dated for SalesInvoice {
    const MADE: Made<Invoice> = Made::History(ParentKind::Invoice);
}

impl Announced for SalesInvoice {
    const CATEGORIES: &'static [Category] = Invoice::CATEGORIES;
}

/// `sales_invoice.created`
pub type Created = records::Created<SalesInvoice>;
/// `sales_invoice.updated`
pub type Updated = records::Updated<SalesInvoice>;
