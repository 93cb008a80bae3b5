//! Invoices and payments: the books must be right.
#![allow(clippy::unwrap_used, reason = "tests")]

#[allow(dead_code, reason = "each test file uses its part")]
mod support;

use connectors_sandbox::xero::PayWhat;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Books, invoice, messages, strings};

fn money(record: &Value, fields: [&str; 4]) -> [String; 4] {
    fields.map(|field| record[field].to_string())
}

const SUMS: [&str; 4] = ["SubTotal", "TotalTax", "Total", "AmountDue"];

async fn made(books: &Books, fields: Value) -> Value {
    let mut invoice = invoice("", 0.0);
    invoice.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    books.put("Invoices", json!([invoice])).await.remove(0)
}

#[tokio::test]
async fn amounts_follow_from_lines_and_tax() {
    let books = Books::open().await;
    let lines = json!([
        { "Description": "A", "Quantity": 3, "UnitAmount": 33.35, "AccountCode": "200" },
        { "Description": "B", "Quantity": "0.5", "UnitAmount": "19.99", "AccountCode": "200", "TaxType": "NONE" },
        { "Description": "Only words" },
    ]);
    let exclusive = made(&books, json!({ "LineAmountTypes": "Exclusive", "LineItems": lines })).await;
    assert_eq!(money(&exclusive, SUMS), ["110.05", "15.01", "125.06", "125.06"]);
    assert_eq!(exclusive["LineItems"][0]["TaxType"], "OUTPUT2");
    assert_eq!(exclusive["LineItems"][1]["LineAmount"].to_string(), "10.0");
    let inclusive = made(&books, json!({ "LineAmountTypes": "Inclusive", "LineItems": lines })).await;
    assert_eq!(money(&inclusive, SUMS), ["97.0", "13.05", "110.05", "110.05"]);
    let none = made(&books, json!({ "LineAmountTypes": "NoTax", "LineItems": lines })).await;
    assert_eq!(money(&none, SUMS), ["110.05", "0.0", "110.05", "110.05"]);
}

#[tokio::test]
async fn items_fill_lines_and_discounts_lower_them() {
    let books = Books::open().await;
    let lines = json!([{ "ItemCode": "hours", "Quantity": 2.5, "DiscountRate": 10 }]);
    let made = made(&books, json!({ "LineAmountTypes": "Exclusive", "LineItems": lines })).await;
    let line = &made["LineItems"][0];
    assert_eq!(
        (&line["Description"], &line["AccountCode"], &line["Item"]["Code"]),
        (&json!("Consulting per hour"), &json!("200"), &json!("HOURS"))
    );
    assert_eq!(money(&made, SUMS), ["270.0", "40.5", "310.5", "310.5"]);
    assert_eq!((&made["IsDiscounted"], made["TotalDiscount"].to_string().as_str()), (&json!(true), "30.0"));
}

#[tokio::test]
async fn unit_prices_have_two_decimals_or_four_when_asked() {
    let books = Books::open().await;
    let mut sent = invoice("INV-4", 0.0);
    sent["LineItems"][0]["UnitAmount"] = json!(1.2345);
    sent["LineItems"][0]["Quantity"] = json!(100);
    let exact = books.call(Method::PUT, "Invoices?unitdp=4", &json!({ "Invoices": [sent] })).await.1;
    assert_eq!(
        (
            exact["Invoices"][0]["LineItems"][0]["UnitAmount"].to_string(),
            exact["Invoices"][0]["Total"].to_string()
        ),
        ("1.2345".into(), "123.45".into())
    );
    let read = books.get("Invoices/INV-4").await;
    assert_eq!(
        (
            read["Invoices"][0]["LineItems"][0]["UnitAmount"].to_string(),
            read["Invoices"][0]["Total"].to_string()
        ),
        ("1.23".into(), "123.45".into())
    );
    sent["InvoiceNumber"] = json!("INV-5");
    assert_eq!(books.put("Invoices", json!([sent])).await[0]["Total"].to_string(), "123.0");
}

