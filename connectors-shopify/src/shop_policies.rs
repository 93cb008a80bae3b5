//! Policies of the shop: what it promises its customers.

use chrono::{DateTime, Utc};
use connectors_core::types::Open;
use connectors_core::{Action, Cx, Meta, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

use crate::graphql::{self, Document};
use crate::{Gid, Shopify};

const LIST: Document = Document::query(
    "query ShopPolicyList { shop { shopPolicies { id type title body url createdAt updatedAt } } }",
);

/// A policy.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct ShopPolicy {
    /// Its id.
    pub id: Gid,
    /// What it is about.
    #[serde(rename = "type")]
    pub kind: Open<PolicyType>,
    /// What it is called.
    pub title: String,
    /// What it says (HTML).
    pub body: String,
    /// Where it is read.
    pub url: String,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
}

impl ShopPolicy {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(kind: Open<PolicyType>, title: String, body: String, url: String, created_at: DateTime<Utc>, updated_at: DateTime<Utc>);
}

/// What a policy is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum PolicyType {
    /// How the shop is reached.
    ContactInformation,
    /// Who runs the shop.
    LegalNotice,
    /// What becomes of data.
    PrivacyPolicy,
    /// When money is paid back.
    RefundPolicy,
    /// How is delivered.
    ShippingPolicy,
    /// How subscriptions work.
    SubscriptionPolicy,
    /// The terms of sale.
    TermsOfSale,
    /// The terms of service.
    TermsOfService,
}

/// `shop_policy.list`: the policies of the shop.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct List {}

impl List {
    /// All of them.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

impl Action for List {
    type Connector = Shopify;
    type Output = Vec<ShopPolicy>;
    const META: Meta = Meta::read("shop_policy", "list")
        .title("List policies of the shop")
        .scopes(&["read_legal_policies"])
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/objects/ShopPolicy");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        LIST.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Vec<ShopPolicy>> {
        graphql::within(&response)
    }
}
