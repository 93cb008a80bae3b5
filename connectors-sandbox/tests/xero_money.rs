//! Transfers, batch payments, over- and prepayments, refunds and manual journals.
#![allow(clippy::unwrap_used, reason = "tests")]

#[allow(dead_code, reason = "each test file uses its part")]
mod support;

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Books, bill, invoice, messages, strings};

fn id(record: &Value, field: &str) -> String {
    record[field].as_str().unwrap().to_owned()
}

async fn due(books: &Books, invoice: &str) -> (Value, Value) {
    let invoice = books.get(&format!("Invoices/{invoice}")).await["Invoices"][0].clone();
    (invoice["Status"].clone(), invoice["AmountDue"].clone())
}

#[tokio::test]
async fn a_transfer_is_a_bank_transaction_on_either_side() {
    let books = Books::open().await;
    let sent = json!({ "FromBankAccount": { "Code": "090" }, "ToBankAccount": { "Code": "091" }, "Amount": 50.0, "Date": "2024-03-05" });
    let made = books.put("BankTransfers", json!([sent])).await.remove(0);
    assert_eq!(made["ToBankAccount"]["Name"], "Business Savings Account");
    for (side, kind, code) in [("From", "SPEND-TRANSFER", "090"), ("To", "RECEIVE-TRANSFER", "091")] {
        let path = format!("BankTransactions/{}", id(&made, &format!("{side}BankTransactionID")));
        let transaction = books.get(&path).await["BankTransactions"][0].clone();
        assert_eq!((&transaction["Type"], &transaction["BankAccount"]["Code"]), (&json!(kind), &json!(code)));
        assert_eq!(transaction["Total"], 50.0);
        let gone = json!({ "BankTransactions": [{ "Status": "DELETED" }] });
        assert!(books.refused(Method::POST, &path, gone).await[0].contains("transfer"));
    }
    let found =
        books.get("BankTransfers?where=FromBankAccount.Code%3D%3D%22090%22%20AND%20Amount%3E%3D50").await;
    assert_eq!(found["BankTransfers"].as_array().unwrap().len(), 1);
    for (field, value, part) in [
        ("Amount", json!(0), "greater than 0"),
        ("ToBankAccount", json!({ "Code": "090" }), "different"),
        ("ToBankAccount", json!({ "Code": "200" }), "no active bank account 200"),
    ] {
        let mut bad = sent.clone();
        bad[field] = value;
        let found = books.refused(Method::PUT, "BankTransfers", json!({ "BankTransfers": [bad] })).await;
        assert!(found[0].contains(part), "{found:?}");
    }
}

#[tokio::test]
async fn a_deleted_transfer_takes_both_sides_back() {
    let books = Books::open().await;
    let balances =
        async || books.get("Reports/TrialBalance?date=2024-03-31").await["Reports"][0]["Rows"].clone();
    let before = balances().await;
    let sent = json!({ "FromBankAccount": { "Code": "090" }, "ToBankAccount": { "Code": "091" }, "Amount": 50.0, "Date": "2024-03-05" });
    let mut reconciled = sent.clone();
    reconciled["ToIsReconciled"] = json!(true);
    let made = books.put("BankTransfers", json!([sent, sent, reconciled])).await;
    assert_ne!(balances().await, before);
    let path = |n: usize| format!("BankTransfers/{}", id(&made[n], "BankTransferID"));
    let (status, gone) = books.call(Method::POST, &path(0), &json!({ "Status": "DELETED" })).await;
    assert_eq!((status, &gone["BankTransfers"][0]["Status"]), (200, &json!("DELETED")));
    let side = books.get(&format!("BankTransactions/{}", id(&made[0], "ToBankTransactionID"))).await;
    assert_eq!(side["BankTransactions"][0]["Status"], "DELETED");

    let named = |n: usize| json!({ "BankTransferID": made[n]["BankTransferID"], "Status": "DELETED" });
    let all = json!({ "BankTransfers": [named(0), named(1), named(2)] });
    let (_, each) = books.call(Method::POST, "BankTransfers?summarizeErrors=false", &all).await;
    let refused = [0, 1, 2].map(|n| each["BankTransfers"][n]["ValidationErrors"].is_array());
    assert_eq!(refused, [true, false, true], "{each}");
    assert!(messages(&each["BankTransfers"][2])[0].contains("reconciled"));
    let count = async |query: &str| {
        books.get(&format!("BankTransfers{query}")).await["BankTransfers"].as_array().unwrap().len()
    };
    assert_eq!((count("").await, count("?includeDeleted=true").await), (1, 3));
    let change = json!({ "BankTransfers": [{ "Reference": "R" }] });
    assert!(books.refused(Method::POST, &path(2), change).await[0].contains("DELETED"));
    let mut other = sent.clone();
    other["FromBankAccount"] = json!({ "Code": "091" });
    other["ToBankAccount"] = json!({ "Code": "090" });
    books.put("BankTransfers", json!([other])).await;
    assert_eq!(balances().await, before, "only the reconciled one is left, and what takes it back");
}

