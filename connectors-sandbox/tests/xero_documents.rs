//! Credit notes, purchase orders and bank transactions.
#![allow(clippy::unwrap_used, reason = "tests")]

#[allow(dead_code, reason = "each test file uses its part")]
mod support;

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Books, invoice, messages, strings};

fn note(number: &str, amount: f64) -> Value {
    let mut note = invoice("", amount);
    note["Type"] = json!("ACCRECCREDIT");
    note["CreditNoteNumber"] = json!(number);
    note
}

fn id(record: &Value, field: &str) -> String {
    record[field].as_str().unwrap().to_owned()
}

async fn allocate(books: &Books, note: &Value, invoice: &Value, amount: f64) -> (u16, Value) {
    let path = format!("CreditNotes/{}/Allocations", id(note, "CreditNoteID"));
    let invoice = json!({ "InvoiceID": invoice["InvoiceID"] });
    let allocation = json!({ "Invoice": invoice, "Amount": amount, "Date": "2024-03-05" });
    books.call(Method::PUT, &path, &json!({ "Allocations": [allocation] })).await
}

#[tokio::test]
async fn a_credit_note_lowers_what_is_due_until_it_is_used_up() {
    let books = Books::open().await;
    let invoice = books.approved("INV-1", 100.0).await;
    let made = books.put("CreditNotes", json!([note("CN-1", 60.0)])).await.remove(0);
    assert_eq!((&made["Total"], &made["RemainingCredit"]), (&json!(60.0), &json!(60.0)));
    let (status, answer) = allocate(&books, &made, &invoice, 60.0).await;
    assert_eq!((status, &answer["Allocations"][0]["Amount"]), (200, &json!(60.0)), "{answer}");
    let read = books.get("CreditNotes/CN-1").await["CreditNotes"][0].clone();
    assert_eq!((&read["Status"], &read["RemainingCredit"]), (&json!("PAID"), &json!(0.0)));
    assert_eq!(read["Allocations"][0]["Invoice"]["InvoiceNumber"], "INV-1");
    let credited = books.get("Invoices/INV-1").await["Invoices"][0].clone();
    assert_eq!((&credited["AmountDue"], &credited["AmountCredited"]), (&json!(40.0), &json!(60.0)));
    assert_eq!(credited["CreditNotes"][0]["CreditNoteNumber"], "CN-1");
    let void = json!({ "Invoices": [{ "Status": "VOIDED" }] });
    assert!(books.refused(Method::POST, "Invoices/INV-1", void).await[0].contains("credits"));

    let allocation = id(&read["Allocations"][0], "AllocationID");
    let path = format!("CreditNotes/{}/Allocations/{allocation}", id(&read, "CreditNoteID"));
    let (status, gone) = books.call(Method::DELETE, &path, &Value::Null).await;
    assert_eq!((status, &gone["IsDeleted"]), (200, &json!(true)));
    let again = books.get("Invoices/INV-1").await["Invoices"][0].clone();
    assert_eq!((&again["AmountDue"], &again["CreditNotes"]), (&json!(100.0), &json!([])));
    assert_eq!(books.get("CreditNotes/CN-1").await["CreditNotes"][0]["Status"], "AUTHORISED");
}

#[tokio::test]
async fn a_credit_note_pays_an_invoice_in_full() {
    let books = Books::open().await;
    let invoice = books.approved("INV-1", 100.0).await;
    let made = books.put("CreditNotes", json!([note("CN-1", 250.0)])).await.remove(0);
    allocate(&books, &made, &invoice, 100.0).await;
    let paid = books.get("Invoices/INV-1").await["Invoices"][0].clone();
    assert_eq!((&paid["Status"], &paid["AmountDue"]), (&json!("PAID"), &json!(0.0)));
    assert_eq!(books.get("CreditNotes/CN-1").await["CreditNotes"][0]["RemainingCredit"], 150.0);
}

