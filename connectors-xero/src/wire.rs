//! Small peculiarities of Xero's JSON.

use connectors_core::{Error, setters};
use serde::{Deserialize, Deserializer, Serialize};

/// A sentence about a record: a warning.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", default)]
#[non_exhaustive]
pub struct Message {
    /// The sentence.
    pub message: String,
}

impl Message {
    /// A sentence.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into() }
    }

    setters!(message: String);
}

/// A list that may be `null`, and so may its elements: an example of `getPurchaseOrder` has such addresses.
pub(crate) fn null_is_empty<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    let list = Option::<Vec<Option<T>>>::deserialize(deserializer)?;
    Ok(list.into_iter().flatten().flatten().collect())
}

/// A text that may come as a number.
pub(crate) fn text_or_number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Either {
        Text(String),
        Number(u64),
    }
    Ok(Option::deserialize(deserializer)?.map(|either| match either {
        Either::Text(text) => text,
        Either::Number(number) => number.to_string(),
    }))
}

pub(crate) mod clearable {
    //! Texts that are cleared by an empty one.

    use connectors_core::types::Patch;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(crate) fn serialize<S: Serializer>(value: &Patch<String>, serializer: S) -> Result<S::Ok, S::Error> {
        value.set().map_or("", String::as_str).serialize(serializer)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Patch<String>, D::Error> {
        Patch::deserialize(deserializer)
    }
}

/// Refuses a text that is longer than Xero takes.
pub(crate) fn at_most(field: &'static str, text: Option<&str>, most: usize) -> connectors_core::Result<()> {
    match text.map_or(0, |text| text.chars().count()) {
        length if length > most => {
            Err(Error::validation(field, format!("has {length} characters, {most} are allowed")))
        }
        _ => Ok(()),
    }
}
