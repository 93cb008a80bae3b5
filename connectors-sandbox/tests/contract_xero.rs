//! The sandbox's Xero, held against Xero's own description.
#![allow(clippy::unwrap_used, reason = "tests")]

#[allow(dead_code, reason = "each test file uses its part")]
mod support;

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Books, contract, invoice};

/// Uses every resource in every way, well and badly.
async fn use_everything(books: &Books) {
    let contact = json!([{
        "Name": "Example Ltd", "ContactNumber": "1", "EmailAddress": "a@example.com", "DefaultCurrency": "NZD",
        "Addresses": [{ "AddressType": "POBOX", "City": "Wellington" }],
        "Phones": [{ "PhoneType": "MOBILE", "PhoneNumber": "555" }],
        "ContactPersons": [{ "FirstName": "Ada", "EmailAddress": "ada@example.com" }],
        "PaymentTerms": { "Sales": { "Day": 20, "Type": "OFFOLLOWINGMONTH" } },
    }]);
    books.put("Contacts", contact).await;
    books.refused(Method::PUT, "Contacts", json!({ "Contacts": [{ "Name": "Example Ltd" }] })).await;
    let mut full = invoice("INV-1", 10.0);
    full["LineAmountTypes"] = json!("Exclusive");
    full["ExpectedPaymentDate"] = json!("2024-04-01");
    full["LineItems"] =
        json!([{ "ItemCode": "HOURS", "Quantity": 2, "DiscountRate": 5 }, { "Description": "Words" }]);
    books.put("Invoices", json!([full, invoice("INV-2", 20.0)])).await;
    let mixed = json!({ "Invoices": [invoice("INV-2", 1.0), invoice("INV-3", 1.0)] });
    books.call(Method::PUT, "Invoices?summarizeErrors=false", &mixed).await;
    books.call(Method::PUT, "Invoices", &mixed).await;
    books.post("Invoices", "Invoices", json!([invoice("INV-3", 2.0)])).await;
    books.post("Invoices/INV-3", "Invoices", json!([{ "Status": "VOIDED" }])).await;
    let pay = json!([{ "Invoice": { "InvoiceNumber": "INV-2" }, "Account": { "Code": "090" }, "Amount": 20, "Date": "2024-03-10" }]);
    let paid = books.put("Payments", pay.clone()).await;
    books.refused(Method::PUT, "Payments", json!({ "Payments": pay })).await;
    books.call(Method::PUT, "Payments?summarizeErrors=false", &json!({ "Payments": pay })).await;
    use_documents(books).await;
    let tracking = books.get("TrackingCategories?includeArchived=true").await;
    let category = tracking["TrackingCategories"][0]["TrackingCategoryID"].as_str().unwrap();
    books.get(&format!("TrackingCategories/{category}")).await;
    let lists = [
        "Contacts",
        "Contacts?page=1",
        "Contacts?summaryOnly=true",
        "Invoices",
        "Invoices?page=1&pageSize=2",
        "Invoices?summaryOnly=true",
        "Payments",
        "Payments?page=1",
        "Items",
        "Accounts",
        "TaxRates",
        "TrackingCategories",
        "Organisation",
        "Contacts/1",
        "Invoices/INV-1",
        "Invoices/INV-2",
        "Items/HOURS",
        "TaxRates/OUTPUT2",
        "Invoices/INV-1/OnlineInvoice",
    ];
    for path in lists {
        books.get(path).await;
    }
    let payment = format!("Payments/{}", paid[0]["PaymentID"].as_str().unwrap());
    books.get(&payment).await;
    books.call(Method::POST, &payment, &json!({ "Status": "DELETED" })).await;
    let account = books
        .call(Method::PUT, "Accounts", &json!({ "Code": "201", "Name": "Services", "Type": "SALES" }))
        .await
        .1;
    let account = format!("Accounts/{}", account["Accounts"][0]["AccountID"].as_str().unwrap());
    books.get(&account).await;
    books.call(Method::PUT, "Accounts", &json!({ "Code": "201", "Name": "Services", "Type": "SALES" })).await;
    books.post(&account, "Accounts", json!([{ "Code": "202", "Name": "Services" }])).await;
    books.call(Method::DELETE, &account, &Value::Null).await;
    let item =
        books.put("Items", json!([{ "Code": "A", "Name": "A", "SalesDetails": { "UnitPrice": 1.5 } }])).await;
    let item = format!("Items/{}", item[0]["ItemID"].as_str().unwrap());
    books.get(&item).await;
    books.call(Method::PUT, "Items?summarizeErrors=false", &json!({ "Items": [{ "Code": "A" }] })).await;
    books
        .post(
            &item,
            "Items",
            json!([{ "Code": "A", "PurchaseDetails": { "UnitPrice": 1, "AccountCode": "310" } }]),
        )
        .await;
    books.call(Method::DELETE, &item, &Value::Null).await;
    let rate = json!([{ "Name": "City", "TaxComponents": [{ "Name": "A", "Rate": 5 }] }]);
    books.put("TaxRates", rate).await;
    books
        .post("TaxRates", "TaxRates", json!([{ "Name": "City", "TaxType": "TAX001", "Status": "ARCHIVED" }]))
        .await;
    books.call(Method::PUT, "TaxRates", &json!({ "TaxRates": [{}] })).await;
    books.call(Method::POST, "Invoices/INV-1/Email", &json!({})).await;
    books.request(Method::GET, "/api.xro/2.0/Invoices/INV-1/pdf").send().await.unwrap();
    let connections =
        books.raw(Method::GET, "/connections").send().await.unwrap().json::<Value>().await.unwrap();
    let connection = format!("/connections/{}", connections[0]["id"].as_str().unwrap());
    books.raw(Method::DELETE, &connection).send().await.unwrap();
}

