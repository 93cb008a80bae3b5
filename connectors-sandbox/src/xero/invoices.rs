//! Invoices: numbers, statuses, amounts, and how much of them each kind of answer shows.

use http::{Method, StatusCode};
use rust_decimal::Decimal;
use serde_json::{Value, json};
use url::Url;

use super::books::{Books, CONTACT, INVOICE, Input, Mode, Moment, shown};
use super::errors::{Invalid, No};
use super::facts::{self, CURRENCIES};
use super::lines::{Terms, totals};
use super::list::{Selected, flag, is_paged, select, words};
use super::wire::{amount, date_of, decimal, number, put_date, round, text, touch};
use super::write::write;
use super::{Answer, Desk, pdf};
use crate::http::Reply;
use crate::store::Record;

/// How much of an invoice is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Alone: everything.
    Whole,
    /// In a page of a list: with lines, the contact in brief.
    Listed,
    /// In a list without pages: no lines.
    Short,
    /// `summaryOnly`: no lines and no payments.
    Summary,
}

pub(super) fn route(desk: &mut Desk<'_>, path: &[&str]) -> Answer {
    match (desk.method(), path) {
        (&Method::GET, []) => list(desk),
        (&Method::GET, [id]) if !desk.accepts("application/pdf") => {
            let invoice = desk.books.invoice_by_id_or_number(id).ok_or(No::NotFound)?;
            let view = desk.books.invoice_view(invoice, Form::Whole, desk.moment().unit_places);
            Ok(desk.one("Invoices", view))
        }
        (&Method::GET, [id] | [id, "pdf"]) => {
            let invoice = desk.books.invoice_by_id_or_number(id).ok_or(No::NotFound)?;
            let contact = desk.books.contact_in_brief(text(invoice, CONTACT));
            let bytes = pdf::invoice(invoice, contact["Name"].as_str().unwrap_or_default());
            Ok(Reply::bytes(StatusCode::OK, "application/pdf", bytes))
        }
        (&Method::PUT, []) => write(desk, "Invoices", &Mode::Create, Books::write_invoice),
        (&Method::POST, []) => write(desk, "Invoices", &Mode::Upsert, Books::write_invoice),
        (&Method::POST, [id]) => {
            let invoice = desk.books.invoice_by_id_or_number(id).ok_or(No::NotFound)?;
            let mode = Mode::Update(text(invoice, "InvoiceID").to_owned());
            write(desk, "Invoices", &mode, Books::write_invoice)
        }
        (&Method::POST, [id, "Email"]) => email(desk, id),
        (&Method::GET, [id, "OnlineInvoice"]) => {
            let invoice = desk.books.invoice_by_id_or_number(id).ok_or(No::NotFound)?;
            let url = format!("{}/online-invoice/{}", desk.call.base, text(invoice, "InvoiceID"));
            Ok(desk.many("OnlineInvoices", vec![json!({ "OnlineInvoiceUrl": url })], None))
        }
        _ => Err(No::NotFound),
    }
}

fn list(desk: &Desk<'_>) -> Answer {
    let request = desk.request();
    let books = &*desk.books;
    let form = match (flag(request, "summaryOnly"), is_paged(request)) {
        (true, _) => Form::Summary,
        (false, true) => Form::Listed,
        (false, false) => Form::Short,
    };
    let numbers = words(request, "InvoiceNumbers");
    let contacts = words(request, "ContactIDs");
    let statuses = words(request, "Statuses");
    let search = request.query.get_ignore_case("searchTerm").map(str::to_lowercase);
    let among = |wanted: &Option<Vec<String>>, value: &str| {
        wanted.as_ref().is_none_or(|wanted| wanted.contains(&value.to_lowercase()))
    };
    let invoices = books.invoices.iter().filter(|invoice| {
        among(&numbers, text(invoice, "InvoiceNumber"))
            && among(&contacts, text(invoice, CONTACT))
            && among(&statuses, text(invoice, "Status"))
            && search.as_ref().is_none_or(|term| {
                ["InvoiceNumber", "Reference"]
                    .iter()
                    .any(|field| text(invoice, field).to_lowercase().contains(term))
            })
    });
    let lookup = |invoice: &Record, path: &str| books.invoice_field(invoice, path);
    let Selected { records, pagination } = select(request, &facts::INVOICES, invoices, &lookup)?;
    let places = desk.moment().unit_places;
    let views = records.iter().map(|invoice| Value::Object(books.invoice_view(invoice, form, places)));
    Ok(desk.many("Invoices", views.collect(), pagination))
}

