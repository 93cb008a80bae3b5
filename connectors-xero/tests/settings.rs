//! Accounts, groups, tracking, tax rates, budgets and the general ledger, as they go over the wire and come back.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use connectors_core::response::Head;
use connectors_core::{Action, Connector, Cursor, ErrorKind, Idempotency, PagedAction, Response};
use connectors_xero::accounts::{self, AccountInput, AccountType};
use connectors_xero::contact_groups::{self, ContactGroupInput};
use connectors_xero::currencies::{self, CurrencyInput};
use connectors_xero::receipts::{self, ReceiptInput};
use connectors_xero::tax_rates::{self, TaxComponent, TaxRateInput};
use connectors_xero::tracking_categories::{self, TrackingCategoryInput, TrackingStatus};
use connectors_xero::{Xero, budgets, expense_claims, journals, organisations, tracking_options, users};
use http::{HeaderMap, StatusCode};
use rust_decimal::Decimal;
use serde_json::{Value, json};

mod support;
use support::{ID, TENANT, body, query, request_of, xero};

fn ok(body: &Value) -> Response {
    Response::new(Head::new(StatusCode::OK, HeaderMap::new()), body.to_string())
}

/// Method and path below the API.
fn line<A>(action: &A) -> String
where
    A: Action<Connector = Xero> + serde::Serialize,
{
    let request = request_of(action);
    let path = request.uri().path().strip_prefix("/api.xro/2.0/").unwrap();
    format!("{} {path}", request.method())
}

fn refused(id: &str, input: Value) -> String {
    let error = Xero::catalog().request(id, &xero(), input).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Validation, "{id}");
    error.field_errors()[0].field.clone()
}

#[test]
fn an_account_is_created_bare_and_changed_in_an_envelope() {
    let account = AccountInput::new("415", "Courier", AccountType::Expense).tax_type("NONE");
    let create = accounts::Create::new(account);
    assert_eq!(line(&create), "PUT Accounts");
    assert_eq!(
        body(&request_of(&create)),
        json!({ "Code": "415", "Name": "Courier", "Type": "EXPENSE", "TaxType": "NONE" })
    );
    let update = accounts::Update::new(ID, AccountInput::default().name("Post"));
    assert_eq!(line(&update), format!("POST Accounts/{ID}"));
    assert_eq!(body(&request_of(&update)), json!({ "Accounts": [{ "Name": "Post" }] }));
    let archive = request_of(&accounts::Archive::new(ID));
    assert_eq!(body(&archive), json!({ "Accounts": [{ "AccountID": ID, "Status": "ARCHIVED" }] }));
    assert_eq!(line(&accounts::Delete::new(ID)), format!("DELETE Accounts/{ID}"));
    let bank = accounts::Create::new(AccountInput::bank("Savings", "12-3456").currency_code("NZD"));
    assert_eq!(
        body(&request_of(&bank)),
        json!({ "Name": "Savings", "Type": "BANK", "BankAccountNumber": "12-3456", "CurrencyCode": "NZD" })
    );
}

#[test]
fn what_is_longer_than_xero_takes_is_refused_by_name() {
    let long = |length: usize| "é".repeat(length);
    assert_eq!(refused("account.create", json!({ "record": { "Code": long(11) } })), "Code");
    assert_eq!(refused("account.update", json!({ "id": ID, "record": { "Name": long(151) } })), "Name");
    assert_eq!(refused("account.create", json!({ "record": { "Description": long(4001) } })), "Description");
    assert_eq!(refused("tracking_category.create", json!({ "record": { "Name": long(101) } })), "Name");
    assert_eq!(refused("tracking_option.create", json!({ "category_id": ID, "name": "" })), "Name");
    assert_eq!(refused("contact_group.create", json!({ "record": { "Name": "" } })), "Name");
    assert_eq!(refused("budget.list", json!({ "ids": vec![ID; 51] })), "ids");
    assert_eq!(refused("tax_rate.update", json!({ "record": { "Status": "ACTIVE" } })), "record");
    let url = json!({ "record": { "PaymentServiceName": "x", "PaymentServiceUrl": "pay" } });
    assert_eq!(refused("payment_service.create", url), "PaymentServiceUrl");
    let month = json!({ "id": ID, "date_from": "2026-02-01", "date_to": "2026-01-31" });
    assert_eq!(refused("budget.get", month), "date_to");
    assert_eq!(
        refused("account.create", json!({ "record": { "Class": "ASSET" } })),
        "record.Class",
        "what Xero sets is not written"
    );
}

