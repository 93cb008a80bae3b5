//! Products, stock, places and what merchants define.

use serde_json::{Value, json};

use super::As::{Always, By, Each, Flag, Joined, Number, One, Plain, Price, Sum, Text, Time, Word};
use super::Shape;
use crate::shopify::Cx;
use crate::shopify::json::{list, objects, text};
use crate::shopify::store::number_of;
use crate::shopify::webhooks::payloads;
use crate::store::Record;

pub(super) const COLLECTION: Shape = &[
    ("id", "id", Number),
    ("handle", "handle", Plain),
    ("title", "title", Plain),
    ("updated_at", "updatedAt", Time),
    ("body_html", "descriptionHtml", Text),
    ("published_at", "updatedAt", Time),
    ("sort_order", "sortOrder", Word),
    ("template_suffix", "templateSuffix", Plain),
    ("published_scope", "", Always("\"web\"")),
    ("admin_graphql_api_id", "id", Plain),
];

pub(super) const INVENTORY_ITEM: Shape = &[
    ("id", "id", Number),
    ("sku", "sku", Text),
    ("created_at", "createdAt", Time),
    ("updated_at", "updatedAt", Time),
    ("requires_shipping", "requiresShipping", Flag),
    ("cost", "unitCost", Price),
    ("country_code_of_origin", "countryCodeOfOrigin", Plain),
    ("province_code_of_origin", "provinceCodeOfOrigin", Plain),
    ("harmonized_system_code", "harmonizedSystemCode", Plain),
    ("tracked", "tracked", Flag),
    ("country_harmonized_system_codes", "", Always("[]")),
    ("weight_value", "measurement.weight.value", Plain),
    ("weight_unit", "", By(weight_unit)),
    ("admin_graphql_api_id", "id", Plain),
];

pub(super) const INVENTORY_LEVEL: Shape = &[
    ("inventory_item_id", "item", Number),
    ("location_id", "location", Number),
    (
        "available",
        "",
        By(|_, level| {
            json!(level.get("counts").and_then(|counts| counts["available"].as_i64()).unwrap_or_default())
        }),
    ),
    ("updated_at", "updatedAt", Time),
    ("admin_graphql_api_id", "id", Plain),
];

pub(super) const LOCATION: Shape = &[
    ("id", "id", Number),
    ("name", "name", Plain),
    ("address1", "address.address1", Plain),
    ("address2", "address.address2", Plain),
    ("city", "address.city", Plain),
    ("zip", "address.zip", Plain),
    ("province", "address.province", Plain),
    ("country", "address.countryCode", Plain),
    ("phone", "address.phone", Plain),
    ("created_at", "createdAt", Time),
    ("updated_at", "updatedAt", Time),
    ("country_code", "address.countryCode", Plain),
    ("country_name", "address.country", Plain),
    ("province_code", "address.provinceCode", Plain),
    ("legacy", "", Always("false")),
    ("active", "isActive", Flag),
    ("admin_graphql_api_id", "id", Plain),
];

pub(super) const METAFIELD: Shape = &[
    ("id", "id", Number),
    ("namespace", "namespace", Plain),
    ("key", "key", Plain),
    ("value", "value", Plain),
    ("description", "description", Plain),
    ("owner_id", "owner", Number),
    ("created_at", "createdAt", Time),
    ("updated_at", "updatedAt", Time),
    ("owner_resource", "ownerType", Word),
    ("type", "type", Plain),
    ("admin_graphql_api_id", "id", Plain),
];

pub(super) const METAOBJECT: Shape = &[
    ("id", "id", Plain),
    ("type", "type", Plain),
    ("handle", "handle", Plain),
    ("created_at", "createdAt", Time),
    ("updated_at", "updatedAt", Time),
    ("display_name", "displayName", Plain),
    ("definition_id", "definition", Plain),
    ("fields", "", By(metaobject_fields)),
    ("created_by_staff_id", "", Always("null")),
    ("created_by_app_id", "", Always("null")),
    ("capabilities", "", By(|_, record| record.get("capabilities").cloned().unwrap_or_else(|| json!({})))),
];

