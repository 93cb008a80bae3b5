//! Who works in the account: as users with roles and teams (`/settings/v3/users`), and as owners of records
//! (`/crm/v3/owners`). Whoever is added as a user can own records from then on. And what the account is
//! (`/account-info/v3`).

use chrono::{DateTime, Utc};
use http::{Method, StatusCode};
use serde_json::{Value, json};

use super::errors::{Answer, Problem};
use super::store::iso;
use super::{Cx, DOMAIN, PORTAL, USER};
use crate::http::Reply;

/// The largest pages (not verified live).
const LARGEST_PAGE: usize = 500;
const LARGEST_PAGE_OF_USERS: usize = 100;
const USUAL_PAGE: usize = 100;

/// Ids, names, and whether only they may give it who may change the subscription.
const ROLES: &[(&str, &str, bool)] =
    &[("301", "Sales", false), ("302", "Marketing", false), ("303", "Billing", true)];

/// Ids and names.
const TEAMS: &[(&str, &str)] = &[("401", "Inbound"), ("402", "Outbound")];

#[derive(Clone, Debug)]
pub(super) struct Owner {
    pub(super) id: String,
    user: u64,
    email: String,
    names: (String, String),
    archived: bool,
    made: DateTime<Utc>,
    changed: DateTime<Utc>,
    role: Option<String>,
    team: Option<String>,
    other_teams: Vec<String>,
    /// May do all.
    admin: bool,
}

/// Two who work there and one who has left.
pub(super) fn seeded() -> Vec<Owner> {
    let made = "2024-01-15T09:00:00Z".parse().unwrap_or_default();
    let owner = |place: u64, email: &str, (first, last): (&str, &str), archived| Owner {
        id: (81_234_501 + place).to_string(),
        user: USER + place,
        email: email.to_owned(),
        names: (first.to_owned(), last.to_owned()),
        archived,
        made,
        changed: made,
        role: None,
        team: None,
        other_teams: Vec::new(),
        admin: place == 0,
    };
    vec![
        owner(0, "ada@example.com", ("Ada", "Alder"), false),
        owner(1, "ben@example.com", ("Ben", "Birch"), false),
        owner(2, "cleo@example.com", ("Cleo", "Cedar"), true),
    ]
}

impl Owner {
    fn json(&self) -> Value {
        let teams =
            self.team.iter().map(|id| (id, true)).chain(self.other_teams.iter().map(|id| (id, false)));
        let teams = teams.map(|(id, primary)| {
            let name = TEAMS.iter().find(|(known, _)| known == id).map(|(_, name)| name);
            json!({ "id": id, "name": name, "primary": primary })
        });
        let mut owner = json!({
            "id": self.id, "email": self.email, "firstName": self.names.0, "lastName": self.names.1, "type": "PERSON",
            "userIdIncludingInactive": self.user, "archived": self.archived,
            "createdAt": iso(self.made), "updatedAt": iso(self.changed), "teams": teams.collect::<Vec<_>>(),
        });
        if !self.archived {
            owner["userId"] = json!(self.user);
        }
        owner
    }

    fn user_json(&self) -> Value {
        let mut user = json!({
            "id": self.user.to_string(), "email": self.email, "roleIds": self.role.iter().collect::<Vec<_>>(),
            "secondaryTeamIds": self.other_teams, "superAdmin": self.admin,
        });
        let words = [("firstName", &self.names.0), ("lastName", &self.names.1)];
        let words = words.into_iter().filter(|(_, value)| !value.is_empty());
        let ids = [("roleId", &self.role), ("primaryTeamId", &self.team)];
        let ids = ids.into_iter().filter_map(|(name, value)| Some((name, value.as_ref()?)));
        for (name, value) in words.chain(ids) {
            user[name] = json!(value);
        }
        user
    }

