//! Linked transactions: a line of a bill or of money spent that a customer is to be billed for. The status follows from
//! those of the two documents.

use http::{Method, StatusCode};
use serde_json::{Value, json};

use super::books::{Books, CONTACT, Input, Mode, Moment};
use super::documents::is_dead;
use super::errors::{Invalid, No};
use super::list::{a_hundred, words};
use super::wire::{text, touch};
use super::write::write;
use super::{Answer, Desk};
use crate::http::Reply;
use crate::store::Record;

const PLURAL: &str = "LinkedTransactions";

pub(super) fn route(desk: &mut Desk<'_>, path: &[&str]) -> Answer {
    let [id] = path else {
        return match (desk.method(), path) {
            (&Method::GET, []) => list(desk),
            (&Method::PUT, []) => write(desk, PLURAL, &Mode::Create, Books::write_link),
            _ => Err(No::NotFound),
        };
    };
    let link = desk.books.linked_transactions.get(&id.to_lowercase()).ok_or(No::NotFound)?;
    let view = desk.books.link_view(link);
    let id = text(link, "LinkedTransactionID").to_owned();
    match *desk.method() {
        Method::GET => Ok(desk.one(PLURAL, view)),
        Method::POST => write(desk, PLURAL, &Mode::Update(id), Books::write_link),
        Method::DELETE => {
            if text(&view, "Status") == "BILLED" {
                let mut element = view;
                let message = "A linked transaction that is billed cannot be deleted";
                element.insert("ValidationErrors".to_owned(), json!([{ "Message": message }]));
                return Err(No::Invalid(vec![element]));
            }
            desk.books.linked_transactions.remove(&id);
            Ok(Reply::empty(StatusCode::NO_CONTENT))
        }
        _ => Err(No::NotFound),
    }
}

fn list(desk: &Desk<'_>) -> Answer {
    let request = desk.request();
    let filters =
        ["LinkedTransactionID", "SourceTransactionID", "TargetTransactionID", "ContactID", "Status"];
    let filters = filters.map(|name| (name, words(request, name)));
    let views: Vec<Record> =
        desk.books.linked_transactions.iter().map(|link| desk.books.link_view(link)).collect();
    let wanted = views.iter().filter(|view| {
        filters.iter().all(|(name, wanted)| {
            wanted.as_ref().is_none_or(|wanted| wanted.contains(&text(view, name).to_lowercase()))
        })
    });
    let page = a_hundred(request, PLURAL, wanted.collect())?;
    Ok(desk.many(PLURAL, page.into_iter().cloned().map(Value::Object).collect(), None))
}

fn has_line(document: &Record, id: &str) -> bool {
    let lines = document.get("LineItems").and_then(Value::as_array).into_iter().flatten();
    lines
        .into_iter()
        .any(|line| line["LineItemID"].as_str().is_some_and(|known| known.eq_ignore_ascii_case(id)))
}

impl Books {
    /// The bill or spent money with this id.
    fn source(&self, id: &str) -> Option<&Record> {
        let bill = self.invoices.get(id).filter(|invoice| text(invoice, "Type") == "ACCPAY");
        bill.or_else(|| self.bank_transactions.get(id).filter(|spent| text(spent, "Type") == "SPEND"))
    }

    /// A link with the status that it has now.
    fn link_view(&self, link: &Record) -> Record {
        let status = |record: Option<&Record>| {
            record.map(|record| text(record, "Status").to_owned()).unwrap_or_default()
        };
        let source = status(self.source(text(link, "SourceTransactionID")));
        let target = status(self.invoices.get(text(link, "TargetTransactionID")));
        let waits = |status: &str| matches!(status, "DRAFT" | "SUBMITTED");
        let status = if source.is_empty() || is_dead(&source) {
            "VOIDED"
        } else if waits(&target) {
            "ONDRAFT"
        } else if !target.is_empty() && !is_dead(&target) {
            "BILLED"
        } else if waits(&source) {
            "DRAFT"
        } else {
            "APPROVED"
        };
        let mut view = link.clone();
        view.insert("Status".to_owned(), json!(status));
        view
    }

    fn write_link(&mut self, sent: &Record, mode: &Mode, at: Moment) -> Result<Record, Invalid> {
        let mut input = Input::new(sent);
        let existing = match mode {
            Mode::Update(id) => self.linked_transactions.get(id).cloned(),
            Mode::Create | Mode::Upsert => None,
        };
        let mut link = existing.unwrap_or_else(|| {
            let new = [("LinkedTransactionID", json!(self.ids.uuid())), ("Type", json!("BILLABLEEXPENSE"))];
            new.map(|(field, value)| (field.to_owned(), value)).into_iter().collect()
        });
        let ids = [
            "SourceTransactionID",
            "SourceLineItemID",
            "ContactID",
            "TargetTransactionID",
            "TargetLineItemID",
        ];
        for field in ids {
            if let Some(id) = input.filled(field) {
                link.insert(field.to_owned(), json!(id.to_lowercase()));
            }
        }
        let line = text(&link, "SourceLineItemID");
        let source = self.source(text(&link, "SourceTransactionID")).filter(|source| has_line(source, line));
        match source.map(|source| text(source, "Type").to_owned()) {
            Some(code) => drop(link.insert("SourceTransactionTypeCode".to_owned(), json!(code))),
            None => input.invalid.add("The SourceLineItemID and SourceTransactionID do not match"),
        }
        let line = text(&link, "SourceLineItemID");
        let is_other = |other: &Record| {
            text(other, "SourceLineItemID") == line
                && other["LinkedTransactionID"] != link["LinkedTransactionID"]
        };
        if self.linked_transactions.iter().any(is_other) {
            input.invalid.add("The line item is linked already");
        }
        self.check_target(&mut input, &mut link);
        input.invalid.check()?;
        touch(&mut link, at.now, false);
        self.linked_transactions.put(link.clone());
        Ok(self.link_view(&link))
    }

    /// The customer, and the sales invoice that bills them.
    fn check_target(&self, input: &mut Input<'_>, link: &mut Record) {
        let target = text(link, "TargetTransactionID").to_owned();
        if !target.is_empty() {
            let found = self.invoices.get(&target).filter(|invoice| text(invoice, "Type") == "ACCREC");
            let Some(found) = found.filter(|invoice| !is_dead(text(invoice, "Status"))) else {
                return input.invalid.add(format!("There is no sales invoice {target}"));
            };
            let line = text(link, "TargetLineItemID");
            if !line.is_empty() && !has_line(found, line) {
                input.invalid.add("The TargetLineItemID and TargetTransactionID do not match");
            }
            let customer = text(found, CONTACT);
            if link.get("ContactID").is_some_and(|contact| contact != customer) {
                input.invalid.add("The target transaction is of another contact");
            }
            link.insert("ContactID".to_owned(), json!(customer));
        }
        let contact = text(link, "ContactID");
        if !contact.is_empty() && self.contacts.get(contact).is_none() {
            input.invalid.add(format!("There is no contact {contact}"));
        }
    }
}
