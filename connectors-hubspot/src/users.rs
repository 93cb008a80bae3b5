//! Users of the account, and their roles.

use connectors_core::{Action, Cursor, Cx, Meta, Page, PagedAction, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::HubSpot;
use crate::config::Api;
use crate::objects::key;
use crate::paging::{page, paged, whole};

const TO_READ: &[&str] = &["settings.users.read"];
const TO_WRITE: &[&str] = &["settings.users.write"];

/// A user of the account.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct User {
    /// Their id.
    pub id: String,
    /// Their e-mail address.
    pub email: String,
    /// Their first name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    /// Their last name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// Their role.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role_id: Option<String>,
    /// Their roles.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub role_ids: Vec<String>,
    /// Their main team.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub primary_team_id: Option<String>,
    /// Their other teams.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub secondary_team_ids: Vec<String>,
    /// Whether they may do everything.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub super_admin: Option<bool>,
}

impl User {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<String>, email: impl Into<String>) -> Self {
        Self { id: id.into(), email: email.into(), ..Self::default() }
    }

    setters!(first_name: Option<String>, last_name: Option<String>, role_id: Option<String>, role_ids: Vec<String>, primary_team_id: Option<String>, secondary_team_ids: Vec<String>, super_admin: Option<bool>);
}

/// `user.list`: all users.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct List {
    /// How many on a page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u16>,
    /// Where to start.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
}

impl List {
    /// All.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(limit: Option<u16>, cursor: Option<Cursor>);
}

impl Action for List {
    type Connector = HubSpot;
    type Output = Page<User>;
    const META: Meta = Meta::read("user", "list")
        .title("List users")
        .scopes(TO_READ)
        .docs("https://developers.hubspot.com/docs/guides/api/settings/users/user-provisioning");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        let request = Request::get(cx.connector().path(Api::USERS, [""; 0]));
        paged(request, self.limit, self.cursor.as_ref())
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        page(&response)
    }
}

impl PagedAction for List {
    type Item = User;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}

/// `user.get`: one user.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Get {
    /// The id of the user, or their e-mail address if `by_email` is set.
    pub id: String,
    /// Whether `id` is the e-mail address.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub by_email: bool,
}

impl Get {
    /// The user with this id.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into(), by_email: false }
    }

    setters!(by_email: bool);
}

impl Action for Get {
    type Connector = HubSpot;
    type Output = User;
    const META: Meta = Meta::read("user", "get")
        .title("Get a user")
        .scopes(TO_READ)
        .docs("https://developers.hubspot.com/docs/guides/api/settings/users/user-provisioning");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        Ok(Request::get(cx.connector().path(Api::USERS, [user(&self.id, self.by_email)?]))
            .query_opt("idProperty", self.by_email.then_some("EMAIL")))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        response.json()
    }
}

/// `user.create`: adds a user to the account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Create {
    /// Their e-mail address.
    pub email: String,
    /// Their role.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role_id: Option<String>,
    /// Their main team.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub primary_team_id: Option<String>,
    /// Their other teams.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub secondary_team_ids: Vec<String>,
    /// Whether they are told by e-mail.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub send_welcome_email: bool,
}

impl Create {
    /// With this e-mail address.
    #[must_use]
    pub fn new(email: impl Into<String>) -> Self {
        Self {
            email: email.into(),
            role_id: None,
            primary_team_id: None,
            secondary_team_ids: Vec::new(),
            send_welcome_email: false,
        }
    }

    setters!(role_id: Option<String>, primary_team_id: Option<String>, secondary_team_ids: Vec<String>, send_welcome_email: bool);
}

