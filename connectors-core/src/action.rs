//! What an action is: a plain value that says everything about one call.

use std::fmt::{self, Debug};

use serde::{Deserialize, Serialize};

/// An action's name: what it acts on and what it does, `contact.create`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ActionId {
    /// The resource, singular.
    pub resource: &'static str,
    /// What is done to it.
    pub verb: &'static str,
}

impl fmt::Display for ActionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.resource, self.verb)
    }
}
