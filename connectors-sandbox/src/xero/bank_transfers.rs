//! Transfers between two bank accounts of the organisation. Each is a bank transaction on either side too.

use http::Method;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::books::{ACCOUNT, Books, Input, Mode, Moment, shown};
use super::documents::put_plain_date;
use super::errors::{Invalid, No};
use super::list::{ListRules, Selected, flag, select};
use super::wire::{ms_date, number, round, text, touch};
use super::write::write;
use super::{Answer, Desk};
use crate::store::Record;

/// The key under which a transfer keeps the account that it goes to; that which it comes from is under the usual one.
pub(super) const TO_ACCOUNT: &str = "_to_account";

static RULES: ListRules = ListRules {
    plural: "BankTransfers",
    id: "BankTransferID",
    paged: false,
    fields: &[
        "BankTransferID",
        "Amount",
        "Date",
        "Status",
        "Reference",
        "FromIsReconciled",
        "ToIsReconciled",
        "FromBankTransactionID",
        "ToBankTransactionID",
        "HasAttachments",
        "CreatedDateUTC",
        "FromBankAccount.AccountID",
        "FromBankAccount.Code",
        "ToBankAccount.AccountID",
        "ToBankAccount.Code",
    ],
};

pub(super) fn route(desk: &mut Desk<'_>, path: &[&str]) -> Answer {
    match (desk.method(), path) {
        (&Method::GET, []) => {
            let books = &*desk.books;
            let lookup = |transfer: &Record, path: &str| {
                let value = match path.split_once('.') {
                    Some((side, field)) => {
                        let key = if side == "ToBankAccount" { TO_ACCOUNT } else { ACCOUNT };
                        books.accounts.get(text(transfer, key)).and_then(|account| account.get(field))
                    }
                    None => transfer.get(path),
                };
                value.cloned().unwrap_or_default()
            };
            let deleted = flag(desk.request(), "includeDeleted");
            let transfers = books
                .bank_transfers
                .iter()
                .filter(|transfer| deleted || text(transfer, "Status") != "DELETED");
            let Selected { records, .. } = select(desk.request(), &RULES, transfers, &lookup)?;
            let views = records.iter().map(|transfer| Value::Object(books.transfer_view(transfer))).collect();
            Ok(desk.many(RULES.plural, views, None))
        }
        (&Method::GET, [id]) => {
            let transfer = desk.books.bank_transfers.get(&id.to_lowercase()).ok_or(No::NotFound)?;
            Ok(desk.one(RULES.plural, desk.books.transfer_view(transfer)))
        }
        (&Method::PUT, []) => write(desk, RULES.plural, &Mode::Create, Books::write_transfer),
        (&Method::POST, []) => write(desk, RULES.plural, &Mode::Upsert, Books::delete_transfer),
        (&Method::POST, [id]) => {
            let id = id.to_lowercase();
            desk.books.bank_transfers.get(&id).ok_or(No::NotFound)?;
            write(desk, RULES.plural, &Mode::Update(id), Books::delete_transfer)
        }
        _ => Err(No::NotFound),
    }
}

impl Books {
    fn transfer_view(&self, transfer: &Record) -> Record {
        let mut view = shown(transfer);
        view.remove("UpdatedDateUTC"); // kept for If-Modified-Since
        for (key, field) in [(ACCOUNT, "FromBankAccount"), (TO_ACCOUNT, "ToBankAccount")] {
            view.extend(
                self.account_in_brief(text(transfer, key)).map(|account| (field.to_owned(), account)),
            );
        }
        view
    }

