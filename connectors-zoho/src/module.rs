//! What a module is to this crate: a name, fields, and a Rust type for its records.

use std::fmt::Debug;
use std::marker::PhantomData;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A Rust type that the records of a module are read into and written from.
///
/// The types of this crate ([`Contact`](crate::Contact), [`Deal`](crate::Deal), …) have the usual fields and keep
/// custom ones as raw text. Your own type has exactly what you use, for your own module or for a standard one:
///
/// ```
/// use connectors_zoho::{Module, records};
/// use serde::{Deserialize, Serialize};
///
/// #[derive(Clone, Debug, Serialize, Deserialize)]
/// struct Subscription {
///     #[serde(skip_serializing_if = "Option::is_none")]
///     id: Option<String>,
///     #[serde(rename = "Name")]
///     name: String,
///     #[serde(rename = "Renewal_Date", skip_serializing_if = "Option::is_none")]
///     renewal_date: Option<chrono::NaiveDate>,
/// }
///
/// impl Module for Subscription {
///     const API_NAME: &'static str = "Subscriptions";
///     const RESOURCE: &'static str = "subscription";
///     const FIELDS: &'static [&'static str] = &["Name", "Renewal_Date"];
/// }
///
/// let list = records::List::<Subscription>::new();
/// ```
///
/// By name the records of any module are there as JSON (`record.list` with `"module": "Subscriptions"`). A catalog with
/// your type in it knows them by ids of their own:
///
/// ```
/// # use connectors_zoho::{Module, records};
/// # use serde::{Deserialize, Serialize};
/// # #[derive(Clone, Debug, Serialize, Deserialize)]
/// # struct Subscription { #[serde(rename = "Name")] name: String }
/// # impl Module for Subscription {
/// #     const API_NAME: &'static str = "Subscriptions";
/// #     const RESOURCE: &'static str = "subscription";
/// #     const FIELDS: &'static [&'static str] = &["Name"];
/// # }
/// use connectors_core::Connector;
/// use connectors_core::catalog::plain;
/// use connectors_zoho::{DataCenter, Zoho};
/// use serde_json::json;
///
/// // For `ClientBuilder::catalog`; then `client.run("subscription.list", …)`.
/// let catalog = Zoho::catalog()
///     .add(plain::list::<records::List<Subscription>>())
///     .add(plain::action::<records::Create<Subscription>>());
///
/// // This organisation calls the module otherwise.
/// let zoho = Zoho::new(DataCenter::Eu).module("Subscriptions", "CustomModule7");
/// let create = catalog.request("subscription.create", &zoho, json!({ "record": { "Name": "Monthly" } }))?;
/// assert_eq!(create.uri().path(), "/crm/v8/CustomModule7");
/// let list = catalog.request("subscription.list", &zoho, json!({}))?;
/// assert_eq!(list.uri().query(), Some("fields=Name"));
/// # Ok::<(), connectors_core::Error>(())
/// ```
pub trait Module: Clone + Debug + Send + Sync + 'static {
    /// The module's API name: `Contacts`. Where it differs between organisations, see
    /// [`Zoho::module`](crate::Zoho::module).
    const API_NAME: &'static str;
    /// The first half of the ids of its actions: `contact`.
    const RESOURCE: &'static str;
    /// The API names of the fields that the type reads. Lists ask for these unless told otherwise; Zoho gives at most
    /// 50 at once.
    const FIELDS: &'static [&'static str];
}

/// A record of any module, as JSON. Actions on it say which module they mean.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Record(pub Map<String, Value>);

impl Module for Record {
    const API_NAME: &'static str = "";
    const RESOURCE: &'static str = "record";
    const FIELDS: &'static [&'static str] = &[];
}

impl Record {
    /// No fields yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// With this field.
    #[must_use]
    pub fn with(mut self, field: impl Into<String>, value: impl Into<Value>) -> Self {
        self.0.insert(field.into(), value.into());
        self
    }

    /// A field.
    #[must_use]
    pub fn get(&self, field: &str) -> Option<&Value> {
        self.0.get(field)
    }

    /// The record's id.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        self.get("id")?.as_str()
    }
}

/// Stands for the record type in actions that hold no record.
pub(crate) type Of<M> = PhantomData<fn() -> M>;
