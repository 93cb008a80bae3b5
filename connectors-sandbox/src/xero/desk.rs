//! Where one call is worked on: who may make it, and which resource answers.

use http::{Method, StatusCode};
use serde_json::Value;

use super::books::{Books, Moment};
use super::errors::No;
use super::{
    Answer, accounts, bank_transactions, bank_transfers, batch_payments, branding, budgets, contact_groups,
    contacts, credit_notes, expenses, facts, invoices, items, journals, linked, manual_journals,
    organisation, overpayments, parents, payments, purchase_orders, quotes, repeating, reports, tax_rates,
    tracking, wire,
};
use crate::http::{Reply, Request};
use crate::platform::Call;
use crate::store::Record;

/// Answers a call on a resource by its name in small letters.
pub(super) fn serve(desk: &mut Desk<'_>, resource: &str, rest: &[&str]) -> Answer {
    let no = |status: StatusCode, detail: &'static str, desk: &Desk<'_>| {
        Err(No::Problem { status, detail, instance: desk.id.clone() })
    };
    if !may(desk.call, desk.method(), resource, rest) {
        return no(StatusCode::FORBIDDEN, "insufficient_scope", desk);
    }
    if ![Method::GET, Method::PUT, Method::POST, Method::DELETE].contains(desk.method()) {
        return no(
            StatusCode::METHOD_NOT_ALLOWED,
            "The Accounting API knows GET, PUT, POST and DELETE",
            desk,
        );
    }
    let file = parents::is_file(desk, resource, rest);
    if desk.method() != Method::DELETE && !file && !desk.accepts("application/json") {
        let detail = "The sandbox answers in JSON only: send Accept: application/json";
        return no(StatusCode::NOT_ACCEPTABLE, detail, desk);
    }
    let moment = desk.moment();
    desk.books.run_schedules(moment);
    if let Some(answer) = parents::route(desk, resource, rest) {
        return answer;
    }
    match resource {
        "organisation" => organisation::route(desk, rest),
        "users" => organisation::users(desk, rest),
        "currencies" => organisation::currencies(desk, rest),
        "invoicereminders" => organisation::reminders(desk, rest),
        "brandingthemes" => branding::themes(desk, rest),
        "paymentservices" => branding::payment_services(desk, rest),
        "budgets" => budgets::route(desk, rest),
        "accounts" => accounts::route(desk, rest),
        "taxrates" => tax_rates::route(desk, rest),
        "trackingcategories" => tracking::route(desk, rest),
        "items" => items::route(desk, rest),
        "contacts" => contacts::route(desk, rest),
        "contactgroups" => contact_groups::route(desk, rest),
        "quotes" => quotes::route(desk, rest),
        "repeatinginvoices" => repeating::route(desk, rest),
        "linkedtransactions" => linked::route(desk, rest),
        "receipts" => expenses::receipts(desk, rest),
        "expenseclaims" => expenses::claims(desk, rest),
        "invoices" => invoices::route(desk, rest),
        "payments" => payments::route(desk, rest),
        "batchpayments" => batch_payments::route(desk, rest),
        "overpayments" => overpayments::overpayments(desk, rest),
        "prepayments" => overpayments::prepayments(desk, rest),
        "journals" => journals::route(desk, rest),
        "reports" => reports::route(desk, rest),
        "banktransfers" => bank_transfers::route(desk, rest),
        "manualjournals" => manual_journals::route(desk, rest),
        "creditnotes" => credit_notes::route(desk, rest),
        "banktransactions" => bank_transactions::route(desk, rest),
        "purchaseorders" => purchase_orders::route(desk, rest),
        _ => Err(No::NotFound),
    }
}

/// Whether the token's scopes allow the call.
pub(super) fn may(call: &Call<'_>, method: &Method, resource: &str, path: &[&str]) -> bool {
    let scopes = &call.caller.scopes;
    let of = |name: &str| facts::SCOPES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
    // Attachments and payment services have scopes of their own, whatever they hang on.
    let Some((_, needed)) = path.get(1).and_then(|what| of(what)).or_else(|| of(resource)) else {
        return true;
    };
    let report = path.first().filter(|_| resource == "reports");
    let report = facts::REPORT_SCOPES.iter().find(|(name, _)| report == Some(name)).map(|(_, scope)| scope);
    let reads = method == Method::GET;
    needed.iter().chain(report).any(|needed| {
        scopes.iter().any(|scope| scope == needed || (reads && scope.strip_suffix(".read") == Some(*needed)))
    })
}

/// Where one call is worked on: the call and the books of its organisation.
pub(super) struct Desk<'a> {
    pub(super) call: &'a Call<'a>,
    pub(super) books: &'a mut Books,
    /// The id of the answer.
    pub(super) id: String,
}

impl<'a> Desk<'a> {
    pub(super) fn request(&self) -> &'a Request {
        self.call.request
    }

    pub(super) fn method(&self) -> &'a Method {
        &self.call.request.method
    }

    pub(super) fn accepts(&self, kind: &str) -> bool {
        self.request().header("accept").is_some_and(|accept| accept.to_ascii_lowercase().contains(kind))
    }

    /// When it is, and how many decimals unit prices have: two, or four if asked for.
    pub(super) fn moment(&self) -> Moment {
        let four = self.request().query.get_ignore_case("unitdp") == Some("4");
        Moment { now: self.call.now, unit_places: if four { 4 } else { 2 } }
    }

    pub(super) fn many(&self, plural: &str, records: Vec<Value>, pagination: Option<Value>) -> Reply {
        let body = wire::envelope(self.id.clone(), self.call.now, plural, records, pagination);
        Reply::json(StatusCode::OK, &body)
    }

    pub(super) fn one(&self, plural: &str, record: Record) -> Reply {
        self.many(plural, vec![Value::Object(record)], None)
    }
}
