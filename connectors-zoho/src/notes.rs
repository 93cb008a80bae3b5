//! Notes on records.
//!
//! The notes on one record are its related list `Notes`, which [`related::List`](crate::related::List) reads. Zoho
//! neither searches notes nor upserts them. Which were deleted is not known to be listed, so there is no trigger for it.

use chrono::{DateTime, Utc};
use connectors_core::setters;
use serde::{Deserialize, Serialize};

use crate::model::{Lookup, ModuleRef};
use crate::record_type::{record_actions, record_type};

record_type! {
    /// A note. What it stands on is said when it is made: [`Note::on`].
    ///
    /// ```
    /// use connectors_zoho::{Note, notes};
    ///
    /// let create = notes::Create::new(Note::on("Leads", "4876876000000376001").note_content("Calls back on Monday"));
    /// ```
    Note = "Notes", "note" {
        note_title: String = "Note_Title",
        note_content: String = "Note_Content",
        parent_id: Parent = "Parent_Id",
        owner: Lookup = "Owner",
        created_by: Lookup = "Created_By",
        created_time: DateTime<Utc> = "Created_Time",
        modified_by: Lookup = "Modified_By",
        modified_time: DateTime<Utc> = "Modified_Time",
    }
}

record_actions!(Note: List, ListChanged, Get, Create, CreateMany, Update, UpdateMany, Delete, DeleteMany, Created,
    Updated, CreatedOrUpdated);

impl Note {
    /// A note on the record of this id, in the module of this API name.
    #[must_use]
    pub fn on(module: impl Into<String>, id: impl Into<String>) -> Self {
        Self::new().parent_id(Parent::new(module, id))
    }
}

/// The record that a note stands on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Parent {
    /// The record's id.
    #[serde(default)]
    pub id: String,
    /// Its module.
    #[serde(default)]
    pub module: ModuleRef,
    /// Its name, which is Zoho's to say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

impl Parent {
    /// The record of this id, in the module of this API name.
    #[must_use]
    pub fn new(module: impl Into<String>, id: impl Into<String>) -> Self {
        Self { id: id.into(), module: ModuleRef::new(module), name: None }
    }

    setters!(name: Option<String>);
}
