//! Books that are kept at random balance; and a few that are looked at line by line.

mod random;

use http::Method;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::super::in_process::InProcess;
use super::super::wire::text;
use super::{BASES, Basis};

fn d(text: &str) -> Decimal {
    text.parse().unwrap()
}

/// The balances by account code that are not nothing.
fn balances(world: &InProcess, basis: Basis) -> Vec<(String, Decimal)> {
    let mut balances: Vec<(String, Decimal)> = Vec::new();
    world.books(|books| {
        for line in books.ledgers.on(basis).postings().iter().flat_map(|posting| &posting.lines) {
            let code = text(books.accounts.get(&line.account).unwrap(), "Code").to_owned();
            match balances.iter_mut().find(|(known, _)| *known == code) {
                Some((_, sum)) => *sum += line.net,
                None => balances.push((code, line.net)),
            }
        }
    });
    balances.retain(|(_, sum)| !sum.is_zero());
    balances.sort();
    balances
}

fn expect(world: &InProcess, basis: Basis, expected: &[(&str, &str)]) {
    let expected: Vec<_> = expected.iter().map(|(code, sum)| ((*code).to_owned(), d(sum))).collect();
    assert_eq!(balances(world, basis), expected);
}

fn document(kind: &str, amount: f64, code: &str) -> Value {
    json!({
        "Type": kind, "Status": "AUTHORISED", "Contact": { "Name": "Example Ltd" }, "Date": "2024-05-02",
        "LineItems": [{ "Description": "Work", "UnitAmount": amount, "AccountCode": code }],
    })
}

fn id<'a>(record: &'a Value, field: &str) -> &'a str {
    record[field].as_str().unwrap()
}

#[test]
fn a_sale_is_receivable_then_at_the_bank_and_its_tax_is_owed() {
    let world = InProcess::new();
    let invoice = world.put("Invoices", &document("ACCREC", 100.0, "200"));
    expect(&world, Basis::Accrual, &[("200", "-100"), ("610", "115"), ("820", "-15")]);
    expect(&world, Basis::Cash, &[]);
    let pay = json!({ "Invoice": { "InvoiceID": invoice["InvoiceID"] }, "Account": { "Code": "090" }, "Amount": 46 });
    let payment = world.put("Payments", &pay);
    expect(&world, Basis::Accrual, &[("090", "46"), ("200", "-100"), ("610", "69"), ("820", "-15")]);
    expect(&world, Basis::Cash, &[("090", "46"), ("200", "-40"), ("820", "-6")]);
    let path = format!("Payments/{}", id(&payment, "PaymentID"));
    assert_eq!(world.call(Method::POST, &path, &json!({ "Status": "DELETED" })).0, 200);
    world.post(
        &format!("Invoices/{}", id(&invoice, "InvoiceID")),
        "Invoices",
        &json!({ "Status": "VOIDED" }),
    );
    expect(&world, Basis::Accrual, &[]);
    expect(&world, Basis::Cash, &[]);
    let kinds: Vec<&str> = world
        .books(|books| books.ledgers.on(Basis::Accrual).entries().iter().map(|it| it.posting.kind).collect());
    assert_eq!(
        kinds,
        ["ACCREC", "ACCRECPAYMENT", "ACCRECPAYMENT", "ACCREC"],
        "nothing is taken out of the ledger"
    );
}

#[test]
fn a_credit_note_turns_a_bill_around_and_its_allocation_moves_nothing() {
    let world = InProcess::new();
    let bill = world.put("Invoices", &document("ACCPAY", 200.0, "310"));
    let note = world.put("CreditNotes", &document("ACCPAYCREDIT", 100.0, "310"));
    let expected = [("310", "100"), ("800", "-115"), ("820", "15")];
    expect(&world, Basis::Accrual, &expected);
    let allocation =
        json!({ "Invoice": { "InvoiceID": bill["InvoiceID"] }, "Amount": 115, "Date": "2024-05-09" });
    world.call(
        Method::PUT,
        &format!("CreditNotes/{}/Allocations", id(&note, "CreditNoteID")),
        &json!({ "Allocations": [allocation] }),
    );
    expect(&world, Basis::Accrual, &expected);
    let refund =
        json!({ "Invoice": { "InvoiceID": bill["InvoiceID"] }, "Account": { "Code": "090" }, "Amount": 115 });
    world.put("Payments", &refund);
    expect(&world, Basis::Accrual, &[("090", "-115"), ("310", "100"), ("820", "15")]);
    expect(&world, Basis::Cash, &[("090", "-115"), ("310", "100"), ("820", "15")]);
}

