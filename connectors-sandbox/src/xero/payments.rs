//! Payments: they settle invoices or refund credits, and give them back what they took when deleted.

use http::Method;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::allocations::{CREDITS, Credit, is_sale};
use super::books::{ACCOUNT, BATCH, Books, CREDIT_NOTE, INVOICE, Input, Mode, Moment, shown};
use super::documents::Form;
use super::errors::{Invalid, No};
use super::facts;
use super::list::{Selected, is_paged, select};
use super::wire::{amount, date_of, midnight, ms_date, number, round, text, to_base, touch};
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

/// What a payment settles: an invoice, or a credit that is refunded.
enum Settled {
    Invoice(Record),
    Credit(&'static Credit, Record),
}

impl Settled {
    fn record(&self) -> &Record {
        match self {
            Self::Invoice(record) | Self::Credit(_, record) => record,
        }
    }

    /// Under which key payments keep its id, the id, and how much of it is open.
    fn facts(&self) -> (&'static str, &str, Decimal) {
        match self {
            Self::Invoice(invoice) => (INVOICE, text(invoice, "InvoiceID"), amount(invoice, "AmountDue")),
            Self::Credit(credit, record) => {
                (credit.key, text(record, credit.id), amount(record, "RemainingCredit"))
            }
        }
    }

    fn payment_type(&self) -> String {
        match (self, is_sale(self.record())) {
            (Self::Invoice(_), true) => "ACCRECPAYMENT".to_owned(),
            (Self::Invoice(_), false) => "ACCPAYPAYMENT".to_owned(),
            (Self::Credit(credit, _), sale) => {
                format!("{}{}", if sale { "AR" } else { "AP" }, credit.payment)
            }
        }
    }
}

impl Books {
    pub(super) fn payment_view(&self, payment: &Record, whole: bool) -> Record {
        let mut view = shown(payment);
        view.extend(
            self.account_in_brief(text(payment, ACCOUNT)).map(|account| ("Account".to_owned(), account)),
        );
        let form = if whole { Form::Listed } else { Form::Short };
        if let Some(invoice) = self.invoices.get(text(payment, INVOICE)) {
            let mut invoice = self.invoice_view(invoice, form, 2);
            invoice.remove("Payments");
            view.insert("Invoice".to_owned(), Value::Object(invoice));
        }
        if let Some(credit) = Credit::of(payment) {
            let record = (credit.table)(self).get(text(payment, credit.key));
            let brief = record.map(|record| {
                let mut brief = self.document_view(record, form, 2);
                brief.remove("TotalDiscount");
                (credit.name.to_owned(), Value::Object(brief))
            });
            view.extend(brief);
        }
        if let Some(batch) = self.batch_payments.get(text(payment, BATCH)) {
            view.insert("BatchPayment".to_owned(), Value::Object(self.batch_head(batch)));
        }
        view
    }

    /// The living payments of an invoice or credit, as they stand in it.
    pub(super) fn payments_in_brief(&self, key: &'static str, id: &str) -> Value {
        let living = self.payments.find(key, id).filter(|payment| text(payment, "Status") == "AUTHORISED");
        let brief = |payment: &Record| {
            let mut brief = Record::new();
            for field in ["PaymentID", "BatchPaymentID", "Date", "Amount", "Reference", "CurrencyRate"] {
                brief.extend(payment.get(field).map(|value| (field.to_owned(), value.clone())));
            }
            brief.insert("HasAccount".to_owned(), json!(false));
            brief.insert("HasValidationErrors".to_owned(), json!(false));
            Value::Object(brief)
        };
        living.map(brief).collect()
    }

