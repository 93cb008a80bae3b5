//! What hangs on records, what organisations are set up with, quotes, templates, links and claims, held against Xero's
//! own description.
#![allow(clippy::unwrap_used, reason = "tests")]

#[allow(dead_code, reason = "each test file uses its part")]
mod support;

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Books, contract, invoice};

fn id(record: &Value, field: &str) -> String {
    record[field].as_str().unwrap().to_owned()
}

/// Calls in every way, well and badly; `path` is of one record.
async fn attach(books: &Books, path: &str) {
    let files = format!("/api.xro/2.0/{path}/Attachments");
    for (method, body) in [(Method::PUT, "file"), (Method::POST, "another"), (Method::PUT, "")] {
        let request = books.request(method, &format!("{files}/a%20b.txt?IncludeOnline=true")).body(body);
        request.header("content-type", "text/plain").send().await.unwrap();
    }
    books.get(&format!("{path}/Attachments")).await;
    // The description knows answers of this type only, whatever the file is.
    books.request(Method::PUT, &format!("{files}/a.bin")).body("x").send().await.unwrap();
    books.request(Method::GET, &format!("{files}/a.bin")).send().await.unwrap();
}

async fn note(books: &Books, path: &str) {
    let described = !path.starts_with("Items") && !path.starts_with("ExpenseClaims");
    let path = format!("{path}/History");
    books.call(Method::PUT, &path, &json!({ "HistoryRecords": [{ "Details": "Called" }] })).await;
    if described {
        // Of these two the description does not know that a note can be refused.
        books.call(Method::PUT, &path, &json!({ "HistoryRecords": [{}] })).await;
    }
    assert_eq!(books.get(&path).await["HistoryRecords"][0]["Changes"], "Note");
}

#[tokio::test]
async fn files_notes_and_paper_are_as_xero_describes_them() -> Result<(), Box<dyn std::error::Error>> {
    contract::answers([], async |books: &Books| {
        let paid = books.approved("INV-1", 20.0).await;
        let invoice_path = format!("Invoices/{}", id(&paid, "InvoiceID"));
        let contact = format!("Contacts/{}", id(&paid["Contact"], "ContactID"));
        let pay =
            json!([{ "Invoice": { "InvoiceNumber": "INV-1" }, "Account": { "Code": "090" }, "Amount": 5 }]);
        let payment = format!("Payments/{}", id(&books.put("Payments", pay).await[0], "PaymentID"));
        let item = format!("Items/{}", id(&books.get("Items").await["Items"][0], "ItemID"));
        let account = format!("Accounts/{}", id(&books.get("Accounts").await["Accounts"][2], "AccountID"));
        let mut credit = invoice("", 30.0);
        credit["Type"] = json!("ACCRECCREDIT");
        credit.as_object_mut().unwrap().remove("InvoiceNumber");
        let order = json!({ "Contact": { "Name": "Example Ltd" }, "LineItems": [{ "ItemCode": "DEVICE" }] });
        let mut spent = order.clone();
        spent["Type"] = json!("SPEND");
        spent["BankAccount"] = json!({ "Code": "090" });
        let mut repeating = invoice("", 30.0);
        repeating["Schedule"] =
            json!({ "Period": 1, "Unit": "MONTHLY", "DueDate": 20, "DueDateType": "OFFOLLOWINGMONTH" });
        let user = id(&books.get("Users").await["Users"][0], "UserID");
        let mut receipt = order.clone();
        receipt["User"] = json!({ "UserID": user });
        receipt["LineItems"][0]["AccountCode"] = json!("429");
        let mut paths = vec![invoice_path, contact, payment, item, account];
        for (plural, field, document) in [
            ("CreditNotes", "CreditNoteID", credit),
            ("PurchaseOrders", "PurchaseOrderID", order.clone()),
            ("Quotes", "QuoteID", order),
            ("BankTransactions", "BankTransactionID", spent),
            ("RepeatingInvoices", "RepeatingInvoiceID", repeating),
            ("Receipts", "ReceiptID", receipt),
        ] {
            paths.push(format!("{plural}/{}", id(&books.put(plural, json!([document])).await[0], field)));
        }
        for path in paths {
            let kind = path.split('/').next().unwrap_or_default().to_owned();
            if !matches!(kind.as_str(), "Payments" | "Items") {
                attach(books, &path).await;
            }
            if kind != "Accounts" {
                note(books, &path).await;
            }
            if matches!(kind.as_str(), "Invoices" | "CreditNotes" | "PurchaseOrders" | "Quotes") {
                let paper =
                    books.request(Method::GET, &format!("/api.xro/2.0/{path}/pdf")).send().await.unwrap();
                assert_eq!(paper.status(), 200);
            }
            books.get(&path).await;
        }
        books.call(Method::POST, "Invoices/INV-1/Email", &json!({})).await;
        books.get("Invoices/INV-1/OnlineInvoice").await;
        let missing = format!("Contacts/{user}/History");
        assert_eq!(books.call(Method::GET, &missing, &Value::Null).await.0, 404);
    })
    .await
}

