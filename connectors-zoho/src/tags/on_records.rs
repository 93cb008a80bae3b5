//! Tags that are put on records and taken off.

use std::ops::Range;

use connectors_core::{
    Action, BatchAction, Cx, Error, Fault, Head, Idempotency, Meta, Outcome, Request, Response, Result,
    setters,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::fields;
use crate::model::Tag;
use crate::module::Record;
use crate::records::{MOST_RECORDS, Written, checked_ids, module, outcomes, record_id};
use crate::{Zoho, errors};

const SCOPES: &[&str] = &["ZohoCRM.modules.ALL"];

/// The tags of one call: by id where they have one, else by name.
fn named(tags: &[Tag]) -> Result<Vec<Map<String, Value>>> {
    if tags.is_empty() {
        return Err(Error::validation("tags", "are missing"));
    }
    let tags = tags.iter().enumerate().map(|(i, tag)| {
        let place = format!("tags[{i}]");
        let Some(id) = &tag.id else { return fields(&place, tag) };
        let id = record_id(&format!("{place}.id"), id)?;
        let name = Value::from(tag.name.as_str());
        let mut fields = Map::from_iter([("id".to_owned(), id.into())]);
        if !tag.name.is_empty() {
            fields.insert("name".to_owned(), name);
        }
        Ok(fields)
    });
    tags.collect()
}

/// `tag.add`: puts tags on records, 100 records in a call. Tags that a module does not have yet are made.
///
/// ```
/// use connectors_zoho::tags;
///
/// let add = tags::Add::new("Leads", ["4876876000000376001"], ["Webinar", "Priority"]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Add {
    /// The API name of the records' module.
    pub module: String,
    /// The records' ids.
    pub ids: Vec<String>,
    /// The tags, by name or id; an id wins.
    pub tags: Vec<Tag>,
    /// Whether these replace the tags that the records have.
    #[serde(default)]
    pub over_write: bool,
}

impl Add {
    /// Puts these tags on the records with these ids.
    #[must_use]
    pub fn new<S: Into<String>, T: Into<Tag>>(
        module: impl Into<String>,
        ids: impl IntoIterator<Item = S>,
        tags: impl IntoIterator<Item = T>,
    ) -> Self {
        let ids = ids.into_iter().map(Into::into).collect();
        let tags = tags.into_iter().map(Into::into).collect();
        Self { module: module.into(), ids, tags, over_write: false }
    }

    setters!(over_write: bool);
}

impl Action for Add {
    type Connector = Zoho;
    type Output = Vec<Outcome<Written>>;
    const META: Meta = Meta::write("tag", "add")
        .title("Add tags to records")
        .scopes(SCOPES)
        .docs("https://www.zoho.com/crm/developer/docs/api/v8/add-tags.html");

    fn request(&self, cx: &Cx<'_, Zoho>) -> Result<Request> {
        let ids = checked_ids(&self.ids)?;
        let body = json!({ "tags": named(&self.tags)?, "over_write": self.over_write, "ids": ids });
        let request = Request::post([module::<Record>(Some(&self.module), cx)?, "actions", "add_tags"]);
        // A record has a tag once, however often it gets it.
        Ok(request.json(&body).idempotency(Idempotency::Idempotent))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        let ids: Vec<_> = self.ids.iter().map(String::as_str).collect();
        outcomes(&response, ids.len(), Some(&ids))
    }

    fn fault(&self, _: &Zoho, head: &Head, body: &[u8]) -> Option<Fault> {
        errors::fault_of_many(head, body)
    }
}

impl BatchAction for Add {
    type Item = Written;
    const MAX: usize = MOST_RECORDS;

    fn len(&self) -> usize {
        self.ids.len()
    }

    fn part(&self, range: Range<usize>) -> Self {
        Self { ids: self.ids.get(range).unwrap_or_default().to_vec(), ..self.clone() }
    }
}

/// `tag.remove`: takes tags off records, 100 records in a call. The tags themselves stay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Remove {
    /// The API name of the records' module.
    pub module: String,
    /// The records' ids.
    pub ids: Vec<String>,
    /// The tags, by name or id; an id wins.
    pub tags: Vec<Tag>,
}

impl Remove {
    /// Takes these tags off the records with these ids.
    #[must_use]
    pub fn new<S: Into<String>, T: Into<Tag>>(
        module: impl Into<String>,
        ids: impl IntoIterator<Item = S>,
        tags: impl IntoIterator<Item = T>,
    ) -> Self {
        let ids = ids.into_iter().map(Into::into).collect();
        let tags = tags.into_iter().map(Into::into).collect();
        Self { module: module.into(), ids, tags }
    }
}

impl Action for Remove {
    type Connector = Zoho;
    type Output = Vec<Outcome<Written>>;
    const META: Meta = Meta::write("tag", "remove")
        .title("Remove tags from records")
        .scopes(SCOPES)
        .docs("https://www.zoho.com/crm/developer/docs/api/v8/remove-tags.html");

    fn request(&self, cx: &Cx<'_, Zoho>) -> Result<Request> {
        let body = json!({ "tags": named(&self.tags)?, "ids": checked_ids(&self.ids)? });
        let request = Request::post([module::<Record>(Some(&self.module), cx)?, "actions", "remove_tags"]);
        Ok(request.json(&body).idempotency(Idempotency::Idempotent))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        let ids: Vec<_> = self.ids.iter().map(String::as_str).collect();
        outcomes(&response, ids.len(), Some(&ids))
    }

    fn fault(&self, _: &Zoho, head: &Head, body: &[u8]) -> Option<Fault> {
        errors::fault_of_many(head, body)
    }
}

impl BatchAction for Remove {
    type Item = Written;
    const MAX: usize = MOST_RECORDS;

    fn len(&self) -> usize {
        self.ids.len()
    }

    fn part(&self, range: Range<usize>) -> Self {
        Self { ids: self.ids.get(range).unwrap_or_default().to_vec(), ..self.clone() }
    }
}
