//! Every sample, run by its id against the sandbox, every exchange held against Xero's description.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use std::collections::{BTreeSet, HashMap};
use std::time::Duration;

use chrono::DateTime;
use connectors_contract::Waiver;
use connectors_core::Connector;
use connectors_core::body::Content;
use connectors_core::catalog::Kind;
use connectors_core::triggers::PollCursor;
use connectors_xero::Xero;
use serde_json::{Value, json};

mod support;
#[path = "support/world.rs"]
mod world;
use world::World;

const WAIVED: [Waiver; 2] = [
    Waiver::request(
        "PUT",
        "/api.xro/2.0/Invoices/{InvoiceID}/Attachments/{FileName}",
        "content-type",
        "a file goes by its own media type",
    ),
    Waiver::response(
        "GET",
        "/api.xro/2.0/Invoices/{InvoiceID}/Attachments/{AttachmentID}",
        "content-type",
        "a file comes with its own media type",
    ),
];

/// Runs samples, with their ids replaced by those of records that are there.
struct Runner {
    world: World,
    /// Ids of records, by what the steps call them.
    ids: HashMap<&'static str, String>,
    ran: BTreeSet<String>,
}

impl Runner {
    /// Runs the sample.
    async fn run(&mut self, id: &str) -> Value {
        self.run_with(id, |_, _| {}).await
    }

    /// Runs the sample on this record.
    async fn run_on(&mut self, id: &str, record: &'static str) -> Value {
        self.run_with(id, |input, ids| input["id"] = json!(ids[record])).await
    }

