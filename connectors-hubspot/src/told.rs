//! Events that HubSpot tells by deliveries alone: nothing can be asked for them.

use connectors_core::triggers::{Batch, Event, Hint, PollCursor, PollingTrigger, Trigger, WebhookTrigger};
use connectors_core::{Client, Meta, Result};
use serde::{Deserialize, Serialize};

use crate::HubSpot;
use crate::webhooks::{EventKind, Notification};

/// An event that deliveries alone tell; use it by its names, such as [`contacts::PrivacyDeleted`](crate::contacts::PrivacyDeleted)
/// and [`conversations::Created`](crate::conversations::Created).
///
/// With [`Client::events`] each delivery is an event, once. There is nothing to poll: a poll finds nothing and asks HubSpot
/// nothing, so what is not delivered is missed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, bound = "")]
#[non_exhaustive]
pub struct Told<const ROW: usize> {}

struct Row {
    object: &'static str,
    kind: EventKind,
    meta: Meta,
}

pub(crate) const CONTACT_PRIVACY_DELETED: usize = 0;
pub(crate) const CONVERSATION_CREATED: usize = 1;
pub(crate) const CONVERSATION_DELETED: usize = 2;
pub(crate) const CONVERSATION_NEW_MESSAGE: usize = 3;
pub(crate) const CONVERSATION_PRIVACY_DELETED: usize = 4;
pub(crate) const CONVERSATION_PROPERTY_CHANGED: usize = 5;

const ROWS: [Row; 6] = {
    use EventKind::{Creation, Deletion, NewMessage, PrivacyDeletion, PropertyChange};
    const CONTACTS: &[&str] = &["crm.objects.contacts.read"];
    const CONVERSATIONS: &[&str] = &["conversations.read"];
    const fn row(
        (object, verb): (&'static str, &'static str),
        kind: EventKind,
        title: &'static str,
        scopes: &'static [&'static str],
    ) -> Row {
        let meta = Meta::read(object, verb).title(title).scopes(scopes);
        let docs = "https://developers.hubspot.com/docs/guides/api/app-management/webhooks";
        Row { object, kind, meta: meta.docs(docs) }
    }
    [
        row(("contact", "privacy_deleted"), PrivacyDeletion, "When a contact is deleted for good", CONTACTS),
        row(("conversation", "created"), Creation, "When a conversation is created", CONVERSATIONS),
        row(("conversation", "deleted"), Deletion, "When a conversation is deleted", CONVERSATIONS),
        row(
            ("conversation", "new_message"),
            NewMessage,
            "When a message comes in a conversation",
            CONVERSATIONS,
        ),
        row(
            ("conversation", "privacy_deleted"),
            PrivacyDeletion,
            "When a conversation is deleted for good",
            CONVERSATIONS,
        ),
        row(
            ("conversation", "property_changed"),
            PropertyChange,
            "When a property of a conversation changes",
            CONVERSATIONS,
        ),
    ]
};

impl<const ROW: usize> Told<ROW> {
    /// All of them.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

impl<const ROW: usize> Trigger for Told<ROW> {
    type Connector = HubSpot;
    type Event = Notification;
    const META: Meta = ROWS[ROW].meta;
}

impl<const ROW: usize> PollingTrigger for Told<ROW> {
    async fn poll(&self, _: &Client<HubSpot>, cursor: &PollCursor) -> Result<Batch<Notification>> {
        Ok(Batch::new(Vec::new(), cursor.clone().of(&Self::META.id.to_string())?, false))
    }
}

impl<const ROW: usize> WebhookTrigger for Told<ROW> {
    fn hint(&self, hubspot: &HubSpot, event: &Event<Notification>) -> Option<Hint<Notification>> {
        let Row { object, kind, .. } = &ROWS[ROW];
        let told = &event.data;
        let here = hubspot.portal.as_deref().is_none_or(|portal| portal == event.account);
        let this = told.object.as_deref() == Some(object) && told.kind.known() == Some(kind);
        (here && this).then(|| Hint::Event(event.clone()))
    }
}