#[tokio::test]
async fn everything_wrong_with_an_invoice_is_said_at_once() {
    let books = Books::open().await;
    let empty = books.refused(Method::PUT, "Invoices", json!({ "Invoices": [{}] })).await;
    assert_eq!(empty.len(), 3, "{empty:?}");
    let mut bad = invoice("INV-1", 10.0);
    bad["LineItems"] = json!([
        { "Description": "A", "UnitAmount": 1, "AccountCode": "999" },
        { "Description": "B", "UnitAmount": 1, "AccountCode": "200", "ItemCode": "NOPE" },
        { "Description": "C", "UnitAmount": 1, "AccountCode": "090" },
        { "Description": "D", "UnitAmount": 1 },
        { "Quantity": 2, "UnitAmount": 5, "LineAmount": 11, "AccountCode": "200" },
    ]);
    bad["LineAmountTypes"] = json!("Exclusive");
    bad["CurrencyCode"] = json!("XXX");
    bad["DueDate"] = json!("soon");
    bad["Status"] = json!("PAID");
    let found = books.refused(Method::PUT, "Invoices", json!({ "Invoices": [bad] })).await;
    for part in [
        "999",
        "NOPE",
        "090",
        "Account code must be given",
        "does not match",
        "Description",
        "XXX",
        "DueDate",
        "PAID",
    ] {
        assert!(found.iter().any(|message| message.contains(part)), "{part}: {found:?}");
    }
    let mut wrong_tax = invoice("INV-1", 10.0);
    wrong_tax["LineAmountTypes"] = json!("Exclusive");
    wrong_tax["LineItems"][0]["TaxType"] = json!("INPUT2");
    assert!(
        books.refused(Method::PUT, "Invoices", json!({ "Invoices": [wrong_tax] })).await[0]
            .contains("INPUT2")
    );
    assert_eq!(books.get("Contacts").await["Contacts"], json!([]), "no contact was made for a bad invoice");
}

#[tokio::test]
async fn put_refuses_a_number_that_post_would_overwrite() {
    let books = Books::open().await;
    let first = books.approved("INV-1", 10.0).await;
    let again = books.refused(Method::PUT, "Invoices", json!({ "Invoices": [invoice("inv-1", 99.0)] })).await;
    assert_eq!(again, ["Invoice # must be unique."]);
    let over = books.post("Invoices", "Invoices", json!([invoice("INV-1", 99.0)])).await;
    assert_eq!((&over[0]["InvoiceID"], over[0]["Total"].to_string().as_str()), (&first["InvoiceID"], "99.0"));
    let mut bill = invoice("INV-1", 5.0);
    bill["Type"] = json!("ACCPAY");
    bill["LineItems"][0]["AccountCode"] = json!("400");
    books.put("Invoices", json!([bill])).await;
    books.put("Invoices", json!([bill])).await;
    assert_eq!(books.get("Invoices?InvoiceNumbers=INV-1").await["Invoices"].as_array().unwrap().len(), 3);
    assert_eq!(books.get("Invoices/INV-1").await["Invoices"][0]["Type"], "ACCREC");
}

#[tokio::test]
async fn one_batch_does_not_hold_a_number_twice() {
    let books = Books::open().await;
    let body = json!({ "Invoices": [invoice("INV-1", 1.0), invoice("INV-1", 2.0), invoice("INV-2", 3.0)] });
    let (status, answer) = books.call(Method::PUT, "Invoices?summarizeErrors=false", &body).await;
    assert_eq!(
        (status, strings(&answer["Invoices"], "StatusAttributeString")),
        (200, vec!["OK".into(), "ERROR".into(), "OK".into()])
    );
    assert_eq!(messages(&answer["Invoices"][1]), ["Invoice # must be unique."]);
    assert_eq!(answer["Invoices"][1]["HasErrors"], true);
    assert_eq!(books.xero.invoices().len(), 2);
}

#[tokio::test]
async fn numbers_are_given_to_sales_invoices_without_one() {
    let books = Books::open().await;
    books.approved("INV-0002", 1.0).await;
    let mut numbers = Vec::new();
    for _ in 0..2 {
        numbers.push(made(&books, json!({})).await["InvoiceNumber"].clone());
    }
    assert_eq!(numbers, ["INV-0001", "INV-0003"]);
}

