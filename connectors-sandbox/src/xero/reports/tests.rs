//! Layouts and columns, of books whose figures are known.

use http::Method;
use serde_json::{Value, json};

use super::super::in_process::InProcess;

/// Titles and cells of a report, one line a row: `Section`, then `name | figure | …`.
fn lines(report: &Value) -> Vec<String> {
    let mut lines = Vec::new();
    let mut write = |row: &Value| {
        let cells = row["Cells"].as_array().into_iter().flatten();
        let cells: Vec<&str> = cells.map(|cell| cell["Value"].as_str().unwrap()).collect();
        let title = row["Title"].as_str().map(|title| format!("[{title}]")).unwrap_or_default();
        let kind = if row["RowType"] == "SummaryRow" { "= " } else { "" };
        lines.push(format!("{title}{kind}{}", cells.join(" | ")));
    };
    for row in report["Reports"][0]["Rows"].as_array().unwrap() {
        write(row);
        row["Rows"].as_array().into_iter().flatten().for_each(&mut write);
    }
    lines
}

fn document(kind: &str, date: &str, amount: f64, code: &str) -> Value {
    json!({
        "Type": kind, "Status": "AUTHORISED", "Contact": { "Name": "Example Ltd" }, "Date": date, "DueDate": date,
        "LineItems": [{ "Description": "Work", "UnitAmount": amount, "AccountCode": code }],
    })
}

/// A sale of last year and one of this, one bill, one payment, wages.
fn world() -> InProcess {
    let world = InProcess::new();
    world.put("Invoices", &document("ACCREC", "2024-03-10", 1000.0, "200"));
    let mut second = document("ACCREC", "2024-05-10", 200.0, "200");
    second["LineItems"][0]["Tracking"] = json!([{ "Name": "Region", "Option": "North" }]);
    second["InvoiceNumber"] = json!("INV-7");
    world.put("Invoices", &second);
    world.put("Invoices", &document("ACCPAY", "2024-06-03", 40.0, "310"));
    let pay = json!({ "Invoice": { "InvoiceNumber": "INV-7" }, "Account": { "Code": "090" }, "Amount": 115, "Date": "2024-06-05" });
    world.put("Payments", &pay);
    let mut wages = document("SPEND", "2024-06-07", 60.0, "478");
    wages["BankAccount"] = json!({ "Code": "090" });
    wages.as_object_mut().unwrap().retain(|field, _| field != "Status" && field != "DueDate");
    world.put("BankTransactions", &wages);
    world
}

#[test]
fn a_balance_sheet_shows_what_there_is_what_is_owed_and_what_was_earned_when() {
    let world = world();
    let report = world.get("Reports/BalanceSheet?date=2024-06-14&periods=1&timeframe=QUARTER");
    assert_eq!(
        lines(&report),
        [
            " | 30 Jun 2024 | 31 Mar 2024",
            "[Assets]",
            "[Bank]",
            "Business Bank Account | 55.00 | 0.00",
            "= Total Bank | 55.00 | 0.00",
            "[Current Assets]",
            "Accounts Receivable | 1265.00 | 1150.00",
            "= Total Current Assets | 1265.00 | 1150.00",
            "[]",
            "= Total Assets | 1320.00 | 1150.00",
            "[Liabilities]",
            "[Current Liabilities]",
            "Accounts Payable | 46.00 | 0.00",
            "GST | 174.00 | 150.00",
            "= Total Current Liabilities | 220.00 | 150.00",
            "[]",
            "= Total Liabilities | 220.00 | 150.00",
            "[]",
            "Net Assets | 1100.00 | 1000.00",
            "[Equity]",
            "Current Year Earnings | 100.00 | 1000.00",
            "Retained Earnings | 1000.00 | 0.00",
            "= Total Equity | 1100.00 | 1000.00",
        ]
    );
    let head = &report["Reports"][0];
    assert_eq!(head["ReportTitles"], json!(["Balance Sheet", "Demo Company 1", "As at 30 June 2024"]));
    assert_eq!((&head["ReportID"], &head["ReportDate"]), (&json!("BalanceSheet"), &json!("14 June 2024")));
    let earnings = &head["Rows"].as_array().unwrap().last().unwrap()["Rows"][0]["Cells"][1]["Attributes"];
    assert_eq!(earnings[1], json!({ "Value": "4/1/2024", "Id": "fromDate" }));
    let account = &head["Rows"][2]["Rows"][0]["Cells"][0]["Attributes"][0];
    let known = world.get("Accounts?where=Code%3D%3D%22090%22")["Accounts"][0]["AccountID"].clone();
    assert_eq!(account, &json!({ "Value": known, "Id": "account" }));
}

