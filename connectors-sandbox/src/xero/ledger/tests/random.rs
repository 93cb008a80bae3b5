//! Documents, payments, allocations and what takes them back, in any order.

use std::collections::BTreeMap;

use http::Method;
use proptest::collection::vec;
use proptest::prelude::{Just, Strategy, any, prop_oneof};
use proptest::test_runner::{Config, TestRunner};
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::super::super::allocations::{CREDITS, is_sale};
use super::super::super::books::{Books, PREPAYMENT};
use super::super::super::in_process::InProcess;
use super::super::super::wire::{amount, text, to_base};
use super::super::{BASES, Basis, Origin, Posting, TABLES};

/// One thing that somebody does. Which record is meant is a number that is taken modulo how many there are.
#[derive(Clone, Debug)]
enum Deed {
    Invoice { sale: bool, note: bool, document: Document },
    Edit { which: usize, document: Document },
    Status { plural: usize, which: usize, status: usize },
    Pay { credit: usize, which: usize, part: u32, rate: u32 },
    Unpay { which: usize },
    Batch { which: [usize; 2], part: u32 },
    Unbatch { which: usize },
    Bank { kind: usize, document: Document },
    Allocate { credit: usize, which: usize, to: usize, part: u32 },
    Unallocate { which: usize },
    Transfer { cents: u32 },
    Untransfer { which: usize },
    Journal { cents: u32, status: usize, amounts: usize },
}

#[derive(Clone, Debug)]
struct Document {
    /// Cents, account and tax type of each line.
    lines: Vec<(u32, usize, usize)>,
    amounts: usize,
    day: u32,
    /// In hundredths; 100 is the organisation's own currency.
    rate: u32,
    status: usize,
}

const ACCOUNTS: [&str; 6] = ["200", "260", "310", "429", "835", "710"];
const AMOUNTS: [&str; 3] = ["Exclusive", "Inclusive", "NoTax"];
const STATUSES: [&str; 4] = ["AUTHORISED", "DRAFT", "VOIDED", "DELETED"];
const CHANGEABLE: [(&str, &str); 4] = [
    ("Invoices", "InvoiceID"),
    ("CreditNotes", "CreditNoteID"),
    ("BankTransactions", "BankTransactionID"),
    ("ManualJournals", "ManualJournalID"),
];
const BANKS: [&str; 6] = [
    "RECEIVE",
    "SPEND",
    "RECEIVE-OVERPAYMENT",
    "SPEND-OVERPAYMENT",
    "RECEIVE-PREPAYMENT",
    "SPEND-PREPAYMENT",
];

fn document() -> impl Strategy<Value = Document> {
    let line = (1_u32..50_000, 0..ACCOUNTS.len(), 0_usize..3);
    let rate = prop_oneof![3 => Just(100_u32), 1 => 31_u32..180];
    (vec(line, 1..4), 0..AMOUNTS.len(), 0_u32..700, rate, 0_usize..5)
        .prop_map(|(lines, amounts, day, rate, status)| Document { lines, amounts, day, rate, status })
}

fn deed() -> impl Strategy<Value = Deed> {
    let any = any::<usize>;
    let part = || prop_oneof![Just(100_u32), 1_u32..100];
    prop_oneof![
        5 => (any(), 0_usize..4, document()).prop_map(|(sale, note, document)| Deed::Invoice {
            sale: sale % 2 == 0, note: note == 0, document
        }),
        2 => (any(), document()).prop_map(|(which, document)| Deed::Edit { which, document }),
        3 => (0..CHANGEABLE.len(), any(), 0..STATUSES.len())
            .prop_map(|(plural, which, status)| Deed::Status { plural, which, status }),
        5 => (0_usize..8, any(), part(), 31_u32..180)
            .prop_map(|(credit, which, part, rate)| Deed::Pay { credit, which, part, rate }),
        2 => any().prop_map(|which| Deed::Unpay { which }),
        1 => (any(), any(), part()).prop_map(|(a, b, part)| Deed::Batch { which: [a, b], part }),
        1 => any().prop_map(|which| Deed::Unbatch { which }),
        3 => (0..BANKS.len(), document()).prop_map(|(kind, document)| Deed::Bank { kind, document }),
        4 => (0_usize..3, any(), any(), part())
            .prop_map(|(credit, which, to, part)| Deed::Allocate { credit, which, to, part }),
        2 => any().prop_map(|which| Deed::Unallocate { which }),
        1 => (1_u32..90_000).prop_map(|cents| Deed::Transfer { cents }),
        1 => any().prop_map(|which| Deed::Untransfer { which }),
        1 => (1_u32..90_000, 0_usize..2, 0_usize..2)
            .prop_map(|(cents, status, amounts)| Deed::Journal { cents, status, amounts }),
    ]
}

