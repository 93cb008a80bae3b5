//! Attachments of records: files, and links to pages elsewhere.
//!
//! A file has at most 20 MB; one that is known to be larger is not sent. (An older version of "Upload an Attachment"
//! says 100 MB.) Sources: Zoho CRM API v8, `attachments.json`, "Status Codes and Error Codes".

mod delete;
mod elsewhere;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use connectors_core::{
    Action, Cursor, Cx, Error, Fault, Head, Meta, Multipart, Page, PagedAction, Request, Response, Result,
    setters,
};
use serde::{Deserialize, Serialize};
use url::Url;

pub use self::delete::{Delete, DeleteMany};
pub use self::elsewhere::{DownloadFromEmail, DownloadFromField, DownloadInlineImage};

use crate::model::Lookup;
use crate::records::{Found, Written, api_name, next, one, page, per_page, record_id};
use crate::{Zoho, errors};

/// The largest file.
pub const MOST_BYTES: u64 = 20 << 20;

const SCOPES: &[&str] = &["ZohoCRM.modules.ALL", "ZohoCRM.modules.attachments.ALL"];
const UPLOAD: &str = "https://www.zoho.com/crm/developer/docs/api/v8/upload-attachment.html";

/// What a list reads unless told otherwise.
const FIELDS: &[&str] = &[
    "File_Name",
    "Size",
    "Owner",
    "Parent_Id",
    "Created_By",
    "Created_Time",
    "Modified_By",
    "Modified_Time",
];

fn path<'a>(cx: &Cx<'a, Zoho>, module: &'a str, id: &'a str) -> Result<[&'a str; 3]> {
    let module = api_name("module", cx.connector().module_name(module))?;
    Ok([module, record_id("record_id", id)?, "Attachments"])
}

fn one_path<'a>(cx: &Cx<'a, Zoho>, module: &'a str, record: &'a str, id: &'a str) -> Result<[&'a str; 4]> {
    let [module, record, list] = path(cx, module, record)?;
    Ok([module, record, list, record_id("id", id)?])
}

/// An attachment. What is not there was not asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct Attachment {
    /// Its id.
    pub id: String,
    /// The file's name, or the link's title.
    #[serde(rename = "File_Name")]
    pub file_name: Option<String>,
    /// The file's size in bytes.
    #[serde(rename = "Size", deserialize_with = "size")]
    pub size: Option<u64>,
    /// The record that it is attached to.
    #[serde(rename = "Parent_Id")]
    pub parent: Option<Lookup>,
    /// Whose it is.
    #[serde(rename = "Owner")]
    pub owner: Option<Lookup>,
    /// Who made it.
    #[serde(rename = "Created_By")]
    pub created_by: Option<Lookup>,
    /// When it was made.
    #[serde(rename = "Created_Time")]
    pub created_time: Option<DateTime<Utc>>,
    /// Who changed it last.
    #[serde(rename = "Modified_By")]
    pub modified_by: Option<Lookup>,
    /// When it was changed last.
    #[serde(rename = "Modified_Time")]
    pub modified_time: Option<DateTime<Utc>>,
    /// The file's id, by which [`files::Download`](crate::files::Download) finds it.
    #[serde(rename = "$file_id")]
    pub file_id: Option<String>,
    /// `Attachment`, `Link URL`, …
    #[serde(rename = "$type")]
    pub kind: Option<String>,
    /// Where a link leads.
    #[serde(rename = "$link_url")]
    pub link_url: Option<String>,
}

impl Attachment {
    /// The attachment with this id.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(file_name: Option<String>, size: Option<u64>, parent: Option<Lookup>, owner: Option<Lookup>,
        created_by: Option<Lookup>, created_time: Option<DateTime<Utc>>, modified_by: Option<Lookup>,
        modified_time: Option<DateTime<Utc>>, file_id: Option<String>, kind: Option<String>,
        link_url: Option<String>);
}

/// Zoho writes it as text.
fn size<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Size {
        Number(u64),
        Text(String),
    }
    Ok(match Option::deserialize(deserializer)? {
        Some(Size::Number(size)) => Some(size),
        Some(Size::Text(text)) => text.trim().parse().ok(),
        None => None,
    })
}

/// `attachment.list`: the attachments of a record, page by page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct List {
    /// The API name of the record's module.
    pub module: String,
    /// The record's id.
    pub record_id: String,
    /// The fields to read; name, size, owner, record and times unless said otherwise. Whether those that begin with
    /// `$` can be asked for is not described.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<String>,
    /// Only these attachments.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ids: Vec<String>,
    /// How many on a page: 200 unless said otherwise, which is the most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per_page: Option<u16>,
    /// Where to start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
}

impl List {
    /// All attachments of the record.
    #[must_use]
    pub fn new(module: impl Into<String>, record_id: impl Into<String>) -> Self {
        Self {
            module: module.into(),
            record_id: record_id.into(),
            fields: Vec::new(),
            ids: Vec::new(),
            per_page: None,
            cursor: None,
        }
    }

    setters!(fields: Vec<String>, ids: Vec<String>, per_page: Option<u16>, cursor: Option<Cursor>);
}

impl Action for List {
    type Connector = Zoho;
    type Output = Page<Attachment>;
    const META: Meta = Meta::read("attachment", "list")
        .title("List attachments")
        .scopes(SCOPES)
        .docs("https://www.zoho.com/crm/developer/docs/api/v8/get-attachments.html");

