//! What all documents with lines have in common. Invoices add to it; credit notes, purchase orders and bank transactions
//! are little more.

use chrono::NaiveDate;
use http::Method;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::books::{ACCOUNT, Books, CONTACT, Input, Mode, Moment, shown};
use super::errors::{Invalid, No};
use super::list::{ListRules, Selected, is_paged, select};
use super::wire::{date_of, decimal, midnight, ms_date, number, round, text, touch};
use super::write::write;
use super::{Answer, Desk};
use crate::store::{Record, Table};

/// How much of a document is shown.
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

/// From which status a document may go to which. A new one is of the status "", and goes to the first unless told.
pub(super) type Transitions = &'static [(&'static str, &'static [&'static str])];

/// What tells one kind of document from another.
pub(super) struct Kind {
    /// What it is called in messages.
    pub(super) noun: &'static str,
    pub(super) rules: ListRules,
    /// The field with the number, and how numbers begin that the organisation gives.
    pub(super) number: Option<(&'static str, &'static str)>,
    /// Its types, and whether they are of the sales side. Without types it is a purchase; a sale without types has a
    /// nameless one.
    pub(super) types: &'static [(&'static str, bool)],
    pub(super) transitions: Transitions,
    pub(super) texts: &'static [(&'static str, usize)],
    /// Dates besides `Date`.
    pub(super) dates: &'static [&'static str],
    pub(super) table: fn(&Books) -> &Table,
    pub(super) table_mut: fn(&mut Books) -> &mut Table,
    /// Takes the fields that only this kind has, and computes what follows from the others.
    pub(super) finish: fn(&Books, &mut Input<'_>, &mut Record),
    /// Adds what is kept elsewhere.
    pub(super) show: fn(&Books, &Record, &mut Record),
}

impl Kind {
    pub(super) fn is_sale(&self, document: &Record) -> bool {
        let kind = text(document, "Type");
        self.types.iter().any(|(name, sales)| *name == kind && *sales)
    }
}

/// Reading and writing by the same paths for all kinds.
pub(super) fn route(desk: &mut Desk<'_>, path: &[&str], kind: &'static Kind) -> Answer {
    route_writing(desk, path, kind, |books: &mut Books, sent: &Record, mode: &Mode, at: Moment| {
        books.write_document(kind, sent, mode, at)
    })
}

/// The same, where writing is more than to write the document.
pub(super) fn route_writing(
    desk: &mut Desk<'_>,
    path: &[&str],
    kind: &'static Kind,
    by: impl Fn(&mut Books, &Record, &Mode, Moment) -> Result<Record, Invalid>,
) -> Answer {
    let plural = kind.rules.plural;
    match (desk.method(), path) {
        (&Method::GET, []) => list(desk, kind, &|_| true),
        (&Method::GET, [id]) => {
            let document = desk.books.document(kind, id).ok_or(No::NotFound)?;
            let view = desk.books.kind_view(kind, document, Form::Whole, desk.moment().unit_places);
            Ok(desk.one(plural, view))
        }
        (&Method::PUT, []) => write(desk, plural, &Mode::Create, by),
        (&Method::POST, []) => write(desk, plural, &Mode::Upsert, by),
        (&Method::POST, [id]) => {
            let document = desk.books.document(kind, id).ok_or(No::NotFound)?;
            let mode = Mode::Update(text(document, kind.rules.id).to_owned());
            write(desk, plural, &mode, by)
        }
        _ => Err(No::NotFound),
    }
}

/// The documents that the request asks for and that are to be kept.
pub(super) fn list(desk: &Desk<'_>, kind: &Kind, keep: &dyn Fn(&Record) -> bool) -> Answer {
    let books = &*desk.books;
    let documents = (kind.table)(books).iter().filter(|document| keep(document));
    let lookup = |document: &Record, path: &str| books.document_field(document, path);
    let Selected { records, pagination } = select(desk.request(), &kind.rules, documents, &lookup)?;
    let form = if is_paged(desk.request()) { Form::Listed } else { Form::Short };
    let places = desk.moment().unit_places;
    let views = records.iter().map(|document| Value::Object(books.kind_view(kind, document, form, places)));
    Ok(desk.many(kind.rules.plural, views.collect(), pagination))
}

