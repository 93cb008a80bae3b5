//! Media of products: the images, videos and models that show them. They are [`files`] of the shop.

use connectors_core::{Action, Cursor, Cx, Meta, Page, PagedAction, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::files::{self, FILE, File, FileUpdateInput};
use crate::graphql::{self, Connection, Document};
use crate::jobs::Job;
use crate::media::{MediaInput, Move};
use crate::products::Product;
use crate::records::Record;
use crate::{Gid, Shopify};

/// Media stand at the end when they are new.
const ADD: Document = Document::mutation(
    "mutation ProductMediaAdd($product_id: ID!, $media: [CreateMediaInput!]!, $added: Int!) { \
     productUpdate(product: { id: $product_id }, media: $media) { \
     product { media(last: $added) { nodes { ...File } } } userErrors { field message } } }",
)
.with(FILE);

const LIST: Document = Document::query(
    "query ProductMediaList($product_id: ID!, $first: Int!, $after: String) { product(id: $product_id) { \
     media(first: $first, after: $after) { nodes { ...File } pageInfo { hasNextPage endCursor } } } }",
)
.with(FILE);

/// A move counts from where the moves before it led: doing them twice may give another order.
const REORDER: Document = Document::mutation(
    "mutation ProductMediaReorder($product_id: ID!, $moves: [MoveInput!]!) { \
     productReorderMedia(id: $product_id, moves: $moves) { \
     job { id done } userErrors: mediaUserErrors { field message code } } }",
);

/// `product_media.add`: new media of a product, after those that it has. Gives them, as far as Shopify has come with them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Add {
    /// The product.
    pub product_id: Gid,
    /// The media.
    pub media: Vec<MediaInput>,
}

impl Add {
    /// These, to this product.
    #[must_use]
    pub fn new(product_id: impl Into<Gid>, media: impl IntoIterator<Item = MediaInput>) -> Self {
        Self { product_id: product_id.into(), media: media.into_iter().collect() }
    }
}

impl Action for Add {
    type Connector = Shopify;
    type Output = Vec<File>;
    const META: Meta = Meta::write("product_media", "add")
        .title("Add media to a product")
        .scopes(Product::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/productUpdate");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        ADD.request(
            cx,
            &json!({ "product_id": self.product_id, "media": self.media, "added": self.media.len() }),
        )
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Vec<File>> {
        graphql::written_within::<Added>(&response).map(|added| added.nodes)
    }
}

/// The media that were added.
#[derive(Deserialize)]
struct Added {
    nodes: Vec<File>,
}

/// `product_media.list`: the media of a product, in their order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct List {
    /// The product.
    pub product_id: Gid,
    /// How many on a page: at most 250; unless said otherwise as many as a call can pay for with ease.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<u32>,
    /// Where to start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
}

impl List {
    /// Of this product.
    #[must_use]
    pub fn new(product_id: impl Into<Gid>) -> Self {
        Self { product_id: product_id.into(), first: None, cursor: None }
    }

    setters!(first: Option<u32>, cursor: Option<Cursor>);
}

impl Action for List {
    type Connector = Shopify;
    type Output = Page<File>;
    const META: Meta = Meta::read("product_media", "list")
        .title("List the media of a product")
        .scopes(Product::READ)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/objects/Product");

    fn request(&self, _: &Cx<'_, Shopify>) -> Result<Request> {
        LIST.list(self, self.cursor.as_ref())
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Page<File>> {
        graphql::within::<Connection<File>>(&response).map(Page::from)
    }
}

impl PagedAction for List {
    type Item = File;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}

/// `product_media.update`: changes media of products: what they show, or their content.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Update {
    /// What changes of which media.
    pub media: Vec<MediaUpdateInput>,
}

impl Update {
    /// This.
    #[must_use]
    pub fn new(media: impl IntoIterator<Item = MediaUpdateInput>) -> Self {
        Self { media: media.into_iter().collect() }
    }
}

impl Action for Update {
    type Connector = Shopify;
    type Output = Vec<File>;
    const META: Meta = Meta::write("product_media", "update")
        .title("Update media of products")
        .scopes(Product::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/fileUpdate");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        files::UPDATE.request(cx, &json!({ "files": self.media }))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Vec<File>> {
        graphql::written(&response)
    }
}

/// What changes of media. What is not said stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct MediaUpdateInput {
    /// The media.
    pub id: Gid,
    /// What it shows, for those who cannot see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alt: Option<String>,
    /// Where the new content of an image is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub original_source: Option<String>,
    /// Where the new picture of it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preview_image_source: Option<String>,
}

impl MediaUpdateInput {
    /// Nothing of it, so far.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(alt: Option<String>, original_source: Option<String>, preview_image_source: Option<String>);
}

/// `product_media.delete`: takes media from a product, and from its variants. They stay among the files of the shop; [`files::Delete`] removes them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Delete {
    /// The product.
    pub product_id: Gid,
    /// The media.
    pub ids: Vec<Gid>,
}

impl Delete {
    /// These, from this product.
    #[must_use]
    pub fn new<I: Into<Gid>>(product_id: impl Into<Gid>, ids: impl IntoIterator<Item = I>) -> Self {
        Self { product_id: product_id.into(), ids: ids.into_iter().map(Into::into).collect() }
    }
}

impl Action for Delete {
    type Connector = Shopify;
    type Output = Vec<File>;
    const META: Meta = Meta::destructive("product_media", "delete")
        .title("Remove media from a product")
        .scopes(Product::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/fileUpdate");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        let leave = |id: &Gid| FileUpdateInput::new(id).references_to_remove([&self.product_id]);
        let files: Vec<_> = self.ids.iter().map(leave).collect();
        files::UPDATE.request(cx, &json!({ "files": files }))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Vec<File>> {
        graphql::written(&response)
    }
}

/// `product_media.reorder`: puts the media of a product in another order. Shopify goes on with it after it answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Reorder {
    /// The product.
    pub product_id: Gid,
    /// The moves, one after the other.
    pub moves: Vec<Move>,
}

impl Reorder {
    /// These moves of media of this product.
    #[must_use]
    pub fn new(product_id: impl Into<Gid>, moves: impl IntoIterator<Item = Move>) -> Self {
        Self { product_id: product_id.into(), moves: moves.into_iter().collect() }
    }
}

impl Action for Reorder {
    type Connector = Shopify;
    type Output = Job;
    const META: Meta = Meta::write("product_media", "reorder")
        .title("Reorder the media of a product")
        .scopes(Product::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/productReorderMedia");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        REORDER.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Job> {
        graphql::written(&response)
    }
}