    /// Enters a payment and gives it as it is shown.
    pub(super) fn write_payment(&mut self, sent: &Record, _: &Mode, at: Moment) -> Result<Record, Invalid> {
        let mut input = Input::new(sent);
        let settled = self.settled(&mut input);
        let account = self.account_paid_to(&mut input);
        let date = input.date("Date").unwrap_or_else(|| at.today());
        self.unlocked(&mut input, date);
        let paid = input.decimal("Amount").map(|paid| round(paid, 2));
        if paid.is_none_or(|paid| paid <= Decimal::ZERO) {
            input.invalid.add("The payment Amount must be greater than 0");
        }
        if let (Some(settled), Some(paid)) = (&settled, paid) {
            if text(settled.record(), "Status") != "AUTHORISED" {
                input.invalid.add("The invoice is not of a status that can be paid");
            } else if paid > settled.facts().2 {
                input.invalid.add("The payment amount exceeds the amount outstanding on this document");
            }
        }
        let mut payment = Record::new();
        input.copy_texts(&mut payment, &[("Reference", 255), ("Particulars", 12), ("Details", 18)]);
        let reconciled = input.flag("IsReconciled").unwrap_or(false);
        let rate = input.decimal("CurrencyRate");
        if rate.is_some_and(|rate| rate <= Decimal::ZERO) {
            input.invalid.add("CurrencyRate must be greater than 0");
        }
        input.invalid.check()?;
        let (Some(settled), Some(account), Some(paid)) = (settled, account, paid) else {
            return Err(Invalid::one("The payment is not complete"));
        };
        let (key, of, _) = settled.facts();
        let rate = rate.unwrap_or_else(|| amount(settled.record(), "CurrencyRate"));
        let known = [
            ("PaymentID", json!(self.ids.uuid())),
            (key, json!(of)),
            (ACCOUNT, json!(account)),
            ("Date", ms_date(midnight(date))),
            ("Amount", number(paid)),
            ("BankAmount", number(self.bank_amount(&account, settled.record(), paid, rate))),
            ("CurrencyRate", number(rate)),
            ("PaymentType", json!(settled.payment_type())),
            ("Status", json!("AUTHORISED")),
            ("HasAccount", json!(true)),
            ("IsReconciled", json!(reconciled)),
            ("HasValidationErrors", json!(false)),
        ];
        payment.extend(known.map(|(field, value)| (field.to_owned(), value)));
        touch(&mut payment, at.now, true);
        self.payments.put(payment.clone());
        self.payment_changed(&payment, at);
        Ok(self.payment_view(&payment, true))
    }

    /// What arrives at the account: the amount itself if it keeps the document's currency, else in the organisation's.
    fn bank_amount(&self, account: &str, document: &Record, paid: Decimal, rate: Decimal) -> Decimal {
        let own = text(&self.organisation, "BaseCurrency");
        let currency = self.accounts.get(account).map(|account| text(account, "CurrencyCode"));
        let currency = currency.filter(|currency| !currency.is_empty()).unwrap_or(own);
        if currency == text(document, "CurrencyCode") { paid } else { to_base(paid, rate) }
    }

    /// Computes anew what is open of that which the payment is of.
    fn payment_changed(&mut self, payment: &Record, at: Moment) {
        let credit = Credit::of(payment);
        let of = text(payment, credit.map_or(INVOICE, |credit| credit.key));
        match credit {
            Some(credit) => self.credit_changed(credit, of, at),
            None => self.invoice_changed(of, at),
        }
        let deleted = text(payment, "Status") == "DELETED";
        let changes = if deleted { "Payment Deleted" } else { "Payment" };
        self.note(of, changes, format!("Payment of {:.2}", amount(payment, "Amount")), at);
    }

    /// The credit or invoice that a payment names.
    fn settled(&self, input: &mut Input<'_>) -> Option<Settled> {
        let numbered = input.filled("CreditNoteNumber");
        for credit in &CREDITS {
            let sent = input.record(credit.name).cloned().unwrap_or_default();
            let mut which = Input::new(&sent);
            let number = which.filled("CreditNoteNumber").or_else(|| numbered.clone());
            let number = number.filter(|_| credit.key == CREDIT_NOTE);
            let id = which.filled(credit.id).map(|id| id.to_lowercase());
            let Some(named) = id.clone().or_else(|| number.clone()) else { continue };
            let record = match (id, number) {
                (Some(id), _) => (credit.table)(self).get(&id),
                (None, number) => {
                    let number = number.unwrap_or_default();
                    (credit.table)(self).find("CreditNoteNumber", &number).last()
                }
            };
            if record.is_none() {
                input.invalid.add(format!("There is no {} {named}", credit.noun));
            }
            return record.cloned().map(|record| Settled::Credit(credit, record));
        }
        self.invoice_named(input, "The payment").map(Settled::Invoice)
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
        if let Some(date) = date_of(&payment, "Date") {
            self.unlocked(&mut input, date);
        }
        if payment.contains_key(BATCH) {
            input.invalid.add("The payment is part of a batch payment and can only be deleted with it");
        }
        input.invalid.check()?;
        self.undo_payment(&mut payment, at);
        Ok(self.payment_view(&payment, true))
    }

    /// Takes a payment back.
    pub(super) fn undo_payment(&mut self, payment: &mut Record, at: Moment) {
        payment.insert("Status".to_owned(), json!("DELETED"));
        touch(payment, at.now, true);
        self.payments.put(payment.clone());
        self.payment_changed(payment, at);
    }
}