impl Books {
    /// By id, or by a number of the organisation's own: the living one, else the last dead one.
    pub(super) fn document(&self, kind: &Kind, id: &str) -> Option<&Record> {
        let by_number = || (kind.table)(self).find(kind.number?.0, id).last();
        (kind.table)(self).get(&id.to_lowercase()).or_else(|| self.numbered(kind, id)).or_else(by_number)
    }

    /// The living document that has this number for itself. Numbers of suppliers' documents are theirs, and not unique.
    fn numbered(&self, kind: &Kind, number: &str) -> Option<&Record> {
        let mut with_number = (kind.table)(self).find(kind.number?.0, number);
        with_number.find(|document| has_own_number(kind, document) && !is_dead(text(document, "Status")))
    }

    /// A field for `where` and `order`, the contact's and the bank account's too.
    pub(super) fn document_field(&self, document: &Record, path: &str) -> Value {
        let value = match path.split_once('.') {
            Some(("Contact", field)) => {
                self.contacts.get(text(document, CONTACT)).and_then(|contact| contact.get(field))
            }
            Some((_, field)) => {
                self.accounts.get(text(document, ACCOUNT)).and_then(|account| account.get(field))
            }
            None => document.get(path),
        };
        value.cloned().unwrap_or_default()
    }

    pub(super) fn kind_view(&self, kind: &Kind, document: &Record, form: Form, unit_places: u32) -> Record {
        let mut view = self.document_view(document, form, unit_places);
        (kind.show)(self, document, &mut view);
        view
    }