#[test]
fn contacts_are_put_into_a_group_and_taken_out() {
    let add = contact_groups::AddContacts::new(TENANT, [ID]);
    assert_eq!(line(&add), format!("PUT ContactGroups/{TENANT}/Contacts"));
    assert_eq!(body(&request_of(&add)), json!({ "Contacts": [{ "ContactID": ID }] }));
    let added = add.response(ok(&json!({ "Contacts": [{ "ContactID": ID, "Phones": [] }] }))).unwrap();
    assert_eq!(added[0].contact_id.as_deref(), Some(ID));
    let one = contact_groups::RemoveContact::new(TENANT, ID);
    assert_eq!(line(&one), format!("DELETE ContactGroups/{TENANT}/Contacts/{ID}"));
    let all = contact_groups::RemoveAllContacts::new(TENANT);
    assert_eq!(line(&all), format!("DELETE ContactGroups/{TENANT}/Contacts"));
    let delete = request_of(&contact_groups::Delete::new(TENANT));
    let deleted = json!({ "ContactGroups": [{ "ContactGroupID": TENANT, "Status": "DELETED" }] });
    assert_eq!(body(&delete), deleted);
    let rename = contact_groups::Update::new(TENANT, ContactGroupInput::new("Wholesale"));
    assert_eq!(body(&request_of(&rename)), json!({ "ContactGroups": [{ "Name": "Wholesale" }] }));
}

#[test]
fn an_empty_contact_id_never_empties_the_group() {
    assert_eq!(refused("contact_group.remove_contact", json!({ "id": TENANT, "contact_id": "" })), "id");
    let nobody = json!({ "id": TENANT, "contact_ids": [] });
    assert_eq!(refused("contact_group.add_contacts", nobody), "contact_ids");
}

#[test]
fn categories_and_options_are_written_bare() {
    let create = tracking_categories::Create::new(TrackingCategoryInput::new("Department"));
    assert_eq!(
        (line(&create), body(&request_of(&create))),
        ("PUT TrackingCategories".into(), json!({ "Name": "Department" }))
    );
    let update = tracking_categories::Update::new(ID, TrackingCategoryInput::new("Team"));
    assert_eq!(body(&request_of(&update)), json!({ "Name": "Team" }));
    let archive = tracking_categories::Archive::new(ID);
    assert_eq!(
        (line(&archive), body(&request_of(&archive))),
        (format!("POST TrackingCategories/{ID}"), json!({ "Status": "ARCHIVED" }))
    );
    let create = tracking_options::Create::new(ID, "Sales");
    assert_eq!(
        (line(&create), body(&request_of(&create))),
        (format!("PUT TrackingCategories/{ID}/Options"), json!({ "Name": "Sales" }))
    );
    let answer = json!({ "Status": "OK", "Options": [{ "TrackingOptionID": TENANT, "Name": "Sales",
        "Status": "ACTIVE", "HasValidationErrors": false }] });
    let made = create.response(ok(&answer)).unwrap();
    assert_eq!(made.tracking_option_id.as_deref(), Some(TENANT));
    assert_eq!(made.status.unwrap(), TrackingStatus::Active);
    let delete = tracking_options::Delete::new(ID, TENANT);
    assert_eq!(line(&delete), format!("DELETE TrackingCategories/{ID}/Options/{TENANT}"));
}

#[test]
fn tax_rates_are_changed_at_the_path_of_all_of_them() {
    let parts = [TaxComponent::of("VAT", Decimal::new(55, 1))];
    let create = tax_rates::Create::new(TaxRateInput::new("Reduced", parts).report_tax_type("OUTPUT"));
    assert_eq!(line(&create), "PUT TaxRates");
    assert_eq!(
        body(&request_of(&create)),
        json!({ "TaxRates": [{ "Name": "Reduced", "ReportTaxType": "OUTPUT",
            "TaxComponents": [{ "Name": "VAT", "Rate": 5.5 }] }] })
    );
    let update = tax_rates::Update::new(TaxRateInput::default().tax_type("TAX001").report_tax_type("INPUT"));
    assert_eq!(line(&update), "POST TaxRates");
    let delete = tax_rates::Delete::new("TAX001", "Reduced");
    assert_eq!(
        (line(&delete), body(&request_of(&delete))),
        (
            "POST TaxRates".into(),
            json!({ "TaxRates": [{ "TaxType": "TAX001", "Name": "Reduced", "Status": "DELETED" }] })
        )
    );
}

#[test]
fn a_currency_is_added_bare() {
    let create = currencies::Create::new(CurrencyInput::new("SEK"));
    assert_eq!(body(&request_of(&create)), json!({ "Code": "SEK" }));
    let added = json!({ "Currencies": [{ "Code": "SEK", "Description": "Swedish Krona" }] });
    assert_eq!(create.response(ok(&added)).unwrap().code.as_deref(), Some("SEK"));
}

