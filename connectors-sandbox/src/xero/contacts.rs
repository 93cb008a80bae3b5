//! Contacts: unique active names and contact numbers, addresses and phones by kind, balances from the invoices.

use http::Method;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::books::{Books, CONTACT, Input, Mode, Moment, shown};
use super::errors::{Invalid, No};
use super::facts::{self, ADDRESS_TEXTS, CONTACT_TEXTS, CONTACT_WORDS, PAYMENT_TERMS, PHONE_TEXTS};
use super::list::{Selected, flag, select};
use super::wire::{amount, date_of, number, text, touch};
use super::write::write;
use super::{Answer, Desk};
use crate::store::Record;

pub(super) fn route(desk: &mut Desk<'_>, path: &[&str]) -> Answer {
    match (desk.method(), path) {
        (&Method::GET, []) => list(desk),
        (&Method::GET, [id]) => {
            let contact = desk.books.contact_by_id_or_number(id).ok_or(No::NotFound)?;
            let view = desk.books.contact_view(contact, true, desk.moment());
            Ok(desk.one("Contacts", view))
        }
        (&Method::GET, [id, "CISSettings"]) => {
            desk.books.contacts.get(&id.to_lowercase()).ok_or(No::NotFound)?;
            Ok(desk.many("CISSettings", vec![json!({ "CISEnabled": false })], None))
        }
        (&Method::PUT, []) => write(desk, "Contacts", &Mode::Create, Books::write_contact),
        (&Method::POST, []) => write(desk, "Contacts", &Mode::Upsert, Books::write_contact),
        (&Method::POST, [id]) => {
            let contact = desk.books.contact_by_id_or_number(id).ok_or(No::NotFound)?;
            let mode = Mode::Update(text(contact, "ContactID").to_owned());
            write(desk, "Contacts", &mode, Books::write_contact)
        }
        _ => Err(No::NotFound),
    }
}

fn list(desk: &Desk<'_>) -> Answer {
    let request = desk.request();
    let archived = flag(request, "includeArchived");
    let summary = flag(request, "summaryOnly");
    let search = request.query.get_ignore_case("searchTerm").map(str::to_lowercase);
    let contacts = desk.books.contacts.iter().filter(|contact| {
        (archived || text(contact, "ContactStatus") == "ACTIVE")
            && search.as_ref().is_none_or(|term| matches_search(contact, term))
    });
    let lookup = |contact: &Record, path: &str| contact.get(path).cloned().unwrap_or_default();
    let Selected { records, pagination } = select(request, &facts::CONTACTS, contacts, &lookup)?;
    let views = records.iter().map(|contact| desk.books.contact_view(contact, !summary, desk.moment()));
    Ok(desk.many("Contacts", views.map(Value::Object).collect(), pagination))
}

fn matches_search(contact: &Record, term: &str) -> bool {
    ["Name", "FirstName", "LastName", "ContactNumber", "CompanyNumber", "EmailAddress"]
        .iter()
        .any(|field| text(contact, field).to_lowercase().contains(term))
}

impl Books {
    /// By `ContactID`, or else by `ContactNumber`.
    pub(super) fn contact_by_id_or_number(&self, id: &str) -> Option<&Record> {
        self.contacts.get(&id.to_lowercase()).or_else(|| self.contacts.find("ContactNumber", id).next())
    }

    fn active_contact_named(&self, name: &str) -> Option<&Record> {
        self.contacts.find("Name", name).find(|contact| text(contact, "ContactStatus") == "ACTIVE")
    }

    /// A contact as it is shown; `whole` with balances and whether it sells or buys.
    pub(super) fn contact_view(&self, contact: &Record, whole: bool, at: Moment) -> Record {
        let mut view = shown(contact);
        if !whole {
            for field in ["ContactPersons", "SalesTrackingCategories", "PurchasesTrackingCategories"] {
                view.remove(field);
            }
            return view;
        }
        view.insert("ContactGroups".to_owned(), self.groups_of(text(contact, "ContactID")));
        let mut sides =
            [("AccountsReceivable", "ACCREC", "IsCustomer"), ("AccountsPayable", "ACCPAY", "IsSupplier")]
                .map(|(side, kind, role)| (side, kind, role, Decimal::ZERO, Decimal::ZERO));
        for invoice in self.invoices.find(CONTACT, text(contact, "ContactID")) {
            let Some(side) = sides.iter_mut().find(|side| side.1 == text(invoice, "Type")) else { continue };
            view.insert(side.2.to_owned(), json!(true));
            if text(invoice, "Status") == "AUTHORISED" {
                side.3 += amount(invoice, "AmountDue");
                if date_of(invoice, "DueDate").is_some_and(|due| due < at.today()) {
                    side.4 += amount(invoice, "AmountDue");
                }
            }
        }
        if sides.iter().any(|side| !side.3.is_zero()) {
            let balances = sides.map(|(side, _, _, outstanding, overdue)| {
                (side.to_owned(), json!({ "Outstanding": number(outstanding), "Overdue": number(overdue) }))
            });
            view.insert("Balances".to_owned(), Value::Object(balances.into_iter().collect()));
        }
        view
    }

