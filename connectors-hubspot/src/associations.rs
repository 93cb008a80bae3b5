//! Associations: which objects belong together, and how (v4, with labels).
//!
//! A way of being associated has a number in each direction: a contact's company is 279 for HubSpot, a company's contact 280.
//! Those that HubSpot defined are the same in all accounts; [`association_types`](crate::association_types) lists all.

use std::ops::Range;

use connectors_core::types::Open;
use connectors_core::{
    Action, BatchAction, Cursor, Cx, Delivery, Error, ErrorKind, Idempotency, Meta, Outcome, Page,
    PagedAction, Request, Response, Result, setters,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::HubSpot;
use crate::config::Api;
use crate::errors::{Body, texts};
use crate::objects::{id, many};
use crate::paging::{page, paged};
use crate::pipelines::object_type;

const TO_READ: &[&str] = &["crm.objects.contacts.read", "crm.objects.custom.read"];
const TO_WRITE: &[&str] = &["crm.objects.contacts.write", "crm.objects.custom.write"];

/// Who defined a way of being associated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum Category {
    /// HubSpot.
    HubspotDefined,
    /// Somebody in the account.
    UserDefined,
    /// An application.
    IntegratorDefined,
    /// HubSpot, for tasks of work queues.
    Work,
}

/// A way of being associated, which has a direction: [`association_types`](crate::association_types) lists those of two object
/// types.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct AssociationType {
    /// Who defined it.
    pub category: Open<Category>,
    /// Its number.
    pub id: u32,
}

impl AssociationType {
    /// Of this category and number.
    #[must_use]
    pub fn new(category: impl Into<Open<Category>>, id: u32) -> Self {
        Self { category: category.into(), id }
    }
}

impl AssociationType {
    /// One that HubSpot defined, by its number.
    #[must_use]
    pub fn hubspot(id: u32) -> Self {
        Self::new(Category::HubspotDefined, id)
    }

    /// One that somebody in the account defined, by its number.
    #[must_use]
    pub fn user(id: u32) -> Self {
        Self::new(Category::UserDefined, id)
    }

    /// As HubSpot wants them.
    pub(crate) fn wire(types: &[Self]) -> Value {
        let wire = |one: &Self| json!({ "associationCategory": one.category, "associationTypeId": one.id });
        types.iter().map(wire).collect()
    }
}

/// An associated object.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Association {
    /// Its id.
    #[serde(deserialize_with = "text")]
    pub to_object_id: String,
    /// In which ways it is associated.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub association_types: Vec<Label>,
}

impl Association {
    /// As tests need it.
    #[must_use]
    pub fn new(to_object_id: impl Into<String>) -> Self {
        Self { to_object_id: to_object_id.into(), ..Self::default() }
    }

    setters!(association_types: Vec<Label>);
}

/// A way in which two objects are associated.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Label {
    /// Who defined it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<Open<Category>>,
    /// Its number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub type_id: Option<u32>,
    /// What people call it; none if it has no name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
}

impl Label {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(category: Option<Open<Category>>, type_id: Option<u32>, label: Option<String>);
}

/// An id, which older answers have as a number.
fn text<'de, D: serde::Deserializer<'de>>(deserializer: D) -> std::result::Result<String, D::Error> {
    let value = Value::deserialize(deserializer)?;
    let text = crate::errors::texts(&value).into_iter().next();
    text.ok_or_else(|| serde::de::Error::custom("expected an id"))
}

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

/// Two objects that are to be associated.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Pair {
    /// The id of the object on one side.
    pub from_id: String,
    /// The id of the object on the other side.
    pub to_id: String,
    /// In which ways.
    pub types: Vec<AssociationType>,
}

impl Pair {
    /// These two, in these ways.
    #[must_use]
    pub fn new(
        from_id: impl Into<String>,
        to_id: impl Into<String>,
        types: impl IntoIterator<Item = AssociationType>,
    ) -> Self {
        Self { from_id: from_id.into(), to_id: to_id.into(), types: types.into_iter().collect() }
    }
}

/// `association.create_many`: associates pairs of objects of two types, 100 in a call, and tells what became of each. It can be repeated.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct CreateMany {
    /// The object type on one side: `contacts`.
    pub from: String,
    /// The object type on the other side: `companies`.
    pub to: String,
    /// The pairs.
    pub pairs: Vec<Pair>,
}

impl CreateMany {
    /// These pairs of objects of two types.
    #[must_use]
    pub fn new(
        from: impl Into<String>,
        to: impl Into<String>,
        pairs: impl IntoIterator<Item = Pair>,
    ) -> Self {
        Self { from: from.into(), to: to.into(), pairs: pairs.into_iter().collect() }
    }
}

impl Action for CreateMany {
    type Connector = HubSpot;
    type Output = Vec<Outcome<()>>;
    const META: Meta = Meta::write("association", "create_many")
        .title("Associate many objects")
        .scopes(TO_WRITE)
        .docs("https://developers.hubspot.com/docs/guides/api/crm/associations/associations-v4/guide");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        let inputs = many("pairs", &self.pairs, |place, pair| {
            let from = id(&format!("{place}.from_id"), &pair.from_id)?;
            let to = id(&format!("{place}.to_id"), &pair.to_id)?;
            if pair.types.is_empty() {
                return Err(Error::validation(format!("{place}.types"), "are missing"));
            }
            Ok(
                json!({ "from": { "id": from }, "to": { "id": to }, "types": AssociationType::wire(&pair.types) }),
            )
        })?;
        let request = Request::post(cx.connector().path(
            Api::ASSOCIATION_BATCHES,
            [object_type("from", &self.from, cx)?, object_type("to", &self.to, cx)?, "batch", "create"],
        ));
        Ok(request.json(&json!({ "inputs": inputs })).idempotency(Idempotency::Idempotent))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        let answer: Answer = response.json_opt()?.unwrap_or_default();
        Ok(self.pairs.iter().map(|pair| answer.outcome(pair)).collect())
    }
}

impl BatchAction for CreateMany {
    type Item = ();
    const MAX: usize = 100;

    fn len(&self) -> usize {
        self.pairs.len()
    }

    fn part(&self, range: Range<usize>) -> Self {
        Self { pairs: self.pairs.get(range).unwrap_or_default().to_vec(), ..self.clone() }
    }
}

/// What became of a batch of pairs.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Answer {
    results: Vec<Done>,
    errors: Vec<Body>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Done {
    #[serde(deserialize_with = "text")]
    from_object_id: String,
    #[serde(deserialize_with = "text")]
    to_object_id: String,
}

impl Answer {
    /// By the ids of both; an error names one of them.
    fn outcome(&self, pair: &Pair) -> Outcome<()> {
        let done = |done: &Done| done.from_object_id == pair.from_id && done.to_object_id == pair.to_id;
        if self.results.iter().any(done) {
            return Outcome::Done(());
        }
        let about = |error: &&Body| {
            let mut named = error.context.values().flat_map(texts);
            named.any(|id| id == pair.from_id || id == pair.to_id)
        };
        match self.errors.iter().find(about) {
            Some(error) => Outcome::Failed(error.clone().into_error()),
            None => {
                let text = "HubSpot's answer does not say what became of this pair";
                Outcome::Unknown(Error::new(ErrorKind::Decode, text).with_delivery(Delivery::Unknown))
            }
        }
    }
}
