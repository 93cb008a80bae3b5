//! Gift cards.

mod input;

use std::fmt;

use chrono::{DateTime, NaiveDate, Utc};
use connectors_core::{
    Action, Connector, Cursor, Cx, Fault, Head, Meta, Page, PagedAction, Request, Response, Result, setters,
};
use serde::{Deserialize, Serialize};

pub use self::input::{GiftCardInput, GiftCardUpdateInput, RecipientInput};
use crate::graphql::{self, Document};
use crate::records::{self, Countable, Gettable, Listable, Record, Spec};
use crate::{Gid, Money, Ref, Shopify, errors};

/// The selection of [`GiftCard`].
const GIFT_CARD: &[&str] = &[
    "fragment GiftCard on GiftCard { id lastCharacters maskedCode enabled isRedeemable createdAt updatedAt \
    expiresOn deactivatedAt note templateSuffix initialValue { amount currencyCode } balance { amount currencyCode } \
    customer { id } order { id } recipientAttributes { message preferredName sendNotificationAt recipient { id } } }",
];

const CREATE: Document = Document::mutation(
    "mutation GiftCardCreate($gift_card: GiftCardCreateInput!) { giftCardCreate(input: $gift_card) { \
     giftCard { ...GiftCard } giftCardCode userErrors { field message code } } }",
)
.with(GIFT_CARD);

const UPDATE: Document = Document::mutation(
    "mutation GiftCardUpdate($id: ID!, $gift_card: GiftCardUpdateInput!) { giftCardUpdate(id: $id, input: $gift_card) { \
     giftCard { ...GiftCard } userErrors { field message } } }",
)
.with(GIFT_CARD)
.repeatable();

const DEACTIVATE: Document = Document::mutation(
    "mutation GiftCardDeactivate($id: ID!) { giftCardDeactivate(id: $id) { \
     giftCard { ...GiftCard } userErrors { field message code } } }",
)
.with(GIFT_CARD)
.repeatable();

impl Record for GiftCard {
    const RESOURCE: &'static str = "gift_card";
    const READ: &'static [&'static str] = &["read_gift_cards"];
    const WRITE: &'static [&'static str] = &["write_gift_cards"];
}

impl Gettable for GiftCard {
    const GET: Spec = Spec::new(
        Document::query("query GiftCardGet($id: ID!) { giftCard(id: $id) { ...GiftCard } }").with(GIFT_CARD),
        "Get a gift card",
        "https://shopify.dev/docs/api/admin-graphql/2026-10/queries/giftCard",
    );
}

impl Listable for GiftCard {
    const LIST: Spec = Spec::new(
        Document::query(
            "query GiftCardList($first: Int!, $after: String, $query: String, $sort_key: GiftCardSortKeys, $reverse: Boolean) { \
             giftCards(first: $first, after: $after, query: $query, sortKey: $sort_key, reverse: $reverse) { \
             nodes { ...GiftCard } pageInfo { hasNextPage endCursor } } }",
        )
        .with(GIFT_CARD),
        "List gift cards",
        "https://shopify.dev/docs/api/admin-graphql/2026-10/queries/giftCards",
    );
    type SortKey = SortKey;
}

impl Countable for GiftCard {
    const COUNT: Spec = Spec::new(
        Document::query(
            "query GiftCardCount($query: String) { giftCardsCount(query: $query, limit: null) { count precision } }",
        ),
        "Count gift cards",
        "https://shopify.dev/docs/api/admin-graphql/2026-10/queries/giftCardsCount",
    );
}

/// `gift_card.get`: one gift card.
pub type Get = records::Get<GiftCard>;
/// `gift_card.list`: all gift cards, or those that a query finds.
pub type List = records::List<GiftCard>;
/// `gift_card.count`: how many gift cards there are, or how many a query finds.
pub type Count = records::Count<GiftCard>;

/// A gift card. Its code is known only to who has the card.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct GiftCard {
    /// Its id.
    pub id: Gid,
    /// How its code ends.
    pub last_characters: String,
    /// Its code, with all but the end hidden.
    pub masked_code: String,
    /// Whether it may be used.
    pub enabled: bool,
    /// Whether it can be used now: it may be, did not expire, and has money on it.
    pub is_redeemable: bool,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
    /// Its last day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_on: Option<NaiveDate>,
    /// When it was made void.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deactivated_at: Option<DateTime<Utc>>,
    /// What the shop notes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Which template of the theme shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub template_suffix: Option<String>,
    /// What was on it.
    pub initial_value: Money,
    /// What is on it.
    pub balance: Money,
    /// Whose it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer: Option<Ref>,
    /// The order that it was bought with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order: Option<Ref>,
    /// Who gets it as a present.
    #[serde(rename = "recipientAttributes", skip_serializing_if = "Option::is_none")]
    pub recipient: Option<Recipient>,
}

impl GiftCard {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(last_characters: String, masked_code: String, enabled: bool, is_redeemable: bool, created_at: DateTime<Utc>, updated_at: DateTime<Utc>, expires_on: Option<NaiveDate>, deactivated_at: Option<DateTime<Utc>>, note: Option<String>, template_suffix: Option<String>, initial_value: Money, balance: Money, customer: Option<Ref>, order: Option<Ref>, recipient: Option<Recipient>);
}

