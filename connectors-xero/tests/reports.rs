//! Reports: what is asked for, and what comes.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use chrono::NaiveDate;
use connectors_core::response::Head;
use connectors_core::{Action, Connector, ErrorKind, Response};
use connectors_xero::reports::{self, Row, Timeframe};
use connectors_xero::{Xero, reports::FederalTaxClassification};
use http::{HeaderMap, StatusCode};
use rust_decimal::Decimal;
use serde_json::{Value, json};

mod support;
use support::{ID, TENANT, request_of, xero};

fn ok(body: &Value) -> Response {
    Response::new(Head::new(StatusCode::OK, HeaderMap::new()), body.to_string())
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Path below the API, and query.
fn url<A>(action: &A) -> String
where
    A: Action<Connector = Xero> + serde::Serialize,
{
    let request = request_of(action);
    assert_eq!(request.method(), "GET");
    request.uri().path_and_query().unwrap().as_str().strip_prefix("/api.xro/2.0/Reports/").unwrap().to_owned()
}

#[test]
fn only_what_is_set_is_asked_for() {
    assert_eq!(url(&reports::BalanceSheet::new()), "BalanceSheet");
    assert_eq!(url(&reports::ProfitAndLoss::new()), "ProfitAndLoss");
    let sheet = reports::BalanceSheet::new()
        .date(day("2026-03-31"))
        .periods(3)
        .timeframe(Timeframe::Month)
        .tracking_option_id1(ID)
        .payments_only(true);
    assert_eq!(
        url(&sheet),
        format!(
            "BalanceSheet?date=2026-03-31&periods=3&timeframe=MONTH&trackingOptionID1={ID}&paymentsOnly=true"
        )
    );
    let loss = reports::ProfitAndLoss::new()
        .from_date(day("2026-01-01"))
        .to_date(day("2026-03-31"))
        .tracking_category_id2(ID)
        .standard_layout(true);
    assert_eq!(
        url(&loss),
        format!(
            "ProfitAndLoss?fromDate=2026-01-01&toDate=2026-03-31&trackingCategoryID2={ID}&standardLayout=true"
        )
    );
}

#[test]
fn the_budget_summary_counts_its_timeframe_in_months() {
    for (timeframe, months) in [(Timeframe::Month, 1), (Timeframe::Quarter, 3), (Timeframe::Year, 12)] {
        assert_eq!(
            url(&reports::BudgetSummary::new().timeframe(timeframe)),
            format!("BudgetSummary?timeframe={months}")
        );
    }
}

#[test]
fn aged_reports_are_of_a_contact() {
    assert_eq!(
        url(&reports::AgedReceivables::new(ID).date(day("2026-03-31"))),
        format!("AgedReceivablesByContact?contactId={ID}&date=2026-03-31")
    );
    assert_eq!(url(&reports::AgedPayables::new(ID)), format!("AgedPayablesByContact?contactId={ID}"));
}

#[test]
fn what_makes_no_sense_is_refused_by_name() {
    for (id, input, field) in [
        ("report.balance_sheet", json!({ "periods": 0 }), "periods"),
        ("report.profit_and_loss", json!({ "periods": 13 }), "periods"),
        ("report.budget_summary", json!({ "periods": 13 }), "periods"),
        ("report.balance_sheet", json!({ "timeframe": "WEEK" }), "timeframe"),
        ("report.aged_payables", json!({ "contact_id": "" }), "contact_id"),
        ("report.aged_receivables", json!({}), "contact_id"),
        ("report.profit_and_loss", json!({ "from_date": "2026-02-01", "to_date": "2026-01-31" }), "to_date"),
        ("report.bank_summary", json!({ "from_date": "2026-02-01", "to_date": "2026-01-31" }), "to_date"),
        (
            "report.aged_payables",
            json!({ "contact_id": ID, "from_date": "2026-02-01", "to_date": "2026-01-31" }),
            "to_date",
        ),
        ("report.get", json!({ "id": "" }), "id"),
    ] {
        let error = Xero::catalog().request(id, &xero(), input).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Validation, "{id}");
        assert_eq!(error.field_errors()[0].field, field, "{id}");
    }
    // One day is a period.
    url(&reports::BankSummary::new().from_date(day("2026-02-01")).to_date(day("2026-02-01")));
}

