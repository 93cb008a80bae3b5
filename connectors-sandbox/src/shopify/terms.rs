//! When something has to be paid.

use chrono::{DateTime, Duration, Utc};
use serde_json::{Value, json};

use super::Cx;
use super::json::{flag, given, object, objects, text};
use super::mutations::{UserError, wrong};
use super::store::number_of;
use crate::store::Record;

/// The templates there are: number, name, type, days.
const TEMPLATES: &[(u64, &str, &str, Option<i64>)] = &[
    (1, "Due on receipt", "RECEIPT", None),
    (2, "Net 7", "NET", Some(7)),
    (3, "Net 15", "NET", Some(15)),
    (4, "Net 30", "NET", Some(30)),
    (5, "Net 60", "NET", Some(60)),
    (6, "Net 90", "NET", Some(90)),
    (7, "Fixed date", "FIXED", None),
    (8, "Net 45", "NET", Some(45)),
    (9, "Due on fulfillment", "FULFILLMENT", None),
];

pub(super) fn query(field: &str, args: &Record) -> Option<Value> {
    if field != "paymentTermsTemplates" {
        return None;
    }
    let wanted = given(args, "paymentTermsType");
    let fits = |kind: &str| wanted.is_none_or(|wanted| wanted == kind);
    let told = |(number, name, kind, days): &(u64, &str, &str, Option<i64>)| {
        json!({
            "id": format!("gid://shopify/PaymentTermsTemplate/{number}"), "name": name, "translatedName": name, "description": name,
            "paymentTermsType": kind, "dueInDays": days,
        })
    };
    Some(TEMPLATES.iter().filter(|(_, _, kind, _)| fits(kind)).map(told).collect())
}

/// The template that an input names.
fn template(input: &Record) -> Option<&'static (u64, &'static str, &'static str, Option<i64>)> {
    let number = number_of(text(input, "paymentTermsTemplateId"));
    TEMPLATES.iter().find(|(known, ..)| *known == number)
}

/// What is wrong with terms that are stated, if something is.
pub(super) fn check(input: &Record, path: &str) -> Result<(), UserError> {
    let Some(terms) = object(input, "paymentTerms") else { return Ok(()) };
    if template(terms).is_none() {
        return Err(wrong(
            &format!("{path}.paymentTermsTemplateId"),
            "Payment terms template does not exist",
        ));
    }
    Ok(())
}

/// `Order.paymentTerms`, of an order that holds those that were stated.
pub(super) fn of_order(cx: &Cx<'_>, order: &Record) -> Value {
    let Some((stated, (_, name, kind, days))) =
        object(order, "terms").and_then(|stated| Some((stated, template(stated)?)))
    else {
        return Value::Null;
    };
    let number = number_of(text(order, "id"));
    let time = |text: &str| text.parse::<DateTime<Utc>>().ok();
    let schedule = objects(stated, "paymentSchedules").next();
    let of_schedule = |field: &str| schedule.and_then(|one| given(one, field)).and_then(time);
    let issued = of_schedule("issuedAt").or_else(|| time(text(order, "processedAt")));
    let after = days.and_then(|days| issued.map(|issued| issued + Duration::days(days)));
    let due = after.or_else(|| of_schedule("dueAt")).or(issued.filter(|_| *kind == "RECEIPT"));
    let paid = flag(order, "fullyPaid");
    let overdue = !paid && due.is_some_and(|due| due < cx.now);
    let stamp = |time: Option<DateTime<Utc>>| time.map(super::cx::stamp);
    let schedule = json!({
        "id": format!("gid://shopify/PaymentSchedule/{number}"), "issuedAt": stamp(issued), "dueAt": stamp(due), "due": overdue,
        "completedAt": paid.then(|| order.get("updatedAt")), "totalBalance": order.get("totalPriceSet"),
        "balanceDue": order.get("totalOutstandingSet"),
    });
    json!({
        "id": format!("gid://shopify/PaymentTerms/{number}"), "paymentTermsName": name, "paymentTermsType": kind, "dueInDays": days,
        "overdue": overdue, "paymentSchedules": [schedule],
    })
}
