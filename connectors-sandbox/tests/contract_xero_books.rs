//! Transfers, batches, over- and prepayments, refunds, journals and reports, held against Xero's own description.
#![allow(clippy::unwrap_used, reason = "tests")]

#[allow(dead_code, reason = "each test file uses its part")]
mod support;

use connectors_contract::Waiver;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Books, bill, contract, invoice};

fn id(record: &Value, field: &str) -> String {
    record[field].as_str().unwrap().to_owned()
}

/// Writes well and badly, alone and in a mix, reads one and all. `field` is what the bad one is made bad by.
async fn write(books: &Books, plural: &str, key: &str, good: Value, field: (&str, Value)) -> Value {
    let made = books.put(plural, json!([good])).await.remove(0);
    books.get(&format!("{plural}/{}", id(&made, key))).await;
    books.get(plural).await;
    let mut bad = good.clone();
    bad[field.0] = field.1;
    books.call(Method::PUT, plural, &json!({ plural: [bad] })).await;
    let mixed = json!({ plural: [bad, good] });
    books.call(Method::PUT, &format!("{plural}?summarizeErrors=false"), &mixed).await;
    made
}

async fn use_payments(books: &Books) {
    let open = [
        books.approved("INV-1", 30.0).await,
        books.approved("INV-2", 50.0).await,
        books.put("Invoices", json!([bill(80.0)])).await.remove(0),
    ];
    let batch = json!({
        "Account": { "Code": "090" }, "Date": "2024-03-05", "Reference": "R", "Particulars": "P", "Code": "C",
        "Payments": [
            { "Invoice": { "InvoiceID": open[0]["InvoiceID"] }, "Amount": 30 },
            { "Invoice": { "InvoiceID": open[1]["InvoiceID"] }, "Amount": 20 },
        ],
    });
    let batch = write(books, "BatchPayments", "BatchPaymentID", batch, ("Payments", json!([]))).await;
    let payment = id(&batch["Payments"][0], "PaymentID");
    books.get(&format!("Payments/{payment}")).await;
    books.get("Payments?page=1").await;
    books.call(Method::POST, &format!("Payments/{payment}"), &json!({ "Status": "DELETED" })).await;
    let path = format!("BatchPayments/{}", id(&batch, "BatchPaymentID"));
    books.call(Method::POST, &path, &json!({ "Status": "AUTHORISED" })).await;
    books.call(Method::POST, &path, &json!({ "Status": "DELETED" })).await;
    let again = json!({ "BatchPaymentID": batch["BatchPaymentID"], "Status": "DELETED" });
    books.call(Method::POST, "BatchPayments", &again).await;
    let category = books.get("TrackingCategories").await["TrackingCategories"][0].clone();
    let option = category["Options"][0]["TrackingOptionID"].clone();
    let north = json!({ "TrackingCategoryID": category["TrackingCategoryID"], "TrackingOptionID": option });
    let transfer = json!({
        "FromBankAccount": { "Code": "090" }, "ToBankAccount": { "Code": "091" }, "Amount": 50, "Reference": "Savings",
        "FromTracking": [north],
    });
    let transfer = write(books, "BankTransfers", "BankTransferID", transfer, ("Amount", json!(0))).await;
    for side in ["FromBankTransactionID", "ToBankTransactionID"] {
        books.get(&format!("BankTransactions/{}", id(&transfer, side))).await;
    }
    let path = format!("BankTransfers/{}", id(&transfer, "BankTransferID"));
    let gone = json!({ "BankTransferID": transfer["BankTransferID"], "Status": "DELETED" });
    // Of a transfer that is not there, no answer can have the fields that the description requires.
    books
        .call(Method::POST, "BankTransfers?summarizeErrors=false", &json!({ "BankTransfers": [gone] }))
        .await;
    books.call(Method::POST, &path, &json!({ "Status": "DELETED" })).await;
    books.get("BankTransfers?includeDeleted=true").await;
}

