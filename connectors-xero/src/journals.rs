//! The general ledger: the journals that every document, payment and manual journal leaves.
//!
//! Journals are numbered as they come about, without regard to their date, so the greatest number that was read says
//! where to go on: [`List::after`]. They are not changed afterwards: what is voided leaves journals that reverse its
//! own. Both is not verified.
//!
//! Since March 2026 this is for applications of tier Advanced and above (chift.eu, "Xero March 2026 changes"); others
//! are told `Permission`.

use chrono::{DateTime, NaiveDate, Utc};
use connectors_core::types::{Open, money};
use connectors_core::{
    Action, Cursor, Cx, Delivery, Error, ErrorKind, Meta, Page, PagedAction, Request, Response, Result,
    setters,
};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::accounts::AccountType;
use crate::auth::scopes::TO_READ_JOURNALS;
use crate::line_items::Tracking;
use crate::records::{self, ChangedSince, Dated, Entity, Followed, Made};
use crate::wire::null_is_empty;
use crate::{Xero, dates, listing};

/// A journal: lines that add up to zero.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", default)]
#[non_exhaustive]
pub struct Journal {
    /// Xero's id.
    #[serde(rename = "JournalID")]
    pub journal_id: Option<String>,
    /// Its number: journals are numbered in the order in which they came about.
    pub journal_number: Option<u64>,
    /// The day that it counts for.
    #[serde(with = "dates::date")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<NaiveDate>"))]
    pub journal_date: Option<NaiveDate>,
    /// Reference.
    pub reference: Option<String>,
    /// What it comes from, by Xero's id.
    #[serde(rename = "SourceID")]
    pub source_id: Option<String>,
    /// What it comes from.
    pub source_type: Option<Open<SourceType>>,
    /// Lines.
    #[serde(deserialize_with = "null_is_empty")]
    pub journal_lines: Vec<JournalLine>,
    /// When it was made.
    #[serde(rename = "CreatedDateUTC", with = "dates::timestamp")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<DateTime<Utc>>"))]
    pub created_date_utc: Option<DateTime<Utc>>,
}

impl Journal {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(
        journal_id: Option<String>,
        journal_number: Option<u64>,
        journal_date: Option<NaiveDate>,
        reference: Option<String>,
        source_id: Option<String>,
        source_type: Option<Open<SourceType>>,
        journal_lines: Vec<JournalLine>,
        created_date_utc: Option<DateTime<Utc>>,
    );
}

/// A line of a journal.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", default)]
#[non_exhaustive]
pub struct JournalLine {
    /// Xero's id.
    #[serde(rename = "JournalLineID")]
    pub journal_line_id: Option<String>,
    /// The account's id.
    #[serde(rename = "AccountID")]
    pub account_id: Option<String>,
    /// The account's code.
    pub account_code: Option<String>,
    /// The account's type.
    pub account_type: Option<Open<AccountType>>,
    /// The account's name.
    pub account_name: Option<String>,
    /// Description.
    pub description: Option<String>,
    /// Amount without tax: positive in debit, negative in credit.
    #[serde(with = "money::option")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
    pub net_amount: Option<Decimal>,
    /// Amount with tax.
    #[serde(with = "money::option")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
    pub gross_amount: Option<Decimal>,
    /// Tax.
    #[serde(with = "money::option")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
    pub tax_amount: Option<Decimal>,
    /// Tax type, as in `tax_rate.list`.
    pub tax_type: Option<String>,
    /// Name of the rate.
    pub tax_name: Option<String>,
    /// Tracking options, at most two.
    #[serde(deserialize_with = "null_is_empty")]
    pub tracking_categories: Vec<Tracking>,
}

impl JournalLine {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(
        journal_line_id: Option<String>,
        account_id: Option<String>,
        account_code: Option<String>,
        account_type: Option<Open<AccountType>>,
        account_name: Option<String>,
        description: Option<String>,
        net_amount: Option<Decimal>,
        gross_amount: Option<Decimal>,
        tax_amount: Option<Decimal>,
        tax_type: Option<String>,
        tax_name: Option<String>,
        tracking_categories: Vec<Tracking>,
    );
}

