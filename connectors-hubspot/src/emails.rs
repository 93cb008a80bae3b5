//! E-mails to and from single people, as they are logged.

use chrono::{DateTime, Utc};

use crate::crm_object::{crm_object, object_actions};

crm_object! {
    /// An e-mail to or from one person, as it is logged. E-mails to many are [marketing e-mails](crate::marketing_emails).
    Email = "emails", "0-49", "email", ["crm.objects.contacts.read"], ["crm.objects.contacts.write"], "hs_lastmodifieddate" {
        hs_timestamp: DateTime<Utc>,
        hs_email_subject: String,
        hs_email_text: String,
        hs_email_html: String,
        hs_email_direction: String,
        hs_email_status: String,
        hs_email_headers: String,
        hs_attachment_ids: Vec<String>,
        hubspot_owner_id: String,
        hs_object_id: String,
        hs_createdate: DateTime<Utc>,
        hs_lastmodifieddate: DateTime<Utc>,
    }
}

object_actions!(Email);
object_actions!(Email: ListWebAnalytics);
