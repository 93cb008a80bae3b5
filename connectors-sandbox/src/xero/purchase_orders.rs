//! Purchase orders: what was ordered of a supplier. Without `where`, and found by status and date.

use http::Method;
use serde_json::json;

use super::documents::{self, Kind};
use super::errors::No;
use super::list::{ListRules, dates, words};
use super::wire::{date_of, text};
use super::{Answer, Desk};
use crate::store::Record;

pub(super) static KIND: Kind = Kind {
    noun: "purchase order",
    rules: ListRules {
        plural: "PurchaseOrders",
        id: "PurchaseOrderID",
        paged: true,
        fields: &[
            "PurchaseOrderID",
            "PurchaseOrderNumber",
            "Date",
            "DeliveryDate",
            "Status",
            "Total",
            "UpdatedDateUTC",
        ],
    },
    number: Some(("PurchaseOrderNumber", "PO")),
    types: &[],
    transitions: &[
        ("", &["DRAFT", "SUBMITTED", "AUTHORISED"]),
        ("DRAFT", &["DRAFT", "SUBMITTED", "AUTHORISED", "DELETED"]),
        ("SUBMITTED", &["DRAFT", "SUBMITTED", "AUTHORISED", "DELETED"]),
        ("AUTHORISED", &["AUTHORISED", "BILLED", "DELETED"]),
        ("BILLED", &["BILLED", "AUTHORISED", "DELETED"]),
    ],
    texts: &[
        ("PurchaseOrderNumber", 255),
        ("Reference", 255),
        ("BrandingThemeID", 36),
        ("DeliveryAddress", 4000),
        ("AttentionTo", 255),
        ("Telephone", 50),
        ("DeliveryInstructions", 500),
    ],
    dates: &["DeliveryDate", "ExpectedArrivalDate"],
    table: |books| &books.purchase_orders,
    table_mut: |books| &mut books.purchase_orders,
    finish: |_, input, order| {
        let sent = input.flag("SentToContact").map(|sent| json!(sent));
        if let Some(sent) = sent {
            order.insert("SentToContact".to_owned(), sent);
        }
        order.entry("SentToContact".to_owned()).or_insert_with(|| json!(false));
    },
    show: |_, _, _| {},
};

pub(super) fn route(desk: &mut Desk<'_>, path: &[&str]) -> Answer {
    match (desk.method(), path) {
        (&Method::GET, []) => list(desk),
        _ => documents::route(desk, path, &KIND),
    }
}

fn list(desk: &Desk<'_>) -> Answer {
    let query = &desk.request().query;
    let say = |message: &str| No::BadQuery(format!("{}: {message}", KIND.rules.plural));
    // The description knows no such parameter; one that is passed over would look like a list of all.
    if query.get_ignore_case("where").is_some() {
        return Err(say("where is not a parameter of this list: use Status, DateFrom and DateTo"));
    }
    let dated = dates(desk.request(), KIND.rules.plural, "DateFrom", "DateTo")?;
    let statuses = words(desk.request(), "Status");
    documents::list(desk, &KIND, &|order: &Record| {
        dated(date_of(order, "Date"))
            && statuses.as_ref().is_none_or(|wanted| wanted.contains(&text(order, "Status").to_lowercase()))
    })
}
