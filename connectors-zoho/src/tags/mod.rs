//! Tags: those that a module has, and those on records.

mod on_records;

use std::ops::Range;

use connectors_core::{
    Action, BatchAction, Cx, Error, Fault, Head, Meta, Outcome, Request, Response, Result, setters,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

pub use self::on_records::{Add, Remove};
use crate::model::Tag;
use crate::module::Record;
use crate::records::{Counted, MOST_RECORDS, Written, module, one, outcomes, record_id};
use crate::{Zoho, errors};

const DOCS: &str = "https://www.zoho.com/crm/developer/docs/api/v8/get-tag-list.html";
const READ: &[&str] = &["ZohoCRM.settings.ALL", "ZohoCRM.settings.tags.READ"];

/// The longest name (Zoho CRM API v8, `tags.json`).
const LONGEST: usize = 25;

/// What a tag is written with.
fn fields(place: &str, tag: &Tag) -> Result<Map<String, Value>> {
    if tag.name.is_empty() || tag.name.chars().count() > LONGEST {
        let text = format!("`{}` has {} characters: from 1 to {LONGEST}", tag.name, tag.name.chars().count());
        return Err(Error::validation(format!("{place}.name"), text));
    }
    let mut fields = Map::from_iter([("name".to_owned(), tag.name.as_str().into())]);
    if let Some(color) = &tag.color_code {
        fields.insert("color_code".to_owned(), color.as_str().into());
    }
    Ok(fields)
}

#[derive(Deserialize)]
struct Answer {
    tags: Vec<Tag>,
}

/// `tag.list`: the tags of a module, all in one answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct List {
    /// The module's API name.
    pub module: String,
    /// Only the tags of the user who gave the consent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub my_tags: Option<bool>,
}

impl List {
    /// The tags of this module.
    #[must_use]
    pub fn new(module: impl Into<String>) -> Self {
        Self { module: module.into(), my_tags: None }
    }

    setters!(my_tags: Option<bool>);
}

impl Action for List {
    type Connector = Zoho;
    type Output = Vec<Tag>;
    const META: Meta = Meta::read("tag", "list").title("List the tags of a module").scopes(READ).docs(DOCS);

    fn request(&self, cx: &Cx<'_, Zoho>) -> Result<Request> {
        Ok(Request::get(["settings", "tags"])
            .query("module", module::<Record>(Some(&self.module), cx)?)
            .query_opt("my_tags", self.my_tags))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Vec<Tag>> {
        let answer: Option<Answer> = response.json_opt()?;
        Ok(answer.map(|answer| answer.tags).unwrap_or_default())
    }
}

const CREATE: &[&str] = &["ZohoCRM.settings.ALL", "ZohoCRM.settings.tags.CREATE"];
const CREATE_DOCS: &str = "https://www.zoho.com/crm/developer/docs/api/v8/create-tag.html";

/// `tag.create`: makes a tag for the records of a module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Create {
    /// The module's API name.
    pub module: String,
    /// The tag: a name, and a colour if you like.
    pub tag: Tag,
}

impl Create {
    /// Makes this tag for the records of this module.
    #[must_use]
    pub fn new(module: impl Into<String>, tag: impl Into<Tag>) -> Self {
        Self { module: module.into(), tag: tag.into() }
    }
}

impl Action for Create {
    type Connector = Zoho;
    type Output = Written;
    const META: Meta = Meta::write("tag", "create").title("Create a tag").scopes(CREATE).docs(CREATE_DOCS);

    fn request(&self, cx: &Cx<'_, Zoho>) -> Result<Request> {
        let module = module::<Record>(Some(&self.module), cx)?;
        let tags = [fields("tag", &self.tag)?];
        Ok(Request::post(["settings", "tags"]).query("module", module).json(&json!({ "tags": tags })))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Written> {
        one(&response)
    }

    fn fault(&self, _: &Zoho, head: &Head, body: &[u8]) -> Option<Fault> {
        errors::fault_of_one(head, body)
    }
}

/// `tag.create_many`: makes tags for the records of a module, and tells what became of each.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct CreateMany {
    /// The module's API name.
    pub module: String,
    /// The tags.
    pub tags: Vec<Tag>,
}

impl CreateMany {
    /// Makes these tags for the records of this module.
    #[must_use]
    pub fn new<T: Into<Tag>>(module: impl Into<String>, tags: impl IntoIterator<Item = T>) -> Self {
        Self { module: module.into(), tags: tags.into_iter().map(Into::into).collect() }
    }
}

impl Action for CreateMany {
    type Connector = Zoho;
    type Output = Vec<Outcome<Written>>;
    const META: Meta =
        Meta::write("tag", "create_many").title("Create tags").scopes(CREATE).docs(CREATE_DOCS);

    fn request(&self, cx: &Cx<'_, Zoho>) -> Result<Request> {
        let module = module::<Record>(Some(&self.module), cx)?;
        if self.tags.is_empty() || self.tags.len() > MOST_RECORDS {
            let text = format!("are {}; one call takes from 1 to {MOST_RECORDS}", self.tags.len());
            return Err(Error::validation("tags", text));
        }
        let tags = self.tags.iter().enumerate().map(|(i, tag)| fields(&format!("tags[{i}]"), tag));
        let tags = tags.collect::<Result<Vec<_>>>()?;
        Ok(Request::post(["settings", "tags"]).query("module", module).json(&json!({ "tags": tags })))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        outcomes(&response, self.tags.len(), None)
    }

