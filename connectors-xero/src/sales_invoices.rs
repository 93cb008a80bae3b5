//! What happens to sales invoices: those that customers get.
//!
//! What can be done with them is in [`invoices`](crate::invoices), as for [bills](crate::bills).

use crate::invoices::{InvoiceType, Kind};
use crate::records;

/// Stands for sales invoices in triggers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum SalesInvoice {}

impl Kind for SalesInvoice {
    const TYPE: InvoiceType = InvoiceType::AccRec;
    const ABOUT: &'static str = "sales_invoice";
    const ONE: &'static str = "a sales invoice";
}

/// `sales_invoice.created`
pub type Created = records::Created<SalesInvoice>;
/// `sales_invoice.updated`
pub type Updated = records::Updated<SalesInvoice>;