fn cents(cents: u32) -> Value {
    json!(f64::from(cents) / 100.0)
}

impl Document {
    fn sent(&self, kind: &str) -> Value {
        let sale = kind.starts_with("ACCREC") || kind.starts_with("RECEIVE");
        let taxes = if sale { ["OUTPUT2", "NONE", "ZERORATED"] } else { ["INPUT2", "NONE", "INPUT2"] };
        let line = |(amount, account, tax): &(u32, usize, usize)| {
            let mut line = json!({ "Description": "Line", "UnitAmount": cents(*amount) });
            if !kind.ends_with("-OVERPAYMENT") {
                line["AccountCode"] = json!(ACCOUNTS[*account]);
                line["TaxType"] = json!(taxes[*tax]);
            }
            line
        };
        let date = chrono::NaiveDate::from_ymd_opt(2022, 9, 1).unwrap() + chrono::Days::new(self.day.into());
        let mut sent = json!({
            "Type": kind, "Contact": { "Name": "Example Ltd" }, "Date": date.to_string(),
            "LineAmountTypes": AMOUNTS[self.amounts], "LineItems": self.lines.iter().map(line).collect::<Vec<_>>(),
        });
        if self.rate != 100 {
            sent["CurrencyCode"] = json!("USD");
            sent["CurrencyRate"] = cents(self.rate);
        }
        sent
    }
}

/// The record that is meant, if there is any.
fn pick(world: &InProcess, table: fn(&Books) -> &crate::store::Table, which: usize) -> Option<Value> {
    world.books(|books| {
        let table = table(books);
        let count = table.len();
        table.iter().nth(which.checked_rem(count)?).cloned().map(Value::Object)
    })
}

/// A part, in hundredths, of what is open.
fn part_of(record: &Value, field: &str, part: u32) -> Value {
    let open = record[field].as_f64().unwrap_or_default();
    json!((open * f64::from(part)).round() / 100.0)
}

impl Deed {
    /// Does it, and says whether it was taken. Many cannot be done; none may fail in another way.
    fn run(&self, world: &InProcess) -> Option<bool> {
        let (method, path, body) = self.request(world)?;
        let (status, answer) = world.call(method, &path, &body);
        assert!(
            status == 200 || (status == 400 && answer["Type"] == "ValidationException"),
            "{self:?}: {answer}"
        );
        Some(status == 200)
    }

