//! Credits (credit notes, overpayments and prepayments), and how they are allocated to invoices and bills.

use http::StatusCode;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::books::{
    Books, CONTACT, CREDIT_NOTE, INVOICE, Input, Mode, Moment, OVERPAYMENT, PREPAYMENT, shown,
};
use super::documents::{is_dead, put_plain_date};
use super::errors::{Invalid, No};
use super::wire::{amount, date_of, number, round, text, touch};
use super::write::write;
use super::{Answer, Desk};
use crate::http::Reply;
use crate::store::{Record, Table};

/// One kind of credit.
pub(super) struct Credit {
    /// What it is called in messages.
    pub(super) noun: &'static str,
    /// The field under which it stands in another record.
    pub(super) name: &'static str,
    /// The field with its id.
    pub(super) id: &'static str,
    /// The key under which allocations and payments keep its id.
    pub(super) key: &'static str,
    /// What payments that refund one are called, after `AR` or `AP`.
    pub(super) payment: &'static str,
    pub(super) table: fn(&Books) -> &Table,
    pub(super) table_mut: fn(&mut Books) -> &mut Table,
}

pub(super) static CREDITS: [Credit; 3] = [
    Credit {
        noun: "credit note",
        name: "CreditNote",
        id: "CreditNoteID",
        key: CREDIT_NOTE,
        payment: "CREDITPAYMENT",
        table: |books| &books.credit_notes,
        table_mut: |books| &mut books.credit_notes,
    },
    Credit {
        noun: "overpayment",
        name: "Overpayment",
        id: "OverpaymentID",
        key: OVERPAYMENT,
        payment: "OVERPAYMENTPAYMENT",
        table: |books| &books.overpayments,
        table_mut: |books| &mut books.overpayments,
    },
    Credit {
        noun: "prepayment",
        name: "Prepayment",
        id: "PrepaymentID",
        key: PREPAYMENT,
        payment: "PREPAYMENTPAYMENT",
        table: |books| &books.prepayments,
        table_mut: |books| &mut books.prepayments,
    },
];

impl Credit {
    /// The credit that an allocation or a payment is of.
    pub(super) fn of(record: &Record) -> Option<&'static Self> {
        CREDITS.iter().find(|credit| record.contains_key(credit.key))
    }

    /// The kind of credit that a bank transaction makes by its type.
    pub(super) fn made_by(transaction: &Record) -> Option<&'static Self> {
        let (_, kind) = text(transaction, "Type").split_once('-')?;
        CREDITS.iter().find(|credit| credit.name.eq_ignore_ascii_case(kind))
    }
}

/// Whether a document, credit or bank transaction is of the sales side.
pub(super) fn is_sale(record: &Record) -> bool {
    let kind = text(record, "Type");
    kind.starts_with("ACCREC") || kind.starts_with("RECEIVE")
}

/// PUT allocations of one credit.
pub(super) fn put(desk: &mut Desk<'_>, credit: &'static Credit, id: &str) -> Answer {
    write(desk, "Allocations", &Mode::Create, |books: &mut Books, sent: &Record, _: &Mode, at: Moment| {
        books.allocate(credit, id, sent, at)
    })
}

/// DELETE one allocation of a credit.
pub(super) fn delete(desk: &mut Desk<'_>, credit: &'static Credit, id: &str, allocation: &str) -> Answer {
    let allocation = desk.books.allocations.get(&allocation.to_lowercase()).ok_or(No::NotFound)?;
    let of_credit = text(allocation, credit.key).eq_ignore_ascii_case(id);
    let allocation = if of_credit { allocation.clone() } else { return Err(No::NotFound) };
    let at = desk.moment();
    let mut view = desk.books.allocation_view(&allocation);
    let gone: Result<(), No> = desk.books.atomically(|books| {
        books.allocations.remove(text(&allocation, "AllocationID"));
        books.allocation_changed(&allocation, at);
        Ok(())
    });
    gone?;
    view.insert("IsDeleted".to_owned(), json!(true));
    Ok(Reply::json(StatusCode::OK, &Value::Object(view)))
}

impl Books {
    pub(super) fn allocation_view(&self, allocation: &Record) -> Record {
        let mut view = shown(allocation);
        let mut brief = json!({ "InvoiceID": text(allocation, INVOICE) });
        let invoice = self.invoices.get(text(allocation, INVOICE));
        if let Some(number) = invoice.and_then(|invoice| invoice.get("InvoiceNumber")) {
            brief["InvoiceNumber"] = number.clone();
        }
        view.insert("Invoice".to_owned(), brief);
        view
    }

    /// What a credit shows of its allocations and refunds.
    pub(super) fn show_settlements(&self, credit: &Credit, record: &Record, view: &mut Record) {
        let of_credit = self.allocations.find(credit.key, text(record, credit.id));
        let allocations = of_credit.map(|allocation| Value::Object(self.allocation_view(allocation)));
        view.insert("Allocations".to_owned(), allocations.collect());
        view.insert("Payments".to_owned(), self.payments_in_brief(credit.key, text(record, credit.id)));
    }

    /// What an invoice shows of the credits of one kind that were allocated to it.
    pub(super) fn credits_in_brief(&self, credit: &Credit, invoice: &str) -> Value {
        let brief = |allocation: &Record| {
            let record = (credit.table)(self).get(text(allocation, credit.key))?;
            let mut brief = Record::new();
            for field in [credit.id, "CreditNoteNumber", "Date", "Total"] {
                brief.extend(record.get(field).map(|value| (field.to_owned(), value.clone())));
            }
            brief.insert("AppliedAmount".to_owned(), allocation.get("Amount").cloned()?);
            if credit.key == CREDIT_NOTE {
                brief.insert("HasErrors".to_owned(), json!(false));
            }
            brief.insert("LineItems".to_owned(), json!([]));
            Some(Value::Object(brief))
        };
        let of_invoice = self.allocations.find(INVOICE, invoice);
        of_invoice.filter(|allocation| allocation.contains_key(credit.key)).filter_map(brief).collect()
    }

