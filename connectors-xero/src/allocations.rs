//! What of a credit note, overpayment or prepayment is applied to which invoice or bill.
//!
//! ```no_run
//! use connectors_xero::allocations::AllocationInput;
//! use connectors_xero::invoices::InvoiceRef;
//! use connectors_xero::overpayments;
//! # async fn run(
//! #     xero: connectors_core::Client<connectors_xero::Xero>, overpayment: &str, invoice: &str, today: chrono::NaiveDate,
//! # ) -> connectors_core::Result<()> {
//! // Of what a customer paid too much, 20 go to their next invoice …
//! let part = AllocationInput::new(InvoiceRef::id(invoice), 20, today);
//! xero.call(overpayments::Allocate::new(overpayment, part)).await?;
//! // … and back again.
//! for allocation in xero.call(overpayments::Get::new(overpayment)).await?.allocations {
//!     let id = allocation.allocation_id.unwrap_or_default();
//!     xero.call(overpayments::Unallocate::new(overpayment, id)).await?;
//! }
//! # Ok(()) }
//! ```

use std::fmt::Debug;

use chrono::NaiveDate;
use connectors_core::types::money;
use connectors_core::{Action, Cx, Delivery, Error, ErrorKind, Meta, Request, Response, Result, setters};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::invoices::{Invoice, InvoiceRef};
use crate::records::{self, Entity, Of, title};
use crate::{Xero, dates, envelope};

/// A part of a credit note, overpayment or prepayment that is applied to an invoice or bill.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", default)]
#[non_exhaustive]
pub struct Allocation {
    /// Xero's id.
    #[serde(rename = "AllocationID")]
    pub allocation_id: Option<String>,
    /// What it was applied to: a few fields only.
    pub invoice: Option<Box<Invoice>>,
    /// How much.
    #[serde(with = "money::option")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
    pub amount: Option<Decimal>,
    /// When.
    #[serde(with = "dates::date")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<NaiveDate>"))]
    pub date: Option<NaiveDate>,
    /// Whether it was taken back.
    pub is_deleted: Option<bool>,
}

impl Allocation {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(
        allocation_id: Option<String>,
        invoice: Option<Box<Invoice>>,
        amount: Option<Decimal>,
        date: Option<NaiveDate>,
        is_deleted: Option<bool>,
    );
}

impl Entity for Allocation {
    type Lists = ();
    const RESOURCE: &'static str = "allocation";
    const ONE: &'static str = "an allocation";
    const MANY: &'static str = "allocations";
    const PLURAL: &'static str = "Allocations";
    const ID: &'static str = "AllocationID";
}

/// What is to be applied to which invoice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct AllocationInput {
    /// The invoice or bill.
    pub invoice: InvoiceRef,
    /// How much; at most what is left of the one and due on the other.
    #[serde(with = "money")]
    #[cfg_attr(feature = "schema", schemars(with = "f64"))]
    pub amount: Decimal,
    /// When.
    pub date: NaiveDate,
}

impl AllocationInput {
    /// So much to this invoice, on this day.
    pub fn new(invoice: InvoiceRef, amount: impl Into<Decimal>, date: NaiveDate) -> Self {
        Self { invoice, amount: amount.into(), date }
    }

    setters!(invoice: InvoiceRef, amount: Decimal, date: NaiveDate);
}

/// `<resource>.allocate`: applies a part of it to an invoice or bill.
///
/// What is more than is left of the one or due on the other is refused with
/// [`Validation`](ErrorKind::Validation), and names `Amount` if Xero's sentence is one that is known.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, bound = "")]
#[non_exhaustive]
pub struct Allocate<E> {
    /// Xero's id of what is applied.
    pub id: String,
    /// How much of it, to which invoice.
    pub allocation: AllocationInput,
    #[serde(skip)]
    of: Of<E>,
}

impl<E> Allocate<E> {
    /// Applies a part of the record with this id.
    pub fn new(id: impl Into<String>, allocation: AllocationInput) -> Self {
        Self { id: id.into(), allocation, of: Of::default() }
    }

    setters!(id: String, allocation: AllocationInput);
}

impl<E: Entity> Action for Allocate<E> {
    type Connector = Xero;
    type Output = Allocation;
    const META: Meta = records::write::<E>("allocate").title(const { &title("Allocate", E::ONE) }.as_str());

    fn request(&self, cx: &Cx<'_, Xero>) -> Result<Request> {
        let request = Request::put([E::PLURAL, &self.id, Allocation::PLURAL]);
        envelope::write::<Allocation>(request, std::slice::from_ref(&self.allocation), cx)
    }

    fn response(&self, response: Response) -> Result<Self::Output> {
        envelope::written(&response)
    }
}

/// `<resource>.unallocate`: takes an allocation back.
///
/// Xero takes no key here. A `NotFound` whose [`delivery`](connectors_core::Error::delivery) is `Unknown` comes after
/// an answer that was lost: the allocation is gone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, bound = "")]
#[non_exhaustive]
pub struct Unallocate<E> {
    /// Xero's id of what was applied.
    pub id: String,
    /// Xero's id of the allocation, as in `allocations` of what was applied.
    pub allocation_id: String,
    #[serde(skip)]
    of: Of<E>,
}

impl<E> Unallocate<E> {
    /// Takes this allocation of the record with this id back.
    pub fn new(id: impl Into<String>, allocation_id: impl Into<String>) -> Self {
        Self { id: id.into(), allocation_id: allocation_id.into(), of: Of::default() }
    }

    setters!(id: String, allocation_id: String);
}

impl<E: Entity> Action for Unallocate<E> {
    type Connector = Xero;
    type Output = ();
    const META: Meta =
        records::destructive::<E>("unallocate").title(const { &title("Unallocate", E::ONE) }.as_str());

    fn request(&self, _: &Cx<'_, Xero>) -> Result<Request> {
        Ok(Request::delete([E::PLURAL, &self.id, Allocation::PLURAL, &self.allocation_id]))
    }

    fn response(&self, response: Response) -> Result<Self::Output> {
        // Nothing but this is read: the description has one allocation with an invoice, its example a list of invoices,
        // and Xero answers a list of allocations (XeroAPI/xero-php-oauth2, issue 341).
        let answer: Value = serde_json::from_slice(&response.body).unwrap_or_default();
        let allocation = answer.pointer("/Allocations/0").unwrap_or(&answer);
        if allocation.get("IsDeleted").and_then(Value::as_bool) == Some(false) {
            let text = "Xero answered that the allocation is still there";
            return Err(Error::new(ErrorKind::Conflict, text).with_delivery(Delivery::Rejected));
        }
        envelope::refusal(allocation).map_or(Ok(()), Err)
    }
}