    fn request(&self, world: &InProcess) -> Option<(Method, String, Value)> {
        let put = |plural: &str, element: Value| {
            Some((Method::PUT, plural.to_owned(), json!({ plural: [element] })))
        };
        let post = |path: String, plural: &str, element: Value| {
            Some((Method::POST, path, json!({ plural: [element] })))
        };
        match self {
            Self::Invoice { sale, note, document } => {
                let kind = format!(
                    "{}{}",
                    if *sale { "ACCREC" } else { "ACCPAY" },
                    if *note { "CREDIT" } else { "" }
                );
                let mut sent = document.sent(&kind);
                sent["Status"] = json!(STATUSES[usize::from(document.status == 0)]);
                put(if *note { "CreditNotes" } else { "Invoices" }, sent)
            }
            Self::Edit { which, document } => {
                let invoice = pick(world, |books| &books.invoices, *which)?;
                let sent = document.sent(invoice["Type"].as_str()?);
                post(format!("Invoices/{}", invoice["InvoiceID"].as_str()?), "Invoices", sent)
            }
            Self::Status { plural, which, status } => {
                let (plural, id) = CHANGEABLE[*plural];
                let table: fn(&Books) -> &crate::store::Table = match plural {
                    "Invoices" => |books| &books.invoices,
                    "CreditNotes" => |books| &books.credit_notes,
                    "BankTransactions" => |books| &books.bank_transactions,
                    _ => |books| &books.manual_journals,
                };
                let record = pick(world, table, *which)?;
                post(
                    format!("{plural}/{}", record[id].as_str()?),
                    plural,
                    json!({ "Status": STATUSES[*status] }),
                )
            }
            Self::Pay { credit, which, part, rate } => {
                let (name, id, open, record) = match CREDITS.get(*credit) {
                    Some(credit) => {
                        (credit.name, credit.id, "RemainingCredit", pick(world, credit.table, *which)?)
                    }
                    None => {
                        ("Invoice", "InvoiceID", "AmountDue", pick(world, |books| &books.invoices, *which)?)
                    }
                };
                let mut payment = json!({ name: { id: record[id] }, "Account": { "Code": "090" }, "Amount": part_of(&record, open, *part) });
                if record["CurrencyCode"] == "USD" {
                    payment["CurrencyRate"] = cents(*rate);
                }
                put("Payments", payment)
            }
            Self::Unpay { which } => {
                let payment = pick(world, |books| &books.payments, *which)?;
                let path = format!("Payments/{}", payment["PaymentID"].as_str()?);
                Some((Method::POST, path, json!({ "Status": "DELETED" })))
            }
            Self::Batch { which, part } => {
                let payments: Option<Vec<Value>> = which.iter().map(|which| {
                    let invoice = pick(world, |books| &books.invoices, *which)?;
                    Some(json!({ "Invoice": { "InvoiceID": invoice["InvoiceID"] }, "Amount": part_of(&invoice, "AmountDue", *part) }))
                }).collect();
                put("BatchPayments", json!({ "Account": { "Code": "091" }, "Payments": payments? }))
            }
            Self::Unbatch { which } => {
                let batch = pick(world, |books| &books.batch_payments, *which)?;
                let path = format!("BatchPayments/{}", batch["BatchPaymentID"].as_str()?);
                Some((Method::POST, path, json!({ "Status": "DELETED" })))
            }
            Self::Bank { kind, document } => {
                let mut sent = document.sent(BANKS[*kind]);
                sent["BankAccount"] = json!({ "Code": "090" });
                put("BankTransactions", sent)
            }
            Self::Allocate { credit, which, to, part } => {
                let credit = &CREDITS[*credit];
                let record = pick(world, credit.table, *which)?;
                let invoice = pick(world, |books| &books.invoices, *to)?;
                let smaller = record["RemainingCredit"].as_f64()? < invoice["AmountDue"].as_f64()?;
                let amount = if smaller {
                    part_of(&record, "RemainingCredit", *part)
                } else {
                    part_of(&invoice, "AmountDue", *part)
                };
                let path = format!("{}s/{}/Allocations", credit.name, record[credit.id].as_str()?);
                let allocation = json!({ "Invoice": { "InvoiceID": invoice["InvoiceID"] }, "Amount": amount, "Date": "2024-06-01" });
                Some((Method::PUT, path, json!({ "Allocations": [allocation] })))
            }
            Self::Unallocate { which } => {
                let allocation = pick(world, |books| &books.allocations, *which)?;
                let credit = CREDITS.iter().find(|credit| allocation[credit.key].is_string())?;
                let (id, allocation) =
                    (allocation[credit.key].as_str()?, allocation["AllocationID"].as_str()?);
                Some((Method::DELETE, format!("{}s/{id}/Allocations/{allocation}", credit.name), Value::Null))
            }
            Self::Transfer { cents: amount } => put(
                "BankTransfers",
                json!({ "FromBankAccount": { "Code": "090" }, "ToBankAccount": { "Code": "091" }, "Amount": cents(*amount) }),
            ),
            Self::Untransfer { which } => {
                let transfer = pick(world, |books| &books.bank_transfers, *which)?;
                let path = format!("BankTransfers/{}", transfer["BankTransferID"].as_str()?);
                Some((Method::POST, path, json!({ "Status": "DELETED" })))
            }
            Self::Journal { cents: amount, status, amounts } => {
                let line = |sign: f64, code: &str| json!({ "LineAmount": f64::from(*amount) * sign / 100.0, "AccountCode": code, "TaxType": "INPUT2" });
                let (status, amounts) = (["POSTED", "DRAFT"][*status], ["Inclusive", "NoTax"][*amounts]);
                put(
                    "ManualJournals",
                    json!({
                        "Narration": "Moved", "Status": status, "LineAmountTypes": amounts,
                        "JournalLines": [line(1.0, "429"), line(-1.0, "970")],
                    }),
                )
            }
        }
    }
}

