//! Lists of contacts and other records. Who is in them: [`list_members`](crate::list_members).

mod model;

use connectors_core::{
    Action, Cursor, Cx, Error, Idempotency, Meta, Page, PagedAction, Request, Response, Result, setters,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

pub use self::model::{ContactList, ProcessingType};
use crate::HubSpot;
use crate::config::Api;
use crate::limits;
use crate::objects::{id, word};

const TO_READ: &[&str] = &["crm.lists.read"];
const TO_WRITE: &[&str] = &["crm.lists.write"];

#[derive(Deserialize)]
struct One {
    #[serde(alias = "updatedList")]
    list: ContactList,
}

/// `contact_list.list`: all lists, or those that fit.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct List {
    /// A part of the name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
    /// Only these.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ids: Vec<String>,
    /// Only those that come to their members in one of these ways.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub processing_types: Vec<ProcessingType>,
    /// How many on a page: 500 unless said otherwise, which is the most (not verified).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<u16>,
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

    setters!(query: Option<String>, ids: Vec<String>, processing_types: Vec<ProcessingType>, count: Option<u16>, cursor: Option<Cursor>);
}

impl Action for List {
    type Connector = HubSpot;
    type Output = Page<ContactList>;
    const META: Meta = Meta::read("contact_list", "list")
        .title("List lists")
        .scopes(TO_READ)
        .docs("https://developers.hubspot.com/docs/guides/api/crm/lists/overview");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        let mut body = Map::new();
        body.extend(self.query.as_ref().map(|query| ("query".to_owned(), query.as_str().into())));
        if !self.ids.is_empty() {
            body.insert("listIds".to_owned(), json!(self.ids));
        }
        if !self.processing_types.is_empty() {
            body.insert("processingTypes".to_owned(), json!(self.processing_types));
        }
        body.insert("count".to_owned(), self.count.unwrap_or(500).into());
        body.insert("offset".to_owned(), Cursor::page(self.cursor.as_ref(), 0)?.into());
        body.insert("additionalProperties".to_owned(), json!(["hs_list_size"]));
        let request = Request::post(cx.connector().path(Api::LISTS, ["search"])).json(&body);
        Ok(request.idempotency(Idempotency::Safe).bucket(limits::SEARCH))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Found {
            lists: Vec<ContactList>,
            #[serde(default)]
            has_more: bool,
            offset: u64,
            total: Option<u64>,
        }
        let found: Found = response.json()?;
        let next = found.has_more.then_some(Cursor::Page(found.offset));
        Ok(Page::new(found.lists, next).with_total(found.total))
    }
}

impl PagedAction for List {
    type Item = ContactList;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}

/// `contact_list.get`: one list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Get {
    /// The id of the list.
    pub id: String,
    /// With its conditions.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub filters: bool,
}

impl Get {
    /// The list with this id.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into(), filters: false }
    }

    setters!(filters: bool);
}

impl Action for Get {
    type Connector = HubSpot;
    type Output = ContactList;
    const META: Meta = Meta::read("contact_list", "get")
        .title("Get a list")
        .scopes(TO_READ)
        .docs("https://developers.hubspot.com/docs/guides/api/crm/lists/overview");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        let request = Request::get(cx.connector().path(Api::LISTS, [id("id", &self.id)?]));
        Ok(request.query_opt("includeFilters", self.filters.then_some(true)))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        Ok(response.json::<One>()?.list)
    }
}

/// `contact_list.get_by_name`: one list, by its name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct GetByName {
    /// Of which object type its members are, by its number: `0-1`.
    pub object_type_id: String,
    /// Its name.
    pub name: String,
}

impl GetByName {
    /// The list of an object type with this name.
    #[must_use]
    pub fn new(object_type_id: impl Into<String>, name: impl Into<String>) -> Self {
        Self { object_type_id: object_type_id.into(), name: name.into() }
    }
}

