//! What is done to collections.

use connectors_core::{Action, Cx, Meta, Request, Response, Result};
use serde::{Deserialize, Serialize};

use super::input::{CollectionInput, CollectionUpdateInput};
use super::model::{COLLECTION, Collection};
use super::sources::Selection;
use crate::graphql::{self, Document};
use crate::records::Record;
use crate::{Gid, Shopify};

const CREATE: Document = Document::mutation(
    "mutation CollectionCreate($collection: CollectionCreateInput!) { collectionCreate(collection: $collection) { \
     collection { ...Collection } userErrors { field message } } }",
)
.with(COLLECTION);

const UPDATE: Document = Document::mutation(
    "mutation CollectionUpdate($collection: CollectionUpdateInput!) { collectionUpdate(collection: $collection) { \
     collection { ...Collection } userErrors { field message } } }",
)
.with(COLLECTION);

const ADD: Document = Document::mutation(
    "mutation CollectionAddProducts($id: ID!, $source_id: ID!, \
     $products: [CollectionInclusionProductSelectionInput!]!) { collectionUpdate(collection: { id: $id, \
     sourcesToUpdate: [{ condition: { id: $source_id, inclusion: { selectionsToAdd: $products } } }] }) { \
     collection { ...Collection } userErrors { field message } } }",
)
.with(COLLECTION)
.repeatable();

const REMOVE: Document = Document::mutation(
    "mutation CollectionRemoveProducts($id: ID!, $source_id: ID!, \
     $products: [CollectionInclusionProductSelectionInput!]!) { collectionUpdate(collection: { id: $id, \
     sourcesToUpdate: [{ condition: { id: $source_id, inclusion: { selectionsToRemove: $products } } }] }) { \
     collection { ...Collection } userErrors { field message } } }",
)
.with(COLLECTION)
.repeatable();

/// `collection.create`: a new collection. It is not published: [`publications::Publish`](crate::publications::Publish) does that.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Create {
    /// The collection.
    pub collection: CollectionInput,
}

impl Create {
    /// This collection.
    #[must_use]
    pub fn new(collection: CollectionInput) -> Self {
        Self { collection }
    }
}

impl Action for Create {
    type Connector = Shopify;
    type Output = Collection;
    const META: Meta = Meta::write("collection", "create")
        .title("Create a collection")
        .scopes(Collection::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/collectionCreate");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        CREATE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Collection> {
        graphql::written(&response)
    }
}

/// `collection.update`: changes a collection. Shopify may go on putting products in and out after it answered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Update {
    /// The collection.
    pub id: Gid,
    /// What changes.
    pub collection: CollectionUpdateInput,
}

impl Update {
    /// This, of this collection.
    #[must_use]
    pub fn new(id: impl Into<Gid>, collection: CollectionUpdateInput) -> Self {
        Self { id: id.into(), collection }
    }
}

impl Action for Update {
    type Connector = Shopify;
    type Output = Collection;
    const META: Meta = Meta::write("collection", "update")
        .title("Update a collection")
        .scopes(Collection::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/collectionUpdate");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        // Sources and conditions are added, a second time too.
        let changes = &self.collection;
        let adds = !changes.sources_to_create.is_empty() || !changes.sources_to_update.is_empty();
        let document = if adds { UPDATE } else { UPDATE.repeatable() };
        document.request(cx, &Variables { collection: Named { id: &self.id, changes } })
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Collection> {
        graphql::written(&response)
    }
}

/// What the document of [`Update`] takes.
#[derive(Serialize)]
struct Variables<'a> {
    collection: Named<'a>,
}

#[derive(Serialize)]
struct Named<'a> {
    id: &'a Gid,
    #[serde(flatten)]
    changes: &'a CollectionUpdateInput,
}

/// `collection.add_products`: puts products into a collection by hand. Shopify may go on with it after it answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct AddProducts {
    /// The collection.
    pub id: Gid,
    /// The source among those of the collection that is of products chosen by hand or by conditions.
    pub source_id: Gid,
    /// The products.
    pub products: Vec<Selection>,
}

impl AddProducts {
    /// These products, to this source of this collection.
    #[must_use]
    pub fn new(
        id: impl Into<Gid>,
        source_id: impl Into<Gid>,
        products: impl IntoIterator<Item = Selection>,
    ) -> Self {
        Self { id: id.into(), source_id: source_id.into(), products: products.into_iter().collect() }
    }
}

impl Action for AddProducts {
    type Connector = Shopify;
    type Output = Collection;
    const META: Meta = Meta::write("collection", "add_products")
        .title("Add products to a collection")
        .scopes(Collection::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/collectionUpdate");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        ADD.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Collection> {
        graphql::written(&response)
    }
}

/// `collection.remove_products`: takes products out of a collection that were put in by hand. Shopify may go on with it after it answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct RemoveProducts {
    /// The collection.
    pub id: Gid,
    /// The source among those of the collection that they were put in.
    pub source_id: Gid,
    /// The products.
    pub products: Vec<Selection>,
}

impl RemoveProducts {
    /// These products, from this source of this collection.
    #[must_use]
    pub fn new(
        id: impl Into<Gid>,
        source_id: impl Into<Gid>,
        products: impl IntoIterator<Item = Selection>,
    ) -> Self {
        Self { id: id.into(), source_id: source_id.into(), products: products.into_iter().collect() }
    }
}

impl Action for RemoveProducts {
    type Connector = Shopify;
    type Output = Collection;
    const META: Meta = Meta::destructive("collection", "remove_products")
        .title("Remove products from a collection")
        .scopes(Collection::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/collectionUpdate");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        REMOVE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Collection> {
        graphql::written(&response)
    }
}
