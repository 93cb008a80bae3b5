//! Draft orders as they are written.

use chrono::{DateTime, Utc};
use connectors_core::setters;
use connectors_core::types::{Open, Patch};
use serde::{Deserialize, Serialize};

use super::model::DiscountType;
use crate::addresses::AddressInput;
use crate::inventory_items::Weight;
use crate::metafields::MetafieldInput;
use crate::orders::LocalizedField;
use crate::{Attribute, Gid, Money};

/// A draft order that is made or changed. What is not said stays as it is; lines that are said are all its lines.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct DraftInput {
    /// All its lines.
    #[serde(skip_serializing_if = "Patch::is_leave")]
    pub line_items: Patch<Vec<DraftLineInput>>,
    /// Who buys.
    #[serde(rename = "purchasingEntity", skip_serializing_if = "Patch::is_leave")]
    pub purchaser: Patch<Purchaser>,
    /// Whether it goes where the customer's things go.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub use_customer_default_address: Option<bool>,
    /// The customer's e-mail address.
    #[serde(skip_serializing_if = "Patch::is_leave")]
    pub email: Patch<String>,
    /// The customer's phone number.
    #[serde(skip_serializing_if = "Patch::is_leave")]
    pub phone: Patch<String>,
    /// Where it goes.
    #[serde(skip_serializing_if = "Patch::is_leave")]
    pub shipping_address: Patch<AddressInput>,
    /// Who pays.
    #[serde(skip_serializing_if = "Patch::is_leave")]
    pub billing_address: Patch<AddressInput>,
    /// How it is shipped.
    #[serde(skip_serializing_if = "Patch::is_leave")]
    pub shipping_line: Patch<ShippingInput>,
    /// The discount on all of it.
    #[serde(skip_serializing_if = "Patch::is_leave")]
    pub applied_discount: Patch<AppliedDiscountInput>,
    /// The discount codes that are used.
    #[serde(skip_serializing_if = "Patch::is_leave")]
    pub discount_codes: Patch<Vec<String>>,
    /// Whether automatic discounts apply.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accept_automatic_discounts: Option<bool>,
    /// Whether the customer may use discount codes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allow_discount_codes_in_checkout: Option<bool>,
    /// Whether it is free of tax.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax_exempt: Option<bool>,
    /// The customer's currency.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub presentment_currency_code: Option<String>,
    /// When it is to be paid.
    #[serde(skip_serializing_if = "Patch::is_leave")]
    pub payment_terms: Patch<PaymentTermsInput>,
    /// What is paid at once.
    #[serde(skip_serializing_if = "Patch::is_leave")]
    pub deposit: Patch<Deposit>,
    /// Until when stock is set aside for it.
    #[serde(skip_serializing_if = "Patch::is_leave")]
    pub reserve_inventory_until: Patch<DateTime<Utc>>,
    /// What the shop notes.
    #[serde(skip_serializing_if = "Patch::is_leave")]
    pub note: Patch<String>,
    /// The customer's number of it.
    #[serde(skip_serializing_if = "Patch::is_leave")]
    pub po_number: Patch<String>,
    /// All its tags.
    #[serde(skip_serializing_if = "Patch::is_leave")]
    pub tags: Patch<Vec<String>>,
    /// All that applications note.
    #[serde(skip_serializing_if = "Patch::is_leave")]
    pub custom_attributes: Patch<Vec<Attribute>>,
    /// Values that a country asks for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub localized_fields: Vec<LocalizedField>,
    /// Its metafields.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub metafields: Vec<MetafieldInput>,
    /// Where it came from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_name: Option<String>,
    /// Whether the customer sees it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visible_to_customer: Option<bool>,
    /// What the bundles in it were made by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transformer_fingerprint: Option<String>,
}

impl DraftInput {
    /// Nothing, so far.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(line_items: Patch<Vec<DraftLineInput>>, purchaser: Patch<Purchaser>, use_customer_default_address: Option<bool>, email: Patch<String>, phone: Patch<String>, shipping_address: Patch<AddressInput>, billing_address: Patch<AddressInput>, shipping_line: Patch<ShippingInput>, applied_discount: Patch<AppliedDiscountInput>, discount_codes: Patch<Vec<String>>, accept_automatic_discounts: Option<bool>, allow_discount_codes_in_checkout: Option<bool>, tax_exempt: Option<bool>, presentment_currency_code: Option<String>, payment_terms: Patch<PaymentTermsInput>, deposit: Patch<Deposit>, reserve_inventory_until: Patch<DateTime<Utc>>, note: Patch<String>, po_number: Patch<String>, tags: Patch<Vec<String>>, custom_attributes: Patch<Vec<Attribute>>, localized_fields: Vec<LocalizedField>, metafields: Vec<MetafieldInput>, source_name: Option<String>, visible_to_customer: Option<bool>, transformer_fingerprint: Option<String>);

