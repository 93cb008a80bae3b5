//! Reminders of invoices that are overdue.

use connectors_core::{Action, Cx, Meta, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

use crate::auth::scopes::TO_READ_SETTINGS;
use crate::records::{self, Entity};
use crate::{Xero, envelope};

/// How reminders are set.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", default)]
#[non_exhaustive]
pub struct InvoiceReminder {
    /// Whether Xero sends them.
    pub enabled: Option<bool>,
}

impl InvoiceReminder {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(enabled: Option<bool>);
}

impl Entity for InvoiceReminder {
    type Lists = ();
    const RESOURCE: &'static str = "invoice_reminder";
    const ONE: &'static str = "the invoice reminders";
    const MANY: &'static str = "invoice reminders";
    const PLURAL: &'static str = "InvoiceReminders";
    // There is one.
    const ID: &'static str = "";
    const TO_READ: &'static [&'static str] = TO_READ_SETTINGS;
    const DOCS: &'static str = "https://developer.xero.com/documentation/api/accounting/invoicereminders";
}

/// `invoice_reminder.get`: whether Xero reminds of invoices that are overdue.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Get {}

impl Get {
    /// The organisation's.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

impl Action for Get {
    type Connector = Xero;
    type Output = InvoiceReminder;
    const META: Meta = records::read::<InvoiceReminder>("get").title("Get how invoice reminders are set");

    fn request(&self, _: &Cx<'_, Xero>) -> Result<Request> {
        Ok(Request::get([InvoiceReminder::PLURAL, "Settings"]))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        envelope::one(&response)
    }
}