/// What a journal comes from. Source: `xero_accounting.yaml`, `Journal`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[non_exhaustive]
pub enum SourceType {
    /// A sales invoice.
    AccRec,
    /// A bill.
    AccPay,
    /// A credit note to a customer.
    AccRecCredit,
    /// A credit note from a supplier.
    AccPayCredit,
    /// A payment of a sales invoice.
    AccRecPayment,
    /// A payment of a bill.
    AccPayPayment,
    /// A refund of a credit note to a customer.
    ArCreditPayment,
    /// A refund of a credit note from a supplier.
    ApCreditPayment,
    /// Money received.
    CashRec,
    /// Money spent.
    CashPaid,
    /// A transfer between bank accounts.
    Transfer,
    /// A prepayment by a customer.
    ArPrepayment,
    /// A prepayment to a supplier.
    ApPrepayment,
    /// An overpayment by a customer.
    ArOverpayment,
    /// An overpayment to a supplier.
    ApOverpayment,
    /// An expense claim.
    ExpClaim,
    /// A payment of an expense claim.
    ExpPayment,
    /// A manual journal.
    ManJournal,
    /// A payslip.
    Payslip,
    /// Wages to pay.
    WagePayable,
    /// Payroll (`PE`).
    IntegratedPayrollPe,
    /// Payroll (`PT`).
    IntegratedPayrollPt,
    /// Money spent, recorded elsewhere.
    ExternalSpendMoney,
    /// A payment of payroll (`PT`).
    IntegratedPayrollPtPayment,
    /// Payroll (`CN`).
    IntegratedPayrollCn,
}

impl Entity for Journal {
    type Lists = ();
    const RESOURCE: &'static str = "general_ledger";
    const ONE: &'static str = "a journal of the general ledger";
    const MANY: &'static str = "the general ledger";
    const PLURAL: &'static str = "Journals";
    const ID: &'static str = "JournalID";
    const TO_READ: &'static [&'static str] = TO_READ_JOURNALS;
    const DOCS: &'static str = "https://developer.xero.com/documentation/api/accounting/journals";
}

impl Followed for Journal {
    type Record = Self;
    type List = List;

    fn id(record: &Self) -> Option<&str> {
        record.journal_id.as_deref()
    }

    fn changed(record: &Self) -> Option<DateTime<Utc>> {
        record.created_date_utc
    }
}

impl ChangedSince for List {
    fn changed_since(moment: DateTime<Utc>) -> Self {
        Self::new().modified_since(moment)
    }
}

impl Dated for Journal {
    const MADE: Made<Self> = Made::Record(|record| record.created_date_utc);
}

/// `general_ledger.get`: one journal, by Xero's id or by its number.
pub type Get = records::Get<Journal>;

/// `general_ledger.created`: new journals in the order of their numbers. They are never changed.
///
/// The list does not say where it ends, so that a poll soon after a new journal takes some calls more than others.
pub type Created = records::Created<Journal>;

/// `general_ledger.list`: journals in the order of their numbers.
///
/// Xero gives 100 in a call. The list goes on until there are none: its end costs one call more.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct List {
    /// On a cash basis: what was paid only.
    pub payments_only: bool,
    /// Only what was made since then.
    pub modified_since: Option<DateTime<Utc>>,
    /// Where to go on: the number of a journal; those with greater numbers come.
    pub cursor: Option<Cursor>,
}

impl List {
    /// All.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Those with a greater number than this.
    #[must_use]
    pub fn after(journal_number: u64) -> Self {
        Self { cursor: Some(Cursor::Page(journal_number)), ..Self::default() }
    }

    setters!(payments_only: bool, modified_since: Option<DateTime<Utc>>, cursor: Option<Cursor>);
}

impl Action for List {
    type Connector = Xero;
    type Output = Page<Journal>;
    const META: Meta = records::read::<Journal>("list").title("List the general ledger");

    fn request(&self, _: &Cx<'_, Xero>) -> Result<Request> {
        let offset = Cursor::page(self.cursor.as_ref(), 0)?;
        let request = Request::get([Journal::PLURAL])
            .query("offset", offset)
            .query_opt("paymentsOnly", self.payments_only.then_some(true));
        listing::conditions(request, None, None, self.modified_since)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        let journals = listing::whole::<Journal>(&response)?.items;
        let next = match journals.iter().map(|journal| journal.journal_number).max() {
            None => None,
            Some(Some(number)) => Some(Cursor::Page(number)),
            Some(None) => {
                let text = "the journals have no numbers: the list cannot go on";
                return Err(Error::new(ErrorKind::Decode, text).with_delivery(Delivery::Accepted));
            }
        };
        Ok(Page::new(journals, next))
    }
}

impl PagedAction for List {
    type Item = Journal;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}
