//! What is the same for all records of the Accounting API: reading and writing them.
//!
//! `GET /Invoices` lists, `GET /Invoices/{id}` reads one, `PUT /Invoices` creates, `POST /Invoices` changes or creates,
//! `POST /Invoices/{id}` changes: so it is for every resource. Each module has aliases:
//! [`invoices::Get`](crate::invoices::Get) is [`Get`]`<Invoice>`, [`invoices::Create`](crate::invoices::Create) is
//! [`Create`]`<InvoiceInput>`. Implement [`Entity`] and [`Record`] for types of your own to use what this crate does not
//! cover yet:
//!
//! ```
//! use connectors_xero::auth::scopes;
//! use connectors_xero::filter::field;
//! use connectors_xero::records::{self, Entity, Paged, Record};
//! use serde::{Deserialize, Serialize};
//!
//! #[derive(Clone, Debug, Deserialize)]
//! #[serde(rename_all = "PascalCase")]
//! struct CreditNote {
//!     credit_note_number: String,
//!     total: Option<f64>,
//! }
//!
//! impl Entity for CreditNote {
//!     type Lists = Paged;
//!     const RESOURCE: &'static str = "credit_note";
//!     const ONE: &'static str = "a credit note";
//!     const MANY: &'static str = "credit notes";
//!     const PLURAL: &'static str = "CreditNotes";
//!     const ID: &'static str = "CreditNoteID";
//!     const NUMBER: Option<&'static str> = Some("CreditNoteNumber");
//!     const PRICED: bool = true;
//!     const TO_READ: &'static [&'static str] = &[scopes::granular::INVOICES_READ];
//! }
//!
//! #[derive(Clone, Debug, Serialize)]
//! #[serde(rename_all = "PascalCase")]
//! struct CreditNoteInput {
//!     credit_note_number: String,
//! }
//!
//! impl Record for CreditNoteInput {
//!     type Entity = CreditNote;
//!
//!     fn number(&self) -> Option<&str> {
//!         Some(&self.credit_note_number)
//!     }
//! }
//!
//! let get = records::Get::<CreditNote>::new("CN-7");
//! let list = records::List::<CreditNote>::new().filter(field("Status").eq("AUTHORISED"));
//! let create = records::Create::new(CreditNoteInput { credit_note_number: "CN-8".to_owned() });
//! ```
//!
//! Every write carries an `Idempotency-Key` by itself, so that one whose answer was lost can be sent again. The key is
//! trusted for five minutes; Xero is said to keep it for six, which is not verified.

mod read;
mod write;

use std::fmt::Debug;
use std::marker::PhantomData;

use connectors_core::types::ConstText;
use connectors_core::{Meta, Request, Result};
use serde::Serialize;
use serde::de::DeserializeOwned;

pub use self::read::{Get, List, ListUndated, ListWhole, Paged, Undated, Whole};
pub use self::write::{Create, CreateMany, Update, Upsert, UpsertMany};

/// A kind of record, as Xero answers it.
pub trait Entity: Clone + Debug + DeserializeOwned + Send + 'static {
    /// How Xero lists it: [`Paged`], [`Whole`] or [`Undated`]; `()` if its list takes other parameters than theirs.
    type Lists;
    /// The first half of the ids of its actions: `invoice`.
    const RESOURCE: &'static str;
    /// One of them, in titles: `an invoice`.
    const ONE: &'static str;
    /// Many of them, in titles: `invoices`.
    const MANY: &'static str;
    /// What its path and the envelope's member are called: `Invoices`.
    const PLURAL: &'static str;
    /// The member with Xero's id: `InvoiceID`.
    const ID: &'static str;
    /// The member with the unique number or code that users choose, if there is one: `InvoiceNumber`.
    const NUMBER: Option<&'static str> = None;
    /// Whether it has unit prices, which Xero rounds to two decimals unless asked for four.
    const PRICED: bool = false;
    /// Scopes, any of which allows to read it.
    const TO_READ: &'static [&'static str] = &[];
    /// Scopes, any of which allows to write it.
    const TO_WRITE: &'static [&'static str] = &[];
    /// Xero's documentation of it.
    const DOCS: &'static str = "";
}

/// What may be written of a record.
pub trait Record: Clone + Debug + Serialize + Send + Sync + 'static {
    /// What Xero answers.
    type Entity: Entity;

    /// Xero's id, if it is set.
    fn id(&self) -> Option<&str> {
        None
    }

    /// The value of [`Entity::NUMBER`], if it is set.
    fn number(&self) -> Option<&str> {
        None
    }

    /// Refuses what Xero would refuse anyway.
    ///
    /// # Errors
    /// Names the field.
    fn check(&self) -> Result<()> {
        Ok(())
    }
}

/// A record that can be changed once it is there.
pub trait Changeable: Record {
    /// How titles call what [`Upsert`] and [`UpsertMany`] do.
    const UPSERT: &'static str = "Create or update";
}

/// Stands for the kind of record in actions that hold no record.
type Of<E> = PhantomData<fn() -> E>;

/// An action that reads this kind of record.
pub(crate) const fn read<E: Entity>(verb: &'static str) -> Meta {
    Meta::read(E::RESOURCE, verb).scopes(E::TO_READ).docs(E::DOCS)
}

/// An action that writes this kind of record.
pub(crate) const fn write<E: Entity>(verb: &'static str) -> Meta {
    Meta::write(E::RESOURCE, verb).scopes(E::TO_WRITE).docs(E::DOCS)
}

/// An action on this kind of record that cannot be taken back.
pub(crate) const fn destructive<E: Entity>(verb: &'static str) -> Meta {
    Meta::destructive(E::RESOURCE, verb).scopes(E::TO_WRITE).docs(E::DOCS)
}

/// Asks for all four decimals of unit prices, on reading and on writing.
pub(crate) fn priced<E: Entity>(request: Request) -> Request {
    if E::PRICED { request.query("unitdp", 4) } else { request }
}

/// What is done, and to what.
const fn title(verb: &str, noun: &str) -> ConstText {
    ConstText::new(verb).add(" ").add(noun)
}
