//! Files that belong to a record and are no attachments of it: in its fields, and in its e-mails.
//!
//! Sources: Zoho CRM API v8, `field_attachments.json`, `download_attachments.json`, `download_inline_images.json`.

use bytes::Bytes;
use connectors_core::{Action, Cx, Error, Fault, Head, Meta, Request, Response, Result};
use serde::{Deserialize, Serialize};

use crate::records::{api_name, record_id};
use crate::{Zoho, errors};

/// Zoho's overview of files and attachments.
const DOCS: &str = "https://www.zoho.com/crm/developer/docs/api/v8/get-attachments.html";
const EMAIL_SCOPES: &[&str] = &["ZohoCRM.modules.emails.READ"];

/// A record, and what stands below it.
fn request<const N: usize>(cx: &Cx<'_, Zoho>, module: &str, id: &str, below: [&str; N]) -> Result<Request> {
    let module = api_name("module", cx.connector().module_name(module))?;
    Ok(Request::get([module, record_id("record_id", id)?].into_iter().chain(below)))
}

fn filled<'a>(field: &str, text: &'a str) -> Result<&'a str> {
    if text.trim().is_empty() { Err(Error::validation(field, "is empty")) } else { Ok(text) }
}

/// `field_attachment.download`: the file in a file or image field of a record, for
/// [`Client::download`](connectors_core::Client::download).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct DownloadFromField {
    /// The API name of the record's module.
    pub module: String,
    /// The record's id.
    pub record_id: String,
    /// The id that the field has for the file (`id`, not `File_Id__s`).
    pub fields_attachment_id: String,
}

impl DownloadFromField {
    /// The file that a field of this record has under this id.
    #[must_use]
    pub fn new(
        module: impl Into<String>,
        record_id: impl Into<String>,
        fields_attachment_id: impl Into<String>,
    ) -> Self {
        Self {
            module: module.into(),
            record_id: record_id.into(),
            fields_attachment_id: fields_attachment_id.into(),
        }
    }
}

impl Action for DownloadFromField {
    type Connector = Zoho;
    type Output = Bytes;
    const META: Meta = Meta::read("field_attachment", "download")
        .title("Download the file of a field")
        .scopes(&["ZohoCRM.modules.ALL"])
        .docs(DOCS);

    fn request(&self, cx: &Cx<'_, Zoho>) -> Result<Request> {
        let id = record_id("fields_attachment_id", &self.fields_attachment_id)?;
        let below = ["actions", "download_fields_attachment"];
        Ok(request(cx, &self.module, &self.record_id, below)?.query("fields_attachment_id", id))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Bytes> {
        Ok(response.body)
    }

    fn fault(&self, _: &Zoho, head: &Head, body: &[u8]) -> Option<Fault> {
        errors::fault_of_file(head, body)
    }
}

/// `email_attachment.download`: a file that came or went with an e-mail of a record, for
/// [`Client::download`](connectors_core::Client::download).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct DownloadFromEmail {
    /// The API name of the record's module.
    pub module: String,
    /// The record's id.
    pub record_id: String,
    /// The id of the user whose e-mail it is.
    pub user_id: String,
    /// The e-mail's id.
    pub message_id: String,
    /// The file's id.
    pub id: String,
    /// The file's name.
    pub name: String,
}

impl DownloadFromEmail {
    /// This file of this e-mail.
    #[must_use]
    pub fn new(
        module: impl Into<String>,
        record_id: impl Into<String>,
        user_id: impl Into<String>,
        message_id: impl Into<String>,
        id: impl Into<String>,
        name: impl Into<String>,
    ) -> Self {
        Self {
            module: module.into(),
            record_id: record_id.into(),
            user_id: user_id.into(),
            message_id: message_id.into(),
            id: id.into(),
            name: name.into(),
        }
    }
}

impl Action for DownloadFromEmail {
    type Connector = Zoho;
    type Output = Bytes;
    const META: Meta = Meta::read("email_attachment", "download")
        .title("Download an e-mail's attachment")
        .scopes(EMAIL_SCOPES)
        .docs(DOCS);

    fn request(&self, cx: &Cx<'_, Zoho>) -> Result<Request> {
        let below = ["Emails", "actions", "download_attachments"];
        Ok(request(cx, &self.module, &self.record_id, below)?
            .query("user_id", record_id("user_id", &self.user_id)?)
            .query("message_id", filled("message_id", &self.message_id)?)
            .query("id", filled("id", &self.id)?)
            .query("name", filled("name", &self.name)?))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Bytes> {
        Ok(response.body)
    }

    fn fault(&self, _: &Zoho, head: &Head, body: &[u8]) -> Option<Fault> {
        errors::fault_of_file(head, body)
    }
}

/// `email_inline_image.download`: a picture within the text of an e-mail of a record, for
/// [`Client::download`](connectors_core::Client::download).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct DownloadInlineImage {
    /// The API name of the record's module.
    pub module: String,
    /// The record's id.
    pub record_id: String,
    /// The id of the user whose e-mail it is.
    pub user_id: String,
    /// The e-mail's id.
    pub message_id: String,
    /// The picture's id.
    pub id: String,
}

impl DownloadInlineImage {
    /// This picture of this e-mail.
    #[must_use]
    pub fn new(
        module: impl Into<String>,
        record_id: impl Into<String>,
        user_id: impl Into<String>,
        message_id: impl Into<String>,
        id: impl Into<String>,
    ) -> Self {
        Self {
            module: module.into(),
            record_id: record_id.into(),
            user_id: user_id.into(),
            message_id: message_id.into(),
            id: id.into(),
        }
    }
}

impl Action for DownloadInlineImage {
    type Connector = Zoho;
    type Output = Bytes;
    const META: Meta = Meta::read("email_inline_image", "download")
        .title("Download a picture of an e-mail's text")
        .scopes(EMAIL_SCOPES)
        .docs(DOCS);

    fn request(&self, cx: &Cx<'_, Zoho>) -> Result<Request> {
        let below = ["Emails", "actions", "download_inline_images"];
        Ok(request(cx, &self.module, &self.record_id, below)?
            .query("user_id", record_id("user_id", &self.user_id)?)
            .query("message_id", filled("message_id", &self.message_id)?)
            .query("id", filled("id", &self.id)?))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Bytes> {
        Ok(response.body)
    }

    fn fault(&self, _: &Zoho, head: &Head, body: &[u8]) -> Option<Fault> {
        errors::fault_of_file(head, body)
    }
}
