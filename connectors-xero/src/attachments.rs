//! Files attached to records.
//!
//! ```no_run
//! use connectors_core::body::Content;
//! use connectors_xero::{Parent, ParentKind, Xero, attachments};
//!
//! # async fn run(xero: connectors_core::Client<Xero>, scan: Vec<u8>) -> connectors_core::Result<()> {
//! let bill = Parent::new(ParentKind::Invoice, "1f7b2f5e-57ae-4f6c-9c3c-5c5d1c3b2a10");
//! let content = Content::bytes(scan).media_type("application/pdf");
//! xero.upload(attachments::Upload::new(bill.clone(), "receipt.pdf"), content).await?;
//!
//! for file in xero.items(attachments::List::new(bill.clone())).collect().await? {
//!     let download = attachments::Download::of(bill.clone(), &file);
//!     let bytes = xero.download(download).await?.bytes(25 << 20).await?;
//!     println!("{:?}: {} bytes", file.file_name, bytes.len());
//! }
//! # Ok(()) }
//! ```
//!
//! - **How many, how large:** at most 10 files per record (community.xero.com, discussion 3095073). How large one may
//!   be is told differently: 3 MB by Xero once, 10 MB by integrators of 2026; so nothing is refused here, and what is
//!   too large for Xero comes back as a refusal with status 413.
//! - **Streams:** state their [`length`](connectors_core::body::Content::length); whether Xero takes content of unknown
//!   length is not verified.
//! - **Which files:** Xero goes by the end of the name and refuses what it does not know, also a name without an end.
//!   Known are bmp, csv, doc, docx, gif, jpeg, jpg, odf, pdf, png, ppt, pptx, rar, rtf, tif, tiff, txt, xls, xlsx and
//!   zip (the same source; it may have grown).
//! - **Names** are a part of the address and are encoded as such. Xero is said to have trouble with the characters
//!   that Windows forbids in names (`< > : " | ? *`), which is not verified: they are sent as they are. Read files back
//!   by id.
//! - **Removing** a file is not in the API.

use bytes::Bytes;
use connectors_core::{Action, Cx, Error, Meta, Page, PagedAction, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

use crate::auth::scopes::{FOR_ATTACHMENTS, TO_READ_ATTACHMENTS};
use crate::parents::Parent;
use crate::records::{self, Entity};
use crate::{Xero, envelope, listing};

/// The media type of files that are not asked for by their own.
const ANY: &str = "application/octet-stream";

/// What Xero knows of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", default)]
#[non_exhaustive]
pub struct Attachment {
    /// Xero's id.
    #[serde(rename = "AttachmentID")]
    pub attachment_id: Option<String>,
    /// Name.
    pub file_name: Option<String>,
    /// Where the API has it.
    pub url: Option<String>,
    /// Media type.
    pub mime_type: Option<String>,
    /// Size in bytes.
    pub content_length: Option<u64>,
    /// Whether it is shown with the online invoice.
    pub include_online: Option<bool>,
}

impl Attachment {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(
        attachment_id: Option<String>,
        file_name: Option<String>,
        url: Option<String>,
        mime_type: Option<String>,
        content_length: Option<u64>,
        include_online: Option<bool>,
    );
}

impl Entity for Attachment {
    type Lists = ();
    const RESOURCE: &'static str = "attachment";
    const ONE: &'static str = "an attachment";
    const MANY: &'static str = "attachments";
    const PLURAL: &'static str = "Attachments";
    const ID: &'static str = "AttachmentID";
    const TO_READ: &'static [&'static str] = TO_READ_ATTACHMENTS;
    const TO_WRITE: &'static [&'static str] = FOR_ATTACHMENTS;
    const DOCS: &'static str = "https://developer.xero.com/documentation/api/accounting/attachments";
}

/// `attachment.list`: the files of a record, all in one page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct List {
    /// Whose files.
    pub parent: Parent,
}

impl List {
    /// The files of this record.
    #[must_use]
    pub fn new(parent: Parent) -> Self {
        Self { parent }
    }

    setters!(parent: Parent);
}

impl Action for List {
    type Connector = Xero;
    type Output = Page<Attachment>;
    const META: Meta = records::read::<Attachment>("list").title("List attachments");

