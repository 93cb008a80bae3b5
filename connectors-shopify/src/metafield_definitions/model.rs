//! Definitions as they are read.

use connectors_core::setters;
use connectors_core::types::Open;
use serde::{Deserialize, Serialize};

use crate::Gid;

/// A definition.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Definition {
    /// Its id.
    pub id: Gid,
    /// What people call it.
    pub name: String,
    /// Its namespace.
    pub namespace: String,
    /// Its name in the namespace.
    pub key: String,
    /// Of what kind of records.
    pub owner_type: Open<OwnerType>,
    /// What it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The type of its values.
    #[serde(rename = "type")]
    pub kind: Type,
    /// What values have to be.
    pub validations: Vec<Validation>,
    /// Whether all values are that.
    pub validation_status: Open<ValidationStatus>,
    /// Its place among those that are shown first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pinned_position: Option<i64>,
    /// Whether collections can be made by it.
    pub use_as_collection_condition: bool,
    /// Who may read and write it.
    pub access: Access,
    /// What else it is good for.
    pub capabilities: Capabilities,
}

impl Definition {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(name: String, namespace: String, key: String, owner_type: Open<OwnerType>, description: Option<String>, kind: Type, validations: Vec<Validation>, validation_status: Open<ValidationStatus>, pinned_position: Option<i64>, use_as_collection_condition: bool, access: Access, capabilities: Capabilities);
}

/// A type of values.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct Type {
    /// Its name, `single_line_text_field`.
    pub name: String,
    /// What it is like: `TEXT`.
    pub category: String,
}

impl Type {
    /// As tests need it.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }

    setters!(category: String);
}

/// What values have to be.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct Validation {
    /// What is checked: `min`, `max`, `regex`, …
    pub name: String,
    /// The type of the bound.
    #[serde(rename = "type")]
    pub kind: String,
    /// Against what, as text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

impl Validation {
    /// As tests need it.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }

    setters!(kind: String, value: Option<String>);
}

/// Whether all values are what they have to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum ValidationStatus {
    /// They are.
    AllValid,
    /// They are being checked.
    InProgress,
    /// Some are not.
    SomeInvalid,
}

/// Who may read and write values, besides the application. What is not said stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Access {
    /// The staff, in the admin.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub admin: Option<Open<AdminAccess>>,
    /// The online shop.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub storefront: Option<Open<StorefrontAccess>>,
    /// Customers, in their accounts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_account: Option<Open<CustomerAccountAccess>>,
}

impl Access {
    /// Nothing said so far.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(admin: Option<Open<AdminAccess>>, storefront: Option<Open<StorefrontAccess>>, customer_account: Option<Open<CustomerAccountAccess>>);
}

/// What the staff and other applications may do. The first two can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum AdminAccess {
    /// The staff may read.
    MerchantRead,
    /// The staff may read and write.
    MerchantReadWrite,
    /// Only the application.
    Private,
    /// All may read.
    PublicRead,
    /// All may read and write.
    PublicReadWrite,
}

/// What the online shop may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum StorefrontAccess {
    /// Nothing.
    None,
    /// Read.
    PublicRead,
}

/// What customers may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum CustomerAccountAccess {
    /// Nothing.
    None,
    /// Read.
    Read,
    /// Read and write.
    ReadWrite,
}

/// What a definition is good for. What is not said stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Capabilities {
    /// Whether records can be filtered by it in the admin.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub admin_filterable: Option<Capability>,
    /// Whether reports can ask for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub analytics_queryable: Option<Capability>,
    /// Whether it goes from a cart to its order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cart_to_order_copyable: Option<Capability>,
    /// Whether collections can be made by it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub smart_collection_condition: Option<Capability>,
    /// Whether no two records have the same value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unique_values: Option<Capability>,
}

impl Capabilities {
    /// Nothing said so far.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(admin_filterable: Option<Capability>, analytics_queryable: Option<Capability>, cart_to_order_copyable: Option<Capability>, smart_collection_condition: Option<Capability>, unique_values: Option<Capability>);
}

/// Whether it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Capability {
    /// Whether it is.
    pub enabled: bool,
}

impl Capability {
    /// Whether it is.
    #[must_use]
    pub fn new(enabled: bool) -> Self {
        Self { enabled }
    }
}

/// Kinds of records that have metafields.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum OwnerType {
    /// An application in the shop.
    ApiPermission,
    /// An article.
    Article,
    /// A blog.
    Blog,
    /// A function that changes carts.
    Carttransform,
    /// A collection.
    Collection,
    /// A company.
    Company,
    /// A place of a company.
    CompanyLocation,
    /// A customer.
    Customer,
    /// A function that changes how is delivered.
    DeliveryCustomization,
    /// A discount.
    Discount,
    /// A draft order.
    Draftorder,
    /// A function that says what is delivered together.
    FulfillmentConstraintRule,
    /// A transaction of a gift card.
    GiftCardTransaction,
    /// A location.
    Location,
    /// A market.
    Market,
    /// An order.
    Order,
    /// A function that says from where is delivered.
    OrderRoutingLocationRule,
    /// A page.
    Page,
    /// A function that changes how is paid.
    PaymentCustomization,
    /// A product.
    Product,
    /// A variant.
    Productvariant,
    /// A selling plan.
    SellingPlan,
    /// The shop.
    Shop,
    /// A transfer of stock.
    Transfer,
    /// A function that checks carts.
    Validation,
}
