//! Items: products and services. An item is known by Xero's id or by its code, which is unique.

use chrono::{DateTime, Utc};
use connectors_core::types::{Patch, money};
use connectors_core::{Action, Cx, Error, Meta, Request, Response, Result, setters};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::auth::scopes::{FOR_SETTINGS, TO_READ_SETTINGS};
use crate::records::{self, Changeable, Entity, Followed, Record, Whole};
use crate::wire::clearable;
use crate::{Xero, dates};

/// A product or service, as Xero answers it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", default)]
#[non_exhaustive]
pub struct Item {
    /// Xero's id.
    #[serde(rename = "ItemID")]
    pub item_id: Option<String>,
    /// Code, unique, at most 30 characters.
    pub code: Option<String>,
    /// Name.
    pub name: Option<String>,
    /// Description on sales documents.
    pub description: Option<String>,
    /// Description on purchase documents.
    pub purchase_description: Option<String>,
    /// Whether it is sold.
    pub is_sold: Option<bool>,
    /// Whether it is purchased.
    pub is_purchased: Option<bool>,
    /// How it is sold.
    pub sales_details: Option<ItemDetails>,
    /// How it is purchased.
    pub purchase_details: Option<ItemDetails>,
    /// Whether its quantity is tracked.
    pub is_tracked_as_inventory: Option<bool>,
    /// Account of the inventory.
    pub inventory_asset_account_code: Option<String>,
    /// How many there are.
    #[serde(with = "money::option")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
    pub quantity_on_hand: Option<Decimal>,
    /// What they cost.
    #[serde(with = "money::option")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
    pub total_cost_pool: Option<Decimal>,
    /// When it was last changed.
    #[serde(rename = "UpdatedDateUTC", with = "dates::timestamp")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<DateTime<Utc>>"))]
    pub updated_date_utc: Option<DateTime<Utc>>,
}

impl Item {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(
        item_id: Option<String>,
        code: Option<String>,
        name: Option<String>,
        description: Option<String>,
        purchase_description: Option<String>,
        is_sold: Option<bool>,
        is_purchased: Option<bool>,
        sales_details: Option<ItemDetails>,
        purchase_details: Option<ItemDetails>,
        is_tracked_as_inventory: Option<bool>,
        inventory_asset_account_code: Option<String>,
        quantity_on_hand: Option<Decimal>,
        total_cost_pool: Option<Decimal>,
        updated_date_utc: Option<DateTime<Utc>>,
    );
}

/// What may be written of an item. What is not set stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct ItemInput {
    /// Xero's id; says which item is meant.
    #[serde(rename = "ItemID", skip_serializing_if = "Option::is_none")]
    pub item_id: Option<String>,
    /// Code, unique, at most 30 characters; says which item is meant where there is no id.
    pub code: String,
    /// Name, at most 50 characters.
    #[serde(with = "clearable", skip_serializing_if = "Patch::is_leave")]
    #[cfg_attr(feature = "schema", schemars(with = "Patch<String>"))]
    pub name: Patch<String>,
    /// Description on sales documents, at most 4000 characters.
    #[serde(with = "clearable", skip_serializing_if = "Patch::is_leave")]
    #[cfg_attr(feature = "schema", schemars(with = "Patch<String>"))]
    pub description: Patch<String>,
    /// Description on purchase documents, at most 4000 characters.
    #[serde(with = "clearable", skip_serializing_if = "Patch::is_leave")]
    #[cfg_attr(feature = "schema", schemars(with = "Patch<String>"))]
    pub purchase_description: Patch<String>,
    /// Whether it is sold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_sold: Option<bool>,
    /// Whether it is purchased.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_purchased: Option<bool>,
    /// How it is sold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sales_details: Option<ItemDetails>,
    /// How it is purchased.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub purchase_details: Option<ItemDetails>,
    /// Account of the inventory; makes the item a tracked one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inventory_asset_account_code: Option<String>,
}

impl ItemInput {
    /// An item of this code.
    pub fn new(code: impl Into<String>) -> Self {
        Self { code: code.into(), ..Self::default() }
    }

