//! Drafts of e-mails, which belong to a record.

use chrono::{DateTime, Utc};
use connectors_core::{Action, Cx, Error, Fault, Head, Meta, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::emails::Recipient;
use crate::model::{Lookup, or_default};
use crate::module::Record;
use crate::records::{Written, missing, module, one, record_id};
use crate::{Zoho, errors};

const SCOPES: &[&str] = &["ZohoCRM.modules.ALL"];
const DOCS: &str = "https://www.zoho.com/crm/developer/docs/api/v8/get-drafts.html";
const DRAFTS: &str = "__email_drafts";

/// A draft of an e-mail.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct EmailDraft {
    /// The draft's id: letters and digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Whom it is from: one of the addresses that the user may send from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Whom it is for.
    #[serde(deserialize_with = "or_default", skip_serializing_if = "Vec::is_empty")]
    pub to: Vec<Recipient>,
    /// Who gets a copy.
    #[serde(deserialize_with = "or_default", skip_serializing_if = "Vec::is_empty")]
    pub cc: Vec<Recipient>,
    /// Who gets a copy that the others do not see.
    #[serde(deserialize_with = "or_default", skip_serializing_if = "Vec::is_empty")]
    pub bcc: Vec<Recipient>,
    /// Where answers go.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<String>,
    /// The subject.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// The text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content: Option<String>,
    /// Whether the text is HTML.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rich_text: Option<bool>,
    /// The template that it is made from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub template: Option<Lookup>,
    /// When it is sent, if not when a person does it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schedule_details: Option<Schedule>,
    /// The beginning of the text, which Zoho makes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// When it was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_time: Option<DateTime<Utc>>,
    /// When it was changed last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub modified_time: Option<DateTime<Utc>>,
}

/// When a draft is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Schedule {
    /// The moment.
    pub time: DateTime<Utc>,
}

impl Schedule {
    /// At this moment.
    #[must_use]
    pub fn new(time: DateTime<Utc>) -> Self {
        Self { time }
    }
}

impl EmailDraft {
    /// A draft from this address, with HTML in it.
    #[must_use]
    pub fn new(from: impl Into<String>) -> Self {
        Self { from: Some(from.into()), rich_text: Some(true), ..Self::default() }
    }

    setters!(id: Option<String>, to: Vec<Recipient>, cc: Vec<Recipient>, bcc: Vec<Recipient>,
        reply_to: Option<String>, subject: Option<String>, content: Option<String>, rich_text: Option<bool>,
        template: Option<Lookup>, schedule_details: Option<Schedule>, summary: Option<String>,
        created_time: Option<DateTime<Utc>>, modified_time: Option<DateTime<Utc>>);

    /// As it goes over the wire: without what Zoho keeps itself.
    fn wire(&self, id: Option<&str>) -> Result<Value> {
        if self.from.is_none() {
            return Err(Error::validation("draft.from", "is missing"));
        }
        let own = Self {
            id: id.map(str::to_owned),
            rich_text: Some(self.rich_text.unwrap_or(true)),
            summary: None,
            created_time: None,
            modified_time: None,
            ..self.clone()
        };
        Ok(json!({ DRAFTS: [own] }))
    }
}

/// The drafts of a record.
fn path<'a>(cx: &Cx<'a, Zoho>, named: &'a str, record: &'a str) -> Result<[&'a str; 3]> {
    Ok([module::<Record>(Some(named), cx)?, record_id("record_id", record)?, DRAFTS])
}

/// A draft's id. It is no record's: letters and digits.
fn draft_id(id: &str) -> Result<&str> {
    if id.is_empty() || !id.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Err(Error::validation("id", format!("`{id}` is not a draft's id: letters and digits")));
    }
    Ok(id)
}

#[derive(Deserialize)]
struct Answer {
    #[serde(rename = "__email_drafts")]
    drafts: Vec<EmailDraft>,
}

/// `email_draft.list`: the drafts of a record, all in one answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct List {
    /// The API name of the record's module.
    pub module: String,
    /// The record's id.
    pub record_id: String,
}

impl List {
    /// The drafts of this record.
    #[must_use]
    pub fn new(module: impl Into<String>, record_id: impl Into<String>) -> Self {
        Self { module: module.into(), record_id: record_id.into() }
    }
}

impl Action for List {
    type Connector = Zoho;
    type Output = Vec<EmailDraft>;
    const META: Meta = Meta::read("email_draft", "list")
        .title("List the e-mail drafts of a record")
        .scopes(SCOPES)
        .docs(DOCS);

    fn request(&self, cx: &Cx<'_, Zoho>) -> Result<Request> {
        Ok(Request::get(path(cx, &self.module, &self.record_id)?))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Vec<EmailDraft>> {
        let answer: Option<Answer> = response.json_opt()?;
        Ok(answer.map(|answer| answer.drafts).unwrap_or_default())
    }
}

/// `email_draft.get`: one draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Get {
    /// The API name of the record's module.
    pub module: String,
    /// The record's id.
    pub record_id: String,
    /// The draft's id.
    pub id: String,
}

