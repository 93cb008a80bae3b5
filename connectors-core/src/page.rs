//! Pages of a list, and where a list stands.

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// One page of a list. It may be empty in the middle of a list: only a missing `next` ends it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Page<T> {
    /// The elements.
    pub items: Vec<T>,
    /// Where the next page is; `None` on the last.
    pub next: Option<Cursor>,
    /// How many elements the whole list has, if the platform tells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
}

impl<T> Page<T> {
    /// A page.
    #[must_use]
    pub fn new(items: Vec<T>, next: Option<Cursor>) -> Self {
        Self { items, next, total: None }
    }

    /// The last page.
    #[must_use]
    pub fn last(items: Vec<T>) -> Self {
        Self::new(items, None)
    }

    /// With the number of elements in the whole list.
    #[must_use]
    pub fn with_total(mut self, total: Option<u64>) -> Self {
        self.total = total;
        self
    }
}

/// A place in a list. Keep it to go on later: it is plain data.
///
/// It belongs to the list that gave it: the same action with the same fields. Tokens and links are the platform's, which
/// forgets them after a while (Zoho CRM a page token after 24 hours) or refuses them when the question changed. A list
/// that is refused so starts anew, from its beginning or from a time (`modified_since`).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Cursor {
    /// The number of a page, or of the first element.
    Page(u64),
    /// A token that the platform gave.
    Token(String),
    /// A link that the platform gave.
    Link(String),
}

impl Cursor {
    /// The number, for lists that count pages; `first` at the beginning.
    pub fn page(cursor: Option<&Self>, first: u64) -> Result<u64> {
        match cursor {
            None => Ok(first),
            Some(Self::Page(number)) => Ok(*number),
            Some(other) => Err(other.foreign("a page number")),
        }
    }

    /// The token, for lists that hand out tokens; `None` at the beginning.
    pub fn token(cursor: Option<&Self>) -> Result<Option<&str>> {
        match cursor {
            None => Ok(None),
            Some(Self::Token(token)) => Ok(Some(token)),
            Some(other) => Err(other.foreign("a token")),
        }
    }

    /// The link, for lists that hand out links; `None` at the beginning.
    pub fn link(cursor: Option<&Self>) -> Result<Option<&str>> {
        match cursor {
            None => Ok(None),
            Some(Self::Link(link)) => Ok(Some(link)),
            Some(other) => Err(other.foreign("a link")),
        }
    }

    /// The error for a cursor that belongs to another list.
    #[must_use]
    pub fn foreign(&self, wanted: &str) -> Error {
        let is = match self {
            Self::Page(_) => "a page number",
            Self::Token(_) => "a token",
            Self::Link(_) => "a link",
        };
        Error::validation(
            "cursor",
            format!("this list wants {wanted}, not {is}: the cursor is from another list"),
        )
    }
}