fn sums<'a>(postings: impl Iterator<Item = &'a Posting>) -> BTreeMap<String, Decimal> {
    let mut sums = BTreeMap::new();
    for line in postings.flat_map(|posting| &posting.lines) {
        *sums.entry(line.account.clone()).or_default() += line.net;
    }
    sums.retain(|_, sum: &mut Decimal| !sum.is_zero());
    sums
}

/// What should be booked, from the records as they are.
fn computed(books: &Books, basis: Basis) -> Vec<Posting> {
    let of_tables = TABLES.iter().flat_map(|(origin, table)| {
        let table = table(books);
        let ids = table.iter().filter_map(|record| record.get(table.id_field())?.as_str());
        ids.map(|id| (*origin, id)).collect::<Vec<_>>()
    });
    let allocations = books.allocations.iter().map(|it| (Origin::Allocation, text(it, "AllocationID")));
    of_tables.chain(allocations).filter_map(|(origin, id)| books.posting(origin, id, basis)).collect()
}

/// A posting as text. How many noughts follow an amount's last digit is no difference.
fn written(posting: &Posting) -> String {
    let mut posting = posting.clone();
    for line in &mut posting.lines {
        (line.net, line.tax) = (line.net.normalize(), line.tax.normalize());
    }
    format!("{posting:?}")
}

/// What must be true of the books at any time.
fn check(books: &Books) {
    for basis in BASES {
        let ledger = books.ledgers.on(basis);
        for entry in ledger.entries() {
            assert!(entry.posting.is_balanced(), "{entry:?}");
        }
        let (kept, computed) = (ledger.postings(), computed(books, basis));
        let sorted = |postings: Vec<&Posting>| {
            let mut all: Vec<String> = postings.into_iter().map(written).collect();
            all.sort();
            all
        };
        assert_eq!(
            sorted(kept.clone()),
            sorted(computed.iter().collect()),
            "the ledger says what the documents say"
        );
        let ever = sums(ledger.entries().iter().map(|entry| &entry.posting));
        assert_eq!(ever, sums(kept.into_iter()), "what was taken back left nothing");
    }
    let booked = sums(books.ledgers.on(Basis::Accrual).postings().into_iter());
    for (system, sales, sign) in [("DEBTORS", true, Decimal::ONE), ("CREDITORS", false, -Decimal::ONE)] {
        check_control(books, (system, sales, sign), &booked);
    }
}

