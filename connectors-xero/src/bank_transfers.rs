//! Money moved between two bank accounts.
//!
//! Xero makes two [bank transactions](crate::bank_transactions) of each. A transfer cannot be changed, only deleted.
//! [`Create`] takes one: Xero's description knows no outcome of each where several are created in one call.

use std::ops::Range;

use chrono::{DateTime, NaiveDate, Utc};
use connectors_core::types::{Open, money};
use connectors_core::{
    Action, BatchAction, Cx, Error, Fault, Head, Meta, Outcome, Page, PagedAction, Request, Response, Result,
    setters,
};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::accounts::{Account, AccountRef};
use crate::auth::scopes::{FOR_BANK_TRANSACTIONS, TO_READ_BANK_TRANSACTIONS};
use crate::batch::{self, Key};
use crate::filter::{Filter, Order};
use crate::line_items::Tracking;
use crate::listing;
use crate::payments::PaymentStatus;
use crate::records::{self, ChangedSince, Dated, Entity, Followed, Made, Record};
use crate::wire::null_is_empty;
use crate::{Xero, dates};

/// A bank transfer, as Xero answers it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", default)]
#[non_exhaustive]
pub struct BankTransfer {
    /// Xero's id.
    #[serde(rename = "BankTransferID")]
    pub bank_transfer_id: Option<String>,
    /// From which bank account: a few fields only.
    pub from_bank_account: Option<Account>,
    /// To which bank account: a few fields only.
    pub to_bank_account: Option<Account>,
    /// Amount.
    #[serde(with = "money::option")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
    pub amount: Option<Decimal>,
    /// Date.
    #[serde(with = "dates::date")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<NaiveDate>"))]
    pub date: Option<NaiveDate>,
    /// Rate between the currencies.
    #[serde(with = "money::option")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
    pub currency_rate: Option<Decimal>,
    /// The bank transaction that it made on the account that it is from.
    #[serde(rename = "FromBankTransactionID")]
    pub from_bank_transaction_id: Option<String>,
    /// The bank transaction that it made on the account that it is to.
    #[serde(rename = "ToBankTransactionID")]
    pub to_bank_transaction_id: Option<String>,
    /// Whether the paying side is matched with a bank statement.
    pub from_is_reconciled: Option<bool>,
    /// Whether the receiving side is matched with a bank statement.
    pub to_is_reconciled: Option<bool>,
    /// Reference.
    pub reference: Option<String>,
    /// Status.
    pub status: Option<Open<PaymentStatus>>,
    /// Tracking options of the paying side.
    #[serde(deserialize_with = "null_is_empty")]
    pub from_tracking: Vec<Tracking>,
    /// Tracking options of the receiving side.
    #[serde(deserialize_with = "null_is_empty")]
    pub to_tracking: Vec<Tracking>,
    /// Whether files are attached.
    pub has_attachments: Option<bool>,
    /// When it was made.
    #[serde(rename = "CreatedDateUTC", with = "dates::timestamp")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<DateTime<Utc>>"))]
    pub created_date_utc: Option<DateTime<Utc>>,
}

impl BankTransfer {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(
        bank_transfer_id: Option<String>,
        from_bank_account: Option<Account>,
        to_bank_account: Option<Account>,
        amount: Option<Decimal>,
        date: Option<NaiveDate>,
        currency_rate: Option<Decimal>,
        from_bank_transaction_id: Option<String>,
        to_bank_transaction_id: Option<String>,
        from_is_reconciled: Option<bool>,
        to_is_reconciled: Option<bool>,
        reference: Option<String>,
        status: Option<Open<PaymentStatus>>,
        from_tracking: Vec<Tracking>,
        to_tracking: Vec<Tracking>,
        has_attachments: Option<bool>,
        created_date_utc: Option<DateTime<Utc>>,
    );
}

/// What may be written of a bank transfer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct BankTransferInput {
    /// From which bank account.
    pub from_bank_account: AccountRef,
    /// To which bank account.
    pub to_bank_account: AccountRef,
    /// Amount.
    #[serde(with = "money")]
    #[cfg_attr(feature = "schema", schemars(with = "f64"))]
    pub amount: Decimal,
    /// Date: today in the organisation's zone unless set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<NaiveDate>,
    /// Reference.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// Marks the paying side as matched with a bank statement.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from_is_reconciled: Option<bool>,
    /// Marks the receiving side as matched with a bank statement.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to_is_reconciled: Option<bool>,
    /// Tracking options of the paying side, by ids, at most two.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub from_tracking: Vec<Tracking>,
    /// Tracking options of the receiving side, by ids, at most two.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub to_tracking: Vec<Tracking>,
}

impl BankTransferInput {
    /// So much from one bank account to another.
    pub fn new(from: AccountRef, to: AccountRef, amount: impl Into<Decimal>) -> Self {
        Self {
            from_bank_account: from,
            to_bank_account: to,
            amount: amount.into(),
            date: None,
            reference: None,
            from_is_reconciled: None,
            to_is_reconciled: None,
            from_tracking: Vec::new(),
            to_tracking: Vec::new(),
        }
    }

    setters!(
        from_bank_account: AccountRef,
        to_bank_account: AccountRef,
        amount: Decimal,
        date: Option<NaiveDate>,
        reference: Option<String>,
        from_is_reconciled: Option<bool>,
        to_is_reconciled: Option<bool>,
        from_tracking: Vec<Tracking>,
        to_tracking: Vec<Tracking>,
    );
}