    /// Applies a part of a credit to an invoice of the same contact and side.
    fn allocate(&mut self, credit: &Credit, id: &str, sent: &Record, at: Moment) -> Result<Record, Invalid> {
        let mut input = Input::new(sent);
        let noun = credit.noun;
        let record = (credit.table)(self).get(id).cloned().unwrap_or_default();
        let invoice = self.invoice_named(&mut input, "The allocation");
        let applied = input.decimal("Amount").map(|amount| round(amount, 2)).unwrap_or_default();
        let date = input.date("Date").unwrap_or_else(|| at.today());
        if text(&record, "Status") != "AUTHORISED" {
            input.invalid.add(format!("The {noun} is not of a status that can be allocated"));
        }
        if applied <= Decimal::ZERO {
            input.invalid.add("The Amount of an allocation must be greater than 0");
        }
        if applied > amount(&record, "RemainingCredit") {
            input.invalid.add(format!("The amount exceeds the remaining credit of this {noun}"));
        }
        let Some(invoice) = invoice else { return Err(input.invalid) };
        if text(&invoice, "Status") != "AUTHORISED" {
            input.invalid.add("The invoice is not of a status that can be credited");
        } else if applied > amount(&invoice, "AmountDue") {
            input.invalid.add("The amount exceeds the amount outstanding on this document");
        }
        if is_sale(&record) != is_sale(&invoice) {
            input.invalid.add(format!("The {noun} cannot be allocated to an invoice of the other side"));
        }
        if text(&record, CONTACT) != text(&invoice, CONTACT) {
            input.invalid.add(format!("The {noun} and the invoice are not of the same contact"));
        }
        if text(&record, "CurrencyCode") != text(&invoice, "CurrencyCode") {
            input.invalid.add(format!("The {noun} and the invoice are not of the same currency"));
        }
        self.unlocked(&mut input, date);
        input.invalid.check()?;
        let mut allocation = Record::new();
        for (field, value) in [
            ("AllocationID", json!(self.ids.uuid())),
            ("Amount", number(applied)),
            (credit.key, json!(text(&record, credit.id))),
            (INVOICE, json!(text(&invoice, "InvoiceID"))),
        ] {
            allocation.insert(field.to_owned(), value);
        }
        put_plain_date(&mut allocation, "Date", date);
        self.allocations.put(allocation.clone());
        self.allocation_changed(&allocation, at);
        Ok(self.allocation_view(&allocation))
    }

    /// Computes anew what is left of the credit, and what is due on the invoice.
    fn allocation_changed(&mut self, allocation: &Record, at: Moment) {
        let there = self.allocations.get(text(allocation, "AllocationID")).is_some();
        let changes = if there { "Credit Applied" } else { "Credit Removed" };
        let details = format!("Credit of {:.2}", amount(allocation, "Amount"));
        if let Some(credit) = Credit::of(allocation) {
            self.credit_changed(credit, text(allocation, credit.key), at);
            self.note(text(allocation, credit.key), changes, details.clone(), at);
        }
        self.invoice_changed(text(allocation, INVOICE), at);
        self.note(text(allocation, INVOICE), changes, details, at);
    }

    /// Computes anew what is left of a credit.
    pub(super) fn credit_changed(&mut self, credit: &Credit, id: &str, at: Moment) {
        if let Some(mut record) = (credit.table)(self).get(id).cloned() {
            self.settle_credit(credit, &mut record);
            touch(&mut record, at.now, credit.key != CREDIT_NOTE);
            (credit.table_mut)(self).put(record);
        }
    }

    /// Computes anew what is due on an invoice.
    pub(super) fn invoice_changed(&mut self, id: &str, at: Moment) {
        if let Some(mut invoice) = self.invoices.get(id).cloned() {
            self.settle(&mut invoice);
            touch(&mut invoice, at.now, true);
            self.invoices.put(invoice);
        }
    }

    /// What is applied, refunded and left, and the status that follows from it.
    pub(super) fn settle_credit(&self, credit: &Credit, record: &mut Record) {
        let id = text(record, credit.id);
        let applied: Vec<_> = self.allocations.find(credit.key, id).collect();
        let refunds = self.payments.find(credit.key, id);
        let refunds: Vec<_> = refunds.filter(|payment| text(payment, "Status") == "AUTHORISED").collect();
        let sum =
            |records: &[&Record]| records.iter().map(|record| amount(record, "Amount")).sum::<Decimal>();
        let last = applied.iter().chain(&refunds).filter_map(|record| date_of(record, "Date")).max();
        let status = text(record, "Status").to_owned();
        let total = if is_dead(&status) { Decimal::ZERO } else { amount(record, "Total") };
        let left = total - sum(&applied) - sum(&refunds);
        record.insert("AppliedAmount".to_owned(), number(sum(&applied)));
        record.insert("RemainingCredit".to_owned(), number(left));
        match (status.as_str(), last) {
            ("AUTHORISED" | "PAID", Some(last)) if left.is_zero() => {
                record.insert("Status".to_owned(), json!("PAID"));
                if credit.key == CREDIT_NOTE {
                    put_plain_date(record, "FullyPaidOnDate", last);
                }
            }
            ("PAID", _) => {
                record.insert("Status".to_owned(), json!("AUTHORISED"));
                record.remove("FullyPaidOnDate");
            }
            _ => {}
        }
    }
}
