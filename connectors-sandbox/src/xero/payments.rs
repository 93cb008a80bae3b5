//! Payments: they settle invoices, and give them back what they took when deleted.

use http::Method;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::books::{ACCOUNT, Books, INVOICE, Input, Mode, Moment, shown};
use super::documents::Form;
use super::errors::{Invalid, No};
use super::facts;
use super::list::{Selected, is_paged, select};
use super::wire::{amount, midnight, ms_date, number, round, text, touch};
use super::write::write;
use super::{Answer, Desk};
use crate::store::Record;

pub(super) fn route(desk: &mut Desk<'_>, path: &[&str]) -> Answer {
    match (desk.method(), path) {
        (&Method::GET, []) => list(desk),
        (&Method::GET, [id]) => {
            let payment = desk.books.payments.get(&id.to_lowercase()).ok_or(No::NotFound)?;
            let view = desk.books.payment_view(payment, true);
            Ok(desk.one("Payments", view))
        }
        (&Method::PUT | &Method::POST, []) => write(desk, "Payments", &Mode::Create, Books::write_payment),
        (&Method::POST, [id]) => {
            let id = id.to_lowercase();
            desk.books.payments.get(&id).ok_or(No::NotFound)?;
            write(desk, "Payments", &Mode::Update(id), Books::delete_payment)
        }
        _ => Err(No::NotFound),
    }
}

fn list(desk: &Desk<'_>) -> Answer {
    let books = &*desk.books;
    let lookup = |payment: &Record, path: &str| {
        let (related, field) = match path.split_once('.') {
            Some(("Invoice", field)) => {
                let invoice = books.invoices.get(text(payment, INVOICE));
                return invoice.map(|invoice| books.document_field(invoice, field)).unwrap_or_default();
            }
            Some((_, field)) => (books.accounts.get(text(payment, ACCOUNT)), field),
            None => (Some(payment), path),
        };
        related.and_then(|record| record.get(field)).cloned().unwrap_or_default()
    };
    let Selected { records, pagination } =
        select(desk.request(), &facts::PAYMENTS, books.payments.iter(), &lookup)?;
    let whole = is_paged(desk.request());
    let views = records.iter().map(|payment| Value::Object(books.payment_view(payment, whole)));
    Ok(desk.many("Payments", views.collect(), pagination))
}

impl Books {
    fn payment_view(&self, payment: &Record, whole: bool) -> Record {
        let mut view = shown(payment);
        view.extend(
            self.account_in_brief(text(payment, ACCOUNT)).map(|account| ("Account".to_owned(), account)),
        );
        if let Some(invoice) = self.invoices.get(text(payment, INVOICE)) {
            let form = if whole { Form::Listed } else { Form::Short };
            let mut invoice = self.invoice_view(invoice, form, 2);
            invoice.remove("Payments");
            view.insert("Invoice".to_owned(), Value::Object(invoice));
        }
        view
    }

    /// Enters a payment and gives it as it is shown.
    pub(super) fn write_payment(&mut self, sent: &Record, _: &Mode, at: Moment) -> Result<Record, Invalid> {
        let mut input = Input::new(sent);
        let invoice = self.invoice_named(&mut input, "The payment");
        let account = self.account_paid_to(&mut input);
        let date = input.date("Date").unwrap_or_else(|| at.today());
        let paid = input.decimal("Amount").map(|paid| round(paid, 2));
        if paid.is_none_or(|paid| paid <= Decimal::ZERO) {
            input.invalid.add("The payment Amount must be greater than 0");
        }
        if let (Some(invoice), Some(paid)) = (&invoice, paid) {
            if text(invoice, "Status") != "AUTHORISED" {
                input.invalid.add("The invoice is not of a status that can be paid");
            } else if paid > amount(invoice, "AmountDue") {
                input.invalid.add("The payment amount exceeds the amount outstanding on this document");
            }
        }
        let mut payment = Record::new();
        input.copy_texts(&mut payment, &[("Reference", 255), ("Particulars", 12), ("Details", 18)]);
        let reconciled = input.flag("IsReconciled").unwrap_or(false);
        let rate = input.decimal("CurrencyRate").unwrap_or(Decimal::ONE);
        input.invalid.check()?;
        let (Some(mut invoice), Some(account), Some(paid)) = (invoice, account, paid) else {
            return Err(Invalid::one("The payment is not complete"));
        };
        let id = self.ids.uuid();
        let kind = if text(&invoice, "Type") == "ACCREC" { "ACCRECPAYMENT" } else { "ACCPAYPAYMENT" };
        let known = [
            ("PaymentID", json!(id)),
            (INVOICE, json!(text(&invoice, "InvoiceID"))),
            (ACCOUNT, json!(account)),
            ("Date", ms_date(midnight(date))),
            ("Amount", number(paid)),
            ("BankAmount", number(paid)),
            ("CurrencyRate", number(rate)),
            ("PaymentType", json!(kind)),
            ("Status", json!("AUTHORISED")),
            ("HasAccount", json!(true)),
            ("IsReconciled", json!(reconciled)),
            ("HasValidationErrors", json!(false)),
        ];
        payment.extend(known.map(|(field, value)| (field.to_owned(), value)));
        touch(&mut payment, at.now, true);
        self.payments.put(payment.clone());
        self.settle(&mut invoice);
        touch(&mut invoice, at.now, true);
        self.invoices.put(invoice);
        Ok(self.payment_view(&payment, true))
    }

