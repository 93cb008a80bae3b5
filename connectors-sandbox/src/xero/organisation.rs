//! The organisation and what is set up with it: actions, users, currencies, reminders, the British construction scheme.

use http::Method;
use serde_json::{Value, json};

use super::books::{Books, Input, Mode, Moment};
use super::desk::may;
use super::errors::{Invalid, No};
use super::facts::{self, ISO_CURRENCIES};
use super::list::{ListRules, Selected, select};
use super::wire::text;
use super::write::write;
use super::{Answer, Desk};
use crate::store::{Record, Table};

const USERS: ListRules = ListRules {
    plural: "Users",
    id: "UserID",
    paged: false,
    fields: &[
        "UserID",
        "EmailAddress",
        "FirstName",
        "LastName",
        "UpdatedDateUTC",
        "IsSubscriber",
        "OrganisationRole",
    ],
};

const CURRENCIES: ListRules =
    ListRules { plural: "Currencies", id: "Code", paged: false, fields: &["Code", "Description"] };

pub(super) fn route(desk: &mut Desk<'_>, path: &[&str]) -> Answer {
    match (desk.method(), path) {
        (&Method::GET, []) => Ok(desk.one("Organisations", desk.books.organisation.clone())),
        (&Method::GET, ["Actions"]) => {
            let action = |(name, resource): &(&str, &str)| {
                let allowed = may(desk.call, &Method::PUT, resource, &[]);
                json!({ "Name": name, "Status": if allowed { "ALLOWED" } else { "NOT-ALLOWED" } })
            };
            Ok(desk.many("Actions", facts::ACTIONS.iter().map(action).collect(), None))
        }
        (&Method::GET, [id, "CISSettings"]) => {
            if !text(&desk.books.organisation, "OrganisationID").eq_ignore_ascii_case(id) {
                return Err(No::NotFound);
            }
            let settings = json!({ "CISContractorEnabled": false, "CISSubContractorEnabled": false });
            Ok(desk.many("CISSettings", vec![settings], None))
        }
        _ => Err(No::NotFound),
    }
}

/// Whether Xero reminds customers by itself. The demo organisation does not.
pub(super) fn reminders(desk: &mut Desk<'_>, path: &[&str]) -> Answer {
    match (desk.method(), path) {
        (&Method::GET, ["Settings"]) => {
            Ok(desk.many("InvoiceReminders", vec![json!({ "Enabled": false })], None))
        }
        _ => Err(No::NotFound),
    }
}

pub(super) fn users(desk: &mut Desk<'_>, path: &[&str]) -> Answer {
    read(desk, path, &USERS, |books| &books.users)
}

pub(super) fn currencies(desk: &mut Desk<'_>, path: &[&str]) -> Answer {
    match (desk.method(), path) {
        (&Method::GET, []) => read(desk, path, &CURRENCIES, |books| &books.currencies),
        (&Method::PUT, []) => write(desk, "Currencies", &Mode::Create, Books::write_currency),
        _ => Err(No::NotFound),
    }
}

/// A table that is only read.
pub(super) fn read(desk: &Desk<'_>, path: &[&str], rules: &ListRules, table: fn(&Books) -> &Table) -> Answer {
    match (desk.method(), path) {
        (&Method::GET, []) => {
            let lookup = |record: &Record, path: &str| record.get(path).cloned().unwrap_or_default();
            let Selected { records, .. } = select(desk.request(), rules, table(desk.books).iter(), &lookup)?;
            let views = records.into_iter().cloned().map(Value::Object).collect();
            Ok(desk.many(rules.plural, views, None))
        }
        (&Method::GET, [id]) => {
            let record = table(desk.books).get(&id.to_lowercase()).ok_or(No::NotFound)?;
            Ok(desk.one(rules.plural, record.clone()))
        }
        _ => Err(No::NotFound),
    }
}

impl Books {
    /// A currency that the organisation trades in.
    pub(super) fn currency(&self, input: &mut Input<'_>, field: &str) -> Option<String> {
        let code = input.filled(field)?;
        if self.currencies.get(&code).is_none() {
            input.invalid.add(format!("The organisation does not use the currency {code}"));
        }
        Some(code)
    }

    /// Adds a currency; one that is there already stays as it is (not verified live).
    pub(super) fn write_currency(&mut self, sent: &Record, _: &Mode, _: Moment) -> Result<Record, Invalid> {
        let mut input = Input::new(sent);
        let code = input.filled("Code").unwrap_or_default();
        if !ISO_CURRENCIES.split_whitespace().any(|known| known == code) {
            input.invalid.add(format!("Code {code:?} is not the code of a currency"));
        }
        let description = input.filled("Description").unwrap_or_else(|| code.clone());
        input.invalid.check()?;
        if let Some(known) = self.currencies.get(&code) {
            return Ok(known.clone());
        }
        let mut currency = Record::new();
        currency.insert("Code".to_owned(), json!(code));
        currency.insert("Description".to_owned(), json!(description));
        self.currencies.put(currency.clone());
        Ok(currency)
    }
}
