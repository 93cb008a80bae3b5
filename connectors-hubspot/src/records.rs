//! Objects of any type, their properties as texts. Actions say which type they mean: `.object("contacts")`.
//!
//! The scopes are those of the type.

use crate::crm_object::{crm_object, object_actions};

crm_object! {
    /// An object of any type, its properties as texts.
    Record = "", "", "record", ["crm.objects.custom.read"], ["crm.objects.custom.write"], "hs_lastmodifieddate" {
    }
}

object_actions!(Record);
