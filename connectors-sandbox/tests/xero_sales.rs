//! Quotes, repeating invoices, linked transactions, receipts and expense claims.
#![allow(clippy::unwrap_used, reason = "tests")]

#[allow(dead_code, reason = "each test file uses its part")]
mod support;

use chrono::{Datelike as _, Days, Months, NaiveDate};
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Books, invoice, strings};

fn id(record: &Value, field: &str) -> String {
    record[field].as_str().unwrap().to_owned()
}

fn quote(number: &str, date: &str) -> Value {
    json!({
        "QuoteNumber": number, "Date": date, "Contact": { "Name": "Example Ltd" }, "LineAmountTypes": "INCLUSIVE",
        "LineItems": [{ "ItemCode": "HOURS", "Quantity": 1, "UnitAmount": 115 }],
    })
}

#[tokio::test]
async fn a_quote_is_a_sale_and_writes_its_line_amounts_in_capitals() {
    let books = Books::open().await;
    let made = books.put("Quotes", json!([quote("", "2024-03-01")])).await.remove(0);
    assert_eq!((&made["QuoteNumber"], &made["Status"]), (&json!("QU-0001"), &json!("DRAFT")));
    assert_eq!(
        (&made["LineAmountTypes"], &made["SubTotal"], &made["Total"]),
        (&json!("INCLUSIVE"), &json!(100.0), &json!(115.0))
    );
    assert_eq!((&made["DateString"], made.get("HasAttachments")), (&json!("2024-03-01T00:00:00"), None));
    assert_eq!(made["LineItems"][0]["TaxType"], "OUTPUT2");
    let path = format!("Quotes/{}", id(&made, "QuoteID"));
    let changed =
        books.post(&path, "Quotes", json!([{ "Title": "Offer", "LineAmountTypes": "EXCLUSIVE" }])).await;
    assert_eq!((&changed[0]["Total"], &changed[0]["Title"]), (&json!(132.25), &json!("Offer")));
    assert_eq!(books.get(&path).await["Quotes"][0], changed[0]);
    let wrong = json!({ "Quotes": [{ "LineAmountTypes": "Exclusive?", "Title": "x".repeat(101) }] });
    assert_eq!(books.refused(Method::POST, &path, wrong).await.len(), 2);
    let early = json!({ "Quotes": [{ "ExpiryDate": "2024-02-01" }] });
    assert!(books.refused(Method::POST, &path, early).await[0].contains("ExpiryDate"));
}

#[tokio::test]
async fn a_quote_goes_from_status_to_status() {
    let books = Books::open().await;
    books.put("Quotes", json!([quote("Q-1", "2024-03-01")])).await;
    let to = async |status: &str| {
        books.call(Method::POST, "Quotes/Q-1", &json!({ "Quotes": [{ "Status": status }] })).await.0
    };
    assert_eq!(to("ACCEPTED").await, 400, "it must be sent first");
    for status in ["SENT", "ACCEPTED", "INVOICED"] {
        assert_eq!(to(status).await, 200, "{status}");
    }
    assert_eq!(to("DELETED").await, 400, "it is invoiced");
    let again = json!({ "Quotes": [quote("Q-1", "2024-03-02")] });
    assert!(books.refused(Method::PUT, "Quotes", again).await[0].contains("unique"));
}

#[tokio::test]
async fn quotes_are_found_by_dates_status_contact_and_number_a_hundred_at_a_time() {
    let books = Books::open().await;
    let mut other = quote("Q-2", "2024-03-20");
    other["ExpiryDate"] = json!("2024-04-20");
    other["Contact"] = json!({ "Name": "Other" });
    let made = books.put("Quotes", json!([quote("Q-1", "2024-03-01"), other])).await;
    books.post("Quotes/Q-2", "Quotes", json!([{ "Status": "SENT" }])).await;
    let numbers =
        async |query: &str| strings(&books.get(&format!("Quotes?{query}")).await["Quotes"], "QuoteNumber");
    let contact = id(&made[1]["Contact"], "ContactID");
    for query in ["DateFrom=2024-03-10", "ExpiryDateTo=2024-05-01", "Status=SENT", "QuoteNumber=Q-2"] {
        assert_eq!(numbers(query).await, ["Q-2"], "{query}");
    }
    assert_eq!(numbers(&format!("ContactID={contact}")).await, ["Q-2"]);
    assert_eq!(numbers("DateTo=2024-03-10").await, ["Q-1"]);
    assert_eq!(numbers("order=Date%20DESC").await, ["Q-2", "Q-1"]);
    let (status, _) = books.call(Method::GET, "Quotes?where=Total%3E1", &Value::Null).await;
    assert_eq!(status, 400);
    let many: Vec<Value> = (0..100).map(|n| quote(&format!("M-{n}"), "2024-01-01")).collect();
    books.put("Quotes", json!(many)).await;
    let first = books.get("Quotes").await;
    assert_eq!((first["Quotes"].as_array().unwrap().len(), first.get("pagination")), (100, None));
    assert_eq!((numbers("page=2").await.len(), numbers("page=3").await.len()), (2, 0));
}