#[test]
fn a_prepayment_leaves_its_account_as_it_is_allocated() {
    let world = InProcess::new();
    let mut ahead = document("RECEIVE-PREPAYMENT", 100.0, "835");
    ahead["BankAccount"] = json!({ "Code": "090" });
    ahead.as_object_mut().unwrap().remove("Status");
    let ahead = world.put("BankTransactions", &ahead);
    expect(&world, Basis::Accrual, &[("090", "115"), ("820", "-15"), ("835", "-100")]);
    let invoice = world.put("Invoices", &document("ACCREC", 100.0, "200"));
    let allocations = format!("Prepayments/{}/Allocations", id(&ahead, "PrepaymentID"));
    for amount in ["38.33", "38.33", "38.34"] {
        let amount: f64 = amount.parse().unwrap();
        let allocation = json!({ "Invoice": { "InvoiceID": invoice["InvoiceID"] }, "Amount": amount, "Date": "2024-05-09" });
        let (status, answer) = world.call(Method::PUT, &allocations, &json!({ "Allocations": [allocation] }));
        assert_eq!(status, 200, "{answer}");
    }
    let settled = [("090", "115"), ("200", "-100"), ("820", "-15")];
    expect(&world, Basis::Accrual, &settled);
    expect(&world, Basis::Cash, &settled);
    let first =
        world.get(&format!("Prepayments/{}", id(&ahead, "PrepaymentID")))["Prepayments"][0]["Allocations"][0]
            .clone();
    world.call(Method::DELETE, &format!("{allocations}/{}", id(&first, "AllocationID")), &Value::Null);
    let back = balances(&world, Basis::Accrual);
    assert!(back.contains(&("610".to_owned(), d("38.33"))), "{back:?}");
    assert!(back.contains(&("835".to_owned(), d("-33.33"))), "{back:?}");
}

#[test]
fn between_rates_of_a_foreign_currency_something_is_won_or_lost() {
    let world = InProcess::new();
    let mut invoice = document("ACCREC", 100.0, "200");
    invoice["LineAmountTypes"] = json!("NoTax");
    invoice["CurrencyCode"] = json!("USD");
    invoice["CurrencyRate"] = json!(0.75);
    let invoice = world.put("Invoices", &invoice);
    expect(&world, Basis::Accrual, &[("200", "-133.33"), ("610", "133.33")]);
    for (amount, rate) in [(50.0, 0.8), (50.0, 0.7)] {
        let pay = json!({ "Invoice": { "InvoiceID": invoice["InvoiceID"] }, "Account": { "Code": "090" }, "Amount": amount, "CurrencyRate": rate });
        world.put("Payments", &pay);
    }
    // 62.50 and 71.43 came for what was 66.67 and 66.66.
    expect(&world, Basis::Accrual, &[("090", "133.93"), ("200", "-133.33"), ("499", "-0.60")]);
}

