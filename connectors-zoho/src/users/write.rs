//! Users who come, change and go.

use connectors_core::{Action, Cx, Error, Fault, Head, Meta, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::User;
use crate::records::{Written, api_name, fields_of, one, record_id};
use crate::{Zoho, errors};

/// What Zoho keeps of a user itself: a user who was read can be written back without it.
const KEPT_BY_ZOHO: &[&str] = &["id", "zuid", "full_name", "confirm", "created_time", "Modified_Time"];

/// What is set in a user.
fn fields(user: &User) -> Result<Map<String, Value>> {
    let mut fields = fields_of("user", user)?;
    fields.retain(|name, value| !value.is_null() && !KEPT_BY_ZOHO.contains(&name.as_str()));
    Ok(fields)
}

/// `user.create`: adds a user, whom Zoho invites by e-mail. Last name, e-mail address, role and profile must be set.
///
/// The organisation pays for users: one too many answers `LICENSE_LIMIT_EXCEEDED`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Create {
    /// The user.
    pub user: User,
}

impl Create {
    /// Adds this user.
    #[must_use]
    pub fn new(user: User) -> Self {
        Self { user }
    }
}

impl Action for Create {
    type Connector = Zoho;
    type Output = Written;
    const META: Meta = Meta::write("user", "create")
        .title("Add a user")
        .scopes(&["ZohoCRM.users.ALL", "ZohoCRM.users.CREATE"])
        .docs("https://www.zoho.com/crm/developer/docs/api/v8/add-user.html");

    fn request(&self, _: &Cx<'_, Zoho>) -> Result<Request> {
        let wanted = [
            ("user.last_name", self.user.last_name.is_some()),
            ("user.email", self.user.email.is_some()),
            ("user.role", self.user.role.is_some()),
            ("user.profile", self.user.profile.is_some()),
        ];
        if let Some((field, _)) = wanted.into_iter().find(|(_, is_there)| !is_there) {
            return Err(Error::validation(field, "is missing"));
        }
        Ok(Request::post(["users"]).json(&json!({ "users": [fields(&self.user)?] })))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Written> {
        one(&response)
    }

    fn fault(&self, _: &Zoho, head: &Head, body: &[u8]) -> Option<Fault> {
        errors::fault_of_one(head, body)
    }
}

/// `user.update`: changes a user. What is not set stays as it is; what is to be made empty is named in `clear`.
///
/// A user is let in or shut out by the `status` `active` or `inactive`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Update {
    /// The user's id.
    pub id: String,
    /// What to write.
    pub user: User,
    /// Names of fields to make empty, as Zoho spells them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub clear: Vec<String>,
}

impl Update {
    /// Writes what is set in `user` to the user with this id.
    #[must_use]
    pub fn new(id: impl Into<String>, user: User) -> Self {
        Self { id: id.into(), user, clear: Vec::new() }
    }

    setters!(clear: Vec<String>);
}

impl Action for Update {
    type Connector = Zoho;
    type Output = Written;
    const META: Meta = Meta::write("user", "update")
        .title("Change a user")
        .scopes(&["ZohoCRM.users.ALL", "ZohoCRM.users.UPDATE"])
        .docs("https://www.zoho.com/crm/developer/docs/api/v8/update-user.html");

    fn request(&self, _: &Cx<'_, Zoho>) -> Result<Request> {
        let mut fields = fields(&self.user)?;
        for name in &self.clear {
            fields.insert(api_name("clear", name)?.to_owned(), Value::Null);
        }
        Ok(Request::put(["users", record_id("id", &self.id)?]).json(&json!({ "users": [fields] })))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Written> {
        one(&response)
    }

    fn fault(&self, _: &Zoho, head: &Head, body: &[u8]) -> Option<Fault> {
        errors::fault_of_one(head, body)
    }
}

/// `user.delete`: takes a user out of the organisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Delete {
    /// The user's id.
    pub id: String,
}

impl Delete {
    /// Takes out the user with this id.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into() }
    }
}

impl Action for Delete {
    type Connector = Zoho;
    type Output = Written;
    const META: Meta = Meta::destructive("user", "delete")
        .title("Delete a user")
        .scopes(&["ZohoCRM.users.ALL", "ZohoCRM.users.DELETE"])
        .docs("https://www.zoho.com/crm/developer/docs/api/v8/delete-user.html");

    fn request(&self, _: &Cx<'_, Zoho>) -> Result<Request> {
        Ok(Request::delete(["users", record_id("id", &self.id)?]))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Written> {
        one(&response)
    }

    fn fault(&self, _: &Zoho, head: &Head, body: &[u8]) -> Option<Fault> {
        errors::fault_of_one(head, body)
    }
}