fn batch(payments: &[(&str, f64)]) -> Value {
    let payments: Vec<Value> = payments
        .iter()
        .map(|(number, amount)| json!({ "Invoice": { "InvoiceNumber": number }, "Amount": amount }))
        .collect();
    json!({ "Account": { "Code": "090" }, "Date": "2024-03-05", "Reference": "Week 10", "Payments": payments })
}

#[tokio::test]
async fn a_batch_pays_several_invoices_and_gives_back_all_when_deleted() {
    let books = Books::open().await;
    books.approved("INV-1", 30.0).await;
    books.approved("INV-2", 50.0).await;
    let made =
        books.put("BatchPayments", json!([batch(&[("INV-1", 30.0), ("INV-2", 20.0)])])).await.remove(0);
    assert_eq!((&made["Type"], &made["TotalAmount"]), (&json!("RECBATCH"), &json!(50.0)));
    assert_eq!(due(&books, "INV-1").await, (json!("PAID"), json!(0.0)));
    assert_eq!(due(&books, "INV-2").await, (json!("AUTHORISED"), json!(30.0)));
    let payment = id(&made["Payments"][0], "PaymentID");
    let payment = books.get(&format!("Payments/{payment}")).await["Payments"][0].clone();
    assert_eq!(payment["BatchPayment"]["BatchPaymentID"], made["BatchPaymentID"]);
    let alone = format!("Payments/{}", id(&payment, "PaymentID"));
    assert!(books.refused(Method::POST, &alone, json!({ "Status": "DELETED" })).await[0].contains("batch"));

    let path = format!("BatchPayments/{}", id(&made, "BatchPaymentID"));
    let (status, answer) = books.call(Method::POST, &path, &json!({ "Status": "DELETED" })).await;
    assert_eq!((status, &answer["BatchPayments"][0]["Status"]), (200, &json!("DELETED")), "{answer}");
    assert_eq!(answer["BatchPayments"][0]["Payments"], json!([]));
    assert_eq!(due(&books, "INV-1").await, (json!("AUTHORISED"), json!(30.0)));
    assert_eq!(due(&books, "INV-2").await, (json!("AUTHORISED"), json!(50.0)));
    let again = json!({ "BatchPaymentID": made["BatchPaymentID"], "Status": "DELETED" });
    assert!(books.refused(Method::POST, "BatchPayments", again).await[0].contains("already"));
}

#[tokio::test]
async fn a_batch_that_cannot_be_paid_as_a_whole_pays_nothing() {
    let books = Books::open().await;
    books.approved("INV-1", 30.0).await;
    let supplier = books.put("Invoices", json!([bill(80.0)])).await.remove(0);
    let mut mixed = batch(&[("INV-1", 30.0)]);
    let payments = mixed["Payments"].as_array_mut().unwrap();
    payments.push(json!({ "Invoice": { "InvoiceID": supplier["InvoiceID"] }, "Amount": 1 }));
    for (sent, part) in [
        (batch(&[("INV-1", 30.0), ("INV-1", 1.0)]), "status"),
        (batch(&[("INV-1", 10.0), ("INV-9", 1.0)]), "no invoice INV-9"),
        (batch(&[("INV-1", 10.0), ("INV-1", 25.0)]), "exceeds"),
        (batch(&[]), "needs Payments"),
        (mixed, "either for sales invoices or for bills"),
    ] {
        let found = books.refused(Method::PUT, "BatchPayments", json!({ "BatchPayments": [sent] })).await;
        assert!(found[0].contains(part), "{found:?}");
        assert_eq!(due(&books, "INV-1").await, (json!("AUTHORISED"), json!(30.0)));
    }
    assert_eq!(books.get("Payments").await["Payments"], json!([]));
}

fn ahead(kind: &str, amount: f64) -> Value {
    json!({
        "Type": kind, "BankAccount": { "Code": "090" }, "Contact": { "Name": "Example Ltd" }, "Date": "2024-03-02",
        "LineItems": [{ "Description": "Ahead", "UnitAmount": amount }],
    })
}

async fn allocate(books: &Books, path: &str, invoice: &str, amount: f64) -> (u16, Value) {
    let allocation =
        json!({ "Invoice": { "InvoiceNumber": invoice }, "Amount": amount, "Date": "2024-03-07" });
    books.call(Method::PUT, &format!("{path}/Allocations"), &json!({ "Allocations": [allocation] })).await
}