#[tokio::test]
async fn settings_are_as_xero_describes_them() -> Result<(), Box<dyn std::error::Error>> {
    contract::answers([], async |books: &Books| {
        let members = books.put("Contacts", json!([{ "Name": "A" }, { "Name": "B" }])).await;
        let ids = json!([{ "ContactID": members[0]["ContactID"] }, { "ContactID": members[1]["ContactID"] }]);
        let group = books.put("ContactGroups", json!([{ "Name": "VIP" }])).await.remove(0);
        let group = format!("ContactGroups/{}", id(&group, "ContactGroupID"));
        books.refused(Method::PUT, "ContactGroups", json!({ "ContactGroups": [{ "Name": "VIP" }] })).await;
        books.call(Method::PUT, &format!("{group}/Contacts"), &json!({ "Contacts": ids })).await;
        books.call(Method::PUT, &format!("{group}/Contacts"), &json!({ "Contacts": [{}] })).await;
        books.get(&group).await;
        books.get("ContactGroups?where=Name%3D%3D%22VIP%22&order=Name").await;
        books.get("Contacts?page=1").await;
        let member = id(&members[0], "ContactID");
        books.get(&format!("Contacts/{member}")).await;
        books.get(&format!("Contacts/{member}/CISSettings")).await;
        books.call(Method::DELETE, &format!("{group}/Contacts/{member}"), &Value::Null).await;
        books.call(Method::DELETE, &format!("{group}/Contacts"), &Value::Null).await;
        books.post(&group, "ContactGroups", json!([{ "Name": "VIPs", "Status": "DELETED" }])).await;

        let made = books.call(Method::PUT, "TrackingCategories", &json!({ "Name": "Team" })).await.1;
        let category = format!("TrackingCategories/{}", id(&made["TrackingCategories"][0], "TrackingCategoryID"));
        books.call(Method::PUT, "TrackingCategories", &json!({ "Name": "Third" })).await;
        books.call(Method::POST, &category, &json!({ "Name": "Teams" })).await;
        let options = format!("{category}/Options");
        let option = books.call(Method::PUT, &options, &json!({ "Name": "Red" })).await.1;
        let option = format!("{options}/{}", id(&option["Options"][0], "TrackingOptionID"));
        books.call(Method::PUT, &options, &json!({ "Name": "Red" })).await;
        books.call(Method::POST, &option, &json!({ "Name": "Blue", "Status": "ARCHIVED" })).await;
        books.get(&category).await;
        books.get("TrackingCategories?includeArchived=true").await;
        books.call(Method::DELETE, &option, &Value::Null).await;
        books.call(Method::DELETE, &category, &Value::Null).await;

        books.call(Method::PUT, "Currencies", &json!({ "Code": "SGD", "Description": "Singapore Dollar" })).await;
        books.get("Currencies?where=Code%3D%3D%22SGD%22").await;
        let themes = books.get("BrandingThemes").await;
        let theme = format!("BrandingThemes/{}", id(&themes["BrandingThemes"][0], "BrandingThemeID"));
        books.get(&theme).await;
        let service = json!([{ "PaymentServiceName": "Pay", "PaymentServiceUrl": "https://pay.example.com/", "PayNowText": "Pay" }]);
        let service = books.put("PaymentServices", service).await.remove(0);
        books.refused(Method::PUT, "PaymentServices", json!({ "PaymentServices": [{}] })).await;
        let path = format!("{theme}/PaymentServices");
        let named = json!([{ "PaymentServiceID": service["PaymentServiceID"] }]);
        books.post(&path, "PaymentServices", named).await;
        books.get(&path).await;
        books.get("PaymentServices").await;
        let users = books.get("Users?order=LastName").await;
        books.get(&format!("Users/{}", id(&users["Users"][0], "UserID"))).await;
        books.get("Organisation/Actions").await;
        books.get(&format!("Organisation/{}/CISSettings", books.tenant())).await;
        books.get("InvoiceReminders/Settings").await;
        let budgets = books.get("Budgets").await;
        books.get(&format!("Budgets/{}", id(&budgets["Budgets"][0], "BudgetID"))).await;
    })
    .await
}