#[test]
fn profit_and_loss_compares_periods_and_counts_when_invoiced_or_when_paid() {
    let world = world();
    let address = "Reports/ProfitAndLoss?fromDate=2024-06-01&toDate=2024-06-30&periods=1&timeframe=MONTH";
    let accrual = [
        " | 30 Jun 2024 | 31 May 2024",
        "[Income]",
        "Sales | 0.00 | 200.00",
        "= Total Income | 0.00 | 200.00",
        "[Less Cost of Sales]",
        "Cost of Goods Sold | 40.00 | 0.00",
        "= Total Cost of Sales | 40.00 | 0.00",
        "[]",
        "Gross Profit | -40.00 | 200.00",
        "[Less Operating Expenses]",
        "Salaries | 60.00 | 0.00",
        "= Total Operating Expenses | 60.00 | 0.00",
        "[]",
        "Net Profit | -100.00 | 200.00",
    ];
    assert_eq!(lines(&world.get(address)), accrual);
    let cash = lines(&world.get(&format!("{address}&paymentsOnly=true")));
    assert!(cash.contains(&"Sales | 100.00 | 0.00".to_owned()), "{cash:?}");
    assert!(!cash.contains(&"[Less Cost of Sales]".to_owned()), "{cash:?}");
}

#[test]
fn profit_and_loss_is_seen_by_tracking_option_or_through_one() {
    let world = world();
    let region = world.get("TrackingCategories")["TrackingCategories"][0].clone();
    let category = region["TrackingCategoryID"].as_str().unwrap();
    let year = "fromDate=2024-04-01&toDate=2025-03-31";
    let by_option = lines(&world.get(&format!("Reports/ProfitAndLoss?{year}&trackingCategoryID={category}")));
    assert_eq!(by_option[0], " | Eastside | North | South | West Coast | Unassigned | Total");
    assert_eq!(by_option[2], "Sales | 0.00 | 200.00 | 0.00 | 0.00 | 0.00 | 200.00");
    assert_eq!(by_option.last().unwrap(), "Net Profit | 0.00 | 200.00 | 0.00 | 0.00 | -100.00 | 100.00");
    let option = region["Options"][1]["TrackingOptionID"].as_str().unwrap();
    let through =
        format!("Reports/ProfitAndLoss?{year}&trackingCategoryID={category}&trackingOptionID={option}");
    assert_eq!(lines(&world.get(&through)).last().unwrap(), "Net Profit | 200.00");
}

#[test]
fn under_a_tracking_option_a_balance_sheet_balances_too() {
    let world = world();
    let option =
        world.get("TrackingCategories")["TrackingCategories"][0]["Options"][1]["TrackingOptionID"].clone();
    let option = option.as_str().unwrap();
    let sheet =
        lines(&world.get(&format!("Reports/BalanceSheet?date=2024-06-14&trackingOptionID1={option}")));
    for expected in [
        "Tracking Transfers | -200.00",
        "Net Assets | 200.00",
        "Current Year Earnings | 200.00",
        "= Total Equity | 200.00",
    ] {
        assert!(sheet.iter().any(|line| line == expected), "{expected}: {sheet:#?}");
    }
}

