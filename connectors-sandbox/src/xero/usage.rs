//! Which settings the books make use of: those are archived, and not deleted.

use serde_json::Value;

use super::books::Books;
use super::wire::text;
use crate::store::{Record, Table};

impl Books {
    /// The lines of all documents, living or dead.
    pub(super) fn all_lines(&self) -> impl Iterator<Item = &Record> {
        let tables = [
            &self.invoices,
            &self.credit_notes,
            &self.overpayments,
            &self.prepayments,
            &self.bank_transactions,
            &self.purchase_orders,
            &self.quotes,
            &self.repeating_invoices,
            &self.receipts,
            &self.manual_journals,
        ];
        let lines = |document| {
            ["LineItems", "JournalLines"].into_iter().filter_map(move |field| Record::get(document, field))
        };
        tables
            .into_iter()
            .flat_map(Table::iter)
            .flat_map(lines)
            .filter_map(Value::as_array)
            .flatten()
            .filter_map(Value::as_object)
    }

    /// Whether anything is booked on this account, or an item is to be.
    pub(super) fn uses_account(&self, account: &Record) -> bool {
        let (id, code) = (text(account, "AccountID"), text(account, "Code"));
        let names = |record: &Record| {
            let is_id =
                |value: &Value| value == id || value.get("AccountID").is_some_and(|named| named == id);
            let is_code = |field: &str| !code.is_empty() && text(record, field) == code;
            record.values().any(is_id) || is_code("AccountCode") || is_code("COGSAccountCode")
        };
        let holders = [&self.payments, &self.batch_payments, &self.bank_transactions, &self.bank_transfers];
        let details = self.items.iter().flat_map(|item| {
            ["SalesDetails", "PurchaseDetails"].into_iter().filter_map(|side| item.get(side)?.as_object())
        });
        self.all_lines().chain(holders.into_iter().flat_map(Table::iter)).chain(details).any(names)
    }
}
