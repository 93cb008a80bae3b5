//! What each record should have booked.
//!
//! A document has two sides: what it is for (its lines and their tax), and what stands against that: the account of
//! receivables or payables for an invoice or a credit note, the bank account for money that moved. What settles a document
//! (a payment, an allocation) takes its part of one of the two back: of the second when amounts count as invoiced, and when
//! they count as paid it books its part of the first, which the document itself has not.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::{Basis, Line, Origin, Posting};
use crate::store::Record;
use crate::xero::allocations::{Credit, is_sale};
use crate::xero::bank_transfers::TO_ACCOUNT;
use crate::xero::books::{ACCOUNT, Books, CREDIT_NOTE, INVOICE, PREPAYMENT};
use crate::xero::documents::is_dead;
use crate::xero::wire::{amount, date_of, round, text, to_base};

/// A document that can be settled.
struct Settled<'a> {
    record: &'a Record,
    /// The key under which payments and allocations keep its id.
    key: &'static str,
    id: &'a str,
}

impl Settled<'_> {
    /// Whether it was booked against a bank account when it was made.
    fn is_cash(&self) -> bool {
        !matches!(self.key, INVOICE | CREDIT_NOTE)
    }
}

impl Books {
    /// What the record should have booked; nothing if it is not valid, is gone, or moves no money between accounts.
    pub(super) fn posting(&self, origin: Origin, id: &str, basis: Basis) -> Option<Posting> {
        let posting = match origin {
            Origin::Invoice => self.document_posting(self.invoices.get(id)?, "InvoiceID", basis),
            Origin::CreditNote => self.document_posting(self.credit_notes.get(id)?, "CreditNoteID", basis),
            Origin::BankTransaction => self.bank_posting(self.bank_transactions.get(id)?),
            Origin::Payment => self.payment_posting(self.payments.get(id)?, basis),
            Origin::Allocation => self.allocation_posting(self.allocations.get(id)?, basis),
            Origin::Transfer => self.transfer_posting(self.bank_transfers.get(id)?),
            Origin::ExpenseClaim => self.claim_posting(self.expense_claims.get(id)?, basis),
            Origin::ManualJournal => self.manual_posting(self.manual_journals.get(id)?, basis),
        };
        posting.filter(|posting| posting.lines.iter().any(|line| !line.net.is_zero()))
    }

    fn document_posting(&self, document: &Record, id: &str, basis: Basis) -> Option<Posting> {
        let valid = matches!(text(document, "Status"), "AUTHORISED" | "PAID");
        if !valid || basis == Basis::Cash {
            return None;
        }
        let kind = kind_of(text(document, "Type"), &["ACCREC", "ACCPAY", "ACCRECCREDIT", "ACCPAYCREDIT"])?;
        let mut lines = vec![self.against(document)];
        lines.extend(self.purpose(document));
        posting(kind, text(document, id), document, text(document, "Reference"), lines)
    }

    fn bank_posting(&self, transaction: &Record) -> Option<Posting> {
        let kind = match text(transaction, "Type") {
            "RECEIVE" => "CASHREC",
            "SPEND" => "CASHPAID",
            "RECEIVE-OVERPAYMENT" => "AROVERPAYMENT",
            "SPEND-OVERPAYMENT" => "APOVERPAYMENT",
            "RECEIVE-PREPAYMENT" => "ARPREPAYMENT",
            "SPEND-PREPAYMENT" => "APPREPAYMENT",
            _ => return None, // the sides of a transfer are booked by it
        };
        if text(transaction, "Status") != "AUTHORISED" {
            return None;
        }
        let purpose = self.purpose(transaction);
        let moved = -purpose.iter().map(|line| line.net).sum::<Decimal>();
        let mut lines = vec![line(text(transaction, ACCOUNT), moved)];
        lines.extend(purpose);
        let id = text(transaction, "BankTransactionID");
        posting(kind, id, transaction, text(transaction, "Reference"), lines)
    }