fn email(desk: &mut Desk<'_>, id: &str) -> Answer {
    let invoice = desk.books.invoice_by_id_or_number(id).ok_or(No::NotFound)?.clone();
    if !matches!(text(&invoice, "Status"), "SUBMITTED" | "AUTHORISED" | "PAID") {
        let mut element = shown(&invoice);
        let message = "An invoice of this status cannot be sent by e-mail";
        element.insert("ValidationErrors".to_owned(), json!([{ "Message": message }]));
        return Err(No::Invalid(vec![element]));
    }
    let now = desk.call.now;
    desk.books.invoices.update(text(&invoice, "InvoiceID"), |invoice| {
        invoice.insert("SentToContact".to_owned(), json!(true));
        touch(invoice, now, true);
    });
    Ok(Reply::empty(StatusCode::NO_CONTENT))
}

impl Books {
    pub(super) fn invoice_by_id_or_number(&self, id: &str) -> Option<&Record> {
        self.invoices.get(&id.to_lowercase()).or_else(|| self.invoice_numbered(id))
    }

    /// The living sales invoice with this number; else the last dead one, for reading.
    fn invoice_numbered(&self, number: &str) -> Option<&Record> {
        self.living_invoice(number).or_else(|| self.invoices.find("InvoiceNumber", number).last())
    }

    /// The sales invoice that has this number for itself. One that was deleted or voided has not (not verified live).
    fn living_invoice(&self, number: &str) -> Option<&Record> {
        self.invoices.find("InvoiceNumber", number).find(|invoice| {
            text(invoice, "Type") == "ACCREC" && !matches!(text(invoice, "Status"), "DELETED" | "VOIDED")
        })
    }

    /// A field for `where` and `order`, the contact's too.
    pub(super) fn invoice_field(&self, invoice: &Record, path: &str) -> Value {
        let value = match path.strip_prefix("Contact.") {
            Some(field) => self.contacts.get(text(invoice, CONTACT)).and_then(|contact| contact.get(field)),
            None => invoice.get(path),
        };
        value.cloned().unwrap_or_default()
    }

    pub(super) fn invoice_view(&self, invoice: &Record, form: Form, unit_places: u32) -> Record {
        let mut view = shown(invoice);
        let contact_id = text(invoice, CONTACT);
        let contact = match (form, self.contacts.get(contact_id)) {
            (Form::Whole, Some(contact)) => Value::Object(shown(contact)),
            _ => self.contact_in_brief(contact_id),
        };
        view.insert("Contact".to_owned(), contact);
        if matches!(form, Form::Whole | Form::Listed) {
            let lines = view.get_mut("LineItems").and_then(Value::as_array_mut);
            for line in lines.into_iter().flatten().filter_map(Value::as_object_mut) {
                if let Some(unit) = line.get("UnitAmount").and_then(decimal) {
                    line.insert("UnitAmount".to_owned(), number(round(unit, unit_places)));
                }
            }
        } else {
            view.insert("LineItems".to_owned(), json!([]));
        }
        if form == Form::Summary {
            view.remove("LineItems");
            return view;
        }
        let paid = self.payments.find(INVOICE, text(invoice, "InvoiceID"));
        let paid = paid.filter(|payment| text(payment, "Status") == "AUTHORISED").map(|payment| {
            let mut brief = Record::new();
            for field in ["PaymentID", "Date", "Amount", "Reference", "CurrencyRate"] {
                brief.extend(payment.get(field).map(|value| (field.to_owned(), value.clone())));
            }
            brief.insert("HasAccount".to_owned(), json!(false));
            brief.insert("HasValidationErrors".to_owned(), json!(false));
            Value::Object(brief)
        });
        view.insert("Payments".to_owned(), paid.collect());
        for none in ["CreditNotes", "Prepayments", "Overpayments"] {
            view.insert(none.to_owned(), json!([]));
        }
        view
    }

