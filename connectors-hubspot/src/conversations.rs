//! What happens in conversations, as HubSpot's deliveries tell it: [`webhooks`](crate::webhooks). Each event says which
//! conversation it is; the conversations themselves are another API of HubSpot, of which no description is at hand.

use crate::told;
pub use crate::told::Told;

/// `conversation.created`: a conversation began.
pub type Created = Told<{ told::CONVERSATION_CREATED }>;
/// `conversation.deleted`: a conversation was deleted.
pub type Deleted = Told<{ told::CONVERSATION_DELETED }>;
/// `conversation.new_message`: a message came in a conversation.
pub type NewMessage = Told<{ told::CONVERSATION_NEW_MESSAGE }>;
/// `conversation.privacy_deleted`: a conversation was deleted for good.
pub type PrivacyDeleted = Told<{ told::CONVERSATION_PRIVACY_DELETED }>;
/// `conversation.property_changed`: somebody was put on a conversation, its status changed, ….
pub type PropertyChanged = Told<{ told::CONVERSATION_PROPERTY_CHANGED }>;