    fn transfer_posting(&self, transfer: &Record) -> Option<Posting> {
        if is_dead(text(transfer, "Status")) {
            return None;
        }
        let moved = amount(transfer, "Amount");
        let lines = vec![line(text(transfer, ACCOUNT), -moved), line(text(transfer, TO_ACCOUNT), moved)];
        posting("TRANSFER", text(transfer, "BankTransferID"), transfer, text(transfer, "Reference"), lines)
    }

    fn manual_posting(&self, journal: &Record, basis: Basis) -> Option<Posting> {
        let hidden = basis == Basis::Cash && journal.get("ShowOnCashBasisReports") == Some(&json!(false));
        if text(journal, "Status") != "POSTED" || hidden {
            return None;
        }
        let lines = self.lines_and_tax(journal, "JournalLines", Decimal::ONE);
        posting("MANJOURNAL", text(journal, "ManualJournalID"), journal, text(journal, "Narration"), lines)
    }

    /// A claim that was approved is owed to the user.
    fn claim_posting(&self, claim: &Record, basis: Basis) -> Option<Posting> {
        if text(claim, "Status") != "AUTHORISED" || basis == Basis::Cash {
            return None;
        }
        let mut lines: Vec<Line> = self
            .receipts_of(claim)
            .flat_map(|receipt| self.lines_and_tax(receipt, "LineItems", Decimal::ONE))
            .collect();
        let owed = -lines.iter().map(|line| line.net).sum::<Decimal>();
        lines.insert(0, line(text(self.system_account("UNPAIDEXPCLM")?, "AccountID"), owed));
        let id = text(claim, "ExpenseClaimID");
        let date = date_of(claim, "ReportingDate")?;
        Some(Posting { kind: "EXPCLAIM", source: id.to_owned(), date, reference: String::new(), lines })
    }

    fn payment_posting(&self, payment: &Record, basis: Basis) -> Option<Posting> {
        if text(payment, "Status") != "AUTHORISED" {
            return None;
        }
        let settled = self.settled_by(payment)?;
        let sale = is_sale(settled.record);
        let kind = match (settled.key, sale) {
            (INVOICE, true) => "ACCRECPAYMENT",
            (INVOICE, false) => "ACCPAYPAYMENT",
            (CREDIT_NOTE, true) => "ARCREDITPAYMENT",
            (CREDIT_NOTE, false) => "APCREDITPAYMENT",
            // Xero's description has no words of their own for refunds of these.
            _ => match (text(settled.record, "Type").ends_with("-PREPAYMENT"), sale) {
                (true, true) => "ARPREPAYMENT",
                (true, false) => "APPREPAYMENT",
                (false, true) => "AROVERPAYMENT",
                (false, false) => "APOVERPAYMENT",
            },
        };
        // A sale brings money in, and its refund takes it out.
        let sign = if (settled.key == INVOICE) == sale { Decimal::ONE } else { -Decimal::ONE };
        let moved = to_base(amount(payment, "Amount"), amount(payment, "CurrencyRate")) * sign;
        let mut lines = vec![line(text(payment, ACCOUNT), moved)];
        lines.extend(self.settlement(&settled, payment, "PaymentID", basis));
        self.add_currency_gain(&mut lines, settled.record);
        posting(kind, text(payment, "PaymentID"), payment, text(payment, "Reference"), lines)
    }

    /// Between documents of one account nothing moves, but for a difference of rates and, for a prepayment, what it was for.
    fn allocation_posting(&self, allocation: &Record, basis: Basis) -> Option<Posting> {
        let credit = Credit::of(allocation)?;
        let record = (credit.table)(self).get(text(allocation, credit.key))?;
        let of_credit = Settled { record, key: credit.key, id: text(record, credit.id) };
        let invoice = self.invoices.get(text(allocation, INVOICE))?;
        let of_invoice = Settled { record: invoice, key: INVOICE, id: text(invoice, "InvoiceID") };
        let mut lines = self.settlement(&of_credit, allocation, "AllocationID", basis);
        lines.extend(self.settlement(&of_invoice, allocation, "AllocationID", basis));
        self.add_currency_gain(&mut lines, invoice);
        if lines.iter().all(|line| line.account == lines.first().map_or("", |first| first.account.as_str())) {
            return None;
        }
        let kind = match (credit.key, is_sale(record)) {
            (CREDIT_NOTE, true) => "ACCRECCREDIT",
            (CREDIT_NOTE, false) => "ACCPAYCREDIT",
            (PREPAYMENT, true) => "ARPREPAYMENT",
            (PREPAYMENT, false) => "APPREPAYMENT",
            (_, true) => "AROVERPAYMENT",
            (_, false) => "APOVERPAYMENT",
        };
        posting(kind, of_credit.id, allocation, text(record, "Reference"), lines)
    }