#[test]
fn transfers_and_manual_journals_are_booked_while_they_are_valid() {
    let world = InProcess::new();
    let transfer = json!({ "FromBankAccount": { "Code": "090" }, "ToBankAccount": { "Code": "091" }, "Amount": 50, "Date": "2024-05-02" });
    world.put("BankTransfers", &transfer);
    let line = |amount: f64, code: &str| json!({ "LineAmount": amount, "AccountCode": code });
    let mut journal = json!({ "Narration": "Correction", "Date": "2024-05-03", "LineAmountTypes": "Inclusive",
        "ShowOnCashBasisReports": false, "JournalLines": [line(115.0, "429"), line(-115.0, "970")] });
    let draft = world.put("ManualJournals", &journal);
    expect(&world, Basis::Accrual, &[("090", "-50"), ("091", "50")]);
    journal["Status"] = json!("POSTED");
    let path = format!("ManualJournals/{}", id(&draft, "ManualJournalID"));
    world.post(&path, "ManualJournals", &journal);
    let posted = [("090", "-50"), ("091", "50"), ("429", "100"), ("820", "15"), ("970", "-115")];
    expect(&world, Basis::Accrual, &posted);
    expect(&world, Basis::Cash, &[("090", "-50"), ("091", "50")]);
    world.post(&path, "ManualJournals", &json!({ "Status": "VOIDED" }));
    expect(&world, Basis::Accrual, &[("090", "-50"), ("091", "50")]);
}

#[test]
fn an_expense_claim_is_owed_from_its_approval_on() {
    let world = InProcess::new();
    let user = json!({ "UserID": world.get("Users")["Users"][0]["UserID"] });
    let receipt = json!({ "User": user, "Contact": { "Name": "Example Shop" }, "LineAmountTypes": "Inclusive",
        "LineItems": [{ "Description": "Paper", "UnitAmount": 11.5, "AccountCode": "429" }] });
    let receipt = world.put("Receipts", &receipt);
    let claim = json!({ "User": user, "Receipts": [{ "ReceiptID": receipt["ReceiptID"] }] });
    let claim = world.put("ExpenseClaims", &claim);
    expect(&world, Basis::Accrual, &[]);
    let path = format!("ExpenseClaims/{}", id(&claim, "ExpenseClaimID"));
    world.post(&path, "ExpenseClaims", &json!({ "Status": "AUTHORISED" }));
    expect(&world, Basis::Accrual, &[("429", "10"), ("801", "-11.50"), ("820", "1.5")]);
    world.post(&path, "ExpenseClaims", &json!({ "Status": "VOIDED" }));
    expect(&world, Basis::Accrual, &[]);
}

#[test]
fn what_is_not_valid_is_not_booked() {
    let world = InProcess::new();
    let mut draft = document("ACCREC", 100.0, "200");
    draft["Status"] = json!("DRAFT");
    let draft = world.put("Invoices", &draft);
    let mixed = json!({ "Invoices": [document("ACCREC", 5.0, "200"), document("ACCREC", 5.0, "none")] });
    assert_eq!(world.call(Method::PUT, "Invoices", &mixed).0, 400);
    assert!(world.books(|books| books.ledgers.on(Basis::Accrual).entries().is_empty()));
    world.post(
        &format!("Invoices/{}", id(&draft, "InvoiceID")),
        "Invoices",
        &json!({ "Status": "AUTHORISED" }),
    );
    expect(&world, Basis::Accrual, &[("200", "-100"), ("610", "115"), ("820", "-15")]);
}

#[test]
fn a_changed_document_is_booked_anew_and_what_does_not_touch_the_books_is_not() {
    let world = InProcess::new();
    let invoice = world.put("Invoices", &document("ACCREC", 100.0, "200"));
    let path = format!("Invoices/{}", id(&invoice, "InvoiceID"));
    world.post(&path, "Invoices", &json!({ "ExpectedPaymentDate": "2024-08-01" }));
    assert_eq!(world.books(|books| books.ledgers.on(Basis::Accrual).entries().len()), 1);
    let lines = json!([{ "Description": "Less", "UnitAmount": 60, "AccountCode": "260" }]);
    world.post(&path, "Invoices", &json!({ "LineItems": lines }));
    expect(&world, Basis::Accrual, &[("260", "-60"), ("610", "69"), ("820", "-9")]);
    assert_eq!(world.books(|books| books.ledgers.on(Basis::Accrual).entries().len()), 3);
}