    /// A contact inside an invoice of a list.
    pub(super) fn contact_in_brief(&self, id: &str) -> Value {
        let name = self.contacts.get(id).map(|contact| text(contact, "Name")).unwrap_or_default();
        json!({
            "ContactID": id,
            "Name": name,
            "Addresses": [],
            "Phones": [],
            "ContactGroups": [],
            "ContactPersons": [],
            "HasValidationErrors": false,
        })
    }

    /// Makes or changes a contact and gives it as it is shown.
    pub(super) fn write_contact(
        &mut self,
        sent: &Record,
        mode: &Mode,
        at: Moment,
    ) -> Result<Record, Invalid> {
        let id = self.put_contact(sent, mode, at)?;
        let contact = self.contacts.get(&id).ok_or_else(|| Invalid::one("The contact was not kept"))?;
        Ok(self.contact_view(contact, true, at))
    }

    /// Makes or changes a contact and gives its id.
    pub(super) fn put_contact(&mut self, sent: &Record, mode: &Mode, at: Moment) -> Result<String, Invalid> {
        let mut input = Input::new(sent);
        let existing = self.contact_meant(&mut input, mode)?;
        let is_new = existing.is_none();
        let mut contact = existing.unwrap_or_else(|| new_contact(self.ids.uuid()));
        let before = contact.clone();
        input.copy_texts(&mut contact, &CONTACT_TEXTS);
        for (field, words) in CONTACT_WORDS {
            if let Some(word) = input.word(field, words) {
                contact.insert(field.to_owned(), json!(word));
            }
        }
        if let Some(currency) = self.currency(&mut input, "DefaultCurrency") {
            contact.insert("DefaultCurrency".to_owned(), json!(currency));
        }
        merge_by_kind(
            &mut input,
            &mut contact,
            "Addresses",
            "AddressType",
            &["POBOX", "STREET"],
            &ADDRESS_TEXTS,
        );
        let phones = ["DEFAULT", "DDI", "MOBILE", "FAX", "OFFICE"];
        merge_by_kind(&mut input, &mut contact, "Phones", "PhoneType", &phones, &PHONE_TEXTS);
        persons(&mut input, &mut contact);
        payment_terms(&mut input, &mut contact);
        self.check_contact(&mut input, &contact, &before, is_new);
        input.invalid.check()?;
        let id = text(&contact, "ContactID").to_owned();
        touch(&mut contact, at.now, false);
        self.contacts.put(contact);
        Ok(id)
    }

    /// The contact that the input means: by id, by contact number, by name. A name does not stand for a contact that
    /// has another contact number (not verified live): two customers of one name must not become one.
    fn contact_meant(&self, input: &mut Input<'_>, mode: &Mode) -> Result<Option<Record>, Invalid> {
        match mode {
            Mode::Create => return Ok(None),
            Mode::Update(id) => return Ok(self.contacts.get(id).cloned()),
            Mode::Upsert => {}
        }
        if let Some(id) = input.filled("ContactID") {
            let contact = self.contacts.get(&id.to_lowercase()).cloned();
            return contact.map(Some).ok_or_else(|| Invalid::one(format!("There is no contact {id}")));
        }
        let contact_number = input.filled("ContactNumber");
        if let Some(contact) =
            contact_number.as_ref().and_then(|n| self.contacts.find("ContactNumber", n).next())
        {
            return Ok(Some(contact.clone()));
        }
        let named = input.filled("Name").and_then(|name| self.active_contact_named(&name));
        let numbered = |contact: &&Record| !text(contact, "ContactNumber").is_empty();
        Ok(named.filter(|contact| contact_number.is_none() || !numbered(contact)).cloned())
    }

    fn check_contact(&self, input: &mut Input<'_>, contact: &Record, before: &Record, is_new: bool) {
        let id = text(contact, "ContactID");
        let name = text(contact, "Name");
        if name.trim().is_empty() {
            input.invalid.add("The contact name must be given");
        } else if text(contact, "ContactStatus") == "ACTIVE"
            && (is_new || text(before, "Name") != name || text(before, "ContactStatus") != "ACTIVE")
            && self.active_contact_named(name).is_some_and(|other| text(other, "ContactID") != id)
        {
            input.invalid.add(format!(
                "The contact name {name} is already assigned to another contact; it must be unique"
            ));
        }
        let contact_number = text(contact, "ContactNumber");
        let taken = !contact_number.is_empty()
            && self
                .contacts
                .find("ContactNumber", contact_number)
                .any(|other| text(other, "ContactID") != id);
        if taken {
            input
                .invalid
                .add(format!("The contact number {contact_number} already exists; it must be unique"));
        }
        let email = text(contact, "EmailAddress");
        if !email.is_empty() && !is_email(email) {
            input.invalid.add(format!("EmailAddress is not an e-mail address: {email}"));
        }
    }
}

fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else { return false };
    !local.is_empty() && domain.contains('.') && !domain.contains('@') && !text.contains(char::is_whitespace)
}

fn new_contact(id: String) -> Record {
    let address = |kind: &str| json!({ "AddressType": kind, "City": "", "Region": "", "PostalCode": "", "Country": "" });
    let phone = |kind: &str| json!({ "PhoneType": kind, "PhoneNumber": "", "PhoneAreaCode": "", "PhoneCountryCode": "" });
    let contact = json!({
        "ContactID": id,
        "ContactStatus": "ACTIVE",
        "Name": "",
        "EmailAddress": "",
        "BankAccountDetails": "",
        "Addresses": [address("STREET"), address("POBOX")],
        "Phones": [phone("DDI"), phone("DEFAULT"), phone("FAX"), phone("MOBILE")],
        "ContactGroups": [],
        "IsSupplier": false,
        "IsCustomer": false,
        "SalesTrackingCategories": [],
        "PurchasesTrackingCategories": [],
        "ContactPersons": [],
        "HasAttachments": false,
        "HasValidationErrors": false,
    });
    match contact {
        Value::Object(map) => map,
        _ => Record::new(),
    }
}

/// Addresses and phones are kept one of each kind; what is sent changes its kind's.
fn merge_by_kind(
    input: &mut Input<'_>,
    contact: &mut Record,
    field: &str,
    kind_field: &str,
    kinds: &[&str],
    texts: &[(&str, usize)],
) {
    for sent in input.records(field).unwrap_or_default() {
        let mut part = Input::new(sent);
        let kind = part.word(kind_field, kinds);
        if kind.is_none() && part.invalid.0.is_empty() {
            part.invalid.add(format!("{kind_field} is needed"));
        }
        let list = contact.entry(field.to_owned()).or_insert_with(|| json!([]));
        if let (Some(kind), Some(list)) = (kind, list.as_array_mut()) {
            let at = list.iter().position(|entry| entry[kind_field] == kind.as_str());
            let at = at.unwrap_or_else(|| {
                list.push(json!({ kind_field: kind }));
                list.len() - 1
            });
            if let Some(entry) = list.get_mut(at).and_then(Value::as_object_mut) {
                part.copy_texts(entry, texts);
            }
        }
        input.invalid.0.append(&mut part.invalid.0);
    }
}

fn persons(input: &mut Input<'_>, contact: &mut Record) {
    let Some(sent) = input.records("ContactPersons") else { return };
    if sent.len() > 5 {
        input.invalid.add("There can be no more than 5 ContactPersons");
    }
    let mut list = Vec::new();
    for sent in sent {
        let mut part = Input::new(sent);
        let mut person = Record::new();
        part.copy_texts(&mut person, &[("FirstName", 255), ("LastName", 255), ("EmailAddress", 255)]);
        person.insert("IncludeInEmails".to_owned(), json!(part.flag("IncludeInEmails").unwrap_or(false)));
        input.invalid.0.append(&mut part.invalid.0);
        list.push(Value::Object(person));
    }
    contact.insert("ContactPersons".to_owned(), Value::Array(list));
}

fn payment_terms(input: &mut Input<'_>, contact: &mut Record) {
    let Some(sent) = input.record("PaymentTerms") else { return };
    let mut terms = contact.get("PaymentTerms").and_then(Value::as_object).cloned().unwrap_or_default();
    for side in ["Bills", "Sales"] {
        let Some(term) = sent.get(side).and_then(Value::as_object) else { continue };
        let mut part = Input::new(term);
        let day = part.decimal("Day");
        let kind = part.word("Type", &PAYMENT_TERMS);
        let day = day.and_then(|day| u32::try_from(day).ok()).filter(|day| *day <= 1000);
        match (day, kind) {
            (Some(day), Some(kind)) => {
                terms.insert(side.to_owned(), json!({ "Day": day, "Type": kind }));
            }
            _ => part.invalid.add(format!("PaymentTerms.{side} needs Day and Type")),
        }
        input.invalid.0.append(&mut part.invalid.0);
    }
    contact.insert("PaymentTerms".to_owned(), Value::Object(terms));
}