    /// Makes or changes an invoice and gives it as it is shown.
    pub(super) fn write_invoice(
        &mut self,
        sent: &Record,
        mode: &Mode,
        at: Moment,
    ) -> Result<Record, Invalid> {
        let mut input = Input::new(sent);
        let existing = self.invoice_meant(&mut input, mode)?;
        let mut invoice = match &existing {
            Some(existing) => {
                may_change(existing, &mut input)?;
                existing.clone()
            }
            None => self.new_invoice(&mut input)?,
        };
        let status = next_status(&mut input, existing.as_ref());
        self.head(&mut input, &mut invoice, at);
        invoice.insert("Status".to_owned(), json!(status));
        let dying = matches!(status.as_str(), "DELETED" | "VOIDED");
        if !dying {
            self.contact_of_invoice(&mut input, &mut invoice, at)?;
            self.lines_of_invoice(&mut input, &mut invoice, at);
        }
        self.number_of_invoice(&mut input, &mut invoice, dying);
        input.invalid.check()?;
        self.settle(&mut invoice);
        touch(&mut invoice, at.now, true);
        let view = self.invoice_view(&invoice, Form::Whole, at.unit_places);
        self.invoices.put(invoice);
        Ok(view)
    }

    fn invoice_meant(&self, input: &mut Input<'_>, mode: &Mode) -> Result<Option<Record>, Invalid> {
        match mode {
            Mode::Create => return Ok(None),
            Mode::Update(id) => return Ok(self.invoices.get(id).cloned()),
            Mode::Upsert => {}
        }
        if let Some(id) = input.filled("InvoiceID") {
            let invoice = self.invoices.get(&id.to_lowercase()).cloned();
            return invoice.map(Some).ok_or_else(|| Invalid::one(format!("There is no invoice {id}")));
        }
        // The number of a bill is the supplier's, and not unique.
        let bill = input.filled("Type").as_deref() == Some("ACCPAY");
        let number = input.filled("InvoiceNumber").filter(|_| !bill);
        Ok(number.and_then(|number| self.living_invoice(&number)).cloned())
    }

    fn new_invoice(&self, input: &mut Input<'_>) -> Result<Record, Invalid> {
        let kind = input.word("Type", &["ACCREC", "ACCPAY"]);
        if input.raw("Type").is_none() {
            input.invalid.add("Type must be given");
        }
        if input.record("Contact").is_none() {
            input.invalid.add("A contact must be given");
        }
        if input.records("LineItems").is_none_or(|lines| lines.is_empty()) {
            input.invalid.add("One or more line items must be given");
        }
        std::mem::take(&mut input.invalid).check()?;
        let mut invoice = Record::new();
        invoice.insert("InvoiceID".to_owned(), json!(self.ids.uuid()));
        invoice.insert("Type".to_owned(), json!(kind));
        invoice.insert("Reference".to_owned(), json!(""));
        invoice.insert("LineAmountTypes".to_owned(), json!("Exclusive"));
        invoice.insert(
            "CurrencyCode".to_owned(),
            self.organisation.get("BaseCurrency").cloned().unwrap_or_default(),
        );
        invoice.insert("CurrencyRate".to_owned(), number(Decimal::ONE));
        for flag in ["SentToContact", "HasAttachments", "HasErrors", "IsDiscounted"] {
            invoice.insert(flag.to_owned(), json!(false));
        }
        for none in ["AmountPaid", "AmountCredited"] {
            invoice.insert(none.to_owned(), number(Decimal::ZERO));
        }
        Ok(invoice)
    }

