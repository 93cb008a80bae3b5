//! How risky orders are: what Shopify and applications think of them.

use connectors_core::types::Open;
use connectors_core::{Action, Cx, Meta, Request, Response, Result};
use serde::{Deserialize, Serialize};

use crate::graphql::{self, Document};
use crate::orders::{Order, RISK, Risk, RiskAssessment, RiskLevel, Sentiment};
use crate::records::Record;
use crate::{Gid, Shopify};

const LIST: Document =
    Document::query("query OrderRiskList($order_id: ID!) { order(id: $order_id) { risk { ...Risk } } }")
        .with(&[RISK]);

const CREATE: Document = Document::mutation(
    "mutation OrderRiskCreate($input: OrderRiskAssessmentCreateInput!) { \
     orderRiskAssessmentCreate(orderRiskAssessmentInput: $input) { orderRiskAssessment { riskLevel \
     provider { id } facts { description sentiment } } userErrors { field message code } } }",
);

/// `order_risk.list`: what is thought of the risk of an order, by each who looked at it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct List {
    /// The order.
    pub order_id: Gid,
}

impl List {
    /// Of this order.
    #[must_use]
    pub fn new(order_id: impl Into<Gid>) -> Self {
        Self { order_id: order_id.into() }
    }
}

impl Action for List {
    type Connector = Shopify;
    type Output = Risk;
    const META: Meta = Meta::read("order_risk", "list")
        .title("Get the risk of an order")
        .scopes(Order::READ)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/objects/OrderRiskSummary");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        LIST.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Risk> {
        graphql::within(&response)
    }
}

/// `order_risk.create`: says what your application thinks of the risk of an order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Create {
    /// What it thinks.
    pub input: AssessmentInput,
}

impl Create {
    /// This.
    #[must_use]
    pub fn new(input: AssessmentInput) -> Self {
        Self { input }
    }
}

impl Action for Create {
    type Connector = Shopify;
    type Output = RiskAssessment;
    const META: Meta = Meta::write("order_risk", "create")
        .title("Assess the risk of an order")
        .scopes(Order::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/orderRiskAssessmentCreate");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        CREATE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<RiskAssessment> {
        graphql::written(&response)
    }
}

/// What an application thinks of the risk of an order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct AssessmentInput {
    /// The order.
    pub order_id: Gid,
    /// How likely it is a fraud.
    pub risk_level: Open<RiskLevel>,
    /// Why.
    pub facts: Vec<FactInput>,
}

impl AssessmentInput {
    /// This, of this order, for these reasons.
    #[must_use]
    pub fn new(
        order_id: impl Into<Gid>,
        risk_level: impl Into<Open<RiskLevel>>,
        facts: impl IntoIterator<Item = FactInput>,
    ) -> Self {
        Self { order_id: order_id.into(), risk_level: risk_level.into(), facts: facts.into_iter().collect() }
    }
}

/// Why an order is thought a fraud, or not.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct FactInput {
    /// What it is.
    pub description: String,
    /// What it says.
    pub sentiment: Open<Sentiment>,
}

impl FactInput {
    /// This.
    #[must_use]
    pub fn new(description: impl Into<String>, sentiment: impl Into<Open<Sentiment>>) -> Self {
        Self { description: description.into(), sentiment: sentiment.into() }
    }
}
