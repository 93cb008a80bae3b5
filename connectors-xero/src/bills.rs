//! What happens to bills: the invoices that suppliers send.
//!
//! What can be done with them is in [`invoices`](crate::invoices), as for [sales invoices](crate::sales_invoices).

use crate::invoices::{InvoiceType, Kind};
use crate::records;

/// Stands for bills in triggers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Bill {}

impl Kind for Bill {
    const TYPE: InvoiceType = InvoiceType::AccPay;
    const ABOUT: &'static str = "bill";
    const ONE: &'static str = "a bill";
}

/// `bill.created`
pub type Created = records::Created<Bill>;
/// `bill.updated`
pub type Updated = records::Updated<Bill>;
