//! Invoices: numbers, statuses, amounts, and how much of them each kind of answer shows.

use http::{Method, StatusCode};
use rust_decimal::Decimal;
use serde_json::{Value, json};
use url::Url;

use super::allocations::CREDITS;
use super::books::{Books, CONTACT, INVOICE, Input, Mode, Moment, shown};
use super::documents::{Form, Transitions, is_dead, may_change, needs, next_status, put_plain_date};
use super::errors::{Invalid, No};
use super::facts;
use super::list::{Selected, flag, is_paged, select, words};
use super::wire::{amount, date_of, number, put_date, text, touch};
use super::write::write;
use super::{Answer, Desk};
use crate::http::Reply;
use crate::store::Record;

pub(super) fn route(desk: &mut Desk<'_>, path: &[&str]) -> Answer {
    match (desk.method(), path) {
        (&Method::GET, []) => list(desk),
        (&Method::GET, [id]) => {
            let invoice = desk.books.invoice_by_id_or_number(id).ok_or(No::NotFound)?;
            let view = desk.books.invoice_view(invoice, Form::Whole, desk.moment().unit_places);
            Ok(desk.one("Invoices", view))
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
    let lookup = |invoice: &Record, path: &str| books.document_field(invoice, path);
    let Selected { records, pagination } = select(request, &facts::INVOICES, invoices, &lookup)?;
    let places = desk.moment().unit_places;
    let views = records.iter().map(|invoice| Value::Object(books.invoice_view(invoice, form, places)));
    Ok(desk.many("Invoices", views.collect(), pagination))
}

fn email(desk: &mut Desk<'_>, id: &str) -> Answer {
    let invoice = desk.books.invoice_by_id_or_number(id).ok_or(No::NotFound)?.clone();
    let status = matches!(text(&invoice, "Status"), "SUBMITTED" | "AUTHORISED" | "PAID");
    if !status || text(&invoice, "Type") != "ACCREC" {
        let mut element = shown(&invoice);
        let what = if status { "type" } else { "status" };
        let message = format!("An invoice of this {what} cannot be sent by e-mail");
        element.insert("ValidationErrors".to_owned(), json!([{ "Message": message }]));
        return Err(No::Invalid(vec![element]));
    }
    let moment = desk.moment();
    desk.books.atomically(|books| {
        let id = text(&invoice, "InvoiceID");
        books.invoices.update(id, |invoice| {
            invoice.insert("SentToContact".to_owned(), json!(true));
            touch(invoice, moment.now, true);
        });
        books.note(id, "Invoice sent", "Sent by e-mail to the contact".to_owned(), moment);
        Ok(Reply::empty(StatusCode::NO_CONTENT))
    })
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

    pub(super) fn invoice_view(&self, invoice: &Record, form: Form, unit_places: u32) -> Record {
        let mut view = self.document_view(invoice, form, unit_places);
        if form == Form::Summary {
            view.remove("LineItems");
            return view;
        }
        let id = text(invoice, "InvoiceID");
        view.insert("Payments".to_owned(), self.payments_in_brief(INVOICE, id));
        for credit in &CREDITS {
            view.insert(format!("{}s", credit.name), self.credits_in_brief(credit, id));
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
                may_change(NOUN, TRANSITIONS, existing, &mut input)?;
                existing.clone()
            }
            None => self.new_invoice(&mut input)?,
        };
        let status = next_status(NOUN, TRANSITIONS, &mut input, existing.as_ref());
        self.head(&mut input, &mut invoice, at);
        head_of_invoice(&mut input, &mut invoice);
        invoice.insert("Status".to_owned(), json!(status));
        let dying = is_dead(&status);
        if !dying {
            self.contact_of_document(&mut input, &mut invoice, at)?;
            let sales = text(&invoice, "Type") == "ACCREC";
            self.lines_of_document(&mut input, &mut invoice, sales, at);
            let discounted = invoice.contains_key("TotalDiscount");
            invoice.insert("IsDiscounted".to_owned(), json!(discounted));
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
        needs(input, ["ACCREC", "ACCPAY"].into_iter())?;
        let mut invoice = self.new_document("InvoiceID", input.filled("Type"));
        for flag in ["SentToContact", "HasErrors", "IsDiscounted"] {
            invoice.insert(flag.to_owned(), json!(false));
        }
        for none in ["AmountPaid", "AmountCredited"] {
            invoice.insert(none.to_owned(), number(Decimal::ZERO));
        }
        Ok(invoice)
    }

    fn number_of_invoice(&mut self, input: &mut Input<'_>, invoice: &mut Record, dying: bool) {
        if text(invoice, "Type") != "ACCREC" || dying {
            return;
        }
        if text(invoice, "InvoiceNumber").is_empty() {
            let number = self.next_invoice_number();
            invoice.insert("InvoiceNumber".to_owned(), json!(number));
        }
        let id = text(invoice, "InvoiceID");
        let other = self.living_invoice(text(invoice, "InvoiceNumber"));
        if other.is_some_and(|other| text(other, "InvoiceID") != id) {
            input.invalid.add("Invoice # must be unique.");
        }
    }

    pub(super) fn next_invoice_number(&mut self) -> String {
        loop {
            let number = format!("INV-{:04}", self.next_invoice);
            self.next_invoice += 1;
            if self.invoices.find("InvoiceNumber", &number).next().is_none() {
                return number;
            }
        }
    }

    /// What is paid and due, and the status that follows from it.
    pub(super) fn settle(&self, invoice: &mut Record) {
        let id = text(invoice, "InvoiceID");
        let paid = self.payments.find(INVOICE, id).filter(|payment| text(payment, "Status") == "AUTHORISED");
        let paid: Vec<&Record> = paid.collect();
        let credited: Vec<&Record> = self.allocations.find(INVOICE, id).collect();
        let sum =
            |records: &[&Record]| records.iter().map(|record| amount(record, "Amount")).sum::<Decimal>();
        let (sum, credit) = (sum(&paid), sum(&credited));
        let last = paid.iter().chain(&credited).filter_map(|record| date_of(record, "Date")).max();
        let status = text(invoice, "Status").to_owned();
        let total = if is_dead(&status) { Decimal::ZERO } else { amount(invoice, "Total") };
        let due = total - sum - credit;
        invoice.insert("AmountPaid".to_owned(), number(sum));
        invoice.insert("AmountCredited".to_owned(), number(credit));
        invoice.insert("AmountDue".to_owned(), number(due));
        match (status.as_str(), last) {
            ("AUTHORISED" | "PAID", Some(last)) if due.is_zero() => {
                invoice.insert("Status".to_owned(), json!("PAID"));
                put_plain_date(invoice, "FullyPaidOnDate", last);
            }
            ("PAID", _) => {
                invoice.insert("Status".to_owned(), json!("AUTHORISED"));
                invoice.remove("FullyPaidOnDate");
            }
            _ => {}
        }
    }
}

/// What only invoices have in their head.
fn head_of_invoice(input: &mut Input<'_>, invoice: &mut Record) {
    input.copy_texts(invoice, &[("InvoiceNumber", 255), ("Reference", 255), ("BrandingThemeID", 36)]);
    if let Some(url) = input.filled("Url") {
        if Url::parse(&url).is_err() {
            input.invalid.add(format!("Url is not a URL: {url}"));
        }
        invoice.insert("Url".to_owned(), json!(url));
    }
    if let Some(sent) = input.flag("SentToContact") {
        invoice.insert("SentToContact".to_owned(), json!(sent));
    }
    // Their twins as text are for invoices only.
    if let Some(date) = date_of(invoice, "Date") {
        put_date(invoice, "Date", date);
    }
    let due = input.date("DueDate").or_else(|| date_of(invoice, "DueDate"));
    if let Some(due) = due.or_else(|| date_of(invoice, "Date")) {
        put_date(invoice, "DueDate", due);
    }
    for field in ["ExpectedPaymentDate", "PlannedPaymentDate"] {
        if let Some(date) = input.date(field) {
            put_plain_date(invoice, field, date);
        }
    }
}

/// What an invoice is called in messages.
const NOUN: &str = "invoice";

/// From which status an invoice or credit note may go to which.
pub(super) const TRANSITIONS: Transitions = &[
    ("", &["DRAFT", "SUBMITTED", "AUTHORISED"]),
    ("DRAFT", &["DRAFT", "SUBMITTED", "AUTHORISED", "DELETED"]),
    ("SUBMITTED", &["DRAFT", "SUBMITTED", "AUTHORISED", "DELETED"]),
    ("AUTHORISED", &["AUTHORISED", "VOIDED"]),
];
