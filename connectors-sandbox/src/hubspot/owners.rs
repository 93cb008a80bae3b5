//! `/crm/v3/owners`: who records can belong to, and what the account is (`/account-info/v3`).

use http::{Method, StatusCode};
use serde_json::{Value, json};

use super::errors::{Answer, Problem};
use super::{Cx, DOMAIN, PORTAL};
use crate::http::Reply;

/// The largest page (not verified live).
const LARGEST_PAGE: usize = 500;
const USUAL_PAGE: usize = 100;

#[derive(Clone, Debug)]
pub(super) struct Owner {
    pub(super) id: String,
    user: u64,
    email: &'static str,
    names: (&'static str, &'static str),
    archived: bool,
}

/// Two who work there and one who has left.
pub(super) fn seeded() -> Vec<Owner> {
    let owner =
        |id: u64, user, email, names, archived| Owner { id: id.to_string(), user, email, names, archived };
    vec![
        owner(81_234_501, super::USER, "ada@example.com", ("Ada", "Alder"), false),
        owner(81_234_502, super::USER + 1, "ben@example.com", ("Ben", "Birch"), false),
        owner(81_234_503, super::USER + 2, "cleo@example.com", ("Cleo", "Cedar"), true),
    ]
}

impl Owner {
    fn json(&self) -> Value {
        json!({
            "id": self.id, "email": self.email, "firstName": self.names.0, "lastName": self.names.1, "type": "PERSON",
            "userId": self.user, "userIdIncludingInactive": self.user, "archived": self.archived,
            "createdAt": "2024-01-15T09:00:00.000Z", "updatedAt": "2024-01-15T09:00:00.000Z", "teams": [],
        })
    }
}

pub(super) fn route(cx: &mut Cx<'_>, method: &Method, rest: &[&str]) -> Answer {
    match (method, rest) {
        (&Method::GET, []) => list(cx),
        (&Method::GET, [id]) => {
            let by_user = cx.param("idProperty") == Some("userId");
            let named =
                |owner: &&Owner| if by_user { owner.user.to_string() == *id } else { owner.id == *id };
            let archived = cx.flag("archived");
            let owner = cx.state.owners.iter().find(|owner| named(owner) && owner.archived == archived);
            let owner = owner.ok_or_else(|| Problem::not_found(format!("no owner {id}")))?;
            Ok(Reply::json(StatusCode::OK, &owner.json()))
        }
        _ => Err(Problem::path()),
    }
}

fn list(cx: &Cx<'_>) -> Answer {
    let limit = cx.page_size(USUAL_PAGE, LARGEST_PAGE)?;
    let (archived, email, after) =
        (cx.flag("archived"), cx.param("email"), cx.param("after").unwrap_or_default());
    let wanted = |owner: &&Owner| {
        owner.archived == archived
            && email.is_none_or(|email| owner.email.eq_ignore_ascii_case(email))
            && owner.id.as_str() >= after
    };
    let mut rest = cx.state.owners.iter().filter(wanted);
    let results = rest.by_ref().take(limit).map(Owner::json).collect();
    let next = rest.next().map(|owner| owner.id.clone());
    Ok(Reply::json(StatusCode::OK, &cx.page(results, next)))
}

/// `/account-info/v3/details`. What was used of the day is in the headers of each answer; here it is not kept.
pub(super) fn account(method: &Method, rest: &[&str]) -> Answer {
    match (method, rest) {
        (&Method::GET, ["details"]) => {
            let details = json!({
                "portalId": PORTAL, "accountType": "STANDARD", "timeZone": "UTC", "companyCurrency": "USD",
                "additionalCurrencies": ["EUR", "GBP"], "utcOffset": "+00:00", "utcOffsetMilliseconds": 0,
                "uiDomain": DOMAIN, "dataHostingLocation": "na1",
            });
            Ok(Reply::json(StatusCode::OK, &details))
        }
        _ => Err(Problem::path()),
    }
}
