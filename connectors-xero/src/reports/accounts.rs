//! Reports on bank accounts, and on what contacts owe and are owed.

use chrono::NaiveDate;
use connectors_core::{Action, Cx, Error, Meta, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

use super::{Report, ask};
use crate::auth::scopes::{broad, granular};
use crate::{Xero, dates, envelope, records};

/// `report.bank_summary`: opening balance, money received and spent, and closing balance of each bank account.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct BankSummary {
    /// First day.
    pub from_date: Option<NaiveDate>,
    /// Last day.
    pub to_date: Option<NaiveDate>,
}

impl BankSummary {
    /// That of this month.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(from_date: Option<NaiveDate>, to_date: Option<NaiveDate>);
}

impl Action for BankSummary {
    type Connector = Xero;
    type Output = Report;
    const META: Meta = records::read::<Report>("bank_summary")
        .title("Get the bank summary")
        .scopes(&[granular::REPORTS_BANK_SUMMARY_READ, broad::REPORTS_READ]);

    fn request(&self, _: &Cx<'_, Xero>) -> Result<Request> {
        dates::in_order("to_date", self.from_date, self.to_date)?;
        Ok(ask("BankSummary").query_opt("fromDate", self.from_date).query_opt("toDate", self.to_date))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        envelope::one(&response)
    }
}

/// The aged report of this name, of a contact.
fn aged(
    name: &str,
    contact_id: &str,
    date: Option<NaiveDate>,
    (from, to): (Option<NaiveDate>, Option<NaiveDate>),
) -> Result<Request> {
    if contact_id.is_empty() {
        return Err(Error::validation("contact_id", "is empty"));
    }
    dates::in_order("to_date", from, to)?;
    Ok(ask(name)
        .query("contactId", contact_id)
        .query_opt("date", date)
        .query_opt("fromDate", from)
        .query_opt("toDate", to))
}

/// `report.aged_payables`: what is owed to a contact: bills, and how long they are due.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct AgedPayables {
    /// The contact's id.
    pub contact_id: String,
    /// Payments up to this day count.
    #[serde(default)]
    pub date: Option<NaiveDate>,
    /// Documents from this day on.
    #[serde(default)]
    pub from_date: Option<NaiveDate>,
    /// Documents up to this day.
    #[serde(default)]
    pub to_date: Option<NaiveDate>,
}

impl AgedPayables {
    /// Those of the contact with this id.
    pub fn new(contact_id: impl Into<String>) -> Self {
        Self { contact_id: contact_id.into(), date: None, from_date: None, to_date: None }
    }

    setters!(
        contact_id: String,
        date: Option<NaiveDate>,
        from_date: Option<NaiveDate>,
        to_date: Option<NaiveDate>,
    );
}

impl Action for AgedPayables {
    type Connector = Xero;
    type Output = Report;
    const META: Meta = records::read::<Report>("aged_payables")
        .title("Get the aged payables of a contact")
        .scopes(&[granular::REPORTS_AGED_READ, broad::REPORTS_READ]);

    fn request(&self, _: &Cx<'_, Xero>) -> Result<Request> {
        aged("AgedPayablesByContact", &self.contact_id, self.date, (self.from_date, self.to_date))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        envelope::one(&response)
    }
}

/// `report.aged_receivables`: what a contact owes: invoices, and how long they are due.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct AgedReceivables {
    /// The contact's id.
    pub contact_id: String,
    /// Payments up to this day count.
    #[serde(default)]
    pub date: Option<NaiveDate>,
    /// Documents from this day on.
    #[serde(default)]
    pub from_date: Option<NaiveDate>,
    /// Documents up to this day.
    #[serde(default)]
    pub to_date: Option<NaiveDate>,
}

impl AgedReceivables {
    /// Those of the contact with this id.
    pub fn new(contact_id: impl Into<String>) -> Self {
        Self { contact_id: contact_id.into(), date: None, from_date: None, to_date: None }
    }

    setters!(
        contact_id: String,
        date: Option<NaiveDate>,
        from_date: Option<NaiveDate>,
        to_date: Option<NaiveDate>,
    );
}

impl Action for AgedReceivables {
    type Connector = Xero;
    type Output = Report;
    const META: Meta = records::read::<Report>("aged_receivables")
        .title("Get the aged receivables of a contact")
        .scopes(&[granular::REPORTS_AGED_READ, broad::REPORTS_READ]);

    fn request(&self, _: &Cx<'_, Xero>) -> Result<Request> {
        aged("AgedReceivablesByContact", &self.contact_id, self.date, (self.from_date, self.to_date))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        envelope::one(&response)
    }
}
