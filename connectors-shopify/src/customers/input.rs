//! Customers as they are written.

use chrono::{DateTime, Utc};
use connectors_core::setters;
use connectors_core::types::{Open, Patch};
use serde::{Deserialize, Serialize};

use super::{EmailMarketingState, OptInLevel, SmsMarketingState};
use crate::Gid;
use crate::addresses::AddressInput;
use crate::metafields::{MetafieldInput, UniqueMetafield};

/// How a customer is named: by one of these.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum Identifier {
    /// By its id.
    Id(Gid),
    /// By its email address.
    EmailAddress(String),
    /// By its phone number.
    PhoneNumber(String),
    /// By a metafield of your own, whose values are unique.
    CustomId(UniqueMetafield),
}

/// Which customer is set: named by one of these. If there is none, it is made (but not by `Id`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum SetIdentifier {
    /// By its id.
    Id(Gid),
    /// By its email address.
    Email(String),
    /// By its phone number.
    Phone(String),
    /// By a metafield of your own, whose values are unique.
    CustomId(UniqueMetafield),
}

/// A new customer. It needs a name, an email address or a phone number.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct CustomerInput {
    /// The first name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    /// The last name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// Its email address. No other customer has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Its phone number. No other customer has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Whether advertising may be sent to the email address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email_marketing_consent: Option<EmailConsentInput>,
    /// Whether advertising may be sent to the phone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sms_marketing_consent: Option<SmsConsentInput>,
    /// What the shop notes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Its tags.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Its language, `en`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
    /// Whether it pays no tax.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax_exempt: Option<bool>,
    /// The taxes that it does not pay: `CA_STATUS_CARD_EXEMPTION`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tax_exemptions: Vec<String>,
    /// Its name for logging in with Multipass.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub multipass_identifier: Option<String>,
    /// Its metafields.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub metafields: Vec<MetafieldInput>,
}

impl CustomerInput {
    /// Nothing, so far.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(first_name: Option<String>, last_name: Option<String>, email: Option<String>, phone: Option<String>, email_marketing_consent: Option<EmailConsentInput>, sms_marketing_consent: Option<SmsConsentInput>, note: Option<String>, tags: Vec<String>, locale: Option<String>, tax_exempt: Option<bool>, tax_exemptions: Vec<String>, multipass_identifier: Option<String>, metafields: Vec<MetafieldInput>);
}

/// What changes of a customer. What is not said stays as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct CustomerUpdateInput {
    /// The customer.
    pub id: Gid,
    /// The first name.
    #[serde(default, skip_serializing_if = "Patch::is_leave")]
    pub first_name: Patch<String>,
    /// The last name.
    #[serde(default, skip_serializing_if = "Patch::is_leave")]
    pub last_name: Patch<String>,
    /// Its email address.
    #[serde(default, skip_serializing_if = "Patch::is_leave")]
    pub email: Patch<String>,
    /// Its phone number.
    #[serde(default, skip_serializing_if = "Patch::is_leave")]
    pub phone: Patch<String>,
    /// What the shop notes.
    #[serde(default, skip_serializing_if = "Patch::is_leave")]
    pub note: Patch<String>,
    /// All its tags.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<String>>,
    /// Its language, `en`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
    /// Whether it pays no tax.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_exempt: Option<bool>,
    /// All taxes that it does not pay.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_exemptions: Option<Vec<String>>,
    /// Its name for logging in with Multipass.
    #[serde(default, skip_serializing_if = "Patch::is_leave")]
    pub multipass_identifier: Patch<String>,
    /// Metafields that are set.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub metafields: Vec<MetafieldInput>,
}

impl CustomerUpdateInput {
    /// Nothing so far, of this customer.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self {
            id: id.into(),
            first_name: Patch::Leave,
            last_name: Patch::Leave,
            email: Patch::Leave,
            phone: Patch::Leave,
            note: Patch::Leave,
            tags: None,
            locale: None,
            tax_exempt: None,
            tax_exemptions: None,
            multipass_identifier: Patch::Leave,
            metafields: Vec::new(),
        }
    }

    /// Sets `tags`.
    #[must_use]
    pub fn tags<S: Into<String>>(mut self, values: impl IntoIterator<Item = S>) -> Self {
        self.tags = Some(values.into_iter().map(Into::into).collect());
        self
    }

    /// Sets `tax_exemptions`.
    #[must_use]
    pub fn tax_exemptions<S: Into<String>>(mut self, values: impl IntoIterator<Item = S>) -> Self {
        self.tax_exemptions = Some(values.into_iter().map(Into::into).collect());
        self
    }

    setters!(first_name: Patch<String>, last_name: Patch<String>, email: Patch<String>, phone: Patch<String>, note: Patch<String>, locale: Option<String>, tax_exempt: Option<bool>, multipass_identifier: Patch<String>, metafields: Vec<MetafieldInput>);
}

