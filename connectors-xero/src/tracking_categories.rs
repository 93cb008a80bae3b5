//! Tracking categories: what lines are counted under besides accounts. Their options are in
//! [`tracking_options`](crate::tracking_options).
//!
//! An organisation has at most two that are active, which is not verified.

use connectors_core::types::Open;
use connectors_core::{Action, Cx, Error, Meta, Page, PagedAction, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::auth::scopes::{FOR_SETTINGS, TO_READ_SETTINGS};
use crate::filter::{Filter, Order};
use crate::records::{self, Changeable, Entity, Record};
use crate::tracking_options::TrackingOption;
use crate::wire::null_is_empty;
use crate::{Xero, envelope, listing};

/// A tracking category, as Xero answers it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", default)]
#[non_exhaustive]
pub struct TrackingCategory {
    /// Xero's id.
    #[serde(rename = "TrackingCategoryID")]
    pub tracking_category_id: Option<String>,
    /// Name: what lines name.
    pub name: Option<String>,
    /// Whether it is in use.
    pub status: Option<Open<TrackingStatus>>,
    /// Its options.
    #[serde(deserialize_with = "null_is_empty")]
    pub options: Vec<TrackingOption>,
}

impl TrackingCategory {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(
        tracking_category_id: Option<String>,
        name: Option<String>,
        status: Option<Open<TrackingStatus>>,
        options: Vec<TrackingOption>,
    );
}

/// What may be written of a tracking category: its name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct TrackingCategoryInput {
    /// Name, unique, at most 100 characters.
    pub name: String,
}

impl TrackingCategoryInput {
    /// A category of this name.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into() }
    }

    setters!(name: String);
}

/// A name of a category or option (`xero_accounting.yaml`, `TrackingCategory` and `TrackingOption`).
pub(crate) fn check_name(name: &str) -> Result<()> {
    match name.chars().count() {
        0 => Err(Error::validation("Name", "is empty")),
        1..=100 => Ok(()),
        length => Err(Error::validation("Name", format!("has {length} characters, 100 are allowed"))),
    }
}

/// Whether a tracking category or option is in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[non_exhaustive]
pub enum TrackingStatus {
    /// In use.
    Active,
    /// Put away.
    Archived,
    /// Deleted.
    Deleted,
}

impl Entity for TrackingCategory {
    type Lists = ();
    const RESOURCE: &'static str = "tracking_category";
    const ONE: &'static str = "a tracking category";
    const MANY: &'static str = "tracking categories";
    const PLURAL: &'static str = "TrackingCategories";
    const ID: &'static str = "TrackingCategoryID";
    const TO_READ: &'static [&'static str] = TO_READ_SETTINGS;
    const TO_WRITE: &'static [&'static str] = FOR_SETTINGS;
    const DOCS: &'static str = "https://developer.xero.com/documentation/api/accounting/trackingcategories";
}

impl Record for TrackingCategoryInput {
    type Entity = TrackingCategory;
    const BARE: bool = true;

    fn check(&self) -> Result<()> {
        check_name(&self.name)
    }
}

impl Changeable for TrackingCategoryInput {
    const UPDATE_BARE: bool = true;
}

/// `tracking_category.create`: creates a category without options.
pub type Create = records::Create<TrackingCategoryInput>;
/// `tracking_category.update`: renames a category.
pub type Update = records::Update<TrackingCategoryInput>;
/// `tracking_category.get`: one tracking category, with its options.
pub type Get = records::Get<TrackingCategory>;

/// `tracking_category.list`: tracking categories that meet all that is set, with their options, all in one page. What
/// was changed since some time cannot be asked for.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct List {
    /// Conditions on fields.
    pub filter: Option<Filter>,
    /// What to order by.
    pub order: Option<Order>,
    /// Archived ones too.
    pub include_archived: bool,
}

impl List {
    /// All that are not archived.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(filter: Option<Filter>, order: Option<Order>, include_archived: bool);
}

impl Action for List {
    type Connector = Xero;
    type Output = Page<TrackingCategory>;
    const META: Meta = records::read::<TrackingCategory>("list").title("List tracking categories");

    fn request(&self, _: &Cx<'_, Xero>) -> Result<Request> {
        let request = Request::get([TrackingCategory::PLURAL])
            .query_opt("includeArchived", self.include_archived.then_some(true));
        listing::conditions(request, self.filter.as_ref(), self.order.as_ref(), None)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        listing::whole(&response)
    }
}

impl PagedAction for List {
    type Item = TrackingCategory;
}

/// `tracking_category.archive`: puts a category away. Lines that count under it keep it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Archive {
    /// The category's id.
    pub id: String,
}

impl Archive {
    /// Archives the category with this id.
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into() }
    }

    setters!(id: String);
}

impl Action for Archive {
    type Connector = Xero;
    type Output = TrackingCategory;
    const META: Meta =
        records::destructive::<TrackingCategory>("archive").title("Archive a tracking category");

    fn request(&self, cx: &Cx<'_, Xero>) -> Result<Request> {
        let archived = json!({ "Status": TrackingStatus::Archived });
        envelope::keyed(Request::post([TrackingCategory::PLURAL, &self.id]).json(&archived), cx)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        envelope::written(&response)
    }
}

/// `tracking_category.delete`: deletes a category that no line counts under.
///
/// Xero takes no key here. A `NotFound` whose [`delivery`](connectors_core::Error::delivery) is `Unknown` comes after
/// an answer that was lost: the category is gone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Delete {
    /// The category's id.
    pub id: String,
}

impl Delete {
    /// Deletes the category with this id.
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into() }
    }

    setters!(id: String);
}

impl Action for Delete {
    type Connector = Xero;
    type Output = TrackingCategory;
    const META: Meta = records::destructive::<TrackingCategory>("delete").title("Delete a tracking category");

    fn request(&self, _: &Cx<'_, Xero>) -> Result<Request> {
        Ok(Request::delete([TrackingCategory::PLURAL, &self.id]))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        envelope::written(&response)
    }
}