    /// The document that a payment is of.
    fn settled_by(&self, payment: &Record) -> Option<Settled<'_>> {
        let Some(credit) = Credit::of(payment) else {
            let record = self.invoices.get(text(payment, INVOICE))?;
            return Some(Settled { record, key: INVOICE, id: text(record, "InvoiceID") });
        };
        let record = (credit.table)(self).get(text(payment, credit.key))?;
        Some(Settled { record, key: credit.key, id: text(record, credit.id) })
    }

    /// What a payment or an allocation books for its part of the document.
    fn settlement(&self, settled: &Settled<'_>, by: &Record, id: &str, basis: Basis) -> Vec<Line> {
        let (from, to) = self.part(settled, text(by, id));
        let (side, sign) = match (settled.is_cash(), basis) {
            (true, _) => (self.purpose(settled.record), -Decimal::ONE),
            (false, Basis::Accrual) => (vec![self.against(settled.record)], -Decimal::ONE),
            (false, Basis::Cash) => (self.purpose(settled.record), Decimal::ONE),
        };
        let total = amount(settled.record, "Total");
        let whole = side.iter().map(|line| line.net).sum::<Decimal>();
        let tax = side.iter().map(|line| line.tax).sum::<Decimal>();
        let (nets, taxes): (Vec<_>, Vec<_>) = side.iter().map(|line| (line.net, line.tax)).unzip();
        let upto = |settled: Decimal, whole: Decimal, parts: &[Decimal]| {
            split(round(share(whole, settled, total), 2), parts)
        };
        let between = |whole: Decimal, parts: &[Decimal]| {
            let (before, after) = (upto(from, whole, parts), upto(to, whole, parts));
            after.into_iter().zip(before).map(|(after, before)| (after - before) * sign).collect::<Vec<_>>()
        };
        let parts = between(whole, &nets).into_iter().zip(between(tax, &taxes));
        let part = |(line, (net, tax)): (Line, (Decimal, Decimal))| Line { net, tax, ..line };
        side.into_iter().zip(parts).map(part).filter(|line| !line.net.is_zero()).collect()
    }

    /// From where to where a settlement reaches, in the order in which the document's settlements were made. So the parts of
    /// a document that is settled in full are all of it, whatever was rounded.
    fn part(&self, settled: &Settled<'_>, id: &str) -> (Decimal, Decimal) {
        let payments = self.payments.find(settled.key, settled.id);
        let payments = payments.filter(|payment| text(payment, "Status") == "AUTHORISED");
        let payments = payments.map(|payment| (text(payment, "PaymentID"), amount(payment, "Amount")));
        let allocations = self.allocations.find(settled.key, settled.id);
        let allocations = allocations.map(|it| (text(it, "AllocationID"), amount(it, "Amount")));
        let mut from = Decimal::ZERO;
        for (other, amount) in payments.chain(allocations) {
            if other == id {
                return (from, from + amount);
            }
            from += amount;
        }
        (from, from)
    }

    /// What stands against an invoice or a credit note: receivables or payables.
    fn against(&self, document: &Record) -> Line {
        let system = if is_sale(document) { "DEBTORS" } else { "CREDITORS" };
        let account = self.system_account(system).map(|account| text(account, "AccountID"));
        let total = self.purpose(document).iter().map(|line| line.net).sum::<Decimal>();
        line(account.unwrap_or_default(), -total)
    }

    /// What a document is for: its lines, and their tax. Those of sales are credits, and a credit note turns them around.
    fn purpose(&self, document: &Record) -> Vec<Line> {
        let is_note = text(document, "Type").ends_with("CREDIT");
        let sign = if is_sale(document) == is_note { Decimal::ONE } else { -Decimal::ONE };
        let mut lines = self.lines_and_tax(document, "LineItems", sign);
        let rate = amount(document, "CurrencyRate");
        if rate != Decimal::ONE {
            let nets: Vec<_> = lines.iter().map(|line| line.net).collect();
            let total = nets.iter().sum::<Decimal>();
            for (line, net) in lines.iter_mut().zip(split(to_base(total, rate), &nets)) {
                (line.net, line.tax) = (net, to_base(line.tax, rate));
            }
        }
        lines
    }

    /// The lines that have an account and an amount, and one for the tax of all of them.
    fn lines_and_tax(&self, document: &Record, field: &str, sign: Decimal) -> Vec<Line> {
        let inclusive = text(document, "LineAmountTypes") == "Inclusive";
        let sent = document.get(field).and_then(Value::as_array);
        let mut lines = Vec::new();
        let mut taxes = Decimal::ZERO;
        for item in sent.into_iter().flatten().filter_map(Value::as_object) {
            let tax = amount(item, "TaxAmount");
            let net = amount(item, "LineAmount") - if inclusive { tax } else { Decimal::ZERO };
            if (net.is_zero() && tax.is_zero()) || text(item, "AccountID").is_empty() {
                continue;
            }
            taxes += tax;
            lines.push(Line {
                account: text(item, "AccountID").to_owned(),
                description: text(item, "Description").to_owned(),
                net: net * sign,
                tax: tax * sign,
                tax_type: text(item, "TaxType").to_owned(),
                tracking: item.get("Tracking").cloned().unwrap_or_else(|| json!([])),
            });
        }
        let gst = self.system_account("GST").filter(|_| !taxes.is_zero());
        lines.extend(gst.map(|gst| line(text(gst, "AccountID"), taxes * sign)));
        lines
    }

    /// In a foreign currency, what is missing to balance is won or lost by the rate.
    fn add_currency_gain(&self, lines: &mut Vec<Line>, document: &Record) {
        let missing = -lines.iter().map(|line| line.net).sum::<Decimal>();
        let foreign = document.get("CurrencyCode") != self.organisation.get("BaseCurrency");
        if let Some(gains) =
            self.system_account("REALISEDCURRENCYGAIN").filter(|_| foreign && !missing.is_zero())
        {
            lines.push(line(text(gains, "AccountID"), missing));
        }
    }
}