#[tokio::test]
async fn the_contact_is_found_or_made() {
    let books = Books::open().await;
    let known = books.put("Contacts", json!([{ "Name": "Known", "ContactNumber": "7" }])).await.remove(0);
    let by_number = made(&books, json!({ "Contact": { "ContactNumber": "7" } })).await;
    let by_name = made(&books, json!({ "Contact": { "Name": "known" } })).await;
    let by_id = made(&books, json!({ "Contact": { "ContactID": known["ContactID"] } })).await;
    for invoice in [&by_number, &by_name, &by_id] {
        assert_eq!(invoice["Contact"]["ContactID"], known["ContactID"]);
    }
    let new = made(&books, json!({ "Contact": { "Name": "New" } })).await;
    assert_eq!(new["Contact"]["Name"], "New");
    for contact in [json!({ "ContactID": "1" }), json!({ "ContactNumber": "8" }), json!({})] {
        let mut sent = invoice("", 1.0);
        sent["Contact"] = contact;
        assert_eq!(books.refused(Method::PUT, "Invoices", json!({ "Invoices": [sent] })).await.len(), 1);
    }
    let customer = books.get("Contacts/7").await["Contacts"][0].clone();
    assert_eq!((&customer["IsCustomer"], &customer["IsSupplier"]), (&json!(true), &json!(false)));
}

#[tokio::test]
async fn statuses_follow_their_order() {
    let books = Books::open().await;
    let at = |id: &Value| format!("Invoices/{}", id["InvoiceID"].as_str().unwrap());
    let draft = made(&books, json!({ "Status": "DRAFT" })).await;
    let to = async |path: String, status: &str| {
        books.call(Method::POST, &path, &json!({ "Status": status })).await.0
    };
    assert_eq!(to(at(&draft), "VOIDED").await, 400);
    assert_eq!(to(at(&draft), "SUBMITTED").await, 200);
    assert_eq!(to(at(&draft), "DELETED").await, 200);
    assert_eq!(to(at(&draft), "DRAFT").await, 400);
    let approved = books.approved("INV-1", 10.0).await;
    assert_eq!(to(at(&approved), "DELETED").await, 400);
    assert_eq!(to(at(&approved), "DRAFT").await, 400);
    assert_eq!(to(at(&approved), "VOIDED").await, 200);
    let voided = books.get("Invoices/INV-1").await["Invoices"][0].clone();
    assert_eq!((&voided["Status"], voided["AmountDue"].to_string().as_str()), (&json!("VOIDED"), "0.0"));
    books.approved("INV-1", 10.0).await;
}

#[tokio::test]
async fn lines_with_an_id_are_changed_and_the_missing_are_dropped() {
    let books = Books::open().await;
    let lines = json!([
        { "Description": "A", "UnitAmount": 1, "AccountCode": "200" },
        { "Description": "B", "UnitAmount": 2, "AccountCode": "200" },
    ]);
    let first = made(&books, json!({ "LineItems": lines })).await;
    let id = first["LineItems"][1]["LineItemID"].clone();
    let path = format!("Invoices/{}", first["InvoiceID"].as_str().unwrap());
    let change = json!([{ "LineItems": [{ "LineItemID": id, "Quantity": 10 }, { "Description": "C", "UnitAmount": 5, "AccountCode": "200" }] }]);
    let after = books.post(&path, "Invoices", change).await.remove(0);
    assert_eq!(strings(&after["LineItems"], "Description"), ["B", "C"]);
    assert_eq!((&after["LineItems"][0]["LineItemID"], after["Total"].to_string().as_str()), (&id, "25.0"));
    assert_eq!(after["Reference"], first["Reference"]);
}

#[tokio::test]
async fn lists_show_less_the_less_is_asked_for() {
    let books = Books::open().await;
    let made = books.approved("INV-1", 10.0).await;
    assert_eq!(made["Contact"]["ContactStatus"], "ACTIVE");
    let paged = books.get("Invoices?page=1").await["Invoices"][0].clone();
    assert_eq!(
        (paged["LineItems"].as_array().unwrap().len(), paged["Contact"].get("ContactStatus")),
        (1, None)
    );
    let short = books.get("Invoices").await["Invoices"][0].clone();
    assert_eq!((&short["LineItems"], &short["Payments"]), (&json!([]), &json!([])));
    let summary = books.get("Invoices?summaryOnly=true").await["Invoices"][0].clone();
    assert_eq!((summary.get("LineItems"), summary.get("Payments")), (None, None));
    for invoice in [&made, &paged, &short, &summary] {
        assert_eq!(
            (&invoice["Date"], &invoice["DateString"]),
            (&json!("/Date(1709251200000+0000)/"), &json!("2024-03-01T00:00:00"))
        );
        assert!(invoice.as_object().unwrap().keys().all(|key| !key.starts_with('_')));
    }
}