    fn head(&self, input: &mut Input<'_>, invoice: &mut Record, at: Moment) {
        input.copy_texts(invoice, &[("InvoiceNumber", 255), ("Reference", 255), ("BrandingThemeID", 36)]);
        if let Some(url) = input.filled("Url") {
            if Url::parse(&url).is_err() {
                input.invalid.add(format!("Url is not a URL: {url}"));
            }
            invoice.insert("Url".to_owned(), json!(url));
        }
        if let Some(types) = input.word("LineAmountTypes", &["Exclusive", "Inclusive", "NoTax"]) {
            invoice.insert("LineAmountTypes".to_owned(), json!(types));
        }
        if let Some(currency) = input.filled("CurrencyCode") {
            if !CURRENCIES.contains(&currency.as_str()) {
                input.invalid.add(format!("The organisation does not use the currency {currency}"));
            }
            invoice.insert("CurrencyCode".to_owned(), json!(currency));
        }
        if let Some(rate) = input.decimal("CurrencyRate") {
            invoice.insert("CurrencyRate".to_owned(), number(rate));
        }
        if let Some(sent) = input.flag("SentToContact") {
            invoice.insert("SentToContact".to_owned(), json!(sent));
        }
        let date = input.date("Date").or_else(|| date_of(invoice, "Date")).unwrap_or_else(|| at.today());
        put_date(invoice, "Date", date);
        let due = input.date("DueDate").or_else(|| date_of(invoice, "DueDate")).unwrap_or(date);
        put_date(invoice, "DueDate", due);
        for field in ["ExpectedPaymentDate", "PlannedPaymentDate"] {
            if let Some(date) = input.date(field) {
                invoice.insert(field.to_owned(), super::wire::ms_date(super::wire::midnight(date)));
            }
        }
        let locked = date_of(&self.organisation, "PeriodLockDate").filter(|locked| date <= *locked);
        if let Some(locked) = locked {
            input.invalid.add(format!("The document date {date} is not after the period lock date {locked}"));
        }
    }

    /// The contact by id or number, else the one with the name, which is made if there is none.
    fn contact_of_invoice(
        &mut self,
        input: &mut Input<'_>,
        invoice: &mut Record,
        at: Moment,
    ) -> Result<(), Invalid> {
        let Some(sent) = input.record("Contact") else { return Ok(()) };
        let mut who = Input::new(sent);
        let by_id = who.filled("ContactID");
        let by_number = who.filled("ContactNumber");
        let found = match (&by_id, &by_number) {
            (Some(id), _) => self.contacts.get(&id.to_lowercase()),
            (None, Some(number)) => self.contacts.find("ContactNumber", number).next(),
            (None, None) => None,
        };
        let id = match found {
            Some(contact) if text(contact, "ContactStatus") != "ACTIVE" => {
                return Err(Invalid::one("The contact is archived"));
            }
            Some(contact) => text(contact, "ContactID").to_owned(),
            None if by_id.is_some() => {
                return Err(Invalid::one(format!("There is no contact {}", by_id.unwrap_or_default())));
            }
            None if who.filled("Name").is_none() => {
                return Err(Invalid::one("The contact needs a ContactID, a ContactNumber or a Name"));
            }
            None => self.put_contact(sent, &Mode::Upsert, at)?,
        };
        invoice.insert(CONTACT.to_owned(), json!(id));
        Ok(())
    }

    fn lines_of_invoice(&self, input: &mut Input<'_>, invoice: &mut Record, at: Moment) {
        let before = invoice.get("LineItems").and_then(Value::as_array).cloned().unwrap_or_default();
        let kept: Vec<Record> = before.iter().filter_map(Value::as_object).cloned().collect();
        let sent = input.records("LineItems").unwrap_or_else(|| kept.iter().collect());
        if sent.is_empty() {
            input.invalid.add("One or more line items must be given");
        }
        let amounts = text(invoice, "LineAmountTypes").to_owned();
        let terms = Terms {
            sales: text(invoice, "Type") == "ACCREC",
            amounts: &amounts,
            draft: text(invoice, "Status") == "DRAFT",
            unit_places: at.unit_places,
        };
        let lines = match self.lines(&sent, &before, terms) {
            Ok(lines) => lines,
            Err(mut invalid) => return input.invalid.0.append(&mut invalid.0),
        };
        let totals = totals(&lines, &amounts);
        if totals.total.is_sign_negative() && !totals.total.is_zero() {
            input.invalid.add("The total of an invoice must not be negative");
        }
        invoice.insert("LineItems".to_owned(), json!(lines));
        invoice.insert("SubTotal".to_owned(), number(totals.sub_total));
        invoice.insert("TotalTax".to_owned(), number(totals.tax));
        invoice.insert("Total".to_owned(), number(totals.total));
        invoice.insert("IsDiscounted".to_owned(), json!(!totals.discount.is_zero()));
        if totals.discount.is_zero() {
            invoice.remove("TotalDiscount");
        } else {
            invoice.insert("TotalDiscount".to_owned(), number(totals.discount));
        }
    }