fn kind_of(kind: &str, kinds: &[&'static str]) -> Option<&'static str> {
    kinds.iter().find(|known| **known == kind).copied()
}

fn posting(
    kind: &'static str,
    source: &str,
    dated: &Record,
    reference: &str,
    lines: Vec<Line>,
) -> Option<Posting> {
    let date: NaiveDate = date_of(dated, "Date")?;
    Some(Posting { kind, source: source.to_owned(), date, reference: reference.to_owned(), lines })
}

fn line(account: &str, net: Decimal) -> Line {
    Line {
        account: account.to_owned(),
        description: String::new(),
        net,
        tax: Decimal::ZERO,
        tax_type: String::new(),
        tracking: json!([]),
    }
}

/// `whole * part / total`; nothing of nothing.
fn share(whole: Decimal, part: Decimal, total: Decimal) -> Decimal {
    // Where the product is too large for a decimal, cents are beyond its digits anyway.
    let exact = whole.checked_mul(part).and_then(|product| product.checked_div(total));
    exact.or_else(|| whole.checked_div(total)?.checked_mul(part)).unwrap_or_default()
}

/// Splits an amount in proportion to `parts`, to the cent and without a rest.
fn split(amount: Decimal, parts: &[Decimal]) -> Vec<Decimal> {
    let total = parts.iter().sum::<Decimal>();
    let (mut sum, mut given) = (Decimal::ZERO, Decimal::ZERO);
    let part = |part: &Decimal| {
        sum += part;
        let upto = round(share(amount, sum, total), 2);
        let part = upto - given;
        given = upto;
        part
    };
    parts.iter().map(part).collect()
}