    fn write_transfer(&mut self, sent: &Record, _: &Mode, at: Moment) -> Result<Record, Invalid> {
        let mut input = Input::new(sent);
        let from = self.bank_account(&mut input, "FromBankAccount");
        let to = self.bank_account(&mut input, "ToBankAccount");
        if from.is_some() && from == to {
            input.invalid.add("A transfer is between two different bank accounts");
        }
        let date = input.date("Date").unwrap_or_else(|| at.today());
        self.unlocked(&mut input, date);
        let moved = input.decimal("Amount").map(|amount| round(amount, 2)).unwrap_or_default();
        if moved <= Decimal::ZERO {
            input.invalid.add("The Amount of a transfer must be greater than 0");
        }
        let mut transfer = Record::new();
        transfer.insert("Reference".to_owned(), json!(""));
        input.copy_texts(&mut transfer, &[("Reference", 255)]);
        for (field, reconciled) in [("FromTracking", "FromIsReconciled"), ("ToTracking", "ToIsReconciled")] {
            let side: Record =
                input.raw(field).map(|sent| ("Tracking".to_owned(), sent.clone())).into_iter().collect();
            let (mut side, mut tracked) = (Input::new(&side), Record::new());
            self.line_tracking(&mut side, &mut tracked);
            input.invalid.0.append(&mut side.invalid.0);
            transfer.insert(field.to_owned(), tracked.remove("Tracking").unwrap_or_else(|| json!([])));
            let reconciled_now = input.flag(reconciled).unwrap_or(false);
            transfer.insert(reconciled.to_owned(), json!(reconciled_now));
        }
        input.invalid.check()?;
        for (field, value) in [
            ("BankTransferID", json!(self.ids.uuid())),
            (ACCOUNT, json!(from)),
            (TO_ACCOUNT, json!(to)),
            ("Amount", number(moved)),
            ("CurrencyRate", number(Decimal::ONE)),
            ("Status", json!("AUTHORISED")),
            ("HasAttachments", json!(false)),
            ("CreatedDateUTC", ms_date(at.now)),
        ] {
            transfer.insert(field.to_owned(), value);
        }
        put_plain_date(&mut transfer, "Date", date);
        for (side, key, kind) in [("From", ACCOUNT, "SPEND-TRANSFER"), ("To", TO_ACCOUNT, "RECEIVE-TRANSFER")]
        {
            let id = self.side_of_transfer(&transfer, kind, text(&transfer, key), side, at);
            transfer.insert(format!("{side}BankTransactionID"), json!(id));
        }
        touch(&mut transfer, at.now, false);
        self.bank_transfers.put(transfer.clone());
        Ok(self.transfer_view(&transfer))
    }

    /// The only change to a transfer: `{"Status": "DELETED"}`, which takes both sides back. That one which is reconciled
    /// stays is not verified live.
    fn delete_transfer(&mut self, sent: &Record, mode: &Mode, at: Moment) -> Result<Record, Invalid> {
        let mut input = Input::new(sent);
        let id = match mode {
            Mode::Update(id) => id.clone(),
            Mode::Create | Mode::Upsert => input.filled("BankTransferID").unwrap_or_default().to_lowercase(),
        };
        let Some(mut transfer) = self.bank_transfers.get(&id).cloned() else {
            return Err(Invalid::one(format!("There is no bank transfer {id}")));
        };
        if input.filled("Status").as_deref() != Some("DELETED") {
            input.invalid.add("A bank transfer can only be changed to the status DELETED");
        }
        if text(&transfer, "Status") == "DELETED" {
            input.invalid.add("The bank transfer is deleted already");
        }
        if ["FromIsReconciled", "ToIsReconciled"].iter().any(|side| transfer.get(*side) == Some(&json!(true)))
        {
            input.invalid.add("The bank transfer is reconciled and cannot be deleted");
        }
        input.invalid.check()?;
        let delete = |record: &mut Record| {
            record.insert("Status".to_owned(), json!("DELETED"));
            touch(record, at.now, false);
        };
        for side in ["FromBankTransactionID", "ToBankTransactionID"] {
            self.bank_transactions.update(text(&transfer, side), delete);
        }
        delete(&mut transfer);
        self.bank_transfers.put(transfer.clone());
        Ok(self.transfer_view(&transfer))
    }

    /// The bank transaction on one side of a transfer, and its id.
    fn side_of_transfer(
        &mut self,
        transfer: &Record,
        kind: &str,
        account: &str,
        side: &str,
        at: Moment,
    ) -> Value {
        let mut transaction = self.new_document("BankTransactionID", Some(kind.to_owned()));
        let copy = |field: &str| transfer.get(field).cloned().unwrap_or_default();
        for (field, value) in [
            (ACCOUNT, json!(account)),
            ("Status", json!("AUTHORISED")),
            ("LineAmountTypes", json!("NoTax")),
            ("LineItems", json!([])),
            ("Reference", copy("Reference")),
            ("Date", copy("Date")),
            ("IsReconciled", copy(&format!("{side}IsReconciled"))),
            ("SubTotal", copy("Amount")),
            ("TotalTax", number(Decimal::ZERO)),
            ("Total", copy("Amount")),
        ] {
            transaction.insert(field.to_owned(), value);
        }
        touch(&mut transaction, at.now, false);
        let id = transaction.get("BankTransactionID").cloned().unwrap_or_default();
        self.bank_transactions.put(transaction);
        id
    }
}