#[tokio::test]
async fn quotes_templates_links_and_claims_are_as_xero_describes_them()
-> Result<(), Box<dyn std::error::Error>> {
    contract::answers([], async |books: &Books| {
        let quote = json!({
            "Contact": { "Name": "Example Ltd" }, "Date": "2024-03-01", "ExpiryDate": "2024-04-01", "Title": "Offer",
            "LineAmountTypes": "INCLUSIVE", "LineItems": [{ "ItemCode": "HOURS", "DiscountRate": 5 }],
        });
        let bad = json!({ "Contact": { "Name": "Example Ltd" } });
        let made = books.put("Quotes", json!([quote])).await.remove(0);
        books.call(Method::PUT, "Quotes?summarizeErrors=false", &json!({ "Quotes": [quote, bad] })).await;
        books.call(Method::PUT, "Quotes", &json!({ "Quotes": [quote, bad] })).await;
        books.post("Quotes", "Quotes", json!([{ "QuoteNumber": "QU-0001", "Reference": "R" }])).await;
        books.post(&format!("Quotes/{}", id(&made, "QuoteID")), "Quotes", json!([{ "Status": "SENT" }])).await;
        books.get("Quotes").await;

        let mut template = invoice("", 30.0);
        template["Schedule"] = json!({ "Period": 2, "Unit": "WEEKLY", "DueDate": 10, "DueDateType": "DAYSAFTERBILLDATE",
            "EndDate": "2099-01-01" });
        let made = books.put("RepeatingInvoices", json!([template])).await.remove(0);
        books.call(Method::PUT, "RepeatingInvoices", &json!({ "RepeatingInvoices": [invoice("", 1.0)] })).await;
        books.post("RepeatingInvoices?summarizeErrors=false", "RepeatingInvoices", json!([template])).await;
        books.get("RepeatingInvoices").await;
        books.get("Invoices?page=1").await;
        let made = format!("RepeatingInvoices/{}", id(&made, "RepeatingInvoiceID"));
        books.get(&made).await;
        books.post(&made, "RepeatingInvoices", json!([{ "Status": "DELETED" }])).await;
        books.refused(Method::POST, &made, json!({ "RepeatingInvoices": [{ "Reference": "x" }] })).await;

        let mut bill = invoice("B-1", 30.0);
        bill["Type"] = json!("ACCPAY");
        bill["LineItems"][0]["AccountCode"] = json!("429");
        let bill = books.put("Invoices", json!([bill])).await.remove(0);
        let target = books.approved("INV-1", 30.0).await;
        let link = json!({ "SourceTransactionID": bill["InvoiceID"], "SourceLineItemID": bill["LineItems"][0]["LineItemID"] });
        let made = books.call(Method::PUT, "LinkedTransactions", &link).await.1;
        books.call(Method::PUT, "LinkedTransactions", &link).await;
        let made = format!("LinkedTransactions/{}", id(&made["LinkedTransactions"][0], "LinkedTransactionID"));
        books.post(&made, "LinkedTransactions", json!([{ "TargetTransactionID": target["InvoiceID"] }])).await;
        books.get(&made).await;
        books.get("LinkedTransactions?Status=BILLED").await;
        books.call(Method::DELETE, &made, &Value::Null).await;
        books.post("Invoices/INV-1", "Invoices", json!([{ "Status": "VOIDED" }])).await;
        books.call(Method::DELETE, &made, &Value::Null).await;

        let user = json!({ "UserID": books.get("Users").await["Users"][0]["UserID"] });
        let receipt = json!({ "User": user, "Contact": { "Name": "Example Shop" }, "LineAmountTypes": "Inclusive",
            "LineItems": [{ "Description": "Paper", "UnitAmount": 11.5, "AccountCode": "429" }] });
        let receipt = books.put("Receipts", json!([receipt])).await.remove(0);
        books.call(Method::PUT, "Receipts", &json!({ "Receipts": [{}] })).await;
        let path = format!("Receipts/{}", id(&receipt, "ReceiptID"));
        books.post(&path, "Receipts", json!([{ "Reference": "R" }])).await;
        books.get(&path).await;
        books.get("Receipts").await;
        let claim = json!({ "User": user, "Receipts": [{ "ReceiptID": receipt["ReceiptID"] }] });
        let made = books.put("ExpenseClaims", json!([claim])).await.remove(0);
        books.call(Method::PUT, "ExpenseClaims", &json!({ "ExpenseClaims": [claim] })).await;
        let made = format!("ExpenseClaims/{}", id(&made, "ExpenseClaimID"));
        books.post(&made, "ExpenseClaims", json!([{ "Status": "AUTHORISED" }])).await;
        note(books, &made).await;
        books.get(&made).await;
        books.get("ExpenseClaims?where=Status%3D%3D%22AUTHORISED%22").await;
    })
    .await
}
