//! The record types of the standard modules, and the rows of their sub-forms, from a list of their fields.
//!
//! A macro, because each field is needed five times under two names (member, API name, setter, reading, writing), and
//! serde has no rule that makes `Last_Name` of `last_name`, nor a way to keep unknown members as text. What the types
//! do with their fields is in [`model`](crate::model).

/// Declares a record type of a module: `member: type = "API_Name"`, every one of them optional.
macro_rules! record_type {
    (
        $(#[$doc:meta])*
        $Type:ident = $module:literal, $resource:literal {
            $($member:ident: $type:ty = $name:literal,)*
        }
    ) => {
        $crate::record_type::fields_type! {
            $(#[$doc])*
            $Type { $($member: $type = $name,)* }
        }

        impl $crate::Module for $Type {
            const API_NAME: &'static str = $module;
            const RESOURCE: &'static str = $resource;
            const FIELDS: &'static [&'static str] = &[$($name),*];
        }
    };
}

/// Declares a type of such fields that is no module by itself: a row of a sub-form.
macro_rules! fields_type {
    (
        $(#[$doc:meta])*
        $Type:ident { $($member:ident: $type:ty = $name:literal,)* }
    ) => {
        $(#[$doc])*
        ///
        /// Every field is optional: what is not there was not asked for or is empty, and what is not set is not written.
        #[derive(Clone, Debug, Default, PartialEq)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[non_exhaustive]
        pub struct $Type {
            /// The record's id.
            pub id: Option<String>,
            $(
                #[doc = concat!("`", $name, "`")]
                #[cfg_attr(feature = "schema", schemars(rename = $name))]
                pub $member: Option<$type>,
            )*
            /// All other fields.
            #[cfg_attr(feature = "schema", schemars(flatten))]
            pub custom: $crate::model::Custom,
        }

        impl $Type {
            /// No fields yet.
            #[must_use]
            pub fn new() -> Self {
                Self::default()
            }

            connectors_core::setters!(id: Option<String>, $($member: Option<$type>,)*);

            /// Sets a custom field by its API name.
            pub fn custom(
                mut self,
                field: impl Into<String>,
                value: impl serde::Serialize,
            ) -> connectors_core::Result<Self> {
                self.custom.set(field, value)?;
                Ok(self)
            }
        }

        impl serde::Serialize for $Type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                use serde::ser::SerializeMap;
                use $crate::model::Field;
                let mut map = serializer.serialize_map(None)?;
                if let Some(id) = &self.id {
                    id.write(&mut map, "id")?;
                }
                $(
                    if let Some(value) = &self.$member {
                        value.write(&mut map, $name)?;
                    }
                )*
                for (name, raw) in self.custom.fields() {
                    map.serialize_entry(name, raw)?;
                }
                map.end()
            }
        }

        impl<'de> serde::Deserialize<'de> for $Type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                use $crate::model::{Field, Name};

                struct Visitor;

                impl<'de> serde::de::Visitor<'de> for Visitor {
                    type Value = $Type;

                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str(concat!("a record of type ", stringify!($Type)))
                    }

                    fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<$Type, A::Error> {
                        let mut record = $Type::default();
                        while let Some(Name(name)) = map.next_key::<Name<'de>>()? {
                            match &*name {
                                "id" => record.id = Field::read(&mut map)?,
                                $($name => record.$member = Field::read(&mut map)?,)*
                                _ => record.custom.keep(name.into_owned(), map.next_value()?),
                            }
                        }
                        Ok(record)
                    }
                }

                deserializer.deserialize_map(Visitor)
            }
        }
    };
}

/// Names the actions and triggers of [`records`](crate::records) for one record type: all of them, or those that are listed.
macro_rules! record_actions {
    ($Type:ident) => {
        $crate::record_type::record_actions!($Type: List, ListChanged, ListDeleted, Search, Get, Create, CreateMany,
            Update, UpdateMany, Upsert, UpsertMany, Delete, DeleteMany, Created, Updated, CreatedOrUpdated, Deleted);
    };
    ($Type:ident: $($Action:ident),*) => {
        $(
            #[doc = concat!("See [`records::", stringify!($Action), "`](crate::records::", stringify!($Action), ").")]
            pub type $Action = crate::records::$Action<$Type>;
        )*
    };
}

pub(crate) use {fields_type, record_actions, record_type};
