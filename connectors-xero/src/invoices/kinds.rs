//! The invoices of one kind, for triggers.

use std::fmt::Debug;

use chrono::{DateTime, Utc};

use super::{Invoice, InvoiceType, List};
use crate::parents::ParentKind;
use crate::records::{Announced, Dated, Followed, Made};
use crate::webhooks::Category;

/// Stands for the invoices of one type.
pub(crate) trait Kind: Clone + Debug + 'static {
    /// Which.
    const TYPE: InvoiceType;
    /// The first half of the ids of its triggers.
    const ABOUT: &'static str;
    /// One of them, in titles.
    const ONE: &'static str;
}

impl<K: Kind> Followed for K {
    type Record = Invoice;
    type List = List;
    const ABOUT: &'static str = K::ABOUT;
    const ABOUT_ONE: &'static str = K::ONE;

    fn id(record: &Invoice) -> Option<&str> {
        Invoice::id(record)
    }

    fn changed(record: &Invoice) -> Option<DateTime<Utc>> {
        Invoice::changed(record)
    }

    fn is_meant(record: &Invoice) -> bool {
        record.invoice_type.as_ref().is_some_and(|kind| *kind == K::TYPE)
    }
}

impl<K: Kind> Dated for K {
    const MADE: Made<Invoice> = Made::History(ParentKind::Invoice);
}

impl<K: Kind> Announced for K {
    const CATEGORIES: &'static [Category] = Invoice::CATEGORIES;
}