#[test]
fn journals_come_by_the_hundred_after_a_number_and_stay_as_they_are() {
    let mut world = InProcess::new();
    let many: Vec<Value> = (0..104).map(|_| document("ACCREC", 100.0, "200")).collect();
    assert_eq!(world.call(Method::PUT, "Invoices", &json!({ "Invoices": many })).0, 200);
    let numbers = |answer: &Value| -> Vec<u64> {
        let journals = answer["Journals"].as_array().unwrap().iter();
        journals.map(|journal| journal["JournalNumber"].as_u64().unwrap()).collect()
    };
    assert_eq!(numbers(&world.get("Journals")), (1..=100).collect::<Vec<_>>());
    let rest = world.get("Journals?offset=100");
    assert_eq!(numbers(&rest), [101, 102, 103, 104]);
    let journal = world.get("Journals/1")["Journals"][0].clone();
    let by_id = world.get(&format!("Journals/{}", id(&journal, "JournalID")))["Journals"][0].clone();
    assert_eq!(journal, by_id);
    assert_eq!(journal["SourceType"], "ACCREC");
    let lines: Vec<_> = journal["JournalLines"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| {
            (
                line["AccountCode"].as_str().unwrap(),
                line["NetAmount"].as_f64().unwrap(),
                line["GrossAmount"].as_f64().unwrap(),
            )
        })
        .collect();
    assert_eq!(lines, [("610", 115.0, 115.0), ("200", -100.0, -115.0), ("820", -15.0, -15.0)]);
    assert_eq!(
        (&journal["JournalLines"][1]["TaxType"], &journal["JournalLines"][1]["TaxName"]),
        (&json!("OUTPUT2"), &json!("15% GST on Income"))
    );

    world.headers.insert("if-modified-since", http::HeaderValue::from_static("2024-06-14T09:30:00"));
    world.now += chrono::TimeDelta::seconds(90);
    world.post(&format!("Invoices/{}", id(&journal, "SourceID")), "Invoices", &json!({ "Status": "VOIDED" }));
    let after = world.get("Journals");
    assert_eq!(numbers(&after), [105]);
    assert_eq!(after["Journals"][0]["SourceID"], journal["SourceID"]);
    assert_eq!(after["Journals"][0]["JournalLines"][0]["NetAmount"], -115.0);
    assert_eq!(after["Journals"][0]["JournalDate"], journal["JournalDate"]);
    world.headers.remove("if-modified-since");
    assert_eq!(world.get("Journals/1")["Journals"][0], journal);
    assert_eq!(world.call(Method::GET, "Journals?offset=x", &Value::Null).0, 400);

    assert_eq!(world.get("Journals?paymentsOnly=true")["Journals"], json!([]), "nothing is paid");
    let invoice = json!({ "InvoiceID": rest["Journals"][0]["SourceID"] });
    world.put("Payments", &json!({ "Invoice": invoice, "Account": { "Code": "090" }, "Amount": 115 }));
    let paid = world.get("Journals?paymentsOnly=true")["Journals"].clone();
    assert_eq!(
        (numbers(&json!({ "Journals": paid })), &paid[0]["SourceType"]),
        (vec![1], &json!("ACCRECPAYMENT"))
    );
    assert_eq!(paid[0]["JournalLines"][1]["GrossAmount"], -115.0);
    assert_eq!(world.get(&format!("Journals/{}", id(&paid[0], "JournalID")))["Journals"][0], paid[0]);
}

#[test]
fn very_large_amounts_are_booked_too() {
    let world = InProcess::new();
    let invoice = world.put("Invoices", &document("ACCREC", 8.0e20, "200"));
    let pay = json!({ "Invoice": { "InvoiceID": invoice["InvoiceID"] }, "Account": { "Code": "090" }, "Amount": 4.6e20 });
    world.put("Payments", &pay);
    for basis in BASES {
        assert!(world.books(|books| books.ledgers.on(basis).postings().iter().all(|it| it.is_balanced())));
    }
    world.get("Reports/ExecutiveSummary?date=2024-06-30");
    world.get("Reports/BalanceSheet?paymentsOnly=true");
}
