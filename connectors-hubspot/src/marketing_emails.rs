//! Marketing e-mails: e-mails to many.

use chrono::{DateTime, Utc};
use connectors_core::{
    Action, Cursor, Cx, Idempotency, Meta, Page, PagedAction, Request, Response, Result, setters,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::HubSpot;
use crate::config::Api;
use crate::objects::id;
use crate::paging::{moment, page, paged};

const TO_READ: &[&str] = &["content", "marketing-email"];
const TO_WRITE: &[&str] = &["content", "marketing-email"];

/// An e-mail to many.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct MarketingEmail {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its subject.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// How far it is: `DRAFT`, `PUBLISHED`, …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// What kind it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subcategory: Option<String>,
    /// How it is sent.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// In which language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The campaign that it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub campaign: Option<String>,
    /// What that is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub campaign_name: Option<String>,
    /// What is in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content: Option<Value>,
    /// Who sends it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Value>,
    /// Who gets it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Value>,
    /// Which subscription it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subscription_details: Option<Value>,
    /// How often it was opened and clicked, if that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stats: Option<Value>,
    /// Whether it was deleted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub archived: Option<bool>,
    /// Whether it was published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_published: Option<bool>,
    /// When it is sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publish_date: Option<DateTime<Utc>>,
    /// When it was published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published_at: Option<DateTime<Utc>>,
    /// When it was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<DateTime<Utc>>,
    /// When it was changed last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<DateTime<Utc>>,
}

impl MarketingEmail {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<String>, name: impl Into<String>) -> Self {
        Self { id: id.into(), name: name.into(), ..Self::default() }
    }

    setters!(subject: Option<String>, state: Option<String>, subcategory: Option<String>, kind: Option<String>, language: Option<String>, campaign: Option<String>, campaign_name: Option<String>, content: Option<Value>, from: Option<Value>, to: Option<Value>, subscription_details: Option<Value>, stats: Option<Value>, archived: Option<bool>, is_published: Option<bool>, publish_date: Option<DateTime<Utc>>, published_at: Option<DateTime<Utc>>, created_at: Option<DateTime<Utc>>, updated_at: Option<DateTime<Utc>>);
}

/// `marketing_email.list`: all marketing e-mails, or those that fit.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct List {
    /// Only those that were changed after this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_after: Option<DateTime<Utc>>,
    /// Only those that were changed before this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_before: Option<DateTime<Utc>>,
    /// Only those that were made after this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_after: Option<DateTime<Utc>>,
    /// Only those that are published, or are not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<bool>,
    /// Whether the deleted ones are listed instead.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub archived: bool,
    /// With how often each was opened and clicked.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub stats: bool,
    /// By what they are ordered: `updatedAt`, `-createdAt`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort: Option<String>,
    /// How many on a page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u16>,
    /// Where to start.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
}

impl List {
    /// All that are not deleted.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(updated_after: Option<DateTime<Utc>>, updated_before: Option<DateTime<Utc>>, created_after: Option<DateTime<Utc>>, published: Option<bool>, archived: bool, stats: bool, sort: Option<String>, limit: Option<u16>, cursor: Option<Cursor>);
}

impl Action for List {
    type Connector = HubSpot;
    type Output = Page<MarketingEmail>;
    const META: Meta = Meta::read("marketing_email", "list")
        .title("List marketing e-mails")
        .scopes(TO_READ)
        .docs("https://developers.hubspot.com/docs/guides/api/marketing/emails/marketing-emails");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        let request = Request::get(cx.connector().path(Api::EMAILS, [""; 0]))
            .query_opt("updatedAfter", self.updated_after.map(moment))
            .query_opt("updatedBefore", self.updated_before.map(moment))
            .query_opt("createdAfter", self.created_after.map(moment))
            .query_opt("isPublished", self.published)
            .query_opt("archived", self.archived.then_some(true))
            .query_opt("includeStats", self.stats.then_some(true))
            .query_opt("sort", self.sort.as_ref());
        paged(request, self.limit, self.cursor.as_ref())
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        page(&response)
    }
}

impl PagedAction for List {
    type Item = MarketingEmail;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}

/// `marketing_email.get`: one marketing e-mail.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Get {
    /// The id of the e-mail.
    pub id: String,
    /// With how often it was opened and clicked.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub stats: bool,
}