    fn number_of_invoice(&mut self, input: &mut Input<'_>, invoice: &mut Record, dying: bool) {
        if text(invoice, "Type") != "ACCREC" || dying {
            return;
        }
        if text(invoice, "InvoiceNumber").is_empty() {
            let number = loop {
                let number = format!("INV-{:04}", self.next_invoice);
                self.next_invoice += 1;
                if self.invoices.find("InvoiceNumber", &number).next().is_none() {
                    break number;
                }
            };
            invoice.insert("InvoiceNumber".to_owned(), json!(number));
        }
        let id = text(invoice, "InvoiceID");
        let other = self.living_invoice(text(invoice, "InvoiceNumber"));
        if other.is_some_and(|other| text(other, "InvoiceID") != id) {
            input.invalid.add("Invoice # must be unique.");
        }
    }

    /// What is paid and due, and the status that follows from it.
    pub(super) fn settle(&self, invoice: &mut Record) {
        let paid: Vec<&Record> = self
            .payments
            .find(INVOICE, text(invoice, "InvoiceID"))
            .filter(|payment| text(payment, "Status") == "AUTHORISED")
            .collect();
        let sum: Decimal = paid.iter().map(|payment| amount(payment, "Amount")).sum();
        let last = paid.iter().filter_map(|payment| date_of(payment, "Date")).max();
        let status = text(invoice, "Status").to_owned();
        let dead = matches!(status.as_str(), "DELETED" | "VOIDED");
        let due = if dead { Decimal::ZERO } else { amount(invoice, "Total") - sum };
        invoice.insert("AmountPaid".to_owned(), number(sum));
        invoice.insert("AmountDue".to_owned(), number(due));
        match (status.as_str(), last) {
            ("AUTHORISED" | "PAID", Some(last)) if due.is_zero() => {
                invoice.insert("Status".to_owned(), json!("PAID"));
                let date = super::wire::ms_date(super::wire::midnight(last));
                invoice.insert("FullyPaidOnDate".to_owned(), date);
            }
            ("PAID", _) => {
                invoice.insert("Status".to_owned(), json!("AUTHORISED"));
                invoice.remove("FullyPaidOnDate");
            }
            _ => {}
        }
    }
}

/// Whether an invoice of this status may be changed in these fields at all.
fn may_change(invoice: &Record, input: &mut Input<'_>) -> Result<(), Invalid> {
    if matches!(text(invoice, "Status"), "PAID" | "VOIDED" | "DELETED") {
        return Err(Invalid::one("The invoice is not of a valid status for modification"));
    }
    if input.filled("Type").is_some_and(|kind| kind != text(invoice, "Type")) {
        return Err(Invalid::one("The type of an invoice cannot be changed"));
    }
    let paid = !amount(invoice, "AmountPaid").is_zero();
    let fixed = ["LineItems", "LineAmountTypes", "Contact", "CurrencyCode", "CurrencyRate", "Date"];
    if paid && fixed.iter().any(|field| input.raw(field).is_some()) {
        return Err(Invalid::one("The invoice has payments and cannot be edited"));
    }
    Ok(())
}

/// From which status an invoice may go to which.
const TRANSITIONS: [(&str, &[&str]); 4] = [
    ("", &["DRAFT", "SUBMITTED", "AUTHORISED"]),
    ("DRAFT", &["DRAFT", "SUBMITTED", "AUTHORISED", "DELETED"]),
    ("SUBMITTED", &["DRAFT", "SUBMITTED", "AUTHORISED", "DELETED"]),
    ("AUTHORISED", &["AUTHORISED", "VOIDED"]),
];

fn next_status(input: &mut Input<'_>, existing: Option<&Record>) -> String {
    let from = existing.map_or("", |invoice| text(invoice, "Status"));
    let paid = existing.is_some_and(|invoice| !amount(invoice, "AmountPaid").is_zero());
    let default = if from.is_empty() { "DRAFT" } else { from };
    let to = input.filled("Status").unwrap_or_else(|| default.to_owned());
    let allowed = TRANSITIONS
        .iter()
        .find(|(status, _)| *status == from)
        .is_some_and(|(_, to_all)| to_all.contains(&to.as_str()));
    if !allowed {
        let from = if from.is_empty() { "new" } else { from };
        input.invalid.add(format!("Invoice status {to} is not valid after {from}"));
    } else if to == "VOIDED" && paid {
        input.invalid.add("An invoice with payments cannot be voided");
    }
    to
}
