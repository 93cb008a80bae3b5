//! Linked transactions: lines of bills, or of money spent, that are charged on to a customer.
//!
//! Xero calls them billable expenses. One is made of a line of a bill or bank transaction, then given a customer
//! (`contact_id`), and in the end the sales invoice and line that it is charged by (`target_transaction_id`,
//! `target_line_item_id`). Its status follows from the two documents.

use chrono::{DateTime, Utc};
use connectors_core::types::Open;
use connectors_core::{
    Action, Cursor, Cx, Error, Meta, Page, PagedAction, Request, Response, Result, setters,
};
use serde::{Deserialize, Serialize};

use crate::auth::scopes::{FOR_INVOICES, TO_READ_INVOICES};
use crate::listing::Paging;
use crate::records::{self, Changeable, Entity, Record};
use crate::{Xero, dates};

/// A linked transaction, as Xero answers it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", default)]
#[non_exhaustive]
pub struct LinkedTransaction {
    /// Xero's id.
    #[serde(rename = "LinkedTransactionID")]
    pub linked_transaction_id: Option<String>,
    /// The bill or bank transaction.
    #[serde(rename = "SourceTransactionID")]
    pub source_transaction_id: Option<String>,
    /// Its line.
    #[serde(rename = "SourceLineItemID")]
    pub source_line_item_id: Option<String>,
    /// What the source is.
    pub source_transaction_type_code: Option<Open<SourceType>>,
    /// The customer that it is charged to.
    #[serde(rename = "ContactID")]
    pub contact_id: Option<String>,
    /// The sales invoice that it is charged by.
    #[serde(rename = "TargetTransactionID")]
    pub target_transaction_id: Option<String>,
    /// Its line; several may share one.
    #[serde(rename = "TargetLineItemID")]
    pub target_line_item_id: Option<String>,
    /// Status; it follows from source and target.
    pub status: Option<Open<LinkedTransactionStatus>>,
    /// What kind it is.
    #[serde(rename = "Type")]
    pub linked_transaction_type: Option<Open<LinkedTransactionType>>,
    /// When it was last changed.
    #[serde(rename = "UpdatedDateUTC", with = "dates::timestamp")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<DateTime<Utc>>"))]
    pub updated_date_utc: Option<DateTime<Utc>>,
}

impl LinkedTransaction {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(
        linked_transaction_id: Option<String>,
        source_transaction_id: Option<String>,
        source_line_item_id: Option<String>,
        source_transaction_type_code: Option<Open<SourceType>>,
        contact_id: Option<String>,
        target_transaction_id: Option<String>,
        target_line_item_id: Option<String>,
        status: Option<Open<LinkedTransactionStatus>>,
        linked_transaction_type: Option<Open<LinkedTransactionType>>,
        updated_date_utc: Option<DateTime<Utc>>,
    );
}

/// What may be written of a linked transaction. What is not set stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct LinkedTransactionInput {
    /// The bill or bank transaction. A new one needs it.
    #[serde(rename = "SourceTransactionID", skip_serializing_if = "Option::is_none")]
    pub source_transaction_id: Option<String>,
    /// Its line. A new one needs it.
    #[serde(rename = "SourceLineItemID", skip_serializing_if = "Option::is_none")]
    pub source_line_item_id: Option<String>,
    /// The customer that it is charged to.
    #[serde(rename = "ContactID", skip_serializing_if = "Option::is_none")]
    pub contact_id: Option<String>,
    /// The sales invoice that it is charged by; of this customer.
    #[serde(rename = "TargetTransactionID", skip_serializing_if = "Option::is_none")]
    pub target_transaction_id: Option<String>,
    /// Its line.
    #[serde(rename = "TargetLineItemID", skip_serializing_if = "Option::is_none")]
    pub target_line_item_id: Option<String>,
}

impl LinkedTransactionInput {
    /// Of this line of this bill or bank transaction.
    pub fn new(transaction_id: impl Into<String>, line_item_id: impl Into<String>) -> Self {
        let (transaction, line) = (Some(transaction_id.into()), Some(line_item_id.into()));
        Self { source_transaction_id: transaction, source_line_item_id: line, ..Self::default() }
    }

    setters!(
        source_transaction_id: Option<String>,
        source_line_item_id: Option<String>,
        contact_id: Option<String>,
        target_transaction_id: Option<String>,
        target_line_item_id: Option<String>,
    );
}

/// What a source is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[non_exhaustive]
pub enum SourceType {
    /// A bill.
    AccPay,
    /// Money spent: a bank transaction.
    Spend,
}