    /// The role and the teams that a request names.
    fn assign(&mut self, body: &Value) -> Result<(), Problem> {
        let known = |name: &str, ids: &[&str], value: &Value| match value.as_str() {
            Some(id) if ids.contains(&id) => Ok(id.to_owned()),
            _ => Err(Problem::field(name, &format!("has {value}, which is not known"))),
        };
        let roles: Vec<&str> = ROLES.iter().map(|(id, ..)| *id).collect();
        let teams: Vec<&str> = TEAMS.iter().map(|(id, _)| *id).collect();
        let given = |name: &str| body.get(name).filter(|value| !value.is_null());
        if let Some(role) = given("roleId") {
            self.role = Some(known("roleId", &roles, role)?);
        }
        if let Some(team) = given("primaryTeamId") {
            self.team = Some(known("primaryTeamId", &teams, team)?);
        }
        if let Some(others) = given("secondaryTeamIds").and_then(Value::as_array) {
            let others = others.iter().map(|id| known("secondaryTeamIds", &teams, id));
            self.other_teams = others.collect::<Result<_, _>>()?;
        }
        Ok(())
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
        (_, [] | [_]) => Err(Problem::method()),
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

/// `/settings/v3/users`.
pub(super) fn users(cx: &mut Cx<'_>, method: &Method, rest: &[&str]) -> Answer {
    match (method, rest) {
        (&Method::GET, ["roles"]) => {
            let roles = ROLES.iter().map(
                |(id, name, billing)| json!({ "id": id, "name": name, "requiresBillingWrite": billing }),
            );
            Ok(Reply::json(StatusCode::OK, &json!({ "results": roles.collect::<Vec<_>>() })))
        }
        (&Method::GET, ["teams"]) => {
            let members = |is_in: &dyn Fn(&&Owner) -> bool| -> Vec<String> {
                let members = cx.state.owners.iter().filter(|owner| !owner.archived).filter(is_in);
                members.map(|owner| owner.user.to_string()).collect()
            };
            let teams = TEAMS.iter().map(|(id, name)| {
                let first = members(&|owner| owner.team.as_deref() == Some(id));
                let second = members(&|owner| owner.other_teams.iter().any(|team| team == id));
                json!({ "id": id, "name": name, "userIds": first, "secondaryUserIds": second })
            });
            Ok(Reply::json(StatusCode::OK, &json!({ "results": teams.collect::<Vec<_>>() })))
        }
        (&Method::GET, []) => {
            let limit = cx.page_size(USUAL_PAGE, LARGEST_PAGE_OF_USERS)?;
            let after = cx.param("after").and_then(|after| after.parse().ok()).unwrap_or_default();
            let mut rest = cx.state.owners.iter().filter(|owner| !owner.archived && owner.user >= after);
            let results = rest.by_ref().take(limit).map(Owner::user_json).collect();
            let next = rest.next().map(|owner| owner.user.to_string());
            Ok(Reply::json(StatusCode::OK, &cx.page(results, next)))
        }
        (&Method::POST, []) => add_user(cx),
        (_, [id]) => user(cx, method, id),
        _ => Err(Problem::path()),
    }
}

fn add_user(cx: &mut Cx<'_>) -> Answer {
    let body = cx.body()?;
    let email = body["email"].as_str().filter(|email| email.contains('@'));
    let email = email.ok_or_else(|| Problem::field("email", "is missing or no address"))?;
    let there =
        cx.state.owners.iter().any(|owner| !owner.archived && owner.email.eq_ignore_ascii_case(email));
    if there {
        return Err(Problem::conflict(format!("{email} is a user already")));
    }
    let place = cx.state.owners.len() as u64;
    let mut owner = Owner {
        id: (81_234_501 + place).to_string(),
        user: USER + place,
        email: email.to_lowercase(),
        names: Default::default(),
        archived: false,
        made: cx.now,
        changed: cx.now,
        role: None,
        team: None,
        other_teams: Vec::new(),
        admin: false,
    };
    owner.assign(&body)?;
    let shown = owner.user_json();
    cx.state.owners.push(owner);
    Ok(Reply::json(StatusCode::CREATED, &shown))
}

fn user(cx: &mut Cx<'_>, method: &Method, id: &str) -> Answer {
    let by_email = cx.param("idProperty") == Some("EMAIL");
    let named = |owner: &&mut Owner| {
        !owner.archived
            && if by_email { owner.email.eq_ignore_ascii_case(id) } else { owner.user.to_string() == id }
    };
    let body = if *method == Method::PUT { cx.body()? } else { Value::Null };
    let now = cx.now;
    let owner = cx.state.owners.iter_mut().find(named);
    let owner = owner.ok_or_else(|| Problem::not_found(format!("no user {id}")))?;
    match *method {
        Method::GET => {}
        Method::PUT => {
            owner.assign(&body)?;
            owner.changed = now;
        }
        Method::DELETE => {
            (owner.archived, owner.changed) = (true, now);
            return Ok(Reply::empty(StatusCode::NO_CONTENT));
        }
        _ => return Err(Problem::method()),
    }
    Ok(Reply::json(StatusCode::OK, &owner.user_json()))
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
