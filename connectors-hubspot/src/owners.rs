//! Owners: users, and queues, to whom records belong.

use chrono::{DateTime, Utc};
use connectors_core::{
    Action, Cursor, Cx, Delivery, Error, ErrorKind, Meta, Page, PagedAction, Request, Response, Result,
    setters,
};
use serde::{Deserialize, Serialize};

use crate::HubSpot;
use crate::config::Api;
use crate::objects::id;
use crate::paging::{Listed, page, paged};

const TO_READ: &[&str] = &["crm.objects.owners.read"];

/// A user to whom records belong, or a queue.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Owner {
    /// Its id, which is in `hubspot_owner_id` of records.
    pub id: String,
    /// Their e-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Their first name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    /// Their last name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// The id of the user, as long as there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<i64>,
    /// The id of the user, also if they were deactivated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id_including_inactive: Option<i64>,
    /// `PERSON` or `QUEUE`.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Whether they were deactivated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub archived: Option<bool>,
    /// Their teams.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub teams: Vec<Team>,
    /// When it was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<DateTime<Utc>>,
    /// When it was changed last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<DateTime<Utc>>,
}

impl Owner {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(email: Option<String>, first_name: Option<String>, last_name: Option<String>, user_id: Option<i64>, user_id_including_inactive: Option<i64>, kind: Option<String>, archived: Option<bool>, teams: Vec<Team>, created_at: Option<DateTime<Utc>>, updated_at: Option<DateTime<Utc>>);
}

/// A team of users.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Team {
    /// Its id.
    pub id: String,
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Whether it is the main one of the owner.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub primary: Option<bool>,
}

impl Team {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(name: Option<String>, primary: Option<bool>);
}

/// `owner.list`: all owners, or all that were deactivated.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct List {
    /// Only the one with this address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Whether the deactivated ones are listed instead.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub archived: bool,
    /// How many on a page: 100 unless said otherwise, at most 500 (not verified).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u16>,
    /// Where to start.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
}

impl List {
    /// All that are active.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(email: Option<String>, archived: bool, limit: Option<u16>, cursor: Option<Cursor>);
}

impl Action for List {
    type Connector = HubSpot;
    type Output = Page<Owner>;
    const META: Meta = Meta::read("owner", "list")
        .title("List owners")
        .scopes(TO_READ)
        .docs("https://developers.hubspot.com/docs/guides/api/crm/owners");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        let request = Request::get(cx.connector().path(Api::OWNERS, [""; 0]))
            .query_opt("email", self.email.as_ref())
            .query_opt("archived", self.archived.then_some(true));
        paged(request, self.limit, self.cursor.as_ref())
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        page(&response)
    }
}

impl PagedAction for List {
    type Item = Owner;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}

/// `owner_archived.list`: all owners that were deactivated: [`List`] with `archived`, under an id of its own.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct ListArchived {
    /// How many on a page: 100 unless said otherwise, at most 500 (not verified).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u16>,
    /// Where to start.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
}

impl ListArchived {
    /// All that were deactivated.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(limit: Option<u16>, cursor: Option<Cursor>);
}

impl Action for ListArchived {
    type Connector = HubSpot;
    type Output = Page<Owner>;
    const META: Meta = Meta::read("owner_archived", "list")
        .title("List deactivated owners")
        .scopes(TO_READ)
        .docs("https://developers.hubspot.com/docs/guides/api/crm/owners");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        let Self { limit, cursor } = self.clone();
        List { archived: true, limit, cursor, ..List::new() }.request(cx)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        page(&response)
    }
}

impl PagedAction for ListArchived {
    type Item = Owner;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}

/// `owner.get`: one owner.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Get {
    /// The id of the owner, or of the user.
    pub id: String,
    /// Whether the id is that of the user.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub by_user: bool,
    /// Whether they are looked for among the deactivated ones.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub archived: bool,
}

impl Get {
    /// The owner with this id.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into(), by_user: false, archived: false }
    }

    setters!(by_user: bool, archived: bool);
}

impl Action for Get {
    type Connector = HubSpot;
    type Output = Owner;
    const META: Meta = Meta::read("owner", "get")
        .title("Get an owner")
        .scopes(TO_READ)
        .docs("https://developers.hubspot.com/docs/guides/api/crm/owners");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        let request = Request::get(cx.connector().path(Api::OWNERS, [id("id", &self.id)?]));
        let request = request.query_opt("idProperty", self.by_user.then_some("userId"));
        Ok(request.query_opt("archived", self.archived.then_some(true)))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        response.json()
    }
}

/// `owner.get_by_email`: the owner with an e-mail address.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct GetByEmail {
    /// The address.
    pub email: String,
}

impl GetByEmail {
    /// The owner with this address.
    #[must_use]
    pub fn new(email: impl Into<String>) -> Self {
        Self { email: email.into() }
    }
}

impl Action for GetByEmail {
    type Connector = HubSpot;
    type Output = Owner;
    const META: Meta = Meta::read("owner", "get_by_email")
        .title("Get an owner by e-mail address")
        .scopes(TO_READ)
        .docs("https://developers.hubspot.com/docs/guides/api/crm/owners");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        if self.email.trim().is_empty() {
            return Err(Error::validation("email", "is empty"));
        }
        Ok(Request::get(cx.connector().path(Api::OWNERS, [""; 0])).query("email", self.email.trim()))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        let owners: Listed<Owner> = response.json()?;
        owners.results.into_iter().next().ok_or_else(|| {
            Error::new(ErrorKind::NotFound, "no owner has this address").with_delivery(Delivery::Accepted)
        })
    }
}
