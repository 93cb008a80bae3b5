//! The organisation's users.

use http::StatusCode;
use serde_json::{Value, json};

use super::Cx;
use super::errors::{Answer, Problem};
use super::paging;
use super::settings::{PROFILE, SINCE, merged, ok, unchanged};
use super::store::{ADMIN, State, id as id_of, stamp};
use crate::http::Reply;
use crate::store::Record;

/// A person of the organisation.
#[derive(Clone)]
pub(super) struct User {
    pub(super) id: String,
    pub(super) first: String,
    pub(super) last: String,
    pub(super) email: String,
    pub(super) active: bool,
    role: String,
    profile: String,
    created: String,
    modified: String,
    /// Whatever else was written about them.
    extra: Record,
}

/// The first is the one who connects apps.
pub(super) fn seeded() -> Vec<User> {
    let user = |number: u8, first: &str, last: &str, email: &str, active: bool| User {
        id: format!("555000000000002000{number}"),
        first: first.to_owned(),
        last: last.to_owned(),
        email: email.to_owned(),
        active,
        role: ROLES[usize::from(number > 1)].0.to_owned(),
        profile: PROFILES[usize::from(number > 1)].0.to_owned(),
        created: SINCE.to_owned(),
        modified: SINCE.to_owned(),
        extra: Record::new(),
    };
    vec![
        user(1, "First", "Administrator", "admin@example.com", true),
        user(2, "Second", "Seller", "seller@example.com", true),
        user(3, "Third", "Seller", "former@example.com", false),
    ]
}

/// Ids and names: the one at the top, and the one of everybody else.
pub(super) const ROLES: [(&str, &str); 2] =
    [("5550000000000000031", "CEO"), ("5550000000000000034", "Manager")];
pub(super) const PROFILES: [(&str, &str); 2] =
    [(PROFILE, "Administrator"), ("5550000000000000029", "Standard")];

impl User {
    /// `{name, id, email}`.
    pub(super) fn minified(&self) -> Value {
        json!({ "name": self.name(), "id": self.id, "email": self.email })
    }

    fn name(&self) -> String {
        format!("{} {}", self.first, self.last).trim().to_owned()
    }

    fn is_admin(&self) -> bool {
        self.profile == PROFILES[0].0
    }

    fn details(&self, state: &State) -> Value {
        let named = |of: &[(&str, &str)], id: &str| {
            let name = of.iter().find(|(known, _)| *known == id).map(|(_, name)| *name);
            json!({ "name": name, "id": id })
        };
        let mut details = merged([
            json!({
                "country": "US", "language": "en_US", "microsoft": false, "id": self.id, "state": null, "fax": null,
                "country_locale": "en_US", "zip": null, "created_time": self.created, "time_format": "HH:mm",
                "offset": 19_800_000, "profile": named(&PROFILES, &self.profile),
                "role": named(&ROLES, &self.role), "created_by": state.user(ADMIN), "full_name": self.name(),
                "zuid": "5550001", "phone": null, "dob": null,
            }),
            json!({
                "status": if self.active { "active" } else { "disabled" }, "city": null, "signature": null,
                "category": "regular_user", "date_format": "MMM d, yyyy", "confirm": true,
                "decimal_separator": "Period", "time_zone": "Asia/Kolkata", "last_name": self.last, "mobile": null,
                "Modified_Time": self.modified, "website": null, "email": self.email, "first_name": self.first,
                "alias": null, "street": null, "Isonline": self.id == ADMIN, "locale": "en_US",
                "personal_account": false,
            }),
        ]);
        if let Some(details) = details.as_object_mut() {
            details.extend(self.extra.clone());
        }
        details
    }
}

/// `GET /crm/v8/users`.
pub(super) fn list(cx: &Cx<'_>) -> Answer {
    let chosen: fn(&User) -> bool = match cx.param("type").unwrap_or("AllUsers") {
        "AllUsers" | "ConfirmedUsers" => |_| true,
        "ActiveUsers" | "ActiveConfirmedUsers" => |user| user.active,
        "DeactiveUsers" => |user| !user.active,
        "AdminUsers" | "ActiveConfirmedAdmins" => |user| user.active && user.is_admin(),
        "CurrentUser" => |user| user.id == ADMIN,
        "NotConfirmedUsers" | "DeletedUsers" => |_| false,
        _ => return Err(Problem::user_type()),
    };
    if let Some(unchanged) = unchanged(cx)? {
        return Ok(unchanged);
    }
    let wanted = paging::numbers(cx)?;
    let all: Vec<_> = cx.state.users.iter().filter(|user| chosen(user)).collect();
    let rest = all.get(wanted.skip()..).unwrap_or_default();
    let page = rest.get(..wanted.per_page).unwrap_or(rest);
    if page.is_empty() {
        return Ok(Reply::empty(StatusCode::NO_CONTENT));
    }
    let users: Vec<Value> = page.iter().map(|user| user.details(cx.state)).collect();
    let info = paging::short_info(&wanted, users.len(), rest.len() > page.len());
    ok(&json!({ "users": users, "info": info }))
}

/// `GET /crm/v8/users/{id}`.
pub(super) fn get(cx: &Cx<'_>, id: &str) -> Answer {
    match cx.state.users.iter().find(|user| user.id == id) {
        Some(user) => {
            let info = json!({ "per_page": 200, "count": 1, "page": 1, "more_records": false });
            ok(&json!({ "users": [user.details(cx.state)], "info": info }))
        }
        None => Ok(Reply::empty(StatusCode::NO_CONTENT)),
    }
}

