//! The chart of accounts. What is in use is archived, and not deleted.

use http::Method;
use serde_json::{Value, json};

use super::books::{Books, Input, Mode, Moment, shown};
use super::errors::{Invalid, No};
use super::facts::ACCOUNT_TYPES;
use super::list::{ListRules, Selected, select};
use super::wire::{text, touch};
use super::write::write;
use super::{Answer, Desk};
use crate::store::Record;

const RULES: ListRules = ListRules {
    plural: "Accounts",
    id: "AccountID",
    paged: false,
    fields: &[
        "AccountID",
        "Code",
        "Name",
        "Type",
        "Class",
        "Status",
        "TaxType",
        "Description",
        "SystemAccount",
        "EnablePaymentsToAccount",
        "ShowInExpenseClaims",
        "BankAccountNumber",
        "BankAccountType",
        "CurrencyCode",
        "ReportingCode",
        "UpdatedDateUTC",
    ],
};

pub(super) fn route(desk: &mut Desk<'_>, path: &[&str]) -> Answer {
    match (desk.method(), path) {
        (&Method::GET, []) => {
            let lookup = |account: &Record, path: &str| account.get(path).cloned().unwrap_or_default();
            let accounts = desk.books.accounts.iter();
            let Selected { records, .. } = select(desk.request(), &RULES, accounts, &lookup)?;
            let views = records.iter().map(|account| Value::Object(shown(account))).collect();
            Ok(desk.many("Accounts", views, None))
        }
        (&Method::GET, [id]) => {
            let account = desk.books.accounts.get(&id.to_lowercase()).ok_or(No::NotFound)?;
            Ok(desk.one("Accounts", shown(account)))
        }
        (&Method::PUT, []) => write(desk, "Accounts", &Mode::Create, Books::write_account),
        (&Method::POST, [id]) => {
            let id = id.to_lowercase();
            desk.books.accounts.get(&id).ok_or(No::NotFound)?;
            write(desk, "Accounts", &Mode::Update(id), Books::write_account)
        }
        (&Method::DELETE, [id]) => {
            let id = id.to_lowercase();
            let mut account = desk.books.accounts.get(&id).ok_or(No::NotFound)?.clone();
            let problem = if account.contains_key("SystemAccount") {
                Some("A system account cannot be deleted")
            } else if desk.books.uses_account(&account) {
                Some("The account is in use and cannot be deleted; archive it instead")
            } else {
                None
            };
            if let Some(problem) = problem {
                account.insert("ValidationErrors".to_owned(), json!([{ "Message": problem }]));
                return Err(No::Invalid(vec![account]));
            }
            account.insert("Status".to_owned(), json!("DELETED"));
            touch(&mut account, desk.call.now, false);
            desk.books.accounts.remove(&id);
            Ok(desk.one("Accounts", account))
        }
        _ => Err(No::NotFound),
    }
}

impl Books {
    pub(super) fn write_account(
        &mut self,
        sent: &Record,
        mode: &Mode,
        at: Moment,
    ) -> Result<Record, Invalid> {
        let mut input = Input::new(sent);
        let existing = match mode {
            Mode::Update(id) => self.accounts.get(id).cloned(),
            Mode::Create | Mode::Upsert => None,
        };
        let is_new = existing.is_none();
        let mut account = existing.unwrap_or_else(|| {
            let mut account = Record::new();
            account.insert("AccountID".to_owned(), json!(self.ids.uuid()));
            account.insert("Status".to_owned(), json!("ACTIVE"));
            account.insert("TaxType".to_owned(), json!("NONE"));
            for flag in ["EnablePaymentsToAccount", "ShowInExpenseClaims", "HasAttachments", "AddToWatchlist"]
            {
                account.insert(flag.to_owned(), json!(false));
            }
            account
        });
        let texts = [
            ("Code", 10),
            ("Name", 150),
            ("Description", 4000),
            ("BankAccountNumber", 40),
            ("TaxType", 50),
            ("ReportingCode", 50),
        ];
        input.copy_texts(&mut account, &texts);
        let types = ACCOUNT_TYPES.map(|(kind, _)| kind);
        if let Some(kind) = input.word("Type", &types) {
            account.insert("Type".to_owned(), json!(kind));
        }
        if let Some(kind) = input.word("BankAccountType", &["BANK", "CREDITCARD", "PAYPAL", "NONE"]) {
            account.insert("BankAccountType".to_owned(), json!(kind));
        }
        if let Some(status) = input.word("Status", &["ACTIVE", "ARCHIVED"]) {
            if status == "ARCHIVED" && account.contains_key("SystemAccount") {
                input.invalid.add("A system account cannot be archived");
            }
            account.insert("Status".to_owned(), json!(status));
        }
        for flag in ["EnablePaymentsToAccount", "ShowInExpenseClaims", "AddToWatchlist"] {
            if let Some(value) = input.flag(flag) {
                account.insert(flag.to_owned(), json!(value));
            }
        }
        if let Some(currency) = self.currency(&mut input, "CurrencyCode") {
            account.insert("CurrencyCode".to_owned(), json!(currency));
        }
        for field in ["Code", "Name", "Type"] {
            if is_new && text(&account, field).is_empty() && input.raw(field).is_none() {
                input.invalid.add(format!("An account needs a {field}"));
            }
        }
        for field in ["Code", "Name"] {
            let value = text(&account, field);
            let mut others = self.accounts.find(field, value);
            if !value.is_empty()
                && others.any(|other| text(other, "AccountID") != text(&account, "AccountID"))
            {
                input.invalid.add(format!("Please enter a unique {field}"));
            }
        }
        if self.tax_rates.get(text(&account, "TaxType")).is_none() {
            input.invalid.add(format!("TaxType {} does not exist", text(&account, "TaxType")));
        }
        let kind = text(&account, "Type").to_owned();
        if kind == "BANK" && text(&account, "BankAccountNumber").is_empty() {
            input.invalid.add("A bank account needs a BankAccountNumber");
        }
        input.invalid.check()?;
        let class = ACCOUNT_TYPES.iter().find(|(name, _)| *name == kind).map_or("", |(_, class)| class);
        account.insert("Class".to_owned(), json!(class));
        if kind == "BANK" {
            account.entry("BankAccountType").or_insert_with(|| json!("BANK"));
        }
        touch(&mut account, at.now, false);
        self.accounts.put(account.clone());
        Ok(shown(&account))
    }
}