impl Get {
    /// The e-mail with this id.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into(), stats: false }
    }

    setters!(stats: bool);
}

impl Action for Get {
    type Connector = HubSpot;
    type Output = MarketingEmail;
    const META: Meta = Meta::read("marketing_email", "get")
        .title("Get a marketing e-mail")
        .scopes(TO_READ)
        .docs("https://developers.hubspot.com/docs/guides/api/marketing/emails/marketing-emails");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        Ok(Request::get(cx.connector().path(Api::EMAILS, [id("id", &self.id)?]))
            .query_opt("includeStats", self.stats.then_some(true)))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        response.json()
    }
}

/// `marketing_email.create`: makes a marketing e-mail.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Create {
    /// Its name.
    pub name: String,
    /// What else it has, as HubSpot describes it: `subject`, `content`, `from`, `to`, …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub members: Option<Map<String, Value>>,
}

impl Create {
    /// An e-mail with this name.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), members: None }
    }

    setters!(members: Option<Map<String, Value>>);
}

impl Action for Create {
    type Connector = HubSpot;
    type Output = MarketingEmail;
    const META: Meta = Meta::write("marketing_email", "create")
        .title("Create a marketing e-mail")
        .scopes(TO_WRITE)
        .docs("https://developers.hubspot.com/docs/guides/api/marketing/emails/marketing-emails");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        let mut body = self.members.clone().unwrap_or_default();
        body.insert("name".to_owned(), self.name.as_str().into());
        Ok(Request::post(cx.connector().path(Api::EMAILS, [""; 0])).json(&body))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        response.json()
    }
}

/// `marketing_email.update`: changes a marketing e-mail.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Update {
    /// The id of the e-mail.
    pub id: String,
    /// What is changed, as HubSpot describes it: `subject`, `content`, `from`, `to`, …
    pub members: Map<String, Value>,
}

impl Update {
    /// The e-mail with this id.
    #[must_use]
    pub fn new(id: impl Into<String>, members: Map<String, Value>) -> Self {
        Self { id: id.into(), members }
    }
}

impl Action for Update {
    type Connector = HubSpot;
    type Output = MarketingEmail;
    const META: Meta = Meta::write("marketing_email", "update")
        .title("Update a marketing e-mail")
        .scopes(TO_WRITE)
        .docs("https://developers.hubspot.com/docs/guides/api/marketing/emails/marketing-emails");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        let request =
            Request::patch(cx.connector().path(Api::EMAILS, [id("id", &self.id)?])).json(&self.members);
        Ok(request.idempotency(Idempotency::Idempotent))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        response.json()
    }
}

/// `marketing_email.clone`: makes a copy of a marketing e-mail.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct CloneEmail {
    /// The id of the e-mail.
    pub id: String,
    /// What the copy is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

impl CloneEmail {
    /// The e-mail with this id.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into(), name: None }
    }

    setters!(name: Option<String>);
}

impl Action for CloneEmail {
    type Connector = HubSpot;
    type Output = MarketingEmail;
    const META: Meta = Meta::write("marketing_email", "clone")
        .title("Copy a marketing e-mail")
        .scopes(TO_WRITE)
        .docs("https://developers.hubspot.com/docs/guides/api/marketing/emails/marketing-emails");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        let mut body = json!({ "id": id("id", &self.id)? });
        if let Some(name) = &self.name {
            body["cloneName"] = name.as_str().into();
        }
        Ok(Request::post(cx.connector().path(Api::EMAILS, ["clone"])).json(&body))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        response.json()
    }
}

/// `marketing_email.delete`: deletes a marketing e-mail.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Delete {
    /// The id of the e-mail.
    pub id: String,
}

impl Delete {
    /// The e-mail with this id.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into() }
    }
}

impl Action for Delete {
    type Connector = HubSpot;
    type Output = ();
    const META: Meta = Meta::destructive("marketing_email", "delete")
        .title("Delete a marketing e-mail")
        .scopes(TO_WRITE)
        .docs("https://developers.hubspot.com/docs/guides/api/marketing/emails/marketing-emails");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        Ok(Request::delete(cx.connector().path(Api::EMAILS, [id("id", &self.id)?])))
    }

    #[inline]
    fn response(&self, _: Response) -> Result<Self::Output> {
        Ok(())
    }
}