    /// Runs the sample after a change.
    async fn run_with(
        &mut self,
        id: &str,
        change: impl FnOnce(&mut Value, &HashMap<&'static str, String>),
    ) -> Value {
        let mut input = support::sample(id);
        change(&mut input, &self.ids);
        self.ran.insert(id.to_owned());
        let output = self.call(id, input).await;
        let outcomes = output.as_array().filter(|_| id.ends_with("_many"));
        for outcome in outcomes.into_iter().flatten() {
            assert_eq!(outcome["status"], "done", "{id}: {outcome}");
        }
        output
    }

    /// Runs an action that is no sample.
    async fn call(&mut self, id: &str, input: Value) -> Value {
        // So that a minute does not see more than 60 calls, and a change is told from the making of a record.
        self.world.sandbox.advance(Duration::from_secs(2));
        self.world.xero.run(id, input).await.unwrap_or_else(|error| panic!("{id}: {error:?}"))
    }

    /// Runs the sample and remembers the id of what it gives.
    async fn make(&mut self, id: &str, record: &'static str, member: &str) {
        let made = self.run(id).await;
        self.remember(record, &made[member]);
    }

    fn remember(&mut self, record: &'static str, id: &Value) {
        self.ids.insert(record, id.as_str().unwrap_or_else(|| panic!("{record} has an id")).to_owned());
    }
}

#[tokio::test]
async fn every_sample_runs_by_id() {
    let (ids, ran) = (HashMap::new(), BTreeSet::new());
    let mut runner = Runner { world: World::waiving(WAIVED).await, ids, ran };
    settings(&mut runner).await;
    settings_of_organisation(&mut runner).await;
    tracking(&mut runner).await;
    groups(&mut runner).await;
    documents(&mut runner).await;
    files_and_notes(&mut runner).await;
    expenses(&mut runner).await;
    reports(&mut runner).await;
    more_documents(&mut runner).await;
    triggers(&mut runner).await;
    leaving(&mut runner).await;
    let all: BTreeSet<String> = Xero::catalog().iter().map(|entry| entry.id()).collect();
    assert_eq!(runner.ran, all);
    runner.world.judged();
}

fn is_trigger(id: &str) -> bool {
    Xero::catalog().get(id).is_some_and(|entry| entry.kind() == Kind::Trigger)
}

/// From before anything was made, so that each finds something where the sandbox makes something.
async fn triggers(runner: &mut Runner) {
    let since = PollCursor::since(DateTime::UNIX_EPOCH);
    let mut found = BTreeSet::new();
    for entry in Xero::catalog().iter().filter(|entry| is_trigger(&entry.id())) {
        let id = entry.id();
        runner.world.sandbox.advance(Duration::from_secs(60));
        let polled = runner.world.xero.run_poll(&id, support::sample(&id), &since).await;
        if !polled.unwrap_or_else(|error| panic!("{id}: {error:?}")).events.is_empty() {
            found.insert(id.clone());
        }
        runner.ran.insert(id);
    }
    let nothing: Vec<_> = runner.ran.iter().filter(|id| is_trigger(id) && !found.contains(*id)).collect();
    // The samples change no bill and match no payment with a bank statement; receipts are listed until they are claimed.
    assert_eq!(nothing, ["bill.updated", "payment.reconciled", "receipt.created_or_updated"]);
}

async fn settings(runner: &mut Runner) {
    for id in ["organisation.get", "organisation.list", "tax_rate.list"] {
        runner.run(id).await;
    }
    let categories = runner.run("tracking_category.list").await;
    runner.remember("category", &categories["items"][0]["TrackingCategoryID"]);
    runner.run_on("tracking_category.get", "category").await;
    let accounts = runner.run("account.list").await;
    runner.remember("account", &accounts["items"][0]["AccountID"]);
    runner.run_on("account.get", "account").await;
    runner.make("contact.create", "contact", "ContactID").await;
    for id in ["contact.create_many", "contact.upsert", "contact.upsert_many", "contact.list"] {
        runner.run(id).await;
    }
    for id in ["contact.get", "contact.update"] {
        runner.run_on(id, "contact").await;
    }
    runner.make("item.create", "item", "ItemID").await;
    for id in ["item.create_many", "item.upsert", "item.upsert_many", "item.list"] {
        runner.run(id).await;
    }
    for id in ["item.get", "item.update", "item.delete"] {
        runner.run_on(id, "item").await;
    }
}

async fn documents(runner: &mut Runner) {
    for (resource, member) in [
        ("credit_note", "CreditNoteID"),
        ("bank_transaction", "BankTransactionID"),
        ("purchase_order", "PurchaseOrderID"),
        ("invoice", "InvoiceID"),
    ] {
        runner.make(&format!("{resource}.create"), resource, member).await;
        let many = runner.run(&format!("{resource}.create_many")).await;
        if resource == "invoice" {
            runner.remember("unpaid", &many[0]["value"]["InvoiceID"]);
        }
        for verb in ["upsert", "upsert_many", "list"] {
            runner.run(&format!("{resource}.{verb}")).await;
        }
        for verb in ["get", "update"] {
            runner.run_on(&format!("{resource}.{verb}"), resource).await;
        }
    }
    for id in ["invoice.email", "invoice.download_pdf", "invoice.get_online_url"] {
        runner.run_on(id, "invoice").await;
    }
    runner.run_on("credit_note.download_pdf", "credit_note").await;
    runner.run_on("purchase_order.download_pdf", "purchase_order").await;
    for (resource, account) in [("overpayment", "610"), ("prepayment", "620")] {
        let received = json!({ "record": { "Type": format!("RECEIVE-{}", resource.to_uppercase()),
            "Contact": { "ContactNumber": "CRM-1001" }, "BankAccount": { "Code": "090" },
            "LineAmountTypes": "NoTax", "LineItems": [{ "Description": "x", "UnitAmount": 50, "AccountCode": account }] } });
        let received = runner.call("bank_transaction.create", received).await;
        let id = if resource == "overpayment" { "OverpaymentID" } else { "PrepaymentID" };
        runner.remember(resource, &received[id]);
        runner.run(&format!("{resource}.list")).await;
        runner.run_on(&format!("{resource}.get"), resource).await;
    }
    for resource in ["credit_note", "overpayment", "prepayment"] {
        let allocate = |input: &mut Value, ids: &HashMap<_, String>| {
            input["id"] = json!(ids[resource]);
            input["allocation"]["Invoice"] = json!({ "InvoiceID": ids["invoice"] });
        };
        let allocation = runner.run_with(&format!("{resource}.allocate"), allocate).await;
        let unallocate = |input: &mut Value, ids: &HashMap<_, String>| {
            input["id"] = json!(ids[resource]);
            input["allocation_id"] = allocation["AllocationID"].clone();
        };
        runner.run_with(&format!("{resource}.unallocate"), unallocate).await;
    }
    let pay = |input: &mut Value, ids: &HashMap<_, String>| {
        input["record"]["Invoice"] = json!({ "InvoiceID": ids["invoice"] });
    };
    let payment = runner.run_with("payment.create", pay).await;
    runner.remember("payment", &payment["PaymentID"]);
    let pay_many = |input: &mut Value, ids: &HashMap<_, String>| {
        for record in input["records"].as_array_mut().into_iter().flatten() {
            record["Invoice"] = json!({ "InvoiceID": ids["invoice"] });
        }
    };
    runner.run_with("payment.create_many", pay_many).await;
    runner.run("payment.list").await;
    for id in ["payment.get", "payment.delete"] {
        runner.run_on(id, "payment").await;
    }
    runner.run_on("invoice.void", "unpaid").await;
    let draft = json!({ "record": { "Type": "ACCREC", "Contact": { "Name": "Example Trading" },
        "LineItems": [{ "Description": "x" }] } });
    let draft = runner.world.xero.run("invoice.create", draft).await.unwrap();
    runner.remember("draft", &draft["InvoiceID"]);
    runner.run_on("invoice.delete", "draft").await;
}

async fn more_documents(runner: &mut Runner) {
    for (resource, member) in [("quote", "QuoteID"), ("manual_journal", "ManualJournalID")] {
        runner.make(&format!("{resource}.create"), resource, member).await;
        for verb in ["create_many", "upsert", "upsert_many", "list"] {
            runner.run(&format!("{resource}.{verb}")).await;
        }
        for verb in ["get", "update"] {
            runner.run_on(&format!("{resource}.{verb}"), resource).await;
        }
    }
    runner.run_on("quote.download_pdf", "quote").await;
    runner.make("repeating_invoice.create", "template", "RepeatingInvoiceID").await;
    runner.run("repeating_invoice.create_many").await;
    runner.run("repeating_invoice.list").await;
    for id in ["repeating_invoice.get", "repeating_invoice.delete"] {
        runner.run_on(id, "template").await;
    }
    let line = json!({ "Description": "Flight", "Quantity": 1, "UnitAmount": 500, "AccountCode": "404" });
    let mut documents = Vec::new();
    for (kind, status) in [("ACCPAY", "AUTHORISED"), ("ACCREC", "DRAFT"), ("ACCREC", "AUTHORISED")] {
        let document = json!({ "Type": kind, "Contact": { "ContactNumber": "CRM-1001" }, "Date": "2026-01-20",
            "DueDate": "2026-02-20", "Status": status, "LineItems": [line] });
        documents.push(runner.call("invoice.create", json!({ "record": document })).await);
    }
    let [bill, draft, sale] = &documents[..] else { panic!("{documents:?}") };
    let customer = bill["Contact"]["ContactID"].clone();
    let source = |input: &mut Value, _: &HashMap<_, String>| {
        input["record"] = json!({ "SourceTransactionID": bill["InvoiceID"], "ContactID": customer,
            "SourceLineItemID": bill["LineItems"][0]["LineItemID"] });
    };
    let linked = runner.run_with("linked_transaction.create", source).await;
    runner.remember("linked", &linked["LinkedTransactionID"]);
    let target = |input: &mut Value, ids: &HashMap<_, String>| {
        *input = json!({ "id": ids["linked"], "record": { "ContactID": customer,
            "TargetTransactionID": draft["InvoiceID"], "TargetLineItemID": draft["LineItems"][0]["LineItemID"] } });
    };
    runner.run_with("linked_transaction.update", target).await;
    runner.run("linked_transaction.list").await;
    for id in ["linked_transaction.get", "linked_transaction.delete"] {
        runner.run_on(id, "linked").await;
    }
    let pay = |input: &mut Value, _: &HashMap<_, String>| {
        let records = match input.get_mut("records") {
            Some(records) => records.as_array_mut().unwrap().iter_mut().collect(),
            None => vec![&mut input["record"]],
        };
        for record in records {
            record["Payments"][0]["Invoice"] = json!({ "InvoiceID": sale["InvoiceID"] });
        }
    };
    let batch = runner.run_with("batch_payment.create", pay).await;
    runner.remember("batch", &batch["BatchPaymentID"]);
    runner.run_with("batch_payment.create_many", pay).await;
    runner.run("batch_payment.list").await;
    for id in ["batch_payment.get", "batch_payment.delete"] {
        runner.run_on(id, "batch").await;
    }
    let category = &runner.call("tracking_category.list", json!({})).await["items"][0];
    let tracking = json!([{ "TrackingCategoryID": category["TrackingCategoryID"],
        "TrackingOptionID": category["Options"][0]["TrackingOptionID"] }]);
    let mut transfers = Vec::new();
    for _ in 0..3 {
        let tracked = |input: &mut Value, _: &HashMap<_, String>| {
            input["record"]["FromTracking"] = tracking.clone();
            input["record"]["ToTracking"] = tracking.clone();
        };
        transfers.push(runner.run_with("bank_transfer.create", tracked).await["BankTransferID"].take());
    }
    runner.remember("transfer", &transfers[0]);
    runner.run("bank_transfer.list").await;
    for id in ["bank_transfer.get", "bank_transfer.delete"] {
        runner.run_on(id, "transfer").await;
    }
    runner.run_with("bank_transfer.delete_many", |input, _| input["ids"] = json!(transfers[1..])).await;
}

async fn settings_of_organisation(runner: &mut Runner) {
    let organisation = runner.run("organisation.get").await;
    runner.remember("organisation", &organisation["OrganisationID"]);
    runner.run_on("organisation.get_cis_settings", "organisation").await;
    runner.run_on("contact.get_cis_settings", "contact").await;
    for id in ["organisation.list_actions", "invoice_reminder.get", "currency.list", "currency.create"] {
        runner.run(id).await;
    }
    for (list, get, record, member) in [
        ("user.list", "user.get", "user", "UserID"),
        ("budget.list", "budget.get", "budget", "BudgetID"),
        ("branding_theme.list", "branding_theme.get", "theme", "BrandingThemeID"),
    ] {
        let listed = runner.run(list).await;
        runner.remember(record, &listed["items"][0][member]);
        runner.run_on(get, record).await;
    }
    runner.make("payment_service.create", "service", "PaymentServiceID").await;
    let add = |input: &mut Value, ids: &HashMap<_, String>| {
        input["id"] = json!(ids["theme"]);
        input["payment_service_id"] = json!(ids["service"]);
    };
    runner.run_with("branding_theme.add_payment_service", add).await;
    runner.run_on("branding_theme.list_payment_services", "theme").await;
    runner.run("payment_service.list").await;

    runner.make("account.create", "courier", "AccountID").await;
    for id in ["account.update", "account.archive", "account.delete"] {
        runner.run_on(id, "courier").await;
    }
    runner.make("tax_rate.create", "rate", "TaxType").await;
    runner.run_on("tax_rate.get", "rate").await;
    runner.run_with("tax_rate.update", |input, ids| input["record"]["TaxType"] = json!(ids["rate"])).await;
    runner.run_with("tax_rate.delete", |input, ids| input["tax_type"] = json!(ids["rate"])).await;
}

async fn tracking(runner: &mut Runner) {
    runner.make("tracking_category.create", "department", "TrackingCategoryID").await;
    runner.run_on("tracking_category.update", "department").await;
    let of = |input: &mut Value, ids: &HashMap<_, String>| input["category_id"] = json!(ids["department"]);
    let option = runner.run_with("tracking_option.create", of).await;
    runner.remember("option", &option["TrackingOptionID"]);
    for id in ["tracking_option.update", "tracking_option.archive", "tracking_option.delete"] {
        let of = |input: &mut Value, ids: &HashMap<_, String>| {
            input["category_id"] = json!(ids["department"]);
            input["id"] = json!(ids["option"]);
        };
        runner.run_with(id, of).await;
    }
    runner.run_on("tracking_category.archive", "department").await;
    runner.run_on("tracking_category.delete", "department").await;
}

async fn groups(runner: &mut Runner) {
    runner.make("contact_group.create", "group", "ContactGroupID").await;
    for id in ["contact_group.update", "contact_group.get"] {
        runner.run_on(id, "group").await;
    }
    runner.run("contact_group.list").await;
    let add = |input: &mut Value, ids: &HashMap<_, String>| {
        input["id"] = json!(ids["group"]);
        input["contact_ids"] = json!([ids["contact"]]);
    };
    runner.run_with("contact_group.add_contacts", add).await;
    let remove = |input: &mut Value, ids: &HashMap<_, String>| {
        input["id"] = json!(ids["group"]);
        input["contact_id"] = json!(ids["contact"]);
    };
    runner.run_with("contact_group.remove_contact", remove).await;
    for id in ["contact_group.remove_all_contacts", "contact_group.delete"] {
        runner.run_on(id, "group").await;
    }
}

async fn files_and_notes(runner: &mut Runner) {
    let of = |input: &mut Value, ids: &HashMap<_, String>| input["parent"]["id"] = json!(ids["invoice"]);
    let mut upload = support::sample("attachment.upload");
    of(&mut upload, &runner.ids);
    runner.ran.insert("attachment.upload".to_owned());
    let content = Content::bytes("%PDF-1.7").media_type("application/pdf");
    let uploaded = runner.world.xero.run("attachment.upload", upload).content(content).await.unwrap();
    runner.remember("file", &uploaded["AttachmentID"]);
    runner.run_with("attachment.list", of).await;
    let file = |input: &mut Value, ids: &HashMap<_, String>| {
        input["parent"]["id"] = json!(ids["invoice"]);
        input["attachment"] = json!(ids["file"]);
    };
    let content = runner.run_with("attachment.download", file).await;
    assert_eq!(content["base64"], "JVBERi0xLjc=");
    runner.run_with("history.add", of).await;
    runner.run_with("history.list", of).await;
}

async fn expenses(runner: &mut Runner) {
    let spent = |input: &mut Value, ids: &HashMap<_, String>| {
        input["record"]["User"]["UserID"] = json!(ids["user"]);
        input["record"]["Contact"]["ContactID"] = json!(ids["contact"]);
    };
    let receipt = runner.run_with("receipt.create", spent).await;
    runner.remember("receipt", &receipt["ReceiptID"]);
    for id in ["receipt.get", "receipt.update"] {
        runner.run_on(id, "receipt").await;
    }
    runner.run("receipt.list").await;
    let claim = |input: &mut Value, ids: &HashMap<_, String>| {
        input["record"]["User"]["UserID"] = json!(ids["user"]);
        input["record"]["Receipts"][0]["ReceiptID"] = json!(ids["receipt"]);
    };
    let claim = runner.run_with("expense_claim.create", claim).await;
    runner.remember("claim", &claim["ExpenseClaimID"]);
    for id in ["expense_claim.get", "expense_claim.update"] {
        runner.run_on(id, "claim").await;
    }
    runner.run("expense_claim.list").await;
}

async fn reports(runner: &mut Runner) {
    let all = |input: &mut Value, _: &HashMap<_, String>| *input = json!({});
    let journals = runner.run_with("general_ledger.list", all).await;
    runner.remember("journal", &journals["items"][0]["JournalID"]);
    runner.run_on("general_ledger.get", "journal").await;
    for id in ["report.trial_balance", "report.bank_summary", "report.executive_summary"] {
        runner.run(id).await;
    }
    for id in ["report.budget_summary", "report.ten_ninety_nine"] {
        runner.run(id).await;
    }
    let untracked = |input: &mut Value, _: &HashMap<_, String>| {
        for member in ["tracking_option_id1", "tracking_category_id", "tracking_option_id"] {
            input.as_object_mut().unwrap().remove(member);
        }
    };
    for id in ["report.balance_sheet", "report.profit_and_loss"] {
        runner.run_with(id, untracked).await;
    }
    for id in ["report.aged_payables", "report.aged_receivables"] {
        let of = |input: &mut Value, ids: &HashMap<_, String>| input["contact_id"] = json!(ids["contact"]);
        runner.run_with(id, of).await;
    }
    let published = runner.run("report.list").await;
    runner.remember("report", &published["items"][0]["ReportID"]);
    runner.run_on("report.get", "report").await;
}

/// What ends the connection, or what other samples need.
async fn leaving(runner: &mut Runner) {
    runner.run_on("contact.archive", "contact").await;
    runner.run("tenant.list").await;
    let connections = runner.world.xero.run("tenant.list", json!({})).await.unwrap();
    runner.remember("connection", &connections["items"][0]["id"]);
    runner.run_on("tenant.disconnect", "connection").await;
}
