//! Orders: what was bought, what was paid for it, what was given back.

mod agreements;
pub(super) mod cards;
mod change;
mod create;
pub(super) mod edits;
mod fields;
mod lines;
mod payments;
mod refunds;
mod risk;
pub(super) mod stock;
mod suggest;
mod totals;

pub(super) use self::create::{of_draft, place};
pub(super) use self::edits::add_line;
pub(super) use self::fields::field;
pub(super) use self::lines::{Discount, allocate, discounts, line, portion, spread, tax_lines, taxes, worth};
pub(super) use self::payments::{Payment, take_due};
pub(super) use self::refunds::take_back;
pub(super) use self::risk::assess;
pub(super) use self::totals::{reckon, settle};
use super::Cx;
use super::mutations::{Mutation, UserError, wrong};

pub(super) const MUTATIONS: &[(&str, Mutation)] = &[
    ("orderCreate", create::create),
    ("orderUpdate", change::update),
    ("orderCancel", change::cancel),
    ("orderClose", change::close),
    ("orderOpen", change::open),
    ("orderDelete", change::delete),
    ("orderMarkAsPaid", payments::mark_as_paid),
    ("orderCapture", payments::capture),
    ("orderCreateManualPayment", payments::manual),
    ("transactionVoid", payments::void),
    ("refundCreate", refunds::create),
    ("orderRiskAssessmentCreate", risk::create),
];

/// The order that a mutation is about.
fn wanted(cx: &Cx<'_>, id: &str, path: &str) -> Result<String, UserError> {
    let known = id.contains("/Order/") && cx.store.get(id).is_some();
    if known { Ok(id.to_owned()) } else { Err(wrong(path, "Order does not exist").code("NOT_FOUND")) }
}