/// Who gets a gift card as a present.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Recipient {
    /// What is written to them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// How they are called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preferred_name: Option<String>,
    /// When they are told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub send_notification_at: Option<DateTime<Utc>>,
    /// The customer.
    pub recipient: Ref,
}

impl Recipient {
    /// As tests need it.
    #[must_use]
    pub fn new(recipient: Ref) -> Self {
        Self { recipient, ..Self::default() }
    }

    setters!(message: Option<String>, preferred_name: Option<String>, send_notification_at: Option<DateTime<Utc>>);
}

/// What lists of gift cards are ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum SortKey {
    /// What was spent of it.
    AmountSpent,
    /// What is on it.
    Balance,
    /// Its code.
    Code,
    /// When it was made.
    CreatedAt,
    /// Whose it is.
    CustomerName,
    /// When it was made void.
    DisabledAt,
    /// Its last day.
    ExpiresOn,
    /// Its id.
    Id,
    /// What was on it.
    InitialValue,
    /// When it was changed last.
    UpdatedAt,
}

/// `gift_card.create`: a new gift card. Its code is told here, and never again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Create {
    /// The gift card.
    pub gift_card: GiftCardInput,
}

impl Create {
    /// This gift card.
    #[must_use]
    pub fn new(gift_card: GiftCardInput) -> Self {
        Self { gift_card }
    }
}

impl Action for Create {
    type Connector = Shopify;
    type Output = Made;
    const META: Meta = Meta::write("gift_card", "create")
        .title("Create a gift card")
        .scopes(GiftCard::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/giftCardCreate");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        CREATE.request(cx, self)
    }

    fn fault(&self, shopify: &Shopify, head: &Head, body: &[u8]) -> Option<Fault> {
        errors::of_making(shopify.fault(head, body), body)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Made> {
        graphql::payload(&response)
    }
}

/// A gift card's code. Whoever knows it has the money: it is not shown when it is printed for debugging.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Code(String);

impl Code {
    /// As text.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<String> for Code {
    fn from(code: String) -> Self {
        Self(code)
    }
}

impl From<&str> for Code {
    fn from(code: &str) -> Self {
        Self(code.to_owned())
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Code(…)")
    }
}

/// A gift card that was made, and its code.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Made {
    /// The gift card.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gift_card: Option<GiftCard>,
    /// Its code.
    #[serde(rename = "giftCardCode", skip_serializing_if = "Option::is_none")]
    pub code: Option<Code>,
}

impl Made {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(gift_card: Option<GiftCard>, code: Option<Code>);
}

/// `gift_card.update`: changes a gift card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Update {
    /// The gift card.
    pub id: Gid,
    /// What changes.
    pub gift_card: GiftCardUpdateInput,
}

impl Update {
    /// This, of this gift card.
    #[must_use]
    pub fn new(id: impl Into<Gid>, gift_card: GiftCardUpdateInput) -> Self {
        Self { id: id.into(), gift_card }
    }
}

impl Action for Update {
    type Connector = Shopify;
    type Output = GiftCard;
    const META: Meta = Meta::write("gift_card", "update")
        .title("Update a gift card")
        .scopes(GiftCard::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/giftCardUpdate");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        UPDATE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<GiftCard> {
        graphql::written(&response)
    }
}

/// `gift_card.deactivate`: makes a gift card void, for good.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Deactivate {
    /// The gift card.
    pub id: Gid,
}

impl Deactivate {
    /// This gift card.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into() }
    }
}

impl Action for Deactivate {
    type Connector = Shopify;
    type Output = GiftCard;
    const META: Meta = Meta::destructive("gift_card", "deactivate")
        .title("Make a gift card void")
        .scopes(GiftCard::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/giftCardDeactivate");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        DEACTIVATE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<GiftCard> {
        graphql::written(&response)
    }
}

/// `gift_card.search`: gift cards that fit a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Search {
    /// Words: the end of a code, a name, an email address. Or the search syntax of Shopify.
    pub query: String,
    /// How many on a page: at most 250; unless said otherwise as many as a call can pay for with ease.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<u32>,
    /// Where to start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
}

impl Search {
    /// Those that fit this.
    #[must_use]
    pub fn new(query: impl Into<String>) -> Self {
        Self { query: query.into(), first: None, cursor: None }
    }

    setters!(first: Option<u32>, cursor: Option<Cursor>);
}

impl Action for Search {
    type Connector = Shopify;
    type Output = Page<GiftCard>;
    const META: Meta = Meta::read("gift_card", "search")
        .title("Search gift cards")
        .scopes(GiftCard::READ)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/queries/giftCards");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        let list = List::new().query(&*self.query);
        List { first: self.first, cursor: self.cursor.clone(), ..list }.request(cx)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Page<GiftCard>> {
        graphql::page(&response)
    }
}

impl PagedAction for Search {
    type Item = GiftCard;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}
