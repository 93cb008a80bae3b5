//! Terms of payment that Shopify offers.

use connectors_core::types::Open;
use connectors_core::{Action, Cx, Meta, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

use crate::graphql::{self, Document};
use crate::{Gid, Shopify};

const READ: &[&str] = &["read_payment_terms"];

const LIST: Document = Document::query(
    "query PaymentTermsTemplateList($kind: PaymentTermsType) { \
     paymentTermsTemplates(paymentTermsType: $kind) { ...PaymentTermsTemplate } }",
)
.with(&[TEMPLATE]);

/// The selection of [`PaymentTermsTemplate`].
const TEMPLATE: &str = "fragment PaymentTermsTemplate on PaymentTermsTemplate { \
    id name translatedName description paymentTermsType dueInDays }";

/// A term of payment.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct PaymentTermsTemplate {
    /// Its id.
    pub id: Gid,
    /// What it is called: `Net 30`.
    pub name: String,
    /// The same in the shop's language.
    pub translated_name: String,
    /// What it says.
    pub description: String,
    /// What it counts from.
    #[serde(rename = "paymentTermsType")]
    pub kind: Open<TermsType>,
    /// In how many days.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_in_days: Option<i64>,
}

impl PaymentTermsTemplate {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(name: String, translated_name: String, description: String, kind: Open<TermsType>, due_in_days: Option<i64>);
}

/// `payment_terms_template.list`: all terms of payment.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct List {
    /// Only those that count from this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<Open<TermsType>>,
}

impl List {
    /// All of them.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(kind: Option<Open<TermsType>>);
}

impl Action for List {
    type Connector = Shopify;
    type Output = Vec<PaymentTermsTemplate>;
    const META: Meta = Meta::read("payment_terms_template", "list")
        .title("List terms of payment")
        .scopes(READ)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/queries/paymentTermsTemplates");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        LIST.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Vec<PaymentTermsTemplate>> {
        graphql::one(&response)
    }
}

/// What a term counts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum TermsType {
    /// A day of its own.
    Fixed,
    /// The delivery.
    Fulfillment,
    /// So many days from the invoice.
    Net,
    /// When the invoice comes.
    Receipt,
    /// Nobody knows.
    Unknown,
}
