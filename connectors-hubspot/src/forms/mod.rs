//! Forms: what people fill in on a site. What they submitted: [`form_submissions`](crate::form_submissions).
//!
//! How a submission is sent is not verified.

mod model;

use chrono::{DateTime, Utc};
use connectors_core::{
    Action, Cursor, Cx, Error, Idempotency, Meta, Page, PagedAction, Request, Response, Result, setters,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

pub use self::model::{FieldGroup, Form, FormField, FormOption};
use crate::HubSpot;
use crate::config::{Api, FORMS};
use crate::objects::{id, word};
use crate::paging::{page, paged};

const TO_READ: &[&str] = &["forms"];
const TO_WRITE: &[&str] = &["forms"];

/// `form.list`: all forms, or all that were deleted.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct List {
    /// Only of these kinds: `hubspot`, `captured`, `flow`, `blog_comment`; HubSpot gives the first unless told otherwise.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub types: Vec<String>,
    /// Whether the deleted ones are listed instead.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub archived: bool,
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

    setters!(types: Vec<String>, archived: bool, limit: Option<u16>, cursor: Option<Cursor>);
}

impl Action for List {
    type Connector = HubSpot;
    type Output = Page<Form>;
    const META: Meta = Meta::read("form", "list")
        .title("List forms")
        .scopes(TO_READ)
        .docs("https://developers.hubspot.com/docs/guides/api/marketing/forms");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        let request = Request::get(cx.connector().path(Api::FORMS, [""; 0]));
        let request = self.types.iter().fold(request, |request, kind| request.query("formTypes", kind));
        let request = request.query_opt("archived", self.archived.then_some(true));
        paged(request, self.limit, self.cursor.as_ref())
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        page(&response)
    }
}

impl PagedAction for List {
    type Item = Form;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}

/// `form.get`: one form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Get {
    /// The id of the form.
    pub id: String,
}

impl Get {
    /// The form with this id.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into() }
    }
}

impl Action for Get {
    type Connector = HubSpot;
    type Output = Form;
    const META: Meta = Meta::read("form", "get")
        .title("Get a form")
        .scopes(TO_READ)
        .docs("https://developers.hubspot.com/docs/guides/api/marketing/forms");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        Ok(Request::get(cx.connector().path(Api::FORMS, [word("id", &self.id)?])))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        response.json()
    }
}

/// `form.get_fields`: the fields of a form, in their order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct GetFields {
    /// The id of the form.
    pub id: String,
}

impl GetFields {
    /// Of the form with this id.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into() }
    }
}

impl Action for GetFields {
    type Connector = HubSpot;
    type Output = Vec<FormField>;
    const META: Meta = Meta::read("form", "get_fields")
        .title("Get the fields of a form")
        .scopes(TO_READ)
        .docs("https://developers.hubspot.com/docs/guides/api/marketing/forms");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        Ok(Request::get(cx.connector().path(Api::FORMS, [word("id", &self.id)?])))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        let form: Form = response.json()?;
        Ok(form.field_groups.into_iter().flat_map(|group| group.fields).collect())
    }
}

/// `form.rename`: gives a form another name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Rename {
    /// The id of the form.
    pub id: String,
    /// The name.
    pub name: String,
}

impl Rename {
    /// The form with this id.
    #[must_use]
    pub fn new(id: impl Into<String>, name: impl Into<String>) -> Self {
        Self { id: id.into(), name: name.into() }
    }
}

impl Action for Rename {
    type Connector = HubSpot;
    type Output = Form;
    const META: Meta = Meta::write("form", "rename")
        .title("Rename a form")
        .scopes(TO_WRITE)
        .docs("https://developers.hubspot.com/docs/guides/api/marketing/forms");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        let request = Request::patch(cx.connector().path(Api::FORMS, [word("id", &self.id)?]))
            .json(&json!({ "name": self.name }));
        Ok(request.idempotency(Idempotency::Idempotent))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        response.json()
    }
}

/// `form.delete`: deletes a form; what people submit to it afterwards is lost.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Delete {
    /// The id of the form.
    pub id: String,
}

impl Delete {
    /// The form with this id.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into() }
    }
}