/// A customer as it is to be. What is not said stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct CustomerSetInput {
    /// The first name.
    #[serde(skip_serializing_if = "Patch::is_leave")]
    pub first_name: Patch<String>,
    /// The last name.
    #[serde(skip_serializing_if = "Patch::is_leave")]
    pub last_name: Patch<String>,
    /// Its email address.
    #[serde(skip_serializing_if = "Patch::is_leave")]
    pub email: Patch<String>,
    /// Its phone number.
    #[serde(skip_serializing_if = "Patch::is_leave")]
    pub phone: Patch<String>,
    /// What the shop notes.
    #[serde(skip_serializing_if = "Patch::is_leave")]
    pub note: Patch<String>,
    /// All its tags.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<String>>,
    /// Its language, `en`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
    /// Whether it pays no tax.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax_exempt: Option<bool>,
    /// All taxes that it does not pay.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax_exemptions: Option<Vec<String>>,
    /// All its addresses.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub addresses: Option<Vec<AddressInput>>,
}

impl CustomerSetInput {
    /// Nothing, so far.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets `tags`.
    #[must_use]
    pub fn tags<S: Into<String>>(mut self, values: impl IntoIterator<Item = S>) -> Self {
        self.tags = Some(values.into_iter().map(Into::into).collect());
        self
    }

    /// Sets `tax_exemptions`.
    #[must_use]
    pub fn tax_exemptions<S: Into<String>>(mut self, values: impl IntoIterator<Item = S>) -> Self {
        self.tax_exemptions = Some(values.into_iter().map(Into::into).collect());
        self
    }

    /// Sets `addresses`.
    #[must_use]
    pub fn addresses(mut self, values: impl IntoIterator<Item = AddressInput>) -> Self {
        self.addresses = Some(values.into_iter().collect());
        self
    }

    setters!(first_name: Patch<String>, last_name: Patch<String>, email: Patch<String>, phone: Patch<String>, note: Patch<String>, locale: Option<String>, tax_exempt: Option<bool>);
}

/// Whether advertising may be sent to an email address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct EmailConsentInput {
    /// Whether it may: `Subscribed`, `Unsubscribed` or `Pending`.
    pub marketing_state: Open<EmailMarketingState>,
    /// How the customer agreed to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub marketing_opt_in_level: Option<Open<OptInLevel>>,
    /// When the customer said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent_updated_at: Option<DateTime<Utc>>,
    /// At which location.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_location_id: Option<Gid>,
}

impl EmailConsentInput {
    /// It is so.
    #[must_use]
    pub fn new(marketing_state: impl Into<Open<EmailMarketingState>>) -> Self {
        Self {
            marketing_state: marketing_state.into(),
            marketing_opt_in_level: None,
            consent_updated_at: None,
            source_location_id: None,
        }
    }

    setters!(marketing_opt_in_level: Option<Open<OptInLevel>>, consent_updated_at: Option<DateTime<Utc>>, source_location_id: Option<Gid>);
}

/// Whether advertising may be sent to a phone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct SmsConsentInput {
    /// Whether it may: `Subscribed`, `Unsubscribed` or `Pending`.
    pub marketing_state: Open<SmsMarketingState>,
    /// How the customer agreed to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub marketing_opt_in_level: Option<Open<OptInLevel>>,
    /// When the customer said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent_updated_at: Option<DateTime<Utc>>,
    /// At which location.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_location_id: Option<Gid>,
}

impl SmsConsentInput {
    /// It is so.
    #[must_use]
    pub fn new(marketing_state: impl Into<Open<SmsMarketingState>>) -> Self {
        Self {
            marketing_state: marketing_state.into(),
            marketing_opt_in_level: None,
            consent_updated_at: None,
            source_location_id: None,
        }
    }

    setters!(marketing_opt_in_level: Option<Open<OptInLevel>>, consent_updated_at: Option<DateTime<Utc>>, source_location_id: Option<Gid>);
}

/// Which customer of two gives what, where both have it. Shopify chooses unless it is said.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct MergeInput {
    /// The one whose email address is kept; it is the one that stays.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_id_of_email_to_keep: Option<Gid>,
    /// The one whose phone number is kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_id_of_phone_number_to_keep: Option<Gid>,
    /// The one whose first name is kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_id_of_first_name_to_keep: Option<Gid>,
    /// The one whose last name is kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_id_of_last_name_to_keep: Option<Gid>,
    /// The one whose address is kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_id_of_default_address_to_keep: Option<Gid>,
    /// The note.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The tags.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<String>>,
}

impl MergeInput {
    /// As Shopify chooses.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets `tags`.
    #[must_use]
    pub fn tags<S: Into<String>>(mut self, values: impl IntoIterator<Item = S>) -> Self {
        self.tags = Some(values.into_iter().map(Into::into).collect());
        self
    }

    setters!(customer_id_of_email_to_keep: Option<Gid>, customer_id_of_phone_number_to_keep: Option<Gid>, customer_id_of_first_name_to_keep: Option<Gid>, customer_id_of_last_name_to_keep: Option<Gid>, customer_id_of_default_address_to_keep: Option<Gid>, note: Option<String>);
}