    /// A draft order with these lines.
    #[must_use]
    pub fn of(lines: impl IntoIterator<Item = DraftLineInput>) -> Self {
        Self::new().line_items(lines.into_iter().collect::<Vec<_>>())
    }
}
/// A line of a draft order: a variant, or anything with a title and a price.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct DraftLineInput {
    /// How many.
    pub quantity: i64,
    /// The variant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub variant_id: Option<Gid>,
    /// What it is called, of what is no variant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What one costs, of what is no variant.
    #[serde(rename = "originalUnitPriceWithCurrency", default, skip_serializing_if = "Option::is_none")]
    pub price: Option<Money>,
    /// What one costs, instead of the variant's price.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price_override: Option<Money>,
    /// Whether the price of now is kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub generate_price_override: Option<bool>,
    /// Its number in the shop, of what is no variant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sku: Option<String>,
    /// Whether it is taxed, of what is no variant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taxable: Option<bool>,
    /// Whether it is shipped, of what is no variant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requires_shipping: Option<bool>,
    /// What one weighs, of what is no variant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<Weight>,
    /// The discount on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub applied_discount: Option<AppliedDiscountInput>,
    /// The variants in it, of a bundle.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub components: Vec<BundledItem>,
    /// What applications note.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub custom_attributes: Vec<Attribute>,
    /// Its id, of a line that is there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uuid: Option<String>,
}

impl DraftLineInput {
    /// So many; of what is to be said yet.
    #[must_use]
    pub fn new(quantity: i64) -> Self {
        Self {
            quantity,
            variant_id: None,
            title: None,
            price: None,
            price_override: None,
            generate_price_override: None,
            sku: None,
            taxable: None,
            requires_shipping: None,
            weight: None,
            applied_discount: None,
            components: Vec::new(),
            custom_attributes: Vec::new(),
            uuid: None,
        }
    }

    setters!(variant_id: Option<Gid>, title: Option<String>, price: Option<Money>, price_override: Option<Money>, generate_price_override: Option<bool>, sku: Option<String>, taxable: Option<bool>, requires_shipping: Option<bool>, weight: Option<Weight>, applied_discount: Option<AppliedDiscountInput>, components: Vec<BundledItem>, custom_attributes: Vec<Attribute>, uuid: Option<String>);
}

/// A variant in a line that is a bundle.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct BundledItem {
    /// How many.
    pub quantity: i64,
    /// The variant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub variant_id: Option<Gid>,
    /// Its id in the draft order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uuid: Option<String>,
}

impl BundledItem {
    /// So many.
    #[must_use]
    pub fn new(quantity: i64) -> Self {
        Self { quantity, variant_id: None, uuid: None }
    }

    setters!(variant_id: Option<Gid>, uuid: Option<String>);
}

/// A discount that somebody gives.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct AppliedDiscountInput {
    /// How much: percent, or an amount.
    pub value: f64,
    /// Which of these.
    pub value_type: Open<DiscountType>,
    /// How much that is.
    #[serde(rename = "amountWithCurrency", default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Money>,
    /// What it is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Why it is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

impl AppliedDiscountInput {
    /// So much.
    #[must_use]
    pub fn new(value: f64, value_type: impl Into<Open<DiscountType>>) -> Self {
        Self { value, value_type: value_type.into(), amount: None, title: None, description: None }
    }

    setters!(amount: Option<Money>, title: Option<String>, description: Option<String>);
}

/// How a draft order is shipped: by a rate, or at a price of its own.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct ShippingInput {
    /// The rate: [`ShippingRate::handle`](super::ShippingRate::handle).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shipping_rate_handle: Option<String>,
    /// What it is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What it costs.
    #[serde(rename = "priceWithCurrency", skip_serializing_if = "Option::is_none")]
    pub price: Option<Money>,
}

impl ShippingInput {
    /// Nothing, so far.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(shipping_rate_handle: Option<String>, title: Option<String>, price: Option<Money>);
}

/// Who buys: one of these.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum Purchaser {
    /// A customer.
    CustomerId(Gid),
    /// A company.
    PurchasingCompany(PurchasingCompany),
}

/// A company that buys.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct PurchasingCompany {
    /// The company.
    pub company_id: Gid,
    /// Its branch.
    pub company_location_id: Gid,
    /// Who buys there.
    pub company_contact_id: Gid,
}

impl PurchasingCompany {
    /// This one, this branch of it, by this person.
    #[must_use]
    pub fn new(
        company_id: impl Into<Gid>,
        company_location_id: impl Into<Gid>,
        company_contact_id: impl Into<Gid>,
    ) -> Self {
        Self {
            company_id: company_id.into(),
            company_location_id: company_location_id.into(),
            company_contact_id: company_contact_id.into(),
        }
    }
}

/// When it is to be paid.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct PaymentTermsInput {
    /// The term.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_terms_template_id: Option<Gid>,
    /// The payments.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub payment_schedules: Vec<PaymentScheduleInput>,
}

impl PaymentTermsInput {
    /// Nothing, so far.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(payment_terms_template_id: Option<Gid>, payment_schedules: Vec<PaymentScheduleInput>);
}

/// A payment.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct PaymentScheduleInput {
    /// From when the term counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issued_at: Option<DateTime<Utc>>,
    /// When it is due.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_at: Option<DateTime<Utc>>,
}

impl PaymentScheduleInput {
    /// Nothing, so far.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(issued_at: Option<DateTime<Utc>>, due_at: Option<DateTime<Utc>>);
}

/// What is paid at once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct Deposit {
    /// How much, in percent.
    pub percentage: f64,
}

impl Deposit {
    /// This part, in percent.
    #[must_use]
    pub fn new(percentage: f64) -> Self {
        Self { percentage }
    }
}