    /// The document with its contact, and with its lines where they are shown.
    pub(super) fn document_view(&self, document: &Record, form: Form, unit_places: u32) -> Record {
        let mut view = shown(document);
        let contact_id = text(document, CONTACT);
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
                self.show_tracking(line);
            }
        } else {
            view.insert("LineItems".to_owned(), json!([]));
        }
        view
    }

    /// Makes or changes a document and gives it as it is shown.
    pub(super) fn write_document(
        &mut self,
        kind: &'static Kind,
        sent: &Record,
        mode: &Mode,
        at: Moment,
    ) -> Result<Record, Invalid> {
        let mut input = Input::new(sent);
        let existing = self.document_meant(kind, &mut input, mode)?;
        let mut document = match &existing {
            Some(existing) => {
                may_change(kind.noun, kind.transitions, existing, &mut input)?;
                existing.clone()
            }
            None => {
                needs(&mut input, kind.types.iter().map(|(name, _)| *name))?;
                self.new_document(kind.rules.id, input.filled("Type"))
            }
        };
        let status = next_status(kind.noun, kind.transitions, &mut input, existing.as_ref());
        input.copy_texts(&mut document, kind.texts);
        self.head(&mut input, &mut document, at);
        for field in kind.dates {
            if let Some(date) = input.date(field) {
                put_plain_date(&mut document, field, date);
            }
        }
        document.insert("Status".to_owned(), json!(status));
        if !is_dead(&status) {
            self.contact_of_document(&mut input, &mut document, at)?;
            let sales = kind.is_sale(&document);
            self.lines_of_document(&mut input, &mut document, sales, at);
            self.number_document(kind, &mut input, &mut document);
        }
        (kind.finish)(self, &mut input, &mut document);
        input.invalid.check()?;
        touch(&mut document, at.now, false);
        let view = self.kind_view(kind, &document, Form::Whole, at.unit_places);
        (kind.table_mut)(self).put(document);
        Ok(view)
    }

    fn document_meant(
        &self,
        kind: &Kind,
        input: &mut Input<'_>,
        mode: &Mode,
    ) -> Result<Option<Record>, Invalid> {
        match mode {
            Mode::Create => return Ok(None),
            Mode::Update(id) => return Ok((kind.table)(self).get(id).cloned()),
            Mode::Upsert => {}
        }
        if let Some(id) = input.filled(kind.rules.id) {
            let document = (kind.table)(self).get(&id.to_lowercase()).cloned();
            let missing = || Invalid::one(format!("There is no {} {id}", kind.noun));
            return document.map(Some).ok_or_else(missing);
        }
        let mut like = Record::new();
        like.extend(input.raw("Type").map(|value| ("Type".to_owned(), value.clone())));
        let number = kind.number.and_then(|(field, _)| input.filled(field));
        let number = number.filter(|_| has_own_number(kind, &like));
        Ok(number.and_then(|number| self.numbered(kind, &number)).cloned())
    }

    /// What every new document begins with.
    pub(super) fn new_document(&self, id: &str, kind: Option<String>) -> Record {
        let mut document = Record::new();
        document.insert(id.to_owned(), json!(self.ids.uuid()));
        document.extend(kind.map(|kind| ("Type".to_owned(), json!(kind))));
        document.insert("Reference".to_owned(), json!(""));
        document.insert("LineAmountTypes".to_owned(), json!("Exclusive"));
        document.insert(
            "CurrencyCode".to_owned(),
            self.organisation.get("BaseCurrency").cloned().unwrap_or_default(),
        );
        document.insert("CurrencyRate".to_owned(), number(Decimal::ONE));
        document.insert("HasAttachments".to_owned(), json!(false));
        document
    }

    /// Date, currency, and whether amounts include tax.
    pub(super) fn head(&self, input: &mut Input<'_>, document: &mut Record, at: Moment) {
        if let Some(types) = input.word("LineAmountTypes", &["Exclusive", "Inclusive", "NoTax"]) {
            document.insert("LineAmountTypes".to_owned(), json!(types));
        }
        if let Some(currency) = self.currency(input, "CurrencyCode") {
            document.insert("CurrencyCode".to_owned(), json!(currency));
        }
        let rate = input.decimal("CurrencyRate");
        if rate.is_some_and(|rate| rate <= Decimal::ZERO) {
            input.invalid.add("CurrencyRate must be greater than 0");
        }
        if document.get("CurrencyCode") == self.organisation.get("BaseCurrency") {
            document.insert("CurrencyRate".to_owned(), number(Decimal::ONE));
        } else if let Some(rate) = rate {
            document.insert("CurrencyRate".to_owned(), number(rate));
        }
        let date = input.date("Date").or_else(|| date_of(document, "Date")).unwrap_or_else(|| at.today());
        put_plain_date(document, "Date", date);
        self.unlocked(input, date);
        self.branding(input);
    }

    /// Nothing is booked into a locked period.
    pub(super) fn unlocked(&self, input: &mut Input<'_>, date: NaiveDate) {
        let locked = date_of(&self.organisation, "PeriodLockDate").filter(|locked| date <= *locked);
        if let Some(locked) = locked {
            input.invalid.add(format!("The date {date} is not after the period lock date {locked}"));
        }
    }

    /// The contact by id or number, else the one with the name, which is made if there is none.
    pub(super) fn contact_of_document(
        &mut self,
        input: &mut Input<'_>,
        document: &mut Record,
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
        document.insert(CONTACT.to_owned(), json!(id));
        Ok(())
    }

    /// Gives it a number, if it has none and is to have one of the organisation's own; no two have the same.
    fn number_document(&self, kind: &Kind, input: &mut Input<'_>, document: &mut Record) {
        let Some((field, prefix)) = kind.number.filter(|_| has_own_number(kind, document)) else { return };
        if text(document, field).is_empty() {
            let table = (kind.table)(self);
            let free = (table.len() + 1..)
                .map(|next| format!("{prefix}-{next:04}"))
                .find(|number| table.find(field, number).next().is_none());
            document.insert(field.to_owned(), json!(free));
        }
        let other = self.numbered(kind, text(document, field));
        if other.is_some_and(|other| text(other, kind.rules.id) != text(document, kind.rules.id)) {
            input.invalid.add(format!("{field} must be unique"));
        }
    }

    /// An account in a few words, inside another record.
    pub(super) fn account_in_brief(&self, id: &str) -> Option<Value> {
        let account = self.accounts.get(id)?;
        let brief = ["AccountID", "Code", "Name"].into_iter();
        Some(brief.filter_map(|field| Some((field.to_owned(), account.get(field)?.clone()))).collect())
    }
}

