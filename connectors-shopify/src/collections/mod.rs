//! Collections: products that are shown together.
//!
//! Where its products come from is said by its sources: chosen by hand, by conditions that they fit, or by other collections.
//!
//! ```no_run
//! # async fn run(shop: connectors_core::Client<connectors_shopify::Shopify>) -> connectors_core::Result<()> {
//! use connectors_shopify::collections::{self, CollectionInput, Condition, SourceInput};
//!
//! let cups = SourceInput::all("Cups", [Condition::tagged(["cup"]), Condition::vendor(["Acme"])]);
//! let chosen = SourceInput::products("Chosen", ["gid://shopify/Product/1"]);
//! let input = CollectionInput::new("Cups and more").sources([cups, chosen]);
//! println!("{}", shop.call(collections::Create::new(input)).await?.handle);
//! # Ok(()) }
//! ```

mod conditions;
mod input;
mod model;
mod sources;
mod write;

use chrono::{DateTime, Utc};
use connectors_core::{Action, Cx, Meta, Request, Response, Result};
use serde::{Deserialize, Serialize};

pub use self::conditions::{
    Among, CategoryInput, Condition, Exact, ExclusionCondition, In, Is, MatchType, MaybeIs, MetafieldIn,
    MetafieldIs, Relation,
};
pub use self::input::{
    CollectionInput, CollectionUpdateInput, ConditionsUpdateInput, ExclusionUpdate, ImageInput,
    InclusionUpdate, SourceUpdateInput, SubCollectionsUpdateInput,
};
use self::model::COLLECTION;
pub use self::model::{Collection, SortOrder, Source, SourceKind};
pub use self::sources::{
    ConditionsInput, Excluded, Exclusion, Inclusion, Selection, SharedSource, SourceInput,
    SubCollectionsInput, TargetType,
};
pub use self::write::{AddProducts, Create, RemoveProducts, Update};
use crate::changes::{self, Followed};
use crate::graphql::{self, Document};
use crate::records::{self, Countable, Deletable, Gettable, Listable, Record, Searchable, Spec};
use crate::webhooks::Topic;
use crate::{Gid, Shopify};

const GET_BY_HANDLE: Document = Document::query(
    "query CollectionGetByHandle($handle: String!) { \
     collectionByIdentifier(identifier: { handle: $handle }) { ...Collection } }",
)
.with(COLLECTION);

impl Record for Collection {
    const RESOURCE: &'static str = "collection";
    const READ: &'static [&'static str] = &["read_products"];
    const WRITE: &'static [&'static str] = &["write_products"];
}

impl Gettable for Collection {
    const GET: Spec = Spec::new(
        Document::query("query CollectionGet($id: ID!) { collection(id: $id) { ...Collection } }")
            .with(COLLECTION),
        "Get a collection",
        "https://shopify.dev/docs/api/admin-graphql/2026-10/queries/collection",
    );
}

impl Listable for Collection {
    const LIST: Spec = Spec::new(
Document::query(
            "query CollectionList($first: Int!, $after: String, $query: String, $sort_key: CollectionSortKeys, \
             $reverse: Boolean) { collections(first: $first, after: $after, query: $query, sortKey: $sort_key, \
             reverse: $reverse) { nodes { ...Collection } pageInfo { hasNextPage endCursor } } }",
        )
        .with(COLLECTION),
"List collections",
"https://shopify.dev/docs/api/admin-graphql/2026-10/queries/collections",
);
    type SortKey = SortKey;
}

impl Searchable for Collection {
    const SEARCH: &'static str = "Search collections";
}

impl Countable for Collection {
    const COUNT: Spec = Spec::new(
        Document::query(
            "query CollectionCount($query: String) { collectionsCount(query: $query, limit: null) { count precision } }",
        ),
        "Count collections",
        "https://shopify.dev/docs/api/admin-graphql/2026-10/queries/collectionsCount",
    );
}

impl Deletable for Collection {
    const DELETE: Spec = Spec::new(
        Document::mutation(
            "mutation CollectionDelete($id: ID!) { collectionDelete(input: { id: $id }) { \
             deletedCollectionId userErrors { field message } } }",
        ),
        "Delete a collection",
        "https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/collectionDelete",
    );
}

impl Followed for Collection {
    const A: &'static str = "a collection";
    const CREATED: &'static [Topic] = &[Topic::CollectionsCreate];
    const UPDATED: &'static [Topic] = &[Topic::CollectionsUpdate];
    const TELLS_CREATION: bool = false;
    type List = List;

    fn list(query: String) -> List {
        List::new().query(query).sort_key(SortKey::UpdatedAt)
    }

    fn moments(&self) -> (&Gid, DateTime<Utc>, DateTime<Utc>) {
        (&self.id, self.updated_at, self.updated_at)
    }
}

/// `collection.created_or_updated`: collections that were made or changed. Which of both is not told.
pub type CreatedOrUpdated = changes::CreatedOrUpdated<Collection>;

/// `collection.get`: one collection.
pub type Get = records::Get<Collection>;
/// `collection.list`: all collections, or those that a query finds: `collection_type:smart`, `product_id:1`.
pub type List = records::List<Collection>;
/// `collection.search`: collections that fit a text, the best first.
pub type Search = records::Search<Collection>;
/// `collection.count`: how many collections there are.
pub type Count = records::Count<Collection>;
/// `collection.delete`: removes a collection; its products stay.
pub type Delete = records::Delete<Collection>;

/// `collection.get_by_handle`: one collection, by its name in addresses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct GetByHandle {
    /// Its handle.
    pub handle: String,
}

impl GetByHandle {
    /// The one with this handle.
    #[must_use]
    pub fn new(handle: impl Into<String>) -> Self {
        Self { handle: handle.into() }
    }
}

impl Action for GetByHandle {
    type Connector = Shopify;
    type Output = Collection;
    const META: Meta = Meta::read("collection", "get_by_handle")
        .title("Get a collection by handle")
        .scopes(Collection::READ)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/queries/collectionByIdentifier");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        GET_BY_HANDLE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Collection> {
        graphql::one(&response)
    }
}

/// What lists of collections are ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum SortKey {
    /// Its id.
    Id,
    /// How well it fits the query.
    Relevance,
    /// Its title.
    Title,
    /// When it was changed last.
    UpdatedAt,
}