#[tokio::test]
async fn an_overpayment_is_used_up_by_allocations_and_refunds() {
    let books = Books::open().await;
    books.approved("INV-1", 70.0).await;
    let transaction =
        books.put("BankTransactions", json!([ahead("RECEIVE-OVERPAYMENT", 100.0)])).await.remove(0);
    assert_eq!(transaction["LineItems"][0]["AccountCode"], "610");
    let path = format!("Overpayments/{}", id(&transaction, "OverpaymentID"));
    let made = books.get(&path).await["Overpayments"][0].clone();
    assert_eq!((&made["RemainingCredit"], &made["LineAmountTypes"]), (&json!(100.0), &json!("NoTax")));
    let (status, answer) = allocate(&books, &path, "INV-1", 70.0).await;
    assert_eq!(status, 200, "{answer}");
    assert_eq!(due(&books, "INV-1").await, (json!("PAID"), json!(0.0)));
    let paid = books.get("Invoices/INV-1").await["Invoices"][0].clone();
    assert_eq!(paid["Overpayments"][0]["OverpaymentID"], made["OverpaymentID"]);

    let refund = json!({ "Overpayment": { "OverpaymentID": made["OverpaymentID"] }, "Account": { "Code": "090" }, "Amount": 30 });
    let refund = books.put("Payments", json!([refund])).await.remove(0);
    assert_eq!(refund["PaymentType"], "AROVERPAYMENTPAYMENT");
    let used = books.get(&path).await["Overpayments"][0].clone();
    assert_eq!((&used["Status"], &used["RemainingCredit"]), (&json!("PAID"), &json!(0.0)));
    assert_eq!(used["Payments"][0]["Amount"], 30.0);
    let gone = json!({ "BankTransactions": [{ "Status": "DELETED" }] });
    let of_bank = format!("BankTransactions/{}", id(&transaction, "BankTransactionID"));
    assert!(books.refused(Method::POST, &of_bank, gone.clone()).await[0].contains("allocations or refunds"));

    let refund = format!("Payments/{}", id(&refund, "PaymentID"));
    assert_eq!(books.call(Method::POST, &refund, &json!({ "Status": "DELETED" })).await.0, 200);
    let allocation = format!("{path}/Allocations/{}", id(&used["Allocations"][0], "AllocationID"));
    assert_eq!(books.call(Method::DELETE, &allocation, &Value::Null).await.1["IsDeleted"], true);
    assert_eq!(due(&books, "INV-1").await, (json!("AUTHORISED"), json!(70.0)));
    assert_eq!(books.get(&path).await["Overpayments"][0]["RemainingCredit"], 100.0);
    books.post(&of_bank, "BankTransactions", gone["BankTransactions"].clone()).await;
    let voided = books.get(&path).await["Overpayments"][0].clone();
    assert_eq!((&voided["Status"], &voided["RemainingCredit"]), (&json!("VOIDED"), &json!(0.0)));
}

#[tokio::test]
async fn a_prepayment_keeps_its_lines_and_takes_a_number_of_the_invoices() {
    let books = Books::open().await;
    let mut sent = ahead("RECEIVE-PREPAYMENT", 100.0);
    sent["LineItems"][0]["AccountCode"] = json!("835");
    let made = books.put("BankTransactions", json!([sent])).await.remove(0);
    let path = format!("Prepayments/{}", id(&made, "PrepaymentID"));
    let made = books.get(&path).await["Prepayments"][0].clone();
    assert_eq!((&made["Total"], &made["TotalTax"]), (&json!(115.0), &json!(15.0)));
    assert_eq!((&made["InvoiceNumber"], &made["Reference"]), (&json!("INV-0001"), &json!("INV-0001")));
    books.approved("INV-9", 200.0).await;
    let (status, answer) = allocate(&books, &path, "INV-9", 116.0).await;
    assert_eq!(status, 400);
    assert!(messages(&answer["Elements"][0])[0].contains("remaining credit"), "{answer}");
    assert_eq!(allocate(&books, &path, "INV-9", 115.0).await.0, 200);
    assert_eq!(due(&books, "INV-9").await, (json!("AUTHORISED"), json!(85.0)));
    let listed = books.get("Prepayments?page=1&where=RemainingCredit%3D%3D0").await;
    assert_eq!(strings(&listed["Prepayments"], "Status"), ["PAID"]);
}

#[tokio::test]
async fn accounts_of_receivables_and_payables_are_for_overpayments_alone() {
    let books = Books::open().await;
    let mut to_debtors = invoice("INV-1", 10.0);
    to_debtors["LineItems"][0]["AccountCode"] = json!("610");
    let found = books.refused(Method::PUT, "Invoices", json!({ "Invoices": [to_debtors] })).await;
    assert!(found[0].contains("610"), "{found:?}");
    let mut elsewhere = ahead("SPEND-OVERPAYMENT", 10.0);
    elsewhere["LineItems"][0]["AccountCode"] = json!("610");
    let found =
        books.refused(Method::PUT, "BankTransactions", json!({ "BankTransactions": [elsewhere] })).await;
    assert!(found[0].contains("610"), "{found:?}");
}