#[test]
fn a_trial_balance_has_the_month_and_the_year_and_both_sides_are_equal() {
    let world = world();
    assert_eq!(
        lines(&world.get("Reports/TrialBalance?date=2024-06-14")),
        [
            "Account | Debit | Credit | YTD Debit | YTD Credit",
            "[Revenue]",
            "Sales (200) |  | 0.00 |  | 200.00",
            "[Expenses]",
            "Cost of Goods Sold (310) | 40.00 |  | 40.00 | ",
            "Salaries (478) | 60.00 |  | 60.00 | ",
            "[Assets]",
            "Accounts Receivable (610) |  | 115.00 | 1265.00 | ",
            "Business Bank Account (090) | 55.00 |  | 55.00 | ",
            "[Liabilities]",
            "Accounts Payable (800) |  | 46.00 |  | 46.00",
            "GST (820) | 6.00 |  |  | 174.00",
            "[Equity]",
            "Retained Earnings (960) |  | 0.00 |  | 1000.00",
            "[]",
            "= Total | 161.00 | 161.00 | 1420.00 | 1420.00",
        ]
    );
}

#[test]
fn what_a_contact_owes_is_listed_by_invoice_as_it_stood() {
    let world = world();
    let contact = world.get("Contacts")["Contacts"][0]["ContactID"].as_str().unwrap().to_owned();
    let address = format!("Reports/AgedReceivablesByContact?contactId={contact}");
    let report = world.get(&format!("{address}&date=2024-06-14&fromDate=2024-05-01"));
    assert_eq!(
        lines(&report),
        [
            "Date | Number | Due Date |  | Total | Paid | Credited | Due",
            "[]",
            "2024-05-01T00:00:00 | Opening Balance |  |  |  |  |  | 1150.00",
            "[]",
            "2024-05-10T00:00:00 | INV-7 | 2024-05-10T00:00:00 | 35 days overdue | 230.00 | 115.00 | 0.00 | 115.00",
            "= Total |  |  |  | 230.00 | 115.00 | 0.00 | 115.00",
            "[]",
            "= Closing Balance |  |  |  | 230.00 | 115.00 | 0.00 | 1265.00",
        ]
    );
    let titles =
        ["Invoices", "Example Ltd", "From 1 May 2024 to 14 June 2024", "Showing payments to 14 June 2024"];
    assert_eq!(report["Reports"][0]["ReportTitles"], json!(titles));
    let before = lines(&world.get(&format!("{address}&date=2024-05-31")));
    assert_eq!(before.last().unwrap(), "= Closing Balance |  |  |  | 1380.00 | 0.00 | 0.00 | 1380.00");
    let payable = world.get(&format!("Reports/AgedPayablesByContact?contactId={contact}&date=2024-06-14"));
    assert_eq!(lines(&payable).last().unwrap(), "= Closing Balance |  |  |  | 46.00 | 0.00 | 0.00 | 46.00");
    let mut note = document("ACCRECCREDIT", "2024-05-20", 100.0, "200");
    note.as_object_mut().unwrap().remove("DueDate");
    world.put("CreditNotes", &note);
    let less = lines(&world.get(&format!("{address}&date=2024-06-14")));
    assert!(
        less.contains(&"= Closing Balance |  |  |  | 1265.00 | 115.00 | 0.00 | 1150.00".to_owned()),
        "{less:?}"
    );
    for wrong in ["", "?contactId=1"] {
        let (status, answer) =
            world.call(Method::GET, &format!("Reports/AgedPayablesByContact{wrong}"), &Value::Null);
        assert_eq!(status, 400, "{answer}");
    }
}

#[test]
fn a_bank_summary_opens_and_closes() {
    let world = world();
    assert_eq!(
        lines(&world.get("Reports/BankSummary?fromDate=2024-06-06&toDate=2024-06-30")),
        [
            "Bank Accounts | Opening Balance | Cash Received | Cash Spent | Closing Balance",
            "[]",
            "Business Bank Account | 115.00 | 0.00 | 60.00 | 55.00",
            "Business Savings Account | 0.00 | 0.00 | 0.00 | 0.00",
            "= Total | 115.00 | 0.00 | 60.00 | 55.00",
        ]
    );
}