#[test]
fn an_aged_report_names_its_invoices() {
    let about = json!([{ "Id": "invoiceID", "Value": TENANT }]);
    let cell = |text: &str| json!({ "Value": text, "Attributes": about });
    let answer = json!({ "Status": "OK", "Reports": [{
        "ReportName": "Aged Receivables By Contact", "ReportDate": "31 March 2026",
        "UpdatedDateUTC": "/Date(1774915200000)/", "Fields": [],
        "Rows": [
            { "RowType": "Header", "Cells": [{ "Value": "Date" }, { "Value": "Due Date" }, { "Value": "Due" }] },
            { "RowType": "Section", "Title": "", "Rows": [
                { "RowType": "Row", "Cells": [cell("2026-01-15T00:00:00"), cell("2026-02-20T00:00:00"), cell("250.00")] },
                { "RowType": "SummaryRow", "Cells": [{ "Value": "Total" }, { "Value": "" }, { "Value": "250.00" }] },
            ] },
        ],
    }] });
    let report = reports::AgedReceivables::new(ID).response(ok(&answer)).unwrap();
    let due = report.column("Due").unwrap();
    let line = report.lines()[0];
    assert_eq!(line.invoice_id(), Some(TENANT));
    assert_eq!(line.cell(1).unwrap().date(), Some(day("2026-02-20")));
    assert_eq!(
        (line.value(due), report.value("Total", due)),
        (Some(Decimal::from(250)), Some(Decimal::from(250)))
    );
    assert!(matches!(report.rows.first(), Some(Row::Header(header)) if header.cells.len() == 3));
    assert_eq!(report.updated_date_utc.unwrap().date_naive(), day("2026-03-31"));
}

#[test]
fn the_bank_summary_names_its_accounts() {
    let cell = |id: &str, text: &str| json!({ "Value": text, "Attributes": [{ "Id": id, "Value": TENANT }] });
    let answer = json!({ "Reports": [{ "Rows": [{ "RowType": "Section", "Title": "", "Rows": [
        { "RowType": "Row", "Cells": [cell("accountID", "Cheque Account"), { "Value": "0.00" }, cell("account", "110.00")] },
    ] }] }] });
    let report = reports::BankSummary::new().response(ok(&answer)).unwrap();
    let line = report.line_of_account(TENANT).unwrap();
    assert_eq!((line.label(), line.value(2)), ("Cheque Account", Some(Decimal::from(110))));
}

#[test]
fn a_1099_report_is_a_list_of_forms() {
    let contact = json!({ "Box1": 0.0, "Box4": 1150.25, "Name": "Example", "FederalTaxIDType": "SSN",
        "TaxID": "000-00-0000", "ContactId": ID, "FederalTaxClassification": "SOLE_PROPRIETOR" });
    let answer = json!({ "Reports": [
        { "ReportName": "1099-NEC report", "ReportDate": "1 Jan 2025 to 31 Dec 2025", "Fields": [], "Contacts": [contact] },
        { "ReportName": "1099-MISC report", "Contacts": null },
    ] });
    let action = reports::TenNinetyNine::new().year(2025);
    assert_eq!(url(&action), "TenNinetyNine?reportYear=2025");
    let forms = action.response(ok(&answer)).unwrap();
    assert_eq!((forms.len(), forms[1].contacts.len()), (2, 0));
    let contact = &forms[0].contacts[0];
    assert_eq!((contact.contact_id.as_deref(), contact.box4), (Some(ID), Some(Decimal::new(115_025, 2))));
    assert_eq!(contact.federal_tax_classification, Some(FederalTaxClassification::SoleProprietor.into()));
}

#[test]
fn a_report_that_is_not_there_is_told_so() {
    let error = reports::BalanceSheet::new().response(ok(&json!({ "Reports": [] }))).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
}