#[tokio::test]
async fn what_cannot_be_allocated_is_refused_and_changes_nothing() {
    let books = Books::open().await;
    let invoice = books.approved("INV-1", 100.0).await;
    let made = books.put("CreditNotes", json!([note("CN-1", 60.0)])).await.remove(0);
    let mut bill = note("B-1", 500.0);
    bill["Type"] = json!("ACCPAYCREDIT");
    bill["LineItems"][0]["AccountCode"] = json!("429");
    bill["Contact"] = json!({ "Name": "Example Supplies" });
    let bill = books.put("CreditNotes", json!([bill])).await.remove(0);
    let cases: [(&Value, f64, &[&str]); 3] = [
        (&made, 61.0, &["remaining credit"]),
        (&made, 0.0, &["greater than 0"]),
        (&bill, 101.0, &["outstanding", "other side", "same contact"]),
    ];
    for (from, amount, parts) in cases {
        let (status, answer) = allocate(&books, from, &invoice, amount).await;
        assert_eq!(status, 400, "{answer}");
        let found = messages(&answer["Elements"][0]);
        assert_eq!(found.len(), parts.len(), "{found:?}");
        assert!(parts.iter().zip(&found).all(|(part, found)| found.contains(part)), "{found:?}");
    }
    assert_eq!(books.get("Invoices/INV-1").await["Invoices"][0]["AmountDue"], 100.0);
    let missing = json!({ "Allocations": [{ "Amount": 1, "Date": "2024-03-05" }] });
    let path = format!("CreditNotes/{}/Allocations", id(&made, "CreditNoteID"));
    assert!(books.refused(Method::PUT, &path, missing).await[0].contains("needs an Invoice"));
}

#[tokio::test]
async fn numbers_of_the_organisations_own_are_unique_and_found() {
    let books = Books::open().await;
    books.put("CreditNotes", json!([note("CN-1", 60.0)])).await;
    let taken =
        books.refused(Method::PUT, "CreditNotes", json!({ "CreditNotes": [note("CN-1", 1.0)] })).await;
    assert!(taken[0].contains("must be unique"), "{taken:?}");
    books.post("CreditNotes", "CreditNotes", json!([note("CN-1", 2.0)])).await;
    let all = books.get("CreditNotes?page=1").await;
    assert_eq!(
        (strings(&all["CreditNotes"], "CreditNoteNumber"), all["CreditNotes"][0]["Total"].clone()),
        (vec!["CN-1".to_owned()], json!(2.0))
    );
    // A supplier's number is not ours.
    let mut bill = note("CN-1", 5.0);
    bill["Type"] = json!("ACCPAYCREDIT");
    bill["LineItems"][0]["AccountCode"] = json!("429");
    books.put("CreditNotes", json!([bill, bill])).await;
    let given = books.put("CreditNotes", json!([note("", 60.0)])).await.remove(0);
    assert_eq!(given["CreditNoteNumber"], "CN-0004");
}

fn order(number: &str, date: &str) -> Value {
    json!({
        "PurchaseOrderNumber": number, "Date": date, "DeliveryDate": "2024-04-01", "Contact": { "Name": "Example Supplies" },
        "LineItems": [{ "ItemCode": "DEVICE", "Quantity": 4 }],
    })
}

#[tokio::test]
async fn purchase_orders_are_bought_at_the_purchase_price_and_found_by_status_and_date() {
    let books = Books::open().await;
    let made =
        books.put("PurchaseOrders", json!([order("", "2024-03-01"), order("PO-9", "2024-03-20")])).await;
    assert_eq!((&made[0]["PurchaseOrderNumber"], &made[0]["Status"]), (&json!("PO-0001"), &json!("DRAFT")));
    assert_eq!((&made[0]["SubTotal"], &made[0]["Total"]), (&json!(245.0), &json!(281.75)));
    books
        .post("PurchaseOrders/PO-9", "PurchaseOrders", json!([{ "Status": "AUTHORISED", "Reference": "R" }]))
        .await;
    let numbers = async |query: &str| {
        strings(&books.get(&format!("PurchaseOrders?{query}")).await["PurchaseOrders"], "PurchaseOrderNumber")
    };
    assert_eq!(numbers("Status=AUTHORISED&page=1").await, ["PO-9"]);
    assert_eq!(numbers("DateFrom=2024-03-10").await, ["PO-9"]);
    assert_eq!(numbers("DateTo=2024-03-10").await, ["PO-0001"]);
    assert_eq!(numbers("order=Date%20DESC&pageSize=1").await, ["PO-9"]);
    let (status, answer) = books.call(Method::GET, "PurchaseOrders?where=Total%3E1", &Value::Null).await;
    assert_eq!(status, 400, "{answer}");
    let wrong = json!({ "PurchaseOrders": [{ "Status": "DRAFT" }] });
    assert!(books.refused(Method::POST, "PurchaseOrders/PO-9", wrong).await[0].contains("not valid after"));
    books.post("PurchaseOrders/PO-9", "PurchaseOrders", json!([{ "Status": "DELETED" }])).await;
    let dead = json!({ "PurchaseOrders": [{ "Reference": "S" }] });
    assert!(books.refused(Method::POST, "PurchaseOrders/PO-9", dead).await[0].contains("valid status"));
}

