//! Payments entered at the screen.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::books::{Books, Mode, Moment};
use super::wire::{amount, number, text};
use crate::store::Record;

/// Which invoices the bookkeeper pays.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum PayWhat {
    /// This part of the open sales invoices, from 0 to 1, in full: the first ones by number.
    Fraction(f64),
    /// These sales invoices, in full.
    Invoices(Vec<String>),
    /// A part of one invoice.
    Part {
        /// Its number.
        invoice: String,
        /// How much.
        #[serde(with = "rust_decimal::serde::float")]
        amount: Decimal,
    },
}

/// One payment that was entered.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Paid {
    /// The invoice.
    pub invoice_number: String,
    /// How much.
    #[serde(with = "rust_decimal::serde::float")]
    pub amount: Decimal,
}

/// Why a payment was not entered.
#[derive(Debug, thiserror::Error)]
#[error("{invoice}: {problem}")]
#[non_exhaustive]
pub struct PayError {
    /// Which invoice.
    pub invoice: String,
    /// What Xero says.
    pub problem: String,
}

const BANK: &str = "090";

/// Pays in all `books`.
pub(super) fn pay<'a>(
    books: impl Iterator<Item = &'a mut Books>,
    what: &PayWhat,
    now: DateTime<Utc>,
) -> Result<Vec<Paid>, PayError> {
    let mut paid = Vec::new();
    let mut missing: Vec<String> = match what {
        PayWhat::Fraction(_) => Vec::new(),
        PayWhat::Invoices(numbers) => numbers.clone(),
        PayWhat::Part { invoice, .. } => vec![invoice.clone()],
    };
    for books in books {
        for (number, due) in chosen(books, what) {
            missing.retain(|wanted| !wanted.eq_ignore_ascii_case(&number));
            let amount = match what {
                PayWhat::Part { amount, .. } => *amount,
                PayWhat::Fraction(_) | PayWhat::Invoices(_) => due,
            };
            paid.push(enter(books, number, amount, now)?);
        }
    }
    match missing.pop() {
        Some(invoice) => {
            Err(PayError { invoice, problem: "there is no open sales invoice of this number".to_owned() })
        }
        None => Ok(paid),
    }
}

/// Numbers and amounts due of the invoices that are meant.
fn chosen(books: &Books, what: &PayWhat) -> Vec<(String, Decimal)> {
    let is_open = |invoice: &&Record| {
        text(invoice, "Type") == "ACCREC"
            && text(invoice, "Status") == "AUTHORISED"
            && !amount(invoice, "AmountDue").is_zero()
    };
    let open = books.invoices.iter().filter(is_open);
    let mut open: Vec<_> = open
        .map(|invoice| (text(invoice, "InvoiceNumber").to_owned(), amount(invoice, "AmountDue")))
        .collect();
    open.sort();
    let named =
        |number: &String, wanted: &[String]| wanted.iter().any(|wanted| wanted.eq_ignore_ascii_case(number));
    match what {
        PayWhat::Fraction(part) => {
            // Whole invoices: the cast saturates, and what is not a number is none.
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
            let count = (open.len() as f64 * part.clamp(0.0, 1.0)).round() as usize;
            open.truncate(count);
        }
        PayWhat::Invoices(numbers) => open.retain(|(number, _)| named(number, numbers)),
        PayWhat::Part { invoice, .. } => {
            open.retain(|(number, _)| named(number, std::slice::from_ref(invoice)))
        }
    }
    open
}

fn enter(books: &mut Books, invoice: String, amount: Decimal, now: DateTime<Utc>) -> Result<Paid, PayError> {
    let mut payment = Record::new();
    payment.insert("Invoice".to_owned(), json!({ "InvoiceNumber": invoice }));
    payment.insert("Account".to_owned(), json!({ "Code": BANK }));
    payment.insert("Amount".to_owned(), number(amount));
    let at = Moment { now, unit_places: 2 };
    match books.atomically(|books| books.write_payment(&payment, &Mode::Create, at)) {
        Ok(_) => Ok(Paid { invoice_number: invoice, amount }),
        Err(invalid) => Err(PayError { invoice, problem: invalid.0.join("; ") }),
    }
}