/// `GET /crm/v8/users/actions/count`.
pub(super) fn count(cx: &Cx<'_>) -> Answer {
    let active = cx.param("type").is_none_or(|kind| kind.starts_with("Active"));
    let count = cx.state.users.iter().filter(|user| user.active || !active).count();
    ok(&json!({ "count": count.to_string() }))
}

/// The elements of `users`.
fn elements(cx: &Cx<'_>) -> Result<Vec<Record>, Problem> {
    let body = cx.call.request.json().map_err(|_| Problem::body())?;
    let users = body["users"].as_array().ok_or_else(|| Problem::mandatory("users", "$.users"))?;
    let users: Vec<_> = users.iter().filter_map(|user| user.as_object().cloned()).collect();
    if users.is_empty() { Err(Problem::mandatory("users", "$.users")) } else { Ok(users) }
}

/// `POST /crm/v8/users`: one user, who has a licence if there is one left.
pub(super) fn create(cx: &mut Cx<'_>) -> Answer {
    let input = elements(cx)?.into_iter().next().unwrap_or_default();
    for field in ["last_name", "email", "role", "profile"] {
        if input.get(field).is_none_or(|value| value.is_null() || value == "") {
            return Err(Problem::mandatory(field, &format!("$.users[0].{field}")));
        }
    }
    let now = stamp(cx.now());
    let mut user = User {
        id: cx.state.new_id(),
        first: String::new(),
        last: String::new(),
        email: String::new(),
        active: true,
        role: String::new(),
        profile: String::new(),
        created: now.clone(),
        modified: now,
        extra: Record::new(),
    };
    if let Err(problem) = write(cx.state, &mut user, input, 0) {
        return Ok(refused(&problem));
    }
    let answer = done(&user.id, "User added");
    cx.state.users.push(user);
    Ok(Reply::json(StatusCode::CREATED, &json!({ "users": [answer] })))
}

/// `PUT /crm/v8/users`.
pub(super) fn update(cx: &mut Cx<'_>) -> Answer {
    let mut answers = Vec::new();
    for (index, input) in elements(cx)?.into_iter().enumerate() {
        let path = format!("$.users[{index}].id");
        let id = input.get("id").and_then(id_of).ok_or_else(|| Problem::mandatory("id", &path))?;
        match change(cx, &id, input, index).ok_or_else(|| Problem::body_id("id", &path))? {
            Ok(answer) => answers.push(answer),
            Err(problem) => return Ok(refused(&problem)),
        }
    }
    ok(&json!({ "users": answers }))
}

/// `PUT /crm/v8/users/{id}`.
pub(super) fn update_one(cx: &mut Cx<'_>, id: &str) -> Answer {
    let input = elements(cx)?.into_iter().next().unwrap_or_default();
    match change(cx, id, input, 0).ok_or_else(Problem::path_id)? {
        Ok(answer) => ok(&json!({ "users": [answer] })),
        Err(problem) => Ok(refused(&problem)),
    }
}

/// `DELETE /crm/v8/users/{id}`: their records stay theirs.
pub(super) fn delete(cx: &mut Cx<'_>, id: &str) -> Answer {
    if id == ADMIN {
        return Err(Problem::invalid("id", "$.users[0].id"));
    }
    let user = cx.state.users.iter_mut().find(|user| user.id == id).ok_or_else(Problem::path_id)?;
    user.active = false;
    user.extra.insert("status".to_owned(), json!("deleted"));
    ok(&json!({ "users": [done(id, "User deleted")] }))
}

fn change(cx: &mut Cx<'_>, id: &str, input: Record, index: usize) -> Option<Result<Value, Problem>> {
    let at = cx.state.users.iter().position(|user| user.id == id)?;
    let mut user = cx.state.users.get(at)?.clone();
    user.modified = stamp(cx.now());
    if let Err(problem) = write(cx.state, &mut user, input, index) {
        return Some(Err(problem));
    }
    *cx.state.users.get_mut(at)? = user;
    Some(Ok(done(id, "User updated")))
}

/// What a request says about a user.
fn write(state: &State, user: &mut User, input: Record, index: usize) -> Result<(), Problem> {
    for (field, value) in input {
        let path = format!("$.users[{index}].{field}");
        let invalid = || Problem::invalid(&field, &path);
        let text = || value.as_str().map(str::to_owned).ok_or_else(invalid);
        let one_of = |known: &[(&str, &str)]| {
            let id = value.get("id").unwrap_or(&value);
            known.iter().find(|(known, _)| id == known).map(|(id, _)| (*id).to_owned()).ok_or_else(invalid)
        };
        match field.as_str() {
            "id" | "full_name" | "created_time" | "created_by" | "Modified_Time" => {}
            "first_name" => user.first = text()?,
            "last_name" => user.last = text()?,
            "email" => {
                let email = text()?;
                if state.users.iter().any(|other| other.email == email && other.id != user.id) {
                    let details = json!({ "api_name": "email", "json_path": path });
                    return Err(Problem::bad(
                        "DUPLICATE_DATA",
                        "Failed to add user since same email id is already present",
                        details,
                    ));
                }
                user.email = email;
            }
            "role" => user.role = one_of(&ROLES)?,
            "profile" => user.profile = one_of(&PROFILES)?,
            "status" => user.active = text()? == "active",
            _ => drop(user.extra.insert(field, value)),
        }
    }
    Ok(())
}

fn refused(problem: &Problem) -> Reply {
    Reply::json(StatusCode::BAD_REQUEST, &json!({ "users": [problem.element()] }))
}

fn done(id: &str, message: &str) -> Value {
    json!({ "code": "SUCCESS", "details": { "id": id }, "message": message, "status": "success" })
}
