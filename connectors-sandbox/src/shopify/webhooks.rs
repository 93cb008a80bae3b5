//! Webhooks.

use super::Cx;

/// Something that happened, as it is told.
#[derive(Clone, Debug)]
pub(super) struct Happened {}

/// Notes what webhooks are to tell of the changes of a mutation.
pub(super) fn note(_: &mut Cx<'_>) {}
