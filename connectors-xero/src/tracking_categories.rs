//! Tracking categories: what lines are counted under besides accounts, and their options.

use connectors_core::types::Open;
use connectors_core::{Action, Cx, Meta, Page, PagedAction, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

use crate::Xero;
use crate::auth::scopes::TO_READ_SETTINGS;
use crate::filter::{Filter, Order};
use crate::listing;
use crate::records::{self, Entity};
use crate::wire::null_is_empty;

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

/// An option of a tracking category.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", default)]
#[non_exhaustive]
pub struct TrackingOption {
    /// Xero's id.
    #[serde(rename = "TrackingOptionID")]
    pub tracking_option_id: Option<String>,
    /// Name: what lines name.
    pub name: Option<String>,
    /// Whether it is in use.
    pub status: Option<Open<TrackingStatus>>,
}

impl TrackingOption {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(
        tracking_option_id: Option<String>,
        name: Option<String>,
        status: Option<Open<TrackingStatus>>,
    );
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
    const DOCS: &'static str = "https://developer.xero.com/documentation/api/accounting/trackingcategories";
}

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

    fn response(&self, response: Response) -> Result<Self::Output> {
        listing::whole(&response)
    }
}

impl PagedAction for List {
    type Item = TrackingCategory;
}