/// The day that it is in the sandbox.
fn today(books: &Books) -> NaiveDate {
    books.sandbox.clock().now().date_naive()
}

fn template(start: NaiveDate, unit: &str) -> Value {
    let mut template = invoice("", 30.0);
    template.as_object_mut().unwrap().remove("InvoiceNumber");
    template["Schedule"] = json!({ "Period": 1, "Unit": unit, "DueDate": 20, "DueDateType": "OFFOLLOWINGMONTH",
        "StartDate": start.to_string() });
    template
}

async fn dates(books: &Books, field: &str) -> Vec<String> {
    let listed = books.get("Invoices?page=1&order=Date").await;
    strings(&listed["Invoices"], field).into_iter().map(|date| date[..10].to_owned()).collect()
}

#[tokio::test]
async fn invoices_are_made_from_a_template_as_time_passes() {
    let books = Books::open().await;
    let first = today(&books) + Days::new(3);
    let mut sent = template(first, "WEEKLY");
    sent["ApprovedForSending"] = json!(true);
    sent["Schedule"]["EndDate"] = json!((first + Days::new(14)).to_string());
    let made = books.put("RepeatingInvoices", json!([sent])).await.remove(0);
    assert_eq!((&made["ID"], made.get("Date")), (&made["RepeatingInvoiceID"], None));
    assert_eq!(made["Schedule"]["NextScheduledDate"], made["Schedule"]["StartDate"]);
    assert_eq!(dates(&books, "DateString").await.len(), 0);
    books.later(11);
    let expected = [first, first + Days::new(7)].map(|date| date.to_string());
    assert_eq!(dates(&books, "DateString").await, expected);
    let invoice = books.get("Invoices?page=1").await["Invoices"][0].clone();
    assert_eq!((&invoice["RepeatingInvoiceID"], &invoice["SentToContact"]), (&made["ID"], &json!(true)));
    assert_eq!((&invoice["Status"], &invoice["Total"]), (&json!("AUTHORISED"), &json!(30.0)));
    assert_eq!(
        books.get(&format!("Invoices/{}/History", id(&invoice, "InvoiceID"))).await["HistoryRecords"][0]["Changes"],
        "Created"
    );
    let due = NaiveDate::parse_from_str(&dates(&books, "DueDateString").await[0], "%Y-%m-%d").unwrap();
    assert_eq!((due.day(), due.month()), (20, (first + Months::new(1)).month()));
    books.later(60);
    assert_eq!(dates(&books, "DateString").await.len(), 3, "it ends");
    let ended = books.get("RepeatingInvoices").await["RepeatingInvoices"][0].clone();
    assert_eq!(ended["Schedule"].get("NextScheduledDate"), None);
}

#[tokio::test]
async fn days_that_were_past_make_no_invoices_and_short_months_do_not_move_the_day() {
    let books = Books::open().await;
    let start = NaiveDate::from_ymd_opt(today(&books).year() - 1, 1, 31).unwrap();
    let made = books.put("RepeatingInvoices", json!([template(start, "MONTHLY")])).await.remove(0);
    let planned = id(&made["Schedule"], "NextScheduledDate");
    assert_ne!(made["Schedule"]["StartDate"], planned.as_str());
    books.later(365);
    let made = dates(&books, "DateString").await;
    let days: Vec<u32> =
        made.iter().map(|date| NaiveDate::parse_from_str(date, "%Y-%m-%d").unwrap().day()).collect();
    assert!((12..=13).contains(&days.len()) && days.iter().all(|day| *day >= 28), "{made:?}");
    assert!(days.iter().filter(|day| **day == 31).count() >= 7, "{made:?}");
}