#[test]
fn expenses_ask_for_four_decimals_where_there_are_prices() {
    let receipt = receipts::Create::new(ReceiptInput::default().reference("Trip 7"));
    assert_eq!(query(&request_of(&receipt)), [("unitdp".to_owned(), "4".to_owned())]);
    assert_eq!(request_of(&expense_claims::Get::new(ID)).uri().query(), None);
}

#[test]
fn a_receipts_number_may_be_a_number() {
    let get = receipts::Get::new(ID);
    for (answered, number) in [(json!(7), Some("7")), (json!("7"), Some("7")), (Value::Null, None)] {
        let receipt = get.response(ok(&json!({ "Receipts": [{ "ReceiptNumber": answered }] }))).unwrap();
        assert_eq!(receipt.receipt_number.as_deref(), number);
    }
    assert_eq!(get.response(ok(&json!({ "Receipts": [{}] }))).unwrap().receipt_number, None);
}

#[test]
fn a_budget_is_read_alone_and_in_a_list() {
    let get = budgets::Get::new(ID);
    let budget = json!({ "BudgetID": ID, "Type": "TRACKING", "BudgetLines": [{ "AccountCode": "200",
        "BudgetBalances": [{ "Period": "2026-08", "Amount": "1000", "Notes": "" }] }] });
    for answer in [json!({ "Budgets": budget }), json!({ "Budgets": [budget] })] {
        let read = get.response(ok(&answer)).unwrap();
        assert_eq!(read.budget_lines[0].budget_balances[0].amount, Some(Decimal::from(1000)));
        assert_eq!(read.budget_type.unwrap(), budgets::BudgetType::Tracking);
    }
    let none = get.response(ok(&json!({ "Budgets": [] }))).unwrap_err();
    assert_eq!(none.kind(), ErrorKind::NotFound);
    let wrong = get.response(ok(&json!({ "Budgets": [{ "BudgetID": 1 }] }))).unwrap_err();
    assert_eq!(wrong.kind(), ErrorKind::Decode);
}

#[test]
fn the_general_ledger_goes_on_after_the_greatest_number_until_there_is_nothing() {
    let list = journals::List::new();
    assert_eq!(query(&request_of(&list)), [("offset".to_owned(), "0".to_owned())]);
    let answer = |numbers: &[u64]| {
        let journals: Vec<_> = numbers.iter().map(|n| json!({ "JournalNumber": n })).collect();
        list.response(ok(&json!({ "Journals": journals }))).unwrap().next
    };
    // A page that is short is not the end: how many there are in a page is not documented.
    assert_eq!(answer(&[7, 12, 9]), Some(Cursor::Page(12)));
    assert_eq!(answer(&[]), None);
    let on = list.clone().at(Cursor::Page(12));
    assert_eq!(on, journals::List::after(12));
    assert_eq!(query(&request_of(&on)), [("offset".to_owned(), "12".to_owned())]);
    let error = list.response(ok(&json!({ "Journals": [{ "Reference": "x" }] }))).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(line(&journals::Get::new("1000")), "GET Journals/1000");
}

#[test]
fn what_may_be_done_is_told_by_name() {
    let list = organisations::ListActions::new();
    let answer = json!({ "Actions": [{ "Name": "UseMulticurrency", "Status": "NOT-ALLOWED" }] });
    let actions = list.response(ok(&answer)).unwrap().items;
    assert_eq!(actions[0].status, Some(organisations::ActionStatus::NotAllowed.into()));
    assert_eq!(line(&list), "GET Organisation/Actions");
}

#[test]
fn users_are_asked_for_by_the_time_of_their_change() {
    let since = "2026-01-31T09:30:00Z".parse::<chrono::DateTime<chrono::Utc>>().unwrap();
    let request = request_of(&users::List::new().modified_since(since));
    assert_eq!(request.headers()["if-modified-since"], "2026-01-31T09:30:00");
}

#[test]
fn a_deletion_may_be_sent_again() {
    let connector = xero();
    let cx = connectors_core::Cx::new(&connector, "k");
    for request in [
        accounts::Delete::new(ID).request(&cx).unwrap(),
        contact_groups::RemoveAllContacts::new(ID).request(&cx).unwrap(),
        tracking_options::Delete::new(ID, TENANT).request(&cx).unwrap(),
    ] {
        assert_eq!(request.idempotency_ref(), Idempotency::Idempotent);
    }
}
