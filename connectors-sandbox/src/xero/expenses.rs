//! Receipts, and the expense claims that users hand them in with. Claims are approved here and then owed, but not
//! paid.

use http::Method;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::books::{Books, Input, Mode, Moment, shown};
use super::documents::{self, Form, Kind, put_plain_date};
use super::errors::{Invalid, No};
use super::list::{ListRules, Selected, select};
use super::wire::{amount, number, text, touch};
use super::write::write;
use super::{Answer, Desk};
use crate::store::Record;

/// The id of the user who spent the money.
const USER: &str = "_user";

pub(super) static RECEIPTS: Kind = Kind {
    noun: "receipt",
    rules: ListRules {
        plural: "Receipts",
        id: "ReceiptID",
        paged: false,
        fields: &[
            "ReceiptID",
            "ReceiptNumber",
            "Date",
            "Reference",
            "Status",
            "SubTotal",
            "TotalTax",
            "Total",
            "UpdatedDateUTC",
            "HasAttachments",
            "Contact.ContactID",
            "Contact.Name",
        ],
    },
    number: None,
    types: &[],
    transitions: &[("", &["DRAFT"]), ("DRAFT", &["DRAFT", "VOIDED"])],
    texts: &[("Reference", 255), ("Url", 2048)],
    dates: &[],
    table: |books| &books.receipts,
    table_mut: |books| &mut books.receipts,
    finish: |books, input, receipt| {
        if let Some(user) = books.user(input) {
            receipt.insert(USER.to_owned(), json!(user));
        } else if !receipt.contains_key(USER) {
            input.invalid.add("A User must be given");
        }
        if !receipt.contains_key("ReceiptNumber") {
            let of_user = books.receipts.iter().filter(|other| other.get(USER) == receipt.get(USER));
            receipt.insert("ReceiptNumber".to_owned(), json!((of_user.count() + 1).to_string()));
        }
    },
    show: |books, receipt, view| {
        for not_shown in ["CurrencyCode", "CurrencyRate", "TotalDiscount"] {
            view.remove(not_shown);
        }
        books.show_user(receipt, view);
    },
};

const CLAIMS: ListRules = ListRules {
    plural: "ExpenseClaims",
    id: "ExpenseClaimID",
    paged: false,
    fields: &[
        "ExpenseClaimID",
        "Status",
        "Total",
        "AmountDue",
        "AmountPaid",
        "PaymentDueDate",
        "ReportingDate",
        "UpdatedDateUTC",
        "User.UserID",
        "User.EmailAddress",
    ],
};

/// From which status a claim may go to which, and what its receipts are then. Not verified live.
const TRANSITIONS: &[(&str, &str, &str)] = &[
    ("", "SUBMITTED", "SUBMITTED"),
    ("SUBMITTED", "SUBMITTED", "SUBMITTED"),
    ("SUBMITTED", "AUTHORISED", "AUTHORISED"),
    ("SUBMITTED", "DELETED", "DRAFT"),
    ("AUTHORISED", "VOIDED", "VOIDED"),
];

/// The ids of a claim's receipts.
const OF_CLAIM: &str = "_receipts";

/// The list has drafts only: what was handed in comes with its claim.
pub(super) fn receipts(desk: &mut Desk<'_>, path: &[&str]) -> Answer {
    match (desk.method(), path) {
        (&Method::GET, []) => documents::list(desk, &RECEIPTS, &|receipt| text(receipt, "Status") == "DRAFT"),
        _ => documents::route(desk, path, &RECEIPTS),
    }
}

pub(super) fn claims(desk: &mut Desk<'_>, path: &[&str]) -> Answer {
    match (desk.method(), path) {
        (&Method::GET, []) => {
            let books = &*desk.books;
            let lookup = |claim: &Record, path: &str| {
                let user = books.users.get(text(claim, USER));
                let value = match path.strip_prefix("User.") {
                    Some(field) => user.and_then(|user| user.get(field)),
                    None => claim.get(path),
                };
                value.cloned().unwrap_or_default()
            };
            let Selected { records, .. } =
                select(desk.request(), &CLAIMS, books.expense_claims.iter(), &lookup)?;
            let views = records.into_iter().map(|claim| Value::Object(books.claim_view(claim, false)));
            Ok(desk.many(CLAIMS.plural, views.collect(), None))
        }
        (&Method::GET, [id]) => {
            let claim = desk.books.expense_claims.get(&id.to_lowercase()).ok_or(No::NotFound)?;
            Ok(desk.one(CLAIMS.plural, desk.books.claim_view(claim, true)))
        }
        (&Method::PUT, []) => write(desk, CLAIMS.plural, &Mode::Create, Books::write_claim),
        (&Method::POST, [id]) => {
            let id = id.to_lowercase();
            desk.books.expense_claims.get(&id).ok_or(No::NotFound)?;
            write(desk, CLAIMS.plural, &Mode::Update(id), Books::write_claim)
        }
        _ => Err(No::NotFound),
    }
}

