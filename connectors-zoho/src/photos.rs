//! The photos of records: of a contact, a lead, an account, a product, a vendor.
//!
//! A photo has at most 10 MB and 10 megapixels ("Upload a Photo"); one that is known to have more bytes is not sent.
//! Its name tells Zoho by its ending that it is an image. Source: Zoho CRM API v8, `record_photo.json`.

use bytes::Bytes;
use connectors_core::{Action, Cx, Fault, Head, Idempotency, Meta, Multipart, Request, Response, Result};
use serde::{Deserialize, Serialize};

use crate::attachments::file_name;
use crate::records::{api_name, record_id};
use crate::{Zoho, errors};

/// The largest photo.
pub const MOST_BYTES: u64 = 10 << 20;

const SCOPES: &[&str] = &["ZohoCRM.modules.ALL"];

fn path<'a>(cx: &Cx<'a, Zoho>, module: &'a str, id: &'a str) -> Result<[&'a str; 3]> {
    let module = api_name("module", cx.connector().module_name(module))?;
    Ok([module, record_id("record_id", id)?, "photo"])
}

/// `photo.upload`: gives a record a photo in place of the one that it has, for
/// [`Client::upload`](connectors_core::Client::upload).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Upload {
    /// The API name of the record's module.
    pub module: String,
    /// The record's id.
    pub record_id: String,
    /// What the file is called: `ada.png`.
    pub file_name: String,
}

impl Upload {
    /// A photo with this name.
    #[must_use]
    pub fn new(
        module: impl Into<String>,
        record_id: impl Into<String>,
        file_name: impl Into<String>,
    ) -> Self {
        Self { module: module.into(), record_id: record_id.into(), file_name: file_name.into() }
    }
}

impl Action for Upload {
    type Connector = Zoho;
    type Output = ();
    const META: Meta = Meta::write("photo", "upload")
        .title("Set a record's photo")
        .scopes(SCOPES)
        .docs("https://www.zoho.com/crm/developer/docs/api/v8/upload-image.html");

    fn request(&self, cx: &Cx<'_, Zoho>) -> Result<Request> {
        let form = Multipart::file("file", file_name(&self.file_name)?).at_most(MOST_BYTES);
        let request = Request::post(path(cx, &self.module, &self.record_id)?).multipart(form);
        // A record has one photo, so the second time changes nothing.
        Ok(request.idempotency(Idempotency::Idempotent))
    }

    #[inline]
    fn response(&self, _: Response) -> Result<()> {
        Ok(())
    }
}

/// `photo.download`: a record's photo, for [`Client::download`](connectors_core::Client::download).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Download {
    /// The API name of the record's module.
    pub module: String,
    /// The record's id.
    pub record_id: String,
}

impl Download {
    /// The photo of this record.
    #[must_use]
    pub fn new(module: impl Into<String>, record_id: impl Into<String>) -> Self {
        Self { module: module.into(), record_id: record_id.into() }
    }
}

impl Action for Download {
    type Connector = Zoho;
    type Output = Bytes;
    const META: Meta = Meta::read("photo", "download")
        .title("Download a record's photo")
        .scopes(SCOPES)
        .docs("https://www.zoho.com/crm/developer/docs/api/v8/download-image.html");

    fn request(&self, cx: &Cx<'_, Zoho>) -> Result<Request> {
        Ok(Request::get(path(cx, &self.module, &self.record_id)?))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Bytes> {
        Ok(response.body)
    }

    fn fault(&self, _: &Zoho, head: &Head, body: &[u8]) -> Option<Fault> {
        errors::fault_of_file(head, body)
    }
}

/// `photo.delete`: takes a record's photo away.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Delete {
    /// The API name of the record's module.
    pub module: String,
    /// The record's id.
    pub record_id: String,
}

impl Delete {
    /// The photo of this record.
    #[must_use]
    pub fn new(module: impl Into<String>, record_id: impl Into<String>) -> Self {
        Self { module: module.into(), record_id: record_id.into() }
    }
}

impl Action for Delete {
    type Connector = Zoho;
    type Output = ();
    const META: Meta = Meta::destructive("photo", "delete")
        .title("Delete a record's photo")
        .scopes(SCOPES)
        .docs("https://www.zoho.com/crm/developer/docs/api/v8/delete-image.html");

    fn request(&self, cx: &Cx<'_, Zoho>) -> Result<Request> {
        Ok(Request::delete(path(cx, &self.module, &self.record_id)?))
    }

    #[inline]
    fn response(&self, _: Response) -> Result<()> {
        Ok(())
    }
}
