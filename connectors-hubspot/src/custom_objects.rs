//! Custom objects. Actions say which type they mean, `.object("2-1234567")`: [`schemas`](crate::schemas) lists them. With a
//! Rust type of your own ([`CrmObject`](crate::CrmObject)) they do not need to.

use chrono::{DateTime, Utc};

use crate::crm_object::{crm_object, object_actions};

crm_object! {
    /// An object of a type of the account's own.
    CustomObject = "", "", "custom_object", ["crm.objects.custom.read"], ["crm.objects.custom.write"], "hs_lastmodifieddate" {
        hubspot_owner_id: String,
        hs_object_id: String,
        hs_createdate: DateTime<Utc>,
        hs_lastmodifieddate: DateTime<Utc>,
    }
}

object_actions!(CustomObject);
