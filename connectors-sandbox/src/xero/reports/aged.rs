//! What one contact owes and is owed: open invoices or bills, less credit notes and overpayments that are not used up.
//! Prepayments are not among them, as they are not booked to receivables or payables (not verified live).

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde_json::Value;

use super::rows::{cell_of, money, row, section, texts};
use super::{Parameters, Report, long, month_end};
use crate::store::Record;
use crate::xero::allocations::{CREDITS, is_sale};
use crate::xero::books::{Books, CONTACT, INVOICE, PREPAYMENT};
use crate::xero::errors::No;
use crate::xero::wire::{amount, date_of, text, to_base};

/// One document as it stood at a date.
struct Open {
    id: String,
    date: NaiveDate,
    number: String,
    due_date: Option<NaiveDate>,
    /// Total, paid, credited and due.
    amounts: [Decimal; 4],
}

pub(super) fn receivables(books: &Books, parameters: &Parameters<'_>) -> Result<Report, No> {
    aged(books, parameters, true, ("AgedReceivablesByContact", "Aged Receivables By Contact", "Number"))
}

pub(super) fn payables(books: &Books, parameters: &Parameters<'_>) -> Result<Report, No> {
    aged(books, parameters, false, ("AgedPayablesByContact", "Aged Payables By Contact", "Reference"))
}

fn aged(
    books: &Books,
    parameters: &Parameters<'_>,
    sales: bool,
    (id, name, number): (&'static str, &'static str, &str),
) -> Result<Report, No> {
    let contact = parameters.text("contactId").unwrap_or_default().to_lowercase();
    let contact = books.contacts.get(&contact);
    let contact =
        contact.ok_or_else(|| No::BadQuery("Reports: contactId must be that of a contact".to_owned()))?;
    let date = parameters.date("date")?.unwrap_or_else(|| month_end(parameters.today));
    let to = parameters.date("toDate")?.unwrap_or(date);
    let open = books.open_at(text(contact, "ContactID"), sales, date);
    let first = open.iter().map(|open| open.date).min();
    let from = parameters.date("fromDate")?.or(first).unwrap_or(date).min(to);
    let before: Decimal = open.iter().filter(|open| open.date < from).map(|open| open.amounts[3]).sum();

    let mut totals = [Decimal::ZERO; 4];
    let mut rows = Vec::new();
    for open in open.iter().filter(|open| (from..=to).contains(&open.date)) {
        for (total, amount) in totals.iter_mut().zip(open.amounts) {
            *total += amount;
        }
        let overdue = open.due_date.map(|due| (date - due).num_days()).filter(|days| *days > 0);
        let head = [
            iso(open.date),
            open.number.clone(),
            open.due_date.map(iso).unwrap_or_default(),
            overdue.map(|days| format!("{days} days overdue")).unwrap_or_default(),
        ];
        let cells = head.into_iter().chain(open.amounts.map(money));
        rows.push(row("Row", cells.map(|value| cell_of(value, "invoiceID", &open.id)).collect()));
    }
    let summary = |title: &str, amounts: &[Decimal; 4]| -> Value {
        let head = [title, "", "", ""].map(str::to_owned).into_iter();
        texts("SummaryRow", head.chain(amounts.map(money)))
    };
    rows.push(summary("Total", &totals));
    let opening = ["Opening Balance", "", "", "", "", ""].map(str::to_owned).into_iter();
    let opening = texts("Row", std::iter::once(iso(from)).chain(opening).chain([money(before)]));
    let closing = summary("Closing Balance", &[totals[0], totals[1], totals[2], totals[3] + before]);
    let header = ["Date", number, "Due Date", "", "Total", "Paid", "Credited", "Due"].map(str::to_owned);
    let rows = vec![
        texts("Header", header),
        section("", vec![opening]),
        section("", rows),
        section("", vec![closing]),
    ];
    let titles = vec![
        "Invoices".to_owned(),
        text(contact, "Name").to_owned(),
        format!("From {} to {}", long(from), long(to)),
        format!("Showing payments to {}", long(date)),
    ];
    Ok(Report { id, name, titles, rows })
}

fn iso(date: NaiveDate) -> String {
    date.format("%Y-%m-%dT00:00:00").to_string()
}

impl Books {
    /// What was open of one side of a contact when the day ended, oldest first.
    fn open_at(&self, contact: &str, sales: bool, date: NaiveDate) -> Vec<Open> {
        let valid = |record: &&Record| {
            text(record, CONTACT) == contact
                && is_sale(record) == sales
                && matches!(text(record, "Status"), "AUTHORISED" | "PAID")
        };
        let invoices = self.invoices.iter().filter(valid);
        let mut open: Vec<Open> = invoices
            .filter_map(|invoice| self.open(invoice, ("InvoiceID", INVOICE), Decimal::ONE, date))
            .collect();
        for credit in CREDITS.iter().filter(|credit| credit.key != PREPAYMENT) {
            let records = (credit.table)(self).iter().filter(valid);
            open.extend(
                records.filter_map(|record| self.open(record, (credit.id, credit.key), -Decimal::ONE, date)),
            );
        }
        open.sort_by_key(|open| open.date);
        open
    }

    fn open(
        &self,
        record: &Record,
        (id, key): (&str, &'static str),
        sign: Decimal,
        to: NaiveDate,
    ) -> Option<Open> {
        let date = date_of(record, "Date").filter(|date| *date <= to)?;
        let id = text(record, id);
        let until = |record: &&Record| date_of(record, "Date").is_some_and(|date| date <= to);
        let payments = self.payments.find(key, id).filter(|payment| text(payment, "Status") == "AUTHORISED");
        let paid: Decimal = payments.filter(until).map(|payment| amount(payment, "Amount")).sum();
        let credited: Decimal =
            self.allocations.find(key, id).filter(until).map(|it| amount(it, "Amount")).sum();
        let total = amount(record, "Total");
        let due = total - paid - credited;
        let rate = amount(record, "CurrencyRate");
        let number = ["InvoiceNumber", "CreditNoteNumber", "Reference"].into_iter();
        let number = number.map(|field| text(record, field)).find(|number| !number.is_empty());
        (!due.is_zero()).then(|| Open {
            id: id.to_owned(),
            date,
            number: number.unwrap_or_default().to_owned(),
            due_date: date_of(record, "DueDate"),
            amounts: [total, paid, credited, due].map(|amount| to_base(amount, rate) * sign),
        })
    }
}