impl Action for GetByName {
    type Connector = HubSpot;
    type Output = ContactList;
    const META: Meta = Meta::read("contact_list", "get_by_name")
        .title("Get a list by name")
        .scopes(TO_READ)
        .docs("https://developers.hubspot.com/docs/guides/api/crm/lists/overview");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        if self.name.is_empty() {
            return Err(Error::validation("name", "is empty"));
        }
        Ok(Request::get(cx.connector().path(
            Api::LISTS,
            ["object-type-id", word("object_type_id", &self.object_type_id)?, "name", &self.name],
        )))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        Ok(response.json::<One>()?.list)
    }
}

/// `contact_list.create`: makes a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Create {
    /// Of which object type its members are, by its number: `0-1`.
    pub object_type_id: String,
    /// Its name.
    pub name: String,
    /// How it comes to its members.
    pub processing_type: ProcessingType,
    /// The conditions of a dynamic list, as HubSpot describes them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filter_branch: Option<Value>,
}

impl Create {
    /// A list of this name.
    #[must_use]
    pub fn new(
        object_type_id: impl Into<String>,
        name: impl Into<String>,
        processing_type: ProcessingType,
    ) -> Self {
        Self {
            object_type_id: object_type_id.into(),
            name: name.into(),
            processing_type,
            filter_branch: None,
        }
    }

    setters!(filter_branch: Option<Value>);
}

impl Action for Create {
    type Connector = HubSpot;
    type Output = ContactList;
    const META: Meta = Meta::write("contact_list", "create")
        .title("Create a list")
        .scopes(TO_WRITE)
        .docs("https://developers.hubspot.com/docs/guides/api/crm/lists/overview");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        let mut body = json!({
            "objectTypeId": word("object_type_id", &self.object_type_id)?,
            "name": self.name,
            "processingType": self.processing_type,
        });
        if let Some(branch) = &self.filter_branch {
            body["filterBranch"] = branch.clone();
        }
        Ok(Request::post(cx.connector().path(Api::LISTS, [""; 0])).json(&body))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        Ok(response.json::<One>()?.list)
    }
}

/// `contact_list.rename`: gives a list another name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Rename {
    /// The id of the list.
    pub id: String,
    /// The name.
    pub name: String,
}

impl Rename {
    /// The list with this id.
    #[must_use]
    pub fn new(id: impl Into<String>, name: impl Into<String>) -> Self {
        Self { id: id.into(), name: name.into() }
    }
}

impl Action for Rename {
    type Connector = HubSpot;
    type Output = ContactList;
    const META: Meta = Meta::write("contact_list", "rename")
        .title("Rename a list")
        .scopes(TO_WRITE)
        .docs("https://developers.hubspot.com/docs/guides/api/crm/lists/overview");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        Ok(Request::put(cx.connector().path(Api::LISTS, [id("id", &self.id)?, "update-list-name"]))
            .query("listName", &self.name))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        Ok(response.json::<One>()?.list)
    }
}

/// `contact_list.delete`: deletes a list, which can be restored for 90 days (not verified).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Delete {
    /// The id of the list.
    pub id: String,
}

impl Delete {
    /// The list with this id.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into() }
    }
}

impl Action for Delete {
    type Connector = HubSpot;
    type Output = ();
    const META: Meta = Meta::destructive("contact_list", "delete")
        .title("Delete a list")
        .scopes(TO_WRITE)
        .docs("https://developers.hubspot.com/docs/guides/api/crm/lists/overview");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        Ok(Request::delete(cx.connector().path(Api::LISTS, [id("id", &self.id)?])))
    }

    #[inline]
    fn response(&self, _: Response) -> Result<Self::Output> {
        Ok(())
    }
}

/// `contact_list.restore`: restores a list that was deleted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Restore {
    /// The id of the list.
    pub id: String,
}

impl Restore {
    /// The list with this id.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into() }
    }
}

impl Action for Restore {
    type Connector = HubSpot;
    type Output = ();
    const META: Meta = Meta::write("contact_list", "restore")
        .title("Restore a list")
        .scopes(TO_WRITE)
        .docs("https://developers.hubspot.com/docs/guides/api/crm/lists/overview");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        Ok(Request::put(cx.connector().path(Api::LISTS, [id("id", &self.id)?, "restore"])))
    }

    #[inline]
    fn response(&self, _: Response) -> Result<Self::Output> {
        Ok(())
    }
}
