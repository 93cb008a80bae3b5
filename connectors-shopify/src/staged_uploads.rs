//! Uploads of files: Shopify names a place for each, the file goes there, and what needs it names the place.

use connectors_core::types::Open;
use connectors_core::{Action, Cx, Error, Fault, Head, Meta, Multipart, Request, Response, Result, setters};
use http::Method;
use serde::{Deserialize, Serialize};
use url::Url;

use crate::Shopify;
use crate::graphql::{self, Document};

const CREATE: Document = Document::mutation(
    "mutation StagedUploadCreate($input: [StagedUploadInput!]!) { stagedUploadsCreate(input: $input) { \
     stagedTargets { url resourceUrl parameters { name value } } userErrors { field message } } }",
)
.repeatable();

/// `staged_upload.create`: asks for places to upload files to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Create {
    /// The files.
    pub input: Vec<StagedUpload>,
}

impl Create {
    /// For these files.
    #[must_use]
    pub fn new(files: impl IntoIterator<Item = StagedUpload>) -> Self {
        Self { input: files.into_iter().collect() }
    }
}

/// A file that will be uploaded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct StagedUpload {
    /// What it is called.
    pub filename: String,
    /// Its media type.
    pub mime_type: String,
    /// What it is for.
    pub resource: Open<Purpose>,
    /// Its size in bytes, which videos and models need.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file_size: Option<String>,
    /// How it will be sent; [`Upload`] does it by POST.
    #[serde(default = "post")]
    pub http_method: String,
}

fn post() -> String {
    "POST".to_owned()
}

impl StagedUpload {
    /// A file with this name and media type, for this.
    #[must_use]
    pub fn new(filename: impl Into<String>, mime_type: impl Into<String>, resource: Purpose) -> Self {
        Self {
            filename: filename.into(),
            mime_type: mime_type.into(),
            resource: resource.into(),
            file_size: None,
            http_method: post(),
        }
    }

    setters!(file_size: Option<String>);
}

/// What a file is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum Purpose {
    /// The lines of a bulk mutation.
    BulkMutationVariables,
    /// The image of a collection.
    CollectionImage,
    /// Evidence in a dispute.
    DisputeFileUpload,
    /// Any file.
    File,
    /// An image.
    Image,
    /// A model in three dimensions.
    #[serde(rename = "MODEL_3D")]
    Model3d,
    /// A label for a return.
    ReturnLabel,
    /// An image of the shop.
    ShopImage,
    /// Redirects to be imported.
    UrlRedirectImport,
    /// A video.
    Video,
}

impl Action for Create {
    type Connector = Shopify;
    type Output = Vec<Target>;
    const META: Meta = Meta::write("staged_upload", "create")
        .title("Ask for places to upload files to")
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/stagedUploadsCreate");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        CREATE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Vec<Target>> {
        graphql::written(&response)
    }
}

/// A place to upload a file to.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Target {
    /// Where the file goes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Where it will be: the `original_source` of media and files.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_url: Option<String>,
    /// What is sent with it. It is a permission: keep it to yourself.
    pub parameters: Vec<Parameter>,
}

impl Target {
    /// As tests need it.
    #[must_use]
    pub fn new(url: impl Into<String>) -> Self {
        Self { url: Some(url.into()), ..Self::default() }
    }

    setters!(resource_url: Option<String>, parameters: Vec<Parameter>);

    /// One of its parameters: `key` is where the file is, for a bulk mutation.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|parameter| parameter.name == name).map(|parameter| &*parameter.value)
    }
}

impl std::fmt::Debug for Target {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The rest signs the upload.
        f.debug_struct("Target").field("resource_url", &self.resource_url).finish_non_exhaustive()
    }
}

/// What is sent with a file.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
}

impl Parameter {
    /// This value under this name.
    #[must_use]
    pub fn new(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self { name: name.into(), value: value.into() }
    }
}

impl std::fmt::Debug for Parameter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Parameter").field("name", &self.name).finish_non_exhaustive()
    }
}

/// Uploads a file to the place that was named: for [`Client::upload`](connectors_core::Client::upload). Not in the catalog, since
/// the place is a secret.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Upload {
    target: Target,
    filename: String,
}

impl Upload {
    /// To this place, under this name.
    #[must_use]
    pub fn new(target: Target, filename: impl Into<String>) -> Self {
        Self { target, filename: filename.into() }
    }
}

impl Action for Upload {
    type Connector = Shopify;
    type Output = ();
    const META: Meta = Meta::write("staged_upload", "upload").title("Upload a file to its place");

    fn request(&self, _: &Cx<'_, Shopify>) -> Result<Request> {
        let url = self.target.url.as_deref().and_then(|url| Url::parse(url).ok());
        let url = url.ok_or_else(|| Error::validation("target.url", "is no address"))?;
        let form = Multipart::file("file", &self.filename);
        let form = self.target.parameters.iter().fold(form, |form, one| form.text(&one.name, &one.value));
        // The place is for this one file: sent again, it is the same file.
        Ok(Request::signed(Method::POST, url)
            .multipart(form)
            .idempotency(connectors_core::Idempotency::Idempotent))
    }

    fn fault(&self, _: &Shopify, head: &Head, _: &[u8]) -> Option<Fault> {
        // It is another host's answer.
        Fault::from_status(head)
    }

    #[inline]
    fn response(&self, _: Response) -> Result<()> {
        Ok(())
    }
}