#[tokio::test]
async fn a_credit_note_is_refunded_by_a_payment() {
    let books = Books::open().await;
    let mut note = invoice("", 40.0);
    note["Type"] = json!("ACCRECCREDIT");
    note["CreditNoteNumber"] = json!("CN-1");
    let note = books.put("CreditNotes", json!([note])).await.remove(0);
    let refund = |amount: f64| json!({ "Payments": [{ "CreditNoteNumber": "CN-1", "Account": { "Code": "090" }, "Amount": amount }] });
    let found = books.refused(Method::PUT, "Payments", refund(41.0)).await;
    assert!(found[0].contains("exceeds"), "{found:?}");
    let made = books.put("Payments", refund(40.0)["Payments"].clone()).await.remove(0);
    assert_eq!(
        (&made["PaymentType"], &made["CreditNote"]["CreditNoteID"]),
        (&json!("ARCREDITPAYMENT"), &note["CreditNoteID"])
    );
    let read = books.get("CreditNotes/CN-1").await["CreditNotes"][0].clone();
    assert_eq!((&read["Status"], &read["RemainingCredit"]), (&json!("PAID"), &json!(0.0)));
}

fn journal(lines: &[(f64, &str)]) -> Value {
    let lines: Vec<Value> =
        lines.iter().map(|(amount, code)| json!({ "LineAmount": amount, "AccountCode": code })).collect();
    json!({ "Narration": "Correction", "Date": "2024-03-09", "JournalLines": lines })
}

#[tokio::test]
async fn a_manual_journal_balances_and_is_posted_and_voided() {
    let books = Books::open().await;
    let made =
        books.put("ManualJournals", json!([journal(&[(20.0, "429"), (-20.0, "260")])])).await.remove(0);
    assert_eq!((&made["Status"], &made["LineAmountTypes"]), (&json!("DRAFT"), &json!("NoTax")));
    let path = format!("ManualJournals/{}", id(&made, "ManualJournalID"));
    for status in ["POSTED", "VOIDED"] {
        let changed = books.post(&path, "ManualJournals", json!([{ "Status": status }])).await;
        assert_eq!(changed[0]["Status"], status);
    }
    for (lines, part) in [
        (
            journal(&[(100.0, "429"), (-10.0, "260")]),
            "The total debits (100.00) must equal total credits (-10.00)",
        ),
        (journal(&[(10.0, "610"), (-10.0, "260")]), "610"),
        (journal(&[(10.0, "429"), (-10.0, "090")]), "090"),
        (journal(&[(0.0, "429")]), "two JournalLines"),
        (json!({ "JournalLines": journal(&[(1.0, "429"), (-1.0, "260")])["JournalLines"] }), "Narration"),
    ] {
        let found = books.refused(Method::PUT, "ManualJournals", json!({ "ManualJournals": [lines] })).await;
        assert!(found[0].contains(part), "{found:?}");
    }
    let mut taxed = journal(&[(100.0, "429"), (-115.0, "970")]);
    taxed["LineAmountTypes"] = json!("Exclusive");
    let taxed = books.put("ManualJournals", json!([taxed])).await.remove(0);
    assert_eq!(taxed["JournalLines"][0]["TaxAmount"], 15.0);
}

#[tokio::test]
async fn what_is_published_at_the_screen_is_found_by_its_id() {
    let books = Books::open().await;
    books.approved("INV-1", 30.0).await;
    let url = format!("{}/_sandbox/xero/publish", books.sandbox.url("xero"));
    let publish = async |what: Value| {
        let answer = reqwest::Client::new().post(&url).json(&what).send().await.unwrap();
        (answer.status().as_u16(), answer.json::<Value>().await.unwrap())
    };
    let what = json!({ "report": "ProfitAndLoss", "query": "fromDate=2024-03-01&toDate=2024-03-31" });
    let (status, published) = publish(what).await;
    assert_eq!(status, 200, "{published}");
    books.post("Invoices/INV-1", "Invoices", json!([{ "Status": "VOIDED" }])).await;
    let report = books.get(&format!("Reports/{}", id(&published, "report_id"))).await["Reports"][0].clone();
    assert_eq!(report["Rows"][1]["Rows"][0]["Cells"][1]["Value"], "30.00", "as it was: {report}");
    assert_eq!(books.get("Reports").await["Reports"].as_array().unwrap().len(), 2);
    assert_eq!(publish(json!({ "report": "Nothing" })).await.0, 400);
}
