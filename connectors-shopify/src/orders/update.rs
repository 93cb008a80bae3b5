//! Orders that are changed.

use connectors_core::types::Patch;
use connectors_core::{Action, Cx, Meta, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

use super::{ADDRESS, MONEY_BAG, ORDER, Order};
use crate::addresses::AddressInput;
use crate::graphql::{self, Document};
use crate::metafields::MetafieldInput;
use crate::records::Record;
use crate::{Attribute, Gid, Shopify};

const UPDATE: Document = Document::mutation(
    "mutation OrderUpdate($input: OrderInput!) { orderUpdate(input: $input) { order { ...Order } \
     userErrors { field message } } }",
)
.with(&[ORDER, ADDRESS, MONEY_BAG])
.repeatable();

/// `order.update`: changes what is said about an order. Its lines are changed by [`order_edits`](crate::order_edits).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Update {
    /// What changes.
    pub input: OrderUpdateInput,
}

impl Update {
    /// This.
    #[must_use]
    pub fn new(input: OrderUpdateInput) -> Self {
        Self { input }
    }
}

impl Action for Update {
    type Connector = Shopify;
    type Output = Order;
    const META: Meta = Meta::write("order", "update")
        .title("Update an order")
        .scopes(Order::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/orderUpdate");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        UPDATE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Order> {
        graphql::written(&response)
    }
}

/// What changes of an order. What is not said stays as it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct OrderUpdateInput {
    /// The order.
    pub id: Gid,
    /// The customer's e-mail address.
    #[serde(default, skip_serializing_if = "Patch::is_leave")]
    pub email: Patch<String>,
    /// The customer's phone number.
    #[serde(default, skip_serializing_if = "Patch::is_leave")]
    pub phone: Patch<String>,
    /// What the shop notes.
    #[serde(default, skip_serializing_if = "Patch::is_leave")]
    pub note: Patch<String>,
    /// The customer's number of it.
    #[serde(default, skip_serializing_if = "Patch::is_leave")]
    pub po_number: Patch<String>,
    /// All its tags.
    #[serde(default, skip_serializing_if = "Patch::is_leave")]
    pub tags: Patch<Vec<String>>,
    /// Where it goes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shipping_address: Option<AddressInput>,
    /// All that applications note.
    #[serde(default, skip_serializing_if = "Patch::is_leave")]
    pub custom_attributes: Patch<Vec<Attribute>>,
    /// Values that a country asks for, which are added.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub localized_fields: Vec<LocalizedField>,
    /// Metafields that are set.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub metafields: Vec<MetafieldInput>,
}

impl OrderUpdateInput {
    /// Nothing of this order, so far.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self {
            id: id.into(),
            email: Patch::Leave,
            phone: Patch::Leave,
            note: Patch::Leave,
            po_number: Patch::Leave,
            tags: Patch::Leave,
            shipping_address: None,
            custom_attributes: Patch::Leave,
            localized_fields: Vec::new(),
            metafields: Vec::new(),
        }
    }

    setters!(email: Patch<String>, phone: Patch<String>, note: Patch<String>, po_number: Patch<String>, tags: Patch<Vec<String>>, shipping_address: Option<AddressInput>, custom_attributes: Patch<Vec<Attribute>>, localized_fields: Vec<LocalizedField>, metafields: Vec<MetafieldInput>);
}

/// A value that a country asks for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct LocalizedField {
    /// Its name: `TAX_CREDENTIAL_BR`.
    pub key: String,
    /// The value.
    pub value: String,
}

impl LocalizedField {
    /// This value under this name.
    #[must_use]
    pub fn new(key: impl Into<String>, value: impl Into<String>) -> Self {
        Self { key: key.into(), value: value.into() }
    }
}