impl Books {
    /// The user that is named, if there is one.
    fn user(&self, input: &mut Input<'_>) -> Option<String> {
        let id = Input::new(input.record("User")?).filled("UserID").unwrap_or_default();
        let user = self.users.get(&id.to_lowercase());
        if user.is_none() {
            input.invalid.add(format!("There is no user {id}"));
        }
        user.map(|user| text(user, "UserID").to_owned())
    }

    fn show_user(&self, record: &Record, view: &mut Record) {
        let user = self.users.get(text(record, USER)).cloned();
        view.extend(user.map(|user| ("User".to_owned(), Value::Object(user))));
    }

    pub(super) fn receipts_of<'a>(&'a self, claim: &'a Record) -> impl Iterator<Item = &'a Record> {
        let ids = claim.get(OF_CLAIM).and_then(Value::as_array).into_iter().flatten();
        ids.filter_map(|id| self.receipts.get(id.as_str()?))
    }

    fn claim_view(&self, claim: &Record, whole: bool) -> Record {
        let mut view = shown(claim);
        self.show_user(claim, &mut view);
        let receipts = self.receipts_of(claim).filter(|_| whole);
        let receipts =
            receipts.map(|receipt| Value::Object(self.kind_view(&RECEIPTS, receipt, Form::Listed, 2)));
        view.insert("Receipts".to_owned(), receipts.collect());
        view.insert("Payments".to_owned(), json!([]));
        view
    }

    fn write_claim(&mut self, sent: &Record, mode: &Mode, at: Moment) -> Result<Record, Invalid> {
        let mut input = Input::new(sent);
        let existing = match mode {
            Mode::Update(id) => self.expense_claims.get(id).cloned(),
            Mode::Create | Mode::Upsert => None,
        };
        let mut claim = existing
            .unwrap_or_else(|| [("ExpenseClaimID".to_owned(), json!(self.ids.uuid()))].into_iter().collect());
        let from = text(&claim, "Status").to_owned();
        if let Some(user) = self.user(&mut input) {
            claim.insert(USER.to_owned(), json!(user));
        } else if !claim.contains_key(USER) {
            input.invalid.add("A User must be given");
        }
        self.hand_in(&mut input, &mut claim);
        let to = input
            .filled("Status")
            .unwrap_or_else(|| if from.is_empty() { "SUBMITTED" } else { &from }.to_owned());
        let step =
            TRANSITIONS.iter().find(|(before, after, _)| (*before, *after) == (from.as_str(), to.as_str()));
        let Some((_, _, receipts)) = step else {
            let from = if from.is_empty() { "new" } else { &from };
            return Err(Invalid::one(format!(
                "The status {to} of this expense claim is not valid after {from}"
            )));
        };
        input.invalid.check()?;
        claim.insert("Status".to_owned(), json!(to));
        let total: Decimal = self.receipts_of(&claim).map(|receipt| amount(receipt, "Total")).sum();
        let due = if matches!(to.as_str(), "DELETED" | "VOIDED") { Decimal::ZERO } else { total };
        for (field, value) in [("Total", total), ("AmountDue", due), ("AmountPaid", Decimal::ZERO)] {
            claim.insert(field.to_owned(), number(value));
        }
        if to == "AUTHORISED" {
            put_plain_date(&mut claim, "ReportingDate", at.today());
        }
        touch(&mut claim, at.now, false);
        let ids: Vec<String> =
            self.receipts_of(&claim).map(|receipt| text(receipt, "ReceiptID").to_owned()).collect();
        for id in ids {
            self.receipts.update(&id, |receipt| {
                receipt.insert("Status".to_owned(), json!(receipts));
                touch(receipt, at.now, false);
            });
        }
        let view = self.claim_view(&claim, true);
        self.expense_claims.put(claim);
        Ok(view)
    }

    /// The receipts that are handed in: drafts of the claim's user, or those that are in it already.
    fn hand_in(&self, input: &mut Input<'_>, claim: &mut Record) {
        let Some(sent) = input.records("Receipts") else {
            if !claim.contains_key(OF_CLAIM) {
                input.invalid.add("One or more Receipts must be given");
            }
            return;
        };
        let mut ids = Vec::new();
        for sent in sent {
            let id = Input::new(sent).filled("ReceiptID").unwrap_or_default().to_lowercase();
            let mine = self.receipts_of(claim).any(|receipt| text(receipt, "ReceiptID") == id);
            let receipt = self.receipts.get(&id).filter(|receipt| {
                (mine || text(receipt, "Status") == "DRAFT") && receipt.get(USER) == claim.get(USER)
            });
            match receipt {
                Some(_) => ids.push(id),
                None => input.invalid.add(format!("There is no draft receipt {id} of this user")),
            }
        }
        if ids.is_empty() {
            input.invalid.add("One or more Receipts must be given");
        }
        claim.insert(OF_CLAIM.to_owned(), json!(ids));
    }
}