    setters!(
        item_id: Option<String>,
        code: String,
        name: Patch<String>,
        description: Patch<String>,
        purchase_description: Patch<String>,
        is_sold: Option<bool>,
        is_purchased: Option<bool>,
        sales_details: Option<ItemDetails>,
        purchase_details: Option<ItemDetails>,
        inventory_asset_account_code: Option<String>,
    );
}

/// How an item is sold or purchased.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", default)]
#[non_exhaustive]
pub struct ItemDetails {
    /// Price of one, up to four decimals.
    #[serde(with = "money::option", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
    pub unit_price: Option<Decimal>,
    /// Account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_code: Option<String>,
    /// Account of the cost of goods sold, for tracked items.
    #[serde(rename = "COGSAccountCode", skip_serializing_if = "Option::is_none")]
    pub cogs_account_code: Option<String>,
    /// Tax type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax_type: Option<String>,
}

impl ItemDetails {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(
        unit_price: Option<Decimal>,
        account_code: Option<String>,
        cogs_account_code: Option<String>,
        tax_type: Option<String>,
    );
}

impl Entity for Item {
    type Lists = Whole;
    const RESOURCE: &'static str = "item";
    const ONE: &'static str = "an item";
    const MANY: &'static str = "items";
    const PLURAL: &'static str = "Items";
    const ID: &'static str = "ItemID";
    const NUMBER: Option<&'static str> = Some("Code");
    const PRICED: bool = true;
    const TO_READ: &'static [&'static str] = TO_READ_SETTINGS;
    const TO_WRITE: &'static [&'static str] = FOR_SETTINGS;
    const DOCS: &'static str = "https://developer.xero.com/documentation/api/accounting/items";
}

impl Followed for Item {
    type Record = Self;
    type List = List;

    fn id(record: &Self) -> Option<&str> {
        record.item_id.as_deref()
    }

    fn changed(record: &Self) -> Option<DateTime<Utc>> {
        record.updated_date_utc
    }
}

impl Record for ItemInput {
    type Entity = Item;

    fn id(&self) -> Option<&str> {
        self.item_id.as_deref()
    }

    fn number(&self) -> Option<&str> {
        Some(&self.code)
    }

    fn check(&self) -> Result<()> {
        match self.code.chars().count() {
            1..=30 => Ok(()),
            0 => Err(Error::validation("Code", "is empty")),
            length => Err(Error::validation("Code", format!("has {length} characters, 30 are allowed"))),
        }
    }
}

impl Changeable for ItemInput {}

/// `item.create`
pub type Create = records::Create<ItemInput>;
/// `item.create_many`
pub type CreateMany = records::CreateMany<ItemInput>;
/// `item.update`
pub type Update = records::Update<ItemInput>;
/// `item.upsert`
pub type Upsert = records::Upsert<ItemInput>;
/// `item.upsert_many`
pub type UpsertMany = records::UpsertMany<ItemInput>;

/// `item.list`: items that meet all that is set, all in one page.
pub type List = records::ListWhole<Item>;

/// `item.get`: one item, by Xero's id or by its code.
pub type Get = records::Get<Item>;

/// `item.created_or_updated`. An item that was deleted is gone, and nothing tells of it.
pub type CreatedOrUpdated = records::CreatedOrUpdated<Item>;

/// `item.delete`: deletes an item. Documents that name it keep their lines.
///
/// Xero takes no key here. A `NotFound` whose [`delivery`](connectors_core::Error::delivery) is `Unknown` comes after
/// an answer that was lost: the item is gone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Delete {
    /// The item's id.
    pub id: String,
}

impl Delete {
    /// Deletes the item with this id.
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into() }
    }

    setters!(id: String);
}

impl Action for Delete {
    type Connector = Xero;
    type Output = ();
    const META: Meta = records::destructive::<Item>("delete").title("Delete an item");

    fn request(&self, _: &Cx<'_, Xero>) -> Result<Request> {
        Ok(Request::delete([Item::PLURAL, &self.id]))
    }

    #[inline]
    fn response(&self, _: Response) -> Result<Self::Output> {
        Ok(())
    }
}
