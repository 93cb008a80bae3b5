//! Small types that models are made of.

mod const_text;
pub mod money;
mod open;
mod patch;
pub mod seconds;

pub use const_text::ConstText;
pub use open::Open;
pub use patch::Patch;

/// Writes a setter for each named field, called like the field.
///
/// `Option<T>` fields take a `T`, `Vec<T>` fields anything that can be iterated, [`Patch<T>`] fields a value or a
/// `Patch`, all others anything that converts.
///
/// ```
/// #[derive(Default)]
/// struct List { archived: bool, search: Option<String>, ids: Vec<String> }
/// impl List { connectors_core::setters!(archived: bool, search: Option<String>, ids: Vec<String>); }
/// let list = List::default().archived(true).search("Ada").ids(["1", "2"]);
/// assert_eq!(list.search.as_deref(), Some("Ada"));
/// ```
#[macro_export]
macro_rules! setters {
    () => {};
    // A plain number is taken as one: `Into<u16>` would refuse the literal 50, which is an `i32` to it.
    ($field:ident : Option<u16> $(, $($rest:tt)*)?) => { $crate::setters!(@number $field u16 $(, $($rest)*)?); };
    ($field:ident : Option<u32> $(, $($rest:tt)*)?) => { $crate::setters!(@number $field u32 $(, $($rest)*)?); };
    ($field:ident : Option<u64> $(, $($rest:tt)*)?) => { $crate::setters!(@number $field u64 $(, $($rest)*)?); };
    (@number $field:ident $t:ty $(, $($rest:tt)*)?) => {
        #[doc = concat!("Sets `", stringify!($field), "`.")]
        #[must_use]
        pub fn $field(mut self, value: $t) -> Self {
            self.$field = Some(value);
            self
        }
        $($crate::setters!($($rest)*);)?
    };
    ($field:ident : Option<$t:ty> $(, $($rest:tt)*)?) => {
        #[doc = concat!("Sets `", stringify!($field), "`.")]
        #[must_use]
        pub fn $field(mut self, value: impl Into<$t>) -> Self {
            self.$field = Some(value.into());
            self
        }
        $($crate::setters!($($rest)*);)?
    };
    ($field:ident : Vec<$t:ty> $(, $($rest:tt)*)?) => {
        #[doc = concat!("Sets `", stringify!($field), "`.")]
        #[must_use]
        pub fn $field<V: Into<$t>>(mut self, values: impl IntoIterator<Item = V>) -> Self {
            self.$field = values.into_iter().map(Into::into).collect();
            self
        }
        $($crate::setters!($($rest)*);)?
    };
    ($field:ident : $t:ty $(, $($rest:tt)*)?) => {
        #[doc = concat!("Sets `", stringify!($field), "`.")]
        #[must_use]
        pub fn $field(mut self, value: impl Into<$t>) -> Self {
            self.$field = value.into();
            self
        }
        $($crate::setters!($($rest)*);)?
    };
}