/// Makes, allocates, refunds and takes back.
async fn use_credits(books: &Books) {
    let sale = books.approved("INV-10", 1000.0).await;
    let bill = books.put("Invoices", json!([bill(1000.0)])).await.remove(0);
    for (side, invoice, account) in [("RECEIVE", &sale, "835"), ("SPEND", &bill, "620")] {
        for (kind, plural, key) in
            [("OVERPAYMENT", "Overpayments", "OverpaymentID"), ("PREPAYMENT", "Prepayments", "PrepaymentID")]
        {
            let mut made = json!({
                "Type": format!("{side}-{kind}"), "BankAccount": { "Code": "090" }, "Contact": invoice["Contact"],
                "LineItems": [{ "Description": "Ahead", "UnitAmount": 100 }],
            });
            if kind == "PREPAYMENT" {
                made["LineItems"][0]["AccountCode"] = json!(account);
            }
            let made = books.put("BankTransactions", json!([made])).await.remove(0);
            let path = format!("{plural}/{}", id(&made, key));
            let allocation = json!({ "Invoice": { "InvoiceID": invoice["InvoiceID"] }, "Amount": 40, "Date": "2024-03-07" });
            let allocations = format!("{path}/Allocations");
            let allocated =
                books.call(Method::PUT, &allocations, &json!({ "Allocations": [allocation] })).await;
            assert_eq!(allocated.0, 200, "{}", allocated.1);
            books.call(Method::PUT, &allocations, &json!({ "Allocations": [{ "Amount": 1 }] })).await;
            books.get(&path).await;
            books.get(plural).await;
            books.get(&format!("{plural}?page=1&References=R")).await;
            let refund =
                json!({ kind_name(kind): { key: made[key] }, "Account": { "Code": "090" }, "Amount": 10 });
            let refund = books.put("Payments", json!([refund])).await.remove(0);
            books.get(&format!("Payments/{}", id(&refund, "PaymentID"))).await;
            books.get(&path).await;
            books.get(&format!("Invoices/{}", id(invoice, "InvoiceID"))).await;
            let gone = id(&allocated.1["Allocations"][0], "AllocationID");
            books.call(Method::DELETE, &format!("{allocations}/{gone}"), &Value::Null).await;
        }
    }
    let mut note = invoice("", 30.0);
    note["Type"] = json!("ACCRECCREDIT");
    let note = books.put("CreditNotes", json!([note])).await.remove(0);
    let refund = json!({ "CreditNote": { "CreditNoteID": note["CreditNoteID"] }, "Account": { "Code": "090" }, "Amount": 30 });
    books.put("Payments", json!([refund])).await;
    books.get(&format!("CreditNotes/{}", id(&note, "CreditNoteID"))).await;
}

fn kind_name(kind: &str) -> &'static str {
    if kind == "OVERPAYMENT" { "Overpayment" } else { "Prepayment" }
}

async fn use_journals(books: &Books) {
    let line = |amount: f64, code: &str| json!({ "LineAmount": amount, "AccountCode": code, "Description": "Moved" });
    let journal = json!({ "Narration": "Correction", "Date": "2024-03-09", "JournalLines": [line(20.0, "429"), line(-20.0, "260")] });
    let made = write(books, "ManualJournals", "ManualJournalID", journal, ("JournalLines", json!([]))).await;
    let path = format!("ManualJournals/{}", id(&made, "ManualJournalID"));
    let lopsided = json!([{ "Narration": "x", "JournalLines": [line(20.0, "429"), line(-10.0, "260")] }]);
    books.call(Method::POST, "ManualJournals", &json!({ "ManualJournals": lopsided })).await;
    books.post(&path, "ManualJournals", json!([{ "Narration": "Correction", "Status": "POSTED" }])).await;
    books.post(&path, "ManualJournals", json!([{ "Narration": "Correction", "Status": "VOIDED" }])).await;
    books.call(Method::POST, &path, &json!({ "ManualJournals": [{ "Narration": "No" }] })).await;
    books.get("ManualJournals?page=1").await;
    let journals = books.get("Journals?offset=3").await;
    books.get(&format!("Journals/{}", id(&journals["Journals"][0], "JournalID"))).await;
    books.get("Journals/1").await;
}

async fn use_reports(books: &Books) {
    let contact = books.get("Contacts").await["Contacts"][0]["ContactID"].as_str().unwrap().to_owned();
    let category = books.get("TrackingCategories").await["TrackingCategories"][0].clone();
    let category = id(&category, "TrackingCategoryID");
    for report in [
        "BalanceSheet?date=2024-03-31&periods=2&timeframe=QUARTER".to_owned(),
        "ProfitAndLoss?fromDate=2024-03-01&toDate=2024-03-31&periods=1&paymentsOnly=true".to_owned(),
        format!("ProfitAndLoss?trackingCategoryID={category}"),
        "TrialBalance?date=2024-03-31".to_owned(),
        format!("AgedReceivablesByContact?contactId={contact}"),
        format!("AgedPayablesByContact?contactId={contact}&fromDate=2024-03-01"),
        "BankSummary?fromDate=2024-03-01&toDate=2024-03-31".to_owned(),
        "BudgetSummary?periods=4&timeframe=3".to_owned(),
        "ExecutiveSummary?date=2024-03-31".to_owned(),
        "TenNinetyNine?reportYear=2023".to_owned(),
    ] {
        books.get(&format!("Reports/{report}")).await;
    }
    let published = books.get("Reports").await["Reports"][0].clone();
    books.get(&format!("Reports/{}", id(&published, "ReportID"))).await;
}

#[tokio::test]
async fn answers_about_money_and_books_are_as_xero_describes_them() -> Result<(), Box<dyn std::error::Error>>
{
    let waivers: [Waiver; 0] = [];
    contract::answers(waivers, async |books: &Books| {
        use_payments(books).await;
        use_credits(books).await;
        use_journals(books).await;
        use_reports(books).await;
    })
    .await
}
