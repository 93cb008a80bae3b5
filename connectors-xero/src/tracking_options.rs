//! Options of tracking categories: what a line can count under. They are read with their category, by
//! [`tracking_categories::Get`](crate::tracking_categories::Get).

use connectors_core::types::Open;
use connectors_core::{Action, Cx, Meta, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::auth::scopes::{FOR_SETTINGS, TO_READ_SETTINGS};
use crate::records::{self, Entity};
use crate::tracking_categories::{TrackingCategory, TrackingStatus, check_name};
use crate::{Xero, envelope};

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

impl Entity for TrackingOption {
    type Lists = ();
    const RESOURCE: &'static str = "tracking_option";
    const ONE: &'static str = "a tracking option";
    const MANY: &'static str = "tracking options";
    const PLURAL: &'static str = "Options";
    const ID: &'static str = "TrackingOptionID";
    const TO_READ: &'static [&'static str] = TO_READ_SETTINGS;
    const TO_WRITE: &'static [&'static str] = FOR_SETTINGS;
    const DOCS: &'static str = "https://developer.xero.com/documentation/api/accounting/trackingcategories";
}

/// What may be written of an option: its name.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Named<'a> {
    name: &'a str,
}

/// The path of all options of a category.
fn options_of(category_id: &str) -> [&str; 3] {
    [TrackingCategory::PLURAL, category_id, TrackingOption::PLURAL]
}

/// The path of one option.
fn option_of<'a>(category_id: &'a str, id: &'a str) -> [&'a str; 4] {
    [TrackingCategory::PLURAL, category_id, TrackingOption::PLURAL, id]
}

/// `tracking_option.create`: adds an option to a category.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Create {
    /// The category's id.
    pub category_id: String,
    /// Name, unique in the category, at most 100 characters.
    pub name: String,
}

impl Create {
    /// An option of this name in this category.
    pub fn new(category_id: impl Into<String>, name: impl Into<String>) -> Self {
        Self { category_id: category_id.into(), name: name.into() }
    }

    setters!(category_id: String, name: String);
}

impl Action for Create {
    type Connector = Xero;
    type Output = TrackingOption;
    const META: Meta = records::write::<TrackingOption>("create").title("Create a tracking option");

    fn request(&self, cx: &Cx<'_, Xero>) -> Result<Request> {
        check_name(&self.name)?;
        let option = Named { name: &self.name };
        envelope::keyed(Request::put(options_of(&self.category_id)).json(&option), cx)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        envelope::written(&response)
    }
}

/// `tracking_option.update`: renames an option.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Update {
    /// The category's id.
    pub category_id: String,
    /// The option's id.
    pub id: String,
    /// Its new name.
    pub name: String,
}

impl Update {
    /// Gives the option with this id, of this category, this name.
    pub fn new(category_id: impl Into<String>, id: impl Into<String>, name: impl Into<String>) -> Self {
        Self { category_id: category_id.into(), id: id.into(), name: name.into() }
    }

    setters!(category_id: String, id: String, name: String);
}

impl Action for Update {
    type Connector = Xero;
    type Output = TrackingOption;
    const META: Meta = records::write::<TrackingOption>("update").title("Update a tracking option");

    fn request(&self, cx: &Cx<'_, Xero>) -> Result<Request> {
        check_name(&self.name)?;
        let option = Named { name: &self.name };
        envelope::keyed(Request::post(option_of(&self.category_id, &self.id)).json(&option), cx)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        envelope::written(&response)
    }
}

/// `tracking_option.archive`: puts an option away. Lines that count under it keep it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Archive {
    /// The category's id.
    pub category_id: String,
    /// The option's id.
    pub id: String,
}

impl Archive {
    /// Archives the option with this id, of this category.
    pub fn new(category_id: impl Into<String>, id: impl Into<String>) -> Self {
        Self { category_id: category_id.into(), id: id.into() }
    }

    setters!(category_id: String, id: String);
}

impl Action for Archive {
    type Connector = Xero;
    type Output = TrackingOption;
    const META: Meta = records::destructive::<TrackingOption>("archive").title("Archive a tracking option");

    fn request(&self, cx: &Cx<'_, Xero>) -> Result<Request> {
        let archived = json!({ "Status": TrackingStatus::Archived });
        envelope::keyed(Request::post(option_of(&self.category_id, &self.id)).json(&archived), cx)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        envelope::written(&response)
    }
}

/// `tracking_option.delete`: deletes an option that no line counts under.
///
/// Xero takes no key here. A `NotFound` whose [`delivery`](connectors_core::Error::delivery) is `Unknown` comes after
/// an answer that was lost: the option is gone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Delete {
    /// The category's id.
    pub category_id: String,
    /// The option's id.
    pub id: String,
}

impl Delete {
    /// Deletes the option with this id, of this category.
    pub fn new(category_id: impl Into<String>, id: impl Into<String>) -> Self {
        Self { category_id: category_id.into(), id: id.into() }
    }

    setters!(category_id: String, id: String);
}

impl Action for Delete {
    type Connector = Xero;
    type Output = TrackingOption;
    const META: Meta = records::destructive::<TrackingOption>("delete").title("Delete a tracking option");

    fn request(&self, _: &Cx<'_, Xero>) -> Result<Request> {
        Ok(Request::delete(option_of(&self.category_id, &self.id)))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        envelope::written(&response)
    }
}
