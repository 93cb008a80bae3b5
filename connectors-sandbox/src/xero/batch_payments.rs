//! Batch payments: several invoices of one side paid at once from or into one bank account. They are deleted as a whole;
//! that a payment of one cannot be deleted alone is not verified live.

use http::Method;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::books::{ACCOUNT, BATCH, Books, INVOICE, Input, Mode, Moment, shown};
use super::errors::{Invalid, No};
use super::list::{ListRules, Selected, select};
use super::wire::{amount, date_of, number, put_date, text, touch};
use super::write::write;
use super::{Answer, Desk};
use crate::store::Record;

static RULES: ListRules = ListRules {
    plural: "BatchPayments",
    id: "BatchPaymentID",
    paged: false,
    fields: &[
        "BatchPaymentID",
        "Type",
        "Status",
        "Reference",
        "Date",
        "TotalAmount",
        "IsReconciled",
        "UpdatedDateUTC",
        "Account.AccountID",
        "Account.Code",
    ],
};

pub(super) fn route(desk: &mut Desk<'_>, path: &[&str]) -> Answer {
    match (desk.method(), path) {
        (&Method::GET, []) => {
            let books = &*desk.books;
            let lookup = |batch: &Record, path: &str| books.document_field(batch, path);
            let Selected { records, .. } =
                select(desk.request(), &RULES, books.batch_payments.iter(), &lookup)?;
            let views = records.iter().map(|batch| Value::Object(books.batch_view(batch))).collect();
            Ok(desk.many(RULES.plural, views, None))
        }
        (&Method::GET, [id]) => {
            let batch = desk.books.batch_payments.get(&id.to_lowercase()).ok_or(No::NotFound)?;
            Ok(desk.one(RULES.plural, desk.books.batch_view(batch)))
        }
        (&Method::PUT, []) => write(desk, RULES.plural, &Mode::Create, Books::write_batch_payment),
        (&Method::POST, []) => write(desk, RULES.plural, &Mode::Upsert, Books::delete_batch_payment),
        (&Method::POST, [id]) => {
            let id = id.to_lowercase();
            desk.books.batch_payments.get(&id).ok_or(No::NotFound)?;
            write(desk, RULES.plural, &Mode::Update(id), Books::delete_batch_payment)
        }
        _ => Err(No::NotFound),
    }
}

impl Books {
    /// A batch as it stands in its payments.
    pub(super) fn batch_head(&self, batch: &Record) -> Record {
        let mut view = shown(batch);
        let account = self.accounts.get(text(batch, ACCOUNT));
        let brief = |field: &str| Some((field.to_owned(), account?.get(field)?.clone()));
        let account: Record =
            ["AccountID", "Code", "Name", "CurrencyCode"].into_iter().filter_map(brief).collect();
        view.insert("Account".to_owned(), Value::Object(account));
        view
    }

    fn batch_view(&self, batch: &Record) -> Record {
        let mut view = self.batch_head(batch);
        let living = self.payments.find(BATCH, text(batch, RULES.id));
        let living = living.filter(|payment| text(payment, "Status") == "AUTHORISED");
        let payments = living.map(|payment| {
            let mut brief = Record::new();
            for field in ["PaymentID", "Reference", "Details", "Amount", "BankAmount"] {
                brief.extend(payment.get(field).map(|value| (field.to_owned(), value.clone())));
            }
            let invoice = self.invoices.get(text(payment, INVOICE));
            let invoice = invoice.map(|invoice| {
                json!({
                    "InvoiceID": text(invoice, "InvoiceID"),
                    "CurrencyCode": text(invoice, "CurrencyCode"),
                    "Payments": [],
                    "CreditNotes": [],
                    "Prepayments": [],
                    "Overpayments": [],
                    "HasErrors": false,
                    "IsDiscounted": false,
                    "LineItems": [],
                })
            });
            brief.insert("Invoice".to_owned(), invoice.unwrap_or_default());
            Value::Object(brief)
        });
        view.insert("Payments".to_owned(), payments.collect());
        view
    }

