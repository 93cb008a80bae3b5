//! Money spent and received at the bank, without an invoice. Overpayments, prepayments and transfers are not simulated.

use serde_json::{Value, json};

use super::books::{ACCOUNT, Books, Input};
use super::documents::{self, Kind};
use super::list::ListRules;
use super::wire::text;
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
    types: &[("RECEIVE", true), ("SPEND", false)],
    transitions: &[("", &["AUTHORISED"]), ("AUTHORISED", &["AUTHORISED", "DELETED"])],
    texts: &[("Reference", 255), ("Url", 2048)],
    dates: &[],
    table: |books| &books.bank_transactions,
    table_mut: |books| &mut books.bank_transactions,
    finish: Books::finish_bank_transaction,
    show: |books, transaction, view| {
        view.remove("TotalDiscount"); // orders and invoices show it
        view.extend(
            books.account_in_brief(text(transaction, ACCOUNT)).map(|brief| ("BankAccount".to_owned(), brief)),
        );
    },
};

pub(super) fn route(desk: &mut Desk<'_>, path: &[&str]) -> Answer {
    documents::route(desk, path, &KIND)
}

impl Books {
    fn finish_bank_transaction(&self, input: &mut Input<'_>, transaction: &mut Record) {
        let reconciled = input.flag("IsReconciled").map(|reconciled| json!(reconciled));
        if let Some(reconciled) = reconciled {
            transaction.insert("IsReconciled".to_owned(), reconciled);
        }
        transaction.entry("IsReconciled".to_owned()).or_insert_with(|| json!(false));
        let Some(sent) = input.record("BankAccount") else {
            if !transaction.contains_key(ACCOUNT) {
                input.invalid.add("A bank account must be given");
            }
            return;
        };
        let mut which = Input::new(sent);
        let (id, code) = (which.filled("AccountID").map(|id| id.to_lowercase()), which.filled("Code"));
        let account = match (&id, &code) {
            (Some(id), _) => self.accounts.get(id),
            (None, code) => self.accounts.find("Code", code.as_deref().unwrap_or_default()).next(),
        };
        let account =
            account.filter(|account| text(account, "Type") == "BANK" && text(account, "Status") == "ACTIVE");
        match account.and_then(|account| account.get("AccountID")) {
            Some(Value::String(id)) => {
                transaction.insert(ACCOUNT.to_owned(), json!(id));
            }
            _ => {
                let named = id.or(code).unwrap_or_default();
                input.invalid.add(format!("There is no active bank account {named}"));
            }
        }
    }
}
