//! What happened to records, for whoever is told.

use chrono::{DateTime, Utc};

use super::store::Source;

/// What happened.
#[derive(Clone, Debug)]
pub(super) enum What {
    Created,
    Deleted,
    Restored,
    /// Forgotten for good.
    Forgotten,
    Changed {
        property: String,
        value: String,
    },
    /// In a conversation.
    Message {
        number: u64,
    },
    Merged {
        primary: u64,
        merged: u64,
        moved: usize,
    },
    Linked {
        to: (usize, u64),
        link: u32,
        removed: bool,
    },
}

#[derive(Clone, Debug)]
pub(super) struct Event {
    pub(super) kind: usize,
    pub(super) id: u64,
    pub(super) what: What,
    pub(super) at: DateTime<Utc>,
    pub(super) source: Source,
}