/// Receivables are what is due on sales, less the credits that are open; payables likewise. Foreign ones at the document's
/// rate, to the cent for each.
fn check_control(
    books: &Books,
    (system, sales, sign): (&str, bool, Decimal),
    sums: &BTreeMap<String, Decimal>,
) {
    let account = text(books.system_account(system).unwrap(), "AccountID");
    let booked = sums.get(account).copied().unwrap_or_default() * sign;
    let (mut open, mut foreign) = (Decimal::ZERO, 0_u32);
    let credits = CREDITS.iter().filter(|credit| credit.key != PREPAYMENT);
    let credits = credits
        .flat_map(|credit| (credit.table)(books).iter().map(|it| (it, "RemainingCredit", -Decimal::ONE)));
    let invoices = books.invoices.iter().map(|it| (it, "AmountDue", Decimal::ONE));
    for (record, field, sign) in invoices.chain(credits) {
        if is_sale(record) != sales || text(record, "Status") != "AUTHORISED" {
            continue;
        }
        let rate = amount(record, "CurrencyRate");
        foreign += u32::from(rate != Decimal::ONE);
        open += to_base(amount(record, field), rate) * sign;
    }
    let off = (booked - open).abs();
    assert!(
        off <= Decimal::from(foreign) / Decimal::ONE_HUNDRED,
        "{system}: {booked} is booked, {open} is open"
    );
}

fn find<'a>(report: &'a Value, name: &str) -> Vec<&'a str> {
    let rows = report["Reports"][0]["Rows"].as_array().unwrap().iter();
    let rows = rows.flat_map(|section| section["Rows"].as_array().into_iter().flatten());
    let mut found = rows.filter(|row| row["Cells"][0]["Value"] == name);
    let row = found.next().unwrap_or_else(|| panic!("{name}: {report}"));
    row["Cells"].as_array().unwrap().iter().skip(1).map(|cell| cell["Value"].as_str().unwrap()).collect()
}

fn check_reports(world: &InProcess) {
    for cash in ["false", "true"] {
        for date in ["2023-03-31", "2023-04-30", "2024-05-31", "2025-02-28"] {
            let sheet = world.get(&format!(
                "Reports/BalanceSheet?date={date}&periods=3&timeframe=YEAR&paymentsOnly={cash}"
            ));
            assert_eq!(find(&sheet, "Net Assets"), find(&sheet, "Total Equity"), "{sheet}");
            let trial = world.get(&format!("Reports/TrialBalance?date={date}&paymentsOnly={cash}"));
            let total = find(&trial, "Total");
            assert_eq!((total[0], total[2]), (total[1], total[3]), "{trial}");
            let year: i32 = date[..4].parse().unwrap();
            let start = if &date[5..] < "04" { year - 1 } else { year };
            let profit = world.get(&format!(
                "Reports/ProfitAndLoss?fromDate={start}-04-01&toDate={date}&paymentsOnly={cash}"
            ));
            assert_eq!(find(&profit, "Net Profit")[0], find(&sheet, "Current Year Earnings")[0]);
        }
    }
    let sheet = world.get("Reports/BalanceSheet?date=2025-02-28");
    let summary = world.get("Reports/BankSummary?fromDate=2023-06-01&toDate=2025-02-28");
    let at_bank = sheet.to_string().contains("Total Bank").then(|| find(&sheet, "Total Bank")[0]);
    assert_eq!(find(&summary, "Total")[3], at_bank.unwrap_or("0.00"));
}

#[test]
fn whatever_is_done_the_books_balance() {
    let mut runner = TestRunner::new(Config { cases: 48, failure_persistence: None, ..Config::default() });
    let (done, refused) = (std::cell::Cell::new(0_u32), std::cell::Cell::new(0_u32));
    let outcome = runner.run(&vec(deed(), 10..60), |deeds| {
        let world = InProcess::new();
        for deed in &deeds {
            match deed.run(&world) {
                Some(true) => done.set(done.get() + 1),
                Some(false) => refused.set(refused.get() + 1),
                None => {}
            }
            world.books(check);
        }
        check_reports(&world);
        Ok(())
    });
    outcome.unwrap();
    assert!(
        done.get() > refused.get(),
        "{} were done and {} refused: too few for a test",
        done.get(),
        refused.get()
    );
}