#[tokio::test]
async fn a_template_is_deleted_and_not_changed() {
    let books = Books::open().await;
    let start = today(&books) + Days::new(1);
    let made = books.put("RepeatingInvoices", json!([template(start, "WEEKLY")])).await.remove(0);
    let path = format!("RepeatingInvoices/{}", id(&made, "RepeatingInvoiceID"));
    let change = json!({ "RepeatingInvoices": [{ "Reference": "R" }] });
    assert!(books.refused(Method::POST, &path, change).await[0].contains("not valid after"));
    let mut whole = made.clone();
    whole["Status"] = json!("DELETED");
    assert_eq!(books.post(&path, "RepeatingInvoices", json!([whole])).await[0]["Status"], "DELETED");
    assert_eq!(books.get("RepeatingInvoices").await["RepeatingInvoices"], json!([]));
    books.later(30);
    assert_eq!(dates(&books, "DateString").await.len(), 0);
    let mut bad = template(start, "DAILY");
    let found = books.refused(Method::PUT, "RepeatingInvoices", json!({ "RepeatingInvoices": [bad] })).await;
    assert!(found[0].contains("Unit"), "{found:?}");
    bad.as_object_mut().unwrap().remove("Schedule");
    let found = books.refused(Method::PUT, "RepeatingInvoices", json!({ "RepeatingInvoices": [bad] })).await;
    assert!(found[0].contains("Schedule"), "{found:?}");
}

#[tokio::test]
async fn a_linked_transaction_is_of_the_status_of_its_documents() {
    let books = Books::open().await;
    let mut bill = invoice("B-1", 30.0);
    bill["Type"] = json!("ACCPAY");
    bill["Status"] = json!("DRAFT");
    bill["LineItems"][0]["AccountCode"] = json!("429");
    let bill = books.put("Invoices", json!([bill])).await.remove(0);
    let mut sale = invoice("INV-1", 30.0);
    sale["Status"] = json!("DRAFT");
    let sale = books.put("Invoices", json!([sale])).await.remove(0);
    let source = json!({ "SourceTransactionID": bill["InvoiceID"], "SourceLineItemID": bill["LineItems"][0]["LineItemID"] });
    let (status, made) = books.call(Method::PUT, "LinkedTransactions", &source).await;
    let made = &made["LinkedTransactions"][0];
    assert_eq!(
        (status, &made["Status"], &made["SourceTransactionTypeCode"]),
        (200, &json!("DRAFT"), &json!("ACCPAY"))
    );
    let (status, _) = books.call(Method::PUT, "LinkedTransactions", &source).await;
    assert_eq!(status, 400, "the line is linked");
    let path = format!("LinkedTransactions/{}", id(made, "LinkedTransactionID"));
    let is = async || books.get(&path).await["LinkedTransactions"][0]["Status"].as_str().unwrap().to_owned();
    let approve = async |invoice: &Value| {
        let path = format!("Invoices/{}", id(invoice, "InvoiceID"));
        books.post(&path, "Invoices", json!([{ "Status": "AUTHORISED" }])).await;
    };
    approve(&bill).await;
    assert_eq!(is().await, "APPROVED");
    let target = json!({ "LinkedTransactions": [{ "TargetTransactionID": sale["InvoiceID"] }] });
    let linked = books.call(Method::POST, &path, &target).await.1;
    assert_eq!(linked["LinkedTransactions"][0]["ContactID"], sale["Contact"]["ContactID"]);
    assert_eq!(is().await, "ONDRAFT");
    approve(&sale).await;
    assert_eq!(is().await, "BILLED");
    let found = async |query: &str| {
        books.get(&format!("LinkedTransactions?{query}")).await["LinkedTransactions"]
            .as_array()
            .unwrap()
            .len()
    };
    let contact = id(&sale["Contact"], "ContactID");
    assert_eq!(
        (found(&format!("ContactID={contact}&Status=BILLED")).await, found("Status=DRAFT").await),
        (1, 0)
    );
    assert_eq!(books.call(Method::DELETE, &path, &Value::Null).await.0, 400, "it is billed");
    books.post("Invoices/INV-1", "Invoices", json!([{ "Status": "VOIDED" }])).await;
    assert_eq!(is().await, "APPROVED");
    assert_eq!(books.call(Method::DELETE, &path, &Value::Null).await.0, 204);
    assert_eq!(books.call(Method::GET, &path, &Value::Null).await.0, 404);
}