impl Action for Create {
    type Connector = HubSpot;
    type Output = User;
    const META: Meta = Meta::write("user", "create")
        .title("Invite a user")
        .scopes(TO_WRITE)
        .docs("https://developers.hubspot.com/docs/guides/api/settings/users/user-provisioning");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        let mut body = json!({ "email": self.email, "sendWelcomeEmail": self.send_welcome_email });
        if let Some(role) = &self.role_id {
            body["roleId"] = role.as_str().into();
        }
        if let Some(team) = &self.primary_team_id {
            body["primaryTeamId"] = team.as_str().into();
        }
        if !self.secondary_team_ids.is_empty() {
            body["secondaryTeamIds"] = json!(self.secondary_team_ids);
        }
        Ok(Request::post(cx.connector().path(Api::USERS, [""; 0])).json(&body))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        response.json()
    }
}

/// `user.change_role`: gives a user a role, and teams.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ChangeRole {
    /// The id of the user, or their e-mail address if `by_email` is set.
    pub id: String,
    /// The role.
    pub role_id: String,
    /// Whether `id` is the e-mail address.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub by_email: bool,
    /// Their main team.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub primary_team_id: Option<String>,
    /// Their other teams.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secondary_team_ids: Option<Vec<String>>,
}

impl ChangeRole {
    /// The user with this id.
    #[must_use]
    pub fn new(id: impl Into<String>, role_id: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            role_id: role_id.into(),
            by_email: false,
            primary_team_id: None,
            secondary_team_ids: None,
        }
    }

    setters!(by_email: bool, primary_team_id: Option<String>, secondary_team_ids: Option<Vec<String>>);
}

impl Action for ChangeRole {
    type Connector = HubSpot;
    type Output = User;
    const META: Meta = Meta::write("user", "change_role")
        .title("Change the role of a user")
        .scopes(TO_WRITE)
        .docs("https://developers.hubspot.com/docs/guides/api/settings/users/user-provisioning");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        let mut body = json!({ "roleId": self.role_id });
        if let Some(team) = &self.primary_team_id {
            body["primaryTeamId"] = team.as_str().into();
        }
        if let Some(teams) = &self.secondary_team_ids {
            body["secondaryTeamIds"] = json!(teams);
        }
        Ok(Request::put(cx.connector().path(Api::USERS, [user(&self.id, self.by_email)?]))
            .query_opt("idProperty", self.by_email.then_some("EMAIL"))
            .json(&body))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        response.json()
    }
}

/// `user.delete`: takes a user out of the account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Delete {
    /// The id of the user, or their e-mail address if `by_email` is set.
    pub id: String,
    /// Whether `id` is the e-mail address.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub by_email: bool,
}

impl Delete {
    /// The user with this id.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into(), by_email: false }
    }

    setters!(by_email: bool);
}

impl Action for Delete {
    type Connector = HubSpot;
    type Output = ();
    const META: Meta = Meta::destructive("user", "delete")
        .title("Remove a user")
        .scopes(TO_WRITE)
        .docs("https://developers.hubspot.com/docs/guides/api/settings/users/user-provisioning");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        Ok(Request::delete(cx.connector().path(Api::USERS, [user(&self.id, self.by_email)?]))
            .query_opt("idProperty", self.by_email.then_some("EMAIL")))
    }

    #[inline]
    fn response(&self, _: Response) -> Result<Self::Output> {
        Ok(())
    }
}

/// What users may do.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Role {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Whether only who may change the subscription may give it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requires_billing_write: Option<bool>,
}

impl Role {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<String>, name: impl Into<String>) -> Self {
        Self { id: id.into(), name: name.into(), ..Self::default() }
    }

    setters!(requires_billing_write: Option<bool>);
}

/// `role.list`: the roles that users may have.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct ListRoles {}

impl ListRoles {
    /// All.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

impl Action for ListRoles {
    type Connector = HubSpot;
    type Output = Page<Role>;
    const META: Meta = Meta::read("role", "list")
        .title("List roles")
        .scopes(TO_READ)
        .docs("https://developers.hubspot.com/docs/guides/api/settings/users/user-provisioning");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        Ok(Request::get(cx.connector().path(Api::USERS, ["roles"])))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        whole(&response)
    }
}

impl PagedAction for ListRoles {
    type Item = Role;
}

fn user(id: &str, by_email: bool) -> Result<&str> {
    key("id", id, by_email.then_some("EMAIL"))
}
