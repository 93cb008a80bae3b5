//! What is held of an order's honesty.

use serde_json::{Value, json};

use super::wanted;
use crate::shopify::Cx;
use crate::shopify::json::{list, map, object, text};
use crate::shopify::mutations::{Done, wrong};
use crate::store::Record;

/// The most facts of an assessment.
const FACTS: usize = 20;

/// Levels of risk with what they recommend, the worst last.
const LEVELS: &[(&str, &str)] = &[
    ("NONE", "NONE"),
    ("PENDING", "NONE"),
    ("LOW", "ACCEPT"),
    ("MEDIUM", "INVESTIGATE"),
    ("HIGH", "CANCEL"),
];

/// Adds an assessment to an order.
pub(in crate::shopify) fn assess(cx: &mut Cx<'_>, order: &str, level: &str, facts: &[Value]) -> Value {
    let assessment = json!({ "riskLevel": level, "facts": facts, "provider": null });
    let mut risk = cx.store.get(order).and_then(|order| object(order, "risk")).cloned().unwrap_or_default();
    let mut all = list(&risk, "assessments").to_vec();
    all.push(assessment.clone());
    let place = |one: &Value| LEVELS.iter().position(|(level, _)| one["riskLevel"] == *level);
    let worst = all.iter().filter_map(place).max().and_then(|at| LEVELS.get(at));
    risk.extend(map(
        json!({ "assessments": all, "recommendation": worst.map_or("NONE", |(_, recommended)| recommended) }),
    ));
    cx.store.set(order, json!({ "risk": risk }));
    assessment
}

pub(super) fn create(cx: &mut Cx<'_>, args: &Record) -> Done {
    let none = Record::new();
    let input = object(args, "orderRiskAssessmentInput").unwrap_or(&none);
    let path = "orderRiskAssessmentInput";
    let order = wanted(cx, text(input, "orderId"), &format!("{path}.orderId"))?;
    let facts = list(input, "facts");
    if facts.len() > FACTS {
        let message = format!("Too many facts were provided (maximum is {FACTS}).");
        return Err(wrong(&format!("{path}.facts"), message).code("TOO_MANY_FACTS").into());
    }
    if cx.store.text(&order, "displayFulfillmentStatus") == "FULFILLED" {
        let message = "The order has already been fulfilled.";
        return Err(wrong(&format!("{path}.orderId"), message).code("ORDER_ALREADY_FULFILLED").into());
    }
    let level = text(input, "riskLevel");
    if level == "PENDING" {
        return Err(wrong(&format!("{path}.riskLevel"), "Risk level cannot be PENDING")
            .code("INVALID")
            .into());
    }
    Ok(json!({ "orderRiskAssessment": assess(cx, &order, level, facts) }))
}