    fn fault(&self, _: &Zoho, head: &Head, body: &[u8]) -> Option<Fault> {
        errors::fault_of_many(head, body)
    }
}

impl BatchAction for CreateMany {
    type Item = Written;
    /// Zoho does not say how many it takes at once; fewer are always right.
    const MAX: usize = MOST_RECORDS;

    fn len(&self) -> usize {
        self.tags.len()
    }

    fn part(&self, range: Range<usize>) -> Self {
        Self { module: self.module.clone(), tags: self.tags.get(range).unwrap_or_default().to_vec() }
    }
}

/// `tag.update`: gives a tag another name or colour, wherever it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Update {
    /// The API name of the tag's module.
    pub module: String,
    /// The tag's id.
    pub id: String,
    /// Its name from now on, and a colour if it gets another.
    pub tag: Tag,
}

impl Update {
    /// Makes the tag with this id, of this module, look like this.
    #[must_use]
    pub fn new(module: impl Into<String>, id: impl Into<String>, tag: impl Into<Tag>) -> Self {
        Self { module: module.into(), id: id.into(), tag: tag.into() }
    }
}

impl Action for Update {
    type Connector = Zoho;
    type Output = Written;
    const META: Meta = Meta::write("tag", "update")
        .title("Change a tag")
        .scopes(&["ZohoCRM.settings.ALL", "ZohoCRM.settings.tags.UPDATE"])
        .docs("https://www.zoho.com/crm/developer/docs/api/v8/update-tags.html");

    fn request(&self, cx: &Cx<'_, Zoho>) -> Result<Request> {
        let path = ["settings", "tags", record_id("id", &self.id)?];
        Ok(Request::put(path)
            .query("module", module::<Record>(Some(&self.module), cx)?)
            .json(&json!({ "tags": [fields("tag", &self.tag)?] })))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Written> {
        one(&response)
    }

    fn fault(&self, _: &Zoho, head: &Head, body: &[u8]) -> Option<Fault> {
        errors::fault_of_one(head, body)
    }
}

/// `tag.delete`: takes a tag of a module away.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Delete {
    /// The tag's id.
    pub id: String,
}

impl Delete {
    /// Takes the tag with this id away.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into() }
    }
}

impl Action for Delete {
    type Connector = Zoho;
    type Output = Written;
    const META: Meta = Meta::destructive("tag", "delete")
        .title("Delete a tag")
        .scopes(&["ZohoCRM.settings.ALL", "ZohoCRM.settings.tags.DELETE"])
        .docs("https://www.zoho.com/crm/developer/docs/api/v8/delete-tag.html");

    fn request(&self, _: &Cx<'_, Zoho>) -> Result<Request> {
        Ok(Request::delete(["settings", "tags", record_id("id", &self.id)?]))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Written> {
        one(&response)
    }

    fn fault(&self, _: &Zoho, head: &Head, body: &[u8]) -> Option<Fault> {
        errors::fault_of_one(head, body)
    }
}

/// `tag.merge`: makes one tag of two; records that had either have it then. Which of the two stays is not documented:
/// the answer names it. The other is gone for good, so the call is not repeated when its answer is lost.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Merge {
    /// The id of one tag.
    pub id: String,
    /// The id of the other.
    pub conflict_id: String,
}

impl Merge {
    /// Makes one tag of the two with these ids.
    #[must_use]
    pub fn new(id: impl Into<String>, conflict_id: impl Into<String>) -> Self {
        Self { id: id.into(), conflict_id: conflict_id.into() }
    }
}

impl Action for Merge {
    type Connector = Zoho;
    type Output = Written;
    const META: Meta = Meta::destructive("tag", "merge")
        .title("Merge two tags")
        .scopes(&["ZohoCRM.settings.ALL", "ZohoCRM.settings.tags.WRITE"])
        .docs("https://www.zoho.com/crm/developer/docs/api/v8/merge-tags.html");

    fn request(&self, _: &Cx<'_, Zoho>) -> Result<Request> {
        let (id, other) = (record_id("id", &self.id)?, record_id("conflict_id", &self.conflict_id)?);
        if id == other {
            return Err(Error::validation("conflict_id", "is the tag itself"));
        }
        let path = ["settings", "tags", id, "actions", "merge"];
        Ok(Request::post(path).json(&json!({ "tags": [{ "conflict_id": other }] })))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Written> {
        one(&response)
    }

    fn fault(&self, _: &Zoho, head: &Head, body: &[u8]) -> Option<Fault> {
        errors::fault_of_one(head, body)
    }
}

/// `tag.count`: how many records of a module have a tag.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Count {
    /// The API name of the tag's module.
    pub module: String,
    /// The tag's id.
    pub id: String,
}

impl Count {
    /// Counts the records of this module that have the tag with this id.
    #[must_use]
    pub fn new(module: impl Into<String>, id: impl Into<String>) -> Self {
        Self { module: module.into(), id: id.into() }
    }
}

impl Action for Count {
    type Connector = Zoho;
    type Output = u64;
    const META: Meta = Meta::read("tag", "count")
        .title("Count the records that have a tag")
        .scopes(READ)
        .docs("https://www.zoho.com/crm/developer/docs/api/v8/tag-record-count.html");

    fn request(&self, cx: &Cx<'_, Zoho>) -> Result<Request> {
        let path = ["settings", "tags", record_id("id", &self.id)?, "actions", "records_count"];
        Ok(Request::get(path).query("module", module::<Record>(Some(&self.module), cx)?))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<u64> {
        Counted::read(&response)
    }
}