pub(super) const PRODUCT: Shape = &[
    ("admin_graphql_api_id", "id", Plain),
    ("body_html", "descriptionHtml", Text),
    ("created_at", "createdAt", Time),
    ("handle", "handle", Plain),
    ("id", "id", Number),
    ("product_type", "productType", Text),
    ("published_at", "publishedAt", Time),
    ("template_suffix", "templateSuffix", Plain),
    ("title", "title", Plain),
    ("updated_at", "updatedAt", Time),
    ("vendor", "vendor", Text),
    ("status", "status", Word),
    ("published_scope", "", Always("\"web\"")),
    ("tags", "tags", Joined),
    ("variants", "variants", Each("ProductVariant", VARIANT)),
    ("options", "", By(payloads::options)),
    ("images", "", By(images)),
    ("image", "", By(|cx, record| images(cx, record).get(0).cloned().unwrap_or_default())),
    ("media", "", By(media)),
    (
        "variant_gids",
        "variants",
        Each("ProductVariant", &[("admin_graphql_api_id", "id", Plain), ("updated_at", "updatedAt", Plain)]),
    ),
    ("has_variants_that_requires_components", "", Always("false")),
    (
        "category",
        "category",
        One(
            "TaxonomyCategory",
            &[
                ("admin_graphql_api_id", "id", Plain),
                ("name", "name", Plain),
                ("full_name", "fullName", Plain),
            ],
        ),
    ),
];

pub(super) const VARIANT: Shape = &[
    ("admin_graphql_api_id", "id", Plain),
    ("barcode", "barcode", Plain),
    ("compare_at_price", "compareAtPrice", Price),
    ("created_at", "createdAt", Time),
    ("id", "id", Number),
    ("inventory_policy", "inventoryPolicy", Word),
    ("position", "position", Plain),
    ("price", "price", Sum),
    ("product_id", "product", Number),
    ("sku", "sku", Plain),
    ("taxable", "taxable", Flag),
    ("title", "title", Plain),
    ("updated_at", "updatedAt", Time),
    ("option1", "", By(|_, record| option(record, 0))),
    ("option2", "", By(|_, record| option(record, 1))),
    ("option3", "", By(|_, record| option(record, 2))),
    (
        "image_id",
        "",
        By(|_, record| {
            list(record, "media")
                .first()
                .and_then(Value::as_str)
                .map_or(Value::Null, |id| json!(number_of(id)))
        }),
    ),
    ("inventory_item_id", "inventoryItem", Number),
    ("inventory_quantity", "inventoryQuantity", Plain),
    ("old_inventory_quantity", "inventoryQuantity", Plain),
];

fn weight_unit(_: &Cx<'_>, item: &Record) -> Value {
    let unit = item.get("measurement").and_then(|one| one["weight"]["unit"].as_str());
    json!(match unit {
        Some("GRAMS") => "g",
        Some("KILOGRAMS") => "kg",
        Some("OUNCES") => "oz",
        _ => "lb",
    })
}

fn option(variant: &Record, at: usize) -> Value {
    objects(variant, "selectedOptions").nth(at).and_then(|one| one.get("value").cloned()).unwrap_or_default()
}

fn metaobject_fields(_: &Cx<'_>, record: &Record) -> Value {
    let one =
        |field: &Record| (text(field, "key").to_owned(), field.get("value").cloned().unwrap_or_default());
    Value::Object(objects(record, "fields").map(one).collect())
}

/// The media of a product with their places.
fn placed<'c>(cx: &'c Cx<'_>, product: &'c Record) -> impl Iterator<Item = (usize, &'c Record)> {
    let media = list(product, "media").iter().filter_map(Value::as_str);
    media.filter_map(|id| cx.store.get(id)).enumerate().map(|(at, media)| (at + 1, media))
}

fn images(cx: &Cx<'_>, product: &Record) -> Value {
    let one = |(position, media): (usize, &Record)| {
        let image = media.get("image")?.as_object()?;
        Some(json!({
            "id": number_of(text(media, "id")), "alt": image.get("altText"), "position": position,
            "product_id": number_of(text(product, "id")), "created_at": payloads::local(cx, text(media, "createdAt")),
            "updated_at": payloads::local(cx, text(media, "updatedAt")), "admin_graphql_api_id": image.get("id"),
            "width": image.get("width"), "height": image.get("height"), "src": image.get("src"), "variant_ids": [],
        }))
    };
    placed(cx, product).filter_map(one).collect()
}

fn media(cx: &Cx<'_>, product: &Record) -> Value {
    let one = |(position, media): (usize, &Record)| {
        let image = media.get("image").and_then(Value::as_object);
        let preview = image.map(|image| {
            json!({
                "width": image.get("width"), "height": image.get("height"), "src": image.get("src"), "status": media.get("status"),
            })
        });
        json!({
            "id": number_of(text(media, "id")), "product_id": number_of(text(product, "id")), "position": position,
            "created_at": payloads::local(cx, text(media, "createdAt")), "updated_at": payloads::local(cx, text(media, "updatedAt")),
            "alt": media.get("alt"), "status": media.get("status"), "media_content_type": media.get("mediaContentType"),
            "preview_image": preview, "variant_ids": [], "admin_graphql_api_id": media.get("id"),
        })
    };
    placed(cx, product).map(one).collect()
}