#[tokio::test]
async fn invoices_are_filtered_by_lists_and_conditions() {
    let books = Books::open().await;
    let mut draft = invoice("INV-3", 30.0);
    draft["Status"] = json!("DRAFT");
    draft["Contact"] = json!({ "Name": "Other Ltd" });
    draft["Reference"] = json!("Deal 7");
    let made = books.put("Invoices", json!([invoice("INV-1", 10.0), invoice("INV-2", 20.0), draft])).await;
    let find = async |query: String| {
        strings(&books.get(&format!("Invoices?{query}")).await["Invoices"], "InvoiceNumber")
    };
    let id = |n: usize, field: &str| made[n].pointer(field).unwrap().as_str().unwrap().to_owned();
    assert_eq!(find("InvoiceNumbers=INV-1,INV-3".into()).await, ["INV-1", "INV-3"]);
    assert_eq!(find("Statuses=DRAFT,PAID".into()).await, ["INV-3"]);
    assert_eq!(
        find(format!("IDs={},{}", id(0, "/InvoiceID"), id(1, "/InvoiceID"))).await,
        ["INV-1", "INV-2"]
    );
    assert_eq!(find(format!("ContactIDs={}", id(2, "/Contact/ContactID"))).await, ["INV-3"]);
    assert_eq!(find("searchTerm=deal".into()).await, ["INV-3"]);
    let guid = id(2, "/Contact/ContactID");
    let encoded = |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    assert_eq!(
        find(format!("where={}", encoded(&format!("Contact.ContactID==guid(\"{guid}\") AND AmountDue>0"))))
            .await,
        ["INV-3"]
    );
    assert_eq!(
        find(format!(
            "where={}",
            encoded("Date>=DateTime(2024,3,1) AND Total<25 AND Contact.Name==\"Example Ltd\"")
        ))
        .await,
        ["INV-1", "INV-2"]
    );
    assert_eq!(find(format!("order={}", encoded("Total DESC"))).await, ["INV-3", "INV-2", "INV-1"]);
}

#[tokio::test]
async fn a_payment_settles_and_its_deletion_unsettles() {
    let books = Books::open().await;
    books.approved("INV-1", 100.10).await;
    let pay = |amount: f64| json!({ "Payments": [{ "Invoice": { "InvoiceNumber": "INV-1" }, "Account": { "Code": "090" }, "Date": "2024-03-10", "Amount": amount }] });
    let (status, first) = books.call(Method::PUT, "Payments", &pay(60.05)).await;
    assert_eq!((status, &first["Payments"][0]["PaymentType"]), (200, &json!("ACCRECPAYMENT")));
    let over = books.refused(Method::PUT, "Payments", pay(40.06)).await;
    assert!(over[0].contains("exceeds the amount outstanding"));
    assert_eq!(books.call(Method::POST, "Payments", &pay(40.05)).await.0, 200);
    let paid = books.get("Invoices/INV-1").await["Invoices"][0].clone();
    assert_eq!(
        money(&paid, ["Total", "AmountPaid", "AmountDue", "Status"]),
        ["100.1", "100.1", "0.0", "\"PAID\""]
    );
    assert_eq!(
        (paid["Payments"].as_array().unwrap().len(), &paid["FullyPaidOnDate"]),
        (2, &json!("/Date(1710028800000+0000)/"))
    );
    assert!(books.refused(Method::PUT, "Payments", pay(1.0)).await[0].contains("status"));
    assert_eq!(books.call(Method::POST, "Invoices/INV-1", &json!({ "Reference": "x" })).await.0, 400);

    let path = format!("Payments/{}", first["Payments"][0]["PaymentID"].as_str().unwrap());
    assert_eq!(books.call(Method::POST, &path, &json!({ "Status": "DELETED" })).await.0, 200);
    assert_eq!(books.call(Method::POST, &path, &json!({ "Status": "DELETED" })).await.0, 400);
    let back = books.get("Invoices/INV-1").await["Invoices"][0].clone();
    assert_eq!(
        money(&back, ["Total", "AmountPaid", "AmountDue", "Status"]),
        ["100.1", "40.05", "60.05", "\"AUTHORISED\""]
    );
    assert_eq!((back["Payments"].as_array().unwrap().len(), back.get("FullyPaidOnDate")), (1, None));
    assert_eq!(books.call(Method::POST, "Invoices/INV-1", &json!({ "Status": "VOIDED" })).await.0, 400);
    let list = books.get("Payments?where=Status%3D%3D%22AUTHORISED%22%20AND%20Invoice.InvoiceNumber%3D%3D%22INV-1%22&page=1").await;
    assert_eq!(
        (list["Payments"].as_array().unwrap().len(), &list["Payments"][0]["Invoice"]["InvoiceNumber"]),
        (1, &json!("INV-1"))
    );
}