impl Action for Delete {
    type Connector = HubSpot;
    type Output = ();
    const META: Meta = Meta::destructive("form", "delete")
        .title("Delete a form")
        .scopes(TO_WRITE)
        .docs("https://developers.hubspot.com/docs/guides/api/marketing/forms");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        Ok(Request::delete(cx.connector().path(Api::FORMS, [word("id", &self.id)?])))
    }

    #[inline]
    fn response(&self, _: Response) -> Result<Self::Output> {
        Ok(())
    }
}

/// A field that is filled in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct SubmittedField {
    /// The property.
    pub name: String,
    /// The value.
    pub value: String,
    /// Of which object type, by its number: `0-1` for contacts.
    pub object_type_id: String,
}

impl SubmittedField {
    /// Fills in a property of an object type.
    #[must_use]
    pub fn new(name: impl Into<String>, value: impl Into<String>, object_type_id: impl Into<String>) -> Self {
        Self { name: name.into(), value: value.into(), object_type_id: object_type_id.into() }
    }
}

impl SubmittedField {
    /// Fills in a property of the contact.
    #[must_use]
    pub fn contact(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self::new(name, value, "0-1")
    }
}

/// `form.submit`: submits a form, as somebody who fills it in. It needs [`HubSpot::portal`](crate::HubSpot::portal). Sent twice, it is
/// submitted twice: when the answer is lost nothing is sent again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Submit {
    /// The id of the form.
    pub id: String,
    /// The fields.
    pub fields: Vec<SubmittedField>,
    /// The cookie by which HubSpot knows the visitor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hutk: Option<String>,
    /// The page where the form was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page_uri: Option<String>,
    /// What that page is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page_name: Option<String>,
    /// Where it came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ip_address: Option<String>,
    /// What the person agreed to: `legalConsentOptions`, as HubSpot describes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent: Option<Value>,
    /// When it was filled in, if that is not now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub submitted_at: Option<DateTime<Utc>>,
}

impl Submit {
    /// Submits this form with these fields.
    #[must_use]
    pub fn new(id: impl Into<String>, fields: impl IntoIterator<Item = SubmittedField>) -> Self {
        Self {
            id: id.into(),
            fields: fields.into_iter().collect(),
            hutk: None,
            page_uri: None,
            page_name: None,
            ip_address: None,
            consent: None,
            submitted_at: None,
        }
    }

    setters!(hutk: Option<String>, page_uri: Option<String>, page_name: Option<String>, ip_address: Option<String>, consent: Option<Value>, submitted_at: Option<DateTime<Utc>>);
}

impl Action for Submit {
    type Connector = HubSpot;
    type Output = Submitted;
    const META: Meta = Meta::write("form", "submit")
        .title("Submit a form")
        .scopes(TO_WRITE)
        .docs("https://developers.hubspot.com/docs/guides/api/marketing/forms");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        let portal = cx.connector().portal.as_deref();
        let portal = portal.ok_or_else(|| Error::validation("portal", "is not set: `HubSpot::portal`"))?;
        let context = [
            ("hutk", &self.hutk),
            ("pageUri", &self.page_uri),
            ("pageName", &self.page_name),
            ("ipAddress", &self.ip_address),
        ];
        let context =
            context.into_iter().filter_map(|(name, text)| Some((name.to_owned(), text.clone()?.into())));
        let context: Map<String, Value> = context.collect();
        let mut body = json!({ "fields": self.fields });
        if !context.is_empty() {
            body["context"] = context.into();
        }
        if let Some(consent) = &self.consent {
            body["legalConsentOptions"] = consent.clone();
        }
        if let Some(at) = self.submitted_at {
            body["submittedAt"] = at.timestamp_millis().to_string().into();
        }
        let path = [
            "submissions",
            "v3",
            "integration",
            "secure",
            "submit",
            id("portal", portal)?,
            word("id", &self.id)?,
        ];
        Ok(Request::post(path).root(FORMS).json(&body))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        response.json()
    }
}

/// What HubSpot says to somebody who submitted a form.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Submitted {
    /// The text that is shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inline_message: Option<String>,
    /// The page that they are sent to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub redirect_uri: Option<String>,
}

impl Submitted {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(inline_message: Option<String>, redirect_uri: Option<String>);
}
