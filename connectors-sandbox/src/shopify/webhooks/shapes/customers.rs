//! Customers, and the shop.

use serde_json::{Value, json};

use super::As::{Always, By, Flag, Number, Plain, Text, Time, Word};
use super::Shape;
use crate::shopify::Cx;
use crate::shopify::json::text;
use crate::shopify::resolve;
use crate::shopify::store::number_of;
use crate::shopify::webhooks::payloads;
use crate::store::Record;

pub(super) const CUSTOMER: Shape = &[
    ("id", "id", Number),
    ("created_at", "createdAt", Time),
    ("updated_at", "updatedAt", Time),
    ("first_name", "firstName", Plain),
    ("last_name", "lastName", Plain),
    ("state", "state", Word),
    ("note", "note", Plain),
    ("verified_email", "verifiedEmail", Flag),
    ("multipass_identifier", "multipassIdentifier", Plain),
    ("tax_exempt", "taxExempt", Flag),
    ("email", "email", By(email)),
    ("phone", "phone", By(phone)),
    ("currency", "", By(|cx, _| json!(cx.currency()))),
    ("addresses", "", By(addresses)),
    ("tax_exemptions", "", Always("[]")),
    ("admin_graphql_api_id", "id", Plain),
    ("default_address", "", By(default_address)),
];

/// What an order tells of its customer.
pub(super) const BUYER: Shape = &[
    ("id", "id", Number),
    ("created_at", "createdAt", Time),
    ("updated_at", "updatedAt", Time),
    ("first_name", "firstName", Plain),
    ("last_name", "lastName", Plain),
    ("state", "state", Word),
    ("note", "note", Plain),
    ("verified_email", "verifiedEmail", Flag),
    ("multipass_identifier", "multipassIdentifier", Plain),
    ("tax_exempt", "taxExempt", Flag),
    ("email", "email", By(email)),
    ("phone", "phone", By(phone)),
    ("currency", "", By(|cx, _| json!(cx.currency()))),
    ("tax_exemptions", "", Always("[]")),
    ("admin_graphql_api_id", "id", Plain),
    ("default_address", "", By(default_address)),
];

pub(super) const SHOP: Shape = &[
    ("id", "id", Number),
    ("name", "name", Plain),
    ("email", "email", Plain),
    ("domain", "myshopifyDomain", Plain),
    ("province", "shopAddress.province", Plain),
    ("country", "shopAddress.countryCodeV2", Plain),
    ("address1", "shopAddress.address1", Plain),
    ("zip", "shopAddress.zip", Plain),
    ("city", "shopAddress.city", Plain),
    ("source", "", Always("null")),
    ("phone", "shopAddress.phone", Text),
    ("latitude", "", Always("null")),
    ("longitude", "", Always("null")),
    ("primary_locale", "", Always("\"en\"")),
    ("address2", "shopAddress.address2", Plain),
    ("created_at", "createdAt", Time),
    ("updated_at", "updatedAt", Time),
    ("country_code", "shopAddress.countryCodeV2", Plain),
    ("country_name", "shopAddress.country", Plain),
    ("currency", "currencyCode", Plain),
    ("customer_email", "contactEmail", Plain),
    ("timezone", "", Always("\"(GMT-05:00) America/New_York\"")),
    ("iana_timezone", "ianaTimezone", Plain),
    ("shop_owner", "shopOwnerName", Plain),
    ("money_format", "", Always("\"${{amount}}\"")),
    ("money_with_currency_format", "", Always("\"${{amount}} USD\"")),
    ("weight_unit", "", Always("\"lb\"")),
    ("province_code", "shopAddress.provinceCode", Plain),
    ("taxes_included", "taxesIncluded", Flag),
    ("auto_configure_tax_inclusivity", "", Always("null")),
    ("tax_shipping", "taxShipping", Flag),
    ("county_taxes", "", Always("null")),
    ("plan_display_name", "plan.publicDisplayName", Plain),
    ("plan_name", "plan.publicDisplayName", Word),
    ("has_discounts", "", Always("false")),
    ("has_gift_cards", "", Always("false")),
    ("myshopify_domain", "myshopifyDomain", Plain),
    ("google_apps_domain", "", Always("null")),
    ("google_apps_login_enabled", "", Always("null")),
    ("money_in_emails_format", "", Always("\"${{amount}}\"")),
    ("money_with_currency_in_emails_format", "", Always("\"${{amount}} USD\"")),
    ("eligible_for_payments", "", Always("true")),
    ("requires_extra_payments_agreement", "", Always("false")),
    ("password_enabled", "", Always("null")),
    ("has_storefront", "", Always("true")),
    ("finances", "", Always("true")),
    (
        "primary_location_id",
        "",
        By(|cx, _| json!(cx.store.all("Location").next().map(|place| number_of(text(place, "id"))))),
    ),
    ("checkout_api_supported", "checkoutApiSupported", Flag),
    ("multi_location_enabled", "", Always("true")),
    ("setup_required", "", Always("false")),
    ("pre_launch_enabled", "", Always("false")),
    ("enabled_presentment_currencies", "enabledPresentmentCurrencies", Plain),
    ("marketing_sms_consent_enabled_at_checkout", "", Always("false")),
    ("transactional_sms_disabled", "", Always("false")),
];

fn email(cx: &Cx<'_>, customer: &Record) -> Value {
    let of = |field: &str, within: &str| resolve::value(cx, "Customer", customer, field).get(within).cloned();
    match resolve::value(cx, "Customer", customer, "email") {
        Value::Null => of("defaultEmailAddress", "emailAddress").unwrap_or_default(),
        email => email,
    }
}

fn phone(cx: &Cx<'_>, customer: &Record) -> Value {
    let of = |field: &str, within: &str| resolve::value(cx, "Customer", customer, field).get(within).cloned();
    match resolve::value(cx, "Customer", customer, "phone") {
        Value::Null => of("defaultPhoneNumber", "phoneNumber").unwrap_or_default(),
        phone => phone,
    }
}

fn addresses(cx: &Cx<'_>, customer: &Record) -> Value {
    let all = cx.store.find("MailingAddress", "customer", text(customer, "id"));
    all.map(|address| payloads::of_customer(customer, address)).collect()
}

fn default_address(cx: &Cx<'_>, customer: &Record) -> Value {
    let address = cx.store.get(text(customer, "defaultAddress"));
    address.map_or(Value::Null, |address| payloads::of_customer(customer, address))
}