#[tokio::test]
async fn a_payment_needs_an_invoice_an_account_and_an_amount() {
    let books = Books::open().await;
    assert_eq!(books.refused(Method::PUT, "Payments", json!({ "Payments": [{}] })).await.len(), 3);
    books.approved("INV-1", 10.0).await;
    let mut payment =
        json!({ "Invoice": { "InvoiceNumber": "INV-1" }, "Account": { "Code": "200" }, "Amount": 1 });
    assert!(
        books.refused(Method::PUT, "Payments", json!({ "Payments": [payment] })).await[0]
            .contains("not enabled")
    );
    payment["Account"]["Code"] = json!("880");
    books.put("Payments", json!([payment])).await;
}

#[tokio::test]
async fn the_bookkeeper_pays_behind_the_apis_back() {
    let books = Books::open().await;
    for number in 1..=4 {
        books.approved(&format!("INV-{number}"), 10.5).await;
    }
    let paid = books.xero.pay(&PayWhat::Fraction(0.5)).unwrap();
    let paid: Vec<_> =
        paid.iter().map(|paid| (paid.invoice_number.as_str(), paid.amount.to_string())).collect();
    assert_eq!(paid, [("INV-1", "10.5".to_owned()), ("INV-2", "10.5".to_owned())]);
    let control = async |body: Value| {
        let url = format!("{}/_sandbox/xero/pay", books.sandbox.url("xero"));
        crate::support::answer(reqwest::Client::new().post(url).json(&body).send().await.unwrap()).await
    };
    let part = control(json!({ "part": { "invoice": "INV-3", "amount": 0.5 } })).await;
    assert_eq!(part, (200, json!({ "paid": [{ "invoice_number": "INV-3", "amount": 0.5 }] })));
    assert_eq!(control(json!({ "invoices": ["INV-4"] })).await.0, 200);
    assert_eq!(control(json!({ "invoices": ["INV-4"] })).await.0, 400, "paid already");
    assert_eq!(control(json!({ "everything": true })).await.0, 400);
    let statuses = strings(&books.get("Invoices?order=InvoiceNumber").await["Invoices"], "Status");
    assert_eq!(statuses, ["PAID", "PAID", "AUTHORISED", "PAID"]);
}

#[tokio::test]
async fn an_invoice_comes_as_pdf_by_mail_and_online() {
    let books = Books::open().await;
    books.approved("INV-1", 10.0).await;
    let by_path = books.request(Method::GET, "/api.xro/2.0/Invoices/INV-1/pdf").send().await.unwrap();
    assert_eq!(by_path.headers()["content-type"], "application/pdf");
    let bytes = by_path.bytes().await.unwrap();
    assert!(bytes.starts_with(b"%PDF-1.4") && bytes.ends_with(b"%%EOF\n"));
    let by_accept =
        books.raw(Method::GET, "/api.xro/2.0/Invoices/INV-1").header("xero-tenant-id", books.tenant());
    let by_accept = by_accept.header("accept", "application/pdf").send().await.unwrap();
    assert_eq!(by_accept.bytes().await.unwrap(), bytes);

    assert_eq!(books.call(Method::POST, "Invoices/INV-1/Email", &json!({})).await, (204, json!("")));
    assert_eq!(books.get("Invoices/INV-1").await["Invoices"][0]["SentToContact"], true);
    let online = books.get("Invoices/INV-1/OnlineInvoice").await;
    assert!(online["OnlineInvoices"][0]["OnlineInvoiceUrl"].is_string());
}

#[tokio::test]
async fn balances_are_what_is_due() {
    let books = Books::open().await;
    books.approved("INV-1", 10.0).await;
    let mut later = invoice("INV-2", 5.0);
    later["DueDate"] = json!("2999-01-01");
    books.put("Invoices", json!([later])).await;
    let contact = books.get("Contacts").await["Contacts"][0].clone();
    let due = json!({ "Outstanding": 15.0, "Overdue": 10.0 });
    assert_eq!(contact["Balances"]["AccountsReceivable"], due);
}
