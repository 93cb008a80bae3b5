//! Money spent and received at the bank, without an invoice: for lines of its own, ahead of an invoice (a prepayment), or
//! beyond one (an overpayment). The last two are changed no more, but for being deleted (not verified live).

use serde_json::json;

use super::allocations::Credit;
use super::books::{ACCOUNT, Books, CONTACT, Input, Mode, Moment};
use super::documents::{self, Kind};
use super::errors::Invalid;
use super::list::ListRules;
use super::wire::{amount, text};
use super::{Answer, Desk};
use crate::store::Record;

static KIND: Kind = Kind {
    noun: "bank transaction",
    rules: ListRules {
        plural: "BankTransactions",
        id: "BankTransactionID",
        paged: true,
        fields: &[
            "BankTransactionID",
            "Type",
            "Status",
            "Reference",
            "Date",
            "IsReconciled",
            "CurrencyCode",
            "CurrencyRate",
            "LineAmountTypes",
            "SubTotal",
            "TotalTax",
            "Total",
            "UpdatedDateUTC",
            "HasAttachments",
            "Contact.ContactID",
            "Contact.Name",
            "BankAccount.AccountID",
            "BankAccount.Code",
            "BankAccount.Name",
        ],
    },
    number: None,
    types: &[
        ("RECEIVE", true),
        ("SPEND", false),
        ("RECEIVE-OVERPAYMENT", true),
        ("SPEND-OVERPAYMENT", false),
        ("RECEIVE-PREPAYMENT", true),
        ("SPEND-PREPAYMENT", false),
    ],
    transitions: &[("", &["AUTHORISED"]), ("AUTHORISED", &["AUTHORISED", "DELETED"])],
    texts: &[("Reference", 255), ("Url", 2048)],
    dates: &[],
    table: |books| &books.bank_transactions,
    table_mut: |books| &mut books.bank_transactions,
    finish: Books::finish_bank_transaction,
    show: |books, transaction, view| {
        view.remove("TotalDiscount"); // orders and invoices show it
        if text(transaction, CONTACT).is_empty() {
            view.remove("Contact"); // a transfer has none
        }
        view.extend(
            books.account_in_brief(text(transaction, ACCOUNT)).map(|brief| ("BankAccount".to_owned(), brief)),
        );
    },
};

pub(super) fn route(desk: &mut Desk<'_>, path: &[&str]) -> Answer {
    documents::route_writing(desk, path, &KIND, Books::write_bank_transaction)
}

impl Books {
    fn write_bank_transaction(&mut self, sent: &Record, mode: &Mode, at: Moment) -> Result<Record, Invalid> {
        let mut input = Input::new(sent);
        let id = match mode {
            Mode::Update(id) => Some(id.clone()),
            Mode::Upsert => input.filled(KIND.rules.id).map(|id| id.to_lowercase()),
            Mode::Create => None,
        };
        let existing = id.and_then(|id| self.bank_transactions.get(&id));
        if let Some(existing) = existing {
            self.may_change_bank_transaction(&mut input, existing)?;
        }
        let kind =
            existing.map_or_else(|| input.filled("Type"), |known| Some(text(known, "Type").to_owned()));
        let mut sent = sent.clone();
        if kind.is_some_and(|kind| kind.ends_with("-OVERPAYMENT")) {
            sent.insert("LineAmountTypes".to_owned(), json!("NoTax"));
        }
        let view = self.write_document(&KIND, &sent, mode, at)?;
        self.credit_follows(text(&view, KIND.rules.id), at);
        Ok(view)
    }

    fn may_change_bank_transaction(&self, input: &mut Input<'_>, existing: &Record) -> Result<(), Invalid> {
        if text(existing, "Type").ends_with("-TRANSFER") {
            return Err(Invalid::one(
                "This bank transaction is a side of a bank transfer and cannot be changed",
            ));
        }
        let Some(credit) = Credit::made_by(existing) else { return Ok(()) };
        let fixed = ["LineItems", "LineAmountTypes", "Contact", "BankAccount", "Date", "CurrencyCode", "Url"];
        if fixed.iter().any(|field| input.raw(field).is_some()) {
            let noun = credit.noun;
            return Err(Invalid::one(format!("Nothing but the Status of this {noun} can be changed")));
        }
        let record = (credit.table)(self).get(text(existing, KIND.rules.id));
        let untouched =
            record.is_none_or(|record| amount(record, "RemainingCredit") == amount(record, "Total"));
        if input.filled("Status").as_deref() == Some("DELETED") && !untouched {
            let noun = credit.noun;
            return Err(Invalid::one(format!("The {noun} has allocations or refunds and cannot be deleted")));
        }
        Ok(())
    }

    fn finish_bank_transaction(&self, input: &mut Input<'_>, transaction: &mut Record) {
        let reconciled = input.flag("IsReconciled").map(|reconciled| json!(reconciled));
        if let Some(reconciled) = reconciled {
            transaction.insert("IsReconciled".to_owned(), reconciled);
        }
        transaction.entry("IsReconciled".to_owned()).or_insert_with(|| json!(false));
        if let Some(credit) = Credit::made_by(transaction) {
            let id = transaction.get(KIND.rules.id).cloned().unwrap_or_default();
            transaction.insert(credit.id.to_owned(), id);
        }
        if input.record("BankAccount").is_some() || !transaction.contains_key(ACCOUNT) {
            transaction
                .extend(self.bank_account(input, "BankAccount").map(|id| (ACCOUNT.to_owned(), json!(id))));
        }
    }

    /// The id of the bank account that is named under `field`.
    pub(super) fn bank_account(&self, input: &mut Input<'_>, field: &str) -> Option<String> {
        let Some(sent) = input.record(field) else {
            input.invalid.add(format!("A bank account must be given as {field}"));
            return None;
        };
        let mut which = Input::new(sent);
        let (id, code) = (which.filled("AccountID").map(|id| id.to_lowercase()), which.filled("Code"));
        let account = match (&id, &code) {
            (Some(id), _) => self.accounts.get(id),
            (None, code) => self.accounts.find("Code", code.as_deref().unwrap_or_default()).next(),
        };
        let account =
            account.filter(|account| text(account, "Type") == "BANK" && text(account, "Status") == "ACTIVE");
        if account.is_none() {
            let named = id.or(code).unwrap_or_default();
            input.invalid.add(format!("There is no active bank account {named}"));
        }
        account.map(|account| text(account, "AccountID").to_owned())
    }
}