#[test]
fn an_executive_summary_compares_two_months() {
    let world = world();
    let found = lines(&world.get("Reports/ExecutiveSummary?date=2024-06-14"));
    for expected in [
        " | Jun 2024 | May 2024 | Variance",
        "Cash received | 115.00 | 0.00 | 0.0%",
        "Closing bank balance | 55.00 | 0.00 | 0.0%",
        "Income | 0.00 | 200.00 | -100.0%",
        "Profit (loss) | -100.00 | 200.00 | -150.0%",
        "Debtors | 1265.00 | 1380.00 | -8.3%",
        "Creditors | 46.00 | 0.00 | 0.0%",
        "Net assets | 1100.00 | 1200.00 | -8.3%",
        "Number of invoices issued | 0 | 1 | -100.0%",
        "Gross profit margin |  | 100.0% | 0.0%",
        "Average debtors days |  | 213.9 | 0.0%",
        "Average creditors days | 13.8 |  | 0.0%",
        "Short term cash forecast | 1219.00 | 1380.00 | -11.7%",
        "Current assets to liabilities | 6 | 7.6666666667 | -21.7%",
    ] {
        assert!(found.iter().any(|line| line == expected), "{expected}: {found:#?}");
    }
}

#[test]
fn a_budget_summary_adds_the_budgets_months_up() {
    let world = world();
    let budget = world.get("Budgets")["Budgets"][0]["BudgetID"].as_str().unwrap().to_owned();
    let budget = world.get(&format!("Budgets/{budget}"))["Budgets"][0].clone();
    let first = budget["BudgetLines"][0]["BudgetBalances"][0]["Period"].as_str().unwrap().to_owned();
    let found = lines(&world.get(&format!("Reports/BudgetSummary?date={first}-15&periods=2&timeframe=3")));
    let sales = found.iter().find(|line| line.starts_with("Sales |")).unwrap();
    let quarter = |month: &Value| format!("{:.2}", month["Amount"].as_f64().unwrap() * 3.0);
    let expected = quarter(&budget["BudgetLines"][0]["BudgetBalances"][0]);
    assert_eq!(*sales, format!("Sales | {expected} | {expected}"));
    assert!(found.last().unwrap().starts_with("= Net Profit | "), "{found:?}");
}

#[test]
fn bad_parameters_are_refused() {
    let world = InProcess::new();
    for address in [
        "BalanceSheet?date=tomorrow",
        "BalanceSheet?periods=13",
        "BalanceSheet?timeframe=WEEK",
        "ProfitAndLoss?fromDate=2024-06-02&toDate=2024-06-01",
        "ProfitAndLoss?trackingCategoryID=none",
        "BudgetSummary?timeframe=2",
        "TenNinetyNine?reportYear=x",
    ] {
        let (status, answer) = world.call(Method::GET, &format!("Reports/{address}"), &Value::Null);
        assert_eq!((status, &answer["Type"]), (400, &json!("QueryParseException")), "{address}: {answer}");
    }
    assert_eq!(world.call(Method::GET, "Reports/Nothing", &Value::Null).0, 404);
}

#[test]
fn a_granular_scope_is_for_its_report_alone() {
    let mut world = InProcess::new();
    world.scopes = vec!["accounting.reports.trialbalance.read".to_owned()];
    let status = |report: &str| world.call(Method::GET, &format!("Reports/{report}"), &Value::Null).0;
    assert_eq!((status("TrialBalance"), status("BalanceSheet"), status("")), (200, 403, 403));
}

#[test]
fn what_is_published_stays_as_it_was() {
    let world = world();
    let listed = world.get("Reports")["Reports"][0].clone();
    assert!(listed["Rows"].is_null(), "{listed}");
    let address = format!("Reports/{}", listed["ReportID"].as_str().unwrap());
    let found = lines(&world.get(&address));
    assert!(
        found.contains(&"= Total Assets | 0.00".to_owned()),
        "published before anything was booked: {found:?}"
    );
}

#[test]
fn months_and_years_end_where_they_end() {
    use chrono::NaiveDate;
    let date = |text: &str| text.parse::<NaiveDate>().unwrap();
    assert_eq!(super::back(date("2024-03-31"), 1), date("2024-02-29"));
    assert_eq!(super::back(date("2024-02-29"), 1), date("2024-01-31"));
    assert_eq!(super::back(date("2024-06-14"), 12), date("2023-06-14"));
    InProcess::new().books(|books| {
        for (day, start) in
            [("2024-03-31", "2023-04-01"), ("2024-04-01", "2024-04-01"), ("2024-12-31", "2024-04-01")]
        {
            assert_eq!(books.year_start(date(day)), date(start), "{day}");
        }
    });
}