    /// The invoice that a payment or an allocation names.
    pub(super) fn invoice_named(&self, input: &mut Input<'_>, what: &str) -> Option<Record> {
        let sent = input.record("Invoice").cloned().unwrap_or_default();
        let mut which = Input::new(&sent);
        let id = which.filled("InvoiceID");
        let number = which.filled("InvoiceNumber").or_else(|| input.filled("InvoiceNumber"));
        let named = id.or(number);
        let invoice = named.as_ref().and_then(|named| self.invoice_by_id_or_number(named)).cloned();
        if invoice.is_none() {
            let problem = named
                .map_or(format!("{what} needs an Invoice"), |named| format!("There is no invoice {named}"));
            input.invalid.add(problem);
        }
        invoice
    }

    /// The id of the account: a bank account, or one that is enabled for payments.
    fn account_paid_to(&self, input: &mut Input<'_>) -> Option<String> {
        let sent = input.record("Account").cloned().unwrap_or_default();
        let mut which = Input::new(&sent);
        let id = which.filled("AccountID").map(|id| id.to_lowercase());
        let code = which.filled("Code").or_else(|| input.filled("Code"));
        let account = match (&id, &code) {
            (Some(id), _) => self.accounts.get(id),
            (None, Some(code)) => self.accounts.find("Code", code).next(),
            (None, None) => {
                input.invalid.add("The payment needs an Account");
                return None;
            }
        };
        let Some(account) = account.filter(|account| text(account, "Status") == "ACTIVE") else {
            let named = id.or(code).unwrap_or_default();
            input.invalid.add(format!("There is no active account {named}"));
            return None;
        };
        if text(account, "Type") != "BANK" && account.get("EnablePaymentsToAccount") != Some(&json!(true)) {
            let code = text(account, "Code");
            input.invalid.add(format!("Payments are not enabled for account {code}"));
        }
        Some(text(account, "AccountID").to_owned())
    }

    /// The only change to a payment: `{"Status": "DELETED"}`.
    fn delete_payment(&mut self, sent: &Record, mode: &Mode, at: Moment) -> Result<Record, Invalid> {
        let mut input = Input::new(sent);
        let Mode::Update(id) = mode else { return Err(Invalid::one("The payment needs a PaymentID")) };
        let Some(mut payment) = self.payments.get(id).cloned() else {
            return Err(Invalid::one(format!("There is no payment {id}")));
        };
        if input.filled("Status").as_deref() != Some("DELETED") {
            input.invalid.add("A payment can only be changed to the status DELETED");
        }
        if text(&payment, "Status") == "DELETED" {
            input.invalid.add("The payment is deleted already");
        }
        input.invalid.check()?;
        payment.insert("Status".to_owned(), json!("DELETED"));
        touch(&mut payment, at.now, true);
        self.payments.put(payment.clone());
        if let Some(mut invoice) = self.invoices.get(text(&payment, INVOICE)).cloned() {
            self.settle(&mut invoice);
            touch(&mut invoice, at.now, true);
            self.invoices.put(invoice);
        }
        Ok(self.payment_view(&payment, true))
    }
}