/// Credit notes, purchase orders and bank transactions.
async fn use_documents(books: &Books) {
    let mut note = invoice("", 30.0);
    note["Type"] = json!("ACCRECCREDIT");
    note["CreditNoteNumber"] = json!("CN-1");
    note.as_object_mut().unwrap().remove("InvoiceNumber");
    let order = json!({
        "PurchaseOrderNumber": "PO-1", "DeliveryDate": "2024-04-01", "Contact": { "Name": "Example Ltd" },
        "LineItems": [{ "ItemCode": "DEVICE", "Quantity": 4 }],
    });
    let spent = json!({
        "Type": "SPEND", "Contact": { "Name": "Example Ltd" }, "BankAccount": { "Code": "090" },
        "LineItems": [{ "Description": "Fee", "UnitAmount": 20, "AccountCode": "429" }],
    });
    let kinds = [
        ("CreditNotes", "CreditNoteID", note),
        ("PurchaseOrders", "PurchaseOrderID", order),
        ("BankTransactions", "BankTransactionID", spent),
    ];
    for (plural, id, document) in kinds {
        let made = books.put(plural, json!([document])).await;
        let path = format!("{plural}/{}", made[0][id].as_str().unwrap());
        books.get(&path).await;
        let mut bad = document.clone();
        bad["LineItems"] = json!([]);
        let mixed = json!({ plural: [document, bad] });
        books.call(Method::PUT, &format!("{plural}?summarizeErrors=false"), &mixed).await;
        books.call(Method::PUT, plural, &mixed).await;
        books.post(plural, plural, json!([document])).await;
        books.post(&path, plural, json!([{ "Reference": "x" }])).await;
        books.get(plural).await;
        books.get(&format!("{plural}?page=1")).await;
    }
    let note = format!(
        "CreditNotes/{}",
        books.get("CreditNotes/CN-1").await["CreditNotes"][0]["CreditNoteID"].as_str().unwrap()
    );
    let open = json!({ "InvoiceID": books.approved("INV-9", 20.0).await["InvoiceID"] });
    let allocations = json!([{ "Invoice": open, "Amount": 20, "Date": "2024-04-01" }]);
    let path = format!("{note}/Allocations");
    let made = books.call(Method::PUT, &path, &json!({ "Allocations": allocations })).await.1;
    books.refused(Method::PUT, &path, json!({ "Allocations": allocations })).await;
    books.get(&note).await;
    books.get("Invoices/INV-9").await;
    let allocation = made["Allocations"][0]["AllocationID"].as_str().unwrap();
    books.call(Method::DELETE, &format!("{path}/{allocation}"), &Value::Null).await;
}

#[tokio::test]
async fn answers_are_as_xero_describes_them() -> Result<(), Box<dyn std::error::Error>> {
    contract::answers([], use_everything).await
}