    fn request(&self, cx: &Cx<'_, Zoho>) -> Result<Request> {
        let fields = match self.fields.as_slice() {
            [] => FIELDS.to_vec(),
            chosen => chosen.iter().map(|field| api_name("fields", field)).collect::<Result<_>>()?,
        };
        let ids = self.ids.iter().map(|id| record_id("ids", id)).collect::<Result<Vec<_>>>()?;
        let request = Request::get(path(cx, &self.module, &self.record_id)?)
            .query_list("fields", fields)
            .query_list("ids", ids);
        page(per_page(request, self.per_page)?, self.cursor.as_ref(), self.per_page)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Page<Attachment>> {
        let Found { data, info } = response.json_opt()?.unwrap_or_default();
        Ok(Page::new(data, next(info, self.cursor.as_ref())))
    }

    fn fault(&self, _: &Zoho, head: &Head, body: &[u8]) -> Option<Fault> {
        errors::fault_of_list(head, body)
    }
}

impl PagedAction for List {
    type Item = Attachment;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}

/// `attachment.upload`: attaches a file to a record, for [`Client::upload`](connectors_core::Client::upload). A file
/// that is sent twice is attached twice, so a lost answer is not followed by a second try.
///
/// ```no_run
/// # async fn show(zoho: connectors_core::Client<connectors_zoho::Zoho>) -> connectors_core::Result<()> {
/// use connectors_core::Content;
/// use connectors_zoho::attachments;
///
/// let offer = attachments::Upload::new("Deals", "4876876000000376008", "offer.pdf");
/// let content = Content::bytes(vec![0; 1_000]).media_type("application/pdf");
/// let attached = zoho.upload(offer, content).await?;
///
/// let mut file = zoho.download(attachments::Download::new("Deals", "4876876000000376008", attached.id)).await?;
/// while let Some(chunk) = file.next().await {
///     println!("{} bytes", chunk?.len());
/// }
/// # Ok(()) }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Upload {
    /// The API name of the record's module.
    pub module: String,
    /// The record's id.
    pub record_id: String,
    /// What the file is called.
    pub file_name: String,
}

impl Upload {
    /// Attaches a file with this name.
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
    type Output = Written;
    const META: Meta = Meta::write("attachment", "upload").title("Attach a file").scopes(SCOPES).docs(UPLOAD);

    fn request(&self, cx: &Cx<'_, Zoho>) -> Result<Request> {
        let path = path(cx, &self.module, &self.record_id)?;
        let form = Multipart::file("file", file_name(&self.file_name)?).at_most(MOST_BYTES);
        Ok(Request::post(path).multipart(form))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Written> {
        one(&response)
    }

    fn fault(&self, _: &Zoho, head: &Head, body: &[u8]) -> Option<Fault> {
        errors::fault_of_one(head, body)
    }
}

/// The name of a file that is sent.
pub(crate) fn file_name(name: &str) -> Result<&str> {
    if name.trim().is_empty() { Err(Error::validation("file_name", "is empty")) } else { Ok(name) }
}

/// `attachment.link`: attaches a link to a record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Link {
    /// The API name of the record's module.
    pub module: String,
    /// The record's id.
    pub record_id: String,
    /// Where the link leads: an http or https address.
    pub url: String,
    /// What it is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
}

impl Link {
    /// Attaches this link.
    #[must_use]
    pub fn new(module: impl Into<String>, record_id: impl Into<String>, url: impl Into<String>) -> Self {
        Self { module: module.into(), record_id: record_id.into(), url: url.into(), title: None }
    }

    setters!(title: Option<String>);
}

impl Action for Link {
    type Connector = Zoho;
    type Output = Written;
    const META: Meta = Meta::write("attachment", "link").title("Attach a link").scopes(SCOPES).docs(UPLOAD);

    fn request(&self, cx: &Cx<'_, Zoho>) -> Result<Request> {
        if !Url::parse(&self.url).is_ok_and(|url| matches!(url.scheme(), "http" | "https")) {
            return Err(Error::validation("url", "is not an http or https address"));
        }
        let request = Request::post(path(cx, &self.module, &self.record_id)?);
        Ok(request.query("attachmentUrl", &self.url).query_opt("title", self.title.as_ref()))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Written> {
        one(&response)
    }

    fn fault(&self, _: &Zoho, head: &Head, body: &[u8]) -> Option<Fault> {
        errors::fault_of_one(head, body)
    }
}

/// `attachment.download`: an attached file, for [`Client::download`](connectors_core::Client::download).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Download {
    /// The API name of the record's module.
    pub module: String,
    /// The record's id.
    pub record_id: String,
    /// The attachment's id.
    pub id: String,
}

impl Download {
    /// The file of this attachment.
    #[must_use]
    pub fn new(module: impl Into<String>, record_id: impl Into<String>, id: impl Into<String>) -> Self {
        Self { module: module.into(), record_id: record_id.into(), id: id.into() }
    }
}

impl Action for Download {
    type Connector = Zoho;
    type Output = Bytes;
    const META: Meta = Meta::read("attachment", "download")
        .title("Download an attachment")
        .scopes(SCOPES)
        .docs("https://www.zoho.com/crm/developer/docs/api/v8/download-attachments.html");

    fn request(&self, cx: &Cx<'_, Zoho>) -> Result<Request> {
        Ok(Request::get(one_path(cx, &self.module, &self.record_id, &self.id)?))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Bytes> {
        Ok(response.body)
    }

    fn fault(&self, _: &Zoho, head: &Head, body: &[u8]) -> Option<Fault> {
        errors::fault_of_file(head, body)
    }
}