    /// Pays all invoices of the batch, or none.
    fn write_batch_payment(&mut self, sent: &Record, _: &Mode, at: Moment) -> Result<Record, Invalid> {
        let mut input = Input::new(sent);
        let mut batch = Record::new();
        let texts =
            [("Reference", 255), ("Particulars", 12), ("Code", 12), ("Details", 18), ("Narrative", 18)];
        input.copy_texts(&mut batch, &texts);
        let account = self.bank_account(&mut input, "Account");
        let date = input.date("Date").unwrap_or_else(|| at.today());
        self.unlocked(&mut input, date);
        let payments = input.records("Payments").unwrap_or_default();
        if payments.is_empty() {
            input.invalid.add("A batch payment needs Payments");
        }
        input.invalid.check()?;
        let id = self.ids.uuid();
        batch.insert(RULES.id.to_owned(), json!(id));
        batch.insert(ACCOUNT.to_owned(), json!(account));
        put_date(&mut batch, "Date", date);
        let mut invalid = Invalid::default();
        let (mut total, mut sides) = (Decimal::ZERO, Vec::new());
        for payment in payments {
            let mut payment = payment.clone();
            payment.insert("Account".to_owned(), json!({ "AccountID": account }));
            payment.insert("Date".to_owned(), json!(date.to_string()));
            if Input::new(&payment).record("Invoice").is_none() {
                invalid.add("Each of a batch's Payments needs an Invoice");
                continue;
            }
            match self.write_payment(&payment, &Mode::Create, at) {
                Ok(view) => {
                    total += amount(&view, "BankAmount");
                    sides.push(text(&view, "PaymentType") == "ACCRECPAYMENT");
                    self.payments.update(text(&view, "PaymentID"), |payment| {
                        payment.insert("BatchPaymentID".to_owned(), json!(id));
                        payment.insert(BATCH.to_owned(), json!(id));
                    });
                }
                Err(mut problems) => invalid.0.append(&mut problems.0),
            }
        }
        let receives = sides.first().copied().unwrap_or_default();
        if sides.iter().any(|side| *side != receives) {
            invalid.add("A batch payment is either for sales invoices or for bills");
        }
        invalid.check()?;
        for (field, value) in [
            ("Type", json!(if receives { "RECBATCH" } else { "PAYBATCH" })),
            ("Status", json!("AUTHORISED")),
            ("TotalAmount", number(total)),
            ("IsReconciled", json!(false)),
        ] {
            batch.insert(field.to_owned(), value);
        }
        touch(&mut batch, at.now, false);
        self.batch_payments.put(batch.clone());
        Ok(self.batch_view(&batch))
    }

    /// The only change to a batch: `{"Status": "DELETED"}`. Its payments are taken back with it.
    fn delete_batch_payment(&mut self, sent: &Record, mode: &Mode, at: Moment) -> Result<Record, Invalid> {
        let mut input = Input::new(sent);
        let id = match mode {
            Mode::Update(id) => id.clone(),
            Mode::Create | Mode::Upsert => input.filled(RULES.id).unwrap_or_default().to_lowercase(),
        };
        let Some(mut batch) = self.batch_payments.get(&id).cloned() else {
            return Err(Invalid::one(format!("There is no batch payment {id}")));
        };
        if input.filled("Status").as_deref() != Some("DELETED") {
            input.invalid.add("A batch payment can only be changed to the status DELETED");
        }
        if text(&batch, "Status") == "DELETED" {
            input.invalid.add("The batch payment is deleted already");
        }
        if let Some(date) = date_of(&batch, "Date") {
            self.unlocked(&mut input, date);
        }
        input.invalid.check()?;
        let payments: Vec<Record> = self.payments.find(BATCH, &id).cloned().collect();
        for mut payment in payments {
            self.undo_payment(&mut payment, at);
        }
        batch.insert("Status".to_owned(), json!("DELETED"));
        touch(&mut batch, at.now, false);
        self.batch_payments.put(batch.clone());
        Ok(self.batch_view(&batch))
    }
}
