//! Contacts: people.

use chrono::{DateTime, Utc};

use crate::crm_object::{crm_object, object_actions};

crm_object! {
    /// A person.
    Contact = "contacts", "0-1", "contact", ["crm.objects.contacts.read"], ["crm.objects.contacts.write"], "lastmodifieddate" {
        email: String,
        firstname: String,
        lastname: String,
        phone: String,
        mobilephone: String,
        company: String,
        jobtitle: String,
        website: String,
        address: String,
        city: String,
        state: String,
        zip: String,
        country: String,
        lifecyclestage: String,
        hs_lead_status: String,
        hubspot_owner_id: String,
        hs_email_optout: bool,
        hs_object_id: String,
        createdate: DateTime<Utc>,
        lastmodifieddate: DateTime<Utc>,
    }
}

object_actions!(Contact);
object_actions!(Contact: Merge, GdprDelete, ListHistory, ListWebAnalytics);

/// `contact.privacy_deleted`: a contact was deleted for good, as HubSpot's deliveries tell it.
pub type PrivacyDeleted = crate::told::Told<{ crate::told::CONTACT_PRIVACY_DELETED }>;

impl Upsert {
    /// Writes what is set in `contact` to the contact with this e-mail address, or makes one.
    #[must_use]
    pub fn by_email(email: impl Into<String>, contact: Contact) -> Self {
        Self::new("email", email, contact)
    }
}

impl Get {
    /// The contact with this e-mail address.
    #[must_use]
    pub fn by_email(email: impl Into<String>) -> Self {
        Self::by("email", email)
    }
}
