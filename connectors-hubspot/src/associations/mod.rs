//! Associations: which objects belong together, and how (v4, with labels).
//!
//! A way of being associated has a number in each direction: a contact's company is 279 for HubSpot, a company's contact 280.
//! Those that HubSpot defined are the same in all accounts; [`association_types`](crate::association_types) lists all.

mod many;
mod model;

use connectors_core::{Action, Cursor, Cx, Meta, Page, PagedAction, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

pub use self::many::{CreateMany, Pair};
pub use self::model::{Association, AssociationType, Category, Label};
use crate::HubSpot;
use crate::config::Api;
use crate::objects::id;
use crate::paging::{page, paged};
use crate::pipelines::object_type;

const TO_READ: &[&str] = &["crm.objects.contacts.read", "crm.objects.custom.read"];
const TO_WRITE: &[&str] = &["crm.objects.contacts.write", "crm.objects.custom.write"];

/// `association.list`: the objects of a type with which an object is associated, and how.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct List {
    /// The object type on one side: `contacts`.
    pub from: String,
    /// The id of the object on one side.
    pub from_id: String,
    /// The object type on the other side: `companies`.
    pub to: String,
    /// How many on a page: 500 unless said otherwise, which is the most (not verified).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u16>,
    /// Where to start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
}

impl List {
    /// Of this object with objects of a type.
    #[must_use]
    pub fn new(from: impl Into<String>, from_id: impl Into<String>, to: impl Into<String>) -> Self {
        Self { from: from.into(), from_id: from_id.into(), to: to.into(), limit: None, cursor: None }
    }

    setters!(limit: Option<u16>, cursor: Option<Cursor>);
}

impl Action for List {
    type Connector = HubSpot;
    type Output = Page<Association>;
    const META: Meta = Meta::read("association", "list")
        .title("List associations")
        .scopes(TO_READ)
        .docs("https://developers.hubspot.com/docs/guides/api/crm/associations/associations-v4/guide");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        let request = Request::get(cx.connector().path(
            Api::ASSOCIATIONS,
            [
                object_type("from", &self.from, cx)?,
                id("from_id", &self.from_id)?,
                "associations",
                object_type("to", &self.to, cx)?,
            ],
        ));
        paged(request, self.limit, self.cursor.as_ref())
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        page(&response)
    }
}

impl PagedAction for List {
    type Item = Association;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}

/// `association.create`: associates two objects: in these ways, or in the usual one if there are none. It can be repeated.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Create {
    /// The object type on one side: `contacts`.
    pub from: String,
    /// The id of the object on one side.
    pub from_id: String,
    /// The object type on the other side: `companies`.
    pub to: String,
    /// The id of the object on the other side.
    pub to_id: String,
    /// In which ways.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub types: Vec<AssociationType>,
}

impl Create {
    /// Associates two objects in the usual way.
    #[must_use]
    pub fn new(
        from: impl Into<String>,
        from_id: impl Into<String>,
        to: impl Into<String>,
        to_id: impl Into<String>,
    ) -> Self {
        Self {
            from: from.into(),
            from_id: from_id.into(),
            to: to.into(),
            to_id: to_id.into(),
            types: Vec::new(),
        }
    }

    setters!(types: Vec<AssociationType>);
}

impl Action for Create {
    type Connector = HubSpot;
    type Output = ();
    const META: Meta = Meta::write("association", "create")
        .title("Associate two objects")
        .scopes(TO_WRITE)
        .docs("https://developers.hubspot.com/docs/guides/api/crm/associations/associations-v4/guide");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        let (from, from_id) = (object_type("from", &self.from, cx)?, id("from_id", &self.from_id)?);
        let (to, to_id) = (object_type("to", &self.to, cx)?, id("to_id", &self.to_id)?);
        if self.types.is_empty() {
            let path =
                cx.connector().path(Api::ASSOCIATIONS, [from, from_id, "associations", "default", to, to_id]);
            return Ok(Request::put(path));
        }
        let path = cx.connector().path(Api::ASSOCIATIONS, [from, from_id, "associations", to, to_id]);
        Ok(Request::put(path).json(&AssociationType::wire(&self.types)))
    }

    #[inline]
    fn response(&self, _: Response) -> Result<Self::Output> {
        Ok(())
    }
}

/// `association.remove`: removes all associations of two objects.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Remove {
    /// The object type on one side: `contacts`.
    pub from: String,
    /// The id of the object on one side.
    pub from_id: String,
    /// The object type on the other side: `companies`.
    pub to: String,
    /// The id of the object on the other side.
    pub to_id: String,
}

impl Remove {
    /// Between two objects.
    #[must_use]
    pub fn new(
        from: impl Into<String>,
        from_id: impl Into<String>,
        to: impl Into<String>,
        to_id: impl Into<String>,
    ) -> Self {
        Self { from: from.into(), from_id: from_id.into(), to: to.into(), to_id: to_id.into() }
    }
}

impl Action for Remove {
    type Connector = HubSpot;
    type Output = ();
    const META: Meta = Meta::destructive("association", "remove")
        .title("Remove associations of two objects")
        .scopes(TO_WRITE)
        .docs("https://developers.hubspot.com/docs/guides/api/crm/associations/associations-v4/guide");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        Ok(Request::delete(cx.connector().path(
            Api::ASSOCIATIONS,
            [
                object_type("from", &self.from, cx)?,
                id("from_id", &self.from_id)?,
                "associations",
                object_type("to", &self.to, cx)?,
                id("to_id", &self.to_id)?,
            ],
        )))
    }

    #[inline]
    fn response(&self, _: Response) -> Result<Self::Output> {
        Ok(())
    }
}