/// How far a linked transaction is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[non_exhaustive]
pub enum LinkedTransactionStatus {
    /// The source is not approved.
    Draft,
    /// The source is approved; nobody is charged yet.
    Approved,
    /// On a sales invoice that is not approved.
    OnDraft,
    /// On a sales invoice that is approved.
    Billed,
    /// The source was voided.
    Voided,
}

/// What kind a linked transaction is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[non_exhaustive]
pub enum LinkedTransactionType {
    /// An expense that is charged on.
    BillableExpense,
}

impl Entity for LinkedTransaction {
    type Lists = ();
    const RESOURCE: &'static str = "linked_transaction";
    const ONE: &'static str = "a linked transaction";
    const MANY: &'static str = "linked transactions";
    const PLURAL: &'static str = "LinkedTransactions";
    const ID: &'static str = "LinkedTransactionID";
    const TO_READ: &'static [&'static str] = TO_READ_INVOICES;
    const TO_WRITE: &'static [&'static str] = FOR_INVOICES;
    const DOCS: &'static str = "https://developer.xero.com/documentation/api/accounting/linkedtransactions";
}

impl Record for LinkedTransactionInput {
    type Entity = LinkedTransaction;
    // The example in the description has an envelope, its schema none; xero-python 15.2.0 sends none.
    const BARE: bool = true;
}

impl Changeable for LinkedTransactionInput {}

/// `linked_transaction.get`: one linked transaction, by Xero's id.
pub type Get = records::Get<LinkedTransaction>;
/// `linked_transaction.create`
pub type Create = records::Create<LinkedTransactionInput>;
/// `linked_transaction.update`: names customer and target.
pub type Update = records::Update<LinkedTransactionInput>;

/// `linked_transaction.list`: linked transactions that meet all that is set, 100 per call.
///
/// Pages are numbered: one that starts or ceases to meet the conditions while the list is read shifts those after it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct List {
    /// Xero's id of the source.
    pub source_transaction_id: Option<String>,
    /// Xero's id of the target.
    pub target_transaction_id: Option<String>,
    /// Xero's id of the customer.
    pub contact_id: Option<String>,
    /// Status; only together with the customer.
    pub status: Option<Open<LinkedTransactionStatus>>,
    /// Where to go on.
    pub cursor: Option<Cursor>,
}

impl List {
    /// All.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(
        source_transaction_id: Option<String>,
        target_transaction_id: Option<String>,
        contact_id: Option<String>,
        status: Option<Open<LinkedTransactionStatus>>,
        cursor: Option<Cursor>,
    );

    fn paging(&self) -> Result<Paging<'_>> {
        Paging::by_page(self.cursor.as_ref())
    }
}

impl Action for List {
    type Connector = Xero;
    type Output = Page<LinkedTransaction>;
    const META: Meta = records::read::<LinkedTransaction>("list").title("List linked transactions");

    fn request(&self, _: &Cx<'_, Xero>) -> Result<Request> {
        if self.status.is_some() && self.contact_id.is_none() {
            return Err(Error::validation("status", "is taken by Xero together with contact_id only"));
        }
        Ok(self
            .paging()?
            .ask(Request::get([LinkedTransaction::PLURAL]))
            .query_opt("SourceTransactionID", self.source_transaction_id.as_ref())
            .query_opt("TargetTransactionID", self.target_transaction_id.as_ref())
            .query_opt("ContactID", self.contact_id.as_ref())
            .query_opt("Status", self.status.as_ref()))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        self.paging()?.read(&response)
    }
}

impl PagedAction for List {
    type Item = LinkedTransaction;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}

/// `linked_transaction.delete`: the line is charged on no more. Billed ones may be refused.
///
/// Xero takes no key here. A `NotFound` whose [`delivery`](connectors_core::Error::delivery) is `Unknown` comes after
/// an answer that was lost: the linked transaction is gone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Delete {
    /// The linked transaction's id.
    pub id: String,
}

impl Delete {
    /// Deletes the linked transaction with this id.
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into() }
    }

    setters!(id: String);
}

impl Action for Delete {
    type Connector = Xero;
    type Output = ();
    const META: Meta =
        records::destructive::<LinkedTransaction>("delete").title("Delete a linked transaction");

    fn request(&self, _: &Cx<'_, Xero>) -> Result<Request> {
        Ok(Request::delete([LinkedTransaction::PLURAL, &self.id]))
    }

    #[inline]
    fn response(&self, _: Response) -> Result<Self::Output> {
        Ok(())
    }
}