impl Get {
    /// The draft of this record with this id.
    #[must_use]
    pub fn new(module: impl Into<String>, record_id: impl Into<String>, id: impl Into<String>) -> Self {
        Self { module: module.into(), record_id: record_id.into(), id: id.into() }
    }
}

impl Action for Get {
    type Connector = Zoho;
    type Output = EmailDraft;
    const META: Meta =
        Meta::read("email_draft", "get").title("Get an e-mail draft").scopes(SCOPES).docs(DOCS);

    fn request(&self, cx: &Cx<'_, Zoho>) -> Result<Request> {
        let [module, record, drafts] = path(cx, &self.module, &self.record_id)?;
        Ok(Request::get([module, record, drafts, draft_id(&self.id)?]))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<EmailDraft> {
        let answer: Option<Answer> = response.json_opt()?;
        answer.and_then(|answer| answer.drafts.into_iter().next()).ok_or_else(missing)
    }
}

/// `email_draft.create`: makes a draft for a record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Create {
    /// The API name of the record's module.
    pub module: String,
    /// The record's id.
    pub record_id: String,
    /// The draft.
    pub draft: EmailDraft,
}

impl Create {
    /// Makes this draft for this record.
    #[must_use]
    pub fn new(module: impl Into<String>, record_id: impl Into<String>, draft: EmailDraft) -> Self {
        Self { module: module.into(), record_id: record_id.into(), draft }
    }
}

impl Action for Create {
    type Connector = Zoho;
    type Output = Written;
    const META: Meta = Meta::write("email_draft", "create")
        .title("Create an e-mail draft")
        .scopes(SCOPES)
        .docs("https://www.zoho.com/crm/developer/docs/api/v8/create-drafts.html");

    fn request(&self, cx: &Cx<'_, Zoho>) -> Result<Request> {
        Ok(Request::post(path(cx, &self.module, &self.record_id)?).json(&self.draft.wire(None)?))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Written> {
        one(&response)
    }

    fn fault(&self, _: &Zoho, head: &Head, body: &[u8]) -> Option<Fault> {
        errors::fault_of_one(head, body)
    }
}

/// `email_draft.update`: changes a draft. From whom it is must be said again. Whether what else is not said stays as it
/// is, is not documented: say all that matters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Update {
    /// The API name of the record's module.
    pub module: String,
    /// The record's id.
    pub record_id: String,
    /// The draft's id.
    pub id: String,
    /// What to write.
    pub draft: EmailDraft,
}

impl Update {
    /// Writes what is set in `draft` to the draft of this record with this id.
    #[must_use]
    pub fn new(
        module: impl Into<String>,
        record_id: impl Into<String>,
        id: impl Into<String>,
        draft: EmailDraft,
    ) -> Self {
        Self { module: module.into(), record_id: record_id.into(), id: id.into(), draft }
    }
}

impl Action for Update {
    type Connector = Zoho;
    type Output = Written;
    const META: Meta = Meta::write("email_draft", "update")
        .title("Change an e-mail draft")
        .scopes(SCOPES)
        .docs("https://www.zoho.com/crm/developer/docs/api/v8/update-draft.html");

    fn request(&self, cx: &Cx<'_, Zoho>) -> Result<Request> {
        let body = self.draft.wire(Some(draft_id(&self.id)?))?;
        Ok(Request::put(path(cx, &self.module, &self.record_id)?).json(&body))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Written> {
        one(&response)
    }

    fn fault(&self, _: &Zoho, head: &Head, body: &[u8]) -> Option<Fault> {
        errors::fault_of_one(head, body)
    }
}

/// `email_draft.delete`: throws a draft away.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Delete {
    /// The API name of the record's module.
    pub module: String,
    /// The record's id.
    pub record_id: String,
    /// The draft's id.
    pub id: String,
}

impl Delete {
    /// Throws the draft of this record with this id away.
    #[must_use]
    pub fn new(module: impl Into<String>, record_id: impl Into<String>, id: impl Into<String>) -> Self {
        Self { module: module.into(), record_id: record_id.into(), id: id.into() }
    }
}

impl Action for Delete {
    type Connector = Zoho;
    type Output = Written;
    const META: Meta = Meta::destructive("email_draft", "delete")
        .title("Delete an e-mail draft")
        .scopes(SCOPES)
        .docs("https://www.zoho.com/crm/developer/docs/api/v8/delete-draft.html");

    fn request(&self, cx: &Cx<'_, Zoho>) -> Result<Request> {
        let [module, record, drafts] = path(cx, &self.module, &self.record_id)?;
        Ok(Request::delete([module, record, drafts, draft_id(&self.id)?]))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Written> {
        one(&response)
    }

    fn fault(&self, _: &Zoho, head: &Head, body: &[u8]) -> Option<Fault> {
        errors::fault_of_one(head, body)
    }
}