#[tokio::test]
async fn what_does_not_fit_is_not_linked() {
    let books = Books::open().await;
    let mut bill = invoice("B-1", 30.0);
    bill["Type"] = json!("ACCPAY");
    bill["LineItems"][0]["AccountCode"] = json!("429");
    let bill = books.put("Invoices", json!([bill])).await.remove(0);
    let sale = books.approved("INV-1", 30.0).await;
    let line = |invoice: &Value| invoice["LineItems"][0]["LineItemID"].clone();
    let good = json!({ "SourceTransactionID": bill["InvoiceID"], "SourceLineItemID": line(&bill) });
    let refused = async |field: &str, value: Value| {
        let mut sent = good.clone();
        sent[field] = value;
        books.refused(Method::PUT, "LinkedTransactions", sent).await
    };
    assert!(refused("SourceLineItemID", line(&sale)).await[0].contains("do not match"));
    assert!(refused("TargetTransactionID", bill["InvoiceID"].clone()).await[0].contains("no sales invoice"));
    assert!(refused("ContactID", json!(books.tenant())).await[0].contains("no contact"));
    let mut sent = good.clone();
    sent["TargetTransactionID"] = sale["InvoiceID"].clone();
    sent["TargetLineItemID"] = line(&bill);
    assert!(books.refused(Method::PUT, "LinkedTransactions", sent).await[0].contains("TargetLineItemID"));
}

#[tokio::test]
async fn receipts_are_handed_in_with_a_claim() {
    let books = Books::open().await;
    let users = books.get("Users").await["Users"].clone();
    let receipt = |user: usize| {
        json!({
            "User": { "UserID": users[user]["UserID"] }, "Contact": { "Name": "Example Shop" }, "LineAmountTypes": "Inclusive",
            "LineItems": [{ "Description": "Paper", "UnitAmount": 11.5, "AccountCode": "429" }],
        })
    };
    let made = books.put("Receipts", json!([receipt(0), receipt(0), receipt(1)])).await;
    assert_eq!(strings(&json!(made), "ReceiptNumber"), ["1", "2", "1"]);
    assert_eq!((&made[0]["TotalTax"], &made[0]["Status"]), (&json!(1.5), &json!("DRAFT")));
    assert_eq!(made[0]["User"], users[0]);
    let claim = |numbers: &[usize]| {
        let receipts: Vec<_> =
            numbers.iter().map(|n| json!({ "ReceiptID": made[*n]["ReceiptID"] })).collect();
        json!({ "User": { "UserID": users[0]["UserID"] }, "Receipts": receipts })
    };
    let foreign = json!({ "ExpenseClaims": [claim(&[0, 2])] });
    assert!(books.refused(Method::PUT, "ExpenseClaims", foreign).await[0].contains("no draft receipt"));
    let handed = books.put("ExpenseClaims", json!([claim(&[0, 1])])).await.remove(0);
    assert_eq!(
        (&handed["Total"], &handed["AmountDue"], &handed["Status"]),
        (&json!(23.0), &json!(23.0), &json!("SUBMITTED"))
    );
    assert_eq!(strings(&handed["Receipts"], "Status"), ["SUBMITTED", "SUBMITTED"]);
    assert_eq!(books.get("Receipts").await["Receipts"].as_array().unwrap().len(), 1, "drafts only");
    let first = format!("Receipts/{}", id(&made[0], "ReceiptID"));
    let late = json!({ "Receipts": [{ "Reference": "R" }] });
    assert!(books.refused(Method::POST, &first, late).await[0].contains("valid status"));
    let path = format!("ExpenseClaims/{}", id(&handed, "ExpenseClaimID"));
    let approved = books.post(&path, "ExpenseClaims", json!([{ "Status": "AUTHORISED" }])).await.remove(0);
    assert!(approved["ReportingDate"].is_string());
    assert_eq!(books.get(&first).await["Receipts"][0]["Status"], "AUTHORISED");
    let back = json!({ "ExpenseClaims": [{ "Status": "SUBMITTED" }] });
    assert!(books.refused(Method::POST, &path, back).await[0].contains("not valid after"));
    let listed = books.get("ExpenseClaims?where=User.EmailAddress%3D%3D%22user%40example.com%22").await;
    assert_eq!(listed["ExpenseClaims"][0]["Receipts"], json!([]));
    let empty = json!({ "ExpenseClaims": [{ "User": { "UserID": "x" } }] });
    assert_eq!(books.refused(Method::PUT, "ExpenseClaims", empty).await.len(), 3);
}