impl Entity for BankTransfer {
    type Lists = ();
    const RESOURCE: &'static str = "bank_transfer";
    const ONE: &'static str = "a bank transfer";
    const MANY: &'static str = "bank transfers";
    const PLURAL: &'static str = "BankTransfers";
    const ID: &'static str = "BankTransferID";
    const TO_READ: &'static [&'static str] = TO_READ_BANK_TRANSACTIONS;
    const TO_WRITE: &'static [&'static str] = FOR_BANK_TRANSACTIONS;
    const DOCS: &'static str = "https://developer.xero.com/documentation/api/accounting/banktransfers";
}

impl Followed for BankTransfer {
    type Record = Self;
    type List = List;

    fn id(record: &Self) -> Option<&str> {
        record.bank_transfer_id.as_deref()
    }

    fn changed(record: &Self) -> Option<DateTime<Utc>> {
        record.created_date_utc
    }
}

impl ChangedSince for List {
    const ORDERED: bool = false;

    fn changed_since(moment: DateTime<Utc>) -> Self {
        Self::new().include_deleted(true).modified_since(moment)
    }
}

impl Dated for BankTransfer {
    const MADE: Made<Self> = Made::Record(|record| record.created_date_utc);
}

impl Record for BankTransferInput {
    type Entity = BankTransfer;

    fn check(&self) -> Result<()> {
        for (field, tracking) in [("FromTracking", &self.from_tracking), ("ToTracking", &self.to_tracking)] {
            for (at, option) in tracking.iter().enumerate() {
                if option.tracking_category_id.is_none() || option.tracking_option_id.is_none() {
                    return Err(Error::validation(
                        format!("{field}[{at}]"),
                        "needs the ids of category and option",
                    ));
                }
            }
        }
        Ok(())
    }
}

/// `bank_transfer.get`: one bank transfer, by Xero's id.
pub type Get = records::Get<BankTransfer>;
/// `bank_transfer.create`
pub type Create = records::Create<BankTransferInput>;
/// `bank_transfer.delete`: takes a transfer back, by status. Reconciled ones may be refused.
pub type Delete = records::Delete<BankTransfer>;

/// `bank_transfer.created`
///
/// A transfer is never changed, only deleted, and Xero does not tell when: its two bank transactions do, by
/// [`bank_transactions::CreatedOrUpdated`](crate::bank_transactions::CreatedOrUpdated).
pub type Created = records::Created<BankTransfer>;

/// `bank_transfer.list`: bank transfers that meet all that is set, all in one page.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct List {
    /// Conditions on fields.
    pub filter: Option<Filter>,
    /// What to order by.
    pub order: Option<Order>,
    /// Deleted ones too.
    pub include_deleted: bool,
    /// Only what was made or changed since then.
    pub modified_since: Option<DateTime<Utc>>,
}

impl List {
    /// All that are not deleted.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(
        filter: Option<Filter>,
        order: Option<Order>,
        include_deleted: bool,
        modified_since: Option<DateTime<Utc>>,
    );
}

impl Action for List {
    type Connector = Xero;
    type Output = Page<BankTransfer>;
    const META: Meta = records::read::<BankTransfer>("list").title("List bank transfers");

    fn request(&self, _: &Cx<'_, Xero>) -> Result<Request> {
        let request = Request::get([BankTransfer::PLURAL])
            .query_opt("includeDeleted", self.include_deleted.then_some(true));
        listing::conditions(request, self.filter.as_ref(), self.order.as_ref(), self.modified_since)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        listing::whole(&response)
    }
}

impl PagedAction for List {
    type Item = BankTransfer;
}

/// `bank_transfer.delete_many`: takes transfers back, each with an outcome of its own, found by its id: 50 in one call,
/// any number by [`Client::batch`](connectors_core::Client::batch).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct DeleteMany {
    /// Xero's ids.
    pub ids: Vec<String>,
}

impl DeleteMany {
    /// Deletes the transfers with these ids.
    pub fn new<I: Into<String>>(ids: impl IntoIterator<Item = I>) -> Self {
        Self { ids: ids.into_iter().map(Into::into).collect() }
    }

    setters!(ids: Vec<String>);
}

impl Action for DeleteMany {
    type Connector = Xero;
    type Output = Vec<Outcome<BankTransfer>>;
    const META: Meta = records::destructive::<BankTransfer>("delete_many").title("Delete bank transfers");

    fn request(&self, cx: &Cx<'_, Xero>) -> Result<Request> {
        batch::fits("ids", self.ids.len())?;
        if let Some(at) = self.ids.iter().position(String::is_empty) {
            return Err(Error::validation(format!("ids[{at}]"), "is empty"));
        }
        let deleted = |id| json!({ BankTransfer::ID: id, "Status": PaymentStatus::Deleted });
        let records: Vec<_> = self.ids.iter().map(deleted).collect();
        batch::write::<BankTransfer>(Request::post([BankTransfer::PLURAL]), &records, cx)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        let keys: Vec<_> = self.ids.iter().map(|id| Key::of::<BankTransfer>(Some(id), None)).collect();
        batch::outcomes(&keys, &response)
    }

    fn fault(&self, _: &Xero, head: &Head, body: &[u8]) -> Option<Fault> {
        batch::fault(head, body, self.ids.len())
    }
}

impl BatchAction for DeleteMany {
    type Item = BankTransfer;
    const MAX: usize = batch::MAX;

    fn len(&self) -> usize {
        self.ids.len()
    }

    fn part(&self, range: Range<usize>) -> Self {
        Self { ids: self.ids.get(range).unwrap_or_default().to_vec() }
    }
}
