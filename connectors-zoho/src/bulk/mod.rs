//! Files of bulk jobs: CSV in a ZIP archive, read and written row by row.
#![cfg(feature = "bulk")]

mod cells;
mod csv;
mod table;
mod unzip;
mod zip;

pub(crate) use self::cells::read_row;
pub(crate) use self::table::Table;
pub(crate) use self::zip::{Zip, write_row};

use connectors_core::{Delivery, Error, ErrorKind};

/// What is wrong with a file that was received.
fn unreadable(what: impl Into<String>) -> Error {
    Error::new(ErrorKind::Decode, what).with_delivery(Delivery::Accepted)
}
