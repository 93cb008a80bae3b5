//! What is the same for all records of the Accounting API: reading and writing them.
//!
//! `GET /Invoices` lists, `GET /Invoices/{id}` reads one, `PUT /Invoices` creates, `POST /Invoices` changes or creates,
//! `POST /Invoices/{id}` changes: so it is for every resource. Each module has aliases:
//! [`invoices::Get`](crate::invoices::Get) is [`Get`]`<Invoice>`, [`invoices::Create`](crate::invoices::Create) is
//! [`Create`]`<InvoiceInput>`. Implement [`Entity`] and [`Record`] for types of your own to read only what you need, or
//! to use what this crate does not cover:
//!
//! ```
//! use connectors_xero::auth::scopes;
//! use connectors_xero::filter::field;
//! use connectors_xero::records::{self, Entity, Paged, Record};
//! use serde::{Deserialize, Serialize};
//!
//! #[derive(Clone, Debug, Deserialize)]
//! #[serde(rename_all = "PascalCase")]
//! struct Narrated {
//!     narration: String,
//!     status: Option<String>,
//! }
//!
//! impl Entity for Narrated {
//!     type Lists = Paged;
//!     const RESOURCE: &'static str = "narrated";
//!     const ONE: &'static str = "what a journal is for";
//!     const MANY: &'static str = "what journals are for";
//!     const PLURAL: &'static str = "ManualJournals";
//!     const ID: &'static str = "ManualJournalID";
//!     const TO_READ: &'static [&'static str] = &[scopes::granular::MANUAL_JOURNALS_READ];
//! }
//!
//! #[derive(Clone, Debug, Serialize)]
//! #[serde(rename_all = "PascalCase")]
//! struct NarratedInput {
//!     narration: String,
//! }
//!
//! impl Record for NarratedInput {
//!     type Entity = Narrated;
//! }
//!
//! let get = records::Get::<Narrated>::new("0b1c9a5e-4f4e-4a3c-9a9e-3d5d9f3f1a10");
//! let list = records::List::<Narrated>::new().filter(field("Status").eq("POSTED"));
//! let create = records::Create::new(NarratedInput { narration: "Rent, by month".to_owned() });
//! ```
//!
//! What changes is told by [`CreatedOrUpdated`], [`Created`] and [`Updated`], of whatever implements [`Followed`] (and
//! [`Dated`]): a few lines, see there.
//!
//! Every PUT and POST carries an `Idempotency-Key` by itself, so that one whose answer was lost can be sent again. The
//! key is trusted for five minutes; Xero is said to keep it for six, which is not verified. For a DELETE there is none:
//! it is sent again as it is, and may find done what was done.

pub(crate) mod changes;
mod document;
mod read;
mod write;

use std::fmt::Debug;
use std::marker::PhantomData;

use connectors_core::types::ConstText;
use connectors_core::{Meta, Request, Result};
use serde::Serialize;
use serde::de::DeserializeOwned;

pub use self::changes::{Announced, ChangedSince, Created, CreatedOrUpdated, Dated, Followed, Made, Updated};
pub use self::document::{Delete, DownloadPdf};
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
    /// Whether [`Create`] sends it bare, without the envelope that Xero wants around most.
    const BARE: bool = false;

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
    /// Whether [`Update`] sends it bare.
    const UPDATE_BARE: bool = false;
}

/// Stands for the kind of record in actions that hold no record.
pub(crate) type Of<E> = PhantomData<fn() -> E>;

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
pub(crate) const fn title(verb: &str, noun: &str) -> ConstText {
    ConstText::new(verb).add(" ").add(noun)
}
