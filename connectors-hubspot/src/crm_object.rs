//! What an object type is to this crate: a name, properties, and a Rust type for them.

use std::fmt::Debug;
use std::marker::PhantomData;

/// A Rust type that the properties of a CRM object are read into and written from: plain serde, its members called as the
/// properties. HubSpot sends every value as text; numbers, booleans, dates, enumerations and lists are made of it here.
///
/// The types of this crate ([`Contact`](crate::Contact), [`Deal`](crate::Deal), …) have the usual properties and keep others
/// as text. Your own type has exactly what you use, for your own object or for a standard one:
///
/// ```
/// use connectors_hubspot::{CrmObject, objects};
/// use serde::{Deserialize, Serialize};
///
/// #[derive(Clone, Debug, Serialize, Deserialize)]
/// struct Subscription {
///     name: String,
///     seats: Option<u32>,
///     renews_on: Option<chrono::NaiveDate>,
///     #[serde(default)]
///     channels: Vec<String>,
/// }
///
/// impl CrmObject for Subscription {
///     const TYPE: &'static str = "subscriptions";
///     const RESOURCE: &'static str = "subscription";
///     const PROPERTIES: &'static [&'static str] = &["name", "seats", "renews_on", "channels"];
/// }
///
/// let list = objects::List::<Subscription>::new();
/// ```
///
/// What is `None`, or an empty list, is left alone when it is written: to make a property empty name it in `clear`, or write an
/// empty text.
///
/// A catalog with your type in it knows its actions by ids of their own:
///
/// ```
/// # use connectors_hubspot::{CrmObject, objects};
/// # use serde::{Deserialize, Serialize};
/// # #[derive(Clone, Debug, Serialize, Deserialize)]
/// # struct Subscription { name: String, seats: Option<u32> }
/// # impl CrmObject for Subscription {
/// #     const TYPE: &'static str = "subscriptions";
/// #     const RESOURCE: &'static str = "subscription";
/// #     const PROPERTIES: &'static [&'static str] = &["name", "seats"];
/// # }
/// use connectors_core::Connector;
/// use connectors_core::catalog::plain;
/// use connectors_hubspot::HubSpot;
/// use serde_json::json;
///
/// // For `ClientBuilder::catalog`; then `client.run("subscription.create", …)`.
/// let catalog = HubSpot::catalog().add(plain::action::<objects::Create<Subscription>>());
///
/// // This account calls the object otherwise.
/// let hubspot = HubSpot::new().object("subscriptions", "2-1234567");
/// let create = catalog.request("subscription.create", &hubspot, json!({ "record": { "name": "Monthly", "seats": 5 } }))?;
/// assert_eq!(create.uri().path(), "/crm/v3/objects/2-1234567");
/// assert_eq!(create.body().as_bytes().unwrap(), r#"{"properties":{"name":"Monthly","seats":"5"}}"#);
/// # Ok::<(), connectors_core::Error>(())
/// ```
pub trait CrmObject: Clone + Debug + Send + Sync + 'static {
    /// The object type as it stands in paths: `contacts`, `2-1234567`, or a name that
    /// [`HubSpot::object`](crate::HubSpot::object) says the id of.
    const TYPE: &'static str;
    /// The first half of the ids of its actions: `contact`.
    const RESOURCE: &'static str;
    /// The properties that the type reads. They are asked for unless others are.
    const PROPERTIES: &'static [&'static str];
    /// HubSpot's number of the object type, `0-1`: what webhooks of custom objects say. Empty: that of the path.
    const TYPE_ID: &'static str = "";
    /// The property that says when the object was changed last.
    const MODIFIED: &'static str = "hs_lastmodifieddate";
    /// Scopes, any of which allows to read it.
    const TO_READ: &'static [&'static str] = &["crm.objects.custom.read"];
    /// Scopes, any of which allows to write it.
    const TO_WRITE: &'static [&'static str] = &["crm.objects.custom.write"];
}

/// Stands for the type in actions that hold no object.
pub(crate) type Of<O> = PhantomData<fn() -> O>;

/// Declares a type of an object's properties: `member: type`, each optional and called as the property.
///
/// A macro, because each property is needed three times: as member, as setter, and by name.
macro_rules! crm_object {
    (
        $(#[$doc:meta])*
        $Type:ident = $name:literal, $type_id:literal, $resource:literal, [$($read:literal),*], [$($write:literal),*],
        $modified:literal {
            $($member:ident: $type:ty,)*
        }
    ) => {
        $(#[$doc])*
        ///
        /// Every property is optional: what is not there was not asked for or is empty, and what is not set is not written.
        #[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(default)]
        #[non_exhaustive]
        pub struct $Type {
            $(
                #[doc = concat!("`", stringify!($member), "`")]
                #[serde(skip_serializing_if = "Option::is_none")]
                pub $member: Option<$type>,
            )*
            /// All other properties, custom ones among them.
            #[serde(flatten)]
            pub other: $crate::Properties,
        }

        impl $Type {
            /// No properties yet.
            #[must_use]
            pub fn new() -> Self {
                Self::default()
            }

            connectors_core::setters!($($member: Option<$type>,)*);

            /// Sets a property by its name.
            ///
            /// # Errors
            /// `Validation` if no property can have such a value.
            pub fn property(
                mut self,
                name: impl Into<String>,
                value: impl serde::Serialize,
            ) -> connectors_core::Result<Self> {
                self.other.set(name, value)?;
                Ok(self)
            }
        }

        impl $crate::CrmObject for $Type {
            const TYPE: &'static str = $name;
            const RESOURCE: &'static str = $resource;
            const PROPERTIES: &'static [&'static str] = &[$(stringify!($member)),*];
            const TYPE_ID: &'static str = $type_id;
            const MODIFIED: &'static str = $modified;
            const TO_READ: &'static [&'static str] = &[$($read),*];
            const TO_WRITE: &'static [&'static str] = &[$($write),*];
        }
    };
}

/// Names the actions and triggers of [`objects`](crate::objects) for one object type.
macro_rules! object_actions {
    ($Type:ident) => {
        $crate::crm_object::object_actions!($Type: List, Get, GetMany, Search, ListChanged, Create, CreateMany, Update,
            UpdateMany, Upsert, UpsertMany, Delete, DeleteMany, Created, Updated, CreatedOrUpdated, Deleted, PropertyChanged);
    };
    ($Type:ident: $($Action:ident),*) => {
        $(
            #[doc = concat!("See [`objects::", stringify!($Action), "`](crate::objects::", stringify!($Action), ").")]
            pub type $Action = crate::objects::$Action<$Type>;
        )*
    };
}

pub(crate) use {crm_object, object_actions};
