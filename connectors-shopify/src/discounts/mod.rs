//! Discounts: all of them, those with codes and those that come by themselves.
//!
//! They are written by their kind: [`discount_codes`](crate::discount_codes), [`automatic_discounts`](crate::automatic_discounts).

mod input;
mod model;
mod values;

use chrono::{DateTime, Utc};
use connectors_core::{Action, Cx, Error, Meta, Request, Response, Result};
use serde::{Deserialize, Serialize};

pub use self::input::{
    AmountInput, BuysInput, BuysValueInput, CombinesWithInput, CountriesInput, DestinationInput, EffectInput,
    Everybody, GetsInput, IdChanges, ItemsInput, MinimumInput, MinimumQuantity, MinimumSubtotal,
    OnQuantityInput, ProductsInput, ValueInput, WhoInput,
};
pub(crate) use self::model::{AUTOMATIC_DISCOUNT, CODE_DISCOUNT, DISCOUNT};
pub use self::model::{Discount, DiscountClass, DiscountKind, DiscountStatus, Terms};
pub use self::values::{
    BuysValue, CombinesWith, CustomerBuys, CustomerGets, DestinationSelection, DiscountValue, Effect, Items,
    ItemsKind, Minimum, Quantity, Who, WhoKind,
};
use crate::changes::{self, Followed};
use crate::graphql::{self, Document};
use crate::records::{self, Countable, Gettable, Listable, Record, Spec};
use crate::webhooks::Topic;
use crate::{Gid, Shopify};

const BY_CODE: Document = Document::query(
    "query DiscountGetByCode($code: String!) { codeDiscountNodeByCode(code: $code) { ...Discount } }",
)
.with(CODE_DISCOUNT);

impl Record for Discount {
    const RESOURCE: &'static str = "discount";
    const READ: &'static [&'static str] = &["read_discounts"];
    const WRITE: &'static [&'static str] = &["write_discounts"];
}

impl Gettable for Discount {
    const GET: Spec = Spec::new(
        Document::query("query DiscountGet($id: ID!) { discountNode(id: $id) { ...Discount } }")
            .with(DISCOUNT),
        "Get a discount",
        "https://shopify.dev/docs/api/admin-graphql/2026-10/queries/discountNode",
    );
}

impl Listable for Discount {
    const LIST: Spec = Spec::new(
        Document::query(
            "query DiscountList($first: Int!, $after: String, $query: String, $sort_key: DiscountSortKeys, $reverse: Boolean) { \
             discountNodes(first: $first, after: $after, query: $query, sortKey: $sort_key, reverse: $reverse) { \
             nodes { ...Discount } pageInfo { hasNextPage endCursor } } }",
        )
        .with(DISCOUNT),
        "List discounts",
        "https://shopify.dev/docs/api/admin-graphql/2026-10/queries/discountNodes",
    );
    type SortKey = SortKey;
}

impl Countable for Discount {
    const COUNT: Spec = Spec::new(
        Document::query(
            "query DiscountCount($query: String) { discountNodesCount(query: $query, limit: null) { count precision } }",
        ),
        "Count discounts",
        "https://shopify.dev/docs/api/admin-graphql/2026-10/queries/discountNodesCount",
    );
}

impl Followed for Discount {
    const A: &'static str = "a discount";
    const CREATED: &'static [Topic] = &[Topic::DiscountsCreate];
    const UPDATED: &'static [Topic] =
        &[Topic::DiscountsUpdate, Topic::DiscountsRedeemcodeAdded, Topic::DiscountsRedeemcodeRemoved];
    type List = List;

    fn list(query: String) -> List {
        List::new().query(query).sort_key(SortKey::UpdatedAt)
    }

    fn moments(&self) -> (&Gid, DateTime<Utc>, DateTime<Utc>) {
        (&self.id, self.terms.created_at, self.terms.updated_at)
    }
}

/// `discount.created`: new discounts.
pub type Created = changes::Created<Discount>;
/// `discount.updated`: discounts that were changed.
pub type Updated = changes::Updated<Discount>;
/// `discount.created_or_updated`: discounts that were made or changed.
pub type CreatedOrUpdated = changes::CreatedOrUpdated<Discount>;

/// `discount.get`: one discount.
pub type Get = records::Get<Discount>;
/// `discount.list`: all discounts, or those that a query finds.
pub type List = records::List<Discount>;
/// `discount.count`: how many discounts there are, or how many a query finds.
pub type Count = records::Count<Discount>;

/// `discount.get_by_code`: the discount that a code is of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct GetByCode {
    /// The code. Small and capital letters are the same.
    pub code: String,
}

impl GetByCode {
    /// Of this code.
    #[must_use]
    pub fn new(code: impl Into<String>) -> Self {
        Self { code: code.into() }
    }
}

impl Action for GetByCode {
    type Connector = Shopify;
    type Output = Discount;
    const META: Meta = Meta::read("discount", "get_by_code")
        .title("Get a discount by its code")
        .scopes(Discount::READ)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/queries/codeDiscountNodeByCode");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        BY_CODE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Discount> {
        graphql::one(&response)
    }
}

/// `discount.delete`: removes a discount, of either kind. Gives its id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Delete {
    /// The discount. Its id tells which kind it is of: `gid://shopify/DiscountCodeNode/1`, `gid://shopify/DiscountAutomaticNode/1`.
    pub id: Gid,
}

impl Delete {
    /// This discount.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into() }
    }
}

impl Action for Delete {
    type Connector = Shopify;
    type Output = Gid;
    const META: Meta = Meta::destructive("discount", "delete")
        .title("Delete a discount")
        .scopes(Discount::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/discountCodeDelete");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        let document = match self.id.kind() {
            Some("DiscountCodeNode") => crate::discount_codes::DELETE,
            Some("DiscountAutomaticNode") => crate::automatic_discounts::DELETE,
            _ => {
                let text = "must be of a DiscountCodeNode or a DiscountAutomaticNode";
                return Err(Error::validation("id", text));
            }
        };
        document.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Gid> {
        graphql::written(&response)
    }
}

/// What lists of discounts are ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum SortKey {
    /// When it was made.
    CreatedAt,
    /// Until when it can be used.
    EndsAt,
    /// Its id.
    Id,
    /// How well it fits the query.
    Relevance,
    /// From when it can be used.
    StartsAt,
    /// Its title.
    Title,
    /// When it was changed last.
    UpdatedAt,
}