    fn request(&self, _: &Cx<'_, Xero>) -> Result<Request> {
        Ok(Request::get(self.parent.attachments()?))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        listing::whole(&response)
    }
}

impl PagedAction for List {
    type Item = Attachment;
}

/// `attachment.upload`: attaches a file, by [`Client::upload`](connectors_core::Client::upload). State the media type
/// with [`Content::media_type`](connectors_core::body::Content::media_type).
///
/// `overwrite` is how a file is replaced; but one of the same name is said to be replaced without it too
/// (linx.software, "CreateAttachment"; not verified). Where a file must not be lost, look at [`List`] first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Upload {
    /// What it is attached to.
    pub parent: Parent,
    /// Its name, with the end that says what kind of file it is.
    pub file_name: String,
    /// Replaces the file that has this name.
    #[serde(default)]
    pub overwrite: bool,
    /// Shows it with the online invoice; for new files of sales invoices and their credit notes.
    #[serde(default)]
    pub include_online: bool,
}

impl Upload {
    /// A new file of this name for this record.
    pub fn new(parent: Parent, file_name: impl Into<String>) -> Self {
        Self { parent, file_name: file_name.into(), overwrite: false, include_online: false }
    }

    setters!(parent: Parent, file_name: String, overwrite: bool, include_online: bool);

    fn check(&self) -> Result<()> {
        let name = self.file_name.as_str();
        if name.trim() != name || name.is_empty() {
            // Xero fails on white space at the end (XeroAPI/xero-node, issue 763).
            return Err(Error::validation("file_name", "is empty, or has white space around it"));
        }
        if name.contains(['/', '\\']) || name.contains(char::is_control) {
            return Err(Error::validation("file_name", "holds a slash, a backslash or a control character"));
        }
        if self.include_online && (self.overwrite || !self.parent.kind.is_shown_online()) {
            let text = "can be chosen for new files of invoices and credit notes only";
            return Err(Error::validation("include_online", text));
        }
        Ok(())
    }
}

impl Action for Upload {
    type Connector = Xero;
    type Output = Attachment;
    const META: Meta = records::write::<Attachment>("upload").title("Attach a file");

    fn request(&self, cx: &Cx<'_, Xero>) -> Result<Request> {
        self.check()?;
        let path = self.parent.attachments()?.into_iter().chain([&*self.file_name]);
        let request = if self.overwrite { Request::post(path) } else { Request::put(path) };
        let request = request.query_opt("IncludeOnline", self.include_online.then_some(true));
        envelope::keyed(request.upload_slot(), cx)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        envelope::written(&response)
    }
}

/// `attachment.download`: a file's content. With [`Client::download`](connectors_core::Client::download) it is a
/// stream.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Download {
    /// What it is attached to.
    pub parent: Parent,
    /// Its id, or its name.
    pub attachment: String,
    /// Its media type, if it is known: Xero asks for it.
    #[serde(default)]
    pub mime_type: Option<String>,
}

impl Download {
    /// The file of this record with this id or name.
    pub fn new(parent: Parent, attachment: impl Into<String>) -> Self {
        Self { parent, attachment: attachment.into(), mime_type: None }
    }

    /// A file of this record, as [`List`] gave it.
    #[must_use]
    pub fn of(parent: Parent, attachment: &Attachment) -> Self {
        let id = attachment.attachment_id.as_ref().or(attachment.file_name.as_ref());
        Self { parent, attachment: id.cloned().unwrap_or_default(), mime_type: attachment.mime_type.clone() }
    }

    setters!(parent: Parent, attachment: String, mime_type: Option<String>);
}

impl Action for Download {
    type Connector = Xero;
    type Output = Bytes;
    const META: Meta = records::read::<Attachment>("download").title("Download an attachment");

    fn request(&self, _: &Cx<'_, Xero>) -> Result<Request> {
        let path = self.parent.attachments()?.into_iter().chain([&*self.attachment]);
        // The description wants the header `contentType`; Xero's own libraries accept any content.
        let mime_type = self.mime_type.as_deref().unwrap_or(ANY);
        Ok(Request::get(path).header("contentType", mime_type).header("Accept", ANY))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        Ok(response.body)
    }
}
