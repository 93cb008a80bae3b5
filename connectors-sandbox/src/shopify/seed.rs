//! What a shop begins with: itself, two places, a sales channel, and products, customers and orders if some are asked for.

mod sales;

use rust_decimal::Decimal;
use serde_json::{Value, json};

pub(super) use self::sales::{checkouts, customers, orders};
use super::cx::Cx;
use super::json::money;
use super::products::{Wish, add_variant};
use super::{DOMAIN, SHOP_ID, addresses, inventory};

pub(super) const ONLINE_STORE: &str = "gid://shopify/Publication/84470694113";

/// The shop, its places and its channel.
pub(super) fn shop(cx: &mut Cx<'_>, name: &str, currency: &str, plan: &str, plus: bool) {
    let now = cx.stamp();
    let address = |cx: &mut Cx<'_>, kind: &str, city: &str, zip: &str| {
        let id = cx.store.id(kind);
        let stated = json!({ "address1": "1 Example Street", "city": city, "zip": zip, "countryCode": "US", "provinceCode": "NY" });
        addresses::address(&id, stated.as_object().unwrap_or(&Default::default()), None)
    };
    let own = address(cx, "ShopAddress", "New York", "10001");
    cx.store.put(json!({
        "id": SHOP_ID, "name": name, "email": "owner@example.com", "contactEmail": "owner@example.com",
        "myshopifyDomain": DOMAIN, "url": format!("https://{DOMAIN}"), "currencyCode": currency,
        "enabledPresentmentCurrencies": [currency], "ianaTimezone": "America/New_York", "timezoneAbbreviation": "EST",
        "timezoneOffset": "-0500", "timezoneOffsetMinutes": -300, "unitSystem": "IMPERIAL_SYSTEM", "weightUnit": "POUNDS",
        "orderNumberFormatPrefix": "#", "shopOwnerName": "Example Owner", "shopAddress": own, "checkoutApiSupported": true,
        "primaryDomain": { "id": "gid://shopify/Domain/1", "host": DOMAIN, "url": format!("https://{DOMAIN}"), "sslEnabled": true },
        "plan": { "publicDisplayName": plan, "partnerDevelopment": false, "shopifyPlus": plus },
        "resourceLimits": { "locationLimit": 1000, "maxProductOptions": 3, "maxProductVariants": 2048 },
        "features": { "giftCards": true, "reports": true, "storefront": true, "unifiedMarkets": true },
        "shopPolicies": [{
            "id": "gid://shopify/ShopPolicy/1", "type": "REFUND_POLICY", "title": "Refund policy",
            "body": "<p>What is sent back within 30 days is paid back.</p>", "createdAt": now, "updatedAt": now,
            "url": format!("https://{DOMAIN}/policies/refund-policy"),
        }],
        "shipsToCountries": ["US", "CA", "GB", "DE"], "createdAt": now, "updatedAt": now,
    }));
    for (place, city, zip) in
        [("Main warehouse", "New York", "10001"), ("Second warehouse", "Buffalo", "14201")]
    {
        let id = cx.store.id("Location");
        let mut address = address(cx, "Location", city, zip);
        address["countryCode"] = json!("US");
        cx.store.put(json!({
            "id": id, "name": place, "isActive": true, "address": address, "fulfillsOnlineOrders": true, "shipsInventory": true,
            "createdAt": now, "updatedAt": now,
        }));
    }
    cx.store.put(json!({ "id": ONLINE_STORE, "name": "Online Store", "supportsFuturePublishing": true, "autoPublish": true }));
    let counter = cx.store.id("Publication");
    cx.store.put(json!({ "id": counter, "name": "Point of Sale", "supportsFuturePublishing": false, "autoPublish": false }));
    let market = cx.store.id("Market");
    cx.store.put(json!({ "id": market, "name": "United States", "handle": "us", "status": "ACTIVE", "type": "REGION" }));
    let region = cx.store.id("MarketRegionCountry");
    let base = json!({ "currencyCode": currency, "currencyName": currency, "enabled": true });
    cx.store.put(
        json!({ "id": region, "name": "United States", "code": "US", "market": market, "currency": base }),
    );
    cx.store.set(&market, json!({ "regions": [region] }));
}

/// Sellable products: each of `variants` sizes, in stock at the first place.
pub(super) fn products(cx: &mut Cx<'_>, count: usize, variants: usize) {
    let location = cx.store.all("Location").next().and_then(|one| one.get("id")?.as_str().map(str::to_owned));
    let now = cx.stamp();
    for number in 1..=count {
        let id = cx.store.id("Product");
        let sizes: Vec<Value> = (1..=variants)
            .map(|size| json!({ "id": "", "name": format!("Size {size}"), "hasVariants": true }))
            .collect();
        let option = cx.store.id("ProductOption");
        let sizes: Vec<Value> = sizes
            .into_iter()
            .map(|mut size| {
                size["id"] = json!(cx.store.id("ProductOptionValue"));
                size
            })
            .collect();
        cx.store.put(json!({
            "id": id, "title": format!("Product {number:05}"), "handle": format!("product-{number:05}"), "status": "ACTIVE",
            "vendor": format!("Vendor {}", number % 7 + 1), "productType": "Example", "tags": ["seeded"],
            "descriptionHtml": "<p>An example.</p>", "seo": {}, "media": [], "createdAt": now, "updatedAt": now, "publishedAt": now,
            "options": [{ "id": option, "name": "Size", "position": 1, "optionValues": sizes }],
        }));
        for size in 1..=variants {
            let price = Decimal::from(10 * (number % 50 + 1)) + Decimal::from(size);
            let input = json!({ "price": money(price), "inventoryItem": { "sku": format!("SKU-{number:05}-{size}") } });
            let options = vec![("Size".to_owned(), format!("Size {size}"))];
            // Nothing in it can be wrong.
            let Ok(variant) = add_variant(cx, &id, Wish { options, input: input.as_object() }) else {
                continue;
            };
            let item = cx.store.text(&variant, "inventoryItem");
            if let Some(location) = &location {
                inventory::set_available(cx, &item, location, 100);
            }
        }
    }
}
