//! Events: meetings, with those who take part.

use chrono::{DateTime, Utc};
use connectors_core::setters;
use connectors_core::types::Open;
use serde::{Deserialize, Serialize};

use crate::model::{Lookup, Tag};
use crate::record_type::{record_actions, record_type};

record_type! {
    /// A meeting. `Who_Id` is the contact or lead that it is with; `What_Id` is a record of another module that it is
    /// about, whose module's API name stands in `$se_module`.
    Event = "Events", "event" {
        event_title: String = "Event_Title",
        start_datetime: DateTime<Utc> = "Start_DateTime",
        end_datetime: DateTime<Utc> = "End_DateTime",
        all_day: bool = "All_day",
        venue: String = "Venue",
        participants: Vec<Participant> = "Participants",
        who_id: Lookup = "Who_Id",
        what_id: Lookup = "What_Id",
        se_module: String = "$se_module",
        description: String = "Description",
        owner: Lookup = "Owner",
        tag: Vec<Tag> = "Tag",
        created_by: Lookup = "Created_By",
        created_time: DateTime<Utc> = "Created_Time",
        modified_by: Lookup = "Modified_By",
        modified_time: DateTime<Utc> = "Modified_Time",
    }
}

record_actions!(Event);

/// Somebody who takes part in a meeting.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Participant {
    /// What kind of participant it is.
    #[serde(rename = "type")]
    pub kind: Open<ParticipantKind>,
    /// Who: the id of the user, contact or lead; of others the e-mail address.
    pub participant: String,
    /// The name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The e-mail address.
    #[serde(rename = "Email", default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Whether an invitation was sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invited: Option<bool>,
    /// What became of the invitation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
}

/// Kinds of participants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum ParticipantKind {
    /// A user of the organisation.
    User,
    /// A contact.
    Contact,
    /// A lead.
    Lead,
    /// Whoever has the e-mail address.
    Email,
}

impl Participant {
    /// The user, contact or lead of this id, or an e-mail address.
    #[must_use]
    pub fn new(kind: impl Into<Open<ParticipantKind>>, participant: impl Into<String>) -> Self {
        Self {
            kind: kind.into(),
            participant: participant.into(),
            name: None,
            email: None,
            invited: None,
            status: None,
        }
    }

    setters!(name: Option<String>, email: Option<String>, invited: Option<bool>, status: Option<String>);
}
