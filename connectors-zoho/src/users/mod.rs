//! The organisation's users.

use chrono::{DateTime, Utc};
use connectors_core::types::Open;
use connectors_core::{Action, Cursor, Cx, Meta, Page, PagedAction, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

mod trigger;
mod write;

pub use self::trigger::CreatedOrUpdated;
pub use self::write::{Create, Delete, Update};
use crate::Zoho;
use crate::model::Lookup;
use crate::records::{Info, missing, per_page, record_id, seconds};

const DOCS: &str = "https://www.zoho.com/crm/developer/docs/api/v8/get-users.html";
const SCOPES: &[&str] = &["ZohoCRM.users.ALL", "ZohoCRM.users.READ"];

/// A user.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct User {
    /// The user's id.
    pub id: String,
    /// The user's id in all of Zoho's services.
    pub zuid: Option<String>,
    /// The whole name.
    pub full_name: Option<String>,
    /// The first name.
    pub first_name: Option<String>,
    /// The last name.
    pub last_name: Option<String>,
    /// The e-mail address.
    pub email: Option<String>,
    /// The phone number.
    pub phone: Option<String>,
    /// The mobile number.
    pub mobile: Option<String>,
    /// The role.
    pub role: Option<Lookup>,
    /// The profile, which decides what the user may do.
    pub profile: Option<Lookup>,
    /// `active`, `disabled`, …
    pub status: Option<String>,
    /// Whether the user has accepted the invitation.
    pub confirm: Option<bool>,
    /// The language, `en_US`.
    pub language: Option<String>,
    /// The locale, `en_GB`.
    pub locale: Option<String>,
    /// The time zone, `Europe/Berlin`.
    pub time_zone: Option<String>,
    /// When the user was made.
    pub created_time: Option<DateTime<Utc>>,
    /// When the user was changed last.
    #[serde(rename = "Modified_Time")]
    pub modified_time: Option<DateTime<Utc>>,
}

impl User {
    /// The user with this id.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(zuid: Option<String>, full_name: Option<String>, first_name: Option<String>, last_name: Option<String>,
        email: Option<String>, phone: Option<String>, mobile: Option<String>, role: Option<Lookup>,
        profile: Option<Lookup>, status: Option<String>, confirm: Option<bool>, language: Option<String>,
        locale: Option<String>, time_zone: Option<String>, created_time: Option<DateTime<Utc>>,
        modified_time: Option<DateTime<Utc>>);
}

/// Which users. Zoho has further ones, which [`Open`] takes by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum UserType {
    /// Those who may sign in.
    ActiveUsers,
    /// Those who may sign in and have accepted the invitation.
    ActiveConfirmedUsers,
    /// Those who may not sign in.
    DeactiveUsers,
    /// Those who have accepted the invitation.
    ConfirmedUsers,
    /// Those who have not.
    NotConfirmedUsers,
}

#[derive(Deserialize)]
struct Answer {
    #[serde(default)]
    users: Vec<User>,
    #[serde(default)]
    info: Info,
}

fn first(response: &Response) -> Result<User> {
    let answer: Option<Answer> = response.json_opt()?;
    answer.and_then(|answer| answer.users.into_iter().next()).ok_or_else(missing)
}

/// `user.list`: the users, page by page.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct List {
    /// Which users; all unless said otherwise.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<Open<UserType>>,
    /// Only users who were changed at this moment or later.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub modified_since: Option<DateTime<Utc>>,
    /// How many on a page: 200 unless said otherwise, which is the most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per_page: Option<u16>,
    /// Where to start.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
}

impl List {
    /// All users.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(kind: Option<Open<UserType>>, modified_since: Option<DateTime<Utc>>, cursor: Option<Cursor>);

    /// Sets `per_page`.
    #[must_use]
    pub fn per_page(mut self, users: u16) -> Self {
        self.per_page = Some(users);
        self
    }
}

impl Action for List {
    type Connector = Zoho;
    type Output = Page<User>;
    const META: Meta = Meta::read("user", "list").title("List users").scopes(SCOPES).docs(DOCS);

    fn request(&self, _: &Cx<'_, Zoho>) -> Result<Request> {
        let request = Request::get(["users"])
            .query_opt("type", self.kind.as_ref())
            .query("page", Cursor::page(self.cursor.as_ref(), 1)?)
            .header_opt("if-modified-since", self.modified_since.map(seconds));
        per_page(request, self.per_page)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Page<User>> {
        let Some(Answer { users, info }) = response.json_opt()? else { return Ok(Page::last(Vec::new())) };
        let page = Cursor::page(self.cursor.as_ref(), 1)?;
        Ok(Page::new(users, (info.more_records == Some(true)).then_some(Cursor::Page(page + 1))))
    }
}

impl PagedAction for List {
    type Item = User;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}

/// `user.get`: one user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Get {
    /// The user's id.
    pub id: String,
}

impl Get {
    /// The user with this id.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into() }
    }
}

impl Action for Get {
    type Connector = Zoho;
    type Output = User;
    const META: Meta = Meta::read("user", "get").title("Get a user").scopes(SCOPES).docs(DOCS);

    fn request(&self, _: &Cx<'_, Zoho>) -> Result<Request> {
        Ok(Request::get(["users", record_id("id", &self.id)?]))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<User> {
        first(&response)
    }
}

/// `user.get_current`: the user who gave the consent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct GetCurrent {}

impl GetCurrent {
    /// The user who gave the consent.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

impl Action for GetCurrent {
    type Connector = Zoho;
    type Output = User;
    const META: Meta =
        Meta::read("user", "get_current").title("Get the current user").scopes(SCOPES).docs(DOCS);

    fn request(&self, _: &Cx<'_, Zoho>) -> Result<Request> {
        Ok(Request::get(["users"]).query("type", "CurrentUser"))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<User> {
        first(&response)
    }
}