fn has_own_number(kind: &Kind, document: &Record) -> bool {
    kind.types.is_empty() || kind.is_sale(document)
}

pub(super) fn is_dead(status: &str) -> bool {
    matches!(status, "DELETED" | "VOIDED")
}

/// What a new document must have.
pub(super) fn needs(input: &mut Input<'_>, types: impl Iterator<Item = &'static str>) -> Result<(), Invalid> {
    let types: Vec<_> = types.filter(|name| !name.is_empty()).collect();
    input.word("Type", &types);
    if input.raw("Type").is_none() && !types.is_empty() {
        input.invalid.add("Type must be given");
    }
    if input.record("Contact").is_none() {
        input.invalid.add("A contact must be given");
    }
    if input.records("LineItems").is_none_or(|lines| lines.is_empty()) {
        input.invalid.add("One or more line items must be given");
    }
    std::mem::take(&mut input.invalid).check()
}

/// Whether some of it is paid, or applied to another document.
fn is_settled(document: &Record) -> bool {
    let amount = |field: &str| super::wire::amount(document, field);
    let refunded = document.contains_key("RemainingCredit") && amount("RemainingCredit") != amount("Total");
    refunded || ["AmountPaid", "AmountCredited"].into_iter().any(|field| !amount(field).is_zero())
}

/// Whether a document of this status may be changed in these fields at all.
pub(super) fn may_change(
    noun: &str,
    transitions: Transitions,
    document: &Record,
    input: &mut Input<'_>,
) -> Result<(), Invalid> {
    if !transitions.iter().any(|(status, _)| *status == text(document, "Status")) {
        return Err(Invalid::one(format!("The {noun} is not of a valid status for modification")));
    }
    if input.filled("Type").is_some_and(|kind| kind != text(document, "Type")) {
        return Err(Invalid::one(format!("The type of this {noun} cannot be changed")));
    }
    let fixed = ["LineItems", "LineAmountTypes", "Contact", "CurrencyCode", "CurrencyRate", "Date"];
    if is_settled(document) && fixed.iter().any(|field| input.raw(field).is_some()) {
        return Err(Invalid::one(format!("The {noun} has payments or credits and cannot be edited")));
    }
    Ok(())
}

/// The status that it goes to.
pub(super) fn next_status(
    noun: &str,
    transitions: Transitions,
    input: &mut Input<'_>,
    existing: Option<&Record>,
) -> String {
    let from = existing.map_or("", |document| text(document, "Status"));
    let allowed = transitions.iter().find(|(status, _)| *status == from).map_or(&[][..], |(_, to)| *to);
    let default = if from.is_empty() { allowed.first().copied().unwrap_or_default() } else { from };
    let to = input.filled("Status").unwrap_or_else(|| default.to_owned());
    if !allowed.contains(&to.as_str()) {
        let from = if from.is_empty() { "new" } else { from };
        input.invalid.add(format!("The status {to} of this {noun} is not valid after {from}"));
    } else if is_dead(&to) && existing.is_some_and(is_settled) {
        input.invalid.add(format!("This {noun} has payments or credits and cannot be voided"));
    }
    to
}

/// Puts a date without the text twin that only invoices have.
pub(super) fn put_plain_date(document: &mut Record, field: &str, date: NaiveDate) {
    document.insert(field.to_owned(), ms_date(midnight(date)));
}