fn spent(code: &str) -> Value {
    json!({
        "Type": "SPEND", "Contact": { "Name": "Example Supplies" }, "BankAccount": { "Code": code }, "Date": "2024-03-01",
        "LineItems": [{ "Description": "Fee", "Quantity": 1, "UnitAmount": 20, "AccountCode": "429" }],
    })
}

#[tokio::test]
async fn money_is_spent_from_a_bank_account_and_from_no_other() {
    let books = Books::open().await;
    let made = books.put("BankTransactions", json!([spent("090")])).await.remove(0);
    assert_eq!((&made["Total"], &made["Status"]), (&json!(23.0), &json!("AUTHORISED")));
    assert_eq!(made["BankAccount"]["Name"], "Business Bank Account");
    for (sent, part) in [(spent("200"), "200"), (spent("none"), "none")] {
        let found =
            books.refused(Method::PUT, "BankTransactions", json!({ "BankTransactions": [sent] })).await;
        assert!(found[0].contains(part), "{found:?}");
    }
    let mut without = spent("090");
    without.as_object_mut().unwrap().remove("BankAccount");
    let found =
        books.refused(Method::PUT, "BankTransactions", json!({ "BankTransactions": [without] })).await;
    assert!(found[0].contains("bank account"), "{found:?}");
    let filter = "where=BankAccount.Code%3D%3D%22090%22%20AND%20Type%3D%3D%22SPEND%22&page=1";
    let listed = books.get(&format!("BankTransactions?{filter}")).await;
    assert_eq!(listed["pagination"]["itemCount"], 1);
    let path = format!("BankTransactions/{}", id(&made, "BankTransactionID"));
    let gone = books.post(&path, "BankTransactions", json!([{ "Status": "DELETED" }])).await;
    assert_eq!(gone[0]["Status"], "DELETED");
    let late = json!({ "BankTransactions": [{ "Reference": "x" }] });
    assert!(books.refused(Method::POST, &path, late).await[0].contains("valid status"));
}

#[tokio::test]
async fn of_a_batch_the_good_documents_are_made() {
    let books = Books::open().await;
    let mixed = json!({ "BankTransactions": [spent("090"), { "Type": "SPEND" }] });
    let (status, answer) = books.call(Method::PUT, "BankTransactions?summarizeErrors=false", &mixed).await;
    assert_eq!(status, 200, "{answer}");
    assert_eq!(strings(&answer["BankTransactions"], "StatusAttributeString"), ["OK", "ERROR"]);
    let (status, _) = books.call(Method::PUT, "BankTransactions", &mixed).await;
    assert_eq!(status, 400);
    assert_eq!(books.get("BankTransactions?page=1").await["pagination"]["itemCount"], 1);
}

#[tokio::test]
async fn lines_count_under_known_tracking_options_only() {
    let books = Books::open().await;
    let tracking =
        books.get("TrackingCategories?where=Name%3D%3D%22Region%22").await["TrackingCategories"][0].clone();
    let mut sent = invoice("INV-1", 10.0);
    sent["LineItems"][0]["Tracking"] = json!([{ "Name": "region", "Option": "north" }]);
    let by_name = books.put("Invoices", json!([sent])).await.remove(0);
    let counted = &by_name["LineItems"][0]["Tracking"][0];
    assert_eq!(counted["TrackingOptionID"], tracking["Options"][1]["TrackingOptionID"]);
    assert_eq!((&counted["Name"], &counted["Option"]), (&json!("Region"), &json!("North")));
    let by_id = json!([{ "TrackingCategoryID": tracking["TrackingCategoryID"],
        "TrackingOptionID": tracking["Options"][2]["TrackingOptionID"] }]);
    sent["LineItems"][0]["Tracking"] = by_id;
    let changed = books.post("Invoices", "Invoices", json!([sent])).await.remove(0);
    assert_eq!(changed["LineItems"][0]["Tracking"][0]["Option"], "South");
    let region = || json!({ "Name": "Region", "Option": "North" });
    for (tracking, part) in [
        (json!([{ "Name": "Region", "Option": "Nowhere" }]), "Nowhere"),
        (json!([{ "Name": "Colour", "Option": "North" }]), "Colour"),
        (json!([region(), region(), region()]), "at most 2"),
    ] {
        sent["LineItems"][0]["Tracking"] = tracking;
        let found = books.refused(Method::POST, "Invoices", json!({ "Invoices": [sent] })).await;
        assert!(found[0].contains(part), "{found:?}");
    }
}
